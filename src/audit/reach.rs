//! Entries that the topic menu hardly leads to: behind too many pages, and in sections that are one by mistake two.

use crate::knowledge::{Knowledge, Problems};
use crate::text::normalise;
use strsim::jaro_winkler;

/// The menu shows eight sections, and eight questions of a section, on a page; nobody turns more pages than these.
const DEEPEST: usize = 5 * 8;
/// Section names at least this alike are probably one.
const ALIKE: f64 = 0.95;

pub(super) fn check(knowledge: &Knowledge, problems: &mut Problems) {
    let sections = knowledge.sections();
    for (at, section) in sections.iter().enumerate() {
        let Some(first) = knowledge.in_section(section).next() else { continue };
        if at == DEEPEST {
            let what = format!("section \"{section}\" and those after it stand behind the fifth page of the menu");
            problems.warning(&first.places.section, what, "join sections: who looks for a subject turns few pages");
        }
        if let Some(beyond) = knowledge.in_section(section).nth(DEEPEST) {
            let what = format!(
                "entry `{}` and those after it stand behind the fifth page of section \"{section}\"",
                beyond.id
            );
            problems.warning(
                &beyond.places.section,
                what,
                "split the section: who looks for a question turns few pages",
            );
        }
        let twin = sections[..at].iter().find(|other| {
            let (one, two) = (normalise(other), normalise(section));
            one == two || jaro_winkler(&one, &two) >= ALIKE
        });
        if let Some(twin) = twin {
            let what = format!("sections \"{twin}\" and \"{section}\" stand beside each other in the menu");
            problems.warning(&first.places.section, what, "give them one name if they are one");
        }
    }
}
