//! The shapes of a timeline's entries.

use std::ops::Bound;

use chrono::TimeDelta;
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};
use serde::{Deserialize as Read, Serialize as Write};

use super::{FORMAT, Measures, Short, ShortOrMap, VERSION, short_or_map};
use crate::actor::{Actor, ActorKind, Affiliation, Alias, AliasKind, Designation, Succession};
use crate::code::Code;
use crate::event::{
    Count, Coverage, Event, Facts, Form, Kind, Link, Participant, Place, Report, Role, Source,
    Status,
};
use crate::time::{Length, When};
use crate::timeline::{Constraint, TemporalRelation, Timeline, TimelineBuilder};

/// A list that needs no brackets if it has one element.
#[derive(Clone, Debug)]
pub(super) struct Many<T>(pub(super) Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Many<T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Write> Write for Many<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Writes a list of one without its brackets, as it may be typed.
fn bare<T: Write, S: Serializer>(many: &Many<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match many.0.as_slice() {
        [one] => one.serialize(serializer),
        all => all.serialize(serializer),
    }
}

impl<'de, T: Read<'de>> Read<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore<T>(std::marker::PhantomData<T>);
        impl<'de, T: Read<'de>> Visitor<'de> for OneOrMore<T> {
            type Value = Many<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("one entry, or a list of them")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Many<T>, E> {
                T::deserialize(de::value::StrDeserializer::new(text)).map(|one| Many(vec![one]))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Many<T>, A::Error> {
                let one = T::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Many(vec![one]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Many<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = list.next_element()? {
                    all.push(one);
                }
                Ok(Many(all))
            }
        }
        deserializer.deserialize_any(OneOrMore(std::marker::PhantomData))
    }
}

/// What is written as an object, and not as a list of its fields.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Read<'de>> Read<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(std::marker::PhantomData<T>);
        impl<'de, T: Read<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object with named fields")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(Fields(std::marker::PhantomData))
    }
}

impl<T: Write> Write for Object<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

fn says_nothing(when: &When) -> bool {
    *when == When::undated()
}

fn is_one(count: &Count) -> bool {
    *count == Count::ONE
}

fn one() -> Count {
    Count::ONE
}

/// An entry of a written timeline, and what the builder takes.
pub(super) trait Entry: Sized {
    /// What a builder takes.
    type Stated;

    fn stated(self) -> Self::Stated;
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct ActorShape {
    id: String,
    kind: ActorKind,
    name: String,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    aliases: Many<Alias>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    affiliations: Many<Object<AffiliationShape>>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    succeeds: Many<Object<SuccessionShape>>,
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
pub(super) struct AliasShape {
    name: String,
    #[serde(default, skip_serializing_if = "is_variant")]
    kind: AliasKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<When>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_variant(kind: &AliasKind) -> bool {
    *kind == AliasKind::Variant
}

short_or_map!(Alias, Participant, Place, Report, Coverage);

impl Short for Alias {
    type Shape = AliasShape;
    const EXPECTED: &'static str = "a name, or an object with `name`, and `kind` or `when`";

    fn from_text(text: &str) -> Result<Self, String> {
        Ok(Self::new(text))
    }

    fn from_shape(shape: AliasShape) -> Result<Self, String> {
        Ok(Self {
            name: shape.name.into_boxed_str(),
            kind: shape.kind,
            when: shape.when,
        })
    }
}

impl Write for Alias {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.kind(), self.when()) {
            (AliasKind::Variant, None) => serializer.serialize_str(self.name()),
            (kind, when) => AliasShape {
                name: self.name().to_owned(),
                kind,
                when: when.cloned(),
            }
            .serialize(serializer),
        }
    }
}

impl Entry for ActorShape {
    type Stated = Actor;

    fn stated(self) -> Actor {
        let affiliations = self
            .affiliations
            .0
            .into_iter()
            .map(|Object(one)| Affiliation {
                party: one.party,
                office: one.office,
                when: one.when,
            });
        let successions = self.succeeds.0.into_iter();
        let successions = successions.map(|Object(one)| Succession {
            predecessor: one.actor,
            when: one.when,
            by: one.by.0,
        });
        Actor {
            id: self.id,
            kind: self.kind,
            name: self.name,
            aliases: self.aliases.0,
            affiliations: affiliations.collect(),
            successions: successions.collect(),
        }
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
        }
    }
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct DesignationShape {
    name: String,
    party: String,
    office: String,
    when: When,
}

impl Entry for DesignationShape {
    type Stated = Designation;

