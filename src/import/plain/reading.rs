//! Reads the rows of plain tables.

use std::borrow::Cow;

use super::actors::ActorCells;
use super::codes::{Codes, check_code, count};
use super::column_key::Found;
use super::columns::{DateColumns, PlainColumns, names_of, with_delimiter};
use super::filter::{FirstLeftOut, LeftOut};
use super::layout::PlainLayout;
use super::settings::Settings;
use crate::import::column::{Column, Columns};
use crate::import::dates::{
    DateRule, DayReader, RowDates, day_of_date, days_of, expected_day, whole,
};
use crate::import::fault::{RowFaultKind, shortened};
use crate::import::field::{Fields, is_blank, number};
use crate::import::json_cells::JsonCells;
use crate::import::name_table::{NA_TEXTS, NameTable};
use crate::import::pairs::{append_key, texts_of};
use crate::import::row::{CodedEvent, RowId};
use crate::import::rows::SourceLine;
use crate::import::table::LineSplitter;
use crate::import::warning::{RowWarning, RowWarnings};
use crate::time::{date_of_day, full_year, month};

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
        let is_numbered = keys.all(|key| key.as_number().is_some());
        is_numbered.then(|| {
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
        let stated = self.layout.settings.header_line;
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
        if settings
            .header_line
            .is_some_and(|header| line.number < header)
        {
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
        if settings.header_line == Some(line.number) && !settings.is_json {
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
        let is_first = line.number == 1 && settings.header_line.is_none() && !settings.is_json;
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
                column: (column.number + 1, row.columns.shown(column)),
            });
            return Ok(None);
        }
        self.cells.read(&row, days?, names, waiting)
    }
}

/// A row that was split into fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct SplitRow<'r> {
    pub(super) line: SourceLine<'r>,
    pub(super) fields: Fields<'r>,
    pub(super) columns: &'r PlainColumns,
    pub(super) settings: &'r Settings,
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
            fields,
            columns,
            settings,
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
            cells.try_for_each(|cell| cell.check_length(fields.field(cell.number)))?;
            RowWarnings::NONE
        } else {
            self.actors.collect(&settings.actors, &fields, columns)?
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
        let actors = cells.map(|cell| fields.field(cell.number));
        let (source, target, warnings) = match columns.countries {
            None => names.find_both(actors, |text| settings.actors.texts(text))?,
            Some(countries) => {
                let countries = countries.map(|cell| fields.field(cell.number));
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

impl<'r> SplitRow<'r> {
    /// The text of a field, without blanks around it.
    pub(super) fn text(&self, column: Column) -> &'r [u8] {
        self.fields.field(column.number).trim_ascii()
    }

    /// The days of the row. A blank date has the days of the row before, if those are given.
    fn days(
        &self,
        before: Option<RowDates>,
        days: &mut DayReader,
    ) -> Result<RowDates, RowFaultKind> {
        let stated = match (before, self.columns.date) {
            (Some(before), _) if self.has_blank_date() => before,
            (_, DateColumns::One(date)) => days.days(self.text(date), date)?,
            (_, DateColumns::Three(parts)) => {
                let texts = parts.map(|part| self.text(part));
                days_of_three(parts, texts, self.settings.dates)?
            }
        };
        let Some(column) = self.columns.last_day else {
            return Ok(stated);
        };
        let text = self.text(column);
        if is_missing(text) {
            return Ok(stated);
        }
        let last = days.days(text, column)?;
        if last.last_day < stated.day {
            let date = date_of_day(stated.day).expect("the day of a row is in the calendar");
            return Err(column.fault(text, format!("the date of the row, {date}, or a later day")));
        }
        Ok(RowDates {
            last_day: last.last_day,
            is_partial: stated.is_partial || last.is_partial,
            ..stated
        })
    }

    fn has_blank_date(&self) -> bool {
        let is_blank = |column: Column| is_blank(self.text(column));
        match self.columns.date {
            DateColumns::One(date) => is_blank(date),
            DateColumns::Three(parts) => parts.into_iter().all(is_blank),
        }
    }

    /// The column of the first filter that leaves the row out.
    pub(super) fn left_out_by(&self) -> Option<Column> {
        let filters = self.settings.filters.iter().zip(&self.columns.filters);
        let mut found = filters.filter_map(|(filter, column)| {
            let column = (*column)?;
            filter.leaves_out(self.text(column)).then_some(column)
        });
        found.next()
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
    let keys = || settings.columns.named().map(|(_, key)| key);
    if keys().any(|key| !matches!(key.find(&names), Found::None)) {
        for key in keys() {
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
    let text = fields.field(date.number).trim_ascii();
    !text.is_empty() && !text.iter().any(u8::is_ascii_digit)
}

/// Whether a cell says that there is nothing.
fn is_missing(text: &[u8]) -> bool {
    is_blank(text) || std::str::from_utf8(text).is_ok_and(|text| NA_TEXTS.contains(&text))
}

/// The days of a date in three columns.
fn days_of_three(
    columns: [Column; 3],
    texts: [&[u8]; 3],
    rule: DateRule,
) -> Result<RowDates, RowFaultKind> {
    let texts = texts.map(whole);
    let part = |text: &[u8]| number(text).and_then(|part| u32::try_from(part).ok());
    let year = match (texts[0].len(), rule.first_year) {
        (4, _) => part(texts[0]),
        (1 | 2, Some(first)) => part(texts[0]).map(|year| full_year(year, first.into())),
        _ => None,
    };
    let year = year.ok_or_else(|| {
        let expected = match rule.first_year {
            None => "a year of four digits; for two, state what they mean: `with_short_years`",
            Some(_) => "a year of two or four digits",
        };
        columns[0].fault(texts[0], expected)
    })?;
    let is_unknown = |text: &[u8]| {
        let is_below_zero = text
            .strip_prefix(b"-")
            .is_some_and(|rest| number(rest).is_some());
        is_missing(text) || part(text) == Some(0) || is_below_zero
    };
    let hint = "; if it can be unknown, state it: `with_partial_dates`";
    let expected = |text: &[u8], expected: Cow<'static, str>| {
        let has_hint = is_unknown(text) && !rule.is_partial;
        if has_hint { expected + hint } else { expected }
    };
    if rule.is_partial && is_unknown(texts[2]) && is_unknown(texts[1]) {
        let days = days_of(year, None, None).expect("a year of four digits is in the calendar");
        return Ok(RowDates::partial(days));
    }
    let named = || month(std::str::from_utf8(texts[1]).ok()?);
    let month = part(texts[1]).or_else(named);
    let month = month
        .filter(|month| (1..=12).contains(month))
        .ok_or_else(|| {
            columns[1].fault(
                texts[1],
                expected(texts[1], "a month, 1 to 12 or its name".into()),
            )
        })?;
    if rule.is_partial && is_unknown(texts[2]) {
        let days = days_of(year, Some(month), None).expect("the month was checked");
        return Ok(RowDates::partial(days));
    }
    let year = i32::try_from(year).expect("a year of four digits has 32 bits");
    let day = part(texts[2]).and_then(|day| day_of_date(year, month, day));
    let day = day
        .ok_or_else(|| columns[2].fault(texts[2], expected(texts[2], expected_day(year, month))))?;
    Ok(day.into())
}

fn row_id(text: &[u8]) -> Option<RowId> {
    number(text).map(RowId::Number).or_else(|| RowId::of(text))
}
