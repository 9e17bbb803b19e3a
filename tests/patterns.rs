//! Patterns compared with all choices of events, and with all dates.

mod coarse;
mod readings;

use chrono::TimeDelta;
use coarse::{ACTORS, DATES};
use detente::actor::{Actor, ActorKind};
use detente::event::{Event, Kind, Link, Report, Source, Status};
use detente::sequence::{Distance, MAX_STEPS, Pattern, PatternError, Step};
use detente::timeline::{ActorRef, EventRef};
use detente::{Certainty, Timeline, View, When};
use proptest::prelude::*;
use proptest::sample::select;
use readings::{ALL, number_of_readings, once};

/// The relation of a step to an earlier one.
#[derive(Clone, Copy, Debug)]
enum Relation {
    After(usize),
    Within(usize, Distance),
    About(usize),
    Without(usize, Kind),
}

#[derive(Clone, Debug)]
struct PlainStep {
    kind: Kind,
    relations: Vec<Relation>,
    with: Vec<&'static str>,
}

const NAMES: [&str; 3] = ["first", "second", "third"];

fn distance() -> impl Strategy<Value = Distance> {
    prop_oneof![
        (0_u32..4).prop_map(Distance::days),
        (0_i64..60).prop_map(|hours| Distance::from(TimeDelta::hours(hours))),
    ]
}

fn relation(step: usize) -> impl Strategy<Value = Relation> {
    let kinds = select(vec![Kind::Meeting, Kind::Call]);
    prop_oneof![
        4 => (0..step).prop_map(Relation::After),
        4 => (0..step, distance()).prop_map(|(to, within)| Relation::Within(to, within)),
        1 => (0..step).prop_map(Relation::About),
        3 => (0..step, kinds).prop_map(|(since, kind)| Relation::Without(since, kind)),
    ]
}

fn steps() -> impl Strategy<Value = Vec<PlainStep>> {
    let step = |relations: BoxedStrategy<Vec<Relation>>| {
        let kinds = select(vec![Kind::Meeting, Kind::Call, Kind::Statement]);
        let with = prop::sample::subsequence(vec!["x", "y"], 0..=2);
        (kinds, relations, with).prop_map(|(kind, relations, with)| PlainStep {
            kind,
            relations,
            with,
        })
    };
    let related = |at| prop::collection::vec(relation(at), 0..3).boxed();
    let three = (
        step(Just(Vec::new()).boxed()),
        step(related(1)),
        step(related(2)),
    );
    (three, 1_usize..=3)
        .prop_map(|((a, b, c), number)| [a, b, c].into_iter().take(number).collect())
}

fn pattern<'t>(view: &View<'t>, steps: &[PlainStep]) -> Pattern<'t> {
    let step = |(at, plain): (usize, &PlainStep)| {
        let mut step = Step::new(NAMES[at], &view.of_kind([plain.kind]));
        for relation in &plain.relations {
            step = match *relation {
                Relation::After(to) => step.after(NAMES[to]),
                Relation::Within(to, distance) => step.within(NAMES[to], distance),
                Relation::About(to) => step.about(NAMES[to]),
                Relation::Without(since, kind) => step.without(NAMES[since], &view.of_kind([kind])),
            };
        }
        plain
            .with
            .iter()
            .fold(step, |step, someone| step.with(*someone))
    };
    Pattern::new(steps.iter().enumerate().map(step)).unwrap()
}

/// The certainty that a choice of events fits, each relation by itself.
fn fits(view: &View<'_>, steps: &[PlainStep], chosen: &[EventRef<'_>]) -> Certainty {
    let mut known = Certainty::Certain;
    for (at, (step, &event)) in steps.iter().zip(chosen).enumerate() {
        if event.kind() != step.kind || chosen[..at].contains(&event) {
            return Certainty::Impossible;
        }
        known = known.and(view.certainty(event));
        for relation in &step.relations {
            known = known.and(match *relation {
                Relation::After(to) => chosen[to].before(event),
                Relation::Within(to, distance) => {
                    let near = view.near(chosen[to].id(), distance).unwrap();
                    let found = near.into_iter().find(|(other, _)| *other == event);
                    match found {
                        None => Certainty::Impossible,
                        Some((_, near)) => near,
                    }
                }
                Relation::About(to) => {
                    let mut links = event.links();
                    if links.any(|(link, other)| link == Link::About && other == chosen[to]) {
                        Certainty::Certain
                    } else {
                        Certainty::Impossible
                    }
                }
                Relation::Without(since, kind) => {
                    let others = view
                        .events()
                        .filter(|other| other.kind() == kind && !chosen[..=at].contains(other));
                    let between = others.map(|other| {
                        let between = chosen[since].before(other).and(other.before(event));
                        between.and(view.certainty(other))
                    });
                    let between = between.max().unwrap_or(Certainty::Impossible);
                    chosen[since].before(event).and(!between)
                }
            });
        }
    }
    known
}

