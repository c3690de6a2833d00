//! Notices to the chats of those who look after the bot: the database fails, or works again. Nothing about a person.

use super::api::Api;
use super::limit::Class;
use crate::render::wording;
use crate::store::Inbox;
use log::warn;
use std::sync::Arc;
use teloxide::payloads::SendMessage;
use teloxide::types::ChatId;

/// Tells the chats of every change for the worse or the better, once each.
pub(super) async fn watch(api: Arc<Api>, mut inbox: Inbox, chats: Vec<i64>) {
    let mut troubled = inbox.trouble().is_some();
    if troubled {
        tell(&api, &chats, wording::DATABASE_TROUBLE).await;
    }
    loop {
        let now = inbox.trouble_changed().await.is_some();
        if now != troubled {
            troubled = now;
            tell(&api, &chats, if now { wording::DATABASE_TROUBLE } else { wording::DATABASE_BACK }).await;
        }
    }
}

async fn tell(api: &Api, chats: &[i64], words: &str) {
    for chat in chats {
        if let Err(refusal) = api.message(&SendMessage::new(ChatId(*chat), words), *chat, Class::Bulk).await {
            warn!("an admin chat could not be told ({refusal}); see admin.chats in the config");
        }
    }
}
