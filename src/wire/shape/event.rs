//! The written form of an event. Participants are listed by role.

use serde::{Deserialize as Read, Serialize as Write};
use serde::{Deserializer, Serializer};

use super::Entry;
use super::external::External;
use super::many::{Many, bare, boxed, is_default, or_default, unboxed};
use super::occurrences::Occurrences;
use crate::code::Code;
use crate::event::{Event, Form, Kind, Link, Participant, Place, Report, Role};
use crate::time::When;
use crate::wire::{Measures, Short};

/// A participant who acts on behalf of another actor.
#[derive(Write, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct ParticipantShape {
    /// The `id` of the participant.
    actor: String,
    /// The `id` of the actor who is represented.
    on_behalf_of: String,
}

/// A participant. The field that contains it gives its role.
impl Short for Participant {
    type Shape = ParticipantShape;
    const EXPECTED: &'static str = "an actor, or an object with `actor` and `on_behalf_of`";

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

/// A place.
#[derive(Write, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct PlaceShape {
    /// The name of the place.
    name: String,
    /// The `id` of the state whose soil it is.
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
        let mut place = Self::new(shape.name);
        place.soil = shape.soil;
        Ok(place)
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

/// Something that happened, or that a source reports.
#[derive(Write, Read)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Event")
)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct EventShape {
    /// A short identifier that no other event has, such as `kuala-lumpur`.
    id: String,
    /// `meeting` and `call` are contacts. `statement` is what somebody said, and needs `speaker`. `act` is anything else, and needs `code`.
    kind: Kind,
    /// A short title. Null if it adds nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The date as exactly as the text gives it, and no more exactly, in EDTF: `2025-07-10`, `2025-07` for some day of July, `2025-07-10?` if the text doubts it, `[2025-07-01..2025-07-10]` for one of these days. Null if the text gives no date.
    #[serde(
        default = "When::undated",
        deserialize_with = "or_undated",
        skip_serializing_if = "says_nothing"
    )]
    when: When,
    /// A code of the event, such as `AGREE`, `CONSULT/Phone` or `cameo:0311`. Null except for an act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    /// For a meeting: whether it was in person. Null if the text does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_person: Option<bool>,
    /// For a statement: whether the words are `direct`, `partial` or `indirect`. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
    /// For a statement: true if the speaker hedged it. Otherwise null.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_default"
    )]
    hedged: bool,
    /// For a statement: true if the speaker denied it. Otherwise null.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_default"
    )]
    negated: bool,
    /// For an act: true if it is a relation that holds from the start of its date to the end, such as an alliance or sanctions. Otherwise null.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_default"
    )]
    standing: bool,
    /// The `id`s of those who met, called each other or acted together. Null for a statement.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    parties: Many<Participant>,
    /// For a statement: the `id` of the person, state or organisation who made it. Otherwise null.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    speaker: Many<Participant>,
    /// For an act: the `id` of the actor who acts. Otherwise null.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    source: Many<Participant>,
    /// For an act: the `id` of the actor who is acted upon. Otherwise null.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    target: Many<Participant>,
    /// For a statement: the `id` of the actor who is addressed. Otherwise null.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    addressee: Many<Participant>,
    /// The `id` of the host. Null if the text names none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    host: Many<Participant>,
    /// The `id` of the mediator. Null if the text names none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    mediator: Many<Participant>,
    /// The `id`s of others who were present. Null if the text names none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    attendees: Many<Participant>,
    /// The `id` of the actor who initiated the event. Null if the text does not say.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    initiator: Many<String>,
    /// The place. Null if the text names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    /// The `id`s of the actors that the event is about. Null if there are none.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    about: Many<String>,
    /// The topics, a few words each. Null if the text names none.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    topics: Many<String>,
    /// The quantities that the text gives, such as the minutes of a meeting. Null if it gives none.
    #[serde(default, skip_serializing_if = "Measures::is_empty")]
    measures: Measures,
    /// The number of the event in a series, if the text gives one: 2 for a second meeting. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    /// How many events this entry represents, such as several calls. Null for one event.
    #[serde(
        default = "Occurrences::one",
        deserialize_with = "or_one",
        skip_serializing_if = "Occurrences::is_one"
    )]
    occurrences: Occurrences,
    /// The `id`s of events that this one is a part of. Null if there are none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    part_of: Many<String>,
    /// The `id`s of events on whose sidelines this one took place. Null if there are none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    sidelines_of: Many<String>,
    /// The `id`s of events that this one answers. Null if there are none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    answers: Many<String>,
    /// The `id`s of events that this one is about. Null if there are none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    about_events: Many<String>,
    /// The `id`s of events that this one follows up. Null if there are none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    follows: Many<String>,
    /// Who reports the event. Every event needs a report with the words that state it.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    reports: Many<Report>,
    /// Identifiers in other data sets, by scheme.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "External::is_empty")]
    external: External,
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
        let mut event = Event::new(self.id, self.kind, self.when);
        event.title = self.title;
        event.code = self.code;
        event.in_person = self.in_person;
        event.form = self.form;
        event.hedged = self.hedged;
        event.negated = self.negated;
        event.standing = self.standing;
        event.participants = participants.collect();
        event.about = self.about.0;
        event.links = links.collect();
        event.occurrences = self.occurrences.0;
        event.account.place = self.place;
        event.account.measures = self.measures.0;
        event.account.ordinal = self.ordinal;
        event.account.topics = boxed(self.topics);
        event.account.initiators = boxed(self.initiator);
        event.reports = self.reports.0;
        event.external = self.external.0;
        event
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
            standing: event.standing,
            place: event.account.place,
            about: Many(event.about),
            topics: unboxed(event.account.topics),
            initiator: unboxed(event.account.initiators),
            measures: Measures(event.account.measures),
            ordinal: event.account.ordinal,
            occurrences: Occurrences(event.occurrences),
            reports: Many(event.reports),
            external: External(event.external),
        }
    }
}

/// Reads a date: `null` is as if it was left out.
fn or_undated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<When, D::Error> {
    let when = Option::deserialize(deserializer)?;
    Ok(when.unwrap_or_else(When::undated))
}

/// Reads a number of occurrences: `null` is as if it was left out.
fn or_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Occurrences, D::Error> {
    let occurrences = Option::deserialize(deserializer)?;
    Ok(occurrences.unwrap_or(Occurrences::ONE))
}

fn says_nothing(when: &When) -> bool {
    *when == When::undated()
}
