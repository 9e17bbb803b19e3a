//! References to events.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use super::{AboutRef, ActorRef, ParticipantRef, ReportRef, SourceRef};
use crate::code::{Code, MarkClass};
use crate::event::{Count, Form, Kind, Link, Status};
use crate::time::AsOf;
use crate::timeline::{EventIx, Knowledge, More, Stored, StoredAbout, Timeline};
use crate::wire::given;

/// An event of a timeline, as known to the view that it comes from.
///
/// An event of [`Timeline::event`] is known with everything that has been reported.
///
/// Two are equal if they are the same event of the same timeline, as known at the same time and
/// under the same [rule](crate::query::AccountRule).
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::{Event, Kind};
/// use detente::{Certainty, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::person("rubio").named("Marco Rubio"));
/// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
/// builder.event(Event::call("call", "2025-05").party("rubio").party("lavrov"));
/// builder.event(Event::meeting("kuala-lumpur", "2025-07-10").party("rubio").party("lavrov"));
/// let timeline = builder.build()?;
///
/// let (call, meeting) = (timeline.event("call")?, timeline.event("kuala-lumpur")?);
/// assert_eq!(meeting.kind(), Kind::Meeting);
/// assert_eq!(meeting.participants().len(), 2);
/// assert_eq!(call.when().to_string(), "2025-05");
/// assert_eq!(call.before(meeting), Certainty::Certain);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct EventRef<'t> {
    timeline: &'t Timeline,
    ix: EventIx,
    stored: &'t Stored,
    knowledge: Knowledge<'t>,
}

/// How a meeting took place, or how a statement was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Manner {
    /// Whether a meeting was in person. `None` if that is not stated.
    #[serde(deserialize_with = "given")]
    pub in_person: Option<bool>,
    /// How a statement is quoted. `None` if that is not stated.
    #[serde(deserialize_with = "given")]
    pub form: Option<Form>,
    /// Whether a statement is hedged.
    pub hedged: bool,
    /// Whether a statement negates its code: "we will not negotiate".
    pub negated: bool,
}

/// # Kind and participants
impl<'t> EventRef<'t> {
    pub(crate) fn new(timeline: &'t Timeline, ix: EventIx, knowledge: Knowledge<'t>) -> Self {
        Self {
            timeline,
            ix,
            stored: &timeline.events[ix],
            knowledge,
        }
    }

    pub(crate) const fn ix(self) -> EventIx {
        self.ix
    }

    pub(crate) const fn stored(self) -> &'t Stored {
        self.stored
    }

    pub(crate) const fn timeline(self) -> &'t Timeline {
        self.timeline
    }

    pub(crate) const fn knowledge(self) -> Knowledge<'t> {
        self.knowledge
    }

    pub(super) fn more(self) -> Option<&'t More> {
        self.stored.more.as_deref()
    }

    /// The identifier.
    pub const fn id(self) -> &'t str {
        &self.stored.id
    }

    /// The title, or the identifier if the event has no title.
    pub fn title(self) -> &'t str {
        let title = self.more().and_then(|more| more.title.as_deref());
        title.unwrap_or(&self.stored.id)
    }

    /// Its identifiers in other registers, by scheme.
    pub fn external(self) -> &'t BTreeMap<String, String> {
        self.stored.external()
    }

    /// The kind: meeting, call, statement or act.
    pub const fn kind(self) -> Kind {
        self.stored.act.kind
    }

    /// The participants, sorted by role and then by identifier.
    pub fn participants(self) -> impl ExactSizeIterator<Item = ParticipantRef<'t>> + Clone {
        let timeline = self.timeline;
        let stored = self.stored.participants.iter();
        stored.map(move |&one| ParticipantRef::new(timeline, one))
    }

    /// The actors and designations that the event is about.
    ///
    /// Topics are in the [accounts](EventRef::accounts), other events in the [links](EventRef::links).
    pub fn about(self) -> impl Iterator<Item = AboutRef<'t>> {
        let timeline = self.timeline;
        let about = self.more().map_or(&[][..], |more| &more.about);
        about.iter().map(move |one| match *one {
            StoredAbout::Actor(ix) => AboutRef::Actor(ActorRef::new(timeline, ix)),
            StoredAbout::Designation(ix) => AboutRef::Designation(&timeline.designations[ix]),
        })
    }

    /// The code of the event: the stated code, or else the code that the kind implies.
    ///
    /// A meeting implies PLOVER's `CONSULT`, a call `CONSULT/Phone`. Returns `None` for a statement without a
    /// code, which counts as plain comment.
    pub fn code(self) -> Option<Code> {
        self.stored.act.code.clone().or(match self.stored.act.kind {
            Kind::Meeting => Some(Code::CONSULT),
            Kind::Call => Some(Code::CONSULT_PHONE),
            Kind::Statement | Kind::Act => None,
        })
    }

    /// The class of the code, which decides the weight of the event's marks.
    pub(crate) fn class(self) -> MarkClass {
        self.code().map_or(MarkClass::Comment, |code| code.class())
    }

    /// How the meeting took place, or how the statement was made.
    pub const fn manner(self) -> Manner {
        let act = &self.stored.act;
        Manner {
            in_person: act.in_person,
            form: act.form,
            hedged: act.hedged,
            negated: act.negated,
        }
    }

    /// Whether it is a relation that holds from the start of its date to the end: see
    /// [`Event::standing`](crate::Event::standing).
    pub const fn is_standing(self) -> bool {
        self.stored.act.standing
    }

    /// The number of times that the event happened.
    pub fn occurrences(self) -> Count {
        self.more().map_or(Count::ONE, |more| more.occurrences)
    }
}

