//! Verbs of English prose about health, by their base form, as data: no tagger is small enough to be worth its room.

use super::clause_words::Words;

/// Words that are mostly nouns ("test", "scan", "drink") are left out.
const VERBS: Words = Words(
    "absorb accompany account ache act advise affect allow appear arise ask attach attack avoid beat become begin \
     believe belong bind bleed block break breathe bring build burn burst call calm carry catch cause change check \
     choose circulate clear close coat collect combine come complicate confirm consist contain continue contract \
     contribute control convert cool cope cost cough count cover crack damage dampen decide defend depend \
     describe destroy detect develop diagnose die differ digest disappear discolour dissolve drain drop dry ease \
     eat emerge enter examine exercise experience explain face fail faint fall feel fill filter find fit flare \
     flow follow form gain get give go grow happen harden harm heal help hold hurt imitate improve include \
     increase infect inherit interfere invade involve irritate itch judge keep kill know last lead leak learn \
     leave lie lift limit line live look loosen lose lower make matter mean measure mix move multiply narrow need \
     notice occur offer open originate pass peel pile plan play point pose prescribe press prevent produce \
     protect provide pull pump push put raise reach react receive recommend recover reduce regulate relax release \
     relieve rely remain remove replace require resemble respond return reveal ripple rise rule run see seem send \
     serve set settle shake share show shrink sit sleep slow smoke sneeze soothe spare speed spread squeeze stand \
     start stay stick stiffen stop store strain strengthen stretch succeed suffer supply support survive swell \
     take talk tell tend thicken think tighten transport trap travel treat tremble trigger turn use vanish vary \
     visit vomit wait walk want warm weaken wear widen work worry worsen",
);

/// Whether a word is a verb in its base form.
pub(super) fn is_base(word: &str) -> bool {
    VERBS.contains(&word)
}

/// The base form of a verb that stands as it does behind "he": "carries" is "carry".
pub(super) fn base_of(word: &str) -> Option<String> {
    let base = match word {
        "has" => "have".to_owned(),
        _ if word.ends_with("ies") => format!("{}y", word.strip_suffix("ies")?),
        _ => {
            let short = word.strip_suffix('s')?;
            let long = short.strip_suffix('e').filter(|stem| ends_hissing(stem) && is_base(stem));
            long.unwrap_or(short).to_owned()
        }
    };
    (base == "have" || is_base(&base)).then_some(base)
}

/// "pass", "push", "go": these take "es".
fn ends_hissing(stem: &str) -> bool {
    ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| stem.ends_with(end))
}
