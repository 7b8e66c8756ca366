//! The integration tests, one binary: each module keeps one promise of the whole program.

/// README and configuration say what the code does.
mod papers;
/// The tree keeps to the house rules: arrows between modules, sizes, heads, forbidden calls.
mod tidy;
