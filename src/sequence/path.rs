//! Time-respecting paths: who could have told whom, by when.
//!
//! A path is a chain of contacts, each of which is over when the next begins. In
//! a graph of contacts every edge has its time, so that reach is neither
//! symmetric nor transitive: what Rubio told Lavrov on the 10th can reach whom
//! Lavrov met on the 12th, and not the other way round. Which path is best depends
//! on the question, and there are four:
//!
//! | question | in the literature | of a view | of [`Contacts`] |
//! | :-- | :-- | :-- | :-- |
//! | by when could it have reached them? | earliest arrival | [`Paths::from`], [`Paths::after`] | [`Contacts::earliest_arrival`] |
//! | until when was there time to tell? | latest departure | [`Paths::to`] | [`Contacts::latest_departure`] |
//! | through how many hands, at least? | shortest path | [`Paths::fewest_hops`] | [`Contacts::fewest_hops`] |
//! | in how little time? | fastest path | [`Paths::fastest`] | [`Contacts::fastest`] |
//!
//! There are two depths. [`Contacts`] are dated rows, in columns and in time
//! order, for feeds of millions. [`Paths`] are those of a [`View`], whose dates
//! leave days open, and answer twice:
//!
//! - **certain**: there is a path that respects time *whatever* the dates left open
//!   really were: each event ends for certain before the next begins;
//! - **possible**: there are dates, each within its own bounds, with which a path
//!   respects time. Taking each event as early as it may be, one after the other,
//!   decides that exactly.
//!
//! ```text
//!            10 July     11 July     12 July
//!           |           |           |           |
//! a met b   [    day    )           |           |
//! b met c   [░░░░ one of them ░░░░░░)           |   possible after the first
//! c met d   |           |           [    day    )   certain after both
//! ```
//!
//! The one reading asks for one path that always holds. Where either of two paths
//! holds, depending on a date, the answer is possible and not certain. The other
//! takes dates for independent of each other: what is stated about their order
//! counts as far as it tightens their bounds, and a date of several days apart
//! for all that lies between.
//!
//! Who is in contact in an event is what [its edges](crate::graph::Node) say: parties,
//! hosts and mediators with each other, a source with its targets and addressees
//! one way, attendees with nobody. A path says who *could* have told whom in what
//! the record holds; that somebody did, it does not say.
//!
//! Source: Wu, H., Cheng, J., Huang, S., Ke, Y., Lu, Y. and Xu, Y. (2014), "Path
//! Problems in Temporal Graphs", *Proceedings of the VLDB Endowment* 7(9), 721–732.

mod answer;
mod contacts;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::iter;

use crate::event::Role;
use crate::query::View;
use crate::time::{AsOf, Moment};
use crate::timeline::{ActorIx, ActorRef, Arena, EventRef, LookupError, Timeline};

pub use answer::{Hop, Origins, Path, Reach, Telling, Told};
pub(super) use contacts::position;
pub use contacts::{Arrivals, Contact, ContactError, Contacts, Departures, TimeRespect};
use contacts::{LIMIT, NEVER, NONE};

/// The furthest second of an event that leaves a side open: room for a path beyond, and far from chrono's.
const FAR: i64 = LIMIT - 4;

/// The time-respecting paths of a view: who could have told whom, by when.
///
/// Created by [`View::paths`]. A plan that the view shows counts as if it came
/// true: whoever includes plans asks what follows if they hold. What is
/// disputed, or only possibly part of the view, is only possible on a path.
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
///     builder.actor(Actor::person(id, id));
/// }
/// let meeting = |id, when: &str| When::parse(when).map(|when| Event::meeting(id, when));
/// builder.event(meeting("malaysia", "2025-07-10")?.party("rubio").party("lavrov"));
/// builder.event(meeting("wonsan", "2025-07-12/2025-07-13")?.party("lavrov").party("kim"));
/// builder.event(meeting("washington", "[2025-07-10..2025-07-20]")?.party("rubio").party("trump"));
/// let timeline = builder.build()?;
/// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
///
/// let paths = timeline.view().paths();
/// let told = paths.from("rubio", july(1))?;
/// let kim = told.to("kim")?;
/// assert_eq!(kim.by(july(13)), Certainty::Certain);
/// assert_eq!(kim.by(july(12)), Certainty::Impossible);
/// let ids: Vec<_> = kim.certain().unwrap().events().map(|event| event.id()).collect();
/// assert_eq!(ids, ["malaysia", "wonsan"]);
///
/// // Whether Trump can have heard what Lavrov said depends on a day that nobody gives.
/// assert_eq!(paths.from("lavrov", july(1))?.to("trump")?.certainty(), Certainty::Possible);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Paths<'t> {
    timeline: &'t Timeline,
    events: Vec<Dated<'t>>,
    /// Who tells and who is told, event by event.
    seats: Vec<PathSeat>,
    /// Each seat with its event, by actor.
    by_actor: Vec<(PathSeat, usize)>,
    respect: TimeRespect,
}

