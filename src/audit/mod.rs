//! What could be better in a knowledge that is valid: entries that are taken for each other, wordings that add nothing,
//! passages that are hard to read, and what nobody can reach.

mod confusable;
mod reach;
mod readable;
mod source;
mod wordings;

pub use readable::grade;

use crate::engine::Engine;
use crate::knowledge::{Knowledge, Problem, Problems};

/// Everything worth a look. `engine` answers from `knowledge`; `article` is the text that the passages rest on, if it is
/// at hand. Cost: five more engines, and two
/// answers for each wording.
#[must_use]
pub fn audit(knowledge: &Knowledge, engine: &Engine, article: Option<&str>) -> Vec<Problem> {
    let mut problems = Problems::default();
    confusable::check(knowledge, engine, &mut problems);
    wordings::check(knowledge, &mut problems);
    readable::check(knowledge, &mut problems);
    reach::check(knowledge, &mut problems);
    if let Some(article) = article {
        source::check(knowledge, article, &mut problems);
    }
    problems.sorted()
}
