//! Snapshots: a commutative group, exactly, that agrees with the ledger.

use chrono::{Days, NaiveDate};
use detente::ledger::{DaySpan, DyadKey, DyadLedger, Ledger, LedgerError, Mark, Marks, SpanSums};
use detente::trend::{
    Calibration, Coverage, Direction, DyadSnapshot, Level, LevelSums, Missing, Snapshot,
    SnapshotError, SnapshotSpec, Trajectory, Trend,
};
use proptest::prelude::*;

mod marks;

use marks::{snapshot_of, sums};

fn day(number: i32) -> NaiveDate {
    let epoch = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    if number < 0 {
        epoch - Days::new(number.unsigned_abs().into())
    } else {
        epoch + Days::new(number.unsigned_abs().into())
    }
}

fn span(from: i32, days: u32) -> DaySpan {
    DaySpan::new(day(from), day(from) + Days::new(days.into())).unwrap()
}

fn mark(from: i32, days: u32, weight: f64, valence: f64) -> Mark {
    Mark::new(span(from, days), weight, valence).unwrap()
}

/// Marks of days and of longer spans, recent and old, so that some lie on both sides of every date.
fn any_mark() -> impl Strategy<Value = Mark> {
    let from = prop_oneof![4 => -150..150_i32, 1 => -3000..-150_i32, 1 => 0..5_i32];
    let days = prop_oneof![3 => Just(1_u32), 1 => 2..60_u32, 1 => 60..2000_u32];
    let weight = prop_oneof![Just(1.0), Just(0.25), Just(0.0), 0.0..8.0];
    let contact = prop_oneof![Just(0.0), Just(1.0), 0.0..2.0];
    (from, days, weight, -1.0..=1.0, contact).prop_map(|(from, days, weight, valence, contact)| {
        mark(from, days, weight, valence)
            .with_contact(contact)
            .unwrap()
    })
}

fn any_marks() -> impl Strategy<Value = Vec<Mark>> {
    proptest::collection::vec(any_mark(), 0..40)
}

fn any_calibration() -> impl Strategy<Value = Calibration> {
    // With a half-life of days and a hole of months a change multiplies rounding by millions.
    let half_life = prop_oneof![Just(120.0), Just(10.0), 20.0..400.0, 1e3..1e6];
    let window = prop_oneof![Just(60_u32), 1..200_u32];
    let blocks = prop_oneof![Just((24_u32, 30_u32)), (1..40_u32, 1..60_u32)];
    let prior = prop_oneof![Just((4.0, 2.0)), (0.5..20.0, 0.5..5.0)];
    (half_life, window, blocks, prior).prop_map(|(half_life, window, (count, days), (prior, g))| {
        Calibration::default()
            .with_half_life(half_life)
            .and_then(|one| one.with_window(window))
            .and_then(|one| one.with_blocks(count, days))
            .and_then(|one| one.with_prior(prior, g))
            .unwrap()
    })
}

/// Unknown, nothing, or from a day on that is long ago, within the window or after the date; with
/// holes or without.
fn any_coverage() -> impl Strategy<Value = Coverage> {
    let holes = proptest::collection::vec((-200..200_i32, 1..60_u32), 0..3);
    let known = (-4000..160_i32, holes).prop_map(|(first, holes)| {
        let all = Coverage::since(day(first));
        holes
            .into_iter()
            .fold(all, |left, (from, days)| left.without(span(from, days)))
    });
    prop_oneof![
        4 => Just(Coverage::unknown()),
        1 => Just(Coverage::nothing()),
        5 => known,
    ]
}

fn any_vantage() -> impl Strategy<Value = SnapshotSpec> {
    (-200..200_i32, any_calibration(), any_coverage()).prop_map(|(at, calibration, coverage)| {
        SnapshotSpec::new(day(at), &calibration).with_coverage(coverage)
    })
}

fn dyad<'m>(marks: impl IntoIterator<Item = &'m Mark>) -> DyadLedger {
    DyadLedger::from_marks(marks).unwrap()
}

fn trajectory(ledger: &DyadLedger, vantage: &SnapshotSpec) -> Trajectory {
    let trajectory = Trajectory::new(ledger, vantage.calibration());
    trajectory.with_coverage(vantage.coverage().clone())
}

/// Every number of a trend and of its level, each with the scale of its error.
fn numbers(trend: &Trend) -> Vec<(&'static str, Option<f64>, f64)> {
    let scale = trend.change_sd().unwrap_or(1.0);
    let mut numbers = vec![
        ("change", trend.change, scale),
        ("sd of the change", trend.change_sd(), scale),
        ("z", trend.z(), 1.0),
        ("P(rising)", trend.p_rising(), 1.0),
        ("burst variance", Some(trend.burst_variance), 1.0),
        ("freedom", Some(trend.freedom), 1.0),
        ("new weight", Some(trend.weight_new), 1.0),
        ("old weight", Some(trend.weight_old), 1.0),
    ];
    if let Some(level) = trend.level {
        let of_level = [
            ("value", level.value()),
            ("sd", level.sd()),
            ("z of the level", level.z()),
            ("tone", level.tone()),
            ("index", level.index()),
            ("score", level.sums.score),
            ("weight", level.sums.weight),
            ("cooperation", level.sums.cooperation),
            ("conflict", level.sums.conflict()),
            ("engagement", level.sums.engagement),
        ];
        numbers.extend(of_level.map(|(name, number)| (name, Some(number), 1.0)));
    }
    numbers
}

