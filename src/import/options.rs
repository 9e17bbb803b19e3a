//! Settings of an importer: parties, duplicates, rows to leave out, and the scoring.

use super::error::ImportError;
use super::name_table::NameTable;
use super::party::PartyRule;
use super::reader::Format;
use super::row::{Act, CodedEvent};
use super::warning::{RowWarning, RowWarnings};
use crate::code::{Code, MarkClass, Scale};
use crate::ledger::{DaySpan, Mark};
use crate::scoring::Scoring;
use crate::text::words;

/// The days of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowDays {
    pub(super) span: DaySpan,
    /// Whether the data set guessed the date, so that the act was on an unknown day of the span.
    pub(super) is_guessed: bool,
}

impl RowDays {
    /// The days that the file states.
    pub(super) fn stated(row: &CodedEvent) -> Self {
        // Readers check that the day after the last is in the calendar.
        let span = DaySpan::of_days(row.day, row.last_day + 1);
        Self {
            span: span.expect("a row does not end before its day"),
            is_guessed: false,
        }
    }

    /// The possible days of a guessed date, or else the days that the file states.
    pub(super) fn possible(row: &CodedEvent) -> Self {
        let warnings = row.warnings();
        let days = if warnings.contains(RowWarning::GuessedWeek) {
            7
        } else if warnings.contains(RowWarning::GuessedMonth) {
            30
        } else if warnings.contains(RowWarning::GuessedYear) {
            365
        } else {
            return Self::stated(row);
        };
        let first = row.day - days / 2;
        // A guessed date has a year of four digits.
        let span = DaySpan::of_days(first, first + days);
        Self {
            span: span.expect("the days around a guessed date are in the calendar"),
            is_guessed: true,
        }
    }
}

/// The first and the last day of a span.
pub(super) const fn ends(span: DaySpan) -> (i32, i32) {
    (span.first_day(), span.end_day() - 1)
}

/// How to treat events dated exactly 7, 30 or 365 days before their row was added.
///
/// GDELT infers such dates from phrases such as "last month".
///
/// They are recognised only if the rows say when they were added. A query of GDELT without `DATEADDED`, and a plain
/// table, do not: [`Summary::files_without_added`](super::Summary::files_without_added) counts such files of GDELT. All dates
/// are then taken literally.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuessedDates {
    /// Spread the event evenly over as many days, with the guess in the middle: "last month" is a
    /// month. The period ends before the row was added.
    #[default]
    Spread,
    /// Skip the row.
    Drop,
    /// Take the date literally.
    Keep,
}

words!(GuessedDates, "a rule for guessed dates", 3 {
    Spread => "spread",
    Drop => "drop",
    Keep => "keep",
});

/// The settings of an [`Importer`](super::Importer).
///
/// [`new`](Self::new) has the defaults. The fields can be set directly, or by the methods in a
/// chain.
///
/// # Example
///
/// ```
/// use detente::import::{Format, GuessedDates, Options, PartyRule, RowWarning};
///
/// let options = Options::new(Format::Gdelt2);
/// assert_eq!(options.parties, PartyRule::Country);
/// assert!(options.merges_repeated && options.merges_mirrored);
/// assert_eq!(options.scoring.scale().name(), Format::Gdelt2.scale().name());
///
/// let strict = options
///     .with_parties(PartyRule::Code)
///     .with_guessed_dates(GuessedDates::Drop)
///     .dropping(RowWarning::UnknownCode);
/// assert!(strict.dropped.contains(RowWarning::UnknownCode));
/// assert!(!strict.dropped.contains(RowWarning::LostZero));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Which [party](crate::import#names) an actor belongs to: the unit of analysis.
    pub parties: PartyRule,
    /// How to treat guessed dates.
    pub guessed_dates: GuessedDates,
    /// Whether rows that report the same act by the same parties on the same day count once.
    pub merges_repeated: bool,
    /// Whether the two rows of a symmetric event, one from each side, count once. Otherwise both
    /// count, each as a symmetric mark.
    pub merges_mirrored: bool,
    /// Whether the input is declared to be a [complete feed](Self::with_complete_feed).
    pub is_complete_feed: bool,
    /// The kinds of warnings for which rows are skipped.
    pub dropped: RowWarnings,
    /// The scoring that makes the marks, and with which to read the ledger.
    pub scoring: Scoring,
}

