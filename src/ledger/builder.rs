//! A ledger from many marks at once.

use super::mark::Sums;
use super::names::{Component, Names, PairKey};
use super::pair_table::{Components, PairTable};
use super::rows::{DayRow, Limit, SpanRow};
use super::{ActorKey, DaySpan, DyadLedger, Ledger, Mark};
use super::{OverflowError, RecordError};

/// The bits that tell shards apart: 1,024 of them, so that ten million marks are sorted in
/// parts that the caches hold.
const SHARD_BITS: u32 = 10;

/// Marks that are gathered to be a [`Ledger`].
///
/// The ledger is the same, bit for bit, as if each mark had been recorded by itself, whatever
/// the order; only faster, and without a byte to spare. Marks are gathered in shards of pairs,
/// and what is known of a shard is sorted and summed at once.
///
/// Memory: 40 bytes a mark of one day until it is built, 48 of a longer one, and as much again
/// at worst while lists grow.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, Ledger, LedgerBuilder, Mark};
///
/// let day = |day| DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, day).unwrap()).unwrap();
/// let critique = Mark::new(day(8), 1.0, -0.35)?;
/// let meeting = Mark::new(day(10), 0.25, 0.25)?.with_contact(1.0)?;
///
/// let mut builder = LedgerBuilder::new();
/// let (usa, russia) = (builder.actor("USA")?, builder.actor("RUS")?);
/// builder.record_by(usa, russia, &critique)?;
/// builder.record_symmetric_by(usa, russia, &meeting)?;
/// assert_eq!(builder.len(), 2);
///
/// let mut ledger = Ledger::new();
/// ledger.record("USA", "RUS", &critique)?;
/// ledger.record_symmetric("RUS", "USA", &meeting)?;
/// assert_eq!(builder.build()?, ledger);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct LedgerBuilder {
    names: Names,
    marks: usize,
    /// The first and the last of the days on which marks of one day lie.
    days: Option<(i32, i32)>,
    /// None before the first mark; by the hash of the pair.
    shards: Vec<Shard>,
}

crate::text::short_debug!(LedgerBuilder, "LedgerBuilder", |it| {
    "actors": it.names.len(),
    "marks": it.marks,
});

/// Marks of some pairs, in no order.
#[derive(Clone, Debug, Default)]
struct Shard {
    days: Vec<Gathered>,
    longer: Vec<(Gathered, DaySpan)>,
}

/// A mark and the table that it goes to. Its numbers are rounded when they are summed.
#[derive(Clone, Copy, Debug)]
struct Gathered {
    weight: f64,
    valence: f64,
    contact: f64,
    pair: PairKey,
    component: Component,
    from: i32,
}

impl Gathered {
    fn sums(&self) -> Sums {
        Sums::of(self.weight, self.valence, self.contact)
    }
}

/// The sums of one span, and the table that they go to.
type Summed<R> = (PairKey, Component, R);

impl LedgerBuilder {
    /// Creates a builder without marks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The key of an actor, which is new to the builder or not. The ledger knows it by the same.
    ///
    /// # Errors
    ///
    /// [`RecordError::BadName`] if nobody can read the name, and [`RecordError::TooManyActors`] after 4,294,967,296 of them.
    pub fn actor(&mut self, name: &str) -> Result<ActorKey, RecordError> {
        self.names.enter(name)
    }

    /// The key of an actor that the builder knows.
    pub fn key(&self, name: &str) -> Option<ActorKey> {
        self.names.key(name)
    }

    /// The name of an actor; none if the key is of another builder.
    pub fn name(&self, key: ActorKey) -> Option<&str> {
        Some(self.names.name(self.names.known(key)?))
    }

    /// How many marks are gathered.
    pub const fn len(&self) -> usize {
        self.marks
    }

    /// Whether no mark is gathered.
    pub const fn is_empty(&self) -> bool {
        self.marks == 0
    }

    /// Gathers a mark of what a source did to a target.
    ///
    /// For many marks of few actors [`record_by`](Self::record_by) is faster: it hashes no name.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor; nothing changes then.
    pub fn record(&mut self, source: &str, target: &str, mark: &Mark) -> Result<(), RecordError> {
        let (source, target) = self.names.enter_two(source, target)?;
        self.record_by(source, target, mark)
    }

