//! `bedside check` beyond validity: what a knowledge keeper is told about a knowledge that already works.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use serde_json::Value;
use std::fs;
use support::bedside_cmd;
use tempfile::TempDir;

const SOURCE: &str = "[source]\ntitle = \"A\"\nauthor = \"B\"\nreviewed = 2026-11-22\ntopic = \"Weather\"\n";
const LONG_WINDED: &str = "Precipitation materialises whenever atmospheric condensation accumulates sufficiently, necessitating \
    gravitational redistribution of moisture throughout surrounding environments. It is wet.";

fn entry(id: &str, section: &str, passage: &str, phrasings: &[&str]) -> String {
    format!(
        "[[entry]]\nid = \"{id}\"\nquestion = \"What about {id}?\"\nsection = \"{section}\"\npassage = \"{passage}\"\n\
         phrasings = [\n{}]\n",
        phrasings.iter().map(|phrasing| format!("  \"{phrasing}\",\n")).collect::<Vec<_>>().concat()
    )
}

fn folder(article: &str, vocabulary: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("weather.toml"), article).unwrap();
    fs::write(folder.path().join("vocabulary.toml"), vocabulary).unwrap();
    folder
}

fn check(folder: &TempDir, options: &[&str]) -> (Option<i32>, String) {
    let mut args = vec!["check", "--knowledge", folder.path().to_str().unwrap()];
    args.extend(options);
    let (code, stdout, stderr) = bedside_cmd(&args, "");
    assert_eq!(stderr, "");
    (code, stdout)
}

/// The one line that names this place and says all of these things.
fn finding(folder: &TempDir, output: &str, text: &str, part: &str, says: &[&str]) {
    let line = text.lines().position(|line| line.contains(part)).unwrap() + 1;
    let start = format!("{}:{line}: ", folder.path().join("weather.toml").display());
    let found = output.lines().any(|said| said.starts_with(&start) && says.iter().all(|part| said.contains(part)));
    assert!(found, "{start}{says:?} is missing:\n{output}");
}

const RAIN: [&str; 5] =
    ["define rain", "rain explained", "water from clouds", "drops falling outside", "how wet is rain"];
const SNOW: [&str; 5] =
    ["define snow", "snow explained", "white flakes", "flakes falling in winter", "how cold is snow"];
const HAIL: [&str; 5] = ["define hail", "hail explained", "balls of ice", "hard ice in a storm", "how hard is hail"];

#[test]
fn entries_that_are_taken_for_each_other_are_named_with_an_example_and_both_scores() {
    let more = [
        "drops outside",
        "water from the clouds above",
        "clouds and drops",
        "drops from clouds",
        "water falling outside",
    ];
    let rain: Vec<&str> = RAIN.into_iter().chain(more).collect();
    let like_rain =
        ["the drops from outside", "drops falling from clouds", "how wet are drops", "water drops from above clouds"];
    let snow: Vec<&str> = SNOW.into_iter().chain(like_rain).collect();
    let text =
        format!("{SOURCE}{}{}", entry("rain", "S", "Rain is wet.", &rain), entry("snow", "S", "Snow is cold.", &snow));
    let confused = folder(&text, "");
    let (code, output) = check(&confused, &[]);
    assert_eq!(code, Some(0), "{output}");
    let told: Vec<&str> = output.lines().filter(|line| line.contains("taken for")).collect();
    assert_eq!(told.len(), 1, "{output}");
    assert!(
        told[0].contains("warning: `snow` is taken for `rain`") && told[0].contains("of its 9 phrasings"),
        "{output}"
    );
    let example = like_rain.iter().find(|phrasing| told[0].contains(**phrasing)).unwrap_or_else(|| panic!("{output}"));
    finding(&confused, &output, &text, &format!("\"{example}\""), &[" (0.", " against 0."]);

    let apart =
        format!("{SOURCE}{}{}", entry("rain", "S", "Rain is wet.", &rain), entry("snow", "S", "Snow is cold.", &SNOW));
    let output = check(&folder(&apart, ""), &["--notes"]).1;
    assert!(!output.contains("taken for"), "{output}");
}

