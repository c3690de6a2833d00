//! Takes a sheet over into the knowledge files: only what differs is touched, and every difference is told.

use super::rows::{SheetEntry, SheetFault};
use crate::knowledge::{Entry, Knowledge};
use crate::toml_style::{lines_of_texts, long_text, short_list};
use rustc_hash::FxHashSet;
use std::fmt;
use std::path::Path;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

/// One difference between the sheet and the knowledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An entry that the knowledge does not have.
    NewEntry(String),
    /// An entry that the sheet does not have; it goes.
    DroppedEntry(String),
    /// An entry that the sheet does not have; it stays.
    KeptEntry(String),
    /// A phrasing more.
    NewPhrasing(String, String),
    /// A phrasing less.
    DroppedPhrasing(String, String),
    /// The same phrasings in another order.
    Order(String),
    /// Another value of a part.
    Part {
        /// The entry's id.
        id: String,
        /// The part.
        part: &'static str,
        /// What the knowledge says.
        from: String,
        /// What the sheet says.
        to: String,
    },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewEntry(id) => write!(f, "+ entry `{id}`"),
            Self::DroppedEntry(id) => write!(f, "- entry `{id}`"),
            Self::KeptEntry(id) => write!(f, "  entry `{id}` is not in the sheet and stays; --delete removes it"),
            Self::NewPhrasing(id, phrasing) => write!(f, "+ `{id}`: phrasing {phrasing:?}"),
            Self::DroppedPhrasing(id, phrasing) => write!(f, "- `{id}`: phrasing {phrasing:?}"),
            Self::Order(id) => write!(f, "~ `{id}`: the phrasings in another order"),
            Self::Part { id, part, from, to } => write!(f, "~ `{id}`: {part} {from:?} -> {to:?}"),
        }
    }
}

impl Change {
    /// The entry whose phrasings are written anew, or which goes.
    #[must_use]
    pub fn rewritten(&self) -> Option<&str> {
        match self {
            Self::NewPhrasing(id, _) | Self::DroppedPhrasing(id, _) | Self::Order(id) | Self::DroppedEntry(id) => {
                Some(id)
            }
            Self::NewEntry(_) | Self::KeptEntry(_) | Self::Part { .. } => None,
        }
    }

    /// Whether the files change by it.
    #[must_use]
    pub fn is_real(&self) -> bool {
        !matches!(self, Self::KeptEntry(_))
    }
}

/// The knowledge files as they will be, and what differs.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// Every article file: path and text.
    pub files: Vec<(String, String)>,
    /// What differs, in the order of the sheet.
    pub changes: Vec<Change>,
}

/// Merges a sheet into article files, given as path and text. `knowledge` is what those files hold; with `delete`
/// entries that the sheet does not have are dropped.
pub fn merge(
    sheet: &str,
    entries: &[SheetEntry],
    knowledge: &Knowledge,
    files: &[(String, String)],
    delete: bool,
) -> Result<Merged, Vec<SheetFault>> {
    let mut faults = Vec::new();
    let mut fault = |line: u64, what: String, remedy: &str| {
        faults.push(SheetFault { file: sheet.to_owned(), line, what, remedy: remedy.to_owned() });
    };
    let mut documents: Vec<(String, DocumentMut)> = Vec::new();
    for (path, text) in files {
        match text.parse() {
            Ok(document) => documents.push((path.clone(), document)),
            Err(_) => fault(1, format!("{path} is no valid TOML"), "run `bedside check` and mend it first"),
        }
    }
    let mut changes = Vec::new();
    for entry in entries {
        if let Some(old) = knowledge.entry(&entry.id) {
            if let Some(table) = documents.iter_mut().find_map(|(_, document)| table_of(document, &entry.id)) {
                update(table, old, entry, &mut changes);
            }
            continue;
        }
        let named = |path: &str| {
            let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
            entry.file.is_none() || name == entry.file
        };
        let complete = entry.question.is_some() && entry.passage.is_some() && entry.section.is_some();
        match documents.iter_mut().find(|(path, _)| named(path)) {
            _ if !complete => fault(
                entry.line,
                format!(
                    "`{}` is no entry of the knowledge, and the sheet gives no question, passage and section",
                    entry.id
                ),
                "correct the id, or fill these cells in its first row",
            ),
            Some((_, document)) => {
                changes.push(Change::NewEntry(entry.id.clone()));
                let tables = document.entry("entry").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
                if let Some(tables) = tables.as_array_of_tables_mut() {
                    tables.push(new_table(entry));
                }
            }
            None => fault(
                entry.line,
                format!("the folder has no file `{}`", entry.file.as_deref().unwrap_or_default()),
                "name a file of the knowledge folder, or leave the cell empty",
            ),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let in_sheet: FxHashSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    for old in knowledge.entries.iter().filter(|old| !in_sheet.contains(old.id.as_str())) {
        changes.push(if delete { Change::DroppedEntry(old.id.clone()) } else { Change::KeptEntry(old.id.clone()) });
        if delete {
            for (_, document) in &mut documents {
                drop_entry(document, &old.id);
            }
        }
    }
    let files = documents.into_iter().map(|(path, document)| (path, document.to_string())).collect();
    Ok(Merged { files, changes })
}

fn has_id(table: &Table, id: &str) -> bool {
    table.get("id").and_then(Item::as_str) == Some(id)
}

fn table_of<'d>(document: &'d mut DocumentMut, id: &str) -> Option<&'d mut Table> {
    document.get_mut("entry")?.as_array_of_tables_mut()?.iter_mut().find(|table| has_id(table, id))
}

