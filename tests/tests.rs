//! The integration tests, one binary: each module keeps one promise of the whole program.

/// Answers to questions, as a reader sees them.
mod ask;
/// What batch cites stands in the corpus as it was given.
mod batch;
/// README and configuration say what the code does.
mod papers;
/// The sample story is answered as well as the README says.
mod quality;
/// Where the benchmark data lies.
mod shared;
/// The door through which stories are told.
mod story;
/// The tree keeps to the house rules: arrows between modules, sizes, heads, forbidden calls.
mod tidy;
