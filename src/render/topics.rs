//! What can be answered, as a table of contents: sections with their questions, in pages where they are many.

use super::action::Action;
use super::card::Card;
use super::compose::Composer;
use crate::knowledge::Entry;

/// Sections on a page.
pub(super) const SECTIONS: usize = 8;
/// Questions of a section on a page.
const QUESTIONS: usize = 8;
/// Questions below which a page of sections names them all.
const ALL: usize = 40;

impl Composer<'_> {
    /// The first page of the sections.
    #[must_use]
    pub fn topics(&self) -> Card {
        self.topics_page(0)
    }

    /// A page of the sections, each with its questions, or with their number where they are many. Behind the last page
    /// comes the first.
    #[must_use]
    pub fn topics_page(&self, page: usize) -> Card {
        let sections = self.knowledge().sections();
        let pages = sections.chunks(SECTIONS);
        let last = pages.len().saturating_sub(1);
        let page = if page > last { 0 } else { page };
        let shown = sections.chunks(SECTIONS).nth(page).unwrap_or_default();
        let brief = shown.iter().map(|section| self.knowledge().in_section(section).count()).sum::<usize>() > ALL;
        let mut card = Card::default().heading(self.wording().topics_heading());
        for section in shown {
            let questions: Vec<&Entry> = self.knowledge().in_section(section).collect();
            let lines: Vec<String> = questions.iter().map(|entry| format!("• {}", entry.question)).collect();
            card = card.heading(*section);
            card = card.text(if brief { self.wording().questions(questions.len()) } else { lines.join("\n") });
        }
        card = card.reminder(self.wording().reminder());
        for section in shown {
            card = card.button(*section, Action::Section((*section).to_owned()));
        }
        if page > 0 {
            card = card.button(self.wording().previous_page(), Action::TopicsPage(page - 1));
        }
        if page < last {
            card = card.button(self.wording().next_page(), Action::TopicsPage(page + 1));
        }
        card
    }

    /// The questions of a section, from its first.
    #[must_use]
    pub fn section(&self, name: &str) -> Card {
        let entries: Vec<&Entry> = self.knowledge().in_section(name).collect();
        self.questions_from(name, &entries, 0)
    }

    /// The page of a section that begins with an entry.
    #[must_use]
    pub fn section_from(&self, id: &str) -> Card {
        let Some(entry) = self.knowledge().entry(id) else { return self.gone() };
        let entries: Vec<&Entry> = self.knowledge().in_section(&entry.section).collect();
        let first = entries.iter().position(|other| other.id == id).unwrap_or(0);
        self.questions_from(&entry.section, &entries, first)
    }

    fn questions_from(&self, section: &str, entries: &[&Entry], first: usize) -> Card {
        if entries.is_empty() {
            return self.gone();
        }
        let mut card = Card::default().heading(section).reminder(self.wording().reminder());
        for entry in entries.iter().skip(first).take(QUESTIONS) {
            card = card.button(&entry.question, Action::Browse(entry.id.clone()));
        }
        if first > 0 {
            let before = entries[first.saturating_sub(QUESTIONS)];
            card = card.button(self.wording().previous_page(), Action::SectionFrom(before.id.clone()));
        }
        if let Some(next) = entries.get(first + QUESTIONS) {
            card = card.button(self.wording().next_page(), Action::SectionFrom(next.id.clone()));
        }
        card.button(self.wording().all_topics(), Action::Topics)
    }
}
