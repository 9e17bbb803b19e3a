//! Answers as sentences: golden files of real facts, and laws for random records.
//!
//! `DETENTE_RENEW=1 cargo test --all-features --test sentences` writes the golden files. Read them.
#![cfg(all(feature = "json", feature = "sentences"))]

#[path = "sentences/golden.rs"]
mod golden;
#[path = "sentences/laws.rs"]
mod laws;

use detente::sentences::{English, French, German, Language};

/// The languages, each with the name of its golden file.
fn languages() -> Vec<(&'static str, Box<dyn Language>)> {
    let german = [
        ("rubio", "Marco Rubio"),
        ("lavrov", "Sergej Lawrow"),
        ("putin", "Wladimir Putin"),
    ];
    let french = [("lavrov", "Sergueï Lavrov"), ("putin", "Vladimir Poutine")];
    let german = german
        .into_iter()
        .fold(German::default(), |german, (id, name)| {
            german.with_name(id, name)
        });
    let french = french
        .into_iter()
        .fold(French::default(), |french, (id, name)| {
            french.with_name(id, name)
        });
    vec![
        ("en", Box::new(English::default())),
        ("de", Box::new(german)),
        ("fr", Box::new(french)),
    ]
}
