//! Puts checked events in order, and indexes them by who took part.

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

impl Timeline {
    /// Puts the events, which are in the order of statement, in the total order, and indexes them.
    pub(super) fn put_in_order(
        &mut self,
        bounds: &Arena<EventIx, Bounds>,
        links: &[(EventIx, Link, EventIx)],
    ) {
        let events = std::mem::take(&mut self.events);
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
        self.events = permute(events, &new_positions);
        let links = links.iter();
        let moved = |&(event, link, other): &(EventIx, Link, EventIx)| {
            (new_positions[event], link, new_positions[other])
        };
        self.set_links(links.map(moved).collect());
        self.flags = self.events.iter().map(Stored::flags).collect();
        self.index_participants();
    }

    /// Stores links with their events, and the reverse links.
    fn set_links(&mut self, mut links: Vec<(EventIx, Link, EventIx)>) {
        links.sort_unstable();
        for of_one in links.chunk_by(|a, b| a.0 == b.0) {
            let event = &mut self.events[of_one[0].0];
            let more = event.more.as_mut();
            more.expect("an event with links has rare fields").links = of_one
                .iter()
                .map(|&(_, link, other)| (link, other))
                .collect();
        }
        let backwards = links.iter();
        self.backlinks = backwards
            .map(|&(event, link, other)| (other, event, link))
            .collect();
        self.backlinks.sort_unstable();
    }

    /// Lists the events of each actor and of each pair, including events of actors that represent them.
    fn index_participants(&mut self) {
        let mut of_actor: Vec<(ActorIx, EventIx)> = Vec::with_capacity(self.events.len() * 2);
        let mut of_pair: Vec<(u64, EventIx)> = Vec::with_capacity(self.events.len());
        let mut large: Vec<(EventIx, Box<[InContact]>)> = Vec::new();
        for ((ix, event), bounds) in self.events.entries().zip(&self.bounds) {
            // A view that does not know everything may have other dates, and so other holders of an office.
            let at = Window::from(event.any_bounds().union(bounds));
            for one in &event.participants {
                if self.represents_only_itself(one) {
                    of_actor.push((one.actor, ix));
                } else {
                    let found = self.represented(one.actor, one.on_behalf_of, at, |_| false);
                    of_actor.extend(found.into_iter().map(|(party, _)| (party, ix)));
                }
            }
            let in_contact = self.in_contact(event, at);
            if in_contact.len() > MAX_INDEXED_PAIRWISE {
                large.push((ix, in_contact.into_boxed_slice()));
                continue;
            }
            for (at, a) in in_contact.iter().enumerate() {
                let others = in_contact[at + 1..].iter().filter(|b| a.meets(b));
                of_pair.extend(others.map(|b| (PairIndex::key(a.party, b.party), ix)));
            }
        }
        let actors = self.actors.len();
        self.by_actor = ActorIndex::new(actors, of_actor, &self.bounds);
        self.by_pair = PairIndex::new(actors, of_pair, &self.bounds);
        self.by_large_event = LargeEventIndex::new(actors, large.into());
        let about = self.events.entries().flat_map(|(ix, event)| {
            let about = event.more.as_ref().map_or(&[][..], |more| &more.about);
            about.iter().filter_map(move |one| match *one {
                StoredAbout::Actor(actor) => Some((actor, ix)),
                StoredAbout::Designation(_) => None,
            })
        });
        self.by_about = ActorIndex::new(actors, about.collect(), &self.bounds);
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

    /// The links to an event: (event, from, link).
    pub(crate) fn backlinks_of(&self, event: EventIx) -> &[(EventIx, EventIx, Link)] {
        let backlinks = &self.backlinks;
        let first = backlinks.partition_point(|&(target, ..)| target < event);
        let end = backlinks.partition_point(|&(target, ..)| target <= event);
        &backlinks[first..end]
    }
}
