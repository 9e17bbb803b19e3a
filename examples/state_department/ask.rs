//! The questions, with their answers and assertions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use detente::actor::ActorKind;
use detente::event::Count;
use detente::petgraph::visit::EdgeRef;
use detente::sequence::Distance;
use detente::timeline::{ActorRef, EventRef};
use detente::{Certainty, Timeline, View};

use crate::build::HOME;
use crate::read::Rows;
use crate::{Answer, dates};

fn heading(question: &str) {
    println!("\n{question}\n{}", "-".repeat(question.len()));
}

/// The actors who held an office, in the order of their first stays in it.
fn holders<'t>(timeline: &'t Timeline, wanted: &str) -> Vec<ActorRef<'t>> {
    let mut holders: Vec<_> = timeline
        .actors()
        .filter_map(|actor| {
            let mut terms = actor.affiliations();
            let (_, _, term) = terms.find(|(_, office, _)| *office == Some(wanted))?;
            Some((term.bounds().start_earliest(), actor))
        })
        .collect();
    holders.sort_by_key(|(start, actor)| (*start, actor.id()));
    holders.into_iter().map(|(_, actor)| actor).collect()
}

/// The last word of a name.
fn surname(actor: ActorRef<'_>) -> &str {
    actor.name().rsplit(' ').next().unwrap_or(actor.name())
}

fn place(event: EventRef<'_>) -> &str {
    event.place().map_or("", |place| &place.name)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the date exists")
}

pub(crate) fn rows_read(read: &Rows, timeline: &Timeline, whole: bool) -> Answer {
    let count = |role: &str| read.rows.iter().filter(|row| row.role == role).count();
    let counts = ["president", "secretary", "visitor"].map(count);
    let first = read.rows.iter().map(|row| &*row.first).min();
    let last = read.rows.iter().map(|row| &*row.last).max();
    let (first, last) = first.zip(last).ok_or("expected a row")?;
    println!("{}", timeline.title().ok_or("expected a title")?);
    println!("{} rows from {first} to {last}:", read.rows.len());
    println!("  {:>5} stays of presidents", counts[0]);
    println!("  {:>5} stays of secretaries of state", counts[1]);
    println!("  {:>5} visits of foreign leaders", counts[2]);
    heading("What is irregular in the files?");
    for (class, rows) in &read.irregular {
        println!("  {:>3} {class}", rows.len());
        for row in rows.iter().take(3) {
            println!("        {row}");
        }
        if rows.len() > 3 {
            println!("        and {} more", rows.len() - 3);
        }
    }
    let titles = read.irregular.get("person named with an unexpected title");
    let titles = titles.ok_or("expected a title")?;
    assert!(
        titles
            .iter()
            .any(|row| row.ends_with("Prime Minister Lavrov"))
    );
    if whole {
        assert_eq!(counts, [832, 3_439, 3_264]);
        assert_eq!((first, last), ("1866-01-09", "2025-02-19"));
        let count = |class: &str| read.irregular.get(class).map_or(0, Vec::len);
        assert_eq!(count("duplicate stay, kept"), 2);
        assert_eq!(count("overlapping stays of one person"), 121);
        assert_eq!(count("one name for two countries"), 3);
    }
    Ok(())
}

/// The stays, without the meetings that remarks name.
fn stays(timeline: &Timeline) -> Answer<View<'_>> {
    Ok(timeline.view().from_source("travels")?)
}

