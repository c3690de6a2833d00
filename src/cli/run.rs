//! `bedside run`: the Telegram bot.

use super::{Failure, Global, wording};
use crate::config::{give_memory_back, start_afresh};
use crate::edition::Origin;
use crate::monitor::{self, Monitor, pages};
use crate::prepared::Shelf;
use crate::store::Inbox;
use crate::telegram::{Bot, Live};
use log::{error, info, warn};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::signal::unix::{Signal, SignalKind, signal};

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
        // one thread is enough: an answer takes a tenth of a millisecond, all else is waiting for Telegram and the disk
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            Failure::Unusable(format!("the asynchronous runtime cannot start ({error}), check the system's limits"))
        })?;
        // first of all, so that no signal ends it by itself: learning takes a moment, and Telegram may not answer for long
        let mut signals = runtime.block_on(async { Signals::listen() })?;
        let config = global.config()?;
        let token = config.token(self.token_file.as_deref())?;
        let webhook_secret = config.telegram.webhook.as_ref().map(|_| config.webhook_secret()).transpose()?;
        let origin = Origin {
            shelf: Shelf::new(config.knowledge.cache.as_deref()),
            folder: global.folder(&config).map(Path::to_owned),
            allow_unreviewed: global.allow_unreviewed,
            safety: config.safety.clone(),
            languages: wording::sound(&config.wording)?,
            language: config.wording.language.clone(),
            keep_days: config.privacy.keep_days(),
        };
        let live = Live::start(origin)?;
        let may_start_again = config.secrets_stay(self.token_file.as_deref());
        if live.just_kept() && may_start_again && !runtime.block_on(signals.told()) {
            start_afresh();
        }
        for path in config.exposed_secrets(self.token_file.as_deref()) {
            let path = path.display();
            warn!("everybody on this machine can read the secret in {path}: chmod 600 {path}");
        }
        let monitor = Arc::new(Monitor::new(&live.version()));
        let inbox = Inbox::open(&config.store.path)?;
        std::panic::set_hook(Box::new(report_panic));
        runtime.block_on(async {
            let Signals { hangup, terminate, interrupt, told } = signals;
            let stop = stop_signal(terminate, interrupt, told);
            tokio::spawn(pages::serve(config.http.listen.clone(), monitor.clone()));
            tokio::spawn(monitor::watchdog());
            let bot = Bot { token, webhook_secret, config, live, inbox, monitor, hangup };
            bot.run(stop).await.map_err(|error| Failure::Unusable(error.to_string()))
        })
    }
}

/// Says where a panic happened, and not what it says: that may quote a message.
fn report_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    error!("a fault in the program at {place}; please report it");
}

/// Long enough for the runtime to notice a signal that has come.
const A_TURN: std::time::Duration = std::time::Duration::from_millis(20);

/// The signals that the bot acts on. One that comes before anybody waits for it is not lost.
struct Signals {
    /// To look at the knowledge's files.
    hangup: Signal,
    /// To end, as a service manager says it.
    terminate: Signal,
    /// To end, as Ctrl-C says it.
    interrupt: Signal,
    /// Whether one of the two has come.
    told: bool,
}

impl Signals {
    /// Whether the process has been told to end by now; it is still to act on that.
    async fn told(&mut self) -> bool {
        self.told = tokio::select! {
            biased;
            _ = self.terminate.recv() => true,
            _ = self.interrupt.recv() => true,
            // the runtime looks for signals only while it waits
            () = tokio::time::sleep(A_TURN) => false,
        };
        self.told
    }

    /// Listens from now on.
    fn listen() -> Result<Self, Failure> {
        let listen =
            |kind| signal(kind).map_err(|error| Failure::Unusable(format!("signals cannot be received ({error})")));
        Ok(Self {
            hangup: listen(SignalKind::hangup())?,
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            told: false,
        })
    }
}

/// Resolves when the process is told to end.
async fn stop_signal(mut terminate: Signal, mut interrupt: Signal, told: bool) {
    tokio::select! {
        () = std::future::ready(()), if told => {}
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    monitor::stopping();
    info!("ending: finishing what is in hand");
}
