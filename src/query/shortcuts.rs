//! The views that most questions start from.

use super::{Ranking, Side, View};
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

    /// The view of everything that was known on a day (to its end) or at an instant: `view().as_of(at)`.
    pub fn as_of(&self, at: impl Into<AsOf>) -> View<'_> {
        self.view().as_of(at)
    }

    /// A ranking of sources, most trusted first, for
    /// [`AccountRule::Ranked`](super::AccountRule::Ranked).
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownSource`].
    pub fn ranking<'s>(
        &self,
        sources: impl IntoIterator<Item = &'s str>,
    ) -> Result<Ranking, LookupError> {
        sources
            .into_iter()
            .map(|id| self.source_index(id).map(|_| id.into()))
            .collect::<Result<_, _>>()
            .map(Ranking::new)
    }
}
