//! The network.

use serde_json::{Value, json};

use super::super::network::{NetworkChart, positions};
use super::super::palette::{Tone, tone_of_level};
use super::super::style::Style;
use super::Spec;
use crate::text::fill;
use crate::trend::Direction;

/// The bounds between the colours of levels, and a level of each colour.
const BOUNDS: [f64; 6] = [-1.0, -0.5, -0.1, 0.1, 0.5, 1.0];
const LEVELS: [f64; 7] = [-2.0, -0.7, -0.3, 0.0, 0.3, 0.7, 2.0];

impl NetworkChart<'_, '_> {
    /// The network as a specification of [Vega-Lite](https://vega.github.io/vega-lite/), version 6:
    /// JSON with the data inline. Nodes have the places of the picture.
    ///
    /// Colours follow the scheme of the style; [`Scheme::Auto`](super::super::Scheme::Auto) is light.
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn to_vega_lite(&self, style: &Style) -> String {
        let [title, _] = self.headings(style);
        let date = style.dates.date(self.date(), true);
        let subtitle = fill(&style.words.data_network, &[("date", &date)]);
        let mut spec = Spec::new(style, &title, &subtitle);
        let (edges, nodes, _) = self.shown(style);
        let positions = positions(&nodes);
        let nodes = nodes.iter().map(|(key, node)| {
            let (x, y) = positions[key];
            json!({"name": node.name, "x": x, "y": y})
        });
        let nodes = spec.data("nodes", nodes.collect());
        let edges = edges.iter().filter_map(|edge| {
            let [(x, y), (x2, y2)] = edge.ends.each_ref().map(|end| positions[end]);
            Some(json!({
                "pair": edge.name, "x": x, "y": y, "x2": x2, "y2": y2,
                "level": edge.level?.0, "sd": edge.level?.1, "contact_volume": edge.contact,
                "direction": edge.direction.as_str(),
            }))
        });
        let edges = spec.data("pairs", edges.collect());
        let size = if style.is_wide() { 500 } else { 260 };
        let layer = layer(&spec, &nodes, &edges);
        spec.finish(json!({"width": size, "height": size, "layer": layer}))
    }
}

fn layer(spec: &Spec<'_>, nodes: &Value, edges: &Value) -> Vec<Value> {
    let words = &spec.style.words;
    let place = |field: &str| {
        json!({
            "field": field, "type": "quantitative", "axis": null,
            "scale": {"domain": [-1.4, 1.4]},
        })
    };
    let (x, y) = (place("x"), place("y"));
    let colours = LEVELS.map(|level| spec.colour(tone_of_level(level)));
    let lines = json!({
        "data": edges,
        "mark": "rule",
        "encoding": {
            "x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "color": {
                "field": "level", "type": "quantitative", "title": words.level,
                "scale": {"type": "threshold", "domain": BOUNDS, "range": colours},
                "legend": {"orient": "bottom", "direction": "horizontal", "gradientLength": 200},
            },
            "strokeWidth": {
                "field": "contact_volume", "type": "quantitative", "title": words.volume_short,
                "scale": {"type": "sqrt", "range": [1.4, 8]},
                "legend": {"orient": "bottom", "direction": "horizontal"},
            },
            "strokeDash": {
                "condition": {
                    "test": format!("datum.direction === '{}'", Direction::Insufficient.as_str()),
                    "value": [6, 4],
                },
                "value": [1, 0],
            },
            "tooltip": [
                {"field": "pair", "type": "nominal"},
                {"field": "level", "type": "quantitative", "format": "+.2f"},
                {"field": "sd", "type": "quantitative", "format": ".2f"},
                {"field": "direction", "type": "nominal"},
            ],
        },
    });
    let points = json!({
        "data": nodes,
        "mark": {"type": "point", "filled": true, "opacity": 1, "size": 90, "color": spec.colour(Tone::Ink)},
        "encoding": {"x": x, "y": y, "tooltip": {"field": "name", "type": "nominal"}},
    });
    let name = |test: &str, align: &str, dx: i32| {
        json!({
            "data": nodes,
            "transform": [{"filter": test}],
            "mark": {"type": "text", "align": align, "dx": dx, "color": spec.colour(Tone::Ink)},
            "encoding": {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}},
        })
    };
    vec![
        lines,
        points,
        name("datum.x < 0", "right", -10),
        name("datum.x >= 0", "left", 10),
    ]
}
