//! Levels, trends and contributions are those of the plain formulas, on coarse random marks.

use chrono::TimeDelta;
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::time::Moment;
use detente::trend::{self, Calibration, Coverage, Direction, Trajectory};
use proptest::prelude::*;

mod marks;

use marks::{Case, day, moment};

mod plain;

use plain::Plain;

fn any_mark(days: i64) -> impl Strategy<Value = Mark> {
    let length = prop_oneof![3 => Just(1_i64), 1 => 2..60_i64];
    let weight = prop_oneof![Just(0.0), Just(0.25), Just(1.0), 0.0..5.0];
    let valence = prop_oneof![Just(-0.35), Just(0.25), -1.0..=1.0];
    let contact = prop_oneof![Just(0.0), Just(1.0)];
    (0..days, length, weight, valence, contact).prop_map(
        |(from, length, weight, valence, contact)| {
            let span = DaySpan::new(day(from), day(from + length)).unwrap();
            let mark = Mark::new(span, weight, valence).unwrap();
            mark.with_contact(contact).unwrap()
        },
    )
}

/// Marks of a feed: many on few kinds of days, friendly at first and then less so.
fn turning_marks() -> impl Strategy<Value = Vec<Mark>> {
    let mark = (0..300_i64, 0..10_u32).prop_map(|(from, tenths)| {
        let mean = if from < 200 { 0.2 } else { -0.6 };
        let span = DaySpan::day(day(from)).unwrap();
        Mark::new(span, 1.0, mean + f64::from(tenths) / 25.0).unwrap()
    });
    proptest::collection::vec(mark, 20..200)
}

fn any_marks() -> impl Strategy<Value = Vec<Mark>> {
    prop_oneof![
        proptest::collection::vec(any_mark(12), 0..30),
        proptest::collection::vec(any_mark(400), 0..60),
        proptest::collection::vec(any_mark(2_000), 0..60),
        turning_marks(),
    ]
}

/// Unknown, nothing, always, from a day on, or with holes.
fn any_coverage() -> impl Strategy<Value = Coverage> {
    let hole = (-60..800_i64, 1..90_i64);
    let holes = proptest::collection::vec(hole, 0..4);
    let known = (-200..400_i64, holes).prop_map(|(first, holes)| {
        let all = Coverage::since(day(first));
        holes.into_iter().fold(all, |left, (from, days)| {
            left.without(DaySpan::new(day(from), day(from + days)).unwrap())
        })
    });
    prop_oneof![
        3 => Just(Coverage::unknown()),
        1 => Just(Coverage::nothing()),
        1 => Just(Coverage::always()),
        5 => known,
    ]
}

fn any_calibration() -> impl Strategy<Value = Calibration> {
    let half_life = prop_oneof![2 => Just(120.0), 1 => 5.0..400.0];
    let window = prop_oneof![2 => Just(60_u32), 1 => 1..200_u32];
    let blocks = prop_oneof![2 => Just((24_u32, 30_u32)), 1 => (1..6_u32, 1..40_u32)];
    let prior = prop_oneof![2 => Just((4.0, 2.0)), 1 => (0.5..20.0, 0.5..5.0)];
    (half_life, window, blocks, prior).prop_map(
        |(half_life, window, (count, block), (prior, dispersion))| {
            Calibration::default()
                .with_half_life(half_life)
                .and_then(|c| c.with_window(window))
                .and_then(|c| c.with_blocks(count, block))
                .and_then(|c| c.with_prior(prior, dispersion))
                .unwrap()
        },
    )
}

/// Few marks on few or many days, measured in many ways.
fn any_case() -> impl Strategy<Value = Case> {
    (any_marks(), any_calibration(), any_coverage()).prop_map(|(marks, calibration, coverage)| {
        Case {
            marks,
            calibration,
            coverage,
        }
    })
}

/// Midnights, noons, and any second.
fn any_instant() -> impl Strategy<Value = Moment> {
    prop_oneof![
        3 => (-5..500_i64).prop_map(|day| moment(day * 86_400)),
        1 => (-5..2_500_i64).prop_map(|day| moment(day * 86_400)),
        1 => (-5..2_500_i64).prop_map(|day| moment(day * 86_400 + 43_200)),
        1 => (-432_000..216_000_000_i64).prop_map(moment),
        1 => (-432_000..8_640_000_i64).prop_map(moment),
    ]
}

impl Case {
    fn plain(&self) -> Plain {
        Plain::new(&self.marks, &self.calibration, &self.coverage)
    }

