//! The sums of one dyad, as integers.
//!
//! All sums of a dyad are in one list, at fixed indexes: adding, subtracting and comparing are loops over
//! it, and the written form is the list. A change is checked against all bounds before it is applied, so a
//! refused change leaves the list as it was.

use crate::ledger::{DaySpan, LedgerError, Marks, Overflow, SpanSums};

use super::super::decay::{DECAY_BITS, DyadSums, WHOLE, number};
use super::super::kernel::{Blocks, Frame};
use super::super::{Level, Trend};
use super::spec::SnapshotSpec;

/// The number of sums before those of the blocks.
const TOTALS: usize = 7;

/// The index of the sum of scores, `S`, at the date and a window before.
const SCORE: usize = 0;
const SCORE_THEN: usize = 1;
/// The index of the sum of scores above 0, `S+`.
const POSITIVE: usize = 2;
/// The index of the sum of weights, `W`, at the date and a window before.
const WEIGHT: usize = 3;
const WEIGHT_THEN: usize = 4;
/// The index of the sum of contacts, `C`.
const CONTACT: usize = 5;
/// The index of the number of marks that begin before the blocks.
const MARKS_BEFORE: usize = 6;

/// The number of sums of each block: scores, squared scores, and the number of marks that begin in it.
const OF_BLOCK: usize = 3;

/// The maximum number of marks before the blocks, and in each of them: 1,001 such numbers sum to less
/// than 2^64.
const MAX_MARKS: i128 = 1 << 53;

/// Whether the sum at an index is a number of marks.
fn is_count(place: usize) -> bool {
    place == MARKS_BEFORE || (place > TOTALS && (place - TOTALS) % OF_BLOCK == OF_BLOCK - 1)
}

/// Whether the sum at an index is within its bound.
fn has_room(place: usize, sum: i128) -> bool {
    !is_count(place) || sum <= MAX_MARKS
}

/// All sums of a dyad: the totals, then those of the blocks, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SnapshotSums(Box<[i128]>);

/// The sums that the marks of one span add.
struct Part {
    totals: [i128; TOTALS],
    span: DaySpan,
    /// The block in which the span begins, if it is kept.
    begins: Option<usize>,
    marks: u32,
    score: i64,
    squares: i64,
}

impl Part {
    /// Returns `None` if the span has not begun at the date, or has no marks.
    fn of(spec: &SnapshotSpec, sums: &SpanSums) -> Option<Self> {
        let (span, marks, sums) = (sums.span(), sums.marks(), sums.sums());
        if marks == 0 {
            return None;
        }
        let decay = spec.decay_of(span)?;
        // A product of 63 and 55 bits fits in an `i128`.
        let times = |units: i64, decay: i64| i128::from(units) * i128::from(decay);
        let begins = spec.block_of(span);
        Some(Self {
            totals: [
                times(sums.score, decay.now),
                times(sums.score, decay.then),
                times(sums.positive, decay.now),
                times(sums.weight, decay.now),
                times(sums.weight, decay.then),
                times(sums.contact, decay.now),
                if begins.is_none() { marks.into() } else { 0 },
            ],
            span,
            begins,
            marks,
            score: sums.score,
            squares: sums.squares,
        })
    }

    /// Hands the index of each sum that the part changes, and by how much, to `change`, until it returns
    /// `false`. Returns whether it never did.
    fn each_change(
        &self,
        spec: &SnapshotSpec,
        mut change: impl FnMut(usize, i128) -> bool,
    ) -> bool {
        let mut totals = self.totals.iter().enumerate();
        let (score, squares) = (i128::from(self.score), i128::from(self.squares));
        let mut of_block = |(block, share): (usize, i64)| {
            let place = TOTALS + OF_BLOCK * block;
            let share = i128::from(share);
            change(place, score * share) && change(place + 1, squares * share)
        };
        let are_changed = match self.begins {
            // Most spans are a day, and a day is in one block.
            begins if self.span.is_day() => begins.is_none_or(|block| of_block((block, WHOLE))),
            _ => spec.parts(self.span).all(of_block),
        };
        are_changed
            && totals.all(|(place, &by)| change(place, by))
            && self
                .begins
                .is_none_or(|block| change(TOTALS + OF_BLOCK * block + 2, self.marks.into()))
    }
}

