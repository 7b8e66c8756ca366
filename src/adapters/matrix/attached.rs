//! Files that came with a message: fetched from the server, and decrypted, when an owner's order
//! takes some, and never otherwise.

use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::{Client, Room};

use super::error::reason;
use super::event::{Event, File};
use super::inbox::Heard;
use super::recalling::read_again;
use crate::admin::{Attachment, Keeping};
use crate::bot::Request;
use crate::command::{Command, Permission};
use crate::reply::{not_fetched, too_large_to_fetch};

/// Larger files are not fetched.
const LARGEST: u64 = 32 << 20;

/// A request with its file, where it is an order that takes one from somebody who may give it: the
/// message's own, or that of the message it replies to.
pub(super) async fn with_file(
    room: &Room,
    heard: &Heard,
    command: Option<&Command>,
    mut request: Request,
) -> Request {
    let takes_some = matches!(command, Some(Command::Keeping(Keeping::Add { .. })));
    if !takes_some || request.rights < Permission::Owner {
        return request;
    }
    let file = match (&heard.file, &heard.replies_to) {
        (Some(file), _) => Some(file.clone()),
        (None, Some(event)) => file_of(room, event).await,
        (None, None) => None,
    };
    let Some(file) = file else {
        return request;
    };
    let content = fetch(&room.client(), &file).await;
    request.attachments.push(Attachment {
        name: file.name,
        content: content.map(Into::into),
    });
    request
}

/// The file in a message that was said before.
async fn file_of(room: &Room, event: &str) -> Option<File> {
    match read_again(room, event).await? {
        Event::Message(message) => message.file,
        _ => None,
    }
}

async fn fetch(client: &Client, file: &File) -> Result<Vec<u8>, String> {
    if file.size.is_some_and(|size| size > LARGEST) {
        return Err(too_large_to_fetch(LARGEST));
    }
    let source: MediaSource = serde_json::from_str(&file.source)
        .map_err(|_| not_fetched("it is not said where it lies"))?;
    let request = MediaRequestParameters {
        source,
        format: MediaFormat::File,
    };
    let content = client.media().get_media_content(&request, false).await;
    let content = content.map_err(|error| not_fetched(&reason(&error)))?;
    if content.len() as u64 > LARGEST {
        return Err(too_large_to_fetch(LARGEST));
    }
    Ok(content)
}
