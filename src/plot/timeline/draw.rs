//! Drawing the timeline.

mod names;
mod places;

use super::super::axis::{Axis, draw_labels, draw_rules};
use super::super::frame::{Entry, LABEL, MARGIN, STRONG, footer, header, legend};
use super::super::labels::{self, ELBOW, ROW};
use super::super::marks::{self, Look, Shape};
use super::super::numbers::count;
use super::super::palette::Tone;
use super::super::style::Style;
use super::super::svg::{Anchor, Canvas, EventCounts, Fill, Paint, Picture};
use super::super::text::Font;
use super::{Input, Mark, Part};
use crate::event::Kind;
use crate::text::fill;
use names::{Labels, Named};
use places::{Layout, Place, own_lanes};

/// The height of a bar.
const BAR: f64 = 9.0;
/// The length of a soft end.
const SOFT: f64 = 6.0;
/// The length of an open end.
const OPEN: f64 = 48.0;

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
            let mark = &self.marks[event];
            let lanes = own_lanes(mark).map(|lane| layout.lanes[lane]);
            let end = if spot.side == 0 {
                lanes.fold(f64::INFINITY, f64::min).min(layout.height)
            } else {
                lanes.fold(0.0, f64::max)
            };
            labels::draw(&mut canvas, label, *spot, edges[spot.side], top + end);
        }
        for (from, to, text) in &bins {
            let y = top - 8.0;
            let points = [
                (*from, y + 4.0),
                (*from, y),
                (to.max(from + 1.0), y),
                (to.max(from + 1.0), y + 4.0),
            ];
            canvas.path(points, Paint::line(Tone::Axis, 1.0));
            let x = from.min(layout.axis.right() + 8.0 - STRONG.width(text));
            canvas.text((x, y - 5.0), STRONG, Anchor::Start, Tone::Ink, text);
        }
        for mark in &self.marks {
            self.whisker(&mut canvas, &layout, mark, top);
        }
        for (mark, place) in self.marks.iter().zip(&places) {
            Self::mark(&mut canvas, &layout, mark, *place, top);
        }
        // Labels of the axis are upon leaders that go down.
        for (x, text) in ticks.iter().filter_map(|tick| tick.label.as_ref()) {
            let half = LABEL.width(text) / 2.0 + 1.0;
            let area = [x - half, bottom + 7.0, 2.0 * half, 14.0];
            canvas.rect(area, Paint::fill(Tone::Ground));
        }
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

    fn footer(
        &self,
        style: &Style,
        layout: &Layout,
        places: &[Place],
        counts: EventCounts,
    ) -> String {
        let words = &style.words;
        let mut text = Vec::new();
        if let Some((from, to, times)) = layout.changes.stretched {
            let date = |day| style.dates.date(super::super::axis::date_of(day), false);
            let (from, to, times) = (date(from), date(to - 1.0), format!("{times:.0}"));
            let values = [("from", &*from), ("to", &*to), ("times", &*times)];
            text.push(fill(&words.footer_stretched, &values));
        }
        if self.marks.iter().any(|mark| mark.earlier.is_some()) {
            text.push(words.footer_whisker.clone());
        }
        if layout.changes.breaks > 0 {
            text.push(words.footer_broken.clone());
        }
        let moved = places
            .iter()
            .map(|place| place.shift.0.abs())
            .fold(0.0, f64::max);
        if moved > 0.0 {
            text.push(fill(&words.footer_moved, &[("n", &format!("{moved:.0}"))]));
        }
        if counts.unlabelled > 0 {
            let all = count(self.marks.len());
            let values = [("n", &*count(counts.unlabelled)), ("all", &*all)];
            text.push(fill(&words.footer_unlabelled, &values));
        }
        if self.outside > 0 {
            text.push(fill(&words.footer_outside, &[("n", &count(self.outside))]));
        }
        if self.undated > 0 {
            text.push(fill(&words.footer_undated, &[("n", &count(self.undated))]));
        }
        text.join(" ")
    }

    /// Legend entries for what is drawn, and nothing else.
    fn legend(&self, style: &Style) -> Vec<Entry<'static>> {
        let words = &style.words;
        let has = |is: &dyn Fn(&Mark) -> bool| self.marks.iter().any(is);
        let mut entries = Vec::new();
        let mut shape = |width, text: &str, shape, look, by_order| {
            entries.push(Entry::new(width, text, move |canvas, at| {
                marks::draw(canvas, at, shape, look, Tone::Ground);
                if by_order {
                    marks::brackets(canvas, at);
                }
            }));
        };
        if has(&|mark| mark.kind == Kind::Meeting) {
            shape(10.0, &words.meeting, Shape::Disc, Look::Plain, false);
        }
        if has(&|mark| mark.kind == Kind::Call) {
            shape(10.0, &words.call, Shape::Diamond, Look::Plain, false);
        }
        let of = |mark: &Mark| super::draw::shape(mark);
        if has(&|mark| matches!(of(mark), Shape::Up | Shape::Down)) {
            shape(10.0, &words.statement, Shape::Down, Look::Plain, false);
        }
        if has(&|mark| of(mark) == Shape::Dash) {
            shape(
                10.0,
                &words.statement_to_none,
                Shape::Dash,
                Look::Plain,
                false,
            );
        }
        if has(&|mark| mark.kind == Kind::Act) {
            shape(10.0, &words.act, Shape::Square, Look::Plain, false);
        }
        for (look, text) in [
            (Look::Planned, &words.planned),
            (Look::Disputed, &words.disputed),
            (Look::Cancelled, &words.cancelled),
        ] {
            if has(&|mark| mark.look == look) {
                shape(12.0, text, Shape::Disc, look, false);
            }
        }
        if has(&|mark| mark.date.is_by_order) {
            shape(18.0, &words.by_order, Shape::Disc, Look::Plain, true);
        }
        if has(&|mark| is_wide_span(mark) && mark.span.ends().is_some()) {
            entries.push(Entry::new(28.0, &words.span, |canvas, (x, y)| {
                bar(canvas, [x - 14.0, x + 14.0], y, [true, true]);
            }));
        }
        if has(&|mark| mark.span.ends().is_none()) {
            entries.push(Entry::new(28.0, &words.open_end, |canvas, (x, y)| {
                let area = [x - 14.0, y - BAR / 2.0, 28.0, BAR];
                canvas.rect(area, Paint::with(Fill::FadeOut));
            }));
        }
        entries
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

    /// Draws the days on which an event may have been.
    fn span(canvas: &mut Canvas<'_>, layout: &Layout, mark: &Mark, place: Place, top: f64) {
        if !is_wide_span(mark) {
            return;
        }
        let axis = &layout.axis;
        let (from, to) = (mark.span.from, mark.span.to);
        let left = from.map_or(place.x - OPEN, |day| axis.x(day));
        let right = to.map_or(place.x + OPEN, |day| axis.x(day));
        let (left, right) = (left.max(axis.left()), right.min(axis.right()));
        if right - left < 7.0 {
            return;
        }
        canvas.open(&mark.tip);
        let lanes: Vec<f64> = own_lanes(mark)
            .map(|lane| top + layout.lanes[lane])
            .collect();
        if let (true, [first, .., last]) = (mark.is_contact(), &*lanes) {
            let area = [left, *first, right - left, last - first];
            canvas.rect(area, Paint::fill(Tone::Flat).opacity(0.13));
        }
        for &y in &lanes {
            let y = y + place.shift.1;
            let area = |left: f64, right: f64| [left, y - BAR / 2.0, right - left, BAR];
            match (from, to) {
                (Some(_), Some(_)) if mark.span.certain.is_some() => {
                    canvas.rect(area(left, right), Paint::fill(Tone::Flat).opacity(0.6));
                }
                (Some(_), Some(_)) if mark.is_about => {
                    let middle = f64::midpoint(left, right);
                    canvas.rect(area(left, middle), Paint::with(Fill::FadeIn).opacity(0.8));
                    canvas.rect(area(middle, right), Paint::with(Fill::FadeOut).opacity(0.8));
                }
                (Some(_), Some(_)) => bar(canvas, [left, right], y, [true, true]),
                (Some(_), None) => {
                    canvas.rect(area(left, right), Paint::with(Fill::FadeOut));
                    let points = [
                        (right - 5.0, y - 4.0),
                        (right - 1.0, y),
                        (right - 5.0, y + 4.0),
                    ];
                    canvas.path(points, Paint::line(Tone::Flat, 1.4));
                }
                (None, _) => {
                    canvas.rect(area(left, right), Paint::with(Fill::FadeIn));
                    let points = [
                        (left + 5.0, y - 4.0),
                        (left + 1.0, y),
                        (left + 5.0, y + 4.0),
                    ];
                    canvas.path(points, Paint::line(Tone::Flat, 1.4));
                }
            }
        }
        canvas.close();
    }

    /// Draws the days that the earliest sources allowed, on the lane of the event with the fewest other events there.
    fn whisker(&self, canvas: &mut Canvas<'_>, layout: &Layout, mark: &Mark, top: f64) {
        let Some((from, to)) = mark.earlier.and_then(|span| span.ends()) else {
            return;
        };
        let others = |lane: usize| {
            let others = self
                .marks
                .iter()
                .filter(|one| own_lanes(one).any(|own| own == lane));
            others
                .filter(|one| from <= one.day() && one.day() <= to)
                .count()
        };
        let lanes = own_lanes(mark).collect::<Vec<_>>().into_iter().rev();
        let Some(lane) = lanes.min_by_key(|&lane| others(lane)) else {
            return;
        };
        let y = top + layout.lanes[lane];
        let clamp = |day: f64| {
            layout
                .axis
                .x(day)
                .clamp(layout.axis.left(), layout.axis.right())
        };
        let (left, right) = (clamp(from), clamp(to));
        let paint = || Paint::line(Tone::Flat, 1.4);
        canvas.open(&mark.tip);
        canvas.line((left, y), (right, y), paint());
        for x in [left, right] {
            canvas.line((x, y - 4.0), (x, y + 4.0), paint());
        }
        canvas.close();
    }

    /// Draws an event: its lines, then its marks.
    fn mark(canvas: &mut Canvas<'_>, layout: &Layout, mark: &Mark, place: Place, top: f64) {
        canvas.open(&mark.tip);
        let x = place.x;
        let y = |lane: usize| top + layout.lanes[lane] + place.shift.1;
        let dash = match mark.look {
            Look::Plain if is_wide_span(mark) && mark.span.certain.is_none() => Some("1.5 3"),
            Look::Plain => None,
            _ => Some("4 3"),
        };
        let dashed = |paint: Paint| dash.map_or(paint, |dash| paint.dashed(dash));
        let own: Vec<usize> = own_lanes(mark).collect();
        if mark.is_contact() {
            if let [first, .., last] = *own {
                let width = match (mark.kind, dash) {
                    (Kind::Meeting, None) => 3.6,
                    (Kind::Meeting, _) => 2.0,
                    _ => 1.2,
                };
                canvas.line(
                    (x, y(first)),
                    (x, y(last)),
                    dashed(Paint::line(Tone::Ink, width)),
                );
            }
        } else {
            for &(lane, part) in &mark.seats {
                if layout.has_lines
                    && part == Part::Receives
                    && let Some(from) = nearest(&own, lane)
                    && from != lane
                {
                    let end = top + layout.lanes[lane];
                    let paint = dashed(Paint::line(Tone::Axis, 0.9));
                    canvas.line((x, y(from)), (x, end), paint);
                    canvas.circle((x, end), 1.5, Paint::fill(Tone::Axis));
                }
            }
        }
        let shape = shape(mark);
        for &lane in &own {
            let at = (x, y(lane));
            marks::draw(canvas, at, shape, mark.look, Tone::Lane);
            if mark.date.is_by_order {
                marks::brackets(canvas, at);
            }
        }
        canvas.close();
    }
}

