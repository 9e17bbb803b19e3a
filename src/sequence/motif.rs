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

use std::fmt;

use chrono::TimeDelta;

use crate::event::Role;
use crate::timeline::{EventRef, View, index_of};

use super::path::position;

/// An edge of a temporal network: a source acts upon a target, at a time.
///
/// Actors are numbers of the caller's choosing; the time is in seconds, days, or
/// whatever unit all edges share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemporalEdge {
    at: i64,
    source: u32,
    target: u32,
    label: u32,
}

impl TemporalEdge {
    /// An edge; `None` if source and target are one, as no motif has such an edge.
    pub const fn new(source: u32, target: u32, at: i64) -> Option<Self> {
        if source == target {
            return None;
        }
        Some(Self {
            at,
            source,
            target,
            label: 0,
        })
    }

    /// Gives it a number by which the caller will know it again in an instance, such as that of its row.
    #[must_use]
    pub const fn labelled(mut self, label: u32) -> Self {
        self.label = label;
        self
    }

    /// Who acts.
    pub const fn source(self) -> u32 {
        self.source
    }

    /// Upon whom.
    pub const fn target(self) -> u32 {
        self.target
    }

    /// When.
    pub const fn at(self) -> i64 {
        self.at
    }

    /// The number given by [`TemporalEdge::labelled`]; else 0.
    pub const fn label(self) -> u32 {
        self.label
    }
}

/// One of the 36 motifs of three edges between two or three actors.
///
/// # Example
///
/// ```
/// use detente::sequence::Motif;
///
/// // To and fro: u acts on v, v on u, u on v.
/// let answered = Motif::new(5, 1).unwrap();
/// assert_eq!(answered.edges(), [('u', 'v'), ('v', 'u'), ('u', 'v')]);
/// assert_eq!((answered.actors(), answered.to_string().as_str()), (2, "M5,1"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Motif {
    row: u8,
    column: u8,
}

/// The second edge of each row.
const ROWS: [(char, char); 6] = [
    ('w', 'v'),
    ('v', 'w'),
    ('w', 'u'),
    ('u', 'w'),
    ('v', 'u'),
    ('u', 'v'),
];

/// The third edge of each column.
const COLUMNS: [(char, char); 6] = [
    ('u', 'v'),
    ('v', 'u'),
    ('u', 'w'),
    ('w', 'u'),
    ('v', 'w'),
    ('w', 'v'),
];

impl Motif {
    /// The motif of a row and a column of the paper's grid, each from 1 to 6.
    pub const fn new(row: u8, column: u8) -> Option<Self> {
        if row >= 1 && row <= 6 && column >= 1 && column <= 6 {
            Some(Self { row, column })
        } else {
            None
        }
    }

    /// All 36, row by row.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=6).flat_map(|row| (1..=6).map(move |column| Self { row, column }))
    }

    /// The motif that three edges make in their order; `None` if they have no actor in common,
    /// or more than three. Whether their times fit, it does not ask.
    pub fn of(first: TemporalEdge, second: TemporalEdge, third: TemporalEdge) -> Option<Self> {
        let pair = Pair::of(first);
        let (row, other) = pair.row(second.source, second.target)?;
        let column = pair.column(third, other)?;
        Some(Self {
            row: row + 1,
            column: column + 1,
        })
    }

    /// The row of the grid, from 1: what the second edge is.
    pub const fn row(self) -> u8 {
        self.row
    }

    /// The column of the grid, from 1: what the third edge is.
    pub const fn column(self) -> u8 {
        self.column
    }

    /// How many actors it has: 2 or 3.
    pub const fn actors(self) -> u8 {
        if self.row >= 5 && self.column <= 2 {
            2
        } else {
            3
        }
    }

    /// Its edges in order, by source and target: `u` acts first, upon `v`.
    pub fn edges(self) -> [(char, char); 3] {
        let edge = |edges: &[(char, char); 6], number: u8| {
            let number = usize::from(number).saturating_sub(1);
            edges.get(number).copied().unwrap_or(('u', 'v'))
        };
        [
            ('u', 'v'),
            edge(&ROWS, self.row),
            edge(&COLUMNS, self.column),
        ]
    }
}

impl fmt::Display for Motif {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("M{},{}", self.row, self.column))
    }
}

/// The actors of a first edge.
#[derive(Clone, Copy)]
struct Pair {
    u: u32,
    v: u32,
}

impl Pair {
    const fn of(first: TemporalEdge) -> Self {
        Self {
            u: first.source,
            v: first.target,
        }
    }