crate::text::short_debug!(Paths<'_>, "Paths", |it| {
    "timeline": it.timeline,
    "events": it.events.len(),
    "respect": it.respect,
});

/// An event that tells somebody something.
#[derive(Clone, Copy, Debug)]
struct Dated<'t> {
    event: EventRef<'t>,
    /// Earliest and latest start, earliest and latest end.
    bounds: [i64; 4],
    /// Whether it belongs to the view for certain, and happened at least once.
    sure: bool,
    first_seat: usize,
}

#[derive(Clone, Copy, Debug)]
struct PathSeat {
    actor: ActorIx,
    tells: bool,
    is_told: bool,
}

/// What a search is for: whom from, which way, and under which reading.
#[derive(Clone, Copy, Debug)]
struct Quest {
    back: bool,
    sure: bool,
    actor: ActorIx,
    /// From when on; going back, the negative of until when.
    at: i64,
    /// An event that is over by then, whatever its bounds allow.
    over: Option<usize>,
}

/// Who told whom in a search. Going back, who was told by whom.
#[derive(Clone, Copy, Debug)]
struct Relay {
    event: usize,
    by: ActorIx,
    to: ActorIx,
    before: usize,
}

/// What a search found.
#[derive(Clone)]
struct Found {
    quest: Quest,
    /// For each actor from when on it can tell, and the step by which it was told.
    labels: Arena<ActorIx, (i64, usize)>,
    steps: Vec<Relay>,
}

crate::text::short_debug!(Found, "Found", |it| {
    "quest": it.quest,
    "steps": it.steps.len(),
});

impl Found {
    fn new(quest: Quest, actors: usize) -> Self {
        let mut labels: Arena<ActorIx, _> = vec![(NEVER, NONE); actors].into();
        labels[quest.actor].0 = quest.at;
        Self {
            quest,
            labels,
            steps: Vec::new(),
        }
    }

    fn ready(&self, actor: ActorIx) -> i64 {
        self.labels[actor].0
    }

    fn set(&mut self, ready: i64, step: Relay) {
        self.labels[step.to] = (ready, self.steps.len());
        self.steps.push(step);
    }

    /// The step by which an actor was told; [`NONE`] of the actor from whom the search starts, and
    /// of whom nobody told.
    fn last_step(&self, actor: ActorIx) -> usize {
        self.labels[actor].1
    }

    /// The steps by which an actor was told, the last one first.
    fn steps_to(&self, actor: ActorIx) -> impl Iterator<Item = &Relay> {
        let step = |at: usize| (at != NONE).then(|| &self.steps[at]);
        iter::successors(step(self.last_step(actor)), move |one| step(one.before))
    }
}

impl<'t> View<'t> {
    /// The time-respecting paths through its events: who could have told whom, by when.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of its participants.
    pub fn paths(&self) -> Paths<'t> {
        let mut paths = Paths {
            timeline: self.timeline(),
            events: Vec::new(),
            seats: Vec::new(),
            by_actor: Vec::new(),
            respect: TimeRespect::NonStrict,
        };
        for event in self.events() {
            let position = paths.events.len();
            let first_seat = paths.seats.len();
            for one in event.participants().filter(|one| one.role().engages()) {
                let actor = one.actor().ix();
                let seat = PathSeat {
                    actor,
                    tells: !matches!(one.role(), Role::Target | Role::Addressee),
                    is_told: one.role() != Role::Source,
                };
                paths.seats.push(seat);
                paths.by_actor.push((seat, position));
            }
            paths.events.push(Dated {
                event,
                bounds: event.bounds().raw().map(|second| second.clamp(-FAR, FAR)),
                sure: self.certainty(event).is_certain(),
                first_seat,
            });
        }
        paths
            .by_actor
            .sort_by_key(|&(seat, event)| (seat.actor, event));
        paths
    }
}

impl<'t> Paths<'t> {
    /// Sets whether paths are strict. By default they are not.
    #[must_use]
    pub fn with(mut self, respect: TimeRespect) -> Self {
        self.respect = respect;
        self
    }

