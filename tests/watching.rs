//! Living, dying and being watched: what the bot does when what it stands on fails, and what it shows of itself.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use bedside::render::Wording;
use std::net::TcpListener;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};
use support::record::Sent;
use support::state::State;
use support::{BotProcess, Chat, FakeApi, Fault, free_address, http, until};

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";

fn files_with(folder: &Path, words: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path());
    let holds = |path: &std::path::PathBuf| {
        std::fs::read(path).is_ok_and(|bytes| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
    };
    files.filter(holds).map(|path| path.display().to_string()).collect()
}

async fn assert_answered(chat: &Chat) {
    let reply = chat.next_reply_within(Duration::from_secs(30)).await;
    assert!(reply.text.contains(SYMPTOMS), "{reply}");
}

#[tokio::test]
async fn the_pages_tell_how_it_is_and_nothing_of_anybody() {
    let (api, address) = (FakeApi::start().await, free_address());
    let bot = BotProcess::with(&api).config(&format!("[http]\nlisten = \"{address}\"\n")).start().await;
    let page = async |name: &str| http::get(&format!("http://{address}/{name}")).await.unwrap();
    assert_eq!(page("healthz").await.status, 200);
    until("readiness", async || page("readyz").await.status == 200).await;
    let ann = api.private_chat("Ann");
    api.fault("sendMessage", Fault::Http(502));
    ann.ask(SYMPTOMS).await;
    api.fault_in(ann.id(), 1, "sendMessage", Fault::TooManyRequests(1));
    ann.ask("my name is Xanthippe").await;
    let shown = [
        "bedside_updates_total{kind=\"question\",outcome=\"answered\"} 2",
        "bedside_updates_total{kind=\"question\",outcome=\"delayed\"} 1",
        "bedside_decisions_total{decision=\"answer\"} 1",
        "bedside_matching_seconds_count 3",
        "bedside_answer_seconds_count 2",
        "bedside_retries_total 1",
        "bedside_floods_total 1",
        "bedside_panics_total 0",
        "bedside_database_usable 1",
        "bedside_knowledge_info{hash=\"",
        "bedside_inbox_rows{state=\"pending\"} 0",
    ];
    until("all figures", async || {
        let text = page("metrics").await.body;
        shown.iter().all(|line| text.contains(line))
    })
    .await;
    let text = page("metrics").await.body;
    assert!(!text.contains("Xanthippe") && !text.contains(&ann.id().to_string()), "{text}");
    drop(bot);
}

#[tokio::test]
async fn a_port_that_is_taken_keeps_nobody_waiting() {
    let api = FakeApi::start().await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let section = format!("[http]\nlisten = \"{}\"\n", taken.local_addr().unwrap());
    let bot = BotProcess::with(&api).config(&section).start().await;
    api.private_chat("Ann").ask(SYMPTOMS).await;
    assert!(bot.output().contains("http.listen"), "{}", bot.output());
}

#[tokio::test]
async fn systemd_is_told_that_it_is_ready_alive_and_ending() {
    let api = FakeApi::start().await;
    let setup = BotProcess::with(&api);
    let path = setup.dir().join("notify");
    let socket = tokio::net::UnixDatagram::bind(&path).unwrap();
    let setup = setup.env("NOTIFY_SOCKET", path.to_str().unwrap()).env("WATCHDOG_USEC", "200000");
    let mut bot = setup.start().await;
    let mut told = String::new();
    let hear = async |told: &mut String, what: &str| {
        let mut bytes = [0; 256];
        while !told.contains(what) {
            let hears = tokio::time::timeout(Duration::from_secs(10), socket.recv(&mut bytes)).await;
            let length = hears.unwrap_or_else(|_| panic!("systemd was not told {what}: {told}")).unwrap();
            told.push_str(&String::from_utf8_lossy(&bytes[..length]));
        }
    };
    for what in ["READY=1", "WATCHDOG=1"] {
        hear(&mut told, what).await;
    }
    bot.terminate();
    hear(&mut told, "STOPPING=1").await;
    assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0));
}

