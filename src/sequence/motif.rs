//! Recurring short patterns: who acts upon whom, and who answers.
//!
//! A temporal motif is a short sequence of directed edges, in strict order of time
//! and all within a window: *a* acts on *b*, *b* on *a*, *a* on *b* again. Counting
//! them tells a quarrel of two from one that draws in a third. Of motifs with
//! three edges and two or three actors there are 36, which the paper lays out as a
//! grid. The first edge runs from *u* to *v*; the second is the same along each
//! row, the third along each column; *w* is whoever comes in as the third:
//!
//! | | 1: u→v | 2: v→u | 3: u→w | 4: w→u | 5: v→w | 6: w→v |
//! | :-- | :-- | :-- | :-- | :-- | :-- | :-- |
//! | 1: w→v | star | star | triangle | triangle | star | star |
//! | 2: v→w | star | star | triangle | triangle | star | star |
//! | 3: w→u | star | star | star | star | triangle | triangle |
//! | 4: u→w | star | star | star | star | triangle | triangle |
//! | 5: v→u | two actors | two actors | star | star | star | star |
//! | 6: u→v | two actors | two actors | star | star | star | star |
//!
//! The six rows are also the six motifs of two edges that share an actor.
//!
//! Edges at the same time are in no order, and so in no motif together. An instance
//! is a choice of edges: three threats and one answer are three instances of
//! threat and answer.
//!
//! Source: Paranjape, A., Benson, A. R. and Leskovec, J. (2017), "Motifs in Temporal
//! Networks", *Proceedings of the Tenth ACM International Conference on Web Search
//! and Data Mining*, 601–610.

mod edges;
mod grid;

use chrono::TimeDelta;

use crate::event::Role;
use crate::timeline::{EventRef, View, index_of};

pub use edges::{Instances, TemporalEdges};
pub use grid::{Motif, MotifCounts, TemporalEdge};

/// The motifs of a view: who acted upon whom, day by day.
///
/// Created by [`View::motifs`]. Its edges run from the source of an event to each of
/// its targets and addressees; what parties do together has no direction, and is
/// none. Time counts in whole UTC days, so that events of one day are in no order.
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
///     builder.actor(Actor::person(id, id));
/// }
/// let says = |id, source, when| When::parse(when).map(|when| Event::statement(id, source, when));
/// builder.event(says("a", "trump", "2025-07-08")?.target("putin"));
/// builder.event(says("b", "putin", "2025-07-09")?.target("trump"));
/// builder.event(says("c", "trump", "2025-07-14")?.target("putin"));
/// builder.event(says("d", "trump", "2025-07")?.target("putin"));
/// let timeline = builder.build()?;
///
/// let motifs = timeline.view().motifs();
/// assert_eq!(motifs.count(TimeDelta::days(7)).of(Motif::new(5, 1).unwrap()), 1);
/// let (_, events) = motifs.instances(TimeDelta::days(7)).next().unwrap();
/// assert_eq!(events.map(|event| event.id()), ["a", "b", "c"]);
/// assert_eq!(motifs.left_out(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Motifs<'t> {
    edges: TemporalEdges,
    events: Vec<EventRef<'t>>,
    left_out: usize,
}

crate::text::short_debug!(Motifs<'_>, "Motifs", |it| {
    "events": it.events.len(),
    "left_out": it.left_out,
});

impl<'t> View<'t> {
    /// The motifs of who acted upon whom in it.
    ///
    /// Only what belongs to the view for certain is counted, and only where the day
    /// is certain too; [`Motifs::left_out`] says how much is not.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of its pairs of a source and a target.
    pub fn motifs(&self) -> Motifs<'t> {
        let mut edges = Vec::new();
        let mut events = Vec::new();
        let mut left_out = 0;
        for event in self.events() {
            let of_role = |wanted: fn(Role) -> bool| {
                let all = event.participants().filter(move |one| wanted(one.role()));
                all.map(|one| one.actor().ix().number())
            };
            let label = index_of(events.len());
            let day = event
                .bounds()
                .day_span()
                .filter(|(first, after)| first + 1 == *after)
                .filter(|_| self.certainty(event).is_certain());
            let before = edges.len();
            let mut directed = false;
            for source in of_role(|role| role == Role::Source) {
                for target in of_role(|role| matches!(role, Role::Target | Role::Addressee)) {
                    directed = true;
                    let edge =
                        day.and_then(|(day, _)| TemporalEdge::new(source, target, i64::from(day)));
                    edges.extend(edge.map(|edge| edge.labelled(label)));
                }
            }
            if before < edges.len() {
                events.push(event);
            } else if directed {
                left_out += 1;
            }
        }
        Motifs {
            edges: edges.into_iter().collect(),
            events,
            left_out,
        }
    }
}

impl<'t> Motifs<'t> {
    /// How often each motif occurs with its last event at most so many whole days after its first.
    ///
    /// # Complexity
    ///
    /// As [`TemporalEdges::count`].
    pub fn count(&self, delta: TimeDelta) -> MotifCounts {
        self.edges.count(delta.num_days())
    }

    /// Iterates over the instances of motifs of three edges, by first, second and third event.
    pub fn instances(
        &self,
        delta: TimeDelta,
    ) -> impl Iterator<Item = (Motif, [EventRef<'t>; 3])> + '_ {
        self.edges
            .instances(delta.num_days())
            .map(|(motif, edges)| (motif, edges.map(|edge| self.events[edge.label as usize])))
    }

    /// The edges: actors numbered as [`Timeline::actors`](crate::Timeline::actors) lists them,
    /// at days since 1970-01-01.
    pub const fn edges(&self) -> &TemporalEdges {
        &self.edges
    }

    /// How many events have a source and a target, and are not counted: their day is
    /// not certain, or whether they belong to the view.
    pub const fn left_out(&self) -> usize {
        self.left_out
    }
}
