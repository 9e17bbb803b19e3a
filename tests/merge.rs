//! Merging timelines: laws on small records with many differences, and facts of 2025.

use std::collections::BTreeMap;

use detente::actor::{Actor, Affiliation, Alias, Designation};
use detente::event::{Account, Count, Event, Measure, Report, Role, Source, Status};
use detente::timeline::{ActorRef, BuildError, Constraint, MergePart, SourceRef};
use detente::{Timeline, TimelineBuilder, When};
use proptest::prelude::*;

mod unsound;

/// A sound record. Records share identifiers, and disagree about most of them.
fn timeline() -> impl Strategy<Value = Timeline> {
    unsound::records().prop_map(|entries| unsound::builder(&entries).build_lenient().timeline)
}

fn events(timeline: &Timeline) -> impl Iterator<Item = Event> {
    timeline.events().map(Event::from)
}

/// The record with a report of each event.
fn attributed(timeline: &Timeline) -> Timeline {
    let mut builder = TimelineBuilder::default();
    builder.extend(timeline.actors().map(Actor::from));
    for designation in timeline.designations() {
        builder.designation(designation.clone());
    }
    for source in timeline.sources().filter(|source| source.actor().is_none()) {
        builder.source(Source::from(source));
    }
    if timeline.source("archive").is_err() {
        builder.source(Source::new("archive"));
    }
    for event in events(timeline) {
        builder.event(if event.reports.is_empty() {
            event.reported_by("archive")
        } else {
            event
        });
    }
    for constraint in timeline.constraints() {
        builder.constraint(constraint.clone());
    }
    builder.build_lenient().timeline
}

/// What a report says, with what its event states for all reports.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    by: Vec<String>,
    status: Status,
    dates: [Option<When>; 3],
    words: Option<String>,
    place: Option<detente::event::Place>,
    ordinal: Option<u32>,
    topics: Vec<Box<str>>,
    initiators: Vec<Box<str>>,
    measures: Vec<Measure>,
}

/// What each report of an event says. An event without reports is said by a label.
fn said(event: &Event, label: &str) -> Vec<Said> {
    let mut reports = event.reports.clone();
    if reports.is_empty() {
        reports.push(Report::by([label]));
    }
    let shared = &event.account;
    let all = |own: &[Box<str>], shared: &[Box<str>]| {
        let mut all = [own, shared].concat();
        all.sort_unstable();
        all.dedup();
        all
    };
    let said = |report: Report| {
        let Account {
            when,
            place,
            measures,
            ordinal,
            topics,
            initiators,
            ..
        } = report.says;
        let own: Vec<Box<str>> = measures.iter().map(|one| one.name.clone()).collect();
        let more = shared
            .measures
            .iter()
            .filter(|one| !own.contains(&one.name));
        Said {
            by: report.by,
            status: report.status,
            dates: [
                when.or_else(|| Some(event.when.clone()))
                    .filter(|when| !when.is_undated()),
                report.asserted,
                report.withdrawn,
            ],
            words: report.words,
            place: place.or_else(|| shared.place.clone()),
            ordinal: ordinal.or(shared.ordinal),
            topics: all(&topics, &shared.topics),
            initiators: all(&initiators, &shared.initiators),
            measures: measures.iter().chain(more).cloned().collect(),
        }
    };
    reports.into_iter().map(said).collect()
}

/// Whether every entry of one list is in another.
fn includes<T: PartialEq>(all: &[T], some: &[T]) -> bool {
    some.iter().all(|one| all.contains(one))
}

/// The facts of an event, apart from its reports, are those of the merged event.
fn check_event(event: &Event, merged: &Event, label: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(event.kind, merged.kind);
    prop_assert!(event.title <= merged.title || merged.title.is_some());
    prop_assert!(includes(&merged.participants, &event.participants));
    prop_assert!(includes(&merged.about, &event.about));
    prop_assert!(includes(&merged.links, &event.links));
    prop_assert!(merged.occurrences.min() <= event.occurrences.min());
    let found = said(merged, label);
    for one in said(event, label) {
        prop_assert!(found.contains(&one), "{one:?} in {found:?}");
    }
    Ok(())
}

