//! Silences: the longest periods without an event.

use std::cmp::Reverse;
use std::fmt;

use super::Gap;
use super::count::CountBounds;
use super::distance::midnights;
use crate::query::View;
use crate::time::{Certainty, Midnights, Window};
use crate::timeline::EventRef;

/// A period without events, after one event of a view and before another.
///
/// Returned by [`View::longest_silences`] and [`View::current_silence`]. A silence starts when the last
/// running event ends, and ends when the next event starts. Events that overlap have no silence
/// between them.
///
/// Dates are uncertain, so the length is a range. The minimum is the longest period between the two
/// events that no event can reach. The maximum assumes that both events are as far apart as their
/// dates allow, and that every other event stays outside if it can.
///
/// ```text
/// January      1    5    10   15   20   25   30
/// visit        █
/// another           ░░░░░░░░░░░                     some day from the 5th to the 15th
/// third                                    █
/// silence            ···········███████████         at least from the 15th, at most 26 days
/// ```
///
/// A silence means "no events" only if a source covered the period. Without coverage it means "no
/// data": see [`Silence::covered`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Silence<'t> {
    /// The event that precedes the silence.
    pub after: EventRef<'t>,
    /// The event that ends the silence. `None` if it has not ended.
    pub before: Option<EventRef<'t>>,
    /// Whether both events certainly belong to the view.
    ///
    /// `Possible` if one of them is disputed or may be outside the window of the view: then the
    /// silence may not exist.
    pub certainty: Certainty,
    /// The minimum and maximum length.
    ///
    /// In days, the length is a difference of dates, as for every [`Gap`]: events on two
    /// consecutive days are one day apart.
    pub length: Gap,
    /// The fraction of the silence that sources cover, from 0 to 1.
    ///
    /// `None` if no [declaration of coverage](crate::event::CoverageDeclaration) applies to the view,
    /// or if the silence cannot last a second. The silence means "no events" if this is 1, and "no
    /// data" if it is 0 or `None`.
    pub covered: Option<f64>,
}

impl Silence<'_> {
    /// Orders silences by minimum length, then by maximum length, where no bound is the longest.
    fn order(&self) -> (Option<i64>, i64) {
        let Gap {
            min_seconds,
            max_seconds,
            ..
        } = self.length;
        (min_seconds, max_seconds.unwrap_or(i64::MAX))
    }
}

/// Length and events: `63 to 93 days from july to autumn`.
impl fmt::Display for Silence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.length, self.after.id())?;
        match self.before {
            Some(before) => write!(f, " to {}", before.id()),
            None => Ok(()),
        }
    }
}

impl<'t> View<'t> {
    /// Returns up to `n` silences that have ended, longest first.
    ///
    /// Sorted by minimum length, then maximum length, then time. At most one silence is returned
    /// for each event that ends one, so the silence after the last event is not included: for that one
    /// see [`current_silence`](Self::current_silence). Constraints count as far as they tighten each date.
    ///
    /// [Standing](crate::Event::standing) relations are left out: an alliance ends no silence.
    ///
    /// A view of two actors also includes their statements. For the time without a meeting or a
    /// call, use `view.contacts().longest_silences(n)`.
    ///
    /// # Complexity
    ///
    /// O(found · log found).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// for (id, when) in [("may", "2023-05-11"), ("july", "2023-07"), ("autumn", "2023-10-02")] {
    ///     builder.event(Event::meeting(id, When::parse(when)?));
    /// }
    /// let timeline = builder.build()?;
    /// let longest = timeline.view().longest_silences(1)[0];
    /// assert_eq!(longest.to_string(), "63 to 93 days from july to autumn");
    /// assert_eq!(longest.covered, None, "no source declares its coverage");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn longest_silences(&self, n: usize) -> Vec<Silence<'t>> {
        let mut silences = SilenceFinder::new(self).find();
        silences.sort_by_key(|silence| Reverse(silence.order()));
        silences.truncate(n);
        // Coverage is expensive, so it is computed only for the silences that are returned.
        for silence in &mut silences {
            let before = silence
                .before
                .expect("the finder returns silences that have ended");
            let end = match before.bounds().raw() {
                [earliest, i64::MAX, ..] => earliest,
                [_, latest, ..] => latest - 1,
            };
            silence.covered = self.coverage(longest_extent(silence.after, end));
        }
        silences
    }

    /// The silence that lasts at a date, or at the start of a window.
    ///
    /// Its length is [`View::since_last`]. It follows the last event that certainly belongs to the
    /// view and was certainly over. Returns `None` if no event can have come before, or if an
    /// event certainly continues.
    ///
    /// # Complexity
    ///
    /// O(found).
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::event::{CoverageDeclaration, Event, Source};
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.source(
    ///     Source::new("log").named("A log").covers(CoverageDeclaration::over("2025-07-01/2025-07-20")),
    /// );
    /// builder.event(Event::call("call", "2025-07-10").reported_by("log"));
    /// let timeline = builder.build()?;
    /// let view = timeline.view();
    /// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    ///
    /// let silence = view.current_silence(july(21)).unwrap();
    /// assert_eq!(silence.to_string(), "11 days from call");
    /// assert_eq!(silence.covered, Some(1.0), "there was no call");
    ///
    /// let silence = view.current_silence(july(31)).unwrap();
    /// assert!(silence.covered < Some(0.6), "the log ends on the 20th");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn current_silence(&self, at: impl Into<Window>) -> Option<Silence<'t>> {
        let at = at.into();
        let length = self.since_last(at)?;
        // The best event so far: certain ones first, then by earliest end.
        let mut last: Option<(bool, i64, EventRef<'t>)> = None;
        for event in self.occurrences() {
            let [_, start_latest, end_earliest, end_latest] = event.bounds().raw();
            let membership = self.certainty(event);
            if membership.is_certain() && start_latest <= at.lo && at.lo <= end_earliest {
                // The event certainly continues.
                return None;
            }
            if end_earliest >= at.lo {
                continue;
            }
            let is_certain = membership.is_certain() && end_latest <= at.lo;
            if last.is_none_or(|(known, end, _)| (known, end) <= (is_certain, end_earliest)) {
                last = Some((is_certain, end_earliest, event));
            }
        }
        let (is_certain, _, after) = last?;
        Some(Silence {
            after,
            before: None,
            certainty: if is_certain {
                Certainty::Certain
            } else {
                Certainty::Possible
            },
            length,
            covered: self.coverage(longest_extent(after, at.lo)),
        })
    }
}