impl Options {
    /// The defaults for a format, with its scale.
    ///
    /// Repeated rows are not merged if the rows have [counts](super::PlainLayout::with_count), or if the publisher
    /// has a row for each event, not for each report of it: ACLED and UCDP GED, whatever else is stated on their
    /// [layout](super::Published::layout).
    pub fn new(format: impl Into<Format>) -> Self {
        let format = format.into();
        Self {
            merges_repeated: !format.has_count() && !format.has_row_for_each_event(),
            ..Self::for_scale(format.scale())
        }
    }

    /// The defaults for a scale.
    pub fn for_scale(scale: Scale) -> Self {
        Self {
            parties: PartyRule::default(),
            guessed_dates: GuessedDates::default(),
            merges_repeated: true,
            merges_mirrored: true,
            is_complete_feed: false,
            dropped: RowWarnings::NONE
                .with(RowWarning::NaText)
                .with(RowWarning::Region)
                .with(RowWarning::DatedAfterAdded),
            scoring: Scoring::default().with_scale(scale),
        }
    }

    /// Sets the rule that assigns actors to parties.
    #[must_use]
    pub const fn with_parties(mut self, parties: PartyRule) -> Self {
        self.parties = parties;
        self
    }

    /// Sets how to treat guessed dates.
    #[must_use]
    pub const fn with_guessed_dates(mut self, guessed_dates: GuessedDates) -> Self {
        self.guessed_dates = guessed_dates;
        self
    }

    /// Sets whether repeated reports of an act on one day count once.
    #[must_use]
    pub const fn with_repeated_merged(mut self, merges_repeated: bool) -> Self {
        self.merges_repeated = merges_repeated;
        self
    }

    /// Sets whether the two rows of a symmetric event count once.
    #[must_use]
    pub const fn with_mirrored_merged(mut self, merges_mirrored: bool) -> Self {
        self.merges_mirrored = merges_mirrored;
        self
    }

