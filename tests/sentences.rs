//! Answers as sentences: golden files of real facts, and laws for random records.
//!
//! `DETENTE_RENEW=1 cargo test --all-features --test sentences` writes the golden files. Read them.
#![cfg(all(feature = "json", feature = "sentences"))]

#[path = "sentences/golden.rs"]
mod golden;
#[path = "sentences/laws.rs"]
mod laws;

use detente::sentences::{English, Language};

/// The languages, each with the names of the golden files.
fn languages() -> Vec<(&'static str, Box<dyn Language>)> {
    vec![("en", Box::new(English::default()))]
}
