//! Counts by day, ISO week, month, quarter or year.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::count::CountBounds;
use crate::event::Count;
use crate::query::View;
use crate::table::{self, Column};
use crate::time::{
    CalendarPeriod, Certainty, Period, PeriodError, PeriodTable, Window, first_second,
};
use crate::timeline::EventRef;

/// The number of events in one calendar period.
///
/// A row of the [`PeriodTable`] that [`View::count_by`] returns.
///
/// In JSON a count is `{"min": 2, "max": 3}`, or `null` if there is no data. `max` is `null` without an
/// upper bound.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PeriodCount {
    /// The period.
    pub period: CalendarPeriod,
    /// The fraction of the period that sources cover, from 0 to 1.
    ///
    /// `None` if the coverage is unknown: no
    /// [declaration of coverage](crate::event::CoverageDeclaration) applies to the view. A count of 0
    /// then means that no event is recorded, not that there was none.
    pub covered: Option<f64>,
    /// The number of events that start in the period, as bounds. `None` if there is no data: sources
    /// cover no part of the period, and no event is recorded.
    #[serde(with = "count_bounds")]
    pub count: Option<Count>,
}

/// Period and count: `2025-07: 2 to 3`, or `2025-07: no data`.
impl fmt::Display for PeriodCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.period, self.count_text())
    }
}

impl PeriodCount {
    fn count_text(&self) -> String {
        let no_data = || "no data".to_owned();
        self.count.map_or_else(no_data, |count| count.to_string())
    }
}

/// Columns: period, covered share, count.
impl fmt::Display for PeriodTable<PeriodCount> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = [
            Column::Left(self.period.as_str()),
            Column::Right("covered"),
            Column::Right("count"),
        ];
        let rows = self.rows.iter().map(|row| {
            let period = row.period.to_string();
            [period, table::percent(row.covered), row.count_text()]
        });
        table::write_aligned(f, columns, rows)
    }
}

impl PeriodTable<PeriodCount> {
    /// The table as CSV, with the columns `period,start,end,covered,min,max`.
    ///
    /// Lines end with CR LF, as in RFC 4180. A field is empty if the coverage is unknown, if there is no
    /// data, or if the count has no upper bound. `end` is the day after the last.
    pub fn to_csv(&self) -> String {
        let header = ["period", "start", "end", "covered", "min", "max"];
        let rows = self.rows.iter().map(|row| {
            [
                row.period.to_string(),
                row.period.start().to_string(),
                row.period.end().to_string(),
                table::field(row.covered),
                table::field(row.count.map(Count::min)),
                table::field(row.count.and_then(Count::max)),
            ]
        });
        table::csv(header, rows)
    }
}

/// The JSON of a count in an answer: its bounds.
mod count_bounds {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};

    use crate::event::Count;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Bounds {
        min: u32,
        max: Option<u32>,
    }

    #[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
    pub(super) fn serialize<S: Serializer>(
        count: &Option<Count>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let bounds = |count: Count| Bounds {
            min: count.min(),
            max: count.max(),
        };
        count.map(bounds).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Count>, D::Error> {
        let count = |Bounds { min, max }| match max {
            None => Ok(Count::at_least(min)),
            Some(max) => Count::between(min, max).map_err(D::Error::custom),
        };
        let bounds = Option::<Bounds>::deserialize(deserializer)?;
        bounds.map(count).transpose()
    }
}

impl View<'_> {
    /// Counts the events in each calendar period, from the period of the first day to the period of the
    /// last.
    ///
    /// An event counts in the period in which it starts, so no event is certain in two periods. An
    /// event that may start in several periods is in the upper bound of each, so upper bounds do not
    /// add up. Periods are in UTC days.
    ///
    /// # Errors
    ///
    /// Returns [`PeriodError::TooMany`] if there are more than 100,000 periods (273 years of days), and
    /// [`PeriodError::OutOfRange`] if a period ends after the last date of chrono, or starts before the
    /// first.
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
    /// use detente::event::{CoverageDeclaration, Event, Source};
    /// use detente::time::Period;
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// let covered = CoverageDeclaration::over("2025-05-01/2025-07-31");
    /// builder.source(Source::new("readouts").covers(covered));
    /// builder.event(Event::call("first", "2025-06-24"));
    /// builder.event(Event::call("second", "2025-07-10"));
    /// builder.event(Event::call("third", "[2025-06..2025-07]"));
    /// let timeline = builder.build()?;
    /// let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    ///
    /// let months = timeline.view().calls().count_by(Period::Month, day(5, 1)..=day(8, 31))?;
    /// assert_eq!(
    ///     months.to_string(),
    ///     "month    covered    count\n\
    ///      2025-05     100%        0\n\
    ///      2025-06     100%   1 to 2\n\
    ///      2025-07     100%   1 to 2\n\
    ///      2025-08       0%  no data"
    /// );
    ///
    /// let year = timeline.view().calls().count_by(Period::Year, day(6, 1)..=day(7, 31))?;
    /// assert_eq!(year.rows[0].to_string(), "2025: 3");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_by(
        &self,
        period: Period,
        days: RangeInclusive<NaiveDate>,
    ) -> Result<PeriodTable<PeriodCount>, PeriodError> {
        let rows = count(self, &period.of_days(days)?);
        Ok(PeriodTable { period, rows })
    }
}

