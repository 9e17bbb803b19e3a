//! Accounts: which are in force as of a time, and which a rule chooses if they disagree.
//!
//! The status, the date and the place of an event follow from its accounts. Two choices come first:
//! the *accounts in force* as of the view's time, and among them the *believed* accounts, which the
//! view's [`AccountRule`] selects.

use std::collections::BTreeMap;

use crate::event::Status;
use crate::time::{Bounds, When};
use crate::timeline::{ChainIx, Flags, SourceIx, Stored, StoredAccount, Timeline, index_of};

/// A rule that chooses among accounts that disagree.
///
/// Nothing is averaged: the rule chooses the accounts that answer. Set by
/// [`View::believing`](crate::View::believing).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccountRule<'t> {
    /// All accounts. A date covers the dates of all of them, and a place is the most direct one.
    #[default]
    Union,
    /// All accounts, with dates narrowed to what all of them leave possible.
    ///
    /// If their dates have nothing in common, this is the same as `Union`.
    Common,
    /// The accounts that were asserted last.
    Latest,
    /// The accounts with the shortest chain of attribution.
    MostDirect,
    /// The accounts of the source that comes first in a ranking. Accounts of sources that are not in
    /// the ranking come last.
    Ranked(&'t Ranking),
}

/// Sources in order of trust, most trusted first.
///
/// [`Timeline::ranking`] checks that the sources exist, and so does [`Timeline::ask`] for the ranking of a
/// [`Query`](crate::Query).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ranking(Vec<Box<str>>);

impl Ranking {
    /// Creates a ranking of sources by identifier. A source that a timeline does not have ranks nothing there.
    pub fn new<S: Into<Box<str>>>(sources: impl IntoIterator<Item = S>) -> Self {
        Self(sources.into_iter().map(Into::into).collect())
    }

    /// The identifiers of the sources, most trusted first.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|source| &**source)
    }
}

/// An [`AccountRule`] that borrows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OwnedRule {
    Plain(AccountRule<'static>),
    Ranked(Ranking),
}

impl OwnedRule {
    pub(crate) const fn as_rule(&self) -> AccountRule<'_> {
        match self {
            Self::Plain(rule) => *rule,
            Self::Ranked(ranking) => AccountRule::Ranked(ranking),
        }
    }
}

impl From<AccountRule<'_>> for OwnedRule {
    fn from(rule: AccountRule<'_>) -> Self {
        Self::Plain(match rule {
            AccountRule::Union => AccountRule::Union,
            AccountRule::Common => AccountRule::Common,
            AccountRule::Latest => AccountRule::Latest,
            AccountRule::MostDirect => AccountRule::MostDirect,
            AccountRule::Ranked(ranking) => return Self::Ranked(ranking.clone()),
        })
    }
}

/// The time as of which a view knows the timeline, and the rule for accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Knowledge<'t> {
    /// Assertions made by this second are known. `i64::MAX` means all of them.
    pub(crate) as_of: i64,
    pub(crate) rule: AccountRule<'t>,
}

impl Knowledge<'_> {
    pub(crate) const ALL: Self = Self {
        as_of: i64::MAX,
        rule: AccountRule::Union,
    };

    /// Whether the answers that the timeline has computed in advance apply.
    pub(crate) fn is_all(self) -> bool {
        self == Knowledge::ALL
    }
}

impl StoredAccount {
    pub(crate) fn is_in_force(&self, as_of: i64) -> bool {
        if as_of == i64::MAX {
            self.known_until == i64::MAX
        } else {
            self.known_from <= as_of && as_of < self.known_until
        }
    }

