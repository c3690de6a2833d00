//! The statements on the inbox. Times are seconds since 1970 (UTC).

use rusqlite::{Connection, OptionalExtension, Result, params};

/// A clock that shows less was never set: 2026-01-01.
const CLOCK_IS_SET: i64 = 1_767_225_600;

/// An update that was handed over and is to be remembered: what is asked, without who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Telegram's number of the update.
    pub update_id: i64,
    /// The chat whose order it keeps to.
    pub chat: i64,
    /// What is asked, in a form that only the caller reads.
    pub json: String,
}

/// A row of the inbox and the chat it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// The chat.
    pub chat: i64,
}

/// A row of the inbox that is worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// Telegram's number of the update.
    pub update_id: i64,
    /// The chat.
    pub chat: i64,
    /// What is asked, as it was handed over.
    pub json: String,
    /// When it was received.
    pub received_at: i64,
    /// How often the work on it has failed.
    pub attempts: u32,
    /// How often the work on it has begun without coming to an end, this time included: more than once if the process
    /// was killed.
    pub starts: u32,
    /// How many of the reply's messages have gone out.
    pub sent: u32,
    /// Whether its asker said that a late answer is still wanted.
    pub wanted: bool,
}

/// What a failure leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again.
    Again {
        /// Failures so far.
        attempts: u32,
    },
    /// It is a dead letter now.
    Dead,
}

/// How full the inbox is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that wait or are worked on.
    pub pending: u64,
    /// Late questions that wait for their asker to say whether they still want the answer.
    pub held: u64,
    /// Dead letters.
    pub dead: u64,
    /// When the oldest pending row was received.
    pub oldest: Option<i64>,
}

/// Stores updates; those that were received before are passed over.
pub(super) fn receive(sql: &Connection, updates: &[Incoming], now: i64) -> Result<Vec<Key>> {
    let mut see = sql.prepare_cached("INSERT INTO seen (update_id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    let mut add = sql.prepare_cached(
        "INSERT INTO inbox (update_id, chat, json, received_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?4) RETURNING seq",
    )?;
    let mut keys = Vec::new();
    for update in updates {
        if see.execute(params![update.update_id, now])? == 1 {
            let values = params![update.update_id, update.chat, update.json, now];
            keys.push(Key { seq: add.query_row(values, |row| row.get(0))?, chat: update.chat });
        }
    }
    Ok(keys)
}

/// The rows to work on, in the order of arrival.
pub(super) fn pending(sql: &Connection) -> Result<Vec<Key>> {
    let mut select = sql.prepare_cached("SELECT seq, chat FROM inbox WHERE state = 'pending' ORDER BY seq")?;
    let rows = select.query_map([], |row| Ok(Key { seq: row.get(0)?, chat: row.get(1)? }))?;
    rows.collect()
}

/// Counts another beginning of the work on a row and gives the row; `None` if it is gone.
pub(super) fn begin(sql: &Connection, seq: i64) -> Result<Option<Row>> {
    sql.prepare_cached(
        "UPDATE inbox SET starts = starts + 1 WHERE seq = ?1 AND state = 'pending' \
         RETURNING seq, update_id, chat, json, received_at, attempts, starts, sent, wanted",
    )?
    .query_row([seq], |row| {
        Ok(Row {
            seq: row.get(0)?,
            update_id: row.get(1)?,
            chat: row.get(2)?,
            json: row.get(3)?,
            received_at: row.get(4)?,
            attempts: row.get(5)?,
            starts: row.get(6)?,
            sent: row.get(7)?,
            wanted: row.get(8)?,
        })
    })
    .optional()
}

/// Remembers how many of the reply's messages have gone out.
pub(super) fn sent(sql: &Connection, seq: i64, messages: u32) -> Result<()> {
    sql.prepare_cached("UPDATE inbox SET sent = ?2 WHERE seq = ?1")?.execute(params![seq, messages]).map(drop)
}

