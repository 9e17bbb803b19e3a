//! Snapshots: a commutative group, exactly, that agrees with the ledger.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use detente::ledger::{DaySpan, DyadLedger, Ledger, Mark, SpanSums};
use detente::time::Moment;
use detente::trend::{
    Calibration, Direction, DyadSnapshot, Lack, Level, MergeError, Snapshot, SnapshotError,
    SnapshotTrend, Trajectory, Trend, Vantage,
};
use proptest::prelude::*;

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

fn noon(number: i32) -> DateTime<Utc> {
    day(number).and_hms_opt(12, 0, 0).unwrap().and_utc()
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
    let half_life = prop_oneof![Just(120.0), Just(1.0), 20.0..400.0, 1e3..1e6];
    let window = prop_oneof![Just(60_u32), 1..200_u32];
    let blocks = prop_oneof![Just((24_u32, 30_u32)), (1..40_u32, 1..60_u32)];
    let rho = prop_oneof![Just(0.0), Just(0.5), 0.0..=1.0];
    (half_life, window, blocks, rho).prop_map(|(half_life, window, (count, days), rho)| {
        Calibration::default()
            .with_half_life(half_life)
            .and_then(|one| one.with_window(window))
            .and_then(|one| one.with_blocks(count, days))
            .and_then(|one| one.with_same_day_correlation(rho))
            .unwrap()
    })
}

/// Unknown, long ago, within the window, or after the date; not always at midnight.
fn any_coverage() -> impl Strategy<Value = Option<Moment>> {
    prop_oneof![
        Just(None),
        (-4000..160_i32, 0..86_400_i64).prop_map(|(from, second)| {
            let at = day(from).and_hms_opt(0, 0, 0).unwrap().and_utc();
            Some((at + TimeDelta::seconds(second)).into())
        }),
    ]
}

fn any_vantage() -> impl Strategy<Value = Vantage> {
    (-200..200_i32, any_calibration(), any_coverage()).prop_map(|(at, calibration, covered)| {
        let vantage = Vantage::new(day(at), &calibration);
        match covered {
            Some(from) => vantage.covered_from(from),
            None => vantage,
        }
    })
}

fn dyad<'m>(marks: impl IntoIterator<Item = &'m Mark>) -> DyadLedger {
    DyadLedger::from_marks(marks).unwrap()
}

fn trajectory(ledger: &DyadLedger, vantage: &Vantage) -> Trajectory {
    let trajectory = Trajectory::new(ledger, vantage.calibration());
    match vantage.coverage() {
        Some(from) => trajectory.covered_from(from),
        None => trajectory,
    }
}

/// Every number of a trend with its level, and none in the place of what is not there.
fn numbers<D>(trend: &Trend<D>) -> Vec<Option<f64>> {
    let mut numbers = vec![
        trend.change(),
        trend.z(),
        trend.p_rising(),
        trend.independent_variance(),
        trend.burst_variance(),
        Some(trend.weight_new()),
        Some(trend.weight_old()),
    ];
    if let Some(level) = trend.level() {
        numbers.extend(
            [
                level.value(),
                level.sd(),
                level.tone(),
                level.index(),
                level.score(),
                level.weight(),
                level.squares(),
                level.cooperation(),
                level.conflict(),
                level.engagement(),
            ]
            .map(Some),
        );
    }
    numbers
}

