//! Reading `triage.toml`: every fault is noted with its line and what to do, and reading goes on.

use super::{Concept, DEFAULT_WITHIN, Example, Kind, Makes, PLACEHOLDERS, Phrase, Reply, Rule, Side, Sign, Triage};
use crate::knowledge::problem::{Place, Problems};
use crate::knowledge::reader::{Located, Table};
use crate::text::normalise;
use rustc_hash::{FxHashMap, FxHashSet};
use strsim::jaro_winkler;

/// How many words a sign reaches where it does not say.
const DEFAULT_REACH: u32 = 8;
/// Names at least this alike are offered as what was meant.
const ALIKE: f64 = 0.8;

/// Reads the file. What is at fault is left out of what comes back, so that one fault does not cause others.
pub(in crate::knowledge) fn read(mut table: Table<'_>, problems: &mut Problems) -> Triage {
    let mut triage = Triage {
        ordinary: words(table.texts("ordinary", problems), problems),
        fillers: words(table.texts("fillers", problems), problems),
        idioms: idioms(table.texts("idioms", problems), problems),
        ..Triage::default()
    };
    for (name, texts) in table.table("concepts", problems).map(|table| table.named_texts(problems)).unwrap_or_default()
    {
        if texts.is_empty() {
            problems.error(
                &name.place,
                format!("concept `{}` has no phrases", name.value),
                "write at least one, or delete it",
            );
        }
        triage.concepts.push(Concept { name: name.value, phrases: phrases(texts, problems), place: name.place });
    }
    triage.emoji = emoji(table.table("emoji", problems), problems);
    triage.replies = replies(table.table("replies", problems), problems);
    let signs = table.tables("sign", problems);
    triage.signs = signs.into_iter().filter_map(|table| sign(table, problems)).collect();
    let rules = table.tables("rule", problems);
    let declared = rules.len();
    triage.rules = rules.into_iter().filter_map(|table| rule(table, problems)).collect();
    // a rule that is at fault has been noted, and may have been the one
    if triage.rules.len() == declared && !triage.rules.iter().any(|rule| rule.kind == Kind::Urgent) {
        problems.error(
            table.place(),
            "no [[rule]] is of kind \"urgent\": every emergency would be missed",
            "delete the file to use the built-in rules, or write rules of your own",
        );
    }
    table.finish(problems);
    check(&triage, problems);
    triage
}

fn words(texts: Vec<Located<String>>, problems: &mut Problems) -> Vec<String> {
    let mut words = Vec::with_capacity(texts.len());
    for text in texts {
        let normalised = normalise(&text.value);
        if normalised.is_empty() {
            problems.error(&text.place, format!("`{}` holds no word", text.value), "write a word or delete it");
        }
        words.extend(normalised.split_whitespace().map(str::to_owned));
    }
    words
}

fn phrases(texts: Vec<Located<String>>, problems: &mut Problems) -> Vec<Phrase> {
    let mut phrases = Vec::with_capacity(texts.len());
    for text in texts {
        match Phrase::parse(&text.value) {
            Ok(phrase) => phrases.push(phrase),
            Err(fault) => problems.error(
                &text.place,
                format!("phrase `{}` {fault}", text.value),
                "mend it; the marks are explained at the top of the file",
            ),
        }
    }
    phrases
}

/// Idioms are searched before all else, so that they cannot call concepts.
fn idioms(texts: Vec<Located<String>>, problems: &mut Problems) -> Vec<Phrase> {
    for text in texts.iter().filter(|text| text.value.contains('<')) {
        problems.error(&text.place, format!("idiom `{}` calls a concept", text.value), "write idioms in plain words");
    }
    phrases(texts.into_iter().filter(|text| !text.value.contains('<')).collect(), problems)
}

/// Emoji and their words: the sign must be one that is no word, and stand for some.
fn emoji(table: Option<Table<'_>>, problems: &mut Problems) -> Vec<(String, String)> {
    let mut signs = Vec::new();
    for (sign, words) in table.map(|table| table.named_text(problems)).unwrap_or_default() {
        if sign.value.trim().is_empty() || !normalise(&sign.value).is_empty() {
            let what = format!("`{}` in [emoji] is no emoji", sign.value);
            problems.error(&sign.place, what, "write emoji there; words belong into [concepts]");
        } else if normalise(&words.value).is_empty() {
            problems.error(&words.place, format!("`{}` stands for no word", sign.value), "write what it says");
        } else {
            signs.push((sign.value, words.value));
        }
    }
    signs
}

