//! `/stats`: how much was asked, what was decided, and which entries were asked for most; in words, with a chart.

use super::Stored;
use crate::chart::{Bar, bars};
use crate::edition::Edition;
use crate::render::{Card, Wording, plain};
use crate::store::{Count, Inbox, Row};
use crate::telegram::api::Photo;
use crate::telegram::asked::Target;
use crate::telegram::limit::Class;
use crate::telegram::refusal::Refusal;
use crate::telegram::serve::{Failure, Service};
use chrono::DateTime;
use log::debug;
use std::collections::HashMap;

/// Days of the words, and of the chart.
const DAYS: i64 = 30;
const CHART_DAYS: i64 = 14;
/// Entries that are named.
const NAMED: usize = 5;
/// Letters of a question that are shown.
const LONGEST: usize = 70;
/// The decisions in the order of the chart, from the bottom up.
const DECISIONS: [&str; 6] = ["answer", "suggest", "none", "urgent", "personal", "smalltalk"];

impl Service {
    /// Sends the figures, as a picture with words below it where that is possible.
    pub(super) async fn stats(&self, target: &Target, row: &Row) -> Result<(), Failure> {
        self.desk.tally.flush(&self.intake.inbox).await;
        let today = self.today();
        let figures = Figures::read(&self.intake.inbox, today, DAYS).await?;
        let (edition, wording) = (self.live.now(), self.wording());
        let card = figures.card(&edition, &wording, today);
        if let Some(png) = figures.chart(&wording, today) {
            let caption = plain::text(&card);
            let photo = Photo { target, png, caption: &caption };
            match self.api.photo(&photo, Class::Interactive).await {
                Ok(_) => return Ok(()),
                // a chat may forbid pictures
                Err(Refusal::Final(refusal)) => debug!("a chart could not be sent ({refusal}); sending words"),
                Err(refusal) => return Err(refusal.into()),
            }
        }
        self.show_keepers(&card, target, row).await
    }
}

/// The counts of some days.
pub(super) struct Figures {
    days: i64,
    /// By day and decision.
    decisions: HashMap<(i64, String), u64>,
    /// By entry.
    entries: HashMap<String, u64>,
    /// Lists shown in other chats while somebody typed. Not questions: every few letters bring one.
    listed: u64,
    /// How often passages were said to help, and not to.
    rated: (u64, u64),
}

impl Figures {
    /// Reads the counts of the last days, today included.
    pub(super) async fn read(inbox: &Inbox, today: i64, days: i64) -> Stored<Self> {
        let mut figures =
            Self { days, decisions: HashMap::new(), entries: HashMap::new(), listed: 0, rated: inbox.rated().await? };
        for Count { day, kind, name, count } in inbox.counts_since(today - days + 1).await? {
            match kind.as_str() {
                "decision" => *figures.decisions.entry((day, name)).or_default() += count,
                "inline" => figures.listed += count,
                _ => *figures.entries.entry(name).or_default() += count,
            }
        }
        Ok(figures)
    }

    fn asked(&self, from: i64) -> u64 {
        self.decisions.iter().filter(|((day, _), _)| *day >= from).map(|(_, count)| count).sum()
    }

    fn decided(&self, decision: &str) -> u32 {
        let counts = self.decisions.iter().filter(|((_, name), _)| name == decision).map(|(_, count)| count);
        small(counts.sum())
    }

    /// The figures in words: short enough for the caption of a picture.
    pub(super) fn card(&self, edition: &Edition, wording: &Wording, today: i64) -> Card {
        let days = u32::try_from(self.days).unwrap_or(u32::MAX);
        let asked = |days: i64| small(self.asked(today - days + 1));
        let mut card = Card::default().text(wording.stats_asked(asked(1), asked(7), asked(self.days), days));
        if self.asked(0) > 0 {
            let [answer, suggest, none, urgent, personal, smalltalk] = DECISIONS.map(|name| self.decided(name));
            card = card.text(wording.stats_decisions(answer, suggest, none, urgent, personal, smalltalk));
        }
        if self.listed > 0 {
            card = card.text(wording.stats_listed(small(self.listed)));
        }
        if self.rated != (0, 0) {
            card = card.text(wording.stats_rated(small(self.rated.0), small(self.rated.1)));
        }
        let mut entries: Vec<(&String, &u64)> = self.entries.iter().collect();
        entries.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let knowledge = edition.conversation.engine().knowledge();
        let line = |(id, count): &(&String, &u64)| {
            let question = knowledge.entry(id).map_or(id.as_str(), |entry| entry.question.as_str());
            format!("{count}  {}", shortened(question))
        };
        let lines: Vec<String> = entries.iter().take(NAMED).map(line).collect();
        if lines.is_empty() { card } else { card.text(format!("{}\n{}", wording.stats_most(), lines.join("\n"))) }
    }

    fn chart(&self, wording: &Wording, today: i64) -> Option<Vec<u8>> {
        let legend = wording.stats_legend();
        let legend: Vec<&str> = legend.split(',').map(str::trim).collect();
        let bar = |day: i64| {
            let date = DateTime::from_timestamp(day * super::DAY, 0).unwrap_or_default();
            let parts = DECISIONS.map(|name| self.decisions.get(&(day, name.to_owned())).copied().unwrap_or_default());
            let label = date.format("%-d/%-m").to_string();
            Bar { label, parts: parts.to_vec() }
        };
        let days: Vec<Bar> = (today - CHART_DAYS + 1..=today).map(bar).collect();
        bars(&wording.stats_chart(), &legend, &days)
    }
}

fn shortened(question: &str) -> String {
    if question.chars().count() <= LONGEST {
        return question.to_owned();
    }
    let short: String = question.chars().take(LONGEST - 1).collect();
    format!("{}…", short.trim_end())
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
