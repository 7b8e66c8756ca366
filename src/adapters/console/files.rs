//! Files that are named at the console: whoever types there may read them anyway.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::admin::{Attachment, Keeping};
use crate::article::list_files;
use crate::bot::{Bot, Request};
use crate::command::Command;
use crate::reply::{Reply, unreadable_path};

/// More of a file is not read. Far above what an article may have; the bot says so itself.
const LONGEST_FILE: u64 = 64 << 20;

/// The most files of a folder that are added at once; a larger one belongs into the articles folder.
const MOST_FILES: usize = 1_000;

/// A request with the files that it names; the reply where they cannot be read.
///
/// # Errors
/// The reply to show where a path leads to nothing that can be read.
pub fn with_files(bot: &Bot, mut request: Request) -> Result<Request, Reply> {
    let Ok(Command::Keeping(Keeping::Add { from })) = bot.command_of(&request.input) else {
        return Ok(request);
    };
    let is_address = from.starts_with("http://") || from.starts_with("https://");
    if !from.is_empty() && !is_address {
        let files = read_path(Path::new(&from));
        request.attachments = files.map_err(|error| unreadable_path(&from, &error.to_string()))?;
    }
    Ok(request)
}

/// A file, or the files of a folder that may hold articles.
fn read_path(path: &Path) -> io::Result<Vec<Attachment>> {
    if !path.is_dir() {
        let file = read_file(path).map_err(|error| {
            let message = format!("{error}; check that it is there and that you may read it");
            io::Error::other(message)
        })?;
        return Ok(vec![file]);
    }
    let (files, skipped) = list_files(path, false);
    if files.is_empty() && skipped.is_empty() {
        let message = "it holds no file of a kind that newshound reads (txt, md, html, pdf, docx, eml, jsonl, zip)";
        return Err(io::Error::other(message));
    }
    if files.len() > MOST_FILES {
        let message =
            format!("it holds more than {MOST_FILES} files; copy it into the articles folder");
        return Err(io::Error::other(message));
    }
    let read = files.iter().map(|file| {
        read_file(&file.path).unwrap_or_else(|error| {
            let reason = format!("cannot be read ({error}); check who may read it");
            unread(&file.path, reason)
        })
    });
    let skipped = skipped
        .iter()
        .map(|file| unread(&file.path, file.reason.to_string()));
    Ok(read.chain(skipped).collect())
}

fn read_file(path: &Path) -> io::Result<Attachment> {
    let mut content = Vec::new();
    File::open(path)?
        .take(LONGEST_FILE)
        .read_to_end(&mut content)?;
    Ok(Attachment {
        name: name_of(path),
        content: Ok(content.into()),
    })
}

fn unread(path: &Path, reason: String) -> Attachment {
    Attachment {
        name: name_of(path),
        content: Err(reason),
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
