//! The network that dates and statements of order make together.
//!
//! Each event that a statement binds has two instants in it, its start and its end; where
//! a statement counts in days, also the midnights that begin the day of its start and
//! the day of its last second. A web holds what one asker knows: all that stands, or
//! what stood as of an instant, with dates by a rule.
//!
//! Events are known here by the place of their identifier among all, which no order of
//! insertion and no later date moves.

use std::collections::HashSet;

use super::bonds::{Bond, Says};
use super::calendar::{Calendar, Calendars};
use super::constraint::{Contradiction, Explanation, Statement, TemporalRelation as Relation};
use super::{Knowledge, Stored, Timeline};
use crate::event::Link;
use crate::time::network::{self, AddError, Network, Variable};
use crate::time::{Bounds, Certainty, DAY};

/// Why two instants are bound to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Reason {
    /// An event ends after it starts, and a day has 24 hours.
    Nature(u32),
    /// An event is dated.
    Date(u32),
    /// The bond of a number.
    Bond(u32),
}

type Arc = network::DifferenceConstraint<Reason>;

/// An instant of an event, or time zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instant {
    Origin,
    Start(u32),
    End(u32),
}

/// A bound on the difference of two instants, `to - from <= max`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) max: i64,
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

/// A bound event, and its instants in the network.
#[derive(Clone, Copy, Debug)]
struct Tie {
    event: u32,
    start: Variable,
    end: Variable,
    days: Option<Days>,
}

/// The midnights that begin the day of an event's start and that of its last second.
#[derive(Clone, Copy, Debug)]
struct Days {
    first: Variable,
    last: Variable,
    calendar: Calendar,
}

/// What the asker knows: the events and statements of a timeline.
#[derive(Clone, Copy)]
pub(super) struct Record<'t> {
    pub(super) timeline: &'t Timeline,
    pub(super) bonds: &'t [Bond],
    pub(super) knowledge: Knowledge<'t>,
}

impl<'t> Record<'t> {
    fn event(self, rank: u32) -> Option<&'t Stored> {
        let ix = self.timeline.by_id.get(rank as usize)?;
        self.timeline.stored(*ix)
    }

    /// What the accounts say of its time; nothing if none is known yet.
    fn dated(self, rank: u32) -> Bounds {
        let as_of = self.knowledge.as_of;
        self.event(rank)
            .filter(|event| as_of == i64::MAX || event.status(as_of).is_some())
            .map_or(Bounds::UNKNOWN, |event| {
                event.bounds(self.timeline, self.knowledge)
            })
    }

    fn stands(self, bond: &Bond) -> bool {
        let as_of = self.knowledge.as_of;
        match bond.says {
            Says::Linked(_) => self
                .event(bond.event)
                .is_some_and(|event| event.status(as_of).is_some()),
            Says::Stated(_) if as_of == i64::MAX => bond.known_until == i64::MAX,
            Says::Stated(_) => bond.known_from <= as_of && as_of < bond.known_until,
        }
    }

    /// Whether a bond counts in calendar days.
    fn counts_days(self, bond: &Bond) -> bool {
        matches!(
            self.relation(bond),
            Some(Relation::DaysBefore(_) | Relation::DaysAfter(_) | Relation::SameDay)
        )
    }

    fn relation(self, bond: &Bond) -> Option<Relation> {
        match bond.says {
            Says::Linked(Link::PartOf) => Some(Relation::During),
            Says::Linked(_) => None,
            Says::Stated(at) => {
                let stated = self.timeline.constraints.get(at as usize);
                stated.map(|stated| stated.relation)
            }
        }
    }

    /// The statement that a reason stands for, if it is one.
    fn statement(self, reason: Reason) -> Option<Statement> {
        let id = |rank: u32| {
            self.event(rank)
                .map_or_else(String::new, |event| event.id.to_string())
        };
        match reason {
            Reason::Nature(_) => None,
            Reason::Date(rank) => Some(Statement::Dated {
                event: id(rank),
                dates: self.event(rank)?.dates(self.timeline, self.knowledge),
            }),
            Reason::Bond(number) => {
                let bond = self.bonds.get(number as usize)?;
                Some(match bond.says {
                    Says::Linked(link) => Statement::Linked {
                        event: id(bond.event),
                        link,
                        other: id(bond.other),
                        sources: self
                            .event(bond.event)?
                            .outermost(self.timeline, self.knowledge.as_of),
                    },
                    Says::Stated(at) => {
                        let mut stated = self.timeline.constraints.get(at as usize)?.clone();
                        // That it is taken back is not known before it is.
                        if self.knowledge.as_of < bond.known_until {
                            stated.withdrawn = None;
                        }
                        Statement::Ordered(stated)
                    }
                })
            }
        }
    }

    fn statements(self, reasons: &[Reason]) -> Vec<Statement> {
        let told = reasons.iter().map(|&reason| self.statement(reason));
        told.flatten().collect()
    }
}

