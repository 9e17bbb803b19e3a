//! The lines of a network, on a circle of nodes, and the numbers upon them.

use std::collections::BTreeMap;

use super::super::frame::STRONG;
use super::super::marks;
use super::super::palette::{Tone, tone_of_level};
use super::super::svg::{Anchor, Canvas, Paint};
use super::{Edge, Key};
use crate::trend::Direction;

/// A rectangle: left, top, right, bottom.
type Area = [f64; 4];

fn meets(a: &Area, b: &Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// The number of points of a line that are compared with an area.
const POINTS: u32 = 100;

/// Where the nodes are.
pub(super) struct Circle<'n> {
    pub(super) centre: (f64, f64),
    pub(super) radius: f64,
    pub(super) angles: BTreeMap<&'n Key, f64>,
}

impl Circle<'_> {
    pub(super) fn point(&self, angle: f64) -> (f64, f64) {
        let (sine, cosine) = angle.sin_cos();
        (
            self.centre.0 + self.radius * cosine,
            self.centre.1 + self.radius * sine,
        )
    }

    /// The ends of the line of a pair, and the point that it bends towards: nearer to the centre,
    /// the more the further its ends are apart.
    fn line(&self, edge: &Edge) -> ([(f64, f64); 2], (f64, f64)) {
        const PART: f64 = 0.35;
        let ends = edge.ends.each_ref().map(|end| self.point(self.angles[end]));
        let [from, to] = ends;
        let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        let bend = (
            middle.0 + (self.centre.0 - middle.0) * PART,
            middle.1 + (self.centre.1 - middle.1) * PART,
        );
        (ends, bend)
    }

    /// Whether the line of a pair crosses an area: some of its points are inside.
    fn crosses(&self, edge: &Edge, area: &Area) -> bool {
        let (line, bend) = self.line(edge);
        (0..=POINTS).any(|at| {
            let (x, y) = on_curve(line, bend, f64::from(at) / f64::from(POINTS));
            area[0] <= x && x <= area[2] && area[1] <= y && y <= area[3]
        })
    }

    pub(super) fn draw_lines(&self, canvas: &mut Canvas<'_>, edges: &[Edge]) {
        let most = edges.iter().map(|edge| edge.contact).fold(0.0, f64::max);
        // The lines of most contact are below, so that thin ones cross them visibly.
        for edge in edges {
            let Some((level, _)) = edge.level else {
                continue;
            };
            let ([from, to], bend) = self.line(edge);
            let width = edge.width(most);
            let plain = Paint::line(tone_of_level(level), width);
            let paint = match edge.direction {
                Direction::Insufficient if width > 4.0 => plain.dashed("9 5"),
                Direction::Insufficient => plain.dashed("6 4"),
                _ => plain,
            };
            canvas.open(&edge.tip(&canvas.style.words));
            canvas.curve(from, bend, to, paint);
            canvas.close();
        }
    }

    /// Draws numbers on the lines with most contact, where they meet nothing.
    pub(super) fn draw_numbers(&self, canvas: &mut Canvas<'_>, edges: &[Edge]) {
        let nodes = self.angles.values().map(|angle| self.point(*angle));
        let mut taken: Vec<Area> = nodes
            .map(|(x, y)| [x - 6.0, y - 6.0, x + 6.0, y + 6.0])
            .collect();
        let with_level = edges.iter().filter_map(|edge| Some((edge, edge.level?.0)));
        let most = if canvas.style.is_wide() { 5 } else { 3 };
        for (edge, level) in with_level.take(most) {
            let text = canvas.style.words.signed(level, 2);
            let half = STRONG.width(&text) / 2.0 + 10.0;
            let (line, bend) = self.line(edge);
            let areas = [0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8].map(|t| {
                let (x, y) = on_curve(line, bend, t);
                [x - half, y - 8.0, x + half, y + 8.0]
            });
            let is_free = |area: &Area| taken.iter().all(|other| !meets(area, other));
            // Where lines cross, a number could be that of either. Of equal places, the first is taken.
            let others = |area: &Area| {
                edges
                    .iter()
                    .filter(|one| !std::ptr::eq(*one, edge) && self.crosses(one, area))
                    .count()
            };
            let Some(area) = areas.into_iter().filter(is_free).min_by_key(others) else {
                continue;
            };
            taken.push(area);
            let [left, top, ..] = area;
            let plate = [left, top, 2.0 * half, 16.0];
            canvas.rect(plate, Paint::fill(Tone::Ground));
            let tone = marks::tone(edge.direction);
            marks::direction(canvas, (left + 8.0, top + 8.0), edge.direction, tone);
            let at = (left + 16.0, top + 12.0);
            canvas.text(at, STRONG, Anchor::Start, Tone::Ink, &text);
        }
    }
}

/// A point of a curve, from 0 at its one end to 1 at the other.
fn on_curve([from, to]: [(f64, f64); 2], bend: (f64, f64), t: f64) -> (f64, f64) {
    let on = |from: f64, bend: f64, to: f64| {
        (1.0 - t) * (1.0 - t) * from + 2.0 * (1.0 - t) * t * bend + t * t * to
    };
    (on(from.0, bend.0, to.0), on(from.1, bend.1, to.1))
}
