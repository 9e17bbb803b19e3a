//! What looks wrong in a row that was accepted.

use std::fmt;

use crate::text::words;

/// A kind of oddity in a row that can be read.
///
/// [The table of the module](super#warnings) says what the importer does about each kind. The
/// order of the variants is the order of that table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RowWarning {
    /// The event is dated exactly 7 days before the row was added: "last week".
    GuessedWeek,
    /// The event is dated exactly 30 days before the row was added: "last month".
    GuessedMonth,
    /// The event is dated exactly 365 days before the row was added: "last year".
    GuessedYear,
    /// The event is dated after the row was added.
    DatedAfterAdded,
    /// The date is a month or a year, so the event was on an unknown day of it: see
    /// [`PlainLayout::with_partial_dates`](super::PlainLayout::with_partial_dates).
    PartialDate,
    /// An earlier row has the same identifier.
    ReusedId,
    /// The code, the name or the country of an actor starts or ends with blanks.
    StrayBlank,
    /// The code lost a leading zero: `46` for `046`. The whole column decides.
    LostZero,
    /// No publication lists the code.
    UnknownCode,
    /// A text of an actor is `NA`, `NaN`, `nan`, `N/A`, `#N/A`, `<NA>`, `NULL`, `null`, `None` or
    /// `\N`: a missing value, or Namibia.
    NaText,
    /// A text of an actor is not UTF-8.
    BrokenText,
    /// A list of actors has several countries, but not one for each name. The countries become
    /// the actors, without the names.
    UnmatchedNames,
    /// The row has no source actor, or a placeholder such as `---`.
    MissingSource,
    /// The row has no target actor, or a placeholder such as `---`.
    MissingTarget,
    /// An actor belongs to no party, such as police of no country, `---GOV`.
    NoParty,
    /// An actor belongs to a region of CAMEO such as `EUR`, and to no country.
    Region,
    /// An actor belongs to a country that no list contains.
    UnknownCountry,
    /// An actor is a number in the list of the Correlates of War project or of Gleditsch and Ward, and
    /// nothing states the list: see
    /// [`PlainLayout::with_state_numbers`](super::PlainLayout::with_state_numbers).
    StateNumber,
    /// An actor has the name or the number of a state that did not exist, or had another one, in the
    /// year of the row.
    OutOfUse,
    /// Source and target belong to the same party.
    SelfPair,
    /// Another row reports the same act, from the same side, on the same day.
    Repeated,
    /// Another row reports the same symmetric act from the other side.
    Mirrored,
}

words!(RowWarning, "a warning", 22 {
    GuessedWeek => "dated 7 days before it was added",
    GuessedMonth => "dated 30 days before it was added",
    GuessedYear => "dated 365 days before it was added",
    DatedAfterAdded => "dated after it was added",
    PartialDate => "dated to a month or a year",
    ReusedId => "repeated identifier",
    StrayBlank => "actor with a blank at the start or the end",
    LostZero => "code without its leading zero",
    UnknownCode => "code that no publication lists",
    NaText => "actor with the text NA",
    BrokenText => "actor that is not UTF-8",
    UnmatchedNames => "actors without their names, which do not match the countries",
    MissingSource => "missing source actor",
    MissingTarget => "missing target actor",
    NoParty => "actor without a party",
    Region => "actor of a region without a country",
    UnknownCountry => "actor of a country that is in no list",
    StateNumber => "actor that looks like a state number of COW or GW, which list is not stated",
    OutOfUse => "actor with a name or number that no state had in that year",
    SelfPair => "source and target of one party",
    Repeated => "repeated on the same day",
    Mirrored => "mirrored from the other side",
});

impl RowWarning {
    /// Its index in an array with an entry for each kind.
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// A set of kinds of warnings.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "Vec<RowWarning>", from = "Vec<RowWarning>")]
pub struct RowWarnings(u32);

impl RowWarnings {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the set contains a kind.
    pub const fn contains(self, warning: RowWarning) -> bool {
        self.0 & (1 << warning as u32) != 0
    }

    /// Iterates over the kinds, in the order of [`RowWarning::ALL`].
    pub fn iter(self) -> impl Iterator<Item = RowWarning> {
        let all = RowWarning::ALL.iter().copied();
        all.filter(move |&warning| self.contains(warning))
    }

    #[must_use]
    pub(super) const fn with(self, warning: RowWarning) -> Self {
        Self(self.0 | 1 << warning as u32)
    }

    #[must_use]
    pub(super) const fn without(self, warning: RowWarning) -> Self {
        Self(self.0 & !(1 << warning as u32))
    }

    #[must_use]
    pub(super) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(super) const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl From<RowWarning> for RowWarnings {
    fn from(warning: RowWarning) -> Self {
        Self::NONE.with(warning)
    }
}

impl From<RowWarnings> for Vec<RowWarning> {
    fn from(warnings: RowWarnings) -> Self {
        warnings.iter().collect()
    }
}

impl From<Vec<RowWarning>> for RowWarnings {
    fn from(warnings: Vec<RowWarning>) -> Self {
        warnings.into_iter().collect()
    }
}

impl FromIterator<RowWarning> for RowWarnings {
    fn from_iter<I: IntoIterator<Item = RowWarning>>(warnings: I) -> Self {
        warnings.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for RowWarnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
