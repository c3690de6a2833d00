//! What fails while it runs: the knowledge's folder, Telegram or the way to it, the database. Each of these tests fails once
//! the code is taken out that it is about.

use super::*;
use crate::support::{FakeApi, Fault};
use std::os::unix::fs::FileExt;

/// Longer than a call may take, and its second try.
const CALL_GIVEN_UP: Duration = Duration::from_secs(25);
/// Longer than two rounds of housekeeping.
const HOUSEKEEPING: Duration = Duration::from_secs(6);

/// A copy of the shipped knowledge.
fn knowledge(folder: &Path) {
    std::fs::create_dir(folder).unwrap();
    for item in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge")).unwrap() {
        let item = item.unwrap();
        std::fs::copy(item.path(), folder.join(item.file_name())).unwrap();
    }
}

/// The database and its journals.
fn files(bot: &BotProcess) -> Vec<std::path::PathBuf> {
    let names = ["", "-wal", "-shm"].map(|ending| format!("{}{ending}", bot.store().display()));
    names.into_iter().map(std::path::PathBuf::from).filter(|path| path.exists()).collect()
}

#[tokio::test]
async fn without_its_knowledge_folder_the_bot_says_so_once_and_goes_on_with_what_it_had() {
    let (api, outer) = (FakeApi::start().await, tempfile::tempdir().unwrap());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let folder = outer.path().join("mine");
    knowledge(&folder);
    let setup = BotProcess::with(&api).config(&format!("[admin]\nchats = [{}]\n", admin.id()));
    let mut bot = setup.arg("--knowledge").arg(folder.to_str().unwrap()).start().await;
    std::fs::remove_dir_all(&folder).unwrap();
    let notice = admin.next_reply_within(Duration::from_secs(20)).await;
    assert!(notice.text.contains("cannot be read"), "{notice}");
    ann.say(SYMPTOMS);
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    // another look at what is still gone: a folder of the name comes and goes
    std::fs::create_dir(&folder).unwrap();
    std::fs::remove_dir(&folder).unwrap();
    api.expect_silence(&admin, Duration::from_secs(5)).await;
    ann.say(TREATMENT);
    assert_answered(&ann, "treated", RECOVERED).await;
    assert_eq!(bot.output().matches("cannot be used").count(), 1, "{}", bot.output());
    assert!(bot.is_running());
}

#[tokio::test]
async fn a_call_that_telegram_never_answers_is_given_up_and_made_again() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(5)));
    ann.say(SYMPTOMS);
    assert_answered(&ann, SYMPTOMS, CALL_GIVEN_UP).await;
    api.expect_silence(&ann, A_WHILE).await;
}

#[tokio::test]
async fn whatever_telegram_answers_in_place_of_an_answer_the_question_is_answered_once() {
    let refused = |code: u16, words: &str| Fault::Refused(code, words.to_owned());
    let faults = [
        Fault::Http(200),
        Fault::Http(403),
        Fault::Http(500),
        Fault::Http(502),
        refused(500, "Internal Server Error: restart"),
        refused(502, "Bad Gateway"),
        Fault::DropBefore,
    ];
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    for fault in faults {
        let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
        // the answer to a question on its way out, and the questions on their way in
        api.fault_in(ann.id(), 1, "sendMessage", fault.clone());
        api.fault("getUpdates", fault.clone());
        ann.say(SYMPTOMS);
        bob.say(TREATMENT);
        assert_answered(&ann, SYMPTOMS, RECOVERED).await;
        assert_answered(&bob, "treated", RECOVERED).await;
        api.wait_until_all_confirmed().await;
        assert!(ann.take_replies().is_empty() && bob.take_replies().is_empty(), "answered twice after {fault:?}");
        assert!(bot.is_running(), "{fault:?}: {}", bot.output());
    }
    for fault in [Fault::InvalidJson, Fault::DropAfter] {
        // carried out, and the answer is lost: the updates come again, and are not answered again
        let ann = api.private_chat("Ann");
        api.fault("getUpdates", fault);
        ann.say(SYMPTOMS);
        assert_answered(&ann, SYMPTOMS, RECOVERED).await;
        api.wait_until_all_confirmed().await;
        api.expect_silence(&ann, A_WHILE).await;
    }
    assert!(inbox(&bot, &[]).contains("nothing was left unanswered"), "{}", inbox(&bot, &[]));
}

