//! Synthetic rows of a machine-coded feed, the same in every language.
//!
//! Number `k` of row `i` is the output of `SplitMix64` at position `8 i + k`, so that rows and columns
//! can be generated separately. `benches/rivals/rows.py` generates the same with `NumPy`. The first of
//! the 200 actors have most rows. Days are uniform over twenty years. A third of the rows are
//! contacts.

#![allow(dead_code, unreachable_pub, reason = "no benchmark uses all functions")]
#![allow(clippy::unwrap_used, reason = "a benchmark")]

use chrono::{Days, NaiveDate};
use detente::ledger::{ActorKey, DaySpan, DyadKey, Ledger, LedgerBuilder, LedgerError, Mark};

pub const ACTORS: u64 = 200;
pub const DAYS: u64 = 7_305;

/// One event of two actors.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub source: u32,
    pub target: u32,
    /// The day, counted from the first day of the twenty years.
    pub day: u32,
    pub is_symmetric: bool,
    pub mark: Mark,
}

pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2005, 1, 1).unwrap_or_default()
}

/// The dates of the queries: the first days of 24 months of the twenty years.
pub fn dates() -> Vec<NaiveDate> {
    let ago = |months: u32| {
        NaiveDate::from_ymd_opt(2025, 1, 1)?.checked_sub_months(chrono::Months::new(months))
    };
    (0..24).rev().filter_map(|step| ago(step * 9)).collect()
}

fn number(place: u64) -> u64 {
    let x = place.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

fn numbers(row: u64) -> [u64; 7] {
    [0, 1, 2, 3, 4, 5, 6].map(|k| number(8 * row + k) >> 32)
}

/// The rows, and a checksum of their numbers to compare generators.
pub fn events(count: u64) -> (Vec<Event>, u64) {
    let mut sum = 0_u64;
    let events = (0..count).map(|row| {
        let [one, two, three, four, day, tenths, kind] = numbers(row);
        let source = (one % ACTORS) * (two % ACTORS) / ACTORS;
        let step = 1 + (three % (ACTORS - 1)) * (four % (ACTORS - 1)) / (ACTORS - 1);
        let target = (source + step) % ACTORS;
        let (day, tenths) = (day % DAYS, tenths % 21);
        let is_symmetric = kind % 3 == 0;
        for part in [source, target, day, tenths, u64::from(is_symmetric)] {
            sum = sum.wrapping_mul(31).wrapping_add(part);
        }
        let small = |part: u64| u32::try_from(part).unwrap_or_default();
        let span = DaySpan::day(first_day() + Days::new(day)).unwrap();
        let valence = (f64::from(small(tenths)) - 10.0) / 10.0;
        let mark = if is_symmetric {
            Mark::new(span, 0.25, valence).and_then(|mark| mark.with_contact(1.0))
        } else {
            Mark::new(span, 1.0, valence)
        };
        Event {
            source: small(source),
            target: small(target),
            day: small(day),
            is_symmetric,
            mark: mark.unwrap(),
        }
    });
    (events.collect(), sum)
}

pub fn name(actor: u64) -> String {
    format!("A{actor:03}")
}

/// A builder with all events.
pub fn builder(events: &[Event]) -> LedgerBuilder {
    let mut builder = LedgerBuilder::new();
    let keys: Vec<ActorKey> = (0..ACTORS)
        .map(|actor| builder.intern(&name(actor)).unwrap())
        .collect();
    let key = |actor: u32| keys[actor as usize];
    let gather = |event: &Event| -> Result<(), LedgerError> {
        let (source, target) = (key(event.source), key(event.target));
        if event.is_symmetric {
            builder.add(DyadKey::symmetric(source, target), &event.mark)
        } else {
            builder.add(DyadKey::directed(source, target), &event.mark)
        }
    };
    events.iter().try_for_each(gather).unwrap();
    builder
}

pub fn ledger(events: &[Event]) -> Ledger {
    builder(events).build().unwrap()
}

/// A table of 240 integers from -40 to 40 for each of 19,900 pairs.
pub fn months() -> Vec<i64> {
    let value = |place| i64::try_from((number(place) >> 32) % 81).unwrap_or_default() - 40;
    (0..19_900 * 240).map(value).collect()
}