#[tokio::test]
async fn nothing_of_a_message_is_left_in_files_or_log_once_it_is_answered() {
    let api = FakeApi::start().await;
    let bot = BotProcess::with(&api).arg("-vv").start().await;
    let ann = api.private_chat("Ann-Sophie Nobody");
    api.fault("sendMessage", Fault::Delay(Duration::from_secs(1)));
    ann.say("What are the symptoms of liver metastases? asks Xanthippe");
    until("the message to be stored", async || !files_with(bot.dir(), "Xanthippe").is_empty()).await;
    assert!(files_with(bot.dir(), "Ann-Sophie").is_empty(), "a name was stored");
    assert_answered(&ann).await;
    until("the message to be erased", async || files_with(bot.dir(), "Xanthippe").is_empty()).await;
    assert!(files_with(bot.dir(), &ann.id().to_string()).is_empty());
    for secret in ["Xanthippe", "Ann-Sophie", &ann.id().to_string(), api.token()] {
        assert!(!bot.output().contains(secret), "{secret} is in the log:\n{}", bot.output());
    }
}

#[tokio::test]
async fn a_locked_database_is_said_once_and_people_are_answered_meanwhile() {
    let (api, address) = (FakeApi::start().await, free_address());
    let admin = api.private_chat("Admin");
    let config = format!("[http]\nlisten = \"{address}\"\n[admin]\nchats = [{}]\n", admin.id());
    let bot = BotProcess::with(&api).config(&config).start().await;
    let ann = api.private_chat("Ann");
    ann.ask(SYMPTOMS).await;
    let other = rusqlite::Connection::open(bot.store()).unwrap();
    other.busy_timeout(Duration::from_secs(5)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    ann.say(SYMPTOMS);
    assert_answered(&ann).await;
    assert_eq!(admin.next_reply().await.text, Wording::default().database_trouble());
    let ready = http::get(&format!("http://{address}/readyz")).await.unwrap();
    until("the page to say so", async || {
        let ready = http::get(&format!("http://{address}/readyz")).await.unwrap();
        ready.status == 503 && ready.body.contains("database")
    })
    .await;
    drop(ready);
    // what is not answered and not on disk stays with Telegram
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_secs(2)));
    let said = ann.say(SYMPTOMS);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(api.pending_updates().iter().any(|update| update["update_id"] == said.update()));
    assert_answered(&ann).await;
    api.wait_until_all_confirmed().await;
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(admin.next_reply_within(Duration::from_secs(30)).await.text, Wording::default().database_back());
    assert_eq!(bot.output().matches("cannot be used").count(), 1, "{}", bot.output());
    api.expect_silence(&ann, Duration::from_secs(1)).await;
}

#[tokio::test]
async fn a_full_disk_loses_nothing_also_at_a_kill() {
    let api = FakeApi::start().await;
    let admin = api.private_chat("Admin");
    let limits = "[telegram.limits]\nper_chat_per_second = 0\noverall_per_second = 0\n";
    let setup = BotProcess::with(&api).config(&format!("{limits}[admin]\nchats = [{}]\n", admin.id()));
    // no file may grow beyond 64 KB
    let mut bot = setup.after("trap '' XFSZ; ulimit -f 128").start().await;
    let ann = api.private_chat("Ann");
    for _ in 0..40 {
        ann.say(SYMPTOMS);
    }
    for _ in 0..40 {
        assert_answered(&ann).await;
    }
    assert_eq!(admin.next_reply().await.text, Wording::default().database_trouble(), "{}", bot.output());
    let bob = api.private_chat("Bob");
    api.fault_in(bob.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
    bob.say(SYMPTOMS);
    api.wait_for("the reply to be on its way", |state| (state.faults.left() == 0).then_some(())).await;
    bot.kill().await;
    let _bot = bot.setup().without_prelude().start().await;
    assert_answered(&bob).await;
}

#[tokio::test]
async fn a_disk_that_is_full_at_the_start_is_said_to_be_full() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    bot.terminate();
    assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0));
    // room for some pages of the journal's index, and not for all of them
    let bot = bot.setup().after("trap '' XFSZ; ulimit -f 40").start().await;
    api.private_chat("Ann").ask(SYMPTOMS).await;
    assert!(bot.output().contains("its disk is full") && bot.output().contains("free some space"), "{}", bot.output());
}

#[tokio::test]
async fn a_damaged_database_is_set_aside_at_the_start() {
    let api = FakeApi::start().await;
    let setup = BotProcess::with(&api);
    std::fs::write(setup.dir().join("bedside.db"), "no database at all ".repeat(1_000)).unwrap();
    let bot = setup.start().await;
    api.private_chat("Ann").ask(SYMPTOMS).await;
    assert_eq!(bot.output().matches("is damaged").count(), 1, "{}", bot.output());
    assert!(bot.dir().join("bedside.db.corrupt").exists());
}

