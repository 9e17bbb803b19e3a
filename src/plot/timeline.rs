//! The timeline: who met, called and said what, in lanes of time.

mod draw;
mod finding;
mod lanes;
mod layout;
mod whiskers;

use chrono::{Datelike, NaiveDate};

use super::axis::date_of;
use super::data::ChartData;
use super::data::rows::{self, EventRow};
use super::events::{DateText, Span, date_text, event_title, span};
use super::frame::title;
use super::marks::Look;
use super::style::Style;
use super::svg::Picture;
use super::text::clean;
use crate::View;
use crate::event::{Kind, Role};
use crate::time::Moment;
use crate::timeline::EventRef;
use finding::{finding, subtitle};
use lanes::Lanes;
use whiskers::Earlier;

/// A chart of the events of a query, with a lane for each actor.
///
/// | what | drawn as |
/// | :-- | :-- |
/// | actors | lanes, grouped by the state that they represent; those with few events share one |
/// | meeting | discs joined by a thick line |
/// | call | diamonds joined by a thin line |
/// | statement | a triangle that points to the lane of the target actor; a dash if there is none |
/// | act | a square |
/// | target actor of a statement or an act | a thin line to its lane, if there is room for lines |
/// | some day of several | a bar with soft ends over those days, the mark in its middle; a dotted line joins the lanes |
/// | about a date | a bar that is darkest in the middle |
/// | a time that has a start and an end | a bar with hard ends |
/// | by a date, or from a date on | a bar that fades out, with a chevron |
/// | undated, placed by the order of events | square brackets |
/// | its days according to the earliest sources alone, if they were more | a whisker |
/// | planned | hollow, with a dashed line |
/// | a standing relation | a square where it begins, and a bar over the days on which it is in force |
/// | disputed | hollow, with a dashed outline |
/// | cancelled | hollow, struck through |
///
/// Labels are placed where there is room. Priority has this order: meetings before calls, acts and
/// statements; then planned, disputed and cancelled events; then events with more reports and more
/// participants. Events without a label get a number, and a list below explains the numbers. In a
/// narrow picture every event has a number. Every event has a `title`.
///
/// An event without a title has the meaning of its code, if it is one of CAMEO.
///
/// # The axis
///
/// A period without events is left out if it is at least a fifth of all days; a zigzag marks the
/// break. A short period with many events gets a larger scale; double rules mark the change. The
/// footer states both.
///
/// # Limits
///
/// At most 14 lanes are drawn, 11 in a narrow picture. A list has at most 40 entries, 60 in a narrow
/// picture. With 20 or more events, up to a twentieth of them are left out if they are so far from
/// the others that the days would be halved without them; the footer counts them.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::plot::{Style, TimelineChart};
/// use detente::Timeline;
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// builder.actor(Actor::state("RUS").named("Russia"));
/// builder.event(Event::meeting("talks", "2025-02-18").between("USA", "RUS"));
/// builder.event(Event::call("call", "2025-03").between("USA", "RUS"));
/// let timeline = builder.build()?;
///
/// let picture = TimelineChart::new(&timeline.view()).draw(&Style::new(900));
/// assert_eq!(picture.title(), "1 of 2 events have no certain day");
/// assert_eq!(picture.counts().labelled, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct TimelineChart<'t> {
    view: View<'t>,
    days: Option<(NaiveDate, NaiveDate)>,
}

crate::text::short_debug!(TimelineChart<'_>, "TimelineChart", |it| { "view": it.view });

impl<'t> TimelineChart<'t> {
    /// Creates a chart of all events of a query.
    pub fn new(view: &View<'t>) -> Self {
        Self {
            view: view.clone(),
            days: None,
        }
    }

    /// Sets the first and the last day.
    ///
    /// If the last is before the first, only the first is drawn.
    #[must_use]
    pub const fn within(mut self, first: NaiveDate, last: NaiveDate) -> Self {
        self.days = Some((first, last));
        self
    }

    /// Draws the chart.
    pub fn draw(&self, style: &Style) -> Picture {
        self.input(style).draw(style)
    }

    /// The events: the rows behind the chart, in the order of the view.
    ///
    /// Undated events have a row as well. With [`TimelineChart::within`] there are only events that may
    /// have been on these days.
    pub fn data(&self, style: &Style) -> ChartData {
        rows::of_events(self.events(style))
    }

    pub(super) fn events(&self, style: &Style) -> Vec<EventRow> {
        let rows = (&self.view)
            .into_iter()
            .map(|event| EventRow::of(event, style));
        let is_within = |row: &EventRow| {
            self.days.is_none_or(|(first, last)| {
                row.first.is_none_or(|from| from <= last.max(first))
                    && row.last.is_none_or(|to| first <= to)
            })
        };
        rows.filter(is_within).collect()
    }
}

/// What an actor does in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Takes part on a par with others, acts or speaks.
    Acts,
    /// Is acted upon or spoken to.
    Receives,
}

/// An event as it is drawn.
#[derive(Clone, Debug)]
struct Mark {
    kind: Kind,
    look: Look,
    span: Span,
    /// The days that the earliest sources allowed, if they were more.
    earlier: Option<Span>,
    date: DateText,
    title: String,
    /// What a pointer shows.
    tip: String,
    is_about: bool,
    priority: f64,
    /// The lanes, each with what its actor does.
    seats: Vec<(usize, Part)>,
}

impl Mark {
    /// Whether it joins lanes of equals.
    const fn is_contact(&self) -> bool {
        matches!(self.kind, Kind::Meeting | Kind::Call)
    }

    /// Where its mark is.
    fn day(&self) -> f64 {
        self.span
            .middle()
            .expect("events without bounds have no mark")
    }
}

