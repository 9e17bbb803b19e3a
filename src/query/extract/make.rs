//! The steps from a view to its extract.

use std::collections::HashSet;

use super::closure::{Closure, is_by};
use super::{Extract, ExtractChange, ExtractError};
use crate::actor::Actor;
use crate::event::{Event, Link, Source};
use crate::query::View;
use crate::timeline::{
    AccountRule, ActorRef, Arena, Constraint, ConstraintIx, EventIx, EventRef, Knowledge, Origin,
    SourceIx, SourceRef, Statement, Timeline, TimelineBuilder,
};

pub(super) fn extract(view: &View<'_>, left_out: &[SourceIx]) -> Result<Extract, ExtractError> {
    let mut maker = Maker::new(view, left_out);
    let events = maker.events();
    let constraints = maker.constraints();
    let timeline = maker.build(events, constraints)?;
    let mut changes = maker.vanished.clone();
    changes.append(&mut changed(view, &maker.kept, &timeline));
    changes.append(&mut maker.changes);
    Ok(Extract { timeline, changes })
}

struct Maker<'v, 't> {
    view: &'v View<'t>,
    timeline: &'t Timeline,
    left_out: &'v [SourceIx],
    /// Whether the statements known to the view contradict each other. They then constrain no event.
    is_contradicted: bool,
    /// The events of the extract, in order.
    kept: Vec<EventRef<'t>>,
    vanished: Vec<ExtractChange>,
    /// The links, constraints and successions that are left out.
    changes: Vec<ExtractChange>,
}

