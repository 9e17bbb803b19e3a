//! Drawing a calendar.

use chrono::Datelike;

use super::super::axis::date_of;
use super::super::frame::{Entry, LABEL, MARGIN, footer, header, legend};
use super::super::numbers::count;
use super::super::palette::Tone;
use super::super::style::Style;
use super::super::svg::{Anchor, Canvas, EventCounts, Fill, Paint, Picture};
use super::super::text::Font;
use super::super::words::Words;
use super::{Day, Strip, headings, monday};
use crate::text::fill;

/// The font of the name of a pair.
const NAME: Font = Font::bold(12.0);
/// The ground between the cells of two days.
const EDGES: f64 = 1.2;

/// The layout of the weeks.
struct Grid {
    left: f64,
    cell: f64,
    /// The first days of the rows of weeks, and the day after the last.
    rows: Vec<[i32; 2]>,
}

impl Grid {
    fn of([first, last]: [i32; 2], style: &Style) -> Self {
        let width = f64::from(style.width);
        let (left, most) = if style.is_wide() {
            (134.0, 54)
        } else {
            (30.0, 27)
        };
        let weeks = (monday(last) - monday(first)) / 7 + 1;
        // Rows of equal length, each of a year or a half at most.
        let rows = (weeks + most - 1) / most;
        let each = (weeks + rows - 1) / rows;
        let cell = ((width - left - 14.0) / f64::from(each)).min(if style.is_wide() {
            16.0
        } else {
            14.0
        });
        let begin = monday(first);
        let starts = (0..rows).map(|row| begin + row * each * 7);
        let rows = starts
            .map(|start| [start.max(first), (start + each * 7).min(last + 1)])
            .collect();
        Self { left, cell, rows }
    }

    /// The place of a day in a row: its left and its top.
    fn at(&self, row: [i32; 2], day: i32, top: f64) -> (f64, f64) {
        let week = f64::from((monday(day) - monday(row[0])) / 7);
        let weekday = f64::from(day - monday(day));
        (self.left + week * self.cell, top + weekday * self.cell)
    }
}

/// Draws the calendar.
pub(super) fn draw(strips: &[Strip], [first, last]: [i32; 2], style: &Style) -> Picture {
    let words = &style.words;
    let mut canvas = Canvas::new(style);
    let [title, subtitle] = headings(strips, [first, last], style);
    let mut y = header(&mut canvas, &title, &subtitle);
    y = legend(&mut canvas, y + 4.0, &entries(strips, words)) + 6.0;
    let grid = Grid::of([first, last], style);
    for strip in strips {
        y = draw_name(&mut canvas, strip, &grid, y);
        for &row in &grid.rows {
            y = draw_row(&mut canvas, strip, &grid, row, first, y) + 8.0;
        }
        y += 10.0;
    }
    let counts = EventCounts {
        labelled: 0,
        unlabelled: strips.iter().map(|strip| strip.shown).sum(),
        outside: strips.iter().map(|strip| strip.outside).sum(),
    };
    let mut text = words.footer_weeks.clone();
    if counts.outside > 0 {
        text.push(' ');
        text.push_str(&fill(
            &words.footer_outside,
            &[("n", &count(counts.outside))],
        ));
    }
    let height = footer(&mut canvas, y, &[text]);
    canvas.finish(height, &title, &subtitle, counts)
}

