//! The rows of the sheet: written from a knowledge, read back with every fault and its line.

use super::cells::{flag, guard, unguard, yes_or_no};
use crate::knowledge::{Entry, Knowledge};
use std::path::Path;

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 10] =
    ["id", "question", "phrasing", "passage", "section", "covered", "reviewed", "related", "paragraphs", "file"];

/// What is wrong with a sheet, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}, {remedy}")]
pub struct SheetFault {
    /// The sheet.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// An entry as the sheet has it. A part is `None` where the sheet has no such column, or no row with the question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetEntry {
    /// The line that it begins on.
    pub line: u64,
    /// Its id.
    pub id: String,
    /// The parts of the entry's own row.
    pub question: Option<String>,
    /// The reply.
    pub passage: Option<String>,
    /// Its place in the menu.
    pub section: Option<String>,
    /// Whether the article answers it.
    pub covered: Option<bool>,
    /// Whether a person has read it.
    pub reviewed: Option<bool>,
    /// Ids of entries that people ask next.
    pub related: Option<Vec<String>>,
    /// The paragraphs it rests on.
    pub paragraphs: Option<Vec<u32>>,
    /// The knowledge file that it stands in.
    pub file: Option<String>,
    /// Its phrasings, in the order of the rows.
    pub phrasings: Option<Vec<String>>,
}

/// Writes a knowledge as a sheet: comma separated, UTF-8 with the mark that spreadsheet programs look for.
pub fn write(knowledge: &Knowledge, mut out: impl std::io::Write) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut sheet = csv::Writer::from_writer(out);
    sheet.write_record(COLUMNS)?;
    for entry in &knowledge.entries {
        let mut phrasings = entry.phrasings.iter().map(|phrasing| guard(phrasing));
        sheet.write_record(main_row(entry, phrasings.next().unwrap_or_default()))?;
        for phrasing in phrasings {
            let mut row = vec![entry.id.clone(), String::new(), phrasing];
            row.resize(COLUMNS.len(), String::new());
            sheet.write_record(row)?;
        }
    }
    sheet.flush()
}

fn main_row(entry: &Entry, phrasing: String) -> [String; COLUMNS.len()] {
    let file = Path::new(&*entry.places.entry.file).file_name().map(|name| name.to_string_lossy().into_owned());
    let paragraphs: Vec<String> = entry.paragraphs.iter().map(u32::to_string).collect();
    [
        entry.id.clone(),
        guard(&entry.question),
        phrasing,
        guard(&entry.passage),
        guard(&entry.section),
        yes_or_no(entry.covered).to_owned(),
        yes_or_no(entry.reviewed).to_owned(),
        entry.related.join(" "),
        paragraphs.join(" "),
        file.unwrap_or_default(),
    ]
}

/// Reads a sheet, comma or semicolon separated; `name` is what faults call it.
pub fn read(name: &str, text: &str) -> Result<Vec<SheetEntry>, Vec<SheetFault>> {
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' };
    let mut sheet = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let mut reading = Reading { name, columns: [None; COLUMNS.len()], entries: Vec::new(), faults: Vec::new() };
    match sheet.headers() {
        Ok(headers) => reading.take_headers(headers),
        Err(error) => reading.fault(1, error.to_string(), "save the sheet as CSV in UTF-8"),
    }
    if reading.faults.is_empty() {
        for record in sheet.records() {
            match record {
                Ok(record) => reading.take(&record),
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    reading.fault(line, error.to_string(), "save the sheet as CSV in UTF-8");
                }
            }
        }
    }
    if reading.faults.is_empty() { Ok(reading.entries) } else { Err(reading.faults) }
}

struct Reading<'a> {
    name: &'a str,
    /// Where each of [`COLUMNS`] stands.
    columns: [Option<usize>; COLUMNS.len()],
    entries: Vec<SheetEntry>,
    faults: Vec<SheetFault>,
}

impl Reading<'_> {
    fn fault(&mut self, line: u64, what: impl Into<String>, remedy: &str) {
        self.faults.push(SheetFault { file: self.name.to_owned(), line, what: what.into(), remedy: remedy.to_owned() });
    }

    fn take_headers(&mut self, headers: &csv::StringRecord) {
        for (at, header) in headers.iter().enumerate() {
            match COLUMNS.iter().position(|column| *column == header.trim()) {
                Some(column) => self.columns[column] = Some(at),
                None if header.trim().is_empty() => {}
                None => {
                    let remedy = format!("use the columns that `bedside export` writes: {}", COLUMNS.join(", "));
                    self.fault(1, format!("unknown column `{}`", header.trim()), &remedy);
                }
            }
        }
        for needed in ["id", "phrasing"] {
            if COLUMNS.iter().position(|column| *column == needed).is_none_or(|at| self.columns[at].is_none()) {
                self.fault(
                    1,
                    format!("the sheet has no column `{needed}`"),
                    "begin with a sheet from `bedside export`",
                );
            }
        }
    }

    fn take(&mut self, record: &csv::StringRecord) {
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let columns = self.columns;
        let cell = |name: &str| {
            let column = COLUMNS.iter().position(|column| *column == name).and_then(|at| columns[at]);
            column.map(|at| unguard(record.get(at).unwrap_or_default()))
        };
        let id = cell("id").unwrap_or_default().trim().to_owned();
        if id.is_empty() {
            return self.fault(line, "a row without an id", "write the id of the entry that the phrasing belongs to");
        }
        let at = self.entries.iter().position(|entry| entry.id == id).unwrap_or_else(|| {
            self.entries.push(SheetEntry {
                line,
                id: id.clone(),
                phrasings: Some(Vec::new()),
                ..SheetEntry::default()
            });
            self.entries.len() - 1
        });
        if let Some(phrasing) = cell("phrasing").filter(|phrasing| !phrasing.trim().is_empty()) {
            self.entries[at].phrasings.get_or_insert_default().push(phrasing);
        }
        let Some(question) = cell("question").filter(|question| !question.trim().is_empty()) else { return };
        if self.entries[at].question.is_some() {
            return self.fault(line, format!("entry `{id}` has two rows with a question"), "leave the question in one");
        }
        let covered = self.flag(line, "covered", cell("covered"));
        let reviewed = self.flag(line, "reviewed", cell("reviewed"));
        let paragraphs = self.numbers(line, cell("paragraphs"));
        let entry = &mut self.entries[at];
        entry.line = line;
        entry.question = Some(question);
        entry.passage = cell("passage");
        entry.section = cell("section");
        entry.related =
            cell("related").map(|ids| ids.split([' ', ',']).filter(|id| !id.is_empty()).map(str::to_owned).collect());
        entry.file = cell("file").filter(|file| !file.trim().is_empty());
        (entry.covered, entry.reviewed, entry.paragraphs) = (covered, reviewed, paragraphs);
    }

    fn flag(&mut self, line: u64, name: &str, cell: Option<String>) -> Option<bool> {
        let cell = cell.filter(|cell| !cell.trim().is_empty())?;
        let read = flag(&cell);
        if read.is_none() {
            self.fault(line, format!("`{name}` is \"{cell}\""), "write yes or no");
        }
        read
    }

    fn numbers(&mut self, line: u64, cell: Option<String>) -> Option<Vec<u32>> {
        let cell = cell?;
        let parts = cell.split([' ', ',']).filter(|part| !part.is_empty());
        let numbers: Result<Vec<u32>, _> = parts.map(str::parse).collect();
        if numbers.is_err() {
            self.fault(line, format!("`paragraphs` is \"{cell}\""), "write numbers with spaces between: 1 2");
        }
        numbers.ok()
    }
}