fn check_actor(actor: &Actor, merged: &Actor) -> Result<(), TestCaseError> {
    prop_assert_eq!(actor.kind, merged.kind);
    let mut names = vec![merged.name.clone()];
    names.extend(merged.aliases.iter().map(|alias| alias.name.to_string()));
    prop_assert!(names.contains(&actor.name) || actor.name == actor.id);
    prop_assert!(includes(&merged.aliases, &actor.aliases));
    prop_assert!(includes(&merged.affiliations, &actor.affiliations));
    prop_assert!(includes(&merged.successions, &actor.successions));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_order_of_parts_changes_nothing(a in timeline(), b in timeline(), c in timeline()) {
        let one = Timeline::merge([("a", &a), ("b", &b), ("c", &c)]);
        prop_assert_eq!(&one, &Timeline::merge([("c", &c), ("a", &a), ("b", &b)]));
        prop_assert_eq!(&one, &Timeline::merge([("b", &b), ("a", &a), ("c", &c)]));
    }

    #[test]
    fn a_timeline_merged_with_itself_is_itself(a in timeline()) {
        prop_assert_eq!(&Timeline::merge([("a", &a)]), &Ok(a.clone()));
        prop_assert_eq!(&Timeline::merge([("a", &a), ("b", &a)]), &Ok(a.clone()));
    }

    #[test]
    fn merging_in_steps_is_merging_at_once_if_no_label_is_used(
        a in timeline(), b in timeline(), c in timeline(),
    ) {
        let [a, b, c] = [a, b, c].map(|one| attributed(&one));
        let whole = Timeline::merge([("a", &a), ("b", &b), ("c", &c)]);
        let steps = |one: &Timeline, other: &Timeline, last: &Timeline| {
            let first = Timeline::merge([("one", one), ("other", other)]).ok()?;
            Some(Timeline::merge([("first", &first), ("last", last)]))
        };
        for stepwise in [steps(&a, &b, &c), steps(&b, &c, &a), steps(&c, &a, &b)] {
            // A clash may be of two parts of a step, or between a step and the last part.
            if let (Ok(whole), Some(stepwise)) = (&whole, stepwise) {
                prop_assert_eq!(Ok(whole), stepwise.as_ref());
            }
        }
    }

    #[test]
    fn every_fact_is_in_the_merged_timeline(a in timeline(), b in timeline()) {
        let Ok(merged) = Timeline::merge([("a", &a), ("b", &b)]) else {
            return Ok(());
        };
        for (label, part) in [("a", &a), ("b", &b)] {
            for event in events(part) {
                let same = Event::from(merged.event(&event.id).unwrap());
                check_event(&event, &same, label)?;
            }
            for actor in part.actors().map(Actor::from) {
                let same = merged.actors().find(|one| one.id() == actor.id).unwrap();
                check_actor(&actor, &Actor::from(same))?;
            }
            prop_assert!(includes(merged.constraints(), part.constraints()));
            prop_assert!(includes(merged.designations(), part.designations()));
            for source in part.sources() {
                let same = merged.source(source.id()).unwrap();
                prop_assert!(source.published().is_none() || source.published() == same.published());
            }
        }
        // Nothing is in it that no part has.
        let count = |timeline: &Timeline| timeline.events().len();
        prop_assert!(count(&merged) <= count(&a) + count(&b));
        for event in merged.events() {
            prop_assert!(a.event(event.id()).is_ok() || b.event(event.id()).is_ok());
        }
    }

    #[test]
    fn renaming_there_and_back_changes_nothing(a in timeline(), b in timeline()) {
        let names: BTreeMap<String, String> = (a.actors().map(ActorRef::id))
            .chain(a.sources().map(SourceRef::id))
            .map(|id| (id.to_owned(), format!("{id}-2")))
            .collect();
        let ids = a.events().map(|one| (one.id().to_owned(), format!("{}-2", one.id())));
        let ids: BTreeMap<String, String> = ids.collect();
        let there = MergePart::new("a", &a).rename(names.clone()).rename_events(ids.clone());
        let other = Timeline::merge([there.clone()]).unwrap();
        prop_assert_eq!(other.events().len(), a.events().len());
        prop_assert!(other.events().all(|event| event.id().ends_with("-2")));
        let back = MergePart::new("a", &other)
            .rename(names.into_iter().map(|(old, new)| (new, old)))
            .rename_events(ids.into_iter().map(|(old, new)| (new, old)));
        prop_assert_eq!(&Timeline::merge([back]), &Ok(a.clone()));
        // Records without a common identifier are side by side. Names of designations stay.
        if a.designations().is_empty() || b.designations().is_empty() {
            let both = Timeline::merge([there, MergePart::new("b", &b)]).unwrap();
            prop_assert_eq!(both.events().len(), a.events().len() + b.events().len());
        }
    }
}

