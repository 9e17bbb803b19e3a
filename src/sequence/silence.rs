//! Lulls: how long nothing went on, between what, and whether anyone was looking.
//!
//! A lull is the time from the end of the last event that is over to the start of the
//! next one, with none going on in between; a long stay leaves none, whatever starts and
//! ends while it lasts. Its length has bounds. At least it is the longest stretch between
//! its two events in which nothing may lie; at most it is the time that is left if both
//! lie as far apart as their dates allow, and all the others keep out of the way where
//! their dates let them.
//!
//! ```text
//! January      1    5    10   15   20   25   30
//! visit        █
//! another           ░░░░░░░░░░░                     some day from the 5th to the 15th
//! third                                    █
//! the lull           ···········███████████         from the 15th at least, 26 days at most
//! ```
//!
//! A lull is an absence, and an absence means *none* only where somebody looked:
//! [`Silence::covered`] is the share of it that sources cover.

use super::{Gap, midnights, tally};
use crate::query::View;
use crate::time::{Certainty, Midnights, Window};
use crate::timeline::EventRef;

/// A stretch without an event, after one and before another.
///
/// Created by [`View::longest_silences`] and [`View::current_silence`].
#[derive(Clone, Copy, Debug)]
pub struct Silence<'t> {
    from: EventRef<'t>,
    to: Option<EventRef<'t>>,
    certainty: Certainty,
    length: Gap,
    covered: Option<f64>,
}

impl<'t> Silence<'t> {
    /// The event after which it begins.
    pub const fn from(&self) -> EventRef<'t> {
        self.from
    }

    /// The event with which it ends; none while it lasts.
    pub const fn to(&self) -> Option<EventRef<'t>> {
        self.to
    }

    /// Whether both of them are there for certain.
    ///
    /// Where one is disputed, or only possibly part of the view, there may be no such lull.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }

    /// How long nothing goes on somewhere between the two, as bounds.
    ///
    /// In days it is a difference of dates, as for every [`Gap`]: visits on two days in a row
    /// have a lull of one day between them.
    pub const fn length(&self) -> Gap {
        self.length
    }

    /// The share, 0 to 1, that some source covers of the time it may take. Returns `None` where no
    /// source says what it covers, and where the lull cannot take a second.
    ///
    /// The lull says *none* where this is 1, and *no data* where it is 0 or none.
    pub const fn covered(&self) -> Option<f64> {
        self.covered
    }
}

impl<'t> View<'t> {
    /// The longest stretches without any of the view's events, the longest first: so many at most.
    ///
    /// They are ordered by how long they are at least, then at most, then by time. No two
    /// end with the same event.
    ///
    /// Statements of order count as far as they tighten each date. A view of two actors has their
    /// statements, too: ask `view.contacts()` for the time without a meeting or a call.
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
    /// assert_eq!((longest.from().id(), longest.to().unwrap().id()), ("july", "autumn"));
    /// assert_eq!(longest.length().days(), 63..=93);
    /// assert_eq!(longest.covered(), None, "no source says that it looked");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn longest_silences(&self, most: usize) -> Vec<Silence<'t>> {
        let mut found = Lulls::new(self).all();
        found.sort_by_key(|lull| {
            let Gap { seconds, .. } = lull.length;
            let longest = (seconds.0, seconds.1.unwrap_or(i64::MAX));
            std::cmp::Reverse(longest)
        });
        found.truncate(most);
        for lull in &mut found {
            let to = lull.to.expect("a lull that is over has an event after it");
            let hi = match to.bounds().raw() {
                [earliest, i64::MAX, ..] => earliest,
                [_, latest, ..] => latest - 1,
            };
            lull.covered = self.coverage(longest_stretch(lull.from, hi));
        }
        found
    }

    /// The lull that lasts at the start of a date, or a window: since when, how long, and after what.
    ///
    /// Its length is [`View::since_last`]; it begins after the last event that is sure to be one
    /// of them and over by then. None if nothing may have come before, or something is going
    /// on for certain.
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
    /// let day = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    /// let lull = timeline.view().current_silence(day(21)).unwrap();
    /// assert_eq!((lull.from().id(), lull.length().days()), ("call", 11..=11));
    /// assert_eq!(lull.covered(), Some(1.0), "there was none");
    /// assert_eq!(timeline.view().current_silence(day(31)).unwrap().covered().map(|it| it > 0.6), Some(false));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn current_silence(&self, at: impl Into<Window>) -> Option<Silence<'t>> {
        let at = at.into();
        let length = self.since_last(at)?;
        let mut last: Option<(bool, i64, EventRef<'t>)> = None;
        for event in self.events() {
            let [_, start_latest, end_earliest, end_latest] = event.bounds().raw();
            let membership = self.certainty(event);
            if membership.is_certain() && start_latest <= at.lo && at.lo <= end_earliest {
                return None;
            }
            if end_earliest >= at.lo {
                continue;
            }
            let sure = membership.is_certain() && end_latest <= at.lo;
            if last.is_none_or(|(known, end, _)| (known, end) <= (sure, end_earliest)) {
                last = Some((sure, end_earliest, event));
            }
        }
        let (sure, _, from) = last?;
        Some(Silence {
            from,
            to: None,
            certainty: if sure {
                Certainty::Certain
            } else {
                Certainty::Possible
            },
            length,
            covered: self.coverage(longest_stretch(from, at.lo)),
        })
    }
}

