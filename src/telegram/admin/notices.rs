//! Notices to the chats of those who look after the bot: the database fails, or works again. Nothing about a person.

use crate::render::Wording;
use crate::store::Inbox;
use crate::telegram::api::Api;
use crate::telegram::limit::Class;
use log::warn;
use std::sync::Arc;
use teloxide::payloads::SendMessage;
use teloxide::types::ChatId;

/// Tells the chats of every change for the worse or the better, once each.
pub(in crate::telegram) async fn watch(api: Arc<Api>, mut inbox: Inbox, chats: Arc<[i64]>, wording: Wording) {
    let mut troubled = inbox.trouble().is_some();
    if troubled {
        tell(&api, &chats, &wording.database_trouble()).await;
    }
    loop {
        let now = inbox.trouble_changed().await.is_some();
        if now != troubled {
            troubled = now;
            let words = if now { wording.database_trouble() } else { wording.database_back() };
            tell(&api, &chats, &words).await;
        }
    }
}

/// Sends a text to every admin chat, when nobody waits.
pub(in crate::telegram) async fn tell(api: &Api, chats: &[i64], words: &str) {
    for chat in chats {
        if let Err(refusal) = api.message(&SendMessage::new(ChatId(*chat), words), *chat, Class::Bulk).await {
            warn!("an admin chat could not be told ({refusal}); see admin.chats in the config");
        }
    }
}
