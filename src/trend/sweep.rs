//! All pairs of a ledger at instants that are known beforehand, one pair after the other.
//!
//! The marks of a day may be in any of the three ledgers of a pair. They are added up in a slot
//! for the day, and a bit is set: the bits give the days in order, without a merge. One walk over
//! them gives the sums at every instant, by the same steps as a
//! [`Trajectory`](super::Trajectory), and so with the same bits.
//!
//! Slots are numbered back from the last instant, and made as far back as marks reach. Marks
//! that are centuries older are rare, and make a trajectory of their pair.

use std::hint::black_box;

use crate::ledger::{DaySpan, Dyad as LedgerPair, DyadLedger, Sums as Exact};
use crate::time::Moment;

use super::decay::{Decay, Instant, Long, Settled, Sums, units_to_f64};
use super::kernel::{Blocks, Frames, Question, block_of};
use super::{Calibration, Coverage, Trajectory, Trend};

/// How many days back from the last instant there can be slots: a century and a half.
const REACH: i64 = 1 << 16;

/// The least pairs that a thread takes.
#[cfg(feature = "rayon")]
pub(super) const AT_ONCE: usize = 512;

/// An instant, with what holds there for every pair.
#[derive(Clone, Debug)]
pub(super) struct Asked<'c> {
    question: Question<'c>,
    frames: Frames,
    /// The places of the instant, and of the one a window before it, among the stops.
    now: usize,
    then: usize,
}

/// A pass over pairs, with the sums of one of them at a time.
#[derive(Clone, Debug)]
pub(super) struct Sweep<'c> {
    calibration: &'c Calibration,
    /// In order of time.
    stops: Vec<Stop>,
    /// Whether the sums of blocks are asked for.
    has_blocks: bool,
    /// The last day that has begun by the last instant.
    last_day: i64,
    /// The sums of each day, counted back from the last.
    slots: Vec<Slot>,
    /// A bit for each slot with marks.
    touched: Vec<u64>,
    /// A bit for each word of those that has any.
    filled: Vec<u64>,
    /// The slots with marks of a pair, in order of time.
    order: Vec<usize>,
    longs: Vec<Long>,
    first_day: Option<i32>,
    /// The first block whose sums are kept.
    first_block: i64,
    blocks: Blocks,
    scratch: Blocks,
    /// A pair whose marks lie further back than slots reach.
    alone: Option<Trajectory>,
}

/// An instant at which the sums of pairs are asked for.
#[derive(Clone, Debug)]
struct Stop {
    at: Instant,
    sums: Sums,
    /// The sums of scores and of squares of the block of the last day before it, until then.
    in_block: (f64, f64),
}

/// The marks of a day.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    exact: Exact,
    marks: u32,
}

impl<'c> Sweep<'c> {
    /// A pass for the sums at some instants, and those of blocks if they are asked for.
    pub(super) fn new(
        calibration: &'c Calibration,
        instants: impl Iterator<Item = Instant>,
        has_blocks: bool,
    ) -> Self {
        let mut instants: Vec<_> = instants.collect();
        instants.sort_by(|a, b| {
            a.key()
                .partial_cmp(&b.key())
                .expect("fractions are numbers")
        });
        instants.dedup_by(|a, b| a.key() == b.key());
        let stops = instants.into_iter().map(|at| Stop {
            at,
            sums: Sums::default(),
            in_block: (0.0, 0.0),
        });
        let stops: Vec<_> = stops.collect();
        let last_day = stops.last().map_or(0, |stop| stop.at.last_day());
        let first_day = stops.first().map_or(last_day, |stop| stop.at.last_day());
        let first_block = block_of(calibration, first_day) + 1 - i64::from(calibration.blocks());
        let mut sweep = Self {
            calibration,
            stops,
            has_blocks,
            last_day,
            slots: Vec::new(),
            touched: Vec::new(),
            filled: Vec::new(),
            order: Vec::new(),
            longs: Vec::new(),
            first_day: None,
            first_block,
            blocks: Blocks {
                scores: Vec::new(),
                squares: Vec::new(),
            },
            scratch: Blocks::new(calibration),
            alone: None,
        };
        if has_blocks && sweep.reaches_all_stops() {
            let len = usize::try_from(block_of(calibration, last_day) + 1 - first_block);
            let len = len.expect("instants within reach have few blocks");
            sweep.blocks.scores = vec![0.0; len];
            sweep.blocks.squares = vec![0.0; len];
        }
        sweep
    }

