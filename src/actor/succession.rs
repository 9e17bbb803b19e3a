//! Successions: which actor replaced which.

use crate::time::{DateErrors, DateInput, When};

/// The predecessor of an actor, the date of the succession, and its sources.
///
/// The terms are those of the Vienna Convention on Succession of States in respect of Treaties (1978),
/// article 2: the successor state replaces the predecessor state. An actor may have several successors
/// (Czechoslovakia) and several predecessors (Germany). The predecessor may continue to exist, as when
/// a part secedes.
///
/// A succession does not change answers by itself. Whether the calls of the Soviet Union count as
/// calls of Russia is a choice of the query: see
/// [`View::with_predecessors`](crate::View::with_predecessors).
///
/// # Example
///
/// ```
/// use detente::actor::{Actor, Succession};
///
/// // Resolution 142-N of the Soviet of the Republics is of 26 December 1991.
/// let end = Succession::new("SUN", "1991-12-26").by(["pravda"]);
/// let russia = Actor::state("RUS").named("Russia").succession(end);
/// assert_eq!(russia.successions[0].predecessor, "SUN");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The identifier of the actor that was succeeded.
    pub predecessor: String,
    /// When: an instant within this date.
    pub when: When,
    /// The chain of sources, from the source that was read to the one that it cites.
    pub by: Vec<String>,
    pub(crate) date_errors: DateErrors,
}

impl Succession {
    /// States that `predecessor` was succeeded at some instant within `when`.
    ///
    /// Accounts that disagree on the day are stated side by side; answers then cover them all.
    #[must_use]
    pub fn new(predecessor: impl Into<String>, when: impl Into<DateInput>) -> Self {
        let mut date_errors = DateErrors::default();
        Self {
            predecessor: predecessor.into(),
            when: date_errors.take_in("succeeds", when),
            by: Vec::new(),
            date_errors,
        }
    }

    /// Sets the chain of sources.
    #[must_use]
    pub fn by<S: Into<String>>(mut self, chain: impl IntoIterator<Item = S>) -> Self {
        self.by = chain.into_iter().map(Into::into).collect();
        self
    }
}
