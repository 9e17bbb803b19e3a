//! Dates of other calendars, of the EDTF draft of 2012 and of Wikidata.

use chrono::NaiveDate;
use detente::time::{Calendar, Edtf, When, WhenError};
use proptest::prelude::*;

/// Walks the Julian calendar day by day, beside chrono's Gregorian calendar.
///
/// It starts on the day that both calendars name in the bull *Inter gravissimas*: 4 October 1582 (Julian) was
/// followed by 15 October (Gregorian), which would have been 5 October.
struct Walk {
    julian: (i32, u32, u32),
    gregorian: NaiveDate,
}

fn julian_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

impl Walk {
    fn new() -> Self {
        Self {
            julian: (1582, 10, 5),
            gregorian: NaiveDate::from_ymd_opt(1582, 10, 15).unwrap(),
        }
    }

    fn forward(&mut self) {
        let (year, month, day) = self.julian;
        self.julian = if day < julian_month(year, month) {
            (year, month, day + 1)
        } else if month < 12 {
            (year, month + 1, 1)
        } else {
            (year + 1, 1, 1)
        };
        self.gregorian = self.gregorian.succ_opt().unwrap();
    }

    fn backward(&mut self) {
        let (year, month, day) = self.julian;
        self.julian = if day > 1 {
            (year, month, day - 1)
        } else if month > 1 {
            (year, month - 1, julian_month(year, month - 1))
        } else {
            (year - 1, 12, 31)
        };
        self.gregorian = self.gregorian.pred_opt().unwrap();
    }

    /// Days of the Julian years from 4 to 4000: all around the reform, all in the first months of round years, where
    /// leap days and the change of the year are, and every seventh other day.
    fn all() -> Vec<Self> {
        let mut days = Vec::new();
        let mut one = Self::new();
        while one.julian.0 >= 4 {
            days.push(Self { ..one });
            one.backward();
        }
        days.reverse();
        let mut one = Self::new();
        one.forward();
        while one.julian.0 <= 4_000 {
            days.push(Self { ..one });
            one.forward();
        }
        let is_kept = |(at, day): &(usize, Self)| {
            let (year, month, _) = day.julian;
            at % 7 == 0 || (1_580..=1_760).contains(&year) || (year % 20 == 0 && month < 4)
        };
        let kept = days.into_iter().enumerate().filter(is_kept);
        kept.map(|(_, day)| day).collect()
    }
}

fn edtf(calendar: Calendar, text: &str) -> String {
    let read = calendar
        .to_edtf(text)
        .unwrap_or_else(|error| panic!("{error}"));
    read.to_string()
}

fn refused(calendar: Calendar, text: &str) -> String {
    calendar.to_edtf(text).expect_err(text).to_string()
}

#[test]
fn julian_days_of_four_thousand_years_are_those_of_a_walk_through_both_calendars() {
    for Walk {
        julian: (year, month, day),
        gregorian,
    } in Walk::all()
    {
        let text = format!("{year:04}-{month:02}-{day:02}");
        let date = |date: NaiveDate| Edtf::from(date);
        assert_eq!(
            Calendar::Julian.to_edtf(&text),
            Ok(date(gregorian)),
            "{text}"
        );
        // The year that began on 25 March has the number of the year before until 24 March.
        let old = year - i32::from((month, day) < (3, 25));
        let text = format!("{old:04}-{month:02}-{day:02}");
        assert_eq!(
            Calendar::OldStyle.to_edtf(&text),
            Ok(date(gregorian)),
            "{text}"
        );
        if old != year {
            let both = format!("{old:04}/{:02}-{month:02}-{day:02}", year % 100);
            assert_eq!(
                Calendar::OldStyle.to_edtf(&both),
                Ok(date(gregorian)),
                "{both}"
            );
            assert_eq!(
                Calendar::Julian.to_edtf(&both),
                Ok(date(gregorian)),
                "{both}"
            );
        }
    }
}

#[test]
fn well_known_days_have_their_gregorian_dates() {
    for (calendar, text, day) in [
        // The execution of Charles I, the accession of William III, and the birth of Washington.
        (Calendar::OldStyle, "1648-01-30", "1649-02-09"),
        (Calendar::OldStyle, "1688/89-02-13", "1689-02-23"),
        (Calendar::OldStyle, "1731-02-11", "1732-02-22"),
        (Calendar::OldStyle, "1752-09-02", "1752-09-13"),
        // The Decembrists, and the October Revolution.
        (Calendar::Julian, "1825-12-14", "1825-12-26"),
        (Calendar::Julian, "1917-10-25", "1917-11-07"),
        (Calendar::Julian, "1700-02-29", "1700-03-11"),
        (Calendar::Julian, "0000-03-01", "0000-02-28"),
        (Calendar::Gregorian, "1700-02-28~", "1700-02-28~"),
    ] {
        assert_eq!(edtf(calendar, text), day, "{text}");
    }
}

