//! Episodes: runs of events with no long gap between them.
//!
//! Twenty-five legs of travel are fewer trips. An episode ends where nothing goes on
//! for longer than a gap that the asker names. The gap is measured from the latest
//! end that the episode has reached so far, and not from the end of the event before:
//! a long stay bridges whatever lies within it.
//!
//! ```text
//! gap of 2 days     1  2  3  4  5  6  7  8  9
//! stay              ████████████
//! side trip            ███                       lies within the stay
//! return                           ███           2 days after the stay: the same episode
//! next                                      ███  3 days after: another
//! ```
//!
//! With uncertain dates the episodes listed are those whose breaks are certain: no
//! dates and no choice among what is disputed would join two of them. Whether one of
//! them falls apart into several, [`Episode::count`] and [`Episode::openings`] tell.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::slice;

use super::distance::{Distance, Extent};
use super::{count, midnights, tally};
use crate::event::Count;
use crate::query::View;
use crate::time::{Bounds, Certainty};
use crate::timeline::EventRef;

/// Events in runs without a long gap between them.
///
/// Created by [`View::episodes`].
#[derive(Clone)]
pub struct Episodes<'t> {
    episodes: Vec<Episode<'t>>,
}

crate::text::short_debug!(Episodes<'_>, "Episodes", |it| {
    "episodes": it.len(),
    "count": it.count(),
});

/// A run of events that no certain break divides.
#[derive(Clone)]
pub struct Episode<'t> {
    events: Vec<EventRef<'t>>,
    opens: Vec<Certainty>,
    number: (u64, Option<u64>),
    bounds: Bounds,
}

crate::text::short_debug!(Episode<'_>, "Episode", |it| {
    "first": it.first(),
    "last": it.last(),
    "count": it.count(),
});

impl<'t> View<'t> {
    /// Groups the view's events into runs whose gaps are no longer than so much.
    ///
    /// A gap is the time from the latest end that a run has reached to the next start;
    /// [`Distance::days`] takes it by dates, a `TimeDelta` by the clock. Events that
    /// overlap or adjoin belong together. Statements of order count as far as they tighten each date.
    ///
    /// # Complexity
    ///
    /// O(found · log found).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::{Count, Event};
    /// use detente::sequence::Distance;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// for (id, when) in [
    ///     ("jerusalem", "2006-07-24/2006-07-25"),
    ///     ("tel-aviv", "2006-07-25"),
    ///     ("return", "2006-07-27"),
    ///     ("october", "2006-10-04/2006-10-05"),
    /// ] {
    ///     builder.event(Event::meeting(id, When::parse(when)?));
    /// }
    /// let timeline = builder.build()?;
    /// let trips = timeline.view().episodes(Distance::days(2));
    /// assert_eq!(trips.count(), Count::exactly(2));
    /// let first = trips.iter().next().unwrap();
    /// assert_eq!(first.events().len(), 3);
    /// assert_eq!(first.bounds().to_string(), "2006-07-24 to 2006-07-27");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn episodes(&self, max_gap: impl Into<Distance>) -> Episodes<'t> {
        Episodes::new(self, max_gap.into())
    }
}

/// An event of the view, as far as episodes go.
struct Member<'t> {
    event: EventRef<'t>,
    extent: Extent,
    membership: Certainty,
    /// Whether it is there, at least once.
    sure: bool,
    /// How often it is there at most.
    times: Option<u64>,
    /// Whether its time has no bound on some side.
    unbounded: bool,
}

impl<'t> Episodes<'t> {
    fn new(view: &View<'t>, max_gap: Distance) -> Self {
        let reach = max_gap.reach();
        let mut episodes = Vec::new();
        let mut run: Vec<Member<'t>> = Vec::new();
        let mut reached = i64::MIN;
        let midnights = midnights(view);
        for event in view.events() {
            let membership = view.certainty(event);
            let (least, times) = tally(membership, event.occurrences());
            if times == Some(0) {
                continue;
            }
            let bounds = event.bounds();
            let extent = Extent::of(&bounds, max_gap.resolution(), midnights);
            let member = Member {
                event,
                // One of several occurrences may lie anywhere in the time that is given for all.
                extent: if times == Some(1) {
                    extent
                } else {
                    extent.loosened()
                },
                membership,
                sure: least > 0,
                times,
                unbounded: bounds.start_earliest().is_none() || bounds.end_latest().is_none(),
            };
            if !run.is_empty() && extent.first.0.saturating_sub(reached) > reach {
                episodes.extend(Episode::new(&std::mem::take(&mut run), reach));
            }
            reached = reached.max(extent.last.1);
            run.push(member);
        }
        episodes.extend(Episode::new(&run, reach));
        Self { episodes }
    }

