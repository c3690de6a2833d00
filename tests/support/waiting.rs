//! Waiting for the bot without sleeping: each helper returns as soon as what
//! it waits for has happened, and panics with the whole story if it does not.

use std::panic::Location;
use std::time::{Duration, Instant};

use super::fake_api::FakeApi;
use super::people::{Asked, Chat};
use super::record::Sent;
use super::state::{Answer, State};

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until something holds; panics after a minute.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !holds().await {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

impl FakeApi {
    /// Waits until `found` finds something in the state; panics after
    /// [`PATIENCE`], saying what it waited for and what happened.
    pub async fn wait_for<T>(&self, what: &str, found: impl FnMut(&mut State) -> Option<T>) -> T {
        self.wait_for_within(PATIENCE, what, found).await
    }

    /// The same with another limit. After a 5xx one of over ten seconds is
    /// needed: teloxide sleeps that long before it tells of the error.
    pub async fn wait_for_within<T>(
        &self,
        limit: Duration,
        what: &str,
        found: impl FnMut(&mut State) -> Option<T>,
    ) -> T {
        let result = self.shared.wait_for(limit, found).await;
        result.unwrap_or_else(|| panic!("waited {limit:?} in vain for {what}\n{}", self.story()))
    }

    /// Waits until the bot has confirmed an update: it will not get it again.
    pub async fn wait_until_confirmed(&self, update_id: i64) {
        let what = format!("update {update_id} to be confirmed");
        self.wait_for(&what, |state| state.updates.is_confirmed(update_id).then_some(())).await;
    }

    /// Waits until every update queued so far is confirmed.
    pub async fn wait_until_all_confirmed(&self) {
        let pending = |state: &mut State| state.updates.pending().is_empty().then_some(());
        self.wait_for("all updates to be confirmed", pending).await;
    }

    /// Waits until the bot has called getUpdates so many times in all.
    pub async fn wait_for_polls(&self, count: usize) {
        let what = format!("{count} calls of getUpdates");
        self.wait_for(&what, |state| (state.polls.len() >= count).then_some(())).await;
    }

    /// Waits until the bot has made so many calls of a method in all, and
    /// gives them. Refused calls and faults count.
    pub async fn wait_for_calls(&self, method: &str, count: usize) -> Vec<Sent> {
        let what = format!("{count} calls of {method}");
        let enough = |state: &mut State| {
            let calls = state.log.iter().filter(|sent| sent.method.eq_ignore_ascii_case(method));
            let calls: Vec<Sent> = calls.cloned().collect();
            (calls.len() >= count).then_some(calls)
        };
        self.wait_for(&what, enough).await
    }

    /// Waits for the answer to a pressed button or an inline query.
    pub async fn answer_to(&self, asked: &Asked) -> Answer {
        let what = format!("the answer to query {}", asked.id);
        let answer = |state: &mut State| state.queries.get(&asked.id).and_then(|query| query.answer.clone());
        self.wait_for(&what, answer).await
    }

    /// Panics if the bot says anything in that chat that no `next_reply` has
    /// taken, or does so before the time is over. This one really waits.
    pub async fn expect_silence(&self, chat: &Chat, time: Duration) {
        let noise = self.shared.wait_for(time, |state| next_shown(state, chat.id())).await;
        if let Some(noise) = noise {
            panic!("expected silence in chat {}, got: {noise}\n{}", chat.id(), self.story());
        }
    }
}

impl Chat {
    /// The next message the bot sends or edits in this chat, whatever the
    /// topic; each is given once. Panics after [`PATIENCE`].
    #[track_caller]
    pub fn next_reply(&self) -> impl Future<Output = Sent> + use<> {
        self.next_reply_within(PATIENCE)
    }

    /// The same with another limit, see [`FakeApi::wait_for_within`].
    #[track_caller]
    pub fn next_reply_within(&self, limit: Duration) -> impl Future<Output = Sent> + use<> {
        let (api, id, place) = (self.api().clone(), self.id(), Location::caller());
        async move {
            let what = format!("a reply in chat {id} ({place})");
            api.wait_for_within(limit, &what, |state| next_shown(state, id)).await
        }
    }

    /// Shorthand: says something and waits for the next reply.
    pub async fn ask(&self, text: &str) -> Sent {
        self.say(text);
        self.next_reply().await
    }

    /// Takes all that the bot has said in this chat and no `next_reply` has
    /// taken yet, without waiting.
    pub fn take_replies(&self) -> Vec<Sent> {
        let mut state = self.api().shared.look();
        std::iter::from_fn(|| next_shown(&mut state, self.id())).collect()
    }
}

/// The next call of the log that people in that chat see, which is then taken.
fn next_shown(state: &mut State, chat: i64) -> Option<Sent> {
    let seen = state.seen.entry(chat).or_insert(0);
    let news = state.log.iter().enumerate().skip(*seen);
    let (at, sent) = news.filter(|(_, sent)| sent.chat_id == Some(chat)).find(|(_, sent)| sent.is_shown())?;
    *seen = at + 1;
    Some(sent.clone())
}
