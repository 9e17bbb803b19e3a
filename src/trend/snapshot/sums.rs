//! The sums of one pair, as integers.

use crate::ledger::{DaySpan, Mark, SpanSums};

use super::super::decay::{self, DECAY_BITS, number};
use super::super::kernel::{Blocks, Frame};
use super::super::{Level, Trend};
use super::SnapshotError;
use super::spec::SnapshotSpec;

/// The sums before those of the blocks.
const TOTALS: usize = 7;

/// Of the scores, `S`, at the date and a window before.
const SCORE: usize = 0;
const SCORE_THEN: usize = 1;
/// Of the scores above 0, `S+`.
const POSITIVE: usize = 2;
/// Of the weights, `W`, at the date and a window before.
const WEIGHT: usize = 3;
const WEIGHT_THEN: usize = 4;
/// Of the contacts, `C`.
const CONTACT: usize = 5;
/// How many marks begin before the blocks that are kept.
const MARKS_BEFORE: usize = 6;

/// The sums of each block: scores, squared scores, and how many marks begin in it.
const OF_BLOCK: usize = 3;

/// The most marks that are counted before the blocks, and in each of them: a thousand and one
/// such numbers add up within 64 bits.
const MOST_MARKS: i128 = 1 << 53;

/// Whether a sum is a number of marks.
fn is_count(place: usize) -> bool {
    place == MARKS_BEFORE || (place > TOTALS && (place - TOTALS) % OF_BLOCK == OF_BLOCK - 1)
}

/// Whether a sum can be held.
fn has_room(place: usize, sum: i128) -> bool {
    !is_count(place) || sum <= MOST_MARKS
}

/// Every sum of a pair: the totals, and those of the blocks, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sums(Box<[i128]>);

/// What the marks of one span add.
pub(super) struct Part {
    totals: [i128; TOTALS],
    span: DaySpan,
    marks: u32,
    score: i64,
    squares: i64,
}

impl Part {
    /// Returns `None` if the span has not begun at the date: then it adds nothing.
    pub(super) fn of(vantage: &SnapshotSpec, sums: &SpanSums) -> Option<Self> {
        Self::seen(vantage, sums.span(), sums.marks(), sums.sums())
    }

    /// Returns `None` if the mark has not begun at the date, or has no weight.
    pub(super) fn of_mark(vantage: &SnapshotSpec, mark: &Mark) -> Option<Self> {
        let sums = mark.sums().to_array();
        (mark.has_weight()).then(|| Self::seen(vantage, mark.span(), 1, sums))?
    }

    fn seen(vantage: &SnapshotSpec, span: DaySpan, marks: u32, sums: [i64; 5]) -> Option<Self> {
        let seen = vantage.seen(span)?;
        let [score, positive, weight, squares, contact] = sums;
        // 63 bits times 55: never an overflow.
        let times = |units: i64, decay: i64| i128::from(units) * i128::from(decay);
        let begins_before = vantage.block_of(span).is_none();
        Some(Self {
            totals: [
                times(score, seen.now),
                times(score, seen.then),
                times(positive, seen.now),
                times(weight, seen.now),
                times(weight, seen.then),
                times(contact, seen.now),
                if begins_before { marks.into() } else { 0 },
            ],
            span,
            marks,
            score,
            squares,
        })
    }

    /// The places of the sums that the part changes, and by how much.
    fn changes(&self, vantage: &SnapshotSpec) -> impl Iterator<Item = (usize, i128)> {
        let (score, squares) = (i128::from(self.score), i128::from(self.squares));
        let totals = self.totals.into_iter().enumerate();
        let shares = vantage.shares(self.span).flat_map(move |(block, share)| {
            let place = TOTALS + OF_BLOCK * block;
            let share = i128::from(share);
            [(place, score * share), (place + 1, squares * share)]
        });
        let marks = i128::from(self.marks);
        let begins = vantage.block_of(self.span);
        let begins = begins.map(|block| (TOTALS + OF_BLOCK * block + 2, marks));
        totals.chain(shares).chain(begins)
    }
}

impl SnapshotSpec {
    /// How many sums a pair has.
    pub(crate) fn sums_len(&self) -> usize {
        TOTALS + OF_BLOCK * self.blocks()
    }
}

impl Sums {
    pub(super) fn new(vantage: &SnapshotSpec) -> Self {
        Self(vec![0; vantage.sums_len()].into())
    }

