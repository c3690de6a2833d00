//! A phrase of the triage file: words, and a few marks that stand for more than a word.

use crate::text::normalise;

/// What stands at one place of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// Any one of these words, normalised, compared by stem and with typing errors forgiven.
    Words(Vec<String>),
    /// Any one of these words in this very form: `=died|dead`.
    Exact(Vec<String>),
    /// Any one of these ways: `(not here|gone)`. A way may be empty.
    Ways(Vec<Vec<Token>>),
    /// Whatever another concept says: `<someone>`.
    Concept(String),
    /// A number from the first to the second: `#38..43`, or any number: `#`.
    Number(f64, f64),
    /// Up to three words of any kind: `...`.
    Gap,
}

/// A way to say something.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// What it consists of; never empty, and no gap at either end.
    pub tokens: Vec<Token>,
    /// Whether it must begin its sentence: `^ is blood ...`.
    pub leads: bool,
    /// Whether it bars rather than says: where `! can not` stands, no other phrase of its list counts.
    pub bars: bool,
}

impl Phrase {
    /// Reads a phrase as the file spells it; the error says what is wrong with it, for "phrase `...` ...".
    pub(super) fn parse(written: &str) -> Result<Self, String> {
        let (bars, rest) = written.trim().strip_prefix('!').map_or((false, written), |rest| (true, rest));
        let (leads, rest) = rest.trim().strip_prefix('^').map_or((false, rest), |rest| (true, rest));
        let tokens = tokens(rest)?;
        match (tokens.first(), tokens.last()) {
            (None, _) => Err("holds no word".to_owned()),
            (Some(Token::Gap), _) | (_, Some(Token::Gap)) => Err("begins or ends with `...`".to_owned()),
            _ if tokens.iter().all(may_be_empty) => Err("may hold no word at all".to_owned()),
            _ => Ok(Self { tokens, leads, bars }),
        }
    }

    /// Its words, without marks.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        let mut words = Vec::new();
        each(&self.tokens, &mut |token| {
            if let Token::Words(ways) | Token::Exact(ways) = token {
                words.extend(ways.iter().map(String::as_str));
            }
        });
        words
    }

    /// The concepts that it calls.
    #[must_use]
    pub fn concepts(&self) -> Vec<&str> {
        let mut concepts = Vec::new();
        each(&self.tokens, &mut |token| {
            if let Token::Concept(name) = token {
                concepts.push(name.as_str());
            }
        });
        concepts
    }
}

/// Visits every token, those inside groups too.
fn each<'p>(tokens: &'p [Token], visit: &mut impl FnMut(&'p Token)) {
    for token in tokens {
        visit(token);
        if let Token::Ways(ways) = token {
            for way in ways {
                each(way, visit);
            }
        }
    }
}

fn may_be_empty(token: &Token) -> bool {
    matches!(token, Token::Gap) || matches!(token, Token::Ways(ways) if ways.iter().any(Vec::is_empty))
}

fn tokens(written: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('(') {
        let (group, after) = after.split_once(')').ok_or("has a `(` without its `)`")?;
        plain(before, &mut tokens)?;
        tokens.push(ways(group.split('|'))?);
        rest = after;
    }
    plain(rest, &mut tokens)?;
    Ok(tokens)
}

/// A group's ways; those of one plain word become one token.
fn ways<'w>(written: impl Iterator<Item = &'w str>) -> Result<Token, String> {
    let mut single = Vec::new();
    let mut ways = Vec::new();
    for way in written {
        let mut tokens = Vec::new();
        plain(way, &mut tokens)?;
        match &mut tokens[..] {
            [Token::Words(words)] => single.append(words),
            _ => ways.push(tokens),
        }
    }
    if ways.is_empty() {
        return Ok(Token::Words(single));
    }
    if !single.is_empty() {
        ways.insert(0, vec![Token::Words(single)]);
    }
    Ok(Token::Ways(ways))
}

