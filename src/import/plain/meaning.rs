//! What a layout states about the texts of its cells: dates, codes, actors and rows to leave out.

use super::column_key::ColumnKey;
use super::delimiter::Delimiter;
use super::filter::RowFilter;
use super::layout::PlainLayout;
use super::system::{CodeSystem, Greatest};
use crate::code::{StateNumbers, TwoLetterCodes};
use crate::import::dates::DateSpelling;
use crate::import::error::ImportError;
use crate::import::published::Published;
use crate::import::records::LineBreaks;

impl PlainLayout {
    /// States how dates are spelled.
    ///
    /// The order of day and month is never taken from other rows: [`DateProposal`](crate::import::DateProposal)
    /// reads through a file and proposes one.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{DateSpelling, PlainLayout, RowReader};
    ///
    /// let table = "04/03/2025\tUSA\tRUS\t042\n";
    /// let read = |layout| RowReader::new(table.as_bytes(), layout).next().unwrap();
    /// let layout = PlainLayout::default();
    /// let date = |spelling| read(layout.clone().with_dates(spelling)).unwrap().date().to_string();
    /// assert_eq!(date(DateSpelling::DayFirst), "2025-03-04");
    /// assert_eq!(date(DateSpelling::MonthFirst), "2025-04-03");
    /// assert_eq!(
    ///     read(layout).unwrap_err().to_string(),
    ///     "line 1: column 1 (date) is `04/03/2025`: expected a stated order of day and month, \
    ///      `with_dates(DateSpelling::DayFirst)` or `with_dates(DateSpelling::MonthFirst)`",
    /// );
    /// ```
    #[must_use]
    pub fn with_dates(self, spelling: DateSpelling) -> Self {
        self.with(|settings| settings.dates.spelling = spelling)
    }

    /// States the first of the hundred years that two digits can mean: with 1970, `69` is 2069 and `70`
    /// is 1970. Otherwise years have four digits.
    ///
    /// A year after 9900 is taken as 9900.
    #[must_use]
    pub fn with_short_years(self, first: u16) -> Self {
        self.with(|settings| settings.dates.first_year = Some(first.min(9_900)))
    }

