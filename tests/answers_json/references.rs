//! Events, actors, sources, reports and participants, as they occur in answers.

use super::{golden, kuala_lumpur};

#[test]
fn references() {
    let timeline = kuala_lumpur();
    let meeting = timeline.event("kuala-lumpur").unwrap();
    golden("event", &meeting);
    golden("actor", &timeline.actor("Sergei Lavrov").unwrap());
    golden("source", &timeline.source("article").unwrap());
    golden("reports", &meeting.reports().collect::<Vec<_>>());
    golden("participants", &meeting.participants().collect::<Vec<_>>());
}
