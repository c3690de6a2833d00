//! A language of the interface: a file in Project Fluent's form, checked against the English one.

use super::sentences::KEYS;
use crate::knowledge::{Place, Problems};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use log::warn;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use unic_langid::LanguageIdentifier;

pub(super) use fluent_bundle::FluentValue as Value;

/// The file of the English sentences, complete: what a translator starts from.
pub const ENGLISH: &str = include_str!("en.ftl");
/// What may stand in any sentence.
const EVERYWHERE: [&str; 3] = ["topic", "emergency", "crisis"];
/// Letters of the reminder: it must leave room for a passage in every message.
pub(super) const LONGEST_REMINDER: usize = 400;

/// The sentences of one language; those it lacks are said in English.
pub struct Language {
    code: String,
    own: FluentBundle<FluentResource>,
    english: Option<Arc<Language>>,
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Language").field("code", &self.code).finish_non_exhaustive()
    }
}

impl Language {
    /// The built-in English.
    #[must_use]
    pub fn english() -> Self {
        let mut problems = Problems::default();
        // the file is built in, and a test holds it to be without faults
        let own = bundle("en", ENGLISH, "en.ftl", &mut problems);
        Self { code: "en".to_owned(), own, english: None }
    }

    /// A language from the text of its file; what is wrong is added to the problems.
    pub(super) fn read(code: &str, text: &str, file: &str, english: Arc<Self>, problems: &mut Problems) -> Self {
        let own = bundle(code, text, file, problems);
        check_missing(&own, code, file, problems);
        Self { code: code.to_owned(), own, english: Some(english) }
    }

    /// Its code, as the file is named: `en`, `pt-BR`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// A sentence with its values; the key itself for one that exists nowhere, which a test excludes.
    pub(super) fn say(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let Some(pattern) = self.own.get_message(key).and_then(|message| message.value()) else {
            return self.english.as_ref().map_or_else(|| key.to_owned(), |english| english.say(key, values));
        };
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut faults = Vec::new();
        let text = self.own.format_pattern(pattern, Some(&args), &mut faults).into_owned();
        if !faults.is_empty() {
            // no values in it: they may be somebody's
            warn!("the sentence `{key}` of {}.ftl could not be made in full", self.code);
        }
        text
    }
}

/// Reads a file into a bundle; every fault is noted with its line.
fn bundle(code: &str, text: &str, file: &str, problems: &mut Problems) -> FluentBundle<FluentResource> {
    // Fluent takes a carriage return for a letter in some places
    let text = text.replace("\r\n", "\n");
    let place = |at: usize| Place {
        file: file.into(),
        line: text.get(..at).map_or(1, |before| before.matches('\n').count() + 1),
    };
    let resource = FluentResource::try_new(text.clone()).unwrap_or_else(|(resource, faults)| {
        for fault in faults {
            let remedy = "write `key = text`, with further lines indented, and each { closed by a }";
            problems.error(&place(fault.pos.start), format!("this is not Fluent ({})", fault.kind), remedy);
        }
        resource
    });
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for entry in resource.entries() {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name;
        let at = place_of(&text, key);
        if seen.insert(key.to_owned(), at).is_some() {
            problems.error(&place(at), format!("`{key}` is there twice"), "delete one");
        }
        let Some((_, values)) = KEYS.iter().find(|(known, _)| *known == key) else {
            let near = nearest(key);
            problems.error(
                &place(at),
                format!("`{key}` is no sentence of the bot"),
                format!("delete it, or write `{near}`"),
            );
            continue;
        };
        let used = message.value.as_ref().map(variables).unwrap_or_default();
        for name in used.iter().filter(|name| !EVERYWHERE.contains(name) && !values.contains(name)) {
            let known: Vec<String> = values.iter().chain(&EVERYWHERE).map(|name| format!("${name}")).collect();
            let what = format!("nothing is put into `{key}` for ${name}");
            problems.error(&place(at), what, format!("use one of {}", known.join(", ")));
        }
        for name in values.iter().filter(|name| !used.contains(name)) {
            problems.warning(&place(at), format!("`{key}` leaves out ${name}"), format!("put {{ ${name} }} into it"));
        }
    }
    let language = code.parse::<LanguageIdentifier>().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // marks for text of mixed direction show as boxes in some clients, and no passage of ours needs them
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    check_reminder(&bundle, &place(place_of(&text, "reminder")), problems);
    bundle
}

