//! Sources and reports: who says that an event happened, through whom, and when.

use std::collections::BTreeMap;

use super::{Account, Citation, Kind};
use crate::text::words;
use crate::time::{DateErrors, DateInput, When};

/// The maximum number of sources in a chain of attribution.
pub const MAX_CHAIN: usize = 16;

/// What a report asserts about an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// It will happen.
    Planned,
    /// It was planned and will not happen.
    Cancelled,
    /// It happened.
    #[default]
    Realised,
    /// It did not happen, or not in this way.
    Disputed,
}

words!(Status, "a status", 4 {
    Planned => "planned",
    Cancelled => "cancelled",
    Realised => "realised",
    Disputed => "disputed",
});

/// A statement by a source that an event happened, will happen, or did not happen.
///
/// A report has a *chain of attribution*. It starts with the source that was read and ends with the
/// source that is cited: "Russian media, citing Rubio" is `["russian-media", "rubio"]`. The longer the
/// chain, the more chances of error.
///
/// The event has the time at which it happened. The report has the times at which it was asserted and
/// withdrawn. A report without its own date counts as asserted when the first source of its chain was
/// published, or else when the event ended.
///
/// # Example
///
/// ```
/// use detente::event::{Account, Report, Status};
///
/// let report = Report::by(["russian-media", "rubio"])
///     .asserted("2025-07-10")
///     .says(Account::new().topic("a new approach"));
/// assert_eq!(report.by.len(), 2);
/// assert_eq!(report.status, Status::Realised);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The chain of sources, from the source that was read to the one that is cited.
    pub by: Vec<String>,
    /// The asserted status.
    pub status: Status,
    /// When it was asserted. If `None`, see the [source's date](Source::published).
    pub asserted: Option<When>,
    /// When it was withdrawn.
    pub withdrawn: Option<When>,
    /// The words that were used.
    pub words: Option<String>,
    /// What this report says in addition to the others, or against them.
    pub says: Account,
    pub(crate) date_errors: DateErrors,
}

impl Report {
    /// Creates a report by a chain of sources, from the source that was read to the one that is
    /// cited. Each is the identifier of a [`Source`] or of an actor.
    #[must_use]
    pub fn by<S: Into<String>>(chain: impl IntoIterator<Item = S>) -> Self {
        Self {
            by: chain.into_iter().map(Into::into).collect(),
            status: Status::Realised,
            asserted: None,
            withdrawn: None,
            words: None,
            says: Account::default(),
            date_errors: DateErrors::default(),
        }
    }

    /// Sets the asserted status. The default is [`Status::Realised`].
    #[must_use]
    pub const fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Sets when it was asserted.
    #[must_use]
    pub fn asserted(mut self, when: impl Into<DateInput>) -> Self {
        self.asserted = Some(self.date_errors.take_in("asserted", when));
        self
    }

    /// Sets when it was withdrawn. From then on the report has no effect.
    #[must_use]
    pub fn withdrawn(mut self, when: impl Into<DateInput>) -> Self {
        self.withdrawn = Some(self.date_errors.take_in("withdrawn", when));
        self
    }

    /// Sets the words that were used.
    #[must_use]
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.words = Some(words.into());
        self
    }

    /// Sets what this report says in addition to the others, or against them.
    #[must_use]
    pub fn says(mut self, mut account: Account) -> Self {
        self.date_errors.absorb(&mut account.date_errors);
        self.says = account;
        self
    }
}

/// The days for which a source would have reported an event.
///
/// Outside its coverage, absence is *no data*; inside, it is *no event*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageDeclaration {
    /// From when to when. All of it is covered: `2023` is the whole year.
    pub when: When,
    /// The actors it is limited to. Empty means all actors.
    ///
    /// An event is covered if each of these actors, or someone on its behalf, takes part.
    pub actors: Vec<String>,
    /// The event kinds it is limited to. Empty means all kinds.
    pub kinds: Vec<Kind>,
    pub(crate) date_errors: DateErrors,
}

impl CoverageDeclaration {
    /// Covers all actors and kinds during `when`.
    #[must_use]
    pub fn over(when: impl Into<DateInput>) -> Self {
        let mut date_errors = DateErrors::default();
        Self {
            when: date_errors.take_in("covers", when),
            actors: Vec::new(),
            kinds: Vec::new(),
            date_errors,
        }
    }

    /// Limits it to events in which each of these actors, or someone on its behalf, takes part.
    #[must_use]
    pub fn actors<S: Into<String>>(mut self, actors: impl IntoIterator<Item = S>) -> Self {
        self.actors = actors.into_iter().map(Into::into).collect();
        self
    }

