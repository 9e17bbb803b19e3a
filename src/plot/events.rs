//! Events as pictures need them: what they are called, and when they were by their own clocks.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::axis::date_of;
use super::dates::DateFormat;
use super::style::Style;
use super::text::clean;
use crate::code::Code;
use crate::event::{Kind, Role};
use crate::text::fill;
use crate::time::{Bounds, DateSource, Edtf, When, Zone};
use crate::timeline::EventRef;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// When an event may have been, in days from 1970-01-01 by the clocks of its own zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    /// Its earliest start; `None` if it has none.
    pub(super) from: Option<f64>,
    /// Its latest end; `None` if it has none.
    pub(super) to: Option<f64>,
    /// The days on which it was going on for certain.
    pub(super) certain: Option<(f64, f64)>,
    /// Whether it is a standing relation, which is in force on all of its days.
    pub(super) is_standing: bool,
}

impl Span {
    /// Whether both ends are known.
    pub(super) fn ends(&self) -> Option<(f64, f64)> {
        Some((self.from?, self.to?))
    }

    /// Whether nothing bounds it.
    pub(super) const fn is_unbounded(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Where its mark is: its middle, or near the end that is known. A standing relation has it where it begins.
    pub(super) fn middle(&self) -> Option<f64> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if !self.is_standing => Some(f64::midpoint(from, to)),
            (Some(from), _) => Some(from + 0.5),
            (None, Some(to)) => Some(to - 0.5),
            (None, None) => None,
        }
    }

    /// The first and the last of its days. An end that is open has none.
    pub(super) fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        // An end at midnight is the end of the day before.
        let last = |to: f64| date_of((to - 1.0 / DAY).max(self.from.unwrap_or(f64::MIN)));
        (self.from.map(date_of), self.to.map(last))
    }
}

/// By how many days the clocks of a date are ahead of UTC at its start and at its end.
fn ahead(when: &When) -> (f64, f64) {
    match when.day_rule().zone {
        Zone::Utc => (0.0, 0.0),
        Zone::Offset(offset) => {
            let days = f64::from(offset.local_minus_utc()) / DAY;
            (days, days)
        }
        // It begins where clocks are 14 hours ahead and ends where they are 12 behind.
        Zone::AnywhereOnEarth => (14.0 / 24.0, -12.0 / 24.0),
    }
}

#[expect(clippy::cast_precision_loss, reason = "chrono's seconds fit 43 bits")]
fn days_since_1970(at: DateTime<Utc>) -> f64 {
    at.timestamp() as f64 / DAY
}

fn span_of(bounds: &Bounds, when: &When) -> Span {
    let (start, end) = ahead(when);
    let days = |at: Option<DateTime<Utc>>, ahead: f64| at.map(|at| days_since_1970(at) + ahead);
    let certain = days(bounds.start_latest(), start).zip(days(bounds.end_earliest(), end));
    Span {
        from: days(bounds.start_earliest(), start),
        to: days(bounds.end_latest(), end),
        certain: certain.filter(|(from, to)| to - from > 1.0 / DAY && when.is_extent()),
        is_standing: false,
    }
}

/// Whether an event has a title of its own.
pub(crate) fn has_title(event: EventRef<'_>) -> bool {
    event.title() != event.id()
}

/// The title of an event. Without one, the meaning of its code, or else its kind and who took part in it.
pub(crate) fn event_title<'t>(event: EventRef<'t>, style: &Style) -> Cow<'t, str> {
    if has_title(event) {
        return Cow::Borrowed(event.title());
    }
    if let Some(Code::Cameo(code)) = event.code()
        && let Some(name) = code.name()
    {
        return Cow::Owned(format!("{name} ({code})"));
    }
    let words = &style.words;
    let kind = match event.kind() {
        Kind::Meeting => &words.meeting,
        Kind::Call => &words.call,
        Kind::Statement => &words.one_statement,
        Kind::Act => &words.act,
    };
    let parties = parties(event, style);
    if parties.is_empty() {
        return Cow::Owned(kind.clone());
    }
    Cow::Owned(fill(
        &words.untitled,
        &[("kind", kind), ("parties", &parties)],
    ))
}

