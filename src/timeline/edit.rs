//! Timelines that change: edits, applied as a whole or not at all.
//!
//! A [`Timeline`] is not changed in place. [`Timeline::edit`] applies a [`Patch`] of [`Edit`]s and
//! returns another timeline, which shares with the first what did not change. The result equals the
//! timeline that is built from the edited entries, in everything: order, bounds, scores and JSON.
//!
//! | task | edit |
//! | :-- | :-- |
//! | Add an actor, a source, an event, a constraint, a designation | [`Edit::add`] |
//! | Correct the record for all time | [`Edit::replace`], [`Edit::redate`] |
//! | Add a report | [`Edit::report`] |
//! | Note that a source corrected itself | [`Edit::correct`] |
//! | Note that reports or a constraint were withdrawn | [`Edit::retract`] |
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
//! A *replacement* ([`Edit::replace`], [`Edit::redate`]) repairs a mistake of the record itself, such as a
//! typing error. It holds for all time: a view [as of](crate::View::as_of) an earlier day sees the new
//! date too. A *correction* ([`Edit::correct`]) is itself an event of the record: a source says something else
//! from a day on. It is a new report, and the earlier report of that source is withdrawn on that day. A
//! view as of an earlier day answers as before:
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
//! *Remove* deletes an item as if it had never been recorded. *Retract* keeps it, and withdraws its reports
//! from a day on.
//!
//! # What happens to references?
//!
//! They are checked when all edits of a patch are applied. An event may name an actor that a later edit adds.
//! To remove an event that others link to, or that a constraint names, remove or replace these in the same
//! patch; otherwise the fault names the entry that still refers to it, and the edit that removed it.
//!
//! # Can I undo?
//!
//! The timeline before the edit is still there. Keep it, and use it again: the two share most of their
//! memory.
//!
//! # Limits
//!
//! The title cannot be edited. An identifier cannot be changed: remove the item and add another, with all
//! that refer to it.
//!
//! # Complexity
//!
//! Edits of events, reports and constraints, and added sources, copy a few numbers per event: about 40 bytes.
//! Links and constraints are solved again only for the events that they connect with a changed event; the
//! network behind questions such as [`why_before`](crate::timeline::EventRef::why_before) is solved when it
//! is first asked for. Edits of actors and designations, and other edits of sources, build the timeline
//! again, and so does a patch with faults.

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
    /// Applies a patch: returns the timeline with all its edits, and leaves this one as it is.
    ///
    /// The result equals the timeline that is built from the edited entries.
    ///
    /// # Errors
    ///
    /// [`EditError`] with every fault of every edit.
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