/// Appends the tokens of a text without groups.
fn plain(written: &str, tokens: &mut Vec<Token>) -> Result<(), String> {
    if written.contains(')') {
        return Err("has a `)` without its `(`".to_owned());
    }
    let parts: Vec<&str> = written.split_whitespace().collect();
    for (at, &part) in parts.iter().enumerate() {
        let beside = [at.checked_sub(1), Some(at + 1)];
        if let Some(again) =
            beside.into_iter().flatten().find_map(|at| parts.get(at).filter(|next| repeats(part, next)))
        {
            return Err(format!("says `{again}` beside `{part}`: ways of several words need brackets, `(a b|c d)`"));
        }
        if part == "..." {
            tokens.push(Token::Gap);
        } else if part.contains('|') && part.contains(['<', '#']) {
            // marks among single words are a group too: `my|<relative>`
            tokens.push(ways(part.split('|'))?);
        } else if let Some(name) = part.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
            tokens.push(Token::Concept(name.to_owned()));
        } else if let Some(range) = part.strip_prefix('#') {
            tokens.push(number(range)?);
        } else if let Some(word) = part.strip_prefix('=') {
            tokens.push(Token::Exact(alternatives(word)?));
        } else if part.contains('|') {
            tokens.push(Token::Words(alternatives(part)?));
        } else {
            tokens.extend(normalise(part).split_whitespace().map(|word| Token::Words(vec![word.to_owned()])));
        }
    }
    Ok(())
}

/// Whether a bar between single words has the next word among them, so that it was meant between longer ways.
fn repeats(bars: &str, next: &str) -> bool {
    bars.contains('|') && bars.split('|').any(|word| word == next)
}

fn number(range: &str) -> Result<Token, String> {
    if range.is_empty() {
        return Ok(Token::Number(0.0, f64::MAX));
    }
    let bounds = range.split_once("..").and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
    match bounds {
        Some((low, high)) if low <= high => Ok(Token::Number(low, high)),
        _ => Err(format!("has a range `#{range}` that is not like `#38..43`")),
    }
}

fn alternatives(written: &str) -> Result<Vec<String>, String> {
    written.split('|').map(single).collect()
}

/// The one normalised word that `written` is.
fn single(written: &str) -> Result<String, String> {
    let word = normalise(written);
    if word.is_empty() || word.contains([' ', '\n']) {
        Err(format!("has `{written}` where one word must stand"))
    } else {
        Ok(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read() {
        let phrase = Phrase::parse("<someone> can't keep|hold ... =down #38..43").expect("a phrase");
        let words = |word: &str| Token::Words(vec![word.to_owned()]);
        assert_eq!(
            phrase.tokens,
            [
                Token::Concept("someone".to_owned()),
                words("can"),
                words("not"),
                Token::Words(vec!["keep".to_owned(), "hold".to_owned()]),
                Token::Gap,
                Token::Exact(vec!["down".to_owned()]),
                Token::Number(38.0, 43.0),
            ]
        );
        assert!(!phrase.bars);
        assert!(Phrase::parse("! can not").expect("a phrase").bars);
    }

    #[test]
    fn groups_are_ways_to_say_it() {
        let phrase = Phrase::parse("(not here|gone|dead) tomorrow").expect("a phrase");
        let words = |words: &[&str]| Token::Words(words.iter().map(|word| (*word).to_owned()).collect());
        let ways = vec![vec![words(&["gone", "dead"])], vec![words(&["not"]), words(&["here"])]];
        assert_eq!(phrase.tokens, [Token::Ways(ways), words(&["tomorrow"])]);
        assert_eq!(phrase.words(), ["gone", "dead", "not", "here", "tomorrow"]);
    }

    #[test]
    fn faults_are_named() {
        for (written, fault) in [
            ("", "no word"),
            ("... blood", "`...`"),
            ("temp #9..3", "#9..3"),
            ("a|b c|", "one word"),
            ("(gone", "`)`"),
            ("gone)", "`(`"),
            ("(now|)", "no word at all"),
            ("how long|how much", "`how` beside `long|how`"),
        ] {
            let error = Phrase::parse(written).expect_err(written);
            assert!(error.contains(fault), "{written}: {error}");
        }
    }
}
