//! The network that dates and statements of order make together.
//!
//! Each event that a statement binds has two instants in it, its start and its end; where
//! a statement counts in days, also the midnights that begin the day of its start and
//! the day of its last second. A web holds what one asker knows: all that stands, or
//! what stood as of an instant, with dates by a rule.
//!
//! Events are known here by the place of their identifier among all, which no order of
//! insertion and no later date moves.

mod distance;
mod holes;
mod layout;
mod reasons;
mod record;

use std::collections::HashMap;

use crate::time::network::{self, Network, Variable};
use crate::time::{Alternatives, Bounds};
use crate::timeline::{Bond, BondIx, Contradiction, EventRank, parts};
use holes::{Outcome, Part};
use layout::{Layout, Tie};

pub(crate) use distance::{Beyond, Stand, StatedGap};
pub(crate) use reasons::explain;
pub(crate) use record::Record;

/// Seconds from time zero that no date and no distance reaches by itself.
const FAR: i64 = i64::MAX / 2;

/// Why two instants are bound to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reason {
    /// An event ends after it starts, and a day has 24 hours.
    Nature(EventRank),
    /// An event is dated.
    Date(EventRank),
    /// The bond of a number.
    Bond(BondIx),
    /// Somebody asks whether it can be so.
    Asked,
}

type Arc = network::DifferenceConstraint<Reason>;

/// An instant of an event, or time zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instant {
    Origin,
    Start(EventRank),
    End(EventRank),
}

impl Instant {
    /// The event that it is of.
    const fn event(self) -> Option<EventRank> {
        match self {
            Self::Origin => None,
            Self::Start(event) | Self::End(event) => Some(event),
        }
    }
}

/// A bound on the difference of two instants, `to - from <= max`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) from: Instant,
    pub(crate) to: Instant,
    pub(crate) max: i64,
}

impl Limit {
    /// What is the case exactly if the limit is not kept.
    fn denied(self) -> Option<Self> {
        Some(Self {
            from: self.to,
            to: self.from,
            max: self.max.checked_neg()?.checked_sub(1)?,
        })
    }
}

/// The events that are bound to each other, and the network of their instants.
#[derive(Clone, Debug)]
pub(crate) struct Web {
    /// By the first and the last second of each date, and the bounds that gaps in dates leave.
    network: Network<Reason>,
    layout: Layout,
    /// The parts in which dates have gaps.
    parts: Vec<Part>,
    /// The part of each instant that is of one.
    of_part: HashMap<Variable, usize>,
}

impl Web {
    /// Binds together what the asker knows; none if no statement binds any.
    pub(crate) fn new(record: Record<'_>) -> Result<Option<Self>, Contradiction> {
        let mut standing: Vec<BondIx> = record
            .bonds
            .entries()
            .filter(|(_, bond)| record.stands(bond))
            .map(|(number, _)| number)
            .collect();
        // Each round leaves out the statements of parts of which nobody knows whether they can be
        // true; those that are left are not looked at differently for that.
        loop {
            let Some(mut web) = Self::of_bonds(record, &standing)? else {
                return Ok(None);
            };
            let unknown = web.fill(record, &standing)?;
            if unknown.is_empty() {
                return match web.beyond_all_time(record) {
                    Some(limit) => Err(web.denied(record, limit)),
                    None => Ok(Some(web)),
                };
            }
            standing.retain(|number| unknown.binary_search(number).is_err());
        }
    }

    /// Binds together what is said, by the first and the last second of each date.
    fn of_bonds(record: Record<'_>, standing: &[BondIx]) -> Result<Option<Self>, Contradiction> {
        let bonds = standing.iter().map(|&number| record.bond(number));
        let mut events: Vec<EventRank> = bonds.flat_map(Bond::events).collect();
        events.sort_unstable();
        events.dedup();
        if events.is_empty() {
            return Ok(None);
        }
        let mut network =
            Network::with_capacity(2 * events.len(), 5 * events.len() + 2 * standing.len());
        let layout = Layout::of(&mut network, record, &events, standing, |_| true);
        let events = layout.ties.iter().map(|tie| tie.event);
        let reasons = events
            .flat_map(|event| [Reason::Nature(event), Reason::Date(event)])
            .chain(standing.iter().copied().map(Reason::Bond));
        let mut arcs = Vec::with_capacity(5 * layout.ties.len() + 2 * standing.len());
        for reason in reasons {
            layout.say(record, reason, &mut arcs);
        }
        let added = network.add_all(arcs);
        let web = Self {
            network,
            layout,
            parts: Vec::new(),
            of_part: HashMap::new(),
        };
        match added {
            Ok(()) => Ok(Some(web)),
            Err(cycle) => {
                let reasons = cycle.constraints.iter().map(|arc| arc.reason).collect();
                Err(web.contradiction(record, standing, reasons))
            }
        }
    }

