//! EDTF: the examples of the standard, the exact error messages, and an independent
//! implementation.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, TimeZone, Utc};
use detente::time::{DayRule, Edtf, When, WhenError};
use edtf_core::Bound;
use proptest::prelude::*;

/// The examples of the Library of Congress's specification, and of ISO 8601-2 annex A,
/// with their level. Years beyond chrono are replaced by nearer ones.
const VALID: &[(u8, &str)] = &[
    (0, "1985-04-12"),
    (0, "1985-04"),
    (0, "1985"),
    (0, "0000"),
    (0, "2000-02-29"),
    (0, "1985-04-12T23:20:30"),
    (0, "1985-04-12T23:20:30Z"),
    (0, "1985-04-12T23:20:30-04"),
    (0, "1985-04-12T23:20:30+04:30"),
    (0, "1985-04-12T23:59:60Z"),
    (0, "1964/2008"),
    (0, "2004-06/2006-08"),
    (0, "2004-02-01/2005-02-08"),
    (0, "2004-02-01/2005-02"),
    (0, "2004-02-01/2005"),
    (0, "2005/2006-02"),
    (1, "Y170000"),
    (1, "Y-170000"),
    (1, "2001-21"),
    (1, "2003-22"),
    (1, "2000-23"),
    (1, "2010-24"),
    (1, "1984?"),
    (1, "2004-06~"),
    (1, "2004-06-11%"),
    (1, "201X"),
    (1, "20XX"),
    (1, "2004-XX"),
    (1, "1985-04-XX"),
    (1, "1985-XX-XX"),
    (1, "1985-04-12/.."),
    (1, "1985-04/.."),
    (1, "1985/.."),
    (1, "../1985-04-12"),
    (1, "../1985-04"),
    (1, "../1985"),
    (1, "1985-04-12/"),
    (1, "1985-04/"),
    (1, "1985/"),
    (1, "/1985-04-12"),
    (1, "/1985-04"),
    (1, "/1985"),
    (1, "1984~/2004-06"),
    (1, "1984/2004-06~"),
    (1, "1984?/2004%"),
    (1, "1984-06?/2004-08?"),
    (1, "1984-06-02?/2004-08-08~"),
    (1, "2004-06~/2004-06-11%"),
    (1, "-1985"),
    (1, "-1985-04-12"),
    (2, "Y-17E4"),
    (2, "Y17E4"),
    (2, "1950S2"),
    (2, "Y171010S3"),
    (2, "Y2338E2S3"),
    (2, "2001-25"),
    (2, "2001-34"),
    (2, "2001-39"),
    (2, "2001-41"),
    (2, "[1667,1668,1670..1672]"),
    (2, "[..1760-12-03]"),
    (2, "[1760-12..]"),
    (2, "[1760-01,1760-02,1760-12..]"),
    (2, "[1667,1760-12]"),
    (2, "[..1984]"),
    (2, "{1667,1668,1670..1672}"),
    (2, "{1960,1961-12}"),
    (2, "{..1984}"),
    (2, "{..1983-12-31,1984-10-10..1984-11-01,1984-11-05..}"),
    (2, "2004-06~-11"),
    (2, "2004?-06-11"),
    (2, "?2004-06-~11"),
    (2, "2004-%06-11"),
    (2, "2004-06?-~11"),
    (2, "156X-12-25"),
    (2, "15XX-12-25"),
    (2, "XXXX-12-XX"),
    (2, "1XXX-XX"),
    (2, "1XXX-12"),
    (2, "1984-1X"),
    (2, "1560-X2"),
    (2, "XXXX"),
    (2, "1985-0X-31"),
    (2, "XXXX-02-29"),
    (2, "2004-06-~01/2004-06-~20"),
    (2, "2004-06-XX/2004-07-03"),
    (2, "..2004-06-01/2004-06-20.."),
    (2, "..2004-06-01/2004-06-20"),
    (2, "2004-06-01/2004-06-20.."),
    // Extensions; see the module.
    (0, "2025-07-10T18:00"),
    (0, "2025-07-10T18:00+03"),
    (0, "2025-07-10T18:00Z/2025-07-10T18:50Z"),
    (0, "2016-05-02T16:54:59.042"),
    (0, "2016-05-02T16:54:59.042Z"),
    (0, "2016-05-02T16:54:59.0420000000000000000001+02:30"),
    (0, "2016-05-02T16:54:59+0230"),
    (0, "2016-05-02T16:54-0015"),
    (0, "2016-05-02T24:00:00"),
    (0, "2016-05-02T24:00Z"),
    (0, "2016-05-02T24:00:00.000Z"),
    (0, "2016-05-02T10:00:00.5Z/2016-05-02T10:00:00.7Z"),
    (2, "[2016-05-02T10:00:00.5..2016-05-02T10:00:01.5]"),
    (2, "{1960, 1961-12}"),
    (2, "{1960 ,  1961-12 }"),
    (2, "[1667, 1668,  1670..1672]"),
    (2, "[..2025-07-10T18:00:00Z]"),
    (2, "Y12025-07-10"),
    (2, "Y-12025-07-10T18:00:00Z"),
    (1, "-01XX"),
    (2, "[1670..1672-05]"),
];