/// How one event stands to another that is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stand {
    /// Whether it is over when the other begins.
    pub(crate) before: Certainty,
    /// Whether it begins when the other is over.
    pub(crate) after: Certainty,
    /// The most seconds from the other's start to its end: the more, the nearer it may be before.
    pub(crate) lead: Option<i64>,
    /// The most seconds from its start to the other's end: the more, the nearer it may be after.
    pub(crate) lag: Option<i64>,
}

/// On which side of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beyond {
    Earlier,
    Later,
}

/// The bound events and their instants.
#[derive(Clone, Debug)]
struct Layout {
    /// By event.
    ties: Vec<Tie>,
}

impl Layout {
    /// Makes the instants of some events, which are sorted and each there once.
    fn new<R: Copy + Ord>(
        network: &mut Network<R>,
        events: impl IntoIterator<Item = u32>,
        calendar_of: impl Fn(u32) -> Option<Calendar>,
    ) -> Self {
        let ties = events.into_iter().map(|event| Tie {
            event,
            start: network.add_variable(),
            end: network.add_variable(),
            days: calendar_of(event).map(|calendar| Days {
                first: network.add_variable(),
                last: network.add_variable(),
                calendar,
            }),
        });
        Self {
            ties: ties.collect(),
        }
    }

    fn tie(&self, event: u32) -> Option<&Tie> {
        let at = self.ties.binary_search_by_key(&event, |tie| tie.event);
        self.ties.get(at.ok()?)
    }

    fn variable(&self, instant: Instant) -> Option<Variable> {
        match instant {
            Instant::Origin => Some(Variable::ORIGIN),
            Instant::Start(event) => self.tie(event).map(|tie| tie.start),
            Instant::End(event) => self.tie(event).map(|tie| tie.end),
        }
    }

    /// What a reason says of the instants, as bounds; nothing of those that are not here.
    fn say(&self, record: Record<'_>, reason: Reason, arcs: &mut Vec<Arc>) {
        let mut said = Said { reason, arcs };
        match reason {
            Reason::Nature(event) => {
                if let Some(tie) = self.tie(event) {
                    said.nature(tie);
                }
            }
            Reason::Date(event) => {
                if let Some(tie) = self.tie(event) {
                    said.date(tie, &record.dated(event));
                }
            }
            Reason::Bond(number) => {
                let _ = record
                    .bonds
                    .get(number as usize)
                    .and_then(|bond| self.say_bond(record, bond, &mut said));
            }
        }
    }