    /// Sets whether a date can be a month or a year: `1993-06`, `6/1993`, `June 1993`, `1993-06-00`, `1993`; with
    /// [year, month and day apart](Self::with_year_month_day), a day or a month that is blank, `NA`, 0 or a negative
    /// number. By default such a row is refused. This has
    /// no effect on dates that are spelled as numbers of days or seconds, or as `220630`.
    ///
    /// The event was on an unknown day: its mark is spread evenly over the month or the year, as that of an event of
    /// a timeline with such a date is. Each such row has the warning
    /// [`PartialDate`](crate::import::RowWarning::PartialDate). Rows of the same act in the same month or year are
    /// [repeated](crate::import::RowWarning::Repeated), and merged unless that is
    /// [turned off](crate::import::Options::with_repeated_merged).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Importer, Options, PlainLayout, RowReader};
    ///
    /// let table = "1993-06\tUSA\tRUS\t042\n";
    /// let fault = RowReader::new(table.as_bytes(), PlainLayout::default()).next().unwrap().unwrap_err();
    /// assert_eq!(
    ///     fault.to_string(),
    ///     "line 1: column 1 (date) is `1993-06`: expected a date with a day; if dates can be a month or \
    ///      a year, state it: `with_partial_dates`",
    /// );
    ///
    /// let layout = PlainLayout::default().with_partial_dates(true);
    /// let mut importer = Importer::new(Options::new(&layout));
    /// importer.read(&mut RowReader::new(table.as_bytes(), &layout))?;
    /// let visits = importer.build()?.ledger.dyad("USA", "RUS").unwrap().undirected();
    /// assert_eq!(visits.spans().next().unwrap().span().to_string(), "[1993-06-01, 1993-07-01)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_partial_dates(self, is_partial: bool) -> Self {
        self.with(|settings| settings.dates.is_partial = is_partial)
    }

    /// Sets whether a blank date takes the date of the row above, as in a spreadsheet with merged cells. A date
    /// that cannot be read is not carried down.
    #[must_use]
    pub fn with_dates_filled_down(self, fills_dates: bool) -> Self {
        self.with(|settings| settings.fills_dates = fills_dates)
    }

    /// States the system of the codes: `cameo`, `plover`, `weis`, `copdab`, or one of your own.
    ///
    /// Digits alone do not show the system: `211` is "seize" in WEIS, but in CAMEO it is an appeal that has lost
    /// its zero (`0211`). If the system is not stated, it is inferred from all codes of the column, and
    /// [`Summary::code_columns`](crate::import::Summary::code_columns) shows the result. Lost zeros are restored
    /// only in CAMEO codes. A code that names its system (`weis:223`) always has that system.
    ///
    /// For a scale of your own, state the text before the colon of its codes: `mid` for `mid:5`.
    ///
    /// # Errors
    ///
    /// Returns [`ImportError::System`] unless the name is 1 to 32 ASCII letters, digits, `-`, `_` or `.`.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Scale;
    /// use detente::import::{Delimiter, Importer, Options, PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default().with_delimiter(Delimiter::Comma).with_system("weis")?;
    /// let options = Options::new(&layout).with_scale(Scale::weis_goldstein());
    /// let mut importer = Importer::new(options);
    /// importer.read(&mut RowReader::new(&b"1982-04-02,ARG,GBR,211\n"[..], layout))?;
    /// let imported = importer.build()?;
    /// let seizure = imported.ledger.dyad("ARG", "GBR").unwrap().directed();
    /// assert!(seizure.spans().next().is_some());
    ///
    /// let error = PlainLayout::default().with_system("hostility level").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`hostility level` is not the name of a system of codes: expected 1 to 32 ASCII letters, \
    ///      digits, `-`, `_` or `.`",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_system(self, system: &str) -> Result<Self, ImportError> {
        let system = CodeSystem::named(system)?;
        Ok(self.with(|settings| settings.system = system))
    }

    /// States that the column of codes has numbers from `-greatest` to `greatest` instead: the valence
    /// of a row is its number divided by `greatest`.
    ///
    /// A row with a blank number, `NA` or `NULL` makes no mark, and is counted in
    /// [`Unmarked::blank_value`](crate::import::Unmarked::blank_value). A number out of range is refused,
    /// and so is `NaN`. For `-3,5`, see [`with_decimal_commas`](Self::with_decimal_commas).
    ///
    /// # Errors
    ///
    /// Returns [`ImportError::GreatestValue`] unless `greatest` is above zero and finite.
    pub fn with_values(self, greatest: f64) -> Result<Self, ImportError> {
        let greatest = Greatest::new(greatest)?;
        Ok(self.with(|settings| settings.system = CodeSystem::Values(greatest)))
    }

    /// Sets whether numbers have a decimal comma, as in `-3,5`, instead of a decimal point. This applies to
    /// [values](Self::with_values) and [counts](Self::with_count).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Delimiter, PlainLayout, RowReader};
    ///
    /// let table = "2024-01-15;FRA;DEU;-3,5\n";
    /// let layout = PlainLayout::default().with_delimiter(Delimiter::Semicolon).with_values(10.0)?;
    /// let fault = RowReader::new(table.as_bytes(), &layout).next().unwrap().unwrap_err();
    /// assert_eq!(
    ///     fault.to_string(),
    ///     "line 1: column 4 (value) is `-3,5`: expected a number from -10 to 10; for decimal commas, \
    ///      state it: `with_decimal_commas`",
    /// );
    ///
    /// let layout = layout.with_decimal_commas(true);
    /// assert!(RowReader::new(table.as_bytes(), layout).next().unwrap().is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_decimal_commas(self, has_decimal_commas: bool) -> Self {
        let point = if has_decimal_commas { b',' } else { b'.' };
        self.with(|settings| settings.decimal_point = point)
    }

    /// Sets the texts that separate the parties in a cell. A row is then read as one row for each pair of source
    /// and target, at most [`MAX_PAIRS`](crate::import::MAX_PAIRS). Empty separators are ignored.
    ///
    /// With [`with_countries`](Self::with_countries), cells of countries are separated in the same way. If the
    /// numbers of countries and names differ, the countries are the actors
    /// ([`RowWarning::UnmatchedNames`](crate::import::RowWarning::UnmatchedNames)).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default()
    ///     .with_party_separators([";", ",", " and "])
    ///     .with_footnote_marks_removed(true);
    /// let table = "2025-02-18\tUnited States; France\tRussia and Ukraine*\t042\n";
    /// let mut reader = RowReader::new(table.as_bytes(), layout);
    /// assert_eq!(reader.by_ref().flatten().count(), 4);
    /// let names: Vec<_> = reader.names().iter().filter_map(|(_, actor)| actor.code).collect();
    /// assert_eq!(names, ["United States", "France", "Russia", "Ukraine"]);
    /// ```
    #[must_use]
    pub fn with_party_separators<'s>(self, separators: impl IntoIterator<Item = &'s str>) -> Self {
        let separators = separators.into_iter().filter(|text| !text.is_empty());
        let separators = separators.map(Box::from).collect();
        self.with(|settings| settings.actors.separators = separators)
    }

    /// Sets whether the name of an actor contains its country, as in `Iran` or `Police (Australia)`. Use it if the
    /// table has no columns of [countries](Self::with_countries).
    ///
    /// The country is the whole name, or else the text in the last parentheses. The text in the parentheses is
    /// read by the same rule. An actor without a country has no [party](crate::import::PartyRule::Country).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default().with_countries_in_names(true);
    /// let table = "2014-05-02\tPolice (Australia)\tBarack Obama\t042\n";
    /// let mut reader = RowReader::new(table.as_bytes(), layout);
    /// assert_eq!(reader.by_ref().flatten().count(), 1);
    /// let countries: Vec<_> = reader.names().iter().map(|(_, actor)| actor.country).collect();
    /// assert_eq!(countries, [Some("Australia"), None]);
    /// ```
    #[must_use]
    pub fn with_countries_in_names(self, is_in_name: bool) -> Self {
        self.with(|settings| settings.actors.has_countries_in_names = is_in_name)
    }

    /// Sets whether marks of footnotes are removed from the ends of actors: `*`, `†`, `‡`, `§`, `¶`,
    /// raised digits, and a letter or number in square brackets. Plain digits stay: `G20`, `UK1`.
    #[must_use]
    pub fn with_footnote_marks_removed(self, removes_marks: bool) -> Self {
        self.with(|settings| settings.actors.removes_marks = removes_marks)
    }

    /// Sets the meaning of texts of actors: a name such as `the Kremlin` becomes `RUS`. A text with an empty
    /// meaning is a missing actor.
    ///
    /// Texts are compared as they are written, without blanks around them and without removed marks. With
    /// [`with_countries`](Self::with_countries), names are compared, and the country of a found name is
    /// not used.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default().with_party_names([("the Kremlin", "RUS"), ("tbc", "")]);
    /// let table = "2014-05-13\tUSA\tthe Kremlin\t042\n2014-05-14\tUSA\ttbc\t042\n";
    /// let rows: Vec<_> = RowReader::new(table.as_bytes(), layout).flatten().collect();
    /// assert!(rows[0].target().is_some() && rows[1].target().is_none());
    /// ```
    #[must_use]
    pub fn with_party_names<'p>(
        self,
        parties: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Self {
        let parties = parties.into_iter();
        let parties = parties.map(|(text, party)| (text.trim().into(), party.trim().into()));
        let parties = parties.collect();
        self.with(|settings| settings.actors.parties = parties)
    }

    /// States that actors are numbers of states in a list. `2` and `002` are the same number.
    ///
    /// Zero and negative numbers are missing actors, and `365.0` is `365`, as programs write it if a cell of the column
    /// is blank. The number `365` becomes the actor `cow:365`, whose party is the Soviet Union or Russia, depending on the
    /// date. With [`with_countries`](Self::with_countries), the countries are numbers. Other texts stay as they
    /// are.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::StateNumbers;
    /// use detente::import::{Importer, Options, PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default().with_state_numbers(StateNumbers::Cow);
    /// let table = "1985-03-12\t2\t365\t040\n1995-06-01\t002\t365\t040\n";
    /// let mut importer = Importer::new(Options::new(&layout));
    /// importer.read(&mut RowReader::new(table.as_bytes(), layout))?;
    /// let ledger = importer.build()?.ledger;
    /// assert!(ledger.dyad("USA", "USR").is_some() && ledger.dyad("USA", "RUS").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_state_numbers(self, list: StateNumbers) -> Self {
        self.with(|settings| settings.actors.numbers = Some(list))
    }

    /// States that actors are countries by codes of two letters, in a list. In any other case `CN` is a party of its
    /// own, because `CH` is Switzerland in one list and China in the other.
    ///
    /// With [`with_countries`](Self::with_countries), the countries are such codes. Other texts, and codes that the
    /// list does not have, stay as they are. So does `NA`, which is mostly a missing value
    /// ([`NaText`](crate::import::RowWarning::NaText)): if it is Namibia, map it to `NAM` with
    /// [`with_party_names`](Self::with_party_names).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::TwoLetterCodes;
    /// use detente::import::{Importer, Options, PlainLayout, RowReader};
    ///
    /// let ledger = |codes| {
    ///     let layout = PlainLayout::default().with_two_letter_codes(codes);
    ///     let mut importer = Importer::new(Options::new(&layout));
    ///     importer.read(&mut RowReader::new(&b"2014-05-13\tCH\tUS\t112\n"[..], layout))?;
    ///     Ok::<_, Box<dyn std::error::Error>>(importer.build()?.ledger)
    /// };
    /// assert!(ledger(TwoLetterCodes::Iso)?.dyad("CHE", "USA").is_some());
    /// assert!(ledger(TwoLetterCodes::Fips)?.dyad("CHN", "USA").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_two_letter_codes(self, list: TwoLetterCodes) -> Self {
        self.with(|settings| settings.actors.two_letters = Some(list))
    }

    /// Leaves out rows that have one of the given texts in a column. The rest of such rows is not read.
    /// [`Summary::left_out`](crate::import::Summary::left_out) counts them.
    ///
    /// # Errors
    ///
    /// Returns [`ImportError::Column`] for a number out of range, and [`ImportError::ColumnName`] for a blank
    /// name.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Delimiter, Importer, Options, PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default()
    ///     .with_delimiter(Delimiter::Comma)
    ///     .with_columns("date", "source", "target", "code")?
    ///     .without_rows("status", ["planned", "cancelled"])?;
    /// let table = "date,source,target,code,status\n\
    ///     2014-05-13,USA,RUS,042,held\n\
    ///     2014-05-14,USA,RUS,042,planned\n";
    /// let mut importer = Importer::new(Options::new(&layout));
    /// importer.read(&mut RowReader::new(table.as_bytes(), layout))?;
    /// let summary = importer.summary();
    /// assert_eq!((summary.read, summary.kept, summary.left_out), (2, 1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn without_rows<'t>(
        self,
        column: impl Into<ColumnKey>,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result<Self, ImportError> {
        self.with_filter(column.into(), texts, false)
    }

    /// Keeps only rows that have one of the given texts in a column.
    ///
    /// # Errors
    ///
    /// As [`without_rows`](Self::without_rows).
    pub fn with_rows_only<'t>(
        self,
        column: impl Into<ColumnKey>,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result<Self, ImportError> {
        self.with_filter(column.into(), texts, true)
    }

    fn with_filter<'t>(
        self,
        column: ColumnKey,
        texts: impl IntoIterator<Item = &'t str>,
        is_kept: bool,
    ) -> Result<Self, ImportError> {
        column.check("a filter")?;
        let texts = texts.into_iter().map(|text| text.trim().into()).collect();
        let filter = RowFilter {
            column,
            texts,
            is_kept,
        };
        Ok(self.with(|settings| settings.filters.push(filter)))
    }

    /// Whether the system of the codes is stated.
    pub(in crate::import) fn states_system(&self) -> bool {
        !matches!(self.settings.system, CodeSystem::Inferred)
    }

    /// The stated system of the codes. Returns `None` if there is none.
    pub(in crate::import) fn system(&self) -> Option<&str> {
        self.settings.system.name()
    }

    /// Whether rows have numbers instead of codes.
    pub(in crate::import) fn has_values(&self) -> bool {
        matches!(self.settings.system, CodeSystem::Values(_))
    }

    /// Whether rows state a number of events.
    pub(in crate::import) fn has_count(&self) -> bool {
        self.settings.columns.count.is_some()
    }

    /// The data set whose layout it is, also with other settings. Returns `None` if the layout was
    /// stated by hand.
    pub(in crate::import) fn published(&self) -> Option<Published> {
        self.settings.published
    }

    /// States the data set whose layout it is.
    pub(in crate::import) fn with_published(self, published: Published) -> Self {
        self.with(|settings| settings.published = Some(published))
    }

    /// Whether lines are JSON records.
    pub(in crate::import) fn is_json(&self) -> bool {
        self.settings.is_json
    }

    /// What separates the columns. Returns `None` if it is a character without a name.
    pub(in crate::import) fn delimiter(&self) -> Option<Delimiter> {
        let mut all = Delimiter::ALL.into_iter();
        all.find(|delimiter| delimiter.byte() == self.settings.delimiter)
    }

    /// Whether columns are separated by a control character other than a tab.
    pub(in crate::import) fn has_control_delimiter(&self) -> bool {
        let delimiter = self.settings.delimiter;
        delimiter.is_ascii_control() && delimiter != b'\t'
    }

    /// How lines are joined. `None` if each line is a row.
    pub(in crate::import) fn line_breaks(&self) -> Option<LineBreaks> {
        let settings = &self.settings;
        // A line feed in a cell is a blank, unless it separates parties.
        let mut separators = settings.actors.separators.iter();
        let separates = separators.any(|separator| separator.contains('\n'));
        (settings.has_line_breaks && settings.has_quotes() && !settings.is_json).then_some(
            LineBreaks {
                delimiter: settings.delimiter,
                joint: if separates { b'\n' } else { b' ' },
            },
        )
    }
}
