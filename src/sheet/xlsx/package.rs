//! The archive of a workbook, and its parts.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use ::zip::ZipArchive;

use super::limits::{Limits, too_many};
use crate::sheet::SheetError;

/// The first bytes of a zip archive, and of files of older versions or with a password.
const ZIP: &[u8] = b"PK";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The archive of a workbook.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The position of each part, by its path.
    parts: HashMap<String, usize>,
    pub(super) limits: Limits,
}

impl<'b> Package<'b> {
    /// Reads the directory of the archive, and checks the sizes in it.
    pub(super) fn open(bytes: &'b [u8], limits: Limits) -> Result<Self, SheetError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_xlsx(bytes))?;
        let names = (0..archive.len()).map(|at| {
            let name = archive.name_for_index(at);
            (path(name.expect("the part is in the archive")), at)
        });
        let mut package = Self {
            parts: names.collect(),
            archive,
            limits,
        };
        let mut total: u64 = 0;
        for at in 0..package.archive.len() {
            let part = package.archive.by_index_raw(at);
            let part = part.map_err(|_| not_xlsx(bytes))?;
            total = total.saturating_add(part.size());
        }
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        package.check(total)?;
        Ok(package)
    }

    /// Unpacks a part. Returns `None` if the archive does not have it.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, SheetError> {
        let Some(at) = self.parts.get(&path(name)) else {
            return Ok(None);
        };
        let damaged = |expected: &str| damaged(name, expected);
        let unreadable = "a part that can be unpacked, without a password";
        let part = self.archive.by_index(*at);
        let part = part.map_err(|_| damaged(unreadable))?;
        // The directory may state a size that is smaller than the real one.
        let most = self.limits.unpacked;
        let mut bytes = Vec::new();
        let read = part.take(most as u64 + 1).read_to_end(&mut bytes);
        self.check(bytes.len())?;
        read.map_err(|_| damaged(unreadable))?;
        let text = String::from_utf8(bytes).map_err(|_| damaged("XML in UTF-8"))?;
        Ok(Some(text))
    }

    /// Unpacks a part that every workbook has.
    pub(super) fn required(&mut self, name: &str) -> Result<String, SheetError> {
        let part = self.part(name)?;
        part.ok_or_else(|| damaged(name, "this part in the archive"))
    }

    fn check(&self, unpacked: usize) -> Result<(), SheetError> {
        let most = self.limits.unpacked;
        if unpacked <= most {
            return Ok(());
        }
        let what = "bytes after unpacking";
        Err(too_many("the workbook", what, unpacked, most))
    }
}

/// A path in an archive: compared regardless of case, and without the slash at its start.
fn path(name: &str) -> String {
    let name = name.replace('\\', "/").to_lowercase();
    name.trim_start_matches('/').to_owned()
}

/// The error for a part that cannot be read.
pub(super) fn damaged(part: &str, expected: impl Into<String>) -> SheetError {
    SheetError::Damaged {
        part: part.to_owned(),
        expected: expected.into(),
    }
}

/// The error for bytes that are not a zip archive.
fn not_xlsx(bytes: &[u8]) -> SheetError {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
    let is_markup = start.is_some_and(|start| bytes[start] == b'<');
    let (found, expected) = if bytes.is_empty() {
        ("the file is empty", "an `.xlsx` file")
    } else if bytes.starts_with(ZIP) {
        (
            "the archive is damaged or incomplete",
            "the whole `.xlsx` file",
        )
    } else if bytes.starts_with(COMPOUND) {
        (
            "the file has a password, or is an `.xls` file",
            "an `.xlsx` file without a password",
        )
    } else if is_markup {
        (
            "the file is a web page or XML",
            "an `.xlsx` file, not the page that links to it",
        )
    } else {
        (
            "the file is not a zip archive",
            "an `.xlsx` file; read CSV with `Table::from_csv`",
        )
    };
    SheetError::NotXlsx { found, expected }
}
