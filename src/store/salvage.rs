//! What is in one database, put into another: everything that can be read, or what came meanwhile added to what is there.

use super::{ratings, settings, stats};
use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};
use std::collections::HashSet;

/// A table, and its columns.
type Table = (&'static str, &'static str);

/// Questions first: a page that cannot be read must cost as little as possible.
const INBOX: Table =
    ("inbox", "seq, update_id, chat, json, received_at, changed_at, state, attempts, starts, sent, wanted, error");
/// What is copied row by row as it is.
const TABLES: [Table; 5] = [
    INBOX,
    ("seen", "update_id, at"),
    ("counts", "day, kind, name, count"),
    ("notes", "name, value"),
    ("unanswered", "id, text, declined, mark, day"),
];
/// Rows stored before those of the file are known begin with this number, so that none has the number of another. No file
/// comes near it by counting.
const APART: i64 = 1_000_000_000_000;

/// Copies everything, row by row; what is there already stays. What cannot be read is passed over, and the first failure is
/// given in the end.
pub(super) fn copy(from: &Connection, to: &Connection) -> Result<()> {
    let tables = TABLES.iter().map(|table| table_of(*table, from, to, &HashSet::new()));
    let results: Vec<Result<()>> = tables.chain([ratings::copy(from, to), settings::copy(from, to)]).collect();
    results.into_iter().collect()
}

/// Copies a table from its beginning; where a row cannot be read, also from its end. Updates of these numbers are left out.
fn table_of(table: Table, from: &Connection, to: &Connection, without: &HashSet<i64>) -> Result<()> {
    rows_of(table, "ASC", from, to, without).inspect_err(|_| {
        // the failure that counts is the first one
        let _ = rows_of(table, "DESC", from, to, without);
    })
}

fn rows_of(
    (table, columns): Table,
    order: &str,
    from: &Connection,
    to: &Connection,
    without: &HashSet<i64>,
) -> Result<()> {
    let count = columns.split(',').count();
    let mut select = from.prepare(&format!("SELECT {columns} FROM {table} ORDER BY rowid {order}"))?;
    let values = vec!["?"; count].join(", ");
    let mut insert =
        to.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let values = (0..count).map(|column| row.get::<_, Value>(column)).collect::<Result<Vec<_>>>()?;
        if !matches!(values.get(1), Some(Value::Integer(update)) if without.contains(update)) {
            insert.execute(params_from_iter(values))?;
        }
    }
    Ok(())
}

/// Adds what came while the file could not even be read. An update that came again meanwhile is not answered again; one that
/// waits in the file waits on. Questions that were kept meanwhile are left out: their marks are by another key, and `/forget`
/// would not find them.
pub(super) fn merge(from: &Connection, to: &Connection) -> Result<()> {
    let mut answered = HashSet::new();
    let mut known = to.prepare("SELECT COUNT(*) FROM seen WHERE update_id = ?1")?;
    let mut erase = to.prepare("DELETE FROM inbox WHERE update_id = ?1")?;
    for update in numbers(from, "SELECT update_id FROM seen")? {
        let was_known = known.query_row([update], |row| row.get::<_, i64>(0))? > 0;
        if erase.execute([update])? == 0 && was_known {
            answered.insert(update);
        }
    }
    table_of(INBOX, from, to, &answered)?;
    table_of(TABLES[1], from, to, &HashSet::new())?;
    stats::add(to, &stats::since(from, i64::MIN)?)?;
    for rating in ratings::all(from)? {
        ratings::add(to, &rating)?;
    }
    settings::copy(from, to)
}

fn numbers(sql: &Connection, select: &str) -> Result<Vec<i64>> {
    sql.prepare(select)?.query_map([], |row| row.get(0))?.collect()
}

/// Gives rows numbers that no row of a file has that could not be read.
pub(super) fn number_apart(sql: &Connection, now: i64) -> Result<()> {
    // later than before, also if this happens twice
    sql.execute("DELETE FROM sqlite_sequence WHERE name = 'inbox'", [])?;
    sql.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('inbox', ?1)", [APART + now.max(0) * 1_000]).map(drop)
}

/// Erases everything.
pub(super) fn clear(sql: &Connection) -> Result<()> {
    sql.execute_batch(
        "DELETE FROM inbox; DELETE FROM seen; DELETE FROM counts; DELETE FROM notes; DELETE FROM unanswered; \
         DELETE FROM ratings; DELETE FROM group_settings;",
    )
}
