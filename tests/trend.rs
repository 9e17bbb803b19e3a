//! Levels, trends and their explanation: the contract's vectors, and laws against a plain oracle.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::ledger::{DaySpan, DyadLedger, Ledger, Mark};
use detente::time::Moment;
use detente::trend::{
    self, Band, Calibration, CalibrationError, Direction, Lack, Snapshot, Trajectory, Vantage,
};
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> DaySpan {
    DaySpan::new(date(from), date(to)).unwrap()
}

/// The eight marks of the article.
fn article() -> Vec<Mark> {
    [
        ("2025-02-01", "2025-03-01", 0.25, 0.25),
        ("2025-05-01", "2025-06-01", 0.25, 0.15),
        ("2025-06-01", "2025-07-01", 0.25, 0.15),
        ("2025-07-08", "2025-07-09", 1.0, -0.35),
        ("2025-07-10", "2025-07-11", 0.25, 0.25),
        ("2025-07-10", "2025-07-11", 1.0, 0.25),
        ("2025-07-10", "2025-07-11", 1.0, 0.25),
        ("2025-07-08", "2025-07-12", 1.0, 0.25),
    ]
    .map(|(from, to, weight, valence)| Mark::new(span(from, to), weight, valence).unwrap())
    .to_vec()
}

/// The article's marks and eight more, made for the test.
fn article_and_more() -> Vec<Mark> {
    let more = [
        ("2025-02-12", 0.25, 0.15),
        ("2025-02-18", 1.0, 0.25),
        ("2025-02-24", 1.0, 0.5),
        ("2025-03-03", 1.0, 0.5),
        ("2025-03-18", 1.0, 0.25),
        ("2025-04-26", 1.0, -0.2),
        ("2025-05-25", 1.0, -0.35),
        ("2025-07-07", 1.0, -0.35),
    ];
    let mut marks = article();
    marks.extend(more.map(|(day, weight, valence)| {
        Mark::new(DaySpan::day(date(day)).unwrap(), weight, valence).unwrap()
    }));
    marks
}

fn trajectory(marks: &[Mark], coverage: Option<&str>) -> Trajectory {
    let ledger = DyadLedger::from_marks(marks).unwrap();
    let trajectory = Trajectory::new(&ledger, &Calibration::default());
    match coverage {
        Some(from) => trajectory.covered_from(date(from).into()),
        None => trajectory,
    }
}

/// S, W, Q, R, sd, D, z, P(rising) as printed: to half of the last printed digit.
fn check(trajectory: &Trajectory, at: &str, expected: [f64; 8]) {
    let trend = trajectory.trend(date(at));
    let level = trend.level().unwrap();
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
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        let digits = if index == 2 { 5.1e-6 } else { 5.1e-5 };
        assert!(
            (found - expected).abs() < digits,
            "{at}, column {index}: {found}, not {expected}"
        );
    }
}

const COVERED: Option<&str> = Some("2025-01-20");

#[test]
fn the_article_alone_scores_as_printed() {
    let unknown = trajectory(&article(), None);
    check(
        &unknown,
        "2025-05-01",
        [
            0.0406, 0.1623, 0.00165, 0.0376, 0.4666, -0.0168, -0.0336, 0.4866,
        ],
    );
    check(
        &unknown,
        "2025-07-09",
        [
            -0.1990, 1.7583, 0.12826, -0.1198, 0.3966, -0.2481, -0.3788, 0.3524,
        ],
    );
    check(
        &unknown,
        "2025-07-11",
        [
            0.4885, 4.4787, 0.28425, 0.2087, 0.3502, 0.4375, 0.5367, 0.7043,
        ],
    );
    let covered = trajectory(&article(), COVERED);
    check(
        &covered,
        "2025-07-11",
        [
            0.4885, 4.4787, 0.28425, 0.2087, 0.3451, 0.4211, 0.5220, 0.6992,
        ],
    );
}

#[test]
fn the_article_and_more_score_as_printed() {
    let unknown = trajectory(&article_and_more(), None);
    check(
        &unknown,
        "2025-03-20",
        [
            1.4320, 4.0274, 0.50666, 0.6387, 0.6488, 1.4320, 1.0020, 0.8418,
        ],
    );
    check(
        &unknown,
        "2025-06-01",
        [
            0.4736, 4.6484, 0.35936, 0.1993, 0.4537, -0.8548, -1.0331, 0.1508,
        ],
    );
    check(
        &unknown,
        "2025-07-11",
        [
            0.4672, 8.8588, 0.62682, 0.1488, 0.3698, -0.4172, -0.4364, 0.3313,
        ],
    );
    let covered = trajectory(&article_and_more(), COVERED);
    check(
        &covered,
        "2025-06-01",
        [
            0.4736, 4.6484, 0.35936, 0.1993, 0.4556, -1.6092, -1.3523, 0.0881,
        ],
    );
    check(
        &covered,
        "2025-07-11",
        [
            0.4672, 8.8588, 0.62682, 0.1488, 0.3706, -0.7019, -0.6305, 0.2642,
        ],
    );
}

