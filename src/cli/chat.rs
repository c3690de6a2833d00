//! `bedside chat`: the conversation in a terminal. No token, no network; buttons are numbered choices.

use super::{Failure, Global};
use crate::conversation::{Command, Conversation, Parsed};
use crate::question::{Context, Question};
use crate::render::{Action, Block, Card};
use anstyle::Style;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use std::io::{IsTerminal, Write};

/// The widest that text is set: longer lines are hard to read.
const WIDTH: usize = 80;

/// What the terminal's chat remembers: the choices on the screen and the passage seen last.
struct Terminal {
    conversation: Conversation,
    choices: Vec<Action>,
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
            Ok(line) if matches!(line.trim(), "/quit" | "/exit") => break,
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

impl Terminal {
    fn turn(&mut self, line: &str) -> Card {
        if let Some(action) = line.parse::<usize>().ok().and_then(|number| self.choices.get(number.checked_sub(1)?)) {
            return self.conversation.press(action).card;
        }
        match Command::parse(line, None) {
            Parsed::Command { command, .. } => {
                let emergency = self.conversation.emergency(line);
                emergency.unwrap_or_else(|| self.conversation.command(&command, &self.context))
            }
            Parsed::Text | Parsed::ForAnother => self.conversation.ask(&Question::new(line), &self.context).1,
        }
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
        for (number, button) in card.buttons.iter().enumerate() {
            writeln!(out, "  {}  {}", number + 1, button.label)?;
        }
        if !card.buttons.is_empty() {
            writeln!(out)?;
        }
        self.choices = card.buttons.into_iter().map(|button| button.action).collect();
        if let Some(context) = card.leaves {
            self.context = context;
        }
        out.flush()
    }
}
