//! The draft as TOML that is pleasant to edit: one phrasing a line, passages over several lines, comments that help.

use super::Draft;
use super::ask::Proposal;
use super::vocabulary::Group;
use crate::toml_style::{lines_of_texts, long_text, short_list};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

const ARTICLE_HEAD: &str = "\
# A draft, made by rules from an article. A person must read every entry before anybody sees it.
#
# For each [[entry]]:
#   1. Read the passage against the article. It is the article's own text; shorten it where it is long.
#   2. Reword the question as people would ask it, and the phrasings: ten or more, each in other words.
#   3. Then write `reviewed = true`. Until then the bot does not show the entry.
#
# Give an entry another id now if you like; never change it once the bot is in use. Delete what is of no use.
# An entry with `covered = false` answers what people ask often and the article does not seem to say: delete it if the
# article says it after all.
#
# When all is read, write the day into [source]: reviewed = 2026-01-31
# Then run `bedside check`.

";

const VOCABULARY_HEAD: &str = "\
# Words: which ones mean the same, and which ones to leave alone. Proposed by `bedside draft`; a person must read it.
#
# A [[group]] has a `term`, which the entries use, and `variants`, what people say instead. `keep`, which comes first and is
# long, holds ordinary words that are not to be taken for a slip of one in the entries: it may stay as it is.

";

const OUT_OF_SCOPE_HEAD: &str = "\
# Messages for which the honest reply is \"I have no passage on this\". bedside learns from them what it must not answer.
# They are never shown to anybody. Proposed by `bedside draft` from those that come with bedside; delete what your
# article answers, and add what people ask about other things.

";

/// The article's file: source and entries.
pub(super) fn article(draft: &Draft) -> String {
    let mut document = DocumentMut::new();
    let mut source = Table::new();
    source.decor_mut().set_prefix(ARTICLE_HEAD);
    source["title"] = value(&draft.title);
    source["author"] = value(&draft.author);
    source["language"] = value("en");
    source["topic"] = value(&draft.topic);
    document["source"] = Item::Table(source);
    let mut entries = ArrayOfTables::new();
    draft.entries.iter().for_each(|entry| entries.push(entry_table(entry)));
    document["entry"] = Item::ArrayOfTables(entries);
    document.to_string()
}

fn entry_table(entry: &Proposal) -> Table {
    let mut table = Table::new();
    let place = match entry.line {
        0 => String::new(),
        line => format!("# line {line} of the article\n"),
    };
    table.decor_mut().set_prefix(format!("\n{place}"));
    table["id"] = value(&entry.id);
    table["question"] = value(entry.questions.first().map_or("", String::as_str));
    table["section"] = value(&entry.section);
    table["covered"] = value(entry.covered);
    table["paragraphs"] = value(entry.paragraphs.iter().map(|number| i64::from(*number)).collect::<toml_edit::Array>());
    table["related"] = value(short_list(&entry.related));
    table["phrasings"] = value(lines_of_texts(&entry.phrasings));
    table["passage"] = value(long_text(&entry.passage));
    table["reviewed"] = value(false);
    table
}

/// The vocabulary file.
pub(super) fn vocabulary(groups: &[Group], own: usize, keep: &[String]) -> String {
    let mut document = DocumentMut::new();
    document["keep"] = value(short_list(keep));
    if let Some(mut key) = document.key_mut("keep") {
        key.leaf_decor_mut().set_prefix(VOCABULARY_HEAD);
    }
    let mut tables = ArrayOfTables::new();
    for (at, (term, variants)) in groups.iter().enumerate() {
        let mut table = Table::new();
        let head = match at {
            0 if own > 0 => "\n# From the article: read these.\n\n",
            _ if at == own => {
                "\n# From here on words of everyday speech that come with bedside: they may stay as they are.\n\n"
            }
            _ => "\n",
        };
        table.decor_mut().set_prefix(head);
        table["term"] = value(term);
        table["variants"] = value(lines_of_texts(variants));
        tables.push(table);
    }
    document["group"] = Item::ArrayOfTables(tables);
    document.to_string()
}

/// The file of messages that no passage answers.
pub(super) fn out_of_scope(examples: &[String]) -> String {
    let mut document = DocumentMut::new();
    let mut table = Table::new();
    table.decor_mut().set_prefix(OUT_OF_SCOPE_HEAD);
    table["name"] = value("messages about other things");
    table["examples"] = value(lines_of_texts(examples));
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    document["group"] = Item::ArrayOfTables(tables);
    document.to_string()
}
