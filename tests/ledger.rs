//! Ledgers are a commutative group, exactly.

use chrono::NaiveDate;
use detente::ledger::{
    DaySpan, DyadKey, DyadLedger, Ledger, LedgerBuilder, LedgerError, MAX_WEIGHT, Mark, MarkError,
    SpanError, SpanSums, Sums,
};
use proptest::prelude::*;

mod marks;

use marks::sums;

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + chrono::Days::new(day.into())
}

fn span(from: u32, days: u32) -> DaySpan {
    DaySpan::new(date(from), date(from + days)).unwrap()
}

fn mark(from: u32, days: u32, weight: f64, valence: f64) -> Mark {
    Mark::new(span(from, days), weight, valence).unwrap()
}

/// Marks on few days, so that many share a span.
fn any_mark() -> impl Strategy<Value = Mark> {
    let days = prop_oneof![3 => Just(1_u32), 1 => 2..5_u32];
    let weight = prop_oneof![Just(0.0), Just(1e-13), Just(1.0), Just(0.25), 0.0..1024.0];
    let contact = prop_oneof![Just(0.0), Just(1.0), 0.0..2.0];
    (0..6_u32, days, weight, -1.0..=1.0, contact).prop_map(
        |(from, days, weight, valence, contact)| {
            mark(from, days, weight, valence)
                .with_contact(contact)
                .unwrap()
        },
    )
}

/// Whether the weight of a mark is at least half of the unit of 2^-40.
fn has_weight(mark: &Mark) -> bool {
    mark.weight() >= (-41.0_f64).exp2()
}

fn any_marks() -> impl Strategy<Value = Vec<Mark>> {
    proptest::collection::vec(any_mark(), 0..40)
}

fn dyad<'m>(marks: impl IntoIterator<Item = &'m Mark>) -> DyadLedger {
    DyadLedger::from_marks(marks).unwrap()
}

/// One act between some of four actors, directed or not.
type Act = (usize, usize, bool, Mark);

fn any_acts() -> impl Strategy<Value = Vec<Act>> {
    let act = (0..4_usize, 1..4_usize, any::<bool>(), any_mark());
    proptest::collection::vec(
        act.prop_map(|(a, step, symmetric, mark)| (a, (a + step) % 4, symmetric, mark)),
        0..40,
    )
}

const ACTORS: [&str; 4] = ["USA", "RUS", "CHN", "DEU"];

fn enter(ledger: &mut Ledger, &(a, b, is_symmetric, ref mark): &Act) {
    if is_symmetric {
        ledger
            .add(DyadKey::symmetric(ACTORS[a], ACTORS[b]), mark)
            .unwrap();
    } else {
        ledger
            .add(DyadKey::directed(ACTORS[a], ACTORS[b]), mark)
            .unwrap();
    }
}

fn ledger<'a>(acts: impl IntoIterator<Item = &'a Act>) -> Ledger {
    let mut ledger = Ledger::new();
    for act in acts {
        enter(&mut ledger, act);
    }
    ledger
}

fn gathered<'a>(acts: impl IntoIterator<Item = &'a Act>) -> LedgerBuilder {
    let mut builder = LedgerBuilder::new();
    for &(a, b, is_symmetric, ref mark) in acts {
        let [a, b] = [a, b].map(|name| builder.intern(ACTORS[name]).unwrap());
        if is_symmetric {
            builder.add(DyadKey::symmetric(a, b), mark).unwrap();
        } else {
            builder.add(DyadKey::directed(a, b), mark).unwrap();
        }
    }
    builder
}

