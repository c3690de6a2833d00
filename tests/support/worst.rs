//! Messages of 4,096 characters that cost more than others.

/// The most that Telegram sends in one message.
pub(crate) const LENGTH: usize = 4_096;

/// Such a message, by what is in it.
pub(crate) fn worst_cases() -> Vec<(&'static str, String)> {
    let filled = |pieces: &mut dyn Iterator<Item = String>| -> String {
        pieces.flat_map(|piece| piece.chars().collect::<Vec<_>>()).take(LENGTH).collect()
    };
    let again = |text: &str| filled(&mut std::iter::repeat(text.to_owned()));
    // words that nobody knows, each another: a counter in letters
    let word = |number: usize, length: usize, letters: &str| -> String {
        let letters: Vec<char> = letters.chars().collect();
        let mut rest = number;
        let mut word: String = (0..length)
            .map(|_| {
                let letter = letters[rest % letters.len()];
                rest = rest / letters.len() + number % 7;
                letter
            })
            .collect();
        word.push(' ');
        word
    };
    let unknown = |length: usize, letters: &str| filled(&mut (1..).map(|number| word(number, length, letters)));
    vec![
        ("one letter again and again", again("a ")),
        ("one letter a sentence", again("a.")),
        ("three letters a sentence", again("a b c. ")),
        ("unknown words of three letters", unknown(3, "etaoinshrdlu")),
        ("unknown words of four letters", unknown(4, "etaoinshrdlu")),
        ("unknown words of six letters", unknown(6, "etaoinshrdlu")),
        ("unknown words of eight letters", unknown(8, "etaoinshrdlu")),
        ("unknown words of twelve letters", unknown(12, "etaoinshrdluc")),
        ("unknown words of thirty-two letters", unknown(32, "etaoinshrdluc")),
        ("one word of 4,096 letters", again("ab")),
        ("one word of letters run together", again("livermetastases")),
        ("stop words", again("the of and to a in is it you that ")),
        ("questions tied together", again("and what is it and how is it ")),
        ("one question again and again", again("what are the symptoms of liver metastases? ")),
        ("one misspelt question again and again", again("wat r teh symtoms of livr metastisees ")),
        ("signs of an emergency", again("he is vomiting blood and not breathing ")),
        ("negated signs", again("she is not vomiting and has no fever or pain or blood ")),
        ("doses", again("i took 30 of 5 mg at 38.5 for 3 days ")),
        ("letters and digits mixed", again("1a2b3c4d5e ")),
        ("numbers", filled(&mut (1..).map(|number| format!("{number} ")))),
        ("emoji", again("😱🩸👨‍👩‍👧‍👦")),
        ("one emoji a word", again("😱 a ")),
        ("Chinese", again("我想死肝转移的症状是什么")),
        ("Chinese signs apart", again("我 想 死 肝 ")),
        ("Arabic", again("ما هي أعراض نقائل الكبد ")),
        ("combining marks", again("e\u{301}\u{302}\u{303}\u{304}")),
        ("combining marks out of order", again("\u{301}\u{323}\u{302}\u{316}")),
        ("one letter under a thousand marks", format!("a{}", again("\u{323}\u{301}"))),
        ("ligatures that open into many letters", again("\u{fdfa}")),
        ("ligatures apart", again("\u{fdfa} ")),
        ("Hangul in parts", again("\u{1112}\u{1161}\u{11ab}")),
        ("apostrophes", again("a'b'c'")),
        ("contractions", again("can't won't i'm they're ")),
        ("names spoken to", again("@a b ")),
        ("line breaks", again("\n")),
        ("invisible signs", again("a\u{200b}\u{200d}")),
        ("from right to left", again("\u{202e}a\u{202d} ")),
        ("punctuation", again("?!.,;:")),
    ]
}
