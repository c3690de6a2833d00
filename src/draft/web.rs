//! HTML: the blocks of a page, those outside its main content told apart by the Readability algorithm.

use super::block::{Block, Kind, LeftOut, Reading, one_line};
use super::title::without_site;
use dom_query::{Document, NodeRef};
use dom_smoothie::Readability;

/// Elements that hold no text of a page.
const SILENT: [&str; 9] = ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "canvas"];
/// Elements inside a line of text; every other element parts blocks.
const INLINE: [&str; 26] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];
/// Elements that are never the article, and what they are.
const BESIDE: [(&str, &str); 9] = [
    ("figcaption", "the caption of a picture"),
    ("nav", "navigation"),
    ("footer", "the foot of the page"),
    ("form", "a form"),
    ("button", "a button"),
    ("aside", "beside the article"),
    ("dialog", "a dialogue window"),
    ("select", "a form"),
    ("label", "a form"),
];
/// Words in an element's class or id that say the same.
const NAMES: [(&str, &str); 23] = [
    ("caption", "the caption of a picture"),
    ("ad", "an advertisement"),
    ("ads", "an advertisement"),
    ("advert", "an advertisement"),
    ("advertisement", "an advertisement"),
    ("sponsored", "an advertisement"),
    ("promo", "an advertisement"),
    ("share", "a share bar"),
    ("sharing", "a share bar"),
    ("social", "a share bar"),
    ("cookie", "a cookie note"),
    ("cookies", "a cookie note"),
    ("consent", "a cookie note"),
    ("newsletter", "a newsletter"),
    ("comment", "comments"),
    ("comments", "comments"),
    ("disqus", "comments"),
    ("related", "links to other pages"),
    ("recommended", "links to other pages"),
    ("breadcrumb", "navigation"),
    ("breadcrumbs", "navigation"),
    ("menu", "navigation"),
    ("sidebar", "beside the article"),
];
/// A paragraph of at least this many words between parts of the main content belongs to it.
const LONG: usize = 20;
/// A block of fewer words must be a block of the main content, not just a part of one.
const SHORT: usize = 4;

