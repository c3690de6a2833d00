//! `bedside eval`: figures with their intervals, gates, the comparison of two knowledges, and the page.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use bedside::engine::{ANSWER_AT, SUGGEST_AT};
use bedside::knowledge::{Entry, built_in};
use bedside::text::normalise;
use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use support::bedside_cmd_in;
use tempfile::TempDir;

const SYMPTOMS: &str = "What are the symptoms of liver metastases?";

/// Two rows that expect an entry, one of them wrongly; one each of nothing, an emergency and small talk.
fn rows() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let rows = format!(
        "question\texpected\tkind\tnote\n{SYMPTOMS}\tsymptoms\tclean\t\n{SYMPTOMS}\tdiet\tclean\t\n\
         weather tomorrow <b>&\tnone\tterse\t\nhe is vomiting blood\turgent\tclean\t\nhello\tsmalltalk\tterse\t\n"
    );
    fs::write(folder.path().join("rows.tsv"), rows).unwrap();
    folder
}

fn eval(folder: &TempDir, options: &[&str]) -> (Option<i32>, String, String) {
    let args: Vec<&str> = ["eval", "rows.tsv"].iter().chain(options).copied().collect();
    bedside_cmd_in(folder.path(), &args, &[], "")
}

#[test]
fn figures_come_with_intervals_and_the_worst_confusions_with_examples() {
    let (code, stdout, stderr) = eval(&rows(), &[]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    let line = |start: &str| {
        stdout.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start}: {stdout}"))
    };
    // Wilson's interval of 1 in 2: 0.5 in the middle, 0.405 to each side
    assert!(
        line("entry expected: right entry answered").ends_with("0.500  (1 of 2)  95 %: 0.095 to 0.905"),
        "{stdout}"
    );
    assert!(line("not small talk: given").contains("0.000  (0 of 4)"), "{stdout}");
    assert_eq!(line("  1 x "), format!("  1 x diet -> symptoms, as \"{SYMPTOMS}\""));
}

/// What a spreadsheet saves by default is told for what it is, with the way out.
#[test]
fn a_file_with_commas_in_place_of_tabs_is_told_so() {
    for mark in [",", ";", "    "] {
        let folder = rows();
        let text = fs::read_to_string(folder.path().join("rows.tsv")).unwrap().replace('\t', mark);
        fs::write(folder.path().join("rows.tsv"), text).unwrap();
        let (code, _, stderr) = eval(&folder, &[]);
        assert_eq!((code, stderr.lines().count()), (Some(2), 1), "{stderr}");
        let says = ["rows.tsv:1: ", "no tabs", "save", "tab separated"];
        assert!(says.iter().all(|part| stderr.contains(part)), "{stderr}");
    }
}

#[test]
fn a_gate_that_is_not_kept_is_a_line_and_exit_code_1() {
    let folder = rows();
    let kept =
        ["--min-accuracy", "0.5", "--max-wrong", "0.5", "--max-false", "0", "--min-urgent", "1", "--min-top3", "0.5"];
    let (code, _, stderr) = eval(&folder, &kept);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let broken = ["--min-accuracy", "0.51", "--max-wrong", "0.4", "--min-personal", "0.1", "--min-smalltalk", "1"];
    let (code, stdout, stderr) = eval(&folder, &broken);
    assert_eq!(code, Some(1), "{stderr}");
    let lines: Vec<&str> = stderr.lines().collect();
    assert_eq!(lines.len(), 3, "{stderr}");
    assert!(lines[0].starts_with("--min-accuracy 0.51: 0.500 (1 of 2)"), "{stderr}");
    assert!(lines[1].starts_with("--min-personal 0.1: no row"), "{stderr}");
    assert!(lines[2].starts_with("--max-wrong 0.4: 0.500 (1 of 2)"), "{stderr}");
    assert!(stdout.contains("urgent found"), "the figures are told all the same: {stdout}");
    let (code, _, stderr) = eval(&folder, &["--min-accuracy", "85"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("between 0 and 1"), "{stderr}");
}

#[test]
fn thresholds_are_suggested_and_the_curve_falls_as_it_must() {
    let (code, stdout, _) = eval(&rows(), &["--json"]);
    assert_eq!(code, Some(0));
    let measured: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(measured["answered"]["count"], 1);
    assert!(
        measured["answered"]["low"].as_f64().unwrap() < 0.1 && measured["answered"]["high"].as_f64().unwrap() > 0.9
    );
    let curve = measured["curve"].as_array().unwrap();
    let at = |point: &Value, key: &str| point[key].as_f64().unwrap();
    assert!((at(&curve[0], "refused")).abs() < 1e-9 && (at(&curve[0], "shown") - 3.0).abs() < 1e-9, "{}", curve[0]);
    for pair in curve.windows(2) {
        assert!(at(&pair[0], "refused") <= at(&pair[1], "refused") && at(&pair[0], "shown") >= at(&pair[1], "shown"));
    }
    // one right and one wrong passage of the same confidence: a wrong one costs more, so none is shown
    let suggested = &measured["suggested_thresholds"];
    assert!(at(suggested, "answer") > at(&measured["thresholds"], "answer"), "{suggested}");
    let (_, stdout, _) = eval(&rows(), &["--suggest-thresholds"]);
    assert!(
        stdout.contains(&format!(
            "  today answer from {ANSWER_AT:.2}, suggest from {SUGGEST_AT:.2}: 2 passages shown, 0.500 of them right"
        )),
        "{stdout}"
    );
    assert!(stdout.contains("  best  answer from "), "{stdout}");
    assert!(stdout.contains("a passage is shown at once to 0.") && stdout.contains("not a setting"), "{stdout}");
}

fn knowledge(snow: &[&str]) -> String {
    let entry = |id: &str, passage: &str, phrasings: &[&str]| {
        format!(
            "[[entry]]\nid = \"{id}\"\nquestion = \"What about {id}?\"\nsection = \"S\"\npassage = \"{passage}\"\nphrasings = {phrasings:?}\n"
        )
    };
    let rain = ["define rain", "rain explained", "water from clouds", "drops falling outside", "how wet is rain"];
    let source = "[source]\ntitle = \"A\"\nauthor = \"B\"\nreviewed = 2026-11-22\ntopic = \"Weather\"\n";
    format!("{source}{}{}", entry("rain", "Rain is wet.", &rain), entry("snow", "Snow is cold.", snow))
}

#[test]
fn two_knowledges_are_compared_question_by_question() {
    let folder = tempfile::tempdir().unwrap();
    for (name, snow) in [
        ("old", ["define snow", "snow explained", "how cold is snow", "snow please"]),
        ("new", ["define snow", "snow explained", "white flakes everywhere", "snow please"]),
    ] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("weather.toml"), knowledge(&snow)).unwrap();
    }
    let rows = "question\texpected\tkind\tnote\nwhite flakes everywhere\tsnow\tclean\t\ndefine rain\train\tclean\t\n";
    fs::write(folder.path().join("rows.tsv"), rows).unwrap();
    let (code, stdout, stderr) = eval(&folder, &["--knowledge", "new", "--compare", "old"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.contains("against the other knowledge: 1 better, 0 worse, 1 the same"), "{stdout}");
    assert!(
        stdout.contains("  better, line 2: expected snow, was ") && stdout.contains("is answer snow: white flakes"),
        "{stdout}"
    );
    let (_, stdout, _) = eval(&folder, &["--knowledge", "old", "--compare", "new"]);
    assert!(stdout.contains("  worse, line 2: expected snow, was answer snow, is "), "{stdout}");
    let (code, _, stderr) = eval(&folder, &["--knowledge", "old", "--compare", "missing"]);
    assert_eq!((code, stderr.lines().count()), (Some(2), 1), "{stderr}");
}

