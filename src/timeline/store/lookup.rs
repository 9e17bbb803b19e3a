//! Looks up actors, events and sources by identifier or name.
//!
//! Identifiers match exactly. Names of actors come from people, who leave out accents and type other
//! hyphens, so they match tolerantly, and [`Timeline::named`](crate::Timeline::named) says how.

mod error;
mod id;
mod name;
mod resolved;
mod subject;

pub use error::LookupError;
pub(crate) use id::first_bytes;
pub(crate) use name::{Closeness, Wanted};
pub use resolved::{NameMatch, Resolved};
