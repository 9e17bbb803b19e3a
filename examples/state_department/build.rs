//! Builds the timeline from the rows.

use std::collections::{BTreeMap, BTreeSet};

use detente::actor::Actor;
use detente::event::{CoverageDeclaration, Event, Link, Participant, Place, Report, Role, Source};
use detente::time::{DayRule, Edtf};
use detente::{Timeline, TimelineBuilder, When};

use crate::Answer;
use crate::read::{Row, Rows};

/// The coverage that the publisher states.
const TRAVELS: &str = "1866-01-09/2025-02-19";
const VISITS: &str = "1874-12-12/2024-11-12";

/// The state of the presidents and Secretaries of State.
pub(crate) const HOME: &str = "united-states";

/// The persons to find in remarks: identifier, name, surname, country and expected title.
const NAMED: [[&str; 5]; 4] = [
    [
        "lavrov",
        "Sergey Lavrov",
        "Lavrov",
        "russia",
        "Foreign Minister",
    ],
    [
        "zarif",
        "Mohammad Javad Zarif",
        "Zarif",
        "iran",
        "Foreign Minister",
    ],
    [
        "netanyahu",
        "Benjamin Netanyahu",
        "Netanyahu",
        "israel",
        "Prime Minister",
    ],
    [
        "abbas",
        "Mahmoud Abbas",
        "Abbas",
        "palestinian-authority",
        "President",
    ],
];

const TITLES: [&str; 3] = ["Foreign Minister", "Prime Minister", "President"];

/// Builds the timeline, and notes what is irregular.
pub(crate) fn timeline(read: &mut Rows, whole: bool) -> Answer<Timeline> {
    read.note_overlaps();
    let mut builder = Timeline::builder();
    builder.title("Travels and visits, by the Office of the Historian");
    sources(&mut builder, whole)?;
    countries(&mut builder, read);
    travellers(&mut builder, read)?;
    let mut notes = Vec::new();
    for row in &read.rows {
        if row.is_visit() {
            builder.event(visit(row)?);
        } else {
            builder.event(stay(row)?);
        }
        if row.role == "secretary" {
            for [id, _, surname, country, usual] in NAMED {
                let Some(at) = word(&row.remarks, surname) else {
                    continue;
                };
                let title = title_before(&row.remarks, at).filter(|title| *title != usual);
                if let Some(title) = title {
                    notes.push((
                        "person named with an unexpected title",
                        row,
                        format!("{title} {surname}"),
                    ));
                }
                if row.first != row.last {
                    let what = format!("{surname}, {} to {}", row.first, row.last);
                    notes.push(("meeting on an unknown day of the stay", row, what));
                }
                builder.event(meeting(row, id, country)?);
            }
        }
    }
    let notes: Vec<_> = notes
        .into_iter()
        .map(|(class, row, what)| (class, row.at.clone(), what))
        .collect();
    for (class, at, what) in notes {
        read.note(class, &at, &what);
    }
    Ok(builder.build()?)
}

fn sources(builder: &mut TimelineBuilder, whole: bool) -> Answer {
    let office = "Office of the Historian";
    let travels = Source::new("travels").named(format!("{office}, travels"));
    let visits = Source::new("visits").named(format!("{office}, visits"));
    // The excerpt has all visits from Cuba, but not all travels.
    let of_visits = CoverageDeclaration::over(When::parse(VISITS)?);
    if whole {
        builder.source(travels.covers(CoverageDeclaration::over(When::parse(TRAVELS)?)));
        builder.source(visits.covers(of_visits));
    } else {
        builder.source(travels);
        builder.source(visits.covers(of_visits.actors(["cuba"])));
    }
    builder.source(Source::new("remarks").named(format!("{office}, remarks on travels")));
    Ok(())
}

/// Adds the countries, with the most frequent name and the other names as aliases.
fn countries(builder: &mut TimelineBuilder, read: &mut Rows) {
    let mut names: BTreeMap<&str, BTreeMap<&str, (usize, &str)>> = BTreeMap::new();
    let mut ids_of_name: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in &read.rows {
        let of = names.entry(&row.country_id).or_default();
        of.entry(&row.country).or_insert((0, &row.at)).0 += 1;
        ids_of_name
            .entry(&row.country)
            .or_default()
            .insert(&row.country_id);
    }
    builder.actor(Actor::state(HOME).named("United States"));
    // The excerpt does not have the countries of all persons.
    for [.., country, _] in NAMED {
        names.entry(country).or_default();
    }
    let mut notes = Vec::new();
    for (id, spellings) in &names {
        let most = spellings.iter().max_by_key(|(_, (rows, _))| *rows);
        let name = most.map_or(*id, |(name, _)| *name);
        let others = spellings.iter().filter(|(spelling, _)| **spelling != name);
        let mut actor = Actor::state(*id).named(name);
        for (other, (rows, at)) in others {
            actor = actor.alias(*other);
            notes.push((
                "other name of a country",
                (*at).to_owned(),
                format!("{other}, usually {name} (rows: {rows})"),
            ));
        }
        builder.actor(actor);
    }
    for (spelling, ids) in ids_of_name.iter().filter(|(_, ids)| ids.len() > 1) {
        let ids: Vec<_> = ids.iter().copied().collect();
        notes.push((
            "one name for two countries",
            spelling.to_string(),
            format!("is {}", ids.join(" or ")),
        ));
    }
    for (class, at, what) in notes {
        read.note(class, &at, &what);
    }
}