impl<'v, 't> Maker<'v, 't> {
    fn new(view: &'v View<'t>, left_out: &'v [SourceIx]) -> Self {
        let timeline = view.timeline;
        // The extract is built with all accounts, whatever the rule of the view.
        let knowledge = Knowledge {
            rule: AccountRule::Union,
            ..view.knowledge
        };
        Self {
            view,
            timeline,
            left_out,
            is_contradicted: timeline.contradiction(knowledge).is_some(),
            kept: Vec::new(),
            vanished: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// The second until which assertions are known.
    fn as_of(&self) -> i64 {
        self.view.knowledge.as_of
    }

    fn is_left_out(&self, chain: &[SourceIx]) -> bool {
        chain.iter().any(|source| self.left_out.contains(source))
    }

    /// The events of the extract as stated, with the remaining reports.
    fn events(&mut self) -> Vec<Event> {
        let all: Vec<EventRef<'t>> = self.view.events().collect();
        let mut events = Vec::with_capacity(all.len());
        for event in all {
            let stated = self.reported(event);
            if stated.reports.is_empty() && !event.stored().accounts.is_empty() {
                let event = event.id().to_owned();
                self.vanished.push(ExtractChange::Event { event });
            } else {
                self.kept.push(event);
                events.push(stated);
            }
        }
        let kept: HashSet<EventIx> = self.kept.iter().map(|event| event.ix()).collect();
        for (at, stated) in events.iter_mut().enumerate() {
            self.keep_links(self.kept[at], stated, &kept);
        }
        events
    }

    /// An event with the reports that the view knows, except those by an omitted source.
    fn reported(&self, event: EventRef<'t>) -> Event {
        let (timeline, as_of) = (self.timeline, self.as_of());
        let mut stated = Event::from(event);
        let accounts = event.stored().accounts.iter();
        let reports = std::mem::take(&mut stated.reports);
        for (account, mut report) in accounts.zip(reports) {
            let is_known = as_of == i64::MAX || account.known_from <= as_of;
            if !is_known || self.is_left_out(timeline.chain(account.chain)) {
                continue;
            }
            // A withdrawal in the future is not known yet.
            if account.known_until > as_of {
                report.withdrawn = None;
            }
            stated.reports.push(report);
        }
        stated
    }

    /// Removes the links of an event to events that are not in the extract.
    fn keep_links(&mut self, event: EventRef<'t>, stated: &mut Event, kept: &HashSet<EventIx>) {
        stated.links.clear();
        for (link, other) in event.links() {
            let binds = matches!(link, Link::PartOf | Link::Answers | Link::Follows);
            if kept.contains(&other.ix()) && !(binds && self.is_contradicted) {
                stated.links.push((link, other.id().to_owned()));
                continue;
            }
            let statement = Statement::Linked {
                event: event.id().to_owned(),
                link,
                other: other.id().to_owned(),
                sources: event.stored().sources_read(self.timeline, self.as_of()),
            };
            self.changes.push(ExtractChange::Statement { statement });
        }
    }

    /// The constraints of the extract.
    fn constraints(&mut self) -> Vec<Constraint> {
        let (timeline, as_of) = (self.timeline, self.as_of());
        let ids: HashSet<&str> = self.kept.iter().map(|event| event.id()).collect();
        let known = known_constraints(timeline, as_of);
        let mut constraints = Vec::new();
        for (ix, stated) in timeline.constraints.entries() {
            let Some(known_until) = known[ix] else {
                continue;
            };
            let mut constraint = stated.clone();
            if known_until > as_of {
                constraint.withdrawn = None;
            }
            let mut events = [stated.event()].into_iter().chain(stated.others());
            let is_about_kept = events.clone().any(|id| ids.contains(id));
            let is_left_out = is_by(timeline, self.left_out, stated.sources());
            let is_withdrawn = constraint.withdrawn.is_some();
            if events.all(|id| ids.contains(id))
                && !is_left_out
                && (is_withdrawn || !self.is_contradicted)
            {
                constraints.push(constraint);
            } else if is_about_kept && !is_withdrawn {
                let statement = Statement::Ordered(constraint);
                self.changes.push(ExtractChange::Statement { statement });
            }
        }
        constraints
    }

    /// Builds the extract with everything that its events and constraints refer to.
    fn build(
        &mut self,
        events: Vec<Event>,
        constraints: Vec<Constraint>,
    ) -> Result<Timeline, ExtractError> {
        let timeline = self.timeline;
        let mut closure = Closure::new(timeline, self.left_out);
        closure.filter(&self.view.filter);
        for event in &events {
            closure.event(event);
        }
        for id in constraints.iter().flat_map(Constraint::sources) {
            closure.source_of(id);
        }
        closure.finish();

        let mut builder = TimelineBuilder::default();
        if let Some(title) = timeline.title() {
            builder.title(title);
        }
        for ix in timeline.actors.indices().filter(|&ix| closure.actors[ix]) {
            let actor = self.actor(Actor::from(ActorRef::new(timeline, ix)));
            builder.actor(actor);
        }
        for &ix in &closure.designations {
            builder.designation(timeline.designations[ix].clone());
        }
        for ix in timeline.sources.indices().filter(|&ix| closure.sources[ix]) {
            // Cited actors are already sources.
            if timeline.sources[ix].actor.is_none() {
                builder.source(Source::from(SourceRef::new(timeline, ix)));
            }
        }
        builder.extend(events);
        for constraint in constraints {
            builder.constraint(constraint);
        }
        Ok(Timeline::try_from(builder)?)
    }

    /// An actor without the successions that only sources that are left out state.
    fn actor(&mut self, mut actor: Actor) -> Actor {
        for one in std::mem::take(&mut actor.successions) {
            if is_by(self.timeline, self.left_out, &one.by) {
                self.changes.push(ExtractChange::Succession {
                    actor: actor.id.clone(),
                    predecessor: one.predecessor,
                });
            } else {
                actor.successions.push(one);
            }
        }
        actor
    }
}

/// The second until which each constraint is in force, for those that are known as of a second.
fn known_constraints(timeline: &Timeline, as_of: i64) -> Arena<ConstraintIx, Option<i64>> {
    let mut known: Arena<ConstraintIx, Option<i64>> = vec![None; timeline.constraints.len()].into();
    for one in timeline.evidence(Knowledge::ALL).constraints {
        if let Origin::Stated(ix) = one.origin
            && (as_of == i64::MAX || one.known_from <= as_of)
        {
            known[ix] = Some(one.known_until);
        }
    }
    known
}

/// The events whose status or date differs from the view.
fn changed(view: &View<'_>, kept: &[EventRef<'_>], extract: &Timeline) -> Vec<ExtractChange> {
    let mut changes = Vec::new();
    let knowledge = Knowledge {
        as_of: i64::MAX,
        rule: view.knowledge.rule,
    };
    for event in kept {
        let ix = extract.find_event(event.id());
        let same = ix.expect("the extract has the events that were kept");
        let same = EventRef::new(extract, same, knowledge);
        if same.status() != event.status() {
            changes.push(ExtractChange::Status {
                event: event.id().to_owned(),
                before: event.status(),
                after: same.status(),
            });
        }
        if same.bounds() != event.bounds() {
            changes.push(ExtractChange::Date {
                event: event.id().to_owned(),
                before: event.bounds(),
                after: same.bounds(),
            });
        }
    }
    changes
}
