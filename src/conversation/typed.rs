//! What is typed instead of tapped: the label or the number of a button, or a command that is almost one.

use super::Conversation;
use crate::render::wording::MenuCommand;
use crate::render::{Action, Button};

/// How alike a mistyped command and a real one are at least, 0 to 1.
const ALIKE: f64 = 0.5;
/// Digits of a number that can be the number of a button.
const DIGITS: usize = 2;

/// What a message is in view of the buttons that stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A button.
    Action(Action),
    /// A number that no button has; the last that one has.
    NoSuchNumber(usize),
    /// Neither: a question.
    Question,
}

impl Conversation {
    /// Reads a message as the label or the number of one of these buttons. A few labels are understood at any time.
    #[must_use]
    pub fn typed(&self, text: &str, buttons: &[Button]) -> Typed {
        let wanted = folded(text);
        if let Some(button) = buttons.iter().find(|button| !wanted.is_empty() && folded(&button.label) == wanted) {
            return Typed::Action(button.action.clone());
        }
        let wording = self.wording();
        let always = [
            (wording.none_of_these(), Action::NoneOfThese),
            (wording.not_asked(), Action::NoneOfThese),
            (wording.all_topics(), Action::Topics),
            (wording.see_topics(), Action::Topics),
            (wording.still_wanted(), Action::StillWanted),
        ];
        if let Some((_, action)) = always.into_iter().find(|(label, _)| folded(label) == wanted) {
            return Typed::Action(action);
        }
        let numbered: Vec<&Button> =
            buttons.iter().filter(|button| !matches!(button.action, Action::Rate { .. })).collect();
        let text = text.trim().trim_end_matches('.');
        let is_number = (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse::<usize>() {
            Ok(number) if is_number && !numbered.is_empty() => {
                let button = number.checked_sub(1).and_then(|at| numbered.get(at));
                button.map_or(Typed::NoSuchNumber(numbered.len()), |button| Typed::Action(button.action.clone()))
            }
            _ => Typed::Question,
        }
    }
}

/// Letters and digits in small letters, with one space between words: "‹ All topics" -> "all topics".
fn folded(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The command of the menu that a mistyped one is most like; none if it is like none.
pub(super) fn nearest_command(typed: &str, menu: &[MenuCommand]) -> Option<&'static str> {
    let name = typed.trim_start().trim_start_matches('/');
    let name = name.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let likeness = |command: &str| strsim::normalized_damerau_levenshtein(command, &name);
    let best = menu.iter().map(|command| command.name).max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= ALIKE).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Wording;

    #[test]
    fn a_mistyped_command_is_most_like_the_one_that_was_meant() {
        let menu = Wording::default().menu();
        for (typed, meant) in [
            ("/hlep", Some("help")),
            ("/HELPP@bot me", Some("help")),
            ("/topic", Some("topics")),
            ("/privat", Some("privacy")),
            ("/weather", None),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(nearest_command(typed, &menu), meant, "{typed}");
        }
    }

    #[test]
    fn labels_are_compared_by_their_words() {
        assert_eq!(folded(" ‹ ALL  topics! "), "all topics");
        assert_eq!(folded("…"), "");
    }
}
