//! Tests of series: published values, plain oracles, and how often they are wrong.

use chrono::NaiveDate;
use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
use detente::trend::diagnostics::{
    Correction, MannKendall, Penalty, SeriesError, TheilSen, change_points, triads,
};
use detente::trend::{Calibration, Coverage};
use proptest::prelude::*;

const CORRECTIONS: [Correction; 5] = [
    Correction::None,
    Correction::HamedRao,
    Correction::YueWang,
    Correction::TrendFreePreWhitening,
    Correction::PreWhitening,
];

/// The series of the contract, in tenths.
const TENTHS: [i64; 12] = [30, 28, 31, 25, 25, 22, 26, 19, 14, 16, 9, 11];

/// A series whose values depend on those before.
const WAVES: [i64; 30] = [
    3, 4, 6, 7, 7, 9, 8, 8, 10, 9, 7, 5, 4, 4, 3, 2, 4, 5, 7, 8, 9, 11, 12, 11, 13, 12, 10, 11, 9,
    8,
];

fn floats(values: &[i64]) -> Vec<f64> {
    values
        .iter()
        .map(|&value| f64::from(i32::try_from(value).unwrap()))
        .collect()
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

/// A plain oracle in fractions: every series is in whole multiples of one unit.
mod exact {
    use std::cmp::Ordering;

    /// The median of the slopes of all pairs.
    pub(super) fn median_slope(values: &[i64]) -> (i128, i128) {
        let mut slopes = Vec::new();
        for (i, x) in values.iter().enumerate() {
            for (j, y) in values.iter().enumerate().skip(i + 1) {
                slopes.push((i128::from(y - x), i128::try_from(j - i).unwrap()));
            }
        }
        slopes.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
        let (a, b) = (slopes[(slopes.len() - 1) / 2], slopes[slopes.len() / 2]);
        (a.0 * b.1 + b.0 * a.1, 2 * a.1 * b.1)
    }

    pub(super) fn detrended(values: &[i64], slope: (i128, i128)) -> Vec<i128> {
        let steps = values.iter().zip(0..);
        steps
            .map(|(x, i)| i128::from(*x) * slope.1 - i * slope.0)
            .collect()
    }

    /// Pre-whitens what a slope leaves, and puts the slope back.
    pub(super) fn pre_whitened(values: &[i64], slope: (i128, i128)) -> Vec<i128> {
        let flat = detrended(values, slope);
        let n = i128::try_from(flat.len()).unwrap();
        let sum: i128 = flat.iter().sum();
        let around = |x: &i128| n * x - sum;
        let products = flat
            .windows(2)
            .map(|pair| around(&pair[0]) * around(&pair[1]));
        let (share, whole): (i128, i128) =
            (products.sum(), flat.iter().map(|x| around(x).pow(2)).sum());
        // Equal values have no autocorrelation.
        let whole = whole.max(1);
        let pairs = flat.windows(2).zip(0..);
        pairs
            .map(|(pair, i)| whole * pair[1] - share * pair[0] + whole * slope.0 * i)
            .collect()
    }

    /// The statistic and its variance, from all pairs.
    pub(super) fn score(values: &[i128]) -> (i64, f64) {
        let (mut s, mut ties) = (0, 0);
        for (i, x) in values.iter().enumerate() {
            s += values[i..].iter().map(|y| y.cmp(x) as i64).sum::<i64>();
            let t = i32::try_from(values.iter().filter(|y| *y == x).count()).unwrap();
            ties += (t - 1) * (2 * t + 5);
        }
        let n = i32::try_from(values.len()).unwrap();
        (s, f64::from(n * (n - 1) * (2 * n + 5) - ties) / 18.0)
    }

    pub(super) fn mean_ranks(values: &[i128]) -> Vec<f64> {
        let below = |x: &i128, y: &i128| match y.cmp(x) {
            Ordering::Less => 1.0,
            Ordering::Equal => 0.5,
            Ordering::Greater => 0.0,
        };
        let ranks = values
            .iter()
            .map(|x| values.iter().map(|y| below(x, y)).sum::<f64>() + 0.5);
        ranks.collect()
    }
}

/// Hamed and Rao's factor, not held: from the ranks of a detrended series.
fn hamed_rao_factor(ranks: &[f64]) -> f64 {
    let n = f64::from(u32::try_from(ranks.len()).unwrap());
    let mean = ranks.iter().sum::<f64>() / n;
    let squares: f64 = ranks.iter().map(|x| (x - mean).powi(2)).sum();
    let bound = 1.959_963_984_540_054 / n.sqrt();
    let mut sum = 0.0;
    for lag in 1..ranks.len() {
        let products = ranks[lag..]
            .iter()
            .zip(ranks)
            .map(|(x, y)| (x - mean) * (y - mean));
        let correlation = products.sum::<f64>() / squares;
        let left = n - f64::from(u32::try_from(lag).unwrap());
        if correlation.abs() > bound {
            sum += left * (left - 1.0) * (left - 2.0) * correlation;
        }
    }
    1.0 + 2.0 * sum / (n * (n - 1.0) * (n - 2.0))
}

#[test]
fn the_contract_s_series_falls_as_printed() {
    let test = MannKendall::of(&TENTHS, Correction::None).unwrap();
    assert_eq!(test.s, -51);
    assert!((test.variance - 211.6667).abs() < 5e-5);
    assert!((test.z() + 3.436_717).abs() < 5e-7);
    assert!((test.p() - 5.888e-4).abs() < 5e-8);
    assert!((test.tau + 0.772_727).abs() < 5e-7);
    let values: Vec<f64> = floats(&TENTHS).iter().map(|value| value / 10.0).collect();
    assert_eq!(MannKendall::of(&values, Correction::None).unwrap(), test);
    let slope = TheilSen::of(&values).unwrap();
    assert!((slope.slope + 0.191_666_7).abs() < 5e-8);
    // scipy 1.17.1.
    assert!(is_close(slope.low, -0.25) && is_close(slope.high, -0.15));
}

/// pymannkendall 1.4.3, but for the factors: those of the first series are below 1, and held at
/// 1 here; that of Yue and Wang in the second is the closed form of their paper for a series
/// of first order, `1 + 2 (r^(n+1) - n r^2 + (n-1) r) / (n (r-1)^2)`, with pymannkendall's `r`.
#[test]
fn corrections_agree_with_pymannkendall() {
    let tests: [(&[i64], Correction, i64, f64, f64); 8] = [
        (
            &TENTHS,
            Correction::HamedRao,
            -51,
            211.666_666_666_666_66,
            5.888_105_113_320_83e-4,
        ),
        (
            &TENTHS,
            Correction::YueWang,
            -51,
            211.666_666_666_666_66,
            5.888_105_113_320_83e-4,
        ),
        (
            &TENTHS,
            Correction::PreWhitening,
            -23,
            165.0,
            0.086_768_172_703_875_6,
        ),
        (
            &TENTHS,
            Correction::TrendFreePreWhitening,
            -43,
            165.0,
            0.001_076_632_864_587_701,
        ),
        (
            &WAVES,
            Correction::HamedRao,
            158,
            5_578.256_062_279_642,
            0.035_545_764_408_512_65,
        ),
        (
            &WAVES,
            Correction::YueWang,
            158,
            27_178.358_429_020_685,
            0.340_929_007_516_924_1,
        ),
        (
            &WAVES,
            Correction::PreWhitening,
            3,
            2_841.0,
            0.970_068_220_399_891_8,
        ),
        (
            &WAVES,
            Correction::TrendFreePreWhitening,
            188,
            2_842.0,
            4.519_006_683_851_856e-4,
        ),
    ];
    for (values, correction, s, variance, p) in tests {
        let test = MannKendall::of(values, correction).unwrap();
        assert_eq!(test.s, s, "{correction:?}");
        assert!(
            is_close(test.variance, variance),
            "{correction:?}: {}",
            test.variance
        );
        assert!(is_close(test.p(), p), "{correction:?}: {}", test.p());
    }
}

#[test]
fn series_are_checked() {
    let message = |values: &[f64]| {
        MannKendall::of(values, Correction::default())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        message(&[1.0, 2.0, 3.0]),
        "the series has 3 values: expected at least 4"
    );
    assert_eq!(
        message(&[1.0, 2.0, 3.0, f64::NAN]),
        "the value at index 3 is `NaN`: expected -1e100 to 1e100"
    );
    let many = vec![0.0; 4_097];
    let too_long = SeriesError::TooLong {
        len: 4_097,
        most: 4_096,
    };
    assert_eq!(
        MannKendall::of(&many, Correction::HamedRao),
        Err(too_long.clone())
    );
    assert_eq!(TheilSen::of(&many), Err(too_long.clone()));
    assert_eq!(change_points(&many, Penalty::default()), Err(too_long));
    assert!(MannKendall::of(&many, Correction::PreWhitening).is_ok());
}

#[test]
fn equal_values_have_no_trend_whatever_the_test() {
    for correction in CORRECTIONS {
        let test = MannKendall::of(&[7; 20], correction).unwrap();
        assert_eq!(
            (test.s, test.z().to_bits(), test.p().to_bits()),
            (0, 0, 1.0_f64.to_bits())
        );
    }
    assert_eq!(
        change_points(&[7.0; 20], Penalty::default()),
        Ok(Vec::new())
    );
    // -0 and 0 are one value.
    let zeros = MannKendall::of(&[-0.0, -0.0, -0.0, 0.0, 0.0], Correction::None).unwrap();
    assert_eq!(zeros.s, 0);
}

proptest! {
    #[test]
    fn mann_kendall_agrees_with_counting_all_pairs(values in proptest::collection::vec(-5..5_i64, 4..60)) {
        let test = MannKendall::of(&values, Correction::None).unwrap();
        let mut s = 0;
        let mut ties = 0;
        for (i, x) in values.iter().enumerate() {
            for y in &values[i + 1..] {
                s += (y - x).signum();
            }
            // Summed over the values, t(t-1)(2t+5) is (t-1)(2t+5) for each.
            let t = i64::try_from(values.iter().filter(|y| *y == x).count()).unwrap();
            ties += (t - 1) * (2 * t + 5);
        }
        let n = i64::try_from(values.len()).unwrap();
        prop_assert_eq!(test.s, s);
        let variance = i32::try_from(n * (n - 1) * (2 * n + 5) - ties).unwrap();
        prop_assert!(is_close(test.variance, f64::from(variance) / 18.0));
        prop_assert_eq!(MannKendall::of(&floats(&values), Correction::None), Ok(test));
        let reversed: Vec<i64> = values.iter().rev().copied().collect();
        prop_assert_eq!(MannKendall::of(&reversed, Correction::None).unwrap().s, -s);
    }

    #[test]
    fn corrections_give_probabilities(values in proptest::collection::vec(-5..5_i64, 4..40)) {
        for correction in CORRECTIONS {
            let test = MannKendall::of(&values, correction).unwrap();
            prop_assert!((0.0..=1.0).contains(&test.p()), "{:?}: {:?}", correction, test);
        }
    }

    #[test]
    fn factors_of_the_variance_are_never_below_one(values in proptest::collection::vec(-5..5_i64, 4..40)) {
        let plain = MannKendall::of(&values, Correction::None).unwrap();
        for correction in [Correction::HamedRao, Correction::YueWang] {
            let test = MannKendall::of(&values, correction).unwrap();
            prop_assert_eq!(test.s, plain.s);
            prop_assert!(test.variance >= plain.variance, "{:?}: {:?}", correction, test);
            prop_assert!(test.p() >= plain.p());
        }
    }

    #[test]
    fn ties_are_those_of_exact_fractions(values in proptest::collection::vec(0..12_i64, 4..18)) {
        let no_slope = (0, 1);
        let slope = exact::median_slope(&values);
        for (correction, slope) in [
            (Correction::PreWhitening, no_slope),
            (Correction::TrendFreePreWhitening, slope),
        ] {
            let white = exact::pre_whitened(&values, slope);
            let expected = exact::score(&white);
            let test = MannKendall::of(&values, correction).unwrap();
            prop_assert_eq!(test.s, expected.0, "{:?}", correction);
            prop_assert!(is_close(test.variance, expected.1), "{:?}", correction);
        }
        let plain = MannKendall::of(&values, Correction::None).unwrap();
        let ranks = exact::mean_ranks(&exact::detrended(&values, slope));
        let test = MannKendall::of(&values, Correction::HamedRao).unwrap();
        prop_assert!(is_close(test.variance, plain.variance * hamed_rao_factor(&ranks).max(1.0)));
    }

    /// A series in other units, or counted from another zero, is the same series.
    #[test]
    fn units_do_not_matter(
        values in proptest::collection::vec(-6..6_i64, 4..30), times in 1..40_i64,
        zero in prop_oneof![Just(0_i64), Just(1 << 55), Just(i64::MAX - 1_000), Just(i64::MIN + 1_000)],
        exponent in -60..60_i32,
    ) {
        let others: Vec<i64> = values.iter().map(|value| zero + times * value).collect();
        let scaled: Vec<f64> = floats(&values).iter().map(|x| x * 2.0_f64.powi(exponent)).collect();
        for correction in CORRECTIONS {
            let test = MannKendall::of(&values, correction).unwrap();
            for other in [
                MannKendall::of(&others, correction).unwrap(),
                MannKendall::of(&floats(&values), correction).unwrap(),
                MannKendall::of(&scaled, correction).unwrap(),
            ] {
                prop_assert_eq!(other.s, test.s, "{:?}", correction);
                prop_assert!(is_close(other.variance, test.variance), "{:?}", correction);
            }
        }
    }

    #[test]
    fn the_slope_is_in_its_interval_and_follows_a_line(
        values in proptest::collection::vec(-50..50_i64, 4..40), slope in -3..3_i64,
    ) {
        let values = floats(&values);
        let plain = TheilSen::of(&values).unwrap();
        prop_assert!(plain.low <= plain.slope && plain.slope <= plain.high);
        let slope = f64::from(i32::try_from(slope).unwrap());
        let tilted: Vec<f64> = values.iter().zip(0..).map(|(x, i)| x + slope * f64::from(i)).collect();
        prop_assert!(is_close(TheilSen::of(&tilted).unwrap().slope, plain.slope + slope));
    }

    /// The oracle tries every division.
    #[test]
    fn no_division_costs_less_than_the_change_points(
        values in proptest::collection::vec(-4..5_i64, 4..12), penalty in 0.5..8.0_f64,
    ) {
        let values = floats(&values);
        let mut steps: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        steps.sort_by(f64::total_cmp);
        let middle = f64::midpoint(steps[(steps.len() - 1) / 2], steps[steps.len() / 2]);
        // Where the median is 0 the noise is taken otherwise: not the subject here.
        prop_assume!(middle > 0.0);
        let noise = (middle / 0.674_489_750_196_081_7).powi(2) / 2.0;
        let cost = |changes: &[usize]| {
            let mut bounds = vec![0];
            bounds.extend(changes);
            bounds.push(values.len());
            let stretches = bounds.windows(2).map(|pair| {
                let stretch = &values[pair[0]..pair[1]];
                let count = f64::from(u32::try_from(stretch.len()).unwrap());
                let mean = stretch.iter().sum::<f64>() / count;
                stretch.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
            });
            stretches.sum::<f64>() + penalty * noise * f64::from(u32::try_from(changes.len()).unwrap())
        };
        let least = (0..1_u32 << (values.len() - 1))
            .map(|mask| {
                let changes: Vec<_> = (1..values.len()).filter(|i| mask >> (i - 1) & 1 == 1).collect();
                cost(&changes)
            })
            .fold(f64::INFINITY, f64::min);
        let found = cost(&change_points(&values, Penalty::Own(penalty)).unwrap());
        prop_assert!(found <= least + 1e-9, "{found}, not {least}");
    }
}

/// A small generator with a seed, so that the table is the same everywhere.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / 4_294_967_296.0
    }

    /// Nearly normal: the sum of twelve uniform values.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// Values without trend, each with a share of the one before.
    fn series(&mut self, share: f64, len: usize) -> Vec<f64> {
        let mut value = 0.0;
        for _ in 0..50 {
            value = share * value + self.normal();
        }
        let mut next = || {
            value = share * value + self.normal();
            value
        };
        (0..len).map(|_| next()).collect()
    }
}

