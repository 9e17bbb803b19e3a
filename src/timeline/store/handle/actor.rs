//! References to actors.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use crate::actor::{ActorKind, Alias};
use crate::time::{Certainty, When, Window};
use crate::timeline::{ActorIx, StoredActor, Timeline};

/// An actor of a timeline.
///
/// Two are equal if they are the same actor of the same timeline.
///
/// # Example
///
/// ```
/// use detente::actor::{Actor, ActorKind};
/// use detente::{Certainty, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("RUS").named("Russia"));
/// builder.actor(
///     Actor::person("lavrov")
///         .named("Sergey Lavrov")
///         .held_office("RUS", "foreign minister", "2004-03-09/.."),
/// );
/// let timeline = builder.build()?;
///
/// let lavrov = timeline.actor("Sergey Lavrov")?;
/// assert_eq!((lavrov.id(), lavrov.kind()), ("lavrov", ActorKind::Person));
/// let date = chrono::NaiveDate::from_ymd_opt(2025, 7, 10).unwrap();
/// let represented: Vec<_> = lavrov.represented(date).map(|(actor, held)| (actor.id(), held)).collect();
/// assert_eq!(represented, [("RUS", Certainty::Certain)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct ActorRef<'t> {
    timeline: &'t Timeline,
    ix: ActorIx,
    stored: &'t StoredActor,
}

impl<'t> ActorRef<'t> {
    pub(crate) fn new(timeline: &'t Timeline, ix: ActorIx) -> Self {
        Self {
            timeline,
            ix,
            stored: &timeline.actors[ix],
        }
    }

    pub(crate) const fn stored(self) -> &'t StoredActor {
        self.stored
    }

    pub(crate) const fn ix(self) -> ActorIx {
        self.ix
    }

    pub(crate) const fn timeline(self) -> &'t Timeline {
        self.timeline
    }

    /// The identifier.
    pub const fn id(self) -> &'t str {
        &self.stored.id
    }

    /// The kind: person, state, organisation or group.
    pub const fn kind(self) -> ActorKind {
        self.stored.kind
    }

    /// The main name.
    pub const fn name(self) -> &'t str {
        &self.stored.name
    }

    /// The other names, sorted.
    pub const fn aliases(self) -> &'t [Alias] {
        &self.stored.aliases
    }

    /// Its identifiers in other registers, by scheme.
    pub const fn external(self) -> &'t BTreeMap<String, String> {
        &self.stored.external
    }

    /// The affiliations, sorted by date: the party, the office if there is one, and when it was held.
    pub fn affiliations(self) -> impl Iterator<Item = (ActorRef<'t>, Option<&'t str>, &'t When)> {
        let timeline = self.timeline;
        self.stored.affiliations.iter().map(move |one| {
            let party = ActorRef::new(timeline, one.party);
            (party, one.office.as_deref(), &one.when)
        })
    }

    /// The actors that this one represents at a time, each with how certain that is.
    ///
    /// Representation is transitive: a spokesman represents his ministry, and through it the state.
    /// The actor itself is not listed.
    pub fn represented(
        self,
        at: impl Into<Window>,
    ) -> impl Iterator<Item = (ActorRef<'t>, Certainty)> {
        let timeline = self.timeline;
        let found = timeline.represented(self.ix, None, at.into(), |_| false);
        // The first entry is the actor itself.
        let others = found.into_iter().skip(1);
        others.map(move |(ix, certainty)| (ActorRef::new(timeline, ix), certainty))
    }
}

crate::wire::object!(ActorRef<'_>, "ActorRef", |it| {
    "id": it.id(),
    "name": it.name(),
});

impl PartialEq for ActorRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.timeline, other.timeline) && self.ix == other.ix
    }
}

impl Eq for ActorRef<'_> {}

impl Hash for ActorRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ix.hash(state);
    }
}
