//! `bedside run`: the Telegram bot.

use super::{Failure, Global};
use std::path::PathBuf;

/// Run the Telegram bot
#[derive(Debug, clap::Args)]
pub(super) struct Run {
    /// A file that holds the bot's token [default: TELOXIDE_TOKEN in the environment, else telegram.token_file]
    #[arg(long, value_name = "PATH")]
    token_file: Option<PathBuf>,
}

impl Run {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let config = global.config()?;
        let token = config.token(self.token_file.as_deref())?;
        let conversation = global.conversation(&config)?;
        let _ = (token, conversation);
        Ok(())
    }
}