    /// A pass for the trends at some dates, and what holds at each of them.
    pub(super) fn of_trends(
        calibration: &'c Calibration,
        coverage: &Coverage,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
    ) -> (Self, Vec<Asked<'c>>) {
        let dates = in_order(dates).into_iter();
        let questions: Vec<_> = dates.map(|at| Question::new(calibration, at)).collect();
        let instants = questions.iter().flat_map(|one| [one.at, one.before]);
        let sweep = Self::new(calibration, instants, true);
        let asked = questions.into_iter().map(|question| Asked {
            question,
            frames: Frames::new(&question, coverage),
            now: sweep.place(question.at),
            then: sweep.place(question.before),
        });
        let asked = asked.collect();
        (sweep, asked)
    }

    /// Whether there can be slots as far back as the first instant.
    fn reaches_all_stops(&self) -> bool {
        let first = self.stops.first().map_or(self.last_day, |stop| stop.at.day);
        self.last_day - first < REACH
    }

    /// The place of an instant among the stops.
    pub(super) fn place(&self, at: Instant) -> usize {
        self.stops.partition_point(|stop| stop.at.key() < at.key())
    }

    /// The sums of the pair at a stop.
    pub(super) fn sums(&self, place: usize) -> &Sums {
        &self.stops[place].sums
    }

    /// Reads the marks of a pair, in the place of those of the pair before.
    pub(super) fn read(&mut self, pair: &LedgerPair<'_>) {
        let parts = pair.parts();
        let first = parts.iter().filter_map(|part| part.first()).min();
        self.first_day = first.map(DaySpan::first_day);
        self.longs.clear();
        if parts.iter().any(|part| part.has_longs()) {
            let longs = pair.spans().filter(|sums| !sums.span().is_day());
            self.longs.extend(longs.map(|sums| Long::of(&sums)));
            self.longs.sort_unstable_by_key(Long::key);
        }
        let back = self
            .first_day
            .map_or(0, |day| self.last_day - i64::from(day));
        if back >= REACH || !self.reaches_all_stops() {
            let alone = Trajectory::of_spans(pair.spans(), self.calibration);
            for stop in &mut self.stops {
                stop.sums = alone.sums(stop.at);
            }
            self.alone = Some(alone);
            return;
        }
        self.alone = None;
        // Marks that begin after the last instant have no slots.
        let words = usize::try_from(back).map_or(0, |back| back / 64 + 1);
        if words > self.touched.len() {
            self.touched.resize(words, 0);
            self.filled.resize(words.div_ceil(64), 0);
            self.slots.resize(words * 64, Slot::default());
        }
        for part in parts {
            part.for_each_day(|day, marks, exact| self.add_day(day, marks, &exact));
        }
        if self.has_blocks {
            self.settle::<true>(words);
        } else {
            self.settle::<false>(words);
        }
    }

    #[inline]
    fn add_day(&mut self, day: i32, marks: u32, exact: &Exact) {
        // A day after the last instant has no slot.
        let Ok(back) = usize::try_from(self.last_day - i64::from(day)) else {
            return;
        };
        let word = back / 64;
        self.touched[word] |= 1 << (back % 64);
        self.filled[word / 64] |= 1 << (word % 64);
        let slot = &mut self.slots[back];
        // Each of the three ledgers of a pair holds a third of a sum.
        slot.marks += marks;
        slot.exact.score += exact.score;
        slot.exact.positive += exact.positive;
        slot.exact.weight += exact.weight;
        slot.exact.squares += exact.squares;
        slot.exact.contact += exact.contact;
    }

