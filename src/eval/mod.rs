//! Evaluation: how often labelled questions get the reply they should, how sure that is, and what would be gained by
//! other thresholds or another knowledge.

mod compare;
mod confusion;
mod curve;
mod figures;
mod outcome;
mod report;
mod rows;
mod share;

pub use compare::{Comparison, Difference, compare};
pub use confusion::{Confusion, confusions};
pub use curve::{Point, Thresholds, curve, point, suggest_thresholds};
pub use figures::{Figures, Miss};
pub use outcome::{Outcome, ask};
pub use report::{Page, html};
pub use rows::{EvalError, Row, read};
pub use share::Share;
