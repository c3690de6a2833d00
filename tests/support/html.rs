//! Telegram's HTML parse mode: a few tags, strictly nested, refused with
//! Telegram's own words. Follows the behaviour of `parse_html` in `TDLib` and
//! <https://core.telegram.org/bots/api#html-style>.

use super::text::{Entity, Formatted};

/// The tags there are.
const TAGS: [&str; 16] = [
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "tg-emoji",
    "tg-spoiler",
    "u",
];

/// Parses a text sent with `parse_mode: HTML`. The error is what Telegram
/// says after `can't parse entities: `. The text is not yet trimmed, see
/// [`Formatted::tidied`]. Things that Telegram lets pass but that tell of a
/// missing escape are in [`Formatted::doubts`].
pub fn parse(html: &str) -> Result<Formatted, String> {
    let mut parser = Parser {
        source: html,
        at: 0,
        text: String::new(),
        units: 0,
        open: Vec::new(),
        entities: Vec::new(),
        doubts: Vec::new(),
    };
    while let Some(c) = parser.peek() {
        match c {
            '<' if parser.rest().starts_with("</") => parser.end_tag()?,
            '<' => parser.start_tag()?,
            '&' => {
                let c = parser.reference()?;
                parser.show(c);
            }
            c => {
                parser.at += c.len_utf8();
                parser.show(c);
            }
        }
    }
    if let Some(open) = parser.open.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag));
    }
    Ok(parser.finish())
}

/// A start tag that waits for its end tag.
struct Open {
    /// Lower case.
    tag: String,
    /// The value of the one attribute that matters to the tag.
    argument: String,
    /// Where its content starts, in UTF-16 units of the plain text.
    offset: usize,
    /// The same in bytes.
    byte: usize,
}

/// The state while going through the source from left to right.
struct Parser<'a> {
    source: &'a str,
    /// The byte to be read next.
    at: usize,
    /// The plain text so far.
    text: String,
    /// Its length in UTF-16 units.
    units: usize,
    open: Vec<Open>,
    entities: Vec<Entity>,
    doubts: Vec<String>,
}

