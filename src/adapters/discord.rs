//! Discord: the bot in servers and direct messages.
//!
//! It owns how a message, a slash command or a button becomes a request, how a reply looks as a
//! card, and how the connection is kept. What is asked and answered is the bot's; whatever a
//! reader sees is worded in `reply`, and escaped here.

mod answer;
mod attached;
mod button;
mod choices;
mod commands;
mod desk;
mod endpoint;
mod error;
mod escape;
mod handler;
mod heard;
mod herald;
mod memory;
mod messages;
mod named;
mod payload;
mod people;
mod pressing;
mod register;
mod render;
mod rest;
mod run;
mod slash;

pub use error::StartError;
pub use herald::Herald;
pub use run::{Settings, probe, run};
