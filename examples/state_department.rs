//! Where did Secretaries of State go, whom did they meet, and what is sure of it?
//!
//! The Office of the Historian keeps the travels of presidents and secretaries of state, and the
//! visits of foreign leaders: 7,535 rows from 1866 to 2025, with what is usual in a record of that
//! age. Stays overlap, a country has three spellings, a row was entered twice, a foreign minister
//! is once a prime minister, and a remark tells whom a secretary met without telling on which day
//! of the stay. Here the rows become a timeline, and the questions are put to that:
//!
//! - a **stay** begins some time on its first day and ends some time on its last;
//! - a **meeting** that a remark names was on one of the days of the stay, nobody says which;
//! - a stay is contact with the **host**: with the country, which is an actor.
//!
//! Without arguments it runs on an excerpt: Rice's and Clinton's stays in Israel, all stays whose
//! remark names Lavrov, and the visits from Cuba. For the whole, give the two files, with the
//! columns that the excerpt has:
//!
//! ```sh
//! cargo run --release --example state_department -- trips.csv visits.csv [--times]
//! ```
//!
//! Source: U.S. Department of State, Office of the Historian, "Travels of the Secretary of State",
//! "Travels of the President", "Visits by Foreign Leaders" (CC0), as of 19 February 2025.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::time::Instant;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::actor::{Actor, ActorKind};
use detente::event::{Count, Coverage, Event, Link, Participant, Place, Report, Role, Source};
use detente::petgraph::visit::EdgeRef;
use detente::sequence::{Distance, Path};
use detente::time::{Certainty, Edtf, Reading};
use detente::timeline::{ActorRef, EventRef};
use detente::{Timeline, TimelineBuilder, View, When, WhenError};

const EXCERPT: &str = include_str!("data/state-department.csv");

/// What the record says that it covers.
const TRAVELS: &str = "1866-01-09/2025-02-19";
const VISITS: &str = "1874-12-12/2024-11-12";

/// The state whose officers travel.
const HOME: &str = "united-states";

/// Whom to look for in remarks: identifier, name, surname, country and the title one expects.
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

type Answer<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Answer {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|arg| arg.starts_with("--"));
    let clock = Clock(flags.iter().any(|flag| flag == "--times"));

    let mut read = Rows::default();
    match paths.as_slice() {
        [] => read.rows(EXCERPT.as_bytes(), "state-department.csv")?,
        [trips, visits] => {
            read.rows(File::open(trips)?, "trips.csv")?;
            read.rows(File::open(visits)?, "visits.csv")?;
        }
        _ => return Err("give both files, trips.csv and visits.csv, or none".into()),
    }
    let whole = !paths.is_empty();
    let timeline = clock.time("build", || record(&mut read, whole))?;
    clock.time("what was read", || what_was_read(&read, &timeline, whole));
    clock.time("counts of stays", || how_often(&timeline, whole))?;
    clock.time("countries", || how_many_countries(&timeline, whole))?;
    clock.time("trips", || how_many_trips(&timeline))?;
    clock.time("meetings with Lavrov", || who_met_lavrov(&timeline))?;
    clock.time("both within a week", || who_met_both(&timeline, whole))?;
    clock.time("gaps", || when_did_nobody_come(&timeline, whole))?;
    clock.time("word from Jerusalem", || {
        who_could_have_told(&timeline, whole)
    })?;
    clock.time("hubs", || who_went_where_others_went(&timeline, whole))?;
    Ok(())
}

/// Says what a step took, on standard error and only if asked.
struct Clock(bool);

impl Clock {
    fn time<T>(&self, step: &str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = run();
        if self.0 {
            eprintln!("{step:<22} {:>9.2} ms", start.elapsed().as_secs_f64() * 1e3);
        }
        done
    }
}

fn heading(question: &str) {
    println!("\n{question}\n{}", "-".repeat(question.chars().count()));
}

// ---- Reading ----

/// A row as it stands in a file.
#[derive(Debug)]
struct Row {
    /// Its file and line.
    at: String,
    id: String,
    role: String,
    name: String,
    who: String,
    first: String,
    last: String,
    country: String,
    country_id: String,
    locale: String,
    remarks: String,
}

impl Row {
    fn is_visit(&self) -> bool {
        self.role == "visitor"
    }

