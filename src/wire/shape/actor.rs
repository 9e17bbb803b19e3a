//! The written form of actors and of designations.

use serde::ser::Serializer;
use serde::{Deserialize as Read, Serialize as Write};

use super::Entry;
use super::external::External;
use super::many::{Many, Object, bare, is_default};
use crate::actor::{Actor, ActorKind, Affiliation, Alias, AliasKind, Designation, Succession};
use crate::time::When;
use crate::wire::Short;

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct ActorShape {
    id: String,
    kind: ActorKind,
    name: String,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    aliases: Many<Alias>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    affiliations: Many<Object<AffiliationShape>>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    succeeds: Many<Object<SuccessionShape>>,
    #[serde(default, skip_serializing_if = "External::is_empty")]
    external: External,
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
struct AffiliationShape {
    party: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    when: When,
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
struct SuccessionShape {
    actor: String,
    when: When,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    by: Many<String>,
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct AliasShape {
    name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    kind: AliasKind,
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

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct DesignationShape {
    name: String,
    party: String,
    office: String,
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