    /// The actors who could have been told what `source` knows from an instant on.
    ///
    /// A date stands for its first instant.
    ///
    /// # Errors
    ///
    /// If the name is unknown or not clear.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of participants, twice.
    pub fn from(
        &self,
        source: &str,
        from: impl Into<Moment>,
    ) -> Result<Reach<'_, 't>, LookupError> {
        let from = from.into().timestamp();
        self.reach(source, [from, from], None)
    }

    /// The actors who could have been told what `source` heard at an event.
    ///
    /// As [`Paths::from`], from the end of the event. If the end is uncertain, the certain reading
    /// counts from the latest end and the possible one from the earliest. Both assume that the
    /// event happened and that the actor was there.
    ///
    /// # Errors
    ///
    /// If the name is unknown or not clear; [`LookupError::UnknownEvent`] if the timeline does not
    /// have the event, [`LookupError::NotInView`] if only the view does not.
    ///
    /// # Complexity
    ///
    /// As [`Paths::from`].
    pub fn after(&self, source: &str, event: &str) -> Result<Reach<'_, 't>, LookupError> {
        let ix = self.timeline.event_index(event)?;
        let place = self.events.iter().position(|one| one.event.ix() == ix);
        let place = place.ok_or_else(|| LookupError::NotInView {
            id: event.to_owned(),
        })?;
        let [.., end_earliest, end_latest] = self.events[place].bounds;
        let wait = self.respect.wait();
        self.reach(
            source,
            [end_earliest + 1 + wait, end_latest + wait],
            Some(place),
        )
    }

    fn reach(
        &self,
        source: &str,
        [possible, certain]: [i64; 2],
        over: Option<usize>,
    ) -> Result<Reach<'_, 't>, LookupError> {
        let quest = Quest {
            back: false,
            sure: false,
            actor: self.timeline.actor_index(source)?,
            at: possible,
            over,
        };
        let sure = Quest {
            sure: true,
            at: certain,
            ..quest
        };
        Ok(Reach {
            paths: self,
            possible: self.search(quest),
            certain: self.search(sure),
        })
    }

    /// The actors who could have told `target` something by an instant, and until when.
    ///
    /// A date stands for its end.
    ///
    /// # Errors
    ///
    /// If the name is unknown or not clear.
    ///
    /// # Complexity
    ///
    /// As [`Paths::from`].
    pub fn to(&self, target: &str, by: impl Into<AsOf>) -> Result<Origins<'_, 't>, LookupError> {
        let quest = Quest {
            back: true,
            sure: false,
            actor: self.timeline.actor_index(target)?,
            at: -by.into().timestamp().clamp(-FAR, FAR),
            over: None,
        };
        Ok(Origins {
            paths: self,
            possible: self.search(quest),
            certain: self.search(Quest {
                sure: true,
                ..quest
            }),
        })
    }

