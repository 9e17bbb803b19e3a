//! The header of a table, and what each column contains.

use std::collections::BTreeSet;

use crate::event::Role;
use crate::sheet::table::letters;
use crate::sheet::{ColumnUse, Field, SheetError, Table, TableReader, field, list};
use crate::text::nearest;

/// The number of rows that are searched for the header.
const HEADER_WITHIN: usize = 20;

/// A column below the header.
pub(super) struct Column {
    pub(super) header: String,
    /// The field. `None` if the header is not known.
    pub(super) field: Option<Field>,
    /// The separators of its lists.
    pub(super) separators: Vec<String>,
    /// Whether commas and `and` may separate names, if all names are known.
    pub(super) may_divide: bool,
}

/// The header, and the columns below it.
pub(super) struct Layout {
    /// The position of the header, from 0.
    pub(super) header: usize,
    pub(super) columns: Vec<Column>,
}

impl Layout {
    pub(super) fn of(table: &Table, options: &TableReader) -> Result<Self, SheetError> {
        let header = header_row(table, options)?;
        let cells = &table.rows()[header];
        // Empty cells at the end of the header are not columns.
        let width = cells.iter().rposition(|cell| !cell.trim().is_empty());
        let headers: Vec<&str> = cells
            .iter()
            .take(width.map_or(0, |last| last + 1))
            .map(|cell| cell.trim())
            .collect();
        let fields = fields(table, header, &headers, options)?;
        let rows = &table.rows()[header + 1..];
        let columns = headers
            .iter()
            .zip(fields)
            .enumerate()
            .map(|(at, (header, field))| {
                let cells = rows
                    .iter()
                    .filter_map(|row| row.get(at))
                    .map(String::as_str);
                let is_list = field.is_some_and(|field| {
                    field.is_many() && !matches!(field, Field::Note | Field::Reported)
                });
                let is_stated = field.is_some_and(|field| field != Field::Url)
                    && !options.separators.is_empty();
                let separators = match list::found_in(&cells) {
                    _ if !is_list => Vec::new(),
                    _ if is_stated => options.separators.clone(),
                    found => found.map(str::to_owned).into_iter().collect(),
                };
                Column {
                    header: (*header).to_owned(),
                    field,
                    separators,
                    may_divide: !is_stated,
                }
            });
        Ok(Self {
            header,
            columns: columns.collect(),
        })
    }

    /// The positions of the columns that contain a field.
    pub(super) fn of_field(&self, field: Field) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(move |(_, column)| column.field == Some(field))
            .map(|(at, _)| at)
    }

    /// What each column was taken to contain. `divided` has the separators at which names were divided because all
    /// parts are names.
    pub(super) fn uses(
        &self,
        table: &Table,
        divided: &BTreeSet<(usize, &'static str)>,
    ) -> Vec<ColumnUse> {
        let rows = &table.rows()[self.header + 1..];
        let divided = |column: usize| {
            let own = divided.iter().filter(move |(at, _)| *at == column);
            own.map(|(_, separator)| (*separator).to_owned())
        };
        let columns = self.columns.iter().enumerate();
        let uses = columns.map(|(at, column)| ColumnUse {
            column: letters(at),
            header: column.header.clone(),
            field: column.field,
            cells: rows
                .iter()
                .filter(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()))
                .count(),
            separators: column
                .separators
                .iter()
                .cloned()
                .chain(divided(at))
                .collect(),
        });
        uses.collect()
    }
}

/// The position of the header: the stated row, or the first row with at least two known headers, one of them for
/// the date.
fn header_row(table: &Table, options: &TableReader) -> Result<usize, SheetError> {
    let no_header = |rows| SheetError::NoHeader {
        sheet: table.name().to_owned(),
        rows,
    };
    if let Some(row) = options.header_row {
        let at = row.checked_sub(1).filter(|at| *at < table.rows().len());
        return at.ok_or_else(|| no_header(table.rows().len()));
    }
    let is_header = |cells: &Vec<String>| {
        let known = cells
            .iter()
            .filter_map(|cell| options.field_of(cell.trim()));
        let known: Vec<Field> = known.collect();
        let is_date = |field: &Field| matches!(field, Field::Date | Field::Start);
        known.len() >= 2 && known.iter().any(is_date)
    };
    let rows = table.rows().iter().take(HEADER_WITHIN);
    let found = rows.clone().position(is_header);
    found.ok_or_else(|| no_header(rows.len()))
}

/// The field of each column, as stated or recognised.
fn fields(
    table: &Table,
    header: usize,
    headers: &[&str],
    options: &TableReader,
) -> Result<Vec<Option<Field>>, SheetError> {
    let sheet = || table.name().to_owned();
    let rows = &table.rows()[header + 1..];
    for (stated, _) in &options.columns {
        if !headers.iter().any(|header| is_same(header, stated)) {
            return Err(SheetError::UnknownColumn {
                sheet: sheet(),
                header: stated.clone(),
                near: nearest(stated, headers.iter().copied()),
            });
        }
    }
    // `source` is the actor of an act if there is a column `target`, and an outlet otherwise.
    let has_target = headers
        .iter()
        .any(|header| options.field_of(header) == Some(Field::Target));
    let mut fields: Vec<Option<Field>> = Vec::with_capacity(headers.len());
    for (at, header) in headers.iter().enumerate() {
        let stated = options.stated(header);
        let field = stated.or_else(|| match Field::of_header(&field::plain(header))? {
            Field::Source if has_target && field::plain(header) == "source" => {
                Some(Field::SourceActor)
            }
            // In many tables, this column has other things than roles, such as offices.
            Field::Role if !has_only_roles(rows, at) => None,
            other => Some(other),
        });
        let first = field
            .filter(|field| !field.is_many())
            .and_then(|field| fields.iter().position(|other| *other == Some(field)));
        let field = match (first, field) {
            (Some(first), Some(field))
                if stated.is_some() && options.stated(headers[first]).is_some() =>
            {
                return Err(SheetError::TwoColumns {
                    sheet: sheet(),
                    field,
                    first: headers[first].to_owned(),
                    second: (*header).to_owned(),
                });
            }
            // A stated column replaces a recognised one. Of two recognised columns, the first is used.
            (Some(first), field) if stated.is_some() => {
                fields[first] = None;
                field
            }
            (Some(_), _) => None,
            (None, field) => field,
        };
        fields.push(field);
    }
    let has = |field: Field| fields.contains(&Some(field));
    let missing = |field, expected| SheetError::MissingField {
        sheet: sheet(),
        field,
        expected,
    };
    if !has(Field::Date) && !has(Field::Start) {
        return Err(missing(
            Field::Date,
            "a column with a date, or columns with a start and an end",
        ));
    }
    if !has(Field::Kind) && options.default_kind.is_none() {
        return Err(missing(
            Field::Kind,
            "a column with the kind of each event, or one kind for all",
        ));
    }
    Ok(fields)
}

/// Whether every cell of a column is a role or empty.
fn has_only_roles(rows: &[Vec<String>], column: usize) -> bool {
    let cells = rows
        .iter()
        .filter_map(|row| row.get(column))
        .map(|cell| cell.trim());
    cells
        .filter(|cell| !cell.is_empty())
        .all(|cell| cell.to_lowercase().parse::<Role>().is_ok())
}

/// Whether two headers are the same, regardless of case.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
