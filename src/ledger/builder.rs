//! Builds a ledger from many marks at once.
//!
//! Adding marks one by one searches a table for each. Collecting them first and sorting them by
//! pair, part and span turns the searches into one pass. Marks are collected in shards by the hash
//! of the pair: a shard fits the caches, and shards are independent, so threads can take one each.

use std::cmp::Ordering;

use super::mark::Sums;
use super::names::{Names, PairKey};
use super::pair_table::{Components, PairTable};
use super::rows::{DayRow, Limit, SpanRow};
use super::{
    ActorId, ActorKey, DaySpan, DyadKey, DyadLedger, DyadPart, Ledger, LedgerError, Mark, Overflow,
};

/// The number of bits of a shard's index: with 1,024 shards, ten million marks are sorted in parts
/// that the caches hold.
const SHARD_BITS: u32 = 10;

/// Collects marks and builds a [`Ledger`] from them.
///
/// The ledger is the same, bit for bit, as if each mark had been added to it in any order. Building
/// is faster, and the ledger has no spare capacity.
///
/// Memory until it is built: 40 bytes for a mark of one day, 48 for a longer one, and at worst as
/// much again while lists grow.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadKey, Ledger, LedgerBuilder, Mark};
///
/// let day = |day| DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, day).unwrap()).unwrap();
/// let critique = Mark::new(day(8), 1.0, -0.35)?;
/// let meeting = Mark::new(day(10), 0.25, 0.25)?.with_contact(1.0)?;
///
/// let mut builder = LedgerBuilder::new();
/// let (usa, russia) = (builder.intern("USA")?, builder.intern("RUS")?);
/// builder.add(DyadKey::directed(usa, russia), &critique)?;
/// builder.add(DyadKey::symmetric(usa, russia), &meeting)?;
/// assert_eq!(builder.marks(), 2);
///
/// let mut ledger = Ledger::new();
/// ledger.add(DyadKey::directed("USA", "RUS"), &critique)?;
/// ledger.add(DyadKey::symmetric("RUS", "USA"), &meeting)?;
/// assert_eq!(builder.build()?, ledger);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct LedgerBuilder {
    names: Names,
    marks: usize,
    /// The first and the last day of the marks of one day.
    days: Option<(i32, i32)>,
    /// Empty before the first mark. Indexed by the upper bits of the pair's hash.
    shards: Vec<Shard>,
}

crate::text::short_debug!(LedgerBuilder, "LedgerBuilder", |it| {
    "actors": it.names.len(),
    "marks": it.marks,
});

/// The marks of some pairs, in no order.
#[derive(Clone, Debug, Default)]
struct Shard {
    days: Vec<Gathered>,
    longer: Vec<(Gathered, DaySpan)>,
}

/// A mark, and the pair and part that it belongs to. Its numbers are rounded when it is summed.
///
/// 40 bytes: `more` and `part` share a word with `from`.
#[derive(Clone, Copy, Debug)]
struct Gathered {
    weight: f64,
    valence: f64,
    contact: f64,
    pair: PairKey,
    part: DyadPart,
    from: i32,
    /// The number of equal marks besides this one.
    more: u16,
}

/// Equal marks are gathered as one. Must not make it larger.
const _: () = assert!(size_of::<Gathered>() == 40);

impl Gathered {
    fn marks(&self) -> u32 {
        u32::from(self.more) + 1
    }

    /// The sums of all its marks. Returns `None` if one overflows.
    fn sums(&self) -> Option<Sums> {
        let one = Sums::of(self.weight, self.valence, self.contact);
        match self.more {
            0 => Some(one),
            _ => one.times(self.marks()),
        }
    }
}

/// The sums of one span, and the pair and part that they belong to.
type Summed<R> = (PairKey, DyadPart, R);

