//! Episodes: runs of events without a long gap between them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;

use super::count::CountBounds;
use super::distance::{Distance, Extent, midnights};
use crate::event::Count;
use crate::query::View;
use crate::time::{Bounds, Certainty};
use crate::timeline::EventRef;
use crate::wire::pairs;

/// The episodes of a view: runs of events without a long gap between them.
///
/// Returned by [`View::episodes`]. Twenty-five legs of travel are fewer trips. An episode ends when
/// nothing happens for longer than a given gap. The gap is measured from the latest end so far, not
/// from the end of the previous event, so a long stay includes everything within it.
///
/// ```text
/// gap of 2 days     1  2  3  4  5  6  7  8  9
/// stay              ████████████
/// side trip            ███                       within the stay
/// return                           ███           2 days after the stay: the same episode
/// next                                      ███  3 days after: another episode
/// ```
///
/// Only certain breaks separate the listed episodes: no choice of dates and of disputed events joins
/// two of them. One listed episode may be several: see [`Episode::count`] and [`Episode::openings`].
#[derive(Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Episodes<'t> {
    /// The episodes between which a break is certain, in the order of time.
    pub episodes: Vec<Episode<'t>>,
    /// The number of episodes, as bounds.
    ///
    /// The minimum is the smallest number over all choices of dates and of disputed events: an event
    /// "some day in May" may have lasted all May, and then joins everything in it. The maximum is an
    /// upper bound. It is exact if no date is uncertain. An event that happened several times may be
    /// several episodes.
    pub count: Count,
}

crate::text::short_debug!(Episodes<'_>, "Episodes", |it| {
    "episodes": it.episodes.len(),
    "count": it.count,
});

/// The number of episodes: `2 episodes`, `2 to 3 episodes`.
impl fmt::Display for Episodes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == Count::ONE { "" } else { "s" };
        f.pad(&format!("{} episode{plural}", self.count))
    }
}

impl<'t> IntoIterator for Episodes<'t> {
    type Item = Episode<'t>;
    type IntoIter = std::vec::IntoIter<Episode<'t>>;

    fn into_iter(self) -> Self::IntoIter {
        self.episodes.into_iter()
    }
}

/// The events between two certain breaks.
#[derive(Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Episode<'t> {
    /// The events, in the total order. Never empty. The last event is not always the last to end.
    pub events: Vec<EventRef<'t>>,
    /// How many episodes it may be, as bounds.
    ///
    /// Exactly 1 if its events certainly belong together. The minimum is 0 if no event is certain.
    pub count: Count,
    /// The bounds of the first start and of the last end of its events.
    pub bounds: Bounds,
    /// The events that can begin an episode, because no earlier event comes within the gap, and
    /// whether they certainly do.
    ///
    /// There is a break right before each event that certainly begins an episode. Two events that
    /// start on the same day, or in the same second, begin it together.
    #[serde(serialize_with = "openings_by_event")]
    pub openings: Vec<(EventRef<'t>, Certainty)>,
}

/// Writes openings as objects.
fn openings_by_event<S: serde::Serializer>(
    openings: &[(EventRef<'_>, Certainty)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    pairs(["event", "certainty"], openings, serializer)
}

crate::text::short_debug!(Episode<'_>, "Episode", |it| {
    "events": it.events.len(),
    "count": it.count,
    "bounds": it.bounds,
});

/// Dates and number of events: `2006-07-24 to 2006-07-27, 3 events`.
impl fmt::Display for Episode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.events.len() {
            1 => write!(f, "{}, 1 event", self.bounds),
            events => write!(f, "{}, {events} events", self.bounds),
        }
    }
}

