//! Ledgers and snapshots as bytes, for storage and for engines that ship partial aggregates.
//!
//! The layout is documented in [`format::bytes`](mod@crate::format::bytes).
//!
//! The input is untrusted:
//!
//! - A length is accepted only if as many bytes follow, so memory is bounded by a small multiple of the
//!   input. Columns are therefore read number by number: `postcard` would allocate a list by its length.
//! - Each value passes the checks of its constructor.
//! - Only the canonical form is accepted, so a value that was read is written as the same bytes.
//! - The checksum detects accidents, not manipulation.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

mod ledger;
mod snapshot;

/// Bytes could not be read as a ledger or a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BytesError {
    /// The bytes begin with another magic number.
    #[error("the bytes are not a {expected}")]
    Magic {
        /// The expected kind of value.
        expected: &'static str,
    },
    /// The version is not supported.
    #[error("the version of the bytes is `{version}`: {message}")]
    Version {
        /// The version.
        version: u32,
        /// What was expected instead.
        message: String,
    },
    /// The checksum is wrong: the bytes were changed.
    #[error("the checksum of the bytes is `{found:08x}`: expected `{expected:08x}`")]
    Checksum {
        /// The checksum of the bytes.
        found: u32,
        /// The checksum at the end of the bytes.
        expected: u32,
    },
    /// The bytes are too few, too many, or not a valid value.
    #[error("byte {offset}: {message}")]
    Content {
        /// The index of the byte at which reading stopped.
        offset: usize,
        /// The reason.
        message: String,
    },
}

/// A kind of value with its own magic number.
#[derive(Clone, Copy)]
struct Kind {
    magic: &'static [u8; 8],
    name: &'static str,
    /// The version that is written, and the highest version that is read.
    version: u32,
    /// The lowest version that is read.
    oldest: u32,
    /// The message for another version.
    other: fn(u32) -> String,
}

/// The CRC-32 remainder of each byte, with the polynomial in reflected form.
const REMAINDERS: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let mut rest = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 {
                (rest >> 1) ^ 0xEDB8_8320
            } else {
                rest >> 1
            };
            bit += 1;
        }
        table[byte] = rest;
        byte += 1;
    }
    table
};

fn checksum(bytes: &[u8]) -> u32 {
    let rest = bytes.iter().fold(u32::MAX, |rest, &byte| {
        let [least, ..] = rest.to_le_bytes();
        (rest >> 8) ^ REMAINDERS[usize::from(least ^ byte)]
    });
    !rest
}

/// Bytes that are being written.
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn new(kind: Kind) -> Self {
        let mut writer = Self {
            bytes: kind.magic.to_vec(),
        };
        writer.put(kind.version);
        writer
    }

    /// Writes a number or a string.
    fn put<T: Serialize>(&mut self, value: T) {
        let bytes = std::mem::take(&mut self.bytes);
        let written = postcard::to_extend(&value, bytes);
        self.bytes = written.expect("writing a number or a string to memory cannot fail");
    }

    /// Writes the length of a list.
    fn put_len(&mut self, len: usize) {
        self.put(u64::try_from(len).expect("a length fits in 64 bits"));
    }

    fn put_names(&mut self, names: &[&str]) {
        self.put_len(names.len());
        for name in names {
            self.put(name);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let sum = checksum(&self.bytes);
        self.bytes.extend(sum.to_le_bytes());
        self.bytes
    }
}

/// Bytes that are being read.
struct Reader<'b> {
    whole: usize,
    rest: &'b [u8],
    version: u32,
}

impl<'b> Reader<'b> {
    /// Checks the magic number, the version and the checksum, and reads on after the version.
    fn open(bytes: &'b [u8], kind: Kind) -> Result<Self, BytesError> {
        let not_this = || BytesError::Magic {
            expected: kind.name,
        };
        let body = bytes.strip_prefix(kind.magic).ok_or_else(not_this)?;
        let mut reader = Self {
            whole: bytes.len(),
            rest: body,
            version: 0,
        };
        // The version comes first, because the rest of a later version may have another layout.
        let version = reader.take()?;
        if version < kind.oldest || version > kind.version {
            let message = (kind.other)(version);
            return Err(BytesError::Version { version, message });
        }
        reader.version = version;
        let Some((body, sum)) = reader.rest.split_last_chunk() else {
            return Err(reader.fault("the checksum is missing"));
        };
        let expected = u32::from_le_bytes(*sum);
        let found = checksum(&bytes[..bytes.len() - sum.len()]);
        if found != expected {
            return Err(BytesError::Checksum { found, expected });
        }
        reader.rest = body;
        reader.whole -= sum.len();
        Ok(reader)
    }

