//! What is counted, a day at a time: decisions and the entries that were shown. No text, and nothing about a person.

use super::error::StoreError;
use super::inbox::Inbox;
use rusqlite::{Connection, Result, params};

/// The table, for the schema.
pub(super) const SCHEMA: &str = "CREATE TABLE counts (
    day BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, kind, name)
);
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);";
/// Days that counts are kept.
const KEEP: i64 = 400;

/// So many of something on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Count {
    /// The day, counted from 1970-01-01 (UTC).
    pub day: i64,
    /// What is counted: `decision`, `entry`, or `inline`: what was decided about words typed in another chat.
    pub kind: String,
    /// Which of them: `answer`, or an entry's id.
    pub name: String,
    /// How many.
    pub count: u64,
}

impl Inbox {
    /// Adds counts to those of their days.
    pub async fn add_counts(&self, counts: Vec<Count>) -> std::result::Result<(), StoreError> {
        self.call(move |sql| add(sql, &counts)).await
    }

    /// The counts from a day on.
    pub async fn counts_since(&self, day: i64) -> std::result::Result<Vec<Count>, StoreError> {
        self.call(move |sql| since(sql, day)).await
    }

    /// How often passages were said to help, and not to, in all.
    pub async fn rated(&self) -> std::result::Result<(u64, u64), StoreError> {
        self.call(rated).await
    }

    /// Erases counts that are too old.
    pub async fn expire_counts(&self, today: i64) -> std::result::Result<(), StoreError> {
        self.call(move |sql| expire(sql, today)).await
    }

    /// A value of the bot's own that outlives the process.
    pub async fn note(&self, name: &'static str) -> std::result::Result<Option<String>, StoreError> {
        self.call(move |sql| get_note(sql, name)).await
    }

    /// Remembers a value.
    pub async fn set_note(&self, name: &'static str, value: String) -> std::result::Result<(), StoreError> {
        self.call(move |sql| set_note(sql, name, &value)).await
    }
}

pub(super) fn add(sql: &Connection, counts: &[Count]) -> Result<()> {
    let mut add = sql.prepare_cached(
        "INSERT INTO counts (day, kind, name, count) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (day, kind, name) DO UPDATE SET count = count + excluded.count",
    )?;
    for count in counts {
        add.execute(params![count.day, count.kind, count.name, i64::try_from(count.count).unwrap_or(i64::MAX)])?;
    }
    Ok(())
}

pub(super) fn since(sql: &Connection, day: i64) -> Result<Vec<Count>> {
    let mut select = sql.prepare_cached("SELECT day, kind, name, count FROM counts WHERE day >= ?1 ORDER BY day")?;
    let rows = select.query_map([day], |row| {
        let count: i64 = row.get(3)?;
        let count = u64::try_from(count).unwrap_or(0);
        Ok(Count { day: row.get(0)?, kind: row.get(1)?, name: row.get(2)?, count })
    })?;
    rows.collect()
}

fn rated(sql: &Connection) -> Result<(u64, u64)> {
    let sums = "SELECT COALESCE(SUM(helped), 0), COALESCE(SUM(did_not_help), 0) FROM ratings";
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    sql.query_row(sums, [], |row| Ok((count(row.get(0)?), count(row.get(1)?))))
}

fn expire(sql: &Connection, today: i64) -> Result<()> {
    sql.prepare_cached("DELETE FROM counts WHERE day < ?1")?.execute([today - KEEP]).map(drop)
}

pub(super) fn get_note(sql: &Connection, name: &str) -> Result<Option<String>> {
    use rusqlite::OptionalExtension;
    sql.prepare_cached("SELECT value FROM notes WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}

pub(super) fn set_note(sql: &Connection, name: &str, value: &str) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO notes (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, value])
    .map(drop)
}
