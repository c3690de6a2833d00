//! The webhook on the same inbox as polling: the real binary, posts as Telegram makes them.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use std::net::TcpListener;
use std::time::Duration;
use support::bot::Setup;
use support::{BotProcess, FakeApi, Fault, free_address, http};

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";
const SECRET: &str = "a-secret-for-tests-only";
const A_WHILE: Duration = Duration::from_millis(700);

fn hooked(api: &FakeApi, address: &str) -> Setup {
    let section = format!("[telegram.webhook]\nurl = \"https://bot.example.org/hook\"\nlisten = \"{address}\"\n");
    BotProcess::with(api).config(&section).env("BEDSIDE_WEBHOOK_SECRET", SECRET).no_wait()
}

async fn started(setup: Setup) -> BotProcess {
    let bot = setup.start().await;
    bot.wait_for_output("Telegram posts to").await;
    bot
}

async fn post(address: &str, secret: &str, body: &str) -> u16 {
    let headers = [("Content-Type", "application/json"), ("X-Telegram-Bot-Api-Secret-Token", secret)];
    http::request("POST", &format!("http://{address}/hook"), &headers, body).await.unwrap().status
}

#[tokio::test]
async fn a_posted_question_is_answered_and_a_repeated_post_is_not_answered_again() {
    let (api, address) = (FakeApi::start().await, free_address());
    let _bot = started(hooked(&api, &address)).await;
    let set = api.webhook().unwrap();
    assert_eq!(set.secret_token.as_deref(), Some(SECRET));
    assert_eq!(
        api.allowed_updates().unwrap(),
        ["callback_query", "edited_message", "inline_query", "message", "my_chat_member"]
    );
    let ann = api.private_chat("Ann");
    ann.say(SYMPTOMS);
    let update = api.pending_updates().pop().unwrap();
    assert_eq!(api.deliver_to_webhook(&address).await, [200]);
    assert!(ann.next_reply().await.text.contains(SYMPTOMS));
    assert_eq!(post(&address, SECRET, &update.to_string()).await, 200);
    api.expect_silence(&ann, A_WHILE).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn whoever_does_not_know_the_secret_is_turned_away() {
    let (api, address) = (FakeApi::start().await, free_address());
    let bot = started(hooked(&api, &address)).await;
    let ann = api.private_chat("Ann");
    ann.say(SYMPTOMS);
    let update = api.pending_updates().pop().unwrap().to_string();
    for wrong in ["", "a-secret-for-tests-onlz", "a-secret-for-tests-only-and-more"] {
        assert_eq!(post(&address, wrong, &update).await, 401);
    }
    assert_eq!(post(&address, SECRET, "{\"update_id\": ").await, 400);
    assert_eq!(post(&address, SECRET, "{}").await, 400);
    assert_eq!(post(&address, SECRET, &" ".repeat((1 << 20) + 1)).await, 413);
    assert_eq!(http::get(&format!("http://{address}/")).await.unwrap().status, 404);
    api.expect_silence(&ann, A_WHILE).await;
    assert!(!bot.output().contains(SECRET));
}

#[tokio::test]
async fn what_was_confirmed_to_telegram_is_answered_also_after_a_kill() {
    let (api, address) = (FakeApi::start().await, free_address());
    let mut bot = started(hooked(&api, &address)).await;
    let ann = api.private_chat("Ann");
    api.fault("sendMessage", Fault::Delay(Duration::from_mins(1)));
    ann.say(SYMPTOMS);
    assert_eq!(api.deliver_to_webhook(&address).await, [200]);
    api.wait_for("the reply to be on its way", |state| (state.faults.left() == 0).then_some(())).await;
    let setup = bot.setup();
    bot.kill().await;
    let _bot = started(setup).await;
    assert!(ann.next_reply().await.text.contains(SYMPTOMS));
}

#[tokio::test]
async fn while_the_database_cannot_be_used_a_post_is_confirmed_once_it_is_answered() {
    let (api, address) = (FakeApi::start().await, free_address());
    let bot = started(hooked(&api, &address)).await;
    let other = rusqlite::Connection::open(bot.store()).unwrap();
    other.busy_timeout(Duration::from_secs(5)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ann = api.private_chat("Ann");
    for _ in 0..2 {
        api.fault("sendMessage", Fault::Delay(Duration::from_secs(1)));
        ann.say(SYMPTOMS);
        assert_eq!(api.deliver_to_webhook(&address).await, [200]);
        assert_eq!(ann.take_replies().len(), 1, "confirmed before it was answered");
    }
}

#[tokio::test]
async fn polling_and_webhook_can_be_switched_without_a_call_by_hand() {
    let (api, address) = (FakeApi::start().await, free_address());
    let ann = api.private_chat("Ann");
    let mut polling = BotProcess::start(&api).await;
    ann.ask(SYMPTOMS).await;
    polling.kill().await;
    let mut hook = started(hooked(&api, &address)).await;
    ann.say(SYMPTOMS);
    api.deliver_to_webhook(&address).await;
    ann.next_reply().await;
    hook.terminate();
    assert_eq!(hook.wait(Duration::from_secs(12)).await, Some(0), "{}", hook.output());
    assert!(api.webhook().is_some(), "Telegram keeps what comes while the bot is away");
    let _polling = polling.setup().start().await;
    ann.ask(SYMPTOMS).await;
    assert!(api.webhook().is_none());
}

#[tokio::test]
async fn above_the_high_water_mark_telegram_is_asked_to_come_again() {
    let (api, address) = (FakeApi::start().await, free_address());
    let _bot = started(hooked(&api, &address).config("[store]\nhigh_water = 3\n")).await;
    let ann = api.private_chat("Ann");
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_secs(1)));
    for _ in 0..5 {
        ann.say(SYMPTOMS);
    }
    let statuses = api.deliver_to_webhook(&address).await;
    assert!(statuses.contains(&503), "{statuses:?}");
    for _ in 0..5 {
        ann.next_reply().await;
    }
    api.expect_silence(&ann, A_WHILE).await;
}

