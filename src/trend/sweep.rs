//! The sums of all dyads of a ledger at known instants, one dyad after the other.
//!
//! A [`Trajectory`](super::Trajectory) merges the three ledgers of a dyad and copies their days, which
//! pays only for many instants. A sweep gives the same bits without a merge or a copy:
//!
//! 1. The instants (*stops*) and the beginnings of epochs (see [`decay`](super::decay)) divide the days
//!    into *cells*. Between two neighbouring stops only the sum of the days matters.
//! 2. Each of the three ledgers is read from end to end, and each day is added to its cell. The sums of
//!    a cell are integers, so their order does not matter.
//! 3. One walk over the cells, in order of time, computes the total at the end of each cell, by the
//!    same steps as a trajectory.
//!
//! The sums of blocks are computed in the same way. The stops and the beginnings of blocks divide the
//! days into *pieces*: a block is the sum of its pieces.
//!
//! Cells are numbered backwards from the last stop and created on demand, because the first mark of a
//! dyad is not known beforehand. A dyad with marks older than [`MAX_DAYS_BACK`] falls back to a
//! trajectory.

use std::hint::black_box;
use std::ops::Range;

use crate::ledger::{DaySpan, Dyad, DyadLedger, Sums};
use crate::time::Moment;

use super::decay::{
    DayTime, DyadSums, EndedSpans, GrownSums, Lanes, LongSpan, units_to_f64, wide_units_to_f64,
};
use super::kernel::{Blocks, Frames, Question, block_of};
use super::{Calibration, Coverage, Trajectory, Trend};

/// The maximum number of days with cells: 180 years before the last stop.
const MAX_DAYS_BACK: i64 = 1 << 16;

/// The maximum number of epochs with cells. With more, a trajectory is faster.
const MAX_EPOCHS: i64 = 1 << 10;

/// The maximum number of stops: the number of a cell has 16 bits.
const MAX_STOPS: usize = 1 << 14;

/// The maximum number of days of a block. 2^14 days of three small rows below 2^47 sum to less than
/// 2^63.
const MAX_BLOCK_DAYS: u32 = 1 << 14;

/// The minimum number of dyads that a thread takes at a time.
#[cfg(feature = "rayon")]
pub(super) const CHUNK: usize = 512;

/// A date of a sweep, with everything that does not depend on a dyad.
#[derive(Clone, Debug)]
pub(super) struct DateQuery<'c> {
    question: Question<'c>,
    frames: Frames,
    /// The index of the stop at the date.
    stop: usize,
    /// The index of the stop a window before the date.
    stop_before: usize,
}

/// A pass over dyads, with the sums of one dyad at a time.
#[derive(Clone, Debug)]
pub(super) struct Sweep<'c> {
    calibration: &'c Calibration,
    /// In order of time.
    stops: Vec<Stop>,
    /// Whether a stop is not at midnight.
    has_stop_within_day: bool,
    /// Whether cells are used. If not, each dyad falls back to a trajectory.
    has_cells: bool,
    /// The last day that begins before the last stop.
    last_day: i64,
    /// The days on which cells begin because of a stop, in order.
    edges: Vec<i64>,
    /// The index of the cell of each day. Days are counted backwards from the last day.
    cell_of: Vec<u16>,
    /// The cells, latest first.
    cells: Vec<Cell>,
    /// The sums of the marks of the dyad in each cell. Zero between two dyads.
    sums: Vec<CellSums>,
    /// A copy of `sums` for stops within a day, whose cell is that day alone.
    day_sums: Vec<CellSums>,
    /// The number of cells back to the first mark of the dyad.
    used_cells: usize,
    /// Whether the sums at a stop are stored in it. If not, they follow from a cell.
    has_stored_sums: bool,
    /// The days on which pieces begin, in order.
    piece_starts: Vec<i64>,
    /// The index of the piece of each day. Days are counted backwards from the last day.
    piece_of: Vec<u32>,
    /// One piece for all days before the kept blocks, which is not read; then the pieces in order.
    pieces: Vec<Piece>,
    /// The pieces of each kept block. Empty if the sums of blocks are not needed.
    block_pieces: Vec<Range<usize>>,
    /// The spans of several days of the dyad, in the order in which they end.
    long_spans: Vec<LongSpan>,
    /// The first day of the dyad that has a mark.
    first_day: Option<i32>,
    /// The first block that a stop needs.
    first_block: i64,
    /// The sums of whole blocks from the first on.
    blocks: Blocks,
    /// The blocks of one date.
    scratch: Blocks,
    /// The trajectory of a dyad whose marks are too old for cells, or whose sums are too great for
    /// pieces.
    fallback: Option<Trajectory>,
}

