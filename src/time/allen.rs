//! Allen's thirteen relations between intervals, and sets of them.
//!
//! Source: Allen, J. F. (1983), "Maintaining Knowledge about Temporal Intervals",
//! *Communications of the ACM* 26(11), 832–843.

mod dated;

use std::cmp::Ordering::{Equal, Greater, Less};
use std::fmt;
use std::iter::FusedIterator;
use std::ops::{BitAnd, BitOr, Not};

use super::bounds::Certainty;
use crate::text::words;

/// The relation of one interval to another: one of thirteen, mutually exclusive.
///
/// Two intervals that are not empty have exactly one of these relations. With uncertain dates several
/// are possible: see [`AllenRelations`].
///
/// ```text
/// b                     ░░░░░░░░██████████░░░░░░░░
///
/// a Before b            ████░░░░░░░░░░░░░░░░░░░░░░      b After a
/// a Meets b             ████████░░░░░░░░░░░░░░░░░░      b MetBy a
/// a Overlaps b          ░░░░████████░░░░░░░░░░░░░░      b OverlappedBy a
/// a Starts b            ░░░░░░░░██████░░░░░░░░░░░░      b StartedBy a
/// a During b            ░░░░░░░░░░██████░░░░░░░░░░      b Contains a
/// a Finishes b          ░░░░░░░░░░░░██████░░░░░░░░      b FinishedBy a
/// a Equals b            ░░░░░░░░██████████░░░░░░░░      b Equals a
/// ```
///
/// The order of the variants is canonical and unrelated to time. The converse of a relation is as
/// far from the end of the list as the relation is from its beginning.
///
/// # Example
///
/// ```
/// use detente::time::AllenRelation::{self, During, Meets, OverlappedBy};
///
/// assert_eq!(AllenRelation::of(8, 12, 12, 16), Some(Meets));
/// assert_eq!(AllenRelation::of(14, 20, 12, 16), Some(OverlappedBy));
/// assert_eq!(AllenRelation::of(12, 12, 12, 16), None);
/// assert_eq!(During.converse(), AllenRelation::Contains);
/// assert_eq!(During.compose(Meets).to_string(), "before");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AllenRelation {
    /// It ends before the other starts, with time between.
    Before,
    /// It ends at the instant at which the other starts.
    Meets,
    /// It starts first and ends while the other is under way.
    Overlaps,
    /// They start together and it ends first.
    Starts,
    /// It starts after the other and ends before it.
    During,
    /// It starts after the other and they end together.
    Finishes,
    /// They start together and end together.
    Equals,
    /// It starts first and they end together.
    FinishedBy,
    /// It starts before the other and ends after it.
    Contains,
    /// They start together and the other ends first.
    StartedBy,
    /// The other starts first and ends while this is under way.
    OverlappedBy,
    /// It starts at the instant at which the other ends.
    MetBy,
    /// It starts after the other ends, with time between.
    After,
}

words!(AllenRelation, "a relation of Allen", 13 {
    Before => "before",
    Meets => "meets",
    Overlaps => "overlaps",
    Starts => "starts",
    During => "during",
    Finishes => "finishes",
    Equals => "equals",
    FinishedBy => "finished by",
    Contains => "contains",
    StartedBy => "started by",
    OverlappedBy => "overlapped by",
    MetBy => "met by",
    After => "after",
});

impl AllenRelation {
    /// The relation of the interval `[start_a, end_a)` to `[start_b, end_b)`.
    ///
    /// For intervals that are known exactly, in any unit: terms of office in years, parliamentary
    /// sessions in days. For uncertain dates, use [`Bounds::allen`](super::Bounds::allen).
    ///
    /// Returns `None` if one of them is empty: the thirteen relations are not mutually exclusive
    /// for empty intervals.
    pub fn of<T: Ord + Copy>(start_a: T, end_a: T, start_b: T, end_b: T) -> Option<Self> {
        if start_a >= end_a || start_b >= end_b {
            return None;
        }
        Some(match (start_a.cmp(&start_b), end_a.cmp(&end_b)) {
            (Less, Less) => match end_a.cmp(&start_b) {
                Less => Self::Before,
                Equal => Self::Meets,
                Greater => Self::Overlaps,
            },
            (Equal, Less) => Self::Starts,
            (Greater, Less) => Self::During,
            (Greater, Equal) => Self::Finishes,
            (Equal, Equal) => Self::Equals,
            (Less, Equal) => Self::FinishedBy,
            (Less, Greater) => Self::Contains,
            (Equal, Greater) => Self::StartedBy,
            (Greater, Greater) => match start_a.cmp(&end_b) {
                Less => Self::OverlappedBy,
                Equal => Self::MetBy,
                Greater => Self::After,
            },
        })
    }

