//! Small charts of many pairs on one scale.

use chrono::{Datelike, NaiveDate};

use super::axis::{Axis, date_of};
use super::data::ChartData;
use super::data::rows::{self, Series};
use super::frame::{Entry, LABEL, MARGIN, STRONG, footer, header, legend, title};
use super::marks;
use super::palette::Tone;
use super::relation::draw::{Values, runs, sampled, word};
use super::relation::{DayPoint, days, first_day, pair_name};
use super::style::Style;
use super::svg::{Anchor, Canvas, EventCounts, Fill, Paint, Picture};
use super::text::Font;
use super::words::Words;
use crate::relations::Relations;
use crate::text::fill;
use crate::time::Moment;
use crate::trend::Direction;

/// The maximum number of pairs.
const PAIRS: usize = 120;
/// The height of a panel.
const PANEL: f64 = 54.0;
/// The font of the name of a pair.
const NAME: Font = Font::bold(12.0);
/// Between columns.
const GAP: f64 = 22.0;

/// Small charts of the levels of many pairs, all on one scale.
///
/// Each has the line of the level with its band of one standard error, hatching over days that no
/// source covers, the glyph of the direction, the level at the instant with its standard error, and
/// the probability of a rise. The glyphs are those of [`RelationChart`](super::RelationChart).
///
/// # Limits
///
/// At most 120 pairs are drawn.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::plot::{MultiplesChart, Style};
/// use detente::Timeline;
///
/// let mut builder = Timeline::builder();
/// for (id, name) in [("USA", "United States"), ("RUS", "Russia"), ("CHN", "China")] {
///     builder.actor(Actor::state(id).named(name));
/// }
/// builder.event(Event::meeting("talks", "2025-02-18").between("USA", "RUS"));
/// let timeline = builder.build()?;
///
/// let pairs = [timeline.relations("USA", "RUS")?, timeline.relations("USA", "CHN")?];
/// let at = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let chart = pairs.iter().fold(MultiplesChart::new(at), MultiplesChart::pair);
/// let picture = chart.draw(&Style::new(900));
/// assert_eq!(picture.title(), "None of 2 pairs has a settled direction");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct MultiplesChart<'r, 't> {
    at: Moment,
    first: Option<NaiveDate>,
    pairs: Vec<&'r Relations<'t>>,
}

crate::text::short_debug!(MultiplesChart<'_, '_>, "MultiplesChart", |it| {
    "at": it.at,
    "pairs": it.pairs.len(),
});

impl<'r, 't> MultiplesChart<'r, 't> {
    /// Creates small charts up to an instant (a date: up to its start), without pairs.
    #[must_use]
    pub fn new(at: impl Into<Moment>) -> Self {
        Self {
            at: at.into(),
            first: None,
            pairs: Vec::new(),
        }
    }

    /// Sets the first day. The default is the first day of the month of the first mark.
    #[must_use]
    pub const fn since(mut self, first: NaiveDate) -> Self {
        self.first = Some(first);
        self
    }

    /// Adds a pair, after the others.
    #[must_use]
    pub fn pair(mut self, relations: &'r Relations<'t>) -> Self {
        self.pairs.push(relations);
        self
    }

    /// Draws the charts.
    ///
    /// # Complexity
    ///
    /// One trend for each day of each pair.
    pub fn draw(&self, style: &Style) -> Picture {
        let (pairs, first) = self.shown();
        let cells: Vec<Cell> = pairs
            .iter()
            .map(|pair| Cell::of(pair, first, self.at, style))
            .collect();
        draw(&cells, first, self.at, style)
    }

    /// The level of each pair on each day: the rows behind the charts.
    ///
    /// # Complexity
    ///
    /// One trend for each day of each pair.
    pub fn data(&self, style: &Style) -> ChartData {
        rows::of_series(&self.series(style))
    }

