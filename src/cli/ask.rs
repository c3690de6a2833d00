//! `bedside ask`: one reply, or one a line from standard input.

use super::{Failure, Global};
use crate::conversation::Conversation;
use crate::engine::Why;
use crate::question::{Context, Question};
use crate::render::{plain, says_reminder};
use crate::reply::Candidate;
use serde::Serialize;
use std::io::{BufRead, Write};

/// Answer one question, or one a line from standard input
#[derive(Debug, clap::Args)]
pub(super) struct Ask {
    /// The question; `-` reads one a line from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Print the whole decision, one JSON object a question
    #[arg(long)]
    json: bool,
    /// How many candidates the JSON object holds
    #[arg(long, value_name = "K", default_value_t = 5)]
    top: usize,
    /// The entry that the chat saw last
    #[arg(long, value_name = "ID")]
    context: Option<String>,
}

/// The decision on one question.
#[derive(Debug, Serialize)]
struct Line<'a> {
    question: &'a str,
    decision: &'static str,
    entries: &'a [String],
    confidence: f64,
    candidates: Vec<Rounded<'a>>,
    text: String,
    reminder: bool,
    why: Why,
}

#[derive(Debug, Serialize)]
struct Rounded<'a> {
    id: &'a str,
    score: f64,
}

impl<'a> From<&'a Candidate> for Rounded<'a> {
    fn from(candidate: &'a Candidate) -> Self {
        Self { id: &candidate.id, score: rounded(candidate.score) }
    }
}

/// Four decimals say all that a confidence can.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 10_000.0).round() / 10_000.0
}

impl Ask {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let config = global.config()?;
        let conversation = global.conversation(&config)?;
        let context = Context { entry: self.context.clone(), urgent: None };
        if let Some(id) = &self.context
            && conversation.engine().knowledge().entry(id).is_none()
        {
            return Err(Failure::Unusable(format!("--context {id}: no entry has this id, give one of the knowledge")));
        }
        let mut out = std::io::stdout().lock();
        if self.text == ["-"] {
            for line in std::io::stdin().lock().split(b'\n') {
                let line =
                    line.map_err(|error| Failure::Unusable(format!("standard input cannot be read ({error})")))?;
                let line = String::from_utf8_lossy(&line);
                self.answer(line.trim_end_matches('\r'), &conversation, &context, &mut out)?;
                if !self.json {
                    writeln!(out)?;
                }
            }
        } else {
            self.answer(&self.text.join(" "), &conversation, &context, &mut out)?;
        }
        Ok(())
    }

    fn answer(
        &self,
        text: &str,
        conversation: &Conversation,
        context: &Context,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let (reply, card) = conversation.ask(&Question::new(text), context);
        if self.json {
            let line = Line {
                question: text,
                decision: reply.decision.name(),
                entries: reply.decision.entries(),
                confidence: rounded(reply.confidence),
                candidates: reply.candidates.iter().take(self.top).map(Rounded::from).collect(),
                text: plain::text(&card),
                reminder: says_reminder(&card),
                why: conversation.engine().why(&Question::new(text), context),
            };
            serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            writeln!(out, "{}", plain::text(&card))?;
            for button in &card.buttons {
                writeln!(out, "  > {}", button.label)?;
            }
        }
        out.flush()?;
        Ok(())
    }
}