    /// The relation of `b` to `a`, if this is the relation of `a` to `b`.
    #[must_use]
    pub const fn converse(self) -> Self {
        Self::ALL[Self::ALL.len() - 1 - self as usize]
    }

    /// The possible relations of `a` to `c`, if `self` is the relation of `a` to `b` and `other`
    /// the relation of `b` to `c`.
    ///
    /// For sources that state relations instead of dates: "the call came before the talks, which
    /// started with the visit".
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::AllenRelation::{Before, Contains, Overlaps, Starts};
    /// use detente::time::AllenRelations;
    ///
    /// // The call came before the talks, which started together with the visit.
    /// assert_eq!(Before.compose(Starts), AllenRelations::from(Before));
    /// // Two events during a third can have any relation.
    /// assert_eq!(Contains.converse().compose(Contains), AllenRelations::ALL);
    /// assert_eq!(Overlaps.compose(Overlaps).to_string(), "before, meets or overlaps");
    /// ```
    #[must_use]
    pub const fn compose(self, other: Self) -> AllenRelations {
        COMPOSITION[self as usize][other as usize]
    }

    /// The order of the two starts and two ends in this relation.
    ///
    /// These are the ranks of `[start_a, end_a, start_b, end_b]`, from 0. Equal instants share a
    /// rank.
    const fn ranks(self) -> [u8; 4] {
        match self {
            Self::Before => [0, 1, 2, 3],
            Self::Meets => [0, 1, 1, 2],
            Self::Overlaps => [0, 2, 1, 3],
            Self::Starts => [0, 1, 0, 2],
            Self::During => [1, 2, 0, 3],
            Self::Finishes => [1, 2, 0, 2],
            Self::Equals => [0, 1, 0, 1],
            Self::FinishedBy => [0, 2, 1, 2],
            Self::Contains => [0, 3, 1, 2],
            Self::StartedBy => [0, 2, 0, 1],
            Self::OverlappedBy => [1, 3, 0, 2],
            Self::MetBy => [1, 2, 0, 1],
            Self::After => [2, 3, 0, 1],
        }
    }
}

/// The possible relations of `a` to `c`. Rows are the relation of `a` to `b`, columns the relation
/// of `b` to `c`.
///
/// Computing an entry means trying all orders of six endpoints, so the results are a table: figure 4
/// of Allen (1983), with the row and column for equality that he leaves out.
///
/// A lowercase letter is a relation and its capital the converse: **b**efore, **m**eets,
/// **o**verlaps, **s**tarts, **d**uring, **f**inishes, **e**quals. `*` is all thirteen, his "no
/// info". The tests derive every entry from all triples of intervals on six points, because three
/// intervals have six endpoints.
#[rustfmt::skip]
static COMPOSITION: [[AllenRelations; 13]; 13] = [
    //   b     m     o     s     d     f     e     F     D     S     O     M     B
    row("b     b     b     b     bmosd bmosd b     b     b     b     bmosd bmosd *"),
    row("b     b     b     m     osd   osd   m     b     b     m     osd   feF   DSOMB"),
    row("b     b     bmo   o     osd   osd   o     bmo   bmoFD oFD   osdfeFDSO DSO DSOMB"),
    row("b     b     bmo   s     d     d     s     bmo   bmoFD seS   dfO   M     B"),
    row("b     b     bmosd d     d     d     d     bmosd *     dfOMB dfOMB B     B"),
    row("b     m     osd   d     d     f     f     feF   DSOMB OMB   OMB   B     B"),
    row("b     m     o     s     d     f     e     F     D     S     O     M     B"),
    row("b     m     o     o     osd   feF   F     F     D     D     DSO   DSO   DSOMB"),
    row("bmoFD oFD   oFD   oFD   osdfeFDSO DSO D   D     D     D     DSO   DSO   DSOMB"),
    row("bmoFD oFD   oFD   seS   dfO   O     S     D     D     S     O     M     B"),
    row("bmoFD oFD   osdfeFDSO dfO dfO O     O     DSO   DSOMB OMB   OMB   B     B"),
    row("bmoFD seS   dfO   dfO   dfO   M     M     M     B     B     B     B     B"),
    row("*     dfOMB dfOMB dfOMB dfOMB B     B     B     B     B     B     B     B"),
];

