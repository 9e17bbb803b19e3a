//! Events: meetings, calls, statements and other acts, with their reports.
//!
//! An [`Event`] is unchecked input. It is checked when a timeline is built, because only the whole
//! timeline shows whether the actors that it names exist. An event is one thing that happened,
//! however many sources report it. *Planned*, *realised*, *cancelled* and *disputed* are therefore not
//! kinds of events: they are what reports assert about the same event. Accounts that disagree on a date,
//! a place or a number are all kept, each with its source.
//!
//! | type | what it is |
//! | :-- | :-- |
//! | [`Kind`] | meeting, call, statement, or another act |
//! | [`Role`], [`Participant`] | how an actor takes part: as a party, source, target, host … |
//! | [`Link`] | how an event relates to another: part of it, about it … |
//! | [`Report`], [`Status`] | who says that it happened, when, and with which status |
//! | [`Account`] | what a report says: date, place, numbers, topics, initiators |
//! | [`Quantity`], [`Count`] | numbers with bounds: "about 50 minutes", "at least 2" |
//! | [`Source`], [`CoverageDeclaration`] | where reports come from, and which days it covers |
//!
//! # Example
//!
//! ```
//! use detente::{Actor, Event, Timeline};
//! use detente::event::{Report, Source, Status};
//!
//! let timeline = Timeline::builder()
//!     .actor(Actor::person("rubio").named("Marco Rubio"))
//!     .actor(Actor::person("lavrov").named("Sergey Lavrov"))
//!     .source(Source::new("reuters").named("Reuters").published("2025-07-10"))
//!     .event(
//!         Event::meeting("kuala-lumpur", "2025-07-10")
//!             .between("rubio", "lavrov")
//!             .at("Kuala Lumpur")
//!             .report(Report::by(["reuters", "rubio"])),
//!     )
//!     .build()?;
//! let meeting = timeline.event("kuala-lumpur")?;
//! assert_eq!(meeting.place().unwrap().name, "Kuala Lumpur");
//! assert_eq!(meeting.reports().count(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//!
//! An event has up to [`MAX_PARTICIPANTS`] participants and up to [`MAX_PER_EVENT`] reports, links,
//! topics and measures each. A chain of attribution has up to [`MAX_CHAIN`] sources.

mod account;
mod citation;
mod count;
mod kind;
mod quantity;
mod source;

pub use account::{Account, Measure, Participant, Place};
pub use citation::Citation;
pub use count::Count;
pub use kind::{Form, Kind, Link, Role};
#[cfg(feature = "sentences")]
pub(crate) use quantity::grouped;
pub use quantity::{
    ABOUT_MARGIN, Amount, MAX_AMOUNT, MAX_UNIT_BYTES, Quantity, QuantityError, UnitError,
};
pub use source::{CoverageDeclaration, MAX_CHAIN, Report, Source, Status};

use std::collections::BTreeMap;

use crate::code::Code;
use crate::time::{DateErrors, DateInput, When};

/// The maximum number of participants of an event.
pub const MAX_PARTICIPANTS: usize = 256;
/// The maximum number of reports of an event, and of its links, its topics and its measures.
pub const MAX_PER_EVENT: usize = 1_000;

