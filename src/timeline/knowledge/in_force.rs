//! The constraints on events, and the networks of those in force at a time.
//!
//! A constraint is in force from its assertion until it is withdrawn, and the dates of events change with
//! their reports. Between two such changes is an *epoch*, in which the same constraints are in force. The
//! network of everything in force at the end is computed with the timeline. The network of an epoch, or of a
//! rule for accounts, is computed when it is first asked for, and the last few are kept.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::account::OwnedRule;
use crate::event::Link;
use crate::timeline::{
    Arena, Constraint, ConstraintIx, ConstraintNetwork, Contradiction, EventConstraint,
    EventConstraintIx, EventIx, EventRank, Evidence, Knowledge, Origin, Stored, Timeline,
    known_once_over, latest_end, order,
};

/// The number of networks that are kept for epochs and rules. A caller that alternates between more of them
/// makes each anew.
const MAX_CACHED: usize = 16;

/// The constraints of a timeline that has none.
static NO_CONSTRAINTS: Arena<EventConstraintIx, EventConstraint> = Arena::new();

/// The constraints on the events of a timeline, and their networks.
#[derive(Debug)]
pub(crate) struct EventConstraints {
    /// Links first, then stated constraints, each in their order.
    all: Arena<EventConstraintIx, EventConstraint>,
    /// The seconds at which an epoch begins, sorted. Computed when first asked for.
    epochs: OnceLock<Vec<i64>>,
    /// The place of each event's identifier among all.
    ranks: Arena<EventIx, EventRank>,
    /// The network of everything that is in force at the end. Of an edited timeline, computed when first
    /// asked for.
    network: OnceLock<Option<ConstraintNetwork>>,
    cached: Mutex<VecDeque<CachedNetwork>>,
}

/// A network that was computed for an epoch and a rule.
#[derive(Debug)]
struct CachedNetwork {
    epoch: usize,
    rule: OwnedRule,
    network: NetworkResult,
}

/// A network, `None` if no statement binds events, or the contradiction of the statements.
type NetworkResult = Result<Option<Arc<ConstraintNetwork>>, Arc<Contradiction>>;

/// A network to ask, borrowed from the timeline or shared with its cache.
pub(crate) enum NetworkRef<'t> {
    Borrowed(&'t ConstraintNetwork),
    Shared(Arc<ConstraintNetwork>),
}

impl Deref for NetworkRef<'_> {
    type Target = ConstraintNetwork;

    fn deref(&self) -> &ConstraintNetwork {
        match self {
            Self::Borrowed(network) => network,
            Self::Shared(network) => network,
        }
    }
}

/// The cache is not cloned: its networks can be computed again.
impl Clone for EventConstraints {
    fn clone(&self) -> Self {
        Self {
            all: self.all.clone(),
            epochs: self.epochs.clone(),
            ranks: self.ranks.clone(),
            network: self.network.clone(),
            cached: Mutex::default(),
        }
    }
}

/// Always equal: they follow from the events, links and constraints of the timeline, which are compared
/// themselves.
impl PartialEq for EventConstraints {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl EventConstraints {
    /// Solves the links and constraints of a timeline. Returns `None` if there are none.
    ///
    /// The events, the constraints and `by_id` of the timeline must be set.
    ///
    /// # Errors
    ///
    /// [`Contradiction`] if the statements in force at the end have no solution.
    pub(crate) fn new(
        timeline: &Timeline,
        links: &[(EventRank, Link, EventRank)],
        named: &[(EventRank, EventRank, Option<EventRank>)],
    ) -> Result<Option<Self>, Contradiction> {
        let linked = EventConstraint::of_links(links.iter().copied());
        let stated = timeline.constraints.entries().zip(named);
        let stated = stated
            .map(|((at, stated), &named)| EventConstraint::of_stated(timeline, at, stated, named));
        let all: Arena<EventConstraintIx, EventConstraint> = linked.chain(stated).collect();
        if all.is_empty() {
            return Ok(None);
        }
        let network = ConstraintNetwork::new(Evidence {
            timeline,
            constraints: &all,
            knowledge: Knowledge::ALL,
        })?;
        Ok(Some(Self {
            epochs: OnceLock::new(),
            all,
            ranks: Arena::new(),
            network: OnceLock::from(network),
            cached: Mutex::default(),
        }))
    }

