//! How a word sounds, roughly: one key for spellings that somebody in a panic takes for each other.

use compact_str::CompactString;

/// Keys shorter than this say too little ("bed", "bad" and "bead" sound alike).
const SHORTEST_KEY: usize = 3;

/// The key of a word of lower-case ASCII letters: its first letter (any vowel counts as `a`), then its consonants
/// as they sound, each run once. `None` for other words and for those whose key would be too short to mean anything.
///
/// After the idea of Metaphone (Philips, "Hanging on the Metaphone", 1990), with fewer rules: `suiside` and
/// `suicide`, `unconshus` and `unconscious`, `brething` and `breathing` share their keys.
pub(super) fn key(word: &str) -> Option<CompactString> {
    let letters = word.as_bytes();
    if !letters.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    let mut key = CompactString::default();
    for (at, &letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied().unwrap_or(b' ');
        let sound = match letter {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' if at == 0 => 'a',
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' | b'w' => continue,
            b'p' if next == b'h' => 'f',
            b'c' if matches!(next, b'e' | b'i' | b'y' | b'h') => 's',
            b's' if next == b'c' => 's',
            b'c' | b'q' | b'k' => 'k',
            b'x' | b'z' => 's',
            b'g' if next == b'h' => continue,
            b'j' => 'g',
            b'v' => 'f',
            other => char::from(other),
        };
        if !key.ends_with(sound) {
            key.push(sound);
        }
    }
    (key.len() >= SHORTEST_KEY).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_spellings_sound_like_the_word() {
        for (typed, word) in [
            ("brething", "breathing"),
            ("vommiting", "vomiting"),
            ("bleading", "bleeding"),
            ("suiside", "suicide"),
            ("siezure", "seizure"),
            ("unconshus", "unconscious"),
            ("jaundis", "jaundice"),
            ("hemorage", "haemorrhage"),
        ] {
            assert_eq!(key(typed), key(word), "{typed}");
        }
    }
}
