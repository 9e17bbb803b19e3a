//! Puts checked events in order, and indexes them by who took part.

use super::index::Renumbering;
use crate::event::Link;
use crate::time::{Bounds, Window};
use crate::timeline::{
    ActorIndex, ActorIx, Arena, EventIx, InContact, LargeEventIndex, PairIndex, Participation,
    Stored, StoredAbout, Timeline, order,
};

/// The largest number of actors in contact in one event: participants in contact, and the actors they
/// represent. Each two of them are a pair, and each pair has its mark.
pub const MAX_IN_CONTACT: usize = 512;

/// The largest number of actors in contact for which each pair is indexed.
const MAX_INDEXED_PAIRWISE: usize = 32;

/// Moves each element to its new position, in place. The positions are a permutation.
fn permute<T>(
    elements: Arena<EventIx, T>,
    positions: &Arena<EventIx, EventIx>,
) -> Arena<EventIx, T> {
    let (mut elements, mut positions) = (elements.into_vec(), positions.clone().into_vec());
    for at in 0..elements.len() {
        // Invariant: all elements before `at` are at their new positions. Each swap brings one more element
        // there, so there are at most n swaps in all.
        while positions[at].position() != at {
            let to = positions[at].position();
            elements.swap(at, to);
            positions.swap(at, to);
        }
    }
    elements.shrink_to_fit();
    elements.into()
}

/// Which actors and pairs some events are listed under. Entries may repeat.
#[derive(Default)]
struct Parties {
    of_actor: Vec<(ActorIx, EventIx)>,
    /// By the [keys](PairIndex::key) of pairs.
    of_pair: Vec<(u64, EventIx)>,
    /// The events with many actors in contact, in order.
    large: Vec<(EventIx, Box<[InContact]>)>,
    /// The events about an actor.
    about: Vec<(ActorIx, EventIx)>,
}

impl Timeline {
    /// Puts the events, which are in the order of statement, in the total order, and indexes them.
    pub(super) fn put_in_order(
        &mut self,
        bounds: &Arena<EventIx, Bounds>,
        links: &[(EventIx, Link, EventIx)],
    ) {
        let events = std::mem::take(&mut self.events).into_arena();
        let id_rank = order::ranks(&self.by_id);
        let mut sorted: Vec<(order::Key, EventIx)> = bounds
            .entries()
            .zip(&id_rank)
            .map(|((at, bounds), &rank)| (order::key(bounds, rank), at))
            .collect();
        sorted.sort_unstable();
        let mut new_positions: Arena<EventIx, EventIx> = vec![EventIx::new(0); events.len()].into();
        for (new, &(_, old)) in sorted.iter().enumerate() {
            new_positions[old] = EventIx::new(new);
        }
        self.bounds = sorted.iter().map(|&(_, old)| bounds[old]).collect();
        drop(sorted);
        for at in self.by_id.iter_mut() {
            *at = new_positions[*at];
        }
        if let Some(constraints) = &mut self.event_constraints {
            constraints.set_ranks(&self.by_id);
        }
        self.events = permute(events, &new_positions).into_vec().into();
        let links = links.iter();
        let moved = |&(event, link, other): &(EventIx, Link, EventIx)| {
            (new_positions[event], link, new_positions[other])
        };
        self.set_links(links.map(moved).collect());
        self.flags = self.events.iter().map(Stored::flags).collect();
        self.index_participants();
    }

    /// Stores the links, and the reverse links.
    pub(super) fn set_links(&mut self, mut links: Vec<(EventIx, Link, EventIx)>) {
        links.sort_unstable();
        let backwards = links.iter();
        self.backlinks = backwards
            .map(|&(event, link, other)| (other, event, link))
            .collect();
        self.backlinks.sort_unstable();
        self.links = links;
    }

    /// Lists the events of each actor and of each pair, including events of actors that represent them.
    fn index_participants(&mut self) {
        let mut parties = Parties {
            of_actor: Vec::with_capacity(self.events.len() * 2),
            of_pair: Vec::with_capacity(self.events.len()),
            ..Parties::default()
        };
        for ix in self.events.indices() {
            self.list_parties(ix, &mut parties);
        }
        let actors = self.actors.len();
        self.by_actor = ActorIndex::new(actors, parties.of_actor, &self.bounds);
        self.by_pair = PairIndex::new(actors, parties.of_pair, &self.bounds);
        self.by_large_event = LargeEventIndex::new(actors, parties.large.into());
        self.by_about = ActorIndex::new(actors, parties.about, &self.bounds);
    }

