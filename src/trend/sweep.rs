//! All pairs of a ledger at instants that are known beforehand, one pair after the other.
//!
//! The instants and the epochs of [`decay`](super::decay) part the days into cells. The marks of a day
//! may be in any of the three ledgers of a pair. Each of them is added to the sums of the cell of its
//! day, which are exact, so that the ledgers are read one after the other, without a merge. One walk
//! over the cells then gives the sums at every instant, by the same steps as a
//! [`Trajectory`](super::Trajectory), and so with the same bits.
//!
//! The sums of blocks are kept in the same way, in pieces: blocks that the instants part.
//!
//! Cells are numbered back from the last instant, and made as far back as marks reach. Marks
//! that are centuries older are rare, and make a trajectory of their pair.

use std::hint::black_box;
use std::ops::Range;

use crate::ledger::{DaySpan, Dyad as LedgerPair, DyadLedger, Sums as Exact};
use crate::time::Moment;

use super::decay::{Ended, Grown, Instant, Lanes, Long, Sums, units_to_f64, wide_units_to_f64};
use super::kernel::{Blocks, Frames, Question, block_of};
use super::{Calibration, Coverage, Trajectory, Trend};

/// How many days back from the last instant there can be cells: a century and a half.
const REACH: i64 = 1 << 16;

/// How many epochs back there can be: more take longer than a trajectory.
const MOST_EPOCHS: i64 = 1 << 10;

/// How many instants there can be, so that cells are numbered in 16 bits.
const MOST_STOPS: usize = 1 << 14;

/// How many days a block can have, so that 64 bits hold what days of the small form sum to:
/// 3 ledgers of 2^47 a day.
const MOST_DAYS: u32 = 1 << 14;

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
    /// Whether a stop parts a day.
    has_parted: bool,
    /// Whether there are cells at all, or each pair makes a trajectory.
    has_cells: bool,
    /// The last day that has begun by the last instant.
    last_day: i64,
    /// The days on which cells begin because of an instant, in order.
    edges: Vec<i64>,
    /// The cell of each day, counted back from the last.
    cell_of: Vec<u16>,
    /// Counted back from the last.
    cells: Vec<Cell>,
    /// Of each cell, the marks of the pair.
    sums: Vec<CellSums>,
    /// The same before they were added up, if a stop parts a day.
    of_days: Vec<CellSums>,
    /// How many cells the pair has: as far back as its marks reach.
    held: usize,
    /// Whether the sums are noted at the stops, or follow from the cells.
    is_noted: bool,
    /// The days on which pieces begin, in order.
    piece_starts: Vec<i64>,
    /// The piece of each day, counted back from the last.
    piece_of: Vec<u32>,
    /// The days before all blocks that are kept; then the pieces in order of time.
    pieces: Vec<Piece>,
    /// For each block that is kept, its pieces; empty if the sums of blocks are not asked for.
    parted: Vec<Range<usize>>,
    longs: Vec<Long>,
    first_day: Option<i32>,
    /// The first block whose sums are kept.
    first_block: i64,
    blocks: Blocks,
    scratch: Blocks,
    /// A pair whose marks lie further back than cells reach, or whose sums are too great.
    alone: Option<Trajectory>,
}

/// An instant at which the sums of pairs are asked for.
#[derive(Clone, Debug)]
struct Stop {
    at: Instant,
    /// What is left of the total of its epoch.
    left: f64,
    unit_today: f64,
    /// The cell before it, and the cell of its day if it parts the day, as far as there are cells.
    before: Option<usize>,
    of_day: Option<usize>,
    /// The sums of a pair that has more than days that are over.
    sums: Sums,
    /// The block of the last day before it: its pieces until then, and the piece of the day of the
    /// instant.
    pieces: Range<usize>,
    today: Option<usize>,
    /// The sums of the block until the instant.
    in_block: (f64, f64),
}

/// The days between two neighbours among the stops and the epochs.
#[derive(Clone, Copy, Debug)]
struct Cell {
    begins_epoch: bool,
    /// The total of the epoch by the end of the cell, and all marks until then.
    total: Lanes,
    marks: u64,
}

