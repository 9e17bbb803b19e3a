//! Events of ICEWS, whose columns are found by their names.
//!
//! `Event ID`, `Event Date`, `Source Name`, `Source Country`, `CAMEO Code`, `Target Name` and
//! `Target Country` are required, in any order. Other columns are skipped.

use super::column::{Column, Columns};
use super::fault::RowFaultKind;
use super::field::{CameoCodes, Dates, number};
use super::name_table::NameTable;
use super::pairs::{append_key, texts_of};
use super::row::{CodedEvent, RowId};
use super::rows::SourceLine;
use super::table::HeaderTable;

/// The state of a reader of ICEWS.
#[derive(Clone, Debug, Default)]
pub(super) struct Icews {
    table: HeaderTable<7>,
    dates: Dates,
    codes: CameoCodes,
    /// The keys of source and target in the name table.
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
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        let found = self.table.fields(line.bytes, Self::WANTED, "ICEWS")?;
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
        let value = |column: Column| fields.field(column.number).trim_ascii();
        let day = self.dates.iso(value(date));
        let day = day.ok_or_else(|| date.fault(value(date), "a date, YYYY-MM-DD"))?;
        let act = self.codes.get(value(code));
        let (act, of_code) = act.ok_or_else(|| code.fault(value(code), "1 to 4 digits"))?;
        let row = number(value(id)).ok_or_else(|| id.fault(value(id), "digits"))?;
        let actors = [[source, source_country], [target, target_country]];
        for (key, columns) in self.keys.iter_mut().zip(actors) {
            let [name, country] = columns.map(|column| fields.field(column.number));
            columns
                .iter()
                .try_for_each(|column| column.check_length(fields.field(column.number)))?;
            key.clear();
            append_key(&[b"", name, country], key);
        }
        let keys = self.keys.each_ref().map(Vec::as_slice);
        let (source, target, warnings) = names.find_both(keys, texts_of)?;
        Ok(Some(CodedEvent {
            source,
            target,
            id: Some(RowId::Number(row)),
            warnings: warnings.union(of_code),
            ..line.row(day, act, names)
        }))
    }
}
