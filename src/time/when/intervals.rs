//! The intervals that a date can mean, and the gaps between them.
//!
//! `[2025-01-01,2025-12-31]` means two intervals with a gap of a year between. [`Bounds`] contain
//! the gap as well. A question whose answer depends on the gap is answered for each interval.

use std::ops::Deref;

use super::{DateSource, When, WhenError};
use crate::time::bounds::{Bounds, Certainty};
use crate::time::day_rule::{DayRule, Endpoint, Interval, hull};
use crate::time::edtf::Edtf;
use crate::time::edtf::shape::{End, Member, Shape};
use crate::time::moment::Midnights;

/// The maximum number of pairs of a start and an end of one extent.
const MAX_ALTERNATIVES: usize = 10_000;

/// The intervals that one of several dates can mean.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alternatives {
    pub(crate) bounds: Vec<Bounds>,
    /// Whether `bounds` is complete. It is not if there are too many to list.
    pub(crate) is_all: bool,
}

impl When {
    /// Tightens the bounds of an extent to the intervals in which its start and its end can be.
    ///
    /// If `[2025-07-01,2025-07-09]` ends what starts on the 5th, it ended on the 9th: the end is
    /// not after the 5th but after the start of the 9th.
    pub(super) fn without_gaps(&self) -> Bounds {
        // `starts()` and `ends()` are already clipped to the bounds, which rule out the 1st.
        let (starts, ends) = (self.starts(), self.ends());
        let known = self.bounds.raw();
        let sides = [starts.first(), starts.last(), ends.first(), ends.last()];
        let [start_earliest, start_latest, end_earliest, end_latest] =
            sides.map(|interval| *interval.expect("`Intervals` is never empty"));
        Bounds::from_raw([
            start_earliest.0.max(known[0]),
            start_latest.1.min(known[1]),
            end_earliest.0.max(known[2]),
            end_latest.1.min(known[3]),
        ])
        .expect("the outermost intervals keep the earliest start and the latest end, which fit")
    }

    /// Whether it can mean several intervals with gaps between.
    pub(crate) fn is_split(&self) -> bool {
        self.any(|written| match written.shape() {
            Shape::Point(point) => point.date.is_split(),
            Shape::Interval(ends) => ends
                .iter()
                .any(|end| matches!(end, End::At(point) if point.date.is_split())),
            Shape::Set(_) => true,
        })
    }

    /// The bounds of each interval that it can mean.
    ///
    /// Returns `None` if it means only one.
    pub(crate) fn alternatives(&self) -> Option<Alternatives> {
        if !self.is_split() {
            return None;
        }
        let (starts, ends) = (self.starts(), self.ends());
        if !self.is_extent() {
            let bounds: Vec<Bounds> = starts.iter().map(|&one| Bounds::of_interval(one)).collect();
            return match bounds.len() {
                // A single interval replaces too many: none of them is listed.
                1 if !self.is_exact() => Some(Alternatives::default()),
                1 => None,
                _ => Some(Alternatives {
                    bounds,
                    is_all: true,
                }),
            };
        }
        // An extent pairs each start with each end after it.
        let count = starts.len().saturating_mul(ends.len());
        if count == 1 {
            return None;
        }
        let pairs = starts.iter().flat_map(|&start| {
            ends.iter()
                .map(move |&end| [start.0, start.1, end.0, end.1])
        });
        Some(Alternatives {
            bounds: pairs
                .take(MAX_ALTERNATIVES)
                .filter_map(Bounds::from_raw)
                .collect(),
            is_all: count <= MAX_ALTERNATIVES,
        })
    }

    /// Whether its intervals are few enough to be kept apart.
    fn is_exact(&self) -> bool {
        let rule = self.day_rule();
        match self.written.shape() {
            Shape::Point(point) => rule.intervals(Endpoint::Start, &[Member::One(*point)]).1,
            Shape::Set(set) => rule.intervals(Endpoint::Start, &set.members).1,
            Shape::Interval(_) => true,
        }
    }

    /// Answers a question about one of several dates, from the answers for each date that is
    /// possible within `bounds`.
    ///
    /// Returns `None` if it is not one of several dates, or if none of them is possible.
    pub(crate) fn by_date(
        &self,
        bounds: &Bounds,
        answer: impl Fn(&Bounds) -> Certainty,
    ) -> Option<Certainty> {
        if self.is_extent() || !self.is_split() {
            return None;
        }
        let starts = self.starts();
        let possible = starts
            .iter()
            .filter_map(|&interval| Bounds::of_interval(interval).intersect(bounds));
        // Certain or impossible for all dates, or else possible.
        let answers = possible.map(|date| answer(&date));
        answers.reduce(|one, other| {
            if one == other {
                one
            } else {
                Certainty::Possible
            }
        })
    }

    /// The midnights by which its days are counted, in the zone of all its dates.
    pub(crate) fn midnights(&self) -> Midnights {
        match self.written() {
            DateSource::Edtf(written) => written.midnights(self.day_rule()),
            DateSource::Ends { start, end } => {
                let rule = self.day_rule();
                start.midnights(rule).and(end.midnights(rule))
            }
            DateSource::Undated => Midnights::Undated,
        }
    }