impl Parser<'_> {
    /// What is not yet read.
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    /// The next character.
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Adds a character to the plain text.
    fn show(&mut self, c: char) {
        self.text.push(c);
        self.units += c.len_utf16();
    }

    /// Skips white space.
    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_ascii_start().len();
    }

    /// Reads up to the first character that `stop` names, or to the end.
    fn until(&mut self, stop: impl Fn(char) -> bool) -> String {
        let rest = self.rest();
        let word = rest[..rest.find(stop).unwrap_or(rest.len())].to_owned();
        self.at += word.len();
        word
    }

    /// Reads a character reference at `&`. One that is not known stays as it
    /// stands, as in Telegram, and is noted as doubtful.
    fn reference(&mut self) -> Result<char, String> {
        let after = &self.source[self.at + 1..];
        let digits = |s: &str, radix| s.chars().take_while(|c: &char| c.is_digit(radix)).count();
        let (code, len) = if let Some(hex) = after.strip_prefix("#x") {
            let count = digits(hex, 16);
            (u32::from_str_radix(&hex[..count], 16).ok(), count + 2)
        } else if let Some(decimal) = after.strip_prefix('#') {
            let count = digits(decimal, 10);
            (decimal[..count].parse().ok(), count + 1)
        } else {
            let name: String = after.chars().take_while(char::is_ascii_alphabetic).collect();
            let code = match name.as_str() {
                "lt" => Some('<'),
                "gt" => Some('>'),
                "amp" => Some('&'),
                "quot" => Some('"'),
                _ => None,
            };
            (code.map(u32::from), name.len())
        };
        let written = format!("&{}", &after[..len]);
        let code = code.filter(|code| (1..0x10_ffff).contains(code) && written.len() < 10);
        let Some(code) = code else {
            self.doubts.push(format!(
                "\"{written}\" at byte offset {} is no reference Telegram knows and is shown as it stands",
                self.at
            ));
            self.at += 1;
            return Ok('&');
        };
        let Some(c) = char::from_u32(code) else {
            return Err("Text contains invalid Unicode characters after decoding HTML entities, \
                 check for unmatched surrogate code units"
                .to_owned());
        };
        let closed = after[len..].starts_with(';');
        if !closed {
            self.doubts.push(format!("\"{written}\" at byte offset {} lacks its \";\"", self.at));
        }
        self.at += 1 + len + usize::from(closed);
        Ok(c)
    }

    /// Reads `<tag attribute="value">`.
    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        let tag = self.until(|c| c.is_ascii_whitespace() || c == '>').to_ascii_lowercase();
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        if !TAGS.contains(&tag.as_str()) {
            return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
        }
        let mut argument = String::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return Err(format!("Unclosed start tag at byte offset {begin}")),
                Some('>') => break,
                Some(_) => {
                    let (name, value) = self.attribute(&tag, begin)?;
                    match wanted(&tag, &name, &value) {
                        Some(wanted) => argument = wanted,
                        None => self.doubts.push(format!(
                            "attribute \"{name}\" of tag \"{tag}\" at byte offset {begin} has no effect"
                        )),
                    }
                }
            }
        }
        self.at += 1;
        if tag == "span" && argument != "spoiler" {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
        }
        self.open.push(Open { tag, argument, offset: self.units, byte: self.text.len() });
        Ok(())
    }

    /// Reads one attribute of the tag that began at byte `begin`.
    fn attribute(&mut self, tag: &str, begin: usize) -> Result<(String, String), String> {
        let name = self.until(|c| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/' | '"' | '\''));
        if name.is_empty() {
            return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"));
        }
        self.skip_space();
        if self.peek() != Some('=') {
            if tag == "blockquote" && name == "expandable" {
                return Ok((name, String::new()));
            }
            return Err(format!(
                "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {begin}"
            ));
        }
        self.at += 1;
        self.skip_space();
        let value = match self.peek() {
            None => return Err(format!("Unclosed start tag \"{tag}\" at byte offset {begin}")),
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                self.quoted(quote)?
            }
            Some(_) => {
                let token_begin = self.at;
                let token = self.until(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'));
                if !self.peek().is_none_or(|c| c.is_ascii_whitespace() || c == '>') {
                    return Err(format!("Unexpected end of name token at byte offset {token_begin}"));
                }
                token.to_ascii_lowercase()
            }
        };
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        Ok((name, value))
    }

    /// Reads a value up to its closing quote, or to the end of the text.
    fn quoted(&mut self, quote: char) -> Result<String, String> {
        let mut value = String::new();
        while let Some(c) = self.peek() {
            if c == quote {
                self.at += 1;
                break;
            }
            if c == '&' {
                value.push(self.reference()?);
            } else {
                self.at += c.len_utf8();
                value.push(c);
            }
        }
        Ok(value)
    }

    /// Reads `</tag>` and turns what it closes into an entity.
    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 2;
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        let found = self.until(|c| c.is_ascii_whitespace() || c == '>').to_ascii_lowercase();
        self.skip_space();
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !found.is_empty() && found != open.tag {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{found}>\"",
                open.tag
            ));
        }
        if self.units > open.offset {
            self.close(&open)?;
        }
        Ok(())
    }

    /// Adds the entity of a tag whose content is complete and not empty.
    fn close(&mut self, open: &Open) -> Result<(), String> {
        let entity = |kind: &str| Entity::new(kind, open.offset, self.units - open.offset);
        let entity = match open.tag.as_str() {
            "b" | "strong" => entity("bold"),
            "i" | "em" => entity("italic"),
            "u" | "ins" => entity("underline"),
            "s" | "strike" | "del" => entity("strikethrough"),
            "span" | "tg-spoiler" => entity("spoiler"),
            "blockquote" if open.argument == "expandable" => entity("expandable_blockquote"),
            "blockquote" => entity("blockquote"),
            "tg-emoji" => match open.argument.parse::<u64>() {
                Ok(1..) => entity("custom_emoji").with("custom_emoji_id", open.argument.as_str()),
                _ => return Err("Invalid custom emoji identifier specified".to_owned()),
            },
            "a" => {
                let address = if open.argument.is_empty() { &self.text[open.byte..] } else { open.argument.as_str() };
                let Some(url) = link(address) else {
                    let doubt = format!("\"{address}\" is no address, its link is not shown");
                    self.doubts.push(doubt);
                    return Ok(());
                };
                entity("text_link").with("url", url)
            }
            "code" | "pre" => {
                let entity = entity(&open.tag);
                self.close_code(open, entity);
                return Ok(());
            }
            tag => return Err(format!("Unsupported start tag \"{tag}\"")),
        };
        self.entities.push(entity);
        Ok(())
    }

    /// Adds `code` or `pre`; of `<pre><code class="language-x">` only `pre`
    /// stays, with its language.
    fn close_code(&mut self, open: &Open, mut entity: Entity) {
        if !open.argument.is_empty() {
            entity = entity.with("language", open.argument.as_str());
        }
        let twin = |e: &Entity| (e.offset, e.length) == (entity.offset, entity.length);
        if let Some(inner) = self.entities.last().filter(|e| twin(e)) {
            let language = [inner, &entity].iter().find_map(|e| e.extra.get("language").cloned());
            if matches!((inner.kind.as_str(), open.tag.as_str()), ("code", "pre") | ("pre", "code"))
                && let Some(language) = language
            {
                "pre".clone_into(&mut entity.kind);
                entity.extra.insert("language".to_owned(), language);
                self.entities.pop();
            }
        }
        self.entities.push(entity);
    }

    /// Puts the entities in order and applies the rules on nesting: code
    /// holds no other formatting, a quotation no other quotation.
    fn finish(mut self) -> Formatted {
        for entity in &mut self.entities {
            if entity.kind == "code" {
                entity.extra.remove("language");
            }
        }
        // Tags close from the inside out, so the outer of two comes later.
        let mut shown: Vec<Entity> = Vec::new();
        for (i, entity) in self.entities.iter().enumerate() {
            let outer = self.entities[i + 1..].iter().find(|outer| {
                let around = outer.offset <= entity.offset && entity.end() <= outer.end();
                let quotes = outer.kind.ends_with("blockquote") && entity.kind.ends_with("blockquote");
                around && (quotes || matches!(outer.kind.as_str(), "code" | "pre"))
            });
            match outer {
                Some(outer) => self.doubts.push(format!("\"{}\" inside \"{}\" is not shown", entity.kind, outer.kind)),
                None => shown.push(entity.clone()),
            }
        }
        self.entities = shown;
        self.entities.sort_by_key(|e| (e.offset, std::cmp::Reverse(e.length)));
        let mut formatted = Formatted::new(self.text, self.entities);
        formatted.doubts = self.doubts;
        formatted
    }
}

