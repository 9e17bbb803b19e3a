//! An edited timeline equals the one that is built from the edited entries: laws, checked on random records and
//! random edits.
//!
//! The oracle makes each change by hand in lists of entries, and builds. Records are small and coarse, so that
//! ties, shared dates, refused edits and contradictions are common.
#![cfg(feature = "json")]

use std::fmt::Write as _;

use chrono::NaiveDate;
use detente::event::{Account, Link, Report, Source};
use detente::petgraph::visit::{EdgeRef, IntoEdgeReferences, IntoNodeReferences, NodeRef};
use detente::timeline::edit::{Action, Edit, Item, ItemKey, Patch};
use detente::timeline::{Constraint, EventRef, SourceRef};
use detente::{Actor, Event, Scoring, Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;

const DATES: [&str; 9] = [
    "2025-02",
    "2025-02-18",
    "2025-02-10/2025-02-20",
    "[2025-02-01,2025-03-05]",
    "2025-03",
    "2025-03-05",
    "2025",
    "2025-04-01",
    "2025-03-05T10:00:00Z/2025-03-05T12:00:00Z",
];
const EVENTS: [&str; 9] = ["b", "d", "f", "h", "j", "l", "a", "e", "k"];
const ACTORS: [&str; 4] = ["USA", "RUS", "rubio", "lavrov"];

fn date() -> impl Strategy<Value = &'static str> {
    select(&DATES[..])
}

fn id() -> impl Strategy<Value = &'static str> {
    select(&EVENTS[..])
}

fn actor() -> impl Strategy<Value = &'static str> {
    select(&ACTORS[..])
}

/// Whether a date is certainly before another.
fn is_before(one: &When, other: &When) -> bool {
    let (end, start) = (one.bounds().end_latest(), other.bounds().start_earliest());
    end.is_some() && start.is_some() && end <= start
}

/// Whether a report cannot have been withdrawn on a date.
fn is_early(report: &Report, shared: &When, on: &When) -> bool {
    let date = report.says.when.as_ref().unwrap_or(shared);
    is_before(on, report.asserted.as_ref().unwrap_or(date))
}

/// Leaves out a withdrawal that is too early.
fn withdraw_in_time(report: &mut Report, shared: &When) {
    let on = report.withdrawn.take();
    report.withdrawn = on.filter(|on| !is_early(report, shared, on));
}

/// Withdraws reports: at least one, and none too early.
fn withdraw(reports: Vec<&mut Report>, shared: &When, on: &When) -> Option<()> {
    reports.first()?;
    if reports.iter().any(|one| is_early(one, shared, on)) {
        return None;
    }
    for report in reports {
        report.withdrawn = Some(on.clone());
    }
    Some(())
}

/// A chain of attribution. Actors may be cited; one source is not known at first.
fn chain() -> impl Strategy<Value = Vec<&'static str>> {
    let chains = [
        &["tass"][..],
        &["reuters"],
        &["tass", "lavrov"],
        &["reuters", "rubio"],
        &["wire"],
        &["rubio"],
    ];
    select(chains.map(<[&str]>::to_vec).to_vec())
}

fn report() -> impl Strategy<Value = Report> {
    let maybe = || prop::option::weighted(0.5, date());
    (
        chain(),
        maybe(),
        prop::option::weighted(0.2, date()),
        prop::option::weighted(0.3, date()),
    )
        .prop_map(|(by, asserted, withdrawn, when)| {
            let mut report = Report::by(by);
            if let Some(asserted) = asserted {
                report = report.asserted(asserted);
            }
            if let Some(withdrawn) = withdrawn {
                report = report.withdrawn(withdrawn);
            }
            withdraw_in_time(&mut report, &When::undated());
            match when {
                Some(when) => report.says(Account::new().when(when)),
                None => report,
            }
        })
}

const EXTERNAL: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];

/// Few events have one, but clashes are common enough.
fn external() -> impl Strategy<Value = Option<&'static str>> {
    prop::option::weighted(0.25, select(&EXTERNAL[..]))
}

fn event() -> impl Strategy<Value = Event> {
    let link = (select(&Link::ALL[..]), id());
    (
        id(),
        date(),
        prop::collection::btree_set(actor(), 1..4),
        prop::collection::vec(report(), 0..3),
        prop::collection::vec(link, 0..2),
        prop::option::weighted(0.2, actor()),
        external(),
    )
        .prop_map(|(id, when, parties, reports, links, about, external)| {
            let mut event = Event::meeting(id, when);
            for party in parties {
                event = event.party(party);
            }
            for mut report in reports {
                withdraw_in_time(&mut report, &event.when);
                event = event.report(report);
            }
            for (link, other) in links {
                event = event.link(link, other);
            }
            let event = about.into_iter().fold(event, Event::about);
            external
                .into_iter()
                .fold(event, |event, value| event.external("wikidata", value))
        })
}

