//! What changed since yesterday? The record of the United States and Russia as of two dates.
//!
//! ```sh
//! cargo run --example morning                          # 20 to 28 October 2025
//! cargo run --example morning 2025-07-09 2025-07-16
//! ```

use std::error::Error;
use std::fmt::Write;

use chrono::NaiveDate;
use detente::Timeline;
use detente::changes::{Rule, ViewState};
use detente::relations::Cause;
use detente::trend::Coverage;

fn main() -> Result<(), Box<dyn Error>> {
    let timeline = Timeline::from_json(include_str!("data/us-russia-2025.json"))?;
    let mut dates = std::env::args().skip(1);
    let mut date = |default: &str| dates.next().unwrap_or_else(|| default.to_owned()).parse();
    let (yesterday, today): (NaiveDate, NaiveDate) = (date("2025-10-20")?, date("2025-10-28")?);
    let text = report(&timeline, yesterday, today)?;
    print!("{text}");
    Ok(())
}

/// What changed, how relations moved, and the alerts of three rules.
fn report(timeline: &Timeline, from: NaiveDate, to: NaiveDate) -> Result<String, Box<dyn Error>> {
    // The record is complete from the day on which Trump took office.
    let office = NaiveDate::from_ymd_opt(2025, 1, 20).expect("a valid date");
    let view = timeline.view().within(office..);
    let [before, after] =
        [from, to].map(|date| ViewState::new(&view, date).with_coverage(Coverage::since(office)));
    let mut text = format!("What changed from {from} to {to}\n\n");

    let changes = before.view().changes_to(after.view());
    let lengths = changes.events().iter().map(|change| change.id().len());
    let width = lengths.max().unwrap_or(0);
    for change in changes.events() {
        let what = change.to_string().split_off(change.id().len() + 2);
        writeln!(text, "  {:<width$}  {what}", change.id())?;
    }

    let [old, new] = [&before, &after].map(|state| {
        let relations = state.view().relations("USA", "RUS")?;
        Ok::<_, Box<dyn Error>>(relations.with_coverage(Coverage::since(office)))
    });
    let movement = old?.movement_to(&new?, before.at(), after.at())?;
    writeln!(
        text,
        "\n  {:<width$}    level    trend",
        "United States and Russia"
    )?;
    let mut row = |name: &str, level: f64, trend: Option<f64>| {
        let trend = trend.map_or("-".to_owned(), |trend| format!("{trend:.2}"));
        writeln!(text, "  {name:<width$}{level:>9.2}{trend:>9}")
    };
    for cause in Cause::ALL {
        let part = movement.of(cause);
        row(cause.as_str(), part.level, part.change)?;
    }
    let total = movement.total();
    row("in all", total.level, total.change)?;

    text += "\nAlerts\n\n";
    let rules = [
        Rule::direction_changed("USA", "RUS"),
        Rule::long_silence(["Rubio", "Lavrov"], 0.9)?,
        Rule::first_contact(["Trump", "Putin"], 45)?,
    ];
    for rule in rules {
        for finding in rule.check(&before, &after)? {
            writeln!(text, "  {finding}")?;
        }
    }
    Ok(text)
}
