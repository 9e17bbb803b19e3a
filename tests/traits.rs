//! What can be compared, and what iterators promise.

use std::iter::FusedIterator;

use detente::actor::Actor;
use detente::code::{ActorCode, Country, Scale};
use detente::event::{Event, Report};
use detente::petgraph::visit::{IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNodeIdentifiers};
use detente::{Timeline, When};

fn timeline() -> Timeline {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA", "United States"));
    builder.actor(Actor::state("RUS", "Russia"));
    for id in ["first", "second"] {
        let call = Event::call(id, When::parse("2025-07-10").unwrap());
        let call = call.party("USA").party("RUS");
        builder.event(call.report(Report::by(["USA"])).report(Report::by(["RUS"])));
    }
    builder.build().unwrap()
}

#[test]
fn a_part_is_equal_to_that_of_the_same_actor_and_a_report_to_itself() {
    let timeline = timeline();
    let [first, second] = ["first", "second"].map(|id| timeline.event(id).unwrap());
    assert!(first.participants().eq(second.participants()));
    assert_ne!(first.participants().next(), first.participants().nth(1));

    assert!(first.reports().eq(first.reports()));
    assert_ne!(first.reports().next(), first.reports().nth(1));
    assert_ne!(first.reports().next(), second.reports().next());

    let another = self::timeline();
    let same = another.event("first").unwrap();
    assert_ne!(first.participants().next(), same.participants().next());
}

#[test]
fn marks_are_equal_to_those_that_are_asked_for_again() {
    let timeline = timeline();
    let [one, again] = [(); 2].map(|()| timeline.relations("USA", "RUS").unwrap());
    assert_eq!(one.marks(), again.marks());
    assert_ne!(one.marks()[0], one.marks()[1]);
    let at = chrono::NaiveDate::from_ymd_opt(2025, 8, 1).unwrap();
    assert_eq!(one.trend(at).explain(), again.trend(at).explain());
}

#[test]
fn an_iterator_that_has_ended_stays_so() {
    fn ends(mut all: impl FusedIterator) {
        while all.next().is_some() {}
        assert!(all.next().is_none());
    }
    let timeline = timeline();
    let (code, scale) = (ActorCode::parse("USAGOV").unwrap(), Scale::plover());
    ends(Country::all());
    ends(code.parts());
    ends(scale.entries());
    let node = timeline.actor_node("USA").unwrap();
    let view = timeline.calls();
    ends((&view).node_identifiers());
    ends((&view).edge_references());
    ends((&view).edges(node));
    ends((&view).neighbors(node));
}
