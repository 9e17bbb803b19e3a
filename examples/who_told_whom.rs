//! Who could have told whom, by when?
//!
//! Word travels along contacts, and only forward in time: what Witkoff heard in April can go on
//! with whatever he did next, and not with what he had done before. Two records, and five
//! questions, each answered twice:
//!
//! - **certain**: some path holds whatever the dates left open really were;
//! - **possible**: some dates, within what the sources say, let a path hold.
//!
//! A path says who *could* have told whom in what the view holds. Of the record of 2025 the view
//! holds the meetings and calls, without the public statements. They are between the two capitals
//! only: that Witkoff tells Rubio in a corridor in Washington is not in the record, so that word
//! takes the long way round, over Moscow.

use std::error::Error;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::event::Status;
use detente::sequence::{EarliestArrival, Path};
use detente::time::Certainty;
use detente::timeline::EventRef;
use detente::{Timeline, When};

const CONTACTS: &str = include_str!("data/us-russia-2025.json");
const ARTICLE: &str = include_str!("data/kuala-lumpur.json");

type Answer = Result<(), Box<dyn Error>>;

fn main() -> Answer {
    let contacts = Timeline::from_json(CONTACTS)?;
    what_witkoff_heard(&contacts)?;
    in_time_for_trump(&contacts)?;
    the_shortest_ways(&contacts)?;
    let article = Timeline::from_json(ARTICLE)?;
    from_rubio_to_pyongyang(&article)?;
    what_pyongyang_said(&article)?;
    Ok(())
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap_or_default()
}

fn heading(question: &str) {
    println!("\n{question}\n{}", "-".repeat(question.len()));
}

/// The last day that something which ended at an instant still touched.
fn last_day(end: DateTime<Utc>) -> NaiveDate {
    (end - TimeDelta::seconds(1)).date_naive()
}

/// A date in the source's own words, if it has any; else as it is written.
fn dated(when: &When) -> String {
    when.words()
        .map_or_else(|| when.to_string(), |words| format!("{when}, \"{words}\""))
}

/// Who says so: of the reports that say what the record concludes, the one with the shortest chain.
fn told_by(event: EventRef<'_>) -> String {
    let reports = event.reports();
    let closest = reports.min_by_key(|report| {
        (
            Some(report.status()) != event.status(),
            report.chain().len(),
        )
    });
    closest.map_or_else(String::new, |report| {
        format!("{} ({})", report.attribution(), report.status())
    })
}

fn print(label: &str, path: &Path<'_>) {
    match path.arrival.map(last_day) {
        Some(day) => println!("  {label} {day}"),
        None => println!("  {label} no known date"),
    }
    for hop in &path.steps {
        println!(
            "    {:<16}-> {:<17}{:<26}{}",
            hop.source.name(),
            hop.target.name(),
            dated(hop.event.when()),
            told_by(hop.event),
        );
    }
}

fn print_both(told: &EarliestArrival<'_>) {
    match (told.certain.as_ref(), told.possible.as_ref()) {
        (None, None) => println!("  impossible, as far as this record goes"),
        (Some(certain), possible) => {
            print("certain by the end of", certain);
            let day = |path: &Path<'_>| path.arrival.map(last_day);
            let same = |one: &&Path<'_>| one.steps == certain.steps && day(one) == day(certain);
            if let Some(possible) = possible.filter(|one| !same(one)) {
                print("possible as early as", possible);
            }
        }
        (None, Some(possible)) => print("possible as early as", possible),
    }
}

fn ids<'t>(path: Option<&Path<'t>>) -> Vec<&'t str> {
    path.map_or_else(Vec::new, |path| path.events().map(EventRef::id).collect())
}

fn what_witkoff_heard(timeline: &Timeline) -> Answer {
    heading("Could Rubio have known by the summit what Witkoff heard from Putin on 11 April?");
    let paths = timeline.view().contacts().paths();
    let heard = paths.earliest_arrival_after("witkoff", "witkoff-putin-2025-04-11")?;
    let rubio = heard.to("rubio")?;
    print_both(&rubio);
    assert_eq!(
        ids(rubio.certain.as_ref()),
        ["witkoff-putin-2025-04-25", "anchorage"]
    );
    assert_eq!(rubio.certain_by().map(last_day), Some(date(8, 15)));
    assert_eq!(rubio.by(date(8, 14)), Certainty::Impossible);

    // Riyadh, where both sat at one table, came before: it does not help.
    assert_eq!(
        paths
            .earliest_arrival("witkoff", date(2, 1))?
            .to("rubio")?
            .by(date(2, 18)),
        Certainty::Certain
    );

    // And Trump, by what Putin says to him.
    let trump = heard.to("trump")?;
    assert_eq!(
        ids(trump.certain.as_ref()),
        ["witkoff-putin-2025-04-25", "trump-putin-2025-05-19"]
    );
    println!("  All whom it could have reached in 2025:");
    let mut reached: Vec<_> = heard.iter().collect();
    reached.sort_by_key(|(_, told)| told.earliest());
    for (actor, told) in &reached {
        let by = told
            .certain_by()
            .map(last_day)
            .map_or_else(String::new, |day| day.to_string());
        println!("    {:<18}{by}", actor.name());
    }
    let names: Vec<_> = reached.iter().map(|(actor, _)| actor.id()).collect();
    assert_eq!(names, ["putin", "trump", "lavrov", "rubio"]);
    Ok(())
}

