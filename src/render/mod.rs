//! From a reply to what a chat shows: composed once as a [`Card`], then written as HTML or plain text.

mod action;
mod article;
mod card;
mod compose;
pub mod html;
mod in_group;
pub mod plain;
mod topics;
pub mod wording;

pub use action::{Action, LONGEST_DATA, Vote};
pub use article::Article;
pub use card::{Block, Button, Card};
pub use compose::{Composer, says_reminder};
pub use in_group::{Manner, START_ASK, START_TOPICS};
pub use wording::{Languages, Wording};