/// An instant at which sums are computed.
#[derive(Clone, Debug)]
struct Stop {
    at: DayTime,
    /// The decay from the total of its epoch: see [`Decay::epoch_before`](super::decay::Decay::epoch_before).
    left: f64,
    /// See [`Decay::unit_today`](super::decay::Decay::unit_today).
    unit_today: f64,
    /// The cell that ends at the start of its day. `None` if it is older than all cells.
    before: Option<usize>,
    /// The cell of its day, if it is within a day.
    day_cell: Option<usize>,
    /// The sums of the dyad, if they are stored.
    sums: DyadSums,
    /// The pieces of its block before its day.
    pieces: Range<usize>,
    /// The piece of its day, if it is within a day.
    today: Option<usize>,
    /// The sums of its block up to the instant.
    in_block: (f64, f64),
}

/// The days between two neighbouring stops or epochs.
#[derive(Clone, Copy, Debug)]
struct Cell {
    begins_epoch: bool,
    /// The total of the epoch at the end of the cell.
    total: Lanes,
    /// The number of marks up to the end of the cell.
    marks: u64,
}

/// The sums of the marks of a dyad in a cell.
#[derive(Clone, Copy, Debug)]
struct CellSums {
    grown: GrownSums,
    marks: u64,
    /// The first day of the epoch of the cell, counted backwards from the last day.
    epoch: usize,
}

/// The sums of scores and of squared scores on the days between two neighbouring stops or blocks.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    score: i64,
    squares: i64,
}

impl<'c> Sweep<'c> {
    /// Creates a sweep for some instants, with the sums of blocks if `has_blocks`.
    pub(super) fn new(
        calibration: &'c Calibration,
        instants: impl Iterator<Item = DayTime>,
        has_blocks: bool,
    ) -> Self {
        let mut instants: Vec<_> = instants.collect();
        instants.sort_by(|a, b| {
            a.key()
                .partial_cmp(&b.key())
                .expect("fractions are numbers")
        });
        instants.dedup_by(|a, b| a.key() == b.key());
        let decay = calibration.decay();
        let stops = instants.into_iter().map(|at| Stop {
            at,
            left: decay.epoch_before(at).1,
            unit_today: decay.unit_today(at),
            before: None,
            day_cell: None,
            sums: DyadSums::default(),
            pieces: 0..0,
            today: None,
            in_block: (0.0, 0.0),
        });
        let stops: Vec<_> = stops.collect();
        let last_day = stops.last().map_or(0, |stop| stop.at.last_day());
        let first_day = stops.first().map_or(last_day, |stop| stop.at.last_day());
        let has_cells = last_day - first_day < MAX_DAYS_BACK
            && stops.len() <= MAX_STOPS
            && (!has_blocks || calibration.block() <= MAX_BLOCK_DAYS);
        let mut sweep = Self {
            calibration,
            stops,
            has_stop_within_day: false,
            has_cells,
            last_day,
            edges: Vec::new(),
            cell_of: Vec::new(),
            cells: Vec::new(),
            sums: Vec::new(),
            day_sums: Vec::new(),
            used_cells: 0,
            has_stored_sums: false,
            piece_starts: Vec::new(),
            piece_of: Vec::new(),
            pieces: Vec::new(),
            block_pieces: Vec::new(),
            long_spans: Vec::new(),
            first_day: None,
            first_block: block_of(calibration, first_day) + 1 - i64::from(calibration.blocks()),
            blocks: Blocks {
                scores: Vec::new(),
                squares: Vec::new(),
            },
            scratch: Blocks::new(calibration),
            fallback: None,
        };
        sweep.has_stop_within_day = sweep.stops.iter().any(|stop| stop.at.is_within_day());
        sweep.edges = sweep.stops.iter().flat_map(Stop::edges).collect();
        sweep.edges.sort_unstable();
        if has_blocks && has_cells {
            sweep.split_blocks();
        }
        sweep
    }

