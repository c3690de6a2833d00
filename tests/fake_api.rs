//! The fake Bot API keeps to Telegram's rules; otherwise the bot's tests would prove nothing.

mod support;

#[path = "support/selftest.rs"]
mod selftest;
