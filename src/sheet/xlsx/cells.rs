//! The cells of a sheet.

use super::limits::{Limits, too_many};
use super::serial;
use super::shows::Shows;
use super::strings::rich_text;
use super::xml::{Element, Node, Xml};
use crate::sheet::guard::unguarded;
use crate::sheet::table::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS};
use crate::sheet::{SheetError, Table};

/// What the cells of all sheets share.
pub(super) struct Shared {
    pub(super) strings: Vec<String>,
    pub(super) styles: Vec<Shows>,
    pub(super) is_1904: bool,
}

/// The rows of a sheet, while they are read.
pub(super) struct Sheet<'x> {
    name: &'x str,
    xml: Xml<'x>,
    shared: &'x Shared,
    limits: Limits,
    rows: Vec<Vec<String>>,
    /// The cells so far, with empty ones between others.
    cells: usize,
    /// The bytes of their texts.
    bytes: usize,
}

/// A cell: its type, its style, and its content.
#[derive(Default)]
struct Content {
    sort: String,
    shows: Shows,
    value: Option<String>,
    formula: Option<String>,
}

impl<'x> Sheet<'x> {
    pub(super) fn new(name: &'x str, xml: Xml<'x>, shared: &'x Shared, limits: Limits) -> Self {
        Self {
            name,
            xml,
            shared,
            limits,
            rows: Vec::new(),
            cells: 0,
            bytes: 0,
        }
    }

    /// Reads all cells.
    pub(super) fn table(mut self) -> Result<Table, SheetError> {
        let mut is_data = false;
        // The next row and cell, from 0, for rows and cells that do not state their position.
        let (mut row, mut column) = (0, 0);
        loop {
            match self.xml.next()? {
                Node::Start(element) if element.name() == "sheetData" => is_data = true,
                Node::Start(element) if is_data && element.name() == "row" => {
                    (row, column) = (self.row(&element, row)?, 0);
                }
                Node::Start(element) if is_data && element.name() == "c" => {
                    (row, column) = self.place(&element, (row, column))?;
                    let text = self.cell(&element)?;
                    if !text.is_empty() {
                        self.keep(row, column, text)?;
                    }
                    column += 1;
                }
                Node::End(end) if end.is("row") => row = row.saturating_add(1),
                Node::End(end) if end.is("sheetData") => return Table::new(self.name, self.rows),
                Node::Eof => return Err(self.xml.damaged("the cells of a sheet")),
                _ => {}
            }
        }
    }

    /// The position of a row: the stated one, or the next.
    fn row(&self, element: &Element<'x>, next: usize) -> Result<usize, SheetError> {
        let Some(number) = self.xml.attribute(element, "r")? else {
            return Ok(next);
        };
        let number = number.parse::<usize>().ok();
        let position = number.and_then(|number| number.checked_sub(1));
        position.ok_or_else(|| self.xml.damaged("the number of a row"))
    }

    /// The row and the column of a cell: the stated ones, or the next cell.
    fn place(
        &self,
        element: &Element<'x>,
        next: (usize, usize),
    ) -> Result<(usize, usize), SheetError> {
        let Some(place) = self.xml.attribute(element, "r")? else {
            return Ok(next);
        };
        position(&place).ok_or_else(|| self.xml.damaged("a cell such as `C7`"))
    }

    /// The text of a cell whose element has just started.
    fn cell(&mut self, element: &Element<'x>) -> Result<String, SheetError> {
        let xml = &mut self.xml;
        let sort = xml.attribute(element, "t")?.unwrap_or_default();
        let style = xml.attribute(element, "s")?;
        let style = style.and_then(|style| style.parse::<usize>().ok());
        let shows = style.and_then(|style| self.shared.styles.get(style));
        let mut content = Content {
            sort,
            shows: shows.copied().unwrap_or_default(),
            ..Content::default()
        };
        loop {
            match xml.next()? {
                Node::Start(element) => match element.name() {
                    "v" => content.value = Some(plain(xml, "v")?),
                    "f" => content.formula = Some(plain(xml, "f")?),
                    "is" => content.value = Some(rich_text(xml, "is")?),
                    _ => xml.skip()?,
                },
                Node::End(end) if end.is("c") => break,
                Node::Eof => return Err(xml.cut_off()),
                Node::End(_) | Node::Text(_) => {}
            }
        }
        self.text(content)
    }