    /// Walks the days with marks in order of time, and notes the sums at every stop.
    fn settle<const BLOCKS: bool>(&mut self, words: usize) {
        self.order.clear();
        // Most words are empty, and where bits are is hard to predict: only words with bits are
        // visited.
        for group in (0..words.div_ceil(64)).rev() {
            let mut filled = std::mem::take(&mut self.filled[group]);
            while filled != 0 {
                let word = group * 64 + take_highest(&mut filled);
                let mut bits = std::mem::take(&mut self.touched[word]);
                loop {
                    self.order.push(word * 64 + take_highest(&mut bits));
                    if bits == 0 {
                        break;
                    }
                }
            }
        }
        if BLOCKS {
            self.blocks.scores.fill(0.0);
            self.blocks.squares.fill(0.0);
        }
        let mut walk = Walk {
            decay: self.calibration.decay(),
            last_day: self.last_day,
            order: &self.order,
            slots: &mut self.slots,
            longs: &self.longs,
            settled: Settled::default(),
            block: BlockSums::before(self.first_block, self.calibration),
        };
        for stop in &mut self.stops {
            if walk.longs.is_empty() {
                walk.go_on::<BLOCKS, false>(stop.at.day, &mut self.blocks);
            } else {
                walk.go_on::<BLOCKS, true>(stop.at.day, &mut self.blocks);
            }
            walk.note(stop);
        }
        // The day of the last stop, of which it has seen a part.
        for &back in walk.order {
            walk.slots[back] = Slot::default();
        }
        if BLOCKS {
            walk.block.flush(&mut self.blocks);
        }
    }

    /// The trend of the pair at an instant.
    pub(super) fn trend(&mut self, asked: &Asked<'_>) -> Trend {
        let question = &asked.question;
        let frame = asked.frames.of(question, question.begins(self.first_day));
        let (now, then) = (&self.stops[asked.now], &self.stops[asked.then].sums);
        if let Some(alone) = &self.alone {
            return question.trend(frame, &now.sums, then, &alone.blocks_at(question));
        }
        let kept = self.scratch.scores.len();
        let from = usize::try_from(question.first_block() - self.first_block);
        let from = from.expect("the first instant has the first blocks");
        let sums = [
            (
                &mut self.scratch.scores,
                &self.blocks.scores,
                now.in_block.0,
            ),
            (
                &mut self.scratch.squares,
                &self.blocks.squares,
                now.in_block.1,
            ),
        ];
        for (scratch, blocks, last) in sums {
            scratch.copy_from_slice(&blocks[from..from + kept]);
            scratch[kept - 1] = last;
        }
        for long in &self.longs {
            let ends_in_blocks = i64::from(long.to) > question.first_day();
            if ends_in_blocks && question.at.is_after(long.from) {
                self.scratch.add_long(question, long);
            }
        }
        question.trend(frame, &now.sums, then, &self.scratch)
    }
}

/// Clears the highest bit of some, and returns its place.
#[inline]
fn take_highest(bits: &mut u64) -> usize {
    let bit = 63 - bits.leading_zeros();
    *bits ^= 1 << bit;
    bit as usize
}

/// A walk over the days of a pair that have marks.
struct Walk<'s> {
    decay: &'s Decay,
    last_day: i64,
    /// The slots of the days that are left, in order of time.
    order: &'s [usize],
    slots: &'s mut [Slot],
    /// The longer spans that are left, in the order in which they end.
    longs: &'s [Long],
    settled: Settled,
    block: BlockSums,
}

impl Walk<'_> {
    /// Goes on to the start of a day.
    #[inline(never)]
    fn go_on<const BLOCKS: bool, const LONGS: bool>(&mut self, until: i64, blocks: &mut Blocks) {
        let mut settled = self.settled;
        let mut taken = 0;
        for &back in self.order {
            let day = self.last_day - i64::try_from(back).expect("within reach");
            if day >= until {
                break;
            }
            if LONGS {
                self.settle_longs(&mut settled, day);
            }
            let slot = &mut self.slots[back];
            settled.add_day(self.decay, day, slot.marks, &slot.exact);
            if BLOCKS {
                self.block.add_day(blocks, day, &slot.exact);
            }
            *slot = Slot::default();
            taken += 1;
        }
        if LONGS {
            self.settle_longs(&mut settled, until);
        }
        self.order = &self.order[taken..];
        self.settled = settled;
    }

    /// Settles the spans that end by a day.
    fn settle_longs(&mut self, settled: &mut Settled, day: i64) {
        while let Some((long, rest)) = self.longs.split_first() {
            if i64::from(long.to) > day {
                break;
            }
            settled.add_long(self.decay, long);
            self.longs = rest;
        }
    }

    /// Notes the sums of the marks before a stop.
    #[inline]
    fn note(&self, stop: &mut Stop) {
        let next = self.order.first().filter(|_| stop.at.has_begun_the_day());
        let day = |back: usize| self.last_day - i64::try_from(back).expect("within reach");
        let today = next.filter(|&&back| day(back) == stop.at.day);
        let today = today.map(|&back| &self.slots[back]);
        let marks = today.map(|slot| (slot.marks, &slot.exact));
        stop.sums = self.settled.at(self.decay, stop.at, self.longs, marks);
        stop.in_block = self.block.until(stop.at, today.map(|slot| &slot.exact));
    }
}

