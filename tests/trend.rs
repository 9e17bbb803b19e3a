//! Levels, trends and their contributions: the vectors of the scoring, and what is refused.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::ledger::{DaySpan, DyadKey, DyadLedger, Ledger, Mark};
use detente::trend::{
    self, Band, Calibration, Coverage, CoverageUsed, Direction, Missing, Snapshot, SnapshotSpec,
    Trajectory,
};

mod marks;

use marks::direction_changes;

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

fn trajectory(marks: &[Mark], coverage: &Coverage) -> Trajectory {
    let ledger = DyadLedger::from_marks(marks).unwrap();
    Trajectory::new(&ledger, &Calibration::default()).with_coverage(coverage.clone())
}

fn unknown() -> Coverage {
    Coverage::unknown()
}

fn since(first: &str) -> Coverage {
    Coverage::since(date(first))
}

/// From the inauguration on.
fn covered() -> Coverage {
    since("2025-01-20")
}

/// S, W, R, sd(R), D, v, nu, sqrt(V), z, P(rising) as printed: to half of the last digit.
fn check(marks: &[Mark], coverage: &Coverage, at: &str, expected: [f64; 10]) {
    let trend = trajectory(marks, coverage).trend(date(at));
    let level = trend.level.unwrap();
    let found = [
        level.sums.score,
        level.sums.weight,
        level.value(),
        level.sd(),
        trend.change.unwrap(),
        trend.burst_variance,
        trend.freedom,
        trend.change_sd().unwrap(),
        trend.z().unwrap(),
        trend.p_rising().unwrap(),
    ];
    for (column, (found, expected)) in found.iter().zip(expected).enumerate() {
        let digit = if column == 5 { 5.1e-7 } else { 5.1e-5 };
        assert!(
            (found - expected).abs() < digit,
            "{at}, column {column}: {found}, not {expected}"
        );
    }
}

#[test]
fn the_article_alone_scores_as_printed() {
    let marks = article();
    let (rows, at) = (
        [
            [
                0.0406, 0.1623, 0.0376, 0.4665, -0.0682, 0.000_048, 6.6333, 0.5046, -0.1302, 0.4482,
            ],
            [
                -0.1990, 1.7583, -0.1198, 0.3431, -0.2628, 0.000_988, 8.9333, 0.5614, -0.4529,
                0.3253,
            ],
            [
                0.4885, 4.4787, 0.2087, 0.2710, 0.4226, 0.002_010, 9.0, 0.6179, 0.6572, 0.7445,
            ],
        ],
        ["2025-05-01", "2025-07-09", "2025-07-11"],
    );
    for (at, row) in at.into_iter().zip(rows) {
        check(&marks, &unknown(), at, row);
        let trend = trajectory(&marks, &unknown()).trend(date(at));
        assert_eq!(trend.direction, Direction::Insufficient);
        assert_eq!(
            trend.coverage,
            CoverageUsed::AssumedSince(date("2025-01-12"))
        );
    }
    check(
        &marks,
        &covered(),
        "2025-07-11",
        [
            0.4885, 4.4787, 0.2087, 0.2733, 0.4211, 0.002_133, 8.7333, 0.6269, 0.6451, 0.7406,
        ],
    );
    let trend = trajectory(&marks, &covered()).trend(date("2025-07-11"));
    assert_eq!(trend.coverage, CoverageUsed::Declared);
    assert_eq!(trend.missing, Some(Missing::WeightOld));
    assert_eq!(
        trend.to_string(),
        "insufficient (too little weight before the window), P(rising) .74"
    );
}

#[test]
fn the_article_and_more_score_as_printed() {
    let with_a_hole = Coverage::of([
        (date("2025-01-20"), Some(date("2025-04-01"))),
        (date("2025-05-01"), None),
    ]);
    let with_a_hole = with_a_hole.unwrap();
    for (at, coverage, row) in [
        (
            "2025-03-20",
            unknown(),
            [
                1.4320, 4.0274, 0.6387, 0.4838, 1.4320, 0.019_873, 5.2333, 2.9001, 0.4664, 0.6795,
            ],
        ),
        (
            "2025-06-01",
            unknown(),
            [
                0.4736, 4.6484, 0.1993, 0.4529, -1.5172, 0.013_096, 7.6667, 1.1159, -1.2469, 0.1062,
            ],
        ),
        (
            "2025-06-01",
            covered(),
            [
                0.4736, 4.6484, 0.1993, 0.4581, -1.6092, 0.013_810, 7.4, 1.1610, -1.2649, 0.1030,
            ],
        ),
        (
            "2025-07-11",
            unknown(),
            [
                0.4672, 8.8588, 0.1488, 0.3476, -0.6762, 0.012_430, 9.0, 1.0319, -0.6304, 0.2642,
            ],
        ),
        (
            "2025-07-11",
            covered(),
            [
                0.4672, 8.8588, 0.1488, 0.3523, -0.7019, 0.013_035, 8.7333, 1.0601, -0.6361, 0.2624,
            ],
        ),
        (
            "2025-07-11",
            with_a_hole,
            [
                0.4672, 8.8588, 0.1488, 0.3571, -0.9502, 0.015_852, 7.7333, 1.2046, -0.7497, 0.2267,
            ],
        ),
    ] {
        check(&article_and_more(), &coverage, at, row);
    }
}