/// A trend of a snapshot is that of the ledger: in words exactly, in numbers to 1e-9.
fn agree(of_snapshot: &Trend, of_ledger: &Trend) -> Result<(), String> {
    let words = |trend: &Trend| (trend.at, trend.missing, trend.coverage);
    let (found, expected) = (words(of_snapshot), words(of_ledger));
    if found != expected {
        return Err(format!("{found:?}, not {expected:?}"));
    }
    let (found, expected) = (numbers(of_snapshot), numbers(of_ledger));
    if found.len() != expected.len() {
        return Err("one of them has no level".into());
    }
    for ((name, found, _), (_, expected, scale)) in found.into_iter().zip(expected) {
        let is_close = |(a, b): (f64, f64)| (a - b).abs() <= 1e-9 * b.abs().max(scale).max(1.0);
        let same = match (found, expected) {
            (None, None) => true,
            (found, expected) => found.zip(expected).is_some_and(is_close),
        };
        if !same {
            return Err(format!("{name}: {found:?}, not {expected:?}"));
        }
    }
    Ok(())
}

/// One mark between some of four actors.
type Act = (usize, usize, Mark);

const ACTORS: [&str; 4] = ["USA", "RUS", "CHN", "DEU"];

fn any_acts() -> impl Strategy<Value = Vec<Act>> {
    let act = (0..4_usize, 1..4_usize, any_mark());
    proptest::collection::vec(
        act.prop_map(|(a, step, mark)| (a, (a + step) % 4, mark)),
        0..40,
    )
}

fn snapshot<'a>(acts: impl IntoIterator<Item = &'a Act>, vantage: &SnapshotSpec) -> Snapshot {
    let mut snapshot = Snapshot::new(vantage.clone());
    for (a, b, mark) in acts {
        snapshot
            .add(DyadKey::directed(ACTORS[*a], ACTORS[*b]), mark)
            .unwrap();
    }
    snapshot
}

