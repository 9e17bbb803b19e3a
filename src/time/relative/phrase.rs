//! The phrases, and the days that each of them means.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::days::{DayRange, day, last_of_month, on_or_after, on_or_before, year};

/// A phrase that dates an event relative to the day of the report.
///
/// Resolved by [`Anchor::resolve`](super::Anchor::resolve). `Display` writes the phrase in
/// English.
///
/// Each one means some time within the days it names, never the whole of them.
///
/// # Example
///
/// ```
/// use chrono::{NaiveDate, Weekday};
/// use detente::time::{Anchor, RelativeDate};
///
/// // Thursday, 10 July 2025.
/// let anchor = Anchor::from(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap());
/// for (phrase, edtf) in [
///     (RelativeDate::OnLast(Weekday::Thu), "2025-07-10"),
///     (RelativeDate::OnLastBefore(Weekday::Thu), "2025-07-03"),
///     (RelativeDate::LastWeek, "[2025-06-30..2025-07-06]"),
///     (RelativeDate::DaysAgo(3), "2025-07-07"),
///     (RelativeDate::LastMonth, "2025-06"),
/// ] {
///     assert_eq!(anchor.resolve(phrase)?.to_string(), edtf, "{phrase}");
/// }
/// # Ok::<(), detente::time::AnchorError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RelativeDate {
    /// "today": the anchor.
    Today,
    /// "yesterday": the day before the anchor.
    Yesterday,
    /// "tomorrow": the day after the anchor.
    Tomorrow,
    /// "last night": the anchor or the day before.
    LastNight,
    /// "tonight": the anchor or the day after.
    Tonight,
    /// "Thursday", in a report of a past event: the last such weekday, the anchor included.
    ///
    /// Newspapers use it this way: "Thursday" in a Thursday's issue is that day.
    OnLast(Weekday),
    /// "last Thursday": the last such weekday before the anchor, one to seven days earlier.
    OnLastBefore(Weekday),
    /// "this Thursday", in a report of a planned event: the next such weekday, the anchor
    /// included.
    OnNext(Weekday),
    /// "next Thursday": the next such weekday after the anchor, one to seven days later.
    ///
    /// Some speakers mean the Thursday of the following week instead: use
    /// [`InDays`](Self::InDays) for that.
    OnNextAfter(Weekday),
    /// "Tuesday night": the last such weekday, the anchor included, or the day after it.
    ///
    /// A night has two dates, and its name does not say which one is meant.
    NightOf(Weekday),
    /// "over the weekend": the Saturday or Sunday of the last weekend that has begun.
    OverTheWeekend,
    /// "last week": Monday to Sunday of the week before the anchor's.
    LastWeek,
    /// "this week": Monday to Sunday of the anchor's week, before or after the anchor.
    ThisWeek,
    /// "next week": Monday to Sunday of the week after the anchor's.
    NextWeek,
    /// "last month": the calendar month before the anchor's.
    LastMonth,
    /// "this month": the anchor's calendar month, before or after the anchor.
    ThisMonth,
    /// "next month": the calendar month after the anchor's.
    NextMonth,
    /// "last year": the calendar year before the anchor's.
    LastYear,
    /// "this year": the anchor's calendar year, before or after the anchor.
    ThisYear,
    /// "next year": the calendar year after the anchor's.
    NextYear,
    /// "3 days ago": this many days before the anchor.
    DaysAgo(u32),
    /// "in 3 days": this many days after the anchor.
    InDays(u32),
    /// "within the last 2 days": any time in this many times 24 hours before the report.
    ///
    /// The hour of the report is unknown, so both the first day and the anchor are included.
    WithinLast(u32),
    /// "in recent months": this many calendar months before the anchor's month, and that
    /// month up to the anchor.
    ///
    /// The caller chooses the number, because "recent" has none.
    RecentMonths(u32),
}

