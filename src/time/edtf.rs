//! EDTF, the Extended Date/Time Format: the expression, its parser and its writer.
//!
//! Source: Library of Congress (2019), *Extended Date/Time Format (EDTF)
//! Specification*; ISO 8601-2:2019, annex A, for the `..` before and after the dates
//! of an interval, which the Library's text omits.

mod draft;
mod parse;
pub(super) mod shape;
mod spelling;
mod unlikely;
mod wikidata;
mod write;

use std::str::FromStr;

use super::error::WhenError;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use shape::{APPROXIMATE, End, Member, Point, Shape, UNCERTAIN};
pub(crate) use unlikely::Unlikely;

/// A valid EDTF expression, exactly as it was written.
///
/// [`When`](super::When) turns it into bounds. A date or a time takes no memory beyond the
/// value, unless it is written with a fraction or an offset without a colon. The
/// [cheat sheet](crate::time#edtf-cheat-sheet) starts from phrases.
///
/// # Forms
///
/// Levels 0, 1 and 2 are read strictly. An expression is written back byte for byte.
///
/// | Level | Form | Example |
/// | :-- | :-- | :-- |
/// | 0 | date of a day, a month, a year | `2025-07-10`, `2025-07`, `2025` |
/// | 0 | date and time | `2025-07-10T18:00:00Z`, `2025-07-10T18:00:00+03:00` |
/// | 0 | interval | `2025-07-14/2025-07-18` |
/// | 1 | uncertain, approximate, both | `2025?`, `2025-07~`, `2025-07-10%` |
/// | 1 | unspecified digits | `201X`, `2025-XX`, `2025-07-XX` |
/// | 1 | open and unknown ends | `2022-02-24/..`, `/2025-07` |
/// | 1 | seasons, years before 0, long years | `2025-21`, `-0043`, `Y12025` |
/// | 2 | qualified parts, other unspecified digits | `2025-07-~10`, `?2025-07`, `156X-12-25` |
/// | 2 | powers of ten, significant digits | `Y-17E3`, `1950S2`, `Y171010S3` |
/// | 2 | seasons by hemisphere, quarters, halves | `2025-29`, `2025-33`, `2025-40` |
/// | 2 | started then or earlier, ended then or later | `..2025-07-10/2025-07-10..` |
/// | 2 | one of several, all of several | `[1667,1670..1672]`, `{1960,1961-12}` |
///
/// Extensions to those standards:
///
/// - A time may omit its seconds, `T18:00`, as in ISO 8601-1.
/// - Intervals and sets may contain times, as in ISO 8601-1.
/// - A second may have a fraction, `T18:00:00.042Z`. Bounds are whole seconds, so the time is in that second.
/// - An offset may have no colon, `+0230`. Blanks may be beside the commas of a set.
/// - 24:00 is the end of the day, as in ISO 8601-1.
/// - A long year may have a month, a day and a time, `Y12025-07-10`, so that every
///   date of chrono can be written.
/// - A year before 0 may have unspecified digits, `-01XX`. The ends of a range in a
///   set may be any dates, and an offset may be up to 23:59.
///
/// A second of 60, a leap second, is accepted and means the second before it.
///
/// Years are in chrono's range, -262143 to 262142. A text has at most [`Edtf::MAX_LENGTH`]
/// bytes, and so at most 200 members of a set.
///
/// # Example
///
/// ```
/// use detente::time::Edtf;
///
/// let about = Edtf::parse("2025-07-10~")?;
/// assert!(about.is_approximate() && !about.is_uncertain());
/// assert_eq!(about.to_string(), "2025-07-10~");
///
/// let wrong = Edtf::parse("2025-7-10").unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     "`2025-7-10` is not EDTF at column 6: expected a month of two digits, 01 to 12, or a season, 21 to 41",
/// );
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Edtf(Written);

/// How an expression was written.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Written {
    /// As the writer writes its parts.
    Canonical(Shape),
    /// In another way that is allowed, which is kept.
    Spelled(Box<(Shape, Box<str>)>),
}

impl Edtf {
    /// The maximum length of a text, in bytes.
    pub const MAX_LENGTH: usize = 1_000;

    /// Reads an EDTF expression of level 0, 1 or 2.
    ///
    /// The text is not trimmed, completed or corrected.
    ///
    /// # Errors
    ///
    /// Returns a [`WhenError`]: usually [`WhenError::Syntax`], with the column and what was
    /// expected there, or [`WhenError::Spelling`] if the text is a date that EDTF writes differently.
    pub fn parse(text: &str) -> Result<Self, WhenError> {
        if text.len() > Self::MAX_LENGTH {
            return Err(WhenError::TooLong { length: text.len() });
        }
        Self::read(text).map_err(|error| match error {
            WhenError::Syntax { .. } => spelling::error(text).unwrap_or(error),
            other => other,
        })
    }

