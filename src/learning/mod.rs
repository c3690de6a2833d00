//! Learning from texts: sparse features of words and characters, and a layer of weights trained on them.
//!
//! The matcher learns which entry a wording belongs to, triage which kind a message is; both do it here.

mod features;
mod ids;
mod keys;
mod layer;

pub(crate) use features::{Census, Counts, Space, Sums, Texts, Vector};
pub(crate) use ids::{Ids, Numbering};
pub(crate) use keys::text_key;
pub(crate) use layer::{Examples, Layer, lot, softmax};
