//! Spelling: words that nobody wrote into the knowledge, mended into ones that somebody did.
//!
//! Candidates come from an index of deletions (Garbe's symmetric delete method, <https://github.com/wolfgarbe/SymSpell>),
//! so that the cost of a word does not grow with the lexicon; `strsim` decides between them, and the words beside (as in Mays,
//! Damerau and Mercer, "Context based spelling correction", 1991): "waut for" is "wait", "waut to" is "want".

use super::{Word, normalise, stem, words_of};
use compact_str::CompactString;
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};
use std::hash::Hasher;
use strsim::osa_distance;

/// Words shorter than this are never corrected: too many words lie one letter away.
const SHORTEST: usize = 3;
/// Up to this many letters one slip is forgiven, beyond it two.
const ONE_SLIP_UP_TO: usize = 5;
/// Up to this many letters two slips are forgiven only where the first letter stands, and towards a word that occurs so often: too
/// many words lie two letters apart.
const DOUBTFUL_UP_TO: usize = 7;
const FREQUENT: u32 = 5;
/// Words of one slip that have at least this many letters are forgiven a second one where the words on both sides are known
/// to stand there.
const TWO_SLIPS_FROM: usize = 4;
/// Words longer than this are left alone: they are noise.
const LONGEST: usize = 32;
/// Deletions are made within this many letters from the start, which keeps them few for long words.
const PREFIX: usize = 8;
/// The first bits of a hash say where to search for it.
const BUCKET_BITS: u32 = 12;
/// So many bits are a word's number where it stands beside a hash; the words behind are only known, and nothing is corrected
/// into them.
const NUMBER_BITS: u32 = 18;
/// How much a word's frequency weighs against its likeness, per natural logarithm of `1 + frequency`.
const FREQUENCY_WEIGHT: f64 = 0.02;
/// How much a word beside weighs against it, if the two are known to stand so.
const BESIDE_WEIGHT: f64 = 0.03;
/// Two words are known to stand beside each other if they do so this many times.
const OFTEN_BESIDE: u32 = 2;
/// A word of the knowledge that occurs so seldom may be a slip of one that occurs so many times as often.
const RARE: u32 = 4;
pub(super) const SLIPS_FEWER: u32 = 10;
/// What stands before the first word of a sentence, and behind the last.
const EDGE: u32 = u32::MAX;
/// A pair of words written without the space between them: each part has at least this many letters.
const SHORTEST_PART: usize = 3;

/// So many different words are mended in one message: a longer text with more of them is noise, or another language.
const MOST_MENDED: usize = 100;

/// What a word outside the lexicon is understood as.
#[derive(Debug, Clone, Copy)]
enum Mended {
    /// A word of the lexicon.
    Word(u32),
    /// Two of them, run together.
    Two([u32; 2]),
    /// Nothing but itself.
    Nothing,
}

/// A lexicon that corrects words outside it, and knows the stems of those inside.
///
/// The words stand in one text: ten thousand short strings would cost more than their letters.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub struct Speller {
    letters: String,
    words: Vec<Entry>,
    /// The number of each word, found by its hash.
    #[serde(skip)]
    ids: HashTable<u32>,
    /// The hash of every text that up to [`slips`] deletions leave of a word's beginning, and that word's number; sorted.
    deletions: Vec<Deletion>,
    /// Where the deletions begin whose hashes have the same first [`BUCKET_BITS`] bits; one place more than there are.
    buckets: Vec<u32>,
    /// The hashes of two words that are known to stand beside each other; sorted.
    pairs: Vec<u32>,
}

/// A word of the lexicon for which one outside may have been meant.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    id: u32,
    likeness: f64,
    /// Whether it is too far for a word so short, unless the words on both sides speak for it.
    doubtful: bool,
}

/// What is known of the words beside one: nothing of a word that is not known itself.
#[derive(Debug, Clone, Copy, Default)]
struct Beside {
    before: Option<u32>,
    after: Option<u32>,
}

/// What follows the first [`BUCKET_BITS`] bits of a hash, as far as there is room, and in the last [`NUMBER_BITS`] a word's
/// number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Deletion(u32);

impl Deletion {
    fn new(hash: u32, id: u32) -> Self {
        Self(Self::key(hash) << NUMBER_BITS | id)
    }

    /// What of a hash is kept.
    fn key(hash: u32) -> u32 {
        hash << BUCKET_BITS >> NUMBER_BITS
    }

    fn is_of(self, key: u32) -> bool {
        self.0 >> NUMBER_BITS == key
    }