/// The sums of a block while its days are walked.
struct BlockSums {
    /// The days of a block.
    days: i64,
    /// The first block that is kept.
    first: i64,
    /// Its first day.
    kept_from: i64,
    number: i64,
    /// The first day of the next.
    end: i64,
    score: f64,
    squares: f64,
}

impl BlockSums {
    fn before(first: i64, calibration: &Calibration) -> Self {
        let days = i64::from(calibration.block());
        Self {
            days,
            first,
            kept_from: first * days,
            number: i64::MIN,
            end: i64::MIN,
            score: 0.0,
            squares: 0.0,
        }
    }

    /// The sums until an instant of the block of its last day.
    #[inline]
    fn until(&self, at: Instant, today: Option<&Exact>) -> (f64, f64) {
        let last_day = at.last_day();
        let is_open = last_day < self.end && self.end - last_day <= self.days;
        let (mut score, mut squares) = if is_open {
            (self.score, self.squares)
        } else {
            (0.0, 0.0)
        };
        if let Some(exact) = today {
            score += units_to_f64(exact.score) * at.fraction;
            squares += units_to_f64(exact.squares) * at.fraction;
        }
        (score, squares)
    }

    #[inline]
    fn add_day(&mut self, blocks: &mut Blocks, day: i64, exact: &Exact) {
        if day < self.kept_from {
            return;
        }
        if day >= self.end {
            self.flush(blocks);
            self.begin(day);
        }
        self.score += units_to_f64(exact.score);
        self.squares += units_to_f64(exact.squares);
    }

    fn begin(&mut self, day: i64) {
        self.number = day.div_euclid(self.days);
        self.end = (self.number + 1) * self.days;
        (self.score, self.squares) = (0.0, 0.0);
    }

    /// Notes the sums of the block, if it is kept.
    fn flush(&self, blocks: &mut Blocks) {
        if self.number >= self.first {
            let place = usize::try_from(self.number - self.first).expect("not before the first");
            blocks.scores[place] = self.score;
            blocks.squares[place] = self.squares;
        }
    }
}

/// How many pairs are fetched from memory at once.
pub(super) const FETCHED: usize = 8;

/// Pairs one after the other, some of them fetched from memory at once.
pub(super) fn fetched<'p, 'l>(
    pairs: &'p [LedgerPair<'l>],
) -> impl Iterator<Item = &'p LedgerPair<'l>> {
    pairs.chunks(FETCHED).flat_map(|pairs| {
        fetch(pairs);
        pairs
    })
}

/// Looks at every row of some pairs, so that many rows are on their way from memory together.
///
/// What dominates a pass is waiting for memory, since pairs lie anywhere.
pub(super) fn fetch(pairs: &[LedgerPair<'_>]) {
    let parts = || pairs.iter().flat_map(LedgerPair::parts);
    black_box(parts().filter(|part| part.is_empty()).count());
    black_box(
        parts()
            .map(DyadLedger::fetched)
            .fold(0, |all, day| all ^ day),
    );
}

/// Moments in order, each once.
pub(super) fn in_order(dates: impl IntoIterator<Item = impl Into<Moment>>) -> Vec<Moment> {
    let mut dates: Vec<Moment> = dates.into_iter().map(Into::into).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}