fn agree(seen: &SnapshotTrend, told: &Trend) -> Result<(), String> {
    if seen.lacks() != told.lacks() {
        return Err(format!("lacks {:?}, not {:?}", seen.lacks(), told.lacks()));
    }
    let (seen, told) = (numbers(seen), numbers(told));
    if seen.len() != told.len() {
        return Err("one of them has no level".into());
    }
    for (place, (seen, told)) in seen.iter().zip(&told).enumerate() {
        match (seen, told) {
            (Some(seen), Some(told)) if (seen - told).abs() <= 1e-9 * told.abs().max(1.0) => {}
            (None, None) => {}
            _ => return Err(format!("number {place}: {seen:?}, not {told:?}")),
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

fn snapshot<'a>(acts: impl IntoIterator<Item = &'a Act>, vantage: &Vantage) -> Snapshot {
    let mut snapshot = Snapshot::new(vantage.clone());
    for (a, b, mark) in acts {
        snapshot.record(ACTORS[*a], ACTORS[*b], mark).unwrap();
    }
    snapshot
}

/// A vantage at which marks of a day may come one by one.
fn of_single_marks() -> impl Strategy<Value = Vantage> {
    any_vantage().prop_filter("marks by themselves", |vantage| {
        vantage.calibration().same_day_correlation() == 0.0
    })
}

proptest! {
    #[test]
    fn a_snapshot_agrees_with_the_ledger(marks in any_marks(), vantage in any_vantage()) {
        let ledger = dyad(&marks);
        let seen = DyadSnapshot::of(&ledger, vantage.clone()).unwrap();
        let told = trajectory(&ledger, &vantage).trend(vantage.at());
        prop_assert_eq!(seen.level().map(|l| l.marks()), told.level().map(Level::marks));
        prop_assert_eq!(agree(&seen.trend(), &told), Ok(()));
    }

    /// Days of many marks, as in machine-coded feeds.
    #[test]
    fn crowded_days_agree_with_the_ledger(
        days in proptest::collection::vec((-100..20_i32, 1..30_usize, -1.0..=1.0), 1..20),
        rho in 0.0..=1.0,
    ) {
        let marks: Vec<_> = days
            .iter()
            .flat_map(|&(from, count, valence)| {
                vec![mark(from, 1, 0.7, valence).with_contact(1.0).unwrap(); count]
            })
            .collect();
        let feed = Calibration::default().with_same_day_correlation(rho).unwrap();
        let vantage = Vantage::new(day(10), &feed).covered_from(day(-120).into());
        let ledger = dyad(&marks);
        let seen = DyadSnapshot::of(&ledger, vantage.clone()).unwrap();
        prop_assert_eq!(agree(&seen.trend(), &trajectory(&ledger, &vantage).trend(day(10))), Ok(()));
    }

    #[test]
    fn directions_are_those_of_the_ledger_once_the_day_before_is_known(
        marks in any_marks(), vantage in any_vantage(),
    ) {
        let ledger = dyad(&marks);
        let seen = DyadSnapshot::of(&ledger, vantage.clone()).unwrap().trend();
        let trajectory = trajectory(&ledger, &vantage);
        let told = trajectory.trend(vantage.at());
        if let Some(direction) = seen.direction() {
            prop_assert_eq!(direction, told.direction());
        }
        prop_assert_eq!(seen.is_strong(), told.is_strong());
        let least = vantage.calibration().least_weight();
        let lacks = match (told.weight_new() < least, told.weight_old() < least) {
            _ if told.change().is_none() => Some(Lack::Baseline),
            _ if told.level().is_none() => Some(Lack::Marks),
            (true, true) => Some(Lack::Weight),
            (true, false) => Some(Lack::WeightNew),
            (false, true) => Some(Lack::WeightOld),
            (false, false) => None,
        };
        prop_assert_eq!(told.lacks(), lacks);
        prop_assert_eq!(lacks.is_some(), told.direction() == Direction::Insufficient);
        let before = trajectory.trend(vantage.date() - Days::new(1)).direction();
        prop_assert_eq!(seen.direction_after(before), told.direction());
    }

    #[test]
    fn the_snapshot_of_a_ledger_is_that_of_its_marks(
        acts in any_acts(), vantage in of_single_marks(), parts in 1..4_usize,
    ) {
        let mut from_ledgers = Snapshot::new(vantage.clone());
        for part in 0..parts {
            let mut ledger = Ledger::new();
            for (i, (a, b, mark)) in acts.iter().enumerate().skip(part).step_by(parts) {
                if i % 2 == 0 {
                    ledger.record(ACTORS[*a], ACTORS[*b], mark).unwrap();
                } else {
                    ledger.record_symmetric(ACTORS[*a], ACTORS[*b], mark).unwrap();
                }
            }
            from_ledgers.merge(&Snapshot::of(&ledger, vantage.clone()).unwrap()).unwrap();
        }
        prop_assert_eq!(from_ledgers, snapshot(&acts, &vantage));
    }

    #[test]
    fn order_does_not_matter(
        (acts, shuffled) in any_acts().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle())),
        vantage in of_single_marks(),
    ) {
        prop_assert_eq!(snapshot(&acts, &vantage), snapshot(&shuffled, &vantage));
    }

    #[test]
    fn any_partition_merges_to_the_same(
        acts in any_acts(), vantage in of_single_marks(), parts in 1..5_usize,
    ) {
        let mut merged = Snapshot::new(vantage.clone());
        for part in 0..parts {
            merged.merge(&snapshot(acts.iter().skip(part).step_by(parts), &vantage)).unwrap();
        }
        let whole = snapshot(&acts, &vantage);
        prop_assert_eq!(&merged, &whole);
        prop_assert_eq!(merged.len(), whole.pairs().count());
    }

    #[test]
    fn merging_commutes_and_associates(
        a in any_acts(), b in any_acts(), c in any_acts(), vantage in of_single_marks(),
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
        acts in any_acts(), more in any_acts(), vantage in of_single_marks(),
    ) {
        let before = snapshot(&acts, &vantage);
        let mut one_by_one = snapshot(acts.iter().chain(&more), &vantage);
        let mut at_once = one_by_one.clone();
        for (a, b, mark) in &more {
            one_by_one.retract(ACTORS[*b], ACTORS[*a], mark).unwrap();
        }
        at_once.subtract(&snapshot(&more, &vantage)).unwrap();
        prop_assert_eq!(&one_by_one, &before);
        prop_assert_eq!(&at_once, &before);
    }

    /// Whole days that come as ledgers can be taken back, correlated or not.
    #[test]
    fn taking_spans_undoes_adding_them(
        marks in any_marks(), more in any_marks(), vantage in any_vantage(),
    ) {
        let before = DyadSnapshot::of(&dyad(&marks), vantage.clone()).unwrap();
        let mut snapshot = before.clone();
        for sums in dyad(&more).spans() {
            snapshot.add(&sums).unwrap();
        }
        for sums in dyad(&more).spans() {
            snapshot.take(&sums).unwrap();
        }
        prop_assert_eq!(snapshot, before);
    }

    #[test]
    fn a_refused_retraction_changes_nothing(acts in any_acts(), vantage in of_single_marks()) {
        let mut snapshot = snapshot(&acts, &vantage);
        let before = snapshot.clone();
        let yesterday = DaySpan::day(vantage.date() - Days::new(1)).unwrap();
        let heavy = Mark::new(yesterday, 1000.0, 1.0).unwrap();
        let refused = snapshot.retract("USA", "RUS", &heavy);
        prop_assert_eq!(refused, Err(SnapshotError::NotRecorded { span: heavy.span() }));
        let other = snapshot_of_one(&heavy, &vantage);
        prop_assert_eq!(snapshot.subtract(&other), Err(MergeError::NotRecorded));
        prop_assert_eq!(snapshot, before);
    }
}

