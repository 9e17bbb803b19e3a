//! Coverages are sets of days: held against plain sets.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use detente::ledger::{DaySpan, SpanError};
use detente::trend::Coverage;
use proptest::prelude::*;

/// The days that are asked about.
const DAYS: i64 = 30;

fn date(day: i64) -> NaiveDate {
    NaiveDate::from_epoch_days(i32::try_from(20_000 + day).unwrap()).unwrap()
}

fn days(coverage: &Coverage) -> BTreeSet<i64> {
    let covers = |day: &i64| coverage.covers(date(*day));
    (0..DAYS).filter(covers).collect()
}

/// Stretches: the first day, and how many days it has unless it is open.
fn any_stretches() -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    let length = prop_oneof![6 => (1..8_i64).prop_map(Some), 1 => Just(None)];
    proptest::collection::vec((0..DAYS, length), 0..6)
}

fn coverage(stretches: &[(i64, Option<i64>)]) -> Coverage {
    let dated = stretches.iter();
    let dated = dated.map(|&(from, days)| (date(from), days.map(|days| date(from + days))));
    Coverage::of(dated).unwrap()
}

fn plain(stretches: &[(i64, Option<i64>)]) -> BTreeSet<i64> {
    let days = stretches.iter();
    let days = days.flat_map(|&(from, days)| from..days.map_or(DAYS, |days| from + days));
    days.filter(|&day| day < DAYS).collect()
}

proptest! {
    #[test]
    fn a_coverage_holds_the_days_of_its_stretches(a in any_stretches()) {
        prop_assert_eq!(days(&coverage(&a)), plain(&a));
    }

    #[test]
    fn equal_sets_of_days_are_equal_coverages(
        (a, shuffled) in any_stretches().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle())),
        b in any_stretches(),
    ) {
        prop_assert_eq!(coverage(&a), coverage(&shuffled));
        // Within the days that are asked about; open ones go on after them.
        let is_open = |stretches: &[(i64, Option<i64>)]| stretches.iter().any(|one| one.1.is_none());
        let bounded = |stretches: &[(i64, Option<i64>)]| {
            stretches.iter().all(|one| one.0 + one.1.unwrap_or(0) <= DAYS)
        };
        if is_open(&a) == is_open(&b) && (is_open(&a) || bounded(&a) && bounded(&b)) {
            prop_assert_eq!(coverage(&a) == coverage(&b), plain(&a) == plain(&b));
        }
    }

    #[test]
    fn stretches_are_in_order_and_do_not_touch(a in any_stretches()) {
        let coverage = coverage(&a);
        let stretches: Vec<_> = coverage.periods().unwrap().collect();
        for two in stretches.windows(2) {
            prop_assert!(two[0].1.unwrap() < two[1].0.unwrap());
        }
        let again = stretches.into_iter().map(|(from, to)| (from.unwrap(), to));
        prop_assert_eq!(Coverage::of(again).unwrap(), coverage);
    }

    #[test]
    fn a_union_holds_the_days_of_both(a in any_stretches(), b in any_stretches()) {
        let union = coverage(&a).union(&coverage(&b));
        prop_assert_eq!(days(&union), plain(&a).union(&plain(&b)).copied().collect());
        prop_assert_eq!(&union, &coverage(&b).union(&coverage(&a)));
        prop_assert_eq!(coverage(&a).union(&Coverage::unknown()), coverage(&a));
        prop_assert_eq!(Coverage::unknown().union(&coverage(&a)), coverage(&a));
    }

    #[test]
    fn a_hole_takes_its_days_out(a in any_stretches(), from in 0..DAYS, length in 1..8_i64) {
        let hole = DaySpan::new(date(from), date(from + length)).unwrap();
        let left = coverage(&a).without(hole);
        let expected = plain(&a).into_iter().filter(|day| !(from..from + length).contains(day));
        prop_assert_eq!(days(&left), expected.collect());
        prop_assert!(left.periods().is_some());
    }
}