/// All ways to bind the variables: to different actors, each present in every step that names it.
fn casts(steps: &[PlainStep], chosen: &[EventRef<'_>]) -> Vec<Vec<(&'static str, &'static str)>> {
    let mut names: Vec<&'static str> = Vec::new();
    for name in steps.iter().flat_map(|step| step.with.iter().copied()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut casts: Vec<Vec<(&'static str, &'static str)>> = vec![Vec::new()];
    for name in names {
        let mut next = Vec::new();
        for cast in casts {
            for actor in ACTORS {
                let there = steps.iter().zip(chosen).all(|(step, event)| {
                    let mut present = event.participants();
                    !step.with.contains(&name) || present.any(|one| one.actor.id() == actor)
                });
                if there && cast.iter().all(|(_, other)| *other != actor) {
                    let mut cast = cast.clone();
                    cast.push((name, actor));
                    next.push(cast);
                }
            }
        }
        casts = next;
    }
    casts
}

/// A match: its events, the actors `x` and `y`, and its certainty.
type Told<'t> = (Vec<&'t str>, [Option<&'t str>; 2], Certainty);

/// All choices of a number of events, in order.
fn tuples<'t>(events: &[EventRef<'t>], number: usize) -> Vec<Vec<EventRef<'t>>> {
    let mut all = vec![Vec::new()];
    for _ in 0..number {
        let longer = all.iter().flat_map(|so_far: &Vec<EventRef<'t>>| {
            events.iter().map(|event| {
                let mut next = so_far.clone();
                next.push(*event);
                next
            })
        });
        all = longer.collect();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn matches_are_the_choices_of_events_that_fit(
        events in coarse::events(0..DATES.len(), 7),
        before in prop::collection::vec((0_usize..7, 0_usize..7), 0..3),
        steps in steps(),
    ) {
        let timeline = coarse::built(&events, &before);
        let view = timeline.view();
        let pattern = pattern(&view, &steps);
        let found: Vec<_> = pattern
            .matches()
            .map(|found| {
                let ids: Vec<&str> = found.events.iter().map(|event| event.id()).collect();
                let who = ["x", "y"].map(|name| found.actor(name).map(ActorRef::id));
                (ids, who, found.certainty)
            })
            .collect();
        let all: Vec<_> = view.events().collect();
        let mut expected = Vec::new();
        for chosen in tuples(&all, steps.len()) {
            let certainty = fits(&view, &steps, &chosen);
            if certainty.is_possible() {
                for cast in casts(&steps, &chosen) {
                    let ids: Vec<&str> = chosen.iter().map(|event| event.id()).collect();
                    let who = ["x", "y"].map(|name| {
                        cast.iter().find(|(one, _)| *one == name).map(|(_, actor)| *actor)
                    });
                    expected.push((ids, who, certainty));
                }
            }
        }
        // A choice that is possible part by part, but for no dates as a whole, is not a match.
        let together = steps.iter().map(|step| step.relations.len()).sum::<usize>() > 1;
        expected.retain(|one| !together || one.2.is_certain() || found.contains(one));
        let sorted = |list: &[Told<'_>]| {
            let mut keys: Vec<_> = list.iter().map(|one| format!("{one:?}")).collect();
            keys.sort_unstable();
            keys
        };
        prop_assert_eq!(sorted(&found), sorted(&expected));
        // Ordered by first event, then by its actors, then by second event.
        let place = |id: &str| all.iter().position(|event| event.id() == id);
        let key = |ids: &[&str], who: [Option<&str>; 2]| {
            let mut key = Vec::new();
            let mut named: Vec<&str> = Vec::new();
            for (id, step) in ids.iter().zip(&steps) {
                key.push((place(id), String::new()));
                for name in &step.with {
                    if !named.contains(name) {
                        named.push(name);
                        let who = who[usize::from(*name == "y")].unwrap();
                        key.push((None, who.to_owned()));
                    }
                }
            }
            key
        };
        let in_order = found.is_sorted_by_key(|(ids, who, _)| key(ids, *who));
        prop_assert!(in_order);
    }

    #[test]
    fn a_match_is_one_for_all_dates_or_for_some(
        events in prop::collection::vec(once(&ALL), 3..=4),
        second in relations_in_days(1),
        third in relations_in_days(2),
    ) {
        prop_assume!(number_of_readings(&events) <= 2_000);
        let timeline = readings::built(&events);
        let view = timeline.view();
        let step = |name: &str, relations: &[Relation]| {
            relations.iter().fold(Step::new(name, &view), |step, relation| match *relation {
                Relation::After(to) => step.after(NAMES[to]),
                Relation::Within(to, distance) => step.within(NAMES[to], distance),
                _ => step,
            })
        };
        let steps = [step("first", &[]), step("second", &second), step("third", &third)];
        let pattern = Pattern::new(steps).unwrap();
        let readings = readings::readings(&events);
        let number_of = |event: &EventRef<'_>| event.id()[1..].parse::<usize>().unwrap();
        let found: Vec<_> = pattern
            .matches()
            .map(|found| {
                let numbers: Vec<usize> = found.events.iter().map(number_of).collect();
                (numbers, found.certainty)
            })
            .collect();
        let all: Vec<usize> = view.events().map(|event| number_of(&event)).collect();
        let mut expected = Vec::new();
        for &a in &all {
            for &b in all.iter().filter(|b| **b != a) {
                for &c in all.iter().filter(|c| **c != a && **c != b) {
                    let chosen = [a, b, c];
                    // Whether it certainly fits, and whether it may fit, on these days.
                    let fits = readings.iter().map(|reading| {
                        let days = chosen.map(|at| reading[at].first().copied());
                        let mut fit = Certainty::Certain;
                        for (at, relations) in [(1, &second), (2, &third)] {
                            for relation in relations {
                                fit = fit.and(in_days(&days, at, relation));
                            }
                        }
                        let there = days.iter().all(Option::is_some);
                        if there { fit } else { Certainty::Impossible }
                    });
                    let fits: Vec<Certainty> = fits.collect();
                    if fits.iter().any(|fit| fit.is_possible()) {
                        let always = fits.iter().all(|fit| fit.is_certain());
                        let sure = if always { Certainty::Certain } else { Certainty::Possible };
                        expected.push((chosen.to_vec(), sure));
                    }
                }
            }
        }
        prop_assert_eq!(found, expected);
    }
}

