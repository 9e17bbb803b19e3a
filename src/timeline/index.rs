//! Which events an actor, or a pair of actors, has part in, by time.
//!
//! petgraph's way to a pair's edges walks all edges of one of the two. Here each
//! pair has its own list of events in the total order; beside each stands the
//! latest day that any event up to it may reach. A window of time is then two
//! searches: those up to which nothing reaches into the window are cut off on the
//! left, and on the right the events that start too late.

use super::index_of;
use crate::time::{Bounds, DAY};

/// An event in a list, and how far it and those before it reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) event: u32,
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

impl Lists {
    fn get(&self, list: usize) -> &[Listed] {
        match (self.starts.get(list), self.starts.get(list + 1)) {
            (Some(&start), Some(&end)) => self
                .listed
                .get(start as usize..end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// From pairs of a list's number and an event, sorted.
    fn from_sorted(
        lists: usize,
        entries: impl ExactSizeIterator<Item = (usize, u32)>,
        bounds: &[Bounds],
    ) -> Self {
        let mut starts = Vec::with_capacity(lists + 1);
        let mut listed: Vec<Listed> = Vec::with_capacity(entries.len());
        let mut reach = i32::MIN;
        for (list, event) in entries {
            while starts.len() <= list {
                starts.push(index_of(listed.len()));
                reach = i32::MIN;
            }
            reach = reach.max(bounds.get(event as usize).map_or(i32::MAX, last_day));
            listed.push(Listed { event, reach });
        }
        starts.resize(lists + 1, index_of(listed.len()));
        Self { starts, listed }
    }
}

/// The day on or before which an event ends for certain.
fn last_day(bounds: &Bounds) -> i32 {
    let [.., end] = bounds.raw();
    i32::try_from(end.div_euclid(DAY).saturating_add(1)).unwrap_or(i32::MAX)
}

/// The events of every actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ActorIndex(Lists);

impl ActorIndex {
    /// From (actor, event), in any order and with repetitions.
    pub(super) fn new(actors: usize, mut entries: Vec<(u32, u32)>, bounds: &[Bounds]) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let entries = entries
            .into_iter()
            .map(|(actor, event)| (actor as usize, event));
        Self(Lists::from_sorted(actors, entries, bounds))
    }

    pub(super) fn get(&self, actor: u32) -> &[Listed] {
        self.0.get(actor as usize)
    }
}

/// The events of every pair of actors that has any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PairIndex {
    /// Where the pairs of each actor with later ones start; one more than there are actors.
    starts: Vec<u32>,
    /// The later actor of each pair, by pair.
    later: Vec<u32>,
    lists: Lists,
}

impl PairIndex {
    /// From (pair, event), in any order and with repetitions.
    pub(super) fn new(actors: usize, mut entries: Vec<(u64, u32)>, bounds: &[Bounds]) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let mut pairs: Vec<u64> = entries.iter().map(|(pair, _)| *pair).collect();
        pairs.dedup();
        let mut list = 0;
        let numbered = entries.iter().map(|&(pair, event)| {
            while pairs.get(list).is_some_and(|&at| at < pair) {
                list += 1;
            }
            (list, event)
        });
        let lists = Lists::from_sorted(pairs.len(), numbered, bounds);
        let first_of = |actor| pairs.partition_point(|&pair| pair < Self::key(actor, actor));
        Self {
            starts: (0..=index_of(actors)).map(first_of).map(index_of).collect(),
            later: pairs.iter().map(|&pair| Self::apart(pair).1).collect(),
            lists,
        }
    }

    /// The one key of two actors, in whatever order.
    pub(super) const fn key(a: u32, b: u32) -> u64 {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        ((low as u64) << 32) | high as u64
    }

    #[expect(clippy::cast_possible_truncation, reason = "a key is two positions")]
    const fn apart(key: u64) -> (u32, u32) {
        ((key >> 32) as u32, key as u32)
    }

    /// The pairs of an actor with later ones.
    fn of(&self, actor: u32) -> std::ops::Range<usize> {
        let at = actor as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Every pair that has events, by position.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..index_of(self.starts.len())).flat_map(|actor| {
            let later = self.later.get(self.of(actor)).unwrap_or_default();
            later.iter().map(move |&later| (actor, later))
        })
    }

    pub(super) fn get(&self, a: u32, b: u32) -> &[Listed] {
        let (low, high) = (a.min(b), a.max(b));
        let pairs = self.of(low);
        let first = pairs.start;
        let later = self.later.get(pairs).unwrap_or_default();
        later
            .binary_search(&high)
            .map_or(&[], |at| self.lists.get(first + at))
    }
}

/// The part of a list that may lie in `[lo, hi)`; what starts before `lo` has to be looked at.
///
/// Its end is sought from its start, in steps that double: most windows hold a small part.
pub(super) fn window<'l>(list: &'l [Listed], bounds: &[Bounds], lo: i64, hi: i64) -> &'l [Listed] {
    let reaches = |one: &Listed| i64::from(one.reach).saturating_mul(DAY) > lo;
    let starts_before = |one: &Listed| {
        let bounds = bounds.get(one.event as usize);
        bounds.is_some_and(|at| at.raw()[0] < hi)
    };
    if !(list.first().is_some_and(starts_before) && list.last().is_some_and(reaches)) {
        return &[];
    }
    let list = if lo == i64::MIN {
        list
    } else {
        let before = list.partition_point(|one| !reaches(one));
        list.get(before..).unwrap_or_default()
    };
    if hi == i64::MAX {
        return list;
    }
    let mut step = 1;
    while list.get(step).is_some_and(starts_before) {
        step *= 2;
    }
    // The last that is known to start in time is half a step back.
    let (known, open) = (step / 2, step.min(list.len()));
    let open = list.get(known..open).unwrap_or_default();
    let end = known + open.partition_point(starts_before);
    list.get(..end).unwrap_or_default()
}
