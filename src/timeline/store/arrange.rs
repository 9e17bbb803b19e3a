//! Putting checked events in order, and listing them by who took part.

use crate::event::Link;
use crate::time::Bounds;
use crate::timeline::store::order;
use crate::timeline::store::order::ranks;
use crate::timeline::{
    ActorIndex, ActorIx, Arena, CrowdIndex, EventIx, PairIndex, Present, Seat, Stored,
    StoredSubject, Timeline,
};

/// The most actors whom an event ties to each other: those who take part in contact, and those for
/// whom they stand. Each two of them are a pair, and each pair has its mark.
pub const MAX_IN_CONTACT: usize = 512;

/// The most actors in contact of whom each pair is listed by itself.
const FEW: usize = 32;

/// Moves each element to its position, in place. The positions are a permutation.
fn put_in_place<T>(
    elements: Arena<EventIx, T>,
    position: &Arena<EventIx, EventIx>,
) -> Arena<EventIx, T> {
    let (mut elements, mut position) = (elements.into_vec(), position.clone().into_vec());
    for at in 0..elements.len() {
        // Each swap brings one element home, so all of them take n. What stands before `at` is home.
        while position[at].position() != at {
            let to = position[at].position();
            elements.swap(at, to);
            position.swap(at, to);
        }
    }
    elements.shrink_to_fit();
    elements.into()
}

impl Timeline {
    /// Puts the events, which stand in the order of statement, in theirs, and indexes them.
    pub(crate) fn put_in_order(
        &mut self,
        bounds: &Arena<EventIx, Bounds>,
        links: &[(EventIx, Link, EventIx)],
    ) {
        let events = std::mem::take(&mut self.events);
        let id_rank = ranks(&self.by_id);
        let mut order: Vec<(order::Key, EventIx)> = bounds
            .entries()
            .zip(&id_rank)
            .map(|((at, bounds), &rank)| (order::key(bounds, rank), at))
            .collect();
        order.sort_unstable();
        let mut new_position: Arena<EventIx, EventIx> = vec![EventIx::new(0); events.len()].into();
        for (new, &(_, old)) in order.iter().enumerate() {
            new_position[old] = EventIx::new(new);
        }
        let moved = |old: EventIx| new_position[old];
        self.bounds = order.iter().map(|&(_, old)| bounds[old]).collect();
        drop(order);
        for at in self.by_id.iter_mut() {
            *at = moved(*at);
        }
        if let Some(bonds) = &mut self.bonds {
            bonds.place(&self.by_id);
        }
        self.events = put_in_place(events, &new_position);

        let mut by_origin: Vec<(EventIx, Link, EventIx)> = links
            .iter()
            .map(|&(event, link, other)| (moved(event), link, moved(other)))
            .collect();
        by_origin.sort_unstable();
        for of_one in by_origin.chunk_by(|a, b| a.0 == b.0) {
            // A chunk is never empty.
            let event = &mut self.events[of_one[0].0];
            let more = event.more.as_mut();
            more.expect("an event with links is not plain").links = of_one
                .iter()
                .map(|&(_, link, other)| (link, other))
                .collect();
        }
        self.backlinks = by_origin
            .iter()
            .map(|&(event, link, other)| (other, event, link))
            .collect();
        self.backlinks.sort_unstable();

        self.flags = self.events.iter().map(Stored::flags).collect();
        self.index_participants();
    }

    /// Lists each actor's and each pair's events, of themselves and of those who stood for them.
    fn index_participants(&mut self) {
        let mut of_actor: Vec<(ActorIx, EventIx)> = Vec::with_capacity(self.events.len() * 2);
        let mut of_pair: Vec<(u64, EventIx)> = Vec::with_capacity(self.events.len());
        let mut crowds: Vec<(EventIx, Box<[Present]>)> = Vec::new();
        for ((ix, event), bounds) in self.events.entries().zip(&self.bounds) {
            // Who is not told everything may see other dates, and so other holders of an office.
            let bounds = &event.any_bounds().union(bounds);
            for seat in &event.seats {
                if self.stands_alone(seat) {
                    of_actor.push((seat.actor, ix));
                } else {
                    let stands = self.represented(seat.actor, seat.on_behalf_of, bounds, |_| false);
                    of_actor.extend(stands.into_iter().map(|(party, _)| (party, ix)));
                }
            }
            let present = self.in_contact(event, bounds);
            if present.len() > FEW {
                crowds.push((ix, present.into_boxed_slice()));
                continue;
            }
            for (at, a) in present.iter().enumerate() {
                let others = present.iter().skip(at + 1).filter(|b| a.meets(b));
                of_pair.extend(others.map(|b| (PairIndex::key(a.party, b.party), ix)));
            }
        }
        self.by_actor = ActorIndex::new(self.actors.len(), of_actor, &self.bounds);
        self.by_pair = PairIndex::new(self.actors.len(), of_pair, &self.bounds);
        self.by_crowd = CrowdIndex::new(self.actors.len(), crowds.into());
        let of_subject = self.events.entries().flat_map(|(ix, event)| {
            let about = event.more.as_ref().map_or(&[][..], |more| &more.about);
            about.iter().filter_map(move |one| match *one {
                StoredSubject::Actor(actor) => Some((actor, ix)),
                StoredSubject::Designation(_) => None,
            })
        });
        let of_subject: Vec<(ActorIx, EventIx)> = of_subject.collect();
        self.by_subject = ActorIndex::new(self.actors.len(), of_subject, &self.bounds);
    }

    /// Those who are in contact in an event, themselves or through others, each once and by
    /// position.
    pub(crate) fn in_contact(&self, event: &Stored, at: &Bounds) -> Vec<Present> {
        let mut present: Vec<Present> = Vec::new();
        for seat in event.seats.iter().filter(|seat| seat.role.engages()) {
            let by = |party| Present {
                party,
                seat: seat.actor,
                has_others: false,
            };
            if self.stands_alone(seat) {
                present.push(by(seat.actor));
            } else {
                let stands = self.represented(seat.actor, seat.on_behalf_of, at, |_| false);
                present.extend(stands.into_iter().map(|(party, _)| by(party)));
            }
        }
        present.sort_unstable_by_key(|one| (one.party, one.seat));
        present.dedup_by(|next, one| {
            let is_same = next.party == one.party;
            one.has_others |= is_same && next.seat != one.seat;
            is_same
        });
        present
    }

    /// Whether an actor stands for nobody but itself.
    pub(crate) fn stands_alone(&self, seat: &Seat) -> bool {
        seat.on_behalf_of.is_none() && self.actors[seat.actor].affiliations.is_empty()
    }

    pub(crate) fn backlinks_of(&self, event: EventIx) -> &[(EventIx, EventIx, Link)] {
        let first = self
            .backlinks
            .partition_point(|&(target, ..)| target < event);
        let last = self
            .backlinks
            .partition_point(|&(target, ..)| target <= event);
        &self.backlinks[first..last]
    }
}
