//! Unpacks a file whatever it is packed with, which its first bytes show.
//!
//! Everything is unpacked as it is read, in bounded memory, so that a small file that unpacks to a
//! large one cannot fill the memory. A window of zstd has at most 128 MiB.

#[cfg(feature = "zstd")]
mod zstd;

use std::fmt;
use std::io::{self, BufRead, BufReader, Error, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::detect::{Detection, FileKind};

/// The size of the buffer of unpacked bytes.
const BUFFER: usize = 1 << 18;

/// The number of first bytes that show what a file is packed with.
const START: u64 = 512;

/// A file that is unpacked as it is read. Returned by [`unpack`].
pub struct Unpacked<'r> {
    unpacked: Box<dyn BufRead + 'r>,
    meter: ByteMeter,
}

/// Counts the bytes of a file that were read, before unpacking: for a progress bar.
///
/// A clone counts the same bytes. `Display` prints `12 of 34 bytes`.
#[derive(Clone, Debug)]
pub struct ByteMeter {
    read: Arc<AtomicU64>,
    total: u64,
}

/// Returns a reader that unpacks a file from its start, for a [`RowReader`](super::RowReader).
///
/// | the first bytes show | what is read | feature |
/// | :-- | :-- | :-- |
/// | gzip | all members, one after another | `gzip` |
/// | zip | the only member: see [`Zip`](super::Zip) for archives of several | `zip` |
/// | zstd | all frames, one after another | `zstd` |
/// | bzip2 | all streams, one after another | `bzip2` |
/// | anything else | the file as it is | |
///
/// The name of the file does not matter. A cut or damaged file gives
/// [`RowFaultKind::Read`](super::RowFaultKind::Read) at the row where the damage is detected. If the
/// file was cut, the rows before are right; if it was changed, any row before may be wrong. For an input that cannot seek, use [`gunzip`](super::gunzip).
///
/// # Errors
///
/// If reading or seeking fails, if the feature is not enabled, and if a zip archive is cut, damaged
/// or does not have exactly one member.
///
/// # Example
///
/// ```
/// use std::io::Cursor;
///
/// use detente::import::{Format, Importer, Options, RowReader, unpack};
///
/// # use std::io::Write;
/// # let rows = "2014-03-01\tRUS\tUKR\t192\n2014-03-02\tRUS\tUKR\t112\n";
/// # let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
/// # gz.write_all(rows.as_bytes())?;
/// # let file = Cursor::new(gz.finish()?);
/// // For a file, `File::open(path)?`.
/// let unpacked = unpack(file)?;
/// let meter = unpacked.meter();
/// let format = Format::Plain(Default::default());
/// let mut importer = Importer::new(Options::new(format.clone()));
/// importer.read(&mut RowReader::new(unpacked, format))?;
/// assert_eq!(importer.summary().kept, 2);
/// assert_eq!(meter.bytes_read(), meter.total());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unpack<'r, R: Read + Seek + 'r>(mut packed: R) -> Result<Unpacked<'r>, Error> {
    let (start, total) = start_and_size(&mut packed)?;
    let read = Arc::<AtomicU64>::default();
    let meter = ByteMeter { read, total };
    let kind = Detection::of(&start).kind;
    let unpacked = match kind {
        #[cfg(feature = "gzip")]
        FileKind::Gzip => boxed(super::gunzip(meter.on(packed))),
        #[cfg(feature = "zip")]
        FileKind::Zip => {
            let member = super::zip::only_member(packed, |packed| meter.on(packed))?;
            boxed(buffered(member))
        }
        #[cfg(feature = "zstd")]
        FileKind::Zstd => boxed(buffered(zstd::Frames::new(buffered(meter.on(packed))))),
        #[cfg(feature = "bzip2")]
        FileKind::Bzip2 => {
            let packed = buffered(meter.on(packed));
            boxed(buffered(::bzip2::bufread::MultiBzDecoder::new(packed)))
        }
        #[allow(unreachable_patterns, reason = "all ways to pack may be built in")]
        FileKind::Gzip | FileKind::Zip | FileKind::Zstd | FileKind::Bzip2 => {
            return Err(not_built(&kind));
        }
        _ => boxed(buffered(meter.on(packed))),
    };
    Ok(Unpacked { unpacked, meter })
}

/// The first bytes of a file and the number of all. The position is at the start afterwards.
pub(super) fn start_and_size(packed: &mut (impl Read + Seek)) -> io::Result<(Vec<u8>, u64)> {
    let size = packed.seek(SeekFrom::End(0))?;
    packed.rewind()?;
    let mut start = Vec::new();
    packed.by_ref().take(START).read_to_end(&mut start)?;
    packed.rewind()?;
    Ok((start, size))
}

fn buffered<R: Read>(unpacked: R) -> BufReader<R> {
    BufReader::with_capacity(BUFFER, unpacked)
}

fn boxed<'r>(unpacked: impl BufRead + 'r) -> Box<dyn BufRead + 'r> {
    Box::new(unpacked)
}

/// The error for a file that is packed in a way that is not built in.
#[allow(
    dead_code,
    reason = "all ways may be built in, which leaves no such file"
)]
fn not_built(kind: &FileKind) -> Error {
    let feature = match kind {
        FileKind::Gzip => "gzip",
        FileKind::Zip => "zip",
        FileKind::Zstd => "zstd",
        _ => "bzip2",
    };
    let message =
        format!("the input is {kind}: expected a build of `detente` with the feature `{feature}`");
    Error::new(io::ErrorKind::Unsupported, message)
}

impl Unpacked<'_> {
    /// Counts the bytes of the packed file that are read.
    pub fn meter(&self) -> ByteMeter {
        self.meter.clone()
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.unpacked.read(buffer)
    }
}

impl BufRead for Unpacked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.unpacked.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.unpacked.consume(amount);
    }
}

impl fmt::Debug for Unpacked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unpacked")
            .field("meter", &self.meter)
            .finish_non_exhaustive()
    }
}

impl ByteMeter {
    /// The number of bytes of the file that were read so far, before unpacking.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The number of bytes of the file.
    pub const fn total(&self) -> u64 {
        self.total
    }

    fn on<R>(&self, packed: R) -> Metered<R> {
        Metered {
            packed,
            read: Arc::clone(&self.read),
        }
    }
}

impl fmt::Display for ByteMeter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} bytes", self.bytes_read(), self.total)
    }
}

/// Counts the bytes that are read from a file.
struct Metered<R> {
    packed: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.packed.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
