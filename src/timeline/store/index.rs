//! The events of each actor and of each pair of actors, by time.
//!
//! Each pair has its own list of events in the total order. (petgraph would walk all edges of one of the
//! two actors.) With each event is stored its *reach*: the latest day on which it, or any event before
//! it in the list, may end. Reach and earliest start never decrease along a list, so a window of time
//! is found by two binary searches: the first event with enough reach, and the first that starts too
//! late.

use std::ops::Range;

use crate::time::{Bounds, DAY};
use crate::timeline::{ActorIx, Arena, EventIx, LargeEventIx, index_of, indices};

/// An event in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) event: EventIx,
    /// The day, counted from 1970-01-01, by which it and all events before it in the list have ended.
    reach: i32,
}

/// The new positions of the events of a timeline in an edited one.
///
/// Events that keep their places among the others have one. Events that were removed, or that move, have none.
pub(crate) struct Renumbering(Arena<EventIx, Option<EventIx>>);

impl Renumbering {
    /// From the new positions, which increase.
    pub(crate) const fn new(positions: Arena<EventIx, Option<EventIx>>) -> Self {
        Self(positions)
    }
}

/// Numbered lists of events, in one array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Lists {
    /// The start of each list, and the end of the last.
    starts: Vec<u32>,
    listed: Vec<Listed>,
}

/// The range of a list among lists that are stored in one array.
fn part(starts: &[u32], list: usize) -> Range<usize> {
    starts[list] as usize..starts[list + 1] as usize
}

impl Lists {
    fn list(&self, list: usize) -> &[Listed] {
        &self.listed[part(&self.starts, list)]
    }

    /// From sorted pairs of a list's number and an event.
    fn from_sorted(
        lists: usize,
        entries: impl ExactSizeIterator<Item = (usize, EventIx)>,
        bounds: &Arena<EventIx, Bounds>,
    ) -> Self {
        let mut starts = Vec::with_capacity(lists + 1);
        let mut listed: Vec<Listed> = Vec::with_capacity(entries.len());
        let mut reach = i32::MIN;
        for (list, event) in entries {
            // A new list starts here, and so do the empty lists before it.
            while starts.len() <= list {
                starts.push(index_of(listed.len()));
                reach = i32::MIN;
            }
            // Invariant: all events of this list so far end by `reach`, so it never decreases within a list.
            reach = reach.max(last_day(&bounds[event]));
            listed.push(Listed { event, reach });
        }
        // The lists after the last entry are empty. One more start is the end of the last list.
        starts.resize(lists + 1, index_of(listed.len()));
        Self { starts, listed }
    }
}

/// # Editing
impl Lists {
    fn with_capacity(lists: usize, listed: usize) -> Self {
        Self {
            starts: Vec::with_capacity(lists + 1),
            listed: Vec::with_capacity(listed),
        }
    }

    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Adds a list: the events of another list that keep their places, and some others, sorted.
    ///
    /// [`Lists::close`] has to follow the last list.
    fn push_revised(
        &mut self,
        list: &[Listed],
        added: &[(impl Copy, EventIx)],
        renumbering: &Renumbering,
        bounds: &Arena<EventIx, Bounds>,
    ) {
        let first = self.listed.len();
        self.starts.push(index_of(first));
        self.listed.extend(list.iter().filter_map(|one| {
            let event = renumbering.0[one.event]?;
            Some(Listed { event, ..*one })
        }));
        // A list without a change has the same reaches.
        if added.is_empty() && self.listed.len() - first == list.len() {
            return;
        }
        self.listed.extend(added.iter().map(|&(_, event)| Listed {
            event,
            reach: i32::MIN,
        }));
        let list = &mut self.listed[first..];
        // Both parts are sorted, and a stable sort merges them.
        list.sort_by_key(|one| one.event);
        let mut reach = i32::MIN;
        for one in list {
            reach = reach.max(last_day(&bounds[one.event]));
            one.reach = reach;
        }
    }

    /// Removes the last list again if it is empty. Returns whether it was.
    fn pop_empty(&mut self) -> bool {
        let is_empty = self.starts.last() == Some(&index_of(self.listed.len()));
        if is_empty {
            self.starts.pop();
        }
        is_empty
    }

    /// Notes the end of the last list.
    fn close(mut self) -> Self {
        self.starts.push(index_of(self.listed.len()));
        self
    }
}

/// Takes the entries of a key from the front of sorted entries.
fn take_key<'a, K: Copy + Ord>(rest: &mut &'a [(K, EventIx)], key: K) -> &'a [(K, EventIx)] {
    let end = rest.iter().take_while(|(one, _)| *one == key).count();
    let (own, others) = rest.split_at(end);
    *rest = others;
    own
}

