//! Counts by day, week, month, quarter or year.

use chrono::{Datelike, Months, NaiveDate, Weekday};
use std::fmt;
use std::iter;
use std::ops::RangeInclusive;

use super::count::CountBounds;
use crate::event::Count;
use crate::query::View;
use crate::time::{Certainty, Window, first_second};
use crate::timeline::EventRef;

/// The maximum number of periods that are counted at once.
const MAX_PERIODS: usize = 100_000;

/// A calendar period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Period {
    /// A day.
    Day,
    /// A week of ISO 8601, from Monday to Sunday.
    IsoWeek,
    /// A month.
    Month,
    /// A quarter: January to March, April to June, July to September, October to December.
    Quarter,
    /// A year.
    Year,
}

impl Period {
    /// The first day of the period that contains a date. `None` if chrono cannot represent it.
    fn first_day(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => Some(date),
            Self::IsoWeek => {
                let week = date.iso_week();
                NaiveDate::from_isoywd_opt(week.year(), week.week(), Weekday::Mon)
            }
            Self::Month => date.with_day(1),
            Self::Quarter => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
            Self::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1),
        }
    }

    /// The first day of the next period. `None` if chrono cannot represent it.
    fn next(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => first.succ_opt(),
            Self::IsoWeek => first.checked_add_days(chrono::Days::new(7)),
            Self::Month => first.checked_add_months(Months::new(1)),
            Self::Quarter => first.checked_add_months(Months::new(3)),
            Self::Year => first.checked_add_months(Months::new(12)),
        }
    }
}

/// The number of events in one calendar period.
///
/// Returned by [`View::count_by`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeriodCount {
    /// The first day of the period.
    pub start: NaiveDate,
    /// The day after the last day of the period.
    pub end: NaiveDate,
    /// The number of events that start in the period, as bounds.
    pub count: Count,
    /// The fraction of the period that sources cover, from 0 to 1.
    ///
    /// `None` if no [declaration of coverage](crate::event::CoverageDeclaration) applies to the view.
    /// A count of 0 means "no events" if this is 1, and "no data" if it is 0 or `None`.
    pub covered: Option<f64>,
}

/// First day and count: `2025-07-01: 2 to 3`, or `2025-07-01: no data` for a period that sources
/// do not cover at all and that has no events.
impl fmt::Display for PeriodCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.covered == Some(0.0) && self.count.max() == Some(0) {
            write!(f, "{}: no data", self.start)
        } else {
            write!(f, "{}: {}", self.start, self.count)
        }
    }
}

impl View<'_> {
    /// The number of events in each calendar period, from the period of the first day to the
    /// period of the last.
    ///
    /// An event counts in the period in which it starts, so no event is certain in two periods. An
    /// event that may start in several periods is in the upper bound of each, so upper bounds do not
    /// add up. Periods are in UTC. At most
    /// 100,000 periods are counted, from the first on: 273 years of days.
    ///
    /// # Complexity
    ///
    /// O(log n + found · log periods + periods). An event on one of several dates, or any event of
    /// a view with a window of its own, takes a step for each period in which it may start.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::event::Event;
    /// use detente::sequence::Period;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::call("first", "2025-06-24"));
    /// builder.event(Event::call("second", "2025-07-10"));
    /// builder.event(Event::call("third", "[2025-06..2025-07]"));
    /// let timeline = builder.build()?;
    /// let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    ///
    /// let months = timeline.view().calls().count_by(Period::Month, day(6, 1)..=day(7, 31));
    /// let months: Vec<_> = months.iter().map(ToString::to_string).collect();
    /// assert_eq!(months, ["2025-06-01: 1 to 2", "2025-07-01: 1 to 2"]);
    ///
    /// let year = timeline.view().calls().count_by(Period::Year, day(6, 1)..=day(7, 31));
    /// assert_eq!(year[0].count.to_string(), "3");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_by(&self, period: Period, days: RangeInclusive<NaiveDate>) -> Vec<PeriodCount> {
        let periods = Periods::new(period, days);
        periods.map_or_else(Vec::new, |periods| periods.count(self))
    }
}

/// Consecutive calendar periods, at least one.
struct Periods {
    /// The first day of each period, and the day after the last period.
    days: Vec<NaiveDate>,
    /// The first second of each of these days.
    starts: Vec<i64>,
}

