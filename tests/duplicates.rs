//! Suspected duplicates: which pairs are listed, and what the patch keeps.

use std::collections::BTreeSet;

use detente::changes::Fact;
use detente::duplicates::{Likelihood, MAX_COMPARED, SuspectedDuplicate};
use detente::event::{Account, Link, Participant, Report, Role, Source, Status};
use detente::timeline::Constraint;
use detente::{Actor, Event, Timeline, TimelineBuilder};
use proptest::prelude::*;
use proptest::sample::select;

fn builder() -> TimelineBuilder {
    let mut builder = Timeline::builder();
    for (id, name) in [
        ("trump", "Donald Trump"),
        ("putin", "Vladimir Putin"),
        ("rubio", "Marco Rubio"),
    ] {
        builder.actor(Actor::person(id).named(name));
    }
    builder
        .source(Source::new("ap").named("Associated Press"))
        .source(Source::new("tass").named("TASS"));
    builder
}

fn listed(timeline: &Timeline) -> Vec<(&str, &str, Likelihood)> {
    let all = timeline.suspected_duplicates();
    all.map(|one| (one.event().id(), one.other().id(), one.likelihood))
        .collect()
}

fn ap() -> Event {
    Event::meeting("ap", "2025-08-15").between("trump", "putin")
}

fn tass() -> Event {
    Event::meeting("tass", "2025-08-15").between("putin", "trump")
}

/// What is listed of two entries.
fn of_two(one: Event, other: Event) -> Vec<Likelihood> {
    let mut builder = builder();
    builder.event(one).event(other);
    let timeline = builder.build().expect("a record without faults");
    timeline
        .suspected_duplicates()
        .map(|one| one.likelihood)
        .collect()
}

#[test]
fn what_differs_lowers_the_likelihood() {
    assert_eq!(of_two(ap(), tass()), [Likelihood::High]);
    assert_eq!(
        of_two(ap().title("Alaska summit"), tass().title("Anchorage")),
        [Likelihood::High]
    );
    assert_eq!(
        of_two(ap().at("Anchorage"), tass()),
        [Likelihood::High],
        "silence is no difference"
    );
    assert_eq!(
        of_two(ap().at("Anchorage"), tass().at("Alaska")),
        [Likelihood::Medium]
    );
    let august = Event::meeting("tass", "2025-08").between("putin", "trump");
    assert_eq!(of_two(ap(), august), [Likelihood::Low]);
}

#[test]
fn events_that_are_two_are_not_listed() {
    let call = Event::call("tass", "2025-08-15").between("putin", "trump");
    let later = Event::meeting("tass", "2025-08-16").between("putin", "trump");
    let with_rubio = tass().party("rubio");
    let of_rubio = |party: &str| {
        Event::meeting(party, "2025-08-15")
            .party("putin")
            .participant(Participant::new("rubio", Role::Party).on_behalf_of(party))
    };
    for (one, other) in [
        (ap(), call),
        (ap(), later),
        (ap(), with_rubio),
        (ap().in_person(true), tass().in_person(false)),
        (ap().external("gdelt", "1"), tass().external("gdelt", "2")),
        (ap(), tass().link(Link::Follows, "ap")),
        (of_rubio("trump"), of_rubio("putin")),
        (
            Event::meeting("none", "2025-08-15"),
            Event::meeting("nobody", "2025-08-15"),
        ),
    ] {
        assert_eq!(of_two(one.clone(), other.clone()), [], "{one:?} {other:?}");
    }
    let mut builder = builder();
    builder
        .event(ap())
        .event(tass())
        .constraint(Constraint::same_day("ap", "tass"));
    assert_eq!(listed(&builder.build().unwrap()), []);
}

