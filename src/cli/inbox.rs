//! `bedside inbox`: the updates that could not be answered, without what they say or who sent them.

use super::{Failure, Global};
use crate::store::Database;
use chrono::Utc;
use clap::Subcommand;
use std::io::Write;
use std::str::FromStr;

/// List the updates that could not be answered; retry or drop them
#[derive(Debug, clap::Args)]
pub(super) struct Inbox {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List them: number, age, attempts and why the last one failed [default]
    List,
    /// Put them back to be tried again; a running bot does so within seconds
    Retry {
        /// The number of one, or `all`
        #[arg(value_name = "ID|all")]
        which: Which,
    },
    /// Erase them
    Drop {
        /// The number of one, or `all`
        #[arg(value_name = "ID|all")]
        which: Which,
    },
}

/// One dead letter or all.
#[derive(Debug, Clone, Copy)]
struct Which(Option<i64>);

impl FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self(None)),
            number => {
                number.parse().map(|id| Self(Some(id))).map_err(|_| "write a number of the list, or `all`".into())
            }
        }
    }
}

impl Inbox {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let database = Database::open(&global.config()?.store.path)?;
        let mut out = std::io::stdout().lock();
        let now = Utc::now().timestamp();
        match &self.action {
            None | Some(Action::List) => list(&database, now, &mut out),
            Some(Action::Retry { which }) => report(database.retry(which.0, now)?, "to be tried again", &mut out),
            Some(Action::Drop { which }) => report(database.drop_dead(which.0)?, "erased", &mut out),
        }
    }
}

fn list(database: &Database, now: i64, out: &mut impl Write) -> Result<(), Failure> {
    let letters = database.dead_letters()?;
    if letters.is_empty() {
        writeln!(out, "nothing was left unanswered")?;
        return Ok(());
    }
    writeln!(out, "{:>8}  {:>8}  {:>8}  why the last attempt failed", "id", "age", "attempts")?;
    for letter in letters {
        let age = age(now - letter.received_at);
        writeln!(out, "{:>8}  {age:>8}  {:>8}  {}", letter.id, letter.attempts, letter.error)?;
    }
    Ok(())
}

fn report(count: usize, done: &str, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{count} {done}")?;
    if count == 0 { Err(Failure::Wanting) } else { Ok(()) }
}

/// An age in its largest unit.
fn age(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{} s", seconds.max(0)),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}
