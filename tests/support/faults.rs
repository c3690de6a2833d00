//! Faults on demand: what can go wrong on the way, and Telegram's rate limits.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// A fault to inject in place of, or on top of, the proper answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// That HTTP status, such as 500 or 502, with a page of HTML. The call has no effect.
    Http(u16),
    /// `429` with that many seconds. The call has no effect, and a message to
    /// the same chat before they have passed gets another 429 and is a violation.
    TooManyRequests(u64),
    /// `403 Forbidden: bot was blocked by the user`. The call has no effect.
    Blocked,
    /// Any refusal, with code and description. The call has no effect.
    Refused(u16, String),
    /// The connection is cut before the call is looked at.
    DropBefore,
    /// The call takes effect, then the connection is cut instead of an answer.
    DropAfter,
    /// Nothing happens for that long, then everything goes on as usual. If
    /// the bot is gone by then, the call has no effect.
    Delay(Duration),
    /// The call takes effect at once, but the answer waits that long.
    LateAnswer(Duration),
    /// The call takes effect, but the answer is cut in half and no JSON.
    InvalidJson,
}

impl Fault {
    /// Whether the call is carried out and only its answer suffers.
    pub fn takes_effect(&self) -> bool {
        matches!(self, Self::DropAfter | Self::Delay(_) | Self::LateAnswer(_) | Self::InvalidJson)
    }
}

/// A fault waiting for its calls.
#[derive(Clone, Debug)]
struct Rule {
    /// Lower case; `*` is every method.
    method: String,
    /// Only calls for this chat.
    chat: Option<i64>,
    /// For how many more calls.
    times: usize,
    fault: Fault,
}

/// The faults to come.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Vec<Rule>,
}

impl Faults {
    /// Plans a fault for the next `times` calls of a method (`*`: of any),
    /// for one chat or all. Of several plans for one call the oldest wins.
    pub fn plan(&mut self, method: &str, chat: Option<i64>, times: usize, fault: Fault) {
        self.rules.push(Rule { method: method.to_ascii_lowercase(), chat, times, fault });
    }

    /// The fault for this call, if one is planned; it is used up.
    pub fn take(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        let method = method.to_ascii_lowercase();
        let fits =
            |rule: &Rule| (rule.method == "*" || rule.method == method) && (rule.chat.is_none() || rule.chat == chat);
        let at = self.rules.iter().position(fits)?;
        let fault = self.rules[at].fault.clone();
        self.rules[at].times = self.rules[at].times.saturating_sub(1);
        self.rules.retain(|rule| rule.times > 0);
        Some(fault)
    }

    /// How many planned faults were not met yet.
    pub fn left(&self) -> usize {
        self.rules.iter().map(|rule| rule.times).sum()
    }

    /// Forgets all plans.
    pub fn clear(&mut self) {
        self.rules.clear();
    }
}

/// How many messages may be sent.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// To one chat, lasting.
    pub per_chat_per_second: u32,
    /// To one chat, at once after a pause.
    pub chat_burst: u32,
    /// To one group.
    pub per_group_per_minute: u32,
    /// To all chats together.
    pub overall_per_second: u32,
}

impl Limits {
    /// What Telegram says of itself: <https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>
    pub const TELEGRAM: Self =
        Self { per_chat_per_second: 1, chat_burst: 3, per_group_per_minute: 20, overall_per_second: 30 };
}

/// Watches over the limits, if they are switched on, and over chats that are
/// to be left in peace after a 429.
#[derive(Debug, Default)]
pub struct Limiter {
    /// The limits in force; `None`: none.
    pub limits: Option<Limits>,
    /// How many messages a chat may still get at once, and when that was counted.
    chats: HashMap<i64, (f64, Instant)>,
    groups: HashMap<i64, VecDeque<Instant>>,
    overall: VecDeque<Instant>,
    frozen: HashMap<i64, Instant>,
}

impl Limiter {
    /// Leaves a chat in peace for that many seconds.
    pub fn freeze(&mut self, chat: i64, seconds: u64, now: Instant) {
        self.frozen.insert(chat, now + Duration::from_secs(seconds));
    }

    /// How much too early a message to this chat is, after a 429.
    pub fn too_early(&self, chat: i64, now: Instant) -> Option<Duration> {
        let until = self.frozen.get(&chat)?;
        until.checked_duration_since(now).filter(|left| !left.is_zero())
    }

    /// Counts a message. The error is the limit it broke and the seconds to wait.
    pub fn count(&mut self, chat: i64, is_group: bool, now: Instant) -> Result<(), (String, u64)> {
        let Some(limits) = self.limits else {
            return Ok(());
        };
        let window = |seen: &mut VecDeque<Instant>, length: Duration| {
            while seen.front().is_some_and(|first| now.duration_since(*first) >= length) {
                seen.pop_front();
            }
        };
        window(&mut self.overall, Duration::from_secs(1));
        if self.overall.len() >= limits.overall_per_second as usize {
            return Err((format!("more than {} messages a second overall", limits.overall_per_second), 1));
        }

        let minute = Duration::from_mins(1);
        let group = self.groups.entry(chat).or_default();
        window(group, minute);
        if is_group && group.len() >= limits.per_group_per_minute as usize {
            let oldest = group.front().map_or(minute, |first| minute.saturating_sub(now.duration_since(*first)));
            let what = format!("more than {} messages a minute to group {chat}", limits.per_group_per_minute);
            return Err((what, whole_seconds(oldest)));
        }

        let burst = f64::from(limits.chat_burst.max(1));
        let (tokens, at) = self.chats.entry(chat).or_insert((burst, now));
        let grown = now.duration_since(*at).as_secs_f64() * f64::from(limits.per_chat_per_second);
        *tokens = (*tokens + grown).min(burst);
        *at = now;
        if *tokens < 1.0 {
            let what = format!("more than {} messages a second to chat {chat}", limits.per_chat_per_second);
            return Err((what, 1));
        }
        *tokens -= 1.0;
        group.push_back(now);
        self.overall.push_back(now);
        Ok(())
    }
}

/// The seconds of a `retry_after`: whole ones, never too few.
pub fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
