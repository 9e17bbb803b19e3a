//! Files that were packed with gzip.

use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;

/// Unpacks gzip as it is read, all members of it, into a buffer of 256 KiB for a
/// [`Reader`](super::Reader).
///
/// What is cut off or broken is [`Problem::Read`](super::Problem::Read) at the row where it
/// shows; the rows before it are good.
pub fn gunzip<R: Read>(packed: R) -> impl BufRead + use<R> {
    BufReader::with_capacity(1 << 18, MultiGzDecoder::new(packed))
}
