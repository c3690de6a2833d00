//! Entries that the topic menu does not lead to as it should: too many buttons, and sections that are one by mistake two.

use crate::knowledge::{Knowledge, Problems};
use crate::text::normalise;
use strsim::jaro_winkler;

/// Telegram shows at most 100 buttons under a message; some are taken by the way back.
const MOST_BUTTONS: usize = 95;
/// Section names at least this alike are probably one.
const ALIKE: f64 = 0.95;

pub(super) fn check(knowledge: &Knowledge, problems: &mut Problems) {
    let sections = knowledge.sections();
    for (at, section) in sections.iter().enumerate() {
        let Some(first) = knowledge.in_section(section).next() else { continue };
        if at == MOST_BUTTONS {
            let what = format!("section \"{section}\" and those after it do not fit the menu");
            problems.warning(
                &first.places.section,
                what,
                format!("join sections: the menu has room for {MOST_BUTTONS}"),
            );
        }
        if let Some(beyond) = knowledge.in_section(section).nth(MOST_BUTTONS) {
            let what = format!("entry `{}` and those after it do not fit section \"{section}\"", beyond.id);
            problems.warning(&beyond.places.section, what, format!("split it: a section has room for {MOST_BUTTONS}"));
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
