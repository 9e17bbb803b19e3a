//! Merging timelines: one record of what several records state.
//!
//! Every statement of every report is kept, and none is preferred. What all records state alike is stated
//! once. What they state differently about an event is stated by each with its reports, and
//! [`AccountRule`](crate::query::AccountRule) chooses among them when a question is asked. What cannot be
//! stated side by side, such as two kinds of one actor, is a fault that shows both.
//!
//! Every step is a union, a minimum, or a comparison of all parts at once, so the order of the parts cannot
//! matter.

mod actors;
mod clashes;
mod events;
mod merger;
mod renaming;
mod uniting;

use std::collections::{BTreeMap, BTreeSet};

use clashes::Clashes;
use merger::Merger;

use crate::event::Event;
use crate::timeline::{BuildError, Timeline};

/// One event from several of one identifier, each with a label, and the labels that became sources of reports.
///
/// The events must not clash.
pub(crate) fn united(stated: Vec<(&str, Event)>) -> (Event, Vec<String>) {
    let id = stated[0].1.id.clone();
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    let event = events::event(stated, &mut used, Clashes::new(&mut faults, "event", &id));
    assert!(
        faults.is_empty(),
        "the caller has compared what clashes: {faults:?}"
    );
    (event, used.into_iter().map(str::to_owned).collect())
}

/// A timeline to be merged: its label, and new identifiers for some of its entries.
///
/// The label names the record: what a record states without a report is attributed to a source of this
/// identifier, if another record does not state the same. If the label is already the identifier of a source,
/// or of an actor, it is attributed to that one.
///
/// Entries of two records are the same if they have the same identifier, or the same
/// [external identifier](crate::Actor::external), such as that of Wikidata. Records that use other identifiers
/// for the same things, and no external ones, are reconciled with [`rename`](Self::rename) and
/// [`rename_events`](Self::rename_events).
///
/// # Example
///
/// ```
/// use detente::timeline::MergePart;
/// use detente::{Actor, Event, Timeline};
///
/// let reuters = Timeline::builder()
///     .actor(Actor::person("lavrov").named("Sergey Lavrov"))
///     .event(Event::statement("remarks", "2025-07-10").party("lavrov"))
///     .build()?;
/// let tass = Timeline::builder()
///     .actor(Actor::person("lavrov-s").named("Sergei Lavrov"))
///     .event(Event::statement("briefing", "2025-07-11").party("lavrov-s"))
///     .build()?;
///
/// let merged = Timeline::merge([
///     MergePart::new("reuters", &reuters),
///     MergePart::new("tass", &tass).rename([("lavrov-s", "lavrov")]),
/// ])?;
/// assert_eq!(merged.view().involving("Sergey Lavrov")?.events().count(), 2);
/// assert_eq!(merged.actor("Sergey Lavrov")?.id(), "lavrov");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MergePart<'t> {
    label: String,
    timeline: &'t Timeline,
    names: BTreeMap<String, String>,
    events: BTreeMap<String, String>,
}

impl<'t> MergePart<'t> {
    /// Labels a timeline. The label must be a valid identifier.
    #[must_use]
    pub fn new(label: impl Into<String>, timeline: &'t Timeline) -> Self {
        Self {
            label: label.into(),
            timeline,
            names: BTreeMap::new(),
            events: BTreeMap::new(),
        }
    }

    /// Gives actors and sources new identifiers: from each identifier in this timeline to that in the merged one.
    ///
    /// Several may get the same one, and then are one.
    #[must_use]
    pub fn rename<O: Into<String>, N: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = (O, N)>,
    ) -> Self {
        let names = names.into_iter();
        self.names
            .extend(names.map(|(old, new)| (old.into(), new.into())));
        self
    }

    /// Gives events new identifiers, as [`rename`](Self::rename) does for actors and sources.
    #[must_use]
    pub fn rename_events<O: Into<String>, N: Into<String>>(
        mut self,
        events: impl IntoIterator<Item = (O, N)>,
    ) -> Self {
        let events = events.into_iter();
        self.events
            .extend(events.map(|(old, new)| (old.into(), new.into())));
        self
    }
}

