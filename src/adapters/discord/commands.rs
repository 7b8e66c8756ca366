//! The slash commands, made from the command table, and whether Discord has them already.

use serde_json::{Value, json};

use crate::command::{CommandSpec, CommandTable, OptionKind, OptionSpec, Permission};
use crate::reply::{CHECK_THIS, FILE_OPTION, PRIVATE_OPTION};

/// The option that keeps an answer private.
pub(super) const PRIVATE: &str = "private";

/// The option that asks for a file.
pub(super) const FILE: &str = "file";

/// Discord takes this many slash commands.
const MOST: usize = 100;

/// The permission Manage Server, as Discord writes it in a command.
const MANAGE_SERVER: &str = "32";

/// The kinds of channels that the bot can answer in: text, announcements, threads.
const CHANNEL_KINDS: [u8; 4] = [0, 5, 11, 12];

/// The longest text of an option: what the bot reads of a question.
const LONGEST_TEXT: u16 = 2_000;

/// Every command as Discord wants it registered.
pub(super) fn all(table: &CommandTable) -> Vec<Value> {
    let mut commands: Vec<Value> = table.specs().iter().take(MOST).map(slash).collect();
    commands.push(json!({ "name": CHECK_THIS, "type": 3, "contexts": [0, 1] }));
    commands
}

fn slash(spec: &CommandSpec) -> Value {
    let is_admin = spec.permission > Permission::Everyone;
    let mut options: Vec<Value> = spec.parts.iter().map(part).collect();
    options.extend(spec.options.iter().map(option));
    if !is_admin {
        options.push(flag(PRIVATE, PRIVATE_OPTION));
        options.push(flag(FILE, FILE_OPTION));
    }
    let mut command = json!({
        "name": &*spec.name,
        "type": 1,
        "description": &*spec.summary,
        "options": options,
        // 0: in a server, 1: in direct messages with the bot.
        // Settings are a server's own; the articles can be kept from anywhere.
        "contexts": if spec.permission == Permission::Admin { json!([0]) } else { json!([0, 1]) },
    });
    if is_admin {
        command["default_member_permissions"] = json!(MANAGE_SERVER);
    }
    command
}

fn part(part: &crate::command::PartSpec) -> Value {
    let options: Vec<Value> = part.options.iter().map(option).collect();
    json!({
        "type": 1,
        "name": part.name,
        "description": part.description,
        "options": options,
    })
}

fn option(option: &OptionSpec) -> Value {
    let mut value = json!({
        "type": 3,
        "name": option.name,
        "description": option.description,
        "required": option.required,
    });
    match option.kind {
        OptionKind::Person | OptionKind::Topic | OptionKind::Article | OptionKind::Command => {
            value["autocomplete"] = json!(true);
        }
        OptionKind::Choice(words) => {
            let choices: Vec<Value> = words
                .iter()
                .map(|word| json!({ "name": word, "value": word }))
                .collect();
            value["choices"] = json!(choices);
        }
        OptionKind::Room => {
            value["type"] = json!(7);
            value["channel_types"] = json!(CHANNEL_KINDS);
        }
        OptionKind::User => value["type"] = json!(6),
        OptionKind::Flag => value["type"] = json!(5),
        OptionKind::File => value["type"] = json!(11),
        OptionKind::Text | OptionKind::Receipt => value["max_length"] = json!(LONGEST_TEXT),
    }
    value
}

fn flag(name: &str, description: &str) -> Value {
    json!({ "type": 5, "name": name, "description": description, "required": false })
}

/// True when what Discord has registered is what we would register. It tells more of a command
/// than it was told, and leaves out what is at its default.
pub(super) fn are_registered(ours: &[Value], theirs: &Value) -> bool {
    let Some(theirs) = theirs.as_array() else {
        return false;
    };
    ours.len() == theirs.len()
        && ours.iter().all(|command| {
            let same = |other: &&Value| {
                other["name"] == command["name"] && kind_of(other) == kind_of(command)
            };
            theirs
                .iter()
                .find(same)
                .is_some_and(|other| is_told(command, other))
        })
}

fn kind_of(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

/// True when all of `ours` is in `theirs`.
fn is_told(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), _) => ours.iter().all(|(key, value)| is_told(value, &theirs[key])),
        (Value::Array(ours), Value::Array(theirs)) => {
            let all = || {
                ours.iter()
                    .zip(theirs)
                    .all(|(one, other)| is_told(one, other))
            };
            ours.len() == theirs.len() && all()
        }
        (Value::Array(ours), Value::Null) => ours.is_empty(),
        (Value::Bool(false), Value::Null) => true,
        // Permissions come back as text, whatever they were told as.
        (ours, theirs) => ours == theirs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Topic;

    fn table() -> CommandTable {
        CommandTable::new(&[Topic {
            name: "treaty".to_owned(),
            description: "The treaty, and who signed it".to_owned(),
            ..Topic::default()
        }])
    }

    fn named<'a>(commands: &'a [Value], name: &str) -> &'a Value {
        let found = commands.iter().find(|command| command["name"] == name);
        found.expect("it is registered")
    }

    #[test]
    fn commands_topics_and_the_menu_of_messages_are_registered() {
        let commands = all(&table());
        assert_eq!(
            named(&commands, "treaty")["description"],
            "The treaty, and who signed it"
        );
        assert_eq!(named(&commands, "who")["options"][0]["name"], "question");
        assert_eq!(
            named(&commands, "quotes")["options"][0]["autocomplete"],
            true
        );
        assert_eq!(named(&commands, CHECK_THIS)["type"], 3);
        let settings = named(&commands, "newshound");
        assert_eq!(settings["default_member_permissions"], MANAGE_SERVER);
        assert_eq!(settings["options"][1]["options"][1]["type"], 7);
    }

    #[test]
    fn what_discord_adds_is_no_change_and_what_we_change_is() {
        let ours = all(&table());
        let mut theirs: Vec<Value> = ours.iter().rev().cloned().collect();
        for command in &mut theirs {
            command["id"] = json!("1");
            command["version"] = json!("2");
            if let Some(options) = command["options"].as_array_mut() {
                for option in options {
                    let option = option.as_object_mut().expect("an option");
                    option.retain(|_, value| *value != json!(false) && *value != json!([]));
                }
            }
        }
        assert!(are_registered(&ours, &json!(theirs)));
        theirs[3]["description"] = json!("Something else");
        assert!(!are_registered(&ours, &json!(theirs)));
        assert!(!are_registered(&ours, &json!([])));
        assert!(!are_registered(&ours, &json!({ "message": "404" })));
    }
}
