//! Times as Wikidata states them: a text, a precision, and a calendar.
//!
//! The text always has the form of a second, `+1921-01-01T00:00:00Z`, and only the precision says that the year
//! is meant. Read without it, the text is the first second of the year. Older dumps pad the year to eleven
//! digits, `+00000001921-01-01T00:00:00Z`.
//!
//! Sources: *Wikibase/DataModel/JSON*, "time", mediawiki.org; *Help:Dates*, wikidata.org (the year has 4 to 16
//! digits).

use std::borrow::Cow;

use super::{Edtf, WhenError};
use crate::time::Calendar;

impl Edtf {
    /// Reads a time of Wikidata by its precision and its calendar model.
    ///
    /// | precision | meaning | `+1921-03-16T00:00:00Z` becomes |
    /// | --: | :-- | :-- |
    /// | 11 | a day | `1921-03-16` |
    /// | 10 | a month | `1921-03` |
    /// | 9 | a year | `1921` |
    /// | 8 | ten years | `192X` |
    /// | 7 | a century, from its year 1 on | `[1901..2000]` |
    /// | 6 | a millennium, from its year 1 on | `[1001..2000]` |
    ///
    /// Parts that the precision leaves out are not read: they can be `00`. The sign is optional, and the year can
    /// have zeros before it, as in old dumps. The result is in the Gregorian calendar: see [`Calendar::to_edtf`]. The calendar model of a time is
    /// [`Julian`](Calendar::Julian) for `Q1985786` and [`Gregorian`](Calendar::Gregorian) for `Q1985727`; the
    /// query service converts days to Gregorian.
    ///
    /// # Errors
    ///
    /// Returns [`WhenError::Precision`] for any other precision, and for years before 1: the JSON of Wikidata
    /// numbers 44 BC as `-0044` and its query service as `-0043`, and the text does not say which it is. It
    /// also returns it for a year after 9999.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::{Calendar, Edtf, When};
    ///
    /// let read = |precision| Edtf::from_wikidata("+1921-00-00T00:00:00Z", precision, Calendar::Gregorian);
    /// assert_eq!(read(9)?.to_string(), "1921");
    /// assert!(read(11).is_err());
    ///
    /// let congress = Edtf::from_wikidata("+1699-01-26T00:00:00Z", 11, Calendar::Gregorian)?;
    /// assert_eq!(When::try_from(congress)?.bounds().to_string(), "1699-01-26");
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn from_wikidata(text: &str, precision: u8, calendar: Calendar) -> Result<Self, WhenError> {
        let refused = |expected: &str| WhenError::Precision {
            text: text.to_owned(),
            precision,
            expected: expected.to_owned(),
        };
        if calendar == Calendar::OldStyle {
            return Err(refused(
                "the Gregorian or the Julian calendar, which are the calendar models of Wikidata",
            ));
        }
        let plain = text.strip_prefix('+').unwrap_or(text);
        let date = short_year(plain);
        if plain.starts_with('-') || date.starts_with("0000-") {
            return Err(refused("a year after 0, or EDTF such as `-0043` for 44 BC"));
        }
        let date = date.split_once('T').map_or(&*date, |(date, _)| date);
        let year = date.split_once('-').map_or("", |(year, _)| year);
        if year.len() < 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused("a time such as `+1921-03-16T00:00:00Z`"));
        }
        if year.len() > 4 {
            return Err(refused("a year up to 9999"));
        }
        let year: u32 = year.parse().expect("a year of four digits has 32 bits");
        let month = match date.match_indices('-').nth(1) {
            Some((end, _)) => &date[..end],
            None => date,
        };
        // The years of one unit of a coarse precision.
        let (first, last) = match precision {
            11 => return calendar.to_edtf(date),
            10 => return calendar.to_edtf(month),
            9 => return calendar.to_edtf(&date[..4]),
            8 if calendar == Calendar::Gregorian => {
                return Self::parse(&format!("{}X", &date[..3]));
            }
            8 => (year / 10 * 10, year / 10 * 10 + 9),
            7 => ((year - 1) / 100 * 100 + 1, (year - 1) / 100 * 100 + 100),
            6 => (
                (year - 1) / 1_000 * 1_000 + 1,
                (year - 1) / 1_000 * 1_000 + 1_000,
            ),
            _ => return Err(refused("a precision from 6, a millennium, to 11, a day")),
        };
        if last > 9_999 {
            return Err(refused("a year before 9001"));
        }
        calendar.years(first, last)
    }
}

/// A time whose year has no more zeros before it than a year of four digits has.
pub(super) fn short_year(text: &str) -> Cow<'_, str> {
    let (year, rest) = text.split_at(text.find('-').unwrap_or(text.len()));
    let is_long = year.len() > 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    if !is_long || !year.starts_with('0') {
        return text.into();
    }
    let significant = year.trim_start_matches('0');
    format!("{significant:0>4}{rest}").into()
}
