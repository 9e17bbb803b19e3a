//! The views that most questions start from.

use super::{AccountRule, Query, Ranking, Side, View};
use crate::time::AsOf;
use crate::timeline::{LookupError, Timeline};

/// # Views
impl Timeline {
    /// The view of everything that happened: realised and disputed events. Planned and cancelled events
    /// are left out.
    pub fn view(&self) -> View<'_> {
        View::new(self)
    }

    /// The view of the events in which two sides were in contact: `view().between(a, b)`.
    ///
    /// # Errors
    ///
    /// As [`View::between`].
    pub fn between<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
    ) -> Result<View<'_>, LookupError> {
        let view = self.view();
        let pair = view.pair(&a.into(), &b.into())?;
        Ok(view.between_pair(pair))
    }

    /// The view of what was known at the end of a day or at an instant: `view().as_of(at)`.
    pub fn as_of(&self, at: impl Into<AsOf>) -> View<'_> {
        self.view().as_of(at)
    }

    /// The view that a [`Query`] asks for: its filters, applied to this timeline.
    ///
    /// [`View::query`] gives the query back. The view borrows the query as well, because a
    /// [ranking](Ranking) of sources is read from it.
    ///
    /// # Errors
    ///
    /// Returns a [`LookupError`] if a name is unknown or ambiguous, a side is empty, or an actor is on both sides.
    /// The error suggests a similar name if there is one.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::{Actor, Event, Query, Timeline};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::person("rubio").named("Marco Rubio"));
    /// builder.actor(Actor::person("lavrov").named("Sergei Lavrov"));
    /// builder.event(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov"));
    /// let timeline = builder.build()?;
    ///
    /// let query = Query::new().between("rubio", "Sergei Lavrov");
    /// assert_eq!(timeline.ask(&query)?.first().unwrap().id(), "kuala-lumpur");
    ///
    /// let misspelt = Query::new().involving("Sergey Lavrov");
    /// assert_eq!(
    ///     timeline.ask(&misspelt).unwrap_err().to_string(),
    ///     "unknown actor `Sergey Lavrov`; did you mean `Sergei Lavrov`?",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ask<'t>(&'t self, query: &'t Query) -> Result<View<'t>, LookupError> {
        // Predecessors and the rule come first, so that the filters after them resolve names once.
        let mut view = self.view().believing(query.rule.as_rule());
        if let AccountRule::Ranked(ranking) = query.rule.as_rule() {
            self.check_ranking(ranking)?;
        }
        if query.with_predecessors {
            view = view.with_predecessors();
        }
        view.knowledge.as_of = query.as_of;
        view.filter.kinds = query.kinds;
        view.filter.statuses = query.statuses;
        view.filter.in_person = query.in_person;
        view.filter.window = query.within;
        for [a, b] in &query.between {
            view = view.between(a, b)?;
        }
        for side in &query.involving {
            view = view.involving(side)?;
        }
        for side in &query.initiated_by {
            view = view.initiated_by(side)?;
        }
        for subject in &query.about {
            view = view.about(subject)?;
        }
        for source in &query.from_source {
            view = view.from_source(source)?;
        }
        Ok(view)
    }

    /// Checks that the sources of a ranking exist.
    fn check_ranking(&self, ranking: &Ranking) -> Result<(), LookupError> {
        ranking
            .sources()
            .try_for_each(|source| self.source_index(source).map(drop))
    }

    /// Creates a ranking of sources, most trusted first, for [`AccountRule::Ranked`](super::AccountRule::Ranked).
    ///
    /// # Errors
    ///
    /// Returns [`LookupError::UnknownSource`] if the timeline does not have a source.
    pub fn ranking<'s>(
        &self,
        sources: impl IntoIterator<Item = &'s str>,
    ) -> Result<Ranking, LookupError> {
        let ranking = Ranking::new(sources);
        self.check_ranking(&ranking)?;
        Ok(ranking)
    }
}