    /// The text of a cell from its content. A formula without a value is a text that starts with `=`.
    fn text(&self, content: Content) -> Result<String, SheetError> {
        let Content {
            sort,
            shows,
            value,
            formula,
        } = content;
        let Some(value) = value.filter(|value| !value.is_empty() || sort == "str") else {
            return Ok(formula.map_or_else(String::new, |formula| format!("={formula}")));
        };
        Ok(match sort.as_str() {
            "s" => {
                let number = value.trim().parse::<usize>().ok();
                let text = number.and_then(|number| self.shared.strings.get(number));
                let text = text.ok_or_else(|| self.xml.damaged("the number of a shared text"))?;
                unguarded(text).to_owned()
            }
            "str" | "inlineStr" => unguarded(&value).to_owned(),
            "b" => match value.trim() {
                "0" => "FALSE".to_owned(),
                "1" => "TRUE".to_owned(),
                _ => value,
            },
            "d" => iso(&value),
            "e" => value,
            _ => self.number(value, shows),
        })
    }

    /// The text of a number: a date if its format says so, or else the shortest text that is read as the same
    /// number.
    fn number(&self, value: String, shows: Shows) -> String {
        let Ok(number) = value.trim().parse::<f64>() else {
            return value;
        };
        let date = || serial::text(number, shows, self.shared.is_1904);
        if let Some(date) = shows.is_date().then(date).flatten() {
            return date;
        }
        if number != 0.0 && !(1e-5..1e16).contains(&number.abs()) {
            format!("{number:E}")
        } else {
            number.to_string()
        }
    }

    /// Adds the text of a cell.
    fn keep(&mut self, row: usize, column: usize, text: String) -> Result<(), SheetError> {
        let within = |what, count, most| {
            if count <= most {
                return Ok(());
            }
            Err(too_many(self.name, what, count, most))
        };
        within("rows", row.saturating_add(1), MAX_ROWS)?;
        within("columns", column.saturating_add(1), MAX_COLUMNS)?;
        within("bytes in a cell", text.len(), MAX_CELL_BYTES)?;
        within("bytes of text", self.bytes + text.len(), self.limits.text)?;
        // Cells must be in order, so that no place has two cells.
        let is_next_row = row + 1 > self.rows.len();
        let width = self.rows.last().map_or(0, Vec::len);
        if !is_next_row && (row + 1 < self.rows.len() || column < width) {
            return Err(self.xml.damaged("cells in the order of rows and columns"));
        }
        let added = if is_next_row {
            column + 1
        } else {
            column + 1 - width
        };
        within("cells", self.cells + added, self.limits.cells)?;
        self.cells += added;
        self.bytes += text.len();
        if is_next_row {
            self.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.rows[row];
        cells.resize(column, String::new());
        cells.push(text);
        Ok(())
    }
}

/// The text of an element that has just started, without the elements in it.
fn plain(xml: &mut Xml<'_>, end: &str) -> Result<String, SheetError> {
    let mut whole = String::new();
    loop {
        match xml.next()? {
            Node::Text(text) => whole.push_str(&text),
            Node::Start(_) => xml.skip()?,
            Node::End(one) if one.is(end) => return Ok(whole),
            Node::End(_) => {}
            Node::Eof => return Err(xml.cut_off()),
        }
    }
}

/// A date in ISO form, without a time of midnight.
fn iso(text: &str) -> String {
    let is_midnight = |time: &str| {
        !time.is_empty() && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'))
    };
    match text.trim().split_once('T') {
        Some((day, time)) if is_midnight(time) => day.to_owned(),
        _ => text.to_owned(),
    }
}

/// The row and the column of a cell such as `C7`, from 0. Returns `None` if the text is not a cell.
fn position(text: &str) -> Option<(usize, usize)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = text.split_at(digits);
    let row = number.parse::<usize>().ok()?.checked_sub(1)?;
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A')?;
        let digit = Some(digit).filter(|digit| *digit < 26)?;
        column.checked_mul(26)?.checked_add(usize::from(digit) + 1)
    })?;
    Some((row, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_letters_and_a_number() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("XFD1048576"), Some((1_048_575, 16_383)));
        for text in [
            "",
            "A",
            "1",
            "A0",
            "a-1",
            "AAAAAAAAAAAAAAAAAAAA1",
            "A99999999999999999999",
            "É1",
            "A1B",
        ] {
            assert_eq!(position(text), None, "{text}");
        }
    }
}
