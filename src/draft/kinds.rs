//! What a passage can be about, and how people ask for it: cues, sections and question templates, as data.
//!
//! Templates: `{t}` the topic inside a sentence, `{f}` what this passage is about; `{are}`, `{do}` and `{have}` agree
//! with the topic.

/// What a passage tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Definition,
    Kinds,
    Cause,
    Who,
    How,
    Why,
    Symptoms,
    Diagnosis,
    When,
    Help,
    Treatment,
    SideEffects,
    Outlook,
    Prevention,
    Inherited,
    Daily,
    Other,
}

/// How a kind is recognised and asked.
#[derive(Debug)]
pub(super) struct About {
    pub(super) kind: Kind,
    /// The name that entry ids begin with.
    pub(super) id: &'static str,
    pub(super) section: &'static str,
    /// Words and phrases that give it away; `*` stands for any ending.
    pub(super) cues: &'static [&'static str],
    /// The question, for the first passage of the kind.
    pub(super) question: &'static str,
    /// The question for another passage of the kind.
    pub(super) focused: &'static str,
    pub(super) phrasings: &'static [&'static str],
    /// What the article does not say, if it is asked often and no passage is of the kind.
    pub(super) missing: Option<&'static str>,
}

/// How a part of any passage is asked for.
pub(super) const FOCUSED_PHRASINGS: [&str; 8] = [
    "tell me about {f}",
    "what about {f}",
    "{f}",
    "{f} {t}",
    "what does it say on {f}",
    "can you explain {f}",
    "I would like to know more about {f}",
    "{f} with {t}, what is known",
];