    /// How many episodes there are, as bounds.
    ///
    /// The lower bound is the least that the dates allow, whatever is true of what is
    /// disputed: an event "some day in May" may have gone on all May, and then joins all
    /// that lies in it. There are never more than the upper bound, and where no date is
    /// uncertain there may be as many. One event that stands for several occurrences may
    /// stand for several episodes.
    pub fn count(&self) -> Count {
        let each = self.episodes.iter().map(|one| one.number);
        count(each.fold((0, Some(0)), super::plus))
    }

    /// How many are listed: those between which the break is certain.
    pub fn len(&self) -> usize {
        self.episodes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.episodes.is_empty()
    }

    /// Iterates over the episodes, in the order of time.
    pub fn iter(&self) -> slice::Iter<'_, Episode<'t>> {
        self.episodes.iter()
    }
}

impl<'e, 't> IntoIterator for &'e Episodes<'t> {
    type Item = &'e Episode<'t>;
    type IntoIter = slice::Iter<'e, Episode<'t>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'t> IntoIterator for Episodes<'t> {
    type Item = Episode<'t>;
    type IntoIter = std::vec::IntoIter<Episode<'t>>;

    fn into_iter(self) -> Self::IntoIter {
        self.episodes.into_iter()
    }
}

impl<'t> Episode<'t> {
    fn new(run: &[Member<'t>], reach: i64) -> Option<Self> {
        if run.is_empty() {
            return None;
        }
        let sure = run.iter().any(|member| member.sure);
        let most = most(run, reach).map(|most| most.max(1));
        Some(Self {
            events: run.iter().map(|member| member.event).collect(),
            opens: opens(run, reach),
            number: (u64::from(sure), most),
            bounds: extent(run),
        })
    }

    /// The events, in the total order.
    pub fn events(&self) -> &[EventRef<'t>] {
        &self.events
    }

    /// The first in the total order.
    pub fn first(&self) -> EventRef<'t> {
        self.events[0]
    }

    /// The last in the total order. One before it may have ended later.
    pub fn last(&self) -> EventRef<'t> {
        self.events[self.events.len() - 1]
    }

    /// How many episodes it may be: 1 where its events belong together for certain.
    ///
    /// The lower bound is 0 where nothing in it is certain.
    pub fn count(&self) -> Count {
        count(self.number)
    }

    /// Whether there is one for certain: some event of it is.
    pub const fn certainty(&self) -> Certainty {
        if self.number.0 > 0 {
            Certainty::Certain
        } else {
            Certainty::Possible
        }
    }

    /// From when to when: the bounds of its first start and its last end.
    ///
    /// If it falls apart, these are of all its parts together.
    pub const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The events that may begin an episode: nothing that started earlier comes within the gap.
    ///
    /// There is a break right before each of those for which it is certain, and there may
    /// be one before the others. Two that start on one day, or in one second, begin it
    /// together.
    pub fn openings(&self) -> impl Iterator<Item = (EventRef<'t>, Certainty)> {
        let each = self.events.iter().copied().zip(self.opens.iter().copied());
        each.filter(|(_, opens)| opens.is_possible())
    }
}