    /// Divides the kept blocks into pieces.
    fn split_blocks(&mut self) {
        let days = i64::from(self.calibration.block());
        let last_block = block_of(self.calibration, self.last_day);
        let blocks = self.first_block..=last_block;
        let (first, last) = (self.first_block * days, self.last_day);
        let edges = self.edges.iter().copied();
        let mut starts: Vec<_> = (edges.filter(|edge| (first..=last).contains(edge)))
            .chain(blocks.clone().map(|block| block * days))
            .collect();
        starts.sort_unstable();
        starts.dedup();
        // Piece 0 has the days before the kept blocks.
        let piece_from = |day: i64| 1 + starts.partition_point(|&start| start < day);
        let of_block = |block: i64| piece_from(block * days)..piece_from((block + 1) * days);
        self.block_pieces = blocks.map(of_block).collect();
        for stop in &mut self.stops {
            let block = stop.at.last_day().div_euclid(days);
            stop.pieces = piece_from(block * days)..piece_from(stop.at.day);
            stop.today = (stop.at.is_within_day()).then(|| piece_from(stop.at.day));
        }
        self.piece_starts = starts;
        self.pieces = vec![Piece::default(); self.piece_starts.len() + 1];
        self.blocks.scores = vec![0.0; self.block_pieces.len()];
        self.blocks.squares = vec![0.0; self.block_pieces.len()];
    }

    /// Creates a sweep for the trends at some dates, with one query for each date.
    pub(super) fn of_trends(
        calibration: &'c Calibration,
        coverage: &Coverage,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
    ) -> (Self, Vec<DateQuery<'c>>) {
        let dates = in_order(dates).into_iter();
        let questions: Vec<_> = dates.map(|at| Question::new(calibration, at)).collect();
        let instants = questions.iter().flat_map(|one| [one.at, one.before]);
        let sweep = Self::new(calibration, instants, true);
        let queries = questions.into_iter().map(|question| DateQuery {
            question,
            frames: Frames::new(&question, coverage),
            stop: sweep.stop_at(question.at),
            stop_before: sweep.stop_at(question.before),
        });
        let queries = queries.collect();
        (sweep, queries)
    }

    /// Whether the sums of blocks are computed.
    fn has_blocks(&self) -> bool {
        !self.block_pieces.is_empty()
    }

    /// The index of the stop at an instant.
    pub(super) fn stop_at(&self, at: DayTime) -> usize {
        self.stops.partition_point(|stop| stop.at.key() < at.key())
    }

    /// The sums of the dyad at a stop.
    #[inline]
    pub(super) fn sums(&self, stop: usize) -> DyadSums {
        let stop = &self.stops[stop];
        if self.has_stored_sums {
            stop.sums
        } else {
            self.sums_of_days(stop)
        }
    }

    /// The sums of all days before the day of a stop.
    #[inline]
    fn sums_of_days(&self, stop: &Stop) -> DyadSums {
        // Without a cell before the stop, all marks of the dyad are later.
        let cell = stop
            .before
            .and_then(|cell| self.cells[..self.used_cells].get(cell));
        cell.map_or_else(DyadSums::default, |cell| DyadSums {
            marks: cell.marks,
            lanes: cell.total.map(|sum| sum * stop.left),
        })
    }