#[tokio::test]
async fn the_end_waits_for_what_is_in_hand_and_not_for_ever() {
    let api = FakeApi::start().await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    let mut bot = BotProcess::with(&api).config("[telegram]\nshutdown_grace = \"2s\"\n").start().await;
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_secs(1)));
    api.fault_in(bob.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
    ann.say(SYMPTOMS);
    bob.say(SYMPTOMS);
    api.wait_for("both replies to be on their way", |state| (state.faults.left() == 0).then_some(())).await;
    bot.terminate();
    let begun = Instant::now();
    assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0), "{}", bot.output());
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    assert_eq!(ann.take_replies().len(), 1, "what could be finished was");
    let _bot = bot.setup().start().await;
    assert_answered(&bob).await;
    api.expect_silence(&ann, Duration::from_secs(1)).await;
}

#[tokio::test]
async fn it_ends_with_0_at_once_also_while_telegram_cannot_be_reached() {
    let api = FakeApi::start().await;
    for address in ["http://127.0.0.1:1", "http://no-such-host.invalid"] {
        let setup = BotProcess::with(&api).env("BEDSIDE_TELEGRAM__API_URL", address).no_wait();
        let mut bot = setup.start().await;
        bot.wait_for_output("Telegram does not say who the bot is (").await;
        let begun = Instant::now();
        bot.terminate();
        assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0), "{}", bot.output());
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn an_end_in_the_midst_of_many_questions_loses_none_and_answers_none_twice() {
    let api = FakeApi::start().await;
    let config =
        "[telegram]\nshutdown_grace = \"3s\"\n[telegram.limits]\nper_chat_per_second = 0\noverall_per_second = 0\n";
    let mut bot = BotProcess::with(&api).config(config).start().await;
    let chats: Vec<Chat> = (0..20).map(|number| api.private_chat(&format!("Chat {number}"))).collect();
    for stuck in [0, 4] {
        for (number, chat) in chats.iter().enumerate() {
            if number < stuck {
                // longer than the grace: the call is given up and has no effect
                api.fault_in(chat.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
            }
            chat.say(SYMPTOMS);
            chat.say(SYMPTOMS);
        }
        api.wait_for("some answers", |state| state.log.iter().any(Sent::is_shown).then_some(())).await;
        bot.terminate();
        assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0), "{}", bot.output());
        api.clear_faults();
        bot = bot.setup().start().await;
    }
    let all =
        |state: &mut State| (state.log.iter().filter(|sent| sent.is_shown()).count() >= 4 * chats.len()).then_some(());
    api.wait_for_within(Duration::from_secs(30), "every answer", all).await;
    let calls = api.calls("sendMessage");
    let mut answers: Vec<_> =
        calls.iter().filter(|sent| sent.is_shown()).map(|sent| (sent.chat_id, sent.reply_to)).collect();
    let count = answers.len();
    answers.sort_unstable();
    answers.dedup();
    assert_eq!((count, answers.len()), (4 * chats.len(), 4 * chats.len()), "answered twice, or not at all");
}

#[tokio::test]
async fn a_database_that_is_damaged_or_taken_away_while_it_runs_keeps_nobody_waiting() {
    for damage in ["overwritten", "removed"] {
        let api = FakeApi::start().await;
        let limits = "[telegram.limits]\nper_chat_per_second = 0\noverall_per_second = 0\n";
        let mut bot = BotProcess::with(&api).config(limits).start().await;
        let ann = api.private_chat("Ann");
        ann.ask(SYMPTOMS).await;
        let files = ["", "-wal", "-shm"].map(|ending| format!("{}{ending}", bot.store().display()));
        if damage == "removed" {
            files.iter().filter(|path| Path::new(path).exists()).for_each(|path| std::fs::remove_file(path).unwrap());
        } else {
            let length = std::fs::metadata(&files[0]).unwrap().len();
            let file = std::fs::OpenOptions::new().write(true).open(&files[0]).unwrap();
            file.write_all_at(&vec![0xA5; usize::try_from(length).unwrap()], 0).unwrap();
        }
        for _ in 0..10 {
            ann.say(SYMPTOMS);
            assert_answered(&ann).await;
        }
        // long enough for two rounds of housekeeping
        api.expect_silence(&ann, Duration::from_secs(5)).await;
        ann.say(SYMPTOMS);
        assert_answered(&ann).await;
        bot.terminate();
        assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0), "{damage}: {}", bot.output());
        let _bot = bot.setup().start().await;
        ann.say(SYMPTOMS);
        assert_answered(&ann).await;
        api.expect_silence(&ann, Duration::from_secs(1)).await;
    }
}