/// An event: a meeting, a call, a statement or another act.
///
/// Nothing is checked until the timeline is built. Dates are EDTF text or a [`When`].
///
/// # Example
///
/// ```
/// use detente::Event;
/// use detente::event::{Kind, Link, Place};
///
/// let meeting = Event::meeting("kuala-lumpur", "2025-07-10")
///     .in_person(true)
///     .between("rubio", "lavrov")
///     .at(Place::new("Kuala Lumpur").on_soil_of("MYS"))
///     .link(Link::SidelinesOf, "asean-ministers")
///     .reported_by("reuters");
/// assert_eq!(meeting.kind, Kind::Meeting);
/// assert_eq!(meeting.participants.len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The identifier. Your choice, and unique in the timeline.
    pub id: String,
    /// The kind.
    pub kind: Kind,
    /// When it happened, according to every report that does not give its own date.
    ///
    /// [`When::undated`] if the date was text that cannot be parsed. `build` then returns an error.
    pub when: When,
    /// A title of one line.
    pub title: Option<String>,
    /// The code of the act. See [`code`](Self::code) for events without a code.
    pub code: Option<Code>,
    /// Whether the participants of a meeting were in one place. `None` if unknown.
    pub in_person: Option<bool>,
    /// How a statement is quoted.
    pub form: Option<Form>,
    /// Whether a statement is hedged: "possible", "may".
    pub hedged: bool,
    /// Whether a statement denies what its code says.
    pub negated: bool,
    /// Whether an act is a relation that holds from the start of its date to the end. See [`standing`](Self::standing).
    pub standing: bool,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// The actors or designations that it is about.
    pub about: Vec<String>,
    /// Links to other events, by identifier.
    pub links: Vec<(Link, String)>,
    /// How many events it summarises: "they spoke several times in May" is at least two.
    pub occurrences: Count,
    /// What all reports say.
    pub account: Account,
    /// The reports.
    pub reports: Vec<Report>,
    /// The identifiers of the event in other registers, by scheme.
    pub external: BTreeMap<String, String>,
    pub(crate) date_errors: DateErrors,
}

impl Event {
    /// Creates a meeting. See also [`in_person`](Self::in_person).
    #[must_use]
    pub fn meeting(id: impl Into<String>, when: impl Into<DateInput>) -> Self {
        Self::new(id, Kind::Meeting, when)
    }

    /// Creates a call, by telephone or video.
    ///
    /// Both are one kind of event, and PLOVER's `CONSULT/Phone`, the default code, covers both. Only a
    /// [`code`](Self::code) of another system tells them apart, such as `cameo:041` for a call by telephone.
    /// It is scored with a [scale](crate::code::Scale) that lists it.
    #[must_use]
    pub fn call(id: impl Into<String>, when: impl Into<DateInput>) -> Self {
        Self::new(id, Kind::Call, when)
    }

    /// Creates a statement. Add the speaker with [`by`](Self::by).
    #[must_use]
    pub fn statement(id: impl Into<String>, when: impl Into<DateInput>) -> Self {
        Self::new(id, Kind::Statement, when)
    }

    /// Creates an act with its code. Add the actors with [`by`](Self::by) and
    /// [`target`](Self::target).
    #[must_use]
    pub fn act(id: impl Into<String>, when: impl Into<DateInput>, code: impl Into<Code>) -> Self {
        Self::new(id, Kind::Act, when).code(code)
    }

