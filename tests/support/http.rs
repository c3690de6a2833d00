//! A small HTTP/1.1 client, for a bot's webhook and health pages and for the
//! fake's own tests. One connection a request; no TLS.

use std::io::{Error, ErrorKind, Result};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest a request may take.
const TIMEOUT: Duration = Duration::from_secs(70);

/// An address of this machine at which nobody listens.
pub fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it has an address").to_string()
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The header lines.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Response {
    /// The body as JSON; `null` if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// `GET http://host:port/path`
pub async fn get(url: &str) -> Result<Response> {
    request("GET", url, &[], "").await
}

/// Posts JSON.
pub async fn post_json(url: &str, body: &Value) -> Result<Response> {
    request("POST", url, &[("Content-Type", "application/json")], &body.to_string()).await
}

/// Any request to an `http://` address. Errors: no connection, a connection
/// that was cut before the whole answer was there, or no answer in time.
pub async fn request(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Result<Response> {
    let wrong = || Error::new(ErrorKind::InvalidInput, format!("no http:// address: {url}"));
    let rest = url.strip_prefix("http://").ok_or_else(wrong)?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = if path.is_empty() { "/" } else { path };
    let headers: String = headers.iter().map(|(name, value)| [name, ": ", value, "\r\n"].concat()).collect();
    let length = body.len();
    let lines = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    );

    let exchange = async {
        let mut stream = TcpStream::connect(host).await?;
        stream.write_all(lines.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        parse(&String::from_utf8_lossy(&answer))
    };
    match tokio::time::timeout(TIMEOUT, exchange).await {
        Ok(result) => result,
        Err(_) => Err(Error::new(ErrorKind::TimedOut, "no answer in time")),
    }
}

/// Takes an answer apart.
fn parse(answer: &str) -> Result<Response> {
    let cut = || Error::new(ErrorKind::UnexpectedEof, "the connection was cut before the answer was complete");
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(cut)?;
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let body = if header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        dechunked(body).ok_or_else(cut)?
    } else {
        body.to_owned()
    };
    let length = header("content-length").and_then(|value| value.parse().ok());
    if length.is_some_and(|length: usize| body.len() < length) {
        return Err(cut());
    }
    Ok(Response { status, head: head.to_owned(), body })
}

/// Puts a chunked body together; `None` if its end is missing.
fn dechunked(mut rest: &str) -> Option<String> {
    let mut body = String::new();
    loop {
        let (size, after) = rest.split_once("\r\n")?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.push_str(after.get(..size)?);
        rest = after.get(size..)?.strip_prefix("\r\n")?;
    }
}