fn constraint() -> impl Strategy<Value = Constraint> {
    let kinds: [fn(&str, &str) -> Constraint; 5] = [
        |one, other| Constraint::before(one, other),
        |one, other| Constraint::same_day(one, other),
        |one, other| Constraint::days_before(one, 1, other),
        |one, other| Constraint::during(one, other),
        |one, other| {
            Constraint::before(one, other)
                .by(["reuters"])
                .asserted("2025-03")
        },
    ];
    (select(kinds.to_vec()), id(), id()).prop_map(|(kind, one, other)| kind(one, other))
}

/// The office of the minister, from one of several days on.
fn minister() -> impl Strategy<Value = Actor> {
    date().prop_map(|from| {
        let from = from
            .split(['/', ','])
            .next()
            .unwrap_or(from)
            .trim_start_matches('[');
        let since = if from.contains('T') {
            "2025-03".into()
        } else {
            from.to_owned()
        };
        Actor::person("rubio").named("Marco Rubio").held_office(
            "USA",
            "minister",
            format!("{since}/..").as_str(),
        )
    })
}

fn key() -> impl Strategy<Value = ItemKey> {
    prop_oneof![
        4 => id().prop_map(ItemKey::event),
        2 => (id(), chain()).prop_map(|(id, by)| ItemKey::report(id, by)),
        2 => constraint().prop_map(ItemKey::from),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => event().prop_map(Edit::add),
        2 => event().prop_map(Edit::replace),
        3 => (id(), date()).prop_map(|(id, when)| Edit::redate(id, when)),
        2 => (id(), report()).prop_map(|(id, report)| Edit::report(id, report)),
        2 => (id(), report()).prop_map(|(id, report)| Edit::correct(id, report)),
        2 => (key(), date()).prop_map(|(key, on)| Edit::retract(key, on)),
        3 => key().prop_map(Edit::remove),
        2 => constraint().prop_map(Edit::add),
        1 => Just(Edit::add(Source::new("wire").named("The wire").published("2025-02-20"))),
        1 => minister().prop_map(Edit::replace),
    ]
}

/// The entries of a record.
#[derive(Clone, Debug)]
struct Entries {
    actors: Vec<Actor>,
    sources: Vec<Source>,
    events: Vec<Event>,
    constraints: Vec<Constraint>,
}

impl Entries {
    fn of(timeline: &Timeline) -> Self {
        let stated = timeline.sources().filter(|source| source.actor().is_none());
        Self {
            actors: timeline.actors().map(Actor::from).collect(),
            sources: stated.map(Source::from).collect(),
            events: timeline.events().map(Event::from).collect(),
            constraints: timeline.constraints().to_vec(),
        }
    }

    /// Builds the timeline, or lists the faults as text.
    fn build(&self) -> Result<Timeline, Vec<String>> {
        let mut builder = Timeline::builder();
        builder.extend(self.actors.clone());
        for source in &self.sources {
            builder.source(source.clone());
        }
        builder.extend(self.events.clone());
        for constraint in &self.constraints {
            builder.constraint(constraint.clone());
        }
        let texts = |error: detente::timeline::BuildError| {
            let mut texts: Vec<String> = error.faults.iter().map(ToString::to_string).collect();
            texts.sort();
            // An edit reports a line once, however often an entry names what is missing.
            texts.dedup();
            texts
        };
        builder.build().map_err(texts)
    }

    fn event(&mut self, id: &str) -> Option<&mut Event> {
        self.events.iter_mut().find(|event| event.id == id)
    }

