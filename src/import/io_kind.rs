//! The words of the kinds of I/O errors that reading an input can meet.

use std::io::ErrorKind;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::Serializer;

const WORDS: [(ErrorKind, &str); 21] = [
    (ErrorKind::NotFound, "not_found"),
    (ErrorKind::PermissionDenied, "permission_denied"),
    (ErrorKind::ConnectionRefused, "connection_refused"),
    (ErrorKind::ConnectionReset, "connection_reset"),
    (ErrorKind::ConnectionAborted, "connection_aborted"),
    (ErrorKind::NotConnected, "not_connected"),
    (ErrorKind::HostUnreachable, "host_unreachable"),
    (ErrorKind::NetworkUnreachable, "network_unreachable"),
    (ErrorKind::NetworkDown, "network_down"),
    (ErrorKind::BrokenPipe, "broken_pipe"),
    (ErrorKind::WouldBlock, "would_block"),
    (ErrorKind::IsADirectory, "is_a_directory"),
    (ErrorKind::InvalidInput, "invalid_input"),
    (ErrorKind::InvalidData, "invalid_data"),
    (ErrorKind::TimedOut, "timed_out"),
    (ErrorKind::ResourceBusy, "resource_busy"),
    (ErrorKind::Interrupted, "interrupted"),
    (ErrorKind::Unsupported, "unsupported"),
    (ErrorKind::UnexpectedEof, "unexpected_eof"),
    (ErrorKind::OutOfMemory, "out_of_memory"),
    (ErrorKind::Other, "other"),
];

/// Writes the word of a kind. A kind without one is written as `other`: Rust has kinds that cannot be named.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) fn serialize<S: Serializer>(kind: &ErrorKind, serializer: S) -> Result<S::Ok, S::Error> {
    let found = WORDS.iter().find(|(known, _)| known == kind);
    serializer.serialize_str(found.map_or("other", |(_, word)| word))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<ErrorKind, D::Error> {
    let text = String::deserialize(deserializer)?;
    let found = WORDS.iter().find(|(_, word)| *word == text);
    found.map(|(kind, _)| *kind).ok_or_else(|| {
        let words = WORDS.map(|(_, word)| word).join("`, `");
        D::Error::custom(format_args!(
            "`{text}` is not a kind of I/O error: expected one of `{words}`"
        ))
    })
}
