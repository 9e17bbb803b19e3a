//! What changed over a window, and which way that goes.

use crate::numeric::normal_cdf;
use crate::time::Moment;

use super::{Calibration, Level};

/// Where relations are going.
///
/// A direction is taken when its probability reaches [`Calibration::enter`], .90 by default, and
/// kept until it is below [`Calibration::leave`], .60, from one midnight to the next.
///
/// It is not even-handed. The variance is estimated from the marks that came; where fewer came
/// than usual, a friendly pair has lost what it was used to and the variance is small. Of a
/// pair that does not change, of 500 independent marks in ten years with a mean of +.5, 15% of days
/// are called falling and 3% rising; with a mean of -.5 it is the other way round, and at 0
/// either is 5% (`tests/false_alarms.rs`).
///
/// # What a rise is made of
///
/// The change is measured against what was to be expected. So `Rising` can come of new
/// cooperation, or of old conflict that fades and does not recur; and `Falling` of new conflict,
/// or of cooperation that is not kept up. The shares of old and of new marks tell which.
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Direction, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let mark = |month, day, valence| {
///     Mark::new(DaySpan::day(date(month, day)).unwrap(), 1.0, valence).unwrap()
/// };
/// // Seven clashes until March, and one offer of talks in May.
/// let clashes = [(1, 7), (1, 20), (2, 3), (2, 17), (3, 3), (3, 17), (3, 24)];
/// let clashes = clashes.map(|(month, day)| mark(month, day, -0.6));
/// let offer = mark(5, 20, 0.2);
/// let ledger = DyadLedger::from_marks(clashes.iter().chain([&offer]))?;
/// let trajectory = Trajectory::new(&ledger, &Calibration::default())
///     .covered_from(date(1, 1).into());
///
/// assert_eq!(trajectory.trend(date(6, 10)).direction(), Direction::Rising);
/// let shares = trajectory.shares(date(6, 10));
/// let old: f64 = clashes.iter().filter_map(|mark| shares.change_share(mark)).sum();
/// let new = shares.change_share(&offer).unwrap();
/// // It is the war that pauses, and not the talks.
/// assert!(old > 2.0 && new < 0.2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The marks weigh too little, in the window or before it, or there is no baseline.
    Insufficient,
    /// Cooperation gains on what was to be expected.
    Rising,
    /// Cooperation loses against what was to be expected.
    Falling,
    /// Neither is probable enough: there is a change that may be chance, or none.
    Steady,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Insufficient,
        Self::Rising,
        Self::Falling,
        Self::Steady,
    ];

    /// The word for it, as it is printed, read and written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Insufficient => "insufficient",
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Steady => "steady",
        }
    }
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// What there is too little of for a direction.
///
/// Created by [`Trend::lacks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// The window begins before the coverage: there is nothing to compare with.
    Baseline,
    /// No mark has begun.
    Marks,
    /// The window brought less than the [least weight](Calibration::least_weight).
    WeightNew,
    /// What was there a window ago weighed less than that.
    WeightOld,
    /// Both weigh less than that.
    Weight,
}

impl std::fmt::Display for Lack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Baseline => "no coverage before the window",
            Self::Marks => "no marks",
            Self::WeightNew => "too little weight in the window",
            Self::WeightOld => "too little weight before the window",
            Self::Weight => "too little weight in the window and before it",
        })
    }
}

/// What is measured at an instant, before the days before it are asked for a direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) at: Moment,
    pub(super) change: Option<Change>,
    pub(super) weight_new: f64,
    pub(super) weight_old: f64,
}

impl Reading {
    /// What there is too little of for a direction, but that marks are not looked for.
    pub(super) fn lacks(&self, calibration: &Calibration) -> Option<Lack> {
        let least = calibration.least_weight();
        match (self.weight_new >= least, self.weight_old >= least) {
            _ if self.change.is_none() => Some(Lack::Baseline),
            (false, false) => Some(Lack::Weight),
            (false, true) => Some(Lack::WeightNew),
            (true, false) => Some(Lack::WeightOld),
            (true, true) => None,
        }
    }
}

/// A change over the window, where there is a baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Change {
    pub(super) size: f64,
    pub(super) independent: f64,
    pub(super) bursts: f64,
    pub(super) z: f64,
}