#[test]
fn examples_of_the_standard_have_their_level_and_round_trip() {
    for &(level, text) in VALID {
        let read = Edtf::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.to_string(), text);
        assert_eq!(read.level(), level, "{text}");
        assert_eq!(text.parse::<Edtf>().as_ref(), Ok(&read));
    }
}

const YEAR: &str = "a year of four digits, or `Y` and a longer one";
const MONTH: &str = "a month of two digits, 01 to 12, or a season, 21 to 41";
const LONG: &str = "a year of five digits or more, the first not 0";
const NEXT: &str = "the end of the date, or `-` and the next part";

/// Refused texts, the column, and what was expected there.
const REFUSED: &[(&str, usize, &str)] = &[
    ("", 1, YEAR),
    ("hello", 1, YEAR),
    ("25-07", 1, YEAR),
    ("２０２５", 1, YEAR),
    ("P1Y", 1, YEAR),
    ("-0000", 1, "a year other than -0000"),
    ("12025", 5, NEXT),
    ("2025ä", 5, NEXT),
    ("2025-7-10", 6, MONTH),
    ("2025-13", 6, MONTH),
    ("2025-20", 6, MONTH),
    ("2025-2X", 6, MONTH),
    ("2025-", 6, MONTH),
    ("2025-W15", 6, MONTH),
    ("2025-102", 8, NEXT),
    ("2001-21-05", 8, "the end of the date"),
    ("2025-02-30", 9, "a day of two digits, 01 to 28"),
    ("2024-02-30", 9, "a day of two digits, 01 to 29"),
    ("1900-02-29", 9, "a day of two digits, 01 to 28"),
    ("X900-02-29", 9, "a day of two digits, 01 to 28"),
    ("2025-04-31", 9, "a day of two digits, 01 to 30"),
    ("2025-XX-32", 9, "a day of two digits, 01 to 31"),
    ("2025-02-3X", 9, "a day of two digits, 01 to 28"),
    ("2025-07-1", 9, "a day of two digits, 01 to 31"),
    ("2025-07-10??", 12, "the end of the date"),
    ("2025-07-10?T18:00:00", 12, "the end of the date"),
    ("2025-07T18:00:00", 8, NEXT),
    ("2025-07-10T", 12, "an hour of two digits, 00 to 24"),
    ("2025-07-10T25:00:00", 12, "an hour of two digits, 00 to 24"),
    ("2025-07-10T24:01:00", 15, "the minute 00 after the hour 24"),
    ("2025-07-10T24:00:01", 18, "the second 00 after the hour 24"),
    (
        "2025-07-10T24:00:00.001",
        20,
        "the end of the day, 24:00:00",
    ),
    ("2025-07-10T18", 14, "`:` and the minute"),
    ("2025-07-10T18:60", 15, "a minute of two digits, 00 to 59"),
    (
        "2025-07-10T18:00:61",
        18,
        "a second of two digits, 00 to 60",
    ),
    (
        "2025-07-10T18:00.5Z",
        17,
        "`Z`, an offset such as +03:00, or the end of the time",
    ),
    (
        "2025-07-10T18:00:00.Z",
        21,
        "the digits of a fraction of a second",
    ),
    (
        "2025-07-10T18:00:00+023",
        23,
        "minutes of two digits, 00 to 59",
    ),
    (
        "2025-07-10T18:00:00-0000",
        20,
        "an offset other than -00:00",
    ),
    ("2025-07-10T18:00:00+3", 21, "hours of two digits, 00 to 23"),
    (
        "2025-07-10T18:00:00+03:60",
        24,
        "minutes of two digits, 00 to 59",
    ),
    (
        "2025-07-10T18:00:00-00:00",
        20,
        "an offset other than -00:00",
    ),
    ("2025-07-10T18:00:00Z~", 21, "the end of the time"),
    ("Y2025", 2, LONG),
    ("Y02025", 2, LONG),
    ("Y", 2, LONG),
    ("Y12E2", 2, LONG),
    ("Y12E0", 5, "an exponent, 1 or more, the first digit not 0"),
    ("1950S0", 6, "a number of significant digits, 1 to 4"),
    ("1950S5", 6, "a number of significant digits, 1 to 4"),
    ("Y17101S6", 8, "a number of significant digits, 1 to 5"),
    ("195XS2", 5, NEXT),
    ("..1984", 7, "`/`"),
    ("2024/2025/2026", 10, NEXT),
    ("2024/..2025", 8, "the end"),
    ("2024../2025", 5, NEXT),
    ("[]", 2, YEAR),
    ("[..]", 4, YEAR),
    ("[1984", 6, "`,`, `..` or `]`"),
    ("{1960 x}", 7, "`,`, `..` or `}`"),
    ("{1960,}", 7, YEAR),
    ("{1960]", 6, "`,`, `..` or `}`"),
    ("[1960,..1961]", 7, YEAR),
    ("[1960..,1961]", 8, YEAR),
    ("[1960]x", 7, "the end"),
    ("[1960]/1961", 7, "the end"),
];