    /// Level and trend are those of the plain formulas.
    fn agrees(&self, at: Moment) -> Result<(), TestCaseError> {
        let (trajectory, plain) = (self.trajectory(), self.plain());
        let (level, trend) = (trajectory.level(at), trajectory.trend(at));
        prop_assert_eq!(plain.differs_in_level(at, level.as_ref()), None);
        prop_assert_eq!(trend.level, level);
        prop_assert_eq!(plain.differs_in_trend(at, &trend), None);
        let is_strong = trend
            .p_rising()
            .is_some_and(|p| p.max(1.0 - p) >= self.calibration.strong());
        let moves = matches!(trend.direction, Direction::Rising | Direction::Falling);
        prop_assert_eq!(trend.is_strong, moves && is_strong);
        Ok(())
    }
}

/// An instant, and the level there.
type PeakPoint = (Moment, f64);

fn is_close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(scale).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn levels_and_trends_agree_with_the_plain_formulas(case in any_case(), at in any_instant()) {
        case.agrees(at)?;
    }

    /// If the window begins within a day that has marks, a part of them lies before it.
    #[test]
    fn trends_agree_if_the_window_begins_within_a_day(
        mut case in any_case(), which in any::<prop::sample::Index>(), second in 0..86_400_i64,
    ) {
        case.marks.retain(|mark| mark.span().days() == 1);
        prop_assume!(!case.marks.is_empty());
        let day = Moment::from(which.get(&case.marks).span().start()).timestamp();
        let later = i64::from(case.calibration.window()) * 86_400 + second;
        case.agrees(moment(day - moment(0).timestamp() + later))?;
    }

    /// The first and the last day of a block, and the instants beside them.
    #[test]
    fn trends_agree_where_blocks_begin(
        case in any_case(), block in 0..40_i64, beside in prop_oneof![Just(-1_i64), Just(0), Just(1)],
    ) {
        let days = i64::from(case.calibration.block());
        let first = moment(0).timestamp() / 86_400 / days;
        let start = (first + block) * days * 86_400;
        case.agrees(moment(start - moment(0).timestamp() + beside))?;
    }

    #[test]
    fn contributions_sum_to_the_whole(case in any_case(), at in any_instant()) {
        let trajectory = case.trajectory();
        let (shares, trend) = (trajectory.contributions(at), trajectory.trend(at));
        let marks = || case.marks.iter().filter(|mark| mark.weight() > 0.0);
        let level: f64 = marks().map(|mark| shares.of(mark).level).sum();
        let whole = trajectory.level(at).map_or(0.0, |level| level.value());
        prop_assert!(is_close(level, whole, 1.0), "{level}, not {whole}");
        let change: Option<f64> = marks().map(|mark| shares.of(mark).change).sum();
        let scale = trend.change_sd().unwrap_or(1.0);
        if let Some(whole) = trend.change {
            prop_assert!(is_close(change.unwrap(), whole, scale), "{change:?}, not {whole}");
        }
        let from = at.timestamp() - i64::from(case.calibration.window()) * 86_400;
        let is_new = |mark: &&Mark| Moment::from(mark.span().start()).timestamp() >= from;
        let new: Option<f64> = marks().filter(is_new).map(|mark| shares.of(mark).change).sum();
        let share = shares.of_window();
        prop_assert_eq!(share.is_some(), trend.change.is_some());
        if let Some(share) = share {
            prop_assert!(is_close(share, new.unwrap(), scale), "{share}, not {new:?}");
        }
    }

    #[test]
    fn levels_stay_in_their_bounds(case in any_case(), at in any_instant()) {
        if let Some(level) = case.trajectory().level(at) {
            prop_assert!(level.tone().abs() < 1.0);
            prop_assert!(level.index().abs() < 100.0);
            prop_assert!(level.sums.conflict() >= 0.0 && level.sums.cooperation >= 0.0);
            prop_assert!(level.sd() > 0.0 && level.value().abs() <= level.sums.weight.sqrt() + 1e-9);
        }
    }

    #[test]
    fn the_same_marks_give_the_same_bits(
        (case, shuffled) in any_case().prop_flat_map(|case| {
            let shuffled = Just(case.marks.clone()).prop_shuffle();
            (Just(case), shuffled)
        }),
        parts in 1..5_usize,
        at in any_instant(),
    ) {
        // Written out, floats tell every bit apart but the kinds of NaN.
        let expected = format!("{:?}", case.trajectory().trend(at));
        let other = Case { marks: shuffled.clone(), ..case.clone() };
        prop_assert_eq!(format!("{:?}", other.trajectory().trend(at)), expected.clone());
        let mut merged = DyadLedger::new();
        for part in 0..parts {
            let part = shuffled.iter().skip(part).step_by(parts);
            merged.add(&DyadLedger::from_marks(part).unwrap()).unwrap();
        }
        let merged = Trajectory::new(&merged, &case.calibration).with_coverage(case.coverage);
        prop_assert_eq!(format!("{:?}", merged.trend(at)), expected);
    }

    #[test]
    fn marks_without_weight_change_nothing(case in any_case(), at in any_instant()) {
        let mut other = case.clone();
        other.marks.retain(|mark| mark.weight() > 0.0);
        prop_assert_eq!(other.trajectory().trend(at), case.trajectory().trend(at));
        prop_assert_eq!(other.trajectory().ongoing(at), case.trajectory().ongoing(at));
    }

    /// What the future brings is not seen.
    #[test]
    fn marks_that_have_not_begun_change_nothing(case in any_case(), at in any_instant()) {
        let mut other = case.clone();
        other.marks.retain(|mark| Moment::from(mark.span().start()) < at);
        prop_assert_eq!(other.trajectory().trend(at), case.trajectory().trend(at));
        prop_assert_eq!(other.trajectory().ongoing(at), case.trajectory().ongoing(at));
    }

    #[test]
    fn a_peak_is_the_highest_midnight_of_the_lookback(
        case in any_case(), at in any_instant(), lookback in prop_oneof![Just(365_u32), 1..100_u32],
    ) {
        let case = Case { calibration: case.calibration.clone().with_lookback(lookback).unwrap(), ..case };
        let trajectory = case.trajectory();
        let level = |at: Moment| Some((at, trajectory.level(at)?.value()));
        let mut levels = Vec::new();
        for back in (0..=i64::from(lookback)).rev() {
            let midnight = Moment::from(at.date() - TimeDelta::days(back));
            let within = midnight.days() >= at.days() - f64::from(lookback);
            levels.extend(level(midnight).filter(|_| within));
        }
        let mut expected: Option<(PeakPoint, Option<PeakPoint>)> = None;
        let mut lowest: Option<PeakPoint> = None;
        for &one in &levels {
            if expected.is_none_or(|(top, _)| one.1 > top.1) {
                expected = Some((one, lowest));
            }
            if lowest.is_none_or(|low| one.1 < low.1) {
                lowest = Some(one);
            }
        }
        let found = trajectory.peak(at).map(|peak| {
            let trough = peak.trough.map(|low| (low.at, low.value));
            ((peak.highest.at, peak.highest.value), trough, peak.retraced)
        });
        let expected = expected.map(|((top_at, top), trough)| {
            let now = trajectory.level(at).unwrap().value();
            let lost = trough.filter(|low| low.1 < top).map(|low| (top - now) / (top - low.1));
            ((top_at, top), trough, lost)
        });
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn asymmetry_is_the_z_of_both_with_one_sign_turned(
        case in any_case(), other in any_marks(), at in any_instant(),
    ) {
        let ledger = |marks: &[Mark]| DyadLedger::from_marks(marks).unwrap();
        let turned = other.iter().map(|mark| {
            let turned = Mark::new(mark.span(), mark.weight(), -mark.valence()).unwrap();
            turned.with_contact(mark.contact()).unwrap()
        });
        let both: Vec<_> = case.marks.iter().copied().chain(turned).collect();
        let (a, b) = (ledger(&case.marks), ledger(&other));
        let found = trend::asymmetry(&a, &b, at, &case.calibration, &case.coverage).unwrap();
        let expected = Plain::new(&both, &case.calibration, &case.coverage).level(at);
        prop_assert_eq!(found.is_some(), expected.is_some());
        if let (Some(found), Some(expected)) = (found, expected) {
            prop_assert!(is_close(found, expected.z, 1.0), "{found}, not {}", expected.z);
        }
        let back = trend::asymmetry(&b, &a, at, &case.calibration, &case.coverage).unwrap();
        prop_assert_eq!(back.map(|z| -z), found);
    }
}

/// The law above says little unless every direction is common.
#[test]
fn the_cases_meet_every_direction() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let cases = (any_case(), any_instant());
    let mut met = [0_u32; Direction::ALL.len()];
    for _ in 0..1_000 {
        let (case, at) = cases.new_tree(&mut runner).unwrap().current();
        let direction = case.trajectory().trend(at).direction;
        met[Direction::ALL
            .iter()
            .position(|&one| one == direction)
            .unwrap()] += 1;
    }
    assert!(met.iter().all(|&cases| cases >= 10), "{met:?}");
}