    /// From some time on the first day to some time on the last.
    fn stay(&self) -> Result<When, WhenError> {
        let (first, last) = (Edtf::parse(&self.first)?, Edtf::parse(&self.last)?);
        When::from_ends(&first, &last, Reading::default())
    }

    /// Some day of the stay.
    fn some_day(&self) -> Result<When, WhenError> {
        if self.first == self.last {
            When::parse(&self.first)
        } else {
            When::parse(&format!("[{}..{}]", self.first, self.last))
        }
    }
}

/// All rows, and what is irregular in them: by class, where and what.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    irregular: BTreeMap<&'static str, Vec<String>>,
}

impl Rows {
    /// Reads a file of trips or of visits. A row that cannot be read takes no other along.
    fn rows(&mut self, from: impl Read, file: &str) -> Answer {
        // A line ends with its feed: taken for a pair, CR and LF leave the count of lines one short.
        let mut reader = csv::ReaderBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(from);
        let headers = reader.headers()?.clone();
        let column = |names: [&'static str; 2]| {
            let found = headers.iter().position(|header| names.contains(&header));
            found.ok_or_else(|| format!("{file}: there is no column `{}`", names[0]))
        };
        let columns = [
            column(["id", "id"])?,
            column(["name", "visitor"])?,
            column(["start-date", "start-date"])?,
            column(["end-date", "end-date"])?,
            column(["country", "from"])?,
            column(["country_id", "from_id"])?,
            column(["remarks", "description"])?,
        ];
        let (role, who, locale) = (
            column(["role", "role"]).ok(),
            column(["who", "who"]).ok(),
            column(["locale", "locale"]).ok(),
        );
        for record in reader.into_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    self.note("not readable", file.to_owned(), &error.to_string());
                    continue;
                }
            };
            let text = |column: usize| record.get(column).unwrap_or_default().trim().to_owned();
            let [id, name, first, last, country, country_id, remarks] = columns.map(text);
            let line = record.position().map_or(0, csv::Position::line);
            let row = Row {
                at: format!("{file}:{line}"),
                role: role.map_or_else(|| "visitor".to_owned(), text),
                who: who
                    .map(text)
                    .filter(|who| !who.is_empty())
                    .unwrap_or_default(),
                locale: locale.map(text).unwrap_or_default(),
                id,
                name,
                first,
                last,
                country,
                country_id,
                remarks,
            };
            match row.stay() {
                Ok(_) => self.rows.push(row),
                Err(WhenError::EndBeforeStart { text }) => {
                    self.note("ends before it starts; left out", row.at, &text);
                }
                Err(error) => self.note("not a date; left out", row.at, &error.to_string()),
            }
        }
        Ok(())
    }

    fn note(&mut self, class: &'static str, at: String, what: &str) {
        self.irregular
            .entry(class)
            .or_default()
            .push(format!("{at} {what}"));
    }

    /// The rows of the same traveller that go on beside each other, and those entered twice.
    fn note_overlaps(&mut self) {
        let mut by_who: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| !row.is_visit()) {
            by_who.entry(&row.who).or_default().push(row);
        }
        let (mut beside, mut twice) = (Vec::new(), Vec::new());
        for rows in by_who.values_mut() {
            rows.sort_by_key(|row| (&row.first, &row.last, &row.id));
            // The stay that reaches furthest so far: a long one may hold several.
            let mut furthest: Option<&Row> = None;
            for &row in &*rows {
                if let Some(held) = furthest.filter(|held| row.first < held.last) {
                    let (from, to) = (held.at.rsplit(':').next(), &held.country);
                    let what = format!(
                        "{}, within {to} of line {}",
                        row.country,
                        from.unwrap_or_default()
                    );
                    let same = |a: &Row, b: &Row| {
                        (&a.first, &a.last, &a.country_id, &a.remarks)
                            == (&b.first, &b.last, &b.country_id, &b.remarks)
                    };
                    let list = if same(held, row) {
                        &mut twice
                    } else {
                        &mut beside
                    };
                    list.push((row.at.clone(), what));
                }
                if furthest.is_none_or(|held| held.last < row.last) {
                    furthest = Some(row);
                }
            }
        }
        for (at, what) in beside {
            self.note(
                "stays of one traveller overlap by more than a day of travel",
                at,
                &what,
            );
        }
        for (at, what) in twice {
            self.note("the same stay entered twice; both kept", at, &what);
        }
    }
}

