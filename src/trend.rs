//! Level, direction, peak, explanation.
//!
//! *Where does a pair stand?* Each [`Mark`] has a score `s`, its weight
//! `w` times its valence, and decays with a half-life. With `S` the sum of the scores and
//! `W` that of the weights, the [`Level`] is
//!
//! ```text
//! R = S / sqrt(kappa + W)
//! ```
//!
//! A mean would let a war drown in the talks about it, and a sum would take much talk for
//! friendship; the square root stands up to both. (Within one day of a machine-coded feed it
//! cannot: see [`Calibration::with_same_day_correlation`].)
//!
//! *Where is it going?* A [`Trend`] compares `S` with what was to be expected from the `S` of
//! a window ago: what is left of it, and as many marks as had come before.
//!
//! ```text
//! D = S(t) - (phi + k) S(u)          u = t - window
//!
//! phi = 2^(-window / half-life)      what the window leaves of S(u)
//! psi = 2^(-(u - t0) / half-life)    what u sees of a mark of t0, from which on marks are complete
//! k   = (1 - phi) / (1 - psi)        what the window adds, if marks come as they came from t0 to u
//! ```
//!
//! Where the coverage is unknown psi is 0: then `phi + k` is 1, and `D` is `S(t) - S(u)`. The
//! shorter it is, the more the window has to bring; where the window begins before it, there is
//! no baseline and no change.
//!
//! `z` is `D` in its standard errors, which count that marks come in bursts, and the probability
//! that relations rise is that of a normal value below `z`. A [`Direction`] is taken from one
//! probability on and kept to another ([`Calibration::enter`], [`Calibration::leave`]), so that it
//! does not flicker.
//!
//! *Why?* [`Shares`] says what each mark counts in both. The shares sum to the whole.
//!
//! # What a level is not
//!
//! Zero is no neutral point of machine-coded data, in which rivals average a friendly tone.
//! Changes and contrasts can be read; [`Band`]s are a convention. A pair without marks has no
//! level, and a trend without enough of them no direction.
//!
//! Times are instants, fractions of a day count, and only what had begun by then is seen.
//!
//! Sources of the numbers: `R` and the half-life were chosen on dated turning points of two sets
//! of events (`DESIGN.md` has the measurements); the half-life's optimum is flat from 90 to 180
//! days. Who needs others gives them to a [`Calibration`].

use crate::ledger::{DyadLedger, Mark};
use crate::numeric::normal_cdf;
use crate::time::Moment;

mod calibration;
pub mod diagnostics;
mod movers;
mod panel;
mod snapshot;
mod table;
mod trajectory;
mod trends;
mod walk;

pub use calibration::{Calibration, CalibrationError};
pub use movers::{Mover, Movers};
pub use panel::{PairSums, Panel, PanelRow};
pub use snapshot::{
    DyadSnapshot, MergeError, PairKey, Snapshot, SnapshotError, SnapshotPair, SnapshotPairs,
    SnapshotTrend, Vantage,
};
pub use trajectory::{SpanShare, Trajectory};
pub use trends::{TrendRow, Trends};
pub use walk::Walk;

use table::{Instant, Sums};

/// Where a pair stands at an instant.
///
/// It exists only where a mark has begun.
///
/// | sum | is |
/// | :-- | :-- |
/// | [`score`](Self::score), `S` | decayed scores |
/// | [`weight`](Self::weight), `W` | decayed weights |
/// | [`squares`](Self::squares), `Q` | squares of decayed scores |
/// | [`cooperation`](Self::cooperation), [`conflict`](Self::conflict) | scores above 0, and below, both positive; `S` is their difference |
/// | [`engagement`](Self::engagement), `E` | decayed contacts |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    at: Moment,
    marks: u64,
    score: f64,
    weight: f64,
    squares: f64,
    cooperation: f64,
    engagement: f64,
    bursts: f64,
    kappa: f64,
    kappa_z: f64,
}

