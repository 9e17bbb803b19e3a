//! The state of a record, as rules compare it.

use chrono::{DateTime, Utc};

use crate::query::{Side, View};
use crate::relations::{Relations, RelationsError};
use crate::scoring::Scoring;
use crate::time::{AsOf, Moment, Window, instant};
use crate::trend::Coverage;

/// What a view knows at the end of a date, or at an instant.
///
/// Only assertions made by then count, and levels and trends are computed for the same instant. The events of the
/// date itself are included. Two states are compared by [`Rule::check`](super::Rule::check).
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::Timeline;
/// use detente::changes::ViewState;
///
/// let timeline = Timeline::builder().build()?;
/// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// let (before, after) = (ViewState::new(&timeline.view(), july(10)), ViewState::new(&timeline.view(), july(11)));
/// assert!(before.at() < after.at());
/// assert_eq!(after.at().to_string(), "2025-07-12", "the end of the 11th");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ViewState<'t> {
    view: View<'t>,
    at: DateTime<Utc>,
    coverage: Option<Coverage>,
    scoring: Scoring,
}

impl<'t> ViewState<'t> {
    /// Creates the state of a view at the end of a date, or at an instant.
    pub fn new(view: &View<'t>, at: impl Into<AsOf>) -> Self {
        let at = at.into();
        Self {
            view: view.as_of(at),
            // The end of chrono's last date is not an instant of chrono.
            at: instant(at.timestamp()).unwrap_or(DateTime::<Utc>::MAX_UTC),
            coverage: None,
            scoring: Scoring::default(),
        }
    }

    /// Replaces the coverage that the sources declare: see [`Relations::with_coverage`].
    #[must_use]
    pub fn with_coverage(mut self, coverage: Coverage) -> Self {
        self.coverage = Some(coverage);
        self
    }

    /// Sets the scoring. The two states that a rule compares need the same scoring.
    #[must_use]
    pub fn with_scoring(mut self, scoring: Scoring) -> Self {
        self.scoring = scoring;
        self
    }

    /// The view, as of the instant.
    pub const fn view(&self) -> &View<'t> {
        &self.view
    }

    /// The instant.
    pub fn at(&self) -> Moment {
        self.at.into()
    }

    /// The instant, for chrono.
    pub(super) const fn instant(&self) -> DateTime<Utc> {
        self.at
    }

    /// The second that begins at the instant.
    pub(super) fn window(&self) -> Window {
        let lo = self.at.timestamp();
        Window { lo, hi: lo + 1 }
    }

    /// The relations of a pair, with the scoring and the coverage of the state.
    pub(super) fn relations<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
    ) -> Result<Relations<'t>, RelationsError> {
        let relations = self.view.relations_by(a, b, &self.scoring)?;
        Ok(match &self.coverage {
            Some(coverage) => relations.with_coverage(coverage.clone()),
            None => relations,
        })
    }
}
