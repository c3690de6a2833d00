//! Triage as data: what is urgent, personal or small talk, and the reply to each.

/// The rules of `triage.toml`.
#[derive(Debug, Clone, Default)]
pub struct Triage {}
