//! Levels, trends, diagnostics, ledgers, relations and claims.

use chrono::NaiveDate;
use detente::claim::{self, EventClaim, TrendClaim, World};
use detente::event::Count;
use detente::ledger::{DaySpan, DyadKey, Ledger, Mark, SpanSums, Sums};
use detente::scoring::Scoring;
use detente::trend::diagnostics::{Correction, MannKendall, Penalty, TheilSen, triads};
use detente::trend::{Calibration, Coverage, CoverageUsed};
use detente::{Relations, Timeline, When};
use serde_json::json;

use super::{date, golden, golden_owned, us_russia};

/// The relations since the inauguration, for all of which the record was made.
fn relations(timeline: &Timeline) -> Relations<'_> {
    let since_january = timeline.view().within(date(1, 20)..);
    let relations = since_january.relations("USA", "RUS").unwrap();
    relations.with_coverage(Coverage::since(date(1, 20)))
}

/// The first of each month of 2025.
fn months() -> Vec<NaiveDate> {
    (1..=9).map(|month| date(month, 1)).collect()
}

/// The ledger of the two, and of China in the first months: the talks with Russia, and the tariffs of and against
/// the United States.
fn ledger(relations: &Relations<'_>) -> Ledger {
    let mut ledger = Ledger::new();
    let pair = relations.ledger().unwrap();
    ledger.add(DyadKey::symmetric("USA", "RUS"), &pair).unwrap();
    let talks = [(1, 21), (2, 24), (2, 28), (3, 3)];
    let tariffs = [(2, 4), (2, 10), (3, 4), (3, 10)];
    for (days, other, valence) in [(talks, "RUS", 0.6), (tariffs, "USA", -0.6)] {
        for (month, day) in days {
            let day = DaySpan::day(date(month, day)).unwrap();
            let mark = Mark::new(day, 1.0, valence).unwrap();
            ledger.add(DyadKey::directed("CHN", other), &mark).unwrap();
        }
    }
    ledger
}

#[test]
fn levels_and_trends() {
    let timeline = us_russia();
    let relations = relations(&timeline);
    let july = date(7, 11);
    golden_owned("level", &relations.level(july).unwrap());
    golden_owned("trend", &relations.trend(july));
    golden_owned("ongoing", &relations.ongoing(july));
    golden_owned("peak", &relations.peak(july).unwrap());
    golden_owned("trend-insufficient", &relations.trend(date(1, 22)));
    golden_owned("robustness", &relations.robustness(july).unwrap());
    let mut spans = relations.trajectory().contributions(july).by_span();
    spans.truncate(2);
    golden_owned("span-contributions", &spans);
    golden_owned("decayed-sums", &relations.level(july).unwrap().sums);

    let assumed = relations.clone().with_coverage(Coverage::unknown());
    golden_owned("coverage-used", &assumed.trend(july).coverage);
    assert!(matches!(
        assumed.trend(july).coverage,
        CoverageUsed::AssumedSince(_)
    ));
    golden_owned("coverage", relations.coverage());
    golden_owned("calibration", &Calibration::default());
}

#[test]
fn dyads_of_a_ledger() {
    let timeline = us_russia();
    let relations = relations(&timeline);
    let ledger = ledger(&relations);
    let (calibration, coverage) = (Calibration::default(), Coverage::since(date(1, 20)));
    let july = date(7, 11);
    golden(
        "movers",
        &ledger
            .movers(july, &calibration, &coverage)
            .with_insufficient(),
    );
    let mover = ledger.movers(july, &calibration, &coverage).next().unwrap();
    golden("mover", &mover);
    assert_eq!(
        mover.to_string(),
        "RUS and USA: unclear, P(rising) .35, q .71"
    );
    let rows: Vec<_> = ledger
        .trends([july], &calibration, &coverage)
        .skip(2)
        .collect();
    golden("trend-rows", &rows);
    assert_eq!(
        rows[0].to_string(),
        "RUS and USA at 2025-07-11: unclear, P(rising) .35"
    );
    let panel = ledger.panel([date(6, 1), july], &calibration);
    golden("panel", &panel);
    golden("panel-rows", &panel.rows().skip(4).collect::<Vec<_>>());
    golden("series", &ledger.series(&months()).unwrap());
    golden("dyad", &ledger.dyad("CHN", "RUS").unwrap());
    golden(
        "triads",
        &triads(&ledger, date(3, 12), &calibration, &coverage),
    );
    let day = DaySpan::new(date(2, 10), date(2, 11)).unwrap();
    let dyad = ledger.dyad("USA", "CHN").unwrap();
    let sums: Vec<SpanSums> = dyad.window(day).collect();
    golden_owned("span-sums", &sums);
    golden_owned::<Sums>("sums", &sums[0].sums());
    let keys = [
        DyadKey::directed("USA", "RUS"),
        DyadKey::symmetric("RUS", "USA"),
    ];
    golden_owned::<Vec<DyadKey<String>>>("dyad-keys", &keys.map(named).to_vec());
}

