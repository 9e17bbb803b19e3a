//! The layout of a plain table: its form and its columns.

use std::sync::Arc;

use super::column_key::ColumnKey;
use super::delimiter::{Delimiter, can_delimit};
use super::settings::{ColumnKeys, DateKeys, Settings};
use super::written::LayoutShape;
use crate::import::error::ImportError;

/// The columns of a plain table, and what its texts mean.
///
/// The default is date, source, target and code, separated by tabs, with dates as `YYYY-MM-DD` or `YYYYMMDD`.
/// Further columns are skipped. If columns have [names](ColumnKey), the first line is the header. Otherwise a
/// first line whose date has no digit is treated as a header. A [`Summary`](crate::import::Summary) counts such
/// lines and shows the first.
///
/// | code | read as |
/// | :-- | :-- |
/// | `042` | a code of CAMEO, unless the column has another system: see [`with_system`](Self::with_system) |
/// | `Make a visit`, if the system is `cameo` | the code of CAMEO with this [name](crate::code::CameoCode::from_event_text) |
/// | `CONSULT`, `CONSULT/visit` | a code of PLOVER |
/// | `cameo:042`, `weis:223`, `desk:toast` | a code of the named system |
/// | anything else | words, as the code `file:…`, which has a value if your scale lists it |
///
/// | your file has | state |
/// | :-- | :-- |
/// | another delimiter, quotes | [`with_delimiter`](Self::with_delimiter), [`with_delimiter_byte`](Self::with_delimiter_byte), [`with_quotes`](Self::with_quotes) |
/// | cells with line breaks | [`with_line_breaks`](Self::with_line_breaks) |
/// | JSON records | [`with_json`](Self::with_json) |
/// | a title above the header | [`with_header_line`](Self::with_header_line) |
/// | columns in another order, or with names | [`with_columns`](Self::with_columns) |
/// | no column for the code, or for an actor | [`ColumnKey::constant`] |
/// | year, month and day apart | [`with_year_month_day`](Self::with_year_month_day) |
/// | dates such as `30/6/2022` or `44742` | [`with_dates`](Self::with_dates), [`with_short_years`](Self::with_short_years) |
/// | dates such as `1993-06` or `1993` | [`with_partial_dates`](Self::with_partial_dates) |
/// | a first and a last day | [`with_last_day`](Self::with_last_day) |
/// | a date that also applies to the rows below it | [`with_dates_filled_down`](Self::with_dates_filled_down) |
/// | codes of WEIS, COPDAB or of your own | [`with_system`](Self::with_system) |
/// | numbers instead of codes | [`with_values`](Self::with_values), [`with_decimal_commas`](Self::with_decimal_commas) |
/// | rows that a query grouped and counted | [`with_count`](Self::with_count) |
/// | a column for the country of each actor | [`with_countries`](Self::with_countries) |
/// | `Police (Australia)` for an actor | [`with_countries_in_names`](Self::with_countries_in_names) |
/// | `United States; Saudi Arabia` in a cell | [`with_party_separators`](Self::with_party_separators) |
/// | `Ukraine*`, `UK¹` | [`with_footnote_marks_removed`](Self::with_footnote_marks_removed) |
/// | numbers of states, such as `365` | [`with_state_numbers`](Self::with_state_numbers) |
/// | codes of two letters, such as `CN` | [`with_two_letter_codes`](Self::with_two_letter_codes) |
/// | names that no list contains | [`with_party_names`](Self::with_party_names) |
/// | rows of other kinds | [`without_rows`](Self::without_rows), [`with_rows_only`](Self::with_rows_only) |
/// | an identifier for each row | [`with_id`](Self::with_id) |
///
/// Cloning is cheap: clones share the settings.
///
/// # Example
///
/// A table that is kept by hand:
///
/// ```
/// use detente::import::{Delimiter, Importer, Options, PlainLayout, RowReader};
///
/// let layout = PlainLayout::default()
///     .with_delimiter(Delimiter::Comma)
///     .with_columns("Day", "Partner A", "Partner B", "Score by ten")?
///     .with_values(10.0)?
///     .with_count("Meetings")?;
/// let table = "\
/// Partner B,Note,Day,Score by ten,Partner A,Meetings
/// Russia,\"talks, two rounds\",2024-01-15,4.5,United States,3
/// Germany,,2024-01-16,,France,1
/// ";
/// let mut importer = Importer::new(Options::new(&layout));
/// importer.read(&mut RowReader::new(table.as_bytes(), &layout))?;
/// let import = importer.build()?;
/// assert_eq!(import.ledger.dyad("USA", "RUS").unwrap().directed().marks(), 3);
/// assert_eq!(import.summary.unmarked.blank_value, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(into = "LayoutShape", try_from = "LayoutShape")]
pub struct PlainLayout {
    pub(super) settings: Arc<Settings>,
}

impl PlainLayout {
    /// Sets the delimiter of columns.
    #[must_use]
    pub fn with_delimiter(self, delimiter: Delimiter) -> Self {
        self.with(|settings| settings.delimiter = delimiter.byte())
    }