#[test]
fn months_and_years_become_the_days_that_they_have() {
    for (calendar, text, days) in [
        (Calendar::Julian, "1700-02", "[1700-02-11..1700-03-11]"),
        (Calendar::Julian, "1700-12", "[1700-12-12..1701-01-11]"),
        (Calendar::Julian, "1700", "[1700-01-11..1701-01-11]"),
        (Calendar::Julian, "1700?", "[1700-01-11?..1701-01-11?]"),
        (Calendar::Julian, "1700-02-29~", "1700-03-11~"),
        (Calendar::Julian, "1700-02-29%", "1700-03-11%"),
        (Calendar::Julian, "1750/51-02", "[1751-02-12..1751-03-11]"),
        (Calendar::OldStyle, "1750-02", "[1751-02-12..1751-03-11]"),
        (Calendar::OldStyle, "1750-04", "[1750-04-12..1750-05-11]"),
        (Calendar::OldStyle, "1750", "[1750-04-05..1751-04-04]"),
        (Calendar::OldStyle, "1750/51", "[1751-01-12..1751-04-04]"),
        (Calendar::OldStyle, "1750/1751", "[1751-01-12..1751-04-04]"),
        (Calendar::OldStyle, "1699/700", "[1700-01-11..1700-04-04]"),
        (Calendar::OldStyle, "1750/1-03", "[1751-03-12..1751-04-04]"),
        // March of a year that began on 25 March is in two parts.
        (
            Calendar::OldStyle,
            "1750-03",
            "[1750-04-05..1750-04-11,1751-03-12..1751-04-04]",
        ),
    ] {
        assert_eq!(edtf(calendar, text), days, "{text}");
    }
}

#[test]
fn what_is_not_a_date_of_the_calendar_is_refused_with_what_was_expected() {
    let form = "a year of four digits, or a year and a month, or a day, such as `1750-02-11` or `1750/51-02-11`";
    for (text, expected) in [
        ("", form),
        ("175", form),
        ("1750-02-11-", form),
        ("-0043", form),
        ("1750 O.S.", form),
        ("11 February 1750", form),
        ("1750/52-02-11", "the year after 1750, such as `1750/51`"),
        ("1750/-02-11", "the year after 1750, such as `1750/51`"),
        ("1750/51-04-01", "two years only from 1 January to 24 March"),
        ("1750/51-03-25", "two years only from 1 January to 24 March"),
        ("1750-2-11", "a month of two digits"),
        ("1750-02-1", "a day of two digits"),
        ("1750-13", "a month from 01 to 12, not 13"),
        ("1751-02-29", "a day from 01 to 28"),
        ("1750-04-31", "a day from 01 to 30"),
        ("1750-04-00", "a day from 01 to 30"),
        ("1750~", "a day, since `~` would widen a month or a year"),
    ] {
        assert_eq!(
            refused(Calendar::Julian, text),
            format!("`{text}` is not a date of the calendar `julian`: expected {expected}"),
        );
    }
    // A year of the calendar that has the leap day.
    assert_eq!(edtf(Calendar::OldStyle, "1751-02-29"), "1752-03-11");
    assert!(
        refused(Calendar::OldStyle, "1752-02-29")
            .contains("`old_style`: expected a day from 01 to 28")
    );
    assert!(matches!(
        Calendar::Gregorian.to_edtf("1700-02-29"),
        Err(WhenError::Syntax { .. })
    ));
}

#[test]
fn a_date_of_a_calendar_can_start_and_end_an_extent() {
    let start = Calendar::Julian.to_edtf("1700-02-29").unwrap();
    let end = Calendar::Julian.to_edtf("1700-03").unwrap();
    let when = When::from_ends(&start, &end, detente::time::Zone::Utc).unwrap();
    assert_eq!(when.bounds().to_string(), "1700-03-11 to 1700-04-11");
}