impl<'t, L: Into<String>> From<(L, &'t Timeline)> for MergePart<'t> {
    fn from((label, timeline): (L, &'t Timeline)) -> Self {
        Self::new(label, timeline)
    }
}

impl Timeline {
    /// Merges timelines: pairs of a label and a timeline, or [`MergePart`]s.
    ///
    /// | what two of them have | in the merged timeline |
    /// | :-- | :-- |
    /// | an event with the same facts | is there once |
    /// | an event with other dates, places, measures, ordinals, topics or initiators | each report has those of its own timeline; without a report, a new one by the label has them |
    /// | other reports of an event | all of them; an event without a report gets one by the label, because its timeline states that it happened |
    /// | other participants, subjects and links of an event | all of them |
    /// | other numbers of occurrences | the range that includes both |
    /// | an actor with other names, aliases, affiliations or predecessors | all of them; the first of the names in the order of text stays the name, the others become aliases |
    /// | a source with other coverage | all of it |
    /// | entries under other identifiers with one external identifier | are one, under the first of their identifiers in the order of text |
    /// | other external identifiers of an entry | all of them; two values of one scheme clash |
    /// | constraints | all of them |
    /// | other titles, or names of sources | the first in the order of text |
    /// | another kind of an actor or event, another code or manner of an event, another date or address of a source, another designation of one name | a [fault](crate::timeline::FaultKind::Clash) that shows both |
    /// | an actor in one, and a source of its identifier in the other | the same fault |
    ///
    /// A fact that only some of the timelines state counts as a difference: a place that one timeline does not have
    /// stays with the reports of those that have it.
    ///
    /// # Laws
    ///
    /// - The order of the parts changes nothing.
    /// - A timeline merged with itself, under any labels, is itself.
    /// - Merging in steps gives the same as merging at once if no label is used: if all events that differ
    ///   have reports, and if no entries under other identifiers are united. Otherwise the label of a step is
    ///   used for all parts of that step, and a later step does not find the identifiers that were given up.
    ///
    /// # Errors
    ///
    /// [`BuildError`] with every [clash](crate::timeline::FaultKind::Clash), invalid label and unknown
    /// identifier to rename; without those, with the faults of the merged timeline, such as constraints that
    /// contradict each other.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of events of all parts.
    ///
    /// # Example
    ///
    /// Two agencies disagree on a date:
    ///
    /// ```
    /// use detente::event::{Report, Source};
    /// use detente::{Actor, Event, Timeline};
    ///
    /// let record = |agency: &str, day: &str| {
    ///     Timeline::builder()
    ///         .actor(Actor::person("rubio").named("Marco Rubio"))
    ///         .actor(Actor::person("lavrov").named("Sergey Lavrov"))
    ///         .source(Source::new(agency))
    ///         .event(
    ///             Event::meeting("kuala-lumpur", day)
    ///                 .between("rubio", "lavrov")
    ///                 .at("Kuala Lumpur")
    ///                 .report(Report::by([agency])),
    ///         )
    ///         .build()
    /// };
    /// let (reuters, tass) = (record("reuters", "2025-07-10")?, record("tass", "2025-07-11")?);
    /// let merged = Timeline::merge([("reuters", &reuters), ("tass", &tass)])?;
    ///
    /// let meeting = merged.event("kuala-lumpur")?;
    /// assert_eq!(meeting.place().unwrap().name, "Kuala Lumpur");
    /// let dates = meeting.dates().map(|(when, report)| format!("{when}, {}", report.unwrap().attribution()));
    /// assert_eq!(dates.collect::<Vec<_>>(), ["2025-07-10, reuters", "2025-07-11, tass"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge<'t, P: Into<MergePart<'t>>>(
        parts: impl IntoIterator<Item = P>,
    ) -> Result<Self, BuildError> {
        let parts: Vec<MergePart<'t>> = parts.into_iter().map(Into::into).collect();
        let parts = uniting::unite(parts);
        Merger::new(&parts).merge()
    }
}
