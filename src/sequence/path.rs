//! Time-respecting paths: who could have informed whom, by when.
//!
//! Source: Wu, H., Cheng, J., Huang, S., Ke, Y., Lu, Y. and Xu, Y. (2014), "Path
//! Problems in Temporal Graphs", *Proceedings of the VLDB Endowment* 7(9), 721–732.

mod answer;
mod contacts;
mod restless;
mod search;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::event::Role;
use crate::query::{Side, View};
use crate::time::{AsOf, Moment, instant};
use crate::timeline::{ActorIx, EventRef, LookupError, Timeline, index_of};

pub use answer::{EarliestArrival, LatestDeparture, Path, PathStep, Reachable, Reaching};
use contacts::LIMIT;
pub(super) use contacts::position;
pub use contacts::{
    Arrivals, BestPath, Contact, ContactError, Contacts, Departures, PathRules, TimeRespect,
};
use search::Search;

/// The second that replaces a missing bound of an event. It is far beyond the dates of chrono, and a
/// path can still go a little further without overflow.
const FAR: i64 = LIMIT - 4;

/// The time-respecting paths of a view: who could have informed whom, by when.
///
/// Returned by [`View::paths`]. A path is a sequence of contacts in which each ends before the next
/// starts. Each contact is one *hop*. What Rubio told Lavrov on the 10th can reach an actor whom
/// Lavrov met on the 12th, but nothing can flow in the opposite direction: reachability over time is
/// neither symmetric nor transitive.
///
/// Which path is best depends on the question. [`Contacts`] answers the same questions for millions
/// of rows with exact times:
///
/// | question | in the literature | in a view | in `Contacts` |
/// | :-- | :-- | :-- | :-- |
/// | When could the target first have known? | earliest arrival | [`Paths::earliest_arrival`] | [`Contacts::earliest_arrival`] |
/// | How late could the source have sent it? | latest departure | [`Paths::latest_departure`] | [`Contacts::latest_departure`] |
/// | Which path has the fewest contacts? | shortest path | [`Paths::fewest_hops`] | [`Contacts::fewest_hops`] |
/// | Which path takes the least time? | fastest path | [`Paths::fastest`] | [`Contacts::fastest`] |
/// | How many paths are the shortest, or the fastest? | path counts | [`Paths::certain_contacts`] | [`Contacts::count`] |
/// | What if information is soon out of date? | restless walks | [`PathRules::max_wait_seconds`] | the same |
///
/// # When one actor informs another
///
/// The [role](Role) of a participant decides whether it informs the others, as for the edges of
/// [`graph::Node`](crate::graph::Node):
///
/// | role | informs the others | is informed |
/// | :-- | :-- | :-- |
/// | party, host, mediator | yes | yes |
/// | source actor | yes | no |
/// | target, addressee | no | yes |
/// | attendee | no | no |
///
/// By default a contact can start at the instant at which the previous one ended. With
/// [`TimeRespect::Strict`] it must start later: if two calls both take place at noon, a strict path uses
/// only one of them. [`PathRules`] also limit the wait between two contacts and the number of contacts.
///
/// # Certain and possible paths
///
/// The dates of a view are uncertain, so each question has two answers:
///
/// - A **certain** path respects time for all dates: each event certainly ends before the next
///   starts.
/// - A **possible** path respects time for some dates within their bounds. The search is exact: it
///   places one event after the other, each as early as its bounds allow.
///
/// ```text
///            10 July     11 July     12 July
///           |           |           |           |
/// a met b   [    day    )           |           |
/// b met c   [░░░░ one of them ░░░░░░)           |   possible after the first
/// c met d   |           |           [    day    )   certain after both
/// ```
///
/// If the view includes planned events, paths use them as if they will take place. A path through a
/// disputed event, or through an event that only possibly belongs to the view, is only possible.
///
/// # Limits
///
/// A path means that one actor *could* have informed another through the events of the view, not
/// that anyone did.
///
/// A certain answer needs a single path that holds for all dates. If each choice of dates allows one of
/// two paths, but neither path holds for all choices, the answer is `Possible`. Dates are treated as
/// independent of each other. A constraint is used only where it tightens the bounds of a date. A date
/// that is one of several days is treated as the whole range from the first to the last.
///
/// With a maximum wait, a possible path uses no event twice. If two paths reach an actor at the same event,
/// the search keeps the one that arrives first. It can therefore miss a path if the one it keeps has used an event
/// that is needed later. This requires at least five events whose dates overlap.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::{Certainty, Timeline, When};
///
/// let mut builder = Timeline::builder();
/// for id in ["rubio", "lavrov", "kim", "trump"] {
///     builder.actor(Actor::person(id));
/// }
/// let meeting = |id, when: &str| When::parse(when).map(|when| Event::meeting(id, when));
/// builder.event(meeting("malaysia", "2025-07-10")?.party("rubio").party("lavrov"));
/// builder.event(meeting("wonsan", "2025-07-12/2025-07-13")?.party("lavrov").party("kim"));
/// builder.event(meeting("washington", "[2025-07-10..2025-07-20]")?.party("rubio").party("trump"));
/// let timeline = builder.build()?;
/// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
///
/// let paths = timeline.view().paths();
/// let kim = paths.earliest_arrival("rubio", july(1))?.to("kim")?;
/// assert_eq!(kim.by(july(13)), Certainty::Certain);
/// assert_eq!(kim.by(july(12)), Certainty::Impossible);
/// let path = kim.certain.unwrap();
/// assert_eq!(path.to_string(), "rubio -> lavrov (malaysia) -> kim (wonsan)");
///
/// // Whether Trump can have heard what Lavrov said depends on the day of the last meeting.
/// let trump = paths.earliest_arrival("lavrov", july(1))?.to("trump")?;
/// assert_eq!(trump.certainty(), Certainty::Possible);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Paths<'t> {
    timeline: &'t Timeline,
    events: Vec<PathEvent<'t>>,
    /// The participations of each event, one event after the other.
    participations: Vec<Participation>,
    /// The same with the position of the event, sorted by actor.
    by_actor: Vec<(Participation, usize)>,
    rules: PathRules,
}

