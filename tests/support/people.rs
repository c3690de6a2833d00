//! People: a test acts as them through [`Chat`], a place together with the
//! one who speaks there.

use serde_json::{Value, json};

use super::chats::{ChatKind, ChatState, Role, put_text};
use super::compose::Compose;
use super::fake_api::FakeApi;
use super::keyboard::Button;
use super::state::State;
use super::text::{Entity, Formatted};
use super::world::{ANONYMOUS_ID, User};

/// A chat, or a topic of it, as one person sees it.
#[derive(Clone, Debug)]
pub struct Chat {
    api: FakeApi,
    id: i64,
    user: i64,
    topic: Option<i64>,
}

/// Something a person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The message.
    pub message_id: i64,
    /// The update about it; `None` if Telegram does not tell the bot.
    pub update_id: Option<i64>,
}

impl Said {
    /// The number of the update about it. Panics if the bot is not told.
    #[track_caller]
    pub fn update(&self) -> i64 {
        self.update_id.expect("Telegram tells the bot of this message")
    }
}

/// A pressed button or an inline query, which the bot is to answer; see
/// [`FakeApi::answer_to`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The id of the query.
    pub id: String,
    /// The update about it; `None` if the bot did not ask for that kind.
    pub update_id: Option<i64>,
}

impl FakeApi {
    /// A private chat with a person who has started the bot.
    pub fn private_chat(&self, name: &str) -> Chat {
        let chat = self.stranger(name);
        chat.change(|chat, _| chat.started = true);
        chat
    }

    /// A private chat with a person who never wrote to the bot, which
    /// therefore may not write to them.
    pub fn stranger(&self, name: &str) -> Chat {
        self.new_chat(ChatKind::Private, name, name)
    }

    /// A basic group with the bot in it. Its owner, Olga, speaks.
    pub fn group(&self, title: &str) -> Chat {
        self.new_chat(ChatKind::Group, title, "Olga")
    }

    /// A supergroup with the bot in it. Its owner, Olga, speaks.
    pub fn supergroup(&self, title: &str) -> Chat {
        self.new_chat(ChatKind::Supergroup, title, "Olga")
    }

    /// A supergroup with topics, seen from General. Its owner, Olga, speaks.
    pub fn forum(&self, title: &str) -> Chat {
        self.new_chat(ChatKind::Forum, title, "Olga")
    }

    /// A channel with the bot as administrator.
    pub fn channel(&self, title: &str) -> Chat {
        self.new_chat(ChatKind::Channel, title, "Olga")
    }

    /// Opens a chat with its first person.
    fn new_chat(&self, kind: ChatKind, title: &str, person: &str) -> Chat {
        self.shared.change(|state| {
            let user = state.world.add_user(person, None, false);
            let id = state.world.add_chat(kind, title, user);
            Chat { api: self.clone(), id, user, topic: None }
        })
    }
}

/// Who and where.
impl Chat {
    /// The number of the chat.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The number of the one who speaks.
    pub fn user_id(&self) -> i64 {
        self.user
    }

    /// The thread id of the topic; `None` for General and chats without topics.
    pub fn topic_id(&self) -> Option<i64> {
        self.topic
    }

    /// The fake this chat is in.
    pub fn api(&self) -> &FakeApi {
        &self.api
    }

    /// The same chat with a new member speaking.
    pub fn member(&self, name: &str) -> Self {
        self.join(name, None, false, Role::Member)
    }

    /// The same chat with a new administrator speaking.
    pub fn admin(&self, name: &str) -> Self {
        self.join(name, None, false, Role::Administrator)
    }

    /// The same chat with another bot speaking. As in Telegram our bot does
    /// not hear it, unless [`Compose::forced`].
    pub fn other_bot(&self, name: &str, username: &str) -> Self {
        self.join(name, Some(username), true, Role::Member)
    }

    /// The same chat with an anonymous administrator speaking: Telegram names
    /// the group itself as sender.
    pub fn anonymous_admin(&self) -> Self {
        Self { user: ANONYMOUS_ID, ..self.clone() }
    }

    /// The same place with the person who speaks in another chat.
    pub fn as_person_of(&self, other: &Self) -> Self {
        self.change(|chat, _| chat.members.entry(other.user).or_insert(Role::Member).to_owned());
        Self { user: other.user, ..self.clone() }
    }

    /// A new topic of the forum. The bot is told of it.
    pub fn topic(&self, name: &str) -> Self {
        let created = json!({"forum_topic_created": {"name": name, "icon_color": 7_322_096}});
        let general = Self { topic: None, ..self.clone() };
        Self { topic: Some(general.event(&created).message_id), ..self.clone() }
    }

    /// Closes this topic: only administrators may write in it.
    pub fn close_topic(&self) {
        let id = self.topic.unwrap_or_default();
        self.change(|chat, _| chat.topics.get_mut(&id).map(|topic| topic.closed = true));
    }

