//! Knowledge that changes while the bot runs: taken at once if it is sound, refused with its line if not.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use support::{BotProcess, Chat, FakeApi, http};

/// Longer than the bot waits to be sure of an error.
const A_WHILE: Duration = Duration::from_secs(5);

/// What the bot takes at most however often its knowledge changes, in KB; some sixty thousand are usual.
const LARGEST_KB: u64 = 72_000;

/// A folder of knowledge inside another, so that it can be replaced as a whole.
struct Folder {
    outer: tempfile::TempDir,
}

impl Folder {
    fn new() -> Self {
        let folder = Self { outer: tempfile::tempdir().unwrap() };
        std::fs::create_dir(folder.path()).unwrap();
        folder.write("a.toml", &article("first"));
        folder
    }

    fn path(&self) -> PathBuf {
        self.outer.path().join("mine")
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).unwrap();
    }
}

/// An article whose passage holds this word.
fn article(word: &str) -> String {
    format!(
        "[source]\ntitle = \"Chilblains\"\nauthor = \"A Nurse\"\ntopic = \"Chilblains\"\nreviewed = 2026-01-02\n\n\
         [[entry]]\nid = \"what\"\nquestion = \"What are chilblains?\"\nsection = \"Basics\"\n\
         phrasings = [\"define chilblains\", \"chilblains meaning\", \"explain chilblains to me\"]\n\
         passage = \"Chilblains are small itchy patches. {word}.\"\n\n\
         [[entry]]\nid = \"treat\"\nquestion = \"How are chilblains treated?\"\nsection = \"Treatment\"\n\
         phrasings = [\"cure for chilblains\", \"what helps against chilblains\", \"chilblain cream\"]\n\
         passage = \"Keep the skin warm. {word}.\"\n"
    )
}

