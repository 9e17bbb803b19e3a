//! Answers what any record looks like: draws its charts, and writes the data behind them.
//!
//! Run it with a folder for the files and records as JSON:
//!
//! ```text
//! cargo run --features plot --example draw -- DIR FILE.json …
//! ```
//!
//! The charts of pairs show the pairs that took part in the most events together. For each chart there
//! are pictures of 900 and 360 pixels, light and dark, the rows as CSV and as lines of JSON, and a
//! specification of Vega-Lite. For the timeline there is the JSON of TimelineJS too.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use detente::event::Status;
use detente::plot::{
    CalendarChart, ChartData, MultiplesChart, NetworkChart, Picture, RelationChart, Scheme, Style,
    TimelineChart,
};
use detente::{Relations, Timeline};

/// The maximum number of pairs.
const PAIRS: usize = 12;

/// Writes what there is of a chart.
struct Writer<'w> {
    folder: &'w Path,
    record: &'w str,
}

impl Writer<'_> {
    fn path(&self, chart: &str, end: &str) -> PathBuf {
        self.folder.join(format!("{}.{chart}{end}", self.record))
    }

    fn write(
        &self,
        chart: &str,
        draw: impl Fn(&Style) -> Picture,
        data: &ChartData,
        vega_lite: &str,
    ) -> Result<(), Box<dyn Error>> {
        for width in [900, 360] {
            for scheme in [Scheme::Light, Scheme::Dark] {
                let style = Style::new(width).with_scheme(scheme);
                let path = self.path(chart, &format!("-{width}-{scheme}.svg"));
                fs::write(path, draw(&style).as_str())?;
            }
        }
        fs::write(self.path(chart, ".csv"), data.to_csv())?;
        fs::write(self.path(chart, ".jsonl"), data.to_json_lines())?;
        fs::write(self.path(chart, ".vl.json"), vega_lite)?;
        println!("{} {chart}: {} rows", self.record, data.rows().len());
        Ok(())
    }
}

/// The pairs of actors that took part in the most events together, and the day after the last event.
fn busiest(timeline: &Timeline) -> (Vec<[String; 2]>, Option<NaiveDate>) {
    let mut counts: BTreeMap<[String; 2], usize> = BTreeMap::new();
    let mut last = None;
    for event in &timeline.view().of_status(Status::ALL) {
        let mut ids: Vec<&str> = event.participants().map(|one| one.actor.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        for (at, a) in ids.iter().enumerate() {
            for b in &ids[at + 1..] {
                let pair = [(*a).to_owned(), (*b).to_owned()];
                *counts.entry(pair).or_default() += 1;
            }
        }
        last = last.max(event.bounds().end_latest().map(|end| end.date_naive()));
    }
    let mut pairs: Vec<([String; 2], usize)> = counts.into_iter().collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    pairs.truncate(PAIRS);
    let pairs = pairs.into_iter().map(|(pair, _)| pair);
    (pairs.collect(), last)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        println!("usage: draw DIR FILE.json …");
        return Ok(());
    };
    fs::create_dir_all(&folder)?;
    for file in arguments.map(PathBuf::from) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let timeline = Timeline::from_json(&fs::read_to_string(&file)?)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let writer = Writer {
            folder: &folder,
            record: &name,
        };
        write_record(&writer, &timeline)?;
    }
    Ok(())
}

fn write_record(writer: &Writer<'_>, timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    let style = Style::default();
    let view = timeline.view().of_status(Status::ALL);
    let chart = TimelineChart::new(&view);
    let vega_lite = chart.to_vega_lite(&style);
    writer.write(
        "timeline",
        |style| chart.draw(style),
        &chart.data(&style),
        &vega_lite,
    )?;
    let path = writer.path("timeline", ".timelinejs.json");
    fs::write(path, chart.to_timeline_js(&style))?;

    let (pairs, Some(last)) = busiest(timeline) else {
        return Ok(());
    };
    let relations: Vec<Relations<'_>> = pairs
        .iter()
        .map(|[a, b]| timeline.relations(a.as_str(), b.as_str()))
        .collect::<Result<_, _>>()?;
    let Some(first) = relations.first() else {
        return Ok(());
    };

    let chart = RelationChart::new(first, last);
    let vega_lite = chart.to_vega_lite(&style);
    writer.write(
        "relation",
        |style| chart.draw(style),
        &chart.data(&style),
        &vega_lite,
    )?;

    let year = last.checked_sub_days(Days::new(364)).unwrap_or(last);
    let chart = CalendarChart::new(year, last);
    let chart = relations.iter().take(4).fold(chart, CalendarChart::pair);
    let vega_lite = chart.to_vega_lite(&style);
    writer.write(
        "calendar",
        |style| chart.draw(style),
        &chart.data(&style),
        &vega_lite,
    )?;

    let chart = relations
        .iter()
        .fold(NetworkChart::new(last), NetworkChart::pair);
    let vega_lite = chart.to_vega_lite(&style);
    writer.write(
        "network",
        |style| chart.draw(style),
        &chart.data(&style),
        &vega_lite,
    )?;

    let chart = relations
        .iter()
        .fold(MultiplesChart::new(last), MultiplesChart::pair);
    let vega_lite = chart.to_vega_lite(&style);
    writer.write(
        "multiples",
        |style| chart.draw(style),
        &chart.data(&style),
        &vega_lite,
    )
}
