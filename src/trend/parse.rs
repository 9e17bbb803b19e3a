//! Parses directions and bands.

use std::str::FromStr;

use thiserror::Error;

use super::{Band, Direction};

/// A text is not a direction or a band.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not a {what}: expected one of {words}")]
pub struct WordError {
    /// The text.
    pub text: String,
    what: &'static str,
    words: String,
}

impl WordError {
    fn new<'w>(text: &str, what: &'static str, words: impl Iterator<Item = &'w str>) -> Self {
        let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
        Self {
            text: text.into(),
            what,
            words: words.join(", "),
        }
    }
}

/// Parses a direction as it is printed.
impl FromStr for Direction {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == text);
        let words = || Self::ALL.iter().map(|one| one.as_str());
        found.ok_or_else(|| WordError::new(text, "direction", words()))
    }
}

/// Parses a band as it is printed.
impl FromStr for Band {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == text);
        let words = || Self::ALL.iter().map(|one| one.as_str());
        found.ok_or_else(|| WordError::new(text, "band", words()))
    }
}
