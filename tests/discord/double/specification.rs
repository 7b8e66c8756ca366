//! Discord's own description of its interface, as validators of what is said to it and by it.
//!
//! The description (`openapi.json`) lies in the shared folder and is never copied. Each operation
//! gets one validator, made when it is first needed: the schema of its body, wrapped with the
//! components that it refers to. Bodies of requests are held to a narrower schema than the
//! description says, one in which a field that is not named is refused, as a misspelt field would
//! otherwise pass unseen.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Value, json};

/// The description, and the validators that were made of it.
pub(crate) struct Specification {
    document: Value,
    /// The components with every object closed to fields that it does not name.
    strict: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// Reading a megabyte of JSON and building validators is done once a process, not once a test.
static LOADED: LazyLock<Mutex<HashMap<String, Arc<Specification>>>> =
    LazyLock::new(|| Mutex::new(HashMap::new()));

impl Specification {
    /// The description in this file.
    pub(crate) fn load(path: &Path) -> Arc<Self> {
        let key = path.to_string_lossy().into_owned();
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        let made = loaded.entry(key).or_insert_with(|| Arc::new(read(path)));
        Arc::clone(made)
    }

    /// What is wrong with the body of a request, if anything is.
    pub(crate) fn check_request(&self, method: &str, template: &str, body: &Value) -> Vec<String> {
        let operation = self.operation(method, template);
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            return match body {
                Value::Null => Vec::new(),
                _ => vec!["a body was sent where none is taken".to_owned()],
            };
        }
        if body.is_null() {
            let required = operation["requestBody"]["required"] == true;
            return required
                .then(|| "the body is missing".to_owned())
                .into_iter()
                .collect();
        }
        let key = format!("> {method} {template}");
        complaints(
            &self.validator(&key, schema, &self.strict),
            &accept_deviations(template, body),
        )
    }

    /// What is wrong with a reply of our own, if anything is.
    pub(crate) fn check_reply(
        &self,
        method: &str,
        template: &str,
        status: u16,
        body: &Value,
    ) -> Vec<String> {
        let operation = self.operation(method, template);
        let reply = &operation["responses"][status.to_string()];
        if reply.is_null() {
            return vec![format!("status {status} is not described")];
        }
        let schema = &reply["content"]["application/json"]["schema"];
        if schema.is_null() {
            return Vec::new();
        }
        let key = format!("< {method} {template} {status}");
        complaints(
            &self.validator(&key, schema, &self.document["components"]),
            body,
        )
    }

    fn operation(&self, method: &str, template: &str) -> &Value {
        &self.document["paths"][template][method.to_lowercase()]
    }

    fn validator(&self, key: &str, schema: &Value, components: &Value) -> Arc<Validator> {
        let mut validators = self
            .validators
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let made = validators.entry(key.to_owned()).or_insert_with(|| {
            let whole = json!({ "allOf": [schema], "components": components });
            let validator = jsonschema::draft202012::options()
                .should_validate_formats(true)
                .should_ignore_unknown_formats(true)
                .build(&whole)
                .expect("Discord's description is a schema");
            Arc::new(validator)
        });
        Arc::clone(made)
    }
}

fn read(path: &Path) -> Specification {
    let text = fs::read_to_string(path).expect("Discord's description can be read");
    let document: Value = serde_json::from_str(&text).expect("Discord's description is JSON");
    let mut strict = document["components"].clone();
    close_objects(&mut strict["schemas"]);
    Specification {
        document,
        strict,
        validators: Mutex::new(HashMap::new()),
    }
}

/// Closes every object that names its fields and says nothing of others.
fn close_objects(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            let open = map.contains_key("properties") && !map.contains_key("additionalProperties");
            if open && map.get("type").is_some_and(|kind| kind == "object") {
                map.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            map.values_mut().for_each(close_objects);
        }
        Value::Array(values) => values.iter_mut().for_each(close_objects),
        _ => {}
    }
}

/// The body without what Discord takes although its description does not: ids of attachments as
/// integers, permissions as a string, and, in commands, `nsfw` and the empty fields that the client
/// library writes for options of every kind.
fn accept_deviations(template: &str, body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(data) = body.get_mut("data") {
        name_attachments(data);
    }
    name_attachments(&mut body);
    if template.ends_with("/commands") {
        for command in body.as_array_mut().into_iter().flatten() {
            accept_command(command);
        }
    }
    body
}

fn name_attachments(message: &mut Value) {
    let attachments = message.get_mut("attachments").and_then(Value::as_array_mut);
    for attachment in attachments.into_iter().flatten() {
        if let Some(number) = attachment["id"].as_u64() {
            attachment["id"] = Value::String(number.to_string());
        }
    }
}

fn accept_command(command: &mut Value) {
    let Some(fields) = command.as_object_mut() else {
        return;
    };
    if fields.get("nsfw").is_some_and(Value::is_boolean) {
        fields.remove("nsfw");
    }
    if let Some(Value::String(bits)) = fields.get("default_member_permissions")
        && let Ok(bits) = bits.parse::<u64>()
    {
        fields.insert("default_member_permissions".to_owned(), bits.into());
    }
    drop_empty(command.get_mut("options").unwrap_or(&mut Value::Null));
}

fn drop_empty(options: &mut Value) {
    for option in options.as_array_mut().into_iter().flatten() {
        if let Some(fields) = option.as_object_mut() {
            fields.retain(|_, value| !is_empty(value));
        }
        if let Some(inner) = option.get_mut("options") {
            drop_empty(inner);
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn complaints(validator: &Validator, body: &Value) -> Vec<String> {
    validator
        .iter_errors(body)
        .map(|error| {
            let text = shorten(&error.to_string());
            format!("at `{}`: {text}", error.instance_path())
        })
        .collect()
}

/// A complaint quotes the whole of what is wrong; beginning and end of it tell enough.
fn shorten(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 700 {
        return text.to_owned();
    }
    let (begin, end) = (&characters[..350], &characters[characters.len() - 350..]);
    let join = |part: &[char]| part.iter().collect::<String>();
    format!("{} … {}", join(begin), join(end))
}
