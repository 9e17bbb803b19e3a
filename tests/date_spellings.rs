//! Dates as files write them: one day in every spelling that can be stated.
#![cfg(feature = "import")]

use chrono::NaiveDate;
use detente::import::{DateProposal, DateSpelling, Delimiter, PlainLayout, RowReader};
use proptest::prelude::*;

fn commas() -> PlainLayout {
    PlainLayout::default().with_delimiter(Delimiter::Comma)
}

/// The date of a row, or its fault without the line.
fn read(date: &str, layout: &PlainLayout) -> Result<String, String> {
    let row = format!("{date}\tUSA\tRUS\t040\n");
    let row = RowReader::new(row.as_bytes(), layout).next();
    match row {
        Some(Ok(row)) => Ok(row.date().to_string()),
        Some(Err(fault)) => Err(fault.kind.to_string()),
        None => Err("taken for a header".to_owned()),
    }
}

fn spelled(spelling: DateSpelling) -> PlainLayout {
    PlainLayout::default().with_dates(spelling)
}

const DAYS: [&str; 5] = [
    "2025-03-04",
    "2025-04-03",
    "2025-05-12",
    "2025-09-30",
    "2025-12-31",
];

#[test]
#[expect(clippy::too_many_lines, reason = "a table of spellings")]
fn the_same_days_are_read_in_every_spelling() {
    use DateSpelling::{
        DayFirst, MonthFirst, Serial1900, Serial1904, ShortCompact, UnixSeconds, Unordered,
    };
    for (spelling, texts) in [
        (Unordered, DAYS),
        (
            Unordered,
            ["20250304", "20250403", "20250512", "20250930", "20251231"],
        ),
        (
            DayFirst,
            [
                "04/03/2025",
                "03/04/2025",
                "12/05/2025",
                "30/09/2025",
                "31/12/2025",
            ],
        ),
        (
            MonthFirst,
            [
                "3/4/2025",
                "4/3/2025",
                "5/12/2025",
                "9/30/2025",
                "12/31/2025",
            ],
        ),
        (
            DayFirst,
            [
                "04.03.2025",
                "03.04.2025",
                "12.05.2025",
                "30.09.2025",
                "31.12.2025",
            ],
        ),
        (
            Unordered,
            [
                "4 March 2025",
                "3 April 2025",
                "12 May 2025",
                "30 September 2025",
                "31 December 2025",
            ],
        ),
        (
            Unordered,
            [
                "March 4, 2025",
                "Apr. 3 2025",
                "MAY 12th, 2025",
                "30 Sept 2025",
                "31st of December 2025",
            ],
        ),
        (
            Unordered,
            [
                "2025/3/4",
                "2025/04/03",
                "2025-5-12",
                "2025.9.30",
                "2025/12/31",
            ],
        ),
        (
            Unordered,
            [
                "2025-03-04T16:54:59.042Z",
                "2025-04-03 10:00:00+02:00",
                "2025-05-12 00:00",
                "2025-09-30T23:59:59Z",
                "2025-12-31 23:59:59 UTC",
            ],
        ),
        (
            MonthFirst,
            [
                "3/4/2025 14:05",
                "4/3/2025 2:05:00 PM",
                "5/12/2025 0:00",
                "9/30/2025 11:59:59 pm",
                "12/31/2025 23:59",
            ],
        ),
        (Serial1900, ["45720", "45750", "45789", "45930", "46022.5"]),
        (Serial1904, ["44258", "44288", "44327", "44468", "44560"]),
        (
            UnixSeconds,
            [
                "1741046400",
                "1743724799",
                "1747008000.5",
                "1759190400",
                "1767225599",
            ],
        ),
        (
            ShortCompact,
            ["250304", "250403", "250512", "250930", "251231"],
        ),
    ] {
        let layout = spelled(spelling).with_short_years(1970);
        for (text, day) in texts.into_iter().zip(DAYS) {
            assert_eq!(
                read(text, &layout).as_deref(),
                Ok(day),
                "{text} as {spelling}"
            );
        }
    }
}

#[test]
fn an_order_that_is_not_stated_is_never_guessed() {
    let order = "expected a stated order of day and month, `with_dates(DateSpelling::DayFirst)` or \
                 `with_dates(DateSpelling::MonthFirst)`";
    // Not even if only one order is a date.
    for text in [
        "04/03/2025",
        "30/09/2025",
        "9/30/2025",
        "04.03.2025",
        "4-3-2025",
    ] {
        assert_eq!(
            read(text, &spelled(DateSpelling::Unordered)),
            Err(format!("column 1 (date) is `{text}`: {order}"))
        );
    }
    assert!(read("30/09/2025", &spelled(DateSpelling::MonthFirst)).is_err());
    assert!(read("9/30/2025", &spelled(DateSpelling::DayFirst)).is_err());
}

