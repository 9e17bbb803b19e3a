//! What "Tuesday night" and "last week" mean, from the day on which they were said.

use chrono::{Datelike, Days, FixedOffset, NaiveDate, Weekday};
use detente::time::{
    Anchor, AnchorError, Bounds, Certainty, DateSource, RelativeError, When, Window,
};
use detente::time::{Reading, Zone};
use proptest::prelude::*;

type Said = fn(Anchor) -> Result<When, RelativeError>;

/// Every method, and whether what it names is before the anchor, or after it, or on
/// either side; the anchor itself may be part of all of them.
const ALL: [(&str, Said, Side); 31] = [
    ("today", Anchor::today, Side::Before),
    ("yesterday", Anchor::yesterday, Side::StrictlyBefore),
    ("tomorrow", Anchor::tomorrow, Side::StrictlyAfter),
    ("last night", Anchor::last_night, Side::Before),
    ("tonight", Anchor::tonight, Side::After),
    ("Thursday", |a| a.on_last(Weekday::Thu), Side::Before),
    ("Monday", |a| a.on_last(Weekday::Mon), Side::Before),
    (
        "last Thursday",
        |a| a.on_last_before(Weekday::Thu),
        Side::StrictlyBefore,
    ),
    (
        "last Sunday",
        |a| a.on_last_before(Weekday::Sun),
        Side::StrictlyBefore,
    ),
    ("this Thursday", |a| a.on_next(Weekday::Thu), Side::After),
    ("this Saturday", |a| a.on_next(Weekday::Sat), Side::After),
    (
        "next Thursday",
        |a| a.on_next_after(Weekday::Thu),
        Side::StrictlyAfter,
    ),
    (
        "next Friday",
        |a| a.on_next_after(Weekday::Fri),
        Side::StrictlyAfter,
    ),
    ("Tuesday night", |a| a.night_of(Weekday::Tue), Side::Either),
    (
        "Wednesday night",
        |a| a.night_of(Weekday::Wed),
        Side::Either,
    ),
    ("over the weekend", Anchor::over_the_weekend, Side::Either),
    ("last week", Anchor::last_week, Side::StrictlyBefore),
    ("this week", Anchor::this_week, Side::Either),
    ("next week", Anchor::next_week, Side::StrictlyAfter),
    ("last month", Anchor::last_month, Side::StrictlyBefore),
    ("this month", Anchor::this_month, Side::Either),
    ("next month", Anchor::next_month, Side::StrictlyAfter),
    ("last year", Anchor::last_year, Side::StrictlyBefore),
    ("this year", Anchor::this_year, Side::Either),
    ("next year", Anchor::next_year, Side::StrictlyAfter),
    ("1 day ago", |a| a.days_ago(1), Side::StrictlyBefore),
    ("3 days ago", |a| a.days_ago(3), Side::StrictlyBefore),
    ("in 10 days", |a| a.in_days(10), Side::StrictlyAfter),
    ("within the last day", |a| a.within_last(1), Side::Before),
    ("within the last 7 days", |a| a.within_last(7), Side::Before),
    ("in recent months", |a| a.in_recent(3), Side::Before),
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
    Anchor::new(date(text))
}