    /// Lists the events as in the base, with new numbers, and some events anew. The actors are the same.
    pub(super) fn renumber_parties(
        &mut self,
        base: &Self,
        renumbering: &Renumbering,
        moved: impl Iterator<Item = EventIx>,
    ) {
        let mut parties = Parties::default();
        for ix in moved {
            self.list_parties(ix, &mut parties);
        }
        let bounds = &self.bounds;
        self.by_actor = base.by_actor.revised(parties.of_actor, renumbering, bounds);
        self.by_pair = base.by_pair.revised(parties.of_pair, renumbering, bounds);
        self.by_large_event = base.by_large_event.revised(parties.large, renumbering);
        self.by_about = base.by_about.revised(parties.about, renumbering, bounds);
    }

    /// Adds an event to the lists of its actors and pairs.
    fn list_parties(&self, ix: EventIx, parties: &mut Parties) {
        let event = &self.events[ix];
        // A view that does not know everything may have other dates, and so other holders of an office.
        let at = Window::from(event.any_bounds().union(&self.bounds[ix]));
        for one in &event.participants {
            if self.represents_only_itself(one) {
                parties.of_actor.push((one.actor, ix));
            } else {
                let found = self.represented(one.actor, one.on_behalf_of, at, |_| false);
                let found = found.into_iter().map(|(party, _)| (party, ix));
                parties.of_actor.extend(found);
            }
        }
        let about = event.more.as_ref().map_or(&[][..], |more| &more.about);
        parties
            .about
            .extend(about.iter().filter_map(|one| match *one {
                StoredAbout::Actor(actor) => Some((actor, ix)),
                StoredAbout::Designation(_) => None,
            }));
        let in_contact = self.in_contact(event, at);
        if in_contact.len() > MAX_INDEXED_PAIRWISE {
            parties.large.push((ix, in_contact.into_boxed_slice()));
            return;
        }
        for (at, a) in in_contact.iter().enumerate() {
            let others = in_contact[at + 1..].iter().filter(|b| a.meets(b));
            let others = others.map(|b| (PairIndex::key(a.party, b.party), ix));
            parties.of_pair.extend(others);
        }
    }

    /// The actors in contact in an event, themselves or through others, each once and sorted.
    pub(super) fn in_contact(&self, event: &Stored, at: Window) -> Vec<InContact> {
        let mut found: Vec<InContact> = Vec::new();
        for one in event.participants.iter().filter(|one| one.role.engages()) {
            let by = |party| InContact {
                party,
                participant: one.actor,
                has_others: false,
            };
            if self.represents_only_itself(one) {
                found.push(by(one.actor));
            } else {
                let parties = self.represented(one.actor, one.on_behalf_of, at, |_| false);
                found.extend(parties.into_iter().map(|(party, _)| by(party)));
            }
        }
        found.sort_unstable_by_key(|one| (one.party, one.participant));
        found.dedup_by(|next, one| {
            let is_same = next.party == one.party;
            one.has_others |= is_same && next.participant != one.participant;
            is_same
        });
        found
    }

    /// Whether a participant represents no other actor at any time.
    pub(crate) fn represents_only_itself(&self, one: &Participation) -> bool {
        one.on_behalf_of.is_none() && self.actors[one.actor].affiliations.is_empty()
    }

    /// The links of an event to others: (event, link, other).
    pub(crate) fn links_of(&self, event: EventIx) -> &[(EventIx, Link, EventIx)] {
        let links = &self.links;
        let first = links.partition_point(|&(from, ..)| from < event);
        let end = links.partition_point(|&(from, ..)| from <= event);
        &links[first..end]
    }

    /// The links to an event: (event, from, link).
    pub(crate) fn backlinks_of(&self, event: EventIx) -> &[(EventIx, EventIx, Link)] {
        let backlinks = &self.backlinks;
        let first = backlinks.partition_point(|&(target, ..)| target < event);
        let end = backlinks.partition_point(|&(target, ..)| target <= event);
        &backlinks[first..end]
    }
}
