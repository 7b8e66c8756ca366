//! Tables by short texts and numbers.
//!
//! An article looks up each of its words a few times, where the standard hasher takes longer than
//! what is done with what was found. This one is several times faster; like the standard one it is
//! seeded anew in each process, so that nobody can choose words which collide.

/// A map with the faster hasher.
pub type FastMap<K, V> = std::collections::HashMap<K, V, FastHasher>;
/// Its hasher.
pub type FastHasher = foldhash::fast::RandomState;

/// A set with the faster hasher.
pub type FastSet<K> = std::collections::HashSet<K, foldhash::fast::RandomState>;
