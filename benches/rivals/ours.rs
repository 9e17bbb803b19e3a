//! Our side of the comparison with rivals: one work, many times, the least time and the result.
//!
//! ```text
//! ours WORK ROWS REPEATS
//! ```
//!
//! `run.py` calls it, turn by turn with the rivals. It prints one line of JSON: the seconds of
//! each repeat, the mean that it was on a processor, and numbers that the rivals' must equal;
//! of a work on threads, in the place of these the seconds of one thread.

use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use detente::ledger::{DaySpan, Ledger};
use detente::trend::diagnostics::MannKendall;
use detente::trend::{Calibration, Coverage, Direction, Trend};

#[path = "../common/rows.rs"]
mod rows;

const WORKS: &[&str] = &[
    "build",
    "panel",
    "panel_by_hand",
    "panel_by_hand_merged",
    "trends",
    "trends_with_p",
    "movers",
    "window",
    "mann_kendall",
    "mann_kendall_of_sums",
    "merge",
    #[cfg(feature = "rayon")]
    "par_build",
    #[cfg(feature = "rayon")]
    "par_panel",
    #[cfg(feature = "rayon")]
    "par_trends",
];

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let [work, count, repeats] = args.as_slice() else {
        // As `cargo bench` calls it, without a work: a check that all of them run.
        for work in WORKS {
            run(work, 10_000, 1);
        }
        return;
    };
    run(work, count.parse().unwrap(), repeats.parse().unwrap());
}

fn run(work: &str, count: u64, repeats: usize) {
    let (events, checksum) = rows::events(count);
    let ((seconds, cpu), numbers) = match work {
        "build" => build(&events, repeats),
        "panel" => panel(&events, repeats),
        "panel_by_hand" => pass_by_hand(&events, repeats, false),
        "panel_by_hand_merged" => pass_by_hand(&events, repeats, true),
        "trends" => trends(&events, repeats),
        "trends_with_p" => trends_with_p(&events, repeats),
        "movers" => movers(&events, repeats),
        "window" => window(&events, repeats),
        "mann_kendall" => mann_kendall(repeats),
        "mann_kendall_of_sums" => mann_kendall_of_sums(&events, repeats),
        "merge" => merge(&events, repeats),
        #[cfg(feature = "rayon")]
        "par_build" => par_build(&events, repeats),
        #[cfg(feature = "rayon")]
        "par_panel" => par_panel(&events, repeats),
        #[cfg(feature = "rayon")]
        "par_trends" => par_trends(&events, repeats),
        other => panic!("no work `{other}`"),
    };
    println!(
        "{{\"work\": \"{work}\", \"rows\": {count}, \"checksum\": {checksum}, \
         \"seconds\": {seconds:?}, \"cpu\": {cpu:?}, \"numbers\": {numbers:?}}}"
    );
}

/// The seconds that this thread was on a processor, where the system tells; to some ms.
fn on_processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|it| it.parse::<u64>().ok());
    std::time::Duration::from_nanos(nanoseconds.unwrap_or(0)).as_secs_f64()
}

/// The seconds of each run, and the mean that a run was on a processor; and what the last gave.
#[expect(clippy::cast_precision_loss, reason = "a small count")]
fn timed<T>(repeats: usize, mut run: impl FnMut() -> T) -> (Times, T) {
    let mut seconds = Vec::new();
    let mut last = None;
    let cpu = on_processor();
    for _ in 0..repeats.max(1) {
        drop(last.take());
        let start = Instant::now();
        last = Some(black_box(run()));
        seconds.push(start.elapsed().as_secs_f64());
    }
    let cpu = (on_processor() - cpu) / repeats.max(1) as f64;
    ((seconds, cpu), last.unwrap())
}

type Times = (Vec<f64>, f64);
type Outcome = (Times, Vec<f64>);