/// Where a surname stands in a remark as a word of its own.
fn word(text: &str, surname: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let found = text.match_indices(surname).find(|(at, _)| {
        let (before, after) = (text.get(..*at), text.get(at + surname.len()..));
        !letter(before.and_then(|text| text.chars().next_back()))
            && !letter(after.and_then(|text| text.chars().next()))
    });
    found.map(|(at, _)| at)
}

/// The title that stands before a name, with nothing but given names between.
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

// ---- Building ----

/// The timeline of the rows.
fn record(read: &mut Rows, whole: bool) -> Answer<Timeline> {
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
                        "named with another title than usual: a slip, or the office of another time",
                        row,
                        format!("{title} {surname}"),
                    ));
                }
                if row.first != row.last {
                    let what = format!("{surname} between {} and {}", row.first, row.last);
                    notes.push(("met on a day of the stay that nobody tells", row, what));
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
        read.note(class, at, &what);
    }
    Ok(builder.build()?)
}

fn sources(builder: &mut TimelineBuilder, whole: bool) -> Answer {
    let office = "Office of the Historian";
    let travels = Source::new("travels", format!("{office}, travels"));
    let visits = Source::new("visits", format!("{office}, visits"));
    // The excerpt has all visits of Cuba's, and of travels only what the questions need.
    let of_visits = Coverage::over(When::parse(VISITS)?);
    if whole {
        builder.source(travels.covering(Coverage::over(When::parse(TRAVELS)?)));
        builder.source(visits.covering(of_visits));
    } else {
        builder.source(travels);
        builder.source(visits.covering(of_visits.of(["cuba"])));
    }
    builder.source(Source::new(
        "remarks",
        format!("{office}, remarks on travels"),
    ));
    Ok(())
}

/// A country for each identifier, called as most rows spell it, with the other spellings beside.
fn countries(builder: &mut TimelineBuilder, read: &mut Rows) {
    let mut spelt: BTreeMap<&str, BTreeMap<&str, (usize, &str)>> = BTreeMap::new();
    let mut means: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in &read.rows {
        let of = spelt.entry(&row.country_id).or_default();
        of.entry(&row.country).or_insert((0, &row.at)).0 += 1;
        means
            .entry(&row.country)
            .or_default()
            .insert(&row.country_id);
    }
    builder.actor(Actor::state(HOME, "United States"));
    // Some of those who are looked for are of countries that the rows do not have.
    for [.., country, _] in NAMED {
        spelt.entry(country).or_default();
    }
    let mut notes = Vec::new();
    for (id, spellings) in &spelt {
        let most = spellings.iter().max_by_key(|(_, (rows, _))| *rows);
        let name = most.map_or(*id, |(name, _)| *name);
        let others = spellings.iter().filter(|(spelling, _)| **spelling != name);
        let mut actor = Actor::state(*id, name);
        for (other, (rows, at)) in others {
            actor = actor.alias(*other);
            notes.push((
                "a country spelt in another way",
                (*at).to_owned(),
                format!("{other}, elsewhere {name} ({rows} rows)"),
            ));
        }
        builder.actor(actor);
    }
    for (spelling, ids) in means.iter().filter(|(_, ids)| ids.len() > 1) {
        let ids: Vec<_> = ids.iter().copied().collect();
        notes.push((
            "one spelling for two countries",
            "all".to_owned(),
            format!("{spelling}: {}", ids.join(", ")),
        ));
    }
    for (class, at, what) in notes {
        read.note(class, at, &what);
    }
}

/// Presidents, secretaries and visitors. Who travelled in an office held it from the first of the
/// stays to the last, which is all that the record says.
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
            Reading::default(),
        )?;
        builder.actor(Actor::person(who, &*row.name).held(HOME, office, term));
    }
    for [id, name, ..] in NAMED {
        builder.actor(Actor::person(id, name));
    }
    for (id, row) in visitors {
        if NAMED.iter().all(|[named, ..]| *named != id) {
            builder.actor(Actor::person(id, &*row.name));
        }
    }
    Ok(())
}

