//! Unpacks files in zip format.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Seek, SeekFrom, Take};

use flate2::CrcReader;
use flate2::read::DeflateDecoder;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::detect::{Detection, FileKind};
use super::unpack::start_and_size;

/// An archive whose members are unpacked while they are read, as GDELT and ICEWS publish them.
///
/// Give each member to a [`RowReader`](super::RowReader) of its own, so that its lines are counted
/// and its header is found. A damaged member causes
/// [`RowFaultKind::Read`](super::RowFaultKind::Read) at the row where that is detected, at the latest
/// at its end, where the checksum is compared.
///
/// # Example
///
/// ```
/// use detente::import::{Format, Importer, Options, RowReader, Zip};
///
/// # use std::io::Write;
/// # let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
/// # for (name, row) in [("2014.csv", "2014-03-01\tRUS\tUKR\t192\n"), ("2015.csv", "2015-02-12\tRUS\tUKR\t057\n")] {
/// #     writer.start_file(name, zip::write::SimpleFileOptions::default())?;
/// #     writer.write_all(row.as_bytes())?;
/// # }
/// # let file = writer.finish()?;
/// let mut zip = Zip::open(file)?;
/// assert_eq!(zip.names().collect::<Vec<_>>(), ["2014.csv", "2015.csv"]);
///
/// let format = Format::Plain(Default::default());
/// let mut importer = Importer::new(Options::new(&format));
/// let count = zip.names().len();
/// for index in 0..count {
///     importer.read(&mut RowReader::new(zip.member(index)?, &format))?;
/// }
/// assert_eq!(importer.summary().kept, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Zip<R> {
    archive: ZipArchive<R>,
    /// The indices of the members that are not folders.
    files: Vec<usize>,
}

impl<R: Read + Seek> Zip<R> {
    /// Reads the list of members, which is at the end of the archive.
    ///
    /// # Errors
    ///
    /// If reading or seeking fails, if the input is not an archive, or if two members have the same
    /// name.
    pub fn open(mut packed: R) -> Result<Self, Error> {
        let (start, _) = start_and_size(&mut packed)?;
        let archive = ZipArchive::new(packed).map_err(|error| not_opened(error, &start))?;
        let (names, list) = (archive.len(), archive.central_directory_start());
        let mut packed = archive.into_inner();
        // The `zip` crate identifies members by name, and drops the first of two with the same
        // name.
        let members = count_entries(&mut packed, list)?;
        if members != names {
            let found = format!(
                "the archive has {members} members with {names} names: expected a different name for each"
            );
            return Err(Error::new(ErrorKind::InvalidData, found));
        }
        let archive = ZipArchive::new(packed).map_err(refused)?;
        let is_file = |at: &usize| {
            let name = archive.name_for_index(*at);
            !name.expect("a member has a name").ends_with(['/', '\\'])
        };
        let files = (0..archive.len()).filter(is_file).collect();
        Ok(Self { archive, files })
    }

    /// The names of the members, with their folders, in the order of the archive. Folders
    /// themselves are left out.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        let names = self.files.iter();
        let name = |&at| self.archive.name_for_index(at);
        names.map(move |at| name(at).expect("files are members of the archive"))
    }

    /// The unpacked size of a member in bytes, as the archive states it: for a progress bar.
    /// Members are counted from 0.
    ///
    /// # Errors
    ///
    /// If there is no such member, or if its start cannot be read.
    pub fn size(&mut self, index: usize) -> Result<u64, Error> {
        let file = self.file(index)?;
        Ok(self.archive.by_index_raw(file).map_err(refused)?.size())
    }

    /// Unpacks a member, counted from 0, into a buffer of 256 KiB.
    ///
    /// # Errors
    ///
    /// If there is no such member, or if it cannot be unpacked. Members that are deflated or
    /// stored, without a password, can be.
    pub fn member(&mut self, index: usize) -> Result<impl BufRead, Error> {
        let file = self.file(index)?;
        let member = self.archive.by_index(file).map_err(refused)?;
        Ok(BufReader::with_capacity(1 << 18, member))
    }

    /// Unpacks the only member.
    ///
    /// # Errors
    ///
    /// As [`member`](Self::member), and if the archive does not have exactly one.
    pub fn only(&mut self) -> Result<impl BufRead, Error> {
        self.check_only()?;
        self.member(0)
    }

    fn check_only(&self) -> Result<(), Error> {
        if self.files.len() == 1 {
            return Ok(());
        }
        let found = format!(
            "the archive has {}: expected exactly one",
            counted(self.files.len())
        );
        Err(Error::new(ErrorKind::InvalidData, found))
    }

    fn file(&self, index: usize) -> Result<usize, Error> {
        let file = self.files.get(index).copied();
        file.ok_or_else(|| {
            let found = format!(
                "the archive has {}, and no member {index}: expected an index into `names`",
                counted(self.files.len())
            );
            Error::new(ErrorKind::NotFound, found)
        })
    }
}

