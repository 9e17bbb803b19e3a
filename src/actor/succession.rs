//! Who came after whom: predecessor and successor states, and whatever else succeeds.
//!
//! The field's words are those of the Vienna Convention on Succession of States in
//! respect of Treaties (1978), article 2: the predecessor state is the one that is
//! replaced, the successor state the one that replaces it. One may have several
//! successors (Czechoslovakia) and several predecessors (Germany), and who is
//! succeeded may live on (the state that another broke away from).
//!
//! A succession is stated and asked about, and widens no question by itself: that
//! the Soviet Union's calls are Russia's is a reading of the record, which the asker
//! chooses with [`View::with_predecessors`](crate::View::with_predecessors).

use crate::time::When;

/// Whom an actor succeeded, when, and who says so.
///
/// # Example
///
/// ```
/// use detente::actor::{Actor, Succession};
/// use detente::When;
///
/// // Resolution 142-N of the Soviet of the Republics is of 26 December 1991.
/// let end = Succession::new("SUN", When::parse("1991-12-26")?).by(["pravda"]);
/// let russia = Actor::state("RUS", "Russia").succession(end);
/// assert_eq!(russia.successions()[0].predecessor(), "SUN");
/// # Ok::<(), detente::WhenError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    pub(crate) predecessor: String,
    pub(crate) when: When,
    pub(crate) by: Vec<String>,
}

impl Succession {
    /// States that the predecessor was succeeded at an instant of `when`.
    ///
    /// A day is some instant of that day. Accounts that give other days are
    /// stated beside each other, and what follows is as wide as they are together.
    #[must_use]
    pub fn new(predecessor: impl Into<String>, when: When) -> Self {
        Self {
            predecessor: predecessor.into(),
            when,
            by: Vec::new(),
        }
    }

    /// Names the chain of sources that says so.
    #[must_use]
    pub fn by<S: Into<String>>(mut self, chain: impl IntoIterator<Item = S>) -> Self {
        self.by = chain.into_iter().map(Into::into).collect();
        self
    }

    /// The identifier of who was succeeded.
    pub fn predecessor(&self) -> &str {
        &self.predecessor
    }

    /// When.
    pub const fn when(&self) -> &When {
        &self.when
    }

    /// The chain of sources, from the one who is read to the one who is cited.
    pub fn chain(&self) -> &[String] {
        &self.by
    }
}
