//! Which statements something rests on, and no more.

use std::collections::HashSet;

use super::constraint_network::{Arc, ConstraintNetwork, Limit, Reason, TimePoint};
use super::evidence::Evidence;
use super::gaps::ChoiceSearch;
use super::layout::Layout;
use crate::time::network::Network;
use crate::timeline::{Contradiction, EventConstraint, EventConstraintIx, EventRank, Explanation};

/// Why a limit is kept: the statements that make it so, as few as will do.
///
/// None if they do not.
pub(crate) fn explain(
    network: Option<&ConstraintNetwork>,
    evidence: Evidence<'_>,
    limit: Limit,
) -> Option<Explanation> {
    let chained = |from, to| network.and_then(|network| network.chain(from, to));
    let dated = |instant: TimePoint| instant.event().map(Reason::Date);
    // Where one of the two is not bound, each is limited by itself.
    let reasons = chained(limit.from, limit.to).unwrap_or_else(|| {
        let apart = [
            chained(limit.from, TimePoint::Origin),
            chained(TimePoint::Origin, limit.to),
        ];
        let apart = apart.into_iter().flatten().flatten();
        apart
            .chain([limit.from, limit.to].into_iter().filter_map(dated))
            .collect()
    });
    let denied = limit.denied()?;
    let reasons = if is_denied(evidence, &reasons, Some(denied)) {
        reasons
    } else {
        // It may rest on gaps in dates, and on the days that other dates tell.
        let asked: Vec<EventRank> = [limit.from, limit.to]
            .into_iter()
            .filter_map(TimePoint::event)
            .collect();
        let all = network.map_or_else(Vec::new, |network| network.reasons_of(evidence, &asked));
        if !is_denied(evidence, &all, Some(denied)) {
            return None;
        }
        all
    };
    let reasons = needed(evidence, reasons, Some(denied));
    Some(Explanation {
        statements: evidence.statements(&reasons),
    })
}

/// Those of some reasons, which together contradict one another and the limit if there is
/// one, that are needed for that: without any of them the others do not.
pub(super) fn needed(
    evidence: Evidence<'_>,
    mut reasons: Vec<Reason>,
    limit: Option<Limit>,
) -> Vec<Reason> {
    let mut seen = HashSet::new();
    reasons.retain(|reason| {
        !matches!(reason, Reason::Nature(_) | Reason::Asked) && seen.insert(*reason)
    });
    if reasons.len() > Contradiction::MOST {
        return reasons;
    }
    let mut at = 0;
    while at < reasons.len() {
        let mut others = reasons.clone();
        others.remove(at);
        if is_denied(evidence, &others, limit) {
            reasons = others;
        } else {
            at += 1;
        }
    }
    reasons
}

/// Of more than two reasons that contradict one another: a statement among them and another of
/// the same two events that contradict each other by themselves, which is easier to see.
pub(super) fn at_odds(
    evidence: Evidence<'_>,
    standing: &[EventConstraintIx],
    reasons: &[Reason],
) -> Option<Vec<Reason>> {
    /// However much is stated of two events, no more is compared.
    const MOST: usize = 1_000;
    let pair = |constraint: &EventConstraint| {
        (
            constraint.event.min(constraint.other),
            constraint.event.max(constraint.other),
        )
    };
    if !(3..=Contradiction::MOST).contains(&reasons.len()) {
        return None;
    }
    let told = reasons.iter().filter_map(|reason| match *reason {
        Reason::Constraint(number) => Some((number, pair(evidence.constraint(number)))),
        _ => None,
    });
    let two = told.flat_map(|(one, events)| {
        let others = standing.iter().copied();
        others
            .filter(move |&other| other != one && pair(evidence.constraint(other)) == events)
            .map(move |other| [one.min(other), one.max(other)].map(Reason::Constraint))
    });
    let mut two = two.take(MOST);
    two.find(|two| is_denied(evidence, two, None))
        .map(Vec::from)
}

/// Whether some reasons contradict one another and the limit, if there is one.
pub(super) fn is_denied(evidence: Evidence<'_>, reasons: &[Reason], limit: Option<Limit>) -> bool {
    let events = reasons.iter().flat_map(|&reason| evidence.events(reason));
    let mut events: Vec<EventRank> = events.collect();
    for instant in limit.iter().flat_map(|limit| [limit.from, limit.to]) {
        events.extend(instant.event());
    }
    events.sort_unstable();
    events.dedup();
    let dated: HashSet<EventRank> = reasons
        .iter()
        .filter_map(|reason| match *reason {
            Reason::Date(event) => Some(event),
            _ => None,
        })
        .collect();
    let mut constraints: Vec<EventConstraintIx> = reasons
        .iter()
        .filter_map(|reason| match *reason {
            Reason::Constraint(number) => Some(number),
            _ => None,
        })
        .collect();
    constraints.sort_unstable();
    // Days are those of the dates that are among the reasons.
    let mut network = Network::new();
    let is_dated = |event| dated.contains(&event);
    let few = Layout::of(&mut network, evidence, &events, &constraints, is_dated);
    let mut arcs = Vec::new();
    let nature = few
        .events
        .iter()
        .map(|event_variables| Reason::Nature(event_variables.event));
    for reason in nature.chain(reasons.iter().copied()) {
        few.say(evidence, reason, &mut arcs);
    }
    if let Some(limit) = limit {
        let own = |instant| few.variable(instant).expect("its event is among them");
        arcs.push(Arc {
            from: own(limit.from),
            to: own(limit.to),
            max: limit.max,
            reason: Reason::Asked,
        });
    }
    if network.add_all(arcs).is_err() {
        return true;
    }
    ChoiceSearch::new(network, &few, |event| {
        is_dated(event).then(|| evidence.alternatives(event))?
    })
    .refutes()
}