fn when(text: &str) -> When {
    When::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn said(anchor: Anchor, phrase: &str) -> When {
    let (_, say, _) = ALL.into_iter().find(|one| one.0 == phrase).unwrap();
    say(anchor).unwrap_or_else(|error| panic!("{error}"))
}

/// The first and the last day that a date may be.
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
fn an_article_of_either_of_two_days() {
    let published = when("[2025-07-10..2025-07-11]");
    let table = [
        ("today", "[2025-07-10..2025-07-11]"),
        ("Thursday", "2025-07-10"),
        // On the 10th that was the 3rd.
        ("last Thursday", "[2025-07-03,2025-07-10]"),
        ("this Thursday", "[2025-07-10,2025-07-17]"),
        ("Tuesday night", "[2025-07-08..2025-07-09]"),
        ("last week", "[2025-06-30..2025-07-06]"),
        ("last night", "[2025-07-09..2025-07-11]"),
        ("in recent months", "[2025-04-01..2025-07-11]"),
    ];
    check(Anchor::of(&published).unwrap(), &table);

    // Not the days between.
    let before = Anchor::of(&when("[2025-07-09..2025-07-10]")).unwrap();
    check(before, &[("Thursday", "[2025-07-03,2025-07-10]")]);
}

#[test]
fn the_days_of_an_anchor_are_told_apart_up_to_31() {
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
    // The first of a month that is the last of it for both: a whole month all the same.
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
fn far_years_are_written_as_edtf_has_it() {
    check(
        Anchor::new(NaiveDate::from_ymd_opt(-43, 3, 15).unwrap()),
        &[
            ("today", "-0043-03-15"),
            ("last month", "-0043-02"),
            ("last year", "-0044"),
            ("last night", "[-0043-03-14..-0043-03-15]"),
        ],
    );
    check(
        Anchor::new(NaiveDate::from_ymd_opt(12_025, 7, 10).unwrap()),
        &[
            ("today", "Y12025-07-10"),
            ("last month", "Y12025-06"),
            ("last year", "Y12024"),
        ],
    );
}

#[test]
fn beyond_the_years_of_chrono_there_is_no_date() {
    let (first, last) = (Anchor::new(NaiveDate::MIN), Anchor::new(NaiveDate::MAX));
    for (phrase, say, side) in ALL {
        // The first and the last of all days are the first and the last of their years.
        let is_whole = matches!(phrase, "today" | "this month" | "this year");
        let refused = match side {
            Side::StrictlyBefore => Some((true, false)),
            Side::StrictlyAfter => Some((false, true)),
            _ if is_whole => Some((false, false)),
            _ => None,
        };
        if let Some(refused) = refused {
            let found = (say(first).is_err(), say(last).is_err());
            assert_eq!(found, refused, "{phrase}");
        }
    }
    let error = first.yesterday().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`yesterday, said on Y-262143-01-01` is outside the years -262143 to 262142"
    );
    assert_eq!(error.words(), "yesterday, said on Y-262143-01-01");
    for error in [
        first.days_ago(u32::MAX),
        last.in_days(u32::MAX),
        first.within_last(u32::MAX),
        on("2025-07-10").in_recent(u32::MAX),
        last.tonight(),
        first.last_night(),
    ] {
        assert!(error.is_err(), "{error:?}");
    }
    // Of an uncertain anchor, each day must have its date.
    let wide = Anchor::between(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert!(wide.yesterday().is_err() && wide.tomorrow().is_err());
    assert_eq!(
        wide.today().unwrap().to_string(),
        "[Y-262143-01-01..Y262142-12-31]"
    );
    let end = Anchor::between(NaiveDate::MAX - Days::new(1), NaiveDate::MAX).unwrap();
    assert_eq!(
        end.today().unwrap().to_string(),
        "[Y262142-12-30..Y262142-12-31]"
    );
}

#[test]
fn the_words_and_the_anchor_stay() {
    let anchor = Anchor::of(&when("[2025-07-10..2025-07-11]")).unwrap();
    let night = anchor.night_of(Weekday::Tue).unwrap();
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

    // What is written is a date like any other.
    let plain = anchor.yesterday().unwrap().with_words("");
    assert_eq!(plain, when("[2025-07-09..2025-07-10]"));
    assert!(matches!(plain.written(), DateSource::Edtf(_)));
}

#[test]
fn an_anchor_is_one_of_the_days_of_a_date() {
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
        let anchor = Anchor::of(&when(text)).unwrap();
        assert_eq!(anchor.to_string(), expected, "{text}");
        assert_eq!(Anchor::try_from(&when(text)), Ok(anchor));
    }
    for text in ["[2025-07-10..]", "../2025-07-10", "2025-07-10/", "[..2025]"] {
        let error = Anchor::of(&when(text)).unwrap_err();
        let expected = AnchorError::Unbounded {
            text: text.to_owned(),
        };
        assert_eq!(error, expected);
        assert_eq!(
            error.to_string(),
            format!("`{text}` has no first or no last day")
        );
    }
    let error = Anchor::between(date("2025-07-11"), date("2025-07-10")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the last day, `2025-07-10`, is before the first, `2025-07-11`"
    );
    assert_eq!(Anchor::from(date("2025-07-10")), on("2025-07-10"));
}

#[test]
fn days_are_those_of_the_zone() {
    let malaysia = Zone::Offset(FixedOffset::east_opt(8 * 3600).unwrap());
    let read = |text, zone| When::read(text, Reading::default().zone(zone)).unwrap();

    let anchor = on("2025-07-10").zone(malaysia);
    assert_eq!(Anchor::of(&read("2025-07-10", malaysia)), Ok(anchor));
    let yesterday = anchor.yesterday().unwrap();
    assert_eq!(yesterday.bounds(), read("2025-07-09", malaysia).bounds());
    assert_eq!(yesterday.to_string(), "2025-07-09 (+08:00)");
    assert_eq!(Anchor::said(&yesterday), Some(("yesterday", anchor)));

    // Late in the evening in UTC it is the next day there.
    let late = Anchor::of(&read("2025-07-10T17:00:00Z", malaysia)).unwrap();
    assert_eq!(late.yesterday().unwrap().to_string(), "2025-07-10 (+08:00)");

    let anywhere = Zone::AnywhereOnEarth;
    for text in ["2025-07-10", "2025-07-10/2025-07-12", "2025-07-10~"] {
        let utc = Anchor::of(&when(text)).unwrap();
        assert_eq!(Anchor::of(&read(text, anywhere)), Ok(utc.zone(anywhere)));
    }
    let instant = Anchor::of(&read("2025-07-10T12:00:00Z", anywhere)).unwrap();
    assert_eq!(
        (instant.first(), instant.last()),
        (date("2025-07-10"), date("2025-07-11"))
    );
    assert_eq!(instant.zone_of_dates(), anywhere);
}

fn dates() -> impl Strategy<Value = NaiveDate> {
    // A bit more than the four hundred years after which the calendar repeats.
    (0_u64..150_000).prop_map(|days| date("1800-01-01") + Days::new(days))
}

fn holds(wide: &When, narrow: &When) -> bool {
    let each_day = {
        let (first, last) = days(narrow);
        first.iter_days().take_while(move |&day| day <= last)
    };
    // By the window of each day, so that gaps between several dates count.
    each_day.into_iter().all(|day| {
        narrow.touches(Window::day(day)) == Certainty::Impossible
            || wide.touches(Window::day(day)) != Certainty::Impossible
    }) && wide.bounds().union(&narrow.bounds()) == wide.bounds()
}

proptest! {
    #[test]
    fn results_lie_where_their_names_say(anchor in dates()) {
        for (phrase, say, side) in ALL {
            let (first, last) = days(&say(Anchor::new(anchor)).unwrap());
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
    fn weekdays_are_the_nearest_of_their_name(anchor in dates(), day in 0_u8..7) {
        let weekday = Weekday::try_from(day).unwrap();
        let said = Anchor::new(anchor);
        for (found, near, far) in [
            (said.on_last(weekday), 0, -6),
            (said.on_last_before(weekday), -1, -7),
            (said.on_next(weekday), 0, 6),
            (said.on_next_after(weekday), 1, 7),
        ] {
            let (first, last) = days(&found.unwrap());
            prop_assert_eq!((first, first.weekday()), (last, weekday));
            let away = (first - anchor).num_days();
            prop_assert!((near.min(far)..=near.max(far)).contains(&away), "{}", away);
        }
    }

    #[test]
    fn weeks_months_and_years_adjoin(anchor in dates()) {
        let anchor = Anchor::new(anchor);
        let chains: [[Said; 3]; 3] = [
            [Anchor::last_week, Anchor::this_week, Anchor::next_week],
            [Anchor::last_month, Anchor::this_month, Anchor::next_month],
            [Anchor::last_year, Anchor::this_year, Anchor::next_year],
        ];
        for chain in chains {
            let [last, this, next] = chain.map(|say| days(&say(anchor).unwrap()));
            prop_assert_eq!(last.1.succ_opt(), Some(this.0));
            prop_assert_eq!(this.1.succ_opt(), Some(next.0));
            prop_assert!(this.0 <= anchor.first() && anchor.first() <= this.1);
        }
        let (monday, sunday) = days(&anchor.this_week().unwrap());
        prop_assert_eq!((monday.weekday(), sunday.weekday()), (Weekday::Mon, Weekday::Sun));
        prop_assert_eq!(monday.iso_week(), sunday.iso_week());
    }

    #[test]
    fn the_anchor_is_found_again(first in dates(), width in 0_u64..400) {
        let anchor = Anchor::between(first, first + Days::new(width)).unwrap();
        for (phrase, say, _) in ALL {
            let found = say(anchor).unwrap();
            prop_assert_eq!(Anchor::said(&found), Some((phrase, anchor)));
            // What was written is read as the same date.
            prop_assert_eq!(when(&found.to_string()).bounds(), found.bounds());
        }
    }
}

proptest! {
    // Each looks at every day of every method's result.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_uncertain_anchor_gives_what_one_of_its_days_gives(
        first in dates(), width in prop_oneof![0_u64..9, 28..34_u64],
    ) {
        let last = first + Days::new(width);
        let wide = Anchor::between(first, last).unwrap();
        for (phrase, say, _) in ALL {
            let found = say(wide).unwrap();
            let mut union: Option<Bounds> = None;
            let mut each = Vec::new();
            for day in first.iter_days().take_while(|&day| day <= last) {
                let narrow = say(Anchor::new(day)).unwrap();
                prop_assert!(holds(&found, &narrow), "{phrase}, said on {wide}: {day}");
                let bounds = narrow.bounds();
                union = Some(union.map_or(bounds, |union| union.union(&bounds)));
                each.push(narrow);
            }
            prop_assert_eq!(Some(found.bounds()), union, "{}", phrase);
            if width <= 30 {
                // And nothing else: each day of it is a day of one of them.
                let (from, to) = days(&found);
                for day in from.iter_days().take_while(|&day| day <= to) {
                    let window = Window::day(day);
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