    fn id(self) -> u32 {
        self.0 & ((1 << NUMBER_BITS) - 1)
    }
}

/// A speller as it is kept: the rest follows from it.
#[derive(Deserialize)]
struct Kept {
    letters: String,
    words: Vec<Entry>,
    deletions: Vec<Deletion>,
    buckets: Vec<u32>,
    pairs: Vec<u32>,
}

impl From<Kept> for Speller {
    fn from(kept: Kept) -> Self {
        let Kept { letters, words, deletions, buckets, pairs } = kept;
        let hash_of = |id: &u32| u64::from(hash(span(&letters, words[*id as usize].word())));
        let mut ids = HashTable::with_capacity(words.len());
        for id in 0..words.len() as u32 {
            ids.insert_unique(hash_of(&id), id, hash_of);
        }
        Self { letters, words, ids, deletions, buckets, pairs }
    }
}

/// A word of the lexicon.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Entry {
    start: u32,
    length: u32,
    /// Where its stem stands; most are the beginning of their word.
    stem: u32,
    stem_length: u32,
    frequency: u32,
    /// The word that is understood: itself, or the one of which it is a slip.
    means: u32,
}

impl Speller {
    /// Adds normalised words, each with how often it occurs. Misspelt words become `targets`, of which the more frequent
    /// is likelier; words that are no targets are only known, so that they are never corrected. A word that is there
    /// already stays as it is.
    pub fn add<'a>(&mut self, words: impl IntoIterator<Item = (&'a str, u32)>, targets: bool) {
        let mut deletions: Vec<(u32, Deletion)> = self.bucketed().collect();
        for (word, frequency) in words {
            if self.id(word).is_some() {
                continue;
            }
            let id = self.words.len() as u32;
            let start = self.letters.len() as u32;
            self.letters.push_str(word);
            let stem = stem(word);
            let stem_start = if word.starts_with(stem.as_str()) {
                start
            } else {
                self.letters.push_str(&stem);
                start + word.len() as u32
            };
            self.words.push(Entry {
                start,
                length: word.len() as u32,
                stem: stem_start,
                stem_length: stem.len() as u32,
                frequency,
                means: id,
            });
            let Self { letters, words, ids, .. } = self;
            let hash_of = |id: &u32| u64::from(hash(span(letters, words[*id as usize].word())));
            ids.insert_unique(u64::from(hash(word)), id, hash_of);
            if targets && is_correctable(word) && id >> NUMBER_BITS == 0 {
                let slips = if frequency >= FREQUENT { most_slips(word) } else { slips(word) };
                each_deletion(beginning(word), slips, &mut |rest| {
                    let hash = hash(rest);
                    deletions.push((bucket(hash), Deletion::new(hash, id)));
                });
            }
        }
        deletions.sort_unstable();
        deletions.dedup();
        let first_of = |bucket: u32| deletions.partition_point(|(other, _)| *other < bucket);
        self.buckets = (0..=1 << BUCKET_BITS).map(|bucket| first_of(bucket) as u32).collect();
        self.deletions = deletions.into_iter().map(|(_, deletion)| deletion).collect();
        self.letters.shrink_to_fit();
        self.words.shrink_to_fit();
    }

    /// Learns from texts which words of the lexicon stand beside each other.
    pub fn observe<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        let mut times: FxHashMap<u32, u32> = FxHashMap::default();
        for text in texts {
            self.each_sentence(text, &mut |words| {
                for beside in words.windows(2) {
                    if let [Some(left), Some(right)] = beside {
                        *times.entry(pair(*left, *right)).or_insert(0) += 1;
                    }
                }
            });
        }
        times.retain(|_, times| *times >= OFTEN_BESIDE);
        self.pairs = times.into_keys().collect();
        self.pairs.sort_unstable();
    }

    /// Takes rare words of the lexicon for slips of frequent ones, if wherever they occur in the texts both neighbours are known to
    /// stand beside the other word: even who writes a knowledge mistypes. Those that are `spared` stay.
    pub fn take_rare_for_slips<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>, spared: impl Fn(&str) -> bool) {
        let mut meant: FxHashMap<u32, Vec<Candidate>> = FxHashMap::default();
        for text in texts {
            self.each_sentence(text, &mut |words| {
                for place in words.windows(3) {
                    let [before, Some(rare), after] = *place else { continue };
                    if self.words[rare as usize].frequency > RARE || spared(self.word(rare)) {
                        continue;
                    }
                    let candidates = meant.entry(rare).or_insert_with(|| {
                        let instead = |other: u32| self.could_be(rare, other);
                        self.candidates(self.word(rare), &instead)
                    });
                    candidates.retain(|other| self.known_sides(other.id, Beside { before, after }) == 2);
                }
            });
        }
        for (rare, candidates) in meant {
            // all of them are at home in every place: how alike they are decides
            let likeliest =
                candidates.iter().reduce(|best, other| if other.likeness > best.likeness { other } else { best });
            if let Some(right) = likeliest {
                self.words[rare as usize].means = self.words[right.id as usize].means;
            }
        }
    }

    /// Whether a rare word may be a slip of another: that one is far more frequent, begins alike, and is not the same word bent.
    fn could_be(&self, rare: u32, other: u32) -> bool {
        let times = |id: u32| self.words[id as usize].frequency;
        let begins = |id: u32| self.word(id).chars().next();
        times(other) >= SLIPS_FEWER * times(rare)
            && begins(rare) == begins(other)
            && self.stem(rare) != self.stem(other)
    }

    /// Visits the sentences of a text: the words of each, as they are understood, between two edges.
    fn each_sentence(&self, text: &str, visit: &mut dyn FnMut(&[Option<u32>])) {
        let mut words = Vec::new();
        for sentence in normalise(text).split('\n') {
            words.clear();
            words.push(Some(EDGE));
            words.extend(words_of(sentence).map(|(word, _)| self.id(word).map(|id| self.words[id as usize].means)));
            if words.len() > 1 {
                words.push(Some(EDGE));
                visit(&words);
            }
        }
    }

    /// On how many sides a word is known to stand beside what stands there.
    fn known_sides(&self, id: u32, beside: Beside) -> u32 {
        let known = |left: Option<u32>, right: Option<u32>| {
            left.zip(right).is_some_and(|(left, right)| self.pairs.binary_search(&pair(left, right)).is_ok())
        };
        u32::from(known(beside.before, Some(id))) + u32::from(known(Some(id), beside.after))
    }

    /// Takes a word of the lexicon for a slip of the likeliest other one that `meant` allows, if it is within the slips that its
    /// length forgives; whether it is.
    pub fn take_for_slip(&mut self, word: &str, meant: impl Fn(&str) -> bool) -> bool {
        let Some(slip) = self.id(word) else { return false };
        let Some(right) = self.nearest_of(word, &|id| meant(self.word(id))) else { return false };
        // "cancers" is no slip of "cancer"
        let another = self.stem(slip) != self.stem(right);
        if another {
            self.words[slip as usize].means = right;
        }
        another
    }

    /// The deletions, each with its bucket.
    fn bucketed(&self) -> impl Iterator<Item = (u32, Deletion)> {
        let buckets = (0..).zip(self.buckets.windows(2));
        buckets.flat_map(|(bucket, ends)| {
            self.deletions[ends[0] as usize..ends[1] as usize].iter().map(move |deletion| (bucket, *deletion))
        })
    }

    fn word(&self, id: u32) -> &str {
        span(&self.letters, self.words[id as usize].word())
    }

    fn stem(&self, id: u32) -> &str {
        let Entry { stem, stem_length, .. } = self.words[id as usize];
        span(&self.letters, (stem, stem_length))
    }

    fn id(&self, word: &str) -> Option<u32> {
        self.ids.find(u64::from(hash(word)), |id| self.word(*id) == word).copied()
    }

    /// Whether the word stands in the lexicon.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.id(word).is_some()
    }

    /// The words of a message. One outside the lexicon is understood as its likeliest correction, if it has any; one that
    /// is two known words run together becomes two.
    #[must_use]
    pub fn read(&self, message: &str) -> Vec<Word> {
        let text = normalise(message);
        let typed: Vec<(&str, usize)> = words_of(&text).collect();
        let mut words: Vec<Word> = Vec::with_capacity(typed.len() + 1);
        let mut tried = FxHashMap::default();
        let known = |id: u32, typed: &str, sentence| Word {
            typed: typed.into(),
            text: self.word(id).into(),
            stem: self.stem(id).into(),
            sentence,
        };
        let means = |id: u32| self.words[id as usize].means;
        let mut before = Some(EDGE);
        for (at, (word, sentence)) in typed.iter().enumerate() {
            if at > 0 && typed[at - 1].1 != *sentence {
                before = Some(EDGE);
            }
            let after = || match typed.get(at + 1) {
                Some((next, same)) if same == sentence => self.id(next).map(means),
                _ => Some(EDGE),
            };
            let mend = || self.mend(word, Beside { before, after: after() }, &mut tried);
            before = match self.id(word).map_or_else(mend, |id| Mended::Word(means(id))) {
                Mended::Word(id) => {
                    words.push(known(id, word, *sentence));
                    Some(id)
                }
                Mended::Two(parts) => {
                    words.extend(parts.map(|id| known(id, self.word(id), *sentence)));
                    Some(parts[1])
                }
                Mended::Nothing => {
                    words.push(Word::new(word, *sentence));
                    None
                }
            };
        }
        words
    }

    /// What a word outside the lexicon is understood as. What each may have been is sought once a message, and for
    /// [`MOST_MENDED`] at most.
    fn mend(&self, typed: &str, beside: Beside, tried: &mut FxHashMap<CompactString, Vec<Candidate>>) -> Mended {
        let candidates = match tried.get(typed) {
            Some(candidates) => candidates,
            None if tried.len() == MOST_MENDED => return Mended::Nothing,
            None => tried.entry(typed.into()).or_insert_with(|| self.candidates(typed, &|_| true)),
        };
        let split = || self.split(typed).map_or(Mended::Nothing, Mended::Two);
        self.likeliest(candidates, beside).map_or_else(split, |id| Mended::Word(self.words[id as usize].means))
    }

    /// Whether the word is a slip or two away from one of the lexicon.
    #[must_use]
    pub fn corrects(&self, word: &str) -> bool {
        self.nearest_of(word, &|_| true).is_some()
    }

    /// The likeliest word of those of the lexicon that are `allowed` and within the slips that the length forgives, whatever
    /// stands beside it.
    fn nearest_of(&self, typed: &str, allowed: &dyn Fn(u32) -> bool) -> Option<u32> {
        self.likeliest(&self.candidates(typed, allowed), Beside::default())
    }

    /// The likeliest of the candidates between its neighbours, the first where two are equal.
    fn likeliest(&self, candidates: &[Candidate], beside: Beside) -> Option<u32> {
        let mut best: Option<(f64, u32)> = None;
        for candidate in candidates {
            let sides =
                if candidates.len() == 1 && !candidate.doubtful { 0 } else { self.known_sides(candidate.id, beside) };
            if candidate.doubtful && sides < 2 {
                continue;
            }
            let likeness = candidate.likeness + BESIDE_WEIGHT * f64::from(sides);
            if best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, candidate.id));
            }
        }
        best.map(|(_, id)| id)
    }

    /// The words of the lexicon that are `allowed` and within the slips that the length forgives.
    fn candidates(&self, typed: &str, allowed: &dyn Fn(u32) -> bool) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        if !is_correctable(typed) {
            return candidates;
        }
        let letters = typed.chars().count();
        let first = typed.chars().next();
        let alike = |id: u32| self.words[id as usize].frequency >= FREQUENT && self.word(id).chars().next() == first;
        let start = beginning(typed);
        let mut ids = Vec::new();
        each_deletion(start, most_slips(typed), &mut |rest| {
            let found = self.with_deletion(hash(rest));
            // only of a word two slips away is nothing left that is longer, and short beginnings are shared by too many
            if letters <= DOUBTFUL_UP_TO && rest.chars().count() + 2 <= letters {
                ids.extend(found.filter(|id| alike(*id)));
            } else {
                ids.extend(found);
            }
        });
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| allowed(*id));
        for id in ids {
            let (word, frequency) = (self.word(id), self.words[id as usize].frequency);
            let distance = osa_distance(typed, word);
            if distance > most_slips(typed) || distance == 0 {
                continue;
            }
            if distance == 2 && letters <= DOUBTFUL_UP_TO && !alike(id) {
                continue;
            }
            let longer = letters.max(word.chars().count());
            let likeness =
                1.0 - distance as f64 / longer as f64 + FREQUENCY_WEIGHT * libm::log(f64::from(1 + frequency));
            candidates.push(Candidate { id, likeness, doubtful: distance > slips(typed) });
        }
        candidates
    }

    /// The words of which a deletion has this hash.
    fn with_deletion(&self, hash: u32) -> impl Iterator<Item = u32> {
        let bucket = bucket(hash) as usize;
        let bounds = self.buckets.get(bucket..bucket + 2).map_or(0..0, |ends| ends[0] as usize..ends[1] as usize);
        let near = &self.deletions[bounds];
        let from = near.partition_point(|deletion| *deletion < Deletion::new(hash, 0));
        let key = Deletion::key(hash);
        near[from..].iter().take_while(move |deletion| deletion.is_of(key)).map(|deletion| deletion.id())
    }

    /// The two known words that `typed` is made of, the split with the most frequent rarer half.
    fn split(&self, typed: &str) -> Option<[u32; 2]> {
        if typed.len() > LONGEST {
            return None;
        }
        let part = |part: &str| if part.chars().count() >= SHORTEST_PART { self.id(part) } else { None };
        let splits = typed.char_indices().skip(1).map(|(at, _)| typed.split_at(at));
        splits
            .filter_map(|(left, right)| Some([part(left)?, part(right)?]))
            .max_by_key(|parts| parts.map(|id| self.words[id as usize].frequency).into_iter().min())
    }
}

