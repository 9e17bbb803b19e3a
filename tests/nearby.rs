//! Nearby events compared with all pairs one by one.

mod coarse;

use chrono::TimeDelta;
use coarse::{ACTORS, DATES, built, events};
use detente::actor::Actor;
use detente::event::Event;
use detente::sequence::{Distance, Gap};
use detente::timeline::{Constraint, EventRef};
use detente::{Certainty, Timeline, View, When};
use proptest::prelude::*;

/// A minimum and a maximum. `None` means no bound.
type Span<T> = (Option<T>, Option<T>);

/// The gaps from one event to the other and back, in a unit.
///
/// No event comes after one that never ends: that gap is below any.
fn gaps<T: Copy>(
    timeline: &Timeline,
    (a, b): (EventRef<'_>, EventRef<'_>),
    unit: fn(Gap) -> Span<T>,
    below: T,
) -> [Span<T>; 2] {
    [(a, b), (b, a)].map(|(from, to)| {
        let (least, most) = unit(timeline.gap(from.id(), to.id()).unwrap());
        (least, most.or(from.bounds().has_no_end().then_some(below)))
    })
}

fn days(gap: Gap) -> Span<i64> {
    (gap.min_days, gap.max_days)
}

/// Whether two events are within a distance: the larger of the two gaps is.
fn within<T: Ord + Copy>(gaps: [Span<T>; 2], most: T) -> Certainty {
    if gaps
        .iter()
        .any(|gap| gap.0.is_some_and(|least| least > most))
    {
        Certainty::Impossible
    } else if gaps
        .iter()
        .all(|gap| gap.1.is_some_and(|longest| longest <= most))
    {
        Certainty::Certain
    } else {
        Certainty::Possible
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn pairs_within_are_those_found_among_all_pairs(
        events in events(0..DATES.len(), 8),
        before in prop::collection::vec((0_usize..8, 0_usize..8), 0..6),
        most in 0_u32..5,
        by_clock in any::<bool>(),
    ) {
        let timeline = built(&events, &before);
        let (one, other) = (timeline.view().contacts(), timeline.view().meetings());
        let found = if by_clock {
            one.pairs_within(&other, TimeDelta::days(most.into()))
        } else {
            one.pairs_within(&other, Distance::days(most))
        };
        let pairs: Vec<_> = found
            .iter()
            .map(|pair| (pair.first.id(), pair.second.id(), pair.certainty))
            .collect();
        let mut expected = Vec::new();
        for a in one.events() {
            for b in other.events().filter(|b| b.id() != a.id()) {
                let near = if by_clock {
                    let clock = |gap: Gap| (gap.min_seconds, gap.max_seconds);
                    let gaps = gaps(&timeline, (a, b), clock, i64::MIN);
                    within(gaps, TimeDelta::days(most.into()).num_seconds())
                } else {
                    within(gaps(&timeline, (a, b), days, i64::MIN), most.into())
                };
                let known = near.and(one.certainty(a)).and(other.certainty(b));
                if known.is_possible() {
                    expected.push((a.id(), b.id(), known));
                }
            }
        }
        prop_assert_eq!(pairs, expected);
        // The events near an event are those paired with it.
        if let Some(a) = one.events().next() {
            let near = other.near(a.id(), Distance::days(most)).unwrap();
            let pairs = one.pairs_within(&other, Distance::days(most));
            let of_a = pairs.iter().filter(|pair| pair.first == a);
            let of_a: Vec<_> =
                of_a.map(|pair| (pair.second, pair.certainty)).collect();
            let near: Vec<_> =
                near.into_iter().map(|(event, sure)| (event, sure.and(one.certainty(a)))).collect();
            prop_assert_eq!(of_a, near);
        }
    }

    #[test]
    fn an_actor_who_met_both_was_in_contact_with_each(
        events in events(0..DATES.len(), 8),
        most in 0_u32..5,
    ) {
        let timeline = built(&events, &[]);
        let view = timeline.view().contacts();
        let distance = Distance::days(most);
        let both = view.met_both("ann", "bob", distance).unwrap();
        let mut expected = Vec::new();
        for actor in &ACTORS[2..] {
            let (one, other) =
                (view.between(actor, "ann").unwrap(), view.between(actor, "bob").unwrap());
            let mut best = Certainty::Impossible;
            for a in one.events() {
                for b in other.events() {
                    let near = if a == b {
                        Certainty::Certain
                    } else {
                        within(gaps(&timeline, (a, b), days, i64::MIN), most.into())
                    };
                    best = best.max(near.and(one.certainty(a)).and(other.certainty(b)));
                }
            }
            if best.is_possible() {
                expected.push((*actor, best));
            }
        }
        let pairs: Vec<_> = both.iter().map(|one| (one.actor.id(), one.certainty)).collect();
        prop_assert_eq!(pairs, expected);
    }
}

#[test]
fn an_unknown_name_is_an_error() {
    let timeline = built(&[], &[]);
    assert!(
        timeline
            .view()
            .met_both("ann", "unknown", Distance::days(1))
            .is_err()
    );
    assert!(
        timeline
            .view()
            .met_both("ann", "bob", Distance::days(1))
            .unwrap()
            .is_empty()
    );
    assert!(
        timeline
            .view()
            .met_both("ann", "ann", Distance::days(1))
            .is_err()
    );
}

#[test]
fn an_actor_who_met_a_predecessor_met_both_if_predecessors_count() {
    let day = |text| When::parse(text).unwrap();
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("SUN").named("Soviet Union"));
    builder.actor(
        Actor::state("RUS")
            .named("Russia")
            .succeeds("SUN", day("1991-12-26")),
    );
    builder.actor(Actor::state("CHN").named("China"));
    builder.actor(Actor::person("bush").named("George Bush"));
    builder.event(
        Event::meeting("malta", day("1989-12-02"))
            .party("bush")
            .party("SUN"),
    );
    builder.event(
        Event::meeting("beijing", day("1989-12-05"))
            .party("bush")
            .party("CHN"),
    );
    let timeline = builder.build().unwrap();
    let met = |view: &View<'_>| {
        let both = view.met_both("RUS", "CHN", Distance::days(7)).unwrap();
        both.iter()
            .map(|one| one.actor.id().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(met(&timeline.view()).is_empty());
    assert_eq!(met(&timeline.view().with_predecessors()), ["bush"]);
}

#[test]
fn stated_days_count_from_the_last_day_of_the_event() -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = Timeline::builder();
    builder.event(Event::meeting("talks", "2025-01-03/2025-01-05.."));
    builder.event(Event::call("call", "2025-01"));
    builder.constraint(Constraint::days_after("call", 1, "talks"));
    let timeline = builder.build()?;
    let view = timeline.view();
    for (center, other) in [("call", "talks"), ("talks", "call")] {
        assert_eq!(view.near(center, Distance::days(0))?, [], "{center}");
        let near = view.near(center, Distance::days(1))?;
        assert_eq!(near, [(view.event(other)?, Certainty::Certain)]);
    }
    Ok(())
}