    pub(super) fn series(&self, style: &Style) -> Vec<Series> {
        let (pairs, first) = self.shown();
        pairs
            .iter()
            .map(|pair| Series::of(pair, first, self.at, style))
            .collect()
    }

    /// The pairs that are drawn, and their first day.
    fn shown(&self) -> (&[&'r Relations<'t>], i32) {
        let pairs = &self.pairs[..self.pairs.len().min(PAIRS)];
        let firsts = pairs
            .iter()
            .map(|pair| first_day(pair, self.first, self.at));
        let first = firsts.min().unwrap_or_else(|| self.at.day() - 1);
        (pairs, first)
    }

    /// The title and the days.
    #[cfg(feature = "json")]
    pub(super) fn headings(&self, style: &Style) -> [String; 2] {
        let (pairs, first) = self.shown();
        let directions = pairs.iter().map(|pair| pair.ongoing(self.at).direction);
        let directions: Vec<Direction> = directions.collect();
        [
            title(style, finding(&directions, &style.words)),
            style
                .dates
                .days(date_of(first.into()), self.at.date(), true),
        ]
    }
}

/// A pair.
struct Cell {
    name: String,
    days: Vec<DayPoint>,
    now: Option<(f64, f64)>,
    direction: Direction,
    p_rising: Option<f64>,
}

impl Cell {
    fn of(relations: &Relations<'_>, first: i32, at: Moment, style: &Style) -> Self {
        let trend = relations.trend(at);
        Self {
            name: pair_name(relations, style),
            days: days(relations, first, at.day()),
            now: trend.level.as_ref().map(super::relation::point),
            direction: relations.ongoing(at).direction,
            p_rising: trend.p_rising(),
        }
    }
}

/// How many of the pairs rise, fall, or have too little data.
pub(super) fn finding(directions: &[Direction], words: &Words) -> String {
    if directions.is_empty() {
        return words.title_pairs_empty.clone();
    }
    let of = |wanted| directions.iter().filter(|one| **one == wanted).count();
    let (rising, falling) = (of(Direction::Rising), of(Direction::Falling));
    let pattern = if rising + falling + of(Direction::Steady) == 0 {
        &words.title_pairs_none
    } else {
        &words.title_pairs
    };
    let values = [
        ("n", &*directions.len().to_string()),
        ("rising", &rising.to_string()),
        ("falling", &falling.to_string()),
        ("few", &of(Direction::Insufficient).to_string()),
    ];
    fill(pattern, &values)
}

/// The directions of pairs as entries of a legend.
pub(super) fn entries(directions: &[Direction], words: &Words) -> Vec<Entry<'static>> {
    let order = [
        Direction::Rising,
        Direction::Falling,
        Direction::Steady,
        Direction::Unclear,
        Direction::Insufficient,
    ];
    let shown = order.into_iter().filter(|one| directions.contains(one));
    shown
        .map(|state| {
            Entry::new(12.0, word(words, state), move |canvas, at| {
                marks::direction(canvas, at, state, marks::tone(state));
            })
        })
        .collect()
}

fn draw(cells: &[Cell], first: i32, at: Moment, style: &Style) -> Picture {
    let words = &style.words;
    let directions: Vec<Direction> = cells.iter().map(|cell| cell.direction).collect();
    let title = title(style, finding(&directions, words));
    let (from, to) = (date_of(first.into()), at.date());
    let dates = style.dates.days(from, to, true);
    let date = style.dates.date(to, from.year() != to.year());
    let values = Values::of(cells.iter().flat_map(|cell| &cell.days));
    let [low, high] = [values.low, values.high].map(|value| values.text(value, words));
    let subtitle = fill(
        &words.subtitle_multiples,
        &[
            ("dates", &dates),
            ("date", &date),
            ("low", &low),
            ("high", &high),
        ],
    );
    let mut canvas = Canvas::new(style);
    let mut y = header(&mut canvas, &title, &subtitle);
    y = legend(&mut canvas, y + 4.0, &entries(&directions, words)) + 8.0;

    let width = f64::from(style.width) - 2.0 * MARGIN;
    let columns: u32 = match style.width {
        0..=559 => 2,
        560..=1_099 => 4,
        _ => 6,
    };
    let count = f64::from(columns);
    let room = (width - GAP * (count - 1.0)) / count;
    for row in cells.chunks(columns as usize) {
        let mut x = MARGIN;
        for cell in row {
            cell.draw(&mut canvas, [x, y, room], first, at, &values);
            x += room + GAP;
        }
        y += PANEL + 60.0;
    }
    let mut text = Vec::new();
    if cells
        .iter()
        .any(|cell| cell.days.iter().any(|day| day.is_hole))
    {
        text.push(words.footer_hatched.clone());
    }
    let height = footer(&mut canvas, y - 14.0, &text);
    canvas.finish(height, &title, &subtitle, EventCounts::default())
}

