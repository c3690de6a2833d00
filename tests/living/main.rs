//! What the bot stands on fails, ends or begins: the real binary on the strict fake. No question is lost by it, nobody waits
//! longer than they must, and nothing of anybody is left behind.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../support/mod.rs"]
mod support;

mod clock;
mod delivery;
mod failure;
mod recovery;
mod start;
mod traces;

use std::path::Path;
use std::time::{Duration, Instant};
use support::{BotProcess, Chat, bedside_cmd_in, free_address, until};

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";
const TREATMENT: &str = "How are liver metastases treated?";
/// Long enough to notice a reply that should not come.
const A_WHILE: Duration = Duration::from_secs(1);
/// Longer than the bot takes to try a file again.
const RECOVERED: Duration = Duration::from_secs(40);

/// The bot's own `inbox` command on its config.
fn inbox(bot: &BotProcess, args: &[&str]) -> String {
    let args: Vec<&str> = ["inbox"].iter().chain(args).copied().collect();
    let (_, out, err) = bedside_cmd_in(bot.dir(), &args, &[], "");
    out + &err
}

async fn assert_answered(chat: &Chat, question: &str, within: Duration) {
    let reply = chat.next_reply_within(within).await;
    assert!(reply.text.contains(question), "{reply}");
}

/// The database of a bot that does not run.
fn database(store: &Path) -> rusqlite::Connection {
    let sql = rusqlite::Connection::open(store).unwrap();
    sql.busy_timeout(Duration::from_secs(5)).unwrap();
    sql
}
