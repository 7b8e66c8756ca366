//! Finds and ranks the windows of text that may hold the answer.
//!
//! [`Retriever::rank`] asks the index for blocks that share words with the question, looks at every
//! run of whole sentences in them that makes a quote ([`Window`]), measures each by [`Features`] and
//! orders them by a learned [`Ranker`]. Naming the answer and refusing are left to `answer`.

mod background;
mod details;
mod features;
mod fit;
mod forest;
mod lookup;
mod meaning;
mod query;
mod rank;
mod ranker;
mod window;

pub use details::{DETAIL_NAMES, Details, details};
pub(crate) use features::BlockView;
pub use features::{FEATURE_NAMES, Features};
pub use fit::{fit, is_asked_name, states_manner, states_reason};
pub use forest::Forest;
pub use lookup::{Lookup, Match};
pub use rank::{Limits, Ranked, Retriever};
pub use ranker::Ranker;
pub use window::Window;
