//! Records compared with a scan over all earlier events, and with the claim.

mod coarse;

use coarse::{DATES, built, events, when};
use detente::claim::{self, Verdict, World};
use detente::event::{Amount, Event, MAX_AMOUNT, Measure, Quantity};
use detente::{Certainty, Timeline, View};
use proptest::prelude::*;

/// Whether the size of an event was the largest so far, compared with each earlier event.
fn largest_so_far(view: &View<'_>, id: &str) -> Option<Certainty> {
    let event = view.event(id).unwrap();
    let own = event.measure("size")?;
    let mut known = Certainty::Certain;
    for other in view.events().filter(|other| other.id() != id) {
        let before = other.starts_before(event);
        if !before.is_possible() {
            continue;
        }
        known = known.and(match other.measure("size") {
            None => Certainty::Possible,
            Some(size) => match own.exceeds(&size).unwrap() {
                Certainty::Impossible if before.and(view.certainty(other)).is_certain() => {
                    Certainty::Impossible
                }
                Certainty::Certain => Certainty::Certain,
                _ => Certainty::Possible,
            },
        });
    }
    Some(known)
}

#[test]
fn a_margin_beyond_the_largest_amount_has_no_upper_bound() {
    let mut builder = Timeline::builder();
    for (id, date, size) in [
        ("one", "2025-01-01", Quantity::exactly(1.0, "drones")),
        ("all", "2025-01-02", Quantity::about(MAX_AMOUNT, "drones")),
    ] {
        builder.event(Event::call(id, when(date)).measure(Measure::new("size", size.unwrap())));
    }
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let records = view.records("size").unwrap();
    let margin = records[1].margin.as_ref().unwrap();
    let least = Quantity::about(MAX_AMOUNT, "drones").unwrap().low() - 1.0;
    assert_eq!(
        *margin,
        Quantity::new(Amount::AtLeast(least), "drones").unwrap()
    );
}

/// The bounds of the difference to the largest earlier size.
fn margin(view: &View<'_>, id: &str) -> Option<(f64, f64)> {
    let event = view.event(id).unwrap();
    let own = event.measure("size")?;
    let before = view
        .events()
        .filter(|other| other.id() != id && other.starts_before(event).is_possible());
    let measured: Vec<_> = before
        .filter_map(|other| Some((other, other.measure("size")?)))
        .collect();
    let highs = measured.iter().map(|(_, size)| size.high());
    let high = highs.reduce(f64::max)?;
    let sure = measured.iter().filter(|(other, _)| {
        other
            .starts_before(event)
            .and(view.certainty(*other))
            .is_certain()
    });
    let low = sure.map(|(_, size)| size.low()).fold(0.0, f64::max);
    let least = (own.low() - high).max(0.0);
    Some((least, own.high() - low))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn records_match_a_scan_and_the_claim(
        events in events(0..DATES.len(), 8),
        before in prop::collection::vec((0_usize..8, 0_usize..8), 0..3),
    ) {
        let timeline = built(&events, &before);
        let view = timeline.view();
        let Ok(records) = view.records("size") else {
            return Ok(());
        };
        for event in view.events() {
            let record = records.iter().find(|record| record.event == event);
            let certainty = record.map_or(Certainty::Impossible, |record| record.certainty);
            let expected = largest_so_far(&view, event.id());
            prop_assert_eq!(certainty, expected.unwrap_or(Certainty::Impossible), "{}", event.id());
            let verdict = view.check(&claim::record(event.id(), "size"), World::Closed).unwrap().verdict;
            let expected_verdict = match expected {
                Some(Certainty::Certain) => Verdict::Consistent,
                Some(Certainty::Impossible) => Verdict::Contradicted,
                _ => Verdict::Undetermined,
            };
            prop_assert_eq!(verdict, expected_verdict);
            let open = view.check(&claim::record(event.id(), "size"), World::Open).unwrap();
            prop_assert_eq!(open == Verdict::Contradicted, expected_verdict == Verdict::Contradicted);
            prop_assert!(open != Verdict::Consistent);
            if let Some(record) = record {
                let found = record.margin.as_ref().map(|margin| (margin.low(), margin.high()));
                prop_assert_eq!(found, margin(&view, event.id()));
                prop_assert_eq!(record.previous.is_some(), found.is_some());
                if let Some(previous) = record.previous {
                    prop_assert!(previous.starts_before(event).is_possible());
                    let size = previous.measure("size").unwrap();
                    let larger = view.events().filter(|other| {
                        other.id() != event.id() && other.starts_before(event).is_possible()
                    });
                    let mut larger = larger.filter_map(|other| other.measure("size"));
                    prop_assert!(larger.all(|other| other.low() <= size.low()));
                }
            }
        }
        let place = |id: &str| view.events().position(|event| event.id() == id);
        let in_order = records.is_sorted_by_key(|record| place(record.event.id()));
        prop_assert!(in_order);
    }
}

#[test]
fn a_size_in_another_unit_may_be_larger() {
    let mut builder = Timeline::builder();
    for (id, date, value, unit) in [
        ("talk", "2025-01-01", 90.0, "minutes"),
        ("crowd", "2025-01-02", 5000.0, "people"),
        ("long-talk", "2025-01-03", 120.0, "minutes"),
        ("short-talk", "2025-01-04", 10.0, "minutes"),
    ] {
        let size = Measure::new("size", Quantity::exactly(value, unit).unwrap());
        builder.event(Event::call(id, when(date)).measure(size));
    }
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let records = view.records("size").unwrap();
    let found: Vec<_> = records
        .iter()
        .map(|record| (record.event.id(), record.certainty))
        .collect();
    assert_eq!(
        found,
        [
            ("talk", Certainty::Certain),
            ("crowd", Certainty::Possible),
            ("long-talk", Certainty::Possible)
        ]
    );
    assert!(
        records[1].margin.is_none(),
        "people are not counted in minutes"
    );
    assert!(view.records("height").is_err());
}
