//! Reads the rows of plain tables.

use super::actors::ActorCells;
use super::codes::{Codes, check_code, count};
use super::column_key::{ColumnKey, Found};
use super::columns::{DateColumns, PlainColumns, names_of, with_delimiter};
use super::filter::{FirstLeftOut, LeftOut};
use super::layout::PlainLayout;
use super::row::{SplitRow, is_missing};
use super::settings::Settings;
use crate::import::column::Columns;
use crate::import::dates::{DayReader, RowDates};
use crate::import::fault::{RowFaultKind, shortened};
use crate::import::field::{Fields, number, whole};
use crate::import::json_cells::JsonCells;
use crate::import::name_table::NameTable;
use crate::import::pairs::{append_key, texts_of};
use crate::import::row::{CodedEvent, RowId};
use crate::import::rows::SourceLine;
use crate::import::table::LineSplitter;
use crate::import::warning::{RowWarning, RowWarnings};

/// The state of a reader of plain tables.
#[derive(Clone, Debug)]
pub(in crate::import) struct Plain {
    layout: PlainLayout,
    /// `None` until the header was read, if columns have names.
    columns: Option<Box<PlainColumns>>,
    splitter: LineSplitter,
    /// The cells of JSON records, if the lines are records.
    json: Option<Box<JsonCells>>,
    days: DayReader,
    cells: RowCells,
    /// The days of the row before, for rows without a date.
    days_before: Option<RowDates>,
    /// The start of a first line that was treated as a header because its date has no digit.
    header: Option<Box<str>>,
    left_out: LeftOut,
    /// Whether a row was left out, since the start.
    has_left_out: bool,
}

impl PlainLayout {
    /// The columns, if all of them have numbers and the first line is a row of cells.
    pub(super) fn numbered_columns(&self) -> Option<PlainColumns> {
        let settings = &*self.settings;
        if settings.is_json {
            return None;
        }
        let keys = settings.columns.named().map(|(_, key)| key);
        let mut keys = keys.chain(settings.filters.iter().map(|filter| &filter.column));
        let needs_header = keys.any(ColumnKey::needs_header);
        (!needs_header).then(|| {
            let columns = PlainColumns::find(settings, Vec::new());
            columns.expect("columns with numbers need no header")
        })
    }
}

impl Plain {
    pub(in crate::import) fn new(layout: PlainLayout) -> Self {
        Self {
            columns: layout.numbered_columns().map(Box::new),
            splitter: LineSplitter::default(),
            json: layout.settings.is_json.then(Box::default),
            days: DayReader::new(layout.settings.dates),
            cells: RowCells {
                codes: Codes::new(),
                actors: ActorCells::default(),
                keys: Default::default(),
                has_plain_actors: layout.settings.actors.is_plain(),
            },
            days_before: None,
            header: None,
            left_out: LeftOut::default(),
            has_left_out: false,
            layout,
        }
    }

    /// The columns that warnings are about. Call it after a row was read. Returns `None` for JSON
    /// records, whose keys have no order.
    pub(in crate::import) fn columns(&self) -> Option<Columns> {
        let columns = self.columns.as_ref();
        let columns = columns.expect("the header is read before the rows");
        let columns = columns.of_warnings(&self.layout.settings);
        self.json.is_none().then_some(columns)
    }

    /// The first line that was treated as a header. Only the first call returns it.
    pub(in crate::import) const fn take_header(&mut self) -> Option<Box<str>> {
        self.header.take()
    }

    /// Forgets a header that turned out to be the start of a file of another kind.
    pub(in crate::import) fn forget_header(&mut self) {
        self.header = None;
    }

    /// The rows that were left out since the last call.
    pub(in crate::import) fn take_left_out(&mut self) -> LeftOut {
        std::mem::take(&mut self.left_out)
    }

    /// Whether a row was left out.
    pub(in crate::import) const fn has_left_out(&self) -> bool {
        self.has_left_out
    }

    /// The stated line of the header, if a file with this number of lines ended before it was read.
    pub(in crate::import) fn unread_header_line(&self, lines: u64) -> Option<u64> {
        let stated = self.layout.settings.header();
        // Columns with numbers are known before the header.
        stated.filter(|&line| self.columns.is_none() || line > lines)
    }

    /// Reads the rows of a line: returns the first, and puts the others into `waiting`. Returns `None`
    /// for a line above the header, the header, and a row that is left out.
    pub(in crate::import) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        let settings = &*self.layout.settings;
        if settings.header().is_some_and(|header| line.number < header) {
            return Ok(None);
        }
        if let (None, Some(json)) = (&self.columns, &mut self.json) {
            // The first record is a row, too.
            self.columns = Some(Box::new(record_columns(line, settings, json)?));
        }
        let Some(columns) = &mut self.columns else {
            self.columns = Some(Box::new(read_header(line, settings, &mut self.splitter)?));
            return Ok(None);
        };
        if settings.header() == Some(line.number) {
            if let Ok(names) = header_names(line, settings, &mut self.splitter) {
                columns.set_header(names);
            }
            return Ok(None);
        }
        // The date of a row that cannot be read is not carried down to the rows below it.
        let days_before = self.days_before.take().filter(|_| settings.fills_dates);
        let has_quotes = settings.has_quotes();
        let split = match &mut self.json {
            Some(json) => json.split(line.bytes),
            None => self
                .splitter
                .split_quoted(line.bytes, settings.delimiter, has_quotes),
        };
        let (fields, found) = split.map_err(|fault| columns.with_name(fault))?;
        if !columns.are_in(found) {
            return Err(columns.too_few(found, line.bytes, settings));
        }
        let is_first = line.number == 1 && settings.header().is_none() && !settings.is_json;
        if is_first && is_header(&fields, columns) {
            columns.set_header(names_of(&fields, found));
            self.header = Some(shortened(line.bytes));
            return Ok(None);
        }
        let row = SplitRow {
            line,
            fields,
            columns,
            settings,
        };
        let days = row.days(days_before, &mut self.days);
        self.days_before = days.as_ref().ok().copied();
        if let Some(column) = row.left_out_by() {
            self.left_out.rows += 1;
            self.has_left_out = true;
            let first = &mut self.left_out.first;
            first.get_or_insert_with(|| FirstLeftOut {
                line: line.number,
                text: shortened(line.bytes),
                column: (!column.is_constant())
                    .then(|| (column.number + 1, row.columns.shown(column))),
            });
            return Ok(None);
        }
        self.cells.read(&row, days?, names, waiting)
    }
}

