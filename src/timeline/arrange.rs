//! Putting checked events in order, and listing them by who took part.

use super::index::{ActorIndex, CrowdIndex, PairIndex, Present};
use super::order::ranks;
use super::{Seat, Stored, StoredSubject, Timeline, index_of, order};
use crate::event::Link;
use crate::time::Bounds;

/// The most actors whom an event ties to each other: those who take part in contact, and those for
/// whom they stand. Each two of them are a pair, and each pair has its mark.
pub const MAX_IN_CONTACT: usize = 512;

/// The most actors in contact of whom each pair is listed by itself.
const FEW: usize = 32;

/// Moves each element to its position, in place. The positions are a permutation.
fn put_in_place<T>(mut elements: Vec<T>, mut position: Vec<u32>) -> Vec<T> {
    for at in 0..elements.len() {
        // Each swap brings one element home, so all of them take n. What stands before `at` is home.
        while position[at] as usize != at {
            let to = position[at] as usize;
            elements.swap(at, to);
            position.swap(at, to);
        }
    }
    elements.shrink_to_fit();
    elements
}

impl Timeline {
    /// Puts the events, which stand in the order of statement, in theirs, and indexes them.
    pub(super) fn put_in_order(&mut self, bounds: &[Bounds], links: &[(u32, Link, u32)]) {
        let events = std::mem::take(&mut self.events);
        let id_rank = ranks(&self.by_id);
        let mut order: Vec<(order::Key, u32)> = bounds
            .iter()
            .zip(&id_rank)
            .enumerate()
            .map(|(at, (bounds, &rank))| (order::key(bounds, rank), index_of(at)))
            .collect();
        order.sort_unstable();
        let mut new_position = vec![0_u32; events.len()];
        for (new, &(_, old)) in order.iter().enumerate() {
            new_position[old as usize] = index_of(new);
        }
        let moved = |old: u32| new_position[old as usize];
        self.bounds = order.iter().map(|&(_, old)| bounds[old as usize]).collect();
        drop(order);
        for at in &mut self.by_id {
            *at = moved(*at);
        }
        if let Some(bonds) = &mut self.bonds {
            bonds.place(&self.by_id);
        }
        self.events = put_in_place(events, new_position.clone());

        let mut by_origin: Vec<(u32, Link, u32)> = links
            .iter()
            .map(|&(event, link, other)| (moved(event), link, moved(other)))
            .collect();
        by_origin.sort_unstable();
        for of_one in by_origin.chunk_by(|a, b| a.0 == b.0) {
            // A chunk is never empty.
            let event = &mut self.events[of_one[0].0 as usize];
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
        let mut of_actor: Vec<(u32, u32)> = Vec::with_capacity(self.events.len() * 2);
        let mut of_pair: Vec<(u64, u32)> = Vec::with_capacity(self.events.len());
        let mut crowds: Vec<(u32, Box<[Present]>)> = Vec::new();
        for (ix, (event, bounds)) in self.events.iter().zip(&self.bounds).enumerate() {
            let ix = index_of(ix);
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
        self.by_crowd = CrowdIndex::new(self.actors.len(), crowds);
        let of_subject = self.events.iter().enumerate().flat_map(|(ix, event)| {
            let about = event.more.as_ref().map_or(&[][..], |more| &more.about);
            about.iter().filter_map(move |one| match *one {
                StoredSubject::Actor(actor) => Some((actor, index_of(ix))),
                StoredSubject::Designation(_) => None,
            })
        });
        let of_subject: Vec<(u32, u32)> = of_subject.collect();
        self.by_subject = ActorIndex::new(self.actors.len(), of_subject, &self.bounds);
    }

    /// Those who are in contact in an event, themselves or through others, each once and by
    /// position.
    pub(super) fn in_contact(&self, event: &Stored, at: &Bounds) -> Vec<Present> {
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
    pub(super) fn stands_alone(&self, seat: &Seat) -> bool {
        seat.on_behalf_of.is_none() && self.actors[seat.actor as usize].affiliations.is_empty()
    }

    pub(super) fn backlinks_of(&self, event: u32) -> &[(u32, u32, Link)] {
        let first = self
            .backlinks
            .partition_point(|&(target, ..)| target < event);
        let last = self
            .backlinks
            .partition_point(|&(target, ..)| target <= event);
        &self.backlinks[first..last]
    }
}