/// Who came: one of those who are looked for, or else whoever the row names, by title and country.
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
        report.in_words(&row.remarks)
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
        .with(Participant::new(&row.country_id, Role::Host))
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
            .with(Participant::new(with, Role::Party).on_behalf_of(country))
            .at(Place::new(place).on_soil_of(&row.country_id))
            .link(Link::PartOf, format!("stay-{}", row.id))
            .report(report("remarks", row)),
    )
}

fn visit(row: &Row) -> Answer<Event> {
    Ok(Event::meeting(format!("visit-{}", row.id), row.stay()?)
        .title(format!("{} in the United States", row.name))
        .in_person(true)
        .with(Participant::new(visitor(row), Role::Party).on_behalf_of(&row.country_id))
        .with(Participant::new(HOME, Role::Host))
        .at(Place::new("United States").on_soil_of(HOME))
        .report(report("visits", row)))
}

// ---- Asking ----

/// Those who held an office, by their first stay in it.
fn holders<'t>(timeline: &'t Timeline, wanted: &str) -> Vec<ActorRef<'t>> {
    let mut held: Vec<_> = timeline
        .actors()
        .filter_map(|actor| {
            let mut terms = actor.affiliations();
            let (_, _, term) = terms.find(|(_, office, _)| *office == Some(wanted))?;
            Some((term.bounds().start_earliest(), actor))
        })
        .collect();
    held.sort_by_key(|(start, actor)| (*start, actor.id()));
    held.into_iter().map(|(_, actor)| actor).collect()
}

/// From the first stay of one secretary to the last of another: those of that time.
fn from_to<'t>(timeline: &'t Timeline, first: &str, last: &str) -> Answer<Vec<ActorRef<'t>>> {
    let all = holders(timeline, "secretary of state");
    let at = |id: &str| {
        all.iter()
            .position(|one| one.id() == id)
            .ok_or(format!("no {id}"))
    };
    Ok(all.get(at(first)?..=at(last)?).unwrap_or_default().to_vec())
}

/// The last of a name's words.
fn surname(actor: ActorRef<'_>) -> &str {
    actor.name().rsplit(' ').next().unwrap_or_default()
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The last day that something which ended at an instant still touched.
fn last_day(end: DateTime<Utc>) -> NaiveDate {
    (end - TimeDelta::seconds(1)).date_naive()
}

/// The days that an event may have touched: `2005-04-19`, `2005-04-19 to 20`.
fn days(event: EventRef<'_>) -> String {
    let bounds = event.bounds();
    match (bounds.start_earliest(), bounds.end_latest().map(last_day)) {
        (Some(from), Some(to)) if from.date_naive() == to => to.to_string(),
        (Some(from), Some(to)) => {
            let (from, to) = (from.date_naive(), to.to_string());
            let shared = if to.starts_with(&from.format("%Y-%m").to_string()) {
                8
            } else {
                0
            };
            format!("{from} to {}", to.get(shared..).unwrap_or_default())
        }
        _ => "some day".to_owned(),
    }
}

fn bounds(count: Count) -> String {
    match count.max() {
        Some(max) if max == count.min() => max.to_string(),
        Some(max) => format!("{} to {max}", count.min()),
        None => format!("{} or more", count.min()),
    }
}

fn what_was_read(read: &Rows, timeline: &Timeline, whole: bool) {
    let of = |role: &str| read.rows.iter().filter(|row| row.role == role).count();
    println!(
        "{}\n{} rows: {} stays of {} presidents, {} of {} secretaries of state, {} visits.",
        timeline.title().unwrap_or_default(),
        read.rows.len(),
        of("president"),
        holders(timeline, "president").len(),
        of("secretary"),
        holders(timeline, "secretary of state").len(),
        of("visitor"),
    );
    let first = read.rows.iter().map(|row| &row.first).min();
    let last = read.rows.iter().map(|row| &row.last).max();
    if let (Some(first), Some(last)) = (first, last) {
        println!("They run from {first} to {last}. On what comes after, the record is silent.");
    }
    heading("What is irregular");
    for (class, rows) in &read.irregular {
        println!("  {class}: {}", rows.len());
        for row in rows.iter().take(3) {
            println!("    {row}");
        }
        if rows.len() > 3 {
            let lines: Vec<_> = rows
                .iter()
                .skip(3)
                .take(12)
                .filter_map(|row| row.split(' ').next())
                .collect();
            let left = rows.len().saturating_sub(15);
            let more = if left > 0 {
                format!(", and {left} more")
            } else {
                String::new()
            };
            println!("    also {}{more}", lines.join(", "));
        }
    }
    if !read
        .irregular
        .keys()
        .any(|class| class.starts_with("ends before"))
    {
        println!("  No row ends before it starts.");
    }
    if whole {
        assert_eq!(read.rows.len(), 7_535);
        assert_eq!(
            (of("president"), of("secretary"), of("visitor")),
            (832, 3_439, 3_264)
        );
        // The coverage that the sources state is that of the files.
        assert_eq!(
            (first.map(String::as_str), last.map(String::as_str)),
            (Some("1866-01-09"), Some("2025-02-19"))
        );
    }
    let lines = |class: &str| {
        let found = read
            .irregular
            .iter()
            .find(|(known, _)| known.starts_with(class));
        found.map_or(0, |(_, rows)| rows.len())
    };
    if whole {
        assert_eq!(lines("the same stay entered twice"), 2);
        assert_eq!(lines("stays of one traveller overlap"), 121);
        assert_eq!(lines("one spelling for two countries"), 3);
    }
    let titles = read
        .irregular
        .get("named with another title than usual: a slip, or the office of another time");
    assert!(titles.is_some_and(|rows| {
        rows.iter()
            .any(|row| row.ends_with("Prime Minister Lavrov"))
    }));
}

/// The stays of travellers, as against what remarks name and as against visits.
fn stays(timeline: &Timeline) -> Answer<View<'_>> {
    Ok(timeline.view().from_source("travels")?)
}