#[tokio::test]
async fn while_telegram_does_not_say_who_the_bot_is_the_log_says_why_and_what_to_do() {
    for (fault, why) in [(Fault::InvalidJson, "names no bot"), (Fault::Http(502), "HTTP 502")] {
        let api = FakeApi::start().await;
        api.fault_times(2, "getMe", fault);
        let mut bot = BotProcess::with(&api).no_wait().start().await;
        bot.wait_for_output("who the bot is").await;
        let said = bot.output();
        let line = said.lines().find(|line| line.contains("who the bot is")).unwrap();
        assert!(line.contains(why) && line.contains("trying again in") && line.contains("telegram.api_url"), "{line}");
        bot.kill().await;
    }
}

/// Settings of the environment, what the log must say, and the fault on the way.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, Option<&'a Fault>);

#[tokio::test]
async fn the_token_is_in_no_output_of_any_failure() {
    let environment: [&[(&str, &str)]; 12] = [
        &[("BEDSIDE_TELEGRAM__API_URL", "http://127.0.0.1:1")],
        &[("BEDSIDE_TELEGRAM__API_URL", "http://no-such-host.invalid")],
        &[("BEDSIDE_TELEGRAM__API_URL", "https://127.0.0.1:1")],
        &[("BEDSIDE_TELEGRAM__API_URL", "no address")],
        &[("BEDSIDE_STORE__PATH", "/no/such/folder/bedside.db")],
        &[("BEDSIDE_KNOWLEDGE__DIR", "/no/such/folder")],
        &[("BEDSIDE_TELEGRAM__TOKEN", "a key that does not exist")],
        &[("BEDSIDE_TELEGRAM__TOKEN_FILE", "/no/such/file")],
        &[("BEDSIDE_TELEGRAM__WEBHOOK__URL", "http://not-https.example.org")],
        &[
            ("BEDSIDE_TELEGRAM__WEBHOOK__URL", "https://bot.example.org/hook"),
            ("BEDSIDE_TELEGRAM__WEBHOOK__LISTEN", "256.0.0.1:1"),
            ("BEDSIDE_WEBHOOK_SECRET", "SECRET-PART-OF-A-TOKEN"),
        ],
        &[("TELOXIDE_TOKEN", "4242:SECRET-PART-OF-A-TOKEN")],
        &[("TELOXIDE_TOKEN", "SECRET-PART-OF-A-TOKEN that is none\n")],
    ];
    let faults = [
        Fault::Http(404),
        Fault::Http(500),
        Fault::Refused(400, "Bad Request: something".to_owned()),
        Fault::Refused(401, "Unauthorized".to_owned()),
        Fault::Refused(409, "Conflict: terminated by other getUpdates request".to_owned()),
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::InvalidJson,
        Fault::TooManyRequests(1),
    ];
    let places = ["getMe", "getUpdates", "*"];
    let broken = faults.iter().flat_map(|fault| places.map(|method| (method, Some(fault))));
    let unset = environment.iter().map(|env| (*env, "", None));
    let failing = broken.map(|(method, fault)| (&[][..], method, fault));
    let cases: Vec<Case<'_>> = unset.chain(failing).collect();
    let run = async |(env, method, fault): &(&[(&str, &str)], &str, Option<&Fault>)| {
        let api = FakeApi::start().await;
        let mut setup = BotProcess::with(&api).no_wait().arg("-vv");
        for (name, value) in *env {
            setup = setup.env(name, value);
        }
        if let Some(fault) = fault {
            api.fault_times(1_000, method, (*fault).clone());
        }
        let mut bot = setup.start().await;
        let begun = Instant::now();
        while bot.is_running() && bot.output().is_empty() && begun.elapsed() < Duration::from_mins(1) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        bot.kill().await;
        let what = format!("{env:?} {method} {fault:?}:\n{}", bot.output());
        assert!(!bot.output().is_empty(), "nothing was said: {what}");
        for secret in ["SECRET-PART-OF-A-TOKEN", api.token(), api.token().split(':').nth(1).unwrap()] {
            assert!(!bot.output().contains(secret), "{what}");
        }
    };
    for some in cases.chunks(10) {
        futures_util::future::join_all(some.iter().map(run)).await;
    }
}
