//! A cell's text: safe from what spreadsheet programs take for a formula, and as it was when it comes back.

/// What a spreadsheet program takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\''];

/// A text as a cell: an apostrophe before what would be taken for a formula.
pub(super) fn guard(text: &str) -> String {
    if needs_guard(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text of a cell, without that apostrophe and with plain line ends.
pub(super) fn unguard(cell: &str) -> String {
    let text = cell.replace("\r\n", "\n");
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => rest.to_owned(),
        _ => text,
    }
}

fn needs_guard(text: &str) -> bool {
    let mut letters = text.chars();
    match letters.next() {
        // an apostrophe needs one only where it would be taken for ours
        Some('\'') => letters.next().is_some_and(|second| FORMULA.contains(&second)),
        Some(first) => FORMULA.contains(&first),
        None => false,
    }
}

pub(super) fn yes_or_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// `None` for a cell that is neither.
pub(super) fn flag(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_as_it_was() {
        for text in ["", "plain", "=1+1", "- item", "'tis", "'=x", "''-", "'", "''", "+", "\ttab", "a\nb"] {
            assert_eq!(unguard(&guard(text)), text);
            assert!(!guard(text).starts_with(['=', '+', '-', '@', '\t']), "{text}");
        }
    }
}
