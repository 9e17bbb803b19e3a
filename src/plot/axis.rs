//! Axes of time: pieces of even scale, and the ticks upon them.
//!
//! Days are counted from 1970-01-01, with fractions.

use chrono::{Datelike, Months, NaiveDate};

use super::dates::DateFormat;
use super::palette::Tone;
use super::svg::{Anchor, Canvas, Paint};
use super::text::Font;
use crate::time::date_of_day;

/// The width of a break.
pub(super) const BREAK: f64 = 26.0;

/// Days of even scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) left: f64,
    pub(super) right: f64,
}

impl Piece {
    pub(super) fn scale(&self) -> f64 {
        (self.right - self.left) / (self.to - self.from)
    }
}

/// An axis of time: one piece or several, in order. Between two there is a break, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    pub(super) pieces: Vec<Piece>,
}

/// A day that has a rule, and its label.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AxisTick {
    /// Where the rule is.
    pub(super) x: f64,
    /// The middle of the label, and its text.
    pub(super) label: Option<(f64, String)>,
    /// Whether the label is the first of a piece.
    is_first: bool,
}

/// The steps between ticks, finest first.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Days(u32),
    Months(u32),
    Years(u32),
}

const STEPS: [Step; 15] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(5),
    Step::Days(10),
    Step::Months(1),
    Step::Months(3),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(1_000),
    Step::Years(10_000),
];

impl Step {
    /// The room that its labels need, in pixels, and its shortest length in days.
    const fn needs(self) -> (f64, f64) {
        match self {
            Self::Days(n) => (24.0, n as f64),
            Self::Months(1) => (25.0, 28.0),
            Self::Months(n) => (36.0, 28.0 * n as f64),
            Self::Years(n) => (36.0, 365.0 * n as f64),
        }
    }

    fn begin(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(1) => Some(date),
            // Days of a month count from its first: 1, 3, 5 or 1, 6, 11.
            Self::Days(n) => date.with_day(date.day0() / n * n + 1),
            Self::Months(n) => NaiveDate::from_ymd_opt(date.year(), date.month0() / n * n + 1, 1),
            Self::Years(n) => {
                let n = i32::try_from(n).expect("steps are small");
                NaiveDate::from_ymd_opt(date.year().div_euclid(n) * n, 1, 1)
            }
        }
    }

    fn next(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(n) => {
                let next = date.checked_add_days(chrono::Days::new(n.into()))?;
                // A short rest of a month joins what is before it.
                let month = NaiveDate::from_ymd_opt(date.year(), date.month(), 1)?;
                let month = month.checked_add_months(Months::new(1))?;
                let rest = (month - next).num_days();
                Some(if rest < i64::from(n) && (n > 2 || rest < 1) {
                    month
                } else {
                    next
                })
            }
            Self::Months(n) => date.checked_add_months(Months::new(n)),
            Self::Years(n) => date.checked_add_months(Months::new(12 * n)),
        }
    }
}

pub(super) fn day_of_date(date: NaiveDate) -> f64 {
    crate::time::Moment::from(date).days()
}

/// The date that holds a day; the nearest that chrono has.
pub(super) fn date_of(day: f64) -> NaiveDate {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast from floats saturates"
    )]
    let whole = day.floor() as i32;
    date_of_day(whole).unwrap_or(if whole < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    })
}

impl Axis {
    pub(super) fn linear(from: f64, to: f64, left: f64, right: f64) -> Self {
        let pieces = vec![Piece {
            from,
            to,
            left,
            right,
        }];
        Self { pieces }
    }

    pub(super) fn left(&self) -> f64 {
        self.pieces[0].left
    }

    pub(super) fn right(&self) -> f64 {
        self.pieces[self.pieces.len() - 1].right
    }

    pub(super) fn from(&self) -> f64 {
        self.pieces[0].from
    }

    pub(super) fn to(&self) -> f64 {
        self.pieces[self.pieces.len() - 1].to
    }

    /// Where a day is; the nearest end where it is outside.
    pub(super) fn x(&self, day: f64) -> f64 {
        let day = day.clamp(self.from(), self.to());
        let after = self.pieces.iter().position(|piece| day <= piece.to);
        let at = after.expect("the last piece ends with the axis");
        let piece = self.pieces[at];
        if day < piece.from {
            // Within a break.
            let before = self.pieces[at - 1];
            let share = (day - before.to) / (piece.from - before.to);
            return before.right + share * (piece.left - before.right);
        }
        piece.left + (day - piece.from) * piece.scale()
    }

    /// The ticks of all pieces, with labels that do not meet.
    pub(super) fn ticks(&self, dates: &DateFormat, font: Font) -> Vec<AxisTick> {
        let mut ticks = Vec::new();
        let ends = self.pieces.first().zip(self.pieces.last());
        let years =
            ends.map(|(first, last)| [first.from, last.to - 0.01].map(|day| date_of(day).year()));
        let has_years = years.is_some_and(|[first, last]| first != last);
        for (at, piece) in self.pieces.iter().enumerate() {
            let step = STEPS.into_iter().find(|step| {
                let (room, days) = step.needs();
                days * piece.scale() >= room
            });
            let step = step.unwrap_or(STEPS[STEPS.len() - 1]);
            let wants_year = has_years || at == 0;
            piece.ticks(step, [wants_year, has_years], dates, font, &mut ticks);
        }
        spread(&mut ticks, font, (self.left() - 28.0, self.right() + 8.0));
        ticks
    }
}

