//! Levels and trends by day, ISO week, month, quarter or year.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::table::{self, Column};
use crate::time::{CalendarPeriod, Moment, Period, PeriodError, PeriodTable};

use super::change::Probability;
use super::decay::wide_units_to_f64;
use super::{Band, Coverage, Direction, Level, Trajectory};

/// What happened in one calendar period, and the level and the trend at its end.
///
/// A row of the [`PeriodTable`] that [`Trajectory::by`] and [`Relations::by`](crate::Relations::by)
/// return.
///
/// Marks and contact are those of the period. The level, the trend and the ongoing direction are those
/// of one instant: the end of the period, which is the start of the next. The row for July has the values at
/// 1 August, 00:00 UTC, so it includes all of July and nothing of August.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PeriodTrend {
    /// The period.
    pub period: CalendarPeriod,
    /// The fraction of the days of the period that are covered, from 0 to 1. `None` if the
    /// [`Coverage`] is unknown.
    pub covered: Option<f64>,
    /// The number of marks that begin in the period. `None` if there is no data: no day of the period
    /// is covered, and no mark begins in it.
    pub marks: Option<u64>,
    /// The sum of the shares of contact of these marks. A meeting or a call between only the two actors adds 1.
    /// `None` if there is no data.
    pub contact: Option<f64>,
    /// The level at the end of the period. `None` before the first mark has begun.
    pub level: Option<PeriodLevel>,
    /// The direction computed from the end of the period alone: [`Trend::direction`].
    ///
    /// [`Trend::direction`]: super::Trend::direction
    pub direction: Direction,
    /// The probability that relations rise at the end of the period. `None` without a baseline.
    pub p_rising: Option<f64>,
    /// The ongoing direction at the end of the period: [`Ongoing::direction`].
    ///
    /// [`Ongoing::direction`]: super::Ongoing::direction
    pub ongoing: Direction,
    /// The first day of the ongoing direction. `None` if it has not changed since the first day that was
    /// computed.
    pub since: Option<NaiveDate>,
}

/// The value of a level, its standard deviation and its band.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PeriodLevel {
    /// The [value](Level::value).
    pub value: f64,
    /// The [standard deviation](Level::sd) of the value.
    pub sd: f64,
    /// The [band](Level::band) of the value.
    pub band: Band,
}

impl From<Level> for PeriodLevel {
    fn from(level: Level) -> Self {
        Self {
            value: level.value(),
            sd: level.sd(),
            band: level.band(),
        }
    }
}

/// The columns: period, covered share, marks, contact, level with its standard deviation, band, direction
/// with the probability of a rise, ongoing direction with its first day.
impl fmt::Display for PeriodTable<PeriodTrend> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = [
            Column::Left(self.period.as_str()),
            Column::Right("covered"),
            Column::Right("marks"),
            Column::Right("contact"),
            Column::Left("level"),
            Column::Left("band"),
            Column::Left("direction"),
            Column::Left("P(rising)"),
            Column::Left("ongoing"),
        ];
        table::write_aligned(f, columns, self.rows.iter().map(PeriodTrend::cells))
    }
}

impl PeriodTrend {
    fn cells(&self) -> [String; 9] {
        let no_data = || "no data".to_owned();
        // An exact zero has no sign.
        let level = |level: PeriodLevel| format!("{:+.2} ± {:.2}", level.value + 0.0, level.sd);
        let since = self.since.map(|since| format!(" since {since}"));
        [
            self.period.to_string(),
            table::percent(self.covered),
            self.marks.map_or_else(no_data, |marks| marks.to_string()),
            self.contact
                .map_or_else(no_data, |contact| format!("{contact:.1}")),
            self.level.map_or_else(String::new, level),
            table::field(self.level.map(|level| level.band)),
            self.direction.to_string(),
            table::field(self.p_rising.map(Probability)),
            format!("{}{}", self.ongoing, table::field(since)),
        ]
    }

    fn csv_fields(&self) -> [String; 13] {
        [
            self.period.to_string(),
            self.period.start().to_string(),
            self.period.end().to_string(),
            table::field(self.covered),
            table::field(self.marks),
            table::field(self.contact),
            table::field(self.level.map(|level| level.value)),
            table::field(self.level.map(|level| level.sd)),
            table::field(self.level.map(|level| level.band)),
            self.direction.to_string(),
            table::field(self.p_rising),
            self.ongoing.to_string(),
            table::field(self.since),
        ]
    }
}