    /// The path through the fewest contacts from one actor, from an instant on, to another.
    ///
    /// Among those with the fewest contacts, the one that arrives first. Each reading has its own
    /// path, so the certain path may have more contacts than the possible one.
    ///
    /// # Errors
    ///
    /// If a name is unknown or not clear.
    ///
    /// # Complexity
    ///
    /// O(h n log n) in the number of participants, where h is that of the contacts.
    pub fn fewest_hops(
        &self,
        source: &str,
        from: impl Into<Moment>,
        target: &str,
    ) -> Result<Told<'t>, LookupError> {
        let target = self.timeline.actor_index(target)?;
        let quest = Quest {
            back: false,
            sure: false,
            actor: self.timeline.actor_index(source)?,
            at: from.into().timestamp(),
            over: None,
        };
        let sure = Quest {
            sure: true,
            ..quest
        };
        Ok(Told {
            possible: self.path(&self.search_by_hops(quest, target), target),
            certain: self.path(&self.search_by_hops(sure, target), target),
        })
    }

    /// The certain path whose longest possible duration is the shortest.
    ///
    /// The duration runs from the earliest start of its first event to the latest end of its last.
    /// Returns `None` if no path is certain, or if source and target are the same actor.
    ///
    /// # Errors
    ///
    /// If a name is unknown or not clear.
    ///
    /// # Complexity
    ///
    /// As [`Paths::certain_contacts`], and then as [`Contacts::fastest`].
    pub fn fastest(&self, source: &str, target: &str) -> Result<Option<Path<'t>>, LookupError> {
        let (source, target) = (
            self.timeline.actor_index(source)?,
            self.timeline.actor_index(target)?,
        );
        let fastest = self
            .certain_contacts()
            .fastest(source.number(), target.number());
        Ok(fastest.map(|contacts| {
            let hop = |one: &Contact| {
                let [source, target] = [one.source(), one.target()].map(ActorIx::from_number);
                self.hop(source, target, one.label() as usize)
            };
            Path {
                hops: contacts.iter().map(hop).collect(),
                departure: contacts[0].start(),
                arrival: contacts[contacts.len() - 1].end(),
            }
        }))
    }

    fn hop(&self, source: ActorIx, target: ActorIx, event: usize) -> Hop<'t> {
        Hop {
            source: ActorRef::new(self.timeline, source),
            target: ActorRef::new(self.timeline, target),
            event: self.events[event].event,
        }
    }

    /// The certain contacts as dated rows, each from its earliest start to its latest end.
    ///
    /// Actors are numbered as [`Timeline::actors`] lists them, and labels as
    /// [`Paths::events`] does. Time-respecting paths through these rows are the certain
    /// paths of the view.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of pairs in contact: an event of k parties has k (k - 1) / 2.
    pub fn certain_contacts(&self) -> Contacts {
        let certain = self.events.iter().enumerate().filter(|(_, one)| one.sure);
        let rows = certain.flat_map(|(position, one)| {
            let [start, .., end] = one.bounds;
            let label = crate::timeline::index_of(position);
            let seats = self.seats_of(position);
            seats.iter().enumerate().flat_map(move |(at, a)| {
                // Who takes part in two roles is not in contact with himself.
                let others = seats[at + 1..].iter().filter(|b| b.actor != a.actor);
                others.filter_map(move |b| {
                    let [a_number, b_number] = [a.actor, b.actor].map(ActorIx::number);
                    let (to, fro) = (a.tells && b.is_told, b.tells && a.is_told);
                    let contact = match (to, fro) {
                        (true, true) => Contact::both_ways(a_number, b_number, start, end),
                        (true, false) => Contact::one_way(a_number, b_number, start, end),
                        (false, true) => Contact::one_way(b_number, a_number, start, end),
                        (false, false) => return None,
                    };
                    let contact = contact.expect("an event starts before it ends, and not too far");
                    Some(contact.labelled(label))
                })
            })
        });
        rows.collect::<Contacts>().with(self.respect)
    }

    /// The events that paths may use, in the total order.
    pub fn events(&self) -> impl ExactSizeIterator<Item = EventRef<'t>> + '_ {
        self.events.iter().map(|one| one.event)
    }

    fn seats_of(&self, event: usize) -> &[PathSeat] {
        let next = self.events.get(event + 1);
        let to = next.map_or(self.seats.len(), |next| next.first_seat);
        &self.seats[self.events[event].first_seat..to]
    }

    /// The events in which an actor tells; going back in time, in which it is told.
    fn events_of(&self, actor: ActorIx, back: bool) -> impl Iterator<Item = usize> + use<'_, 't> {
        let before = |entry: &(PathSeat, usize)| entry.0.actor < actor;
        let from = self.by_actor.partition_point(before);
        self.by_actor[from..]
            .iter()
            .take_while(move |(seat, _)| seat.actor == actor)
            .filter(move |(seat, _)| if back { seat.is_told } else { seat.tells })
            .map(|&(_, event)| event)
    }

    /// When an event ends at which an actor can tell what it knows from an instant on, if it can.
    ///
    /// Never earlier for an actor who knows later; the search relies on this.
    fn over(&self, event: usize, ready: i64, quest: &Quest) -> Option<i64> {
        let dated = &self.events[event];
        let usable = quest.over != Some(event) && (dated.sure || !quest.sure);
        let [start_earliest, start_latest, end_earliest, end_latest] =
            bounds_seen(dated.bounds, quest.back);
        if !usable {
            None
        } else if quest.sure {
            (ready <= start_earliest).then_some(end_latest)
        } else {
            // The latest start is a second before its bound, the earliest end a second after.
            let start = start_earliest.max(ready);
            (start < start_latest).then(|| (start + 1).max(end_earliest + 1))
        }
    }

    /// The actors that a participant tells at an event.
    fn told_by(
        &self,
        event: usize,
        actor: ActorIx,
        quest: Quest,
    ) -> impl Iterator<Item = ActorIx> + use<'_, 't> {
        let seats = self.seats_of(event).iter();
        let told = seats.filter(move |seat| if quest.back { seat.tells } else { seat.is_told });
        told.map(|seat| seat.actor)
            .filter(move |other| *other != actor)
    }

    /// Finds when each actor is first told.
    ///
    /// An event is used by whoever can use it first: it does no better for a later one.
    fn search(&self, quest: Quest) -> Found {
        let wait = self.respect.wait();
        let mut found = Found::new(quest, self.timeline.actors().len());
        let mut used = vec![false; self.events.len()];
        // Dijkstra's algorithm, with instants as lengths. No event is over before it can be used,
        // so that tellers come in the order of time: when one comes up by its own label, nobody
        // who comes later can tell it anything sooner.
        let mut tellers = BinaryHeap::from([Reverse((quest.at, quest.actor))]);
        while let Some(Reverse((ready, teller))) = tellers.pop() {
            // An entry from before the teller was told sooner by another way.
            if found.ready(teller) < ready {
                continue;
            }
            for event in self.events_of(teller, quest.back) {
                if used[event] {
                    continue;
                }
                // Whoever comes later could not use it either.
                let Some(over) = self.over(event, ready, &quest) else {
                    continue;
                };
                used[event] = true;
                for to in self.told_by(event, teller, quest) {
                    if over + wait < found.ready(to) {
                        let step = Relay {
                            event,
                            by: teller,
                            to,
                            before: found.last_step(teller),
                        };
                        found.set(over + wait, step);
                        tellers.push(Reverse((over + wait, to)));
                    }
                }
            }
        }
        found
    }

    /// Finds when each actor is told first through one contact, through two, and so on, up to a target.
    fn search_by_hops(&self, quest: Quest, target: ActorIx) -> Found {
        let wait = self.respect.wait();
        let mut found = Found::new(quest, self.timeline.actors().len());
        let mut tellers = vec![(quest.at, quest.actor)];
        // The round in which an event was used last.
        let mut used = vec![0_usize; self.events.len()];
        let mut round = 0;
        while !tellers.is_empty() && found.last_step(target) == NONE {
            round += 1;
            let mut news: Vec<(ActorIx, i64, Relay)> = Vec::new();
            tellers.sort_unstable();
            for &(ready, teller) in &tellers {
                for event in self.events_of(teller, quest.back) {
                    if used[event] == round {
                        continue;
                    }
                    let Some(over) = self.over(event, ready, &quest) else {
                        continue;
                    };
                    used[event] = round;
                    let before = found.last_step(teller);
                    news.extend(self.told_by(event, teller, quest).map(|to| {
                        let step = Relay {
                            event,
                            by: teller,
                            to,
                            before,
                        };
                        (to, over + wait, step)
                    }));
                }
            }
            news.sort_by_key(|&(to, ready, step)| (to, ready, step.event));
            news.dedup_by_key(|&mut (to, ..)| to);
            tellers.clear();
            for (to, ready, step) in news {
                if ready < found.ready(to) {
                    found.set(ready, step);
                    tellers.push((ready, to));
                }
            }
        }
        found
    }

    /// The path that a search found for an actor.
    fn path(&self, found: &Found, actor: ActorIx) -> Option<Path<'t>> {
        let Quest {
            back,
            at,
            actor: who,
            ..
        } = found.quest;
        let mut first = None;
        if found.last_step(actor) == NONE && actor != who {
            return None;
        }
        let mut hops = Vec::new();
        for one in found.steps_to(actor) {
            hops.push(if back {
                self.hop(one.to, one.by, one.event)
            } else {
                self.hop(one.by, one.to, one.event)
            });
            first = Some(&self.events[one.event]);
        }
        let near = first.map_or(at, |one| bounds_seen(one.bounds, back)[0].max(at));
        let far = match first {
            Some(_) => found.ready(actor) - self.respect.wait(),
            None => at,
        };
        let (departure, arrival) = if back { (-far, -near) } else { (near, far) };
        if !back {
            hops.reverse();
        }
        Some(Path {
            hops,
            departure,
            arrival,
        })
    }
}

/// The bounds of an event; going back in time, its end is its start, and all is negative.
const fn bounds_seen(bounds: [i64; 4], back: bool) -> [i64; 4] {
    let [start_earliest, start_latest, end_earliest, end_latest] = bounds;
    if back {
        [-end_latest, -end_earliest, -start_latest, -start_earliest]
    } else {
        bounds
    }
}
