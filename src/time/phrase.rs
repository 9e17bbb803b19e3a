//! What a date says, to the day, for programs that write it in words.
//!
//! A language needs more than a text: "on 8 July", "am 8. Juli" and "le 8 juillet" put different words before the
//! day. So a date is first reduced to one of a few forms, without a language, and each language writes every form.

use std::fmt;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Offset, TimeDelta, Utc};

use super::{Bounds, When, Zone};

/// What a date says, to the day: which day, or one unknown day of several, or a first and a last day.
///
/// Returned by [`When::phrase`], [`Bounds::phrase`] and
/// [`EventRef::date_phrase`](crate::timeline::EventRef::date_phrase). Its `Display` is the English text of
/// [`When::in_english`], which has a table of examples.
///
/// # Example
///
/// ```
/// use detente::When;
/// use detente::time::{DatePhrase, SomeDay};
///
/// let when = When::parse("2025-02")?;
/// assert_eq!(when.phrase(), DatePhrase::On(SomeDay::InMonth { year: 2025, month: 2 }));
/// assert_eq!(when.phrase().to_string(), "some day in February 2025");
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatePhrase {
    /// One day, or one unknown day of several.
    On(SomeDay),
    /// All days from the first to the last.
    Through {
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
    },
    /// From a day on, without an end.
    Since(SomeDay),
    /// Up to a day, without a start.
    Until(SomeDay),
    /// One unknown day, not before this one.
    OnOrAfter(NaiveDate),
    /// One unknown day, not after this one.
    OnOrBefore(NaiveDate),
    /// Several days without a known start or end, this one among them.
    Including(NaiveDate),
    /// No bound is known.
    Unknown,
}

/// One day, or one unknown day of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SomeDay {
    /// This day.
    Day(NaiveDate),
    /// This day or the next.
    DayOrNext(NaiveDate),
    /// Some day in a month.
    InMonth {
        /// The year. 0 is 1 BC.
        year: i32,
        /// The month, from 1 to 12.
        month: u32,
    },
    /// Some day in a year. 0 is 1 BC.
    InYear(i32),
    /// Some day from the first to the last.
    From {
        /// The first possible day.
        first: NaiveDate,
        /// The last possible day.
        last: NaiveDate,
    },
}

impl SomeDay {
    fn new(first: NaiveDate, last: NaiveDate) -> Self {
        let same_year = first.year() == last.year();
        let begins = first.day() == 1;
        let ends = last.succ_opt().is_none_or(|next| next.day() == 1);
        if first == last {
            Self::Day(first)
        } else if begins && ends && same_year && first.month() == last.month() {
            Self::InMonth {
                year: first.year(),
                month: first.month(),
            }
        } else if begins && ends && same_year && (first.month(), last.month()) == (1, 12) {
            Self::InYear(first.year())
        } else if first + Days::new(1) == last {
            Self::DayOrNext(first)
        } else {
            Self::From { first, last }
        }
    }
}

impl When {
    /// What the date says, to the day, in its own zone.
    ///
    /// The time of day, a `?` and gaps between days are left out.
    pub fn phrase(&self) -> DatePhrase {
        self.narrowed_phrase(self.bounds())
    }

    /// The same for tighter bounds, such as those that follow from constraints.
    pub(crate) fn narrowed_phrase(&self, bounds: Bounds) -> DatePhrase {
        let zone = match self.day_rule().zone {
            Zone::Offset(offset) => offset,
            // The days of "anywhere on earth" are those of no zone.
            Zone::Utc | Zone::AnywhereOnEarth => Utc.fix(),
        };
        bounds.phrase_in(zone, self.is_extent())
    }
}

impl Bounds {
    /// What the bounds say, to the UTC day.
    pub fn phrase(&self) -> DatePhrase {
        // Bounds are those of an extent if it is certainly under way on another day than its first.
        let under_way = self.start_latest().zip(self.end_earliest());
        let is_extent = under_way.is_some_and(|(start, end)| start < end);
        let is_open = self.has_no_start() || self.has_no_end();
        self.phrase_in(Utc.fix(), is_extent || is_open)
    }

    fn phrase_in(self, zone: FixedOffset, is_extent: bool) -> DatePhrase {
        let first = |at: DateTime<Utc>| day_of(at, zone);
        // A latest start and an end are excluded, as midnight after the last day.
        let last = |end: DateTime<Utc>| day_of(end - TimeDelta::seconds(1), zone);
        let start = self.start_earliest().map(first);
        let end = self.end_latest().map(last);
        match (start, end) {
            (Some(start), Some(end)) if is_extent && start != end => DatePhrase::Through {
                first: start,
                last: end,
            },
            (Some(start), Some(end)) => DatePhrase::On(SomeDay::new(start, end)),
            (Some(start), None) if is_extent => {
                let latest = self.start_latest().map_or(start, last);
                DatePhrase::Since(SomeDay::new(start, latest))
            }
            (None, Some(end)) if is_extent => {
                let earliest = self.end_earliest().map_or(end, first);
                DatePhrase::Until(SomeDay::new(earliest, end))
            }
            (Some(start), None) => DatePhrase::OnOrAfter(start),
            (None, Some(end)) => DatePhrase::OnOrBefore(end),
            (None, None) => match self.end_earliest().filter(|_| is_extent) {
                Some(certain) => DatePhrase::Including(first(certain)),
                None => DatePhrase::Unknown,
            },
        }
    }
}

/// The day of an instant in a zone. At chrono's ends, the UTC day.
fn day_of(at: DateTime<Utc>, zone: FixedOffset) -> NaiveDate {
    let local = at.naive_utc().checked_add_offset(zone);
    local.unwrap_or_else(|| at.naive_utc()).date()
}

/// The English text, as [`When::in_english`].
impl fmt::Display for DatePhrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::english::phrase(*self))
    }
}