    /// The intervals in which its start can be: sorted, neither overlapping nor adjacent.
    pub(super) fn starts(&self) -> Intervals {
        let [low, high, ..] = self.bounds.raw();
        if !self.is_split() {
            return Intervals::One([(low, high)]);
        }
        let intervals = match self.written.shape() {
            Shape::Interval(ends) => end_intervals(&ends[0], self.day_rule(), Endpoint::Start),
            _ => date_intervals(&self.written, self.day_rule(), Endpoint::Start),
        };
        Intervals::clipped(intervals, low, high)
    }

    /// The intervals in which its end can be: sorted, neither overlapping nor adjacent.
    pub(super) fn ends(&self) -> Intervals {
        let [_, _, low, high] = self.bounds.raw();
        if !self.is_split() {
            return Intervals::One([(low, high)]);
        }
        let rule = self.day_rule();
        let intervals = match (self.written(), self.written.shape()) {
            (DateSource::Ends { end, .. }, _) => date_intervals(end, rule, Endpoint::End),
            (_, Shape::Interval(ends)) => end_intervals(&ends[1], rule, Endpoint::End),
            // An event within one date can end at any time of the date.
            _ => date_intervals(&self.written, rule, Endpoint::Start),
        };
        Intervals::clipped(intervals, low, high)
    }
}

/// The intervals in which a start or an end can be: at least one, and usually only one.
pub(super) enum Intervals {
    One([Interval; 1]),
    Many(Vec<Interval>),
}

impl Intervals {
    /// The parts of `all` within `[low, high)`, or that interval itself if there are none.
    fn clipped(mut all: Vec<Interval>, low: i64, high: i64) -> Self {
        for interval in &mut all {
            *interval = (interval.0.max(low), interval.1.min(high));
        }
        all.retain(|interval| interval.0 < interval.1);
        if all.is_empty() {
            Self::One([(low, high)])
        } else {
            Self::Many(all)
        }
    }
}

impl Deref for Intervals {
    type Target = [Interval];

    fn deref(&self) -> &[Interval] {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}

impl Edtf {
    /// The midnights by which its days are counted, read by a rule.
    fn midnights(&self, rule: DayRule) -> Midnights {
        self.points()
            .map(|point| rule.midnights(point))
            .fold(Midnights::Undated, Midnights::and)
    }
}

/// The bounds of an event that starts in one interval and ends in another.
///
/// `end` is the interval of an end, which excludes a time of day, and `written` is the
/// interval of the same date as a start. If the event can only end at the very instant at which
/// it starts, it is the second that begins there. Returns `None` if no start and end fit.
pub(super) fn between(start: Interval, end: Interval, written: Interval) -> Option<Bounds> {
    let bounds = |end: Interval| Bounds::from_raw([start.0, start.1, end.0, end.1]);
    bounds(end).or_else(|| {
        bounds(written).map(|_| Bounds::of_interval((start.0, start.0.saturating_add(1))))
    })
}

/// The interval of one side of an EDTF interval: all of time if the side has no date.
pub(super) fn dated_end(end: &End, rule: DayRule, endpoint: Endpoint) -> Interval {
    match end {
        End::At(point) => rule.endpoint_interval(endpoint, point),
        End::UpTo(last) => (i64::MIN, rule.endpoint_interval(endpoint, last).1),
        End::From(first) => (rule.endpoint_interval(endpoint, first).0, i64::MAX),
        End::Open | End::Unknown => (i64::MIN, i64::MAX),
    }
}

/// The interval that contains all that a date, or one of several dates, can mean.
pub(super) fn one_date(
    written: &Edtf,
    rule: DayRule,
    endpoint: Endpoint,
) -> Result<Interval, WhenError> {
    match written.shape() {
        Shape::Point(point) => Ok(rule.endpoint_interval(endpoint, point)),
        Shape::Interval(_) => Err(WhenError::NotAnEnd {
            text: written.to_string(),
        }),
        // All of one date are that date.
        Shape::Set(set) if set.all && !matches!(*set.members, [Member::One(_)]) => {
            Err(WhenError::SeveralDates {
                text: written.to_string(),
            })
        }
        Shape::Set(set) => {
            let members = set.members.iter();
            let intervals: Vec<_> = members
                .map(|one| rule.member_interval(endpoint, one))
                .collect();
            Ok(hull(&intervals).expect("the parser refuses an empty set"))
        }
    }
}

fn date_intervals(written: &Edtf, rule: DayRule, endpoint: Endpoint) -> Vec<Interval> {
    match written.shape() {
        Shape::Point(point) => rule.intervals(endpoint, &[Member::One(*point)]).0,
        Shape::Set(set) => rule.intervals(endpoint, &set.members).0,
        Shape::Interval(_) => unreachable!("`one_date` refuses an interval as a start or an end"),
    }
}

/// The intervals of one side of an EDTF interval. Empty if the bounds say all there is to say.
fn end_intervals(end: &End, rule: DayRule, endpoint: Endpoint) -> Vec<Interval> {
    match end {
        End::At(point) => rule.intervals(endpoint, &[Member::One(*point)]).0,
        End::UpTo(_) | End::From(_) | End::Open | End::Unknown => Vec::new(),
    }
}
