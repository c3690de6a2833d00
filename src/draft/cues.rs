//! How text that is no part of an article gives itself away: turns of speech by what they belong to, as data.

use crate::text::normalise;

/// Something around an article that is not the article.
#[derive(Debug)]
pub(super) struct Junk {
    /// What it is called when it is left out.
    pub(super) name: &'static str,
    /// Phrases that give a sentence away wherever they stand in it.
    phrases: &'static [&'static str],
    /// What a whole block says, or consists of.
    alone: &'static [&'static str],
    /// Words of which a short block is made up entirely.
    made_of: &'static [&'static str],
    /// Whether what stands beside it belongs to it unless it speaks of the article's subject.
    pub(super) spreads: bool,
}

/// The name of comments, whose heading is often followed by the comments themselves.
pub(super) const COMMENTS: &str = "the comment form";
/// The name of links to elsewhere, whose heading is often followed by more of them.
pub(super) const NAVIGATION: &str = "navigation";

const fn junk(name: &'static str, phrases: &'static [&'static str], alone: &'static [&'static str]) -> Junk {
    Junk { name, phrases, alone, made_of: &[], spreads: false }
}

/// All written as [`normalise`] leaves them.
#[rustfmt::skip] // long lists of words stay packed
pub(super) const JUNK: [Junk; 10] = [
    Junk {
        spreads: true,
        ..junk(
            "an advertisement",
            &[
                "save money", "shop online", "while you shop", "online shopping", "coupon", "coupons", "promo code",
                "discount code", "free trial", "free shipping", "free delivery", "money back guarantee", "buy now",
                "shop now", "order now", "order today", "add to cart", "add to basket", "limited time",
                "special offer", "exclusive offer", "best price", "lowest price", "compensates us",
                "compensated when", "affiliate", "affiliates", "sponsored", "sponsored by", "promoted",
                "paid content", "earn a commission", "links we provided", "install the app", "download the app",
                "download our", "download now", "app store", "google play", "browser extension", "click here",
                "click below", "cancel anytime", "cancel any time", "get a quote", "free quote", "compare quotes",
                "cash back", "cashback", "gift card", "start saving", "learn how you can save", "members save",
                "while stocks last", "this ad", "why this ad", "our partners", "our sponsor", "our sponsors",
                "advertiser", "advertisers", "best seller", "bestseller", "our shop",
            ],
            &[
                "advertisement", "advertisements", "advertising", "ad", "ads", "get started", "learn more",
                "try it free", "start now", "claim your offer", "story continues below",
            ],
        )
    },
    Junk {
        spreads: true,
        ..junk(
            "a newsletter",
            &[
                "sign up for our", "sign up to our", "sign up for the", "subscribe", "newsletter", "newsletters",
                "your inbox", "enter your email", "your email address", "unsubscribe",
            ],
            &["sign up", "sign me up", "email address", "email"],
        )
    },
    junk(
        "a cookie note",
        &[
            "use cookies", "uses cookies", "using cookies", "of cookies", "all cookies", "accept cookies",
            "cookie policy", "cookie settings", "cookie preferences", "manage cookies", "privacy choices",
            "privacy policy", "privacy notice",
        ],
        &["accept", "accept all", "reject all", "manage preferences", "i agree", "got it"],
    ),
    Junk {
        made_of: &[
            "share", "tweet", "print", "email", "facebook", "twitter", "x", "pinterest", "whatsapp", "linkedin",
            "reddit", "telegram", "instagram", "youtube", "tumblr", "save", "copy", "link", "like", "pin", "post",
            "on", "by", "via", "this", "article", "page", "bookmark", "more",
        ],
        ..junk(
            "a share bar",
            &[
                "share on", "share this", "share via", "share article", "share with friends", "tweet this", "pin it",
                "follow us", "like us on", "copy link", "email this", "print this", "send to a friend",
            ],
            &[],
        )
    },
    junk(
        NAVIGATION,
        &[
            "was this page helpful", "was this helpful", "was this article helpful", "rate this article", "skip to content", "skip to main", "skip to the", "read more", "read next", "related articles",
            "related posts", "related topics", "related stories", "you may also like", "you might also like",
            "recommended for you", "more from", "most popular", "most read", "trending now", "next article",
            "previous article", "back to top", "back to the top", "table of contents", "in this article",
            "on this page", "jump to", "popular articles", "editors picks",
        ],
        &[
            "home", "menu", "search", "contents", "next", "previous", "close", "trending", "topics", "see also",
            "open menu", "related", "show more", "load more", "site map", "sitemap", "contact us", "about us",
            "contact", "faq",
        ],
    ),
    junk(
        COMMENTS,
        &[
            "post your comment", "post your comments", "post a comment", "leave a comment", "leave a reply",
            "leave your comment", "write a comment", "add a comment", "discuss this article", "join the discussion",
            "join the conversation", "view comments", "view all comments", "show comments", "forgot password",
            "forgot your password", "lost your password", "remember me", "will not be published", "required fields",
            "log in to", "login to", "sign in to", "logged in to", "create an account", "notify me of",
        ],
        &[
            "comments", "comment", "reply", "log in", "login", "sign in", "register", "username", "password",
            "your name", "name", "website", "submit", "cancel", "report", "discussion", "responses", "your comment",
            "send",
        ],
    ),
    junk(
        "a notice of rights",
        &[
            "all rights reserved", "terms of use", "terms of service", "terms and conditions",
            "reprinted with permission", "reproduced with permission", "copyright",
        ],
        &["privacy", "terms", "legal", "imprint"],
    ),
    junk(
        "the credit of a picture",
        &[
            "photo by", "photograph by", "image by", "image credit", "photo credit", "picture credit", "getty images",
            "shutterstock", "istock", "stock photo", "image source", "photo courtesy", "image courtesy",
        ],
        &[],
    ),
    junk(
        "a note on the article, not its text",
        &[
            "last updated", "last reviewed", "medically reviewed by", "reviewed by", "fact checked",
            "fact checked by", "written by", "edited by", "published on", "first published", "updated on", "min read",
            "minute read", "minutes read", "freelance writer", "contributing writer", "regular contributor",
            "staff writer", "page last", "next review due",
        ],
        &["references", "sources", "further reading", "bibliography", "about the author", "glossary"],
    ),
    junk(
        "a disclaimer; the bot has its own reminder",
        &[
            "not a substitute for", "informational purposes", "information purposes",
            "not intended as medical advice", "not medical advice", "does not provide medical advice",
            "does not constitute medical advice",
        ],
        &["disclaimer"],
    ),
];

/// The junk that a sentence or a block sounds like.
pub(super) fn sounds_like(text: &str) -> Option<&'static Junk> {
    let normal = format!(" {} ", normalise(text).replace('\n', " "));
    let says = |phrase: &&str| normal.contains(&format!(" {phrase} "));
    let plain: Vec<&str> = normal.split(' ').filter(|word| !word.is_empty() && word.parse::<f64>().is_err()).collect();
    let whole = plain.join(" ");
    let found = JUNK.iter().find(|junk| {
        junk.phrases.iter().any(says)
            || junk.alone.contains(&whole.as_str())
            || (!plain.is_empty() && !junk.made_of.is_empty() && plain.iter().all(|word| junk.made_of.contains(word)))
    });
    let raw = text.to_lowercase();
    found
        .or_else(|| (raw.contains("% off") || joins_a_crowd(&plain, &normal)).then_some(&JUNK[0]))
        .or_else(|| is_trail(text).then_some(&JUNK[4]))
        .or_else(|| (raw.contains('©') || raw.contains("(c) ")).then_some(&JUNK[6]))
}

/// "Join 3 million users who ..."
fn joins_a_crowd(plain: &[&str], normal: &str) -> bool {
    const CROWD: [&str; 8] =
        ["users", "members", "subscribers", "customers", "people", "readers", "shoppers", "millions"];
    let number = normal.chars().any(|letter| letter.is_ascii_digit()) || plain.contains(&"millions");
    plain.first() == Some(&"join") && number && plain.iter().any(|word| CROWD.contains(word))
}

/// "Home > Health > Liver": a short line of steps.
fn is_trail(text: &str) -> bool {
    [" > ", " » ", " › ", " | "].iter().any(|mark| text.matches(mark).count() >= 2)
}
