//! The command line: one command a file, the same verb in each, one enum that dispatches.

mod ask;
mod backup;
mod chat;
mod check;
mod draft;
mod eval;
mod export;
mod import;
mod inbox;
mod links;
mod ratings;
mod run;
mod unpack;
mod wording;

use crate::config::Config;
use crate::conversation::Conversation;
use crate::engine::Engine;
use crate::knowledge::{self, Files, Knowledge, Loaded};
use crate::prepared::{self, Care, Ready, Shelf, Unusable};
use clap::{ArgAction, Parser, Subcommand};
use log::{LevelFilter, warn};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Answers questions about an illness with the passage of a vetted article, word for word.
#[derive(Debug, Parser)]
#[command(name = "bedside", version, about, long_about = None, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
struct Global {
    /// The config file [default: config.toml if it exists, else built-in defaults]
    #[arg(long, global = true, value_name = "PATH")]
    config: Option<PathBuf>,
    /// The knowledge folder [default: knowledge.dir of the config, else the knowledge built into the program]
    #[arg(long, global = true, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    /// Show entries that nobody has reviewed too: to try a draft, never for people who ask
    #[arg(long, global = true)]
    allow_unreviewed: bool,
    /// Say more on standard error (-vv: still more)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Say only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the Telegram bot
    Run(run::Run),
    /// Talk to it in the terminal: no token, no network
    Chat,
    /// Answer one question, or one a line from standard input
    Ask(ask::Ask),
    /// Check config and knowledge; print every problem with its line and remedy
    Check(check::Check),
    /// Measure the knowledge on labelled questions
    Eval(eval::Eval),
    /// Make a knowledge file to review from an article: plain text, Markdown or HTML
    Draft(draft::Draft),
    /// Write entries and phrasings to a spreadsheet
    Export(export::Export),
    /// Write the knowledge built into the program to a folder, to edit it
    Unpack(unpack::Unpack),
    /// Take a spreadsheet from `bedside export` back into the knowledge, all or nothing
    Import(import::Import),
    /// List the updates that could not be answered; retry or drop them
    Inbox(inbox::Inbox),
    /// Copy the database to a new file, also while the bot runs
    Backup(backup::Backup),
    /// Print the link that opens each entry in Telegram, for a leaflet; QR codes too
    Links(links::Links),
    /// Print how often each passage was said to help, and not to
    Ratings,
}

/// Why a command ends badly: the line for a person, and the exit code.
#[derive(Debug)]
enum Failure {
    /// What was given was found wanting; what is wrong has been said already. Exit code 1.
    Wanting,
    /// The config is wrong; what is wrong has been said already. Exit code 2.
    Misconfigured,
    /// Wrong usage, config or knowledge. Exit code 2.
    Unusable(String),
    /// The reader of our output has gone: not an error.
    ReaderGone,
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Unusable(format!("output cannot be written ({error}), check where it goes"))
        }
    }
}

impl From<Unusable> for Failure {
    fn from(error: Unusable) -> Self {
        Self::Unusable(error.to_string())
    }
}

impl From<crate::store::StoreError> for Failure {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Unusable(error.to_string())
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::Unusable(error.to_string())
    }
}

/// Runs the command line and gives the exit code: 0 done, 1 found wanting, 2 wrong usage or config.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start_logging(&cli.global);
    let result = match &cli.command {
        Command::Run(run) => run.run(&cli.global),
        Command::Chat => chat::run(&cli.global),
        Command::Ask(ask) => ask.run(&cli.global),
        Command::Check(check) => check.run(&cli.global),
        Command::Eval(eval) => eval.run(&cli.global),
        Command::Draft(draft) => draft.run(&cli.global),
        Command::Export(export) => export.run(&cli.global),
        Command::Unpack(unpack) => unpack.run(),
        Command::Import(import) => import.run(&cli.global),
        Command::Inbox(inbox) => inbox.run(&cli.global),
        Command::Backup(backup) => backup.run(&cli.global),
        Command::Links(links) => links.run(&cli.global),
        Command::Ratings => ratings::run(&cli.global),
    };
    match result {
        Ok(()) | Err(Failure::ReaderGone) => ExitCode::SUCCESS,
        Err(Failure::Wanting) => ExitCode::from(1),
        Err(Failure::Misconfigured) => ExitCode::from(2),
        Err(Failure::Unusable(message)) => {
            // standard error may be closed; there is nowhere left to say so
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("bedside: {message}\n"));
            ExitCode::from(2)
        }
    }
}

/// Logs this crate only: other crates' lines may hold addresses that contain the token.
fn start_logging(global: &Global) {
    let level = match (global.quiet, global.verbose) {
        (true, _) => LevelFilter::Error,
        (false, 0) => LevelFilter::Info,
        (false, 1) => LevelFilter::Debug,
        (false, _) => LevelFilter::Trace,
    };
    env_logger::Builder::new().filter_module("bedside", level).format_target(false).init();
}

impl Global {
    fn config(&self) -> Result<Config, Failure> {
        Ok(Config::load(self.config.as_deref())?)
    }

    /// The knowledge folder that the options and the config name; none for the built-in knowledge.
    fn folder<'a>(&'a self, config: &'a Config) -> Option<&'a Path> {
        self.knowledge.as_deref().or(config.knowledge.dir.as_deref())
    }

    /// The knowledge that the options and the config name, with its problems.
    fn load(&self, config: &Config) -> Result<Loaded, Failure> {
        Ok(self.files(config)?.load())
    }

    /// The files of the knowledge that the options and the config name.
    fn files(&self, config: &Config) -> Result<Files, Failure> {
        Ok(Files::of(self.folder(config)).map_err(Unusable::Unreadable)?)
    }

    /// The same without errors.
    fn sound(&self, config: &Config) -> Result<Loaded, Failure> {
        without_errors(self.load(config)?)
    }

    /// An engine on knowledge without errors, of which only what was reviewed is shown.
    fn engine(&self, config: &Config) -> Result<Engine, Failure> {
        let kept = Shelf::new(config.knowledge.cache.as_deref());
        let ready = Ready::of(&self.files(config)?, self.allow_unreviewed, Care::Read, &kept)?;
        say_hidden(ready.unreviewed.len());
        Ok(ready.engine)
    }

    /// The knowledge without what nobody has reviewed, unless that was asked for.
    fn shown(&self, loaded: Loaded) -> Result<Knowledge, Failure> {
        let (knowledge, hidden) = prepared::shown(loaded, self.allow_unreviewed)?;
        say_hidden(hidden.len());
        Ok(knowledge)
    }

    fn conversation(&self, config: &Config) -> Result<Conversation, Failure> {
        let languages = wording::sound(&config.wording)?;
        let conversation = Conversation::new(self.engine(config)?, &config.safety).with_languages(languages);
        Ok(conversation.in_language(&config.wording.language))
    }
}

/// The knowledge of a folder that an option names, without errors.
fn sound_folder(folder: &Path) -> Result<Loaded, Failure> {
    without_errors(knowledge::from_folder(folder).map_err(|error| Failure::Unusable(error.to_string()))?)
}

fn without_errors(loaded: Loaded) -> Result<Loaded, Failure> {
    Ok(prepared::without_errors(loaded)?)
}

fn say_hidden(hidden: usize) {
    if hidden > 0 {
        warn!("{hidden} entries are not shown because nobody has reviewed them: `bedside check` lists them");
    }
}
