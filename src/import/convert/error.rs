//! Why a row was not converted.

use thiserror::Error;

use crate::actor::MAX_ID;
use crate::import::fault::shortened;
use crate::time::WhenError;

/// A row or a mention that a [`Conversion`](super::Conversion) refused. Nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConversionError {
    /// The row names fewer than two parties, or the same actor twice.
    #[error("line {line}: the row names fewer than two parties: expected two different ones")]
    Parties {
        /// The line of the row.
        line: u64,
    },
    /// The name table belongs to another reader, or is a copy that was made before the row was
    /// read.
    #[error(
        "line {line}: the row is from a different reader than the names: expected the `names` of its own \
         reader"
    )]
    OtherReader {
        /// The line of the row or of the mention.
        line: u64,
    },
    /// The words of the act make no code.
    #[error(
        "line {line}: the row has no code: expected a code, or words without control characters"
    )]
    Code {
        /// The line of the row.
        line: u64,
    },
    /// A party has a name that cannot be the identifier of an actor.
    #[error(
        "line {line}: `{party}` cannot be the identifier of an actor: expected 1 to {MAX_ID} bytes without \
         control characters, and not the identifier of a source"
    )]
    Name {
        /// The line of the row.
        line: u64,
        /// The name, escaped, and shortened if it is long.
        party: Box<str>,
    },
    /// The days of the row cannot be written as a date.
    #[error("line {line}: {problem}")]
    Date {
        /// The line of the row.
        line: u64,
        /// Why not.
        problem: WhenError,
    },
}

impl ConversionError {
    pub(super) fn name(party: &str, line: u64) -> Self {
        let party = shortened(party.escape_debug().to_string().as_bytes());
        Self::Name { line, party }
    }
}
