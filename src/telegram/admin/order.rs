//! What a button of an admin chat does, in the bytes that Telegram gives a button.

use ring::digest::{SHA256, digest};
use std::fmt;

/// Kept messages that belong together: the group that begins with one, up to another, so that what came in since the
/// button was shown is not meant. Both the same: that message alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) first: i64,
    pub(super) last: i64,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Order {
    /// Shows the group after the one that begins with this message; 0 for the first.
    Next(i64),
    /// Shows a message by itself.
    Single(i64),
    /// Shows entries and sections to attach a batch to.
    Pick(Batch),
    /// Shows the entries of a section.
    Section(Batch, Hash),
    /// Attaches a batch to an entry.
    Attach(Batch, Hash),
    /// Takes a batch for out of scope.
    OutOfScope(Batch),
    /// Erases a batch.
    Drop(Batch),
}

/// The beginning of a name's hash: names can be longer than a button holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hash(u32);

impl Hash {
    pub(super) fn of(name: &str) -> Self {
        let digest = digest(&SHA256, name.as_bytes());
        Self(digest.as_ref().iter().take(4).fold(0, |hash, byte| hash << 8 | u32::from(*byte)))
    }
}

impl fmt::Display for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Next(id) => write!(f, "n:{id}"),
            Self::Single(id) => write!(f, "i:{id}"),
            Self::Pick(batch) => write!(f, "p:{batch}"),
            Self::Section(batch, name) => write!(f, "s:{batch}:{:x}", name.0),
            Self::Attach(batch, id) => write!(f, "e:{batch}:{:x}", id.0),
            Self::OutOfScope(batch) => write!(f, "o:{batch}"),
            Self::Drop(batch) => write!(f, "d:{batch}"),
        }
    }
}

impl Order {
    /// Reads a button's data; `None` for what this version does not know.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let mut parts = data.split(':');
        let (kind, which) = (parts.next()?, parts.next()?);
        let hash = |part: Option<&str>| u32::from_str_radix(part?, 16).ok().map(Hash);
        let batch = || {
            let (first, last) = which.split_once('-')?;
            Some(Batch { first: first.parse().ok()?, last: last.parse().ok()? })
        };
        match kind {
            "n" => which.parse().ok().map(Self::Next),
            "i" => which.parse().ok().map(Self::Single),
            "p" => batch().map(Self::Pick),
            "s" => Some(Self::Section(batch()?, hash(parts.next())?)),
            "e" => Some(Self::Attach(batch()?, hash(parts.next())?)),
            "o" => batch().map(Self::OutOfScope),
            "d" => batch().map(Self::Drop),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_order_fits_a_button_and_survives_it() {
        let batch = Batch { first: 999_999_999, last: i64::from(i32::MAX) * 10 };
        let orders = [
            Order::Next(0),
            Order::Single(7),
            Order::Pick(batch),
            Order::Section(batch, Hash::of("Finding it")),
            Order::Attach(batch, Hash::of("symptoms")),
            Order::OutOfScope(batch),
            Order::Drop(batch),
        ];
        for order in orders {
            let data = order.to_string();
            assert!(data.len() <= crate::render::LONGEST_DATA - 2, "{data}");
            assert_eq!(Order::parse(&data), Some(order));
        }
    }

    proptest! {
        #[test]
        fn no_data_makes_it_panic(data in "\\PC{0,64}") {
            let _ = Order::parse(&data);
        }
    }
}