/// The longest extent of a silence after an event, up to a second. Empty if the event cannot be
/// over by then.
fn longest_extent(after: EventRef<'_>, end: i64) -> Window {
    let lo = match after.bounds().raw() {
        [.., i64::MIN, end_latest] => end_latest,
        [.., end_earliest, _] => end_earliest + 1,
    };
    Window { lo, hi: end }
}

/// One event of the view, reduced to the seconds that it can occupy.
struct Candidate<'t> {
    event: EventRef<'t>,
    /// Earliest and latest first second.
    first: (i64, i64),
    /// Earliest and latest last second.
    last: (i64, i64),
    membership: Certainty,
    /// Whether it happened at least once for certain.
    is_certain: bool,
    /// The cluster to which the event belongs. Clusters are separated by free time.
    cluster: usize,
}

/// The days and seconds between two clusters, which no event can reach.
struct FreeTime {
    days: i64,
    seconds: i64,
}

/// Finds silences in O(k log k) for k events.
///
/// The obvious way compares each pair of events with all events between them, which is O(k³) for
/// uncertain dates. Instead:
///
/// 1. Sweep the events by earliest start and cut them into *clusters*: if no event so far can
///    reach the start of the next one, the time between is *free* for certain.
/// 2. For each event, find the one event that can follow it with the most time between:
///    [`SilenceFinder::successors`].
/// 3. The minimum length of a silence is then the longest free time between the clusters of its
///    two events; the maximum is the time from the earliest end to the latest start.
struct SilenceFinder<'t> {
    candidates: Vec<Candidate<'t>>,
    /// The free time after each cluster but the last.
    free: Vec<FreeTime>,
    midnights: Midnights,
}

impl<'t> SilenceFinder<'t> {
    fn new(view: &View<'t>) -> Self {
        let (mut candidates, mut free) = (Vec::new(), Vec::new());
        // The latest last second of the events so far.
        let mut reached = i64::MIN;
        let midnights = midnights(view);
        for event in view.occurrences() {
            let membership = view.certainty(event);
            let count = CountBounds::of(membership, event.occurrences());
            if count.max == Some(0) {
                continue;
            }
            let [start_earliest, start_latest, end_earliest, end_latest] = event.bounds().raw();
            let mut first = (start_earliest, start_latest - 1);
            let mut last = (end_earliest, end_latest - 1);
            if count.max != Some(1) {
                // One of several occurrences can be anywhere in the time given for all of them.
                first.1 = last.1;
                last.0 = first.0;
            }
            if !candidates.is_empty() && reached < first.0 {
                free.push(FreeTime {
                    days: midnights.day(first.0) - midnights.day(reached),
                    seconds: first.0.saturating_sub(reached).saturating_sub(1),
                });
            }
            reached = reached.max(last.1);
            candidates.push(Candidate {
                event,
                first,
                last,
                membership,
                is_certain: count.min > 0,
                cluster: free.len(),
            });
        }
        Self {
            candidates,
            free,
            midnights,
        }
    }

