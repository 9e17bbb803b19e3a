//! Why a date was refused.

use super::Calendar;
use crate::wire::errors;
use thiserror::Error;

/// A date was refused by [`Edtf`](super::Edtf), [`When`](super::When) or
/// [`Bounds`](super::Bounds).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WhenError {
    /// The text departs from the grammar of EDTF, or names a day that does not exist.
    #[error("`{text}` is not EDTF at column {column}: expected {expected}")]
    Syntax {
        /// The text.
        text: String,
        /// The column of the first unexpected byte, counted from 1.
        column: usize,
        /// What was expected there.
        expected: String,
    },
    /// The text is not EDTF, but a date that EDTF writes differently.
    #[error("`{text}` {found}: expected {expected}")]
    Spelling {
        /// The text.
        text: String,
        /// What is different: `has two digits`.
        found: &'static str,
        /// What to write.
        expected: Box<str>,
    },
    /// The text is not a date of the calendar that was stated for it.
    #[error("`{text}` is not a date of the calendar `{calendar}`: expected {expected}")]
    NotInCalendar {
        /// The text.
        text: String,
        /// The calendar.
        calendar: Calendar,
        /// What was expected.
        expected: String,
    },
    /// A time of Wikidata cannot be read with its precision.
    #[error("`{text}` with the precision {precision} is not a date: expected {expected}")]
    Precision {
        /// The time.
        text: String,
        /// The precision.
        precision: u8,
        /// What was expected.
        expected: String,
    },
    /// A year is outside the range of chrono.
    #[error("`{text}` is out of range: expected a year from -262143 to 262142")]
    OutsideYears {
        /// The text.
        text: String,
    },
    /// The text is longer than [`Edtf::MAX_LENGTH`](super::Edtf::MAX_LENGTH).
    #[error("the text has {length} bytes: expected at most 1000")]
    TooLong {
        /// The length of the text, in bytes.
        length: usize,
    },
    /// No start is possible, because the earliest start is not before the latest.
    #[error("no start is possible: expected the earliest start before the latest")]
    NoStart,
    /// No end is possible, because the earliest end is not before the latest.
    #[error("no end is possible: expected the earliest end before the latest")]
    NoEnd,
    /// Every event within some bounds has no duration: the latest end is the earliest start.
    #[error("`{text}` is empty: expected an end after the start")]
    Empty {
        /// The earliest start and the latest end, with a slash between them.
        text: String,
    },
    /// An interval, a range in a set, or every event within some bounds ends before it starts.
    #[error("`{text}` ends before it starts: expected the start first")]
    EndBeforeStart {
        /// The text. A start and an end that were given separately have a slash between.
        text: String,
    },
    /// The text is a set of all of several dates, such as `{2025-05,2025-06}`, but one event
    /// has one date.
    #[error("`{text}` is a set of several dates: expected one date")]
    SeveralDates {
        /// The set.
        text: String,
    },
    /// The text is an interval, but the date of a start or of an end was expected.
    #[error("`{text}` is an interval: expected the date of a start or of an end")]
    NotAnEnd {
        /// The interval.
        text: String,
    },
}

errors!(WhenError {
    Syntax { text, column, expected },
    Spelling { text, found, expected },
    NotInCalendar { text, calendar, expected },
    Precision { text, precision, expected },
    OutsideYears { text },
    TooLong { length },
    NoStart,
    NoEnd,
    Empty { text },
    EndBeforeStart { text },
    SeveralDates { text },
    NotAnEnd { text },
});