impl LedgerBuilder {
    /// Creates a builder without marks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the key of an actor, and adds the actor if it is new. The ledger accepts the same key.
    ///
    /// # Errors
    ///
    /// As [`Ledger::intern`].
    pub fn intern(&mut self, name: &str) -> Result<ActorKey, LedgerError> {
        self.names.intern(name)
    }

    /// The number of marks collected.
    pub const fn marks(&self) -> usize {
        self.marks
    }

    /// Collects a mark. A mark without weight is ignored.
    ///
    /// For many marks of few actors add by [`ActorKey`]: that hashes no name.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError`] if the two actors are the same, a name is unusable, or a key belongs
    /// to another builder. Nothing changes then.
    #[inline]
    pub fn add<'n, A: Into<ActorId<'n>>>(
        &mut self,
        key: DyadKey<A>,
        mark: &Mark,
    ) -> Result<(), LedgerError> {
        let (pair, part) = self.names.intern_place(key)?;
        self.gather(pair, part, mark, 0);
        Ok(())
    }

    /// Collects equal marks, as if each had been added.
    ///
    /// For events that were counted. Up to 65,536 equal marks take the memory of one.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadKey, LedgerBuilder, Mark};
    ///
    /// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 8).unwrap()).unwrap();
    /// let critique = Mark::new(day, 1.0, -0.35)?;
    /// let mut builder = LedgerBuilder::new();
    /// builder.add_times(DyadKey::directed("USA", "RUS"), &critique, 1_000_000)?;
    /// let ledger = builder.build()?;
    /// assert_eq!(ledger.dyad("USA", "RUS").unwrap().directed().marks(), 1_000_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_times<'n, A: Into<ActorId<'n>>>(
        &mut self,
        key: DyadKey<A>,
        mark: &Mark,
        times: u32,
    ) -> Result<(), LedgerError> {
        let (pair, part) = self.names.intern_place(key)?;
        let mut rest = times;
        while rest > 0 {
            let more = u16::try_from(rest - 1).unwrap_or(u16::MAX);
            self.gather(pair, part, mark, more);
            rest -= u32::from(more) + 1;
        }
        Ok(())
    }

    /// Collects a mark, and as many equal ones as `more` says.
    fn gather(&mut self, pair: PairKey, part: DyadPart, mark: &Mark, more: u16) {
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
            part,
            from: mark.span().first_day(),
            more,
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
        self.marks += usize::from(more) + 1;
    }

    /// Builds the ledger.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Overflow`] if sums overflow: the first such span, and of the pairs with
    /// that span the first in the order of names.
    ///
    /// # Complexity
    ///
    /// A radix sort of the marks of single days, a sort of those of longer spans and a sort of the
    /// pairs.
    pub fn build(self) -> Result<Ledger, LedgerError> {
        let mut scratch = Scratch::default();
        let widths = Widths::of(&self.names, self.days);
        let built = (self.shards.into_iter()).map(|shard| scratch.built(shard, &widths));
        joined(self.names, built.collect())
    }
}

#[cfg(feature = "rayon")]
#[cfg_attr(docsrs, doc(cfg(feature = "rayon")))]
impl LedgerBuilder {
    /// As [`build`](Self::build), on the threads of rayon's pool. The ledger is the same, bit for
    /// bit.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn par_build(self) -> Result<Ledger, LedgerError> {
        use rayon::prelude::*;

        let widths = Widths::of(&self.names, self.days);
        let shards = self.shards.into_par_iter();
        let built = shards.map_init(Scratch::default, |scratch, shard| {
            scratch.built(shard, &widths)
        });
        joined(self.names, built.collect())
    }
}

type Built = Result<Vec<(PairKey, Components)>, Overflowed>;

/// The first span whose sums overflow, and all pairs with such sums on it.
#[derive(Debug)]
struct Overflowed {
    span: DaySpan,
    pairs: Vec<PairKey>,
}

