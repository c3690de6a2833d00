//! A chat with its topics and messages, the roles people have in it, and how
//! Telegram writes all that down as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::params::ApiError;
use super::text::Formatted;
use super::world::User;

/// What kind of chat it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatKind {
    /// One person and the bot.
    Private,
    /// A basic group.
    Group,
    /// A supergroup.
    Supergroup,
    /// A supergroup with topics.
    Forum,
    /// A channel.
    Channel,
}

impl ChatKind {
    /// The Bot API's `type`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup | Self::Forum => "supergroup",
            Self::Channel => "channel",
        }
    }

    /// Whether several people write in it.
    pub fn is_group(self) -> bool {
        matches!(self, Self::Group | Self::Supergroup | Self::Forum)
    }
}

/// What someone is in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The owner.
    Creator,
    /// An administrator.
    Administrator,
    /// An ordinary member, or the other side of a private chat.
    Member,
    /// A member who may not write.
    Muted,
    /// Not there, or gone.
    Left,
    /// Thrown out; of a private chat: the person blocked the bot.
    Kicked,
}

impl Role {
    /// The JSON object `ChatMember` for a user in this role.
    pub fn to_json(self, user: &User) -> Value {
        let mut member = json!({"user": user.to_json(), "status": self.status()});
        let allowed = match self {
            Self::Creator => vec![("is_anonymous", false)],
            Self::Administrator => [
                RIGHTS.map(|right| (right, true)).as_slice(),
                &[("is_anonymous", false), ("can_be_edited", false), ("can_promote_members", false)],
            ]
            .concat(),
            Self::Muted => [RESTRICTED.map(|right| (right, false)).as_slice(), &[("is_member", true)]].concat(),
            Self::Member | Self::Left | Self::Kicked => Vec::new(),
        };
        for (field, value) in allowed {
            member[field] = json!(value);
        }
        if matches!(self, Self::Muted | Self::Kicked) {
            member["until_date"] = json!(0);
        }
        member
    }

    /// The Bot API's `status`.
    pub fn status(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Muted => "restricted",
            Self::Left => "left",
            Self::Kicked => "kicked",
        }
    }
}

/// The rights an administrator of the fake has.
const RIGHTS: [&str; 8] = [
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_topics",
];
/// The rights a muted member lacks.
const RESTRICTED: [&str; 14] = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
];

/// A topic of a forum.
#[derive(Clone, Debug)]
pub struct Topic {
    /// What it is called.
    pub name: String,
    /// Whether nobody may write in it.
    pub closed: bool,
}

/// A chat with everything in it.
#[derive(Clone, Debug)]
pub struct ChatState {
    /// Its number, negative for groups.
    pub id: i64,
    /// What kind it is.
    pub kind: ChatKind,
    /// The title; of a private chat the person's name.
    pub title: String,
    /// The public name without `@`.
    pub username: Option<String>,
    /// What the bot is in it.
    pub bot: Role,
    /// Whether the person has written to the bot, of a private chat.
    pub started: bool,
    /// The supergroup it has become.
    pub migrated_to: Option<i64>,
    /// Who else is in it.
    pub members: BTreeMap<i64, Role>,
    /// Its topics by thread id.
    pub topics: BTreeMap<i64, Topic>,
    /// Its messages by id, as the Bot API's `Message`.
    pub messages: BTreeMap<i64, Value>,
    /// The id of the newest message ever.
    pub last_message_id: i64,
}

impl ChatState {
    /// The JSON object `Chat` Telegram sends along with messages.
    pub fn to_json(&self) -> Value {
        let mut chat = json!({"id": self.id, "type": self.kind.name()});
        if self.kind == ChatKind::Private {
            chat["first_name"] = json!(self.title);
        } else {
            chat["title"] = json!(self.title);
        }
        if let Some(username) = &self.username {
            chat["username"] = json!(username);
        }
        if self.kind == ChatKind::Group {
            chat["all_members_are_administrators"] = json!(true);
        }
        if self.kind == ChatKind::Forum {
            chat["is_forum"] = json!(true);
        }
        chat
    }