impl<'t> View<'t> {
    /// Groups the events into episodes, whose events are at most `max_gap` apart.
    ///
    /// A gap is the time from the latest end so far to the next start. [`Distance::days`] measures
    /// it in dates, a `TimeDelta` in seconds. Events that overlap or adjoin belong together.
    /// Constraints count as far as they tighten each date. [Standing](crate::Event::standing) relations are left out.
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
    /// assert_eq!(trips.count, Count::exactly(2));
    /// let first = &trips.episodes[0];
    /// assert_eq!(first.events.len(), 3);
    /// assert_eq!(first.bounds.to_string(), "2006-07-24 to 2006-07-27");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn episodes(&self, max_gap: impl Into<Distance>) -> Episodes<'t> {
        let max_gap = max_gap.into();
        let reach = max_gap.reach();
        let mut found: Vec<(Episode<'t>, CountBounds)> = Vec::new();
        // The events since the last certain break, and the latest that any event so far can end.
        let mut run: Vec<Member<'t>> = Vec::new();
        let mut reached = i64::MIN;
        let midnights = midnights(self);
        for event in self.occurrences() {
            let membership = self.certainty(event);
            let count = CountBounds::of(membership, event.occurrences());
            if count.max == Some(0) {
                continue;
            }
            let bounds = event.bounds();
            let extent = Extent::of(&bounds, max_gap.resolution(), midnights);
            if !run.is_empty() && extent.first.0.saturating_sub(reached) > reach {
                found.push(Episode::new(&std::mem::take(&mut run), reach));
            }
            reached = reached.max(extent.last.1);
            run.push(Member {
                event,
                // One of several occurrences can be anywhere in the time given for all of them.
                extent: if count.max == Some(1) {
                    extent
                } else {
                    extent.of_any_occurrence()
                },
                membership,
                count,
                is_unbounded: bounds.start_earliest().is_none() || bounds.end_latest().is_none(),
            });
        }
        if !run.is_empty() {
            found.push(Episode::new(&run, reach));
        }
        let count = found.iter().map(|(_, count)| *count).sum::<CountBounds>();
        Episodes {
            episodes: found.into_iter().map(|(episode, _)| episode).collect(),
            count: count.into(),
        }
    }
}

/// One event of the view, reduced to the time that it can occupy.
struct Member<'t> {
    event: EventRef<'t>,
    extent: Extent,
    membership: Certainty,
    count: CountBounds,
    /// Whether a side of its time has no bound.
    is_unbounded: bool,
}

impl Member<'_> {
    /// Whether it certainly happened at least once.
    const fn is_certain(&self) -> bool {
        self.count.min > 0
    }
}

