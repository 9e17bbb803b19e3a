//! The written form of actors and of designations.

use serde::ser::Serializer;
use serde::{Deserialize as Read, Serialize as Write};

use super::Entry;
use super::external::External;
use super::many::{Many, Object, bare, is_default, or_default};
use crate::actor::{Actor, ActorKind, Affiliation, Alias, AliasKind, Designation, Succession};
use crate::time::When;
use crate::wire::Short;

/// A person, state, organisation or group.
#[derive(Write, Read)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Actor")
)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct ActorShape {
    /// A short identifier, which the rest of the record uses: `USA` for a state (its code of three letters), `rubio` for a person.
    id: String,
    /// What the actor is. A person is never a state: write Marco Rubio as a `person` with an affiliation to the `state`.
    kind: ActorKind,
    /// The usual name in English, without titles.
    name: String,
    /// Other names that the text uses, such as `Moscow` for Russia. Null if there are none.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    aliases: Many<Alias>,
    /// The offices and memberships of the actor that the text states. Null if it states none.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    affiliations: Many<Object<AffiliationShape>>,
    /// The actors that this one succeeds, such as `SUN` for Russia.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    succeeds: Many<Object<SuccessionShape>>,
    /// Identifiers in other data sets, by scheme.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "External::is_empty")]
    external: External,
}

/// An office or a membership.
#[derive(Write, Read)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Affiliation")
)]
#[serde(deny_unknown_fields)]
struct AffiliationShape {
    /// The `id` of the state, organisation or group.
    party: String,
    /// The office, in lower case, such as `foreign minister`. Null for a plain membership.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    /// The extent of the affiliation as an EDTF interval, such as `2025-01-21/..`. If the text does not give it, write an interval with unknown ends that includes the date of the text: `..2025-07-10/2025-07-10..`.
    when: When,
}

/// The succession of one actor to another.
#[derive(Write, Read)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Succession")
)]
#[serde(deny_unknown_fields)]
struct SuccessionShape {
    /// The `id` of the predecessor.
    actor: String,
    /// The date of the succession.
    when: When,
    /// The source that states it.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    by: Many<String>,
}

/// Another name of an actor.
#[derive(Write, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct AliasShape {
    /// The name.
    name: String,
    /// How the name relates to the actor: another spelling, a metonym such as `Moscow`, or a misprint.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_default"
    )]
    kind: AliasKind,
    /// When the name was in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<When>,
}

impl Short for Alias {
    type Shape = AliasShape;
    const EXPECTED: &'static str = "a name, or an object with `name`, and `kind` or `when`";

    fn from_text(text: &str) -> Result<Self, String> {
        Ok(Self::new(text))
    }

    fn from_shape(shape: AliasShape) -> Result<Self, String> {
        let mut alias = Self::new(shape.name).kind(shape.kind);
        alias.when = shape.when;
        Ok(alias)
    }
}

impl Write for Alias {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.kind, &self.when) {
            (AliasKind::Variant, None) => serializer.serialize_str(&self.name),
            (kind, when) => AliasShape {
                name: self.name.to_string(),
                kind,
                when: when.clone(),
            }
            .serialize(serializer),
        }
    }
}

impl Entry for ActorShape {
    type Stated = Actor;

    fn stated(self) -> Actor {
        let mut actor = Actor::new(self.id, self.kind).named(self.name);
        actor.aliases = self.aliases.0;
        let affiliations = self.affiliations.0.into_iter();
        let affiliations = affiliations.map(|Object(one)| Affiliation {
            party: one.party,
            office: one.office,
            when: one.when,
        });
        actor.affiliations = affiliations.collect();
        let successions = self.succeeds.0.into_iter();
        let successions =
            successions.map(|Object(one)| Succession::new(one.actor, one.when).by(one.by.0));
        actor.successions = successions.collect();
        actor.external = self.external.0;
        actor
    }
}

impl From<Actor> for ActorShape {
    fn from(actor: Actor) -> Self {
        let affiliations = actor.affiliations.into_iter().map(|one| {
            Object(AffiliationShape {
                party: one.party,
                office: one.office,
                when: one.when,
            })
        });
        let succeeds = actor.successions.into_iter().map(|one| {
            Object(SuccessionShape {
                actor: one.predecessor,
                when: one.when,
                by: Many(one.by),
            })
        });
        Self {
            id: actor.id,
            kind: actor.kind,
            name: actor.name,
            aliases: Many(actor.aliases),
            affiliations: Many(affiliations.collect()),
            succeeds: Many(succeeds.collect()),
            external: External(actor.external),
        }
    }
}

/// A name that refers to the holder of an office, such as `the previous administration`.
#[derive(Write, Read)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Designation")
)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct DesignationShape {
    /// The name, as the text has it.
    name: String,
    /// The `id` of the state or organisation.
    party: String,
    /// The office.
    office: String,
    /// The extent that the name refers to, as an EDTF interval.
    when: When,
}

impl Entry for DesignationShape {
    type Stated = Designation;

    fn stated(self) -> Designation {
        Designation::new(self.name, self.party, self.office, self.when)
    }
}

impl From<Designation> for DesignationShape {
    fn from(one: Designation) -> Self {
        Self {
            name: one.name,
            party: one.party,
            office: one.office,
            when: one.when,
        }
    }
}
