//! A view of a timeline, and the filters that narrow it.

use std::borrow::Borrow;
use std::sync::Arc;

use super::{AccountRule, Pair, ResolvedSide, Side};
use crate::event::{Kind, Status};
use crate::time::{AsOf, Window};
use crate::timeline::{
    ActorIx, Contradiction, EventIx, EventRef, Knowledge, LookupError, SourceIx, Timeline,
};

/// A part of a timeline, as known at a time and according to some accounts.
///
/// Created by [`Timeline::view`], [`Timeline::between`] and [`Timeline::as_of`]. Filters return a new view
/// and leave the old one as it was. A view borrows the timeline and nothing else.
///
/// A view includes every event that *may* belong to it. [`View::certainty`] says how certain that is.
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
#[must_use = "a view does nothing until a question is asked of it"]
pub struct View<'t> {
    pub(super) timeline: &'t Timeline,
    pub(super) knowledge: Knowledge<'t>,
    pub(super) filter: Filter,
}

#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// The first pair and the first actor. The events are read from their lists.
    pub(super) pair: Option<Pair>,
    pub(super) actor: Option<ResolvedSide>,
    /// One bit per kind and per status.
    pub(super) kinds: u8,
    pub(super) statuses: u8,
    pub(super) in_person: bool,
    /// Whether an actor includes its predecessors.
    pub(super) predecessors: bool,
    pub(super) window: Window,
    /// Rare filters. They are kept apart and shared because a view is copied at each step, and by each
    /// iterator over its events.
    pub(super) more: Option<Arc<MoreFilters>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct MoreFilters {
    pub(super) pairs: Vec<Pair>,
    pub(super) actors: Vec<ResolvedSide>,
    pub(super) about: Vec<About>,
    pub(super) sources: Vec<SourceIx>,
    pub(super) initiators: Vec<ResolvedSide>,
}

impl Filter {
    fn more(&mut self) -> &mut MoreFilters {
        Arc::make_mut(self.more.get_or_insert_default())
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = &Pair> {
        let more = self.more.as_deref();
        self.pair
            .iter()
            .chain(more.map_or(&[][..], |more| &more.pairs))
    }

    pub(super) fn actors(&self) -> impl Iterator<Item = &ResolvedSide> {
        let more = self.more.as_deref();
        self.actor
            .iter()
            .chain(more.map_or(&[][..], |more| &more.actors))
    }
}

/// A subject of [`View::about`]: the actor and the event of a name, if they exist, and the topic.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub(super) actor: Option<ActorIx>,
    pub(super) event: Option<EventIx>,
    /// As it was given.
    pub(super) subject: Box<str>,
    /// The subject in lower case.
    pub(super) topic: Box<str>,
}

pub(super) const fn status_bit(status: Status) -> u8 {
    1 << status as u8
}

/// One bit for each of the given kinds.
pub(super) fn kind_bits(kinds: impl IntoIterator<Item: Borrow<Kind>>) -> u8 {
    let kinds = kinds.into_iter();
    kinds.fold(0, |bits, kind| bits | 1 << *kind.borrow() as u8)
}

/// One bit for each of the given statuses.
pub(super) fn status_bits(statuses: impl IntoIterator<Item: Borrow<Status>>) -> u8 {
    let statuses = statuses.into_iter();
    statuses.fold(0, |bits, status| bits | status_bit(*status.borrow()))
}

/// A bit for each kind of event.
pub(crate) const ALL_KINDS: u8 = (1 << Kind::ALL.len()) - 1;

/// The default statuses of a view.
pub(crate) const HAPPENED: u8 = status_bit(Status::Realised) | status_bit(Status::Disputed);

/// # Which events
impl<'t> View<'t> {
    /// Everything that happened.
    pub(super) const fn new(timeline: &'t Timeline) -> Self {
        Self {
            timeline,
            knowledge: Knowledge::ALL,
            filter: Filter {
                pair: None,
                actor: None,
                kinds: ALL_KINDS,
                statuses: HAPPENED,
                in_person: false,
                predecessors: false,
                window: Window::ALL,
                more: None,
            },
        }
    }

