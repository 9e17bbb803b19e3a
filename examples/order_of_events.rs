//! In what order did it happen, what is certain of that, and why?
//!
//! A chronicle of 1963 dates four days of October 1962. Of the rest it says "the next day",
//! "before the announcement, by three days at least", "between the two"; a memoir of 1969
//! adds a meeting that nobody dates at all. That is enough to put all ten events in
//! order, to say what that rests on, and what could be known of it before the memoir.
//! Then someone remembers it otherwise.

use std::error::Error;

use chrono::{NaiveDate, TimeDelta};
use detente::TimelineBuilder;
use detente::event::Source;
use detente::timeline::{BoundKind, Constraint, EventRef, FaultKind, Statement};
use detente::{Certainty, Timeline};

const OCTOBER: &str = include_str!("data/october-1962.json");

type Answer = Result<(), Box<dyn Error>>;

fn main() -> Answer {
    let timeline = Timeline::from_json(OCTOBER)?;
    in_order(&timeline)?;
    where_it_stands(&timeline)?;
    why(&timeline)?;
    before_the_memoir(&timeline)?;
    remembered_otherwise(&timeline)
}

fn heading(question: &str) {
    println!("\n{question}\n{}", "-".repeat(question.len()));
}

/// A text of the library, with the titles of events for their identifiers.
fn in_titles(timeline: &Timeline, text: &str) -> String {
    let mut told = text.to_owned();
    for event in timeline.events() {
        told = told.replace(
            &format!("`{}`", event.id()),
            &format!("\"{}\"", event.title()),
        );
    }
    told
}

fn titles(events: &[EventRef<'_>]) -> String {
    let titles: Vec<&str> = events.iter().map(|event| event.title()).collect();
    titles.join(", ")
}

fn in_order(timeline: &Timeline) -> Answer {
    heading("In what order did it happen?");
    let view = timeline.view();
    let mut previous: Option<EventRef<'_>> = None;
    for event in view.events() {
        let sure = match previous.map(|previous| previous.before(event)) {
            Some(Certainty::Certain) => "then",
            Some(_) => "then, or before",
            None => "",
        };
        let written = if event.when().is_undated() {
            "no date".to_owned()
        } else {
            event.when().to_string()
        };
        println!(
            "  {sure:<16}{:<34}{:<26}written: {written}",
            event.title(),
            event.bounds()
        );
        previous = Some(event);
    }
    let order: Vec<&str> = view.events().map(EventRef::id).collect();
    assert_eq!(
        order,
        [
            "photographs",
            "visit",
            "address",
            "appeal",
            "proclamation",
            "first-letter",
            "second-letter",
            "night-meeting",
            "announcement",
            "lifting",
        ]
    );
    let at = |id: &str| timeline.event(id).map(|event| event.bounds().to_string());
    assert_eq!(at("visit")?, "1962-10-18");
    assert_eq!(at("proclamation")?, "1962-10-23");
    assert_eq!(at("first-letter")?, "1962-10-26");
    assert_eq!(at("night-meeting")?, "1962-10-27");
    assert_eq!(at("appeal")?, "1962-10-22 to 1962-10-25");
    assert_eq!(at("lifting")?, "1962-11-18 to 1962-11-30");
    Ok(())
}

fn where_it_stands(timeline: &Timeline) -> Answer {
    heading("Where does the appeal stand, of which only the month is given?");
    let view = timeline.view();
    let appeal = view.position("appeal")?;
    println!("  after:            {}", titles(&appeal.just_before));
    println!("  before:           {}", titles(&appeal.just_after));
    for (other, order) in &appeal.open {
        println!(
            "  either side of:   {} (before it: {})",
            other.title(),
            order.before
        );
    }
    assert_eq!(titles(&appeal.just_before), "Kennedy's address");
    assert_eq!(titles(&appeal.just_after), "Khrushchev's first letter");
    assert_eq!(appeal.open.len(), 1);
    Ok(())
}

fn why(timeline: &Timeline) -> Answer {
    heading("Why must the first letter have come before the meeting at night?");
    let view = timeline.view();
    let first_letter = view.event("first-letter")?;
    let why = first_letter.why_before(view.event("night-meeting")?);
    let why = why.ok_or("it is not certain")?;
    for statement in &why.statements {
        println!("  {}", in_titles(timeline, &statement.to_string()));
    }
    assert_eq!(why.statements.len(), 2);
    assert_eq!(sources(&why.statements), ["chronicle", "memoir"]);

    heading("Why was the quarantine lifted no earlier than 18 November?");
    let lifting = timeline.event("lifting")?;
    let why = lifting
        .why(BoundKind::StartEarliest)
        .ok_or("it has no bound")?;
    for statement in &why.statements {
        println!("  {}", in_titles(timeline, &statement.to_string()));
    }
    assert_eq!(why.statements.len(), 2);
    Ok(())
}

fn before_the_memoir(timeline: &Timeline) -> Answer {
    heading("What was known of Gromyko's visit in 1965, and what since the memoir?");
    for (year, expected) in [(1965, "1962-10-16 to 1962-10-22"), (1970, "1962-10-18")] {
        let then = NaiveDate::from_ymd_opt(year, 1, 1).ok_or("no date")?;
        let visit = timeline.as_of(then).event("visit")?;
        println!("  in {year}: {}", visit.bounds());
        assert_eq!(visit.bounds().to_string(), expected);
    }
    Ok(())
}

fn remembered_otherwise(timeline: &Timeline) -> Answer {
    heading("Someone remembers the meeting at night as two days before Khrushchev gave way.");
    let mut builder = TimelineBuilder::from(timeline);
    builder.source(
        Source::new("interview")
            .named("An interview")
            .published("1989"),
    );
    let two_days = TimeDelta::days(2);
    builder.constraint(
        Constraint::before_by("night-meeting", two_days.., "announcement").by(["interview"]),
    );
    let Err(error) = builder.build() else {
        return Err("nothing contradicts it".into());
    };
    let Some(FaultKind::Contradiction(contradiction)) =
        error.faults.first().map(|fault| &fault.kind)
    else {
        return Err(error.into());
    };
    println!("  These cannot all be true, though any of them may be false:");
    for statement in &contradiction.statements {
        let said_by: Vec<&str> = statement.sources();
        let what = match statement {
            // The sources stand before it.
            Statement::Ordered(stated) => stated.clone().by(Vec::<String>::new()).to_string(),
            other => other.to_string(),
        };
        println!(
            "  - {} says: {}",
            said_by.join(", "),
            in_titles(timeline, &what)
        );
    }
    assert_eq!(contradiction.statements.len(), 2);
    assert_eq!(sources(&contradiction.statements), ["interview", "memoir"]);
    // The timeline that was, is still there.
    assert_eq!(timeline.constraints().len(), 9);
    Ok(())
}

/// The sources of some statements, sorted, each once.
fn sources(statements: &[Statement]) -> Vec<&str> {
    let mut sources: Vec<&str> = statements.iter().flat_map(Statement::sources).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}
