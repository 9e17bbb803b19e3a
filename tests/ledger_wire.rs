//! The written forms of ledgers and snapshots: committed samples, canonical, checked.
#![cfg(feature = "json")]

use detente::ledger::{DaySpan, DyadLedger, Ledger, SpanSums};
use detente::trend::{Band, Direction, DyadSnapshot, Snapshot};
use proptest::prelude::*;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

mod marks;

use marks::{snapshot_of, sums};

mod written;

use written::{any_acts, day, dyad, ledger, pretty, sample, sample_snapshot, snapshot, vantage};

const LEDGER: &str = include_str!("data/ledger-v2.json");
const SNAPSHOT: &str = include_str!("data/snapshot-v2.json");
const FIRST_LEDGER: &str = include_str!("data/ledger-v1.json");
const FIRST_SNAPSHOT: &str = include_str!("data/snapshot-v1.json");

#[test]
fn the_second_version_stays_readable_and_is_what_is_written() {
    assert_eq!(serde_json::from_str::<Ledger>(LEDGER).unwrap(), sample());
    assert_eq!(pretty(&sample()), LEDGER);
    assert_eq!(
        serde_json::from_str::<Snapshot>(SNAPSHOT).unwrap(),
        sample_snapshot()
    );
    assert_eq!(pretty(&sample_snapshot()), SNAPSHOT);
}

#[test]
fn a_ledger_of_the_first_version_is_read() {
    let first = serde_json::from_str::<Ledger>(FIRST_LEDGER).unwrap();
    assert_eq!(first, sample());
    assert_eq!(pretty(&first), LEDGER);
}

/// In version 1 a mark without weight was counted. Spans of such marks are dropped; on a span
/// that has others as well the number of marks stays as it was.
#[test]
fn marks_without_weight_of_the_first_version_are_dropped() {
    let unit = 1_u64 << 40;
    let spans = |weights: [u64; 3]| {
        json!({
            "from": [20_100, 20_101, 20_103], "days": [1, 30, 1], "marks": [2, 1, 3],
            "score": [0, 0, unit / 2], "positive": [0, 0, unit / 2], "weight": weights,
            "squares": [0, 0, unit / 4], "contact": [unit, 0, 0],
        })
    };
    let ledger = |version: u32, weights| {
        let dyad = json!({
            "format": "detente-dyad-ledger", "version": version, "spans": spans(weights),
        });
        serde_json::from_value::<DyadLedger>(dyad)
    };
    let first = ledger(1, [0, 0, unit]).unwrap();
    assert_eq!((first.spans().count(), first.marks()), (1, 3));
    let last = first.spans().next().unwrap();
    assert_eq!((last.span().days(), last.sums().weight), (1, 1 << 40));
    assert_eq!(ledger(1, [0, unit, unit]).unwrap().spans().count(), 2);
    // No ledger of version 2 has them.
    assert_eq!(
        ledger(2, [0, 0, unit]).unwrap_err().to_string(),
        "the marks on [2025-01-12, 2025-01-13) have no weight: expected at least one unit"
    );

    // A pair may have had no other marks.
    let all = |version: u32| {
        let dyad = |source: u32, target: u32, weights| {
            json!({
                "source": source, "target": target, "symmetric": false, "spans": spans(weights),
            })
        };
        let empty = json!({
            "from": [20_100], "days": [1], "marks": [2], "score": [0], "positive": [0],
            "weight": [0], "squares": [0], "contact": [unit],
        });
        let mut alone = dyad(0, 1, [0; 3]);
        alone["spans"] = empty;
        json!({
            "format": "detente-ledger", "version": version, "actors": ["CHN", "RUS", "USA"],
            "dyads": [alone, dyad(1, 2, [0, 0, unit])],
        })
    };
    let first = serde_json::from_value::<Ledger>(all(1)).unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!(
        first.dyad("RUS", "USA").map(|dyad| dyad.undirected()),
        Some(
            serde_json::from_value(json!({
                "format": "detente-dyad-ledger", "version": 1, "spans": spans([0, 0, unit]),
            }))
            .unwrap()
        )
    );
    let refused = serde_json::from_value::<Ledger>(all(2)).unwrap_err();
    assert!(refused.to_string().contains("have no weight"), "{refused}");
    survives(&first);
}

