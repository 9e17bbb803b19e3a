//! The comparison of two states of a record.

use std::cmp::Ordering;
use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::pairs::for_each_pair;
use super::same::Comparison;
use super::{ActorChange, ChangeKind, EventChange, SourceChange};
use crate::query::{Side, View};
use crate::relations::{Movement, RelationsError};
use crate::time::Moment;
use crate::timeline::{Constraint, Timeline, order};

/// What changed between two states of a record: two timelines, or two views.
///
/// Created by [`Timeline::changes_to`] and [`View::changes_to`]. Equal records give the same changes in the
/// same order, however they were built: events are in the [total order](Timeline#order), everything else is
/// sorted by identifier.
///
/// Its `Display` prints a line for each change.
///
/// # Example
///
/// ```
/// use detente::changes::ChangeKind;
/// use detente::{Actor, Event, Timeline};
///
/// let record = |riyadh: &str| {
///     let mut builder = Timeline::builder();
///     builder.extend(["rubio", "lavrov"].map(Actor::person));
///     builder.event(Event::meeting("riyadh", riyadh).between("rubio", "lavrov"));
///     builder.event(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov"));
///     builder.build()
/// };
/// let (yesterday, today) = (record("2025-02")?, record("2025-02-18")?);
///
/// let changes = yesterday.changes_to(&today);
/// assert_eq!(changes.redated().next().unwrap().id(), "riyadh");
/// assert_eq!(changes.to_string(), "riyadh: redated from some day in February 2025 to 18 February 2025\n");
/// assert!(today.changes_to(&today).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Changes<'t> {
    before: View<'t>,
    after: View<'t>,
    events: Vec<EventChange<'t>>,
    actors: Vec<ActorChange<'t>>,
    sources: Vec<SourceChange<'t>>,
    new_constraints: Vec<&'t Constraint>,
    dropped_constraints: Vec<&'t Constraint>,
}

crate::text::short_debug!(Changes<'_>, "Changes", |it| {
    "events": it.events.len(),
    "actors": it.actors.len(),
    "sources": it.sources.len(),
    "new_constraints": it.new_constraints.len(),
    "dropped_constraints": it.dropped_constraints.len(),
});

/// # Changes
impl Timeline {
    /// Compares this timeline with `after`: `self.view().changes_to(&after.view())`.
    pub fn changes_to<'t>(&'t self, after: &'t Timeline) -> Changes<'t> {
        self.view().changes_to(&after.view())
    }
}

/// # Changes
impl<'t> View<'t> {
    /// Compares this view with `after`.
    ///
    /// The two may be views of two timelines, or of one timeline as of two dates. Each state has what its view
    /// knows: the reports in force as of its date, and the accounts that its rule chooses.
    ///
    /// An event is compared if it passes the filters of at least one view, in the state that this view knows.
    /// Status filters are ignored, because a change of status is part of the answer: a view without plans still
    /// shows that a plan was cancelled. Actors, sources and constraints are compared for the whole timelines,
    /// whatever the filters. They have no as-of date, so two views of one timeline never differ in them.
    ///
    /// # Complexity
    ///
    /// O(n) in the events of both views and the actors and sources of both timelines. An event that moves in the
    /// order adds O(log n).
    pub fn changes_to(&self, after: &View<'t>) -> Changes<'t> {
        let timelines = (self.timeline(), after.timeline());
        let (actors, sources) = if std::ptr::eq(timelines.0, timelines.1) {
            Default::default()
        } else {
            (changed_actors(timelines), changed_sources(timelines))
        };
        let constraints = (timelines.0.constraints(), timelines.1.constraints());
        let (dropped_constraints, new_constraints) = difference(constraints);
        Changes {
            events: changed_events(self, after),
            actors,
            sources,
            new_constraints,
            dropped_constraints,
            before: self.clone(),
            after: after.clone(),
        }
    }
}

impl<'t> Changes<'t> {
    /// The events that changed, each once, in the [total order](Timeline#order). Each is placed by its date after,
    /// or by its date before if it is no longer known.
    pub fn events(&self) -> &[EventChange<'t>] {
        &self.events
    }

