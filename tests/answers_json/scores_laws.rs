//! Answers about scores survive JSON, and texts that no answer has are refused.

use std::fmt::Debug;

use chrono::{Days, NaiveDate};
use ciborium::Value as Cbor;
use detente::claim::{self, TrendClaim};
use detente::ledger::{DaySpan, DyadLedger, Mark, SpanSums};
use detente::trend::diagnostics::{Correction, MannKendall, Penalty, TheilSen};
use detente::trend::{
    Calibration, Coverage, Level, Ongoing, Peak, Robustness, SpanContribution, Trajectory, Trend,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::date;

fn day(after: u64) -> NaiveDate {
    date(1, 1) + Days::new(after)
}

fn any_trajectory() -> impl Strategy<Value = Trajectory> {
    let mark = (0..400_u64, 1..40_u64, 0.0..3.0, -1.0..=1.0_f64);
    let mark = mark.prop_map(|(from, days, weight, valence)| {
        let length = if days > 30 { days } else { 1 };
        let span = DaySpan::new(day(from), day(from + length)).unwrap();
        Mark::new(span, weight, valence).unwrap()
    });
    let coverage = prop_oneof![
        Just(Coverage::unknown()),
        Just(Coverage::always()),
        (0..200_u64).prop_map(|first| Coverage::since(day(first))),
    ];
    (proptest::collection::vec(mark, 0..60), coverage).prop_map(|(marks, coverage)| {
        let ledger = DyadLedger::from_marks(&marks).unwrap();
        Trajectory::new(&ledger, &Calibration::default()).with_coverage(coverage)
    })
}

fn read<T: DeserializeOwned>(text: &Value) -> Result<T, serde_json::Error> {
    serde_json::from_str(&text.to_string())
}

/// Checks that an answer is read back from JSON and from CBOR bit for bit.
pub(super) fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(answer: &T) {
    let text = serde_json::to_string(answer).unwrap();
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(&back, answer);
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
    let back: T = Cbor::serialized(answer).unwrap().deserialized().unwrap();
    assert_eq!(&back, answer);
}

/// Iterates over all values that `edit` can make of one object within a value.
fn edited(value: &Value, edit: &impl Fn(&Value) -> Vec<Value>) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Object(fields) => {
            all.extend(edit(value));
            for (name, inner) in fields {
                for inner in edited(inner, edit) {
                    let mut outer = fields.clone();
                    outer.insert(name.clone(), inner);
                    all.push(Value::Object(outer));
                }
            }
        }
        Value::Array(list) => {
            for (place, inner) in list.iter().enumerate() {
                for inner in edited(inner, edit) {
                    let mut outer = list.clone();
                    outer[place] = inner;
                    all.push(Value::Array(outer));
                }
            }
        }
        _ => {}
    }
    all
}

/// Iterates over all values in which one number became another.
fn with_number(value: &Cbor, number: f64) -> Vec<Cbor> {
    match value {
        Cbor::Float(_) => vec![Cbor::Float(number)],
        Cbor::Map(fields) => {
            let places = fields.iter().enumerate();
            let edited = places.flat_map(|(place, (_, inner))| {
                with_number(inner, number).into_iter().map(move |inner| {
                    let mut outer = fields.clone();
                    outer[place].1 = inner;
                    Cbor::Map(outer)
                })
            });
            edited.collect()
        }
        Cbor::Array(list) => {
            let places = list.iter().enumerate();
            let edited = places.flat_map(|(place, inner)| {
                with_number(inner, number).into_iter().map(move |inner| {
                    let mut outer = list.clone();
                    outer[place] = inner;
                    Cbor::Array(outer)
                })
            });
            edited.collect()
        }
        _ => Vec::new(),
    }
}