    /// Keeps the events in which two sides were in contact, directly or through representatives.
    ///
    /// A side is an actor or [several](Side). A person counts for a state only while in office: a meeting of two
    /// ministers is also a meeting of their states. A member counts for its group while it belongs to it. Two
    /// attendees of the same event are not in contact, and neither are two actors of one side.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError`] if a name is unknown or ambiguous, a side is empty, or an actor is on both sides.
    pub fn between<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
    ) -> Result<Self, LookupError> {
        let pair = self.pair(&a.into(), &b.into())?;
        Ok(self.clone().between_pair(pair))
    }

    /// Keeps the events in which an actor, or one of [several](Side), took part in any role, directly or through
    /// representatives.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError`] if a name is unknown or ambiguous, or the side is empty.
    pub fn involving<'n>(&self, actors: impl Into<Side<'n>>) -> Result<Self, LookupError> {
        let side = self.side(&actors.into())?;
        Ok(self.with(|filter| {
            if filter.actor.is_none() {
                filter.actor = Some(side);
            } else {
                filter.more().actors.push(side);
            }
        }))
    }

    /// Keeps the events that an actor, or one of [several](Side), initiated, directly or through representatives.
    ///
    /// If accounts name different initiators, one account is enough to keep the event.
    /// [`View::certainty`] says whether the event certainly belongs to the view.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError`] if a name is unknown or ambiguous, or the side is empty.
    pub fn initiated_by<'n>(&self, actors: impl Into<Side<'n>>) -> Result<Self, LookupError> {
        let side = self.side(&actors.into())?;
        Ok(self.with(|filter| filter.more().initiators.push(side)))
    }

    /// Keeps the events of the given kinds.
    ///
    /// ```text
    /// view.of_kind([Kind::Statement, Kind::Act])
    /// ```
    ///
    /// The kinds also decide which [coverage](View::coverage) applies: a declaration that is limited to statements
    /// and acts covers a view of statements, but not one that includes meetings.
    pub fn of_kind(&self, kinds: impl IntoIterator<Item: Borrow<Kind>>) -> Self {
        let kinds = kind_bits(kinds);
        self.with(|filter| filter.kinds &= kinds)
    }

    /// Keeps the meetings.
    pub fn meetings(&self) -> Self {
        self.of_kind([Kind::Meeting])
    }

    /// Keeps the calls.
    pub fn calls(&self) -> Self {
        self.of_kind([Kind::Call])
    }

    /// Keeps the statements.
    pub fn statements(&self) -> Self {
        self.of_kind([Kind::Statement])
    }

    /// Keeps the meetings and the calls.
    pub fn contacts(&self) -> Self {
        self.of_kind([Kind::Meeting, Kind::Call])
    }

    /// Keeps the meetings that are stated to have been in person.
    pub fn in_person(&self) -> Self {
        self.with(|filter| filter.in_person = true)
    }

    /// Keeps the events about the actor, the event or the topic with this name.
    ///
    /// An event about a role at a time is about the holders of the office.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError::UnknownSubject`] if nothing in the timeline has the name, and
    /// [`LookupError::AmbiguousName`] if several actors have it.
    ///
    /// # Complexity
    ///
    /// O(log n), or for a topic one pass over the accounts of all events.
    pub fn about(&self, subject: &str) -> Result<Self, LookupError> {
        self.timeline.check_subject(subject)?;
        let about = About {
            actor: self.timeline.find_actor(subject),
            event: self.timeline.find_event(subject),
            subject: subject.into(),
            topic: subject.to_lowercase().into_boxed_str(),
        };
        Ok(self.with(|filter| filter.more().about.push(about)))
    }

    /// Keeps the events that certainly or possibly overlap a window of time.
    pub fn within(&self, window: impl Into<Window>) -> Self {
        let window = window.into();
        self.with(|filter| filter.window = filter.window.and(window))
    }

    /// Keeps the events that a report in force attributes to a source, anywhere in its chain.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError::UnknownSource`] if the timeline does not have the source.
    pub fn from_source(&self, source: &str) -> Result<Self, LookupError> {
        let source = self.timeline.source_index(source)?;
        Ok(self.with(|filter| filter.more().sources.push(source)))
    }

    /// Keeps the events with one of the given statuses. Replaces the default: realised and disputed.
    ///
    /// ```text
    /// view.of_status([Status::Planned])
    /// ```
    pub fn of_status(&self, statuses: impl IntoIterator<Item: Borrow<Status>>) -> Self {
        let statuses = status_bits(statuses);
        self.with(|filter| filter.statuses = statuses)
    }

    /// Adds cancelled events, and drops planned ones.
    pub(crate) fn with_cancelled(&self) -> Self {
        self.with(|filter| {
            filter.statuses |= status_bit(Status::Cancelled);
            filter.statuses &= !status_bit(Status::Planned);
        })
    }
}

