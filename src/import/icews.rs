//! Events of ICEWS, as a plain table whose columns are found by their names.
//!
//! Its files differ: the order of columns has changed, a yearly file has dates as `2/3/2017`, another
//! has no codes, and packages rename the columns. Tools and benchmarks write subsets of the columns.
//!
//! Source: the headers of *ICEWS Coded Event Data* (Harvard Dataverse, doi:10.7910/DVN/28075), and
//! of the R package `icews`, which writes `source_name`.

use memchr::memchr;

use super::column::{Columns, folded};
use super::fault::RowFaultKind;
use super::name_table::NameTable;
use super::plain::{ColumnKey, Delimiter, Plain, PlainLayout};
use super::row::CodedEvent;
use super::rows::SourceLine;

impl PlainLayout {
    /// The layout of ICEWS, for files that differ from those that are published: state what differs.
    ///
    /// | column | required |
    /// | :-- | :-- |
    /// | `Event Date` | yes |
    /// | `Source Name`, `Target Name` | yes |
    /// | `CAMEO Code`, or else `Event Text` | yes |
    /// | `Source Country`, `Target Country` | no: otherwise the [country is in the name](Self::with_countries_in_names) |
    /// | `Event ID` | no |
    ///
    /// Names of columns are compared without regard to case, blanks and punctuation: see
    /// [`ColumnKey`]. The event text is the [name of a code](crate::code::CameoCode::from_event_text).
    ///
    /// # Example
    ///
    /// A file of 2017 with its own dates, and a file that R wrote with quotes:
    ///
    /// ```
    /// use detente::import::{DateSpelling, PlainLayout, RowReader};
    ///
    /// let file = "Event Date\tSource Name\tSource Country\tEvent Text\tTarget Name\tTarget Country\n\
    ///     2/15/2017\tMinister\tFrance\tThreaten\tMinister\tRussian Federation\n";
    /// let layout = PlainLayout::icews().with_dates(DateSpelling::MonthFirst);
    /// let mut reader = RowReader::new(file.as_bytes(), layout);
    /// let row = reader.next().unwrap()?;
    /// assert_eq!(row.date().to_string(), "2017-02-15");
    /// assert_eq!(reader.names().code(row.act()).unwrap().to_string(), "cameo:130");
    ///
    /// let file = "\"event_date\"\t\"source_name\"\t\"event_text\"\t\"target_name\"\n\
    ///     \"2014-05-02\"\t\"Police (Australia)\"\t\"Accuse\"\t\"Criminal (Fiji)\"\n";
    /// let layout = PlainLayout::icews().with_quotes(true);
    /// let row = RowReader::new(file.as_bytes(), layout).next().unwrap()?;
    /// assert!(row.source().is_some());
    /// # Ok::<(), detente::import::RowFault>(())
    /// ```
    pub fn icews() -> Self {
        let optional = |name| ColumnKey::named(name).optional();
        let code = ColumnKey::named("CAMEO Code").or("Event Text");
        let layout = Self::default()
            .with_columns("Event Date", "Source Name", "Target Name", code)
            .and_then(|layout| {
                layout.with_countries(optional("Source Country"), optional("Target Country"))
            })
            .and_then(|layout| layout.with_id(optional("Event ID")))
            .and_then(|layout| layout.with_system("cameo"));
        layout
            .expect("the columns have names, and the system is known")
            .with_countries_in_names(true)
    }
}

/// The state of a reader of ICEWS.
#[derive(Clone, Debug, Default)]
pub(super) struct Icews {
    /// `None` before the header, which shows the delimiter.
    plain: Option<Plain>,
    /// Whether the header has the column of codes.
    has_codes: bool,
}

impl Icews {
    /// Call it after a row was read.
    pub(super) fn columns(&self) -> Columns {
        let plain = self.plain.as_ref();
        let plain = plain.expect("the header is read before the rows");
        let mut columns = plain.columns().expect("ICEWS has cells, and not JSON");
        let of_row = columns
            .id
            .iter_mut()
            .chain([&mut columns.date, &mut columns.code]);
        for column in of_row.chain(columns.actors.iter_mut().flatten()) {
            column.name = published_name(column.name, self.has_codes).unwrap_or(column.name);
        }
        columns
    }

    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        let plain = self.plain.get_or_insert_with(|| {
            self.has_codes = has_codes(line.bytes);
            Plain::new(layout_of(line.bytes))
        });
        let row = plain.read(line, names, waiting);
        row.map_err(|fault| reworded(fault, self.has_codes))
    }
}

/// The name in the header of a column of the layout.
fn published_name(name: &str, has_codes: bool) -> Option<&'static str> {
    Some(match name {
        "id" => "Event ID",
        "date" => "Event Date",
        "source" => "Source Name",
        "source country" => "Source Country",
        "target" => "Target Name",
        "target country" => "Target Country",
        "code" if has_codes => "CAMEO Code",
        "code" => "Event Text",
        _ => return None,
    })
}

/// Names the column as the header does, and the layout on which an order of dates can be stated.
#[cold]
fn reworded(mut fault: RowFaultKind, has_codes: bool) -> RowFaultKind {
    if let RowFaultKind::Field { name, expected, .. } = &mut fault {
        if let Some(published) = published_name(name, has_codes) {
            *name = published.into();
        }
        if expected.starts_with("a stated order of day and month") {
            *expected = "a stated order of day and month, such as \
                         `PlainLayout::icews().with_dates(DateSpelling::MonthFirst)`"
                .into();
        }
    }
    fault
}

/// Whether a header has the required columns, however they are written.
pub(super) fn has_columns(header: &[u8]) -> bool {
    let letters = letters(header);
    let has = |name: &str| letters.contains(name);
    let has_act = has("cameocode") || has("eventtext");
    has_act
        && ["eventdate", "sourcename", "targetname"]
            .into_iter()
            .all(has)
}

/// Whether a header has the column of codes, however it is written.
fn has_codes(header: &[u8]) -> bool {
    letters(header).contains("cameocode")
}

/// The letters and digits of a header in lower case.
fn letters(header: &[u8]) -> String {
    folded(&String::from_utf8_lossy(header)).collect()
}

/// The layout of a file with a header: separated by tabs, or by commas if the header has no tab. The
/// fields of a table with tabs are quoted if those of its header are.
fn layout_of(header: &[u8]) -> PlainLayout {
    let layout = PlainLayout::icews();
    match memchr(b'\t', header) {
        Some(_) => layout.with_quotes(header.trim_ascii_start().starts_with(b"\"")),
        None => layout.with_delimiter(Delimiter::Comma),
    }
}
