//! The sentences of a briefing.

use super::content::{Briefing, BriefingContribution, BriefingEvent};
use super::text::signed;
use crate::event::{Kind, Status};
use crate::query::View;
use crate::relations::{Cause, Movement, Relations};

/// The number of events that the summary names.
const NAMED: usize = 3;

/// The sentences at the top: the finding, what it rests on, how much there is, and the last and the next contact.
pub(super) fn summary(briefing: &Briefing) -> Vec<String> {
    let mut sentences = Vec::new();
    if let (Some(chart), Some(_)) = (briefing.charts.first(), &briefing.relations) {
        sentences.push(format!("{}.", chart.title));
        sentences.push(chart.description.clone());
    }
    if let Some(relations) = &briefing.relations {
        sentences.extend(largest(&relations.contributions));
    }
    sentences.push(counts(briefing));
    sentences.extend(last_contact(briefing));
    sentences.extend(next_plan(briefing));
    if briefing.not_yet_known > 0 {
        let one = briefing.not_yet_known == 1;
        sentences.push(format!(
            "{} {} of the record {} left out, because no report of {} is dated by the end of the day.",
            briefing.not_yet_known,
            if one { "event" } else { "events" },
            if one { "is" } else { "are" },
            if one { "it" } else { "them" },
        ));
    }
    sentences
}

/// The events that contribute most.
fn largest(contributions: &[BriefingContribution]) -> Option<String> {
    let named = contributions.iter().take(NAMED).map(|one| {
        // What is ranked is the change, or without a baseline the level.
        let value = one.contribution.change.unwrap_or(one.contribution.level);
        format!("“{}” ({})", one.event.title, signed(value))
    });
    let named: Vec<String> = named.collect();
    let is_change = contributions.first()?.contribution.change.is_some();
    let whole = if is_change { "change" } else { "level" };
    Some(match named.as_slice() {
        [one] => format!("One event accounts for the {whole}: {one}."),
        _ => format!(
            "These events contribute most to the {whole}: {}.",
            named.join(", ")
        ),
    })
}

/// The numbers of events of each kind.
fn counts(briefing: &Briefing) -> String {
    let happened = |status| matches!(status, Some(Status::Realised | Status::Disputed));
    let count = |kind: Kind| {
        let events = briefing.events.iter();
        events
            .filter(|one| one.kind == kind && happened(one.status))
            .count()
    };
    let counts: Vec<String> = Kind::ALL
        .into_iter()
        .map(|kind| (count(kind), kind))
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| format!("{count} {}", plural(kind.as_str(), count)))
        .collect();
    match counts.as_slice() {
        [] => "The record has no event that happened.".to_owned(),
        [one] => format!("The record has {one}."),
        [others @ .., last] => format!("The record has {} and {last}.", others.join(", ")),
    }
}

/// A noun in the singular or the plural.
pub(super) fn plural(noun: &str, count: usize) -> String {
    if count == 1 {
        noun.to_owned()
    } else {
        format!("{noun}s")
    }
}

/// The last meeting or call that happened.
fn last_contact(briefing: &Briefing) -> Option<String> {
    let mut contacts = briefing.events.iter().filter(|one| {
        matches!(one.kind, Kind::Meeting | Kind::Call) && one.status == Some(Status::Realised)
    });
    let last = contacts.next_back()?;
    Some(format!(
        "The last contact is the {} “{}”, {}.",
        last.kind, last.title, last.date
    ))
}

/// The first event that is planned and not over.
fn next_plan(briefing: &Briefing) -> Option<String> {
    let is_ahead = |one: &&BriefingEvent| {
        let end = one.when.bounds().end_latest();
        end.is_none_or(|end| end.date_naive() > briefing.as_of)
    };
    let mut plans = briefing.events.iter().filter(is_ahead);
    let next = plans.find(|one| one.status == Some(Status::Planned))?;
    Some(format!("Planned: “{}”, {}.", next.title, next.date))
}

/// How the relations moved, and through what.
pub(super) fn movement(movement: &Movement<'_>) -> Vec<String> {
    let value = |trend: &crate::trend::Trend| trend.level.map(|level| signed(level.value()));
    let (before, after) = (value(&movement.before), value(&movement.after));
    let none = || "no level".to_owned();
    let parts = Cause::ALL
        .into_iter()
        .map(|cause| (cause, movement.of(cause).level))
        .filter(|(_, part)| part.abs() >= 0.005)
        .map(|(cause, part)| format!("{} {}", cause_in_words(cause), signed(part)));
    let parts: Vec<String> = parts.collect();
    let mut sentences = vec![format!(
        "The level went from {} to {}.",
        before.unwrap_or_else(none),
        after.unwrap_or_else(none)
    )];
    if !parts.is_empty() {
        sentences.push(format!("It moved through {}.", parts.join(", ")));
    }
    sentences.push(format!(
        "Before: {}. Now: {}.",
        movement.before, movement.after
    ));
    sentences
}

const fn cause_in_words(cause: Cause) -> &'static str {
    match cause {
        Cause::New => "new events",
        Cause::Revised => "revised events",
        Cause::Withdrawn => "withdrawn events",
        Cause::Fading => "fading of old events",
    }
}

/// Which days the sources cover.
pub(super) fn coverage(view: &View<'_>, relations: Option<&Relations<'_>>) -> Vec<String> {
    if let Some(relations) = relations {
        let coverage = relations.coverage();
        if coverage.periods().is_some() {
            return vec![
                format!("Covered days: {coverage}."),
                "On a covered day without an event, nothing happened. On other days, an event may be missing."
                    .to_owned(),
            ];
        }
    }
    let declared: Vec<String> = view
        .timeline()
        .sources()
        .flat_map(|source| {
            source
                .covers()
                .map(move |one| format!("{} covers {}.", source.name(), one.when))
        })
        .collect();
    if declared.is_empty() || relations.is_some() {
        return vec![
            "No source declares which of these days it covers.".to_owned(),
            "A day without an event can be a day without data.".to_owned(),
        ];
    }
    declared
}
