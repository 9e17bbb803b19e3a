//! Cadence and silences compared with values computed by hand, and with an enumeration of all dates.

mod readings;

use chrono::NaiveDate;
use detente::Timeline;
use detente::event::{Count, CoverageDeclaration, Event, Quantity, Report, Source, Status};
use detente::sequence::{InterEventTimes, Resolution, Silence};
use proptest::prelude::*;
use readings::{ALL, built, number_of_readings, once, readings, when};

fn times(of: &[f64]) -> InterEventTimes {
    InterEventTimes::new(of.iter().copied()).unwrap()
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-14, "{found} for {expected}");
}

/// 1, 2, 5 and 4 days: mean 3, squares of the differences 4 + 1 + 4 + 1, so r = sqrt(10) / 6.
#[test]
fn four_times_computed_by_hand() {
    let four = times(&[1.0, 2.0, 5.0, 4.0]);
    assert_eq!((four.mean(), four.median()), (Some(3.0), Some(3.0)));
    near(four.standard_deviation(), 2.5_f64.sqrt());
    let r = 10_f64.sqrt() / 6.0;
    near(four.coefficient_of_variation(), r);
    near(
        four.burstiness_uncorrected(),
        (10_f64.sqrt() - 6.0) / (10_f64.sqrt() + 6.0),
    );
    // With n = 4: (sqrt(5) r - sqrt(3)) / ((sqrt(5) - 2) r + sqrt(3)).
    near(
        four.burstiness(),
        (5_f64.sqrt() * r - 3_f64.sqrt()) / ((5_f64.sqrt() - 2.0) * r + 3_f64.sqrt()),
    );
    // For (1, 2, 5) and (2, 5, 4) with the means 8/3 and 11/3: (25 - 8 + 7)/9 over
    // sqrt(78/9) sqrt(42/9), that is 24 / sqrt(3276) = 4 / sqrt(91).
    near(four.memory(), 4.0 / 91_f64.sqrt());
}

#[test]
fn burstiness_reaches_the_ends_of_its_scale_with_few_events() {
    for n in 2..40 {
        let regular = times(&vec![30.0; n]);
        assert_eq!(regular.burstiness(), Some(-1.0));
        assert_eq!(regular.burstiness_uncorrected(), Some(-1.0));
        assert_eq!(regular.memory(), None, "nothing varies");
        let mut at_once = vec![0.0; n];
        at_once[n / 2] = 365.0;
        let at_once = times(&at_once);
        near(at_once.burstiness(), 1.0);
        let root = f64::from(u32::try_from(n).unwrap() - 1).sqrt();
        near(
            at_once.burstiness_uncorrected(),
            (root - 1.0) / (root + 1.0),
        );
    }
    // Times with r² = (n - 1) / (n + 1), as at random: here n = 3 and r² = 1/2, with
    // mean 2 and squares 6 = 3 · 4 / 2.
    near(
        times(&[2.0 - 3_f64.sqrt(), 2.0, 2.0 + 3_f64.sqrt()]).burstiness(),
        0.0,
    );
}

#[test]
fn memory_is_high_if_long_follows_long() {
    near(times(&[1.0, 2.0, 3.0, 4.0, 5.0]).memory(), 1.0);
    near(times(&[1.0, 9.0, 1.0, 9.0, 1.0]).memory(), -1.0);
}

#[test]
fn too_few_times_have_no_burstiness_or_memory() {
    let none = times(&[]);
    assert_eq!(
        (none.mean(), none.median(), none.standard_deviation()),
        (None, None, None)
    );
    assert_eq!((none.burstiness(), none.memory()), (None, None));
    let one = times(&[4.0]);
    assert_eq!(
        (one.mean(), one.burstiness(), one.memory()),
        (Some(4.0), None, None)
    );
    assert_eq!(one.burstiness_uncorrected(), Some(-1.0));
    assert_eq!(times(&[4.0, 5.0]).memory(), None);
    assert_eq!(times(&[0.0, 0.0]).burstiness(), None, "all at once");
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(InterEventTimes::new([1.0, bad]), None);
    }
}

fn float(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap())
}

/// The longest time in days from the latest end so far to the next start. 0 if there is none.
fn longest(mut stretches: Vec<(i64, i64)>) -> i64 {
    stretches.sort_unstable();
    let (mut longest, mut end) = (0, None::<i64>);
    for (from, to) in stretches {
        longest = longest.max(end.map_or(0, |end| from - end));
        end = Some(end.map_or(to, |end| end.max(to)));
    }
    longest
}

