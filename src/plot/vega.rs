//! The charts as specifications of Vega-Lite, with their data inline.
//!
//! A specification has the rows of [`ChartData`](super::ChartData), cut to what its marks need, and the
//! title, the words and the colours of the picture. Vega-Lite has no soft ends: an event whose day is
//! not known is a pale bar over all of its days, and never a point. An event without a first or a last
//! day has no place; the subtitle names it.
//!
//! JavaScript reads a plain date as midnight in UTC, which is the day before in the Americas, and a date
//! with a time as local. So each date has a time: midnight.
//!
//! Source: Satyanarayan, A., Moritz, D., Wongsuphasawat, K. and Heer, J. (2017), "Vega-Lite: A Grammar
//! of Interactive Graphics", *IEEE Transactions on Visualization and Computer Graphics* 23(1), 341–350.

mod calendar;
mod network;
mod relation;
mod timeline;

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};

use super::data::rows::EventRow;
use super::palette::Tone;
use super::style::{Scheme, Style};
use super::text::Font;
use crate::text::fill;

/// The schema that the specifications are valid for.
const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v6.json";
/// The maximum number of titles in the note on what is left out.
const TITLES: usize = 5;

/// A specification that is being written.
struct Spec<'s> {
    style: &'s Style,
    title: &'s str,
    /// The sentences below the title.
    notes: Vec<String>,
    datasets: Map<String, Value>,
}

impl<'s> Spec<'s> {
    fn new(style: &'s Style, title: &'s str, subtitle: &str) -> Self {
        Self {
            style,
            title,
            notes: vec![subtitle.to_owned()],
            datasets: Map::new(),
        }
    }

    fn colour(&self, tone: Tone) -> String {
        colour(self.style, tone)
    }

    /// Adds rows. Returns the reference to them.
    fn data(&mut self, name: &str, rows: Vec<Value>) -> Value {
        self.datasets.insert(name.to_owned(), Value::Array(rows));
        json!({"name": name})
    }

    /// The text of the specification, with the parts of its views.
    fn finish(self, views: Value) -> String {
        let Value::Object(mut spec) = views else {
            unreachable!("views are an object");
        };
        let room = f64::from(self.style.width) * 0.87;
        let notes = self.notes.iter().filter(|note| !note.is_empty());
        let subtitle = notes.flat_map(|note| Font::regular(12.5).wrap(note, room, 4));
        let tone = |tone| colour(self.style, tone);
        let (ink, muted, axis) = (tone(Tone::Ink), tone(Tone::Muted), tone(Tone::Axis));
        let whole = json!({
            "$schema": SCHEMA,
            "description": self.title,
            "title": {
                "text": Font::bold(17.0).wrap(self.title, room, 4),
                "subtitle": subtitle.collect::<Vec<_>>(),
                "anchor": "start",
                "frame": "bounds",
                "fontSize": 17,
                "subtitleFontSize": 12.5,
                "color": ink,
                "subtitleColor": muted,
                "offset": 12,
            },
            "background": tone(Tone::Ground),
            "padding": 12,
            "datasets": self.datasets,
            "config": {
                "font": "Helvetica, Arial, sans-serif",
                "view": {"stroke": null},
                "axis": {
                    "gridColor": tone(Tone::Grid), "domainColor": axis, "tickColor": axis,
                    "labelColor": muted, "titleColor": muted, "titleFontWeight": "normal",
                },
                "legend": {"symbolOpacity": 1, "labelColor": muted, "titleColor": muted, "titleFontWeight": "normal"},
                "header": {"labelColor": ink, "labelFontWeight": "bold"},
            },
        });
        let Value::Object(whole) = whole else {
            unreachable!("it is an object");
        };
        spec.extend(whole);
        Value::Object(spec).to_string()
    }
}

fn colour(style: &Style, tone: Tone) -> String {
    let colour = match style.scheme {
        Scheme::Dark => style.palette.dark(tone),
        Scheme::Auto | Scheme::Light => style.palette.light(tone),
    };
    colour.to_string()
}

/// A day as the specifications write it: `None` outside of the years 0 to 9999, which they cannot parse.
fn day(date: NaiveDate) -> Option<String> {
    (0..=9_999).contains(&date.year()).then(|| date.to_string())
}

/// The first day of an event and the day after its last, if both are known.
fn ends(row: &EventRow) -> Option<(String, String)> {
    Some((day(row.first?)?, day(row.last?.succ_opt()?)?))
}

/// The sentence on events that are left out because a day is not known.
pub(super) fn left_out<'r>(
    style: &Style,
    rows: impl IntoIterator<Item = &'r EventRow>,
) -> Option<String> {
    let titles: Vec<&str> = rows.into_iter().map(|row| row.title.as_str()).collect();
    let shown = titles[..titles.len().min(TITLES)].join("; ");
    let more = if titles.len() > TITLES { "; …" } else { "" };
    let values = [
        ("n", &*titles.len().to_string()),
        ("titles", &format!("{shown}{more}")),
    ];
    (!titles.is_empty()).then(|| fill(&style.words.data_left_out, &values))
}
