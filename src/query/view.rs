//! Filters that borrow: between, of a kind, within, as of, from a source.
//!
//! A view is a question's ground. It starts out as everything that happened and
//! every call makes it narrower, in whatever order, until an answer is asked of
//! it. It holds what *may* belong to it; how certain that is, [`View::certainty`]
//! tells for each event, and counts and ranks come with bounds.

mod belonging;
mod coverage;
mod events;

pub use events::Events;

use crate::event::{Kind, Status};
use crate::query::side::{Pair, ResolvedSide};
use crate::query::{AccountRule, Side};
use crate::time::{AsOf, Window};
use crate::timeline::{ActorIx, EventIx, EventRef, Knowledge, LookupError, SourceIx, Timeline};

/// Part of a timeline, as known to the asker.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::{Count, Event};
/// use detente::{Timeline, When};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::person("rubio").named("Marco Rubio"));
/// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
/// let day = |text| When::parse(text);
/// builder.event(Event::call("may", day("2025-05")?).party("rubio").party("lavrov"));
/// builder.event(Event::meeting("july", day("2025-07-10")?).party("rubio").party("lavrov"));
/// let timeline = builder.build()?;
///
/// let contacts = timeline.between("Marco Rubio", "lavrov")?;
/// assert_eq!(contacts.calls().count(), Count::exactly(1));
/// assert_eq!(contacts.meetings().last().unwrap().id(), "july");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a view answers nothing until it is asked"]
pub struct View<'t> {
    timeline: &'t Timeline,
    knowledge: Knowledge<'t>,
    filter: Filter,
}

#[derive(Clone, Debug)]
struct Filter {
    /// The first pair and the first actor: their lists are walked.
    pair: Option<Pair>,
    actor: Option<ResolvedSide>,
    kinds: u8,
    statuses: u8,
    in_person: bool,
    /// Whether predecessors count for those who succeeded them.
    predecessors: bool,
    window: Window,
    /// What few questions ask, apart: a view is copied at every step.
    more: Option<Box<More>>,
}

#[derive(Clone, Debug, Default)]
struct More {
    pairs: Vec<Pair>,
    actors: Vec<ResolvedSide>,
    about: Vec<About>,
    sources: Vec<SourceIx>,
    initiators: Vec<ResolvedSide>,
}

impl Filter {
    fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    fn pairs(&self) -> impl Iterator<Item = &Pair> {
        let more = self.more.as_deref();
        self.pair
            .iter()
            .chain(more.map_or(&[][..], |more| &more.pairs))
    }

    fn actors(&self) -> impl Iterator<Item = &ResolvedSide> {
        let more = self.more.as_deref();
        self.actor
            .iter()
            .chain(more.map_or(&[][..], |more| &more.actors))
    }
}

/// What `about` asks for: an actor, an event or a topic, whichever goes by the name.
#[derive(Clone, Debug)]
struct About {
    actor: Option<ActorIx>,
    event: Option<EventIx>,
    topic: Box<str>,
}

const fn bit(status: Status) -> u8 {
    1 << status as u8
}

/// A bit for each kind of event.
const ALL_KINDS: u8 = (1 << Kind::ALL.len()) - 1;

const HAPPENED: u8 = bit(Status::Realised) | bit(Status::Disputed);

impl<'t> View<'t> {
    pub(crate) const fn new(timeline: &'t Timeline) -> Self {
        Self {
            timeline,
            knowledge: Knowledge::ALL,
            filter: Filter {
                pair: None,
                actor: None,
                kinds: u8::MAX,
                statuses: HAPPENED,
                in_person: false,
                predecessors: false,
                window: Window::ALL,
                more: None,
            },
        }
    }