    /// Gathers a mark of what two actors did together: a meeting, a call.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor; nothing changes then.
    pub fn record_symmetric(&mut self, a: &str, b: &str, mark: &Mark) -> Result<(), RecordError> {
        let (a, b) = self.names.enter_two(a, b)?;
        self.record_symmetric_by(a, b, mark)
    }

    /// As [`record`](Self::record), by keys.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor or a key is unknown; nothing changes then.
    pub fn record_by(
        &mut self,
        source: ActorKey,
        target: ActorKey,
        mark: &Mark,
    ) -> Result<(), RecordError> {
        let (pair, component) = self.names.place(source, target, false)?;
        self.gather(pair, component, mark);
        Ok(())
    }

    /// As [`record_symmetric`](Self::record_symmetric), by keys.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor or a key is unknown; nothing changes then.
    pub fn record_symmetric_by(
        &mut self,
        a: ActorKey,
        b: ActorKey,
        mark: &Mark,
    ) -> Result<(), RecordError> {
        let (pair, component) = self.names.place(a, b, true)?;
        self.gather(pair, component, mark);
        Ok(())
    }

    fn gather(&mut self, pair: PairKey, component: Component, mark: &Mark) {
        if !mark.has_weight() {
            return;
        }
        if self.shards.is_empty() {
            self.shards = vec![Shard::default(); 1 << SHARD_BITS];
        }
        let gathered = Gathered {
            weight: mark.weight(),
            valence: mark.valence(),
            contact: mark.contact(),
            pair,
            component,
            from: mark.span().first_day(),
        };
        let shard = usize::try_from(pair.scattered() >> (64 - SHARD_BITS));
        let shard = &mut self.shards[shard.expect("the number of a shard has 10 bits")];
        if mark.span().is_day() {
            let (first, last) = self.days.get_or_insert((gathered.from, gathered.from));
            (*first, *last) = ((*first).min(gathered.from), (*last).max(gathered.from));
            shard.days.push(gathered);
        } else {
            shard.longer.push((gathered, mark.span()));
        }
        self.marks += 1;
    }

    /// Makes the ledger.
    ///
    /// # Errors
    ///
    /// [`RecordError::Overflow`] where the sums of a span overflow, with the first such span.
    ///
    /// # Complexity
    ///
    /// A radix sort of the marks of single days, and a sort of those of longer spans and of the
    /// pairs.
    pub fn build(self) -> Result<Ledger, RecordError> {
        let mut scratch = Scratch::default();
        let widths = Widths::of(&self.names, self.days);
        let built = (self.shards.into_iter()).map(|shard| scratch.built(shard, &widths));
        joined(self.names, built.collect())
    }
}

#[cfg(feature = "rayon")]
#[cfg_attr(docsrs, doc(cfg(feature = "rayon")))]
impl LedgerBuilder {
    /// Makes the ledger on the threads of rayon's pool: the same, to the bit.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn par_build(self) -> Result<Ledger, RecordError> {
        use rayon::prelude::*;

        let widths = Widths::of(&self.names, self.days);
        let shards = self.shards.into_par_iter();
        let built = shards.map_init(Scratch::default, |scratch, shard| {
            scratch.built(shard, &widths)
        });
        joined(self.names, built.collect())
    }
}

type Built = Result<Vec<(PairKey, Components)>, OverflowError>;

fn joined(names: Names, shards: Vec<Built>) -> Result<Ledger, RecordError> {
    let overflow = shards.iter().filter_map(|shard| shard.as_ref().err());
    if let Some(first) = overflow.min_by_key(|error| error.span) {
        return Err(first.clone().into());
    }
    // In the order of keys, so that a pass in the order of actors reads memory almost in order:
    // small things are sorted, and the ledgers of a pair are moved once.
    let mut shards: Vec<_> = shards.into_iter().flatten().collect();
    let mut order = Vec::with_capacity(shards.iter().map(Vec::len).sum());
    for (shard, pairs) in shards.iter().enumerate() {
        order.extend(
            (0_usize..)
                .zip(pairs)
                .map(|(at, (key, _))| (*key, shard, at)),
        );
    }
    order.sort_unstable();
    let taken =
        (order.into_iter()).map(|(key, shard, at)| (key, std::mem::take(&mut shards[shard][at].1)));
    let pairs = PairTable::of(taken.collect());
    Ok(Ledger { names, pairs })
}

/// How many bits the parts of a sorting key take.
#[derive(Clone, Copy, Debug)]
struct Widths {
    first_day: i32,
    day: u32,
    actor: u32,
}

