//! An answer as a reader sees it, for snapshots and questions.

use serde_json::Value;

use super::double::world::Message;

/// A message of the bot's.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Its id.
    pub(crate) id: u64,
    /// Its channel.
    pub(crate) channel: u64,
    /// The message as Discord has it.
    pub(crate) value: Value,
    /// Only whoever asked sees it.
    pub(crate) private: bool,
    /// Its files: name and text.
    pub(crate) files: Vec<(String, String)>,
}

impl Answer {
    pub(crate) fn new(id: u64, message: &Message) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let files = message.files.iter();
        Self {
            id,
            channel: message.channel,
            value: message.value.clone(),
            private: message.ephemeral,
            files: files
                .map(|file| (file.name.clone(), text(&file.bytes)))
                .collect(),
        }
    }

    /// Everything that is shown, line by line: text, embeds behind a bar, buttons in brackets.
    pub(crate) fn text(&self) -> String {
        let mut lines = Vec::new();
        if self.private {
            lines.push("(only you can see this)".to_owned());
        }
        push(&mut lines, "", &self.value["content"]);
        for embed in self.value["embeds"].as_array().into_iter().flatten() {
            show_embed(embed, &mut lines);
        }
        for row in self.value["components"].as_array().into_iter().flatten() {
            let buttons: Vec<String> = row["components"]
                .as_array()
                .into_iter()
                .flatten()
                .map(show_button)
                .collect();
            lines.push(buttons.join(" "));
        }
        for (name, text) in &self.files {
            lines.push(format!("+ {name}, {} lines", text.lines().count()));
        }
        lines.join("\n")
    }

    /// Texts in which Discord reads no marks: authors, footers, labels of buttons.
    pub(crate) fn plain(&self) -> Vec<String> {
        let mut words = self.buttons();
        for embed in self.value["embeds"].as_array().into_iter().flatten() {
            for text in [&embed["author"]["name"], &embed["footer"]["text"]] {
                words.extend(text.as_str().map(str::to_owned));
            }
        }
        words
    }

    /// The text of the embeds and the content as it was sent, marks and all.
    pub(crate) fn marked(&self) -> String {
        let mut words = Vec::new();
        collect(&self.value["content"], &mut words);
        collect(&self.value["embeds"], &mut words);
        words.join("\n")
    }

    /// The same as it is read: without marks of emphasis, and without the backslashes that keep
    /// signs from being marks.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        let marked = self.marked();
        let mut letters = marked.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => words.extend(letters.next()),
                '*' | '_' => {}
                _ => words.push(letter),
            }
        }
        words
    }

    /// The labels of the buttons that can be pressed.
    pub(crate) fn buttons(&self) -> Vec<String> {
        let rows = self.value["components"].as_array().into_iter().flatten();
        rows.flat_map(|row| row["components"].as_array().into_iter().flatten())
            .filter(|button| button["custom_id"].is_string() && button["disabled"] != true)
            .filter_map(|button| button["label"].as_str().map(str::to_owned))
            .collect()
    }

    /// The label of the first button with such a word in it, however it is written.
    #[track_caller]
    pub(crate) fn button(&self, word: &str) -> String {
        let wanted = word.to_lowercase();
        let mut labels = self.buttons().into_iter();
        let found = labels.find(|label| label.to_lowercase().contains(&wanted));
        found.unwrap_or_else(|| panic!("no button `{word}` on\n{}", self.text()))
    }
}

fn push(lines: &mut Vec<String>, mark: &str, text: &Value) {
    for line in text.as_str().unwrap_or_default().lines() {
        lines.push(format!("{mark}{line}").trim_end().to_owned());
    }
}

fn show_embed(embed: &Value, lines: &mut Vec<String>) {
    push(lines, "| ", &embed["author"]["name"]);
    push(lines, "| # ", &embed["title"]);
    if let Some(address) = embed["url"].as_str() {
        lines.push(format!("| <{address}>"));
    }
    push(lines, "| ", &embed["description"]);
    for field in embed["fields"].as_array().into_iter().flatten() {
        push(lines, "| ## ", &field["name"]);
        push(lines, "| ", &field["value"]);
    }
    push(lines, "| -- ", &embed["footer"]["text"]);
}

fn show_button(button: &Value) -> String {
    let label = button["label"].as_str().unwrap_or_default();
    match button["url"].as_str() {
        Some(address) => format!("[{label}]({address})"),
        None if button["disabled"] == true => format!("[{label} -]"),
        None => format!("[{label}]"),
    }
}

fn collect(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) => words.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, words)),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| {
                !matches!(
                    name.as_str(),
                    "url" | "type" | "timestamp" | "author" | "footer"
                )
            })
            .for_each(|(_, value)| collect(value, words)),
        _ => {}
    }
}
