//! What takes a minute and a half, or a day: the bot's clock is put forward while it runs, by libfaketime between it and the
//! system. Telegram's clock is not.

use super::*;
use crate::support::{FakeApi, Fault, Setup, http};

/// Where Debian puts the library.
fn library() -> String {
    format!("/usr/lib/{}-linux-gnu/faketime/libfaketimeMT.so.1", std::env::consts::ARCH)
}

/// The clock of a bot.
struct Clock(std::path::PathBuf);

impl Clock {
    /// That of the machine, for now.
    fn of(setup: Setup) -> (Self, Setup) {
        let library = library();
        assert!(Path::new(&library).exists(), "{library} is not here: install libfaketime");
        let clock = Self(setup.dir().join("clock"));
        clock.ahead(Duration::ZERO);
        let setup = setup.env("FAKETIME_TIMESTAMP_FILE", clock.0.to_str().unwrap());
        (clock, setup.env("LD_PRELOAD", &library).env("FAKETIME_NO_CACHE", "1"))
    }

    /// It shows so much more than that of the machine.
    fn ahead(&self, by: Duration) {
        // renamed over the other, so that no half a line is read
        let new = self.0.with_extension("new");
        std::fs::write(&new, format!("+{}s\n", by.as_secs())).unwrap();
        std::fs::rename(new, &self.0).unwrap();
    }
}

#[tokio::test]
#[ignore = "needs libfaketime: .ci/run installs it and runs this"]
async fn work_that_takes_longer_than_its_limit_is_given_up_and_after_three_times_set_aside() {
    let api = FakeApi::start().await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    let (clock, setup) = Clock::of(BotProcess::with(&api));
    let bot = setup.start().await;
    ann.ask(SYMPTOMS).await;
    for time in 1..=3 {
        api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_hours(1)));
        if time == 1 {
            ann.say(TREATMENT);
        }
        api.wait_for_within(RECOVERED, "the reply to be on its way", |state| (state.faults.left() == 0).then_some(()))
            .await;
        clock.ahead(Duration::from_secs(100 * time));
        until("the limit", async || {
            bot.output().matches("took longer than 90 s").count() >= usize::try_from(time).unwrap()
        })
        .await;
        bob.say(TREATMENT);
        assert_answered(&bob, "treated", RECOVERED).await;
    }
    assert!(inbox(&bot, &[]).contains("took longer than 90 s"), "{}", inbox(&bot, &[]));
    inbox(&bot, &["retry", "all"]);
    assert_answered(&ann, "treated", RECOVERED).await;
}

#[tokio::test]
#[ignore = "needs libfaketime: .ci/run installs it and runs this"]
async fn what_could_not_be_delivered_for_a_day_is_set_aside_and_not_before() {
    let api = FakeApi::start().await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    let (clock, setup) = Clock::of(BotProcess::with(&api).config("[telegram]\nstale_after = \"48h\"\n"));
    let bot = setup.start().await;
    api.fault_in(ann.id(), 1_000, "sendMessage", Fault::TooManyRequests(1));
    ann.say(SYMPTOMS);
    let tries = || api.calls("sendMessage").iter().filter(|call| call.chat_id == Some(ann.id())).count();
    for hours in [0, 23] {
        clock.ahead(Duration::from_hours(hours));
        let before = tries();
        until("further tries", async || tries() >= before + 3).await;
        assert!(inbox(&bot, &[]).contains("nothing was left unanswered"), "{}", inbox(&bot, &[]));
    }
    clock.ahead(Duration::from_hours(25));
    bot.wait_for_output("could not be delivered for a day").await;
    assert!(inbox(&bot, &[]).contains("could not be delivered for a day"), "{}", inbox(&bot, &[]));
    let given_up_after = tries();
    bob.say(TREATMENT);
    assert_answered(&bob, "treated", RECOVERED).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(tries(), given_up_after, "it went on");
    api.clear_faults();
    inbox(&bot, &["retry", "all"]);
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
}

