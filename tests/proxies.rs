//! The configurations for nginx and Caddy in docs/webhook.md, as they stand there but for addresses and certificates: the real
//! proxies before the real bot.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use std::path::Path;
use std::process::Stdio;
use support::{BotProcess, FakeApi, free_address, until};
use tokio::process::{Child, Command};

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";
const SECRET: &str = "a-secret-for-tests-only";
const CERTIFICATES: &str = "/etc/letsencrypt/live/bot.example.org";

/// What the documentation shows in this language.
fn documented(language: &str) -> String {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/webhook.md")).unwrap();
    let shown = text.split_once(&format!("```{language}\n")).and_then(|(_, rest)| rest.split_once("```"));
    shown.unwrap_or_else(|| panic!("docs/webhook.md shows nothing in {language}")).0.to_owned()
}

/// A text in which a part, which must be there, is another.
fn with(text: &str, part: &str, other: &str) -> String {
    assert!(text.contains(part), "{part} is not documented: {text}");
    text.replace(part, other)
}

/// Starts a proxy; its errors stand in a file of the folder.
fn proxy(folder: &Path, program: &str, arguments: &[&str]) -> Child {
    let said = std::fs::File::create(folder.join("said")).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("HOME", folder).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said).spawn().unwrap()
}

/// Asks through the proxy at a port, that turns away what Telegram would not send.
async fn works_behind(certificate: &str, port: &str, address: &str, folder: &Path, start: impl FnOnce() -> Child) {
    let api = FakeApi::start().await;
    let section = format!("[telegram.webhook]\nurl = \"https://bot.example.org/hook\"\nlisten = \"{address}\"\n");
    let setup = BotProcess::with(&api).config(&section).env("BEDSIDE_WEBHOOK_SECRET", SECRET).no_wait();
    let bot = setup.start().await;
    bot.wait_for_output("Telegram posts to").await;
    let _proxy = start();
    let client = reqwest::Client::builder()
        .add_root_certificate(reqwest::Certificate::from_pem(certificate.as_bytes()).unwrap())
        .resolve("bot.example.org", format!("127.0.0.1:{port}").parse().unwrap())
        .build()
        .unwrap();
    let send = async |path: &str, secret: &str, body: String| {
        let call = client.post(format!("https://bot.example.org:{port}{path}"));
        let call = call.header("X-Telegram-Bot-Api-Secret-Token", secret).header("Content-Type", "application/json");
        call.body(body).send().await.map(|answer| answer.status().as_u16())
    };
    until("the proxy", async || send("/hook", "wrong", "{}".to_owned()).await.is_ok()).await;
    let ann = api.private_chat("Ann");
    ann.say(SYMPTOMS);
    let update = api.pending_updates().pop().unwrap().to_string();
    let said = || std::fs::read_to_string(folder.join("said")).unwrap_or_default();
    assert_eq!(send("/hook", "wrong", update.clone()).await.unwrap(), 401, "{}", said());
    assert_eq!(send("/hook", SECRET, update).await.unwrap(), 200, "{}", said());
    assert!(ann.next_reply().await.text.contains(SYMPTOMS));
    // an update as large as the bot takes passes, a larger one does not
    let long = |bytes: usize| format!("{{\"update_id\": 1, \"message\": \"{}\"}}", "x".repeat(bytes));
    assert_eq!(send("/hook", SECRET, long(1_000_000)).await.unwrap(), 200, "{}", said());
    assert_eq!(send("/hook", SECRET, long(1_100_000)).await.unwrap(), 413, "{}", said());
    assert!(!said().contains(SECRET), "{}", said());
}

/// A certificate for the documented host, in a folder.
fn certificate(folder: &Path) -> String {
    let made = rcgen::generate_simple_self_signed(vec!["bot.example.org".to_owned()]).unwrap();
    std::fs::write(folder.join("fullchain.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("privkey.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.pem()
}

#[tokio::test]
#[ignore = "needs nginx: .ci/run installs it and runs this"]
async fn the_documented_nginx_works() {
    let (folder, address, front) = (tempfile::tempdir().unwrap(), free_address(), free_address());
    let (path, port) = (folder.path(), front.rsplit_once(':').unwrap().1);
    let pem = certificate(path);
    let server = with(&documented("nginx"), "listen 443 ssl;", &format!("listen {front} ssl;"));
    let server = with(&server, "127.0.0.1:8443", &address);
    let server = with(&server, CERTIFICATES, path.to_str().unwrap());
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {}/{name};\n", path.display()))
        .concat();
    let all = format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{server}}}\n"
    );
    std::fs::write(path.join("nginx.conf"), all).unwrap();
    let start = || proxy(path, "nginx", &["-p", path.to_str().unwrap(), "-c", "nginx.conf", "-e", "stderr"]);
    works_behind(&pem, port, &address, path, start).await;
}

#[tokio::test]
#[ignore = "needs Caddy: .ci/run installs it and runs this"]
async fn the_documented_caddy_works() {
    let (folder, address, front) = (tempfile::tempdir().unwrap(), free_address(), free_address());
    let (path, port) = (folder.path(), front.rsplit_once(':').unwrap().1);
    let pem = certificate(path);
    // the certificate is the one thing that Caddy would get for itself
    let own = format!("bot.example.org:{port} {{\n    bind 127.0.0.1\n    tls fullchain.pem privkey.pem\n");
    let site = with(&documented("caddyfile"), "bot.example.org {\n", &own);
    let site = with(&site, "127.0.0.1:8443", &address);
    std::fs::write(path.join("Caddyfile"), format!("{{\n    admin off\n    auto_https disable_redirects\n}}\n{site}"))
        .unwrap();
    let start = || proxy(path, "caddy", &["run", "--config", "Caddyfile", "--adapter", "caddyfile"]);
    works_behind(&pem, port, &address, path, start).await;
}
