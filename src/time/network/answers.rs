//! The tightest bounds that follow from a network, and the constraints behind them.

use super::graph::{SearchDirection, UNBOUNDED};
use super::{DifferenceConstraint, Network, Variable};

/// # Bounds
impl<R: Copy + Ord> Network<R> {
    /// The earliest instant that a variable can have, in seconds after the origin.
    ///
    /// Returns `None` if it has no lower bound.
    pub fn earliest(&self, variable: Variable) -> Option<i64> {
        self.assert_known([variable; 2]);
        at_least(self.to_origin[variable.0])
    }

    /// The latest instant that a variable can have, in seconds after the origin.
    ///
    /// Returns `None` if it has no upper bound.
    pub fn latest(&self, variable: Variable) -> Option<i64> {
        self.assert_known([variable; 2]);
        at_most(self.from_origin[variable.0])
    }

    /// The maximum of `to - from`, in seconds.
    ///
    /// Returns `None` if it has no upper bound. One event must come before another if the
    /// end of the first is at most 0 seconds after the start of the second.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::network::Network;
    ///
    /// let mut network = Network::new();
    /// let [call, visit, treaty] = [(); 3].map(|()| network.add_variable());
    /// network.add(visit, call, -60, "the call came before the visit")?;
    /// network.add(treaty, visit, -60, "the visit came before the treaty")?;
    ///
    /// let must_precede = |a, b| network.max_difference(b, a).is_some_and(|most| most <= 0);
    /// assert!(must_precede(call, treaty) && !must_precede(treaty, call));
    /// # Ok::<(), detente::time::network::NegativeCycle<&str>>(())
    /// ```
    pub fn max_difference(&self, from: Variable, to: Variable) -> Option<i64> {
        self.assert_known([from, to]);
        at_most(if from == to {
            0
        } else if from == Variable::ORIGIN {
            self.from_origin[to.0]
        } else if to == Variable::ORIGIN {
            self.to_origin[from.0]
        } else {
            self.lengths(SearchDirection::Forward, from.0, Some(to.0))[to.0]
        })
    }

    /// The maximum of `v - from` for each variable `v`, by [index](Variable::index).
    ///
    /// Costs as much as one call of [`max_difference`](Self::max_difference).
    pub fn max_differences(&self, from: Variable) -> Vec<Option<i64>> {
        self.assert_known([from; 2]);
        let lengths = self.lengths(SearchDirection::Forward, from.0, None);
        lengths.into_iter().map(at_most).collect()
    }

    /// The maximum of `to - v` for each variable `v`, by [index](Variable::index).
    ///
    /// Costs as much as one call of [`max_difference`](Self::max_difference).
    pub(crate) fn max_differences_to(&self, to: Variable) -> Vec<Option<i64>> {
        self.assert_known([to; 2]);
        let lengths = self.lengths(SearchDirection::Backward, to.0, None);
        lengths.into_iter().map(at_most).collect()
    }

    /// The constraints that yield the [maximum](Self::max_difference) of `to - from`.
    ///
    /// They form a chain: the first one starts at `from`, each ends where the next one starts,
    /// and the last one ends at `to`. Their `max` sum to the bound. The chain is empty if
    /// `from` is `to`. Returns `None` if the difference has no upper bound.
    ///
    /// To explain the latest or earliest instant of a variable, ask for its difference from or
    /// to the [origin](Variable::ORIGIN).
    ///
    /// # Order
    ///
    /// Among chains with the same sum, one with the fewest constraints is returned. Among those,
    /// the one whose last constraint starts at the variable that was added first and, for the
    /// same variable, has the smallest reason; then the one before it likewise, and so on.
    pub fn explain(&self, from: Variable, to: Variable) -> Option<Vec<DifferenceConstraint<R>>> {
        self.assert_known([from, to]);
        self.graph.chain(&self.potential, from.0, to.0)
    }
}

impl<R: Copy + Ord> Network<R> {
    /// The answers of [`max_differences`](Self::max_differences), with
    /// [temporary](Self::push) constraints included.
    pub(crate) fn pushed_differences(&self, from: Variable) -> Vec<Option<i64>> {
        let lengths = self
            .graph
            .lengths(&self.potential, SearchDirection::Forward, from.0);
        lengths.into_iter().map(at_most).collect()
    }

    /// The lengths of the shortest paths from a variable, or backward to it.
    ///
    /// Paths through the origin are known without a search, and most dated events are connected
    /// by nothing else. So the search starts from those lengths and visits only variables to which
    /// some path is shorter.
    ///
    /// If `end` is given, only its length is final.
    fn lengths(&self, direction: SearchDirection, start: usize, end: Option<usize>) -> Vec<i128> {
        let (to_origin, from_origin) = match direction {
            SearchDirection::Forward => (&self.to_origin, &self.from_origin),
            SearchDirection::Backward => (&self.from_origin, &self.to_origin),
        };
        let out = to_origin[start];
        let by_origin = |&back: &i128| match (out, back) {
            (UNBOUNDED, _) | (_, UNBOUNDED) => UNBOUNDED,
            (out, back) => out + back,
        };
        let mut lengths: Vec<i128> = from_origin.iter().map(by_origin).collect();
        lengths[start] = 0;
        self.graph
            .search(&self.potential, direction, &mut lengths, start, end);
        lengths
    }
}

/// The upper bound that a path of this length puts on a difference.
///
/// Returns `None` if it is weaker than any `i64`. If it is stronger, the smallest `i64` is true too.
fn at_most(length: i128) -> Option<i64> {
    if length > i128::from(i64::MAX) {
        return None;
    }
    Some(i64::try_from(length).unwrap_or(i64::MIN))
}

/// The lower bound that a path of this length puts on the negated difference.
///
/// Returns `None` if it is weaker than any `i64`. If it is stronger, the largest `i64` is true too.
fn at_least(length: i128) -> Option<i64> {
    if length > -i128::from(i64::MIN) {
        return None;
    }
    Some(i64::try_from(-length).unwrap_or(i64::MAX))
}
