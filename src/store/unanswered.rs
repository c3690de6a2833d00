//! Messages that got no passage, where keeping them is switched on: their redacted text and the day. Of the chat only a
//! hash is kept, by a random key in the same file, so that `/forget` can erase what came from it.

use super::error::StoreError;
use super::inbox::Inbox;
use super::stats::{get_note, set_note};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::{Connection, Result, params};
use std::fmt::Write as _;

/// The table, for the schema.
pub(super) const SCHEMA: &str = "CREATE TABLE unanswered (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    declined INTEGER NOT NULL,
    mark TEXT NOT NULL,
    day BIGINT NOT NULL
);";
/// The name of the key's note.
const KEY: &str = "chat-key";
/// Messages that are kept at most; the oldest go first.
const MOST: i64 = 2_000;
/// Bytes of a mark that are kept.
const MARK: usize = 12;

/// A message that got no passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// Its number.
    pub id: i64,
    /// Its redacted text.
    pub text: String,
    /// Whether something was offered and none of it was meant.
    pub declined: bool,
    /// When it came: days since 1970-01-01 (UTC).
    pub day: i64,
}

impl Inbox {
    /// Keeps a message, whose text must be redacted.
    pub async fn keep_unanswered(
        &self,
        chat: i64,
        text: String,
        declined: bool,
        day: i64,
    ) -> std::result::Result<(), StoreError> {
        self.call(move |sql| keep(sql, chat, &text, declined, day)).await
    }

    /// The messages that are kept, oldest first.
    pub async fn unanswered(&self) -> std::result::Result<Vec<Unanswered>, StoreError> {
        self.call(all).await
    }

    /// Erases messages.
    pub async fn drop_unanswered(&self, ids: Vec<i64>) -> std::result::Result<(), StoreError> {
        self.call(move |sql| erase(sql, &ids)).await
    }

    /// Erases messages from before a day.
    pub async fn expire_unanswered(&self, before: i64) -> std::result::Result<(), StoreError> {
        self.call(move |sql| sql.execute("DELETE FROM unanswered WHERE day < ?1", [before]).map(drop)).await
    }
}

fn keep(sql: &Connection, chat: i64, text: &str, declined: bool, day: i64) -> Result<()> {
    let mark = mark(&key(sql)?, chat);
    sql.prepare_cached("INSERT INTO unanswered (text, declined, mark, day) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![text, declined, mark, day])?;
    sql.prepare_cached("DELETE FROM unanswered WHERE id <= (SELECT MAX(id) FROM unanswered) - ?1")?
        .execute([MOST])
        .map(drop)
}

fn all(sql: &Connection) -> Result<Vec<Unanswered>> {
    let mut select = sql.prepare_cached("SELECT id, text, declined, day FROM unanswered ORDER BY id")?;
    let rows = select.query_map([], |row| {
        Ok(Unanswered { id: row.get(0)?, text: row.get(1)?, declined: row.get(2)?, day: row.get(3)? })
    })?;
    rows.collect()
}

fn erase(sql: &Connection, ids: &[i64]) -> Result<()> {
    let mut erase = sql.prepare_cached("DELETE FROM unanswered WHERE id = ?1")?;
    ids.iter().try_for_each(|id| erase.execute([id]).map(drop))
}

/// Erases what came from a chat.
pub(super) fn forget(sql: &Connection, chat: i64) -> Result<()> {
    let Some(key) = get_note(sql, KEY)? else { return Ok(()) };
    sql.prepare_cached("DELETE FROM unanswered WHERE mark = ?1")?.execute([mark(&key, chat)]).map(drop)
}

/// The key of the marks, made when it is first needed.
fn key(sql: &Connection) -> Result<String> {
    if let Some(key) = get_note(sql, KEY)? {
        return Ok(key);
    }
    let mut bytes = [0; 32];
    // without random numbers of the system nothing is kept
    SystemRandom::new().fill(&mut bytes).map_err(|_| rusqlite::Error::QueryReturnedNoRows)?;
    let key = hex(&bytes);
    set_note(sql, KEY, &key)?;
    Ok(key)
}

fn mark(key: &str, chat: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    hex(&hmac::sign(&key, &chat.to_be_bytes()).as_ref()[..MARK])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // writing to a String cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}