#[test]
fn each_mark_of_the_article_contributes_as_printed() {
    let marks = article();
    let trajectory = trajectory(&marks, &unknown());
    let shares = trajectory.contributions(date("2025-07-11"));
    let printed = [
        0.01150, 0.01164, 0.01388, -0.14739, 0.02662, 0.10650, 0.10650, 0.07942,
    ];
    for (mark, printed) in marks.iter().zip(printed) {
        let share = shares.of(mark).level;
        assert!((share - printed).abs() < 5.1e-6, "{share}, not {printed}");
    }
}

#[test]
fn the_walk_is_as_printed() {
    let fell = date("2025-05-26");
    for (coverage, p_rising) in [(covered(), 0.0918), (unknown(), 0.0955)] {
        let trajectory = trajectory(&article_and_more(), &coverage);
        let days = span("2025-02-01", "2025-07-12");
        assert_eq!(trajectory.walk(days).len(), 161);
        assert_eq!(
            direction_changes(trajectory.walk(days)),
            [
                (date("2025-02-01"), Direction::Insufficient),
                (date("2025-04-20"), Direction::Unclear),
                (fell, Direction::Falling),
            ]
        );
        let p = |day| trajectory.trend(day).p_rising().unwrap();
        assert!((p(fell) - p_rising).abs() < 5.1e-5, "{}", p(fell));
        let sufficient = trajectory.walk(span("2025-04-20", "2025-07-12"));
        assert!(
            sufficient
                .map(|one| p(one.trend.at.date()))
                .all(|one| one >= p(fell))
        );

        let ongoing = trajectory.ongoing(date("2025-07-11"));
        assert_eq!(
            (ongoing.direction, ongoing.since),
            (Direction::Falling, Some(fell))
        );
        assert_eq!(ongoing.trend.direction, Direction::Unclear);
        assert!(!ongoing.trend.is_strong);
        let assumed = if coverage == unknown() {
            "; unknown coverage, assumed from 2025-01-12"
        } else {
            ""
        };
        let printed = format!("falling since 2025-05-26, P .74{assumed}");
        assert_eq!(ongoing.to_string(), printed);
        let before = trajectory.ongoing(date("2025-05-25"));
        assert_eq!(
            before.to_string(),
            format!("unclear since 2025-04-20{assumed}")
        );
        let first = trajectory.ongoing(date("2025-04-19"));
        assert_eq!(
            (first.since, first.to_string()),
            (None, "insufficient".into())
        );
    }
}

#[test]
fn the_peak_is_as_printed() {
    let trajectory = trajectory(&article_and_more(), &covered());
    let peak = trajectory.peak(date("2025-07-11")).unwrap();
    assert!((peak.highest.value - 0.6409).abs() < 5e-5);
    assert_eq!(peak.highest.at, date("2025-03-19").into());
    let trough = peak.trough.unwrap();
    assert!((trough.value - 0.0022).abs() < 5e-5);
    assert_eq!(trough.at, date("2025-02-02").into());
    assert!((peak.retraced.unwrap() - 0.7705).abs() < 5e-5);
    assert_eq!(
        trajectory.level(peak.highest.at).unwrap().value().to_bits(),
        peak.highest.value.to_bits()
    );

    assert_eq!(trajectory.peak(date("2025-02-01")), None);
    let first = trajectory.peak(date("2025-02-02")).unwrap();
    assert_eq!(
        (first.highest.at, first.trough, first.retraced),
        (date("2025-02-02").into(), None, None)
    );
}