impl Cell {
    fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        [x, y, width]: [f64; 3],
        first: i32,
        at: Moment,
        values: &Values,
    ) {
        let words = &canvas.style.words;
        let axis = Axis::linear(
            first.into(),
            at.days().max(f64::from(first) + 0.5),
            x,
            x + width,
        );
        canvas.open(&self.name);
        let name = NAME.fit(&self.name, width - 10.0);
        canvas.text((x, y + 12.0), NAME, Anchor::Start, Tone::Ink, &name);
        let (top, bottom) = (y + 20.0, y + 20.0 + PANEL);
        let place = |value: f64| bottom - (value - values.low) / (values.high - values.low) * PANEL;
        #[expect(clippy::cast_precision_loss, reason = "days are few")]
        let day = |at: usize| axis.x(f64::from(first) + at as f64);
        for (from, to, one) in runs(&self.days, |a, b| a.is_hole == b.is_hole) {
            if one.is_hole {
                let area = [day(from), top, day(to) - day(from), PANEL];
                canvas.rect(area, Paint::with(Fill::Hatch).opacity(0.45));
            }
        }
        for value in [values.low, 0.0, values.high] {
            let tone = if value == 0.0 { Tone::Axis } else { Tone::Grid };
            let y = place(value);
            canvas.line((x, y), (x + width, y), Paint::line(tone, 1.0));
        }
        let points: Vec<(f64, f64, f64)> = sampled(self.days.len(), width)
            .filter_map(|at| self.days[at].level.map(|(level, sd)| (day(at), level, sd)))
            .collect();
        if !points.is_empty() {
            let upper = points.iter().map(|&(x, level, sd)| (x, place(level + sd)));
            let lower = points
                .iter()
                .rev()
                .map(|&(x, level, sd)| (x, place(level - sd)));
            canvas.path(upper.chain(lower), Paint::fill(Tone::Band).opacity(0.7));
            let line = points.iter().map(|&(x, level, _)| (x, place(level)));
            canvas.path(line, Paint::line(Tone::Ink, 1.8));
        }
        if let Some((level, _)) = self.now {
            canvas.circle((x + width, place(level)), 2.6, Paint::fill(Tone::Ink));
        }
        let y = bottom + 16.0;
        let tone = marks::tone(self.direction);
        marks::direction(canvas, (x + 6.0, y - 4.0), self.direction, tone);
        let text = self.now.map_or_else(
            || words.no_data.clone(),
            |(level, sd)| words.level_with_error(level, sd),
        );
        canvas.text((x + 17.0, y), STRONG, Anchor::Start, Tone::Ink, &text);
        if let Some(p) = self.p_rising {
            let p = fill(&words.p_short, &[("p", &words.probability(p))]);
            let has_room = 17.0 + STRONG.width(&text) + 8.0 + LABEL.width(&p) <= width;
            if has_room {
                canvas.text((x + width, y), LABEL, Anchor::End, Tone::Muted, &p);
            }
        }
        canvas.close();
    }
}
