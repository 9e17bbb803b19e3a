//! The ongoing direction is that of a plain walk, from the first mark on and over ten years at
//! most.

use std::time::{Duration, Instant};

use chrono::{NaiveDate, TimeDelta};
use detente::actor::Actor;
use detente::event::Event;
use detente::ledger::{DaySpan, Mark};
use detente::trend::{Calibration, Coverage, Direction, Ongoing, Trajectory};
use detente::{Timeline, When};
use proptest::prelude::*;

mod marks;

use marks::{Case, day, moment};

/// How many days a walk goes back at most.
const FURTHEST: i64 = 3_650;

/// The first day that has a mark with weight.
fn first_day(case: &Case) -> Option<NaiveDate> {
    let marks = case.marks.iter().filter(|mark| mark.weight() > 0.0);
    marks.map(|mark| mark.span().start()).min()
}

/// The direction that is going on at a midnight and since when, by the rule.
fn walked(case: &Case, trajectory: &Trajectory, at: NaiveDate) -> (Direction, Option<NaiveDate>) {
    let days = walked_days(case, trajectory, at);
    days.last()
        .map(|&(_, direction, since)| (direction, since))
        .expect("the day itself")
}

/// The same of every day from the beginning of the walk to that midnight: walked forward.
fn walked_days(
    case: &Case,
    trajectory: &Trajectory,
    at: NaiveDate,
) -> Vec<(NaiveDate, Direction, Option<NaiveDate>)> {
    let calibration = &case.calibration;
    let first = first_day(case).unwrap_or(at).min(at);
    let mut date = first.max(at - TimeDelta::days(FURTHEST));
    let (mut ongoing, mut since) = (Direction::Insufficient, None);
    let (begin, mut days) = (date, Vec::new());
    while date <= at {
        let trend = trajectory.trend(date);
        let own = trend.direction;
        let p = trend.p_rising().unwrap_or(0.5);
        let holds = match ongoing {
            Direction::Rising => p >= calibration.leave(),
            Direction::Falling => 1.0 - p >= calibration.leave(),
            _ => false,
        };
        let now = match own {
            Direction::Unclear | Direction::Steady if holds => ongoing,
            _ => own,
        };
        if now != ongoing {
            since = (date > begin).then_some(date);
        }
        ongoing = now;
        days.push((date, ongoing, since));
        date = date.succ_opt().unwrap();
    }
    days
}

fn any_mark(days: i64) -> impl Strategy<Value = Mark> {
    let length = prop_oneof![5 => Just(1_i64), 1 => 2..60_i64];
    let weight = prop_oneof![6 => Just(1.0), 1 => Just(0.25), 1 => Just(0.0)];
    (0..days, length, weight, 0..=10_u32).prop_map(|(from, length, weight, tenths)| {
        // Good and bad months take turns.
        let mean = if from / 90 % 2 == 0 { 0.3 } else { -0.3 };
        let valence = mean + f64::from(tenths) / 10.0 - 0.5;
        let span = DaySpan::new(day(from), day(from + length)).unwrap();
        Mark::new(span, weight, valence).unwrap()
    })
}

fn any_coverage() -> impl Strategy<Value = Coverage> {
    let hole = DaySpan::new(day(100), day(160)).unwrap();
    prop_oneof![
        2 => Just(Coverage::unknown()),
        1 => Just(Coverage::nothing()),
        3 => (-60..30_i64).prop_map(|first| Coverage::since(day(first))),
        1 => Just(Coverage::always().without(hole)),
    ]
}

fn any_calibration() -> impl Strategy<Value = Calibration> {
    let thresholds = prop_oneof![
        Just((0.6, 0.9, 0.95)),
        Just((0.51, 0.6, 0.7)),
        Just((0.51, 0.95, 0.95)),
    ];
    let window = prop_oneof![Just(60_u32), 1..90_u32];
    (thresholds, window).prop_map(|((leave, enter, strong), window)| {
        let calibration = Calibration::default().with_thresholds(leave, enter, strong);
        calibration.and_then(|one| one.with_window(window)).unwrap()
    })
}

fn any_case() -> impl Strategy<Value = Case> {
    let marks = prop_oneof![
        proptest::collection::vec(any_mark(360), 30..150),
        proptest::collection::vec(any_mark(360), 0..20),
        // Three bursts with years of silence between them.
        proptest::collection::vec((any_mark(40), 0..3_i64), 10..60).prop_map(|marks| {
            let later = marks.into_iter().map(|(mark, burst)| {
                let by = TimeDelta::days(2_000 * burst);
                let span = mark.span();
                let span = DaySpan::new(span.start() + by, span.end() + by).unwrap();
                Mark::new(span, mark.weight(), mark.valence()).unwrap()
            });
            later.collect()
        }),
    ];
    (marks, any_calibration(), any_coverage()).prop_map(|(marks, calibration, coverage)| Case {
        marks,
        calibration,
        coverage,
    })
}