    fn stated(self) -> Designation {
        Designation {
            name: self.name,
            party: self.party,
            office: self.office,
            when: self.when,
        }
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

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct CoverageShape {
    when: When,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    actors: Many<String>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    kinds: Many<Kind>,
}

impl Short for Coverage {
    type Shape = CoverageShape;
    const EXPECTED: &'static str = "a date of EDTF, or an object with `when` and `actors`";

    fn from_text(text: &str) -> Result<Self, String> {
        When::parse(text)
            .map(Self::over)
            .map_err(|error| error.to_string())
    }

    fn from_shape(shape: CoverageShape) -> Result<Self, String> {
        Ok(Self {
            when: shape.when,
            actors: shape.actors.0,
            kinds: shape.kinds.0,
        })
    }
}

impl Write for Coverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        CoverageShape {
            when: self.when.clone(),
            actors: Many(self.actors.clone()),
            kinds: Many(self.kinds.clone()),
        }
        .serialize(serializer)
    }
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceShape {
    id: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<When>,
    #[serde(default, skip_serializing_if = "is_false")]
    anonymous: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    covers: Many<Coverage>,
}

impl Entry for SourceShape {
    type Stated = Source;

    fn stated(self) -> Source {
        Source {
            id: self.id,
            name: self.name,
            published: self.published,
            anonymous: self.anonymous,
            url: self.url,
            covers: self.covers.0,
        }
    }
}

impl From<Source> for SourceShape {
    fn from(source: Source) -> Self {
        Self {
            id: source.id,
            name: source.name,
            published: source.published,
            anonymous: source.anonymous,
            url: source.url,
            covers: Many(source.covers),
        }
    }
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct ParticipantShape {
    actor: String,
    #[serde(rename = "for")]
    on_behalf_of: String,
}

/// A participant whose role is told by the field that it stands in.
impl Short for Participant {
    type Shape = ParticipantShape;
    const EXPECTED: &'static str = "an actor, or an object with `actor` and `for`";

    fn from_text(text: &str) -> Result<Self, String> {
        Ok(Self::new(text, Role::Party))
    }

    fn from_shape(shape: ParticipantShape) -> Result<Self, String> {
        Ok(Self::new(shape.actor, Role::Party).on_behalf_of(shape.on_behalf_of))
    }
}

impl Write for Participant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.on_behalf_of {
            None => serializer.serialize_str(&self.actor),
            Some(party) => ParticipantShape {
                actor: self.actor.clone(),
                on_behalf_of: party.clone(),
            }
            .serialize(serializer),
        }
    }
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceShape {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    soil: Option<String>,
}

impl Short for Place {
    type Shape = PlaceShape;
    const EXPECTED: &'static str = "the name of a place, or an object with `name` and `soil`";

    fn from_text(text: &str) -> Result<Self, String> {
        Ok(Self::new(text))
    }

    fn from_shape(shape: PlaceShape) -> Result<Self, String> {
        Ok(Self {
            name: shape.name,
            soil: shape.soil,
        })
    }
}

impl Write for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.soil {
            None => serializer.serialize_str(&self.name),
            Some(_) => PlaceShape {
                name: self.name.clone(),
                soil: self.soil.clone(),
            }
            .serialize(serializer),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_realised(status: &Status) -> bool {
    *status == Status::Realised
}

fn no_measures(measures: &Measures) -> bool {
    measures.0.is_empty()
}

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportShape {
    #[serde(serialize_with = "bare")]
    by: Many<String>,
    #[serde(default, skip_serializing_if = "is_realised")]
    status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asserted: Option<When>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<When>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<When>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    #[serde(default, skip_serializing_if = "no_measures")]
    measures: Measures,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    topics: Many<String>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    initiator: Many<String>,
}

impl Short for Report {
    type Shape = ReportShape;
    const EXPECTED: &'static str = "a source, a chain of sources, or an object with `by`";

    fn from_text(text: &str) -> Result<Self, String> {
        Ok(Self::by([text]))
    }

    fn from_list(chain: Vec<String>) -> Result<Self, String> {
        Ok(Self::by(chain))
    }