/// The marks of a pair in a cell.
#[derive(Clone, Copy, Debug)]
struct CellSums {
    grown: Grown,
    marks: u64,
    /// The first day of the epoch of the cell, counted back from the last day.
    epoch: usize,
}

/// The sums of scores and of their squares, of the days between two neighbours among the stops
/// and the blocks.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    score: i64,
    squares: i64,
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
        let decay = calibration.decay();
        let stops = instants.into_iter().map(|at| Stop {
            at,
            left: decay.epoch_before(at).1,
            unit_today: decay.unit_today(at),
            before: None,
            of_day: None,
            sums: Sums::default(),
            pieces: 0..0,
            today: None,
            in_block: (0.0, 0.0),
        });
        let stops: Vec<_> = stops.collect();
        let last_day = stops.last().map_or(0, |stop| stop.at.last_day());
        let first_day = stops.first().map_or(last_day, |stop| stop.at.last_day());
        let has_cells = last_day - first_day < REACH
            && stops.len() <= MOST_STOPS
            && (!has_blocks || calibration.block() <= MOST_DAYS);
        let mut sweep = Self {
            calibration,
            stops,
            has_parted: false,
            has_cells,
            last_day,
            edges: Vec::new(),
            cell_of: Vec::new(),
            cells: Vec::new(),
            sums: Vec::new(),
            of_days: Vec::new(),
            held: 0,
            is_noted: false,
            piece_starts: Vec::new(),
            piece_of: Vec::new(),
            pieces: Vec::new(),
            parted: Vec::new(),
            longs: Vec::new(),
            first_day: None,
            first_block: block_of(calibration, first_day) + 1 - i64::from(calibration.blocks()),
            blocks: Blocks {
                scores: Vec::new(),
                squares: Vec::new(),
            },
            scratch: Blocks::new(calibration),
            alone: None,
        };
        sweep.has_parted = sweep.stops.iter().any(|stop| stop.at.has_begun_the_day());
        sweep.edges = sweep.stops.iter().flat_map(Stop::edges).collect();
        sweep.edges.sort_unstable();
        if has_blocks && has_cells {
            sweep.part_blocks();
        }
        sweep
    }

    /// Parts the blocks that are kept into pieces.
    fn part_blocks(&mut self) {
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
        // The piece before all others is of days that are not kept.
        let piece_from = |day: i64| 1 + starts.partition_point(|&start| start < day);
        let of_block = |block: i64| piece_from(block * days)..piece_from((block + 1) * days);
        self.parted = blocks.map(of_block).collect();
        for stop in &mut self.stops {
            let block = stop.at.last_day().div_euclid(days);
            stop.pieces = piece_from(block * days)..piece_from(stop.at.day);
            stop.today = (stop.at.has_begun_the_day()).then(|| piece_from(stop.at.day));
        }
        self.piece_starts = starts;
        self.pieces = vec![Piece::default(); self.piece_starts.len() + 1];
        self.blocks.scores = vec![0.0; self.parted.len()];
        self.blocks.squares = vec![0.0; self.parted.len()];
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

    /// Whether the sums of blocks are asked for.
    fn has_blocks(&self) -> bool {
        !self.parted.is_empty()
    }

    /// The place of an instant among the stops.
    pub(super) fn place(&self, at: Instant) -> usize {
        self.stops.partition_point(|stop| stop.at.key() < at.key())
    }

    /// The sums of the pair at a stop.
    #[inline]
    pub(super) fn sums(&self, place: usize) -> Sums {
        let stop = &self.stops[place];
        if self.is_noted {
            stop.sums
        } else {
            self.sums_of_days(stop)
        }
    }

    /// The sums of the days that are over at a stop.
    #[inline]
    fn sums_of_days(&self, stop: &Stop) -> Sums {
        // Without a cell before the stop, all marks begin later.
        let cell = stop
            .before
            .and_then(|cell| self.cells[..self.held].get(cell));
        cell.map_or_else(Sums::default, |cell| Sums {
            marks: cell.marks,
            lanes: cell.total.map(|sum| sum * stop.left),
        })
    }

    /// Makes cells, as far back as some days.
    fn reach(&mut self, back: usize) {
        let decay = self.calibration.decay();
        let epoch = decay.epoch_days();
        for from_last in self.cell_of.len()..=back {
            let day = self.last_day
                - i64::try_from(from_last).expect("the number of days in reach fits 64 bits");
            let next = day + 1;
            if from_last == 0 || next % epoch == 0 || self.edges.binary_search(&next).is_ok() {
                let begins = decay.epoch_of(day) * epoch;
                let begins = usize::try_from(self.last_day - begins);
                self.sums.push(CellSums {
                    grown: Grown::default(),
                    marks: 0,
                    epoch: begins.expect("an epoch begins by each of its days"),
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
                stop.of_day = (stop.at.has_begun_the_day()).then_some(number);
            }
            let number = u16::try_from(number);
            self.cell_of.push(number.expect("few stops and epochs"));
            if self.has_blocks() {
                let piece = self.piece_starts.partition_point(|&start| start <= day);
                let piece = u32::try_from(piece).expect("at most one a day, and a thousand blocks");
                self.piece_of.push(piece);
            }
        }
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
            .map_or(-1, |day| self.last_day - i64::from(day));
        let reach = REACH.min(MOST_EPOCHS * self.calibration.decay().epoch_days());
        let mut is_held = self.has_cells && back < reach;
        if is_held {
            // Marks that begin after the last instant have no cells.
            let back = usize::try_from(back).ok();
            if let Some(back) = back {
                self.reach(back);
            }
            is_held = if self.has_blocks() {
                self.add_days::<true>(parts)
            } else {
                self.add_days::<false>(parts)
            };
            self.held = back.map_or(0, |back| usize::from(self.cell_of[back]) + 1);
            self.settle();
        }
        self.alone = (!is_held).then(|| {
            self.is_noted = true;
            let alone = Trajectory::of_spans(pair.spans(), self.calibration);
            for stop in &mut self.stops {
                stop.sums = alone.sums(stop.at);
            }
            alone
        });
    }

    /// Adds all days to their cells and pieces. Returns whether the pieces hold them.
    fn add_days<const BLOCKS: bool>(&mut self, parts: [&DyadLedger; 3]) -> bool {
        let growths = self.calibration.decay().growths();
        let (cell_of, cells) = (&self.cell_of[..], &mut self.sums[..]);
        let (piece_of, pieces) = (&self.piece_of[..], &mut self.pieces[..]);
        let last_day = self.last_day;
        // Days after the last instant have no cell.
        let back_of = |day: i32| usize::try_from(last_day - i64::from(day)).ok();
        let mut add = |back: usize, marks: u32, exact: &Exact| {
            let cell = &mut cells[usize::from(cell_of[back])];
            cell.grown.add(exact, growths[cell.epoch - back]);
            cell.marks += u64::from(marks);
        };
        for part in parts {
            part.for_each_small_day(|day, marks, exact| {
                if let Some(back) = back_of(day) {
                    add(back, marks, &exact);
                    if BLOCKS {
                        // The days that are not kept may sum to more than fits; they are not read.
                        let piece = &mut pieces[piece_of[back] as usize];
                        piece.score = piece.score.wrapping_add(exact.score);
                        piece.squares = piece.squares.wrapping_add(exact.squares);
                    }
                }
            });
        }
        let mut are_held = true;
        for (day, marks, exact) in parts.into_iter().flat_map(DyadLedger::great_days) {
            if let Some(back) = back_of(day) {
                add(back, marks, &exact);
                if BLOCKS && piece_of[back] > 0 {
                    let piece = &mut pieces[piece_of[back] as usize];
                    let score = piece.score.checked_add(exact.score);
                    let squares = piece.squares.checked_add(exact.squares);
                    match score.zip(squares) {
                        Some((score, squares)) => *piece = Piece { score, squares },
                        None => are_held = false,
                    }
                }
            }
        }
        are_held
    }

    /// Walks the cells of a pair in order of time, and empties them.
    fn settle(&mut self) {
        let has_longs = !self.longs.is_empty();
        self.is_noted = has_longs || self.has_parted;
        if self.has_parted {
            self.of_days.clone_from(&self.sums);
        }
        let decay = self.calibration.decay();
        // What earlier epochs left, and the sums of this one.
        let (mut carried, mut grown) = (Lanes::default(), Grown::default());
        let (mut total, mut marks) = (Lanes::default(), 0);
        let cells = self.cells[..self.held].iter_mut();
        for (cell, sums) in cells.zip(&mut self.sums[..self.held]).rev() {
            if cell.begins_epoch {
                (carried, grown) = (decay.carried(&total), Grown::default());
            }
            grown.add_all(&sums.grown);
            sums.grown = Grown::default();
            marks += std::mem::take(&mut sums.marks);
            total = decay.total(&carried, &grown);
            (cell.total, cell.marks) = (total, marks);
        }
        if self.is_noted {
            self.note();
        }
        if self.has_blocks() {
            self.settle_blocks();
        }
    }

    /// Notes the sums at every stop, where there are longer spans or days that stops part.
    fn note(&mut self) {
        let decay = self.calibration.decay();
        let (mut ended, mut open) = (Ended::default(), &self.longs[..]);
        for place in 0..self.stops.len() {
            let stop = &self.stops[place];
            let mut sums = self.sums_of_days(stop);
            if !self.longs.is_empty() {
                let is_over = |long: &Long| i64::from(long.to) <= stop.at.day;
                while let Some((long, rest)) = open.split_first().filter(|(long, _)| is_over(long))
                {
                    ended.add(decay, long);
                    open = rest;
                }
                sums.add_longs(decay, stop.at, &ended, open);
            }
            let held = self.held.min(self.of_days.len());
            let of_day = stop.of_day.and_then(|cell| self.of_days[..held].get(cell));
            if let Some(today) = of_day.filter(|today| today.marks > 0) {
                sums.add_today(today.marks, &today.grown, stop.unit_today);
            }
            self.stops[place].sums = sums;
        }
    }

    /// Puts the pieces of blocks together.
    fn settle_blocks(&mut self) {
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
        for ((score, squares), pieces) in blocks.zip(&self.parted) {
            (*score, *squares) = sum_of(&self.pieces[pieces.clone()]);
        }
        self.pieces.fill(Piece::default());
    }

    /// The trend of the pair at an instant.
    pub(super) fn trend(&mut self, asked: &Asked<'_>) -> Trend {
        let question = &asked.question;
        let frame = asked.frames.of(question, question.begins(self.first_day));
        let (now, then) = (self.sums(asked.now), self.sums(asked.then));
        if let Some(alone) = &self.alone {
            return question.trend(frame, &now, &then, &alone.blocks_at(question));
        }
        let in_block = self.stops[asked.now].in_block;
        let kept = self.scratch.scores.len();
        let from = usize::try_from(question.first_block() - self.first_block);
        let from = from.expect("the first instant has the first blocks");
        let sums = [
            (&mut self.scratch.scores, &self.blocks.scores, in_block.0),
            (&mut self.scratch.squares, &self.blocks.squares, in_block.1),
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
        question.trend(frame, &now, &then, &self.scratch)
    }
}

impl Stop {
    /// The days on which cells begin because of it: its own day, and the next if the day is parted.
    fn edges(&self) -> impl Iterator<Item = i64> + use<> {
        let day = self.at.day;
        [day]
            .into_iter()
            .chain((self.at.has_begun_the_day()).then_some(day + 1))
    }
}

impl Piece {
    fn values(self) -> (f64, f64) {
        (units_to_f64(self.score), units_to_f64(self.squares))
    }
}

/// The sums of the pieces of a block, or of its first ones.
#[inline]
fn sum_of(pieces: &[Piece]) -> (f64, f64) {
    // Most blocks are one piece; the sum of several may be greater than each of them can be.
    if let [piece] = pieces {
        return piece.values();
    }
    let sum = |of: fn(&Piece) -> i64| pieces.iter().map(|piece| i128::from(of(piece))).sum();
    let (score, squares) = (sum(|piece| piece.score), sum(|piece| piece.squares));
    (wide_units_to_f64(score), wide_units_to_f64(squares))
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