    /// The JSON object `ChatFullInfo`, the answer to getChat.
    pub fn full_info(&self) -> Value {
        let mut info = self.to_json();
        info["accent_color_id"] = json!(0);
        info["max_reaction_count"] = json!(11);
        info["accepted_gift_types"] = json!({"unlimited_gifts": true, "limited_gifts": true,
            "unique_gifts": true, "premium_subscription": true, "gifts_from_channels": true});
        if self.kind.is_group() {
            info["permissions"] = RESTRICTED.iter().map(|right| ((*right).to_owned(), json!(true))).collect();
        }
        info
    }

    /// Refuses if the bot may not write here.
    pub fn check_writable(&self) -> Result<(), ApiError> {
        if let Some(to) = self.migrated_to {
            return Err(ApiError::migrated(to));
        }
        let kind = if self.kind == ChatKind::Forum { "supergroup" } else { self.kind.name() };
        match (self.kind, self.bot) {
            (ChatKind::Private, Role::Kicked) => Err(ApiError::forbidden("bot was blocked by the user")),
            (ChatKind::Private, _) if !self.started => {
                Err(ApiError::forbidden("bot can't initiate conversation with a user"))
            }
            (_, Role::Kicked) => Err(ApiError::forbidden(&format!("bot was kicked from the {kind} chat"))),
            (_, Role::Left) => Err(ApiError::forbidden(&format!("bot is not a member of the {kind} chat"))),
            (ChatKind::Channel, Role::Member) => {
                Err(ApiError::refused("need administrator rights in the channel chat"))
            }
            (_, Role::Muted) => Err(ApiError::refused("not enough rights to send text messages to the chat")),
            _ => Ok(()),
        }
    }

    /// Takes the next message id and starts a message with it.
    pub fn new_message(&mut self, from: Option<&User>, date: i64) -> Value {
        self.last_message_id += 1;
        let mut message = json!({"message_id": self.last_message_id, "date": date, "chat": self.to_json()});
        if let Some(user) = from {
            message["from"] = user.to_json();
        }
        message
    }

    /// Puts a message in its thread: a topic, or in a supergroup the thread
    /// that its reply belongs to. In a topic a message that answers nobody
    /// answers the topic's first message, as it does in Telegram.
    pub fn place(&self, message: &mut Value, topic: Option<i64>, reply_to: Option<i64>) {
        let replied = reply_to.and_then(|id| self.messages.get(&id));
        if let Some(replied) = replied {
            message["reply_to_message"] = without_reply(replied);
        }
        let thread_of_reply = |replied: &Value| {
            let root = replied["message_thread_id"].as_i64();
            root.or(replied["message_id"].as_i64())
        };
        if let Some(topic) = topic {
            message["message_thread_id"] = json!(topic);
            message["is_topic_message"] = json!(true);
            if replied.is_none()
                && let Some(first) = self.messages.get(&topic)
            {
                message["reply_to_message"] = without_reply(first);
            }
        } else if matches!(self.kind, ChatKind::Supergroup | ChatKind::Forum)
            && let Some(root) = replied.and_then(thread_of_reply)
        {
            message["message_thread_id"] = json!(root);
            if self.topics.contains_key(&root) {
                message["is_topic_message"] = json!(true);
            }
        }
    }

    /// Keeps a message and hands it back.
    pub fn keep(&mut self, message: Value) -> Value {
        if let Some(id) = message["message_id"].as_i64() {
            self.messages.insert(id, message.clone());
        }
        message
    }
}

/// A message as it stands inside `reply_to_message`: without its own reply.
pub fn without_reply(message: &Value) -> Value {
    let mut message = message.clone();
    if let Some(fields) = message.as_object_mut() {
        fields.remove("reply_to_message");
    }
    message
}

/// Writes a text and its entities into a message, as `text` or as `caption`.
pub fn put_text(message: &mut Value, field: &str, text: &Formatted) {
    let entities = if field == "caption" { "caption_entities" } else { "entities" };
    message[field] = json!(text.text);
    if let Some(fields) = message.as_object_mut() {
        fields.remove(entities);
    }
    if !text.entities.is_empty() {
        message[entities] = text.entities_json();
    }
}
