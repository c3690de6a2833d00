//! Entries that the topic menu hardly leads to: behind too many pages, and in sections that are one by mistake two.

use crate::knowledge::{Knowledge, Problems};
use crate::text::normalise;
use strsim::{jaro_winkler, osa_distance};

/// The menu shows eight sections, and eight questions of a section, on a page; nobody turns more pages than these.
const DEEPEST: usize = 5 * 8;
/// Section names at least this alike are probably one.
const ALIKE: f64 = 0.95;
/// From so many letters on a single slip is told from another name, and from so many two slips.
const SHORT: usize = 4;
const LONG: usize = 8;

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
        let alone = |other: &str| entries(knowledge, other).min(entries(knowledge, section)) == 1;
        if let Some(twin) = sections[..at].iter().find(|other| are_one(other, section, alone(other))) {
            // the slip is in the one with fewer entries
            let [few, many] =
                if entries(knowledge, twin) < entries(knowledge, section) { [twin, section] } else { [section, twin] };
            let Some(slip) = knowledge.in_section(few).next() else { continue };
            let what = format!("sections \"{few}\" and \"{many}\" stand beside each other in the menu");
            problems.warning(&slip.places.section, what, format!("if they are one, give them one name: \"{many}\""));
        }
    }
}

fn entries(knowledge: &Knowledge, section: &str) -> usize {
    knowledge.in_section(section).count()
}

/// Whether two sections have probably one name: of one that holds a single entry, a slip or two are enough.
fn are_one(one: &str, other: &str, alone: bool) -> bool {
    let (one, other) = (normalise(one), normalise(other));
    let numbers = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let letters = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    if numbers(&one) != numbers(&other) {
        return false;
    }
    let slips = match one.len().min(other.len()) {
        0..SHORT => 0,
        SHORT..LONG => 1,
        _ => 2,
    };
    let slipped = || osa_distance(&one, &other) <= slips || letters(&one) == letters(&other);
    one == other || jaro_winkler(&one, &other) >= ALIKE || (alone && slipped())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_name() {
        for (one, other) in [
            ("Sings", "Signs"),
            ("Sins", "Signs"),
            ("Caus", "Cause"),
            ("Sgisn", "Signs"),
            ("Preventoin", "Prevention"),
            ("Tratmnet", "Treatment"),
            ("Daily  life", "daily life"),
        ] {
            assert!(are_one(one, other, true), "{one} {other}");
        }
        for (one, other) in [
            ("Week 1", "Week 2"),
            ("Rain", "Snow"),
            ("Diet", "Tests"),
            ("Causes", "Cures"),
            ("Kids", "Men"),
            ("Before surgery", "After surgery"),
            ("Treatment", "Treatment in pregnancy"),
        ] {
            assert!(!are_one(one, other, true), "{one} {other}");
        }
        // two full sections may well be alike
        assert!(are_one("Cats", "Bats", true) && !are_one("Cats", "Bats", false));
    }
}
