//! `/settings` in a group: what its admins can set, by buttons or typed. Who is an admin is asked of Telegram at each use.

use super::asked::Target;
use super::refusal::Refusal;
use super::send::replace;
use super::serve::{Failure, OfRow, Service};
use crate::conversation::Conversation;
use crate::render::{Action, Card};
use crate::store::{Answers, Askers, GroupSettings, Row};
use serde_json::Value;
use teloxide::payloads::GetChatAdministrators;
use teloxide::types::{ChatId, Recipient};

/// The names of what can be set, as typed and in the data of buttons; `close` ends the menu.
const ASKERS: &str = "ask";
const ANSWERS: &str = "answers";
const THUMBS: &str = "thumbs";
const LANGUAGE: &str = "language";
const CLOSE: &str = "close";

impl Service {
    /// Whether somebody is an admin of a chat. Telegram tells every bot who the admins are, also one that is none.
    pub(super) async fn is_admin(&self, chat: i64, person: Option<i64>, anonymous: bool) -> Result<bool, Failure> {
        let Some(person) = person.filter(|_| !anonymous) else { return Ok(anonymous) };
        let mut chat = chat;
        // twice, because the group may have moved
        for _ in 0..2 {
            match self.api.persist(&GetChatAdministrators::new(Recipient::Id(ChatId(chat)))).await {
                Ok(Value::Array(admins)) => {
                    return Ok(admins.iter().any(|admin| admin["user"]["id"].as_i64() == Some(person)));
                }
                Err(Refusal::Migrated(to)) => chat = to,
                Ok(_) | Err(Refusal::Final(_)) => break,
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Ok(false)
    }

    /// `/settings`, with what was typed behind it, by an admin.
    pub(super) async fn settings(
        &self,
        typed: &str,
        settings: GroupSettings,
        target: &Target,
        row: &Row,
    ) -> Result<(), Failure> {
        let mut words = typed.split_whitespace();
        let (name, value) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let conversation = self.in_language_of(&settings);
        let changed = changed(&settings, &name.to_lowercase(), &value.to_lowercase(), &conversation);
        let settings = match changed {
            Some(changed) => self.store_settings(target.chat, changed).await?,
            None => settings,
        };
        self.show(&menu(&settings, &self.in_language_of(&settings)), target, row).await.map(drop)
    }

    /// A button of the settings was pressed by an admin.
    pub(super) async fn set(
        &self,
        (name, value): (&str, &str),
        settings: GroupSettings,
        message: i32,
        target: &Target,
        row: &Row,
    ) -> Result<(), Failure> {
        let settings = match changed(&settings, name, value, &self.in_language_of(&settings)) {
            Some(changed) => self.store_settings(target.chat, changed).await?,
            None => settings,
        };
        let mut card = menu(&settings, &self.in_language_of(&settings));
        if name == CLOSE {
            card.buttons.clear();
        }
        replace(&self.api, &card, message, target, &OfRow(&self.intake.inbox, row)).await?;
        Ok(())
    }

    async fn store_settings(&self, chat: i64, settings: GroupSettings) -> Result<GroupSettings, Failure> {
        self.intake.inbox.set_settings(chat, settings.clone()).await?;
        Ok(settings)
    }

    /// What is said in a group, in the language that its admins chose.
    pub(super) fn in_language_of(&self, settings: &GroupSettings) -> Conversation {
        match &settings.language {
            Some(code) => self.conversation().in_language(code),
            None => self.conversation(),
        }
    }
}

/// The settings with one of them changed; `None` if there is no such thing to change.
fn changed(settings: &GroupSettings, name: &str, value: &str, talk: &Conversation) -> Option<GroupSettings> {
    let mut settings = settings.clone();
    match (name, value) {
        (ASKERS, "everyone") => settings.askers = Askers::Everyone,
        (ASKERS, "admins") => settings.askers = Askers::Admins,
        (ANSWERS, "here") => settings.answers = Answers::InPlace,
        (ANSWERS, "private") => settings.answers = Answers::Privately,
        (THUMBS, "on") => settings.thumbs = true,
        (THUMBS, "off") => settings.thumbs = false,
        (LANGUAGE, code) => settings.language = Some(talk.languages().get(code)?.code().to_owned()),
        _ => return None,
    }
    Some(settings)
}

/// What is set, and a button for each thing that can be set otherwise.
fn menu(settings: &GroupSettings, talk: &Conversation) -> Card {
    let wording = talk.wording();
    let set = |name: &str, value: &str| Action::Setting { name: name.to_owned(), value: value.to_owned() };
    let (askers, other_askers) = match settings.askers {
        Askers::Everyone => (wording.everyone_may_ask(), (wording.let_admins_ask(), set(ASKERS, "admins"))),
        Askers::Admins => (wording.admins_may_ask(), (wording.let_everyone_ask(), set(ASKERS, "everyone"))),
    };
    let (answers, other_answers) = match settings.answers {
        Answers::InPlace => (wording.answers_come_here(), (wording.answer_in_private(), set(ANSWERS, "private"))),
        Answers::Privately => (wording.answers_come_in_private(), (wording.answer_here(), set(ANSWERS, "here"))),
    };
    let (thumbs, other_thumbs) = if settings.thumbs {
        (wording.thumbs_are_on(), (wording.switch_thumbs_off(), set(THUMBS, "off")))
    } else {
        (wording.thumbs_are_off(), (wording.switch_thumbs_on(), set(THUMBS, "on")))
    };
    let mut lines = vec![askers, answers, thumbs];
    let mut buttons = vec![other_askers, other_answers, other_thumbs];
    if talk.languages().codes().count() > 1 {
        lines.push(wording.language_is(&wording.language_name()));
        for code in talk.languages().codes().filter(|code| *code != wording.language().code()) {
            buttons.push((talk.in_language(code).wording().language_name(), set(LANGUAGE, code)));
        }
    }
    let card = Card::default().heading(wording.settings_heading()).text(lines.join("\n"));
    let card = buttons.into_iter().fold(card, |card, (label, action)| card.button(label, action));
    card.button(wording.close_settings(), set(CLOSE, ""))
}