#[test]
fn two_entries_of_the_anchorage_summit_become_one_with_two_reports() {
    let mut builder = builder();
    builder
        .event(
            ap().title("Trump and Putin meet in Alaska")
                .at("Anchorage")
                .participant(Participant::new("rubio", Role::Attendee))
                .topic("Ukraine")
                .report(Report::by(["ap"]).asserted("2025-08-15")),
        )
        .event(
            Event::meeting("tass", "2025-08-15/2025-08-16")
                .between("putin", "trump")
                .in_person(true)
                .title("Summit")
                .at("Elmendorf-Richardson")
                .external("wikidata", "Q135838373")
                .link(Link::Follows, "call"),
        )
        .event(Event::call("call", "2025-08").between("putin", "rubio"))
        .event(
            Event::statement("remarks", "2025-08-16")
                .by("putin")
                .link(Link::About, "tass"),
        )
        .constraint(Constraint::before("tass", "remarks").by(["ap"]));
    let record = builder.build().unwrap();
    assert_eq!(listed(&record), [("ap", "tass", Likelihood::Medium)]);
    let suspected = record.suspected_duplicates().next().unwrap();
    let edited = record.edit(suspected.patch()).unwrap();

    assert_eq!(listed(&edited), []);
    let summit = edited.event("ap").unwrap();
    assert_eq!(summit.title(), "Trump and Putin meet in Alaska");
    assert_eq!(summit.manner().in_person, Some(true));
    assert_eq!(summit.participants().len(), 3);
    let said: Vec<String> = summit
        .accounts()
        .map(|(account, report)| {
            let by = report.map(detente::timeline::ReportRef::attribution);
            let place = account.place.as_ref().map(|place| place.name.as_str());
            format!("{by:?} {place:?} {:?}", account.topics)
        })
        .collect();
    assert_eq!(
        said,
        [
            r#"Some("Associated Press") Some("Anchorage") ["Ukraine"]"#,
            r#"Some("tass (2)") Some("Elmendorf-Richardson") []"#,
        ]
    );
    // Links and constraints follow.
    assert_eq!(edited.event("remarks").unwrap().links().count(), 1);
    assert_eq!(edited.constraints()[0].event(), "ap");
    assert_eq!(
        edited.event_by_external("wikidata", "Q135838373"),
        Some(summit)
    );
}

#[test]
fn many_events_with_one_date_are_compared_with_the_nearest() {
    let mut builder = builder();
    let count = 200;
    for number in 0..count {
        builder.event(Event::call(format!("call-{number:03}"), "2025").between("trump", "putin"));
    }
    let timeline = builder.build().unwrap();
    assert!(timeline.suspected_duplicates().count() <= count * MAX_COMPARED);
    assert!(timeline.suspected_duplicates().count() >= count);
}

/// An entry about two of three persons, with little agreement.
fn event(number: usize) -> impl Strategy<Value = Event> {
    let date = select(
        &[
            "2025-08-15",
            "2025-08-15/2025-08-16",
            "2025-08",
            "2025-08-16",
        ][..],
    );
    let other = select(&["putin", "putin", "rubio"][..]);
    let place = prop::option::of(select(&["Anchorage", "Alaska"][..]));
    let topic = prop::option::of(select(&["Ukraine", "trade"][..]));
    let by = prop::option::of((
        select(&["ap", "tass"][..]),
        select(&Status::ALL[..]),
        prop::option::of(select(&["2025-08-15", "2025-08-17"][..])),
    ));
    let link = prop::option::weighted(0.3, 0..4_usize);
    let external = prop::option::weighted(0.3, select(&["Q1", "Q2", "Q3"][..]));
    (
        date,
        other,
        place,
        topic,
        by,
        link,
        external,
        any::<Option<bool>>(),
    )
        .prop_map(
            move |(date, other, place, topic, by, link, external, in_person)| {
                let mut event = Event::meeting(format!("e{number}"), date).between("trump", other);
                event.in_person = in_person;
                event = place.into_iter().fold(event, Event::at);
                event = topic.into_iter().fold(event, Event::topic);
                if let Some((source, status, when)) = by {
                    let says = when.into_iter().fold(Account::new(), Account::when);
                    event = event.report(
                        Report::by([source])
                            .status(status)
                            .asserted("2025-08-20")
                            .says(says),
                    );
                }
                if let Some(to) = link.filter(|to| *to < number) {
                    event = event.link(Link::About, format!("e{to}"));
                }
                external.into_iter().fold(event, |event, value| {
                    event.external(format!("own-{number}"), value)
                })
            },
        )
}