/// Draws the name of a pair and its coverage: beside its days, or above them in a narrow picture. Returns where its days
/// begin.
fn draw_name(canvas: &mut Canvas<'_>, strip: &Strip, grid: &Grid, y: f64) -> f64 {
    let style = canvas.style;
    let note = strip.note(&style.words);
    if !style.is_wide() {
        let line = y + 14.0;
        let room = f64::from(style.width) - 2.0 * MARGIN - LABEL.width(note) * 1.1 - 12.0;
        let name = NAME.fit(&strip.name, room / 1.1);
        canvas.text((MARGIN, line), NAME, Anchor::Start, Tone::Ink, &name);
        let x = MARGIN + NAME.width(&name) * 1.1 + 12.0;
        canvas.text((x, line), LABEL, Anchor::Start, Tone::Muted, note);
        return line + 6.0;
    }
    let room = grid.left - MARGIN - 22.0;
    let mut line = y;
    let [a, b] = strip.sides.each_ref().map(|side| NAME.wrap(side, room, 2));
    for text in a.into_iter().chain(b) {
        line += 15.0;
        canvas.text((MARGIN, line), NAME, Anchor::Start, Tone::Ink, &text);
    }
    line += 3.0;
    for text in LABEL.wrap(note, room, 2) {
        line += 14.0;
        canvas.text((MARGIN, line), LABEL, Anchor::Start, Tone::Muted, &text);
    }
    y
}

fn entries(strips: &[Strip], words: &Words) -> Vec<Entry<'static>> {
    let has = |is: &dyn Fn(&Day) -> bool| strips.iter().flat_map(|strip| &strip.days).any(is);
    let cell = |text: &str, paint: Paint| {
        Entry::new(11.0, text, move |canvas, (x, y)| {
            canvas.rect([x - 5.5, y - 5.5, 11.0, 11.0], paint);
        })
    };
    let mut entries = Vec::new();
    if has(&|day| day.certain == 1) {
        entries.push(cell(&words.one_contact, Paint::fill(Tone::Friendly2)));
    }
    if has(&|day| day.certain > 1) {
        entries.push(cell(&words.several_contacts, Paint::fill(Tone::Friendly3)));
    }
    if has(&|day| day.is_covered) {
        entries.push(cell(&words.no_contact, Paint::fill(Tone::Grid)));
    }
    if has(&|day| !day.is_covered) {
        entries.push(cell(&words.no_data, Paint::with(Fill::Hatch)));
    }
    if has(&|day| day.possible > 0.0 && day.certain == 0) {
        let outline = Paint::line(Tone::Friendly2, 1.4);
        entries.push(cell(&words.possible_contact, outline));
    }
    entries
}

/// Draws a row of weeks. Returns where it ends.
fn draw_row(
    canvas: &mut Canvas<'_>,
    strip: &Strip,
    grid: &Grid,
    row: [i32; 2],
    first: i32,
    top: f64,
) -> f64 {
    let cell = grid.cell;
    let day_of = |day: i32| {
        let at = usize::try_from(day - first).expect("rows are within the days");
        &strip.days[at]
    };
    for (weekday, name) in [(0.0, 0), (4.0, 4)] {
        let y = top + weekday * cell + cell * 0.75;
        let text = canvas.style.dates.weekdays[name].clone();
        canvas.text(
            (grid.left - 6.0, y),
            Font::regular(10.0),
            Anchor::End,
            Tone::Muted,
            &text,
        );
    }
    // Days without data first, so that a contact on such a day is upon the hatching.
    draw_holes(canvas, grid, row, top, |day| !day_of(day).is_covered);
    // Covered days without contact, all in one path.
    let is_plain = |day: &i32| day_of(*day).is_covered && !day_of(*day).has_contact();
    let plain = (row[0]..row[1]).filter(is_plain).map(|day| {
        let (x, y) = grid.at(row, day, top);
        (x + 0.6, y + 0.6)
    });
    canvas.squares(plain, cell - EDGES, Paint::fill(Tone::Grid));
    for day in (row[0]..row[1]).filter(|&day| day_of(day).has_contact()) {
        draw_contact(canvas, day_of(day), grid.at(row, day, top), cell);
    }
    draw_months(canvas, grid, row, top)
}

