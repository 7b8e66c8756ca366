//! Where Discord is: Discord itself, or a test server on this machine.
//!
//! A test server gets everything, the token included, so an address on any other machine is
//! refused: a variable that was set by mistake or in bad faith must not send the token away.

use url::{Host, Url};

use super::error::StartError;

/// The origin of a test server (`http://127.0.0.1:9000`) from what `NEWSHOUND_DISCORD_API` says.
pub(super) fn test_server(address: &str) -> Result<String, StartError> {
    let refused = || StartError::NotLoopback;
    let url = Url::parse(address.trim()).map_err(|_| refused())?;
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let is_plain = url.username().is_empty() && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && is_loopback && is_plain {
        Ok(url.origin().ascii_serialization())
    } else {
        Err(refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_may_stand_in_for_discord() {
        for (address, origin) in [
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
            (" http://localhost:9000/api/v10/ ", "http://localhost:9000"),
            ("http://[::1]:9000", "http://[::1]:9000"),
            ("http://2130706433:9000", "http://127.0.0.1:9000"),
        ] {
            assert_eq!(test_server(address).ok().as_deref(), Some(origin));
        }
    }

    #[test]
    fn no_other_machine_may() {
        for address in [
            "http://example.org",
            "http://127.0.0.1.example.org:9000",
            "http://localhost@example.org/",
            "http://me:secret@127.0.0.1:9000",
            "ftp://127.0.0.1",
            "127.0.0.1:9000",
            "http://0.0.0.0:9000",
            "",
        ] {
            assert!(test_server(address).is_err(), "{address}");
        }
    }
}
