//! Temporal motifs: short recurring patterns of who acts upon whom, and who answers.
//!
//! Source: Paranjape, A., Benson, A. R. and Leskovec, J. (2017), "Motifs in Temporal
//! Networks", *Proceedings of the Tenth ACM International Conference on Web Search
//! and Data Mining*, 601–610.

mod edges;
mod grid;

use chrono::TimeDelta;

use crate::event::Role;
use crate::query::View;
use crate::timeline::{EventRef, index_of};

pub use edges::{Instances, TemporalEdges};
pub use grid::{Motif, MotifCounts, TemporalEdge};

/// The motifs of a view: who acted upon whom, day by day.
///
/// Returned by [`View::motifs`]. A temporal motif is a short sequence of directed edges, in strict
/// order of time and within a window: *a* acts on *b*, *b* on *a*, *a* on *b* again. Counting motifs
/// shows whether a quarrel stays between two actors or draws in a third. [`Motif`] lists the 36 motifs
/// of three edges. For rows instead of events, use [`TemporalEdges`].
///
/// An edge runs from the source actor of an event to each of its targets and addressees. Parties act
/// together, without a direction, and make no edge. Time is in whole UTC days.
///
/// # Limits
///
/// Edges at the same time have no order, so no motif contains two of them: events of one day make no
/// motif. Every choice of edges is an instance of its own: three threats and one answer are three
/// instances of threat and answer.
///
/// # Example
///
/// ```
/// use chrono::TimeDelta;
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::sequence::Motif;
/// use detente::{Timeline, When};
///
/// let mut builder = Timeline::builder();
/// for id in ["trump", "putin"] {
///     builder.actor(Actor::person(id));
/// }
/// let says = |id, source, when| When::parse(when).map(|when| Event::statement(id, when).by(source));
/// builder.event(says("a", "trump", "2025-07-08")?.target("putin"));
/// builder.event(says("b", "putin", "2025-07-09")?.target("trump"));
/// builder.event(says("c", "trump", "2025-07-14")?.target("putin"));
/// builder.event(says("d", "trump", "2025-07")?.target("putin"));
/// let timeline = builder.build()?;
///
/// let motifs = timeline.view().motifs();
/// assert_eq!(motifs.count(TimeDelta::days(7))[Motif::new(5, 1).unwrap()], 1);
/// let (_, events) = motifs.instances(TimeDelta::days(7)).next().unwrap();
/// assert_eq!(events.map(|event| event.id()), ["a", "b", "c"]);
/// assert_eq!(motifs.omitted(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Motifs<'t> {
    edges: TemporalEdges,
    events: Vec<EventRef<'t>>,
    omitted: usize,
}

crate::text::short_debug!(Motifs<'_>, "Motifs", |it| {
    "events": it.events.len(),
    "omitted": it.omitted,
});

impl<'t> View<'t> {
    /// The motifs of who acted upon whom.
    ///
    /// Only events that certainly belong to the view, on a certain day, are counted.
    /// [`Motifs::omitted`] is the number of other events.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of pairs of a source actor and a target actor.
    pub fn motifs(&self) -> Motifs<'t> {
        let mut edges = Vec::new();
        let mut events = Vec::new();
        let mut omitted = 0;
        for event in self.events() {
            let of_role = |wanted: fn(Role) -> bool| {
                let all = event.participants().filter(move |one| wanted(one.role));
                all.map(|one| one.actor.ix().number())
            };
            let label = index_of(events.len());
            let day = event
                .bounds()
                .day_span()
                .filter(|(first, after)| first + 1 == *after)
                .filter(|_| self.certainty(event).is_certain());
            let before = edges.len();
            let mut is_directed = false;
            for source in of_role(|role| role == Role::Source) {
                for target in of_role(|role| matches!(role, Role::Target | Role::Addressee)) {
                    is_directed = true;
                    if let Some((day, _)) = day
                        && source != target
                    {
                        edges.push(TemporalEdge {
                            at: day.into(),
                            source,
                            target,
                            label,
                        });
                    }
                }
            }
            if before < edges.len() {
                events.push(event);
            } else if is_directed {
                omitted += 1;
            }
        }
        Motifs {
            edges: edges.into_iter().collect(),
            events,
            omitted,
        }
    }
}

impl<'t> Motifs<'t> {
    /// How often each motif occurs with its last event at most `delta` after its first.
    ///
    /// Only whole days of `delta` count.
    ///
    /// # Complexity
    ///
    /// As [`TemporalEdges::count`].
    pub fn count(&self, delta: TimeDelta) -> MotifCounts {
        self.edges.count(delta.num_days())
    }

    /// Iterates over the instances of motifs with three edges, by first, second and third event.
    pub fn instances(
        &self,
        delta: TimeDelta,
    ) -> impl Iterator<Item = (Motif, [EventRef<'t>; 3])> + '_ {
        self.edges
            .instances(delta.num_days())
            .map(|(motif, edges)| (motif, edges.map(|edge| self.events[edge.label as usize])))
    }

    /// The edges, with actors numbered as in [`Timeline::actors`](crate::Timeline::actors), at
    /// days since 1970-01-01.
    pub const fn edges(&self) -> &TemporalEdges {
        &self.edges
    }

    /// The number of events with a source and a target actor that are not counted: their day is
    /// uncertain, or they only possibly belong to the view.
    pub const fn omitted(&self) -> usize {
        self.omitted
    }
}
