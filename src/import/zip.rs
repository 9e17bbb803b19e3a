//! Files that were packed with zip.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Seek, SeekFrom};

use zip::ZipArchive;

/// An archive whose members are unpacked as they are read, as GDELT's and ICEWS's come.
///
/// A member goes to a [`Reader`](super::Reader) by itself, so that lines are counted in it and
/// a header is found in each. What is broken in it is [`Problem::Read`](super::Problem::Read)
/// at the row where it shows, at the latest at its end, where its checksum is compared.
///
/// # Example
///
/// ```
/// use detente::import::{Format, Importer, Options, Reader, Zip};
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
/// let mut intake = Importer::new(Options::new(format));
/// for at in 0..zip.len() {
///     intake.read(&mut Reader::new(zip.member(at)?, format))?;
/// }
/// assert_eq!(intake.summary().kept(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Zip<R> {
    archive: ZipArchive<R>,
    /// Where the members are that are no folders.
    files: Vec<usize>,
}

impl<R: Read + Seek> Zip<R> {
    /// Reads the list of members, which is at the end of an archive.
    ///
    /// # Errors
    ///
    /// If reading or seeking fails, what is read is no archive, or two members have one name.
    pub fn open(packed: R) -> Result<Self, Error> {
        let archive = ZipArchive::new(packed)?;
        let (names, list) = (archive.len(), archive.central_directory_start());
        let mut packed = archive.into_inner();
        // `zip` knows members by their names, and forgets the first of two.
        let members = count_entries(&mut packed, list)?;
        if members != names {
            let found = format!("{members} members with {names} names: expected each name once");
            return Err(Error::new(ErrorKind::InvalidData, found));
        }
        let archive = ZipArchive::new(packed)?;
        let is_file = |at: &usize| {
            let name = archive.name_for_index(*at);
            !name.expect("a member has a name").ends_with(['/', '\\'])
        };
        let files = (0..archive.len()).filter(is_file).collect();
        Ok(Self { archive, files })
    }

    /// How many members there are, without folders.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The names of the members, in their order, with those of the folders they are in.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.files.iter();
        let name = |&at| self.archive.name_for_index(at);
        names.map(move |at| name(at).expect("files are members of the archive"))
    }

    /// How many bytes a member, counted from 0, is said to have when it is unpacked: what a
    /// bar is drawn to.
    ///
    /// # Errors
    ///
    /// If there is no such member, or its beginning cannot be read.
    pub fn size(&mut self, at: usize) -> Result<u64, Error> {
        let file = self.file(at)?;
        Ok(self.archive.by_index_raw(file)?.size())
    }

    /// Unpacks a member, counted from 0, into a buffer of 256 KiB.
    ///
    /// # Errors
    ///
    /// If there is no such member, or it cannot be unpacked: only what is deflated or stored
    /// can, without a password.
    pub fn member(&mut self, at: usize) -> Result<impl BufRead, Error> {
        let file = self.file(at)?;
        let member = self.archive.by_index(file)?;
        Ok(BufReader::with_capacity(1 << 18, member))
    }

    /// Unpacks the only member.
    ///
    /// # Errors
    ///
    /// As [`member`](Self::member), and if there is not exactly one.
    pub fn only(&mut self) -> Result<impl BufRead, Error> {
        if self.len() != 1 {
            let found = format!("{} members: expected one", self.len());
            return Err(Error::new(ErrorKind::InvalidData, found));
        }
        self.member(0)
    }
    fn file(&self, at: usize) -> Result<usize, Error> {
        let none = || format!("no member {at} of {}", self.len());
        let file = self.files.get(at).copied();
        file.ok_or_else(|| Error::new(ErrorKind::NotFound, none()))
    }
}

/// How many entries the list of members has, which begins at some byte.
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
        // The lengths of the name, of what extends the entry, and of a comment.
        let texts = [28, 30, 32].map(|at| u16::from_le_bytes([entry[at], entry[at + 1]]));
        packed.seek_relative(texts.map(i64::from).iter().sum())?;
        count += 1;
    }
}
