//! What the process tells of itself: since when it runs, and in how much memory.

use std::fs;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use crate::bot::{ProcessFacts, TellFacts};

/// When this was first asked for, which is when the program started its task.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Somebody to tell the facts, whose clock starts now if it does not run yet.
pub(super) fn teller() -> Arc<TellFacts> {
    let start = *START;
    Arc::new(move || ProcessFacts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        uptime: start.elapsed(),
        memory: memory(),
    })
}

/// Memory that the process holds. Only Linux tells it in a file; elsewhere nothing is said.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    resident(&status)
}

fn resident(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_is_read_from_the_systems_own_words() {
        let status = "Name:\tnewshound\nVmPeak:\t  99 kB\nVmRSS:\t   2048 kB\nThreads:\t3\n";
        assert_eq!(resident(status), Some(2_097_152));
        assert_eq!(resident("Name:\tx\n"), None);
    }
}
