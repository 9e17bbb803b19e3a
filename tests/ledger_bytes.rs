//! Ledgers and snapshots as bytes: committed samples, canonical, checked.
#![cfg(all(feature = "json", feature = "postcard"))]

use chrono::{Days, NaiveDate};
use detente::BytesError;
use detente::ledger::{DaySpan, DyadLedger, Ledger, LedgerError, Mark, SpanSums};
use detente::time::Moment;
use detente::trend::{Calibration, DyadSnapshot, Snapshot, SnapshotError, SnapshotSpec};
use proptest::prelude::*;

mod marks;

use marks::{snapshot_of, sums};

mod written;

use written::{
    Act, any_acts, day, dyad, ledger, mark, pretty, sample, sample_snapshot, snapshot, vantage,
};

const LEDGER: &[u8] = include_bytes!("data/ledger-v2.bin");
const SNAPSHOT: &[u8] = include_bytes!("data/snapshot-v2.bin");
const FIRST_LEDGER: &[u8] = include_bytes!("data/ledger-v1.bin");
const FIRST_SNAPSHOT: &[u8] = include_bytes!("data/snapshot-v1.bin");

#[test]
fn a_ledger_of_the_first_version_is_read() {
    let first = Ledger::from_bytes(FIRST_LEDGER).unwrap();
    assert_eq!(first, sample());
    assert_eq!(first.to_bytes(), LEDGER);
}

#[test]
fn marks_without_weight_of_the_first_version_are_dropped() {
    // Days 10 and 11, each of one mark of contact 1: the first without weight.
    let body = b"\x02\x14\x01\0\0\0\0\0\0\0\0\0\x68\0\0\x68\x68";
    let read = |version| {
        let bytes = sealed([b"detentel", [version].as_slice(), body].concat());
        DyadLedger::from_bytes(&bytes)
    };
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    let day = DaySpan::day(epoch + Days::new(11)).unwrap();
    let only = Mark::new(day, 1.0, 0.0).unwrap().with_contact(1.0).unwrap();
    assert_eq!(read(1).unwrap(), DyadLedger::from_marks([&only]).unwrap());
    assert_eq!(
        read(2).unwrap_err().to_string(),
        "byte 26: the marks on [1970-01-11, 1970-01-12) have no weight: expected at least one unit"
    );
}

#[test]
fn a_snapshot_of_the_first_version_is_refused_and_says_what_to_make_again() {
    let refused = Snapshot::from_bytes(FIRST_SNAPSHOT)
        .unwrap_err()
        .to_string();
    let dyad = DyadSnapshot::from_bytes(b"detentes\x01")
        .unwrap_err()
        .to_string();
    for message in [refused, dyad] {
        assert_eq!(
            message,
            "the version of the bytes is `1`: expected `2`; make the snapshot again from its marks or its \
             ledger"
        );
    }
}

#[test]
fn the_second_version_stays_readable_and_is_what_is_written() {
    assert_eq!(Ledger::from_bytes(LEDGER).unwrap(), sample());
    assert_eq!(sample().to_bytes(), LEDGER);
    assert_eq!(Snapshot::from_bytes(SNAPSHOT).unwrap(), sample_snapshot());
    assert_eq!(sample_snapshot().to_bytes(), SNAPSHOT);
}