proptest! {
    #[test]
    fn a_snapshot_agrees_with_the_ledger(marks in any_marks(), vantage in any_vantage()) {
        let ledger = dyad(&marks);
        let snapshot = snapshot_of(&ledger, vantage.clone());
        let (found, expected) = (snapshot.trend(), trajectory(&ledger, &vantage).trend(vantage.date()));
        let count = |level: &Level| level.sums.marks;
        prop_assert_eq!(snapshot.level().as_ref().map(count), expected.level.as_ref().map(count));
        prop_assert_eq!(found.level, snapshot.level());
        prop_assert_eq!(agree(&found, &expected), Ok(()));
    }

    /// Days of many marks, as in machine-coded feeds.
    #[test]
    fn crowded_days_agree_with_the_ledger(
        days in proptest::collection::vec((-100..20_i32, 1..30_usize, -1.0..=1.0), 1..20),
        coverage in any_coverage(),
    ) {
        let marks: Vec<_> = days
            .iter()
            .flat_map(|&(from, count, valence)| {
                vec![mark(from, 1, 0.7, valence).with_contact(1.0).unwrap(); count]
            })
            .collect();
        let vantage = SnapshotSpec::new(day(10), &Calibration::default()).with_coverage(coverage);
        let ledger = dyad(&marks);
        let snapshot = snapshot_of(&ledger, vantage.clone());
        let expected = trajectory(&ledger, &vantage).trend(day(10));
        prop_assert_eq!(agree(&snapshot.trend(), &expected), Ok(()));
    }

    #[test]
    fn directions_are_those_of_the_ledger(marks in any_marks(), vantage in any_vantage()) {
        let ledger = dyad(&marks);
        let found = snapshot_of(&ledger, vantage.clone()).trend();
        let expected = trajectory(&ledger, &vantage).trend(vantage.date());
        prop_assert_eq!(found.direction, expected.direction);
        prop_assert_eq!(found.is_strong, expected.is_strong);
        let least = vantage.calibration().least_weight();
        let lacks = match (expected.weight_new < least, expected.weight_old < least) {
            _ if expected.level.is_none() => Some(Missing::Marks),
            _ if expected.change.is_none() => Some(Missing::Baseline),
            (true, true) => Some(Missing::Weight),
            (true, false) => Some(Missing::WeightNew),
            (false, true) => Some(Missing::WeightOld),
            (false, false) => None,
        };
        prop_assert_eq!(found.missing, lacks);
        prop_assert_eq!(lacks.is_some(), found.direction == Direction::Insufficient);
    }

    #[test]
    fn the_snapshot_of_a_ledger_is_that_of_its_marks(
        acts in any_acts(), vantage in any_vantage(), parts in 1..4_usize,
    ) {
        let mut from_ledgers = Snapshot::new(vantage.clone());
        for part in 0..parts {
            let mut ledger = Ledger::new();
            for (i, (a, b, mark)) in acts.iter().enumerate().skip(part).step_by(parts) {
                if i % 2 == 0 {
                    ledger.add(DyadKey::directed(ACTORS[*a], ACTORS[*b]), mark).unwrap();
                } else {
                    ledger.add(DyadKey::symmetric(ACTORS[*a], ACTORS[*b]), mark).unwrap();
                }
            }
            from_ledgers.merge(&Snapshot::of(&ledger, vantage.clone()).unwrap()).unwrap();
        }
        prop_assert_eq!(from_ledgers, snapshot(&acts, &vantage));
    }

    #[test]
    fn order_does_not_matter(
        (acts, shuffled) in any_acts().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle())),
        vantage in any_vantage(),
    ) {
        prop_assert_eq!(snapshot(&acts, &vantage), snapshot(&shuffled, &vantage));
    }

    #[test]
    fn any_partition_merges_to_the_same(
        acts in any_acts(), vantage in any_vantage(), parts in 1..5_usize,
    ) {
        let mut merged = Snapshot::new(vantage.clone());
        for part in 0..parts {
            merged.merge(&snapshot(acts.iter().skip(part).step_by(parts), &vantage)).unwrap();
        }
        let whole = snapshot(&acts, &vantage);
        prop_assert_eq!(&merged, &whole);
        prop_assert_eq!(merged.len(), whole.dyads().count());
    }

    #[test]
    fn merging_commutes_and_associates(
        a in any_acts(), b in any_acts(), c in any_acts(), vantage in any_vantage(),
    ) {
        let [a, b, c] = [a, b, c].map(|acts| snapshot(&acts, &vantage));
        let sum = |x: &Snapshot, y: &Snapshot| {
            let mut sum = x.clone();
            sum.merge(y).unwrap();
            sum
        };
        prop_assert_eq!(sum(&a, &b), sum(&b, &a));
        prop_assert_eq!(sum(&sum(&a, &b), &c), sum(&a, &sum(&b, &c)));
        prop_assert_eq!(sum(&a, &Snapshot::new(vantage)), a);
    }

    #[test]
    fn retracting_undoes_recording(
        acts in any_acts(), more in any_acts(), vantage in any_vantage(),
    ) {
        let before = snapshot(&acts, &vantage);
        let mut one_by_one = snapshot(acts.iter().chain(&more), &vantage);
        let mut at_once = one_by_one.clone();
        for (a, b, mark) in &more {
            one_by_one.subtract(DyadKey::directed(ACTORS[*b], ACTORS[*a]), mark).unwrap();
        }
        at_once.unmerge(&snapshot(&more, &vantage)).unwrap();
        prop_assert_eq!(&one_by_one, &before);
        prop_assert_eq!(&at_once, &before);
    }

    #[test]
    fn marks_without_weight_change_nothing(acts in any_acts(), vantage in any_vantage()) {
        let mut snapshot = snapshot(&acts, &vantage);
        let before = snapshot.clone();
        for (a, b, mark) in &acts {
            let weightless = Mark::new(mark.span(), 4.5e-13, mark.valence()).unwrap();
            let weightless = weightless.with_contact(mark.contact()).unwrap();
            snapshot.add(DyadKey::directed(ACTORS[*a], ACTORS[*b]), &weightless).unwrap();
            prop_assert_eq!(&snapshot, &before);
            snapshot.subtract(DyadKey::directed(ACTORS[*a], ACTORS[*b]), &weightless).unwrap();
        }
        prop_assert_eq!(snapshot, before);
    }

    /// Days that come as ledgers can be taken back.
    #[test]
    fn taking_spans_undoes_adding_them(
        marks in any_marks(), more in any_marks(), vantage in any_vantage(),
    ) {
        let before = snapshot_of(&dyad(&marks), vantage.clone());
        let mut snapshot = before.clone();
        for sums in dyad(&more).spans() {
            snapshot.add(&sums).unwrap();
        }
        for sums in dyad(&more).spans() {
            snapshot.subtract(&sums).unwrap();
        }
        prop_assert_eq!(snapshot, before);
    }

    #[test]
    fn a_refused_retraction_changes_nothing(acts in any_acts(), vantage in any_vantage()) {
        let mut snapshot = snapshot(&acts, &vantage);
        let before = snapshot.clone();
        let yesterday = DaySpan::day(vantage.date() - Days::new(1)).unwrap();
        let heavy = Mark::new(yesterday, 1000.0, 1.0).unwrap();
        let refused = snapshot.subtract(DyadKey::directed("USA", "RUS"), &heavy);
        prop_assert_eq!(refused, Err(LedgerError::NotRecorded { span: heavy.span() }));
        let other = snapshot_of_one(&heavy, &vantage);
        prop_assert_eq!(snapshot.unmerge(&other), Err(SnapshotError::NotRecorded));
        prop_assert_eq!(snapshot, before);
    }
}

