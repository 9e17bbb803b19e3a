//! What each public type of the rooms about order, time, the timeline and graphs implements.
//!
//! The checks are compiled, so that an answer without one of its traits is an error. The lists are complete: a type
//! that a room exports and no list has is an error too.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::path::Path as FilePath;

use detente::graph::Entity;
use detente::sequence::*;
use detente::time::network::*;
use detente::time::*;
use detente::timeline::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What every answer implements.
fn answer<T: Clone + PartialEq + Debug + Serialize>() {}

/// What an answer implements that owns its data.
fn owned<T: Clone + PartialEq + Debug + Serialize + DeserializeOwned>() {}

/// What an answer implements that a person reads.
fn printed<T: Display>() {}

/// What an error implements, and a fault of an input.
fn error<T: Clone + PartialEq + Debug + Display + Serialize>() {}

/// Checks the types of a room, and that each type it exports is in one of the lists.
macro_rules! room {
    ($test:ident, $file:literal, { $($type:ty: $($check:ident)+;)* } others: $($other:ident)*) => {
        #[test]
        fn $test() {
            $($($check::<$type>();)+)*
            let name = |text: &'static str| text.split('<').next().expect("a text has a part").trim();
            let mut listed: BTreeSet<&str> = [$(name(stringify!($type))),*].into();
            listed.extend([$(stringify!($other)),*]);
            let path = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("src").join($file);
            let code = std::fs::read_to_string(path).expect("the room is there");
            let exported = exported(&code);
            assert!(exported.len() > 2, "{exported:?}");
            let listed: BTreeSet<String> = listed.into_iter().map(str::to_owned).collect();
            assert_eq!(exported, listed, "the types of {} and the lists differ", $file);
        }
    };
}

/// The types that a room re-exports: its `pub use`, without constants.
fn exported(code: &str) -> BTreeSet<String> {
    let uses = code.split("\npub use ").skip(1);
    let lists = uses.map(|rest| rest.split(';').next().expect("a text has a part"));
    let names = lists.flat_map(|list| list.split(|c: char| !c.is_alphanumeric() && c != '_'));
    names
        .filter(|name| name.starts_with(|c: char| c.is_uppercase()))
        .filter(|name| name.contains(|c: char| c.is_lowercase()))
        .map(str::to_owned)
        .collect()
}

room!(sequence, "sequence.rs", {
    Arrivals<'_>: answer;
    BestPath: owned printed;
    Cadence<'_>: answer printed;
    Contact: owned;
    ContactError: error;
    Departures<'_>: answer;
    Distance: owned printed;
    EarliestArrival<'_>: answer printed;
    Episode<'_>: answer printed;
    Episodes<'_>: answer printed;
    Gap: owned printed;
    InForce<'_>: answer printed;
    InterEventTimes: owned;
    LatestDeparture<'_>: answer printed;
    Match<'_, '_>: answer printed;
    MetBoth<'_>: answer printed;
    Motif: owned printed;
    MotifCounts: owned;
    Nearby<'_>: answer printed;
    Order: owned printed;
    Path<'_>: answer printed;
    PathRules: owned;
    PathStep<'_>: answer;
    PatternError: error;
    PeriodCount: owned printed;
    Position<'_>: answer printed;
    Rank: owned printed;
    Reachable<'_, '_>: answer;
    Reaching<'_, '_>: answer;
    Record<'_>: answer printed;
    Resolution: owned printed;
    Silence<'_>: answer printed;
    TemporalEdge: owned;
    TimeRespect: owned printed;
} others: Contacts Instances Matches Motifs Paths Pattern Sequence Step TemporalEdges);

room!(time, "time.rs", {
    AllenRelation: owned printed;
    AllenRelations: owned printed;
    AnchorError: error;
    Bounds: owned printed;
    Calendar: owned printed;
    Certainty: owned printed;
    Edtf: owned printed;
    Period: owned printed;
    PeriodError: error;
    When: owned printed;
    WhenError: error;
    Window: owned printed;
    Zone: owned;
} others: AllenRelationsIter Anchor AsOf CalendarPeriod DateInput DatePhrase DateSource DayOrder DayRule Moment PeriodTable RelativeDate SomeDay);

room!(network, "time/network.rs", {
    DifferenceConstraint<String>: owned;
    NegativeCycle<String>: owned printed;
    Variable: owned;
} others: Network);

room!(timeline, "timeline.rs", {
    AboutRef<'_>: answer printed;
    ActorRef<'_>: answer;
    BoundKind: owned printed;
    BuildError: error;
    Constraint: owned printed;
    Contradiction: owned printed;
    EventRef<'_>: answer;
    Explanation: owned printed;
    Fault: error;
    FaultKind: error;
    Holder<'_>: answer;
    Holders<'_>: answer printed;
    LookupError: error;
    Manner: owned;
    NameMatch: owned printed;
    ParticipantRef<'_>: answer;
    Repair: owned;
    ReportRef<'_>: answer;
    Resolved<'_>: answer printed;
    SourceRef<'_>: answer;
    Statement: owned printed;
    Term<'_>: answer printed;
    Timeline: owned;
    Warning: error;
} others: AccountRule Entry Lenient MergePart Ranking TemporalRelation TimelineBuilder);

room!(graph, "graph.rs", {
    Entity<'_>: answer printed;
} others: CompactGraph Edge EdgeKind Edges EdgesDirected Neighbors Node NodeIdentifiers PairEvents VisitedNodes);

#[cfg(feature = "sheet")]
mod tables {
    use super::*;
    use detente::sheet::*;

    room!(sheet, "sheet.rs", {
        ColumnUse: owned;
        CreatedActor: owned;
        DayOrder: owned printed;
        EventSheet: owned printed;
        Field: owned printed;
        LeftOut: owned printed;
        Note: owned;
        SheetError: error;
        SheetFault: error;
        SheetFaultKind: owned printed;
        SheetTimeline: owned printed;
        Table: owned;
        Workbook: owned;
        WorkbookTimeline: owned printed;
    } others: CellGuard TableReader);
}
