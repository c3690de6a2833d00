//! The chats of those who keep the FAQ: figures, what was asked in vain, why an answer was given; and what is kept.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use support::{BotProcess, Chat, FakeApi, Sent, bedside_cmd_in};

const QUICK: &str = "[telegram.limits]\nper_chat_per_second = 0\nper_group_per_minute = 0\n";
const WEEK: i64 = 7 * 86_400;

/// A folder with a small article and few words, so that much is asked in vain.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.toml"), ARTICLE).unwrap();
    let others = "[[group]]\nname = \"others\"\nexamples = [\"what is the weather\", \"tell me a joke\", \"who won the \
        match\", \"how do I mend a bicycle\", \"recipe for soup\", \"what is asthma\", \"my tooth hurts\"]\n";
    std::fs::write(folder.path().join("out-of-scope.toml"), others).unwrap();
    // what is learnt of other kinds of messages says little beside so small an article, and is not tested here
    std::fs::write(folder.path().join("messages.toml"), "# none\n").unwrap();
    folder
}

const ARTICLE: &str = r#"
[source]
title = "Chilblains"
author = "A Nurse"
topic = "Chilblains"
reviewed = 2026-01-02

[[entry]]
id = "what"
question = "What are chilblains?"
section = "Basics"
phrasings = ["define chilblains", "chilblains meaning", "explain chilblains to me"]
passage = "Chilblains are small itchy patches."
related = ["treat"]

[[entry]]
id = "treat"
question = "How are chilblains treated?"
section = "Treatment"
phrasings = ["cure for chilblains", "what helps against chilblains", "chilblain cream"]
passage = "Keep the skin warm."

[[entry]]
id = "who"
question = "Who gets chilblains?"
section = "Basics"
phrasings = ["are women more often affected", "people at risk of chilblains", "does everyone get them"]
passage = "Anyone can get them."

[[entry]]
id = "draft"
question = "How long do chilblains last?"
section = "Basics"
phrasings = ["when do they go away", "duration of chilblains"]
passage = "Two weeks or so."
reviewed = false
"#;

async fn start(api: &FakeApi, admin: &Chat, folder: Option<&Path>, more: &str) -> BotProcess {
    let config = format!("[admin]\nchats = [{}]\n", admin.id());
    let mut setup = BotProcess::with(api).config(QUICK).config(&config).config(more);
    if let Some(folder) = folder {
        setup = setup.arg("--knowledge").arg(folder.to_str().unwrap());
    }
    setup.start().await
}

const KEEP: &str = "[privacy]\nkeep_unanswered = true\n";

/// Presses a button and waits for the message in its place.
async fn press(chat: &Chat, message: &Sent, label: &str) -> Sent {
    chat.press(message.button(label));
    let next = chat.next_reply_within(Duration::from_secs(30)).await;
    assert!(next.is_edit() && next.message_id == message.message_id, "in its place: {next}");
    next
}

