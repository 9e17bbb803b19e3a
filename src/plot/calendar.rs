//! The calendar: the days on which a pair was in contact, and the days without data.

use chrono::{Datelike, NaiveDate};

use super::axis::date_of;
use super::data::{Cell, ChartData};
use super::events::{date_text, event_title, span};
use super::frame::{Entry, LABEL, MARGIN, footer, header, legend, title};
use super::numbers::count;
use super::palette::Tone;
use super::relation::{pair_name, side};
use super::style::Style;
use super::svg::{Anchor, Canvas, EventCounts, Fill, Paint, Picture};
use super::text::{Font, clean};
use super::words::Words;
use crate::relations::Relations;
use crate::text::fill;
use crate::time::Moment;

/// The maximum number of days of a calendar: five years.
const LONGEST: i32 = 1_827;
/// The maximum number of pairs.
const PAIRS: usize = 24;
/// The font of the name of a pair.
const NAME: Font = Font::bold(12.0);

/// A calendar of the meetings and calls of pairs, a cell for each day.
///
/// | what | drawn as |
/// | :-- | :-- |
/// | a day with one contact, with two or more | a blue cell, a dark blue cell |
/// | one of several possible days of a contact | an outlined cell, paler the less probable the day |
/// | a day without contact that a source covers | a plain cell |
/// | a day that no source covers | diagonal hatching |
///
/// Columns are weeks from Monday. A day that no source covers is never a plain cell; a contact on
/// such a day is drawn. If the coverage of a pair is unknown, none of its days counts as covered.
///
/// The contacts are those that count for the pair: see [`Mark::contact`](crate::ledger::Mark::contact).
///
/// # Limits
///
/// At most 1,827 days and 24 pairs are drawn.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::plot::{CalendarChart, Style};
/// use detente::trend::Coverage;
/// use detente::Timeline;
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// builder.actor(Actor::state("RUS").named("Russia"));
/// builder.event(Event::meeting("talks", "2025-02-18").between("USA", "RUS"));
/// let timeline = builder.build()?;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let relations = timeline.relations("USA", "RUS")?.with_coverage(Coverage::since(date(2, 1)));
/// let calendar = CalendarChart::new(date(1, 1), date(3, 31)).pair(&relations);
/// let picture = calendar.draw(&Style::new(900).with_short_name("USA", "US"));
/// assert_eq!(picture.title(), "US–Russia: contact on 1 of 59 covered days");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct CalendarChart<'r, 't> {
    first: NaiveDate,
    last: NaiveDate,
    pairs: Vec<&'r Relations<'t>>,
}

crate::text::short_debug!(CalendarChart<'_, '_>, "CalendarChart", |it| {
    "first": it.first,
    "last": it.last,
    "pairs": it.pairs.len(),
});

impl<'r, 't> CalendarChart<'r, 't> {
    /// Creates a calendar from a first to a last day, without pairs.
    ///
    /// If the last is before the first, only the first is drawn.
    #[must_use]
    pub const fn new(first: NaiveDate, last: NaiveDate) -> Self {
        Self {
            first,
            last,
            pairs: Vec::new(),
        }
    }

    /// Adds a pair, below the others.
    #[must_use]
    pub fn pair(mut self, relations: &'r Relations<'t>) -> Self {
        self.pairs.push(relations);
        self
    }

    /// Draws the calendar.
    pub fn draw(&self, style: &Style) -> Picture {
        let (strips, days) = self.strips(style);
        draw(&strips, days, style)
    }

    /// The contacts of each pair on each day: the rows behind the calendar.
    pub fn data(&self, style: &Style) -> ChartData {
        const COLUMNS: &[&str] = &[
            "pair",
            "date",
            "is_covered",
            "contacts",
            "p_another",
            "titles",
        ];
        let (strips, [first, _]) = self.strips(style);
        let rows = strips.iter().flat_map(|strip| {
            strip.days.iter().zip(first..).map(|(day, at)| {
                let titles = day.tips.join("; ");
                vec![
                    strip.name.clone().into(),
                    date_of(at.into()).into(),
                    Cell::of(strip.is_known.then_some(day.is_covered)),
                    Cell::Count(day.certain as u64),
                    day.possible.into(),
                    Cell::of(Some(titles).filter(|titles| !titles.is_empty())),
                ]
            })
        });
        ChartData::new(COLUMNS, rows.collect())
    }

    /// The title and the subtitle.
    #[cfg(feature = "json")]
    pub(super) fn headings(&self, style: &Style) -> [String; 2] {
        let (strips, days) = self.strips(style);
        headings(&strips, days, style)
    }

