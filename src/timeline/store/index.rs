//! Which events an actor, or a pair of actors, has part in, by time.
//!
//! petgraph's way to a pair's edges walks all edges of one of the two. Here each
//! pair has its own list of events in the total order; beside each stands the
//! latest day that any event up to it may reach. A window of time is then two
//! searches: those up to which nothing reaches into the window are cut off on the
//! left, and on the right the events that start too late.

use std::ops::Range;

use crate::time::{Bounds, DAY};
use crate::timeline::{ActorIx, Arena, CrowdIx, EventIx, index_of, indices};

/// An event in a list, and how far it and those before it reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) event: EventIx,
    /// The day, counted from 1970-01-01, on or before which it and all before it in the list end.
    reach: i32,
}

/// Lists of events by key, in one array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Lists {
    /// Where each list starts; one more than there are lists.
    starts: Vec<u32>,
    listed: Vec<Listed>,
}

/// Where the list of a number lies among lists that are kept in one array, by where each starts.
fn part(starts: &[u32], list: usize) -> Range<usize> {
    starts[list] as usize..starts[list + 1] as usize
}

impl Lists {
    fn get(&self, list: usize) -> &[Listed] {
        &self.listed[part(&self.starts, list)]
    }

    /// From pairs of a list's number and an event, sorted.
    fn from_sorted(
        lists: usize,
        entries: impl ExactSizeIterator<Item = (usize, EventIx)>,
        bounds: &Arena<EventIx, Bounds>,
    ) -> Self {
        let mut starts = Vec::with_capacity(lists + 1);
        let mut listed: Vec<Listed> = Vec::with_capacity(entries.len());
        let mut reach = i32::MIN;
        for (list, event) in entries {
            // A new list starts here, and so do those before it that are empty.
            while starts.len() <= list {
                starts.push(index_of(listed.len()));
                reach = i32::MIN;
            }
            // What was listed so far ends on this day or before: the reach never falls in a list.
            reach = reach.max(last_day(&bounds[event]));
            listed.push(Listed { event, reach });
        }
        // The lists after the last entry are empty, and the last end stands where one more would start.
        starts.resize(lists + 1, index_of(listed.len()));
        Self { starts, listed }
    }
}

/// The day on or before which an event ends for certain; the last there is if it may never end.
fn last_day(bounds: &Bounds) -> i32 {
    let [.., end] = bounds.raw();
    i32::try_from(end.div_euclid(DAY).saturating_add(1)).unwrap_or(i32::MAX)
}

/// The events of every actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ActorIndex(Lists);

impl ActorIndex {
    /// From (actor, event), in any order and with repetitions.
    pub(crate) fn new(
        actors: usize,
        mut entries: Vec<(ActorIx, EventIx)>,
        bounds: &Arena<EventIx, Bounds>,
    ) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let entries = entries
            .into_iter()
            .map(|(actor, event)| (actor.position(), event));
        Self(Lists::from_sorted(actors, entries, bounds))
    }

    pub(crate) fn get(&self, actor: ActorIx) -> &[Listed] {
        self.0.get(actor.position())
    }
}

/// The events of every pair of actors that has any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PairIndex {
    /// Where the pairs of each actor with later ones start; one more than there are actors.
    starts: Vec<u32>,
    /// The later actor of each pair, by pair.
    later: Vec<ActorIx>,
    lists: Lists,
}

impl PairIndex {
    /// From (pair, event), in any order and with repetitions.
    pub(crate) fn new(
        actors: usize,
        mut entries: Vec<(u64, EventIx)>,
        bounds: &Arena<EventIx, Bounds>,
    ) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let mut pairs: Vec<u64> = entries.iter().map(|(pair, _)| *pair).collect();
        pairs.dedup();
        let mut list = 0;
        let numbered = entries.iter().map(|&(pair, event)| {
            // Both are sorted, and every pair of an entry is among the pairs.
            while pairs[list] < pair {
                list += 1;
            }
            (list, event)
        });
        let lists = Lists::from_sorted(pairs.len(), numbered, bounds);
        let first_of =
            |actor: ActorIx| pairs.partition_point(|&pair| pair < Self::key(actor, actor));
        Self {
            starts: indices(actors + 1).map(first_of).map(index_of).collect(),
            later: pairs.iter().map(|&pair| Self::later_of(pair)).collect(),
            lists,
        }
    }

    /// The one key of two actors, in whatever order.
    pub(crate) const fn key(a: ActorIx, b: ActorIx) -> u64 {
        let (a, b) = (a.number(), b.number());
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        ((low as u64) << 32) | high as u64
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the lower half of a key is the later actor"
    )]
    const fn later_of(key: u64) -> ActorIx {
        ActorIx::from_number(key as u32)
    }

    /// The pairs of an actor with later ones.
    fn of(&self, actor: ActorIx) -> Range<usize> {
        part(&self.starts, actor.position())
    }

    /// The later actors with whom an actor has events, by position.
    pub(crate) fn later(&self, actor: ActorIx) -> &[ActorIx] {
        &self.later[self.of(actor)]
    }

    pub(crate) fn get(&self, a: ActorIx, b: ActorIx) -> &[Listed] {
        let (low, high) = (a.min(b), a.max(b));
        let pairs = self.of(low);
        let first = pairs.start;
        self.later[pairs]
            .binary_search(&high)
            .map_or(&[], |at| self.lists.get(first + at))
    }
}