proptest! {
    #[test]
    fn gathered_marks_build_the_ledger_that_recording_makes(
        (acts, shuffled) in any_acts().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle())),
        times in 1..20_usize,
        cut in 0..800_usize,
    ) {
        let many = |acts: &[Act]| acts.repeat(times);
        let mut one_by_one = Ok(Ledger::new());
        for (a, b, is_symmetric, mark) in many(&acts) {
            if let Ok(ledger) = &mut one_by_one {
                let (a, b) = (ACTORS[a], ACTORS[b]);
                let recorded = if is_symmetric {
                    ledger.add(DyadKey::symmetric(a, b), &mark)
                } else {
                    ledger.add(DyadKey::directed(a, b), &mark)
                };
                if let Err(error) = recorded {
                    one_by_one = Err(error);
                }
            }
        }
        let shuffled = many(&shuffled);
        let builder = gathered(&shuffled);
        let with_weight = shuffled.iter().filter(|(.., mark)| has_weight(mark));
        prop_assert_eq!(builder.marks(), with_weight.count());
        // Which span is told of where several overflow depends on the order of recording.
        prop_assert_eq!(builder.build().ok(), one_by_one.clone().ok());
        if let Ok(one_by_one) = one_by_one {
            let (first, rest) = shuffled.split_at(cut.min(shuffled.len()));
            let mut extended = ledger(first);
            extended.merge(&gathered(rest).build().unwrap()).unwrap();
            prop_assert_eq!(extended, one_by_one);
        }
    }

    #[test]
    fn windows_hold_the_spans_that_begin_in_them(
        acts in any_acts(), from in 0..8_u32, days in 1..8_u32, pair in (0..4_usize, 1..4_usize),
    ) {
        let ledger = ledger(&acts);
        let (a, b) = (ACTORS[pair.0], ACTORS[(pair.0 + pair.1) % 4]);
        let whole = ledger.dyad(a, b).map(|dyad| dyad.undirected()).unwrap_or_default();
        let window = span(from, days);
        let begins_in = |sums: &SpanSums| window.start() <= sums.span().start() && sums.span().start() < window.end();
        let expected: Vec<SpanSums> = whole.spans().filter(begins_in).collect();
        prop_assert_eq!(&whole.window(window).collect::<Vec<_>>(), &expected);
        if let Some(dyad) = ledger.dyad(b, a) {
            prop_assert_eq!(&dyad.window(window).collect::<Vec<_>>(), &expected);
        }
    }

    #[test]
    fn order_does_not_matter(
        (marks, shuffled) in any_marks().prop_flat_map(|m| (Just(m.clone()), Just(m).prop_shuffle())),
    ) {
        prop_assert_eq!(dyad(&marks), dyad(&shuffled));
    }

    #[test]
    fn any_partition_merges_to_the_same(marks in any_marks(), parts in 1..5_usize) {
        let mut merged = DyadLedger::new();
        for part in 0..parts {
            merged.add(&dyad(marks.iter().skip(part).step_by(parts))).unwrap();
        }
        prop_assert_eq!(merged, dyad(&marks));
    }

    #[test]
    fn many_small_ledgers_merge_to_the_ledger_of_their_marks(
        days in proptest::collection::vec((0..400_u32, 1..4_u32), 0..120),
    ) {
        // Some spans are met again, in the small form and in the large one.
        let marks: Vec<_> = days
            .iter()
            .flat_map(|&(from, days)| [mark(from, days, 1.0, 0.5), mark(from, 1, 200.0, -0.5)])
            .collect();
        let mut all = DyadLedger::new();
        for part in marks.chunks(2) {
            all.add(&dyad(part)).unwrap();
        }
        prop_assert_eq!(&all, &dyad(&marks));
        prop_assert_eq!(all.marks(), dyad(&marks).marks());
    }

    #[test]
    fn merging_commutes_and_associates(a in any_marks(), b in any_marks(), c in any_marks()) {
        let [a, b, c] = [a, b, c].map(|marks| dyad(&marks));
        let sum = |x: &DyadLedger, y: &DyadLedger| {
            let mut sum = x.clone();
            sum.add(y).unwrap();
            sum
        };
        prop_assert_eq!(sum(&a, &b), sum(&b, &a));
        prop_assert_eq!(sum(&sum(&a, &b), &c), sum(&a, &sum(&b, &c)));
        prop_assert_eq!(&sum(&a, &DyadLedger::new()), &a);
    }

    #[test]
    fn retracting_undoes_recording(marks in any_marks(), more in any_marks()) {
        let before = dyad(&marks);
        let mut ledger = before.clone();
        ledger.add(&dyad(&more)).unwrap();
        let mut by_subtraction = ledger.clone();
        for mark in &more {
            ledger.subtract(mark).unwrap();
        }
        by_subtraction.subtract(&dyad(&more)).unwrap();
        prop_assert_eq!(&ledger, &before);
        prop_assert_eq!(&by_subtraction, &before);
        let with_weight = marks.iter().filter(|mark| has_weight(mark)).count();
        prop_assert_eq!(ledger.marks(), u64::try_from(with_weight).unwrap());
    }

    #[test]
    fn marks_without_weight_change_nothing(acts in any_acts(), more in any_acts()) {
        let weightless = more.into_iter().map(|(a, b, is_symmetric, mark)| {
            let light = Mark::new(mark.span(), 4.5e-13, mark.valence()).unwrap();
            (a, b, is_symmetric, light.with_contact(mark.contact()).unwrap())
        });
        let weightless: Vec<Act> = weightless.collect();
        let expected = ledger(&acts);
        let all = || acts.iter().chain(&weightless);
        let mut found = ledger(all());
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(found.len(), expected.len());
        prop_assert_eq!(&gathered(all()).build().unwrap(), &expected);
        for (a, b, is_symmetric, mark) in &weightless {
            let (a, b) = (ACTORS[*a], ACTORS[*b]);
            if *is_symmetric {
                found.subtract(DyadKey::symmetric(a, b), mark).unwrap();
            } else {
                found.subtract(DyadKey::directed(a, b), mark).unwrap();
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn spans_come_in_order_and_rebuild_the_ledger(marks in any_marks()) {
        let ledger = dyad(&marks);
        let marks: Vec<_> = marks.into_iter().filter(has_weight).collect();
        let spans: Vec<SpanSums> = ledger.spans().collect();
        let mut expected: Vec<DaySpan> = marks.iter().map(Mark::span).collect();
        expected.sort();
        expected.dedup();
        prop_assert_eq!(spans.iter().map(SpanSums::span).collect::<Vec<_>>(), expected.clone());
        prop_assert_eq!(ledger.spans().count(), expected.len());

        let mut rebuilt = DyadLedger::new();
        for sums in spans.iter().rev() {
            let alike = marks.iter().filter(|mark| mark.span() == sums.span());
            prop_assert_eq!(usize::try_from(sums.marks()).unwrap(), alike.clone().count());
            let weight: f64 = alike.map(Mark::weight).sum();
            let unit = (40.0_f64).exp2();
            #[expect(clippy::cast_precision_loss, reason = "compared with a tolerance")]
            let exact = sums.sums().weight as f64 / unit;
            prop_assert!((exact - weight).abs() < 1e-9);
            let sums = SpanSums::new(sums.span(), sums.marks(), sums.sums()).unwrap();
            rebuilt.add(&sums).unwrap();
        }
        prop_assert_eq!(rebuilt, ledger);
    }

    #[test]
    fn ledgers_do_not_depend_on_order_or_partition(
        (acts, shuffled) in any_acts().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle())),
        cut in 0..40_usize,
    ) {
        let whole = ledger(&acts);
        prop_assert_eq!(&ledger(&shuffled), &whole);
        let (left, right) = shuffled.split_at(cut.min(shuffled.len()));
        let (left, right) = (ledger(left), ledger(right));
        let mut merged = left.clone();
        merged.merge(&right).unwrap();
        prop_assert_eq!(&merged, &whole);
        merged.unmerge(&right).unwrap();
        prop_assert_eq!(&merged, &left);
        let names = |ledger: &Ledger| {
            ledger.dyads().map(|p| (p.actors.0.to_owned(), p.actors.1.to_owned())).collect::<Vec<_>>()
        };
        prop_assert!(names(&whole).is_sorted());
        prop_assert_eq!(names(&ledger(&shuffled)), names(&whole));
    }

    #[test]
    fn directions_hold_their_own_marks_and_the_symmetric_ones(acts in any_acts()) {
        let ledger = ledger(&acts);
        for (a, source) in ACTORS.iter().enumerate() {
            for (b, target) in ACTORS.iter().enumerate().filter(|(b, _)| *b != a) {
                let directed = acts.iter().filter(|&&(x, y, symmetric, _)| {
                    (x, y) == (a, b) || symmetric && (x, y) == (b, a)
                });
                let undirected = acts.iter().filter(|&&(x, y, _, _)| (x, y) == (a, b) || (x, y) == (b, a));
                let marks = |acts: Vec<&Act>| {
                    let ledger = dyad(acts.iter().map(|act| &act.3));
                    (ledger.marks() > 0).then_some(ledger)
                };
                let found = ledger.dyad(source, target);
                let of_direction = found.map(|dyad| dyad.directed());
                let of_direction = of_direction.filter(|sum| sum.marks() > 0);
                prop_assert_eq!(of_direction, marks(directed.collect()));
                prop_assert_eq!(found.map(|dyad| dyad.undirected()), marks(undirected.collect()));
            }
        }
    }

    #[test]
    fn subtracting_every_act_leaves_an_empty_ledger(acts in any_acts()) {
        let mut ledger = ledger(&acts);
        for &(a, b, is_symmetric, ref mark) in acts.iter().rev() {
            if is_symmetric {
                ledger.subtract(DyadKey::symmetric(ACTORS[b], ACTORS[a]), mark).unwrap();
            } else {
                ledger.subtract(DyadKey::directed(ACTORS[a], ACTORS[b]), mark).unwrap();
            }
        }
        prop_assert!(ledger.is_empty());
        prop_assert_eq!(ledger, Ledger::new());
    }
}

