//! What happened: meetings, calls, statements, and every other act.
//!
//! An [`Event`] is stated here and checked when a timeline is built, since only
//! the whole record can tell whether the actors it names are in it. One event is
//! one thing that happened, however many reports there are of it: planned,
//! realised, cancelled and disputed are assertions on the one event, and accounts
//! that disagree on its date, place or numbers stand side by side, each with
//! its source.
//!
//! | word | means |
//! | :-- | :-- |
//! | [`Kind`] | meeting, call, statement, or another act |
//! | [`Role`] | how an actor takes part: as a party, source, target, host |
//! | [`Link`] | how one event stands to another: part of it, about it |
//! | [`Report`] | one account of the event: who says so, when, and what |
//! | [`Account`] | what is said: date, place, numbers, topics, at whose initiative |

mod count;
mod quantity;
mod source;

use std::fmt;

pub use count::{Count, CountError};
pub use quantity::{
    ABOUT_MARGIN, Amount, MAX_AMOUNT, MAX_UNIT_BYTES, Quantity, QuantityError, SumError,
    UnitMismatch,
};
pub use source::{CoverageDeclaration, MAX_CHAIN, Report, Source, Status};

use crate::code::Code;
use crate::time::When;

/// The most participants of one event.
pub const MAX_PARTICIPANTS: usize = 256;
/// The most reports, links, topics or measures of one event, each.
pub const MAX_PER_EVENT: usize = 1_000;

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// People met, in one room or on a screen.
    Meeting,
    /// People spoke by telephone.
    Call,
    /// Someone said something.
    Statement,
    /// Every other act, told by its code.
    Act,
}

impl Kind {
    /// Every kind, in the order in which they are listed here.
    pub const ALL: [Self; 4] = [Self::Meeting, Self::Call, Self::Statement, Self::Act];

    /// The word for the kind in the written form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Call => "call",
            Self::Statement => "statement",
            Self::Act => "act",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How an actor takes part in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// On a par with the others: meets, calls, agrees.
    Party,
    /// Who acts; of a statement, who speaks.
    Source,
    /// Upon whom; of a statement, whom it praises or blames.
    Target,
    /// To whom a statement is made.
    Addressee,
    /// Who receives the parties without being one.
    Host,
    /// Who brings the parties together without being one.
    Mediator,
    /// Who is there, and deals with nobody in particular: one of 27 delegations.
    Attendee,
}

impl Role {
    /// Every role, in the order in which they are listed here.
    pub const ALL: [Self; 7] = [
        Self::Party,
        Self::Source,
        Self::Target,
        Self::Addressee,
        Self::Host,
        Self::Mediator,
        Self::Attendee,
    ];

    /// The word for the role.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Source => "source",
            Self::Target => "target",
            Self::Addressee => "addressee",
            Self::Host => "host",
            Self::Mediator => "mediator",
            Self::Attendee => "attendee",
        }
    }

    /// Whether two who take part so were in contact: all but attendees.
    pub const fn engages(self) -> bool {
        !matches!(self, Self::Attendee)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How one event stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Link {
    /// Belongs to it, and lies within its time: a session of a conference.
    PartOf,
    /// Took place beside it: "on the sidelines of".
    SidelinesOf,
    /// Replies to it, and so does not begin before it.
    Answers,
    /// Talks about it.
    About,
    /// Comes out of it, and so does not begin before it: a visit on an invitation.
    Follows,
}

impl Link {
    /// Every kind of link, in the order in which they are listed here.
    pub const ALL: [Self; 5] = [
        Self::PartOf,
        Self::SidelinesOf,
        Self::Answers,
        Self::About,
        Self::Follows,
    ];

    /// The words for the link.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PartOf => "part of",
            Self::SidelinesOf => "on the sidelines of",
            Self::Answers => "answers",
            Self::About => "about",
            Self::Follows => "follows",
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// In what form a statement came down to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Quoted word for word.
    Direct,
    /// Quoted in part: "quite calm".
    Partial,
    /// Told in the words of another.
    Indirect,
}

impl Form {
    /// Every form, in the order in which they are listed here.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Partial, Self::Indirect];

    /// The word for the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Partial => "partial",
            Self::Indirect => "indirect",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// An actor's part in an event, and on whose behalf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    pub(crate) actor: String,
    pub(crate) role: Role,
    pub(crate) on_behalf_of: Option<String>,
}

impl Participant {
    /// The actor takes part in the role.
    #[must_use]
    pub fn new(actor: impl Into<String>, role: Role) -> Self {
        Self {
            actor: actor.into(),
            role,
            on_behalf_of: None,
        }
    }

    /// Names whom the actor stands for here, whatever its affiliations say.
    #[must_use]
    pub fn on_behalf_of(mut self, party: impl Into<String>) -> Self {
        self.on_behalf_of = Some(party.into());
        self
    }

    /// The identifier of who takes part.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// How.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The identifier of whom it stands for here, where that is stated.
    pub fn party(&self) -> Option<&str> {
        self.on_behalf_of.as_deref()
    }
}

/// Where something happened, and on whose soil.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    pub(crate) name: String,
    pub(crate) soil: Option<String>,
}

