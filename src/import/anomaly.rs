//! What is odd about a row.

use std::fmt;

/// A class of what is odd about rows.
///
/// [The table of the module](super#what-is-odd-and-what-becomes-of-it) says what becomes of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Anomaly {
    /// Dated exactly 7 days before it was added: "last week".
    GuessedWeek,
    /// Dated exactly 30 days before it was added: "last month".
    GuessedMonth,
    /// Dated exactly 365 days before it was added: "last year".
    GuessedYear,
    /// Dated after it was added.
    DatedAfterAdded,
    /// The identifier has been read before.
    ReusedId,
    /// The code, the name or the country of an actor begins or ends with blanks.
    StrayBlank,
    /// The code lost a leading zero: `46` for `046`. The column as a whole tells.
    LostZero,
    /// No publication lists the code.
    UnknownCode,
    /// An actor is the text `NA`, `NaN`, `nan`, `N/A`, `#N/A`, `<NA>`, `NULL`, `null`, `None` or `\N`: a
    /// missing value, or Namibia.
    NaText,
    /// The text of an actor is not UTF-8.
    BrokenText,
    /// A list of actors has neither one country nor as many as names: the countries are the
    /// actors, and the names are left out.
    UnmatchedNames,
    /// Nobody acts, or a placeholder such as `---` stands there.
    MissingSource,
    /// Nobody is acted upon, or a placeholder such as `---` stands there.
    MissingTarget,
    /// An actor belongs to no party: police of no country, `---GOV`.
    NoParty,
    /// An actor belongs to a region of CAMEO, and to no country: `EUR`.
    Region,
    /// An actor belongs to a country that is in no list.
    UnknownCountry,
    /// An actor is named as a state that was not there, or not called so, in the year of the row.
    OutOfUse,
    /// Both actors belong to one party.
    SelfPair,
    /// The same was done by the same to the same on the same day in another row.
    Repeated,
    /// A symmetric event that another row has from the other side.
    Mirrored,
}

impl Anomaly {
    /// Every class, in the order in which they are listed here.
    pub const ALL: &'static [Self] = &[
        Self::GuessedWeek,
        Self::GuessedMonth,
        Self::GuessedYear,
        Self::DatedAfterAdded,
        Self::ReusedId,
        Self::StrayBlank,
        Self::LostZero,
        Self::UnknownCode,
        Self::NaText,
        Self::BrokenText,
        Self::UnmatchedNames,
        Self::MissingSource,
        Self::MissingTarget,
        Self::NoParty,
        Self::Region,
        Self::UnknownCountry,
        Self::OutOfUse,
        Self::SelfPair,
        Self::Repeated,
        Self::Mirrored,
    ];

    /// A few words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GuessedWeek => "dated 7 days before it was added",
            Self::GuessedMonth => "dated 30 days before it was added",
            Self::GuessedYear => "dated 365 days before it was added",
            Self::DatedAfterAdded => "dated after it was added",
            Self::ReusedId => "identifier read before",
            Self::StrayBlank => "blank around an actor's text",
            Self::LostZero => "code without its leading zero",
            Self::UnknownCode => "code that no publication lists",
            Self::NaText => "actor that reads NA",
            Self::BrokenText => "actor that is not UTF-8",
            Self::UnmatchedNames => "names left out, as the list has other countries",
            Self::MissingSource => "nobody acts",
            Self::MissingTarget => "nobody is acted upon",
            Self::NoParty => "actor of no party",
            Self::Region => "actor of a region, and of no country",
            Self::UnknownCountry => "actor of a country that is in no list",
            Self::OutOfUse => "actor by a name that no state had in that year",
            Self::SelfPair => "one party with itself",
            Self::Repeated => "repeated on the day",
            Self::Mirrored => "mirrored from the other side",
        }
    }

    /// Its place in a list of counts.
    pub(super) const fn place(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A set of anomalies.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Anomalies(u32);

impl Anomalies {
    /// Nothing odd.
    pub const NONE: Self = Self(0);

    /// Whether nothing is odd.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the class is among them.
    pub const fn contains(self, anomaly: Anomaly) -> bool {
        self.0 & (1 << anomaly as u32) != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, anomaly: Anomaly) -> Self {
        Self(self.0 | 1 << anomaly as u32)
    }

    /// These without one.
    #[must_use]
    pub const fn without(self, anomaly: Anomaly) -> Self {
        Self(self.0 & !(1 << anomaly as u32))
    }

    /// Those that are in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Iterates over them, in the order of [`Anomaly::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Anomaly> {
        let all = Anomaly::ALL.iter().copied();
        all.filter(move |&anomaly| self.contains(anomaly))
    }
}

impl From<Anomaly> for Anomalies {
    fn from(anomaly: Anomaly) -> Self {
        Self::NONE.with(anomaly)
    }
}

impl fmt::Debug for Anomalies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
