//! Edges in time order: the counting of motifs, and their instances.

use super::grid::{Motif, MotifCounts, Pair, TemporalEdge};
use crate::sequence::path::position;

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
#[derive(Clone, Default)]
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

crate::text::short_debug!(TemporalEdges, "TemporalEdges", |it| {
    "edges": it.len(),
});

impl FromIterator<TemporalEdge> for TemporalEdges {
    fn from_iter<I: IntoIterator<Item = TemporalEdge>>(edges: I) -> Self {
        let mut edges: Vec<TemporalEdge> = edges.into_iter().collect();
        edges.sort_unstable();
        let mut actors: Vec<u32> = edges.iter().flat_map(|e| [e.source, e.target]).collect();
        actors.sort_unstable();
        actors.dedup();
        let place =
            |actor: u32| position(&actors, actor).expect("the actors of all edges are listed");
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
        let with = other.map_or(&self.any, |w| &self.with[w as usize]);
        let &[u_to_w, w_to_u, v_to_w, w_to_v] = with;
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
        // The rows with a third actor run w→v, v→w, w→u, u→w: the columns backward.
        let column = usize::from(3 - row);
        self.with[w as usize][column] += 1;
        self.any[column] += 1;
    }

    /// Forgets all, given the third actors that occurred.
    fn clear(&mut self, others: impl Iterator<Item = u32>) {
        (self.u_to_v, self.v_to_u, self.any) = (0, 0, [0; 4]);
        for w in others {
            self.with[w as usize] = [0; 4];
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
                reached[actor as usize] += 1;
            }
            let lists = [self.rest(u, &reached), self.rest(v, &reached)];
            self.later(first.at, delta, Pair { u, v }, lists, &mut later);
            // Second edges from the last to the first: what comes after each, as a third one, is
            // counted in `thirds` by then. Edges of one time do not follow each other.
            let mut rest = later.as_slice();
            while let Some(&(second, ..)) = rest.last() {
                let from = rest.partition_point(|one| one.0 < second);
                let (before, together) = rest.split_at(from);
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
        &self.incident[reached[actor as usize]..self.starts[actor as usize + 1]]
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
            let (time, (source, target)) = (self.edges[at].at, self.ends[at]);
            let row = pair.row(source, target);
            let (row, other) = row.expect("an edge of the list of an actor has that actor");
            (time <= until).then_some((at, time, row, other))
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
            let edge = self.edges[next];
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
            let (u, v) = edges.ends[self.first];
            if let Some(second) = self.second {
                let (source, target) = edges.ends[second];
                let second = edges.edges[second];
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