/// The most names of a side in the place of a title.
const MOST_NAMES: usize = 4;

/// Who took part in an event: `United States, Russia`, or `United States → Russia` if one acts upon the other.
fn parties(event: EventRef<'_>, style: &Style) -> String {
    let sides = names_of_sides(event, style).into_iter();
    let sides = sides.filter(|side| !side.is_empty()).map(|mut side| {
        if side.len() > MOST_NAMES {
            side.truncate(MOST_NAMES);
            side.push("…".to_owned());
        }
        side.join(", ")
    });
    sides.collect::<Vec<_>>().join(" → ")
}

/// The names of those who act in an event, and of those who are acted upon or spoken to, each name once.
pub(super) fn names_of_sides(event: EventRef<'_>, style: &Style) -> [Vec<String>; 2] {
    let mut sides: [Vec<String>; 2] = Default::default();
    for one in event.participants() {
        let is_target = matches!(one.role, Role::Target | Role::Addressee);
        let side = &mut sides[usize::from(is_target)];
        let name = style.name(one.actor.id(), one.actor.name());
        // An actor may take part in several roles.
        if !side.contains(&name) {
            side.push(name);
        }
    }
    sides
}

/// When an event was, as far as its dates and its order say.
pub(super) fn span(event: EventRef<'_>) -> Span {
    Span {
        is_standing: event.is_standing(),
        ..span_of(&event.bounds(), event.when())
    }
}

/// What a picture says of an event's date.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateText {
    /// The date.
    pub(crate) date: String,
    /// What the source gave, where the order of events narrows it.
    pub(crate) source: Option<String>,
    /// Whether the event is undated.
    pub(crate) is_by_order: bool,
}

/// The date of an event as its source gives it, in its own zone.
pub(crate) fn date_text(event: EventRef<'_>, style: &Style, with_year: bool) -> DateText {
    let (dates, words) = (&style.dates, &style.words);
    let when = event.when();
    if let Some(date) = in_force(event, &event.bounds(), style, with_year) {
        let given = own_date(event, style, with_year);
        return DateText {
            source: (given != date).then(|| fill(&words.dated, &[("date", &given)])),
            date,
            is_by_order: false,
        };
    }
    let narrowed = span(event);
    if when.is_undated() {
        let date = written(&narrowed, dates, with_year);
        return DateText {
            date: date.map_or_else(
                || words.undated.clone(),
                |date| fill(&words.date_by_order, &[("date", &date)]),
            ),
            source: when.words().map(clean),
            is_by_order: true,
        };
    }
    let own = Span {
        is_standing: event.is_standing(),
        ..span_of(&when.bounds(), when)
    };
    let given = written_date(when, style, with_year);
    // What several accounts date differently is wider, and each has its own date.
    let is_within = narrowed.from >= own.from
        && (own.to.is_none()
            || narrowed
                .to
                .is_some_and(|to| own.to.is_some_and(|own| to <= own)));
    let by_order = (narrowed != own && is_within)
        .then(|| written(&narrowed, dates, with_year))
        .flatten()
        .filter(|date| *date != given);
    DateText {
        source: by_order
            .is_some()
            .then(|| fill(&words.dated, &[("date", &given)])),
        date: by_order.unwrap_or(given),
        is_by_order: false,
    }
}

/// The date of an event where no status is beside it: `in force from 26 Jan 1934 to 28 Apr 1939` if it is standing.
pub(super) fn date_with_status(event: EventRef<'_>, style: &Style, with_year: bool) -> String {
    let date = date_text(event, style, with_year).date;
    if event.is_standing() {
        format!("{} {date}", style.words.in_force)
    } else {
        date
    }
}

