//! Drawing the timeline.

mod events;
mod names;
mod notes;
mod places;

use super::super::axis::{Axis, draw_labels, draw_rules};
use super::super::frame::{LABEL, MARGIN, STRONG, footer, header, legend};
use super::super::labels::{self, ELBOW, ROW};
use super::super::palette::Tone;
use super::super::style::Style;
use super::super::svg::{Anchor, Canvas, EventCounts, Paint, Picture};
use super::super::text::Font;
use super::Input;
use crate::text::fill;
use names::{Bin, Labels, Named};
use places::Layout;

impl Input {
    pub(super) fn draw(&self, style: &Style) -> Picture {
        let mut canvas = Canvas::new(style);
        let mut y = header(&mut canvas, &self.title, &self.subtitle);
        y = legend(&mut canvas, y + 4.0, &self.legend(style)) + 4.0;
        let layout = Layout::of(self, style);
        let places = layout.places(&self.marks);
        let Labels {
            all: labels,
            events,
            spots,
            named,
            bins,
        } = self.labels(style, &layout, &places);

        let [above, below] = labels::heights(&labels, &spots);
        let above = if bins.is_empty() { above } else { ROW };
        let elbow = |height: f64| if height > 0.0 { height + ELBOW } else { 0.0 };
        let top = y + elbow(above) + 6.0;
        let bottom = top + layout.height;
        let ticks = layout.axis.ticks(&style.dates, LABEL);
        self.grounds(&mut canvas, &layout, top);
        draw_rules(&mut canvas, &ticks, [top - 4.0, bottom + 4.0]);
        Self::joints(&mut canvas, &layout, [top - 6.0, bottom + 6.0]);
        self.names(&mut canvas, &layout, top);
        for (mark, place) in self.marks.iter().zip(&places) {
            Self::span(&mut canvas, &layout, mark, *place, top);
        }
        let edges = [top - 6.0 - ELBOW, bottom + 22.0 + ELBOW];
        for ((label, spot), event) in labels.iter().zip(&spots).zip(events) {
            let Some(spot) = spot else { continue };
            let end = top + layout.edge_of(&self.marks[event], spot.side);
            labels::draw(&mut canvas, label, *spot, edges[spot.side], end);
        }
        for bin in &bins {
            draw_bin(&mut canvas, bin, layout.axis.right(), top - 8.0);
        }
        for mark in &self.marks {
            self.whisker(&mut canvas, &layout, mark, top);
        }
        for (mark, place) in self.marks.iter().zip(&places) {
            Self::mark(&mut canvas, &layout, mark, *place, top);
        }
        let labels_of_days = ticks.iter().filter_map(|tick| tick.label.as_ref());
        cover_leaders(&mut canvas, labels_of_days, bottom);
        draw_labels(&mut canvas, &ticks, bottom + 18.0, LABEL);
        Self::days_left_out(&mut canvas, &layout, bottom + 18.0);

        y = bottom + 24.0 + elbow(below);
        y = self.list(&mut canvas, &named, y + 6.0);
        let labelled = named.iter().filter(|one| **one != Named::Nothing).count();
        let counts = EventCounts {
            labelled,
            unlabelled: self.marks.len() - labelled,
            outside: self.outside + self.undated,
        };
        let text = self.footer(style, &layout, &places, counts);
        let height = footer(&mut canvas, y, &[text]);
        canvas.finish(height, &self.title, &self.subtitle, counts)
    }

    /// The grounds of groups, and their names.
    fn grounds(&self, canvas: &mut Canvas<'_>, layout: &Layout, top: f64) {
        let is_wide = canvas.style.is_wide();
        for (group, [from, to]) in self.lanes.groups.iter().zip(&layout.groups) {
            let (from, to) = (top + from, top + to);
            for piece in pieces(&layout.axis) {
                let [left, right] = piece;
                canvas.rect(
                    [left, from, right - left, to - from],
                    Paint::fill(Tone::Lane),
                );
            }
            if group.name.is_empty() {
                continue;
            }
            if is_wide {
                let name = STRONG.fit(&group.name, to - from + 2.0);
                canvas.text_upwards(
                    (MARGIN + 5.0, f64::midpoint(from, to)),
                    STRONG,
                    Tone::Muted,
                    &name,
                );
                let bar = MARGIN + 13.0;
                canvas.line((bar, from), (bar, to), Paint::line(Tone::Flat, 1.6));
            } else {
                let room = f64::from(canvas.style.width) - 2.0 * MARGIN;
                let name = STRONG.fit(&group.name, room);
                canvas.text(
                    (MARGIN, from - 4.0),
                    STRONG,
                    Anchor::Start,
                    Tone::Muted,
                    &name,
                );
            }
        }
    }

