//! What becomes of rows: which parties, what counts once, what is left out.

use super::anomaly::{Anomalies, Anomaly};
use super::importer::FinishError;
use super::names::Names;
use super::party::PartyRule;
use super::reader::Format;
use super::row::CodedEvent;
use crate::code::{Code, MarkClass, Scale};
use crate::ledger::{DaySpan, Mark, MarkError};
use crate::scoring::Scoring;

/// What the date of a row is good for: one day, or some day of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Precision {
    Day,
    Week,
    Month,
    Year,
}

impl Precision {
    pub(super) fn of(anomalies: Anomalies) -> Self {
        if anomalies.contains(Anomaly::GuessedWeek) {
            Self::Week
        } else if anomalies.contains(Anomaly::GuessedMonth) {
            Self::Month
        } else if anomalies.contains(Anomaly::GuessedYear) {
            Self::Year
        } else {
            Self::Day
        }
    }

    /// How many days before and after its date it may have been.
    pub(super) const fn around(self) -> (i32, i32) {
        let days = match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
        };
        (days / 2, (days - 1) / 2)
    }

    /// The days on one of which it was, for a date.
    pub(super) fn span(self, day: i32) -> DaySpan {
        let (before, after) = self.around();
        // A guess is a date of a year of four digits; else the reader has seen to the day after.
        let span = DaySpan::of_days(day - before, day + after + 1);
        span.expect("the days around that of a row are of the calendar")
    }
}

/// What becomes of rows dated exactly 7, 30 or 365 days before they were added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Guesses {
    /// They lie on as many days, evenly, with the guess in their middle: "last month" is a
    /// month. The span ends before the row was added.
    #[default]
    Spread,
    /// They are left out.
    Drop,
    /// They are taken at their word.
    Keep,
}

/// The settings of an [`Importer`](super::Importer): who is a party, which rows count once, which are
/// left out, and the scoring that makes marks of the rest.
///
/// # Example
///
/// ```
/// use detente::import::{Anomaly, Format, Guesses, Options, PartyRule};
///
/// let options = Options::new(Format::Gdelt2);
/// assert_eq!(options.parties(), PartyRule::Country);
/// assert!(options.is_one_a_day() && options.are_mirrors_merged());
/// assert_eq!(options.scoring().scale().name(), Format::Gdelt2.scale().name());
///
/// let strict = options
///     .with_parties(PartyRule::Code)
///     .with_guesses(Guesses::Drop)
///     .dropping(Anomaly::DatedAfterAdded);
/// assert!(strict.drops(Anomaly::DatedAfterAdded) && !strict.drops(Anomaly::LostZero));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    parties: PartyRule,
    guesses: Guesses,
    is_one_a_day: bool,
    are_mirrors_merged: bool,
    is_complete_feed: bool,
    dropped: Anomalies,
    scoring: Scoring,
}

impl Options {
    /// The defaults for a format, with its scale.
    pub fn new(format: Format) -> Self {
        Self::for_scale(format.scale())
    }

    /// The defaults for a scale.
    pub fn for_scale(scale: Scale) -> Self {
        Self {
            parties: PartyRule::default(),
            guesses: Guesses::default(),
            is_one_a_day: true,
            are_mirrors_merged: true,
            is_complete_feed: false,
            dropped: Anomalies::NONE
                .with(Anomaly::NaText)
                .with(Anomaly::Region)
                .with(Anomaly::DatedAfterAdded),
            scoring: Scoring::default().with_scale(scale),
        }
    }

    /// With other parties.
    #[must_use]
    pub const fn with_parties(mut self, parties: PartyRule) -> Self {
        self.parties = parties;
        self
    }

    /// With another treatment of guessed dates.
    #[must_use]
    pub const fn with_guesses(mut self, guesses: Guesses) -> Self {
        self.guesses = guesses;
        self
    }

    /// Whether what one did to another by one code counts once a day, however often it is told.
    #[must_use]
    pub const fn with_one_a_day(mut self, is_one_a_day: bool) -> Self {
        self.is_one_a_day = is_one_a_day;
        self
    }

    /// Whether the two rows of a symmetric event, one from either side, count once; else both do,
    /// each as a symmetric mark.
    #[must_use]
    pub const fn with_mirrors_merged(mut self, are_mirrors_merged: bool) -> Self {
        self.are_mirrors_merged = are_mirrors_merged;
        self
    }

    /// Declares that the input is the complete feed, and no selection of it: all rows that were added
    /// between the first and the last day.
    ///
    /// Then a day on which no row was added is missing data, and
    /// [`Import::coverage`](super::Import::coverage) leaves it out. Otherwise the coverage is unknown:
    /// in a selection a day without rows may be a quiet day. Days are those on which rows were
    /// added, and not those of events, since a row may be added a year late.
    ///
    /// An [`Importer`](super::Importer) refuses to read a format as a complete feed whose rows do not say
    /// when they were added: ICEWS, PLOVER (the day of coding is another) and plain tables.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// # let export = |id: &str, day: &str| {
    /// #     let mut columns = vec![""; 58];
    /// #     for (at, text) in [(0, id), (1, day), (7, "USA"), (17, "RUS"), (26, "040"), (56, day)] {
    /// #         columns[at] = text;
    /// #     }
    /// #     columns.join("\t") + "\n"
    /// # };
    /// // Daily files of GDELT; that of 3 March was never published.
    /// # let files = [export("1", "20190302"), export("2", "20190304")];
    /// let mut intake = Importer::new(Options::new(Format::Gdelt1).with_complete_feed(true));
    /// for file in &files {
    ///     intake.read(&mut Reader::new(file.as_bytes(), Format::Gdelt1))?;
    /// }
    /// let imported = intake.finish()?;
    /// assert_eq!(
    ///     imported.coverage().to_string(),
    ///     "2019-03-02 to 2019-03-02, and 2019-03-04 to 2019-03-04",
    /// );
    ///
    /// let plain = Format::Plain(PlainLayout::default());
    /// let mut intake = Importer::new(Options::new(plain).with_complete_feed(true));
    /// let error = intake.read(&mut Reader::new(&b""[..], plain)).unwrap_err();
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