    /// The row of a second edge, from 0, and the third actor if it brings one in.
    fn row(self, source: u32, target: u32) -> Option<(u8, Option<u32>)> {
        let Self { u, v } = self;
        if source == v && target == u {
            Some((4, None))
        } else if source == u && target == v {
            Some((5, None))
        } else if target == v {
            Some((0, Some(source)))
        } else if source == v {
            Some((1, Some(target)))
        } else if target == u {
            Some((2, Some(source)))
        } else if source == u {
            Some((3, Some(target)))
        } else {
            None
        }
    }

    /// The column of a third edge, from 0, if it brings in nobody, or nobody but the third.
    fn column(self, third: TemporalEdge, other: Option<u32>) -> Option<u8> {
        let Self { u, v } = self;
        let is_other = |actor: u32| match other {
            Some(other) => actor == other,
            None => actor != u && actor != v,
        };
        let (source, target) = (third.source, third.target);
        if source == u && target == v {
            Some(0)
        } else if source == v && target == u {
            Some(1)
        } else if source == u && is_other(target) {
            Some(2)
        } else if target == u && is_other(source) {
            Some(3)
        } else if source == v && is_other(target) {
            Some(4)
        } else if target == v && is_other(source) {
            Some(5)
        } else {
            None
        }
    }
}

/// How often each motif occurs.
///
/// Created by [`TemporalEdges::count`] and [`Motifs::count`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MotifCounts {
    edges: u64,
    two_edges: [u64; 6],
    grid: [[u64; 6]; 6],
}

impl MotifCounts {
    /// How many edges there are.
    pub const fn edges(&self) -> u64 {
        self.edges
    }

    /// How often two edges follow each other, by the rows of the grid: the second is
    /// w→v, v→w, w→u, u→w, v→u or u→v.
    pub const fn two_edges(&self) -> [u64; 6] {
        self.two_edges
    }

    /// How often each motif of three edges occurs, in the paper's grid: rows of columns.
    pub const fn grid(&self) -> [[u64; 6]; 6] {
        self.grid
    }

