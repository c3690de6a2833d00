//! `additions.toml`: phrasings and out-of-scope examples that were attached from an admin chat. The running bot writes it;
//! everything else reads it like any other file of the folder.

use super::model::Knowledge;
use super::problem::{Place, Problems};
use super::reader::{Located, Table};
use chrono::NaiveDate;
use toml_edit::{ArrayOfTables, Date, Datetime, DocumentMut, Item, TomlError, value};

/// Its name in the folder.
pub const FILE: &str = "additions.toml";

/// What a new file begins with.
const HEAD: &str = "\
# What was attached from an admin chat: phrasings of entries, and messages that no entry answers. The bot adds to this
# file; you may change or delete what it wrote. `by` is the admin chat that it came from, `on` the day.
";

/// What can be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addition {
    /// Another way to ask for an entry.
    Phrasing {
        /// The entry's id.
        entry: String,
        /// How it was asked.
        text: String,
    },
    /// A message that no entry answers.
    OutOfScope {
        /// How it was put.
        text: String,
    },
}

/// A file's text with additions at its end, everything else as it stands. `text` is empty for a new file.
pub fn append(text: &str, added: &[Addition], by: &str, on: NaiveDate) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    for addition in added {
        let (list, mut table) = match addition {
            Addition::Phrasing { entry, text } => {
                let mut table = toml_edit::Table::new();
                table["entry"] = value(entry);
                table["text"] = value(text);
                ("phrasing", table)
            }
            Addition::OutOfScope { text } => {
                let mut table = toml_edit::Table::new();
                table["text"] = value(text);
                ("out-of-scope", table)
            }
        };
        table["by"] = value(by);
        table["on"] = value(day(on));
        let tables = document.entry(list).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        if let Some(tables) = tables.as_array_of_tables_mut() {
            table.decor_mut().set_prefix("\n");
            tables.push(table);
        }
    }
    // a comment in a file of nothing else would stand behind the tables
    let head = if text.trim().is_empty() { HEAD } else { "" };
    Ok(format!("{head}{document}"))
}

fn day(on: NaiveDate) -> Datetime {
    use chrono::Datelike;
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let date =
        Date { year: u16::try_from(on.year()).unwrap_or_default(), month: part(on.month()), day: part(on.day()) };
    Datetime { date: Some(date), time: None, offset: None }
}

/// The file's text without the phrasings of these entries; `None` if it holds none of them.
pub fn without(text: &str, entries: &[&str]) -> Result<Option<String>, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let Some(tables) = document.get_mut("phrasing").and_then(Item::as_array_of_tables_mut) else { return Ok(None) };
    let before = tables.len();
    tables.retain(|table| !table.get("entry").and_then(Item::as_str).is_some_and(|entry| entries.contains(&entry)));
    let changed = tables.len() != before;
    Ok(changed.then(|| document.to_string()))
}

/// What the file holds, read; the entries it names may stand in any file.
pub(super) struct Additions {
    phrasings: Vec<(Located<String>, Located<String>)>,
    out_of_scope: Vec<String>,
}

impl Additions {
    pub(super) fn read(mut file: Table<'_>, problems: &mut Problems) -> Self {
        let mut phrasings = Vec::new();
        for mut table in file.tables("phrasing", problems) {
            let entry = table.required_text("entry", problems);
            let text = table.required_text("text", problems);
            finish(table, problems);
            phrasings.extend(entry.zip(text));
        }
        let mut out_of_scope = Vec::new();
        for mut table in file.tables("out-of-scope", problems) {
            out_of_scope.extend(table.required_text("text", problems).map(|text| text.value));
            finish(table, problems);
        }
        file.finish(problems);
        Self { phrasings, out_of_scope }
    }

    /// Puts the phrasings to their entries. One whose entry has gone is passed over with a warning: whoever edits an
    /// article is not held up by a file that the bot wrote.
    pub(super) fn join(self, knowledge: &mut Knowledge, problems: &mut Problems) {
        for (entry, text) in self.phrasings {
            match knowledge.entries.iter_mut().find(|known| known.id == entry.value) {
                Some(known) => {
                    known.phrasings.push(text.value);
                    known.places.phrasings.push(text.place);
                }
                None => unknown(&entry.place, &entry.value, problems),
            }
        }
        knowledge.out_of_scope.extend(self.out_of_scope);
    }
}

fn unknown(place: &Place, id: &str, problems: &mut Problems) {
    let what = format!("a phrasing is for the entry `{id}`, which does not exist");
    problems.warning(place, what, "correct the id, or delete the phrasing");
}

fn finish(mut table: Table<'_>, problems: &mut Problems) {
    table.text("by", problems);
    table.date("on", problems);
    table.finish(problems);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::from_texts;

    const ARTICLE: &str = "[source]\ntitle = \"T\"\nauthor = \"A\"\ntopic = \"t\"\nreviewed = 2026-01-01\n\
        [[entry]]\nid = \"what\"\nquestion = \"What is it?\"\nsection = \"S\"\npassage = \"It is.\"\n";

    fn phrasing(entry: &str, text: &str) -> Addition {
        Addition::Phrasing { entry: entry.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn what_is_appended_is_read_back_and_what_stood_there_stays() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let first = append("", &[phrasing("what", "tell me \"what\"")], "admin chat 1", on).unwrap();
        let other = Addition::OutOfScope { text: "the weather".to_owned() };
        let second = append(&first, &[other, phrasing("what", "and that")], "admin chat 2", on).unwrap();
        assert!(second.starts_with(HEAD) && second.contains("on = 2026-11-25"), "{second}");
        let files = vec![("a.toml".to_owned(), ARTICLE.to_owned()), (FILE.to_owned(), second.clone())];
        let loaded = from_texts(files, "test");
        assert_eq!(loaded.errors().count(), 0, "{:?}", loaded.problems);
        assert_eq!(loaded.knowledge.entries[0].phrasings, ["tell me \"what\"", "and that"]);
        assert_eq!(loaded.knowledge.out_of_scope, ["the weather"]);
        let without = without(&second, &["what"]).unwrap().unwrap();
        assert!(!without.contains("and that") && without.contains("the weather"));
    }

    #[test]
    fn a_phrasing_whose_entry_has_gone_is_a_warning_with_its_line() {
        let text = "[[phrasing]]\nentry = \"gone\"\ntext = \"x y z\"\n";
        let files = vec![("a.toml".to_owned(), ARTICLE.to_owned()), (FILE.to_owned(), text.to_owned())];
        let loaded = from_texts(files, "test");
        assert_eq!(loaded.errors().count(), 0);
        let warning = loaded.problems.iter().find(|problem| problem.what.contains("`gone`")).unwrap();
        assert_eq!(warning.place.to_string(), "additions.toml:2");
    }
}