    /// Creates cells up to `back` days before the last day. Cells of earlier calls stay as they are.
    fn extend_cells(&mut self, back: usize) {
        let decay = self.calibration.decay();
        let epoch = decay.epoch_days();
        for from_last in self.cell_of.len()..=back {
            let day = self.last_day - i64::try_from(from_last).expect("at most MAX_DAYS_BACK");
            let next = day + 1;
            // Going backwards, a new cell begins where an epoch or an edge ends the earlier one.
            if from_last == 0 || next % epoch == 0 || self.edges.binary_search(&next).is_ok() {
                let begins = decay.epoch_of(day) * epoch;
                let begins = usize::try_from(self.last_day - begins);
                self.sums.push(CellSums {
                    grown: GrownSums::default(),
                    marks: 0,
                    epoch: begins.expect("an epoch begins on or before each of its days"),
                });
                let number = self.cells.len();
                self.cells.push(Cell {
                    begins_epoch: false,
                    total: Lanes::default(),
                    marks: 0,
                });
                for stop in self.stops.iter_mut().filter(|stop| stop.at.day == next) {
                    stop.before = Some(number);
                }
            }
            let number = self.cells.len() - 1;
            self.cells[number].begins_epoch = day % epoch == 0;
            for stop in self.stops.iter_mut().filter(|stop| stop.at.day == day) {
                stop.day_cell = (stop.at.is_within_day()).then_some(number);
            }
            let number = u16::try_from(number);
            self.cell_of
                .push(number.expect("at most MAX_STOPS and MAX_EPOCHS cells"));
            if self.has_blocks() {
                let piece = self.piece_starts.partition_point(|&start| start <= day);
                let piece = u32::try_from(piece).expect("at most one piece per day and block");
                self.piece_of.push(piece);
            }
        }
    }

    /// Reads the marks of a dyad, and replaces those of the dyad before.
    pub(super) fn read(&mut self, dyad: &Dyad<'_>) {
        // 1. The first mark, and the longer spans, which have no cells.
        let parts = dyad.parts();
        let first = parts.iter().filter_map(|part| part.first()).min();
        self.first_day = first.map(DaySpan::first_day);
        self.long_spans.clear();
        if parts.iter().any(|part| part.has_long_spans()) {
            let long_spans = dyad.spans().filter(|sums| !sums.span().is_day());
            self.long_spans
                .extend(long_spans.map(|sums| LongSpan::of(&sums)));
            self.long_spans.sort_unstable_by_key(LongSpan::key);
        }
        // 2. Single days go to cells, if cells reach back to the first mark.
        let back = self
            .first_day
            .map_or(-1, |day| self.last_day - i64::from(day));
        let max_back = MAX_DAYS_BACK.min(MAX_EPOCHS * self.calibration.decay().epoch_days());
        let mut fits = self.has_cells && back < max_back;
        if fits {
            // If all marks are after the last stop, the dyad has no cells.
            let back = usize::try_from(back).ok();
            if let Some(back) = back {
                self.extend_cells(back);
            }
            fits = if self.has_blocks() {
                self.add_days::<true>(parts)
            } else {
                self.add_days::<false>(parts)
            };
            self.used_cells = back.map_or(0, |back| usize::from(self.cell_of[back]) + 1);
            self.sum_cells();
        }
        // 3. If not, or if a piece overflowed, a trajectory gives the sums.
        self.fallback = (!fits).then(|| {
            self.has_stored_sums = true;
            let fallback = Trajectory::of_spans(dyad.spans(), self.calibration);
            for stop in &mut self.stops {
                stop.sums = fallback.sums(stop.at);
            }
            fallback
        });
    }

