//! bedside answers questions about an illness with the passage of a vetted article, word for word.
//!
//! # The way of a question
//!
//! ```text
//! Update -> Question -> Engine::answer -> Reply -> Card -> message
//!                       triage -> match -> decide
//! ```
//!
//! [`engine::Engine::answer`] is a pure function of question, context and knowledge: no I/O, no clock, no randomness.
//! A terminal (`bedside chat`), a script (`bedside ask`), a measurement (`bedside eval`) and Telegram all call it, the
//! first and the last through the same [`conversation::Conversation`].
//!
//! # The modules, by rank: each imports only lower ones
//!
//! | rank | module | does |
//! | --- | --- | --- |
//! | 0 | [`text`] | words: normalised, corrected, folded |
//! | 0 | [`question`] | what is asked, and what the chat saw before |
//! | 0 | [`toml_style`] | how values are written into knowledge files |
//! | 0 | [`redact`] | what may tell who wrote a message, taken out of it |
//! | 0 | [`chart`] | a bar chart as a picture |
//! | 0 | `whole` | a file that is written as a whole or not at all |
//! | 1 | [`knowledge`] | the articles, vocabulary and triage rules as files; every fault with its line |
//! | 1 | `learning` | features of texts, and a layer trained on them |
//! | 2 | [`triage`] | urgent, personal, small talk |
//! | 2 | [`matcher`] | which entry answers, and how sure that is |
//! | 3 | [`reply`] | what is said, as data |
//! | 4 | [`engine`] | from question to reply |
//! | 5 | [`config`], [`render`], [`eval`] | settings; cards in HTML and plain text; measuring |
//! | 5 | [`audit`] | what could be better in a knowledge that is valid |
//! | 5 | [`draft`] | an article becomes a knowledge file to review |
//! | 5 | [`sheet`] | entries and phrasings as a spreadsheet, there and back |
//! | 5 | [`prepared`] | knowledge made ready to answer, and kept for the next start |
//! | 5 | [`store`] | the inbox, counts, and what was asked in vain, in SQLite |
//! | 6 | [`monitor`] | counters and health, for those who watch over the bot |
//! | 6 | [`conversation`] | messages, commands and buttons, for any chat |
//! | 7 | [`edition`] | a state of the knowledge, checked and ready to answer |
//! | 8 | [`telegram`] | the Bot API |
//! | 9 | [`cli`] | the commands |
//!
//! # What is deliberately absent
//!
//! * No sentence about the illness is made by code: passages stand in `knowledge/` and are shown byte for byte.
//! * No language model and no cloud service.
//! * No text of a message outlives its answer or is logged; no name or number of a person is stored or logged. Where the
//!   operator says so, a question without a passage is kept for some days, with what may tell who asked taken out.
//! * No state of a chat in the engine; what a chat saw last is remembered by whoever talks to it, in memory.

pub mod audit;
pub mod chart;
pub mod cli;
pub mod config;
pub mod conversation;
pub mod draft;
pub mod edition;
pub mod engine;
pub mod eval;
pub mod knowledge;
pub mod matcher;
pub mod monitor;
pub mod prepared;
pub mod question;
pub mod redact;
pub mod render;
pub mod reply;
pub mod sheet;
pub mod store;
pub mod telegram;
pub mod text;
pub mod toml_style;
pub mod triage;

pub(crate) mod learning;
pub(crate) mod whole;
