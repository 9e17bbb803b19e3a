//! Which actors have a lane, and in which group.

use std::collections::BTreeMap;

use super::super::events::Span;
use super::super::style::Style;
use super::{Part, part};
use crate::actor::ActorKind;
use crate::timeline::{ActorRef, EventRef};

/// A lane of an actor, or of several.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lane {
    pub(super) label: String,
}

/// Lanes of one state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) lanes: Vec<Lane>,
}

/// The lanes, numbered through all groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lanes {
    pub(super) groups: Vec<Group>,
}

/// An actor in a group. Both are by identifier; the group of the actors of no state is empty.
type Seat<'t> = (&'t str, &'t str);

/// How often an actor takes part.
#[derive(Clone, Copy)]
struct Count<'t> {
    actor: ActorRef<'t>,
    state: Option<ActorRef<'t>>,
    times: usize,
}

/// The state that an actor represents at the time of an event.
fn state<'t>(actor: ActorRef<'t>, event: EventRef<'t>) -> Option<ActorRef<'t>> {
    if actor.kind() == ActorKind::State {
        return Some(actor);
    }
    let represented = actor.represented(event.bounds());
    let mut states = represented.filter(|(one, _)| one.kind() == ActorKind::State);
    states.next().map(|(one, _)| one)
}

/// Who takes part how often, and the seats of each event.
struct Attendance<'t> {
    counts: BTreeMap<Seat<'t>, Count<'t>>,
    seats: Vec<Vec<(Seat<'t>, Part)>>,
}

impl<'t> Attendance<'t> {
    fn of(events: &[(EventRef<'t>, Span)]) -> Self {
        let mut counts: BTreeMap<Seat<'t>, Count<'t>> = BTreeMap::new();
        let mut seats = Vec::with_capacity(events.len());
        for &(event, _) in events {
            let mut own = Vec::new();
            for one in event.participants() {
                let actor = one.actor;
                let behalf = one.on_behalf_of;
                let state = behalf
                    .filter(|one| one.kind() == ActorKind::State)
                    .or_else(|| state(actor, event));
                let seat = (state.map_or("", |one| one.id()), actor.id());
                let first = Count {
                    actor,
                    state,
                    times: 0,
                };
                counts.entry(seat).or_insert(first).times += 1;
                own.push((seat, part(one.role)));
            }
            seats.push(own);
        }
        Self { counts, seats }
    }

    /// The states that have a group of their own, those of many events first: of a fifth of all
    /// participants, or of a tenth by several actors.
    fn states(&self, most: usize) -> Vec<&'t str> {
        let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for ((state, _), count) in &self.counts {
            let group = groups.entry(state).or_default();
            *group = (group.0 + count.times, group.1 + 1);
        }
        let total: usize = groups.values().map(|(times, _)| times).sum();
        let is_own =
            |times: usize, actors: usize| times * 5 >= total || (times * 10 >= total && actors > 1);
        let mut states: Vec<(&str, usize)> = groups
            .into_iter()
            .filter(|(state, (times, actors))| !state.is_empty() && is_own(*times, *actors))
            .map(|(state, (times, _))| (state, times))
            .collect();
        states.sort_by_key(|&(state, times)| (std::cmp::Reverse(times), state));
        states.truncate(most);
        states.into_iter().map(|(state, _)| state).collect()
    }

    /// The actors that have a lane of their own, those of many events first.
    fn ranked(&self, most: usize, groups: usize) -> Vec<(Seat<'t>, Count<'t>)> {
        let mut ranked: Vec<(Seat<'t>, Count<'t>)> = self
            .counts
            .iter()
            .map(|(seat, count)| (*seat, *count))
            .collect();
        ranked.sort_by_key(|&(seat, count)| (std::cmp::Reverse(count.times), seat));
        if ranked.len() > most {
            // Each group has a lane for the others.
            ranked.truncate(most - groups);
        }
        ranked
    }
}

impl Count<'_> {
    fn is_state(&self) -> bool {
        self.actor.kind() == ActorKind::State
    }
}

impl Lanes {
    /// The lanes of events, and for each event its lanes.
    pub(super) fn of(
        events: &[(EventRef<'_>, Span)],
        style: &Style,
    ) -> (Self, Vec<Vec<(usize, Part)>>) {
        let words = &style.words;
        let (most, most_groups) = if style.is_wide() { (14, 4) } else { (11, 3) };
        let attendance = Attendance::of(events);
        let states = attendance.states(most_groups);
        // The group after those of states is for all others.
        let rest = states.len();
        let group_of = |seat: &Seat<'_>| {
            let own = states.iter().position(|state| *state == seat.0);
            own.unwrap_or(rest)
        };
        let mut own: Vec<Vec<(Seat<'_>, Count<'_>)>> = vec![Vec::new(); rest + 1];
        for (seat, count) in attendance.ranked(most, rest + 1) {
            own[group_of(&seat)].push((seat, count));
        }
        let mut lanes = Self::default();
        let mut lane_of: BTreeMap<Seat<'_>, usize> = BTreeMap::new();
        let mut shared: Vec<Option<usize>> = vec![None; rest + 1];
        let mut next = 0;
        for (at, mut members) in own.into_iter().enumerate() {
            let is_rest = at == rest;
            // The state itself is below those who represent it.
            members.sort_by_key(|(_, count)| !is_rest && count.is_state());
            let mut group = Vec::new();
            for (seat, count) in members {
                let label = if count.is_state() && !is_rest {
                    words.the_state.clone()
                } else {
                    style.name(count.actor.id(), count.actor.name())
                };
                lane_of.insert(seat, next + group.len());
                group.push(Lane { label });
            }
            let mut of_group = attendance
                .counts
                .iter()
                .filter(|(seat, _)| group_of(seat) == at);
            let state = of_group.clone().find_map(|(_, count)| count.state);
            if of_group.any(|(seat, _)| !lane_of.contains_key(seat)) {
                shared[at] = Some(next + group.len());
                let label = if is_rest {
                    &words.all_others
                } else {
                    &words.others
                };
                group.push(Lane {
                    label: label.clone(),
                });
            }
            next += group.len();
            if !group.is_empty() {
                let name = state.filter(|_| !is_rest).map_or_else(
                    || words.no_state.clone(),
                    |state| style.name(state.id(), state.name()),
                );
                lanes.groups.push(Group { name, lanes: group });
            }
        }
        // A single group of all actors needs no name.
        if let [group] = lanes.groups.as_mut_slice()
            && rest == 0
        {
            group.name.clear();
        }
        let lane = |seat: &Seat<'_>| {
            let own = lane_of.get(seat).copied();
            own.or(shared[group_of(seat)])
                .expect("who has no lane shares one")
        };
        let seats = attendance.seats.iter().map(|own| {
            let lanes = own.iter().map(|(seat, part)| (lane(seat), *part));
            let mut lanes: Vec<(usize, Part)> = lanes.collect();
            lanes.sort_unstable();
            lanes.dedup();
            lanes
        });
        (lanes, seats.collect())
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        let lanes = self.groups.iter().flat_map(|group| &group.lanes);
        lanes.map(|lane| lane.label.as_str())
    }
}