#[test]
fn a_snapshot_of_the_first_version_is_refused_and_says_what_to_make_again() {
    let refused = serde_json::from_str::<Snapshot>(FIRST_SNAPSHOT).unwrap_err();
    let message = refused.to_string();
    assert!(
        message.starts_with(
            "`version` is `1`, with the sums of another scoring: expected `2`; make the snapshot again \
             from its marks or its ledger"
        ),
        "{message}"
    );
    let dyad = r#"{"format":"detente-dyad-snapshot","version":1,"vantage":{}}"#;
    let refused = serde_json::from_str::<DyadSnapshot>(dyad).unwrap_err();
    assert!(
        refused.to_string().starts_with("`version` is `1`, with "),
        "{refused}"
    );
}

/// Through JSON as text and as a value, and through formats that do and do not name fields.
fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    let tree = serde_json::to_value(value).unwrap();
    assert_eq!(&serde_json::from_value::<T>(tree).unwrap(), value);
    let mut cbor = Vec::new();
    ciborium::into_writer(value, &mut cbor).unwrap();
    assert_eq!(
        &ciborium::from_reader::<T, _>(cbor.as_slice()).unwrap(),
        value
    );
    #[cfg(feature = "postcard")]
    {
        let counted = postcard::to_allocvec(value).unwrap();
        assert_eq!(&postcard::from_bytes::<T>(&counted).unwrap(), value);
    }
}

/// The greatest sums keep every bit.
#[test]
fn integers_beyond_the_precision_of_a_double_are_exact() {
    let span = DaySpan::day(day(7)).unwrap();
    let sums = sums([-(i64::MAX - 3), 3, i64::MAX, (1 << 53) + 1, i64::MAX - 6]);
    let mut ledger = DyadLedger::new();
    ledger
        .add(&SpanSums::new(span, u32::MAX, sums).unwrap())
        .unwrap();
    survives(&ledger);
    let text = serde_json::to_string(&ledger).unwrap();
    assert!(
        text.contains("9223372036854775807") && text.contains("9007199254740993"),
        "{text}"
    );
    survives(&snapshot_of(&ledger, vantage()));
}

proptest! {
    #[test]
    fn what_is_written_is_read(acts in any_acts()) {
        let ledger = ledger(&acts);
        survives(&ledger);
        survives(&dyad(&acts));
        survives(&snapshot(&acts));
        survives(&snapshot_of(&dyad(&acts), vantage()));
    }

    #[test]
    fn the_same_marks_give_the_same_text(
        (acts, shuffled) in any_acts().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle())),
    ) {
        prop_assert_eq!(pretty(&ledger(&acts)), pretty(&ledger(&shuffled)));
        prop_assert_eq!(pretty(&snapshot(&acts)), pretty(&snapshot(&shuffled)));
    }
}

