//! Text as Telegram sees it: entities counted in UTF-16 units, the clean-up
//! every message goes through, and the entities it finds by itself.

use serde_json::{Map, Value, json};

/// A part of a text with a meaning, as the Bot API's `MessageEntity`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The Bot API's `type`, such as `bold`, `mention` or `bot_command`.
    pub kind: String,
    /// Where it starts, in UTF-16 units.
    pub offset: usize,
    /// How long it is, in UTF-16 units.
    pub length: usize,
    /// The fields that only some types have: `url`, `language`, `user`, `custom_emoji_id`.
    pub extra: Map<String, Value>,
}

impl Entity {
    /// An entity without extra fields. Offset and length are UTF-16 units.
    pub fn new(kind: &str, offset: usize, length: usize) -> Self {
        Self { kind: kind.to_owned(), offset, length, extra: Map::new() }
    }

    /// The same with one extra field, for example `url`.
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(field.to_owned(), value.into());
        self
    }

    /// Where it ends, in UTF-16 units.
    pub fn end(&self) -> usize {
        self.offset + self.length
    }

    /// The part of `text` it stands on.
    pub fn of(&self, text: &str) -> String {
        utf16_slice(text, self.offset, self.length)
    }

    /// The `url` of a `text_link`.
    pub fn url(&self) -> Option<&str> {
        self.extra.get("url").and_then(Value::as_str)
    }

    /// The JSON object Telegram sends.
    pub fn to_json(&self) -> Value {
        let mut object = json!({"type": self.kind, "offset": self.offset, "length": self.length});
        if let Some(fields) = object.as_object_mut() {
            fields.extend(self.extra.clone());
        }
        object
    }

    /// Whether two entities share a character.
    fn overlaps(&self, other: &Self) -> bool {
        self.offset < other.end() && other.offset < self.end()
    }
}

/// A plain text with its entities, and what was doubtful about its source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formatted {
    /// The text a reader sees.
    pub text: String,
    /// Sorted by offset, the outer of two before the inner.
    pub entities: Vec<Entity>,
    /// What Telegram lets pass although it is surely a mistake.
    pub doubts: Vec<String>,
}

impl Formatted {
    /// A text with the given entities.
    pub fn new(text: impl Into<String>, entities: Vec<Entity>) -> Self {
        Self { text: text.into(), entities, doubts: Vec::new() }
    }

    /// Length in UTF-16 units, the unit of every limit.
    pub fn len(&self) -> usize {
        utf16_len(&self.text)
    }

    /// Cleans as Telegram does: control characters become spaces, carriage
    /// returns and direction overrides go, spaces and line breaks at both
    /// ends go, entities move along, and those with nothing to show go.
    pub fn tidied(self) -> Self {
        let mut clean: Vec<char> = Vec::new();
        // moved[i] is where UTF-16 unit i of the old text went.
        let mut moved: Vec<usize> = Vec::new();
        let mut units = 0;
        for c in self.text.chars() {
            moved.resize(moved.len() + c.len_utf16(), units);
            if let Some(kept) = cleaned(c) {
                clean.push(kept);
                units += kept.len_utf16();
            }
        }
        moved.push(units);

        let blank = |c: &char| matches!(c, ' ' | '\n');
        let lead = clean.iter().take_while(|c| blank(c)).count();
        let tail = clean[lead..].iter().rev().take_while(|c| blank(c)).count();
        let text: String = clean[lead..clean.len() - tail].iter().collect();
        let len = utf16_len(&text);

        let place = |old: usize| moved[old.min(moved.len() - 1)].saturating_sub(lead).min(len);
        let mut entities: Vec<Entity> = Vec::new();
        for mut entity in self.entities {
            let (start, end) = (place(entity.offset), place(entity.end()));
            let inside = utf16_slice(&text, start, end.saturating_sub(start));
            let skip = inside.chars().take_while(blank).count();
            if skip < inside.chars().count() {
                entity.offset = start + skip;
                entity.length = end - entity.offset;
                entities.push(entity);
            }
        }
        sort(&mut entities);
        Self { text, entities, doubts: self.doubts }
    }

    /// Adds the entities Telegram finds by itself, except inside code and links.
    pub fn with_detected(mut self) -> Self {
        for found in detect(&self.text) {
            let taken = self
                .entities
                .iter()
                .any(|e| found.overlaps(e) && matches!(e.kind.as_str(), "pre" | "code" | "text_link" | "text_mention"));
            if !taken {
                self.entities.push(found);
            }
        }
        sort(&mut self.entities);
        self
    }

    /// The entities as a JSON array.
    pub fn entities_json(&self) -> Value {
        self.entities.iter().map(Entity::to_json).collect()
    }
}

/// Telegram's order: by offset, the longer first.
fn sort(entities: &mut [Entity]) {
    entities.sort_by_key(|e| (e.offset, std::cmp::Reverse(e.length)));
}