#[test]
fn errors_give_the_column_and_what_was_expected() {
    for &(text, column, expected) in REFUSED {
        let error = Edtf::parse(text).expect_err(text);
        assert_eq!(
            error.to_string(),
            format!("`{text}` is not EDTF at column {column}: expected {expected}"),
        );
    }
}

/// Refused texts that are dates in another spelling, and the rest of the message.
const RESPELLED: &[(&str, &str)] = &[
    (
        " 2025-07-10",
        "has a blank before or after the date: expected `2025-07-10`",
    ),
    (
        "2025-07-10\n",
        "has a blank before or after the date: expected `2025-07-10`",
    ),
    (
        "2025-07-10 18:00",
        "has a blank between the date and the time: expected `2025-07-10T18:00`",
    ),
    (
        "2025 -07",
        "has a blank within the date: expected `2025-07`",
    ),
    (
        "1914 / 1918",
        "has a blank within the date: expected `1914/1918`",
    ),
    ("/", "has neither a start nor an end: expected `undated`"),
    ("../", "has neither a start nor an end: expected `undated`"),
    (
        "../..",
        "has neither a start nor an end: expected `undated`",
    ),
    (
        "unknown/unknown",
        "has neither a start nor an end: expected `undated`",
    ),
    (
        "unknown",
        "has neither a start nor an end: expected `undated`",
    ),
    (
        "19",
        "has two digits: expected `19XX` for the years 1900 to 1999, or a year of four digits",
    ),
    (
        "193",
        "has three digits: expected `193X` for the years 1930 to 1939, or a year of four digits",
    ),
    (
        "-04",
        "has two digits: expected `-04XX` for the years -0400 to -0499, or a year of four digits",
    ),
    (
        "197~",
        "has three digits: expected `197X~` for the years 1970 to 1979, or a year of four digits",
    ),
    (
        "+2016-03-05T00:00:00Z",
        "is a time as Wikidata writes it: expected `2016-03-05` for the day, `2016-03` for the month \
         or `2016` for the year, by its precision",
    ),
    (
        "2016-00-00",
        "has a month or a day `00`, as Wikidata writes it: expected `2016`",
    ),
    (
        "+00000001921-01-01T00:00:00Z",
        "is a time as Wikidata writes it: expected `1921-01-01` for the day, `1921-01` for the month \
         or `1921` for the year, by its precision",
    ),
    (
        "+00000001921-00-00T00:00:00Z",
        "has a month or a day `00`, as Wikidata writes it: expected `1921`",
    ),
    (
        "+2016-00-00T00:00:00Z",
        "has a month or a day `00`, as Wikidata writes it: expected `2016`",
    ),
    (
        "2016-03-00T00:00:00Z",
        "has a month or a day `00`, as Wikidata writes it: expected `2016-03`",
    ),
    (
        "2016-00",
        "has a month or a day `00`, as Wikidata writes it: expected `2016`",
    ),
    (
        "199u",
        "is written as in the EDTF draft of 2012: expected `199X`",
    ),
    (
        "1984-uu",
        "is written as in the EDTF draft of 2012: expected `1984-XX`",
    ),
    (
        "1723?~",
        "is written as in the EDTF draft of 2012: expected `1723%`",
    ),
    (
        "1723~?",
        "is written as in the EDTF draft of 2012: expected `1723%`",
    ),
    (
        "y17000",
        "is written as in the EDTF draft of 2012: expected `Y17000`",
    ),
    (
        "2004/open",
        "is written as in the EDTF draft of 2012: expected `2004/..`",
    ),
    (
        "unknown/2004",
        "is written as in the EDTF draft of 2012: expected `/2004` if the start is unknown, \
         or `../2004` if there is none",
    ),
    (
        "2004?~/unknown",
        "is written as in the EDTF draft of 2012: expected `2004%/` if the end is unknown, \
         or `2004%/..` if there is none",
    ),
    (
        "2004-06-(11)~",
        "is written as in the EDTF draft of 2012: expected `2004-06-~11`",
    ),
    (
        "2025–07–10",
        "has a dash other than `-`: expected `2025-07-10`",
    ),
    ("1846-47", "is two years: expected `1846/1847`"),
    ("1899-00", "is two years: expected `1899/1900`"),
    ("1914-18", "is two years: expected `1914/1918`"),
    ("1914-1918", "is two years: expected `1914/1918`"),
    ("1914–1918", "is two years: expected `1914/1918`"),
    ("1846/47", "is two years: expected `1846/1847`"),
    (
        "1750/51",
        "has two years: expected `1750/1751`, or `Calendar::OldStyle.to_edtf` if it is one year with both numbers",
    ),
    (
        "1750/51-02-11",
        "has two years: expected `Calendar::OldStyle.to_edtf`, which reads a year with both numbers",
    ),
    (
        "1699/700-02",
        "has two years: expected `Calendar::OldStyle.to_edtf`, which reads a year with both numbers",
    ),
    ("1750-51", "is two years: expected `1750/1751`"),
    (
        "20250710",
        "has no `-` between its parts: expected `2025-07-10`",
    ),
    (
        "2025-07-10T18:00:00z",
        "has lower-case letters: expected `2025-07-10T18:00:00Z`",
    ),
    ("201x", "has lower-case letters: expected `201X`"),
];

