//! The fake Bot API as a test sees it: start it, give its address and token
//! to the bot, plan faults, and look at what the bot did.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::faults::{Fault, Limits};
use super::record::{Poll, Sent, Violation};
use super::server;
use super::state::{Profile, Shared, State, Webhook};
use super::world::{BOT_ID, World};

/// How the bot is called.
pub const BOT_NAME: &str = "Bedside";
/// The bot's name after `@`.
pub const BOT_USERNAME: &str = "bedside_test_bot";

/// A running fake of the Telegram Bot API. Clones are the same fake; it stops
/// with the last of them. It runs in a thread of its own, so a test may block.
#[derive(Clone, Debug)]
pub struct FakeApi {
    pub(super) shared: Arc<Shared>,
    server: Arc<Server>,
}

/// The thread that serves.
#[derive(Debug)]
struct Server {
    url: String,
    token: String,
    /// Dropping it ends the thread.
    _stop: oneshot::Sender<()>,
}

impl FakeApi {
    /// Starts a fake on a free port of 127.0.0.1, with an empty world, rate
    /// limits off and privacy mode on. Panics if there is no port.
    pub async fn start() -> Self {
        let shared = Arc::new(Shared::new(State::new(World::new(BOT_NAME, BOT_USERNAME))));
        // Telegram's colon but not its form, so that no scanner for secrets takes it for real.
        let token = format!("{BOT_ID}:fake-token-for-tests");
        let (stop, stopped) = oneshot::channel();
        let (tell, address) = oneshot::channel();
        let serve = {
            let (shared, token) = (Arc::clone(&shared), token.clone());
            async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                // Whoever started it may be gone already.
                let _ = tell.send(listener.local_addr().expect("the address just bound"));
                tokio::select! {
                    () = server::serve(listener, shared, token) => {}
                    _ = stopped => {}
                }
            }
        };
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime for the fake Bot API").block_on(serve);
        });
        let address = address.await.expect("the fake Bot API listens");
        let url = format!("http://{address}");
        let server = Server { url, token, _stop: stop };
        Self { shared, server: Arc::new(server) }
    }

    /// The address for `telegram.api_url`, such as `http://127.0.0.1:4711`.
    pub fn url(&self) -> &str {
        &self.server.url
    }

    /// The token the bot must use. It is obviously none of Telegram's.
    pub fn token(&self) -> &str {
        &self.server.token
    }

    /// Switches privacy mode, which is on at first, as with `BotFather`.
    pub fn set_privacy_mode(&self, on: bool) {
        self.shared.change(|state| state.world.privacy_mode = on);
    }

    /// Switches inline mode, which is on at first.
    pub fn set_inline_mode(&self, on: bool) {
        self.shared.change(|state| state.world.inline_mode = on);
    }

    /// Switches rate limits on, for example [`Limits::TELEGRAM`], or off.
    /// Whatever breaks one gets a 429 and is a violation.
    pub fn set_limits(&self, limits: Option<Limits>) {
        self.shared.change(|state| state.limiter.limits = limits);
    }

    /// Plans a fault for the next call of a method; `*` is any method.
    pub fn fault(&self, method: &str, fault: Fault) {
        self.fault_times(1, method, fault);
    }

    /// Plans a fault for the next `times` calls of a method.
    pub fn fault_times(&self, times: usize, method: &str, fault: Fault) {
        self.shared.change(|state| state.faults.plan(method, None, times, fault));
    }

    /// Plans a fault for the next `times` calls of a method for one chat.
    pub fn fault_in(&self, chat_id: i64, times: usize, method: &str, fault: Fault) {
        self.shared.change(|state| state.faults.plan(method, Some(chat_id), times, fault));
    }

    /// How many planned faults no call has met yet.
    pub fn faults_left(&self) -> usize {
        self.shared.look().faults.left()
    }

    /// Forgets all planned faults.
    pub fn clear_faults(&self) {
        self.shared.change(|state| state.faults.clear());
    }

    /// Pushes the fake's clock forward: queries grow old, limits recover.
    /// getUpdates keeps waiting in real time.
    pub fn advance(&self, by: Duration) {
        self.shared.change(|state| state.world.clock.push(by));
    }

    /// Shifts the dates of messages and answers by so many seconds: Telegram's clock and the bot's differ by that.
    pub fn shift_dates(&self, seconds: i64) {
        self.shared.change(|state| state.world.clock.shift(seconds));
    }

    /// The numbers of updates start anew from there, as they do after a week of silence.
    pub fn restart_update_ids(&self, from: i64) {
        self.shared.change(|state| state.updates.restart_ids(from));
    }

    /// Queues an update once more, with the number it had: Telegram did not see it confirmed.
    pub fn redeliver(&self, update: &Value) {
        self.shared.change(|state| state.updates.redeliver(update.clone()));
    }

    /// Stops the fake's clock: only [`FakeApi::advance`] moves it from now on.
    /// What the bot does takes no time then, which makes limits exact.
    pub fn stop_clock(&self) {
        self.shared.change(|state| state.world.clock.stop());
    }

    /// Every call of the bot but getUpdates, in order, refused ones included.
    pub fn sent(&self) -> Vec<Sent> {
        self.shared.look().log.clone()
    }

    /// The calls of one method, in order, refused ones included.
    pub fn calls(&self, method: &str) -> Vec<Sent> {
        let mut calls = self.sent();
        calls.retain(|sent| sent.method.eq_ignore_ascii_case(method));
        calls
    }

    /// The calls Telegram did not carry out as such, whoever is to blame:
    /// malformed ones, but also those to a chat that blocked the bot.
    /// Planned faults are not among them.
    pub fn refusals(&self) -> Vec<Sent> {
        let mut calls = self.sent();
        calls.retain(|sent| matches!(sent.outcome, super::record::Outcome::Refused { .. }));
        calls
    }

    /// Every call of getUpdates, in order.
    pub fn polls(&self) -> Vec<Poll> {
        self.shared.look().polls.clone()
    }

    /// How many calls of getUpdates ended with `409 Conflict`.
    pub fn conflicts(&self) -> usize {
        self.shared.look().conflicts
    }

    /// Everything the bot must never do: calls that are malformed, that break
    /// a rate limit, that come before `retry_after` has passed, or that
    /// Telegram lets pass although they are surely a mistake.
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.look().violations.clone()
    }

    /// Panics if there are violations, with all of them and what happened.
    #[track_caller]
    pub fn assert_no_violations(&self) {
        let state = self.shared.look();
        let (clean, story) = (state.violations.is_empty(), state.story());
        drop(state);
        assert!(clean, "the bot broke Telegram's rules\n{story}");
    }

    /// What happened so far, readable, for the message of a failed test.
    pub fn story(&self) -> String {
        self.shared.look().story()
    }

    /// The updates not yet confirmed, in order.
    pub fn pending_updates(&self) -> Vec<Value> {
        self.shared.look().updates.pending()
    }

    /// The `allowed_updates` in force; `None` is Telegram's default.
    pub fn allowed_updates(&self) -> Option<Vec<String>> {
        self.shared.look().updates.allowed()
    }

    /// The commands set for a scope (JSON, such as `{"type": "default"}`) and
    /// a language, `""` for none.
    pub fn commands(&self, scope: &Value, language: &str) -> Vec<Value> {
        let state = self.shared.look();
        let place = Profile::key(scope, language);
        state.profile.commands.get(&place).cloned().unwrap_or_default()
    }

    /// The `name`, `description` or `short_description` set for a language.
    pub fn profile_text(&self, field: &str, language: &str) -> Option<String> {
        let state = self.shared.look();
        state.profile.texts.get(&Profile::key(&Value::from(field), language)).cloned()
    }

    /// The webhook, if one is set.
    pub fn webhook(&self) -> Option<Webhook> {
        self.shared.look().webhook.clone()
    }

    /// Queues any object as an update, of whatever kind, even one the bot did
    /// not ask for. The fake puts in the `update_id` and gives it back.
    pub fn push_raw(&self, update: Value) -> i64 {
        self.shared.change(|state| state.updates.push_raw(update))
    }
}
