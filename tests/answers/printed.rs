//! The `Debug` text of types that borrow a timeline is short.

use std::fmt::Debug;

use chrono::{NaiveDate, TimeDelta};
use detente::Timeline;
use detente::TimelineBuilder;
use detente::actor::Actor;
use detente::event::{Event, Link, Report};
use detente::graph::CompactGraph;
use detente::scoring::Scoring;
use detente::sequence::{Distance, Pattern, Resolution, Step};

/// The maximum length of a `Debug` text.
const SHORT: usize = 600;

/// A timeline with one call of two persons on each day.
fn record(events: usize) -> Timeline {
    let mut builder = Timeline::builder();
    for id in ["lavrov", "rubio"] {
        builder.actor(Actor::person(id).held_office("state", "minister", "2000/.."));
    }
    builder.actor(Actor::state("state").named("The state"));
    let first = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap();
    for (at, day) in (0..events).zip(first.iter_days()) {
        let event = Event::call(format!("event-{at:05}"), day)
            .party("lavrov")
            .party("rubio");
        let event = event.report(Report::by(["rubio"]).words("words ".repeat(5).trim_end()));
        builder.event(match at {
            0 => event,
            _ => event.link(Link::Answers, format!("event-{:05}", at - 1)),
        });
    }
    builder.build().unwrap()
}

#[track_caller]
fn assert_short(what: &str, it: &dyn Debug) {
    let (flat, tall) = (format!("{it:?}"), format!("{it:#?}"));
    assert!(
        flat.len() <= SHORT && tall.len() <= 3 * SHORT,
        "{what} prints {} bytes",
        flat.len()
    );
}

#[test]
fn types_that_borrow_a_timeline_print_short() {
    let timeline = record(1_000);
    let view = timeline.view();
    let pair = timeline.between("lavrov", "rubio").unwrap();
    let day = NaiveDate::from_ymd_opt(2012, 1, 1).unwrap();
    assert_short("a timeline", &timeline);
    assert_short("a builder", &TimelineBuilder::from(&timeline));
    assert_short("a view", &view);
    assert_short("a view of a pair", &pair.within(day..).as_of(day));
    assert_short("events", &view.events());
    assert_short("an event", &timeline.event("event-00000").unwrap());
    assert_short("an actor", &timeline.actor("rubio").unwrap());
    assert_short("a ranking", &timeline.ranking(["rubio"]).unwrap());
    let relations = timeline.relations("lavrov", "rubio").unwrap();
    assert_short("relations", &relations);
    assert_short("a trend of a pair", &relations.trend(day));
    let ledger = timeline.ledger(&Scoring::default()).unwrap();
    assert_short("a ledger", &ledger);
    assert_short("a pair of a ledger", &ledger.dyads().next().unwrap());
    assert_short("a ledger of a pair", &relations.ledger().unwrap());
    let sequence = view.sequence();
    assert_short("a sequence", &sequence);
    assert_short("paths", &view.paths());
    let paths = view.paths();
    let reach = paths.earliest_arrival("lavrov", day).unwrap();
    assert_short("reachable actors", &reach);
    assert_short("an earliest arrival", &reach.to("rubio").unwrap());
    assert_short("origins", &paths.latest_departure("rubio", day).unwrap());
    assert_short("contacts", &paths.certain_contacts());
    assert_short("motifs", &view.motifs());
    assert_short("motif counts", &view.motifs().count(TimeDelta::days(7)));
    assert_short("cadence", &view.cadence(Resolution::Days));
    assert_short("episodes", &view.episodes(Distance::days(2)));
    assert_short("a position", &view.position("event-00500").unwrap());
    let steps = [
        Step::new("one", &view),
        Step::new("next", &view).after("one"),
    ];
    assert_short("a step", &steps[0]);
    let pattern = Pattern::new(steps).unwrap();
    assert_short("a pattern", &pattern);
    let mut matches = pattern.matches();
    assert_short("a match", &matches.next().unwrap());
    assert_short("matches", &matches);
    let graph: CompactGraph<'_> = view.compact_graph();
    assert_short("a compact graph", &graph);
}
