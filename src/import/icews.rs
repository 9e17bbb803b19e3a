//! Events of ICEWS, by the names of their columns.
//!
//! `Event ID`, `Event Date`, `Source Name`, `Source Country`, `CAMEO Code`, `Target Name` and
//! `Target Country` have to be there, in any order; the other columns are stepped over.

use super::column::{Column, Columns};
use super::field::{CameoCodes, Dates, number};
use super::names::Names;
use super::pairs::{key_of, texts_of};
use super::problem::Problem;
use super::row::{CodedEvent, RowId};
use super::rows::Place;
use super::table::Headed;

/// What a reader of ICEWS keeps from row to row.
#[derive(Clone, Debug, Default)]
pub(super) struct Icews {
    table: Headed<7>,
    dates: Dates,
    codes: CameoCodes,
    keys: [Vec<u8>; 2],
}

impl Icews {
    const WANTED: [&'static str; 7] = [
        "Event ID",
        "Event Date",
        "CAMEO Code",
        "Source Name",
        "Source Country",
        "Target Name",
        "Target Country",
    ];

    pub(super) fn columns(&self) -> Columns {
        self.table.columns()
    }

    pub(super) fn read(
        &mut self,
        place: Place<'_>,
        names: &mut Names,
    ) -> Result<Option<CodedEvent>, Problem> {
        let found = self.table.fields(place.bytes, Self::WANTED, "ICEWS")?;
        let Some((fields, columns)) = found else {
            return Ok(None);
        };
        let [
            id,
            date,
            code,
            source,
            source_country,
            target,
            target_country,
        ] = columns;
        let value = |column: Column| fields.get(column.number).trim_ascii();
        let day = self.dates.iso(value(date));
        let day = day.ok_or_else(|| date.holds(value(date), "a date, YYYY-MM-DD"))?;
        let act = self.codes.get(value(code));
        let (act, odd) = act.ok_or_else(|| code.holds(value(code), "1 to 4 digits"))?;
        let row = number(value(id)).ok_or_else(|| id.holds(value(id), "digits"))?;
        let actors = [[source, source_country], [target, target_country]];
        for (key, columns) in self.keys.iter_mut().zip(actors) {
            let [name, country] = columns.map(|column| fields.get(column.number));
            columns
                .iter()
                .try_for_each(|column| column.fits(fields.get(column.number)))?;
            key.clear();
            key_of(&[b"", name, country], key);
        }
        let keys = self.keys.each_ref().map(Vec::as_slice);
        let (source, target, anomalies) = names.both(keys, texts_of)?;
        Ok(Some(CodedEvent {
            source,
            target,
            id: Some(RowId::Number(row)),
            anomalies: anomalies.union(odd),
            ..place.row(day, act, names)
        }))
    }
}
