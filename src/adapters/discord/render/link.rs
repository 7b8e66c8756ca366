//! Addresses as they may stand in a masked link.

use crate::reply::encoded_address;

/// The longest address that is worth its room in a card.
const LONGEST: usize = 700;

/// An address that cannot end its link early, or `None` where there is none of the web that fits.
/// The fragment that leads to the quoted words is given up first.
pub(super) fn safe_address(url: &str) -> Option<String> {
    encoded_address(url, "-.~:/?#@!$&'+,;=%_", LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_an_address_ends_its_link() {
        assert_eq!(
            safe_address("https://x.example/a_(b)?q=\"<>\\`|*[]#:~:text=a%20b").as_deref(),
            Some("https://x.example/a_%28b%29?q=%22%3C%3E%5C%60%7C%2A%5B%5D#:~:text=a%20b")
        );
        assert_eq!(safe_address("javascript:alert(1)"), None);
        assert_eq!(safe_address("data://x"), None);
    }

    #[test]
    fn a_long_address_gives_its_fragment_up_and_then_itself() {
        let long = format!("https://x.example/a#:~:text={}", "b".repeat(900));
        assert_eq!(safe_address(&long).as_deref(), Some("https://x.example/a"));
        assert_eq!(
            safe_address(&format!("https://x.example/{}", "b".repeat(900))),
            None
        );
    }
}