#[test]
fn each_mark_of_the_article_contributes_as_printed() {
    let marks = article();
    let trajectory = trajectory(&marks, None);
    let shares = trajectory.shares(date("2025-07-11"));
    let printed = [
        0.01150, 0.01164, 0.01388, -0.14739, 0.02662, 0.10650, 0.10650, 0.07942,
    ];
    for (mark, printed) in marks.iter().zip(printed) {
        let share = shares.level_share(mark);
        assert!((share - printed).abs() < 5.1e-6, "{share}, not {printed}");
    }
}

#[test]
fn the_walk_is_as_printed() {
    let trajectory = trajectory(&article_and_more(), COVERED);
    let days: Vec<_> = trajectory
        .walk(span("2025-02-01", "2025-07-12"))
        .map(|trend| (trend.at().date(), trend.direction(), trend.p_rising()))
        .collect();
    assert_eq!(days.len(), 161);
    let mut turns = vec![(days[0].0, days[0].1)];
    for pair in days.windows(2) {
        if pair[0].1 != pair[1].1 {
            turns.push((pair[1].0, pair[1].1));
        }
    }
    assert_eq!(
        turns,
        [
            (date("2025-02-01"), Direction::Insufficient),
            (date("2025-04-20"), Direction::Steady),
            (date("2025-05-26"), Direction::Falling),
        ]
    );
    let entered = days
        .iter()
        .find(|day| day.1 == Direction::Falling)
        .unwrap()
        .2
        .unwrap();
    assert!((entered - 0.091).abs() < 5e-4, "{entered}");

    let trend = trajectory.trend(date("2025-07-11"));
    assert_eq!(
        (trend.direction(), trend.is_strong()),
        (Direction::Falling, false)
    );
    assert_eq!(
        trajectory.since(date("2025-07-11")),
        Some(date("2025-05-26"))
    );
    assert_eq!(
        trajectory.since(date("2025-05-25")),
        Some(date("2025-04-20"))
    );
    assert_eq!(trajectory.since(date("2025-04-19")), None);
}

#[test]
fn the_peak_is_as_printed() {
    let trajectory = trajectory(&article_and_more(), COVERED);
    let peak = trajectory.peak(date("2025-07-11")).unwrap();
    assert!((peak.value() - 0.6409).abs() < 5e-5);
    assert_eq!(peak.at(), date("2025-03-19").into());
    let trough = peak.trough().unwrap();
    assert!((trough.value() - 0.0022).abs() < 5e-5);
    assert_eq!(trough.at(), date("2025-02-02").into());
    assert!((peak.retraced().unwrap() - 0.7705).abs() < 5e-5);
    assert_eq!(
        trajectory.level(peak.at()).unwrap().value().to_bits(),
        peak.value().to_bits()
    );

    assert_eq!(trajectory.peak(date("2025-02-01")), None);
    let first = trajectory.peak(date("2025-02-02")).unwrap();
    assert_eq!(
        (first.at(), first.trough(), first.retraced()),
        (date("2025-02-02").into(), None, None)
    );
}

/// Without a known coverage the same marks never reach .90.
#[test]
fn what_a_source_covers_is_evidence_too() {
    let trajectory = trajectory(&article_and_more(), None);
    for trend in trajectory.walk(span("2025-02-01", "2025-07-12")) {
        let p = trend.p_rising().unwrap();
        assert!(0.1 < p && p < 0.9, "{}: {p}", trend.at());
    }
}

/// Uniform on [100, 128), seen at 200: .11% from the decay at the midpoint.
#[test]
fn an_uncertain_date_decays_by_its_expectation() {
    let epoch = date("1970-01-01");
    let day = |days| epoch + TimeDelta::days(days);
    let mark = Mark::new(DaySpan::new(day(100), day(128)).unwrap(), 1.0, 1.0).unwrap();
    let weight = trajectory(&[mark], None).level(day(200)).unwrap().weight();
    let excess = weight / (-86.0_f64 / 120.0).exp2() - 1.0;
    assert!((excess - 0.0011).abs() < 5e-5, "{excess}");
}

