//! The contribution of each mark and of each span to a level and to a change.

use crate::ledger::{DaySpan, Mark, Sums};
use crate::time::Moment;

use super::Trajectory;
use super::decay::{DayTime, units_to_f64};

/// The contribution of some marks to a level and to a change.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Contribution {
    /// The contribution to the level: `s E / sqrt(kappa + W)` for a mark of score `s` and expected
    /// decay `E`.
    #[serde(deserialize_with = "crate::wire::finite")]
    pub level: f64,
    /// The contribution to the change: `s c`. `None` without a baseline.
    ///
    /// It is negative for old cooperation, because its effect fades.
    #[serde(deserialize_with = "crate::wire::finite_or_null")]
    pub change: Option<f64>,
}

impl Contribution {
    /// The contribution in another state of the record, less this one. The change is `None` unless both states
    /// have a baseline.
    pub(crate) fn movement_to(self, after: Self) -> Self {
        Self {
            level: after.level - self.level,
            change: self
                .change
                .zip(after.change)
                .map(|(before, after)| after - before),
        }
    }

    /// The contribution of two sets of marks of one dyad at one instant.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            level: self.level + other.level,
            // Both are `None` without a baseline.
            change: self.change.zip(other.change).map(|(a, b)| a + b),
        }
    }

    /// The sort key, largest first: the absolute contribution to the change, or without a baseline to the
    /// level.
    pub(crate) const fn size(&self) -> f64 {
        match self.change {
            Some(change) => change.abs(),
            None => self.level.abs(),
        }
    }
}

/// Prints both, with their signs: `+0.12 of the level, -0.05 of the change`.
impl std::fmt::Display for Contribution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An exact zero has no sign.
        write!(f, "{:+.2} of the level", self.level + 0.0)?;
        match self.change {
            Some(change) => write!(f, ", {:+.2} of the change", change + 0.0),
            None => Ok(()),
        }
    }
}

/// The contribution of the marks of a span to a level and to a change.
///
/// Returned by [`Contributions::by_span`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SpanContribution {
    /// The days.
    pub span: DaySpan,
    /// The number of marks on exactly these days.
    pub marks: u32,
    /// The contribution of the marks.
    pub contribution: Contribution,
}

/// Splits a level and a change into the contributions of marks.
///
/// A ledger keeps no marks, so you pass them in. The contributions of all marks sum to the whole,
/// to 1e-9.
///
/// Created by [`Trajectory::contributions`].
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Coverage, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let summit = Mark::new(DaySpan::day(date(3, 18))?, 1.0, 0.5)?;
/// let threat = Mark::new(DaySpan::day(date(6, 2))?, 1.0, -0.4)?;
/// let ledger = DyadLedger::from_marks([&summit, &threat])?;
/// let trajectory = Trajectory::new(&ledger, &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 1)));
///
/// let change = trajectory.trend(date(6, 10)).change.unwrap();
/// let contributions = trajectory.contributions(date(6, 10));
/// let [summit, threat] = [&summit, &threat].map(|mark| contributions.of(mark));
/// assert!((summit.change.unwrap() + threat.change.unwrap() - change).abs() < 1e-9);
/// // The summit is long past: its effect on the level is good, and fading.
/// assert!(summit.level > 0.0 && summit.change.unwrap() < 0.0);
///
/// // Only the threat is within the window.
/// let new = contributions.of_window().unwrap();
/// assert!((new - threat.change.unwrap()).abs() < 1e-9);
/// assert_eq!(contributions.by_span()[0].span.start(), date(6, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Contributions<'t> {
    trajectory: &'t Trajectory,
    at: DayTime,
    before: DayTime,
    /// `phi + k`; `None` without a baseline.
    gain: Option<f64>,
    /// `sqrt(kappa + W)`.
    root: f64,
}

crate::text::short_debug!(Contributions<'_>, "Contributions", |it| { "trajectory": it.trajectory });

impl Trajectory {
    /// Splits the level and the change at an instant (a date: at its start) into contributions.
    pub fn contributions(&self, at: impl Into<Moment>) -> Contributions<'_> {
        let question = self.question(at.into());
        let frame = question.frame(self.coverage(), self.first_day());
        let weight = self.sums(question.at).weight();
        Contributions {
            trajectory: self,
            at: question.at,
            before: question.before,
            gain: frame.gain(),
            root: (self.calibration().kappa() + weight).sqrt(),
        }
    }
}

impl Contributions<'_> {
    /// The contribution of a mark. It is 0 if the mark has not begun.
    pub fn of(&self, mark: &Mark) -> Contribution {
        self.of_sums(mark.span(), &mark.sums())
    }

    /// The contribution of some marks together.
    pub(crate) fn of_all<'m>(&self, marks: impl IntoIterator<Item = &'m Mark>) -> Contribution {
        let none = Contribution {
            level: 0.0,
            change: self.gain.map(|_| 0.0),
        };
        marks
            .into_iter()
            .map(|mark| self.of(mark))
            .fold(none, Contribution::plus)
    }

    /// The contributions of the marks of each span, the largest first.
    ///
    /// They sum to the whole, to 1e-9. Spans that have not begun are left out. The events that moved
    /// the dyad are on the days of the first spans.
    ///
    /// The size is the absolute contribution to the change, or without a baseline to the level. Equal sizes
    /// are in the order of the spans.
    ///
    /// # Complexity
    ///
    /// O(n log n) for the `n` spans of the dyad.
    pub fn by_span(&self) -> Vec<SpanContribution> {
        let mut spans: Vec<_> = self.begun().collect();
        spans.sort_by(|a, b| {
            let sizes = (a.contribution.size(), b.contribution.size());
            sizes.1.total_cmp(&sizes.0).then(a.span.cmp(&b.span))
        });
        spans
    }

    /// The contribution to the change of all marks that begin within the window. Returns `None`
    /// without a baseline.
    ///
    /// The rest of the [change](super::Trend::change) comes from older marks: those that fade, and
    /// those that were expected to recur and did not.
    ///
    /// # Complexity
    ///
    /// O(n) in the spans of the dyad.
    pub fn of_window(&self) -> Option<f64> {
        self.gain?;
        let from = self.before.day + i64::from(self.before.is_within_day());
        let new = self
            .begun()
            .filter(|one| i64::from(one.span.first_day()) >= from);
        // An exact zero has no sign.
        Some(new.filter_map(|one| one.contribution.change).sum::<f64>() + 0.0)
    }

    /// The spans that have begun: the single days in order, then the longer spans.
    fn begun(&self) -> impl Iterator<Item = SpanContribution> + '_ {
        let days = self.trajectory.days().iter();
        let days = days.map(|day| (DaySpan::of_day(day.day), day.marks, &day.sums));
        let long_spans = self.trajectory.long_spans().iter().map(|long| {
            let span = DaySpan::of_days(long.from, long.to).expect("a span has days");
            (span, long.marks, &long.sums)
        });
        let begun = days
            .chain(long_spans)
            .filter(|(span, ..)| self.at.is_after(span.first_day()));
        begun.map(|(span, marks, sums)| SpanContribution {
            span,
            marks,
            contribution: self.of_sums(span, sums),
        })
    }

    fn of_sums(&self, span: DaySpan, sums: &Sums) -> Contribution {
        let decay = self.trajectory.calibration().decay();
        let decayed = |at| decay.expected(at, span.first_day(), span.end_day());
        let (score, now) = (units_to_f64(sums.score), decayed(self.at));
        Contribution {
            level: score * now / self.root,
            change: self
                .gain
                .map(|gain| score * (now - gain * decayed(self.before))),
        }
    }
}
