//! Timelines that change: edits, applied as a whole or not at all.
//!
//! A [`Timeline`] is not changed in place. [`Timeline::edit`] applies a [`Patch`] of [`Edit`]s and returns a new
//! timeline, which shares all unchanged data with the first. The result is equal to a timeline built from the
//! edited entries, in order, bounds, scores and JSON.
//!
//! | task | edit |
//! | :-- | :-- |
//! | Add an actor, a source, an event, a constraint, a designation | [`Edit::add`] |
//! | Correct the record for all time | [`Edit::replace`], [`Edit::redate`] |
//! | Add a report | [`Edit::report`] |
//! | Record that a source corrected itself | [`Edit::correct`] |
//! | Record that reports or a constraint were withdrawn | [`Edit::retract`] |
//! | Delete | [`Edit::remove`] |
//!
//! # Example
//!
//! The record places Rubio's first meeting with Lavrov in February 2025. The day and a call become known, and
//! a meeting in Kuala Lumpur is added:
//!
//! ```
//! use detente::timeline::edit::Edit;
//! use detente::{Actor, Event, Timeline};
//!
//! let record = Timeline::builder()
//!     .actor(Actor::person("rubio").named("Marco Rubio"))
//!     .actor(Actor::person("lavrov").named("Sergey Lavrov"))
//!     .event(Event::meeting("riyadh", "2025-02").between("rubio", "lavrov"))
//!     .build()?;
//!
//! let edited = record.edit([
//!     Edit::redate("riyadh", "2025-02-18"),
//!     Edit::add(Event::call("call", "2025-03-15").between("rubio", "lavrov")),
//!     Edit::add(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov")),
//! ])?;
//! let meetings = edited.between("rubio", "lavrov")?.meetings();
//! assert_eq!(meetings.rank("kuala-lumpur")?.to_string(), "2nd");
//! assert_eq!(edited.gap("riyadh", "kuala-lumpur")?.to_string(), "142 days");
//! // The first timeline is as it was.
//! assert_eq!(record.events().len(), 1);
//!
//! // A patch that does not fit changes nothing. All its faults are reported.
//! let error = edited
//!     .edit([
//!         Edit::redate("kuala-lumpr", "2025-07-11"),
//!         Edit::add(Event::call("december", "2025-12").between("rubioo", "lavrov")),
//!     ])
//!     .unwrap_err();
//! let texts: Vec<String> = error.faults.iter().map(ToString::to_string).collect();
//! assert_eq!(texts, [
//!     "edit 1: unknown event `kuala-lumpr`; did you mean `kuala-lumpur`?",
//!     "edit 2: event `december`: unknown actor `rubioo`; did you mean `rubio`?",
//! ]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Replacement or correction?
//!
//! A *replacement* ([`Edit::replace`], [`Edit::redate`]) repairs a mistake in the record itself, such as a typing
//! error. It holds for all time: a view [as of](crate::View::as_of) an earlier day sees the new date too. A
//! *correction* ([`Edit::correct`]) is part of the record: a source changes its statement on a day. The correction
//! is a new report, and the earlier report of that source is withdrawn on that day. A view as of an earlier day
//! gives the same answers as before:
//!
//! ```
//! use chrono::NaiveDate;
//! use detente::event::{Account, Report, Source};
//! use detente::timeline::edit::Edit;
//! use detente::{Actor, Event, Timeline};
//!
//! let says = |date: &str| Account::new().when(date);
//! let record = Timeline::builder()
//!     .actor(Actor::person("rubio"))
//!     .actor(Actor::person("lavrov"))
//!     .source(Source::new("tass"))
//!     .event(
//!         Event::meeting("riyadh", "2025-02")
//!             .between("rubio", "lavrov")
//!             .report(Report::by(["tass"]).asserted("2025-02-18").says(says("2025-02-17"))),
//!     )
//!     .build()?;
//! let report = Report::by(["tass"]).asserted("2025-02-20").says(says("2025-02-18"));
//! let edited = record.edit(Edit::correct("riyadh", report))?;
//!
//! let date = |day| NaiveDate::from_ymd_opt(2025, 2, day).expect("a date");
//! let as_of = |day| edited.view().as_of(date(day)).events().next().map(|event| event.bounds());
//! let bounds = |text| detente::When::parse(text).expect("a date").bounds();
//! assert_eq!(as_of(19), Some(bounds("2025-02-17")));
//! assert_eq!(as_of(20), Some(bounds("2025-02-18")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! *Remove* deletes an item as if it had never been recorded. *Retract* keeps the item and withdraws its reports
//! from a given day.
//!
//! # What happens to references?
//!
//! References are checked after all edits of a patch are applied, so an event may name an actor that a later edit
//! adds. To remove an event that others link to, or that a constraint names, remove or replace these entries in
//! the same patch. Otherwise the fault names the entry that still refers to the event, and the edit that removed
//! the event.
//!
//! # Can I undo?
//!
//! Yes: an edit does not change the earlier timeline. Keep it and go back to it. The two share most of their
//! memory.
//!
//! # Limits
//!
//! The title cannot be edited. An identifier cannot be changed: remove the item and everything that refers to it,
//! and add them again with the new identifier.
//!
//! # Complexity
//!
//! Edits of events, reports and constraints, and added sources, copy a few numbers per event: about 40 bytes.
//! Links and constraints are solved again only for the events that they connect with a changed event. The network
//! that answers questions such as [`why_before`](crate::timeline::EventRef::why_before) is solved when it is first
//! needed. Edits of actors and designations, edits that change or remove sources, and patches with faults rebuild
//! the whole timeline.

mod draft;
mod fault;
mod patch;
mod rebuild;
mod words;

pub use fault::{EditError, EditFault, EditFaultKind};
pub use patch::{Action, Edit, Item, ItemKey, Patch};

use draft::Draft;

use super::Timeline;

/// # Editing
impl Timeline {
    /// Applies a patch and returns the edited timeline. This timeline does not change.
    ///
    /// The result is equal to a timeline built from the edited entries.
    ///
    /// # Errors
    ///
    /// Returns [`EditError`] with every fault of every edit.
    ///
    /// # Complexity
    ///
    /// See [`edit`](self#complexity).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::timeline::edit::Edit;
    /// use detente::{Event, Timeline};
    ///
    /// let timeline = Timeline::builder().event(Event::call("call", "2025-06")).build()?;
    /// let edited = timeline.edit(Edit::redate("call", "2025-06-14"))?;
    /// assert_eq!(edited.event("call")?.when().to_string(), "2025-06-14");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn edit(&self, patch: impl Into<Patch>) -> Result<Self, EditError> {
        let draft = Draft::new(self, patch.into());
        let revised = draft.revision().and_then(|revision| self.revise(&revision));
        revised.map_or_else(|| draft.rebuild(), Ok)
    }
}
