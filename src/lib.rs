//! Newshound answers questions about a news story in the words of the story's own articles.
//!
//! The core (everything but [`adapters`], [`chat`], [`newsroom`] and [`cli`]) reads articles, indexes them, and turns a
//! [`bot::Request`] into a [`reply::Reply`]; it has never heard of a chat platform, a clock, the
//! environment or a terminal. See ARCHITECTURE.md for the map and the rules between the modules.

pub mod adapters;
pub mod admin;
pub mod answer;
pub mod article;
pub mod bot;
pub mod chat;
pub mod cli;
pub mod command;
pub mod config;
pub mod evaluation;
pub mod index;
pub mod mention;
pub mod newsroom;
pub mod question;
pub mod reply;
pub mod retrieval;
pub mod text;
