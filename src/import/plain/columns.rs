//! The columns of a plain table, as found from its layout or its header.

use std::borrow::Cow;

use super::column_key::{ColumnKey, Found, Place};
use super::delimiter::Delimiter;
use super::settings::{DateKeys, Settings};
use super::system::CodeSystem;
use crate::import::column::{Column, Columns, FIRST_CONSTANT, with_name};
use crate::import::fault::{RowFaultKind, shortened};
use crate::import::field::{Fields, MAX_COLUMNS};
use crate::import::table::LineSplitter;

/// The name for the column of a filter. Messages use the name in the header instead, because it says more.
const FILTER: &str = "filter";

/// The columns from which a row is read.
#[derive(Clone, Debug)]
pub(super) struct PlainColumns {
    pub(super) date: DateColumns,
    pub(super) last_day: Option<Column>,
    pub(super) source: Column,
    pub(super) target: Column,
    pub(super) code: Column,
    pub(super) count: Option<Column>,
    pub(super) id: Option<Column>,
    pub(super) countries: Option<[Column; 2]>,
    /// For each filter. `None` if the header does not have the column.
    pub(super) filters: Vec<Option<Column>>,
    /// Those that lines have.
    all: Vec<Column>,
    /// The texts of the columns that lines do not have, in the order of their numbers.
    constants: Vec<Box<[u8]>>,
    /// The names in the header. Empty if it was not read.
    header: Box<[String]>,
    /// The number of columns that a row needs.
    pub(super) needed: usize,
}

/// The columns of the date.
#[derive(Clone, Copy, Debug)]
pub(super) enum DateColumns {
    One(Column),
    /// Year, month and day.
    Three([Column; 3]),
}

impl PlainColumns {
    /// Finds the columns in a header, which is empty if all of them have numbers.
    pub(super) fn find(settings: &Settings, header: Vec<String>) -> Result<Self, RowFaultKind> {
        let mut all = Vec::new();
        let mut constants = Vec::new();
        let mut find = |name: &'static str, key: &ColumnKey, is_optional: bool| {
            if let Place::Constant(text) = &key.place {
                let number = FIRST_CONSTANT + constants.len();
                constants.push(text.as_bytes().into());
                return Ok(Some(Column { number, name }));
            }
            let found = place(name, key, &header, &all)?;
            if found.is_none() && !is_optional {
                let fault = if settings.is_json {
                    missing_key
                } else {
                    missing
                };
                return Err(fault(name, key, &header));
            }
            let column = found.map(|number| Column { number, name });
            all.extend(column);
            Ok(column)
        };
        let keys = &settings.columns;
        let mut required = |name, key| {
            let found = find(name, key, false)?;
            Ok::<_, RowFaultKind>(found.expect("a required column is found, or a fault"))
        };
        let date = match &keys.date {
            DateKeys::One(date) => DateColumns::One(required("date", date)?),
            DateKeys::Three([year, month, day]) => DateColumns::Three([
                required("year", year)?,
                required("month", month)?,
                required("day", day)?,
            ]),
        };
        let source = required("source", &keys.source)?;
        let target = required("target", &keys.target)?;
        let code = match settings.system {
            CodeSystem::Values(_) => required("value", &keys.code)?,
            _ => required("code", &keys.code)?,
        };
        let mut optional = |name, key: Option<&ColumnKey>| match key {
            Some(key) => find(name, key, key.is_optional),
            None => Ok(None),
        };
        let last_day = optional("last day", keys.last_day.as_ref())?;
        let count = optional("count", keys.count.as_ref())?;
        let id = optional("id", keys.id.as_ref())?;
        let [of_source, of_target] = match &keys.countries {
            Some([source, target]) => [Some(source), Some(target)],
            None => [None; 2],
        };
        let of_source = optional("source country", of_source)?;
        let of_target = optional("target country", of_target)?;
        // The country of one side alone would make the parties of the two sides differ in kind.
        if let (Some([source, target]), true) =
            (&keys.countries, of_source.is_some() != of_target.is_some())
        {
            let (name, key) = match of_source {
                None => ("source country", source),
                Some(_) => ("target country", target),
            };
            return Err(missing(name, key, &header));
        }
        let filters = settings.filters.iter();
        let filters = filters.map(|filter| optional(FILTER, Some(&filter.column)));
        let filters = filters.collect::<Result<_, _>>()?;
        let needed = all.iter().map(|column| column.number + 1).max();
        Ok(Self {
            date,
            last_day,
            source,
            target,
            code,
            count,
            id,
            countries: of_source.zip(of_target).map(<[Column; 2]>::from),
            filters,
            // A row whose columns all have constant texts needs none.
            needed: needed.unwrap_or(0),
            all,
            constants,
            header: header.into(),
        })
    }

    /// Keeps the names of a header that was not needed to find the columns.
    pub(super) fn set_header(&mut self, header: Vec<String>) {
        self.header = header.into();
    }

    /// The text of a column that lines do not have. Returns `None` for any other.
    pub(super) fn constant(&self, column: Column) -> Option<&[u8]> {
        let constant = column.number.checked_sub(FIRST_CONSTANT)?;
        Some(&self.constants[constant])
    }

    /// The name of a column in messages: what it contains, or for a filter its name in the header.
    pub(super) fn shown(&self, column: Column) -> Cow<'static, str> {
        let name = self.header.get(column.number).map(|name| name.trim());
        match name.filter(|name| column.name == FILTER && !name.is_empty()) {
            Some(name) => String::from(shortened(name.as_bytes())).into(),
            None => column.name.into(),
        }
    }

    /// Adds the name of the column to a fault about a quote.
    #[cold]
    pub(super) fn with_name(&self, fault: RowFaultKind) -> RowFaultKind {
        let mut fault = with_name(fault, &self.all);
        if let RowFaultKind::Quote { number, name } = &mut fault
            && name.as_deref() == Some(FILTER)
        {
            let number = *number - 1;
            *name = Some(self.shown(Column {
                number,
                name: FILTER,
            }));
        }
        fault
    }

    /// The columns that warnings are about.
    pub(super) fn of_warnings(&self, settings: &Settings) -> Columns {
        let [of_source, of_target] = match self.countries {
            Some(countries) => countries.map(Some),
            None => [None; 2],
        };
        Columns {
            delimiter: settings.delimiter,
            has_quotes: settings.has_quotes(),
            id: self.id,
            date: match self.date {
                DateColumns::One(date) | DateColumns::Three([date, ..]) => date,
            },
            code: self.code,
            actors: [(self.source, of_source), (self.target, of_target)]
                .map(|(name, country)| std::iter::once(name).chain(country).collect()),
        }
    }

    /// Whether a row with this number of columns has all columns that are read.
    pub(super) const fn are_in(&self, found: usize) -> bool {
        found >= self.needed
    }

    /// The fault of a row with too few columns.
    #[cold]
    pub(super) fn too_few(&self, found: usize, line: &[u8], settings: &Settings) -> RowFaultKind {
        let mut expected = if self.all.len() == 4 {
            "one for each of date, source, target and code".to_owned()
        } else {
            format!("at least {}", self.needed)
        };
        if let Some((delimiter, columns)) =
            Delimiter::of_line(line, settings.delimiter, settings.has_quotes())
            && columns >= self.needed
            && !settings.is_json
        {
            expected += &delimiter.hint();
        }
        RowFaultKind::Columns {
            found,
            expected: expected.into(),
        }
    }
}

