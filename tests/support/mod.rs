//! Support for the integration tests: a strict fake of the Telegram Bot API,
//! people to talk to the bot through it, and the real binary as the bot.
//!
//! ```text
//! let api = FakeApi::start().await;              // fake_api: what a test plans and sees
//! let _bot = BotProcess::start(&api).await;      // bot: the real binary
//! let ann = api.private_chat("Ann");             // people, compose: who speaks
//! let reply = ann.ask("What are liver mets?").await;   // waiting: what comes back
//! ann.press(reply.button("Not what I asked"));
//! api.assert_no_violations();                    // record: what the bot did
//! ```
//!
//! Behind that: `server` (HTTP), `params` (what a call says), `methods` (what it
//! does), `html`, `text` and `keyboard` (Telegram's rules for messages), `world`,
//! `chats`, `updates` and `privacy` (what exists, and what the bot is told),
//! `faults` (what goes wrong), `state` (all of it behind one lock).
//!
//! Deliberately absent: the test code of bedside itself. Nothing here but
//! `answers` knows what the bot is for.

#![allow(dead_code, unused_imports, reason = "every test target includes this module and uses a part of it")]
#![allow(unreachable_pub, reason = "a test target is a crate without users: here `pub` means for the tests")]

mod answers;
pub mod bot;
mod chats;
pub mod compose;
mod fake_api;
pub mod faults;
pub mod html;
pub mod http;
pub mod keyboard;
mod methods;
mod params;
pub mod people;
mod privacy;
pub mod record;
mod server;
pub mod state;
pub mod text;
mod updates;
mod waiting;
mod webhook;
pub mod world;

pub use answers::{assert_answers, passage};
pub use bot::{BotProcess, Setup, bedside_cmd, bedside_cmd_in};
pub use chats::{ChatKind, Role};
pub use fake_api::{BOT_NAME, BOT_USERNAME, FakeApi};
pub use faults::{Fault, Limits};
pub use http::free_address;
pub use keyboard::Button;
pub use people::{Asked, Chat, Said};
pub use record::{Outcome, Poll, Sent, Violation};
pub use state::Answer;
pub use text::Entity;
pub use waiting::{PATIENCE, until};