#[test]
fn a_date_in_another_spelling_is_refused_with_the_right_one() {
    for (text, message) in RESPELLED {
        let error = Edtf::parse(text).expect_err(text);
        assert_eq!(error.to_string(), format!("`{text}` {message}"));
        assert!(matches!(error, WhenError::Spelling { .. }));
        // What it says to write is accepted.
        let written = message
            .split('`')
            .filter(|part| part.starts_with(|c: char| "-0123456789Y/.".contains(c)));
        for date in written.filter(|part| !matches!(*part, "00" | "-")) {
            Edtf::parse(date).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }
}

#[test]
fn an_end_before_the_start_is_an_error() {
    for text in [
        "2025-07-10/2025-07-01",
        "2025/2024",
        "[1672..1670]",
        "{2025-07..2025-06}",
        "2025-07-10T18:00:00Z/2025-07-10T17:59:59Z",
        "2025-07-10~/2025-07-08",
    ] {
        assert_eq!(
            Edtf::parse(text).expect_err(text).to_string(),
            format!("`{text}` ends before it starts: expected the start first"),
        );
    }
    // Accepted, because the order is not certain: the dates overlap, are approximate, or are in
    // different zones.
    for text in [
        "2025-07-10/2025-07",
        "2025-07/2025-07-01",
        "2025-07-10~/2025-07-09",
        "2025-07-10T23:00:00-10:00/2025-07-10",
    ] {
        assert!(Edtf::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn years_beyond_chrono_have_their_own_error() {
    for text in [
        "Y170000002",
        "Y-170000002",
        "Y-17E7",
        "Y3388E2S3",
        "Y171010000S3",
        "Y262143",
        "Y-262144",
        "Y1E300",
        "Y1E999999999999999999999",
        "Y99999999999999999999999999",
        "-Y17E7",
    ] {
        let error = Edtf::parse(text).expect_err(text);
        if text.starts_with('-') {
            assert!(matches!(error, WhenError::Syntax { column: 1, .. }));
        } else {
            assert_eq!(
                error.to_string(),
                format!("`{text}` is out of range: expected a year from -262143 to 262142"),
            );
        }
    }
    assert!(Edtf::parse("Y262142").is_ok() && Edtf::parse("Y-262143").is_ok());
}

#[test]
fn a_text_of_more_than_1000_bytes_is_refused() {
    let set = |members: usize| format!("[{}1960]", "1960,".repeat(members));
    assert_eq!(set(198).len(), 996);
    assert!(Edtf::parse(&set(198)).is_ok());
    assert_eq!(
        Edtf::parse(&set(199)).unwrap_err().to_string(),
        "the text has 1001 bytes: expected at most 1000",
    );
}

#[test]
fn marks_are_found_at_every_position() {
    let marks = |text: &str| {
        let read = Edtf::parse(text).unwrap();
        (read.is_uncertain(), read.is_approximate())
    };
    assert_eq!(marks("2025-07-10"), (false, false));
    assert_eq!(marks("2025-07-10?"), (true, false));
    assert_eq!(marks("2025-~07-10"), (false, true));
    assert_eq!(marks("%2025-07-10"), (true, true));
    assert_eq!(marks("2024/2025-07-?10"), (true, false));
    assert_eq!(marks("..2024?/2025~.."), (true, true));
    assert_eq!(marks("[2024,2025~]"), (false, true));
    assert_eq!(marks("{2023..2025?}"), (true, false));
    assert_eq!(marks("[..2025?]"), (true, false));
}

#[test]
fn debugging_shows_what_was_written() {
    assert_eq!(
        format!("{:?}", Edtf::parse("2025-07~").unwrap()),
        "Edtf(2025-07~)"
    );
}

#[test]
fn a_plain_date_fits_in_24_bytes() {
    assert!(size_of::<Edtf>() <= 24);
}

/// Texts similar to EDTF, about half of them valid, including all forms of the standards.
fn date() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[?~%]?[012][0-9X]{3}[?~%]?(-[?~%]?[01X][0-9X][?~%]?(-[?~%]?[0-3X][0-9X][?~%]?)?)?",
        2 => "(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?",
        1 => "[0-9X]{4}-[X0][2X]-[23X][09X]",
        1 => "-[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?",
        1 => "(19|20)[0-9X]{2}-[234][0-9][?~%]?",
        1 => "[0-9]{4}S[0-5][?~%]?",
        1 => "Y-?[0-9]{4,6}(S[1-7])?[?~%]?",
        1 => "Y-?[0-9]{1,3}E[0-5](S[1-7])?",
    ]
}

fn plain() -> impl Strategy<Value = String> {
    "(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
}

fn text() -> impl Strategy<Value = String> {
    let member = || {
        prop_oneof![
            3 => date(),
            1 => (plain(), plain()).prop_map(|(a, b)| format!("{a}..{b}")),
        ]
    };
    let members = (
        proptest::option::of(plain()),
        proptest::collection::vec(member(), 1..4),
        proptest::option::of(plain()),
    )
        .prop_map(|(first, mut all, last)| {
            all.splice(0..0, first.map(|date| format!("..{date}")));
            all.extend(last.map(|date| format!("{date}..")));
            all.join(",")
        });
    prop_oneof![
        4 => date(),
        1 => "(19|20)[0-9]{2}-0[1-9]-[012][0-9]T[012][0-9]:[0-6][0-9]:[0-6][0-9](Z|[+-](0[0-9]|1[0-3])(:[0-6][0-9])?)?",
        2 => (date(), date()).prop_map(|(a, b)| format!("{a}/{b}")),
        1 => (date(), "(\\.\\.)?").prop_map(|(a, b)| format!("{a}/{b}")),
        1 => (date(), "(\\.\\.)?").prop_map(|(a, b)| format!("{b}/{a}")),
        1 => (date(), date()).prop_map(|(a, b)| format!("..{a}/{b}..")),
        2 => (members, any::<bool>()).prop_map(|(members, all)| {
            if all { format!("{{{members}}}") } else { format!("[{members}]") }
        }),
    ]
}

/// Times as programs write them, about half of them valid.
fn time_of_a_program() -> impl Strategy<Value = String> {
    "20[0-9]{2}-0[1-9]-1[0-9]T(12|24):0[0-9](:0[0-9](\\.[0-9]{0,4})?)?(Z|[+-]0[0-9]:?[0-6][0-9])?"
}

/// A valid text with one byte changed, removed or inserted.
fn mutated() -> impl Strategy<Value = String> {
    let byte = proptest::sample::select(b"0123456789X?~%-/.,[]{}TZY+:SE x".to_vec());
    let at = any::<proptest::sample::Index>();
    (0..VALID.len(), at, byte, 0..3).prop_map(|(which, at, byte, how)| {
        let mut bytes = VALID[which].1.as_bytes().to_vec();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, byte),
        }
        String::from_utf8(bytes).unwrap()
    })
}