#[test]
fn marks_are_checked() {
    let day = span(0, 1);
    let message = |weight, valence| Mark::new(day, weight, valence).unwrap_err().to_string();
    assert_eq!(
        message(f64::NAN, 0.0),
        "the weight is `NaN`: expected 0 to 1024"
    );
    assert_eq!(
        message(f64::INFINITY, 0.0),
        "the weight is `inf`: expected 0 to 1024"
    );
    assert_eq!(
        message(-0.5, 0.0),
        "the weight is `-0.5`: expected 0 to 1024"
    );
    assert_eq!(
        message(1024.5, 0.0),
        "the weight is `1024.5`: expected 0 to 1024"
    );
    assert_eq!(message(1.0, 1.5), "the valence is `1.5`: expected -1 to 1");
    assert_eq!(
        message(1.0, f64::NAN),
        "the valence is `NaN`: expected -1 to 1"
    );
    let mark = Mark::new(day, 1024.0, -1.0).unwrap();
    assert_eq!(
        mark.with_contact(f64::NAN).unwrap_err().to_string(),
        "the share of a contact is `NaN`: expected 0 to 1024"
    );
    assert_eq!(mark.with_contact(2e3), Err(MarkError::Contact(2e3)));
}

#[test]
fn spans_hold_a_day_at_least() {
    let (a, b) = (date(3), date(5));
    assert_eq!(
        DaySpan::new(b, a).unwrap_err().to_string(),
        "the span from `2025-01-06` to `2025-01-04` contains no day: expected an end after its start"
    );
    assert_eq!(
        DaySpan::new(a, a),
        Err(SpanError::Empty { start: a, end: a })
    );
    assert_eq!(
        DaySpan::day(NaiveDate::MAX),
        Err(SpanError::LastDay(NaiveDate::MAX))
    );
    let ends = DaySpan::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!((ends.start(), ends.end()), (NaiveDate::MIN, NaiveDate::MAX));
}

