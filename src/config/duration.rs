//! Durations as people write them: "12h", "90s".

use serde::de::value::Error;
use serde::de::{Error as _, IntoDeserializer};
use serde::{Deserialize, Deserializer};
use std::time::Duration;

pub(super) use humantime_serde::serialize;

/// What to write.
const REMEDY: &str = "write a number and its unit in quotes, for instance \"12h\" or \"90s\"";

/// A duration; its error shows a right one.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer).map_err(|_| D::Error::custom(format!("no duration: {REMEDY}")))?;
    let read = humantime_serde::deserialize(IntoDeserializer::<Error>::into_deserializer(text.as_str()));
    read.map_err(|_: Error| D::Error::custom(format!("`{text}` is no duration: {REMEDY}")))
}