impl SnapshotSpec {
    /// The number of sums of a dyad.
    pub(crate) fn sums_len(&self) -> usize {
        TOTALS + OF_BLOCK * self.blocks()
    }
}

impl SnapshotSums {
    pub(super) fn new(spec: &SnapshotSpec) -> Self {
        Self(vec![0; spec.sums_len()].into())
    }

    /// Creates sums from a list. Returns `None` if no marks can have them.
    pub(super) fn of_units(units: Vec<i128>) -> Option<Self> {
        let sums = Self(units.into());
        sums.are_possible().then_some(sums)
    }

    pub(super) fn units(&self) -> &[i128] {
        &self.0
    }

    /// The number of marks that have begun.
    pub(super) fn marks(&self) -> u64 {
        let of_blocks = self.blocks().map(|[_, _, marks]| marks);
        let marks = self.0[MARKS_BEFORE] + of_blocks.sum::<i128>();
        u64::try_from(marks).expect("each number of marks is from 0 to MAX_MARKS")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0[MARKS_BEFORE] == 0 && self.blocks().all(|[_, _, marks]| marks == 0)
    }

    /// The sums of each block, oldest first.
    fn blocks(&self) -> impl ExactSizeIterator<Item = [i128; OF_BLOCK]> {
        let blocks = self.0[TOTALS..].chunks_exact(OF_BLOCK);
        blocks.map(|block| block.try_into().expect("chunks of OF_BLOCK sums"))
    }

    /// Adds marks that have begun. Nothing changes if the sums overflow.
    pub(super) fn add(&mut self, spec: &SnapshotSpec, marks: Marks<'_>) -> Result<(), LedgerError> {
        self.change(marks, |sums, span| {
            let overflow = Overflow { span: span.span() };
            match Part::of(spec, span) {
                Some(part) if !sums.apply(spec, &part, i128::checked_add) => Err(overflow.into()),
                _ => Ok(()),
            }
        })
    }

    /// Subtracts marks that have begun. Nothing changes if the sums cannot contain them.
    pub(super) fn subtract(
        &mut self,
        spec: &SnapshotSpec,
        marks: Marks<'_>,
    ) -> Result<(), LedgerError> {
        self.change(marks, |sums, span| {
            let Some(part) = Part::of(spec, span) else {
                return Ok(());
            };
            let missing = LedgerError::NotRecorded { span: span.span() };
            if !sums.apply(spec, &part, i128::checked_sub) {
                return Err(missing);
            }
            // Possible sums satisfy conditions on several sums at once, so they are checked after the
            // change, which is undone if they fail.
            if !sums.are_possible() {
                let fits = sums.apply(spec, &part, i128::checked_add);
                assert!(fits, "the sums before the change were within bounds");
                return Err(missing);
            }
            Ok(())
        })
    }

    /// Changes the sums span by span: all of the marks, or none.
    fn change(
        &mut self,
        marks: Marks<'_>,
        mut by: impl FnMut(&mut Self, &SpanSums) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        match marks {
            Marks::Span(span) => by(self, &span),
            Marks::Ledger(ledger) => {
                let mut changed = self.clone();
                for span in ledger.spans() {
                    by(&mut changed, &span)?;
                }
                *self = changed;
                Ok(())
            }
        }
    }

    /// Changes the sums by a part. Returns whether the results are within bounds; nothing changes
    /// if not.
    fn apply(
        &mut self,
        spec: &SnapshotSpec,
        part: &Part,
        with: impl Fn(i128, i128) -> Option<i128>,
    ) -> bool {
        let sums = &self.0;
        let fits = part.each_change(spec, |place, by| {
            let sum = with(sums[place], by);
            sum.is_some_and(|sum| has_room(place, sum))
        });
        if fits {
            let sums = &mut self.0;
            part.each_change(spec, |place, by| {
                sums[place] = with(sums[place], by).expect("each result was checked above");
                true
            });
        }
        fits
    }

    /// Whether the other's sums can be added.
    pub(super) fn has_room_for(&self, other: &Self) -> bool {
        let mut sums = self.0.iter().zip(&other.0).enumerate();
        sums.all(|(place, (mine, other))| {
            let sum = mine.checked_add(*other);
            sum.is_some_and(|sum| has_room(place, sum))
        })
    }

