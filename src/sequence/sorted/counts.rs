//! The number of events in any window, in O(log n) for most windows.

use super::super::count::CountBounds;
use super::sums::RunningSums;
use crate::query::View;
use crate::time::{Certainty, Window};
use crate::timeline::EventRef;

/// Starts and ends of the events of a view, for counts in any window.
///
/// An event is in a window `[lo, hi)` if it starts before `hi` and ends after `lo`. For one date
/// each, the events that do are all events, less those that start too late, less those that end
/// too early: no event does both. The same holds for the maximum, with the earliest start and the
/// latest end. For the minimum it does not: an event "some day in May" may start after a week of
/// May *and* may end before it, and is subtracted twice. [`WideEvents`] counts these, to add them
/// once more.
#[derive(Clone, Debug)]
pub(super) struct WindowCounts<'t> {
    /// The minimum of each event, by latest start and by earliest end.
    start_latest: RunningSums,
    end_earliest: RunningSums,
    /// The maximum of each event, by earliest start and by latest end.
    start_earliest: RunningSums,
    end_latest: RunningSums,
    wide: WideEvents,
    /// The events on one of several dates, with whether they belong to the view at all.
    split: Vec<(EventRef<'t>, Certainty)>,
}

impl<'t> WindowCounts<'t> {
    pub(super) fn new(view: &View<'t>, events: &[EventRef<'t>]) -> Self {
        // The window of the view is part of each question, so membership is taken without it.
        let view = view.everywhere();
        let sums = || RunningSums::with_capacity(events.len());
        let [mut start_latest, mut end_earliest] = [sums(), sums()];
        let [mut start_earliest, mut end_latest] = [sums(), sums()];
        let (mut wide, mut split) = (Vec::new(), Vec::new());
        for &event in events {
            let certainty = view.certainty(event);
            if event.when().is_split() {
                split.push((event, certainty));
                continue;
            }
            let bounds = event.bounds().raw();
            let CountBounds { min, max } = CountBounds::of(certainty, event.occurrences());
            start_earliest.add(bounds[0], max);
            start_latest.add(bounds[1], Some(min));
            end_earliest.add(bounds[2], Some(min));
            end_latest.add(bounds[3], max);
            if bounds[2] < bounds[1] && min > 0 {
                wide.push((bounds[2], bounds[1], min));
            }
        }
        for sums in [
            &mut start_earliest,
            &mut start_latest,
            &mut end_earliest,
            &mut end_latest,
        ] {
            sums.finish();
        }
        Self {
            start_latest,
            end_earliest,
            start_earliest,
            end_latest,
            wide: WideEvents::new(wide),
            split,
        }
    }

    pub(super) fn within(&self, window: Window) -> CountBounds {
        let Window { lo, hi } = window;
        if lo >= hi {
            return CountBounds::ZERO;
        }
        // Certainly in the window: those that certainly start before `hi`, less those that may end
        // by `lo`. Events that may do both are subtracted without being counted, and added again.
        let start_in_time = self.start_latest.up_to(hi).number;
        let may_end_early = self.end_earliest.before(lo).number;
        let subtracted_twice = self.wide.around(lo, hi);
        let min = (start_in_time + subtracted_twice).checked_sub(may_end_early);
        let min = min.expect("an event that may end early starts in time, or is wide");
        // Possibly in the window: those that may start before `hi`, less those that end by `lo`.
        let mut max = self.start_earliest.before(hi);
        max.subtract_all(self.end_latest.up_to(lo));
        let counted = CountBounds {
            min,
            max: max.total(),
        };
        let split = self.split.iter().map(|&(event, certainty)| {
            let inside = event.touches(window).and(certainty);
            CountBounds::of(inside, event.occurrences())
        });
        counted + split.sum()
    }
}

/// The number of entries of a level that one entry of the next level covers.
const FAN_OUT: usize = 16;

/// Events that can be anywhere between two instants, for finding those whose time contains a window.
///
/// A static tree over the events by their first instant, with the maximum of the second: like a
/// priority search tree. A search enters a node only if it contains a result.
#[derive(Clone, Debug)]
struct WideEvents {
    /// The first instant of each event, sorted, and the number of times it counts.
    from: Vec<(i64, u64)>,
    /// Level 0 has the second instant of each event. Each entry of a level above is the maximum of
    /// [`FAN_OUT`] entries of the level below. The last level has at most one entry.
    until: Vec<Vec<i64>>,
}

impl WideEvents {
    fn new(mut events: Vec<(i64, i64, u64)>) -> Self {
        events.sort_unstable();
        let from = events.iter().map(|&(from, _, number)| (from, number));
        let from = from.collect();
        let mut level: Vec<i64> = events.iter().map(|&(_, until, _)| until).collect();
        let mut until = Vec::new();
        while level.len() > 1 {
            let latest = |some: &[i64]| *some.iter().max().expect("a chunk is not empty");
            let next = level.chunks(FAN_OUT).map(latest).collect();
            until.push(std::mem::replace(&mut level, next));
        }
        until.push(level);
        Self { from, until }
    }

    /// The number of times that events start before `lo` and end after `hi`.
    fn around(&self, lo: i64, hi: i64) -> u64 {
        let early = self.from.partition_point(|(from, _)| *from < lo);
        self.sum(self.until.len() - 1, 0, early, hi)
    }

    /// The sum below one entry of a level, over the first `early` events that end after `hi`.
    fn sum(&self, level: usize, at: usize, early: usize, hi: i64) -> u64 {
        let width = FAN_OUT.pow(u32::try_from(level).expect("there are few levels"));
        // The last entry of a level may cover fewer than `FAN_OUT` entries.
        let latest = self.until[level].get(at);
        if at * width >= early || latest.is_none_or(|latest| *latest <= hi) {
            return 0;
        }
        match level.checked_sub(1) {
            None => self.from[at].1,
            Some(below) => (at * FAN_OUT..(at + 1) * FAN_OUT)
                .map(|child| self.sum(below, child, early, hi))
                .sum(),
        }
    }
}