    fn say_bond(&self, record: Record<'_>, bond: &Bond, said: &mut Said<'_>) -> Option<()> {
        let (one, other) = (self.tie(bond.event)?, self.tie(bond.other)?);
        let Some(relation) = record.relation(bond) else {
            said.at_most(one.start, other.start, 0);
            return Some(());
        };
        match relation {
            Relation::Before { at_least, at_most } => {
                said.at_most(other.start, one.end, -at_least.num_seconds());
                if let Some(most) = at_most {
                    said.at_most(one.end, other.start, most.num_seconds());
                }
            }
            Relation::During => {
                said.at_most(one.start, other.start, 0);
                said.at_most(other.end, one.end, 0);
            }
            Relation::Within(distance) => {
                said.at_most(one.end, other.start, distance.num_seconds());
                said.at_most(other.end, one.start, distance.num_seconds());
            }
            Relation::SameTime => {
                said.at_most(other.end, one.start, -1);
                said.at_most(one.end, other.start, -1);
            }
            Relation::Between => {
                let until = self.tie(bond.until?)?;
                said.at_most(one.start, other.end, 0);
                said.at_most(until.start, one.end, 0);
            }
            Relation::SameDay | Relation::DaysBefore(_) | Relation::DaysAfter(_) => {
                let (own, others) = (one.days?, other.days?);
                said.at_most(own.first, own.last, 0);
                let (from, days) = match relation {
                    Relation::DaysBefore(days) => (others.first, -i64::from(days)),
                    Relation::DaysAfter(days) => (others.last, i64::from(days)),
                    _ => {
                        said.at_most(others.first, others.last, 0);
                        (others.first, 0)
                    }
                };
                said.at_most(from, own.first, days * DAY);
                said.at_most(own.first, from, -days * DAY);
            }
        }
        Some(())
    }
}

/// What is said for one reason.
struct Said<'a> {
    reason: Reason,
    arcs: &'a mut Vec<Arc>,
}

impl Said<'_> {
    /// That `to - from` is at most so many seconds.
    fn at_most(&mut self, from: Variable, to: Variable, max: i64) {
        self.arcs.push(Arc {
            from,
            to,
            max,
            reason: self.reason,
        });
    }

    fn between(&mut self, instant: Variable, earliest: Option<i64>, latest: Option<i64>) {
        if let Some(earliest) = earliest {
            self.at_most(instant, Variable::ORIGIN, -earliest);
        }
        if let Some(latest) = latest {
            self.at_most(Variable::ORIGIN, instant, latest);
        }
    }

    fn nature(&mut self, tie: &Tie) {
        self.at_most(tie.end, tie.start, -1);
        if let Some(Days { first, last, .. }) = tie.days {
            self.at_most(tie.start, first, 0);
            self.at_most(first, tie.start, DAY - 1);
            self.at_most(tie.end, last, -1);
            self.at_most(last, tie.end, DAY);
            self.at_most(last, first, 0);
        }
    }

    fn date(&mut self, tie: &Tie, bounds: &Bounds) {
        // Bounds hold the first second of a start and the last of an end: as whole seconds, closed.
        let raw = bounds.raw();
        let [start_earliest, start_latest, end_earliest, end_latest] = raw.map(known);
        self.between(tie.start, start_earliest, start_latest.map(|at| at - 1));
        self.between(tie.end, end_earliest.map(|at| at + 1), end_latest);
        if let Some(days) = tie.days {
            let midnight = |second: i64| days.calendar.midnight(second);
            let [start_earliest, start_latest, end_earliest, end_latest] = raw;
            let before = |second: i64| midnight(second.saturating_sub(1));
            self.between(days.first, midnight(start_earliest), before(start_latest));
            self.between(days.last, midnight(end_earliest), before(end_latest));
        }
    }
}

/// The events that are bound to each other, and the network of their instants.
#[derive(Clone, Debug)]
pub(super) struct Web {
    network: Network<Reason>,
    layout: Layout,
}

