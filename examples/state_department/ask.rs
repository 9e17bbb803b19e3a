//! The questions, each with its answer, what is uncertain in it, and what it has to be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::actor::ActorKind;
use detente::event::Count;
use detente::petgraph::visit::EdgeRef;
use detente::sequence::{Distance, Path};
use detente::time::Certainty;
use detente::timeline::{ActorRef, EventRef};
use detente::{Timeline, View};

use crate::Answer;
use crate::build::HOME;
use crate::read::Rows;

fn heading(question: &str) {
    println!("\n{question}\n{}", "-".repeat(question.chars().count()));
}

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

pub(crate) fn what_was_read(read: &Rows, timeline: &Timeline, whole: bool) {
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
    let most = timeline.actors().max_by_key(|actor| actor.aliases().len());
    if let Some(country) = most.filter(|country| !country.aliases().is_empty()) {
        let others: Vec<_> = country.aliases().iter().map(|alias| &*alias.name).collect();
        println!(
            "  Most spellings: {}; {}.",
            country.name(),
            others.join("; ")
        );
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

pub(crate) fn how_often(timeline: &Timeline, whole: bool) -> Answer {
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
        .filter_map(|stay| stay.place()?.soil.as_deref());
    Ok(hosts.collect())
}

pub(crate) fn how_many_countries(timeline: &Timeline, whole: bool) -> Answer {
    heading("How many countries?");
    if !whole {
        let found = hosts(timeline, "clinton-hillary-rodham", date(2013, 2, 1))?;
        let names = found
            .iter()
            .map(|id| timeline.actor(id).map(ActorRef::name));
        let names: Vec<_> = names.collect::<Result<_, _>>()?;
        println!(
            "  An excerpt cannot tell. Clinton's stays in it are in {}.",
            names.join(", ")
        );
        assert_eq!(found.len(), 4);
        return Ok(());
    }
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
    println!(
        "  The record hosts her also in Ramallah, which the counts of the day leave out as no"
    );
    println!(
        "  country, and from 31 August in the Cook Islands, which they had not taken in by 5 September."
    );
    let cook = timeline.between(clinton, "cook-islands")?;
    let reached = cook.first().and_then(|stay| stay.bounds().start_earliest());
    assert_eq!(reached.map(|at| at.date_naive()), Some(date(2012, 8, 31)));
    Ok(())
}

pub(crate) fn how_many_trips(timeline: &Timeline) -> Answer {
    heading("In how many trips did Rice make her stays in Israel?");
    let stays = stays(timeline)?.between("rice-condoleezza", "israel")?;
    for gap in [0, 2, 7] {
        let trips = stays.episodes(Distance::days(gap));
        println!(
            "  {} stays are {} trips, if {gap} days away end one",
            bounds(stays.count()),
            bounds(trips.count)
        );
        if gap == 2 {
            assert_eq!(stays.count(), Count::exactly(25));
            assert_eq!(trips.count, Count::exactly(23));
            for trip in trips.episodes.iter().filter(|trip| trip.events.len() > 1) {
                let stays: Vec<_> = trip.events.iter().map(|stay| days(*stay)).collect();
                println!("    one trip: {}", stays.join(", then "));
            }
        }
    }
    Ok(())
}

pub(crate) fn who_met_lavrov(timeline: &Timeline) -> Answer {
    heading("Who met Lavrov, in what order, and which meeting was whose nth?");
    let meetings = timeline
        .view()
        .from_source("remarks")?
        .involving("lavrov")?;
    let in_all = meetings.sequence();
    let mut order: Vec<(ActorRef<'_>, u64)> = Vec::new();
    for meeting in meetings.events() {
        let parties = meeting.participants().map(|one| one.actor);
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
                meeting.place().map_or("", |place| &place.name),
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

pub(crate) fn who_met_both(timeline: &Timeline, whole: bool) -> Answer {
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

pub(crate) fn when_did_nobody_come(timeline: &Timeline, whole: bool) -> Answer {
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
        let gap = visits.gaps().max_by_key(|(_, _, gap)| gap.min_days);
        longest.extend(gap.map(|(before, after, gap)| (gap.min_days, country, before, after)));
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
    let latest = cuba.last().ok_or("no visit from Cuba")?;
    println!("  Cuba, since {} ({}):", latest.title(), days(latest));
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

pub(crate) fn who_could_have_told(timeline: &Timeline, whole: bool) -> Answer {
    heading("Which Secretary could have brought Lavrov a word from Jerusalem soonest?");
    let view = timeline.view();
    // By how sure it is and how long it takes: from the earliest end of a stay to the telling.
    let mut ways: Vec<(bool, TimeDelta, ActorRef<'_>, EventRef<'_>, Path<'_>)> = Vec::new();
    for secretary in holders(timeline, "secretary of state") {
        let theirs = view.involving(secretary.id())?;
        let paths = theirs.paths();
        for stay in stays(timeline)?.between(secretary.id(), "israel")?.events() {
            let told = paths
                .earliest_arrival_after(secretary.id(), stay.id())?
                .to("lavrov")?;
            let left = stay.bounds().end_earliest();
            for (path, is_sure) in [
                (told.certain.as_ref(), true),
                (told.possible.as_ref(), false),
            ] {
                let arrival = path.and_then(|path| path.arrival);
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
            let told = path.events().last().map(|met| {
                format!(
                    "{}, {}",
                    met.place().map_or("", |place| &place.name),
                    days(met)
                )
            });
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

pub(crate) fn who_went_where_others_went(timeline: &Timeline, whole: bool) -> Answer {
    heading("Which countries saw most presidents and secretaries?");
    let stays = stays(timeline)?;
    let graph = stays.contact_graph(|_| true, |tie| tie.count(None).min());
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
            let (who, stayed) =
                ties.fold((0, 0), |(who, times), tie| (who + 1, times + tie.weight()));
            (who, stayed, graph[node].name())
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
