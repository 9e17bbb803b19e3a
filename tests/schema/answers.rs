//! The schemas of answers, held against the samples of `tests/data/answers` and the pages that list the answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use detente::schema;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::{folder, validator};

/// The samples that are not named as their answer, each with its answer.
const NAMES: [(&str, &str); 50] = [
    ("about", "AboutRef"),
    ("actor", "ActorRef"),
    ("bounds-without-end", "Bounds"),
    ("changes-of-each-kind", "Changes"),
    ("clash", "BuildError"),
    ("contacts", "Contact"),
    ("contradiction", "Fault"),
    ("current-silence", "Silence"),
    ("difference-constraints", "DifferenceConstraint"),
    ("dyad-keys", "DyadKey"),
    ("event", "EventRef"),
    ("event-claims", "EventClaim"),
    ("event-contributions", "EventContribution"),
    ("event-marks", "EventMark"),
    ("explanation-of-a-bound", "Explanation"),
    ("extract-changes", "ExtractChange"),
    ("findings", "Finding"),
    ("formats", "Format"),
    ("judgement-assumed", "Judgement"),
    ("judgement-of-events", "Judgement"),
    ("longest-silences", "Silence"),
    ("pair-marks", "PairMark"),
    ("pairs-within", "Nearby"),
    ("panel-rows", "PanelRow"),
    ("participants", "ParticipantRef"),
    ("penalties", "Penalty"),
    ("read-error-of-layout", "ReadError"),
    ("records", "Record"),
    ("reports", "ReportRef"),
    ("row-outcomes", "RowOutcome"),
    ("rules", "Rule"),
    ("series", "DyadSeries"),
    ("source", "SourceRef"),
    ("span-contributions", "SpanContribution"),
    ("span-sums", "SpanSums"),
    ("summary-of-a-table", "Summary"),
    ("temporal-edges", "TemporalEdge"),
    ("terms", "Term"),
    ("trend-claims", "TrendClaim"),
    ("trend-insufficient", "Trend"),
    ("trend-rows", "TrendRow"),
    ("triads", "Triad"),
    ("warnings", "Warning"),
    // Words of types without a schema of their own, and a mixed list.
    ("all-words", ""),
    ("correction", ""),
    ("row-warnings", ""),
    ("time-respect", ""),
    ("unscored", ""),
    ("mann-kendall", "MannKendall"),
    ("theil-sen", "TheilSen"),
];

/// `motif-counts` is `MotifCounts`.
fn pascal_case(file: &str) -> String {
    let words = file.split('-');
    words
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

/// The samples: the name of the file, the name of the answer, and the answers in it.
fn samples() -> Vec<(String, String, Vec<Value>)> {
    let mut samples = Vec::new();
    for file in fs::read_dir(folder("tests/data/answers")).expect("the folder is there") {
        let path = file.expect("the folder can be read").path();
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        let listed = NAMES.iter().find(|(listed, _)| *listed == file);
        let name = listed.map_or_else(|| pascal_case(&file), |(_, name)| (*name).to_owned());
        if name.is_empty() {
            continue;
        }
        let text = fs::read_to_string(&path).expect("the file is text");
        let value: Value = serde_json::from_str(&text).expect("the file is JSON");
        let is_list = matches!(&*name, "AllenRelations" | "Coverage");
        let values = match value {
            Value::Array(values) if !is_list => values,
            value => vec![value],
        };
        samples.push((file, name, values));
    }
    samples.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(samples.len() > 80, "the samples are there");
    samples
}

fn validators() -> BTreeMap<&'static str, Validator> {
    let answers = schema::answers().into_iter();
    answers
        .map(|(name, schema)| (name, validator(&schema)))
        .collect()
}

#[test]
fn every_sample_of_an_answer_is_valid() {
    let validators = validators();
    let mut wrong = Vec::new();
    for (file, name, values) in samples() {
        let Some(validator) = validators.get(&*name) else {
            wrong.push(format!("{file}: no schema of {name}"));
            continue;
        };
        for value in values {
            let errors = validator.iter_errors(&value);
            wrong.extend(errors.map(|error| format!("{file}{}: {error}", error.instance_path())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every field of an answer is required, and has one type.
#[test]
fn an_answer_with_a_field_more_or_less_is_not_valid() {
    let (validators, schemas) = (validators(), schema::answers());
    for (file, name, values) in samples() {
        let validator = &validators[&*name];
        // Errors and the answers of imports have more fields than the schema says.
        let is_open = schemas[&*name]["$defs"][&name]
            .to_string()
            .contains("\"additionalProperties\":true");
        for value in values {
            let Value::Object(fields) = &value else {
                continue;
            };
            for field in fields.keys() {
                let mut less = fields.clone();
                less.remove(field);
                let less = Value::Object(less);
                assert!(
                    is_open || !validator.is_valid(&less),
                    "{file} without {field}"
                );
                // The reason of a constraint is any type of the caller.
                if field == "reason" && name == "DifferenceConstraint" {
                    continue;
                }
                let mut other = value.clone();
                other[field] = json!({"what": "this is not"});
                assert!(
                    is_open || !validator.is_valid(&other),
                    "{file} with another {field}"
                );
            }
            let mut more = value.clone();
            more["what_this_is_not"] = json!(1);
            assert!(
                is_open || !validator.is_valid(&more),
                "{file} with one field more"
            );
        }
    }
}

#[test]
fn every_answer_of_the_pages_has_a_schema() {
    let answers = schema::answers();
    let mut missing = BTreeSet::new();
    let pages = [
        "answers",
        "answers_of_scores",
        "answers_of_changes",
        "answers_of_tables",
    ];
    for page in pages {
        let text = fs::read_to_string(folder("src/format").join(page).with_extension("md"));
        let text = text.expect("the page is there");
        for row in text.lines().filter(|line| line.starts_with("| [`")) {
            let cell = row[2..].split(" | ").next().expect("a row has a cell");
            let names = cell.split('`').skip(1).step_by(2);
            missing.extend(
                names
                    .filter(|name| !answers.contains_key(name))
                    .map(str::to_owned),
            );
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// Words that a schema lists are those of the enum.
#[test]
fn the_words_of_an_answer_are_those_that_it_prints() {
    let answers = schema::answers();
    let words = |name: &str| answers[name]["$defs"][name]["enum"].clone();
    assert_eq!(
        words("Certainty"),
        json!(["impossible", "possible", "certain"])
    );
    assert_eq!(words("NameMatch"), json!(["identifier", "exact", "folded"]));
}