/// Rows in memory to an index by pair and day. Numbers: pairs, spans of all tables, the sum of
/// scores.
#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
fn build(events: &[rows::Event], repeats: usize) -> Outcome {
    let (seconds, ledger) = timed(repeats, || rows::ledger(events));
    assert!(ledger.len() > 1_000, "a record of many pairs");
    let mut spans = 0;
    let mut score = 0;
    for pair in ledger.dyads() {
        for table in [pair.forward, pair.backward, pair.symmetric] {
            spans += table.spans().count();
            score += table.spans().map(|span| span.sums().score).sum::<i64>();
        }
    }
    let score = score as f64 / 40.0_f64.exp2();
    (seconds, vec![ledger.len() as f64, spans as f64, score])
}

/// Sums over all pairs, date by date: S, W, S+, E of each.
fn panel(events: &[rows::Event], repeats: usize) -> Outcome {
    let (ledger, calibration) = (rows::ledger(events), Calibration::default());
    let dates = rows::dates();
    let (seconds, panel) = timed(repeats, || {
        ledger.panel(dates.iter().copied(), &calibration)
    });
    let mut totals = vec![[0.0; 4]; panel.dates.len()];
    for sums in panel.sums.chunks(panel.dates.len()) {
        for (total, sums) in totals.iter_mut().zip(sums) {
            let parts = [sums.score, sums.weight, sums.cooperation, sums.engagement];
            total
                .iter_mut()
                .zip(parts)
                .for_each(|(total, part)| *total += part);
        }
    }
    (seconds, totals.concat())
}

/// A day of a table of a pair, in the baseline.
#[derive(Clone, Copy)]
struct Row {
    pair: u32,
    day: i32,
    marks: u32,
    sums: [f64; 4],
}

/// The baseline's answer for a pair and date.
#[derive(Clone, Copy, Default)]
struct Sums {
    marks: u64,
    sums: [f64; 4],
}

