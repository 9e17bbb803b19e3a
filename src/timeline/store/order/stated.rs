//! Orders of whole entries, as they were stated, by their contents.
//!
//! The order in which entries were added decides nothing. Code that must choose between two entries of one
//! identifier, or find equal ones, compares their contents.

use std::cmp::Ordering;

use super::{account_key, dates, maybe_dates};
use crate::actor::{Actor, Affiliation, Alias, Designation, Succession};
use crate::event::{Account, CoverageDeclaration, Event, Report, Source};

/// Orders two lists by their entries, and a list before one that continues it.
fn lists<T>(one: &[T], other: &[T], entries: impl Fn(&T, &T) -> Ordering) -> Ordering {
    let pairs = one.iter().zip(other);
    pairs
        .map(|(one, other)| entries(one, other))
        .find(|order| order.is_ne())
        .unwrap_or_else(|| one.len().cmp(&other.len()))
}

/// Orders actors by identifier, kind and name, then by aliases, affiliations and predecessors.
pub(crate) fn actors(one: &Actor, other: &Actor) -> Ordering {
    (&one.id, one.kind, &one.name)
        .cmp(&(&other.id, other.kind, &other.name))
        .then_with(|| lists(&one.aliases, &other.aliases, aliases))
        .then_with(|| lists(&one.affiliations, &other.affiliations, affiliations))
        .then_with(|| lists(&one.successions, &other.successions, successions))
        .then_with(|| one.external.cmp(&other.external))
}

/// Orders aliases by name, kind and date.
pub(crate) fn aliases(one: &Alias, other: &Alias) -> Ordering {
    (&one.name, one.kind)
        .cmp(&(&other.name, other.kind))
        .then_with(|| maybe_dates(one.when.as_ref(), other.when.as_ref()))
}

/// Orders affiliations by party, office and date.
fn affiliations(one: &Affiliation, other: &Affiliation) -> Ordering {
    (&one.party, &one.office)
        .cmp(&(&other.party, &other.office))
        .then_with(|| dates(&one.when, &other.when))
}

/// Orders successions by predecessor, date and sources.
fn successions(one: &Succession, other: &Succession) -> Ordering {
    (one.predecessor.cmp(&other.predecessor))
        .then_with(|| dates(&one.when, &other.when))
        .then_with(|| one.by.cmp(&other.by))
}

/// Orders designations by name, party, office and date.
pub(crate) fn designations(one: &Designation, other: &Designation) -> Ordering {
    (&one.name, &one.party, &one.office)
        .cmp(&(&other.name, &other.party, &other.office))
        .then_with(|| dates(&one.when, &other.when))
}

/// Orders sources by identifier and name, then by what is stated about them.
pub(crate) fn sources(one: &Source, other: &Source) -> Ordering {
    (&one.id, &one.name, one.anonymous, &one.url)
        .cmp(&(&other.id, &other.name, other.anonymous, &other.url))
        .then_with(|| maybe_dates(one.published.as_ref(), other.published.as_ref()))
        .then_with(|| citation_key(one).cmp(&citation_key(other)))
        .then_with(|| maybe_dates(one.accessed.as_ref(), other.accessed.as_ref()))
        .then_with(|| lists(&one.covers, &other.covers, coverages))
        .then_with(|| one.external.cmp(&other.external))
}

/// The sort key of what a citation of a source says, without dates.
fn citation_key(source: &Source) -> impl Ord + '_ {
    (
        (&source.authors, &source.title, &source.publisher),
        (&source.locator, &source.archive),
    )
}

/// Orders declarations of coverage by date, actors and kinds.
fn coverages(one: &CoverageDeclaration, other: &CoverageDeclaration) -> Ordering {
    dates(&one.when, &other.when)
        .then_with(|| (&one.actors, &one.kinds).cmp(&(&other.actors, &other.kinds)))
}

/// Orders events by identifier and date, then by everything else that is stated about them.
pub(crate) fn events(one: &Event, other: &Event) -> Ordering {
    (one.id.cmp(&other.id))
        .then_with(|| dates(&one.when, &other.when))
        .then_with(|| event_key(one).cmp(&event_key(other)))
        .then_with(|| accounts(&one.account, &other.account))
        .then_with(|| lists(&one.reports, &other.reports, stated_reports))
        .then_with(|| one.external.cmp(&other.external))
}

/// The sort key of an event, without its dates, its account and its reports.
fn event_key(event: &Event) -> impl Ord + '_ {
    let participants = event.participants.iter();
    let participants: Vec<_> = participants
        .map(|one| (one.role, &one.actor, &one.on_behalf_of))
        .collect();
    (
        (event.kind, &event.title, &event.code),
        (
            event.in_person,
            event.form,
            event.hedged,
            event.negated,
            event.standing,
        ),
        participants,
        (&event.about, &event.links),
        (event.occurrences.min(), event.occurrences.max()),
    )
}

/// Orders accounts by date, then by everything else.
fn accounts(one: &Account, other: &Account) -> Ordering {
    maybe_dates(one.when.as_ref(), other.when.as_ref())
        .then_with(|| account_key(one).cmp(&account_key(other)))
}

/// Orders reports by sources and status, then by everything else.
pub(crate) fn stated_reports(one: &Report, other: &Report) -> Ordering {
    (&one.by, one.status)
        .cmp(&(&other.by, other.status))
        .then_with(|| maybe_dates(one.asserted.as_ref(), other.asserted.as_ref()))
        .then_with(|| maybe_dates(one.withdrawn.as_ref(), other.withdrawn.as_ref()))
        .then_with(|| one.words.cmp(&other.words))
        .then_with(|| accounts(&one.says, &other.says))
}
