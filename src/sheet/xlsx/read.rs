//! The sheets of a workbook, and their tables.

use std::collections::HashMap;

use super::cells::{Shared, Sheet};
use super::limits::Limits;
use super::package::{Package, damaged};
use super::xml::{Node, Xml};
use super::{strings, styles};
use crate::sheet::{SheetError, Table, Workbook};
use crate::text::nearest;

impl Table {
    /// Reads a sheet of an `.xlsx` file: the one with the given name, or the first.
    ///
    /// | cell | text |
    /// | :-- | :-- |
    /// | text | the text, without the apostrophe of a [`CellGuard`](crate::sheet::CellGuard); a raised 1 is `¹`, a raised a is `[a]` |
    /// | date, by its number format | `2025-07-10`, `2025-07-10T14:30:00`; the first day of a month as `2025-07` if only month and year are shown |
    /// | number | the shortest text that is read as the same number, whatever its format: `0.5`, `2025` |
    /// | truth value | `TRUE`, `FALSE` |
    /// | formula | its value as stored; without one, the formula, which starts with `=` |
    /// | error | `#REF!`, `#N/A` and others: see [`SheetFaultKind::ErrorValue`](crate::sheet::SheetFaultKind::ErrorValue) |
    /// | merged cells | the text is in the first one: see [`TableReader::fill_down`](crate::sheet::TableReader::fill_down) |
    ///
    /// Dates are counted from 1900 or from 1904, as the workbook says. Rows and columns that are hidden are read too.
    ///
    /// # Errors
    ///
    /// Returns [`SheetError::NotXlsx`] if the file is something else or is incomplete, [`SheetError::Damaged`] if a part
    /// cannot be read, [`SheetError::UnknownSheet`] if no sheet has the name, and [`SheetError::TooMany`] if the sheet is too
    /// large or the file exceeds [`MAX_UNPACKED_BYTES`](crate::sheet::MAX_UNPACKED_BYTES).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::sheet::{SheetError, Table};
    ///
    /// let error = Table::from_xlsx(b"<html>Sign in</html>", None).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the file is a web page or XML: expected an `.xlsx` file, not the page that links to it",
    /// );
    /// # assert!(matches!(error, SheetError::NotXlsx { .. }));
    /// ```
    pub fn from_xlsx(bytes: &[u8], sheet: Option<&str>) -> Result<Self, SheetError> {
        let mut book = Book::open(bytes, Limits::DEFAULT)?;
        let at = match sheet {
            Some(name) => book.sheets.iter().position(|(one, _)| one == name),
            None => Some(0),
        };
        let Some(at) = at else {
            let sheets: Vec<String> = book.sheets.into_iter().map(|(name, _)| name).collect();
            let name = sheet.unwrap_or_default();
            return Err(SheetError::UnknownSheet {
                near: nearest(name, sheets.iter().map(String::as_str)),
                sheet: name.to_owned(),
                sheets,
            });
        };
        let shared = book.shared()?;
        book.table(at, &shared)
    }
}

impl Workbook {
    /// Reads all sheets of an `.xlsx` file, each as [`Table::from_xlsx`] does.
    ///
    /// # Errors
    ///
    /// As [`Table::from_xlsx`].
    pub fn from_xlsx(bytes: &[u8]) -> Result<Self, SheetError> {
        let mut book = Book::open(bytes, Limits::DEFAULT)?;
        let shared = book.shared()?;
        let tables = (0..book.sheets.len()).map(|at| book.table(at, &shared));
        Ok(Self::new(tables.collect::<Result<_, _>>()?))
    }
}

/// Lists the names of the sheets of an `.xlsx` file in order, including hidden sheets. Chart sheets are left out.
///
/// # Errors
///
/// As [`Table::from_xlsx`].
pub fn xlsx_sheets(bytes: &[u8]) -> Result<Vec<String>, SheetError> {
    let book = Book::open(bytes, Limits::DEFAULT)?;
    Ok(book.sheets.into_iter().map(|(name, _)| name).collect())
}

/// An open workbook.
struct Book<'b> {
    package: Package<'b>,
    /// The name and the part of each sheet. There is at least one.
    sheets: Vec<(String, String)>,
    strings: Option<String>,
    styles: Option<String>,
    is_1904: bool,
}

impl<'b> Book<'b> {
    fn open(bytes: &'b [u8], limits: Limits) -> Result<Self, SheetError> {
        let mut package = Package::open(bytes, limits)?;
        let main = "_rels/.rels";
        let targets = relationships(&package.required(main)?, main, "")?;
        let target = targets.values().find(|(sort, _)| sort == "officeDocument");
        let Some((_, main)) = target else {
            return Err(damaged(main, "the place of the workbook"));
        };
        let text = package.required(main)?;
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let links = format!("{folder}/_rels/{file}.rels");
        let targets = relationships(&package.required(&links)?, &links, folder)?;
        let of_sort = |sort: &str| {
            let mut all = targets.values();
            all.find(|(other, _)| other == sort)
                .map(|(_, part)| part.clone())
        };
        let mut book = Self {
            package,
            sheets: Vec::new(),
            strings: of_sort("sharedStrings"),
            styles: of_sort("styles"),
            is_1904: false,
        };
        book.read(&text, main, &targets)?;
        Ok(book)
    }