fn snapshot_of_one(mark: &Mark, vantage: &SnapshotSpec) -> Snapshot {
    snapshot(&[(0, 1, *mark)], vantage)
}

fn plain(at: i32) -> SnapshotSpec {
    SnapshotSpec::new(day(at), &Calibration::default())
}

#[test]
fn a_mark_of_the_date_or_later_is_not_there_yet() {
    let mut snapshot = DyadSnapshot::new(plain(10));
    for mark in [
        mark(10, 1, 1.0, 1.0),
        mark(10, 30, 1.0, 1.0),
        mark(2000, 1, 1.0, 1.0),
    ] {
        snapshot.add(&mark).unwrap();
        assert!(snapshot.marks() == 0 && snapshot.level().is_none());
        snapshot.subtract(&mark).unwrap();
    }
    assert_eq!(snapshot, DyadSnapshot::new(plain(10)));
    assert_eq!(snapshot.trend().direction, Direction::Insufficient);
    // Of a span that has begun, a part is.
    snapshot.add(&mark(9, 4, 1.0, 1.0)).unwrap();
    let weight = snapshot.level().unwrap().sums.weight;
    assert!((weight - 0.25).abs() < 0.002, "{weight}");
}

/// Marks of one day come one by one, and each counts in full.
#[test]
fn marks_of_a_day_come_one_by_one() {
    let one = mark(5, 1, 1.0, 0.5);
    let mut one_by_one = Snapshot::new(plain(10));
    for _ in 0..3 {
        one_by_one
            .add(DyadKey::directed("USA", "RUS"), &one)
            .unwrap();
    }
    let mut at_once = Snapshot::new(plain(10));
    at_once
        .add(DyadKey::symmetric("USA", "RUS"), &dyad(&[one; 3]))
        .unwrap();
    assert_eq!(one_by_one, at_once);
    let level = at_once.dyad("USA", "RUS").unwrap().level();
    assert_eq!(level.sums.marks, 3);
    assert!(
        (level.sums.weight - 3.0).abs() < 0.1,
        "{}",
        level.sums.weight
    );
}

#[test]
fn snapshots_of_different_vantages_cannot_be_merged() {
    let base = Calibration::default();
    let mut snapshot = snapshot_of_one(&mark(0, 1, 1.0, 0.5), &plain(10));
    let before = snapshot.clone();
    let others = [
        (plain(11), "date, `2025-01-11` and `2025-01-12`"),
        (
            SnapshotSpec::new(day(10), &base.clone().with_half_life(90.5).unwrap()),
            "half-life, `120` and `90.5`",
        ),
        (
            plain(10).with_coverage(Coverage::since(day(-30))),
            "coverage, `unknown` and `from 2024-12-02`",
        ),
        (
            SnapshotSpec::new(day(10), &base.clone().with_prior(5.0, 2.0).unwrap()),
            "prior, `4` and `5`",
        ),
        (
            SnapshotSpec::new(day(10), &base.clone().with_steady(0.75, 0.8).unwrap()),
            "threshold of a lean, `0.7` and `0.8`",
        ),
        (
            SnapshotSpec::new(day(10), &base.clone().with_blocks(12, 30).unwrap()),
            "number of blocks, `24` and `12`",
        ),
        (
            SnapshotSpec::new(
                day(10),
                &base.clone().with_thresholds(0.7, 0.9, 0.95).unwrap(),
            ),
            "threshold to leave, `0.6` and `0.7`",
        ),
    ];
    for (vantage, message) in others {
        let other = snapshot_of_one(&mark(0, 1, 1.0, 0.5), &vantage);
        assert_ne!(snapshot, other);
        for error in [snapshot.merge(&other), snapshot.unmerge(&other)] {
            let error = error.unwrap_err().to_string();
            let (what, _) = message.split_once(',').unwrap();
            let expected =
                format!("the snapshots differ in their {message}: expected the same {what}");
            assert_eq!(error, expected);
        }
    }
    assert_eq!(snapshot, before);
}

/// The greatest sums of a span: 8.4 million marks of weight 1.
fn full_day(from: i32) -> SpanSums {
    SpanSums::new(span(from, 1), 8_388_607, sums([i64::MAX; 5])).unwrap()
}

