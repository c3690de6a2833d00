//! How the shipped knowledge is packed: the build script, which packs it, and the program, which unpacks it, share these numbers.

/// A letter is foretold by so many before it; more take longer to unpack and hardly less place.
pub(super) const ORDER: u32 = 5;
/// What is foretold from takes so many bytes at most.
pub(super) const MEMORY: u32 = 8 << 20;