fn replies(table: Option<Table<'_>>, problems: &mut Problems) -> Vec<Reply> {
    let mut replies = Vec::new();
    for (key, text) in table.map(|table| table.named_text(problems)).unwrap_or_default() {
        if text.value.trim().is_empty() {
            problems.error(&text.place, format!("reply `{}` is empty", key.value), "write it or delete it");
        }
        for name in placeholders(&text.value) {
            if !PLACEHOLDERS.contains(&name) {
                let known = PLACEHOLDERS.map(|name| format!("{{{name}}}")).join(", ");
                problems.error(
                    &text.place,
                    format!("reply `{}` has an unknown placeholder `{{{name}}}`", key.value),
                    format!("known are {known}"),
                );
            }
        }
        replies.push(Reply { key: key.value, text: text.value.trim().to_owned(), place: key.place });
    }
    replies
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name))
}

fn sign(mut table: Table<'_>, problems: &mut Problems) -> Option<Sign> {
    let place = table.place().clone();
    let name = table.required_text("name", problems);
    if let Some(name) = &name {
        table.rename(format!("[[sign]] {}", name.value));
    }
    let texts = table.texts("words", problems);
    if texts.is_empty() {
        problems.error(&place, "a sign has no `words`", "write at least one, or delete the sign");
    }
    let side = choice(
        &mut table,
        "side",
        &[("before", Side::Before), ("sentence", Side::Sentence), ("near", Side::Near)],
        problems,
    );
    let makes = [("nothing", Makes::Nothing), ("alarming", Makes::Alarming), ("present", Makes::Present)];
    let makes = choice(&mut table, "makes", &makes, problems);
    let reach = table.number("reach", problems).unwrap_or(DEFAULT_REACH);
    let stopped_by = phrases(table.texts("stopped_by", problems), problems);
    let outweighed_by = table.texts("outweighed_by", problems).into_iter().map(|text| text.value).collect();
    table.finish(problems);
    Some(Sign {
        name: name?.value,
        phrases: phrases(texts, problems),
        side: side?,
        reach,
        stopped_by,
        makes: makes?,
        outweighed_by,
        place,
    })
}

fn rule(mut table: Table<'_>, problems: &mut Problems) -> Option<Rule> {
    let place = table.place().clone();
    let id = table.required_text("id", problems);
    let name = id.as_ref().map_or_else(|| "a rule".to_owned(), |id| format!("rule `{}`", id.value));
    table.rename(format!("[[rule]] {}", id.as_ref().map_or("", |id| &id.value)));
    let kind = choice(&mut table, "kind", &Kind::NAMES, problems);
    let reply = table.required_text("reply", problems);
    let sets = table.text_sets("when", problems);
    if sets.is_empty() {
        problems.error(&place, format!("{name} has no `when`"), "name the concepts it looks for: when = [[\"...\"]]");
    }
    for set in sets.iter().filter(|set| set.value.is_empty()) {
        problems.error(&set.place, format!("{name} has an empty set in `when`"), "name a concept in it or delete it");
    }
    let with = table.texts("with", problems).into_iter().map(|text| text.value).collect();
    let within = table.number("within", problems).unwrap_or(DEFAULT_WITHIN);
    let alone = table.flag("alone", false, problems);
    let unless = table.texts("unless", problems).into_iter().map(|text| text.value).collect();
    let examples = examples(table.texts("examples", problems));
    if examples.is_empty() {
        problems.error(
            &place,
            format!("{name} has no `examples`"),
            "add messages that it must catch: `bedside check` tries them",
        );
    }
    let counterexamples = self::examples(table.texts("counterexamples", problems));
    table.finish(problems);
    let when = sets.into_iter().map(|set| set.value).filter(|set| !set.is_empty()).collect();
    Some(Rule {
        id: id?.value,
        kind: kind?,
        reply: reply?.value,
        when,
        with,
        within,
        alone,
        unless,
        examples,
        counterexamples,
        place,
    })
}

fn examples(texts: Vec<Located<String>>) -> Vec<Example> {
    texts.into_iter().map(|text| Example { message: text.value, place: text.place }).collect()
}