impl RelativeDate {
    /// The days that it means if it is said on `said`.
    ///
    /// A later `said` never gives an earlier range. Returns `None` if a day is outside
    /// chrono's years.
    pub(super) fn days_from(self, said: NaiveDate) -> Option<DayRange> {
        match self {
            Self::Today => day(Some(said)),
            Self::Yesterday => day(said.pred_opt()),
            Self::Tomorrow => day(said.succ_opt()),
            Self::LastNight => Some((said.pred_opt()?, said)),
            Self::Tonight => Some((said, said.succ_opt()?)),
            Self::OnLast(weekday) => day(on_or_before(said, weekday)),
            Self::OnLastBefore(weekday) => day(on_or_before(said.pred_opt()?, weekday)),
            Self::OnNext(weekday) => day(on_or_after(said, weekday)),
            Self::OnNextAfter(weekday) => day(on_or_after(said.succ_opt()?, weekday)),
            Self::NightOf(weekday) => {
                let evening = on_or_before(said, weekday)?;
                Some((evening, evening.succ_opt()?))
            }
            Self::OverTheWeekend => {
                let saturday = on_or_before(said, Weekday::Sat)?;
                Some((saturday, saturday.succ_opt()?))
            }
            Self::LastWeek => {
                let sunday = on_or_before(said, Weekday::Mon)?.pred_opt()?;
                Some((on_or_before(sunday, Weekday::Mon)?, sunday))
            }
            Self::ThisWeek => Some((
                on_or_before(said, Weekday::Mon)?,
                on_or_after(said, Weekday::Sun)?,
            )),
            Self::NextWeek => {
                let monday = on_or_after(said, Weekday::Sun)?.succ_opt()?;
                Some((monday, on_or_after(monday, Weekday::Sun)?))
            }
            Self::LastMonth => {
                let last = said.with_day(1)?.pred_opt()?;
                Some((last.with_day(1)?, last))
            }
            Self::ThisMonth => Some((said.with_day(1)?, last_of_month(said))),
            Self::NextMonth => {
                let first = last_of_month(said).succ_opt()?;
                Some((first, last_of_month(first)))
            }
            Self::LastYear => year(said.year() - 1),
            Self::ThisYear => year(said.year()),
            Self::NextYear => year(said.year() + 1),
            Self::DaysAgo(days) => day(said.checked_sub_days(Days::new(days.into()))),
            Self::InDays(days) => day(said.checked_add_days(Days::new(days.into()))),
            Self::WithinLast(days) => Some((said.checked_sub_days(Days::new(days.into()))?, said)),
            Self::RecentMonths(months) => {
                let month = said.with_day(1)?;
                Some((month.checked_sub_months(Months::new(months))?, said))
            }
        }
    }
}

impl fmt::Display for RelativeDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = |days: u32| match days {
            1 => "1 day".to_owned(),
            _ => format!("{days} days"),
        };
        f.pad(match *self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Tomorrow => "tomorrow",
            Self::LastNight => "last night",
            Self::Tonight => "tonight",
            Self::OnLast(weekday) => name(weekday),
            Self::OnLastBefore(weekday) => return f.pad(&format!("last {}", name(weekday))),
            Self::OnNext(weekday) => return f.pad(&format!("this {}", name(weekday))),
            Self::OnNextAfter(weekday) => return f.pad(&format!("next {}", name(weekday))),
            Self::NightOf(weekday) => return f.pad(&format!("{} night", name(weekday))),
            Self::OverTheWeekend => "over the weekend",
            Self::LastWeek => "last week",
            Self::ThisWeek => "this week",
            Self::NextWeek => "next week",
            Self::LastMonth => "last month",
            Self::ThisMonth => "this month",
            Self::NextMonth => "next month",
            Self::LastYear => "last year",
            Self::ThisYear => "this year",
            Self::NextYear => "next year",
            Self::DaysAgo(ago) => return f.pad(&format!("{} ago", days(ago))),
            Self::InDays(ahead) => return f.pad(&format!("in {}", days(ahead))),
            Self::WithinLast(1) => "within the last day",
            Self::WithinLast(ago) => return f.pad(&format!("within the last {ago} days")),
            Self::RecentMonths(_) => "in recent months",
        })
    }
}

const fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