#[test]
fn what_is_not_there_cannot_be_retracted() {
    let there = mark(0, 1, 1.0, 0.5);
    let mut ledger = dyad([&there, &there]);
    let before = ledger.clone();
    let refused = [
        mark(1, 1, 1.0, 0.5),
        mark(0, 2, 1.0, 0.5),
        mark(0, 1, 3.0, 0.1),
        mark(0, 1, 1.0, -0.5),
        there.with_contact(1.0).unwrap(),
    ];
    for mark in refused {
        assert_eq!(
            ledger.subtract(&mark),
            Err(LedgerError::NotRecorded { span: mark.span() }),
            "{mark:?}"
        );
        assert_eq!(
            ledger.subtract(&dyad([&mark])),
            Err(LedgerError::NotRecorded { span: mark.span() })
        );
        assert_eq!(ledger, before);
    }
    ledger.subtract(&there).unwrap();
    // One is left: a lighter one cannot have been the last.
    let error = ledger.subtract(&mark(0, 1, 0.5, 0.5)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the marks to subtract on [2025-01-01, 2025-01-02) are not recorded: expected marks that were added"
    );
    ledger.subtract(&there).unwrap();
    assert_eq!(ledger, DyadLedger::new());
}

#[test]
fn the_last_mark_is_not_retracted_without_its_contact() {
    let talk = mark(0, 1, 1.0, 0.5);
    let call = talk.with_contact(1.0).unwrap();
    let mut ledger = dyad([&call]);
    let missing = LedgerError::NotRecorded { span: talk.span() };
    assert_eq!(ledger.subtract(&talk), Err(missing.clone()));
    assert_eq!(ledger.subtract(&dyad([&talk])), Err(missing));
    assert_eq!(ledger, dyad([&call]));
    ledger.subtract(&call).unwrap();
    assert_eq!(ledger, DyadLedger::new());
}

#[test]
fn a_retraction_that_would_leave_more_score_than_weight_is_refused() {
    let mut ledger = dyad(&[mark(0, 1, 1.0, 0.5), mark(0, 1, 0.25, 0.0)]);
    let before = ledger.clone();
    assert!(ledger.subtract(&mark(0, 1, 1.0, 0.0)).is_err());
    assert_eq!(ledger, before);
    ledger.subtract(&mark(0, 1, 0.25, 0.0)).unwrap();
    ledger.subtract(&mark(0, 1, 1.0, 0.5)).unwrap();
    assert!(ledger.marks() == 0);
    let unit = 1_i64 << 40;
    for (sums, is_possible) in [
        ([5 * unit, 5 * unit, 0, 0, 0], false),
        ([unit + 1, unit + 1, unit, unit, 0], true),
        ([unit + 2, unit + 2, unit, unit, 0], false),
        // A score above 0 and one below it, of weights that are too little for both.
        ([0, unit, unit, unit, 0], false),
        ([0, unit, 2 * unit, unit, 0], true),
    ] {
        assert_eq!(
            SpanSums::new(span(0, 1), 1, self::sums(sums)).is_ok(),
            is_possible,
            "{sums:?}"
        );
    }
}

