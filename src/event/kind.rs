//! The kinds of events, roles of participants, links between events and forms of quotation.

use crate::text::words;

/// The kind of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A meeting, in one place or by video.
    Meeting,
    /// A call, by telephone or video.
    Call,
    /// A statement.
    Statement,
    /// Any other act, described by its code.
    Act,
}

words!(Kind, "a kind of event", 4 {
    Meeting => "meeting",
    Call => "call",
    Statement => "statement",
    Act => "act",
});

impl Kind {
    /// The kind with its article: "an act".
    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Self::Meeting => "a meeting",
            Self::Call => "a call",
            Self::Statement => "a statement",
            Self::Act => "an act",
        }
    }
}

/// How an actor takes part in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// One of several equal participants: they meet, call or agree. Parties act together.
    Party,
    /// The source actor: who acts, or who speaks in a statement.
    Source,
    /// The target actor of an act, or the actor that a statement praises or blames.
    Target,
    /// The actor to whom a statement is made.
    Addressee,
    /// Receives the parties without being one.
    Host,
    /// Brings the parties together without being one.
    Mediator,
    /// Is present without dealing with anyone in particular: one of 27 delegations.
    Attendee,
}

words!(Role, "a role", 7 {
    Party => "party",
    Source => "source",
    Target => "target",
    Addressee => "addressee",
    Host => "host",
    Mediator => "mediator",
    Attendee => "attendee",
});

impl Role {
    /// The role with its article: "an addressee".
    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Self::Party => "a party",
            Self::Source => "a source",
            Self::Target => "a target",
            Self::Addressee => "an addressee",
            Self::Host => "a host",
            Self::Mediator => "a mediator",
            Self::Attendee => "an attendee",
        }
    }

    /// Whether actors in this role are in contact with the other participants: all but attendees.
    pub const fn engages(self) -> bool {
        !matches!(self, Self::Attendee)
    }
}

/// How an event relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Link {
    /// Belongs to the other and happens within its time: a session of a conference.
    PartOf,
    /// Happens beside the other: "on the sidelines of".
    SidelinesOf,
    /// Replies to the other, and does not start before it.
    Answers,
    /// Is about the other.
    About,
    /// Results from the other, and does not start before it: a visit after an invitation.
    Follows,
}

words!(Link, "a link", 5 {
    PartOf => "part of",
    SidelinesOf => "on the sidelines of",
    Answers => "answers",
    About => "about",
    Follows => "follows",
});

/// How a statement is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Word for word.
    Direct,
    /// In part: "quite calm".
    Partial,
    /// In the words of the reporter.
    Indirect,
}

words!(Form, "a form of a statement", 3 {
    Direct => "direct",
    Partial => "partial",
    Indirect => "indirect",
});