fn snapshot_of_one(mark: &Mark, vantage: &Vantage) -> Snapshot {
    snapshot(&[(0, 1, *mark)], vantage)
}

fn plain(at: i32) -> Vantage {
    Vantage::new(day(at), &Calibration::default())
}

#[test]
fn a_mark_of_the_date_or_later_is_not_there_yet() {
    let mut snapshot = DyadSnapshot::new(plain(10));
    for mark in [
        mark(10, 1, 1.0, 1.0),
        mark(10, 30, 1.0, 1.0),
        mark(2000, 1, 1.0, 1.0),
    ] {
        snapshot.record(&mark).unwrap();
        assert!(snapshot.is_empty() && snapshot.level().is_none());
        snapshot.retract(&mark).unwrap();
    }
    assert_eq!(snapshot, DyadSnapshot::new(plain(10)));
    assert_eq!(snapshot.trend().direction(), Some(Direction::Insufficient));
    // Of a span that has begun, a part is.
    snapshot.record(&mark(9, 4, 1.0, 1.0)).unwrap();
    let weight = snapshot.level().unwrap().weight();
    assert!((weight - 0.25).abs() < 0.002, "{weight}");
}

#[test]
fn correlated_marks_come_by_whole_days() {
    let feed = Calibration::default()
        .with_same_day_correlation(0.5)
        .unwrap();
    let vantage = Vantage::new(day(10), &feed);
    let mut snapshot = Snapshot::new(vantage.clone());
    let one = mark(5, 1, 1.0, 0.5);
    let refused = SnapshotError::PartOfDay { span: one.span() };
    assert_eq!(snapshot.record("USA", "RUS", &one), Err(refused.clone()));
    assert_eq!(snapshot.retract("USA", "RUS", &one), Err(refused.clone()));
    assert_eq!(
        refused.to_string(),
        "the marks of one day are correlated: expected all of [2025-01-06, 2025-01-07) at once"
    );
    assert!(snapshot.is_empty());
    // A longer span is no day, and its marks are not correlated.
    snapshot
        .record("USA", "RUS", &mark(5, 2, 1.0, 0.5))
        .unwrap();
    // Nor does the count of a day's marks count anything but their number.
    let mut day = Snapshot::new(vantage);
    day.add_ledger("USA", "RUS", &dyad(&[one; 3])).unwrap();
    let level = day.level("USA", "RUS").unwrap();
    assert_eq!(level.marks(), 3);
    assert!((level.weight() - 1.5).abs() < 0.05, "{}", level.weight());
}

