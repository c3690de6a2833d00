//! How strongly a text speaks of each kind of passage, by its cues.

use super::kinds::{About, KINDS, Kind};

/// What is known of a kind.
pub(super) fn about(kind: Kind) -> &'static About {
    &KINDS[position(kind)]
}

/// How strongly a text speaks of each kind, in the order of [`KINDS`]: two for each of its cues that the text has, one
/// for a weak one. Among the first words a cue counts twice: there stands what a sentence is about.
pub(super) fn scores(text: &str) -> [usize; KINDS.len()] {
    let normal = format!(" {} ", crate::text::normalise(text).replace('\n', " "));
    let start_length = normal.match_indices(' ').nth(FIRST_WORDS).map_or(normal.len(), |(at, _)| at + 1);
    let count = |cue: &str| {
        let (cue, worth) = cue.strip_prefix('~').map_or((cue, 2), |weak| (weak, 1));
        let at = match cue.strip_suffix('*') {
            Some(beginning) => normal.find(&format!(" {beginning}")),
            None => normal.find(&format!(" {cue} ")),
        };
        at.map_or(0, |at| if at + 1 < start_length { 2 * worth } else { worth })
    };
    std::array::from_fn(|at| KINDS[at].cues.split('|').filter(|cue| !cue.is_empty()).map(count).sum())
}

/// How many words at the start of a sentence say what it is about.
const FIRST_WORDS: usize = 3;

/// The kind that scores point to, the earlier one where two are equal; `None` if nothing speaks for any.
pub(super) fn best(scores: &[usize; KINDS.len()]) -> Option<Kind> {
    let best = (0..KINDS.len()).max_by_key(|at| (scores[*at], std::cmp::Reverse(*at)))?;
    (scores[best] > 0).then_some(KINDS[best].kind)
}

/// The position of a kind in [`KINDS`].
pub(super) fn position(kind: Kind) -> usize {
    KINDS.iter().position(|about| about.kind == kind).unwrap_or(KINDS.len() - 1)
}
