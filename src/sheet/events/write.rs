//! The table of the events.

use std::collections::BTreeSet;

use super::MAX_SHEET_REPORTS;
use crate::event::{Event, Report, Role, Status};
use crate::sheet::names::{Meaning, Names, folded};
use crate::sheet::{SheetError, Table};
use crate::time::{DateSource, When};
use crate::timeline::{EventRef, Timeline};

/// The columns of participants.
const ROLES: [(&str, Role); 7] = [
    ("parties", Role::Party),
    ("source actor", Role::Source),
    ("target", Role::Target),
    ("addressee", Role::Addressee),
    ("host", Role::Host),
    ("mediator", Role::Mediator),
    ("attendee", Role::Attendee),
];
/// The columns before and after those of participants.
const BEFORE: [&str; 4] = ["id", "date", "kind", "title"];
const AFTER: [&str; 4] = ["place", "code", "topics", "status"];
/// The columns of a report. `source` would be an actor beside `target`.
const REPORT: [&str; 3] = ["outlet", "url", "reported"];
/// The number of columns that are kept even if they are empty.
const KEPT: usize = 3;

pub(super) fn table(timeline: &Timeline) -> Result<Table, SheetError> {
    let labels = Labels::of(timeline);
    let events: Vec<Event> = timeline.events().map(Event::from).collect();
    let reports = events.iter().map(|event| event.reports.len()).max();
    let reports = reports.unwrap_or(0).min(MAX_SHEET_REPORTS);
    let mut rows = vec![header(reports)];
    for (event, one) in events.iter().zip(timeline.events()) {
        rows.push(row(&labels, event, one, reports));
    }
    Table::new("events", without_empty_columns(rows))
}

fn header(reports: usize) -> Vec<String> {
    let roles = ROLES.iter().map(|(header, _)| *header);
    let fixed = BEFORE.into_iter().chain(roles).chain(AFTER);
    let mut header: Vec<String> = fixed.map(str::to_owned).collect();
    for number in 1..=reports {
        header.extend(REPORT.map(|column| match number {
            1 => column.to_owned(),
            number => format!("{column} {number}"),
        }));
    }
    header
}

fn row(labels: &Labels<'_>, event: &Event, one: EventRef<'_>, reports: usize) -> Vec<String> {
    let title = event.title.clone().unwrap_or_default();
    let kind = event.kind.as_str().to_owned();
    let mut row = vec![event.id.clone(), date(&event.when), kind, title];
    row.extend(ROLES.map(|(_, role)| {
        let all = event.participants.iter().filter(|one| one.role == role);
        let all = all.map(|one| labels.actor(&one.actor));
        all.collect::<Vec<_>>().join("; ")
    }));
    let place = event.account.place.as_ref();
    row.push(place.map_or_else(String::new, |place| place.name.clone()));
    row.push(
        event
            .code
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
    );
    row.push(event.account.topics.join("; "));
    let status = one.status().filter(|status| *status != Status::default());
    row.push(status.map_or_else(String::new, |status| status.to_string()));
    for number in 0..reports {
        let report = event.reports.get(number);
        row.extend(report.map_or_else(<[String; 3]>::default, |report| cells(labels, report)));
    }
    row
}

/// The name and the address of the source of a report, and its date.
fn cells(labels: &Labels<'_>, report: &Report) -> [String; 3] {
    let reported = report.asserted.as_ref().map_or_else(String::new, date);
    let [name, url] = labels.source(cited(report));
    [name, url, reported]
}

/// The source of a report that the table shows: the first of the chain.
pub(super) fn cited(report: &Report) -> &str {
    report.by.first().map_or("", String::as_str)
}

/// The text of a date, without its zone and words.
fn date(when: &When) -> String {
    match when.written() {
        DateSource::Edtf(edtf) => edtf.to_string(),
        _ => when.to_string(),
    }
}

/// The texts that actors and sources have in the table.
pub(super) struct Labels<'t> {
    timeline: &'t Timeline,
    actors: Names,
    sources: Names,
}

impl<'t> Labels<'t> {
    pub(super) fn of(timeline: &'t Timeline) -> Self {
        Self {
            timeline,
            actors: Names::of(timeline),
            sources: Names::of_sources(timeline),
        }
    }

    /// The name of an actor, or its identifier.
    pub(super) fn actor(&self, id: &str) -> String {
        let actor = self.timeline.actor(id).expect("participants are actors");
        label(&self.actors, actor.name(), id)
    }

    /// The name of a source, or its identifier, and its address. An actor is cited by its identifier. Both are empty if
    /// a report has no source.
    pub(super) fn source(&self, id: &str) -> [String; 2] {
        if id.is_empty() {
            return Default::default();
        }
        let source = self.timeline.source(id);
        let source = source.expect("building checks the sources of reports");
        if source.actor().is_some() {
            return [id.to_owned(), String::new()];
        }
        let url = source
            .url()
            .filter(|url| self.sources.meaning(url) == Meaning::One(id));
        match url {
            Some(url) => [source.name().to_owned(), url.to_owned()],
            None => [label(&self.sources, source.name(), id), String::new()],
        }
    }
}

/// The name, or the identifier if the name would be read as another entry or as several names.
fn label(names: &Names, name: &str, id: &str) -> String {
    let is_kept = folded(name) == name.to_lowercase() && !name.contains([';', '|']);
    if is_kept && names.meaning(name) == Meaning::One(id) {
        name.to_owned()
    } else {
        id.to_owned()
    }
}

/// The rows without the columns that are empty. A column of reports is empty if it is empty in all groups, because the second
/// column of addresses belongs to the second one of outlets.
fn without_empty_columns(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let fixed = BEFORE.len() + ROLES.len() + AFTER.len();
    let sort = |column: usize| match column.checked_sub(fixed) {
        Some(at) => fixed + at % REPORT.len(),
        None => column,
    };
    let mut used: BTreeSet<usize> = (0..KEPT).collect();
    for row in &rows[1..] {
        let filled = row.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        used.extend(filled.map(|(column, _)| sort(column)));
    }
    let kept = |row: Vec<String>| {
        let cells = row.into_iter().enumerate();
        let cells = cells.filter(|(column, _)| used.contains(&sort(*column)));
        cells.map(|(_, cell)| cell).collect()
    };
    rows.into_iter().map(kept).collect()
}
