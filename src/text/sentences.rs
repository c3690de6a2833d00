//! Where a sentence ends, in prose: by the Unicode rules (UAX #29), and not behind an abbreviation.

use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations of English prose that end in a full stop and end no sentence, in lower case.
const ABBREVIATIONS: [&str; 24] = [
    "dr.", "drs.", "mr.", "mrs.", "ms.", "prof.", "st.", "no.", "vs.", "e.g.", "i.e.", "cf.", "approx.", "fig.",
    "figs.", "vol.", "ed.", "eds.", "ca.", "al.", "incl.", "esp.", "resp.", "jr.",
];

/// The sentences of a text, without the white space around them; none is empty.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, piece) in text.split_sentence_bound_indices() {
        let end = at + piece.len();
        if !goes_on(&text[from..end]) || end == text.len() {
            found.push(text[from..end].trim());
            from = end;
        }
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Whether a piece of text ends in an abbreviation or a single letter with a full stop, an initial.
fn goes_on(piece: &str) -> bool {
    if piece.ends_with('\n') {
        return false;
    }
    let Some(last) = piece.split_whitespace().next_back() else { return false };
    let last = last.trim_start_matches(['(', '[', '"', '\'', '\u{201c}', '\u{2018}']);
    let initial =
        last.chars().count() == 2 && last.ends_with('.') && last.starts_with(char::is_uppercase) && last != "I.";
    initial || ABBREVIATIONS.iter().any(|known| last.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_sees_their_end() {
        let text = "Dr. Fox, e.g. in St. Ives, saw 3.5 cm. Was it so? \"Yes!\" he said. See Fig. 2 by A. Example et al. (2019).";
        assert_eq!(
            sentences(text),
            [
                "Dr. Fox, e.g. in St. Ives, saw 3.5 cm.",
                "Was it so?",
                "\"Yes!\"",
                "he said.",
                "See Fig. 2 by A. Example et al. (2019)."
            ]
        );
        assert_eq!(sentences("  \n "), Vec::<&str>::new());
        assert_eq!(sentences("no stop at all"), ["no stop at all"]);
    }
}