#[test]
fn snapshots_of_different_vantages_cannot_be_merged() {
    let base = Calibration::default();
    let mut snapshot = snapshot_of_one(&mark(0, 1, 1.0, 0.5), &plain(10));
    let before = snapshot.clone();
    let others = [
        (
            plain(11),
            "date `2025-01-11` cannot be merged with one of `2025-01-12`",
        ),
        (
            Vantage::new(day(10), &base.clone().with_half_life(90.5).unwrap()),
            "half-life `120` cannot be merged with one of `90.5`",
        ),
        (
            plain(10).covered_from(noon(-30).into()),
            "coverage from `unknown` cannot be merged with one of `2024-12-02T12:00:00Z`",
        ),
        (
            Vantage::new(day(10), &base.clone().with_blocks(12, 30).unwrap()),
            "number of blocks `24` cannot be merged with one of `12`",
        ),
        (
            Vantage::new(
                day(10),
                &base.clone().with_thresholds(0.7, 0.9, 0.95).unwrap(),
            ),
            "threshold to leave `0.6` cannot be merged with one of `0.7`",
        ),
    ];
    for (vantage, message) in others {
        let other = snapshot_of_one(&mark(0, 1, 1.0, 0.5), &vantage);
        assert_ne!(snapshot, other);
        for error in [snapshot.merge(&other), snapshot.subtract(&other)] {
            let error = error.unwrap_err().to_string();
            assert_eq!(error, format!("a snapshot of {message}"));
        }
    }
    assert_eq!(snapshot, before);
}

/// The greatest sums of a span: 8.4 million marks of weight 1.
fn full_day(from: i32) -> SpanSums {
    SpanSums::new(span(from, 1), 8_388_607, [i64::MAX; 5]).unwrap()
}

#[test]
fn a_billion_marks_fit_and_what_overflows_is_refused() {
    let mut snapshot = Snapshot::new(plain(0));
    let pair = snapshot.pair("USA", "RUS").unwrap();
    // 2^23 marks each: 2^30 undecayed, of which a day's decay leaves room for some.
    for _ in 0..128 {
        snapshot.add_by(pair, &full_day(-1)).unwrap();
    }
    let level = snapshot.level("USA", "RUS").unwrap();
    assert!(level.marks() > 1_000_000_000);
    assert!(
        (level.weight() / 1.0705e9 - 1.0).abs() < 1e-3,
        "{}",
        level.weight()
    );
    assert!(
        snapshot
            .trend("USA", "RUS")
            .unwrap()
            .z()
            .is_some_and(f64::is_finite)
    );

    let before = snapshot.clone();
    let span = full_day(-1).span();
    let refused = SnapshotError::Overflow { span };
    assert_eq!(snapshot.add_by(pair, &full_day(-1)), Err(refused.clone()));
    assert_eq!(
        snapshot.add("RUS", "USA", &full_day(-1)),
        Err(refused.clone())
    );
    assert_eq!(
        refused.to_string(),
        "with the marks on [2024-12-31, 2025-01-01) the sums of the pair overflow"
    );
    // Neither a merge nor a ledger goes in by half.
    let mut other = snapshot_of_one(&mark(-5, 1, 1.0, 1.0), snapshot.vantage());
    other.add("CHN", "DEU", &full_day(-1)).unwrap();
    other.add("USA", "RUS", &full_day(-1)).unwrap();
    assert_eq!(snapshot.merge(&other), Err(MergeError::Overflow));
    let mut ledger = dyad(&[mark(-9, 1, 1.0, 1.0)]);
    ledger.add(&full_day(-1)).unwrap();
    assert_eq!(snapshot.add_ledger("USA", "RUS", &ledger), Err(refused));
    assert_eq!(snapshot, before);
    // Of what is taken back there is room again.
    snapshot.take("USA", "RUS", &full_day(-1)).unwrap();
    snapshot.add_by(pair, &full_day(-1)).unwrap();
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
        let seen = DyadSnapshot::of(&ledger, plain(0)).unwrap().trend();
        let told = Trajectory::new(&ledger, &Calibration::default()).trend(day(0));
        let (seen_level, told_level) = (seen.level().unwrap(), told.level().unwrap());
        assert!(seen_level.marks() > 998_000_000);
        // What a float can hold of so much is another matter.
        let bound = |told: f64| 1e9 * 2_f64.powi(-58) + 1e-13 * told.abs();
        for (seen, told) in [
            (seen_level.weight(), told_level.weight()),
            (seen_level.value(), told_level.value()),
            (seen.change().unwrap(), told.change().unwrap()),
        ] {
            assert!(
                (seen - told).abs() <= bound(told),
                "{age}: {seen}, not {told}"
            );
        }
    }
}