impl Entry {
    fn word(&self) -> (u32, u32) {
        (self.start, self.length)
    }
}

fn span(letters: &str, (start, length): (u32, u32)) -> &str {
    &letters[start as usize..(start + length) as usize]
}

/// The first [`PREFIX`] letters: two words at most two slips apart have beginnings that share a deletion.
fn beginning(word: &str) -> &str {
    word.char_indices().nth(PREFIX).map_or(word, |(at, _)| &word[..at])
}

/// Words with the same hash only become candidates, between which the distance decides.
fn hash(word: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish() as u32
}

/// Where to search for a hash.
fn bucket(hash: u32) -> u32 {
    hash >> (u32::BITS - BUCKET_BITS)
}

/// Only words of letters are corrected: a changed number would be another number.
fn is_correctable(word: &str) -> bool {
    let letters = word.chars().count();
    (SHORTEST..=LONGEST).contains(&letters) && word.chars().all(char::is_alphabetic)
}

/// The slips that a word's length forgives.
fn slips(word: &str) -> usize {
    if word.chars().count() <= ONE_SLIP_UP_TO { 1 } else { 2 }
}

/// The same where the words beside speak for it.
fn most_slips(word: &str) -> usize {
    if word.chars().count() < TWO_SLIPS_FROM { 1 } else { 2 }
}

