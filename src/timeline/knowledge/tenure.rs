//! Terms that adjoin: one ends on the day before the next begins.
//!
//! A date of day precision leaves open at what hour of its first and last day a term began and ended.
//! These days are therefore only possible. If the next term of the same office begins on the day
//! after, nothing is open: each term takes up the whole of its own day. If a list gives both terms
//! the same day, either holder may have held the office on it, and both stay possible.
//!
//! Terms are compared within a series: of an office of a party, those of all its holders; of a
//! membership, those of the same actor in the same party; of aliases, those of the same actor and kind.

use std::collections::BTreeMap;

use crate::actor::Alias;
use crate::time::{Bounds, DAY};
use crate::timeline::{ActorIx, Arena, StoredActor, StoredAffiliation, indices};

/// A series of terms that may follow each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Series {
    /// The terms of an office of a party. The office is in lower case.
    Office { party: ActorIx, office: String },
    /// The terms without an office of an actor in a party.
    Membership { party: ActorIx, member: ActorIx },
}

/// The days on which the terms of a series begin and end. Terms that are not known to the day are left
/// out.
#[derive(Clone, Debug, Default)]
struct Days {
    /// The first second of each first day, sorted.
    first: Vec<i64>,
    /// The second after each last day, sorted.
    last: Vec<i64>,
}

impl Days {
    fn of(terms: impl IntoIterator<Item = Bounds>) -> Self {
        let mut days = Self::default();
        for term in terms {
            days.first.extend(first_day(&term));
            days.last.extend(last_day(&term));
        }
        days.first.sort_unstable();
        days.last.sort_unstable();
        days
    }

    /// The bounds of a term of the series. A first or last day that another term adjoins belongs to the
    /// term as a whole.
    fn whole(&self, term: &Bounds) -> Bounds {
        let count = |days: &[i64], second: i64| {
            days.partition_point(|&day| day <= second) - days.partition_point(|&day| day < second)
        };
        let [
            start_earliest,
            mut start_latest,
            mut end_earliest,
            end_latest,
        ] = term.raw();
        let (first, after) = (first_day(term), last_day(term));
        // A term of one day ends on its first day. That does not mean that another term does.
        let is_one_day = first.zip(after);
        let own = usize::from(is_one_day.is_some_and(|(first, after)| after - first == DAY));
        let starts = first.filter(|&first| {
            // Another term ends on the day before, and no other term ends on the day itself.
            count(&self.last, first) > 0 && count(&self.last, first.saturating_add(DAY)) == own
        });
        let ends = after.filter(|&after| {
            // Another term begins on the day after, and no other term begins on the day itself.
            count(&self.first, after) > 0 && count(&self.first, after.saturating_sub(DAY)) == own
        });
        if let Some(first) = starts {
            start_latest = first.saturating_add(1);
        }
        if let Some(after) = ends {
            end_earliest = after.saturating_sub(1);
        }
        Bounds::from_raw([start_earliest, start_latest, end_earliest, end_latest])
            .expect("bounds narrowed to whole days of the term still contain a start before an end")
    }
}

/// The first second of the day on which a term begins. Returns `None` if it is not known to the day.
fn first_day(term: &Bounds) -> Option<i64> {
    let [earliest, latest, ..] = term.raw();
    (earliest.checked_add(DAY) == Some(latest)).then_some(earliest)
}

/// The second after the day on which a term ends. Returns `None` if it is not known to the day.
fn last_day(term: &Bounds) -> Option<i64> {
    let [.., earliest, latest] = term.raw();
    (earliest.checked_add(DAY) == Some(latest)).then_some(latest)
}

/// Sets the bounds of every affiliation, which depend on the terms that it adjoins.
pub(crate) fn adjoin_terms(actors: &mut Arena<ActorIx, StoredActor>) {
    let mut terms: BTreeMap<Series, Vec<Bounds>> = BTreeMap::new();
    for (ix, actor) in actors.entries() {
        for one in &actor.affiliations {
            terms.entry(series(ix, one)).or_default().push(one.held);
        }
    }
    // A single term adjoins no other.
    terms.retain(|_, terms| terms.len() > 1);
    if terms.is_empty() {
        return;
    }
    let days: BTreeMap<Series, Days> = terms
        .into_iter()
        .map(|(series, terms)| (series, Days::of(terms)))
        .collect();
    for (ix, actor) in indices(actors.len()).zip(actors.iter_mut()) {
        for one in &mut actor.affiliations {
            if let Some(days) = days.get(&series(ix, one)) {
                one.held = days.whole(&one.held);
            }
        }
    }
}

fn series(actor: ActorIx, one: &StoredAffiliation) -> Series {
    let party = one.party;
    match &one.office {
        Some(office) => Series::Office {
            party,
            office: office.to_lowercase(),
        },
        None => Series::Membership {
            party,
            member: actor,
        },
    }
}

/// The time for which one of an actor's aliases was in use. Returns `None` for an alias without a date.
pub(crate) fn of_alias(all: &[Alias], alias: &Alias) -> Option<Bounds> {
    let own = alias.when.as_ref()?.bounds();
    let terms = all
        .iter()
        .filter(|one| one.kind == alias.kind)
        .filter_map(|one| Some(one.when.as_ref()?.bounds()));
    Some(Days::of(terms).whole(&own))
}
