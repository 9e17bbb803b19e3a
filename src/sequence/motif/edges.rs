//! Edges in time order: counting motifs, and iterating over their instances.

use super::grid::{Motif, MotifCounts, Pair, TemporalEdge};
use crate::sequence::path::position;

/// Directed edges in time order, for counting motifs.
///
/// Collect it from edges in any order. Edges from an actor to itself are dropped, because no motif
/// contains one.
///
/// # Order
///
/// By time, source, target and label.
///
/// # Example
///
/// ```
/// use detente::sequence::{Motif, TemporalEdge, TemporalEdges};
///
/// // A threat, an answer, another threat; and a threat by a third actor.
/// let rows = [(0, 1, 10), (1, 0, 12), (0, 1, 15), (2, 1, 15)];
/// let edges: TemporalEdges = rows
///     .into_iter()
///     .map(|(source, target, at)| TemporalEdge { at, source, target, label: 0 })
///     .collect();
///
/// let counts = edges.count(5);
/// assert_eq!(counts.total(), 2);
/// assert_eq!(counts[Motif::new(5, 1).unwrap()], 1);
/// assert_eq!(counts[Motif::new(5, 6).unwrap()], 1);
/// assert_eq!(edges.count(4).total(), 0);
///
/// let (motif, [first, ..]) = edges.instances(5).next().unwrap();
/// assert_eq!((motif.to_string().as_str(), first.at), ("M5,1", 10));
/// ```
#[derive(Clone, Default)]
pub struct TemporalEdges {
    edges: Vec<TemporalEdge>,
    /// The actors of all edges, sorted.
    actors: Vec<u32>,
    /// The source and target of each edge, as positions among the actors.
    ends: Vec<(u32, u32)>,
    /// Where the list of edges of each actor starts in `incident`, and where the last list ends.
    starts: Vec<usize>,
    /// The positions of the edges of each actor, in order, one list after the other.
    incident: Vec<usize>,
}

crate::text::short_debug!(TemporalEdges, "TemporalEdges", |it| {
    "edges": it.edges.len(),
});

impl FromIterator<TemporalEdge> for TemporalEdges {
    fn from_iter<I: IntoIterator<Item = TemporalEdge>>(edges: I) -> Self {
        let edges = edges.into_iter().filter(|edge| edge.source != edge.target);
        let mut edges: Vec<TemporalEdge> = edges.collect();
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

/// The numbers of edges u→w, w→u, v→w and w→v.
type WithThird = [u64; 4];

/// The numbers of third edges, counted back in time from the end of the window.
struct Thirds {
    u_to_v: u64,
    v_to_u: u64,
    /// With any third actor.
    any: WithThird,
    /// With each third actor, by position.
    with: Vec<WithThird>,
}

impl Thirds {
    /// The numbers of third edges by column, for a second edge with this third actor or with none.
    fn columns(&self, other: Option<u32>) -> [u64; 6] {
        let with = other.map_or(&self.any, |w| &self.with[w as usize]);
        let &[u_to_w, w_to_u, v_to_w, w_to_v] = with;
        [self.u_to_v, self.v_to_u, u_to_w, w_to_u, v_to_w, w_to_v]
    }

    /// Counts an edge, which as a second edge has this row, as a third edge.
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
    /// The edges, in order.
    pub fn as_slice(&self) -> &[TemporalEdge] {
        &self.edges
    }

    /// How often each motif occurs with its last edge at most `delta` after its first.
    ///
    /// # Complexity
    ///
    /// O(edges + p), where p is the number of pairs of edges that share an actor within `delta`.
    pub fn count(&self, delta: i64) -> MotifCounts {
        // For each first edge u→v, every other edge of the motif has u or v as an actor: a second
        // edge brings in at most one third actor, and a third edge w→w does not exist. So the edges
        // of u and of v within the window are enough. Triples are not visited: going back from the
        // end of the window, the third edges are counted, and each second edge takes the counts.
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
        // Invariant: `reached` is the position in the list of each actor after the first edges so far.
        let mut reached = self.starts.clone();
        let mut later: Vec<(i64, u8, Option<u32>)> = Vec::new();
        for (first, &(u, v)) in self.edges.iter().zip(&self.ends) {
            for actor in [u, v] {
                reached[actor as usize] += 1;
            }
            let lists = [self.rest(u, &reached), self.rest(v, &reached)];
            self.later(first.at, delta, Pair { u, v }, lists, &mut later);
            // Second edges from last to first. Invariant: `thirds` counts the edges that are later
            // than `rest`. Edges at the same time do not follow each other, so all of them take the
            // counts before any of them is counted.
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

    /// The part of an actor's list from `reached` on.
    fn rest(&self, actor: u32, reached: &[usize]) -> &[usize] {
        &self.incident[reached[actor as usize]..self.starts[actor as usize + 1]]
    }

    /// Collects the edges of either of two actors after a time and within a window: time, row and
    /// third actor. Merges the two lists in order.
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
            let (row, other) = row.expect("an edge in the list of an actor has that actor");
            (time <= until).then_some((at, time, row, other))
        };
        let mut of_u = of_u.iter().map_while(seen).peekable();
        // Edges between the two actors are in both lists, and are taken from the first.
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

    /// The next edge of any of several actors after a position and a time, up to another time.
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
            // Skip all edges at that time.
            from = self.edges.partition_point(|edge| edge.at <= after);
        }
    }

    /// Iterates over the instances of motifs with three edges, by first, second and third edge.
    ///
    /// Their number can grow with the cube of the number of edges. Use [`Iterator::take`] to limit
    /// them.
    ///
    /// # Complexity
    ///
    /// O(log n) for each edge that is examined. Uses no memory.
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

/// The instances of motifs with three edges, by first, second and third edge.
///
/// Returned by [`TemporalEdges::instances`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Instances<'e> {
    edges: &'e TemporalEdges,
    delta: i64,
    first: usize,
    second: Option<usize>,
    /// The last third edge that was examined. The second edge, if none was.
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