/// Adds presidents, Secretaries of State and visitors.
///
/// The files do not have the terms of office, so a term is from the first stay to the last.
fn travellers(builder: &mut TimelineBuilder, read: &Rows) -> Answer {
    let mut travelled: BTreeMap<&str, (&Row, &str, &str)> = BTreeMap::new();
    let mut visitors: BTreeMap<String, &Row> = BTreeMap::new();
    for row in &read.rows {
        if row.is_visit() {
            visitors.insert(visitor(row), row);
        } else {
            let known = travelled
                .entry(&row.who)
                .or_insert((row, &row.first, &row.last));
            *known = (row, known.1.min(&row.first), known.2.max(&row.last));
        }
    }
    for (who, (row, first, last)) in travelled {
        let office = if row.role == "president" {
            "president"
        } else {
            "secretary of state"
        };
        let term = When::from_ends(
            &Edtf::parse(first)?,
            &Edtf::parse(last)?,
            DayRule::default(),
        )?;
        builder.actor(
            Actor::person(who)
                .named(&*row.name)
                .held_office(HOME, office, term),
        );
    }
    for [id, name, ..] in NAMED {
        builder.actor(Actor::person(id).named(name));
    }
    for (id, row) in visitors {
        if NAMED.iter().all(|[named, ..]| *named != id) {
            builder.actor(Actor::person(id).named(&*row.name));
        }
    }
    Ok(())
}

/// The identifier of the visitor: of a person in [`NAMED`], or the name and the country.
fn visitor(row: &Row) -> String {
    let is_named = |[_, _, surname, country, _]: &&[&str; 5]| {
        row.country_id == *country && row.name.ends_with(surname)
    };
    match NAMED.iter().find(is_named) {
        Some([id, ..]) => (*id).to_owned(),
        None => format!("{} of {}", row.name, row.country_id),
    }
}

fn report(source: &str, row: &Row) -> Report {
    let report = Report::by([source]);
    if row.remarks.is_empty() {
        report
    } else {
        report.words(&row.remarks)
    }
}

fn stay(row: &Row) -> Answer<Event> {
    let place = if row.locale.is_empty() {
        &row.country
    } else {
        &row.locale
    };
    Ok(Event::meeting(format!("stay-{}", row.id), row.stay()?)
        .title(format!("{} in {}", row.name, row.country))
        .in_person(true)
        .party(&row.who)
        .participant(Participant::new(&row.country_id, Role::Host))
        .at(Place::new(place).on_soil_of(&row.country_id))
        .report(report("travels", row)))
}

fn meeting(row: &Row, with: &str, country: &str) -> Answer<Event> {
    let place = if row.locale.is_empty() {
        &row.country
    } else {
        &row.locale
    };
    Ok(
        Event::meeting(format!("stay-{}-{with}", row.id), row.some_day()?)
            .in_person(true)
            .party(&row.who)
            .participant(Participant::new(with, Role::Party).on_behalf_of(country))
            .at(Place::new(place).on_soil_of(&row.country_id))
            .link(Link::PartOf, format!("stay-{}", row.id))
            .report(report("remarks", row)),
    )
}

fn visit(row: &Row) -> Answer<Event> {
    Ok(Event::meeting(format!("visit-{}", row.id), row.stay()?)
        .title(format!("{} in the United States", row.name))
        .in_person(true)
        .participant(Participant::new(visitor(row), Role::Party).on_behalf_of(&row.country_id))
        .participant(Participant::new(HOME, Role::Host))
        .at(Place::new("United States").on_soil_of(HOME))
        .report(report("visits", row)))
}

/// The position of a surname in a text, as a whole word.
fn word(text: &str, surname: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let found = text.match_indices(surname).find(|(at, _)| {
        let (before, after) = (text.get(..*at), text.get(at + surname.len()..));
        !letter(before.and_then(|text| text.chars().next_back()))
            && !letter(after.and_then(|text| text.chars().next()))
    });
    found.map(|(at, _)| at)
}

/// The title before a name, if only given names are between them.
fn title_before(text: &str, at: usize) -> Option<&'static str> {
    let before = text.get(..at)?;
    let titles = TITLES.into_iter();
    let last = titles.filter_map(|title| Some((before.rfind(title)? + title.len(), title)));
    let (end, title) = last.max()?;
    let between = before.get(end..)?;
    let is_name = |word: &str| word.chars().all(char::is_alphabetic);
    (between.split_whitespace().count() <= 2 && between.split_whitespace().all(is_name))
        .then_some(title)
}
