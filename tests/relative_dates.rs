//! Relative dates: "Tuesday night" and "last week", from the day of the report.

use chrono::{Datelike, Days, FixedOffset, NaiveDate, Weekday};
use detente::time::RelativeDate::{
    self, DaysAgo, InDays, LastMonth, LastNight, LastWeek, LastYear, NextMonth, NextWeek, NextYear,
    NightOf, OnLast, OnLastBefore, OnNext, OnNextAfter, OverTheWeekend, RecentMonths, ThisMonth,
    ThisWeek, ThisYear, Today, Tomorrow, Tonight, WithinLast, Yesterday,
};
use detente::time::{Anchor, AnchorError, Bounds, Certainty, DateSource, Edtf, When, Window, Zone};
use proptest::prelude::*;

/// Every phrase, and on which side of the anchor its days are.
const ALL: [(&str, RelativeDate, Side); 31] = [
    ("today", Today, Side::Before),
    ("yesterday", Yesterday, Side::StrictlyBefore),
    ("tomorrow", Tomorrow, Side::StrictlyAfter),
    ("last night", LastNight, Side::Before),
    ("tonight", Tonight, Side::After),
    ("Thursday", OnLast(Weekday::Thu), Side::Before),
    ("Monday", OnLast(Weekday::Mon), Side::Before),
    (
        "last Thursday",
        OnLastBefore(Weekday::Thu),
        Side::StrictlyBefore,
    ),
    (
        "last Sunday",
        OnLastBefore(Weekday::Sun),
        Side::StrictlyBefore,
    ),
    ("this Thursday", OnNext(Weekday::Thu), Side::After),
    ("this Saturday", OnNext(Weekday::Sat), Side::After),
    (
        "next Thursday",
        OnNextAfter(Weekday::Thu),
        Side::StrictlyAfter,
    ),
    (
        "next Friday",
        OnNextAfter(Weekday::Fri),
        Side::StrictlyAfter,
    ),
    ("Tuesday night", NightOf(Weekday::Tue), Side::Either),
    ("Wednesday night", NightOf(Weekday::Wed), Side::Either),
    ("over the weekend", OverTheWeekend, Side::Either),
    ("last week", LastWeek, Side::StrictlyBefore),
    ("this week", ThisWeek, Side::Either),
    ("next week", NextWeek, Side::StrictlyAfter),
    ("last month", LastMonth, Side::StrictlyBefore),
    ("this month", ThisMonth, Side::Either),
    ("next month", NextMonth, Side::StrictlyAfter),
    ("last year", LastYear, Side::StrictlyBefore),
    ("this year", ThisYear, Side::Either),
    ("next year", NextYear, Side::StrictlyAfter),
    ("1 day ago", DaysAgo(1), Side::StrictlyBefore),
    ("3 days ago", DaysAgo(3), Side::StrictlyBefore),
    ("in 10 days", InDays(10), Side::StrictlyAfter),
    ("within the last day", WithinLast(1), Side::Before),
    ("within the last 7 days", WithinLast(7), Side::Before),
    ("in recent months", RecentMonths(3), Side::Before),
];