pub(crate) fn stays_in_a_country(timeline: &Timeline, whole: bool) -> Answer {
    heading("How often did a Secretary of State stay in a country?");
    let stays = stays(timeline)?;
    let mut published = vec![("clinton-hillary-rodham", "israel", 5)];
    if whole {
        published.extend([
            ("christopher-warren-minor", "israel", 34),
            ("rice-condoleezza", "palestinian-authority", 21),
            ("rice-condoleezza", "israel", 25),
        ]);
    }
    for (secretary, country, expected) in published {
        let count = stays.between(secretary, country)?.count();
        let (secretary, country) = (timeline.actor(secretary)?, timeline.actor(country)?);
        println!(
            "  {:<16} {:<24} {count}",
            surname(secretary),
            country.name()
        );
        assert_eq!(count, Count::exactly(expected));
    }
    if whole {
        let secretaries = holders(timeline, "secretary of state");
        let index = |id: &str| secretaries.iter().position(|actor| actor.id() == id);
        let first = index("baker-james-addison").ok_or("expected Baker")?;
        let last = index("clinton-hillary-rodham").ok_or("expected Clinton")?;
        for (country, expected) in [("israel", 90), ("egypt", 61), ("france", 55), ("syria", 48)] {
            let mut total = 0;
            for secretary in &secretaries[first..=last] {
                total += stays.between(secretary.id(), country)?.count().min();
            }
            let country = timeline.actor(country)?.name();
            println!("  {:<16} {country:<24} {total}", "Baker to Clinton");
            assert_eq!(total, expected, "{country}");
        }
    }
    Ok(())
}

/// The countries in which a person stayed by the end of a day.
fn hosts<'t>(timeline: &'t Timeline, person: &str, by: NaiveDate) -> Answer<BTreeSet<&'t str>> {
    let stays = stays(timeline)?.involving(person)?.within(..=by);
    let hosts = stays
        .events()
        .filter_map(|stay| stay.place()?.soil.as_deref());
    Ok(hosts.collect())
}

pub(crate) fn countries_of_a_secretary(timeline: &Timeline, whole: bool) -> Answer {
    heading("In how many countries did a Secretary of State stay?");
    let (clinton, rice) = ("clinton-hillary-rodham", "rice-condoleezza");
    if !whole {
        let found = hosts(timeline, clinton, date(2013, 2, 1))?;
        println!("  Clinton: {} in this excerpt", found.len());
        assert_eq!(found.len(), 4);
        return Ok(());
    }
    // The press did not count the Palestinian Authority, and counted the Cook Islands later.
    let authority = "palestinian-authority";
    for (secretary, by, published, uncounted) in [
        (clinton, date(2012, 6, 17), 98, &[authority][..]),
        (clinton, date(2012, 6, 28), 100, &[authority]),
        (clinton, date(2012, 9, 5), 108, &[authority, "cook-islands"]),
        (rice, date(2009, 1, 20), 85, &[authority]),
    ] {
        let found = hosts(timeline, secretary, by)?;
        let counted = found.iter().filter(|id| !uncounted.contains(id)).count();
        println!(
            "  {:<8} by {}: {} hosts, of which the press counted {published}",
            surname(timeline.actor(secretary)?),
            dates::day(by),
            found.len(),
        );
        assert_eq!(counted, published);
        assert!(uncounted.iter().all(|id| found.contains(id)));
    }
    Ok(())
}

pub(crate) fn trips_to_israel(timeline: &Timeline) -> Answer {
    heading("How many trips did Rice make to Israel?");
    let stays = stays(timeline)?.between("rice-condoleezza", "israel")?;
    println!("  {} stays", stays.count());
    for (days, expected) in [(0, 24), (2, 23), (7, 22)] {
        let trips = stays.episodes(Distance::days(days));
        println!(
            "  {} trips, if stays up to {days} days apart are one trip",
            trips.count
        );
        assert_eq!(trips.count, Count::exactly(expected));
    }
    assert_eq!(stays.count(), Count::exactly(25));
    Ok(())
}

