//! The JSON of answers, each compared with a file for review: `tests/data/answers/NAME.json`.
//!
//! To write the files anew:
//!
//! ```sh
//! DETENTE_RENEW=1 cargo test --all-features --test answers_json
//! ```
//!
//! The answers are those of the records in `examples/data`: the United States and Russia in 2025, one article
//! about the meeting in Kuala Lumpur, and October 1962.
#![cfg(feature = "json")]

#[path = "answers_json/changes.rs"]
mod changes;
#[cfg(feature = "import")]
#[path = "answers_json/import.rs"]
mod import;
#[path = "answers_json/laws.rs"]
mod laws;
#[path = "answers_json/page.rs"]
mod page;
#[path = "answers_json/references.rs"]
mod references;
#[path = "answers_json/scores.rs"]
mod scores;
#[path = "answers_json/scores_laws.rs"]
mod scores_laws;
#[path = "answers_json/sequence.rs"]
mod sequence;
#[cfg(feature = "sheet")]
#[path = "answers_json/sheet.rs"]
mod sheet;
#[path = "answers_json/time.rs"]
mod time;
#[path = "answers_json/timeline.rs"]
mod timeline;
#[path = "answers_json/traits.rs"]
mod traits;

use std::path::PathBuf;

use chrono::NaiveDate;
use detente::Timeline;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The contacts, acts and statements of the United States and Russia in 2025.
fn us_russia() -> Timeline {
    read("us-russia-2025.json")
}

/// The meeting in Kuala Lumpur, according to one article.
fn kuala_lumpur() -> Timeline {
    read("kuala-lumpur.json")
}

fn read(name: &str) -> Timeline {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let text = std::fs::read_to_string(path.join(name)).expect("the record is there");
    Timeline::from_json(&text).expect("the record is well-formed")
}

/// A day of 2025.
fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("the date exists")
}

/// Compares the JSON of an answer with its file, or writes the file.
fn golden(name: &str, answer: &impl Serialize) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/answers");
    let path = folder.join(format!("{name}.json"));
    let mut text = serde_json::to_string_pretty(answer).expect("an answer has a JSON form");
    text.push('\n');
    if std::env::var_os("DETENTE_RENEW").is_some() {
        std::fs::write(&path, text).expect("the folder takes files");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        text,
        expected,
        "{} differs: see the head of this file for how to renew it",
        path.display()
    );
}

/// Compares the JSON of an answer with its file, and checks that it is read back as the same answer.
fn golden_owned<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    name: &str,
    answer: &T,
) {
    golden(name, answer);
    let text = serde_json::to_string(answer).expect("an answer has a JSON form");
    let back: T = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(back, *answer, "{name}");
}
