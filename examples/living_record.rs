//! How does a record live in a service? Questions are stored, the record is corrected, changes are explained,
//! and records of two agencies are united.
//!
//! ```sh
//! cargo run --example living_record
//! ```

use chrono::NaiveDate;
use detente::changes::EventChange;
use detente::event::{Report, Source};
use detente::timeline::{BuildError, ReportRef};
use detente::{Actor, Edit, Event, Query, Timeline, TimelineBuilder, When};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let timeline = Timeline::from_json(include_str!("data/kuala-lumpur.json"))?;

    // A question that was stored answers as the one that was asked.
    let query = Query::new()
        .between("Marco Rubio", "Sergei Lavrov")
        .meetings()
        .in_person();
    let stored: Query = serde_json::from_str(&serde_json::to_string(&query)?)?;
    assert_eq!(stored, query);
    let rank = serde_json::to_value(timeline.ask(&stored)?.rank("kuala-lumpur")?)?;
    assert_eq!(rank, json!({"min": 2, "max": 2}));
    println!("The stored question {}", serde_json::to_string(&stored)?);
    println!("  the rank of Kuala Lumpur: {rank}\n");

    // A correction yields a new timeline, and the changes say what it did.
    let corrected = timeline.edit(Edit::redate("saudi-arabia", When::parse("2025-02-18")?))?;
    let changes = timeline.changes_to(&corrected);
    assert_eq!(
        changes.redated().next().map(EventChange::id),
        Some("saudi-arabia")
    );
    println!("What changed");
    for change in changes.events() {
        println!("  {change}");
    }

    // Why the level moved: the parts of the events sum to the whole.
    let june = NaiveDate::from_ymd_opt(2025, 6, 1).expect("a valid date");
    let july = NaiveDate::from_ymd_opt(2025, 7, 11).expect("a valid date");
    let movement = changes.movement("USA", "RUS", june, july)?;
    let parts: f64 = movement.events.iter().map(|event| event.part.level).sum();
    assert!((parts - movement.total().level).abs() < 1e-9);
    println!("\n{movement}\n");

    // Two agencies disagree on a date: both accounts stay, each with its source.
    let (reuters, tass) = (
        agency("reuters", "2025-07-10")?,
        agency("tass", "2025-07-11")?,
    );
    let both = Timeline::merge([("reuters", &reuters), ("tass", &tass)])?;
    assert_eq!(
        both,
        Timeline::merge([("tass", &tass), ("reuters", &reuters)])?
    );
    println!("The meeting according to both");
    for (when, report) in both.event("kuala-lumpur")?.dates() {
        let source = report.map(ReportRef::attribution);
        println!("  {when}, {}", source.unwrap_or_default());
    }

    // A record with mistakes: what is sound stays, and each fault is data.
    let mut builder = TimelineBuilder::from(&both);
    builder.event(Event::call("call", "2025-06-31").between("rubio", "lavrov"));
    let lenient = builder.build_lenient();
    assert_eq!(lenient.timeline, both);
    println!("\nFaults of a record with an impossible date");
    for fault in lenient.faults() {
        println!("  {}", serde_json::to_string(fault)?);
    }
    Ok(())
}

/// The record of one agency.
fn agency(name: &str, day: &str) -> Result<Timeline, BuildError> {
    Timeline::builder()
        .actor(Actor::person("rubio").named("Marco Rubio"))
        .actor(Actor::person("lavrov").named("Sergey Lavrov"))
        .source(Source::new(name))
        .event(
            Event::meeting("kuala-lumpur", day)
                .between("rubio", "lavrov")
                .report(Report::by([name])),
        )
        .build()
}