/// A hash of two words that stand beside each other.
fn pair(left: u32, right: u32) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write_u32(left);
    hasher.write_u32(right);
    hasher.finish() as u32
}

/// Calls `visit` with the word and every word that up to `slips` deletions leave, most of them once.
fn each_deletion(word: &str, slips: usize, visit: &mut impl FnMut(&str)) {
    visit(word);
    delete_from(word, 0, slips, visit);
}

/// Deletes letters from byte `from` on: two deletions come in one order only.
fn delete_from(word: &str, from: usize, slips: usize, visit: &mut impl FnMut(&str)) {
    if slips == 0 {
        return;
    }
    let mut shorter = CompactString::default();
    for (at, letter) in word.char_indices().filter(|(at, _)| *at >= from) {
        shorter.clear();
        shorter.push_str(&word[..at]);
        shorter.push_str(&word[at + letter.len_utf8()..]);
        visit(&shorter);
        delete_from(&shorter, at, slips - 1, visit);
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn speller(lexicon: &str) -> Speller {
        let mut speller = Speller::default();
        speller.add(lexicon.split(' ').map(|word| (word, 1)), true);
        speller
    }

    fn corrected(lexicon: &str, message: &str) -> Vec<CompactString> {
        speller(lexicon).read(message).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn slips_of_the_fingers_are_mended() {
        let lexicon = "what are the symptoms of liver metastases";
        assert_eq!(
            corrected(lexicon, "wat are teh symtoms of livr metastisis"),
            lexicon.split(' ').collect::<Vec<_>>()
        );
    }

    #[test]
    fn slips_late_in_a_long_word_are_mended_too() {
        for typed in ["chemotherpay", "chemotheraqq", "cemotherapy", "hcemotherpay", "chemmotherapyy", "chmotheapy"] {
            assert_eq!(corrected("chemotherapy", typed), ["chemotherapy"], "{typed}");
        }
    }

    #[test]
    fn two_slips_in_a_word_of_six_letters_are_mended_towards_a_frequent_word_with_its_first_letter() {
        let mut speller = Speller::default();
        speller.add([("refund", FREQUENT), ("garden", FREQUENT - 1)], true);
        let read: Vec<CompactString> = speller.read("rfeind gadrne erufnd").into_iter().map(|word| word.text).collect();
        assert_eq!(read, ["refund", "gadrne", "erufnd"]);
    }

    #[test]
    fn what_stands_beside_a_misspelt_word_decides_between_two_that_it_may_be() {
        let mut speller = Speller::default();
        speller.add([("want", 40), ("wait", 20), ("to", 50), ("for", 50), ("results", 9)], true);
        let read = |speller: &Speller, message: &str| -> Vec<CompactString> {
            speller.read(message).into_iter().map(|word| word.text).collect()
        };
        assert_eq!(read(&speller, "waut for results"), ["want", "for", "results"]);
        speller.observe(["wait for results", "wait for results", "want to", "want to"]);
        assert_eq!(read(&speller, "waut for results. waut to"), ["wait", "for", "results", "want", "to"]);
    }

    #[test]
    fn a_rare_word_is_a_slip_of_a_frequent_one_that_could_stand_wherever_it_does() {
        let mut speller = Speller::default();
        let lexicon = [("signs", 40), ("sings", 1), ("wards", 1), ("words", 40), ("of", 90), ("it", 90), ("the", 90)];
        speller.add(lexicon, true);
        let texts = ["signs of it", "signs of it", "sings of it", "the words", "the words", "wards of it", "the wards"];
        speller.observe(texts);
        speller.take_rare_for_slips(texts, |_| false);
        let read: Vec<CompactString> = speller.read("sings of the wards").into_iter().map(|word| word.text).collect();
        assert_eq!(read, ["signs", "of", "the", "wards"]);
    }

    #[test]
    fn a_word_that_is_spared_is_no_slip() {
        let mut speller = Speller::default();
        speller.add([("signs", 40), ("sings", 1), ("of", 90)], true);
        let texts = ["signs of", "signs of", "sings of"];
        speller.observe(texts);
        speller.take_rare_for_slips(texts, |word| word == "sings");
        assert_eq!(speller.read("sings of")[0].text, "sings");
    }

    #[test]
    fn two_slips_in_a_short_word_are_mended_where_the_words_on_both_sides_speak_for_it() {
        let mut speller = Speller::default();
        speller.add([("the", 50), ("scan", FREQUENT), ("shows", 20)], true);
        speller.observe(["the scan shows", "the scan shows", "the scan", "shows"]);
        let read: Vec<CompactString> =
            speller.read("the sczm shows. sczm shows").into_iter().map(|word| word.text).collect();
        assert_eq!(read, ["the", "scan", "shows", "sczm", "shows"]);
    }

    #[test]
    fn a_word_taken_for_a_slip_is_read_as_what_it_means_unless_that_is_its_own_stem() {
        let mut speller = Speller::default();
        speller.add([("should", 100), ("shoud", 1), ("cancer", 100), ("cancers", 1)], true);
        assert!(speller.take_for_slip("shoud", |word| word == "should"));
        assert!(!speller.take_for_slip("cancers", |word| word == "cancer"));
        let read: Vec<CompactString> = speller.read("shoud cancers").into_iter().map(|word| word.text).collect();
        assert_eq!(read, ["should", "cancers"]);
    }

    #[test]
    fn known_words_numbers_and_short_words_stay() {
        assert_eq!(corrected("diet died 12", "died 13 is"), ["died", "13", "is"]);
    }

    #[test]
    fn bystanders_stay_and_nothing_becomes_them() {
        let mut speller = speller("liver");
        speller.add([("lived", 1), ("river", 1)], false);
        let read: Vec<CompactString> = speller.read("lived rivr livre").into_iter().map(|word| word.text).collect();
        assert_eq!(read, ["lived", "rivr", "liver"]);
    }

    #[test]
    fn two_words_run_together_are_parted() {
        assert_eq!(corrected("liver cancer", "livercancer"), ["liver", "cancer"]);
    }

    #[test]
    fn a_word_is_mended_alike_each_time_and_a_text_of_noise_only_at_its_beginning() {
        assert_eq!(corrected("liver", "livre livre livre"), ["liver", "liver", "liver"]);
        let noise: Vec<String> = (0..MOST_MENDED).map(|number| format!("q{number}x")).collect();
        let read = corrected("liver", &format!("livre {} lievr livre", noise.join(" ")));
        assert_eq!(read[0], "liver");
        assert_eq!(read[read.len() - 2..], ["lievr", "liver"]);
    }

    #[test]
    fn what_was_typed_is_kept_beside_the_correction() {
        let words = speller("lives").read("livess");
        let word = &words[0];
        assert_eq!((word.typed.as_str(), word.text.as_str(), word.stem.as_str()), ("livess", "lives", "live"));
    }
}
