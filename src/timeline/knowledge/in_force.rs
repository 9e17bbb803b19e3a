//! What binds events to each other, and what was known of that when.
//!
//! Links and constraints become bonds. A bond stands from when it was asserted until
//! it was withdrawn, and the dates of events change with their reports: between two
//! such instants lies an epoch in which all that binds is the same. The web of
//! everything that stands is made with the timeline. The web of an epoch, or of a rule
//! for accounts, is made when it is first asked for, and the last few are kept.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use crate::event::Link;
use crate::query::{AccountRule, Ranking};
use crate::time::When;
use crate::timeline::store::order::ranks;
use crate::timeline::{
    Arena, Bond, BondIx, Constraint, Contradiction, EventIx, EventRank, Knowledge, Record, Says,
    SourceIx, Stored, Timeline, Web, known_once_over,
};

/// How many webs are kept, beside that of everything: asking in turn as of more epochs, or by
/// more rules, makes them anew.
const KEPT: usize = 16;

/// The bonds of a timeline in which no statement binds events.
static NOTHING_BOUND: Arena<BondIx, Bond> = Arena::new();

/// All bonds of a timeline, and the webs they make.
#[derive(Debug)]
pub(crate) struct Bonds {
    /// Links first, then constraints, each in their order.
    all: Arena<BondIx, Bond>,
    /// The instants at which something that binds changes, sorted.
    instants: Vec<i64>,
    /// The place of each event's identifier among all, by position.
    ranks: Arena<EventIx, EventRank>,
    /// The web of all that stands.
    web: Option<Web>,
    kept: Mutex<VecDeque<Kept>>,
}

/// A web that was made for one who asked.
#[derive(Debug)]
struct Kept {
    epoch: usize,
    rule: KeptRule,
    web: Answer,
}

/// A web, none if nothing binds, or why there is none.
type Answer = Result<Option<Arc<Web>>, Arc<Contradiction>>;

/// A rule for accounts that borrows nothing.
#[derive(Debug)]
enum KeptRule {
    Plain(AccountRule<'static>),
    Ranked(Ranking),
}

impl KeptRule {
    fn new(rule: AccountRule<'_>) -> Self {
        Self::Plain(match rule {
            AccountRule::Union => AccountRule::Union,
            AccountRule::Common => AccountRule::Common,
            AccountRule::Latest => AccountRule::Latest,
            AccountRule::MostDirect => AccountRule::MostDirect,
            AccountRule::Ranked(ranking) => return Self::Ranked(ranking.clone()),
        })
    }

    fn is(&self, rule: AccountRule<'_>) -> bool {
        match self {
            Self::Plain(kept) => *kept == rule,
            Self::Ranked(kept) => AccountRule::Ranked(kept) == rule,
        }
    }
}

/// A web to ask, borrowed or shared.
pub(crate) enum Asked<'t> {
    Borrowed(&'t Web),
    Shared(Arc<Web>),
}

impl Deref for Asked<'_> {
    type Target = Web;

    fn deref(&self) -> &Web {
        match self {
            Self::Borrowed(web) => web,
            Self::Shared(web) => web,
        }
    }
}

/// What was made for one timeline can be made again for its copy.
impl Clone for Bonds {
    fn clone(&self) -> Self {
        Self {
            all: self.all.clone(),
            instants: self.instants.clone(),
            ranks: self.ranks.clone(),
            web: self.web.clone(),
            kept: Mutex::default(),
        }
    }
}

/// Bonds follow from the events, links and constraints of a timeline, which are compared themselves.
impl PartialEq for Bonds {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Bonds {
    /// Binds the events of a timeline together; none if no statement binds any.
    ///
    /// The timeline has its events, its constraints and the order of identifiers already.
    /// Links and the events that constraints name are given by the places of identifiers.
    pub(crate) fn new(
        timeline: &Timeline,
        links: &[(EventRank, Link, EventRank)],
        named: &[(EventRank, EventRank, Option<EventRank>)],
    ) -> Result<Option<Self>, Contradiction> {
        let binds = |link: &Link| matches!(link, Link::PartOf | Link::Answers | Link::Follows);
        let mut linked: Vec<(EventRank, Link, EventRank)> = links
            .iter()
            .copied()
            .filter(|(_, link, _)| binds(link))
            .collect();
        linked.sort_unstable();
        let linked = linked.into_iter().map(|(event, link, other)| Bond {
            event,
            other,
            until: None,
            says: Says::Linked(link),
            known_from: i64::MIN,
            known_until: i64::MAX,
        });
        let stated = timeline.constraints.entries().zip(named);
        let stated = stated.map(|((at, constraint), &(event, other, until))| {
            let bond = Bond {
                event,
                other,
                until,
                says: Says::Stated(at),
                known_from: i64::MIN,
                known_until: i64::MAX,
            };
            let withdrawn = constraint.withdrawn.as_ref();
            Bond {
                known_from: known_from(timeline, constraint, bond),
                known_until: withdrawn.map_or(i64::MAX, latest_end),
                ..bond
            }
        });
        let all: Arena<BondIx, Bond> = linked.chain(stated).collect();
        if all.is_empty() {
            return Ok(None);
        }
        let web = Web::new(Record {
            timeline,
            bonds: &all,
            knowledge: Knowledge::ALL,
        })?;
        let mut events: Vec<EventRank> = all.iter().flat_map(Bond::events).collect();
        events.sort_unstable();
        events.dedup();
        let mut instants: Vec<i64> = all
            .iter()
            .flat_map(|bond| [bond.known_from, bond.known_until])
            .collect();
        for event in events.iter().map(|&rank| timeline.of_rank(rank)) {
            let accounts = event.accounts.iter();
            instants.extend(accounts.flat_map(|one| [one.known_from, one.known_until]));
            instants.push(event.first_known());
        }
        instants.sort_unstable();
        instants.dedup();
        Ok(Some(Self {
            all,
            instants,
            ranks: Arena::new(),
            web,
            kept: Mutex::default(),
        }))
    }

