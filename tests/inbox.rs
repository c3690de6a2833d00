//! No question is lost: kills, redelivery, failures, late answers, limits. The real binary on the strict fake.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use bedside::render::Wording;
use std::path::Path;
use std::time::{Duration, Instant};
use support::{BotProcess, Chat, FakeApi, Fault, Limits, bedside_cmd_in, until};

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";
const TREATMENT: &str = "How are liver metastases treated?";
/// Every question in a group is answered in full.
const ALL_ANSWERED: &str = "[groups]\nper_person_per_minute = 0\nper_group_per_minute = 0\nrepeat_after = \"0s\"\n";
/// Longer than the bot waits for a late answer.
const LONG: Duration = Duration::from_hours(13);
/// Long enough to notice a reply that should not come.
const A_WHILE: Duration = Duration::from_secs(1);

/// The bot's own `inbox` or `backup` command on its config.
fn command(bot_dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let (code, out, err) = bedside_cmd_in(bot_dir, args, &[], "");
    (code, out + &err)
}

/// Everything the chat was shown, in order, once so many came.
async fn replies(chat: &Chat, count: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for _ in 0..count {
        texts.push(chat.next_reply_within(Duration::from_secs(30)).await.text);
    }
    texts
}

#[tokio::test]
async fn what_waits_at_a_kill_is_answered_in_order_by_the_next_start() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault("sendMessage", Fault::Delay(Duration::from_mins(1)));
    ann.say(SYMPTOMS);
    ann.say(TREATMENT);
    let last = ann.say("and what if there are none?");
    api.wait_until_confirmed(last.update()).await;
    let _bot = bot.crash_and_restart().await;
    let texts = replies(&ann, 3).await;
    assert!(
        texts[0].contains(SYMPTOMS)
            && texts[1].contains("treated")
            && texts[2].contains(&Wording::default().reminder()),
        "{texts:?}"
    );
    api.expect_silence(&ann, A_WHILE).await;
}

#[tokio::test]
async fn an_update_that_telegram_sends_again_is_answered_once() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault("sendMessage", Fault::Delay(Duration::from_secs(1)));
    ann.say(SYMPTOMS);
    let update = api.pending_updates().pop().unwrap();
    ann.next_reply().await;
    api.wait_until_all_confirmed().await;
    api.redeliver(&update);
    api.expect_silence(&ann, A_WHILE).await;
    let _bot = bot.crash_and_restart().await;
    api.redeliver(&update);
    api.expect_silence(&ann, A_WHILE).await;
}

#[tokio::test]
async fn numbers_that_start_anew_after_a_week_of_silence_are_no_repetitions() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    ann.ask(SYMPTOMS).await;
    api.wait_until_all_confirmed().await;
    api.restart_update_ids(1_000);
    ann.ask(TREATMENT).await;
    ann.ask(SYMPTOMS).await;
}

#[tokio::test]
async fn three_failures_make_a_dead_letter_that_can_be_listed_and_retried() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    api.fault_in(ann.id(), 1_000, "sendMessage", Fault::Http(502));
    ann.say(SYMPTOMS);
    // others get through meanwhile, so the fault is with this one
    until("the dead letter", async || {
        bob.ask(TREATMENT).await;
        command(bot.dir(), &["inbox"]).1.contains("502")
    })
    .await;
    let (code, listed) = command(bot.dir(), &["inbox", "list"]);
    assert_eq!(code, Some(0));
    assert!(!listed.contains(&ann.id().to_string()) && !listed.contains("symptoms"), "{listed}");
    let number = listed.split_whitespace().find(|word| word.parse::<i64>().is_ok()).unwrap().to_owned();
    assert_eq!(command(bot.dir(), &["inbox", "retry", "4711"]).0, Some(1), "there is none of that number");
    api.clear_faults();
    assert_eq!(command(bot.dir(), &["inbox", "retry", &number]).0, Some(0));
    assert!(ann.next_reply().await.text.contains(SYMPTOMS));
    assert!(command(bot.dir(), &["inbox"]).1.contains("nothing was left unanswered"));
    assert_eq!(command(bot.dir(), &["inbox", "drop", "all"]).0, Some(1), "nothing is left to drop");
}

