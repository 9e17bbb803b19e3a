//! Drawing the chart of a pair.

mod events;
mod ribbon;

use super::super::axis::{Axis, draw_labels, draw_rules};
use super::super::frame::{HEADING, LABEL, MARGIN, STRONG, footer, header};
use super::super::numbers::count;
use super::super::palette::Tone;
use super::super::style::Style;
use super::super::svg::{Anchor, Canvas, EventCounts, Fill, Paint, Picture};
use super::super::text::Font;
use super::super::words::Words;
use super::{DayPoint, Input};
use crate::text::fill;
use crate::trend::Direction;

/// The height of the ribbon.
const RIBBON: f64 = 19.0;
/// The longest stem.
const STEM: f64 = 38.0;

/// What a layout fixes by its width.
struct Layout {
    left: f64,
    right: f64,
    level: f64,
    volume: f64,
    label: f64,
    lines: usize,
    rows: usize,
    labels: usize,
}

impl Layout {
    fn of(style: &Style) -> Self {
        let width = f64::from(style.width);
        if style.is_wide() {
            Self {
                left: 58.0,
                right: width - 134.0,
                level: 210.0,
                volume: 38.0,
                label: 132.0,
                lines: 2,
                rows: 12,
                labels: 14,
            }
        } else {
            Self {
                left: 41.0,
                right: width - 14.0,
                level: 170.0,
                volume: 30.0,
                label: 104.0,
                lines: 3,
                rows: 9,
                labels: 5,
            }
        }
    }
}

/// A scale of values with even steps.
pub(in super::super) struct Values {
    pub(in super::super) low: f64,
    pub(in super::super) high: f64,
    pub(in super::super) step: f64,
}

impl Values {
    /// Holds zero and all levels with their bands.
    pub(in super::super) fn of<'d>(days: impl IntoIterator<Item = &'d DayPoint>) -> Self {
        let ends = days.into_iter().filter_map(|day| day.level);
        let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), (level, sd)| {
            (low.min(level - sd), high.max(level + sd))
        });
        let (low, high) = (low.min(-0.1), high.max(0.1));
        let steps = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0];
        let step = steps.into_iter().find(|step| (high - low) / step <= 5.0);
        let step = step.unwrap_or(high - low);
        Self {
            low: (low / step).floor() * step,
            high: (high / step).ceil() * step,
            step,
        }
    }

    /// A value of the axis: "+0.25", "0".
    pub(in super::super) fn text(&self, value: f64, words: &Words) -> String {
        if value.abs() < self.step / 2.0 {
            return "0".to_owned();
        }
        words.signed(value, if self.step < 0.5 { 2 } else { 1 })
    }
}

pub(in super::super) fn word(words: &Words, direction: Direction) -> &str {
    match direction {
        Direction::Rising => &words.rising,
        Direction::Falling => &words.falling,
        Direction::Steady => &words.steady,
        Direction::Unclear => &words.unclear,
        Direction::Insufficient => &words.insufficient,
    }
}

/// Stretches of days that are alike: the first of each, the day after its last, and a day of it.
pub(in super::super) fn runs(
    days: &[DayPoint],
    alike: impl Fn(&DayPoint, &DayPoint) -> bool,
) -> Vec<(usize, usize, DayPoint)> {
    let mut runs: Vec<(usize, usize, DayPoint)> = Vec::new();
    for (at, day) in days.iter().enumerate() {
        match runs.last_mut() {
            Some((_, end, before)) if alike(before, day) => *end = at + 1,
            _ => runs.push((at, at + 1, *day)),
        }
    }
    runs
}

/// The days of a line: each, or as many as there are pixels, the first and the last among them.
pub(in super::super) fn sampled(days: usize, room: f64) -> impl Iterator<Item = usize> {
    #[expect(clippy::cast_precision_loss, reason = "days are few")]
    let stride = (days as f64 / room.max(1.0)).ceil().max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is at least one, and at most the number of days"
    )]
    let stride = stride as usize;
    let last = days.checked_sub(1);
    let inner = (0..days)
        .step_by(stride)
        .filter(move |&at| Some(at) != last);
    inner.chain(last)
}