/// The counts of consecutive calendar periods while events are added.
struct Counting {
    /// The first second of each period, and the first second after the last period.
    starts: Vec<i64>,
    /// The events that can only start in the period, and those whose periods were examined one by one.
    settled: Vec<CountBounds>,
    /// An event that may start in any of many periods is not added to each of them. It is added at the
    /// first and subtracted after the last; the running sum is then its count.
    added: Vec<PossibleStarts>,
    subtracted: Vec<PossibleStarts>,
}

impl Counting {
    fn new(periods: &[CalendarPeriod]) -> Self {
        let days = periods.iter().map(|period| period.start());
        let days = days.chain(periods.last().map(|last| last.end()));
        Self {
            starts: days.map(first_second).collect(),
            settled: vec![CountBounds::ZERO; periods.len()],
            added: vec![PossibleStarts::default(); periods.len()],
            subtracted: vec![PossibleStarts::default(); periods.len() + 1],
        }
    }

    /// The period of a second. `None` before the first period, and one more than the last after it.
    fn period_of(&self, second: i64) -> Option<usize> {
        self.starts
            .partition_point(|start| *start <= second)
            .checked_sub(1)
    }

    /// Adds an event that may overlap the periods, given whether it belongs to the view at any time.
    fn add(&mut self, view: &View<'_>, event: EventRef<'_>, membership: Certainty) {
        let [earliest, latest, ..] = event.bounds().raw();
        let (from, to) = (self.period_of(earliest), self.period_of(latest - 1));
        let first = from.unwrap_or(0);
        let last = match to {
            Some(to) if first < self.settled.len() => to.min(self.settled.len() - 1),
            // The event starts before the first period or after the last.
            _ => return,
        };
        if view.window() != Window::ALL || event.when().is_split() {
            // The periods differ for this event, so each is examined.
            for at in first..=last {
                let [lo, hi] = [self.starts[at], self.starts[at + 1]];
                let window = Window { lo, hi };
                let inside = event.touches(view.window().and(window));
                let certainty = starts_in(event, window).and(inside).and(membership);
                self.settle(at, certainty, event);
            }
        } else if from == to {
            self.settle(first, membership, event);
        } else {
            let possible = Certainty::Possible.and(membership);
            let CountBounds { max, .. } = CountBounds::of(possible, event.occurrences());
            self.added[first].add(max);
            self.subtracted[last + 1].add(max);
        }
    }

    fn settle(&mut self, at: usize, certainty: Certainty, event: EventRef<'_>) {
        let bounds = CountBounds::of(certainty, event.occurrences());
        self.settled[at] = self.settled[at] + bounds;
    }

    /// The count of each period, in order.
    fn counts(&self) -> impl Iterator<Item = Count> {
        // Invariant: `open` counts the events that may start in the current period and in another.
        let mut open = PossibleStarts::default();
        let changes = self.added.iter().zip(&self.subtracted);
        self.settled
            .iter()
            .zip(changes)
            .map(move |(&settled, (added, subtracted))| {
                open.number = open.number + added.number - subtracted.number;
                open.unbounded = open.unbounded + added.unbounded - subtracted.unbounded;
                let possible = CountBounds {
                    min: 0,
                    max: (open.unbounded == 0).then_some(open.number),
                };
                (settled + possible).into()
            })
    }
}

/// Counts the events of a view by the period in which they start.
fn count(view: &View<'_>, periods: &[CalendarPeriod]) -> Vec<PeriodCount> {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Vec::new();
    };
    let mut counting = Counting::new(periods);
    let everywhere = view.everywhere();
    for event in view.within(first.start()..last.end()).events() {
        counting.add(view, event, everywhere.certainty(event));
    }
    let row = |(&period, count): (&CalendarPeriod, Count)| {
        let covered = view.coverage(period);
        let has_data = covered != Some(0.0) || count != Count::ZERO;
        PeriodCount {
            period,
            covered,
            count: has_data.then_some(count),
        }
    };
    periods.iter().zip(counting.counts()).map(row).collect()
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
