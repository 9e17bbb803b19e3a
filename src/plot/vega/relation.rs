//! The levels of pairs.

use serde_json::{Value, json};

use super::super::data::rows::{EventRow, Series, settled};
use super::super::multiples::MultiplesChart;
use super::super::palette::Tone;
use super::super::relation::draw::{runs, word};
use super::super::relation::{DayPoint, RelationChart};
use super::super::style::Style;
use super::{Spec, day, ends, left_out};
use crate::text::fill;
use crate::trend::Direction;

/// The days of pairs as rows.
fn rows(series: &[Series]) -> Vec<Value> {
    let rows = series.iter().flat_map(|one| {
        one.dated().filter_map(|(date, point)| {
            let low = point.level.map(|(level, sd)| level - sd);
            let high = point.level.map(|(level, sd)| level + sd);
            Some(json!({
                "pair": one.pair,
                "date": day(date)?,
                "level": point.level.map(|(level, _)| level),
                "low": low,
                "high": high,
                "contact_volume": point.engagement,
                "direction": point.direction.as_str(),
                "p_rising": settled(point.direction, point.p_rising),
            }))
        })
    });
    rows.collect()
}

/// Stretches of days that are alike as rows: the first day, and the day after the last.
fn stretches(
    series: &Series,
    alike: impl Fn(&DayPoint, &DayPoint) -> bool,
    state: impl Fn(&DayPoint) -> Option<String>,
) -> Vec<Value> {
    let runs = runs(&series.days, alike).into_iter();
    runs.filter_map(|(from, to, point)| {
        let date = |at: usize| day(series.date(at));
        Some(json!({
            "pair": series.pair,
            "from": date(from)?,
            "to": date(to)?,
            "state": state(&point)?,
        }))
    })
    .collect()
}

/// A line with its band, and zero.
fn level(spec: &Spec<'_>) -> Vec<Value> {
    let x = json!({"field": "date", "type": "temporal", "title": null});
    let known = json!([{"filter": "isValid(datum.level)"}]);
    let title = &spec.style.words.level;
    vec![
        json!({
            "transform": known,
            "mark": {"type": "area", "color": spec.colour(Tone::Band), "opacity": 0.7},
            "encoding": {
                "x": x,
                "y": {
                    "field": "low", "type": "quantitative", "title": title,
                    "axis": {"tickCount": 5},
                },
                "y2": {"field": "high"},
            },
        }),
        json!({
            "mark": {"type": "rule", "color": spec.colour(Tone::Axis)},
            "encoding": {"y": {"datum": 0}},
        }),
        json!({
            "transform": known,
            "mark": {"type": "line", "color": spec.colour(Tone::Ink), "strokeWidth": 2},
            "encoding": {
                "x": x,
                "y": {"field": "level", "type": "quantitative"},
                "tooltip": [
                    {"field": "date", "type": "temporal"},
                    {"field": "level", "type": "quantitative", "format": "+.2f"},
                    {"field": "direction", "type": "nominal"},
                    {"field": "p_rising", "type": "quantitative", "format": ".2f"},
                ],
            },
        }),
    ]
}

/// Grey areas over the days that no source covers.
fn holes(spec: &mut Spec<'_>, series: &[Series]) -> Option<Value> {
    let hole = spec.style.words.no_data.clone();
    let stretches = series.iter().flat_map(|one| {
        let hole = &hole;
        let state = move |point: &DayPoint| point.is_hole.then(|| hole.clone());
        stretches(one, |a, b| a.is_hole == b.is_hole, state)
    });
    let stretches: Vec<Value> = stretches.collect();
    if stretches.is_empty() {
        return None;
    }
    spec.notes.push(spec.style.words.data_holes.clone());
    let data = spec.data("holes", stretches);
    Some(json!({
        "data": data,
        "mark": {"type": "rect", "color": spec.colour(Tone::Axis), "opacity": 0.3},
        "encoding": {
            "x": {"field": "from", "type": "temporal", "title": null},
            "x2": {"field": "to"},
        },
    }))
}

