//! The chart of a pair: its level, its direction, what each event adds, and how much contact there is.

pub(super) mod draw;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::axis::date_of;
use super::data::ChartData;
use super::data::rows::{self, Series};
use super::events::{date_with_status, event_title, span};
use super::frame::title;
use super::style::Style;
use super::svg::Picture;
use super::text::clean;
use crate::code::MarkClass;
use crate::ledger::DaySpan;
use crate::relations::Relations;
use crate::text::fill;
use crate::time::Moment;
use crate::timeline::{ActorRef, EventRef};
use crate::trend::{Direction, Level};

/// The maximum number of days that a chart shows.
const LONGEST: i32 = 36_525;

/// A chart of a pair's relations up to an instant.
///
/// | what | drawn as |
/// | :-- | :-- |
/// | level | a line, dotted where no source covers the days |
/// | standard error | a band of one on either side |
/// | direction | a ribbon: blue with a triangle up for rising, orange with a triangle down for falling, grey with two bars for steady, dots with a hollow double triangle for unclear, an empty dashed frame with a dashed ring for too little data |
/// | days that no source covers | diagonal hatching |
/// | peak of the lookback | a ring, with its level and its date |
/// | what an event adds to the level | a stem: a disc above the line, a diamond below it |
/// | volume of contact | an area |
///
/// The events that contribute most are labelled if there is room. Every event has a `title`.
///
/// The title of the picture states the direction, when it began, and its probability at the instant,
/// from [`Relations::trend`]. On the day on which the direction began, the probability may have been
/// different.
///
/// # Limits
///
/// By default the days begin with the month of the first mark. At most 36,525 days are drawn. If
/// there are more days than pixels, the line has one point for each pixel.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::plot::{RelationChart, Style};
/// use detente::Timeline;
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// builder.actor(Actor::state("RUS").named("Russia"));
/// builder.event(Event::meeting("talks", "2025-02-18").between("USA", "RUS"));
/// let timeline = builder.build()?;
///
/// let relations = timeline.relations("USA", "RUS")?;
/// let style = Style::new(900).with_short_name("USA", "US");
/// let at = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let picture = RelationChart::new(&relations, at).draw(&style);
/// assert_eq!(picture.title(), "Contacts alone do not show where US–Russia relations are going");
/// assert_eq!(picture.counts().labelled, 1);
/// assert!(picture.as_str().starts_with("<svg "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct RelationChart<'r, 't> {
    relations: &'r Relations<'t>,
    at: Moment,
    first: Option<NaiveDate>,
}

crate::text::short_debug!(RelationChart<'_, '_>, "RelationChart", |it| {
    "relations": it.relations,
    "at": it.at,
});

impl<'r, 't> RelationChart<'r, 't> {
    /// Creates a chart of relations up to an instant (a date: up to its start).
    pub fn new(relations: &'r Relations<'t>, at: impl Into<Moment>) -> Self {
        Self {
            relations,
            at: at.into(),
            first: None,
        }
    }

    /// Sets the first day.
    #[must_use]
    pub const fn since(mut self, first: NaiveDate) -> Self {
        self.first = Some(first);
        self
    }

    /// Draws the chart.
    ///
    /// # Complexity
    ///
    /// One trend for each day.
    pub fn draw(&self, style: &Style) -> Picture {
        self.input(style).draw(style)
    }

    /// The level of each day: the rows behind the chart.
    ///
    /// # Complexity
    ///
    /// One trend for each day.
    pub fn data(&self, style: &Style) -> ChartData {
        rows::of_series(&[self.series(style)])
    }

    pub(super) fn series(&self, style: &Style) -> Series {
        let first = first_day(self.relations, self.first, self.at);
        Series::of(self.relations, first, self.at, style)
    }
}

/// A day of a chart.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayPoint {
    /// The level and its standard error.
    pub(super) level: Option<(f64, f64)>,
    pub(super) engagement: f64,
    pub(super) direction: Direction,
    pub(super) p_rising: Option<f64>,
    pub(super) is_hole: bool,
}

/// What an event adds.
#[derive(Clone, Debug)]
pub(super) struct Tick {
    /// The middle of its days.
    day: f64,
    share: f64,
    date: String,
    title: String,
}

/// All that a chart is drawn from.
#[derive(Clone, Debug)]
pub(super) struct Input {
    title: String,
    subtitle: String,
    footer: Vec<String>,
    /// The day of the first point.
    first: i32,
    /// The instant of the answer.
    at: f64,
    at_date: String,
    heading: String,
    pub(super) days: Vec<DayPoint>,
    /// The level at the instant: value, standard error and engagement.
    now: Option<(f64, f64, f64)>,
    p_rising: Option<f64>,
    peak: Option<(f64, f64, String)>,
    events: Vec<Tick>,
    outside: usize,
}