#[tokio::test]
async fn an_outage_makes_no_dead_letters_and_everything_is_answered_after_it() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let chats: Vec<Chat> = (0..10).map(|number| api.private_chat(&format!("Chat {number}"))).collect();
    let faults = [Fault::Http(502), Fault::DropBefore, Fault::Http(500)];
    for fault in faults.iter().cycle().take(120) {
        api.fault("sendMessage", fault.clone());
    }
    for chat in &chats {
        chat.say(SYMPTOMS);
    }
    for chat in &chats {
        let reply = chat.next_reply_within(Duration::from_secs(40)).await;
        assert!(reply.text.contains(SYMPTOMS));
    }
    assert!(command(bot.dir(), &["inbox"]).1.contains("nothing was left unanswered"));
    for chat in &chats {
        assert!(chat.take_replies().is_empty(), "answered twice");
    }
}

#[tokio::test]
async fn a_fault_of_the_server_costs_a_second_not_ten() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault("sendMessage", Fault::Http(502));
    let begun = Instant::now();
    ann.ask(SYMPTOMS).await;
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_answer_that_is_cut_on_its_way_sends_nothing_twice() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault("sendMessage", Fault::InvalidJson);
    ann.ask(SYMPTOMS).await;
    api.expect_silence(&ann, Duration::from_secs(3)).await;
}

#[tokio::test]
async fn a_flood_limit_delays_its_chat_and_no_other() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    api.fault_in(ann.id(), 1, "sendMessage", Fault::TooManyRequests(3));
    ann.say(SYMPTOMS);
    api.wait_for_calls("sendMessage", 1).await;
    let begun = Instant::now();
    bob.ask(TREATMENT).await;
    assert!(begun.elapsed() < Duration::from_secs(2), "Bob waited for Ann");
    assert!(ann.take_replies().is_empty());
    assert!(ann.next_reply().await.text.contains(SYMPTOMS));
    api.assert_no_violations();
}

#[tokio::test]
async fn a_busy_group_keeps_telegrams_limits_and_delays_no_other_chat() {
    let api = FakeApi::start().await;
    api.set_limits(Some(Limits::TELEGRAM));
    let _bot = BotProcess::with(&api).config(ALL_ANSWERED).start().await;
    let group = api.group("Family");
    for _ in 0..25 {
        group.say("/ask what are the symptoms?");
    }
    api.wait_for_calls("sendMessage", 2).await;
    for number in 0..40 {
        api.private_chat(&format!("Chat {number}")).say(SYMPTOMS);
    }
    let begun = Instant::now();
    api.private_chat("Ann").ask(TREATMENT).await;
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    api.wait_for("everybody else to be answered", |state| (state.log.len() >= 48).then_some(())).await;
    api.assert_no_violations();
}

#[tokio::test]
async fn a_limit_of_0_is_none() {
    let api = FakeApi::start().await;
    let limits = "[telegram.limits]\nper_chat_per_second = 0\nper_group_per_minute = 0\noverall_per_second = 0\n";
    let _bot = BotProcess::with(&api).config(limits).config(ALL_ANSWERED).start().await;
    let group = api.group("Family");
    let begun = Instant::now();
    for _ in 0..30 {
        group.say("/ask what are the symptoms?");
    }
    replies(&group, 30).await;
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn refusals_for_good_are_followed_where_they_lead_somewhere() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let gone = Fault::Refused(400, "Bad Request: message thread not found".to_owned());
    let topic = api.forum("Clinic").topic("Questions").member("Bob");
    topic.say("hello everyone");
    api.fault_in(topic.id(), 1, "sendMessage", gone);
    let reply = topic.ask("/ask What are the symptoms of liver metastases?").await;
    assert_eq!(reply.thread, None, "sent without the topic: {reply}");

    let group = api.group("Family");
    group.ask("/ask What are the symptoms of liver metastases?").await;
    let old = group.say("/ask How are liver metastases treated?");
    let new = group.migrate_silently();
    api.wait_until_confirmed(old.update()).await;
    // said before the move, or after it: the answer is in one of the two
    until("the answer in the new group", async || !new.take_replies().is_empty() || !group.take_replies().is_empty())
        .await;

    let bob = api.private_chat("Bob");
    api.fault_in(bob.id(), 1, "sendMessage", Fault::Blocked);
    bob.say(SYMPTOMS);
    api.expect_silence(&bob, A_WHILE).await;
}