    /// Every silence, by the event that ends it.
    fn find(&self) -> Vec<Silence<'t>> {
        let mut pairs = self.successors();
        // From the last cluster to the first, so that the free time after each is already known.
        pairs.sort_by_key(|&(after, _)| Reverse(self.candidates[after].cluster));
        // Invariant: `days` and `seconds` contain the free time after `cluster` and after each
        // later cluster.
        let (mut days, mut seconds) = (SuffixMaxima::default(), SuffixMaxima::default());
        let mut cluster = self.free.len();
        let mut found: Vec<(usize, Silence<'t>)> = Vec::new();
        for (after, before) in pairs {
            let (after, end) = (&self.candidates[after], (before, &self.candidates[before]));
            while cluster > after.cluster {
                cluster -= 1;
                days.push(cluster, self.free[cluster].days);
                seconds.push(cluster, self.free[cluster].seconds);
            }
            let (place, before) = end;
            let min = (days.up_to(before.cluster), seconds.up_to(before.cluster));
            found.push((place, self.silence(after, before, min)));
        }
        // Of the silences that end with one event, keep the longest. If several have that length,
        // keep a certain one, then the one after the latest event.
        let preference = |silence: &Silence<'t>| {
            let is_certain = silence.certainty.is_certain();
            (silence.order(), is_certain, silence.after.ix())
        };
        found.sort_by_key(|(place, silence)| (*place, Reverse(preference(silence))));
        found.dedup_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, silence)| silence).collect()
    }

    fn silence(
        &self,
        after: &Candidate<'t>,
        before: &Candidate<'t>,
        (min_days, min_seconds): (i64, i64),
    ) -> Silence<'t> {
        let (start, end) = (after.last.0, before.first.1);
        let bounded = |second: i64| i64::MIN < second && second < i64::MAX - 1;
        let is_bounded = bounded(start) && bounded(end);
        let max_days = self.midnights.day(end) - self.midnights.day(start);
        let max_seconds = end.saturating_sub(start).saturating_sub(1);
        Silence {
            after: after.event,
            before: Some(before.event),
            certainty: after.membership.and(before.membership),
            length: Gap {
                min_days: Some(min_days),
                max_days: is_bounded.then_some(max_days),
                min_seconds: Some(min_seconds),
                max_seconds: is_bounded.then_some(max_seconds),
            },
            covered: None,
        }
    }

    /// Pairs each event with the one that can follow it with the most time between.
    ///
    /// Assume that the event ends as early as it can. An event that can be over by then stays out
    /// of the way. Of the others, one is *forced*: if it certainly happened, it ends the silence
    /// at the latest at its own latest start. So the first of the forced events ends the silence.
    /// If none is forced, the event that can start latest does.
    fn successors(&self) -> Vec<(usize, usize)> {
        let numbered = || self.candidates.iter().enumerate();
        // By earliest end: for each forced event, the earliest of the latest starts from it on.
        let mut forced: Vec<(i64, (i64, usize))> = numbered()
            .filter(|(_, one)| one.is_certain)
            .map(|(at, one)| (one.last.0, (one.first.1, at)))
            .collect();
        forced.sort_unstable();
        let mut soonest = (i64::MAX, usize::MAX);
        for (_, next) in forced.iter_mut().rev() {
            soonest = soonest.min(*next);
            *next = soonest;
        }
        // The two events that can start latest: an event does not follow itself.
        let mut latest: Vec<(i64, usize)> = numbered().map(|(at, one)| (one.first.1, at)).collect();
        latest.sort_unstable_by_key(|&(start, at)| (Reverse(start), at));
        latest.truncate(2);
        let pairs = numbered().filter_map(|(at, one)| {
            let end = one.last.0;
            let next = match forced.get(forced.partition_point(|(last, _)| *last <= end)) {
                Some((_, next)) => Some(*next),
                None => latest.iter().copied().find(|(_, other)| *other != at),
            };
            next.filter(|(start, _)| *start > end)
                .map(|(_, next)| (at, next))
        });
        pairs.collect()
    }
}

/// Numbers at places that are added from the last place to the first, for the maximum of the
/// places up to a given one.
#[derive(Default)]
struct SuffixMaxima {
    /// The numbers that are larger than every number at an earlier place. Both place and number
    /// fall from entry to entry.
    kept: Vec<(usize, i64)>,
}

impl SuffixMaxima {
    fn push(&mut self, place: usize, number: i64) {
        while self.kept.last().is_some_and(|(_, last)| *last <= number) {
            self.kept.pop();
        }
        self.kept.push((place, number));
    }

    /// The maximum of the places before `place`. 0 if there are none.
    fn up_to(&self, place: usize) -> i64 {
        let beyond = self.kept.partition_point(|(kept, _)| *kept >= place);
        self.kept.get(beyond).map_or(0, |(_, number)| *number)
    }
}