/// The bounds of the first start and of the last end of a run, which has an event.
fn extent(run: &[Member<'_>]) -> Bounds {
    let all = |of: usize| {
        run.iter()
            .map(move |member| member.event.bounds().raw()[of])
    };
    let sure = |of: usize| {
        let sure = run.iter().filter(|member| member.sure);
        sure.map(move |member| member.event.bounds().raw()[of])
    };
    // No later than the latest start of any that is there; if none is, of the one that may be.
    let raw = [
        all(0).min(),
        sure(1).min().or_else(|| all(1).max()),
        sure(2).max().or_else(|| all(2).min()),
        all(3).max(),
    ];
    let raw = raw.map(|bound| bound.expect("a run has an event"));
    Bounds::from_raw(raw).expect("those of any one event lie within those of all")
}

/// Whether each event begins an episode.
///
/// It does for certain if no other can start before it and reach it; it may if there is a start
/// of its own at which none of the others that are there has to.
fn opens(run: &[Member<'_>], reach: i64) -> Vec<Certainty> {
    // The furthest end of the events up to each, whose it is, and the furthest of the others.
    let mut furthest: Vec<(i64, usize, i64)> = Vec::with_capacity(run.len());
    let (mut best, mut whose, mut second) = (i64::MIN, usize::MAX, i64::MIN);
    for (at, member) in run.iter().enumerate() {
        let (start, end) = (member.extent.first.0, member.extent.last.1);
        if start >= end.saturating_add(reach) {
            // Nothing starts after it and yet within reach.
        } else if end > best {
            (best, whose, second) = (end, at, best);
        } else {
            second = second.max(end);
        }
        furthest.push((best, whose, second));
    }
    // Where an event cannot start without following on one that is there.
    let mut taken: Vec<(i64, i64)> = run
        .iter()
        .filter(|member| member.sure)
        .map(|member| {
            let Extent { first, last } = member.extent;
            (first.1.saturating_add(1), last.0.saturating_add(reach))
        })
        .filter(|(from, to)| from <= to)
        .collect();
    taken = merged(taken);
    let opens = run.iter().enumerate().map(|(at, member)| {
        let first = member.extent.first;
        let earlier = run.partition_point(|other| other.extent.first.0 < first.1);
        let end = match earlier.checked_sub(1).map(|last| furthest[last]) {
            Some((_, whose, second)) if whose == at => second,
            Some((best, ..)) => best,
            None => i64::MIN,
        };
        // Nothing but the event itself may start earlier if no other has a furthest end.
        let reached = end > i64::MIN && end.saturating_add(reach) >= first.0;
        let known = if !reached {
            Certainty::Certain
        } else if containing(&taken, first.0).is_some_and(|(_, to)| first.1 <= to) {
            Certainty::Impossible
        } else {
            Certainty::Possible
        };
        known.and(member.membership)
    });
    opens.collect()
}

/// Stretches, both ends included, put together where they overlap or adjoin.
fn merged(mut stretches: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    stretches.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (from, to) in stretches {
        match merged.last_mut() {
            Some((_, end)) if from <= end.saturating_add(1) => *end = (*end).max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// The stretch that holds a point.
fn containing(stretches: &[(i64, i64)], point: i64) -> Option<(i64, i64)> {
    let at = stretches.partition_point(|(from, _)| *from <= point);
    let found = stretches[at.checked_sub(1)?];
    (point <= found.1).then_some(found)
}

/// How many episodes a run may fall into at most; none if there is no bound.
///
/// What every event covers wherever it lies is fixed, and joined where it comes within reach. An
/// event that is not there for certain, or covers nothing for certain, may make an episode of its
/// own only where it has a place out of reach of all that is fixed.
fn most(run: &[Member<'_>], reach: i64) -> Option<u64> {
    let mut fixed: Vec<(i64, i64)> = Vec::new();
    let mut doubtful: Vec<(i64, i64)> = Vec::new();
    let mut loose: Vec<Loose> = Vec::new();
    for member in run {
        if member.times.is_none() && member.unbounded {
            return None;
        }
        match member.extent.core() {
            Some(core) if member.sure => fixed.push(core),
            Some(core) => doubtful.push(core),
            None => loose.push(Loose {
                first: member.extent.last.0,
                last: member.extent.first.1,
                times: member.times,
            }),
        }
    }
    fixed.sort_unstable();
    let (mut parts, mut reached) = (0_u64, None::<i64>);
    for &(from, to) in &fixed {
        match reached {
            Some(end) if from.saturating_sub(end) <= reach => {}
            _ => parts += 1,
        }
        reached = Some(reached.map_or(to, |end| end.max(to)));
    }
    let widened = fixed.iter().map(|&(from, to)| {
        let (from, to) = (from.saturating_sub(reach), to.saturating_add(reach));
        (from, to)
    });
    let taken = merged(widened.collect());
    // What overlaps the stretch within reach of something fixed is joined to it.
    doubtful.retain(|&(from, to)| {
        let at = taken.partition_point(|(_, end)| *end < from);
        taken.get(at).is_none_or(|(start, _)| to < *start)
    });
    if loose.is_empty() {
        return Some(parts + apart(doubtful, reach));
    }
    loose.extend(doubtful.into_iter().map(|(_, to)| Loose {
        first: to,
        last: to,
        times: Some(1),
    }));
    Some(parts.saturating_add(places(loose, &taken, reach)?))
}

/// The most of some stretches that can be out of reach of each other: by the earliest end.
fn apart(mut stretches: Vec<(i64, i64)>, reach: i64) -> u64 {
    stretches.sort_unstable_by_key(|&(from, to)| (to, from));
    let (mut number, mut reached) = (0, None::<i64>);
    for (from, to) in stretches {
        if reached.is_none_or(|end| from.saturating_sub(end) > reach) {
            number += 1;
            reached = Some(to);
        }
    }
    number
}

/// A moment that lies somewhere between two, so many times.
struct Loose {
    first: i64,
    last: i64,
    times: Option<u64>,
}

/// The most loose moments that may be out of reach of each other and of what is taken.
///
/// Free time is cut into zones so short that two moments of one zone belong to one episode. The
/// zones are filled one after the other, each with the moment that has the least time left: so
/// as many are filled as can be, and no more episodes than that are possible.
fn places(mut loose: Vec<Loose>, taken: &[(i64, i64)], reach: i64) -> Option<u64> {
    let next_free = |at: i64| containing(taken, at).map_or(at, |(_, end)| end.saturating_add(1));
    for one in &mut loose {
        one.first = next_free(one.first);
    }
    loose.sort_unstable_by_key(|one| one.first);
    let width = i128::from(reach) + 1;
    let mut waiting: BinaryHeap<Reverse<(i64, u64)>> = BinaryHeap::new();
    let (mut next, mut at, mut filled) = (0, i64::MIN, 0_u64);
    // No zone that is to come begins before `at`. Those before `next` wait, or have filled all
    // that they can.
    loop {
        // Nobody waits: on to where the next may lie.
        if waiting.is_empty() {
            match loose.get(next) {
                Some(one) => at = at.max(one.first),
                None => return Some(filled),
            }
        }
        at = next_free(at);
        let after = taken.partition_point(|(from, _)| *from <= at);
        let free = taken.get(after).map_or(i64::MAX, |(from, _)| *from - 1);
        let zone_end = at.saturating_add(reach).min(free);
        while let Some(one) = loose.get(next).filter(|one| one.first <= zone_end) {
            waiting.push(Reverse((one.last, one.times.unwrap_or(u64::MAX))));
            next += 1;
        }
        let waits = waiting.pop();
        let Reverse((last, times)) = waits.expect("if nobody waited, the next may lie in the zone");
        // Those that had less time left took what it had.
        if last < at {
            continue;
        }
        // As many zones in a row as hold no start of another, and nothing that is taken.
        let stop = last.min(free);
        let stop = loose.get(next).map_or(stop, |one| stop.min(one.first - 1));
        let zones = ((i128::from(stop) - i128::from(at) + 1) / width).max(1);
        let zones = u64::try_from(zones).unwrap_or(u64::MAX).min(times);
        filled = filled.checked_add(zones)?;
        let end = i128::from(at) + i128::from(zones) * width;
        let end = if zones == 1 {
            i128::from(zone_end) + 1
        } else {
            end
        };
        if times > zones {
            waiting.push(Reverse((last, times - zones)));
        }
        match i64::try_from(end) {
            Ok(end) => at = end,
            // Beyond the end of time there is no place.
            Err(_) => return Some(filled),
        }
    }
}