    /// The timeline that it is a view of.
    pub const fn timeline(&self) -> &'t Timeline {
        self.timeline
    }

    /// Only where both of two sides, or those who stood for them, were in contact.
    ///
    /// A side is an actor or [several](Side). A person counts for a state only
    /// while in office: a meeting of two ministers is one between their states. A
    /// member counts for its group while it belongs to it. Attendees of the same
    /// event are not in contact by that alone, nor are two of one side.
    ///
    /// # Errors
    ///
    /// If a name is unknown or not clear, a side has nobody, or somebody is on both.
    pub fn between<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
    ) -> Result<Self, LookupError> {
        let pair = self.pair(&a.into(), &b.into())?;
        Ok(self.clone().between_pair(pair))
    }

    /// Two sides as this view sees them.
    pub(crate) fn pair(&self, a: &Side<'_>, b: &Side<'_>) -> Result<Pair, LookupError> {
        let timeline = self.timeline;
        let pair = Pair::new(timeline, a.side(timeline)?, b.side(timeline)?)?;
        Ok(if self.filter.predecessors {
            pair.with_predecessors(timeline)
        } else {
            pair
        })
    }

    pub(crate) fn between_pair(mut self, pair: Pair) -> Self {
        if self.filter.pair.is_none() {
            self.filter.pair = Some(pair);
        } else {
            self.filter.more().pairs.push(pair);
        }
        self
    }

    /// Only where an actor or one of [several](Side), or someone who stood for them, took part
    /// in any role.
    ///
    /// # Errors
    ///
    /// If a name is unknown or not clear, or there is none.
    pub fn involving<'n>(&self, actors: impl Into<Side<'n>>) -> Result<Self, LookupError> {
        let side = self.side(&actors.into())?;
        let mut view = self.clone();
        if view.filter.actor.is_none() {
            view.filter.actor = Some(side);
        } else {
            view.filter.more().actors.push(side);
        }
        Ok(view)
    }

    /// Only what is said to have been at the initiative of an actor or one of several, or of
    /// someone who stood for them: who called whom.
    ///
    /// Of accounts that differ it is enough that one says so: whether it is certain,
    /// [`View::certainty`] tells.
    ///
    /// # Errors
    ///
    /// If a name is unknown or not clear, or there is none.
    pub fn initiated_by<'n>(&self, actors: impl Into<Side<'n>>) -> Result<Self, LookupError> {
        let side = self.side(&actors.into())?;
        let mut view = self.clone();
        view.filter.more().initiators.push(side);
        Ok(view)
    }

    /// One side as this view sees it.
    fn side(&self, parties: &Side<'_>) -> Result<ResolvedSide, LookupError> {
        let side = parties.side(self.timeline)?;
        Ok(if self.filter.predecessors {
            side.with_predecessors(self.timeline, &[])
        } else {
            side
        })
    }

    /// Counts what an actor did before it was succeeded for those who succeeded it.
    ///
    /// Without this a question about Russia is about Russia alone. With it, whoever is
    /// asked about, here or in a later step, stands for its predecessors and theirs
    /// as well, in each case until the [handover](crate::actor::Succession): what may
    /// lie on either side of it is possible, and what an actor did after it was
    /// succeeded is its own. One predecessor of several counts for each of them, when
    /// each is asked about. Between two who were one party before, what that party
    /// did counts for neither.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::{Count, Event};
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("USA").named("United States"));
    /// builder.actor(Actor::state("SUN").named("Soviet Union"));
    /// builder.actor(Actor::state("RUS").named("Russia").succeeds("SUN", "1991-12-26"));
    /// let summit = |id, day| Ok::<_, detente::WhenError>(Event::meeting(id, When::parse(day)?));
    /// builder.event(summit("malta", "1989-12-02/1989-12-03")?.party("USA").party("SUN"));
    /// builder.event(summit("camp-david", "1992-02-01")?.party("USA").party("RUS"));
    /// let timeline = builder.build()?;
    ///
    /// assert_eq!(timeline.between("USA", "RUS")?.count(), Count::exactly(1));
    /// let through = timeline.view().with_predecessors().between("USA", "RUS")?;
    /// assert_eq!(through.count(), Count::exactly(2));
    /// assert_eq!(through.first().unwrap().id(), "malta");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_predecessors(&self) -> Self {
        let (mut view, timeline) = (self.clone(), self.timeline);
        let filter = &mut view.filter;
        if filter.predecessors {
            return view;
        }
        filter.predecessors = true;
        let mut more = filter.more.as_deref_mut();
        let pairs = more.iter_mut().flat_map(|more| &mut more.pairs);
        for pair in filter.pair.iter_mut().chain(pairs) {
            *pair = pair.with_predecessors(timeline);
        }
        let sides = more
            .iter_mut()
            .flat_map(|more| more.actors.iter_mut().chain(&mut more.initiators));
        for side in filter.actor.iter_mut().chain(sides) {
            *side = side.with_predecessors(timeline, &[]);
        }
        view
    }

    /// Only events of a kind.
    pub fn of_kind(&self, kind: Kind) -> Self {
        let mut view = self.clone();
        view.filter.kinds &= 1 << kind as u8;
        view
    }

    /// Only meetings.
    pub fn meetings(&self) -> Self {
        self.of_kind(Kind::Meeting)
    }

    /// Only calls.
    pub fn calls(&self) -> Self {
        self.of_kind(Kind::Call)
    }

    /// Only statements.
    pub fn statements(&self) -> Self {
        self.of_kind(Kind::Statement)
    }

    /// Only meetings of which it is said that they were in person.
    pub fn in_person(&self) -> Self {
        let mut view = self.clone();
        view.filter.in_person = true;
        view
    }

    /// Meetings and calls: those in which people spoke with each other.
    pub fn contacts(&self) -> Self {
        let mut view = self.clone();
        view.filter.kinds &= 1 << Kind::Meeting as u8 | 1 << Kind::Call as u8;
        view
    }

    /// Only what is about an actor, an event or a topic, whichever goes by the name.
    ///
    /// What is about a role at a time is about those who held the office.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownSubject`] if the record knows nothing of the name, and
    /// [`LookupError::AmbiguousName`] if several actors go by it.
    ///
    /// # Complexity
    ///
    /// O(log n); of a topic, one pass over what is said of events.
    pub fn about(&self, subject: &str) -> Result<Self, LookupError> {
        self.timeline.check_subject(subject)?;
        let mut view = self.clone();
        view.filter.more().about.push(About {
            actor: self.timeline.find_actor(subject),
            event: self.timeline.find_event(subject),
            topic: subject.to_lowercase().into_boxed_str(),
        });
        Ok(view)
    }

    /// Only what lies, for certain or possibly, in part at least within a window of time.
    pub fn within(&self, window: impl Into<Window>) -> Self {
        let mut view = self.clone();
        view.filter.window = view.filter.window.and(window.into());
        view
    }

    /// What was known as of a day (to its end) or an instant.
    ///
    /// Only assertions made by then for certain count: reports made later are not
    /// there, plans are still plans, and a date that was corrected later is as it
    /// was given. A report counts as made when it says that it was, else when its
    /// source was published, else when the event ended: a call of which only next
    /// week's page tells was not known on its day.
    ///
    /// What binds events to each other counts likewise: a link since its event is known, and a
    /// [constraint](crate::timeline::Constraint::asserted) since it was stated. What was known
    /// may have [contradicted itself](View::contradiction).
    pub fn as_of(&self, at: impl Into<AsOf>) -> Self {
        let mut view = self.clone();
        view.knowledge.as_of = view.knowledge.as_of.min(at.into().timestamp());
        view
    }

    /// Chooses whom to believe where accounts disagree on a date or a place.
    ///
    /// Whether it happened at all is not for one account to say: an event that
    /// somebody denies stays disputed.
    pub fn believing(&self, rule: AccountRule<'t>) -> Self {
        let mut view = self.clone();
        view.knowledge.rule = rule;
        view
    }

    /// Only events of which a standing report has a source in its chain.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownSource`].
    pub fn from_source(&self, source: &str) -> Result<Self, LookupError> {
        let source = self.timeline.source_index(source)?;
        let mut view = self.clone();
        view.filter.more().sources.push(source);
        Ok(view)
    }

    /// Instead of what happened, what is planned and neither realised nor called off.
    pub fn planned(&self) -> Self {
        self.of_status(&[Status::Planned])
    }

    /// Instead of what happened, what was called off.
    pub fn cancelled(&self) -> Self {
        self.of_status(&[Status::Cancelled])
    }

    /// What happened and what is planned.
    pub fn with_planned(&self) -> Self {
        self.of_status(&[Status::Realised, Status::Disputed, Status::Planned])
    }

    /// What it shows, and what was called off, but nothing that is only planned.
    pub(crate) fn with_cancelled(&self) -> Self {
        let mut view = self.clone();
        view.filter.statuses =
            (view.filter.statuses | bit(Status::Cancelled)) & !bit(Status::Planned);
        view
    }

    /// Whatever has one of these statuses.
    pub fn of_status(&self, statuses: &[Status]) -> Self {
        let mut view = self.clone();
        view.filter.statuses = statuses.iter().fold(0, |bits, &status| bits | bit(status));
        view
    }

    /// The event of an identifier, if the view has it.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`] if the timeline does not have it, [`LookupError::NotInView`] if
    /// only this view does not.
    pub fn event(&self, id: &str) -> Result<EventRef<'t>, LookupError> {
        let ix = self.timeline.event_index(id)?;
        if self.shows(ix) {
            Ok(EventRef::new(self.timeline, ix, self.knowledge))
        } else {
            Err(LookupError::NotInView { id: id.to_owned() })
        }
    }

    /// An event of the timeline as the view's asker knows it, whether the view shows it or not.
    pub(crate) fn known(&self, id: &str) -> Result<EventRef<'t>, LookupError> {
        self.timeline.event_index(id).map(|ix| self.handle(ix))
    }

    /// The window that is looked into.
    pub(crate) const fn window(&self) -> Window {
        self.filter.window
    }

    /// The same view of all of time.
    pub(crate) fn everywhere(&self) -> Self {
        let mut view = self.clone();
        view.filter.window = Window::ALL;
        view
    }

    pub(crate) const fn knowledge(&self) -> Knowledge<'t> {
        self.knowledge
    }

    pub(crate) fn handle(&self, ix: EventIx) -> EventRef<'t> {
        EventRef::new(self.timeline, ix, self.knowledge)
    }

    /// Whether predecessors count for those who succeeded them.
    pub(crate) const fn counts_predecessors(&self) -> bool {
        self.filter.predecessors
    }

    pub(crate) const fn knows_all(&self) -> bool {
        self.knowledge.as_of == i64::MAX
    }
}