#[test]
fn four_billion_marks_fit_and_what_overflows_is_refused() {
    let mut snapshot = Snapshot::new(plain(0).with_coverage(Coverage::always()));
    let [usa, russia] = ["USA", "RUS"].map(|name| snapshot.intern(name).unwrap());
    let pair = DyadKey::symmetric(usa, russia);
    // 2^23 marks each, and 2^32 in all.
    for _ in 0..512 {
        snapshot.add(pair, &full_day(-1)).unwrap();
    }
    let level = snapshot.dyad("USA", "RUS").unwrap().level();
    assert_eq!(level.sums.marks, 512 * 8_388_607);
    assert!(
        (level.sums.weight / 4.282e9 - 1.0).abs() < 1e-3,
        "{}",
        level.sums.weight
    );
    assert!(
        snapshot
            .dyad("USA", "RUS")
            .unwrap()
            .trend()
            .z()
            .is_some_and(f64::is_finite)
    );

    let before = snapshot.clone();
    let span = full_day(-1).span();
    let pair_of = || Some(("RUS".to_owned(), "USA".to_owned()));
    let refused = LedgerError::Overflow {
        actors: pair_of(),
        span,
    };
    assert_eq!(snapshot.add(pair, &full_day(-1)), Err(refused.clone()));
    assert_eq!(
        snapshot.add(DyadKey::symmetric("RUS", "USA"), &full_day(-1)),
        Err(refused.clone())
    );
    assert_eq!(
        refused.to_string(),
        "the sums of `RUS` and `USA` overflow with the marks on [2024-12-31, 2025-01-01)"
    );
    // Neither a merge nor a ledger goes in by half.
    let mut other = snapshot_of_one(&mark(-5, 1, 1e-11, 1.0), snapshot.spec());
    other
        .add(DyadKey::symmetric("CHN", "DEU"), &full_day(-1))
        .unwrap();
    other
        .add(DyadKey::symmetric("USA", "RUS"), &full_day(-1))
        .unwrap();
    let refused_by_merge = SnapshotError::Overflow { actors: pair_of() };
    assert_eq!(
        refused_by_merge.to_string(),
        "the sums of `RUS` and `USA` overflow"
    );
    assert_eq!(snapshot.merge(&other), Err(refused_by_merge));
    let mut ledger = dyad(&[mark(-9, 1, 1e-11, 1.0)]);
    ledger.add(&full_day(-1)).unwrap();
    assert_eq!(
        snapshot.add(DyadKey::symmetric("USA", "RUS"), &ledger),
        Err(refused)
    );
    assert_eq!(snapshot, before);
    // Of what is taken back there is room again.
    snapshot
        .subtract(DyadKey::symmetric("USA", "RUS"), &full_day(-1))
        .unwrap();
    snapshot.add(pair, &full_day(-1)).unwrap();
    assert_eq!(snapshot, before);
}

/// The error that the docs promise: 2^-58 of the undecayed weight.
#[test]
fn a_billion_old_marks_agree_with_the_ledger_to_the_promised_error() {
    for age in [0, 300, 1_000, 3_000, 4_000, 5_000] {
        let mut ledger = DyadLedger::new();
        for day in 1..=119 {
            ledger.add(&full_day(-age - day)).unwrap();
        }
        let actual = snapshot_of(&ledger, plain(0)).trend();
        let expected = Trajectory::new(&ledger, &Calibration::default()).trend(day(0));
        let (actual_level, expected_level) = (actual.level.unwrap(), expected.level.unwrap());
        assert!(actual_level.sums.marks > 998_000_000);
        // Plus the rounding of floats.
        let bound = |expected: f64| 1e9 * 2_f64.powi(-58) + 1e-13 * expected.abs();
        for (actual, expected) in [
            (actual_level.sums.weight, expected_level.sums.weight),
            (actual_level.value(), expected_level.value()),
            (actual.change.unwrap(), expected.change.unwrap()),
        ] {
            assert!(
                (actual - expected).abs() <= bound(expected),
                "{age}: {actual}, not {expected}"
            );
        }
    }
}

#[test]
fn keys_and_names_find_the_same_pair() {
    let mut snapshot = Snapshot::new(plain(10));
    let [usa, russia] = ["USA", "RUS"].map(|name| snapshot.intern(name).unwrap());
    let pair = DyadKey::symmetric(usa, russia);
    assert!(snapshot.is_empty() && snapshot.dyad("USA", "RUS").is_none());
    assert_eq!(snapshot.intern("USA").unwrap(), usa);
    snapshot.add(pair, &mark(0, 1, 1.0, 0.5)).unwrap();
    assert_eq!(snapshot, snapshot_of_one(&mark(0, 1, 1.0, 0.5), &plain(10)));

    let alone = snapshot
        .add(DyadKey::directed("USA", "USA"), &mark(0, 1, 1.0, 0.5))
        .unwrap_err();
    assert_eq!(
        alone.to_string(),
        "both actors of the dyad are `USA`: expected two different actors"
    );
    let mut other = Snapshot::new(plain(10));
    let unknown = other.add(pair, &mark(0, 1, 1.0, 0.5)).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "actor key `0` is from another ledger or snapshot: expected a key from `intern` of this one"
    );
    // Actors without marks make no difference.
    for name in ["CHN", "DEU"] {
        other.intern(name).unwrap();
    }
    assert_eq!(other, Snapshot::new(plain(10)));
    assert!(other.is_empty() && other.dyads().next().is_none());
}