impl Widths {
    fn of(names: &Names, days: Option<(i32, i32)>) -> Self {
        // Without marks of single days there is nothing to sort.
        let (first, last) = days.unwrap_or_default();
        let greatest = u32::try_from(names.len().saturating_sub(1));
        let greatest = greatest.expect("the numbers of actors have 32 bits");
        Self {
            first_day: first,
            day: u32::BITS - last.abs_diff(first).leading_zeros(),
            actor: u32::BITS - greatest.leading_zeros(),
        }
    }

    /// The order of pairs, components and days as one number; none where 64 bits do not hold
    /// it and the mark's place among so many.
    fn key_bits(&self, len: usize) -> Option<(u32, u32)> {
        let place = usize::BITS - len.leading_zeros();
        let key = 2 * self.actor + 2 + self.day;
        (key + place <= u64::BITS).then_some((key, place))
    }

    fn key(&self, mark: &Gathered) -> u64 {
        let PairKey { low, high } = mark.pair;
        let pair = u64::from(low.0) << self.actor | u64::from(high.0);
        let table = pair << 2 | mark.component as u64;
        table << self.day | u64::from(mark.from.abs_diff(self.first_day))
    }
}

/// Buffers that serve one shard after the other.
#[derive(Debug, Default)]
struct Scratch {
    keys: Vec<u64>,
    other: Vec<u64>,
    days: Vec<Summed<DayRow>>,
    wide: Vec<Summed<SpanRow>>,
    table: Vec<DayRow>,
    wide_table: Vec<SpanRow>,
}

impl Scratch {
    /// The ledgers of a shard's pairs, in the order of pairs.
    fn built(&mut self, mut shard: Shard, widths: &Widths) -> Built {
        self.days.clear();
        self.wide.clear();
        let days = self.sum_days(&mut shard.days, widths);
        let longer = self.sum_longer(&mut shard.longer);
        match (days, longer) {
            (Err(a), Err(b)) => Err(if a.span < b.span { a } else { b }),
            (Err(error), _) | (_, Err(error)) => Err(error),
            (Ok(()), Ok(())) => Ok(self.tables()),
        }
    }

    fn sum_days(&mut self, marks: &mut [Gathered], widths: &Widths) -> Result<(), OverflowError> {
        let Some((key_bits, place_bits)) = widths.key_bits(marks.len()) else {
            marks.sort_unstable_by_key(|mark| (mark.pair, mark.component, mark.from));
            return self.fold_days(marks.iter());
        };
        // A key is what a mark is sorted by, and below it the mark's place in the list, so that
        // numbers are moved and not marks.
        self.keys.clear();
        let keys = (0..).zip(&*marks);
        self.keys
            .extend(keys.map(|(place, mark): (u64, _)| widths.key(mark) << place_bits | place));
        sort_by_upper_bits(&mut self.keys, &mut self.other, place_bits, key_bits);
        let mask = (1_u64 << place_bits) - 1;
        let keys = std::mem::take(&mut self.keys);
        let sorted = keys.iter().map(|key| {
            let place = usize::try_from(key & mask);
            &marks[place.expect("the lower bits of a key are the place of its mark")]
        });
        let folded = self.fold_days(sorted);
        self.keys = keys;
        folded
    }