    /// Reads the names of the sheets, and the year from which days are counted.
    fn read(&mut self, text: &str, part: &str, targets: &Targets) -> Result<(), SheetError> {
        let mut xml = Xml::new(part, text);
        loop {
            match xml.next()? {
                Node::Start(element) if element.name() == "workbookPr" => {
                    let is_1904 = xml.attribute(&element, "date1904")?;
                    self.is_1904 = matches!(is_1904.as_deref(), Some("1" | "true" | "on"));
                }
                Node::Start(element) if element.name() == "sheet" => {
                    let id = xml.attribute(&element, "id")?;
                    let target = id.and_then(|id| targets.get(&id));
                    let name = xml.attribute(&element, "name")?;
                    let (Some(name), Some((sort, target))) = (name, target) else {
                        return Err(xml.damaged("the name and the place of each sheet"));
                    };
                    if sort == "worksheet" {
                        self.sheets.push((name, target.clone()));
                    }
                }
                Node::Eof if self.sheets.is_empty() => return Err(xml.damaged("a sheet of cells")),
                Node::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// What the cells of all sheets share.
    fn shared(&mut self) -> Result<Shared, SheetError> {
        let strings = match &self.strings {
            Some(part) => strings::shared(&mut self.package, part)?,
            None => Vec::new(),
        };
        let styles = match &self.styles {
            Some(part) => styles::read(&mut self.package, part)?,
            None => Vec::new(),
        };
        Ok(Shared {
            strings,
            styles,
            is_1904: self.is_1904,
        })
    }

    fn table(&mut self, at: usize, shared: &Shared) -> Result<Table, SheetError> {
        let (name, part) = &self.sheets[at];
        let text = self.package.required(part)?;
        let limits = self.package.limits;
        Sheet::new(name, Xml::new(part, &text), shared, limits).table()
    }
}

/// The sort and the part of each relationship, by its identifier.
type Targets = HashMap<String, (String, String)>;

fn relationships(text: &str, part: &str, folder: &str) -> Result<Targets, SheetError> {
    let mut xml = Xml::new(part, text);
    let mut targets = HashMap::new();
    loop {
        match xml.next()? {
            Node::Start(element) if element.name() == "Relationship" => {
                let [id, sort, target] =
                    ["Id", "Type", "Target"].map(|name| xml.attribute(&element, name));
                let (Some(id), Some(sort), Some(target)) = (id?, sort?, target?) else {
                    return Err(xml.damaged("the type and the target of each relationship"));
                };
                let sort = sort.rsplit('/').next().unwrap_or_default().to_owned();
                targets.insert(id, (sort, resolved(folder, &target)));
            }
            Node::Eof => return Ok(targets),
            _ => {}
        }
    }
}

/// The path of a target, which is relative to a folder unless it starts with `/`.
fn resolved(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// A workbook of one sheet with the given cells.
    fn packed(cells: &str) -> Vec<u8> {
        let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
        let link = |sort: &str, target: &str| {
            format!("<a><Relationship Id=\"a\" Type=\"{sort}\" Target=\"{target}\"/></a>")
        };
        let sheet = format!("<sheetData>{cells}</sheetData>");
        for (name, text) in [
            ("_rels/.rels", link("officeDocument", "book.xml")),
            ("book.xml", "<sheet name=\"a\" id=\"a\"/>".to_owned()),
            ("_rels/book.xml.rels", link("worksheet", "sheet.xml")),
            ("sheet.xml", sheet),
        ] {
            let options = ::zip::write::SimpleFileOptions::default();
            writer.start_file(name, options).expect("the name is new");
            writer
                .write_all(text.as_bytes())
                .expect("memory is written");
        }
        let bytes = writer.finish().expect("memory is written");
        bytes.into_inner()
    }

    fn refusal(bytes: &[u8], limits: Limits) -> Option<String> {
        let read = || {
            let mut book = Book::open(bytes, limits)?;
            let shared = book.shared()?;
            book.table(0, &shared)
        };
        read().err().map(|error| error.to_string())
    }

    #[test]
    fn a_size_is_refused_by_the_directory_or_when_it_is_reached() {
        let mut bytes = packed(&" ".repeat(5_000));
        let limits = Limits {
            unpacked: 4_000,
            ..Limits::DEFAULT
        };
        let message = refusal(&bytes, limits).expect("the size is refused");
        assert!(message.starts_with("the workbook: 5181 bytes"), "{message}");
        // The entry of the sheet in the directory states a size of 3 bytes.
        let entry = bytes.windows(4).rposition(|mark| mark == b"PK\x01\x02");
        let size = entry.expect("there is a directory") + 24;
        bytes[size..size + 4].copy_from_slice(&[3, 0, 0, 0]);
        let message = "the workbook: 4001 bytes after unpacking: expected at most 4000";
        assert_eq!(refusal(&bytes, limits).as_deref(), Some(message));
    }

    #[test]
    fn empty_cells_before_others_count() {
        let limits = Limits {
            cells: 6,
            ..Limits::DEFAULT
        };
        let cells = |place: &str| {
            packed(&format!(
                "<row><c><v>1</v></c></row><row><c r=\"{place}\"><v>1</v></c></row>"
            ))
        };
        assert_eq!(refusal(&cells("E2"), limits), None);
        assert_eq!(
            refusal(&cells("F2"), limits).as_deref(),
            Some("a: 7 cells: expected at most 6")
        );
    }

    #[test]
    fn a_text_counts_in_each_cell() {
        let limits = Limits {
            text: 4,
            ..Limits::DEFAULT
        };
        let bytes = packed("<row><c><v>123</v></c><c><v>45</v></c></row>");
        assert_eq!(
            refusal(&bytes, limits).as_deref(),
            Some("a: 5 bytes of text: expected at most 4")
        );
    }
}
