//! Whom to believe, and what was known when.
//!
//! An event is told by its accounts. Which of them stand depends on the day as of
//! which one asks; which of those that stand are believed, on a rule that the asker
//! names. From both follow its status, its date and its place.

use std::collections::BTreeMap;

use crate::event::Status;
use crate::time::Bounds;
use crate::time::When;
use crate::timeline::{ChainIx, Flags, SourceIx, Stored, StoredAccount, Timeline, index_of};

/// By what rule accounts that disagree are read.
///
/// Nothing is averaged and nothing dropped: a rule chooses whose account answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccountRule<'t> {
    /// All of them: a date is as wide as all accounts together. Of places, the most direct.
    #[default]
    Union,
    /// What all of them leave possible: a date is as narrow as they make it together.
    ///
    /// Where they cannot all be true, all of them, as with `Union`.
    Common,
    /// The one that was asserted last.
    Latest,
    /// The one with the shortest chain of attribution.
    MostDirect,
    /// The one whose source stands first in the caller's ranking, then those that it lacks.
    Ranked(&'t Ranking),
}

/// Sources in the order in which they are to be believed.
///
/// Made by [`Timeline::ranking`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking(Vec<Box<str>>);

impl Ranking {
    pub(crate) const fn new(sources: Vec<Box<str>>) -> Self {
        Self(sources)
    }
}

/// What the asker may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Knowledge<'t> {
    /// Assertions made by this second are known; `i64::MAX` is all of them.
    pub(crate) as_of: i64,
    pub(crate) rule: AccountRule<'t>,
}

impl Knowledge<'_> {
    pub(crate) const ALL: Self = Self {
        as_of: i64::MAX,
        rule: AccountRule::Union,
    };

    /// Whether what was computed for the whole record holds.
    pub(crate) fn is_all(self) -> bool {
        self == Knowledge::ALL
    }
}

impl StoredAccount {
    pub(crate) fn stands(&self, as_of: i64) -> bool {
        if as_of == i64::MAX {
            self.known_until == i64::MAX
        } else {
            self.known_from <= as_of && as_of < self.known_until
        }
    }

    pub(crate) fn own_when(&self) -> Option<&When> {
        self.more.as_ref()?.says.when.as_ref()
    }
}

impl Stored {
    pub(crate) fn accounts_in_force(
        &self,
        as_of: i64,
    ) -> impl Iterator<Item = &StoredAccount> + Clone {
        self.accounts
            .iter()
            .filter(move |account| account.stands(as_of))
    }

    /// Whether it was known at all, and what was asserted of it.
    ///
    /// Once someone says that it happened, plans are of no account. Of plans and
    /// their cancellation, and of a cancellation and what happened all the same, the
    /// last one counts.
    pub(crate) fn status(&self, as_of: i64) -> Option<Status> {
        if self.accounts.is_empty() {
            let known_from = known_once_over(&self.when.bounds());
            return (as_of == i64::MAX || known_from <= as_of).then_some(Status::Realised);
        }
        let asserted = |status: Status| {
            self.accounts_in_force(as_of)
                .any(|one| one.status == status)
        };
        let realised = asserted(Status::Realised);
        let last = self
            .accounts_in_force(as_of)
            .filter(|one| match one.status {
                Status::Disputed => false,
                Status::Planned => !realised,
                _ => true,
            })
            .map(|one| (one.known_from, one.status))
            .max();
        match last {
            Some((_, Status::Realised)) if asserted(Status::Disputed) => Some(Status::Disputed),
            // What is only planned, or was called off, is not made to have happened by a denial.
            Some((_, status)) => Some(status),
            None => asserted(Status::Disputed).then_some(Status::Disputed),
        }
    }

    /// The accounts that tell what it was: of what happened, those that say so.
    ///
    /// When and where it was to happen says nothing of when and where it did.
    pub(crate) fn relevant_accounts(
        &self,
        as_of: i64,
    ) -> impl Iterator<Item = &StoredAccount> + Clone {
        let happened = matches!(
            self.status(as_of),
            Some(Status::Realised | Status::Disputed)
        );
        let called_off = self.status(as_of) == Some(Status::Cancelled);
        // Of what was called off, what it would have been in the end.
        let plans = self
            .accounts_in_force(as_of)
            .filter(|one| one.status == Status::Planned);
        let last_plan = plans.map(|one| one.known_from).max().filter(|_| called_off);
        self.accounts_in_force(as_of)
            .filter(move |one| match one.status {
                Status::Planned | Status::Cancelled if happened => false,
                Status::Planned => last_plan.is_none_or(|last| one.known_from == last),
                Status::Cancelled => last_plan.is_none(),
                _ => true,
            })
    }

    /// When it happened, according to the accounts that the asker may and wants to believe.
    pub(crate) fn bounds(&self, timeline: &Timeline, knowledge: Knowledge<'_>) -> Bounds {
        let base = self.when.bounds();
        if self
            .accounts
            .iter()
            .all(|account| account.own_when().is_none())
        {
            return base;
        }
        // Who gives no date does not widen those of the others.
        let accounts = self.believed(timeline, knowledge);
        let dates = accounts
            .iter()
            .map(|account| account.own_when().unwrap_or(&self.when))
            .filter(|when| !when.is_undated())
            .map(When::bounds);
        let common = match knowledge.rule {
            AccountRule::Common => dates
                .clone()
                .try_fold(Bounds::UNKNOWN, |one, other| one.intersect(&other)),
            _ => None,
        };
        common
            .or_else(|| dates.reduce(|one, other| one.union(&other)))
            .unwrap_or(base)
    }

