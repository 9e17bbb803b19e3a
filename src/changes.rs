//! Compares two states of a record: what changed, why relations moved, and which alerts to raise.
//!
//! The two states are two timelines, or one timeline as of two dates. An editor can ask each morning what is new
//! since yesterday, and whether it changed relations.
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::Timeline;
//! use detente::changes::{ChangeKind, Rule, ViewState};
//!
//! let october = |day| NaiveDate::from_ymd_opt(2025, 10, day).expect("a valid date");
//! let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))?;
//!
//! // What changed?
//! let changes = timeline.as_of(october(20)).changes_to(&timeline.as_of(october(24)));
//! let summit = changes.of_kind(ChangeKind::Cancelled).next().expect("Budapest was called off");
//! assert_eq!(summit.to_string(), "budapest: cancelled, planned before");
//!
//! // Why did relations move?
//! let movement = changes.movement("USA", "RUS", october(21), october(25))?;
//! assert_eq!(movement.events[0].event.id(), "rosneft-lukoil-2025-10-22");
//! assert_eq!(
//!     movement.to_string().lines().nth(1),
//!     Some("level -0.65 to -0.81 (-0.16): new -0.19, revised +0.00, withdrawn +0.00, fading +0.03"),
//! );
//!
//! // Tell me when they speak again.
//! let rule = Rule::first_contact(["Trump", "Putin"], 45)?;
//! let state = |day| ViewState::new(&timeline.view(), october(day));
//! let findings = rule.check(&state(15), &state(16))?;
//! assert_eq!(findings[0].events[0].id, "trump-putin-2025-10-16");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | question | answer |
//! | :-- | :-- |
//! | What changed? | [`Timeline::changes_to`], [`View::changes_to`] |
//! | Which events were redated, cancelled, denied? | [`Changes::of_kind`] with a [`ChangeKind`] |
//! | Which facts differ? | [`EventChange::facts`] |
//! | Why did relations move? | [`Changes::movement`], or [`Relations::movement_to`] with another scoring or coverage |
//! | What should I be told? | [`Rule::check`], with two [`ViewState`]s |
//!
//! # When is an event the same?
//!
//! Two events are the same if they have the same identifier. An event whose identifier changes is listed twice: as
//! [removed](ChangeKind::Removed) and as [new](ChangeKind::New). The comparison uses the facts that the view
//! believes, so they depend on its as-of date and on its [rule for accounts](crate::query::AccountRule).
//!
//! # Why does a new report not always give a new fact?
//!
//! Most reports repeat what is known. An event with only such a report is listed as
//! [reported again](ChangeKind::ReportedAgain), not among the events whose facts changed. It may still move
//! relations, because a more direct report weighs more.
//!
//! # Why is a finding raised only once?
//!
//! A rule is a condition that is true or false in one state. A finding says that it became true between two
//! states. Check a rule each day against the states of yesterday and today. A long silence is then found once, on
//! the day it became longer than usual. If a day was skipped, check against the last state that was checked.
//!
//! # Limits
//!
//! - Only reports that are in force in at least one of the two states are compared.
//! - Titles of timelines and designations are not compared. Constraints are compared only between timelines. The
//!   effect of a constraint as of a date shows in the dates of events.
//! - A finding depends only on the two states. A direction that changes and changes back between them is not
//!   found.
//! - A plan counts as overdue as soon as its latest date has passed, although reports often come later: give
//!   [`Rule::plan_overdue`] a few days.
//!
//! [`Relations::movement_to`]: crate::Relations::movement_to
//! [`Timeline::changes_to`]: crate::Timeline::changes_to
//! [`View::changes_to`]: crate::View::changes_to

// rustdoc shows the methods of a type in this order.
mod compare;

mod check;
mod entry;
mod event;
mod fact;
mod finding;
mod kind;
mod pairs;
mod rule;
mod same;
mod view_state;

pub use compare::Changes;
pub use entry::{ActorChange, SourceChange};
pub use event::EventChange;
pub(crate) use fact::StatedFacts;
pub use fact::{Fact, FactChange};
pub use finding::{Finding, FindingActor, FindingEvent, FindingKind};
pub use kind::ChangeKind;
pub use rule::{ActorOrDyad, Rule, RuleError};
pub use view_state::ViewState;
