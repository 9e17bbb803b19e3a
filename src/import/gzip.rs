//! Unpacks files in gzip format.

use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;

/// Returns a buffered reader that unpacks all members of a gzip file as it is read, for a
/// [`RowReader`](super::RowReader).
///
/// A truncated or damaged file gives [`RowFaultKind::Read`](super::RowFaultKind::Read) at the row where
/// the damage is detected. Earlier rows are complete.
pub fn gunzip<R: Read>(packed: R) -> impl BufRead + use<R> {
    BufReader::with_capacity(1 << 18, MultiGzDecoder::new(packed))
}
