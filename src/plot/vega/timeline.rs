//! The timeline.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::data::rows::EventRow;
use super::super::palette::Tone;
use super::super::style::Style;
use super::super::timeline::TimelineChart;
use super::{Spec, ends, left_out};
use crate::event::{Kind, Status};

/// The maximum number of lanes.
const LANES: usize = 24;

/// The lane of each actor, those of many events first. Actors beyond the limit share the last.
fn lanes(rows: &[&EventRow], others: &str) -> (Vec<String>, BTreeMap<String, usize>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in rows
        .iter()
        .flat_map(|row| row.actors.iter().chain(&row.targets))
    {
        *counts.entry(name).or_default() += 1;
    }
    let mut ranked: Vec<(&str, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(name, count)| (Reverse(count), name));
    let mut names: Vec<String> = Vec::new();
    let mut lanes = BTreeMap::new();
    for (name, _) in &ranked {
        if ranked.len() > LANES && names.len() == LANES - 1 {
            names.push(others.to_owned());
        }
        if names.len() < LANES {
            names.push((*name).to_owned());
        }
        lanes.insert((*name).to_owned(), names.len() - 1);
    }
    (names, lanes)
}

impl TimelineChart<'_> {
    /// The chart as a specification of [Vega-Lite](https://vega.github.io/vega-lite/), version 6: JSON
    /// with the data inline.
    ///
    /// Only an event of one known day is a point. One of several days is a bar: full if it was on all
    /// of them, and pale if its day is not known. The subtitle names events that are left out because
    /// their first or last day is not known.
    ///
    /// Colours follow the scheme of the style; [`Scheme::Auto`](super::super::Scheme::Auto) is light.
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn to_vega_lite(&self, style: &Style) -> String {
        let [title, subtitle] = self.headings(style);
        let mut spec = Spec::new(style, &title, &subtitle);
        let rows = self.events(style);
        let (placed, without): (Vec<&EventRow>, Vec<&EventRow>) =
            rows.iter().partition(|row| ends(row).is_some());
        spec.notes.extend(left_out(style, without));
        if placed.iter().any(|row| !row.precision.is_exact()) {
            spec.notes.push(style.words.data_pale.clone());
        }
        let (names, lanes) = lanes(&placed, &style.words.others);
        let mut seats = Vec::new();
        let mut joints = Vec::new();
        for row in placed {
            let (first, end) = ends(row).expect("those without ends are apart");
            let mut own: Vec<usize> = row
                .actors
                .iter()
                .chain(&row.targets)
                .map(|name| lanes[name])
                .collect();
            own.sort_unstable();
            own.dedup();
            let of_lane = |lane: usize| {
                json!({
                    "title": row.title, "date": row.date, "kind": row.kind, "status": row.status,
                    "actor": names[lane], "first": first, "end": end,
                    "precision": row.precision.as_str(), "is_exact": row.precision.is_exact(),
                    "is_day": row.precision.is_exact() && row.first == row.last,
                })
            };
            seats.extend(own.iter().map(|&lane| of_lane(lane)));
            if let ([top, .., bottom], true) = (&*own, row.first == row.last) {
                let mut joint = of_lane(*top);
                joint["to"] = json!(names[*bottom]);
                joints.push(joint);
            }
        }
        let seats = spec.data("participants", seats);
        let joints = spec.data("joints", joints);
        let layer = layer(&spec, &joints, &names);
        spec.finish(json!({
            "data": seats,
            "width": style.width.saturating_sub(320).max(160),
            "height": {"step": 26},
            "layer": layer,
        }))
    }
}

/// Lines between the actors of an event, bars over days, and points of days.
fn layer(spec: &Spec<'_>, joints: &Value, names: &[String]) -> Vec<Value> {
    let x = json!({"field": "first", "type": "temporal", "title": null});
    let y = json!({
        "field": "actor", "type": "nominal", "title": null, "sort": names,
        "axis": {"grid": true, "labelLimit": 160},
    });
    let tones = [Tone::Up, Tone::Down, Tone::Ink, Tone::Muted].map(|tone| spec.colour(tone));
    let colour = json!({
        "field": "status", "type": "nominal", "title": null,
        "scale": {"domain": Status::ALL.map(Status::as_str), "range": tones},
    });
    let tooltip = json!([
        {"field": "date", "type": "nominal"},
        {"field": "title", "type": "nominal"},
        {"field": "kind", "type": "nominal"},
        {"field": "status", "type": "nominal"},
        {"field": "precision", "type": "nominal"},
    ]);
    let kinds = [Kind::Meeting, Kind::Call, Kind::Statement, Kind::Act].map(Kind::as_str);
    let shapes = ["circle", "diamond", "triangle-down", "square"];
    let bar = |test: &str, opacity: f64| {
        json!({
            "transform": [{"filter": test}],
            "mark": {"type": "bar", "opacity": opacity, "height": 9, "cornerRadius": 4},
            "encoding": {
                "x": x, "x2": {"field": "end"}, "y": y, "color": colour, "tooltip": tooltip,
            },
        })
    };
    vec![
        json!({
            "data": joints,
            "mark": {"type": "rule", "opacity": 0.5},
            "encoding": {"x": x, "y": y, "y2": {"field": "to"}, "color": colour},
        }),
        bar("!datum.is_exact", 0.3),
        bar("datum.is_exact && !datum.is_day", 0.9),
        json!({
            "transform": [{"filter": "datum.is_day"}],
            "mark": {"type": "point", "filled": true, "opacity": 1, "size": 55},
            "encoding": {
                "x": x, "y": y, "color": colour, "tooltip": tooltip,
                "shape": {
                    "field": "kind", "type": "nominal", "title": null,
                    "scale": {"domain": kinds, "range": shapes},
                },
            },
        }),
    ]
}