proptest! {
    #[test]
    fn what_is_written_is_read(acts in any_acts()) {
        let ledger = ledger(&acts);
        prop_assert_eq!(&Ledger::from_bytes(&ledger.to_bytes()).unwrap(), &ledger);
        let dyad = dyad(&acts);
        prop_assert_eq!(&DyadLedger::from_bytes(&dyad.to_bytes()).unwrap(), &dyad);
        let snapshot = snapshot(&acts);
        prop_assert_eq!(&Snapshot::from_bytes(&snapshot.to_bytes()).unwrap(), &snapshot);
        let dyad = snapshot_of(&dyad, vantage());
        prop_assert_eq!(&DyadSnapshot::from_bytes(&dyad.to_bytes()).unwrap(), &dyad);
    }

    /// Sums of any size, and days anywhere in the calendar.
    #[test]
    fn every_sum_is_written(
        rows in proptest::collection::btree_map(
            (-90_000_000..90_000_000_i32, 1..1_000_000_u32),
            (1..=u32::MAX / 64, any::<i64>(), 0..=i64::MAX, any::<u8>()),
            1..20,
        ),
    ) {
        let mut ledger = DyadLedger::new();
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for ((from, days), (marks, score, sum, shift)) in rows {
            let from = epoch + chrono::TimeDelta::days(from.into());
            let span = DaySpan::new(from, from + Days::new(days.into())).unwrap();
            let sum = (sum >> (shift % 63)) << (shift % 63);
            // As large as weights that have to be larger allow.
            let (score, part) = (score / 8, sum / 8);
            let sums = sums([score, score.max(0) + part, i64::MAX - part, sum, sum / 3]);
            ledger.add(&SpanSums::new(span, marks, sums).unwrap()).unwrap();
        }
        prop_assert_eq!(DyadLedger::from_bytes(&ledger.to_bytes()).unwrap(), ledger);
    }

    /// Rows in any order and any partition, through partial ledgers and snapshots that are
    /// written and read: the same bytes.
    #[test]
    fn the_whole_chain_gives_the_same_bytes(
        (acts, shuffled) in any_acts().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle())),
        parts in 1..5_usize,
    ) {
        let mut ledgers = Ledger::new();
        let mut snapshots = Snapshot::new(vantage());
        for part in 0..parts {
            let rows = || shuffled.iter().skip(part).step_by(parts);
            let part = Ledger::from_bytes(&ledger(rows()).to_bytes()).unwrap();
            ledgers.merge(&part).unwrap();
            // Some parts are aggregated from rows, others from a ledger of them.
            let seen = if rows().count() % 2 == 0 {
                snapshot(rows())
            } else {
                Snapshot::of(&part, vantage()).unwrap()
            };
            snapshots.merge(&Snapshot::from_bytes(&seen.to_bytes()).unwrap()).unwrap();
        }
        prop_assert_eq!(ledgers.to_bytes(), ledger(&acts).to_bytes());
        prop_assert_eq!(pretty(&ledgers), pretty(&ledger(&acts)));
        prop_assert_eq!(snapshots.to_bytes(), snapshot(&acts).to_bytes());
        prop_assert_eq!(Snapshot::of(&ledgers, vantage()).unwrap().to_bytes(), snapshots.to_bytes());
    }

    /// The law of a distributed aggregate.
    #[test]
    fn merged_states_are_the_state_of_the_merged_marks(acts in any_acts(), cut in 0..40_usize) {
        let (left, right) = acts.split_at(cut.min(acts.len()));
        let seen = |acts: &[Act]| snapshot_of(&dyad(acts), vantage());
        let mut state = DyadSnapshot::from_bytes(&seen(left).to_bytes()).unwrap();
        state.merge_bytes(&seen(right).to_bytes()).unwrap();
        prop_assert_eq!(state.to_bytes(), seen(&acts).to_bytes());

        let mut state = DyadLedger::from_bytes(&dyad(left).to_bytes()).unwrap();
        state.add(&DyadLedger::from_bytes(&dyad(right).to_bytes()).unwrap()).unwrap();
        prop_assert_eq!(state.to_bytes(), dyad(&acts).to_bytes());
    }

    #[test]
    fn damage_is_found(acts in any_acts(), place in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let mut bytes = ledger(&acts).to_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert!(Ledger::from_bytes(&bytes).is_err());
        bytes[place] ^= 1 << bit;
        prop_assert!(Ledger::from_bytes(&bytes[..place]).is_err());
        bytes.push(0);
        prop_assert!(Ledger::from_bytes(&bytes).is_err());
    }
}

