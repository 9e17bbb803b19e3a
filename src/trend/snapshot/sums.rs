//! The sums of one pair, as integers.

use crate::ledger::{DaySpan, Mark, SpanSums};

use super::super::change::{Change, Reading};
use super::super::table;
use super::super::{Level, SnapshotTrend};
use super::SnapshotError;
use super::vantage::{DECAY_BITS, Vantage, Weights, number};

/// The sums before those of the blocks.
const TOTALS: usize = 8;

/// How many marks have begun.
const MARKS: usize = 0;
/// Of the scores above 0, `S+`.
const POSITIVE: usize = 1;
/// Of the weights, `W`, at the date and a window before.
const WEIGHT: usize = 2;
const WEIGHT_THEN: usize = 3;
/// Of the contacts, `E`.
const CONTACT: usize = 4;
/// Of the squared scores by the products of their decays: at the date, mixed, before.
const SQUARES: usize = 5;
const SQUARES_MIXED: usize = 6;
const SQUARES_THEN: usize = 7;

/// Every sum of a pair: the totals, and for each block those of the scores `S` at the date
/// and a window before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sums(Box<[i128]>);

/// What the marks of one span add.
pub(super) struct Part {
    totals: [i128; TOTALS],
    block: usize,
    now: i128,
    then: i128,
}

impl Part {
    /// None where the span has not begun at the date: it is not there yet.
    pub(super) fn of(vantage: &Vantage, sums: &SpanSums) -> Option<Self> {
        Self::weighed(vantage, sums.span(), sums.marks(), sums.sums())
    }

    /// None where the span has not begun at the date: it is not there yet.
    pub(super) fn of_mark(vantage: &Vantage, mark: &Mark) -> Option<Self> {
        Self::weighed(vantage, mark.span(), 1, mark.sums().to_array())
    }

    fn weighed(vantage: &Vantage, span: DaySpan, marks: u32, sums: [i64; 5]) -> Option<Self> {
        let (seen, weights) = vantage.weigh(span, marks)?;
        // A contact is a contact, however often it was reported.
        let plain = if marks > 1 && span.is_day() && vantage.joins_days() {
            seen.weights(1.0).now
        } else {
            weights.now
        };
        let Weights {
            now,
            then,
            now_now,
            now_then,
            then_then,
        } = weights;
        let [score, positive, weight, squares, contact] = sums;
        // 63 bits times 58: never an overflow.
        let times = |units: i64, decay: i64| i128::from(units) * i128::from(decay);
        Some(Self {
            totals: [
                i128::from(marks),
                times(positive, now),
                times(weight, now),
                times(weight, then),
                times(contact, plain),
                times(squares, now_now),
                times(squares, now_then),
                times(squares, then_then),
            ],
            block: seen.block,
            now: times(score, now),
            then: times(score, then),
        })
    }
}

impl Vantage {
    /// How many sums a pair has.
    pub(crate) fn sums_len(&self) -> usize {
        let blocks = usize::try_from(self.calibration().blocks()).unwrap_or_default();
        TOTALS + 2 * (blocks + 1)
    }
}

impl Sums {
    pub(super) fn new(vantage: &Vantage) -> Self {
        Self(vec![0; vantage.sums_len()].into())
    }

    /// The sums as they were written; none where no marks can have them.
    pub(super) fn of_units(units: Vec<i128>) -> Option<Self> {
        let sums = Self(units.into());
        sums.are_possible().then_some(sums)
    }

    pub(super) fn units(&self) -> &[i128] {
        &self.0
    }

    /// How many marks have begun.
    pub(super) fn marks(&self) -> u64 {
        let marks = self.0.get(MARKS).copied().unwrap_or_default();
        u64::try_from(marks).unwrap_or(u64::MAX)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.marks() == 0
    }

    /// Adds a part; whether that was possible. Nothing changes if not.
    fn add(&mut self, part: &Part) -> bool {
        self.change(part, i128::checked_add)
    }

