//! Settings that cannot be used: one line for whoever runs the bot.

use super::environment;
use super::secrets::{SECRET_VARIABLE, TOKEN_VARIABLE};
use std::path::PathBuf;

/// A setting that cannot be used: one line that names it and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("config file {path} cannot be read ({source}): give the path of a readable file with --config")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file has a fault.
    #[error("{path}:{line}: {what}, correct or delete that line (config.toml of the project explains every key)")]
    File {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// An environment variable has a fault.
    #[error("environment variable {name}: {what}, correct or unset it")]
    Environment {
        /// Its name.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// A value is of the right type and still makes no sense.
    #[error("{key} = \"{value}\": {remedy}")]
    Value {
        /// The key, or the environment variable that sets it.
        key: String,
        /// What it is set to.
        value: String,
        /// What to write.
        remedy: &'static str,
    },
    /// There is no token.
    #[error(
        "no bot token: set {TOKEN_VARIABLE} in the environment, or name a file that holds it with --token-file or \
         telegram.token_file (BotFather gives you one; `bedside chat` needs none)"
    )]
    NoToken,
    /// The token's file cannot be read.
    #[error("token file {path} cannot be read ({source}): name a file that holds the token and that the bot may read")]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A webhook needs a secret.
    #[error(
        "no webhook secret: set {SECRET_VARIABLE} in the environment, or name a file that holds it with \
         telegram.webhook.secret_file (`openssl rand -hex 32` makes one)"
    )]
    NoSecret,
    /// The secret's file cannot be read.
    #[error("secret file {path} cannot be read ({source}): name a file that holds it and that the bot may read")]
    SecretFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What is given as a secret is none.
    #[error("the webhook secret from {0} must be 16 to 256 letters, digits, - or _: `openssl rand -hex 32` makes one")]
    Secret(String),
    /// A token stands where the path of its file belongs; it is not shown.
    #[error(
        "what {0} gives is a token and not the path of a file: write the token into a file that only you can read and name \
         that, or set {TOKEN_VARIABLE} in the environment"
    )]
    TokenAsPath(String),
    /// What is given as a token is none.
    #[error("the bot token from {0} does not look like one (digits, a colon, letters): copy it again from BotFather")]
    Token(String),
}

impl ConfigError {
    /// A value that makes no sense.
    pub(super) fn value(key: &str, value: &str, remedy: &'static str) -> Self {
        Self::Value { key: key.to_owned(), value: value.to_owned(), remedy }
    }

    /// The same with the environment variable in place of the key, where it is that which sets it.
    pub(super) fn where_set(self) -> Self {
        match self {
            Self::Value { key, value, remedy } => Self::Value { key: environment::setter(key), value, remedy },
            Self::TokenAsPath(key) => Self::TokenAsPath(environment::setter(key)),
            other => other,
        }
    }
}