impl Periods {
    /// The periods from one day to another. `None` if there are none.
    fn new(period: Period, days: RangeInclusive<NaiveDate>) -> Option<Self> {
        let (first, last) = days.into_inner();
        let next = |day: &NaiveDate| period.next(*day);
        let mut days: Vec<NaiveDate> = iter::successors(period.first_day(first), next)
            .take_while(|day| *day <= last)
            .take(MAX_PERIODS)
            .collect();
        // If chrono cannot represent the end of the last period, that period is not counted.
        days.extend(days.last().and_then(next));
        let starts = days.iter().map(|day| first_second(*day)).collect();
        (days.len() > 1).then_some(Self { days, starts })
    }

    fn window(&self, at: usize) -> Window {
        let (lo, hi) = (self.starts[at], self.starts[at + 1]);
        Window { lo, hi }
    }

    /// The period of a second. `None` before the first period, and one more than the last after it.
    fn period_of(&self, second: i64) -> Option<usize> {
        self.starts
            .partition_point(|start| *start <= second)
            .checked_sub(1)
    }

    /// Counts the events of a view by the period in which they start.
    fn count(&self, view: &View<'_>) -> Vec<PeriodCount> {
        let periods = self.starts.len() - 1;
        let mut counts = vec![CountBounds::ZERO; periods];
        // An event that may start in any of many periods is not added to each of them. It is added
        // at the first and subtracted after the last; the running sum is then its count.
        let mut added = vec![PossibleStarts::default(); periods];
        let mut subtracted = vec![PossibleStarts::default(); periods + 1];
        let whole = Window {
            lo: self.starts[0],
            hi: self.starts[periods],
        };
        let everywhere = view.everywhere();
        for event in view.within(whole).events() {
            let [earliest, latest, ..] = event.bounds().raw();
            let (from, to) = (self.period_of(earliest), self.period_of(latest - 1));
            let membership = everywhere.certainty(event);
            let first = from.unwrap_or(0);
            let last = match to {
                Some(to) if first < periods => to.min(periods - 1),
                // The event starts before the first period or after the last.
                _ => continue,
            };
            if view.window() != Window::ALL || event.when().is_split() {
                // The periods differ for this event, so each is examined.
                for (at, sum) in (first..).zip(&mut counts[first..=last]) {
                    let window = self.window(at);
                    let inside = event.touches(view.window().and(window));
                    let certainty = starts_in(event, window).and(inside).and(membership);
                    *sum = *sum + CountBounds::of(certainty, event.occurrences());
                }
            } else if from == to {
                counts[first] = counts[first] + CountBounds::of(membership, event.occurrences());
            } else {
                let possible = Certainty::Possible.and(membership);
                let CountBounds { max, .. } = CountBounds::of(possible, event.occurrences());
                added[first].add(max);
                subtracted[last + 1].add(max);
            }
        }
        // Invariant: `open` counts the events that may start in the current period and in another.
        let mut open = PossibleStarts::default();
        let rows = (0..periods).map(|at| {
            open.number = open.number + added[at].number - subtracted[at].number;
            open.unbounded = open.unbounded + added[at].unbounded - subtracted[at].unbounded;
            let possible = CountBounds {
                min: 0,
                max: (open.unbounded == 0).then_some(open.number),
            };
            PeriodCount {
                start: self.days[at],
                end: self.days[at + 1],
                count: (counts[at] + possible).into(),
                covered: view.coverage(self.window(at)),
            }
        });
        rows.collect()
    }
}

/// The number of possible starts: a sum, and the number of events that have no bound.
#[derive(Clone, Copy, Default)]
struct PossibleStarts {
    number: u64,
    unbounded: u64,
}

impl PossibleStarts {
    fn add(&mut self, max: Option<u64>) {
        match max {
            Some(max) => self.number += max,
            None => self.unbounded += 1,
        }
    }
}

/// Whether an event starts in a window.
fn starts_in(event: EventRef<'_>, window: Window) -> Certainty {
    let [earliest, latest, ..] = event.bounds().raw();
    if window.lo <= earliest && latest <= window.hi {
        Certainty::Certain
    } else if earliest < window.hi && window.lo < latest {
        event.touches(window).and(Certainty::Possible)
    } else {
        Certainty::Impossible
    }
}