    /// Deletes this topic with its messages.
    pub fn delete_topic(&self) {
        let id = self.topic.unwrap_or_default();
        self.change(|chat, _| {
            chat.topics.remove(&id);
            chat.messages.retain(|_, message| message["message_thread_id"] != id);
        });
    }

    /// Gives the group or channel a public name, without `@`.
    pub fn set_username(&self, name: &str) {
        self.change(|chat, _| chat.username = Some(name.to_owned()));
    }

    /// Adds someone to the chat and lets them speak.
    fn join(&self, name: &str, username: Option<&str>, is_bot: bool, role: Role) -> Self {
        let user = self.api.shared.change(|state| {
            let user = state.world.add_user(name, username, is_bot);
            if let Some(chat) = state.world.chats.get_mut(&self.id) {
                chat.members.insert(user, role);
            }
            user
        });
        Self { user, ..self.clone() }
    }

    /// Changes the chat; the speaker is at hand.
    pub(super) fn change<T>(&self, f: impl FnOnce(&mut ChatState, &User) -> T) -> T {
        self.api.shared.change(|state| {
            let user = state.world.user(self.user);
            f(chat_of(state, self.id), &user)
        })
    }
}

/// The chat of that number. Chats are never removed, so it is there.
fn chat_of(state: &mut State, id: i64) -> &mut ChatState {
    state.world.chats.get_mut(&id).expect("a chat of this fake")
}

/// Speaking and pressing.
impl Chat {
    /// Starts a message; [`Compose::send`] sends it.
    pub fn compose(&self, text: &str) -> Compose<'_> {
        Compose::new(self, text)
    }

    /// Sends a text. Commands, mentions and links in it are found as Telegram does.
    pub fn say(&self, text: &str) -> Said {
        self.compose(text).send()
    }

    /// Sends a text with exactly these entities.
    pub fn say_with_entities(&self, text: &str, entities: &[Entity]) -> Said {
        self.compose(text).entities(entities).send()
    }

    /// Sends a text as the reply to a message.
    pub fn reply(&self, to: i64, text: &str) -> Said {
        self.compose(text).reply_to(to).send()
    }

    /// Changes the text of a message. The bot is told under the same rules.
    pub fn edit(&self, message_id: i64, text: &str) -> Said {
        let update_id = self.api.shared.change(|state| {
            let date = state.world.clock.unix();
            let chat = chat_of(state, self.id);
            let message = chat.messages.get_mut(&message_id).expect("a message to edit");
            put_text(message, "text", &Formatted::new(text, Vec::new()).with_detected());
            message["edit_date"] = json!(date);
            let message = message.clone();
            deliver(state, self.id, &message, true, false)
        });
        Said { message_id, update_id }
    }

    /// Presses an inline button. Panics if it is not of the kind that asks
    /// the bot, or not on a message of this chat.
    #[track_caller]
    pub fn press(&self, button: &Button) -> Asked {
        let data = button.data().expect("a button with callback data");
        self.press_data(button.message_id.expect("a button of a message"), data)
    }

    /// Presses a button with that data below a message, whether or not it has
    /// one: a client can send anything. Of a deleted message only the id is left.
    pub fn press_data(&self, message_id: i64, data: &str) -> Asked {
        let instance = self.id.wrapping_mul(2_654_435_761).to_string();
        self.api.shared.change(|state| {
            let from = state.world.user(self.user).to_json();
            let chat = chat_of(state, self.id);
            let gone = || json!({"message_id": message_id, "date": 0, "chat": chat.to_json()});
            let message = chat.messages.get(&message_id).cloned().unwrap_or_else(gone);
            let id = state.new_query(false);
            let query = json!({"id": id, "from": from, "message": message, "chat_instance": instance, "data": data});
            let update_id = state.updates.push("callback_query", &query);
            Asked { id, update_id }
        })
    }

    /// Types `@bot query` into the message field of this chat.
    pub fn inline_query(&self, query: &str) -> Asked {
        self.inline_query_from(query, "")
    }

    /// The same for further results, from an offset the bot gave before.
    pub fn inline_query_from(&self, query: &str, offset: &str) -> Asked {
        self.api.shared.change(|state| {
            let from = state.world.user(self.user).to_json();
            let kind = chat_of(state, self.id).kind;
            let chat_type = if kind == ChatKind::Private { "sender" } else { kind.name() };
            let id = state.new_query(true);
            let query = json!({"id": id, "from": from, "query": query, "offset": offset, "chat_type": chat_type});
            let update_id = state.updates.push("inline_query", &query);
            Asked { id, update_id }
        })
    }

    /// Sends a result of an inline query into this chat. The bot is told of it as of any message through a bot.
    pub fn choose(&self, result: &Value) -> Said {
        let content = &result["input_message_content"];
        let text = content["message_text"].as_str().expect("an article with a text");
        let text = super::html::parse(text).expect("a text that Telegram can parse");
        let compose = self.compose(&text.text).via_bot();
        match result.get("reply_markup") {
            Some(markup) => compose.with("reply_markup", markup.clone()).send(),
            None => compose.send(),
        }
    }

    /// Deletes a message. Telegram does not tell the bot.
    pub fn delete(&self, message_id: i64) {
        self.change(|chat, _| chat.messages.remove(&message_id));
    }

    /// A message as it stands now, as the Bot API's `Message`.
    pub fn message(&self, message_id: i64) -> Option<Value> {
        self.api.shared.look().world.chats.get(&self.id)?.messages.get(&message_id).cloned()
    }
}