impl Overflowed {
    /// The earlier of two, or both on their span.
    fn and(mut self, mut other: Self) -> Self {
        match self.span.cmp(&other.span) {
            Ordering::Less => self,
            Ordering::Greater => other,
            Ordering::Equal => {
                self.pairs.append(&mut other.pairs);
                self
            }
        }
    }

    fn into_error(self, names: &Names) -> LedgerError {
        let pairs = self.pairs.into_iter();
        let first = pairs.map(|pair| names.of_pair(pair)).min();
        let overflow = LedgerError::from(Overflow { span: self.span });
        overflow.of_dyad(first.expect("a span overflows in the sums of a pair"))
    }
}

fn joined(names: Names, built: Vec<Built>) -> Result<Ledger, LedgerError> {
    let mut shards = Vec::with_capacity(built.len());
    let mut overflow: Option<Overflowed> = None;
    for shard in built {
        match (shard, overflow.take()) {
            (Ok(pairs), before) => {
                shards.push(pairs);
                overflow = before;
            }
            (Err(more), Some(before)) => overflow = Some(before.and(more)),
            (Err(first), None) => overflow = Some(first),
        }
    }
    if let Some(overflow) = overflow {
        return Err(overflow.into_error(&names));
    }
    // Pairs are stored in the order of their keys, so that a pass in the order of actors reads memory
    // almost in order. Small keys are sorted, and the ledgers of a pair are moved once.
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

/// The number of bits of each part of a sorting key.
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
        let greatest = greatest.expect("the number of an actor has 32 bits");
        Self {
            first_day: first,
            day: u32::BITS - last.abs_diff(first).leading_zeros(),
            actor: u32::BITS - greatest.leading_zeros(),
        }
    }

    /// The number of bits of a key, and of an index below it. Returns `None` if both together
    /// exceed 64 bits.
    fn key_bits(&self, len: usize) -> Option<(u32, u32)> {
        let place = usize::BITS - len.leading_zeros();
        let key = 2 * self.actor + 2 + self.day;
        (key + place <= u64::BITS).then_some((key, place))
    }

    fn key(&self, mark: &Gathered) -> u64 {
        let PairKey { low, high } = mark.pair;
        let pair = u64::from(low.0) << self.actor | u64::from(high.0);
        let table = pair << 2 | mark.part as u64;
        table << self.day | u64::from(mark.from.abs_diff(self.first_day))
    }
}

/// Buffers that are reused from shard to shard.
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
            (Err(a), Err(b)) => Err(a.and(b)),
            (Err(error), _) | (_, Err(error)) => Err(error),
            (Ok(()), Ok(())) => Ok(self.tables()),
        }
    }

    fn sum_days(&mut self, marks: &mut [Gathered], widths: &Widths) -> Result<(), Overflowed> {
        let Some((key_bits, place_bits)) = widths.key_bits(marks.len()) else {
            marks.sort_unstable_by_key(|mark| (mark.pair, mark.part, mark.from));
            return self.fold_days(marks.iter());
        };
        // Sort integers instead of marks: the upper bits of each are the mark's sorting key, the lower
        // bits its index.
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

    /// Sums sorted marks to rows. The error is the first span that overflows.
    fn fold_days<'m>(
        &mut self,
        marks: impl Iterator<Item = &'m Gathered>,
    ) -> Result<(), Overflowed> {
        let mut run = Run::default();
        for mark in marks {
            let table = (mark.pair, mark.part, DaySpan::of_day(mark.from));
            if run.table != Some(table) {
                run.end(&mut self.days, &mut self.wide);
                run.table = Some(table);
            }
            run.add(mark);
        }
        run.end(&mut self.days, &mut self.wide);
        run.overflow.map_or(Ok(()), Err)
    }

    fn sum_longer(&mut self, marks: &mut [(Gathered, DaySpan)]) -> Result<(), Overflowed> {
        if marks.is_empty() {
            return Ok(());
        }
        let key = |(mark, span): &(Gathered, DaySpan)| (mark.pair, mark.part, *span);
        marks.sort_unstable_by_key(key);
        let mut run = Run::default();
        for (mark, span) in &*marks {
            let table = (mark.pair, mark.part, *span);
            if run.table != Some(table) {
                run.end(&mut self.days, &mut self.wide);
                run.table = Some(table);
            }
            run.add(mark);
        }
        run.end(&mut self.days, &mut self.wide);
        // Days whose sums do not fit the small form are among them.
        let key = |(pair, part, row): &Summed<SpanRow>| (*pair, *part, row.span);
        self.wide.sort_unstable_by_key(key);
        run.overflow.map_or(Ok(()), Err)
    }

    /// The rows of each pair, side by side, as its ledgers.
    fn tables(&mut self) -> Vec<(PairKey, Components)> {
        let mut tables: Vec<(PairKey, Components)> = Vec::new();
        // Both lists are sorted by pair and part. Each turn takes all rows of the first pair and part
        // that is left, from both lists.
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
            let (pair, part) = table;
            if tables.last().is_none_or(|last| last.0 != pair) {
                tables.push((pair, Components::default()));
            }
            let (_, parts) = tables.last_mut().expect("the pair was put there");
            *parts.get_mut(part) = ledger;
        }
    }
}