/// The work on a row ended in order, to be begun again later.
pub(super) fn rest(sql: &Connection, seq: i64) -> Result<()> {
    sql.prepare_cached("UPDATE inbox SET starts = 0 WHERE seq = ?1")?.execute([seq]).map(drop)
}

/// Erases a row whose work is done.
pub(super) fn done(sql: &Connection, seq: i64) -> Result<()> {
    sql.prepare_cached("DELETE FROM inbox WHERE seq = ?1")?.execute([seq]).map(drop)
}

/// Counts a failure; after `most` of them the row is a dead letter.
pub(super) fn fail(sql: &Connection, seq: i64, error: &str, most: u32, now: i64) -> Result<Failed> {
    let attempts: Option<u32> = sql
        .prepare_cached(
            "UPDATE inbox SET attempts = attempts + 1, starts = 0, error = ?2 WHERE seq = ?1 RETURNING attempts",
        )?
        .query_row(params![seq, error], |row| row.get(0))
        .optional()?;
    match attempts {
        Some(attempts) if attempts >= most => bury(sql, seq, error, now).map(|()| Failed::Dead),
        attempts => Ok(Failed::Again { attempts: attempts.unwrap_or(0) }),
    }
}

/// Makes a row a dead letter.
pub(super) fn bury(sql: &Connection, seq: i64, error: &str, now: i64) -> Result<()> {
    sql.prepare_cached("UPDATE inbox SET state = 'dead', error = ?2, changed_at = ?3 WHERE seq = ?1")?
        .execute(params![seq, error, now])
        .map(drop)
}

/// Puts a late question by until its asker says whether the answer is still wanted.
pub(super) fn hold(sql: &Connection, seq: i64, now: i64) -> Result<()> {
    sql.prepare_cached("UPDATE inbox SET state = 'held', changed_at = ?2 WHERE seq = ?1")?
        .execute(params![seq, now])
        .map(drop)
}

/// Whether a late question of this chat was put by before.
pub(super) fn holds(sql: &Connection, chat: i64) -> Result<bool> {
    sql.prepare_cached("SELECT COUNT(*) FROM inbox WHERE state = 'held' AND chat = ?1")?
        .query_row([chat], |row| row.get::<_, i64>(0))
        .map(|count| count > 0)
}

/// Takes a chat's late questions up again: their answers are wanted.
pub(super) fn release(sql: &Connection, chat: i64, now: i64) -> Result<Vec<Key>> {
    let mut update = sql.prepare_cached(
        "UPDATE inbox SET state = 'pending', changed_at = ?2, wanted = 1, starts = 0, attempts = 0 \
         WHERE state = 'held' AND chat = ?1 RETURNING seq",
    )?;
    let rows = update.query_map(params![chat, now], |row| Ok(Key { seq: row.get(0)?, chat }))?;
    let mut keys: Vec<Key> = rows.collect::<Result<_>>()?;
    keys.sort_by_key(|key| key.seq);
    Ok(keys)
}

/// Erases what is kept of a chat beyond what is being answered.
pub(super) fn forget(sql: &Connection, chat: i64) -> Result<()> {
    super::unanswered::forget(sql, chat)?;
    sql.prepare_cached("DELETE FROM inbox WHERE chat = ?1 AND state <> 'pending'")?.execute([chat]).map(drop)
}

/// Erases what is kept for a time only and lies that long: by the clock of now, also if that clock was ahead before. Nothing
/// while that clock has not been set yet, as after the start of a machine without a battery. The number of an update
/// that is still here is kept with it.
pub(super) fn expire(sql: &Connection, now: i64, seen: i64, held: i64, dead: i64) -> Result<()> {
    if now < CLOCK_IS_SET {
        return Ok(());
    }
    let apart = "(changed_at < ?1 - ?2 OR changed_at > ?1 + ?2)";
    sql.prepare_cached(
        "DELETE FROM seen WHERE (at < ?1 - ?2 OR at > ?1 + ?2) AND update_id NOT IN (SELECT update_id FROM inbox)",
    )?
    .execute([now, seen])?;
    sql.prepare_cached(&format!("DELETE FROM inbox WHERE state = 'held' AND {apart}"))?.execute([now, held])?;
    sql.prepare_cached(&format!("DELETE FROM inbox WHERE state = 'dead' AND {apart}"))?.execute([now, dead])?;
    Ok(())
}

