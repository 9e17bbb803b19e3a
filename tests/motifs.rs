//! Temporal motifs compared with the published example, and with all triples of small networks.

use chrono::TimeDelta;
use detente::actor::Actor;
use detente::event::{Event, Report, Status};
use detente::sequence::{Motif, TemporalEdge, TemporalEdges};
use detente::timeline::EventRef;
use detente::{Timeline, When};
use proptest::prelude::*;

/// Source, target and time of the 25 edges of the example in SNAP:
/// `examples/temporalmotifs/example-temporal-graph.txt` in <https://github.com/snap-stanford/snap>.
const SNAP: [(u32, u32, i64); 25] = [
    (8, 0, 5),
    (8, 0, 10),
    (1, 0, 15),
    (0, 1, 20),
    (8, 1, 25),
    (8, 1, 30),
    (7, 0, 35),
    (0, 1, 40),
    (7, 1, 45),
    (5, 8, 50),
    (5, 8, 52),
    (5, 8, 54),
    (5, 9, 56),
    (5, 8, 58),
    (5, 9, 60),
    (8, 9, 65),
    (9, 8, 70),
    (9, 5, 75),
    (8, 5, 80),
    (8, 5, 85),
    (9, 5, 90),
    (5, 8, 99),
    (5, 9, 102),
    (8, 9, 150),
    (9, 8, 201),
];

fn edges(rows: &[(u32, u32, i64)]) -> TemporalEdges {
    let rows = rows.iter();
    rows.map(|&(source, target, at)| TemporalEdge {
        at,
        source,
        target,
        label: 0,
    })
    .collect()
}

#[test]
fn the_example_of_snap_has_the_published_counts() {
    let edges = edges(&SNAP);
    for (delta, total) in [(10, 33), (20, 113), (50, 434), (300, 736)] {
        assert_eq!(edges.count(delta).total(), total, "within {delta}");
        assert_eq!(edges.instances(delta).count() as u64, total);
    }
}

#[test]
fn the_grid_equals_the_grid_of_the_paper() {
    // Each cell as drawn in the paper: triangles and two actors by name, stars by their centre.
    let [u, v, w] = [1, 2, 3];
    for (row, column, second, third) in [
        (1, 3, (w, v), (u, w)),
        (1, 4, (w, v), (w, u)),
        (2, 3, (v, w), (u, w)),
        (2, 4, (v, w), (w, u)),
        (3, 5, (w, u), (v, w)),
        (3, 6, (w, u), (w, v)),
        (4, 5, (u, w), (v, w)),
        (4, 6, (u, w), (w, v)),
        (5, 1, (v, u), (u, v)),
        (5, 2, (v, u), (v, u)),
        (6, 1, (u, v), (u, v)),
        (6, 2, (u, v), (v, u)),
        (1, 1, (w, v), (u, v)),
        (3, 1, (w, u), (u, v)),
        (4, 2, (u, w), (v, u)),
        (5, 3, (v, u), (u, w)),
        (6, 6, (u, v), (w, v)),
    ] {
        let rows = [(u, v, 1), (second.0, second.1, 2), (third.0, third.1, 3)];
        let counts = edges(&rows).count(2);
        let motif = Motif::new(row, column).unwrap();
        assert_eq!((counts[motif], counts.total()), (1, 1), "{motif}");
        let two_actors = (5..=6).contains(&row) && column <= 2;
        assert_eq!(motif.actors(), if two_actors { 2 } else { 3 });
    }
}

#[test]
fn every_motif_is_an_instance_of_itself() {
    assert_eq!(Motif::all().count(), 36);
    for motif in Motif::all() {
        let mut at = 0;
        let rows = motif.edges().map(|(source, target)| {
            at += 1;
            (u32::from(source), u32::from(target), at)
        });
        let edges = edges(&rows);
        let found: Vec<Motif> = edges.instances(2).map(|(motif, _)| motif).collect();
        assert_eq!(found, [motif]);
        assert_eq!(edges.count(2)[motif], 1);
    }
    assert_eq!(Motif::new(0, 1), None);
    assert_eq!(Motif::new(1, 7), None);
}

#[test]
fn edges_at_the_same_time_have_no_order() {
    let together = edges(&[(1, 2, 5), (2, 1, 5), (1, 2, 5)]);
    let counts = together.count(100);
    assert_eq!(
        (counts.total(), counts.two_edges, counts.edges),
        (0, [0; 6], 3)
    );
    let half = edges(&[(1, 2, 5), (2, 1, 5), (1, 2, 6), (1, 2, 7)]);
    // Either of the two edges at 5 can come first.
    assert_eq!(half.count(2).total(), 2);
}

#[test]
fn a_window_includes_its_end() {
    let edges = edges(&[(1, 2, 0), (2, 1, 5), (1, 2, 10)]);
    assert_eq!(edges.count(10).total(), 1);
    assert_eq!(edges.count(9).total(), 0);
    assert_eq!(edges.count(-1).two_edges, [0; 6]);
    assert_eq!(edges.count(i64::MAX).total(), 1);
}

#[test]
fn edges_from_an_actor_to_itself_are_dropped() {
    assert!(edges(&[(3, 3, 0)]).as_slice().is_empty());
    assert_eq!(edges(&[]).count(10), edges(&[(3, 3, 0)]).count(10));
}

