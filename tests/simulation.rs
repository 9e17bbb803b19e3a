//! What P is worth: simulated pairs that do not change, and pairs that do.
//!
//! `cargo test --release --test simulation -- --nocapture` prints both tables. The page
//! *Reading a trend* carries them, and this test fails if a row there differs.

use chrono::{Days, NaiveDate};
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::trend::{Calibration, Coverage, Direction, Trajectory};

#[path = "../benches/common/random.rs"]
mod random;
use random::Random;

/// The page that carries the tables.
const PAGE: &str = include_str!("../src/trend/reading.md");

/// The numbers of one pair. Those of neighbouring seeds resemble each other at first.
fn numbers(pair: u32) -> Random {
    let mut random = Random::new(u64::from(pair).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    for _ in 0..16 {
        random.below(2);
    }
    random
}

/// How many pairs are simulated for a row.
const PAIRS: u32 = 1_000;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2015, 1, 8).unwrap() + Days::new(number.into())
}

/// A stream of marks.
#[derive(Clone, Copy)]
struct Stream {
    /// Marks in a thousand days, on average.
    rate: u32,
    /// Marks of one burst, on average, all within four days and of one temper.
    burst: u32,
    /// The mean valence, in thousandths.
    mean: i32,
    /// The days that a date may span at most.
    longest: u32,
}

/// A pair of six marks a month whose marks come one by one.
const PLAIN: Stream = Stream {
    rate: 200,
    burst: 1,
    mean: 300,
    longest: 1,
};
const THIN: Stream = Stream { rate: 60, ..PLAIN };
const DENSE: Stream = Stream {
    rate: 2_000,
    ..PLAIN
};

impl Stream {
    const fn bursty(self) -> Self {
        Self { burst: 5, ..self }
    }

    const fn hostile(self) -> Self {
        Self {
            mean: -self.mean,
            ..self
        }
    }

    /// The marks of some days: the valences are even on .4 around the mean, and a burst moves all
    /// of its own by up to .3.
    fn marks(self, random: &mut Random, days: std::ops::Range<u32>, mean: i32) -> Vec<Mark> {
        let even = |random: &mut Random, reach: u32| {
            i32::try_from(random.below(2 * reach + 1)).unwrap() - i32::try_from(reach).unwrap()
        };
        let mut marks = Vec::new();
        for start in days.clone() {
            // Several bursts may begin on one day.
            let (certain, rest) = (self.rate / 1_000, self.rate % 1_000);
            let per_burst = self.burst * 1_000;
            let begun = certain / self.burst
                + u32::from(random.below(per_burst) < rest + certain % self.burst * 1_000);
            for _ in 0..begun {
                let temper = if self.burst > 1 { even(random, 300) } else { 0 };
                let size = 1 + random.below(2 * self.burst - 1);
                for _ in 0..size {
                    let first = start + if self.burst > 1 { random.below(4) } else { 0 };
                    let valence = f64::from(mean + temper + even(random, 400)) / 1_000.0;
                    let length = 1 + random.below(self.longest);
                    let span = DaySpan::new(day(first), day(first + length)).unwrap();
                    if first < days.end {
                        marks.push(Mark::new(span, 1.0, valence.clamp(-1.0, 1.0)).unwrap());
                    }
                }
            }
        }
        marks
    }
}

/// What is known of the days that are covered.
#[derive(Clone, Copy)]
enum Known {
    /// For three years before the date.
    Always,
    /// The same, but for every fourth month.
    Holes,
    /// Unknown: the marks begin so many days before the date.
    UnknownFor(u32),
}

const HISTORY: u32 = 1_100;

/// The share of pairs with enough evidence, and of these the shares beyond .90 and .95, up and
/// down.
fn alarms(stream: Stream, known: Known) -> [f64; 5] {
    let (mut enough, mut flagged) = (0_u32, [0_u32; 4]);
    for seed in 0..PAIRS {
        let mut random = numbers(seed);
        // Blocks begin anywhere before the date.
        let end = HISTORY + random.below(30);
        let start = match known {
            Known::UnknownFor(days) => end - days,
            _ => 0,
        };
        let mut marks = stream.marks(&mut random, start..end, stream.mean);
        let is_hole = |day: u32| matches!(known, Known::Holes) && day / 30 % 4 == 3;
        marks.retain(|mark| {
            let first = (mark.span().start() - day(0)).num_days();
            !is_hole(u32::try_from(first).unwrap())
        });
        let coverage = match known {
            Known::Always => Coverage::since(day(0)),
            Known::UnknownFor(_) => Coverage::unknown(),
            Known::Holes => (0..=end / 30).filter(|month| month % 4 == 3).fold(
                Coverage::since(day(0)),
                |coverage, month| {
                    let hole = DaySpan::new(day(month * 30), day(month * 30 + 30)).unwrap();
                    coverage.without(hole)
                },
            ),
        };
        let ledger = DyadLedger::from_marks(&marks).unwrap();
        let trajectory = Trajectory::new(&ledger, &Calibration::default()).with_coverage(coverage);
        let trend = trajectory.trend(day(end));
        if trend.direction == Direction::Insufficient {
            continue;
        }
        enough += 1;
        let p = trend.p_rising().unwrap();
        let beyond = [p >= 0.90, p >= 0.95, 1.0 - p >= 0.90, 1.0 - p >= 0.95];
        for (count, is_beyond) in flagged.iter_mut().zip(beyond) {
            *count += u32::from(is_beyond);
        }
    }
    let [up, high, down, low] = flagged.map(|count| f64::from(count) / f64::from(enough));
    [f64::from(enough) / f64::from(PAIRS), up, high, down, low]
}

