//! Checks: of a text that somebody wants to quote, and of a receipt.

use crate::answer::{Checker, Verifier};
use crate::index::{Receipt, Result};
use crate::reply::{check_reply, receipt_error_reply, verify_reply};

use super::door::Bot;
use super::paging::Paged;

impl Bot {
    /// Says whether a text is in the articles, word for word, nearly, or not at all.
    pub(super) fn check(&self, text: &str) -> Result<Paged> {
        let snapshot = self.story().index.snapshot();
        let checked = Checker::new(&snapshot).check(text)?;
        let shown = self.settings().quotes;
        let (reply, rest) = check_reply(&checked, shown);
        Ok(Paged {
            reply,
            rest,
            step: shown,
        })
    }

    /// Reads the words of a receipt again.
    pub(super) fn verify(&self, typed: &str) -> Result<Paged> {
        let reply = match typed.parse::<Receipt>() {
            Ok(receipt) => verify_reply(&Verifier::new(&self.story().index).verify(receipt)?),
            Err(error) => receipt_error_reply(&error),
        };
        Ok(Paged::whole(reply))
    }
}