/// Uniform on [100, 128), seen at 200: .11% from the decay at the midpoint.
#[test]
fn an_uncertain_date_decays_by_its_expectation() {
    let epoch = date("1970-01-01");
    let day = |days| epoch + TimeDelta::days(days);
    let mark = Mark::new(DaySpan::new(day(100), day(128)).unwrap(), 1.0, 1.0).unwrap();
    let level = trajectory(&[mark], &unknown()).level(day(200)).unwrap();
    let excess = level.sums.weight / (-86.0_f64 / 120.0).exp2() - 1.0;
    assert!((excess - 0.0011).abs() < 5e-5, "{excess}");
}

#[test]
fn a_window_begins_with_the_day_sixty_days_before() {
    let day = |from, to| Mark::new(span(from, to), 1.0, 0.5).unwrap();
    let old = day("2025-05-11", "2025-05-12");
    let new = day("2025-05-12", "2025-05-13");
    let trajectory = trajectory(&[old, new], &unknown());
    let shares = trajectory.contributions(date("2025-07-11"));
    assert_eq!(shares.of_window(), shares.of(&new).change);
    let noon = date("2025-07-11").and_hms_opt(12, 0, 0).unwrap().and_utc();
    assert_eq!(trajectory.contributions(noon).of_window(), Some(0.0));
}

#[test]
fn absence_is_not_zero() {
    let empty = trajectory(&[], &unknown());
    let at = date("2025-07-11");
    assert_eq!((empty.level(at), empty.peak(at)), (None, None));
    let trend = empty.trend(at);
    assert_eq!(trend.direction, Direction::Insufficient);
    assert_eq!((trend.change, trend.p_rising()), (None, None));
    assert_eq!(trend.coverage, CoverageUsed::Unknown);
    assert_eq!(empty.ongoing(at).since, None);
    // With a baseline nothing was expected, and nothing happened.
    let quiet = trajectory(&[], &covered()).trend(at);
    assert_eq!(
        (quiet.change, quiet.p_rising(), quiet.missing),
        (Some(0.0), Some(0.5), Some(Missing::Marks))
    );

    let marks = article();
    let article = trajectory(&marks, &unknown());
    assert_eq!(article.level(date("2025-02-01")), None);
    assert!(article.level(date("2025-02-02")).is_some());
    // The window starts with the coverage: no baseline, no trend, but a level.
    let without = trajectory(&marks, &since("2025-05-12"));
    let trend = without.trend(at);
    assert_eq!(
        (trend.change, trend.direction, trend.missing),
        (None, Direction::Insufficient, Some(Missing::Baseline))
    );
    assert_eq!(without.contributions(at).of(&marks[0]).change, None);
    assert!(trend.level.is_some());
    let one_day = trajectory(&marks, &since("2025-05-11"));
    assert!(one_day.trend(at).change.is_some());
    // Nor is there a baseline if nothing is covered, or nothing of the window.
    let before = Coverage::of([(date("2025-01-01"), Some(date("2025-05-12")))]).unwrap();
    for coverage in [Coverage::nothing(), before] {
        let trend = trajectory(&marks, &coverage).trend(at);
        assert_eq!(trend.missing, Some(Missing::Baseline), "{coverage}");
        assert_eq!(trend.coverage, CoverageUsed::Declared);
    }
    let nothing = trajectory(&marks, &Coverage::nothing()).trend(at);
    assert_eq!((nothing.burst_variance, nothing.freedom), (0.0, 4.0));
}

/// A block is [30 j, 30 j + 30) in days since 1970-01-01: one begins on 2025-01-12.
#[test]
fn an_unknown_coverage_begins_with_the_block_of_the_first_mark() {
    let mark = |day| Mark::new(DaySpan::day(date(day)).unwrap(), 1.0, 0.5).unwrap();
    let used = |day, at| {
        trajectory(&[mark(day)], &unknown())
            .trend(date(at))
            .coverage
    };
    let assumed = |day| CoverageUsed::AssumedSince(date(day));
    assert_eq!(used("2025-01-11", "2025-02-01"), assumed("2024-12-13"));
    assert_eq!(used("2025-01-12", "2025-02-01"), assumed("2025-01-12"));
    // 24 blocks are kept: that of the last day before, and 23 older ones.
    assert_eq!(used("2025-01-12", "2027-01-02"), assumed("2025-01-12"));
    assert_eq!(
        used("2025-01-12", "2027-01-03"),
        CoverageUsed::AssumedAlways
    );
    // A mark that has not begun does not count.
    assert_eq!(used("2025-02-01", "2025-02-01"), CoverageUsed::Unknown);
    let words = [
        (CoverageUsed::Declared, "declared coverage"),
        (
            assumed("2025-01-12"),
            "unknown coverage, assumed from 2025-01-12",
        ),
        (
            CoverageUsed::AssumedAlways,
            "unknown coverage, assumed always",
        ),
        (CoverageUsed::Unknown, "unknown coverage, and no marks"),
    ];
    for (used, printed) in words {
        assert_eq!(used.to_string(), printed);
    }
}

