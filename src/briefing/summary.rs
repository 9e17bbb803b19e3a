//! The sentences of a briefing.

use super::content::{Briefing, BriefingEvent};
use crate::event::{Kind, Status};
use crate::query::View;
use crate::relations::Relations;

/// The sentences after the finding: how much there is, the last and the next contact, and what is left out.
pub(super) fn summary(briefing: &Briefing) -> Vec<String> {
    let mut sentences = Vec::new();
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
        [] => "The page lists no event that happened.".to_owned(),
        [one] => format!("The page lists {one}."),
        [others @ .., last] => format!("The page lists {} and {last}.", others.join(", ")),
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