#[test]
fn overflow_is_reported_and_changes_nothing() {
    let unit = 1_i64 << 40;
    let full = SpanSums::new(span(0, 1), 1, sums([0, 0, i64::MAX - unit + 1, 0, 0])).unwrap();
    let one = mark(0, 1, 1.0, 0.5);
    let mut ledger = dyad([&mark(0, 3, 1.0, -0.5)]);
    ledger.add(&full).unwrap();
    let before = ledger.clone();
    let of = |actors| LedgerError::Overflow {
        actors,
        span: span(0, 1),
    };
    let overflow = of(None);
    assert_eq!(ledger.add(&one), Err(overflow.clone()));
    assert_eq!(ledger.add(&dyad([&one])), Err(overflow.clone()));
    assert_eq!(ledger, before);
    assert_eq!(
        overflow.to_string(),
        "the sums overflow with the marks on [2025-01-01, 2025-01-02)"
    );

    let many = SpanSums::new(span(0, 1), u32::MAX, sums([0, 0, 1, 0, 0])).unwrap();
    let mut ledger = DyadLedger::new();
    ledger.add(&many).unwrap();
    assert_eq!(ledger.add(&one), Err(overflow.clone()));

    // A pair's three ledgers hold a third each, so that their sum never overflows.
    let overflow = of(Some(("RUS".to_owned(), "USA".to_owned())));
    assert_eq!(
        overflow.to_string(),
        "the sums of `RUS` and `USA` overflow with the marks on [2025-01-01, 2025-01-02)"
    );
    let third = |sum| {
        let mut ledger = DyadLedger::new();
        let sums = sums([0, 0, sum, 0, 0]);
        ledger
            .add(&SpanSums::new(span(0, 1), u32::MAX / 3, sums).unwrap())
            .unwrap();
        ledger
    };
    let mut ledger = Ledger::new();
    assert_eq!(
        ledger.add(DyadKey::directed("USA", "RUS"), &third(i64::MAX / 3 + 1)),
        Err(overflow.clone())
    );
    assert_eq!(ledger, Ledger::new());
    let most = third(i64::MAX / 3);
    ledger.add(DyadKey::directed("USA", "RUS"), &most).unwrap();
    ledger.add(DyadKey::directed("RUS", "USA"), &most).unwrap();
    ledger.add(DyadKey::symmetric("RUS", "USA"), &most).unwrap();
    let before = ledger.clone();
    let undirected = ledger
        .dyad("USA", "RUS")
        .map(|dyad| dyad.undirected())
        .unwrap();
    assert_eq!(undirected.marks(), 3 * u64::from(u32::MAX / 3));
    assert_eq!(
        ledger.add(DyadKey::directed("USA", "RUS"), &one),
        Err(overflow.clone())
    );
    assert_eq!(ledger.merge(&before), Err(overflow));
    assert_eq!(ledger, before);
}

/// To take a good mark away leaves a sum of scores that lies further below 0: that one is held
/// to a third, too.
#[test]
fn the_three_ledgers_of_a_pair_can_be_summed_after_marks_were_taken() {
    let (unit, third) = (0.5_f64.powi(40), i64::MAX / 3);
    let good = Mark::new(span(0, 1), unit, 1.0).unwrap();
    // Scores of 1 above 0 and of `below` below.
    let marks = |below: i64| {
        let sums = sums([1 - below, 1, third, 0, 0]);
        let mut marks = DyadLedger::new();
        marks
            .add(&SpanSums::new(span(0, 1), 3, sums).unwrap())
            .unwrap();
        marks
    };
    let mut ledger = Ledger::new();
    let overflow = LedgerError::Overflow {
        actors: Some(("RUS".to_owned(), "USA".to_owned())),
        span: span(0, 1),
    };
    let refused = ledger.add(DyadKey::directed("USA", "RUS"), &marks(third + 1));
    assert_eq!(refused, Err(overflow));
    ledger
        .add(DyadKey::directed("USA", "RUS"), &marks(third))
        .unwrap();
    ledger
        .add(DyadKey::directed("RUS", "USA"), &marks(third))
        .unwrap();
    ledger
        .add(DyadKey::symmetric("RUS", "USA"), &marks(third))
        .unwrap();
    ledger
        .subtract(DyadKey::directed("USA", "RUS"), &good)
        .unwrap();
    ledger
        .subtract(DyadKey::directed("RUS", "USA"), &good)
        .unwrap();
    ledger
        .subtract(DyadKey::symmetric("RUS", "USA"), &good)
        .unwrap();
    let sums = ledger
        .dyad("USA", "RUS")
        .map(|dyad| dyad.undirected())
        .unwrap();
    assert_eq!(sums.spans().next().unwrap().sums().score, -3 * third);
}

#[test]
fn impossible_sums_are_refused() {
    let span = span(0, 1);
    assert_eq!(
        SpanSums::new(span, 0, Sums::default()),
        Err(MarkError::NoMarks { span })
    );
    let refused = SpanSums::new(span, 3, Sums::default()).unwrap_err();
    assert_eq!(refused, MarkError::NoWeight { span });
    assert_eq!(
        refused.to_string(),
        "the marks on [2025-01-01, 2025-01-02) have no weight: expected at least one unit"
    );
    for sums in [
        [1, 0, 1, 1, 0],
        [0, -1, 1, 1, 0],
        [0, 0, -1, 0, 0],
        [0, 0, 1, -1, 0],
        [0, 0, 1, 0, -1],
    ] {
        assert_eq!(
            SpanSums::new(span, 1, self::sums(sums)),
            Err(MarkError::ImpossibleSums { span }),
            "{sums:?}"
        );
    }
}