fn files_with(folder: &Path, words: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).filter(|path| path.is_file());
    let holds = |path: &PathBuf| {
        std::fs::read(path).is_ok_and(|bytes| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
    };
    files.filter(holds).collect()
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn to_any_other_chat_the_commands_are_unknown_and_the_buttons_gone() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann, group) = (api.private_chat("Admin"), api.private_chat("Ann"), api.group("Family"));
    let _bot = start(&api, &admin, Some(folder.path()), KEEP).await;
    let unknown = "I do not know this command";
    let page = admin.ask("/help").await;
    for command in ["/stats", "/unanswered", "/why", "/preview what", "/stats@bedside_test_bot"] {
        assert!(ann.ask(command).await.text.starts_with(unknown), "{command}");
        assert!(!admin.ask(command).await.text.starts_with(unknown), "{command}");
    }
    group.say("/stats");
    api.expect_silence(&group, Duration::from_millis(700)).await;
    for data in ["a:n:0", "a:p:1-1", "a:d:1-9"] {
        let asked = ann.press_data(page.message_id.unwrap(), data);
        let answer = api.answer_to(&asked).await;
        assert!(answer.text.is_some_and(|text| text.contains("no longer here")), "{data}");
    }
    assert!(ann.take_replies().is_empty());
    // they stand in the menu of the admin chat alone
    let names = |scope: serde_json::Value| {
        let commands = api.commands(&scope, "");
        commands.iter().map(|command| command["command"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let own = names(serde_json::json!({"type": "chat", "chat_id": admin.id()}));
    assert!(["stats", "unanswered", "why", "preview", "help"].iter().all(|name| own.contains(&(*name).to_owned())));
    assert!(!names(serde_json::json!({"type": "all_private_chats"})).contains(&"stats".to_owned()));
    api.assert_no_violations();
}

#[tokio::test]
async fn stats_show_a_chart_and_say_the_same_in_words_also_after_a_restart() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let mut bot = start(&api, &admin, Some(folder.path()), "").await;
    assert!(admin.ask("/stats").await.text.contains("0 today"), "nothing yet");
    for question in ["What are chilblains?", "define chilblains", "How are chilblains treated?", "quxx zorble"] {
        ann.ask(question).await;
    }
    admin.ask("What are chilblains?").await; // those who try it are not counted
    let stats = admin.ask("/stats").await;
    assert_eq!(stats.method, "sendPhoto", "{stats}");
    for part in ["4 today, 4 in 7 days", "3 got an answer", "1 no passage", "2  What are chilblains?"] {
        assert!(stats.text.contains(part), "{part} is missing: {stats}");
    }
    bot.terminate();
    assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0));
    let _bot = bot.setup().start().await;
    assert!(admin.ask("/stats").await.text.contains("4 today"));
    // words typed in other chats bring lists, and are no questions
    for words in ["define chil", "define chilblains"] {
        api.answer_to(&ann.inline_query(words)).await;
    }
    let stats = admin.ask("/stats").await;
    assert!(stats.text.contains("4 today") && stats.text.contains("Lists shown in other chats: 2."), "{stats}");
    // a day later
    api.shift_dates(86_400);
    ann.ask("define chilblains").await;
    let stats = admin.ask("/stats").await;
    assert!(stats.text.contains("1 today, 5 in 7 days"), "{stats}");
    api.assert_no_violations();
}