crate::text::short_debug!(Paths<'_>, "Paths", |it| {
    "timeline": it.timeline,
    "events": it.events.len(),
    "rules": it.rules,
});

/// An event that a path can use.
#[derive(Clone, Copy, Debug)]
struct PathEvent<'t> {
    event: EventRef<'t>,
    /// Earliest and latest start, earliest and latest end.
    bounds: [i64; 4],
    /// Whether it certainly belongs to the view and happened at least once.
    is_certain: bool,
    /// Where its participations start.
    first_participation: usize,
}

/// An actor in an event, and the directions in which information can flow.
#[derive(Clone, Copy, Debug)]
struct Participation {
    actor: ActorIx,
    informs: bool,
    is_informed: bool,
}

impl<'t> View<'t> {
    /// The time-respecting paths through the events: who could have informed whom, by when.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of participants.
    pub fn paths(&self) -> Paths<'t> {
        let mut paths = Paths {
            timeline: self.timeline(),
            events: Vec::new(),
            participations: Vec::new(),
            by_actor: Vec::new(),
            rules: PathRules::new(),
        };
        for event in self.events() {
            let position = paths.events.len();
            let first_participation = paths.participations.len();
            for one in event.participants().filter(|one| one.role.engages()) {
                let participation = Participation {
                    actor: one.actor.ix(),
                    informs: !matches!(one.role, Role::Target | Role::Addressee),
                    is_informed: one.role != Role::Source,
                };
                paths.participations.push(participation);
                paths.by_actor.push((participation, position));
            }
            paths.events.push(PathEvent {
                event,
                bounds: event.bounds().raw().map(|second| second.clamp(-FAR, FAR)),
                is_certain: self.certainty(event).is_certain(),
                first_participation,
            });
        }
        paths
            .by_actor
            .sort_by_key(|&(participation, event)| (participation.actor, event));
        paths
    }
}