impl Level {
    fn new(at: Moment, sums: &Sums, bursts: f64, calibration: &Calibration) -> Self {
        Self {
            at,
            marks: sums.marks,
            score: sums.score,
            weight: sums.weight,
            squares: sums.squares,
            cooperation: sums.positive,
            engagement: sums.contact,
            bursts,
            kappa: calibration.kappa(),
            kappa_z: calibration.kappa_z(),
        }
    }

    /// The instant.
    pub const fn at(&self) -> Moment {
        self.at
    }

    /// How many marks have begun by then, undecayed.
    pub const fn marks(&self) -> u64 {
        self.marks
    }

    /// The sum of decayed scores, `S`.
    pub const fn score(&self) -> f64 {
        self.score
    }

    /// The sum of decayed weights, `W`.
    pub const fn weight(&self) -> f64 {
        self.weight
    }

    /// The sum of the squares of decayed scores, `Q`.
    pub const fn squares(&self) -> f64 {
        self.squares
    }

    /// The sum of decayed scores above 0.
    pub const fn cooperation(&self) -> f64 {
        self.cooperation
    }

    /// The sum of decayed scores below 0, as a positive number.
    pub fn conflict(&self) -> f64 {
        (self.cooperation - self.score).max(0.0)
    }

    /// The sum of decayed contacts, however they went, each report counted in full.
    pub const fn engagement(&self) -> f64 {
        self.engagement
    }

    /// The level, `R = S / sqrt(kappa + W)`.
    pub fn value(&self) -> f64 {
        self.score / (self.kappa + self.weight).sqrt()
    }

    /// The standard error of the level, which counts that marks come in bursts.
    pub fn sd(&self) -> f64 {
        ((self.kappa_z + self.squares + self.bursts) / (self.kappa + self.weight)).sqrt()
    }

    /// The mean valence, drawn towards 0 where there is little weight; between -1 and 1.
    pub fn tone(&self) -> f64 {
        self.score / (self.kappa + self.weight)
    }

    /// The level on a scale from -100 to 100, `100 R / sqrt(4 + R^2)`.
    pub fn index(&self) -> f64 {
        let value = self.value();
        100.0 * value / (4.0 + value * value).sqrt()
    }

    /// The name of the level.
    pub fn band(&self) -> Band {
        Band::of(self.value())
    }
}

/// A name for a level, from strong conflict to strong cooperation.
///
/// The limits are a convention: neutral below .25 on either side of 0, mild below 1, marked
/// below 2. They say nothing of the standard error, and what is neutral depends on the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// -2 and below.
    StrongConflict,
    /// Above -2, to -1.
    MarkedConflict,
    /// Above -1, to -.25.
    MildConflict,
    /// Between -.25 and .25.
    Neutral,
    /// From .25, below 1.
    MildCooperation,
    /// From 1, below 2.
    MarkedCooperation,
    /// 2 and above.
    StrongCooperation,
}

impl Band {
    fn of(value: f64) -> Self {
        match (value.abs(), value < 0.0) {
            (size, _) if size < 0.25 => Self::Neutral,
            (size, true) if size < 1.0 => Self::MildConflict,
            (size, false) if size < 1.0 => Self::MildCooperation,
            (size, true) if size < 2.0 => Self::MarkedConflict,
            (size, false) if size < 2.0 => Self::MarkedCooperation,
            (_, true) => Self::StrongConflict,
            (_, false) => Self::StrongCooperation,
        }
    }
}

impl std::fmt::Display for Band {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::StrongConflict => "strong conflict",
            Self::MarkedConflict => "marked conflict",
            Self::MildConflict => "mild conflict",
            Self::Neutral => "neutral",
            Self::MildCooperation => "mild cooperation",
            Self::MarkedCooperation => "marked cooperation",
            Self::StrongCooperation => "strong cooperation",
        })
    }
}

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

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Insufficient => "insufficient",
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Steady => "steady",
        })
    }
}

/// What is measured at an instant, before the days before it are asked for a direction.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reading {
    at: Moment,
    change: Option<Change>,
    weight_new: f64,
    weight_old: f64,
}

impl Reading {
    /// Whether there is enough weight in the window and before it.
    fn is_sufficient(&self, calibration: &Calibration) -> bool {
        let least = calibration.least_weight();
        self.weight_new >= least && self.weight_old >= least
    }
}

