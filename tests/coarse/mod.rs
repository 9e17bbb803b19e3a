//! Small records with coarse dates: ties, overlaps, disputes and several occurrences are common.

use detente::actor::Actor;
use detente::event::{Amount, Count, Event, Kind, Link, Measure, Quantity, Report, Source, Status};
use detente::time::{Edtf, Zone};
use detente::timeline::Constraint;
use detente::{Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;

/// Days, extents, sets of days with gaps and without, months, instants, days of a zone, and dates
/// without a bound on a side.
pub(crate) const DATES: [&str; 25] = [
    "2025-01-01",
    "2025-01-02",
    "2025-01-03",
    "2025-01-03",
    "2025-01-04",
    "2025-01-06",
    "2025-01-30",
    "2025-01-03T09:00:00Z",
    "2025-01-03T18:30:00Z",
    "2025-01-02/2025-01-04",
    "2025-01-03/2025-01-06",
    "2025-01-30/2025-02-02",
    "[2025-01-01..2025-01-03]",
    "[2025-01-03..2025-01-05]",
    "[2025-01-01,2025-02-06]",
    "[2025-01-02,2025-01-05..2025-01-06]",
    "2025-01-03T18:30:00Z/2025-01-04T09:00:00Z",
    "2025-01-03 -05:00",
    "2025-01-04 -05:00",
    "[2025-01-02,2025-01-05] -05:00",
    "2025-01",
    "2025",
    "2025-01-03/2025-01-05..",
    "[..2025-01-04]",
    "2025-01-05/..",
];

pub(crate) const ACTORS: [&str; 5] = ["ann", "bob", "cyd", "dan", "eve"];

#[derive(Clone, Debug)]
pub(crate) struct Plain {
    pub(crate) date: &'static str,
    pub(crate) kind: Kind,
    pub(crate) parties: Vec<usize>,
    pub(crate) disputed: bool,
    pub(crate) times: Count,
    /// The event that it is about, among those before it.
    pub(crate) about: Option<usize>,
    pub(crate) size: Option<Amount>,
}

/// Sizes close to each other, so that their bounds touch and overlap.
const SIZES: [Amount; 9] = [
    Amount::Exactly(8.0),
    Amount::Exactly(10.0),
    Amount::Exactly(12.0),
    Amount::About(10.0),
    Amount::MoreThan(10.0),
    Amount::AtLeast(10.0),
    Amount::AtMost(10.0),
    Amount::LessThan(12.0),
    Amount::Between(9.0, 12.0),
];

pub(crate) fn when(text: &str) -> When {
    let Some((date, zone)) = text.split_once(' ') else {
        return When::parse(text).unwrap();
    };
    let zone = Zone::Offset(zone.parse().unwrap());
    When::new(Edtf::parse(date).unwrap(), zone).unwrap()
}

pub(crate) fn id(number: usize) -> String {
    format!("{}{number}", ["m", "b", "x"][number % 3])
}

/// Events with dates from a part of [`DATES`].
pub(crate) fn events(
    dates: std::ops::Range<usize>,
    most: usize,
) -> impl Strategy<Value = Vec<Plain>> {
    let kinds = [Kind::Meeting, Kind::Call, Kind::Statement];
    let times = prop_oneof![
        8 => Just(Count::ONE),
        1 => Just(Count::exactly(2)),
        1 => Just(Count::at_least(1)),
        1 => Just(Count::between(0, 2).unwrap()),
    ];
    let event = (
        select(&DATES[dates]),
        select(kinds.to_vec()),
        prop::sample::subsequence((0..ACTORS.len()).collect::<Vec<_>>(), 1..=3),
        prop::bool::weighted(0.2),
        times,
        prop::option::weighted(0.2, 0_usize..8),
        prop::option::weighted(0.8, select(&SIZES[..])),
    );
    let plain = event.prop_map(
        |(date, kind, parties, disputed, times, about, size)| Plain {
            date,
            kind,
            parties,
            disputed,
            times,
            about,
            size,
        },
    );
    prop::collection::vec(plain, 0..=most)
}

/// The timeline of some events, with some said to come before others, on the day before or on
/// one and the same day, where that can be.
pub(crate) fn built(events: &[Plain], before: &[(usize, usize)]) -> Timeline {
    let build = |constraints: &[(usize, usize)]| {
        let mut builder = Timeline::builder();
        builder.extend(ACTORS.map(Actor::person));
        builder.source(Source::new("a").named("A"));
        for (number, plain) in events.iter().enumerate() {
            let mut event =
                Event::new(id(number), plain.kind, when(plain.date)).occurrences(plain.times);
            for &party in &plain.parties {
                event = event.party(ACTORS[party]);
            }
            if plain.disputed {
                event = event
                    .report(Report::by(["a"]))
                    .report(Report::by(["a"]).status(Status::Disputed));
            }
            if let Some(other) = plain.about.filter(|other| *other < number) {
                event = event.link(Link::About, id(other));
            }
            if let Some(size) = plain.size {
                let size = Quantity::new(size, "people").unwrap();
                event = event.measure(Measure::new("size", size));
            }
            builder.event(event);
        }
        for &(first, second) in constraints {
            let (one, other) = (id(first), id(second));
            let stated = match (3 * first + second) % 7 {
                0 => Constraint::days_after(other, 1, one),
                1 => Constraint::same_day(one, other),
                2 => Constraint::days_before(one, 1, other),
                3 => Constraint::days_before(one, 2, other),
                _ => Constraint::before(one, other),
            };
            builder.constraint(stated.by(["a"]));
        }
        builder.build()
    };
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for &(first, second) in before {
        if first != second && first.max(second) < events.len() && !kept.contains(&(first, second)) {
            kept.push((first, second));
            if build(&kept).is_err() {
                kept.pop();
            }
        }
    }
    build(&kept).unwrap()
}