#[rustfmt::skip] // long lists of words stay packed
pub(super) const KINDS: [About; 17] = [
    About {
        kind: Kind::Definition,
        id: "what",
        section: "The basics",
        cues: &[
            "refers to", "is called", "are called", "is defined as", "the term", "is the name", "is the medical name",
        ],
        question: "What {are} {t}?",
        focused: "What is meant by {f}?",
        phrasings: &[
            "{t} meaning", "define {t}", "what does {t} mean", "explain {t} in plain words", "tell me about {t}",
            "what exactly {are} {t}", "I do not know what {t} {are}", "{t} in simple terms", "{t}", "what is it",
            "what kind of thing {are} {t}",
        ],
        missing: None,
    },
    About {
        kind: Kind::Kinds,
        id: "kinds",
        section: "The basics",
        cues: &[
            "types of", "kinds of", "forms of", "two main", "three main", "main types", "several types",
            "the most common type", "classified",
        ],
        question: "What kinds of {t} are there?",
        focused: "Which kinds are there of {f}?",
        phrasings: &[
            "types of {t}", "different forms of {t}", "how many kinds of {t} are there", "which types of {t} exist",
            "{t} types", "are all {t} alike", "is there more than one kind of {t}", "the most common type of {t}",
        ],
        missing: None,
    },
    About {
        kind: Kind::Symptoms,
        id: "symptoms",
        section: "Signs",
        cues: &[
            "symptom*", "sign", "signs", "experience*", "feel*", "felt", "pain*", "notice*", "ache*", "fever",
            "nausea", "vomit*", "swell*", "swollen", "rash", "tired*", "itch*", "sore*", "complain*", "uncomfortable",
            "numbness", "dizz*", "swelling",
        ],
        question: "What are the symptoms of {t}?",
        focused: "What is known about {f} among the symptoms of {t}?",
        phrasings: &[
            "symptoms of {t}", "signs of {t}", "what do people with {t} feel", "how {do} {t} show",
            "what would someone notice with {t}", "what {do} {t} feel like", "how do people know that they have {t}",
            "which complaints come with {t}", "what are the warning signs of {t}", "symptoms",
        ],
        missing: Some("what the symptoms are"),
    },
    About {
        kind: Kind::Cause,
        id: "cause",
        section: "Causes and risks",
        cues: &[
            "cause", "causes", "caused by", "due to", "results from", "result of", "leads to", "triggered by",
            "trigger*", "comes from", "develops when", "develop when",
        ],
        question: "What causes {t}?",
        focused: "How {do} {t} come from {f}?",
        phrasings: &[
            "cause of {t}", "reason for {t}", "why do people get {t}", "what brings on {t}", "what leads to {t}",
            "where {do} {t} come from", "how do you get {t}", "what is behind {t}", "what triggers {t}",
        ],
        missing: Some("what causes it"),
    },
    About {
        kind: Kind::Who,
        id: "who",
        section: "Causes and risks",
        cues: &[
            "risk*", "more common in", "more likely", "most common in", "women", "men", "older people", "children",
            "over the age", "people who", "people with", "family history", "affects", "occurs in",
        ],
        question: "Who gets {t}?",
        focused: "What is known about {f} as a risk for {t}?",
        phrasings: &[
            "who is at risk of {t}", "risk factors for {t}", "who is more likely to have {t}", "which people get {t}",
            "what raises the risk of {t}", "are women or men more likely to get {t}", "does age matter for {t}",
            "how common {are} {t}", "who is prone to {t}",
        ],
        missing: Some("who is more at risk"),
    },
    About {
        kind: Kind::How,
        id: "how",
        section: "How it comes about",
        cues: &[
            "spread*", "begin*", "start*", "form when", "forms when", "break off", "grow*", "enter*", "build up",
            "builds up", "happens when", "happen when", "process", "divide*", "block*", "damage*",
        ],
        question: "How {do} {t} come about?",
        focused: "What part can {f} play in {t}?",
        phrasings: &[
            "how {do} {t} happen", "how {do} {t} start", "how {do} {t} develop", "how {do} {t} form",
            "what happens in the body with {t}", "what goes on inside with {t}", "the process behind {t}",
            "step by step, how {do} {t} arise", "what goes wrong in the body to give {t}",
        ],
        missing: None,
    },
    About {
        kind: Kind::Diagnosis,
        id: "diagnosis",
        section: "Finding it",
        cues: &[
            "diagnos*", "test", "tests", "tested", "scan*", "imaging", "biops*", "x-ray", "x ray", "ultrasound",
            "examin*", "blood test*", "detect*", "sample*", "laborator*", "reveal*", "physical exam", "microscope",
            "measure*",
        ],
        question: "How {are} {t} diagnosed?",
        focused: "What is known about {f} in finding {t}?",
        phrasings: &[
            "diagnosis of {t}", "tests for {t}", "how do doctors find {t}", "which tests show {t}",
            "how {are} {t} found", "how can you tell that it is {t}", "is there a scan for {t}",
            "how do they check for {t}", "what do doctors do to find {t}",
        ],
        missing: Some("how it is diagnosed"),
    },
    About {
        kind: Kind::When,
        id: "when",
        section: "Finding it",
        cues: &[
            "at the same time", "identified", "discovered", "spotted", "years after", "months after", "weeks after",
            "days after", "early stage*", "within a few", "at what age", "usually found", "lasts", "how long",
            "for several", "minutes", "hours", "after a meal", "at night",
        ],
        question: "When {are} {t} noticed?",
        focused: "What does the article say about {f}?",
        phrasings: &[
            "when {are} {t} found", "when {do} {t} show up", "at what point {are} {t} discovered",
            "how soon {do} {t} appear", "at what time {do} {t} come up", "how long {do} {t} last",
            "when do people find out about {t}", "timing of {t}",
        ],
        missing: None,
    },
    About {
        kind: Kind::Help,
        id: "when-to-see-a-doctor",
        section: "Getting help",
        cues: &[
            "see a doctor", "see your doctor", "see a gp", "call a doctor", "call your doctor", "talk to your doctor",
            "talk to a doctor", "ask your doctor", "contact your", "medical help", "medical attention", "seek",
            "emergency", "urgent*", "right away", "straight away", "immediately", "hospital",
        ],
        question: "When should someone see a doctor about {t}?",
        focused: "When should someone get help about {f}?",
        phrasings: &[
            "when to see a doctor about {t}", "when should people get help for {t}", "when {are} {t} an emergency",
            "do people with {t} need a doctor", "at what point should someone call the doctor about {t}",
            "when to call somebody about {t}", "who should be told about {t}", "how urgent {are} {t}",
        ],
        missing: None,
    },
    About {
        kind: Kind::Treatment,
        id: "treatment",
        section: "Treatment",
        cues: &[
            "treat*", "therap*", "surg*", "medicine*", "medication*", "drug*", "chemotherapy", "radiation",
            "operation*", "remove*", "tablet*", "antibiotic*", "painkiller*", "injection*", "prescri*", "procedure*",
            "relieve*", "insulin", "vaccin*", "ointment*",
        ],
        question: "How {are} {t} treated?",
        focused: "What is known about {f} in the treatment of {t}?",
        phrasings: &[
            "treatment of {t}", "treatments for {t}", "what can be done about {t}", "how do doctors treat {t}",
            "medicine for {t}", "what helps against {t}", "how do you get rid of {t}",
            "which treatments are there for {t}", "options for treating {t}", "treatment",
        ],
        missing: Some("how it is treated"),
    },
    About {
        kind: Kind::SideEffects,
        id: "side-effects",
        section: "Treatment",
        cues: &["side effect*", "adverse effect*", "unwanted effect*"],
        question: "What are the side effects of treatment for {t}?",
        focused: "What is known about {f} as a side effect?",
        phrasings: &[
            "side effects", "side effects of the treatment of {t}", "what does the treatment of {t} do to you",
            "does the treatment make people feel ill", "unwanted effects of the medicine",
            "how hard is the treatment on the body", "does treatment have side effects",
            "what are the downsides of treatment",
        ],
        missing: Some("what side effects treatment has"),
    },
    About {
        kind: Kind::Outlook,
        id: "outlook",
        section: "Outlook",
        cues: &[
            "surviv*", "outlook", "prognosis", "recover*", "percent", "per cent", "%", "chance*", "cured", "cure",
            "curable", "life expectancy", "fatal", "come back", "comes back", "return", "one in", "out of 10",
            "out of 100", "complication*", "long term", "get better", "gets better", "go away", "goes away", "heal*",
        ],
        question: "What is the outlook for people with {t}?",
        focused: "What is known about {f} in the long run?",
        phrasings: &[
            "prognosis of {t}", "can {t} be cured", "how long do people live with {t}", "will {t} go away",
            "do people recover from {t}", "how likely is it to get better", "survival with {t}", "{do} {t} come back",
            "what are the chances with {t}", "life expectancy with {t}",
        ],
        missing: Some("what the outlook is, how long people live with it, or whether it can be cured"),
    },
    About {
        kind: Kind::Prevention,
        id: "prevention",
        section: "Prevention",
        cues: &[
            "prevent*", "avoid*", "reduce the risk", "lower the risk", "reduce your risk", "lower your risk",
            "protect*", "vaccin*", "cut the risk",
        ],
        question: "Can {t} be prevented?",
        focused: "What is known about {f} in preventing {t}?",
        phrasings: &[
            "prevention of {t}", "how to prevent {t}", "how can people avoid {t}", "what lowers the risk of {t}",
            "ways to keep {t} away", "can anything be done so that {t} never start",
            "how to protect oneself from {t}", "preventing {t}",
        ],
        missing: Some("whether it can be prevented"),
    },
    About {
        kind: Kind::Inherited,
        id: "inherited-or-contagious",
        section: "Causes and risks",
        cues: &[
            "inherit*", "genetic", "genes", "hereditary", "contagious", "infectious", "catch it", "runs in families",
            "run in families", "passed on",
        ],
        question: "{are} {t} inherited or contagious?",
        focused: "What is known about {f} and families?",
        phrasings: &[
            "{are} {t} hereditary", "{are} {t} contagious", "can you catch {t} from someone", "{are} {t} genetic",
            "is it in the genes", "can my children get it from me", "{do} {t} pass from person to person",
            "{are} {t} infectious", "does it run in the family",
        ],
        missing: Some("whether it runs in families or can be caught from another person"),
    },
    About {
        kind: Kind::Daily,
        id: "daily-life",
        section: "Daily life",
        cues: &[
            "eat", "eating", "diet*", "food*", "meal*", "exercis*", "sleep*", "smok*", "alcohol", "drink*", "at work",
            "walk*", "weight", "cope", "coping", "support group*", "daily",
        ],
        question: "What should people with {t} eat, drink or do day to day?",
        focused: "What is known about {f} in daily life with {t}?",
        phrasings: &[
            "diet with {t}", "what to eat with {t}", "which foods are good or bad for {t}", "alcohol and {t}",
            "exercise with {t}", "daily life with {t}", "living with {t}", "can people with {t} work",
            "what should one avoid eating with {t}", "sport and {t}",
        ],
        missing: Some("what to eat, drink or do day to day"),
    },
    About {
        kind: Kind::Why,
        id: "why",
        section: "The basics",
        cues: &[
            "because", "reason", "reasons", "that is why", "this is why", "concern", "important", "serious",
            "cause for concern",
        ],
        question: "Why {do} {t} matter?",
        focused: "What does the article say about {f}?",
        phrasings: &[
            "why {are} {t} serious", "how serious {are} {t}", "why worry about {t}", "why {are} {t} important",
            "{are} {t} dangerous", "what makes {t} a concern", "should people be worried about {t}",
            "why do doctors care about {t}",
        ],
        missing: None,
    },
    About {
        kind: Kind::Other,
        id: "about",
        section: "More",
        cues: &[],
        question: "What should people know about {f}?",
        focused: "What should people know about {f}?",
        phrasings: &[],
        missing: None,
    },
];

