//! The record of diplomacy as data.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod actor;
pub mod claim;
pub mod code;
pub mod event;
pub mod ledger;
mod numeric;
pub mod relations;
pub mod scoring;
pub mod sequence;
pub mod time;
pub mod timeline;
pub mod trend;
mod wire;

pub use petgraph;

pub use relations::Relations;
pub use scoring::Scoring;
pub use sequence::{Gap, Rank};
pub use time::{Certainty, Edtf, When, WhenError};
pub use timeline::{Timeline, TimelineBuilder};
pub use trend::Direction;
#[cfg(feature = "json")]
pub use wire::ReadError;
