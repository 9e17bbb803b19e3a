//! The options of a briefing.

use chrono::NaiveDate;

use crate::claim::Judgement;
use crate::plot::Style;
use crate::query::Side;
use crate::scoring::Scoring;
use crate::sentences::Language;
use crate::trend::Coverage;

/// Options that decide what a briefing is about, and how it is written.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::briefing::{Briefing, BriefingOptions};
/// use detente::{Actor, Event, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.extend(["rubio", "lavrov"].map(Actor::person));
/// builder.event(Event::meeting("riyadh", "2025-02-18").between("rubio", "lavrov"));
/// let timeline = builder.build()?;
///
/// let day = NaiveDate::from_ymd_opt(2025, 7, 10).unwrap();
/// let options = BriefingOptions::new(day).title("Before Kuala Lumpur");
/// let briefing = Briefing::of(&timeline.view(), &options)?;
/// assert_eq!(briefing.title, "Before Kuala Lumpur");
/// assert_eq!(briefing.events[0].id, "riyadh");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct BriefingOptions<'a> {
    pub(super) as_of: NaiveDate,
    pub(super) since: Option<NaiveDate>,
    pub(super) title: Option<String>,
    pub(super) sides: Option<[Side<'a>; 2]>,
    pub(super) scoring: Scoring,
    pub(super) coverage: Option<Coverage>,
    pub(super) claims: Vec<(String, Judgement<'a>)>,
    pub(super) style: Style,
    pub(super) language: Option<&'a dyn Language>,
}

crate::text::short_debug!(BriefingOptions<'_>, "BriefingOptions", |it| {
    "as_of": it.as_of,
    "since": it.since,
    "title": it.title,
    "sides": it.sides,
    "claims": it.claims.len(),
});

impl<'a> BriefingOptions<'a> {
    /// Creates options for a briefing with what was known at the end of a day.
    pub fn new(as_of: NaiveDate) -> Self {
        Self {
            as_of,
            since: None,
            title: None,
            sides: None,
            scoring: Scoring::default(),
            coverage: None,
            claims: Vec::new(),
            style: Style::default(),
            language: None,
        }
    }

    /// Keeps the events between two actors, or two sides of several, and adds their relations: the trend, its
    /// chart, and what each event contributes.
    #[must_use]
    pub fn between(mut self, a: impl Into<Side<'a>>, b: impl Into<Side<'a>>) -> Self {
        self.sides = Some([a.into(), b.into()]);
        self
    }

    /// Sets the title. The default is the names of the two sides, or else the title of the timeline.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Adds what changed after the end of a day.
    #[must_use]
    pub const fn since(mut self, day: NaiveDate) -> Self {
        self.since = Some(day);
        self
    }

    /// Adds a claim in words, without a full stop, and its judgement by [`View::check`](crate::View::check) or
    /// [`Relations::check`](crate::Relations::check).
    ///
    /// Check the claim against the record as of the same day.
    #[must_use]
    pub fn claim(mut self, words: impl Into<String>, judgement: Judgement<'a>) -> Self {
        self.claims.push((words.into(), judgement));
        self
    }

    /// Sets the scoring of the relations.
    #[must_use]
    pub fn scoring(mut self, scoring: Scoring) -> Self {
        self.scoring = scoring;
        self
    }

    /// Sets the coverage of the relations. The default is what the sources declare.
    #[must_use]
    pub fn coverage(mut self, coverage: Coverage) -> Self {
        self.coverage = Some(coverage);
        self
    }

    /// Sets the colours, short names, the form of dates and the words of the charts. The width and the identifier
    /// of the style are ignored: each chart is drawn 740 and 340 pixels wide.
    #[must_use]
    pub fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Sets the language of the page: its sentences, headings and labels, the words and the dates of its charts,
    /// and the names of states. The default is [`English`](crate::sentences::English).
    ///
    /// The words and the form of dates of the [style](Self::style) are replaced by those of the language. Its short
    /// names are kept.
    #[must_use]
    pub const fn language(mut self, language: &'a dyn Language) -> Self {
        self.language = Some(language);
        self
    }
}
