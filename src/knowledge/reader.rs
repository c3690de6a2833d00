//! Reading TOML by hand-over: every value is taken once, with its line; what nobody took is an unknown key.
//!
//! `serde` stops at the first fault of a file. Someone who edits a knowledge file wants all of them at once, so the
//! tree of the `toml` crate is walked here and each fault is noted in [`Problems`] while reading goes on.

use super::problem::{Place, Problems};
use chrono::NaiveDate;
use std::sync::Arc;
use strsim::{jaro_winkler, osa_distance};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Names at least this alike are offered as what was meant.
const ALIKE: f64 = 0.8;
/// So many slips away from a key, a name is read as that key once it has been told: nothing else is to follow from it.
/// More would take one key for another.
const SLIPS: usize = 3;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Located<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// A file's name and the offsets at which its lines begin.
#[derive(Debug)]
pub(super) struct Lines {
    file: Arc<str>,
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(file: &str, text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.into(), starts }
    }

    fn place(&self, offset: usize) -> Place {
        Place { file: self.file.clone(), line: self.starts.partition_point(|start| *start <= offset).max(1) }
    }
}

/// A table whose values are taken key by key.
#[derive(Debug)]
pub(super) struct Table<'d> {
    lines: Arc<Lines>,
    place: Place,
    /// What it is called in a message: `[source]`, `[[entry]] symptoms`.
    name: String,
    values: Vec<(String, Place, Spanned<DeValue<'d>>)>,
    /// The keys asked for: what an unknown key may have been meant to be.
    known: Vec<&'static str>,
    /// All keys it may have, where slips of them are read as what they were meant to be.
    all: &'static [&'static str],
}

impl<'d> Table<'d> {
    /// The top table of a file. Faults of TOML itself are noted, and what could be read is given back.
    pub(super) fn parse(file: &str, text: &'d str, problems: &mut Problems) -> Self {
        let lines = Arc::new(Lines::new(file, text));
        let (table, faults) = DeTable::parse_recoverable(text);
        for fault in faults {
            let offset = fault.span().map_or(0, |span| span.start);
            problems.error(&lines.place(offset), one_line(fault.message()), "mend the TOML (https://toml.io)");
        }
        Self::new(&lines, lines.place(0), "the file", table.into_inner())
    }

    fn new(lines: &Arc<Lines>, place: Place, name: &str, table: DeTable<'d>) -> Self {
        let values = table.into_iter().map(|(key, value)| {
            let place = lines.place(key.span().start);
            (key.into_inner().into_owned(), place, value)
        });
        Self {
            lines: lines.clone(),
            place,
            name: name.to_owned(),
            values: values.collect(),
            known: Vec::new(),
            all: &[],
        }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Gives the table the name that later problems call it by.
    pub(super) fn rename(&mut self, name: String) {
        self.name = name;
    }

    /// Names all keys that the table may have: a slip of one is told, and then read as that key, so that nothing else
    /// follows from it.
    pub(super) fn forgiving(mut self, all: &'static [&'static str]) -> Self {
        self.all = all;
        self
    }

    fn take(&mut self, key: &'static str, problems: &mut Problems) -> Option<(Place, Spanned<DeValue<'d>>)> {
        self.known.push(key);
        let forgiven = self.all.contains(&key);
        let slipped = |name: &String| {
            let near = osa_distance(&name.to_lowercase(), key) <= SLIPS && is_alike(name, key);
            forgiven && near && !self.all.contains(&name.as_str())
        };
        let at = self.values.iter().position(|(name, ..)| name == key);
        let at = at.or_else(|| self.values.iter().position(|(name, ..)| slipped(name)))?;
        let (name, place, value) = self.values.remove(at);
        if name != key {
            problems.error(&place, format!("unknown key `{name}` in {}", self.name), meant(key));
        }
        Some((place, value))
    }

    fn wrong_type(&self, key: &str, place: &Place, value: &DeValue<'_>, wanted: &str, problems: &mut Problems) {
        let what = format!("`{key}` in {} is of type {}", self.name, value.type_str());
        problems.error(place, what, format!("write {wanted}"));
    }