#[test]
fn a_window_begins_with_the_day_sixty_days_before() {
    let day = |from, to| Mark::new(span(from, to), 1.0, 0.5).unwrap();
    let old = day("2025-05-11", "2025-05-12");
    let new = day("2025-05-12", "2025-05-13");
    let trajectory = trajectory(&[old, new], None);
    let shares = trajectory.shares(date("2025-07-11"));
    assert_eq!(shares.window_share(), shares.change_share(&new));
    let noon = date("2025-07-11").and_hms_opt(12, 0, 0).unwrap().and_utc();
    assert_eq!(trajectory.shares(noon).window_share(), Some(0.0));
}

#[test]
fn absence_is_not_zero() {
    let empty = trajectory(&[], None);
    let at = date("2025-07-11");
    assert_eq!(
        (empty.level(at), empty.peak(at), empty.since(at)),
        (None, None, None)
    );
    assert_eq!(empty.trend(at).direction(), Direction::Insufficient);
    let marks = article();
    assert_eq!(trajectory(&marks, None).level(date("2025-02-01")), None);
    assert!(trajectory(&marks, None).level(date("2025-02-02")).is_some());
    // The window starts with the coverage: no baseline, no trend, but a level.
    let covered = trajectory(&marks, Some("2025-05-12"));
    let trend = covered.trend(at);
    assert_eq!(
        (trend.change(), trend.direction()),
        (None, Direction::Insufficient)
    );
    assert_eq!(covered.shares(at).change_share(&marks[0]), None);
    assert!(trend.level().is_some());
    assert!(
        trajectory(&marks, Some("2025-05-11"))
            .trend(at)
            .change()
            .is_some()
    );
}

#[test]
fn bands_have_the_limits_that_are_documented() {
    let band = |weight: f64, valence: f64| {
        let day = DaySpan::day(date("2025-07-10")).unwrap();
        let mark = Mark::new(day, weight, valence).unwrap();
        let trajectory = trajectory(&[mark], None);
        trajectory.level(date("2025-07-11")).unwrap().band()
    };
    assert_eq!(band(1.0, 0.1), Band::Neutral);
    assert_eq!(band(1.0, -0.5), Band::MildConflict);
    assert_eq!(band(1.0, 0.5), Band::MildCooperation);
    assert_eq!(band(3.0, -1.0), Band::MarkedConflict);
    assert_eq!(band(3.0, 1.0), Band::MarkedCooperation);
    assert_eq!(band(9.0, -1.0), Band::StrongConflict);
    assert_eq!(format!("{:>16}|", band(3.0, -1.0)), " marked conflict|");
    assert_eq!(band(9.0, 1.0), Band::StrongCooperation);
}

/// Where a window brought nothing, rounding is not told as a weight below nothing.
#[test]
fn the_weight_of_a_window_is_never_below_nothing() {
    let calibration = Calibration::default();
    let only = Mark::new(DaySpan::day(date("2018-04-11")).unwrap(), 0.25, 0.19).unwrap();
    let mut ledger = Ledger::new();
    ledger.record("USA", "RUS", &only).unwrap();
    let dates: Vec<_> = date("2018-06-20").iter_days().take(600).collect();
    let told = ledger.trends(dates.iter().copied(), &calibration, None);
    for (&at, row) in dates.iter().zip(told) {
        let snapshot = Snapshot::of(&ledger, Vantage::new(at, &calibration)).unwrap();
        let seen = snapshot.trend("USA", "RUS").unwrap();
        let trajectory = Trajectory::new(&ledger.undirected("USA", "RUS").unwrap(), &calibration);
        let trend = trajectory.trend(at);
        for weight in [
            trend.weight_new(),
            row.trend().weight_new(),
            seen.weight_new(),
        ] {
            assert!((0.0..1e-12).contains(&weight), "{weight:e} at {at}");
        }
        assert_eq!(row.trend(), &trend);
    }
}

#[test]
fn words_are_read_as_they_are_printed() {
    for direction in Direction::ALL {
        assert_eq!(direction.to_string().parse(), Ok(direction));
    }
    for band in Band::ALL {
        assert_eq!(band.to_string().parse(), Ok(band));
    }
    assert!(Band::ALL.is_sorted());
    assert_eq!(
        "Rising".parse::<Direction>().unwrap_err().to_string(),
        "`Rising` is no direction: expected one of `insufficient`, `rising`, `falling`, `steady`"
    );
    assert_eq!(
        "warm".parse::<Band>().unwrap_err().to_string(),
        "`warm` is no band: expected one of `strong conflict`, `marked conflict`, \
         `mild conflict`, `neutral`, `mild cooperation`, `marked cooperation`, `strong cooperation`"
    );
}