    /// Creates an event of a given kind.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: Kind, when: impl Into<DateInput>) -> Self {
        let mut date_errors = DateErrors::default();
        Self {
            id: id.into(),
            kind,
            when: date_errors.take_in("when", when),
            title: None,
            code: None,
            in_person: None,
            form: None,
            hedged: false,
            negated: false,
            standing: false,
            participants: Vec::new(),
            about: Vec::new(),
            links: Vec::new(),
            occurrences: Count::ONE,
            account: Account::default(),
            reports: Vec::new(),
            external: BTreeMap::new(),
            date_errors,
        }
    }

    /// Adds two parties.
    #[must_use]
    pub fn between(self, one: impl Into<String>, other: impl Into<String>) -> Self {
        self.party(one).party(other)
    }

    /// Adds a party.
    #[must_use]
    pub fn party(self, actor: impl Into<String>) -> Self {
        self.participant(Participant::new(actor, Role::Party))
    }

    /// Adds the source actor: who acts, or who speaks in a statement.
    #[must_use]
    pub fn by(self, actor: impl Into<String>) -> Self {
        self.participant(Participant::new(actor, Role::Source))
    }

    /// Adds the target actor of an act or a statement.
    #[must_use]
    pub fn target(self, actor: impl Into<String>) -> Self {
        self.participant(Participant::new(actor, Role::Target))
    }

    /// Adds a participant in any role, possibly on behalf of another actor.
    #[must_use]
    pub fn participant(mut self, participant: Participant) -> Self {
        self.participants.push(participant);
        self
    }

    /// Sets the place, according to every report: its name, or a [`Place`].
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        self.account = self.account.place(place);
        self
    }

    /// Sets the title, one line.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the code of the act.
    ///
    /// Without a code, a meeting is scored as PLOVER's `CONSULT`, a call as `CONSULT/Phone`, and a
    /// statement as a plain comment.
    #[must_use]
    pub fn code(mut self, code: impl Into<Code>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets whether the participants of a meeting were in one place.
    #[must_use]
    pub const fn in_person(mut self, in_person: bool) -> Self {
        self.in_person = Some(in_person);
        self
    }

    /// Adds a report without further details by one source.
    #[must_use]
    pub fn reported_by(self, source: impl Into<String>) -> Self {
        self.report(Report::by([source]))
    }

    /// Adds a report.
    #[must_use]
    pub fn report(mut self, mut report: Report) -> Self {
        self.date_errors.absorb(&mut report.date_errors);
        self.reports.push(report);
        self
    }

    /// Adds a link to another event.
    #[must_use]
    pub fn link(mut self, link: Link, event: impl Into<String>) -> Self {
        self.links.push((link, event.into()));
        self
    }

    /// Adds an actor or a [designation](crate::actor::Designation) that the event is about.
    ///
    /// An actor that an event is about does not take part, and its relations are not scored.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.about.push(subject.into());
        self
    }

    /// Adds a topic, according to every report.
    #[must_use]
    pub fn topic(mut self, topic: impl Into<Box<str>>) -> Self {
        self.account = self.account.topic(topic);
        self
    }

    /// Adds an initiator, according to every report.
    #[must_use]
    pub fn initiator(mut self, actor: impl Into<Box<str>>) -> Self {
        self.account = self.account.initiator(actor);
        self
    }

    /// Adds a number, according to every report.
    #[must_use]
    pub fn measure(mut self, measure: Measure) -> Self {
        self.account = self.account.measure(measure);
        self
    }

    /// Sets the ordinal, according to every report: 2 for "the second meeting".
    #[must_use]
    pub fn ordinal(mut self, ordinal: u32) -> Self {
        self.account = self.account.ordinal(ordinal);
        self
    }

    /// Sets how many events it summarises: "they spoke in May" is at least one.
    #[must_use]
    pub const fn occurrences(mut self, occurrences: Count) -> Self {
        self.occurrences = occurrences;
        self
    }

    /// Sets the identifier of the event in another register: the scheme, such as `wikidata`, and the value
    /// there, such as `Q135838373`.
    ///
    /// An event has one value of a scheme, and no other event of the timeline has the same.
    /// See [`Actor::external`](crate::Actor::external).
    #[must_use]
    pub fn external(mut self, scheme: impl Into<String>, value: impl Into<String>) -> Self {
        self.external.insert(scheme.into(), value.into());
        self
    }

    /// Sets how a statement is quoted.
    #[must_use]
    pub const fn form(mut self, form: Form) -> Self {
        self.form = Some(form);
        self
    }

    /// Marks an act as a relation that holds from the start of its date to the end: an alliance, a rupture of
    /// diplomatic relations, sanctions, a post that is filled.
    ///
    /// Its date is an extent, such as `1949-04-04/..` for a relation that still holds. It is a state and not an
    /// occurrence: it ends no silence or gap, and belongs to no episode or rhythm. [`View::in_force`](crate::View::in_force) finds
    /// the relations of a day, and [`View::during`](crate::View::during) what happened while they held.
    ///
    /// In a view as of a day, it is known once it is over, or once it has begun if its end is open. A report with a
    /// date of its own says when it was known: one that it began, and a later one with both dates.
    ///
    /// In a score it makes a mark on its first day alone. A scale can state that its code makes a second one when
    /// it is over: see [`Scale::with_standing`](crate::code::Scale::with_standing).
    #[must_use]
    pub const fn standing(mut self) -> Self {
        self.standing = true;
        self
    }

    /// Marks a statement as hedged: "possible", "may".
    #[must_use]
    pub const fn hedged(mut self) -> Self {
        self.hedged = true;
        self
    }

    /// Marks a statement as the denial of what its code says.
    ///
    /// A denial has no valence: not agreeing is not the opposite of agreeing.
    #[must_use]
    pub const fn negated(mut self) -> Self {
        self.negated = true;
        self
    }
}