    /// Adds all days to their cells and pieces. Returns whether no piece overflows.
    fn add_days<const BLOCKS: bool>(&mut self, parts: [&DyadLedger; 3]) -> bool {
        let growths = self.calibration.decay().growths();
        let (cell_of, cells) = (&self.cell_of[..], &mut self.sums[..]);
        let (piece_of, pieces) = (&self.piece_of[..], &mut self.pieces[..]);
        let last_day = self.last_day;
        // Days after the last stop have no cell.
        let back_of = |day: i32| usize::try_from(last_day - i64::from(day)).ok();
        let mut add = |back: usize, marks: u32, sums: &Sums| {
            let cell = &mut cells[usize::from(cell_of[back])];
            cell.grown.add(sums, growths[cell.epoch - back]);
            cell.marks += u64::from(marks);
        };
        for part in parts {
            part.for_each_small_day(|day, marks, sums| {
                if let Some(back) = back_of(day) {
                    add(back, marks, &sums);
                    if BLOCKS {
                        // Only piece 0 can overflow, since it has no maximum length; it is not read.
                        let piece = &mut pieces[piece_of[back] as usize];
                        piece.score = piece.score.wrapping_add(sums.score);
                        piece.squares = piece.squares.wrapping_add(sums.squares);
                    }
                }
            });
        }
        let mut fit = true;
        for (day, marks, sums) in parts.into_iter().flat_map(DyadLedger::large_days) {
            if let Some(back) = back_of(day) {
                add(back, marks, &sums);
                if BLOCKS && piece_of[back] > 0 {
                    let piece = &mut pieces[piece_of[back] as usize];
                    let score = piece.score.checked_add(sums.score);
                    let squares = piece.squares.checked_add(sums.squares);
                    match score.zip(squares) {
                        Some((score, squares)) => *piece = Piece { score, squares },
                        None => fit = false,
                    }
                }
            }
        }
        fit
    }

    /// Computes the total at the end of each cell, and resets the sums of the cells to zero.
    ///
    /// Invariant: `grown` has the sums of the epoch up to the end of the cell, and `carried` what the
    /// earlier epochs left of theirs. A [`DayWalk`](super::decay::DayWalk) of a trajectory has the same
    /// values after the last day of the cell.
    fn sum_cells(&mut self) {
        let has_long_spans = !self.long_spans.is_empty();
        self.has_stored_sums = has_long_spans || self.has_stop_within_day;
        if self.has_stop_within_day {
            self.day_sums.clone_from(&self.sums);
        }
        let decay = self.calibration.decay();
        let (mut carried, mut grown) = (Lanes::default(), GrownSums::default());
        let (mut total, mut marks) = (Lanes::default(), 0);
        let cells = self.cells[..self.used_cells].iter_mut();
        for (cell, sums) in cells.zip(&mut self.sums[..self.used_cells]).rev() {
            if cell.begins_epoch {
                (carried, grown) = (decay.carried(&total), GrownSums::default());
            }
            grown.add_all(&sums.grown);
            sums.grown = GrownSums::default();
            marks += std::mem::take(&mut sums.marks);
            total = decay.total(&carried, &grown);
            (cell.total, cell.marks) = (total, marks);
        }
        if self.has_stored_sums {
            self.store_sums();
        }
        if self.has_blocks() {
            self.sum_blocks();
        }
    }

    /// Stores the sums at each stop. Needed if the dyad has longer spans, or a stop is within a day.
    fn store_sums(&mut self) {
        let decay = self.calibration.decay();
        let (mut ended, mut open) = (EndedSpans::default(), &self.long_spans[..]);
        // Invariant: `ended` has the longer spans that end by the stop, and `open` the others.
        for index in 0..self.stops.len() {
            let stop = &self.stops[index];
            let mut sums = self.sums_of_days(stop);
            if !self.long_spans.is_empty() {
                let is_over = |span: &LongSpan| i64::from(span.to) <= stop.at.day;
                while let Some((span, rest)) = open.split_first().filter(|(span, _)| is_over(span))
                {
                    ended.add(decay, span);
                    open = rest;
                }
                sums.add_long_spans(decay, stop.at, &ended, open);
            }
            let used_cells = self.used_cells.min(self.day_sums.len());
            let day_cell = stop
                .day_cell
                .and_then(|cell| self.day_sums[..used_cells].get(cell));
            if let Some(today) = day_cell.filter(|today| today.marks > 0) {
                sums.add_today(today.marks, &today.grown, stop.unit_today);
            }
            self.stops[index].sums = sums;
        }
    }