    /// Sums marks in order to rows; what overflows first in the order of spans is the error.
    fn fold_days<'m>(
        &mut self,
        marks: impl Iterator<Item = &'m Gathered>,
    ) -> Result<(), OverflowError> {
        let mut run = Run::default();
        for mark in marks {
            let table = (mark.pair, mark.component, DaySpan::of_day(mark.from));
            if run.table != Some(table) {
                run.end(&mut self.days, &mut self.wide);
                run.table = Some(table);
            }
            run.add(mark);
        }
        run.end(&mut self.days, &mut self.wide);
        run.overflow.map_or(Ok(()), Err)
    }

    fn sum_longer(&mut self, marks: &mut [(Gathered, DaySpan)]) -> Result<(), OverflowError> {
        if marks.is_empty() {
            return Ok(());
        }
        let key = |(mark, span): &(Gathered, DaySpan)| (mark.pair, mark.component, *span);
        marks.sort_unstable_by_key(key);
        let mut run = Run::default();
        for (mark, span) in &*marks {
            let table = (mark.pair, mark.component, *span);
            if run.table != Some(table) {
                run.end(&mut self.days, &mut self.wide);
                run.table = Some(table);
            }
            run.add(mark);
        }
        run.end(&mut self.days, &mut self.wide);
        // Days of great sums are among them.
        let key = |(pair, component, row): &Summed<SpanRow>| (*pair, *component, row.span);
        self.wide.sort_unstable_by_key(key);
        run.overflow.map_or(Ok(()), Err)
    }

    /// The rows of each pair, side by side, as its ledgers.
    fn tables(&mut self) -> Vec<(PairKey, Components)> {
        let mut tables: Vec<(PairKey, Components)> = Vec::new();
        // Both lists are in the order of pairs and components; each turn takes from both what is of
        // the first table that is left.
        let (mut days, mut wide) = (self.days.iter().peekable(), self.wide.iter().peekable());
        loop {
            let day = days.peek().map(|row| (row.0, row.1));
            let long = wide.peek().map(|row| (row.0, row.1));
            let Some(table) = day.into_iter().chain(long).min() else {
                return tables;
            };
            self.table.clear();
            self.wide_table.clear();
            let mut marks = 0;
            while let Some((_, _, row)) = days.next_if(|row| (row.0, row.1) == table) {
                marks += u64::from(row.marks());
                self.table.push(*row);
            }
            while let Some((_, _, row)) = wide.next_if(|row| (row.0, row.1) == table) {
                marks += u64::from(row.marks);
                self.wide_table.push(*row);
            }
            let ledger = DyadLedger::in_order(&self.table, &self.wide_table, marks);
            let (pair, component) = table;
            if tables.last().is_none_or(|last| last.0 != pair) {
                tables.push((pair, Components::default()));
            }
            let (_, components) = tables.last_mut().expect("the pair was put there");
            *components.get_mut(component) = ledger;
        }
    }
}

/// The sums of a run of marks of one table and span.
#[derive(Default)]
struct Run {
    table: Option<(PairKey, Component, DaySpan)>,
    marks: u32,
    /// None where they overflow.
    sums: Option<Sums>,
    overflow: Option<OverflowError>,
}

impl Run {
    fn add(&mut self, mark: &Gathered) {
        let one = mark.sums();
        match (self.marks, self.sums) {
            (0, _) => self.sums = Some(one),
            (_, Some(sums)) => self.sums = sums.plus(one),
            _ => {}
        }
        match self.marks.checked_add(1) {
            Some(marks) => self.marks = marks,
            None => self.sums = None,
        }
    }

    /// Puts the sums of the run where they fit, and is ready for the next.
    fn end(&mut self, days: &mut Vec<Summed<DayRow>>, wide: &mut Vec<Summed<SpanRow>>) {
        let Some((pair, component, span)) = self.table.take() else {
            return;
        };
        let marks = std::mem::take(&mut self.marks);
        let row = self.sums.take().map(|sums| SpanRow { span, marks, sums });
        let Some(row) = row.and_then(|row| row.within(Limit::THIRD)) else {
            if self.overflow.as_ref().is_none_or(|first| span < first.span) {
                self.overflow = Some(OverflowError { span });
            }
            return;
        };
        match DayRow::packed(&row) {
            Some(small) => days.push((pair, component, small)),
            None => wide.push((pair, component, row)),
        }
    }
}

/// Sorts numbers by some of their bits, from the lowest of these, byte by byte.
///
/// What is equal in them keeps its order. `other` is a buffer.
fn sort_by_upper_bits(keys: &mut Vec<u64>, other: &mut Vec<u64>, from: u32, bits: u32) {
    if keys.len() < 64 {
        keys.sort_unstable();
        return;
    }
    other.clear();
    other.resize(keys.len(), 0);
    // Before each turn the keys are in the order of the bits from `from` up to `shift`. A turn
    // keeps that order among keys of one byte, and so makes it the order of eight bits more.
    let mut shift = from;
    while shift < from + bits {
        let digit = |key: u64| usize::from((key >> shift & 0xff) as u8);
        let mut places = [0_usize; 256];
        for &key in &*keys {
            places[digit(key)] += 1;
        }
        // A byte that is the same in all orders nothing.
        if places.iter().all(|&count| count != keys.len()) {
            // How many keys have each byte becomes the place of the first of them.
            let mut before = 0;
            for place in &mut places {
                before += std::mem::replace(place, before);
            }
            for &key in &*keys {
                let place = &mut places[digit(key)];
                other[*place] = key;
                *place += 1;
            }
            std::mem::swap(keys, other);
        }
        shift += 8;
    }
}