#[test]
fn what_is_lacking_is_told_in_words() {
    let words = [
        (Lack::Baseline, "no coverage before the window"),
        (Lack::Marks, "no marks"),
        (Lack::WeightNew, "too little weight in the window"),
        (Lack::WeightOld, "too little weight before the window"),
        (
            Lack::Weight,
            "too little weight in the window and before it",
        ),
    ];
    for (lack, told) in words {
        assert_eq!(lack.to_string(), told);
    }
}

#[test]
fn asymmetry_compares_two_directions() {
    let marks = article();
    let ledger = |marks: &[Mark]| DyadLedger::from_marks(marks).unwrap();
    let (kind, harsh) = (ledger(&marks[4..7]), ledger(&marks[3..4]));
    let calibration = Calibration::default();
    let at = date("2025-07-11");
    let z = trend::asymmetry(&kind, &harsh, at, &calibration).unwrap();
    let level = |ledger| Trajectory::new(ledger, &calibration).level(at).unwrap();
    let (a, b) = (level(&kind), level(&harsh));
    let expected = (a.score() - b.score()) / (0.25 + a.squares() + b.squares()).sqrt();
    assert!((z - expected).abs() < 1e-12 && z > 0.0);
    assert_eq!(trend::asymmetry(&harsh, &kind, at, &calibration), Some(-z));
    assert_eq!(
        trend::asymmetry(&kind, &harsh, date("2025-01-01"), &calibration),
        None
    );
}

#[test]
fn calibrations_are_checked() {
    type Set = fn(Calibration, f64) -> Result<Calibration, CalibrationError>;
    let setters: [Set; 5] = [
        Calibration::with_half_life,
        Calibration::with_kappa,
        Calibration::with_kappa_z,
        Calibration::with_least_weight,
        Calibration::with_same_day_correlation,
    ];
    for set in setters {
        for value in [f64::NAN, f64::INFINITY, -1.0] {
            assert!(set(Calibration::default(), value).is_err(), "{value}");
        }
    }
    let message = |result: Result<Calibration, CalibrationError>| result.unwrap_err().to_string();
    let default = Calibration::default;
    assert_eq!(
        message(default().with_window(0)),
        "window 0 is not between 1 and 36525"
    );
    assert_eq!(
        message(default().with_blocks(0, 30)),
        "number of blocks 0 is not between 1 and 1000"
    );
    assert_eq!(
        message(default().with_blocks(24, 0)),
        "block 0 is not between 1 and 36525"
    );
    assert_eq!(
        message(default().with_kappa(0.0)),
        "kappa 0 is not between 0.000000001 and 1000000000"
    );
    assert_eq!(
        message(default().with_thresholds(0.9, 0.6, 0.95)),
        "thresholds to leave 0.9, to enter 0.6 and of a strong trend 0.95 are not in order between 0.5 and 1"
    );
    assert!(default().with_thresholds(f64::NAN, 0.9, 0.95).is_err());
    assert!(default().with_thresholds(0.5, 0.9, 0.95).is_err());
    assert_eq!(default().with_half_life(120.0), Ok(default()));
    assert_ne!(default().with_half_life(121.0), Ok(default()));
}

/// The formulas of the contract, mark by mark: as plain as can be, and not how the crate does it.
#[expect(clippy::float_cmp, reason = "whole days are exact")]
mod plain {
    use std::f64::consts::LN_2;

    /// from, to, weight, valence, contact; days since 1970.
    pub(crate) type Row = (f64, f64, f64, f64, f64);

    pub(crate) struct Plain {
        pub(crate) rows: Vec<Row>,
        pub(crate) half_life: f64,
        pub(crate) window: f64,
        pub(crate) block: f64,
        pub(crate) blocks: usize,
        pub(crate) rho: f64,
        pub(crate) start: f64,
    }

    impl Plain {
        fn mass(&self, t: f64, a: f64, b: f64) -> f64 {
            let b = b.min(t);
            if a >= b {
                return 0.0;
            }
            let left = |tau: f64| libm::exp2(-(t - tau) / self.half_life);
            self.half_life / LN_2 * (left(b) - left(a))
        }

