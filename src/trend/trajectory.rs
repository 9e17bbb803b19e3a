//! A pair's marks, made ready for questions about any instant.

use crate::ledger::{DaySpan, DyadLedger, Mark, SpanSums, number};
use crate::numeric::normal_cdf;
use crate::time::{DAY, Moment};

use super::calibration::to_f64;
use super::{Calibration, Change, Level, Reading};

/// The marks of one pair, made ready for levels and trends at any moment.
///
/// It is made once in linear time. What is older than the blocks and the window is summed
/// beforehand, so that a question costs the spans of the blocks (25 months by default) and
/// not the whole record. Every answer agrees with the plain formulas to 1e-9, and the same
/// marks give the same bits.
///
/// *Coverage* is the instant from which on the marks are complete. Where it is unknown, a
/// series that begins inside the record seems to rise: give it where there is one.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Direction, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let mut ledger = DyadLedger::new();
/// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
/// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
/// for (month, day, valence) in kind.into_iter().chain(harsh) {
///     ledger.record(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
/// }
///
/// let trajectory = Trajectory::new(&ledger, &Calibration::default())
///     .covered_from(date(1, 1).into());
/// assert_eq!(trajectory.level(date(1, 12)), None);
/// let trend = trajectory.trend(date(6, 10));
/// assert_eq!(trend.direction(), Direction::Falling);
/// assert!(trend.p_rising().unwrap() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Trajectory {
    calibration: Calibration,
    covered_from: Option<Moment>,
    first_day: Option<i32>,
    blocks: Vec<Block>,
    days: Table,
    longer: Table,
}

/// The ages of a block, and what a steady stream of one a day leaves of it.
#[derive(Clone, Copy, Debug)]
struct Block {
    young: f64,
    old: f64,
    /// Seen at an instant.
    now: f64,
    /// Seen a window before it.
    then: f64,
}

impl Block {
    /// The blocks, and last the one for all that is older.
    fn all(calibration: &Calibration) -> Vec<Self> {
        let count = calibration.blocks();
        let days = f64::from(calibration.block());
        let block = |index| {
            let young = f64::from(index) * days;
            let old = if index < count {
                young + days
            } else {
                f64::INFINITY
            };
            let (now, then) = Self::masses(calibration, young, old);
            Self {
                young,
                old,
                now,
                then,
            }
        };
        (0..=count).map(block).collect()
    }

    /// The integrals over ages of the decay, now and a window ago.
    fn masses(calibration: &Calibration, young: f64, old: f64) -> (f64, f64) {
        let window = f64::from(calibration.window());
        let decay = calibration.decay();
        (
            decay.mass_between(young, old),
            decay.mass_between(young - window, old - window),
        )
    }
}

/// Spans in the order in which they end.
#[derive(Clone, Debug, Default)]
struct Table {
    entries: Vec<Entry>,
    /// For each entry the sums of all up to it, as they stand when it ends.
    settled: Vec<Sums>,
    /// The days of the longest span.
    longest: i64,
}

/// The sums of a span, with the same-day factor.
#[derive(Clone, Copy, Debug)]
struct Entry {
    from: i32,
    to: i32,
    marks: u32,
    /// The mean decay over the span at its end.
    mean: f64,
    sums: Sums,
}

/// Sums over marks, at some instant.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) marks: u64,
    pub(super) score: f64,
    pub(super) positive: f64,
    pub(super) weight: f64,
    pub(super) squares: f64,
    pub(super) contact: f64,
}

impl Sums {
    /// These sums with the other's added, decayed by a factor.
    fn plus(self, other: Self, decay: f64) -> Self {
        Self {
            marks: self.marks.saturating_add(other.marks),
            score: self.score + other.score * decay,
            positive: self.positive + other.positive * decay,
            weight: self.weight + other.weight * decay,
            squares: self.squares + other.squares * (decay * decay),
            contact: self.contact + other.contact * decay,
        }
    }
}

/// An instant, as a whole day and what has passed of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instant {
    day: i64,
    fraction: f64,
    /// Whether half of the day has passed.
    is_past_noon: bool,
    /// The decay over the fraction.
    decay: f64,
}

impl Instant {
    pub(super) fn new(at: Moment, calibration: &Calibration) -> Self {
        let second = at.timestamp().rem_euclid(DAY);
        let fraction = to_f64(second) / to_f64(DAY);
        Self {
            day: i64::from(at.day()),
            fraction,
            is_past_noon: 2 * second >= DAY,
            decay: calibration.decay().after_time(fraction),
        }
    }

    pub(super) fn days_before(self, days: u32) -> Self {
        Self {
            day: self.day - i64::from(days),
            ..self
        }
    }