    /// Makes a change by hand. Returns `None` if the edit does not fit.
    fn change(&mut self, action: &Action) -> Option<()> {
        match action.clone() {
            Action::Add(Item::Event(event)) => {
                let is_new = self.event(&event.id).is_none();
                is_new.then(|| self.events.push(event))
            }
            Action::Add(Item::Source(source)) => {
                let is_new = self.sources.iter().all(|one| one.id != source.id);
                is_new.then(|| self.sources.push(source))
            }
            Action::Add(Item::Constraint(one)) => {
                self.constraints.push(one);
                Some(())
            }
            Action::Replace(Item::Event(event)) => {
                *self.event(&event.id)? = event.clone();
                Some(())
            }
            Action::Replace(Item::Actor(actor)) => {
                *self.actors.iter_mut().find(|one| one.id == actor.id)? = actor.clone();
                Some(())
            }
            Action::Redate { event, when } => {
                self.event(&event)?.when = when;
                Some(())
            }
            Action::Report { event, report } => {
                self.event(&event)?.reports.push(report);
                Some(())
            }
            Action::Correct { event, report } => {
                let event = self.event(&event)?;
                let asserted = report.asserted.clone()?;
                let shared = event.when.clone();
                let earlier = event.reports.iter_mut();
                let earlier: Vec<_> = earlier
                    .filter(|one| one.by == report.by && one.withdrawn.is_none())
                    .collect();
                withdraw(earlier, &shared, &asserted)?;
                event.reports.push(report);
                Some(())
            }
            Action::Retract {
                key: ItemKey::Constraint(one),
                on,
            } => {
                let at = self.constraints.iter().position(|other| *other == one)?;
                if one
                    .asserted
                    .as_ref()
                    .is_some_and(|since| is_before(&on, since))
                {
                    return None;
                }
                self.constraints[at] = one.withdrawn(on);
                Some(())
            }
            Action::Retract { key, on } => {
                let (id, by) = match key {
                    ItemKey::Event(id) => (id, None),
                    ItemKey::Report { event, by } => (event, Some(by)),
                    other => panic!("no such edit is generated: {other:?}"),
                };
                let event = self.event(&id)?;
                let shared = event.when.clone();
                let reports = event.reports.iter_mut();
                let is_meant = |report: &&mut Report| {
                    report.withdrawn.is_none() && by.as_ref().is_none_or(|by| report.by == *by)
                };
                let reports: Vec<_> = reports.filter(is_meant).collect();
                withdraw(reports, &shared, &on)
            }
            Action::Remove(ItemKey::Event(id)) => {
                let at = self.events.iter().position(|event| event.id == id)?;
                self.events.remove(at);
                Some(())
            }
            Action::Remove(ItemKey::Report { event, by }) => {
                let reports = &mut self.event(&event)?.reports;
                let before = reports.len();
                reports.retain(|report| report.by != by);
                (reports.len() < before).then_some(())
            }
            Action::Remove(ItemKey::Constraint(one)) => {
                let at = self.constraints.iter().position(|other| *other == one)?;
                self.constraints.remove(at);
                Some(())
            }
            other => panic!("no such edit is generated: {other:?}"),
        }
    }
}

/// A record that can be built: without its constraints, or without its links too, if these contradict.
fn record() -> impl Strategy<Value = Timeline> {
    let events = prop::collection::vec(event(), 1..7);
    (
        events,
        prop::collection::vec(constraint(), 0..3),
        minister(),
    )
        .prop_map(|(events, constraints, minister)| {
            let mut entries = Entries {
                actors: vec![
                    Actor::state("USA"),
                    Actor::state("RUS"),
                    minister,
                    Actor::person("lavrov").held_office("RUS", "minister", "2004-03-09/.."),
                ],
                sources: vec![
                    Source::new("tass").published("2025-03"),
                    Source::new("reuters"),
                ],
                events: Vec::new(),
                constraints,
            };
            let mut taken = std::collections::BTreeSet::new();
            for mut event in events {
                event
                    .external
                    .retain(|_, value| taken.insert(value.clone()));
                event.reports.retain(|report| report.by != ["wire"]);
                if entries.event(&event.id).is_none() {
                    entries.events.push(event);
                }
            }
            let ids: Vec<String> = entries
                .events
                .iter()
                .map(|event| event.id.clone())
                .collect();
            for event in &mut entries.events {
                event.links.retain(|(_, other)| ids.contains(other));
            }
            entries.constraints.retain(|one| {
                ids.iter().any(|id| id == one.event())
                    && one.others().all(|id| ids.iter().any(|one| one == id))
            });
            entries
                .build()
                .or_else(|_| {
                    entries.constraints.clear();
                    entries.build()
                })
                .or_else(|_| {
                    for event in &mut entries.events {
                        event.links.clear();
                    }
                    entries.build()
                })
                .expect("events without links and constraints")
        })
}

