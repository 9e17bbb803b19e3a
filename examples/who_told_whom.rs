//! Answers who could have passed information to whom, and by when.
//!
//! Run it with `cargo run --example who_told_whom`.
//!
//! Information travels along contacts and only forward in time. Each answer has two paths:
//!
//! - **certain**: a path that respects time for all dates that the sources allow;
//! - **possible**: a path that respects time for some of these dates.
//!
//! A path shows that information *could* have travelled, and only along contacts in the record. The
//! record of 2025 has contacts between the United States and Russia, not those within a capital.

use std::error::Error;

use chrono::{NaiveDate, TimeDelta};
use detente::event::Status;
use detente::sequence::{EarliestArrival, Path};
use detente::timeline::{EventRef, LookupError};
use detente::{Certainty, Timeline, View};

#[path = "common/dates.rs"]
mod dates;

type Answer = Result<(), Box<dyn Error>>;

fn main() -> Answer {
    let contacts = Timeline::from_json(include_str!("data/us-russia-2025.json"))?;
    earliest_arrival(&contacts)?;
    latest_departure(&contacts)?;
    fastest_and_shortest(&contacts)?;
    let article = Timeline::from_json(include_str!("data/kuala-lumpur.json"))?;
    planned_events(&article)?;
    uncertain_dates(&article)
}

/// A day of 2025.
fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("the date exists")
}

fn heading(question: &str) {
    println!("\n{question}\n{}", "-".repeat(question.len()));
}

fn print(certainty: Certainty, path: &Path<'_>) {
    match path.arrival.map(dates::last_day) {
        Some(day) if certainty.is_certain() => println!("  certain by {}", dates::day(day)),
        Some(day) => println!("  possible from {} on", dates::day(day)),
        None => println!("  {certainty}, at an unknown date"),
    }
    for step in &path.steps {
        println!(
            "    {:<30} {:<14} -> {:<14} {}",
            step.event.date_in_english(),
            step.source.name(),
            step.target.name(),
            step.event.title(),
        );
    }
}

fn print_both(answer: &EarliestArrival<'_>) {
    if let Some(path) = &answer.certain {
        print(Certainty::Certain, path);
    }
    // The two paths are often the same.
    let day = |path: &Path<'_>| path.arrival.map(dates::last_day);
    if let Some(path) = answer.possible.as_ref().filter(|path| {
        let certain = answer.certain.as_ref();
        certain.is_none_or(|certain| day(certain) != day(path))
    }) {
        print(Certainty::Possible, path);
    }
    if answer.possible.is_none() {
        println!("  no path in this record");
    }
}

/// The identifiers of the events of a path.
fn ids<'t>(path: Option<&Path<'t>>) -> Vec<&'t str> {
    let events = path.into_iter().flat_map(Path::events);
    events.map(EventRef::id).collect()
}

fn earliest_arrival(timeline: &Timeline) -> Answer {
    heading("Could Rubio know by the summit what Witkoff heard from Putin on 11 April?");
    let paths = timeline.view().contacts().paths();
    let reachable = paths.earliest_arrival_after("witkoff", "witkoff-putin-2025-04-11")?;
    let rubio = reachable.to("rubio")?;
    print_both(&rubio);
    assert_eq!(
        ids(rubio.certain.as_ref()),
        ["witkoff-putin-2025-04-25", "anchorage"]
    );
    assert_eq!(rubio.by(date(8, 15)), Certainty::Certain);
    assert_eq!(rubio.by(date(8, 14)), Certainty::Impossible);
    // Both attended the talks in Riyadh, but in February.
    let february = paths.earliest_arrival("witkoff", date(2, 1))?;
    assert_eq!(february.to("rubio")?.by(date(2, 18)), Certainty::Certain);

    heading("Who could know it in 2025, and by when?");
    let mut actors: Vec<_> = reachable.iter().collect();
    actors.sort_by_key(|(_, arrival)| arrival.certain_by());
    for (actor, arrival) in &actors {
        let certain_by = arrival.certain_by().ok_or("expected a certain path")?;
        let day = dates::day(dates::last_day(certain_by));
        println!("  {:<16} certain by {day}", actor.name());
    }
    let names: Vec<&str> = actors.iter().map(|(actor, _)| actor.id()).collect();
    assert_eq!(names, ["putin", "trump", "lavrov", "rubio"]);
    Ok(())
}

