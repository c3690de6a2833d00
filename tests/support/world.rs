//! The world behind the API: its clock, its users and its chats.

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::chats::{ChatKind, ChatState, Role};
use super::params::{ApiError, int_of};

/// The user id of the bot, also the part of its token before the colon.
pub const BOT_ID: i64 = 4242;
/// The account Telegram puts in `from` for an anonymous administrator.
pub const ANONYMOUS_ID: i64 = 1_087_968_824;
/// The account Telegram puts in `from` for posts of a linked channel.
pub const TELEGRAM_ID: i64 = 777_000;

/// The fake's clock: real time, which a test may push forward or stop.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    pushed: Duration,
    /// Seconds by which the dates it gives differ from real time.
    skew: i64,
    stopped: Option<Instant>,
}

impl Clock {
    /// Pushes it forward.
    pub fn push(&mut self, by: Duration) {
        self.pushed += by;
    }

    /// Shifts the dates it gives, and nothing else.
    pub fn shift(&mut self, seconds: i64) {
        self.skew += seconds;
    }

    /// Stops it: from now on only [`Clock::push`] moves it.
    pub fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Instant::now()));
    }

    /// Now, for measuring.
    pub fn now(&self) -> Instant {
        self.stopped.unwrap_or_else(Instant::now) + self.pushed
    }

    /// Now, in Unix seconds.
    pub fn unix(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + self.pushed;
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX) + self.skew
    }
}

/// A person or a bot.
#[derive(Clone, Debug)]
pub struct User {
    /// Telegram's number of the user; the chat with them has the same.
    pub id: i64,
    /// Shown name.
    pub first_name: String,
    /// Name after `@`.
    pub username: Option<String>,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// The language of their app, an IETF tag.
    pub language: Option<String>,
}

impl User {
    /// The JSON object Telegram sends.
    pub fn to_json(&self) -> Value {
        let mut user = json!({"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name});
        if let Some(username) = &self.username {
            user["username"] = json!(username);
        }
        if let Some(language) = &self.language {
            user["language_code"] = json!(language);
        }
        user
    }
}

/// Users and chats.
#[derive(Clone, Debug)]
pub struct World {
    /// The time.
    pub clock: Clock,
    /// Everybody, the bot included.
    pub users: BTreeMap<i64, User>,
    /// Every chat.
    pub chats: BTreeMap<i64, ChatState>,
    /// Whether the bot sees only what concerns it in groups.
    pub privacy_mode: bool,
    /// Whether the bot has been given inline mode.
    pub inline_mode: bool,
    next_user: i64,
}

impl World {
    /// A world with nobody but the bot and Telegram's own accounts.
    pub fn new(bot_name: &str, bot_username: &str) -> Self {
        let mut world = Self {
            clock: Clock::default(),
            users: BTreeMap::new(),
            chats: BTreeMap::new(),
            privacy_mode: true,
            inline_mode: true,
            next_user: 7_000_001,
        };
        for (id, name, username, is_bot) in [
            (BOT_ID, bot_name, Some(bot_username), true),
            (ANONYMOUS_ID, "Group", Some("GroupAnonymousBot"), true),
            (TELEGRAM_ID, "Telegram", None, false),
        ] {
            let user =
                User { id, first_name: name.to_owned(), username: username.map(str::to_owned), is_bot, language: None };
            world.users.insert(id, user);
        }
        world
    }

    /// The bot.
    pub fn me(&self) -> User {
        self.user(BOT_ID)
    }

    /// A user by number; an unknown number gives a nameless user.
    pub fn user(&self, id: i64) -> User {
        self.users.get(&id).cloned().unwrap_or_else(|| User {
            id,
            first_name: "Nobody".to_owned(),
            username: None,
            is_bot: false,
            language: None,
        })
    }

    /// Lets a person, or another bot, into the world and gives their number.
    pub fn add_user(&mut self, name: &str, username: Option<&str>, is_bot: bool) -> i64 {
        let id = self.next_user;
        self.next_user += 1;
        let user = User {
            id,
            first_name: name.to_owned(),
            username: username.map(str::to_owned),
            is_bot,
            language: (!is_bot).then(|| "en".to_owned()),
        };
        self.users.insert(id, user);
        id
    }

    /// Opens a chat and gives its number. A private chat has the number of
    /// its person, `owner`; each kind counts its messages from another start,
    /// so that a mix-up of chats shows.
    pub fn add_chat(&mut self, kind: ChatKind, title: &str, owner: i64) -> i64 {
        let nth = i64::try_from(self.chats.len()).unwrap_or(0) + 1;
        let id = match kind {
            ChatKind::Private => owner,
            ChatKind::Group => -(4_000_000 + nth),
            _ => -(1_002_000_000_000 + nth),
        };
        let bot = if kind == ChatKind::Channel { Role::Administrator } else { Role::Member };
        let chat = ChatState {
            id,
            kind,
            title: title.to_owned(),
            username: None,
            bot,
            started: kind != ChatKind::Private,
            migrated_to: None,
            members: BTreeMap::from([(owner, Role::Creator)]),
            topics: BTreeMap::new(),
            messages: BTreeMap::new(),
            last_message_id: nth * 1000,
        };
        self.chats.insert(id, chat);
        id
    }

    /// The chat a call means: a number or `@name`.
    pub fn find_chat(&mut self, chat_id: Option<&Value>) -> Result<&mut ChatState, ApiError> {
        let id = match chat_id {
            None | Some(Value::Null) => return Err(ApiError::malformed("chat_id is empty")),
            Some(Value::String(name)) if name.starts_with('@') => {
                let named = |chat: &&ChatState| chat.username.as_deref() == Some(&name[1..]);
                self.chats.values().find(named).map(|chat| chat.id)
            }
            other => int_of("chat_id", other)?,
        };
        id.and_then(|id| self.chats.get_mut(&id)).ok_or_else(|| ApiError::refused("chat not found"))
    }
}
