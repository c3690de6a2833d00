//! What is left of anybody: nothing in the log, however much it says, and nothing in the files once all is answered.

use super::*;
use crate::support::{FakeApi, Fault};
use serde_json::json;
use std::os::unix::fs::PermissionsExt;

/// Words that stand for what people wrote and are called.
const WORDS: [&str; 6] = ["Xanthippe", "Zenobia", "Quendolyn", "Wilhelmina", "Ottokar", "01632960999"];

#[tokio::test]
async fn nothing_that_anybody_sends_in_any_form_is_left_in_log_or_files() {
    let api = FakeApi::start().await;
    api.set_privacy_mode(false);
    let limits = "[telegram.limits]\nper_chat_per_second = 0\nper_group_per_minute = 0\noverall_per_second = 0\n";
    let mut bot = BotProcess::with(&api).config(limits).arg("-vv").start().await;
    let (ann, gone) = (api.private_chat("Zenobia"), api.private_chat("Zenobia Gone"));
    let group = api.supergroup("Quendolyn");
    group.set_username("Quendolyn_Family");
    let bob = group.member("Wilhelmina");
    let asks = format!("{SYMPTOMS} asks Xanthippe");

    let said = ann.say(&asks);
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    ann.edit(said.message_id, &format!("{TREATMENT} asks Xanthippe"));
    ann.say("my name is Xanthippe and my bilirubin is 45, is that bad?");
    ann.say("Xanthippe: who won the football match yesterday?");
    ann.say("/xanthippe Xanthippe");
    ann.compose(&asks).photo().send();
    ann.compose("").with("document", json!({"file_id": "1", "file_name": "Xanthippe.pdf"})).send();
    ann.compose("").with("contact", json!({"phone_number": "01632960999", "first_name": "Ottokar"})).send();
    ann.compose(&asks).forwarded_from_person("Ottokar").send();
    api.answer_to(&ann.inline_query("symptoms Xanthippe")).await;
    ann.press_data(said.message_id, "zz:Xanthippe");
    ann.press_data(said.message_id, "e:Xanthippe");
    api.push_raw(json!({"message": {"message_id": "Xanthippe", "chat": "Zenobia"}}));
    api.push_raw(json!({"inline_query": {"id": 7, "query": ["Xanthippe"]}}));
    api.push_raw(json!({"kind_of_xanthippe": {"text": "Xanthippe"}}));
    bob.say(&format!("/ask {asks}"));
    bob.say(&format!("/settings {asks}"));
    bob.say("Xanthippe is not for the bot");
    for fault in [
        Fault::Refused(403, "Forbidden: bot was blocked by the user".to_owned()),
        Fault::Refused(400, "Bad Request: something".to_owned()),
        Fault::Http(502),
        Fault::InvalidJson,
        Fault::DropAfter,
        Fault::TooManyRequests(1),
    ] {
        api.fault_in(gone.id(), 1, "sendMessage", fault);
        gone.say(&asks);
    }
    api.wait_until_all_confirmed().await;
    bot.wait_for_output("could not be delivered").await;
    until("everything to be answered", async || {
        database(&bot.store()).query_row("SELECT COUNT(*) FROM inbox", [], |row| row.get::<_, i64>(0)) == Ok(0)
    })
    .await;
    // an edit settles
    tokio::time::sleep(Duration::from_secs(5)).await;
    let numbers = [ann.id(), gone.id(), group.id(), bob.user_id()].map(|number| number.to_string());
    let secrets: Vec<&str> = WORDS.into_iter().chain(numbers.iter().map(String::as_str)).chain([api.token()]).collect();
    for secret in &secrets {
        let log = bot.output().to_lowercase();
        assert!(!log.contains(&secret.to_lowercase()), "{secret} is in the log:\n{}", bot.output());
    }
    until("the files to be clean", async || {
        let files = std::fs::read_dir(bot.dir()).unwrap().map(|item| item.unwrap().path());
        let mut texts = files
            .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("bedside.db")))
            .map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).to_lowercase());
        texts.all(|text| !secrets.iter().any(|secret| text.contains(&secret.to_lowercase())))
    })
    .await;
    for item in std::fs::read_dir(bot.dir()).unwrap().map(|item| item.unwrap().path()) {
        let mode = std::fs::metadata(&item).unwrap().permissions().mode() & 0o777;
        let own = item.file_name().is_some_and(|name| name.to_string_lossy().starts_with("bedside.db"));
        assert!(!own || mode == 0o600, "{} can be read by others: {mode:o}", item.display());
    }
    bot.terminate();
    assert_eq!(bot.wait(Duration::from_secs(20)).await, Some(0));
}

/// The marks by which the log names the chats that could not be reached.
pub(super) fn marks(bot: &BotProcess) -> Vec<String> {
    let output = bot.output();
    let lines = output.lines().filter(|line| line.contains("could not be delivered"));
    lines.map(|line| line.split("chat=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_log_names_a_chat_by_a_mark_that_the_next_start_does_not_know() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    let mut seen = Vec::new();
    for _ in 0..2 {
        for chat in [&ann, &bob, &ann] {
            api.fault_in(chat.id(), 1, "sendMessage", Fault::Blocked);
            let said = chat.say(SYMPTOMS);
            api.wait_until_confirmed(said.update()).await;
            let before = marks(&bot).len();
            until("the refusal in the log", async || marks(&bot).len() > before || api.faults_left() == 0).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        let marks = marks(&bot);
        assert!(marks.len() == 3 && marks[0] == marks[2] && marks[0] != marks[1], "{marks:?}");
        assert!(marks.iter().all(|mark| !mark.contains(&ann.id().to_string())), "{marks:?}");
        seen.push(marks);
        bot.terminate();
        assert_eq!(bot.wait(Duration::from_secs(20)).await, Some(0));
        bot = bot.setup().start().await;
    }
    assert!(seen[0][0] != seen[1][0] && seen[0][1] != seen[1][1], "{seen:?}");
}