    /// Notes where each event went, when all are in order.
    pub(crate) fn place(&mut self, by_id: &Arena<EventRank, EventIx>) {
        self.ranks = ranks(by_id);
    }

    /// The web of all that stands.
    pub(crate) const fn web(&self) -> Option<&Web> {
        self.web.as_ref()
    }

    /// The place of an event's identifier among all.
    pub(crate) fn rank(&self, ix: EventIx) -> EventRank {
        self.ranks[ix]
    }

    fn record<'t>(&'t self, timeline: &'t Timeline, knowledge: Knowledge<'t>) -> Record<'t> {
        Record {
            timeline,
            bonds: &self.all,
            knowledge,
        }
    }

    /// The web of what the asker knows, or why there is none.
    fn asked(&self, timeline: &Timeline, knowledge: Knowledge<'_>) -> Answer {
        let epoch = if knowledge.as_of == i64::MAX {
            usize::MAX
        } else {
            let known = |at: &i64| *at <= knowledge.as_of;
            self.instants.partition_point(known)
        };
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = |kept: &Kept| kept.epoch == epoch && kept.rule.is(knowledge.rule);
        if let Some(kept) = lock().iter().find(|kept| found(kept)) {
            return kept.web.clone();
        }
        // Made outside the lock: who asks of another epoch need not wait.
        let made = Web::new(self.record(timeline, knowledge));
        let web = match made {
            Ok(web) => Ok(web.map(Arc::new)),
            Err(contradiction) => Err(Arc::new(contradiction)),
        };
        let mut kept = lock();
        if !kept.iter().any(found) {
            kept.truncate(KEPT - 1);
            kept.push_front(Kept {
                epoch,
                rule: KeptRule::new(knowledge.rule),
                web: web.clone(),
            });
        }
        web
    }
}

impl Timeline {
    /// The web of what an asker knows, with the place of an event in it.
    pub(crate) fn web<'t>(&'t self, knowledge: Knowledge<'_>) -> Option<Asked<'t>> {
        let bonds = self.bonds.as_deref()?;
        if knowledge.is_all() {
            bonds.web().map(Asked::Borrowed)
        } else {
            let web = bonds.asked(self, knowledge).ok()?;
            web.map(Asked::Shared)
        }
    }

    /// The event whose identifier has a place among all.
    pub(crate) fn of_rank(&self, rank: EventRank) -> &Stored {
        self.stored(self.by_id[rank])
    }

    /// The place of an event's identifier among all, where something binds events.
    pub(crate) fn rank_of(&self, ix: EventIx) -> EventRank {
        self.bonds
            .as_deref()
            .map_or(EventRank::from_number(u32::MAX), |bonds| bonds.rank(ix))
    }

    /// Why what an asker knows cannot all be true, if it cannot.
    pub(crate) fn contradiction(&self, knowledge: Knowledge<'_>) -> Option<Contradiction> {
        let bonds = self.bonds.as_deref()?;
        if knowledge.is_all() {
            return None;
        }
        let contradiction = bonds.asked(self, knowledge).err()?;
        Some(Arc::unwrap_or_clone(contradiction))
    }

    /// What an asker knows.
    pub(crate) fn record<'t>(&'t self, knowledge: Knowledge<'t>) -> Record<'t> {
        Record {
            timeline: self,
            bonds: self
                .bonds
                .as_deref()
                .map_or(&NOTHING_BOUND, |bonds| &bonds.all),
            knowledge,
        }
    }
}

fn latest_end(when: &When) -> i64 {
    when.bounds().raw()[3]
}

/// Since when a constraint is known: since it was asserted, or its first source was published, or
/// else since all its events are.
fn known_from(timeline: &Timeline, constraint: &Constraint, bond: Bond) -> i64 {
    let published = || {
        let first = constraint.by.first()?;
        let sources = &timeline.sources;
        let at = sources.binary_search_by(|source| (*source.id).cmp(first));
        let at = at.expect("building checks the sources of constraints");
        sources[SourceIx::new(at)].published.as_ref()
    };
    match constraint.asserted.as_ref().or_else(published) {
        Some(asserted) => latest_end(asserted),
        None => bond
            .events()
            .map(|rank| timeline.of_rank(rank).first_known())
            .max()
            .expect("a bond has two events at least"),
    }
}

impl Stored {
    /// The second from which it is known at all.
    fn first_known(&self) -> i64 {
        let first = self.accounts.iter().map(|account| account.known_from).min();
        first.unwrap_or_else(|| known_once_over(&self.when.bounds()))
    }
}
