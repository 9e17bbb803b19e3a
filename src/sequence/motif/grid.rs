//! Edges, the grid of motifs, and the counts in it.

use std::fmt;
use std::ops::Index;

/// An edge of a temporal network: a source actor acts upon a target actor, at a time.
///
/// Actors are numbers that the caller chooses. The time is in seconds, days, or any unit that all
/// edges share. Edges are ordered by time, source, target and label.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct TemporalEdge {
    /// The time at which the source acts.
    pub at: i64,
    /// The actor that acts.
    pub source: u32,
    /// The actor that is acted upon. No motif contains an edge from an actor to itself.
    pub target: u32,
    /// A number by which the caller recognises the edge in an instance, such as a row number.
    pub label: u32,
}

/// One of the 36 motifs of three edges between two or three actors.
///
/// Motifs form a grid, as in the paper. The first edge always runs from *u* to *v*; *w* is the third
/// actor. Each row has the same second edge, each column the same third edge:
///
/// | | 1: u→v | 2: v→u | 3: u→w | 4: w→u | 5: v→w | 6: w→v |
/// | :-- | :-- | :-- | :-- | :-- | :-- | :-- |
/// | 1: w→v | star | star | triangle | triangle | star | star |
/// | 2: v→w | star | star | triangle | triangle | star | star |
/// | 3: w→u | star | star | star | star | triangle | triangle |
/// | 4: u→w | star | star | star | star | triangle | triangle |
/// | 5: v→u | two actors | two actors | star | star | star | star |
/// | 6: u→v | two actors | two actors | star | star | star | star |
///
/// The six rows are also the six motifs of two edges that share an actor.
///
/// Source: Paranjape, A., Benson, A. R. and Leskovec, J. (2017), "Motifs in Temporal Networks",
/// *Proceedings of the Tenth ACM International Conference on Web Search and Data Mining*, 601–610.
///
/// # Example
///
/// ```
/// use detente::sequence::Motif;
///
/// // Back and forth: u acts on v, v on u, u on v.
/// let answered = Motif::new(5, 1).unwrap();
/// assert_eq!(answered.edges(), [('u', 'v'), ('v', 'u'), ('u', 'v')]);
/// assert_eq!((answered.actors(), answered.to_string().as_str()), (2, "M5,1"));
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "crate::wire::Object<MotifShape>")]
pub struct Motif {
    row: u8,
    column: u8,
}

/// A motif as it is read, before it is checked.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct MotifShape {
    row: u8,
    column: u8,
}

impl TryFrom<crate::wire::Object<MotifShape>> for Motif {
    type Error = String;

    fn try_from(
        crate::wire::Object(MotifShape { row, column }): crate::wire::Object<MotifShape>,
    ) -> Result<Self, String> {
        Self::new(row, column).ok_or_else(|| {
            format!("the motif has row {row} and column {column}: expected each from 1 to 6")
        })
    }
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
    /// The motif in a row and a column of the grid, each from 1 to 6.
    ///
    /// Returns `None` if row or column is outside the grid.
    pub const fn new(row: u8, column: u8) -> Option<Self> {
        if row >= 1 && row <= 6 && column >= 1 && column <= 6 {
            Some(Self { row, column })
        } else {
            None
        }
    }

    /// All 36 motifs, row by row.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=6).flat_map(|row| (1..=6).map(move |column| Self { row, column }))
    }

    /// The motif of three edges in their order, without regard to their times. `None` if an edge
    /// shares no actor with the others, or if there are more than three actors.
    pub(super) fn of(
        first: TemporalEdge,
        second: TemporalEdge,
        third: TemporalEdge,
    ) -> Option<Self> {
        let pair = Pair::of(first);
        let (row, other) = pair.row(second.source, second.target)?;
        let column = pair.column(third, other)?;
        Some(Self {
            row: row + 1,
            column: column + 1,
        })
    }

    /// The row of the grid, from 1, which determines the second edge.
    pub const fn row(self) -> u8 {
        self.row
    }

    /// The column of the grid, from 1, which determines the third edge.
    pub const fn column(self) -> u8 {
        self.column
    }

    /// The number of actors: 2 or 3.
    pub const fn actors(self) -> u8 {
        if self.row >= 5 && self.column <= 2 {
            2
        } else {
            3
        }
    }

    /// The edges in order, as source and target. The first is always from `u` to `v`.
    pub fn edges(self) -> [(char, char); 3] {
        let (row, column) = self.place();
        [('u', 'v'), ROWS[row], COLUMNS[column]]
    }

    /// The row and the column, from 0.
    fn place(self) -> (usize, usize) {
        (usize::from(self.row - 1), usize::from(self.column - 1))
    }
}

/// `M5,1`, as in the paper.
impl fmt::Display for Motif {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("M{},{}", self.row, self.column))
    }
}

/// The actors of a first edge.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) u: u32,
    pub(super) v: u32,
}

impl Pair {
    pub(super) const fn of(first: TemporalEdge) -> Self {
        Self {
            u: first.source,
            v: first.target,
        }
    }

    /// The row of a second edge, from 0, and the third actor if the edge has one. `None` if the edge
    /// has neither actor of the first.
    pub(super) fn row(self, source: u32, target: u32) -> Option<(u8, Option<u32>)> {
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

    /// The column of a third edge, from 0. `None` if the motif would have more than three actors.
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
/// Returned by [`TemporalEdges::count`](super::TemporalEdges::count) and
/// [`Motifs::count`](super::Motifs::count). Index it by a [`Motif`]. A count beyond `u64::MAX` is
/// `u64::MAX`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MotifCounts {
    /// The number of edges.
    pub edges: u64,
    /// How often two edges follow each other, by the rows of the grid: the second edge is
    /// w→v, v→w, w→u, u→w, v→u or u→v.
    pub two_edges: [u64; 6],
    /// How often each motif of three edges occurs: rows of columns, as in the paper.
    pub grid: [[u64; 6]; 6],
}

impl MotifCounts {
    /// The total of all motifs with three edges.
    pub fn total(&self) -> u64 {
        let counts = self.grid.iter().flatten();
        counts.fold(0, |sum, &count| sum.saturating_add(count))
    }

    /// Adds an edge that is the second of a row, with the numbers of third edges by column.
    pub(super) fn add(&mut self, row: u8, columns: [u64; 6]) {
        let row = usize::from(row);
        self.two_edges[row] += 1;
        for (count, more) in self.grid[row].iter_mut().zip(columns) {
            *count = count.saturating_add(more);
        }
    }
}

impl Index<Motif> for MotifCounts {
    type Output = u64;

    fn index(&self, motif: Motif) -> &u64 {
        let (row, column) = motif.place();
        &self.grid[row][column]
    }
}