    /// The events with a change of this kind.
    pub fn of_kind(&self, kind: ChangeKind) -> impl Iterator<Item = &EventChange<'t>> + Clone {
        self.events
            .iter()
            .filter(move |change| change.has_kind(kind))
    }

    /// The events whose date changed: `of_kind(ChangeKind::Redated)`.
    pub fn redated(&self) -> impl Iterator<Item = &EventChange<'t>> + Clone {
        self.of_kind(ChangeKind::Redated)
    }

    /// The actors that are new, removed or changed, by identifier.
    pub fn actors(&self) -> &[ActorChange<'t>] {
        &self.actors
    }

    /// The sources that are new, removed or changed, by identifier. Actors that are cited are among the actors.
    pub fn sources(&self) -> &[SourceChange<'t>] {
        &self.sources
    }

    /// The constraints that only the timeline after has.
    pub fn new_constraints(&self) -> &[&'t Constraint] {
        &self.new_constraints
    }

    /// The constraints that only the timeline before has.
    pub fn dropped_constraints(&self) -> &[&'t Constraint] {
        &self.dropped_constraints
    }

    /// Computes how the relations of two actors, or of two sides, moved between two instants, and which events
    /// moved them.
    ///
    /// A date means its start, but a view as of a date includes the whole day. So for views as of the 20th and the
    /// 24th, ask for the 21st and the 25th.
    ///
    /// The scoring is the default, and the coverage is what the sources declare. For others, compare two
    /// [`Relations`](crate::Relations) with [`Relations::movement_to`](crate::Relations::movement_to).
    ///
    /// # Errors
    ///
    /// As [`View::relations`], for both views.
    ///
    /// # Example
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use chrono::NaiveDate;
    /// use detente::Timeline;
    ///
    /// let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let timeline = Timeline::from_json(include_str!("../../examples/data/us-russia-2025.json"))?;
    /// let changes = timeline.as_of(day(10, 20)).changes_to(&timeline.as_of(day(10, 24)));
    /// let movement = changes.movement("USA", "RUS", day(10, 21), day(10, 25))?;
    /// // The sanctions on Rosneft and Lukoil moved the pair most.
    /// assert_eq!(movement.events[0].event.id(), "rosneft-lukoil-2025-10-22");
    /// assert!(movement.events[0].part.level < 0.0);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn movement<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
        from: impl Into<Moment>,
        to: impl Into<Moment>,
    ) -> Result<Movement<'t>, RelationsError> {
        let (a, b) = (a.into(), b.into());
        let before = self.before.relations(a.clone(), b.clone())?;
        before.movement_to(&self.after.relations(a, b)?, from, to)
    }

    /// The views before and after.
    pub const fn views(&self) -> [&View<'t>; 2] {
        [&self.before, &self.after]
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.actors.is_empty()
            && self.sources.is_empty()
            && self.new_constraints.is_empty()
            && self.dropped_constraints.is_empty()
    }
}

/// Two values are equal if they list the same changes.
impl PartialEq for Changes<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.events == other.events
            && self.actors == other.actors
            && self.sources == other.sources
            && self.new_constraints == other.new_constraints
            && self.dropped_constraints == other.dropped_constraints
    }
}

/// A line for each change. Empty without changes.
impl fmt::Display for Changes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.events
            .iter()
            .try_for_each(|one| writeln!(f, "{one}"))?;
        self.actors
            .iter()
            .try_for_each(|one| writeln!(f, "{one}"))?;
        self.sources
            .iter()
            .try_for_each(|one| writeln!(f, "{one}"))?;
        let new = self.new_constraints.iter();
        new.clone()
            .try_for_each(|one| writeln!(f, "constraint: new, {one}"))?;
        let dropped = self.dropped_constraints.iter();
        dropped
            .clone()
            .try_for_each(|one| writeln!(f, "constraint: dropped, {one}"))
    }
}

