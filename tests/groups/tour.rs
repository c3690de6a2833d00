//! The tour of groups in the README is what the bot really says. To write it anew:
//! `BEDSIDE_WRITE_TOUR=1 cargo test --test groups tour`

use super::*;
use crate::support::{BotProcess, Chat, FakeApi};
use std::path::Path;

const BEGIN: &str = "<!-- groups:begin -->\n";
const END: &str = "<!-- groups:end -->";
/// Where a line of the tour is wrapped.
const WIDTH: usize = 100;

/// A turn of a conversation as text: who says what, and the buttons under it.
fn turn(who: &str, text: &str, buttons: &[String]) -> String {
    let margin = " ".repeat(10);
    let first = format!("{who:<10}");
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let options = textwrap::Options::new(WIDTH)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .initial_indent(if number == 0 { &first } else { &margin })
            .subsequent_indent(&margin);
        lines.push(if line.is_empty() { String::new() } else { textwrap::fill(line, options) });
    }
    if !buttons.is_empty() {
        lines.push(format!("{margin}{}", buttons.join(" ")));
    }
    lines.join("\n") + "\n\n"
}

async fn ask(chat: &Chat, name: &str, text: &str) -> String {
    chat.say(text);
    let reply = chat.next_reply().await;
    let buttons: Vec<String> = reply.all_buttons().iter().map(|button| format!("[{}]", button.text)).collect();
    turn(name, text, &[]) + &turn("bedside", &reply.text, &buttons)
}

#[tokio::test]
async fn the_readmes_tour_of_groups_is_what_the_bot_says() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (ann, bob) = (group.member("Ann"), group.member("Bob"));
    group.add_bot();
    let mut tour = turn("bedside", &group.next_reply().await.text, &[]);
    tour += &ask(&ann, "Ann", "/ask wat r teh symtoms of livr metastisees").await;
    tour += &ask(&bob, "Bob", &format!("@{BOT_USERNAME} what are the symptoms?")).await;
    tour += &ask(&bob, "Bob", "/ask my bilirubin is 45, is that bad?").await;
    tour += &ask(&ann, "Ann", "/ask he is vomiting blood").await;
    let typed = "symptoms";
    let listed = api.answer_to(&ann.inline_query(typed)).await;
    let titles: Vec<&str> = listed.results.iter().filter_map(|result| result["title"].as_str()).take(3).collect();
    tour += &turn("Ann types", &format!("@{BOT_USERNAME} {typed}"), &[]);
    tour += &turn("listed", &titles.join("\n"), &[]);
    let block = format!("{BEGIN}```text\n{}\n```\n{END}", tour.trim_end());

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (start, end) = (readme.find(BEGIN).unwrap(), readme.find(END).unwrap() + END.len());
    if std::env::var_os("BEDSIDE_WRITE_TOUR").is_some() {
        std::fs::write(&path, format!("{}{block}{}", &readme[..start], &readme[end..])).unwrap();
        return;
    }
    assert_eq!(&readme[start..end], block, "write the tour anew: BEDSIDE_WRITE_TOUR=1 cargo test --test groups tour");
}