/// Reads the cells of a row other than its date.
#[derive(Clone, Debug)]
struct RowCells {
    codes: Codes,
    actors: ActorCells,
    /// The keys of source and target in the name table, if they have names and countries.
    keys: [Vec<u8>; 2],
    /// Whether the text of a cell is the text of an actor.
    has_plain_actors: bool,
}

impl RowCells {
    fn read(
        &mut self,
        row: &SplitRow<'_>,
        days: RowDates,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        let &SplitRow {
            line,
            columns,
            settings,
            ..
        } = row;
        let text = row.text(columns.code);
        check_code(text, columns.code, &settings.system)?;
        let count = match columns.count {
            Some(column) => count(row.text(column), settings.decimal_point, column)?,
            None => 1,
        };
        let id = columns.id.and_then(|column| row_id(row.text(column)));
        let is_plain = self.has_plain_actors;
        let cells = [columns.source, columns.target];
        // A refused row must not add names, so everything is checked before the first name is added.
        let of_actors = if is_plain {
            let mut cells = cells.iter().chain(columns.countries.iter().flatten());
            cells.try_for_each(|cell| cell.check_length(row.cell(*cell)))?;
            RowWarnings::NONE
        } else {
            self.actors.collect(row)?
        };
        let (act, of_code) = self.codes.get(text, columns.code, settings, names)?;
        let of_date = if days.is_partial {
            RowWarning::PartialDate.into()
        } else {
            RowWarnings::NONE
        };
        let event = CodedEvent {
            last_day: days.last_day,
            id,
            count,
            warnings: of_actors.union(of_code).union(of_date),
            ..line.row(days.day, act, names)
        };
        if !is_plain {
            return self.actors.expand(event, names, waiting);
        }
        let actors = cells.map(|cell| row.cell(cell));
        let (source, target, warnings) = match columns.countries {
            None => names.find_both(actors, |text| settings.actors.texts(text))?,
            Some(countries) => {
                let countries = countries.map(|cell| row.cell(cell));
                for (key, (name, country)) in
                    self.keys.iter_mut().zip(actors.into_iter().zip(countries))
                {
                    key.clear();
                    append_key(&[b"", name, country], key);
                }
                names.find_both(self.keys.each_ref().map(Vec::as_slice), texts_of)?
            }
        };
        Ok(Some(CodedEvent {
            source,
            target,
            warnings: event.warnings.union(warnings),
            ..event
        }))
    }
}

/// Finds the columns in a header.
pub(super) fn read_header(
    line: SourceLine<'_>,
    settings: &Settings,
    splitter: &mut LineSplitter,
) -> Result<PlainColumns, RowFaultKind> {
    let names = header_names(line, settings, splitter)?;
    let columns = PlainColumns::find(settings, names);
    columns.map_err(|fault| with_delimiter(fault, line.bytes, settings))
}

fn header_names(
    line: SourceLine<'_>,
    settings: &Settings,
    splitter: &mut LineSplitter,
) -> Result<Vec<String>, RowFaultKind> {
    let (fields, count) =
        splitter.split_quoted(line.bytes, settings.delimiter, settings.has_quotes())?;
    Ok(names_of(&fields, count))
}

/// Finds the columns from the keys of the first record. A key that is missing there may be in other records,
/// unless all keys are missing.
pub(super) fn record_columns(
    line: SourceLine<'_>,
    settings: &Settings,
    json: &mut JsonCells,
) -> Result<PlainColumns, RowFaultKind> {
    let mut names = json.header(line.bytes)?;
    let of_filters = || settings.filters.iter().map(|filter| &filter.column);
    let keys = || settings.columns.named().map(|(_, key)| key);
    if keys().any(|key| !matches!(key.find(&names), Found::None)) {
        for key in keys().chain(of_filters()) {
            if let (Found::None, Some(name)) = (key.find(&names), key.first_name()) {
                names.push(name.to_owned());
            }
        }
    }
    json.set_header(&names);
    PlainColumns::find(settings, names)
}

/// Whether a first line is a header: its date has letters, and no digit.
pub(super) fn is_header(fields: &Fields<'_>, columns: &PlainColumns) -> bool {
    let (DateColumns::One(date) | DateColumns::Three([date, ..])) = columns.date;
    if date.is_constant() {
        return false;
    }
    let text = fields.field(date.number).trim_ascii();
    !text.is_empty() && !text.iter().any(u8::is_ascii_digit)
}

fn row_id(text: &[u8]) -> Option<RowId> {
    let text = whole(text);
    if is_missing(text) {
        return None;
    }
    number(text).map(RowId::Number).or_else(|| RowId::of(text))
}