/// All that a timeline is drawn from.
#[derive(Clone, Debug)]
struct Input {
    title: String,
    subtitle: String,
    marks: Vec<Mark>,
    lanes: Lanes,
    /// The first day, and the day after the last.
    days: (f64, f64),
    outside: usize,
    undated: usize,
}

impl TimelineChart<'_> {
    /// The title and the subtitle.
    #[cfg(feature = "json")]
    pub(super) fn headings(&self, style: &Style) -> [String; 2] {
        let input = self.input(style);
        [input.title, input.subtitle]
    }

    /// Finds out what the earliest sources allowed for events that are placed by order.
    fn set_earlier(&self, shown: &[(EventRef<'_>, Span)], marks: &mut [Mark]) {
        if !marks.iter().any(|mark| mark.date.is_by_order) {
            return;
        }
        let earlier = Earlier::of(&self.view);
        for (mark, &(event, span)) in marks.iter_mut().zip(shown) {
            if mark.date.is_by_order {
                mark.earlier = earlier.span(event, span);
            }
        }
    }

    /// The first day, and the day after the last.
    fn days(&self, spans: &[Span]) -> (f64, f64) {
        let Some((first, last)) = self.days else {
            return layout::days(spans);
        };
        let first = Moment::from(first).days();
        (first, (Moment::from(last).days() + 1.0).max(first + 1.0))
    }

    fn input(&self, style: &Style) -> Input {
        let events: Vec<EventRef<'_>> = (&self.view).into_iter().collect();
        let mut spans: Vec<Span> = events.iter().map(|&event| span(event)).collect();
        let days = self.days(&spans);
        // A standing relation that began before is in force on the first day.
        let is_in_force = |span: &Span| span.is_standing && span.to.is_none_or(|to| to > days.0);
        for span in spans.iter_mut().filter(|span| is_in_force(span)) {
            span.from = span.from.map(|from| from.max(days.0));
        }
        let is_shown = |span: &Span| {
            let day = span.middle();
            day.is_some_and(|day| days.0 <= day && day <= days.1)
        };
        let shown: Vec<(EventRef<'_>, Span)> = events
            .iter()
            .zip(&spans)
            .filter(|(_, span)| is_shown(span))
            .map(|(event, span)| (*event, *span))
            .collect();
        let ends = layout::ends_of(&shown, days);
        let years = ends.map(|(from, to)| [from, to - 0.01].map(|day| date_of(day).year()));
        let with_year = years.is_some_and(|[first, last]| first != last);
        let undated = spans.iter().filter(|span| span.is_unbounded()).count();
        let (lanes, seats) = Lanes::of(&shown, style);
        let mut marks: Vec<Mark> = shown
            .iter()
            .zip(seats)
            .map(|(&(event, span), seats)| mark(event, span, seats, style, with_year))
            .collect();
        self.set_earlier(&shown, &mut marks);
        marks.sort_by(|a, b| a.day().total_cmp(&b.day()));
        let dates = ends.map_or_else(String::new, |(from, to)| {
            style.dates.days(date_of(from), date_of(to - 0.01), true)
        });
        Input {
            title: title(style, finding(&shown, &marks, &dates, style)),
            subtitle: subtitle(self.view.timeline().title(), &marks, &dates, &style.words),
            marks,
            lanes,
            days,
            outside: events.len() - shown.len() - undated,
            undated,
        }
    }
}

fn mark(
    event: EventRef<'_>,
    span: Span,
    seats: Vec<(usize, Part)>,
    style: &Style,
    with_year: bool,
) -> Mark {
    let kind = event.kind();
    let look = Look::of(event.status());
    let date = date_text(event, style, with_year);
    let title = clean(&event_title(event, style));
    Mark {
        tip: tip(event, &title, look, style),
        priority: priority(event, look, &date),
        kind,
        look,
        span,
        earlier: None,
        date,
        title,
        is_about: event.when().is_approximate(),
        seats,
    }
}

/// What a pointer shows: the date and the title, and what the source says about the date, and the status.
fn tip(event: EventRef<'_>, title: &str, look: Look, style: &Style) -> String {
    let full = date_text(event, style, true);
    let status = match look {
        Look::Plain if event.is_standing() => Some(&style.words.in_force),
        Look::Plain => None,
        Look::Planned => Some(&style.words.planned),
        Look::Disputed => Some(&style.words.disputed),
        Look::Cancelled => Some(&style.words.cancelled),
    };
    let source = full.source.iter().map(String::as_str);
    let words = event.when().words().map(clean);
    let words = words.filter(|_| full.source.is_none());
    let notes = source.chain(words.as_deref());
    let notes = notes.chain(status.map(String::as_str));
    let mut tip = format!("{}: {title}", full.date);
    for note in notes {
        tip.push_str("; ");
        tip.push_str(note);
    }
    tip
}

/// Which events get a label first: meetings, then what is not certain to have happened, then what many report.
fn priority(event: EventRef<'_>, look: Look, date: &DateText) -> f64 {
    let of_kind = match event.kind() {
        Kind::Meeting => 5.0,
        Kind::Call => 4.0,
        Kind::Act => 3.0,
        Kind::Statement => 2.0,
    };
    let of_look = if look == Look::Plain { 0.0 } else { 2.5 };
    let some = |number: usize, most: usize| -> f64 {
        u8::try_from(number.min(most))
            .expect("at most a few")
            .into()
    };
    of_kind
        + of_look
        + if date.is_by_order { 1.0 } else { 0.0 }
        + some(event.reports().count(), 4) * 0.4
        + some(event.participants().len(), 5) * 0.2
}

fn part(role: Role) -> Part {
    match role {
        Role::Target | Role::Addressee => Part::Receives,
        _ => Part::Acts,
    }
}
