//! Terms that adjoin: where one ends and the next begins, to the day.
//!
//! A date of day precision leaves open at what hour of the day a term began or ended, so that its
//! first and its last day are only possible. Where the next term of the same office begins
//! on the day after, nothing is open: each held the office on the whole of its own day. Lists that
//! put both on one day leave open who held it when; there both stay possible.
//!
//! The terms of one office of a party are compared, whoever held it; without an office, those
//! of one and the same actor, and of its names those of one sort.

use std::collections::BTreeMap;

use crate::actor::{Alias, AliasKind};
use crate::time::{Bounds, DAY};
use crate::timeline::{ActorIx, Arena, StoredActor, StoredAffiliation, indices};

/// Whose terms follow each other: of a party, those of an office or of an actor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Participation {
    Office(ActorIx, String),
    Member(ActorIx, ActorIx),
}

/// The days on which the terms of one seat begin and end, as far as they are known to the day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Days {
    /// The first second of each first day, sorted.
    first: Vec<i64>,
    /// The second after each last day, sorted.
    last: Vec<i64>,
}

impl Days {
    pub(crate) fn of(terms: impl IntoIterator<Item = Bounds>) -> Self {
        let mut days = Self::default();
        for term in terms {
            days.first.extend(first_day(&term));
            days.last.extend(last_day(&term));
        }
        days.first.sort_unstable();
        days.last.sort_unstable();
        days
    }

    /// The bounds of a term, which takes up the whole of a first or a last day that another adjoins.
    pub(crate) fn whole(&self, term: &Bounds) -> Bounds {
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
        // A term of one day ends on the day on which it starts, and shares it with no other.
        let is_day = first.zip(after);
        let own = usize::from(is_day.is_some_and(|(first, after)| after - first == DAY));
        let starts = first.filter(|&first| {
            // One ends on the day before, and none on the day itself.
            count(&self.last, first) > 0 && count(&self.last, first.saturating_add(DAY)) == own
        });
        let ends = after.filter(|&after| {
            count(&self.first, after) > 0 && count(&self.first, after.saturating_sub(DAY)) == own
        });
        if let Some(first) = starts {
            start_latest = first.saturating_add(1);
        }
        if let Some(after) = ends {
            end_earliest = after.saturating_sub(1);
        }
        Bounds::from_raw([start_earliest, start_latest, end_earliest, end_latest])
            .expect("the bounds of a term are narrowed to a start and an end that they hold")
    }
}

/// The first second of the day on which a term begins, if that is known to the day.
fn first_day(term: &Bounds) -> Option<i64> {
    let [earliest, latest, ..] = term.raw();
    (earliest.checked_add(DAY) == Some(latest)).then_some(earliest)
}

/// The second after the day on which a term ends, if that is known to the day.
fn last_day(term: &Bounds) -> Option<i64> {
    let [.., earliest, latest] = term.raw();
    (earliest.checked_add(DAY) == Some(latest)).then_some(latest)
}

/// Notes of every term over what time it was held, next to those that it adjoins.
pub(crate) fn place(actors: &mut Arena<ActorIx, StoredActor>) {
    let mut terms: BTreeMap<Participation, Vec<Bounds>> = BTreeMap::new();
    for (ix, actor) in actors.entries() {
        for one in &actor.affiliations {
            terms.entry(seat(ix, one)).or_default().push(one.held);
        }
    }
    terms.retain(|_, terms| terms.len() > 1);
    if terms.is_empty() {
        return;
    }
    let days: BTreeMap<Participation, Days> = terms
        .into_iter()
        .map(|(seat, terms)| (seat, Days::of(terms)))
        .collect();
    for (ix, actor) in indices(actors.len()).zip(actors.iter_mut()) {
        for one in &mut actor.affiliations {
            if let Some(days) = days.get(&seat(ix, one)) {
                one.held = days.whole(&one.held);
            }
        }
    }
}

fn seat(actor: ActorIx, one: &StoredAffiliation) -> Participation {
    match &one.office {
        Some(office) => Participation::Office(one.party, office.to_lowercase()),
        None => Participation::Member(one.party, actor),
    }
}

/// Over what time one of an actor's names was in use, next to those of its sort that it adjoins;
/// none of a name without a date.
pub(crate) fn of_alias(all: &[Alias], alias: &Alias) -> Option<Bounds> {
    let own = alias.when.as_ref()?.bounds();
    let kind: AliasKind = alias.kind;
    let alike = all.iter().filter(|one| one.kind == kind);
    Some(Days::of(alike.filter_map(|one| Some(one.when.as_ref()?.bounds()))).whole(&own))
}