#[test]
fn a_mark_that_was_not_added_is_not_subtracted() {
    let mut snapshot = DyadSnapshot::new(SnapshotSpec::new(day(0), &Calibration::default()));
    for valence in [1.0, -1.0] {
        snapshot.add(&mark(-1, 1, 1.0, valence)).unwrap();
    }
    // Without it one mark of weight 1 would have scored 1 either way.
    let before = snapshot.clone();
    let missing = mark(-1, 1, 1.0, 0.0);
    assert!(matches!(
        snapshot.subtract(&missing),
        Err(LedgerError::NotRecorded { .. })
    ));
    assert_eq!(snapshot, before);
}

#[test]
fn what_is_refused_or_not_there_yet_enters_no_pair() {
    let mut snapshot = Snapshot::new(plain(0));
    let known = |snapshot: &Snapshot| snapshot.dyad("CHN", "DEU").is_some();

    let mut other = Snapshot::new(plain(0));
    other
        .add(DyadKey::directed("CHN", "DEU"), &mark(-2, 1, 1.0, 0.5))
        .unwrap();
    let refused = snapshot.unmerge(&other).unwrap_err();
    assert_eq!(refused, SnapshotError::NotRecorded);
    assert!(!known(&snapshot));

    // None of these has begun.
    let later = mark(0, 1, 1.0, 0.5);
    snapshot
        .add(DyadKey::directed("CHN", "DEU"), &later)
        .unwrap();
    let ledger = dyad([&later]);
    for sums in ledger.spans() {
        snapshot
            .add(DyadKey::symmetric("CHN", "DEU"), &sums)
            .unwrap();
    }
    snapshot
        .add(DyadKey::symmetric("CHN", "DEU"), &ledger)
        .unwrap();
    let nothing = DyadSnapshot::new(plain(0));
    snapshot
        .merge_dyad(DyadKey::symmetric("CHN", "DEU"), &nothing)
        .unwrap();
    assert!(!known(&snapshot));
    let refused = snapshot
        .add(DyadKey::directed("CHN", "CHN"), &later)
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "both actors of the dyad are `CHN`: expected two different actors"
    );

    // What fits is merged, or nothing is.
    let mut full = other.clone();
    for at in [&mut snapshot, &mut full] {
        while at
            .add(DyadKey::symmetric("RUS", "USA"), &full_day(-1))
            .is_ok()
        {}
    }
    let actors = Some(("RUS".to_owned(), "USA".to_owned()));
    let overflow = SnapshotError::Overflow { actors };
    assert_eq!(snapshot.merge(&full).unwrap_err(), overflow);
    assert!(!known(&snapshot));
    snapshot.merge(&other).unwrap();
    assert!(known(&snapshot));
}

/// A key outlives the marks of its pair, and what is left counts for nothing.
#[test]
fn a_key_stays_when_all_marks_are_subtracted() {
    let only = mark(-3, 1, 1.0, 0.5);
    let mut snapshot = Snapshot::new(plain(0));
    snapshot
        .add(DyadKey::directed("RUS", "USA"), &only)
        .unwrap();
    let other = snapshot.clone();
    let [russia, usa] = ["RUS", "USA"].map(|name| snapshot.intern(name).unwrap());
    snapshot
        .subtract(DyadKey::directed("RUS", "USA"), &only)
        .unwrap();
    assert_eq!(snapshot, Snapshot::new(plain(0)));
    assert_eq!(snapshot.intern("RUS"), Ok(russia));
    assert_eq!(
        snapshot
            .subtract(DyadKey::directed("RUS", "USA"), &only)
            .unwrap_err()
            .to_string(),
        "the marks to subtract on [2024-12-29, 2024-12-30) are not recorded: expected marks that were added"
    );
    snapshot.add(DyadKey::directed(russia, usa), &only).unwrap();
    assert_eq!(snapshot, other);
    snapshot.unmerge(&other).unwrap();
    assert!(snapshot.is_empty());
    assert_eq!(
        snapshot.unmerge(&other).unwrap_err(),
        SnapshotError::NotRecorded
    );
}

#[test]
fn partial_aggregates_of_a_pair_merge_into_the_whole() {
    let acts = [
        mark(-9, 1, 1.0, 0.5),
        mark(-400, 30, 2.0, -0.5),
        mark(-2, 1, 0.25, 0.1),
    ];
    let mut snapshot = Snapshot::new(plain(0));
    for mark in &acts {
        let mut part = DyadSnapshot::new(plain(0));
        part.add(mark).unwrap();
        snapshot
            .merge_dyad(DyadKey::symmetric("RUS", "USA"), &part)
            .unwrap();
    }
    let whole = snapshot_of(&dyad(&acts), plain(0));
    assert_eq!(snapshot.dyad("USA", "RUS").unwrap().snapshot(), whole);
    let pair = snapshot.dyads().next().unwrap();
    assert_eq!((pair.actors, pair.marks()), (("RUS", "USA"), 3));
    assert_eq!(
        (pair.snapshot(), pair.trend()),
        (whole.clone(), whole.trend())
    );
    let refused = snapshot
        .merge_dyad(DyadKey::symmetric("USA", "USA"), &whole)
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "both actors of the dyad are `USA`: expected two different actors"
    );
}