/// Checks that no field can be added or left out, and that no number can be NaN or infinite.
pub(super) fn is_strict<T: Serialize + DeserializeOwned + Debug>(answer: &T) {
    let text = serde_json::to_value(answer).unwrap();
    let more = |object: &Value| {
        let mut more = object.clone();
        more["surprise"] = json!(1);
        vec![more]
    };
    let less = |object: &Value| {
        let fields = object.as_object().unwrap();
        let without = |name: &String| {
            let mut less = fields.clone();
            less.remove(name);
            Value::Object(less)
        };
        fields.keys().map(without).collect()
    };
    let edited = [edited(&text, &more), edited(&text, &less)].concat();
    assert!(!edited.is_empty());
    for wrong in edited {
        assert!(read::<T>(&wrong).is_err(), "accepted: {wrong}");
    }
    let text = Cbor::serialized(answer).unwrap();
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for wrong in with_number(&text, number) {
            assert!(wrong.deserialized::<T>().is_err(), "accepted: {wrong:?}");
        }
    }
}

proptest! {
    #[test]
    fn answers_about_a_dyad_survive_json(trajectory in any_trajectory(), at in 0..500_u64) {
        let at = day(at);
        let ongoing = trajectory.ongoing(at);
        survives(&ongoing);
        survives::<Trend>(&trajectory.trend(at));
        survives::<Option<Level>>(&trajectory.level(at));
        survives::<Option<Peak>>(&trajectory.peak(at));
        survives::<Robustness>(&trajectory.robustness(at));
        survives::<Vec<SpanContribution>>(&trajectory.contributions(at).by_span());
    }

    #[test]
    fn diagnostics_survive_json(
        values in proptest::collection::vec(-3..3_i64, 4..40),
        noise in proptest::collection::vec(-1e9..1e9_f64, 4..40),
    ) {
        survives(&MannKendall::of(&values, Correction::default()).unwrap());
        survives(&TheilSen::of(&noise).unwrap());
    }

    #[test]
    fn marks_and_sums_survive_json(
        (from, length) in (0..400_u64, 1..40_u64),
        (weight, valence, contact) in (0.001..1_024.0, -1.0..=1.0_f64, 0.0..1.0),
    ) {
        let span = DaySpan::new(day(from), day(from + length)).unwrap();
        let mark = Mark::new(span, weight, valence).unwrap().with_contact(contact).unwrap();
        survives(&mark);
        let ledger = DyadLedger::from_marks([&mark]).unwrap();
        survives::<Vec<SpanSums>>(&ledger.spans().collect());
    }
}

/// A dyad that soured in May.
fn soured() -> Trajectory {
    let friendly = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
    let hostile = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
    let marks = friendly
        .into_iter()
        .chain(hostile)
        .map(|(month, day, valence)| {
            Mark::new(DaySpan::day(date(month, day)).unwrap(), 1.0, valence).unwrap()
        });
    let ledger = DyadLedger::from_marks(&marks.collect::<Vec<_>>()).unwrap();
    Trajectory::new(&ledger, &Calibration::default()).with_coverage(Coverage::since(date(1, 1)))
}

#[test]
fn no_field_is_optional_and_none_is_ignored() {
    let trajectory = soured();
    let at = date(6, 10);
    is_strict::<Ongoing>(&trajectory.ongoing(at));
    is_strict::<Level>(&trajectory.level(at).unwrap());
    is_strict::<Peak>(&trajectory.peak(at).unwrap());
    is_strict::<Robustness>(&trajectory.robustness(at));
    is_strict(&trajectory.contributions(at).by_span());
    is_strict(&MannKendall::of(&[1_i64, 4, 2, 6, 5], Correction::None).unwrap());
    is_strict(&TheilSen::of(&[1.0, 4.0, 2.0, 6.0, 5.0]).unwrap());
    is_strict(&Penalty::Own(2.5));
    is_strict(&vec![
        claim::below(-0.5),
        claim::higher_at(at),
        claim::falling(None),
    ]);
    is_strict(&vec![claim::off_the_peak(30), claim::not_reversed()]);
    is_strict(&vec![
        claim::no_gap(30, at, date(7, 1)),
        claim::ordinal("kuala-lumpur", 2),
    ]);
    is_strict(&Mark::new(DaySpan::day(at).unwrap(), 1.0, -0.5).unwrap());
}

/// The message for an answer of which one field became another value.
pub(super) fn refused<T: Serialize + DeserializeOwned + Debug>(
    answer: &T,
    field: &str,
    value: Value,
) -> String {
    let mut text = serde_json::to_value(answer).unwrap();
    *text.pointer_mut(field).unwrap() = value;
    let message = read::<T>(&text).unwrap_err().to_string();
    message.split(" at line").next().unwrap().to_owned()
}