fn median(starts: &[i64]) -> f64 {
    let mut times: Vec<i64> = starts.windows(2).map(|two| two[1] - two[0]).collect();
    times.sort_unstable();
    let middle = times[(times.len() - 1) / 2] + times[times.len() / 2];
    float(middle) / 2.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn mean_and_median_are_within_their_bounds_for_all_dates(
        events in prop::collection::vec(once(&ALL), 2..=4),
    ) {
        prop_assume!(number_of_readings(&events) <= 20_000);
        let timeline = built(&events);
        let cadence = timeline.view().cadence(Resolution::Days);
        let (mut means, mut medians) = (Vec::new(), Vec::new());
        for reading in readings(&events) {
            let mut starts: Vec<i64> = reading.concat().iter().map(|one| one.0).collect();
            starts.sort_unstable();
            if let (Some(first), Some(last), 2..) = (starts.first(), starts.last(), starts.len()) {
                means.push(float(last - first) / float(i64::try_from(starts.len()).unwrap() - 1));
                medians.push(median(&starts));
            }
        }
        let mean = cadence.mean();
        let inside = |size: &Quantity, one: f64| size.low() <= one && one <= size.high();
        prop_assert!(means.iter().all(|&one| inside(mean.as_ref().unwrap(), one)), "{:?}", mean);
        if events.iter().any(|event| event.disputed) {
            prop_assert_eq!(cadence.median(), None);
            prop_assert_eq!(cadence.times(), None);
        } else {
            let mean = mean.unwrap();
            let least = means.iter().copied().fold(f64::INFINITY, f64::min);
            let most = means.iter().copied().fold(0.0, f64::max);
            prop_assert_eq!((mean.low(), mean.high()), (least, most));
            let median = cadence.median().unwrap();
            prop_assert!(medians.iter().all(|&one| inside(&median, one)), "{}", median);
            let all_known = events.iter().all(|event| event.date.1.0 == event.date.1.1);
            prop_assert_eq!(cadence.times().is_some(), all_known);
            if let Some(times) = cadence.times() {
                prop_assert_eq!(times.mean(), Some(most));
                prop_assert_eq!(times.median(), Some(medians[0]));
            }
        }
    }

    #[test]
    fn the_longest_silence_is_within_its_bounds_for_all_dates(
        events in prop::collection::vec(once(&ALL), 0..=4),
    ) {
        prop_assume!(number_of_readings(&events) <= 20_000);
        let timeline = built(&events);
        let view = timeline.view();
        let silences = view.longest_silences(usize::MAX);
        let lengths: Vec<i64> =
            readings(&events).into_iter().map(|one| longest(one.concat())).collect();
        let most = silences.iter().filter_map(|silence| silence.length.max_days).max();
        prop_assert_eq!(most.unwrap_or(0).max(0), lengths.iter().copied().max().unwrap());
        let certain = |silence: &&Silence<'_>| silence.certainty.is_certain();
        let least = silences.iter().filter(certain).filter_map(|silence| silence.length.min_days).max();
        let least = least.unwrap_or(0);
        let shortest = lengths.iter().copied().min().unwrap();
        prop_assert!(least <= shortest);
        if events.iter().all(|event| !event.disputed) {
            prop_assert_eq!(least, shortest);
        }
        // The longest come first, and an event ends at most one silence.
        let keys: Vec<_> = silences.iter().map(|silence| silence.length.min_seconds).collect();
        prop_assert!(keys.is_sorted_by(|a, b| a >= b));
        let mut ends: Vec<&str> = silences.iter().map(|silence| silence.before.unwrap().id()).collect();
        ends.sort_unstable();
        ends.dedup();
        prop_assert_eq!(ends.len(), silences.len());
        let two = view.longest_silences(2);
        prop_assert_eq!(two.len(), silences.len().min(2));
    }
}

