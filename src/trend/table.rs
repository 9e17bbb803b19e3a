//! A pair's spans in the order in which they end, and what is left of them at an instant.

use crate::ledger::{SpanSums, Sums as Exact, number};
use crate::time::{DAY, Moment};

use super::Calibration;
use super::calibration::to_f64;

/// Spans in the order in which they end.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    entries: Vec<Entry>,
    /// For each entry the sums of all up to it, as they stand when it ends.
    settled: Vec<Sums>,
    /// The days of the longest span.
    longest: i64,
    contents: Contents,
}

/// For stretches of days of one length, how many spans end before each: a search begins there.
///
/// There are at most two stretches a span, so that it is found in constant time where they are
/// even, and never later than by a search through all.
#[derive(Clone, Debug, Default)]
struct Contents {
    /// The last day of the first span, from which stretches are counted.
    first: i64,
    /// A stretch has two to the power of this days.
    bits: u32,
    /// One more than there are stretches.
    ended: Vec<usize>,
}

impl Contents {
    fn fill(&mut self, entries: &[Entry]) {
        self.ended.clear();
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return;
        };
        self.first = i64::from(first.to);
        let days = last.to.abs_diff(first.to);
        let most = 2 * u64::try_from(entries.len()).unwrap_or(u64::MAX / 2);
        self.bits = 0;
        while u64::from(days) >> self.bits >= most {
            self.bits += 1;
        }
        for (place, entry) in entries.iter().enumerate() {
            let stretch = self.stretch(i64::from(entry.to)).unwrap_or(0);
            while self.ended.len() <= stretch {
                self.ended.push(place);
            }
        }
        self.ended.push(entries.len());
    }

    fn stretch(&self, day: i64) -> Option<usize> {
        usize::try_from((day - self.first) >> self.bits).ok()
    }
}

