//! Which constraints are left out if dates, links and constraints contradict each other.
//!
//! Each contradiction is a minimal set of statements, of which one has to be left out. That is never a date. It
//! is a constraint if there is one, otherwise an event with a link. In the end each of these constraints is
//! tried again, and stays out only if it contradicts what is left: a constraint of the same contradiction may
//! have been left out later.
//!
//! Events that no constraint or link ties together cannot contradict each other. Each group of tied events
//! is therefore settled by itself, on a small timeline that has nothing but dates, links and constraints.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::sieve::Sieve;
use crate::actor::Actor;
use crate::event::{Account, Event, Link, Report, Source};
use crate::timeline::{
    Constraint, Contradiction, Entry, FaultKind, Statement, Timeline, TimelineBuilder,
};

/// Leaves out constraints and events until nothing is contradicted.
///
/// All references must be resolved, and identifiers unique.
pub(super) fn settle(sieve: &mut Sieve<'_>) {
    let sources = (0..sieve.stated.sources.len()).map(|at| (&*sieve.stated.sources[at].id, at));
    let sources: HashMap<&str, usize> = sources
        .filter(|(_, at)| sieve.keeps(Entry::Source(*at)))
        .collect();
    for group in groups(sieve) {
        settle_group(sieve, &group, &sources);
    }
}

/// Events that constraints and links tie together, and these constraints, by position.
#[derive(Default)]
struct Group {
    events: Vec<usize>,
    constraints: Vec<usize>,
}

/// The groups of tied events.
fn groups(sieve: &Sieve<'_>) -> Vec<Group> {
    let stated = sieve.stated;
    let events = 0..stated.events.len();
    let kept: Vec<usize> = events.filter(|&at| sieve.keeps(Entry::Event(at))).collect();
    let at: HashMap<&str, usize> = kept
        .iter()
        .map(|&at| (stated.events[at].id.as_str(), at))
        .collect();
    let mut sets = Sets((0..stated.events.len()).collect());
    for &event in &kept {
        for (link, other) in &stated.events[event].links {
            if binds(*link) {
                sets.join(event, at[other.as_str()]);
            }
        }
    }
    let constraints = 0..stated.constraints.len();
    let constraints = constraints.filter(|&one| sieve.keeps(Entry::Constraint(one)));
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    let constraints: Vec<usize> = constraints.collect();
    for &one in &constraints {
        let constraint = &stated.constraints[one];
        for other in constraint.others() {
            sets.join(at[constraint.event()], at[other]);
        }
    }
    for one in constraints {
        let root = sets.root(at[stated.constraints[one].event()]);
        groups.entry(root).or_default().constraints.push(one);
    }
    for event in kept {
        groups
            .entry(sets.root(event))
            .or_default()
            .events
            .push(event);
    }
    let tied = |group: &Group| group.events.len() > 1 || !group.constraints.is_empty();
    let mut groups: Vec<Group> = groups.into_values().filter(tied).collect();
    // Settling a group may take events of another with it, so the order of groups follows from contents.
    groups.sort_by_key(|group| {
        let ids = group.events.iter().map(|&at| stated.events[at].id.as_str());
        ids.min()
    });
    groups
}

/// Disjoint sets: each element leads to another of its set, or to itself if it is the root.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            // Halves the path, so that later walks are short.
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

const fn binds(link: Link) -> bool {
    matches!(link, Link::PartOf | Link::Answers | Link::Follows)
}

fn settle_group(sieve: &mut Sieve<'_>, group: &Group, sources: &HashMap<&str, usize>) {
    let stated = sieve.stated;
    // The constraints that went, each with the contradiction for which it did.
    let mut gone: Vec<(usize, Contradiction)> = Vec::new();
    while let Err(contradiction) = solve(sieve, group, sources, &gone) {
        if let Some(weakest) = weakest(&contradiction) {
            let all = group.constraints.iter().copied();
            let same = all.filter(|&at| stated.constraints[at] == *weakest);
            gone.extend(same.map(|at| (at, contradiction.clone())));
        } else {
            let last = last_linked(&contradiction);
            let mut all = group.events.iter().copied();
            let event = all.find(|&at| stated.events[at].id == last);
            let entry = Entry::Event(event.expect("a contradiction is about events of the group"));
            sieve.refuse(entry, FaultKind::Contradiction(contradiction));
        }
    }
    // An event that went may have taken constraints with it.
    gone.retain(|(at, _)| sieve.keeps(Entry::Constraint(*at)));
    gone.sort_by(|(one, _), (other, _)| {
        support(&stated.constraints[*one], &stated.constraints[*other]).then(one.cmp(other))
    });
    let mut tried = 0;
    while tried < gone.len() {
        // Identical constraints are next to each other. They come back together or not at all.
        let constraint = &stated.constraints[gone[tried].0];
        let same = gone[tried..].iter();
        let same = same
            .take_while(|(at, _)| stated.constraints[*at] == *constraint)
            .count();
        let back: Vec<_> = gone.drain(tried..tried + same).collect();
        if let Err(contradiction) = solve(sieve, group, sources, &gone) {
            let back = back.into_iter().map(|(at, _)| (at, contradiction.clone()));
            gone.splice(tried..tried, back);
            tried += same;
        }
    }
    for (at, contradiction) in gone {
        sieve.refuse(
            Entry::Constraint(at),
            FaultKind::Contradiction(contradiction),
        );
    }
}

