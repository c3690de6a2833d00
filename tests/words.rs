//! The bot's own sentences and the ready-made replies: how hard they are to read, and further languages.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use bedside::audit::grade;
use bedside::knowledge::built_in;
use bedside::render::wording::ENGLISH;
use std::fs;
use std::process::Command;

/// Years of school by the formula of Flesch and Kincaid (see `audit::grade`).
const HARDEST: f64 = 8.0;
/// A text of fewer words is a label, and the formula says nothing about it.
const SHORTEST: usize = 5;
/// Words over the columns of a table are no sentence.
const TABLES: [&str; 1] = ["stats_legend"];
/// Words that cannot be avoided, each counted as a plain word: names of the illness and of those who treat it, the words
/// that medicine uses for what is asked, and the names of commands and places.
const UNAVOIDABLE: [&str; 14] = [
    "liver metastases",
    "metastases",
    "emergency",
    "chemotherapy",
    "oncology",
    "department",
    "information",
    "article",
    "medicine",
    "privacy",
    "Telegram",
    "findahelpline.com",
    "Australia",
    "appointment",
];

fn plain(text: &str) -> String {
    UNAVOIDABLE.iter().fold(text.to_owned(), |text, word| text.replace(word, "word"))
}

#[track_caller]
fn too_hard<'a>(texts: impl Iterator<Item = (&'a str, String)>) -> Vec<String> {
    texts
        .filter(|(_, text)| text.split_whitespace().count() >= SHORTEST)
        .map(|(key, text)| (key, grade(&plain(&text)), text))
        .filter(|(_, grade, _)| *grade > HARDEST)
        .map(|(key, grade, text)| format!("{key} takes {grade:.1} years of school: {text}"))
        .collect()
}

/// The sentences of the file, with a word for each value that is put into them.
fn sentences() -> Vec<(String, String)> {
    let mut sentences: Vec<(String, String)> = Vec::new();
    for line in ENGLISH.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" =") {
            Some((key, text)) if !line.starts_with(' ') => sentences.push((key.to_owned(), text.trim().to_owned())),
            _ => {
                if let Some((_, text)) = sentences.last_mut() {
                    text.push('\n');
                    text.push_str(line.trim());
                }
            }
        }
    }
    for (_, text) in &mut sentences {
        while let (Some(from), Some(to)) = (text.find('{'), text.find('}'))
            && from < to
        {
            text.replace_range(from..=to, "word");
        }
    }
    sentences
}

#[test]
fn every_sentence_of_the_interface_is_easy_to_read() {
    let sentences = sentences();
    assert!(sentences.len() >= bedside::render::wording::KEYS.len());
    let sentences = sentences.iter().filter(|(key, _)| !TABLES.contains(&key.as_str()));
    let hard = too_hard(sentences.map(|(key, text)| (key.as_str(), text.clone())));
    assert!(hard.is_empty(), "{}", hard.join("\n"));
}

#[test]
fn every_ready_made_reply_is_easy_to_read() {
    let triage = built_in().knowledge.triage;
    let fill = |text: &str| {
        text.replace("{topic}", "word").replace("{emergency}", "the word").replace("{crisis}", "a word line")
    };
    let hard = too_hard(triage.replies.iter().map(|reply| (reply.key.as_str(), fill(&reply.text))));
    assert!(hard.is_empty(), "{}", hard.join("\n"));
}

/// Runs the program in a folder with this config and these files of languages.
fn run(config: &str, languages: &[(&str, &str)], args: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("words")).unwrap();
    for (name, text) in languages {
        fs::write(folder.path().join("words").join(name), text).unwrap();
    }
    fs::write(folder.path().join("config.toml"), config).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_bedside")).args(args).current_dir(folder.path()).output().unwrap();
    (
        output.status.code(),
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
    )
}

const GERMAN: &str = "[wording]\ndir = \"words\"\nlanguage = \"de\"\n";

#[test]
fn a_language_is_one_more_file_and_what_it_lacks_is_said_in_english() {
    let words = "reminder = Bitte sprechen Sie mit Ihrem Arzt.\nsource_line = Quelle: { $title } von { $author }\n";
    let (code, said) = run(GERMAN, &[("de.ftl", words)], &["ask", "what is the weather tomorrow"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Bitte sprechen Sie mit Ihrem Arzt.") && said.contains("I found nothing"), "{said}");
    let (_, said) = run(GERMAN, &[("de.ftl", words)], &["ask", "What are the symptoms of liver metastases?"]);
    assert!(said.contains("Quelle: What are Liver Metastases? von Mary McMahon"), "{said}");
}

#[test]
fn a_faulty_language_is_one_line_with_its_place_and_the_remedy() {
    let (code, said) = run(GERMAN, &[("de.ftl", "reminder = Bitte.\nremindr = Bitte.\n")], &["ask", "hello"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("de.ftl:2: `remindr` is no sentence of the bot, delete it, or write `reminder`"), "{said}");
    let (code, said) = run(GERMAN, &[("de.ftl", "reminder = Bitte.\n")], &["check"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("de.ftl:1: warning:") && said.contains("no_passage"), "{said}");
    let (code, said) = run(GERMAN, &[], &["ask", "hello"]);
    assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("wording.language = \"de\"") && said.contains("de.ftl"), "{said}");
}
