//! What a button does, and how that is written into the 64 bytes that Telegram gives a button.
//!
//! The data carries all that is needed, so a button works after a restart and with a new version; an entry that has
//! gone is answered politely by whoever acts on it.

/// Bytes of a button's data (<https://core.telegram.org/bots/api#inlinekeyboardbutton>).
pub const LONGEST_DATA: usize = 64;

/// What somebody says of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vote {
    /// It helped.
    Helped,
    /// It did not.
    DidNotHelp,
}

impl Vote {
    fn sign(vote: Option<Self>) -> char {
        match vote {
            Some(Self::Helped) => '+',
            Some(Self::DidNotHelp) => '-',
            None => '0',
        }
    }

    /// The vote of a sign; `None` for "nothing said" and for what is no sign.
    fn of_sign(sign: char) -> Option<Self> {
        [Self::Helped, Self::DidNotHelp].into_iter().find(|vote| Self::sign(Some(*vote)) == sign)
    }
}

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
    /// A further page of the sections, in place; the first is 0.
    TopicsPage(usize),
    /// The questions of a section, in place.
    Section(String),
    /// The page of a section that begins with this entry, in place.
    SectionFrom(String),
    /// An entry's passage, in place, with a way back to its section.
    Browse(String),
    /// The answer to questions that were asked long ago is still wanted.
    StillWanted,
    /// Something that only an admin chat offers and understands.
    Admin(String),
    /// Says whether a passage helped; the same once more takes it back.
    Rate {
        /// The entry.
        entry: String,
        /// What is said now.
        vote: Vote,
        /// What was said before, so that a change of mind can be counted without storing whose it is.
        before: Option<Vote>,
    },
    /// Questions close to entries that were shown, as a message of its own.
    Related(Vec<String>),
    /// Opens the private chat, as `/start` with this behind it does. In Telegram a link, which nobody has to answer.
    Privately(String),
    /// Sets something for a group, `name` to `value`.
    Setting {
        /// What.
        name: String,
        /// To what.
        value: String,
    },
}

/// `first`, and as many of the others as fit a button's data, with commas between.
fn list<'a>(first: String, others: impl IntoIterator<Item = &'a String>) -> String {
    others.into_iter().fold(first, |mut data, other| {
        if data.len() + 1 + other.len() <= LONGEST_DATA {
            data.push(',');
            data.push_str(other);
        }
        data
    })
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
            Self::TopicsPage(page) => format!("t:{page}"),
            Self::SectionFrom(id) => format!("b:{id}"),
            Self::Rate { entry, vote, before } => {
                format!("v{}{}:{entry}", Vote::sign(*before), Vote::sign(Some(*vote)))
            }
            Self::StillWanted => "w:".to_owned(),
            Self::Admin(order) => format!("a:{order}"),
            Self::Section(name) => format!("s:{name}"),
            Self::Browse(id) => format!("q:{id}"),
            Self::NotAsked { shown, others } => list(format!("n:{shown}"), others),
            Self::Related(ids) => {
                let mut ids = ids.iter();
                list(format!("r:{}", ids.next().map_or("", String::as_str)), ids)
            }
            Self::Privately(payload) => format!("p:{payload}"),
            Self::Setting { name, value } => format!("g:{name}={value}"),
        }
    }

    /// The action that a button's data stands for; `None` for data that this version does not know.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let (kind, rest) = data.split_once(':')?;
        Some(match kind {
            "e" => Self::Show(rest.to_owned()),
            "x" => Self::NoneOfThese,
            "t" if rest.is_empty() => Self::Topics,
            "t" => Self::TopicsPage(rest.parse().ok()?),
            "b" => Self::SectionFrom(rest.to_owned()),
            "w" => Self::StillWanted,
            "a" => Self::Admin(rest.to_owned()),
            "s" => Self::Section(rest.to_owned()),
            "q" => Self::Browse(rest.to_owned()),
            "n" => {
                let mut ids = rest.split(',').map(str::to_owned);
                Self::NotAsked { shown: ids.next()?, others: ids.collect() }
            }
            "r" => Self::Related(rest.split(',').map(str::to_owned).collect()),
            "p" => Self::Privately(rest.to_owned()),
            "g" => {
                let (name, value) = rest.split_once('=')?;
                Self::Setting { name: name.to_owned(), value: value.to_owned() }
            }
            _ => {
                let mut signs = kind.strip_prefix('v')?.chars();
                let (before, vote) = (signs.next()?, Vote::of_sign(signs.next()?)?);
                if Vote::sign(Vote::of_sign(before)) != before {
                    return None;
                }
                Self::Rate { entry: rest.to_owned(), vote, before: Vote::of_sign(before) }
            }
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
            Action::TopicsPage(3),
            Action::SectionFrom("diet".to_owned()),
            Action::Rate { entry: "diet".to_owned(), vote: Vote::Helped, before: Some(Vote::DidNotHelp) },
            Action::Rate { entry: "diet".to_owned(), vote: Vote::DidNotHelp, before: None },
            Action::Admin("n:7".to_owned()),
            Action::Section("Finding it: tests".to_owned()),
            Action::Browse("diet".to_owned()),
            Action::Related(vec!["symptoms".to_owned(), "diet".to_owned()]),
            Action::Privately("symptoms".to_owned()),
            Action::Setting { name: "askers".to_owned(), value: "admins".to_owned() },
        ];
        for action in actions {
            assert_eq!(Action::parse(&action.data()), Some(action));
        }
    }

    #[test]
    fn data_fits_a_button_however_long_the_names() {
        let longest = "x".repeat(LONGEST_ID);
        let all = Action::NotAsked { shown: longest.clone(), others: vec![longest.clone(), "a".to_owned()] };
        let rate = Action::Rate { entry: longest.clone(), vote: Vote::Helped, before: None };
        for action in [
            all,
            rate,
            Action::Related(vec![longest.clone(), longest.clone(), "a".to_owned()]),
            Action::Privately(longest.clone()),
            Action::SectionFrom(longest.clone()),
            Action::Browse(longest.clone()),
            Action::Section("x".repeat(LONGEST_SECTION)),
        ] {
            assert!(action.data().len() <= LONGEST_DATA, "{action:?}");
        }
    }

    #[test]
    fn unknown_data_is_no_action() {
        for data in ["zz:1", "v:diet", "v0:diet", "v00:diet", "v+x:diet", "t:x", "t:-1"] {
            assert_eq!(Action::parse(data), None, "{data}");
        }
        assert_eq!(Action::parse(""), None);
    }
}
