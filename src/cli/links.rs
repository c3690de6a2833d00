//! `bedside links`: the link that opens each entry in Telegram, for a leaflet or a web page; as QR codes too.

use super::{Failure, Global};
use crate::telegram;
use qrcode::QrCode;
use qrcode::render::svg;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Letters of a bot's username (<https://core.telegram.org/bots/features#creating-a-new-bot>).
const NAME: std::ops::RangeInclusive<usize> = 4..=32;
/// The least width of a QR code, in pixels; as a drawing it can be printed at any.
const WIDTH: u32 = 240;

/// Print the link that opens each entry in Telegram
#[derive(Debug, clap::Args)]
pub(super) struct Links {
    /// The bot's username [default: Telegram is asked, with the token that `run` uses]
    #[arg(long, value_name = "NAME")]
    bot: Option<String>,
    /// Write a QR code for each link to this folder, as ENTRY-ID.svg
    #[arg(long, value_name = "DIR")]
    qr: Option<PathBuf>,
    /// A file that holds the bot's token, as for `run`
    #[arg(long, value_name = "PATH", conflicts_with = "bot")]
    token_file: Option<PathBuf>,
}

impl Links {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let config = global.config()?;
        let knowledge = global.shown(global.sound(&config)?)?;
        let bot = match &self.bot {
            Some(name) => username(name)?,
            None => self.ask_telegram(&config)?,
        };
        if let Some(folder) = &self.qr {
            std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        }
        let mut out = std::io::stdout().lock();
        for entry in &knowledge.entries {
            let link = format!("https://t.me/{bot}?start={}", entry.id);
            writeln!(out, "{link}\t{}", entry.question)?;
            if let Some(folder) = &self.qr {
                write_code(&folder.join(format!("{}.svg", entry.id)), &link)?;
            }
        }
        Ok(())
    }

    fn ask_telegram(&self, config: &crate::config::Config) -> Result<String, Failure> {
        let unusable = |error: &dyn std::fmt::Display| Failure::Unusable(format!("{error}, or give --bot NAME"));
        let token = config.token(self.token_file.as_deref()).map_err(|error| unusable(&error))?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| unusable(&error))?;
        let asked = runtime.block_on(telegram::username(token, &config.telegram.api_url));
        asked.map_err(|error| unusable(&error))
    }
}

/// A username as people give it: with or without `@`, or as a link.
fn username(given: &str) -> Result<String, Failure> {
    let name = given.trim().trim_start_matches("https://").trim_start_matches("t.me/").trim_start_matches('@');
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain && NAME.contains(&name.len()) {
        Ok(name.to_owned())
    } else {
        Err(Failure::Unusable(format!("--bot {given}: this is no username of a bot, write it as BotFather shows it")))
    }
}

fn write_code(path: &Path, link: &str) -> Result<(), Failure> {
    let code = QrCode::new(link).map_err(|error| Failure::Unusable(format!("{link} makes no QR code ({error})")))?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(WIDTH, WIDTH).build();
    std::fs::write(path, drawing).map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unusable(format!("{} cannot be written ({error}): name a folder that can with --qr", path.display()))
}
