//! bedside
pub mod knowledge;
pub mod text;
pub mod triage;
