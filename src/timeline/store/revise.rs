//! Edited timelines: another timeline with some events and constraints changed.
//!
//! Building a timeline resolves every name, solves all constraints, and sorts everything. A revision does that for
//! what changed, and renumbers the rest:
//!
//! 1. [`resolve`]: the changed events become stored ones, against the actors and sources of the timeline.
//! 2. [`draft`]: they are put beside the others, and references to what was removed are looked for.
//! 3. [`bind`]: the links and constraints that connect a changed event with others are solved again, which
//!    gives new bounds to some events.
//! 4. [`reorder`]: events with new bounds get new places. All others keep their order, so every
//!    list of events is renumbered in one pass.
//!
//! A revision is refused, without a reason, if it has a fault or needs more than this: then the timeline is
//! built again, which finds the fault or does the work. So each fault has one text.

mod bind;
mod draft;
mod reorder;
mod resolve;

use std::collections::BTreeSet;

use crate::event::{Event, Source};
use crate::timeline::{Constraint, ConstraintIx, EventIx, Timeline};

/// What changes in a timeline.
#[derive(Default)]
pub(crate) struct Revision<'r> {
    /// The events that are removed.
    pub(crate) removed: Vec<EventIx>,
    /// The events that are added, or that take the place of another.
    pub(crate) events: Vec<(Option<EventIx>, &'r Event)>,
    /// The sources that are added.
    pub(crate) sources: Vec<&'r Source>,
    /// The constraints that are removed.
    pub(crate) constraints_removed: BTreeSet<ConstraintIx>,
    /// The constraints that are added.
    pub(crate) constraints_added: Vec<&'r Constraint>,
}

impl Timeline {
    /// The timeline with a revision. Returns `None` if it has a fault, or has to be built again.
    pub(crate) fn revise(&self, revision: &Revision<'_>) -> Option<Self> {
        let resolved = self.resolve_revision(revision)?;
        let draft = self.draft_revision(revision, resolved)?;
        let bounds = draft.bind()?;
        Some(draft.finish(&bounds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Link, Report};
    use crate::timeline::SourceRef;
    use crate::{Actor, Event};

    /// A call, a meeting that follows it, and a constraint.
    fn timeline() -> Timeline {
        let mut builder = Timeline::builder();
        builder
            .actor(Actor::person("rubio"))
            .actor(Actor::person("lavrov"))
            .source(Source::new("tass"))
            .event(Event::call("call", "2025-06").between("rubio", "lavrov"))
            .event(
                Event::meeting("kuala-lumpur", "2025-07-10")
                    .between("rubio", "lavrov")
                    .link(Link::Follows, "call")
                    .reported_by("tass"),
            )
            .event(Event::call("august", "2025-08").between("rubio", "lavrov"))
            .constraint(Constraint::before("kuala-lumpur", "august"));
        builder.build().expect("a timeline without faults")
    }

    fn revised(place: Option<&str>, event: &Event) -> Option<Timeline> {
        let timeline = timeline();
        let place = place.map(|id| timeline.find_event(id).expect("an event"));
        timeline.revise(&Revision {
            events: vec![(place, event)],
            ..Revision::default()
        })
    }

    #[test]
    fn events_sources_and_constraints_are_revised_without_building() {
        let timeline = timeline();
        let september = Event::call("september", "2025-09").between("rubio", "lavrov");
        // A new chain, and an actor who was not cited before.
        let cited = september.clone().report(Report::by(["wire", "lavrov"]));
        let source = Source::new("wire");
        let constraint = Constraint::before("september", "kuala-lumpur");
        assert!(revised(None, &september).is_some());
        assert!(revised(Some("call"), &Event::call("call", "2025-06-14")).is_some());
        let revision = Revision {
            events: vec![(None, &cited)],
            sources: vec![&source],
            constraints_removed: BTreeSet::from([ConstraintIx::new(0)]),
            removed: vec![timeline.find_event("august").expect("an event")],
            ..Revision::default()
        };
        let revised = timeline.revise(&revision).expect("a revision");
        let ids: Vec<_> = revised.sources().map(SourceRef::id).collect();
        assert_eq!(ids, ["lavrov", "tass", "wire"]);
        let contradicting = Revision {
            events: vec![(None, &september)],
            constraints_added: vec![&constraint],
            ..Revision::default()
        };
        assert!(timeline.revise(&contradicting).is_none());
    }

    #[test]
    fn faults_are_left_to_building() {
        let september = || Event::call("september", "2025-09");
        for event in [
            september().party("rubioo"),
            september().reported_by("tas"),
            september().about("the aide"),
            september().link(Link::PartOf, "summit"),
            september().link(Link::PartOf, "september"),
            september().party("rubio").party("rubio"),
            september().title(""),
        ] {
            assert!(revised(None, &event).is_none(), "{event:?}");
        }
        let timeline = timeline();
        for id in ["call", "august"] {
            // A link or a constraint names it.
            let revision = Revision {
                removed: vec![timeline.find_event(id).expect("an event")],
                ..Revision::default()
            };
            assert!(timeline.revise(&revision).is_none());
        }
    }
}