    /// The date that this account gives, if it gives one of its own.
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
            .filter(move |account| account.is_in_force(as_of))
    }

    /// The status as of a second. Returns `None` if the event is not known by then.
    ///
    /// 1. Once an account in force says that the event happened, plans do not count.
    /// 2. Among the plans, cancellations and realisations that are left, the last one decides.
    /// 3. A denial makes a realised event disputed. It does not make a planned or a cancelled event
    ///    disputed, because it does not say that the event happened.
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
            Some((_, status)) => Some(status),
            None => asserted(Status::Disputed).then_some(Status::Disputed),
        }
    }

    /// The accounts that answer questions about the event, given its status.
    ///
    /// - If the event happened, plans and cancellations do not count: a planned date says nothing
    ///   about the date on which it took place.
    /// - If it was cancelled, the last plan counts, because it says what was cancelled. Earlier plans
    ///   do not, and cancellations count only if there is no plan.
    /// - All other accounts count.
    pub(crate) fn relevant_accounts(
        &self,
        as_of: i64,
    ) -> impl Iterator<Item = &StoredAccount> + Clone {
        let status = self.status(as_of);
        let happened = matches!(status, Some(Status::Realised | Status::Disputed));
        let is_cancelled = status == Some(Status::Cancelled);
        let plans = self
            .accounts_in_force(as_of)
            .filter(|one| one.status == Status::Planned);
        let last_plan = plans
            .map(|one| one.known_from)
            .max()
            .filter(|_| is_cancelled);
        self.accounts_in_force(as_of)
            .filter(move |one| match one.status {
                Status::Planned | Status::Cancelled if happened => false,
                Status::Planned => last_plan.is_none_or(|last| one.known_from == last),
                Status::Cancelled => last_plan.is_none(),
                _ => true,
            })
    }

    /// The bounds of the dates that the believed accounts give.
    pub(crate) fn bounds(&self, timeline: &Timeline, knowledge: Knowledge<'_>) -> Bounds {
        let base = self.when.bounds();
        if self.has_one_date() {
            return base;
        }
        // An account without a date does not widen the dates of the others.
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

    /// The date of the event, for [`EventRef::when`](crate::timeline::EventRef::when).
    pub(crate) fn believed_date(&self, timeline: &Timeline, knowledge: Knowledge<'_>) -> &When {
        if self.has_one_date() {
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

    /// The dates that the believed accounts give, or else the date stated for all accounts. Never
    /// empty.
    pub(crate) fn believed_dates<'s>(
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

    /// Each date that the believed accounts give, as text, with the sources that were read for it.
    pub(crate) fn dates_with_sources(
        &self,
        timeline: &Timeline,
        knowledge: Knowledge<'_>,
    ) -> Vec<(String, Vec<String>)> {
        let mut dates: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for account in self.believed(timeline, knowledge) {
            let when = account.own_when().unwrap_or(&self.when);
            if !when.is_undated() {
                let sources = dates.entry(when.to_string()).or_default();
                sources.push(timeline.source_read(account));
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

    /// The sources that were read for the accounts in force, sorted, each once.
    pub(crate) fn sources_read(&self, timeline: &Timeline, as_of: i64) -> Vec<String> {
        let sources = self
            .accounts_in_force(as_of)
            .map(|account| timeline.source_read(account));
        let mut sources: Vec<String> = sources.collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// Whether the date stated for all accounts is the only one: no account gives its own.
    pub(crate) fn has_one_date(&self) -> bool {
        self.accounts
            .iter()
            .all(|account| account.own_when().is_none())
    }

    /// The union of the dates of all accounts, in force or not.
    pub(crate) fn any_bounds(&self) -> Bounds {
        let own = self.accounts.iter().filter_map(StoredAccount::own_when);
        own.fold(self.when.bounds(), |all, when| all.union(&when.bounds()))
    }

    /// The relevant accounts that the rule chooses.
    pub(crate) fn believed(
        &self,
        timeline: &Timeline,
        knowledge: Knowledge<'_>,
    ) -> Vec<&StoredAccount> {
        let relevant = || self.relevant_accounts(knowledge.as_of);
        // Every account with the smallest key is believed, not only the first.
        let least_by = |key: &dyn Fn(&StoredAccount) -> i64| {
            let least = relevant().map(key).min();
            relevant()
                .filter(|account| Some(key(account)) == least)
                .collect()
        };
        match knowledge.rule {
            AccountRule::Union | AccountRule::Common => relevant().collect(),
            AccountRule::Latest => least_by(&|account| account.known_from.saturating_neg()),
            AccountRule::MostDirect => {
                least_by(&|account| i64::from(index_of(timeline.chain(account.chain).len())))
            }
            AccountRule::Ranked(ranking) => least_by(&|account| {
                // The best rank of a source anywhere in the chain.
                let chain = timeline.chain(account.chain);
                let rank = ranking.0.iter().position(|wanted| {
                    let mut sources = chain.iter().map(|&ix| &timeline.sources[ix]);
                    sources.any(|source| source.id == *wanted)
                });
                rank.map_or(i64::MAX, |rank| i64::from(index_of(rank)))
            }),
        }
    }

    /// The properties that filters check most often, with everything known.
    pub(crate) fn flags(&self) -> Flags {
        Flags::new(
            self.act.kind,
            self.act.in_person == Some(true),
            self.status(i64::MAX),
        )
    }
}

/// The second from which an event is known if no date of a report is stated: its latest end, or its
/// latest start if it has no end.
pub(crate) fn known_once_over(bounds: &Bounds) -> i64 {
    let [_, start_latest, _, end] = bounds.raw();
    if end == i64::MAX { start_latest } else { end }
}

/// The second by which a date is certainly over: from then on, an assertion of that date is known.
pub(crate) fn latest_end(when: &When) -> i64 {
    let [.., end] = when.bounds().raw();
    end
}

impl Timeline {
    pub(crate) fn chain(&self, chain: ChainIx) -> &[SourceIx] {
        &self.chains[chain]
    }

    /// The identifier of the source that was read, which is the first of the chain.
    fn source_read(&self, account: &StoredAccount) -> String {
        // Building refuses a report without a source.
        let source = self.chain(account.chain)[0];
        self.sources[source].id.to_string()
    }
}
