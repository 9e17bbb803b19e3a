//! All pairs at many dates agree with one pair at one date.

use chrono::{DateTime, NaiveDate, Utc};
use detente::ledger::{DaySpan, Ledger, Mark};
use detente::time::Moment;
use detente::trend::{Calibration, Direction, Movers, SpanShare, Trajectory, Trend};
use proptest::prelude::*;

const ACTORS: [&str; 4] = ["USA", "RUS", "CHN", "DEU"];
const FIRST: i64 = 19_000;

fn date(day: i64) -> NaiveDate {
    NaiveDate::from_epoch_days(i32::try_from(FIRST + day).unwrap()).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

/// Acts on few days of a long record, so that days and spans meet and dates are far apart.
fn any_ledger() -> impl Strategy<Value = Ledger> {
    let day = prop_oneof![0..40_i64, 300..330_i64, Just(2_500_i64)];
    let days = prop_oneof![4 => Just(1_i64), 1 => 2..90_i64];
    let weight = prop_oneof![Just(1.0), Just(0.25), 0.0..400.0];
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
                ledger.record_symmetric(a, b, &contact).unwrap();
            } else {
                ledger.record(a, b, &mark).unwrap();
            }
        }
        ledger
    })
}

/// Instants, many of them midnights, in no order and some of them twice.
fn any_dates() -> impl Strategy<Value = Vec<Moment>> {
    let second = prop_oneof![Just(0_i64), Just(43_200), 0..86_400_i64];
    let day = prop_oneof![-3..45_i64, 295..400_i64, 2_490..3_000_i64];
    let at = (day, second).prop_map(|(day, second)| {
        let second = (FIRST + day) * 86_400 + second;
        Moment::from(DateTime::<Utc>::from_timestamp(second, 0).unwrap())
    });
    proptest::collection::vec(at, 0..8)
}

fn any_calibration() -> impl Strategy<Value = Calibration> {
    let rho = prop_oneof![Just(0.0), Just(0.5), Just(1.0)];
    let window = prop_oneof![Just(60_u32), Just(45), 1..900_u32];
    let blocks = prop_oneof![Just((24_u32, 30_u32)), (1..40_u32, 1..40_u32)];
    let half_life = prop_oneof![Just(120.0), Just(0.5), 1.0..500.0];
    (rho, window, blocks, half_life).prop_map(|(rho, window, (count, days), half_life)| {
        let calibration = Calibration::default()
            .with_same_day_correlation(rho)
            .unwrap();
        let calibration = calibration.with_window(window).unwrap();
        let calibration = calibration.with_blocks(count, days).unwrap();
        calibration.with_half_life(half_life).unwrap()
    })
}

/// Threads change no bit.
#[cfg(feature = "rayon")]
mod threads {
    use super::*;