#[test]
fn an_actor_is_not_a_pair_with_itself() {
    let mark = mark(0, 1, 1.0, 0.5);
    let mut ledger = Ledger::new();
    let error = ledger
        .add(DyadKey::directed("USA", "USA"), &mark)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "both actors of the dyad are `USA`: expected two different actors"
    );
    assert_eq!(ledger.key("USA"), None);
    let key = ledger.intern("USA").unwrap();
    assert_eq!(ledger.add(DyadKey::symmetric(key, key), &mark), Err(error));

    let mut other = Ledger::new();
    other.intern("RUS").unwrap();
    let unknown = other.intern("CHN").unwrap();
    let error = ledger
        .add(DyadKey::directed(key, unknown), &mark)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "actor key `1` is from another ledger or snapshot: expected a key from `intern` of this one"
    );
    assert_eq!(ledger, Ledger::new());
}

/// With so many actors over so many years, no number of 64 bits holds the order of the marks.
#[test]
fn a_ledger_of_all_actors_and_years_is_that_of_its_marks() {
    let mut builder = LedgerBuilder::new();
    let names: Vec<_> = (0..70_000).map(|actor| actor.to_string()).collect();
    for name in &names {
        builder.intern(name).unwrap();
    }
    let last = NaiveDate::MAX.pred_opt().unwrap();
    let days = [NaiveDate::MIN, date(0), last].map(|date| DaySpan::day(date).unwrap());
    let mut one_by_one = Ledger::new();
    // Pairs near and far, on each day in either direction and together, and one of them twice.
    let pairs = [
        (0, 69_999, 0.25),
        (0, 1, 0.5),
        (69_998, 69_999, -0.5),
        (0, 69_999, -1.0),
    ];
    for ((a, b, valence), span) in pairs
        .into_iter()
        .flat_map(|pair| days.map(|day| (pair, day)))
    {
        let mark = Mark::new(span, 1.0, valence).unwrap();
        let (a, b) = (&names[a], &names[b]);
        let (a_key, b_key) = (builder.intern(a).unwrap(), builder.intern(b).unwrap());
        builder.add(DyadKey::directed(a_key, b_key), &mark).unwrap();
        builder.add(DyadKey::directed(b_key, a_key), &mark).unwrap();
        builder
            .add(DyadKey::symmetric(a_key, b_key), &mark)
            .unwrap();
        one_by_one.add(DyadKey::directed(a, b), &mark).unwrap();
        one_by_one.add(DyadKey::directed(b, a), &mark).unwrap();
        one_by_one.add(DyadKey::symmetric(a, b), &mark).unwrap();
    }
    // Not told in full: there are 70,000 names.
    assert!(builder.build().unwrap() == one_by_one);
}

#[test]
fn keys_and_names_record_alike() {
    let mark = mark(0, 1, 1.0, 0.5);
    let (mut by_name, mut by_key) = (Ledger::new(), Ledger::new());
    by_name.add(DyadKey::directed("USA", "RUS"), &mark).unwrap();
    by_name
        .add(DyadKey::symmetric("USA", "CHN"), &mark)
        .unwrap();
    let [china, russia, usa] = ["CHN", "RUS", "USA"].map(|name| by_key.intern(name).unwrap());
    by_key.add(DyadKey::symmetric(china, usa), &mark).unwrap();
    by_key.add(DyadKey::directed(usa, russia), &mark).unwrap();
    assert_eq!(by_name, by_key);
    assert_eq!(by_key.name(usa), Some("USA"));
    let mut builder = LedgerBuilder::new();
    builder.add(DyadKey::directed("USA", "RUS"), &mark).unwrap();
    builder
        .add(DyadKey::symmetric("USA", "CHN"), &mark)
        .unwrap();
    let refused = builder
        .add(DyadKey::symmetric("DEU", "DEU"), &mark)
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "both actors of the dyad are `DEU`: expected two different actors"
    );
    assert_eq!(builder.marks(), 2);
    assert_eq!(builder.build().unwrap(), by_key);

    for (a, b) in [
        ("USA", "RUS"),
        ("RUS", "USA"),
        ("USA", "CHN"),
        ("CHN", "RUS"),
    ] {
        let [source, target] = [a, b].map(|name| by_key.key(name).unwrap());
        assert_eq!(
            by_key.dyad(source, target).map(|dyad| dyad.directed()),
            by_name.dyad(a, b).map(|dyad| dyad.directed())
        );
        let both = by_key.dyad(source, target).map(|dyad| dyad.undirected());
        assert_eq!(both, by_name.dyad(a, b).map(|dyad| dyad.undirected()));
    }
    assert_eq!(by_key.dyad(usa, usa).map(|dyad| dyad.undirected()), None);
    assert!(by_key.actors().eq(["CHN", "RUS", "USA"]));
    assert_eq!(by_key.actors().len(), 3);

    let mut rest = by_key.clone();
    rest.subtract(DyadKey::symmetric(usa, china), &mark)
        .unwrap();
    assert!(rest.actors().eq(["RUS", "USA"]));
    rest.subtract(DyadKey::directed(usa, russia), &mark)
        .unwrap();
    assert_eq!(rest, Ledger::new());
    assert_eq!(
        (rest.actors().next(), rest.name(china)),
        (None, Some("CHN"))
    );
    let missing = rest
        .subtract(DyadKey::directed(russia, usa), &mark)
        .unwrap_err();
    assert_eq!(missing, LedgerError::NotRecorded { span: mark.span() });
    let unknown = Ledger::new()
        .subtract(DyadKey::directed(usa, russia), &mark)
        .unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "actor key `2` is from another ledger or snapshot: expected a key from `intern` of this one"
    );

    by_key
        .subtract(DyadKey::directed("USA", "RUS"), &mark)
        .unwrap();
    assert_ne!(by_name, by_key);
    assert!(
        by_key
            .subtract(DyadKey::directed("RUS", "USA"), &mark)
            .is_err()
    );
    assert!(
        by_key
            .subtract(DyadKey::directed("USA", "DEU"), &mark)
            .is_err()
    );
    assert_eq!((by_key.len(), by_key.key("DEU")), (1, None));
    let pair = by_key.dyads().next().unwrap();
    assert_eq!(pair.actors, ("CHN", "USA"));
    assert_eq!(
        (
            pair.forward.marks(),
            pair.symmetric.marks(),
            pair.undirected().marks()
        ),
        (0, 1, 1)
    );
}

