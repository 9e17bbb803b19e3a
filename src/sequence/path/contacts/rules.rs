//! Which sequences of contacts count as a path.

/// Whether a contact can start at the instant at which the one before ended.
///
/// This matters if contacts are instants, as in most feeds: of two calls that both have the time
/// noon, a non-strict path can use one after the other. A strict path cannot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeRespect {
    /// The next contact can start at that instant: `end <= start`.
    #[default]
    NonStrict,
    /// The next contact starts later: `end < start`.
    Strict,
}

crate::text::words!(TimeRespect, "a rule for paths", 2 { NonStrict => "non-strict", Strict => "strict" });

impl TimeRespect {
    /// The minimum time from the end of a contact to the start of the next.
    pub(in crate::sequence::path) const fn wait(self) -> i64 {
        match self {
            Self::NonStrict => 0,
            Self::Strict => 1,
        }
    }
}

/// The rules of a path: how long it may wait between two contacts, and how many contacts it may have.
///
/// By default there are no limits, and paths are not strict. The rules are the same for
/// [`Paths`](crate::sequence::Paths) and [`Contacts`](crate::sequence::Contacts).
///
/// # Stale information
///
/// With a [maximum wait](Self::max_wait_seconds), each contact has to start within that time after the
/// end of the one before. An actor that hears the same again may wait anew, so a path may return to an
/// actor: it is a *restless walk*. Forbidding returns would make the question NP-hard; walks take
/// O(n log n). The limit applies between contacts only: the source can wait before the first.
///
/// Sources: Himmel, A.-S., Bentert, M., Nichterlein, A. and Niedermeier, R. (2019), "Efficient
/// Computation of Optimal Temporal Walks Under Waiting-Time Constraints", *Complex Networks* 2019
/// (walks). Casteigts, A., Himmel, A.-S., Molter, H. and Zschoche, P. (2021), "Finding Temporal
/// Paths Under Waiting Time Constraints", *Algorithmica* 83, 2754–2802 (paths are NP-hard).
///
/// # Example
///
/// ```
/// use detente::sequence::{Contact, Contacts, PathRules};
///
/// let (rubio, lavrov, kim, day) = (0, 1, 2, 86_400);
/// let rows = [
///     Contact::both_ways(rubio, lavrov, 0, day)?,
///     Contact::both_ways(lavrov, kim, 30 * day, 31 * day)?,
/// ];
/// let contacts: Contacts = rows.into_iter().collect();
/// assert_eq!(contacts.earliest_arrival([rubio], 0).at(kim), Some(31 * day));
///
/// let within_a_week = PathRules::new().max_wait_seconds(7 * 86_400);
/// let contacts = contacts.with_rules(within_a_week);
/// assert_eq!(contacts.earliest_arrival([rubio], 0).at(kim), None);
/// # Ok::<(), detente::sequence::ContactError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PathRules {
    /// Whether a contact can start at the instant at which the one before ended.
    pub respect: TimeRespect,
    /// The maximum time from the end of a contact to the start of the next. `None` without a limit.
    ///
    /// In seconds, or in the unit that the rows of [`Contacts`](crate::sequence::Contacts) share.
    pub max_wait_seconds: Option<u64>,
    /// The maximum number of contacts. `None` without a limit.
    pub max_hops: Option<u32>,
}

impl PathRules {
    /// Creates rules without limits, for paths that are not strict.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            respect: TimeRespect::NonStrict,
            max_wait_seconds: None,
            max_hops: None,
        }
    }

    /// Makes paths strict: each contact starts later than the previous one ended.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        self.respect = TimeRespect::Strict;
        self
    }

    /// Sets the maximum time from the end of a contact to the start of the next.
    #[must_use]
    pub const fn max_wait_seconds(mut self, seconds: u64) -> Self {
        self.max_wait_seconds = Some(seconds);
        self
    }

    /// Sets the maximum number of contacts.
    #[must_use]
    pub const fn max_hops(mut self, hops: u32) -> Self {
        self.max_hops = Some(hops);
        self
    }

    /// The minimum time between two contacts.
    pub(in crate::sequence::path) const fn wait(self) -> i64 {
        self.respect.wait()
    }

    /// The maximum time between two contacts. A limit beyond the range of times is none.
    pub(in crate::sequence::path) fn max_wait(self) -> Option<i64> {
        i64::try_from(self.max_wait_seconds?).ok()
    }

    /// The maximum number of contacts, or a number that no path exceeds.
    pub(in crate::sequence::path) fn hops(self) -> i64 {
        self.max_hops.map_or(i64::MAX, i64::from)
    }

    /// Whether the earliest arrival at each actor is enough to extend paths: a path that arrives later
    /// is never better.
    pub(in crate::sequence::path) const fn has_no_limit(self) -> bool {
        self.max_wait_seconds.is_none() && self.max_hops.is_none()
    }
}
