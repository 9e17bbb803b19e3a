//! Actors, sources and events as the timeline stores them.
//!
//! References are resolved to indices. Fields that most events of a large feed do not have are in a
//! box of their own ([`More`], [`AccountMore`]), which saves memory.

use crate::actor::{ActorKind, Alias};
use crate::code::Code;
use crate::event::{Account, Count, CoverageDeclaration, Form, Kind, Role, Status};
use crate::time::{Bounds, When};
use crate::timeline::{ActorIx, ChainIx, DesignationIx, ExternalIds};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredActor {
    pub(crate) id: Box<str>,
    pub(crate) kind: ActorKind,
    pub(crate) name: Box<str>,
    pub(crate) aliases: Box<[Alias]>,
    pub(crate) affiliations: Box<[StoredAffiliation]>,
    /// Sorted by predecessor.
    pub(crate) successions: Box<[StoredSuccession]>,
    pub(crate) external: ExternalIds,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredAffiliation {
    pub(crate) party: ActorIx,
    pub(crate) office: Option<Box<str>>,
    pub(crate) when: When,
    /// The time for which it was held, with regard to the terms that it adjoins.
    pub(crate) held: Bounds,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredSuccession {
    pub(crate) predecessor: ActorIx,
    pub(crate) when: When,
    pub(crate) by: Box<[String]>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredSource {
    pub(crate) id: Box<str>,
    pub(crate) name: Box<str>,
    /// The actor of the same identifier. `None` if the source was added as such.
    pub(crate) actor: Option<ActorIx>,
    pub(crate) published: Option<When>,
    pub(crate) anonymous: bool,
    pub(crate) url: Option<Box<str>>,
    pub(crate) more: Option<Box<SourceMore>>,
    /// Each declaration of coverage, with the actors that it names.
    pub(crate) covers: Box<[(CoverageDeclaration, Box<[ActorIx]>)]>,
    pub(crate) external: ExternalIds,
}

/// The fields that most sources of a large feed do not have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SourceMore {
    pub(crate) authors: Vec<String>,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) locator: Option<String>,
    pub(crate) archive: Option<String>,
    pub(crate) accessed: Option<When>,
}

/// An event, with its references resolved.
///
/// It has no position of another event, so that timelines can share it: an edit changes positions.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) id: Box<str>,
    pub(crate) when: When,
    pub(crate) act: Act,
    pub(crate) participants: Box<[Participation]>,
    pub(crate) accounts: Box<[StoredAccount]>,
    pub(crate) more: Option<Box<More>>,
}

impl Stored {
    /// Whether another event is equal, given which chains are.
    pub(crate) fn is_same(
        &self,
        other: &Self,
        is_same_chain: impl Fn(ChainIx, ChainIx) -> bool,
    ) -> bool {
        let is_same_account = |(one, another): (&StoredAccount, &StoredAccount)| {
            is_same_chain(one.chain, another.chain)
                && one.status == another.status
                && (one.known_from, one.known_until) == (another.known_from, another.known_until)
                && one.more == another.more
        };
        self.id == other.id
            && self.when == other.when
            && self.act == other.act
            && self.participants == other.participants
            && self.more == other.more
            && self.accounts.len() == other.accounts.len()
            && (self.accounts.iter().zip(&other.accounts)).all(is_same_account)
    }

    /// Sets what it is about.
    pub(crate) fn set_about(&mut self, mut about: Vec<StoredAbout>) {
        about.sort_unstable();
        about.dedup();
        if !about.is_empty() {
            let more = self.more.as_mut();
            more.expect("an event with subjects has rare fields").about = about.into_boxed_slice();
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Act {
    pub(crate) kind: Kind,
    pub(crate) in_person: Option<bool>,
    pub(crate) form: Option<Form>,
    pub(crate) hedged: bool,
    pub(crate) negated: bool,
    pub(crate) standing: bool,
    pub(crate) code: Option<Code>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Participation {
    pub(crate) role: Role,
    pub(crate) actor: ActorIx,
    pub(crate) on_behalf_of: Option<ActorIx>,
}

/// A report of an event, with the time for which it is in force.
#[derive(Clone, Debug)]
pub(crate) struct StoredAccount {
    pub(crate) chain: ChainIx,
    pub(crate) status: Status,
    /// The first second at which it had certainly been asserted.
    pub(crate) known_from: i64,
    /// The second from which it was withdrawn. `i64::MAX` if it was not.
    pub(crate) known_until: i64,
    pub(crate) more: Option<Box<AccountMore>>,
}

/// The fields that most reports of a large feed do not have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AccountMore {
    pub(crate) asserted: Option<When>,
    pub(crate) withdrawn: Option<When>,
    pub(crate) words: Option<Box<str>>,
    pub(crate) says: Account,
}

/// The fields that most events of a large feed do not have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct More {
    pub(crate) title: Option<Box<str>>,
    pub(crate) about: Box<[StoredAbout]>,
    pub(crate) occurrences: Count,
    /// What the event states for all reports together.
    pub(crate) shared: Account,
    pub(crate) external: ExternalIds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StoredAbout {
    Actor(ActorIx),
    Designation(DesignationIx),
}

/// The kind, the status and whether an event was in person, in one byte. Filters check them most often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    const IN_PERSON: u8 = 1 << 4;
    /// No report of the event is in force, so it has no status.
    const UNKNOWN: u8 = 1 << 5;

    pub(crate) fn new(kind: Kind, in_person: bool, status: Option<Status>) -> Self {
        let person = if in_person { Self::IN_PERSON } else { 0 };
        let status = status.map_or(Self::UNKNOWN, |status| (status as u8) << 2);
        Self(kind as u8 | status | person)
    }

    pub(crate) const fn kind_bit(self) -> u8 {
        1 << (self.0 & 3)
    }

    pub(crate) const fn status_bit(self) -> u8 {
        if self.0 & Self::UNKNOWN == 0 {
            1 << ((self.0 >> 2) & 3)
        } else {
            0
        }
    }

    pub(crate) const fn in_person(self) -> bool {
        self.0 & Self::IN_PERSON != 0
    }
}