    fn from_shape(shape: ReportShape) -> Result<Self, String> {
        Ok(Self {
            by: shape.by.0,
            status: shape.status,
            asserted: shape.asserted,
            withdrawn: shape.withdrawn,
            words: shape.words,
            says: Facts {
                when: shape.when,
                place: shape.place,
                measures: shape.measures.0,
                ordinal: shape.ordinal,
                topics: boxed(shape.topics),
                initiators: boxed(shape.initiator),
            },
        })
    }
}

fn boxed(texts: Many<String>) -> Vec<Box<str>> {
    texts.0.into_iter().map(String::into_boxed_str).collect()
}

fn unboxed(texts: Vec<Box<str>>) -> Many<String> {
    Many(texts.into_iter().map(String::from).collect())
}

impl Write for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if *self == Self::by(self.by.iter().cloned()) {
            return match self.by.as_slice() {
                [one] => serializer.serialize_str(one),
                chain => chain.serialize(serializer),
            };
        }
        let report = self.clone();
        ReportShape {
            by: Many(report.by),
            status: report.status,
            asserted: report.asserted,
            withdrawn: report.withdrawn,
            words: report.words,
            when: report.says.when,
            place: report.says.place,
            measures: Measures(report.says.measures),
            ordinal: report.says.ordinal,
            topics: unboxed(report.says.topics),
            initiator: unboxed(report.says.initiators),
        }
        .serialize(serializer)
    }
}

/// An event; who takes part stands under the role.
#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct EventShape {
    id: String,
    kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default = "When::undated", skip_serializing_if = "says_nothing")]
    when: When,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_person: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
    #[serde(default, skip_serializing_if = "is_false")]
    hedged: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    negated: bool,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    parties: Many<Participant>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    speaker: Many<Participant>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    source: Many<Participant>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    target: Many<Participant>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    addressee: Many<Participant>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    host: Many<Participant>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    mediator: Many<Participant>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    attendees: Many<Participant>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    initiator: Many<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    about: Many<String>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    topics: Many<String>,
    #[serde(default, skip_serializing_if = "no_measures")]
    measures: Measures,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    occurrences: Count,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    part_of: Many<String>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    sidelines_of: Many<String>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    answers: Many<String>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    about_events: Many<String>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    follows: Many<String>,
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    reports: Many<Report>,
}

impl Entry for EventShape {
    type Stated = Event;

    fn stated(self) -> Event {
        let roles = [
            (Role::Party, self.parties),
            (Role::Source, self.speaker),
            (Role::Source, self.source),
            (Role::Target, self.target),
            (Role::Addressee, self.addressee),
            (Role::Host, self.host),
            (Role::Mediator, self.mediator),
            (Role::Attendee, self.attendees),
        ];
        let participants = roles.into_iter().flat_map(|(role, who)| {
            who.0
                .into_iter()
                .map(move |one| Participant { role, ..one })
        });
        let links = [
            (Link::PartOf, self.part_of),
            (Link::SidelinesOf, self.sidelines_of),
            (Link::Answers, self.answers),
            (Link::About, self.about_events),
            (Link::Follows, self.follows),
        ];
        let links = links
            .into_iter()
            .flat_map(|(link, to)| to.0.into_iter().map(move |to| (link, to)));
        Event {
            id: self.id,
            kind: self.kind,
            when: self.when,
            title: self.title,
            code: self.code,
            in_person: self.in_person,
            form: self.form,
            hedged: self.hedged,
            negated: self.negated,
            participants: participants.collect(),
            about: self.about.0,
            links: links.collect(),
            occurrences: self.occurrences,
            facts: Facts {
                when: None,
                place: self.place,
                measures: self.measures.0,
                ordinal: self.ordinal,
                topics: boxed(self.topics),
                initiators: boxed(self.initiator),
            },
            reports: self.reports.0,
        }
    }
}

