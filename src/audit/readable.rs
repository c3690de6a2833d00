//! How hard a passage is to read: the grade of Flesch and Kincaid, and its worst sentence.

use crate::knowledge::{Knowledge, Problems};
use crate::text;

/// Years of school from which on a passage is too hard for many. Leaflets for patients aim at 6 to 9; names of illnesses
/// and treatments, which cannot be avoided, add some.
const HARDEST: f64 = 13.0;
/// A sentence of fewer words says little about a grade.
const SHORTEST: usize = 4;

pub(super) fn check(knowledge: &Knowledge, problems: &mut Problems) {
    for entry in &knowledge.entries {
        let grade_of_all = grade(&entry.passage);
        if grade_of_all <= HARDEST {
            continue;
        }
        let sentences = sentences(&entry.passage);
        let worst = sentences
            .iter()
            .filter(|sentence| words(sentence).count() >= SHORTEST)
            .max_by(|a, b| grade(a).total_cmp(&grade(b)));
        let example = worst
            .map_or_else(String::new, |worst| format!("; the hardest sentence: \"{worst}\" ({:.0})", grade(worst)));
        let what = format!("the passage of `{}` takes {grade_of_all:.0} years of school to read{example}", entry.id);
        problems.warning(&entry.places.passage, what, "write shorter sentences and plainer words");
    }
}

/// The Flesch-Kincaid grade of a text, in years of school; 0 for a text without words (Kincaid and others, "Derivation
/// of new readability formulas for Navy enlisted personnel", 1975).
#[must_use]
pub fn grade(text: &str) -> f64 {
    let count = words(text).count() as f64;
    let sentences = sentences(text).len() as f64;
    if count == 0.0 || sentences == 0.0 {
        return 0.0;
    }
    let syllables = words(text).map(syllables).sum::<usize>() as f64;
    0.39 * count / sentences + 11.8 * syllables / count - 15.59
}

/// The sentences of a text; every line of a list is one.
fn sentences(passage: &str) -> Vec<String> {
    passage
        .lines()
        .flat_map(text::sentences)
        .map(str::to_owned)
        .filter(|sentence| words(sentence).next().is_some())
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’'))
        .filter(|word| word.chars().any(char::is_alphabetic))
}

/// Syllables by groups of vowels: a silent `e` at the end does not count.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut count = 0;
    let mut inside = false;
    for letter in word.chars() {
        count += usize::from(vowel(letter) && !inside);
        inside = vowel(letter);
    }
    let silent = word.ends_with('e') && !word.ends_with("le") || word.ends_with("es") && !word.ends_with("ses");
    (count - usize::from(silent && count > 1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_spoken() {
        for (word, count) in [
            ("liver", 2),
            ("the", 1),
            ("make", 1),
            ("table", 2),
            ("people", 2),
            ("metastases", 4),
            ("chemotherapy", 5),
            ("x", 1),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn plain_words_need_fewer_years_than_long_ones() {
        assert!(grade("The cat sat on the mat. It was warm.") < 3.0);
        assert!(
            grade("Metastatic dissemination necessitates comprehensive multidisciplinary therapeutic consideration.")
                > 20.0
        );
        assert!(grade("").abs() < f64::EPSILON);
    }
}
