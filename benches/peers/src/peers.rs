//! The others: a scan with each measure of strsim and of rapidfuzz, and tantivy.

use bedside::engine::Engine;
use bedside::knowledge::Knowledge;
use bedside::question::{Context, Question};
use bedside::text::normalise;
use rapidfuzz::fuzz::RatioBatchComparator;
use std::error::Error;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{Index, Searcher, TantivyDocument, Term, doc};

/// What answers questions.
pub trait Peer {
    /// The place of the entry that it puts first.
    fn first(&self, question: &str) -> Option<usize>;
}

/// The wordings of all entries in normal form.
pub struct Wordings {
    pub texts: Vec<String>,
    /// The entry of each.
    pub entries: Vec<usize>,
}

impl Wordings {
    pub fn new(knowledge: &Knowledge) -> Self {
        let all = knowledge.entries.iter().enumerate();
        let all = all.flat_map(|(at, entry)| entry.wordings().map(move |wording| (at, normal(wording))));
        let (entries, texts) = all.unzip();
        Self { texts, entries }
    }
}

fn normal(text: &str) -> String {
    normalise(text).replace('\n', " ")
}

/// The same words in alphabetical order.
fn in_order(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

type Prepared<'w> = Result<Box<dyn Peer + 'w>, Box<dyn Error>>;

/// Everybody, by name.
pub const ALL: [(&str, for<'w> fn(&'w Wordings) -> Prepared<'w>); 7] = [
    ("strsim, Jaro-Winkler, best wording", |wordings| scan(wordings, strsim::jaro_winkler)),
    ("strsim, normalised Levenshtein, best wording", |wordings| scan(wordings, strsim::normalized_levenshtein)),
    ("strsim, Sørensen-Dice, best wording", |wordings| scan(wordings, strsim::sorensen_dice)),
    ("rapidfuzz, ratio, best wording", |wordings| Ok(Box::new(Ratio::new(wordings, false)))),
    ("rapidfuzz, ratio of sorted words, best wording", |wordings| Ok(Box::new(Ratio::new(wordings, true)))),
    ("tantivy, BM25 of an entry's wordings, stemmed", |wordings| Ok(Box::new(Tantivy::new(wordings, false)?))),
    ("tantivy, the same with fuzzy terms", |wordings| Ok(Box::new(Tantivy::new(wordings, true)?))),
];

/// The wording that a measure likes best.
struct Scan<'w> {
    wordings: &'w Wordings,
    measure: fn(&str, &str) -> f64,
}

fn scan(wordings: &Wordings, measure: fn(&str, &str) -> f64) -> Prepared<'_> {
    Ok(Box::new(Scan { wordings, measure }))
}

/// The entry of the best wording, the first of equals.
fn best(wordings: &Wordings, score: impl Fn(usize) -> f64) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for at in 0..wordings.texts.len() {
        let score = score(at);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| wordings.entries[at])
}

impl Peer for Scan<'_> {
    fn first(&self, question: &str) -> Option<usize> {
        let question = normal(question);
        best(self.wordings, |at| (self.measure)(&question, &self.wordings.texts[at]))
    }
}

struct Ratio<'w> {
    wordings: &'w Wordings,
    texts: Vec<Vec<char>>,
    sorted: bool,
}

impl<'w> Ratio<'w> {
    fn new(wordings: &'w Wordings, sorted: bool) -> Self {
        let text = |text: &String| if sorted { in_order(text).chars().collect() } else { text.chars().collect() };
        Self { wordings, texts: wordings.texts.iter().map(text).collect(), sorted }
    }
}

impl Peer for Ratio<'_> {
    fn first(&self, question: &str) -> Option<usize> {
        let question = normal(question);
        let question = if self.sorted { in_order(&question) } else { question };
        let scorer = RatioBatchComparator::new(question.chars());
        best(self.wordings, |at| scorer.similarity(self.texts[at].iter().copied()))
    }
}

/// A document an entry. Fuzzy terms are those within one slip up to seven letters and two beyond, as bedside corrects.
struct Tantivy {
    index: Index,
    searcher: Searcher,
    words: Field,
    /// As typed: slips are slips of words, not of stems.
    typed: Field,
    entry: Field,
    fuzzy: bool,
}

impl Tantivy {
    fn new(wordings: &Wordings, fuzzy: bool) -> Result<Self, Box<dyn Error>> {
        let mut schema = Schema::builder();
        let text = |tokenizer: &str| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
            TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqs))
        };
        let words = schema.add_text_field("words", text("en_stem"));
        let typed = schema.add_text_field("typed", text("default"));
        let entry = schema.add_u64_field("entry", STORED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000)?;
        let count = wordings.entries.last().map_or(0, |last| last + 1);
        let mut texts = vec![String::new(); count];
        for (text, entry) in wordings.texts.iter().zip(&wordings.entries) {
            texts[*entry].push_str(text);
            texts[*entry].push('\n');
        }
        for (at, text) in texts.into_iter().enumerate() {
            writer.add_document(doc!(words => text.clone(), typed => text, entry => at as u64))?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        Ok(Self { index, searcher, words, typed, entry, fuzzy })
    }

    /// The terms of a text, each with the number of its letters.
    fn terms(&self, field: Field, text: &str) -> Vec<(Term, usize)> {
        let mut terms = Vec::new();
        if let Ok(mut tokenizer) = self.index.tokenizer_for_field(field) {
            let mut tokens = tokenizer.token_stream(text);
            while let Some(token) = tokens.next() {
                terms.push((Term::from_field_text(field, &token.text), token.text.chars().count()));
            }
        }
        terms
    }
}

impl Peer for Tantivy {
    fn first(&self, question: &str) -> Option<usize> {
        let question = normal(question);
        let mut queries: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (term, _) in self.terms(self.words, &question) {
            queries.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        }
        if self.fuzzy {
            for (term, letters) in self.terms(self.typed, &question) {
                let slips = match letters {
                    0..3 => continue,
                    3..=7 => 1,
                    _ => 2,
                };
                queries.push((Occur::Should, Box::new(FuzzyTermQuery::new(term, slips, true))));
            }
        }
        let found = self.searcher.search(&BooleanQuery::new(queries), &TopDocs::with_limit(1).order_by_score()).ok()?;
        let (_, address) = found.first()?;
        let document: TantivyDocument = self.searcher.doc(*address).ok()?;
        usize::try_from(document.get_first(self.entry)?.as_u64()?).ok()
    }
}

impl Peer for Engine {
    fn first(&self, question: &str) -> Option<usize> {
        let reply = self.answer(&Question::new(question), &Context::default());
        let first = reply.candidates.first()?;
        self.knowledge().entries.iter().position(|entry| entry.id == first.id)
    }
}