/// The longest stretch that a lull after an event may take, up to a second; empty if the event
/// cannot be over by then.
fn longest_stretch(from: EventRef<'_>, hi: i64) -> Window {
    let lo = match from.bounds().raw() {
        [.., i64::MIN, end_latest] => end_latest,
        [.., end_earliest, _] => end_earliest + 1,
    };
    Window { lo, hi }
}

/// An event of the view: its first and its last second, each between two bounds.
struct Member<'t> {
    event: EventRef<'t>,
    first: (i64, i64),
    last: (i64, i64),
    membership: Certainty,
    sure: bool,
    /// Which of the parts that nothing joins it belongs to.
    part: usize,
}

/// The days and the seconds of a stretch in which nothing may lie.
type Free = (i64, i64);

struct Lulls<'t> {
    members: Vec<Member<'t>>,
    /// After each part but the last, what is free before the next.
    free: Vec<Free>,
    midnights: Midnights,
}

impl<'t> Lulls<'t> {
    fn new(view: &View<'t>) -> Self {
        let (mut members, mut free) = (Vec::new(), Vec::new());
        let mut reached = i64::MIN;
        let midnights = midnights(view);
        for event in view.events() {
            let membership = view.certainty(event);
            let (at_least, at_most) = tally(membership, event.occurrences());
            if at_most == Some(0) {
                continue;
            }
            let [start_earliest, start_latest, end_earliest, end_latest] = event.bounds().raw();
            let mut first = (start_earliest, start_latest - 1);
            let mut last = (end_earliest, end_latest - 1);
            if at_most != Some(1) {
                // One of several occurrences may lie anywhere in the time given for all.
                first.1 = last.1;
                last.0 = first.0;
            }
            if !members.is_empty() && reached < first.0 {
                let days = midnights.day(first.0) - midnights.day(reached);
                free.push((days, first.0.saturating_sub(reached).saturating_sub(1)));
            }
            reached = reached.max(last.1);
            members.push(Member {
                event,
                first,
                last,
                membership,
                sure: at_least > 0,
                part: free.len(),
            });
        }
        Self {
            members,
            free,
            midnights,
        }
    }