    /// Whether the other's sums can be subtracted: some marks can have the rest.
    pub(super) fn can_subtract(&self, other: &Self) -> bool {
        let sums = self.0.iter().zip(&other.0);
        let rest: Option<_> = sums.map(|(mine, other)| mine.checked_sub(*other)).collect();
        rest.is_some_and(|rest| Self(rest).are_possible())
    }

    /// Adds the other's sums. The caller must have [checked](Self::has_room_for) them.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.checked_add(*part).expect("the caller checked the room");
        }
    }

    /// Subtracts the other's sums. The caller must have [checked](Self::can_subtract) them.
    pub(super) fn subtract_all(&mut self, other: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&other.0) {
            *sum = sum
                .checked_sub(*part)
                .expect("the caller checked that the other can be subtracted");
        }
    }

    /// Whether some marks can have these sums.
    ///
    /// 1. Only sums of scores are negative, and numbers of marks are within their bound.
    /// 2. Without marks, all sums are 0.
    /// 3. The scores above 0 and the scores below 0 together do not exceed the weights, except for rounding.
    fn are_possible(&self) -> bool {
        let is_signed = |place: usize| {
            matches!(place, SCORE | SCORE_THEN)
                || (place >= TOTALS && (place - TOTALS).is_multiple_of(OF_BLOCK))
        };
        let mut sums = self.0.iter().enumerate();
        if sums.any(|(place, &sum)| (sum < 0 && !is_signed(place)) || !has_room(place, sum)) {
            return false;
        }
        let marks = self.marks();
        if marks == 0 {
            return self.0.iter().all(|&sum| sum == 0);
        }
        // The score and the weight of a mark are rounded, and together off by one unit at most.
        let rounded = u128::from(marks) << DECAY_BITS;
        let within =
            |size: u128, weight: i128| size <= weight.unsigned_abs().saturating_add(rounded);
        let positive = self.0[POSITIVE];
        let negative = positive.checked_sub(self.0[SCORE]);
        let both = negative.and_then(|negative| {
            let negative = u128::try_from(negative).ok()?;
            negative.checked_add(positive.unsigned_abs())
        });
        both.is_some_and(|both| within(both, self.0[WEIGHT]))
            && within(self.0[SCORE_THEN].unsigned_abs(), self.0[WEIGHT_THEN])
    }

    /// The sums at the date.
    fn now(&self) -> DyadSums {
        DyadSums {
            marks: self.marks(),
            lanes: [SCORE, POSITIVE, WEIGHT, CONTACT].map(|place| number(self.0[place])),
        }
    }

    /// The sums a window before the date that a trend needs.
    fn then(&self) -> DyadSums {
        let [score, weight] = [SCORE_THEN, WEIGHT_THEN].map(|place| number(self.0[place]));
        DyadSums {
            marks: 0,
            lanes: [score, 0.0, weight, 0.0],
        }
    }

    fn block_sums(&self, spec: &SnapshotSpec) -> Blocks {
        let mut blocks = Blocks::new(spec.calibration());
        for (place, [score, squares, _]) in self.blocks().enumerate() {
            blocks.scores[place] = number(score);
            blocks.squares[place] = number(squares);
        }
        blocks
    }

    /// The frame of the dyad, which depends on the block in which its first mark begins.
    fn frame<'v>(&self, spec: &'v SnapshotSpec) -> &'v Frame {
        let question = spec.question();
        let first = question.first_block();
        let begins = if self.0[MARKS_BEFORE] > 0 {
            Some(first - 1)
        } else {
            let blocks = (first..).zip(self.blocks());
            let mut begun = blocks.filter(|(_, [_, _, marks])| *marks > 0);
            begun.next().map(|(block, _)| block)
        };
        spec.frames().of(&question, begins)
    }

    /// The level. Returns `None` without marks.
    pub(super) fn level(&self, spec: &SnapshotSpec) -> Option<Level> {
        let blocks = self.block_sums(spec);
        spec.question()
            .level(self.frame(spec), &self.now(), &blocks)
    }

    /// The trend.
    pub(super) fn trend(&self, spec: &SnapshotSpec) -> Trend {
        let blocks = self.block_sums(spec);
        let (now, then) = (self.now(), self.then());
        spec.question()
            .trend(self.frame(spec), &now, &then, &blocks)
    }
}
