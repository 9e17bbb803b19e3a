//! Which rows tell of one event, and that event.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::digest::digest_of;
use super::super::party::{PartyRule, country_of};
use super::super::row::RowId;
use super::super::symmetry::{Side, VISIT, side};
use super::{Conversion, Document, Grouping, Mentioned, Row, Told, dates};
use crate::actor::{Actor, MAX_ID};
use crate::code::{Code, MarkClass};
use crate::event::{Event, MAX_PER_EVENT, Participant, Report, Role, Source};
use crate::time::{When, date_of_day};

/// What rows of one event share; in the order of events.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group<'p> {
    days: (i32, i32),
    is_mutual: bool,
    source: &'p str,
    target: &'p str,
    /// A code, or the first two digits of those of a contact.
    code: Cow<'p, str>,
}

/// The rows of each event.
pub(super) type Groups<'p> = BTreeMap<Group<'p>, Vec<&'p Row>>;

impl Conversion {
    /// The rows by the event of which they tell.
    pub(super) fn groups<'p>(&'p self, rows: &'p [Row]) -> Groups<'p> {
        let mut groups = Groups::new();
        for row in rows {
            if let Some(group) = self.group(row) {
                groups.entry(group).or_default().push(row);
            }
        }
        for rows in groups.values_mut() {
            rows.sort_unstable_by_key(|row| &row.told);
        }
        groups
    }

    /// Of which event a row tells; none where its parties have been named as one since.
    pub(super) fn group<'p>(&'p self, row: &'p Row) -> Option<Group<'p>> {
        let (source, target) = (self.actor_of(&row.source), self.actor_of(&row.target));
        if source == target {
            return None;
        }
        let code = &row.told.code;
        let side = side(Some(code));
        let is_mutual = side != Side::Directed;
        let (source, target) = match side {
            Side::Directed => (source, target),
            _ if self.grouping == Grouping::Contact => (source.min(target), source.max(target)),
            Side::Both => (source.min(target), source.max(target)),
            Side::Visit => (source, target),
            Side::Host => (target, source),
        };
        let code = match (code, self.grouping) {
            (Code::Cameo(cameo), Grouping::Contact) if is_mutual => cameo.root_str().into(),
            (Code::Plover(plover), Grouping::Contact) if is_mutual => {
                plover.category().name().into()
            }
            (Code::Cameo(_), Grouping::Act) if side == Side::Host => VISIT.into(),
            (Code::Cameo(cameo), _) => cameo.as_str().into(),
            _ => code.to_string().into(),
        };
        Some(Group {
            days: row.days,
            is_mutual,
            source,
            target,
            code,
        })
    }

    pub(super) fn events_of(&self, groups: &Groups<'_>) -> Vec<Event> {
        let events = groups.iter();
        events
            .map(|(group, rows)| self.event(group, rows))
            .collect()
    }

    /// The event of the rows of a group, of which there is one at least.
    fn event(&self, group: &Group<'_>, rows: &[&Row]) -> Event {
        let code = most_borne(rows);
        let when = rows[0].when.clone();
        let id = self.id(group);
        let (source, target) = (group.source, group.target);
        let event = match code.class() {
            MarkClass::Contact if group.is_mutual => contact(id, code, when),
            MarkClass::Comment => Event::statement(id, when).by(source).code(code.clone()),
            _ => Event::act(id, when, code.clone()),
        };
        let event = match code.class() {
            _ if group.is_mutual => event.party(source).party(target),
            MarkClass::Comment => event.participant(Participant::new(target, Role::Addressee)),
            _ => event.by(source).target(target),
        };
        let reports = rows.iter().map(|row| self.report(&row.told));
        let reports = reports.chain(self.citations(rows)).take(MAX_PER_EVENT);
        reports.fold(event, Event::report)
    }

    /// The documents behind a row.
    fn documents(&self, row: &Row) -> impl Iterator<Item = (&Document, Mentioned)> {
        let documents = match (row.told.id, &row.told.by) {
            (Some(RowId::Number(number)), None) => self.mentions.get(&number),
            _ => None,
        };
        let documents = documents.into_iter().flatten();
        documents.map(|(document, &found)| (document, found))
    }

    /// The documents behind some rows, each once, in the order of who published them.
    fn citations(&self, rows: &[&Row]) -> impl Iterator<Item = Report> {
        let mut documents: BTreeMap<_, Mentioned> = BTreeMap::new();
        for (document, found) in rows.iter().flat_map(|row| self.documents(row)) {
            let place = (self.outlet_of(&document.outlet), document);
            let known = documents.entry(place).or_insert(found);
            *known = known.and(found);
        }
        documents
            .into_iter()
            .map(|((outlet, document), found)| self.cited(&outlet, document, found))
    }

