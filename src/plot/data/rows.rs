//! The rows of each chart.

use chrono::NaiveDate;

use super::super::axis::date_of;
#[cfg(feature = "json")]
use super::super::events::date_with_status;
use super::super::events::{event_title, names_of_sides, span};
use super::super::relation::{DayPoint, days, pair_name};
use super::super::style::Style;
use super::super::text::clean;
use super::{Cell, ChartData};
use crate::event::Status;
use crate::relations::Relations;
use crate::time::Moment;
use crate::timeline::EventRef;
use crate::trend::Direction;

/// How exactly the days of an event are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Precision {
    Day,
    Days,
    SomeDay,
    SomeDays,
    About,
    Doubtful,
    Open,
    Undated,
}

impl Precision {
    pub(in super::super) const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Days => "days",
            Self::SomeDay => "some_day",
            Self::SomeDays => "some_days",
            Self::About => "about",
            Self::Doubtful => "doubtful",
            Self::Open => "open",
            Self::Undated => "undated",
        }
    }

    fn of(event: EventRef<'_>, days: (Option<NaiveDate>, Option<NaiveDate>)) -> Self {
        let (when, span) = (event.when(), span(event));
        // An extent whose two ends are known: it was on all of its days for certain.
        let is_whole = span
            .certain
            .zip(span.ends())
            .is_some_and(|(certain, ends)| {
                let (from, to) = (date_of(ends.0), date_of((ends.1 - 1e-4).max(ends.0)));
                let last = date_of((certain.1 - 1e-4).max(certain.0));
                (date_of(certain.0), last) == (from, to)
            });
        match days {
            (None, None) => Self::Undated,
            (None, _) | (_, None) => Self::Open,
            _ if when.is_approximate() => Self::About,
            _ if when.is_uncertain() => Self::Doubtful,
            (first, last) if first == last => Self::Day,
            _ if is_whole => Self::Days,
            _ if when.is_extent() => Self::SomeDays,
            _ => Self::SomeDay,
        }
    }

    /// Whether the event was on all of its days.
    pub(in super::super) const fn is_exact(self) -> bool {
        matches!(self, Self::Day | Self::Days)
    }
}

/// An event as other programs take it.
#[derive(Clone, Debug)]
pub(in super::super) struct EventRow {
    pub(in super::super) id: String,
    pub(in super::super) kind: &'static str,
    #[cfg(feature = "json")]
    pub(in super::super) is_standing: bool,
    pub(in super::super) status: Option<&'static str>,
    pub(in super::super) title: String,
    pub(in super::super) actors: Vec<String>,
    pub(in super::super) targets: Vec<String>,
    pub(in super::super) place: Option<String>,
    when: String,
    /// The date as pictures write it, with its year.
    #[cfg(feature = "json")]
    pub(in super::super) date: String,
    pub(in super::super) first: Option<NaiveDate>,
    pub(in super::super) last: Option<NaiveDate>,
    pub(in super::super) precision: Precision,
}

impl EventRow {
    pub(in super::super) fn of(event: EventRef<'_>, style: &Style) -> Self {
        let (first, last) = span(event).days();
        let [actors, targets] = names_of_sides(event, style);
        Self {
            id: event.id().to_owned(),
            kind: event.kind().as_str(),
            #[cfg(feature = "json")]
            is_standing: event.is_standing(),
            status: event.status().map(Status::as_str),
            title: clean(&event_title(event, style)),
            actors,
            targets,
            place: event.place().map(|place| clean(&place.name)),
            when: event.when().to_string(),
            #[cfg(feature = "json")]
            date: date_with_status(event, style, true),
            first,
            last,
            precision: Precision::of(event, (first, last)),
        }
    }

    fn cells(self) -> Vec<Cell> {
        let joined = |names: Vec<String>| Some(names.join("; ")).filter(|names| !names.is_empty());
        vec![
            self.id.into(),
            self.kind.into(),
            Cell::of(self.status),
            self.title.into(),
            Cell::of(joined(self.actors)),
            Cell::of(joined(self.targets)),
            Cell::of(self.place),
            self.when.into(),
            Cell::of(self.first),
            Cell::of(self.last),
            self.precision.as_str().into(),
            self.precision.is_exact().into(),
        ]
    }
}

/// The rows of a timeline.
pub(in super::super) fn of_events(events: Vec<EventRow>) -> ChartData {
    const COLUMNS: &[&str] = &[
        "id",
        "kind",
        "status",
        "title",
        "actors",
        "targets",
        "place",
        "when",
        "first_day",
        "last_day",
        "precision",
        "is_exact",
    ];
    ChartData::new(COLUMNS, events.into_iter().map(EventRow::cells).collect())
}

/// The days of a pair: its name, its first day, its days, and whether its coverage is known.
pub(in super::super) struct Series {
    pub(in super::super) pair: String,
    pub(in super::super) first: i32,
    pub(in super::super) days: Vec<DayPoint>,
    pub(in super::super) is_coverage_known: bool,
}

impl Series {
    pub(in super::super) fn of(
        relations: &Relations<'_>,
        first: i32,
        at: Moment,
        style: &Style,
    ) -> Self {
        Self {
            pair: pair_name(relations, style),
            first,
            days: days(relations, first, at.day()),
            is_coverage_known: relations.coverage().periods().is_some(),
        }
    }

    /// The date of a day, by its place.
    #[cfg(feature = "json")]
    pub(in super::super) fn date(&self, at: usize) -> NaiveDate {
        #[expect(clippy::cast_precision_loss, reason = "days are few")]
        date_of(f64::from(self.first) + at as f64)
    }

    /// Each day with its date.
    pub(in super::super) fn dated(&self) -> impl Iterator<Item = (NaiveDate, &DayPoint)> {
        let dates = (self.first..).map(|day| date_of(f64::from(day)));
        dates.zip(&self.days)
    }
}

/// The rows of the levels of pairs.
pub(in super::super) fn of_series(series: &[Series]) -> ChartData {
    const COLUMNS: &[&str] = &[
        "pair",
        "date",
        "level",
        "sd",
        "direction",
        "p_rising",
        "contact_volume",
        "is_covered",
    ];
    let rows = series.iter().flat_map(|one| {
        one.dated().map(|(date, day)| {
            vec![
                one.pair.clone().into(),
                date.into(),
                Cell::of(day.level.map(|(level, _)| level)),
                Cell::of(day.level.map(|(_, sd)| sd)),
                day.direction.as_str().into(),
                Cell::of(settled(day.direction, day.p_rising)),
                day.engagement.into(),
                Cell::of(one.is_coverage_known.then_some(!day.is_hole)),
            ]
        })
    });
    ChartData::new(COLUMNS, rows.collect())
}

/// A probability, unless there is too little data to report it.
pub(in super::super) fn settled(direction: Direction, p_rising: Option<f64>) -> Option<f64> {
    p_rising.filter(|_| direction != Direction::Insufficient)
}
