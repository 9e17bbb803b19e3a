//! The shapes of marks: kinds of events, their status, and directions.

use super::palette::Tone;
use super::svg::{Canvas, Fill, Paint};
use crate::event::{Kind, Status};
use crate::trend::Direction;

/// The shape of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Disc,
    Diamond,
    Up,
    Down,
    Dash,
    Square,
}

impl Shape {
    /// The shape of a kind of event that is directed at nobody in view.
    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Meeting => Self::Disc,
            Kind::Call => Self::Diamond,
            Kind::Act => Self::Square,
            _ => Self::Dash,
        }
    }
}

/// How an event is known, as its mark shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Planned,
    Disputed,
    Cancelled,
}

impl Look {
    pub(super) const fn of(status: Option<Status>) -> Self {
        match status {
            Some(Status::Planned) => Self::Planned,
            Some(Status::Disputed) => Self::Disputed,
            Some(Status::Cancelled) => Self::Cancelled,
            _ => Self::Plain,
        }
    }
}

/// Draws a mark on a ground.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    (x, y): (f64, f64),
    shape: Shape,
    look: Look,
    ground: Tone,
) {
    // A mark that did not happen, or perhaps not, is hollow.
    let paint = match look {
        Look::Plain => Paint::fill(Tone::Ink).outlined(ground, 0.8),
        Look::Planned | Look::Cancelled => Paint::fill(ground).outlined(Tone::Ink, 1.5),
        Look::Disputed => Paint::fill(ground).outlined(Tone::Ink, 1.5).dashed("2 1.6"),
    };
    let at = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        points.iter().map(|&(dx, dy)| (x + dx, y + dy)).collect()
    };
    match shape {
        Shape::Disc => canvas.circle((x, y), 4.6, paint),
        Shape::Diamond => {
            canvas.path(
                at(&[(0.0, -4.8), (4.4, 0.0), (0.0, 4.8), (-4.4, 0.0)]),
                paint,
            );
        }
        Shape::Up => canvas.path(at(&[(0.0, -4.6), (4.4, 3.6), (-4.4, 3.6)]), paint),
        Shape::Down => canvas.path(at(&[(0.0, 4.6), (4.4, -3.6), (-4.4, -3.6)]), paint),
        Shape::Dash => canvas.rect([x - 4.4, y - 1.5, 8.8, 3.0], paint),
        Shape::Square => canvas.rect([x - 3.9, y - 3.9, 7.8, 7.8], paint),
    }
    if look == Look::Cancelled {
        let paint = Paint::line(Tone::Down, 2.0);
        canvas.line((x - 7.0, y + 7.0), (x + 7.0, y - 7.0), paint);
    }
}

/// Draws the square brackets of an undated event.
pub(super) fn brackets(canvas: &mut Canvas<'_>, (x, y): (f64, f64)) {
    for side in [-1.0, 1.0] {
        let (outer, inner) = (x + side * 8.5, x + side * 5.5);
        let points = [
            (inner, y - 7.5),
            (outer, y - 7.5),
            (outer, y + 7.5),
            (inner, y + 7.5),
        ];
        canvas.path(points, Paint::line(Tone::Ink, 1.4));
    }
}

/// Draws the glyph of a direction, 10 pixels wide.
pub(super) fn direction(
    canvas: &mut Canvas<'_>,
    (x, y): (f64, f64),
    direction: Direction,
    tone: Tone,
) {
    let at = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        points.iter().map(|&(dx, dy)| (x + dx, y + dy)).collect()
    };
    let solid = Paint::fill(tone);
    match direction {
        Direction::Rising => canvas.path(at(&[(0.0, -4.5), (5.0, 4.0), (-5.0, 4.0)]), solid),
        Direction::Falling => canvas.path(at(&[(0.0, 4.5), (5.0, -4.0), (-5.0, -4.0)]), solid),
        Direction::Steady => {
            for dy in [-3.6, 1.2] {
                canvas.rect([x - 5.0, y + dy, 10.0, 2.4], solid);
            }
        }
        Direction::Unclear => {
            let hollow = Paint::fill(Tone::Ground).outlined(tone, 1.2);
            canvas.path(at(&[(0.0, -6.2), (4.4, -1.0), (-4.4, -1.0)]), hollow);
            canvas.path(at(&[(0.0, 6.2), (4.4, 1.0), (-4.4, 1.0)]), hollow);
        }
        _ => {
            let ring = Paint::line(tone, 1.4).dashed("1.8 1.6");
            canvas.circle((x, y), 4.8, ring);
        }
    }
}

/// How a stretch of a ribbon is painted, and the tone of what is upon it.
pub(super) fn ribbon(direction: Direction) -> (Paint, Tone) {
    match direction {
        Direction::Rising => (Paint::fill(Tone::Up), Tone::On),
        Direction::Falling => (Paint::fill(Tone::Down), Tone::On),
        Direction::Steady => (Paint::fill(Tone::Flat), Tone::On),
        Direction::Unclear => (Paint::with(Fill::Dots), Tone::Ink),
        _ => (
            Paint::fill(Tone::Ground)
                .outlined(Tone::Axis, 1.0)
                .dashed("3 2"),
            Tone::Ink,
        ),
    }
}

/// The tone of the glyph of a direction beside text.
pub(super) const fn tone(direction: Direction) -> Tone {
    match direction {
        Direction::Rising => Tone::Up,
        Direction::Falling => Tone::Down,
        _ => Tone::Flat,
    }
}