/// How often each test of the module finds something, in percent: in 1,000 series of 60 points
/// without trend or change, whose values contain these shares of the values before them.
fn false_alarms(shares: [f64; 3]) -> Vec<(String, [usize; 3])> {
    let mut noise = Noise(1);
    let series = shares.map(|share| {
        let one = |_| noise.series(share, 60);
        (0..1_000).map(one).collect::<Vec<_>>()
    });
    let percents = |finds: &dyn Fn(&[f64]) -> bool| {
        let count = |series: &Vec<Vec<f64>>| series.iter().filter(|values| finds(values)).count();
        series.each_ref().map(|series| (count(series) + 5) / 10)
    };
    let mut rows: Vec<_> = CORRECTIONS
        .iter()
        .map(|&correction| {
            let is_default = correction == Correction::default();
            let default = if is_default { ", the default" } else { "" };
            let name = format!("[`{correction:?}`](Correction::{correction:?}){default}");
            let finds = |values: &[f64]| MannKendall::of(values, correction).unwrap().p() < 0.05;
            (name, percents(&finds))
        })
        .collect();
    let slopes = |values: &[f64]| {
        let slope = TheilSen::of(values).unwrap();
        slope.low > 0.0 || slope.high < 0.0
    };
    rows.push((
        "[`TheilSen`]: an interval without 0".into(),
        percents(&slopes),
    ));
    let changes = |values: &[f64]| {
        !change_points(values, Penalty::default())
            .unwrap()
            .is_empty()
    };
    rows.push((
        "[`change_points`]: any, at the default penalty".into(),
        percents(&changes),
    ));
    rows
}