#[tokio::test]
async fn own_certificates_serve_https() {
    let (api, address) = (FakeApi::start().await, free_address());
    let setup = hooked(&api, &address)
        .config("[telegram.webhook]\ncertificate = \"certificate.pem\"\nprivate_key = \"key.pem\"\n");
    let made = rcgen::generate_simple_self_signed(vec!["bot.example.org".to_owned()]).unwrap();
    std::fs::write(setup.dir().join("certificate.pem"), made.cert.pem()).unwrap();
    std::fs::write(setup.dir().join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    let _bot = started(setup).await;
    let client = reqwest::Client::builder()
        .add_root_certificate(reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap())
        .resolve("bot.example.org", address.parse().unwrap())
        .build()
        .unwrap();
    let ann = api.private_chat("Ann");
    ann.say(SYMPTOMS);
    let update = api.pending_updates().pop().unwrap().to_string();
    let port = address.rsplit_once(':').unwrap().1;
    let request = client
        .post(format!("https://bot.example.org:{port}/hook"))
        .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
        .body(update);
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert!(ann.next_reply().await.text.contains(SYMPTOMS));
}

#[tokio::test]
async fn a_webhook_that_cannot_work_is_refused_in_one_line() {
    let api = FakeApi::start().await;
    let no_secret = hooked(&api, "127.0.0.1:1").env("BEDSIDE_WEBHOOK_SECRET", "");
    let short = hooked(&api, "127.0.0.1:1").env("BEDSIDE_WEBHOOK_SECRET", "short");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let no_port = hooked(&api, &taken.local_addr().unwrap().to_string());
    let plain = hooked(&api, "127.0.0.1:1").env("BEDSIDE_TELEGRAM__WEBHOOK__URL", "http://bot.example.org/hook");
    for (setup, names) in [
        (no_secret, "secret_file"),
        (short, "16 to 256"),
        (no_port, "webhook.listen"),
        (plain, "BEDSIDE_TELEGRAM__WEBHOOK__URL"),
    ] {
        let mut bot = setup.start().await;
        assert_eq!(bot.wait(Duration::from_secs(15)).await, Some(2), "{}", bot.output());
        assert!(bot.stderr().lines().last().unwrap().contains(names), "{}", bot.stderr());
    }
    let (api, address) = (FakeApi::start().await, free_address());
    api.fault("setWebhook", Fault::Refused(400, "Bad Request: bad webhook: no such host".to_owned()));
    let mut bot = hooked(&api, &address).start().await;
    assert_eq!(bot.wait(Duration::from_secs(15)).await, Some(2));
    assert!(bot.stderr().contains("no such host"), "{}", bot.stderr());
}