        /// w, s, c and E of each mark, with the same-day factor.
        fn seen(&self, t: f64) -> Vec<(f64, f64, f64, f64)> {
            let alike = |a: f64, b: f64| self.rows.iter().filter(|r| r.0 == a && r.1 == b).count();
            let seen = self.rows.iter().map(|&(a, b, w, v, c)| {
                #[expect(clippy::cast_precision_loss, reason = "few marks")]
                let others = (alike(a, b) - 1) as f64;
                let factor = if b - a == 1.0 {
                    1.0 / (1.0 + others * self.rho)
                } else {
                    1.0
                };
                (w * factor, w * v * factor, c, self.mass(t, a, b) / (b - a))
            });
            seen.collect()
        }

        /// Independent variance and that of bursts, of shares `E(t) - gain E(u)`.
        fn variance(&self, t: f64, u: f64, gain: f64) -> (f64, f64, f64) {
            let (now, then) = (self.seen(t), self.seen(u));
            let score: f64 = now.iter().map(|m| m.1 * m.3).sum();
            let rate = score / self.mass(t, self.start, t).max(1e-300);
            let mut parts = vec![0.0; self.blocks + 1];
            let (mut change, mut independent) = (0.0, 0.0);
            for ((row, now), then) in self.rows.iter().zip(&now).zip(&then) {
                let part = now.1 * (now.3 - gain * then.3);
                change += part;
                independent += part * part;
                if row.0 < t {
                    let age = t - f64::midpoint(row.0, row.1.min(t));
                    #[expect(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "small"
                    )]
                    let block = (age / self.block).floor() as usize;
                    parts[block.min(self.blocks)] += part;
                }
            }
            let mut bursts = 0.0;
            let mut high = t;
            for (index, part) in parts.iter().enumerate() {
                let low = if index == self.blocks {
                    self.start
                } else {
                    self.start.max(high - self.block)
                };
                if high > low {
                    let mass = self.mass(t, low, high) - gain * self.mass(u, low, high);
                    bursts += (part - rate * mass).powi(2);
                }
                high -= self.block;
            }
            (change, independent, bursts)
        }

        /// S, W, Q, S+, E, R, sd.
        pub(crate) fn level(&self, t: f64) -> Option<[f64; 7]> {
            if !self.rows.iter().any(|row| row.0 < t) {
                return None;
            }
            let seen = self.seen(t);
            let sum = |of: fn(&(f64, f64, f64, f64)) -> f64| seen.iter().map(of).sum::<f64>();
            let (score, weight) = (sum(|m| m.1 * m.3), sum(|m| m.0 * m.3));
            let squares = sum(|m| (m.1 * m.3).powi(2));
            let (_, _, bursts) = self.variance(t, t, 0.0);
            Some([
                score,
                weight,
                squares,
                sum(|m| m.1.max(0.0) * m.3),
                sum(|m| m.2 * m.3),
                score / (1.0 + weight).sqrt(),
                ((0.25 + squares + bursts) / (1.0 + weight)).sqrt(),
            ])
        }

        /// D, independent, bursts, z, P, new and old weight.
        pub(crate) fn trend(&self, t: f64) -> Option<[f64; 7]> {
            let u = t - self.window;
            let phi = libm::exp2(-self.window / self.half_life);
            let psi = libm::exp2(-(u - self.start) / self.half_life);
            if u <= self.start {
                return None;
            }
            let gain = phi + (1.0 - phi) / (1.0 - psi);
            let (change, independent, bursts) = self.variance(t, u, gain);
            let z = change / (0.25 + independent + bursts).sqrt();
            let weight = |t| self.seen(t).iter().map(|m| m.0 * m.3).sum::<f64>();
            let p = 0.5 * libm::erfc(-z / 2.0_f64.sqrt());
            Some([
                change,
                independent,
                bursts,
                z,
                p,
                weight(t) - phi * weight(u),
                weight(u),
            ])
        }
    }
}

/// An instant some seconds after 2025-01-01.
fn moment(seconds: i64) -> Moment {
    let start: DateTime<Utc> = "2025-01-01T00:00:00Z".parse().unwrap();
    Moment::from(start + TimeDelta::seconds(seconds))
}

#[derive(Clone, Debug)]
struct Case {
    marks: Vec<Mark>,
    calibration: Calibration,
    coverage: Option<Moment>,
}

fn any_mark(days: i64) -> impl Strategy<Value = Mark> {
    let length = prop_oneof![3 => Just(1_i64), 1 => 2..60_i64];
    let weight = prop_oneof![Just(0.0), Just(0.25), Just(1.0), 0.0..5.0];
    let valence = prop_oneof![Just(-0.35), Just(0.25), -1.0..=1.0];
    let contact = prop_oneof![Just(0.0), Just(1.0)];
    (0..days, length, weight, valence, contact).prop_map(
        |(from, length, weight, valence, contact)| {
            let day = |day| moment(day * 86_400).date();
            let span = DaySpan::new(day(from), day(from + length)).unwrap();
            Mark::new(span, weight, valence)
                .unwrap()
                .with_contact(contact)
                .unwrap()
        },
    )
}