fn in_time_for_trump(timeline: &Timeline) -> Answer {
    heading("Until when could one tell something, for Trump to know it by the end of 3 July?");
    let paths = timeline.view().contacts().paths();
    let origins = paths.latest_departure("trump", date(7, 3))?;
    for (actor, telling) in origins.iter() {
        let first = telling
            .possible
            .as_ref()
            .and_then(|path| path.steps.first())
            .map(|hop| hop.event);
        println!(
            "    {:<18}{:<12}{}",
            actor.name(),
            telling
                .certain_until()
                .map_or_else(String::new, |at| at.date_naive().to_string()),
            first.map_or("", EventRef::title),
        );
    }
    let witkoff = origins.from("witkoff")?;
    assert_eq!(
        witkoff.certain_until().map(|at| at.date_naive()),
        Some(date(4, 25))
    );
    assert_eq!(
        ids(witkoff.certain.as_ref()),
        ["witkoff-putin-2025-04-25", "trump-putin-2025-07-03"]
    );
    // What Lavrov learned after Riyadh came too late: nobody whom he spoke with then met Putin in time.
    let lavrov = origins.from("lavrov")?;
    assert_eq!(lavrov.latest().map(|at| at.date_naive()), Some(date(2, 18)));
    Ok(())
}

fn the_shortest_ways(timeline: &Timeline) -> Answer {
    heading("How fast, and through how few hands, from Witkoff to Trump?");
    let paths = timeline.view().contacts().paths();
    let fastest = paths.fastest("witkoff", "trump")?.ok_or("no path")?;
    print("fastest, over by the end of", &fastest);
    assert_eq!(
        ids(Some(&fastest)),
        ["witkoff-putin-2025-02-11", "trump-putin-2025-02-12"]
    );
    assert_eq!(fastest.duration(), Some(TimeDelta::days(2)));

    // The call of 16 October, which one account puts on the 17th: either way it is in time.
    let late = paths.fewest_hops("trump", date(10, 1), "witkoff")?;
    print_both(&late);
    assert_eq!(
        ids(late.certain.as_ref()),
        ["trump-putin-2025-10-16", "witkoff-putin-2025-12-02"]
    );
    assert_eq!(late.certainty(), Certainty::Certain);
    // What Trump knows from noon of the 16th on may have come too late for that call.
    let noon = date(10, 16)
        .and_hms_opt(12, 0, 0)
        .unwrap_or_default()
        .and_utc();
    let noon = paths.earliest_arrival("trump", noon)?.to("witkoff")?;
    assert_eq!(noon.certainty(), Certainty::Possible);
    Ok(())
}

fn from_rubio_to_pyongyang(timeline: &Timeline) -> Answer {
    heading("Could Rubio's word reach North Korea?");
    println!("What happened:");
    let happened = timeline.view().paths();
    let told = happened
        .earliest_arrival("rubio", date(7, 1))?
        .to("North Korea")?;
    print_both(&told);
    assert_eq!(told.certainty(), Certainty::Impossible);

    println!("What happened and what is planned, if it comes true:");
    let planned = timeline
        .view()
        .of_status(&[Status::Realised, Status::Disputed, Status::Planned])
        .paths();
    let told = planned
        .earliest_arrival("rubio", date(7, 1))?
        .to("North Korea")?;
    print_both(&told);
    assert_eq!(ids(told.certain.as_ref()), ["kuala-lumpur", "north-korea"]);
    assert_eq!(told.certain_by().map(last_day), Some(date(7, 13)));
    assert_eq!(told.by(date(7, 12)), Certainty::Impossible);

    println!("What was known on 9 July, plans included:");
    let before = timeline
        .as_of(date(7, 9))
        .of_status(&[Status::Realised, Status::Disputed, Status::Planned])
        .paths();
    let told = before
        .earliest_arrival("rubio", date(7, 1))?
        .to("North Korea")?;
    print_both(&told);
    assert_eq!(told.certainty(), Certainty::Impossible);
    Ok(())
}

fn what_pyongyang_said(timeline: &Timeline) -> Answer {
    heading("Could Rubio have heard from Lavrov that Pyongyang had invited him?");
    // Nobody says when the invitation came, but that it did by 10 July, the day of the meeting.
    let paths = timeline.view().paths();
    let told = paths
        .earliest_arrival_after("lavrov", "invitation")?
        .to("rubio")?;
    print_both(&told);
    assert_eq!(told.certainty(), Certainty::Possible);
    assert_eq!(told.by(date(7, 10)), Certainty::Possible);
    Ok(())
}