fn relations_in_days(step: usize) -> impl Strategy<Value = Vec<Relation>> {
    let relation = prop_oneof![
        (0..step).prop_map(Relation::After),
        (0..step, 0_u32..4).prop_map(|(to, days)| Relation::Within(to, Distance::days(days))),
    ];
    prop::collection::vec(relation, 0..=3)
}

/// Whether the relation of an event to an earlier one holds, by the days of both. Of two events on the
/// same day either may be first.
fn in_days(days: &[Option<(i64, i64)>; 3], at: usize, relation: &Relation) -> Certainty {
    let known = |fits: bool| {
        if fits {
            Certainty::Certain
        } else {
            Certainty::Impossible
        }
    };
    let of = |at: usize| days[at].unwrap_or((0, 0));
    let (first, last) = of(at);
    match *relation {
        Relation::After(to) if of(to).1 == first => Certainty::Possible,
        Relation::After(to) => known(of(to).1 < first),
        Relation::Within(to, distance) => {
            let most = (0..4)
                .find(|days| Distance::days(*days) == distance)
                .unwrap();
            known((first - of(to).1).max(of(to).0 - last) <= i64::from(most))
        }
        _ => unreachable!("not in days"),
    }
}

fn call(id: &str, date: &str) -> Event {
    Event::call(id, When::parse(date).unwrap())
}

#[test]
fn relations_that_are_possible_alone_may_be_impossible_together() {
    let mut builder = Timeline::builder();
    for (id, date) in [("a", "2025-01-05"), ("b", "2025-01-10"), ("c", "2025-01")] {
        builder.event(call(id, date));
    }
    let timeline = builder.build().unwrap();
    let only = |id: &'static str| move |event: EventRef<'_>| event.id() == id;
    let steps = |days: u32| {
        let step = |name: &'static str| Step::new(name, &timeline.view()).only(only(name));
        [
            step("a"),
            step("b"),
            step("c").after("b").within("a", Distance::days(days)),
        ]
    };
    assert_eq!(Pattern::new(steps(4)).unwrap().matches().count(), 0);
    let found: Vec<_> = Pattern::new(steps(5))
        .unwrap()
        .matches()
        .map(|found| found.certainty)
        .collect();
    assert_eq!(found, [Certainty::Possible]);
}

