//! Filters that borrow: between, of a kind, within, as of, from a source.
//!
//! A view is a question's ground. It starts out as everything that happened and
//! every call makes it narrower, in whatever order, until an answer is asked of
//! it. It holds what *may* belong to it; how certain that is, [`View::certainty`]
//! tells for each event, and counts and ranks come with bounds.

use std::slice;

use super::index::{Listed, window as narrowed};
use super::parties::{Pair, Side};
use super::{
    AccountRule, Asked, EventRef, Knowledge, LookupError, Parties, Seat, StoredSubject, Subject,
    Timeline, index_of, order,
};
use crate::event::{Kind, Link, Role, Status};
use crate::time::{AsOf, Bounds, Certainty, Moment, Window};

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
/// builder.actor(Actor::person("rubio", "Marco Rubio"));
/// builder.actor(Actor::person("lavrov", "Sergey Lavrov"));
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
    actor: Option<Side>,
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
    actors: Vec<Side>,
    about: Vec<About>,
    sources: Vec<u32>,
    initiators: Vec<Side>,
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

    fn actors(&self) -> impl Iterator<Item = &Side> {
        let more = self.more.as_deref();
        self.actor
            .iter()
            .chain(more.map_or(&[][..], |more| &more.actors))
    }
}

/// What `about` asks for: an actor, an event or a topic, whichever goes by the name.
#[derive(Clone, Debug)]
struct About {
    actor: Option<u32>,
    event: Option<u32>,
    topic: Box<str>,
}

const fn bit(status: Status) -> u8 {
    1 << status as u8
}

/// A bit for each kind of event.
const ALL_KINDS: u8 = (1 << Kind::ALL.len()) - 1;

const HAPPENED: u8 = bit(Status::Realised) | bit(Status::Disputed);

impl<'t> View<'t> {
    pub(super) const fn new(timeline: &'t Timeline) -> Self {
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
    /// A side is an actor or [several](Parties). A person counts for a state only
    /// while in office: a meeting of two ministers is one between their states. A
    /// member counts for its group while it belongs to it. Attendees of the same
    /// event are not in contact by that alone, nor are two of one side.
    ///
    /// # Errors
    ///
    /// If a name is unknown or not clear, a side has nobody, or somebody is on both.
    pub fn between<'n>(
        &self,
        a: impl Into<Parties<'n>>,
        b: impl Into<Parties<'n>>,
    ) -> Result<Self, LookupError> {
        let pair = self.pair(&a.into(), &b.into())?;
        Ok(self.clone().between_pair(pair))
    }

    /// Two sides as this view sees them.
    pub(crate) fn pair(&self, a: &Parties<'_>, b: &Parties<'_>) -> Result<Pair, LookupError> {
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

    /// Only where an actor or one of [several](Parties), or someone who stood for them, took part
    /// in any role.
    ///
    /// # Errors
    ///
    /// If a name is unknown or not clear, or there is none.
    pub fn involving<'n>(&self, actors: impl Into<Parties<'n>>) -> Result<Self, LookupError> {
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
    pub fn initiated_by<'n>(&self, actors: impl Into<Parties<'n>>) -> Result<Self, LookupError> {
        let side = self.side(&actors.into())?;
        let mut view = self.clone();
        view.filter.more().initiators.push(side);
        Ok(view)
    }