pub(crate) fn meetings_with_lavrov(timeline: &Timeline) -> Answer {
    heading("Which Secretaries of State met Lavrov, and in what order?");
    let remarks = timeline.view().from_source("remarks")?;
    let meetings = remarks.involving("lavrov")?;
    let sequence = meetings.sequence();
    let mut counts: Vec<(&str, u64)> = Vec::new();
    for meeting in &meetings {
        let mut parties = meeting.participants().map(|participant| participant.actor);
        let secretary = parties.find(|actor| actor.id() != "lavrov");
        let secretary = secretary.ok_or("expected a Secretary of State")?;
        let theirs = meetings.involving(secretary.id())?.rank(meeting.id())?;
        let name = surname(secretary);
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
        println!(
            "  {:>4}  {:<40} {:<17} {name}'s {theirs}",
            sequence.rank(meeting.id())?.to_string(),
            meeting.date_in_english(),
            place(meeting),
        );
    }
    println!("  These are the meetings in remarks on travels. Meetings in the United States, and");
    println!("  meetings after 19 February 2025, are not among them.");
    assert_eq!(meetings.count(), Count::exactly(33));
    assert_eq!(
        counts,
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
    // The days are uncertain, but the order is certain, because these stays do not overlap.
    let all: Vec<EventRef<'_>> = meetings.events().collect();
    let mut pairs = all.windows(2);
    assert!(pairs.all(|pair| pair[0].before(pair[1]).is_certain()));
    Ok(())
}

pub(crate) fn met_both(timeline: &Timeline, whole: bool) -> Answer {
    heading("Which Secretaries of State met both persons within a week?");
    let remarks = timeline.view().from_source("remarks")?;
    for (one, other, expected) in [
        ("lavrov", "zarif", &["Kerry"][..]),
        ("lavrov", "netanyahu", &["Kerry", "Rubio"]),
        ("netanyahu", "abbas", &["Blinken", "Clinton", "Kerry"]),
    ] {
        let mut found = BTreeMap::new();
        for both in remarks.met_both(one, other, Distance::days(7))? {
            if both.actor.kind() == ActorKind::Person {
                found.insert(surname(both.actor), both.certainty);
            }
        }
        let names: Vec<String> = found
            .iter()
            .map(|(name, certainty)| format!("{name} ({certainty})"))
            .collect();
        let names = if names.is_empty() {
            "none in this excerpt".to_owned()
        } else {
            names.join(", ")
        };
        let (one, other) = (timeline.actor(one)?.name(), timeline.actor(other)?.name());
        println!("  {:<42} {names}", format!("{one} and {other}"));
        if whole {
            assert!(found.keys().eq(expected));
        }
    }
    Ok(())
}

pub(crate) fn longest_time_without_visit(timeline: &Timeline, whole: bool) -> Answer {
    heading("How long was the longest time without a visit from a country?");
    let visits = timeline.view().from_source("visits")?;
    let states = timeline.actors();
    let mut longest = Vec::new();
    for state in states.filter(|actor| actor.kind() == ActorKind::State && actor.id() != HOME) {
        let silences = visits.between(HOME, state.id())?.longest_silences(1);
        longest.extend(silences.into_iter().map(|silence| (state, silence)));
    }
    longest
        .sort_by_key(|(state, silence)| (std::cmp::Reverse(silence.length.min_days), state.id()));
    for (state, silence) in longest.iter().take(5) {
        let before = silence.before.ok_or("expected a later visit")?;
        println!(
            "  {:<10} {} between the visits of {} and {}, {}",
            state.name(),
            silence.length,
            silence.after.date_in_english(),
            before.date_in_english(),
            covered(silence.covered),
        );
    }
    let cuba = longest.iter().find(|(state, _)| state.id() == "cuba");
    let (_, silence) = cuba.ok_or("expected two visits from Cuba")?;
    assert_eq!(silence.length.min_days, Some(20_616));
    assert_eq!(silence.after.title(), "Premier Castro in the United States");
    assert!(!whole || longest.len() > 100);

    heading("Were there visits from Cuba after 2015?");
    let visits = visits.between(HOME, "cuba")?;
    for (year, expected) in [(2024, 1.0), (2025, 0.0)] {
        let window = date(year, 1, 1)..date(year, 11, 1);
        let share = visits.coverage(window.clone());
        let count = visits.within(window).count();
        println!(
            "  January to October {year}: {count} visits, {}",
            covered(share)
        );
        assert_eq!((count, share), (Count::ZERO, Some(expected)));
    }
    Ok(())
}

fn covered(share: Option<f64>) -> String {
    match share {
        Some(share) if share > 0.0 => format!("{:.0}% of the time covered", 100.0 * share),
        _ => "no data".to_owned(),
    }
}

/// A way for a message from Israel to Lavrov.
struct Way<'t> {
    certainty: Certainty,
    time: TimeDelta,
    secretary: ActorRef<'t>,
    stay: EventRef<'t>,
    meeting: EventRef<'t>,
}