/// Few marks on few or many days, measured in many ways.
fn any_case() -> impl Strategy<Value = Case> {
    let marks = prop_oneof![
        proptest::collection::vec(any_mark(12), 0..30),
        proptest::collection::vec(any_mark(400), 0..60),
        proptest::collection::vec(any_mark(2_000), 0..60),
    ];
    let numbers = (
        prop_oneof![2 => Just(120.0), 1 => 5.0..400.0],
        prop_oneof![2 => Just(60_u32), 1 => 1..200_u32],
        prop_oneof![2 => Just((24_u32, 30_u32)), 1 => (1..6_u32, 1..40_u32)],
        prop_oneof![2 => Just(0.0), 1 => Just(0.5), 1 => 0.0..=1.0],
    );
    let coverage = proptest::option::of(-30 * 86_400..400 * 86_400_i64);
    (marks, numbers, coverage).prop_map(
        |(marks, (half_life, window, (count, block), rho), coverage)| {
            let calibration = Calibration::default()
                .with_half_life(half_life)
                .and_then(|c| c.with_window(window))
                .and_then(|c| c.with_blocks(count, block))
                .and_then(|c| c.with_same_day_correlation(rho))
                .unwrap();
            Case {
                marks,
                calibration,
                coverage: coverage.map(moment),
            }
        },
    )
}

/// Midnights, noons, and any second.
fn any_instant() -> impl Strategy<Value = Moment> {
    prop_oneof![
        (-5..2_500_i64).prop_map(|day| moment(day * 86_400)),
        (-5..2_500_i64).prop_map(|day| moment(day * 86_400 + 43_200)),
        (-432_000..216_000_000_i64).prop_map(moment),
        (-432_000..8_640_000_i64).prop_map(moment),
    ]
}

impl Case {
    fn ledger(&self) -> DyadLedger {
        DyadLedger::from_marks(&self.marks).unwrap()
    }

    fn trajectory(&self) -> Trajectory {
        let trajectory = Trajectory::new(&self.ledger(), &self.calibration);
        match self.coverage {
            Some(from) => trajectory.covered_from(from),
            None => trajectory,
        }
    }

