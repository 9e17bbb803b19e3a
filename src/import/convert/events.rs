//! Makes the events, the actors and the outlets of grouped rows.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::groups::{EventKey, Groups, bounded_id};
use super::{Conversion, Document, Found, Row, RowReport};
use crate::actor::Actor;
use crate::code::{Code, MarkClass};
use crate::event::{Event, MAX_PER_EVENT, Participant, Report, Role, Source};
use crate::import::party::{PartyRule, country_of};
use crate::import::row::RowId;
use crate::import::symmetry::{Symmetry, symmetry};
use crate::time::{When, date_of_day};

impl Conversion {
    pub(super) fn events_of(&self, groups: &Groups<'_>) -> Vec<Event> {
        let events = groups.iter();
        events.map(|(key, rows)| self.event(key, rows)).collect()
    }

    /// The event of one or more rows.
    fn event(&self, key: &EventKey<'_>, rows: &[&Row]) -> Event {
        let code = most_frequent_code(rows);
        let when = rows[0].when.clone();
        let id = self.event_id(key);
        let (source, target) = (key.source, key.target);
        let event = match code.class() {
            MarkClass::Contact if key.is_symmetric => contact(id, code, when),
            MarkClass::Comment => Event::statement(id, when).by(source).code(code.clone()),
            _ => Event::act(id, when, code.clone()),
        };
        let event = match code.class() {
            _ if key.is_symmetric => event.party(source).party(target),
            MarkClass::Comment => event.participant(Participant::new(target, Role::Addressee)),
            _ => event.by(source).target(target),
        };
        let reports = rows.iter().map(|row| self.report(&row.report));
        let reports = reports.chain(self.citations(rows)).take(MAX_PER_EVENT);
        reports.fold(event, Event::report)
    }

    /// The documents that mention a row.
    fn documents(&self, row: &Row) -> impl Iterator<Item = (&Document, Found)> {
        let documents = match (row.report.id, &row.report.feed) {
            (Some(RowId::Number(number)), None) => self.mentions.get(&number),
            // Mentions apply to numbered rows of the conversion's own source.
            _ => None,
        };
        let documents = documents.into_iter().flatten();
        documents.map(|(document, &found)| (document, found))
    }

    /// The documents that mention some rows, each once, in the order of their outlets.
    fn citations(&self, rows: &[&Row]) -> impl Iterator<Item = Report> {
        let mut documents: BTreeMap<_, Found> = BTreeMap::new();
        for (document, found) in rows.iter().flat_map(|row| self.documents(row)) {
            let key = (self.outlet_id(&document.outlet), document);
            let known = documents.entry(key).or_insert(found);
            *known = known.merged(found);
        }
        documents
            .into_iter()
            .map(|((outlet, document), found)| self.citation(&outlet, document, found))
    }

    fn citation(&self, outlet: &str, document: &Document, found: Found) -> Report {
        let confidence = match found.confidence {
            Some(percent) => format!(", read with a confidence of {percent}%"),
            None => String::new(),
        };
        Report::by([self.source.id.as_str(), outlet])
            .asserted(found.at)
            .words(format!("document {:016x}{confidence}", document.address))
    }

    fn report(&self, row: &RowReport) -> Report {
        let name = match row.id {
            Some(RowId::Number(id)) => format!("row {id}, line {}", row.line),
            _ => format!("line {}", row.line),
        };
        let mentions = match row.mentions {
            Some(1) => ", 1 mention".to_owned(),
            Some(mentions) => format!(", {mentions} mentions"),
            None => String::new(),
        };
        let words = format!("{name}: {}{mentions}", row.code);
        let source = row.feed.as_deref().unwrap_or(&self.source.id);
        let report = Report::by([source]).words(words);
        if let Some(added) = row.added {
            let added = date_of_day(added).expect("readers check that days are in the calendar");
            return report.asserted(added);
        }
        report
    }

    /// The outlets without a source in the timeline.
    pub(super) fn outlets_of(&self, groups: &Groups<'_>) -> Vec<Source> {
        let rows = groups.values().flatten();
        let outlets = rows.flat_map(|row| self.documents(row));
        let outlets = outlets.map(|(document, _)| &*document.outlet);
        let unnamed = outlets.filter(|&outlet| !self.outlets.contains_key(outlet));
        let by_id: BTreeMap<Cow<'_, str>, &str> = unnamed
            .map(|outlet| (self.outlet_id(outlet), outlet))
            .collect();
        let sources = by_id
            .into_iter()
            .map(|(id, name)| Source::new(id).named(name));
        sources.collect()
    }

    /// The identifier of the source of an outlet.
    fn outlet_id(&self, outlet: &str) -> Cow<'_, str> {
        if let Some(id) = self.outlets.get(outlet) {
            return Cow::Borrowed(id);
        }
        let start = format!("{}/", self.source.id);
        bounded_id(&start, Some(outlet), &[outlet]).into()
    }

    /// The parties without an actor in the timeline.
    pub(super) fn actors_of(&self, groups: &Groups<'_>) -> Vec<Actor> {
        let parties = groups.keys().flat_map(|key| [key.source, key.target]);
        let parties: BTreeSet<&str> = parties.collect();
        let unnamed = parties
            .into_iter()
            .filter(|party| !self.is_in_timeline(party));
        let is_state = self.parties == PartyRule::Country;
        let actors = unnamed.map(|party| {
            let country = country_of(party).filter(|_| is_state);
            match country {
                Some(region) if region.is_region() => Actor::group(party).named(region.name()),
                Some(country) => Actor::state(party).named(country.name()),
                None if is_state => Actor::state(party),
                None => Actor::group(party),
            }
        });
        actors.collect()
    }
}

/// A meeting or a call.
fn contact(id: String, code: &Code, when: When) -> Event {
    let cameo = match code {
        Code::Cameo(code) => code.as_str(),
        _ => "",
    };
    if cameo == "041" || *code == Code::CONSULT_PHONE {
        return Event::call(id, when).code(code.clone());
    }
    let meeting = Event::meeting(id, when).code(code.clone());
    match cameo {
        "042" | "043" | "044" => meeting.in_person(true),
        _ => meeting,
    }
}

/// The most frequent code of some rows; of equally frequent codes, the first in order. There is at least one
/// row.
fn most_frequent_code<'p>(rows: &[&'p Row]) -> &'p Code {
    let mut counts: BTreeMap<&Code, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(&row.report.code).or_default() += 1;
    }
    // `max_by_key` returns the last of several, so the codes are visited in reverse order.
    let most = counts.iter().rev().max_by_key(|&(_, &count)| count);
    let (&code, _) = most.expect("an event has a row");
    // A visit that the visitor's side reports is a visit, however often the host reports it.
    let visit = counts
        .keys()
        .find(|code| symmetry(Some(code)) == Symmetry::Visit);
    match (symmetry(Some(code)), visit) {
        (Symmetry::Host, Some(visit)) => visit,
        _ => code,
    }
}