#[test]
fn a_silence_has_the_fraction_that_sources_cover() {
    let mut builder = Timeline::builder();
    builder.source(
        Source::new("log")
            .named("A log")
            .covers(CoverageDeclaration::over(when("2025-01-01/2025-02-10"))),
    );
    for (id, date) in [
        ("first", "2025-01-01"),
        ("stay", "2025-01-20/2025-01-31"),
        ("side-trip", "2025-01-22"),
        ("last", "2025-03-12"),
    ] {
        builder.event(Event::meeting(id, when(date)).reported_by("log"));
    }
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let silences = view.longest_silences(5);
    let found: Vec<_> = silences
        .iter()
        .map(|silence| {
            (
                silence.after.id(),
                silence.before.unwrap().id(),
                silence.length.days(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [("stay", "last", 40..=40), ("first", "stay", 19..=19)],
        "the side trip is within the stay"
    );
    // From some time on 31 January to some time on 12 March, to the second.
    let share = silences[0].covered.unwrap();
    assert!((share - 11.0 / 41.0).abs() < 1e-5, "{share}");
    assert_eq!(silences[1].covered, Some(1.0));

    let cadence = view.cadence(Resolution::Days);
    assert_eq!(cadence.longest_silence.unwrap().after.id(), "stay");
    assert!((cadence.covered.unwrap() - 41.0 / 71.0).abs() < 1e-12);
    assert_eq!(cadence.count, Count::exactly(4));

    let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    assert!(
        view.current_silence(day(1, 25)).is_none(),
        "the stay goes on"
    );
    let silence = view.current_silence(day(2, 5)).unwrap();
    assert_eq!((silence.after.id(), silence.before), ("stay", None));
    assert_eq!(silence.length.days(), 5..=5);
    assert_eq!(silence.covered, Some(1.0));
    assert!(view.current_silence(day(1, 1)).is_none());
}

#[test]
fn a_silence_that_cannot_last_a_second_has_no_coverage() {
    let mut builder = Timeline::builder();
    builder.source(
        Source::new("log")
            .named("A log")
            .covers(CoverageDeclaration::over(when("2025-01-01/2025-02-10"))),
    );
    for (id, date) in [
        ("one", "2025-01-20T23:59:58Z"),
        ("next", "2025-01-20T23:59:59Z"),
    ] {
        builder.event(Event::call(id, when(date)).reported_by("log"));
    }
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let silences = view.longest_silences(9);
    assert_eq!(silences.len(), 1);
    assert_eq!(
        (silences[0].length.days(), silences[0].covered),
        (0..=0, None)
    );
    let midnight = NaiveDate::from_ymd_opt(2025, 1, 21).unwrap();
    let silence = view.current_silence(midnight).unwrap();
    assert_eq!((silence.after.id(), silence.covered), ("next", None));
}

#[test]
fn dates_without_a_bound_have_a_cadence_without_one() {
    let mut builder = Timeline::builder();
    for (id, date) in [
        ("a", "2025-01-01"),
        ("b", "2025-01-05/.."),
        ("c", "2025-01-09"),
    ] {
        builder.event(Event::call(id, when(date)));
    }
    let timeline = builder.clone().build().unwrap();
    let cadence = timeline.view().cadence(Resolution::Days);
    assert_eq!(cadence.mean().unwrap().to_string(), "4 days");
    assert_eq!(
        cadence.times().and_then(|times| times.burstiness()),
        Some(-1.0),
        "a start is known without an end"
    );
    assert_eq!(timeline.view().longest_silences(9).len(), 1);

    builder.event(Event::call("d", when("[2025-01-02..]")));
    let timeline = builder.build().unwrap();
    for resolution in [Resolution::Days, Resolution::Seconds] {
        let cadence = timeline.view().cadence(resolution);
        assert!(cadence.mean().unwrap().high().is_infinite());
        assert_eq!(cadence.times_at_midpoints(), None);
    }
    let empty = Timeline::builder().build().unwrap();
    let cadence = empty.view().cadence(Resolution::Days);
    assert_eq!(
        (cadence.mean(), cadence.median(), cadence.covered),
        (None, None, None)
    );
    assert!(cadence.longest_silence.is_none());
}

#[test]
fn a_disputed_stay_does_not_end_a_silence() {
    let day = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    let mut builder = Timeline::builder();
    builder.source(Source::new("log").named("A log"));
    builder.event(Event::call("call", when("2025-07-10")).reported_by("log"));
    let disputed = Report::by(["log"]).status(Status::Disputed);
    builder.event(Event::meeting("stay", when("2025-07-15/2025-07-25")).report(disputed));
    let timeline = builder.build().unwrap();
    let silence = timeline.view().current_silence(day(20)).unwrap();
    assert_eq!(silence.after.id(), "call");
}
