//! What Discord refuses although its description allows it.
//!
//! Pure checks of a body. What depends on what happened before (a second answer to one
//! interaction, an answer that comes too late) is in `operations`.

use std::collections::HashSet;

use serde_json::Value;

/// Most characters of a message's text; the description allows 4,000, which only paying people get.
const CONTENT: usize = 2_000;
/// Most characters of all embeds of a message together.
const EMBEDS: usize = 6_000;
/// Most rows of buttons.
const ROWS: usize = 5;
/// Most characters of all texts of one command.
const COMMAND: usize = 8_000;
/// Most slash commands of one application in one place, and most of the other kinds.
const SLASH_COMMANDS: usize = 100;
const MENU_COMMANDS: usize = 15;

/// What is wrong with a message. `empty_allowed`: an edit may leave every part as it was.
pub(crate) fn check_message(body: &Value, files: usize, empty_allowed: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let content = body["content"].as_str().unwrap_or_default();
    if content.chars().count() > CONTENT {
        wrong.push(format!("the content has more than {CONTENT} characters"));
    }
    if !empty_allowed && is_empty(body, content, files) {
        wrong.push("cannot send an empty message".to_owned());
    }
    check_embeds(body, &mut wrong);
    check_components(body, &mut wrong);
    check_mentions(body, content, &mut wrong);
    check_attachments(body, files, &mut wrong);
    wrong
}

fn is_empty(body: &Value, content: &str, files: usize) -> bool {
    let nothing = |name: &str| body[name].as_array().is_none_or(Vec::is_empty);
    content.trim().is_empty()
        && files == 0
        && nothing("embeds")
        && nothing("sticker_ids")
        && nothing("components")
        && body["poll"].is_null()
}

/// True of a message as it stands that shows nothing.
pub(crate) fn is_blank(message: &Value) -> bool {
    let content = message["content"].as_str().unwrap_or_default();
    is_empty(message, content, 0) && message["attachments"].as_array().is_none_or(Vec::is_empty)
}

fn check_embeds(body: &Value, wrong: &mut Vec<String>) {
    let embeds = body["embeds"].as_array().map_or(&[][..], Vec::as_slice);
    let length: usize = embeds.iter().map(count_embed).sum();
    if length > EMBEDS {
        wrong.push(format!(
            "the embeds have {length} characters, over {EMBEDS}"
        ));
    }
    for embed in embeds {
        for field in embed["fields"].as_array().into_iter().flatten() {
            for part in ["name", "value"] {
                if field[part].as_str().unwrap_or_default().trim().is_empty() {
                    wrong.push(format!("an embed field has an empty {part}"));
                }
            }
        }
        if count_embed(embed) == 0 && embed["image"].is_null() && embed["thumbnail"].is_null() {
            wrong.push("an embed is empty".to_owned());
        }
    }
}

fn count_embed(embed: &Value) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let fields = embed["fields"].as_array().into_iter().flatten();
    count(&embed["title"])
        + count(&embed["description"])
        + count(&embed["footer"]["text"])
        + count(&embed["author"]["name"])
        + fields
            .map(|field| count(&field["name"]) + count(&field["value"]))
            .sum::<usize>()
}

fn check_components(body: &Value, wrong: &mut Vec<String>) {
    let rows = body["components"].as_array().map_or(&[][..], Vec::as_slice);
    if rows.len() > ROWS {
        wrong.push(format!("{} rows of components, over {ROWS}", rows.len()));
    }
    let mut ids = HashSet::new();
    for part in rows
        .iter()
        .flat_map(|row| row["components"].as_array().into_iter().flatten())
    {
        if let Some(id) = part["custom_id"].as_str()
            && !ids.insert(id)
        {
            wrong.push(format!("custom_id `{id}` stands twice"));
        }
        if part["type"] == 2 {
            check_button(part, wrong);
        }
    }
}

/// Style 5 is a link; style 6 sells something and is never ours.
fn check_button(button: &Value, wrong: &mut Vec<String>) {
    let (has_url, has_id) = (button["url"].is_string(), button["custom_id"].is_string());
    match button["style"].as_u64() {
        Some(5) if !has_url => wrong.push("a link button has no url".to_owned()),
        Some(5) if has_id => wrong.push("a link button has a custom_id".to_owned()),
        Some(1..=4) if !has_id => wrong.push("a button has no custom_id".to_owned()),
        Some(1..=4) if has_url => wrong.push("a button that is no link has a url".to_owned()),
        _ => {}
    }
    let label = button["label"].as_str().unwrap_or_default();
    if label.trim().is_empty() && button["emoji"].is_null() {
        wrong.push("a button has neither label nor emoji".to_owned());
    }
}

