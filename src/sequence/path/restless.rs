//! The search for paths whose information becomes stale.
//!
//! Without a limit on waiting, the earliest arrival at an actor is the best for every later event. With
//! one it may be stale by then, and a later arrival is needed. So arrivals are kept for each participant
//! of each event. An actor may be informed again, and then waits anew: paths may return to an actor, but
//! never use an event twice.
//!
//! Sources: Himmel et al. (2019) and Casteigts et al. (2021), as in [`PathRules`](super::PathRules).

use super::Paths;
use super::contacts::{NEVER, NO_STEP};
use super::search::{Search, SearchStep, SearchTree, oriented};
use crate::timeline::ActorIx;

/// An actor that was informed at an event, or that starts the search.
#[derive(Clone, Copy)]
struct Informed {
    actor: ActorIx,
    /// From when on it can inform others.
    ready: i64,
    /// The last second at which it can.
    fresh_until: i64,
    step: usize,
}

/// An event that an informed actor can use, with the end that follows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    event: usize,
    end: i64,
    from: ActorIx,
    previous: usize,
}

impl Paths<'_> {
    /// Finds the earliest arrivals in rounds of one contact each, until nothing gets earlier, the
    /// maximum number of contacts is reached, or the target is.
    ///
    /// Why the earliest end at each event is enough: for some dates, a chain of events that ends with an
    /// event can end it at any second from the earliest on, up to the event's latest end. So of two chains
    /// that end with the same event, the one with the earlier end allows all that the other allows.
    pub(super) fn search_restless(
        &self,
        search: &Search,
        target: Option<ActorIx>,
        max_wait: i64,
    ) -> SearchTree {
        let mut tree = SearchTree::new(search, self.timeline.actors().len());
        // The earliest end at which each participant is informed at its event.
        let mut ends = vec![NEVER; self.participations.len()];
        let mut informed: Vec<Informed> = (search.actors.iter())
            .map(|&actor| Informed {
                actor,
                ready: search.at,
                fresh_until: i64::MAX,
                step: NO_STEP,
            })
            .collect();
        let mut round = 0;
        let is_found = |tree: &SearchTree| target.is_some_and(|it| tree.last_step(it) != NO_STEP);
        while !informed.is_empty() && round < self.rules.hops() && !is_found(&tree) {
            round += 1;
            let mut uses: Vec<Use> = Vec::new();
            for one in &informed {
                uses.extend(self.uses(*one, search, &tree));
            }
            uses.sort_unstable();
            informed.clear();
            for of_event in uses.chunk_by(|a, b| a.event == b.event) {
                self.inform(
                    of_event,
                    search,
                    max_wait,
                    &mut ends,
                    &mut tree,
                    &mut informed,
                );
            }
        }
        tree
    }

    /// The events at which an informed actor can inform others while what it knows is fresh.
    fn uses(
        &self,
        informed: Informed,
        search: &Search,
        tree: &SearchTree,
    ) -> impl Iterator<Item = Use> {
        let Informed {
            actor,
            ready,
            fresh_until,
            step,
        } = informed;
        let events = self.events_of(actor, search);
        events.filter_map(move |event| {
            let end = self.end_if_usable(event, ready, search)?;
            let [start_earliest, start_latest, ..] =
                oriented(self.events[event].bounds, search.is_backward);
            // For all dates, the last second of the start; for some, the first.
            let start = if search.is_certain {
                start_latest - 1
            } else {
                start_earliest.max(ready)
            };
            let is_new = || tree.steps_from(step).all(|one| one.event != event);
            (start <= fresh_until && is_new()).then_some(Use {
                event,
                end,
                from: actor,
                previous: step,
            })
        })
    }

    /// Informs the participants of an event, given its uses with the earliest end first.
    fn inform(
        &self,
        uses: &[Use],
        search: &Search,
        max_wait: i64,
        ends: &mut [i64],
        tree: &mut SearchTree,
        informed: &mut Vec<Informed>,
    ) {
        let wait = self.rules.wait();
        let event = uses[0].event;
        let one = &self.events[event];
        let [.., end_earliest, end_latest] = oriented(one.bounds, search.is_backward);
        // For all dates, the first second of the end; for some, the last.
        let last_end = if search.is_certain {
            end_earliest + 1
        } else {
            end_latest
        };
        // A strict path that may not wait at all has one contact.
        let fresh_until = if max_wait < wait {
            i64::MIN
        } else {
            last_end.saturating_add(max_wait)
        };
        for (slot, to) in (one.first_participation..).zip(self.participations_of(event)) {
            let is_told = if search.is_backward {
                to.informs
            } else {
                to.is_informed
            };
            // No actor informs itself.
            let first = uses.iter().find(|one| one.from != to.actor);
            let Some(first) = first.filter(|_| is_told && !search.actors.contains(&to.actor))
            else {
                continue;
            };
            if first.end >= ends[slot] {
                continue;
            }
            ends[slot] = first.end;
            let ready = first.end + wait;
            let step = tree.push(SearchStep {
                event,
                from: first.from,
                to: to.actor,
                previous: first.previous,
            });
            tree.improve(to.actor, ready, step);
            informed.push(Informed {
                actor: to.actor,
                ready,
                fresh_until,
                step,
            });
        }
    }
}