#[test]
fn keys_and_names_find_the_same_pair() {
    let mut snapshot = Snapshot::new(plain(10));
    let pair = snapshot.pair("USA", "RUS").unwrap();
    assert!(snapshot.is_empty() && snapshot.get("USA", "RUS").is_none());
    assert_eq!(snapshot.pair("RUS", "USA").unwrap(), pair);
    assert_eq!(snapshot.key("RUS", "USA"), Some(pair));
    assert_eq!(snapshot.key("RUS", "CHN"), None);
    snapshot.record_by(pair, &mark(0, 1, 1.0, 0.5)).unwrap();
    assert_eq!(snapshot, snapshot_of_one(&mark(0, 1, 1.0, 0.5), &plain(10)));

    let alone = snapshot
        .record("USA", "USA", &mark(0, 1, 1.0, 0.5))
        .unwrap_err();
    assert_eq!(alone.to_string(), "actor `USA` is no pair with itself");
    let mut other = Snapshot::new(plain(10));
    let unknown = other.record_by(pair, &mark(0, 1, 1.0, 0.5)).unwrap_err();
    assert_eq!(unknown.to_string(), "the snapshot has no pair of key 0");
    // A pair without marks counts for nothing.
    other.pair("CHN", "DEU").unwrap();
    assert_eq!(other, Snapshot::new(plain(10)));
    assert!(other.is_empty() && other.pairs().next().is_none());
}

/// Whatever adds nothing leaves no trace, not even a key.
#[test]
fn a_mark_that_cannot_have_been_there_is_not_taken_away() {
    let mut snapshot = DyadSnapshot::new(Vantage::new(day(0), &Calibration::default()));
    for valence in [1.0, -1.0] {
        snapshot.record(&mark(-1, 1, 1.0, valence)).unwrap();
    }
    // Without it one mark of weight 1 would have scored 1 either way.
    let before = snapshot.clone();
    let missing = mark(-1, 1, 1.0, 0.0);
    assert!(matches!(
        snapshot.retract(&missing),
        Err(SnapshotError::NotRecorded { .. })
    ));
    assert_eq!(snapshot, before);
}

#[test]
fn what_is_refused_or_not_there_yet_enters_no_pair() {
    let mut snapshot = Snapshot::new(plain(0));
    let known = |snapshot: &Snapshot| snapshot.key("CHN", "DEU");

    let mut other = Snapshot::new(plain(0));
    other.record("CHN", "DEU", &mark(-2, 1, 1.0, 0.5)).unwrap();
    let refused = snapshot.subtract(&other).unwrap_err();
    assert_eq!(refused, MergeError::NotRecorded);
    assert_eq!(known(&snapshot), None);

    // None of these has begun.
    let later = mark(0, 1, 1.0, 0.5);
    snapshot.record("CHN", "DEU", &later).unwrap();
    let ledger = dyad([&later]);
    for sums in ledger.spans() {
        snapshot.add("CHN", "DEU", &sums).unwrap();
    }
    snapshot.add_ledger("CHN", "DEU", &ledger).unwrap();
    let nothing = DyadSnapshot::new(plain(0));
    snapshot.merge_pair("CHN", "DEU", &nothing).unwrap();
    assert_eq!(known(&snapshot), None);
    let refused = snapshot.record("CHN", "CHN", &later).unwrap_err();
    assert_eq!(refused.to_string(), "actor `CHN` is no pair with itself");

    // What fits is merged, or nothing is.
    let mut full = other.clone();
    for at in [&mut snapshot, &mut full] {
        while at.add("RUS", "USA", &full_day(-1)).is_ok() {}
    }
    assert_eq!(snapshot.merge(&full).unwrap_err(), MergeError::Overflow);
    assert_eq!(known(&snapshot), None);
    snapshot.merge(&other).unwrap();
    assert!(known(&snapshot).is_some());
}

