//! The layer of the environment: `BEDSIDE_SECTION__KEY` over `section.key` of the file, and which variable has a fault.

use super::secrets::{SECRET_VARIABLE, is_token};
use super::{Config, ConfigError};
use config::{Config as Layers, Environment, File, FileFormat, Map};

/// What every environment variable that sets a key begins with: `BEDSIDE_TELEGRAM__API_URL`.
const PREFIX: &str = "BEDSIDE";
/// Between a section and its key.
const SEPARATOR: &str = "__";
/// Variables with the prefix that are not keys of the file.
const OTHER_VARIABLES: [&str; 1] = [SECRET_VARIABLE];

/// A config with what the environment sets over it.
pub(super) fn over(config: &Config) -> Result<Config, ConfigError> {
    let text = toml::to_string(config).map_err(|error| fault(PREFIX, "", &error.to_string()))?;
    let variables: Map<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| is_ours(name) && !OTHER_VARIABLES.contains(&name.as_str()))
        .collect();
    layered(&text, variables.clone()).map_err(|error| {
        // the one without which, or with which alone, there is none or the same error
        let without = |name: &String| {
            let rest = variables.iter().filter(|(other, _)| *other != name);
            layered(&text, rest.map(|(name, value)| (name.clone(), value.clone())).collect())
        };
        let alone = |name: &String, value: &String| layered(&text, Map::from([(name.clone(), value.clone())]));
        let culprit = variables
            .iter()
            .find(|(name, _)| without(name).is_ok())
            .or_else(|| variables.iter().find(|(name, value)| alone(name, value).is_err_and(|of_one| of_one == error)));
        culprit.map_or_else(|| fault("BEDSIDE_...", "", &error), |(name, value)| fault(name, value, &error))
    })
}

/// The environment variable that sets a key, if one does; else the key.
pub(super) fn setter(key: String) -> String {
    let name = format!("{PREFIX}_{}", key.replace('.', SEPARATOR));
    let set = std::env::vars_os().filter_map(|(set, _)| set.into_string().ok());
    set.into_iter().find(|set| set.eq_ignore_ascii_case(&name)).map_or(key, |set| format!("environment variable {set}"))
}

fn is_ours(name: &str) -> bool {
    name.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

fn layered(text: &str, variables: Map<String, String>) -> Result<Config, String> {
    let environment =
        Environment::with_prefix(PREFIX).prefix_separator("_").separator(SEPARATOR).source(Some(variables));
    Layers::builder()
        .add_source(File::from_str(text, FileFormat::Toml))
        .add_source(environment)
        .build()
        .and_then(Layers::try_deserialize)
        .map_err(|error| error.to_string().replace('\n', " "))
}

/// A token that stands where it does not belong is not shown.
fn fault(name: &str, value: &str, what: &str) -> ConfigError {
    let what = if is_token(value.trim()) { what.replace(value, "...") } else { what.to_owned() };
    ConfigError::Environment { name: name.to_owned(), what: what.trim_end_matches(" in the environment").to_owned() }
}
