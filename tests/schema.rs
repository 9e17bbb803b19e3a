//! JSON Schema of the written forms, held against the reader and against the samples of the repository.
//!
//! The schemas are in `tests/data/schema`. To write them anew:
//!
//! ```sh
//! DETENTE_WRITE_SCHEMAS=1 cargo test --all-features --test schema
//! ```
#![cfg(feature = "schema")]

#[path = "schema/answers.rs"]
mod answers;
#[path = "schema/forms.rs"]
mod forms;
#[path = "schema/mistakes.rs"]
mod mistakes;
#[path = "schema/strict.rs"]
mod strict;

use std::path::{Path, PathBuf};
use std::{env, fs};

use detente::Timeline;
use detente::schema::{self, Profile};
use jsonschema::Validator;
use serde_json::Value;

fn validator(schema: &Value) -> Validator {
    jsonschema::validator_for(schema).expect("the schema is JSON Schema")
}

fn full() -> Validator {
    validator(&schema::timeline(Profile::Full))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The timelines of the repository, as text.
fn samples() -> Vec<(String, String)> {
    let mut samples = Vec::new();
    for folder in ["tests/data", "examples/data"].map(folder) {
        for file in fs::read_dir(folder).expect("the folder is there") {
            let path = file.expect("the folder can be read").path();
            if path.extension().is_some_and(|end| end == "json") {
                let text = fs::read_to_string(&path).expect("the file is text");
                if Timeline::from_json(&text).is_ok() {
                    samples.push((path.display().to_string(), text));
                }
            }
        }
    }
    samples.sort();
    assert!(samples.len() >= 5, "the samples are there");
    samples
}

#[test]
fn every_sample_has_the_shape_of_the_full_profile() {
    let full = full();
    for (path, text) in samples() {
        let value: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = full
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }
}

#[test]
fn the_schemas_are_those_of_the_files() {
    for (name, schema) in [
        ("timeline-full", schema::timeline(Profile::Full)),
        ("timeline-strict", schema::timeline(Profile::Strict)),
        ("query-full", schema::query(Profile::Full)),
        ("query-strict", schema::query(Profile::Strict)),
        ("patch-full", schema::patch(Profile::Full)),
        ("patch-strict", schema::patch(Profile::Strict)),
    ] {
        let path = folder("tests/data/schema").join(format!("{name}.json"));
        if env::var_os("DETENTE_WRITE_SCHEMAS").is_some() {
            let text = serde_json::to_string_pretty(&schema).unwrap();
            fs::write(&path, text + "\n").expect("the file can be written");
        }
        let text = fs::read_to_string(&path).expect("the file is there");
        let expected: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(schema, expected, "{name}");
    }
}
