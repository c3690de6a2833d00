//! Words by which a statement shows its parts, as data: what begins a subject, what ends a clause, what points elsewhere.

/// A list of words as one text: a pointer to each word would take more room in the program than the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words(pub(super) &'static str);

impl Words {
    #[inline(never)]
    pub(super) fn contains(&self, word: &&str) -> bool {
        self.0.split(' ').any(|other| other == *word)
    }
}

/// Verbs that go before the subject of a question.
pub(super) const AUXILIARIES: [&str; 14] =
    ["is", "are", "was", "were", "can", "cannot", "may", "might", "must", "should", "will", "would", "does", "do"];
/// Those that say what something is.
pub(super) const FORMS_OF_BE: Words = Words("is are was were");
/// Words that begin no subject of a question, or a subject that the sentence before has named.
pub(super) const NO_SUBJECT: Words = Words(
    "within throughout it they he she we you i this these those that such there here one others nobody nothing \
     everything everyone everybody anyone anybody someone somebody something its their his her your our my no \
     none neither either what how why who which whether as because although though while if when not same another \
     other however therefore both about around roughly nearly almost up over more fewer less only just even in at \
     on by to of for from with without under among since besides then instead also finally next and or but so \
     well after two three four five six seven eight nine ten half first",
);
/// Nouns that name nothing.
pub(super) const VAGUE: Words = Words(
    "thing things way ways case cases result number rest excess reason reasons example point aim answer condition \
     same",
);
/// Words that point to what the question would leave out.
pub(super) const POINTING: Words = Words(
    "it they them this these those such its he she we you your our us here neither either nor no not none former \
     latter same so too other others how what why whether there even both cannot only",
);
/// What the rest of a statement goes on with when its main clause is over.
pub(super) const CLAUSE_ENDS: Words =
    Words("because although though while but whereas so since which unless until like such");
/// Adverbs that make no difference to a question.
pub(super) const LOOSE: Words = Words(
    "also often sometimes never always seldom still then very hardly quite rather somewhat thus therefore now \
     even by far already just almost soon too not mostly ever instead again indeed perhaps",
);
/// Adjectives that are asked for by how much.
pub(super) const DEGREES: Words = Words(
    "common rare serious dangerous painful severe likely frequent reliable effective safe good important large \
     small contagious harmful",
);
/// Words that leave a sentence open at its end.
pub(super) const OPEN_ENDS: Words = Words(
    "a an the of in on at by for from with without to into between and or as than that who which about more less \
     most under is are be",
);
/// What may stand before the sentence proper and means nothing to a question.
#[rustfmt::skip] // long lists of words stay packed
pub(super) const OPENINGS: [&str; 14] = [
    "a number of", "a lot of",
    "in most cases",
    "in most people",
    "in general",
    "as a rule",
    "most often",
    "sometimes",
    "usually",
    "often",
    "today",
    "nowadays",
    "in fact",
    "even so",
];
/// Conditions that may stand first and are asked last.
pub(super) const CONDITIONS: Words = Words("if when after before without during once");
/// What an insertion in a subject begins with: "a patch, also called a plaque, is ...".
pub(super) const INSERTIONS: Words =
    Words("also called known such which who given taken a an the like including especially mostly usually");
/// Nouns for people, who act in an article and are not what it is about.
pub(super) const PERSONS: Words = Words(
    "people person patient patients woman women man men doctor doctors surgeon nurse adult adults child \
     specialist",
);
/// What ends the head of a subject: "complications of the operation".
pub(super) const PREPOSITIONS: Words = Words(
    "of in for with from during near on at to about without under below between among like against by after who \
     which that whose",
);