    /// Reads a text, without a suggestion if it is refused.
    fn read(text: &str) -> Result<Self, WhenError> {
        let (shape, is_canonical) = parse::shape(text)?;
        Ok(Self(if is_canonical {
            Written::Canonical(shape)
        } else {
            Written::Spelled(Box::new((shape, text.into())))
        }))
    }

    /// The lowest level of the specification that includes this form: 0, 1 or 2.
    ///
    /// Many systems read only level 0 or 1. Check the level before you send them a date.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::Edtf;
    ///
    /// let dates = ["2025-07-10", "2025-07-10~", "[2025-07-01,2025-07-03]"];
    /// let dates = dates.into_iter().map(Edtf::parse).collect::<Result<Vec<_>, _>>()?;
    /// let refused: Vec<_> = dates.iter().filter(|date| date.level() > 1).collect();
    /// assert_eq!(refused, [&dates[2]]);
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn level(&self) -> u8 {
        match self.shape() {
            Shape::Point(point) => point.date.level(),
            Shape::Interval(ends) => ends[0].level().max(ends[1].level()),
            Shape::Set(_) => 2,
        }
    }

    /// Whether any part is marked uncertain, with `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.points().any(|point| point.date.marks.any(UNCERTAIN))
    }

    /// Whether any part is marked approximate, with `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.points().any(|point| point.date.marks.any(APPROXIMATE))
    }

    pub(super) fn shape(&self) -> &Shape {
        match &self.0 {
            Written::Canonical(shape) => shape,
            Written::Spelled(spelled) => &spelled.0,
        }
    }

    const fn of_shape(shape: Shape) -> Self {
        Self(Written::Canonical(shape))
    }

    /// The interval from one day to another.
    pub(super) fn of_days(first: NaiveDate, last: NaiveDate) -> Self {
        let at = |date: NaiveDate| End::At(date.into());
        Self::of_shape(Shape::Interval(Box::new([at(first), at(last)])))
    }

    /// The interval whose start and end are both unknown, which EDTF cannot write.
    pub(super) fn unknown_interval() -> Self {
        Self::of_shape(Shape::Interval(Box::new([End::Unknown, End::Unknown])))
    }

    /// Whether both its start and its end are unknown.
    pub(super) fn is_unknown(&self) -> bool {
        matches!(self.shape(), Shape::Interval(ends) if **ends == [End::Unknown, End::Unknown])
    }

    /// All dates in it.
    pub(super) fn points(&self) -> impl Iterator<Item = &Point> {
        let (one, ends, members): (_, &[End], &[Member]) = match self.shape() {
            Shape::Point(point) => (Some(point), &[], &[]),
            Shape::Interval(ends) => (None, ends.as_slice(), &[]),
            Shape::Set(set) => (None, &[], &set.members),
        };
        let ends = ends.iter().filter_map(|end| match end {
            End::At(point) | End::UpTo(point) | End::From(point) => Some(point),
            End::Open | End::Unknown => None,
        });
        let members = members.iter().flat_map(|member| {
            let (first, second) = match member {
                Member::One(point) | Member::UpTo(point) | Member::From(point) => (point, None),
                Member::Range(first, last) => (first, Some(last)),
            };
            std::iter::once(first).chain(second)
        });
        one.into_iter().chain(ends).chain(members)
    }
}

impl FromStr for Edtf {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        Self::parse(text)
    }
}

impl From<NaiveDate> for Edtf {
    fn from(date: NaiveDate) -> Self {
        Self::of_shape(Shape::Point(date.into()))
    }
}

/// In whole seconds; a fraction is cut off.
impl From<DateTime<Utc>> for Edtf {
    fn from(at: DateTime<Utc>) -> Self {
        Self::of_shape(Shape::Point(at.into()))
    }
}

/// In whole seconds; a fraction is cut off. An offset of zero becomes `Z`. So does an offset with
/// seconds, which EDTF cannot write: the time is converted to UTC.
impl From<DateTime<FixedOffset>> for Edtf {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self::of_shape(Shape::Point(at.into()))
    }
}

impl From<Point> for Edtf {
    fn from(point: Point) -> Self {
        Self::of_shape(Shape::Point(point))
    }
}
