//! Which entries of a draft people go on to: those around it.

use super::ask::Proposal;
use super::passages::Passage;

/// How many neighbours an entry is related to.
const MOST_RELATED: usize = 3;

/// Relates each entry to those around it: the same paragraph first, then the next and the one before.
pub(super) fn relate(proposals: &mut [Proposal], passages: &[Passage]) {
    let ids: Vec<String> = proposals.iter().map(|proposal| proposal.id.clone()).collect();
    for (at, proposal) in proposals.iter_mut().enumerate() {
        let mut near: Vec<usize> =
            (at.saturating_sub(2)..=at + 2).filter(|other| *other != at && *other < ids.len()).collect();
        near.sort_by_key(|other| {
            let together = passages[*other].paragraphs.iter().any(|number| passages[at].paragraphs.contains(number));
            (!together, other.abs_diff(at), *other < at)
        });
        proposal.related = near.into_iter().take(MOST_RELATED).map(|other| ids[other].clone()).collect();
    }
}