/// Reads a row of [`COMPOSITION`] at compile time.
const fn row(text: &str) -> [AllenRelations; 13] {
    let mut row = [AllenRelations::EMPTY; 13];
    let mut rest = text.as_bytes();
    let mut column = 0;
    while column < row.len() {
        // One entry: the union of its letters. Then the spaces after it.
        while let [letter, tail @ ..] = rest {
            if *letter == b' ' {
                break;
            }
            row[column] = row[column].union(lettered(*letter));
            rest = tail;
        }
        while let [b' ', tail @ ..] = rest {
            rest = tail;
        }
        column += 1;
    }
    row
}

/// The letters of [`COMPOSITION`], in canonical order.
const LETTERS: [u8; 13] = *b"bmosdfeFDSOMB";

/// The relation of a letter in [`COMPOSITION`], or all of them for `*`.
const fn lettered(letter: u8) -> AllenRelations {
    if letter == b'*' {
        return AllenRelations::ALL;
    }
    let mut index = 0;
    // Runs out of bounds, and so fails to compile, if the table has another letter.
    while LETTERS[index] != letter {
        index += 1;
    }
    AllenRelations(1 << index)
}

/// A set of Allen relations, usually the possible ones of two uncertain dates.
///
/// Returned by [`Bounds::allen`]. Relations in the set are possible, others are impossible. If there is
/// only one, it is certain.
///
/// | question | in Allen's terms |
/// | :-- | :-- |
/// | [`Bounds::before`] | `Before` or `Meets`: the end of one may be the start of the next |
/// | [`Bounds::overlaps`] | any but `Before`, `Meets`, `MetBy`, `After` |
/// | [`Bounds::within`] | `Starts`, `During`, `Finishes` or `Equals` |
///
/// [`Bounds::allen`]: super::Bounds::allen
/// [`Bounds::before`]: super::Bounds::before
/// [`Bounds::overlaps`]: super::Bounds::overlaps
/// [`Bounds::within`]: super::Bounds::within
///
/// Supports `|` (union), `&` (intersection) and `!` (complement), and iterates in canonical order.
///
/// # Example
///
/// ```
/// use detente::time::AllenRelation::{After, Before, Meets, MetBy};
/// use detente::time::AllenRelations;
///
/// let apart = AllenRelations::from_iter([Before, Meets, MetBy, After]);
/// assert_eq!(apart.to_string(), "before, meets, met by or after");
/// assert_eq!(apart.converse(), apart);
/// assert_eq!((!apart).len(), 9);
/// assert!(apart.contains(Meets) && (apart & !apart).is_empty());
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct AllenRelations(u16);

impl AllenRelations {
    /// The empty set. No two intervals have it.
    pub const EMPTY: Self = Self(0);

    /// All thirteen: nothing is known.
    pub const ALL: Self = Self((1 << AllenRelation::ALL.len()) - 1);

    const fn single_of(relation: AllenRelation) -> Self {
        Self(1 << relation as u8)
    }

    /// Whether a relation is in the set: it is possible.
    pub const fn contains(self, relation: AllenRelation) -> bool {
        self.0 & Self::single_of(relation).0 != 0
    }

    /// The number of relations.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The only relation, which is certain. Returns `None` if the set has none or several.
    pub fn single(self) -> Option<AllenRelation> {
        (self.len() == 1).then(|| AllenRelation::ALL[self.0.trailing_zeros() as usize])
    }

    /// The union, which `|` cannot be in a constant.
    const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The converse of each relation.
    #[must_use]
    pub const fn converse(self) -> Self {
        // A relation is as far from the end as its converse is from the beginning, so the 13
        // bits are reversed.
        Self(self.0.reverse_bits() >> (u16::BITS as usize - AllenRelation::ALL.len()))
    }