impl PeriodTable<PeriodTrend> {
    /// The table as CSV, with the columns
    /// `period,start,end,covered,marks,contact,level,sd,band,direction,p_rising,ongoing,since`.
    ///
    /// Lines end with CR LF, as in RFC 4180. A field is empty if its value is `None`. `end` is the day
    /// after the period: the level and the trend are those at the start of that day. Numbers are not rounded.
    pub fn to_csv(&self) -> String {
        let header = [
            "period",
            "start",
            "end",
            "covered",
            "marks",
            "contact",
            "level",
            "sd",
            "band",
            "direction",
            "p_rising",
            "ongoing",
            "since",
        ];
        table::csv(header, self.rows.iter().map(PeriodTrend::csv_fields))
    }
}

impl Trajectory {
    /// Returns the marks of each calendar period, and the level, trend and ongoing direction at its end,
    /// from the period of the first day to the period of the last.
    ///
    /// Periods are in UTC days. The level, trend and ongoing direction of a row are those of
    /// [`level`](Self::level), [`trend`](Self::trend) and [`ongoing`](Self::ongoing) at
    /// [`CalendarPeriod::end`], exactly.
    ///
    /// A mark on a span of several days counts in the period in which the span begins.
    ///
    /// # Errors
    ///
    /// As [`View::count_by`](crate::View::count_by).
    ///
    /// # Complexity
    ///
    /// For each period one [`ongoing`](Self::ongoing), and a binary search for each span.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    /// use detente::time::Period;
    /// use detente::trend::{Calibration, Coverage, Trajectory};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let threat = Mark::new(DaySpan::day(date(6, 2))?, 1.0, -0.4)?;
    /// let trajectory = Trajectory::new(&DyadLedger::from_marks([&threat])?, &Calibration::default())
    ///     .with_coverage(Coverage::of([(date(1, 1), Some(date(7, 1)))])?);
    ///
    /// let months = trajectory.by(Period::Month, date(5, 1)..=date(7, 31))?;
    /// let marks: Vec<_> = months.rows.iter().map(|row| row.marks).collect();
    /// assert_eq!(marks, [Some(0), Some(1), None]);
    /// // The row of June has the level at the start of July.
    /// let level = trajectory.level(date(7, 1)).unwrap();
    /// assert_eq!(months.rows[1].level.unwrap().value, level.value());
    /// assert_eq!(months.rows[0].level, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn by(
        &self,
        period: Period,
        days: RangeInclusive<NaiveDate>,
    ) -> Result<PeriodTable<PeriodTrend>, PeriodError> {
        let periods = period.of_days(days)?;
        let row = |(&period, (marks, contact)): (&CalendarPeriod, (u64, i128))| {
            let covered = self.coverage().fraction(period);
            let has_data = covered != Some(0.0) || marks > 0;
            let end = Moment::from(period.end());
            let trend = self.trend(end);
            let ongoing = self.ongoing(end);
            PeriodTrend {
                period,
                covered,
                marks: has_data.then_some(marks),
                contact: has_data.then(|| wide_units_to_f64(contact)),
                level: trend.level.map(PeriodLevel::from),
                direction: trend.direction,
                p_rising: trend.p_rising(),
                ongoing: ongoing.direction,
                since: ongoing.since,
            }
        };
        let rows = periods.iter().zip(self.begun_in(&periods)).map(row);
        Ok(PeriodTable {
            period,
            rows: rows.collect(),
        })
    }

    /// The number of marks that begin in each period, and the sum of their contact.
    fn begun_in(&self, periods: &[CalendarPeriod]) -> Vec<(u64, i128)> {
        let mut begun = vec![(0, 0); periods.len()];
        let day = |date: NaiveDate| Moment::from(date).day();
        let days = self
            .days()
            .iter()
            .map(|one| (one.day, one.marks, one.sums.contact));
        let spans = self.long_spans().iter();
        let spans = spans.map(|span| (span.from, span.marks, span.sums.contact));
        for (first, marks, contact) in days.chain(spans) {
            // Periods are adjacent, so the first that ends later is the one that contains the day.
            let at = periods.partition_point(|period| day(period.end()) <= first);
            if at < periods.len() && day(periods[at].start()) <= first {
                begun[at].0 += u64::from(marks);
                begun[at].1 += i128::from(contact);
            }
        }
        begun
    }
}

impl Coverage {
    /// The fraction of the days of a period that are covered. Returns `None` if the coverage is unknown.
    fn fraction(&self, period: CalendarPeriod) -> Option<f64> {
        let [from, to] = [period.start(), period.end()].map(|date| Moment::from(date).day());
        let covered = self.days()?.iter();
        let covered = covered.map(|&(start, end)| (end.min(to) - start.max(from)).max(0));
        Some(f64::from(covered.sum::<i32>()) / f64::from(to - from))
    }
}
