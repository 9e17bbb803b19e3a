//! Why a row was not converted.

use thiserror::Error;

use crate::actor::MAX_ID;
use crate::import::fault::shortened;

/// A row or a mention that a [`Conversion`](super::Conversion) refused. Nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConversionError {
    /// The row names fewer than two parties, or the same actor twice.
    #[error("line {line}: the row names fewer than two parties: expected two different parties")]
    Parties {
        /// The line of the row.
        line: u64,
    },
    /// The name table belongs to another reader, or is a copy that was made before the row was
    /// read.
    #[error(
        "line {line}: the row and the names come from different readers: expected the `names` of the row's \
         reader"
    )]
    OtherReader {
        /// The line of the row or of the mention.
        line: u64,
    },
    /// The row has a value instead of a code, or the words of its act make no code.
    #[error(
        "line {line}: the row has no code: expected a code, or words without control characters"
    )]
    Code {
        /// The line of the row.
        line: u64,
    },
    /// The row counts several events, or none: they cannot be told apart.
    #[error("line {line}: the row is {count} events: expected a row for each event")]
    Count {
        /// The line of the row.
        line: u64,
        /// The number of events.
        count: u32,
    },
    /// A party has a name that cannot be the identifier of an actor.
    #[error(
        "line {line}: `{party}` cannot be the identifier of an actor: expected 1 to {MAX_ID} bytes without \
         control characters"
    )]
    Name {
        /// The line of the row.
        line: u64,
        /// The name, escaped, and shortened if it is long.
        party: Box<str>,
    },
    /// A party has the identifier of a source of the conversion, or a source that of a party.
    #[error(
        "line {line}: `{id}` is the identifier of an actor and of a source: expected different identifiers"
    )]
    SharedId {
        /// The line of the row.
        line: u64,
        /// The identifier, escaped, and shortened if it is long.
        id: Box<str>,
    },
}

crate::wire::errors!(ConversionError {
    Parties { line },
    OtherReader { line },
    Code { line },
    Count { line, count },
    Name { line, party },
    SharedId { line, id },
});

impl ConversionError {
    pub(super) fn name(party: &str, line: u64) -> Self {
        let party = shown(party);
        Self::Name { line, party }
    }

    pub(super) fn shared_id(id: &str, line: u64) -> Self {
        let id = shown(id);
        Self::SharedId { line, id }
    }
}

/// A text in the form that an error shows: escaped, and shortened if it is long.
fn shown(text: &str) -> Box<str> {
    shortened(text.escape_debug().to_string().as_bytes())
}
