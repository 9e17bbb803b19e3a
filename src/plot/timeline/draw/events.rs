//! Drawing the events of a timeline: their days, and their marks.

use super::super::super::marks::{self, Look, Shape};
use super::super::super::palette::Tone;
use super::super::super::svg::{Canvas, Fill, Paint};
use super::super::{Input, Mark, Part};
use super::places::{Layout, Place, own_lanes};
use crate::event::Kind;

/// The height of a bar.
pub(super) const BAR: f64 = 9.0;
/// The length of a soft end.
const SOFT: f64 = 6.0;
/// The length of an open end.
const OPEN: f64 = 48.0;

impl Input {
    /// Draws the days on which an event may have been.
    pub(super) fn span(
        canvas: &mut Canvas<'_>,
        layout: &Layout,
        mark: &Mark,
        place: Place,
        top: f64,
    ) {
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
        for y in lanes {
            draw_days(canvas, mark, [left, right], y + place.shift.1);
        }
        canvas.close();
    }

    /// Draws the days that the earliest sources allowed, on the lane of the event with the fewest other events there.
    pub(super) fn whisker(&self, canvas: &mut Canvas<'_>, layout: &Layout, mark: &Mark, top: f64) {
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
    pub(super) fn mark(
        canvas: &mut Canvas<'_>,
        layout: &Layout,
        mark: &Mark,
        place: Place,
        top: f64,
    ) {
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
                let paint = dashed(Paint::line(Tone::Ink, width));
                canvas.line((x, y(first)), (x, y(last)), paint);
            }
        } else if layout.has_lines {
            for (from, lane) in receivers(mark, &own) {
                let end = top + layout.lanes[lane];
                let paint = dashed(Paint::line(Tone::Axis, 0.9));
                canvas.line((x, y(from)), (x, end), paint);
                canvas.circle((x, end), 1.5, Paint::fill(Tone::Axis));
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

/// Draws the days of an event on a lane, from a place to another.
fn draw_days(canvas: &mut Canvas<'_>, mark: &Mark, [left, right]: [f64; 2], y: f64) {
    let area = |left: f64, right: f64| [left, y - BAR / 2.0, right - left, BAR];
    match (mark.span.from, mark.span.to) {
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
            draw_arrow(canvas, right, -1.0, y);
        }
        (None, _) => {
            canvas.rect(area(left, right), Paint::with(Fill::FadeIn));
            draw_arrow(canvas, left, 1.0, y);
        }
    }
}

/// Draws the tip of an arrow at an open end. The rest of the arrow is on one side: 1 is right, and -1 left.
fn draw_arrow(canvas: &mut Canvas<'_>, end: f64, side: f64, y: f64) {
    let points = [
        (end + side * 5.0, y - 4.0),
        (end + side, y),
        (end + side * 5.0, y + 4.0),
    ];
    canvas.path(points, Paint::line(Tone::Flat, 1.4));
}

/// The lanes of whom an event is directed at, each with the lane from which its line comes.
fn receivers(mark: &Mark, own: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let seats = mark
        .seats
        .iter()
        .filter(|(_, part)| *part == Part::Receives);
    seats.filter_map(|&(lane, _)| {
        Some((nearest(own, lane)?, lane)).filter(|(from, _)| *from != lane)
    })
}

/// The lane of one's own that is nearest to another.
fn nearest(own: &[usize], lane: usize) -> Option<usize> {
    own.iter().copied().min_by_key(|&one| one.abs_diff(lane))
}

/// The shape of an event: a statement points to the first lane of whom it is directed at.
pub(super) fn shape(mark: &Mark) -> Shape {
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
pub(super) fn is_wide_span(mark: &Mark) -> bool {
    mark.span.ends().is_none_or(|(from, to)| to - from > 1.01)
}

/// Draws a bar with soft ends.
pub(super) fn bar(canvas: &mut Canvas<'_>, [left, right]: [f64; 2], y: f64, soft: [bool; 2]) {
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