/// The lane of one's own that is nearest to another.
fn nearest(own: &[usize], lane: usize) -> Option<usize> {
    own.iter().copied().min_by_key(|&one| one.abs_diff(lane))
}

/// The shape of an event: a statement points to the first lane of whom it is directed at.
fn shape(mark: &Mark) -> Shape {
    if mark.kind != Kind::Statement {
        return Shape::of(mark.kind);
    }
    let lane_of = |wanted: Part| {
        let mut lanes = mark.seats.iter().filter(|(_, part)| *part == wanted);
        lanes.next().map(|(lane, _)| *lane)
    };
    match (lane_of(Part::Acts), lane_of(Part::Receives)) {
        (Some(from), Some(to)) if to < from => Shape::Up,
        (Some(from), Some(to)) if to > from => Shape::Down,
        _ => Shape::Dash,
    }
}

/// Whether an event has no certain day, or lasts for more than one.
fn is_wide_span(mark: &Mark) -> bool {
    mark.span.ends().is_none_or(|(from, to)| to - from > 1.01)
}

/// Draws a bar with soft ends.
fn bar(canvas: &mut Canvas<'_>, [left, right]: [f64; 2], y: f64, soft: [bool; 2]) {
    let most = (right - left) / 2.0;
    let [start, end] = soft.map(|soft| if soft { SOFT.min(most) } else { 0.0 });
    let area = |left: f64, right: f64| [left, y - BAR / 2.0, right - left, BAR];
    let opacity = 0.75;
    canvas.rect(
        area(left, left + start),
        Paint::with(Fill::FadeIn).opacity(opacity),
    );
    canvas.rect(
        area(left + start, right - end),
        Paint::fill(Tone::Flat).opacity(opacity),
    );
    canvas.rect(
        area(right - end, right),
        Paint::with(Fill::FadeOut).opacity(opacity),
    );
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