/// The value that a required key names.
fn choice<T: Copy>(
    table: &mut Table<'_>,
    key: &'static str,
    choices: &[(&str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let text = table.required_text(key, problems)?;
    let chosen = choices.iter().find(|(name, _)| *name == text.value).map(|(_, value)| *value);
    if chosen.is_none() {
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        problems.error(
            &text.place,
            format!("`{key}` is `{}`", text.value),
            format!("write one of {}", names.join(", ")),
        );
    }
    chosen
}

/// What only the whole file shows: names that nobody declared, or twice, or in a circle.
fn check(triage: &Triage, problems: &mut Problems) {
    twice("concept", triage.concepts.iter().map(|concept| (concept.name.as_str(), &concept.place)), problems);
    twice("sign", triage.signs.iter().map(|sign| (sign.name.as_str(), &sign.place)), problems);
    twice("rule", triage.rules.iter().map(|rule| (rule.id.as_str(), &rule.place)), problems);
    let concepts: Vec<&str> = triage.concepts.iter().map(|concept| concept.name.as_str()).collect();
    let signs: Vec<&str> = triage.signs.iter().map(|sign| sign.name.as_str()).collect();
    let either: Vec<&str> = concepts.iter().chain(&signs).copied().collect();
    let replies: Vec<&str> = triage.replies.iter().map(|reply| reply.key.as_str()).collect();
    for concept in &triage.concepts {
        let owner = format!("concept `{}`", concept.name);
        known(
            &concepts,
            "concept",
            concept.phrases.iter().flat_map(Phrase::concepts),
            &owner,
            &concept.place,
            problems,
        );
    }
    for sign in &triage.signs {
        let owner = format!("sign `{}`", sign.name);
        let called = sign.phrases.iter().chain(&sign.stopped_by).flat_map(Phrase::concepts);
        known(&concepts, "concept", called, &owner, &sign.place, problems);
        known(&signs, "sign", sign.outweighed_by.iter().map(String::as_str), &owner, &sign.place, problems);
    }
    for rule in &triage.rules {
        let owner = format!("rule `{}`", rule.id);
        known(&concepts, "concept", rule.when.iter().flatten().map(String::as_str), &owner, &rule.place, problems);
        known(&either, "concept or sign", rule.with.iter().map(String::as_str), &owner, &rule.place, problems);
        known(&signs, "sign", rule.unless.iter().map(String::as_str), &owner, &rule.place, problems);
        known(&replies, "reply", std::iter::once(rule.reply.as_str()), &owner, &rule.place, problems);
    }
    circles(triage, problems);
}

fn twice<'a>(what: &str, names: impl Iterator<Item = (&'a str, &'a Place)>, problems: &mut Problems) {
    let mut seen: FxHashMap<&str, &Place> = FxHashMap::default();
    for (name, place) in names {
        if let Some(first) = seen.insert(name, place) {
            problems.error(
                place,
                format!("{what} `{name}` is there twice"),
                format!("rename one; the other is at {first}"),
            );
        }
    }
}

fn known<'a>(
    declared: &[&str],
    what: &str,
    named: impl Iterator<Item = &'a str>,
    owner: &str,
    place: &Place,
    problems: &mut Problems,
) {
    let mut reported = FxHashSet::default();
    for name in named.filter(|name| !declared.contains(name)) {
        if !reported.insert(name) {
            continue;
        }
        let nearest =
            declared.iter().map(|known| (jaro_winkler(known, name), known)).max_by(|a, b| a.0.total_cmp(&b.0));
        let remedy = match nearest {
            Some((alike, known)) if alike >= ALIKE => format!("write `{known}` if that was meant, or declare it"),
            _ => "declare it or take the name out".to_owned(),
        };
        problems.error(place, format!("{owner} names an unknown {what} `{name}`"), remedy);
    }
}

