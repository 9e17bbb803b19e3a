//! One event from those of one identifier.
//!
//! An event states facts *for all its reports* (its own date and account), and each report may state others.
//! If all parts state the same for all their reports, so does the merged event. Otherwise that field moves
//! into the reports of each part: every report then says what it said before. A part without a report of the
//! event says what it says with a report by its label.
//!
//! Fields move one by one, but a list moves as a whole: that a report names two initiators and not three is
//! part of what it says.

use std::collections::{BTreeMap, BTreeSet};

use super::actors::external;
use super::clashes::Clashes;
use crate::event::{Account, Count, Event, Measure, Participant, Report, Role};
use crate::time::When;
use crate::timeline::order;

/// The event that several parts state, each given with its label. Labels that are used are added to a set.
pub(super) fn event<'l>(
    mut stated: Vec<(&'l str, Event)>,
    used: &mut BTreeSet<&'l str>,
    clashes: Clashes<'_>,
) -> Event {
    if stated.iter().all(|(_, other)| *other == stated[0].1) {
        return stated.swap_remove(0).1;
    }
    let mut event = identity(&stated, clashes);
    let titles = stated.iter().filter_map(|(_, one)| one.title.as_ref());
    event.title = titles.min().cloned();
    let about: BTreeSet<&String> = stated.iter().flat_map(|(_, one)| &one.about).collect();
    event.about = about.into_iter().cloned().collect();
    let links: BTreeSet<_> = stated.iter().flat_map(|(_, one)| &one.links).collect();
    event.links = links.into_iter().cloned().collect();
    let counts = stated.iter().map(|(_, one)| one.occurrences);
    event.occurrences = counts.reduce(range).expect("an event is in some part");

    let shared = Shared::of(&stated);
    event.reports = reports(&stated, &shared, used);
    event.when = shared.when;
    event.account = shared.account;
    event
}

/// What an event is: parts that differ in it clash.
fn identity(stated: &[(&str, Event)], mut clashes: Clashes<'_>) -> Event {
    let (_, first) = &stated[0];
    let each = stated.iter();
    let kind = clashes.agreed("kind", each.map(|(label, one)| (label, Some(one.kind))));
    let kind = kind.expect("every event has a kind");
    let mut event = Event::new(&first.id, kind, When::undated());
    let each = || stated.iter();
    event.code = clashes.agreed("code", each().map(|(label, one)| (label, one.code.clone())));
    event.in_person = clashes.agreed(
        "in_person",
        each().map(|(label, one)| (label, one.in_person)),
    );
    event.form = clashes.agreed("form", each().map(|(label, one)| (label, one.form)));
    let hedged = each().map(|(label, one)| (label, Some(one.hedged)));
    event.hedged = clashes.agreed("hedged", hedged) == Some(true);
    let negated = each().map(|(label, one)| (label, Some(one.negated)));
    event.negated = clashes.agreed("negated", negated) == Some(true);
    let standing = each().map(|(label, one)| (label, Some(one.standing)));
    event.standing = clashes.agreed("standing", standing) == Some(true);

    event.external = external(
        each().map(|(label, one)| (*label, &one.external)),
        &mut clashes,
    );
    // Each actor has a role once, on behalf of one other at most.
    let mut found: BTreeMap<(Role, &str), Vec<_>> = BTreeMap::new();
    for (label, one) in stated {
        for who in &one.participants {
            let others = found.entry((who.role, &who.actor)).or_default();
            others.push((label, who.on_behalf_of.as_ref()));
        }
    }
    for ((role, actor), others) in found {
        let mut participant = Participant::new(actor, role);
        participant.on_behalf_of = clashes.agreed("on_behalf_of", others.into_iter()).cloned();
        event.participants.push(participant);
    }
    event
}

/// The smallest range that includes two counts.
fn range(one: Count, other: Count) -> Count {
    let min = one.min().min(other.min());
    match (one.max(), other.max()) {
        (Some(a), Some(b)) => {
            Count::between(min, a.max(b)).expect("each minimum is at or below its maximum")
        }
        _ => Count::at_least(min),
    }
}

/// What all parts state alike for all their reports. A field in which they differ is empty.
struct Shared {
    when: When,
    account: Account,
}