/// The checksum that makes changed bytes pass as intended; written another way.
fn sealed(mut body: Vec<u8>) -> Vec<u8> {
    let mut rest = u32::MAX;
    for byte in &body {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = (rest >> 1) ^ (0xEDB8_8320 * (rest & 1));
        }
    }
    body.extend((!rest).to_le_bytes());
    body
}

/// The bytes of a snapshot of one pair with these sums, the others 0.
fn with_sums(sums: &[(usize, i128)]) -> Vec<u8> {
    let empty = DyadSnapshot::new(vantage()).to_bytes();
    let mut bytes = empty[..empty.len() - 4 - vantage_sums()].to_vec();
    for place in 0..vantage_sums() {
        let sum = sums.iter().find(|(of, _)| *of == place);
        let sum = sum.map_or(0, |&(_, sum)| sum);
        bytes.extend(postcard::to_allocvec(&sum).unwrap());
    }
    sealed(bytes)
}

fn vantage_sums() -> usize {
    7 + 3 * usize::try_from(vantage().calibration().blocks()).unwrap()
}

#[test]
fn sums_that_no_marks_have_are_refused() {
    let refused = |sums: &[(usize, i128)]| {
        let read = DyadSnapshot::from_bytes(&with_sums(sums));
        read.is_err_and(|error| {
            error
                .to_string()
                .contains("the sums of the dyad are impossible")
        })
    };
    let one = 1_i128 << 97;
    // Scores and weights at the date and a window before it, and a mark before the blocks.
    let [score, then, positive, weight, weight_then, contact, before] = [0, 1, 2, 3, 4, 5, 6];
    let (squares, in_block) = (8, 9);
    let whole = [
        (score, one),
        (then, one),
        (positive, one),
        (weight, one),
        (weight_then, one),
        (before, 1),
    ];
    assert!(!refused(&whole));
    assert!(!refused(
        &[&whole[..], &[(7, -one), (squares, one), (in_block, 2)]].concat()
    ));
    for changed in [
        // More score than weight, now and then, of either sign.
        (weight, one - (1 << 58)),
        (weight, 0),
        (then, one + (1 << 58)),
        (then, i128::MAX),
        (then, -one - (1 << 58)),
        // More score than score above 0, and more of that than weight, also with what is
        // below 0.
        (positive, one - 1),
        (positive, 2 * one),
        (positive, one + (1 << 60)),
        // What cannot be below 0, and more marks than can be counted.
        (weight_then, -1),
        (contact, -1),
        (squares, -1),
        (in_block, -1),
        (before, -1),
        (before, 0),
        (before, i128::from(u64::MAX) + 1),
    ] {
        let mut sums = whole.to_vec();
        sums.retain(|&(place, _)| place != changed.0);
        sums.push(changed);
        assert!(refused(&sums), "{changed:?}");
    }
}

#[test]
fn as_many_marks_as_there_can_be_are_one_too_few_for_another() {
    let full = DyadSnapshot::from_bytes(&with_sums(&[(6, 1 << 53)])).unwrap();
    let mut state = full.clone();
    assert_eq!(
        state.merge(&full),
        Err(SnapshotError::Overflow { actors: None })
    );
    // Of a day before the blocks that are kept.
    let day = DaySpan::day(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()).unwrap();
    let one = Mark::new(day, 1.0, 0.0).unwrap();
    assert!(matches!(state.add(&one), Err(LedgerError::Overflow { .. })));
    assert_eq!(state, full);
    assert_eq!(DyadSnapshot::from_bytes(&state.to_bytes()), Ok(full));
}