    /// Takes a part away; whether it was there. Nothing changes if not.
    fn take(&mut self, part: &Part) -> bool {
        let was_there = self.change(part, i128::checked_sub);
        if was_there && !self.are_possible() {
            self.change(part, i128::checked_add);
            return false;
        }
        was_there
    }

    fn change(&mut self, part: &Part, with: fn(i128, i128) -> Option<i128>) -> bool {
        let Some((totals, blocks)) = self.0.split_first_chunk_mut::<TOTALS>() else {
            return false;
        };
        let Some([now, then]) = blocks.get_mut(2 * part.block..2 * part.block + 2) else {
            return false;
        };
        let mut sums = *totals;
        for (sum, part) in sums.iter_mut().zip(part.totals) {
            match with(*sum, part) {
                Some(changed) => *sum = changed,
                None => return false,
            }
        }
        if u64::try_from(sums[MARKS]).is_err() {
            return false;
        }
        let (Some(new_now), Some(new_then)) = (with(*now, part.now), with(*then, part.then)) else {
            return false;
        };
        (*totals, *now, *then) = (sums, new_now, new_then);
        true
    }

    /// Adds the part of a span, if it has begun.
    pub(super) fn put(&mut self, part: Option<Part>, span: DaySpan) -> Result<(), SnapshotError> {
        match part {
            Some(part) if !self.add(&part) => Err(SnapshotError::Overflow { span }),
            _ => Ok(()),
        }
    }

    /// Takes the part of a span away, if it has begun.
    pub(super) fn take_out(
        &mut self,
        part: Option<Part>,
        span: DaySpan,
    ) -> Result<(), SnapshotError> {
        match part {
            Some(part) if !self.take(&part) => Err(SnapshotError::NotRecorded { span }),
            _ => Ok(()),
        }
    }

    /// Whether the sums of both can be held.
    pub(super) fn has_room_for(&self, other: &Self) -> bool {
        let mut sums = self.0.iter().zip(&other.0);
        self.marks().checked_add(other.marks()).is_some()
            && sums.all(|(mine, other)| mine.checked_add(*other).is_some())
    }