impl Place {
    /// A place by its name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            soil: None,
        }
    }

    /// Names the state, by its identifier, on whose soil the place lies.
    ///
    /// The owner of the soil is no party to what happens there.
    #[must_use]
    pub fn on_soil_of(mut self, state: impl Into<String>) -> Self {
        self.soil = Some(state.into());
        self
    }

    /// The name of the place.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The identifier of the state on whose soil it lies, where it is told.
    pub fn soil(&self) -> Option<&str> {
        self.soil.as_deref()
    }
}

/// A number that is part of an event: 400 drones, about 50 minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub(crate) name: Box<str>,
    pub(crate) quantity: Quantity,
    pub(crate) part_of: Option<Box<str>>,
}

impl Measure {
    /// A named quantity: `duration`, `drones`.
    #[must_use]
    pub fn new(name: impl Into<String>, quantity: Quantity) -> Self {
        Self {
            name: name.into().into_boxed_str(),
            quantity,
            part_of: None,
        }
    }

    /// Says that it counts into another measure of the same event.
    ///
    /// Of 18 missiles 8 were ballistic: the 8 are part of the 18, and the 18 of
    /// all that was launched, so that nobody adds the 8 a second time.
    #[must_use]
    pub fn part_of(mut self, whole: impl Into<String>) -> Self {
        self.part_of = Some(whole.into().into_boxed_str());
        self
    }

    /// What is measured.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How much of it.
    pub const fn quantity(&self) -> &Quantity {
        &self.quantity
    }

    /// The measure that it counts into.
    pub fn whole(&self) -> Option<&str> {
        self.part_of.as_deref()
    }
}

/// What is said of an event by one account, or by all.
///
/// What an event states itself is the part that its reports share; what a
/// [`Report`] states beside it is that report's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub(crate) when: Option<When>,
    pub(crate) place: Option<Place>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) ordinal: Option<u32>,
    pub(crate) topics: Vec<Box<str>>,
    pub(crate) initiators: Vec<Box<str>>,
}

impl Account {
    /// Nothing said yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says when it happened.
    #[must_use]
    pub fn when(mut self, when: When) -> Self {
        self.when = Some(when);
        self
    }

    /// Says where it happened.
    #[must_use]
    pub fn place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a number.
    #[must_use]
    pub fn measure(mut self, measure: Measure) -> Self {
        self.measures.push(measure);
        self
    }

    /// Says which of its kind it was: "the second time".
    #[must_use]
    pub const fn ordinal(mut self, ordinal: u32) -> Self {
        self.ordinal = Some(ordinal);
        self
    }

    /// Adds a topic that was talked about.
    #[must_use]
    pub fn topic(mut self, topic: impl Into<String>) -> Self {
        self.topics.push(topic.into().into_boxed_str());
        self
    }

    /// Says at whose initiative it was: the identifier of who called, or of its side.
    ///
    /// "The call took place at the initiative of the American side." It says nothing of
    /// who took part, and weighs nothing: a call is one between both.
    #[must_use]
    pub fn initiator(mut self, actor: impl Into<String>) -> Self {
        self.initiators.push(actor.into().into_boxed_str());
        self
    }

    /// When it happened, if that is said.
    pub const fn date(&self) -> Option<&When> {
        self.when.as_ref()
    }