impl From<Event> for EventShape {
    fn from(event: Event) -> Self {
        let who = |role: Role| {
            Many(
                event
                    .participants
                    .iter()
                    .filter(|one| one.role == role)
                    .cloned()
                    .collect(),
            )
        };
        let to = |link: Link| {
            let linked = event.links.iter().filter(|(one, _)| *one == link);
            Many(linked.map(|(_, to)| to.clone()).collect())
        };
        let speaks = event.kind == Kind::Statement;
        let (speaker, source) = match (speaks, who(Role::Source)) {
            (true, speaker) => (speaker, Many::default()),
            (false, source) => (Many::default(), source),
        };
        Self {
            parties: who(Role::Party),
            speaker,
            source,
            target: who(Role::Target),
            addressee: who(Role::Addressee),
            host: who(Role::Host),
            mediator: who(Role::Mediator),
            attendees: who(Role::Attendee),
            part_of: to(Link::PartOf),
            sidelines_of: to(Link::SidelinesOf),
            answers: to(Link::Answers),
            about_events: to(Link::About),
            follows: to(Link::Follows),
            id: event.id,
            kind: event.kind,
            title: event.title,
            when: event.when,
            code: event.code,
            in_person: event.in_person,
            form: event.form,
            hedged: event.hedged,
            negated: event.negated,
            place: event.facts.place,
            about: Many(event.about),
            topics: unboxed(event.facts.topics),
            initiator: unboxed(event.facts.initiators),
            measures: Measures(event.facts.measures),
            ordinal: event.facts.ordinal,
            occurrences: event.occurrences,
            reports: Many(event.reports),
        }
    }
}

/// A statement of order: the event that is placed, and what places it.
#[derive(Default, Write, Read)]
#[serde(deny_unknown_fields)]
pub(super) struct ConstraintShape {
    event: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<Length>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<Length>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    during: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<Length>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day_before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day_after: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    same_day: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    same_time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    between: Option<(String, String)>,
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    by: Many<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asserted: Option<When>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<When>,
}

impl ConstraintShape {
    /// The constraint, if just one relation is given, with what belongs to it.
    pub(super) fn stated(self) -> Result<Constraint, String> {
        const RELATIONS: &str = "expected just one of `before`, `after`, `during`, `within` with \
             `of`, `day_before`, `day_after`, `same_day`, `same_time` and `between`";
        let distance = || {
            let least = self
                .at_least
                .map_or(Bound::Unbounded, |one| Bound::Included(one.0));
            let most = self
                .at_most
                .map_or(Bound::Unbounded, |one| Bound::Included(one.0));
            (least, most)
        };
        let event = self.event;
        let is_by = self.at_least.is_some() || self.at_most.is_some();
        let mut relations = [
            self.before.map(|other| match self.days {
                Some(days) => Constraint::days_before(&event, days, other),
                None => Constraint::before_by(&event, distance(), other),
            }),
            self.after.map(|other| match self.days {
                Some(days) => Constraint::days_after(&event, days, other),
                None => Constraint::after_by(&event, distance(), other),
            }),
        ]
        .into_iter()
        .flatten();
        let (counted, more) = (relations.next(), relations.next());
        if counted.is_none() && (is_by || self.days.is_some()) {
            return Err("`at_least`, `at_most` and `days` go with `before` or `after`".to_owned());
        }
        if is_by && self.days.is_some() {
            return Err(
                "expected either `days`, by the calendar, or `at_least` and `at_most`".to_owned(),
            );
        }
        if self.days == Some(0) {
            return Err("`days` is 0: expected 1 or more, or `same_day`".to_owned());
        }
        let near = match (self.within, self.of) {
            (Some(within), Some(other)) => Some(Constraint::within(&event, within.0, other)),
            (None, None) => None,
            _ => return Err("expected `within` and `of` together".to_owned()),
        };
        let one = |other: Option<String>, make: fn(String, String) -> Constraint| {
            other.map(|other| make(event.clone(), other))
        };
        let all = [
            counted,
            more,
            near,
            one(self.during, Constraint::during),
            one(self.day_before, Constraint::day_before),
            one(self.day_after, Constraint::day_after),
            one(self.same_day, Constraint::same_day),
            one(self.same_time, Constraint::same_time),
            self.between
                .map(|(first, second)| Constraint::between(&event, first, second)),
        ];
        let mut all = all.into_iter().flatten();
        let (Some(stated), None) = (all.next(), all.next()) else {
            return Err(RELATIONS.to_owned());
        };
        Ok(Constraint {
            asserted: self.asserted,
            withdrawn: self.withdrawn,
            ..stated.by(self.by.0)
        })
    }
}