    pub(super) const fn day(self) -> i64 {
        self.day
    }

    /// What is left of what was there when the day began.
    pub(super) const fn decay(self) -> f64 {
        self.decay
    }

    pub(super) fn has_begun_the_day(self) -> bool {
        self.fraction > 0.0
    }

    /// Whether a span has begun.
    pub(super) fn is_after(self, from: i32) -> bool {
        let from = i64::from(from);
        from < self.day || (from == self.day && self.fraction > 0.0)
    }
}

/// The expected decay, seen at an instant, of what happened on a span.
pub(super) fn expected(
    calibration: &Calibration,
    at: Instant,
    from: i32,
    to: i32,
    mean: f64,
) -> f64 {
    if !at.is_after(from) {
        return 0.0;
    }
    let age = at.day - i64::from(to);
    if age >= 0 {
        return calibration.decay().after(age) * at.decay * mean;
    }
    let seen = to_f64(at.day - i64::from(from)) + at.fraction;
    calibration.decay().mass(seen) / to_f64(i64::from(to) - i64::from(from))
}

/// The mean decay over a span at its end.
pub(super) fn mean_decay(calibration: &Calibration, from: i32, to: i32) -> f64 {
    let days = to_f64(i64::from(to) - i64::from(from));
    calibration.decay().mass(days) / days
}

impl Table {
    fn new(spans: impl Iterator<Item = SpanSums>, calibration: &Calibration) -> Self {
        let day_mean = mean_decay(calibration, 0, 1);
        let mut entries: Vec<_> = spans
            .map(|span| {
                let (from, to) = (span.span().first_day(), span.span().end_day());
                let (factor, mean) = if span.span().is_day() {
                    (calibration.same_day_factor(span.marks()), day_mean)
                } else {
                    (1.0, mean_decay(calibration, from, to))
                };
                let parts = span.parts();
                Entry {
                    from,
                    to,
                    marks: span.marks(),
                    mean,
                    sums: Sums {
                        marks: u64::from(span.marks()),
                        score: number(parts.score) * factor,
                        positive: number(parts.positive) * factor,
                        weight: number(parts.weight) * factor,
                        squares: number(parts.squares) * (factor * factor),
                        // A contact is a contact, however often it was reported: see `engagement`.
                        contact: number(parts.contact),
                    },
                }
            })
            .collect();
        entries.sort_unstable_by_key(|entry| (entry.to, entry.from));

        let (mut sums, mut end) = (Sums::default(), i64::MIN);
        let mut settled = Vec::with_capacity(entries.len());
        let mut longest = 0;
        for entry in &entries {
            let to = i64::from(entry.to);
            let decay = calibration.decay().after(to.saturating_sub(end));
            sums = entry_plus(sums, decay, entry);
            settled.push(sums);
            end = to;
            longest = longest.max(to - i64::from(entry.from));
        }
        Self {
            entries,
            settled,
            longest,
        }
    }

    /// How many spans end by a day.
    fn ended(&self, day: i64) -> usize {
        self.entries
            .partition_point(|entry| i64::from(entry.to) <= day)
    }

    /// The sums of the first so many spans when the last of them ends, and the day of that.
    fn settled(&self, count: usize) -> Option<(Sums, i64)> {
        let last = count.checked_sub(1)?;
        Some((
            *self.settled.get(last)?,
            i64::from(self.entries.get(last)?.to),
        ))
    }

    /// The spans after the first so many that have begun at an instant.
    fn begun(&self, count: usize, at: Instant) -> impl Iterator<Item = &Entry> {
        // A span that has begun ends by then.
        let end = self.ended(at.day.saturating_add(self.longest)).max(count);
        let entries = self.entries.get(count..end).unwrap_or_default();
        entries.iter().filter(move |entry| at.is_after(entry.from))
    }

    /// The sums of all marks at an instant.
    fn sums(&self, at: Instant, calibration: &Calibration) -> Sums {
        let ended = self.ended(at.day);
        let mut sums = Sums::default();
        if let Some((settled, end)) = self.settled(ended) {
            sums = sums.plus(settled, calibration.decay().after(at.day - end) * at.decay);
        }
        for entry in self.begun(ended, at) {
            let decay = expected(calibration, at, entry.from, entry.to, entry.mean);
            sums = sums.plus(entry.sums, decay);
        }
        sums
    }
}

/// Earlier sums, decayed until a span ends, with the span's.
fn entry_plus(earlier: Sums, decay: f64, entry: &Entry) -> Sums {
    Sums::default()
        .plus(earlier, decay)
        .plus(entry.sums, entry.mean)
}