#[test]
fn wordings_that_read_the_same_are_told_within_an_entry_and_across_two() {
    let mut rain = RAIN.to_vec();
    rain.extend(["The drops, falling outside, please", "drizzle in autumn"]);
    let mut snow = SNOW.to_vec();
    snow.push("sleet in autumn");
    let text =
        format!("{SOURCE}{}{}", entry("rain", "S", "Rain is wet.", &rain), entry("snow", "S", "Snow is cold.", &snow));
    let folder = folder(&text, "[[group]]\nterm = \"drizzle\"\nvariants = [\"sleet\"]\n");
    let (_, output) = check(&folder, &["--notes"]);
    finding(&folder, &output, &text, "The drops, falling", &["note: ", "adds nothing", "drops falling outside"]);
    finding(&folder, &output, &text, "sleet in autumn", &["warning: ", "`rain`", "`snow`", "vocabulary"]);
    let (_, output) = check(&folder, &[]);
    assert!(!output.contains("adds nothing") && output.contains("1 note (--notes lists them)"), "{output}");
}

#[test]
fn a_phrasing_that_a_triage_rule_catches_is_told() {
    let mut rain = RAIN.to_vec();
    rain.push("he is vomiting blood in the rain");
    let text =
        format!("{SOURCE}{}{}", entry("rain", "S", "Rain is wet.", &rain), entry("snow", "S", "Snow is cold.", &SNOW));
    let folder = folder(&text, "");
    let (_, output) = check(&folder, &[]);
    finding(&folder, &output, &text, "vomiting", &["warning: ", "reply to urgent", "reword it"]);
}

#[test]
fn a_passage_that_is_hard_to_read_is_told_with_its_grade_and_worst_sentence() {
    let text = format!(
        "{SOURCE}{}{}",
        entry("rain", "S", LONG_WINDED, &RAIN),
        entry("snow", "S", "Snow is cold. It is white.", &SNOW)
    );
    let folder = folder(&text, "");
    let (code, output) = check(&folder, &[]);
    assert_eq!(code, Some(0));
    finding(
        &folder,
        &output,
        &text,
        "Precipitation",
        &["warning: ", "`rain`", "years of school", "\"Precipitation materialises"],
    );
    assert!(!output.contains("passage of `snow`") && !output.contains("\"It is wet"), "{output}");
}

#[test]
fn sections_that_are_two_by_a_slip_are_told() {
    let text = format!(
        "{SOURCE}{}{}",
        entry("rain", "Wet weather", "Rain is wet.", &RAIN),
        entry("snow", "Wet wether", "Snow is cold.", &SNOW)
    );
    let folder = folder(&text, "");
    finding(&folder, &check(&folder, &[]).1, &text, "Wet wether", &["warning: ", "\"Wet weather\"", "one name"]);
}

/// A section of one entry only whose name is a slip away from another's, wherever in the file it stands: told where the
/// slip is. Names that differ in a number are two.
#[test]
fn a_section_of_one_entry_that_is_a_slip_of_another_is_told_where_it_stands() {
    let shelf = |names: [&str; 3]| {
        let about = |at: usize| [RAIN, SNOW, HAIL][at];
        let entries = names.iter().enumerate().map(|(at, name)| {
            entry(
                ["rain", "snow", "hail"][at],
                name,
                ["Rain is wet.", "Snow is cold.", "Hail is hard."][at],
                &about(at),
            )
        });
        format!("{SOURCE}{}", entries.collect::<String>())
    };
    for names in [["Signs", "Signs", "Sings"], ["Sings", "Signs", "Signs"]] {
        let text = shelf(names);
        let folder = folder(&text, "");
        let (_, output) = check(&folder, &[]);
        finding(&folder, &output, &text, "\"Sings\"", &["warning: ", "\"Sings\"", "one name: \"Signs\""]);
        assert_eq!(output.matches("stand beside").count(), 1, "{output}");
        assert!(output.contains("; 0 errors, 1 warning, "), "{output}");
    }
    let folder = folder(&shelf(["Week 1", "Week 2", "Week 2"]), "");
    assert!(!check(&folder, &[]).1.contains("stand beside"));
}