/// What is in no calendar could not be written as JSON.
#[test]
fn a_coverage_is_of_stretches_of_dates_in_order() {
    let plain = DyadSnapshot::new(SnapshotSpec::new(day(200), &Calibration::default())).to_bytes();
    let date = Moment::from(day(200)).days();
    #[expect(clippy::cast_possible_truncation, reason = "a day of this century")]
    let start = [
        b"detentes\x02",
        &*postcard::to_allocvec(&(date as i32)).unwrap(),
    ]
    .concat();
    // The byte of an unknown coverage.
    assert_eq!(plain[start.len()], 0);
    let rest = &plain[start.len() + 1..plain.len() - 4];
    let read = |stretches: &[(i32, i32)]| {
        let coverage = postcard::to_allocvec(stretches).unwrap();
        let bytes = sealed([&start, &[1][..], &coverage, rest].concat());
        DyadSnapshot::from_bytes(&bytes)
    };
    let (always, open, late) = (i32::MIN, i32::MAX, 100_000_000);
    for stretches in [
        &[][..],
        &[(always, open)],
        &[(always, 0), (7, 9), (11, open)],
    ] {
        assert!(read(stretches).is_ok(), "{stretches:?}");
    }
    for stretches in [
        &[(7, 7)][..],
        &[(9, 7)],
        &[(0, 7), (7, 9)],
        &[(7, 9), (0, 2)],
        &[(-late, 7)],
        &[(7, late)],
        &[(open - 1, open)],
    ] {
        let refused = read(stretches).unwrap_err().to_string();
        let expected = "is not valid: expected dates in order, and periods that do not touch";
        assert!(refused.ends_with(expected), "{stretches:?}: {refused}");
    }
}

#[test]
fn a_pair_without_marks_is_refused() {
    let empty = Snapshot::new(vantage()).to_bytes();
    let mut bytes = empty[..empty.len() - 4 - 2].to_vec();
    bytes.extend(b"\x02\x01a\x01b\x01\0\x01");
    bytes.extend(vec![0; vantage_sums()]);
    let error = Snapshot::from_bytes(&sealed(bytes)).unwrap_err();
    let expected = "`a` and `b` have no marks: expected only dyads with marks";
    assert!(error.to_string().ends_with(expected), "{error}");
}

#[test]
fn zero_has_one_form() {
    let [plus, minus] = [0.0, -0.0].map(|valence| {
        let mut snapshot = DyadSnapshot::new(vantage());
        snapshot.add(&mark(5, 1, 1.0, valence)).unwrap();
        snapshot
    });
    assert_eq!(plus, minus);
    assert_eq!(plus.to_bytes(), minus.to_bytes());
}

/// What is read is written as it was, but that version 1 becomes version 2.
fn read_all(bytes: &[u8]) {
    let is_second = bytes.get(8) == Some(&2);
    if let Ok(ledger) = Ledger::from_bytes(bytes) {
        let written = ledger.to_bytes();
        assert!(!is_second || written == bytes);
        assert_eq!(Ledger::from_bytes(&written), Ok(ledger));
    }
    if let Ok(ledger) = DyadLedger::from_bytes(bytes) {
        let written = ledger.to_bytes();
        assert!(!is_second || written == bytes);
        assert_eq!(DyadLedger::from_bytes(&written), Ok(ledger));
    }
    if let Ok(snapshot) = Snapshot::from_bytes(bytes) {
        for pair in snapshot.dyads() {
            pair.trend();
        }
        assert_eq!(snapshot.to_bytes(), bytes);
        let text = serde_json::to_string(&snapshot).unwrap();
        assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), snapshot);
    }
    if let Ok(snapshot) = DyadSnapshot::from_bytes(bytes) {
        snapshot.trend();
        assert_eq!(snapshot.to_bytes(), bytes);
    }
    let _ = DyadSnapshot::new(vantage()).merge_bytes(bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Bytes behind a right envelope, so that they reach the body.
    #[test]
    fn hostile_bytes_never_panic(
        kind in prop::sample::select(b"LlSs".to_vec()),
        version in 1..=2_u8,
        body in proptest::collection::vec(
            prop_oneof![any::<u8>(), Just(0), Just(1), Just(0xFF)], 0..200,
        ),
    ) {
        read_all(&body);
        let bytes = [b"detente", [kind, version].as_slice(), &body].concat();
        read_all(&bytes);
        read_all(&sealed(bytes));
    }

    #[test]
    fn changed_bytes_never_panic(
        which in 0..5_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<Option<prop::sample::Index>>(),
    ) {
        let dyad = dyad(&[(0, 1, true, mark(5, 1, 0.25, 0.3)), (0, 1, true, mark(5, 9, 1.0, -0.3))]);
        let mut bytes = match which {
            0 => LEDGER.to_vec(),
            1 => SNAPSHOT.to_vec(),
            2 => FIRST_LEDGER.to_vec(),
            3 => dyad.to_bytes(),
            _ => snapshot_of(&dyad, vantage()).to_bytes(),
        };
        bytes.truncate(bytes.len() - 4);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read_all(&sealed(bytes));
    }
}