impl<'t> Paths<'t> {
    /// Sets the rules of paths: whether they are strict, the maximum wait between two contacts, and the
    /// maximum number of contacts. By default there are no limits, and paths are not strict.
    ///
    /// # Example
    ///
    /// What Rubio told Lavrov in Kuala Lumpur is out of date when Lavrov meets Kim a month later:
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::Actor;
    /// use detente::event::Event;
    /// use detente::sequence::PathRules;
    /// use detente::{Certainty, Timeline};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.extend(["rubio", "lavrov", "kim"].map(Actor::person));
    /// builder.event(Event::meeting("malaysia", "2025-07-10").between("rubio", "lavrov"));
    /// builder.event(Event::meeting("august", "[2025-07-15..2025-08-15]").between("lavrov", "kim"));
    /// let timeline = builder.build()?;
    /// let july = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
    ///
    /// let after_days = |days: u64| {
    ///     let rules = PathRules::new().max_wait_seconds(days * 86_400);
    ///     let paths = timeline.view().paths().with_rules(rules);
    ///     paths.earliest_arrival("rubio", july)?.to("kim")
    /// };
    /// assert_eq!(after_days(40)?.certainty(), Certainty::Certain);
    /// assert_eq!(after_days(7)?.certainty(), Certainty::Possible);
    /// assert_eq!(after_days(2)?.certainty(), Certainty::Impossible);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_rules(mut self, rules: PathRules) -> Self {
        self.rules = rules;
        self
    }

    /// The actors that could have been told what a source knew at an instant, and the earliest time for
    /// each.
    ///
    /// If there are several sources, such as `["rubio", "lavrov"]`, all of them know it at that instant. Only
    /// participants of events inform each other. The representatives and members of a source are separate
    /// actors.
    ///
    /// A date means its first instant. Arrivals have no deadline: [`Reachable::iter`] also lists
    /// actors that can only be reached months later. For a deadline, use [`EarliestArrival::by`] or
    /// restrict the view with [`View::within`].
    ///
    /// # Errors
    ///
    /// Returns [`LookupError`] if a name is unknown or ambiguous, or if there is no source.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of participants, for two searches. With a maximum of h hops, O(h n log n).
    /// With a maximum wait, O(h n m) for paths of h hops and actors with m events each.
    pub fn earliest_arrival<'n>(
        &self,
        sources: impl Into<Side<'n>>,
        from: impl Into<Moment>,
    ) -> Result<Reachable<'_, 't>, LookupError> {
        let from = from.into().timestamp();
        self.reachable(&sources.into(), [from, from], None)
    }

    /// The actors that could have been told what a source learned at an event, and the earliest time for
    /// each.
    ///
    /// As [`Paths::earliest_arrival`], from the end of the event. If the end is uncertain, certain
    /// paths start at its latest end and possible paths at its earliest end. Both assume that the event
    /// happened and that the sources took part.
    ///
    /// # Errors
    ///
    /// As [`Paths::earliest_arrival`]. Also returns [`LookupError::UnknownEvent`] if the timeline does not
    /// have the event, and [`LookupError::NotInView`] if the timeline has it but the view does not.
    ///
    /// # Complexity
    ///
    /// As [`Paths::earliest_arrival`].
    pub fn earliest_arrival_after<'n>(
        &self,
        sources: impl Into<Side<'n>>,
        event: &str,
    ) -> Result<Reachable<'_, 't>, LookupError> {
        let ix = self.timeline.event_index(event)?;
        let place = self.events.iter().position(|one| one.event.ix() == ix);
        let place = place.ok_or_else(|| LookupError::NotInView {
            id: event.to_owned(),
            why: "it is not among the events of these paths".to_owned(),
        })?;
        let [.., end_earliest, end_latest] = self.events[place].bounds;
        let wait = self.rules.wait();
        let ends = [end_earliest + 1 + wait, end_latest + wait];
        self.reachable(&sources.into(), ends, Some(place))
    }

    fn reachable(
        &self,
        sources: &Side<'_>,
        [possible, certain]: [i64; 2],
        excluded: Option<usize>,
    ) -> Result<Reachable<'_, 't>, LookupError> {
        let search = Search {
            is_backward: false,
            is_certain: false,
            actors: self.actors(sources)?,
            at: possible,
            excluded,
        };
        let for_all = Search {
            at: certain,
            ..search.certain()
        };
        Ok(Reachable {
            paths: self,
            possible: self.search(&search, None),
            certain: self.search(&for_all, None),
        })
    }

    /// The actors of a side, in order.
    fn actors(&self, side: &Side<'_>) -> Result<Vec<ActorIx>, LookupError> {
        Ok(side.resolve(self.timeline)?.named().to_vec())
    }

    /// The actors that could have informed a target by an instant, and the latest time at which each
    /// could have done so.
    ///
    /// A date means its end. For several targets, it is enough to inform one.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError`] if a name is unknown or ambiguous, or if there is no target.
    ///
    /// # Complexity
    ///
    /// As [`Paths::earliest_arrival`].
    pub fn latest_departure<'n>(
        &self,
        targets: impl Into<Side<'n>>,
        by: impl Into<AsOf>,
    ) -> Result<Reaching<'_, 't>, LookupError> {
        let search = Search {
            is_backward: true,
            is_certain: false,
            actors: self.actors(&targets.into())?,
            at: -by.into().timestamp().clamp(-FAR, FAR),
            excluded: None,
        };
        Ok(Reaching {
            paths: self,
            possible: self.search(&search, None),
            certain: self.search(&search.certain(), None),
        })
    }

    /// Finds the path with the fewest contacts from a source to an actor. It starts at an instant or later.
    ///
    /// If several paths have the fewest contacts, the result is the one that arrives first. The certain path
    /// may have more contacts than the possible one. A date means its first instant. The path from a source
    /// to itself is empty.
    ///
    /// # Errors
    ///
    /// As [`Paths::earliest_arrival`].
    ///
    /// # Complexity
    ///
    /// O(h n log n) in the number of participants, where h is the number of contacts on the path. With
    /// a maximum wait, as [`Paths::earliest_arrival`].
    pub fn fewest_hops<'n>(
        &self,
        sources: impl Into<Side<'n>>,
        from: impl Into<Moment>,
        target: &str,
    ) -> Result<EarliestArrival<'t>, LookupError> {
        let sources = self.actors(&sources.into())?;
        let target = self.timeline.actor_index(target)?;
        let search = Search {
            is_backward: false,
            is_certain: false,
            actors: sources,
            at: from.into().timestamp(),
            excluded: None,
        };
        let [possible, certain] = [&search, &search.certain()]
            .map(|search| self.path(&self.search(search, Some(target)), target));
        Ok(EarliestArrival { possible, certain })
    }

    /// Finds the certain path with the shortest maximum duration.
    ///
    /// The maximum duration is the time from the earliest start of the first event to the latest
    /// end of the last. Returns `None` if no path is certain, or if the target is one of the sources.
    ///
    /// # Errors
    ///
    /// As [`Paths::earliest_arrival`].
    ///
    /// # Complexity
    ///
    /// As [`Paths::certain_contacts`] and [`Contacts::fastest`] together. With a limit, as
    /// [`Paths::earliest_arrival`] for each start of an event of a source.
    pub fn fastest<'n>(
        &self,
        sources: impl Into<Side<'n>>,
        target: &str,
    ) -> Result<Option<Path<'t>>, LookupError> {
        let sources = self.actors(&sources.into())?;
        let target = self.timeline.actor_index(target)?;
        if sources.contains(&target) {
            return Ok(None);
        }
        if !self.rules.has_no_limit() {
            return Ok(self.fastest_with_limits(&sources, target));
        }
        let sources = sources.into_iter().map(ActorIx::number);
        let fastest = self.certain_contacts().fastest(sources, target.number());
        Ok(fastest.map(|contacts| {
            let step = |one: &Contact| {
                let [source, target] = [one.source(), one.target()].map(ActorIx::from_number);
                self.step(source, target, one.label() as usize)
            };
            Path {
                steps: contacts.iter().map(step).collect(),
                departure: instant(contacts[0].start()),
                arrival: instant(contacts[contacts.len() - 1].end()),
            }
        }))
    }

    /// The fastest certain path, by a search from each departure.
    ///
    /// The rows of [`Paths::certain_contacts`] lack the earliest end of a contact, which limits the wait. The
    /// search over events has it. A search that starts at the departure of the fastest path finds a path that
    /// arrives no later.
    fn fastest_with_limits(&self, sources: &[ActorIx], target: ActorIx) -> Option<Path<'t>> {
        let search = Search {
            is_backward: false,
            is_certain: true,
            actors: sources.to_vec(),
            at: -FAR,
            excluded: None,
        };
        let events = sources
            .iter()
            .flat_map(|&source| self.events_of(source, &search));
        let departures: BTreeSet<i64> = events.map(|event| self.events[event].bounds[0]).collect();
        let found = departures.into_iter().filter_map(|at| {
            let search = Search {
                at,
                ..search.clone()
            };
            self.path(&self.search(&search, None), target)
        });
        // A path without a bound takes longer than all others.
        found.min_by_key(|path| (path.duration().unwrap_or(TimeDelta::MAX), path.arrival))
    }

    /// The certain contacts as rows, each from its earliest start to its latest end.
    ///
    /// Actors are numbered as in [`Timeline::actors`], and labels as in [`Paths::events`]. The
    /// time-respecting paths of these rows are the certain paths of the view. The rows have the same
    /// [rules](PathRules), except the maximum wait: the time between two uncertain events is
    /// longer than the time between their rows.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of pairs in contact: an event of k parties has k (k - 1) / 2.
    pub fn certain_contacts(&self) -> Contacts {
        let certain = self
            .events
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_certain);
        let rows = certain.flat_map(|(position, one)| {
            let [start, .., end] = one.bounds;
            let label = index_of(position);
            let all = self.participations_of(position);
            all.iter().enumerate().flat_map(move |(at, a)| {
                // An actor in two roles is not in contact with itself.
                let others = all[at + 1..].iter().filter(|b| b.actor != a.actor);
                others.filter_map(move |b| {
                    let [one, other] = [a.actor, b.actor].map(ActorIx::number);
                    let forth = a.informs && b.is_informed;
                    let back = b.informs && a.is_informed;
                    let contact = match (forth, back) {
                        (true, true) => Contact::both_ways(one, other, start, end),
                        (true, false) => Contact::one_way(one, other, start, end),
                        (false, true) => Contact::one_way(other, one, start, end),
                        (false, false) => return None,
                    };
                    let contact = contact.expect("two actors, and bounds in order and in range");
                    Some(contact.labelled(label))
                })
            })
        });
        let rules = PathRules {
            max_wait_seconds: None,
            ..self.rules
        };
        rows.collect::<Contacts>().with_rules(rules)
    }

    /// The events that paths may use, in the total order.
    pub fn events(&self) -> impl ExactSizeIterator<Item = EventRef<'t>> + '_ {
        self.events.iter().map(|one| one.event)
    }

    fn participations_of(&self, event: usize) -> &[Participation] {
        let end = match self.events.get(event + 1) {
            Some(next) => next.first_participation,
            None => self.participations.len(),
        };
        &self.participations[self.events[event].first_participation..end]
    }
}