    /// How often a motif of three edges occurs.
    pub fn of(&self, motif: Motif) -> u64 {
        let row = self.grid.get(usize::from(motif.row).saturating_sub(1));
        row.and_then(|row| row.get(usize::from(motif.column).saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    }

    fn add(&mut self, row: u8, columns: [u64; 6]) {
        let row = usize::from(row);
        if let Some(count) = self.two_edges.get_mut(row) {
            *count = count.saturating_add(1);
        }
        let counts = self.grid.get_mut(row).into_iter().flatten();
        for (count, more) in counts.zip(columns) {
            *count = count.saturating_add(more);
        }
    }

    /// How often motifs of three edges occur, all together.
    pub fn total(&self) -> u64 {
        let counts = self.grid.iter().flatten();
        counts.fold(0, |sum, &count| sum.saturating_add(count))
    }
}

/// Directed edges in time order, for counting motifs.
///
/// # Order
///
/// By time, source, target and label. In what order they were put in is forgotten.
///
/// # Example
///
/// ```
/// use detente::sequence::{Motif, TemporalEdge, TemporalEdges};
///
/// // A threat, an answer, another threat; and a threat of a third.
/// let rows = [(0, 1, 10), (1, 0, 12), (0, 1, 15), (2, 1, 15)];
/// let edges: TemporalEdges =
///     rows.into_iter().filter_map(|(source, target, at)| TemporalEdge::new(source, target, at)).collect();
///
/// let counts = edges.count(5);
/// assert_eq!(counts.total(), 2);
/// assert_eq!(counts.of(Motif::new(5, 1).unwrap()), 1);
/// assert_eq!(counts.of(Motif::new(5, 6).unwrap()), 1);
/// assert_eq!(edges.count(4).total(), 0);
///
/// let (motif, [first, ..]) = edges.instances(5).next().unwrap();
/// assert_eq!((motif.to_string().as_str(), first.at()), ("M5,1", 10));
/// ```
#[derive(Clone, Debug, Default)]
pub struct TemporalEdges {
    edges: Vec<TemporalEdge>,
    /// The actors that occur, sorted.
    actors: Vec<u32>,
    /// The source and target of each edge, as positions among the actors.
    ends: Vec<(u32, u32)>,
    /// Where each actor's list of edges starts; one more than there are actors.
    starts: Vec<usize>,
    /// The positions of each actor's edges.
    incident: Vec<usize>,
}

impl FromIterator<TemporalEdge> for TemporalEdges {
    fn from_iter<I: IntoIterator<Item = TemporalEdge>>(edges: I) -> Self {
        let mut edges: Vec<TemporalEdge> = edges.into_iter().collect();
        edges.sort_unstable();
        let mut actors: Vec<u32> = edges.iter().flat_map(|e| [e.source, e.target]).collect();
        actors.sort_unstable();
        actors.dedup();
        let place = |actor: u32| position(&actors, actor).unwrap_or_default();
        let ends: Vec<(u32, u32)> = edges
            .iter()
            .map(|edge| (place(edge.source), place(edge.target)))
            .collect();
        let listed = ends.iter().enumerate();
        let mut listed: Vec<(u32, usize)> = listed
            .flat_map(|(at, &(source, target))| [(source, at), (target, at)])
            .collect();
        listed.sort_unstable();
        let mut starts = Vec::with_capacity(actors.len() + 1);
        for (at, &(actor, _)) in listed.iter().enumerate() {
            if starts.len() <= actor as usize {
                starts.push(at);
            }
        }
        starts.push(listed.len());
        Self {
            edges,
            actors,
            ends,
            starts,
            incident: listed.into_iter().map(|(_, at)| at).collect(),
        }
    }
}

/// How many edges run u→w, w→u, v→w and w→v.
type WithThird = [u64; 4];

/// What the counting of third edges keeps, going back in time from the last of a window.
struct Thirds {
    u_to_v: u64,
    v_to_u: u64,
    /// With any third actor.
    any: WithThird,
    /// With each, by position.
    with: Vec<WithThird>,
}

impl Thirds {
    /// How many third edges there are by column, if the second had this third actor or none.
    fn columns(&self, other: Option<u32>) -> [u64; 6] {
        let with = other.map_or(Some(&self.any), |w| self.with.get(w as usize));
        let [u_to_w, w_to_u, v_to_w, w_to_v] = with.copied().unwrap_or_default();
        [self.u_to_v, self.v_to_u, u_to_w, w_to_u, v_to_w, w_to_v]
    }

    /// Counts an edge that is the second of a row, as a third one.
    fn add(&mut self, row: u8, other: Option<u32>) {
        let Some(w) = other else {
            let count = if row == 4 {
                &mut self.v_to_u
            } else {
                &mut self.u_to_v
            };
            *count += 1;
            return;
        };
        // The rows run w→v, v→w, w→u, u→w: the columns backward.
        let column = usize::from(3_u8.saturating_sub(row));
        let with = self
            .with
            .get_mut(w as usize)
            .and_then(|with| with.get_mut(column));
        for count in with.into_iter().chain(self.any.get_mut(column)) {
            *count += 1;
        }
    }

    /// Forgets all, given the third actors that occurred.
    fn clear(&mut self, others: impl Iterator<Item = u32>) {
        (self.u_to_v, self.v_to_u, self.any) = (0, 0, [0; 4]);
        for w in others {
            if let Some(with) = self.with.get_mut(w as usize) {
                *with = [0; 4];
            }
        }
    }
}

impl TemporalEdges {
    /// How many edges there are.
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    /// Whether there is no edge.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// The edges in their order.
    pub fn as_slice(&self) -> &[TemporalEdge] {
        &self.edges
    }

    /// How often each motif occurs with its last edge at most `delta` after its first.
    ///
    /// Second edges are visited, and third ones counted on the way back: every edge
    /// of a motif touches one of the first two actors. A count that no `u64` holds is
    /// `u64::MAX`.
    ///
    /// # Complexity
    ///
    /// O(edges + p), where p are the pairs of edges that share an actor within `delta`.
    pub fn count(&self, delta: i64) -> MotifCounts {
        let mut counts = MotifCounts {
            edges: self.edges.len() as u64,
            ..MotifCounts::default()
        };
        let mut thirds = Thirds {
            u_to_v: 0,
            v_to_u: 0,
            any: [0; 4],
            with: vec![[0; 4]; self.actors.len()],
        };
        // Up to where each actor's list has been first edges.
        let mut reached = self.starts.clone();
        let mut later: Vec<(i64, u8, Option<u32>)> = Vec::new();
        for (first, &(u, v)) in self.edges.iter().zip(&self.ends) {
            for actor in [u, v] {
                if let Some(reached) = reached.get_mut(actor as usize) {
                    *reached += 1;
                }
            }
            let lists = [self.rest(u, &reached), self.rest(v, &reached)];
            self.later(first.at, delta, Pair { u, v }, lists, &mut later);
            let mut rest = later.as_slice();
            while let Some(&(second, ..)) = rest.last() {
                let from = rest.partition_point(|one| one.0 < second);
                let (before, together) = rest.split_at_checked(from).unwrap_or_default();
                for &(_, row, other) in together {
                    counts.add(row, thirds.columns(other));
                }
                for &(_, row, other) in together {
                    thirds.add(row, other);
                }
                rest = before;
            }
            thirds.clear(later.iter().filter_map(|one| one.2));
        }
        counts
    }

    /// The part of an actor's list that has not been reached.
    fn rest(&self, actor: u32, reached: &[usize]) -> &[usize] {
        let from = reached.get(actor as usize);
        let to = self.starts.get(actor as usize + 1);
        from.zip(to)
            .and_then(|(&from, &to)| self.incident.get(from..to))
            .unwrap_or_default()
    }

    /// The edges of either of two actors after a time and within a window: time, row and third actor.
    fn later(
        &self,
        after: i64,
        delta: i64,
        pair: Pair,
        [of_u, of_v]: [&[usize]; 2],
        later: &mut Vec<(i64, u8, Option<u32>)>,
    ) {
        later.clear();
        let until = after.saturating_add(delta);
        let seen = |&at: &usize| {
            let edge = self.edges.get(at)?;
            let &(source, target) = self.ends.get(at)?;
            let (row, other) = pair.row(source, target)?;
            (edge.at <= until).then_some((at, edge.at, row, other))
        };
        let mut of_u = of_u.iter().map_while(seen).peekable();
        // Those of both are in the one list, and need not come from the other too.
        let of_v = of_v.iter().map_while(seen).filter(|one| one.3.is_some());
        let mut of_v = of_v.peekable();
        loop {
            let next = match (of_u.peek(), of_v.peek()) {
                (Some(a), Some(b)) if b.0 < a.0 => of_v.next(),
                (Some(_), _) => of_u.next(),
                (None, _) => of_v.next(),
            };
            let Some((_, at, row, other)) = next else {
                break;
            };
            if after < at {
                later.push((at, row, other));
            }
        }
    }

    /// The next edge of any of several actors, after a position and a time, up to another time.
    fn next_of(
        &self,
        actors: &[u32],
        position: usize,
        after: i64,
        until: i64,
    ) -> Option<(usize, TemporalEdge)> {
        let mut from = position + 1;
        loop {
            let next = actors.iter().filter_map(|&actor| {
                let list = self.rest(actor, &self.starts);
                list.get(list.partition_point(|&at| at < from)).copied()
            });
            let next = next.min()?;
            let edge = *self.edges.get(next)?;
            if edge.at > until {
                return None;
            }
            if edge.at > after {
                return Some((next, edge));
            }
            // Those of the same time are passed over at once.
            from = self.edges.partition_point(|edge| edge.at <= after);
        }
    }

    /// Iterates over the instances of motifs of three edges, by first, second and third edge.
    ///
    /// There may be as many as triples of edges: whoever wants only some takes some.
    ///
    /// # Complexity
    ///
    /// O(log n) for each edge of an actor looked at; nothing is kept.
    pub const fn instances(&self, delta: i64) -> Instances<'_> {
        Instances {
            edges: self,
            delta,
            first: 0,
            second: None,
            third: 0,
        }
    }
}

/// The instances of motifs of three edges, by first, second and third edge.
///
/// Created by [`TemporalEdges::instances`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Instances<'e> {
    edges: &'e TemporalEdges,
    delta: i64,
    first: usize,
    second: Option<usize>,
    /// The third edge looked at last; the second, if none was.
    third: usize,
}