/// Asks until the passage holds this word.
async fn until_it_says(chat: &Chat, word: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let reply = chat.ask("What are chilblains?").await;
        if reply.text.contains(word) {
            return;
        }
        assert!(Instant::now() < deadline, "waited in vain for {word:?}: {reply}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn start(api: &FakeApi, folder: &Path, config: &str) -> BotProcess {
    let quick = "[telegram.limits]\nper_chat_per_second = 0\n";
    let setup = BotProcess::with(api).config(quick).config(config);
    setup.arg("--knowledge").arg(folder.to_str().unwrap()).start().await
}

#[tokio::test]
async fn a_changed_file_is_used_at_once_and_its_version_is_told() {
    let (api, folder) = (FakeApi::start().await, Folder::new());
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let config = format!("[http]\nlisten = \"{address}\"\n[admin]\nchats = [{}]\n", admin.id());
    let _bot = start(&api, &folder.path(), &config).await;
    until_it_says(&ann, "first").await;
    let version = async || {
        let about = ann.ask("/about").await.text;
        let at = about.find("Knowledge: ").unwrap_or_else(|| panic!("no version: {about}"));
        about[at + "Knowledge: ".len()..].lines().next().unwrap().to_owned()
    };
    let metrics = async || http::get(&format!("http://{address}/metrics")).await.unwrap().body;
    let first = version().await;
    let (reviewed, hash) = first.split_once(", ").unwrap();
    assert_eq!((reviewed, hash.len()), ("2026-01-02", 12));
    assert!(metrics().await.contains(&format!("bedside_knowledge_info{{hash=\"{hash}\",version=\"{reviewed}\"}} 1")));

    folder.write("a.toml", &article("second"));
    until_it_says(&ann, "second").await;
    let second = version().await;
    assert_ne!(first, second);
    let notice = admin.next_reply().await;
    assert!(notice.text.contains(&second) && notice.text.contains("2 entries"), "{notice}");
    let text = metrics().await;
    assert!(text.contains(second.split_once(", ").unwrap().1) && !text.contains(hash), "{text}");
    assert!(text.contains("bedside_reloads_total{outcome=\"taken\"} 1"), "{text}");

    folder.write("a.toml", &article("first"));
    until_it_says(&ann, "first").await;
    assert_eq!(version().await, first, "the same files have the same version");
    api.assert_no_violations();
}

#[tokio::test]
async fn an_error_keeps_the_knowledge_in_use_and_is_told_once_with_its_line() {
    let (api, folder) = (FakeApi::start().await, Folder::new());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let bot = start(&api, &folder.path(), &format!("[admin]\nchats = [{}]\n", admin.id())).await;
    folder.write("a.toml", &(article("second") + "related = [\"nobody\"]\n"));
    let notice = admin.next_reply_within(Duration::from_secs(20)).await;
    assert!(notice.text.contains("a.toml:20") && notice.text.contains("`nobody`"), "{notice}");
    until_it_says(&ann, "first").await;
    // written once more as it is: another look, and nothing new to tell
    folder.write("a.toml", &(article("second") + "related = [\"nobody\"]\n"));
    api.expect_silence(&admin, A_WHILE).await;
    assert_eq!(bot.output().matches("cannot be used").count(), 1, "{}", bot.output());
    assert!(bot.output().contains("a.toml:20"), "{}", bot.output());
    // what only answering shows is an error too
    let swapped = article("second").replace(
        "define chilblains\", ",
        "How are chilblains treated\", \"How are chilblains treated, then\", \"How are those chilblains treated\", ",
    );
    folder.write("a.toml", &swapped);
    let notice = admin.next_reply_within(Duration::from_secs(20)).await;
    assert!(notice.text.contains("the question of `treat` finds `what`"), "{notice}");

    folder.write("a.toml", &article("third"));
    until_it_says(&ann, "third").await;
    assert!(admin.next_reply().await.text.contains("in use"));
}

#[tokio::test]
async fn files_change_the_way_editors_and_tools_change_them() {
    let (api, folder) = (FakeApi::start().await, Folder::new());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let bot = start(&api, &folder.path(), &format!("[admin]\nchats = [{}]\n", admin.id())).await;
    let file = folder.path().join("a.toml");
    // a new file takes the place of the old one
    std::fs::write(folder.path().join(".a.toml.swp"), article("renamed")).unwrap();
    std::fs::rename(folder.path().join(".a.toml.swp"), &file).unwrap();
    until_it_says(&ann, "renamed").await;
    // deleted and written anew, slowly, in parts
    std::fs::remove_file(&file).unwrap();
    tokio::time::sleep(Duration::from_millis(700)).await;
    std::fs::write(&file, &article("rewritten")[..150]).unwrap();
    tokio::time::sleep(Duration::from_millis(700)).await;
    folder.write("a.toml", &article("rewritten"));
    until_it_says(&ann, "rewritten").await;
    // several files in a burst
    for nth in 0..20 {
        folder.write("a.toml", &article(&format!("burst{nth}")));
        folder.write("vocabulary.toml", &format!("keep = [\"word{nth}\"]\n"));
    }
    until_it_says(&ann, "burst19").await;
    // the whole folder goes and another comes
    std::fs::remove_dir_all(folder.path()).unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    std::fs::create_dir(folder.path()).unwrap();
    folder.write("a.toml", &article("back"));
    until_it_says(&ann, "back").await;
    folder.write("a.toml", &article("after"));
    until_it_says(&ann, "after").await;
    // another folder is put in its place by renaming
    let other = folder.outer.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("a.toml"), article("other")).unwrap();
    std::fs::rename(folder.path(), folder.outer.path().join("old")).unwrap();
    std::fs::rename(&other, folder.path()).unwrap();
    until_it_says(&ann, "other").await;
    folder.write("a.toml", &article("last"));
    until_it_says(&ann, "last").await;
    assert!(!bot.output().contains("cannot be used"), "an unfinished change is no error: {}", bot.output());
    for notice in admin.take_replies() {
        assert!(notice.text.contains("in use"), "{notice}");
    }
    // what lies beside the folder, and an unchanged file written again, is no change
    let taken = bot.output().matches("is in use").count();
    std::fs::write(folder.outer.path().join("beside.toml"), "no knowledge").unwrap();
    folder.write("a.toml", &article("last"));
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(bot.output().matches("is in use").count(), taken, "{}", bot.output());
}