/// What is known of a kind.
pub(super) fn about(kind: Kind) -> &'static About {
    &KINDS[position(kind)]
}

/// How strongly a text speaks of each kind, in the order of [`KINDS`]: how many of its cues it has. One among the first
/// words counts twice: there stands what a sentence is about.
pub(super) fn scores(text: &str) -> [usize; KINDS.len()] {
    let normal = format!(" {} ", crate::text::normalise(text).replace('\n', " "));
    let start_length = normal.match_indices(' ').nth(FIRST_WORDS).map_or(normal.len(), |(at, _)| at + 1);
    let count = |cue: &&str| {
        let at = match cue.strip_suffix('*') {
            Some(beginning) => normal.find(&format!(" {beginning}")),
            None if *cue == "%" => text.find('%').map(|_| normal.len()),
            None => normal.find(&format!(" {cue} ")),
        };
        at.map_or(0, |at| if at + 1 < start_length { 2 } else { 1 })
    };
    std::array::from_fn(|at| KINDS[at].cues.iter().map(count).sum())
}

/// How many words at the start of a sentence say what it is about.
const FIRST_WORDS: usize = 3;

/// The kind that scores point to, the earlier one where two are equal; `None` if nothing speaks for any.
pub(super) fn best(scores: &[usize; KINDS.len()]) -> Option<Kind> {
    let best = (0..KINDS.len()).max_by_key(|at| (scores[*at], std::cmp::Reverse(*at)))?;
    (scores[best] > 0).then_some(KINDS[best].kind)
}

/// The position of a kind in [`KINDS`].
pub(super) fn position(kind: Kind) -> usize {
    KINDS.iter().position(|about| about.kind == kind).unwrap_or(KINDS.len() - 1)
}