impl Iterator for Instances<'_> {
    type Item = (Motif, [TemporalEdge; 3]);

    fn next(&mut self) -> Option<Self::Item> {
        let edges = self.edges;
        loop {
            let first = *edges.edges.get(self.first)?;
            let until = first.at.saturating_add(self.delta);
            let (u, v) = *edges.ends.get(self.first)?;
            let second = self
                .second
                .and_then(|at| edges.edges.get(at).zip(edges.ends.get(at)));
            if let Some((&second, &(source, target))) = second {
                let actors = [u, v, source, target];
                if let Some((at, third)) = edges.next_of(&actors, self.third, second.at, until) {
                    self.third = at;
                    if let Some(motif) = Motif::of(first, second, third) {
                        return Some((motif, [first, second, third]));
                    }
                    continue;
                }
            }
            let last = self.second.unwrap_or(self.first);
            let next = edges.next_of(&[u, v], last, first.at, until);
            self.second = next.map(|(at, _)| at);
            match self.second {
                Some(at) => self.third = at,
                None => self.first += 1,
            }
        }
    }
}

impl std::iter::FusedIterator for Instances<'_> {}

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
#[derive(Clone, Debug)]
pub struct Motifs<'t> {
    edges: TemporalEdges,
    events: Vec<EventRef<'t>>,
    left_out: usize,
}

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
                all.map(|one| one.actor().ix())
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
            .filter_map(|(motif, [first, second, third])| {
                let event = |edge: TemporalEdge| self.events.get(edge.label as usize).copied();
                Some((motif, [event(first)?, event(second)?, event(third)?]))
            })
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
