//! The calendar.

use chrono::Datelike;
use serde_json::{Value, json};

use super::super::axis::date_of;
use super::super::calendar::{CalendarChart, Day, monday};
use super::super::palette::Tone;
use super::super::style::Style;
use super::super::words::Words;
use super::{Spec, day};

/// The size of a cell.
const CELL: u32 = 12;

impl CalendarChart<'_, '_> {
    /// The calendar as a specification of [Vega-Lite](https://vega.github.io/vega-lite/), version 6:
    /// JSON with the data inline.
    ///
    /// A day that no source covers has a diagonal line and no cell, so it is never taken for a day
    /// without contact.
    ///
    /// Colours follow the scheme of the style; [`Scheme::Auto`](super::super::Scheme::Auto) is light.
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn to_vega_lite(&self, style: &Style) -> String {
        let [title, subtitle] = self.headings(style);
        let mut spec = Spec::new(style, &title, &subtitle);
        let (strips, [first, _]) = self.strips(style);
        let names: Vec<&str> = strips.iter().map(|strip| strip.name.as_str()).collect();
        let rows = strips.iter().flat_map(|strip| {
            let days = strip.days.iter().zip(first..);
            days.filter_map(|(own, at)| row(&strip.name, own, at, &style.words))
        });
        let rows: Vec<_> = rows.collect();
        if rows.iter().any(|row| row["has_data"] == false) {
            spec.notes.push(style.words.footer_hatched.clone());
        }
        let data = spec.data("days", rows);
        let layer = layer(&spec);
        let step = if style.is_wide() { CELL } else { 7 };
        spec.finish(json!({
            "data": data,
            "facet": {
                "row": {
                    "field": "pair", "type": "nominal", "title": null, "sort": names,
                    "header": {"labelOrient": "top", "labelAnchor": "start"},
                },
            },
            "spec": {"width": {"step": step}, "height": {"step": step}, "layer": layer},
        }))
    }
}

/// A day of a pair. `None` outside of the years that the specifications can parse.
fn row(pair: &str, own: &Day, at: i32, words: &Words) -> Option<Value> {
    let date = date_of(at.into());
    let state = match own.certain {
        0 if own.possible > 0.0 => &words.possible_contact,
        0 if own.is_covered => &words.no_contact,
        0 => &words.no_data,
        1 => &words.one_contact,
        _ => &words.several_contacts,
    };
    Some(json!({
        "pair": pair,
        "date": day(date)?,
        "week": day(date_of(monday(at).into()))?,
        "weekday": date.weekday().number_from_monday(),
        "state": state,
        "has_data": own.is_covered || own.has_contact(),
        "p_another": own.possible,
        "titles": own.tips.join("; "),
    }))
}

/// Cells of days, coloured by their contacts, and diagonal lines of days without data.
fn layer(spec: &Spec<'_>) -> Value {
    let [x, y] = axes(spec);
    let words = &spec.style.words;
    let states = [
        (&words.no_contact, Tone::Grid),
        (&words.possible_contact, Tone::Friendly1),
        (&words.one_contact, Tone::Friendly2),
        (&words.several_contacts, Tone::Friendly3),
    ];
    let domain = states.map(|(word, _)| word);
    let range = states.map(|(_, tone)| spec.colour(tone));
    let tooltip = json!([
        {"field": "date", "type": "temporal"},
        {"field": "state", "type": "nominal"},
        {"field": "titles", "type": "nominal"},
    ]);
    json!([
        {
            "transform": [{"filter": "datum.has_data"}],
            "mark": {"type": "rect", "stroke": spec.colour(Tone::Ground), "strokeWidth": 1},
            "encoding": {
                "x": x, "y": y, "tooltip": tooltip,
                "color": {
                    "field": "state", "type": "nominal", "title": null,
                    "scale": {"domain": domain, "range": range},
                    "legend": {"orient": "bottom", "labelLimit": 300},
                },
            },
        },
        {
            "transform": [{"filter": "!datum.has_data"}],
            "mark": {
                "type": "point", "shape": "M-1,1L1,-1", "size": CELL * CELL / 4,
                "color": spec.colour(Tone::Axis), "strokeWidth": 1, "opacity": 0.6,
            },
            "encoding": {"x": x, "y": y, "tooltip": tooltip},
        },
    ])
}

/// The axis of weeks, and that of the days of a week.
fn axes(spec: &Spec<'_>) -> [Value; 2] {
    let x = json!({
        "field": "week", "timeUnit": "yearmonthdate", "type": "ordinal", "title": null,
        "axis": {
            "labelExpr": "date(datum.value) <= 7 ? timeFormat(datum.value, '%b %Y') : ''",
            "labelAngle": 0, "labelAlign": "left", "labelOverlap": true,
            "ticks": false, "domain": false,
        },
    });
    // A text of JSON is a text of Vega's expressions.
    let [monday, friday] = [0, 4].map(|at| json!(spec.style.dates.weekdays[at]));
    let weekdays = format!("datum.value == 1 ? {monday} : {friday}");
    let y = json!({
        "field": "weekday", "type": "ordinal", "title": null,
        "axis": {
            "values": [1, 5], "labelExpr": weekdays, "ticks": false, "domain": false,
        },
    });
    [x, y]
}
