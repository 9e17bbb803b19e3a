//! Answers about time.

use detente::When;
use detente::time::network::Network;
use detente::time::{AllenRelations, Certainty, Window};

use super::{date, golden, golden_owned, kuala_lumpur};

#[test]
fn dates() {
    let timeline = kuala_lumpur();
    let call = timeline.event("call-june").unwrap();
    let meeting = timeline.event("kuala-lumpur").unwrap();
    golden_owned("certainty", &call.before(meeting));
    golden_owned("bounds", &call.bounds());
    let since = When::parse("2022-02-24/..").unwrap();
    golden_owned("bounds-without-end", &since.bounds());
    golden_owned("window", &Window::from(date(7, 1)..=date(7, 31)));
    golden_owned("allen-relations", &call.when().allen(meeting.when()));
    golden_owned("all-words", &Certainty::ALL);
    let none: AllenRelations = serde_json::from_str("[]").unwrap();
    assert!(none.is_empty());
}

#[test]
fn networks() {
    let mut network = Network::new();
    let (call, meeting) = (network.add_variable(), network.add_variable());
    let before = "the call came a minute before the meeting".to_owned();
    let after = "the meeting came before the call".to_owned();
    // Reasons are compared and copied, so the network has references to them.
    network.add(meeting, call, -60, &*before).unwrap();
    let why = network.explain(meeting, call).unwrap();
    golden("difference-constraints", &why);
    let cycle = network.add(call, meeting, -1, &*after).unwrap_err();
    golden("negative-cycle", &cycle);
}
