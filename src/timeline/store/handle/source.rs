//! References to sources.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use super::ActorRef;
use crate::event::{Citation, CoverageDeclaration};
use crate::time::When;
use crate::timeline::{SourceIx, StoredSource, Timeline};

/// A source of a timeline.
///
/// Two are equal if they are the same source of the same timeline.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::{Event, Report, Source};
/// use detente::Timeline;
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::person("rubio").named("Marco Rubio"));
/// builder.source(Source::new("tass").named("TASS").published("2025-07-10"));
/// builder.event(Event::meeting("talks", "2025-07-10").report(Report::by(["tass", "rubio"])));
/// let timeline = builder.build()?;
///
/// let tass = timeline.source("tass")?;
/// assert_eq!(tass.published().unwrap().to_string(), "2025-07-10");
/// assert_eq!(tass.actor(), None);
/// // An actor that is cited is a source too.
/// assert_eq!(timeline.source("rubio")?.actor(), Some(timeline.actor("rubio")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct SourceRef<'t> {
    timeline: &'t Timeline,
    stored: &'t StoredSource,
}

impl<'t> SourceRef<'t> {
    pub(crate) fn new(timeline: &'t Timeline, ix: SourceIx) -> Self {
        Self {
            timeline,
            stored: &timeline.sources[ix],
        }
    }

    pub(crate) const fn stored(self) -> &'t StoredSource {
        self.stored
    }

    /// The identifier.
    pub const fn id(self) -> &'t str {
        &self.stored.id
    }

    /// The name under which it is cited.
    pub const fn name(self) -> &'t str {
        &self.stored.name
    }

    /// The actor that is cited. Returns `None` if the source was added as a
    /// [`Source`](crate::event::Source).
    pub fn actor(self) -> Option<ActorRef<'t>> {
        self.stored.actor.map(|ix| ActorRef::new(self.timeline, ix))
    }

    /// When the source was published, if that is stated.
    pub const fn published(self) -> Option<&'t When> {
        self.stored.published.as_ref()
    }

    /// Whether the source is anonymous.
    pub const fn is_anonymous(self) -> bool {
        self.stored.anonymous
    }

    /// The web address, if one is stated.
    pub fn url(self) -> Option<&'t str> {
        self.stored.url.as_deref()
    }

    /// What a citation of the source says. Its `Display` is the citation.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::Timeline;
    /// use detente::event::Source;
    ///
    /// let kennan = Source::new("x").named("Foreign Affairs").title("The Sources of Soviet Conduct").locator("p. 566");
    /// let timeline = Timeline::builder().source(kennan.published("1947-07")).build()?;
    /// let citation = timeline.source("x")?.citation();
    /// assert_eq!(citation.locator, Some("p. 566"));
    /// assert_eq!(citation.to_string(), "The Sources of Soviet Conduct, Foreign Affairs, 1947-07, p. 566");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn citation(self) -> Citation<'t> {
        let stored = self.stored;
        let more = stored.more.as_deref();
        Citation {
            id: &stored.id,
            name: &stored.name,
            authors: more.map_or(&[], |more| &more.authors),
            title: more.and_then(|more| more.title.as_deref()),
            publisher: more.and_then(|more| more.publisher.as_deref()),
            published: stored.published.as_ref(),
            locator: more.and_then(|more| more.locator.as_deref()),
            archive: more.and_then(|more| more.archive.as_deref()),
            url: stored.url.as_deref(),
            accessed: more.and_then(|more| more.accessed.as_ref()),
        }
    }

    /// Its identifiers in other registers, by scheme.
    pub const fn external(self) -> &'t BTreeMap<String, String> {
        &self.stored.external
    }

    /// The coverage that the source declares, sorted by date.
    pub fn covers(self) -> impl ExactSizeIterator<Item = &'t CoverageDeclaration> {
        self.stored.covers.iter().map(|(coverage, _)| coverage)
    }
}

crate::wire::object!(SourceRef<'_>, "SourceRef", |it| {
    "id": it.id(),
    "name": it.name(),
});

impl PartialEq for SourceRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.timeline, other.timeline) && self.stored.id == other.stored.id
    }
}

impl Eq for SourceRef<'_> {}

impl Hash for SourceRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.stored.id.hash(state);
    }
}