    /// A text; `None` where the key is missing or of another type.
    pub(super) fn text(&mut self, key: &'static str, problems: &mut Problems) -> Option<Located<String>> {
        let (place, value) = self.take(key, problems)?;
        match value.into_inner() {
            DeValue::String(text) => Some(Located { value: text.into_owned(), place }),
            other => {
                self.wrong_type(key, &place, &other, "a text in quotation marks", problems);
                None
            }
        }
    }

    /// A text that must be there and not be blank.
    pub(super) fn required_text(&mut self, key: &'static str, problems: &mut Problems) -> Option<Located<String>> {
        let untaken = self.values.len();
        let text = self.text(key, problems);
        if self.values.len() == untaken {
            problems.error(&self.place, format!("{} has no `{key}`", self.name), format!("add `{key} = \"...\"`"));
        } else if let Some(text) = &text
            && text.value.trim().is_empty()
        {
            problems.error(&text.place, format!("`{key}` in {} is empty", self.name), "write it or delete the entry");
            return None;
        }
        text
    }

    /// A list of texts, each with its own line; a missing key is an empty list.
    pub(super) fn texts(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Located<String>> {
        let Some((place, value)) = self.take(key, problems) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, &place, value.get_ref(), "a list: [\"...\", \"...\"]", problems);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            let place = self.lines.place(item.span().start);
            match item.get_ref() {
                DeValue::String(text) => texts.push(Located { value: text.clone().into_owned(), place }),
                other => self.wrong_type(key, &place, other, "each item as a text in quotation marks", problems),
            }
        }
        texts
    }

    /// A list of lists of texts: alternatives, each of which needs all its parts.
    pub(super) fn text_sets(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Located<Vec<String>>> {
        let Some((place, value)) = self.take(key, problems) else { return Vec::new() };
        let DeValue::Array(sets) = value.get_ref() else {
            self.wrong_type(key, &place, value.get_ref(), "a list of lists: [[\"...\", \"...\"], [\"...\"]]", problems);
            return Vec::new();
        };
        let mut found = Vec::with_capacity(sets.len());
        for set in sets {
            let place = self.lines.place(set.span().start);
            let texts = set
                .get_ref()
                .as_array()
                .map(|items| items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)));
            match texts.and_then(Iterator::collect::<Option<Vec<String>>>) {
                Some(value) => found.push(Located { value, place }),
                None => self.wrong_type(
                    key,
                    &place,
                    set.get_ref(),
                    "each item as a list of texts: [\"...\", \"...\"]",
                    problems,
                ),
            }
        }
        found
    }

    /// `true` or `false`, with a default for a missing key.
    pub(super) fn flag(&mut self, key: &'static str, default: bool, problems: &mut Problems) -> bool {
        let Some((place, value)) = self.take(key, problems) else { return default };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(key, &place, value.get_ref(), "true or false, without quotation marks", problems);
            default
        })
    }

    /// A list of whole numbers, 0 and up; a missing key is an empty list.
    pub(super) fn numbers(&mut self, key: &'static str, problems: &mut Problems) -> Vec<u32> {
        let Some((place, value)) = self.take(key, problems) else { return Vec::new() };
        let number = |item: &Spanned<DeValue<'_>>| {
            let integer = item.get_ref().as_integer()?;
            u32::from_str_radix(integer.as_str(), integer.radix()).ok()
        };
        let numbers = value.get_ref().as_array().map(|items| items.iter().map(number).collect::<Option<Vec<u32>>>());
        numbers.flatten().unwrap_or_else(|| {
            self.wrong_type(key, &place, value.get_ref(), "a list of whole numbers: [1, 2]", problems);
            Vec::new()
        })
    }

    /// A whole number, 0 and up; `None` where the key is missing or of another type.
    pub(super) fn number(&mut self, key: &'static str, problems: &mut Problems) -> Option<u32> {
        let (place, value) = self.take(key, problems)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok());
        if number.is_none() {
            self.wrong_type(key, &place, value.get_ref(), "a whole number without quotation marks", problems);
        }
        number
    }

    /// A date; `None` where the key is missing or of another type.
    pub(super) fn date(&mut self, key: &'static str, problems: &mut Problems) -> Option<Located<NaiveDate>> {
        let (place, value) = self.take(key, problems)?;
        let date =
            value.get_ref().as_datetime().and_then(|datetime| datetime.date).and_then(|date| {
                NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            });
        if date.is_none() {
            self.wrong_type(key, &place, value.get_ref(), "a date without quotation marks: 2026-01-31", problems);
        }
        Some(Located { value: date?, place })
    }

    /// A table inside this one.
    pub(super) fn table(&mut self, key: &'static str, problems: &mut Problems) -> Option<Table<'d>> {
        let (place, value) = self.take(key, problems)?;
        match value.into_inner() {
            DeValue::Table(table) => Some(Self::new(&self.lines, place, &format!("[{key}]"), table)),
            other => {
                self.wrong_type(key, &place, &other, &format!("a table that begins with [{key}]"), problems);
                None
            }
        }
    }

    /// A list of tables, `[[key]]`.
    pub(super) fn tables(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Table<'d>> {
        let Some((place, value)) = self.take(key, problems) else { return Vec::new() };
        let DeValue::Array(items) = value.into_inner() else {
            problems.error(&place, format!("`{key}` is not a list of tables"), format!("begin each with [[{key}]]"));
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            let place = self.lines.place(item.span().start);
            match item.into_inner() {
                DeValue::Table(table) => tables.push(Self::new(&self.lines, place, &format!("[[{key}]]"), table)),
                other => self.wrong_type(key, &place, &other, &format!("a table that begins with [[{key}]]"), problems),
            }
        }
        tables
    }

    /// Every remaining key with a list of texts: tables whose keys are names of the author's own.
    pub(super) fn named_texts(mut self, problems: &mut Problems) -> Vec<(Located<String>, Vec<Located<String>>)> {
        let mut named = Vec::new();
        for (key, place, value) in std::mem::take(&mut self.values) {
            let DeValue::Array(items) = value.get_ref() else {
                self.wrong_type(&key, &place, value.get_ref(), "a list: [\"...\", \"...\"]", problems);
                continue;
            };
            let mut texts = Vec::with_capacity(items.len());
            for item in items {
                let place = self.lines.place(item.span().start);
                match item.get_ref() {
                    DeValue::String(text) => texts.push(Located { value: text.clone().into_owned(), place }),
                    other => self.wrong_type(&key, &place, other, "each item as a text in quotation marks", problems),
                }
            }
            named.push((Located { value: key, place }, texts));
        }
        named
    }

    /// Every remaining key with its text: tables whose keys are names of the author's own.
    pub(super) fn named_text(mut self, problems: &mut Problems) -> Vec<(Located<String>, Located<String>)> {
        let mut named = Vec::new();
        for (key, place, value) in std::mem::take(&mut self.values) {
            match value.into_inner() {
                DeValue::String(text) => {
                    let value = Located { value: text.into_owned(), place: place.clone() };
                    named.push((Located { value: key, place }, value));
                }
                other => self.wrong_type(&key, &place, &other, "a text in quotation marks", problems),
            }
        }
        named
    }

    /// Ends the reading: whatever was not taken is an unknown key.
    pub(super) fn finish(self, problems: &mut Problems) {
        for (key, place, _) in &self.values {
            let alike = self.known.iter().filter(|known| is_alike(key, known));
            let remedy = match alike.max_by(|a, b| likeness(key, a).total_cmp(&likeness(key, b))) {
                Some(known) => meant(known),
                None => format!("delete it; known here: {}", self.known.join(", ")),
            };
            problems.error(place, format!("unknown key `{key}` in {}", self.name), remedy);
        }
    }
}

/// How alike a name is to a key, in whatever letters.
fn likeness(name: &str, key: &str) -> f64 {
    jaro_winkler(&name.to_lowercase(), key)
}

fn is_alike(name: &str, key: &str) -> bool {
    likeness(name, key) >= ALIKE
}

fn meant(key: &str) -> String {
    format!("write `{key}` if that was meant, or delete the line")
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
