//! Matrix: the bot in rooms, encrypted ones included, and in rooms for two.
//!
//! It owns how an event becomes a request, how a reply looks as a notice, and how the connection,
//! the session and the keys are kept. What is asked and answered is the bot's; whatever a reader
//! sees is worded in `reply`, and escaped here.

mod answering;
mod attached;
mod content;
mod desk;
mod error;
mod escape;
mod event;
mod following;
mod heard;
mod herald;
mod identity;
mod inbox;
mod invite;
mod listening;
mod login;
mod memory;
mod people;
mod progress;
mod recalling;
mod render;
mod rounds;
mod run;
mod sending;
mod state;
mod undecrypted;

pub use error::StartError;
pub use herald::Herald;
pub use identity::{Identity, Recovery, identity};
pub use login::probe;
pub use run::{Settings, run};