    fn cited(&self, outlet: &str, document: &Document, found: Mentioned) -> Report {
        let sure = match found.confidence {
            Some(percent) => format!(", read with a confidence of {percent}%"),
            None => String::new(),
        };
        Report::by([self.source.id.as_str(), outlet])
            .asserted(found.at)
            .words(format!("document {:016x}{sure}", document.address))
    }

    fn report(&self, row: &Told) -> Report {
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
        let by = row.by.as_deref().unwrap_or(&self.source.id);
        let report = Report::by([by]).words(words);
        match row.added {
            Some(added) => {
                let added = date_of_day(added).expect("rows are added on days of the calendar");
                report.asserted(added)
            }
            None => report,
        }
    }

    /// The same for the same group, and for no other.
    fn id(&self, group: &Group<'_>) -> String {
        let (first, last) = dates(group.days);
        let days = if first == last {
            first.to_string()
        } else {
            format!("{first}..{last}")
        };
        let sign = if group.is_mutual { '+' } else { '>' };
        let Group {
            source,
            target,
            code,
            ..
        } = group;
        let start = format!("{}:{days}:", self.source.id);
        // Where a party has a sign in its name, another event might be called the same.
        let signs = ['+', '>', ':'];
        let is_clear = !(source.contains(signs) || target.contains(signs));
        let end = is_clear.then(|| format!("{source}{sign}{target}:{code}"));
        fitting(
            &start,
            end.as_deref(),
            &[source, &sign.to_string(), target, code],
        )
    }

    /// The outlets that have no name.
    pub(super) fn sources_of(&self, groups: &Groups<'_>) -> Vec<Source> {
        let rows = groups.values().flatten();
        let outlets = rows.flat_map(|row| self.documents(row));
        let outlets = outlets.map(|(document, _)| &*document.outlet);
        let unnamed = outlets.filter(|&outlet| !self.outlets.contains_key(outlet));
        let ids: BTreeMap<Cow<'_, str>, &str> = unnamed
            .map(|outlet| (self.outlet_of(outlet), outlet))
            .collect();
        let sources = ids
            .into_iter()
            .map(|(id, name)| Source::new(id).named(name));
        sources.collect()
    }

    /// The identifier of the source that an outlet is.
    fn outlet_of(&self, outlet: &str) -> Cow<'_, str> {
        let known = self.outlets.get(outlet).map(|id| Cow::Borrowed(&**id));
        known.unwrap_or_else(|| {
            let start = format!("{}/", self.source.id);
            fitting(&start, Some(outlet), &[outlet]).into()
        })
    }

    /// The parties that have no name.
    pub(super) fn actors_of(&self, groups: &Groups<'_>) -> Vec<Actor> {
        let parties: BTreeSet<&str> = groups
            .keys()
            .flat_map(|group| [group.source, group.target])
            .collect();
        let unnamed = parties.into_iter().filter(|party| !self.is_known(party));
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

/// An identifier by its start and its end. Where there is none, or they are too long together, a
/// hash of the parts of the end stands for it; and for all of it where that is too long, too.
fn fitting(start: &str, end: Option<&str>, parts: &[&str]) -> String {
    if let Some(end) = end.filter(|end| start.len() + end.len() <= MAX_ID) {
        return format!("{start}{end}");
    }
    let id = format!("{start}#{:032x}", digest_of(parts));
    if id.len() <= MAX_ID {
        return id;
    }
    let all: Vec<&str> = [start].into_iter().chain(parts.iter().copied()).collect();
    format!("#{:032x}", digest_of(&all))
}

/// A meeting or a call.
fn contact(id: String, code: &Code, when: When) -> Event {
    let is = |code_of_it: &str| matches!(code, Code::Cameo(code) if code.as_str() == code_of_it);
    if is("041") || *code == Code::CONSULT_PHONE {
        return Event::call(id, when).code(code.clone());
    }
    let meeting = Event::meeting(id, when).code(code.clone());
    if is("042") || is("043") || is("044") {
        meeting.in_person(true)
    } else {
        meeting
    }
}

/// The code that most rows of a group bear, and the first of those in order.
fn most_borne<'p>(rows: &[&'p Row]) -> &'p Code {
    let mut counts: BTreeMap<&Code, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(&row.told.code).or_default() += 1;
    }
    // Of equal counts that of the last is the greatest: in the reverse order the first code.
    let most = counts.iter().rev().max_by_key(|&(_, &count)| count);
    let (&code, _) = most.expect("a group has a row");
    // A visit is one, however often its host tells of it.
    let visit = counts.keys().find(|code| side(Some(code)) == Side::Visit);
    match side(Some(code)) {
        Side::Host => visit.copied().unwrap_or(code),
        _ => code,
    }
}
