//! The labels of a summary: how much there is, the last contact and the next plan, and what is covered.

use chrono::NaiveDate;

use super::content::{Briefing, BriefingEvent};
use super::words::PageWords;
use crate::event::{Kind, Status};
use crate::plot::{Style, written_date};
use crate::query::View;
use crate::relations::Relations;
use crate::text::fill;

/// The lines after the finding: how much there is, the last and the next contact, and what is left out.
pub(super) fn summary(briefing: &Briefing) -> Vec<String> {
    let mut lines = vec![counts(briefing)];
    lines.extend(standing(briefing));
    lines.extend(last_contact(briefing));
    lines.extend(next_plan(briefing));
    if briefing.not_yet_known > 0 {
        let n = briefing.not_yet_known.to_string();
        lines.push(fill(&briefing.words.not_yet_known, &[("n", &n)]));
    }
    lines
}

/// The numbers of events of each kind.
fn counts(briefing: &Briefing) -> String {
    let words = &briefing.style.words;
    let kinds = [
        (Kind::Meeting, &words.count_meetings),
        (Kind::Call, &words.count_calls),
        (Kind::Statement, &words.count_statements),
        (Kind::Act, &words.count_acts),
    ];
    let counts: Vec<String> = kinds
        .into_iter()
        .filter_map(|(kind, pattern)| {
            let events = briefing.events.iter();
            let events = events.filter(|one| one.kind == kind && !one.standing && happened(one));
            let n = events.count();
            (n > 0).then(|| fill(pattern, &[("n", &n.to_string())]))
        })
        .collect();
    if counts.is_empty() {
        return briefing.words.listed_none.clone();
    }
    fill(&briefing.words.listed, &[("counts", &counts.join(", "))])
}

/// The number of standing relations. They are counted apart, because they last and do not happen on a day.
fn standing(briefing: &Briefing) -> Option<String> {
    let events = briefing.events.iter();
    let n = events.filter(|one| one.standing && happened(one)).count();
    (n > 0).then(|| fill(&briefing.words.listed_standing, &[("n", &n.to_string())]))
}

/// Whether an event is neither planned nor cancelled.
const fn happened(event: &BriefingEvent) -> bool {
    matches!(event.status, Some(Status::Realised | Status::Disputed))
}

/// The last meeting or call that happened.
fn last_contact(briefing: &Briefing) -> Option<String> {
    let mut contacts = briefing.events.iter().filter(|one| {
        matches!(one.kind, Kind::Meeting | Kind::Call) && one.status == Some(Status::Realised)
    });
    let last = contacts.next_back()?;
    Some(named(briefing, &briefing.words.last_contact, last))
}

/// The first event that is planned and not over.
fn next_plan(briefing: &Briefing) -> Option<String> {
    let is_ahead = |one: &&BriefingEvent| {
        let end = one.when.bounds().end_latest();
        end.is_none_or(|end| end.date_naive() > briefing.as_of)
    };
    let mut plans = briefing.events.iter().filter(is_ahead);
    let next = plans.find(|one| one.status == Some(Status::Planned))?;
    Some(named(briefing, &briefing.words.next_planned, next))
}

/// An event by its title in quotation marks. If it has no title, the text in its place has no quotation marks.
fn named(briefing: &Briefing, pattern: &str, event: &BriefingEvent) -> String {
    let title = if event.has_title {
        &fill(&briefing.words.quoted, &[("words", &event.title)])
    } else {
        &event.title
    };
    fill(pattern, &[("title", title), ("date", &event.date)])
}

/// Which days the sources cover.
pub(super) fn coverage(
    view: &View<'_>,
    relations: Option<&Relations<'_>>,
    style: &Style,
    words: &PageWords,
) -> Vec<String> {
    if let Some(periods) = relations.and_then(|relations| relations.coverage().periods()) {
        let periods: Vec<String> = periods.map(|one| period(one, style, words)).collect();
        let days = match periods.as_slice() {
            [] => words.covered_never.clone(),
            periods => periods.join(", "),
        };
        return vec![
            fill(&words.covered, &[("days", &days)]),
            words.covered_meaning.clone(),
        ];
    }
    let declared = view.timeline().sources().flat_map(|source| {
        source.covers().map(move |one| {
            let date = written_date(&one.when, style, true);
            fill(&words.covers, &[("source", source.name()), ("date", &date)])
        })
    });
    let declared: Vec<String> = declared.collect();
    if declared.is_empty() || relations.is_some() {
        return vec![words.undeclared.clone(), words.undeclared_meaning.clone()];
    }
    declared
}

/// A period, from its first day to the day before its end, in words.
fn period(
    (first, end): (Option<NaiveDate>, Option<NaiveDate>),
    style: &Style,
    words: &PageWords,
) -> String {
    let dates = &style.dates;
    let last_day = |end: NaiveDate| end.pred_opt().expect("a period contains a day");
    match (first, end) {
        (Some(first), Some(end)) => dates.days(first, last_day(end), true),
        (Some(first), None) => fill(&dates.from, &[("date", &dates.date(first, true))]),
        (None, Some(end)) => fill(&dates.by, &[("date", &dates.date(last_day(end), true))]),
        (None, None) => words.covered_always.clone(),
    }
}
