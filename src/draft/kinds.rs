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
    Contagious,
    Silent,
    Daily,
    Common,
    Complications,
    Pregnancy,
    Children,
    Other,
}

/// How a kind is recognised and asked.
#[derive(Debug)]
pub(super) struct About {
    pub(super) kind: Kind,
    /// The name that entry ids begin with.
    pub(super) id: &'static str,
    pub(super) section: &'static str,
    /// Words and phrases that give it away; `*` stands for any ending, `~` marks one that often stands elsewhere too.
    /// Parted by a bar, as
    /// the phrasings are: that takes less room in the program than a list.
    pub(super) cues: &'static str,
    /// The question, for the passage that says most on it.
    pub(super) question: &'static str,
    /// The question for a further passage of the kind, where its own words give none.
    pub(super) more: Option<&'static str>,
    pub(super) phrasings: &'static str,
    /// What the article does not say, if it is asked often and no passage is of the kind.
    pub(super) missing: Option<&'static str>,
}

/// How what a passage is about is asked for.
pub(super) const FOCUSED_PHRASINGS: [&str; 4] = ["{f}", "tell me about {f}", "what about {f}", "{f} and {t}"];

#[rustfmt::skip] // long lists of words stay packed
pub(super) const KINDS: [About; 23] = [
    About {
        kind: Kind::Definition,
        id: "what",
        section: "The basics",
        cues: "refers to|is called|are called|is defined as|the term|is the name|is the medical name",
        question: "What {are} {t}?",
        more: None,
        phrasings: "{t} meaning|define {t}|what does {t} mean|explain {t} in plain words|tell me about {t}|\
              what exactly {are} {t}|I do not know what {t} {are}|{t} in simple terms|{t}|what is it|\
              what kind of thing {are} {t}",
        missing: None,
    },
    About {
        kind: Kind::Kinds,
        id: "kinds",
        section: "The basics",
        cues: "types of|kinds of|forms of|two main|three main|main types|several types|the most common type|\
              other forms|other types|classified|~forms",
        question: "What kinds of {t} are there?",
        more: Some("What other kinds of {t} are there?"),
        phrasings: "types of {t}|different forms of {t}|how many kinds of {t} are there|which types of {t} exist|{t} types|\
              are all {t} alike|is there more than one kind of {t}|the most common type of {t}",
        missing: None,
    },
    About {
        kind: Kind::Silent,
        id: "without-signs",
        section: "Signs",
        cues: "no symptoms|no signs|no complaints|without symptoms|without signs|without noticing|notice nothing|\
              notices nothing|notice little|feel nothing|feels nothing|do not know that they|does not know that|\
              goes unnoticed|go unnoticed|found by chance|discovered by chance|~by chance|~unnoticed|~silent",
        question: "Can people have {t} without noticing it?",
        more: None,
        phrasings: "{t} without symptoms|can you have {t} and not know|can {t} go unnoticed|\
              {do} {t} always cause symptoms|is it possible to feel nothing with {t}|silent {t}|\
              no symptoms",
        missing: None,
    },
    About {
        kind: Kind::Symptoms,
        id: "symptoms",
        section: "Signs",
        cues: "symptom*|sign|signs|complaint*|how it feels|how it looks|looks like|feels like|feel like|~experience*|\
              ~feel*|~pain*|~notice*|~ache*|~fever|~nausea|~vomit*|~swell*|~swollen|~rash|~tired*|~itch*|~sore*|\
              ~uncomfortable|~numbness|~dizz*|~burn*",
        question: "What are the symptoms of {t}?",
        more: Some("What else is there to know about the signs of {t}?"),
        phrasings: "symptoms of {t}|signs of {t}|what do people with {t} feel|how {do} {t} show|\
              what would someone notice with {t}|what {do} {t} feel like|how do people know that they have {t}|\
              which complaints come with {t}|what are the warning signs of {t}|symptoms",
        missing: Some("what the symptoms are"),
    },
    About {
        kind: Kind::Cause,
        id: "cause",
        section: "Causes and risks",
        cues: "caused by|cause of|due to|results from|result of|triggered by|trigger*|comes from|comes about|\
              why it happens|~cause|~causes|~leads to|~develops when|~develop when|~set off",
        question: "What causes {t}?",
        more: Some("What else plays a part in the causes of {t}?"),
        phrasings: "cause of {t}|reason for {t}|why do people get {t}|what brings on {t}|what leads to {t}|\
              where {do} {t} come from|how do you get {t}|what is behind {t}|what triggers {t}",
        missing: Some("what causes it"),
    },
    About {
        kind: Kind::Who,
        id: "who",
        section: "Causes and risks",
        cues: "risk factor*|at risk|at greater risk|at higher risk|more common in|most common in|more frequent in|\
              more likely|who gets|affected|over the age|affects|~risk*|~older people|~women|~men|~occurs in|\
              ~children|~at any age|~between the ages",
        question: "Who gets {t}?",
        more: Some("What else is known about who gets {t}?"),
        phrasings: "who is at risk of {t}|risk factors for {t}|who is more likely to have {t}|which people get {t}|\
              what raises the risk of {t}|are women or men more likely to get {t}|does age matter for {t}|\
              how common {are} {t}|who is prone to {t}",
        missing: Some("who is more at risk"),
    },
    About {
        kind: Kind::How,
        id: "how",
        section: "How it comes about",
        cues: "form when|forms when|builds up|build up|happens when|happen when|process|break off|how it comes|\
              how it happens|~spread*|~begin*|~start*|~grow*|~enter*|~divide*|~block*|~damage*|~form",
        question: "How {do} {t} come about?",
        more: Some("What else happens in the body with {t}?"),
        phrasings: "how {do} {t} happen|how {do} {t} start|how {do} {t} develop|how {do} {t} form|\
              what happens in the body with {t}|what goes on inside with {t}|the process behind {t}|\
              step by step, how {do} {t} arise|what goes wrong in the body to give {t}",
        missing: None,
    },
    About {
        kind: Kind::Diagnosis,
        id: "diagnosis",
        section: "Finding it",
        cues: "diagnos*|finding out|finding it|test|tests|scan*|biops*|x-ray|x ray|ultrasound|examination|blood test*|\
              microscope|~tested|~imaging|~examin*|~detect*|~sample*|~laborator*|~reveal*|~measure*|~recognise*",
        question: "How {are} {t} diagnosed?",
        more: Some("What else is done to find {t}?"),
        phrasings: "diagnosis of {t}|tests for {t}|how do doctors find {t}|which tests show {t}|how {are} {t} found|\
              how can you tell that it is {t}|is there a scan for {t}|how do they check for {t}|\
              what do doctors do to find {t}",
        missing: Some("how it is diagnosed"),
    },
    About {
        kind: Kind::When,
        id: "when",
        section: "Finding it",
        cues: "at the same time|identified|discovered|spotted|early stage*|at what age|usually found|~years after|\
              ~months after|~weeks after|~days after|~within a few",
        question: "When {are} {t} found?",
        more: None,
        phrasings: "when {are} {t} noticed|when {do} {t} show up|at what point {are} {t} discovered|\
              how soon {do} {t} appear|at what time {do} {t} come up|\
              when do people find out about {t}|timing of {t}",
        missing: None,
    },
    About {
        kind: Kind::Help,
        id: "when-to-see-a-doctor",
        section: "Getting help",
        cues: "see a doctor|see your doctor|see a gp|call a doctor|call your doctor|talk to your doctor|\
              talk to a doctor|ask your doctor|contact your|medical help|medical attention|emergency|ambulance|the same day|\
              seek help|~seek|~urgent*|~right away|~straight away|go to hospital|at once|~immediately|~hospital|\
              ~an appointment|~tell a doctor|~needs a doctor",
        question: "When should someone see a doctor about {t}?",
        more: Some("When else should someone with {t} get help?"),
        phrasings: "when to see a doctor about {t}|when should people get help for {t}|when {are} {t} an emergency|\
              do people with {t} need a doctor|at what point should someone call the doctor about {t}|\
              when to call somebody about {t}|who should be told about {t}|how urgent {are} {t}",
        missing: None,
    },
    About {
        kind: Kind::Treatment,
        id: "treatment",
        section: "Treatment",
        cues: "treatment|treated|treat|therap*|surgery|surgical|operation*|chemotherapy|radiation|antibiotic*|\
              painkiller*|ointment*|~medicine*|~medication*|~drug*|~remove*|~tablet*|~injection*|~prescri*|\
              ~procedure*|~relieve*|~insulin|~cream*|~diet",
        question: "How {are} {t} treated?",
        more: Some("What else is there to know about the treatment of {t}?"),
        phrasings: "treatment of {t}|treatments for {t}|what can be done about {t}|how do doctors treat {t}|\
              medicine for {t}|what helps against {t}|how do you get rid of {t}|which treatments are there for {t}|\
              options for treating {t}|treatment",
        missing: Some("how it is treated"),
    },
    About {
        kind: Kind::SideEffects,
        id: "side-effects",
        section: "Treatment",
        cues: "side effect*|adverse effect*|unwanted effect*|~can harm|~can thin|~can damage|~complications of the|\
              ~after the operation|~risks of the",
        question: "What are the side effects of treatment for {t}?",
        more: None,
        phrasings: "side effects|side effects of the treatment of {t}|what does the treatment of {t} do to you|\
              does the treatment make people feel ill|unwanted effects of the medicine|\
              how hard is the treatment on the body|does treatment have side effects|\
              what are the downsides of treatment",
        missing: Some("what side effects treatment has"),
    },
    About {
        kind: Kind::Outlook,
        id: "outlook",
        section: "Outlook",
        cues: "surviv*|outlook|prognosis|cured|cure|curable|life expectancy|life span|fatal|over time|goes away|\
              go away|~recover*|~chance*|~come back|~comes back|~return*|~long term|~get better|~gets better|~heal*|\
              ~disappear*|~live as long",
        question: "What is the outlook for people with {t}?",
        more: Some("What else is known about the outlook with {t}?"),
        phrasings: "prognosis of {t}|can {t} be cured|how long do people live with {t}|will {t} go away|\
              do people recover from {t}|how likely is it to get better|survival with {t}|{do} {t} come back|\
              what are the chances with {t}|life expectancy with {t}",
        missing: Some("what the outlook is, how long people live with it, or whether it can be cured"),
    },
    About {
        kind: Kind::Prevention,
        id: "prevention",
        section: "Prevention",
        cues: "prevent*|prevention|reduce the risk|lower the risk|reduce your risk|lower your risk|cut the risk|\
              reducing the risk|lowering the risk|reducing your risk|lowering your risk|\
              best protection|~avoid*|~protect*|~vaccin*",
        question: "Can {t} be prevented?",
        more: Some("What else is known about preventing {t}?"),
        phrasings: "prevention of {t}|how to prevent {t}|how can people avoid {t}|what lowers the risk of {t}|\
              ways to keep {t} away|can anything be done so that {t} never start|how to protect oneself from {t}|\
              preventing {t}",
        missing: Some("whether it can be prevented"),
    },
    About {
        kind: Kind::Inherited,
        id: "inherited",
        section: "Causes and risks",
        cues: "inherit*|genetic|genes|hereditary|runs in families|run in families|runs in the family|~family|~families",
        question: "{do} {t} run in families?",
        more: None,
        phrasings: "{are} {t} hereditary|{are} {t} inherited|{are} {t} genetic|is it in the genes|\
              can parents pass it on to their children|does it run in the family|will my children get it too",
        missing: Some("whether it runs in families"),
    },
    About {
        kind: Kind::Contagious,
        id: "contagious",
        section: "Causes and risks",
        cues: "contagious|infectious|catch it|can catch|be caught from|person to person|~passed on|~infect others",
        question: "{are} {t} contagious?",
        more: None,
        phrasings: "can you catch {t} from someone|{are} {t} infectious|{do} {t} pass from person to person|\
              can I give it to my family|is it catching|do people with {t} have to keep away from others",
        missing: Some("whether it can be caught from another person"),
    },
    About {
        kind: Kind::Daily,
        id: "daily-life",
        section: "Daily life",
        cues: "diet*|food*|exercis*|alcohol|daily|everyday|day to day|~eat|~eating|~meal*|~sleep*|~smok*|~drink*|\
              ~at work|~walk*|~weight|~cope|~coping|~support group*|~travel*|~sport",
        question: "What should people with {t} eat, drink or do day to day?",
        more: Some("What else helps in daily life with {t}?"),
        phrasings: "diet with {t}|what to eat with {t}|which foods are good or bad for {t}|alcohol and {t}|\
              exercise with {t}|daily life with {t}|living with {t}|can people with {t} work|\
              what should one avoid eating with {t}|sport and {t}",
        missing: Some("what to eat, drink or do day to day"),
    },
    About {
        kind: Kind::Why,
        id: "why",
        section: "The basics",
        cues: "cause for concern|serious|dangerous|life threatening|~because|~reason|~reasons|~important|~concern",
        question: "How serious {are} {t}?",
        more: None,
        phrasings: "why {are} {t} serious|why {do} {t} matter|why worry about {t}|why {are} {t} important|\
              {are} {t} dangerous|what makes {t} a concern|should people be worried about {t}|\
              why do doctors care about {t}",
        missing: None,
    },
    About {
        kind: Kind::Common,
        id: "how-common",
        section: "The basics",
        cues: "how common|person in|adult in|child in|people in every|people in a hundred|very common|is common|are common|in every hundred|in a hundred|is rare|are rare|very rare|\
              ~one in|~out of|~percent of|~per cent of",
        question: "How common {are} {t}?",
        more: None,
        phrasings: "how many people have {t}|how likely {are} {t}|{are} {t} rare|how rare {are} {t}|\
              how often {do} {t} occur|{are} {t} common",
        missing: None,
    },
    About {
        kind: Kind::Complications,
        id: "complications",
        section: "Outlook",
        cues: "complication*|consequence*|~can lead to|~may lead to|~without treatment|~untreated",
        question: "What complications can {t} have?",
        more: Some("What other complications can {t} have?"),
        phrasings: "complications of {t}|what can go wrong with {t}|what happens if {t} {are} not treated|\
              what can {t} lead to|can {t} get worse|consequences of {t}|what else can {t} do to the body",
        missing: None,
    },
    About {
        kind: Kind::Pregnancy,
        id: "pregnancy",
        section: "Daily life",
        cues: "pregnan*|breastfeed*|unborn|~birth|~fertility|~conceive",
        question: "What should people know about {t} and pregnancy?",
        more: None,
        phrasings: "pregnant with {t}|{t} in pregnancy|can I have a baby with {t}|{t} and breastfeeding|\
              does pregnancy change {t}|is it safe to get pregnant with {t}|expecting a child with {t}",
        missing: None,
    },
    About {
        kind: Kind::Children,
        id: "children",
        section: "Causes and risks",
        cues: "in children|children|in babies|babies|infants|toddlers|~child|~baby|~teenagers",
        question: "What about children with {t}?",
        more: None,
        phrasings: "{t} in children|can children have {t}|{t} in babies|my child has {t}|do kids get {t}|\
              {t} in young people",
        missing: None,
    },
    About {
        kind: Kind::Other,
        id: "about",
        section: "More",
        cues: "",
        question: "",
        more: None,
        phrasings: "",
        missing: None,
    },
];
