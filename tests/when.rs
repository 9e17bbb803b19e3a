//! Dates: their bounds, and the answers that follow.

use std::cmp::Ordering;
use std::ops::Range;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, TimeZone, Utc};
use detente::time::Certainty::{self, Certain, Impossible, Possible};
use detente::time::{
    AllenRelation, Bounds, DateSource, DayRule, Edtf, Moment, When, WhenError, Zone,
};
use proptest::prelude::*;

fn when(text: &str) -> When {
    When::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn edtf(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Midnight, 00:00 UTC.
fn at(text: &str) -> DateTime<Utc> {
    date(text).and_hms_opt(0, 0, 0).unwrap().and_utc()
}

/// The four bounds as text. Midnights are written as days, and `-` is unbounded.
fn shown(bounds: &Bounds) -> String {
    let one = |at: Option<DateTime<Utc>>| match at {
        None => "-".to_owned(),
        Some(at) if at.timestamp() % 86_400 == 0 => at.date_naive().to_string(),
        Some(at) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
    };
    format!(
        "{} {} {} {}",
        one(bounds.start_earliest()),
        one(bounds.start_latest()),
        one(bounds.end_earliest()),
        one(bounds.end_latest()),
    )
}

#[test]
fn a_date_is_some_time_within_the_interval_it_names() {
    let table = [
        ("2025-07-10", "2025-07-10", "2025-07-11"),
        ("2025-02", "2025-02-01", "2025-03-01"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("-0001", "-0001-01-01", "0000-01-01"),
        ("Y12025", "+12025-01-01", "+12026-01-01"),
        ("Y12025-07-10", "+12025-07-10", "+12025-07-11"),
        ("Y-17E3", "-17000-01-01", "-16999-01-01"),
        ("1950S2", "1900-01-01", "2000-01-01"),
        ("0196S2", "0100-01-01", "0200-01-01"),
        ("-1950S2", "-1999-01-01", "-1899-01-01"),
        ("-0050S1", "-0999-01-01", "0000-01-01"),
        ("Y171010S3", "+171000-01-01", "+172000-01-01"),
        ("Y-2338E2S3", "-233999-01-01", "-232999-01-01"),
        ("201X", "2010-01-01", "2020-01-01"),
        ("-01XX", "-0199-01-01", "-0099-01-01"),
        ("-000X", "-0009-01-01", "0000-01-01"),
        ("2025-XX", "2025-01-01", "2026-01-01"),
        ("2025-1X", "2025-10-01", "2026-01-01"),
        ("2025-02-XX", "2025-02-01", "2025-03-01"),
        ("2025-XX-31", "2025-01-31", "2026-01-01"),
        ("156X-12-25", "1560-12-25", "1569-12-26"),
        ("XXXX-02-29", "0000-02-29", "9996-03-01"),
        ("XXXX-XX-XX", "0000-01-01", "+10000-01-01"),
        (
            "2025-07-10T18:00:00Z",
            "2025-07-10T18:00:00",
            "2025-07-10T18:00:01",
        ),
        (
            "2025-07-10T18:00Z",
            "2025-07-10T18:00:00",
            "2025-07-10T18:01:00",
        ),
        (
            "2025-07-10T18:00+03",
            "2025-07-10T15:00:00",
            "2025-07-10T15:01:00",
        ),
        (
            "2025-07-10T23:59-03:30",
            "2025-07-11T03:29:00",
            "2025-07-11T03:30:00",
        ),
        (
            "2025-07-10T18:00:05",
            "2025-07-10T18:00:05",
            "2025-07-10T18:00:06",
        ),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59", "2017-01-01"),
        // Seasons.
        ("2001-21", "2001-03-01", "2001-06-01"),
        ("2001-22", "2001-06-01", "2001-09-01"),
        ("2001-23", "2001-09-01", "2001-12-01"),
        ("2001-24", "2001-12-01", "2002-03-01"),
        ("2001-25", "2001-03-01", "2001-06-01"),
        ("2001-28", "2001-12-01", "2002-03-01"),
        ("2001-29", "2001-09-01", "2001-12-01"),
        ("2001-30", "2001-12-01", "2002-03-01"),
        ("2001-31", "2001-03-01", "2001-06-01"),
        ("2001-32", "2001-06-01", "2001-09-01"),
        ("2001-33", "2001-01-01", "2001-04-01"),
        ("2001-36", "2001-10-01", "2002-01-01"),
        ("2001-37", "2001-01-01", "2001-05-01"),
        ("2001-39", "2001-09-01", "2002-01-01"),
        ("2001-40", "2001-01-01", "2001-07-01"),
        ("2001-41", "2001-07-01", "2002-01-01"),
        // Approximate dates are wider, uncertain dates are not.
        ("2025-07-10~", "2025-07-09", "2025-07-12"),
        ("2025-07-10%", "2025-07-09", "2025-07-12"),
        ("2025-07-10?", "2025-07-10", "2025-07-11"),
        ("2025-07-~10", "2025-07-09", "2025-07-12"),
        ("2025-~07-10", "2025-06-10", "2025-08-11"),
        ("2025-05~-31", "2025-04-30", "2025-07-01"),
        ("~2024-02-29", "2023-02-28", "2025-03-01"),
        ("2025-07~", "2025-06-01", "2025-09-01"),
        ("2025~", "2024-01-01", "2027-01-01"),
        ("2025-07-XX~", "2025-06-01", "2025-09-01"),
        ("2025-XX~", "2024-01-01", "2027-01-01"),
        ("201X~", "2000-01-01", "2030-01-01"),
        ("2X10~", "2009-01-01", "2912-01-01"),
        ("1950S2~", "1800-01-01", "2100-01-01"),
        ("2025-21~", "2024-12-01", "2025-09-01"),
        // One of several.
        ("[1667,1668,1670..1672]", "1667-01-01", "1673-01-01"),
        ("[2025-07,2025-01-05]", "2025-01-05", "2025-08-01"),
        ("[..1760-12-03]", "-", "1760-12-04"),
        ("[1760-12..]", "1760-12-01", "-"),
        ("{2025}", "2025-01-01", "2026-01-01"),
    ];
    for (text, low, high) in table {
        let read = when(text);
        assert_eq!(
            shown(&read.bounds()),
            format!("{low} {high} {low} {high}"),
            "{text}",
        );
        assert!(!read.is_extent(), "{text}");
        assert_eq!(read.to_string(), text);
    }
}

#[test]
fn an_extent_starts_on_its_first_date_and_ends_on_its_last() {
    let table = [
        (
            "2025-07-14/2025-07-18",
            "2025-07-14 2025-07-15 2025-07-18 2025-07-19",
        ),
        (
            "2025-07/2025-08~",
            "2025-07-01 2025-08-01 2025-07-01 2025-10-01",
        ),
        (
            "2025-07-10/2025-07-10",
            "2025-07-10 2025-07-11 2025-07-10 2025-07-11",
        ),
        (
            "2025/2025-07-10",
            "2025-01-01 2025-07-11 2025-07-10 2025-07-11",
        ),
        ("2022-02-24/..", "2022-02-24 2022-02-25 - -"),
        ("../2022-02-24", "- - 2022-02-24 2022-02-25"),
        ("2022-02-24/", "2022-02-24 2022-02-25 2022-02-24 -"),
        ("/2022-02-24", "- 2022-02-25 2022-02-24 2022-02-25"),
        ("..2025-07-10/2025-07-10..", "- 2025-07-11 2025-07-10 -"),
        (
            "2025-07-10T18:00Z/2025-07-10T18:50Z",
            "2025-07-10T18:00:00 2025-07-10T18:01:00 2025-07-10T18:49:59 2025-07-10T18:50:59",
        ),
    ];
    for (text, expected) in table {
        let read = when(text);
        assert_eq!(shown(&read.bounds()), expected, "{text}");
        assert!(read.is_extent(), "{text}");
        assert_eq!(read.to_string(), text);
    }
    let first = date("2025-07-14");
    let last = date("2025-07-18");
    assert_eq!(
        When::try_from(first..=last),
        Ok(when("2025-07-14/2025-07-18"))
    );
    assert_eq!(
        When::try_from(last..=first).unwrap_err().to_string(),
        "`2025-07-18/2025-07-14` ends before it starts: expected the start first",
    );
}

#[test]
fn an_open_end_never_comes_and_an_unknown_one_does() {
    let century = when("2122");
    let open = when("2022-02-24/..");
    assert!(open.bounds().has_no_end() && !open.bounds().has_no_start());
    assert_eq!(open.before(&century), Impossible);
    assert_eq!(open.holds(date("2122-01-01")), Certain);

    let unknown = when("2022-02-24/");
    assert!(!unknown.bounds().has_no_end());
    assert_eq!(unknown.before(&century), Possible);
    assert_eq!(unknown.holds(date("2122-01-01")), Possible);

    let always = when("../2022-02-24");
    assert!(always.bounds().has_no_start() && !always.bounds().has_no_end());
    assert_eq!(when("1900").before(&always), Impossible);
    assert_eq!(when("1900").before(&when("/2022-02-24")), Possible);
    assert_eq!(always.overlaps(&when("../1900")), Certain);
}

#[test]
fn a_date_without_a_zone_is_in_the_zone_of_the_rule() {
    let moscow = Zone::Offset(FixedOffset::east_opt(3 * 3_600).unwrap());
    let table = [
        (Zone::Utc, "2025-07-10", "2025-07-10 2025-07-11", ""),
        (
            moscow,
            "2025-07-10",
            "2025-07-09T21:00:00 2025-07-10T21:00:00",
            " (+03:00)",
        ),
        (
            Zone::AnywhereOnEarth,
            "2025-07-10",
            "2025-07-09T10:00:00 2025-07-11T12:00:00",
            " (anywhere on earth)",
        ),
        (
            moscow,
            "2025-07-10T18:00",
            "2025-07-10T15:00:00 2025-07-10T15:01:00",
            " (+03:00)",
        ),
        (
            Zone::AnywhereOnEarth,
            "2025-07-10T18:00",
            "2025-07-10T04:00:00 2025-07-11T06:01:00",
            " (anywhere on earth)",
        ),
        (
            moscow,
            "2025-07-10T18:00Z",
            "2025-07-10T18:00:00 2025-07-10T18:01:00",
            " (+03:00)",
        ),
    ];
    for (zone, text, expected, suffix) in table {
        let read = When::new(Edtf::parse(text).unwrap(), zone).unwrap();
        assert_eq!(
            shown(&read.bounds()),
            format!("{expected} {expected}"),
            "{text}"
        );
        assert_eq!(read.to_string(), format!("{text}{suffix}"));
        assert_eq!(read.day_rule().zone, zone);
    }
}

#[test]
fn the_margin_is_counted_in_units_of_the_date() {
    let read = |text, margin| {
        When::new(
            Edtf::parse(text).unwrap(),
            DayRule::default().with_margin(margin),
        )
        .unwrap()
    };
    assert_eq!(read("2025-07-10~", 0).bounds(), when("2025-07-10").bounds());
    assert_eq!(
        shown(&read("2025-07-10~", 3).bounds()),
        "2025-07-07 2025-07-14 2025-07-07 2025-07-14",
    );
    assert_eq!(
        shown(&read("2025~", 2).bounds()),
        "2023-01-01 2028-01-01 2023-01-01 2028-01-01",
    );
    assert_eq!(read("2025-07-10", 9).bounds(), when("2025-07-10").bounds());
    assert_eq!(read("2025~", 2).day_rule().margin, 2);

    // Cut off at the years of chrono, without overflow.
    for text in [
        "2025~",
        "1950S1~",
        "Y262142~",
        "Y-262143~",
        "2025-07-10~",
        "2025-21~",
    ] {
        let all = read(text, u32::MAX).bounds();
        assert_eq!(
            all.start_earliest(),
            Some(DateTime::<Utc>::MIN_UTC),
            "{text}"
        );
        assert_eq!(
            all.end_latest().map(|at| at.timestamp()),
            Some(DateTime::<Utc>::MAX_UTC.timestamp()),
            "{text}",
        );
    }
}

#[test]
fn intervals_beyond_chrono_are_cut_off() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let early = "Y-262143-01-01T00:00:00+14:00";
    let late = "Y262142-12-31T23:59:59-12:00";
    assert_eq!(when(early).bounds().start_earliest(), Some(first));
    assert_eq!(
        when(early).bounds().end_latest(),
        Some(first + TimeDelta::seconds(1))
    );
    assert_eq!(
        when(late).bounds().end_latest().map(|at| at.timestamp()),
        Some(last.timestamp())
    );
    for text in [early, late] {
        let extent = when(&format!("{text}/{text}"));
        assert_eq!(extent.bounds(), when(text).bounds());
    }
    assert!(When::from(NaiveDate::MIN).bounds().end_latest().is_some());
    assert!(When::from(NaiveDate::MAX).bounds().end_latest().is_some());
}

#[test]
fn errors_name_what_is_wrong_with_the_date() {
    let message = |text: &str| When::parse(text).unwrap_err().to_string();
    assert_eq!(
        message("{1960,1961}"),
        "`{1960,1961}` is a set of several dates: expected one date"
    );
    assert_eq!(
        message("{1960..1961}"),
        "`{1960..1961}` is a set of several dates: expected one date"
    );
    assert_eq!(
        message("2025-07-10/2025-07-01"),
        "`2025-07-10/2025-07-01` ends before it starts: expected the start first",
    );
    assert_eq!(
        message("2025-7-10"),
        "`2025-7-10` is not EDTF at column 6: expected a month of two digits, 01 to 12, or a season, 21 to 41",
    );

    let ends = |start: &str, end: &str| {
        When::from_ends(&edtf(start), &edtf(end), DayRule::default())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        ends("2025-07-10", "2025-07-01"),
        "`2025-07-10/2025-07-01` ends before it starts: expected the start first",
    );
    assert_eq!(
        ends("[2025-07-10..]", "[2024,2025-07-01]"),
        "`[2025-07-10..]/[2024,2025-07-01]` ends before it starts: expected the start first",
    );
    assert_eq!(
        ends("2025/2026", "2027"),
        "`2025/2026` is an interval: expected the date of a start or of an end",
    );
    assert_eq!(
        ends("2025", "{2026,2027}"),
        "`{2026,2027}` is a set of several dates: expected one date"
    );

    // Valid for approximate days, but not with a margin of 0.
    let strict = DayRule::default().with_margin(0);
    assert!(When::parse("2025-07-10~/2025-07-09").is_ok());
    assert_eq!(
        When::new(Edtf::parse("2025-07-10~/2025-07-09").unwrap(), strict),
        Err(WhenError::EndBeforeStart {
            text: "2025-07-10~/2025-07-09".to_owned()
        }),
    );
}

#[test]
fn two_dates_can_express_any_four_bounds() {
    let by = edtf("[..2025-07-10]");
    let from = edtf("[2025-07-10..]");
    let war = When::from_ends(&by, &from, DayRule::default()).unwrap();
    assert_eq!(shown(&war.bounds()), "- 2025-07-11 2025-07-10 -");
    assert_eq!(war.bounds(), when("..2025-07-10/2025-07-10..").bounds());
    assert_eq!(war.to_string(), "from [..2025-07-10] to [2025-07-10..]");
    assert!(war.is_extent());
    assert_eq!(
        war.touches(at("2025-07-10")..at("2025-07-11")),
        Certain,
        "under way some time on the 10th",
    );
    assert_eq!(
        war.written(),
        DateSource::Ends {
            start: &by,
            end: &from
        }
    );
    let DateSource::Ends { start, end } = war.written() else {
        panic!("{war} has two ends");
    };
    assert_eq!(
        When::from_ends(start, end, war.day_rule()).as_ref(),
        Ok(&war)
    );
}

#[test]
fn words_and_rule_are_kept_and_compared() {
    let plain = when("2025-07-10");
    assert_eq!(plain.words(), None);
    assert_eq!(plain.written(), DateSource::Edtf(&edtf("2025-07-10")));
    let said = plain.clone().with_words("Thursday");
    assert_eq!(said.words(), Some("Thursday"));
    assert_eq!(said.bounds(), plain.bounds());
    assert_ne!(said, plain);
    assert_eq!(said.with_words(""), plain);

    let reading = DayRule::default()
        .with_zone(Zone::AnywhereOnEarth)
        .with_margin(2);
    let read = When::new(Edtf::parse("2025-07~").unwrap(), reading)
        .unwrap()
        .with_words("about July");
    assert_eq!(
        (read.day_rule(), read.words()),
        (reading, Some("about July"))
    );

    assert_eq!(When::from(date("2025-07-10")), plain);
    assert_eq!(When::try_from(edtf("2025-07-10")), Ok(plain));
    let time = at("2025-07-10");
    assert_eq!(When::from(time), when("2025-07-10T00:00:00Z"));
    let east = time.with_timezone(&FixedOffset::east_opt(10_800).unwrap());
    assert_eq!(When::from(east), when("2025-07-10T03:00:00+03:00"));
    assert_eq!("2025-07-10".parse(), Ok(when("2025-07-10")));
}

#[test]
fn marks_of_either_end_count_for_the_whole_date() {
    let ends = |start, end| When::from_ends(&edtf(start), &edtf(end), DayRule::default()).unwrap();
    assert!(ends("2025?", "2026").is_uncertain() && !ends("2025?", "2026").is_approximate());
    assert!(ends("2025", "2026~").is_approximate() && !ends("2025", "2026~").is_uncertain());
    assert!(when("2025%").is_uncertain() && when("2025%").is_approximate());
}

#[test]
fn a_plain_date_is_compact() {
    assert!(size_of::<When>() <= 64);
    assert!(size_of::<Bounds>() == 32);
}

#[test]
fn an_end_with_a_time_of_day_is_an_instant() {
    let table = [
        (
            "2025-07-10T10:00:00Z/2025-07-10T11:00:00Z",
            "2025-07-10T10:00:00 2025-07-10T10:00:01 2025-07-10T10:59:59 2025-07-10T11:00:00",
        ),
        // An extent whose start and end are the same instant is that second.
        (
            "2025-07-10T10:00:00Z/2025-07-10T10:00:00Z",
            "2025-07-10T10:00:00 2025-07-10T10:00:01 2025-07-10T10:00:00 2025-07-10T10:00:01",
        ),
        (
            "2025-07-10/2025-07-10T00:00:00Z",
            "2025-07-10 2025-07-10T00:00:01 2025-07-10 2025-07-10T00:00:01",
        ),
        // A day at the end is included.
        (
            "2025-07-10T10:00:00Z/2025-07-10",
            "2025-07-10T10:00:00 2025-07-10T10:00:01 2025-07-10T10:00:00 2025-07-11",
        ),
        (
            "/2025-07-10T11:00:00Z",
            "- 2025-07-10T11:00:00 2025-07-10T10:59:59 2025-07-10T11:00:00",
        ),
        (
            "2025-07-10T10:00:00Z/2025-07-10T11:00:00Z..",
            "2025-07-10T10:00:00 2025-07-10T10:00:01 2025-07-10T10:59:59 -",
        ),
        // In the zone that the time states.
        (
            "2025-07-10T10:00:00-02:00/2025-07-10T13:00:00Z",
            "2025-07-10T12:00:00 2025-07-10T12:00:01 2025-07-10T12:59:59 2025-07-10T13:00:00",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(shown(&when(text).bounds()), expected, "{text}");
    }
    let ends = |start, end| When::from_ends(&edtf(start), &edtf(end), DayRule::default());
    let hour = ends("2025-07-10T10:00:00Z", "2025-07-10T11:00:00Z").unwrap();
    assert_eq!(
        hour.bounds(),
        when("2025-07-10T10:00:00Z/2025-07-10T11:00:00Z").bounds()
    );
    let by = ends("2025-07-10T10:00:00Z", "[..2025-07-10T11:00:00Z]").unwrap();
    assert_eq!(by.bounds().end_latest(), hour.bounds().end_latest());
    let either = "[2025-07-10T11:00:00Z,2025-07-10T13:00:00Z]";
    let either = ends("2025-07-10T10:00:00Z", either).unwrap();
    let noon = at("2025-07-10") + TimeDelta::hours(12);
    assert_eq!(
        either.within(..at("2025-07-10") + TimeDelta::hours(11)),
        Possible
    );
    assert_eq!(either.within(..noon), Possible);
    assert_eq!(
        hour.within(..at("2025-07-10") + TimeDelta::hours(11)),
        Certain
    );
    assert!(ends("2025-07-10T10:00:01Z", "2025-07-10T10:00:00Z").is_err());
    assert!(
        ends("2025-07-11", "2025-07-10").is_err(),
        "days do not touch"
    );
}

#[test]
fn an_event_that_begins_when_another_ends_follows_it() {
    let (ten, eleven) = (
        when("2025-07-10T10:00:00Z/2025-07-10T11:00:00Z"),
        when("2025-07-10T11:00:00Z/2025-07-10T12:00:00Z"),
    );
    assert_eq!(ten.before(&eleven), Certain);
    assert_eq!(ten.overlaps(&eleven), Impossible);
    assert_eq!(ten.allen(&eleven).single(), Some(AllenRelation::Meets));
    assert_eq!(ten.probability_before(&eleven), Some(1.0));
    let midnight = when("2025-07-14T00:00:00Z/2025-07-18T00:00:00Z");
    assert_eq!(midnight.touches(date("2025-07-18")), Impossible);
}

#[test]
fn an_instant_is_not_before_itself() {
    let instant = when("2025-07-10T10:00:00Z");
    assert_eq!(instant.before(&instant), Impossible);
    assert_eq!(instant.probability_before(&instant), Some(0.0));
    let bounds = instant.bounds();
    assert_eq!(bounds.probability_before(&bounds), Some(0.0));
}

#[test]
fn an_extent_is_certainly_under_way_where_a_month_only_possibly_is() {
    let noon = at("2025-07-16") + TimeDelta::hours(12);
    assert_eq!(when("2025-07-14/2025-07-18").holds(noon), Certain);
    assert_eq!(
        when("2025-07-14/2025-07-18").holds(date("2025-07-14")),
        Possible
    );
    assert_eq!(
        when("2025-07-14/2025-07-18").holds(date("2025-07-19")),
        Impossible
    );
    assert_eq!(when("2025-07").holds(noon), Possible);
    assert_eq!(when("2025-07-16").holds(noon), Possible);
    assert_eq!(when("2025-07-16T12:00:00Z").holds(noon), Certain);
    assert_eq!(when("2025-06").holds(noon), Impossible);
    assert_eq!(when("[2025-07-15,2025-07-17]").holds(noon), Impossible);
}

#[test]
fn two_events_of_one_day_may_come_in_either_order() {
    let (a, b) = (when("2025-07-10"), when("2025-07-10"));
    assert_eq!((a.before(&b), b.before(&a)), (Possible, Possible));
    assert_eq!(
        (a.starts_before(&b), b.starts_before(&a)),
        (Possible, Possible)
    );
    assert_eq!(a.overlaps(&b), Possible);
    assert_eq!(a.before(&when("2025-07-11")), Certain);
    assert_eq!(a.before(&when("2025-07-09")), Impossible);
    assert_eq!(a.before(&when("2025-07")), Possible);
    assert_eq!(a.overlaps(&when("2025-07-11")), Impossible);
    assert_eq!(when("2025-07-09/2025-07-11").overlaps(&a), Certain);
}

#[test]
fn each_of_several_dates_is_considered_by_itself() {
    let june = at("2025-06-01")..at("2025-07-01");
    let year = at("2025-01-01")..at("2026-01-01");
    let spring = at("2025-01-01")..at("2025-07-01");
    for text in ["[2025-01-01,2025-12-31]", "2025-X2-01"] {
        assert_eq!(when(text).within(june.clone()), Impossible, "{text}");
        assert_eq!(when(text).touches(june.clone()), Impossible, "{text}");
        assert_eq!(when(text).within(year.clone()), Certain, "{text}");
        assert_eq!(when(text).touches(year.clone()), Certain, "{text}");
        assert_eq!(when(text).within(spring.clone()), Possible, "{text}");
        assert_eq!(when(text).touches(spring.clone()), Possible, "{text}");
    }
    // The bounds alone do not decide.
    assert_eq!(
        when("[2025-01-01,2025-12-31]")
            .bounds()
            .within(june.clone()),
        Possible
    );

    // Starts on 1 January or 1 November, ends on 1 February or 1 December.
    let extent = when("2025-X1-01/2025-X2-01");
    assert_eq!(
        extent.within(at("2025-03-01")..at("2025-12-01")),
        Impossible
    );
    assert_eq!(extent.within(at("2025-03-01")..at("2025-12-02")), Possible);
    assert_eq!(extent.within(at("2025-01-01")..at("2025-03-01")), Possible);
    assert_eq!(
        extent.within(at("2025-01-02")..at("2025-03-01")),
        Impossible,
        "it starts before 2 January or in November",
    );
    assert_eq!(extent.touches(june), Possible);

    let ends = When::from_ends(
        &edtf("[2025-01-01,2025-11-01]"),
        &edtf("[2025-02-01,2025-12-01]"),
        DayRule::default(),
    );
    let ends = ends.unwrap();
    assert_eq!(ends.within(at("2025-03-01")..at("2025-12-01")), Impossible);
    assert_eq!(ends.within(at("2025-03-01")..at("2025-12-02")), Possible);
}

#[test]
fn a_window_can_be_any_range_and_contains_nothing_if_it_is_empty() {
    let day = when("2025-07-10");
    assert_eq!(day.within(..), Certain);
    assert_eq!(day.within(at("2025-07-10")..), Certain);
    assert_eq!(day.within(..at("2025-07-11")), Certain);
    assert_eq!(day.within(..at("2025-07-10")), Impossible);
    assert_eq!(day.touches(..at("2025-07-10")), Impossible);
    assert_eq!(day.touches(..=at("2025-07-10")), Possible);
    assert_eq!(
        day.within(..=at("2025-07-11") - TimeDelta::seconds(1)),
        Certain
    );
    let backwards = at("2025-08-01")..at("2025-06-01");
    assert_eq!(day.within(backwards.clone()), Impossible);
    assert_eq!(day.touches(backwards.clone()), Impossible);
    let long = when("2025-01-01/2025-12-31");
    assert_eq!(long.touches(backwards), Impossible);
    assert_eq!(long.touches(at("2025-06-01")..at("2025-06-01")), Impossible);
}

#[test]
fn more_than_ten_thousand_intervals_become_one() {
    // The 31st of some month of the years 0 to 9999: 70,000 days, none in February.
    let many = when("XXXX-XX-31");
    let february = at("2025-02-01")..at("2025-03-01");
    assert_eq!(many.within(february.clone()), Possible);
    // Ten thousand intervals are kept apart, ten thousand and one are not.
    assert_eq!(when("XXXX-01-31").within(february.clone()), Impossible);
    assert_eq!(when("[XXXX-01-31,2025-03-03]").within(february), Possible);

    // No text of a thousand bytes takes long.
    let hostile = format!("[{}2025]", "XXXX-XX-X1,".repeat(90));
    let hostile = when(&hostile);
    assert!(hostile.probability_before(&hostile).is_some());
}

#[test]
fn bounds_that_no_start_and_end_fit_are_refused() {
    let day = |day: i64| Some(DateTime::UNIX_EPOCH + TimeDelta::days(day));
    assert_eq!(
        Bounds::new(day(1), day(1), None, None),
        Err(WhenError::NoStart)
    );
    assert_eq!(
        Bounds::new(None, None, day(1), day(1)),
        Err(WhenError::NoEnd)
    );
    assert_eq!(
        Bounds::new(day(2), None, None, day(2))
            .unwrap_err()
            .to_string(),
        "`1970-01-03T00:00:00Z/1970-01-03T00:00:00Z` is empty: expected an end after the start",
    );
    assert_eq!(
        Bounds::new(day(2), None, None, day(1))
            .unwrap_err()
            .to_string(),
        "`1970-01-03T00:00:00Z/1970-01-02T00:00:00Z` ends before it starts: expected the start first",
    );
    let tight = Bounds::new(day(1), None, None, day(2)).unwrap();
    assert_eq!(shown(&tight), "1970-01-02 1970-01-03 1970-01-02 1970-01-03");
    assert_eq!(
        shown(&Bounds::new(None, None, None, None).unwrap()),
        "- - - -",
    );
}

#[test]
fn probabilities_are_exact() {
    let p = |a: &str, b: &str| when(a).probability_before(&when(b));
    assert_eq!(p("2025-07-10", "2025-07-10"), Some(0.5));
    assert_eq!(p("2025-07-10", "2025-07-11"), Some(1.0));
    assert_eq!(p("2025-07-11", "2025-07-10"), Some(0.0));
    assert_eq!(p("2025-07", "2025-07-16"), Some(0.5));
    assert_eq!(p("[2025-01-01,2025-12-31]", "2025-06"), Some(0.5));
    assert_eq!(
        p("2025-06", "[2025-01-01,2025-12-31,2026]"),
        Some(366.0 / 367.0)
    );
    assert_eq!(
        p("2025-07-01/2025-07-10", "2025-07-10/2025-07-20"),
        Some(0.5)
    );
    assert_eq!(p("Y-262143", "Y262142"), Some(1.0));
    assert_eq!(p("[Y-262143..Y262142]", "[Y-262143..Y262142]"), Some(0.5));
    // It cannot start in November, because it ends in February.
    assert_eq!(p("2025-01-15", "2025-X1-01/2025-02-01"), Some(0.0));
    // With a bound missing, only certain answers have a probability.
    assert_eq!(p("2025", "[2026..]"), Some(1.0));
    assert_eq!(p("[2026..]", "2025"), Some(0.0));
    assert_eq!(p("2025", "[2024..]"), None);
    assert_eq!(p("2025/", "2026"), None);
    assert_eq!(p("2025/..", "2026"), Some(0.0));
    assert_eq!(p("[..2025]", "2026"), Some(1.0));
    assert_eq!(p("[..2025]", "2025"), None);
}

#[test]
fn certainties_are_ordered_words() {
    let all = [Impossible, Possible, Certain];
    let words = all.map(|certainty| certainty.to_string());
    assert_eq!(words, ["impossible", "possible", "certain"]);
    assert_eq!(format!("{Certain:>8}|"), " certain|");
    assert!(all.is_sorted());
    for a in all {
        assert_eq!(!!a, a);
        assert_eq!(a.is_certain(), a == Certain);
        assert_eq!(a.is_possible(), a != Impossible);
        for b in all {
            assert_eq!(a.and(b), a.min(b));
        }
    }
    assert_eq!(all.map(std::ops::Not::not), [Certain, Possible, Impossible]);
}

// Laws, compared with every start and end that the bounds allow, second by second.

/// The seconds of the small world in which the laws are checked.
const WORLD: Range<i64> = -3..10;

fn second(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
}

/// Bounds, and every start and end in the world that fits them.
#[derive(Clone, Debug)]
struct Small {
    bounds: Bounds,
    fits: Vec<(i64, i64)>,
}

fn small() -> impl Strategy<Value = Small> {
    let side = || prop_oneof![5 => (0..7_i64).prop_map(Some), 1 => Just(None)];
    (side(), side(), side(), side()).prop_filter_map("no start and end fit", |(a, b, c, d)| {
        let at = |side: Option<i64>| side.map(second);
        let bounds = Bounds::new(at(a), at(b), at(c), at(d)).ok()?;
        let fits = pairs()
            .filter(|&(start, end)| {
                a.is_none_or(|a| a <= start)
                    && b.is_none_or(|b| start < b)
                    && c.is_none_or(|c| c < end)
                    && d.is_none_or(|d| end <= d)
            })
            .collect();
        Some(Small { bounds, fits })
    })
}

/// Every start and end in the world.
fn pairs() -> impl Iterator<Item = (i64, i64)> {
    WORLD.flat_map(|start| (start + 1..=WORLD.end).map(move |end| (start, end)))
}

fn judge(answers: impl Iterator<Item = bool>) -> Certainty {
    let answers: Vec<_> = answers.collect();
    assert!(!answers.is_empty(), "some start and end fit");
    match (answers.contains(&true), answers.contains(&false)) {
        (true, false) => Certain,
        (true, true) => Possible,
        (false, _) => Impossible,
    }
}

fn judge_both(a: &Small, b: &Small, is: impl Fn((i64, i64), (i64, i64)) -> bool) -> Certainty {
    judge(
        a.fits
            .iter()
            .flat_map(|&x| b.fits.iter().map(move |&y| (x, y)))
            .map(|(x, y)| is(x, y)),
    )
}

/// The probability that a time in one second is before one in another.
fn in_order(a: i64, b: i64) -> f64 {
    match a.cmp(&b) {
        Ordering::Less => 1.0,
        Ordering::Equal => 0.5,
        Ordering::Greater => 0.0,
    }
}

/// An event on one of a few days of January 1970, as intervals of days and as EDTF.
fn one_of_days() -> impl Strategy<Value = (Vec<(i64, i64)>, When)> {
    proptest::collection::btree_set(1..12_i64, 1..5).prop_map(|days| {
        let members: Vec<_> = days.iter().map(|day| format!("1970-01-{day:02}")).collect();
        let days = days.iter().map(|day| (day - 1, *day)).collect();
        (days, when(&format!("[{}]", members.join(","))))
    })
}

/// An event in one of a few seconds.
fn one_of_seconds() -> impl Strategy<Value = (Vec<i64>, When)> {
    proptest::collection::btree_set(0..12_i64, 1..6).prop_map(|seconds| {
        let members: Vec<_> = seconds
            .iter()
            .map(|second| format!("1970-01-01T00:00:{second:02}Z"))
            .collect();
        let written = format!("[{}]", members.join(","));
        (seconds.into_iter().collect(), when(&written))
    })
}

fn any_when() -> impl Strategy<Value = When> {
    let date = || "(202[0-9X]|19[0-9][0-9])(-(0[1-9]|1[0-2X]|XX|2[1-4]))?[?~%]?";
    prop_oneof![
        3 => date(),
        1 => (date(), date()).prop_map(|(a, b)| format!("{a}/{b}")),
        1 => (date(), date()).prop_map(|(a, b)| format!("[{a},{b}]")),
        1 => date().prop_map(|a| format!("[..{a}]")),
        1 => date().prop_map(|a| format!("{a}/..")),
        1 => date().prop_map(|a| format!("/{a}")),
    ]
    .prop_filter_map("it ends before it starts", |text| When::parse(&text).ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn before_agrees_with_every_start_and_end(a in small(), b in small()) {
        prop_assert_eq!(a.bounds.before(&b.bounds), judge_both(&a, &b, |x, y| x.1 <= y.0));
    }

    #[test]
    fn starts_before_agrees_with_every_start_and_end(a in small(), b in small()) {
        prop_assert_eq!(a.bounds.starts_before(&b.bounds), judge_both(&a, &b, |x, y| x.0 < y.0));
    }

    #[test]
    fn overlaps_agrees_with_every_start_and_end(a in small(), b in small()) {
        let expected = judge_both(&a, &b, |x, y| WORLD.clone().any(|at| {
            x.0 <= at && at < x.1 && y.0 <= at && at < y.1
        }));
        prop_assert_eq!(a.bounds.overlaps(&b.bounds), expected);
        prop_assert_eq!(b.bounds.overlaps(&a.bounds), expected);
    }

    #[test]
    fn windows_agree_with_every_start_and_end(
        a in small(), low in 0..7_i64, high in 0..7_i64,
    ) {
        let window = second(low)..second(high);
        prop_assert_eq!(
            a.bounds.within(window.clone()),
            judge(a.fits.iter().map(|&(start, end)| low <= start && end <= high && low < high)),
        );
        prop_assert_eq!(
            a.bounds.touches(window),
            judge(a.fits.iter().map(|&(start, end)| (low..high).any(|at| start <= at && at < end))),
        );
        prop_assert_eq!(
            a.bounds.holds(Moment::from(second(low))),
            judge(a.fits.iter().map(|&(start, end)| start <= low && low < end)),
        );
    }

    #[test]
    fn bounds_are_tight(a in small()) {
        let start = |second| a.fits.iter().any(|fit| fit.0 == second);
        let end = |second| a.fits.iter().any(|fit| fit.1 == second);
        let at = |bound: Option<DateTime<Utc>>| bound.map(|at| at.timestamp());
        for (bound, shift, reached) in [
            (at(a.bounds.start_earliest()), 0, &start as &dyn Fn(i64) -> bool),
            (at(a.bounds.start_latest()), -1, &start),
            (at(a.bounds.end_earliest()), 1, &end),
            (at(a.bounds.end_latest()), 0, &end),
        ] {
            prop_assert!(bound.is_none_or(|bound| reached(bound + shift)));
        }
    }

    #[test]
    fn union_contains_both(a in small(), b in small()) {
        let both = a.bounds.union(&b.bounds);
        prop_assert_eq!(both, b.bounds.union(&a.bounds));
        prop_assert_eq!(both.intersect(&a.bounds), Some(a.bounds));
        prop_assert_eq!(both.intersect(&b.bounds), Some(b.bounds));
        prop_assert_eq!(a.bounds.union(&a.bounds), a.bounds);
    }

    #[test]
    fn intersect_is_what_both_allow(a in small(), b in small()) {
        let common: Vec<_> = a.fits.iter().filter(|fit| b.fits.contains(fit)).collect();
        match a.bounds.intersect(&b.bounds) {
            None => prop_assert!(common.is_empty()),
            Some(both) => {
                prop_assert!(!common.is_empty());
                let judged = |low, high| judge(common.iter().map(|fit| low <= fit.0 && fit.1 <= high));
                // At the edge of the world, unbounded looks bounded.
                for (low, high) in pairs().filter(|&(low, high)| 0 <= low && high < 8) {
                    prop_assert_eq!(both.within(second(low)..second(high)), judged(low, high));
                }
            }
        }
    }

    #[test]
    fn certain_one_way_is_impossible_the_other_way(a in any_when(), b in any_when()) {
        if a.before(&b) == Certain {
            prop_assert_eq!(b.before(&a), Impossible);
            prop_assert_eq!(a.starts_before(&b), Certain);
            prop_assert_eq!(a.overlaps(&b), Impossible);
            prop_assert_eq!(a.probability_before(&b), Some(1.0));
        }
        if let Some(p) = a.probability_before(&b) {
            prop_assert!((0.0..=1.0).contains(&p));
            prop_assert!(p < 1.0 || a.before(&b) == Certain);
            prop_assert_eq!(p == 0.0, a.before(&b) == Impossible);
        }
    }

    #[test]
    fn one_of_several_days_in_a_window_agrees_with_each_day(
        (days, read) in one_of_days(), low in 0..12_i64, high in 0..12_i64,
    ) {
        let window = second(low * 86_400)..second(high * 86_400);
        // A window of whole days contains all of a day or nothing of it.
        let expected = judge(days.iter().map(|day| low <= day.0 && day.1 <= high));
        prop_assert_eq!(read.within(window.clone()), expected);
        prop_assert_eq!(read.touches(window), expected);
    }

    #[test]
    fn probability_is_the_fraction_of_pairs_in_order((a, x) in one_of_seconds(), (b, y) in one_of_seconds()) {
        let sum: f64 = a.iter().flat_map(|&a| b.iter().map(move |&b| in_order(a, b))).sum();
        #[expect(clippy::cast_precision_loss, reason = "a dozen at most")]
        let expected = sum / (a.len() * b.len()) as f64;
        let expected = if x.before(&y) == Impossible { 0.0 } else { expected };
        let p = x.probability_before(&y).unwrap();
        prop_assert!((p - expected).abs() < 1e-12, "{} {}", p, expected);
    }

    #[test]
    fn probabilities_of_both_orders_add_up(a in any_when(), b in any_when()) {
        // Events that can overlap for at most one second: that second belongs to neither order.
        let is_open = a.before(&b) != Impossible || b.before(&a) == Certain;
        let is_open = is_open && (b.before(&a) != Impossible || a.before(&b) == Certain);
        if is_open && !a.is_extent() && !b.is_extent()
            && let (Some(p), Some(q)) = (a.probability_before(&b), b.probability_before(&a)) {
                prop_assert!((p + q - 1.0).abs() < 1e-12, "{} {}", p, q);
            }
    }

    #[test]
    fn probability_on_bounds_agrees_with_a_grid(a in small(), b in small()) {
        let range = |low: Option<DateTime<Utc>>, high: Option<DateTime<Utc>>| {
            Some(low?.timestamp()..high?.timestamp())
        };
        let ends = range(a.bounds.end_earliest(), a.bounds.end_latest());
        let starts = range(b.bounds.start_earliest(), b.bounds.start_latest());
        if let (Some(ends), Some(starts)) = (ends, starts) {
            let (mut sum, mut cells) = (0.0, 0.0);
            for end in ends {
                for start in starts.clone() {
                    cells += 1.0;
                    sum += in_order(end, start);
                }
            }
            let p = a.bounds.probability_before(&b.bounds).unwrap();
            let is_impossible = a.bounds.before(&b.bounds) == Impossible;
            let expected = if is_impossible { 0.0 } else { sum / cells };
            prop_assert!((p - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_date_is_the_same_when_read_from_its_written_form(
        read in any_when(), margin in 0..3_u32, hours in -12..=14_i32, anywhere in any::<bool>(),
    ) {
        let DateSource::Edtf(written) = read.written() else {
            panic!("{read} is one expression");
        };
        let zone = if anywhere {
            Zone::AnywhereOnEarth
        } else {
            Zone::Offset(FixedOffset::east_opt(hours * 3_600).unwrap())
        };
        let reading = DayRule::default().with_margin(margin).with_zone(zone);
        // An approximate date can end before it starts if its margin is 0.
        if let Ok(other) = When::new(written.clone(), reading) {
            prop_assert_eq!(When::new(Edtf::parse(&written.to_string()).unwrap(), reading), Ok(other.clone()));
            let DateSource::Edtf(kept) = other.written() else {
                panic!("{other} is one expression");
            };
            prop_assert_eq!((kept, other.day_rule()), (written, reading));
        }
    }

    #[test]
    fn no_text_causes_a_panic(text in ".{0,40}", other in any_when(), second in any::<u32>()) {
        let at = Utc.timestamp_opt(second.into(), 0).unwrap();
        for read in [When::parse(&text), Ok(other)].into_iter().flatten() {
            let _ = (read.to_string(), read.holds(at), read.within(at..), read.touches(..at));
            let _ = (read.before(&read), read.probability_before(&read));
        }
    }

    #[test]
    fn every_instant_of_chrono_has_bounds(seconds in any::<i64>(), offset in -86_399..86_400_i32) {
        let (first, last) = (DateTime::<Utc>::MIN_UTC.timestamp(), DateTime::<Utc>::MAX_UTC.timestamp());
        let at = Utc.timestamp_opt(first + seconds.rem_euclid(last - first + 1), 0).unwrap();
        let read = When::from(at.with_timezone(&FixedOffset::east_opt(offset).unwrap()));
        prop_assert_eq!(read.bounds().start_earliest(), Some(at));
        prop_assert!(When::from(at.date_naive()).bounds().start_earliest() <= Some(at));
    }
}