impl From<Constraint> for ConstraintShape {
    fn from(one: Constraint) -> Self {
        let mut shape = Self {
            event: one.event,
            by: Many(one.by),
            asserted: one.asserted,
            withdrawn: one.withdrawn,
            ..Self::default()
        };
        let other = Some(one.other);
        match one.relation {
            TemporalRelation::Before { at_least, at_most } => {
                let is_said = at_least != TimeDelta::zero();
                shape.before = other;
                shape.at_least = is_said.then_some(Length(at_least));
                shape.at_most = at_most.map(Length);
            }
            TemporalRelation::During => shape.during = other,
            TemporalRelation::Within(distance) => {
                shape.within = Some(Length(distance));
                shape.of = other;
            }
            TemporalRelation::DaysBefore(1) => shape.day_before = other,
            TemporalRelation::DaysAfter(1) => shape.day_after = other,
            TemporalRelation::DaysBefore(days) => (shape.before, shape.days) = (other, Some(days)),
            TemporalRelation::DaysAfter(days) => (shape.after, shape.days) = (other, Some(days)),
            TemporalRelation::SameDay => shape.same_day = other,
            TemporalRelation::SameTime => shape.same_time = other,
            TemporalRelation::Between => shape.between = other.zip(one.until),
        }
        shape
    }
}

/// A whole timeline as it is read by formats other than JSON text.
#[derive(Read)]
#[serde(deny_unknown_fields)]
struct TimelineShape {
    format: String,
    version: u32,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    actors: Vec<ActorShape>,
    #[serde(default)]
    designations: Vec<DesignationShape>,
    #[serde(default)]
    sources: Vec<SourceShape>,
    #[serde(default)]
    events: Vec<EventShape>,
    #[serde(default)]
    constraints: Vec<ConstraintShape>,
}

/// Entries that are shaped one by one while they are written.
struct Shaped<F>(F);

impl<S, I, F> Write for Shaped<F>
where
    S: Write,
    I: Iterator<Item = S>,
    F: Fn() -> I,
{
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for entry in (self.0)() {
            list.serialize_element(&entry)?;
        }
        list.end()
    }
}

impl Serialize for Timeline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Some formats write the number of fields first.
        let optional = [
            self.title().is_some(),
            !self.designations().is_empty(),
            self.stated_sources().next().is_some(),
            !self.constraints().is_empty(),
        ];
        let fields = 4 + optional.into_iter().filter(|is_there| *is_there).count();
        let mut shape = serializer.serialize_struct("Timeline", fields)?;
        shape.serialize_field("format", FORMAT)?;
        shape.serialize_field("version", &VERSION)?;
        if let Some(title) = self.title() {
            shape.serialize_field("title", title)?;
        }
        let actors = || self.actors().map(|one| ActorShape::from(one.to_actor()));
        shape.serialize_field("actors", &Shaped(actors))?;
        let designations = || {
            self.designations()
                .iter()
                .cloned()
                .map(DesignationShape::from)
        };
        if !self.designations().is_empty() {
            shape.serialize_field("designations", &Shaped(designations))?;
        }
        let sources = || {
            self.stated_sources()
                .map(|one| SourceShape::from(one.to_source()))
        };
        if sources().next().is_some() {
            shape.serialize_field("sources", &Shaped(sources))?;
        }
        let events = || self.events().map(|one| EventShape::from(one.to_event()));
        shape.serialize_field("events", &Shaped(events))?;
        let constraints = || {
            self.constraints()
                .iter()
                .cloned()
                .map(ConstraintShape::from)
        };
        if !self.constraints().is_empty() {
            shape.serialize_field("constraints", &Shaped(constraints))?;
        }
        shape.end()
    }
}

impl<'de> Deserialize<'de> for Timeline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape = TimelineShape::deserialize(deserializer)?;
        check_envelope(&shape.format, shape.version).map_err(de::Error::custom)?;
        let mut builder = TimelineBuilder::new();
        if let Some(title) = shape.title {
            builder.title(title);
        }
        for actor in shape.actors {
            builder.actor(actor.stated());
        }
        for designation in shape.designations {
            builder.designation(designation.stated());
        }
        for source in shape.sources {
            builder.source(source.stated());
        }
        for event in shape.events {
            builder.event(event.stated());
        }
        for constraint in shape.constraints {
            builder.constraint(constraint.stated().map_err(de::Error::custom)?);
        }
        builder.build().map_err(de::Error::custom)
    }
}

/// Whether this is a timeline of a version that can be read.
pub(super) fn check_envelope(format: &str, version: u32) -> Result<(), String> {
    if format != FORMAT {
        Err(format!("`format` is `{format}`: expected `{FORMAT}`"))
    } else if version == 0 || version > VERSION {
        Err(format!("`version` is {version}: expected {VERSION}"))
    } else {
        Ok(())
    }
}