/// The part of an attribute that the tag uses, if it uses that attribute.
fn wanted(tag: &str, name: &str, value: &str) -> Option<String> {
    match (tag, name) {
        ("a", "href") | ("tg-emoji", "emoji-id") => Some(value.to_owned()),
        ("code", "class") => value.strip_prefix("language-").map(str::to_owned),
        ("span", "class") => value.strip_prefix("tg-").map(str::to_owned),
        ("blockquote", "expandable") => Some(name.to_owned()),
        _ => None,
    }
}

/// The address a link gets: with a scheme and a host Telegram accepts, else
/// `None`. `example.org` becomes `http://example.org/`.
pub fn link(address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.contains(char::is_whitespace) {
        return None;
    }
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None if address.starts_with("tg:") => return Some(address.to_owned()),
        None => ("http".to_owned(), address),
    };
    match scheme.as_str() {
        "tg" | "ton" | "tonsite" if !rest.is_empty() => return Some(format!("{scheme}://{rest}")),
        "http" | "https" => {}
        _ => return None,
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let name = host.split(':').next().unwrap_or(host);
    let labels_fit = name
        .split('.')
        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')));
    if !labels_fit || !(name.contains('.') || name == "localhost") {
        return None;
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    Some(format!("{scheme}://{authority}{slash}{path}"))
}
