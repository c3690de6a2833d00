//! The command line as people and scripts use it: the real binary, its output and its exit codes.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use serde_json::Value;
use std::fs;
use std::path::Path;
use support::{bedside_cmd, bedside_cmd_in};
use tempfile::TempDir;

/// One JSON object a line.
fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
}

/// A knowledge folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const SOURCE: &str = "[source]\ntitle = \"A\"\nauthor = \"B\"\nreviewed = 2026-11-22\ntopic = \"Rain\"\n";

/// A well-formed entry with enough wordings.
fn entry(id: &str, word: &str) -> String {
    format!(
        "[[entry]]\nid = \"{id}\"\nquestion = \"What about {word}?\"\nsection = \"S\"\npassage = \"About {word}.\"\n\
         phrasings = [\"tell me of {word}\", \"{word} please\", \"explain {word}\", \"more on {word}\"]\n"
    )
}

#[test]
fn ask_streams_a_json_object_a_line_in_order() {
    let questions =
        "what r the symtoms of livr mets\nis it the same as liver cancer?\nweather tomorrow\nhe is vomiting blood\n";
    let (code, stdout, stderr) = bedside_cmd(&["ask", "--json", "-"], questions);
    assert_eq!(code, Some(0), "{stderr}");
    let lines = lines(&stdout);
    let decisions: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| (line["decision"].as_str().unwrap(), line["entries"][0].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(decisions, [("answer", "symptoms"), ("answer", "same-as-liver-cancer"), ("none", ""), ("urgent", "")]);
    assert_eq!(lines[0]["question"], "what r the symtoms of livr mets");
    assert_eq!(lines[0]["candidates"].as_array().unwrap().len(), 5);
    assert_eq!(lines[0]["candidates"][0]["score"], lines[0]["confidence"]);
    assert_eq!(lines[0]["reminder"], true);
    assert!(lines[0]["text"].as_str().unwrap().contains("weight loss"));
    assert_eq!(lines[3]["reminder"], false, "an emergency stands alone");
}

#[test]
fn ask_says_what_a_decision_rests_on() {
    let (_, stdout, _) = bedside_cmd(&["ask", "--json", "-"], "what r the symtoms of livr mets\nhe is vomiting blod\n");
    let lines = lines(&stdout);
    let why = &lines[0]["why"];
    let corrected: Vec<(&str, &str)> = why["corrected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| (word["typed"].as_str().unwrap(), word["read"].as_str().unwrap()))
        .collect();
    assert!(corrected.contains(&("symtoms", "symptoms")), "{corrected:?}");
    assert!(corrected.contains(&("livr mets", "liver metastases")), "{corrected:?}");
    let matched = why["matched"].as_array().unwrap();
    let symptoms = matched.iter().find(|shared| shared["word"] == "symptoms").expect("symptoms is shared");
    assert!(symptoms["weight"].as_f64().unwrap() > 0.0);
    assert!(why["phrasing"].is_string(), "{why}");
    assert_eq!(why["runner_up"]["id"], lines[0]["candidates"][1]["id"]);
    assert_eq!(why["rule"], Value::Null);
    let why = &lines[1]["why"];
    assert!(why["rule"].is_string(), "{why}");
    assert!(why["rule_words"].as_array().unwrap().contains(&Value::from("blod")), "{why}");
}

#[test]
fn two_questions_are_answered_in_the_order_asked() {
    let questions = "what are the symptoms and how are liver metastases treated\n\
                     how are liver metastases treated? what are the symptoms?\n\
                     is it inherited? is it curable?\n";
    let (_, stdout, _) = bedside_cmd(&["ask", "--json", "-"], questions);
    let entries: Vec<Value> = lines(&stdout).into_iter().map(|line| line["entries"].clone()).collect();
    assert_eq!(entries[0], serde_json::json!(["symptoms", "treatment-options"]));
    assert_eq!(entries[1], serde_json::json!(["treatment-options", "symptoms"]));
    assert_eq!(entries[2], serde_json::json!(["inherited-or-contagious", "curable"]));
}

#[test]
fn ask_takes_words_as_they_come_and_top_and_context() {
    let (code, stdout, _) = bedside_cmd(&["ask", "what", "are", "liver", "metastases"], "");
    assert_eq!(code, Some(0));
    assert!(stdout.starts_with("What are liver metastases?\n\n"), "{stdout}");
    let (_, stdout, _) =
        bedside_cmd(&["ask", "--json", "--top", "2", "--context", "symptoms", "and if there are none?"], "");
    let line = &lines(&stdout)[0];
    assert_eq!(line["candidates"].as_array().unwrap().len(), 2);
    assert_eq!(line["entries"][0], "no-symptoms");
    let (code, _, stderr) = bedside_cmd(&["ask", "--context", "nonsense", "hello"], "");
    assert_eq!(code, Some(2));
    assert!(stderr.contains("nonsense"), "{stderr}");
}

#[test]
fn any_bytes_on_standard_input_are_answered() {
    let (code, stdout, _) = bedside_cmd(&["ask", "--json", "-"], "\u{0}\n\n😂😂😂\r\n<b>&</b>\n");
    assert_eq!(code, Some(0));
    assert_eq!(lines(&stdout).len(), 4);
}

#[test]
fn it_works_from_any_folder_without_a_config() {
    let empty = tempfile::tempdir().unwrap();
    for args in [&["ask", "what are the symptoms"][..], &["check"]] {
        let (code, stdout, stderr) = bedside_cmd_in(empty.path(), args, &[], "");
        assert_eq!(code, Some(0), "{args:?}: {stdout}{stderr}");
    }
}

#[test]
fn chat_answers_takes_numbers_and_commands_and_ends_at_the_end_of_input() {
    let (code, stdout, stderr) =
        bedside_cmd(&["chat"], "what are the symptoms of liver metastases\n1\n/topics\n4\n/help\n99\n");
    assert_eq!(code, Some(0), "{stderr}");
    for part in ["difficulty eating", "Not every patient", "Finding it", "Which tests are done?", "/privacy"] {
        assert!(stdout.contains(part), "{part} is missing:\n{stdout}");
    }
    let (code, stdout, _) = bedside_cmd(&["chat"], "/quit\nwhat are the symptoms\n");
    assert_eq!(code, Some(0));
    assert!(!stdout.contains("difficulty"));
}

#[test]
fn check_finds_the_shipped_knowledge_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (code, stdout, stderr) = bedside_cmd_in(root, &["check"], &[], "");
    assert_eq!((code, stdout.lines().count()), (Some(0), 1), "{stdout}{stderr}");
}

#[test]
fn check_lists_every_fault_with_file_line_and_remedy() {
    let article = format!(
        "{SOURCE}colour = 1\n{}{}related = [\"nowhere\", \"rain\"]\npasage = \"x\"\n{}phrasings = 3\n[[entry]]\nid = \"Bad Id\"\n",
        entry("rain", "rain"),
        entry("rain", "snow"),
        entry("hail", "hail").replace("phrasings", "related").replace("[\"tell me of hail\"", "[\"hail\""),
    );
    let vocabulary = "keep = [1]\n[[group]]\nterm = \"rain\"\nvariants = [\"drizzle\"]\n[[group]]\nterm = \"snow\"\nvariants = [\"drizzle\", \"rain\"]\n";
    let folder = folder(&[
        ("article.toml", &article),
        ("vocabulary.toml", vocabulary),
        ("broken.toml", "[source\ntitle = \"A\"\n"),
    ]);
    let (code, stdout, _) = bedside_cmd(&["check", "--knowledge", folder.path().to_str().unwrap()], "");
    assert_eq!(code, Some(1));
    let path = |name: &str| folder.path().join(name).display().to_string();
    let line_of = |text: &str, part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
    let expected = [
        (path("article.toml"), line_of(&article, "colour"), "unknown key `colour`"),
        (path("article.toml"), line_of(&article, "pasage"), "`passage`"),
        (path("article.toml"), line_of(&article, "nowhere"), "`nowhere`"),
        (path("article.toml"), line_of(&article, "Bad Id"), "Bad Id"),
        (path("article.toml"), line_of(&article, "Bad Id") - 1, "no `question`"),
        (path("article.toml"), line_of(&article, "Bad Id") - 1, "no `passage`"),
        (path("article.toml"), line_of(&article, "Bad Id") - 1, "no `section`"),
        (path("article.toml"), line_of(&article, "phrasings = 3"), "of type integer"),
        (path("vocabulary.toml"), 1, "`keep`"),
        (path("vocabulary.toml"), 5, "drizzle"),
        (path("vocabulary.toml"), 5, "a term itself"),
        (path("broken.toml"), 1, ""),
    ];
    for (file, line, part) in expected {
        let found =
            stdout.lines().any(|problem| problem.starts_with(&format!("{file}:{line}: ")) && problem.contains(part));
        assert!(found, "{file}:{line} {part} is missing:\n{stdout}");
    }
}

#[test]
fn check_says_where_an_example_gets_the_reply_of_another_rule() {
    let triage = r#"
[concepts]
fire = ["fire"]
wish = ["want to die"]

[[rule]]
id = "fire"
kind = "urgent"
reply = "emergency"
when = [["fire"]]
examples = ["fire"]

[[rule]]
id = "wish"
kind = "urgent"
reply = "crisis"
when = [["wish"]]
examples = ["i want to die", "i want to die in a fire"]

[replies]
emergency = "Call {emergency}."
crisis = "Call {crisis}."
alarming = "Call {emergency} if it is happening."
"#;
    let article = format!("{SOURCE}{}{}", entry("rain", "rain"), entry("snow", "snow"));
    let folder = folder(&[("article.toml", &article), ("triage.toml", triage)]);
    let (code, stdout, _) = bedside_cmd(&["check", "--knowledge", folder.path().to_str().unwrap()], "");
    assert_eq!(code, Some(1), "{stdout}");
    let of_rules: Vec<&str> = stdout.lines().filter(|problem| problem.contains("triage.toml:")).collect();
    assert_eq!(of_rules.len(), 1, "{stdout}");
    for part in ["triage.toml:18: ", "\"i want to die in a fire\"", "rule `fire`", "`emergency` and not `crisis`"] {
        assert!(of_rules[0].contains(part), "{part} is missing: {}", of_rules[0]);
    }
}

#[test]
fn a_message_of_emoji_alone_is_answered_kindly() {
    let (_, stdout, _) = bedside_cmd(&["ask", "--json", "-"], "👋\n❤️\n🙏🏽🙏🏽\n😢💔\n🤷‍♀️\n🪣\n");
    let decisions: Vec<String> =
        lines(&stdout).iter().map(|line| line["decision"].as_str().unwrap().to_owned()).collect();
    assert_eq!(decisions, ["smalltalk", "smalltalk", "smalltalk", "smalltalk", "smalltalk", "none"]);
    assert!(lines(&stdout)[3]["text"].as_str().unwrap().contains("sorry that this is so hard"), "{stdout}");
}

#[test]
fn check_asks_for_a_review_that_is_overdue() {
    let old =
        format!("{}{}{}", SOURCE.replace("2026-11-22", "2020-01-31"), entry("rain", "rain"), entry("snow", "snow"));
    let folder = folder(&[("article.toml", &old)]);
    let (code, stdout, _) = bedside_cmd(&["check", "--knowledge", folder.path().to_str().unwrap()], "");
    assert_eq!(code, Some(0), "a warning is no error: {stdout}");
    assert!(stdout.contains("article.toml:1: warning: "), "{stdout}");
}

/// Folder, arguments, environment, and what the line must name.
type Case<'a> = (&'a Path, &'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

/// What is said of a token where a path belongs.
const TOLD: &str = "is a token and not the path of a file";

#[test]
fn a_token_in_the_place_of_its_files_path_is_told_and_not_shown() {
    let token = "77:token-of-nobody";
    let home = folder(&[("config.toml", &format!("[telegram]\ntoken_file = \"{token}\"\n"))]);
    let empty = tempfile::tempdir().unwrap();
    let setting = [("BEDSIDE_TELEGRAM__TOKEN_FILE", token)];
    let cases: [Case<'_>; 6] = [
        (empty.path(), &["run", "--token-file", token], &[], TOLD),
        (empty.path(), &["links", "--token-file", token], &[], TOLD),
        (home.path(), &["run"], &[], TOLD),
        (home.path(), &["-v", "ask", "hi"], &[], TOLD),
        (empty.path(), &["run"], &setting, TOLD),
        (empty.path(), &["-vv", "run", "--token-file", "folder/77:token-of-nobody"], &[], TOLD),
    ];
    for (dir, args, env, told) in cases {
        let (code, stdout, stderr) = bedside_cmd_in(dir, args, env, "");
        assert_eq!(code, Some(2), "{args:?}: {stderr}");
        assert!(!stdout.contains("token-of-nobody") && !stderr.contains("token-of-nobody"), "{stderr}");
        assert!(stderr.contains(told), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
    // a file of such a name is a file
    fs::write(empty.path().join("77:x"), "77:token-of-nobody").unwrap();
    let (_, _, stderr) =
        bedside_cmd_in(empty.path(), &["run", "--token-file", "77:x", "--knowledge", "missing"], &[], "");
    assert!(stderr.contains("missing"), "{stderr}");
}

#[test]
fn wrong_config_knowledge_and_token_are_one_line_and_exit_2() {
    let bad = folder(&[("config.toml", "[telegram]\napi_url = \"https://api.telegram.org\"\ntoken = \"1:x\"\n")]);
    let no_url = folder(&[("config.toml", "[telegram]\napi_url = \"nowhere\"\n")]);
    let webhook =
        folder(&[("config.toml", "[telegram.webhook]\nurl = \"https://a.example/h\"\nlisten = \"127.0.0.1:1\"\n")]);
    let broken = folder(&[("article.toml", SOURCE)]);
    let empty = tempfile::tempdir().unwrap();
    let token = ("TELOXIDE_TOKEN", "77:token-of-nobody");
    let cases: [Case<'_>; 11] = [
        (bad.path(), &["ask", "hi"], &[], "config.toml:3"),
        (no_url.path(), &["run"], &[token], "telegram.api_url"),
        (webhook.path(), &["run"], &[token], "telegram.webhook"),
        (empty.path(), &["ask", "hi", "--config", "missing.toml"], &[], "missing.toml"),
        (empty.path(), &["ask", "hi", "--knowledge", "missing"], &[], "missing"),
        (empty.path(), &["run", "--knowledge", broken.path().to_str().unwrap()], &[token], "[[entry]]"),
        (empty.path(), &["ask", "hi"], &[("BEDSIDE_TELEGRAM__TOKEN", "x")], "token"),
        (empty.path(), &["ask", "hi"], &[("BEDSIDE_KNOWLEDGE__REVIEW_MONTHS", "soon")], "soon"),
        (empty.path(), &["run"], &[], "TELOXIDE_TOKEN"),
        (empty.path(), &["run"], &[("TELOXIDE_TOKEN", "no token at all")], "BotFather"),
        (empty.path(), &["run", "--token-file", "missing"], &[], "missing"),
    ];
    for (dir, args, env, part) in cases {
        let (code, stdout, stderr) = bedside_cmd_in(dir, args, env, "");
        assert_eq!(code, Some(2), "{args:?} {env:?}: {stdout}{stderr}");
        assert_eq!((stdout.as_str(), stderr.lines().count()), ("", 1), "{args:?} {env:?}: {stderr}");
        assert!(stderr.contains(part), "{part} is missing: {stderr}");
        assert!(!stderr.contains("token-of-nobody") && !stderr.contains("no token at all"), "{stderr}");
    }
}

#[test]
fn a_wrong_setting_from_the_environment_is_named_by_its_variable() {
    let home = folder(&[("config.toml", "[http]\nlisten = \"127.0.0.1:9090\"\n[telegram]\nstale_after = \"1h\"\n")]);
    let fine = ("BEDSIDE_STORE__HIGH_WATER", "5");
    for (name, value, told) in [
        ("BEDSIDE_KNOWLEDGE__REVIEW_MONTHS", "soon", "soon"),
        ("BEDSIDE_HTTP__LISTEN", "here", "an address and a port"),
        ("BEDSIDE_TELEGRAM__NONSENSE", "1", "unknown field `nonsense`"),
        ("BEDSIDE_TELEGRAM__STALE_AFTER", "12", "\"12h\""),
        ("BEDSIDE_TELEGRAM__API_URL", "nowhere", "https://api.telegram.org"),
        ("BEDSIDE_TELEGRAM__WEBHOOK__URL", "https://bot.example.org/hook", "telegram.webhook.listen"),
        ("BEDSIDE_TELEGRAM__TOKEN_FILE", "77:token-of-nobody", "is a token"),
        ("BEDSIDE_TELEGRAM__LIMITS", "77:token-of-nobody", "limits"),
        ("BEDSIDE_PRIVACY__KEEP_DAYS", "0", "30 for instance"),
        ("BEDSIDE_ADMIN__CHATS", "me", "list of ids"),
    ] {
        for env in [[(name, value), fine], [fine, (name, value)]] {
            let (code, _, stderr) = bedside_cmd_in(home.path(), &["ask", "hi"], &env, "");
            assert_eq!((code, stderr.lines().count()), (Some(2), 1), "{name}: {stderr}");
            let names = format!("environment variable {name}");
            assert!(stderr.contains(&names) && stderr.contains(told), "{told} is missing: {stderr}");
            assert!(!stderr.contains("config.toml") && !stderr.contains("token-of-nobody"), "{stderr}");
        }
    }
    // what the file sets wrongly is no fault of the environment
    let bad = folder(&[("config.toml", "[http]\nlisten = \"here\"\n")]);
    let (_, _, stderr) = bedside_cmd_in(bad.path(), &["ask", "hi"], &[fine], "");
    assert!(stderr.contains("http.listen = \"here\"") && !stderr.contains("environment"), "{stderr}");
}

#[test]
fn a_wrong_duration_is_told_with_a_right_one() {
    for value in ["\"12\"", "12", "\"soon\"", "\"\"", "true"] {
        let home =
            folder(&[("config.toml", &format!("[telegram]\napi_url = \"http://a.b\"\nstale_after = {value}\n"))]);
        let (code, _, stderr) = bedside_cmd_in(home.path(), &["ask", "hi"], &[], "");
        assert_eq!((code, stderr.lines().count()), (Some(2), 1), "{value}: {stderr}");
        assert!(stderr.contains("config.toml:3: ") && stderr.contains("\"12h\""), "{value}: {stderr}");
    }
}

#[test]
fn a_bad_config_is_2_for_every_command_and_errors_in_the_knowledge_are_1_for_check() {
    let bad = folder(&[("config.toml", "[telegram]\nnonsense = 1\n")]);
    let commands: [&[&str]; 9] = [
        &["run"],
        &["chat"],
        &["ask", "hi"],
        &["check"],
        &["check", "--json"],
        &["export", "sheet.csv"],
        &["inbox"],
        &["links"],
        &["ratings"],
    ];
    for args in commands {
        let (code, stdout, stderr) = bedside_cmd_in(bad.path(), args, &[("TELOXIDE_TOKEN", "77:x")], "");
        assert_eq!(code, Some(2), "{args:?}: {stdout}{stderr}");
        let said = stdout + &stderr;
        assert_eq!(said.matches("config.toml:2").count(), 1, "{args:?}: {said}");
    }
    let broken = folder(&[("article.toml", SOURCE)]);
    let knowledge = broken.path().to_str().unwrap();
    assert_eq!(bedside_cmd(&["check", "--knowledge", knowledge], "").0, Some(1));
    assert_eq!(bedside_cmd_in(bad.path(), &["check", "--knowledge", knowledge], &[], "").0, Some(2));
}

#[test]
fn the_environment_wins_over_the_file_and_numbers_stay_as_typed() {
    let config = folder(&[("config.toml", "[safety]\nemergency = \"111\"\n[knowledge]\nreview_months = 3\n")]);
    let env = [("BEDSIDE_SAFETY__EMERGENCY", "0118999"), ("BEDSIDE_ADMIN__CHATS", "5,-7")];
    let (code, stdout, stderr) = bedside_cmd_in(config.path(), &["check", "-v"], &env, "");
    assert_eq!(code, Some(0), "{stderr}");
    for part in ["emergency = \"0118999\"", "review_months = 3", "chats = [5, -7]"] {
        assert!(stdout.contains(part), "{part} is missing:\n{stdout}");
    }
}

#[test]
fn the_shipped_config_shows_every_key_with_its_default() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let empty = tempfile::tempdir().unwrap();
    let effective = |dir: &Path| bedside_cmd_in(dir, &["check", "-v"], &[], "").1;
    let shipped: Vec<String> =
        effective(root).lines().map(str::to_owned).filter(|line| !line.starts_with("knowledge: ")).collect();
    let built_in: Vec<String> = effective(empty.path()).lines().map(str::to_owned).collect();
    for line in built_in.iter().take_while(|line| !line.starts_with("the knowledge built into")) {
        assert!(shipped.contains(line), "config.toml has another value than the default: {line}");
    }
    let text = fs::read_to_string(root.join("config.toml")).unwrap();
    for key in built_in.iter().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key) {
        assert!(text.contains(&format!("{key} = ")), "config.toml does not explain {key}");
    }
}

#[test]
fn eval_counts_what_it_should_and_names_a_wrong_label() {
    let rows = "question\texpected\tkind\tnote\n\
        What are the symptoms of liver metastases?\tsymptoms\tclean\t\n\
        What are the symptoms of liver metastases?\tdiet\tclean\t\n\
        weather tomorrow\tnone\tterse\t\n\
        he is vomiting blood\turgent\tclean\t\n\
        he said \"hello\tsymptoms|none\tclean\t\n";
    let folder = folder(&[("rows.tsv", rows), ("wrong.tsv", "question\texpected\nhello\tnobody\n")]);
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (code, stdout, _) = bedside_cmd(&["eval", "--json", &file("rows.tsv")], "");
    assert_eq!(code, Some(0));
    let figures = &lines(&stdout)[0];
    assert_eq!((&figures["answered"]["count"], &figures["answered"]["of"]), (&1.into(), &3.into()));
    assert_eq!((&figures["wrong"]["count"], &figures["urgent"]["count"]), (&1.into(), &1.into()));
    let (code, stdout, _) = bedside_cmd(&["eval", &file("rows.tsv")], "");
    assert_eq!(code, Some(0));
    assert!(stdout.contains("urgent found") && stdout.contains("1.000  (1 of 1)"), "{stdout}");
    let (code, _, stderr) = bedside_cmd(&["eval", &file("wrong.tsv")], "");
    assert_eq!((code, stderr.lines().count()), (Some(2), 1), "{stderr}");
    assert!(stderr.contains("wrong.tsv:2") && stderr.contains("nobody"), "{stderr}");
}

#[test]
fn the_readme_shows_the_help_as_it_is() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let shown =
        readme.split_once("<!-- help:begin -->").and_then(|(_, rest)| rest.split_once("<!-- help:end -->")).unwrap().0;
    let (code, help, _) = bedside_cmd(&["--help"], "");
    assert_eq!(code, Some(0));
    assert_eq!(
        shown.trim(),
        format!("```text\n{}\n```", help.trim()),
        "put this between the marks in README.md:\n{help}"
    );
}
