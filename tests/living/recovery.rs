//! A database that cannot be used, was damaged, is older or newer, or was written while the clock was wrong.

use super::*;
use crate::support::{FakeApi, Fault};
use serde_json::json;
use std::os::unix::fs::FileExt;

/// A bot that was killed while it answered a question of that chat.
async fn killed_with_a_question(api: &FakeApi, chat: &Chat) -> BotProcess {
    let mut bot = BotProcess::start(api).await;
    api.fault_in(chat.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
    let said = chat.say(SYMPTOMS);
    api.wait_until_confirmed(said.update()).await;
    api.wait_for("the reply to be on its way", |state| (state.faults.left() == 0).then_some(())).await;
    bot.kill().await;
    bot
}

#[tokio::test]
async fn what_waits_in_a_file_that_is_locked_at_the_start_is_answered_once_it_is_free() {
    let api = FakeApi::start().await;
    let (ann, bob, eve) = (api.private_chat("Ann"), api.private_chat("Bob"), api.private_chat("Eve"));
    let bot = killed_with_a_question(&api, &ann).await;
    let other = database(&bot.store());
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;").unwrap();
    let bot = bot.setup().start().await;
    // the first one meanwhile, as Ann's is in the file, and not answered before that is free
    api.fault_in(eve.id(), 1, "sendMessage", Fault::TooManyRequests(20));
    eve.say(TREATMENT);
    api.wait_for_within(RECOVERED, "her answer to be refused", |state| (state.faults.left() == 0).then_some(())).await;
    bob.say(TREATMENT);
    assert_answered(&bob, "treated", RECOVERED).await;
    assert!(bot.output().contains("cannot be used"), "{}", bot.output());
    drop(other);
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    assert!(eve.take_replies().is_empty(), "she was answered too early to show anything");
    assert_answered(&eve, "treated", RECOVERED).await;
    api.expect_silence(&bob, A_WHILE).await;
    api.expect_silence(&ann, A_WHILE).await;
}

#[tokio::test]
async fn what_telegram_sends_again_while_the_file_is_locked_is_answered_once() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let mut bot = BotProcess::start(&api).await;
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
    ann.say(SYMPTOMS);
    let update = api.pending_updates().pop().unwrap();
    api.wait_for("the reply to be on its way", |state| (state.faults.left() == 0).then_some(())).await;
    api.wait_until_all_confirmed().await;
    bot.kill().await;
    api.redeliver(&update);
    let other = database(&bot.store());
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;").unwrap();
    let bot = bot.setup().start().await;
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    drop(other);
    bot.wait_for_output("in use again").await;
    api.expect_silence(&ann, Duration::from_secs(4)).await;
    let left = "SELECT COUNT(*) FROM inbox";
    assert_eq!(database(&bot.store()).query_row(left, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[tokio::test]
async fn what_can_be_read_of_a_damaged_file_is_answered() {
    for table in ["seen", "counts", "group_settings"] {
        let api = FakeApi::start().await;
        let ann = api.private_chat("Ann");
        let bot = killed_with_a_question(&api, &ann).await;
        let sql = database(&bot.store());
        sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        let number = |question: &str| sql.query_row(question, [], |row| row.get::<_, i64>(0)).unwrap();
        let size = number("PRAGMA page_size");
        let root = number(&format!("SELECT rootpage FROM sqlite_master WHERE name = '{table}'"));
        drop(sql);
        let file = std::fs::OpenOptions::new().write(true).open(bot.store()).unwrap();
        let place = u64::try_from((root - 1) * size).unwrap();
        file.write_all_at(&vec![0xA5; usize::try_from(size).unwrap()], place).unwrap();
        let bot = bot.setup().start().await;
        assert_answered(&ann, SYMPTOMS, RECOVERED).await;
        assert!(bot.output().contains("is damaged"), "{table}: {}", bot.output());
    }
}

/// The schema of the first version, as it was released.
const FIRST_SCHEMA: &str = "
    CREATE TABLE inbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, update_id BIGINT NOT NULL, chat BIGINT NOT NULL, json TEXT NOT NULL,
        received_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, state TEXT NOT NULL DEFAULT 'pending',
        attempts INTEGER NOT NULL DEFAULT 0, starts INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0,
        wanted INTEGER NOT NULL DEFAULT 0, error TEXT
    );
    CREATE INDEX inbox_by_state ON inbox (state, chat);
    CREATE TABLE seen (update_id BIGINT PRIMARY KEY, at BIGINT NOT NULL);
    PRAGMA user_version = 1;";

#[tokio::test]
async fn a_database_of_the_first_version_is_brought_up_to_date_with_the_question_in_it() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let setup = BotProcess::with(&api);
    let sql = database(&setup.dir().join("bedside.db"));
    sql.execute_batch(FIRST_SCHEMA).unwrap();
    let target = json!({"chat": ann.id(), "thread": null, "reply_to": 1});
    let row = json!({"date": null, "incoming": {"Question": {"target": target, "text": SYMPTOMS}}});
    let add =
        "INSERT INTO inbox (update_id, chat, json, received_at, changed_at) VALUES (1, ?1, ?2, 1790000000, 1790000000)";
    sql.execute(add, rusqlite::params![ann.id(), row.to_string()]).unwrap();
    drop(sql);
    let bot = setup.start().await;
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    // what later versions keep has its place
    let helped = ann.ask(SYMPTOMS).await;
    ann.press(helped.button("This helped"));
    ann.next_reply().await.button("You said: it helped");
    let group = api.supergroup("Family");
    group.ask("/settings ask admins").await.button("Let everyone ask");
    assert!(!bot.output().contains("refused"), "{}", bot.output());
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_in_one_line_and_left_as_it_is() {
    let api = FakeApi::start().await;
    let setup = BotProcess::with(&api).no_wait();
    let store = setup.dir().join("bedside.db");
    database(&store).execute_batch("CREATE TABLE later (a); PRAGMA user_version = 99;").unwrap();
    let mut bot = setup.start().await;
    assert_eq!(bot.wait(Duration::from_secs(30)).await, Some(2));
    assert!(bot.stderr().contains("newer bedside") && bot.stderr().contains("bedside.db"), "{}", bot.stderr());
    let tables = "SELECT COUNT(*) FROM sqlite_master";
    assert_eq!(database(&store).query_row(tables, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[tokio::test]
async fn a_question_stored_before_the_clock_was_set_is_not_given_up() {
    let api = FakeApi::start().await;
    let ann = api.private_chat("Ann");
    let bot = killed_with_a_question(&api, &ann).await;
    // the machine began in 1970, and has learnt since what time it is
    database(&bot.store()).execute("UPDATE inbox SET received_at = 60, changed_at = 60", []).unwrap();
    api.fault_in(ann.id(), 1, "sendMessage", Fault::TooManyRequests(1));
    let bot = bot.setup().start().await;
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
    assert!(inbox(&bot, &[]).contains("nothing was left unanswered"), "{}", inbox(&bot, &[]));
}

#[tokio::test]
async fn a_question_at_which_the_program_ends_again_and_again_is_set_aside_and_the_others_go_on() {
    let api = FakeApi::start().await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    let bot = killed_with_a_question(&api, &ann).await;
    database(&bot.store()).execute("UPDATE inbox SET starts = 20", []).unwrap();
    let bot = bot.setup().start().await;
    bob.say(TREATMENT);
    assert_answered(&bob, "treated", RECOVERED).await;
    api.expect_silence(&ann, A_WHILE).await;
    assert!(inbox(&bot, &[]).contains("again and again"), "{}", inbox(&bot, &[]));
    inbox(&bot, &["retry", "all"]);
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
}
