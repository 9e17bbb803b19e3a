//! Dates in English words, for programs that print them.
//!
//! The text says what is known, to the day: which day, or one unknown day of several, or a first and a
//! last day. EDTF has more than that (hours, gaps, doubts), which the text leaves out.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Offset, TimeDelta, Utc};

use super::{Bounds, When, Zone};

impl When {
    /// The date in English words, to the day, in its own zone.
    ///
    /// | EDTF | words |
    /// | :-- | :-- |
    /// | `2025-07-10` | 10 July 2025 |
    /// | `2025-02` | some day in February 2025 |
    /// | `2014` | some day in 2014 |
    /// | `[2025-07-08..2025-07-09]` | 8 or 9 July 2025 |
    /// | `2025-07-10~` | some day from 9 to 11 July 2025 |
    /// | `2025-07-12/2025-07-13` | 12 to 13 July 2025 |
    /// | `2022-02-24/..` | since 24 February 2022 |
    /// | `[..2025-07-10]` | on or before 10 July 2025 |
    /// | none | no date |
    ///
    /// The time of day, a `?` and gaps between days are left out: `[2025-07-01,2025-07-03]` is "some day
    /// from 1 to 3 July 2025". [`When::to_string`](ToString::to_string) is the text as written, and
    /// [`When::words`] are those of the source.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::When;
    ///
    /// for (edtf, english) in [
    ///     ("2025-07-10", "10 July 2025"),
    ///     ("2025-02", "some day in February 2025"),
    ///     ("2014", "some day in 2014"),
    ///     ("[2025-07-08..2025-07-09]", "8 or 9 July 2025"),
    ///     ("2025-07-10~", "some day from 9 to 11 July 2025"),
    ///     ("2025-07-12/2025-07-13", "12 to 13 July 2025"),
    ///     ("2022-02-24/..", "since 24 February 2022"),
    ///     ("[..2025-07-10]", "on or before 10 July 2025"),
    ///     ("-0043-03-15", "15 March 44 BC"),
    /// ] {
    ///     assert_eq!(When::parse(edtf)?.in_english(), english);
    /// }
    /// assert_eq!(When::undated().in_english(), "no date");
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn in_english(&self) -> String {
        self.narrowed_in_english(self.bounds())
    }

    /// The same for tighter bounds, such as those that follow from constraints.
    pub(crate) fn narrowed_in_english(&self, bounds: Bounds) -> String {
        let zone = match self.day_rule().zone {
            Zone::Offset(offset) => offset,
            // The days of "anywhere on earth" are those of no zone.
            Zone::Utc | Zone::AnywhereOnEarth => Utc.fix(),
        };
        bounds.to_english(zone, self.is_extent())
    }
}

impl Bounds {
    /// The bounds in English words, to the UTC day, as [`When::in_english`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::{Bounds, When};
    ///
    /// let first = When::parse("2025-07-10")?.bounds();
    /// let last = When::parse("2025-07-12")?.bounds();
    /// assert_eq!(first.in_english(), "10 July 2025");
    /// assert_eq!(first.union(&last).in_english(), "some day from 10 to 12 July 2025");
    /// assert_eq!(Bounds::UNKNOWN.in_english(), "no date");
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn in_english(&self) -> String {
        // Bounds are those of an extent if it is certainly under way on another day than its first.
        let under_way = self.start_latest().zip(self.end_earliest());
        let is_extent = under_way.is_some_and(|(start, end)| start < end);
        self.to_english(
            Utc.fix(),
            is_extent || self.has_no_start() || self.has_no_end(),
        )
    }

    fn to_english(self, zone: FixedOffset, is_extent: bool) -> String {
        let first = |at: DateTime<Utc>| day_of(at, zone);
        // A latest start and an end are excluded, as midnight after the last day.
        let last = |end: DateTime<Utc>| day_of(end - TimeDelta::seconds(1), zone);
        let start = self.start_earliest().map(first);
        let end = self.end_latest().map(last);
        match (start, end) {
            (Some(start), Some(end)) if start == end => day(start),
            (Some(start), Some(end)) if is_extent => days(start, end, " to "),
            (Some(start), Some(end)) => some_day(start, end),
            (Some(start), None) if is_extent => {
                let latest = self.start_latest().map_or(start, last);
                format!("since {}", some_day(start, latest))
            }
            (None, Some(end)) if is_extent => {
                let earliest = self.end_earliest().map_or(end, first);
                format!("until {}", some_day(earliest, end))
            }
            (Some(start), None) => format!("on or after {}", day(start)),
            (None, Some(end)) => format!("on or before {}", day(end)),
            (None, None) => match self.end_earliest().filter(|_| is_extent) {
                Some(certain) => format!("including {}", day(first(certain))),
                None => "no date".to_owned(),
            },
        }
    }
}

/// The day of an instant in a zone. At chrono's ends, the UTC day.
fn day_of(at: DateTime<Utc>, zone: FixedOffset) -> NaiveDate {
    let local = at.naive_utc().checked_add_offset(zone);
    local.unwrap_or_else(|| at.naive_utc()).date()
}

/// `10 July 2025`
fn day(day: NaiveDate) -> String {
    format!("{} {}", day.format("%-d %B"), year(day))
}

/// `2025`, `44 BC`: there is no year 0.
fn year(day: NaiveDate) -> String {
    match day.year() {
        year @ 1.. => year.to_string(),
        year => format!("{} BC", 1 - year),
    }
}

/// Two days, without repeating the month or the year: `12 to 13 July 2025`.
fn days(first: NaiveDate, last: NaiveDate, between: &str) -> String {
    let same_year = first.year() == last.year();
    let from = match (same_year, first.month() == last.month()) {
        (true, true) => first.day().to_string(),
        (true, false) => first.format("%-d %B").to_string(),
        (false, _) => day(first),
    };
    format!("{from}{between}{}", day(last))
}

/// One unknown day of several: a month, a year, one of two days, or from a first to a last.
fn some_day(first: NaiveDate, last: NaiveDate) -> String {
    let same_year = first.year() == last.year();
    let begins = first.day() == 1;
    let ends = last.succ_opt().is_none_or(|next| next.day() == 1);
    if first == last {
        day(first)
    } else if begins && ends && same_year && first.month() == last.month() {
        format!("some day in {} {}", first.format("%B"), year(first))
    } else if begins && ends && same_year && (first.month(), last.month()) == (1, 12) {
        format!("some day in {}", year(first))
    } else if first + Days::new(1) == last {
        days(first, last, " or ")
    } else {
        format!("some day from {}", days(first, last, " to "))
    }
}