#[test]
fn unknown_is_not_zero() {
    let (unknown, nothing) = (Coverage::unknown(), Coverage::nothing());
    assert_eq!(Coverage::default(), unknown);
    assert_ne!(unknown, nothing);
    assert!(unknown.periods().is_none() && nothing.periods().is_some());
    assert!(unknown.periods().is_none());
    assert_eq!(nothing.periods().unwrap().len(), 0);
    assert_eq!(Coverage::of([]), Ok(nothing.clone()));
    for coverage in [&unknown, &nothing] {
        assert!(!coverage.covers(date(0)));
    }
    assert_eq!(unknown.union(&unknown), unknown);
    assert_eq!(unknown.union(&nothing), nothing);
    let hole = DaySpan::day(date(3)).unwrap();
    assert_eq!(unknown.without(hole), unknown);
    assert_eq!(nothing.without(hole), nothing);
}

#[test]
fn a_coverage_prints_its_last_covered_days() {
    let hole = |from, to| DaySpan::new(date(from), date(to)).unwrap();
    let always = Coverage::always();
    let printed = [
        (Coverage::unknown(), "unknown"),
        (Coverage::nothing(), "nothing"),
        (always.clone(), "always"),
        (Coverage::since(date(0)), "from 2024-10-04"),
        (
            always.without(hole(0, 31)),
            "until 2024-10-03, and from 2024-11-04",
        ),
        (
            Coverage::of([(date(0), Some(date(1)))]).unwrap(),
            "2024-10-04 to 2024-10-04",
        ),
        (
            Coverage::since(date(0))
                .without(hole(3, 5))
                .without(hole(8, 9)),
            "2024-10-04 to 2024-10-06, 2024-10-09 to 2024-10-11, and from 2024-10-13",
        ),
    ];
    for (coverage, expected) in printed {
        assert_eq!(coverage.to_string(), expected);
    }
    // A hole at the very beginning or end of the calendar leaves no stretch without days.
    let first = DaySpan::day(NaiveDate::MIN).unwrap();
    assert!(!always.without(first).covers(NaiveDate::MIN));
}

#[test]
fn a_stretch_that_is_empty_or_reversed_is_refused_with_both_dates() {
    for (from, to) in [(3, 3), (3, 1)] {
        let (start, end) = (date(from), date(to));
        let refused = Coverage::of([(date(0), None), (start, Some(end))]).unwrap_err();
        assert_eq!(refused, SpanError::Empty { start, end });
        let message = refused.to_string();
        let dates = message.contains(&start.to_string()) && message.contains(&end.to_string());
        assert!(dates, "{message}");
    }
}

#[cfg(feature = "json")]
mod json {
    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(a in any_stretches()) {
            let coverage = coverage(&a);
            let text = serde_json::to_string(&coverage).unwrap();
            prop_assert_eq!(serde_json::from_str::<Coverage>(&text).unwrap(), coverage);
        }
    }

    #[test]
    fn coverages_are_written_as_lists_of_stretches() {
        let hole = DaySpan::new(date(0), date(2)).unwrap();
        for (coverage, text) in [
            (Coverage::unknown(), "null"),
            (Coverage::nothing(), "[]"),
            (Coverage::always(), "[[null,null]]"),
            (
                Coverage::always().without(hole),
                r#"[[null,"2024-10-04"],["2024-10-06",null]]"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&coverage).unwrap(), text);
            assert_eq!(serde_json::from_str::<Coverage>(text).unwrap(), coverage);
        }
        let refused = serde_json::from_str::<Coverage>(r#"[["2025-05-01","2025-04-01"]]"#);
        let message = refused.unwrap_err().to_string();
        assert!(
            message.contains("from `2025-05-01` to `2025-04-01` contains no day"),
            "{message}"
        );
    }
}

/// What is before the first date of the calendar is no day.
#[test]
fn a_period_without_a_date_is_none() {
    let first = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
    let hole = DaySpan::new(NaiveDate::MIN, first).unwrap();
    let coverage = Coverage::always().without(hole);
    assert_eq!(coverage.to_string(), "from 2025-07-11");
    assert_eq!(coverage, Coverage::since(first));
    #[cfg(feature = "json")]
    {
        let refused = serde_json::from_str::<Coverage>(r#"[[null,"-262143-01-01"]]"#);
        let message = refused.unwrap_err().to_string();
        assert!(message.contains("contains no day"), "{message}");
    }
}