impl Input {
    pub(super) fn draw(&self, style: &Style) -> Picture {
        let mut canvas = Canvas::new(style);
        let layout = Layout::of(style);
        let axis = Axis::linear(self.first.into(), self.at, layout.left, layout.right);
        let ticks = axis.ticks(&style.dates, LABEL);
        let mut y = header(&mut canvas, &self.title, &self.subtitle);

        y += 22.0;
        let top = y;
        let below = self.level(&mut canvas, &layout, &axis, &ticks, y);
        y = below + 11.0;
        let unnamed = self.ribbon(&mut canvas, &layout, &axis, y);
        y += RIBBON;
        y = Self::key(&mut canvas, &unnamed, y) + 24.0;
        canvas.text(
            (layout.left, y),
            HEADING,
            Anchor::Start,
            Tone::Ink,
            &self.heading,
        );
        let (mut y, labelled) = self.events(&mut canvas, &layout, &axis, y + 10.0);
        y += 22.0;
        self.volume(&mut canvas, &layout, &axis, y);
        y += 10.0 + layout.volume;
        let end = axis.x(self.at);
        canvas.line(
            (end, top - 14.0),
            (end, y + 4.0),
            Paint::line(Tone::Ink, 1.6),
        );
        canvas.line(
            (layout.left, y),
            (layout.right, y),
            Paint::line(Tone::Axis, 1.0),
        );
        for tick in &ticks {
            canvas.line((tick.x, y), (tick.x, y + 4.0), Paint::line(Tone::Axis, 1.0));
        }
        draw_labels(&mut canvas, &ticks, y + 16.0, LABEL);
        y += 26.0;

        let counts = EventCounts {
            labelled,
            unlabelled: self.events.len() - labelled,
            outside: self.outside,
        };
        let height = footer(&mut canvas, y, &self.footer(style, counts));
        canvas.finish(height, &self.title, &self.subtitle, counts)
    }

    fn footer(&self, style: &Style, counts: EventCounts) -> Vec<String> {
        let words = &style.words;
        let mut footer = self.footer.clone();
        let all = counts.labelled + counts.unlabelled + counts.outside;
        let mut events = Vec::new();
        if counts.unlabelled > 0 {
            let values = [("n", &*count(counts.unlabelled)), ("all", &count(all))];
            events.push(fill(&words.footer_unlabelled, &values));
        }
        if counts.outside > 0 {
            let values = [("n", &*count(counts.outside))];
            events.push(fill(&words.footer_outside, &values));
        }
        if !events.is_empty() {
            footer.push(events.join(" "));
        }
        footer
    }

    #[expect(clippy::cast_precision_loss, reason = "days are few")]
    fn day(&self, at: usize) -> f64 {
        f64::from(self.first) + at as f64
    }

    /// Draws hatching over the days that no source covers.
    fn hatch(&self, canvas: &mut Canvas<'_>, axis: &Axis, [y, height]: [f64; 2], opacity: f64) {
        let words = &canvas.style.words;
        for (from, to, day) in runs(&self.days, |a, b| a.is_hole == b.is_hole) {
            let (left, right) = (axis.x(self.day(from)), axis.x(self.day(to)));
            if day.is_hole && right > left {
                canvas.open(&words.no_data);
                let paint = Paint::with(Fill::Hatch).opacity(opacity);
                canvas.rect([left, y, right - left, height], paint);
                canvas.close();
            }
        }
    }

    /// Draws the level with its band. Returns where the panel ends.
    fn level(
        &self,
        canvas: &mut Canvas<'_>,
        layout: &Layout,
        axis: &Axis,
        ticks: &[super::super::axis::AxisTick],
        top: f64,
    ) -> f64 {
        let (style, words) = (canvas.style, &canvas.style.words);
        let values = Values::of(&self.days);
        let bottom = top + layout.level;
        let at =
            |value: f64| bottom - (value - values.low) / (values.high - values.low) * layout.level;
        self.hatch(canvas, axis, [top, layout.level], 0.45);
        draw_rules(canvas, ticks, [top, bottom]);
        let mut value = values.low;
        while value <= values.high + values.step / 2.0 {
            let is_zero = value.abs() < values.step / 2.0;
            let tone = if is_zero { Tone::Axis } else { Tone::Grid };
            let y = at(value);
            canvas.line((layout.left, y), (layout.right, y), Paint::line(tone, 1.0));
            let text = values.text(value, words);
            canvas.text(
                (layout.left - 6.0, y + 4.0),
                LABEL,
                Anchor::End,
                Tone::Muted,
                &text,
            );
            value += values.step;
        }
        self.curve(canvas, axis, &at);

        let end = axis.x(self.at);
        let date = (
            if style.is_wide() {
                end + 4.0
            } else {
                end - 5.0
            },
            top - 8.0,
        );
        let anchor = if style.is_wide() {
            Anchor::Start
        } else {
            Anchor::End
        };
        canvas.text(date, STRONG, anchor, Tone::Ink, &self.at_date);
        let level = self
            .now
            .map(|(value, sd, _)| (at(value), words.level_with_error(value, sd)));
        if style.is_wide() {
            let above = (layout.left, top - 6.0);
            canvas.text(above, LABEL, Anchor::Start, Tone::Muted, &words.friendlier);
        }
        if let Some((y, text)) = level {
            canvas.circle((end, y), 3.5, Paint::fill(Tone::Ink));
            if style.is_wide() {
                // Below the date, above the ribbon.
                let y = y.clamp(top + 14.0, bottom - 16.0);
                let font = Font::bold(14.5);
                canvas.text((end + 9.0, y), font, Anchor::Start, Tone::Ink, &text);
                let below = (end + 9.0, y + 15.0);
                canvas.text(below, LABEL, Anchor::Start, Tone::Muted, &words.level_unit);
            } else {
                let text = fill(&words.level_short, &[("level", &text)]);
                canvas.text((MARGIN, top - 8.0), STRONG, Anchor::Start, Tone::Ink, &text);
            }
        }
        self.peak(canvas, axis, &at);
        bottom
    }