#[test]
fn a_value_that_no_answer_has_is_refused() {
    let trajectory = soured();
    let trend = trajectory.trend(date(6, 10));
    let refused_trend = |field, value| refused(&trend, field, value);
    assert_eq!(
        refused_trend("/p_rising", json!(1.5)),
        "the number is `1.5`: expected a probability, 0 to 1"
    );
    assert_eq!(
        refused_trend("/variance", json!(-0.25)),
        "the number is `-0.25`: expected a finite number of at least 0"
    );
    assert!(
        refused_trend("/p_rising", json!(0.5)).starts_with("`p_rising` is `0.5`: expected `0.0")
    );
    assert!(
        refused_trend("/change_sd", json!(-1.0)).starts_with("`change_sd` is `-1`: expected `")
    );
    assert!(refused_trend("/level/sd", json!(-1.0)).starts_with("`sd` is `-1`: expected `"));
    assert!(refused_trend("/level/value", Value::Null).contains("expected f64"));
    assert_eq!(
        refused_trend("/direction", json!("rising")),
        "`direction` is `rising`: expected a direction that agrees with the change"
    );
    assert_eq!(
        refused_trend("/missing", json!("marks")),
        "`direction` is `falling`: expected `insufficient` if evidence is missing, and only then"
    );
    assert!(
        refused_trend("/level/band", json!("neutral"))
            .starts_with("`band` is `neutral`: expected `")
    );
    assert_eq!(
        refused_trend("/level/sums/marks", json!(0)),
        "the level has `0` marks: expected at least 1"
    );
    assert_eq!(
        refused_trend("/at", json!("2025-06-11T00:00:00Z")),
        "the level is that of 2025-06-10: expected 2025-06-11, as the trend"
    );
    assert_eq!(
        refused_trend("/at", json!("2025-06-10T00:00:00.5Z")),
        "`2025-06-10T00:00:00.500+00:00` is between two seconds: expected whole seconds"
    );

    let ongoing = trajectory.ongoing(date(6, 10));
    assert_eq!(
        refused(&ongoing, "/p", Value::Null),
        format!("`p` is `null`: expected `{}`", ongoing.p.unwrap())
    );
    assert_eq!(
        refused(&ongoing, "/since", json!("2025-06-11")),
        "`since` is `2025-06-11`: expected at most 2025-06-10, the day of the trend"
    );
    let peak = trajectory.peak(date(6, 10)).unwrap();
    assert_eq!(
        refused(&peak, "/trough/at", json!("2025-09-01T00:00:00Z")),
        format!(
            "the trough is at 2025-09-01: expected a time before the peak at {}",
            peak.highest.at
        )
    );
    assert!(
        refused(&peak, "/retraced", Value::Null).starts_with("`retraced` contradicts the trough")
    );

    let test = MannKendall::of(&[1_i64, 4, 2, 6, 5], Correction::None).unwrap();
    assert_eq!(
        refused(&test, "/tau", json!(-0.6)),
        "`tau` is `-0.6`: expected -1 to 1, with the sign of `s`"
    );
    assert!(refused(&test, "/p", json!(2.0)).starts_with("`p` is `2`: expected `0."));
    let slope = TheilSen::of(&[1.0, 4.0, 2.0, 6.0, 5.0]).unwrap();
    assert!(
        refused(&slope, "/slope", json!(99.0))
            .starts_with("`slope` is `99`: expected a slope within")
    );

    let mark = Mark::new(DaySpan::day(date(7, 10)).unwrap(), 0.25, 0.25).unwrap();
    assert_eq!(
        refused(&mark, "/valence", json!(1.5)),
        "the valence is `1.5`: expected -1 to 1"
    );
    assert_eq!(
        refused(&mark, "/span/end", json!("2025-07-10")),
        "the span from `2025-07-10` to `2025-07-10` contains no day: expected an end after its start"
    );
    assert!(
        refused::<TrendClaim>(&claim::not_reversed(), "/kind", json!("reversed"))
            .contains("expected one of")
    );
}

