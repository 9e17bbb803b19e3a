//! A quick test of whether an event is the same in two states of a record.
//!
//! Most events of a large record are the same. Comparing the facts of each as text would take a second for a
//! million events, so the stored forms are compared first. These refer to actors and sources by position. If an
//! actor was added, positions differ between the timelines, and identifiers are compared instead.

use crate::timeline::{
    ActorIx, ChainIx, EventRef, More, Stored, StoredAbout, StoredAccount, Timeline,
};

/// Two timelines, and which of their positions mean the same entry.
pub(super) struct Comparison<'t> {
    before: &'t Timeline,
    after: &'t Timeline,
    /// Whether a position in both timelines is the same actor.
    has_same_actors: bool,
    /// Whether a position in both timelines is the same chain of sources.
    has_same_chains: bool,
    /// Whether links or constraints may change the bounds of events.
    has_constraints: bool,
}

impl<'t> Comparison<'t> {
    pub(super) fn new(before: &'t Timeline, after: &'t Timeline) -> Self {
        let is_one = std::ptr::eq(before, after);
        // If one list is the start of the other, the positions that both have mean the same entries.
        let has_same_actors = || {
            let mut pairs = before.actors.iter().zip(&*after.actors);
            pairs.all(|(one, other)| one.id == other.id)
        };
        let has_same_chains = || {
            let mut sources = before.sources.iter().zip(&*after.sources);
            let mut chains = before.chains.iter().zip(&*after.chains);
            sources.all(|(one, other)| one.id == other.id)
                && chains.all(|(one, other)| one == other)
        };
        Self {
            before,
            after,
            has_same_actors: is_one || has_same_actors(),
            has_same_chains: is_one || has_same_chains(),
            has_constraints: before.event_constraints.is_some()
                || after.event_constraints.is_some(),
        }
    }

    /// Whether an event that is known in both states is certainly the same in both. If `false`, its facts have to
    /// be compared.
    pub(super) fn is_same(&self, before: EventRef<'t>, after: EventRef<'t>) -> bool {
        let (one, other) = (before.knowledge(), after.knowledge());
        if one.rule != other.rule {
            return false;
        }
        // 1. The stored event, with all its reports. Timelines may share it.
        let is_shared = std::ptr::eq(before.stored(), after.stored());
        let is_trusted = is_shared && self.has_same_actors && self.has_same_chains;
        if !is_trusted && !self.has_same_content(before.stored(), after.stored()) {
            return false;
        }
        if !self.has_same_links(before, after) {
            return false;
        }
        // 2. The reports in force. The accounts are the same, so they pair up.
        let accounts = before
            .stored()
            .accounts
            .iter()
            .zip(&after.stored().accounts);
        let mut accounts = accounts.map(|(before, after)| {
            (
                before.is_in_force(one.as_of),
                after.is_in_force(other.as_of),
            )
        });
        if one.as_of != other.as_of && accounts.any(|(before, after)| before != after) {
            return false;
        }
        // 3. What follows from other events.
        !self.has_constraints || before.bounds() == after.bounds()
    }

    fn has_same_content(&self, before: &Stored, after: &Stored) -> bool {
        before.when == after.when
            && before.act == after.act
            && self.has_same_participants(before, after)
            && before.accounts.len() == after.accounts.len()
            && before
                .accounts
                .iter()
                .zip(&after.accounts)
                .all(|(before, after)| self.is_same_account(before, after))
            && match (&before.more, &after.more) {
                (None, None) => true,
                (Some(before), Some(after)) => self.has_same_details(before, after),
                _ => false,
            }
    }

    fn has_same_participants(&self, before: &Stored, after: &Stored) -> bool {
        if self.has_same_actors {
            return before.participants == after.participants;
        }
        let pairs = before.participants.iter().zip(&after.participants);
        before.participants.len() == after.participants.len()
            && pairs.into_iter().all(|(one, other)| {
                one.role == other.role
                    && self.is_same_actor(one.actor, other.actor)
                    && match (one.on_behalf_of, other.on_behalf_of) {
                        (Some(one), Some(other)) => self.is_same_actor(one, other),
                        (one, other) => one.is_none() && other.is_none(),
                    }
            })
    }

    fn is_same_actor(&self, before: ActorIx, after: ActorIx) -> bool {
        self.before.actors[before].id == self.after.actors[after].id
    }

    fn is_same_account(&self, before: &StoredAccount, after: &StoredAccount) -> bool {
        before.status == after.status
            && before.known_from == after.known_from
            && before.known_until == after.known_until
            && self.is_same_chain(before.chain, after.chain)
            && before.more == after.more
    }

    fn is_same_chain(&self, before: ChainIx, after: ChainIx) -> bool {
        if self.has_same_chains {
            return before == after;
        }
        let ids = |timeline: &'t Timeline, chain| {
            let chain = timeline.chain(chain).iter();
            chain.map(move |&source| &timeline.sources[source].id)
        };
        ids(self.before, before).eq(ids(self.after, after))
    }

    fn has_same_links(&self, before: EventRef<'t>, after: EventRef<'t>) -> bool {
        let one = self.before.links_of(before.ix());
        let other = self.after.links_of(after.ix());
        let mut links = one.iter().zip(other);
        one.len() == other.len()
            && links.all(|(&(_, link, to), &(_, other_link, other))| {
                link == other_link && self.before.stored(to).id == self.after.stored(other).id
            })
    }

    fn has_same_details(&self, before: &More, after: &More) -> bool {
        let is_same_subject = |(one, other): (&StoredAbout, &StoredAbout)| match (*one, *other) {
            (StoredAbout::Actor(one), StoredAbout::Actor(other)) => self.is_same_actor(one, other),
            (StoredAbout::Designation(one), StoredAbout::Designation(other)) => {
                self.before.designations[one].name == self.after.designations[other].name
            }
            _ => false,
        };
        before.title == after.title
            && before.occurrences == after.occurrences
            && before.shared == after.shared
            && before.external == after.external
            && before.about.len() == after.about.len()
            && before.about.iter().zip(&after.about).all(is_same_subject)
    }
}