impl Shared {
    fn of(stated: &[(&str, Event)]) -> Self {
        let accounts = || stated.iter().map(|(_, one)| &one.account);
        let mut account = Account::new();
        account.when = alike(accounts().map(|one| one.when.clone()));
        account.place = alike(accounts().map(|one| one.place.clone()));
        account.ordinal = alike(accounts().map(|one| one.ordinal));
        account.measures = alike(accounts().map(|one| by_name(one.measures.clone())));
        account.topics = alike(accounts().map(|one| sorted(one.topics.clone())));
        account.initiators = alike(accounts().map(|one| sorted(one.initiators.clone())));
        let dates = stated.iter().map(|(_, one)| Some(&one.when));
        Self {
            when: alike(dates).map_or_else(When::undated, When::clone),
            account,
        }
    }

    /// What an event states for all its reports in the fields that are not shared.
    fn rest(&self, event: &Event) -> Account {
        let (shared, own) = (&self.account, &event.account);
        let mut rest = Account::new();
        let is_stated = event.when != self.when && event.when != When::undated();
        rest.when = is_stated.then(|| event.when.clone());
        if own.place != shared.place {
            rest.place.clone_from(&own.place);
        }
        if own.ordinal != shared.ordinal {
            rest.ordinal = own.ordinal;
        }
        rest.measures = by_name(own.measures.clone());
        if rest.measures == shared.measures {
            rest.measures.clear();
        }
        rest.topics = sorted(own.topics.clone());
        if rest.topics == shared.topics {
            rest.topics.clear();
        }
        rest.initiators = sorted(own.initiators.clone());
        if rest.initiators == shared.initiators {
            rest.initiators.clear();
        }
        rest
    }
}

/// The value, if all are equal, or else the empty value.
fn alike<T: PartialEq + Default>(mut values: impl Iterator<Item = T>) -> T {
    let first = values.next().expect("an event is in some part");
    if values.all(|value| value == first) {
        first
    } else {
        T::default()
    }
}

fn sorted(mut texts: Vec<Box<str>>) -> Vec<Box<str>> {
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Names of measures are unique within an account.
fn by_name(mut measures: Vec<Measure>) -> Vec<Measure> {
    measures.sort_by(|one, other| one.name.cmp(&other.name));
    measures
}

/// The reports of all parts, with what is not shared.
fn reports<'l>(
    stated: &[(&'l str, Event)],
    shared: &Shared,
    used: &mut BTreeSet<&'l str>,
) -> Vec<Report> {
    let rests: Vec<Account> = stated.iter().map(|(_, one)| shared.rest(one)).collect();
    // Beside reports, or facts that differ, it counts who states that the event happened.
    let is_attributed = rests.iter().any(|rest| !rest.is_empty())
        || stated.iter().any(|(_, one)| !one.reports.is_empty());
    let mut reports: Vec<Report> = Vec::new();
    for ((label, one), rest) in stated.iter().zip(&rests) {
        let first = reports.len();
        reports.extend_from_slice(&one.reports);
        if one.reports.is_empty() && is_attributed {
            reports.push(Report::by([*label]));
            used.insert(label);
        }
        for report in &mut reports[first..] {
            take_in(&mut report.says, rest);
        }
    }
    reports.sort_by(order::stated_reports);
    reports.dedup();
    reports
}

/// Adds to what a report says what its event stated for all reports.
fn take_in(says: &mut Account, rest: &Account) {
    says.when = says.when.take().or_else(|| rest.when.clone());
    says.place = says.place.take().or_else(|| rest.place.clone());
    says.ordinal = says.ordinal.or(rest.ordinal);
    if !rest.topics.is_empty() {
        says.topics.extend_from_slice(&rest.topics);
        says.topics = sorted(std::mem::take(&mut says.topics));
    }
    if !rest.initiators.is_empty() {
        says.initiators.extend_from_slice(&rest.initiators);
        says.initiators = sorted(std::mem::take(&mut says.initiators));
    }
    if !rest.measures.is_empty() {
        // A number of its own takes precedence, and so do its own parts of a total.
        let is_new = |one: &&Measure| {
            says.measures
                .iter()
                .all(|own| own.name != one.name && own.part_of.as_ref() != Some(&one.name))
        };
        let more: Vec<Measure> = rest.measures.iter().filter(is_new).cloned().collect();
        says.measures.extend(more);
        says.measures = by_name(std::mem::take(&mut says.measures));
    }
}