    /// With another scale; weights and calibration stay.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Scale;
    /// use detente::import::{Format, Options, PlainLayout};
    ///
    /// // A table with codes of CAMEO and of PLOVER.
    /// let both = Scale::plover().and_codes_of(&Scale::cameo_icews())?;
    /// let options = Options::new(Format::Plain(PlainLayout::default())).with_scale(both);
    /// assert!(options.scoring().scale().valence(&"AGREE".parse()?).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_scale(mut self, scale: Scale) -> Self {
        self.scoring = self.scoring.with_scale(scale);
        self
    }

    /// With another scoring: its scale, weights and calibration replace those that were there.
    #[must_use]
    pub fn with_scoring(mut self, scoring: Scoring) -> Self {
        self.scoring = scoring;
        self
    }

    /// Leaves out rows with an anomaly.
    ///
    /// What cannot be counted (nobody, no party, one party with itself) is left out whatever is
    /// said here, and what is merged is merged. With [`Anomaly::ReusedId`] left out, the row
    /// that is read first is kept: of all options the only one by which the order of
    /// rows matters.
    #[must_use]
    pub const fn dropping(mut self, anomaly: Anomaly) -> Self {
        self.dropped = self.dropped.with(anomaly);
        self
    }

    /// Takes rows with an anomaly that are left out by default.
    #[must_use]
    pub const fn keeping(mut self, anomaly: Anomaly) -> Self {
        self.dropped = self.dropped.without(anomaly);
        self
    }

    /// Whom the pairs are of.
    pub const fn parties(&self) -> PartyRule {
        self.parties
    }

    /// What becomes of guessed dates.
    pub const fn guesses(&self) -> Guesses {
        self.guesses
    }

    /// Whether repetitions of a day count once.
    pub const fn is_one_a_day(&self) -> bool {
        self.is_one_a_day
    }

    /// Whether the two sides of a symmetric event count once.
    pub const fn are_mirrors_merged(&self) -> bool {
        self.are_mirrors_merged
    }

    /// Whether the input is declared to be the complete feed.
    pub const fn is_complete_feed(&self) -> bool {
        self.is_complete_feed
    }

    /// Whether rows with an anomaly are left out by choice.
    pub const fn drops(&self, anomaly: Anomaly) -> bool {
        self.dropped.contains(anomaly)
    }

    /// What makes marks of rows, and what the ledger is to be read with.
    pub const fn scoring(&self) -> &Scoring {
        &self.scoring
    }

    /// The mark that a row makes if it counts; none where the scale has no value for its code, or
    /// its class no weight: a comment takes nothing from what was done on its day.
    ///
    /// Of the row alone: hosting a visit (`043`) makes another where the visitor's side (`042`) is
    /// told as well, which an [`Importer`](super::Importer::mark) knows.
    ///
    /// [Digits](super::Act::Digits) of which the column decides are read as they are written.
    ///
    /// # Errors
    ///
    /// [`FinishError::Mark`] if the weights of the scoring make no mark, and
    /// [`FinishError::OtherReader`] if `names` are not those of the reader that made the row.
    pub fn mark(&self, row: &CodedEvent, names: &Names) -> Result<Option<Mark>, FinishError> {
        FinishError::check(row, names)?;
        Ok(self.mark_by(row, names.code(row.act()).as_ref())?)
    }

    /// The mark of a row by a code.
    pub(super) fn mark_by(
        &self,
        row: &CodedEvent,
        code: Option<&Code>,
    ) -> Result<Option<Mark>, MarkError> {
        let valence = code.and_then(|code| self.scoring.scale().valence(code));
        let Some((code, valence)) = code.zip(valence) else {
            return Ok(None);
        };
        if !makes_marks(&self.scoring, code.class()) {
            return Ok(None);
        }
        let span = self.precision(row).span(row.day);
        self.mark_of(span, code.class(), valence).map(Some)
    }

    /// What the date of a row is taken to be good for.
    pub(super) fn precision(&self, row: &CodedEvent) -> Precision {
        match self.guesses {
            Guesses::Spread => Precision::of(row.anomalies()),
            _ => Precision::Day,
        }
    }

    pub(super) fn mark_of(
        &self,
        days: DaySpan,
        class: MarkClass,
        valence: f64,
    ) -> Result<Mark, MarkError> {
        let mark = Mark::new(days, self.scoring.weights().of(class), valence)?;
        match class {
            MarkClass::Contact => mark.with_contact(1.0),
            _ => Ok(mark),
        }
    }

    pub(super) const fn dropped(&self) -> Anomalies {
        self.dropped
    }
}

/// Whether what is of a class makes marks: it weighs something, or is a contact.
pub(super) fn makes_marks(scoring: &Scoring, class: MarkClass) -> bool {
    class == MarkClass::Contact || scoring.weights().of(class) > 0.0
}
