//! Which events fit which: the relations between the events of two steps.

use super::step::Relation;
use super::{Compiled, EventList, Pattern};
use crate::sequence::distance::{Extent, Resolution};
use crate::time::{Certainty, Midnights};
use crate::timeline::{ActorRef, EventRef};

impl Relation {
    /// Whether the relation holds between the event of an earlier step and an event.
    pub(super) fn holds(self, earlier: EventRef<'_>, event: EventRef<'_>) -> Certainty {
        match self {
            Self::After => earlier.before(event),
            Self::Within(distance) => distance.holds(earlier, event),
            Self::Linked(link) => {
                let mut links = event.links();
                if links.any(|(kind, to)| kind == link && to.ix() == earlier.ix()) {
                    Certainty::Certain
                } else {
                    Certainty::Impossible
                }
            }
        }
    }
}

impl<'t> Compiled<'t> {
    /// The places of the events that can take the step beside the events chosen for other steps, as
    /// far as links and implied bounds exclude them quickly. In order.
    pub(super) fn places(
        &self,
        chosen: &[(usize, EventRef<'t>)],
    ) -> impl Iterator<Item = usize> + use<'_, 't> {
        let (mut from, mut to) = (i64::MIN, i64::MAX);
        for &(earlier, event) in chosen {
            let extent = Extent::of(&event.bounds(), Resolution::Seconds, Midnights::Undated);
            let (first, last) = self.implied[earlier].window(extent);
            (from, to) = (from.max(first), to.min(last));
        }
        let mut links = self.relations.iter().filter_map(|&(earlier, relation)| {
            let (_, event) = chosen.iter().find(|(step, _)| *step == earlier)?;
            match relation {
                Relation::Linked(link) => Some((link, *event)),
                _ => None,
            }
        });
        let linked = links.next().map(|(link, other)| {
            let linked = other.linked_from().filter(|(kind, _)| *kind == link);
            let places = linked.filter_map(|(_, event)| self.list.place_of(event));
            let mut places: Vec<usize> = places.collect();
            places.sort_unstable();
            places.dedup();
            places
        });
        let dated = match linked {
            Some(_) => 0..0,
            None => self.list.between(from, to),
        };
        // The range of the list can contain events that end before it.
        let places = linked.unwrap_or_default().into_iter().chain(dated);
        places.filter(move |&at| {
            let event = self.list.events[at].event;
            let extent = Extent::of(&event.bounds(), Resolution::Seconds, Midnights::Undated);
            extent.first.0 <= to && from <= extent.last.1
        })
    }
}

impl Pattern<'_> {
    /// Whether the time between two events may be free of the events of a list, by dates alone.
    ///
    /// An event that takes a step itself does not count as between. So the events that are certainly
    /// between must be able to take the other steps.
    fn may_be_empty(
        &self,
        list: &EventList<'_>,
        (since, until): (EventRef<'_>, EventRef<'_>),
    ) -> bool {
        let (from, to) = (since.bounds(), until.bounds());
        let between = list.between(from.raw()[2], to.raw()[1]);
        let between = list.events[between].iter().filter(|other| {
            let ix = other.event.ix();
            let bounds = other.event.bounds();
            ix != since.ix()
                && ix != until.ix()
                && other.certainty.is_certain()
                && from.before(&bounds).is_certain()
                && bounds.before(&to).is_certain()
        });
        // The two events take two of the steps.
        let mut left = self.steps.len() - 2;
        for other in between {
            let mut lists = self.steps.iter().map(|step| &step.list);
            if left == 0 || lists.all(|list| list.place_of(other.event).is_none()) {
                return false;
            }
            left -= 1;
        }
        true
    }

    /// Whether two events can take two steps, by relations between these two alone.
    pub(super) fn is_pair(
        &self,
        (one, at): (usize, usize),
        (later, place): (usize, usize),
    ) -> bool {
        let (own, other) = (&self.steps[one], &self.steps[later]);
        let (first, event) = (own.list.events[at].event, other.list.events[place].event);
        let mut relations = other
            .relations
            .iter()
            .filter(|(earlier, _)| *earlier == one);
        let mut absences = other.absences.iter().filter(|(since, _)| *since == one);
        first.ix() != event.ix()
            && relations.all(|(_, relation)| relation.holds(first, event).is_possible())
            && absences.all(|(_, list)| self.may_be_empty(list, (first, event)))
            && own.parties.iter().all(|&(variable, kind)| {
                let named = other.parties.iter().filter(|(name, _)| *name == variable);
                named.into_iter().all(|&(_, other_kind)| {
                    let present = (&own.present[at], &other.present[place]);
                    let is_of = |actor: ActorRef<'_>| {
                        let kinds = [kind, other_kind].into_iter().flatten();
                        kinds.into_iter().all(|kind| actor.kind() == kind)
                    };
                    let is_there = |actor: ActorRef<'_>| {
                        let at = (present.1).binary_search_by_key(&actor.ix(), |(one, _)| one.ix());
                        at.is_ok()
                    };
                    let mut both = present.0.iter().map(|(actor, _)| *actor);
                    both.any(|actor| is_of(actor) && is_there(actor))
                })
            })
    }
}