    /// The days of each pair that is drawn, and the first and the last day.
    pub(super) fn strips(&self, style: &Style) -> (Vec<Strip>, [i32; 2]) {
        let first = Moment::from(self.first).day();
        let last = Moment::from(self.last)
            .day()
            .clamp(first, first.saturating_add(LONGEST - 1));
        let pairs = self.pairs.iter().take(PAIRS);
        let strips: Vec<Strip> = pairs
            .map(|pair| Strip::of(pair, [first, last], style))
            .collect();
        (strips, [first, last])
    }
}

/// A day of a strip.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Day {
    pub(super) is_covered: bool,
    /// How many contacts were certainly on this day.
    pub(super) certain: usize,
    /// The probability that one of the others was, if it is not zero.
    pub(super) possible: f64,
    /// What a pointer shows.
    pub(super) tips: Vec<String>,
}

impl Day {
    pub(super) fn has_contact(&self) -> bool {
        self.certain > 0 || self.possible > 0.0
    }
}

/// The days of a pair.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    pub(super) name: String,
    sides: [String; 2],
    is_known: bool,
    pub(super) days: Vec<Day>,
    /// Contacts that are drawn, and those outside.
    shown: usize,
    outside: usize,
}

impl Strip {
    fn of(relations: &Relations<'_>, [first, last]: [i32; 2], style: &Style) -> Self {
        let coverage = relations.coverage();
        let covered = coverage.days().unwrap_or_default();
        let mut days: Vec<Day> = (first..=last)
            .map(|day| Day {
                is_covered: covered.iter().any(|&(from, to)| from <= day && day < to),
                ..Day::default()
            })
            .collect();
        let mut seen: Vec<&str> = Vec::new();
        let (mut shown, mut outside) = (0, 0);
        let contacts = relations
            .marks()
            .iter()
            .filter(|one| one.mark.contact() > 0.0);
        for event in contacts.map(|one| one.event) {
            if seen.contains(&event.id()) {
                continue;
            }
            seen.push(event.id());
            let Some((from, to)) = span(event).ends() else {
                outside += 1;
                continue;
            };
            let whole = |day: f64| Moment::from(date_of(day)).day();
            let (from, to) = (whole(from), whole((to - 1e-4).max(from)));
            let length = to - from + 1;
            let is_extent = span(event).certain.is_some();
            let tip = format!(
                "{}: {}",
                date_text(event, style, true).date,
                clean(&event_title(event))
            );
            let own = from.max(first)..=to.min(last);
            if own.is_empty() {
                outside += 1;
                continue;
            }
            shown += 1;
            for day in own {
                let at = usize::try_from(day - first).expect("it is within the days");
                if length == 1 || is_extent {
                    days[at].certain += 1;
                } else {
                    // Uniform over the days on which it may have been.
                    let p = 1.0 / f64::from(length);
                    days[at].possible = 1.0 - (1.0 - days[at].possible) * (1.0 - p);
                }
                if days[at].tips.len() < 8 {
                    days[at].tips.push(tip.clone());
                }
            }
        }
        Self {
            name: pair_name(relations, style),
            sides: relations.sides().map(|actors| side(actors, style)),
            is_known: coverage.periods().is_some(),
            days,
            shown,
            outside,
        }
    }

    fn covered(&self) -> usize {
        self.days.iter().filter(|day| day.is_covered).count()
    }

    /// The covered days with a contact for certain.
    fn contacts(&self) -> usize {
        let has = |day: &&Day| day.certain > 0 && (day.is_covered || !self.is_known);
        self.days.iter().filter(has).count()
    }

    fn note<'w>(&self, words: &'w Words) -> &'w str {
        match self.covered() {
            _ if !self.is_known => &words.covered_unknown,
            0 => &words.covered_none,
            all if all == self.days.len() => &words.covered_all,
            _ => &words.covered_part,
        }
    }
}

fn finding(strips: &[Strip], style: &Style) -> String {
    let words = &style.words;
    let most = strips
        .iter()
        .reduce(|a, b| if b.contacts() > a.contacts() { b } else { a });
    let Some(most) = most else {
        return words.title_pairs_empty.clone();
    };
    let (contacts, covered) = (count(most.contacts()), count(most.covered()));
    let values = [
        ("pair", &*most.name),
        ("n", &*contacts),
        ("covered", &*covered),
    ];
    let pattern = if strips.iter().all(|strip| strip.contacts() == 0) {
        if most.is_known {
            &words.title_calendar_none
        } else {
            &words.title_calendar_unknown
        }
    } else if !most.is_known {
        &words.title_calendar_unknown
    } else if strips.len() == 1 {
        &words.title_calendar
    } else {
        &words.title_calendars
    };
    fill(pattern, &values)
}