/// The facts of some events of a record, each as text.
fn facts<'e>(events: impl IntoIterator<Item = &'e Event>) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for event in events {
        let own = std::iter::once(&event.account);
        for says in own.chain(event.reports.iter().map(|report| &report.says)) {
            facts.extend(says.place.iter().map(|one| format!("{one:?}")));
            facts.extend(says.when.iter().map(|one| format!("date {one}")));
            facts.extend(says.topics.iter().map(|one| format!("topic {one}")));
        }
        // The date of the event is that of every report without its own, so it may be that of none.
        let is_shared = event.reports.is_empty()
            || event
                .reports
                .iter()
                .any(|report| report.says.when.is_none());
        if is_shared && event.when != detente::When::undated() {
            facts.insert(format!("date {}", event.when));
        }
        facts.extend(event.participants.iter().map(|one| format!("{one:?}")));
        facts.extend(event.in_person.map(|one| format!("in person {one}")));
        facts.extend(event.external.iter().map(|one| format!("{one:?}")));
        let reports = event.reports.iter();
        facts
            .extend(reports.map(|one| format!("{:?} {:?} {:?}", one.by, one.status, one.asserted)));
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_patch_removes_the_suspicion_and_loses_no_fact(
        events in (event(0), event(1), event(2), event(3)),
    ) {
        let events = [events.0, events.1, events.2, events.3];
        let mut forwards = builder();
        forwards.extend(events.clone());
        let mut record = forwards.build().unwrap();
        let mut backwards = builder();
        backwards.extend(events.into_iter().rev());
        let backwards = backwards.build().unwrap();
        prop_assert_eq!(listed(&record), listed(&backwards), "whatever the order");

        loop {
            let first = record.suspected_duplicates().next();
            let Some(one) = first else { break };
            let (kept, gone) = (one.event().id().to_owned(), one.other().id().to_owned());
            let both = [Event::from(one.event()), Event::from(one.other())];
            let links = record.event(&gone).unwrap().linked_from().count();
            let edited = record.edit(one.patch());
            let edited = edited.unwrap();
            prop_assert_eq!(edited.events().len() + 1, record.events().len());
            prop_assert!(edited.event(&gone).is_err());
            let event = edited.event(&kept).unwrap();
            prop_assert!(event.linked_from().count() >= links);
            let found = facts([&Event::from(event)]);
            for fact in facts(&both) {
                prop_assert!(found.contains(&fact), "{} is lost", fact);
            }
            record = edited;
        }
    }

    #[test]
    fn a_pair_is_compared_as_in_a_record_of_the_two_alone(
        events in (1..30_usize).prop_flat_map(|count| (0..count).map(event).collect::<Vec<_>>()),
    ) {
        let mut all = builder();
        all.extend(events);
        let record = all.build().unwrap();
        let compared = |one: &SuspectedDuplicate<'_>| {
            // Links go to other events.
            let agrees: Vec<Fact> =
                one.agrees.iter().copied().filter(|fact| *fact != Fact::Links).collect();
            let differs = one.differs.iter().filter(|one| one.fact != Fact::Links);
            let differs: Vec<String> = differs.map(ToString::to_string).collect();
            (one.event().id().to_owned(), one.other().id().to_owned(), agrees, differs)
        };
        for one in record.suspected_duplicates() {
            let mut two = builder();
            for mut event in [Event::from(one.event()), Event::from(one.other())] {
                event.links.clear();
                two.event(event);
            }
            let two = two.build().unwrap();
            let alone: Vec<_> = two.suspected_duplicates().map(|one| compared(&one)).collect();
            prop_assert_eq!(&alone, &[compared(&one)]);
        }
    }
}
