//! The parts of an event: participants, places, measures, and what a report says about them.

use super::{Quantity, Role};
use crate::time::{DateErrors, DateInput, When};

/// An actor that takes part in an event, its role, and on whose behalf it acts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Participant {
    /// The identifier of the actor.
    pub actor: String,
    /// The role.
    pub role: Role,
    /// The identifier of the actor on whose behalf it takes part, if stated.
    pub on_behalf_of: Option<String>,
}

impl Participant {
    /// Creates a participant that acts for itself and for the actors that its affiliations name.
    #[must_use]
    pub fn new(actor: impl Into<String>, role: Role) -> Self {
        Self {
            actor: actor.into(),
            role,
            on_behalf_of: None,
        }
    }

    /// Sets on whose behalf the actor takes part, regardless of its affiliations.
    #[must_use]
    pub fn on_behalf_of(mut self, party: impl Into<String>) -> Self {
        self.on_behalf_of = Some(party.into());
        self
    }
}

/// A place, and the state to which it belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Place {
    /// The name.
    pub name: String,
    /// The identifier of the state on whose soil the place is, if stated.
    pub soil: Option<String>,
}

impl Place {
    /// Creates a place.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            soil: None,
        }
    }

    /// Sets the state on whose soil the place is.
    ///
    /// This state does not become a participant of the event.
    #[must_use]
    pub fn on_soil_of(mut self, state: impl Into<String>) -> Self {
        self.soil = Some(state.into());
        self
    }
}

impl From<&str> for Place {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Place {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// A named quantity of an event: 400 drones, a duration of about 50 minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Measure {
    /// The name: `duration`, `drones`.
    pub name: Box<str>,
    /// The quantity.
    pub quantity: Quantity,
    /// The name of the measure of the same event that includes this one.
    pub part_of: Option<Box<str>>,
}

impl Measure {
    /// Creates a measure.
    #[must_use]
    pub fn new(name: impl Into<Box<str>>, quantity: Quantity) -> Self {
        Self {
            name: name.into(),
            quantity,
            part_of: None,
        }
    }

    /// Sets the measure of the same event that includes this one.
    ///
    /// If 8 of 18 missiles were ballistic, the 8 are part of the 18 and are not added again.
    #[must_use]
    pub fn part_of(mut self, whole: impl Into<Box<str>>) -> Self {
        self.part_of = Some(whole.into());
        self
    }
}

/// What one report, or every report, says about an event.
///
/// [`Event::account`](super::Event::account) has what all reports say; [`Report::says`] has what
/// one report says in addition to it or against it.
///
/// [`Report::says`]: super::Report::says
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// When it happened.
    pub when: Option<When>,
    /// Where it happened.
    pub place: Option<Place>,
    /// Numbers. Names are unique within an account.
    pub measures: Vec<Measure>,
    /// Its ordinal: 2 for "the second meeting".
    pub ordinal: Option<u32>,
    /// Topics.
    pub topics: Vec<Box<str>>,
    /// The identifiers of the actors at whose initiative it happened.
    pub initiators: Vec<Box<str>>,
    pub(crate) date_errors: DateErrors,
}

impl Account {
    /// Creates an empty account.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets when it happened.
    #[must_use]
    pub fn when(mut self, when: impl Into<DateInput>) -> Self {
        self.when = Some(self.date_errors.take_in("when", when));
        self
    }

    /// Sets where it happened.
    #[must_use]
    pub fn place(mut self, place: impl Into<Place>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Adds a number.
    #[must_use]
    pub fn measure(mut self, measure: Measure) -> Self {
        self.measures.push(measure);
        self
    }

    /// Sets its ordinal: 2 for "the second meeting".
    #[must_use]
    pub const fn ordinal(mut self, ordinal: u32) -> Self {
        self.ordinal = Some(ordinal);
        self
    }

    /// Adds a topic.
    #[must_use]
    pub fn topic(mut self, topic: impl Into<Box<str>>) -> Self {
        self.topics.push(topic.into());
        self
    }

    /// Adds the identifier of an actor at whose initiative it happened.
    ///
    /// "The call took place at the initiative of the American side." An initiator need not be a
    /// participant, and does not change the score: a call is symmetric.
    #[must_use]
    pub fn initiator(mut self, actor: impl Into<Box<str>>) -> Self {
        self.initiators.push(actor.into());
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