/// A reader of the only member that owns the archive. `wrap` is called with the file, positioned at
/// the start of the packed member.
pub(super) fn only_member<R: Read + Seek, W: Read>(
    packed: R,
    wrap: impl FnOnce(R) -> W,
) -> Result<Member<W>, Error> {
    let mut zip = Zip::open(packed)?;
    zip.check_only()?;
    let file = zip.file(0)?;
    // Asking for the unpacked member checks that it can be unpacked.
    drop(zip.archive.by_index(file).map_err(refused)?);
    let member = zip.archive.by_index_raw(file).map_err(refused)?;
    let is_deflated = member.compression() == CompressionMethod::Deflated;
    let (crc, size, length) = (member.crc32(), member.size(), member.compressed_size());
    let start = member.data_start().ok_or_else(damaged)?;
    drop(member);
    let mut packed = zip.archive.into_inner();
    packed.seek(SeekFrom::Start(start))?;
    let packed = wrap(packed).take(length);
    let unpacked = if is_deflated {
        Content::Deflated(DeflateDecoder::new(packed))
    } else {
        Content::Stored(packed)
    };
    Ok(Member {
        unpacked: CrcReader::new(unpacked),
        crc,
        size,
        read: 0,
    })
}

/// The unpacked bytes of a member, whose size and checksum are compared at the end.
pub(super) struct Member<R: Read> {
    unpacked: CrcReader<Content<R>>,
    crc: u32,
    size: u64,
    read: u64,
}

enum Content<R> {
    Deflated(DeflateDecoder<Take<R>>),
    Stored(Take<R>),
}

impl<R: Read> Read for Content<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Deflated(packed) => packed.read(buffer),
            Self::Stored(packed) => packed.read(buffer),
        }
    }
}

impl<R: Read> Read for Member<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.unpacked.read(buffer)?;
        self.read += length as u64;
        let is_end = length == 0 && !buffer.is_empty();
        if is_end && (self.read, self.unpacked.crc().sum()) != (self.size, self.crc) {
            return Err(Error::new(
                ErrorKind::InvalidData,
                "the member of the zip archive is damaged: expected data with the stated size and checksum",
            ));
        }
        Ok(length)
    }
}

fn counted(members: usize) -> String {
    format!("{members} member{}", if members == 1 { "" } else { "s" })
}

/// The error for an archive that the `zip` crate refuses. Failures of reading and seeking are kept.
fn refused(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => error,
        ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => Error::new(
            ErrorKind::Unsupported,
            "the archive cannot be unpacked: expected deflated or stored members, without a password",
        ),
        _ => damaged(),
    }
}

fn damaged() -> Error {
    Error::new(
        ErrorKind::InvalidData,
        "the zip archive is cut or damaged: expected the list of its members at the end",
    )
}

/// The error for an input that is not an archive, which starts with `start`, or for a damaged one.
fn not_opened(error: ZipError, start: &[u8]) -> Error {
    let fault = Detection::of(start).fault(&FileKind::Zip, true);
    match (error, fault) {
        (ZipError::InvalidArchive(_), Some(fault)) => {
            Error::new(ErrorKind::InvalidData, fault.to_string())
        }
        (ZipError::InvalidArchive(_), None) if !start.starts_with(b"PK") => Error::new(
            ErrorKind::InvalidData,
            format!(
                "the input is {}: expected a zip archive",
                Detection::of(start)
            ),
        ),
        (error, _) => refused(error),
    }
}

/// The number of entries in the list of members that starts at byte `list`.
fn count_entries(packed: &mut (impl Read + Seek), list: u64) -> Result<usize, Error> {
    const MARK: &[u8] = b"PK\x01\x02";
    packed.seek(SeekFrom::Start(list))?;
    let mut packed = BufReader::new(packed);
    let mut count = 0;
    loop {
        let mut entry = [0; 46];
        if let Err(error) = packed.read_exact(&mut entry) {
            return match error.kind() {
                ErrorKind::UnexpectedEof => Ok(count),
                _ => Err(error),
            };
        }
        if !entry.starts_with(MARK) {
            return Ok(count);
        }
        // The lengths of the name, of the extra field and of the comment, which follow the entry.
        let texts = [28, 30, 32].map(|at| u16::from_le_bytes([entry[at], entry[at + 1]]));
        packed.seek_relative(texts.map(i64::from).iter().sum())?;
        count += 1;
    }
}
