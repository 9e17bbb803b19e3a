//! The total order on events, and the orders of what belongs to an event.
//!
//! Events are iterated, printed and written by earliest start, then latest end, then identifier.
//! Events without an earliest start come first. The order makes output deterministic. It does not say
//! that one event happened before the next: their dates may overlap, and
//! [`Bounds::before`](crate::time::Bounds::before) says which order is certain.

use std::cmp::Ordering;

mod stated;

pub(crate) use stated::{actors, aliases, designations, events, sources, stated_reports};

use crate::event::{Account, Amount, Quantity};
use crate::time::{Bounds, DateSource, When, Zone};
use crate::timeline::{AccountMore, Arena, ChainIx, EventIx, EventRank, SourceIx, StoredAccount};

/// The sort key of an event: earliest start, latest end, and identifier.
///
/// The rank of the identifier can be used in its place.
pub(crate) type Key<I = EventRank> = (i64, i64, I);

pub(crate) fn key<I>(bounds: &Bounds, id: I) -> Key<I> {
    let [start_earliest, _, _, end_latest] = bounds.raw();
    (start_earliest, end_latest, id)
}

/// The rank of each event's identifier among all identifiers. Numbers are faster to compare than texts.
///
/// Identifiers are unique at this point, so `by_id` is a permutation of the events.
pub(crate) fn ranks(by_id: &Arena<EventRank, EventIx>) -> Arena<EventIx, EventRank> {
    let mut ranks: Arena<EventIx, EventRank> = vec![EventRank::new(0); by_id.len()].into();
    for (rank, &at) in by_id.entries() {
        ranks[at] = rank;
    }
    ranks
}

/// Orders dates by their bounds, then by how they are written and read.
///
/// This is not an order in time: the bounds of the two dates may overlap.
pub(crate) fn dates(one: &When, other: &When) -> Ordering {
    (one.bounds().raw())
        .cmp(&other.bounds().raw())
        .then_with(|| written(one).cmp(&written(other)))
}

/// Orders dates that may be missing. Missing dates come first.
pub(crate) fn maybe_dates(one: Option<&When>, other: Option<&When>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => dates(one, other),
        (one, other) => one.is_some().cmp(&other.is_some()),
    }
}

/// The sort key of how a date is written and read.
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

/// Orders the reports of an event: by when they are known, by their sources, then by their contents.
pub(crate) fn reports<'c>(
    one: &StoredAccount,
    other: &StoredAccount,
    chain: impl Fn(ChainIx) -> &'c [SourceIx],
) -> Ordering {
    let known = |account: &StoredAccount| account.known_from;
    known(one)
        .cmp(&known(other))
        .then_with(|| chain(one.chain).cmp(chain(other.chain)))
        .then_with(|| one.status.cmp(&other.status))
        .then_with(|| {
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
        .then_with(|| account_key(&one.says).cmp(&account_key(&other.says)))
}

/// The sort key of an account, without its date.
fn account_key(account: &Account) -> impl Ord + '_ {
    let place = account.place.as_ref();
    let place = place.map(|place| (&place.name, &place.soil));
    let measures = account.measures.iter();
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
        account.ordinal,
        &account.topics,
        &account.initiators,
    )
}

/// The sort key of a quantity without its unit: the kind of bound, and its numbers.
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
    // Quantities are not negative, and the bits of such floats sort as the floats do.
    (sort, low.to_bits(), high.to_bits())
}