/// Everything that a caller can ask, as text.
fn everything(timeline: &Timeline) -> String {
    let mut text = timeline.to_json();
    let days = [2, 3, 4].map(|month| NaiveDate::from_ymd_opt(2025, month, 28).expect("a date"));
    let mut views = vec![timeline.view()];
    views.extend(days.map(|day| timeline.view().as_of(day)));
    for view in views {
        let events: Vec<_> = view.events().collect();
        for event in &events {
            writeln!(
                text,
                "{} {:?} {:?} {:?}",
                event.id(),
                event.bounds(),
                event.status(),
                event.links().collect::<Vec<_>>()
            )
            .unwrap();
            writeln!(text, "{:?}", event.linked_from().collect::<Vec<_>>()).unwrap();
            writeln!(
                text,
                "{:?}",
                event
                    .reports()
                    .map(|one| format!("{one:?}"))
                    .collect::<Vec<_>>()
            )
            .unwrap();
            for other in &events {
                writeln!(
                    text,
                    "{} {:?}",
                    event.before(*other),
                    event.why_before(*other)
                )
                .unwrap();
            }
            writeln!(text, "{:?}", view.rank(event.id())).unwrap();
        }
        writeln!(text, "{:?}", view.contradiction()).unwrap();
    }
    for (one, other) in timeline.pairs() {
        let view = timeline.between(one.id(), other.id()).expect("two actors");
        writeln!(text, "{} {}", one.id(), other.id()).unwrap();
        for event in view.events() {
            writeln!(text, "{} {:?}", event.id(), view.rank(event.id())).unwrap();
        }
        for day in days {
            let within = view.clone().within(day..);
            writeln!(
                text,
                "{:?}",
                within.events().map(EventRef::id).collect::<Vec<_>>()
            )
            .unwrap();
        }
    }
    for value in EXTERNAL {
        let found = timeline.event_by_external("wikidata", value);
        writeln!(text, "{value} {:?}", found.map(EventRef::id)).unwrap();
    }
    for actor in ACTORS {
        let view = timeline.view().about(actor).expect("an actor");
        writeln!(
            text,
            "{:?}",
            view.events().map(EventRef::id).collect::<Vec<_>>()
        )
        .unwrap();
    }
    writeln!(
        text,
        "{:?}",
        timeline.sources().map(SourceRef::id).collect::<Vec<_>>()
    )
    .unwrap();
    let ledger = timeline.ledger(&Scoring::default()).expect("a ledger");
    writeln!(
        text,
        "{}",
        serde_json::to_string(&ledger).expect("a ledger")
    )
    .unwrap();
    let nodes: Vec<String> = timeline
        .node_references()
        .map(|one| format!("{:?}", one.id()))
        .collect();
    let edges = timeline.edge_references();
    let edges: Vec<String> = edges
        .map(|one| format!("{:?} {:?} {:?}", one.source(), one.target(), one.weight()))
        .collect();
    writeln!(text, "{nodes:?}\n{edges:?}").unwrap();
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_edited_timeline_equals_a_rebuilt_one(
        record in record(),
        patches in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..5),
    ) {
        let mut edited = record;
        for edits in patches {
            let mut entries = Entries::of(&edited);
            let fits = edits.iter().all(|edit| entries.change(&edit.action).is_some());
            let result = edited.edit(Patch::from(edits));
            if !fits {
                prop_assert!(result.is_err());
                continue;
            }
            match (result, entries.build()) {
                (Ok(found), Ok(expected)) => {
                    prop_assert!(found == expected);
                    prop_assert_eq!(everything(&found), everything(&expected));
                    edited = found;
                }
                (Err(error), Err(expected)) => {
                    let mut texts: Vec<String> = error.faults.iter().map(|fault| fault.kind.to_string()).collect();
                    texts.sort();
                    texts.dedup();
                    prop_assert_eq!(texts, expected);
                }
                (Ok(_), Err(expected)) => prop_assert!(false, "accepted: {:?}", expected),
                (Err(error), Ok(_)) => prop_assert!(false, "refused: {}", error),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Events of one year in a chain of constraints: a date moves the bounds of events far along the chain.
    #[test]
    fn a_new_date_reaches_every_event_of_its_component(
        edges in prop::collection::vec((0_usize..8, 0_usize..8), 4..12),
        dates in prop::collection::vec((0_usize..8, date()), 1..5),
    ) {
        let mut entries = Entries {
            actors: ACTORS.map(Actor::person).to_vec(),
            sources: Vec::new(),
            events: EVENTS[..8].iter().map(|id| Event::call(*id, "2025")).collect(),
            constraints: Vec::new(),
        };
        for (one, other) in edges.into_iter().filter(|(one, other)| one < other) {
            entries.constraints.push(Constraint::before(EVENTS[one], EVENTS[other]));
        }
        let mut edited = entries.build().expect("constraints in one direction");
        for (at, when) in dates {
            let Ok(found) = edited.edit(Edit::redate(EVENTS[at], when)) else {
                continue;
            };
            let expected = Entries::of(&found).build().expect("entries that fit");
            prop_assert_eq!(everything(&found), everything(&expected));
            edited = found;
        }
    }
}