fn named(key: DyadKey<&str>) -> DyadKey<String> {
    match key {
        DyadKey::Directed { source, target } => DyadKey::directed(source.into(), target.into()),
        DyadKey::Symmetric { a, b } => DyadKey::symmetric(a.into(), b.into()),
    }
}

#[test]
fn diagnostics() {
    let timeline = us_russia();
    let relations = relations(&timeline);
    let trajectory = relations.trajectory();
    let levels = months()
        .into_iter()
        .filter_map(|date| Some(trajectory.level(date)?.value()));
    let levels: Vec<f64> = levels.collect();
    let test = MannKendall::of(&levels, Correction::None).unwrap();
    golden_owned("mann-kendall", &test);
    golden_owned("theil-sen", &TheilSen::of(&levels).unwrap());
    golden_owned("penalties", &vec![Penalty::Schwarz, Penalty::Own(12.5)]);
    golden_owned("correction", &Correction::TrendFreePreWhitening);
}

#[test]
fn events_behind_a_trend() {
    let timeline = us_russia();
    let relations = relations(&timeline);
    let contributions = relations.contributions(date(7, 11));
    golden("event-contributions", &[contributions[0], contributions[1]]);
    golden("event-marks", &[relations.marks()[0], relations.marks()[1]]);
    golden_owned("mark", &relations.marks()[0].mark);
    golden("unscored", &relations.unscored().first());
    let marks = timeline.marks_of(relations.marks()[0].event.id(), &Scoring::default());
    golden("pair-marks", &marks.unwrap().first());
}

#[test]
fn claims_and_judgements() {
    let timeline = us_russia();
    let relations = relations(&timeline);
    let july = date(7, 11);
    let claims: Vec<TrendClaim> = vec![
        claim::falling(Some(90)),
        claim::rising(None),
        claim::higher_at(date(3, 1)),
        claim::below(-0.25),
        claim::off_the_peak(30),
        claim::not_reversed(),
    ];
    golden_owned("trend-claims", &claims);
    let periods = ["2025-05", "2025-06"].map(|text| When::parse(text).unwrap());
    let claims: Vec<EventClaim> = vec![
        claim::ordinal("kuala-lumpur", 2),
        claim::count(Count::between(1, 2).unwrap()),
        claim::in_each(periods),
        claim::record("attack-record", "launched"),
        claim::no_gap(30, date(5, 1), date(7, 1)),
        claim::linked_to(["strikes"]),
    ];
    golden_owned("event-claims", &claims);

    golden(
        "judgement",
        &relations.check(&claim::falling(Some(90)), july),
    );
    let assumed = relations.clone().with_coverage(Coverage::unknown());
    golden(
        "judgement-assumed",
        &assumed.check(&claim::rising(None), july),
    );
    let calls = timeline
        .between("USA", "RUS")
        .unwrap()
        .calls()
        .within(date(2, 1)..date(3, 1));
    let twice = claim::count(Count::exactly(2));
    golden(
        "judgement-of-events",
        &calls.check(&twice, World::Open).unwrap(),
    );
}

#[test]
fn a_written_claim_is_as_short_as_its_call() {
    let read = |text| serde_json::from_value::<TrendClaim>(text).unwrap();
    assert_eq!(
        read(json!({"kind": "falling", "within_days": 90})),
        claim::falling(Some(90))
    );
    assert_eq!(read(json!({"kind": "not_reversed"})), claim::not_reversed());
}

#[test]
fn every_sample_of_the_page_is_a_file() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &std::path::Path| std::fs::read_to_string(path).unwrap();
    let page = read(&root.join("src/format/answers_of_scores.md"));
    let files = root.join("tests/data/answers").read_dir().unwrap();
    let files: Vec<_> = files.map(|file| read(&file.unwrap().path())).collect();
    let samples = page.split("```json\n").skip(1);
    let samples: Vec<_> = samples
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    assert!(samples.len() > 5);
    for sample in samples {
        assert!(files.iter().any(|file| file == sample), "{sample}");
    }
}