    fn names(&self, canvas: &mut Canvas<'_>, layout: &Layout, top: f64) {
        let room = layout.left - MARGIN - if canvas.style.is_wide() { 26.0 } else { 8.0 };
        for (label, lane) in self.lanes.labels().zip(&layout.lanes) {
            let y = top + lane;
            for [left, right] in pieces(&layout.axis) {
                canvas.line((left, y), (right, y), Paint::line(Tone::Grid, 1.0));
            }
            let text = LABEL.fit(label, room);
            canvas.text(
                (layout.left - 8.0, y + 4.0),
                LABEL,
                Anchor::End,
                Tone::Ink,
                &text,
            );
        }
    }

    /// Double rules where the scale changes, zigzags where days are left out.
    fn joints(canvas: &mut Canvas<'_>, layout: &Layout, [top, bottom]: [f64; 2]) {
        for pair in layout.axis.pieces.windows(2) {
            let (before, after) = (pair[0].right, pair[1].left);
            if after > before {
                let middle = f64::midpoint(before, after);
                let mut points = Vec::new();
                let mut y = top;
                let mut side = -1.0;
                while y <= bottom {
                    points.push((middle + side * 3.0, y));
                    side = -side;
                    y += 7.0;
                }
                canvas.path(points, Paint::line(Tone::Axis, 1.2).dashed("3 2"));
            } else {
                for x in [before - 1.5, before + 1.5] {
                    canvas.line((x, top), (x, bottom), Paint::line(Tone::Axis, 1.0));
                }
            }
        }
    }

    fn days_left_out(canvas: &mut Canvas<'_>, layout: &Layout, y: f64) {
        for pair in layout.axis.pieces.windows(2) {
            if pair[1].left > pair[0].right {
                let days = format!("{:.0}", pair[1].from - pair[0].to);
                let text = fill(&canvas.style.words.days_left_out, &[("n", &days)]);
                let middle = f64::midpoint(pair[0].right, pair[1].left);
                // Below the labels of the axis, which may reach into the break.
                canvas.text(
                    (middle, y + 11.0),
                    Font::regular(10.0),
                    Anchor::Middle,
                    Tone::Muted,
                    &text,
                );
            }
        }
    }
}

/// Draws the bracket around marks that share a number in the list, and the number.
fn draw_bin(canvas: &mut Canvas<'_>, (from, to, text): &Bin, right: f64, y: f64) {
    let to = to.max(from + 1.0);
    let points = [(*from, y + 4.0), (*from, y), (to, y), (to, y + 4.0)];
    canvas.path(points, Paint::line(Tone::Axis, 1.0));
    let x = from.min(right + 8.0 - STRONG.width(text));
    canvas.text((x, y - 5.0), STRONG, Anchor::Start, Tone::Ink, text);
}

/// Covers the leaders that go down where the labels of the axis will be.
fn cover_leaders<'l>(
    canvas: &mut Canvas<'_>,
    labels: impl Iterator<Item = &'l (f64, String)>,
    bottom: f64,
) {
    for (x, text) in labels {
        let half = LABEL.width(text) / 2.0 + 1.0;
        let area = [x - half, bottom + 7.0, 2.0 * half, 14.0];
        canvas.rect(area, Paint::fill(Tone::Ground));
    }
}

/// The pieces of an axis that have no break between them, put together.
fn pieces(axis: &Axis) -> Vec<[f64; 2]> {
    let mut joined: Vec<[f64; 2]> = Vec::new();
    for piece in &axis.pieces {
        match joined.last_mut() {
            Some([_, right]) if piece.left - *right < 0.5 => *right = piece.right,
            _ => joined.push([piece.left, piece.right]),
        }
    }
    joined
}
