//! `bedside run`: the Telegram bot.

use super::{Failure, Global};
use crate::monitor::Monitor;
use crate::store::Inbox;
use crate::telegram::Bot;
use log::{error, info};
use std::path::PathBuf;
use std::sync::Arc;
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
        let monitor = Arc::new(Monitor::new(env!("CARGO_PKG_VERSION")));
        let inbox = Inbox::open(&config.store.path)?;
        std::panic::set_hook(Box::new(report_panic));
        // one thread is enough: an answer takes a tenth of a millisecond, all else is waiting for Telegram and the disk
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            Failure::Unusable(format!("the asynchronous runtime cannot start ({error}), check the system's limits"))
        })?;
        let bot = Bot { token, config, conversation, inbox, monitor };
        runtime.block_on(async {
            let stop = stop_signal()?;
            bot.run(stop).await.map_err(|error| Failure::Unusable(error.to_string()))
        })
    }
}

/// Says where a panic happened, and not what it says: that may quote a message.
fn report_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    error!("a fault in the program at {place}; please report it");
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