/// Hatches days without data: one area for each stretch of a week, so that the hatching runs on.
fn draw_holes(
    canvas: &mut Canvas<'_>,
    grid: &Grid,
    row: [i32; 2],
    top: f64,
    is_hole: impl Fn(i32) -> bool,
) {
    let mut day = row[0];
    while day < row[1] {
        let sunday = monday(day) + 7;
        let stretch = (day..sunday.min(row[1])).take_while(|&one| is_hole(one));
        let length = stretch.count();
        if length > 0 {
            let (x, y) = grid.at(row, day, top);
            #[expect(clippy::cast_precision_loss, reason = "a week has seven days")]
            let height = length as f64 * grid.cell;
            let area = [x, y, grid.cell, height];
            canvas.rect(area, Paint::with(Fill::Hatch).opacity(0.5));
        }
        day += i32::try_from(length.max(1)).expect("a week has seven days");
    }
}

/// Draws a day with a contact.
fn draw_contact(canvas: &mut Canvas<'_>, own: &Day, (x, y): (f64, f64), cell: f64) {
    let inner = cell - EDGES;
    let area = [x + 0.6, y + 0.6, inner, inner];
    canvas.open(&own.tips.join("; "));
    // The ground hides the hatching: the day is known.
    canvas.rect(area, Paint::fill(Tone::Ground));
    if own.certain > 0 {
        let tone = if own.certain > 1 {
            Tone::Friendly3
        } else {
            Tone::Friendly2
        };
        canvas.rect(area, Paint::fill(tone));
    } else {
        let opacity = (own.possible.clamp(0.1, 1.0) * 100.0).round() / 100.0;
        canvas.rect(area, Paint::fill(Tone::Friendly2).opacity(opacity));
        let outline = [x + 1.2, y + 1.2, inner - 1.2, inner - 1.2];
        canvas.rect(outline, Paint::line(Tone::Friendly2, 1.2));
    }
    canvas.close();
}

/// Draws the rules between months, and their names below.
fn draw_months(canvas: &mut Canvas<'_>, grid: &Grid, row: [i32; 2], top: f64) -> f64 {
    let cell = grid.cell;
    let bottom = top + 7.0 * cell;
    let mut until = f64::NEG_INFINITY;
    for day in row[0]..row[1] {
        let date = date_of(day.into());
        let is_first = day == row[0];
        if date.day() != 1 && !is_first {
            continue;
        }
        let (x, y) = grid.at(row, day, top);
        // Whether the month begins within its first week.
        let is_within = y > top + 0.1 && !is_first;
        if !is_first {
            // Along the month: down its first week, and around the days before.
            let points = if is_within {
                vec![(x + cell, top), (x + cell, y), (x, y), (x, bottom)]
            } else {
                vec![(x, top), (x, bottom)]
            };
            canvas.path(points, Paint::line(Tone::Axis, 1.0));
        }
        // The first whole week of a month, or the first that is drawn.
        let week = if is_within { x + cell } else { x };
        let with_year = date.month() == 1 || (is_first && row[1] - row[0] > 300);
        // A month of less than two weeks has no room for its name.
        let next = (day..row[1]).take_while(|&one| date_of(one.into()).month() == date.month());
        let room = f64::from(i32::try_from(next.count()).expect("at most 31")) / 7.0 * cell;
        let dates = &canvas.style.dates;
        let names = [dates.month(date, with_year), dates.month(date, false)];
        if let Some(name) = fitting(names, room).filter(|_| week >= until) {
            let at = (week, bottom + 13.0);
            canvas.text(at, LABEL, Anchor::Start, Tone::Muted, &name);
            until = week + LABEL.width(&name) + 4.0;
        }
    }
    bottom + 18.0
}

/// The name of a month, or else the short one, which may exceed the room a little. `None` if there is no room for it.
fn fitting([name, short]: [String; 2], room: f64) -> Option<String> {
    if LABEL.width(&name) <= room {
        Some(name)
    } else {
        Some(short).filter(|short| LABEL.width(short) <= room + 4.0)
    }
}
