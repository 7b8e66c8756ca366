//! The integration tests, one binary: each module keeps one promise of the whole program.