impl Web {
    /// Binds together what the asker knows; none if no statement binds any.
    pub(super) fn new(record: Record<'_>) -> Result<Option<Self>, Contradiction> {
        let standing: Vec<u32> = (0..)
            .zip(record.bonds)
            .filter(|(_, bond)| record.stands(bond))
            .map(|(number, _)| number)
            .collect();
        let bonds = || {
            let bond = |&number: &u32| record.bonds.get(number as usize);
            standing.iter().filter_map(bond)
        };
        let mut events: Vec<u32> = bonds().flat_map(Bond::events).collect();
        events.sort_unstable();
        events.dedup();
        if events.is_empty() {
            return Ok(None);
        }
        let by_days = bonds().filter(|bond| record.counts_days(bond));
        let by_days = by_days.map(|bond| (bond.event, bond.other));
        let calendars = Calendars::new(by_days, |event| record.dated(event));
        let mut network =
            Network::with_capacity(2 * events.len(), 5 * events.len() + 2 * standing.len());
        let layout = Layout::new(&mut network, events, |event| calendars.of(event));
        let events = layout.ties.iter().map(|tie| tie.event);
        let reasons = events
            .flat_map(|event| [Reason::Nature(event), Reason::Date(event)])
            .chain(standing.iter().copied().map(Reason::Bond));
        let mut arcs = Vec::with_capacity(5 * layout.ties.len() + 2 * standing.len());
        for reason in reasons {
            layout.say(record, reason, &mut arcs);
        }
        match network.add_all(arcs) {
            Err(AddError::NegativeCycle(cycle)) => {
                let reasons = cycle.constraints().iter().map(|arc| arc.reason);
                let reasons = layout.needed(record, reasons.collect(), None);
                let reasons = layout
                    .at_odds(record, &standing, &reasons)
                    .unwrap_or(reasons);
                Err(Contradiction {
                    statements: record.statements(&reasons),
                })
            }
            _ => Ok(Some(Self { network, layout })),
        }
    }

