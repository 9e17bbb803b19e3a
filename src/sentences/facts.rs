//! The facts of a sentence, before it is written in a language.
//!
//! Facts are values with public fields: a language reads them, and a caller may change them, for example to say
//! "their" instead of two names.

use chrono::NaiveDate;

use crate::actor::ActorKind;
use crate::changes::{ChangeKind, EventChange};
use crate::claim::{Judgement, Verdict};
use crate::event::{Count, Kind, Status};
use crate::query::View;
use crate::sequence::{Gap, Order, Rank, Silence};
use crate::time::{Certainty, DatePhrase, Window};
use crate::timeline::{ActorRef, EventRef, LookupError};

/// The name of an actor, with what a language needs to find its own form of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActorName<'t> {
    /// The identifier.
    pub id: &'t str,
    /// The kind.
    pub kind: ActorKind,
    /// The name in the record.
    pub name: &'t str,
}

impl<'t> From<ActorRef<'t>> for ActorName<'t> {
    fn from(actor: ActorRef<'t>) -> Self {
        Self {
            id: actor.id(),
            kind: actor.kind(),
            name: actor.name(),
        }
    }
}

/// The names of the actors of both sides of a pair.
pub type Sides<'t> = [Vec<ActorName<'t>>; 2];

/// The names of the actors of both sides.
pub(super) fn sides_of<'t>(sides: [&[ActorRef<'t>]; 2]) -> Sides<'t> {
    sides.map(|side| side.iter().map(|&one| one.into()).collect())
}

/// An event as a sentence names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventName<'t> {
    /// The kind.
    pub kind: Kind,
    /// The title. `None` if the event has none.
    pub title: Option<&'t str>,
    /// The name of the place.
    pub place: Option<&'t str>,
    /// The date, narrowed by reports and constraints.
    pub date: DatePhrase,
    /// The status.
    pub status: Option<Status>,
    /// Whether it is a [standing](crate::Event::standing) relation, which is in force on all days of its date and
    /// did not take place on one of them.
    pub is_standing: bool,
    /// A short name that replaces kind, place and date: "Kuala Lumpur".
    pub label: Option<&'t str>,
}

impl<'t> EventName<'t> {
    /// Sets the short name.
    #[must_use]
    pub const fn called(mut self, label: &'t str) -> Self {
        self.label = Some(label);
        self
    }
}

impl<'t> From<EventRef<'t>> for EventName<'t> {
    fn from(event: EventRef<'t>) -> Self {
        Self {
            kind: event.kind(),
            title: Some(event.title()).filter(|&title| title != event.id()),
            place: event.place().map(|place| &*place.name),
            date: event.date_phrase(),
            status: event.status(),
            is_standing: event.is_standing(),
            label: None,
        }
    }
}

/// The noun for the events of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventNoun {
    /// Meetings.
    Meeting,
    /// Calls.
    Call,
    /// Meetings and calls.
    Contact,
    /// Statements.
    Statement,
    /// Other acts.
    Act,
    /// Events of several kinds.
    Event,
}

/// The actors whose events a sentence is about: "between Rubio and Lavrov".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActorPhrase<'t> {
    /// No actor is named: the events are those of the whole record.
    All,
    /// The events in which an actor, or one of several, took part. Never empty.
    Of(Vec<ActorName<'t>>),
    /// The events between two sides. Neither side is empty.
    Between(Sides<'t>),
    /// "Their": the events of the actors that the sentence before names.
    Theirs,
}

/// The events that are counted: "meetings between Rubio and Lavrov".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted<'t> {
    /// The noun.
    pub noun: EventNoun,
    /// The actors whose events they are.
    pub actors: ActorPhrase<'t>,
    /// Whether other filters select them, such as a window or a source, that the noun does not describe.
    pub is_selected: bool,
}

impl<'t> Counted<'t> {
    /// Describes the events of a view by its sides and kinds.
    pub fn of(view: &View<'t>) -> Self {
        let has = |kind| view.has_kind(kind);
        let noun = match Kind::ALL.map(has) {
            [true, false, false, false] => EventNoun::Meeting,
            [false, true, false, false] => EventNoun::Call,
            [true, true, false, false] => EventNoun::Contact,
            [false, false, true, false] => EventNoun::Statement,
            [false, false, false, true] => EventNoun::Act,
            _ => EventNoun::Event,
        };
        let names = |side: Vec<ActorRef<'t>>| side.into_iter().map(Into::into).collect();
        let mut sides = view.sides().into_iter().map(names);
        let actors = match (sides.next(), sides.next()) {
            (Some(a), Some(b)) => ActorPhrase::Between([a, b]),
            (Some(one), None) => ActorPhrase::Of(one),
            _ => ActorPhrase::All,
        };
        Self {
            noun,
            actors,
            is_selected: view.is_selected(),
        }
    }

    /// Says "their" instead of the names.
    #[must_use]
    pub fn theirs(mut self) -> Self {
        self.actors = ActorPhrase::Theirs;
        self
    }
}

/// The rank of an event: "the second meeting between Rubio and Lavrov".
#[derive(Clone, Debug, PartialEq)]
pub struct RankFacts<'t> {
    /// The event.
    pub event: EventName<'t>,
    /// The events among which it is ranked.
    pub among: Counted<'t>,
    /// The rank.
    pub rank: Rank,
}

impl<'t> RankFacts<'t> {
    /// Asks a view for the rank of an event.
    ///
    /// # Errors
    ///
    /// As [`View::rank`].
    pub fn of(view: &View<'t>, event: &str) -> Result<Self, LookupError> {
        Ok(Self {
            event: view.event(event)?.into(),
            among: Counted::of(view),
            rank: view.rank(event)?,
        })
    }
}