#[test]
fn gathered_marks_are_checked() {
    let mark = mark(0, 1, 1.0, 0.5);
    let mut builder = LedgerBuilder::new();
    let usa = builder.intern("USA").unwrap();
    assert_eq!(
        builder
            .add(DyadKey::directed(usa, usa), &mark)
            .unwrap_err()
            .to_string(),
        "both actors of the dyad are `USA`: expected two different actors"
    );
    let mut other = LedgerBuilder::new();
    other.intern("RUS").unwrap();
    let unknown = other.intern("CHN").unwrap();
    assert_eq!(
        builder.add(DyadKey::symmetric(usa, unknown), &mark),
        Err(LedgerError::UnknownKey { key: unknown })
    );
    assert!(builder.marks() == 0 && builder.build().unwrap().is_empty());
}

/// A batch that does not fit leaves the ledger as it was. The error has the first span in order, and of the
/// pairs with that span the first in the order of names, whatever the order of their keys.
#[test]
fn gathered_marks_that_overflow_are_refused() {
    let mut names = ["USA", "RUS", "CHN", "DEU"];
    for _ in 0..names.len() {
        gathered_marks_overflow(names);
        names.rotate_left(1);
    }
}

fn gathered_marks_overflow(order: [&str; 4]) {
    let heavy = |from, days| mark(from, days, 1024.0, 1.0);
    let mut builder = LedgerBuilder::new();
    for name in order {
        builder.intern(name).unwrap();
    }
    let names = ["USA", "RUS", "CHN", "DEU"].map(|name| builder.intern(name).unwrap());
    // The third of a table's sums is 2^63 / 3, and these are 2^50 each, of 2^60 squared.
    for pair in names.windows(2) {
        for from in [7, 3, 5] {
            for _ in 0..3 {
                builder
                    .add(DyadKey::directed(pair[0], pair[1]), &heavy(from, 1))
                    .unwrap();
                builder
                    .add(DyadKey::directed(pair[0], pair[1]), &heavy(from, 9))
                    .unwrap();
            }
        }
    }
    let overflow = LedgerError::Overflow {
        actors: Some(("CHN".to_owned(), "DEU".to_owned())),
        span: span(3, 1),
    };
    assert_eq!(builder.clone().build(), Err(overflow.clone()));
    let mut ledger = Ledger::new();
    ledger
        .add(DyadKey::directed("USA", "RUS"), &heavy(3, 1))
        .unwrap();
    let before = ledger.clone();
    assert_eq!(
        builder.build().and_then(|batch| ledger.merge(&batch)),
        Err(overflow)
    );
    assert_eq!(ledger, before);
}