    /// Every lull, in the order of the events with which they end.
    fn all(&self) -> Vec<Silence<'t>> {
        let mut pairs = self.pairs();
        // From the last part to the first, so that what is free after each can be kept in order.
        pairs.sort_by_key(|&(from, _)| std::cmp::Reverse(self.members[from].part));
        let (mut days, mut seconds) = (Longest::default(), Longest::default());
        // What is free after every part from this one on is in `days` and `seconds`.
        let mut part = self.free.len();
        let mut found: Vec<(usize, Silence<'t>)> = Vec::new();
        for (from, to) in pairs {
            let (from, end) = (&self.members[from], &self.members[to]);
            while part > from.part {
                part -= 1;
                let (free_days, free_seconds) = self.free[part];
                days.push(part, free_days);
                seconds.push(part, free_seconds);
            }
            // The lull is at least as long as the longest stretch between the parts of the two in
            // which nothing can lie, and at most from the earliest end to the latest start.
            let bounded = |second: i64| i64::MIN < second && second < i64::MAX - 1;
            let known = bounded(from.last.0) && bounded(end.first.1);
            let (start, stop) = (from.last.0, end.first.1);
            let most_days = self.midnights.day(stop) - self.midnights.day(start);
            let most_seconds = stop.saturating_sub(start).saturating_sub(1);
            let length = Gap {
                days: (Some(days.up_to(end.part)), known.then_some(most_days)),
                seconds: (Some(seconds.up_to(end.part)), known.then_some(most_seconds)),
            };
            found.push((
                to,
                Silence {
                    from: from.event,
                    to: Some(end.event),
                    certainty: from.membership.and(end.membership),
                    length,
                    covered: None,
                },
            ));
        }
        // Of those that end with one event the longest; of those as long, that after the latest.
        let rank = |lull: &Silence<'t>| {
            let Gap { seconds, .. } = lull.length;
            let certain = lull.certainty.is_certain();
            (
                seconds.0,
                seconds.1.unwrap_or(i64::MAX),
                certain,
                lull.from.ix(),
            )
        };
        found.sort_by_key(|(to, lull)| (*to, std::cmp::Reverse(rank(lull))));
        found.dedup_by_key(|(to, _)| *to);
        found.into_iter().map(|(_, lull)| lull).collect()
    }

    /// After each event that which may come next, with most time between.
    ///
    /// Whatever can be over by the earliest end of the one keeps out of the way. Of those that
    /// cannot, the first has to come next, as late as it may; if there is none, whichever can
    /// come latest.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let numbered = || self.members.iter().enumerate();
        let sure = numbered().filter(|(_, member)| member.sure);
        let mut forced: Vec<(i64, (i64, usize))> = sure
            .map(|(at, member)| (member.last.0, (member.first.1, at)))
            .collect();
        forced.sort_unstable();
        let mut soonest = (i64::MAX, usize::MAX);
        for (_, next) in forced.iter_mut().rev() {
            soonest = soonest.min(*next);
            *next = soonest;
        }
        let mut latest: Vec<(i64, usize)> = numbered()
            .map(|(at, member)| (member.first.1, at))
            .collect();
        latest.sort_unstable_by_key(|&(start, at)| (std::cmp::Reverse(start), at));
        latest.truncate(2);
        let pairs = numbered().filter_map(|(at, member)| {
            let end = member.last.0;
            let after = forced.partition_point(|(last, _)| *last <= end);
            let next = forced.get(after).map(|(_, next)| *next);
            // If none has to come next, whichever can come latest, itself aside.
            let next = next.or_else(|| latest.iter().copied().find(|(_, other)| *other != at));
            next.filter(|(start, _)| *start > end)
                .map(|(_, to)| (at, to))
        });
        pairs.collect()
    }
}

/// Numbers by their place, given from the last to the first, of which the largest is sought.
#[derive(Default)]
struct Longest {
    /// Those that no number of an earlier place exceeds: the place falls, and so does the number.
    kept: Vec<(usize, i64)>,
}

impl Longest {
    fn push(&mut self, place: usize, number: i64) {
        while self.kept.last().is_some_and(|(_, last)| *last <= number) {
            self.kept.pop();
        }
        self.kept.push((place, number));
    }

    /// The largest of the places from the first given up to another, that one excluded; 0 if none.
    fn up_to(&self, place: usize) -> i64 {
        let beyond = self.kept.partition_point(|(kept, _)| *kept >= place);
        self.kept.get(beyond).map_or(0, |(_, number)| *number)
    }
}
