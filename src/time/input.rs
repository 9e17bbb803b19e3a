//! Dates as builders take them: EDTF text, or a [`When`].

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::{When, WhenError};

/// A date given to a builder: EDTF text, or a [`When`].
///
/// Text is parsed at once, but a text that is not a date is not an error yet.
/// [`TimelineBuilder::build`](crate::TimelineBuilder::build) reports it together with all other
/// faults, with the entry, the field and the text.
///
/// # Example
///
/// ```
/// use detente::{Event, Timeline};
///
/// let error = Timeline::builder()
///     .event(Event::call("spring", "2025-21"))
///     .event(Event::call("leap-day", "2025-02-29"))
///     .build()
///     .unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "event `leap-day`: `when`: `2025-02-29` is not EDTF at column 9: expected a day of two digits, 01 to 28",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateInput(Result<When, WhenError>);

/// The dates of one statement that could not be parsed, each with the name of its field.
///
/// Setters cannot fail, so they note the error here for the builder to report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DateErrors(Vec<(&'static str, WhenError)>);

impl DateErrors {
    /// No errors, as the default.
    pub(crate) const NONE: Self = Self(Vec::new());

    /// Returns the date of a field. If it could not be parsed, keeps the error and returns
    /// [`When::undated`]: no timeline is built from such a statement, so the value is never used.
    pub(crate) fn take_in(&mut self, field: &'static str, date: impl Into<DateInput>) -> When {
        match date.into().0 {
            Ok(when) => when,
            Err(error) => {
                self.0.push((field, error));
                When::undated()
            }
        }
    }

    /// Moves the errors of a part, such as an alias, to the whole statement.
    pub(crate) fn absorb(&mut self, part: &mut Self) {
        self.0.append(&mut part.0);
    }

    /// The fields and their errors, in the order in which they were given.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(&'static str, WhenError)> {
        self.0.iter()
    }
}

impl From<When> for DateInput {
    fn from(when: When) -> Self {
        Self(Ok(when))
    }
}

impl From<&When> for DateInput {
    fn from(when: &When) -> Self {
        Self(Ok(when.clone()))
    }
}

impl From<&str> for DateInput {
    fn from(text: &str) -> Self {
        Self(When::parse(text))
    }
}

impl From<String> for DateInput {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for DateInput {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<NaiveDate> for DateInput {
    fn from(day: NaiveDate) -> Self {
        When::from(day).into()
    }
}

impl From<DateTime<Utc>> for DateInput {
    fn from(instant: DateTime<Utc>) -> Self {
        When::from(instant).into()
    }
}

impl From<DateTime<FixedOffset>> for DateInput {
    fn from(instant: DateTime<FixedOffset>) -> Self {
        When::from(instant).into()
    }
}