/// Some of these numbers were computed without end before they were compared.
#[test]
fn numbers_that_no_kernel_makes_are_refused() {
    let trajectory = soured();
    let trend = trajectory.trend(date(6, 10));
    for field in ["/freedom", "/level/freedom"] {
        for value in [0.0, 1e-300, 1e300] {
            assert_eq!(
                refused(&trend, field, json!(value)),
                format!("`freedom` is `{value:?}`: expected a number from 1e-9 to 1100000000.0")
            );
        }
    }
    for value in [1e200, -1e308] {
        assert_eq!(
            refused(&trend, "/change", json!(value)),
            format!("`change` is `{value:?}`: expected a number from -1e131 to 1e131")
        );
    }
    for field in [
        "/variance",
        "/weight_new",
        "/weight_old",
        "/burst_variance",
        "/level/kappa",
        "/level/variance",
        "/level/burst_variance",
        "/level/sums/score",
        "/level/sums/cooperation",
        "/level/sums/weight",
        "/level/sums/engagement",
    ] {
        let name = field.rsplit('/').next().unwrap();
        let message = refused(&trend, field, json!(1e308));
        assert!(
            message.starts_with(&format!("`{name}` is `1e308`: expected a number from")),
            "{message}"
        );
    }
    let level = trajectory.level(date(6, 10)).unwrap();
    assert!(refused(&level, "/freedom", json!(0)).starts_with("`freedom` is `0.0`"));
    let ongoing = trajectory.ongoing(date(6, 10));
    assert!(refused(&ongoing, "/trend/freedom", json!(0)).starts_with("`freedom` is `0.0`"));
    assert!(refused(&ongoing, "/trend/change", json!(-1e308)).starts_with("`change` is `-1e308`"));
}