/// The examples of the draft of 2012, and what the standard of 2019 writes for them.
const DRAFT: &[(&str, &str)] = &[
    ("1984", "1984"),
    ("1984?~", "1984%"),
    ("199u", "199X"),
    ("19uu", "19XX"),
    ("1999-uu", "1999-XX"),
    ("1999-01-uu", "1999-01-XX"),
    ("1999-uu-uu", "1999-XX-XX"),
    ("unknown/2006", "/2006"),
    ("2004-06-01/unknown", "2004-06-01/"),
    ("2004-01-01/open", "2004-01-01/.."),
    ("1984?/2004?~", "1984?/2004%"),
    ("1984-06-02?/unknown", "1984-06-02?/"),
    ("y170002", "Y170002"),
    ("y-170002", "Y-170002"),
    ("y17e4", "Y17E4"),
    ("y-17e4", "Y-17E4"),
    ("y17101e1p3", "Y17101E1S3"),
    ("2004-06~-11", "2004-06~-11"),
    ("2004-(06)?-11", "2004-?06-11"),
    ("2004-06-(11)~", "2004-06-~11"),
    ("2004-(06)?~", "2004-%06"),
    ("2004-(06-11)?", "2004-?06-?11"),
    ("2004?-(06)?~", "2004?-%06"),
    ("2011-(06-04)~", "2011-~06-~04"),
    ("156u-12-25", "156X-12-25"),
    ("15uu-12-uu", "15XX-12-XX"),
    ("1560-uu-25", "1560-XX-25"),
    ("196x", "196X"),
    ("19xx", "19XX"),
    ("[1667,1668, 1670..1672]", "[1667,1668, 1670..1672]"),
    ("2004-06-(01)~/2004-06-(20)~", "2004-06-~01/2004-06-~20"),
    ("2004-06-uu/2004-07-03", "2004-06-XX/2004-07-03"),
];

#[test]
fn the_draft_of_2012_is_read_where_it_is_stated() {
    for (draft, modern) in DRAFT {
        let read = Edtf::from_draft(draft).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.to_string(), *modern);
        assert_eq!(Edtf::parse(modern), Ok(read));
        match Edtf::parse(draft) {
            Ok(_) => assert_eq!(draft, modern),
            Err(error) => assert!(
                error.to_string().contains(&format!("`{modern}`")),
                "{error}"
            ),
        }
    }
    for text in [
        "(2004)?-06-04~",
        "(2004-(06)~)?",
        "2001-21^southernHemisphere",
        "unknown/open",
        "u",
        "-(",
    ] {
        assert!(Edtf::from_draft(text).is_err(), "{text}");
    }
}

#[test]
fn a_time_of_wikidata_is_as_wide_as_its_precision() {
    for (text, precision, calendar, date) in [
        (
            "+2016-03-05T00:00:00Z",
            11,
            Calendar::Gregorian,
            "2016-03-05",
        ),
        ("+2016-03-05T00:00:00Z", 10, Calendar::Gregorian, "2016-03"),
        ("+2016-03-00T00:00:00Z", 10, Calendar::Gregorian, "2016-03"),
        ("2016-03", 10, Calendar::Gregorian, "2016-03"),
        ("+2016-00-00T00:00:00Z", 9, Calendar::Gregorian, "2016"),
        ("2016-01-01T00:00:00Z", 9, Calendar::Gregorian, "2016"),
        ("2016-00-00", 9, Calendar::Gregorian, "2016"),
        ("+1921-01-01T00:00:00Z", 9, Calendar::Gregorian, "1921"),
        (
            "+1921-03-16T00:00:00Z",
            11,
            Calendar::Gregorian,
            "1921-03-16",
        ),
        ("+1990-01-01T00:00:00Z", 8, Calendar::Gregorian, "199X"),
        (
            "+1900-01-01T00:00:00Z",
            7,
            Calendar::Gregorian,
            "[1801..1900]",
        ),
        (
            "+1801-01-01T00:00:00Z",
            7,
            Calendar::Gregorian,
            "[1801..1900]",
        ),
        (
            "+2000-01-01T00:00:00Z",
            6,
            Calendar::Gregorian,
            "[1001..2000]",
        ),
        (
            "+0001-01-01T00:00:00Z",
            6,
            Calendar::Gregorian,
            "[0001..1000]",
        ),
        ("+1700-02-29T00:00:00Z", 11, Calendar::Julian, "1700-03-11"),
        (
            "+1700-00-00T00:00:00Z",
            9,
            Calendar::Julian,
            "[1700-01-11..1701-01-11]",
        ),
        (
            "+1505-00-00T00:00:00Z",
            8,
            Calendar::Julian,
            "[1500-01-10..1510-01-10]",
        ),
        (
            "+1505-00-00T00:00:00Z",
            7,
            Calendar::Julian,
            "[1501-01-11..1601-01-10]",
        ),
    ] {
        let read = Edtf::from_wikidata(text, precision, calendar);
        assert_eq!(
            read.unwrap_or_else(|error| panic!("{error}")).to_string(),
            date,
            "{text} {precision}"
        );
    }
}