fn drop_entry(document: &mut DocumentMut, id: &str) {
    if let Some(tables) = document.get_mut("entry").and_then(Item::as_array_of_tables_mut) {
        tables.retain(|table| !has_id(table, id));
    }
}

/// Sets what differs.
fn update(table: &mut Table, old: &Entry, new: &SheetEntry, changes: &mut Vec<Change>) {
    let mut part = |part: &'static str, from: String, to: Option<String>, item: Item| {
        if let Some(to) = to.filter(|to| *to != from) {
            set(table, part, item);
            changes.push(Change::Part { id: old.id.clone(), part, from, to });
        }
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    part("question", old.question.clone(), new.question.clone(), value(text(&new.question)));
    part("passage", old.passage.clone(), new.passage.clone(), value(long_text(&text(&new.passage))));
    part("section", old.section.clone(), new.section.clone(), value(text(&new.section)));
    let flag = |flag: Option<bool>| flag.unwrap_or_default();
    part("covered", old.covered.to_string(), new.covered.map(|flag| flag.to_string()), value(flag(new.covered)));
    part("reviewed", old.reviewed.to_string(), new.reviewed.map(|flag| flag.to_string()), value(flag(new.reviewed)));
    let related = new.related.clone().unwrap_or_default();
    part("related", old.related.join(" "), new.related.as_ref().map(|ids| ids.join(" ")), value(short_list(&related)));
    let spaced = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
    let numbers = new.paragraphs.clone().unwrap_or_default();
    part("paragraphs", spaced(&old.paragraphs), new.paragraphs.as_deref().map(spaced), value(integers(&numbers)));
    if let Some(phrasings) = new.phrasings.as_ref().filter(|phrasings| **phrasings != old.phrasings) {
        note_phrasings(&old.id, &old.phrasings, phrasings, changes);
        let array = table.get("phrasings").and_then(Item::as_array).cloned().unwrap_or_default();
        set(table, "phrasings", value(with_phrasings(&array, phrasings)));
    }
}

/// Sets a value and keeps the comment behind the old one.
fn set(table: &mut Table, key: &str, mut item: Item) {
    if let (Some(old), Some(new)) = (table.get(key).and_then(Item::as_value), item.as_value_mut()) {
        *new.decor_mut() = old.decor().clone();
    }
    match table.get_mut(key) {
        Some(old) => *old = item,
        None => {
            table.insert(key, item);
        }
    }
}

fn note_phrasings(id: &str, old: &[String], new: &[String], changes: &mut Vec<Change>) {
    let before = changes.len();
    let dropped = old.iter().filter(|phrasing| !new.contains(phrasing));
    changes.extend(dropped.map(|phrasing| Change::DroppedPhrasing(id.to_owned(), phrasing.clone())));
    let added = new.iter().filter(|phrasing| !old.contains(phrasing));
    changes.extend(added.map(|phrasing| Change::NewPhrasing(id.to_owned(), phrasing.clone())));
    if changes.len() == before {
        changes.push(Change::Order(id.to_owned()));
    }
}

/// The phrasings in this order, each that was there with the comments around it.
fn with_phrasings(old: &Array, phrasings: &[String]) -> Array {
    let mut array = lines_of_texts(phrasings);
    for item in array.iter_mut() {
        let text = item.as_str().map(str::to_owned);
        if let Some(known) = old.iter().find(|known| known.as_str() == text.as_deref()) {
            *item = known.clone();
        }
    }
    if old.trailing().as_str().is_some_and(|trailing| trailing.contains('#')) {
        array.set_trailing(old.trailing().clone());
    }
    array
}

fn integers(numbers: &[u32]) -> Array {
    numbers.iter().map(|number| i64::from(*number)).collect()
}

fn new_table(entry: &SheetEntry) -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table["id"] = value(&entry.id);
    table["question"] = value(entry.question.clone().unwrap_or_default());
    table["section"] = value(entry.section.clone().unwrap_or_default());
    table["covered"] = value(entry.covered.unwrap_or(true));
    table["paragraphs"] = value(integers(entry.paragraphs.as_deref().unwrap_or_default()));
    table["related"] = value(short_list(entry.related.as_deref().unwrap_or_default()));
    table["phrasings"] = value(lines_of_texts(entry.phrasings.as_deref().unwrap_or_default()));
    table["passage"] = value(long_text(entry.passage.as_deref().unwrap_or_default()));
    // what came by a sheet waits for a review unless the sheet says that it was read
    table["reviewed"] = value(entry.reviewed.unwrap_or(false));
    table
}
