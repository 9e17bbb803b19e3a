//! The written form of an event. Participants are listed by role.

use serde::ser::Serializer;
use serde::{Deserialize as Read, Serialize as Write};

use super::Entry;
use super::external::External;
use super::many::{Many, bare, boxed, is_default, unboxed};
use super::occurrences::Occurrences;
use crate::code::Code;
use crate::event::{Event, Form, Kind, Link, Participant, Place, Report, Role};
use crate::time::When;
use crate::wire::{Measures, Short};

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct ParticipantShape {
    actor: String,
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

#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct PlaceShape {
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

/// An event, with a field for each role.
#[derive(Write, Read)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct EventShape {
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
    #[serde(default, skip_serializing_if = "is_default")]
    hedged: bool,
    #[serde(default, skip_serializing_if = "is_default")]
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
    #[serde(default, skip_serializing_if = "Measures::is_empty")]
    measures: Measures,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    #[serde(
        default = "Occurrences::one",
        skip_serializing_if = "Occurrences::is_one"
    )]
    occurrences: Occurrences,
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

fn says_nothing(when: &When) -> bool {
    *when == When::undated()
}
