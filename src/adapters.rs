//! Adapters: each decodes what its platform sends into a [`crate::bot::Request`], hands it to the
//! bot and renders the [`crate::reply::Reply`].
//!
//! No adapter knows another, and none adds words about the story.

pub mod batch;
pub mod console;
pub mod discord;
#[cfg(feature = "matrix")]
pub mod matrix;
pub mod monitor;