/// What marks add to a variance: as if each came by itself, and in bursts.
#[derive(Clone, Copy, Debug)]
struct Variance {
    independent: f64,
    bursts: f64,
}

/// What is measured at an instant, and with what earlier one it is compared.
#[derive(Clone, Copy, Debug)]
struct Question {
    at: Instant,
    before: Instant,
    /// How much of what was there before is expected now: `phi + k`; 0 for a level.
    gain: f64,
    /// The days between the two.
    window: i64,
    /// What a span that was over before counts, of its decay since it ended; none where the
    /// decay over the window is too small to divide by.
    settled: Option<f64>,
}

impl Question {
    fn level(at: Instant) -> Self {
        Self {
            at,
            before: at,
            gain: 0.0,
            window: 0,
            settled: Some(at.decay),
        }
    }

    fn change(at: Instant, before: Instant, gain: f64, phi: f64) -> Self {
        Self {
            at,
            before,
            gain,
            window: at.day - before.day,
            settled: (phi > 1e-100).then(|| at.decay * (1.0 - gain / phi)),
        }
    }
}

impl Trajectory {
    /// Makes a pair's marks ready, of unknown coverage.
    pub fn new(ledger: &DyadLedger, calibration: &Calibration) -> Self {
        Self {
            calibration: calibration.clone(),
            covered_from: None,
            first_day: ledger.first().map(DaySpan::first_day),
            blocks: Block::all(calibration),
            days: Table::new(
                ledger.spans().filter(|sums| sums.span().is_day()),
                calibration,
            ),
            longer: Table::new(ledger.long_sums(), calibration),
        }
    }

    /// The same marks, complete from an instant on.
    #[must_use]
    pub fn covered_from(mut self, from: Moment) -> Self {
        self.covered_from = Some(from);
        self
    }

    /// The instant from which on the marks are complete, if known.
    pub const fn coverage(&self) -> Option<Moment> {
        self.covered_from
    }

    /// The numbers that it is measured with.
    pub const fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// Where the pair stands at an instant; none before its first mark has begun.
    pub fn level(&self, at: impl Into<Moment>) -> Option<Level> {
        let at = at.into();
        self.level_at(at, self.instant(at))
    }

    /// The first day that has a mark, counted from 1970-01-01.
    pub(super) const fn first_day(&self) -> Option<i32> {
        self.first_day
    }

    pub(super) fn instant(&self, at: Moment) -> Instant {
        Instant::new(at, &self.calibration)
    }

    pub(super) fn sums(&self, at: Instant) -> Sums {
        let (days, longer) = (
            self.days.sums(at, &self.calibration),
            self.longer.sums(at, &self.calibration),
        );
        days.plus(longer, 1.0)
    }

    /// The value of the level, without its error; none before the first mark has begun.
    pub(super) fn value(&self, at: Moment) -> Option<f64> {
        let sums = self.sums(self.instant(at));
        (sums.marks > 0).then(|| sums.score / (self.calibration.kappa() + sums.weight).sqrt())
    }

    fn level_at(&self, at: Moment, instant: Instant) -> Option<Level> {
        let sums = self.sums(instant);
        if sums.marks == 0 {
            return None;
        }
        let bursts = self.variance(Question::level(instant), sums.score).bursts;
        Some(Level::new(at, &sums, bursts, &self.calibration))
    }

    /// How much of what was there before is expected at an instant; none without a baseline.
    pub(super) fn gain(&self, before: Instant) -> Option<f64> {
        let decay = self.calibration.decay();
        let window = f64::from(self.calibration.window());
        let phi = decay.after(i64::from(self.calibration.window()));
        let covered = match self.covered_from {
            None => 1.0,
            Some(from) => {
                let days = to_f64(before.day) + before.fraction - from.days();
                if days <= 0.0 {
                    return None;
                }
                decay.lost_after(days)
            }
        };
        Some(phi + decay.lost_after(window) / covered)
    }

    /// All that is measured at an instant; the direction needs the days before, too.
    pub(super) fn read(&self, at: Moment) -> Reading {
        let instant = self.instant(at);
        let before = instant.days_before(self.calibration.window());
        let (now, then) = (self.sums(instant), self.sums(before));
        let phi = self
            .calibration
            .decay()
            .after(i64::from(self.calibration.window()));
        let change = self.gain(before).map(|gain| {
            let question = Question::change(instant, before, gain, phi);
            let variance = self.variance(question, now.score);
            let total = self.calibration.kappa_z() + variance.independent + variance.bursts;
            let size = now.score - gain * then.score;
            let z = size / total.sqrt();
            Change {
                size,
                independent: variance.independent,
                bursts: variance.bursts,
                z,
                p_rising: normal_cdf(z),
            }
        });
        Reading {
            at,
            change,
            weight_new: now.weight - phi * then.weight,
            weight_old: then.weight,
        }
    }