#[test]
fn bands_have_the_limits_that_are_documented() {
    let band = |weight: f64, valence: f64| {
        let day = DaySpan::day(date("2025-07-10")).unwrap();
        let mark = Mark::new(day, weight, valence).unwrap();
        let trajectory = trajectory(&[mark], &unknown());
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

/// Where a window brought nothing, rounding does not make a weight below 0.
#[test]
fn the_weight_of_a_window_is_never_negative() {
    let calibration = Calibration::default();
    let only = Mark::new(DaySpan::day(date("2018-04-11")).unwrap(), 0.25, 0.19).unwrap();
    let mut ledger = Ledger::new();
    ledger.add(DyadKey::directed("USA", "RUS"), &only).unwrap();
    let dates: Vec<_> = date("2018-06-20").iter_days().take(600).collect();
    let trends = ledger.trends(dates.iter().copied(), &calibration, &unknown());
    for (&at, row) in dates.iter().zip(trends) {
        let snapshot = Snapshot::of(&ledger, SnapshotSpec::new(at, &calibration)).unwrap();
        let seen = snapshot.dyad("USA", "RUS").unwrap().trend();
        let trajectory = Trajectory::new(
            &ledger
                .dyad("USA", "RUS")
                .map(|dyad| dyad.undirected())
                .unwrap(),
            &calibration,
        );
        let trend = trajectory.trend(at);
        for weight in [trend.weight_new, row.trend.weight_new, seen.weight_new] {
            assert!((0.0..1e-12).contains(&weight), "{weight:e} at {at}");
        }
        assert_eq!(row.trend, trend);
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
        "`Rising` is not a direction: expected one of `insufficient`, `rising`, `falling`, `steady`, `unclear`; did you mean `rising`?"
    );
    assert_eq!(
        "warm".parse::<Band>().unwrap_err().to_string(),
        "`warm` is not a band: expected one of `strong conflict`, `marked conflict`, \
         `mild conflict`, `neutral`, `mild cooperation`, `marked cooperation`, `strong cooperation`"
    );
}

#[test]
fn what_is_lacking_is_said_in_words() {
    let words = [
        (Missing::Baseline, "no coverage to compare with"),
        (Missing::Marks, "no marks"),
        (Missing::WeightNew, "too little weight in the window"),
        (Missing::WeightOld, "too little weight before the window"),
        (
            Missing::Weight,
            "too little weight in the window and before it",
        ),
    ];
    for (lack, printed) in words {
        assert_eq!(lack.to_string(), printed);
    }
}

/// A trend prints as its direction with the probability of a rise.
#[test]
fn levels_and_trends_print_for_a_person() {
    let printed = trajectory(&article_and_more(), &covered());
    let level = |at| printed.level(date(at)).unwrap().to_string();
    assert_eq!(level("2025-03-20"), "+0.64 ± 0.48, mild cooperation");
    assert_eq!(level("2025-07-11"), "+0.15 ± 0.35, neutral");
    let trend = |at| printed.trend(date(at)).to_string();
    assert_eq!(trend("2025-05-26"), "falling, P(rising) .09");
    assert_eq!(trend("2025-07-11"), "unclear, P(rising) .26");
    assert_eq!(
        trend("2025-02-10"),
        "insufficient (no coverage to compare with)"
    );
    // A dense pair that turns.
    let start = date("2024-01-01");
    let act = |day: i64| {
        let span = DaySpan::day(start + TimeDelta::days(day)).unwrap();
        Mark::new(span, 1.0, if day < 400 { 0.4 } else { -0.4 }).unwrap()
    };
    let marks: Vec<_> = (0..460).map(act).collect();
    let trend = trajectory(&marks, &Coverage::since(start)).trend(start + TimeDelta::days(430));
    assert!(trend.is_strong);
    assert_eq!(trend.to_string(), "strongly falling, P(rising) <.01");
}

#[test]
fn asymmetry_compares_two_directions() {
    let marks = article();
    let ledger = |marks: &[Mark]| DyadLedger::from_marks(marks).unwrap();
    let (kind, harsh) = (&marks[4..7], &marks[3..4]);
    let (calibration, coverage) = (Calibration::default(), covered());
    let asymmetry = |ab: &[Mark], ba: &[Mark], at| {
        trend::asymmetry(&ledger(ab), &ledger(ba), at, &calibration, &coverage).unwrap()
    };
    let at = date("2025-07-11");
    let z = asymmetry(kind, harsh, at).unwrap();
    // It is that of the level of both, with the sign of one turned.
    let turned = harsh
        .iter()
        .map(|mark| Mark::new(mark.span(), mark.weight(), -mark.valence()));
    let turned = turned.collect::<Result<Vec<_>, _>>().unwrap();
    let both: Vec<_> = kind.iter().chain(&turned).copied().collect();
    let expected = trajectory(&both, &coverage).level(at).unwrap().z();
    assert!(
        (z - expected).abs() < 1e-12 && z > 0.0,
        "{z}, not {expected}"
    );
    assert_eq!(asymmetry(harsh, kind, at), Some(-z));
    assert_eq!(asymmetry(kind, harsh, date("2025-01-01")), None);
}

/// A default threshold that is given anew gives the same trend, to the bit.
#[test]
fn setting_the_same_thresholds_again_changes_no_direction() {
    let again = Calibration::default().with_thresholds(0.6, 0.9, 0.95);
    let again = again.and_then(|one| one.with_steady(0.75, 0.7)).unwrap();
    let ledger = DyadLedger::from_marks(&article_and_more()).unwrap();
    let by = |calibration| Trajectory::new(&ledger, calibration).with_coverage(covered());
    let (one, other) = (by(&Calibration::default()), by(&again));
    let year = span("2025-01-20", "2026-01-01");
    assert!(one.walk(year).eq(other.walk(year)));
}

/// At noon the ongoing direction is that of the last midnight.
#[test]
fn a_direction_holds_during_the_day() {
    let trajectory = trajectory(&article_and_more(), &covered());
    let noon: DateTime<Utc> = "2025-07-10T12:00:00Z".parse().unwrap();
    let ongoing = trajectory.ongoing(noon);
    assert_eq!(ongoing, trajectory.ongoing(date("2025-07-10")));
    assert_eq!(ongoing.since, Some(date("2025-05-26")));
}

/// A direction that depends on the half-life or the window is not worth much.
#[test]
fn robustness_tries_other_numbers() {
    let trajectory = trajectory(&article_and_more(), &covered());
    let at = date("2025-05-26");
    let robustness = trajectory.robustness(at);
    let names: Vec<_> = robustness
        .rows
        .iter()
        .map(|one| one.variant.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "half-life 60 d",
            "half-life 90 d",
            "half-life 120 d",
            "half-life 180 d",
            "half-life 240 d",
            "window 45 d",
            "window 60 d",
            "window 75 d",
            "window 90 d",
        ]
    );
    let ledger = DyadLedger::from_marks(&article_and_more()).unwrap();
    let half_lives = [60.0, 90.0, 120.0, 180.0, 240.0];
    let half_lives = half_lives.map(|days| Calibration::default().with_half_life(days));
    let windows = [45, 60, 75, 90].map(|days| Calibration::default().with_window(days));
    let calibrations = half_lives.into_iter().chain(windows);
    for (calibration, row) in calibrations.zip(&robustness.rows) {
        let by = Trajectory::new(&ledger, &calibration.unwrap()).with_coverage(covered());
        let trend = by.trend(at);
        assert_eq!(
            (row.p_rising, row.direction, row.unvalued),
            (trend.p_rising(), trend.direction, 0)
        );
    }
    assert_eq!(robustness.to_string().lines().count(), 9);
}

/// A baseline of which next to nothing is left is none: its numbers would be infinite.
#[test]
fn a_baseline_of_ages_ago_gives_no_trend() {
    let mark = |day: &str| Mark::new(DaySpan::day(date(day)).unwrap(), 5.0, 0.5).unwrap();
    let marks = [mark("2022-09-23"), mark("2022-11-22")];
    let ledger = DyadLedger::from_marks(&marks).unwrap();
    let ages_ago = (date("2016-11-07"), Some(date("2016-11-08")));
    let coverage = Coverage::of([ages_ago, (date("2022-09-24"), None)]).unwrap();
    for half_life in [0.5, 2.0] {
        let calibration = Calibration::default().with_half_life(half_life).unwrap();
        let trajectory = Trajectory::new(&ledger, &calibration).with_coverage(coverage.clone());
        let trend = trajectory.trend(date("2022-11-23"));
        assert_eq!(trend.missing, Some(Missing::Baseline), "{trend}");
        assert_eq!(trend, trend.clone());
    }
}
