//! The time between two events, or between an event and a date, as bounds.

use std::fmt;
use std::ops::RangeInclusive;

use crate::query::View;
use crate::time::{Bounds, DAY, Midnights, Window};
use crate::timeline::{EventRef, LookupError, StatedGap, Timeline};
use crate::wire::{Object, check_order, given};

/// The time from the end of one event to the start of another, as bounds.
///
/// Negative if the second event starts before the first ends. `None` means no bound.
///
/// The bounds are in days and in seconds, because dates and clocks measure differently: from the 9th
/// at 23:00 to the 10th at 01:00 is one day as a difference of dates, but two hours.
///
/// | gap | method |
/// | :-- | :-- |
/// | between two events | [`View::gap`] |
/// | between consecutive events | [`View::gaps`] |
/// | from an event to a date | [`EventRef::gap_to`] |
/// | from the last event of a view to a date | [`View::since_last`] |
///
/// A gap is an answer. For a limit in a question ("within a week of"), see
/// [`Distance`](super::Distance).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Object<GapShape>")]
#[non_exhaustive]
pub struct Gap {
    /// The minimum in days, as a difference of dates.
    ///
    /// From 28 February to 10 July is 132 days, at any hour. If both events share a time zone, days
    /// are counted in it: from 9 to 10 November in `-05:00` is one day. Otherwise they are UTC days.
    pub min_days: Option<i64>,
    /// The maximum in days, as a difference of dates.
    pub max_days: Option<i64>,
    /// The minimum in seconds.
    pub min_seconds: Option<i64>,
    /// The maximum in seconds.
    pub max_seconds: Option<i64>,
}

impl Gap {
    /// The days from minimum to maximum, both included.
    ///
    /// A missing bound is `i64::MIN` or `i64::MAX`.
    pub fn days(self) -> RangeInclusive<i64> {
        self.min_days.unwrap_or(i64::MIN)..=self.max_days.unwrap_or(i64::MAX)
    }

    /// The gap between two events, from their dates and the constraints between them.
    pub(super) fn between(first: EventRef<'_>, second: EventRef<'_>) -> Self {
        let midnights = first.midnights().and(second.midnights());
        let stated = first.stated_gap(second);
        Self::stated(&first.bounds(), &second.bounds(), midnights, stated)
    }

    /// The gap between two bounds, tightened by what constraints state about it.
    pub(super) fn stated(
        first: &Bounds,
        second: &Bounds,
        midnights: Midnights,
        stated: StatedGap,
    ) -> Self {
        // If neither event has a date, days are counted in the calendar of the statement.
        let midnights = match (midnights, stated.days) {
            (Midnights::Undated, Some((calendar, _))) => calendar,
            _ => midnights,
        };
        Self::by_dates(first, second, midnights).tightened(stated, midnights)
    }

    /// The gap between two bounds.
    fn by_dates(first: &Bounds, second: &Bounds, midnights: Midnights) -> Self {
        let [_, _, end_earliest, end_latest] = first.raw();
        let [start_earliest, start_latest, ..] = second.raw();
        // The two outermost seconds on either side mean that there is no bound.
        let bounded =
            |second: i64| (i64::MIN + 1 < second && second < i64::MAX - 1).then_some(second);
        // An end is after its earliest second, and a start is before its latest.
        let first_end = bounded(end_earliest);
        let last_end = bounded(end_latest);
        let first_start = bounded(start_earliest);
        let last_start = bounded(start_latest).map(|second| second - 1);
        let difference = |a: Option<i64>, b: Option<i64>| a?.checked_sub(b?);
        let day = |second: Option<i64>| second.map(|second| midnights.day(second));
        Self {
            min_days: difference(day(first_start), day(last_end.map(|second| second - 1))),
            max_days: difference(day(last_start), day(first_end)),
            min_seconds: difference(first_start, last_end),
            max_seconds: difference(last_start, first_end.map(|second| second + 1)),
        }
    }

    fn tightened(mut self, stated: StatedGap, midnights: Midnights) -> Self {
        let (min, max) = stated.seconds;
        self.min_seconds = self.min_seconds.max(min);
        self.max_seconds = smaller(self.max_seconds, max);
        // A gap of a number of seconds crosses at least as many midnights as it has whole days,
        // and at most one more.
        let min_days = min.map(|seconds| seconds.div_euclid(DAY));
        let max_days = max.map(|seconds| seconds.saturating_add(DAY).div_euclid(DAY));
        self.min_days = self.min_days.max(min_days);
        self.max_days = smaller(self.max_days, max_days);
        // Days in another calendar say nothing about days in this one.
        if let Some((calendar, (min, max))) = stated.days
            && calendar.after_utc() == midnights.after_utc()
        {
            self.min_days = self.min_days.max(min);
            self.max_days = smaller(self.max_days, max);
        }
        self
    }

    /// The smaller of each of the four bounds.
    fn shorter(self, other: Self) -> Self {
        Self {
            min_days: self.min_days.min(other.min_days),
            max_days: smaller(self.max_days, other.max_days),
            min_seconds: self.min_seconds.min(other.min_seconds),
            max_seconds: smaller(self.max_seconds, other.max_seconds),
        }
    }
}

/// A gap as it is read, before its bounds are compared.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct GapShape {
    #[serde(deserialize_with = "given")]
    min_days: Option<i64>,
    #[serde(deserialize_with = "given")]
    max_days: Option<i64>,
    #[serde(deserialize_with = "given")]
    min_seconds: Option<i64>,
    #[serde(deserialize_with = "given")]
    max_seconds: Option<i64>,
}

impl TryFrom<Object<GapShape>> for Gap {
    type Error = String;

