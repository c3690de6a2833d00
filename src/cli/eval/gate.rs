//! Bounds that an evaluation must keep, so that a build fails when the knowledge gets worse.

use crate::eval::{Figures, Share};

/// A share between 0 and 1.
fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "write a share between 0 and 1, such as 0.85".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("write a share between 0 and 1, such as 0.85".to_owned()) }
}

/// Bounds; each one that is not kept is a line on standard error, and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Gates (shares from 0 to 1; exit code 1 if one is not kept)")]
pub(super) struct Gates {
    /// Right entry answered at once, of the rows that expect an entry
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_accuracy: Option<f64>,
    /// Right entry answered or suggested
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_helped: Option<f64>,
    /// Right entry among the first three candidates
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_top3: Option<f64>,
    /// Right reply of any sort, of all rows
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_right: Option<f64>,
    /// Answered with a wrong entry
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_wrong: Option<f64>,
    /// Told that there is no passage though there is one
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_refused: Option<f64>,
    /// Answered with a passage though none fits, of the rows that expect `none`
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_false: Option<f64>,
    /// Urgent found
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_urgent: Option<f64>,
    /// Alarming but not urgent, and given the urgent reply
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_false_alarms: Option<f64>,
    /// Personal recognised
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_personal: Option<f64>,
    /// Small talk recognised
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_smalltalk: Option<f64>,
}

impl Gates {
    /// A line for each bound that is not kept. A bound that no row speaks of is not kept either.
    pub(super) fn failed(&self, figures: &Figures) -> Vec<String> {
        let least = [
            ("--min-accuracy", self.min_accuracy, figures.answered),
            ("--min-helped", self.min_helped, figures.answered_or_suggested),
            ("--min-top3", self.min_top3, figures.top3),
            ("--min-right", self.min_right, figures.right),
            ("--min-urgent", self.min_urgent, figures.urgent),
            ("--min-personal", self.min_personal, figures.personal),
            ("--min-smalltalk", self.min_smalltalk, figures.smalltalk),
        ];
        let most = [
            ("--max-wrong", self.max_wrong, figures.wrong),
            ("--max-refused", self.max_refused, figures.refused),
            ("--max-false", self.max_false, figures.none_answered),
            ("--max-false-alarms", self.max_false_alarms, figures.false_alarms),
        ];
        let low = least
            .into_iter()
            .filter_map(|(name, bound, share)| broken(name, bound?, share, share.rate() < bound?, "below"));
        let high = most
            .into_iter()
            .filter_map(|(name, bound, share)| broken(name, bound?, share, share.rate() > bound?, "above"));
        low.chain(high).collect()
    }
}

fn broken(name: &str, bound: f64, share: Share, is_broken: bool, side: &str) -> Option<String> {
    if share.of == 0 {
        return Some(format!("{name} {bound}: no row of the file speaks of it, add some or drop the gate"));
    }
    is_broken.then(|| format!("{name} {bound}: {:.3} ({} of {}) is {side} it", share.rate(), share.count, share.of))
}