/// An object with the lists. A constraint is written in words, as its `Display`.
impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let in_words = |list: &[&Constraint]| -> Vec<String> {
            list.iter().map(ToString::to_string).collect()
        };
        let mut object = serializer.serialize_struct("Changes", 5)?;
        object.serialize_field("events", &self.events)?;
        object.serialize_field("actors", &self.actors)?;
        object.serialize_field("sources", &self.sources)?;
        object.serialize_field("new_constraints", &in_words(&self.new_constraints))?;
        object.serialize_field("dropped_constraints", &in_words(&self.dropped_constraints))?;
        object.end()
    }
}

/// The events that differ between two views, in the total order.
fn changed_events<'t>(before: &View<'t>, after: &View<'t>) -> Vec<EventChange<'t>> {
    let comparison = Comparison::new(before.timeline(), after.timeline());
    let mut changes = Vec::new();
    for_each_pair([before, after], |pair| {
        changes.extend(match pair {
            [Some(one), Some(other)] if comparison.is_same(one, other) => None,
            [Some(one), Some(other)] => EventChange::between(one, other),
            [None, Some(other)] => Some(EventChange::new_event(other)),
            [Some(one), None] => {
                let is_in_record = after.timeline().find_event(one.id()).is_some();
                let kind = if is_in_record {
                    ChangeKind::Retracted
                } else {
                    ChangeKind::Removed
                };
                Some(EventChange::lost_event(one, kind))
            }
            [None, None] => unreachable!("a pair has an event"),
        });
    });
    changes.sort_by_cached_key(|change| order::key(&change.event().bounds(), change.id()));
    changes
}

fn changed_actors<'t>((before, after): (&'t Timeline, &'t Timeline)) -> Vec<ActorChange<'t>> {
    let pairs = side_by_side(before.actors(), after.actors(), |one| one.id());
    pairs
        .filter_map(|(before, after)| ActorChange::between(before, after))
        .collect()
}

fn changed_sources<'t>((before, after): (&'t Timeline, &'t Timeline)) -> Vec<SourceChange<'t>> {
    let pairs = side_by_side(before.stated_sources(), after.stated_sources(), |one| {
        one.id()
    });
    pairs
        .filter_map(|(before, after)| SourceChange::between(before, after))
        .collect()
}

/// Walks two lists that are sorted by identifier, and pairs entries with the same identifier.
fn side_by_side<'t, T>(
    one: impl Iterator<Item = T>,
    other: impl Iterator<Item = T>,
    id: impl Fn(&T) -> &'t str,
) -> impl Iterator<Item = (Option<T>, Option<T>)> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || {
        let order = match (one.peek(), other.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => id(a).cmp(id(b)),
        };
        Some(match order {
            Ordering::Less => (one.next(), None),
            Ordering::Equal => (one.next(), other.next()),
            Ordering::Greater => (None, other.next()),
        })
    })
}

/// The entries of each of two sorted lists that the other does not have.
fn difference<'t>(
    lists: (&'t [Constraint], &'t [Constraint]),
) -> (Vec<&'t Constraint>, Vec<&'t Constraint>) {
    let (mut one, mut other) = (lists.0.iter().peekable(), lists.1.iter().peekable());
    let (mut only_one, mut only_other) = (Vec::new(), Vec::new());
    loop {
        let order = match (one.peek(), other.peek()) {
            (None, None) => return (only_one, only_other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => a.order(b),
        };
        match order {
            Ordering::Less => only_one.extend(one.next()),
            Ordering::Equal => drop((one.next(), other.next())),
            Ordering::Greater => only_other.extend(other.next()),
        }
    }
}