    fn plain(&self) -> plain::Plain {
        let day = |date: NaiveDate| Moment::from(date).days();
        let rows = self.marks.iter().map(|mark| {
            let (from, to) = (day(mark.span().start()), day(mark.span().end()));
            (from, to, mark.weight(), mark.valence(), mark.contact())
        });
        plain::Plain {
            rows: rows.collect(),
            half_life: self.calibration.half_life(),
            window: self.calibration.window().into(),
            block: self.calibration.block().into(),
            blocks: usize::try_from(self.calibration.blocks()).unwrap(),
            rho: self.calibration.same_day_correlation(),
            start: self.coverage.map_or(f64::NEG_INFINITY, Moment::days),
        }
    }
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

/// A trend is that of the plain formulas.
fn agrees(case: &Case, at: Moment) -> Result<(), TestCaseError> {
    let trend = case.trajectory().trend(at);
    let found = trend.change().map(|change| {
        [
            change,
            trend.independent_variance().unwrap(),
            trend.burst_variance().unwrap(),
            trend.z().unwrap(),
            trend.p_rising().unwrap(),
            trend.weight_new(),
            trend.weight_old(),
        ]
    });
    let expected = case.plain().trend(at.days());
    prop_assert_eq!(found.is_some(), expected.is_some());
    // A baseline of seconds multiplies rounding errors by its surprise.
    let scale = expected.map_or(1.0, |[_, independent, bursts, ..]| {
        (independent + bursts).max(1.0)
    });
    for (found, expected) in found
        .into_iter()
        .flatten()
        .zip(expected.into_iter().flatten())
    {
        prop_assert!(
            (found - expected).abs() <= 1e-9 * scale,
            "{found}, not {expected}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn levels_agree_with_the_plain_formula(case in any_case(), at in any_instant()) {
        let level = case.trajectory().level(at);
        let found = level.map(|l| {
            [l.score(), l.weight(), l.squares(), l.cooperation(), l.engagement(), l.value(), l.sd()]
        });
        let expected = case.plain().level(at.days());
        prop_assert_eq!(found.is_some(), expected.is_some());
        for (found, expected) in found.into_iter().flatten().zip(expected.into_iter().flatten()) {
            prop_assert!(is_close(found, expected), "{found}, not {expected}");
        }
    }

    #[test]
    fn trends_agree_with_the_plain_formula(case in any_case(), at in any_instant()) {
        agrees(&case, at)?;
    }

    /// Where the window begins within a day that has marks, these are seen in part before it.
    #[test]
    fn trends_agree_where_the_window_begins_within_a_day(
        mut case in any_case(), which in any::<prop::sample::Index>(), second in 0..86_400_i64,
    ) {
        case.marks.retain(|mark| mark.span().days() == 1);
        prop_assume!(!case.marks.is_empty());
        let day = Moment::from(which.get(&case.marks).span().start()).timestamp();
        let later = i64::from(case.calibration.window()) * 86_400 + second;
        agrees(&case, moment(day - moment(0).timestamp() + later))?;
    }

    #[test]
    fn shares_sum_to_the_whole(case in any_case(), at in any_instant()) {
        let trajectory = case.trajectory();
        let shares = trajectory.shares(at);
        let level: f64 = case.marks.iter().map(|mark| shares.level_share(mark)).sum();
        let whole = trajectory.level(at).map_or(0.0, |level| level.value());
        prop_assert!(is_close(level, whole), "{level}, not {whole}");
        let change: Option<f64> = case.marks.iter().map(|mark| shares.change_share(mark)).sum();
        if let Some(whole) = trajectory.trend(at).change() {
            prop_assert!(is_close(change.unwrap(), whole), "{change:?}, not {whole}");
        }
        let from = at.timestamp() - i64::from(case.calibration.window()) * 86_400;
        let is_new = |mark: &&Mark| Moment::from(mark.span().start()).timestamp() >= from;
        let new = case.marks.iter().filter(is_new);
        let new: Option<f64> = new.map(|mark| shares.change_share(mark)).sum();
        let share = shares.window_share();
        prop_assert_eq!(share.is_some(), trajectory.trend(at).change().is_some());
        if let Some(share) = share {
            prop_assert!(is_close(share, new.unwrap()), "{share}, not {new:?}");
        }
    }

    #[test]
    fn levels_stay_in_their_bounds(case in any_case(), at in any_instant()) {
        if let Some(level) = case.trajectory().level(at) {
            prop_assert!(level.tone().abs() < 1.0);
            prop_assert!(level.index().abs() < 100.0);
            prop_assert!(level.conflict() >= 0.0 && level.cooperation() >= 0.0);
            prop_assert!(level.sd() > 0.0 && level.value().abs() <= level.weight().sqrt() + 1e-9);
        }
    }

    #[test]
    fn the_same_marks_give_the_same_bits(
        (case, other) in any_case().prop_flat_map(|case| {
            let shuffled = Just(case.marks.clone()).prop_shuffle();
            (Just(case.clone()), shuffled.prop_map(move |marks| Case { marks, ..case.clone() }))
        }),
        at in any_instant(),
    ) {
        // Written out, floats tell every bit apart but the sign of zero and the kinds of NaN.
        let (a, b) = (case.trajectory().trend(at), other.trajectory().trend(at));
        prop_assert_eq!(format!("{:?}", a), format!("{:?}", b));
    }
}

/// The contract's rule, walked forward from a day on which nothing had begun.
fn walked(trajectory: &Trajectory, days: DaySpan) -> Vec<(NaiveDate, Direction)> {
    let c = trajectory.calibration();
    let mut state = Direction::Insufficient;
    let mut walked = Vec::new();
    let mut day = days.start();
    while day < days.end() {
        let trend = trajectory.trend(day);
        let p = trend.p_rising();
        let is_sufficient =
            trend.weight_new() >= c.least_weight() && trend.weight_old() >= c.least_weight();
        state = match (p, state) {
            (Some(p), _) if is_sufficient && p >= c.enter() => Direction::Rising,
            (Some(p), _) if is_sufficient && 1.0 - p >= c.enter() => Direction::Falling,
            (Some(p), Direction::Rising) if is_sufficient && p >= c.leave() => Direction::Rising,
            (Some(p), Direction::Falling) if is_sufficient && 1.0 - p >= c.leave() => {
                Direction::Falling
            }
            (Some(_), _) if is_sufficient => Direction::Steady,
            _ => Direction::Insufficient,
        };
        walked.push((day, state));
        day = day.succ_opt().unwrap();
    }
    walked
}

fn walking_case() -> impl Strategy<Value = Case> {
    let marks = proptest::collection::vec(any_mark(250), 5..60);
    let coverage = proptest::option::of(-60 * 86_400..30 * 86_400_i64);
    let thresholds = prop_oneof![
        Just((0.6, 0.9, 0.95)),
        Just((0.51, 0.6, 0.7)),
        Just((0.51, 0.95, 0.95)),
    ];
    (marks, coverage, thresholds).prop_map(|(marks, coverage, (leave, enter, strong))| {
        let calibration = Calibration::default()
            .with_thresholds(leave, enter, strong)
            .unwrap();
        Case {
            marks,
            calibration,
            coverage: coverage.map(moment),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn directions_asked_for_agree_with_a_walk_from_the_beginning(case in walking_case()) {
        let trajectory = case.trajectory();
        let days = DaySpan::new(moment(-86_400).date(), moment(400 * 86_400).date()).unwrap();
        let expected = walked(&trajectory, days);
        let mut entered = None;
        let mut previous = Direction::Insufficient;
        for &(day, direction) in &expected {
            prop_assert_eq!(trajectory.trend(day).direction(), direction, "{}", day);
            if direction != previous {
                entered = Some(day);
            }
            previous = direction;
            prop_assert_eq!(trajectory.since(day), entered, "{}", day);
        }
        let middle = DaySpan::new(expected[150].0, days.end()).unwrap();
        let found: Vec<_> = trajectory.walk(middle).map(|t| (t.at().date(), t.direction())).collect();
        prop_assert_eq!(&found, &expected[150..]);
    }
}

/// The hysteresis has something to hold in these cases, or the law above says little.
#[test]
fn walks_meet_every_direction_and_the_grey_zone() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let days = DaySpan::new(moment(0).date(), moment(400 * 86_400).date()).unwrap();
    let (mut seen, mut held) = ([0_u32; 4], 0_u32);
    for _ in 0..20 {
        let case = walking_case().new_tree(&mut runner).unwrap().current();
        for trend in case.trajectory().walk(days) {
            let p = trend.p_rising().unwrap_or(0.5);
            let is_grey = p.max(1.0 - p) < case.calibration.enter();
            match trend.direction() {
                Direction::Insufficient => seen[0] += 1,
                Direction::Rising => seen[1] += 1,
                Direction::Falling => seen[2] += 1,
                Direction::Steady => seen[3] += 1,
            }
            held += u32::from(
                is_grey && matches!(trend.direction(), Direction::Rising | Direction::Falling),
            );
        }
    }
    assert!(
        seen.iter().all(|&days| days > 100) && held > 100,
        "{seen:?}, {held} held"
    );
}

/// Marks of the year -100,000 are a hundred thousand years of days away, on which nothing was.
#[test]
fn ages_without_a_mark_cost_no_time() {
    let day = |year, month, day| {
        DaySpan::day(NaiveDate::from_ymd_opt(year, month, day).unwrap()).unwrap()
    };
    let mark = |span| Mark::new(span, 1.0, 0.5).unwrap();
    let old = [(-100_000, 1, 1), (-100_000, 1, 20), (-100_000, 3, 20)];
    let old = old.map(|(year, month, at)| mark(day(year, month, at)));
    let ledger = DyadLedger::from_marks(&old).unwrap();
    let trajectory = Trajectory::new(&ledger, &Calibration::default());
    let walked = trajectory.walk(DaySpan::new(old[0].span().start(), moment(0).date()).unwrap());
    let mut previous = Direction::Insufficient;
    let mut entered = None;
    for trend in walked.take(400) {
        if trend.direction() != previous {
            entered = Some(trend.at().date());
        }
        previous = trend.direction();
    }
    assert_eq!(previous, Direction::Insufficient);
    assert!(entered.is_some());
    assert_eq!(trajectory.since(moment(0)), entered);
    // And where evidence has never been sufficient.
    let ledger = DyadLedger::from_marks(&old[..1]).unwrap();
    let trajectory = Trajectory::new(&ledger, &Calibration::default());
    assert_eq!(trajectory.since(moment(0)), None);
}

/// At noon a direction continues that of the last midnight.
#[test]
fn a_direction_holds_during_the_day() {
    let trajectory = trajectory(&article_and_more(), COVERED);
    let noon: DateTime<Utc> = "2025-07-10T12:00:00Z".parse().unwrap();
    let trend = trajectory.trend(noon);
    assert_eq!(trend.direction(), Direction::Falling);
    assert!(1.0 - trend.p_rising().unwrap() < 0.9);
    assert_eq!(trajectory.since(noon), Some(date("2025-05-26")));
}