    /// Sets any other ASCII character as the delimiter, such as `b'^'` or the `\u{1}` of Hive.
    ///
    /// # Errors
    ///
    /// Returns [`ImportError::Delimiter`] for a letter, a digit, a quote, the end of a line, or a byte that is not
    /// ASCII.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default().with_delimiter_byte(b'^')?;
    /// let mut reader = RowReader::new(&b"2014-05-13^USA^RUS^042\n"[..], layout);
    /// assert_eq!(reader.next().unwrap()?.date().to_string(), "2014-05-13");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_delimiter_byte(self, delimiter: u8) -> Result<Self, ImportError> {
        if !can_delimit(delimiter) {
            return Err(ImportError::Delimiter { byte: delimiter });
        }
        Ok(self.with(|settings| settings.delimiter = delimiter))
    }

    /// Sets whether fields can be quoted. A quoted field can contain the delimiter. By default, fields can be
    /// quoted unless the delimiter is a tab.
    #[must_use]
    pub fn with_quotes(self, has_quotes: bool) -> Self {
        self.with(|settings| settings.quotes = Some(has_quotes))
    }

    /// Sets whether a quoted field can contain the end of a line. By default it cannot.
    ///
    /// The line number of such a row is that of its first line. If no quote closes the field within
    /// [`MAX_CELL_LINES`](crate::import::MAX_CELL_LINES) lines, or if text follows the quote that closes it on a later
    /// line, only the first line is refused.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Delimiter, PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default().with_delimiter(Delimiter::Comma).with_line_breaks(true);
    /// let table = "2014-05-13,USA,RUS,042,\"two rooms\none after the other\"\n2014-05-14,USA,RUS,112,\n";
    /// let lines: Vec<u64> = RowReader::new(table.as_bytes(), layout).flatten().map(|row| row.line()).collect();
    /// assert_eq!(lines, [1, 3]);
    /// ```
    #[must_use]
    pub fn with_line_breaks(self, has_line_breaks: bool) -> Self {
        self.with(|settings| settings.has_line_breaks = has_line_breaks)
    }

    /// States that each line is a JSON record: its keys are the columns.
    ///
    /// The columns are the keys of the first record, and those that the layout names. Keys of nested
    /// values are joined with a dot (`actor.country`), and the texts of a list with semicolons: see
    /// [`with_party_separators`](Self::with_party_separators). `null` and a missing key are blank
    /// cells; of a key that a record has twice, the last value is used. For a list of records, a list in an object, and records of several lines, use
    /// [`json_lines`](crate::import::json_lines).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{PlainLayout, RowReader, json_lines};
    ///
    /// let layout = PlainLayout::default().with_json(true).with_columns("day", "from.state", "to.state", "type")?;
    /// let records = r#"[
    ///     {"day": "2014-05-13", "type": "042", "from": {"state": "USA"}, "to": {"state": "RUS"}},
    ///     {"day": "2014-05-14", "type": "112", "from": {"state": "RUS"}, "to": null}
    /// ]"#;
    /// let mut reader = RowReader::new(json_lines(records.as_bytes()), layout);
    /// let row = reader.next().unwrap()?;
    /// assert_eq!(reader.names().actor(row.target().unwrap()).unwrap().code, Some("RUS"));
    /// assert_eq!(reader.next().unwrap()?.target(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_json(self, is_json: bool) -> Self {
        self.with(|settings| settings.is_json = is_json)
    }

    /// Sets the line of the header, counted from 1. The lines above it are skipped.
    ///
    /// 0 is taken as 1. JSON records have no header, so this has no effect on them.
    #[must_use]
    pub fn with_header_line(self, line: u64) -> Self {
        self.with(|settings| settings.header_line = Some(line.max(1)))
    }

    /// Sets the columns of date, source, target and code, by their numbers, counted from 1, or by their
    /// names in the header. Columns of [year, month and day](Self::with_year_month_day) that were set before are
    /// replaced.
    ///
    /// # Errors
    ///
    /// Returns [`ImportError::Column`] unless each number is from 1 to 64, [`ImportError::SameColumn`] unless the
    /// columns are different, and [`ImportError::ColumnName`] for a blank name.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Delimiter, PlainLayout, RowReader};
    ///
    /// // Source; target; a note; code; date.
    /// let layout = PlainLayout::default().with_delimiter(Delimiter::Semicolon).with_columns(5, 1, 2, 4)?;
    /// let table = "USA;RUS;\"in Geneva; twice\";042;2014-05-13\n";
    /// let mut reader = RowReader::new(table.as_bytes(), layout);
    /// assert_eq!(reader.next().unwrap()?.date().to_string(), "2014-05-13");
    ///
    /// let error = PlainLayout::default().with_columns(4, 1, 2, 4).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "date and code are both in column `4`: expected a column for each",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_columns(
        self,
        date: impl Into<ColumnKey>,
        source: impl Into<ColumnKey>,
        target: impl Into<ColumnKey>,
        code: impl Into<ColumnKey>,
    ) -> Result<Self, ImportError> {
        let date = DateKeys::One(date.into());
        let (source, target, code) = (source.into(), target.into(), code.into());
        self.with_keys(|keys| {
            keys.date = date;
            keys.source = source;
            keys.target = target;
            keys.code = code;
        })
    }

    /// Sets the columns of year, month and day, which replace the column of the date. A month can be a
    /// number or an English name.
    ///
    /// # Errors
    ///
    /// As [`with_columns`](Self::with_columns).
    pub fn with_year_month_day(
        self,
        year: impl Into<ColumnKey>,
        month: impl Into<ColumnKey>,
        day: impl Into<ColumnKey>,
    ) -> Result<Self, ImportError> {
        let parts = [year.into(), month.into(), day.into()];
        self.with_keys(|keys| keys.date = DateKeys::Three(parts))
    }

    /// Sets a column with the last day of an event that lasts several days. It is written as the column of the date
    /// is, which has the first day. If it is blank or `NA`, the event has the days of its date.
    ///
    /// The mark of the event is spread evenly over its days, as that of an event of a timeline is. Rows of the same
    /// act are [repeated](crate::import::RowWarning::Repeated) only if both days are equal. A row whose last day is
    /// before its date, or more than [`MAX_ROW_DAYS`](crate::import::MAX_ROW_DAYS) days after it, is refused.
    /// If dates are [filled down](Self::with_dates_filled_down), a row without a date has the last day of the row
    /// above, unless it has one itself.
    ///
    /// # Errors
    ///
    /// As [`with_columns`](Self::with_columns).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Delimiter, Importer, Options, PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default()
    ///     .with_delimiter(Delimiter::Comma)
    ///     .with_columns("from", "host", "guest", "code")?
    ///     .with_last_day("until")?;
    /// let table = "from,until,host,guest,code\n2014-05-13,2014-05-15,USA,RUS,043\n";
    /// let mut importer = Importer::new(Options::new(&layout));
    /// importer.read(&mut RowReader::new(table.as_bytes(), &layout))?;
    /// let visits = importer.build()?.ledger.dyad("USA", "RUS").unwrap().undirected();
    /// let span = visits.spans().next().unwrap().span();
    /// assert_eq!(span.to_string(), "[2014-05-13, 2014-05-16)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_last_day(self, last_day: impl Into<ColumnKey>) -> Result<Self, ImportError> {
        let last_day = last_day.into();
        self.with_keys(|keys| keys.last_day = Some(last_day))
    }

    /// Sets the columns with the countries of source and target, as codes or names. The columns of source and
    /// target then contain names.
    ///
    /// # Errors
    ///
    /// As [`with_columns`](Self::with_columns).
    pub fn with_countries(
        self,
        source: impl Into<ColumnKey>,
        target: impl Into<ColumnKey>,
    ) -> Result<Self, ImportError> {
        let countries = [source.into(), target.into()];
        self.with_keys(|keys| keys.countries = Some(countries))
    }

    /// Sets a column of identifiers. [`RowWarning::ReusedId`](crate::import::RowWarning::ReusedId) then reports a
    /// repeated identifier.
    ///
    /// # Errors
    ///
    /// As [`with_columns`](Self::with_columns).
    pub fn with_id(self, id: impl Into<ColumnKey>) -> Result<Self, ImportError> {
        let id = id.into();
        self.with_keys(|keys| keys.id = Some(id))
    }

    /// Sets a column with the number of events in a row: a whole number from 0 to
    /// [`MAX_COUNT`](crate::import::MAX_COUNT).
    ///
    /// For rows that a query grouped (`SELECT day, source, target, code, COUNT(*) … GROUP BY`): A count of `n`
    /// makes `n` marks, and all counts of a [`Summary`](crate::import::Summary) are counts of events. A row with a
    /// count of 0 makes no mark, and is counted in [`Unmarked::zero_count`](crate::import::Unmarked::zero_count).
    ///
    /// Repeated rows are then separate events, so
    /// [`Options::merges_repeated`](crate::import::Options::merges_repeated) is off for such a layout. If both
    /// sides report a symmetric act, the greater count is used.
    ///
    /// # Errors
    ///
    /// As [`with_columns`](Self::with_columns).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Importer, Options, PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default().with_count(5)?;
    /// let mut importer = Importer::new(Options::new(&layout));
    /// importer.read(&mut RowReader::new(&b"2014-05-13\tUSA\tRUS\t112\t40\n"[..], &layout))?;
    /// let import = importer.build()?;
    /// assert_eq!(import.summary.kept, 40);
    /// assert_eq!(import.ledger.dyad("USA", "RUS").unwrap().directed().marks(), 40);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_count(self, count: impl Into<ColumnKey>) -> Result<Self, ImportError> {
        let count = count.into();
        self.with_keys(|keys| keys.count = Some(count))
    }

    pub(super) fn with(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        set(Arc::make_mut(&mut self.settings));
        self
    }

    fn with_keys(self, set: impl FnOnce(&mut ColumnKeys)) -> Result<Self, ImportError> {
        let layout = self.with(|settings| set(&mut settings.columns));
        layout.settings.columns.check()?;
        Ok(layout)
    }
}
