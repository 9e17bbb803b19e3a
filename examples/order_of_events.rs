//! Answers in which order the events of October 1962 happened, although half of them have no date.
//!
//! Run it with `cargo run --example order_of_events`.
//!
//! A chronicle of 1963 dates some of the events. For others it states an order: "the next day", "at
//! least three days before the announcement". A memoir of 1969 adds an event without a date. These
//! statements are constraints. The library derives dates from them, explains each conclusion, and
//! reports contradictions.

use std::error::Error;

use chrono::{NaiveDate, TimeDelta};
use detente::event::Source;
use detente::timeline::{BoundKind, Constraint, EventRef, FaultKind, Statement};
use detente::{Certainty, Timeline, TimelineBuilder};

type Answer = Result<(), Box<dyn Error>>;

fn main() -> Answer {
    let timeline = Timeline::from_json(include_str!("data/october-1962.json"))?;
    order(&timeline)?;
    position_of_the_appeal(&timeline)?;
    reasons(&timeline)?;
    known_before_the_memoir(&timeline)?;
    contradiction(&timeline)
}

fn heading(question: &str) {
    println!("\n{question}\n{}", "-".repeat(question.len()));
}

/// A statement with the titles of the events instead of their identifiers.
fn with_titles(timeline: &Timeline, statement: &Statement) -> String {
    let events = timeline.events();
    events.fold(statement.to_string(), |text, event| {
        let title = format!("\"{}\"", event.title());
        text.replace(&format!("`{}`", event.id()), &title)
    })
}

fn titles(events: &[EventRef<'_>]) -> String {
    let titles: Vec<&str> = events.iter().map(|event| event.title()).collect();
    titles.join(", ")
}

fn print_statements(timeline: &Timeline, statements: &[Statement]) {
    for statement in statements {
        println!("  {}", with_titles(timeline, statement));
    }
}

fn order(timeline: &Timeline) -> Answer {
    heading("In what order did the events happen?");
    println!(
        "  {:<33} {:<38} {:<27} after the event above",
        "event", "date", "in the source"
    );
    let view = timeline.view();
    let mut previous: Option<EventRef<'_>> = None;
    for event in view.events() {
        let order = previous.map(|previous| previous.before(event).to_string());
        let line = format!(
            "  {:<33} {:<38} {:<27} {}",
            event.title(),
            event.date_in_english(),
            event.when().in_english(),
            order.unwrap_or_default()
        );
        println!("{}", line.trim_end());
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
    for (id, date) in [
        ("visit", "18 October 1962"),
        ("appeal", "some day from 22 to 25 October 1962"),
        ("proclamation", "23 October 1962"),
        ("first-letter", "26 October 1962"),
        ("night-meeting", "27 October 1962"),
        ("lifting", "some day from 18 to 30 November 1962"),
    ] {
        assert_eq!(timeline.event(id)?.date_in_english(), date);
    }
    Ok(())
}

fn position_of_the_appeal(timeline: &Timeline) -> Answer {
    heading("When was U Thant's appeal?");
    let position = timeline.view().position("appeal")?;
    println!("  after             {}", titles(&position.just_before));
    println!("  before            {}", titles(&position.just_after));
    for (other, order) in &position.open {
        println!("  before or after   {}", other.title());
        assert_eq!(order.before, Certainty::Possible);
    }
    assert_eq!(titles(&position.just_before), "Kennedy's address");
    assert_eq!(titles(&position.just_after), "Khrushchev's first letter");
    assert_eq!(position.open.len(), 1);
    Ok(())
}

fn reasons(timeline: &Timeline) -> Answer {
    heading("Why was the first letter before Robert Kennedy met Dobrynin?");
    let first_letter = timeline.event("first-letter")?;
    let reasons = first_letter.why_before(timeline.event("night-meeting")?);
    let reasons = reasons.ok_or("expected a certain order")?;
    print_statements(timeline, &reasons.statements);
    assert_eq!(reasons.statements.len(), 2);
    assert_eq!(reasons.sources(), ["chronicle", "memoir"]);

    heading("Why was the quarantine not lifted before 18 November?");
    let lifting = timeline.event("lifting")?;
    let reasons = lifting.why(BoundKind::StartEarliest);
    let reasons = reasons.ok_or("expected a bound")?;
    print_statements(timeline, &reasons.statements);
    assert_eq!(reasons.statements.len(), 2);
    Ok(())
}

fn known_before_the_memoir(timeline: &Timeline) -> Answer {
    heading("What was known about the date of Gromyko's visit?");
    for (year, expected) in [
        (1965, "some day from 16 to 22 October 1962"),
        (1970, "18 October 1962"),
    ] {
        let day = NaiveDate::from_ymd_opt(year, 1, 1).expect("every year has a 1 January");
        let date = timeline.as_of(day).event("visit")?.date_in_english();
        println!("  in {year}: {date}");
        assert_eq!(date, expected);
    }
    Ok(())
}

fn contradiction(timeline: &Timeline) -> Answer {
    heading("Can an interview be right that the meeting was two days before the announcement?");
    let mut builder = TimelineBuilder::from(timeline);
    let interview = Source::new("interview").named("An interview");
    builder.source(interview.published("1989"));
    let two_days = TimeDelta::days(2);
    builder.constraint(
        Constraint::before_by("night-meeting", two_days.., "announcement").by(["interview"]),
    );
    let error = builder.build().expect_err("the memoir has one day");
    let Some(FaultKind::Contradiction(contradiction)) =
        error.faults.first().map(|fault| &fault.kind)
    else {
        return Err(error.into());
    };
    println!("  Only if another source is wrong. These statements cannot all be true:");
    print_statements(timeline, &contradiction.statements);
    assert_eq!(contradiction.statements.len(), 2);
    assert_eq!(contradiction.sources(), ["interview", "memoir"]);
    // The failed build did not change the timeline.
    assert_eq!(timeline.constraints().len(), 9);
    Ok(())
}
