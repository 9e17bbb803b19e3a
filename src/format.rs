//! The written formats: [timelines](timeline) and [patches](patch) as JSON, [ledgers and snapshots](ledger) in any
//! serde format, [compact bytes](bytes), [queries](query), and [answers]; and how to [extract a timeline from a
//! text](extraction).
//!
//! This module contains documentation only.

#[doc = include_str!("format/timeline.md")]
pub mod timeline {}

#[doc = include_str!("format/patch.md")]
pub mod patch {}

#[doc = include_str!("format/ledger.md")]
pub mod ledger {}

#[doc = include_str!("format/bytes.md")]
pub mod bytes {}

#[doc = include_str!("format/query.md")]
pub mod query {}

#[doc = include_str!("format/answers.md")]
#[doc = include_str!("format/answers_of_scores.md")]
#[doc = include_str!("format/answers_of_changes.md")]
#[cfg_attr(feature = "briefing", doc = include_str!("format/answers_of_briefings.md"))]
#[cfg_attr(feature = "sheet", doc = include_str!("format/answers_of_tables.md"))]
pub mod answers {}

#[doc = include_str!("format/extraction.md")]
pub mod extraction {}
