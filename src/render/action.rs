//! What a button does, and how that is written into the 64 bytes that Telegram gives a button.
//!
//! The data carries all that is needed, so a button works after a restart and with a new version; an entry that has
//! gone is answered politely by whoever acts on it.

/// Bytes of a button's data (<https://core.telegram.org/bots/api#inlinekeyboardbutton>).
pub const LONGEST_DATA: usize = 64;

/// What happens when a button is pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Shows an entry's passage as a message of its own.
    Show(String),
    /// Says that this entry was not what was asked; others that may have been.
    NotAsked {
        /// The entry that was shown.
        shown: String,
        /// The next nearest, likeliest first.
        others: Vec<String>,
    },
    /// None of the offered entries was meant.
    NoneOfThese,
    /// The sections, in place.
    Topics,
    /// The questions of a section, in place.
    Section(String),
    /// An entry's passage, in place, with a way back to its section.
    Browse(String),
    /// The answer to questions that were asked long ago is still wanted.
    StillWanted,
}

impl Action {
    /// The button's data, at most [`LONGEST_DATA`] bytes: ids and section names are short enough by the rules of the
    /// knowledge, and other entries that do not fit are left out from the last.
    #[must_use]
    pub fn data(&self) -> String {
        match self {
            Self::Show(id) => format!("e:{id}"),
            Self::NoneOfThese => "x:".to_owned(),
            Self::Topics => "t:".to_owned(),
            Self::StillWanted => "w:".to_owned(),
            Self::Section(name) => format!("s:{name}"),
            Self::Browse(id) => format!("q:{id}"),
            Self::NotAsked { shown, others } => {
                let mut data = format!("n:{shown}");
                for other in others {
                    if data.len() + 1 + other.len() <= LONGEST_DATA {
                        data.push(',');
                        data.push_str(other);
                    }
                }
                data
            }
        }
    }

    /// The action that a button's data stands for; `None` for data that this version does not know.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let (kind, rest) = data.split_once(':')?;
        Some(match kind {
            "e" => Self::Show(rest.to_owned()),
            "x" => Self::NoneOfThese,
            "t" => Self::Topics,
            "w" => Self::StillWanted,
            "s" => Self::Section(rest.to_owned()),
            "q" => Self::Browse(rest.to_owned()),
            "n" => {
                let mut ids = rest.split(',').map(str::to_owned);
                Self::NotAsked { shown: ids.next()?, others: ids.collect() }
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{LONGEST_ID, LONGEST_SECTION};

    #[test]
    fn every_action_survives_its_data() {
        let actions = [
            Action::Show("symptoms".to_owned()),
            Action::NotAsked {
                shown: "symptoms".to_owned(),
                others: vec!["no-symptoms".to_owned(), "diet".to_owned()],
            },
            Action::NoneOfThese,
            Action::Topics,
            Action::StillWanted,
            Action::Section("Finding it: tests".to_owned()),
            Action::Browse("diet".to_owned()),
        ];
        for action in actions {
            assert_eq!(Action::parse(&action.data()), Some(action));
        }
    }

    #[test]
    fn data_fits_a_button_however_long_the_names() {
        let longest = "x".repeat(LONGEST_ID);
        let all = Action::NotAsked { shown: longest.clone(), others: vec![longest.clone(), "a".to_owned()] };
        for action in [all, Action::Browse(longest.clone()), Action::Section("x".repeat(LONGEST_SECTION))] {
            assert!(action.data().len() <= LONGEST_DATA, "{action:?}");
        }
    }

    #[test]
    fn unknown_data_is_no_action() {
        assert_eq!(Action::parse("zz:1"), None);
        assert_eq!(Action::parse(""), None);
    }
}