    /// The contradiction that some reasons make together, with those that tell by whose calendar.
    fn contradiction(
        &self,
        record: Record<'_>,
        standing: &[BondIx],
        reasons: Vec<Reason>,
    ) -> Contradiction {
        let reasons = if reasons::is_denied(record, &reasons, None) {
            reasons
        } else {
            let asked: Vec<EventRank> = reasons
                .iter()
                .flat_map(|&reason| record.events(reason))
                .collect();
            self.reasons_of(record, &asked)
        };
        let reasons = reasons::needed(record, reasons, None);
        let reasons = reasons::at_odds(record, standing, &reasons).unwrap_or(reasons);
        Contradiction {
            statements: record.statements(&reasons),
        }
    }

    /// Heeds the gaps in dates, part by part.
    ///
    /// Returns the statements of the parts of which nobody knows whether they can be true.
    fn fill(
        &mut self,
        record: Record<'_>,
        standing: &[BondIx],
    ) -> Result<Vec<BondIx>, Contradiction> {
        let mut unknown = Vec::new();
        let events: Vec<EventRank> = self.layout.ties.iter().map(|tie| tie.event).collect();
        let dates = self.layout.ties.iter().filter_map(|tie| {
            let found = record.alternatives(tie.event)?;
            Some((tie.event, holes::left(&self.network, tie, found)))
        });
        let gaps: HashMap<EventRank, Alternatives> = dates.collect();
        if gaps.is_empty() {
            return Ok(unknown);
        }
        let bonds = standing
            .iter()
            .map(|&number| (number, *record.bond(number)));
        let mut arcs = Vec::new();
        for (events, bonds) in parts(&events, bonds) {
            match holes::look(record, &self.layout, (&events, &bonds), &gaps) {
                Outcome::Narrowed(dates) => {
                    for (event, bounds) in dates {
                        Layout::say_date(self.layout.bound(event), &bounds, &mut arcs);
                    }
                }
                Outcome::Unknown => unknown.extend(bonds),
                Outcome::Refuted { blamed, all } => {
                    let is_enough = reasons::is_denied(record, &blamed, None);
                    let reasons = if is_enough { blamed } else { all };
                    return Err(self.contradiction(record, standing, reasons));
                }
                Outcome::Solved(part) => {
                    let ties = events.iter().map(|&event| self.layout.bound(event));
                    let instants = ties.flat_map(|tie| {
                        let reason = Reason::Date(tie.event);
                        tie.instants().map(move |instant| (instant, reason))
                    });
                    for (instant, reason) in instants {
                        for (from, to) in [(instant, Variable::ORIGIN), (Variable::ORIGIN, instant)]
                        {
                            arcs.extend(part.most(from, to).map(|max| Arc {
                                from,
                                to,
                                max,
                                reason,
                            }));
                        }
                    }
                    self.parts.push(part);
                }
            }
        }
        for (number, part) in (0..).zip(&self.parts) {
            for instant in part.instants() {
                self.of_part.insert(*instant, number);
            }
        }
        unknown.sort_unstable();
        self.network
            .add_all(arcs)
            .expect("what some choice leaves possible contradicts nothing");
        Ok(unknown)
    }

    /// The part that an instant is of, if that has dates with gaps.
    fn part(&self, instant: Variable) -> Option<&Part> {
        let number = *self.of_part.get(&instant)?;
        Some(&self.parts[number])
    }

    /// The most seconds from one instant to another, by the gaps in dates too.
    fn difference(&self, from: Variable, to: Variable) -> Option<i64> {
        match self.part(from) {
            Some(part) if part.has(to) => part.most(from, to),
            _ => self.network.max_difference(from, to),
        }
    }

    /// The most seconds from one instant to each.
    fn differences(&self, from: Variable) -> Vec<Option<i64>> {
        let mut most = self.network.max_differences(from);
        for (to, known) in self
            .part(from)
            .into_iter()
            .flat_map(|it| it.around(from, true))
        {
            most[to.index()] = known;
        }
        most
    }