/// The baseline: rows in one array, by pair and then in the order of days, in floats, and a
/// recursion from date to date; nothing is checked, retractable or exact, and the bits depend on
/// the dates.
///
/// `is_merged` says whether the three tables of a pair were added up by day before, which is not
/// timed. The ledger has three tables, so that only without it the pass does what a panel does.
fn pass_by_hand(events: &[rows::Event], repeats: usize, is_merged: bool) -> Outcome {
    let ledger = rows::ledger(events);
    let start = rows::first_day();
    let day_of = |date: NaiveDate| i32::try_from((date - start).num_days()).unwrap();
    let mut table = Vec::new();
    for (pair, marks) in (0..).zip(ledger.dyads()) {
        let undirected = marks.undirected();
        let three = [marks.forward, marks.backward, marks.symmetric];
        let tables = if is_merged {
            &[&undirected][..]
        } else {
            &three
        };
        for span in tables.iter().flat_map(|table| table.spans()) {
            #[expect(clippy::cast_precision_loss, reason = "the nearest number")]
            let float = |sum: i64| sum as f64 / 40.0_f64.exp2();
            let sums = span.sums();
            let sums = [sums.score, sums.weight, sums.positive, sums.contact].map(float);
            table.push(Row {
                pair,
                day: day_of(span.span().start()),
                marks: span.marks(),
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
    // The first date that sees a day.
    let seen_by: Vec<usize> = (0..7_305)
        .map(|day| dates.partition_point(|&date| date <= day))
        .collect();
    let left = |days: i32| decay[usize::try_from(days).unwrap()];
    let (seconds, sums) = timed(repeats, || {
        let mut all = vec![Sums::default(); pairs * dates.len()];
        let mut rows = table.as_slice();
        for (pair, out) in (0..).zip(all.chunks_mut(dates.len())) {
            // Each row goes to the first date that sees it, and dates are added up.
            while let Some((row, rest)) = rows.split_first().filter(|(row, _)| row.pair == pair) {
                rows = rest;
                let date = seen_by[usize::try_from(row.day).unwrap()];
                if let Some(out) = out.get_mut(date) {
                    let seen = left(dates[date] - row.day - 1) * mean;
                    out.marks += u64::from(row.marks);
                    for (sum, part) in out.sums.iter_mut().zip(row.sums) {
                        *sum += part * seen;
                    }
                }
            }
            for date in 1..dates.len() {
                let (before, step) = (out[date - 1], left(dates[date] - dates[date - 1]));
                out[date].marks += before.marks;
                for (sum, before) in out[date].sums.iter_mut().zip(before.sums) {
                    *sum += before * step;
                }
            }
        }
        all
    });
    let marks: u64 = sums.iter().map(|sums| sums.marks).sum();
    assert!(marks > 0, "marks were summed");
    let mut totals = vec![[0.0; 4]; dates.len()];
    for sums in sums.chunks(dates.len()) {
        for (total, sums) in totals.iter_mut().zip(sums) {
            let parts = total.iter_mut().zip(sums.sums);
            parts.for_each(|(total, part)| *total += part);
        }
    }
    (seconds, totals.concat())
}

/// The numbers of all trends: S, R, sd and D summed, and how many pairs rise, fall and are steady.
fn sums_of_trends(trends: impl Iterator<Item = Trend>) -> Vec<f64> {
    let mut sums = vec![0.0; 7];
    for trend in trends {
        let level = trend.level;
        let numbers = [
            level.map_or(0.0, |one| one.sums.score),
            level.map_or(0.0, |level| level.value()),
            level.map_or(0.0, |level| level.sd()),
            trend.change.unwrap_or(0.0),
            f64::from(trend.direction == Direction::Rising),
            f64::from(trend.direction == Direction::Falling),
            f64::from(trend.direction == Direction::Steady),
        ];
        sums.iter_mut()
            .zip(numbers)
            .for_each(|(sum, number)| *sum += number);
    }
    sums
}

fn coverage() -> Coverage {
    Coverage::since(rows::first_day())
}

/// The trends of all pairs, each with the date's own direction, read one after the other.
fn trends(events: &[rows::Event], repeats: usize) -> Outcome {
    let (ledger, calibration) = (rows::ledger(events), Calibration::default());
    let dates = rows::dates();
    let all = || ledger.trends(dates.iter().copied(), &calibration, &coverage());
    let (seconds, numbers) = timed(repeats, || {
        let mut count = 0;
        let sums = sums_of_trends(all().inspect(|_| count += 1).map(|row| row.trend));
        assert_eq!(count, ledger.len() * dates.len());
        sums
    });
    (seconds, numbers)
}

/// The same, with the probability of each.
fn trends_with_p(events: &[rows::Event], repeats: usize) -> Outcome {
    let (ledger, calibration) = (rows::ledger(events), Calibration::default());
    let dates = rows::dates();
    let (seconds, p) = timed(repeats, || {
        let rows = ledger.trends(dates.iter().copied(), &calibration, &coverage());
        rows.filter_map(|row| row.trend.p_rising()).sum::<f64>()
    });
    assert!(p > 1_000.0);
    (seconds, vec![p])
}

fn movers(events: &[rows::Event], repeats: usize) -> Outcome {
    let (ledger, calibration) = (rows::ledger(events), Calibration::default());
    let (seconds, movers) = timed(repeats, || {
        let movers = ledger.movers(rows::dates()[23], &calibration, &coverage());
        movers
            .take(10)
            .map(|mover| (mover.trend, mover.contributions()))
            .collect::<Vec<_>>()
    });
    assert!(movers.iter().all(|(_, shares)| !shares.is_empty()));
    (
        seconds,
        movers.iter().filter_map(|(trend, _)| trend.z()).collect(),
    )
}

/// A thousand windows of a month, of as many pairs. Numbers: what they hold.
fn window(events: &[rows::Event], repeats: usize) -> Outcome {
    let ledger = rows::ledger(events);
    let keys: Vec<_> = (0..rows::ACTORS)
        .map(|actor| ledger.key(&rows::name(actor)).unwrap())
        .collect();
    let windows: Vec<_> = (0..1_000_u64)
        .map(|i| {
            let from = rows::first_day() + chrono::Days::new(i * 7 % 7_000);
            let days = DaySpan::new(from, from + chrono::Days::new(30)).unwrap();
            let (a, b) = (i % 40, (i % 40 + 1 + i / 40) % rows::ACTORS);
            (
                keys[usize::try_from(a).unwrap()],
                keys[usize::try_from(b).unwrap()],
                days,
            )
        })
        .collect();
    let (seconds, found) = timed(repeats, || {
        let spans = windows
            .iter()
            .filter_map(|&(a, b, days)| Some(ledger.dyad(a, b)?.window(days)))
            .flatten();
        spans.fold((0.0, 0.0), |(spans, marks), sums| {
            (spans + 1.0, marks + f64::from(sums.marks()))
        })
    });
    (seconds, vec![found.0, found.1])
}

/// Every pair's 240 months, in small whole numbers.
fn mann_kendall(repeats: usize) -> Outcome {
    let table = rows::months();
    let (seconds, tests) = timed(repeats, || MannKendall::of_table(&table, 240).unwrap());
    assert_eq!(tests.len(), 19_900);
    (seconds, sums_of_tests(&tests))
}

fn sums_of_tests(tests: &[MannKendall]) -> Vec<f64> {
    let part = |of: fn(&MannKendall) -> f64| tests.iter().map(of).sum::<f64>();
    #[expect(clippy::cast_precision_loss, reason = "a count of pairs")]
    let s = part(|test| test.s as f64);
    vec![
        s,
        part(|test| test.variance),
        part(MannKendall::z),
        part(|test| test.z().abs()),
    ]
}

/// The same of the ledger's own monthly sums, whose numbers are great.
fn mann_kendall_of_sums(events: &[rows::Event], repeats: usize) -> Outcome {
    let ledger = rows::ledger(events);
    let months: Vec<_> = (0..=240)
        .map(|month| rows::first_day() + chrono::Months::new(month))
        .collect();
    let (seconds, tests) = timed(repeats, || {
        let series = ledger.series(&months).unwrap();
        MannKendall::of_table(&series.scores, series.periods).unwrap()
    });
    (seconds, sums_of_tests(&tests))
}

/// Eight parts of the record, merged.
fn merge(events: &[rows::Event], repeats: usize) -> Outcome {
    let parts: Vec<_> = events
        .chunks(events.len().div_ceil(8))
        .map(rows::ledger)
        .collect();
    let (seconds, merged) = timed(repeats, || {
        let mut all = Ledger::new();
        parts.iter().try_for_each(|part| all.merge(part)).unwrap();
        all
    });
    assert_eq!(merged, rows::ledger(events));
    #[expect(clippy::cast_precision_loss, reason = "a count of pairs")]
    let pairs = merged.len() as f64;
    (seconds, vec![pairs])
}

#[cfg(feature = "rayon")]
fn par_build(events: &[rows::Event], repeats: usize) -> Outcome {
    let gathered = rows::builder(events);
    let one = gathered.clone().build().unwrap();
    // What is taken apart has to be copied first.
    let mut copies: Vec<_> = (0..2 * repeats.max(1)).map(|_| gathered.clone()).collect();
    let (alone, _) = timed(repeats, || copies.pop().unwrap().build().unwrap());
    let (seconds, ledger) = timed(repeats, || copies.pop().unwrap().par_build().unwrap());
    assert_eq!(ledger, one);
    (seconds, alone.0)
}

#[cfg(feature = "rayon")]
fn par_panel(events: &[rows::Event], repeats: usize) -> Outcome {
    let (ledger, calibration) = (rows::ledger(events), Calibration::default());
    let dates = rows::dates();
    let (alone, one) = timed(repeats, || {
        ledger.panel(dates.iter().copied(), &calibration)
    });
    let (seconds, many) = timed(repeats, || {
        ledger.par_panel(dates.iter().copied(), &calibration)
    });
    assert_eq!(one.sums, many.sums);
    (seconds, alone.0)
}

#[cfg(feature = "rayon")]
fn par_trends(events: &[rows::Event], repeats: usize) -> Outcome {
    let (ledger, calibration) = (rows::ledger(events), Calibration::default());
    let dates = rows::dates();
    let (alone, one) = timed(repeats, || {
        let rows = ledger.trends(dates.iter().copied(), &calibration, &coverage());
        rows.collect::<Vec<_>>()
    });
    let (seconds, many) = timed(repeats, || {
        ledger.par_trends(dates.iter().copied(), &calibration, &coverage())
    });
    assert_eq!(one, many);
    (seconds, alone.0)
}
