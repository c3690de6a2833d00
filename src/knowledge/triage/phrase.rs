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
    /// Any one of these runs, of which one may be empty: `(not here|gone|)`.
    Group(Vec<Vec<Token>>),
}

impl Token {
    /// Whether it can stand for no word at all.
    fn may_be_nothing(&self) -> bool {
        matches!(self, Self::Group(ways) if ways.iter().any(|way| way.iter().all(Self::may_be_nothing)))
    }

    /// Calls `visit` with itself and every token inside.
    fn each<'t>(&'t self, visit: &mut impl FnMut(&'t Self)) {
        visit(self);
        if let Self::Group(ways) = self {
            ways.iter().flatten().for_each(|token| token.each(visit));
        }
    }
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
    /// Reads a phrase as the file spells it. The error says what is wrong with it, for "phrase `...` ...".
    pub(super) fn parse(written: &str) -> Result<Self, String> {
        let (bars, rest) = written.trim().strip_prefix('!').map_or((false, written), |rest| (true, rest));
        let (leads, rest) = rest.trim().strip_prefix('^').map_or((false, rest), |rest| (true, rest));
        let tokens = tokens(rest)?;
        match (tokens.first(), tokens.last()) {
            _ if tokens.iter().all(Token::may_be_nothing) => Err("holds no word".to_owned()),
            (Some(Token::Gap), _) | (_, Some(Token::Gap)) => Err("begins or ends with `...`".to_owned()),
            _ => Ok(Self { tokens, leads, bars }),
        }
    }

    fn each_token<'p>(&'p self, mut visit: impl FnMut(&'p Token)) {
        self.tokens.iter().for_each(|token| token.each(&mut visit));
    }

    /// Its words, without marks.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let mut words = Vec::new();
        self.each_token(|token| {
            if let Token::Words(some) | Token::Exact(some) = token {
                words.extend(some.iter().map(String::as_str));
            }
        });
        words.into_iter()
    }

    /// The concepts that it calls.
    pub fn concepts(&self) -> impl Iterator<Item = &str> {
        let mut names = Vec::new();
        self.each_token(|token| {
            if let Token::Concept(name) = token {
                names.push(name.as_str());
            }
        });
        names.into_iter()
    }
}

/// What stands in a phrase, or in one way of a group.
fn tokens(written: &str) -> Result<Vec<Token>, String> {
    let Some((before, rest)) = written.split_once('(') else {
        let mut all = Vec::new();
        for part in written.split_whitespace() {
            all.extend(token(part)?);
        }
        return Ok(all);
    };
    let (inside, after) = rest.split_once(')').ok_or("has a `(` without its `)`")?;
    let mut all = tokens(before)?;
    all.push(group(inside)?);
    all.extend(tokens(after)?);
    Ok(all)
}

/// A group of ways, or plain alternatives where each way is a single word.
fn group(inside: &str) -> Result<Token, String> {
    let ways = inside.split('|').map(tokens).collect::<Result<Vec<_>, _>>()?;
    let single = |way: &Vec<Token>| match way.as_slice() {
        [Token::Words(words)] => Some(words.clone()),
        _ => None,
    };
    let words: Option<Vec<Vec<String>>> = ways.iter().map(single).collect();
    Ok(words.map_or(Token::Group(ways), |words| Token::Words(words.concat())))
}

fn token(part: &str) -> Result<Vec<Token>, String> {
    Ok(if part == "..." {
        vec![Token::Gap]
    } else if part.contains('|') && part.contains(['<', '#']) {
        // marks among single words are a group too: `my|<relative>`
        vec![group(part)?]
    } else if let Some(name) = part.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
        vec![Token::Concept(name.to_owned())]
    } else if let Some(range) = part.strip_prefix('#') {
        vec![number(range)?]
    } else if let Some(word) = part.strip_prefix('=') {
        vec![Token::Exact(alternatives(word)?)]
    } else if part.contains('|') {
        vec![Token::Words(alternatives(part)?)]
    } else {
        normalise(part).split_whitespace().map(|word| Token::Words(vec![word.to_owned()])).collect()
    })
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
        let words = |word: &str| Token::Words(vec![word.to_owned()]);
        let phrase = Phrase::parse("(not here|gone|) by (now|then) my|<relative>").expect("a phrase");
        assert_eq!(
            phrase.tokens,
            [
                Token::Group(vec![vec![words("not"), words("here")], vec![words("gone")], vec![]]),
                words("by"),
                Token::Words(vec!["now".to_owned(), "then".to_owned()]),
                Token::Group(vec![vec![words("my")], vec![Token::Concept("relative".to_owned())]]),
            ]
        );
        assert!(Phrase::parse("(gone").is_err());
        assert!(Phrase::parse("(gone|) (away|)").is_err(), "it may be nothing at all");
    }

    #[test]
    fn faults_are_named() {
        for (written, fault) in
            [("", "no word"), ("... blood", "`...`"), ("temp #9..3", "#9..3"), ("a|b c|", "one word")]
        {
            let error = Phrase::parse(written).expect_err(written);
            assert!(error.contains(fault), "{written}: {error}");
        }
    }
}
