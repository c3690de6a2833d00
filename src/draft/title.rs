//! The title of a web page without the name of its site: "Glaucoma | Health Pages" is about glaucoma.

use super::subject::telling_stems;
use crate::text::normalise;

/// What sites set between an article's title and their own name.
const MARKS: [&str; 8] = [" | ", " – ", " — ", " - ", " :: ", " · ", " » ", " › "];
/// Marks that hardly ever stand inside a title, so that what follows is the site also where nothing else says so.
const CLEAR_MARKS: [&str; 4] = [" | ", " :: ", " » ", " › "];

/// Takes the name of the site off a title. `site` is the name that the page itself gives; `headings` are its main ones.
pub(super) fn without_site(title: &str, site: Option<&str>, headings: &[String]) -> String {
    let mut left = title.trim();
    while let Some((head, mark, tail)) = last_part(left) {
        let named = site.is_some_and(|site| same(site, tail) || same(&short(site), &short(tail)));
        let by_heading = headings.iter().any(|heading| shares(heading, head) && !shares(heading, tail));
        let by_mark = headings.is_empty() && CLEAR_MARKS.contains(&mark);
        if !(named || by_heading || by_mark) {
            break;
        }
        left = head;
    }
    // "Health Pages | Glaucoma": only where the page says so itself
    let front = MARKS.iter().find_map(|mark| left.split_once(mark));
    let named = front.filter(|(head, _)| site.is_some_and(|site| same(site, head)));
    named.map_or(left, |(_, tail)| tail.trim()).to_owned()
}

/// A title in two at its last mark.
fn last_part(title: &str) -> Option<(&str, &'static str, &str)> {
    let (at, mark) = MARKS.iter().filter_map(|mark| title.rfind(mark).map(|at| (at, *mark))).max()?;
    let (head, tail) = (title[..at].trim(), title[at + mark.len()..].trim());
    (!head.is_empty() && !tail.is_empty()).then_some((head, mark, tail))
}

fn same(one: &str, other: &str) -> bool {
    normalise(one) == normalise(other)
}

/// A site's name as an address has it: "Health Pages" is healthpages.org.
fn short(name: &str) -> String {
    let name = name.trim_start_matches("www.").split('.').next().unwrap_or(name);
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two texts have a telling word in common.
fn shares(one: &str, other: &str) -> bool {
    let stems = telling_stems(other);
    telling_stems(one).iter().any(|stem| stems.contains(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(title: &str, site: Option<&str>, headings: &[&str]) -> String {
        let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
        without_site(title, site, &headings)
    }

    #[test]
    fn the_name_of_the_site_is_cut_and_nothing_else() {
        assert_eq!(title("Glaucoma | Health Pages", None, &["Glaucoma"]), "Glaucoma");
        assert_eq!(title("Glaucoma - Health Pages", None, &["What is glaucoma?"]), "Glaucoma");
        assert_eq!(title("Glaucoma – Eyes – Health Pages", None, &["Glaucoma"]), "Glaucoma");
        assert_eq!(title("Glaucoma - HealthPages.org", Some("Health Pages"), &[]), "Glaucoma");
        assert_eq!(title("Glaucoma | Health Pages", None, &[]), "Glaucoma");
        assert_eq!(title("Health Pages | Glaucoma", Some("Health Pages"), &["Glaucoma"]), "Glaucoma");
    }

    #[test]
    fn a_title_with_a_dash_of_its_own_is_left_alone() {
        for (whole, headings) in [
            ("Glaucoma - causes and care", vec!["Glaucoma: causes and care"]),
            ("Glaucoma – a guide for families", vec![]),
            ("Short-sight and glaucoma", vec!["Short-sight"]),
            ("Glaucoma | The silent thief", vec!["The silent thief: glaucoma"]),
            ("Living - and seeing - with glaucoma", vec!["Health Pages"]),
        ] {
            assert_eq!(title(whole, Some("Health Pages"), &headings), whole);
        }
    }
}
