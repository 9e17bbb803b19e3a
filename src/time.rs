//! When something happened: dates as sources give them, and what follows from them.
//!
//! A source says "in July", "about 2010", "by the 10th at the latest". [`When`] reads such a date
//! as EDTF, the Extended Date/Time Format of ISO 8601-2, keeps it as written, and derives
//! [`Bounds`]: the earliest and latest start, and the earliest and latest end. Questions have
//! three answers, [`Certainty`]: certain, possible and impossible. Nothing guesses a day.
//!
//! ```
//! use detente::time::{Certainty, When};
//!
//! let riyadh = When::parse("2025-02-18")?;
//! let call = When::parse("2025-06")?.with_words("a call in June");
//! let kuala_lumpur = When::parse("2025-07-10/2025-07-11")?;
//!
//! assert_eq!(riyadh.before(&call), Certainty::Certain);
//! assert_eq!(call.before(&When::parse("2025-06-15")?), Certainty::Possible);
//! assert_eq!(call.probability_before(&kuala_lumpur), Some(1.0));
//! assert_eq!(kuala_lumpur.bounds().to_string(), "2025-07-10 to 2025-07-11");
//! # Ok::<(), detente::time::WhenError>(())
//! ```
//!
//! # Which type do I need?
//!
//! | task | type |
//! | :-- | :-- |
//! | date an event | [`When`] |
//! | keep what a source wrote, to the byte | [`Edtf`] |
//! | read Julian dates and years from 25 March | [`Calendar`] |
//! | set the time zone of dates, or the width of `~` | [`Zone`], [`DayRule`] |
//! | compare events | [`Bounds`], [`Certainty`], [`AllenRelation`], [`AllenRelations`] |
//! | date "Tuesday night" from the day of the report | [`Anchor`], [`RelativeDate`] |
//! | say when a question is asked | [`Moment`], [`AsOf`], [`Window`] |
//! | ask by day, week, month, quarter or year | [`Period`], [`CalendarPeriod`] |
//! | combine dates with statements of order | [`network`] |
//!
//! # EDTF cheat sheet
//!
//! A single date is *some time* within it. An interval with `/` fills the time between its ends.
//!
//! | phrase | EDTF | meaning here |
//! | :-- | :-- | :-- |
//! | on 10 July 2025 | `2025-07-10` | some time on that day, UTC |
//! | in July 2025 | `2025-07` | one unknown day of July |
//! | in 2014 | `2014` | one unknown day of 2014 |
//! | all of 2014 | `2014-01-01/2014-12-31` | every day of 2014 |
//! | from 14 to 18 July | `2025-07-14/2025-07-18` | both days and all days between |
//! | at 18:00 in Moscow | `2025-07-10T18:00:00+03:00` | that second, in any zone |
//! | from 10:00 to 11:00 UTC | `2025-07-10T10:00Z/2025-07-10T11:00Z` | one hour; what begins at 11:00 follows it |
//! | about 10 July | `2025-07-10~` | 9 to 11 July; see [`DayRule::margin`] |
//! | on 10 July, if the source is right | `2025-07-10?` | 10 July; [`When::is_uncertain`] |
//! | about 2010, doubtful | `2010%` | 2009 to 2011; uncertain and approximate |
//! | in spring 2025 | `2025-21` | March to May 2025 |
//! | in the third quarter | `2025-35` | July to September |
//! | in the 1990s | `199X` | one unknown day from 1990 to 1999 |
//! | in the 19th century | `18XX` | one unknown day from 1800 to 1899 |
//! | on a day of July that is not given | `2025-07-XX` | the same days as `2025-07` |
//! | on the 1st of a month of 2025 | `2025-XX-01` | one of twelve days |
//! | on 1 or 3 July | `[2025-07-01,2025-07-03]` | one of the two, and not the 2nd |
//! | on some day from 5 to 8 July | `[2025-07-05..2025-07-08]` | one of four days |
//! | by 10 July at the latest | `[..2025-07-10]` | any time up to the end of the 10th |
//! | on 10 July at the earliest | `[2025-07-10..]` | any time from the 10th on |
//! | since 24 February 2022, without an end | `2022-02-24/..` | it never ends |
//! | since 24 February 2022, end unknown | `2022-02-24/` | it ended some time after the start |
//! | until 10 July, start unknown | `/2025-07-10` | it started some time before the end |
//! | from 10 July or earlier until 12 July or later | `..2025-07-10/2025-07-12..` | it includes the 11th |
//! | in the year 12025 | `Y12025` | one unknown day of that year |
//! | in 44 BC | `-0043` | one unknown day; year 0 is 1 BC |
//! | date unknown | `undated`, which is not EDTF: [`When::undated`] | any time at all |
//!
//! The assertions behind the table:
//!
//! ```
//! use detente::time::{Certainty, When};
//!
//! // First and last possible day, and whether it fills the time between.
//! for (edtf, days, is_extent) in [
//!     ("2025-07-10", "2025-07-10", false),
//!     ("2025-07", "2025-07-01 to 2025-07-31", false),
//!     ("2014", "2014-01-01 to 2014-12-31", false),
//!     ("2014-01-01/2014-12-31", "2014-01-01 to 2014-12-31", true),
//!     ("2025-07-14/2025-07-18", "2025-07-14 to 2025-07-18", true),
//!     ("2025-07-10T18:00:00+03:00", "2025-07-10", false),
//!     ("2025-07-10T10:00Z/2025-07-10T11:00Z", "2025-07-10", true),
//!     ("2025-07-10~", "2025-07-09 to 2025-07-11", false),
//!     ("2025-07-10?", "2025-07-10", false),
//!     ("2010%", "2009-01-01 to 2011-12-31", false),
//!     ("2025-21", "2025-03-01 to 2025-05-31", false),
//!     ("2025-35", "2025-07-01 to 2025-09-30", false),
//!     ("199X", "1990-01-01 to 1999-12-31", false),
//!     ("18XX", "1800-01-01 to 1899-12-31", false),
//!     ("2025-07-XX", "2025-07-01 to 2025-07-31", false),
//!     ("2025-XX-01", "2025-01-01 to 2025-12-01", false),
//!     ("[2025-07-01,2025-07-03]", "2025-07-01 to 2025-07-03", false),
//!     ("[2025-07-05..2025-07-08]", "2025-07-05 to 2025-07-08", false),
//!     ("[..2025-07-10]", "2025-07-10 or earlier", false),
//!     ("[2025-07-10..]", "2025-07-10 or later", false),
//!     ("2022-02-24/..", "2022-02-24 or later", true),
//!     ("2022-02-24/", "2022-02-24 or later", true),
//!     ("/2025-07-10", "2025-07-10 or earlier", true),
//!     ("..2025-07-10/2025-07-12..", "any time", true),
//!     ("Y12025", "+12025-01-01 to +12025-12-31", false),
//!     ("-0043", "-0043-01-01 to -0043-12-31", false),
//! ] {
//!     let when = When::parse(edtf)?;
//!     assert_eq!(when.bounds().to_string(), days, "{edtf}");
//!     assert_eq!(when.is_extent(), is_extent, "{edtf}");
//! }
//! assert!(When::parse("2025-07-10?")?.is_uncertain());
//! assert!(When::parse("2010%")?.is_uncertain() && When::parse("2010%")?.is_approximate());
//! assert!(When::parse("2022-02-24/..")?.bounds().has_no_end());
//! assert!(!When::parse("2022-02-24/")?.bounds().has_no_end());
//! assert_eq!(When::undated().bounds().to_string(), "any time");
//!
//! let second = chrono::NaiveDate::from_ymd_opt(2025, 7, 2).unwrap();
//! let either = When::parse("[2025-07-01,2025-07-03]")?;
//! assert_eq!(either.within(second), Certainty::Impossible);
//! let eleventh = When::parse("2025-07-11")?;
//! let long = When::parse("..2025-07-10/2025-07-12..")?;
//! assert_eq!(long.overlaps(&eleventh), Certainty::Certain);
//! # Ok::<(), detente::time::WhenError>(())
//! ```
//!
//! # Dates as programs and people write them
//!
//! | written by | text | what to do |
//! | :-- | :-- | :-- |
//! | JavaScript | `2016-05-02T16:54:59.042Z` | nothing: it is some time in that second |
//! | `strftime` | `2016-05-02T16:54:59+0230` | nothing |
//! | a time table | `2016-05-02T24:00:00` | nothing: it is the end of that day |
//! | the EDTF draft of 2012 | `199u`, `unknown/2004` | [`Edtf::from_draft`] |
//! | Wikidata | `+1921-00-00T00:00:00Z`, precision 9 | [`Edtf::from_wikidata`] |
//! | a source before the Gregorian calendar | `1750/51-02-11` | [`Calendar::to_edtf`] |
//!
//! Some texts are valid, and mean something else than was meant:
//!
//! | text | meaning in EDTF | write |
//! | :-- | :-- | :-- |
//! | `1921-22` | summer 1921, a season | `1921/1922` for two years |
//! | `1904-05` | May 1904, a month | `1904/1905` for two years |
//! | `1921-01-01T00:00:00Z` | the first second of 1921 | `1921`, `1921-01` or `1921-01-01`, by the precision of the source |
//! | `2014/2015` | from some day of 2014 to some day of 2015 | `2014-01-01/2015-12-31` for both whole years |
//!
//! [`Timeline::warnings`](crate::Timeline::warnings) lists events with a date like the first or the third. Months are too
//! common for a warning: `1904-05` gets one only if another event of the timeline has a season that looks like
//! two years.
//!
//! # What is refused
//!
//! The error says what to write, or names the column and what was expected there.
//!
//! | text | error | write |
//! | :-- | :-- | :-- |
//! | `10 July 2025` | column 1: expected a year of four digits, or `Y` and a longer one | `2025-07-10` |
//! | `2025-7-10` | column 6: expected a month of two digits, 01 to 12, or a season, 21 to 41 | `2025-07-10` |
//! | `2025-02-30` | column 9: expected a day of two digits, 01 to 28 | `2025-02-28` |
//! | `2025-07-10T24:30` | column 15: expected the minute 00 after the hour 24 | `2025-07-11T00:30` |
//! | `2025-07-10T18:00 MSK` | column 17: expected `Z`, an offset such as +03:00, or the end of the time | `2025-07-10T18:00+03:00` |
//! | `12025` | column 5: expected the end of the date, or `-` and the next part | `Y12025` |
//! | `[2025-07-01;2025-07-03]` | column 12: expected `,`, `..` or `]` | `[2025-07-01,2025-07-03]` |
//! | `2025-07-18/2025-07-14` | ends before it starts | `2025-07-14/2025-07-18` |
//! | `{2025-05,2025-06}` | is a set of several dates: expected one date | one event for each date |
//! | `2025-07-10 18:00` | has a blank between the date and the time | `2025-07-10T18:00` |
//! | `1846-47` | is two years | `1846/1847` |
//! | `19`, `193` | has two digits, has three digits | `19XX`, `193X` |
//! | `199u`, `1723?~` | is written as in the EDTF draft of 2012 | `199X`, `1723%` |
//! | `unknown/2004` | is written as in the EDTF draft of 2012 | `/2004`, or `../2004` if there is no start |
//! | `/`, `../..` | has neither a start nor an end | `undated` |
//!
//! ```
//! use detente::time::When;
//!
//! let syntax = |column: u32, expected: &str| {
//!     format!("is not EDTF at column {column}: expected {expected}")
//! };
//! let year = "a year of four digits, or `Y` and a longer one";
//! for (text, error) in [
//!     ("10 July 2025", syntax(1, year)),
//!     ("2025-7-10", syntax(6, "a month of two digits, 01 to 12, or a season, 21 to 41")),
//!     ("2025-02-30", syntax(9, "a day of two digits, 01 to 28")),
//!     ("2025-07-10T24:30", syntax(15, "the minute 00 after the hour 24")),
//!     ("2025-07-10T18:00 MSK", syntax(17, "`Z`, an offset such as +03:00, or the end of the time")),
//!     ("12025", syntax(5, "the end of the date, or `-` and the next part")),
//!     ("[2025-07-01;2025-07-03]", syntax(12, "`,`, `..` or `]`")),
//!     ("2025-07-18/2025-07-14", "ends before it starts: expected the start first".to_owned()),
//!     ("{2025-05,2025-06}", "is a set of several dates: expected one date".to_owned()),
//!     ("2025-07-10 18:00", "has a blank between the date and the time: expected `2025-07-10T18:00`".to_owned()),
//!     ("1846-47", "is two years: expected `1846/1847`".to_owned()),
//!     ("../..", "has neither a start nor an end: expected `undated`".to_owned()),
//! ] {
//!     let refused = When::parse(text).unwrap_err();
//!     assert_eq!(refused.to_string(), format!("`{text}` {error}"));
//! }
//! ```
//!
//! # Limits
//!
//! Times are whole seconds in UTC; a fraction is kept in the text alone, and a leap second counts as
//! the second before it. Years run from -262143 to 262142, in the proleptic Gregorian calendar. Time
//! zones are offsets: names such as `Europe/Moscow` are not resolved. Relative dates are chosen by
//! the caller, not parsed from text.

