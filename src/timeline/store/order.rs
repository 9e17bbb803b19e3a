//! The total order on events, written once.
//!
//! Events are shown, iterated and written by their earliest start, then their
//! latest end, then their identifier. It is an order for the eye and for bytes:
//! two events whose dates overlap stand in it one after the other all the same,
//! and only [`Bounds::before`](crate::time::Bounds::before) says which order is
//! certain. What has no earliest start comes first.

use std::cmp::Ordering;

use crate::event::{Account, Amount, Quantity};
use crate::time::{Bounds, DateSource, When, Zone};
use crate::timeline::{AccountMore, Arena, EventIx, EventRank, StoredAccount};

/// What an event is ordered by: earliest start, latest end, and the identifier.
///
/// The identifier may be given as its place among all identifiers.
pub(crate) type Key<I = EventRank> = (i64, i64, I);

pub(crate) fn key<I>(bounds: &Bounds, id: I) -> Key<I> {
    let [start_earliest, _, _, end_latest] = bounds.raw();
    (start_earliest, end_latest, id)
}

/// The place of each event's identifier among all: comparing numbers spares comparing texts.
///
/// No two events have one identifier here: `by_id` is a permutation of the events.
pub(crate) fn ranks(by_id: &Arena<EventRank, EventIx>) -> Arena<EventIx, EventRank> {
    let mut ranks: Arena<EventIx, EventRank> = vec![EventRank::new(0); by_id.len()].into();
    for (rank, &at) in by_id.entries() {
        ranks[at] = rank;
    }
    ranks
}

/// The order of dates that are written: by what they mean, then by how they are written and read.
///
/// It is no order in time: of two dates of one month either may be the earlier.
pub(crate) fn dates(one: &When, other: &When) -> Ordering {
    (one.bounds().raw())
        .cmp(&other.bounds().raw())
        .then_with(|| written(one).cmp(&written(other)))
}

/// The order of dates that may be missing; what is missing comes first.
pub(crate) fn maybe_dates(one: Option<&When>, other: Option<&When>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => dates(one, other),
        (one, other) => one.is_some().cmp(&other.is_some()),
    }
}

/// The texts of a date, and how they are read.
fn written(when: &When) -> impl Ord {
    let texts = match when.written() {
        DateSource::Undated => [None, None],
        DateSource::Edtf(edtf) => [Some(edtf.to_string()), None],
        DateSource::Ends { start, end } => [start, end].map(|edtf| Some(edtf.to_string())),
    };
    let rule = when.day_rule();
    let zone = match rule.zone {
        Zone::Utc => (0, 0),
        Zone::Offset(offset) => (1, offset.local_minus_utc()),
        Zone::AnywhereOnEarth => (2, 0),
    };
    let words = when.words().map(str::to_owned);
    (texts, zone, rule.margin, words)
}

/// The order of reports of one event: since when they are known, by whom, and what they say.
pub(crate) fn reports(one: &StoredAccount, other: &StoredAccount) -> Ordering {
    let plain = |account: &StoredAccount| (account.known_from, account.chain, account.status);
    plain(one).cmp(&plain(other)).then_with(|| {
        let none = AccountMore::default();
        let [one, other] = [one, other].map(|account| account.more.as_deref().unwrap_or(&none));
        details(one, other)
    })
}

fn details(one: &AccountMore, other: &AccountMore) -> Ordering {
    maybe_dates(one.asserted.as_ref(), other.asserted.as_ref())
        .then_with(|| maybe_dates(one.withdrawn.as_ref(), other.withdrawn.as_ref()))
        .then_with(|| one.words.cmp(&other.words))
        .then_with(|| maybe_dates(one.says.when.as_ref(), other.says.when.as_ref()))
        .then_with(|| said(&one.says).cmp(&said(&other.says)))
}

/// What a report says, apart from the date.
fn said(facts: &Account) -> impl Ord + '_ {
    let place = facts.place.as_ref().map(|place| (&place.name, &place.soil));
    let measures = facts.measures.iter();
    let measures: Vec<_> = measures
        .map(|one| {
            (
                &one.name,
                amount(&one.quantity),
                one.quantity.unit(),
                one.part_of.as_deref(),
            )
        })
        .collect();
    (
        place,
        measures,
        facts.ordinal,
        &facts.topics,
        &facts.initiators,
    )
}

/// A quantity without its unit: the sort of its bound, and its numbers, which are not negative.
fn amount(quantity: &Quantity) -> (u8, u64, u64) {
    let (sort, low, high) = match quantity.amount() {
        Amount::Exactly(value) => (0, value, value),
        Amount::About(value) => (1, value, value),
        Amount::AtLeast(value) => (2, value, value),
        Amount::MoreThan(value) => (3, value, value),
        Amount::AtMost(value) => (4, value, value),
        Amount::LessThan(value) => (5, value, value),
        Amount::Between(low, high) => (6, low, high),
    };
    // Of numbers that are not negative the bits are in the order of the numbers.
    (sort, low.to_bits(), high.to_bits())
}
