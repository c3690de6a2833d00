//! What Telegram shows of the bot before anything is asked: the command menus and the descriptions.

use super::api::{Api, Refusal, persist};
use crate::render::Wording;
use crate::render::wording::COMMANDS;
use log::{debug, warn};
use teloxide::payloads::{SetMyCommandsSetters, SetMyDescriptionSetters, SetMyShortDescriptionSetters};
use teloxide::requests::Requester;
use teloxide::types::{BotCommand, BotCommandScope};

/// Sets the menus for private chats and groups, and the descriptions. What fails is logged: the bot answers without.
pub(super) async fn publish(api: Api, wording: Wording) {
    match set(&api, &wording).await {
        Ok(()) => debug!("menus and descriptions are set"),
        Err(refusal) => warn!("the menus or descriptions could not be set ({refusal}); the bot answers all the same"),
    }
}

async fn set(api: &Api, wording: &Wording) -> Result<(), Refusal> {
    let bot = api.bot();
    for (scope, in_groups) in [(BotCommandScope::AllPrivateChats, false), (BotCommandScope::AllGroupChats, true)] {
        let commands = COMMANDS.iter().filter(|command| command.in_groups || !in_groups);
        let commands: Vec<BotCommand> = commands.map(|command| BotCommand::new(command.name, command.does)).collect();
        persist(bot.set_my_commands(commands).scope(scope)).await?;
    }
    persist(bot.set_my_description().description(wording.description())).await?;
    persist(bot.set_my_short_description().short_description(wording.short_description())).await
}