fn latest_departure(timeline: &Timeline) -> Answer {
    heading("Which is the last contact by which each person could inform Trump by 3 July?");
    let paths = timeline.view().contacts().paths();
    let origins = paths.latest_departure("trump", date(7, 3))?;
    for (actor, departure) in origins.iter() {
        let path = departure.possible.as_ref().ok_or("expected a path")?;
        let first = path.steps.first().ok_or("expected a contact")?.event;
        println!(
            "  {:<16} {:<18} {}",
            actor.name(),
            first.date_in_english(),
            first.title(),
        );
    }
    let witkoff = origins.from("witkoff")?;
    assert_eq!(
        ids(witkoff.certain.as_ref()),
        ["witkoff-putin-2025-04-25", "trump-putin-2025-07-03"]
    );
    // No later contact of Lavrov's leads to Trump in time.
    let lavrov = origins.from("lavrov")?.latest();
    assert_eq!(lavrov.map(|at| at.date_naive()), Some(date(2, 18)));
    Ok(())
}

fn fastest_and_shortest(timeline: &Timeline) -> Answer {
    let paths = timeline.view().contacts().paths();
    heading("What is the fastest path from Witkoff to Trump?");
    let fastest = paths.fastest("witkoff", "trump")?;
    let fastest = fastest.ok_or("expected a path")?;
    print(Certainty::Certain, &fastest);
    assert_eq!(
        ids(Some(&fastest)),
        ["witkoff-putin-2025-02-11", "trump-putin-2025-02-12"]
    );
    assert_eq!(fastest.duration(), Some(TimeDelta::days(2)));

    heading("What is the path with the fewest contacts from Trump to Witkoff after 1 October?");
    let shortest = paths.fewest_hops("trump", date(10, 1), "witkoff")?;
    print_both(&shortest);
    assert_eq!(
        ids(shortest.certain.as_ref()),
        ["trump-putin-2025-10-16", "witkoff-putin-2025-12-02"]
    );
    // From noon of 16 October on, it may be too late for the call of that day.
    let noon = date(10, 16).and_hms_opt(12, 0, 0);
    let noon = noon.expect("noon exists").and_utc();
    let arrival = paths.earliest_arrival("trump", noon)?.to("witkoff")?;
    assert_eq!(arrival.certainty(), Certainty::Possible);
    Ok(())
}

/// The paths from Rubio to North Korea through a view.
fn rubio_to_north_korea<'t>(view: &View<'t>) -> Result<EarliestArrival<'t>, LookupError> {
    let paths = view.paths();
    paths
        .earliest_arrival("rubio", date(7, 1))?
        .to("North Korea")
}

fn planned_events(timeline: &Timeline) -> Answer {
    heading("Could a message of Rubio reach North Korea through the events of July?");
    let past = rubio_to_north_korea(&timeline.view())?;
    print_both(&past);
    assert_eq!(past.certainty(), Certainty::Impossible);

    let with_planned = [Status::Realised, Status::Disputed, Status::Planned];
    heading("Could it, with the planned events?");
    let planned = rubio_to_north_korea(&timeline.view().of_status(with_planned))?;
    print_both(&planned);
    assert_eq!(
        ids(planned.certain.as_ref()),
        ["kuala-lumpur", "north-korea"]
    );
    assert_eq!(planned.by(date(7, 13)), Certainty::Certain);
    assert_eq!(planned.by(date(7, 12)), Certainty::Impossible);

    heading("Could it, with the events and plans that were known on 9 July?");
    let known = rubio_to_north_korea(&timeline.as_of(date(7, 9)).of_status(with_planned))?;
    print_both(&known);
    assert_eq!(known.certainty(), Certainty::Impossible);
    Ok(())
}

fn uncertain_dates(timeline: &Timeline) -> Answer {
    heading("Could Lavrov inform Rubio of his invitation to North Korea?");
    let invitation = timeline.event("invitation")?.date_in_english();
    println!("  Lavrov was invited {invitation}.");
    let paths = timeline.view().paths();
    let arrival = paths.earliest_arrival_after("lavrov", "invitation")?;
    let arrival = arrival.to("rubio")?;
    print_both(&arrival);
    assert_eq!(arrival.certainty(), Certainty::Possible);
    assert_eq!(arrival.by(date(7, 10)), Certainty::Possible);
    Ok(())
}