impl Piece {
    fn ticks(
        &self,
        step: Step,
        [mut wants_year, has_years]: [bool; 2],
        dates: &DateFormat,
        font: Font,
        ticks: &mut Vec<AxisTick>,
    ) {
        let x = |day: f64| self.left + (day - self.from) * self.scale();
        let mut next = step.begin(date_of(self.from));
        let mut is_new = true;
        let mut month = 0;
        while let Some(date) = next {
            let day = day_of_date(date);
            if day >= self.to {
                break;
            }
            next = step.next(date);
            let end = next.map_or(self.to, day_of_date).min(self.to);
            let begin = day.max(self.from);
            let room = x(end) - x(begin);
            wants_year |= date.month() == 1 && !is_new;
            let label = match step {
                Step::Days(_) if day < self.from => None,
                Step::Days(_) => {
                    let text = if is_new || date.month() != month {
                        dates.date(date, has_years && (is_new || date.month() == 1))
                    } else {
                        date.day().to_string()
                    };
                    Some((x(day + 0.5), text))
                }
                Step::Months(months) => {
                    let with_year = dates.month(date, true);
                    let text = if wants_year && font.width(&with_year) <= room - 4.0 {
                        wants_year = false;
                        with_year
                    } else {
                        dates.month(date, false)
                    };
                    if months == 1 {
                        let fits = font.width(&text) <= room - 4.0;
                        fits.then(|| (x(f64::midpoint(begin, end)), text))
                    } else {
                        // The label names the month that begins with the rule.
                        (day >= self.from).then(|| (x(day), text))
                    }
                }
                Step::Years(1) => {
                    let text = dates.year(date);
                    let fits = font.width(&text) <= room - 4.0;
                    fits.then(|| (x(f64::midpoint(begin, end)), text))
                }
                Step::Years(_) => (day >= self.from).then(|| (x(day), dates.year(date))),
            };
            let is_first_label = is_new && label.is_some();
            if label.is_some() {
                is_new = false;
                month = date.month();
            }
            ticks.push(AxisTick {
                x: x(begin),
                label,
                is_first: is_first_label,
            });
        }
    }
}

/// Drops labels that would meet the one before or leave the axis.
///
/// Of two that meet, the first of a piece stays, then one that names a month, then the earlier.
fn spread(ticks: &mut [AxisTick], font: Font, (left, right): (f64, f64)) {
    let mut kept: Vec<(usize, f64, (bool, bool))> = Vec::new();
    for at in 0..ticks.len() {
        let Some((x, text)) = &ticks[at].label else {
            continue;
        };
        let half = font.width(text) / 2.0;
        let (begin, end) = (x - half, x + half);
        let rank = (ticks[at].is_first, text.chars().any(char::is_alphabetic));
        if begin < left || end > right {
            ticks[at].label = None;
            continue;
        }
        let meets = |&(_, until, _): &(usize, f64, (bool, bool))| begin < until + 6.0;
        let weaker = kept
            .iter()
            .rev()
            .take_while(|one| meets(one))
            .all(|one| one.2 < rank);
        if !weaker {
            ticks[at].label = None;
            continue;
        }
        while let Some(last) = kept.last()
            && meets(last)
        {
            ticks[last.0].label = None;
            kept.pop();
        }
        kept.push((at, end, rank));
    }
}

/// Draws the labels of an axis below a line, and the rules above it.
pub(super) fn draw_rules(canvas: &mut Canvas<'_>, ticks: &[AxisTick], [top, bottom]: [f64; 2]) {
    for tick in ticks {
        canvas.line(
            (tick.x, top),
            (tick.x, bottom),
            Paint::line(Tone::Grid, 1.0),
        );
    }
}

pub(super) fn draw_labels(canvas: &mut Canvas<'_>, ticks: &[AxisTick], y: f64, font: Font) {
    for (x, text) in ticks.iter().filter_map(|tick| tick.label.as_ref()) {
        canvas.text((*x, y), font, Anchor::Middle, Tone::Muted, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: Font = Font::regular(11.0);

    #[test]
    fn labels_never_meet_whatever_the_span() {
        let dates = DateFormat::default();
        for from in [-700_000.0, -3.0, 0.0, 20_089.0, 20_270.0] {
            for days in [
                1.0, 2.0, 5.0, 13.0, 40.0, 100.0, 365.0, 900.0, 9_000.0, 400_000.0,
            ] {
                for width in [200.0, 700.0, 2_000.0] {
                    let axis = Axis::linear(from, from + days, 50.0, 50.0 + width);
                    let ticks = axis.ticks(&dates, FONT);
                    assert!(ticks.len() < 300, "{} ticks of {days} days", ticks.len());
                    let mut last = 0.0;
                    for (x, text) in ticks.iter().filter_map(|tick| tick.label.as_ref()) {
                        assert!(x - FONT.width(text) / 2.0 >= last, "{text} of {days} days");
                        last = x + FONT.width(text) / 2.0;
                    }
                    assert!(
                        last > 0.0 || days >= 400_000.0,
                        "{days} days in {width} have a label"
                    );
                }
            }
        }
    }

    #[test]
    fn an_axis_rises() {
        let piece = |from, to, left, right| Piece {
            from,
            to,
            left,
            right,
        };
        let pieces = vec![
            piece(0.0, 10.0, 0.0, 100.0),
            piece(40.0, 50.0, 126.0, 300.0),
        ];
        let axis = Axis { pieces };
        let xs: Vec<f64> = (-5..60).map(|day| axis.x(f64::from(day))).collect();
        assert!(xs.is_sorted());
        assert_eq!((xs[0], xs[64]), (0.0, 300.0));
    }
}
