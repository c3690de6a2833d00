//! `bedside run`: the Telegram bot.

use super::{Failure, Global};
use crate::telegram;
use log::info;
use std::path::PathBuf;
use tokio::signal::unix::{SignalKind, signal};

/// Run the Telegram bot
#[derive(Debug, clap::Args)]
pub(super) struct Run {
    /// A file that holds the bot's token [default: `TELOXIDE_TOKEN` in the environment, else `telegram.token_file`]
    #[arg(long, value_name = "PATH")]
    token_file: Option<PathBuf>,
}

impl Run {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let config = global.config()?;
        if config.telegram.webhook.is_some() {
            let message = "telegram.webhook is set, and this version only polls: delete that section of the config";
            return Err(Failure::Unusable(message.to_owned()));
        }
        let token = config.token(self.token_file.as_deref())?;
        let conversation = global.conversation(&config)?;
        // one thread is enough: an answer takes a tenth of a millisecond, all else is waiting for Telegram
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            Failure::Unusable(format!("the asynchronous runtime cannot start ({error}), check the system's limits"))
        })?;
        let bot = async {
            let stop = stop_signal()?;
            telegram::run(&token, &config.telegram.api_url, conversation, stop)
                .await
                .map_err(|error| Failure::Unusable(error.to_string()))
        };
        runtime.block_on(bot)
    }
}

/// Resolves when the process is told to end, by SIGTERM or by Ctrl-C.
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    let listen =
        |kind| signal(kind).map_err(|error| Failure::Unusable(format!("signals cannot be received ({error})")));
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        info!("ending: finishing what is in hand");
    })
}