#[tokio::test]
async fn what_was_asked_in_vain_is_attached_from_the_chat_and_answered_at_once() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann, bob) = (api.private_chat("Admin"), api.private_chat("Ann"), api.private_chat("Bob"));
    let _bot = start(&api, &admin, Some(folder.path()), KEEP).await;
    let question = "is swimming in lakes fine";
    let first = ann.ask(&format!("{question}? My name is Xanthippe, 62, call +44 20 7946 0958")).await;
    assert!(first.text.contains("found nothing"), "{first}");
    bob.ask("swimming in lakes, is it fine?").await;
    bob.ask("would you paint the garage green").await;
    admin.ask("bananas under moonlight").await; // those who try it are not kept

    let page = admin.ask("/unanswered").await;
    assert!(page.text.contains("1 of 2") && page.text.contains("Asked 2 times"), "{page}");
    assert!(page.text.contains(question) && page.text.contains("[name], [number]"), "{page}");
    for secret in ["Xanthippe", "62", "7946", "bananas"] {
        assert!(!page.text.contains(secret), "{secret}: {page}");
    }
    let pick = press(&admin, &page, "Attach to an entry").await;
    let section = press(&admin, &pick, "▸ Treatment").await;
    assert!(section.all_buttons().iter().any(|button| button.text == "How are chilblains treated?"));
    let done = press(&admin, &section, "How are chilblains treated?").await;
    assert!(done.text.contains("in use") || done.text.contains("In use"), "{done}");
    assert!(done.text.contains("gets this passage"), "{done}");
    let answer = bob.ask("is swimming in lakes fine?").await;
    assert!(answer.text.contains("Keep the skin warm."), "{answer}");

    let written = std::fs::read_to_string(folder.path().join("additions.toml")).unwrap();
    assert!(written.contains("entry = \"treat\"") && written.contains(&format!("by = \"admin chat {}\"", admin.id())));
    assert!(written.contains("swimming in lakes") && !written.contains("Xanthippe") && !written.contains("[name]"));
    // who may read the file stays as its owner has set it
    let file = folder.path().join("additions.toml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    // the next group is taken for out of scope, and then nothing is left
    let page = press(&admin, &done, "Next").await;
    assert!(page.text.contains("1 of 1") && page.text.contains("garage"), "{page}");
    let done = press(&admin, &page, "Out of scope").await;
    let last = press(&admin, &done, "Next").await;
    assert!(last.text.contains("Nothing was asked in vain"), "{last}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let names = std::fs::read_dir(folder.path()).unwrap().map(|item| item.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains(".new")).collect();
    assert!(left.is_empty(), "{left:?}");
    // the commands read the file like any other
    let dir = folder.path().to_str().unwrap();
    let run = |args: &[&str]| bedside_cmd_in(folder.path(), args, &[], "");
    assert_eq!(run(&["check", "--knowledge", dir]).0, Some(0), "{}", run(&["check", "--knowledge", dir]).1);
    assert_eq!(run(&["export", "sheet.csv", "--knowledge", dir]).0, Some(0));
    assert!(std::fs::read_to_string(folder.path().join("sheet.csv")).unwrap().contains("swimming in lakes"));
    let (code, out, _) = run(&["ask", "is swimming in lakes fine", "--knowledge", dir]);
    assert!(code == Some(0) && out.contains("Keep the skin warm."), "{out}");
    let imported = run(&["import", "sheet.csv", "--knowledge", dir]);
    assert!(imported.1.contains("0 changes"), "{imported:?}");
    // a sheet that changes the entry's phrasings takes the attached ones over into the article
    let sheet =
        std::fs::read_to_string(folder.path().join("sheet.csv")).unwrap().replace("chilblain cream", "any cream");
    std::fs::write(folder.path().join("sheet.csv"), sheet).unwrap();
    assert_eq!(run(&["import", "sheet.csv", "--knowledge", dir]).0, Some(0));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("a.toml").contains("swimming in lakes") && !read("additions.toml").contains("swimming"));
    assert!(read("additions.toml").contains("garage"), "examples out of scope stay");
    assert_eq!(run(&["check", "--knowledge", dir]).0, Some(0));
    api.assert_no_violations();
}

#[tokio::test]
async fn declined_suggestions_are_kept_too_and_can_be_dropped_one_by_one() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let _bot = start(&api, &admin, Some(folder.path()), KEEP).await;
    let reply = ann.ask("What are chilblains?").await;
    ann.press(reply.button("Not what I asked"));
    let offer = ann.next_reply().await;
    ann.press(offer.button("None of these"));
    ann.next_reply().await;
    ann.ask("would you paint the garage green").await;
    ann.ask("would you paint the whole garage green").await;
    let page = admin.ask("/unanswered").await;
    assert!(page.text.contains("1 of 2") && page.text.contains("Asked 2 times"), "{page}");
    let alone = press(&admin, &page, "One by one").await;
    let dropped = press(&admin, &alone, "Drop").await;
    assert!(dropped.text.contains("Dropped: 1"), "{dropped}");
    let page = press(&admin, &dropped, "Next").await;
    assert!(page.text.contains("What are chilblains?") && page.text.contains("declined once"), "{page}");
    // pressing once more what was dealt with
    let dropped = press(&admin, &page, "Drop").await;
    admin.press_data(page.message_id.unwrap(), page.button("Drop").data().unwrap());
    let again = admin.next_reply().await;
    assert!(again.text.contains("dealt with already"), "{again}");
    drop(dropped);
}