/// One slip, one line: what the key holds is read as what it was meant to be, so nothing follows from it.
#[test]
fn a_misspelt_key_is_named_once_with_the_likely_one_and_nothing_follows_from_it() {
    let right = format!(
        "{SOURCE}{}related = [\"snow\"]\nreviewed = true\n{}",
        entry("rain", "Wet", "Rain is wet.", &RAIN),
        entry("snow", "Wet", "Snow is cold.", &SNOW)
    );
    let clean = check(&folder(&right, ""), &[]).1;
    assert_eq!(clean.lines().count(), 1, "{clean}");
    for (key, slip) in [
        ("phrasings", "phrasngs"),
        ("phrasings", "phrasing"),
        ("phrasings", "phrases"),
        ("question", "qestion"),
        ("passage", "pasage"),
        ("section", "sektion"),
        ("related", "realted"),
        ("reviewed", "reviewd"),
        ("id", "Id"),
        ("title", "titel"),
        ("topic", "topics"),
    ] {
        let text = right.replacen(&format!("\n{key} = "), &format!("\n{slip} = "), 1);
        assert_ne!(text, right);
        let folder = folder(&text, "");
        let (code, output) = check(&folder, &[]);
        assert_eq!((code, output.lines().count()), (Some(1), 2), "{slip}: {output}");
        let says = [format!("unknown key `{slip}`"), format!("write `{key}`")];
        finding(&folder, &output, &text, &format!("{slip} = "), &says.each_ref().map(String::as_str));
    }
    // a key that is missing is no slip of another that is there
    let text = right.replacen("question = \"What about rain?\"\n", "", 1);
    let (_, output) = check(&folder(&text, ""), &[]);
    assert!(output.contains("has no `question`") && !output.contains("unknown key"), "{output}");
}

#[test]
fn passages_are_held_against_the_article() {
    let passage = "Rain falls on 40 days in spring. Rain makes the ground wet.";
    let far = "Penguins enjoy swimming underwater beneath frozen glaciers.";
    let text = format!("{SOURCE}{}{}", entry("rain", "S", passage, &RAIN), entry("snow", "S", far, &SNOW));
    let folder = folder(&text, "");
    let article = folder.path().join("weather.txt");
    fs::write(
        &article,
        "Weather\n\nRain falls on 30 days in spring and makes the ground wet. Snow is cold and white.\n",
    )
    .unwrap();
    let (code, output) = check(&folder, &["--article", article.to_str().unwrap()]);
    assert_eq!(code, Some(0), "{output}");
    finding(&folder, &output, &text, "40 days", &["`rain`", "gives 40,", "article"]);
    finding(&folder, &output, &text, "Penguins", &["`snow`", "0 %"]);
    assert_eq!(output.matches("`rain`").count(), 1, "{output}");
}

#[test]
fn a_folder_with_an_empty_triage_file_does_not_pass() {
    let text =
        format!("{SOURCE}{}{}", entry("rain", "S", "Rain is wet.", &RAIN), entry("snow", "S", "Snow is cold.", &SNOW));
    let folder = folder(&text, "");
    fs::write(folder.path().join("triage.toml"), "# nothing yet\n").unwrap();
    let (code, output) = check(&folder, &[]);
    assert_eq!(code, Some(1), "{output}");
    let place = format!("{}:1: ", folder.path().join("triage.toml").display());
    let told = output.lines().any(|line| line.starts_with(&place) && line.contains("emergency would be missed"));
    assert!(told, "{output}");
    let args = ["ask", "he is vomiting blood", "--knowledge", folder.path().to_str().unwrap()];
    assert_eq!(bedside_cmd(&args, "").0, Some(2), "it does not answer without rules for emergencies");
}

#[test]
fn a_file_without_its_source_hides_no_other_fault() {
    let related = |id: &str, to: &str| {
        entry(id, "S", "It is.", &[]).replace("phrasings", &format!("related = [\"{to}\"]\nphrasings"))
    };
    let text = format!("{SOURCE}{}{}", related("rain", "sleet"), related("snow", "slet"));
    let folder = folder(&text, "");
    // a second article that lost its [source]: one relation from it leads nowhere, and one id is taken
    let other = format!(
        "{}{}{}",
        related("sleet", "hail"),
        entry("fog", "S", "It is.", &[]),
        entry("rain", "S", "It is.", &[])
    );
    fs::write(folder.path().join("winter.toml"), other).unwrap();
    let (code, output) = check(&folder, &[]);
    assert_eq!(code, Some(1));
    let errors: Vec<&str> =
        output.lines().filter(|line| line.contains(".toml:") && !line.contains("warning: ")).collect();
    let told = |file: &str, what: &str| errors.iter().any(|line| line.contains(file) && line.contains(what));
    assert!(told("winter.toml:1: ", "no [source]"), "{output}");
    assert!(told("weather.toml:", "`snow` is related to `slet`"), "{output}");
    assert!(told("winter.toml:", "`sleet` is related to `hail`"), "{output}");
    assert!(told("winter.toml:", "id `rain` is taken"), "{output}");
    assert!(!output.contains("related to `sleet`"), "the entry is there: {output}");
}