#[derive(Clone, Copy, Debug)]
enum Side {
    StrictlyBefore,
    Before,
    Either,
    After,
    StrictlyAfter,
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on(text: &str) -> Anchor {
    Anchor::from(date(text))
}

fn when(text: &str) -> When {
    When::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn said(anchor: Anchor, phrase: &str) -> When {
    let (_, phrase, _) = ALL.into_iter().find(|one| one.0 == phrase).unwrap();
    anchor
        .resolve(phrase)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The first and the last possible day of a date.
fn days(when: &When) -> (NaiveDate, NaiveDate) {
    let bounds = when.bounds();
    let last = bounds.end_latest().unwrap().date_naive();
    let first = bounds.start_earliest().unwrap().date_naive();
    (first, last.pred_opt().unwrap())
}

fn check(anchor: Anchor, table: &[(&str, &str)]) {
    for (phrase, expected) in table {
        let found = said(anchor, phrase);
        assert_eq!(found.to_string(), *expected, "{phrase}, said on {anchor}");
        assert_eq!(found.bounds(), when(expected).bounds());
        assert!(!found.is_extent());
    }
}

#[test]
fn the_article_of_july_2025() {
    let table = [
        ("today", "2025-07-10"),
        ("yesterday", "2025-07-09"),
        ("tomorrow", "2025-07-11"),
        ("last night", "[2025-07-09..2025-07-10]"),
        ("tonight", "[2025-07-10..2025-07-11]"),
        ("Thursday", "2025-07-10"),
        ("last Thursday", "2025-07-03"),
        ("this Thursday", "2025-07-10"),
        ("next Thursday", "2025-07-17"),
        ("Monday", "2025-07-07"),
        ("next Friday", "2025-07-11"),
        ("Tuesday night", "[2025-07-08..2025-07-09]"),
        ("over the weekend", "[2025-07-05..2025-07-06]"),
        ("last week", "[2025-06-30..2025-07-06]"),
        ("this week", "[2025-07-07..2025-07-13]"),
        ("next week", "[2025-07-14..2025-07-20]"),
        ("last month", "2025-06"),
        ("this month", "2025-07"),
        ("next month", "2025-08"),
        ("last year", "2024"),
        ("this year", "2025"),
        ("next year", "2026"),
        ("3 days ago", "2025-07-07"),
        ("in 10 days", "2025-07-20"),
        ("within the last 7 days", "[2025-07-03..2025-07-10]"),
        ("in recent months", "[2025-04-01..2025-07-10]"),
    ];
    check(on("2025-07-10"), &table);
}

#[test]
fn an_article_of_one_of_two_days() {
    let published = when("[2025-07-10..2025-07-11]");
    let table = [
        ("today", "[2025-07-10..2025-07-11]"),
        ("Thursday", "2025-07-10"),
        // The 3rd if it was said on the 10th.
        ("last Thursday", "[2025-07-03,2025-07-10]"),
        ("this Thursday", "[2025-07-10,2025-07-17]"),
        ("Tuesday night", "[2025-07-08..2025-07-09]"),
        ("last week", "[2025-06-30..2025-07-06]"),
        ("last night", "[2025-07-09..2025-07-11]"),
        ("in recent months", "[2025-04-01..2025-07-11]"),
    ];
    check(Anchor::try_from(&published).unwrap(), &table);

    // Without the days between.
    let before = Anchor::try_from(&when("[2025-07-09..2025-07-10]")).unwrap();
    check(before, &[("Thursday", "[2025-07-03,2025-07-10]")]);
}

#[test]
fn an_anchor_of_up_to_31_days_is_resolved_for_each_day() {
    // Said in July.
    let thursdays = "[2025-06-26,2025-07-03,2025-07-10,2025-07-17,2025-07-24,2025-07-31]";
    let july = Anchor::between(date("2025-07-01"), date("2025-07-31")).unwrap();
    check(july, &[("Thursday", thursdays)]);
    // Said in July or on the day after.
    let wider = Anchor::between(date("2025-07-01"), date("2025-08-01")).unwrap();
    check(wider, &[("Thursday", "[2025-06-26..2025-07-31]")]);
}

#[test]
fn weeks_begin_on_monday() {
    let sunday = [
        ("last week", "[2025-06-30..2025-07-06]"),
        ("this week", "[2025-07-07..2025-07-13]"),
        ("next week", "[2025-07-14..2025-07-20]"),
        ("over the weekend", "[2025-07-12..2025-07-13]"),
        ("last Sunday", "2025-07-06"),
    ];
    check(on("2025-07-13"), &sunday);
    let monday = [
        ("last week", "[2025-07-07..2025-07-13]"),
        ("this week", "[2025-07-14..2025-07-20]"),
        ("next week", "[2025-07-21..2025-07-27]"),
        ("over the weekend", "[2025-07-12..2025-07-13]"),
        ("Monday", "2025-07-14"),
    ];
    check(on("2025-07-14"), &monday);
    let either = [
        ("last week", "[2025-06-30..2025-07-13]"),
        ("over the weekend", "[2025-07-12..2025-07-13]"),
    ];
    let either_day = Anchor::between(date("2025-07-13"), date("2025-07-14")).unwrap();
    check(either_day, &either);
    check(
        on("2025-07-12"),
        &[("over the weekend", "[2025-07-12..2025-07-13]")],
    );
    check(
        on("2025-07-11"),
        &[("over the weekend", "[2025-07-05..2025-07-06]")],
    );
}

#[test]
fn leap_days_and_ends_of_years() {
    let leap = [
        ("yesterday", "2024-02-29"),
        ("last month", "2024-02"),
        ("within the last day", "[2024-02-29..2024-03-01]"),
        ("in recent months", "[2023-12-01..2024-03-01]"),
    ];
    check(on("2024-03-01"), &leap);
    check(on("2023-03-01"), &[("yesterday", "2023-02-28")]);
    check(
        on("2024-02-29"),
        &[("last year", "2023"), ("next year", "2025")],
    );
    let new_year = [
        ("yesterday", "2024-12-31"),
        ("last night", "[2024-12-31..2025-01-01]"),
        ("last week", "[2024-12-23..2024-12-29]"),
        ("this week", "[2024-12-30..2025-01-05]"),
        ("last month", "2024-12"),
        ("last year", "2024"),
    ];
    check(on("2025-01-01"), &new_year);
    let whole = [
        ("next week", "[2024-12-30..2025-01-05]"),
        ("next month", "2025-01"),
    ];
    check(on("2024-12-28"), &whole);
    // From the first of a month to its last day, for both days of the report: a whole month.
    let anchor = Anchor::between(date("2025-06-01"), date("2025-06-30")).unwrap();
    check(anchor, &[("today", "2025-06"), ("last month", "2025-05")]);
    let eve = Anchor::between(date("2024-12-31"), date("2025-01-01")).unwrap();
    check(
        eve,
        &[
            ("this month", "[2024-12-01..2025-01-31]"),
            ("last year", "[2023-01-01..2024-12-31]"),
            ("today", "[2024-12-31..2025-01-01]"),
        ],
    );
}

#[test]
fn years_beyond_four_digits_are_written_as_edtf() {
    check(
        Anchor::from(NaiveDate::from_ymd_opt(-43, 3, 15).unwrap()),
        &[
            ("today", "-0043-03-15"),
            ("last month", "-0043-02"),
            ("last year", "-0044"),
            ("last night", "[-0043-03-14..-0043-03-15]"),
        ],
    );
    check(
        Anchor::from(NaiveDate::from_ymd_opt(12_025, 7, 10).unwrap()),
        &[
            ("today", "Y12025-07-10"),
            ("last month", "Y12025-06"),
            ("last year", "Y12024"),
        ],
    );
}

#[test]
fn dates_beyond_the_years_of_chrono_are_refused() {
    let (first, last) = (Anchor::from(NaiveDate::MIN), Anchor::from(NaiveDate::MAX));
    for (words, phrase, side) in ALL {
        // Chrono's first and last day begin and end a year.
        let is_whole = matches!(phrase, Today | ThisMonth | ThisYear);
        let refused = match side {
            Side::StrictlyBefore => Some((true, false)),
            Side::StrictlyAfter => Some((false, true)),
            _ if is_whole => Some((false, false)),
            _ => None,
        };
        if let Some(refused) = refused {
            let found = (
                first.resolve(phrase).is_err(),
                last.resolve(phrase).is_err(),
            );
            assert_eq!(found, refused, "{words}");
        }
    }
    let error = first.resolve(Yesterday).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`yesterday, said on Y-262143-01-01` is out of range: expected a year from -262143 to 262142"
    );
    assert_eq!(
        error,
        AnchorError::OutsideYears {
            words: "yesterday, said on Y-262143-01-01".to_owned(),
        }
    );
    for error in [
        first.resolve(DaysAgo(u32::MAX)),
        last.resolve(InDays(u32::MAX)),
        first.resolve(WithinLast(u32::MAX)),
        on("2025-07-10").resolve(RecentMonths(u32::MAX)),
        last.resolve(Tonight),
        first.resolve(LastNight),
    ] {
        assert!(error.is_err(), "{error:?}");
    }
    // An uncertain anchor needs a result for each of its days.
    let wide = Anchor::between(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert!(wide.resolve(Yesterday).is_err() && wide.resolve(Tomorrow).is_err());
    assert_eq!(
        wide.resolve(Today).unwrap().to_string(),
        "[Y-262143-01-01..Y262142-12-31]"
    );
    let end = Anchor::between(NaiveDate::MAX - Days::new(1), NaiveDate::MAX).unwrap();
    assert_eq!(
        end.resolve(Today).unwrap().to_string(),
        "[Y262142-12-30..Y262142-12-31]"
    );
}

#[test]
fn the_words_and_the_anchor_are_kept() {
    let anchor = Anchor::try_from(&when("[2025-07-10..2025-07-11]")).unwrap();
    let night = anchor.resolve(NightOf(Weekday::Tue)).unwrap();
    assert_eq!(
        night.words(),
        Some("Tuesday night, said on [2025-07-10..2025-07-11]")
    );
    assert_eq!(Anchor::said(&night), Some(("Tuesday night", anchor)));

    let quoted = night
        .clone()
        .with_words(anchor.quote("he said, said on Tuesday"));
    assert_eq!(
        Anchor::said(&quoted),
        Some(("he said, said on Tuesday", anchor))
    );

    assert_eq!(
        Anchor::said(&night.clone().with_words("Tuesday night")),
        None
    );
    assert_eq!(
        Anchor::said(&night.with_words("Tuesday, said on stage")),
        None
    );
    assert_eq!(Anchor::said(&when("2025-07-08")), None);

    // The written form is a date like any other.
    let plain = anchor.resolve(Yesterday).unwrap().with_words("");
    assert_eq!(plain, when("[2025-07-09..2025-07-10]"));
    assert!(matches!(plain.written(), DateSource::Edtf(_)));
}

#[test]
fn an_anchor_can_be_any_day_of_a_date() {
    let table = [
        ("2025-07-10", "2025-07-10"),
        ("2025-07-10T23:59:59Z", "2025-07-10"),
        ("2025-07-10T23:30-03:00", "2025-07-11"),
        ("2025-07-10~", "[2025-07-09..2025-07-11]"),
        ("2025-07", "2025-07"),
        ("2025-07-10/2025-07-12", "[2025-07-10..2025-07-12]"),
        ("[2025-07-01,2025-07-10]", "[2025-07-01..2025-07-10]"),
    ];
    for (text, expected) in table {
        let anchor = Anchor::try_from(&when(text)).unwrap();
        assert_eq!(anchor.to_string(), expected, "{text}");
        assert_eq!(Anchor::try_from(&when(text)), Ok(anchor));
    }
    for text in ["[2025-07-10..]", "../2025-07-10", "2025-07-10/", "[..2025]"] {
        let error = Anchor::try_from(&when(text)).unwrap_err();
        let expected = AnchorError::Unbounded {
            text: text.to_owned(),
        };
        assert_eq!(error, expected);
        assert_eq!(
            error.to_string(),
            format!("`{text}` has no first or last day: expected a date with both")
        );
    }
    let error = Anchor::between(date("2025-07-11"), date("2025-07-10")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the last day `2025-07-10` is before the first day `2025-07-11`: expected the first day first"
    );
    assert_eq!(Anchor::from(date("2025-07-10")), on("2025-07-10"));
}

#[test]
fn days_are_those_of_the_zone() {
    let malaysia = Zone::Offset(FixedOffset::east_opt(8 * 3600).unwrap());
    let read = |text, zone| When::new(Edtf::parse(text).unwrap(), zone).unwrap();

    let anchor = on("2025-07-10").with_zone(malaysia);
    assert_eq!(Anchor::try_from(&read("2025-07-10", malaysia)), Ok(anchor));
    let yesterday = anchor.resolve(Yesterday).unwrap();
    assert_eq!(yesterday.bounds(), read("2025-07-09", malaysia).bounds());
    assert_eq!(yesterday.to_string(), "2025-07-09 (+08:00)");
    assert_eq!(Anchor::said(&yesterday), Some(("yesterday", anchor)));

    // Late in the evening in UTC it is already the next day there.
    let late = Anchor::try_from(&read("2025-07-10T17:00:00Z", malaysia)).unwrap();
    assert_eq!(
        late.resolve(Yesterday).unwrap().to_string(),
        "2025-07-10 (+08:00)"
    );

    let anywhere = Zone::AnywhereOnEarth;
    for text in ["2025-07-10", "2025-07-10/2025-07-12", "2025-07-10~"] {
        let utc = Anchor::try_from(&when(text)).unwrap();
        assert_eq!(
            Anchor::try_from(&read(text, anywhere)),
            Ok(utc.with_zone(anywhere))
        );
    }
    let instant = Anchor::try_from(&read("2025-07-10T12:00:00Z", anywhere)).unwrap();
    assert_eq!(instant.days(), date("2025-07-10")..=date("2025-07-11"));
    assert_eq!(instant.zone(), anywhere);
}

fn dates() -> impl Strategy<Value = NaiveDate> {
    // The calendar repeats after four hundred years: a bit more than that.
    (0_u64..150_000).prop_map(|days| date("1800-01-01") + Days::new(days))
}

fn holds(wide: &When, narrow: &When) -> bool {
    let each_day = {
        let (first, last) = days(narrow);
        first.iter_days().take_while(move |&day| day <= last)
    };
    // Day by day, so that gaps between several dates count.
    each_day.into_iter().all(|day| {
        narrow.touches(Window::from(day)) == Certainty::Impossible
            || wide.touches(Window::from(day)) != Certainty::Impossible
    }) && wide.bounds().union(&narrow.bounds()) == wide.bounds()
}

proptest! {
    #[test]
    fn results_are_on_the_side_that_the_phrase_names(anchor in dates()) {
        for (_, phrase, side) in ALL {
            let (first, last) = days(&Anchor::from(anchor).resolve(phrase).unwrap());
            prop_assert!(match side {
                Side::StrictlyBefore => last < anchor,
                Side::Before => last <= anchor,
                Side::Either => first <= anchor,
                Side::After => first >= anchor,
                Side::StrictlyAfter => first > anchor,
            }, "{phrase}, said on {anchor}: {first} to {last}");
        }
    }

    #[test]
    fn weekdays_are_the_nearest_with_that_name(anchor in dates(), day in 0_u8..7) {
        let weekday = Weekday::try_from(day).unwrap();
        let said = Anchor::from(anchor);
        for (found, near, far) in [
            (said.resolve(OnLast(weekday)), 0, -6),
            (said.resolve(OnLastBefore(weekday)), -1, -7),
            (said.resolve(OnNext(weekday)), 0, 6),
            (said.resolve(OnNextAfter(weekday)), 1, 7),
        ] {
            let (first, last) = days(&found.unwrap());
            prop_assert_eq!((first, first.weekday()), (last, weekday));
            let away = (first - anchor).num_days();
            prop_assert!((near.min(far)..=near.max(far)).contains(&away), "{}", away);
        }
    }

    #[test]
    fn weeks_months_and_years_are_adjacent(anchor in dates()) {
        let anchor = Anchor::from(anchor);
        let chains: [[RelativeDate; 3]; 3] = [
            [LastWeek, ThisWeek, NextWeek],
            [LastMonth, ThisMonth, NextMonth],
            [LastYear, ThisYear, NextYear],
        ];
        for chain in chains {
            let [last, this, next] = chain.map(|phrase| days(&anchor.resolve(phrase).unwrap()));
            prop_assert_eq!(last.1.succ_opt(), Some(this.0));
            prop_assert_eq!(this.1.succ_opt(), Some(next.0));
            prop_assert!((this.0..=this.1).contains(anchor.days().start()));
        }
        let (monday, sunday) = days(&anchor.resolve(ThisWeek).unwrap());
        prop_assert_eq!((monday.weekday(), sunday.weekday()), (Weekday::Mon, Weekday::Sun));
        prop_assert_eq!(monday.iso_week(), sunday.iso_week());
    }

    #[test]
    fn the_anchor_round_trips_through_the_words(first in dates(), width in 0_u64..400) {
        let anchor = Anchor::between(first, first + Days::new(width)).unwrap();
        for (words, phrase, _) in ALL {
            let found = anchor.resolve(phrase).unwrap();
            prop_assert_eq!(Anchor::said(&found), Some((words, anchor)));
            // The written form is read as the same date.
            prop_assert_eq!(when(&found.to_string()).bounds(), found.bounds());
        }
    }
}

proptest! {
    // Each case checks every day of every phrase's result.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_uncertain_anchor_gives_the_results_of_its_days(
        first in dates(), width in prop_oneof![0_u64..9, 28..34_u64],
    ) {
        let last = first + Days::new(width);
        let wide = Anchor::between(first, last).unwrap();
        for (_, phrase, _) in ALL {
            let found = wide.resolve(phrase).unwrap();
            let mut union: Option<Bounds> = None;
            let mut each = Vec::new();
            for day in first.iter_days().take_while(|&day| day <= last) {
                let narrow = Anchor::from(day).resolve(phrase).unwrap();
                prop_assert!(holds(&found, &narrow), "{phrase}, said on {wide}: {day}");
                let bounds = narrow.bounds();
                union = Some(union.map_or(bounds, |union| union.union(&bounds)));
                each.push(narrow);
            }
            prop_assert_eq!(Some(found.bounds()), union, "{}", phrase);
            if width <= 30 {
                // And nothing else: each of its days is a day of one of the results.
                let (from, to) = days(&found);
                for day in from.iter_days().take_while(|&day| day <= to) {
                    let window = Window::from(day);
                    prop_assert_eq!(
                        found.touches(window).is_possible(),
                        each.iter().any(|one| one.touches(window).is_possible()),
                        "{}, said on {}: {}", phrase, wide, day
                    );
                }
            }
        }
    }
}
