//! A request as an operation sees it, and what an operation makes of it.

use serde_json::{Value, json};

use super::world::File;

/// A request, taken apart.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) authorization: String,
    pub(crate) body: Value,
    pub(crate) files: Vec<File>,
    /// The ids in the path, in order; names that are no numbers are left as they are.
    pub(crate) parameters: Vec<String>,
}

impl Call {
    /// An id in the path.
    pub(crate) fn id(&self, place: usize) -> Result<u64, Refusal> {
        let text = self.parameters.get(place).map(String::as_str);
        text.and_then(|text| text.parse().ok())
            .ok_or_else(|| Refusal::new(400, 50_035, "an id in the path is no number"))
    }

    /// True when the query asks for something.
    pub(crate) fn asks(&self, name: &str) -> bool {
        self.query
            .split('&')
            .any(|part| part == format!("{name}=true"))
    }
}

/// What comes back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Reply {
    pub(crate) fn ok(body: Value) -> Self {
        Self {
            status: 200,
            body,
            headers: Vec::new(),
        }
    }

    pub(crate) fn empty() -> Self {
        Self {
            status: 204,
            body: Value::Null,
            headers: Vec::new(),
        }
    }
}

/// A request that Discord would not have taken.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    code: u64,
    pub(crate) reasons: Vec<String>,
    /// The test wants it so: it is no fault of the bot.
    pub(crate) wanted: bool,
    retry_after: Option<f64>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: u64, reason: impl Into<String>) -> Self {
        Self {
            status,
            code,
            reasons: vec![reason.into()],
            wanted: false,
            retry_after: None,
        }
    }

    /// A body that breaks rules.
    pub(crate) fn invalid(reasons: Vec<String>) -> Self {
        Self {
            reasons,
            ..Self::new(400, 50_035, "")
        }
    }

    /// "Too many requests."
    pub(crate) fn limited(retry_after: f64) -> Self {
        Self {
            wanted: true,
            retry_after: Some(retry_after),
            ..Self::new(429, 0, "You are being rate limited.")
        }
    }

    pub(crate) fn wanted(self) -> Self {
        Self {
            wanted: true,
            ..self
        }
    }

    /// The refusal as it is sent.
    pub(crate) fn reply(&self) -> Reply {
        let message = self.reasons.join("; ");
        let mut headers = Vec::new();
        let body = if let Some(retry_after) = self.retry_after {
            // Whole seconds in one header and fractions in the other, as Discord does.
            headers.push(("retry-after", format!("{}", retry_after.ceil())));
            headers.push(("x-ratelimit-limit", "5".to_owned()));
            headers.push(("x-ratelimit-remaining", "0".to_owned()));
            headers.push(("x-ratelimit-reset-after", format!("{retry_after:.3}")));
            headers.push(("x-ratelimit-bucket", "double".to_owned()));
            headers.push(("x-ratelimit-scope", "user".to_owned()));
            json!({ "message": message, "code": 0, "retry_after": retry_after, "global": false })
        } else {
            json!({ "message": message, "code": self.code })
        };
        Reply {
            status: self.status,
            body,
            headers,
        }
    }
}

/// What an operation gives.
pub(crate) type Outcome = Result<Reply, Refusal>;
