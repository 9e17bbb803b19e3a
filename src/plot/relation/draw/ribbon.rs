//! The ribbon of directions below the level.

use super::super::super::axis::{Axis, date_of};
use super::super::super::frame::{Entry, LABEL, STRONG, legend};
use super::super::super::marks;
use super::super::super::palette::Tone;
use super::super::super::svg::{Anchor, Canvas, Fill, Paint};
use super::super::{DayPoint, Input};
use super::{Layout, RIBBON, runs, word};
use crate::text::fill;
use crate::trend::Direction;

impl Input {
    /// Explains the glyphs of directions that are not named upon the ribbon.
    pub(super) fn key(canvas: &mut Canvas<'_>, unnamed: &[Direction], top: f64) -> f64 {
        let entries: Vec<Entry<'_>> = unnamed
            .iter()
            .map(|&state| {
                let text = word(&canvas.style.words, state);
                Entry::new(12.0, text, move |canvas, at| {
                    marks::direction(canvas, at, state, marks::tone(state));
                })
            })
            .collect();
        if entries.is_empty() {
            return top;
        }
        legend(canvas, top + 4.0, &entries) - 8.0
    }

    /// Draws the ribbon. Returns the directions that are not named upon it.
    pub(super) fn ribbon(
        &self,
        canvas: &mut Canvas<'_>,
        layout: &Layout,
        axis: &Axis,
        y: f64,
    ) -> Vec<Direction> {
        let words = &canvas.style.words;
        let alike = |a: &DayPoint, b: &DayPoint| {
            (a.is_hole && b.is_hole) || (a.is_hole == b.is_hole && a.direction == b.direction)
        };
        let runs = runs(&self.days, alike);
        let mut named: Vec<Option<Direction>> = Vec::new();
        let mut shown: Vec<Direction> = Vec::new();
        for (from, to, day) in runs {
            let (left, right) = (axis.x(self.day(from)), axis.x(self.day(to)));
            let width = right - left;
            if width <= 0.0 {
                continue;
            }
            let state = (!day.is_hole).then_some(day.direction);
            shown.extend(state);
            let text = state.map_or(words.no_data.as_str(), |state| word(words, state));
            let (first, last) = (self.day(from), self.day(to) - 1.0);
            let dates = canvas
                .style
                .dates
                .days(date_of(first), date_of(last), false);
            canvas.open(&format!("{text}, {dates}"));
            let area = [left, y, width, RIBBON];
            let tone = if let Some(state) = state {
                marks::ribbon(canvas, state, area)
            } else {
                canvas.rect(area, Paint::with(Fill::Hatch));
                Tone::Ink
            };
            let middle = (f64::midpoint(left, right), y + RIBBON / 2.0);
            // The word where it fits, the first time; elsewhere the glyph alone.
            let room = STRONG.width(text) + if state.is_some() { 30.0 } else { 14.0 };
            let is_new = !named.contains(&state);
            if width >= room && (is_new || width >= room + 40.0) {
                named.push(state);
                Self::name(canvas, state, text, middle, tone);
            } else if width >= 18.0
                && let Some(state) = state
            {
                Self::plate(canvas, state, middle, 8.5);
                marks::direction(canvas, middle, state, Self::glyph(state, tone));
            }
            canvas.close();
        }
        let p = self.p_rising.filter(|_| canvas.style.is_wide());
        if let Some(p) = p {
            let text = fill(&words.p_rising, &[("p", &words.probability(p))]);
            let at = (layout.right + 9.0, y + 13.0);
            canvas.text(at, LABEL, Anchor::Start, Tone::Ink, &text);
        }
        shown.sort_by_key(|state| Direction::ALL.iter().position(|one| one == state));
        shown.dedup();
        shown.retain(|state| !named.contains(&Some(*state)));
        shown
    }

    const fn glyph(state: Direction, upon: Tone) -> Tone {
        match state {
            Direction::Unclear | Direction::Insufficient => Tone::Flat,
            _ => upon,
        }
    }

    /// A plain ground for what is drawn upon a pattern.
    fn plate(canvas: &mut Canvas<'_>, state: Direction, (x, y): (f64, f64), half: f64) {
        if state == Direction::Unclear {
            let area = [x - half, y - RIBBON / 2.0 + 1.0, 2.0 * half, RIBBON - 2.0];
            canvas.rect(area, Paint::fill(Tone::Ground));
        }
    }

    fn name(
        canvas: &mut Canvas<'_>,
        state: Option<Direction>,
        text: &str,
        (x, y): (f64, f64),
        tone: Tone,
    ) {
        let width = STRONG.width(text);
        let Some(state) = state else {
            let area = [x - width / 2.0 - 4.0, y - RIBBON / 2.0, width + 8.0, RIBBON];
            canvas.rect(area, Paint::fill(Tone::Ground));
            canvas.text((x, y + 4.0), STRONG, Anchor::Middle, Tone::Ink, text);
            return;
        };
        let left = x - width / 2.0 - 7.5;
        Self::plate(canvas, state, (x, y), width / 2.0 + 14.0);
        marks::direction(canvas, (left + 5.0, y), state, Self::glyph(state, tone));
        canvas.text((left + 15.0, y + 4.0), STRONG, Anchor::Start, tone, text);
    }
}
