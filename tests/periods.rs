//! Tables by day, ISO week, month, quarter and year: counts, levels and trends.
#![cfg(feature = "json")]
#![allow(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "numbers are small, and rows agree to the bit"
)]

mod coarse;

use std::fmt::Display;
use std::path::Path;
use std::{env, fs};

use chrono::{Datelike, Days, NaiveDate};
use coarse::{DATES, built, events};
use detente::event::{Count, CoverageDeclaration, Event, Source};
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::sequence::PeriodCount;
use detente::time::{CalendarPeriod, Moment, Period, PeriodError, PeriodTable};
use detente::trend::{Calibration, Coverage, PeriodTrend, Trajectory};
use detente::{Certainty, Timeline};
use proptest::prelude::*;
use proptest::sample::select;
use serde::Serialize;
use serde::de::DeserializeOwned;

const RECORD: &str = include_str!("../examples/data/us-russia-2025.json");

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Compares a text with a golden file. With `DETENTE_RENEW=1` it writes the file.
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/periods");
    let path = path.join(name);
    if env::var_os("DETENTE_RENEW").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert_eq!(text, expected, "{name}");
}

/// The golden files of a table: as printed, as JSON, and as CSV with plain line breaks.
fn golden_table<R>(name: &str, table: &PeriodTable<R>, csv: &str)
where
    R: Serialize + DeserializeOwned + PartialEq + Clone,
    PeriodTable<R>: Display,
{
    golden(&format!("{name}.txt"), &format!("{table}\n"));
    let json = serde_json::to_string_pretty(table).unwrap() + "\n";
    golden(&format!("{name}.json"), &json);
    assert!(csv.ends_with("\r\n") && !csv.replace("\r\n", "").contains('\n'));
    golden(&format!("{name}.csv"), &csv.replace("\r\n", "\n"));
    let read: PeriodTable<R> = serde_json::from_str(&json).unwrap();
    assert!(read == *table, "{name} survives JSON");
}

#[test]
fn the_tables_of_2025_are_those_of_the_golden_files() {
    let timeline = Timeline::from_json(RECORD).unwrap();
    let ministers = timeline.between("rubio", "lavrov").unwrap().contacts();
    let year = date(2025, 1, 1)..=date(2025, 12, 31);
    let counts = ministers.count_by(Period::Month, year.clone()).unwrap();
    golden_table("contacts-by-month", &counts, &counts.to_csv());
    let weeks = ministers.count_by(Period::Week, date(2025, 7, 1)..=date(2025, 8, 31));
    let weeks = weeks.unwrap();
    golden_table("contacts-by-week", &weeks, &weeks.to_csv());
    let since_january = timeline.view().within(date(2025, 1, 20)..);
    let relations = since_january.relations("USA", "RUS").unwrap();
    let relations = relations.with_coverage(Coverage::since(date(2025, 1, 20)));
    let quarters = relations.by(Period::Quarter, year.clone()).unwrap();
    golden_table("relations-by-quarter", &quarters, &quarters.to_csv());
    let months = relations.by(Period::Month, year).unwrap();
    golden_table("relations-by-month", &months, &months.to_csv());
    // The row of June has the level and the trend of 1 July, and the marks of June.
    let (june, end) = (&months.rows[5], date(2025, 7, 1));
    let trend = relations.trend(end);
    assert_eq!(june.level.unwrap().value, trend.level.unwrap().value());
    assert_ne!(
        june.level.unwrap().value,
        relations.level(date(2025, 6, 30)).unwrap().value()
    );
    let in_june = |one: &&detente::relations::EventMark<'_>| {
        (date(2025, 6, 1)..end).contains(&one.mark.span().start())
    };
    assert_eq!(
        june.marks,
        Some(relations.marks().iter().filter(in_june).count() as u64)
    );
}

#[test]
fn no_data_is_not_none_and_unknown_coverage_is_neither() {
    let call = || Event::call("call", "2025-07-10");
    let counts = |sources: Vec<Source>| {
        let mut builder = Timeline::builder();
        builder.event(call());
        for source in sources {
            builder.source(source);
        }
        let timeline = builder.build().unwrap();
        let table = timeline
            .view()
            .count_by(Period::Month, date(2025, 5, 1)..=date(2025, 7, 31));
        let rows = table.unwrap().rows.into_iter();
        rows.map(|row| (row.covered, row.count.map(Count::min)))
            .collect::<Vec<_>>()
    };
    let june = Source::new("june").covers(CoverageDeclaration::over("2025-06-01/2025-06-15"));
    assert_eq!(
        counts(vec![june]),
        [
            (Some(0.0), None),
            (Some(0.5), Some(0)),
            // An event outside the covered days still counts.
            (Some(0.0), Some(1))
        ]
    );
    assert_eq!(
        counts(vec![]),
        [(None, Some(0)), (None, Some(0)), (None, Some(1))]
    );
}

