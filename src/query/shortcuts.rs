//! The most common views of a timeline, in one call.

use super::{Ranking, Side, View};
use crate::time::{AsOf, Window};
use crate::timeline::{LookupError, Timeline};

impl Timeline {
    /// A ranking of sources, the most trusted first, for [`AccountRule::Ranked`](super::AccountRule::Ranked).
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

    /// Everything that happened: realised or disputed, not what is only planned or was cancelled.
    pub fn view(&self) -> View<'_> {
        View::new(self)
    }

    /// What happened with both of two sides, or those who stood for them, in contact.
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

    /// The meetings that took place.
    pub fn meetings(&self) -> View<'_> {
        self.view().meetings()
    }

    /// The calls that took place.
    pub fn calls(&self) -> View<'_> {
        self.view().calls()
    }

    /// The statements that were made.
    pub fn statements(&self) -> View<'_> {
        self.view().statements()
    }

    /// What happened, for certain or possibly, within a window of time.
    pub fn within(&self, window: impl Into<Window>) -> View<'_> {
        self.view().within(window)
    }

    /// What was known as of a day (to its end) or an instant.
    pub fn as_of(&self, at: impl Into<AsOf>) -> View<'_> {
        self.view().as_of(at)
    }
}
