//! Draws the pictures in the README from what the bot really says.
//!
//! `cargo run --example conversation_svg > docs/conversation.svg`, and with `-- private` docs/private.svg; a test holds
//! the committed pictures to it.

use bedside::config::Safety;
use bedside::conversation::{Command, Conversation, Parsed, Typed};
use bedside::engine::Engine;
use bedside::knowledge::built_in;
use bedside::question::{Context, Question};
use bedside::render::{Action, Block, Button, Card};
use std::fmt::Write as _;
use std::io::Write as _;

/// What the person in the picture types.
const QUESTIONS: [&str; 3] =
    ["what r the symtoms of livr mets", "and what if there are none??", "he is vomiting blood"];
/// The same in the picture of a private chat: labels of buttons can be typed, too.
const PRIVATE: [&str; 4] = ["how is it treatd", "Not what I asked", "None of these", "/hlep"];
/// Buttons that are drawn under a message.
const BUTTONS: (usize, usize) = (3, 6);
/// Width of the picture and of a bubble, and how far apart things stand, in pixels.
const WIDTH: usize = 640;
const BUBBLE: usize = 500;
const LINE: usize = 20;
const PAD: usize = 14;
/// Letters that fit a line of a bubble.
const LETTERS: usize = 66;

fn main() -> std::io::Result<()> {
    let private = std::env::args().nth(1).is_some_and(|argument| argument == "private");
    let picture = if private { picture(&PRIVATE, BUTTONS.1) } else { picture(&QUESTIONS, BUTTONS.0) };
    std::io::stdout().write_all(picture.as_bytes())
}

/// A line of text with its class.
type Line = (&'static str, String);

fn picture(questions: &[&str], buttons: usize) -> String {
    let conversation = Conversation::new(Engine::new(built_in().knowledge), &Safety::default());
    let mut context = Context::default();
    let mut offered: Vec<Button> = Vec::new();
    let mut body = String::new();
    let mut y = PAD;
    for question in questions {
        bubble(&mut body, &mut y, &[("", (*question).to_owned())], true);
        let card = said(&conversation, question, &offered, &context);
        bubble(&mut body, &mut y, &lines(&card), false);
        let shown = card.buttons.iter().filter(|button| !matches!(button.action, Action::Rate { .. }));
        for button in shown.take(buttons) {
            chip(&mut body, &mut y, &button.label);
        }
        if let Some(left) = card.leaves {
            context = left;
        }
        if !card.buttons.is_empty() {
            offered = card.buttons;
        }
        y += PAD;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{y}\" viewBox=\"0 0 {WIDTH} {y}\" \
         font-family=\"-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif\" font-size=\"14\">\n\
         <title>A conversation with bedside</title>\n\
         <style>.b{{font-weight:600}}.n{{font-style:italic;fill:#52606b;font-size:13px}}.c{{fill:#20639b;font-size:13px}}</style>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#dfe7ee\" rx=\"10\"/>\n{body}</svg>\n"
    )
}

/// What the bot says to a message.
fn said(conversation: &Conversation, text: &str, offered: &[Button], context: &Context) -> Card {
    match (Command::parse(text, None), conversation.typed(text, offered)) {
        (Parsed::Command { command: Command::Unknown, .. }, _) => conversation.unknown(text),
        (Parsed::Command { command, .. }, _) => conversation.command(&command, context),
        (_, Typed::Action(action)) => conversation.press(&action).card,
        _ => conversation.ask(&Question::new(text), context).1,
    }
}

/// The card's text, wrapped, with an empty line between blocks.
fn lines(card: &Card) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for block in &card.blocks {
        if !lines.is_empty() {
            lines.push(("", String::new()));
        }
        let class = match block {
            Block::Heading(_) => "b",
            Block::Text(_) => "",
            Block::Note(_) | Block::Reminder(_) => "n",
        };
        for paragraph in block.text().lines() {
            let wrapped = textwrap::wrap(paragraph, LETTERS);
            lines.extend(wrapped.into_iter().map(|line| (class, line.into_owned())));
        }
    }
    lines
}

fn bubble(body: &mut String, y: &mut usize, lines: &[Line], mine: bool) {
    let letters = lines.iter().map(|(_, line)| line.chars().count()).max().unwrap_or(0);
    let width = if mine { letters * 8 + 2 * PAD } else { BUBBLE };
    let x = if mine { WIDTH - PAD - width } else { PAD };
    let height = lines.len() * LINE + PAD;
    let fill = if mine { "#d7f5c9" } else { "#ffffff" };
    let _ =
        writeln!(body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"12\" fill=\"{fill}\"/>");
    for (at, (class, line)) in lines.iter().enumerate() {
        let baseline = *y + PAD + 8 + at * LINE;
        let text = html_escape::encode_text(line);
        let _ = writeln!(body, "<text x=\"{}\" y=\"{baseline}\" class=\"{class}\">{text}</text>", x + PAD);
    }
    *y += height + PAD / 2;
}

fn chip(body: &mut String, y: &mut usize, label: &str) {
    let text = html_escape::encode_text(label);
    let middle = PAD + BUBBLE / 2;
    let _ = writeln!(body, "<rect x=\"{PAD}\" y=\"{y}\" width=\"{BUBBLE}\" height=\"28\" rx=\"8\" fill=\"#f3f7fa\"/>");
    let _ = writeln!(body, "<text x=\"{middle}\" y=\"{}\" class=\"c\" text-anchor=\"middle\">{text}</text>", *y + 19);
    *y += 32;
}