fn check_missing(own: &FluentBundle<FluentResource>, code: &str, file: &str, problems: &mut Problems) {
    // a file for English only rewords what it names
    let missing: Vec<&str> =
        KEYS.iter().map(|(key, _)| *key).filter(|key| code != "en" && !own.has_message(key)).collect();
    if !missing.is_empty() {
        let what = format!("{} sentences are missing and said in English: {}", missing.len(), missing.join(", "));
        let place = Place { file: file.into(), line: 1 };
        problems.warning(&place, what, "translate them from src/render/wording/en.ftl");
    }
}

fn check_reminder(own: &FluentBundle<FluentResource>, place: &Place, problems: &mut Problems) {
    let Some(pattern) = own.get_message("reminder").and_then(|message| message.value()) else { return };
    let letters = own.format_pattern(pattern, None, &mut Vec::new()).encode_utf16().count();
    if !(1..=LONGEST_REMINDER).contains(&letters) {
        let what = format!("the reminder has {letters} letters");
        problems.error(place, what, format!("write 1 to {LONGEST_REMINDER}"));
    }
}

/// Where a key's line begins.
fn place_of(text: &str, key: &str) -> usize {
    let begins = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins(line) {
            return at;
        }
        at += line.len();
    }
    0
}

/// The known key that is spelt most like this one.
fn nearest(key: &str) -> &'static str {
    let likeness = |known: &str| strsim::jaro_winkler(known, key);
    KEYS.iter().map(|(known, _)| *known).max_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap_or_default()
}

/// The names of the values that a pattern uses.
fn variables<'a>(pattern: &Pattern<&'a str>) -> Vec<&'a str> {
    let mut names = Vec::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect(expression, &mut names);
        }
    }
    names
}

fn collect<'a>(expression: &Expression<&'a str>, names: &mut Vec<&'a str>) {
    let inline = match expression {
        Expression::Inline(inline) => inline,
        Expression::Select { selector, variants } => {
            for variant in variants {
                names.extend(variables(&variant.value));
            }
            selector
        }
    };
    match inline {
        InlineExpression::VariableReference { id } => names.push(id.name),
        InlineExpression::Placeable { expression } => collect(expression, names),
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                if let InlineExpression::VariableReference { id } = argument {
                    names.push(id.name);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(code: &str, text: &str) -> Vec<String> {
        let mut problems = Problems::default();
        Language::read(code, text, "x.ftl", Arc::new(Language::english()), &mut problems);
        problems.sorted().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn english_is_complete_and_has_nothing_superfluous() {
        let mut problems = Problems::default();
        let own = bundle("en", ENGLISH, "en.ftl", &mut problems);
        check_missing(&own, "xx", "en.ftl", &mut problems);
        let problems: Vec<String> = problems.sorted().iter().map(ToString::to_string).collect();
        assert!(problems.is_empty(), "{problems:#?}");
    }

    #[test]
    fn a_fault_is_named_with_its_line_and_its_remedy() {
        let text = "gone = Weg.\nreminde = Bitte.\ncovers = { $topik }\nsource_line = { $title }\nlate\n";
        let found = problems("de", text).join("\n");
        for part in [
            "x.ftl:2: `reminde` is no sentence of the bot, delete it, or write `reminder`",
            "x.ftl:3: nothing is put into `covers` for $topik, use one of $topic, $emergency, $crisis",
            "x.ftl:4: warning: `source_line` leaves out $author, put { $author } into it",
            "x.ftl:5: this is not Fluent",
            "x.ftl:1: warning: ",
        ] {
            assert!(found.contains(part), "{part} is missing:\n{found}");
        }
    }

    #[test]
    fn what_a_language_lacks_is_said_in_english_and_a_file_for_english_rewords() {
        let english = Arc::new(Language::english());
        let mut problems = Problems::default();
        let german = Language::read("de", "gone = Das gibt es nicht mehr.", "de.ftl", english.clone(), &mut problems);
        assert_eq!(german.say("gone", &[]), "Das gibt es nicht mehr.");
        assert_eq!(german.say("late_wanted", &[]), english.say("late_wanted", &[]));
        assert!(self::problems("en", "gone = It has gone.").is_empty());
    }

    #[test]
    fn values_stand_in_a_sentence_as_they_are_without_marks_of_direction() {
        let values = [("title", Value::from("A {$b} \u{202e}")), ("author", Value::from("C"))];
        assert_eq!(Language::english().say("source_line", &values), "Source: \"A {$b} \u{202e}\" by C");
    }

    #[test]
    fn lines_that_end_like_on_windows_read_the_same() {
        let mut problems = Problems::default();
        let text = "gone =\r\n    Eins.\r\n\r\n    Zwei.\r\n";
        let german = Language::read("de", text, "de.ftl", Arc::new(Language::english()), &mut problems);
        assert_eq!(german.say("gone", &[]), "Eins.\n\nZwei.");
    }
}
