//! What each event adds to the level: stems on both sides of a line, and labels of the largest.

use super::super::super::axis::Axis;
use super::super::super::frame::{LABEL, MARGIN, STRONG};
use super::super::super::labels::{self, ELBOW, Label, LabelLine, Room};
use super::super::super::palette::Tone;
use super::super::super::svg::{Canvas, Paint};
use super::super::super::words::Words;
use super::super::{Input, Tick};
use super::{Layout, STEM};
use crate::text::fill;

impl Input {
    /// The labels of the events that add most, and labels without lines for the others.
    fn labels(&self, words: &Words, layout: &Layout, axis: &Axis) -> Vec<Label> {
        let mut shares: Vec<f64> = self.events.iter().map(|one| one.share.abs()).collect();
        shares.sort_by(|a, b| b.total_cmp(a));
        let largest = shares.first().copied().unwrap_or(0.0);
        let least = shares.get(layout.labels - 1).copied().unwrap_or(0.0);
        let least = least.max(largest / 5.0);
        let label = |one: &Tick| {
            let mut lines = Vec::new();
            if one.share.abs() >= least {
                let head = format!("{} {}", one.date, words.signed(one.share, 3));
                lines.push(LabelLine {
                    text: STRONG.fit(&head, layout.label + 30.0).into_owned(),
                    font: STRONG,
                    tone: tone_of_share(one.share),
                });
                let title = LABEL.wrap(&one.title, layout.label, layout.lines);
                lines.extend(title.into_iter().map(|text| LabelLine {
                    text,
                    font: LABEL,
                    tone: Tone::Ink,
                }));
            }
            Label {
                x: axis.x(one.day),
                lines,
                priority: one.share.abs(),
                side: usize::from(one.share < 0.0),
                either: false,
            }
        };
        self.events.iter().map(label).collect()
    }

    /// Draws what each event adds. Returns where that ends, and how many events are labelled.
    pub(super) fn events(
        &self,
        canvas: &mut Canvas<'_>,
        layout: &Layout,
        axis: &Axis,
        top: f64,
    ) -> (f64, usize) {
        let shares = self.events.iter().map(|one| one.share.abs());
        let largest = shares.fold(0.0, f64::max);
        let stem = |share: f64| {
            let part = if largest > 0.0 { share / largest } else { 0.0 };
            (part * STEM).abs().max(3.0).copysign(share)
        };
        let labels = self.labels(&canvas.style.words, layout, axis);
        let room = Room {
            left: MARGIN,
            right: layout.right - 5.0,
            first: 0,
            rows: [layout.rows, layout.rows],
        };
        let spots = labels::place(&labels, room, &[]);
        let [above, below] = labels::heights(&labels, &spots);
        let longest = |is_below: bool| {
            let stems = self.events.iter().map(|one| stem(one.share));
            let stems = stems.filter(|length| (*length < 0.0) == is_below);
            stems.map(f64::abs).fold(0.0, f64::max) + 5.0
        };
        let elbow = |height: f64| if height > 0.0 { height + ELBOW } else { 0.0 };
        let zero = top + elbow(above) + longest(false) + 2.0;
        let bottom = zero + longest(true) + 2.0 + elbow(below);
        let edges = [top + above, bottom - below];
        for ((one, label), spot) in self.events.iter().zip(&labels).zip(&spots) {
            if let Some(spot) = spot {
                let end = zero - stem(one.share);
                labels::draw(canvas, label, *spot, edges[spot.side], end);
            }
        }
        let ends = [(layout.left, zero), (layout.right, zero)];
        canvas.line(ends[0], ends[1], Paint::line(Tone::Axis, 1.0));
        for one in &self.events {
            one.draw(canvas, axis.x(one.day), [zero, zero - stem(one.share)]);
        }
        (bottom, spots.iter().flatten().count())
    }
}

impl Tick {
    /// Draws a stem from the line of zero to its end.
    fn draw(&self, canvas: &mut Canvas<'_>, x: f64, [zero, y]: [f64; 2]) {
        let share = canvas.style.words.signed(self.share, 3);
        let values = [
            ("date", &*self.date),
            ("title", &*self.title),
            ("share", &*share),
        ];
        canvas.open(&fill(&canvas.style.words.title_adds, &values));
        let tone = tone_of_share(self.share);
        canvas.line((x, zero), (x, y), Paint::line(tone, 1.3));
        if self.share < 0.0 {
            let points = [(x, y - 3.6), (x + 3.6, y), (x, y + 3.6), (x - 3.6, y)];
            canvas.path(points, Paint::fill(tone));
        } else {
            canvas.circle((x, y), 3.2, Paint::fill(tone));
        }
        canvas.close();
    }
}

/// The tone of what an event adds.
fn tone_of_share(share: f64) -> Tone {
    if share < 0.0 { Tone::Down } else { Tone::Up }
}