/// A block, and why it is no part of the article if its element says so.
type Placed = (Block, Option<&'static str>);

pub(super) fn read(html: &str) -> Reading {
    let mut all = Vec::new();
    let page = Document::from(html);
    gather(&page.root(), None, &mut Open::default(), &mut all);
    place_lines(html, &mut all);
    let article = Readability::new(html, None, None).ok().and_then(|mut page| page.parse().ok());
    let Some(article) = article else {
        return part(all, None, &[]);
    };
    let mut main = Vec::new();
    gather(&Document::from(article.content.as_ref()).root(), None, &mut Open::default(), &mut main);
    let texts: Vec<String> = main.into_iter().map(|(block, _)| block.text).collect();
    let headings: Vec<String> = page.select("h1").iter().map(|heading| one_line(&heading.text())).collect();
    let title = without_site(&one_line(&article.title), article.site_name.as_deref(), &headings);
    let mut reading = part(all, Some(&title), &texts);
    let whole = one_line(&page.select("title").text());
    if let Some(text) = whole.strip_prefix(&title).or_else(|| whole.strip_suffix(&title)).filter(|cut| !cut.is_empty())
    {
        let line = html.find("<title").map_or(0, |at| html[..at].matches('\n').count() + 1);
        let text = text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
        reading.left_out.push(LeftOut { line, text, why: "the site's name, in the title".to_owned() });
    }
    reading.author = article.byline.map(|byline| one_line(&byline)).filter(|byline| !byline.is_empty());
    reading
}

/// Parts the article's blocks from the page's. Without a main content every block counts that its element allows.
fn part(all: Vec<Placed>, title: Option<&str>, main: &[String]) -> Reading {
    let running = main.join(" ");
    let is_main = |block: &Block| {
        title.is_none() || main.contains(&block.text) || (block.words() >= SHORT && running.contains(&block.text))
    };
    let inside: Vec<bool> = all.iter().map(|(block, beside)| beside.is_none() && is_main(block)).collect();
    let first = inside.iter().position(|inside| *inside).unwrap_or(0);
    let last = inside.iter().rposition(|inside| *inside).unwrap_or(0);
    let mut reading = Reading { title: title.map(one_line).filter(|title| !title.is_empty()), ..Reading::default() };
    for (at, (block, beside)) in all.into_iter().enumerate() {
        let between = (first..=last).contains(&at) && (block.kind == Kind::Heading || block.words() >= LONG);
        let names_it = reading.title.as_ref() == Some(&block.text);
        if inside[at] || (beside.is_none() && (between || names_it)) {
            reading.blocks.push(block);
        } else {
            let why = beside.unwrap_or("outside the main part of the page").to_owned();
            reading.left_out.push(LeftOut { line: block.line, text: block.text, why });
        }
    }
    reading
}

/// The text of the innermost open block.
#[derive(Debug, Default)]
struct Open {
    text: String,
    kind: Option<Kind>,
}

fn gather(node: &NodeRef<'_>, beside: Option<&'static str>, open: &mut Open, blocks: &mut Vec<Placed>) {
    for child in node.children_it(false) {
        if child.is_text() {
            open.text.push_str(&child.text());
            continue;
        }
        let Some(name) = child.node_name().filter(|_| child.is_element()) else { continue };
        let name: &str = &name;
        if SILENT.contains(&name) {
            continue;
        }
        let beside_too = beside.or_else(|| what_beside(&child, name));
        if INLINE.contains(&name) && beside_too == beside {
            gather(&child, beside, open, blocks);
            continue;
        }
        flush(open, beside, blocks);
        let outer = open.kind;
        open.kind = kind_of(name).or(outer);
        gather(&child, beside_too, open, blocks);
        flush(open, beside_too, blocks);
        open.kind = outer;
    }
    if node.parent().is_none() {
        flush(open, beside, blocks);
    }
}

fn flush(open: &mut Open, beside: Option<&'static str>, blocks: &mut Vec<Placed>) {
    let text = one_line(&std::mem::take(&mut open.text));
    if text.chars().any(char::is_alphanumeric) {
        blocks.push((Block { line: 0, kind: open.kind.unwrap_or(Kind::Paragraph), text }, beside));
    }
}

fn kind_of(name: &str) -> Option<Kind> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Kind::Heading),
        "li" | "dd" | "tr" => Some(Kind::Item),
        // a paragraph inside a list item is the item
        _ => None,
    }
}

/// What an element is that does not belong to the article.
fn what_beside(node: &NodeRef<'_>, name: &str) -> Option<&'static str> {
    if let Some((_, what)) = BESIDE.iter().find(|(element, _)| *element == name) {
        return Some(what);
    }
    if ["html", "body", "main", "article"].contains(&name) {
        return None;
    }
    let names = [node.class(), node.id_attr()].map(|name| name.map(|name| name.to_lowercase()).unwrap_or_default());
    let mut parts = names.iter().flat_map(|name| name.split(|letter: char| !letter.is_alphanumeric()));
    parts.find_map(|part| NAMES.iter().find(|(token, _)| *token == part).map(|(_, what)| *what))
}

/// Finds the line of each block: the first line from the last one on that begins like it.
fn place_lines(html: &str, blocks: &mut [Placed]) {
    let mut from = 0;
    for (block, _) in blocks {
        // entities and tags break a text in the source; its first words are enough
        let start: Vec<&str> = block.text.split(' ').take(3).collect();
        let begins = (1..=start.len()).rev().find_map(|count| html[from..].find(&start[..count].join(" ")));
        if let Some(at) = begins {
            from += at;
            block.line = html[..from].matches('\n').count() + 1;
        }
    }
}
