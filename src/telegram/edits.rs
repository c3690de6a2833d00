//! A message that was changed: its reply is changed to match, once the change has settled. One that tells of an emergency
//! only now is answered anew: a message that is changed rings nobody's phone.

use super::asked::{Incoming, Target};
use super::guard::guarded;
use super::limit::Class;
use super::memory::Answered;
use super::refusal::Refusal;
use super::send::{amend, delete, send};
use super::serve::{Ended, Failure, Service};
use super::settle::{Key, Settled};
use crate::conversation::Command;
use crate::question::Context;
use crate::render::Card;
use crate::store::Row;
use log::{debug, warn};
use std::sync::Arc;
use tokio::time::Instant;

/// Acts on whatever has settled, for as long as it is not stopped.
pub(super) async fn watch(service: Arc<Service>) {
    loop {
        let (key, settled) = service.settling.next().await;
        let act = async {
            match &settled {
                Settled::Edit(incoming) => service.amend(incoming).await,
                Settled::NotText { target, picture } => service.tell_what_is_read(target, *picture).await,
            }
        };
        match guarded(&service.intake.monitor, act).await.unwrap_or(Ok(())) {
            Ok(()) => {}
            Err(Refusal::Flood(wait)) => service.settling.put_by(key, settled, Instant::now() + wait),
            Err(refusal) => warn!("a reply could not be changed ({refusal}); it stays as it was"),
        }
    }
}

impl Service {
    /// A message was changed. Where its reply is no longer known, the old one is left, unless the message tells of an
    /// emergency now.
    pub(super) async fn edited(&self, incoming: Incoming, row: &Row) -> Result<Ended, Failure> {
        let (Some(spot), Incoming::Question { target, text } | Incoming::Command { target, text, .. }) =
            (incoming.spot(), &incoming)
        else {
            return Ok(Ended::Answered);
        };
        if matches!(incoming, Incoming::Command { command: Command::Forget, .. }) {
            self.forget(target.chat).await?;
            self.show(&self.conversation().command(&Command::Forget, &Context::default()), target, row).await?;
            return Ok(Ended::Answered);
        }
        let answered = self.memory.answered.get(&spot);
        if answered.as_ref().is_none_or(|answered| !answered.urgent)
            && let Some(emergency) = self.conversation().emergency(text)
        {
            self.settling.drop(&Key::Message(spot));
            let before = answered.as_ref().map(|answered| answered.before.clone()).unwrap_or_default();
            self.reply(&emergency, target, before, row).await?;
            self.withdraw(target.chat, answered.as_ref()).await;
        } else if answered.is_some() {
            self.settling.put(Key::Message(spot), Settled::Edit(incoming));
        }
        Ok(Ended::Answered)
    }

    /// Takes back a reply that another one has taken the place of.
    pub(super) async fn withdraw(&self, chat: i64, answered: Option<&Answered>) {
        let Some(answered) = answered else { return };
        self.recent.changed(chat, &answered.messages);
        delete(&self.api, chat, &answered.messages).await;
    }

    /// Changes the reply to a message.
    async fn amend(&self, incoming: &Incoming) -> Result<(), Refusal> {
        let (Incoming::Question { target, .. } | Incoming::Command { target, .. }) = incoming else { return Ok(()) };
        let Some(spot) = incoming.spot() else { return Ok(()) };
        let Some(answered) = self.memory.answered.get(&spot) else { return Ok(()) };
        let card = if target.chat < 0 {
            match self.changed_in_group(incoming, &answered.before).await {
                Ok(card) => card,
                Err(failure) => {
                    warn!("a reply could not be changed ({failure}); it stays as it was");
                    return Ok(());
                }
            }
        } else {
            self.changed(incoming, &answered)
        };
        let delivered = if card.is_urgent() && !answered.urgent {
            let delivered = send(&self.api, &card, target, Class::Interactive, 0, &()).await?;
            self.withdraw(target.chat, Some(&answered)).await;
            delivered
        } else {
            amend(&self.api, &card, &answered.messages, target).await?
        };
        debug!("a reply was changed to match its message");
        self.recent.changed(target.chat, &answered.messages);
        self.memory.remember(&card, target);
        self.memory.offer(&card, target, delivered.messages.last().copied());
        let urgent = card.is_urgent();
        self.memory.answered.insert(spot, Answered { messages: delivered.messages, urgent, ..answered });
        Ok(())
    }

    /// What is said to the message as it stands now.
    fn changed(&self, incoming: &Incoming, answered: &Answered) -> Card {
        match incoming {
            Incoming::Question { text, .. } => self.ask_in(text, &answered.before),
            Incoming::Command { command, text, .. } => self.obey(command, text, &answered.before),
            _ => Card::default(),
        }
    }

    /// Says that the bot reads only text, once for several things in a row.
    pub(super) async fn tell_what_is_read(&self, target: &Target, picture: bool) -> Result<(), Refusal> {
        if self.memory.was_told(target) {
            return Ok(());
        }
        let wording = self.wording();
        let words = if picture { wording.what_i_read_pictures() } else { wording.what_i_read() };
        send(&self.api, &Card::default().text(words), target, Class::Interactive, 0, &()).await?;
        self.memory.tell(target);
        Ok(())
    }
}