/// Pairs, days and shards enough that nothing is sorted by luck.
#[test]
fn a_large_batch_is_the_same_as_its_marks() {
    let mut state = 7_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let names: Vec<String> = (0..40).map(|number| format!("A{number:02}")).collect();
    let (mut ledger, mut builder) = (Ledger::new(), LedgerBuilder::new());
    let keys: Vec<_> = names
        .iter()
        .map(|name| builder.intern(name).unwrap())
        .collect();
    for name in names.iter().rev() {
        ledger.intern(name).unwrap();
    }
    for _ in 0..50_000 {
        // One pair has half of all marks, so that its shard is sorted by radix.
        let (a, step) = if random(2) == 0 {
            (3, 1)
        } else {
            (random(40), 1 + random(39))
        };
        let [a, b] = [a, (a + step) % 40].map(|name| name as usize);
        let length = if random(10) == 0 { 2 + random(3) } else { 1 };
        let weight = if random(50) == 0 { 100.0 } else { 1.0 };
        let mark = mark(
            random(400),
            length,
            weight,
            f64::from(random(21)) / 10.0 - 1.0,
        );
        if random(3) == 0 {
            ledger
                .add(DyadKey::symmetric(&names[a], &names[b]), &mark)
                .unwrap();
            builder
                .add(DyadKey::symmetric(keys[a], keys[b]), &mark)
                .unwrap();
        } else {
            ledger
                .add(DyadKey::directed(&names[a], &names[b]), &mark)
                .unwrap();
            builder
                .add(DyadKey::directed(keys[a], keys[b]), &mark)
                .unwrap();
        }
    }
    #[cfg(feature = "rayon")]
    assert_eq!(builder.clone().par_build().unwrap(), ledger);
    assert_eq!(builder.build().unwrap(), ledger);
}

/// Each number is rounded once: 10^5 marks of a third are off by 10^5 / 2^41 at most.
#[test]
fn the_error_of_the_fixed_point_is_as_stated() {
    let third = mark(0, 1, 1.0 / 3.0, 1.0);
    let ledger = dyad(std::iter::repeat_n(&third, 100_000));
    let sums = ledger.spans().next().unwrap();
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let weight = sums.sums().weight as f64 / (40.0_f64).exp2();
    assert!((weight - 1e5 / 3.0).abs() <= 1e5 / (41.0_f64).exp2());
}

/// What overflows in the last pair leaves the first as it was, in whatever form the rows are.
#[test]
fn a_merge_that_is_refused_changes_nothing() {
    let date = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
    let day = DaySpan::day(date).unwrap();
    let full = SpanSums::new(day, 1, sums([0, 0, i64::MAX / 3, 0, 0])).unwrap();
    let full = {
        let mut pair = DyadLedger::new();
        pair.add(&full).unwrap();
        pair
    };
    let mark = Mark::new(day, 1.0, 0.5).unwrap();
    let mut plain = Ledger::new();
    plain.add(DyadKey::directed("A", "B"), &mark).unwrap();
    plain.add(DyadKey::directed("Y", "Z"), &mark).unwrap();
    let mut wide = plain.clone();
    wide.add(DyadKey::directed("Y", "Z"), &{
        let mut rest = DyadLedger::new();
        rest.add(&SpanSums::new(day, 1, sums([0, 0, i64::MAX / 6, 0, 0])).unwrap())
            .unwrap();
        rest
    })
    .unwrap();
    let mut large = Ledger::new();
    large.add(DyadKey::directed("A", "B"), &mark).unwrap();
    large.add(DyadKey::directed("Y", "Z"), &full).unwrap();
    for (mine, other) in [
        (&plain, &large),
        (&large, &plain),
        (&wide, &large),
        (&large, &wide),
    ] {
        let mut merged = mine.clone();
        let refused = merged.merge(other);
        assert!(
            matches!(refused, Err(LedgerError::Overflow { .. })),
            "{refused:?}"
        );
        assert_eq!(&merged, mine);
    }
}

#[test]
fn a_small_ledger_that_overflows_a_large_one_changes_nothing() {
    let full = SpanSums::new(span(30, 1), 1, sums([0, 0, i64::MAX / 3, 0, 0])).unwrap();
    let mut large = dyad(
        &(0..100)
            .map(|day| mark(day, 1, 1.0, 0.5))
            .collect::<Vec<_>>(),
    );
    let before = large.clone();
    let mut small = dyad([&mark(2, 1, 1.0, 0.5)]);
    for _ in 0..2 {
        small.add(&full).unwrap();
    }
    large.add(&small).unwrap();
    let refused = large.clone().add(&small);
    assert!(matches!(refused, Err(LedgerError::Overflow { span: met, .. }) if met == span(30, 1)));
    let mut same = large.clone();
    assert!(same.add(&small).is_err());
    assert_eq!(same, large);
    large.subtract(&small).unwrap();
    assert_eq!(large, before);
}

#[test]
fn the_stated_number_of_large_marks_fits_a_span() {
    let greatest = Mark::new(span(0, 1), MAX_WEIGHT, 1.0).unwrap();
    let mut pair = DyadLedger::new();
    let fit = (0..20).take_while(|_| pair.add(&greatest).is_ok()).count();
    let mut all = Ledger::new();
    let fit_of_all = (0..20)
        .take_while(|_| all.add(DyadKey::directed("a", "b"), &greatest).is_ok())
        .count();
    assert_eq!((fit, fit_of_all), (7, 2));
}