#[test]
fn the_months_of_400_years_follow_each_other() {
    let timeline = Timeline::builder().build().unwrap();
    let days = date(1600, 1, 1)..=date(1999, 12, 31);
    let table = timeline
        .view()
        .count_by(Period::Month, days.clone())
        .unwrap();
    assert_eq!(table.rows.len(), 4_800);
    assert_eq!(table.rows[0].period.start(), date(1600, 1, 1));
    assert_eq!(table.rows[4_799].period.end(), date(2000, 1, 1));
    for pair in table.rows.windows(2) {
        let (one, next) = (pair[0].period, pair[1].period);
        assert!(one < next && one.end() == next.start());
    }
    let mut all_days = 0;
    for (number, row) in (0..).zip(&table.rows) {
        let (start, label) = (row.period.start(), row.period.to_string());
        assert_eq!(
            (start.year() - 1600) * 12 + start.month0().cast_signed(),
            number
        );
        assert_eq!(label, start.format("%Y-%m").to_string());
        assert_eq!(label.parse(), Ok(row.period));
        all_days += (row.period.end() - start).num_days();
    }
    // 400 years of the Gregorian calendar have 146,097 days, which are 20,871 weeks.
    assert_eq!(all_days, 146_097);
    let weeks = Period::Week.of(date(1600, 1, 3)).unwrap();
    assert_eq!(weeks.start(), date(1600, 1, 3), "a Monday");
    let weeks = timeline
        .view()
        .count_by(Period::Week, date(1600, 1, 3)..=date(2000, 1, 2));
    assert_eq!(weeks.unwrap().rows.len(), 20_871);
}

#[test]
fn a_text_that_is_not_a_label_is_refused() {
    for text in [
        "",
        "-",
        "25",
        "2025-7",
        "+2025",
        "2025-13",
        "2025-Q0",
        "2025-Q5",
        "2025-q3",
        "2025-W00",
        "2025-W53",
        "2025-W7",
        "2025-02-30",
        "2025-07-1",
        "2025-07-10-",
        "2025-W28-1",
        "-0000",
        "10000",
        "+262143",
        "2025–07",
        "Q3",
    ] {
        let refused = text.parse::<CalendarPeriod>();
        assert!(
            matches!(refused, Err(PeriodError::Label { .. })),
            "{text:?}"
        );
    }
    for text in [
        "0000",
        "-0043-Q1",
        "+12025-07",
        "2020-W53",
        "2024-02-29",
        "-262143",
    ] {
        assert_eq!(text.parse::<CalendarPeriod>().unwrap().to_string(), text);
    }
}