    /// The date that those who are believed write.
    pub(crate) fn dated(&self, timeline: &Timeline, knowledge: Knowledge<'_>) -> &When {
        if self
            .accounts
            .iter()
            .all(|account| account.own_when().is_none())
        {
            return &self.when;
        }
        let accounts = self.believed(timeline, knowledge);
        let shared = accounts.iter().any(|account| account.own_when().is_none());
        if shared && !self.when.is_undated() {
            return &self.when;
        }
        let own = accounts
            .iter()
            .filter_map(|account| Some((account, account.own_when()?)));
        let dated = own.filter(|(_, when)| !when.is_undated());
        let direct = dated.min_by_key(|(account, _)| timeline.chain(account.chain).len());
        direct.map_or(&self.when, |(_, when)| when)
    }

    /// The dates that those who are believed give; that which is stated for all if none does.
    pub(crate) fn written<'s>(
        &'s self,
        timeline: &Timeline,
        knowledge: Knowledge<'_>,
    ) -> Vec<&'s When> {
        if self.has_one_date() {
            return vec![&self.when];
        }
        let accounts = self.believed(timeline, knowledge);
        let dates = accounts
            .iter()
            .map(|account| account.own_when().unwrap_or(&self.when));
        let dates: Vec<&When> = dates.filter(|when| !when.is_undated()).collect();
        if dates.is_empty() {
            vec![&self.when]
        } else {
            dates
        }
    }

    /// Each date that those who are believed give, with the outermost sources of those who give it.
    pub(crate) fn dates(
        &self,
        timeline: &Timeline,
        knowledge: Knowledge<'_>,
    ) -> Vec<(String, Vec<String>)> {
        let mut dates: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for account in self.believed(timeline, knowledge) {
            let when = account.own_when().unwrap_or(&self.when);
            if !when.is_undated() {
                let sources = dates.entry(when.to_string()).or_default();
                sources.push(timeline.outermost(account));
            }
        }
        if dates.is_empty() {
            dates.insert(self.when.to_string(), Vec::new());
        }
        for sources in dates.values_mut() {
            sources.sort_unstable();
            sources.dedup();
        }
        dates.into_iter().collect()
    }

    /// The outermost sources of those who report it.
    pub(crate) fn outermost(&self, timeline: &Timeline, as_of: i64) -> Vec<String> {
        let sources = self
            .accounts_in_force(as_of)
            .map(|account| timeline.outermost(account));
        let mut sources: Vec<String> = sources.collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// Whether all accounts leave it at the one date that is stated for all.
    pub(crate) fn has_one_date(&self) -> bool {
        self.accounts
            .iter()
            .all(|account| account.own_when().is_none())
    }

    /// Whenever it happened according to anyone, whether that account still stands or not.
    pub(crate) fn any_bounds(&self) -> Bounds {
        let own = self.accounts.iter().filter_map(StoredAccount::own_when);
        own.fold(self.when.bounds(), |all, when| all.union(&when.bounds()))
    }

    /// The accounts that a rule chooses among those that tell what it was.
    pub(crate) fn believed(
        &self,
        timeline: &Timeline,
        knowledge: Knowledge<'_>,
    ) -> Vec<&StoredAccount> {
        let standing = || self.relevant_accounts(knowledge.as_of);
        let best_by = |key: &dyn Fn(&StoredAccount) -> i64| {
            let best = standing().map(key).min();
            standing()
                .filter(|account| Some(key(account)) == best)
                .collect()
        };
        match knowledge.rule {
            AccountRule::Union | AccountRule::Common => standing().collect(),
            AccountRule::Latest => best_by(&|account| account.known_from.saturating_neg()),
            AccountRule::MostDirect => {
                best_by(&|account| i64::from(index_of(timeline.chain(account.chain).len())))
            }
            AccountRule::Ranked(ranking) => best_by(&|account| {
                let chain = timeline.chain(account.chain);
                let rank = ranking.0.iter().position(|wanted| {
                    let mut sources = chain.iter().map(|&ix| &timeline.sources[ix]);
                    sources.any(|source| source.id == *wanted)
                });
                rank.map_or(i64::MAX, |rank| i64::from(index_of(rank)))
            }),
        }
    }

    pub(crate) fn flags(&self) -> Flags {
        Flags::new(
            self.act.kind,
            self.act.in_person == Some(true),
            self.status(i64::MAX),
        )
    }
}

/// The second from which something is known if nobody says since when: when it was over, or if it
/// goes on, when it had begun.
pub(crate) fn known_once_over(bounds: &Bounds) -> i64 {
    let [_, start_latest, _, end] = bounds.raw();
    if end == i64::MAX { start_latest } else { end }
}

impl Timeline {
    pub(crate) fn chain(&self, chain: ChainIx) -> &[SourceIx] {
        &self.chains[chain]
    }

    /// The source of an account that is read. Building refuses a report without one.
    fn outermost(&self, account: &StoredAccount) -> String {
        let source = self.chain(account.chain)[0];
        self.sources[source].id.to_string()
    }
}