/// Each number of what was written, once with a byte more than it needs.
#[test]
fn there_is_one_way_to_write_a_number() {
    let dyad = dyad(&[(0, 1, true, mark(5, 1, 0.25, 0.3))]);
    let samples = [
        LEDGER.to_vec(),
        SNAPSHOT.to_vec(),
        dyad.to_bytes(),
        snapshot_of(&dyad, vantage()).to_bytes(),
    ];
    for bytes in samples {
        for place in 8..bytes.len() - 4 {
            let mut longer = bytes[..bytes.len() - 4].to_vec();
            longer[place] |= 0x80;
            longer.insert(place + 1, 0);
            read_all(&sealed(longer));
        }
    }
    let message = |body: &[u8]| {
        let bytes = sealed([b"detentel\x02", body].concat());
        DyadLedger::from_bytes(&bytes).unwrap_err().to_string()
    };
    assert_eq!(
        message(b"\x80\x00"),
        "byte 9: the number has 2 bytes: expected its shortest form"
    );
    // One span: first day, days, marks, score, score above 0, weight, squares, contact.
    let all_its_zeros = "expected an odd number times a power of 2";
    for (weight, said) in [
        (&b"\x80\x01"[..], format!("2 times 2^0: {all_its_zeros}")),
        (b"\x05", format!("0 times 2^5: {all_its_zeros}")),
        (b"\x7f", "1 times 2^63: expected at most 63 bits".to_owned()),
    ] {
        let body = [b"\x01\0\0\0\0\0", weight, b"\0\0"].concat();
        assert_eq!(
            message(&body),
            format!("byte {}: the weight of day 0 is {said}", 9 + body.len())
        );
    }
}

#[test]
fn actors_and_pairs_without_marks_are_not_read() {
    let message = |body: &[u8]| {
        let bytes = sealed([b"detenteL\x02", body].concat());
        Ledger::from_bytes(&bytes).unwrap_err().to_string()
    };
    assert_eq!(
        message(b"\x01\x01a\0"),
        "byte 13: actor `a` has no marks: expected only actors with marks"
    );
    assert_eq!(
        message(b"\x02\x01a\x01b\x01\0\x01\0\0\0"),
        "byte 20: `a` and `b` have no marks: expected only dyads with marks"
    );
    // What a snapshot without pairs has, and a name more.
    let empty = Snapshot::new(vantage()).to_bytes();
    let body = [&empty[..empty.len() - 4 - 2], b"\x01\x01a\0"].concat();
    assert!(
        Snapshot::from_bytes(&sealed(body))
            .unwrap_err()
            .to_string()
            .ends_with("actor `a` has no marks: expected only actors with marks")
    );
}