    fn try_from(Object(shape): Object<GapShape>) -> Result<Self, String> {
        check_order("min_days", shape.min_days, "max_days", shape.max_days)?;
        check_order(
            "min_seconds",
            shape.min_seconds,
            "max_seconds",
            shape.max_seconds,
        )?;
        check_days(&shape)?;
        Ok(Self {
            min_days: shape.min_days,
            max_days: shape.max_days,
            min_seconds: shape.min_seconds,
            max_seconds: shape.max_seconds,
        })
    }
}

/// Checks that the days agree with the seconds.
///
/// Both are bounds of one gap, but days can be stated in one calendar and seconds follow from another, so a day
/// of difference is allowed on either side.
fn check_days(shape: &GapShape) -> Result<(), String> {
    let days = |seconds: i64| seconds.div_euclid(DAY);
    if let (Some(min), Some(seconds)) = (shape.min_days, shape.max_seconds)
        && min > days(seconds) + 2
    {
        return Err(format!(
            "`min_days` is `{min}` and `max_seconds` is `{seconds}`: expected days that fit the seconds"
        ));
    }
    if let (Some(max), Some(seconds)) = (shape.max_days, shape.min_seconds)
        && max < days(seconds) - 1
    {
        return Err(format!(
            "`max_days` is `{max}` and `min_seconds` is `{seconds}`: expected days that fit the seconds"
        ));
    }
    Ok(())
}

/// The smaller of two upper bounds, where `None` is no bound.
fn smaller(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// In days: `1 day`, `10 to 39 days`, `3 days or more`.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&match (self.min_days, self.max_days) {
            (Some(1), Some(1)) => "1 day".to_owned(),
            (Some(min), Some(max)) if min == max => format!("{min} days"),
            (Some(min), Some(max)) => format!("{min} to {max} days"),
            (Some(min), None) => format!("{min} days or more"),
            (None, Some(max)) => format!("{max} days or less"),
            (None, None) => "any number of days".to_owned(),
        })
    }
}

impl<'t> View<'t> {
    /// The time from the end of one event to the start of another.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have one of the events.
    pub fn gap(&self, first: &str, second: &str) -> Result<Gap, LookupError> {
        Ok(Gap::between(self.event(first)?, self.event(second)?))
    }

    /// The gap between each event and the next in the total order.
    ///
    /// [Standing](crate::Event::standing) relations are left out. An event that overlaps the next makes a negative gap. For periods without any event, see
    /// [`View::longest_silences`].
    ///
    /// # Complexity
    ///
    /// O(found). Two events that a constraint connects also need a search of the constraint
    /// network: a chain of n such events takes O(n² log n).
    pub fn gaps(&self) -> impl Iterator<Item = (EventRef<'t>, EventRef<'t>, Gap)> {
        self.occurrences()
            .zip(self.occurrences().skip(1))
            .map(|(first, second)| (first, second, Gap::between(first, second)))
    }

    /// The time from the last event to a date or to the start of a window.
    ///
    /// The last event is not always the last in the total order: after a call on the 11th and a
    /// trip on some day of the same month, either may be the last. Returns `None` if no event can
    /// have come before. The upper bound is missing if no event certainly came before.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::event::Event;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::meeting("vienna", "2023-05-11"));
    /// builder.event(Event::meeting("trip", "2023-05"));
    /// let timeline = builder.build()?;
    /// let june = NaiveDate::from_ymd_opt(2023, 6, 2).unwrap();
    /// assert_eq!(timeline.view().since_last(june).unwrap().to_string(), "2 to 22 days");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn since_last(&self, at: impl Into<Window>) -> Option<Gap> {
        let at = at.into();
        let mut since: Option<Gap> = None;
        for event in self.occurrences() {
            let gap = event.gap_to(at);
            let certainly_after = gap.max_seconds.is_some_and(|max| max < 0);
            if certainly_after {
                continue;
            }
            // Each event can be the last one, so it lowers the minimum. It lowers the maximum only
            // if it certainly happened and was over by then.
            let certainly_over =
                self.certainty(event).is_certain() && gap.min_seconds.is_some_and(|min| min >= 0);
            let own = Gap {
                min_days: Some(gap.min_days.unwrap_or(0).max(0)),
                max_days: gap.max_days.filter(|_| certainly_over),
                min_seconds: Some(gap.min_seconds.unwrap_or(0).max(0)),
                max_seconds: gap.max_seconds.filter(|_| certainly_over),
            };
            since = Some(since.map_or(own, |known| known.shorter(own)));
        }
        since
    }
}

impl EventRef<'_> {
    /// The time from the end of the event to a date or to the start of a window.
    ///
    /// For the time since the last of several events, see [`View::since_last`].
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::event::Event;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::call("june", "2025-06"));
    /// let timeline = builder.build()?;
    /// let today = NaiveDate::from_ymd_opt(2025, 7, 10).unwrap();
    /// assert_eq!(timeline.event("june")?.gap_to(today).days(), 10..=39);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn gap_to(self, window: impl Into<Window>) -> Gap {
        let Window { lo, hi } = window.into();
        // The start of a window is known to the second.
        let start = Bounds::from_raw([lo, lo + 1, lo, hi.max(lo + 1)]);
        let start = start.expect("the bounds are in order");
        // The dates of a window are in UTC.
        Gap::by_dates(&self.bounds(), &start, Midnights::Mixed)
    }
}

impl Timeline {
    /// The time from the end of one event to the start of another, for events of any status.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`] if the timeline does not have one of the events.
    pub fn gap(&self, first: &str, second: &str) -> Result<Gap, LookupError> {
        Ok(Gap::between(self.event(first)?, self.event(second)?))
    }
}
