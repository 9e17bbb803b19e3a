//! Small records, and every reading of their dates.
//!
//! The records lie in ten days, so that ties, overlaps and bridges are common. A reading is a
//! choice of first and last day for each event among those that its date leaves open, with or
//! without what is disputed.

use detente::event::{Count, Event, Report, Source, Status};
use detente::{Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;

/// A date, and the bounds of its first and of its last day.
pub(crate) type Date = (&'static str, (i64, i64), (i64, i64));

pub(crate) const FIXED: [Date; 9] = [
    ("2025-01-01", (1, 1), (1, 1)),
    ("2025-01-03", (3, 3), (3, 3)),
    ("2025-01-04", (4, 4), (4, 4)),
    ("2025-01-06", (6, 6), (6, 6)),
    ("2025-01-09", (9, 9), (9, 9)),
    ("2025-01-02/2025-01-03", (2, 2), (3, 3)),
    ("2025-01-01/2025-01-06", (1, 1), (6, 6)),
    ("2025-01-06/2025-01-07", (6, 6), (7, 7)),
    ("2025-01-10/2025-01-10", (10, 10), (10, 10)),
];

pub(crate) const OPEN: [Date; 8] = [
    ("[2025-01-01..2025-01-02]", (1, 2), (1, 2)),
    ("[2025-01-02..2025-01-05]", (2, 5), (2, 5)),
    ("[2025-01-04..2025-01-06]", (4, 6), (4, 6)),
    ("[2025-01-07..2025-01-10]", (7, 10), (7, 10)),
    ("[2025-01-08,2025-01-10]", (8, 10), (8, 10)),
    ("[2025-01-01..2025-01-03]/2025-01-04", (1, 3), (4, 4)),
    ("2025-01-05/[2025-01-06..2025-01-08]", (5, 5), (6, 8)),
    (
        "[2025-01-05..2025-01-06]/[2025-01-06..2025-01-07]",
        (5, 6),
        (6, 7),
    ),
];

#[derive(Clone, Debug)]
pub(crate) struct Plain {
    pub(crate) date: Date,
    pub(crate) disputed: bool,
    pub(crate) times: (u32, u32),
}

pub(crate) fn when(text: &str) -> When {
    if let Some((start, end)) = text.split_once('/').filter(|_| text.contains('[')) {
        let end_of = |text: &str| detente::Edtf::parse(text).unwrap();
        return When::from_ends(
            &end_of(start),
            &end_of(end),
            detente::time::DayRule::default(),
        )
        .unwrap();
    }
    When::parse(text).unwrap()
}

pub(crate) fn built(events: &[Plain]) -> Timeline {
    let mut builder = Timeline::builder();
    builder.source(Source::new("a").named("A"));
    for (number, event) in events.iter().enumerate() {
        let (least, most) = event.times;
        let mut stated = Event::call(format!("e{number}"), when(event.date.0))
            .occurrences(Count::between(least, most).unwrap());
        if event.disputed {
            stated = stated
                .report(Report::by(["a"]))
                .report(Report::by(["a"]).status(Status::Disputed));
        }
        builder.event(stated);
    }
    builder.build().unwrap()
}

/// Every way in which an event may have been: the stretches of its occurrences.
pub(crate) fn ways(event: &Plain) -> Vec<Vec<(i64, i64)>> {
    let (_, first, last) = event.date;
    let within = |first: (i64, i64), last: (i64, i64)| -> Vec<(i64, i64)> {
        (first.0..=first.1)
            .flat_map(|from| (last.0..=last.1).map(move |to| (from, to)))
            .filter(|(from, to)| from <= to)
            .collect()
    };
    let mut ways = Vec::new();
    if event.disputed || event.times.0 == 0 {
        ways.push(Vec::new());
    }
    if event.times.1 == 1 {
        ways.extend(within(first, last).into_iter().map(|one| vec![one]));
    } else {
        let whole = (first.0, last.1);
        let each = within(whole, whole);
        for (at, &one) in each.iter().enumerate() {
            if event.times.0 <= 1 {
                ways.push(vec![one]);
            }
            if event.times.1 >= 2 {
                ways.extend(each.iter().skip(at).map(|&other| vec![one, other]));
            }
        }
    }
    ways
}

/// All choices of one way for each event.
pub(crate) fn readings(events: &[Plain]) -> Vec<Vec<Vec<(i64, i64)>>> {
    let mut all = vec![Vec::new()];
    for event in events {
        let ways = ways(event);
        let longer = all.iter().flat_map(|so_far| {
            ways.iter().map(|way| {
                let mut next: Vec<Vec<(i64, i64)>> = Vec::clone(so_far);
                next.push(way.clone());
                next
            })
        });
        all = longer.collect();
    }
    all
}

pub(crate) fn number_of_readings(events: &[Plain]) -> usize {
    events.iter().map(|event| ways(event).len()).product()
}

pub(crate) fn once(dates: &'static [Date]) -> impl Strategy<Value = Plain> {
    (select(dates), prop::bool::weighted(0.3)).prop_map(|(date, disputed)| Plain {
        date,
        disputed,
        times: (1, 1),
    })
}

pub(crate) static ALL: [Date; 17] = {
    let mut all = [FIXED[0]; 17];
    let mut at = 0;
    while at < 17 {
        all[at] = if at < 9 { FIXED[at] } else { OPEN[at - 9] };
        at += 1;
    }
    all
};
