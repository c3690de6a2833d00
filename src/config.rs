//! Settings: the file, the environment over it, defaults under it; and the bot's token.
//!
//! The one module that reads the environment. Unknown keys are errors. Relative paths are relative to the file.

mod duration;
mod environment;
mod error;
mod heap;
mod secrets;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::ConfigError;
pub use heap::{give_memory_back, start_afresh};

/// The file that is read if it exists and no other is named.
pub const DEFAULT_FILE: &str = "config.toml";

/// Everything that can be set. The shipped `config.toml` explains each key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Telegram and how to reach it.
    pub telegram: Telegram,
    /// How much is answered in groups.
    pub groups: Groups,
    /// The articles.
    pub knowledge: Knowledge,
    /// Numbers for emergencies.
    pub safety: Safety,
    /// The language of the bot's own sentences.
    pub wording: Wording,
    /// Where what must outlive the process is stored.
    pub store: Store,
    /// The page for those who watch over the bot.
    pub http: Http,
    /// What is kept of what people write.
    pub privacy: Privacy,
    /// Who looks after the bot.
    pub admin: Admin,
}

/// Telegram and how to reach it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telegram {
    /// The Bot API server, without the token.
    pub api_url: String,
    /// A file that holds the token and nothing else.
    pub token_file: Option<PathBuf>,
    /// A webhook; none means long polling.
    pub webhook: Option<Webhook>,
    /// A question older than this gets an apology and an offer instead of a late answer.
    #[serde(with = "duration")]
    pub stale_after: Duration,
    /// How long what is in hand may take once the bot is told to end.
    #[serde(with = "duration")]
    pub shutdown_grace: Duration,
    /// How many messages are sent.
    pub limits: Limits,
}

impl Default for Telegram {
    fn default() -> Self {
        Self {
            api_url: "https://api.telegram.org".to_owned(),
            token_file: None,
            webhook: None,
            stale_after: Duration::from_hours(12),
            shutdown_grace: Duration::from_secs(8),
            limits: Limits::default(),
        }
    }
}

/// A webhook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The address that Telegram posts to.
    pub url: String,
    /// The address and port to listen on.
    pub listen: String,
    /// A file that holds the secret.
    pub secret_file: Option<PathBuf>,
    /// The certificate chain (PEM) where no proxy in front does the encryption.
    pub certificate: Option<PathBuf>,
    /// The certificate's private key (PEM).
    pub private_key: Option<PathBuf>,
}

impl Webhook {
    fn validate(&self) -> Result<(), ConfigError> {
        let value = |key, value: &str, remedy| Err(ConfigError::value(key, value, remedy));
        if !reqwest::Url::parse(&self.url).is_ok_and(|url| url.scheme() == "https" && url.has_host()) {
            let remedy = "write the address that Telegram posts to, for instance https://bot.example.org/hook";
            return value("telegram.webhook.url", &self.url, remedy);
        }
        if self.listen.parse::<SocketAddr>().is_err() {
            return value("telegram.webhook.listen", &self.listen, "write an address and a port: 127.0.0.1:8443");
        }
        if self.certificate.is_some() != self.private_key.is_some() {
            return value("telegram.webhook.certificate", "", "set both certificate and private_key, or neither");
        }
        Ok(())
    }
}

/// How many messages are sent; 0 means no limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// To one chat, in a second.
    pub per_chat_per_second: u32,
    /// To one group, in a minute.
    pub per_group_per_minute: u32,
    /// To all chats, in a second.
    pub overall_per_second: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_chat_per_second: 1, per_group_per_minute: 20, overall_per_second: 30 }
    }
}

/// How much is answered in groups; 0 means no limit. Emergencies are answered whatever the limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Groups {
    /// To one person, in a minute, in all groups together.
    pub per_person_per_minute: u32,
    /// In one group, in a minute.
    pub per_group_per_minute: u32,
    /// In all groups together, in a minute.
    pub overall_per_minute: u32,
    /// The same question in a group gets a pointer to its answer instead of the answer for so long.
    #[serde(with = "duration")]
    pub repeat_after: Duration,
}

impl Default for Groups {
    fn default() -> Self {
        Self {
            per_person_per_minute: 8,
            per_group_per_minute: 15,
            overall_per_minute: 600,
            repeat_after: Duration::from_mins(1),
        }
    }
}

/// The articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knowledge {
    /// The folder; none means the knowledge built into the program.
    pub dir: Option<PathBuf>,
    /// The folder where what was learnt from it is kept for the next start; none means the system's place for caches, an
    /// empty one that nothing is kept.
    pub cache: Option<PathBuf>,
    /// Months after which `check` asks for another review of an article.
    pub review_months: u32,
}

impl Default for Knowledge {
    fn default() -> Self {
        Self { dir: None, cache: None, review_months: 12 }
    }
}

/// Numbers for emergencies, put into the replies of `triage.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Safety {
    /// What `{emergency}` stands for.
    pub emergency: String,
    /// What `{crisis}` stands for.
    pub crisis: String,
}

