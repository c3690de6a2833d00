//! How often a passage was said to help, and not to: counts only, nothing about who said so, when or where.

use super::database::Database;
use super::error::StoreError;
use super::inbox::Inbox;
use rusqlite::{Connection, Result, params};

/// The counts of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// Its id.
    pub entry: String,
    /// How many said that it helped.
    pub helped: i64,
    /// How many said that it did not.
    pub did_not_help: i64,
}

impl Inbox {
    /// Adds to the counts of an entry; a change of mind takes away. No count falls below zero.
    pub async fn rate(&self, change: Rating) -> std::result::Result<(), StoreError> {
        self.call(move |sql| add(sql, &change)).await
    }
}

impl Database {
    /// The counts of all entries that have any, by id.
    pub fn ratings(&self) -> std::result::Result<Vec<Rating>, StoreError> {
        Ok(all(self.connection())?)
    }
}

pub(super) fn add(sql: &Connection, change: &Rating) -> Result<()> {
    sql.prepare_cached("INSERT INTO ratings (entry, helped, did_not_help) VALUES (?1, 0, 0) ON CONFLICT DO NOTHING")?
        .execute([&change.entry])?;
    sql.prepare_cached(
        "UPDATE ratings SET helped = CASE WHEN helped + ?2 < 0 THEN 0 ELSE helped + ?2 END, \
         did_not_help = CASE WHEN did_not_help + ?3 < 0 THEN 0 ELSE did_not_help + ?3 END WHERE entry = ?1",
    )?
    .execute(params![change.entry, change.helped, change.did_not_help])
    .map(drop)
}

pub(super) fn all(sql: &Connection) -> Result<Vec<Rating>> {
    let mut select = sql.prepare("SELECT entry, helped, did_not_help FROM ratings ORDER BY entry")?;
    let rows = select
        .query_map([], |row| Ok(Rating { entry: row.get(0)?, helped: row.get(1)?, did_not_help: row.get(2)? }))?;
    rows.collect()
}

/// Copies the counts; where both have some, those of the greater number stay.
pub(super) fn copy(from: &Connection, to: &Connection) -> Result<()> {
    let mut insert = to.prepare(
        "INSERT INTO ratings (entry, helped, did_not_help) VALUES (?1, ?2, ?3) ON CONFLICT (entry) DO UPDATE \
         SET helped = excluded.helped, did_not_help = excluded.did_not_help \
         WHERE excluded.helped + excluded.did_not_help > ratings.helped + ratings.did_not_help",
    )?;
    for rating in all(from)? {
        insert.execute(params![rating.entry, rating.helped, rating.did_not_help])?;
    }
    Ok(())
}
