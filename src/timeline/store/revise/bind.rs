//! Solves the links and constraints again that connect a changed event with others.
//!
//! Statements connect events into components, and the bounds of an event follow from its component alone. A
//! component without a changed event, and without a statement that is new or was removed, has the same
//! bounds as before. A component that falls apart, because a statement was removed, leaves an event of that
//! statement in each part.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use crate::time::Bounds;
use crate::timeline::{
    ConstraintNetwork, EventConstraintIx, EventIx, EventRank, Evidence, Knowledge,
};

impl Draft<'_> {
    /// The bounds of the touched events, and of all that statements connect with them.
    ///
    /// Returns `None` if the statements contradict each other.
    pub(super) fn bind(&self) -> Option<BTreeMap<EventIx, Bounds>> {
        let evidence = Evidence {
            timeline: &self.next,
            constraints: &self.binding,
            knowledge: Knowledge::ALL,
        };
        let in_force = self.binding.entries();
        let in_force = in_force.filter(|(_, one)| evidence.is_in_force(one));
        // The statements of each event, sorted by event.
        let mut of_event: Vec<(EventRank, EventConstraintIx)> = in_force
            .flat_map(|(number, one)| one.events().map(move |event| (event, number)))
            .collect();
        of_event.sort_unstable();
        let (events, statements) = self.connected(&of_event);
        let by_date = |&rank: &EventRank| {
            let event = self.next.of_rank(rank);
            (rank, event.bounds(&self.next, Knowledge::ALL))
        };
        let mut bounds: BTreeMap<EventRank, Bounds> = events.iter().map(by_date).collect();
        let statements = statements.into_iter().collect();
        let network = ConstraintNetwork::of(evidence, statements).ok()?;
        bounds.extend(network.iter().flat_map(ConstraintNetwork::all_bounds));
        let by_place = |(rank, bounds)| (self.next.by_id[rank], bounds);
        Some(bounds.into_iter().map(by_place).collect())
    }

    /// The events that statements connect with the touched ones, themselves included, and these statements.
    fn connected(
        &self,
        of_event: &[(EventRank, EventConstraintIx)],
    ) -> (BTreeSet<EventRank>, BTreeSet<EventConstraintIx>) {
        let (mut events, mut statements) = (self.touched.clone(), BTreeSet::new());
        let mut open: Vec<EventRank> = self.touched.iter().copied().collect();
        // Invariant: the statements of every event in `events`, except those in `open`, are in `statements`.
        while let Some(event) = open.pop() {
            let first = of_event.partition_point(|&(one, _)| one < event);
            let own = of_event[first..].iter();
            for &(_, number) in own.take_while(|&&(one, _)| one == event) {
                if statements.insert(number) {
                    let others = self.binding[number].events();
                    open.extend(others.filter(|&other| events.insert(other)));
                }
            }
        }
        (events, statements)
    }
}
