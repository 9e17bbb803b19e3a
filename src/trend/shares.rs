//! What each mark counts, and each span.

use crate::ledger::{DaySpan, Mark};
use crate::time::Moment;

use super::Trajectory;
use super::table::{Instant, Table, expected, mean_decay};

/// What each mark counts in a level and in a change.
///
/// Created by [`Trajectory::shares`]. The ledger keeps no marks: whoever does asks for the
/// share of each. Over the marks of the ledger the shares sum to the whole, to 1e-9.
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
#[derive(Clone, Copy, Debug)]
pub struct Shares<'t> {
    trajectory: &'t Trajectory,
    moment: Moment,
    at: Instant,
    before: Instant,
    gain: Option<f64>,
    root: f64,
}

/// What the marks of a span count in a level and in a change.
///
/// Created by [`Trajectory::span_shares`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpanShare {
    span: DaySpan,
    marks: u32,
    level: f64,
    change: Option<f64>,
}

impl SpanShare {
    /// The days.
    pub const fn span(&self) -> DaySpan {
        self.span
    }

    /// How many marks lie on them.
    pub const fn marks(&self) -> u32 {
        self.marks
    }

    /// What they count in the level.
    pub const fn level_share(&self) -> f64 {
        self.level
    }

    /// What they count in the change; none without a baseline.
    pub const fn change_share(&self) -> Option<f64> {
        self.change
    }
}

impl Trajectory {
    /// What each mark counts at an instant.
    pub fn shares(&self, at: impl Into<Moment>) -> Shares<'_> {
        let moment = at.into();
        let at = self.instant(moment);
        let before = at.days_before(self.calibration().window());
        Shares {
            trajectory: self,
            moment,
            at,
            before,
            gain: self.gain(before),
            root: (self.calibration().kappa() + self.sums(at).weight).sqrt(),
        }
    }

    /// What the marks of each span count at an instant, the weightiest in the change first; in
    /// the level, where there is no baseline.
    ///
    /// The shares of the spans sum to the whole, to 1e-9. Those that have not begun are not
    /// there. The days are where to look for the events that moved a pair.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    /// use detente::trend::{Calibration, Trajectory};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let marks = [(3, 18, 0.5), (6, 2, -0.4)].map(|(month, day, valence)| {
    ///     Mark::new(DaySpan::day(date(month, day)).unwrap(), 1.0, valence).unwrap()
    /// });
    /// let trajectory = Trajectory::new(&DyadLedger::from_marks(&marks)?, &Calibration::default());
    /// let spans = trajectory.span_shares(date(6, 10));
    /// assert_eq!(spans[0].span().start(), date(6, 2));
    /// let sum: f64 = spans.iter().filter_map(|span| span.change_share()).sum();
    /// assert!((sum - trajectory.trend(date(6, 10)).change().unwrap()).abs() < 1e-9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn span_shares(&self, at: impl Into<Moment>) -> Vec<SpanShare> {
        let asked = self.ask(at.into());
        let root = (self.calibration().kappa() + self.sums(asked.at).weight).sqrt();
        let mut shares: Vec<_> = (self.tables().into_iter())
            .flat_map(|table| table.begun(0, asked.at))
            .filter_map(|entry| {
                let (now, share) = self.shares_of(&asked, entry);
                Some(SpanShare {
                    span: DaySpan::of_days(entry.from, entry.to)?,
                    marks: entry.marks,
                    level: entry.sums.score * now / root,
                    change: asked.gain.map(|_| entry.sums.score * share),
                })
            })
            .collect();
        shares.sort_by(|a, b| {
            let size = |share: &SpanShare| share.change.unwrap_or(share.level).abs();
            size(b).total_cmp(&size(a)).then(a.span.cmp(&b.span))
        });
        shares
    }

    /// What a mark counts in the level and in the change.
    fn mark_decay(&self, at: Instant, mark: &Mark) -> f64 {
        let (from, to) = (mark.span().first_day(), mark.span().end_day());
        let mean = mean_decay(self.calibration(), from, to);
        expected(self.calibration(), at, from, to, mean)
    }

    /// What a mark's score counts beside the others of its day.
    fn mark_factor(&self, mark: &Mark) -> f64 {
        if !mark.span().is_day() {
            return 1.0;
        }
        let to = mark.span().end_day();
        let [days, _] = self.tables().map(Table::entries);
        let found = days.binary_search_by_key(&to, |entry| entry.to);
        let entry = found.ok().and_then(|place| days.get(place));
        self.calibration()
            .same_day_factor(entry.map_or(1, |entry| entry.marks))
    }
}

impl Shares<'_> {
    /// The score of a mark as it was summed, beside the others of its day.
    fn score(&self, mark: &Mark) -> f64 {
        crate::ledger::number(mark.sums().score) * self.trajectory.mark_factor(mark)
    }

    /// What the marks that begin within the window count in the change, all together; none without
    /// a baseline.
    ///
    /// The rest of the [change](super::Trend::change) is of older marks: of what fades, and of what
    /// was to be expected and did not come.
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
        let asked = self.trajectory.ask(self.moment);
        let from = self.before.day + i64::from(self.before.has_begun_the_day());
        let tables = self.trajectory.tables().into_iter();
        let new = tables
            .flat_map(|table| table.begun(0, self.at))
            .filter(|entry| i64::from(entry.from) >= from);
        let shares = new.map(|entry| entry.sums.score * self.trajectory.shares_of(&asked, entry).1);
        Some(shares.sum::<f64>() + 0.0)
    }

    /// What a mark of the ledger counts in the level, `s E / sqrt(kappa + W)`.
    pub fn level_share(&self, mark: &Mark) -> f64 {
        self.score(mark) * self.trajectory.mark_decay(self.at, mark) / self.root
    }

    /// What a mark of the ledger counts in the change, `s c`; none without a baseline.
    ///
    /// For a good deed of long ago it is negative: what it did then is fading.
    pub fn change_share(&self, mark: &Mark) -> Option<f64> {
        let now = self.trajectory.mark_decay(self.at, mark);
        let then = self.trajectory.mark_decay(self.before, mark);
        Some(self.score(mark) * (now - self.gain? * then))
    }
}
