//! What is sent: messages with embeds, buttons and files, as plain data in Discord's own shape.

use serde::Serialize;

/// The flag of a message that one person sees.
pub(super) const EPHEMERAL: u32 = 1 << 6;

/// A message on its way.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Outgoing {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) content: String,
    pub(super) embeds: Vec<Embed>,
    pub(super) components: Vec<ButtonRow>,
    pub(super) allowed_mentions: Mentions,
    /// What tells this message from others, where it may be sent twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nonce: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) enforce_nonce: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_reference: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flags: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) attachments: Vec<Attachment>,
    #[serde(skip)]
    pub(super) file: Option<File>,
}

/// Nobody is pinged, whatever a text says, but who asked to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Mentions {
    /// Kinds of mentions that ping: none.
    parse: [String; 0],
    /// Whom a mention pings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    users: Vec<String>,
    /// Whether who is replied to is pinged.
    replied_user: bool,
}

/// The message that is replied to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Reference {
    pub(super) message_id: String,
    /// The reply is a plain message where the question is gone.
    pub(super) fail_if_not_exists: bool,
}

/// A card with a coloured edge.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Embed {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) author: Option<Author>,
    pub(super) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) color: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) footer: Option<Footer>,
}

impl Embed {
    /// What it counts against the most that a message takes.
    pub(super) fn length(&self) -> usize {
        let author = self.author.as_ref().map_or("", |author| &author.name);
        let footer = self.footer.as_ref().map_or("", |footer| &footer.text);
        let texts = [author, &self.description, footer];
        texts.iter().map(|text| text.encode_utf16().count()).sum()
    }
}

/// The small line above a card; it shows what was asked, as plain text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Author {
    pub(super) name: String,
}

/// The small line below a card, as plain text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Footer {
    pub(super) text: String,
}

/// Buttons side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct ButtonRow {
    #[serde(rename = "type")]
    kind: u8,
    components: Vec<Button>,
}

impl ButtonRow {
    /// A row of at most five buttons.
    pub(super) fn of(components: Vec<Button>) -> Self {
        Self {
            kind: 1,
            components,
        }
    }
}

/// A button.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Button {
    #[serde(rename = "type")]
    kind: u8,
    style: u8,
    label: String,
    custom_id: String,
}

impl Button {
    pub(super) fn new(label: impl Into<String>, custom_id: String, is_main: bool) -> Self {
        Self {
            kind: 2,
            style: if is_main { 1 } else { 2 },
            label: label.into(),
            custom_id,
        }
    }
}

/// A file that goes with a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) text: String,
}

/// What a message says of its file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Attachment {
    /// Which file of the form it is; an id, and so a text.
    id: &'static str,
    filename: String,
}

impl Outgoing {
    /// The message, for one person's eyes where wanted.
    pub(super) fn private(mut self, is_private: bool) -> Self {
        self.flags = is_private.then_some(EPHEMERAL);
        self
    }

    /// The message, to be put where another one stands already.
    pub(super) fn without_flags(mut self) -> Self {
        self.flags = None;
        self
    }

    /// The message, as a reply.
    pub(super) fn replying_to(mut self, message: u64) -> Self {
        self.message_reference = Some(Reference {
            message_id: message.to_string(),
            fail_if_not_exists: false,
        });
        self
    }

    /// The message, of which somebody is to be told.
    pub(super) fn pinging(mut self, user: Option<u64>) -> Self {
        if let Some(user) = user {
            self.content = format!("<@{user}>");
            self.allowed_mentions.users = vec![user.to_string()];
        }
        self
    }

    /// The message, which is posted once, however often it is sent within a few minutes.
    pub(super) fn once(mut self, name: String) -> Self {
        self.nonce = Some(name);
        self.enforce_nonce = true;
        self
    }

    /// The message, with a file.
    pub(super) fn with_file(mut self, file: File) -> Self {
        self.attachments = vec![Attachment {
            id: "0",
            filename: file.name.clone(),
        }];
        self.file = Some(file);
        self
    }
}