/// The sums of consecutive marks of one pair, part and span.
#[derive(Default)]
struct Run {
    table: Option<(PairKey, DyadPart, DaySpan)>,
    marks: u32,
    /// `None` if they overflow.
    sums: Option<Sums>,
    overflow: Option<Overflowed>,
}

impl Run {
    fn add(&mut self, mark: &Gathered) {
        let more = mark.sums();
        match (self.marks, self.sums) {
            (0, _) => self.sums = more,
            (_, Some(sums)) => self.sums = more.and_then(|more| sums.plus(more)),
            _ => {}
        }
        match self.marks.checked_add(mark.marks()) {
            Some(marks) => self.marks = marks,
            None => self.sums = None,
        }
    }

    /// Appends the sums to the list of their form, and starts the next run.
    fn end(&mut self, days: &mut Vec<Summed<DayRow>>, wide: &mut Vec<Summed<SpanRow>>) {
        let Some((pair, part, span)) = self.table.take() else {
            return;
        };
        let marks = std::mem::take(&mut self.marks);
        let row = self.sums.take().map(|sums| SpanRow { span, marks, sums });
        let Some(row) = row.and_then(|row| row.within(Limit::THIRD)) else {
            let more = Overflowed {
                span,
                pairs: vec![pair],
            };
            self.overflow = Some(match self.overflow.take() {
                None => more,
                Some(before) => before.and(more),
            });
            return;
        };
        match DayRow::packed(&row) {
            Some(small) => days.push((pair, part, small)),
            None => wide.push((pair, part, row)),
        }
    }
}

/// Sorts integers by `bits` of their bits, those from bit `from` upwards: a least-significant-digit
/// radix sort, one byte at a time. It is stable. `other` is a buffer.
fn sort_by_upper_bits(keys: &mut Vec<u64>, other: &mut Vec<u64>, from: u32, bits: u32) {
    if keys.len() < 64 {
        keys.sort_unstable();
        return;
    }
    other.clear();
    other.resize(keys.len(), 0);
    // Invariant: the keys are sorted by the bits from `from` up to `shift`. A turn sorts them by the
    // next byte and keeps the order among equal bytes, so they are sorted by eight bits more.
    let mut shift = from;
    while shift < from + bits {
        let digit = |key: u64| usize::from((key >> shift & 0xff) as u8);
        let mut places = [0_usize; 256];
        for &key in &*keys {
            places[digit(key)] += 1;
        }
        // If all keys have the same byte, they are sorted by it already.
        if places.iter().all(|&count| count != keys.len()) {
            // Turn the count of each byte into the index of its first key.
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