    /// Declares that the input is a complete feed: all rows that were added between the first and
    /// the last day, without a selection.
    ///
    /// Then a day on which no row was added is missing data, and
    /// [`Import::coverage`](super::Import::coverage) excludes it. Otherwise the coverage is unknown,
    /// because a day without rows in a selection may be a quiet day. Coverage counts the days on
    /// which rows were added, not the days of the events, because a row may be added a year late.
    ///
    /// An [`Importer`](super::Importer) refuses a complete feed in a format whose rows do not say
    /// when they were added: ICEWS, PLOVER (which has only the day of coding) and plain tables.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, RowReader};
    ///
    /// # let export = |id: &str, day: &str| {
    /// #     let mut columns = vec![""; 58];
    /// #     for (at, text) in [(0, id), (1, day), (7, "USA"), (17, "RUS"), (26, "040"), (56, day)] {
    /// #         columns[at] = text;
    /// #     }
    /// #     columns.join("\t") + "\n"
    /// # };
    /// // Daily files of GDELT. The file of 3 March was never published.
    /// # let files = [export("1", "20190302"), export("2", "20190304")];
    /// let mut importer = Importer::new(Options::new(Format::Gdelt1).with_complete_feed(true));
    /// for file in &files {
    ///     importer.read(&mut RowReader::new(file.as_bytes(), Format::Gdelt1))?;
    /// }
    /// let imported = importer.build()?;
    /// assert_eq!(
    ///     imported.coverage.to_string(),
    ///     "2019-03-02 to 2019-03-02, and 2019-03-04 to 2019-03-04",
    /// );
    ///
    /// let plain = Format::Plain(PlainLayout::default());
    /// let mut importer = Importer::new(Options::new(&plain).with_complete_feed(true));
    /// let error = importer.read(&mut RowReader::new(&b""[..], &plain)).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "a plain table cannot be read as a complete feed: expected a format whose rows say when \
    ///      they were added, such as GDELT",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_complete_feed(mut self, is_complete_feed: bool) -> Self {
        self.is_complete_feed = is_complete_feed;
        self
    }

    /// Sets another scale. Weights and calibration stay.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Scale;
    /// use detente::import::{Format, Options, PlainLayout};
    ///
    /// // A table with codes of CAMEO and of PLOVER.
    /// let both = Scale::plover().with_fallback(&Scale::cameo_icews())?;
    /// let options = Options::new(Format::Plain(PlainLayout::default())).with_scale(both);
    /// assert!(options.scoring.scale().valence(&"AGREE".parse()?).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_scale(mut self, scale: Scale) -> Self {
        self.scoring = self.scoring.with_scale(scale);
        self
    }

    /// Sets another scoring: its scale, weights and calibration.
    #[must_use]
    pub fn with_scoring(mut self, scoring: Scoring) -> Self {
        self.scoring = scoring;
        self
    }

    /// Skips rows with a warning.
    ///
    /// Rows that cannot count are skipped in any case: those without two actors, without a party,
    /// or of one party with itself. Repeated and mirrored rows are merged in any case.
    ///
    /// With [`RowWarning::ReusedId`] the first row that is read is kept. This is the only option
    /// under which the order of rows matters.
    #[must_use]
    pub const fn dropping(mut self, warning: RowWarning) -> Self {
        self.dropped = self.dropped.with(warning);
        self
    }

    /// Imports rows with a warning for which they are skipped by default.
    #[must_use]
    pub const fn keeping(mut self, warning: RowWarning) -> Self {
        self.dropped = self.dropped.without(warning);
        self
    }

    /// The mark that each event of a row makes by itself.
    ///
    /// Returns `None` if the scale has no value for its code, or if its class has no weight, such
    /// as the class of comments.
    ///
    /// A hosted visit (`043`) makes the mark of a visit (`042`) if the visitor's side is reported
    /// too. That depends on other rows: see [`Importer::mark`](super::Importer::mark).
    /// [Digits](super::Act::Digits) are read as they are written.
    ///
    /// # Errors
    ///
    /// [`ImportError::OtherReader`] if `names` is not the table of the reader that made the row.
    pub fn mark(&self, row: &CodedEvent, names: &NameTable) -> Result<Option<Mark>, ImportError> {
        names.check(row)?;
        Ok(self.mark_with(row, names.code(row.act()).as_ref()))
    }

    /// The mark of a row with the given code, or with a value. Returns `None` if it makes no mark.
    pub(super) fn mark_with(&self, row: &CodedEvent, code: Option<&Code>) -> Option<Mark> {
        let (class, valence) = match (row.act, code) {
            (Act::Value(value), _) => (MarkClass::Act, value?.valence()),
            (_, Some(code)) => (code.class(), self.scoring.scale().valence(code)?),
            (_, None) => return None,
        };
        makes_marks(&self.scoring, class).then(|| self.mark_of(self.days(row).span, class, valence))
    }

    /// The days on which the act of a row is taken to be.
    pub(super) fn days(&self, row: &CodedEvent) -> RowDays {
        match self.guessed_dates {
            GuessedDates::Spread => RowDays::possible(row),
            GuessedDates::Drop | GuessedDates::Keep => RowDays::stated(row),
        }
    }

    /// The mark of an act of a class.
    pub(super) fn mark_of(&self, days: DaySpan, class: MarkClass, valence: f64) -> Mark {
        let mark = Mark::new(days, self.scoring.weights().of(class), valence)
            .expect("weights are from 0 to 4, and the valences of a scale from -1 to 1");
        match class {
            MarkClass::Contact => mark
                .with_contact(1.0)
                .expect("the share of a contact can be 1"),
            _ => mark,
        }
    }
}

/// Whether acts of a class make marks: they have a weight, or are contacts.
pub(super) fn makes_marks(scoring: &Scoring, class: MarkClass) -> bool {
    class == MarkClass::Contact || scoring.weights().of(class) > 0.0
}