fn of(ongoing: &Ongoing) -> (Direction, Option<NaiveDate>) {
    (ongoing.direction, ongoing.since)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_ongoing_direction_is_that_of_a_plain_walk(
        case in any_case(), days in proptest::collection::vec(-5..420_i64, 12),
        late in proptest::collection::vec(
            prop_oneof![3_600..4_200_i64, Just(3_649), Just(3_650), Just(3_651), 5_000..9_000_i64],
            2,
        ),
    ) {
        let trajectory = case.trajectory();
        for number in days.into_iter().chain(late) {
            let found = trajectory.ongoing(day(number));
            prop_assert_eq!(of(&found), walked(&case, &trajectory, day(number)), "{}", day(number));
            let trend = trajectory.trend(day(number));
            prop_assert_eq!(found.trend, trend);
            let p = trend.p_rising();
            let expected = match found.direction {
                Direction::Rising => p,
                Direction::Falling => p.map(|p| 1.0 - p),
                _ => None,
            };
            prop_assert_eq!(found.p, expected);
            // The time of day does not matter.
            prop_assert_eq!(trajectory.ongoing(moment(number * 86_400 + 70_000)), found);
        }
    }

    #[test]
    fn a_walk_from_the_first_mark_is_a_plain_walk(case in any_case()) {
        let trajectory = case.trajectory();
        let expected = walked_days(&case, &trajectory, day(419));
        let days = DaySpan::new(expected[0].0, day(420)).unwrap();
        let found = trajectory.walk(days).map(|one| {
            (one.trend.at.date(), one.direction, one.since)
        });
        prop_assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_walk_is_the_ongoing_direction_of_each_day(
        case in any_case(), from in -5..420_i64, length in 1..60_i64,
    ) {
        let trajectory = case.trajectory();
        let first = first_day(&case).unwrap_or(day(0));
        // Also where the first mark, or the last change, falls out of the reach of a walk.
        let turn = trajectory.ongoing(day(from)).since.unwrap_or(first);
        let reach = TimeDelta::days(FURTHEST - length / 2);
        for start in [day(from), first + reach, turn + reach] {
            let days = DaySpan::new(start, start + TimeDelta::days(length)).unwrap();
            let mut walk = trajectory.walk(days);
            prop_assert_eq!(walk.len(), usize::try_from(length).unwrap());
            for date in start.iter_days().take_while(|&date| date < days.end()) {
                prop_assert_eq!(walk.next(), Some(trajectory.ongoing(date)), "{}", date);
            }
            prop_assert_eq!(walk.next(), None);
        }
    }
}

/// The laws above say little unless every direction is met, and is held beyond its own day.
#[test]
fn the_cases_meet_every_direction_and_hold_some() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let cases = any_case();
    let days = DaySpan::new(day(0), day(420)).unwrap();
    let (mut met, mut held) = ([0_u32; Direction::ALL.len()], 0_u32);
    for _ in 0..40 {
        let case = cases.new_tree(&mut runner).unwrap().current();
        for ongoing in case.trajectory().walk(days) {
            let place = Direction::ALL
                .iter()
                .position(|&one| one == ongoing.direction);
            met[place.unwrap()] += 1;
            held += u32::from(ongoing.direction != ongoing.trend.direction);
        }
    }
    assert!(
        met.iter().all(|&days| days > 100) && held > 100,
        "{met:?}, {held} held"
    );
}

/// Runs something that has to answer at once, and returns its answer.
fn at_once<T>(what: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let answer = what();
    // A debug build on a busy machine: minutes without a bound on the walk.
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "{:?}",
        begun.elapsed()
    );
    answer
}

#[test]
fn a_meeting_of_uncertain_millennium_is_walked_at_once() {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA").named("United States"));
    builder.actor(Actor::state("RUS").named("Russia"));
    let when = When::parse("Y-100000/Y100000").unwrap();
    builder.event(Event::meeting("talks", when).party("USA").party("RUS"));
    let timeline = builder.build().unwrap();
    let relations = timeline.relations("USA", "RUS").unwrap();
    assert_eq!(relations.marks().len(), 1);
    let ongoing = at_once(|| relations.ongoing(day(0)));
    assert_eq!(of(&ongoing), (Direction::Insufficient, None));
    let year = DaySpan::new(day(0), day(365)).unwrap();
    let walked = at_once(|| relations.walk(year).count());
    assert_eq!(walked, 365);
}

#[test]
fn years_without_a_mark_take_no_time() {
    let of_year = |year, month, day| {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        Mark::new(DaySpan::day(date).unwrap(), 1.0, 0.5).unwrap()
    };
    let old = [(-100_000, 1, 1), (-100_000, 1, 20), (-100_000, 3, 20)];
    let old = old.map(|(year, month, day)| of_year(year, month, day));
    let case = Case {
        marks: old.to_vec(),
        calibration: Calibration::default(),
        coverage: Coverage::unknown(),
    };
    let trajectory = case.trajectory();
    let first = old[0].span().start();
    for later in [60, 100, 140, 200, 400, 3_000] {
        let date = first + TimeDelta::days(later);
        assert_eq!(
            of(&trajectory.ongoing(date)),
            walked(&case, &trajectory, date),
            "{date}"
        );
    }
    assert!(
        trajectory
            .ongoing(first + TimeDelta::days(400))
            .since
            .is_some()
    );
    let today = at_once(|| trajectory.ongoing(day(0)));
    assert_eq!(of(&today), (Direction::Insufficient, None));
    let millennium = DaySpan::new(day(0), day(20_000)).unwrap();
    let walked = at_once(|| trajectory.walk(millennium).all(|one| one.since.is_none()));
    assert!(walked);
}
