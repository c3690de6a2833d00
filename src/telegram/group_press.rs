//! Buttons pressed in a group: only by who asked, or by an admin.

use super::asked::Target;
use super::cooldown::Pace;
use super::group::{Floor, manner};
use super::press::Press;
use super::recent::Subject;
use super::send::replace;
use super::serve::{Failure, OfRow, Service};
use crate::render::Action;

impl Service {
    /// Acts on a button that was pressed in a group, if whoever pressed it may.
    pub(super) async fn pressed(&self, floor: &Floor<'_>, press: Press<'_>) -> Result<(), Failure> {
        let wording = floor.talk.wording();
        let (Some(action), Some(target), Some(message)) =
            (Action::parse(press.data), press.target.clone(), press.message)
        else {
            self.acknowledge(press.query, Some((&wording.gone(), true))).await;
            return Ok(());
        };
        if let Action::Admin(order) = &action {
            let keeper = self.is_keeper(target.chat);
            let gone = wording.gone();
            self.acknowledge(press.query, (!keeper).then_some((gone.as_str(), true))).await;
            let progress = OfRow(&self.intake.inbox, floor.row);
            return if keeper { self.order(order, press.message, &target, &progress).await } else { Ok(()) };
        }
        let is_setting = matches!(action, Action::Setting { .. });
        let asker = floor.person.is_some_and(|person| self.intake.people.asker(target.chat, message) == Some(person));
        let own = !is_setting && (floor.group.own || asker);
        if !own && !self.is_admin(target.chat, floor.person, false).await? {
            let notice = if is_setting { wording.only_admins_set() } else { wording.not_your_button() };
            self.acknowledge(press.query, Some((&notice, false))).await;
            return Ok(());
        }
        match &action {
            Action::Rate { .. } if !floor.settings.thumbs => {
                self.acknowledge(press.query, Some((&wording.gone(), false))).await;
                Ok(())
            }
            Action::Rate { entry, vote, before } => {
                let keyboard = press.keyboard;
                let press = Press { target: Some(target), ..press };
                self.rate(&press, (entry, *vote, *before), keyboard, floor.row).await
            }
            Action::Setting { name, value } => {
                self.acknowledge(press.query, None).await;
                self.set((name, value), floor.settings.clone(), message, &target, floor.row).await
            }
            Action::StillWanted => {
                self.acknowledge(press.query, None).await;
                self.still_wanted(Some(message), &target, floor.row).await
            }
            action => {
                self.observe_press(action, &press, &target).await;
                self.turn(floor, action, press.query, message, &target).await
            }
        }
    }

    /// Shows what a button brings, within the limits.
    async fn turn(
        &self,
        floor: &Floor<'_>,
        action: &Action,
        query: &str,
        message: i32,
        target: &Target,
    ) -> Result<(), Failure> {
        let wording = floor.talk.wording();
        let turn = floor.talk.press_in_group(action, manner(&floor.settings));
        if turn.in_place {
            self.acknowledge(query, None).await;
            self.memory.remember(&turn.card, target);
            self.recent.changed(target.chat, &[message]);
            replace(&self.api, &turn.card, message, target, &OfRow(&self.intake.inbox, floor.row)).await?;
            return Ok(());
        }
        let subject = match action {
            Action::Show(id) => Some(Subject::Entries(vec![id.clone()])),
            _ => None,
        };
        let again = subject.as_ref().is_some_and(|subject| self.recent.first(target.place(), subject).is_some());
        if again {
            self.acknowledge(query, Some((&wording.shown_above(), false))).await;
            return Ok(());
        }
        if floor.row.attempts == 0 && self.intake.cooldown.pace(target.chat, floor.person) != Pace::Free {
            self.acknowledge(query, Some((&wording.wait_and_press(), false))).await;
            return Ok(());
        }
        self.acknowledge(query, None).await;
        let delivered = self.show(&turn.card, target, floor.row).await?;
        if let (Some(person), Some(last)) = (floor.person, delivered.messages.last()) {
            self.intake.people.asked(delivered.chat, *last, person);
        }
        if let (Some(subject), Some(first)) = (subject, delivered.messages.first()) {
            self.recent.answered((delivered.chat, target.thread), subject, *first);
        }
        Ok(())
    }
}
