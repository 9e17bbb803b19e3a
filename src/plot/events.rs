//! Events as pictures need them: what they are called, and when they were by their own clocks.

use std::borrow::Cow;

use super::axis::date_of;
use super::dates::DateFormat;
use super::style::Style;
use super::text::clean;
use crate::code::Code;
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

    /// Where its mark is: its middle, or near the end that is known.
    pub(super) fn middle(&self) -> Option<f64> {
        match (self.from, self.to) {
            (Some(from), Some(to)) => Some(f64::midpoint(from, to)),
            (Some(from), None) => Some(from + 0.5),
            (None, Some(to)) => Some(to - 0.5),
            (None, None) => None,
        }
    }

    /// The first and the last of its days. An end that is open has none.
    pub(super) fn days(&self) -> (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>) {
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
fn span_of(bounds: &Bounds, when: &When) -> Span {
    let (start, end) = ahead(when);
    let days = |at: Option<chrono::DateTime<chrono::Utc>>, ahead: f64| {
        at.map(|at| at.timestamp() as f64 / DAY + ahead)
    };
    let certain = days(bounds.start_latest(), start).zip(days(bounds.end_earliest(), end));
    Span {
        from: days(bounds.start_earliest(), start),
        to: days(bounds.end_latest(), end),
        certain: certain.filter(|(from, to)| to - from > 1.0 / DAY && when.is_extent()),
    }
}

/// The title of an event. Without one, the meaning of its code, or else its identifier.
pub(crate) fn event_title(event: EventRef<'_>) -> Cow<'_, str> {
    let title = event.title();
    let Some(Code::Cameo(code)) = event.code().filter(|_| title == event.id()) else {
        return Cow::Borrowed(title);
    };
    match code.name() {
        Some(name) => Cow::Owned(format!("{name} ({code})")),
        None => Cow::Borrowed(title),
    }
}

/// When an event was, as far as its dates and its order say.
pub(super) fn span(event: EventRef<'_>) -> Span {
    span_of(&event.bounds(), event.when())
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
    let own = span_of(&when.bounds(), when);
    let given = own_date(when, style, with_year);
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

/// A date as its source gives it, whatever the order of events says.
pub(crate) fn own_date(when: &When, style: &Style, with_year: bool) -> String {
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
