//! The relations that two events with uncertain starts and ends can have.

use super::{AllenRelation, AllenRelations};
use crate::time::bounds::Bounds;
use crate::time::when::When;

impl Bounds {
    /// The Allen relations that this can have to the other.
    ///
    /// Exactly those that hold for some start and end of both. A single one is certain.
    ///
    /// Two events that never end ([`Bounds::has_no_end`]) count as ending together. An event
    /// without a bound on its end may or may not end.
    ///
    /// # Complexity
    ///
    /// O(1).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::{AllenRelation, AllenRelations, When};
    ///
    /// let war = When::parse("2022-02-24/..")?.bounds();
    /// let visit = When::parse("2025-07-10/2025-07-11")?.bounds();
    /// assert_eq!(visit.allen(&war).single(), Some(AllenRelation::During));
    ///
    /// let ceasefire = When::parse("2025-07-11/..")?.bounds();
    /// assert_eq!(ceasefire.allen(&war).single(), Some(AllenRelation::Finishes));
    ///
    /// let thursday = When::parse("2025-07-10")?.bounds();
    /// assert_eq!(thursday.allen(&visit).to_string(), "before, meets, overlaps, starts or during");
    /// assert_eq!(thursday.allen(&thursday), AllenRelations::ALL);
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    #[must_use]
    pub fn allen(&self, other: &Self) -> AllenRelations {
        let [start_a, end_a] = endpoint_ranges(self);
        let [start_b, end_b] = endpoint_ranges(other);
        AllenRelation::ALL
            .into_iter()
            .filter(|relation| has_order([start_a, end_a, start_b, end_b], relation.ranks()))
            .collect()
    }
}

impl When {
    /// The Allen relations that this can have to the other; see [`Bounds::allen`].
    ///
    /// For one of several dates, the set can contain relations that only hold between the
    /// dates.
    #[must_use]
    pub fn allen(&self, other: &Self) -> AllenRelations {
        self.bounds().allen(&other.bounds())
    }
}

/// A first and a last second, both included. In 128 bits, because the second after the last of
/// an `i64` is needed too.
type SecondRange = (i128, i128);

/// The possible seconds of the start and of the end.
fn endpoint_ranges(bounds: &Bounds) -> [SecondRange; 2] {
    let [start_earliest, start_latest, end_earliest, end_latest] = bounds.raw().map(i128::from);
    [
        (start_earliest, start_latest - 1),
        (end_earliest + 1, end_latest),
    ]
}

/// Whether seconds can be chosen from four ranges so that they have the order of `ranks`.
///
/// Greedy: rank by rank, the endpoints that share a rank take the earliest second that is in all
/// their ranges and after the rank before. A later choice would only leave less room for the
/// ranks that follow, so the greedy choice fails only if every choice does.
fn has_order(ranges: [SecondRange; 4], ranks: [u8; 4]) -> bool {
    // Invariant: all ranks below the current one have a second before `free`.
    let mut free = i128::MIN;
    (0..4).all(|rank| {
        let sharing = || ranges.iter().zip(ranks).filter(|one| one.1 == rank);
        let earliest = sharing().map(|(range, _)| range.0).fold(free, i128::max);
        let Some(latest) = sharing().map(|(range, _)| range.1).min() else {
            // Endpoints that coincide leave fewer than four ranks.
            return true;
        };
        free = earliest + 1;
        earliest <= latest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All bounds on a few seconds, with unbounded sides and open ends.
    fn all_bounds() -> Vec<Bounds> {
        let low = [i64::MIN, 0, 1, 2, 3];
        let high = [1, 2, 3, 4, i64::MAX];
        let pairs = || low.iter().flat_map(|&l| high.iter().map(move |&h| (l, h)));
        let starts = pairs().chain([(i64::MIN, i64::MIN + 1)]);
        let mut all: Vec<Bounds> = starts
            .flat_map(|start| {
                pairs()
                    .chain([(i64::MAX - 1, i64::MAX)])
                    .filter_map(move |end| Bounds::from_raw([start.0, start.1, end.0, end.1]))
            })
            .collect();
        all.sort_by_key(Bounds::raw);
        all.dedup();
        all
    }

    /// All intervals on these seconds and some more on both sides, and on the two outermost
    /// seconds, which mean open ends.
    fn all_intervals() -> Vec<(i64, i64)> {
        let seconds: Vec<i64> = [i64::MIN]
            .into_iter()
            .chain(-4..=8)
            .chain([i64::MAX])
            .collect();
        let pairs = seconds
            .iter()
            .flat_map(|&s| seconds.iter().map(move |&e| (s, e)));
        pairs.filter(|(start, end)| start < end).collect()
    }

    #[test]
    fn allen_finds_exactly_the_relations_of_some_start_and_end() {
        let (all, intervals) = (all_bounds(), all_intervals());
        assert_eq!(all.len(), 194);
        let of_interval: Vec<Vec<AllenRelation>> = intervals
            .iter()
            .map(|a| {
                let relation = |b: &(i64, i64)| AllenRelation::of(a.0, a.1, b.0, b.1).unwrap();
                intervals.iter().map(relation).collect()
            })
            .collect();
        let resolved = |bounds: &Bounds| -> Vec<usize> {
            let [a, b, c, d] = bounds.raw();
            let fits = |&index: &usize| {
                let (start, end) = intervals[index];
                a <= start && start < b && c < end && end <= d
            };
            (0..intervals.len()).filter(fits).collect()
        };
        let resolutions: Vec<Vec<usize>> = all.iter().map(resolved).collect();

        for (one, starts) in all.iter().zip(&resolutions) {
            // The possible relations to each interval.
            let to: Vec<AllenRelations> = (0..intervals.len())
                .map(|b| starts.iter().map(|&a| of_interval[a][b]).collect())
                .collect();
            for (other, ends) in all.iter().zip(&resolutions) {
                let expected = ends
                    .iter()
                    .fold(AllenRelations::EMPTY, |set, &b| set | to[b]);
                assert!(!expected.is_empty());
                assert_eq!(one.allen(other), expected, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn open_ends_are_at_the_outermost_seconds() {
        let always = Bounds::from_raw([i64::MIN, i64::MIN + 1, i64::MAX - 1, i64::MAX]).unwrap();
        assert!(always.has_no_start() && always.has_no_end());
        assert_eq!(always.allen(&always).single(), Some(AllenRelation::Equals));
        let known = Bounds::from_raw([0, 1, 8, 9]).unwrap();
        assert_eq!(known.allen(&always).single(), Some(AllenRelation::During));
        assert_eq!(Bounds::UNKNOWN.allen(&known), AllenRelations::ALL);
        assert_eq!(Bounds::UNKNOWN.allen(&Bounds::UNKNOWN), AllenRelations::ALL);
    }

    #[test]
    fn ranks_are_the_order_of_endpoints_in_the_relation() {
        for relation in AllenRelation::ALL {
            let [start_a, end_a, start_b, end_b] = relation.ranks();
            let found = AllenRelation::of(start_a, end_a, start_b, end_b);
            assert_eq!(found, Some(relation));
        }
    }
}