    /// The most seconds from each instant to one.
    fn differences_to(&self, to: Variable) -> Vec<Option<i64>> {
        let mut most = self.network.max_differences_to(to);
        for (from, known) in self
            .part(to)
            .into_iter()
            .flat_map(|it| it.around(to, false))
        {
            most[from.index()] = known;
        }
        most
    }

    /// All that is said of some events, and of those that are tied to them.
    fn reasons_of(&self, record: Record<'_>, asked: &[EventRank]) -> Vec<Reason> {
        let events: Vec<EventRank> = self.layout.ties.iter().map(|tie| tie.event).collect();
        let stands =
            |bond: &Bond| record.stands(bond) && bond.events().all(|event| self.binds(event));
        let bonds = record.bonds.entries().map(|(number, bond)| (number, *bond));
        let bonds = bonds.filter(|(_, bond)| stands(bond));
        let parts = parts(&events, bonds).into_iter();
        let parts = parts.filter(|(events, _)| asked.iter().any(|one| events.contains(one)));
        let said = parts.flat_map(|(events, bonds)| {
            let dates = events.into_iter().map(Reason::Date);
            dates.chain(bonds.into_iter().map(Reason::Bond))
        });
        let dates = asked.iter().copied().map(Reason::Date);
        dates.chain(said).collect()
    }

    /// What is not kept where an event would be over before what has no start begins, or begin
    /// once what has no end is over.
    ///
    /// Such a side stands for the outermost second, which is a number like any other to the
    /// network: an event of which nothing else is known could lie beyond it.
    fn beyond_all_time(&self, record: Record<'_>) -> Option<Limit> {
        self.layout.ties.iter().find_map(|tie| {
            let (start, end) = (Instant::Start(tie.event), Instant::End(tie.event));
            let latest = self.network.latest(tie.end);
            let earliest = self.network.earliest(tie.start);
            let (from, to) = if latest.is_some_and(|end| end < -FAR) {
                (end, Instant::Origin)
            } else if earliest.is_some_and(|start| start > FAR) {
                (Instant::Origin, start)
            } else {
                return None;
            };
            // However far distances reach in a row, it is no contradiction without such a side.
            let reasons = self
                .chain(to, from)
                .expect("what bounds an instant has reasons");
            let has_no_side = |reason: &Reason| match *reason {
                Reason::Date(event) => {
                    let dated = record.dated(event);
                    dated.has_no_start() || dated.has_no_end()
                }
                _ => false,
            };
            let is_endless = reasons.iter().any(has_no_side);
            is_endless.then_some(Limit { from, to, max: FAR })
        })
    }

    /// The statements that a limit is not kept for.
    fn denied(&self, record: Record<'_>, limit: Limit) -> Contradiction {
        let reasons = self.chain(limit.to, limit.from);
        let reasons = reasons.expect("a limit that is not kept has reasons");
        let reasons = reasons::needed(record, reasons, Some(limit));
        Contradiction {
            statements: record.statements(&reasons),
        }
    }

    /// The bounds of every bound event, as tight as the statements make them; of one that distances
    /// in a row put beyond all seconds that there are numbers for, none.
    pub(crate) fn all_bounds(&self) -> impl Iterator<Item = (EventRank, Bounds)> + '_ {
        let ties = self.layout.ties.iter();
        ties.filter_map(|tie| Some((tie.event, self.bounds_of(tie)?)))
    }

    /// The bounds of an event, if it is bound.
    pub(crate) fn bounds(&self, event: EventRank) -> Option<Bounds> {
        self.bounds_of(self.layout.tie(event)?)
    }

    fn bounds_of(&self, tie: &Tie) -> Option<Bounds> {
        holes::bounds_of(&self.network, tie)
    }

    /// Whether it has an event.
    pub(crate) fn binds(&self, event: EventRank) -> bool {
        self.layout.tie(event).is_some()
    }

    /// The most seconds from one instant to another; none without a bound, or if one is not bound.
    pub(crate) fn most(&self, from: Instant, to: Instant) -> Option<i64> {
        let (from, to) = (self.layout.variable(from)?, self.layout.variable(to)?);
        self.difference(from, to)
    }

    /// The reasons of the tightest bound on a difference, chained.
    fn chain(&self, from: Instant, to: Instant) -> Option<Vec<Reason>> {
        let (from, to) = (self.layout.variable(from)?, self.layout.variable(to)?);
        let chain = self.network.explain(from, to)?;
        Some(chain.iter().map(|arc| arc.reason).collect())
    }
}