impl Change {
    /// The probability that relations rise.
    fn p_rising(self) -> f64 {
        normal_cdf(self.z)
    }
}

/// What one day tells of a direction, without the days before it.
///
/// A probability between leaving and entering keeps the direction of the day before, if it is on
/// its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayDirection {
    /// None where the day before decides.
    decided: Option<Direction>,
    /// What is kept if it was the direction of the day before.
    kept: Direction,
}

impl DayDirection {
    pub(super) fn of(reading: &Reading, calibration: &Calibration) -> Self {
        let z = reading.change.map_or(0.0, |change| change.z);
        let is_sufficient = reading.lacks(calibration).is_none();
        Self {
            decided: if is_sufficient {
                decided(z, calibration)
            } else {
                Some(Direction::Insufficient)
            },
            kept: if z > 0.0 {
                Direction::Rising
            } else {
                Direction::Falling
            },
        }
    }

    /// The direction, if it is the same whatever the day before was.
    pub(super) const fn decided(self) -> Option<Direction> {
        self.decided
    }

    /// The direction that is kept, if it was that of the day before.
    pub(super) const fn kept(self) -> Direction {
        self.kept
    }

    /// The direction, given that of the day before.
    pub(super) fn after(self, before: Direction) -> Direction {
        self.decided.unwrap_or(if before == self.kept {
            before
        } else {
            Direction::Steady
        })
    }
}

/// The direction of so many standard errors, whatever it was before.
fn decided(z: f64, calibration: &Calibration) -> Option<Direction> {
    let (enter, leave) = (calibration.enter_at(), calibration.leave_at());
    if enter.is_reached_by(z) {
        Some(Direction::Rising)
    } else if enter.is_reached_below(z) {
        Some(Direction::Falling)
    } else if !leave.is_reached_by(z) && !leave.is_reached_below(z) {
        Some(Direction::Steady)
    } else {
        None
    }
}

/// Where a pair is going at an instant, and where it stands.
///
/// A direction is kept for a while, so it depends on the days before. A `Trend` knows them and
/// has a [`Direction`]; a [`SnapshotTrend`] does not, and has what the day tells by itself. All
/// else is the same.
///
/// Created by [`Trajectory::trend`](super::Trajectory::trend) and
/// [`Trajectory::walk`](super::Trajectory::walk).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend<D = Direction> {
    reading: Reading,
    p_rising: Option<f64>,
    level: Option<Level>,
    lacks: Option<Lack>,
    direction: D,
    is_strong: bool,
}

/// Where a pair is going at the date of a snapshot, and where it stands.
///
/// It has the numbers of a [`Trend`]. A direction is kept until its
/// probability is low, so it depends on the days before, which a snapshot does not see:
///
/// | at the date | [`direction`](Self::direction) | by itself a [`Trajectory`](super::Trajectory) says |
/// | :-- | :-- | :-- |
/// | too little weight, or no baseline | `Insufficient` | the same |
/// | a probability of `enter` (.90) or more | `Rising`, `Falling` | the same |
/// | none of `leave` (.60) or more | `Steady` | the same |
/// | one between | none | that of the days before, or `Steady` |
///
/// Both thresholds are those of the [`Calibration`].
///
/// Where the direction of the day before is known, as from yesterday's snapshot,
/// [`direction_after`](Self::direction_after) gives that of the date.
///
/// Created by [`DyadSnapshot::trend`](super::DyadSnapshot::trend) and
/// [`Snapshot::trend`](super::Snapshot::trend).
pub type SnapshotTrend = Trend<DayDirection>;

impl Trend {
    pub(super) fn new(
        reading: Reading,
        level: Option<Level>,
        direction: Direction,
        calibration: &Calibration,
    ) -> Self {
        Self::with(reading, level, (direction, Some(direction)), calibration)
    }

    /// Where the pair is going.
    pub const fn direction(&self) -> Direction {
        self.direction
    }
}

impl SnapshotTrend {
    pub(super) fn of_day(
        reading: Reading,
        level: Option<Level>,
        calibration: &Calibration,
    ) -> Self {
        let day = DayDirection::of(&reading, calibration);
        // What is strong is decided: no threshold is above that one.
        Self::with(reading, level, (day, day.decided()), calibration)
    }