    /// One side as this view sees it.
    fn side(&self, parties: &Parties<'_>) -> Result<Side, LookupError> {
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
    /// builder.actor(Actor::state("USA", "United States"));
    /// builder.actor(Actor::state("SUN", "Soviet Union"));
    /// builder.actor(Actor::state("RUS", "Russia").succeeds("SUN", When::parse("1991-12-26")?));
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
    /// What is about a role at a time is about those who held the office. A name
    /// that the record does not know is a topic on which it has nothing.
    pub fn about(&self, subject: &str) -> Self {
        let mut view = self.clone();
        view.filter.more().about.push(About {
            actor: self.timeline.find_actor(subject),
            event: self.timeline.find_event(subject),
            topic: subject.to_lowercase().into_boxed_str(),
        });
        view
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
    /// [constraint](super::Constraint::asserted) since it was stated. What was known
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

    /// Iterates over the events, in the total order.
    ///
    /// # Complexity
    ///
    /// O(log n + candidates): of a pair, the candidates are the pair's events that
    /// may lie in the window; of an actor, the actor's; of sides of several, those of
    /// each two or of each one, put in order; else all in the timeline.
    pub fn events(&self) -> Events<'_, 't> {
        let reordered = self.timeline.dates_depend && !self.knowledge.is_all();
        let lazy = Events {
            view: self,
            candidates: self.candidates(reordered),
            plain: self.is_plain(),
        };
        if reordered {
            let mut all: Vec<EventRef<'t>> = lazy.collect();
            all.sort_by_cached_key(|event| order::key(&event.bounds(), event.id()));
            Events {
                view: self,
                candidates: Candidates::Sorted(all.into_iter()),
                plain: false,
            }
        } else {
            lazy
        }
    }

    /// The events that may be shown, each once; all of a list, if their dates depend on the asker.
    fn candidates(&self, reordered: bool) -> Candidates<'t> {
        let (timeline, Window { lo, hi }) = (self.timeline, self.filter.window);
        let part = |list: &'t [Listed], until: i64| {
            if reordered {
                list.iter()
            } else {
                narrowed(list, &timeline.bounds, lo, hi.min(until)).iter()
            }
        };
        let merged = |lists: &mut dyn Iterator<Item = slice::Iter<'t, Listed>>| {
            let mut events: Vec<u32> = lists.flatten().map(|one| one.event).collect();
            events.sort_unstable();
            events.dedup();
            Candidates::Merged(events.into_iter())
        };
        match (&self.filter.pair, &self.filter.actor) {
            (Some(pair), _) => match (pair.plain(), &pair.sides) {
                (Some((a, b)), _) => Candidates::Listed(part(timeline.by_pair.get(a, b), i64::MAX)),
                (None, [a, b]) => merged(&mut a.lists().flat_map(|(a, until_a)| {
                    b.lists().map(move |(b, until_b)| {
                        part(timeline.by_pair.get(a, b), until_a.min(until_b))
                    })
                })),
            },
            (None, Some(Side::One(actor))) => {
                Candidates::Listed(part(timeline.by_actor.get(*actor), i64::MAX))
            }
            (None, Some(side)) => merged(
                &mut side
                    .lists()
                    .map(|(actor, until)| part(timeline.by_actor.get(actor), until)),
            ),
            (None, None) => Candidates::All(0..index_of(timeline.events.len())),
        }
    }

    /// Whether an event belongs to the view, and whether for certain.
    ///
    /// It is only possible where the event is disputed or happened "at most so often",
    /// may lie outside the window, or where someone took part who only possibly held
    /// office then.
    pub fn certainty(&self, event: EventRef<'_>) -> Certainty {
        if !std::ptr::eq(event.timeline(), self.timeline) || !self.shows(event.ix()) {
            return Certainty::Impossible;
        }
        let event = EventRef::new(self.timeline, event.ix(), self.knowledge);
        let in_doubt = event.status() == Some(Status::Disputed) || event.occurrences().min() == 0;
        let told = if in_doubt {
            Certainty::Possible
        } else {
            Certainty::Certain
        };
        let bounds = event.bounds();
        let pairs = self.filter.pairs();
        let pairs = pairs.map(|pair| self.pair_certainty(event, &bounds, pair));
        let actors = self.filter.actors();
        let actors = actors.map(|side| self.actor_certainty(event, &bounds, side));
        let more = self.filter.more.as_deref();
        let initiators = more.map_or(&[][..], |more| &more.initiators).iter();
        let initiators = initiators.map(|side| self.initiator_certainty(event, &bounds, side));
        let inside = event.touches(self.filter.window);
        pairs
            .chain(actors)
            .chain(initiators)
            .fold(told.and(inside), Certainty::and)
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

    /// The share, 0 to 1, of a window that the sources of the view cover.
    ///
    /// None where no source says what it covers: then an absence of events is an
    /// absence of data. A source that covers certain actors covers a view only
    /// where those are asked about, themselves or one who stands for them.
    pub fn coverage(&self, window: impl Into<Window>) -> Option<f64> {
        self.timeline.covered(&self.asked(), window.into())
    }

    /// The parts of a stretch that the sources of the view cover, put together where they touch.
    pub(crate) fn covered_parts(&self, (lo, hi): (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
        let mut parts: Vec<(i64, i64)> = Vec::new();
        for (from, to) in self.timeline.coverage(&self.asked()) {
            let (from, to) = (from.max(lo), to.min(hi));
            if from >= to {
                continue;
            }
            match parts.last_mut() {
                Some((_, end)) if from <= *end => *end = (*end).max(to),
                _ => parts.push((from, to)),
            }
        }
        parts.into_iter()
    }

    /// The first instant that a source of the view covers; none where no source says, or it has no start.
    pub fn covered_from(&self) -> Option<Moment> {
        let stretches = self.timeline.coverage(&self.asked());
        let (start, _) = *stretches.first()?;
        crate::time::instant(start).map(Moment::from)
    }

    /// What the view is about, as far as sources say what they cover.
    fn asked(&self) -> Asked<'_> {
        let sides = self.filter.pairs().flat_map(|pair| &pair.sides);
        let sides = sides.chain(self.filter.actors());
        let sources = self.filter.more.as_deref().map(|more| &more.sources[..]);
        Asked {
            sources: sources.unwrap_or_default(),
            actors: sides.flat_map(|side| self.stood_for(side)).collect(),
            kinds: self.filter.kinds & ALL_KINDS,
            as_of: self.knowledge.as_of,
        }
    }

    /// Whom a source that is limited to actors has to cover to cover a side: of one, whomever it
    /// ever stood for; of several, whom all of them did.
    fn stood_for(&self, side: &Side) -> Vec<u32> {
        let of = |&actor: &u32| {
            let line = match side.before() {
                [] => vec![actor],
                _ => self.timeline.line(actor),
            };
            let stood_for = |one: u32| {
                let all = Bounds::UNKNOWN;
                self.timeline.represented(one, None, &all, |_| false)
            };
            let all = line.into_iter().flat_map(stood_for);
            all.map(|(party, _)| party).collect::<Vec<u32>>()
        };
        side.named()
            .iter()
            .map(of)
            .reduce(|common, one| {
                let both = common.into_iter().filter(|party| one.contains(party));
                both.collect()
            })
            .unwrap_or_default()
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

    pub(super) const fn knowledge(&self) -> Knowledge<'t> {
        self.knowledge
    }

    pub(super) fn handle(&self, ix: u32) -> EventRef<'t> {
        EventRef::new(self.timeline, ix, self.knowledge)
    }

    /// Whether predecessors count for those who succeeded them.
    pub(crate) const fn counts_predecessors(&self) -> bool {
        self.filter.predecessors
    }

    pub(crate) const fn knows_all(&self) -> bool {
        self.knowledge.as_of == i64::MAX
    }

    /// Whether an event may belong to the view.
    pub(crate) fn shows(&self, ix: u32) -> bool {
        let window = self.filter.window;
        self.shows_kind(ix)
            && (window == Window::ALL || self.handle(ix).touches(window).is_possible())
            && self.filter.pairs().all(|pair| self.has_pair(ix, pair))
            && self.filter.actors().all(|side| self.has_actor(ix, side))
            && self.filter.more.as_deref().is_none_or(|more| {
                more.about.iter().all(|about| self.is_about(ix, about))
                    && more.sources.iter().all(|&source| self.is_from(ix, source))
                    && (more.initiators.iter()).all(|side| self.has_initiator(ix, side))
            })
    }

    /// The part of the question that one byte answers, if everything is known.
    fn shows_kind(&self, ix: u32) -> bool {
        let Some(flags) = self.timeline.flags.get(ix as usize) else {
            return false;
        };
        let status = if self.knows_all() {
            flags.status_bit()
        } else {
            self.handle(ix).status().map_or(0, bit)
        };
        status & self.filter.statuses != 0
            && flags.kind_bit() & self.filter.kinds != 0
            && (!self.filter.in_person || flags.in_person())
    }

    fn has_pair(&self, ix: u32, pair: &Pair) -> bool {
        let event = self.handle(ix);
        self.pair_certainty(event, &event.bounds(), pair)
            .is_possible()
    }

    fn has_actor(&self, ix: u32, side: &Side) -> bool {
        let event = self.handle(ix);
        self.actor_certainty(event, &event.bounds(), side)
            .is_possible()
    }

    fn has_initiator(&self, ix: u32, side: &Side) -> bool {
        let event = self.handle(ix);
        self.initiator_certainty(event, &event.bounds(), side)
            .is_possible()
    }

    /// Whether two of those who engaged stood for the one side and the other.
    fn pair_certainty(&self, event: EventRef<'_>, at: &Bounds, pair: &Pair) -> Certainty {
        if pair.itself().is_some() {
            return Certainty::Impossible;
        }
        let [a, b] = &pair.sides;
        // Whom each stands for is looked up once, not once for every other.
        let mut for_a: Vec<(u32, Certainty)> = Vec::new();
        let mut for_b: Vec<(u32, Certainty)> = Vec::new();
        for seat in event
            .stored()
            .seats
            .iter()
            .filter(|seat| seat.role.engages())
        {
            for (side, found) in [(a, &mut for_a), (b, &mut for_b)] {
                let stands = side.stood_for_by(self.timeline, seat, at);
                if stands.is_possible() {
                    found.push((seat.actor, stands));
                }
            }
        }
        let mut best = Certainty::Impossible;
        for &(one, stands_a) in &for_a {
            // One person is not in contact with the state that this person stands for.
            let others = for_b.iter().filter(|(other, _)| *other != one);
            let other = others.map(|(_, stands_b)| *stands_b).max();
            best = best.max(other.map_or(Certainty::Impossible, |other| stands_a.and(other)));
            if best.is_certain() {
                break;
            }
        }
        best
    }

    fn actor_certainty(&self, event: EventRef<'_>, at: &Bounds, side: &Side) -> Certainty {
        let seats = event.stored().seats.iter();
        seats
            .map(|seat| side.stood_for_by(self.timeline, seat, at))
            .max()
            .unwrap_or(Certainty::Impossible)
    }

    /// Whether it was at the initiative of a side, or of who stood for it: for certain where
    /// everyone says so who says anything of it.
    fn initiator_certainty(&self, event: EventRef<'_>, at: &Bounds, side: &Side) -> Certainty {
        let timeline = self.timeline;
        let stood = |actor: &str| {
            let seat = Seat {
                role: Role::Party,
                actor: timeline.find_actor(actor)?,
                on_behalf_of: None,
            };
            Some(side.stood_for_by(timeline, &seat, at))
        };
        let accounts = event.told_initiators().map(|told| {
            let stood = told.iter().filter_map(|actor| stood(actor));
            stood.max().unwrap_or(Certainty::Impossible)
        });
        let mut agreed = None;
        for one in accounts {
            agreed = match agreed {
                None => Some(one),
                Some(so_far) if so_far == one => agreed,
                Some(_) => Some(Certainty::Possible),
            };
        }
        agreed.unwrap_or(Certainty::Impossible)
    }

    fn is_about(&self, ix: u32, about: &About) -> bool {
        let event = self.handle(ix);
        let Some(stored) = self.timeline.stored(ix) else {
            return false;
        };
        let subjects = stored.more.as_ref().map_or(&[][..], |more| &more.about);
        let actor = about.actor.is_some_and(|actor| {
            subjects.contains(&StoredSubject::Actor(actor))
                || event.about().any(|one| {
                    matches!(one, Subject::Designation(_)) && one.means(self.timeline, actor)
                })
        });
        // A role at a time is asked about by its own name, too.
        let named = event
            .about()
            .any(|one| one.name().to_lowercase() == *about.topic);
        let links = stored.more.as_ref().map_or(&[][..], |more| &more.links);
        actor
            || named
            || about
                .event
                .is_some_and(|other| links.contains(&(Link::About, other)))
            || event
                .topics()
                .any(|(topic, _)| topic.to_lowercase() == *about.topic)
    }

    fn is_from(&self, ix: u32, source: u32) -> bool {
        let Some(stored) = self.timeline.stored(ix) else {
            return false;
        };
        stored
            .standing(self.knowledge.as_of)
            .any(|account| self.timeline.chain(account.chain).contains(&source))
    }

    /// Whether an event may lie in the window, by its bounds first: few dates leave out days between.
    fn may_touch(&self, ix: u32) -> bool {
        let Window { lo, hi } = self.filter.window;
        let bounds = self.timeline.bounds.get(ix as usize);
        match bounds.map(|at| at.touches_seconds(lo, hi)) {
            Some(Certainty::Certain) => true,
            Some(Certainty::Possible) => self.handle(ix).touches(self.filter.window).is_possible(),
            _ => false,
        }
    }

    /// Whether membership of the pair's list, its window and one byte decide everything.
    fn is_plain(&self) -> bool {
        let Filter {
            pair, actor, more, ..
        } = &self.filter;
        self.knowledge.is_all()
            && !self.timeline.dates_depend
            && more.is_none()
            && match (pair, actor) {
                (Some(pair), None) => pair.plain().is_some(),
                (None, Some(side)) => matches!(side, Side::One(_)),
                (None, None) => true,
                (Some(_), Some(_)) => false,
            }
    }
}