/// Older dumps have years of eleven digits.
#[test]
fn a_time_of_wikidata_can_have_zeros_before_its_year() {
    for (text, short) in [
        ("+00000001921-03-16T00:00:00Z", "+1921-03-16T00:00:00Z"),
        ("00000001921-03-16T00:00:00Z", "+1921-03-16T00:00:00Z"),
        ("+00000000476-09-04T00:00:00Z", "+0476-09-04T00:00:00Z"),
        ("+0000000000000001-01-01T00:00:00Z", "+0001-01-01T00:00:00Z"),
    ] {
        for calendar in [Calendar::Gregorian, Calendar::Julian] {
            for precision in 6..=11 {
                let read = |text| Edtf::from_wikidata(text, precision, calendar);
                assert_eq!(read(text), read(short), "{text} {precision}");
                assert!(read(text).is_ok(), "{text} {precision}");
            }
        }
    }
}

#[test]
fn a_time_of_wikidata_without_a_date_is_refused() {
    let refused = |text, precision| {
        Edtf::from_wikidata(text, precision, Calendar::Gregorian)
            .expect_err(text)
            .to_string()
    };
    assert_eq!(
        refused("+2016-03-05T10:00:00Z", 14),
        "`+2016-03-05T10:00:00Z` with the precision 14 is not a date: expected a precision from 6, a millennium, \
         to 11, a day",
    );
    assert_eq!(
        refused("-0044-03-15T00:00:00Z", 11),
        "`-0044-03-15T00:00:00Z` with the precision 11 is not a date: expected a year after 0, or EDTF such as \
         `-0043` for 44 BC",
    );
    for text in [
        "-00000000044-03-15T00:00:00Z",
        "+00000000000-00-00T00:00:00Z",
    ] {
        let said = refused(text, 9);
        assert!(said.contains("expected a year after 0"), "{said}");
    }
    for text in ["+00000012025-01-01T00:00:00Z", "+12025-01-01T00:00:00Z"] {
        assert_eq!(
            refused(text, 9),
            format!("`{text}` with the precision 9 is not a date: expected a year up to 9999"),
        );
    }
    assert_eq!(
        refused("+9500-01-01T00:00:00Z", 6),
        "`+9500-01-01T00:00:00Z` with the precision 6 is not a date: expected a year before 9001",
    );
    assert_eq!(
        refused("16 March 1921", 11),
        "`16 March 1921` with the precision 11 is not a date: expected a time such as `+1921-03-16T00:00:00Z`",
    );
    assert_eq!(
        refused("+2016-00-00T00:00:00Z", 11),
        "`2016-00-00` has a month or a day `00`, as Wikidata writes it: expected `2016`",
    );
}

/// Texts similar to the forms that are read here.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,20}",
        "[0-9]{3,4}(/[0-9]{0,4})?(-[0-3][0-9](-[0-3][0-9])?)?[?~%]?",
        "[+-]?0{0,7}[0-9]{4,5}-[01][0-9]-[0-3][0-9](T00:00:00Z)?",
        "[0-9uxyep()?~/,.\\[\\]{}-]{0,16}",
        "(unknown|open|19[0-9u]{2}(-\\([01][0-9]\\)[?~%]{1,2})?)/(unknown|open|20[0-9u]{2})",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_causes_a_panic(text in text(), precision in 0_u8..16) {
        for calendar in Calendar::ALL {
            // What is read is EDTF, and means at least one day.
            let read = [calendar.to_edtf(&text), Edtf::from_wikidata(&text, precision, calendar)];
            for read in read.into_iter().flatten() {
                prop_assert_eq!(Edtf::parse(&read.to_string()), Ok(read));
            }
        }
        if let Ok(read) = Edtf::from_draft(&text) {
            prop_assert_eq!(Edtf::parse(&read.to_string()), Ok(read));
        }
        // What an error says to write is accepted.
        if let Err(WhenError::Spelling { expected, .. }) = When::parse(&text) {
            let first = expected.split('`').nth(1).unwrap();
            let is_read = match first {
                "Calendar::OldStyle.to_edtf" => Calendar::OldStyle.to_edtf(text.trim()).is_ok(),
                first => When::parse(first).is_ok() || first.starts_with('{'),
            };
            prop_assert!(is_read, "{}: {}", text, first);
        }
    }

    #[test]
    fn a_julian_month_has_the_days_of_its_days(year in 1_u32..=9_998, month in 1_u32..=12) {
        let day = |day: u32| Calendar::Julian.to_edtf(&format!("{year:04}-{month:02}-{day:02}"));
        let last = (28..=31).rev().find_map(|last| day(last).ok()).unwrap();
        let month = Calendar::Julian.to_edtf(&format!("{year:04}-{month:02}")).unwrap();
        prop_assert_eq!(month.to_string(), format!("[{}..{last}]", day(1).unwrap()));
    }
}