/// Makes the table of the module's documentation:
/// `cargo test --test diagnostics false_alarms -- --nocapture` prints it.
#[test]
fn false_alarms_are_as_documented() {
    let table = false_alarms([0.0, 0.6, -0.6]);
    let row = |(name, [none, alike, opposed]): &(String, [usize; 3])| {
        format!("//! | {name} | {none}% | {alike}% | {opposed}% |")
    };
    let rows: Vec<String> = table.iter().map(row).collect();
    println!("{}", rows.join("\n"));
    let docs = include_str!("../src/trend/diagnostics.rs");
    for row in rows {
        assert!(
            docs.lines().any(|line| line == row),
            "not in the docs: {row}"
        );
    }
    // No correction raises alarms in independent values, or in those opposed to their neighbours.
    let (_, uncorrected) = table[0];
    for (name, [independent, _, opposed]) in &table[..CORRECTIONS.len()] {
        assert!(*independent <= uncorrected[0] && *opposed <= 6, "{name}");
    }
}

#[test]
fn changes_of_the_mean_are_found_and_noise_is_not() {
    let mut noise = Noise(7);
    let mut values = noise.series(0.0, 300);
    assert_eq!(change_points(&values, Penalty::default()), Ok(Vec::new()));
    for value in &mut values[100..180] {
        *value += 3.0;
    }
    let found = change_points(&values, Penalty::default()).unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].abs_diff(100) <= 2 && found[1].abs_diff(180) <= 2,
        "{found:?}"
    );
    assert_eq!(change_points(&values, Penalty::Own(1e9)), Ok(Vec::new()));
}

