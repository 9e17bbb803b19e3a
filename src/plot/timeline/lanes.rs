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
    let bounds = event.bounds();
    let represented = actor.represented(&bounds);
    let mut states = represented.filter(|(one, _)| one.kind() == ActorKind::State);
    states.next().map(|(one, _)| one)
}

impl Lanes {
    /// The lanes of events, and for each event its lanes.
    pub(super) fn of(
        events: &[(EventRef<'_>, Span)],
        style: &Style,
    ) -> (Self, Vec<Vec<(usize, Part)>>) {
        let most = if style.is_wide() { 14 } else { 11 };
        let mut counts: BTreeMap<Seat<'_>, Count<'_>> = BTreeMap::new();
        let mut seats: Vec<Vec<(Seat<'_>, Part)>> = Vec::with_capacity(events.len());
        for &(event, _) in events {
            let mut own = Vec::new();
            for one in event.participants() {
                let actor = one.actor();
                let behalf = one.on_behalf_of();
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
                own.push((seat, part(one.role())));
            }
            seats.push(own);
        }

        // Groups of many events first; those of few are put together.
        let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for ((state, _), count) in &counts {
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
        states.truncate(if most > 11 { 4 } else { 3 });
        let group_of = |state: &str| states.iter().position(|(one, _)| *one == state);

        // Actors of many events first; those of few share the last lane of their group.
        let mut ranked: Vec<(&Seat<'_>, &Count<'_>)> = counts.iter().collect();
        ranked.sort_by_key(|&(seat, count)| (std::cmp::Reverse(count.times), seat));
        if ranked.len() > most {
            ranked.truncate(most - states.len() - 1);
        }
        let mut own: Vec<Vec<(&Seat<'_>, &Count<'_>)>> = vec![Vec::new(); states.len() + 1];
        for (seat, count) in ranked {
            own[group_of(seat.0).unwrap_or(states.len())].push((seat, count));
        }
        let mut lanes = Self::default();
        let mut lane_of: BTreeMap<Seat<'_>, usize> = BTreeMap::new();
        let mut shared: Vec<Option<usize>> = vec![None; states.len() + 1];
        let mut next = 0;
        for (at, mut members) in own.into_iter().enumerate() {
            let is_state = |count: &Count<'_>| count.actor.kind() == ActorKind::State;
            let is_rest = at == states.len();
            // The state itself is below those who represent it.
            members.sort_by_key(|(_, count)| !is_rest && is_state(count));
            let mut group = Vec::new();
            let mut name = style.words.no_state.clone();
            for (seat, count) in &members {
                if let Some(state) = count.state.filter(|_| !is_rest) {
                    name = style.name(state.id(), state.name());
                }
                let label = if !is_rest && is_state(count) {
                    style.words.the_state.clone()
                } else {
                    style.name(count.actor.id(), count.actor.name())
                };
                lane_of.insert(**seat, next + group.len());
                group.push(Lane { label });
            }
            let is_missing = |seat: &Seat<'_>| {
                group_of(seat.0).unwrap_or(states.len()) == at && !lane_of.contains_key(seat)
            };
            if let Some((_, missing)) = counts.iter().find(|(seat, _)| is_missing(seat)) {
                if let Some(state) = missing.state.filter(|_| !is_rest) {
                    name = style.name(state.id(), state.name());
                }
                shared[at] = Some(next + group.len());
                let words = &style.words;
                let label = if is_rest && !group.is_empty() || at > 0 && is_rest {
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
                lanes.groups.push(Group { name, lanes: group });
            }
        }
        let lane = |seat: &Seat<'_>| {
            let group = group_of(seat.0).unwrap_or(states.len());
            let own = lane_of.get(seat).copied();
            own.or(shared[group]).expect("who has no lane shares one")
        };
        let seats = seats.iter().map(|own| {
            let mut lanes: Vec<(usize, Part)> =
                own.iter().map(|(seat, part)| (lane(seat), *part)).collect();
            lanes.sort_unstable();
            lanes.dedup();
            lanes
        });
        (lanes, seats.collect())
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        self.groups
            .iter()
            .flat_map(|group| &group.lanes)
            .map(|lane| lane.label.as_str())
    }
}