#[test]
fn a_view_counts_events_that_are_certain_to_the_day() {
    let mut builder = Timeline::builder();
    for id in ["USA", "RUS", "UKR"] {
        builder.actor(Actor::state(id));
    }
    let says = |id: &str, source: &str, when: &str| {
        Event::statement(id, When::parse(when).unwrap()).by(source)
    };
    builder.event(says("a", "USA", "2025-07-01").target("RUS").target("UKR"));
    builder.event(says("b", "RUS", "2025-07-02").target("USA"));
    builder.event(says("same-day", "USA", "2025-07-02").target("RUS"));
    builder.event(says("c", "USA", "2025-07-04T12:00:00Z").target("RUS"));
    builder.event(says("some-day", "USA", "[2025-07-05..2025-07-06]").target("RUS"));
    builder.event(
        says("denied", "USA", "2025-07-06")
            .target("RUS")
            .report(Report::by(["USA"]))
            .report(Report::by(["RUS"]).status(Status::Disputed)),
    );
    builder.event(
        Event::meeting("met", "2025-07-03")
            .party("USA")
            .party("RUS"),
    );
    builder.event(says("to-all", "USA", "2025-07-03"));
    let timeline = builder.build().unwrap();

    let motifs = timeline.view().motifs();
    assert_eq!((motifs.edges().as_slice().len(), motifs.omitted()), (5, 2));
    let counts = motifs.count(TimeDelta::days(3));
    let found: Vec<(String, Vec<&str>)> = motifs
        .instances(TimeDelta::days(3))
        .map(|(motif, events)| (motif.to_string(), events.map(EventRef::id).to_vec()))
        .collect();
    let ids = |ids: [&'static str; 3]| ids.to_vec();
    let expected = [
        ("M5,1".to_owned(), ids(["a", "b", "c"])),
        ("M6,1".to_owned(), ids(["a", "same-day", "c"])),
        ("M3,3".to_owned(), ids(["a", "b", "c"])),
        ("M4,3".to_owned(), ids(["a", "same-day", "c"])),
    ];
    assert_eq!(counts.total(), 4);
    let mut sorted = found.clone();
    sorted.sort();
    let mut wanted = expected.to_vec();
    wanted.sort();
    assert_eq!(sorted, wanted);
    assert_eq!(motifs.count(TimeDelta::days(2)).total(), 0);
    assert_eq!(
        timeline
            .view()
            .meetings()
            .motifs()
            .count(TimeDelta::MAX)
            .edges,
        0
    );
}

/// Three edges, by source and target.
type Letters = [(char, char); 3];

/// The edges of three edges as letters, by the table of the paper, without code of the crate.
fn letters(triple: [(u32, u32, i64); 3]) -> Option<Letters> {
    let mut names: Vec<u32> = Vec::new();
    for (source, target, _) in triple {
        for actor in [source, target] {
            if !names.contains(&actor) {
                names.push(actor);
            }
        }
    }
    // A new actor in the second or third edge is w. Edges of four actors are not a motif.
    let connected = {
        let shares = |a: (u32, u32, i64), b: (u32, u32, i64)| {
            [a.0, a.1].iter().any(|actor| [b.0, b.1].contains(actor))
        };
        shares(triple[0], triple[1])
    };
    if names.len() > 3 || !connected {
        return None;
    }
    let letter =
        |actor: u32| ['u', 'v', 'w'][names.iter().position(|&name| name == actor).unwrap()];
    Some(triple.map(|(source, target, _)| (letter(source), letter(target))))
}

fn rows() -> impl Strategy<Value = Vec<(u32, u32, i64)>> {
    let row = (0_u32..4, 0_u32..4, 0_i64..8).prop_filter("no loops", |row| row.0 != row.1);
    prop::collection::vec(row, 0..12)
}

proptest! {
    #[test]
    fn counts_and_instances_match_all_triples(rows in rows(), delta in -1_i64..9) {
        let mut expected: Vec<(Letters, [i64; 3])> = Vec::new();
        let mut pairs = 0;
        for &a in &rows {
            for &b in &rows {
                let near = a.2 < b.2 && b.2 - a.2 <= delta;
                pairs += u64::from(near && [a.0, a.1].iter().any(|actor| [b.0, b.1].contains(actor)));
                for &c in &rows {
                    if near && b.2 < c.2 && c.2 - a.2 <= delta {
                        expected.extend(letters([a, b, c]).map(|found| (found, [a.2, b.2, c.2])));
                    }
                }
            }
        }
        expected.sort_unstable();
        let edges = edges(&rows);
        let counts = edges.count(delta);
        for motif in Motif::all() {
            let number = expected.iter().filter(|one| one.0 == motif.edges()).count();
            prop_assert_eq!(counts[motif], number as u64, "{}", motif);
        }
        prop_assert_eq!(counts.total(), expected.len() as u64);
        prop_assert_eq!(counts.two_edges.iter().sum::<u64>(), pairs);
        prop_assert_eq!(counts.edges, rows.len() as u64);
        let mut found: Vec<_> =
            edges.instances(delta).map(|(motif, of)| (motif.edges(), of.map(|edge| edge.at))).collect();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn insertion_order_does_not_matter(rows in rows()) {
        let reversed: Vec<_> = rows.iter().rev().copied().collect();
        let (a, b) = (edges(&rows), edges(&reversed));
        prop_assert_eq!(a.as_slice(), b.as_slice());
        prop_assert!(a.instances(3).eq(b.instances(3)));
    }
}
