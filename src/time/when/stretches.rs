//! The stretches that a date may stand for, and the gaps between them.
//!
//! Bounds hold the first and the last of them, and what lies between as well. Where a question
//! looks into a gap, or is about one of several dates, it is answered stretch by stretch.

use std::ops::Deref;

use super::{DateSource, When, WhenError};
use crate::time::bounds::{Bounds, Certainty};
use crate::time::edtf::Edtf;
use crate::time::edtf::shape::{End, Member, Point, Shape};
use crate::time::moment::Midnights;
use crate::time::reading::{Reading, Side, Stretch, hull};

/// The most starts and ends of an extent that are paired.
const MOST_ALTERNATIVES: usize = 10_000;

/// The stretches that one of several dates may stand for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alternatives {
    pub(crate) bounds: Vec<Bounds>,
    /// Whether there are no others.
    pub(crate) is_all: bool,
}

impl When {
    /// The bounds of an extent, which begin and end with a stretch that its start and its end may
    /// lie in: what starts on the 5th does not end on the 1st or the 9th, but on the 9th.
    pub(super) fn without_gaps(&self) -> Bounds {
        let (starts, ends) = (self.starts(), self.ends());
        let known = self.bounds.raw();
        let sides = [starts.first(), starts.last(), ends.first(), ends.last()];
        let [start_earliest, start_latest, end_earliest, end_latest] =
            sides.map(|stretch| *stretch.expect("a side has a stretch that it may lie in"));
        // The outermost stretches hold the earliest start and the latest end, which fit.
        Bounds::from_raw([
            start_earliest.0.max(known[0]),
            start_latest.1.min(known[1]),
            end_earliest.0.max(known[2]),
            end_latest.1.min(known[3]),
        ])
        .expect("the earliest start is before the latest end")
    }

    /// Whether it may stand for several stretches, with gaps between.
    pub(crate) fn is_split(&self) -> bool {
        self.any(|written| match written.shape() {
            Shape::Point(point) => point.date.is_split(),
            Shape::Interval(ends) => ends
                .iter()
                .any(|end| matches!(end, End::At(point) if point.date.is_split())),
            Shape::Set(_) => true,
        })
    }

    /// Each stretch that it may stand for, if there are several with gaps between.
    ///
    /// Returns `None` if it stands for one.
    pub(crate) fn alternatives(&self) -> Option<Alternatives> {
        if !self.is_split() {
            return None;
        }
        let (starts, ends) = (self.starts(), self.ends());
        if !self.is_extent() {
            let all: Vec<Bounds> = starts.iter().map(|&one| Bounds::of_stretch(one)).collect();
            return match all.len() {
                // Of so many stretches that they are not told apart, none is known.
                1 if !self.is_told_apart() => Some(Alternatives::default()),
                1 => None,
                _ => Some(Alternatives {
                    bounds: all,
                    is_all: true,
                }),
            };
        }
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
                .take(MOST_ALTERNATIVES)
                .filter_map(Bounds::from_raw)
                .collect(),
            is_all: count <= MOST_ALTERNATIVES,
        })
    }

    /// Whether its stretches are few enough to be told apart.
    fn is_told_apart(&self) -> bool {
        let reading = self.reading();
        match self.written.shape() {
            Shape::Point(point) => reading.told_apart(Side::Start, &[Member::One(*point)]).1,
            Shape::Set(set) => reading.told_apart(Side::Start, &set.members).1,
            Shape::Interval(_) => true,
        }
    }

    /// The answer for one of several dates, from the answers for those that some bounds leave
    /// possible.
    ///
    /// Returns `None` if it is not, or if they leave no date of it possible.
    pub(crate) fn by_date(
        &self,
        bounds: &Bounds,
        answer: impl Fn(&Bounds) -> Certainty,
    ) -> Option<Certainty> {
        if self.is_extent() || !self.is_split() {
            return None;
        }
        let starts = self.starts();
        let left = starts
            .iter()
            .filter_map(|&stretch| Bounds::of_stretch(stretch).intersect(bounds));
        let answers = left.map(|date| answer(&date));
        answers.reduce(|one, other| {
            if one == other {
                one
            } else {
                Certainty::Possible
            }
        })
    }

    /// By whose midnights its days are counted: those of the zone in which all of it is dated.
    pub(crate) fn midnights(&self) -> Midnights {
        match self.written() {
            DateSource::Edtf(written) => written.midnights(self.reading()),
            DateSource::Ends { start, end } => {
                let reading = self.reading();
                start.midnights(reading).and(end.midnights(reading))
            }
            DateSource::Undated => Midnights::Unsaid,
        }
    }

    /// The stretches in which its start may lie: sorted, neither overlapping nor adjoining.
    pub(super) fn starts(&self) -> Stretches {
        let [low, high, ..] = self.bounds.raw();
        if !self.is_split() {
            return Stretches::One([(low, high)]);
        }
        let stretches = match self.written.shape() {
            Shape::Interval(ends) => end_stretches(&ends[0], self.reading(), Side::Start),
            _ => date_stretches(&self.written, self.reading(), Side::Start),
        };
        Stretches::clipped(stretches, low, high)
    }

    /// The stretches in which its end may lie.
    pub(super) fn ends(&self) -> Stretches {
        let [_, _, low, high] = self.bounds.raw();
        if !self.is_split() {
            return Stretches::One([(low, high)]);
        }
        let stretches = match (self.written(), self.written.shape()) {
            (DateSource::Ends { end, .. }, _) => date_stretches(end, self.reading(), Side::End),
            (_, Shape::Interval(ends)) => end_stretches(&ends[1], self.reading(), Side::End),
            _ => date_stretches(&self.written, self.reading(), Side::Start),
        };
        Stretches::clipped(stretches, low, high)
    }
}