/// The day by which an event has certainly ended, or the last possible day if it may never end.
fn last_day(bounds: &Bounds) -> i32 {
    let [.., end] = bounds.raw();
    // Days beyond 32 bits are clamped, and so are still reached.
    i32::try_from(end.div_euclid(DAY).saturating_add(1)).unwrap_or(i32::MAX)
}

/// The events of every actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ActorIndex(Lists);

impl ActorIndex {
    /// From pairs of an actor and an event, in any order and with repetitions.
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

    pub(crate) fn events_of(&self, actor: ActorIx) -> &[Listed] {
        self.0.list(actor.position())
    }

    /// The lists of an edited timeline, from the entries of the events that were added or that move.
    pub(crate) fn revised(
        &self,
        mut added: Vec<(ActorIx, EventIx)>,
        renumbering: &Renumbering,
        bounds: &Arena<EventIx, Bounds>,
    ) -> Self {
        added.sort_unstable();
        added.dedup();
        let mut rest = added.as_slice();
        let listed = self.0.listed.len() + added.len();
        let mut lists = Lists::with_capacity(self.0.len(), listed);
        for actor in indices::<ActorIx>(self.0.len()) {
            let own = take_key(&mut rest, actor);
            lists.push_revised(self.events_of(actor), own, renumbering, bounds);
        }
        Self(lists.close())
    }
}

/// The events of every pair of actors that has any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PairIndex {
    /// The start of each actor's pairs with later actors, and the end of the last.
    starts: Vec<u32>,
    /// The later actor of each pair.
    later: Vec<ActorIx>,
    lists: Lists,
}

impl PairIndex {
    /// From pairs of a [key](PairIndex::key) and an event, in any order and with repetitions.
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
            // Both are sorted, and the pair of every entry is among the pairs.
            while pairs[list] < pair {
                list += 1;
            }
            (list, event)
        });
        let lists = Lists::from_sorted(pairs.len(), numbered, bounds);
        Self::of_pairs(actors, &pairs, lists)
    }

    /// From the keys of the pairs, sorted, and the list of each.
    fn of_pairs(actors: usize, pairs: &[u64], lists: Lists) -> Self {
        let first_of =
            |actor: ActorIx| pairs.partition_point(|&pair| pair < Self::key(actor, actor));
        Self {
            starts: indices(actors + 1).map(first_of).map(index_of).collect(),
            later: pairs.iter().map(|&pair| Self::later_of(pair)).collect(),
            lists,
        }
    }

    /// The lists of an edited timeline, from the entries of the events that were added or that move.
    pub(crate) fn revised(
        &self,
        mut added: Vec<(u64, EventIx)>,
        renumbering: &Renumbering,
        bounds: &Arena<EventIx, Bounds>,
    ) -> Self {
        added.sort_unstable();
        added.dedup();
        let mut rest = added.as_slice();
        let actors = self.starts.len() - 1;
        let listed = self.lists.listed.len() + added.len();
        let mut lists = Lists::with_capacity(self.later.len() + added.len(), listed);
        let mut pairs: Vec<u64> = Vec::with_capacity(self.later.len() + added.len());
        let mut push = |pair: u64, list: &[Listed], own: &[(u64, EventIx)]| {
            lists.push_revised(list, own, renumbering, bounds);
            // A pair whose last event is gone is not listed.
            if !lists.pop_empty() {
                pairs.push(pair);
            }
        };
        let former = indices::<ActorIx>(actors).flat_map(|actor| {
            let later = self.pairs_of(actor);
            later.map(move |at| (Self::key(actor, self.later[at]), at))
        });
        for (pair, at) in former {
            while let Some(&(new, _)) = rest.first().filter(|(new, _)| *new < pair) {
                push(new, &[], take_key(&mut rest, new));
            }
            push(pair, self.lists.list(at), take_key(&mut rest, pair));
        }
        while let Some(&(new, _)) = rest.first() {
            push(new, &[], take_key(&mut rest, new));
        }
        Self::of_pairs(actors, &pairs, lists.close())
    }

    /// The key of two actors, in either order: keys sort by the earlier actor, then by the later one.
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

    /// The numbers of an actor's pairs with later actors.
    fn pairs_of(&self, actor: ActorIx) -> Range<usize> {
        part(&self.starts, actor.position())
    }

    /// The later actors with which an actor has events, sorted.
    pub(crate) fn later_partners(&self, actor: ActorIx) -> &[ActorIx] {
        &self.later[self.pairs_of(actor)]
    }

    pub(crate) fn events_of(&self, a: ActorIx, b: ActorIx) -> &[Listed] {
        let (low, high) = (a.min(b), a.max(b));
        let pairs = self.pairs_of(low);
        let first = pairs.start;
        // A pair without events is not listed.
        self.later[pairs]
            .binary_search(&high)
            .map_or(&[], |at| self.lists.list(first + at))
    }
}

