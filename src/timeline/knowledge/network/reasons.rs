//! Explanations and contradictions: minimal sets of reasons.
//!
//! A negative cycle, or a chain of arcs, gives a set of reasons from which an answer follows. It may
//! contain more than necessary. [`minimal`] removes each reason without which the answer still
//! follows. It tests a set by building a small network from that set alone, so that a reason counts
//! only for what it states itself.

use std::collections::HashSet;

use super::constraint_network::{Arc, ConstraintNetwork, Limit, Reason, TimePoint};
use super::evidence::Evidence;
use super::gaps::ChoiceSearch;
use super::layout::Layout;
use crate::time::network::Network;
use crate::timeline::{Contradiction, EventConstraint, EventConstraintIx, EventRank, Explanation};

/// A minimal set of statements from which a limit follows. Returns `None` if it does not follow.
pub(crate) fn explain(
    network: Option<&ConstraintNetwork>,
    evidence: Evidence<'_>,
    limit: Limit,
) -> Option<Explanation> {
    // The limit follows from the reasons exactly if they contradict its negation.
    let negation = limit.negation()?;
    let by_chain = chained_reasons(network, limit);
    let reasons = if are_inconsistent(evidence, &by_chain, Some(negation)) {
        by_chain
    } else {
        // The chain does not show reasons in gaps between alternatives, nor the dates from which a
        // calendar follows. All reasons of the components include them.
        let events: Vec<EventRank> = [limit.from, limit.to]
            .into_iter()
            .filter_map(TimePoint::event)
            .collect();
        let all = network.map_or_else(Vec::new, |network| network.reasons_of(evidence, &events));
        if !are_inconsistent(evidence, &all, Some(negation)) {
            return None;
        }
        all
    };
    let reasons = minimal(evidence, reasons, Some(negation));
    Some(Explanation {
        statements: evidence.statements(&reasons),
    })
}

/// The reasons of the tightest chain of arcs between the instants of a limit.
///
/// If one of the events is not bound, there is no such chain. Then each instant is limited by itself,
/// by its chain to the origin and by its date.
fn chained_reasons(network: Option<&ConstraintNetwork>, limit: Limit) -> Vec<Reason> {
    let chain = |from, to| network.and_then(|network| network.chain(from, to));
    chain(limit.from, limit.to).unwrap_or_else(|| {
        let chains = [
            chain(limit.from, TimePoint::Origin),
            chain(TimePoint::Origin, limit.to),
        ];
        let dates = [limit.from, limit.to]
            .into_iter()
            .filter_map(|instant| instant.event().map(Reason::Date));
        chains
            .into_iter()
            .flatten()
            .flatten()
            .chain(dates)
            .collect()
    })
}

/// A minimal subset of reasons that is still inconsistent with the limit, or by itself without one.
///
/// More than [`Contradiction::MOST`] reasons are returned as they are, each once.
pub(super) fn minimal(
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
    // Invariant: `reasons` is inconsistent, and each reason before `at` was necessary when tested.
    let mut at = 0;
    while at < reasons.len() {
        let mut others = reasons.clone();
        others.remove(at);
        if are_inconsistent(evidence, &others, limit) {
            reasons = others;
        } else {
            at += 1;
        }
    }
    reasons
}

/// Two constraints on the same two events that contradict each other by themselves, one of which is
/// among the reasons. They are easier to read than a cycle of three or more reasons.
pub(super) fn contradicting_pair(
    evidence: Evidence<'_>,
    in_force: &[EventConstraintIx],
    reasons: &[Reason],
) -> Option<Vec<Reason>> {
    /// The maximum number of pairs that are tested.
    const MAX_PAIRS: usize = 1_000;
    if !(3..=Contradiction::MOST).contains(&reasons.len()) {
        return None;
    }
    let events = |number: EventConstraintIx| {
        let EventConstraint { event, other, .. } = *evidence.constraint(number);
        (event.min(other), event.max(other))
    };
    let among_reasons = reasons.iter().filter_map(|reason| match *reason {
        Reason::Constraint(number) => Some(number),
        _ => None,
    });
    let pairs = among_reasons.flat_map(|one| {
        let others = in_force.iter().copied();
        others
            .filter(move |&other| other != one && events(other) == events(one))
            .map(move |other| [one.min(other), one.max(other)].map(Reason::Constraint))
    });
    pairs
        .take(MAX_PAIRS)
        .find(|pair| are_inconsistent(evidence, pair, None))
        .map(Vec::from)
}

/// Whether reasons contradict each other, or the limit if there is one.
///
/// They are tested in a network of their own. Its calendars follow only from dates among the reasons.
pub(super) fn are_inconsistent(
    evidence: Evidence<'_>,
    reasons: &[Reason],
    limit: Option<Limit>,
) -> bool {
    let mut events: Vec<EventRank> = reasons
        .iter()
        .flat_map(|&reason| evidence.events(reason))
        .collect();
    for instant in limit.iter().flat_map(|limit| [limit.from, limit.to]) {
        events.extend(instant.event());
    }
    events.sort_unstable();
    events.dedup();
    let mut dated: HashSet<EventRank> = HashSet::new();
    let mut constraints: Vec<EventConstraintIx> = Vec::new();
    for reason in reasons {
        match *reason {
            Reason::Date(event) => {
                dated.insert(event);
            }
            Reason::Constraint(number) => constraints.push(number),
            Reason::Nature(_) | Reason::Asked => {}
        }
    }
    constraints.sort_unstable();

    // First, the network of first and last seconds.
    let mut network = Network::new();
    let is_dated = |event| dated.contains(&event);
    let layout = Layout::of(&mut network, evidence, &events, &constraints, is_dated);
    let mut arcs = Vec::new();
    let nature = events.iter().copied().map(Reason::Nature);
    for reason in nature.chain(reasons.iter().copied()) {
        layout.add_arcs(evidence, reason, &mut arcs);
    }
    arcs.extend(limit.map(|limit| {
        let variable = |instant| {
            let variable = layout.variable(instant);
            variable.expect("the layout has the events of the limit")
        };
        Arc {
            from: variable(limit.from),
            to: variable(limit.to),
            max: limit.max,
            reason: Reason::Asked,
        }
    }));
    if network.add_all(arcs).is_err() {
        return true;
    }
    // If that is consistent, the gaps in dates may still rule out every choice.
    let gaps = |event| is_dated(event).then(|| evidence.alternatives(event))?;
    ChoiceSearch::new(network, &layout, gaps).refutes()
}