    /// Whether marks can sum to what is left without the other's.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let sums = self.0.iter().zip(&other.0);
        let rest: Option<_> = sums.map(|(mine, other)| mine.checked_sub(*other)).collect();
        rest.is_some_and(|rest| Self(rest).are_possible())
    }

    /// Adds the other's sums, for which there has to be room.
    pub(super) fn join(&mut self, other: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.saturating_add(*part);
        }
    }

    /// Takes the other's sums away, which have to be held.
    pub(super) fn part_with(&mut self, other: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.saturating_sub(*part);
        }
    }

    /// Whether marks can sum to these: no total is negative, without marks there is nothing, no
    /// sum of scores is greater than that of those above 0, and scores of both signs together, and
    /// those of all blocks, are within the weights.
    fn are_possible(&self) -> bool {
        let (totals, _) = self.0.split_at(TOTALS.min(self.0.len()));
        if totals.iter().any(|&total| total < 0) || u64::try_from(self.total(MARKS)).is_err() {
            return false;
        }
        if self.is_empty() {
            return self.0.iter().all(|&sum| sum == 0);
        }
        // Score and weight of a mark are rounded, and off by one unit together.
        let rounded = u128::from(self.marks()) << DECAY_BITS;
        let [weight, weight_then] = [WEIGHT, WEIGHT_THEN].map(|at| {
            let weight = self.total(at).unsigned_abs();
            weight.saturating_add(rounded)
        });
        let reach = |of: fn((i128, i128)) -> i128| {
            let sums = self.blocks().map(|block| of(block).unsigned_abs());
            sums.fold(0, u128::saturating_add)
        };
        // Of scores above 0 and of those below it.
        let positive = self.total(POSITIVE);
        let negative = positive.checked_sub(self.scores().0);
        let both = negative.and_then(|negative| {
            let negative = u128::try_from(negative).ok()?;
            negative.checked_add(positive.unsigned_abs())
        });
        both.is_some_and(|both| both <= weight)
            && reach(|(now, _)| now) <= weight
            && reach(|(_, then)| then) <= weight_then
    }

    fn total(&self, index: usize) -> i128 {
        self.0.get(index).copied().unwrap_or_default()
    }

    /// For each block the sums of the scores, at the date and a window before.
    fn blocks(&self) -> impl Iterator<Item = (i128, i128)> {
        let (_, blocks) = self.0.split_at(TOTALS.min(self.0.len()));
        blocks.chunks_exact(2).filter_map(|block| match block {
            &[now, then] => Some((now, then)),
            _ => None,
        })
    }

    /// The sums of the scores over all blocks.
    ///
    /// They are at most those of the weights, and do not overflow.
    fn scores(&self) -> (i128, i128) {
        self.blocks().fold((0, 0), |sum: (i128, i128), block| {
            (sum.0.saturating_add(block.0), sum.1.saturating_add(block.1))
        })
    }

    /// The variance of the blocks around what a steady stream of marks would have given them,
    /// where a part of what was there a window ago is expected now.
    fn bursts(&self, vantage: &Vantage, score: f64, expected: Option<f64>) -> f64 {
        let rate = score / vantage.whole();
        let blocks = self.blocks().zip(vantage.blocks());
        let surprises = blocks.map(|((now, then), steady)| match expected {
            None => number(now) - rate * steady.now,
            Some(growth) => {
                // In this order nothing is lost where the two are close.
                let part = number(now.saturating_sub(then)) - growth * number(then);
                part - rate * (steady.now - steady.then - growth * steady.then)
            }
        });
        surprises.map(|surprise| surprise * surprise).sum()
    }

    /// Where the pair stands; none before its first mark has begun.
    pub(super) fn level(&self, vantage: &Vantage) -> Option<Level> {
        if self.is_empty() {
            return None;
        }
        let score = number(self.scores().0);
        let sums = table::Sums {
            marks: self.marks(),
            score,
            positive: number(self.total(POSITIVE)),
            weight: number(self.total(WEIGHT)),
            squares: number(self.total(SQUARES)),
            contact: number(self.total(CONTACT)),
        };
        let bursts = self.bursts(vantage, score, None);
        Some(Level::new(
            vantage.at(),
            &sums,
            bursts,
            vantage.calibration(),
        ))
    }

    /// Where the pair is going, and where it stands.
    pub(super) fn trend(&self, vantage: &Vantage) -> SnapshotTrend {
        let (reading, level) = (self.reading(vantage), self.level(vantage));
        SnapshotTrend::of_day(reading, level, vantage.calibration())
    }

    /// All that is measured, but for the direction.
    fn reading(&self, vantage: &Vantage) -> Reading {
        let calibration = vantage.calibration();
        let (now, then) = self.scores();
        let change = vantage.growth().map(|growth| {
            let size = number(now.saturating_sub(then)) - growth * number(then);
            let independent = self.independent(growth);
            let bursts = self.bursts(vantage, number(now), Some(growth));
            let z = size / (calibration.kappa_z() + independent + bursts).sqrt();
            Change {
                size,
                independent,
                bursts,
                z,
            }
        });
        let phi = calibration.decay().after(calibration.window().into());
        let weight_old = number(self.total(WEIGHT_THEN));
        Reading {
            at: vantage.at(),
            change,
            // Where nothing came the two are equal but for rounding.
            weight_new: (number(self.total(WEIGHT)) - phi * weight_old).max(0.0),
            weight_old,
        }
    }

    /// The sum of `(s c)^2`, with `c = d - growth E(u)` and `d = E(t) - E(u)`.
    fn independent(&self, growth: f64) -> f64 {
        let [now, mixed, then] = [SQUARES, SQUARES_MIXED, SQUARES_THEN].map(|at| self.total(at));
        // The sums of `s^2 d E(u)` and of `s^2 d^2`, exact before they are rounded once.
        let mixed_change = mixed.saturating_sub(then);
        let change = now.saturating_sub(mixed).saturating_sub(mixed_change);
        let sum =
            number(change) - 2.0 * growth * number(mixed_change) + growth * growth * number(then);
        sum.max(0.0)
    }
}