/// What a level is drawn from.
pub(super) fn point(level: &Level) -> (f64, f64) {
    (level.value(), level.sd())
}

/// The days of a walk, each with its level and its direction.
pub(super) fn days(relations: &Relations<'_>, first: i32, last: i32) -> Vec<DayPoint> {
    let Some(span) = DaySpan::of_days(first, last.saturating_add(1)) else {
        return Vec::new();
    };
    let coverage = relations.coverage();
    let covered = coverage.days();
    let is_covered = |day: i32| {
        covered.is_none_or(|stretches| stretches.iter().any(|&(from, to)| from <= day && day < to))
    };
    let walk = relations.walk(span).zip(first..);
    walk.map(|(ongoing, day)| {
        let level = ongoing.trend.level;
        DayPoint {
            level: level.as_ref().map(point),
            engagement: level.map_or(0.0, |level| level.sums.engagement),
            direction: ongoing.direction,
            p_rising: ongoing.trend.p_rising(),
            is_hole: !is_covered(day),
        }
    })
    .collect()
}

/// The names of a side.
pub(super) fn side(actors: &[ActorRef<'_>], style: &Style) -> String {
    let names: Vec<String> = actors
        .iter()
        .map(|one| style.name(one.id(), one.name()))
        .collect();
    names.join(", ")
}

/// The two sides in a word: "US–Russia".
pub(super) fn pair_name(relations: &Relations<'_>, style: &Style) -> String {
    let [a, b] = relations.sides().map(|actors| side(actors, style));
    fill(&style.words.pair, &[("a", &a), ("b", &b)])
}

/// The first day: that of the caller, or of the month of the first mark.
pub(super) fn first_day(relations: &Relations<'_>, since: Option<NaiveDate>, at: Moment) -> i32 {
    let last = at.day();
    let marks = relations
        .marks()
        .iter()
        .map(|one| one.mark.span().first_day());
    let marked = marks.min().unwrap_or(last).min(last);
    let month = date_of(f64::from(marked)).with_day(1);
    let first = since
        .or(month)
        .map_or(marked, |date| Moment::from(date).day());
    first.clamp(
        last.saturating_sub(LONGEST),
        last.saturating_sub(1).max(i32::MIN + 1),
    )
}

impl RelationChart<'_, '_> {
    /// The title and the subtitle.
    #[cfg(feature = "json")]
    pub(super) fn headings(&self, style: &Style) -> [String; 2] {
        let input = self.input(style);
        [input.title, input.subtitle]
    }

    /// The events of the marks, each with what it adds to the level.
    pub(super) fn shares(&self) -> BTreeMap<&str, (EventRef<'_>, f64)> {
        // An event may have a mark in each direction.
        let mut by_event = BTreeMap::new();
        for part in self.relations.contributions(self.at) {
            let event = part.mark.event;
            by_event.entry(event.id()).or_insert((event, 0.0)).1 += part.contribution.level;
        }
        by_event
    }

    /// Collects what is drawn.
    pub(super) fn input(&self, style: &Style) -> Input {
        let (relations, at, words) = (self.relations, self.at, &style.words);
        let first = first_day(relations, self.first, at);
        let last = at.day();
        let days = days(relations, first, last);
        let trend = relations.trend(at);
        let now = trend
            .level
            .map(|level| (level.value(), level.sd(), level.sums.engagement));
        let (from, to) = (date_of(first.into()), at.date());
        let with_year = from.year() != to.year();
        let date = |date: NaiveDate, year| style.dates.date(date, year);
        let peak = relations.peak(at).map(|peak| {
            let day = peak.highest.at.days();
            (
                day,
                peak.highest.value,
                date(peak.highest.at.date(), with_year),
            )
        });

        let (events, outside) = self.ticks(style, first, with_year);
        let at_date = date(to, false);
        let half_life = words.shortest(relations.scoring().calibration().half_life());
        let heading = if style.is_wide() {
            let values = [("date", at_date.as_str()), ("days", &half_life)];
            fill(&words.contributions, &values)
        } else {
            words.contributions_short.clone()
        };
        let p_rising = trend.p_rising();
        let level = now.map(|(level, ..)| level);
        let range = style.dates.days(from, to, true);
        Input {
            title: title(style, self.finding(style, with_year)),
            subtitle: self.subtitle(style, &range, level.zip(peak.as_ref()), p_rising),
            footer: self.footer(style, days.iter().any(|day| day.is_hole)),
            first,
            at: at.days(),
            at_date: fill(&words.at_date, &[("date", &at_date)]),
            heading,
            days,
            now,
            p_rising,
            peak,
            events,
            outside,
        }
    }

    /// The direction, since when, and how probable it is at the instant.
    fn finding(&self, style: &Style, with_year: bool) -> String {
        let (relations, words) = (self.relations, &style.words);
        let (trend, ongoing) = (relations.trend(self.at), relations.ongoing(self.at));
        let direction = ongoing.direction;
        let pair = pair_name(relations, style);
        if trend.level.is_none() {
            let date = style.dates.date(self.at.date(), true);
            return fill(&words.title_empty, &[("pair", &pair), ("date", &date)]);
        }
        let contacts_only = || {
            let mut marks = relations.marks().iter();
            marks.all(|one| one.event.class() == MarkClass::Contact)
        };
        let pattern = match (direction, ongoing.since) {
            (Direction::Rising, Some(_)) => &words.title_rising,
            (Direction::Rising, None) => &words.title_rising_always,
            (Direction::Falling, Some(_)) => &words.title_falling,
            (Direction::Falling, None) => &words.title_falling_always,
            (Direction::Steady, _) => &words.title_steady,
            _ if contacts_only() => &words.title_contacts,
            (Direction::Unclear, _) => &words.title_unclear,
            (Direction::Insufficient, _) => &words.title_insufficient,
        };
        let since = ongoing
            .since
            .map(|since| style.dates.date(since, with_year));
        let p = trend.p_rising().map(|p| match direction {
            Direction::Falling => words.probability(1.0 - p),
            _ => words.probability(p),
        });
        let (since, p) = (since.unwrap_or_default(), p.unwrap_or_default());
        fill(pattern, &[("pair", &pair), ("date", &since), ("p", &p)])
    }

    /// Who and when, the level and its peak, and the probability of a rise.
    fn subtitle(
        &self,
        style: &Style,
        dates: &str,
        level: Option<(f64, &(f64, f64, String))>,
        p_rising: Option<f64>,
    ) -> String {
        let words = &style.words;
        let [a, b] = self.relations.sides().map(|actors| side(actors, style));
        let values = [("a", a.as_str()), ("b", &b), ("dates", dates)];
        let mut sentences = vec![fill(&words.subtitle_pair, &values)];
        if let Some((level, (_, peak, day))) = level {
            let pattern = if peak - level >= 0.005 {
                &words.level_below_peak
            } else {
                &words.level_at_peak
            };
            let (level, peak) = (words.signed(level, 2), words.signed(*peak, 2));
            let values = [("level", &*level), ("peak", &*peak), ("date", day.as_str())];
            sentences.push(fill(pattern, &values));
        }
        if let Some(p) = p_rising {
            sentences.push(fill(&words.p_sentence, &[("p", &words.probability(p))]));
        }
        sentences.join(" ")
    }

    /// What hatching means, how a level is computed, and what is not in it.
    fn footer(&self, style: &Style, has_holes: bool) -> Vec<String> {
        let (relations, words) = (self.relations, &style.words);
        let calibration = relations.scoring().calibration();
        let mut footer = Vec::new();
        if relations.coverage().periods().is_none() {
            footer.push(words.footer_coverage_unknown.clone());
        } else if has_holes {
            footer.push(words.footer_hatched.clone());
        }
        footer.push(fill(
            &words.footer_level,
            &[
                ("half_life", &words.shortest(calibration.half_life())),
                ("window", &calibration.window().to_string()),
                ("enter", &words.probability(calibration.enter())),
                ("leave", &words.probability(calibration.leave())),
                ("version", &relations.scoring().version().to_string()),
            ],
        ));
        let unscored = relations.unscored().iter();
        let unscored: BTreeSet<&str> = unscored.map(|(event, _)| event.id()).collect();
        if !unscored.is_empty() {
            let n = unscored.len().to_string();
            footer.push(fill(&words.footer_unscored, &[("n", &n)]));
        }
        footer
    }

    /// What each event adds, and how many events are outside of the days.
    fn ticks(&self, style: &Style, first: i32, with_year: bool) -> (Vec<Tick>, usize) {
        let by_event = self.shares();
        let all: BTreeSet<&str> = self
            .relations
            .marks()
            .iter()
            .map(|one| one.event.id())
            .collect();
        let last = self.at.days();
        let mut ticks: Vec<Tick> = Vec::with_capacity(by_event.len());
        for (event, share) in by_event.into_values() {
            let middle = span(event).middle().map(|day| day.min(last));
            let Some(day) = middle.filter(|day| *day >= f64::from(first)) else {
                continue;
            };
            ticks.push(Tick {
                day,
                share,
                date: date_with_status(event, style, with_year),
                title: clean(&event_title(event, style)),
            });
        }
        ticks.sort_by(|a, b| a.day.total_cmp(&b.day));
        let outside = all.len() - ticks.len();
        (ticks, outside)
    }
}

#[cfg(test)]
impl Input {
    /// What all events add together.
    pub(super) fn sum(&self) -> f64 {
        self.events.iter().map(|one| one.share).sum()
    }
}