#[tokio::test]
#[ignore = "needs libfaketime: .ci/run installs it and runs this"]
async fn it_is_not_ready_once_telegram_was_out_of_reach_for_a_minute_and_a_half_and_ready_once_it_is_back() {
    let (api, address) = (FakeApi::start().await, free_address());
    let (clock, setup) = Clock::of(BotProcess::with(&api).config(&format!("[http]\nlisten = \"{address}\"\n")));
    let _bot = setup.start().await;
    let ready = async || http::get(&format!("http://{address}/readyz")).await.unwrap();
    api.private_chat("Ann").ask(SYMPTOMS).await;
    assert_eq!(ready().await.status, 200);
    api.fault_times(1_000_000, "*", Fault::DropBefore);
    clock.ahead(Duration::from_mins(1));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(ready().await.status, 200, "a minute is no outage: a quiet poll takes half of it");
    clock.ahead(Duration::from_secs(95));
    until("the page to say so", async || {
        let page = ready().await;
        page.status == 503 && page.body.contains("telegram")
    })
    .await;
    api.clear_faults();
    until("readiness", async || ready().await.status == 200).await;
}

#[tokio::test]
#[ignore = "needs libfaketime: .ci/run installs it and runs this"]
async fn the_mark_of_a_chat_in_the_log_is_another_one_the_next_day() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let (clock, setup) = Clock::of(BotProcess::with(&api));
    let bot = setup.start().await;
    for (nth, hours) in [0, 20, 25, 26].into_iter().enumerate() {
        clock.ahead(Duration::from_hours(hours));
        api.fault_in(ann.id(), 1, "sendMessage", Fault::Blocked);
        ann.say(SYMPTOMS);
        until("the refusal in the log", async || traces::marks(&bot).len() > nth).await;
    }
    let marks = traces::marks(&bot);
    assert!(marks[0] == marks[1] && marks[1] != marks[2] && marks[2] == marks[3], "{marks:?}");
}

/// A webhook, with its secret in the environment.
fn hooked(api: &FakeApi, address: &str) -> Setup {
    let section = format!("[telegram.webhook]\nurl = \"https://bot.example.org/hook\"\nlisten = \"{address}\"\n");
    BotProcess::with(api).config(&section).env("BEDSIDE_WEBHOOK_SECRET", "a-secret-for-tests-only").no_wait()
}

#[tokio::test]
#[ignore = "needs libfaketime: .ci/run installs it and runs this"]
async fn a_webhook_that_somebody_else_has_changed_is_set_again_within_a_minute() {
    let (api, address) = (FakeApi::start().await, free_address());
    let (clock, setup) = Clock::of(hooked(&api, &address));
    let bot = setup.start().await;
    bot.wait_for_output("Telegram posts to").await;
    let ours = api.webhook().unwrap().url;
    let call = format!("{}/bot{}/setWebhook", api.url(), api.token());
    http::post_json(&call, &serde_json::json!({"url": "https://elsewhere.example.org/hook"})).await.unwrap();
    assert_ne!(api.webhook().unwrap().url, ours);
    clock.ahead(Duration::from_secs(61));
    until("the webhook to be set again", async || api.webhook().unwrap().url == ours).await;
    assert!(bot.output().contains("somebody has changed this bot's webhook"), "{}", bot.output());
}

#[tokio::test]
#[ignore = "needs libfaketime: .ci/run installs it and runs this"]
async fn a_certificate_that_was_renewed_is_read_within_a_minute() {
    let (api, address) = (FakeApi::start().await, free_address());
    let own = "[telegram.webhook]\ncertificate = \"certificate.pem\"\nprivate_key = \"key.pem\"\n";
    let (clock, setup) = Clock::of(hooked(&api, &address).config(own));
    let folder = setup.dir().to_owned();
    let certify = || {
        let made = rcgen::generate_simple_self_signed(vec!["bot.example.org".to_owned()]).unwrap();
        std::fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
        std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
        made.cert.pem()
    };
    // whether somebody who trusts this certificate alone is heard
    let heard = async |pem: &str| {
        let client = reqwest::Client::builder()
            .tls_built_in_root_certs(false)
            .add_root_certificate(reqwest::Certificate::from_pem(pem.as_bytes()).unwrap())
            .resolve("bot.example.org", address.parse().unwrap())
            .build()
            .unwrap();
        let port = address.rsplit_once(':').unwrap().1;
        client.post(format!("https://bot.example.org:{port}/hook")).send().await.is_ok()
    };
    let first = certify();
    let bot = setup.start().await;
    bot.wait_for_output("Telegram posts to").await;
    assert!(heard(&first).await);
    let second = certify();
    assert!(!heard(&second).await, "it was read before anybody could know");
    clock.ahead(Duration::from_secs(61));
    until("the new certificate", async || heard(&second).await).await;
    assert!(!heard(&first).await);
}