/// One who is in contact in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) party: ActorIx,
    /// Who takes part for it, itself or another.
    pub(crate) seat: ActorIx,
    /// Whether others take part for it, too.
    pub(crate) has_others: bool,
}

impl Present {
    /// Whether two are in contact: one person is not with the state that this person stands for.
    pub(crate) const fn meets(&self, other: &Self) -> bool {
        let is_other = self.party.number() != other.party.number();
        is_other
            && (self.has_others || other.has_others || self.seat.number() != other.seat.number())
    }
}

/// Events with so many in contact that their pairs are not listed: who is there is, and a pair's
/// events are found by what two lists share. So memory grows with those who take part, and not
/// with their square.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CrowdIndex {
    /// Each event with those in contact, by position.
    crowds: Arena<CrowdIx, (EventIx, Box<[Present]>)>,
    /// Where the crowds of each actor start; one more than there are actors.
    starts: Vec<u32>,
    /// The numbers of the crowds, by actor.
    of_actor: Vec<CrowdIx>,
}

impl CrowdIndex {
    /// From events with those in contact, in the order of events.
    pub(crate) fn new(actors: usize, crowds: Arena<CrowdIx, (EventIx, Box<[Present]>)>) -> Self {
        let numbered = crowds.entries();
        let mut entries: Vec<(ActorIx, CrowdIx)> = numbered
            .flat_map(|(crowd, (_, present))| present.iter().map(move |one| (one.party, crowd)))
            .collect();
        entries.sort_unstable();
        let first_of = |actor: ActorIx| entries.partition_point(|(one, _)| *one < actor);
        Self {
            starts: indices(actors + 1).map(first_of).map(index_of).collect(),
            of_actor: entries.iter().map(|(_, crowd)| *crowd).collect(),
            crowds,
        }
    }

    /// The numbers of an actor's crowds, in order.
    fn of(&self, actor: ActorIx) -> &[CrowdIx] {
        &self.of_actor[part(&self.starts, actor.position())]
    }

    fn present(&self, crowd: CrowdIx) -> (EventIx, &[Present]) {
        let (event, present) = &self.crowds[crowd];
        (*event, present)
    }

    /// One of those in contact in one of its crowds.
    fn own(present: &[Present], actor: ActorIx) -> &Present {
        let at = present.binary_search_by_key(&actor, |one| one.party);
        &present[at.expect("an actor is present in its crowds")]
    }

    /// The events in which two are in contact, in order.
    pub(crate) fn shared(&self, a: ActorIx, b: ActorIx) -> Vec<EventIx> {
        let (of_a, of_b) = (self.of(a), self.of(b));
        let (few, many) = if of_a.len() < of_b.len() {
            (of_a, of_b)
        } else {
            (of_b, of_a)
        };
        let both = few.iter().filter(|crowd| many.binary_search(crowd).is_ok());
        let met = both.filter_map(|&crowd| {
            let (event, present) = self.present(crowd);
            let [a, b] = [a, b].map(|actor| Self::own(present, actor));
            a.meets(b).then_some(event)
        });
        met.collect()
    }

    /// Those with whom an actor is in contact, sorted.
    pub(crate) fn partners(&self, actor: ActorIx) -> Vec<ActorIx> {
        let mut partners: Vec<ActorIx> = Vec::new();
        for &crowd in self.of(actor) {
            let (_, present) = self.present(crowd);
            let own = Self::own(present, actor);
            let met = present.iter().filter(|one| own.meets(one));
            partners.extend(met.map(|one| one.party));
        }
        partners.sort_unstable();
        partners.dedup();
        partners
    }
}

/// The part of a list that may lie in `[lo, hi)`; what starts before `lo` has to be looked at.
///
/// Its end is sought from its start, in steps that double: most windows hold a small part.
pub(crate) fn window<'l>(
    list: &'l [Listed],
    bounds: &Arena<EventIx, Bounds>,
    lo: i64,
    hi: i64,
) -> &'l [Listed] {
    let reaches = |one: &Listed| i64::from(one.reach).saturating_mul(DAY) > lo;
    let starts_before = |one: &Listed| bounds[one.event].raw()[0] < hi;
    // Starts and reaches never fall along the list: if the first starts too late, all do, and if the
    // last reaches not far enough, none does.
    if !(list.first().is_some_and(starts_before) && list.last().is_some_and(reaches)) {
        return &[];
    }
    let list = if lo == i64::MIN {
        list
    } else {
        &list[list.partition_point(|one| !reaches(one))..]
    };
    if hi == i64::MAX {
        return list;
    }
    // Doubles while what stands at the step starts in time, so that the end is not beyond the step.
    let mut step = 1;
    while list.get(step).is_some_and(starts_before) {
        step *= 2;
    }
    // The last that is known to start in time is half a step back.
    let (known, open) = (step / 2, step.min(list.len()));
    let end = known + list[known..open].partition_point(starts_before);
    &list[..end]
}
