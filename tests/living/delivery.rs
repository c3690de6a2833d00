//! Who is served first, and what is done where nobody is left to answer.

use super::*;
use crate::support::{FakeApi, Fault};

/// One message a second to everybody together.
const SLOW: &str = "[telegram.limits]\noverall_per_second = 2\n";
/// Longer than the bot waits for a late answer.
const LONG: Duration = Duration::from_hours(13);

#[tokio::test]
async fn who_asks_now_is_answered_before_apologies_for_a_long_silence() {
    const LATE: usize = 300;
    let api = FakeApi::start().await;
    let mut bot = BotProcess::with(&api).config(SLOW).start().await;
    bot.kill().await;
    for number in 0..LATE {
        api.private_chat(&format!("Late {number}")).say(SYMPTOMS);
    }
    api.advance(LONG);
    let _bot = bot.setup().start().await;
    api.wait_for("the first apologies", |state| {
        (state.log.iter().filter(|sent| sent.is_shown()).count() > 2).then_some(())
    })
    .await;
    for name in ["Ann", "Bob", "Eve"] {
        let chat = api.private_chat(name);
        let begun = Instant::now();
        chat.say(TREATMENT);
        assert_answered(&chat, "treated", Duration::from_secs(20)).await;
        assert!(begun.elapsed() < Duration::from_secs(6), "{name} waited {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn where_nobody_is_left_to_answer_the_work_ends_at_once() {
    let refusals = [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot is not a member of the supergroup chat"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: TOPIC_CLOSED"),
    ];
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let mut chats = Vec::new();
    for (code, words) in refusals {
        for chat in [api.private_chat("Ann"), api.supergroup("Family")] {
            api.fault_in(chat.id(), 1_000, "sendMessage", Fault::Refused(code, words.to_owned()));
            chat.say(&format!("/ask {SYMPTOMS}"));
            chats.push(chat);
        }
    }
    let bob = api.private_chat("Bob");
    bob.say(TREATMENT);
    assert_answered(&bob, "treated", RECOVERED).await;
    api.wait_until_all_confirmed().await;
    until("the inbox to be empty", async || {
        database(&bot.store()).query_row("SELECT COUNT(*) FROM inbox", [], |row| row.get::<_, i64>(0)) == Ok(0)
    })
    .await;
    for chat in &chats {
        let calls = api.calls("sendMessage").iter().filter(|call| call.chat_id == Some(chat.id())).count();
        assert_eq!(calls, 1, "tried again in chat {}: {}", chat.id(), api.story());
    }
    assert!(bot.output().contains("could not be delivered"), "{}", bot.output());
}

#[tokio::test]
async fn a_question_that_is_deleted_before_the_answer_is_answered_all_the_same() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    api.fault_in(ann.id(), 1, "sendMessage", Fault::TooManyRequests(1));
    let said = ann.say(SYMPTOMS);
    api.wait_for_calls("sendMessage", 1).await;
    ann.delete(said.message_id);
    assert_answered(&ann, SYMPTOMS, RECOVERED).await;
}