/// # Knowledge and accounts
impl<'t> View<'t> {
    /// Limits the view to what was known at the end of a day or at an instant.
    ///
    /// Only assertions that had certainly been made by then count. Later reports are left out, plans are still
    /// plans, and a date that was corrected later has its earlier value.
    ///
    /// A report counts from the date of its assertion. If it has no such date, it counts from the publication of
    /// its source, or else from the end of the event. A call that was first reported a week later was therefore
    /// not known on its day. A link counts from when its event is known, and a constraint from
    /// [its assertion](crate::timeline::Constraint::asserted). The statements known at a time may
    /// [contradict each other](View::contradiction).
    pub fn as_of(&self, at: impl Into<AsOf>) -> Self {
        let mut view = self.clone();
        view.knowledge.as_of = view.knowledge.as_of.min(at.into().timestamp());
        view
    }

    /// Chooses which accounts to believe if they disagree on a date, a place or a measure.
    ///
    /// The rule does not affect the status: an event that any account denies is disputed.
    pub fn believing(&self, rule: AccountRule<'t>) -> Self {
        let mut view = self.clone();
        view.knowledge.rule = rule;
        view
    }

    /// Includes the predecessors of actors, until the handover.
    ///
    /// By default, an actor does not include its predecessors: Russia does not include the Soviet Union. With this
    /// setting, each actor in an earlier or later filter includes its predecessors and theirs, until the
    /// [handover](crate::actor::Succession). An event that may be on either side of the handover possibly belongs
    /// to the view. A predecessor of several actors counts for each of them. A common predecessor of both sides
    /// counts for neither.
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
        let mut more = filter.more.as_mut().map(Arc::make_mut);
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

    /// The statements known to the view that contradict each other.
    ///
    /// Returns `None` if there is no contradiction. A timeline whose statements contradict each other cannot be
    /// built. But the statements known as of a day may contradict each other if one of them was withdrawn later,
    /// and so may the dates that an [`AccountRule`] chooses. In such a view, links and constraints do not tighten
    /// any date.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::event::{Event, Source};
    /// use detente::timeline::Constraint;
    /// use detente::{Timeline, When};
    ///
    /// let day = |text| When::parse(text);
    /// let mut builder = Timeline::builder();
    /// builder.source(Source::new("paper").named("A paper"));
    /// builder.event(Event::call("call", day("2025-07-11")?));
    /// builder.event(Event::meeting("meeting", day("2025-07-10")?));
    /// builder.constraint(
    ///     Constraint::before("call", "meeting")
    ///         .by(["paper"])
    ///         .asserted(day("2025-07-12")?)
    ///         .withdrawn(day("2025-07-14")?),
    /// );
    /// let timeline = builder.build()?;
    /// let then = timeline.as_of(NaiveDate::from_ymd_opt(2025, 7, 13).unwrap());
    /// let contradiction = then.contradiction().unwrap();
    /// assert_eq!(
    ///     contradiction.to_string(),
    ///     "these statements contradict each other: `meeting` is dated 2025-07-10; \
    ///      `call` is before `meeting` (paper); `call` is dated 2025-07-11",
    /// );
    /// assert_eq!(timeline.view().contradiction(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn contradiction(&self) -> Option<Contradiction> {
        self.timeline.contradiction(self.knowledge)
    }
}

