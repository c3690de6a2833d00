//! Triage as data: what is urgent, personal or small talk, and the reply to each.

use super::problem::Problems;
use super::reader::Table;

/// The rules of `triage.toml`.
#[derive(Debug, Clone, Default)]
pub struct Triage {}
impl Triage {
    /// stub
    pub fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }
    /// stub
    #[must_use]
    pub fn reply(&self, _key: &str) -> Option<&str> {
        None
    }
}
pub(super) fn read(_table: Table<'_>, _problems: &mut Problems) -> Triage {
    Triage::default()
}
