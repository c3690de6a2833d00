//! Entries and phrasings as a spreadsheet, there and back without loss.
//!
//! One row a phrasing; the first row of an entry holds its other parts too. Going back, only what differs is changed in
//! the TOML, so that comments and layout stay.

mod cells;
mod merge;
mod rows;

pub use merge::{Change, Merged, merge};
pub use rows::{SheetEntry, SheetFault, read, write};
