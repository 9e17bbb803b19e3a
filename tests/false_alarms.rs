//! How often a pair that does not change is said to: figures of the docs, seeded.

use chrono::{Days, NaiveDate};
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::trend::{Calibration, Direction, Trajectory};

#[path = "../benches/common/random.rs"]
mod random;
use random::Random;

/// Ten years, of which the first three are only there to be compared with.
const DAYS: u32 = 3_652;
const PAIRS: u64 = 60;

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2010, 1, 1).unwrap()
}

/// Independent marks on any days of ten years: thousandths of a valence, even around a mean.
fn unchanging(seed: u64, marks: u32, mean: i32) -> Trajectory {
    let mut random = Random::new(seed);
    let marks: Vec<Mark> = (0..marks)
        .map(|_| {
            let day = first() + Days::new(random.below(DAYS).into());
            let around = i32::try_from(random.below(1_401)).unwrap() - 700;
            let valence = (f64::from(mean + around) / 1_000.0).clamp(-1.0, 1.0);
            Mark::new(DaySpan::day(day).unwrap(), 1.0, valence).unwrap()
        })
        .collect();
    let ledger = DyadLedger::from_marks(&marks).unwrap();
    Trajectory::new(&ledger, &Calibration::default()).covered_from(first().into())
}

/// The shares of days, in percent, that rise and fall, and those with either more probable than .9.
fn alarms(marks: u32, mean: i32) -> [f64; 3] {
    let (mut days, mut counts) = (0_u32, [0_u32; 3]);
    for pair in 0..PAIRS {
        let trajectory = unchanging(pair + 1, marks, mean);
        // Every twentieth day of the last seven years.
        for day in (1_096..DAYS).step_by(20) {
            let trend = trajectory.trend(first() + Days::new(day.into()));
            days += 1;
            counts[0] += u32::from(trend.direction() == Direction::Rising);
            counts[1] += u32::from(trend.direction() == Direction::Falling);
            let rises = trend.p_rising().unwrap();
            counts[2] += u32::from(!(0.1..=0.9).contains(&rises));
        }
    }
    counts.map(|count| 100.0 * f64::from(count) / f64::from(days))
}

#[test]
fn a_friendly_pair_is_said_to_fall_more_often_than_to_rise() {
    let [friendly, even, hostile] = [500, 0, -500].map(|mean| alarms(500, mean));
    println!("mean +.5: {friendly:?}, 0: {even:?}, -.5: {hostile:?}");
    // As DESIGN.md tells it: one day in seven, and one in thirty.
    assert!((10.0..20.0).contains(&friendly[1]) && friendly[0] < 5.0);
    assert!((10.0..20.0).contains(&hostile[0]) && hostile[1] < 5.0);
    assert!(even[0] < 7.0 && even[1] < 7.0);
}

#[test]
fn probabilities_of_independent_marks_are_cautious() {
    // Where a fifth of all days would lie beyond .1 and .9.
    let few = [20, 100, 500].map(|marks| alarms(marks, 0)[2]);
    println!("20, 100 and 500 marks: {few:?}");
    assert!(few.is_sorted() && few[0] < 0.1 && few[2] < 5.0);
}