/// A key outlives the marks of its pair, and what is left counts for nothing.
#[test]
fn a_key_stays_when_all_marks_are_taken_away() {
    let only = mark(-3, 1, 1.0, 0.5);
    let mut snapshot = Snapshot::new(plain(0));
    snapshot.record("RUS", "USA", &only).unwrap();
    let other = snapshot.clone();
    let key = snapshot.key("RUS", "USA").unwrap();
    snapshot.retract("RUS", "USA", &only).unwrap();
    assert_eq!(snapshot, Snapshot::new(plain(0)));
    assert_eq!(snapshot.key("RUS", "USA"), Some(key));
    assert_eq!(
        snapshot
            .retract("RUS", "USA", &only)
            .unwrap_err()
            .to_string(),
        "the snapshot holds no such marks on [2024-12-29, 2024-12-30)"
    );
    snapshot.record_by(key, &only).unwrap();
    assert_eq!(snapshot, other);
    snapshot.subtract(&other).unwrap();
    assert!(snapshot.is_empty());
    assert_eq!(
        snapshot.subtract(&other).unwrap_err(),
        MergeError::NotRecorded
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
        part.record(mark).unwrap();
        snapshot.merge_pair("RUS", "USA", &part).unwrap();
    }
    let whole = DyadSnapshot::of(&dyad(&acts), plain(0)).unwrap();
    assert_eq!(snapshot.get("USA", "RUS"), Some(whole.clone()));
    let pair = snapshot.pairs().next().unwrap();
    assert_eq!((pair.actors(), pair.marks()), (("RUS", "USA"), 3));
    assert_eq!(
        (pair.snapshot(), pair.trend()),
        (whole.clone(), whole.trend())
    );
    let refused = snapshot.merge_pair("USA", "USA", &whole).unwrap_err();
    assert_eq!(refused.to_string(), "actor `USA` is no pair with itself");
}

/// The contract's vectors: the article's marks and eight more, with the coverage known.
#[test]
fn the_contract_is_met() {
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
    for (at, covered, expected) in [
        (
            "2025-06-01",
            None,
            [
                0.4736, 4.6484, 0.35936, 0.1993, 0.4537, -0.8548, -1.0331, 0.1508,
            ],
        ),
        (
            "2025-06-01",
            Some("2025-01-20"),
            [
                0.4736, 4.6484, 0.35936, 0.1993, 0.4556, -1.6092, -1.3523, 0.0881,
            ],
        ),
        (
            "2025-07-11",
            None,
            [
                0.4672, 8.8588, 0.62682, 0.1488, 0.3698, -0.4172, -0.4364, 0.3313,
            ],
        ),
        (
            "2025-07-11",
            Some("2025-01-20"),
            [
                0.4672, 8.8588, 0.62682, 0.1488, 0.3706, -0.7019, -0.6305, 0.2642,
            ],
        ),
    ] {
        let vantage = Vantage::new(date(at), &Calibration::default());
        let vantage = match covered {
            Some(from) => vantage.covered_from(date(from).into()),
            None => vantage,
        };
        let mut snapshot = DyadSnapshot::new(vantage);
        for mark in &marks {
            snapshot.record(mark).unwrap();
        }
        let (trend, level) = (snapshot.trend(), snapshot.level().unwrap());
        let found = [
            level.score(),
            level.weight(),
            level.squares(),
            level.value(),
            level.sd(),
            trend.change().unwrap(),
            trend.z().unwrap(),
            trend.p_rising().unwrap(),
        ];
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                (found - expected).abs() < 5.1e-5,
                "{at} {covered:?}: {found}, not {expected}"
            );
        }
    }
}