    /// Limits it to events of these kinds.
    #[must_use]
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds = kinds.into_iter().collect();
        self
    }
}

/// A source of reports: an article, an agency, a data set, or an actor who speaks.
///
/// # Example
///
/// ```
/// use detente::event::{CoverageDeclaration, Kind, Source};
///
/// let travels = Source::new("travels")
///     .named("Travels of the Secretary of State")
///     .published("2025-12-31")
///     .covers(CoverageDeclaration::over("2025").actors(["rubio"]).kinds([Kind::Meeting]));
/// assert_eq!(travels.covers[0].actors, ["rubio"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The identifier. Your choice, and unique in the timeline.
    pub id: String,
    /// The name to print. The identifier unless [`named`](Self::named) sets it.
    pub name: String,
    /// When it was published. Its reports without their own date were asserted then.
    pub published: Option<When>,
    /// Whether it is not named: "an official".
    pub anonymous: bool,
    /// Where to find it.
    pub url: Option<String>,
    /// The authors, in the order of the title page.
    pub authors: Vec<String>,
    /// The title of the article, book or document, if the name is not the title.
    pub title: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The place within the source, as it is cited: `p. 12`, or `fol. 3v`.
    pub locator: Option<String>,
    /// The archive that holds it, with the shelf mark.
    pub archive: Option<String>,
    /// When the address was last read.
    pub accessed: Option<When>,
    /// What it covers.
    pub covers: Vec<CoverageDeclaration>,
    /// The identifiers of the source in other registers, by scheme.
    pub external: BTreeMap<String, String>,
    pub(crate) date_errors: DateErrors,
}

impl Source {
    /// Creates a source.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            published: None,
            anonymous: false,
            url: None,
            authors: Vec::new(),
            title: None,
            publisher: None,
            locator: None,
            archive: None,
            accessed: None,
            covers: Vec::new(),
            external: BTreeMap::new(),
            date_errors: DateErrors::default(),
        }
    }

    /// Sets the name to print.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets when it was published. Its reports without their own date were asserted then.
    #[must_use]
    pub fn published(mut self, when: impl Into<DateInput>) -> Self {
        self.published = Some(self.date_errors.take_in("published", when));
        self
    }

    /// Marks it as one that is not named: "an official".
    #[must_use]
    pub const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Sets where to find it.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Adds an author.
    #[must_use]
    pub fn author(mut self, author: impl Into<String>) -> Self {
        self.authors.push(author.into());
        self
    }

    /// Sets the title of the article, book or document, if the name is not the title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the publisher.
    #[must_use]
    pub fn publisher(mut self, publisher: impl Into<String>) -> Self {
        self.publisher = Some(publisher.into());
        self
    }

    /// Sets the place within the source, as it is cited: `p. 12`, or `fol. 3v`.
    #[must_use]
    pub fn locator(mut self, locator: impl Into<String>) -> Self {
        self.locator = Some(locator.into());
        self
    }

    /// Sets the archive that holds it, with the shelf mark.
    #[must_use]
    pub fn archive(mut self, archive: impl Into<String>) -> Self {
        self.archive = Some(archive.into());
        self
    }

    /// Sets when the address was last read.
    #[must_use]
    pub fn accessed(mut self, when: impl Into<DateInput>) -> Self {
        self.accessed = Some(self.date_errors.take_in("accessed", when));
        self
    }

    /// Sets the identifier of the source in another register: the scheme, such as `doi` or `isbn`, and the value
    /// there, such as `10.1017/S0020818300033622`.
    ///
    /// A source has one value of a scheme, and no other source of the timeline has the same.
    /// See [`Actor::external`](crate::Actor::external).
    #[must_use]
    pub fn external(mut self, scheme: impl Into<String>, value: impl Into<String>) -> Self {
        self.external.insert(scheme.into(), value.into());
        self
    }

    /// Adds what it covers.
    #[must_use]
    pub fn covers(mut self, mut coverage: CoverageDeclaration) -> Self {
        self.date_errors.absorb(&mut coverage.date_errors);
        self.covers.push(coverage);
        self
    }

    /// What a citation of the source says. Its `Display` is the citation.
    pub fn citation(&self) -> Citation<'_> {
        Citation {
            id: &self.id,
            name: &self.name,
            authors: &self.authors,
            title: self.title.as_deref(),
            publisher: self.publisher.as_deref(),
            published: self.published.as_ref(),
            locator: self.locator.as_deref(),
            archive: self.archive.as_deref(),
            url: self.url.as_deref(),
            accessed: self.accessed.as_ref(),
        }
    }
}
