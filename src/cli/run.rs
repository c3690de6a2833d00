//! `bedside run`: the Telegram bot.

use super::{Failure, Global, wording};
use crate::config::give_memory_back;
use crate::edition::Origin;
use crate::monitor::{self, Monitor, pages};
use crate::store::Inbox;
use crate::telegram::{Bot, Live};
use log::{error, info};
use std::path::{Path, PathBuf};
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
        give_memory_back();
        let config = global.config()?;
        let token = config.token(self.token_file.as_deref())?;
        let webhook_secret = config.telegram.webhook.as_ref().map(|_| config.webhook_secret()).transpose()?;
        let origin = Origin {
            folder: global.folder(&config).map(Path::to_owned),
            allow_unreviewed: global.allow_unreviewed,
            safety: config.safety.clone(),
            languages: wording::sound(&config.wording)?,
            language: config.wording.language.clone(),
            keep_days: config.privacy.keep_days(),
        };
        let live = Live::start(origin)?;
        let monitor = Arc::new(Monitor::new(&live.version()));
        let inbox = Inbox::open(&config.store.path)?;
        std::panic::set_hook(Box::new(report_panic));
        // one thread is enough: an answer takes a tenth of a millisecond, all else is waiting for Telegram and the disk
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            Failure::Unusable(format!("the asynchronous runtime cannot start ({error}), check the system's limits"))
        })?;
        runtime.block_on(async {
            let stop = stop_signal()?;
            tokio::spawn(pages::serve(config.http.listen.clone(), monitor.clone()));
            tokio::spawn(monitor::watchdog());
            let bot = Bot { token, webhook_secret, config, live, inbox, monitor };
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
        monitor::stopping();
        info!("ending: finishing what is in hand");
    })
}
