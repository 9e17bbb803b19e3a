//! All pairs of a ledger at instants that are known beforehand, one pair after the other.
//!
//! The days between two *cuts* are a cell: the sums of its days are added up as integers, in
//! any order, so that the three ledgers of a pair need not be merged. Cuts are the starts of
//! folds and of blocks, and the days of the instants. A walk over the cells that were touched
//! gives the sums at every instant, by the same steps as a
//! [`Trajectory`](super::Trajectory), and so with the same bits.
//!
//! Cells are numbered back from the last instant, and made as far back as marks reach. Marks
//! that are centuries older are rare, and make a trajectory of their pair.

use std::hint::black_box;

use crate::ledger::{DyadLedger, LedgerPair, Sums as Exact};
use crate::time::Moment;

use super::decay::{Folded, Instant, Long, Settled, Sums, units_to_f64};
use super::kernel::{Blocks, Frames, Question, block_of};
use super::{Calibration, Coverage, Trajectory, Trend};

/// How many days back from the last instant there can be cells: seven centuries.
const REACH: i64 = 1 << 18;

/// The pairs whose rows are fetched from memory at once.
pub(super) const FETCHED: usize = 8;

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
    /// The last day of which an instant sees any.
    last_day: i64,
    /// The cell of each day, counted back from the last day.
    cell_of: Vec<u32>,
    /// Counted back from the last day.
    cells: Vec<Cell>,
    /// A bit for each cell with marks.
    touched: Vec<u64>,
    longs: Vec<Long>,
    first_day: Option<i32>,
    /// The first block whose sums are kept.
    first_block: i64,
    blocks: Blocks,
    scratch: Blocks,
    /// A pair whose marks lie further back than cells reach.
    alone: Option<Trajectory>,
}

/// An instant at which the sums of pairs are asked for.
#[derive(Clone, Debug)]
struct Stop {
    at: Instant,
    fold: i64,
    /// By how much more is seen at the instant than at the end of its fold.
    growth: f64,
    /// The block of the last day before it.
    block: i64,
    sums: Sums,
    /// The sums of scores and of squares of that block until the instant.
    in_block: (f64, f64),
}

/// The days between two cuts.
#[derive(Clone, Debug, Default)]
struct Cell {
    fold: i64,
    block: i64,
    /// The first day.
    day: i64,
    folded: Folded,
    score: i128,
    squares: i128,
}

