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
        Direction::Insufficient => {
            let ring = Paint::line(tone, 1.4).dashed("1.8 1.6");
            canvas.circle((x, y), 4.8, ring);
        }
    }
}

/// Draws a stretch of a ribbon. Returns the tone of what is drawn upon it.
///
/// A rise reaches beyond the ribbon above, a fall below: so even a stretch without room for its
/// glyph differs in more than its colour.
pub(super) fn ribbon(
    canvas: &mut Canvas<'_>,
    direction: Direction,
    [x, y, width, height]: [f64; 4],
) -> Tone {
    match direction {
        Direction::Rising => {
            canvas.rect([x, y - 3.0, width, height + 3.0], Paint::fill(Tone::Up));
            Tone::On
        }
        Direction::Falling => {
            canvas.rect([x, y, width, height + 3.0], Paint::fill(Tone::Down));
            Tone::On
        }
        Direction::Steady => {
            canvas.rect([x, y, width, height], Paint::fill(Tone::Flat));
            Tone::On
        }
        Direction::Unclear => {
            canvas.rect([x, y, width, height], Paint::with(Fill::Dots));
            Tone::Ink
        }
        Direction::Insufficient => {
            let frame = Paint::fill(Tone::Ground)
                .outlined(Tone::Axis, 1.0)
                .dashed("3 2");
            canvas.rect([x, y, width, height], frame);
            Tone::Ink
        }
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

#[cfg(test)]
mod tests {
    use super::super::style::Style;
    use super::super::svg::EventCounts;
    use super::*;

    /// The picture without its colours.
    fn in_grey(drawn: impl Fn(&mut Canvas<'_>)) -> String {
        let style = Style::new(360).with_scheme(super::super::Scheme::Light);
        let mut canvas = Canvas::new(&style);
        drawn(&mut canvas);
        let svg = canvas
            .finish(20.0, "", "", EventCounts::default())
            .into_string();
        let mut grey = String::new();
        let mut rest = svg.as_str();
        while let Some(at) = rest.find('#') {
            grey.push_str(&rest[..at]);
            let colour = rest[at + 1..]
                .bytes()
                .take(6)
                .filter(u8::is_ascii_hexdigit)
                .count()
                == 6;
            rest = &rest[at + if colour { 7 } else { 1 }..];
        }
        grey.push_str(rest);
        let mut parts = grey.split(" class=\"");
        let first = parts.next().expect("a text has a first part").to_owned();
        parts.fold(first, |all, part| {
            all + part.split_once('"').map_or("", |(_, rest)| rest)
        })
    }

    #[test]
    fn each_direction_differs_from_the_others_without_colours() {
        let glyph = |state| in_grey(|canvas| direction(canvas, (9.0, 9.0), state, Tone::Flat));
        // Too narrow for a glyph.
        let stretch = |state| {
            in_grey(|canvas| {
                ribbon(canvas, state, [0.0, 0.0, 2.0, 19.0]);
            })
        };
        for (at, a) in Direction::ALL.into_iter().enumerate() {
            for b in &Direction::ALL[..at] {
                assert_ne!(glyph(a), glyph(*b), "the glyphs of {a} and {b}");
                assert_ne!(stretch(a), stretch(*b), "the ribbons of {a} and {b}");
            }
        }
    }
}