/// All ways, the fastest first. The time is from the earliest end of the stay to the arrival.
fn ways(timeline: &Timeline) -> Answer<Vec<Way<'_>>> {
    let mut ways = Vec::new();
    for secretary in holders(timeline, "secretary of state") {
        let contacts = timeline.view();
        let contacts = contacts.involving(secretary.id())?;
        let paths = contacts.paths();
        for stay in &stays(timeline)?.between(secretary.id(), "israel")? {
            let reachable = paths.earliest_arrival_after(secretary, stay.id())?;
            let lavrov = reachable.to("lavrov")?;
            for (certainty, path) in [
                (Certainty::Certain, &lavrov.certain),
                (Certainty::Possible, &lavrov.possible),
            ] {
                let Some(path) = path else { continue };
                let arrival = path.arrival.ok_or("expected a dated meeting")?;
                let departure = stay
                    .bounds()
                    .end_earliest()
                    .ok_or("expected a dated stay")?;
                ways.push(Way {
                    certainty,
                    time: arrival - departure,
                    secretary,
                    stay,
                    meeting: path.events().last().ok_or("expected a meeting")?,
                });
            }
        }
    }
    ways.sort_by_key(|way| (way.time, way.secretary.id(), way.stay.id()));
    Ok(ways)
}

pub(crate) fn message_to_lavrov(timeline: &Timeline, whole: bool) -> Answer {
    heading("Which Secretary of State could bring a message from Israel to Lavrov fastest?");
    let ways = ways(timeline)?;
    // With all data, Rubio can have left Jerusalem on the day on which he arrived in Riyadh.
    let fastest_possible = if whole { ("Rubio", 1) } else { ("Clinton", 2) };
    for (certainty, expected) in [
        (Certainty::Certain, ("Clinton", 3)),
        (Certainty::Possible, fastest_possible),
    ] {
        println!("  {certainty}:");
        let mut seen = BTreeSet::new();
        let of_each = ways
            .iter()
            .filter(|way| way.certainty == certainty && seen.insert(way.secretary.id()));
        let of_each: Vec<&Way<'_>> = of_each.collect();
        for way in &of_each {
            println!(
                "    {:<9} {:>3} days or less: Israel, {}; {}, {}",
                surname(way.secretary),
                days_rounded_up(way.time),
                way.stay.date_in_english(),
                place(way.meeting),
                way.meeting.date_in_english(),
            );
        }
        let fastest = of_each.first().ok_or("expected a way")?;
        let found = (surname(fastest.secretary), days_rounded_up(fastest.time));
        assert_eq!(found, expected);
    }
    Ok(())
}

fn days_rounded_up(time: TimeDelta) -> i64 {
    (time + TimeDelta::days(1) - TimeDelta::seconds(1)).num_days()
}

pub(crate) fn most_visited_countries(timeline: &Timeline, whole: bool) -> Answer {
    heading("In which countries did most presidents and Secretaries of State stay?");
    let graph = stays(timeline)?.contact_graph(|_| true, |contacts| contacts.count(None).min());
    let states = graph
        .node_indices()
        .filter(|node| graph[*node].kind() == ActorKind::State && graph[*node].id() != HOME);
    let mut countries = Vec::new();
    for node in states {
        let (mut persons, mut stays) = (0, 0);
        for edge in graph.edges(node) {
            let other = if edge.source() == node {
                edge.target()
            } else {
                edge.source()
            };
            if graph[other].kind() == ActorKind::Person {
                persons += 1;
                stays += edge.weight();
            }
        }
        countries.push((persons, stays, graph[node].name()));
    }
    countries.sort_by_key(|(persons, stays, name)| (std::cmp::Reverse((*persons, *stays)), *name));
    for (persons, stays, name) in countries.iter().take(5) {
        println!("  {name:<16} {persons:>3} persons {stays:>5} stays");
    }
    let first = countries.first().map(|(.., name)| *name);
    assert_eq!(first, Some(if whole { "United Kingdom" } else { "Russia" }));
    Ok(())
}
