//! The calendar: the days on which a pair was in contact, and the days without data.

mod draw;

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use super::axis::date_of;
use super::data::{Cell, ChartData};
use super::events::{date_text, event_title, span};
use super::frame::title;
use super::numbers::count;
use super::relation::{pair_name, side};
use super::style::Style;
use super::svg::Picture;
use super::text::clean;
use super::words::Words;
use crate::relations::Relations;
use crate::text::fill;
use crate::time::Moment;
use crate::timeline::EventRef;

/// The maximum number of days of a calendar: five years.
const LONGEST: i32 = 1_827;
/// The maximum number of pairs.
const PAIRS: usize = 24;
/// The most contacts of a day that a pointer shows.
const MOST_TIPS: usize = 8;

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
        draw::draw(&strips, days, style)
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
        let contacts = relations.marks().iter();
        let contacts = contacts.filter(|one| one.mark.contact() > 0.0);
        let (mut seen, mut outside) = (HashSet::new(), 0);
        for event in contacts.map(|one| one.event) {
            if seen.insert(event.id()) && !add(&mut days, event, first, style) {
                outside += 1;
            }
        }
        Self {
            name: pair_name(relations, style),
            sides: relations.sides().map(|actors| side(actors, style)),
            is_known: coverage.periods().is_some(),
            days,
            shown: seen.len() - outside,
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

/// Adds a contact to the days from a first one on which it may have been. Returns whether there is one.
fn add(days: &mut [Day], event: EventRef<'_>, first: i32, style: &Style) -> bool {
    let span = span(event);
    let Some((from, to)) = span.ends() else {
        return false;
    };
    let whole = |day: f64| Moment::from(date_of(day)).day();
    let (from, to) = (whole(from), whole((to - 1e-4).max(from)));
    let length = to - from + 1;
    let tip = format!(
        "{}: {}",
        date_text(event, style, true).date,
        clean(&event_title(event, style))
    );
    // The number of days before a day. A day before the first has none.
    let position = |day: i32| {
        let before = day.saturating_sub(first).max(0);
        usize::try_from(before).expect("it is not negative")
    };
    let until = position(to.saturating_add(1));
    let own = position(from)..until.min(days.len());
    if own.is_empty() {
        return false;
    }
    for day in &mut days[own] {
        if length == 1 || span.certain.is_some() {
            day.certain += 1;
        } else {
            // Uniform over the days on which it may have been.
            let p = 1.0 / f64::from(length);
            day.possible = 1.0 - (1.0 - day.possible) * (1.0 - p);
        }
        if day.tips.len() < MOST_TIPS {
            day.tips.push(tip.clone());
        }
    }
    true
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

/// The Monday on or before a day.
pub(super) fn monday(day: i32) -> i32 {
    day - i32::try_from(date_of(day.into()).weekday().num_days_from_monday()).expect("below 7")
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