    /// The possible relations of `a` to `c`, if `a` has one of these to `b`, and `b` one of the
    /// others to `c`.
    #[must_use]
    pub fn compose(self, other: Self) -> Self {
        self.iter()
            .flat_map(|first| other.iter().map(move |second| first.compose(second)))
            .fold(Self::EMPTY, Self::union)
    }

    /// Whether the actual relation is one of `any_of`, if `self` contains all possible ones.
    ///
    /// `Impossible` if `self` is empty.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::AllenRelation::{Before, Meets};
    /// use detente::time::{AllenRelations, Certainty, When};
    ///
    /// let calls = When::parse("2025-07-03/2025-07-09")?;
    /// let talks = When::parse("2025-07-10")?;
    /// let possible = calls.allen(&talks);
    /// assert_eq!(possible.certainty(Before), Certainty::Possible);
    /// assert_eq!(possible.certainty([Before, Meets]), Certainty::Certain);
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn certainty(self, any_of: impl Into<Self>) -> Certainty {
        let possible = self & any_of.into();
        if possible.is_empty() {
            Certainty::Impossible
        } else if possible == self {
            Certainty::Certain
        } else {
            Certainty::Possible
        }
    }

    /// Iterates over the relations in canonical order.
    pub const fn iter(self) -> AllenRelationsIter {
        AllenRelationsIter(self)
    }
}

impl From<AllenRelation> for AllenRelations {
    fn from(relation: AllenRelation) -> Self {
        Self::single_of(relation)
    }
}

impl<const N: usize> From<[AllenRelation; N]> for AllenRelations {
    fn from(relations: [AllenRelation; N]) -> Self {
        relations.into_iter().collect()
    }
}

impl FromIterator<AllenRelation> for AllenRelations {
    fn from_iter<I: IntoIterator<Item = AllenRelation>>(relations: I) -> Self {
        relations.into_iter().fold(Self::EMPTY, |set, relation| {
            set.union(Self::single_of(relation))
        })
    }
}

impl IntoIterator for AllenRelations {
    type Item = AllenRelation;
    type IntoIter = AllenRelationsIter;

    fn into_iter(self) -> AllenRelationsIter {
        self.iter()
    }
}

impl BitOr for AllenRelations {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl BitAnd for AllenRelations {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for AllenRelations {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }
}

/// In words: `before, meets or overlaps`. All thirteen are `any`, the empty set is `none`.
impl fmt::Display for AllenRelations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = String::new();
        for (index, relation) in self.iter().enumerate() {
            words.push_str(match self.len() - index {
                _ if index == 0 => "",
                1 => " or ",
                _ => ", ",
            });
            words.push_str(&relation.to_string());
        }
        f.pad(match *self {
            Self::EMPTY => "none",
            Self::ALL => "any",
            _ => &words,
        })
    }
}

/// As a list of relations, in canonical order.
impl serde::Serialize for AllenRelations {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// From a list of relations, in any order, each at most once.
impl<'de> serde::Deserialize<'de> for AllenRelations {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = <Vec<AllenRelation>>::deserialize(deserializer)?;
        let set: Self = list.iter().copied().collect();
        if set.len() == list.len() {
            Ok(set)
        } else {
            Err(serde::de::Error::custom(
                "a relation is given twice: expected each at most once",
            ))
        }
    }
}

/// As a set: `{Before, Meets}`.
impl fmt::Debug for AllenRelations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The relations of a set, in canonical order.
///
/// Created by [`AllenRelations::iter`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct AllenRelationsIter(AllenRelations);

impl AllenRelationsIter {
    fn take(&mut self, index: u32) -> Option<AllenRelation> {
        let relation = AllenRelation::ALL.get(index as usize).copied()?;
        self.0 = self.0 & !AllenRelations::single_of(relation);
        Some(relation)
    }
}

impl Iterator for AllenRelationsIter {
    type Item = AllenRelation;

    fn next(&mut self) -> Option<AllenRelation> {
        self.take(self.0.0.trailing_zeros())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len(), Some(self.0.len()))
    }
}

impl DoubleEndedIterator for AllenRelationsIter {
    fn next_back(&mut self) -> Option<AllenRelation> {
        // An empty set has 16 leading zeros, so the index wraps and `take` finds no relation.
        self.take((u16::BITS - 1).wrapping_sub(self.0.0.leading_zeros()))
    }
}

impl ExactSizeIterator for AllenRelationsIter {}

impl FusedIterator for AllenRelationsIter {}