/// # Events
impl<'t> View<'t> {
    /// The event with an identifier.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError::UnknownEvent`] if the timeline does not have the event, and
    /// [`LookupError::NotInView`] if it does not belong to the view.
    pub fn event(&self, id: &str) -> Result<EventRef<'t>, LookupError> {
        let ix = self.timeline.event_index(id)?;
        if self.shows(ix) {
            Ok(self.handle(ix))
        } else {
            Err(LookupError::NotInView {
                id: id.to_owned(),
                why: self.why_not(ix),
            })
        }
    }

    /// An event of the timeline as known to the view, whether it belongs to the view or not.
    pub(crate) fn known(&self, id: &str) -> Result<EventRef<'t>, LookupError> {
        self.timeline.event_index(id).map(|ix| self.handle(ix))
    }

    /// An event as known to the view, whether it belongs to the view or not. `None` if the timeline does not have
    /// it, or no report of it is in force.
    pub(crate) fn state_of(&self, id: &str) -> Option<EventRef<'t>> {
        let event = self.handle(self.timeline.find_event(id)?);
        event.status().map(|_| event)
    }

    pub(crate) const fn timeline(&self) -> &'t Timeline {
        self.timeline
    }

    pub(crate) const fn window(&self) -> Window {
        self.filter.window
    }

    /// The view without its window of time.
    pub(crate) fn everywhere(&self) -> Self {
        self.with(|filter| filter.window = Window::ALL)
    }

    pub(crate) const fn counts_predecessors(&self) -> bool {
        self.filter.predecessors
    }

    /// Whether assertions made at any time count.
    pub(crate) const fn knows_all(&self) -> bool {
        self.knowledge.as_of == i64::MAX
    }

    pub(super) fn handle(&self, ix: EventIx) -> EventRef<'t> {
        EventRef::new(self.timeline, ix, self.knowledge)
    }

    fn with(&self, change: impl FnOnce(&mut Filter)) -> Self {
        let mut view = self.clone();
        change(&mut view.filter);
        view
    }

    /// Resolves two sides, with predecessors if the view includes them.
    pub(crate) fn pair(&self, a: &Side<'_>, b: &Side<'_>) -> Result<Pair, LookupError> {
        let timeline = self.timeline;
        let pair = Pair::new(timeline, a.resolve(timeline)?, b.resolve(timeline)?)?;
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

    /// Resolves one side, with predecessors if the view includes them.
    fn side(&self, side: &Side<'_>) -> Result<ResolvedSide, LookupError> {
        let side = side.resolve(self.timeline)?;
        Ok(if self.filter.predecessors {
            side.with_predecessors(self.timeline, &[])
        } else {
            side
        })
    }
}

/// The filters of a view, for sentences about its events.
#[cfg(feature = "sentences")]
impl<'t> View<'t> {
    /// The actors of the view's only pair of sides, or of its only side. Empty without such a filter, or with
    /// several.
    pub(crate) fn sides(&self) -> Vec<Vec<crate::timeline::ActorRef<'t>>> {
        let actors = |side: &ResolvedSide| {
            let named = side.named().iter();
            let actors = named.map(|&ix| crate::timeline::ActorRef::new(self.timeline, ix));
            actors.collect()
        };
        let pairs = self.filter.pairs().flat_map(|pair| &pair.sides);
        let sides: Vec<_> = pairs.chain(self.filter.actors()).map(actors).collect();
        let has_pair = self.filter.pair.is_some();
        if sides.len() == if has_pair { 2 } else { 1 } {
            sides
        } else {
            Vec::new()
        }
    }

    /// Whether the view can contain events of this kind.
    pub(crate) const fn has_kind(&self, kind: Kind) -> bool {
        self.filter.kinds & (1 << kind as u8) != 0
    }

    /// Whether filters other than sides and kinds narrow it, or several of them.
    pub(crate) fn is_selected(&self) -> bool {
        let filter = &self.filter;
        let sides = filter.pairs().count() + filter.actors().count();
        let others = filter.more.as_ref().is_some_and(|more| {
            !more.about.is_empty() || !more.sources.is_empty() || !more.initiators.is_empty()
        });
        sides > 1
            || others
            || filter.in_person
            || filter.statuses != HAPPENED
            || filter.window != Window::ALL
    }
}
