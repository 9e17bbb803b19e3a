//! The columns of a plain table, as its layout or its header places them.

use super::column_key::{ColumnKey, Found};
use super::settings::{DateKeys, Settings};
use super::system::CodeSystem;
use crate::import::column::{Column, Columns};
use crate::import::fault::{RowFaultKind, shortened};

/// The columns from which a row is read.
#[derive(Clone, Debug)]
pub(super) struct PlainColumns {
    pub(super) date: DateColumns,
    pub(super) source: Column,
    pub(super) target: Column,
    pub(super) code: Column,
    pub(super) count: Option<Column>,
    pub(super) id: Option<Column>,
    pub(super) countries: Option<[Column; 2]>,
    /// For each filter. `None` if the header does not have the column.
    pub(super) filters: Vec<Option<Column>>,
    /// All of them.
    pub(super) all: Vec<Column>,
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
    pub(super) fn find(settings: &Settings, header: &[String]) -> Result<Self, RowFaultKind> {
        let mut all = Vec::new();
        let mut find = |name: &'static str, key: &ColumnKey, is_optional: bool| {
            let number = match key.find(header) {
                Found::At(number) => number,
                Found::None if is_optional => return Ok(None),
                Found::None if settings.is_json => return Err(missing_key(name, key, header)),
                Found::None => return Err(missing(name, key, header)),
                Found::Twice(first, second) => {
                    return Err(RowFaultKind::SameNames {
                        name: shortened(header[first].trim().as_bytes()),
                        first: first + 1,
                        second: second + 1,
                    });
                }
            };
            let column = Column { number, name };
            all.push(column);
            Ok(Some(column))
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
        let count = optional("count", keys.count.as_ref())?;
        let id = optional("id", keys.id.as_ref())?;
        let [of_source, of_target] = match &keys.countries {
            Some([source, target]) => [Some(source), Some(target)],
            None => [None; 2],
        };
        let of_source = optional("source country", of_source)?;
        let of_target = optional("target country", of_target)?;
        let filters = settings.filters.iter();
        let filters = filters.map(|filter| optional("filter", Some(&filter.column)));
        let filters = filters.collect::<Result<_, _>>()?;
        let needed = all.iter().map(|column| column.number + 1).max();
        Ok(Self {
            date,
            source,
            target,
            code,
            count,
            id,
            countries: of_source.zip(of_target).map(<[Column; 2]>::from),
            filters,
            needed: needed.expect("a layout has columns"),
            all,
        })
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

    /// Refuses a row with too few columns.
    pub(super) fn check_count(&self, found: usize) -> Result<(), RowFaultKind> {
        if found >= self.needed {
            return Ok(());
        }
        let expected = if self.all.len() == 4 {
            "one for each of date, source, target and code".into()
        } else {
            format!("at least {}", self.needed).into()
        };
        Err(RowFaultKind::Columns { found, expected })
    }
}

/// The fault that a header lacks a column.
#[cold]
fn missing(name: &'static str, key: &ColumnKey, header: &[String]) -> RowFaultKind {
    RowFaultKind::MissingColumn {
        name: name.into(),
        expected: key.shown().into(),
        found: shown(header).into(),
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