impl<'c> Sweep<'c> {
    /// A pass for the sums at some instants, and those of blocks if a window of them is asked
    /// for.
    pub(super) fn new(
        calibration: &'c Calibration,
        instants: impl Iterator<Item = Instant>,
        has_blocks: bool,
    ) -> Self {
        let decay = calibration.decay();
        let mut stops: Vec<_> = instants
            .map(|at| Stop {
                at,
                fold: decay.fold_of(at.day),
                growth: decay.growth(at),
                block: block_of(calibration, at.last_day()),
                sums: Sums::default(),
                in_block: (0.0, 0.0),
            })
            .collect();
        let key = |stop: &Stop| (stop.at.day, stop.at.fraction);
        stops.sort_by(|a, b| key(a).partial_cmp(&key(b)).expect("fractions are numbers"));
        stops.dedup_by(|a, b| key(a) == key(b));
        let last_day = stops.last().map_or(0, |stop| stop.at.last_day());
        let last_block = block_of(calibration, last_day);
        // An instant a window before a date has blocks of its own, which nobody asks for.
        let first_block = stops.first().map_or(last_block, |stop| stop.block);
        let first_block = first_block + 1 - i64::from(calibration.blocks());
        let mut sweep = Self {
            calibration,
            stops,
            has_blocks,
            last_day,
            cell_of: Vec::new(),
            cells: Vec::new(),
            touched: Vec::new(),
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
            let len = usize::try_from(last_block + 1 - first_block);
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

    /// Whether there can be cells as far back as the first instant.
    fn reaches_all_stops(&self) -> bool {
        let first = self.stops.first().map_or(self.last_day, |stop| stop.at.day);
        self.last_day - first < REACH
    }

    /// The place of an instant among the stops.
    pub(super) fn place(&self, at: Instant) -> usize {
        let key = (at.day, at.fraction);
        self.stops
            .partition_point(|stop| (stop.at.day, stop.at.fraction) < key)
    }

    /// The sums of the pair at a stop.
    pub(super) fn sums(&self, place: usize) -> &Sums {
        &self.stops[place].sums
    }

    /// Reads the marks of a pair, in the place of those of the pair before.
    pub(super) fn read(&mut self, pair: &LedgerPair<'_>) {
        self.clear();
        let parts = pair.parts();
        let mut is_within_reach = self.reaches_all_stops();
        for part in parts {
            let Some(first) = part.first() else { continue };
            let first = first.first_day();
            is_within_reach &= self.last_day - i64::from(first) < REACH;
            self.first_day = Some(self.first_day.map_or(first, |day| day.min(first)));
            if is_within_reach {
                self.reach_back(first.into());
                if self.has_blocks {
                    part.for_each_day(|day, marks, exact| self.add_day::<true>(day, marks, &exact));
                } else {
                    part.for_each_day(|day, marks, exact| {
                        self.add_day::<false>(day, marks, &exact)
                    });
                }
            }
        }
        let has_longs = parts.iter().any(|part| part.long_sums().next().is_some());
        if has_longs {
            let longs = pair.spans().filter(|sums| !sums.span().is_day());
            self.longs.extend(longs.map(|sums| Long::of(&sums)));
            self.longs.sort_unstable_by_key(Long::key);
        }
        if is_within_reach {
            self.settle();
        } else {
            self.clear_cells();
            let alone = Trajectory::of_spans(pair.spans(), self.calibration);
            for stop in &mut self.stops {
                stop.sums = alone.sums(stop.at);
            }
            self.alone = Some(alone);
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

    #[inline]
    fn add_day<const BLOCKS: bool>(&mut self, day: i32, marks: u32, exact: &Exact) {
        let back = self.last_day - i64::from(day);
        let Ok(back) = usize::try_from(back) else {
            // After the last instant.
            return;
        };
        let place = self.cell_of[back] as usize;
        self.touched[place / 64] |= 1 << (place % 64);
        let cell = &mut self.cells[place];
        let weight = self.calibration.decay().fold_weight(day.into());
        cell.folded.add_day(marks, exact, weight);
        if BLOCKS {
            cell.score += i128::from(exact.score);
            cell.squares += i128::from(exact.squares);
        }
    }

    /// Makes cells as far back as a day.
    fn reach_back(&mut self, day: i64) {
        let Ok(back) = usize::try_from(self.last_day - day) else {
            return;
        };
        if back < self.cell_of.len() {
            return;
        }
        let decay = self.calibration.decay();
        for back in self.cell_of.len()..=back {
            let day = self.last_day - i64::try_from(back).expect("within reach");
            let (fold, block) = (decay.fold_of(day), block_of(self.calibration, day));
            let is_cut = |day: i64| {
                let stops = self.stops.partition_point(|stop| stop.at.day < day);
                let stops = self.stops[stops..].iter();
                // The day of an instant is a cell of its own, as far as the instant sees it.
                let mut same = stops.take_while(|stop| stop.at.day == day);
                same.next().is_some()
            };
            let was_partly_seen = |day: i64| {
                let stops = self.stops.partition_point(|stop| stop.at.day < day);
                let mut same = self.stops[stops..]
                    .iter()
                    .take_while(|stop| stop.at.day == day);
                same.any(|stop| stop.at.has_begun_the_day())
            };
            let is_new = match self.cells.last() {
                None => true,
                Some(later) => {
                    later.fold != fold
                        || (self.has_blocks && later.block != block)
                        || is_cut(day + 1)
                        || was_partly_seen(day)
                }
            };
            if is_new {
                self.cells.push(Cell {
                    fold,
                    block,
                    ..Cell::default()
                });
            }
            let place = self.cells.len() - 1;
            self.cells[place].day = day;
            self.cell_of
                .push(u32::try_from(place).expect("fewer cells than days within reach"));
        }
        self.touched.resize(self.cells.len().div_ceil(64), 0);
    }

    fn clear(&mut self) {
        self.longs.clear();
        (self.first_day, self.alone) = (None, None);
        self.blocks.scores.fill(0.0);
        self.blocks.squares.fill(0.0);
    }

    /// The cell with marks that comes next in time after those that were taken, and its place.
    fn take_cell(touched: &mut [u64], word: &mut usize) -> Option<usize> {
        while *word > 0 {
            let bits = &mut touched[*word - 1];
            if *bits == 0 {
                *word -= 1;
                continue;
            }
            let bit = 63 - bits.leading_zeros() as usize;
            *bits &= !(1 << bit);
            return Some((*word - 1) * 64 + bit);
        }
        None
    }

    fn clear_cells(&mut self) {
        let mut word = self.touched.len();
        while let Some(place) = Self::take_cell(&mut self.touched, &mut word) {
            self.cells[place].clear();
        }
    }

    /// Walks the cells with marks in order of time, and notes the sums at every stop.
    fn settle(&mut self) {
        let decay = self.calibration.decay();
        let (cells, longs) = (&mut self.cells, &self.longs[..]);
        let mut stops = self.stops.iter_mut().peekable();
        let (mut settled, mut settled_longs) = (Settled::default(), 0);
        // The days of the fold so far, and those of the block.
        let mut fold: Option<i64> = None;
        let mut folded = Folded::default();
        let mut block = (i64::MIN, 0_i128, 0_i128);
        let mut word = self.touched.len();
        loop {
            let place = Self::take_cell(&mut self.touched, &mut word);
            let cell = place.map(|place| &cells[place]);
            // What comes before the cell: stops, ends of spans, and the end of the fold.
            loop {
                let of_long = longs
                    .get(settled_longs)
                    .map(|long| decay.fold_of(long.last_day()));
                let open = fold.into_iter().chain(of_long).min();
                let Some(next) = stops.peek() else { break };
                let comes_first =
                    |&open: &i64| open < next.fold && cell.is_none_or(|cell| open < cell.fold);
                if let Some(open) = open.filter(comes_first) {
                    let ended = longs[settled_longs..].iter();
                    let ended = ended.take_while(|long| decay.fold_of(long.last_day()) == open);
                    let ended = settled_longs + ended.count();
                    settled.advance(decay, open, &folded, &longs[settled_longs..ended]);
                    (fold, folded, settled_longs) = (None, Folded::default(), ended);
                    continue;
                }
                let is_before_cell = cell.is_none_or(|cell| next.at.day <= cell.day);
                let Some(stop) = stops.next_if(|_| is_before_cell) else {
                    break;
                };
                let at = stop.at;
                // Its own day is a cell, and has one weight: what it sums can be divided out.
                let today = cell.filter(|cell| at.has_begun_the_day() && cell.day == at.day);
                let today = today.map(|cell| cell.of_one_day(decay.fold_weight(at.day)));
                stop.sums = settled.at(
                    decay,
                    at,
                    (&folded, stop.growth),
                    &longs[settled_longs..],
                    today.as_ref().map(|(marks, exact)| (*marks, exact)),
                );
                let (score, squares) = if block.0 == stop.block {
                    (units_to_f64(block.1), units_to_f64(block.2))
                } else {
                    (0.0, 0.0)
                };
                stop.in_block = match today {
                    Some(_) => {
                        let cell = cell.expect("it is the day's");
                        (
                            score + units_to_f64(cell.score) * at.fraction,
                            squares + units_to_f64(cell.squares) * at.fraction,
                        )
                    }
                    None => (score, squares),
                };
            }
            let Some(place) = place else { break };
            let cell = &mut cells[place];
            fold = Some(cell.fold);
            folded.add(&cell.folded);
            if self.has_blocks {
                if block.0 != cell.block {
                    block = (cell.block, 0, 0);
                }
                block.1 += cell.score;
                block.2 += cell.squares;
                if let Ok(place) = usize::try_from(cell.block - self.first_block) {
                    self.blocks.scores[place] = units_to_f64(block.1);
                    self.blocks.squares[place] = units_to_f64(block.2);
                }
            }
            cell.clear();
        }
    }
}

impl Cell {
    /// The exact sums of a cell of one day, from which `weight` was divided out.
    fn of_one_day(&self, weight: i64) -> (u32, Exact) {
        let [score, positive, weight, contact] = self.folded.lanes.map(|sum| {
            let units = i64::try_from(sum / i128::from(weight));
            units.expect("the three ledgers of a pair hold a third of a sum each")
        });
        let exact = Exact {
            score,
            positive,
            weight,
            contact,
            squares: 0,
        };
        (u32::try_from(self.folded.marks).unwrap_or(u32::MAX), exact)
    }

    fn clear(&mut self) {
        self.folded = Folded::default();
        (self.score, self.squares) = (0, 0);
    }
}

/// Looks at the rows of some pairs, so that they are on their way from memory at once.
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