/// The names in a header.
pub(super) fn names_of(fields: &Fields<'_>, count: usize) -> Vec<String> {
    let names = (0..count.min(MAX_COLUMNS)).map(|number| fields.field(number));
    names
        .map(|name| String::from_utf8_lossy(name).into())
        .collect()
}

/// The place of a column in a header, counted from 0. Refuses a column that already has another meaning. Filters
/// can be on any column.
fn place(
    name: &'static str,
    key: &ColumnKey,
    header: &[String],
    before: &[Column],
) -> Result<Option<usize>, RowFaultKind> {
    let shown = |at: usize| shortened(header[at].trim().as_bytes());
    let number = match key.find(header) {
        Found::At(number) => number,
        Found::None => return Ok(None),
        Found::Twice(first, second) => {
            return Err(RowFaultKind::SameNames {
                name: shown(first),
                first: first + 1,
                second: second + 1,
            });
        }
    };
    let mut before = before.iter();
    match before.find(|column| column.number == number) {
        // Columns given by number were compared when they were stated.
        Some(first) if name != FILTER && number < header.len() => Err(RowFaultKind::SameColumn {
            first: first.name.into(),
            second: name.into(),
            number: number + 1,
            name: shown(number),
        }),
        _ => Ok(Some(number)),
    }
}

/// The fault that a header lacks a column.
#[cold]
fn missing(name: &'static str, key: &ColumnKey, header: &[String]) -> RowFaultKind {
    RowFaultKind::MissingColumn {
        name: name.into(),
        expected: key.shown().into(),
        found: shown(header).into(),
        delimiter: None,
        looks_like: None,
    }
}

/// The fault that a JSON record lacks the keys of a layout.
#[cold]
fn missing_key(name: &'static str, key: &ColumnKey, header: &[String]) -> RowFaultKind {
    RowFaultKind::MissingKey {
        name: name.into(),
        expected: key.shown().into(),
        found: shown(header).into(),
    }
}

/// The first names of a header, for a person.
fn shown(header: &[String]) -> String {
    const SHOWN: usize = 12;
    let names = header.iter().take(SHOWN);
    let names = names.map(|name| format!("`{}`", shortened(name.trim().as_bytes())));
    let names: Vec<_> = names.collect();
    match names.as_slice() {
        [] => "no name".to_owned(),
        names if header.len() > SHOWN => names.join(", ") + " and others",
        names => names.join(", "),
    }
}

/// Adds to the fault that a header lacks a column by which delimiter it seems to be separated, if the header then
/// has the column.
#[cold]
pub(super) fn with_delimiter(
    mut fault: RowFaultKind,
    line: &[u8],
    settings: &Settings,
) -> RowFaultKind {
    if let RowFaultKind::MissingColumn {
        delimiter,
        name: missing,
        ..
    } = &mut fault
    {
        let found = Delimiter::of_line(line, settings.delimiter, settings.has_quotes())
            .map(|(delimiter, _)| delimiter);
        *delimiter = found.filter(|delimiter| {
            let mut splitter = LineSplitter::default();
            let split = splitter.split_quoted(line, delimiter.byte(), true);
            split.is_ok_and(|(fields, count)| {
                let columns = PlainColumns::find(settings, names_of(&fields, count));
                !matches!(columns, Err(RowFaultKind::MissingColumn { name, .. }) if name == *missing)
            })
        });
    }
    fault
}