#[tokio::test]
async fn an_addition_that_breaks_the_knowledge_is_refused_and_nothing_is_written() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let _bot = start(&api, &admin, Some(folder.path()), KEEP).await;
    let reply = ann.ask("What are chilblains?").await;
    ann.press(reply.button("Not what I asked"));
    let offer = ann.next_reply().await;
    ann.press(offer.button("None of these"));
    ann.next_reply().await;
    let page = admin.ask("/unanswered").await;
    let pick = press(&admin, &page, "Attach to an entry").await;
    // the question of one entry as a phrasing of another
    let refused = press(&admin, &pick, "Who gets chilblains?").await;
    assert!(refused.text.contains("nothing has changed") && refused.text.contains("both claim"), "{refused}");
    assert!(!folder.path().join("additions.toml").exists());
    assert!(ann.ask("What are chilblains?").await.text.contains("itchy patches"));
    press(&admin, &refused, "Back").await;
}

#[tokio::test]
async fn the_built_in_knowledge_says_how_to_get_a_folder_and_unpack_makes_one() {
    let api = FakeApi::start().await;
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let _bot = start(&api, &admin, None, KEEP).await;
    ann.ask("zorble quxx flimp").await;
    let page = admin.ask("/unanswered").await;
    let pick = press(&admin, &page, "Attach to an entry").await;
    let first = pick.all_buttons()[0].clone();
    admin.press(&first);
    let needs = admin.next_reply().await;
    assert!(needs.text.contains("bedside unpack"), "{needs}");
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| bedside_cmd_in(dir.path(), args, &[], "");
    assert_eq!(run(&["unpack", "mine"]).0, Some(0));
    let (code, _, err) = run(&["unpack", "mine"]);
    assert!(code == Some(2) && err.contains("exists already"), "{err}");
    assert_eq!(run(&["ask", "symptoms", "--knowledge", "mine"]).0, Some(0));
}

#[tokio::test]
async fn why_tells_what_an_answer_rests_on_and_says_when_it_no_longer_knows() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let bot = start(&api, &admin, Some(folder.path()), "").await;
    assert!(admin.ask("/why").await.text.contains("as a reply"));
    let answer = admin.ask("what helps agianst chilblains").await;
    admin.reply(answer.message_id.unwrap(), "/why");
    let why = admin.next_reply().await;
    for part in [
        "what helps agianst chilblains",
        "answer",
        "what helps against chilblains",
        "agianst → against",
        "treat",
        "what",
    ] {
        assert!(why.text.contains(part), "{part} is missing: {why}");
    }
    let _bot = bot.crash_and_restart().await;
    admin.reply(answer.message_id.unwrap(), "/why");
    assert!(admin.next_reply().await.text.contains("no longer know"));
    let other = ann.ask("what helps against chilblains").await;
    ann.reply(other.message_id.unwrap(), "/why");
    assert!(!ann.next_reply().await.text.contains("confidence"));
}

#[tokio::test]
async fn preview_shows_any_entry_and_says_if_nobody_has_reviewed_it() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let _bot = start(&api, &admin, Some(folder.path()), "").await;
    let shown = admin.ask("/preview what").await;
    assert!(shown.text.contains("itchy patches") && !shown.text.contains("reviewed this"), "{shown}");
    shown.button("How are chilblains treated?");
    let draft = admin.ask("/preview draft").await;
    assert!(draft.text.contains("Two weeks") && draft.text.contains("Nobody has reviewed"), "{draft}");
    let near = admin.ask("/preview darft").await.text;
    assert!(near.contains("no entry \"darft\". Did you mean /preview draft?"), "{near}");
    assert!(admin.ask("/preview nobody").await.text.contains("no entry \"nobody\""));
    assert!(admin.ask("/preview").await.text.contains("/preview symptoms"));
    assert!(!ann.ask("How long do chilblains last?").await.text.contains("Two weeks"));
}