#[test]
fn numbers_and_short_years_are_refused_unless_they_are_stated() {
    let plain = spelled(DateSpelling::Unordered);
    for (text, hint) in [
        (
            "45720",
            "; for the number of a day in a spreadsheet, state it: `with_dates(DateSpelling::Serial1900)`",
        ),
        (
            "1741046400",
            "; for seconds since 1970, state it: `with_dates(DateSpelling::UnixSeconds)`",
        ),
        (
            "1741046400000",
            "; for milliseconds since 1970, state it: `with_dates(DateSpelling::UnixMilliseconds)`",
        ),
        (
            "250304",
            "; for YYMMDD, state it: `with_dates(DateSpelling::ShortCompact)` and `with_short_years`",
        ),
        ("20250304250000", ""),
        ("0", ""),
    ] {
        assert_eq!(
            read(text, &plain),
            Err(format!(
                "column 1 (date) is `{text}`: expected a date, YYYY-MM-DD or YYYYMMDD{hint}"
            ))
        );
    }
    assert_eq!(
        read("2025", &plain),
        Err(
            "column 1 (date) is `2025`: expected a date with a day; if dates can be a month or a year, state \
             it: `with_partial_dates`"
                .to_owned()
        )
    );
    let by_day = spelled(DateSpelling::DayFirst);
    assert_eq!(
        read("4/3/25", &by_day),
        Err(
            "column 1 (date) is `4/3/25`: expected a year of four digits, or `with_short_years`"
                .to_owned()
        )
    );
    let pivot = by_day.with_short_years(1950);
    assert_eq!(read("4/3/25", &pivot).as_deref(), Ok("2025-03-04"));
    assert_eq!(read("4/3/50", &pivot).as_deref(), Ok("1950-03-04"));
    assert_eq!(read("4 March 49", &pivot).as_deref(), Ok("2049-03-04"));
    assert_eq!(
        read("250304", &spelled(DateSpelling::ShortCompact)),
        Err("column 1 (date) is `250304`: expected years of two digits to be stated: `with_short_years`".to_owned())
    );
}

#[test]
fn the_leap_day_of_spreadsheets_is_no_day() {
    let layout = spelled(DateSpelling::Serial1900);
    assert_eq!(read("59", &layout).as_deref(), Ok("1900-02-28"));
    assert_eq!(
        read("60", &layout),
        Err(
            "column 1 (date) is `60`: expected a day of the calendar: day 60 is 29 February 1900, which did \
             not exist"
                .to_owned()
        )
    );
    assert_eq!(read("61", &layout).as_deref(), Ok("1900-03-01"));
}

#[test]
fn parts_of_dates_are_no_days() {
    let layout = spelled(DateSpelling::DayFirst).with_short_years(2000);
    for text in [
        "June 2022",
        "2022-06",
        "30 June",
        "early March",
        "2025-02-24/26",
        "31 June 2022",
        "5-7 May 2022",
        "30/6/2022/1",
        "12:30",
        "x 12:30",
        "30 June 2022 about 12:30",
        "1 2 3 June 2022",
        "99999999999 June 2022",
    ] {
        assert!(read(text, &layout).is_err(), "{text}");
    }
}

#[test]
fn a_look_over_the_file_proposes_an_order() {
    let table = |dates: &[&str]| {
        let rows = dates.iter().map(|date| format!("{date},USA,RUS,040\n"));
        format!("date,source,target,code\n{}", rows.collect::<String>())
    };
    let propose = |dates: &[&str]| DateProposal::of(table(dates).as_bytes(), &commas()).unwrap();
    let by_day = propose(&[
        "04/03/2025",
        "03/04/2025",
        "12/05/2025",
        "30/09/2025",
        "31/12/2025",
    ]);
    assert_eq!(by_day.spelling(), Some(DateSpelling::DayFirst));
    assert_eq!(
        (
            by_day.day_first.rows,
            by_day.month_first.rows,
            by_day.either.rows
        ),
        (2, 0, 3)
    );
    assert_eq!(by_day.day_first.first, Some((5, "30/09/2025".into())));
    let by_month = propose(&["3/4/2025", "5/12/2025", "9/30/2025"]);
    assert_eq!(by_month.spelling(), Some(DateSpelling::MonthFirst));
    // Both orders, and none.
    let mixed = propose(&["30/09/2025", "9/30/2025"]);
    assert_eq!(mixed.spelling(), None);
    assert_eq!(
        mixed.to_string(),
        "the dates are day_first by 1 row (first: line 2, `30/09/2025`), and month_first by 1 row (first: line 3, \
         `9/30/2025`)"
    );
    let unknown = propose(&["04/03/2025", "2025-03-04", "tbc", ""]);
    assert_eq!(unknown.spelling(), None);
    assert_eq!(
        unknown.to_string(),
        "no date shows how the dates are spelled; 1 row can be read either way"
    );
    assert_eq!(unknown.other, 2);
    assert_eq!(
        propose(&["45720", "46022"]).spelling(),
        Some(DateSpelling::Serial1900)
    );
    assert_eq!(
        propose(&["1741046400"]).spelling(),
        Some(DateSpelling::UnixSeconds)
    );
    assert_eq!(
        propose(&["1741046400000"]).spelling(),
        Some(DateSpelling::UnixMilliseconds)
    );
    assert_eq!(propose(&["20250304"]).spelling(), None);

    // The columns are those of the layout.
    let layout = commas()
        .with_header_line(2)
        .with_columns("When", "who", "whom", "what")
        .unwrap();
    let table = "title,,,\nwhat,who,whom,when\n040,USA,RUS,30/09/2025\n";
    let found = DateProposal::of(table.as_bytes(), &layout).unwrap();
    assert_eq!(found.day_first.first, Some((3, "30/09/2025".into())));
    let nothing = DateProposal::of(
        table.as_bytes(),
        &commas().with_columns("x", 1, 2, 3).unwrap(),
    );
    assert_eq!(nothing.unwrap(), DateProposal::default());
}