impl Default for Safety {
    fn default() -> Self {
        Self {
            emergency: "your local emergency number (112, 911, 999)".to_owned(),
            crisis: "a crisis line in your country (988 in the USA and Canada, 116 123 in the UK and Ireland, \
                     others at findahelpline.com)"
                .to_owned(),
        }
    }
}

/// The language of the bot's own sentences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wording {
    /// A folder of languages, a file each: `de.ftl`.
    pub dir: Option<PathBuf>,
    /// The code of the language.
    pub language: String,
}

impl Default for Wording {
    fn default() -> Self {
        Self { dir: None, language: "en".to_owned() }
    }
}

/// Where what must outlive the process is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// The database file.
    pub path: PathBuf,
    /// Unanswered updates at which no more are taken in; Telegram keeps those meanwhile.
    pub high_water: usize,
}

impl Default for Store {
    fn default() -> Self {
        Self { path: PathBuf::from("bedside.db"), high_water: 10_000 }
    }
}

/// The page for those who watch over the bot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Address and port; empty switches it off.
    pub listen: String,
}

impl Default for Http {
    fn default() -> Self {
        Self { listen: "127.0.0.1:9090".to_owned() }
    }
}

/// What is kept of what people write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// Whether questions without a passage are kept, redacted.
    pub keep_unanswered: bool,
    /// For how many days.
    pub keep_days: u32,
}

impl Privacy {
    /// For how many days questions without a passage are kept; none if they are not.
    #[must_use]
    pub fn keep_days(&self) -> Option<u32> {
        self.keep_unanswered.then_some(self.keep_days)
    }
}

impl Default for Privacy {
    fn default() -> Self {
        Self { keep_unanswered: false, keep_days: 30 }
    }
}

/// Who looks after the bot.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Admin {
    /// Ids of chats.
    #[serde(deserialize_with = "ids")]
    pub chats: Vec<i64>,
    /// Whether they get the figures of the week on Mondays.
    pub weekly_digest: bool,
}

/// A list of ids, or one text that holds them separated by commas, as the environment gives it.
fn ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Raw {
        List(Vec<i64>),
        Text(String),
    }
    match Raw::deserialize(deserializer) {
        Ok(Raw::List(ids)) => Ok(ids),
        Ok(Raw::Text(text)) => {
            let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::parse);
            ids.collect::<Result<_, _>>().map_err(|_| D::Error::custom(format!("`{text}` is not a list of ids: 1, -2")))
        }
        Err(_) => Err(D::Error::custom("expected a list of ids: [1, -2]")),
    }
}

impl Config {
    /// Reads the named file, or [`DEFAULT_FILE`] if that exists, and the environment over it.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let path = match file {
            Some(path) => Some(path.to_owned()),
            None => Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.exists()),
        };
        let text = match &path {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|source| ConfigError::Unreadable { path: path.clone(), source })?,
            None => String::new(),
        };
        let of_file: Self = toml::from_str(&text).map_err(|error| ConfigError::File {
            path: path.clone().unwrap_or_default(),
            line: error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1),
            what: error.message().lines().collect::<Vec<_>>().join(" "),
        })?;
        let mut config = environment::over(&of_file)?;
        let folder = path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        config.no_token_as_path()?;
        let mut paths = vec![&mut config.knowledge.dir, &mut config.telegram.token_file, &mut config.wording.dir];
        if let Some(webhook) = &mut config.telegram.webhook {
            paths.extend([&mut webhook.secret_file, &mut webhook.certificate, &mut webhook.private_key]);
        }
        for path in paths.into_iter().flatten() {
            *path = folder.join(&*path);
        }
        if let Some(cache) = config.knowledge.cache.as_mut().filter(|cache| !cache.as_os_str().is_empty()) {
            *cache = folder.join(&*cache);
        }
        config.store.path = folder.join(&config.store.path);
        config.validate().map_err(ConfigError::where_set)?;
        Ok(config)
    }

    fn validate(&self) -> Result<(), ConfigError> {
        let url = reqwest::Url::parse(&self.telegram.api_url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if url.is_none() {
            let remedy = "write the address of a Bot API server, for instance https://api.telegram.org";
            return Err(ConfigError::value("telegram.api_url", &self.telegram.api_url, remedy));
        }
        if let Some(webhook) = &self.telegram.webhook {
            webhook.validate()?;
        }
        if self.store.high_water == 0 {
            let remedy = "write how many unanswered updates may wait, 10000 for instance";
            return Err(ConfigError::value("store.high_water", "0", remedy));
        }
        if self.privacy.keep_days == 0 {
            let remedy = "write for how many days, 30 for instance; keep_unanswered = false keeps nothing";
            return Err(ConfigError::value("privacy.keep_days", "0", remedy));
        }
        if !self.http.listen.is_empty() && self.http.listen.parse::<SocketAddr>().is_err() {
            let remedy = "write an address and a port (127.0.0.1:9090), or nothing to switch it off";
            return Err(ConfigError::value("http.listen", &self.http.listen, remedy));
        }
        for (key, value) in [("safety.emergency", &self.safety.emergency), ("safety.crisis", &self.safety.crisis)] {
            if value.trim().is_empty() {
                let remedy = "write the number or words that the reply to an emergency names";
                return Err(ConfigError::value(key, value, remedy));
            }
        }
        Ok(())
    }
}
