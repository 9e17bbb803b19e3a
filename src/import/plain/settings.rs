//! The settings of a layout, in the form that the reader needs.

use std::collections::BTreeMap;

use super::column_key::ColumnKey;
use super::delimiter::Delimiter;
use super::filter::RowFilter;
use super::system::CodeSystem;
use crate::code::{StateNumbers, TwoLetterCodes};
use crate::import::dates::DateRule;
use crate::import::error::ImportError;
use crate::import::published::Published;

/// The settings of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// The data set whose layout this was at first. Settings that are stated later keep it.
    pub(super) published: Option<Published>,
    pub(super) delimiter: u8,
    /// Whether fields can be quoted. `None` if the delimiter decides.
    pub(super) quotes: Option<bool>,
    /// Whether lines are JSON records instead of cells.
    pub(super) is_json: bool,
    pub(super) has_line_breaks: bool,
    /// The line of the header, counted from 1.
    pub(super) header_line: Option<u64>,
    pub(super) columns: ColumnKeys,
    pub(super) dates: DateRule,
    pub(super) fills_dates: bool,
    pub(super) system: CodeSystem,
    /// The character between the whole part of a number and its fraction.
    pub(super) decimal_point: u8,
    pub(super) actors: ActorRule,
    pub(super) filters: Vec<RowFilter>,
}

/// The columns of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ColumnKeys {
    pub(super) date: DateKeys,
    pub(super) last_day: Option<ColumnKey>,
    pub(super) source: ColumnKey,
    pub(super) target: ColumnKey,
    pub(super) code: ColumnKey,
    pub(super) count: Option<ColumnKey>,
    pub(super) id: Option<ColumnKey>,
    pub(super) countries: Option<[ColumnKey; 2]>,
}

/// The columns of the date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DateKeys {
    One(ColumnKey),
    /// Year, month and day.
    Three([ColumnKey; 3]),
}

/// How cells become actors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ActorRule {
    pub(super) separators: Vec<Box<str>>,
    pub(super) removes_marks: bool,
    /// Whether the country is in the name, if there is no column of countries.
    pub(super) has_countries_in_names: bool,
    pub(super) parties: BTreeMap<Box<str>, Box<str>>,
    /// The list of states that numbers refer to.
    pub(super) numbers: Option<StateNumbers>,
    /// The list of countries that codes of two letters refer to.
    pub(super) two_letters: Option<TwoLetterCodes>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            published: None,
            delimiter: Delimiter::default().byte(),
            quotes: None,
            is_json: false,
            has_line_breaks: false,
            header_line: None,
            columns: ColumnKeys {
                date: DateKeys::One(1.into()),
                last_day: None,
                source: 2.into(),
                target: 3.into(),
                code: 4.into(),
                count: None,
                id: None,
                countries: None,
            },
            dates: DateRule::default(),
            fills_dates: false,
            system: CodeSystem::default(),
            decimal_point: b'.',
            actors: ActorRule::default(),
            filters: Vec::new(),
        }
    }
}

impl ColumnKeys {
    /// The keys with the purpose of each, without those of filters.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static str, &ColumnKey)> {
        let date: &[ColumnKey] = match &self.date {
            DateKeys::One(date) => std::slice::from_ref(date),
            DateKeys::Three(parts) => parts,
        };
        let of_date = match date {
            [_] => &["date"][..],
            _ => &["year", "month", "day"],
        };
        let of_date = of_date.iter().copied().zip(date);
        let last_day = self.last_day.iter().map(|key| ("last day", key));
        let of_actors = self.countries.iter().flatten();
        let of_actors = ["source country", "target country"]
            .into_iter()
            .zip(of_actors);
        let others = [
            ("source", &self.source),
            ("target", &self.target),
            ("code", &self.code),
        ];
        let count = self.count.iter().map(|key| ("count", key));
        let id = self.id.iter().map(|key| ("id", key));
        of_date
            .chain(last_day)
            .chain(others)
            .chain(of_actors)
            .chain(count)
            .chain(id)
    }

    /// Refuses columns out of range, and a column that is used for two purposes.
    pub(super) fn check(&self) -> Result<(), ImportError> {
        let keys: Vec<_> = self.named().collect();
        for (index, &(second, key)) in keys.iter().enumerate() {
            key.check(second)?;
            let Some(column) = key.as_number() else {
                continue;
            };
            let mut before = keys[..index].iter();
            if let Some(&(first, _)) = before.find(|(_, key)| key.as_number() == Some(column)) {
                return Err(ImportError::SameColumn {
                    first,
                    second,
                    column,
                });
            }
        }
        Ok(())
    }
}

impl Settings {
    /// The stated line of the header. JSON records have none.
    pub(super) fn header(&self) -> Option<u64> {
        self.header_line.filter(|_| !self.is_json)
    }

    /// Whether fields can be quoted.
    pub(super) fn has_quotes(&self) -> bool {
        self.quotes.unwrap_or(self.delimiter != b'\t')
    }
}
