//! Labelled messages as data: what triage learns from.

use super::model::Labelled;
use super::problem::{Place, Problems};
use super::reader::Table;
use super::triage::Kind;
use std::sync::Arc;

/// How the file spells the kind of an ordinary message.
const GENERAL: &str = "general";
/// The reply of a kind that has one only.
const USUAL_REPLY: [(Kind, &str); 1] = [(Kind::Personal, "personal")];

/// Reads the groups of a file of labelled messages.
pub(super) fn read(mut file: Table<'_>, problems: &mut Problems) -> Vec<Labelled> {
    let mut messages = Vec::new();
    for mut table in file.tables("group", problems) {
        let place = table.place().clone();
        table.required_text("name", problems);
        let kind = table.required_text("kind", problems);
        let reply = table.text("reply", problems).map(|reply| reply.value);
        let texts = table.texts("messages", problems);
        table.finish(problems);
        let Some(kind) = kind else { continue };
        let known = Kind::NAMES.iter().find(|(name, _)| *name == kind.value).map(|(_, kind)| *kind);
        if known.is_none() && kind.value != GENERAL {
            let names: Vec<&str> = Kind::NAMES.iter().map(|(name, _)| *name).collect();
            let remedy = format!("write one of {}, {GENERAL}", names.join(", "));
            problems.error(&kind.place, format!("kind `{}` is unknown", kind.value), remedy);
            continue;
        }
        let usual = USUAL_REPLY.iter().find(|(usual, _)| known == Some(*usual)).map(|(_, reply)| (*reply).to_owned());
        let reply = reply.or(usual);
        if reply.is_none() && matches!(known, Some(Kind::Urgent | Kind::Smalltalk)) {
            let what = format!("a group of kind `{}` has no `reply`", kind.value);
            problems.error(&place, what, "add the key of a reply in triage.toml: reply = \"thanks\"");
            continue;
        }
        let reply: Arc<str> = reply.unwrap_or_default().into();
        let labelled = |text: String| Labelled { kind: known, reply: reply.clone(), text, place: place.clone() };
        messages.extend(texts.into_iter().map(|text| labelled(text.value)));
    }
    file.finish(problems);
    messages
}

/// Messages of a file that need no reply of their own.
pub(super) fn ordinary(texts: Vec<String>, file: &str) -> Vec<Labelled> {
    let place = Place { file: file.into(), line: 1 };
    let labelled = |text| Labelled { kind: None, reply: Arc::default(), text, place: place.clone() };
    texts.into_iter().map(labelled).collect()
}
