//! Unpacks files in gzip format.

use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;

/// Unpacks a gzip file while it is read, with all of its members, into a buffer of 256 KiB for a
/// [`RowReader`](super::RowReader).
///
/// A file that is cut or damaged causes [`RowFaultKind::Read`](super::RowFaultKind::Read) at the
/// row where that is detected. The rows before are complete.
pub fn gunzip<R: Read>(packed: R) -> impl BufRead + use<R> {
    BufReader::with_capacity(1 << 18, MultiGzDecoder::new(packed))
}
