//! What statements become when they are turned into questions.

use super::*;

fn asked(sentence: &str) -> String {
    turn(sentence, "", "gout").question.unwrap_or_default()
}

#[test]
fn a_statement_becomes_the_question_that_it_answers() {
    for (said, question) in [
        ("Light therapy is an option if creams are not enough.", "When is light therapy an option?"),
        ("Medicines rarely contain gluten, but the pharmacist can check.", "Do medicines contain gluten?"),
        ("Gout is very common.", "How common is gout?"),
        ("The wound may become infected, and bile may leak.", "Can the wound become infected?"),
        (
            "Pain in the shoulder comes from the gas and passes by itself.",
            "Does pain in the shoulder come from the gas?",
        ),
        ("The first step is a blood test for antibodies.", "What is the first step?"),
        ("Falls can be prevented in many homes.", "Can falls be prevented in many homes?"),
        ("A doctor can usually recognise it by looking.", ""),
        ("A doctor can usually recognise gout by looking at the toe.", "How can a doctor recognise gout?"),
        ("Elbows, knees and the scalp are affected.", "Are elbows, knees and the scalp affected?"),
        ("Skipping meals is not a good idea, since stones form.", "Why is skipping meals not a good idea?"),
        ("Gout is not an allergy.", "Is gout an allergy?"),
        ("The doctor will ask about the pain.", "What will the doctor do?"),
        ("Heart attacks, stones and gout are more frequent.", "Are heart attacks, stones and gout more frequent?"),
        ("If a stone does not move, the toe may swell.", "Can the toe swell if a stone does not move?"),
        ("To judge how severe it is, doctors look at the joint.", "How do doctors judge how severe gout is?"),
        ("A number of illnesses can bring it on.", ""),
        ("A number of illnesses can cause gout.", "Can illnesses cause gout?"),
        ("A medicine such as colchicine lowers the risk.", "Does a medicine such as colchicine lower the risk?"),
        ("Foods that are free from purines include:", "Which foods are free from purines?"),
        ("Early signs include:", "What do early signs include?"),
        ("An ulcer (a sore in the stomach) bleeds.", "Does an ulcer bleed?"),
        ("Very rarely the joint must be replaced.", "Must the joint be replaced?"),
        ("Painkillers must not be taken every day.", "Should painkillers be taken every day?"),
        ("What happens in the joint is only partly understood.", "What happens in the joint?"),
        ("Crystals hurt because they are sharp.", "Why do crystals hurt?"),
        (
            "If antibodies are found, most adults are sent to hospital.",
            "Are most adults sent to hospital if antibodies are found?",
        ),
        (
            "Once treatment has ended, the joint recovers in weeks.",
            "Does the joint recover in weeks once treatment has ended?",
        ),
        (
            "Oats that have not been mixed with wheat are safe.",
            "How safe are oats that have not been mixed with wheat?",
        ),
    ] {
        assert_eq!(asked(said), question, "{said}");
    }
}

#[test]
fn where_the_words_leave_doubts_there_is_no_question() {
    for said in [
        "They pass by themselves.",
        "In these cases an operation is needed.",
        "Four out of five people with it never have any trouble.",
        "Guttate spots are small, drop-like and red.",
        "Well-known triggers are an injury, an infection or stress.",
        "There is no cure.",
        "Doctors call the lumps tophi.",
        "About one adult in ten has it.",
        "Within a few weeks most people feel better.",
        "Avoid beer and sweet drinks.",
        "No tablet can take its place.",
        "Once treatment has ended, about one person in ten has another attack.",
        "The condition is neither an infection nor a sign of poor hygiene.",
    ] {
        assert_eq!(asked(said), "", "{said}");
    }
}

#[test]
fn a_list_of_nouns_has_no_verb() {
    assert!(
        has_verb("many adults have no trouble") && has_verb("small stones pass") && has_verb("beer contains gluten")
    );
    assert!(!has_verb("missed meals, too little or too much sleep, stress") && !has_verb("cancer of the small bowel"));
}

#[test]
fn a_short_subject_is_a_name() {
    let subject = |said: &str| turn(said, "", "gout").subject;
    assert_eq!(subject("Light therapy is an option if creams fail."), Some("light therapy".to_owned()));
    assert_eq!(subject("Gout is common."), None);
    assert_eq!(subject("They are common."), None);
}
