//! What is long, and what is looked up: answers over several messages, topics, help, links.

use super::*;

#[tokio::test]
async fn help_is_two_short_paragraphs_and_the_commands() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let help = api.private_chat("Ann").ask("/help").await;
    let paragraphs: Vec<&str> = help.text.split("\n\n").collect();
    let (last, paragraphs) = paragraphs.split_last().unwrap();
    assert_eq!(*last, Wording::default().reminder());
    let (commands, prose): (Vec<&str>, Vec<&str>) = paragraphs.iter().partition(|part| part.starts_with('/'));
    assert_eq!((prose.len(), commands.len()), (2, 1), "{help}");
    assert!(prose.iter().all(|part| part.split_whitespace().count() <= 60), "{help}");
    for command in ["/ask", "/topics", "/help", "/about", "/privacy", "/forget"] {
        assert!(commands[0].contains(command), "{command} is missing: {help}");
    }
}

/// An article with this many entries in each of so many sections.
fn long_article(sections: usize, entries: usize, passage: &str) -> String {
    let mut article = format!(
        "[source]\ntitle = \"{}\"\nauthor = \"B\"\nreviewed = 2026-11-22\ntopic = \"Lamps\"\n",
        "A title that goes on ".repeat(40)
    );
    for section in 0..sections {
        for entry in 0..entries {
            let _ = write!(
                article,
                "[[entry]]\nid = \"e-{section}-{entry}\"\nquestion = \"What about lamp {section} {entry}?\"\n\
                 phrasings = [\"lamp {section} {entry} please\"]\nsection = \"Part {section}\"\npassage = \"\"\"\n{passage}\"\"\"\n"
            );
        }
    }
    article
}

async fn bot_on(api: &FakeApi, article: &str) -> (BotProcess, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("article.toml"), article).unwrap();
    let bot = BotProcess::with(api).arg("--knowledge").arg(folder.path().to_str().unwrap()).start().await;
    (bot, folder)
}

#[tokio::test]
async fn every_message_of_a_long_answer_carries_the_reminder() {
    let api = FakeApi::start().await;
    let (_bot, _folder) = bot_on(&api, &long_article(1, 2, &"A lamp gives light to read by. ".repeat(90))).await;
    let ann = api.private_chat("Ann");
    ann.say("What about lamp 0 0? What about lamp 0 1?");
    let (first, second) = (ann.next_reply().await, ann.next_reply().await);
    for message in [&first, &second] {
        assert!(message.text.ends_with(&Wording::default().reminder()), "no reminder: {message}");
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn lines_that_end_as_on_windows_show_no_trace_of_it() {
    let api = FakeApi::start().await;
    let article = long_article(1, 1, "One line.\n\nAnother line.").replace('\n', "\r\n");
    let (_bot, _folder) = bot_on(&api, &article).await;
    let reply = api.private_chat("Ann").ask("What about lamp 0 0?").await;
    assert!(reply.text.contains("One line.\n\nAnother line.") && !reply.text.contains('\r'), "{reply}");
}

#[tokio::test]
async fn topics_read_like_a_table_of_contents_and_long_lists_page() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let contents = api.private_chat("Ann").ask("/topics").await;
    for entry in &built_in().knowledge.entries {
        assert!(contents.text.contains(&format!("• {}", entry.question)), "{} is missing: {contents}", entry.id);
    }
    drop(bot);
    let api = FakeApi::start().await;
    let (_bot, _folder) = bot_on(&api, &long_article(11, 10, "A lamp gives light.")).await;
    let ann = api.private_chat("Ann");
    let first = ann.ask("/topics").await;
    assert!(first.text.contains("10 questions"), "{first}");
    ann.press(first.button("Next page"));
    let second = ann.next_reply().await;
    assert!(second.is_edit(), "in place");
    ann.press(second.button("Part 10"));
    let section = ann.next_reply().await;
    section.button("What about lamp 10 7?");
    ann.press(section.button("Next page"));
    let rest = ann.next_reply().await;
    rest.button("What about lamp 10 9?");
    ann.press(rest.button("Page before"));
    ann.next_reply().await.button("What about lamp 10 0?");
    api.assert_no_violations();
}

#[tokio::test]
async fn links_open_every_entry_and_qr_codes_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let codes = folder.path().join("codes");
    let (code, links, err) = bedside_cmd(&["links", "--bot", "@bedside_bot", "--qr", codes.to_str().unwrap()], "");
    assert_eq!(code, Some(0), "{err}");
    for entry in &built_in().knowledge.entries {
        assert!(links.contains(&format!("https://t.me/bedside_bot?start={}\t{}\n", entry.id, entry.question)));
        let drawing = std::fs::read_to_string(codes.join(format!("{}.svg", entry.id))).unwrap();
        assert!(drawing.contains("<svg"));
    }
    let (code, _, err) = bedside_cmd(&["links", "--bot", "no such name"], "");
    assert_eq!((code, err.lines().count()), (Some(2), 1), "{err}");
    let (code, _, err) = bedside_cmd(&["links"], "");
    assert_eq!((code, err.lines().count()), (Some(2), 1), "{err}");
    assert!(err.contains("--bot"), "{err}");
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let dir = bot.dir().to_owned();
    let token = api.token().to_owned();
    let asked = tokio::task::spawn_blocking(move || {
        bedside_cmd_in(&dir, &["links", "--config", "config.toml"], &[("TELOXIDE_TOKEN", &token)], "")
    });
    let (code, links, err) = asked.await.unwrap();
    assert_eq!(code, Some(0), "{err}");
    assert!(links.contains(&format!("https://t.me/{BOT_USERNAME}?start=symptoms")), "{links}");
}