    /// The bounds of every bound event, as tight as the statements make them.
    pub(super) fn all_bounds(&self) -> impl Iterator<Item = (u32, Bounds)> + '_ {
        let ties = self.layout.ties.iter();
        ties.filter_map(|tie| Some((tie.event, self.bounds_of(tie)?)))
    }

    /// The bounds of an event, if it is bound.
    pub(super) fn bounds(&self, event: u32) -> Option<Bounds> {
        self.bounds_of(self.layout.tie(event)?)
    }

    fn bounds_of(&self, tie: &Tie) -> Option<Bounds> {
        Bounds::from_raw([
            self.network.earliest(tie.start).unwrap_or(i64::MIN),
            self.network
                .latest(tie.start)
                .map_or(i64::MAX, |second| second.saturating_add(1)),
            self.network
                .earliest(tie.end)
                .map_or(i64::MIN, |second| second.saturating_sub(1)),
            self.network.latest(tie.end).unwrap_or(i64::MAX),
        ])
    }

    /// Whether it has an event.
    pub(super) fn binds(&self, event: u32) -> bool {
        self.layout.tie(event).is_some()
    }

    /// The most seconds from one instant to another; none without a bound, or if one is not bound.
    pub(super) fn most(&self, from: Instant, to: Instant) -> Option<i64> {
        let (from, to) = (self.layout.variable(from)?, self.layout.variable(to)?);
        self.network.max_difference(from, to)
    }

    /// Whether what is stated puts one event before another, in part or altogether.
    pub(super) fn before(&self, event: u32, other: u32) -> Certainty {
        let (end, start) = (Instant::End(event), Instant::Start(other));
        if self.most(start, end).is_some_and(|most| most <= 0) {
            Certainty::Certain
        } else if self.most(end, start).is_some_and(|most| most < 0) {
            Certainty::Impossible
        } else {
            Certainty::Possible
        }
    }

    /// Whether what is stated puts the start of one event before that of another.
    pub(super) fn starts_before(&self, event: u32, other: u32) -> Certainty {
        let (start, other) = (Instant::Start(event), Instant::Start(other));
        if self.most(other, start).is_some_and(|most| most < 0) {
            Certainty::Certain
        } else if self.most(start, other).is_some_and(|most| most <= 0) {
            Certainty::Impossible
        } else {
            Certainty::Possible
        }
    }

    /// The least and the most seconds from the end of one event to the start of another.
    pub(super) fn gap(&self, event: u32, other: u32) -> (Option<i64>, Option<i64>) {
        let (end, start) = (Instant::End(event), Instant::Start(other));
        let least = self.most(start, end).and_then(i64::checked_neg);
        (least, self.most(end, start))
    }

    /// The least and the most days from the last of one event to the first of another, where both
    /// are placed by days of UTC.
    pub(super) fn days(&self, event: u32, other: u32) -> (Option<i64>, Option<i64>) {
        let days = |event| {
            let days = self.layout.tie(event)?.days?;
            days.calendar.is_utc().then_some(days)
        };
        let (Some(one), Some(next)) = (days(event), days(other)) else {
            return (None, None);
        };
        let most = |from, to| self.network.max_difference(from, to);
        let whole = |seconds: i64| seconds.div_euclid(DAY);
        let least = most(next.first, one.last).map(|seconds| -whole(seconds));
        (least, most(one.last, next.first).map(whole))
    }

    /// How every bound event stands to one of them, by event.
    ///
    /// As [`Web::before`] tells it of each, for the price of four searches.
    pub(super) fn around(&self, event: u32) -> Vec<(u32, Stand)> {
        let Some(&Tie { start, end, .. }) = self.layout.tie(event) else {
            return Vec::new();
        };
        let from_start = self.network.max_differences(start);
        let from_end = self.network.max_differences(end);
        let to_start = self.network.max_differences_to(start);
        let to_end = self.network.max_differences_to(end);
        let most = |all: &[Option<i64>], of: Variable| all.get(of.index()).copied().flatten();
        let answer = |over: Option<i64>, not: Option<i64>| {
            if over.is_some_and(|most| most <= 0) {
                Certainty::Certain
            } else if not.is_some_and(|most| most < 0) {
                Certainty::Impossible
            } else {
                Certainty::Possible
            }
        };
        let stands = self.layout.ties.iter().map(|tie| {
            let (lead, lag) = (most(&from_start, tie.end), most(&to_end, tie.start));
            let stand = Stand {
                before: answer(lead, most(&to_start, tie.end)),
                after: answer(lag, most(&from_end, tie.start)),
                lead,
                lag,
            };
            (tie.event, stand)
        });
        stands.collect()
    }

    /// The bound events that are over when one begins, or begin when it is over, for certain.
    pub(super) fn beyond(&self, event: u32, side: Beyond) -> Vec<u32> {
        let Some(&Tie { start, end, .. }) = self.layout.tie(event) else {
            return Vec::new();
        };
        let most = match side {
            Beyond::Earlier => self.network.max_differences(start),
            Beyond::Later => self.network.max_differences_to(end),
        };
        let ties = self.layout.ties.iter().filter(|tie| {
            let other = match side {
                Beyond::Earlier => tie.end,
                Beyond::Later => tie.start,
            };
            let most = most.get(other.index()).copied().flatten();
            tie.event != event && most.is_some_and(|most| most <= 0)
        });
        ties.map(|tie| tie.event).collect()
    }

    /// The reasons of the tightest bound on a difference, chained.
    fn chain(&self, from: Instant, to: Instant) -> Option<Vec<Reason>> {
        let (from, to) = (self.layout.variable(from)?, self.layout.variable(to)?);
        let chain = self.network.explain(from, to)?;
        Some(chain.iter().map(|arc| arc.reason).collect())
    }
}

/// Why a limit is kept: the statements that make it so, as few as will do.
///
/// None if they do not.
pub(super) fn explain(web: Option<&Web>, record: Record<'_>, limit: Limit) -> Option<Explanation> {
    let chained = |from, to| web.and_then(|web| web.chain(from, to));
    let dated = |instant| match instant {
        Instant::Origin => None,
        Instant::Start(event) | Instant::End(event) => Some(Reason::Date(event)),
    };
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
    let layout = web
        .map_or(&Layout { ties: Vec::new() }, |web| &web.layout)
        .clone();
    layout.is_denied(record, &reasons, Some(denied)).then(|| {
        let reasons = layout.needed(record, reasons, Some(denied));
        Explanation {
            statements: record.statements(&reasons),
        }
    })
}