/// The number of events: "three or four meetings between Rubio and Lavrov".
#[derive(Clone, Debug, PartialEq)]
pub struct CountFacts<'t> {
    /// The events that are counted.
    pub counted: Counted<'t>,
    /// Their number.
    pub count: Count,
}

impl<'t> CountFacts<'t> {
    /// Asks a view for the number of its events.
    pub fn of(view: &View<'t>) -> Self {
        Self {
            counted: Counted::of(view),
            count: view.count(),
        }
    }
}

/// The time between two events: "10 to 39 days before".
#[derive(Clone, Debug, PartialEq)]
pub struct GapFacts<'t> {
    /// The first event.
    pub first: EventName<'t>,
    /// The second event.
    pub second: EventName<'t>,
    /// The time from the end of the first to the start of the second.
    pub gap: Gap,
}

impl<'t> GapFacts<'t> {
    /// Asks a view for the time between two events.
    ///
    /// # Errors
    ///
    /// As [`View::gap`].
    pub fn of(view: &View<'t>, first: &str, second: &str) -> Result<Self, LookupError> {
        Ok(Self {
            first: view.event(first)?.into(),
            second: view.event(second)?.into(),
            gap: view.gap(first, second)?,
        })
    }
}

/// The order of two events.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderFacts<'t> {
    /// The event that was named first.
    pub first: EventName<'t>,
    /// The event that was named second.
    pub second: EventName<'t>,
    /// The order.
    pub order: Order,
}

impl<'t> OrderFacts<'t> {
    /// Asks a view for the order of two events.
    ///
    /// # Errors
    ///
    /// As [`View::order`].
    pub fn of(view: &View<'t>, first: &str, second: &str) -> Result<Self, LookupError> {
        Ok(Self {
            first: view.event(first)?.into(),
            second: view.event(second)?.into(),
            order: view.order(first, second)?,
        })
    }
}

/// A time without events.
#[derive(Clone, Debug, PartialEq)]
pub struct SilenceFacts<'t> {
    /// The kind of events that did not occur.
    pub counted: Counted<'t>,
    /// The event before the silence.
    pub after: EventName<'t>,
    /// How it ends.
    pub end: SilenceEnd<'t>,
    /// Whether both events certainly belong to the view.
    pub certainty: Certainty,
    /// The length.
    pub length: Gap,
    /// The fraction that sources cover. `None` if no declaration applies.
    pub covered: Option<f64>,
}

/// How a silence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SilenceEnd<'t> {
    /// With an event.
    Event(EventName<'t>),
    /// It still lasts at the start of a day.
    Lasts(NaiveDate),
}

impl<'t> SilenceFacts<'t> {
    /// Asks a view for the silence that lasts at the start of a day. Returns `None` in the same cases as
    /// [`View::current_silence`].
    pub fn current(view: &View<'t>, at: NaiveDate) -> Option<Self> {
        let silence = view.current_silence(Window::from(at))?;
        Some(Self::new(view, &silence, SilenceEnd::Lasts(at)))
    }

    /// Asks a view for its longest silence that has ended. Returns `None` if there is none.
    pub fn longest(view: &View<'t>) -> Option<Self> {
        let silence = view.longest_silences(1).into_iter().next()?;
        let before = silence.before.expect("a longest silence has ended");
        Some(Self::new(view, &silence, SilenceEnd::Event(before.into())))
    }

    fn new(view: &View<'t>, silence: &Silence<'t>, end: SilenceEnd<'t>) -> Self {
        Self {
            counted: Counted::of(view),
            after: silence.after.into(),
            end,
            certainty: silence.certainty,
            length: silence.length,
            covered: silence.covered,
        }
    }
}

/// The verdict on a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct VerdictFacts<'t> {
    /// The text of the claim, in the language of the sentence.
    pub claim: &'t str,
    /// The pair that the claim is about.
    pub sides: Option<Sides<'t>>,
    /// The verdict.
    pub verdict: Verdict,
    /// The events that decide the verdict, or that could decide it if more were known.
    pub events: Vec<EventName<'t>>,
}

impl<'t> VerdictFacts<'t> {
    /// Takes the verdict and the events of a judgement.
    ///
    /// The pair is not part of a judgement: set [`sides`](Self::sides) to name it.
    pub fn of(claim: &'t str, judgement: &Judgement<'t>) -> Self {
        let events = judgement.events.iter().map(|one| one.event.into());
        Self {
            claim,
            sides: None,
            verdict: judgement.verdict,
            events: events.collect(),
        }
    }

    /// The events that a sentence names.
    pub(super) fn deciding(&self) -> &[EventName<'t>] {
        &self.events[..self.events.len().min(3)]
    }
}

/// What changed about an event between two states of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeFacts<'t> {
    /// The event after, or before if it is no longer known.
    pub event: EventName<'t>,
    /// The date that it had before. `None` if the event is new.
    pub date_before: Option<DatePhrase>,
    /// How it changed. Never empty.
    pub kinds: Vec<ChangeKind>,
}

impl<'t> From<&EventChange<'t>> for ChangeFacts<'t> {
    fn from(change: &EventChange<'t>) -> Self {
        let event = change.after.or(change.before);
        Self {
            event: event.expect("a change has a state before or after").into(),
            date_before: change.before.map(EventRef::date_phrase),
            kinds: change.kinds.clone(),
        }
    }
}
