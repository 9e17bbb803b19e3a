//! The timeline: who met, called and said what, in lanes of time.

mod draw;
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
use super::numbers::count;
use super::style::Style;
use super::svg::Picture;
use super::text::clean;
use crate::View;
use crate::event::{Kind, Role, Status};
use crate::text::fill;
use crate::time::Moment;
use crate::timeline::EventRef;
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

    fn input(&self, style: &Style) -> Input {
        let words = &style.words;
        let events: Vec<EventRef<'_>> = (&self.view).into_iter().collect();
        let spans: Vec<Span> = events.iter().map(|&event| span(event)).collect();
        let days = self.days.map(|(first, last)| {
            let first = Moment::from(first).days();
            (first, (Moment::from(last).days() + 1.0).max(first + 1.0))
        });
        let days = days.unwrap_or_else(|| layout::days(&spans));
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
        let counts: Vec<String> = [
            (Kind::Meeting, &words.count_meetings),
            (Kind::Call, &words.count_calls),
            (Kind::Statement, &words.count_statements),
            (Kind::Act, &words.count_acts),
        ]
        .into_iter()
        .filter_map(|(kind, pattern)| {
            let of_kind = marks.iter().filter(|mark| mark.kind == kind).count();
            (of_kind > 0).then(|| fill(pattern, &[("n", &count(of_kind))]))
        })
        .collect();
        let record = self.view.timeline().title().map(clean).unwrap_or_default();
        let counts = counts.join(", ");
        let values = [
            ("record", &*record),
            ("counts", &*counts),
            ("dates", &*dates),
        ];
        let pattern = if record.is_empty() {
            &words.subtitle_events_only
        } else {
            &words.subtitle_events
        };
        Input {
            title: title(style, finding(&shown, &marks, &dates, style)),
            subtitle: if marks.is_empty() {
                record.clone()
            } else {
                fill(pattern, &values)
            },
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
    let full = date_text(event, style, true);
    let title = clean(&event_title(event));
    let status = match look {
        Look::Plain => None,
        Look::Planned => Some(&style.words.planned),
        Look::Disputed => Some(&style.words.disputed),
        Look::Cancelled => Some(&style.words.cancelled),
    };
    let source = full.source.iter().map(String::as_str);
    let words = event
        .when()
        .words()
        .map(clean)
        .filter(|_| full.source.is_none());
    let notes = source
        .chain(words.as_deref())
        .chain(status.map(String::as_str));
    let mut tip = format!("{}: {title}", full.date);
    for note in notes {
        tip.push_str("; ");
        tip.push_str(note);
    }
    // Meetings first, then what is not certain to have happened, then what many report.
    let of_kind = match kind {
        Kind::Meeting => 5.0,
        Kind::Call => 4.0,
        Kind::Act => 3.0,
        _ => 2.0,
    };
    let of_look = if look == Look::Plain { 0.0 } else { 2.5 };
    let some = |number: usize, most: usize| -> f64 {
        u8::try_from(number.min(most))
            .expect("at most a few")
            .into()
    };
    let priority = of_kind
        + of_look
        + if date.is_by_order { 1.0 } else { 0.0 }
        + some(event.reports().count(), 4) * 0.4
        + some(event.participants().len(), 5) * 0.2;
    Mark {
        kind,
        look,
        span,
        earlier: None,
        date,
        title,
        tip,
        is_about: event.when().is_approximate(),
        priority,
        seats,
    }
}

fn part(role: Role) -> Part {
    match role {
        Role::Target | Role::Addressee => Part::Receives,
        _ => Part::Acts,
    }
}

/// What is most worth saying: that events have no day, or who was in contact most often.
fn finding(shown: &[(EventRef<'_>, Span)], marks: &[Mark], dates: &str, style: &Style) -> String {
    let words = &style.words;
    let all = marks.len();
    let number = count(all);
    if all == 0 {
        return words.title_no_events.clone();
    }
    let undated = marks.iter().filter(|mark| mark.date.is_by_order).count();
    if undated * 5 >= all {
        let values = [("n", &*number), ("k", &count(undated))];
        return fill(&words.title_undated, &values);
    }
    let is_vague = |mark: &&Mark| {
        let one_day = mark.span.ends().is_some_and(|(from, to)| to - from <= 1.0);
        !one_day && mark.span.certain.is_none()
    };
    let vague = marks.iter().filter(is_vague).count();
    if vague * 4 >= all {
        let values = [("n", &*number), ("k", &count(vague))];
        return fill(&words.title_uncertain, &values);
    }
    let mut contacts = std::collections::BTreeMap::new();
    let mut total = 0;
    for (event, _) in shown {
        let has_happened = matches!(event.status(), Some(Status::Realised | Status::Disputed));
        if !has_happened || !matches!(event.kind(), Kind::Meeting | Kind::Call) {
            continue;
        }
        total += 1;
        let parties = event.participants().filter(|one| one.role == Role::Party);
        let mut parties: Vec<_> = parties.map(|one| one.actor).take(16).collect();
        parties.sort_by_key(|one| one.id());
        parties.dedup();
        for (at, a) in parties.iter().enumerate() {
            for b in &parties[at + 1..] {
                let names = (a.id(), b.id());
                contacts.entry(names).or_insert((0_usize, *a, *b)).0 += 1;
            }
        }
    }
    let most = contacts
        .into_values()
        .reduce(|a, b| if b.0 > a.0 { b } else { a });
    match most.filter(|(times, ..)| *times > 1) {
        Some((times, a, b)) => {
            let name = |one: crate::timeline::ActorRef<'_>| style.name(one.id(), one.name());
            let (a, b, k, n) = (name(a), name(b), count(times), count(total));
            let values = [("a", &*a), ("b", &*b), ("k", &*k), ("n", &*n)];
            fill(&words.title_contact, &values)
        }
        None => fill(&words.title_events, &[("n", &number), ("dates", dates)]),
    }
}
