//! Brings to rooms what nobody asked for just now.

use crate::bot::{Announcement, Undelivered};

/// The way to Matrix's rooms for whoever is not on Matrix's threads.
#[derive(Clone, Debug, Default)]
pub struct Herald {}

impl crate::bot::Herald for Herald {
    fn serves(&self, _: &str) -> bool {
        false
    }

    fn announce(&self, _: &Announcement) -> Result<(), Undelivered> {
        Err(Undelivered::Later)
    }
}
