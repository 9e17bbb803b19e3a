//! Allen's thirteen relations, their composition, and those possible with uncertain dates.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use detente::time::AllenRelation::{
    self, After, Before, Contains, During, Equals, FinishedBy, Finishes, Meets, MetBy,
    OverlappedBy, Overlaps, StartedBy, Starts,
};
use detente::time::{AllenRelations, Bounds, Certainty, When, Window};
use proptest::prelude::*;

/// All intervals on this many points.
fn intervals(points: i8) -> Vec<(i8, i8)> {
    (0..points)
        .flat_map(|start| (start + 1..points).map(move |end| (start, end)))
        .collect()
}

fn between(a: (i8, i8), b: (i8, i8)) -> AllenRelation {
    AllenRelation::of(a.0, a.1, b.0, b.1).unwrap()
}

fn when(text: &str) -> When {
    When::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn second(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

/// The bounds of an interval known to the second.
fn exact(start: i64, end: i64) -> Bounds {
    let [from, to] = [second(start), second(end - 1)];
    Bounds::new(
        Some(from),
        Some(second(start + 1)),
        Some(to),
        Some(second(end)),
    )
    .unwrap()
}

#[test]
fn each_relation_has_its_picture() {
    let table = [
        (Before, (0, 2), (3, 5)),
        (Meets, (0, 3), (3, 5)),
        (Overlaps, (0, 4), (3, 5)),
        (Starts, (3, 4), (3, 6)),
        (During, (4, 5), (3, 6)),
        (Finishes, (5, 6), (3, 6)),
        (Equals, (3, 6), (3, 6)),
        (FinishedBy, (3, 6), (5, 6)),
        (Contains, (3, 6), (4, 5)),
        (StartedBy, (3, 6), (3, 4)),
        (OverlappedBy, (3, 5), (0, 4)),
        (MetBy, (3, 5), (0, 3)),
        (After, (3, 5), (0, 2)),
    ];
    for ((relation, a, b), expected) in table.into_iter().zip(AllenRelation::ALL) {
        assert_eq!(relation, expected, "in canonical order");
        assert_eq!(between(a, b), relation);
    }
}

#[test]
fn an_empty_interval_has_no_relation() {
    assert_eq!(AllenRelation::of(3, 3, 3, 5), None);
    assert_eq!(AllenRelation::of(3, 5, 5, 5), None);
    assert_eq!(AllenRelation::of(5, 3, 0, 9), None);
}

#[test]
fn composition_agrees_with_all_intervals_on_six_points() {
    // Three intervals have six endpoints, so six points show every case.
    let all = intervals(6);
    let mut found: BTreeMap<_, BTreeSet<AllenRelation>> = BTreeMap::new();
    for &a in &all {
        for &b in &all {
            for &c in &all {
                let pair = (between(a, b), between(b, c));
                found.entry(pair).or_default().insert(between(a, c));
            }
        }
    }
    assert_eq!(found.len(), 169);
    for ((first, second), expected) in &found {
        let composed: BTreeSet<_> = first.compose(*second).iter().collect();
        assert_eq!(&composed, expected, "{first}, {second}");
    }
    assert_eq!(found.values().map(BTreeSet::len).sum::<usize>(), 409);
}

#[test]
fn some_compositions_in_words() {
    // As in Allen (1983), figure 4.
    let table = [
        (Before, After, "any"),
        (During, Contains, "any"),
        (During, Before, "before"),
        (Overlaps, During, "overlaps, starts or during"),
        (Contains, Overlaps, "overlaps, finished by or contains"),
        (Meets, MetBy, "finishes, equals or finished by"),
        (Starts, StartedBy, "starts, equals or started by"),
        (
            Overlaps,
            OverlappedBy,
            "overlaps, starts, during, finishes, equals, finished by, contains, started by or overlapped by",
        ),
    ];
    for (first, second, words) in table {
        assert_eq!(
            first.compose(second).to_string(),
            words,
            "{first}, {second}"
        );
    }
}

#[test]
fn sets_read_as_words() {
    assert_eq!(AllenRelations::EMPTY.to_string(), "none");
    assert_eq!(AllenRelations::ALL.to_string(), "any");
    assert_eq!(AllenRelations::from(MetBy).to_string(), "met by");
    let two = AllenRelations::from([FinishedBy, Before]);
    assert_eq!(two.to_string(), "before or finished by");
    assert_eq!(format!("{two:?}"), "{Before, FinishedBy}");
    assert_eq!(format!("{two:>24}|"), "   before or finished by|");
    assert_eq!(size_of::<AllenRelations>(), 2);
}

#[test]
fn sets_iterate_from_both_sides() {
    let mut all = AllenRelations::ALL.iter();
    assert_eq!((all.len(), all.next()), (13, Some(Before)));
    assert_eq!((all.len(), all.next_back()), (12, Some(After)));
    assert_eq!((all.len(), all.next_back()), (11, Some(MetBy)));
    assert!(all.eq(AllenRelation::ALL[1..11].iter().copied()));

    let mut none = AllenRelations::EMPTY.iter();
    assert_eq!((none.next(), none.next_back()), (None, None));
}

#[test]
fn uncertain_dates_leave_several_relations() {
    let table = [
        // Two visits known to the day: the first can end when the second starts.
        (
            "2025-02-17/2025-02-19",
            "2025-02-20/2025-02-21",
            "before or meets",
        ),
        ("2025-02-17/2025-02-19", "2025-02-21", "before"),
        // The end and the start are on the same day.
        (
            "2025-07-08/2025-07-10",
            "2025-07-10/2025-07-11",
            "before, meets or overlaps",
        ),
        ("2025-07-09", "2025-07-08/2025-07-10", "during"),
        ("2025-07", "2025-07-14/2025-07-18", "any"),
        // Known to the second: one relation.
        ("2025-07-10T18:00:00Z", "2025-07-10T18:00:01Z", "meets"),
        ("2025-07-10T18:00:00Z", "2025-07-10T18:00:00Z", "equals"),
        // Two events that never end have the same end.
        ("2022-02-24/..", "2025-07-10/..", "finished by"),
        ("../2025-07-10", "../2025-07-12", "starts"),
        // An unknown end can be any time, or never.
        (
            "2022-02-24/",
            "2025-07-10/..",
            "before, meets, overlaps or finished by",
        ),
        ("2025/..", "/2024", "met by or after"),
        ("2025/", "/2025", "any"),
    ];
    for (a, b, expected) in table {
        let (a, b) = (when(a), when(b));
        assert_eq!(a.allen(&b).to_string(), expected, "{a} {b}");
        assert_eq!(a.bounds().allen(&b.bounds()), a.allen(&b));
    }
}

fn relation() -> impl Strategy<Value = AllenRelation> {
    prop::sample::select(AllenRelation::ALL.to_vec())
}

fn relations() -> impl Strategy<Value = AllenRelations> {
    prop::collection::vec(relation(), 0..=13).prop_map(AllenRelations::from_iter)
}

fn interval() -> impl Strategy<Value = (i8, i8)> {
    (0_i8..8, 1_i8..5).prop_map(|(start, length)| (start, start + length))
}

/// Bounds on a few seconds, so that ties are common. Some sides are unbounded.
fn bounds() -> impl Strategy<Value = Bounds> {
    let side = || prop::option::weighted(0.8, (0_i64..8).prop_map(second));
    (side(), side(), side(), side()).prop_filter_map("no start and end fit", |(a, b, c, d)| {
        Bounds::new(a, b, c, d).ok()
    })
}

proptest! {
    #[test]
    fn converse_is_an_involution(one in relation(), set in relations()) {
        prop_assert_eq!(one.converse().converse(), one);
        prop_assert_eq!(set.converse().converse(), set);
        let each: AllenRelations = set.iter().map(AllenRelation::converse).collect();
        prop_assert_eq!(set.converse(), each);
    }

    #[test]
    fn converse_swaps_the_intervals(a in interval(), b in interval()) {
        prop_assert_eq!(between(a, b).converse(), between(b, a));
    }

    #[test]
    fn composition_contains_the_relation_of_any_three_intervals(
        a in interval(), b in interval(), c in interval(),
    ) {
        prop_assert!(between(a, b).compose(between(b, c)).contains(between(a, c)));
    }

    #[test]
    fn converse_of_a_composition_is_the_composition_of_converses(
        a in relations(), b in relations(),
    ) {
        prop_assert_eq!(a.compose(b).converse(), b.converse().compose(a.converse()));
    }

    #[test]
    fn composition_is_associative(a in relations(), b in relations(), c in relations()) {
        prop_assert_eq!(a.compose(b).compose(c), a.compose(b.compose(c)));
    }

    #[test]
    fn equals_is_the_identity_of_composition(a in relations()) {
        prop_assert_eq!(a.compose(Equals.into()), a);
        prop_assert_eq!(AllenRelations::from(Equals).compose(a), a);
    }

    #[test]
    fn set_operations_agree_with_membership(a in relations(), b in relations()) {
        let (x, y): (BTreeSet<_>, BTreeSet<_>) = (a.iter().collect(), b.iter().collect());
        prop_assert_eq!(AllenRelations::from_iter(&x | &y), a | b);
        prop_assert_eq!(AllenRelations::from_iter(&x & &y), a & b);
        prop_assert_eq!(AllenRelations::ALL.iter().filter(|one| !x.contains(one)).collect::<AllenRelations>(), !a);
        prop_assert_eq!((a.len(), a.is_empty()), (x.len(), x.is_empty()));
        prop_assert_eq!(a.single().is_some(), x.len() == 1);
        prop_assert_eq!(a.single(), x.first().copied().filter(|_| x.len() == 1));
        prop_assert!(a.iter().eq(x.iter().copied()) && a.iter().rev().eq(x.iter().rev().copied()));
    }

    #[test]
    fn swapping_the_dates_gives_the_converse(a in bounds(), b in bounds()) {
        prop_assert_eq!(a.allen(&b).converse(), b.allen(&a));
    }

    #[test]
    fn composition_is_no_tighter_than_the_dates(
        a in bounds(), b in bounds(), c in bounds(),
    ) {
        let composed = a.allen(&b).compose(b.allen(&c));
        prop_assert_eq!(a.allen(&c) & composed, a.allen(&c));
    }

    #[test]
    fn wider_bounds_allow_more_relations(a in bounds(), b in bounds(), c in bounds()) {
        let wide = a.union(&b).allen(&c);
        let narrow = a.allen(&c) | b.allen(&c);
        prop_assert_eq!(narrow & wide, narrow);
    }

    #[test]
    fn exact_intervals_have_one_relation(a in interval(), b in interval()) {
        let of = |(start, end): (i8, i8)| exact(start.into(), end.into());
        prop_assert_eq!(of(a).allen(&of(b)).single(), Some(between(a, b)));
    }

    #[test]
    fn before_overlaps_and_starts_before_agree_with_allen(a in bounds(), b in bounds()) {
        let possible = a.allen(&b);
        prop_assert_eq!(a.before(&b), possible.certainty([Before, Meets]));
        prop_assert_eq!(b.before(&a), possible.certainty([After, MetBy]));
        let apart = AllenRelations::from([Before, Meets, MetBy, After]);
        prop_assert_eq!(a.overlaps(&b), possible.certainty(!apart));
        let first = [Before, Meets, Overlaps, FinishedBy, Contains];
        prop_assert_eq!(a.starts_before(&b), possible.certainty(first));
    }

    #[test]
    fn within_agrees_with_allen(a in bounds(), (start, end) in interval()) {
        let window = exact(start.into(), end.into());
        let found = a.allen(&window).certainty([Starts, During, Finishes, Equals]);
        prop_assert_eq!(a.within(Window::from(window)), found);
    }
}

#[test]
fn an_empty_set_makes_everything_impossible() {
    let none = AllenRelations::EMPTY;
    assert_eq!(none.certainty(AllenRelations::ALL), Certainty::Impossible);
    assert_eq!(none.compose(AllenRelations::ALL), none);
}
