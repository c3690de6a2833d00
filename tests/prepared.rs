//! What was learnt is kept from start to start: the real binary, its folder for caches, and what may happen to that.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use support::{BotProcess, FakeApi, bedside_cmd_in};
use tempfile::TempDir;

const QUESTIONS: &str = "what r the symtoms of livr mets\nhe is vomiting blood\nthank you\nweather tomorrow\n";

/// A home of one's own: working directory and place for caches.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Asks, with an argument or two before; what is answered and what the log says.
    fn ask(&self, before: &[&str]) -> (String, String) {
        let mut args = before.to_vec();
        args.extend(["ask", "--json", "-"]);
        let caches = self.path().join("caches");
        let env = [("XDG_CACHE_HOME", caches.to_str().unwrap())];
        let (code, answers, log) = bedside_cmd_in(self.path(), &args, &env, QUESTIONS);
        assert_eq!(code, Some(0), "{log}");
        (answers, log)
    }

    /// What is kept, by name.
    fn kept(&self) -> Vec<PathBuf> {
        kept_in(&self.path().join("caches/bedside"))
    }

    /// A knowledge folder with one article about a word.
    fn knowledge(&self, word: &str) -> PathBuf {
        let folder = self.path().join("knowledge");
        fs::create_dir_all(&folder).unwrap();
        let article = format!(
            "[source]\ntitle = \"T\"\nauthor = \"A\"\nreviewed = 2026-11-22\ntopic = \"Rain\"\n\n[[entry]]\nid = \"one\"\nquestion = \
             \"What is {word}?\"\nsection = \"S\"\nreviewed = true\npassage = \"About {word}.\"\nphrasings = [\"tell me of {word}\", \
             \"{word} please\", \"explain {word}\", \"more on {word}\"]\n"
        );
        fs::write(folder.join("article.toml"), article).unwrap();
        folder
    }
}

