//! What systemd is told, where it started the bot: that it is ready, that it is alive, that it ends.

use log::debug;
use sd_notify::NotifyState;

/// The bot is ready.
pub fn ready() {
    tell(NotifyState::Ready);
}

/// The bot ends.
pub fn stopping() {
    tell(NotifyState::Stopping);
}

/// Says that the bot is alive as often as the unit's `WatchdogSec` asks for; never ends.
pub async fn watchdog() {
    let Some(limit) = sd_notify::watchdog_enabled().filter(|limit| !limit.is_zero()) else {
        return std::future::pending().await;
    };
    loop {
        tell(NotifyState::Watchdog);
        tokio::time::sleep(limit / 2).await;
    }
}

fn tell(state: NotifyState<'_>) {
    // without systemd there is nobody to tell, and that is no failure
    if let Err(failure) = sd_notify::notify(&[state]) {
        debug!("systemd could not be told ({failure})");
    }
}
