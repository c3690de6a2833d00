//! Signals while the bot is still starting, and what its pages say then.

use super::*;
use crate::support::{FakeApi, Fault, http};
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

/// Bits of the signals that the bot acts on, as the system tells which ones a process catches.
const HUP: u64 = 1 << 0;
const INT: u64 = 1 << 1;
const TERM: u64 = 1 << 14;

/// Which signals the bot catches.
fn caught(bot: &BotProcess) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", bot.pid().unwrap())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
    u64::from_str_radix(line.trim(), 16).unwrap()
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn signals_are_heard_from_the_beginning_also_while_it_still_learns() {
    for signal in [TERM, INT, HUP] {
        let api = FakeApi::start().await;
        let mut bot = BotProcess::with(&api).no_wait().start().await;
        until("the signals to be caught", async || caught(&bot) & (TERM | INT | HUP) == TERM | INT | HUP).await;
        assert!(!bot.store().exists(), "it had learnt before it listened");
        match signal {
            TERM => bot.terminate(),
            INT => bot.interrupt(),
            _ => bot.hang_up(),
        }
        if signal == HUP {
            api.private_chat("Ann").say(SYMPTOMS);
            api.wait_for_within(Duration::from_mins(1), "the answer", |state| {
                state.log.iter().any(crate::support::Sent::is_shown).then_some(())
            })
            .await;
        } else {
            assert_eq!(bot.wait(Duration::from_secs(30)).await, Some(0), "{}", bot.output());
            assert!(api.polls().is_empty(), "it began all the same");
        }
    }
}

#[tokio::test]
async fn sighup_before_telegram_has_answered_ends_nothing() {
    let api = FakeApi::start().await;
    api.fault("getMe", Fault::Delay(Duration::from_secs(2)));
    let mut bot = BotProcess::with(&api).no_wait().start().await;
    api.wait_for_within(Duration::from_mins(1), "the first call", |state| (state.faults.left() == 0).then_some(()))
        .await;
    bot.hang_up();
    let ann = api.private_chat("Ann");
    ann.say(SYMPTOMS);
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    assert!(bot.is_running());
}

#[tokio::test]
async fn secrets_that_everybody_can_read_are_said_once_with_the_remedy() {
    let api = FakeApi::start().await;
    for (mode, warnings) in [(0o644, 1), (0o604, 1), (0o640, 0), (0o600, 0)] {
        // it learns, and starts itself once more
        let cache = tempfile::tempdir().unwrap();
        let setup = BotProcess::with(&api).env("XDG_CACHE_HOME", cache.path().to_str().unwrap());
        let (token, secret) = (setup.dir().join("token"), setup.dir().join("secret"));
        for (path, text) in [(&token, api.token()), (&secret, "a-secret-for-tests-only")] {
            std::fs::write(path, text).unwrap();
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
        let hook = format!(
            "[telegram.webhook]\nurl = \"https://bot.example.org/hook\"\nlisten = \"{}\"\nsecret_file = \"secret\"\n",
            free_address()
        );
        let setup = setup.config(&hook).arg("--token-file").arg(token.to_str().unwrap()).no_wait();
        let bot = setup.start().await;
        bot.wait_for_output("Telegram posts to").await;
        for path in [&token, &secret] {
            let remedy = format!("chmod 600 {}", path.display());
            assert_eq!(bot.output().matches(&remedy).count(), warnings, "{mode:o}: {}", bot.output());
        }
    }
}

#[tokio::test]
async fn it_is_alive_but_not_ready_until_telegram_was_reached() {
    let (api, address) = (FakeApi::start().await, free_address());
    let setup = BotProcess::with(&api).config(&format!("[http]\nlisten = \"{address}\"\n")).no_wait();
    let bot = setup.env("BEDSIDE_TELEGRAM__API_URL", "http://127.0.0.1:1").start().await;
    bot.wait_for_output("trying again").await;
    let page = async |name: &str| http::get(&format!("http://{address}/{name}")).await.unwrap();
    assert_eq!(page("healthz").await.status, 200);
    let ready = page("readyz").await;
    assert!(ready.status == 503 && ready.body.contains("telegram"), "{} {}", ready.status, ready.body);
}

/// The names of figures in a text.
fn figures(text: &str) -> BTreeSet<String> {
    let names = text.split(|letter: char| !letter.is_ascii_lowercase() && letter != '_');
    names.filter(|name| name.starts_with("bedside_")).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_figure_of_the_dashboard_and_of_the_documentation_is_shown() {
    let (api, address) = (FakeApi::start().await, free_address());
    let folder = tempfile::tempdir().unwrap();
    for item in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge")).unwrap() {
        let item = item.unwrap();
        std::fs::copy(item.path(), folder.path().join(item.file_name())).unwrap();
    }
    let setup = BotProcess::with(&api).config(&format!("[http]\nlisten = \"{address}\"\n"));
    let _bot = setup.arg("--knowledge").arg(folder.path().to_str().unwrap()).start().await;
    let ann = api.private_chat("Ann");
    ann.ask(SYMPTOMS).await;
    api.answer_to(&ann.inline_query("symptoms")).await;
    let changed = std::fs::read_to_string(folder.path().join("vocabulary.toml")).unwrap() + "\n# changed\n";
    std::fs::write(folder.path().join("vocabulary.toml"), changed).unwrap();
    for name in ["grafana.json", "watching.md"] {
        let text = std::fs::read_to_string(format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let wanted = figures(&text);
        assert!(wanted.len() >= 5, "{wanted:?}");
        until(&format!("every figure of {name}"), async || {
            let shown = figures(&http::get(&format!("http://{address}/metrics")).await.unwrap().body);
            wanted.iter().all(|name| shown.contains(name))
        })
        .await;
    }
}
