//! The routes over a ledger agree to the bit: all pairs at many dates, and one pair at one date.

use chrono::{DateTime, NaiveDate, Utc};
use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
use detente::time::Moment;
use detente::trend::{
    Calibration, Coverage, DecayedSums, Direction, Level, Mover, Movers, Trajectory, Trend,
};
use proptest::prelude::*;

const ACTORS: [&str; 4] = ["USA", "RUS", "CHN", "DEU"];
const FIRST: i64 = 19_000;

fn date(day: i64) -> NaiveDate {
    NaiveDate::from_epoch_days(i32::try_from(FIRST + day).unwrap()).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

/// Seven centuries and a half: more than the days that a pass over all pairs keeps cells for.
const CENTURIES: i64 = 270_000;

/// Acts on few days of a long record, so that days and spans meet and dates are far apart.
fn any_ledger() -> impl Strategy<Value = Ledger> {
    ledger_of(prop_oneof![0..40_i64, 300..330_i64, Just(2_500_i64)].boxed())
}

/// The same, and some acts are centuries older.
fn long_ledger() -> impl Strategy<Value = Ledger> {
    let day =
        prop_oneof![6 => 0..40_i64, 1 => Just(-CENTURIES), 1 => -CENTURIES - 40..40 - CENTURIES];
    ledger_of(day.boxed())
}

fn ledger_of(day: BoxedStrategy<i64>) -> impl Strategy<Value = Ledger> {
    let days = prop_oneof![4 => Just(1_i64), 1 => 2..90_i64];
    let weight = prop_oneof![Just(1.0), Just(0.25), Just(0.0), 0.0..400.0];
    let act = (
        0..4_usize,
        1..4_usize,
        any::<bool>(),
        day,
        days,
        weight,
        -10..=10_i32,
    );
    proptest::collection::vec(act, 0..60).prop_map(|acts| {
        let mut ledger = Ledger::new();
        for (a, step, is_symmetric, from, days, weight, tenths) in acts {
            let span = DaySpan::new(date(from), date(from + days)).unwrap();
            let mark = Mark::new(span, weight, f64::from(tenths) / 10.0).unwrap();
            let (a, b) = (ACTORS[a], ACTORS[(a + step) % 4]);
            if is_symmetric {
                let contact = mark.with_contact(1.0).unwrap();
                ledger.add(DyadKey::symmetric(a, b), &contact).unwrap();
            } else {
                ledger.add(DyadKey::directed(a, b), &mark).unwrap();
            }
        }
        ledger
    })
}

/// Instants, many of them midnights, in no order and some of them twice.
fn any_dates() -> impl Strategy<Value = Vec<Moment>> {
    dates_of(prop_oneof![-3..45_i64, 295..400_i64, 2_490..3_000_i64].boxed())
}

/// The same, and some of them are centuries apart.
fn long_dates() -> impl Strategy<Value = Vec<Moment>> {
    let day = prop_oneof![4 => -3..200_i64, 1 => -CENTURIES - 3..200 - CENTURIES];
    dates_of(day.boxed())
}

fn dates_of(day: BoxedStrategy<i64>) -> impl Strategy<Value = Vec<Moment>> {
    let second = prop_oneof![3 => Just(0_i64), 1 => Just(43_200), 1 => 0..86_400_i64];
    let at = (day, second).prop_map(|(day, second)| {
        let second = (FIRST + day) * 86_400 + second;
        Moment::from(DateTime::<Utc>::from_timestamp(second, 0).unwrap())
    });
    proptest::collection::vec(at, 0..8)
}

fn any_calibration() -> impl Strategy<Value = Calibration> {
    let window = prop_oneof![Just(60_u32), Just(45), 1..900_u32];
    let blocks = prop_oneof![Just((24_u32, 30_u32)), (1..40_u32, 1..40_u32)];
    let half_life = prop_oneof![Just(120.0), Just(0.5), 1.0..500.0];
    (window, blocks, half_life).prop_map(|(window, (count, days), half_life)| {
        let calibration = Calibration::default().with_window(window).unwrap();
        let calibration = calibration.with_blocks(count, days).unwrap();
        calibration.with_half_life(half_life).unwrap()
    })
}

/// Unknown, nothing, always, or one or two stretches.
fn any_coverage() -> impl Strategy<Value = Coverage> {
    let stretches = proptest::collection::vec((-100..400_i64, 1..300_i64, any::<bool>()), 1..3);
    let known = stretches.prop_map(|stretches| {
        let stretches = stretches.into_iter();
        let dated = stretches
            .map(|(from, days, is_open)| (date(from), (!is_open).then(|| date(from + days))));
        Coverage::of(dated).unwrap()
    });
    prop_oneof![
        3 => Just(Coverage::unknown()),
        1 => Just(Coverage::nothing()),
        1 => Just(Coverage::always()),
        4 => known,
    ]
}

/// Written out, floats tell every bit apart but the kinds of NaN.
fn bits<T: std::fmt::Debug>(value: &T) -> String {
    format!("{value:?}")
}

fn numbers_of(sums: &DecayedSums) -> [f64; 5] {
    [
        sums.score,
        sums.weight,
        sums.cooperation,
        sums.conflict(),
        sums.engagement,
    ]
}

fn numbers_of_level(level: &Level) -> [f64; 5] {
    [
        level.sums.score,
        level.sums.weight,
        level.sums.cooperation,
        level.sums.conflict(),
        level.sums.engagement,
    ]
}

/// Every route over a ledger gives what the trajectory of a pair gives, to the bit.
fn routes_agree(
    ledger: &Ledger,
    dates: &[Moment],
    calibration: &Calibration,
    coverage: &Coverage,
) -> Result<(), TestCaseError> {
    let mut in_order = dates.to_vec();
    in_order.sort();
    in_order.dedup();
    let dates = || dates.iter().copied();
    let (trends, panel) = (
        ledger.trends(dates(), calibration, coverage),
        ledger.panel(dates(), calibration),
    );
    prop_assert_eq!(trends.size_hint().0, ledger.len() * in_order.len());
    prop_assert_eq!(&panel.dates, &in_order);
    prop_assert_eq!(panel.dyads.len(), ledger.len());
    let trends: Vec<_> = trends.collect();
    #[cfg(feature = "rayon")]
    {
        let many = ledger.par_trends(dates(), calibration, coverage);
        prop_assert_eq!(bits(&many), bits(&trends));
        let many = ledger.par_panel(dates(), calibration);
        prop_assert_eq!(bits(&many.sums), bits(&panel.sums));
    }
    let (mut of_trends, mut of_panel) = (trends.iter(), panel.rows());
    for pair in ledger.dyads() {
        let (a, b) = pair.actors;
        let undirected = ledger.dyad(b, a).map(|dyad| dyad.undirected()).unwrap();
        let trajectory = Trajectory::new(&undirected, calibration).with_coverage(coverage.clone());
        prop_assert_eq!(panel.of(b, a).unwrap().len(), in_order.len());
        for (&at, sums) in in_order.iter().zip(panel.of(a, b).unwrap()) {
            let (trend, level) = (trajectory.trend(at), trajectory.level(at));
            prop_assert_eq!(
                bits(&level.as_ref()),
                bits(&trend.level),
                "{:?} at {}",
                (a, b),
                at
            );
            let row = of_trends.next().unwrap();
            prop_assert_eq!(row.actors, (a, b));
            prop_assert_eq!(bits(&row.trend), bits(&trend), "{:?} at {}", (a, b), at);

            let row = of_panel.next().unwrap();
            prop_assert_eq!((row.actors, row.at, row.sums), ((a, b), at, *sums));
            prop_assert_eq!(sums.marks, level.map_or(0, |level| level.sums.marks));
            if let Some(level) = level {
                let (found, expected) = (numbers_of(sums), numbers_of_level(&level));
                prop_assert_eq!(
                    found.map(f64::to_bits),
                    expected.map(f64::to_bits),
                    "{}",
                    at
                );
            }
        }
    }
    prop_assert!(of_trends.next().is_none() && of_panel.next().is_none());
    for &at in &in_order {
        for mover in ledger.movers(at, calibration, coverage).with_insufficient() {
            let (a, b) = mover.dyad.actors;
            let found = trends.iter();
            let mut found = found.filter(|row| row.actors == (a, b) && row.trend.at == at);
            prop_assert_eq!(bits(&mover.trend), bits(&found.next().unwrap().trend));
            prop_assert_eq!(bits(&mover.trajectory().trend(at)), bits(&mover.trend));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn series_sum_what_begins_in_each_stretch(
        ledger in any_ledger(), days in proptest::collection::vec(-5..2_600_i64, 0..6),
    ) {
        let mut edges: Vec<_> = days.into_iter().map(date).collect();
        let series = ledger.series(&edges).unwrap();
        edges.sort();
        edges.dedup();
        prop_assert_eq!(series.periods, edges.len().saturating_sub(1));
        let mut expected = Vec::new();
        for pair in series.dyads {
            for stretch in edges.windows(2) {
                let spans = pair.undirected();
                let spans = spans.spans().filter(|sums| {
                    stretch[0] <= sums.span().start() && sums.span().start() < stretch[1]
                });
                expected.push(spans.map(|sums| sums.sums().score).sum::<i64>());
            }
        }
        prop_assert_eq!(series.scores, expected);
    }

    #[test]
    fn routes_over_a_ledger_agree_to_the_bit(
        ledger in any_ledger(), dates in any_dates(), calibration in any_calibration(),
        coverage in any_coverage(),
    ) {
        routes_agree(&ledger, &dates, &calibration, &coverage)?;
    }

    #[test]
    fn routes_agree_over_centuries(
        ledger in long_ledger(), dates in long_dates(), calibration in any_calibration(),
        coverage in any_coverage(),
    ) {
        routes_agree(&ledger, &dates, &calibration, &coverage)?;
    }

    #[test]
    fn shares_of_spans_sum_to_the_whole(
        ledger in any_ledger(), dates in any_dates(), calibration in any_calibration(),
        coverage in any_coverage(),
    ) {
        for pair in ledger.dyads() {
            let trajectory = Trajectory::new(&pair.undirected(), &calibration)
                .with_coverage(coverage.clone());
            for &at in &dates {
                let (shares, trend) = (trajectory.contributions(at).by_span(), trajectory.trend(at));
                let sum: Option<f64> = shares.iter().map(|one| one.contribution.change).sum();
                if let (Some(sum), Some(change)) = (sum, trend.change) {
                    let scale = trend.change_sd().unwrap().max(change.abs()).max(1.0);
                    prop_assert!((sum - change).abs() <= 1e-9 * scale, "{} {}", sum, change);
                }
                let sum: f64 = shares.iter().map(|one| one.contribution.level).sum();
                let value = trend.level.map_or(0.0, |level| level.value());
                prop_assert!(close(sum, value), "{} {}", sum, value);
            }
        }
    }

    #[test]
    fn movers_are_the_pairs_with_a_direction_in_order(
        ledger in any_ledger(), day in 20..400_i64, calibration in any_calibration(),
        coverage in any_coverage(),
    ) {
        let at = date(day);
        let all = ledger.trends([at], &calibration, &coverage);
        let all = all.map(|row| (row.actors, row.trend));
        let is_told = |row: &(_, Trend)| row.1.direction != Direction::Insufficient;
        let (mut expected, mut thin): (Vec<_>, Vec<_>) = all.partition(is_told);
        let found = |movers: Movers<'_>| {
            let found = movers.map(|mover| (mover.dyad.actors, mover.trend));
            found.map(|((a, b), trend)| (a.to_owned(), b.to_owned(), trend)).collect::<Vec<_>>()
        };
        let owned = |rows: &[((&str, &str), Trend)]| {
            let rows = rows.iter().map(|&((a, b), trend)| (a.to_owned(), b.to_owned(), trend));
            rows.collect::<Vec<_>>()
        };
        let movers = ledger.movers(at, &calibration, &coverage);
        prop_assert_eq!(movers.len(), expected.len());
        // A stable sort of what is in the order of names.
        expected.sort_by(|a, b| b.1.z().unwrap().abs().total_cmp(&a.1.z().unwrap().abs()));
        prop_assert_eq!(found(movers.clone()), owned(&expected));
        // By Benjamini and Hochberg: of n pairs, the least n p / place from a pair's place on.
        let p = |trend: &Trend| 2.0 * trend.p_rising().map(|p| p.min(1.0 - p)).unwrap();
        for (place, mover) in movers.clone().enumerate() {
            let later = (place..expected.len()).map(|place| {
                let (all, place_of) = (expected.len(), place + 1);
                #[expect(clippy::cast_precision_loss, reason = "few pairs")]
                let share = all as f64 / place_of as f64;
                p(&expected[place].1) * share
            });
            let q = later.fold(1.0, f64::min);
            prop_assert!(close(mover.q_value.unwrap(), q), "{:?}, not {}", mover.q_value, q);
            let sum: f64 = mover.contributions().iter().filter_map(|one| one.contribution.change).sum();
            prop_assert!(close(sum, mover.trend.change.unwrap()));
        }
        let mut all = movers.clone().with_insufficient();
        let has_none = |mover: &Mover<'_>| mover.q_value.is_none();
        let is_thin = |mover: &Mover<'_>| mover.trend.direction == Direction::Insufficient;
        prop_assert!(all.all(|mover| has_none(&mover) == is_thin(&mover)));
        expected.sort_by_key(|row| row.0);
        expected.sort_by(|a, b| b.1.change.unwrap().abs().total_cmp(&a.1.change.unwrap().abs()));
        prop_assert_eq!(found(movers.clone().by_change()), owned(&expected));
        // By default, dyads without enough evidence are only counted.
        prop_assert_eq!(movers.insufficient(), thin.len());
        // Those with a baseline come first; the others go by their score.
        let size = |trend: &Trend| trend.change.map_or(0.0, f64::abs);
        let score = |trend: &Trend| trend.level.map_or(0.0, |level| level.sums.score.abs());
        thin.sort_by(|a, b| {
            let without = |trend: &Trend| trend.change.is_none();
            (without(&a.1).cmp(&without(&b.1)))
                .then(size(&b.1).total_cmp(&size(&a.1)))
                .then(score(&b.1).total_cmp(&score(&a.1)))
        });
        expected.extend(thin);
        prop_assert_eq!(found(movers.clone().with_insufficient().by_change()), owned(&expected));
        prop_assert_eq!(found(movers.by_change().with_insufficient()), owned(&expected));
    }
}

/// Dense pairs that turn, so that every direction is met.
#[test]
fn directions_of_busy_pairs_are_those_of_trajectories() {
    let mut state = 11_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut ledger = Ledger::new();
    for number in 0..900 {
        let day = i64::from(random(500));
        // Good and bad months take turns, but for one pair.
        let mood = if number % 4 > 0 && day / 90 % 2 == 0 {
            7
        } else {
            0
        };
        let valence = f64::from(random(14) + mood) / 10.0 - 1.0;
        let mark = Mark::new(DaySpan::day(date(day)).unwrap(), 1.0, valence).unwrap();
        let a = number % 4;
        ledger
            .add(DyadKey::directed(ACTORS[a], ACTORS[(a + 1) % 4]), &mark)
            .unwrap();
    }
    let (calibration, coverage) = (Calibration::default(), Coverage::since(date(0)));
    let dates: Vec<_> = (0..170).map(|step| Moment::from(date(3 * step))).collect();
    routes_agree(&ledger, &dates, &calibration, &coverage).unwrap();
    let mut met = [0; Direction::ALL.len()];
    for row in ledger.trends(dates, &calibration, &coverage) {
        let place = Direction::ALL
            .iter()
            .position(|&one| one == row.trend.direction);
        met[place.unwrap()] += 1;
    }
    assert!(met.into_iter().all(|count| count > 20), "{met:?}");
}

/// One mark of the first days that chrono has costs no memory for all days since.
#[test]
fn a_mark_of_long_ago_is_seen_as_by_a_trajectory() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let mark = |at| Mark::new(DaySpan::day(at).unwrap(), 1.0, 0.5).unwrap();
    let mut ledger = Ledger::new();
    let old = day(-262_142, 1, 5);
    ledger
        .add(DyadKey::directed("USA", "RUS"), &mark(old))
        .unwrap();
    ledger
        .add(DyadKey::directed("RUS", "USA"), &mark(old))
        .unwrap();
    ledger
        .add(DyadKey::directed("USA", "RUS"), &mark(day(2024, 12, 1)))
        .unwrap();
    let dates = [day(-262_142, 2, 1), day(2025, 1, 1)].map(Moment::from);
    for coverage in [Coverage::unknown(), Coverage::always()] {
        routes_agree(&ledger, &dates, &Calibration::default(), &coverage).unwrap();
    }
    let panel = ledger.panel(dates, &Calibration::default());
    let weights = panel.rows().map(|row| row.sums.weight);
    assert_eq!(
        weights.map(|weight| weight > 0.5).collect::<Vec<_>>(),
        [true; 2]
    );
}