/// The layout of the weeks.
struct Grid {
    left: f64,
    cell: f64,
    /// The first days of the rows of weeks, and the day after the last.
    rows: Vec<[i32; 2]>,
}

/// The Monday on or before a day.
pub(super) fn monday(day: i32) -> i32 {
    day - i32::try_from(date_of(day.into()).weekday().num_days_from_monday()).expect("below 7")
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

/// The title and the subtitle.
fn headings(strips: &[Strip], [first, last]: [i32; 2], style: &Style) -> [String; 2] {
    let dates = style
        .dates
        .days(date_of(first.into()), date_of(last.into()), true);
    [
        title(style, finding(strips, style)),
        fill(&style.words.subtitle_calendar, &[("dates", &dates)]),
    ]
}

fn draw(strips: &[Strip], [first, last]: [i32; 2], style: &Style) -> Picture {
    let words = &style.words;
    let mut canvas = Canvas::new(style);
    let [title, subtitle] = headings(strips, [first, last], style);
    let mut y = header(&mut canvas, &title, &subtitle);
    y = legend(&mut canvas, y + 4.0, &entries(strips, words)) + 6.0;
    let grid = Grid::of([first, last], style);
    let wide = style.is_wide();
    for strip in strips {
        let note = strip.note(words);
        if wide {
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
        } else {
            y += 14.0;
            let room = f64::from(style.width) - 2.0 * MARGIN - LABEL.width(note) * 1.1 - 12.0;
            let name = NAME.fit(&strip.name, room / 1.1);
            canvas.text((MARGIN, y), NAME, Anchor::Start, Tone::Ink, &name);
            let x = MARGIN + NAME.width(&name) * 1.1 + 12.0;
            canvas.text((x, y), LABEL, Anchor::Start, Tone::Muted, note);
            y += 6.0;
        }
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
    let inner = cell - 1.2;
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
    // Days without data first: one area for each stretch of a week, so that the hatching runs on.
    let mut day = row[0];
    while day < row[1] {
        let sunday = monday(day) + 7;
        let stretch = (day..sunday.min(row[1])).take_while(|&one| !day_of(one).is_covered);
        let length = stretch.count();
        if length > 0 {
            let (x, y) = grid.at(row, day, top);
            #[expect(clippy::cast_precision_loss, reason = "a week has seven days")]
            let height = length as f64 * cell;
            canvas.rect([x, y, cell, height], Paint::with(Fill::Hatch).opacity(0.5));
        }
        day += i32::try_from(length.max(1)).expect("a week has seven days");
    }
    // Covered days without contact, all in one path.
    let is_plain = |day: &i32| day_of(*day).is_covered && !day_of(*day).has_contact();
    let plain = (row[0]..row[1]).filter(is_plain).map(|day| {
        let (x, y) = grid.at(row, day, top);
        (x + 0.6, y + 0.6)
    });
    canvas.squares(plain, inner, Paint::fill(Tone::Grid));
    for day in (row[0]..row[1]).filter(|&day| day_of(day).has_contact()) {
        let own = day_of(day);
        let (x, y) = grid.at(row, day, top);
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
    draw_months(canvas, grid, row, top)
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
        if !is_first {
            // Along the month: down its first week, and around the days before.
            let points = if y > top + 0.1 {
                vec![(x + cell, top), (x + cell, y), (x, y), (x, bottom)]
            } else {
                vec![(x, top), (x, bottom)]
            };
            canvas.path(points, Paint::line(Tone::Axis, 1.0));
        }
        // The first whole week of a month, or the first that is drawn.
        let week = if y > top + 0.1 && !is_first {
            x + cell
        } else {
            x
        };
        let with_year = date.month() == 1 || (is_first && row[1] - row[0] > 300);
        let name = canvas.style.dates.month(date, with_year);
        let short = canvas.style.dates.month(date, false);
        // A month of less than two weeks has no room for its name.
        let next = (day..row[1]).take_while(|&one| date_of(one.into()).month() == date.month());
        let room = f64::from(i32::try_from(next.count()).expect("at most 31")) / 7.0 * cell;
        let name = if LABEL.width(&name) <= room {
            name
        } else {
            short
        };
        if week >= until && LABEL.width(&name) <= room + 4.0 {
            canvas.text(
                (week, bottom + 13.0),
                LABEL,
                Anchor::Start,
                Tone::Muted,
                &name,
            );
            until = week + LABEL.width(&name) + 4.0;
        }
    }
    bottom + 18.0
}
