//! The knowledge as a spreadsheet: exported, edited as a person would in a spreadsheet program, and imported again.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use std::fs;
use std::path::Path;
use support::bedside_cmd_in;
use tempfile::TempDir;

const ARTICLE: &str = r#"# Kept by the ward. Ring us before you change the first entry.
[source]
title = "Rain"
author = "The ward"
reviewed = 2026-11-22 # read by two of us
topic = "Rain"

# the one that everybody asks
[[entry]]
id = "rain"
question = "What is rain?" # as on the leaflet
section = "Weather"
paragraphs = [1, 2]
related = ["snow"]
phrasings = [
  "define rain",
  "= rain meaning", # typed by hand
  "what does \"rain\" mean; in short, please",
  "rain\texplained",
  "- rain -",
]
passage = """
Rain is water that falls.

- It is wet.
- It says "drip", \\ and 'drop'.
"""

[[entry]]
id = "snow"
question = "What is snow?"
section = "Weather"
covered = false
reviewed = false
phrasings = ["define snow", "snow meaning", "tell me of snow", "what does snow mean", "snow explained"]
passage = "'Snow' is not in the article."
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("k")).unwrap();
    fs::write(folder.path().join("k/rain.toml"), ARTICLE).unwrap();
    fs::write(folder.path().join("k/vocabulary.toml"), "# words\nkeep = [\"train\"]\n").unwrap();
    folder
}

fn bedside(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut all = vec!["--knowledge", "k"];
    all.extend(args);
    bedside_cmd_in(folder, &all, &[], "")
}

fn exported(folder: &Path) -> String {
    let (code, _, stderr) = bedside(folder, &["export", "sheet.csv", "--force"]);
    assert_eq!(code, Some(0), "{stderr}");
    fs::read_to_string(folder.join("sheet.csv")).unwrap()
}

fn article(folder: &Path) -> String {
    fs::read_to_string(folder.join("k/rain.toml")).unwrap()
}