impl Layout {
    /// Those of some reasons, which together contradict one another and the limit if there is
    /// one, that are needed for that: without any of them the others do not.
    fn needed(
        &self,
        record: Record<'_>,
        mut reasons: Vec<Reason>,
        limit: Option<Limit>,
    ) -> Vec<Reason> {
        let mut seen = HashSet::new();
        reasons.retain(|reason| !matches!(reason, Reason::Nature(_)) && seen.insert(*reason));
        if reasons.len() > Contradiction::MOST {
            return reasons;
        }
        let mut at = 0;
        while at < reasons.len() {
            let mut others = reasons.clone();
            others.remove(at);
            if self.is_denied(record, &others, limit) {
                reasons = others;
            } else {
                at += 1;
            }
        }
        reasons
    }

    /// Of more than two reasons that contradict one another: a statement among them and another of
    /// the same two events that contradict each other by themselves, which is easier to see.
    fn at_odds(
        &self,
        record: Record<'_>,
        standing: &[u32],
        reasons: &[Reason],
    ) -> Option<Vec<Reason>> {
        /// However much is stated of two events, no more is compared.
        const MOST: usize = 1_000;
        let bond = |number: u32| record.bonds.get(number as usize);
        let pair = |bond: &Bond| (bond.event.min(bond.other), bond.event.max(bond.other));
        if !(3..=Contradiction::MOST).contains(&reasons.len()) {
            return None;
        }
        let told = reasons.iter().filter_map(|reason| match *reason {
            Reason::Bond(number) => Some((number, pair(bond(number)?))),
            _ => None,
        });
        let two = told.flat_map(|(one, events)| {
            let others = standing.iter().copied();
            others
                .filter(move |&other| other != one && bond(other).map(pair) == Some(events))
                .map(move |other| [one.min(other), one.max(other)].map(Reason::Bond))
        });
        let mut two = two.take(MOST);
        two.find(|two| self.is_denied(record, two, None))
            .map(Vec::from)
    }

    /// Whether some reasons contradict one another and the limit, if there is one.
    fn is_denied(&self, record: Record<'_>, reasons: &[Reason], limit: Option<Limit>) -> bool {
        let mut events: Vec<u32> = Vec::new();
        for reason in reasons {
            match *reason {
                Reason::Nature(event) | Reason::Date(event) => events.push(event),
                Reason::Bond(number) => {
                    let bond = record.bonds.get(number as usize);
                    events.extend(bond.into_iter().flat_map(Bond::events));
                }
            }
        }
        for instant in limit.iter().flat_map(|limit| [limit.from, limit.to]) {
            match instant {
                Instant::Origin => {}
                Instant::Start(event) | Instant::End(event) => events.push(event),
            }
        }
        events.sort_unstable();
        events.dedup();
        let mut network = Network::new();
        let few = Self::new(&mut network, events, |event| {
            Some(self.tie(event)?.days?.calendar)
        });
        let mut arcs = Vec::new();
        let nature = few.ties.iter().map(|tie| Reason::Nature(tie.event));
        for reason in nature.chain(reasons.iter().copied()) {
            few.say(record, reason, &mut arcs);
        }
        if let Some(limit) = limit {
            if let (Some(from), Some(to)) = (few.variable(limit.from), few.variable(limit.to)) {
                arcs.push(Arc {
                    from,
                    to,
                    max: limit.max,
                    reason: Reason::Nature(u32::MAX),
                });
            }
        }
        network.add_all(arcs).is_err()
    }
}

fn known(second: i64) -> Option<i64> {
    (second != i64::MIN && second != i64::MAX).then_some(second)
}