/// A change over the window, where there is a baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Change {
    size: f64,
    independent: f64,
    bursts: f64,
    z: f64,
}

impl Change {
    /// The probability that relations rise.
    fn p_rising(self) -> f64 {
        normal_cdf(self.z)
    }
}

/// Where a pair is going at an instant, and where it stands.
///
/// Created by [`Trajectory::trend`] and [`Trajectory::walk`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    reading: Reading,
    p_rising: Option<f64>,
    level: Option<Level>,
    direction: Direction,
    is_strong: bool,
}

impl Trend {
    fn new(
        reading: Reading,
        level: Option<Level>,
        direction: Direction,
        calibration: &Calibration,
    ) -> Self {
        let p_rising = reading.change.map(Change::p_rising);
        let p = p_rising.unwrap_or(0.5);
        let is_strong = match direction {
            Direction::Rising => p >= calibration.strong(),
            Direction::Falling => 1.0 - p >= calibration.strong(),
            Direction::Insufficient | Direction::Steady => false,
        };
        Self {
            reading,
            p_rising,
            level,
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

    /// Where the pair is going.
    pub const fn direction(&self) -> Direction {
        self.direction
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

/// A level and its instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extreme {
    at: Moment,
    value: f64,
}

impl Extreme {
    /// The instant.
    pub const fn at(&self) -> Moment {
        self.at
    }

    /// The level there.
    pub const fn value(&self) -> f64 {
        self.value
    }
}

/// The highest level of a lookback, and how much of the rise to it has been lost.
///
/// Created by [`Trajectory::peak`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    highest: Extreme,
    trough: Option<Extreme>,
    now: f64,
}

impl Peak {
    /// The level of the peak.
    pub const fn value(&self) -> f64 {
        self.highest.value
    }

    /// The instant of the peak.
    pub const fn at(&self) -> Moment {
        self.highest.at
    }

    /// The lowest level of the lookback before the peak; none where it begins with the peak.
    pub const fn trough(&self) -> Option<Extreme> {
        self.trough
    }

    /// The part of the rise from trough to peak that has been lost: 0 at the peak, 1 back at
    /// the trough, more below it. None without a rise.
    pub fn retraced(&self) -> Option<f64> {
        let rise = self.highest.value - self.trough?.value;
        (rise > 0.0).then(|| (self.highest.value - self.now) / rise)
    }
}

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
    at: Instant,
    before: Instant,
    gain: Option<f64>,
    root: f64,
}

impl Trajectory {
    /// What each mark counts at an instant.
    pub fn shares(&self, at: impl Into<Moment>) -> Shares<'_> {
        let at = self.instant(at.into());
        let before = at.days_before(self.calibration().window());
        Shares {
            trajectory: self,
            at,
            before,
            gain: self.gain(before),
            root: (self.calibration().kappa() + self.sums(at).weight).sqrt(),
        }
    }
}

impl Shares<'_> {
    /// The score of a mark as it was summed, beside the others of its day.
    fn score(&self, mark: &Mark) -> f64 {
        crate::ledger::number(mark.sums().score) * self.trajectory.mark_factor(mark)
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

/// By how many standard errors one direction of a pair is friendlier than the other.
///
/// It is `(S_ab - S_ba) / sqrt(kappa_z + Q_ab + Q_ba)`; none where neither has a mark yet.
///
/// Give it directed marks: symmetric ones are in both directions, cancel in the difference
/// and only add to its error.
pub fn asymmetry(
    ab: &DyadLedger,
    ba: &DyadLedger,
    at: impl Into<Moment>,
    calibration: &Calibration,
) -> Option<f64> {
    let at = at.into();
    let [ab, ba] = [ab, ba].map(|ledger| {
        let trajectory = Trajectory::new(ledger, calibration);
        trajectory.sums(trajectory.instant(at))
    });
    if ab.marks == 0 && ba.marks == 0 {
        return None;
    }
    Some((ab.score - ba.score) / (calibration.kappa_z() + (ab.squares + ba.squares)).sqrt())
}
