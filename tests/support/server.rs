//! The HTTP side: addresses, tokens, bodies, and faults on the way.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request, State as Extract};
use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::faults::Fault;
use super::methods::{self, polling};
use super::params::{self, ApiError, Blame, Params, int_of};
use super::record::{Outcome, Sent, is_message};
use super::state::Shared;

/// The largest body that is read.
const MAX_BODY: usize = 1 << 20;

/// Serves the fake until the future is dropped. The token is what the bot
/// must show.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>, token: String) {
    let router = Router::new().fallback(handle).with_state(Fake { shared, token: token.into() });
    let service = router.into_make_service_with_connect_info::<Scissors>();
    if let Err(error) = axum::serve(CuttableListener(listener), service).await {
        eprintln!("the fake Bot API stopped: {error}");
    }
}

/// What a request needs to be answered.
#[derive(Clone)]
struct Fake {
    shared: Arc<Shared>,
    token: Arc<str>,
}

/// Answers one request, dated by the fake's clock.
async fn handle(fake: Extract<Fake>, info: ConnectInfo<Scissors>, request: Request) -> Response {
    let shared = Arc::clone(&fake.0.shared);
    let mut response = handle_undated(fake, info, request).await;
    let date = chrono::DateTime::from_timestamp(shared.look().world.clock.unix(), 0).unwrap_or_default();
    let date = date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = header::HeaderValue::from_str(&date) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// Answers one request.
async fn handle_undated(
    Extract(fake): Extract<Fake>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path().strip_prefix("/bot").and_then(|path| path.split_once('/'));
    let Some((token, name)) = path else {
        return answer(&Err(not_found()));
    };
    if token != &*fake.token {
        fake.shared.change(|state| state.violation(name, "a call with a wrong token", &Params::default()));
        return answer(&Err(ApiError::new(401, "Unauthorized", Blame::Bot)));
    }
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let body = to_bytes(body, MAX_BODY).await.unwrap_or_default();
    let params = params::read(head.uri.query().unwrap_or_default(), kind.unwrap_or_default(), &body);
    let problem = match (&params, methods::canonical(name)) {
        (Err(why), _) => ApiError::malformed(&format!("can't parse the request: {why}")),
        (_, None) => not_found(),
        (Ok(params), Some(method)) => return call(&fake.shared, &scissors, method, params).await,
    };
    let params = params.unwrap_or_default();
    fake.shared.change(|state| state.violation(name, &problem.description, &params));
    answer(&Err(problem))
}

/// The answer to a method or address that does not exist.
fn not_found() -> ApiError {
    ApiError::new(404, "Not Found", Blame::Bot)
}

/// Carries out a call, or the fault planned for it.
async fn call(shared: &Shared, scissors: &Scissors, method: &'static str, params: &Params) -> Response {
    let chat = int_of("chat_id", params.get("chat_id")).ok().flatten();
    let fault = shared.change(|state| state.faults.take(method, chat));
    if let Some(fault) = fault.as_ref().filter(|fault| !fault.takes_effect()) {
        return fail(shared, scissors, method, params, chat, fault);
    }
    if let Some(Fault::Delay(delay)) = &fault {
        tokio::time::sleep(*delay).await;
    }
    let result = if method == "getUpdates" {
        polling::get_updates(shared, params).await
    } else {
        shared.change(|state| {
            let result = methods::call(state, method, params);
            let lost = fault.as_ref().filter(|fault| !matches!(fault, Fault::Delay(_) | Fault::LateAnswer(_)));
            if let (Ok(_), Some(fault), Some(sent)) = (&result, lost, state.log.last_mut()) {
                sent.outcome = Outcome::Fault(fault.clone());
            }
            result
        })
    };
    match fault {
        Some(Fault::DropAfter) => scissors.cut(),
        Some(Fault::LateAnswer(delay)) => tokio::time::sleep(delay).await,
        Some(Fault::InvalidJson) => {
            let body = body_of(&result).to_string();
            let half = body.chars().take(body.len() / 2).collect();
            return respond(200, "application/json", half);
        }
        _ => {}
    }
    answer(&result)
}

/// Answers with a fault that keeps the call from taking effect.
fn fail(
    shared: &Shared,
    scissors: &Scissors,
    method: &str,
    params: &Params,
    chat: Option<i64>,
    fault: &Fault,
) -> Response {
    shared.change(|state| {
        let now = state.world.clock.now();
        if let Some(chat) = chat.filter(|_| is_message(method)) {
            if let Some(left) = state.limiter.too_early(chat, now) {
                state.violation(method, &format!("sent {left:?} before retry_after had passed"), params);
            }
            if let Fault::TooManyRequests(seconds) = fault {
                state.limiter.freeze(chat, *seconds, now);
            }
        }
        if method != "getUpdates" {
            let mut sent = Sent::new(state.at(), method, Value::Object(params.0.clone()));
            sent.outcome = Outcome::Fault(fault.clone());
            state.log.push(sent);
        }
    });
    match fault {
        Fault::Http(status) => respond(*status, "text/html", error_page(*status)),
        Fault::TooManyRequests(seconds) => answer(&Err(ApiError::too_many(*seconds, Blame::World))),
        Fault::Blocked => answer(&Err(ApiError::forbidden("bot was blocked by the user"))),
        Fault::Refused(code, description) => answer(&Err(ApiError::new(*code, description, Blame::World))),
        Fault::DropBefore | Fault::DropAfter | Fault::Delay(_) | Fault::LateAnswer(_) | Fault::InvalidJson => {
            scissors.cut();
            respond(500, "text/plain", String::new())
        }
    }
}

/// The page a proxy shows when the server behind it is gone.
fn error_page(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let title = format!("{status} {}", reason.unwrap_or("Error"));
    format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
    )
}

/// The JSON body of an answer.
fn body_of(result: &Result<Value, ApiError>) -> Value {
    match result {
        Ok(result) => json!({"ok": true, "result": result}),
        Err(error) => error.to_json(),
    }
}

/// The answer to a call.
fn answer(result: &Result<Value, ApiError>) -> Response {
    let status = result.as_ref().map_or_else(|error| error.code, |_| 200);
    respond(status, "application/json", body_of(result).to_string())
}

/// Any response.
fn respond(status: u16, kind: &str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(kind) = header::HeaderValue::from_str(kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// Cuts the connection a request came in on.
#[derive(Clone, Debug, Default)]
struct Scissors(Arc<AtomicBool>);

impl Scissors {
    /// From now on nothing can be written to the connection; it closes.
    fn cut(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// The error of a connection that was cut.
    fn check(&self) -> io::Result<()> {
        if self.0.load(Ordering::SeqCst) { Err(io::Error::from(io::ErrorKind::ConnectionReset)) } else { Ok(()) }
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.io().scissors.clone()
    }
}

/// A listener whose connections can be cut.
struct CuttableListener(TcpListener);

impl Listener for CuttableListener {
    type Io = Cuttable;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Cuttable, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        let scissors = Scissors::default();
        (Cuttable { stream, scissors }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection that can be cut.
struct Cuttable {
    stream: TcpStream,
    scissors: Scissors,
}

impl AsyncRead for Cuttable {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Cuttable {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.scissors.check()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.scissors.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