/// The date of an event as its source gives it, whatever the order of events says.
pub(crate) fn own_date(event: EventRef<'_>, style: &Style, with_year: bool) -> String {
    let in_force = in_force(event, &event.when().bounds(), style, with_year);
    in_force.unwrap_or_else(|| written_date(event.when(), style, with_year))
}

/// From when to when a standing relation is in force, within some bounds. `None` for other events, and without a date
/// that says it.
fn in_force(
    event: EventRef<'_>,
    bounds: &Bounds,
    style: &Style,
    with_year: bool,
) -> Option<String> {
    let when = event.when();
    if !event.is_standing() || when.is_approximate() || when.is_undated() {
        return None;
    }
    let dates = &style.dates;
    let text = |(first, last), with_year| dates.days(first, last, with_year);
    Some(match days_of_ends(bounds, when) {
        [Some(from), Some(to)] => {
            let is_one_year = from.0.year() == to.1.year();
            let values = [
                ("from", &*text(from, with_year && !is_one_year)),
                ("to", &*text(to, with_year)),
            ];
            // A preposition before a day does not fit a month or a year.
            let are_days = from.0 == from.1 && to.0 == to.1;
            let pattern = if are_days {
                &dates.through
            } else {
                &dates.range
            };
            fill(pattern, &values)
        }
        [Some(from), None] => fill(&dates.from, &[("date", &text(from, with_year))]),
        [None, Some(to)] => fill(&dates.until, &[("date", &text(to, with_year))]),
        [None, None] => return None,
    })
}

/// The first and the last day on which something may start, and on which it may end. `None` for an end that is open.
fn days_of_ends(bounds: &Bounds, when: &When) -> [Option<(NaiveDate, NaiveDate)>; 2] {
    let (start, end) = ahead(when);
    let day = |at: DateTime<Utc>, ahead: f64| date_of(days_since_1970(at) + ahead);
    // The latest start and the earliest end are excluded, and the latest end is midnight after its day.
    let before = |at: DateTime<Utc>, ahead: f64| day(at, ahead - 1.0 / DAY);
    let from = bounds.start_earliest().map(|earliest| {
        let first = day(earliest, start);
        let latest = bounds.start_latest();
        (first, latest.map_or(first, |latest| before(latest, start)))
    });
    let to = bounds.end_latest().map(|latest| {
        let last = before(latest, end);
        let earliest = bounds.end_earliest();
        (earliest.map_or(last, |earliest| day(earliest, end)), last)
    });
    [from, to]
}

/// A date as its source gives it.
pub(crate) fn written_date(when: &When, style: &Style, with_year: bool) -> String {
    let own = span_of(&when.bounds(), when);
    given(when, &style.dates, with_year)
        .or_else(|| written(&own, &style.dates, with_year))
        .unwrap_or_else(|| style.words.undated.clone())
}

/// A date with `~` is "about" what is written without it.
fn given(when: &When, dates: &DateFormat, with_year: bool) -> Option<String> {
    if !when.is_approximate() {
        return None;
    }
    let DateSource::Edtf(edtf) = when.written() else {
        return None;
    };
    let plain = edtf.to_string().replace(['~', '%', '?'], "");
    let plain = When::new(Edtf::parse(&plain).ok()?, when.day_rule()).ok()?;
    let date = written(&span_of(&plain.bounds(), &plain), dates, with_year)?;
    Some(fill(&dates.about, &[("date", &date)]))
}

fn written(span: &Span, dates: &DateFormat, with_year: bool) -> Option<String> {
    Some(match span.days() {
        (Some(first), Some(last)) => dates.days(first, last, with_year),
        (Some(first), None) => fill(&dates.from, &[("date", &dates.date(first, with_year))]),
        (None, Some(last)) => fill(&dates.by, &[("date", &dates.date(last, with_year))]),
        (None, None) => return None,
    })
}
