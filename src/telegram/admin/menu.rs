//! The command menu of the admin chats: that of everybody and their own commands.

use crate::render::Wording;
use crate::telegram::api::Api;
use log::warn;
use std::sync::Arc;
use teloxide::payloads::{SetMyCommands, SetMyCommandsSetters};
use teloxide::types::{BotCommand, BotCommandScope, ChatId, Recipient};

/// Sets the menu of each admin chat. A chat that the bot is not in yet is named in the log.
pub(in crate::telegram) async fn publish(api: Arc<Api>, wording: Wording, chats: Arc<[i64]>) {
    for chat in chats.iter() {
        let common = wording.menu().into_iter().filter(|command| command.in_groups || *chat > 0);
        let common = common.map(|command| BotCommand::new(command.name, command.does));
        let own = [
            ("stats", wording.command_stats()),
            ("unanswered", wording.command_unanswered()),
            ("why", wording.command_why()),
            ("preview", wording.command_preview()),
        ];
        let own = own.into_iter().map(|(name, does)| BotCommand::new(name, does));
        let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(*chat)) };
        let menu = SetMyCommands::new(own.chain(common).collect::<Vec<_>>()).scope(scope);
        if let Err(refusal) = api.persist(&menu).await {
            warn!(
                "the menu of an admin chat could not be set ({refusal}): write to the bot from it, or correct admin.chats"
            );
        }
    }
}
