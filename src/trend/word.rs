//! Names for what is measured, and the way back from a text.

use std::str::FromStr;

use thiserror::Error;

use super::{Band, Direction};

/// A text is not a word for the value that was to be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is no {what}: expected one of {words}")]
pub struct WordError {
    text: String,
    what: &'static str,
    words: String,
}

impl WordError {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn new<'w>(text: &str, what: &'static str, words: impl Iterator<Item = &'w str>) -> Self {
        let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
        Self {
            text: text.into(),
            what,
            words: words.join(", "),
        }
    }
}

/// Reads the word of a direction, as it is printed.
impl FromStr for Direction {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == text);
        let words = || Self::ALL.iter().map(|one| one.as_str());
        found.ok_or_else(|| WordError::new(text, "direction", words()))
    }
}

/// Reads the word of a band, as it is printed.
impl FromStr for Band {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == text);
        let words = || Self::ALL.iter().map(|one| one.as_str());
        found.ok_or_else(|| WordError::new(text, "band", words()))
    }
}