/// The first and the last day of our answer.
fn days(when: &When) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let last = |at: DateTime<Utc>| (at - TimeDelta::seconds(1)).date_naive();
    (
        when.bounds().start_earliest().map(|at| at.date_naive()),
        when.bounds().end_latest().map(last),
    )
}

fn day(bound: Bound) -> Option<NaiveDate> {
    match bound {
        Bound::Date(day) => {
            let year = i32::try_from(day.year).unwrap();
            let (month, day) = (day.month.into(), day.day.into());
            let end = if year > 0 {
                NaiveDate::MAX
            } else {
                NaiveDate::MIN
            };
            Some(NaiveDate::from_ymd_opt(year, month, day).unwrap_or(end))
        }
        Bound::NegativeInfinity | Bound::PositiveInfinity | Bound::Unknown => None,
    }
}

fn agrees(text: &str) -> Result<(), TestCaseError> {
    let ours = Edtf::parse(text);
    let theirs = edtf_core::Edtf::parse(text);
    let (ours, theirs) = match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => (ours, theirs),
        // The other implementation accepts years beyond chrono.
        (Err(_), Err(_)) | (Err(WhenError::OutsideYears { .. }), Ok(_)) => return Ok(()),
        // It does not widen approximate dates.
        (Ok(ours), Err(error)) if ours.is_approximate() && error.message.contains("precedes") => {
            return Ok(());
        }
        (ours, theirs) => panic!("{text}: {ours:?}, and {theirs:?}"),
    };
    prop_assert_eq!(ours.level(), theirs.level(), "{}", text);
    prop_assert_eq!(ours.is_uncertain(), theirs.is_uncertain(), "{}", text);
    prop_assert_eq!(ours.is_approximate(), theirs.is_approximate(), "{}", text);

    // It uses the local day of a time, and accepts sets of several dates.
    if text.contains('T') {
        return Ok(());
    }
    if let Ok(when) = When::new(ours, DayRule::default().with_margin(0)) {
        let bounds = theirs.bounds();
        let expected = (day(bounds.earliest), day(bounds.latest));
        // For an unknown start it has no bound and we have the end: both are correct.
        prop_assert_eq!(days(&when), expected, "{}", text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_independent_parser_agrees(text in text()) {
        agrees(&text)?;
    }

    #[test]
    fn valid_texts_round_trip(text in prop_oneof![text(), mutated(), time_of_a_program()]) {
        if let Ok(read) = Edtf::parse(&text) {
            prop_assert_eq!(read.to_string(), &*text);
            prop_assert_eq!(Edtf::parse(&read.to_string()), Ok(read));
        }
    }

    #[test]
    fn no_text_causes_a_panic(text in prop_oneof![".{0,40}", text(), mutated()]) {
        if let Err(WhenError::Syntax { column, text: kept, .. }) = Edtf::parse(&text) {
            prop_assert!((1..=text.len() + 1).contains(&column));
            prop_assert_eq!(kept, text);
        }
    }

    #[test]
    fn a_time_with_a_fraction_is_the_second_that_chrono_reads(
        text in "20[0-9]{2}-0[1-9]-[12][0-8]T[01][0-9]:[0-5][0-9]:[0-5][0-9]\\.[0-9]{1,9}(Z|[+-]0[1-9]:[0-5][0-9])",
    ) {
        let bounds = When::parse(&text).unwrap().bounds();
        let theirs = DateTime::parse_from_rfc3339(&text).unwrap().timestamp();
        prop_assert_eq!(bounds.start_earliest().unwrap().timestamp(), theirs);
        prop_assert_eq!(bounds.end_latest().unwrap().timestamp(), theirs + 1);
        // An offset without a colon is the same offset.
        let colon = text.rfind(':').filter(|at| *at > 19);
        if let Some(colon) = colon {
            let short = format!("{}{}", &text[..colon], &text[colon + 1..]);
            let when = When::parse(&short).unwrap();
            prop_assert_eq!(when.bounds(), bounds);
            prop_assert_eq!(when.to_string(), short);
        }
    }

    #[test]
    fn the_hour_24_is_midnight_of_the_next_day(days in -200_000..=200_000_i64) {
        let day = DateTime::UNIX_EPOCH + TimeDelta::days(days);
        let (day, next) = (day.date_naive(), (day + TimeDelta::days(1)).date_naive());
        for (hour_24, midnight) in [
            (format!("{day}T24:00:00Z"), format!("{next}T00:00:00Z")),
            (format!("{day}T24:00-05:00"), format!("{next}T00:00-05:00")),
            (format!("{day}T10:00Z/{day}T24:00Z"), format!("{day}T10:00Z/{next}T00:00Z")),
        ] {
            let [hour_24, midnight] = [hour_24, midnight].map(|text| When::parse(&text).unwrap().bounds());
            prop_assert_eq!(hour_24, midnight);
        }
    }

    #[test]
    fn every_date_of_chrono_round_trips(
        days in -96_000_000..=96_000_000_i64,
        offset in -1_439..=1_439_i32,
        second in 0..86_400_i64,
    ) {
        let at = DateTime::UNIX_EPOCH.checked_add_signed(TimeDelta::seconds(days * 86_400 + second));
        let at = at.unwrap_or(DateTime::<Utc>::MAX_UTC);
        let offset = FixedOffset::east_opt(offset * 60).unwrap();
        for written in [
            Edtf::from(at.date_naive()),
            Edtf::from(at),
            Edtf::from(at.with_timezone(&offset)),
        ] {
            prop_assert_eq!(Edtf::parse(&written.to_string()), Ok(written));
        }
    }
}

#[test]
fn an_end_with_a_fraction_is_in_its_second() {
    use detente::Certainty::{Certain, Impossible};

    let when = |text: &str| When::parse(text).unwrap();
    let talks = when("2025-07-10T10:00:00Z/2025-07-10T11:00:00.500Z");
    let at = |text: &str| talks.overlaps(&when(text));
    assert_eq!(at("2025-07-10T10:59:59Z"), Certain);
    // Of two times in one second, neither is before the other.
    assert_eq!(at("2025-07-10T11:00:00Z"), Certain);
    assert_eq!(at("2025-07-10T11:00:01Z"), Impossible);
    // A fraction of zero is the instant itself, as JavaScript writes every whole second.
    let exact = when("2025-07-10T10:00:00.000Z/2025-07-10T11:00:00.000Z");
    assert_eq!(
        exact.bounds(),
        when("2025-07-10T10:00:00Z/2025-07-10T11:00:00Z").bounds()
    );
    let short = when("2025-07-10T10:00:00.042Z/2025-07-10T10:00:00.900Z");
    assert_eq!(
        short.bounds(),
        when("2025-07-10T10:00:00Z/2025-07-10T10:00:00Z").bounds()
    );
}

#[test]
fn the_first_and_last_date_of_chrono_round_trip() {
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        let written = Edtf::from(date);
        assert_eq!(Edtf::parse(&written.to_string()), Ok(written));
    }
    let offset = FixedOffset::east_opt(3_600).unwrap();
    for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        for written in [Edtf::from(at), Edtf::from(at.with_timezone(&offset))] {
            assert_eq!(Edtf::parse(&written.to_string()), Ok(written));
        }
    }
}