/// What each event adds: stems of those with exact days, bars of the others.
fn contributions(spec: &Spec<'_>, data: &Value, axis: &str) -> Vec<Value> {
    let tone = json!({
        "condition": {"test": "datum.contribution < 0", "value": spec.colour(Tone::Down)},
        "value": spec.colour(Tone::Up),
    });
    let x = json!({"field": "first", "type": "temporal", "title": null});
    let y = json!({"field": "contribution", "type": "quantitative", "title": axis});
    let tooltip = json!([
        {"field": "date", "type": "nominal"},
        {"field": "title", "type": "nominal"},
        {"field": "contribution", "type": "quantitative", "format": "+.3f"},
        {"field": "precision", "type": "nominal"},
    ]);
    let exact = json!([{"filter": "datum.is_exact"}]);
    vec![
        json!({
            "data": data, "transform": exact,
            "mark": {"type": "rule", "strokeWidth": 1.3},
            "encoding": {"x": x, "y": y, "y2": {"datum": 0}, "color": tone, "tooltip": tooltip},
        }),
        json!({
            "data": data, "transform": exact,
            "mark": {"type": "point", "filled": true, "opacity": 1, "size": 30},
            "encoding": {
                "x": x, "y": y, "color": tone, "tooltip": tooltip,
                "shape": {
                    "condition": {"test": "datum.contribution < 0", "value": "diamond"},
                    "value": "circle",
                },
            },
        }),
        json!({
            "data": data, "transform": [{"filter": "!datum.is_exact"}],
            "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.5},
            "encoding": {
                "x": x, "x2": {"field": "end"}, "y": y, "color": tone, "tooltip": tooltip,
            },
        }),
    ]
}

/// The ribbon of directions.
fn ribbon(spec: &mut Spec<'_>, series: &Series) -> Value {
    let words = &spec.style.words;
    let tones = [
        (Direction::Rising, Tone::Up),
        (Direction::Falling, Tone::Down),
        (Direction::Steady, Tone::Flat),
        (Direction::Unclear, Tone::Band),
        (Direction::Insufficient, Tone::Soft),
    ];
    let names = tones.map(|(direction, _)| word(words, direction));
    let range = tones.map(|(_, tone)| spec.colour(tone));
    let scale = json!({"domain": names, "range": range});
    let stretches = stretches(
        series,
        |a, b| a.direction == b.direction && a.is_hole == b.is_hole,
        |point| (!point.is_hole).then(|| word(words, point.direction).to_owned()),
    );
    let data = spec.data("directions", stretches);
    json!({
        "data": data,
        "mark": "rect",
        "encoding": {
            "x": {"field": "from", "type": "temporal", "title": null, "axis": null},
            "x2": {"field": "to"},
            "color": {
                "field": "state", "type": "nominal", "title": null, "scale": scale,
                "legend": {"orient": "bottom"},
            },
            "tooltip": {"field": "state", "type": "nominal"},
        },
    })
}