#[tokio::test]
async fn a_folder_that_stays_away_is_told_once_and_the_bot_goes_on() {
    let (api, folder) = (FakeApi::start().await, Folder::new());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let _bot = start(&api, &folder.path(), &format!("[admin]\nchats = [{}]\n", admin.id())).await;
    let aside = folder.outer.path().join("aside");
    std::fs::rename(folder.path(), &aside).unwrap();
    let notice = admin.next_reply_within(Duration::from_secs(20)).await;
    assert!(notice.text.contains("cannot be read"), "{notice}");
    until_it_says(&ann, "first").await;
    std::fs::rename(&aside, folder.path()).unwrap();
    let notice = admin.next_reply_within(Duration::from_secs(20)).await;
    assert!(notice.text.contains("in use"), "{notice}");
}

#[tokio::test]
async fn sighup_asks_for_a_look_and_ends_nothing() {
    let (api, folder) = (FakeApi::start().await, Folder::new());
    let ann = api.private_chat("Ann");
    let bot = start(&api, &folder.path(), "").await;
    bot.hang_up();
    bot.wait_for_output("has not changed").await;
    folder.write("a.toml", "[source");
    bot.hang_up();
    bot.wait_for_output("a.toml:1").await;
    folder.write("a.toml", &article("second"));
    bot.hang_up();
    until_it_says(&ann, "second").await;

    let other = FakeApi::start().await;
    let built_in = BotProcess::start(&other).await;
    built_in.hang_up();
    built_in.wait_for_output("built into the program").await;
    other.private_chat("Bob").ask("/help").await;
}

#[tokio::test]
async fn every_question_asked_during_reloads_is_answered_from_one_state_of_the_files() {
    let (api, folder) = (FakeApi::start().await, Folder::new());
    let ann = api.private_chat("Ann");
    let _bot = start(&api, &folder.path(), "[telegram.limits]\noverall_per_second = 0\n").await;
    for nth in 0..60 {
        if nth % 10 == 0 {
            folder.write("a.toml", &article(&format!("state{nth}")));
        }
        let reply = ann.ask("Define chilblains. What helps against chilblains?").await;
        let states: Vec<&str> = reply.text.split_whitespace().filter(|word| word.starts_with("state")).collect();
        assert!(reply.text.contains("Chilblains are") || reply.text.contains("Keep the skin"), "{reply}");
        assert!(states.windows(2).all(|pair| pair[0] == pair[1]), "{reply}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    until_it_says(&ann, "state50").await;
}

#[tokio::test]
async fn memory_does_not_grow_with_reloads() {
    let (api, folder) = (FakeApi::start().await, Folder::new());
    std::fs::remove_file(folder.path().join("a.toml")).unwrap();
    for item in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge")).unwrap() {
        let item = item.unwrap();
        std::fs::copy(item.path(), folder.path().join(item.file_name())).unwrap();
    }
    let bot = start(&api, &folder.path(), "").await;
    let mut sizes = vec![bot.resident_kb()];
    let deadline = Instant::now() + Duration::from_mins(5);
    for nth in 1..=24 {
        let text = format!("[[out-of-scope]]\ntext = \"the state numbered {nth}\"\n");
        folder.write("additions.toml", &text);
        while bot.output().matches("is in use").count() < nth {
            assert!(Instant::now() < deadline, "{}", bot.output());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        sizes.push(bot.resident_kb());
    }
    eprintln!("resident KB at the start and after each reload: {sizes:?}");
    // learning leaves holes that fill up within twenty reloads; a state of the knowledge that stays behind takes megabytes
    // each time
    let last = sizes[22..].iter().min().unwrap();
    assert!(*last < LARGEST_KB, "{sizes:?}");
}