/// # Status and reports
impl<'t> EventRef<'t> {
    /// The status: planned, cancelled, realised or disputed.
    ///
    /// Returns `None` if no report of the event is in force.
    pub fn status(self) -> Option<Status> {
        self.stored.status(self.knowledge.as_of)
    }

    /// The status as of a day (to its end) or an instant.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::Actor;
    /// use detente::event::{Event, Report, Status};
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
    /// builder.event(
    ///     Event::meeting("visit", "2025-07-12/2025-07-13")
    ///         .party("lavrov")
    ///         .report(Report::by(["lavrov"]).status(Status::Planned).asserted("2025-07-09"))
    ///         .report(Report::by(["lavrov"]).asserted("2025-07-12")),
    /// );
    /// let timeline = builder.build()?;
    /// let visit = timeline.event("visit")?;
    /// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    /// assert_eq!(visit.status_as_of(july(8)), None);
    /// assert_eq!(visit.status_as_of(july(10)), Some(Status::Planned));
    /// assert_eq!(visit.status_as_of(july(12)), Some(Status::Realised));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn status_as_of(self, at: impl Into<AsOf>) -> Option<Status> {
        self.stored
            .status(at.into().timestamp().min(self.knowledge.as_of))
    }

    /// The reports in force: made by the time of the view, and not withdrawn.
    pub fn reports(self) -> impl Iterator<Item = ReportRef<'t>> + Clone {
        let timeline = self.timeline;
        let in_force = self.stored.accounts_in_force(self.knowledge.as_of);
        in_force.map(move |account| ReportRef { timeline, account })
    }

    /// The reports of the outcome: those of a cancellation if the event was cancelled, and otherwise those
    /// that it happened, or that it did not.
    pub(crate) fn outcome_reports(self) -> impl Iterator<Item = ReportRef<'t>> + Clone {
        let is_cancelled = self.status() == Some(Status::Cancelled);
        self.reports().filter(move |report| match report.status() {
            Status::Planned => false,
            Status::Cancelled => is_cancelled,
            Status::Realised | Status::Disputed => !is_cancelled,
        })
    }

    /// The days on which the event may have been cancelled, counted from 1970-01-01: `[first, end)`.
    ///
    /// Returns `None` if it was not cancelled, or if the day is not stated or has no bounds.
    pub(crate) fn cancelled_on(self) -> Option<(i32, i32)> {
        let known_from = |report: &ReportRef<'_>| report.account.known_from;
        let of_status = |status| self.reports().filter(move |one| one.status() == status);
        // The first cancellation after the last plan. Later reports of it only repeat it.
        let last_plan = of_status(Status::Planned).map(|one| known_from(&one)).max();
        let after_plan = of_status(Status::Cancelled)
            .filter(|one| last_plan.is_none_or(|last_plan| known_from(one) >= last_plan));
        let first = after_plan
            .min_by_key(known_from)
            .or_else(|| of_status(Status::Cancelled).min_by_key(known_from))?;
        let published = || first.chain().next().and_then(SourceRef::published);
        let asserted = first.asserted().or_else(published)?;
        asserted.bounds().day_span()
    }
}

/// # Links
impl<'t> EventRef<'t> {
    /// The events that this one links to.
    pub fn links(self) -> impl Iterator<Item = (Link, EventRef<'t>)> {
        let links = self.timeline.links_of(self.ix).iter();
        self.known_links(links.map(|&(_, link, to)| (link, to)))
    }

    /// The events that link to this one.
    pub fn linked_from(self) -> impl Iterator<Item = (Link, EventRef<'t>)> {
        let backlinks = self.timeline.backlinks_of(self.ix).iter();
        self.known_links(backlinks.map(|&(_, from, link)| (link, from)))
    }

    /// The events of some links, without those that the view does not know.
    fn known_links(
        self,
        links: impl Iterator<Item = (Link, EventIx)>,
    ) -> impl Iterator<Item = (Link, EventRef<'t>)> {
        links
            .map(move |(link, ix)| (link, EventRef::new(self.timeline, ix, self.knowledge)))
            .filter(|(_, event)| event.status().is_some())
    }
}

crate::wire::object!(EventRef<'_>, "EventRef", |it| {
    "id": it.id(),
    "when": it.when(),
    "title": it.title(),
});

impl PartialEq for EventRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.timeline, other.timeline)
            && self.ix == other.ix
            && self.knowledge == other.knowledge
    }
}

impl Eq for EventRef<'_> {}

impl Hash for EventRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ix.hash(state);
    }
}
