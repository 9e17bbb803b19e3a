//! Columns by number and name, and which of them is at fault.

use super::anomaly::Anomaly;
use super::field::Fields;
use super::names::{MAX_NAME_BYTES, NA_TEXTS};
use super::problem::{Problem, shortened};

/// A column by the number and the name that its codebook gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) number: usize,
    pub(super) name: &'static str,
}

impl Column {
    /// The complaint that the column holds something else.
    #[cold]
    pub(super) fn holds(self, value: &[u8], expected: &'static str) -> Problem {
        Problem::Field {
            number: self.number + 1,
            name: self.name,
            value: shortened(value),
            expected,
        }
    }

    /// Refuses a name that is longer than a reader holds.
    ///
    /// To be asked before any name of the row is entered, so that a row that is refused leaves
    /// nothing behind.
    #[inline]
    pub(super) fn fits(self, name: &[u8]) -> Result<(), Problem> {
        if name.len() <= MAX_NAME_BYTES {
            Ok(())
        } else {
            Err(self.holds(name, "at most 1000 bytes"))
        }
    }
}

/// A complaint about a column with the column's name, where it is one of these.
#[cold]
pub(super) fn named(mut problem: Problem, columns: &[Column]) -> Problem {
    if let Problem::Quote { number, name } = &mut problem {
        let column = columns.iter().find(|column| column.number + 1 == *number);
        *name = column.map(|column| column.name);
    }
    problem
}

/// Where a format has what a row says.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) delimiter: u8,
    pub(super) id: Option<Column>,
    pub(super) date: Column,
    pub(super) code: Column,
    /// The texts of the source, and those of the target; of each there is one at least.
    pub(super) actors: [Vec<Column>; 2],
}

impl Columns {
    /// The column of a line for which a row has an anomaly; none where it is for the whole row, or
    /// for what an actor is.
    pub(super) fn at_fault(&self, anomaly: Anomaly, fields: &Fields<'_>) -> Option<Column> {
        let [source, target] = &self.actors;
        let is_odd: fn(&[u8]) -> bool = match anomaly {
            Anomaly::GuessedWeek
            | Anomaly::GuessedMonth
            | Anomaly::GuessedYear
            | Anomaly::DatedAfterAdded => return Some(self.date),
            Anomaly::ReusedId => return self.id,
            Anomaly::LostZero | Anomaly::UnknownCode => return Some(self.code),
            Anomaly::MissingSource => return Some(source[0]),
            Anomaly::MissingTarget => return Some(target[0]),
            Anomaly::StrayBlank => |text| {
                let text = String::from_utf8_lossy(text);
                text.trim().len() < text.len()
            },
            Anomaly::NaText => |text| {
                let text = String::from_utf8_lossy(text);
                NA_TEXTS.contains(&text.trim())
            },
            Anomaly::BrokenText => |text| std::str::from_utf8(text).is_err(),
            Anomaly::UnmatchedNames
            | Anomaly::NoParty
            | Anomaly::Region
            | Anomaly::UnknownCountry
            | Anomaly::OutOfUse
            | Anomaly::SelfPair
            | Anomaly::Repeated
            | Anomaly::Mirrored => return None,
        };
        let mut actors = source.iter().chain(target).copied();
        actors.find(|column| is_odd(fields.get(column.number)))
    }
}