impl<'t> Episode<'t> {
    /// The episode of a run of events, with the number of episodes that it may be.
    fn new(run: &[Member<'t>], reach: i64) -> (Self, CountBounds) {
        let count = CountBounds {
            min: u64::from(run.iter().any(Member::is_certain)),
            max: max_episodes(run, reach).map(|max| max.max(1)),
        };
        let events: Vec<EventRef<'t>> = run.iter().map(|member| member.event).collect();
        let openings = events.iter().copied().zip(openings(run, reach));
        let openings = openings.filter(|(_, opens)| opens.is_possible()).collect();
        let episode = Self {
            events,
            count: count.into(),
            bounds: bounds_of(run),
            openings,
        };
        (episode, count)
    }
}

/// The bounds of the first start and of the last end of a run.
fn bounds_of(run: &[Member<'_>]) -> Bounds {
    let all = |bound: usize| {
        run.iter()
            .map(move |member| member.event.bounds().raw()[bound])
    };
    let certain = |bound: usize| {
        let certain = run.iter().filter(|member| member.is_certain());
        certain.map(move |member| member.event.bounds().raw()[bound])
    };
    // The first start is no later than the latest start of any certain event. If no event is
    // certain, it is no later than the latest of the latest starts.
    let raw = [
        all(0).min(),
        certain(1).min().or_else(|| all(1).max()),
        certain(2).max().or_else(|| all(2).min()),
        all(3).max(),
    ];
    let raw = raw.map(|bound| bound.expect("a run has an event"));
    Bounds::from_raw(raw).expect("the bounds of each event are within those of all")
}

/// Whether each event of a run begins an episode.
///
/// It certainly does if no other event can start earlier and reach it. It may if it has a possible
/// start that no certain event has to reach.
fn openings(run: &[Member<'_>], reach: i64) -> Vec<Certainty> {
    let furthest = furthest_ends(run, reach);
    // The starts at which an event would certainly follow a certain event: after the latest start
    // of that event, and within reach of its earliest end.
    let taken = run
        .iter()
        .filter(|member| member.is_certain())
        .map(|member| {
            let Extent { first, last } = member.extent;
            (first.1.saturating_add(1), last.0.saturating_add(reach))
        })
        .filter(|(from, to)| from <= to);
    let taken = merged(taken.collect());
    let opens = run.iter().enumerate().map(|(at, member)| {
        let first = member.extent.first;
        let earlier = run.partition_point(|other| other.extent.first.0 < first.1);
        // The latest end of another event that can start earlier. `i64::MIN` if there is none.
        let end = match earlier.checked_sub(1).map(|last| furthest[last]) {
            Some(Furthest { owner, second, .. }) if owner == at => second,
            Some(Furthest { end, .. }) => end,
            None => i64::MIN,
        };
        let is_reached = end > i64::MIN && end.saturating_add(reach) >= first.0;
        let opens = if !is_reached {
            Certainty::Certain
        } else if containing(&taken, first.0).is_some_and(|(_, to)| first.1 <= to) {
            Certainty::Impossible
        } else {
            Certainty::Possible
        };
        opens.and(member.membership)
    });
    opens.collect()
}

/// The latest end among the first events of a run, the event that has it, and the latest end of
/// the others. With the second, the event itself can be left out of the comparison.
#[derive(Clone, Copy)]
struct Furthest {
    end: i64,
    owner: usize,
    second: i64,
}

/// For each event of a run, the latest end of the events up to it.
fn furthest_ends(run: &[Member<'_>], reach: i64) -> Vec<Furthest> {
    let mut furthest = Furthest {
        end: i64::MIN,
        owner: usize::MAX,
        second: i64::MIN,
    };
    let each = run.iter().enumerate().map(|(at, member)| {
        let (start, end) = (member.extent.first.0, member.extent.last.1);
        if start >= end.saturating_add(reach) {
            // No event can start after this one and still be within reach.
        } else if end > furthest.end {
            furthest = Furthest {
                end,
                owner: at,
                second: furthest.end,
            };
        } else {
            furthest.second = furthest.second.max(end);
        }
        furthest
    });
    each.collect()
}

/// Merges periods that overlap or adjoin. Both ends are included.
fn merged(mut periods: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    periods.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (from, to) in periods {
        match merged.last_mut() {
            Some((_, end)) if from <= end.saturating_add(1) => *end = (*end).max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// The period that contains a point, of sorted periods that do not overlap.
fn containing(periods: &[(i64, i64)], point: i64) -> Option<(i64, i64)> {
    let at = periods.partition_point(|(from, _)| *from <= point);
    let found = periods[at.checked_sub(1)?];
    (point <= found.1).then_some(found)
}

/// The maximum number of episodes in a run. `None` if there is no bound.
///
/// The time that a certain event covers for all its dates is *fixed*. Fixed parts within reach of each
/// other are one episode. An event that is disputed, or covers no time for certain, adds an episode
/// only if it has room out of reach of all fixed parts.
fn max_episodes(run: &[Member<'_>], reach: i64) -> Option<u64> {
    // 1. Divide the events into fixed, disputed and movable ones.
    let mut fixed: Vec<(i64, i64)> = Vec::new();
    let mut disputed: Vec<(i64, i64)> = Vec::new();
    let mut movable: Vec<Movable> = Vec::new();
    for member in run {
        if member.count.max.is_none() && member.is_unbounded {
            return None;
        }
        match member.extent.core() {
            Some(core) if member.is_certain() => fixed.push(core),
            Some(core) => disputed.push(core),
            None => movable.push(Movable {
                first: member.extent.last.0,
                last: member.extent.first.1,
                times: member.count.max,
            }),
        }
    }
    // 2. Count the episodes of the fixed parts.
    fixed.sort_unstable();
    let (mut parts, mut reached) = (0_u64, None::<i64>);
    for &(from, to) in &fixed {
        if reached.is_none_or(|end| from.saturating_sub(end) > reach) {
            parts += 1;
        }
        reached = Some(reached.map_or(to, |end| end.max(to)));
    }
    // 3. Drop the disputed events within reach of a fixed part: they join its episode.
    let widened = fixed
        .iter()
        .map(|&(from, to)| (from.saturating_sub(reach), to.saturating_add(reach)));
    let taken = merged(widened.collect());
    disputed.retain(|&(from, to)| {
        let at = taken.partition_point(|(_, end)| *end < from);
        taken.get(at).is_none_or(|(start, _)| to < *start)
    });
    // 4. Place the rest. A disputed event counts by its last unit.
    if movable.is_empty() {
        return Some(parts + max_apart(disputed, reach));
    }
    movable.extend(disputed.into_iter().map(|(_, to)| Movable {
        first: to,
        last: to,
        times: Some(1),
    }));
    Some(parts.saturating_add(max_placed(movable, &taken, reach)?))
}

/// The maximum number of periods that are out of reach of each other.
///
/// Greedy by earliest end, as in interval scheduling.
fn max_apart(mut periods: Vec<(i64, i64)>, reach: i64) -> u64 {
    periods.sort_unstable_by_key(|&(from, to)| (to, from));
    let (mut number, mut reached) = (0, None::<i64>);
    for (from, to) in periods {
        if reached.is_none_or(|end| from.saturating_sub(end) > reach) {
            number += 1;
            reached = Some(to);
        }
    }
    number
}

/// An instant anywhere between two others, both included, up to `times` times.
struct Movable {
    first: i64,
    last: i64,
    times: Option<u64>,
}

/// The maximum number of movable instants that are out of reach of each other and of taken time.
///
/// Free time is cut into *zones* so short that two instants in one zone are within reach. Zones are
/// filled in the order of time, each with the waiting instant that has the earliest deadline. This
/// fills as many zones as possible, and there are no more episodes than filled zones. (It is earliest
/// deadline first, as in scheduling jobs of equal length.)
fn max_placed(mut movable: Vec<Movable>, taken: &[(i64, i64)], reach: i64) -> Option<u64> {
    let next_free = |at: i64| containing(taken, at).map_or(at, |(_, end)| end.saturating_add(1));
    for one in &mut movable {
        one.first = next_free(one.first);
    }
    movable.sort_unstable_by_key(|one| one.first);
    let width = i128::from(reach) + 1;
    // Deadlines, with the number of times left.
    let mut waiting: BinaryHeap<Reverse<(i64, u64)>> = BinaryHeap::new();
    let (mut next, mut at, mut filled) = (0, i64::MIN, 0_u64);
    // Invariant: no later zone starts before `at`. The instants before `next` wait, or have filled
    // all the zones that they can.
    loop {
        // 1. If nothing waits, go to the first unit of the next instant.
        if waiting.is_empty() {
            match movable.get(next) {
                Some(one) => at = at.max(one.first),
                None => return Some(filled),
            }
        }
        // 2. Cut the next zone out of the free time.
        at = next_free(at);
        let after = taken.partition_point(|(from, _)| *from <= at);
        let free_until = taken.get(after).map_or(i64::MAX, |(from, _)| *from - 1);
        let zone_end = at.saturating_add(reach).min(free_until);
        // 3. Add the instants that can be in the zone, and take the one with the earliest deadline.
        while let Some(one) = movable.get(next).filter(|one| one.first <= zone_end) {
            waiting.push(Reverse((one.last, one.times.unwrap_or(u64::MAX))));
            next += 1;
        }
        let Reverse((last, times)) =
            (waiting.pop()).expect("if nothing waited, the next instant can be in the zone");
        if last < at {
            // Its deadline has passed: instants with earlier deadlines filled its zones.
            continue;
        }
        // 4. Fill this zone, and as many zones in a row as contain no first unit of another instant
        //    and nothing taken.
        let stop = last.min(free_until);
        let stop = movable
            .get(next)
            .map_or(stop, |one| stop.min(one.first - 1));
        let zones = ((i128::from(stop) - i128::from(at) + 1) / width).max(1);
        let zones = u64::try_from(zones).unwrap_or(u64::MAX).min(times);
        filled = filled.checked_add(zones)?;
        let end = if zones == 1 {
            i128::from(zone_end) + 1
        } else {
            i128::from(at) + i128::from(zones) * width
        };
        if times > zones {
            waiting.push(Reverse((last, times - zones)));
        }
        match i64::try_from(end) {
            Ok(end) => at = end,
            // There is no time after the last unit.
            Err(_) => return Some(filled),
        }
    }
}
