//! Stems: the part of a word that its forms share, by the Snowball English (Porter2) algorithm.

use compact_str::CompactString;
use snowball_stemmers_rs::{Algorithm, Stemmer};

/// The Porter2 stem of a normalised word (<https://snowballstem.org/algorithms/english/stemmer.html>).
///
/// Words with anything but ASCII letters are their own stem.
#[must_use]
pub fn stem(word: &str) -> CompactString {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.into();
    }
    Stemmer::create(Algorithm::English).stem(word).into()
}
