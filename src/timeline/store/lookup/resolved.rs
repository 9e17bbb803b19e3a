//! What a name refers to, and how it matches.

use std::fmt;

use crate::actor::Designation;
use crate::text::words;
use crate::time::Certainty;
use crate::timeline::ActorRef;
use crate::wire::pairs;

/// How a name that was looked up matches the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NameMatch {
    /// It is the identifier.
    Identifier,
    /// It is a name, letter for letter.
    Exact,
    /// It differs from a name in case, accents, punctuation or spaces, or from the identifier in case.
    Folded,
}

words!(NameMatch, "a match of names", 3 {
    Identifier => "identifier",
    Exact => "exact",
    Folded => "folded",
});

/// The actor or actors that a name refers to.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved<'t> {
    /// One actor.
    Actor {
        /// The actor.
        actor: ActorRef<'t>,
        /// How the name matches.
        matched: NameMatch,
    },
    /// The holders of an office at a time.
    Holders {
        /// The designation that has the name.
        designation: &'t Designation,
        /// How the name matches.
        matched: NameMatch,
        /// The actors that held the office for part of that time, by identifier, each with how certain that
        /// is. An actor that came or left on the first or the last day is `Possible`.
        holders: Vec<(ActorRef<'t>, Certainty)>,
    },
}

/// The name of the actor, or of the designation.
impl fmt::Display for Resolved<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Actor { actor, .. } => actor.name(),
            Self::Holders { designation, .. } => &designation.name,
        })
    }
}

/// With its kind: an actor, or the holders of an office.
impl serde::Serialize for Resolved<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        enum Shape<'a, 't> {
            Actor {
                actor: &'a ActorRef<'t>,
                matched: NameMatch,
            },
            Holders {
                designation: &'a str,
                matched: NameMatch,
                #[serde(serialize_with = "holders_and_certainty")]
                holders: &'a [(ActorRef<'t>, Certainty)],
            },
        }
        let shape = match self {
            Self::Actor { actor, matched } => Shape::Actor {
                actor,
                matched: *matched,
            },
            Self::Holders {
                designation,
                matched,
                holders,
            } => Shape::Holders {
                designation: &designation.name,
                matched: *matched,
                holders,
            },
        };
        shape.serialize(serializer)
    }
}

fn holders_and_certainty<S: serde::Serializer>(
    holders: &[(ActorRef<'_>, Certainty)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    pairs(["actor", "certainty"], holders, serializer)
}
