//! The newsroom: keeps a story's articles as files in a folder, and the index in line with them.
//!
//! It carries out what [`crate::bot::Newsroom`] asks for. What an order means, who may give it and
//! how its outcome is told are the core's business; files, processes and the network ([`Fetcher`]) are here.
//!
//! Nothing that somebody else chose becomes a path: a file is named after its article's title, in
//! letters, digits and hyphens, and every move is one rename. What is doubtful or was taken out lies
//! in a hidden folder beside the articles (`aside`), which the index never looks into.

mod aside;
mod book;
mod bundle;
mod doubt;
mod feed;
mod feeding;
mod fetch;
mod golden;
mod intake;
mod keeper;
mod quietly;
mod update;
mod watch;

pub use bundle::{BundleError, Manifest, Places, StoryPlaces, export, import};
pub use feeding::noted_feeds;
pub use fetch::{FetchError, FetchSettings, Fetcher, LookUp, Names, SystemNames};
pub use keeper::Keeper;
pub use update::{Updated, bring_up_to_date, foresee};
pub use watch::FolderWatch;

use aside::Aside;
