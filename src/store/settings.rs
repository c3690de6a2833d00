//! What the admins of a group have set for it. Kept until the bot is removed from the group; follows the group when it
//! becomes a supergroup. Nothing about a person.

use super::error::StoreError;
use super::inbox::Inbox;
use rusqlite::{Connection, OptionalExtension, Result, params};

/// Who may ask in a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Askers {
    /// Everyone.
    #[default]
    Everyone,
    /// Its admins.
    Admins,
}

/// Where the answers to a group go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Answers {
    /// Into the group, below the question.
    #[default]
    InPlace,
    /// Into the asker's private chat, by a button.
    Privately,
}

/// The settings of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSettings {
    /// Who may ask.
    pub askers: Askers,
    /// Where answers go.
    pub answers: Answers,
    /// Whether answers can be rated.
    pub thumbs: bool,
    /// The language of the bot's own sentences, as an ISO 639-1 code; none is the language it is set to.
    pub language: Option<String>,
}

impl Default for GroupSettings {
    fn default() -> Self {
        Self { askers: Askers::default(), answers: Answers::default(), thumbs: true, language: None }
    }
}

impl Inbox {
    /// The settings of a group; the defaults if none are stored.
    pub async fn settings(&self, chat: i64) -> std::result::Result<GroupSettings, StoreError> {
        self.call(move |sql| get(sql, chat)).await
    }

    /// Stores the settings of a group.
    pub async fn set_settings(&self, chat: i64, settings: GroupSettings) -> std::result::Result<(), StoreError> {
        self.call(move |sql| set(sql, chat, &settings)).await
    }

    /// Moves the settings of a group that has another number now; what is stored for the new number already stays.
    pub async fn move_settings(&self, from: i64, to: i64) -> std::result::Result<(), StoreError> {
        self.call(move |sql| relocate(sql, from, to)).await
    }

    /// Erases the settings of a group.
    pub async fn erase_settings(&self, chat: i64) -> std::result::Result<(), StoreError> {
        self.call(move |sql| erase(sql, chat)).await
    }
}

fn get(sql: &Connection, chat: i64) -> Result<GroupSettings> {
    let found = sql
        .prepare_cached("SELECT askers, answers, thumbs, language FROM group_settings WHERE chat = ?1")?
        .query_row([chat], |row| {
            let (askers, answers): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(GroupSettings {
                askers: if askers == "admins" { Askers::Admins } else { Askers::Everyone },
                answers: if answers == "privately" { Answers::Privately } else { Answers::InPlace },
                thumbs: row.get(2)?,
                language: row.get(3)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

fn set(sql: &Connection, chat: i64, settings: &GroupSettings) -> Result<()> {
    let askers = match settings.askers {
        Askers::Everyone => "everyone",
        Askers::Admins => "admins",
    };
    let answers = match settings.answers {
        Answers::InPlace => "in place",
        Answers::Privately => "privately",
    };
    sql.prepare_cached(
        "INSERT INTO group_settings (chat, askers, answers, thumbs, language) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (chat) DO UPDATE SET askers = excluded.askers, answers = excluded.answers, \
         thumbs = excluded.thumbs, language = excluded.language",
    )?
    .execute(params![chat, askers, answers, settings.thumbs, settings.language])
    .map(drop)
}

/// Copies all settings over those that are there: what was set last wins.
pub(super) fn copy(from: &Connection, to: &Connection) -> Result<()> {
    let mut select = from.prepare("SELECT chat FROM group_settings")?;
    let chats: Vec<i64> = select.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
    for chat in chats {
        set(to, chat, &get(from, chat)?)?;
    }
    Ok(())
}

fn relocate(sql: &Connection, from: i64, to: i64) -> Result<()> {
    sql.prepare_cached(
        "UPDATE group_settings SET chat = ?2 WHERE chat = ?1 \
         AND NOT EXISTS (SELECT 1 FROM group_settings WHERE chat = ?2)",
    )?
    .execute([from, to])?;
    erase(sql, from)
}

fn erase(sql: &Connection, chat: i64) -> Result<()> {
    sql.prepare_cached("DELETE FROM group_settings WHERE chat = ?1")?.execute([chat]).map(drop)
}