#[test]
fn a_length_that_exceeds_the_remaining_bytes_is_refused() {
    for len in [20_u64, 1 << 16, 1 << 33, 1 << 60, u64::MAX] {
        let claim = postcard::to_allocvec(&len).unwrap();
        // With a few bytes after it, each of them an entry if there were enough.
        let refused = |kind: u8, start: &[u8], least: usize| {
            let magic = [b"detente", [kind, 2].as_slice()].concat();
            let offset = magic.len() + start.len() + claim.len();
            let bytes = sealed([&magic, start, &claim, &[0; 19]].concat());
            let error = match kind {
                b'L' => Ledger::from_bytes(&bytes).unwrap_err(),
                _ => DyadLedger::from_bytes(&bytes).unwrap_err(),
            };
            let s = if least == 1 { "" } else { "s" };
            let expected = format!(
                "the list has {len} entries, but only 19 bytes follow: expected at least {least} byte{s} for each"
            );
            assert_eq!(error.to_string(), format!("byte {offset}: {expected}"));
        };
        // Names; the bytes of a name; pairs; spans.
        refused(b'L', &[], 1);
        refused(b'L', &[1], 1);
        refused(b'L', &[0], 5);
        refused(b'l', &[], 8);
    }
    // A vantage that has sums of 1,001 blocks, and no bytes for them.
    let blocks = Calibration::default().with_blocks(1000, 1).unwrap();
    let snapshot = DyadSnapshot::new(SnapshotSpec::new(day(0), &blocks));
    let mut bytes = snapshot.to_bytes();
    bytes.truncate(bytes.len() - 4 - 10);
    let error = DyadSnapshot::from_bytes(&sealed(bytes))
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with(
            "the list has 3007 sums, but only 2997 bytes follow: expected at least 1 byte for each"
        ),
        "{error}"
    );
}

#[test]
fn errors_say_what_is_wrong() {
    let message = |bytes: &[u8]| Ledger::from_bytes(bytes).unwrap_err().to_string();
    assert_eq!(message(b""), "the bytes are not a ledger");
    assert_eq!(message(SNAPSHOT), "the bytes are not a ledger");
    assert_eq!(
        message(b"detenteL\x03"),
        "the version of the bytes is `3`: expected `2`"
    );
    assert_eq!(message(b"detenteL\x02"), "byte 9: the checksum is missing");
    assert_eq!(
        message(&sealed(b"detenteL\x02\x00\x00\x00".to_vec())),
        "byte 11: 1 byte follows: expected the end"
    );
    let mut damaged = LEDGER.to_vec();
    *damaged.last_mut().unwrap() ^= 1;
    assert!(matches!(
        Ledger::from_bytes(&damaged),
        Err(BytesError::Checksum { .. })
    ));
    assert_eq!(
        message(&sealed(b"detenteL\x02\x02\x01b\x01a\x00".to_vec())),
        "byte 14: actor `a` comes after `b`: expected actors in the order of their names"
    );

    let mut snapshot = DyadSnapshot::new(vantage());
    let other = DyadSnapshot::new(SnapshotSpec::new(day(201), &Calibration::default()));
    let refused = snapshot.merge_bytes(&other.to_bytes()).unwrap_err();
    assert!(matches!(refused, SnapshotError::Spec { .. }));
    assert_eq!(
        refused.to_string(),
        "the snapshots differ in their date, `2025-07-20` and `2025-07-21`: expected the same date"
    );
}

/// What a span costs: a dated mark of weight 1 or 1/4 and any valence.
#[test]
fn spans_are_small() {
    let marks: Vec<_> = (0..10_000)
        .map(|i| {
            mark(
                i / 2,
                1,
                [1.0, 0.25][(i % 2) as usize],
                f64::from(i % 21) / 10.0 - 1.0,
            )
        })
        .collect();
    let ledger = DyadLedger::from_marks(&marks).unwrap();
    let (bytes, spans) = (ledger.to_bytes().len(), ledger.spans().count());
    assert_eq!(spans, 5_000);
    assert!(bytes < 25 * spans, "{bytes} bytes of {spans} spans");
}
