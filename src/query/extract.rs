//! Extracts a part of a timeline as a separate timeline.
//!
//! An extract has the events of a view and everything that they refer to, so it can be stored, published and
//! queried by itself. It lists everything in which it differs from the view: to publish an extract without one
//! source, you need to know what that changes.

mod change;
mod closure;
mod make;

pub use change::ExtractChange;

use thiserror::Error;

use super::View;
use crate::timeline::{BuildError, LookupError, SourceIx, Timeline};
use crate::wire::errors;

/// The events of a view as a separate timeline, and what differs from the view.
///
/// Returned by [`View::extract`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Extract {
    /// The timeline.
    pub timeline: Timeline,
    /// What differs from the view: events in their order, then constraints, then successions. Empty if the
    /// timeline gives the same answers as the view.
    pub changes: Vec<ExtractChange>,
}

/// An extract could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// A source that is to be left out is unknown.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// Without the omitted sources, the other statements contradict each other.
    #[error(transparent)]
    Build(#[from] BuildError),
}

errors!(ExtractError {
    Lookup(error),
    Build(error),
});

/// # Extracts
impl View<'_> {
    /// Extracts the events of the view as a separate timeline, without what the sources in `without` report.
    ///
    /// The timeline has
    ///
    /// - the events of the view, with the reports that the view knows, except those that one of the sources made
    ///   or is cited in,
    /// - the links and constraints among these events that are known to the view,
    /// - the actors, designations and sources that all these refer to, and the actors of the view's filters. If
    ///   the terms of an office adjoin, its other holders are included too, because they determine the day of the
    ///   handover.
    ///
    /// Links and constraints with other events are left out, and so are statements about several actors by one of
    /// the omitted sources. An event without reports stays.
    ///
    /// If [`changes`](Extract::changes) is empty, the same questions have the same answers: a
    /// [view](Timeline::view) of the timeline with the same filters and the same [rule](View::believing) has the
    /// same events, dates, counts, ranks and gaps. Do not set [`as_of`](View::as_of) again: the extract has only
    /// what was known then.
    ///
    /// # Errors
    ///
    /// Returns [`ExtractError::Lookup`] if a source is unknown, and [`ExtractError::Build`] if the remaining
    /// statements contradict each other.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of events of the view, and linear in the number of actors and constraints
    /// of the timeline.
    ///
    /// # Example
    ///
    /// A desk publishes its record without what its correspondent in Kuala Lumpur reports:
    ///
    /// ```
    /// use detente::event::{Account, Report, Source};
    /// use detente::{Actor, Event, Timeline};
    ///
    /// let timeline = Timeline::builder()
    ///     .actor(Actor::person("rubio").named("Marco Rubio"))
    ///     .actor(Actor::person("lavrov").named("Sergey Lavrov"))
    ///     .source(Source::new("reuters").named("Reuters"))
    ///     .source(Source::new("stringer").named("our correspondent"))
    ///     .event(
    ///         Event::meeting("kuala-lumpur", "2025-07")
    ///             .between("rubio", "lavrov")
    ///             .report(Report::by(["reuters"]))
    ///             .report(Report::by(["stringer"]).says(Account::new().when("2025-07-11"))),
    ///     )
    ///     .event(Event::call("call", "2025-06").between("rubio", "lavrov").reported_by("stringer"))
    ///     .build()?;
    ///
    /// let public = timeline.view().extract(["stringer"])?;
    /// assert!(public.timeline.source("stringer").is_err());
    /// assert_eq!(public.timeline.event("kuala-lumpur")?.when().to_string(), "2025-07");
    /// let changes: Vec<String> = public.changes.iter().map(ToString::to_string).collect();
    /// assert_eq!(changes, ["event `call` is left out: no other source reports it"]);
    ///
    /// // Without anything left out, it is the same record.
    /// let whole = timeline.view().extract([])?;
    /// assert_eq!((whole.timeline, whole.changes.len()), (timeline, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn extract<'s>(
        &self,
        without: impl IntoIterator<Item = &'s str>,
    ) -> Result<Extract, ExtractError> {
        let without = without.into_iter();
        let without = without.map(|id| self.timeline.source_index(id));
        let without: Vec<SourceIx> = without.collect::<Result<_, _>>()?;
        make::extract(self, &without)
    }
}