    proptest! {
        #[test]
        fn panels_and_trends_are_the_same_on_threads(
            ledger in any_ledger(), dates in any_dates(), calibration in any_calibration(),
        ) {
            let dates = || dates.iter().copied();
            let (one, many) = (ledger.panel(dates(), &calibration), ledger.par_panel(dates(), &calibration));
            prop_assert_eq!(one.sums(), many.sums());
            let one: Vec<_> = ledger.trends(dates(), &calibration, None).collect();
            prop_assert_eq!(one, ledger.par_trends(dates(), &calibration, None));
        }
    }
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
        prop_assert_eq!(series.len(), edges.len().saturating_sub(1));
        let mut expected = Vec::new();
        for pair in series.pairs() {
            for stretch in edges.windows(2) {
                let spans = pair.undirected();
                let spans = spans.spans().filter(|sums| {
                    stretch[0] <= sums.span().start() && sums.span().start() < stretch[1]
                });
                expected.push(spans.map(|sums| sums.score()).sum::<i64>());
            }
        }
        prop_assert_eq!(series.scores(), expected);
    }

    #[test]
    fn trends_are_those_of_trajectories_to_the_bit(
        ledger in any_ledger(), dates in any_dates(), calibration in any_calibration(),
        covered in proptest::option::of(-100..2_000_i64),
    ) {
        let covered_from = covered.map(|day| Moment::from(date(day)));
        let mut in_order = dates.clone();
        in_order.sort();
        in_order.dedup();
        let rows = ledger.trends(dates, &calibration, covered_from);
        prop_assert_eq!(rows.size_hint().0, ledger.len() * in_order.len());
        let rows: Vec<_> = rows.collect();
        let mut expected = Vec::new();
        for pair in ledger.pairs() {
            let mut trajectory = Trajectory::new(&pair.undirected(), &calibration);
            if let Some(from) = covered_from {
                trajectory = trajectory.covered_from(from);
            }
            let trends = in_order.iter().map(|&at| (pair.actors(), trajectory.trend(at)));
            expected.extend(trends);
            for &at in &in_order {
                let level = trajectory.level(at);
                prop_assert_eq!(level, trajectory.trend(at).level().copied());
                let shares = trajectory.span_shares(at);
                let sum: Option<f64> = shares.iter().map(SpanShare::change_share).sum();
                if let (Some(sum), Some(change)) = (sum, trajectory.trend(at).change()) {
                    prop_assert!(close(sum, change), "{} {}", sum, change);
                }
                let sum: f64 = shares.iter().map(SpanShare::level_share).sum();
                prop_assert!(close(sum, level.map_or(0.0, |level| level.value())));
            }
        }
        prop_assert!(rows.iter().map(|row| (row.actors(), *row.trend())).eq(expected));
    }

    #[test]
    fn movers_are_the_pairs_with_a_direction_in_order(
        ledger in any_ledger(), day in 20..400_i64, calibration in any_calibration(),
    ) {
        let at = date(day);
        let all = ledger.trends([at], &calibration, None);
        let all = all.map(|row| (row.actors(), *row.trend()));
        let is_told = |row: &(_, Trend)| row.1.direction() != Direction::Insufficient;
        let (mut expected, mut thin): (Vec<_>, Vec<_>) = all.partition(is_told);
        let found = |movers: Movers<'_>| {
            let found = movers.map(|mover| (mover.pair().actors(), *mover.trend()));
            found.map(|((a, b), trend)| (a.to_owned(), b.to_owned(), trend)).collect::<Vec<_>>()
        };
        let owned = |rows: &[((&str, &str), Trend)]| {
            let rows = rows.iter().map(|&((a, b), trend)| (a.to_owned(), b.to_owned(), trend));
            rows.collect::<Vec<_>>()
        };
        let movers = ledger.movers(at, &calibration, None);
        prop_assert_eq!(movers.len(), expected.len());
        // A stable sort of what is in the order of names.
        expected.sort_by(|a, b| b.1.z().unwrap().abs().total_cmp(&a.1.z().unwrap().abs()));
        prop_assert_eq!(found(movers.clone()), owned(&expected));
        for mover in movers.clone() {
            let sum: f64 = mover.shares().iter().filter_map(SpanShare::change_share).sum();
            prop_assert!(close(sum, mover.trend().change().unwrap()));
        }
        expected.sort_by_key(|row| row.0);
        expected.sort_by(|a, b| b.1.change().unwrap().abs().total_cmp(&a.1.change().unwrap().abs()));
        prop_assert_eq!(found(movers.clone().by_change()), owned(&expected));
        // By default those that nothing is told of are only counted.
        prop_assert_eq!(movers.insufficient(), thin.len());
        thin.sort_by(|a, b| b.1.change().unwrap().abs().total_cmp(&a.1.change().unwrap().abs()));
        expected.extend(thin);
        prop_assert_eq!(found(movers.clone().with_insufficient().by_change()), owned(&expected));
        prop_assert_eq!(found(movers.by_change().with_insufficient()), owned(&expected));
    }

    #[test]
    fn panels_agree_with_trajectories(
        ledger in any_ledger(), dates in any_dates(), calibration in any_calibration(),
    ) {
        let panel = ledger.panel(dates.iter().copied(), &calibration);
        let mut expected = dates;
        expected.sort();
        expected.dedup();
        prop_assert_eq!(panel.dates(), &expected);
        prop_assert_eq!(panel.pairs().len(), ledger.len());
        prop_assert_eq!(panel.rows().count(), ledger.len() * expected.len());
        let mut rows = panel.rows();
        for pair in ledger.pairs() {
            let (a, b) = pair.actors();
            let trajectory = Trajectory::new(&ledger.undirected(a, b).unwrap(), &calibration);
            prop_assert_eq!(panel.of(b, a).unwrap().len(), expected.len());
            for (&at, of) in expected.iter().zip(panel.of(a, b).unwrap()) {
                let row = rows.next().unwrap();
                prop_assert_eq!((row.actors(), row.at(), row.sums()), ((a, b), at, of));
                let Some(level) = trajectory.level(at) else {
                    prop_assert_eq!(of.marks(), 0);
                    continue;
                };
                prop_assert_eq!(of.marks(), level.marks());
                for (name, ours, theirs) in [
                    ("score", of.score(), level.score()),
                    ("weight", of.weight(), level.weight()),
                    ("squares", of.squares(), level.squares()),
                    ("cooperation", of.cooperation(), level.cooperation()),
                    ("conflict", of.conflict(), level.conflict()),
                    ("engagement", of.engagement(), level.engagement()),
                ] {
                    prop_assert!(close(ours, theirs), "{} {} {}", name, ours, theirs);
                }
            }
        }
    }
}

