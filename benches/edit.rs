//! The time to edit a timeline: to add, redate, report and remove one event, and to remove a constraint.
//!
//! An edit copies a few numbers for each event, so its time grows with the events, but slowly: building grows a hundred times
//! faster. Links and constraints are solved again only around the changed event: with the constraints of two
//! hundred summits, an edit solves those of one.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::event::Report;
use detente::timeline::Constraint;
use detente::timeline::edit::{Edit, ItemKey};
use detente::{Event, Timeline, TimelineBuilder};

mod common;

/// The sizes of a newsroom's record, a ministry's archive, and a few years of a feed.
const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

/// The number of summits, and of the meetings during each.
const SUMMITS: u32 = 200;
const MEETINGS: u32 = 5;

/// A record whose events are dated by days. With `is_bound`, 1,200 of its events are those of summits, which
/// 2,000 constraints bind.
fn record(size: u32, is_bound: bool) -> TimelineBuilder {
    if !is_bound {
        return common::builder(size);
    }
    let of_summits = SUMMITS * (MEETINGS + 1);
    let mut builder = common::builder(size.saturating_sub(of_summits));
    for number in 0..SUMMITS {
        let opening = common::day(number * 30);
        let summit = format!("summit-{number}");
        let days = format!("{opening}/{}", common::day(number * 30 + 4));
        builder.event(
            Event::meeting(&summit, days.as_str())
                .party("A000")
                .party("A001"),
        );
        let meeting = |at: u32| format!("summit-{number}-{at}");
        for at in 0..MEETINGS {
            let month = opening.format("%Y-%m").to_string();
            builder.event(
                Event::meeting(meeting(at), month.as_str())
                    .party("A002")
                    .party("A003"),
            );
            builder.constraint(Constraint::during(meeting(at), &summit));
            let next = meeting((at + 1) % MEETINGS);
            builder.constraint(if at + 1 < MEETINGS {
                Constraint::before(meeting(at), next)
            } else {
                Constraint::before(next, meeting(at))
            });
        }
    }
    builder
}

/// An edit, its name, and a check of the edited timeline.
type Case = (&'static str, Edit, fn(&Timeline) -> bool);

fn cases(is_bound: bool) -> Vec<Case> {
    let mut cases: Vec<Case> = vec![
        (
            "add",
            Edit::add(
                Event::call("new", "2015-06-01")
                    .party("A004")
                    .party("A005")
                    .reported_by("feed"),
            ),
            |edited| edited.event("new").is_ok(),
        ),
        ("redate", Edit::redate("e0000100", "2015-06-01"), |edited| {
            edited
                .event("e0000100")
                .is_ok_and(|event| event.when().to_string() == "2015-06-01")
        }),
        (
            "report",
            Edit::report("e0000100", Report::by(["feed"]).asserted("2025-01-01")),
            |edited| {
                edited
                    .event("e0000100")
                    .is_ok_and(|event| event.reports().count() == 2)
            },
        ),
        (
            "remove",
            Edit::remove(ItemKey::event("e0000100")),
            |edited| edited.event("e0000100").is_err(),
        ),
    ];
    if is_bound {
        cases.push((
            "redate a summit",
            Edit::redate("summit-100", "2013-03-20/2013-03-22"),
            |edited| {
                let summit = edited.event("summit-100").expect("a summit");
                let meeting = edited.event("summit-100-0").expect("a meeting");
                summit.when().to_string() == "2013-03-20/2013-03-22"
                    && meeting.within(summit.bounds()).is_certain()
            },
        ));
        cases.push((
            "remove a constraint",
            Edit::remove(Constraint::during("summit-100-4", "summit-100").into()),
            |edited| edited.constraints().len() == 1_999,
        ));
    }
    cases
}

fn edits(c: &mut Criterion) {
    for is_bound in [false, true] {
        let constraints = if is_bound { 2_000 } else { 0 };
        let mut group = c.benchmark_group(format!("edit, {constraints} constraints"));
        group.sample_size(20);
        for size in SIZES {
            let timeline =
                Timeline::try_from(record(size, is_bound)).expect("a timeline without faults");
            assert_eq!(timeline.constraints().len(), constraints);
            for (name, edit, is_done) in cases(is_bound) {
                if name != "add"
                    && size <= SUMMITS * (MEETINGS + 1)
                    && is_bound
                    && !name.contains(' ')
                {
                    continue;
                }
                let check = timeline.edit(edit.clone()).expect("an edit that fits");
                assert!(is_done(&check), "{name}");
                group.bench_with_input(BenchmarkId::new(name, size), &edit, |b, edit| {
                    b.iter_with_large_drop(|| {
                        timeline.edit(edit.clone()).expect("an edit that fits")
                    });
                });
            }
        }
        group.finish();
    }
}

criterion_group!(benches, edits);
criterion_main!(benches);