/// How full the inbox is.
pub(super) fn counts(sql: &Connection) -> Result<Counts> {
    let mut select = sql.prepare_cached("SELECT state, COUNT(*), MIN(received_at) FROM inbox GROUP BY state")?;
    let mut counts = Counts::default();
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let count = u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
        match row.get::<_, String>(0)?.as_str() {
            "pending" => (counts.pending, counts.oldest) = (count, row.get(2)?),
            "held" => counts.held = count,
            _ => counts.dead = count,
        }
    }
    Ok(counts)
}

/// The lowest update number among the pending rows behind a place in the order.
pub(super) fn lowest_update_after(sql: &Connection, seq: i64) -> Result<Option<i64>> {
    sql.prepare_cached("SELECT MIN(update_id) FROM inbox WHERE seq > ?1 AND state = 'pending'")?
        .query_row([seq], |row| row.get(0))
}

/// The last place in the order.
pub(super) fn last_seq(sql: &Connection) -> Result<i64> {
    sql.prepare_cached("SELECT COALESCE(MAX(seq), 0) FROM inbox")?.query_row([], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    const NOW: i64 = CLOCK_IS_SET + 100 * 86_400;
    const DAY: i64 = 86_400;
    const YEARS: i64 = 3_000 * DAY;

    /// An answered, a pending, a held and a dead update, all received at that time.
    fn inbox(at: i64) -> Connection {
        let sql = open::in_memory().unwrap();
        let update = |id| Incoming { update_id: id, chat: id, json: "{}".to_owned() };
        let keys = receive(&sql, &[1, 2, 3, 4].map(update), at).unwrap();
        done(&sql, keys[0].seq).unwrap();
        hold(&sql, keys[2].seq, at).unwrap();
        bury(&sql, keys[3].seq, "a fault", at).unwrap();
        sql
    }

    fn left(sql: &Connection) -> (u64, u64, u64) {
        let counts = counts(sql).unwrap();
        (counts.pending, counts.held, counts.dead)
    }

    #[test]
    fn what_is_kept_for_a_time_goes_after_it_also_if_the_clock_was_ahead() {
        for (at, kept) in [
            (NOW - DAY / 2, (1, 1, 1)),
            (NOW - 5 * DAY, (1, 0, 1)),
            (NOW - YEARS, (1, 0, 0)),
            (NOW + DAY / 2, (1, 1, 1)),
            (NOW + YEARS, (1, 0, 0)),
        ] {
            let sql = inbox(at);
            expire(&sql, NOW, 2 * DAY, DAY, 7 * DAY).unwrap();
            assert_eq!(left(&sql), kept, "received {} days ago", (NOW - at) / DAY);
        }
    }

    #[test]
    fn a_clock_that_was_not_set_yet_erases_nothing() {
        let sql = inbox(NOW);
        expire(&sql, 60, 2 * DAY, DAY, 7 * DAY).unwrap();
        assert_eq!(left(&sql), (1, 1, 1));
        let again = Incoming { update_id: 1, chat: 1, json: "{}".to_owned() };
        assert_eq!(receive(&sql, &[again], 60).unwrap(), [], "it was answered");
    }

    #[test]
    fn an_update_that_waits_is_known_however_the_clock_jumps() {
        for jump in [-YEARS, YEARS] {
            let sql = inbox(NOW + YEARS + jump);
            expire(&sql, NOW + YEARS, 2 * DAY, DAY, 7 * DAY).unwrap();
            let again = Incoming { update_id: 2, chat: 2, json: "{}".to_owned() };
            assert_eq!(receive(&sql, &[again], NOW).unwrap(), [], "a jump of {} days", jump / DAY);
        }
    }
}