/// The vectors of the scoring: the article's marks and eight more.
#[test]
fn the_article_and_more_score_as_printed() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let marks = [
        ("2025-02-01", "2025-03-01", 0.25, 0.25),
        ("2025-05-01", "2025-06-01", 0.25, 0.15),
        ("2025-06-01", "2025-07-01", 0.25, 0.15),
        ("2025-07-08", "2025-07-09", 1.0, -0.35),
        ("2025-07-10", "2025-07-11", 0.25, 0.25),
        ("2025-07-10", "2025-07-11", 1.0, 0.25),
        ("2025-07-10", "2025-07-11", 1.0, 0.25),
        ("2025-07-08", "2025-07-12", 1.0, 0.25),
        ("2025-02-12", "2025-02-13", 0.25, 0.15),
        ("2025-02-18", "2025-02-19", 1.0, 0.25),
        ("2025-02-24", "2025-02-25", 1.0, 0.5),
        ("2025-03-03", "2025-03-04", 1.0, 0.5),
        ("2025-03-18", "2025-03-19", 1.0, 0.25),
        ("2025-04-26", "2025-04-27", 1.0, -0.2),
        ("2025-05-25", "2025-05-26", 1.0, -0.35),
        ("2025-07-07", "2025-07-08", 1.0, -0.35),
    ]
    .map(|(from, to, weight, valence)| {
        Mark::new(DaySpan::new(date(from), date(to)).unwrap(), weight, valence).unwrap()
    });
    let covered = Coverage::since(date("2025-01-20"));
    let april = DaySpan::new(date("2025-04-01"), date("2025-05-01")).unwrap();
    // S, W, R, sd(R), D, sqrt(V), z, P(rising).
    for (at, coverage, expected) in [
        (
            "2025-03-20",
            Coverage::unknown(),
            [
                1.4320, 4.0274, 0.6387, 0.4838, 1.4320, 2.9001, 0.4664, 0.6795,
            ],
        ),
        (
            "2025-06-01",
            Coverage::unknown(),
            [
                0.4736, 4.6484, 0.1993, 0.4529, -1.5172, 1.1159, -1.2469, 0.1062,
            ],
        ),
        (
            "2025-06-01",
            covered.clone(),
            [
                0.4736, 4.6484, 0.1993, 0.4581, -1.6092, 1.1610, -1.2649, 0.1030,
            ],
        ),
        (
            "2025-07-11",
            Coverage::unknown(),
            [
                0.4672, 8.8588, 0.1488, 0.3476, -0.6762, 1.0319, -0.6304, 0.2642,
            ],
        ),
        (
            "2025-07-11",
            covered.clone(),
            [
                0.4672, 8.8588, 0.1488, 0.3523, -0.7019, 1.0601, -0.6361, 0.2624,
            ],
        ),
        (
            "2025-07-11",
            covered.without(april),
            [
                0.4672, 8.8588, 0.1488, 0.3571, -0.9502, 1.2046, -0.7497, 0.2267,
            ],
        ),
    ] {
        let vantage = SnapshotSpec::new(date(at), &Calibration::default());
        let mut snapshot = DyadSnapshot::new(vantage.with_coverage(coverage.clone()));
        for mark in &marks {
            snapshot.add(mark).unwrap();
        }
        let (trend, level) = (snapshot.trend(), snapshot.level().unwrap());
        let found = [
            level.sums.score,
            level.sums.weight,
            level.value(),
            level.sd(),
            trend.change.unwrap(),
            trend.change_sd().unwrap(),
            trend.z().unwrap(),
            trend.p_rising().unwrap(),
        ];
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                (found - expected).abs() < 5.1e-5,
                "{at}, coverage {coverage}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn a_key_of_another_snapshot_is_refused() {
    let vantage = SnapshotSpec::new(day(100), &Calibration::default());
    let mut mine = Snapshot::new(vantage.clone());
    let mut other = Snapshot::new(vantage);
    let mark = Mark::new(DaySpan::day(day(10)).unwrap(), 1.0, 0.5).unwrap();
    mine.add(DyadKey::directed("USA", "RUS"), &mark).unwrap();
    let [china, india] = ["CHN", "IND"].map(|name| other.intern(name).unwrap());
    let error = mine.add(DyadKey::symmetric(china, india), &mark);
    assert_eq!(error, Err(LedgerError::UnknownKey { key: china }));
    assert_eq!(
        (mine.len(), mine.dyad("USA", "RUS").unwrap().marks()),
        (1, 1)
    );
    // A copy accepts the keys of the original, and the original those that the copy inherited.
    let mut copy = mine.clone();
    let [russia, usa] = ["RUS", "USA"].map(|name| copy.intern(name).unwrap());
    assert_eq!(mine.add(DyadKey::directed(russia, usa), &mark), Ok(()));
    let new = copy.intern("CHN").unwrap();
    let error = mine.add(DyadKey::directed(new, usa), &mark);
    assert_eq!(error, Err(LedgerError::UnknownKey { key: new }));
}

