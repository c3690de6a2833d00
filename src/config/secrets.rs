//! What is secret: where the token and the webhook's secret are read from, and how one of them is told from what is none.

use super::{Config, ConfigError};
use secrecy::SecretString;
use std::path::{Path, PathBuf};

/// The environment variable that holds the token.
pub(super) const TOKEN_VARIABLE: &str = "TELOXIDE_TOKEN";
/// The environment variable that holds the webhook's secret.
pub(super) const SECRET_VARIABLE: &str = "BEDSIDE_WEBHOOK_SECRET";
/// Characters of a secret: Telegram takes up to 256; fewer than 16 can be guessed.
const SECRET_LENGTH: std::ops::RangeInclusive<usize> = 16..=256;
/// The right of everybody to read a file.
#[cfg(unix)]
const OTHERS_READ: u32 = 0o004;
/// What names the file of the token.
const OPTION: &str = "--token-file";
const KEY: &str = "telegram.token_file";

impl Config {
    /// The webhook's secret: from the environment, else from its file.
    pub fn webhook_secret(&self) -> Result<SecretString, ConfigError> {
        let file = self.telegram.webhook.as_ref().and_then(|webhook| webhook.secret_file.as_deref());
        let (text, origin) = match (std::env::var(SECRET_VARIABLE), file) {
            (Ok(secret), _) if !secret.trim().is_empty() => (secret, SECRET_VARIABLE.to_owned()),
            (_, None) => return Err(ConfigError::NoSecret),
            (_, Some(path)) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|source| ConfigError::SecretFile { path: path.to_owned(), source })?;
                (text, path.display().to_string())
            }
        };
        let secret = text.trim();
        if SECRET_LENGTH.contains(&secret.len()) && secret.bytes().all(plain) {
            Ok(SecretString::from(secret))
        } else {
            Err(ConfigError::Secret(origin))
        }
    }

    /// The token: from the file named on the command line, else the environment, else `telegram.token_file`.
    pub fn token(&self, file: Option<&Path>) -> Result<SecretString, ConfigError> {
        if let Some(path) = file {
            no_token(path, OPTION)?;
            return token_from(path);
        }
        match std::env::var(TOKEN_VARIABLE) {
            Ok(token) if !token.trim().is_empty() => valid_token(&token, TOKEN_VARIABLE),
            _ => token_from(self.telegram.token_file.as_deref().ok_or(ConfigError::NoToken)?),
        }
    }

    /// Whether the files of the token and of the webhook's secret can be read twice: a pipe is empty after the first time.
    /// `token` is the file that the command line names.
    #[must_use]
    pub fn secrets_stay(&self, token: Option<&Path>) -> bool {
        self.secret_files(token).all(Path::is_file)
    }

    /// The files of the token and of the webhook's secret that everybody on this machine may read. `token` is the file that
    /// the command line names.
    #[cfg(unix)]
    #[must_use]
    pub fn exposed_secrets(&self, token: Option<&Path>) -> Vec<PathBuf> {
        use std::os::unix::fs::PermissionsExt;
        let exposed = |path: &Path| {
            std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & OTHERS_READ != 0)
        };
        self.secret_files(token).filter(|path| exposed(path)).map(Path::to_owned).collect()
    }

    /// None: only Unix tells of rights this way.
    #[cfg(not(unix))]
    #[must_use]
    pub fn exposed_secrets(&self, _: Option<&Path>) -> Vec<PathBuf> {
        Vec::new()
    }

    fn secret_files<'a>(&'a self, token: Option<&'a Path>) -> impl Iterator<Item = &'a Path> {
        let secret = self.telegram.webhook.as_ref().and_then(|webhook| webhook.secret_file.as_deref());
        [token.or(self.telegram.token_file.as_deref()), secret].into_iter().flatten()
    }

    /// An error if the token stands where the path of its file belongs: whatever names that path would show it.
    pub(super) fn no_token_as_path(&self) -> Result<(), ConfigError> {
        self.telegram.token_file.as_deref().map_or(Ok(()), |path| no_token(path, KEY))
    }
}

/// An error if a path is a token, and no file of such a name is there.
fn no_token(path: &Path, origin: &str) -> Result<(), ConfigError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if is_token(name.trim()) && !path.exists() {
        Err(ConfigError::TokenAsPath(origin.to_owned()).where_set())
    } else {
        Ok(())
    }
}

fn token_from(path: &Path) -> Result<SecretString, ConfigError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| ConfigError::TokenFile { path: path.to_owned(), source })?;
    valid_token(&text, &path.display().to_string())
}

fn valid_token(text: &str, origin: &str) -> Result<SecretString, ConfigError> {
    let token = text.trim();
    if is_token(token) { Ok(SecretString::from(token)) } else { Err(ConfigError::Token(origin.to_owned())) }
}

/// A token is a number, a colon, and letters, digits, `-` or `_` (<https://core.telegram.org/bots/api#authorizing-your-bot>).
pub(super) fn is_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && !secret.is_empty()
            && secret.bytes().all(plain)
    })
}

/// What secrets are made of.
fn plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}