    /// Where the pair is going; none where that depends on the days before.
    pub const fn direction(&self) -> Option<Direction> {
        self.direction.decided()
    }

    /// Where the pair is going, given the direction of the day before.
    pub fn direction_after(&self, before: Direction) -> Direction {
        self.direction.after(before)
    }
}

impl<D> Trend<D> {
    #[inline]
    fn with(
        reading: Reading,
        level: Option<Level>,
        (direction, taken): (D, Option<Direction>),
        calibration: &Calibration,
    ) -> Self {
        let p_rising = reading.change.map(Change::p_rising);
        let p = p_rising.unwrap_or(0.5);
        let is_strong = match taken {
            Some(Direction::Rising) => p >= calibration.strong(),
            Some(Direction::Falling) => 1.0 - p >= calibration.strong(),
            _ => false,
        };
        let lacks = match reading.lacks(calibration) {
            Some(Lack::Weight) if level.is_none() => Some(Lack::Marks),
            lacks => lacks,
        };
        Self {
            reading,
            p_rising,
            level,
            lacks,
            direction,
            is_strong,
        }
    }

    /// The instant.
    pub const fn at(&self) -> Moment {
        self.reading.at
    }

    /// Where the pair stands; none before its first mark has begun.
    pub const fn level(&self) -> Option<&Level> {
        self.level.as_ref()
    }

    /// What there is too little of for a direction; none where there is enough.
    ///
    /// It is given where the direction is [`Direction::Insufficient`], and only there.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    /// use detente::trend::{Calibration, Lack, Trajectory};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let threat = Mark::new(DaySpan::day(date(6, 2))?, 1.0, -0.4)?;
    /// let trajectory = Trajectory::new(&DyadLedger::from_marks([&threat])?, &Calibration::default());
    ///
    /// let lacks = |at| trajectory.trend(at).lacks();
    /// assert_eq!(lacks(date(6, 1)), Some(Lack::Marks));
    /// assert_eq!(lacks(date(6, 10)), Some(Lack::WeightOld));
    /// assert_eq!(lacks(date(9, 1)), Some(Lack::WeightNew));
    /// let lacks = trajectory.covered_from(date(6, 1).into()).trend(date(6, 10)).lacks();
    /// assert_eq!(lacks.unwrap().to_string(), "no coverage before the window");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn lacks(&self) -> Option<Lack> {
        self.lacks
    }

    /// Whether the pair rises or falls with a probability of [`Calibration::strong`] or more,
    /// .95 by default.
    pub const fn is_strong(&self) -> bool {
        self.is_strong
    }

    /// The change, `D`: what the scores gained on what was to be expected.
    ///
    /// None where the window starts before the coverage: there is no baseline. Before the first
    /// mark it is 0, with a probability of a half: nothing has happened, and nothing was expected.
    pub fn change(&self) -> Option<f64> {
        self.reading.change.map(|change| change.size)
    }

    /// The change in its standard errors; none without a baseline.
    pub fn z(&self) -> Option<f64> {
        self.reading.change.map(|change| change.z)
    }

    /// The probability that relations rise; none without a baseline.
    ///
    /// It is given even where there is too little weight for a direction.
    ///
    /// It is cautious where marks come without bursts, since chance alone makes some blocks
    /// fuller than others: of independent marks of a pair that does not change, a fifth of days
    /// should lie beyond .1 and .9, and 2.6% do at 500 marks in ten years, and none at 20.
    pub const fn p_rising(&self) -> Option<f64> {
        self.p_rising
    }

    /// The variance of the change if each mark came by itself; none without a baseline.
    pub fn independent_variance(&self) -> Option<f64> {
        self.reading.change.map(|change| change.independent)
    }

    /// What bursts of marks add to the variance; none without a baseline.
    pub fn burst_variance(&self) -> Option<f64> {
        self.reading.change.map(|change| change.bursts)
    }

    /// The weight that the window brought, decayed.
    pub const fn weight_new(&self) -> f64 {
        self.reading.weight_new
    }

    /// The weight that was there a window ago.
    pub const fn weight_old(&self) -> f64 {
        self.reading.weight_old
    }
}
