//! What changed between two records, why relations moved, and alerts.
//!
//! An editor asks each morning: what is new since yesterday, and does it change the picture? Two states of a
//! record answer that: two timelines, or one timeline as of two dates.
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::Timeline;
//! use detente::changes::ChangeKind;
//!
//! let october = |day| NaiveDate::from_ymd_opt(2025, 10, day).expect("a valid date");
//! let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))?;
//! let changes = timeline.as_of(october(17)).changes_to(&timeline.as_of(october(22)));
//!
//! let summit = changes.of(ChangeKind::Cancelled).next().expect("Budapest was called off");
//! assert_eq!(summit.to_string(), "budapest: cancelled, planned before");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | question | answer |
//! | :-- | :-- |
//! | What changed? | [`Timeline::changes_to`], [`View::changes_to`] |
//! | Which events were redated, cancelled, denied? | [`Changes::of`] with a [`ChangeKind`] |
//! | Which facts differ? | [`EventChange::facts`] |
//!
//! # Limits
//!
//! - Events, actors and sources are matched by identifier. An event that gets another identifier is
//!   [removed](ChangeKind::Removed) and [new](ChangeKind::New).
//! - Only what is known in one of the two states is compared: a report that is in force in neither is not.
//! - Titles of timelines and designations are not compared.
//!
//! [`Timeline::changes_to`]: crate::Timeline::changes_to
//! [`View::changes_to`]: crate::View::changes_to

// rustdoc shows the methods of a type in this order.
mod compare;

mod entry;
mod event;
mod fact;
mod kind;
mod pairs;
mod same;

pub use compare::Changes;
pub use entry::{ActorChange, SourceChange};
pub use event::EventChange;
pub use fact::{Fact, FactChange};
pub use kind::ChangeKind;