#[test]
fn names_that_cannot_be_read_are_refused() {
    let mut snapshot = Snapshot::new(SnapshotSpec::new(day(100), &Calibration::default()));
    let mark = Mark::new(DaySpan::day(day(10)).unwrap(), 1.0, 0.5).unwrap();
    for name in ["", "\u{feff}", "a\u{0}", "RUS\u{202e}"] {
        let error = snapshot
            .add(DyadKey::directed("USA", name), &mark)
            .unwrap_err();
        assert!(matches!(error, LedgerError::BadName { .. }), "{error}");
    }
    assert!(snapshot.is_empty());
}

#[test]
fn debug_forms_are_short() {
    let marks: Vec<_> = (0..500)
        .map(|at| Mark::new(DaySpan::day(day(at)).unwrap(), 1.0, 0.5).unwrap())
        .collect();
    let ledger = DyadLedger::from_marks(&marks).unwrap();
    let vantage = SnapshotSpec::new(day(600), &Calibration::default());
    let snapshot = snapshot_of(&ledger, vantage);
    let trajectory = Trajectory::new(&ledger, &Calibration::default());
    assert!(format!("{trajectory:?}").len() < 200, "{trajectory:?}");
    assert!(format!("{snapshot:?}").len() < 800, "{snapshot:?}");
}

fn level_sums<'m>(marks: impl IntoIterator<Item = &'m Mark>, spec: &SnapshotSpec) -> LevelSums {
    let mut all = LevelSums::default();
    for mark in marks {
        all.add(spec, mark).unwrap();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_sums_of_a_level_give_the_value_of_the_snapshot(marks in any_marks(), spec in any_vantage()) {
        let sums = level_sums(&marks, &spec);
        let mut snapshot = DyadSnapshot::new(spec.clone());
        snapshot.add(&dyad(&marks)).unwrap();
        prop_assert_eq!(sums.value(&spec), snapshot.level().map(|level| level.value()));
        prop_assert_eq!(sums.marks(), snapshot.marks());

        let mut of_ledger = LevelSums::default();
        of_ledger.add(&spec, &dyad(&marks)).unwrap();
        prop_assert_eq!(of_ledger, sums);
    }

    #[test]
    fn the_sums_of_a_level_are_a_commutative_group(marks in any_marks(), split in 0..40_usize, spec in any_vantage()) {
        let (first, second) = marks.split_at(split.min(marks.len()));
        let whole = level_sums(&marks, &spec);
        let mut merged = level_sums(second, &spec);
        merged.merge(&level_sums(first, &spec)).unwrap();
        prop_assert_eq!(merged, whole);
        for mark in second {
            merged.subtract(&spec, mark).unwrap();
        }
        prop_assert_eq!(merged, level_sums(first, &spec));
        prop_assert_eq!(LevelSums::from_bytes(&whole.to_bytes()), Some(whole));
    }

    #[test]
    fn a_counted_mark_is_the_mark_that_often(mark in any_mark(), count in 0..5_u32, spec in any_vantage()) {
        let copies: Vec<_> = (0..count).map(|_| mark).collect();
        let counted = Marks::repeated(&mark, count).unwrap();
        let mut ledger = DyadLedger::new();
        ledger.add(counted).unwrap();
        prop_assert_eq!(&ledger, &dyad(&copies));
        let mut snapshot = DyadSnapshot::new(spec.clone());
        snapshot.add(counted).unwrap();
        let mut one_by_one = DyadSnapshot::new(spec);
        for copy in &copies {
            one_by_one.add(copy).unwrap();
        }
        prop_assert_eq!(snapshot, one_by_one);
    }
}

#[test]
fn the_sums_of_a_level_refuse_what_no_marks_have() {
    let spec = SnapshotSpec::new(day(100), &Calibration::default());
    let mut sums = level_sums([&mark(90, 1, 1.0, 0.5)], &spec);
    let before = sums;
    let error = sums.subtract(&spec, &mark(90, 1, 1.0, -0.5));
    assert_eq!(error, Err(LedgerError::NotRecorded { span: span(90, 1) }));
    assert_eq!(sums, before);

    let mut bytes = before.to_bytes();
    assert_eq!(LevelSums::from_bytes(&bytes[1..]), None);
    // The weight becomes negative.
    bytes[39] = 0x80;
    assert_eq!(LevelSums::from_bytes(&bytes), None);
    let error = Marks::repeated(&mark(0, 1, 1024.0, 1.0), u32::MAX).unwrap_err();
    let overflow = LedgerError::Overflow {
        actors: None,
        span: span(0, 1),
    };
    assert_eq!(error, overflow);
}