    /// The constraints of an edited timeline, whose network is not solved as a whole. Returns `None` if there are
    /// none.
    ///
    /// They must not contradict each other.
    pub(crate) fn unsolved(
        all: Arena<EventConstraintIx, EventConstraint>,
        by_id: &Arena<EventRank, EventIx>,
    ) -> Option<Self> {
        (!all.is_empty()).then(|| Self {
            all,
            epochs: OnceLock::new(),
            ranks: order::ranks(by_id),
            network: OnceLock::new(),
            cached: Mutex::default(),
        })
    }

    /// The links first, then the stated constraints, each in their order.
    pub(crate) const fn all(&self) -> &Arena<EventConstraintIx, EventConstraint> {
        &self.all
    }

    /// Notes the rank of each event once the events are in order.
    pub(crate) fn set_ranks(&mut self, by_id: &Arena<EventRank, EventIx>) {
        self.ranks = order::ranks(by_id);
    }

    /// The network of everything that is in force at the end.
    pub(crate) fn network(&self, timeline: &Timeline) -> Option<&ConstraintNetwork> {
        let solved = self.network.get_or_init(|| {
            let network = ConstraintNetwork::new(Evidence {
                timeline,
                constraints: &self.all,
                knowledge: Knowledge::ALL,
            });
            network.expect("an edit solves every component that it touches")
        });
        solved.as_ref()
    }

    /// The network for some knowledge, from the cache if it is there.
    fn network_of(&self, timeline: &Timeline, knowledge: Knowledge<'_>) -> NetworkResult {
        let epoch = if knowledge.as_of == i64::MAX {
            usize::MAX
        } else {
            let epochs = self.epochs.get_or_init(|| epochs(timeline, &self.all));
            epochs.partition_point(|at| *at <= knowledge.as_of)
        };
        // A thread that panicked while it held the lock left whole entries behind.
        let lock = || self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it =
            |one: &CachedNetwork| one.epoch == epoch && one.rule.as_rule() == knowledge.rule;
        if let Some(cached) = lock().iter().find(|one| is_it(one)) {
            return cached.network.clone();
        }
        // Computed outside the lock, so that others need not wait. Two threads may compute the same network;
        // one of them is kept.
        let network = ConstraintNetwork::new(Evidence {
            timeline,
            constraints: &self.all,
            knowledge,
        });
        let network = match network {
            Ok(network) => Ok(network.map(Arc::new)),
            Err(contradiction) => Err(Arc::new(contradiction)),
        };
        let mut cached = lock();
        if !cached.iter().any(is_it) {
            cached.truncate(MAX_CACHED - 1);
            cached.push_front(CachedNetwork {
                epoch,
                rule: OwnedRule::from(knowledge.rule),
                network: network.clone(),
            });
        }
        network
    }
}

impl EventConstraint {
    /// The links that constrain the order of their events, as constraints, sorted.
    pub(crate) fn of_links(
        links: impl Iterator<Item = (EventRank, Link, EventRank)>,
    ) -> impl Iterator<Item = Self> {
        let binds = |link: &Link| matches!(link, Link::PartOf | Link::Answers | Link::Follows);
        let mut links: Vec<(EventRank, Link, EventRank)> =
            links.filter(|(_, link, _)| binds(link)).collect();
        links.sort_unstable();
        links.into_iter().map(|(event, link, other)| Self {
            event,
            other,
            until: None,
            origin: Origin::Linked(link),
            known_from: i64::MIN,
            known_until: i64::MAX,
        })
    }

