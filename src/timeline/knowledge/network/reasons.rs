//! Which statements something rests on, and no more.

use std::collections::HashSet;

use super::holes::Search;
use super::layout::Layout;
use super::record::Record;
use super::{Arc, Instant, Limit, Reason, Web};
use crate::time::network::Network;
use crate::timeline::{Bond, BondIx, Contradiction, EventRank, Explanation};

/// Why a limit is kept: the statements that make it so, as few as will do.
///
/// None if they do not.
pub(crate) fn explain(web: Option<&Web>, record: Record<'_>, limit: Limit) -> Option<Explanation> {
    let chained = |from, to| web.and_then(|web| web.chain(from, to));
    let dated = |instant: Instant| instant.event().map(Reason::Date);
    // Where one of the two is not bound, each is limited by itself.
    let reasons = chained(limit.from, limit.to).unwrap_or_else(|| {
        let apart = [
            chained(limit.from, Instant::Origin),
            chained(Instant::Origin, limit.to),
        ];
        let apart = apart.into_iter().flatten().flatten();
        apart
            .chain([limit.from, limit.to].into_iter().filter_map(dated))
            .collect()
    });
    let denied = limit.denied()?;
    let reasons = if is_denied(record, &reasons, Some(denied)) {
        reasons
    } else {
        // It may rest on gaps in dates, and on the days that other dates tell.
        let asked: Vec<EventRank> = [limit.from, limit.to]
            .into_iter()
            .filter_map(Instant::event)
            .collect();
        let all = web.map_or_else(Vec::new, |web| web.reasons_of(record, &asked));
        if !is_denied(record, &all, Some(denied)) {
            return None;
        }
        all
    };
    let reasons = needed(record, reasons, Some(denied));
    Some(Explanation {
        statements: record.statements(&reasons),
    })
}

/// Those of some reasons, which together contradict one another and the limit if there is
/// one, that are needed for that: without any of them the others do not.
pub(super) fn needed(
    record: Record<'_>,
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
        if is_denied(record, &others, limit) {
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
    record: Record<'_>,
    standing: &[BondIx],
    reasons: &[Reason],
) -> Option<Vec<Reason>> {
    /// However much is stated of two events, no more is compared.
    const MOST: usize = 1_000;
    let pair = |bond: &Bond| (bond.event.min(bond.other), bond.event.max(bond.other));
    if !(3..=Contradiction::MOST).contains(&reasons.len()) {
        return None;
    }
    let told = reasons.iter().filter_map(|reason| match *reason {
        Reason::Bond(number) => Some((number, pair(record.bond(number)))),
        _ => None,
    });
    let two = told.flat_map(|(one, events)| {
        let others = standing.iter().copied();
        others
            .filter(move |&other| other != one && pair(record.bond(other)) == events)
            .map(move |other| [one.min(other), one.max(other)].map(Reason::Bond))
    });
    let mut two = two.take(MOST);
    two.find(|two| is_denied(record, two, None)).map(Vec::from)
}

/// Whether some reasons contradict one another and the limit, if there is one.
pub(super) fn is_denied(record: Record<'_>, reasons: &[Reason], limit: Option<Limit>) -> bool {
    let events = reasons.iter().flat_map(|&reason| record.events(reason));
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
    let mut bonds: Vec<BondIx> = reasons
        .iter()
        .filter_map(|reason| match *reason {
            Reason::Bond(number) => Some(number),
            _ => None,
        })
        .collect();
    bonds.sort_unstable();
    // Days are those of the dates that are among the reasons.
    let mut network = Network::new();
    let is_dated = |event| dated.contains(&event);
    let few = Layout::of(&mut network, record, &events, &bonds, is_dated);
    let mut arcs = Vec::new();
    let nature = few.ties.iter().map(|tie| Reason::Nature(tie.event));
    for reason in nature.chain(reasons.iter().copied()) {
        few.say(record, reason, &mut arcs);
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
    Search::new(network, &few, |event| {
        is_dated(event).then(|| record.alternatives(event))?
    })
    .refutes()
}