/// What one character becomes in a message; `None` if it is left out.
fn cleaned(c: char) -> Option<char> {
    match c {
        '\r' | '\u{2028}'..='\u{202e}' | '\u{333}' | '\u{33f}' | '\u{30a}' => None,
        '\n' => Some('\n'),
        c if c < ' ' => Some(' '),
        c => Some(c),
    }
}

/// The length of `text` in UTF-16 units.
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The part of `text` from `offset` over `length` UTF-16 units; what lies
/// beyond the end is left out, half a character becomes a replacement sign.
pub fn utf16_slice(text: &str, offset: usize, length: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().skip(offset).take(length).collect();
    String::from_utf16_lossy(&units)
}

/// Finds what Telegram marks in any text: links, addresses, mentions,
/// commands and hashtags. An approximation of its rules, good for Latin text.
pub fn detect(text: &str) -> Vec<Entity> {
    let chars: Vec<char> = text.chars().collect();
    let mut entities: Vec<Entity> = Vec::new();
    let mut at = 0;
    let mut offset = 0;
    while at < chars.len() {
        let before = at.checked_sub(1).map(|i| chars[i]);
        let found = RULES.iter().find_map(|rule| rule(before, &chars[at..]));
        let step = found.map_or(1, |(_, count)| count);
        let length = chars[at..at + step].iter().map(|c| c.len_utf16()).sum();
        if let Some((kind, _)) = found {
            entities.push(Entity::new(kind, offset, length));
        }
        at += step;
        offset += length;
    }
    entities
}

/// A rule's find: the entity type and how many characters it covers.
type Found = Option<(&'static str, usize)>;

/// A rule is given the character before a place and everything from there on.
type Rule = fn(Option<char>, &[char]) -> Found;

/// What to look for at a place; the first that fits wins.
const RULES: [Rule; 5] = [url, email, mention, command, hashtag];

/// Whether a character belongs to a word in the sense of `\w`.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many characters at the start are of `[A-Za-z0-9_]`.
fn name_len(rest: &[char]) -> usize {
    rest.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').count()
}

/// `https://...`, `http://...` or `www....`
fn url(before: Option<char>, rest: &[char]) -> Found {
    if before.is_some_and(is_word) {
        return None;
    }
    let word: String = rest.iter().take_while(|c| !c.is_whitespace()).collect();
    let lower = word.to_ascii_lowercase();
    let host = ["https://", "http://", "www."].iter().find_map(|start| lower.strip_prefix(start))?;
    let host_len = host.find(['/', '?', '#']).unwrap_or(host.len());
    if !host[..host_len].trim_end_matches(['.', ',']).contains('.') && !lower.starts_with("www.") {
        return None;
    }
    let bare = word.trim_end_matches(['.', ',', ':', ';', '!', '?', ')', '"', '\'', '»']);
    Some(("url", bare.chars().count()))
}

/// `somebody@example.org`
fn email(before: Option<char>, rest: &[char]) -> Found {
    let local = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    if before.is_some_and(|c| local(&c)) {
        return None;
    }
    let name = rest.iter().take_while(|c| local(c)).count();
    if name == 0 || rest.get(name) != Some(&'@') {
        return None;
    }
    let domain: String =
        rest[name + 1..].iter().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    let domain = domain.trim_end_matches('.');
    let (_, top) = domain.rsplit_once('.')?;
    (top.len() >= 2).then_some(("email", name + 1 + domain.len()))
}

/// `@name` of 4 to 32 characters, not part of a word.
fn mention(before: Option<char>, rest: &[char]) -> Found {
    if rest.first() != Some(&'@') || before.is_some_and(is_word) {
        return None;
    }
    let name = name_len(&rest[1..]);
    let open = rest.get(name + 1).copied().is_some_and(is_word);
    ((4..=32).contains(&name) && !open).then_some(("mention", name + 1))
}

/// `/name` or `/name@bot`, not part of a word or a path.
fn command(before: Option<char>, rest: &[char]) -> Found {
    let closed = |c: char| !is_word(c) && !matches!(c, '/' | '<' | '>');
    if rest.first() != Some(&'/') || !before.is_none_or(closed) {
        return None;
    }
    let name = name_len(&rest[1..]);
    if !(1..=64).contains(&name) {
        return None;
    }
    let mut end = name + 1;
    if rest.get(end) == Some(&'@') {
        let bot = name_len(&rest[end + 1..]);
        if (3..=32).contains(&bot) {
            end += bot + 1;
        }
    }
    rest.get(end).copied().is_none_or(closed).then_some(("bot_command", end))
}

/// `#word` with at least one letter.
fn hashtag(before: Option<char>, rest: &[char]) -> Found {
    if rest.first() != Some(&'#') || before.is_some_and(is_word) {
        return None;
    }
    let word: Vec<char> = rest[1..].iter().copied().take_while(|c| is_word(*c)).collect();
    let lettered = word.iter().any(|c| c.is_alphabetic());
    (lettered && word.len() <= 256).then_some(("hashtag", word.len() + 1))
}