/// Directions that hold between leaving and entering are asked of the days before, which are
/// kept from one pair to the next.
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
        // Good and bad months take turns.
        let mood = if day / 90 % 2 == 0 { 7 } else { 0 };
        let valence = f64::from(random(14) + mood) / 10.0 - 1.0;
        let mark = Mark::new(DaySpan::day(date(day)).unwrap(), 1.0, valence).unwrap();
        let a = number % 4;
        ledger
            .record(ACTORS[a], ACTORS[(a + 1) % 4], &mark)
            .unwrap();
    }
    let calibration = Calibration::default();
    let covered_from = Some(Moment::from(date(0)));
    let dates = || (0..170).map(|step| date(3 * step));
    let trajectories = ledger.pairs().map(|pair| {
        let trajectory = Trajectory::new(&pair.undirected(), &calibration);
        trajectory.covered_from(date(0).into())
    });
    let mut undecided = [0; 2];
    let mut rows = ledger.trends(dates(), &calibration, covered_from);
    for trajectory in trajectories {
        for date in dates() {
            let row = rows.next().unwrap();
            assert_eq!(
                *row.trend(),
                trajectory.trend(date),
                "{:?} {date}",
                row.actors()
            );
            let p = row.trend().p_rising().unwrap_or(0.5);
            let is_between = (0.6..0.9).contains(&p.max(1.0 - p));
            match row.trend().direction() {
                Direction::Rising | Direction::Falling if is_between => undecided[0] += 1,
                Direction::Steady if is_between => undecided[1] += 1,
                _ => {}
            }
        }
    }
    assert!(
        undecided.into_iter().all(|count| count > 20),
        "{undecided:?}"
    );
}

/// One mark of the first days that chrono has costs no memory for all days since.
#[test]
fn a_mark_of_long_ago_is_seen_as_by_a_trajectory() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let mark = |at| Mark::new(DaySpan::day(at).unwrap(), 1.0, 0.5).unwrap();
    let mut ledger = Ledger::new();
    let old = day(-262_142, 1, 5);
    ledger.record("USA", "RUS", &mark(old)).unwrap();
    ledger.record("RUS", "USA", &mark(old)).unwrap();
    ledger
        .record("USA", "RUS", &mark(day(2024, 12, 1)))
        .unwrap();
    let calibration = Calibration::default();
    let calibration = calibration.with_same_day_correlation(0.5).unwrap();
    let dates = [day(-262_142, 2, 1), day(2025, 1, 1)];
    let panel = ledger.panel(dates, &calibration);
    let pair = ledger.pairs().next().unwrap();
    let trajectory = Trajectory::new(&pair.undirected(), &calibration);
    for (row, at) in panel.rows().zip(dates) {
        let level = trajectory.level(at).unwrap();
        assert!(close(row.sums().score(), level.score()), "{at}");
        assert!(close(row.sums().weight(), level.weight()), "{at}");
        assert!(row.sums().weight() > 0.5, "{at}");
    }
}