/// What stands in the folder of the knowledge.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.join("k"))
        .unwrap()
        .map(|item| item.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn there_and_back_changes_nothing() {
    let folder = folder();
    let sheet = exported(folder.path());
    // what a spreadsheet program takes for a formula is marked as text
    assert!(sheet.contains("'= rain meaning") && sheet.contains("'- rain -"), "{sheet}");
    for form in [sheet.clone(), sheet.replace('\n', "\r\n"), with_semicolons(&sheet)] {
        fs::write(folder.path().join("sheet.csv"), form).unwrap();
        let (code, stdout, stderr) = bedside(folder.path(), &["import", "sheet.csv", "--delete"]);
        assert_eq!((code, stdout.as_str()), (Some(0), "0 changes; nothing was written\n"), "{stderr}");
        assert_eq!(article(folder.path()), ARTICLE);
    }
}

/// The sheet as a spreadsheet program of another country saves it.
fn with_semicolons(sheet: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(sheet.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    reader.records().for_each(|record| writer.write_record(&record.unwrap()).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn the_shipped_knowledge_comes_back_entire() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    fs::create_dir(folder.path().join("k")).unwrap();
    for item in fs::read_dir(&shipped).unwrap() {
        let path = item.unwrap().path();
        fs::copy(&path, folder.path().join("k").join(path.file_name().unwrap())).unwrap();
    }
    exported(folder.path());
    let (code, stdout, _) = bedside(folder.path(), &["import", "sheet.csv", "--delete"]);
    assert_eq!((code, stdout.as_str()), (Some(0), "0 changes; nothing was written\n"));
    // into a copy whose entries are gone but one: everything is there again, word for word
    let file = folder.path().join("k/liver-metastases.toml");
    let whole = fs::read_to_string(&file).unwrap();
    let second = whole.match_indices("[[entry]]").nth(2).unwrap().0;
    fs::write(&file, whole[..second].replace("related = [", "related = [] # [")).unwrap();
    let before = bedside::knowledge::from_folder(&shipped).unwrap().knowledge;
    let (code, stdout, stderr) = bedside(folder.path(), &["import", "sheet.csv"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    let after = bedside::knowledge::from_folder(&folder.path().join("k")).unwrap().knowledge;
    assert!(before.entries.len() > 20 && before.entries.len() == after.entries.len());
    for entry in &before.entries {
        let other = after.entry(&entry.id).unwrap();
        let parts = |entry: &bedside::knowledge::Entry| {
            let lists = (entry.phrasings.clone(), entry.related.clone(), entry.paragraphs.clone());
            let texts = (entry.question.clone(), entry.passage.clone(), entry.section.clone());
            (lists, texts, entry.covered, entry.reviewed)
        };
        assert_eq!(parts(entry), parts(other));
    }
}

#[test]
fn a_dry_run_shows_the_difference_and_an_import_keeps_the_comments() {
    let folder = folder();
    let sheet = exported(folder.path());
    let edited = sheet.replace("define rain", "explain rain").replace("Snow' is not", "Snow' is never")
        + "rain,,why does it rain,,,,,,,\nhail,What is hail?,define hail,Hail is ice.,Weather,yes,yes,rain snow,3,rain.toml\nhail,,hail meaning\n";
    fs::write(folder.path().join("sheet.csv"), edited).unwrap();
    let (code, stdout, stderr) = bedside(folder.path(), &["import", "--dry-run", "sheet.csv"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    for line in [
        "- `rain`: phrasing \"define rain\"",
        "+ `rain`: phrasing \"explain rain\"",
        "+ `rain`: phrasing \"why does it rain\"",
        "~ `snow`: passage \"'Snow' is not in the article.\" -> \"'Snow' is never in the article.\"",
        "+ entry `hail`",
        "5 changes; nothing was written",
    ] {
        assert!(stdout.lines().any(|said| said == line), "{line} is missing:\n{stdout}");
    }
    assert_eq!(article(folder.path()), ARTICLE);

    let (code, stdout, _) = bedside(folder.path(), &["import", "sheet.csv"]);
    assert_eq!(code, Some(0), "{stdout}");
    let after = article(folder.path());
    for kept in [
        "# Kept by the ward. Ring us before you change the first entry.",
        "reviewed = 2026-11-22 # read by two of us",
        "# the one that everybody asks",
        "question = \"What is rain?\" # as on the leaflet",
        "\"= rain meaning\", # typed by hand",
        "- It says \"drip\", \\\\ and 'drop'.",
        "  \"why does it rain\",",
    ] {
        assert!(after.contains(kept), "{kept} is gone:\n{after}");
    }
    let (_, shown, _) = bedside(folder.path(), &["ask", "define hail"]);
    assert!(shown.contains("Hail is ice."), "{shown}");
    assert_eq!(names(folder.path()), ["rain.toml", "vocabulary.toml"], "nothing is left behind");
}

#[test]
fn an_import_is_all_or_nothing_and_names_every_fault() {
    let cases: [(&str, &str, &[&str]); 6] = [
        ("rain,,define snow\n", "sheet.csv", &["both claim the phrasing \"define snow\""]),
        (
            "hail,What is hail?,define hail,,,maybe,,,x,\n",
            "sheet.csv",
            &["`covered` is \"maybe\"", "`paragraphs` is \"x\""],
        ),
        ("hail,,define hail\n", "sheet.csv", &["`hail` is no entry"]),
        ("Hail!,What is hail?,define hail,Ice.,Weather,yes,yes,nowhere,,\n", "sheet.csv", &["id `Hail!`", "`nowhere`"]),
        ("hail,What is hail?,define hail,Ice.,Weather,yes,yes,,,hail.toml\n", "sheet.csv", &["no file `hail.toml`"]),
        (",,an orphan\n", "sheet.csv", &["a row without an id"]),
    ];
    for (row, name, parts) in cases {
        let folder = folder();
        let sheet = exported(folder.path()) + "rain,,a good one\n" + row;
        fs::write(folder.path().join(name), sheet).unwrap();
        let (code, stdout, stderr) = bedside(folder.path(), &["import", name]);
        assert_eq!(code, Some(1), "{row}: {stdout}{stderr}");
        for part in parts {
            assert!(stdout.lines().any(|line| line.contains(part)), "{part} is missing:\n{stdout}");
        }
        assert!(stdout.contains("nothing was written"), "{stdout}");
        assert_eq!(article(folder.path()), ARTICLE, "{row}");
        assert_eq!(names(folder.path()), ["rain.toml", "vocabulary.toml"]);
    }
}

#[test]
fn an_entry_that_the_sheet_lacks_stays_unless_it_is_to_go() {
    let folder = folder();
    let sheet = exported(folder.path()).replace("rain,What is rain?", "rain,What is rain exactly?");
    let sheet = sheet.lines().filter(|line| !line.starts_with("snow,")).collect::<Vec<_>>().join("\n");
    fs::write(folder.path().join("sheet.csv"), sheet.replace(",yes,yes,snow,", ",yes,yes,,")).unwrap();
    let (code, stdout, _) = bedside(folder.path(), &["import", "sheet.csv"]);
    assert_eq!(code, Some(0), "{stdout}");
    assert!(
        stdout.contains("`snow` is not in the sheet and stays") && article(folder.path()).contains("\"snow\""),
        "{stdout}"
    );
    let (code, stdout, _) = bedside(folder.path(), &["import", "--delete", "sheet.csv"]);
    assert_eq!(code, Some(0), "{stdout}");
    assert!(stdout.contains("- entry `snow`") && !article(folder.path()).contains("What is snow?"), "{stdout}");
}

#[test]
fn the_built_in_knowledge_can_be_exported_and_not_imported_into() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| bedside_cmd_in(folder.path(), args, &[], "");
    assert_eq!(run(&["export", "all.csv"]).0, Some(0));
    let (code, _, stderr) = run(&["export", "all.csv"]);
    assert_eq!((code, stderr.lines().count()), (Some(2), 1), "an existing file is not replaced: {stderr}");
    let (code, _, stderr) = run(&["import", "all.csv"]);
    assert_eq!((code, stderr.lines().count()), (Some(2), 1));
    assert!(stderr.contains("--knowledge"), "{stderr}");
}