    fn curve(&self, canvas: &mut Canvas<'_>, axis: &Axis, at: &impl Fn(f64) -> f64) {
        let room = axis.right() - axis.left();
        let points: Vec<(usize, f64, f64)> = sampled(self.days.len(), room)
            .filter_map(|at| self.days[at].level.map(|(level, sd)| (at, level, sd)))
            .collect();
        if points.is_empty() {
            return;
        }
        let x = |day: usize| axis.x(self.day(day));
        let upper = points
            .iter()
            .map(|&(day, level, sd)| (x(day), at(level + sd)));
        let lower = points
            .iter()
            .rev()
            .map(|&(day, level, sd)| (x(day), at(level - sd)));
        canvas.path(upper.chain(lower), Paint::fill(Tone::Band).opacity(0.7));
        // Dotted within a hole. Each stretch begins where the one before ends.
        let mut begin = 0;
        while begin < points.len() {
            let is_hole = self.days[points[begin].0].is_hole;
            let same = points[begin..]
                .iter()
                .take_while(|(day, ..)| self.days[*day].is_hole == is_hole);
            let end = begin + same.count();
            let paint = Paint::line(Tone::Ink, 2.2);
            let paint = if is_hole { paint.dashed("2 3") } else { paint };
            let until = (end + 1).min(points.len());
            let line = points[begin..until]
                .iter()
                .map(|&(day, level, _)| (x(day), at(level)));
            canvas.path(line, paint);
            begin = end;
        }
    }

    fn peak(&self, canvas: &mut Canvas<'_>, axis: &Axis, at: &impl Fn(f64) -> f64) {
        let Some((day, value, date)) = &self.peak else {
            return;
        };
        let is_now = self.now.is_some_and(|(now, ..)| value - now < 0.005);
        if *day < f64::from(self.first) || is_now {
            return;
        }
        let (x, y) = (axis.x(*day), at(*value));
        canvas.circle(
            (x, y),
            3.6,
            Paint::fill(Tone::Ground).outlined(Tone::Ink, 1.6),
        );
        let words = &canvas.style.words;
        let values = [
            ("level", &*words.signed(*value, 2)),
            ("date", date.as_str()),
        ];
        let text = fill(&words.peak, &values);
        let half = LABEL.width(&text) / 2.0;
        let middle = x.clamp(
            axis.left() + half,
            (axis.right() - half - 6.0).max(axis.left() + half),
        );
        canvas.text_upon((middle, y - 9.0), LABEL, Anchor::Middle, Tone::Ink, &text);
    }

    fn volume(&self, canvas: &mut Canvas<'_>, layout: &Layout, axis: &Axis, top: f64) {
        let words = &canvas.style.words;
        let is_wide = canvas.style.is_wide();
        let heading = if is_wide {
            &words.volume
        } else {
            &words.volume_short
        };
        canvas.text(
            (layout.left, top),
            HEADING,
            Anchor::Start,
            Tone::Ink,
            heading,
        );
        let bottom = top + 10.0 + layout.volume;
        let most = self
            .days
            .iter()
            .map(|day| day.engagement)
            .fold(0.0, f64::max);
        let height = |engagement: f64| {
            if most > 0.0 {
                engagement / most * layout.volume
            } else {
                0.0
            }
        };
        if most > 0.0 {
            let room = axis.right() - axis.left();
            let points = sampled(self.days.len(), room).map(|at| {
                (
                    axis.x(self.day(at)),
                    bottom - height(self.days[at].engagement),
                )
            });
            let ends = [(axis.x(self.at), bottom), (axis.left(), bottom)];
            canvas.path(points.chain(ends), Paint::fill(Tone::Volume).opacity(0.55));
        }
        let engagement = self.now.map_or(0.0, |(.., engagement)| engagement);
        let text = fill(&words.contacts, &[("n", &words.decimals(engagement, 1))]);
        if is_wide {
            let y = (bottom - height(engagement) + 4.0).min(bottom - 2.0);
            let at = (layout.right + 9.0, y);
            canvas.text(at, LABEL, Anchor::Start, Tone::Ink, &text);
        } else {
            let at = (layout.right - 6.0, top);
            canvas.text(at, LABEL, Anchor::End, Tone::Ink, &text);
        }
    }
}