/// A meeting in Kuala Lumpur, as one agency has it.
fn record(agency: &str, event: impl FnOnce(Event) -> Event) -> Timeline {
    let mut builder = Timeline::builder();
    builder
        .actor(Actor::person("rubio").named("Marco Rubio"))
        .actor(Actor::person("lavrov").named("Sergey Lavrov"))
        .source(Source::new(agency));
    let meeting = Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov");
    builder.event(event(meeting));
    builder.build().unwrap()
}

fn faults(result: Result<Timeline, BuildError>) -> Vec<String> {
    let faults = result.unwrap_err().faults;
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn facts_without_a_report_belong_to_the_label() {
    let reuters = record("reuters", |event| event.at("Kuala Lumpur"));
    let tass = record("tass", |event| event.at("Putrajaya").reported_by("tass"));
    let merged = Timeline::merge([("desk", &reuters), ("tass", &tass)]).unwrap();
    let meeting = merged.event("kuala-lumpur").unwrap();
    let places = meeting.accounts().map(|(account, report)| {
        let place = account.place.as_ref().unwrap();
        format!("{}: {}", report.unwrap().attribution(), place.name)
    });
    assert_eq!(
        places.collect::<Vec<_>>(),
        ["desk: Kuala Lumpur", "tass: Putrajaya"]
    );
    // The label became a source, and nothing else did.
    let sources: Vec<&str> = merged.sources().map(SourceRef::id).collect();
    assert_eq!(sources, ["desk", "reuters", "tass"]);
}

#[test]
fn a_label_that_is_a_source_or_an_actor_is_that_one() {
    let reuters = record("reuters", |event| event.at("Kuala Lumpur"));
    let tass = record("tass", |event| event.at("Putrajaya"));
    let merged = Timeline::merge([("reuters", &reuters), ("lavrov", &tass)]).unwrap();
    let sources: Vec<&str> = merged.sources().map(SourceRef::id).collect();
    assert_eq!(sources, ["lavrov", "reuters", "tass"]);
    assert_eq!(
        merged.source("lavrov").unwrap().actor(),
        merged.actor("lavrov").ok()
    );
}

#[test]
fn a_denial_in_one_record_does_not_hide_the_event_of_the_other() {
    let reuters = record("reuters", |event| event);
    let tass = record("tass", |event| {
        event.report(Report::by(["tass"]).status(Status::Disputed))
    });
    let merged = Timeline::merge([("reuters", &reuters), ("tass", &tass)]).unwrap();
    let meeting = merged.event("kuala-lumpur").unwrap();
    assert_eq!(meeting.status(), Some(Status::Disputed));
    assert_eq!(
        meeting.reports().count(),
        2,
        "a disputed event is one that somebody states"
    );
}

#[test]
fn what_is_stated_alike_stays_shared() {
    let both = |event: Event| event.at("Kuala Lumpur").topic("Ukraine");
    let reuters = record("reuters", |event| both(event).reported_by("reuters"));
    let tass = record("tass", |event| {
        both(event).topic("New START").reported_by("tass")
    });
    let merged = Timeline::merge([("reuters", &reuters), ("tass", &tass)]).unwrap();
    let event = Event::from(merged.event("kuala-lumpur").unwrap());
    assert_eq!(event.account.place.unwrap().name, "Kuala Lumpur");
    assert!(event.account.topics.is_empty(), "a list moves as a whole");
    assert_eq!(&*event.reports[1].says.topics[0], "New START");
    assert_eq!(event.when.to_string(), "2025-07-10");
}

#[test]
fn names_affiliations_and_counts_are_united() {
    let one = Timeline::builder()
        .actor(Actor::state("RUS"))
        .actor(
            Actor::person("lavrov")
                .named("Sergey Lavrov")
                .held_office("RUS", "minister", "2004/.."),
        )
        .event(
            Event::call("calls", "2025-06")
                .between("lavrov", "RUS")
                .occurrences(Count::exactly(2)),
        )
        .build()
        .unwrap();
    let other = Timeline::builder()
        .actor(Actor::state("RUS").named("Russia"))
        .actor(
            Actor::person("lavrov")
                .named("Sergei Lavrov")
                .alias("Lavrov"),
        )
        .event(
            Event::call("calls", "2025-06")
                .between("lavrov", "RUS")
                .occurrences(Count::at_least(3)),
        )
        .build()
        .unwrap();
    let merged = Timeline::merge([("one", &one), ("other", &other)]).unwrap();
    let lavrov = Actor::from(merged.actor("lavrov").unwrap());
    assert_eq!(lavrov.name, "Sergei Lavrov");
    let aliases: Vec<&Alias> = lavrov.aliases.iter().collect();
    assert_eq!(
        aliases,
        [&Alias::new("Lavrov"), &Alias::new("Sergey Lavrov")]
    );
    let offices: Vec<&Affiliation> = lavrov.affiliations.iter().collect();
    assert_eq!(offices.len(), 1);
    assert_eq!(merged.actor("RUS").unwrap().name(), "Russia");
    assert_eq!(
        merged.event("calls").unwrap().occurrences(),
        Count::at_least(2)
    );
    assert_eq!(
        merged.event("calls").unwrap().reports().count(),
        0,
        "they do not differ in an account"
    );
}

#[test]
fn clashes_show_both_places_and_both_values() {
    let mut one = Timeline::builder();
    one.actor(Actor::person("rubio"))
        .actor(Actor::person("tass"))
        .designation(Designation::new(
            "the minister",
            "rubio",
            "minister",
            "2025",
        ))
        .source(Source::new("ap").published("2025-07-10"))
        .event(Event::meeting("talks", "2025-07-10").party("rubio"));
    let mut other = Timeline::builder();
    other
        .actor(Actor::state("rubio"))
        .source(Source::new("tass"))
        .designation(Designation::new(
            "The Minister",
            "rubio",
            "minister",
            "2025",
        ))
        .source(Source::new("ap").published("2025-07-11"))
        .event(Event::call("talks", "2025-07-10").party("rubio"));
    let (one, other) = (one.build().unwrap(), other.build().unwrap());
    assert_eq!(
        faults(Timeline::merge([("desk", &one), ("wire", &other)])),
        [
            "actor `rubio`: `kind` is `person` in `desk`, `state` in `wire`: expected one value",
            "actor or source `tass`: `sort` is `actor` in `desk`, `source` in `wire`: expected one value",
            "designation `The Minister`: `name` is `the minister` in `desk`, `The Minister` in `wire`: expected one value",
            "event `talks`: `kind` is `meeting` in `desk`, `call` in `wire`: expected one value",
            "source `ap`: `published` is `2025-07-10` in `desk`, `2025-07-11` in `wire`: expected one value",
        ]
    );
}

#[test]
fn an_actor_acts_on_behalf_of_one_other() {
    let on_behalf = |of: &str| {
        let mut meeting = Event::meeting("talks", "2025-07-10");
        let who = detente::event::Participant::new("rubio", Role::Party).on_behalf_of(of);
        meeting = meeting.participant(who);
        let mut builder = Timeline::builder();
        builder.extend(["rubio", "USA", "UN"].map(Actor::person));
        builder.event(meeting);
        builder.build().unwrap()
    };
    let (usa, un) = (on_behalf("USA"), on_behalf("UN"));
    assert_eq!(
        faults(Timeline::merge([("a", &usa), ("b", &un)])),
        ["event `talks`: `on_behalf_of` is `USA` in `a`, `UN` in `b`: expected one value",]
    );
}

#[test]
fn contradictions_between_records_are_faults() {
    let order = |constraint: Constraint| {
        let mut builder = Timeline::builder();
        builder.source(Source::new("ap"));
        builder.extend(["call", "meeting"].map(|id| Event::call(id, "2025-07")));
        builder.constraint(constraint.by(["ap"]));
        builder.build().unwrap()
    };
    let one = order(Constraint::before("call", "meeting"));
    let other = order(Constraint::after("call", "meeting"));
    assert_eq!(
        faults(Timeline::merge([("one", &one), ("other", &other)])),
        [
            "these statements contradict each other: `meeting` is before `call` (ap); `call` is before `meeting` (ap)",
        ]
    );
}

#[test]
fn labels_and_names_to_rename_are_checked() {
    let reuters = record("reuters", |event| event);
    let part = MergePart::new(" ", &reuters)
        .rename([("lavrof", "x")])
        .rename_events([("kuala", "x")]);
    assert_eq!(
        faults(Timeline::merge([part])),
        [
            "label ` ` is not valid: expected 1 to 200 bytes of visible text, without control characters and without leading or trailing spaces",
            "the timeline ` ` has no actor or source `lavrof` to rename; did you mean `lavrov`?",
            "the timeline ` ` has no event `kuala` to rename",
        ]
    );
    let nothing: [(&str, &Timeline); 0] = [];
    assert_eq!(Timeline::merge(nothing).unwrap().events().len(), 0);
}