    /// Where it happened, if that is said.
    pub const fn location(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The numbers.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The topics.
    pub fn topics(&self) -> impl ExactSizeIterator<Item = &str> {
        self.topics.iter().map(|topic| &**topic)
    }

    /// The identifiers of those at whose initiative it was.
    pub fn initiators(&self) -> impl ExactSizeIterator<Item = &str> {
        self.initiators.iter().map(|actor| &**actor)
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An event as stated, to be checked when the timeline is built.
///
/// # Example
///
/// ```
/// use detente::event::{Event, Kind, Link, Place};
/// use detente::When;
///
/// let meeting = Event::meeting("kuala-lumpur", When::parse("2025-07-10")?)
///     .in_person(true)
///     .party("rubio")
///     .party("lavrov")
///     .at(Place::new("Kuala Lumpur").on_soil_of("MYS"))
///     .link(Link::SidelinesOf, "asean-ministers")
///     .reported_by("reuters");
/// assert_eq!(meeting.kind(), Kind::Meeting);
/// # Ok::<(), detente::WhenError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) when: When,
    pub(crate) title: Option<String>,
    pub(crate) code: Option<Code>,
    pub(crate) in_person: Option<bool>,
    pub(crate) form: Option<Form>,
    pub(crate) hedged: bool,
    pub(crate) negated: bool,
    pub(crate) participants: Vec<Participant>,
    pub(crate) about: Vec<String>,
    pub(crate) links: Vec<(Link, String)>,
    pub(crate) occurrences: Count,
    pub(crate) facts: Account,
    pub(crate) reports: Vec<Report>,
}

impl Event {
    /// An event of some kind. [`Event::meeting`] and its siblings say it shorter.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: Kind, when: When) -> Self {
        Self {
            id: id.into(),
            kind,
            when,
            title: None,
            code: None,
            in_person: None,
            form: None,
            hedged: false,
            negated: false,
            participants: Vec::new(),
            about: Vec::new(),
            links: Vec::new(),
            occurrences: Count::ONE,
            facts: Account::default(),
            reports: Vec::new(),
        }
    }

    /// People met. Whether in person is for [`Event::in_person`] to say.
    #[must_use]
    pub fn meeting(id: impl Into<String>, when: When) -> Self {
        Self::new(id, Kind::Meeting, when)
    }

    /// People spoke by telephone.
    #[must_use]
    pub fn call(id: impl Into<String>, when: When) -> Self {
        Self::new(id, Kind::Call, when)
    }

    /// Someone said something.
    #[must_use]
    pub fn statement(id: impl Into<String>, speaker: impl Into<String>, when: When) -> Self {
        Self::new(id, Kind::Statement, when).with(Participant::new(speaker, Role::Source))
    }

    /// An act, told by its code.
    #[must_use]
    pub fn act(id: impl Into<String>, code: Code, when: When) -> Self {
        Self::new(id, Kind::Act, when).coded(code)
    }

    /// Gives it a title of a line.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Codes what was done.
    ///
    /// Uncoded, a meeting counts as PLOVER's `CONSULT`, a call as `CONSULT/Phone`,
    /// and a statement as plain comment.
    #[must_use]
    pub fn coded(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }

    /// Says whether those who met were in one room.
    #[must_use]
    pub const fn in_person(mut self, in_person: bool) -> Self {
        self.in_person = Some(in_person);
        self
    }

    /// Says in what form the statement came down.
    #[must_use]
    pub const fn form(mut self, form: Form) -> Self {
        self.form = Some(form);
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
    /// A statement that denies has no valence from that code: not agreeing is
    /// not the opposite of agreeing.
    #[must_use]
    pub const fn negated(mut self) -> Self {
        self.negated = true;
        self
    }

    /// Adds a party.
    #[must_use]
    pub fn party(self, actor: impl Into<String>) -> Self {
        self.with(Participant::new(actor, Role::Party))
    }

    /// Adds whom the act or statement is directed at.
    #[must_use]
    pub fn target(self, actor: impl Into<String>) -> Self {
        self.with(Participant::new(actor, Role::Target))
    }

    /// Adds a participant in any role.
    #[must_use]
    pub fn with(mut self, participant: Participant) -> Self {
        self.participants.push(participant);
        self
    }

    /// Adds an actor, or a [designation](crate::actor::Designation), that is talked about.
    ///
    /// Who is talked about takes no part and gets no mark.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.about.push(subject.into());
        self
    }

    /// Adds a topic that was talked about, according to every report.
    #[must_use]
    pub fn topic(mut self, topic: impl Into<String>) -> Self {
        self.facts = self.facts.topic(topic);
        self
    }

    /// Says at whose initiative it was, according to every report.
    #[must_use]
    pub fn initiator(mut self, actor: impl Into<String>) -> Self {
        self.facts = self.facts.initiator(actor);
        self
    }

    /// Says where it happened, according to every report.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.facts = self.facts.place(place);
        self
    }

    /// Adds a number, according to every report.
    #[must_use]
    pub fn measure(mut self, measure: Measure) -> Self {
        self.facts = self.facts.measure(measure);
        self
    }

    /// Says which of its kind it was, according to every report.
    #[must_use]
    pub fn ordinal(mut self, ordinal: u32) -> Self {
        self.facts = self.facts.ordinal(ordinal);
        self
    }

    /// Ties it to another event.
    #[must_use]
    pub fn link(mut self, link: Link, event: impl Into<String>) -> Self {
        self.links.push((link, event.into()));
        self
    }

    /// Says how often it happened: "they spoke in May" is at least once.
    #[must_use]
    pub const fn occurrences(mut self, occurrences: Count) -> Self {
        self.occurrences = occurrences;
        self
    }

    /// Adds a plain report by one source.
    #[must_use]
    pub fn reported_by(self, source: impl Into<String>) -> Self {
        self.report(Report::by([source]))
    }

    /// Adds a report.
    #[must_use]
    pub fn report(mut self, report: Report) -> Self {
        self.reports.push(report);
        self
    }

    /// The identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What kind of thing happened.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// When it happened, according to every report that does not say otherwise.
    pub const fn when(&self) -> &When {
        &self.when
    }

    /// Who takes part.
    pub fn participants(&self) -> &[Participant] {
        &self.participants
    }

    /// The events that it is tied to, by identifier.
    pub fn links(&self) -> impl ExactSizeIterator<Item = (Link, &str)> {
        self.links
            .iter()
            .map(|(link, event)| (*link, event.as_str()))
    }

    /// What is said of it by every report.
    pub const fn facts(&self) -> &Account {
        &self.facts
    }

    /// The reports.
    pub fn reports(&self) -> &[Report] {
        &self.reports
    }
}