    /// The variance of what is asked, given the sum of the scores at the instant.
    fn variance(&self, question: Question, score: f64) -> Variance {
        let Question {
            at, before, gain, ..
        } = question;
        let oldest = i64::from(self.calibration.blocks()) * i64::from(self.calibration.block());
        // Spans that end by then are seen in full at both instants, and older than the blocks.
        let early = before.day.min(at.day - oldest);
        let mut independent = 0.0;
        let mut parts = vec![0.0; self.blocks.len()];
        for table in [&self.days, &self.longer] {
            let settled = table.ended(early);
            if let Some((sums, end)) = table.settled(settled) {
                let decay = self.calibration.decay();
                let now = decay.after(at.day - end) * at.decay;
                let then = decay.after(before.day - end) * before.decay;
                let share = now - gain * then;
                independent += sums.squares * share * share;
                if let Some(last) = parts.last_mut() {
                    *last += sums.score * share;
                }
            }
            for entry in table.begun(settled, at) {
                let share = self.share(&question, entry);
                independent += entry.sums.squares * share * share;
                if let Some(part) = parts.get_mut(self.block_of(at, entry)) {
                    *part += entry.sums.score * share;
                }
            }
        }
        Variance {
            independent,
            bursts: self.bursts(question, score, &parts),
        }
    }

    /// What a mark on a span counts in what is asked.
    fn share(&self, question: &Question, entry: &Entry) -> f64 {
        let Entry { from, to, mean, .. } = *entry;
        let age = question.at.day - i64::from(to);
        match question.settled {
            Some(factor) if age >= question.window => {
                self.calibration.decay().after(age) * factor * mean
            }
            _ => {
                let now = expected(&self.calibration, question.at, from, to, mean);
                let then = expected(&self.calibration, question.before, from, to, mean);
                now - question.gain * then
            }
        }
    }

    /// The block that holds the middle of what is seen of a span, in whole numbers throughout.
    fn block_of(&self, at: Instant, entry: &Entry) -> usize {
        let (from, to) = (i64::from(entry.from), i64::from(entry.to));
        let twice_age = if to <= at.day {
            2 * at.day - from - to + i64::from(at.is_past_noon)
        } else {
            at.day - from
        };
        let oldest = self.blocks.len() - 1;
        match (u32::try_from(twice_age), 2 * self.calibration.block()) {
            (Ok(twice_age), twice_block) => {
                usize::try_from(twice_age / twice_block).map_or(oldest, |block| block.min(oldest))
            }
            _ => oldest,
        }
    }

    /// The variance of the blocks around what a steady stream of marks would have given them.
    fn bursts(&self, question: Question, score: f64, parts: &[f64]) -> f64 {
        let now = to_f64(question.at.day) + question.at.fraction;
        let covered = self.covered_from.map(|from| now - from.days());
        let decay = self.calibration.decay();
        let whole = decay.mass_between(0.0, covered.unwrap_or(f64::INFINITY));
        let rate = score / whole.max(1e-300);
        let mut bursts = 0.0;
        for (part, block) in parts.iter().zip(self.blocks.iter()) {
            let (now, then) = match covered {
                Some(covered) if covered <= block.young => break,
                Some(covered) if covered < block.old => {
                    Block::masses(&self.calibration, block.young, covered)
                }
                _ => (block.now, block.then),
            };
            let surprise = part - rate * (now - question.gain * then);
            bursts += surprise * surprise;
        }
        bursts
    }

    /// What a mark counts in the level and in the change, for [`Shares`](super::Shares).
    pub(super) fn mark_decay(&self, at: Instant, mark: &Mark) -> f64 {
        let (from, to) = (mark.span().first_day(), mark.span().end_day());
        let mean = mean_decay(&self.calibration, from, to);
        expected(&self.calibration, at, from, to, mean)
    }

    /// What a mark's score counts beside the others of its day.
    pub(super) fn mark_factor(&self, mark: &Mark) -> f64 {
        if !mark.span().is_day() {
            return 1.0;
        }
        let to = mark.span().end_day();
        let found = self
            .days
            .entries
            .binary_search_by_key(&to, |entry| entry.to);
        let entry = found.ok().and_then(|place| self.days.entries.get(place));
        self.calibration
            .same_day_factor(entry.map_or(1, |entry| entry.marks))
    }
}
