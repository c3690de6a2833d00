//! A phrase of the triage file: words, and a few marks that stand for more than a word.

use crate::text::normalise;

/// What stands at one place of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// Any one of these words, normalised, compared by stem and with typing errors forgiven.
    Words(Vec<String>),
    /// Any one of these words in this very form: `=died|dead`.
    Exact(Vec<String>),
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
    /// Reads a phrase as the file spells it, which is several where it has groups: `(not here|gone) tomorrow`. The
    /// error says what is wrong with it, for "phrase `...` ...".
    pub(super) fn parse_all(written: &str) -> Result<Vec<Self>, String> {
        // marks among single words are a group too: `my|<relative>`
        if let Some(part) = written.split_whitespace().find(|part| !part.contains(['(', ')']) && part.contains('|') && part.contains(['<', '#'])) {
            return Self::parse_all(&written.replacen(part, &format!("({part})"), 1));
        }
        let Some((before, rest)) = written.split_once('(') else { return Self::parse(written).map(|phrase| vec![phrase]) };
        let (group, after) = rest.split_once(')').ok_or("has a `(` without its `)`")?;
        let mut phrases = Vec::new();
        for way in group.split('|') {
            phrases.extend(Self::parse_all(&format!("{before} {way} {after}"))?);
        }
        Ok(phrases)
    }

    fn parse(written: &str) -> Result<Self, String> {
        let (bars, rest) = written.trim().strip_prefix('!').map_or((false, written), |rest| (true, rest));
        let (leads, rest) = rest.trim().strip_prefix('^').map_or((false, rest), |rest| (true, rest));
        let mut tokens = Vec::new();
        for part in rest.split_whitespace() {
            if part == "..." {
                tokens.push(Token::Gap);
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
        match (tokens.first(), tokens.last()) {
            (None, _) => Err("holds no word".to_owned()),
            (Some(Token::Gap), _) | (_, Some(Token::Gap)) => Err("begins or ends with `...`".to_owned()),
            _ => Ok(Self { tokens, leads, bars }),
        }
    }

    /// Its words, without marks.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().flat_map(|token| match token {
            Token::Words(words) | Token::Exact(words) => words.as_slice(),
            Token::Concept(_) | Token::Number(..) | Token::Gap => &[],
        }).map(String::as_str)
    }

    /// The concepts that it calls.
    pub(super) fn concepts(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Concept(name) => Some(name.as_str()),
            _ => None,
        })
    }
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
    if word.is_empty() || word.contains([' ', '\n']) { Err(format!("has `{written}` where one word must stand")) } else { Ok(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read() {
        let phrase = Phrase::parse("<someone> can't keep|hold ... =down #38..43").expect("a phrase");
        let words = |word: &str| Token::Words(vec![word.to_owned()]);
        assert_eq!(phrase.tokens, [
            Token::Concept("someone".to_owned()),
            words("can"),
            words("not"),
            Token::Words(vec!["keep".to_owned(), "hold".to_owned()]),
            Token::Gap,
            Token::Exact(vec!["down".to_owned()]),
            Token::Number(38.0, 43.0),
        ]);
        assert!(!phrase.bars);
        assert!(Phrase::parse("! can not").expect("a phrase").bars);
    }

    #[test]
    fn groups_are_ways_to_say_it() {
        let phrases = Phrase::parse_all("(not here|gone) by (now|then)").expect("phrases");
        assert_eq!(phrases.len(), 4);
        assert_eq!(phrases[0], Phrase::parse("not here by now").expect("a phrase"));
        assert!(Phrase::parse_all("(gone").is_err());
    }

    #[test]
    fn faults_are_named() {
        for (written, fault) in [("", "no word"), ("... blood", "`...`"), ("temp #9..3", "#9..3"), ("a|b c|", "one word")] {
            let error = Phrase::parse(written).expect_err(written);
            assert!(error.contains(fault), "{written}: {error}");
        }
    }
}
