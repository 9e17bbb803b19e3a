//! Who says so: chains of attribution, and what was asserted when.
//!
//! A chain runs from the one who is read to the one who is cited: "Russian media,
//! citing Rubio" is `["russian-media", "rubio"]`. Its length is its depth; each
//! link beyond the first is a hop, and every hop is a chance of error.
//!
//! There are three times. When it happened belongs to the event; when it was
//! asserted, and when that was withdrawn, belong to the report. A report that
//! does not say when it was made takes the day on which the first source of its
//! chain was published; failing that, it counts as made when the event ended.

use std::fmt;

use super::{Account, Kind};
use crate::time::When;

/// The most links of a chain of attribution.
pub const MAX_CHAIN: usize = 16;

/// What a report asserts of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// It is to happen.
    Planned,
    /// It was to happen, and will not.
    Cancelled,
    /// It happened.
    #[default]
    Realised,
    /// Somebody denies that it happened, or so.
    Disputed,
}

impl Status {
    /// Every status, in the order in which they are listed here.
    pub const ALL: [Self; 4] = [
        Self::Planned,
        Self::Cancelled,
        Self::Realised,
        Self::Disputed,
    ];

    /// The word for the status in the written form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Cancelled => "cancelled",
            Self::Realised => "realised",
            Self::Disputed => "disputed",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One account of an event: who says so, through whom, when, and what.
///
/// # Example
///
/// ```
/// use detente::event::{Account, Report, Status};
/// use detente::When;
///
/// let report = Report::by(["russian-media", "rubio"])
///     .asserted(When::parse("2025-07-10")?)
///     .saying(Account::new().topic("a new approach"));
/// assert_eq!(report.depth(), 2);
/// assert_eq!(report.status(), Status::Realised);
/// # Ok::<(), detente::WhenError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub(crate) by: Vec<String>,
    pub(crate) status: Status,
    pub(crate) asserted: Option<When>,
    pub(crate) withdrawn: Option<When>,
    pub(crate) words: Option<String>,
    pub(crate) says: Account,
}

impl Report {
    /// A report by a chain of sources, from the one who is read to the one who is cited.
    ///
    /// Each is the identifier of a [`Source`] or of an actor.
    #[must_use]
    pub fn by<S: Into<String>>(chain: impl IntoIterator<Item = S>) -> Self {
        Self {
            by: chain.into_iter().map(Into::into).collect(),
            status: Status::Realised,
            asserted: None,
            withdrawn: None,
            words: None,
            says: Account::default(),
        }
    }

    /// Says when it was made.
    #[must_use]
    pub fn asserted(mut self, when: When) -> Self {
        self.asserted = Some(when);
        self
    }

    /// Says when it was taken back. From then on it counts no more.
    #[must_use]
    pub fn withdrawn(mut self, when: When) -> Self {
        self.withdrawn = Some(when);
        self
    }

    /// It is to happen.
    #[must_use]
    pub const fn planned(self) -> Self {
        self.asserting(Status::Planned)
    }

    /// It was to happen, and will not.
    #[must_use]
    pub const fn cancelled(self) -> Self {
        self.asserting(Status::Cancelled)
    }

    /// It is denied.
    #[must_use]
    pub const fn disputed(self) -> Self {
        self.asserting(Status::Disputed)
    }

    /// Says what is asserted: planned, realised, cancelled or disputed.
    #[must_use]
    pub const fn asserting(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Keeps the words that were used.
    #[must_use]
    pub fn in_words(mut self, words: impl Into<String>) -> Self {
        self.words = Some(words.into());
        self
    }

    /// Adds what this account says beside, or against, the others.
    #[must_use]
    pub fn saying(mut self, facts: Account) -> Self {
        self.says = facts;
        self
    }

    /// How many sources the chain has.
    pub fn depth(&self) -> usize {
        self.by.len()
    }

    /// What is asserted.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The chain of sources, from the one who is read to the one who is cited.
    pub fn chain(&self) -> &[String] {
        &self.by
    }

    /// What this account says beside, or against, the others.
    pub const fn says(&self) -> &Account {
        &self.says
    }
}

/// What a source covers: outside it, absence is *no data*; inside, it is *none*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageDeclaration {
    pub(crate) when: When,
    pub(crate) actors: Vec<String>,
    pub(crate) kinds: Vec<Kind>,
}

impl CoverageDeclaration {
    /// Covers everything it is about over the extent of `when`.
    #[must_use]
    pub const fn over(when: When) -> Self {
        Self {
            when,
            actors: Vec::new(),
            kinds: Vec::new(),
        }
    }

    /// Limits it to events in which each of these actors, or those who stand for them, takes part.
    #[must_use]
    pub fn of<S: Into<String>>(mut self, actors: impl IntoIterator<Item = S>) -> Self {
        self.actors = actors.into_iter().map(Into::into).collect();
        self
    }

    /// Limits it to events of some kinds: all the meetings, but not all the calls.
    #[must_use]
    pub fn of_kinds(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds = kinds.into_iter().collect();
        self
    }

    /// From when to when.
    pub const fn when(&self) -> &When {
        &self.when
    }

    /// The identifiers of the actors that it is limited to; none if it is not.
    pub fn actors(&self) -> &[String] {
        &self.actors
    }

    /// The kinds of events that it is limited to; none if it is not.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }
}

/// Where reports come from: an article, an agency, a table; or an actor who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) published: Option<When>,
    pub(crate) anonymous: bool,
    pub(crate) url: Option<String>,
    pub(crate) covers: Vec<CoverageDeclaration>,
}

impl Source {
    /// A source, with the name it is cited by.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            published: None,
            anonymous: false,
            url: None,
            covers: Vec::new(),
        }
    }

    /// Says when it came out. Its reports were made then, unless they say otherwise.
    #[must_use]
    pub fn published(mut self, when: When) -> Self {
        self.published = Some(when);
        self
    }

    /// Marks it as one that is not named: "an official".
    #[must_use]
    pub const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Says where to find it.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Adds what it covers.
    #[must_use]
    pub fn covering(mut self, coverage: CoverageDeclaration) -> Self {
        self.covers.push(coverage);
        self
    }

    /// The identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name it is cited by.
    pub fn name(&self) -> &str {
        &self.name
    }
}