#[test]
fn the_page_stands_alone_and_holds_figures_plots_and_messages() {
    let folder = rows();
    let (code, _, stderr) =
        eval(&folder, &["--report", "report.html", "--compare", concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge")]);
    assert_eq!(code, Some(0), "{stderr}");
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("width=device-width"), "{page}");
    for loaded in ["<script", "<link", "<img", "src=", "@import", "url("] {
        assert!(!page.contains(loaded), "{loaded} in the page");
    }
    assert_eq!(page.matches("<svg").count(), 2, "bars by kind, and the curve");
    let today = format!("today {ANSWER_AT:.2}");
    for part in ["50.0 %", "1 of 2 (9 to 91 %)", &today, "terse", SYMPTOMS, "5 as good as before"] {
        assert!(page.contains(part), "{part} is missing");
    }
    assert!(!page.contains("tomorrow <b>"), "a message is text, never markup");
    // a part of a figure stands below it as a part; whether a setting is meant is told
    assert!(page.contains("<td class=\"part\">answered with a wrong entry</td>"), "{page}");
    assert!(page.contains("part of the program, not a setting"), "{page}");
    let (code, _, stderr) = eval(&folder, &["--report", "nowhere/report.html"]);
    assert_eq!((code, stderr.lines().count()), (Some(2), 1), "{stderr}");
}

/// Who reads what missed is to see at a glance where the right passage was among those offered.
#[test]
fn a_miss_that_was_offered_is_told_from_one_that_was_not() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "question\texpected\ninformation about spread\twhat-are-liver-metastases\n\
                information about spread\tdiet\nweather tomorrow\tdiet\n";
    fs::write(folder.path().join("rows.tsv"), rows).unwrap();
    let (_, stdout, _) = eval(&folder, &["--misses", "--report", "report.html"]);
    let line = |at: usize| stdout.lines().find(|line| line.starts_with(&format!("line {at}: "))).unwrap().to_owned();
    assert!(line(2).contains("got suggest ") && line(2).contains(", the right one offered"), "{stdout}");
    assert!(line(3).contains("got suggest ") && !line(3).contains("offered"), "{stdout}");
    assert!(line(4).contains("got none") && !line(4).contains("offered"), "{stdout}");
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("3 messages, 1 of them with the right one offered"), "{page}");
    assert_eq!(page.matches("the right one offered").count(), 2, "{page}");
}

#[test]
fn no_evaluation_question_is_one_that_the_bot_learns_from() {
    let knowledge = built_in().knowledge;
    let wordings = knowledge.entries.iter().flat_map(Entry::wordings);
    let others = knowledge.out_of_scope.iter().map(String::as_str);
    let messages = knowledge.messages.iter().map(|message| message.text.as_str());
    let learnt: HashSet<String> =
        wordings.chain(others).chain(messages).map(normalise).filter(|text| !text.is_empty()).collect();
    for file in ["questions.tsv", "fresh.tsv", "third.tsv", "fourth.tsv", "fifth.tsv"] {
        let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
        let rows = fs::read_to_string(path).unwrap();
        let questions = rows.lines().skip(1).filter_map(|row| row.split('\t').next());
        let seen: Vec<&str> = questions.filter(|question| learnt.contains(&normalise(question))).collect();
        assert!(seen.is_empty(), "{file}: {seen:?}");
    }
}