#[test]
fn json_of_impossible_rows_is_refused() {
    let row = r#"{"period":{"label":"2025-07","start":"2025-07-01","end":"2025-08-01"},"covered":null,"count":{"min":1,"max":null}}"#;
    let read = |text: &str| serde_json::from_str::<PeriodCount>(text);
    assert_eq!(read(row).unwrap().to_string(), "2025-07: at least 1");
    for (from, to) in [
        (r#""max":null"#, r#""max":0"#),
        ("2025-07-01", "2025-07-02"),
        ("2025-08-01", "2025-09-01"),
        (r#""label":"2025-07""#, r#""label":"2025-Q3""#),
        (r#""covered""#, r#""covers""#),
    ] {
        assert!(read(&row.replace(from, to)).is_err(), "{to}");
    }
}

fn any_period() -> impl Strategy<Value = Period> {
    select(Period::ALL.to_vec())
}

/// A mark: its first day after 1 January 2025, its number of days, its valence in tenths, and whether it
/// is a contact.
fn mark() -> impl Strategy<Value = (u64, u64, i32, bool)> {
    (
        0_u64..500,
        prop_oneof![4 => Just(1_u64), 1 => 2_u64..60],
        -9_i32..10,
        any::<bool>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn counts_of_certain_events_sum_to_the_whole(
        events in events(0..DATES.len(), 9),
        period in any_period(),
    ) {
        let timeline = built(&events, &[]);
        let view = timeline.view();
        let days = date(2024, 12, 25)..=date(2026, 1, 7);
        let table = view.count_by(period, days).unwrap();
        let one = |event: &detente::timeline::EventRef<'_>| {
            let bounds = event.bounds();
            let start = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| period.of(at.date_naive()).unwrap());
            // The latest start is a second before its bound.
            let last = bounds.start_latest().map(|at| at - chrono::TimeDelta::seconds(1));
            start(bounds.start_earliest()).is_some() && start(bounds.start_earliest()) == start(last)
        };
        let rows = || table.rows.iter().map(|row| row.count.unwrap());
        if view.events().all(|event| one(&event)) {
            let sum = rows().fold(Count::ZERO, |sum, count| sum.checked_add(count).unwrap());
            prop_assert_eq!(sum, view.count());
        }
        let certain = view.events().filter(one).filter(|event| view.certainty(*event) == Certainty::Certain);
        let least: u32 = certain.map(|event| event.occurrences().min()).sum();
        let sum: u32 = rows().map(Count::min).sum();
        prop_assert_eq!(sum, least);
        let json = serde_json::to_string(&table).unwrap();
        prop_assert_eq!(serde_json::from_str::<PeriodTable<PeriodCount>>(&json).unwrap(), table);
    }

    #[test]
    fn rows_have_the_trend_of_their_end_bit_for_bit(
        marks in prop::collection::vec(mark(), 0..30),
        hole in (0_u64..400, 1_u64..90),
        is_known in any::<bool>(),
        period in any_period(),
        from in 0_u64..400,
        length in 0_u64..120,
    ) {
        let day = |number| date(2025, 1, 1) + Days::new(number);
        let built = marks.iter().map(|&(first, length, tenths, is_contact)| {
            let span = DaySpan::new(day(first), day(first + length)).unwrap();
            let mark = Mark::new(span, 1.0, f64::from(tenths) / 10.0).unwrap();
            if is_contact { mark.with_contact(1.0).unwrap() } else { mark }
        });
        let built: Vec<Mark> = built.collect();
        let hole = DaySpan::new(day(hole.0), day(hole.0 + hole.1)).unwrap();
        let coverage = if is_known { Coverage::since(day(0)).without(hole) } else { Coverage::unknown() };
        let ledger = DyadLedger::from_marks(&built).unwrap();
        let trajectory = Trajectory::new(&ledger, &Calibration::default()).with_coverage(coverage.clone());
        let table = trajectory.by(period, day(from)..=day(from + length)).unwrap();
        for row in &table.rows {
            let end = Moment::from(row.period.end());
            let (level, trend, ongoing) = (trajectory.level(end), trajectory.trend(end), trajectory.ongoing(end));
            let bits = |level: Option<(f64, f64)>| level.map(|(value, sd)| (value.to_bits(), sd.to_bits()));
            prop_assert_eq!(bits(row.level.map(|one| (one.value, one.sd))), bits(level.map(|one| (one.value(), one.sd()))));
            prop_assert_eq!(row.level.map(|one| one.band), level.map(|one| one.band()));
            prop_assert_eq!(row.direction, trend.direction);
            prop_assert_eq!(row.p_rising.map(f64::to_bits), trend.p_rising().map(f64::to_bits));
            prop_assert_eq!((row.ongoing, row.since), (ongoing.direction, ongoing.since));

            // The days of the period, one by one.
            let days = row.period.start().iter_days().take_while(|day| *day < row.period.end());
            let days: Vec<NaiveDate> = days.collect();
            let covered = days.iter().filter(|day| coverage.covers(**day)).count();
            let fraction = is_known.then(|| covered as f64 / days.len() as f64);
            prop_assert_eq!(row.covered, fraction);
            let begun = marks.iter().filter(|one| days.contains(&day(one.0)));
            let (number, contacts) = (begun.clone().count() as u64, begun.filter(|one| one.3).count());
            let has_data = number > 0 || fraction != Some(0.0);
            prop_assert_eq!(row.marks, has_data.then_some(number));
            prop_assert_eq!(row.contact, has_data.then_some(contacts as f64));
        }
        let json = serde_json::to_string(&table).unwrap();
        prop_assert_eq!(serde_json::from_str::<PeriodTable<PeriodTrend>>(&json).unwrap(), table);
    }

    #[test]
    fn a_date_is_in_the_period_of_its_label(days in 0_u64..300_000, period in any_period()) {
        let day = date(1600, 1, 1) + Days::new(days);
        let found = period.of(day).unwrap();
        prop_assert!(found.start() <= day && day < found.end());
        prop_assert_eq!(found.to_string().parse(), Ok(found));
        let expected = match period {
            Period::Day => day.to_string(),
            Period::Week => day.format("%G-W%V").to_string(),
            Period::Month => day.format("%Y-%m").to_string(),
            Period::Quarter => format!("{}-Q{}", day.year(), day.month().div_ceil(3)),
            _ => day.year().to_string(),
        };
        prop_assert_eq!(found.to_string(), expected);
    }
}