fn how_often(timeline: &Timeline, whole: bool) -> Answer {
    heading("How often did a Secretary stay in a country?");
    let stays = stays(timeline)?;
    let times =
        |who: &str, country: &str| -> Answer<Count> { Ok(stays.between(who, country)?.count()) };
    let clinton = times("clinton-hillary-rodham", "israel")?;
    println!("  Clinton in Israel: {}", bounds(clinton));
    assert_eq!(clinton, Count::exactly(5));
    if !whole {
        return Ok(());
    }
    let era = from_to(timeline, "baker-james-addison", "clinton-hillary-rodham")?;
    let names: Vec<_> = era.iter().map(|one| surname(*one)).collect();
    println!("  From {}:", names.join(", "));
    for (country, published) in [("israel", 90), ("egypt", 61), ("france", 55), ("syria", 48)] {
        let mut total = 0;
        for secretary in &era {
            total += times(secretary.id(), country)?.min();
        }
        println!("    {:<8} {total}", timeline.actor(country)?.name());
        assert_eq!(total, published, "{country}");
    }
    for (who, country, published) in [
        ("christopher-warren-minor", "israel", 34),
        ("rice-condoleezza", "palestinian-authority", 21),
        ("rice-condoleezza", "israel", 25),
    ] {
        let found = times(who, country)?;
        let (who, country) = (timeline.actor(who)?, timeline.actor(country)?);
        println!(
            "  {} in {}: {}",
            surname(who),
            country.name(),
            bounds(found)
        );
        assert_eq!(found, Count::exactly(published));
    }
    Ok(())
}

/// The countries in which someone had stayed by the end of a day.
fn hosts<'t>(timeline: &'t Timeline, who: &str, by: NaiveDate) -> Answer<BTreeSet<&'t str>> {
    let stays = stays(timeline)?.involving(who)?.within(..=by);
    let hosts = stays
        .events()
        .filter_map(|stay| stay.soil().map(ActorRef::id));
    Ok(hosts.collect())
}