#[tokio::test]
async fn while_another_program_polls_the_bot_asks_every_half_minute_and_then_goes_on() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    ann.ask(SYMPTOMS).await;
    api.wait_until_all_confirmed().await;
    let before = api.polls().len();
    let conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    api.fault("getUpdates", Fault::Refused(409, conflict.to_owned()));
    // what it is waiting for ends, and the next call meets the other program
    ann.ask(TREATMENT).await;
    bot.wait_for_output("another program polls").await;
    let begun = Instant::now();
    ann.say(SYMPTOMS);
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    let waited = begun.elapsed();
    assert!((28..36).contains(&waited.as_secs()), "it asked again after {waited:?}");
    let asked = api.polls().len() - before;
    assert!(asked <= 4, "it asked {asked} times meanwhile");
    assert_eq!(bot.output().matches("another program polls").count(), 1, "{}", bot.output());
}

#[tokio::test]
async fn a_database_that_becomes_unreadable_while_it_runs_is_done_without_and_then_replaced() {
    let api = FakeApi::start().await;
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let limits = "[telegram.limits]\nper_chat_per_second = 0\noverall_per_second = 0\n";
    let bot = BotProcess::with(&api).config(limits).config(&format!("[admin]\nchats = [{}]\n", admin.id()));
    let mut bot = bot.start().await;
    ann.ask(SYMPTOMS).await;
    // with its index of the journal, without which what is cached of the file counts no longer
    for path in files(&bot) {
        let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        let length = std::fs::metadata(&path).unwrap().len();
        file.write_all_at(&vec![0xA5; usize::try_from(length).unwrap()], 0).unwrap();
    }
    for _ in 0..5 {
        ann.say(SYMPTOMS);
        assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    }
    bot.wait_for_output("cannot be used").await;
    bot.wait_for_output("in use again").await;
    assert!(bot.dir().join("bedside.db.corrupt").exists());
    let trouble = bedside::render::Wording::default();
    assert_eq!(admin.next_reply().await.text, trouble.database_trouble());
    assert_eq!(admin.next_reply_within(RECOVERED).await.text, trouble.database_back());
    // and the new one keeps what it is for
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
    let said = ann.say(TREATMENT);
    api.wait_until_confirmed(said.update()).await;
    bot.kill().await;
    let _bot = bot.setup().start().await;
    assert_answered(&ann, "treated", RECOVERED).await;
    api.expect_silence(&ann, A_WHILE).await;
}

#[tokio::test]
async fn a_database_whose_file_is_taken_away_while_it_runs_loses_no_question() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    ann.ask(SYMPTOMS).await;
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
    let said = ann.say(TREATMENT);
    api.wait_until_confirmed(said.update()).await;
    for path in files(&bot) {
        std::fs::remove_file(path).unwrap();
    }
    bot.wait_for_output("is gone").await;
    bob.say(SYMPTOMS);
    assert_answered(&bob, SYMPTOMS, RECOVERED).await;
    api.fault_in(bob.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
    let said = bob.say(TREATMENT);
    api.wait_until_confirmed(said.update()).await;
    tokio::time::sleep(HOUSEKEEPING).await;
    bot.kill().await;
    assert!(bot.store().exists());
    let _bot = bot.setup().start().await;
    assert_answered(&ann, "treated", RECOVERED).await;
    assert_answered(&bob, "treated", RECOVERED).await;
    api.expect_silence(&ann, A_WHILE).await;
}
