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
use crate::reply::{Reply, attachment_trouble};

/// Larger files are not fetched.
const LARGEST: u64 = 32 << 20;

/// A request with its file, where it is an order that takes one from somebody who may give it: the
/// message's own, or that of the message it replies to.
pub(super) async fn with_file(
    room: &Room,
    heard: &Heard,
    command: Option<&Command>,
    mut request: Request,
) -> Result<Request, Reply> {
    let takes_some = matches!(command, Some(Command::Keeping(Keeping::Add { .. })));
    if !takes_some || request.rights < Permission::Owner {
        return Ok(request);
    }
    let file = match (&heard.file, &heard.replies_to) {
        (Some(file), _) => Some(file.clone()),
        (None, Some(event)) => file_of(room, event).await,
        (None, None) => None,
    };
    let Some(file) = file else {
        return Ok(request);
    };
    let content = fetch(&room.client(), &file).await;
    let content = content.map_err(|reason| attachment_trouble(&file.name, &reason))?;
    request.attachments.push(Attachment {
        name: file.name,
        content: content.into(),
    });
    Ok(request)
}

/// The file in a message that was said before.
async fn file_of(room: &Room, event: &str) -> Option<File> {
    match read_again(room, event).await? {
        Event::Message(message) => message.file,
        _ => None,
    }
}

async fn fetch(client: &Client, file: &File) -> Result<Vec<u8>, String> {
    let too_large = || format!("it is larger than {} MiB", LARGEST >> 20);
    if file.size.is_some_and(|size| size > LARGEST) {
        return Err(too_large());
    }
    let source: MediaSource = serde_json::from_str(&file.source)
        .map_err(|_| "it is not said where it lies".to_owned())?;
    let request = MediaRequestParameters {
        source,
        format: MediaFormat::File,
    };
    let content = client.media().get_media_content(&request, false).await;
    let content = content.map_err(|error| reason(&error))?;
    if content.len() as u64 > LARGEST {
        return Err(too_large());
    }
    Ok(content)
}
