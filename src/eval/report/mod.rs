//! The evaluation as one self-contained page that reads well on a phone: figures, plots, confusions, misses.

mod plot;

use super::compare::{Comparison, Difference};
use super::confusion::Confusion;
use super::curve::{Point, Thresholds};
use super::figures::{Figures, Miss};
use super::share::Share;
use html_escape::encode_text as escape;
use std::fmt::Write as _;

/// How many rows a table shows at most.
const MOST_ROWS: usize = 200;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;max-width:46rem;overflow-wrap:break-word}\
h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}\
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .4rem;border-bottom:1px solid #8885}\
td:first-child{overflow-wrap:anywhere}td.part{padding-left:1.4rem}td.n{text-align:right;white-space:nowrap}small{opacity:.75;display:block}\
svg{max-width:100%;height:auto;background:#fff;border-radius:6px}\
details{margin:.5rem 0}summary{cursor:pointer;padding:.4rem 0}";

/// What the page shows.
#[derive(Debug)]
pub struct Page<'a> {
    /// The name of the evaluation file.
    pub file: &'a str,
    /// What the knowledge is called.
    pub knowledge: &'a str,
    /// How many messages were asked.
    pub rows: usize,
    /// The figures.
    pub figures: &'a Figures,
    /// What was taken for what.
    pub confusions: &'a [Confusion],
    /// Accuracy against refusals.
    pub curve: &'a [Point],
    /// The point of today's threshold.
    pub today: Point,
    /// Today's thresholds.
    pub thresholds: Thresholds,
    /// Those that are worth most on these rows.
    pub suggested: Thresholds,
    /// What differs from another knowledge, and what that is called.
    pub comparison: Option<(&'a str, &'a Comparison)>,
}

/// The page as HTML: one file, no scripts, nothing loaded from elsewhere.
#[must_use]
pub fn html(page: &Page<'_>) -> String {
    let mut out = String::new();
    // writing to a String cannot fail
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>How good is the FAQ?</title><style>{STYLE}</style></head><body>\
         <h1>How good is the FAQ?</h1><p>{} on {} messages of {}.</p>",
        escape(page.knowledge),
        page.rows,
        escape(page.file)
    );
    figures(page.figures, &mut out);
    kinds(page.figures, &mut out);
    thresholds(page, &mut out);
    confusions(page.confusions, &mut out);
    if let Some((other, comparison)) = page.comparison {
        let _ = write!(out, "<h2>Against {}</h2><p>{} as good as before.</p>", escape(other), comparison.same);
        differences("Better", &comparison.better, &mut out);
        differences("Worse", &comparison.worse, &mut out);
    }
    misses(&page.figures.misses, &mut out);
    out.push_str("</body></html>\n");
    out
}

fn figures(figures: &Figures, out: &mut String) {
    out.push_str("<h2>Figures</h2><table><tr><th>Of the messages</th><th>share</th></tr>");
    for (what, share) in figures.named() {
        row(what, share, out);
    }
    out.push_str("</table><p><small>In brackets: where the true share lies in 95 of 100 cases (Wilson).</small></p>");
}

fn row(what: &str, share: Share, out: &mut String) {
    if share.of > 0 {
        let (low, high) = share.interval();
        let _ = write!(
            out,
            "<tr><td{}>{}</td><td class=\"n\">{:.1} %<small>{} of {} ({:.0} to {:.0} %)</small></td></tr>",
            if what.starts_with(' ') { " class=\"part\"" } else { "" },
            escape(what.trim()),
            100.0 * share.rate(),
            share.count,
            share.of,
            100.0 * low,
            100.0 * high
        );
    }
}

fn kinds(figures: &Figures, out: &mut String) {
    let kinds: Vec<(&str, Share)> = figures
        .right_by_kind
        .iter()
        .filter(|(kind, _)| !kind.is_empty())
        .map(|(kind, share)| (&**kind, *share))
        .collect();
    if !kinds.is_empty() {
        out.push_str("<h2>Right replies by kind of message</h2>");
        out.push_str(&plot::bars(&kinds));
    }
}

fn thresholds(page: &Page<'_>, out: &mut String) {
    let _ = write!(
        out,
        "<h2>Accuracy against refusals</h2>{}<p>Each point is another confidence from which on a passage is shown at once. \
         Today it is {:.2}, and entries are offered from {:.2}; on these messages {:.2} and {:.2} would be worth most. \
         Both are part of the program, not a setting: what helps single questions is another phrasing.</p>",
        plot::curve(page.curve, page.today),
        page.thresholds.answer,
        page.thresholds.suggest,
        page.suggested.answer,
        page.suggested.suggest
    );
}

fn confusions(confusions: &[Confusion], out: &mut String) {
    if confusions.is_empty() {
        return;
    }
    out.push_str("<h2>Taken for something else</h2><table><tr><th>expected</th><th>got</th><th>times</th></tr>");
    for confusion in confusions.iter().take(MOST_ROWS) {
        let examples: Vec<String> = confusion.examples.iter().map(|text| escape(text).into_owned()).collect();
        let _ = write!(
            out,
            "<tr><td>{}<small>{}</small></td><td>{}</td><td class=\"n\">{}</td></tr>",
            escape(&confusion.expected),
            examples.join("<br>"),
            escape(&confusion.got),
            confusion.count
        );
    }
    out.push_str("</table>");
}

fn differences(name: &str, differences: &[Difference], out: &mut String) {
    let _ = write!(out, "<details open><summary>{name}: {}</summary><table>", differences.len());
    for difference in differences.iter().take(MOST_ROWS) {
        let _ = write!(
            out,
            "<tr><td>{}<small>line {}, expected {}</small></td><td>{}<small>before: {}</small></td></tr>",
            escape(&difference.question),
            difference.line,
            escape(&difference.expected),
            escape(&difference.now),
            escape(&difference.before)
        );
    }
    out.push_str("</table></details>");
}

fn misses(misses: &[Miss], out: &mut String) {
    let offered = misses.iter().filter(|miss| miss.offered).count();
    let _ = write!(
        out,
        "<h2>Not the right reply at once</h2><details><summary>{} messages, {offered} of them with the right one \
         offered</summary><table>",
        misses.len()
    );
    for miss in misses.iter().take(MOST_ROWS) {
        let _ = write!(
            out,
            "<tr><td>{}<small>line {}, expected {}</small></td><td>{} {}<small>{:.2}{}</small></td></tr>",
            escape(&miss.question),
            miss.line,
            escape(&miss.expected),
            miss.decision,
            escape(&miss.entries.join(", ")),
            miss.confidence,
            if miss.offered { ", the right one offered" } else { "" }
        );
    }
    out.push_str("</table></details>");
}