/// The stretches that a start or an end may lie in, mostly one.
pub(super) enum Stretches {
    One([Stretch; 1]),
    Many(Vec<Stretch>),
}

impl Stretches {
    /// What of some lies in `[low, high)`.
    fn clipped(mut all: Vec<Stretch>, low: i64, high: i64) -> Self {
        for stretch in &mut all {
            *stretch = (stretch.0.max(low), stretch.1.min(high));
        }
        all.retain(|stretch| stretch.0 < stretch.1);
        if all.is_empty() {
            Self::One([(low, high)])
        } else {
            Self::Many(all)
        }
    }
}

impl Deref for Stretches {
    type Target = [Stretch];

    fn deref(&self) -> &[Stretch] {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}

impl Edtf {
    /// By whose midnights its days are counted, read like this.
    fn midnights(&self, reading: Reading) -> Midnights {
        let of = |points: &[&Point]| {
            let all = points.iter().map(|point| reading.midnights(point));
            all.fold(Midnights::Unsaid, Midnights::and)
        };
        match self.shape() {
            Shape::Point(point) => of(&[point]),
            Shape::Interval(ends) => ends.iter().fold(Midnights::Unsaid, |all, end| {
                all.and(match end {
                    End::At(point) | End::UpTo(point) | End::From(point) => of(&[point]),
                    End::Open | End::Unknown => Midnights::Unsaid,
                })
            }),
            Shape::Set(set) => set.members.iter().fold(Midnights::Unsaid, |all, member| {
                all.and(match member {
                    Member::One(point) | Member::UpTo(point) | Member::From(point) => of(&[point]),
                    Member::Range(first, last) => of(&[first, last]),
                })
            }),
        }
    }
}

/// The bounds of what starts in one stretch and ends in another; none if no start and end fit.
///
/// What is written for the end is given as well: what can only end at the very instant at which
/// it starts is the second that begins there.
pub(super) fn between(start: Stretch, end: Stretch, written: Stretch) -> Option<Bounds> {
    let bounds = |end: Stretch| Bounds::from_raw([start.0, start.1, end.0, end.1]);
    bounds(end).or_else(|| {
        bounds(written).map(|_| Bounds::of_stretch((start.0, start.0.saturating_add(1))))
    })
}

/// The stretch of an end of an interval; all of time if it has no date.
pub(super) fn dated_end(end: &End, reading: Reading, side: Side) -> Stretch {
    match end {
        End::At(point) => reading.side(side, point),
        End::UpTo(last) => (i64::MIN, reading.side(side, last).1),
        End::From(first) => (reading.side(side, first).0, i64::MAX),
        End::Open | End::Unknown => (i64::MIN, i64::MAX),
    }
}

/// The stretch of a date, or of one of several.
pub(super) fn one_date(written: &Edtf, reading: Reading, side: Side) -> Result<Stretch, WhenError> {
    match written.shape() {
        Shape::Point(point) => Ok(reading.side(side, point)),
        Shape::Interval(_) => Err(WhenError::NotAnEnd {
            text: written.to_string(),
        }),
        Shape::Set(set) => {
            let members = set.members.iter();
            let stretches: Vec<_> = members.map(|one| reading.member(side, one)).collect();
            match (hull(&stretches), &*set.members) {
                // All of one date are that date.
                (Some(hull), [Member::One(_)]) => Ok(hull),
                (Some(hull), _) if !set.all => Ok(hull),
                _ => Err(WhenError::SeveralDates {
                    text: written.to_string(),
                }),
            }
        }
    }
}

fn date_stretches(written: &Edtf, reading: Reading, side: Side) -> Vec<Stretch> {
    match written.shape() {
        Shape::Point(point) => reading.stretches(side, &[Member::One(*point)]),
        Shape::Set(set) => reading.stretches(side, &set.members),
        Shape::Interval(_) => Vec::new(),
    }
}

/// None stands for the one stretch of the bounds, for an end that cannot be several.
fn end_stretches(end: &End, reading: Reading, side: Side) -> Vec<Stretch> {
    match end {
        End::At(point) => reading.stretches(side, &[Member::One(*point)]),
        End::UpTo(_) | End::From(_) | End::Open | End::Unknown => Vec::new(),
    }
}