/// An actor in contact in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InContact {
    pub(crate) party: ActorIx,
    /// The participant that is, or represents, the party.
    pub(crate) participant: ActorIx,
    /// Whether other participants represent it too.
    pub(crate) has_others: bool,
}

impl InContact {
    /// Whether two actors are in contact. A person is not in contact with the state that only this person
    /// represents.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let is_other = self.party != other.party;
        is_other && (self.has_others || other.has_others || self.participant != other.participant)
    }
}

/// The events with too many actors in contact to index each pair.
///
/// Who is in contact is listed instead, and the events of a pair are what the lists of both have in common.
/// Memory then grows with the participants, and not with their square.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LargeEventIndex {
    /// The large events, in order, each with its actors in contact, sorted.
    events: Arena<LargeEventIx, (EventIx, Box<[InContact]>)>,
    /// The start of each actor's large events, and the end of the last.
    starts: Vec<u32>,
    of_actor: Vec<LargeEventIx>,
}

impl LargeEventIndex {
    /// From the large events in order, each with its actors in contact, sorted.
    pub(crate) fn new(
        actors: usize,
        events: Arena<LargeEventIx, (EventIx, Box<[InContact]>)>,
    ) -> Self {
        let mut entries: Vec<(ActorIx, LargeEventIx)> = events
            .entries()
            .flat_map(|(large, (_, all))| all.iter().map(move |one| (one.party, large)))
            .collect();
        entries.sort_unstable();
        let first_of = |actor: ActorIx| entries.partition_point(|(one, _)| *one < actor);
        Self {
            starts: indices(actors + 1).map(first_of).map(index_of).collect(),
            of_actor: entries.iter().map(|(_, large)| *large).collect(),
            events,
        }
    }

    /// The index of an edited timeline, from the large events that were added or that move.
    pub(crate) fn revised(
        &self,
        mut added: Vec<(EventIx, Box<[InContact]>)>,
        renumbering: &Renumbering,
    ) -> Self {
        let kept = self.events.iter();
        added.extend(kept.filter_map(|(event, all)| Some((renumbering.0[*event]?, all.clone()))));
        added.sort_by_key(|(event, _)| *event);
        Self::new(self.starts.len() - 1, added.into())
    }

    /// The large events of an actor, in order.
    fn large_events_of(&self, actor: ActorIx) -> &[LargeEventIx] {
        &self.of_actor[part(&self.starts, actor.position())]
    }

    /// An actor's entry in one of its large events.
    fn own(in_contact: &[InContact], actor: ActorIx) -> &InContact {
        let at = in_contact.binary_search_by_key(&actor, |one| one.party);
        &in_contact[at.expect("an actor is in contact in its large events")]
    }

    /// The large events in which two actors are in contact, in order.
    pub(crate) fn events_of(&self, a: ActorIx, b: ActorIx) -> Vec<EventIx> {
        let (of_a, of_b) = (self.large_events_of(a), self.large_events_of(b));
        let (few, many) = if of_a.len() < of_b.len() {
            (of_a, of_b)
        } else {
            (of_b, of_a)
        };
        few.iter()
            .filter(|large| many.binary_search(large).is_ok())
            .filter_map(|&large| {
                let (event, in_contact) = &self.events[large];
                let [a, b] = [a, b].map(|actor| Self::own(in_contact, actor));
                a.meets(b).then_some(*event)
            })
            .collect()
    }

    /// The actors with which an actor is in contact in large events, sorted.
    pub(crate) fn partners(&self, actor: ActorIx) -> Vec<ActorIx> {
        let mut partners: Vec<ActorIx> = Vec::new();
        for &large in self.large_events_of(actor) {
            let (_, in_contact) = &self.events[large];
            let own = Self::own(in_contact, actor);
            let met = in_contact.iter().filter(|one| own.meets(one));
            partners.extend(met.map(|one| one.party));
        }
        partners.sort_unstable();
        partners.dedup();
        partners
    }
}

/// The part of a list that may be in `[lo, hi)`. Events that start before `lo` still have to be checked.
///
/// The end is searched from the start in doubling steps, because most windows contain a small part.
pub(crate) fn window<'l>(
    list: &'l [Listed],
    bounds: &Arena<EventIx, Bounds>,
    lo: i64,
    hi: i64,
) -> &'l [Listed] {
    let reaches = |one: &Listed| i64::from(one.reach).saturating_mul(DAY) > lo;
    let starts_before = |one: &Listed| bounds[one.event].raw()[0] < hi;
    // Starts and reaches never decrease along the list. If the first event starts too late, all do; if the
    // last does not reach far enough, none does.
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
    // Invariant: the event half a step back starts in time. Doubles until the event at the step does not.
    let mut step = 1;
    while list.get(step).is_some_and(starts_before) {
        step *= 2;
    }
    let (known, open) = (step / 2, step.min(list.len()));
    let end = known + list[known..open].partition_point(starts_before);
    &list[..end]
}
