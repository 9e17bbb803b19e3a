//! What the store keeps of each actor, source and event: references resolved, rare parts apart.

use crate::actor::{ActorKind, Alias};
use crate::code::Code;
use crate::event::{Account, Count, CoverageDeclaration, Form, Kind, Link, Role, Status};
use crate::time::{Bounds, When};
use crate::timeline::{ActorIx, ChainIx, DesignationIx, EventIx};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredActor {
    pub(crate) id: Box<str>,
    pub(crate) kind: ActorKind,
    pub(crate) name: Box<str>,
    pub(crate) aliases: Box<[Alias]>,
    pub(crate) affiliations: Box<[StoredAffiliation]>,
    /// By predecessor.
    pub(crate) successions: Box<[StoredSuccession]>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredAffiliation {
    pub(crate) party: ActorIx,
    pub(crate) office: Option<Box<str>>,
    pub(crate) when: When,
    /// Over what time it was held, next to the terms that it adjoins.
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
    /// The actor of the same identifier, for a source that was not stated apart.
    pub(crate) actor: Option<ActorIx>,
    pub(crate) published: Option<When>,
    pub(crate) anonymous: bool,
    pub(crate) url: Option<Box<str>>,
    pub(crate) covers: Box<[(CoverageDeclaration, Box<[ActorIx]>)]>,
}

/// An event, with its references resolved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    pub(crate) id: Box<str>,
    pub(crate) when: When,
    pub(crate) act: Act,
    pub(crate) participants: Box<[Participation]>,
    pub(crate) accounts: Box<[StoredAccount]>,
    pub(crate) more: Option<Box<More>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Act {
    pub(crate) kind: Kind,
    pub(crate) in_person: Option<bool>,
    pub(crate) form: Option<Form>,
    pub(crate) hedged: bool,
    pub(crate) negated: bool,
    pub(crate) code: Option<Code>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Participation {
    pub(crate) role: Role,
    pub(crate) actor: ActorIx,
    pub(crate) on_behalf_of: Option<ActorIx>,
}

/// One report, with the times between which it counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredAccount {
    pub(crate) chain: ChainIx,
    pub(crate) status: Status,
    /// The first second at which it had been asserted for certain.
    pub(crate) known_from: i64,
    /// The second from which it was withdrawn; `i64::MAX` if it stands.
    pub(crate) known_until: i64,
    pub(crate) more: Option<Box<AccountMore>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AccountMore {
    pub(crate) asserted: Option<When>,
    pub(crate) withdrawn: Option<When>,
    pub(crate) words: Option<Box<str>>,
    pub(crate) says: Account,
}

/// What most rows of a large feed do not have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct More {
    pub(crate) title: Option<Box<str>>,
    pub(crate) about: Box<[StoredAbout]>,
    pub(crate) links: Box<[(Link, EventIx)]>,
    pub(crate) occurrences: Count,
    pub(crate) facts: Account,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StoredAbout {
    Actor(ActorIx),
    Designation(DesignationIx),
}

/// What a filter asks of an event most often, in one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    const IN_PERSON: u8 = 1 << 4;
    /// No report of it stands.
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
