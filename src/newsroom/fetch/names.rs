//! Where a host's name leads: looked up once for a connection, which goes to what was checked.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{is_named, is_public};

/// A look-up on its way.
pub type LookUp = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Looks names up.
pub trait Names: Send + Sync {
    /// The addresses of a host.
    fn look_up(&self, host: String) -> LookUp;
}

/// Looks names up as the system does.
pub struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, host: String) -> LookUp {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Lets only public addresses through, and those of hosts that the operator named.
pub(super) struct CheckedNames {
    pub(super) names: Arc<dyn Names>,
    pub(super) private_hosts: Vec<String>,
}

impl Resolve for CheckedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let is_named = is_named(&host, &self.private_hosts);
        let looking = self.names.look_up(host);
        Box::pin(async move {
            let found = looking.await?;
            // One private address among public ones is no accident.
            if !is_named && !found.iter().all(|address| is_public(*address)) {
                return Err(Box::new(NotPublic) as Box<dyn Error + Send + Sync>);
            }
            // Port 0 stands for the address's own.
            let addresses = found.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}

/// A name leads into a private network.
#[derive(Debug)]
struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name leads into a private network")
    }
}

impl Error for NotPublic {}

/// True for an error that [`CheckedNames`] began.
pub(super) fn is_refusal(error: &reqwest::Error) -> bool {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(one) = cause {
        if one.is::<NotPublic>() {
            return true;
        }
        cause = one.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Says one thing after the other.
    struct Changing(Mutex<Vec<&'static str>>);

    impl Names for Changing {
        fn look_up(&self, _: String) -> LookUp {
            let answers = self.0.lock().unwrap().pop().unwrap();
            let found = answers.split(' ').map(|one| one.parse().unwrap()).collect();
            Box::pin(async move { Ok(found) })
        }
    }

    #[test]
    fn every_answer_is_checked_and_is_what_is_connected_to() {
        let answers = ["127.0.0.1", "93.184.216.34 10.0.0.1", "93.184.216.34"];
        let checked = CheckedNames {
            names: Arc::new(Changing(Mutex::new(answers.to_vec()))),
            private_hosts: Vec::new(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let resolve = || {
            let name = "news.example".parse().unwrap();
            let found = runtime.block_on(checked.resolve(name));
            found.map(|all| all.map(|one| one.ip().to_string()).collect::<Vec<_>>())
        };
        assert_eq!(resolve().unwrap(), ["93.184.216.34"]);
        assert!(resolve().unwrap_err().is::<NotPublic>());
        assert!(resolve().unwrap_err().is::<NotPublic>());
    }
}
