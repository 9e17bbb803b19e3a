//! The contribution of each mark, and of each span, to a level and to a change.

use crate::ledger::{DaySpan, Mark, Sums as Exact};
use crate::time::Moment;

use super::Trajectory;
use super::decay::{Instant, units_to_f64};

/// The contribution of each mark to a level and to a change.
///
/// A ledger keeps no marks, so the marks are passed in. Over the marks of the ledger the
/// contributions sum to the whole, to 1e-9.
///
/// Created by [`Trajectory::shares`].
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let summit = Mark::new(DaySpan::day(date(3, 18))?, 1.0, 0.5)?;
/// let threat = Mark::new(DaySpan::day(date(6, 2))?, 1.0, -0.4)?;
/// let ledger = DyadLedger::from_marks([&summit, &threat])?;
/// let trajectory = Trajectory::new(&ledger, &Calibration::default());
///
/// let trend = trajectory.trend(date(6, 10));
/// let shares = trajectory.shares(date(6, 10));
/// let parts = [&summit, &threat].map(|mark| shares.change_share(mark).unwrap());
/// assert!((parts[0] + parts[1] - trend.change().unwrap()).abs() < 1e-9);
/// // The summit is long past: in the change it shows as a fading highlight.
/// assert!(parts[0] < 0.0 && shares.level_share(&summit) > 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Shares<'t> {
    trajectory: &'t Trajectory,
    at: Instant,
    before: Instant,
    gain: Option<f64>,
    root: f64,
}

crate::text::short_debug!(Shares<'_>, "Shares", |it| { "trajectory": it.trajectory });

/// The contribution of the marks of a span to a level and to a change.
///
/// Returned by [`Trajectory::span_shares`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpanContribution {
    span: DaySpan,
    marks: u32,
    level: f64,
    change: Option<f64>,
}

impl SpanContribution {
    /// The days.
    pub const fn span(&self) -> DaySpan {
        self.span
    }

    /// The number of marks on them.
    pub const fn marks(&self) -> u32 {
        self.marks
    }

    /// Their contribution to the level.
    pub const fn level_share(&self) -> f64 {
        self.level
    }

    /// Their contribution to the change. Returns `None` without a baseline.
    pub const fn change_share(&self) -> Option<f64> {
        self.change
    }
}

impl Trajectory {
    /// The contribution of each mark at an instant.
    pub fn shares(&self, at: impl Into<Moment>) -> Shares<'_> {
        let question = self.question(at.into());
        let frame = question.frame(self.coverage(), self.first_day());
        let weight = self.sums(question.at).weight();
        Shares {
            trajectory: self,
            at: question.at,
            before: question.before,
            gain: frame.gain(),
            root: (self.calibration().kappa() + weight).sqrt(),
        }
    }

    /// The contributions of the marks of each span at an instant, the largest to the change
    /// first; to the level, without a baseline.
    ///
    /// They sum to the whole, to 1e-9. Spans that have not begun are left out. The days are
    /// where to look for the events that moved a pair.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    /// use detente::trend::{Calibration, Coverage, Trajectory};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let marks = [(3, 18, 0.5), (6, 2, -0.4)].map(|(month, day, valence)| {
    ///     Mark::new(DaySpan::day(date(month, day)).unwrap(), 1.0, valence).unwrap()
    /// });
    /// let trajectory = Trajectory::new(&DyadLedger::from_marks(&marks)?, &Calibration::default())
    ///     .with_coverage(Coverage::since(date(1, 1)));
    /// let spans = trajectory.span_shares(date(6, 10));
    /// assert_eq!(spans[0].span().start(), date(6, 2));
    /// let sum: f64 = spans.iter().filter_map(|span| span.change_share()).sum();
    /// assert!((sum - trajectory.trend(date(6, 10)).change().unwrap()).abs() < 1e-9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn span_shares(&self, at: impl Into<Moment>) -> Vec<SpanContribution> {
        let shares = self.shares(at);
        let mut spans: Vec<_> = shares.begun().collect();
        spans.sort_by(|a, b| {
            let size = |share: &SpanContribution| share.change.unwrap_or(share.level).abs();
            size(b).total_cmp(&size(a)).then(a.span.cmp(&b.span))
        });
        spans
    }
}

impl Shares<'_> {
    /// The spans that have begun, in no order that matters.
    fn begun(&self) -> impl Iterator<Item = SpanContribution> + '_ {
        let days = self.trajectory.days().iter();
        let days = days.map(|day| (DaySpan::of_day(day.day), day.marks, &day.exact));
        let longs = self.trajectory.longs().iter().map(|long| {
            let span = DaySpan::of_days(long.from, long.to).expect("spans hold days");
            (span, long.marks, &long.exact)
        });
        let begun = days
            .chain(longs)
            .filter(|(span, ..)| self.at.is_after(span.first_day()));
        begun.map(|(span, marks, exact)| SpanContribution {
            span,
            marks,
            level: self.level_of(span, exact),
            change: self.change_of(span, exact),
        })
    }

    fn level_of(&self, span: DaySpan, exact: &Exact) -> f64 {
        units_to_f64(exact.score) * self.seen(self.at, span) / self.root
    }

    fn change_of(&self, span: DaySpan, exact: &Exact) -> Option<f64> {
        let (now, then) = (self.seen(self.at, span), self.seen(self.before, span));
        Some(units_to_f64(exact.score) * (now - self.gain? * then))
    }

    /// The expected decay of a mark on a span.
    fn seen(&self, at: Instant, span: DaySpan) -> f64 {
        let decay = self.trajectory.calibration().decay();
        decay.expected(at, span.first_day(), span.end_day())
    }

    /// The contribution to the change of all marks that begin within the window. Returns `None`
    /// without a baseline.
    ///
    /// The rest of the [change](super::Trend::change) comes from older marks: from what fades,
    /// and from what was to be expected and did not come.
    ///
    /// # Complexity
    ///
    /// O(n) in the spans of the pair.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    /// use detente::trend::{Calibration, Trajectory};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let summit = Mark::new(DaySpan::day(date(3, 18))?, 1.0, 0.5)?;
    /// let threat = Mark::new(DaySpan::day(date(6, 2))?, 1.0, -0.4)?;
    /// let ledger = DyadLedger::from_marks([&summit, &threat])?;
    /// let trajectory = Trajectory::new(&ledger, &Calibration::default());
    ///
    /// let shares = trajectory.shares(date(6, 10));
    /// let (new, threat) = (shares.window_share(), shares.change_share(&threat));
    /// assert!((new.unwrap() - threat.unwrap()).abs() < 1e-9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn window_share(&self) -> Option<f64> {
        self.gain?;
        let from = self.before.day + i64::from(self.before.has_begun_the_day());
        let new = self
            .begun()
            .filter(|share| i64::from(share.span.first_day()) >= from);
        Some(new.filter_map(|share| share.change).sum::<f64>() + 0.0)
    }

    /// The contribution of a mark to the level, `s E / sqrt(kappa + W)`.
    pub fn level_share(&self, mark: &Mark) -> f64 {
        self.level_of(mark.span(), &mark.sums())
    }

    /// The contribution of a mark to the change, `s c`. Returns `None` without a baseline.
    ///
    /// For a good deed of long ago it is negative: its effect is fading.
    pub fn change_share(&self, mark: &Mark) -> Option<f64> {
        self.change_of(mark.span(), &mark.sums())
    }
}