#[test]
fn triads_are_balanced_or_not() {
    let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    let mut ledger = Ledger::new();
    let mut stand = |a: &str, b: &str, valence: f64| {
        for day in 1..20 {
            let span = DaySpan::day(date(day)).unwrap();
            ledger
                .add(
                    DyadKey::directed(a, b),
                    &Mark::new(span, 1.0, valence).unwrap(),
                )
                .unwrap();
        }
    };
    // Two allies against a third; then an ally of both sides.
    stand("USA", "GBR", 0.8);
    stand("USA", "RUS", -0.8);
    stand("RUS", "GBR", -0.8);
    stand("TUR", "USA", 0.8);
    stand("TUR", "RUS", 0.8);
    // Too weak to count.
    stand("TUR", "GBR", 0.001);
    let found = triads(
        &ledger,
        date(20),
        &Calibration::default(),
        &Coverage::unknown(),
    );
    let found: Vec<_> = found.iter().map(|t| (t.actors, t.is_balanced())).collect();
    assert_eq!(
        found,
        [
            (["GBR", "RUS", "USA"], true),
            (["RUS", "TUR", "USA"], false)
        ]
    );
    assert!(
        triads(
            &ledger,
            date(1),
            &Calibration::default(),
            &Coverage::unknown()
        )
        .is_empty()
    );
}