    fn fault(&self, message: impl Into<String>) -> BytesError {
        BytesError::Content {
            offset: self.whole - self.rest.len(),
            message: message.into(),
        }
    }

    /// Adds the offset to the error of a value that was just read.
    fn checked<T>(&self, value: Result<T, String>) -> Result<T, BytesError> {
        value.map_err(|message| self.fault(message))
    }

    /// Reads an integer of variable length, in its shortest form.
    fn take<T: DeserializeOwned>(&mut self) -> Result<T, BytesError> {
        let start = self.rest;
        let number = self.take_whole()?;
        let written = start.len() - self.rest.len();
        // A last byte of zero adds nothing: there is a shorter form of the number.
        if let [_, .., 0] = start[..written] {
            self.rest = start;
            return Err(self.fault(format!(
                "the number has {written} bytes: expected its shortest form"
            )));
        }
        Ok(number)
    }

    /// Reads a value without the check for the shortest form.
    fn take_whole<T: DeserializeOwned>(&mut self) -> Result<T, BytesError> {
        match postcard::take_from_bytes(self.rest) {
            Ok((value, rest)) => {
                self.rest = rest;
                Ok(value)
            }
            Err(error) => Err(self.fault(match error {
                postcard::Error::DeserializeUnexpectedEnd => {
                    "the bytes end within a number: expected more bytes"
                }
                _ => "the number is out of range: expected a smaller number",
            })),
        }
    }

    /// Reads the length of a list whose entries have at least `least` bytes each.
    fn take_len(&mut self, least: usize) -> Result<usize, BytesError> {
        let len: u64 = self.take()?;
        match usize::try_from(len) {
            Ok(len) if len <= self.rest.len() / least => Ok(len),
            _ => Err(self.too_long(len, "entries", least)),
        }
    }

    /// The error for a list that has more entries than can follow.
    fn too_long(&self, len: impl fmt::Display, entries: &str, least: usize) -> BytesError {
        let counted = |bytes: usize| format!("{bytes} byte{}", if bytes == 1 { "" } else { "s" });
        self.fault(format!(
            "the list has {len} {entries}, but only {} follow: expected at least {} for each",
            counted(self.rest.len()),
            counted(least)
        ))
    }

    /// Reads `len` integers.
    fn take_all<T: DeserializeOwned>(&mut self, len: usize) -> Result<Vec<T>, BytesError> {
        (0..len).map(|_| self.take()).collect()
    }

    fn take_names(&mut self) -> Result<Vec<&'b str>, BytesError> {
        let len = self.take_len(1)?;
        (0..len)
            .map(|_| {
                let len = self.take_len(1)?;
                let (name, rest) = self.rest.split_at(len);
                let name = std::str::from_utf8(name)
                    .map_err(|_| self.fault("the name is not text: expected UTF-8"))?;
                self.rest = rest;
                Ok(name)
            })
            .collect()
    }

    /// Checks that each name is used by a pair.
    fn check_used(&self, names: &[&str], is_used: &[bool]) -> Result<(), BytesError> {
        match names.iter().zip(is_used).find(|&(_, &is_used)| !is_used) {
            Some((name, _)) => Err(self.fault(format!(
                "actor `{name}` has no marks: expected only actors with marks"
            ))),
            None => Ok(()),
        }
    }

    /// Checks that no bytes are left.
    fn close(&self) -> Result<(), BytesError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            let more = self.rest.len();
            let more = if more == 1 {
                "1 byte follows".to_owned()
            } else {
                format!("{more} bytes follow")
            };
            Err(self.fault(format!("{more}: expected the end")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published check value of CRC-32.
    #[test]
    fn the_checksum_is_crc_32() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }
}