    /// Computes the sums of each block, and of the block of each stop, from their pieces.
    fn sum_blocks(&mut self) {
        for stop in &mut self.stops {
            let mut sums = sum_of(&self.pieces[stop.pieces.clone()]);
            if let Some(today) = stop.today {
                let today = self.pieces[today].values();
                sums.0 += today.0 * stop.at.fraction;
                sums.1 += today.1 * stop.at.fraction;
            }
            stop.in_block = sums;
        }
        let blocks = self.blocks.scores.iter_mut().zip(&mut self.blocks.squares);
        for ((score, squares), pieces) in blocks.zip(&self.block_pieces) {
            (*score, *squares) = sum_of(&self.pieces[pieces.clone()]);
        }
        self.pieces.fill(Piece::default());
    }

    /// The trend of the dyad at a date.
    pub(super) fn trend(&mut self, query: &DateQuery<'_>) -> Trend {
        let question = &query.question;
        let frame = query.frames.of(question, question.begins(self.first_day));
        let (now, then) = (self.sums(query.stop), self.sums(query.stop_before));
        if let Some(fallback) = &self.fallback {
            return question.trend(frame, &now, &then, &fallback.blocks_at(question));
        }
        let in_block = self.stops[query.stop].in_block;
        let kept = self.scratch.scores.len();
        let from = usize::try_from(question.first_block() - self.first_block);
        let from = from.expect("no date needs a block before the first");
        let sums = [
            (&mut self.scratch.scores, &self.blocks.scores, in_block.0),
            (&mut self.scratch.squares, &self.blocks.squares, in_block.1),
        ];
        // All blocks are whole but the last, which ends at the date.
        for (scratch, blocks, last) in sums {
            scratch.copy_from_slice(&blocks[from..from + kept]);
            scratch[kept - 1] = last;
        }
        for span in &self.long_spans {
            let ends_in_blocks = i64::from(span.to) > question.first_day();
            if ends_in_blocks && question.at.is_after(span.from) {
                self.scratch.add_long_span(question, span);
            }
        }
        question.trend(frame, &now, &then, &self.scratch)
    }
}

impl Stop {
    /// The days on which cells begin because of the stop: its day, and the next day if it is within
    /// its day.
    fn edges(&self) -> impl Iterator<Item = i64> + use<> {
        let day = self.at.day;
        [day]
            .into_iter()
            .chain((self.at.is_within_day()).then_some(day + 1))
    }
}

impl Piece {
    fn values(self) -> (f64, f64) {
        (units_to_f64(self.score), units_to_f64(self.squares))
    }
}

/// The sums of some pieces of a block.
#[inline]
fn sum_of(pieces: &[Piece]) -> (f64, f64) {
    // Most blocks are one piece. The sum of several may need more than 64 bits.
    if let [piece] = pieces {
        return piece.values();
    }
    let sum = |of: fn(&Piece) -> i64| pieces.iter().map(|piece| i128::from(of(piece))).sum();
    let (score, squares) = (sum(|piece| piece.score), sum(|piece| piece.squares));
    (wide_units_to_f64(score), wide_units_to_f64(squares))
}

/// The number of dyads that are prefetched together.
pub(super) const PREFETCHED: usize = 8;

/// Iterates over dyads, and prefetches several at a time.
pub(super) fn prefetched<'p, 'l>(dyads: &'p [Dyad<'l>]) -> impl Iterator<Item = &'p Dyad<'l>> {
    dyads.chunks(PREFETCHED).flat_map(|dyads| {
        prefetch(dyads);
        dyads
    })
}

/// Reads each row of some dyads, so that the processor loads many rows at the same time.
///
/// A sweep waits mainly for memory: the rows of two dyads are not adjacent.
pub(super) fn prefetch(dyads: &[Dyad<'_>]) {
    let parts = || dyads.iter().flat_map(Dyad::parts);
    black_box(parts().filter(|part| part.is_empty()).count());
    black_box(
        parts()
            .map(DyadLedger::prefetch)
            .fold(0, |all, day| all ^ day),
    );
}

/// Sorts and deduplicates dates.
pub(super) fn in_order(dates: impl IntoIterator<Item = impl Into<Moment>>) -> Vec<Moment> {
    let mut dates: Vec<Moment> = dates.into_iter().map(Into::into).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}