fn how_many_countries(timeline: &Timeline, whole: bool) -> Answer {
    heading("How many countries?");
    let (clinton, rice) = ("clinton-hillary-rodham", "rice-condoleezza");
    let authority = "palestinian-authority";
    for (who, by, published, but) in [
        (clinton, date(2012, 6, 17), 98, &[authority][..]),
        (clinton, date(2012, 6, 28), 100, &[authority]),
        (clinton, date(2012, 9, 5), 108, &[authority, "cook-islands"]),
        (rice, date(2009, 1, 20), 85, &[authority]),
    ] {
        let found = hosts(timeline, who, by)?;
        let counted: Vec<_> = found.iter().filter(|id| !but.contains(id)).collect();
        let who = surname(timeline.actor(who)?);
        if !whole {
            println!("  {who}, by {by}: {} in this excerpt", found.len());
            continue;
        }
        let named: Vec<_> = but
            .iter()
            .map(|id| timeline.actor(id).map(ActorRef::name))
            .collect::<Result<_, _>>()?;
        println!(
            "  {who}, by {by}: {} hosts; {} without {} (as the press counted then: {published})",
            found.len(),
            counted.len(),
            named.join(" and "),
        );
        assert_eq!(counted.len(), published);
        assert!(but.iter().all(|id| found.contains(id)));
    }
    if whole {
        println!(
            "  The record hosts her also in Ramallah, which the counts of the day leave out as no"
        );
        println!(
            "  country, and from 31 August in the Cook Islands, which they had not taken in by 5 September."
        );
        let cook = timeline.between(clinton, "cook-islands")?;
        let reached = cook.first().and_then(|stay| stay.bounds().start_earliest());
        assert_eq!(reached.map(|at| at.date_naive()), Some(date(2012, 8, 31)));
    }
    Ok(())
}

fn how_many_trips(timeline: &Timeline) -> Answer {
    heading("In how many trips did Rice make her stays in Israel?");
    let stays = stays(timeline)?.between("rice-condoleezza", "israel")?;
    for gap in [0, 2, 7] {
        let trips = stays.episodes(Distance::days(gap));
        println!(
            "  {} stays are {} trips, if {gap} days away end one",
            bounds(stays.count()),
            bounds(trips.count())
        );
        if gap == 2 {
            assert_eq!(stays.count(), Count::exactly(25));
            assert_eq!(trips.count(), Count::exactly(23));
            for trip in trips.iter().filter(|trip| trip.events().len() > 1) {
                let stays: Vec<_> = trip.events().iter().map(|stay| days(*stay)).collect();
                println!("    one trip: {}", stays.join(", then "));
            }
        }
    }
    Ok(())
}