#[test]
fn a_program_reads_the_findings_as_json() {
    let text =
        format!("{SOURCE}colour = 1\n{}{}", entry("rain", "S", LONG_WINDED, &RAIN), entry("snow", "S", "Snow.", &SNOW));
    let bad = folder(&text, "");
    let (code, output) = check(&bad, &["--json"]);
    assert_eq!((code, output.lines().count()), (Some(1), 1), "{output}");
    let report: Value = serde_json::from_str(&output).unwrap();
    assert_eq!((&report["errors"], &report["entries"], &report["wordings"]), (&1.into(), &2.into(), &12.into()));
    let error = &report["findings"][0];
    assert_eq!((&error["severity"], &error["line"]), (&"error".into(), &6.into()));
    assert!(error["what"].as_str().unwrap().contains("colour") && !error["remedy"].as_str().unwrap().is_empty());

    let good = folder(&text.replace("colour = 1\n", ""), "");
    let (code, output) = check(&good, &["--json"]);
    let report: Value = serde_json::from_str(&output).unwrap();
    assert_eq!((code, &report["errors"], &report["warnings"]), (Some(0), &0.into(), &1.into()));
    assert_eq!(report["findings"][0]["severity"], "warning");
}

#[test]
fn the_shipped_knowledge_has_no_errors_and_no_warnings() {
    let (code, output, _) = bedside_cmd(&["check", "--json"], "");
    let report: Value = serde_json::from_str(&output).unwrap();
    assert_eq!((code, &report["errors"], &report["warnings"]), (Some(0), &0.into(), &0.into()), "{output}");
}

#[test]
fn a_long_passage_a_missing_date_and_what_stands_far_behind_in_the_menu_are_told() {
    let few: Vec<&str> = SNOW.to_vec();
    let long = format!("{} end.", "Rain is wet.".repeat(51).replace(".R", ". R"));
    let mut text = format!("{}{}", SOURCE.replace("reviewed", "# reviewed"), entry("rain", "S", &long, &RAIN));
    for number in 1..=41 {
        let asked: Vec<String> = few.iter().map(|phrasing| format!("{phrasing} in year{number}x")).collect();
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        text += &entry(&format!("snow-{number}"), "S", "Snow is cold.", &asked);
    }
    let folder = folder(&text, "");
    let (code, output) = check(&folder, &[]);
    assert_eq!(code, Some(0), "{output}");
    finding(&folder, &output, &text, "Rain is wet. Rain", &["warning: ", "`rain` has 154 words", "phone"]);
    finding(&folder, &output, &text, "[source]", &["warning: ", "no `reviewed` date", "reviewed = "]);
    let (before, _) = text.split_once("id = \"snow-40\"").unwrap();
    let line = before.lines().count() + 3;
    let place = format!("{}:{line}: warning: entry `snow-40`", folder.path().join("weather.toml").display());
    assert!(output.lines().any(|said| said.starts_with(&place) && said.contains("fifth page")), "{place}: {output}");
}

#[test]
fn a_reply_without_a_passage_names_the_first_subjects_and_leads_to_the_others() {
    let mut text = SOURCE.to_owned();
    for number in 1..=20 {
        let asked = [format!("wind{number}x blows"), format!("define wind{number}x"), format!("gale{number}x")];
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        text += &entry(&format!("wind-{number}"), &format!("Wind {number}"), "Wind is air that moves.", &asked);
    }
    let folder = folder(&text, "");
    let args = ["chat", "--knowledge", folder.path().to_str().unwrap()];
    let (code, said, _) = bedside_cmd(&args, "who mends bicycles\n9\n");
    assert_eq!(code, Some(0), "{said}");
    let (first, second) = said.split_once("Next page").unwrap_or_else(|| panic!("{said}"));
    assert!(first.contains("Wind 8") && !first.contains("Wind 9"), "{said}");
    assert!(second.contains("Wind 9") && second.contains("Wind 16"), "9 is the next page: {said}");
}
