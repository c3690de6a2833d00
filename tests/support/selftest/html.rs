//! The HTML dialect and the clean-up of texts.

use crate::support::html::{link, parse};
use crate::support::text::{Formatted, detect};

/// A text as `bold(0,4) ...`, to compare entities at a glance.
fn shown(formatted: &Formatted) -> String {
    let entities = formatted.entities.iter().map(|e| {
        let extra: Vec<String> = e.extra.values().map(|value| value.as_str().unwrap_or_default().to_owned()).collect();
        format!("{}({},{}){}", e.kind, e.offset, e.length, extra.concat())
    });
    entities.collect::<Vec<_>>().join(" ")
}

#[test]
fn tags_become_entities_with_utf16_offsets() {
    for (html, text, entities) in [
        ("plain", "plain", ""),
        ("<b>bold</b> <strong>x</strong>", "bold x", "bold(0,4) bold(5,1)"),
        ("<i>a</i><em>b</em><u>c</u><ins>d</ins>", "abcd", "italic(0,1) italic(1,1) underline(2,1) underline(3,1)"),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", "strikethrough(0,1) strikethrough(1,1) strikethrough(2,1)"),
        ("<tg-spoiler>a</tg-spoiler><span class=\"tg-spoiler\">b</span>", "ab", "spoiler(0,1) spoiler(1,1)"),
        ("\u{1f600} <b>\u{1f600}ä</b>", "\u{1f600} \u{1f600}ä", "bold(3,3)"),
        ("<b>a<i>b</i></b>", "ab", "bold(0,2) italic(1,1)"),
        ("<b></b>x", "x", ""),
        ("<a href='https://e.org/?a=1&amp;b=2'>x</a>", "x", "text_link(0,1)https://e.org/?a=1&b=2"),
        ("<a href=\"e.org\">x</a>", "x", "text_link(0,1)http://e.org/"),
        ("<code>a &lt; b</code>", "a < b", "code(0,5)"),
        ("<pre><code class=\"language-rust\">fn</code></pre>", "fn", "pre(0,2)rust"),
        ("<blockquote>q</blockquote>", "q", "blockquote(0,1)"),
        ("<blockquote expandable>q</blockquote>", "q", "expandable_blockquote(0,1)"),
        ("<tg-emoji emoji-id=\"5368324170671202286\">x</tg-emoji>", "x", "custom_emoji(0,1)5368324170671202286"),
        ("<B>x</b >", "x", "bold(0,1)"),
        ("&lt;&gt;&amp;&quot;&#39;&#x1F600;", "<>&\"'\u{1f600}", ""),
    ] {
        let parsed = parse(html).expect(html);
        assert_eq!((parsed.text.as_str(), shown(&parsed).as_str()), (text, entities), "{html}");
        assert_eq!(parsed.doubts, Vec::<String>::new(), "{html}");
    }
}

#[test]
fn what_telegram_refuses_is_refused_in_its_words() {
    for (html, why) in [
        ("a < b", "Unsupported start tag \"\" at byte offset 2"),
        ("I <3", "Unclosed start tag at byte offset 2"),
        ("I <3 you", "Unsupported start tag \"3\" at byte offset 2"),
        ("line<br>", "Unsupported start tag \"br\" at byte offset 4"),
        ("<br/>", "Unsupported start tag \"br/\" at byte offset 0"),
        ("<p>x</p>", "Unsupported start tag \"p\" at byte offset 0"),
        ("<!-- x -->", "Unsupported start tag \"!--\" at byte offset 0"),
        ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("ä<b class=\"x", "Unclosed start tag at byte offset 2"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ("<a href>x</a>", "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0"),
        ("<a =x>y</a>", "Empty attribute name in the tag \"a\" at byte offset 0"),
        ("<a href=e/x>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji emoji-id=\"x\">y</tg-emoji>", "Invalid custom emoji identifier specified"),
    ] {
        assert_eq!(parse(html), Err(why.to_owned()), "{html}");
    }
}

#[test]
fn a_missing_escape_that_telegram_lets_pass_is_doubtful() {
    for (html, text) in [
        ("Q & A", "Q & A"),
        ("a&nbsp;b", "a&nbsp;b"),
        ("&apos;", "&apos;"),
        ("a &lt b", "a < b"),
        ("<b class=\"x\">y</b>", "y"),
        ("<a href=\"javascript:x\">y</a>", "y"),
        ("<code><b>x</b></code>", "x"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "ab"),
    ] {
        let parsed = parse(html).expect(html);
        assert_eq!(parsed.text, text);
        assert_eq!(parsed.doubts.len(), 1, "{html}: {:?}", parsed.doubts);
    }
}

#[test]
fn spaces_and_control_characters_are_cleaned_and_entities_move_along() {
    for (html, text, entities) in [
        (" \n <b> x </b>\n ", "x", "bold(0,1)"),
        ("a\r\n<b>b</b>", "a\nb", "bold(2,1)"),
        ("\ta\u{1}<i>b</i>", "a b", "italic(2,1)"),
        ("a <b> </b> b", "a   b", ""),
        ("\u{202e}x<b>y\u{202e}z</b>", "xyz", "bold(1,2)"),
        ("   ", "", ""),
    ] {
        let tidied = parse(html).expect(html).tidied();
        assert_eq!((tidied.text.as_str(), shown(&tidied).as_str()), (text, entities), "{html:?}");
    }
}

#[test]
fn telegram_finds_commands_mentions_and_links_by_itself() {
    for (text, entities) in [
        ("/start", "bot_command(0,6)"),
        ("/start@Some_Bot x", "bot_command(0,15)"),
        ("a/b and/or https://e.org/a/b", "url(11,17)"),
        ("/a/b", ""),
        ("hi @somebody!", "mention(3,9)"),
        ("me@example.org", "email(0,14)"),
        ("@abc", ""),
        ("\u{1f600} @somebody", "mention(3,9)"),
        ("#tag #1", "hashtag(0,4)"),
        ("see www.e.org.", "url(4,9)"),
    ] {
        assert_eq!(shown(&Formatted::new(text, detect(text))), entities, "{text}");
    }
}

#[test]
fn only_addresses_telegram_accepts_become_links() {
    for (address, url) in [
        ("https://e.org", Some("https://e.org/")),
        ("HTTP://e.org/x", Some("http://e.org/x")),
        ("tg://user?id=1", Some("tg://user?id=1")),
        ("http://localhost:8080", Some("http://localhost:8080/")),
        ("ftp://e.org", None),
        ("nowhere", None),
        ("https://", None),
        ("https://a b.org", None),
        ("", None),
    ] {
        assert_eq!(link(address).as_deref(), url, "{address}");
    }
}