/// Notes every concept that calls itself, be it through others.
fn circles(triage: &Triage, problems: &mut Problems) {
    let calls: FxHashMap<&str, Vec<&str>> = triage
        .concepts
        .iter()
        .map(|concept| (concept.name.as_str(), concept.phrases.iter().flat_map(Phrase::concepts).collect()))
        .collect();
    for concept in &triage.concepts {
        let mut reached: FxHashSet<&str> = FxHashSet::default();
        let mut ahead: Vec<&str> = calls.get(concept.name.as_str()).cloned().unwrap_or_default();
        while let Some(name) = ahead.pop() {
            if reached.insert(name) {
                ahead.extend(calls.get(name).into_iter().flatten());
            }
        }
        if reached.contains(concept.name.as_str()) {
            problems.error(
                &concept.place,
                format!("concept `{}` calls itself", concept.name),
                "take the circle of <names> apart",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small file without a fault.
    const SOUND: &str = r#"
[concepts]
blood = ["blood"]

[[sign]]
name = "general"
words = ["can it"]
side = "before"
makes = "alarming"

[[rule]]
id = "bleeding"
kind = "urgent"
reply = "emergency"
when = [["blood"]]
unless = ["general"]
examples = ["blood"]

[replies]
emergency = "Call {emergency} now."
"#;

    fn problems_of(text: &str) -> Vec<String> {
        let mut problems = Problems::default();
        let _ = crate::knowledge::read_triage("triage.toml", text, &mut problems);
        problems.sorted().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_sound_file_has_no_problems() {
        assert_eq!(problems_of(SOUND), [""; 0]);
    }

    #[test]
    fn every_fault_is_reported_with_its_line_and_a_remedy() {
        for (sound, faulty, line, what) in [
            ("when = [[\"blood\"]]", "when = [[\"blod\"]]", 11, "write `blood` if that was meant"),
            ("when = [[\"blood\"]]", "when = [[]]", 15, "an empty set in `when`"),
            ("unless = [\"general\"]", "unless = [\"generl\"]", 11, "write `general` if that was meant"),
            ("reply = \"emergency\"", "reply = \"emergncy\"", 11, "write `emergency` if that was meant"),
            ("kind = \"urgent\"", "kind = \"urgnt\"", 13, "write one of \"urgent\""),
            ("{emergency}", "{phone}", 20, "unknown placeholder `{phone}`"),
            ("examples = [\"blood\"]", "", 11, "has no `examples`"),
            ("blood = [\"blood\"]", "blood = []", 3, "has no phrases"),
            ("blood = [\"blood\"]", "blood = [\"<blood> loss\"]", 3, "calls itself"),
            ("blood = [\"blood\"]", "blood = [\"... blood\"]", 3, "begins or ends with `...`"),
            ("side = \"before\"", "side = \"left\"", 8, "write one of \"before\""),
            ("words = [\"can it\"]", "words = []", 5, "a sign has no `words`"),
            ("[replies]", "[emoji]\nhello = \"hello\"\n[replies]", 20, "`hello` in [emoji] is no emoji"),
            ("[replies]", "[emoji]\n\"👋\" = \"!\"\n[replies]", 20, "`👋` stands for no word"),
            ("blood = [\"blood\"]", "blood = [\"lost blood|lost clots\"]", 3, "need brackets"),
        ] {
            let problems = problems_of(&SOUND.replace(sound, faulty));
            let wanted = format!("triage.toml:{line}: ");
            assert!(
                problems.iter().any(|problem| problem.starts_with(&wanted) && problem.contains(what)),
                "{faulty}: {problems:#?}"
            );
        }
    }

    #[test]
    fn a_file_without_a_rule_for_emergencies_is_at_fault() {
        for text in [String::new(), SOUND.replace("kind = \"urgent\"", "kind = \"personal\"")] {
            let problems = problems_of(&text);
            assert_eq!(problems.len(), 1, "{problems:#?}");
            let says = |part: &str| problems[0].contains(part);
            assert!(
                says("triage.toml:1: ") && says("every emergency would be missed") && says("built-in"),
                "{problems:?}"
            );
        }
        let problems = problems_of(&SOUND.replace("kind = \"urgent\"", "kind = \"urgnt\""));
        assert_eq!(problems.len(), 1, "a slip in the kind is one fault: {problems:#?}");
    }

    #[test]
    fn the_same_name_twice_is_reported() {
        let rule = &SOUND[SOUND.find("[[rule]]").expect("a rule")..SOUND.find("[replies]").expect("replies")];
        let problems = problems_of(&SOUND.replace("[replies]", &format!("{rule}[replies]")));
        assert!(problems.iter().any(|problem| problem.contains("rule `bleeding` is there twice")), "{problems:#?}");
    }
}