/// The events of a view, in the total order.
///
/// Created by [`View::events`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Events<'v, 't> {
    view: &'v View<'t>,
    candidates: Candidates<'t>,
    /// Whether a candidate's list, its window and one byte decide everything.
    plain: bool,
}

#[derive(Clone, Debug)]
enum Candidates<'t> {
    Listed(slice::Iter<'t, Listed>),
    Merged(std::vec::IntoIter<u32>),
    All(std::ops::Range<u32>),
    Sorted(std::vec::IntoIter<EventRef<'t>>),
}

impl<'t> Iterator for Events<'_, 't> {
    type Item = EventRef<'t>;

    fn next(&mut self) -> Option<EventRef<'t>> {
        let view = self.view;
        let everywhere = view.filter.window == Window::ALL;
        loop {
            let ix = match &mut self.candidates {
                Candidates::Sorted(sorted) => return sorted.next(),
                Candidates::Listed(list) => list.next()?.event,
                Candidates::Merged(list) => list.next()?,
                Candidates::All(range) => range.next()?,
            };
            let shown = if self.plain {
                view.shows_kind(ix) && (everywhere || view.may_touch(ix))
            } else {
                view.shows(ix)
            };
            if shown {
                return Some(view.handle(ix));
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.candidates {
            Candidates::Listed(list) => (0, Some(list.len())),
            Candidates::Merged(list) => (0, Some(list.len())),
            Candidates::All(range) => (0, Some(range.len())),
            Candidates::Sorted(sorted) => sorted.size_hint(),
        }
    }
}

impl std::iter::FusedIterator for Events<'_, '_> {}

#[expect(
    clippy::into_iter_without_iter,
    reason = "the events of a view are called `events`"
)]
impl<'v, 't> IntoIterator for &'v View<'t> {
    type Item = EventRef<'t>;
    type IntoIter = Events<'v, 't>;

    fn into_iter(self) -> Events<'v, 't> {
        self.events()
    }
}