    /// The sums as they were written. Returns `None` if no marks can have them.
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
        u64::try_from(marks).expect("numbers of marks are between 0 and their most")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0[MARKS_BEFORE] == 0 && self.blocks().all(|[_, _, marks]| marks == 0)
    }

    /// The sums of each block that is kept, oldest first.
    fn blocks(&self) -> impl ExactSizeIterator<Item = [i128; OF_BLOCK]> {
        let blocks = self.0[TOTALS..].chunks_exact(OF_BLOCK);
        blocks.map(|block| block.try_into().expect("chunks of that length"))
    }

    /// Changes the sums by a part. Returns whether that was possible; nothing changes if not.
    fn change(
        &mut self,
        vantage: &SnapshotSpec,
        part: &Part,
        with: fn(i128, i128) -> Option<i128>,
    ) -> bool {
        let mut changed = part.changes(vantage).map(|(place, by)| {
            let sum = with(self.0[place], by);
            sum.is_some_and(|sum| has_room(place, sum))
        });
        if !changed.all(|has_room| has_room) {
            return false;
        }
        for (place, by) in part.changes(vantage) {
            self.0[place] = with(self.0[place], by).expect("each place was seen to have room");
        }
        true
    }

    /// Adds the part of a span, if it has begun.
    pub(super) fn put(
        &mut self,
        vantage: &SnapshotSpec,
        part: Option<Part>,
        span: DaySpan,
    ) -> Result<(), SnapshotError> {
        match part {
            Some(part) if !self.change(vantage, &part, i128::checked_add) => {
                Err(SnapshotError::Overflow { span })
            }
            _ => Ok(()),
        }
    }

    /// Takes the part of a span away, if it has begun.
    pub(super) fn take_out(
        &mut self,
        vantage: &SnapshotSpec,
        part: Option<Part>,
        span: DaySpan,
    ) -> Result<(), SnapshotError> {
        let Some(part) = part else { return Ok(()) };
        if !self.change(vantage, &part, i128::checked_sub) {
            return Err(SnapshotError::NotRecorded { span });
        }
        if !self.are_possible() {
            let was_there = self.change(vantage, &part, i128::checked_add);
            assert!(was_there, "what was taken away fits in again");
            return Err(SnapshotError::NotRecorded { span });
        }
        Ok(())
    }

    /// Whether the sums of both can be held.
    pub(super) fn has_room_for(&self, other: &Self) -> bool {
        let mut sums = self.0.iter().zip(&other.0).enumerate();
        sums.all(|(place, (mine, other))| {
            let sum = mine.checked_add(*other);
            sum.is_some_and(|sum| has_room(place, sum))
        })
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
            *sum = sum.checked_add(*part).expect("there is room for the other");
        }
    }

    /// Takes the other's sums away, which have to be held.
    pub(super) fn part_with(&mut self, other: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.checked_sub(*part).expect("the other is held");
        }
    }

    /// Whether marks can sum to these: only scores go below 0, without marks there is nothing,
    /// and scores of both signs together are within the weights.
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
        // Score and weight of a mark are rounded, and off by one unit together.
        let rounded = u128::from(marks) << DECAY_BITS;
        let within =
            |size: u128, weight: i128| size <= weight.unsigned_abs().saturating_add(rounded);
        // Of scores above 0 and of those below it.
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
    fn now(&self) -> decay::Sums {
        decay::Sums {
            marks: self.marks(),
            lanes: [SCORE, POSITIVE, WEIGHT, CONTACT].map(|place| number(self.0[place])),
        }
    }

    /// The sums a window before the date, as far as a trend needs them.
    fn then(&self) -> decay::Sums {
        let [score, weight] = [SCORE_THEN, WEIGHT_THEN].map(|place| number(self.0[place]));
        decay::Sums {
            marks: 0,
            lanes: [score, 0.0, weight, 0.0],
        }
    }

    fn block_sums(&self, vantage: &SnapshotSpec) -> Blocks {
        let mut blocks = Blocks::new(vantage.calibration());
        for (place, [score, squares, _]) in self.blocks().enumerate() {
            blocks.scores[place] = number(score);
            blocks.squares[place] = number(squares);
        }
        blocks
    }

    /// The frame of the pair, by the block in which its first mark begins.
    fn frame<'v>(&self, vantage: &'v SnapshotSpec) -> &'v Frame {
        let question = vantage.question();
        let first = question.first_block();
        let begins = if self.0[MARKS_BEFORE] > 0 {
            Some(first - 1)
        } else {
            let blocks = (first..).zip(self.blocks());
            let mut begun = blocks.filter(|(_, [_, _, marks])| *marks > 0);
            begun.next().map(|(block, _)| block)
        };
        vantage.frames().of(&question, begins)
    }

    /// The level of the pair. Returns `None` before its first mark has begun.
    pub(super) fn level(&self, vantage: &SnapshotSpec) -> Option<Level> {
        let blocks = self.block_sums(vantage);
        vantage
            .question()
            .level(self.frame(vantage), &self.now(), &blocks)
    }

    /// The trend of the pair.
    pub(super) fn trend(&self, vantage: &SnapshotSpec) -> Trend {
        let blocks = self.block_sums(vantage);
        let (now, then) = (self.now(), self.then());
        vantage
            .question()
            .trend(self.frame(vantage), &now, &then, &blocks)
    }
}
