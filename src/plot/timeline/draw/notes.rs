//! The legend and the footer of a timeline.

use super::super::super::axis::date_of;
use super::super::super::frame::Entry;
use super::super::super::marks::{self, Look, Shape};
use super::super::super::numbers::count;
use super::super::super::palette::Tone;
use super::super::super::style::Style;
use super::super::super::svg::{EventCounts, Fill, Paint};
use super::super::super::words::Words;
use super::super::{Input, Mark};
use super::events::{BAR, bar, is_wide_span, shape};
use super::places::{Layout, Place};
use crate::event::Kind;
use crate::text::fill;

impl Input {
    /// What was done to the axis and to marks, and what is missing.
    pub(super) fn footer(
        &self,
        style: &Style,
        layout: &Layout,
        places: &[Place],
        counts: EventCounts,
    ) -> String {
        let words = &style.words;
        let mut text = Vec::new();
        if let Some((from, to, times)) = layout.changes.stretched {
            let date = |day| style.dates.date(date_of(day), false);
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
        text.extend(self.missing(words, counts));
        text.join(" ")
    }

    /// How many events have no label, or no mark.
    fn missing(&self, words: &Words, counts: EventCounts) -> Vec<String> {
        let mut text = Vec::new();
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
        text
    }

    /// Legend entries for what is drawn, and nothing else.
    pub(super) fn legend(&self, style: &Style) -> Vec<Entry<'static>> {
        let mut entries = self.legend_of_kinds(&style.words);
        entries.extend(self.legend_of_looks(&style.words));
        entries.extend(self.legend_of_spans(&style.words));
        entries
    }

    fn has(&self, is: impl Fn(&Mark) -> bool) -> bool {
        self.marks.iter().any(is)
    }

    /// The shapes of kinds.
    fn legend_of_kinds(&self, words: &Words) -> Vec<Entry<'static>> {
        let is_kind = |kind: Kind| self.has(|mark| mark.kind == kind && !mark.span.is_standing);
        let has_shape = |shapes: [Shape; 2]| self.has(|mark| shapes.contains(&shape(mark)));
        let entries = [
            (is_kind(Kind::Meeting), &words.meeting, Shape::Disc),
            (is_kind(Kind::Call), &words.call, Shape::Diamond),
            (
                has_shape([Shape::Up, Shape::Down]),
                &words.statement,
                Shape::Down,
            ),
            (
                has_shape([Shape::Dash; 2]),
                &words.statement_to_none,
                Shape::Dash,
            ),
            (is_kind(Kind::Act), &words.act, Shape::Square),
        ];
        let entries = entries.into_iter().filter(|(is_drawn, ..)| *is_drawn);
        entries
            .map(|(_, text, shape)| entry(10.0, text, shape, Look::Plain, false))
            .collect()
    }

    /// How events are known that did not happen, or perhaps not, or have no date.
    fn legend_of_looks(&self, words: &Words) -> Vec<Entry<'static>> {
        let looks = [
            (Look::Planned, &words.planned),
            (Look::Disputed, &words.disputed),
            (Look::Cancelled, &words.cancelled),
        ];
        let looks = looks.into_iter();
        let looks = looks.filter(|&(look, _)| self.has(|mark| mark.look == look));
        let looks = looks.map(|(look, text)| entry(12.0, text, Shape::Disc, look, false));
        let by_order = self.has(|mark| mark.date.is_by_order);
        let by_order =
            by_order.then(|| entry(18.0, &words.by_order, Shape::Disc, Look::Plain, true));
        looks.chain(by_order).collect()
    }

    /// The bars over days.
    fn legend_of_spans(&self, words: &Words) -> Vec<Entry<'static>> {
        let mut entries = Vec::new();
        if self.has(|mark| mark.span.is_standing) {
            entries.push(Entry::new(28.0, &words.in_force, |canvas, (x, y)| {
                let area = [x - 14.0, y - BAR / 2.0, 28.0, BAR];
                canvas.rect(area, Paint::fill(Tone::Flat).opacity(0.6));
                let square = (x - 10.0, y);
                marks::draw(canvas, square, Shape::Square, Look::Plain, Tone::Ground);
            }));
        }
        let is_bounded = |mark: &Mark| mark.span.ends().is_some();
        if self.has(|mark| is_wide_span(mark) && is_bounded(mark) && !mark.span.is_standing) {
            entries.push(Entry::new(28.0, &words.span, |canvas, (x, y)| {
                bar(canvas, [x - 14.0, x + 14.0], y, [true, true]);
            }));
        }
        if self.has(|mark| !is_bounded(mark)) {
            entries.push(Entry::new(28.0, &words.open_end, |canvas, (x, y)| {
                let area = [x - 14.0, y - BAR / 2.0, 28.0, BAR];
                canvas.rect(area, Paint::with(Fill::FadeOut));
            }));
        }
        entries
    }
}

/// The entry of a shape.
fn entry(width: f64, text: &str, shape: Shape, look: Look, by_order: bool) -> Entry<'static> {
    Entry::new(width, text, move |canvas, at| {
        marks::draw(canvas, at, shape, look, Tone::Ground);
        if by_order {
            marks::brackets(canvas, at);
        }
    })
}