#[test]
fn a_trend_has_a_level_and_a_change_unless_they_are_missing() {
    let trajectory = soured();
    let trend = trajectory.trend(date(6, 10));
    assert_eq!(
        refused(&trend, "/level", Value::Null),
        "`level` is `null`: expected a level, unless `missing` is `marks`"
    );
    // A rise of too little weight has a level and a change, whatever else is missing.
    let mut weak = serde_json::to_value(trend).unwrap();
    weak["direction"] = json!("insufficient");
    weak["is_strong"] = json!(false);
    let message = |missing: &str| {
        let mut weak = weak.clone();
        weak["missing"] = json!(missing);
        read::<Trend>(&weak)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert_eq!(message("weight_new"), Ok(()));
    assert!(
        message("marks")
            .unwrap_err()
            .starts_with("`missing` is `marks`: expected `level`")
    );
    assert!(
        message("baseline")
            .unwrap_err()
            .starts_with("`change` contradicts `missing`")
    );
}

fn borrowed<T: Clone + PartialEq + Debug + Serialize>() {}

fn owned<T: Clone + PartialEq + Debug + Serialize + DeserializeOwned>() {}

fn printed<T: std::fmt::Display>() {}

/// Compiles only if every answer has the traits of an answer, as the two tests after it.
#[test]
fn every_answer_about_scores_that_owns_its_data_has_the_traits_of_an_answer() {
    use detente::claim::{EventClaim, Verdict, World};
    use detente::ledger::{DyadKey, DyadPart, Sums};
    use detente::relations::Unscored;
    use detente::trend::{
        Band, Contribution, CoverageUsed, DecayedSums, Direction, Missing, PeakPoint, RobustnessRow,
    };

    owned::<Level>();
    owned::<DecayedSums>();
    owned::<Band>();
    owned::<Trend>();
    owned::<Direction>();
    owned::<Missing>();
    owned::<CoverageUsed>();
    owned::<Coverage>();
    owned::<Calibration>();
    owned::<Ongoing>();
    owned::<Peak>();
    owned::<PeakPoint>();
    owned::<Contribution>();
    owned::<SpanContribution>();
    owned::<Robustness>();
    owned::<RobustnessRow>();
    owned::<MannKendall>();
    owned::<TheilSen>();
    owned::<Correction>();
    owned::<Penalty>();
    owned::<DaySpan>();
    owned::<Mark>();
    owned::<Sums>();
    owned::<SpanSums>();
    owned::<DyadLedger>();
    owned::<DyadPart>();
    owned::<DyadKey<String>>();
    owned::<Unscored>();
    owned::<Verdict>();
    owned::<World>();
    owned::<TrendClaim>();
    owned::<EventClaim>();
}

#[test]
fn every_answer_about_scores_that_borrows_has_the_traits_of_an_answer() {
    use detente::claim::{Evidence, Judgement};
    use detente::ledger::{Dyad, DyadSeries};
    use detente::relations::{EventContribution, EventMark, PairMark, Unscored};
    use detente::trend::diagnostics::Triad;
    use detente::trend::{
        Contribution, CoverageUsed, Mover, Panel, PanelRow, SnapshotDyad, TrendRow,
    };

    borrowed::<Mover<'_>>();
    borrowed::<TrendRow<'_>>();
    borrowed::<Panel<'_>>();
    borrowed::<PanelRow<'_>>();
    borrowed::<SnapshotDyad<'_>>();
    borrowed::<Triad<'_>>();
    borrowed::<Dyad<'_>>();
    borrowed::<DyadSeries<'_>>();
    borrowed::<EventMark<'_>>();
    borrowed::<EventContribution<'_>>();
    borrowed::<PairMark<'_>>();
    borrowed::<Judgement<'_>>();
    borrowed::<Evidence<'_>>();
    borrowed::<detente::ledger::LedgerError>();
    borrowed::<detente::ledger::MarkError>();
    borrowed::<detente::ledger::SpanError>();
    borrowed::<detente::relations::RelationsError>();
    borrowed::<detente::scoring::ScoringError>();
    borrowed::<detente::trend::diagnostics::SeriesError>();
    printed::<Level>();
    printed::<Trend>();
    printed::<Ongoing>();
    printed::<Contribution>();
    printed::<Robustness>();
    printed::<MannKendall>();
    printed::<TheilSen>();
    printed::<Coverage>();
    printed::<CoverageUsed>();
    printed::<Mover<'_>>();
    printed::<TrendRow<'_>>();
    printed::<EventMark<'_>>();
    printed::<EventContribution<'_>>();
    printed::<Unscored>();
    printed::<Judgement<'_>>();
    printed::<Evidence<'_>>();
}

#[cfg(feature = "import")]
#[test]
fn every_answer_of_an_import_has_the_traits_of_an_answer() {
    use detente::import::{
        CodeColumn, ConversionError, Delimiter, Detection, EmptyFile, FileFault, FileKind, Format,
        FormatMismatch, IdList, IdListError, Import, ImportError, NoRows, OutlierYear, PlainLayout,
        Progress, Published, QuadrupleLayout, RowExample, RowFault, RowFaultKind, RowOutcome,
        RowWarning, RowWarnings, Summary, Unmarked, WarningCount,
    };
    owned::<Import>();
    owned::<Summary>();
    owned::<Unmarked>();
    owned::<WarningCount>();
    owned::<RowExample>();
    owned::<FileFault>();
    owned::<EmptyFile>();
    owned::<NoRows>();
    owned::<OutlierYear>();
    owned::<FormatMismatch>();
    owned::<CodeColumn>();
    owned::<RowFault>();
    owned::<RowFaultKind>();
    owned::<RowOutcome>();
    owned::<RowWarning>();
    owned::<RowWarnings>();
    owned::<Progress>();
    owned::<Format>();
    owned::<Detection>();
    owned::<Published>();
    owned::<FileKind>();
    owned::<PlainLayout>();
    owned::<Delimiter>();
    owned::<IdList>();
    owned::<QuadrupleLayout>();
    borrowed::<IdListError>();
    borrowed::<ImportError>();
    borrowed::<ConversionError>();
    printed::<Summary>();
    printed::<FileFault>();
    printed::<EmptyFile>();
    printed::<NoRows>();
    printed::<CodeColumn>();
    printed::<RowOutcome>();
    printed::<RowWarning>();
    printed::<Detection>();
    printed::<Published>();
    printed::<FileKind>();
}