mod allen;
mod bounds;
mod calendar;
mod day_rule;
mod edtf;
mod english;
mod error;
mod input;
mod length;
mod moment;
pub mod network;
mod period;
mod phrase;
mod relative;
#[cfg(any(feature = "sheet", feature = "import"))]
mod typed;
mod when;
mod window;

pub use allen::{AllenRelation, AllenRelations, AllenRelationsIter};
pub use bounds::{Bounds, Certainty};
pub use calendar::Calendar;
pub use day_rule::{DayRule, Zone};
pub use edtf::Edtf;
pub(crate) use edtf::Unlikely;
pub use error::WhenError;
pub(crate) use input::DateErrors;
pub use input::DateInput;
pub(crate) use length::Length;
pub use moment::{AsOf, Moment};
pub(crate) use moment::{DAY, Midnights, date_of_day, day_of, first_second, instant};
pub use period::{CalendarPeriod, Period, PeriodError, PeriodTable};
pub use phrase::{DatePhrase, SomeDay};
pub use relative::{Anchor, AnchorError, RelativeDate};
#[cfg(any(feature = "sheet", feature = "import"))]
pub use typed::DayOrder;
#[cfg(feature = "sheet")]
pub(crate) use typed::MONTHS;
#[cfg(any(feature = "sheet", feature = "import"))]
pub(crate) use typed::{TypedDate, TypedFault, TypedRule, typed};
#[cfg(feature = "import")]
pub(crate) use typed::{full_year, month};
pub(crate) use when::{Alternatives, UNDATED};
pub use when::{DateSource, When};
pub use window::Window;
