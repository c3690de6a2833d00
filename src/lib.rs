//! bedside
pub mod text;
pub mod question;
pub mod knowledge;
pub mod triage;
pub mod matcher;
pub mod reply;
pub mod engine;
pub mod config;
pub mod render;
pub mod conversation;
pub mod eval;
pub mod telegram;
pub mod cli;
