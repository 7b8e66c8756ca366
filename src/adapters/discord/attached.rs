//! Files that came with a message or a command: fetched from Discord when an owner's order takes
//! some, and never otherwise.

use serenity::model::application::CommandData;
use serenity::model::channel::{Attachment as Given, Message};

use super::desk::Desk;
use crate::admin::{Attachment, Keeping};
use crate::bot::Request;
use crate::command::{Command, Permission};
use crate::reply::{not_fetched, too_large_to_fetch};

/// Larger files are not fetched.
const LARGEST: u64 = 32 << 20;

/// The most files that are fetched at once: as many as a message can have.
const MOST: usize = 10;

/// The hosts that Discord keeps files on.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// A file that can be fetched.
#[derive(Clone, Debug)]
pub(super) struct Attached {
    name: String,
    address: String,
    size: u64,
}

impl Attached {
    fn new(given: &Given) -> Self {
        Self {
            name: given.filename.clone(),
            address: given.url.clone(),
            size: u64::from(given.size),
        }
    }
}

/// The files of a message; those of the message that it replies to where it has none.
pub(super) fn of_message(message: &Message) -> Vec<Attached> {
    let own = &message.attachments;
    let referenced = message.referenced_message.as_deref();
    let files = match referenced {
        Some(before) if own.is_empty() => &before.attachments,
        _ => own,
    };
    files.iter().map(Attached::new).collect()
}

/// The files that were chosen for a command.
pub(super) fn of_command(data: &CommandData) -> Vec<Attached> {
    let files = data.resolved.attachments.values();
    files.map(Attached::new).collect()
}

/// A request with its files, where it is an order that takes some from somebody who may give it.
pub(super) async fn with_files(
    desk: &Desk,
    mut request: Request,
    attached: &[Attached],
) -> Request {
    if attached.is_empty() || request.rights < Permission::Owner {
        return request;
    }
    let command = desk.bot.command_of(&request.input);
    if !matches!(command, Ok(Command::Keeping(Keeping::Add { .. }))) {
        return request;
    }
    for file in attached.iter().take(MOST) {
        let content = fetch(desk, file).await;
        request.attachments.push(Attachment {
            name: file.name.clone(),
            content: content.map(Into::into),
        });
    }
    request
}

async fn fetch(desk: &Desk, file: &Attached) -> Result<Vec<u8>, String> {
    if file.size > LARGEST {
        return Err(too_large_to_fetch(LARGEST));
    }
    let content = desk.rest.download(&file.address, &HOSTS, LARGEST).await;
    content.map_err(|error| not_fetched(&error.to_string()))
}
