//! Answers five questions from a table as people keep it: a title above the header, dates of several spellings, several
//! names in a cell, marks of footnotes, a total, notes. Run it with `cargo run --example tracker --features sheet`.
//!
//! The contacts were typed from `data/us-russia-2025.json`, which has the sources of each.

use chrono::NaiveDate;
use detente::sheet::{Field, Table, TableReader};
use detente::trend::Coverage;
use detente::{Actor, Direction};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let official = |state: &'static str| {
        move |name| Actor::person(name).held_office(state, "official", "2025-01-20/..")
    };
    let read = TableReader::new()
        .actors(["USA", "RUS"].map(Actor::state))
        .actors(["Trump", "Rubio", "Waltz", "Witkoff"].map(official("USA")))
        .actors(["Putin", "Lavrov", "Ushakov"].map(official("RUS")))
        .column("No.", Field::Note)
        .separators([";", ",", "and"])
        .remove_footnote_marks()
        .read(&Table::from_csv(
            "tracker",
            include_bytes!("data/tracker.csv"),
        )?)?;
    println!("{read}");
    read.faults.iter().for_each(|fault| println!("  {fault}"));
    assert_eq!((read.timeline.events().len(), read.refused_rows()), (23, 3));

    let ministers = read.timeline.between("Rubio", "Lavrov")?;
    let meetings = ministers.meetings();
    println!("How often did the ministers meet? {}", meetings.count());
    let rank = meetings.rank("2025-07-10-meeting")?;
    println!("Was Kuala Lumpur the second time? It was the {rank}.");
    assert_eq!(rank.to_string(), "2nd");

    let date = |month| NaiveDate::from_ymd_opt(2025, month, 1).expect("a valid date");
    let silence = ministers.calls().current_silence(date(9)).ok_or("a call")?;
    println!("How long since the last call, on 1 September? {silence}");
    assert_eq!(silence.to_string(), "20 days from 2025-08-12-call");

    let meetings = read.timeline.view().meetings();
    let graph = meetings.contact_graph(|_| true, |pair| pair.count(None).min());
    let most = graph.edge_indices().max_by_key(|edge| graph[*edge]);
    let ends = most.and_then(|edge| graph.edge_endpoints(edge));
    let pair = ends.map(|(one, other)| [graph[one].name(), graph[other].name()]);
    let [one, other] = pair.ok_or("a pair")?;
    println!("Who met most often? {one} and {other}");
    assert_eq!([one, other], ["Putin", "Witkoff"]);

    let relations = read.timeline.relations("USA", "RUS")?;
    let relations = relations.with_coverage(Coverage::since(date(2)));
    let ongoing = relations.ongoing(date(7));
    println!("What do contacts alone say about relations on 1 July? {ongoing}");
    assert_eq!(ongoing.direction, Direction::Steady);
    Ok(())
}
