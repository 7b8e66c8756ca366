//! Which addresses are fetched from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::{Ipv4Net, Ipv6Net};
use url::{Host, Url};

use super::FetchError;

/// Networks that are not the public Internet (IANA's special-purpose registry, RFC 6890 and later).
const NOT_PUBLIC: [&str; 16] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
];

/// The part of IPv6 that is given out.
const GLOBAL: &str = "2000::/3";

/// Parts of it that are not, or that lead to an address inside another one.
const NOT_GLOBAL: [&str; 5] = [
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "2620:4f:8000::/48",
];

static V4: LazyLock<Vec<Ipv4Net>> = LazyLock::new(|| {
    NOT_PUBLIC
        .iter()
        .filter_map(|net| net.parse().ok())
        .collect()
});
static V6: LazyLock<Vec<Ipv6Net>> = LazyLock::new(|| {
    NOT_GLOBAL
        .iter()
        .filter_map(|net| net.parse().ok())
        .collect()
});

/// True for an address of the public Internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => address
            .to_ipv4_mapped()
            .map_or_else(|| is_public_v6(address), is_public_v4),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !V4.iter().any(|net| net.contains(&address))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let global = GLOBAL.parse::<Ipv6Net>();
    global.is_ok_and(|net| net.contains(&address)) && !V6.iter().any(|net| net.contains(&address))
}

/// An address that may be asked for, as far as it says itself: where its name leads is checked when
/// it is looked up.
pub(super) fn checked(address: &str, private_hosts: &[String]) -> Result<Url, FetchError> {
    let url = Url::parse(address.trim()).map_err(|_| FetchError::NoAddress)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::NoAddress);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Credentials);
    }
    let literal = match url.host().ok_or(FetchError::NoAddress)? {
        Host::Domain(_) => None,
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
    };
    let host = super::host_of(&url);
    match literal {
        Some(address) if !is_public(address) && !is_named(&host, private_hosts) => {
            Err(FetchError::Private { host })
        }
        _ => Ok(url),
    }
}

/// True for a host that the operator named.
pub(super) fn is_named(host: &str, private_hosts: &[String]) -> bool {
    let bare = |name: &str| name.trim_matches(['[', ']', '.']).to_ascii_lowercase();
    private_hosts.iter().any(|named| bare(named) == bare(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_network_is_read() {
        assert_eq!(V4.len(), NOT_PUBLIC.len());
        assert_eq!(V6.len(), NOT_GLOBAL.len());
    }

    #[test]
    fn the_public_internet_is_told_from_the_rest() {
        let public = |address: &str| is_public(address.parse().unwrap());
        for address in [
            "93.184.216.34",
            "1.1.1.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
        ] {
            assert!(public(address), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "::127.0.0.1",
        ] {
            assert!(!public(address), "{address}");
        }
    }

    #[test]
    fn an_address_in_any_disguise_is_what_it_is() {
        for address in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0/",
            "https://１２７.0.0.1/",
        ] {
            let refused = checked(address, &[]);
            assert!(
                matches!(refused, Err(FetchError::Private { .. })),
                "{address}: {refused:?}"
            );
        }
        for address in [
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://a/",
            "no address",
            "",
        ] {
            assert!(
                matches!(checked(address, &[]), Err(FetchError::NoAddress)),
                "{address}"
            );
        }
        for address in ["http://me@example.org/", "https://me:secret@example.org/"] {
            assert!(
                matches!(checked(address, &[]), Err(FetchError::Credentials)),
                "{address}"
            );
        }
        assert!(checked("https://example.org/a?b#c", &[]).is_ok());
        let named = ["127.0.0.1".to_owned(), "::1".to_owned()];
        assert!(checked("http://127.0.0.1:8000/", &named).is_ok());
        assert!(checked("http://[::1]/", &named).is_ok());
        assert!(checked("http://10.0.0.1/", &named).is_err());
    }
}