/// Any day of the years that all spellings have.
fn days() -> impl Strategy<Value = NaiveDate> {
    (1904_i32..=2099, 1_u32..=12, 1_u32..=31)
        .prop_filter_map("a day of the calendar", |(year, month, day)| {
            NaiveDate::from_ymd_opt(year, month, day)
        })
}

proptest! {
    #[test]
    fn a_day_is_read_as_it_was_written(date in days()) {
        let epoch = |text: &str| text.parse::<NaiveDate>().unwrap();
        let since = |text: &str| (date - epoch(text)).num_days();
        let serial = since("1899-12-31") + i64::from(date >= epoch("1900-03-01"));
        for (spelling, text) in [
            (DateSpelling::Unordered, date.format("%Y-%m-%d").to_string()),
            (DateSpelling::Unordered, date.format("%Y%m%d").to_string()),
            (DateSpelling::Unordered, date.format("%e %B %Y").to_string()),
            (DateSpelling::Unordered, date.format("%b %d, %Y").to_string()),
            (DateSpelling::Unordered, date.format("%Y/%m/%d").to_string()),
            (DateSpelling::DayFirst, date.format("%d/%m/%Y").to_string()),
            (DateSpelling::DayFirst, date.format("%d.%m.%Y 13:45").to_string()),
            (DateSpelling::MonthFirst, date.format("%m/%d/%Y").to_string()),
            (DateSpelling::MonthFirst, date.format("%m-%d-%Y").to_string()),
            (DateSpelling::Serial1900, serial.to_string()),
            (DateSpelling::Serial1904, since("1904-01-01").to_string()),
            (DateSpelling::UnixSeconds, (since("1970-01-01") * 86_400 + 86_399).to_string()),
            (DateSpelling::UnixMilliseconds, (since("1970-01-01") * 86_400_000).to_string()),
        ] {
            prop_assert_eq!(read(&text, &spelled(spelling)), Ok(date.to_string()), "{} as {}", text, spelling);
        }
        let year = chrono::Datelike::year(&date);
        let pivot = spelled(DateSpelling::MonthFirst).with_short_years(u16::try_from(year - 50).unwrap());
        prop_assert_eq!(read(&date.format("%m/%d/%y").to_string(), &pivot), Ok(date.to_string()));
    }

    #[test]
    fn no_text_is_a_date_that_it_does_not_say(text in "[0-9 /.:a-zA-Z,-]{0,16}", first in any::<u16>()) {
        for spelling in DateSpelling::ALL {
            let layout = spelled(spelling).with_short_years(first);
            if let Ok(date) = read(&text, &layout) {
                // The day is in the calendar, and of four digits.
                prop_assert_eq!(date.len(), 10, "{} as {}", text, spelling);
            }
        }
    }
}

#[test]
fn dates_are_read_as_programs_and_data_sets_write_them() {
    let plain = spelled(DateSpelling::Unordered);
    for text in [
        "20250304093000",
        "20250304T093000Z",
        "20250304T093000",
        "20250304.0",
        "04-March-2025",
        "4-Mar-2025",
        "4/Mar/2025",
        "Mar-04-2025",
        "2025-Mar-04",
    ] {
        assert_eq!(read(text, &plain).as_deref(), Ok("2025-03-04"), "{text}");
    }
    assert_eq!(
        read("4-Mar-25", &plain),
        Err(
            "column 1 (date) is `4-Mar-25`: expected a year of four digits, or `with_short_years`"
                .to_owned()
        )
    );
    let short = plain.with_short_years(1970);
    assert_eq!(read("4-Mar-25", &short).as_deref(), Ok("2025-03-04"));
    let serial = spelled(DateSpelling::Serial1900);
    assert_eq!(read("45720.0", &serial).as_deref(), Ok("2025-03-04"));
}
