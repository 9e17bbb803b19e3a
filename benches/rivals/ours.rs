//! Our side of the comparison with rivals: one work, many times, the least time and the result.
//!
//! ```text
//! ours WORK ROWS REPEATS
//! ```
//!
//! `run.py` calls it, turn by turn with the rivals. It prints one line of JSON: the seconds of
//! each repeat, the bytes it holds where that is asked, and numbers that the rivals' must equal.

use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use detente::trend::Calibration;

#[path = "../common/rows.rs"]
mod rows;

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let [work, count, repeats] = args.as_slice() else {
        // As `cargo bench` calls it, without a work: a check that all of them run.
        for work in ["build", "panel", "panel_by_hand"] {
            run(work, 10_000, 1);
        }
        return;
    };
    run(work, count.parse().unwrap(), repeats.parse().unwrap());
}

fn run(work: &str, count: u64, repeats: usize) {
    let (events, checksum) = rows::events(count);
    let (seconds, numbers) = match work {
        "build" => build(&events, repeats),
        "panel" => panel(&events, repeats),
        "panel_by_hand" => panel_by_hand(&events, repeats),
        other => panic!("no work `{other}`"),
    };
    println!(
        "{{\"work\": \"{work}\", \"rows\": {count}, \"checksum\": {checksum}, \
         \"seconds\": {seconds:?}, \"numbers\": {numbers:?}}}"
    );
}

fn timed<T>(repeats: usize, mut run: impl FnMut() -> T) -> (Vec<f64>, T) {
    let mut seconds = Vec::new();
    let mut last = None;
    for _ in 0..repeats.max(1) {
        drop(last.take());
        let start = Instant::now();
        last = Some(black_box(run()));
        seconds.push(start.elapsed().as_secs_f64());
    }
    (seconds, last.unwrap())
}

type Outcome = (Vec<f64>, Vec<f64>);

/// Rows in memory to an index by pair and day. Numbers: pairs, spans of all tables, the sum of
/// scores.
#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
fn build(events: &[rows::Event], repeats: usize) -> Outcome {
    let (seconds, ledger) = timed(repeats, || rows::ledger(events));
    let mut spans = 0;
    let mut score = 0;
    for pair in ledger.pairs() {
        for table in [pair.forward(), pair.backward(), pair.symmetric()] {
            spans += table.spans_len();
            score += table.spans().map(|span| span.sums()[0]).sum::<i64>();
        }
    }
    let score = score as f64 / 40.0_f64.exp2();
    (seconds, vec![ledger.len() as f64, spans as f64, score])
}

/// Sums over all pairs, date by date: S, W, S+, Q, E of each.
fn panel(events: &[rows::Event], repeats: usize) -> Outcome {
    let (ledger, calibration) = (rows::ledger(events), Calibration::default());
    let dates = rows::dates();
    let (seconds, panel) = timed(repeats, || {
        ledger.panel(dates.iter().copied(), &calibration)
    });
    let mut totals = vec![[0.0; 5]; panel.dates().len()];
    for sums in panel.sums().chunks(panel.dates().len()) {
        for (total, sums) in totals.iter_mut().zip(sums) {
            let parts = [
                sums.score(),
                sums.weight(),
                sums.cooperation(),
                sums.squares(),
                sums.engagement(),
            ];
            total
                .iter_mut()
                .zip(parts)
                .for_each(|(total, part)| *total += part);
        }
    }
    (seconds, totals.concat())
}

/// A day of a pair in the baseline's table.
#[derive(Clone, Copy)]
struct Day {
    pair: u32,
    day: i32,
    sums: [f64; 5],
}

/// The baseline: a recursion over an array that is sorted by pair and day already, in floats,
/// of this one shape; nothing is checked, retractable or exact.
fn panel_by_hand(events: &[rows::Event], repeats: usize) -> Outcome {
    let ledger = rows::ledger(events);
    let start = rows::first_day();
    let day_of = |date: NaiveDate| i32::try_from((date - start).num_days()).unwrap();
    let mut table = Vec::new();
    for (pair, marks) in (0..).zip(ledger.pairs()) {
        for span in marks.undirected().spans() {
            #[expect(clippy::cast_precision_loss, reason = "the nearest number")]
            let sums = span.sums().map(|sum| sum as f64 / 40.0_f64.exp2());
            let [score, positive, weight, squares, contact] = sums;
            let sums = [score, weight, positive, squares, contact];
            table.push(Day {
                pair,
                day: day_of(span.span().from()),
                sums,
            });
        }
    }
    let dates: Vec<i32> = rows::dates().into_iter().map(day_of).collect();
    let pairs = ledger.len();
    let half_life = 120.0;
    let decay: Vec<f64> = (0..8_000)
        .map(|age| (-f64::from(age) / half_life).exp2())
        .collect();
    let mean = half_life / std::f64::consts::LN_2 * (1.0 - decay[1]);
    let (seconds, sums) = timed(repeats, || {
        let mut all = vec![[0.0; 5]; pairs * dates.len()];
        let mut rows = table.as_slice();
        for (pair, out) in all.chunks_mut(dates.len()).enumerate() {
            let (mut sums, mut now) = ([0.0; 5], dates[0].min(0));
            let age = |sums: &mut [f64; 5], days: i32| {
                let left = decay[days as usize];
                for (place, sum) in sums.iter_mut().enumerate() {
                    *sum *= if place == 3 { left * left } else { left };
                }
            };
            for (&date, out) in dates.iter().zip(out) {
                while let Some((row, rest)) = rows.split_first() {
                    if row.pair as usize != pair || row.day >= date {
                        break;
                    }
                    age(&mut sums, row.day + 1 - now);
                    now = row.day + 1;
                    for (place, (sum, part)) in sums.iter_mut().zip(row.sums).enumerate() {
                        *sum += part * if place == 3 { mean * mean } else { mean };
                    }
                    rows = rest;
                }
                age(&mut sums, date - now);
                now = date;
                *out = sums;
            }
            while rows.first().is_some_and(|row| row.pair as usize == pair) {
                rows = &rows[1..];
            }
        }
        all
    });
    let mut totals = vec![[0.0; 5]; dates.len()];
    for sums in sums.chunks(dates.len()) {
        for (total, sums) in totals.iter_mut().zip(sums) {
            total
                .iter_mut()
                .zip(sums)
                .for_each(|(total, part)| *total += part);
        }
    }
    (seconds, totals.concat())
}
