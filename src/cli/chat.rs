//! `bedside chat`: the conversation in a terminal. No token, no network; buttons are numbered choices.

use super::{Failure, Global};
use crate::conversation::{Command, Conversation, Parsed, Typed};
use crate::question::{Context, Question};
use crate::render::{Action, Block, Button, Card};
use anstyle::Style;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use std::io::{IsTerminal, Write};

/// The widest that text is set: longer lines are hard to read.
const WIDTH: usize = 80;

/// What the terminal's chat remembers: the choices on the screen and the passage seen last.
struct Terminal {
    conversation: Conversation,
    choices: Vec<Button>,
    context: Context,
    styled: bool,
}

pub(super) fn run(global: &Global) -> Result<(), Failure> {
    let config = global.config()?;
    let conversation = global.conversation(&config)?;
    let styled = std::io::stdout().is_terminal();
    let mut terminal = Terminal { conversation, choices: Vec::new(), context: Context::default(), styled };
    let unusable = |error: ReadlineError| Failure::Unusable(format!("the terminal cannot be read ({error})"));
    // the history lives in memory only: nobody's questions are kept
    let mut editor = DefaultEditor::new().map_err(unusable)?;
    let mut out = std::io::stdout();
    let start = terminal.conversation.command(&Command::Start(String::new()), &Context::default());
    terminal.show(start, &mut out)?;
    writeln!(out, "{}\n", terminal.conversation.wording().terminal_hint())?;
    loop {
        match editor.readline("you> ") {
            Ok(line) if is_farewell(&line) => break,
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                // an over-long line is not worth failing for; it is only missing from the history
                let _ = editor.add_history_entry(line.trim());
                let card = terminal.turn(line.trim());
                terminal.show(card, &mut out)?;
            }
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => break,
            Err(error) => return Err(unusable(error)),
        }
    }
    Ok(())
}

fn is_farewell(line: &str) -> bool {
    ["/quit", "/exit"].iter().any(|word| line.trim().eq_ignore_ascii_case(word))
}

impl Terminal {
    fn turn(&mut self, line: &str) -> Card {
        match Command::parse(line, None) {
            Parsed::Command { command, .. } => {
                let emergency = self.conversation.emergency(line);
                emergency.unwrap_or_else(|| match command {
                    Command::Unknown => self.conversation.unknown(line),
                    command => self.conversation.command(&command, &self.context),
                })
            }
            Parsed::Text | Parsed::ForAnother => match self.conversation.typed(line, &self.choices) {
                Typed::Action(action) => self.conversation.press(&action).card,
                Typed::NoSuchNumber(last) => self.out_of_range(last),
                Typed::Question => self.conversation.ask(&Question::new(line), &self.context).1,
            },
        }
    }

    /// There is no choice of that number; the choices stay.
    fn out_of_range(&self, last: usize) -> Card {
        let card = Card::default().text(self.conversation.wording().no_such_number(last));
        Card { buttons: self.choices.clone(), ..card }
    }

    fn show(&mut self, card: Card, out: &mut impl Write) -> std::io::Result<()> {
        writeln!(out)?;
        for block in &card.blocks {
            let style = match block {
                Block::Heading(_) => Style::new().bold(),
                Block::Text(_) => Style::new(),
                Block::Note(_) | Block::Reminder(_) => Style::new().dimmed(),
            };
            let style = if self.styled { style } else { Style::new() };
            writeln!(out, "{style}{}{style:#}\n", textwrap::fill(block.text(), textwrap::termwidth().min(WIDTH)))?;
        }
        // nothing is counted here
        let mut buttons = card.buttons;
        buttons.retain(|button| !matches!(button.action, Action::Rate { .. }));
        for (number, button) in buttons.iter().enumerate() {
            writeln!(out, "  {}  {}", number + 1, button.label)?;
        }
        if !buttons.is_empty() {
            writeln!(out)?;
        }
        self.choices = buttons;
        if let Some(context) = card.leaves {
            self.context = context;
        }
        out.flush()
    }
}