fn kept_in(folder: &Path) -> Vec<PathBuf> {
    let items = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = items.map(|item| item.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn the_second_start_answers_alike_from_what_the_first_one_kept() {
    let home = Home::new();
    let (first, _) = home.ask(&[]);
    let kept = home.kept();
    assert_eq!(kept.len(), 1, "{kept:?}");
    let written = fs::metadata(&kept[0]).unwrap().len();
    // a program that learns takes several times what one takes that reads what was learnt
    let (second, log) = home.ask(&["-v"]);
    assert_eq!(second, first);
    assert!(!log.contains("what was learnt is kept"), "it learnt again: {log}");
    assert_eq!(home.kept(), kept);
    assert_eq!(fs::metadata(&kept[0]).unwrap().len(), written);
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.ask(&[]);
    for path in home.kept() {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_is_said_once() {
    let home = Home::new();
    fs::write(home.path().join("config.toml"), "[knowledge]\ncache = \"a-file\"\n").unwrap();
    fs::write(home.path().join("a-file"), "no folder").unwrap();
    let (_, log) = home.ask(&[]);
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.contains("a-file") && log.contains("knowledge.cache"), "{log}");
}

#[test]
fn a_file_that_was_damaged_or_cut_is_learnt_again_and_the_log_says_so() {
    let home = Home::new();
    let (first, _) = home.ask(&[]);
    let path = home.kept().remove(0);
    let whole = fs::read(&path).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for damaged in [flipped, whole[..whole.len() / 3].to_vec(), Vec::new()] {
        fs::write(&path, &damaged).unwrap();
        let (answers, log) = home.ask(&[]);
        assert_eq!(answers, first);
        assert!(log.contains("the knowledge is learnt again"), "{log}");
        assert_eq!(fs::read(&path).unwrap(), whole, "it is whole again");
    }
}

#[test]
fn other_files_are_learnt_and_the_same_ones_are_found_again() {
    let home = Home::new();
    let folder = home.knowledge("drizzle");
    let folder = folder.to_str().unwrap();
    home.ask(&["--knowledge", folder]);
    home.knowledge("hail");
    let (changed, _) = home.ask(&["--knowledge", folder]);
    assert_eq!(home.kept().len(), 2);
    home.knowledge("drizzle");
    let (_, log) = home.ask(&["-v", "--knowledge", folder]);
    assert!(!log.contains("what was learnt is kept"), "{log}");
    assert_eq!(home.kept().len(), 2);
    assert!(!changed.contains("drizzle"));
}

#[test]
fn of_many_only_the_last_used_are_kept() {
    let home = Home::new();
    home.ask(&[]);
    let first = home.kept().remove(0);
    let long_ago = SystemTime::now() - Duration::from_hours(1000);
    for number in 0..9 {
        let path = first.with_file_name(format!("{number}.engine"));
        fs::write(&path, "old").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    }
    fs::File::options().write(true).open(&first).unwrap().set_modified(long_ago - Duration::from_hours(1)).unwrap();
    // read again, it is not the oldest any more
    home.ask(&[]);
    let folder = home.knowledge("drizzle");
    home.ask(&["--knowledge", folder.to_str().unwrap()]);
    let kept = home.kept();
    assert_eq!(kept.len(), 8, "{kept:?}");
    assert!(kept.contains(&first), "{kept:?}");
}

#[test]
fn where_nothing_can_be_kept_it_answers_all_the_same_and_says_what_to_do() {
    let home = Home::new();
    let (first, _) = home.ask(&[]);
    let other = Home::new();
    fs::write(other.path().join("caches"), "a file where a folder should be").unwrap();
    let (answers, log) = other.ask(&[]);
    assert_eq!(answers, first);
    assert!(log.contains("what was learnt cannot be kept there") && log.contains("knowledge.cache"), "{log}");
}

#[test]
fn the_config_names_another_folder_or_none() {
    let home = Home::new();
    let config = home.path().join("config.toml");
    let config = config.to_str().unwrap();
    fs::write(config, "[knowledge]\ncache = \"kept\"\n").unwrap();
    home.ask(&["--config", config]);
    assert_eq!((kept_in(&home.path().join("kept")).len(), home.kept().len()), (1, 0));
    fs::write(config, "[knowledge]\ncache = \"\"\n").unwrap();
    fs::remove_dir_all(home.path().join("kept")).unwrap();
    home.ask(&["--config", config]);
    assert_eq!((kept_in(&home.path().join("kept")).len(), home.kept().len()), (0, 0));
    let (_, log) = home.ask(&["--config", config]);
    assert!(!log.contains("cannot be kept"), "{log}");
}

/// Memory of a bot that has started with this home and is idle, in KB; `env` is set besides.
#[cfg(target_os = "linux")]
async fn own_kb(home: &Home, env: Option<(&str, &str)>) -> u64 {
    let api = FakeApi::start().await;
    let caches = home.path().join("caches");
    let mut setup = BotProcess::with(&api).env("XDG_CACHE_HOME", caches.to_str().unwrap());
    if let Some((name, value)) = env {
        setup = setup.env(name, value);
    }
    let mut bot = setup.start().await;
    let own = bot.own_kb();
    bot.kill().await;
    own
}

/// The first start learns, which leaves holes in the heap; the bot then goes on without them.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_first_start_takes_hardly_more_memory_than_the_second() {
    let home = Home::new();
    let first = own_kb(&home, None).await;
    assert_eq!(home.kept().len(), 1);
    let second = own_kb(&home, None).await;
    // as if it had been started afresh already: what learning leaves behind
    let with_holes = own_kb(&Home::new(), Some(("STARTED_AFRESH", "1"))).await;
    eprintln!("KB of its own: first start {first}, second {second}, with what learning leaves {with_holes}");
    assert!(first < second + second / 20, "first {first} KB, second {second} KB");
    assert!(with_holes > first, "with holes {with_holes} KB, first {first} KB");
}

/// A token that can be read once only is not asked for twice.
#[cfg(unix)]
#[tokio::test]
async fn a_first_start_with_a_token_from_a_pipe_works() {
    let (home, api) = (Home::new(), FakeApi::start().await);
    let caches = home.path().join("caches");
    let pipe = home.path().join("token");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let token = api.token().to_owned();
    let writer = pipe.clone();
    let written = std::thread::spawn(move || fs::write(writer, token).unwrap());
    let setup = BotProcess::with(&api).env("XDG_CACHE_HOME", caches.to_str().unwrap()).env("TELOXIDE_TOKEN", "");
    let _bot = setup.arg("--token-file").arg(pipe.to_str().unwrap()).start().await;
    written.join().unwrap();
    let reply = api.private_chat("Ann").ask("What are the symptoms of liver metastases?").await;
    assert!(reply.text.contains("weight loss"), "{reply}");
}

/// Told to end while it learns for the first time, it ends and does not start afresh.
#[cfg(unix)]
#[tokio::test]
async fn a_first_start_that_is_told_to_end_ends() {
    let (home, api) = (Home::new(), FakeApi::start().await);
    let caches = home.path().join("caches");
    let setup = BotProcess::with(&api).env("XDG_CACHE_HOME", caches.to_str().unwrap());
    let mut bot = setup.no_wait().start().await;
    // long enough for the signals to be heard, and short beside the learning
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(home.kept().is_empty(), "it still learns");
    bot.terminate();
    assert_eq!(bot.wait(Duration::from_secs(20)).await, Some(0), "{}", bot.output());
}