/// The sums of a span, with the same-day factor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) marks: u32,
    /// The mean decay over the span at its end.
    pub(super) mean: f64,
    pub(super) sums: Sums,
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
    pub(super) fn plus(self, other: Self, decay: f64) -> Self {
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
    pub(super) day: i64,
    pub(super) fraction: f64,
    /// Whether half of the day has passed.
    pub(super) is_past_noon: bool,
    /// The decay over the fraction.
    pub(super) decay: f64,
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
    /// Takes no memory away, so that one table serves pair after pair.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.settled.clear();
        self.longest = 0;
        self.contents.ended.clear();
    }

    /// Puts a single day in.
    pub(super) fn push_day(
        &mut self,
        (day, marks, exact): (i32, u32, Exact),
        calibration: &Calibration,
        mean: f64,
    ) {
        let factor = calibration.same_day_factor(marks);
        let to = day.saturating_add(1);
        self.put((day, to), marks, exact, factor, mean);
    }

    /// Puts a longer span in.
    pub(super) fn push_long(&mut self, span: &SpanSums, calibration: &Calibration) {
        let (from, to) = (span.span().first_day(), span.span().end_day());
        let mean = mean_decay(calibration, from, to);
        self.put((from, to), span.marks(), span.parts(), 1.0, mean);
    }

    fn put(&mut self, (from, to): (i32, i32), marks: u32, exact: Exact, factor: f64, mean: f64) {
        self.entries.push(Entry {
            from,
            to,
            marks,
            mean,
            sums: Sums {
                marks: marks.into(),
                score: number(exact.score) * factor,
                positive: number(exact.positive) * factor,
                weight: number(exact.weight) * factor,
                squares: number(exact.squares) * (factor * factor),
                // A contact is a contact, however often it was reported: see `engagement`.
                contact: number(exact.contact),
            },
        });
    }

    /// Sums up all that was put in.
    pub(super) fn settle(&mut self, calibration: &Calibration) {
        if !self
            .entries
            .is_sorted_by_key(|entry| (entry.to, entry.from))
        {
            let end = |entry: &Entry| (entry.to, entry.from);
            self.entries.sort_unstable_by_key(end);
        }
        let (mut sums, mut end) = (Sums::default(), i64::MIN);
        for entry in &self.entries {
            let to = i64::from(entry.to);
            let decay = calibration.decay().after(to.saturating_sub(end));
            sums = Sums::default()
                .plus(sums, decay)
                .plus(entry.sums, entry.mean);
            self.settled.push(sums);
            end = to;
            self.longest = self.longest.max(to - i64::from(entry.from));
        }
        self.contents.fill(&self.entries);
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many spans end by a day.
    pub(super) fn ended(&self, day: i64) -> usize {
        let Some(stretch) = self.contents.stretch(day) else {
            return 0;
        };
        let ended = self.contents.ended.get(stretch..);
        let Some(&[from, to]) = ended.and_then(<[usize]>::first_chunk) else {
            return self.entries.len();
        };
        let entries = self.entries.get(from..to).unwrap_or_default();
        from + entries.partition_point(|entry| i64::from(entry.to) <= day)
    }

    /// The end of the last span to end of those that begin before a day.
    pub(super) fn last_end_before(&self, day: i32) -> Option<i32> {
        let ended = self.ended(i64::from(day).saturating_add(self.longest));
        let entries = self.entries.get(..ended)?;
        let last = entries.iter().rev().find(|entry| entry.from < day)?;
        Some(last.to)
    }

    /// The sums of the first so many spans when the last of them ends, and the day of that.
    pub(super) fn settled(&self, count: usize) -> Option<(Sums, i64)> {
        let last = count.checked_sub(1)?;
        Some((
            *self.settled.get(last)?,
            i64::from(self.entries.get(last)?.to),
        ))
    }

    /// The spans from one place to before another.
    pub(super) fn between(&self, from: usize, to: usize) -> &[Entry] {
        self.entries.get(from..to).unwrap_or_default()
    }

    /// Whether no span is longer than a day.
    pub(super) const fn is_of_days(&self) -> bool {
        self.longest <= 1
    }

    /// The spans after the first so many that have begun at an instant.
    pub(super) fn begun(&self, count: usize, at: Instant) -> impl Iterator<Item = &Entry> {
        let entries = self.entries.get(count..).unwrap_or_default();
        // A span that has begun ends by then.
        let last = at.day.saturating_add(self.longest);
        let entries = entries
            .iter()
            .take_while(move |entry| i64::from(entry.to) <= last);
        entries.filter(move |entry| at.is_after(entry.from))
    }

    /// The sums of all marks at an instant.
    pub(super) fn sums(&self, at: Instant, calibration: &Calibration) -> Sums {
        if self.entries.is_empty() {
            return Sums::default();
        }
        let ended = self.ended(at.day);
        let mut sums = Sums::default();
        if let Some((settled, end)) = self.settled(ended) {
            sums = sums.plus(settled, calibration.decay().after(at.day - end) * at.decay);
        }
        // At midnight no day is begun that is not over.
        if self.is_of_days() && !at.has_begun_the_day() {
            return sums;
        }
        for entry in self.begun(ended, at) {
            let decay = expected(calibration, at, entry.from, entry.to, entry.mean);
            sums = sums.plus(entry.sums, decay);
        }
        sums
    }
}

/// The spans of a pair that count at an instant, of single days and of longer ones; none of a
/// table that is empty.
pub(super) type Sections<'t> = [Option<Section<'t>>; 2];

/// The spans of a table in three parts.
#[derive(Clone, Copy)]
pub(super) struct Section<'t> {
    pub(super) table: &'t Table,
    /// How many are summed beforehand.
    pub(super) settled: usize,
    /// The place from which on they are taken one by one; what is before it are days.
    pub(super) single: usize,
}

impl<'t> Section<'t> {
    /// What has ended by one day is summed beforehand, and single days until another are alike, if
    /// they count so.
    pub(super) fn new(
        table: &'t Table,
        settled_by: i64,
        day: i64,
        days_count_alike: bool,
    ) -> Option<Self> {
        if table.entries().is_empty() {
            return None;
        }
        let settled = table.ended(settled_by);
        let single = if table.is_of_days() && days_count_alike {
            table.ended(day)
        } else {
            settled
        };
        Some(Self {
            table,
            settled,
            single,
        })
    }
}