/// What a change of the sample is refused with.
fn refused<T: DeserializeOwned>(sample: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::from_str(sample).unwrap();
    change(&mut value);
    match serde_json::from_value::<T>(value) {
        Ok(_) => panic!("it was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_could_not_have_been_built_is_not_read() {
    let ledger = |change: fn(&mut Value)| refused::<Ledger>(LEDGER, change);
    let snapshot = |change: fn(&mut Value)| refused::<Snapshot>(SNAPSHOT, change);
    let messages = [
        ledger(|v| v["format"] = json!("detente-timeline")),
        ledger(|v| v["version"] = json!(3)),
        ledger(|v| v["version"] = json!(0)),
        ledger(|v| v["actors"][1] = json!("Zaire")),
        ledger(|v| v["dyads"][0]["target"] = json!(9)),
        ledger(|v| v["dyads"][0]["target"] = v["dyads"][0]["source"].clone()),
        ledger(|v| v["dyads"].as_array_mut().unwrap().swap(0, 1)),
        ledger(|v| v["dyads"][1] = v["dyads"][0].clone()),
        ledger(|v| v["dyads"][0]["spans"]["marks"][0] = json!(0)),
        ledger(|v| v["dyads"][0]["spans"]["weight"][0] = json!(-1)),
        ledger(|v| v["dyads"][0]["spans"]["weight"][0] = json!(i64::MAX)),
        ledger(|v| v["dyads"][0]["spans"]["days"][0] = json!(0)),
        ledger(|v| v["dyads"][0]["spans"]["from"][0] = json!(i32::MAX)),
        ledger(|v| v["dyads"][0]["spans"]["from"] = json!([])),
        snapshot(|v| v["format"] = json!("detente-ledger")),
        snapshot(|v| v["vantage"]["calibration"]["half_life"] = json!(0)),
        snapshot(|v| v["pairs"][0]["sums"][2] = json!("-1")),
        snapshot(|v| v["pairs"][0]["sums"][0] = json!("1")),
        snapshot(|v| v["pairs"][0]["sums"][0] = json!(1)),
        snapshot(|v| v["pairs"][0]["sums"] = json!(["1"])),
        snapshot(|v| v["pairs"][0]["actors"] = json!([1, 0])),
        snapshot(|v| v["pairs"][1] = v["pairs"][0].clone()),
        snapshot(|v| v["vantage"]["coverage"] = json!([["2025-02-01", "2025-01-01"]])),
        snapshot(|v| v["version"] = json!(1)),
        snapshot(|v| v["version"] = json!(3)),
    ];
    let expected = [
        "`format` is `detente-timeline`: expected `detente-ledger`",
        "`version` is `3`: expected `2`",
        "`version` is `0`: expected `2`",
        "actor `RUS` comes after `Zaire`: expected actors in the order of their names",
        "actor `9` is not in the list: expected 0 to 3",
        "both actors of the dyad are `DEU`: expected two different actors",
        "the marks of `Côte d'Ivoire` and `DEU` are out of order: expected dyads in the order of their actors",
        "the marks of `Côte d'Ivoire` and `DEU` are out of order: expected dyads in the order of their actors",
        "the sums on [2025-01-06, 2025-01-07) have 0 marks: expected at least 1",
        "the sums on [2025-01-06, 2025-01-07) are impossible: expected the sums of marks",
        "the sums of `Côte d'Ivoire` and `DEU` overflow with the marks on [2025-01-06, 2025-01-07)",
        "the span of `0` days from day `20094` is out of range: expected at least one day, within the calendar",
        "the span of `1` days from day `2147483647` is out of range: expected at least one day, within the calendar",
        "the columns have 0 and 1 spans: expected equal lengths",
        "`format` is `detente-ledger`: expected `detente-snapshot`",
        "`half-life` is `0`: expected 0.01 to 1000000",
        "the sums of the dyad are impossible: expected the sums of marks",
        "the sums of the dyad are impossible: expected the sums of marks",
        "the value is the number `1`: expected a string",
        "the sums of the dyad are impossible: expected the sums of marks",
        "the sums of `DEU` and `Côte d'Ivoire` are out of order: expected dyads in the order of their actors",
        "the sums of `Côte d'Ivoire` and `DEU` are out of order: expected dyads in the order of their actors",
        "the span from `2025-02-01` to `2025-01-01` contains no day: expected an end after its start",
        "`version` is `1`, with the sums of another scoring: expected `2`; make the snapshot again \
             from its marks or its ledger",
        "`version` is `3`: expected `2`",
    ];
    for (place, (found, expected)) in messages.iter().zip(expected).enumerate() {
        assert_eq!(found, expected, "{place}");
    }
}

#[test]
fn directions_and_bands_are_written_as_their_words() {
    for direction in Direction::ALL {
        assert_eq!(json!(direction), json!(direction.to_string()));
        assert_eq!(
            serde_json::from_value::<Direction>(json!(direction)).unwrap(),
            direction
        );
    }
    for band in Band::ALL {
        assert_eq!(json!(band), json!(band.to_string()));
        assert_eq!(serde_json::from_value::<Band>(json!(band)).unwrap(), band);
    }
    assert_eq!(json!(Band::MildConflict), json!("mild conflict"));
    // Refused in the words in which a text is.
    let refused = serde_json::from_value::<Direction>(json!("up")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "up".parse::<Direction>().unwrap_err().to_string()
    );
}