/// Prints a row of the page, and fails if the page has another.
fn check_row(row: &str) {
    println!("{row}");
    assert!(PAGE.contains(row), "the page lacks this row: {row}");
}

fn share(value: f64) -> String {
    format!("{value:.2}").trim_start_matches('0').to_owned()
}

/// A pair that does not change should be beyond .90 on a tenth of dates on either side, and beyond
/// .95 on a twentieth. Each row has its own bounds, of either side at .90 and at .95.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn unchanged_pairs_are_flagged_as_the_page_says() {
    let uncertain = Stream {
        longest: 30,
        ..PLAIN
    };
    let rows = [
        ("thin, friendly", THIN, Known::Always, (0.10, 0.05)),
        ("thin, hostile", THIN.hostile(), Known::Always, (0.10, 0.05)),
        (
            "thin, friendly, bursty",
            THIN.bursty(),
            Known::Always,
            (0.25, 0.17),
        ),
        ("middle, friendly", PLAIN, Known::Always, (0.10, 0.05)),
        (
            "middle, hostile",
            PLAIN.hostile(),
            Known::Always,
            (0.10, 0.05),
        ),
        (
            "middle, friendly, bursty",
            PLAIN.bursty(),
            Known::Always,
            (0.15, 0.10),
        ),
        (
            "middle, hostile, bursty",
            PLAIN.bursty().hostile(),
            Known::Always,
            (0.15, 0.10),
        ),
        (
            "middle, uncertain dates",
            uncertain,
            Known::Always,
            (0.10, 0.05),
        ),
        ("middle, holes", PLAIN, Known::Holes, (0.10, 0.05)),
        (
            "middle, bursty, holes",
            PLAIN.bursty(),
            Known::Holes,
            (0.17, 0.10),
        ),
        ("dense, friendly", DENSE, Known::Always, (0.10, 0.05)),
        (
            "dense, hostile",
            DENSE.hostile(),
            Known::Always,
            (0.10, 0.05),
        ),
        (
            "dense, friendly, bursty",
            DENSE.bursty(),
            Known::Always,
            (0.13, 0.07),
        ),
        (
            "middle, unknown, 6 months",
            PLAIN,
            Known::UnknownFor(183),
            (0.10, 0.05),
        ),
        (
            "middle, unknown, a year",
            PLAIN,
            Known::UnknownFor(365),
            (0.10, 0.05),
        ),
        (
            "middle, unknown, 2 years",
            PLAIN,
            Known::UnknownFor(730),
            (0.10, 0.05),
        ),
        (
            "dense, bursty, unknown, 6 months",
            DENSE.bursty(),
            Known::UnknownFor(183),
            (0.16, 0.10),
        ),
        (
            "dense, bursty, unknown, a year",
            DENSE.bursty(),
            Known::UnknownFor(365),
            (0.16, 0.10),
        ),
        (
            "dense, bursty, unknown, 2 years",
            DENSE.bursty(),
            Known::UnknownFor(730),
            (0.16, 0.12),
        ),
    ];
    for (name, stream, known, (bound_90, bound_95)) in rows {
        let shares = alarms(stream, known);
        let cells = shares.map(share).join(" | ");
        check_row(&format!("| {name} | {cells} |"));
        let [_, up, high, down, low] = shares;
        assert!(up <= bound_90 && down <= bound_90, "{name} at .90");
        assert!(high <= bound_95 && low <= bound_95, "{name} at .95");
    }
}

/// How long a fall takes to be seen: the median of days, and the share that is seen in half a
/// year.
#[test]
fn shifts_are_seen_as_late_as_the_page_says() {
    let streams = [("2", 67), ("6", 200), ("20", 667), ("60", 2_000)];
    for (name, rate) in streams {
        let mut cells = Vec::new();
        for shift in [150, 300, 600] {
            let mut days: Vec<u32> = (0..PAIRS / 2)
                .map(|seed| days_until_seen(seed, rate, shift))
                .collect();
            days.sort_unstable();
            let seen = days.iter().filter(|days| **days <= 180).count();
            let median = match days[days.len() / 2] {
                days if days > 180 => "-".to_owned(),
                days => days.to_string(),
            };
            let [seen, all] =
                [seen, days.len()].map(|count| f64::from(u32::try_from(count).unwrap()));
            let seen = share(seen / all);
            cells.push(format!("{median} ({seen})"));
        }
        check_row(&format!("| {name} | {} |", cells.join(" | ")));
    }
}

/// The days from a fall of the mean valence to the first date that is called falling; 999 if
/// none of half a year is.
fn days_until_seen(seed: u32, rate: u32, shift: i32) -> u32 {
    let mut random = numbers(seed);
    let stream = Stream { rate, ..PLAIN }.bursty();
    let turn = HISTORY + random.below(30);
    let mut marks = stream.marks(&mut random, 0..turn, stream.mean);
    marks.extend(stream.marks(&mut random, turn..turn + 181, stream.mean - shift));
    let ledger = DyadLedger::from_marks(&marks).unwrap();
    let trajectory =
        Trajectory::new(&ledger, &Calibration::default()).with_coverage(Coverage::since(day(0)));
    // Every fifth day, as a reader of a weekly chart would look.
    let dates = (turn..=turn + 180).step_by(5).skip(1);
    let mut falling = dates.filter(|&at| trajectory.trend(day(at)).direction == Direction::Falling);
    falling.next().map_or(999, |at| at - turn)
}