proptest! {
    #[test]
    fn series_of_a_table_are_tested_as_each_by_itself(
        len in prop_oneof![4..40_usize, 250..260_usize], series in 0..40_usize,
        reach in prop_oneof![Just(3_i64), Just(127), Just(129), Just(70_000), Just(i64::MAX)],
        about in prop_oneof![Just(0_i64), Just(i64::MIN), Just(i64::MAX - 100)],
        seed in any::<u64>(),
    ) {
        let mut state = seed;
        // Round the ends of all numbers, some are the least and some the greatest.
        let mut value = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            about.wrapping_add(i64::from_ne_bytes((state ^ state >> 31).to_ne_bytes()) % reach)
        };
        let table: Vec<i64> = (0..len * series).map(|_| value()).collect();
        let tests = MannKendall::of_table(&table, len).unwrap();
        let expected = table.chunks(len).map(|one| MannKendall::of(one, Correction::None).unwrap());
        prop_assert!(tests.into_iter().eq(expected));
    }
}

#[test]
fn tables_are_checked() {
    let error = MannKendall::of_table(&[1; 9], 4).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the table has 9 values: expected a multiple of 4"
    );
    assert!(MannKendall::of_table(&[1; 9], 3).is_err());
    assert_eq!(MannKendall::of_table(&[], 4), Ok(Vec::new()));
    // Beyond what is compared pair by pair.
    let long: Vec<i64> = (0..4_400).map(|i| i * i % 97).collect();
    for (test, one) in MannKendall::of_table(&long, 1_100)
        .unwrap()
        .iter()
        .zip(long.chunks(1_100))
    {
        assert_eq!(*test, MannKendall::of(one, Correction::None).unwrap());
    }
}