/// A mention pings unless `allowed_mentions` leaves its kind out. Without `allowed_mentions`
/// everything in the text pings, and so does the author of the message that is replied to.
fn check_mentions(body: &Value, content: &str, wrong: &mut Vec<String>) {
    let allowed = &body["allowed_mentions"];
    let kind_allowed = |kind: &str| {
        allowed.is_null()
            || allowed["parse"]
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|one| one == kind))
    };
    let id_allowed = |list: &str, id: &str| {
        kind_allowed(list)
            || allowed[list]
                .as_array()
                .is_some_and(|ids| ids.iter().any(|one| one == id))
    };
    for word in ["@everyone", "@here"] {
        if content.contains(word) && kind_allowed("everyone") {
            wrong.push(format!("{word} is not suppressed"));
        }
    }
    for id in mentioned(content, "<@&") {
        if id_allowed("roles", id) {
            wrong.push(format!("the mention of role {id} is not suppressed"));
        }
    }
    for id in mentioned(content, "<@").chain(mentioned(content, "<@!")) {
        if id_allowed("users", id) {
            wrong.push(format!("the mention of user {id} is not suppressed"));
        }
    }
    let replies = body["message_reference"]["message_id"].is_string();
    if replies && (allowed.is_null() || allowed["replied_user"] == true) {
        wrong.push("the reply pings whom it answers".to_owned());
    }
}

/// The numbers of `<@1>`-like marks that begin so.
fn mentioned<'a>(content: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    content.match_indices(mark).filter_map(move |(place, _)| {
        let rest = &content[place + mark.len()..];
        let id = &rest[..rest.find('>')?];
        let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(id)
    })
}

/// The part `files[n]` belongs to the attachment with id `n`; attachments with real ids are kept
/// ones of an edit.
fn check_attachments(body: &Value, files: usize, wrong: &mut Vec<String>) {
    let new = body["attachments"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|attachment| match &attachment["id"] {
            Value::String(text) => text.parse::<usize>().ok(),
            number => number.as_u64().map(|number| number as usize),
        })
        .filter(|id| *id < 1_000)
        .count();
    if new != files {
        wrong.push(format!("{new} attachments are described, {files} are sent"));
    }
}

/// What is wrong with a list of commands.
pub(crate) fn check_commands(body: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut names = HashSet::new();
    let mut counts = [0_usize; 2];
    for command in body.as_array().into_iter().flatten() {
        let name = command["name"].as_str().unwrap_or_default();
        let kind = command["type"].as_u64().unwrap_or(1);
        if !names.insert((kind, name)) {
            wrong.push(format!("two commands are called `{name}`"));
        }
        counts[usize::from(kind != 1)] += 1;
        if kind == 1 {
            check_slash(command, name, &mut wrong);
        } else if !command["description"]
            .as_str()
            .unwrap_or_default()
            .is_empty()
        {
            wrong.push(format!("menu command `{name}` has a description"));
        }
        let length = count_command(command);
        if length > COMMAND {
            wrong.push(format!("`{name}` has {length} characters, over {COMMAND}"));
        }
    }
    if counts[0] > SLASH_COMMANDS || counts[1] > MENU_COMMANDS {
        wrong.push(format!("too many commands: {counts:?}"));
    }
    wrong
}

fn check_slash(command: &Value, name: &str, wrong: &mut Vec<String>) {
    check_name(name, wrong);
    if command["description"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .is_empty()
    {
        wrong.push(format!("slash command `{name}` has no description"));
    }
    check_options(&command["options"], name, wrong);
}

fn check_options(options: &Value, command: &str, wrong: &mut Vec<String>) {
    let mut names = HashSet::new();
    let mut optional_seen = false;
    for option in options.as_array().into_iter().flatten() {
        let name = option["name"].as_str().unwrap_or_default();
        check_name(name, wrong);
        if !names.insert(name) {
            wrong.push(format!("`{command}` has two options `{name}`"));
        }
        if option["description"]
            .as_str()
            .unwrap_or_default()
            .trim()
            .is_empty()
        {
            wrong.push(format!("option `{name}` of `{command}` has no description"));
        }
        let required = option["required"] == true;
        if required && optional_seen {
            wrong.push(format!(
                "required `{name}` of `{command}` follows an optional one"
            ));
        }
        optional_seen |= !required;
        let has_choices = option["choices"]
            .as_array()
            .is_some_and(|all| !all.is_empty());
        if option["autocomplete"] == true && has_choices {
            wrong.push(format!(
                "`{name}` of `{command}` has choices and autocomplete"
            ));
        }
        check_options(&option["options"], &format!("{command} {name}"), wrong);
    }
}

/// Discord's rule for slash commands and options: 1 to 32 letters, digits, `-`, `_` or `'`, and
/// no capitals.
fn check_name(name: &str, wrong: &mut Vec<String>) {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    let fits = (1..=32).contains(&name.chars().count()) && name.chars().all(letter);
    if !fits || name.to_lowercase() != name {
        wrong.push(format!("`{name}` is no name for a command or option"));
    }
}

fn count_command(value: &Value) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let inner = ["options", "choices"]
        .iter()
        .flat_map(|list| value[*list].as_array().into_iter().flatten());
    count(&value["name"])
        + count(&value["description"])
        + count(&value["value"])
        + inner.map(count_command).sum::<usize>()
}