#[test]
fn times_keep_their_offset() {
    let at = Utc.with_ymd_and_hms(2025, 7, 10, 18, 0, 0).unwrap();
    let east = |seconds| at.with_timezone(&FixedOffset::east_opt(seconds).unwrap());
    assert_eq!(Edtf::from(at).to_string(), "2025-07-10T18:00:00Z");
    assert_eq!(
        Edtf::from(east(3 * 3600)).to_string(),
        "2025-07-10T21:00:00+03:00",
    );
    assert_eq!(
        Edtf::from(east(-12_600)).to_string(),
        "2025-07-10T14:30:00-03:30",
    );
    assert_eq!(Edtf::from(east(0)).to_string(), "2025-07-10T18:00:00Z");
    // Amsterdam until 1937.
    assert_eq!(Edtf::from(east(1_172)).to_string(), "2025-07-10T18:00:00Z");
}

/// With unspecified digits, in short months, and before year 0.
#[test]
fn every_valid_date_means_at_least_one_day() {
    let years = [
        "0000", "000X", "-000X", "-0X00", "-XX00", "-X000", "-XXXX", "-0004", "XXXX", "X024",
        "2024", "2025", "202X", "2X00", "2024S2", "-2024S1", "0004S1", "Y12345", "Y12345S3",
        "Y17E3", "Y-17E3S2", "Y-10000",
    ];
    let digits = ["0", "1", "2", "3", "4", "9", "X"];
    let twos: Vec<String> = (digits.iter())
        .flat_map(|tens| digits.iter().map(move |ones| format!("-{tens}{ones}")))
        .chain([String::new()])
        .collect();
    let mut read = 0;
    for year in years {
        for (month, day) in twos
            .iter()
            .flat_map(|month| twos.iter().map(move |day| (month, day)))
        {
            if let Ok(when) = When::parse(&format!("{year}{month}{day}")) {
                assert!(
                    when.bounds().start_earliest() < when.bounds().end_latest(),
                    "{when}"
                );
                read += 1;
            }
        }
    }
    assert!(read > 5_000, "{read}");
}