/// The constraint of a contradiction with the least support. Returns `None` if it has no constraint.
fn weakest(contradiction: &Contradiction) -> Option<&Constraint> {
    let constraints = contradiction.statements.iter();
    let constraints = constraints.filter_map(|one| match one {
        Statement::Ordered(constraint) => Some(constraint),
        _ => None,
    });
    constraints.max_by(|one, other| support(one, other))
}

/// Orders constraints by their support: those with a short chain of sources first, those without a source
/// last, and otherwise in their own order.
fn support(one: &Constraint, other: &Constraint) -> Ordering {
    let key = |one: &Constraint| (one.sources().is_empty(), one.sources().len());
    key(one).cmp(&key(other)).then_with(|| one.order(other))
}

/// The last event, by identifier, whose link is part of a contradiction.
fn last_linked(contradiction: &Contradiction) -> &str {
    let statements = contradiction.statements.iter();
    let linked = statements.filter_map(|one| match one {
        Statement::Linked { event, .. } => Some(event.as_str()),
        _ => None,
    });
    linked
        .max()
        .expect("the dates of single events do not contradict each other")
}

/// Checks that the events of a group have dates that satisfy its links and constraints, without those that
/// are gone.
fn solve(
    sieve: &Sieve<'_>,
    group: &Group,
    sources: &HashMap<&str, usize>,
    gone: &[(usize, Contradiction)],
) -> Result<(), Contradiction> {
    let stated = sieve.stated;
    let gone: BTreeSet<usize> = gone.iter().map(|(at, _)| *at).collect();
    let mut builder = TimelineBuilder::default();
    let mut cited: BTreeSet<&str> = BTreeSet::new();
    for &at in &group.events {
        if sieve.keeps(Entry::Event(at)) {
            let event = &stated.events[at];
            cited.extend(
                event
                    .reports
                    .iter()
                    .flat_map(|one| &one.by)
                    .map(String::as_str),
            );
            builder.event(only_times(event));
        }
    }
    for &at in &group.constraints {
        if sieve.keeps(Entry::Constraint(at)) && !gone.contains(&at) {
            cited.extend(stated.constraints[at].sources().iter().map(String::as_str));
            builder.constraint(stated.constraints[at].clone());
        }
    }
    for id in cited {
        match sources.get(id) {
            None => builder.actor(Actor::person(id)),
            Some(&at) => {
                let mut source = Source::new(id);
                source.published.clone_from(&stated.sources[at].published);
                builder.source(source)
            }
        };
    }
    match Timeline::try_from(builder) {
        Ok(_) => Ok(()),
        Err(error) => Err(error
            .faults
            .into_iter()
            .find_map(|fault| match fault.kind {
                FaultKind::Contradiction(contradiction) => Some(contradiction),
                _ => None,
            })
            .expect("sound entries have no other faults together")),
    }
}

/// An event with nothing but its dates, and the links that bind it.
fn only_times(event: &Event) -> Event {
    let mut bare = Event::call(&event.id, &event.when);
    let links = event.links.iter().filter(|(link, _)| binds(*link));
    bare.links = links.cloned().collect();
    let reports = event.reports.iter().map(|one| {
        let mut report = Report::by(&one.by).status(one.status);
        report.asserted.clone_from(&one.asserted);
        report.withdrawn.clone_from(&one.withdrawn);
        report.says = Account {
            when: one.says.when.clone(),
            ..Account::new()
        };
        report
    });
    bare.reports = reports.collect();
    bare
}
