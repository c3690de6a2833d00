//! What Telegram shows of the bot before anything is asked: the command menus and the descriptions.

use super::api::Api;
use super::refusal::Refusal;
use crate::render::Wording;
use log::{debug, warn};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use teloxide::payloads::{
    SetMyCommands, SetMyCommandsSetters, SetMyDescription, SetMyDescriptionSetters, SetMyShortDescription,
    SetMyShortDescriptionSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{BotCommand, BotCommandScope};
use tokio::time::sleep;

/// A flood limit longer than this is not waited for.
const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// Sets the menus for private chats, groups and their admins, and the descriptions. What fails is logged: the bot answers without.
pub(super) async fn publish(api: Arc<Api>, wording: Wording) {
    match set(&api, &wording).await {
        Ok(()) => debug!("menus and descriptions are set"),
        Err(refusal) => warn!("the menus or descriptions could not be set ({refusal}); the bot answers all the same"),
    }
}

async fn set(api: &Api, wording: &Wording) -> Result<(), Refusal> {
    let menu = wording.menu();
    let command = |name: &str, does: &str| BotCommand::new(name, does);
    let all: Vec<BotCommand> = menu.iter().map(|item| command(item.name, &item.does)).collect();
    let in_groups = menu.iter().filter(|item| item.in_groups).map(|item| command(item.name, &item.does));
    let in_groups: Vec<BotCommand> = in_groups.collect();
    let mut of_admins = in_groups.clone();
    of_admins.push(command("settings", &wording.command_settings()));
    for (scope, commands) in [
        (BotCommandScope::AllPrivateChats, all),
        (BotCommandScope::AllGroupChats, in_groups),
        (BotCommandScope::AllChatAdministrators, of_admins),
    ] {
        insist(api, &SetMyCommands::new(commands).scope(scope)).await?;
    }
    let (description, short) = wording.profile();
    insist(api, &SetMyDescription::new().description(description)).await?;
    insist(api, &SetMyShortDescription::new().short_description(short)).await
}

/// Makes a call; waits once where Telegram asks for it.
async fn insist<P: Payload + Serialize>(api: &Api, payload: &P) -> Result<(), Refusal> {
    match api.persist(payload).await {
        Err(Refusal::Flood(wait)) if wait <= LONGEST_WAIT => {
            sleep(wait).await;
            api.persist(payload).await.map(drop)
        }
        done => done.map(drop),
    }
}