fn who_met_lavrov(timeline: &Timeline) -> Answer {
    heading("Who met Lavrov, in what order, and which meeting was whose nth?");
    let meetings = timeline
        .view()
        .from_source("remarks")?
        .involving("lavrov")?;
    let in_all = meetings.sequence();
    let mut order: Vec<(ActorRef<'_>, u64)> = Vec::new();
    for meeting in meetings.events() {
        let parties = meeting.participants().map(|one| one.actor());
        for secretary in parties.filter(|one| one.id() != "lavrov") {
            let theirs = meetings.involving(secretary.id())?.rank(meeting.id())?;
            match order.iter_mut().find(|(known, _)| *known == secretary) {
                Some((_, number)) => *number += 1,
                None => order.push((secretary, 1)),
            }
            println!(
                "  {:>5}  {:<16} {:<9} {:>6}  {}",
                in_all.rank(meeting.id())?.to_string(),
                days(meeting),
                surname(secretary),
                format!("({theirs})"),
                meeting.place().unwrap_or_default(),
            );
        }
    }
    let told: Vec<_> = order
        .iter()
        .map(|(who, number)| format!("{} {number}", surname(*who)))
        .collect();
    println!(
        "  {} meetings with {} Secretaries: {}.",
        bounds(meetings.count()),
        order.len(),
        told.join(", ")
    );
    println!(
        "  The rank in all comes first, that among the Secretary's own in brackets. These are the"
    );
    println!(
        "  meetings that a remark on travels names: he was met in Washington and New York, too, and"
    );
    println!(
        "  after February 2025. So whoever says \"the nth\" of one of them says \"at least the nth\"."
    );

    assert_eq!(meetings.count(), Count::exactly(33));
    let names: Vec<_> = order
        .iter()
        .map(|(who, number)| (surname(*who), *number))
        .collect();
    assert_eq!(
        names,
        [
            ("Rice", 6),
            ("Clinton", 4),
            ("Kerry", 18),
            ("Tillerson", 1),
            ("Pompeo", 2),
            ("Blinken", 1),
            ("Rubio", 1)
        ]
    );
    // Days are open, and yet all is in order: no two of these stays overlap.
    let all: Vec<_> = meetings.events().collect();
    assert!(
        all.windows(2)
            .all(|two| two[0].before(two[1]) == Certainty::Certain)
    );
    assert_eq!(
        meetings.involving("rubio-marco")?.first().map(EventRef::id),
        Some("stay-4288-lavrov")
    );
    Ok(())
}

fn who_met_both(timeline: &Timeline, whole: bool) -> Answer {
    heading("Who met both of two within a week, and how many times?");
    let remarks = timeline.view().from_source("remarks")?;
    for (one, other) in [
        ("lavrov", "zarif"),
        ("lavrov", "netanyahu"),
        ("netanyahu", "abbas"),
    ] {
        let mut found: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for secretary in holders(timeline, "secretary of state") {
            let others = remarks.between(secretary.id(), other)?;
            for meeting in remarks.between(secretary.id(), one)?.events() {
                let near = others.near(meeting.id(), Distance::days(7))?;
                let best = near.iter().map(|(_, certainty)| *certainty).max();
                let (certain, possible) = found.entry(surname(secretary)).or_default();
                match best {
                    Some(Certainty::Certain) => *certain += 1,
                    Some(Certainty::Possible) => *possible += 1,
                    _ => {}
                }
            }
        }
        found.retain(|_, times| *times != (0, 0));
        let (a, b) = (timeline.actor(one)?.name(), timeline.actor(other)?.name());
        let told: Vec<_> = found
            .iter()
            .map(|(who, (certain, possible))| match possible {
                0 => format!("{who} {certain}"),
                _ => format!("{who} {certain}, and {possible} depending on the day"),
            })
            .collect();
        let told = if told.is_empty() {
            "nobody".to_owned()
        } else {
            told.join("; ")
        };
        println!("  {a} and {b}: {told}");
        if whole {
            let expected: &[&str] = match (one, other) {
                ("lavrov", "zarif") => &["Kerry"],
                ("lavrov", _) => &["Kerry", "Rubio"],
                _ => &["Blinken", "Clinton", "Kerry"],
            };
            assert!(found.keys().eq(expected));
        }
    }
    Ok(())
}

fn when_did_nobody_come(timeline: &Timeline, whole: bool) -> Answer {
    heading("The longest time without a visit from a country");
    let visits = timeline.view().from_source("visits")?;
    let mut longest: Vec<_> = Vec::new();
    for country in timeline
        .actors()
        .filter(|actor| actor.kind() == ActorKind::State)
    {
        if country.id() == HOME {
            continue;
        }
        let visits = visits.between(HOME, country.id())?;
        let gap = visits.gaps().max_by_key(|(_, _, gap)| gap.min_days());
        longest.extend(gap.map(|(before, after, gap)| (gap.min_days(), country, before, after)));
    }
    longest.sort_by_key(|(days, country, ..)| (std::cmp::Reverse(*days), country.id()));
    for (least, country, before, after) in longest.iter().take(5) {
        let view = visits.between(HOME, country.id())?;
        let ends = (
            before.bounds().end_latest(),
            after.bounds().start_earliest(),
        );
        let covered = ends
            .0
            .zip(ends.1)
            .and_then(|(from, to)| view.coverage(from..to));
        println!(
            "  {:<10} {} days at least, from {} to {}: {}",
            country.name(),
            least.unwrap_or_default(),
            days(*before),
            days(*after),
            none_or_no_data(covered),
        );
    }
    // And since the last: the answer turns from "none" to "no data" where the record ends.
    let cuba = visits.between(HOME, "cuba")?;
    let last = cuba.last().ok_or("no visit from Cuba")?;
    println!("  Cuba, since {} ({}):", last.title(), days(last));
    for year in [2024, 2025] {
        let window = date(year, 1, 1)..date(year, 11, 1);
        let (within, covered) = (cuba.within(window.clone()).count(), cuba.coverage(window));
        println!(
            "    in the first ten months of {year}: {} visits, {}",
            bounds(within),
            none_or_no_data(covered)
        );
        assert_eq!(within, Count::ZERO);
        assert_eq!(covered, Some(if year == 2024 { 1.0 } else { 0.0 }));
    }
    let cubas = longest
        .iter()
        .find(|(_, country, ..)| country.id() == "cuba");
    let (least, _, before, after) = cubas.ok_or("Cuba has a gap")?;
    assert_eq!(
        (before.title(), *least),
        ("Premier Castro in the United States", Some(20_616))
    );
    assert_eq!(after.title(), "President Raul Castro in the United States");
    assert!(!whole || longest.len() > 100);
    Ok(())
}

fn none_or_no_data(covered: Option<f64>) -> String {
    match covered {
        Some(all) if all >= 1.0 => "none, for the record covers it".to_owned(),
        Some(part) if part > 0.0 => {
            format!("none in the {:.0}% that the record covers", part * 100.0)
        }
        _ => "no data".to_owned(),
    }
}

fn who_could_have_told(timeline: &Timeline, whole: bool) -> Answer {
    heading("Which Secretary could have brought Lavrov a word from Jerusalem soonest?");
    let view = timeline.view();
    // By how sure it is and how long it takes: from the earliest end of a stay to the telling.
    let mut ways: Vec<(bool, TimeDelta, ActorRef<'_>, EventRef<'_>, Path<'_>)> = Vec::new();
    for secretary in holders(timeline, "secretary of state") {
        let theirs = view.involving(secretary.id())?;
        let paths = theirs.paths();
        for stay in stays(timeline)?.between(secretary.id(), "israel")?.events() {
            let told = paths.after(secretary.id(), stay.id())?.to("lavrov")?;
            let left = stay.bounds().end_earliest();
            for (path, is_sure) in [(told.certain(), true), (told.possible(), false)] {
                let arrival = path.and_then(Path::arrival);
                if let (Some(path), Some(arrival), Some(left)) = (path, arrival, left) {
                    ways.push((is_sure, arrival - left, secretary, stay, path.clone()));
                }
            }
        }
    }
    ways.sort_by_key(|(_, time, secretary, stay, _)| (*time, secretary.id(), stay.id()));
    let best = |wanted: bool| {
        let mut seen = BTreeSet::new();
        ways.iter()
            .filter(move |(is_sure, _, who, ..)| *is_sure == wanted && seen.insert(who.id()))
    };
    for (is_sure, reading) in [
        (true, "For certain, whatever the days and hours were:"),
        (false, "Possibly, if the days and hours fell so:"),
    ] {
        println!("  {reading}");
        for (_, time, secretary, stay, path) in best(is_sure) {
            let told = path
                .events()
                .last()
                .map(|met| format!("{}, {}", met.place().unwrap_or_default(), days(met)));
            println!(
                "    {:<9} within {:>2} days: Israel, {}; {}",
                surname(*secretary),
                whole_days(*time),
                days(*stay),
                told.unwrap_or_default(),
            );
        }
    }
    let first = |is_sure: bool| {
        let best = best(is_sure).next();
        best.map(|(_, time, who, ..)| (surname(*who), whole_days(*time)))
    };
    if whole {
        assert_eq!(first(true), Some(("Clinton", 3)));
        // Rubio left Jerusalem on the day on which he came to Riyadh.
        assert_eq!(first(false), Some(("Rubio", 1)));
    } else {
        assert_eq!(first(true), Some(("Clinton", 3)));
        assert_eq!(first(false), Some(("Clinton", 2)));
    }
    Ok(())
}

/// Days, a part of one as one.
fn whole_days(time: TimeDelta) -> i64 {
    (time + TimeDelta::days(1) - TimeDelta::seconds(1)).num_days()
}

fn who_went_where_others_went(timeline: &Timeline, whole: bool) -> Answer {
    heading("Which countries saw most presidents and secretaries?");
    let stays = stays(timeline)?;
    let graph = stays.contact_graph(|_| true, |tie| tie.count().min());
    let mut hosts: Vec<(usize, u32, &str)> = graph
        .node_indices()
        .filter(|node| graph[*node].kind() == ActorKind::State && graph[*node].id() != HOME)
        .map(|node| {
            let ties = graph.edges(node).filter(|tie| {
                let other = if tie.source() == node {
                    tie.target()
                } else {
                    tie.source()
                };
                graph[other].kind() == ActorKind::Person
            });
            let (who, times) =
                ties.fold((0, 0), |(who, times), tie| (who + 1, times + tie.weight()));
            (who, times, graph[node].name())
        })
        .collect();
    hosts.sort_by_key(|(who, times, name)| (std::cmp::Reverse((*who, *times)), *name));
    for (who, times, name) in hosts.iter().take(5) {
        println!("  {name:<16} {who:>3} travellers, {times:>4} stays");
    }
    let first = hosts.first().map(|(.., name)| *name);
    assert_eq!(first, Some(if whole { "United Kingdom" } else { "Russia" }));
    Ok(())
}