    /// A stated constraint, given its events.
    pub(crate) fn of_stated(
        timeline: &Timeline,
        at: ConstraintIx,
        stated: &Constraint,
        (event, other, until): (EventRank, EventRank, Option<EventRank>),
    ) -> Self {
        let constraint = Self {
            event,
            other,
            until,
            origin: Origin::Stated(at),
            known_from: i64::MIN,
            known_until: stated.withdrawn.as_ref().map_or(i64::MAX, latest_end),
        };
        Self {
            known_from: known_from(timeline, stated, constraint),
            ..constraint
        }
    }
}

/// The seconds at which a constraint, or the date of a bound event, may change.
fn epochs(
    timeline: &Timeline,
    constraints: &Arena<EventConstraintIx, EventConstraint>,
) -> Vec<i64> {
    let mut events: Vec<EventRank> = constraints
        .iter()
        .flat_map(EventConstraint::events)
        .collect();
    events.sort_unstable();
    events.dedup();
    let mut epochs: Vec<i64> = constraints
        .iter()
        .flat_map(|one| [one.known_from, one.known_until])
        .collect();
    for event in events.iter().map(|&rank| timeline.of_rank(rank)) {
        let accounts = event.accounts.iter();
        epochs.extend(accounts.flat_map(|one| [one.known_from, one.known_until]));
        epochs.push(event.first_known());
    }
    epochs.sort_unstable();
    epochs.dedup();
    epochs
}

impl Timeline {
    /// The network for some knowledge. Returns `None` if no statement binds events, or if the statements
    /// contradict each other.
    pub(crate) fn network<'t>(&'t self, knowledge: Knowledge<'_>) -> Option<NetworkRef<'t>> {
        let constraints = self.event_constraints.as_deref()?;
        if knowledge.is_all() {
            constraints.network(self).map(NetworkRef::Borrowed)
        } else {
            let network = constraints.network_of(self, knowledge).ok()?;
            network.map(NetworkRef::Shared)
        }
    }

    /// The event of a rank.
    pub(crate) fn of_rank(&self, rank: EventRank) -> &Stored {
        self.stored(self.by_id[rank])
    }

    /// The rank of an event's identifier. Panics if no statement binds events.
    pub(crate) fn rank_of(&self, ix: EventIx) -> EventRank {
        let constraints = self.event_constraints.as_deref();
        constraints
            .expect("ranks are used only with a network")
            .ranks[ix]
    }

    /// The contradiction between the statements of some knowledge, if there is one.
    pub(crate) fn contradiction(&self, knowledge: Knowledge<'_>) -> Option<Contradiction> {
        let constraints = self.event_constraints.as_deref()?;
        if knowledge.is_all() {
            // A timeline with a contradiction is not built.
            return None;
        }
        let contradiction = constraints.network_of(self, knowledge).err()?;
        Some(Arc::unwrap_or_clone(contradiction))
    }

    /// The dates and statements of some knowledge.
    pub(crate) fn evidence<'t>(&'t self, knowledge: Knowledge<'t>) -> Evidence<'t> {
        let constraints = self.event_constraints.as_deref();
        Evidence {
            timeline: self,
            constraints: constraints.map_or(&NO_CONSTRAINTS, |constraints| &constraints.all),
            knowledge,
        }
    }
}

/// The second from which a constraint is known: since it was asserted, or else since its first source was
/// published, or else since all its events are known.
fn known_from(timeline: &Timeline, stated: &Constraint, constraint: EventConstraint) -> i64 {
    let published = || {
        let first = stated.by.first()?;
        let at = timeline.source_of_id(first);
        let at = at.expect("building checks the sources of constraints");
        timeline.sources[at].published.as_ref()
    };
    match stated.asserted.as_ref().or_else(published) {
        Some(asserted) => latest_end(asserted),
        None => constraint
            .events()
            .map(|rank| timeline.of_rank(rank).first_known())
            .max()
            .expect("a constraint has at least two events"),
    }
}

impl Stored {
    /// The second from which the event is known.
    fn first_known(&self) -> i64 {
        let first = self.accounts.iter().map(|account| account.known_from).min();
        first.unwrap_or_else(|| known_once_over(&self.when.bounds()))
    }
}