impl RelationChart<'_, '_> {
    /// The chart as a specification of [Vega-Lite](https://vega.github.io/vega-lite/), version 6: JSON
    /// with the data inline.
    ///
    /// The level with its band, the directions, what each event adds and the volume of contact share
    /// one axis. An event whose day is not known is a bar over its days. Days that no source covers are
    /// grey. The subtitle names events that are left out because their first or last day is not known.
    ///
    /// Colours follow the scheme of the style; [`Scheme::Auto`](super::super::Scheme::Auto) is light.
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn to_vega_lite(&self, style: &Style) -> String {
        let [title, subtitle] = self.headings(style);
        let mut spec = Spec::new(style, &title, &subtitle);
        let series = [self.series(style)];
        let shares = self.contributions(style);
        let placed = shares.iter().filter_map(|(row, share)| {
            let (first, end) = ends(row)?;
            Some(json!({
                "title": row.title, "date": row.date, "first": first, "end": end,
                "precision": row.precision.as_str(), "is_exact": row.precision.is_exact(),
                "contribution": share,
            }))
        });
        let events = spec.data("events", placed.collect());
        let without = shares.iter().map(|(row, _)| row);
        let without = without.filter(|row| ends(row).is_none());
        spec.notes.extend(left_out(style, without));
        if shares.iter().any(|(row, _)| !row.precision.is_exact()) {
            spec.notes.push(style.words.data_pale.clone());
        }
        let days = spec.data("days", rows(&series));

        let width = style.width.saturating_sub(150).max(200);
        let mut levels: Vec<Value> = holes(&mut spec, &series).into_iter().collect();
        levels.extend(level(&spec));
        let ribbon = ribbon(&mut spec, &series[0]);
        let words = &style.words;
        let volume = json!({
            "mark": {"type": "area", "color": spec.colour(Tone::Volume), "opacity": 0.55},
            "encoding": {
                "x": {"field": "date", "type": "temporal", "title": null},
                "y": {
                    "field": "contact_volume", "type": "quantitative",
                    "title": words.volume_short, "axis": {"tickCount": 3},
                },
            },
        });
        let stems = contributions(&spec, &events, &fill(&words.contributions_short, &[]));
        let sized = |height: u32, mut view: Value| {
            view["width"] = json!(width);
            view["height"] = json!(height);
            view
        };
        spec.finish(json!({
            "data": days,
            "spacing": 14,
            "vconcat": [
                sized(210, json!({"layer": levels})),
                sized(16, ribbon),
                sized(120, json!({"layer": stems})),
                sized(44, volume),
            ],
            "resolve": {"scale": {"x": "shared", "color": "independent"}},
        }))
    }
}

impl MultiplesChart<'_, '_> {
    /// The charts as a specification of [Vega-Lite](https://vega.github.io/vega-lite/), version 6: JSON
    /// with the data inline. Days that no source covers have no line, but a grey area.
    ///
    /// Colours follow the scheme of the style; [`Scheme::Auto`](super::super::Scheme::Auto) is light.
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn to_vega_lite(&self, style: &Style) -> String {
        let [title, dates] = self.headings(style);
        let subtitle = fill(&style.words.data_multiples, &[("dates", &dates)]);
        let mut spec = Spec::new(style, &title, &subtitle);
        let series = self.series(style);
        let names: Vec<&str> = series.iter().map(|one| one.pair.as_str()).collect();
        let columns = if style.is_wide() { 4 } else { 2 };
        let width = (style.width.saturating_sub(80) / columns).saturating_sub(24);
        // A facet has one source of data, so the holes are rows of it.
        let mut all = rows(&series);
        for one in &series {
            let state = |point: &DayPoint| point.is_hole.then(String::new);
            all.extend(stretches(one, |a, b| a.is_hole == b.is_hole, state));
        }
        if series
            .iter()
            .any(|one| one.days.iter().any(|point| point.is_hole))
        {
            spec.notes.push(style.words.data_holes.clone());
        }
        let data = spec.data("days", all);
        let mut layer = vec![json!({
            "transform": [{"filter": "isValid(datum.from)"}],
            "mark": {"type": "rect", "color": spec.colour(Tone::Axis), "opacity": 0.3},
            "encoding": {
                "x": {"field": "from", "type": "temporal", "title": null},
                "x2": {"field": "to"},
            },
        })];
        layer.extend(level(&spec));
        spec.finish(json!({
            "data": data,
            "columns": columns,
            "spacing": 20,
            "facet": {"field": "pair", "type": "nominal", "title": null, "sort": names},
            "spec": {"width": width, "height": 70, "layer": layer},
        }))
    }
}

impl RelationChart<'_, '_> {
    /// The events of the marks as rows, each with what it adds to the level.
    fn contributions(&self, style: &Style) -> Vec<(EventRow, f64)> {
        let shares = self.shares().into_values();
        let mut rows: Vec<(EventRow, f64)> = shares
            .map(|(event, share)| (EventRow::of(event, style), share))
            .collect();
        rows.sort_by(|(a, _), (b, _)| (a.first, &a.id).cmp(&(b.first, &b.id)));
        rows
    }
}