/// Events.
impl Chat {
    /// Sends a service message: a `Message` with these fields and no text.
    pub fn event(&self, fields: &Value) -> Said {
        let mut compose = self.compose("");
        for (field, value) in fields.as_object().into_iter().flatten() {
            compose = compose.with(field, value.clone());
        }
        compose.send()
    }

    /// Somebody new joins the group. The bot is told.
    pub fn welcome(&self, name: &str) -> Said {
        let user = self.member(name).user;
        let user = self.api.shared.look().world.user(user).to_json();
        self.event(&json!({"new_chat_members": [user], "new_chat_member": user, "new_chat_participant": user}))
    }

    /// Changes what the bot is in this chat; it is told by `my_chat_member`.
    /// Gives the number of that update.
    pub fn set_bot_role(&self, role: Role) -> Option<i64> {
        self.api.shared.change(|state| {
            let (me, from) = (state.world.me(), state.world.user(self.user).to_json());
            let date = state.world.clock.unix();
            let chat = chat_of(state, self.id);
            let old = std::mem::replace(&mut chat.bot, role);
            let update = json!({"chat": chat.to_json(), "from": from, "date": date,
                "old_chat_member": old.to_json(&me), "new_chat_member": role.to_json(&me)});
            state.updates.push("my_chat_member", &update)
        })
    }

    /// The person blocks the bot, or the group throws it out.
    pub fn block(&self) -> Option<i64> {
        self.set_bot_role(Role::Kicked)
    }

    /// The person unblocks the bot, or the group takes it in (again).
    pub fn unblock(&self) -> Option<i64> {
        self.set_bot_role(Role::Member)
    }

    /// The person adds the bot, which was not in the group: Telegram tells of the change and by a service message.
    pub fn add_bot(&self) {
        self.change(|chat, _| chat.bot = Role::Left);
        self.unblock();
        let me = self.api.shared.look().world.me().to_json();
        self.event(&json!({"new_chat_members": [me], "new_chat_member": me, "new_chat_participant": me}));
    }

    /// Makes the person who speaks what they are from now on. The bot is not told.
    pub fn set_role(&self, role: Role) {
        self.change(|chat, user| chat.members.insert(user.id, role));
    }

    /// The group makes the bot an administrator: it hears everything.
    pub fn promote_bot(&self) -> Option<i64> {
        self.set_bot_role(Role::Administrator)
    }

    /// The group forbids the bot to write.
    pub fn mute_bot(&self) -> Option<i64> {
        self.set_bot_role(Role::Muted)
    }

    /// The basic group becomes a supergroup, with the service messages in
    /// both. Calls for the old number are refused with the new one.
    pub fn migrate(&self) -> Self {
        let new = self.migrate_silently();
        // The old chat is closed for the bot but still tells of the move.
        self.event(&json!({"migrate_to_chat_id": new.id}));
        new.anonymous_admin().event(&json!({"migrate_from_chat_id": self.id}));
        new
    }

    /// The same without telling the bot.
    pub fn migrate_silently(&self) -> Self {
        let id = self.api.shared.change(|state| {
            let (title, members) = {
                let old = chat_of(state, self.id);
                (old.title.clone(), old.members.clone())
            };
            let id = state.world.add_chat(ChatKind::Supergroup, &title, self.user);
            chat_of(state, id).members = members;
            chat_of(state, self.id).migrated_to = Some(id);
            id
        });
        Self { id, ..self.clone() }
    }
}

/// Queues the update about a message, if Telegram tells the bot of it.
pub(super) fn deliver(state: &mut State, chat: i64, message: &Value, edited: bool, forced: bool) -> Option<i64> {
    let chat = state.world.chats.get(&chat)?;
    let kind = match (chat.kind == ChatKind::Channel, edited) {
        (false, false) => "message",
        (false, true) => "edited_message",
        (true, false) => "channel_post",
        (true, true) => "edited_channel_post",
    };
    if forced || super::privacy::reaches_bot(&state.world, chat, message) {
        state.updates.push(kind, message)
    } else {
        None
    }
}