#[tokio::test]
async fn nothing_of_a_message_stays_unless_keeping_is_on_and_then_forget_and_time_erase_it() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann, bob) = (api.private_chat("Admin"), api.private_chat("Ann"), api.private_chat("Bob"));
    let mut bot = start(&api, &admin, Some(folder.path()), "").await;
    ann.ask("zorble quxx flimp").await;
    let reply = ann.ask("What are chilblains?").await;
    ann.press(reply.button("Not what I asked"));
    let offer = ann.next_reply().await;
    ann.press(offer.button("None of these"));
    ann.next_reply().await;
    assert!(admin.ask("/unanswered").await.text.contains("not kept"));
    let privacy = ann.ask("/privacy").await.text;
    assert!(privacy.starts_with("I do not keep what you write.") && !privacy.contains(" days"), "{privacy}");
    tokio::time::sleep(Duration::from_secs(3)).await;
    until("what was asked to be erased", || files_with(bot.dir(), "zorble").is_empty()).await;
    assert!(files_with(bot.dir(), "are chilblains").is_empty());
    bot.terminate();
    assert_eq!(bot.wait(Duration::from_secs(12)).await, Some(0));
    assert!(files_with(bot.dir(), "zorble").is_empty());

    let mut bot = bot.setup().config("[privacy]\nkeep_unanswered = true\nkeep_days = 10\n").start().await;
    ann.ask("zorble quxx flimp").await;
    bob.ask("plimsoll wagtail umbra").await;
    let privacy = ann.ask("/privacy").await.text;
    assert!(privacy.contains("kept for 10 days") && privacy.contains("/forget can erase it too"), "{privacy}");
    // what is kept comes first, with both ways it comes about, and nothing says the contrary
    let first = privacy.lines().next().unwrap();
    for part in ["kept for 10 days", "no passage", "none of what I offered"] {
        assert!(first.contains(part), "{part} is missing: {first}");
    }
    assert!(!privacy.contains("I do not keep what you write"), "{privacy}");
    assert!(!files_with(bot.dir(), "zorble").is_empty());
    for id in [ann.id(), bob.id()] {
        until("the numbers of chats to be gone", || files_with(bot.dir(), &id.to_string()).is_empty()).await;
    }
    ann.ask("/forget").await;
    until("what Ann asked to be erased", || files_with(bot.dir(), "zorble").is_empty()).await;
    assert!(!files_with(bot.dir(), "plimsoll").is_empty(), "what Bob asked is not Ann's to erase");
    // older than keep_days
    api.shift_dates(11 * 86_400);
    bob.ask("/help").await;
    until("what Bob asked to be erased", || files_with(bot.dir(), "plimsoll").is_empty()).await;
    // switched off again, what is there goes
    bob.ask("plimsoll wagtail umbra").await;
    bot.kill().await;
    let bot = bot.setup().config("[privacy]\nkeep_unanswered = false\n").start().await;
    until("what was kept to be erased", || files_with(bot.dir(), "plimsoll").is_empty()).await;
    assert!(!bot.output().contains("plimsoll"));
}

#[tokio::test]
async fn the_digest_comes_once_a_week_if_it_is_switched_on() {
    let (api, folder) = (FakeApi::start().await, folder());
    let (admin, ann) = (api.private_chat("Admin"), api.private_chat("Ann"));
    let bot = start(&api, &admin, Some(folder.path()), "[admin]\nweekly_digest = true\n").await;
    ann.ask("What are chilblains?").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(admin.take_replies().is_empty(), "not in the first week");
    api.shift_dates(WEEK);
    ann.ask("/help").await;
    let digest = admin.next_reply_within(Duration::from_secs(50)).await;
    assert!(digest.text.contains("last seven days") && digest.text.contains("in 7 days"), "{digest}");
    let _bot = bot.crash_and_restart().await;
    ann.ask("/help").await;
    api.expect_silence(&admin, Duration::from_secs(4)).await;
}