#[tokio::test]
async fn after_a_long_silence_a_chat_gets_one_apology_and_its_answers_on_request() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let setup = bot.setup();
    bot.kill().await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    for question in [SYMPTOMS, TREATMENT, "he is vomiting blood right now"] {
        ann.say(question);
    }
    bob.say(SYMPTOMS);
    api.advance(LONG);
    let bot = setup.start().await;
    let first = ann.next_reply().await;
    assert_eq!(first.text, Wording::default().late());
    assert!(ann.next_reply().await.text.contains("emergency"), "an emergency is always answered");
    api.expect_silence(&ann, A_WHILE).await;
    ann.press(first.button("still want"));
    let edit = ann.next_reply().await;
    assert!(edit.is_edit() && edit.text == Wording::default().late_wanted(), "{edit}");
    let texts = replies(&ann, 2).await;
    assert!(texts[0].contains(SYMPTOMS) && texts[1].contains("treated"), "{texts:?}");

    let apology = bob.next_reply().await;
    assert_eq!(apology.text, Wording::default().late());
    let forgotten = bob.ask("/forget").await;
    assert_eq!(forgotten.text, Wording::default().forgotten());
    bob.press(apology.button("still want"));
    assert_eq!(bob.next_reply().await.text, Wording::default().gone());
    api.assert_no_violations();
    drop(bot);
}

#[tokio::test]
async fn a_clock_that_is_wrong_makes_no_question_late() {
    let api = FakeApi::start().await;
    api.shift_dates(-i64::try_from(LONG.as_secs()).unwrap());
    let _bot = BotProcess::start(&api).await;
    assert!(api.private_chat("Ann").ask(SYMPTOMS).await.text.contains(SYMPTOMS), "this machine's clock is ahead");
    api.shift_dates(2 * i64::try_from(LONG.as_secs()).unwrap());
    api.private_chat("Bob").ask(TREATMENT).await;
    assert!(api.private_chat("Eve").ask(SYMPTOMS).await.text.contains(SYMPTOMS), "this machine's clock is behind");
}

#[tokio::test]
async fn above_the_high_water_mark_telegram_keeps_the_rest() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::with(&api).config("[store]\nhigh_water = 5\n").start().await;
    let (ann, bob) = (api.private_chat("Ann"), api.private_chat("Bob"));
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_secs(4)));
    for _ in 0..7 {
        ann.say(SYMPTOMS);
    }
    tokio::time::sleep(A_WHILE).await;
    let said = bob.say(TREATMENT);
    tokio::time::sleep(A_WHILE).await;
    let kept = api.pending_updates();
    assert!(kept.iter().any(|update| update["update_id"] == said.update()), "Bob's question stays with Telegram");
    assert!(bob.take_replies().is_empty());
    replies(&ann, 7).await;
    assert!(bob.next_reply().await.text.contains("treated"));
}

#[tokio::test]
async fn a_second_bot_on_the_same_database_is_refused_in_one_line() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let mut second = bot.setup().no_wait().start().await;
    let begun = Instant::now();
    second.wait_for_output("waiting").await;
    assert!(begun.elapsed() < Duration::from_secs(6), "it said so after {:?}", begun.elapsed());
    assert_eq!(second.stderr().lines().count(), 1, "{}", second.stderr());
    assert!(second.stderr().contains("bedside.db is in use by another running bedside"), "{}", second.stderr());
    assert_eq!(second.wait(Duration::from_secs(20)).await, Some(2));
    assert!(second.stderr().contains("in use by another running bedside"), "{}", second.stderr());
    api.private_chat("Ann").ask(SYMPTOMS).await;
}

#[tokio::test]
async fn a_second_poller_is_one_clear_message_and_no_crash() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let mut other = BotProcess::with(&api).start().await;
    until("the message", async || (bot.output() + &other.output()).contains("another program polls")).await;
    assert!(bot.is_running() && other.is_running());
}

#[tokio::test]
async fn a_backup_made_while_it_runs_can_be_put_back() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault_in(ann.id(), 1, "sendMessage", Fault::Delay(Duration::from_mins(1)));
    let said = ann.say(SYMPTOMS);
    api.wait_until_confirmed(said.update()).await;
    let backup = bot.dir().join("backup.db");
    assert_eq!(command(bot.dir(), &["backup", backup.to_str().unwrap()]), (Some(0), String::new()));
    let (code, said) = command(bot.dir(), &["backup", backup.to_str().unwrap()]);
    assert!(code == Some(2) && said.contains("does not exist yet"), "{said}");
    bot.kill().await;
    // the disk is lost; the backup is put in the place of the database
    for name in ["bedside.db", "bedside.db-wal", "bedside.db-shm"] {
        let _ = std::fs::remove_file(bot.dir().join(name));
    }
    std::fs::rename(&backup, bot.store()).unwrap();
    let _bot = bot.setup().start().await;
    assert!(ann.next_reply().await.text.contains(SYMPTOMS));
}
