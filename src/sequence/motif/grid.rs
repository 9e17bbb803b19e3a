//! Edges, the motifs that three of them are, and how many there are of each.

use std::fmt;

/// An edge of a temporal network: a source acts upon a target, at a time.
///
/// Actors are numbers of the caller's choosing; the time is in seconds, days, or
/// whatever unit all edges share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemporalEdge {
    pub(super) at: i64,
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) label: u32,
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
        let (row, column) = self.place();
        [('u', 'v'), ROWS[row], COLUMNS[column]]
    }

    /// The row and the column, from 0.
    fn place(self) -> (usize, usize) {
        (usize::from(self.row - 1), usize::from(self.column - 1))
    }
}

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

    /// The row of a second edge, from 0, and the third actor if it brings one in.
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
/// Created by [`TemporalEdges::count`](super::TemporalEdges::count) and
/// [`Motifs::count`](super::Motifs::count).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MotifCounts {
    pub(super) edges: u64,
    pub(super) two_edges: [u64; 6],
    pub(super) grid: [[u64; 6]; 6],
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
        let (row, column) = motif.place();
        self.grid[row][column]
    }

    pub(super) fn add(&mut self, row: u8, columns: [u64; 6]) {
        let row = usize::from(row);
        self.two_edges[row] += 1;
        for (count, more) in self.grid[row].iter_mut().zip(columns) {
            *count = count.saturating_add(more);
        }
    }

    /// How often motifs of three edges occur, all together.
    pub fn total(&self) -> u64 {
        let counts = self.grid.iter().flatten();
        counts.fold(0, |sum, &count| sum.saturating_add(count))
    }
}