#[test]
fn a_disputed_event_in_between_leaves_a_match_possible() {
    let found = |between: Option<bool>| {
        let mut builder = Timeline::builder();
        builder.source(Source::new("a").named("A"));
        builder.event(call("call", "2025-01-01"));
        builder.event(Event::meeting("meeting", "2025-01-05"));
        if let Some(disputed) = between {
            let other = call("other", "2025-01-03").report(Report::by(["a"]));
            builder.event(if disputed {
                other.report(Report::by(["a"]).status(Status::Disputed))
            } else {
                other
            });
        }
        let timeline = builder.build().unwrap();
        let pattern = Pattern::new([
            Step::new("call", &timeline.view().calls()).only(|event| event.id() == "call"),
            Step::new("meeting", &timeline.view().meetings())
                .without("call", &timeline.view().calls()),
        ]);
        let found = pattern.unwrap();
        found.matches().next().map(|found| found.certainty)
    };
    assert_eq!(found(None), Some(Certainty::Certain));
    assert_eq!(found(Some(true)), Some(Certainty::Possible));
    assert_eq!(found(Some(false)), None);
}

#[test]
fn a_variable_binds_the_same_minister_or_the_state_represented() {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA").named("United States"));
    let term = When::parse("2021/2026").unwrap();
    for id in ["rubio", "blinken"] {
        builder.actor(Actor::person(id).held_office("USA", "secretary of state", term.clone()));
    }
    builder.event(call("call", "2025-01-05").party("rubio"));
    builder.event(call("meeting", "2025-01-06").party("blinken"));
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let found = |kind: ActorKind| {
        let step = |name: &str| Step::new(name, &view).with_a(kind, "who");
        let pattern = Pattern::new([step("one"), step("other").after("one")]).unwrap();
        pattern
            .matches()
            .map(|found| found.actor("who").unwrap().id().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(ActorKind::State), ["USA"]);
    assert!(found(ActorKind::Person).is_empty());
}

#[test]
fn an_invalid_pattern_is_refused_with_the_reason() {
    let (timeline, other) = (coarse::built(&[], &[]), coarse::built(&[], &[]));
    let view = timeline.view();
    let error = |steps: Vec<Step<'_>>| Pattern::new(steps).unwrap_err().to_string();
    assert_eq!(error(vec![]), "the pattern has 0 steps: expected 1 to 16");
    let step = |name: &str| Step::new(name, &view);
    let many = (0..=MAX_STEPS).map(|at| step(&at.to_string())).collect();
    assert_eq!(error(many), "the pattern has 17 steps: expected 1 to 16");
    assert_eq!(
        error(vec![step("call"), step("call")]),
        "two steps are named `call`: expected a different name for each step"
    );
    assert_eq!(
        error(vec![step("meeting"), step("call").after("meting")]),
        "step `call` refers to `meting`, which is not an earlier step; did you mean `meeting`?"
    );
    assert_eq!(
        error(vec![step("call").without("call", &view)]),
        "step `call` refers to `call`, which is not an earlier step"
    );
    let foreign = Pattern::new([step("call"), Step::new("meeting", &other.view())]);
    assert_eq!(
        foreign.unwrap_err(),
        PatternError::OtherTimeline {
            step: "meeting".into()
        }
    );
    let pattern = Pattern::new([step("call")]).unwrap();
    assert_eq!(pattern.steps().collect::<Vec<_>>(), ["call"]);
    assert_eq!(pattern.matches().count(), 0);
}

#[test]
fn matches_are_found_on_demand() {
    let mut builder = Timeline::builder();
    for number in 0..300 {
        builder.event(call(&format!("e{number:03}"), "2025-01-05"));
    }
    let timeline = builder.build().unwrap();
    let step = |name: String| Step::new(name, &timeline.view());
    // There are 300^16 matches: too many to find all.
    let pattern = Pattern::new((0..MAX_STEPS).map(|at| step(at.to_string()))).unwrap();
    let found: Vec<_> = pattern.matches().take(3).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found[2].event("15").unwrap().id(), "e017");
    assert_eq!(found[0].event("16"), None);
    assert_eq!(found[0].actor("who"), None);
}
