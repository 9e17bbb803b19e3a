//! The sums of one stream of marks.

use std::iter::FusedIterator;

use super::mark::Sums;
use super::rows::{self, DayRow, FewRows, Limit, Rows, SpanRow};
use super::{DaySpan, LedgerError, Mark, MarkError, Overflow};

/// The sums of the marks of one pair of actors, or of one direction of it, span by span.
///
/// It keeps no mark, only the number of marks on each span and the sums of their scores `s`, of the
/// scores above 0, of weights, of squared scores and of contacts: all that levels and trends need.
/// Ledgers are a commutative group: marks and ledgers can be added and subtracted in any order.
///
/// Each number of a mark is rounded once to a multiple of 2^-40, so it is off by at most 2^-41
/// (5e-13). From there on every sum is an integer, so equal sets of marks give equal ledgers.
///
/// A span holds up to 2^23 - 1 (8.4 million) marks of weight 1, or seven of the greatest weight,
/// 1,024, because it also holds the squares of the scores. Each part of a [`Ledger`](super::Ledger)
/// holds a third of that, so that the three parts of a dyad can be summed. More is an error, and so
/// is the mark after the 4,294,967,295th on a span.
///
/// Memory: 36 bytes for a day that has marks; 56 for a longer span, or a day of more than 128 of
/// weight.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
///
/// let day = |day| DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, day).unwrap()).unwrap();
/// let [critique, meeting] = [Mark::new(day(8), 1.0, -0.35)?, Mark::new(day(10), 0.25, 0.25)?];
///
/// let mut ledger = DyadLedger::new();
/// ledger.add(&meeting).unwrap();
/// ledger.add(&critique).unwrap();
/// assert_eq!((ledger.marks(), ledger.spans().next().unwrap().span()), (2, day(8)));
///
/// ledger.subtract(&critique).unwrap();
/// assert_eq!(ledger, DyadLedger::from_marks([&meeting]).unwrap());
/// assert!(ledger.subtract(&critique).is_err());
/// # Ok::<(), detente::ledger::MarkError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DyadLedger {
    /// The days that fit the small form.
    days: Rows<DayRow>,
    /// Longer spans, and the days that do not fit the small form.
    spans: FewRows<SpanRow>,
    marks: u64,
}

crate::text::short_debug!(DyadLedger, "DyadLedger", |it| {
    "marks": it.marks,
    "spans": it.days.len() + it.spans.len(),
});

/// Marks to add or to subtract: one mark, the sums of a span, or all marks of a [`DyadLedger`].
///
/// Methods take `impl Into<Marks>`: pass a `&Mark`, a `&SpanSums` or a `&DyadLedger`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Marks<'m> {
    /// The sums of some marks on one span. A mark without weight is a sum of no marks.
    Span(SpanSums),
    /// All marks of a ledger.
    Ledger(&'m DyadLedger),
}

impl Marks<'static> {
    /// The same mark `count` times: a counted row of an engine that grouped equal rows.
    ///
    /// Adding it has the effect of adding the mark `count` times.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Overflow`] if the sums of that many marks overflow.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark, Marks};
    ///
    /// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 8).unwrap())?;
    /// let threat = Mark::new(day, 1.0, -0.35)?;
    /// let mut ledger = DyadLedger::new();
    /// ledger.add(Marks::repeated(&threat, 3)?)?;
    /// assert_eq!(ledger, DyadLedger::from_marks([&threat, &threat, &threat])?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn repeated(mark: &Mark, count: u32) -> Result<Self, LedgerError> {
        let one = SpanSums::of(mark);
        let sums = one.sums.times(count).ok_or(Overflow { span: one.span })?;
        Ok(Self::Span(SpanSums {
            span: one.span,
            marks: one.marks * count,
            sums,
        }))
    }
}

impl Marks<'_> {
    /// The first span. Returns `None` if there are no marks.
    pub(crate) fn first(self) -> Option<DaySpan> {
        match self {
            Self::Span(sums) => (sums.marks > 0).then_some(sums.span),
            Self::Ledger(ledger) => ledger.first(),
        }
    }
}

impl From<&Mark> for Marks<'_> {
    #[inline]
    fn from(mark: &Mark) -> Self {
        Self::Span(SpanSums::of(mark))
    }
}

impl From<&SpanSums> for Marks<'_> {
    fn from(sums: &SpanSums) -> Self {
        Self::Span(*sums)
    }
}

impl<'m> From<&'m DyadLedger> for Marks<'m> {
    fn from(ledger: &'m DyadLedger) -> Self {
        Self::Ledger(ledger)
    }
}

/// The sums of the marks on one span: the exact state of a ledger, to store it or to hand it to
/// another program.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark, SpanSums, Sums};
///
/// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap()).unwrap();
/// let meeting = Mark::new(day, 0.25, -0.5)?.with_contact(1.0)?;
/// let ledger = DyadLedger::from_marks([&meeting, &meeting])?;
///
/// let sums = ledger.spans().next().unwrap();
/// assert_eq!((sums.span(), sums.marks()), (day, 2));
/// let Sums { score, weight, contact, .. } = sums.sums();
/// assert_eq!((score, weight, contact), (-(1 << 38), 1 << 39, 1 << 41));
/// assert_eq!(SpanSums::new(day, 2, sums.sums())?, sums);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "SpanSumsShape")]
pub struct SpanSums {
    span: DaySpan,
    marks: u32,
    sums: Sums,
}

/// The sums of a span as they are read, before they are checked.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanSumsShape {
    span: DaySpan,
    marks: u32,
    sums: Sums,
}

impl TryFrom<SpanSumsShape> for SpanSums {
    type Error = MarkError;

    fn try_from(shape: SpanSumsShape) -> Result<Self, MarkError> {
        Self::new(shape.span, shape.marks, shape.sums)
    }
}

impl SpanSums {
    /// Creates the sums of `marks` marks on a span.
    ///
    /// # Errors
    ///
    /// Returns [`MarkError`] if no marks can have these sums: there are no marks, they have no
    /// weight, a sum other than the sum of the scores is negative, or the scores exceed the scores
    /// above 0, or the weights and a unit per mark.
    pub fn new(span: DaySpan, marks: u32, sums: Sums) -> Result<Self, MarkError> {
        if marks == 0 {
            Err(MarkError::NoMarks { span })
        } else if sums.weight == 0 {
            Err(MarkError::NoWeight { span })
        } else if sums.are_possible(marks) {
            Ok(Self { span, marks, sums })
        } else {
            Err(MarkError::ImpossibleSums { span })
        }
    }

    /// The days.
    pub const fn span(&self) -> DaySpan {
        self.span
    }

    /// The number of marks on exactly this span.
    pub const fn marks(&self) -> u32 {
        self.marks
    }

    /// The sums, in units of 2^-40.
    pub const fn sums(&self) -> Sums {
        self.sums
    }

    /// The same marks with the opposite sign of their scores. Returns `None` if the sums overflow.
    pub(crate) fn negated(mut self) -> Option<Self> {
        self.sums.positive = self.sums.positive.checked_sub(self.sums.score)?;
        self.sums.score = self.sums.score.checked_neg()?;
        Some(self)
    }

    /// The sums of one mark, or of no marks if it has no weight.
    #[inline]
    fn of(mark: &Mark) -> Self {
        let sums = mark.sums();
        let (marks, sums) = if sums.weight > 0 {
            (1, sums)
        } else {
            (0, Sums::default())
        };
        Self {
            span: mark.span(),
            marks,
            sums,
        }
    }

    const fn row(&self) -> SpanRow {
        SpanRow {
            span: self.span,
            marks: self.marks,
            sums: self.sums,
        }
    }

    const fn of_row(row: SpanRow) -> Self {
        Self {
            span: row.span,
            marks: row.marks,
            sums: row.sums,
        }
    }

    /// The sums of two parts of a dyad on one span.
    pub(super) fn with_part(&self, other: &Self) -> Self {
        let sum = self.row().plus(&other.row(), Limit::WHOLE);
        Self::of_row(sum.expect("each part is bounded by a third of the range"))
    }
}

/// A ledger is added span by span if it has this many times fewer spans: otherwise all rows are merged.
const FEW: usize = 16;

impl DyadLedger {
    /// Creates a ledger without marks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates the ledger of some marks.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Overflow`] if the sums of a span overflow.
    pub fn from_marks<'m>(marks: impl IntoIterator<Item = &'m Mark>) -> Result<Self, LedgerError> {
        let mut ledger = Self::new();
        for mark in marks {
            ledger.add(mark)?;
        }
        Ok(ledger)
    }

    /// Adds marks: a [`Mark`], the [`SpanSums`] of a span, or all marks of another ledger.
    ///
    /// A mark without weight changes nothing.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Overflow`] if the sums of a span overflow. Nothing changes then.
    ///
    /// # Complexity
    ///
    /// O(log n) for a mark, and at most 14 KiB of rows moved if it comes late. For a ledger that has at
    /// most a sixteenth of the spans, so much for each of its spans; linear in the spans of both for a
    /// larger one.
    pub fn add<'m>(&mut self, marks: impl Into<Marks<'m>>) -> Result<(), LedgerError> {
        Ok(self.add_within(marks.into(), Limit::WHOLE)?)
    }

    /// Takes marks away, as if they had never been added.
    ///
    /// A ledger keeps sums and not marks. It refuses marks that cannot be part of its sums; it cannot
    /// detect marks that could be part of them but were never added.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::NotRecorded`] if the sums of a span cannot contain the marks. Nothing
    /// changes then.
    pub fn subtract<'m>(&mut self, marks: impl Into<Marks<'m>>) -> Result<(), LedgerError> {
        match marks.into() {
            Marks::Ledger(other) => *self = self.without(other)?,
            Marks::Span(taken) if taken.marks == 0 => {}
            Marks::Span(taken) => {
                let missing = LedgerError::NotRecorded { span: taken.span };
                let old = self.row(taken.span);
                let rest = old.and_then(|old| old.minus(&taken.row()));
                self.put(rest.ok_or(missing)?);
                self.marks -= u64::from(taken.marks);
            }
        }
        Ok(())
    }

    pub(super) fn add_within(&mut self, marks: Marks<'_>, limit: Limit) -> Result<(), Overflow> {
        match marks {
            Marks::Ledger(other) if other.rows() * FEW <= self.rows() => {
                self.insert(other, limit)?;
            }
            Marks::Ledger(other) => *self = self.merged(other, limit)?,
            Marks::Span(added) if added.marks == 0 => {}
            Marks::Span(added) => {
                self.put(self.with(&added, limit)?);
                self.marks += u64::from(added.marks);
            }
        }
        Ok(())
    }

    /// Checks that another ledger can be added. The error is the first span that overflows.
    ///
    /// Only spans in the large form can overflow, or those that meet one: two small rows are far
    /// within all limits.
    pub(super) fn check_merge(&self, other: &Self, limit: Limit) -> Result<(), Overflow> {
        let mine = self.spans.iter().map(|row| (row, other.row(row.span)));
        let theirs = other.spans.iter().map(|row| (row, self.row(row.span)));
        let overflows = |(row, met): &(&SpanRow, Option<SpanRow>)| {
            let sum = match met {
                Some(met) => row.plus(met, limit),
                None => row.within(limit),
            };
            sum.is_none()
        };
        let overflowing = mine.chain(theirs).filter(overflows);
        match overflowing.map(|(row, _)| row.span).min() {
            Some(span) => Err(Overflow { span }),
            None => Ok(()),
        }
    }

    /// The sums of a span after an addition.
    fn with(&self, added: &SpanSums, limit: Limit) -> Result<SpanRow, Overflow> {
        let row = added.row();
        let sum = match self.row(added.span) {
            Some(old) => old.plus(&row, limit),
            None => row.within(limit),
        };
        sum.ok_or(Overflow { span: added.span })
    }

    /// Adds a ledger span by span. Nothing changes if a span overflows.
    fn insert(&mut self, other: &Self, limit: Limit) -> Result<(), Overflow> {
        let sums = other.spans().map(|added| self.with(&added, limit));
        for row in sums.collect::<Result<Vec<_>, _>>()? {
            self.put(row);
        }
        self.marks += other.marks;
        Ok(())
    }

    /// The number of spans that have marks.
    fn rows(&self) -> usize {
        self.days.len() + self.spans.len()
    }

    pub(super) fn merged(&self, other: &Self, limit: Limit) -> Result<Self, Overflow> {
        let mut all = Self {
            marks: self.marks + other.marks,
            ..Self::default()
        };
        if self.spans.is_empty() && other.spans.is_empty() {
            let wide;
            (all.days, wide) = self.days.merged(&other.days);
            all.spans = FewRows::in_order(&wide);
            return Ok(all);
        }
        // Each turn takes the first span that is left, from one ledger or from both.
        let (mut left, mut right) = (self.spans(), other.spans());
        loop {
            let ahead = [left.peek(), right.peek()];
            let Some(span) = ahead.into_iter().flatten().min() else {
                return Ok(all);
            };
            let a = (ahead[0] == Some(span)).then(|| left.next()).flatten();
            let b = (ahead[1] == Some(span)).then(|| right.next()).flatten();
            let row = match (a, b) {
                (Some(a), Some(b)) => a.row().plus(&b.row(), limit),
                (Some(one), None) | (None, Some(one)) => one.row().within(limit),
                (None, None) => unreachable!("one of the two has the span ahead"),
            };
            all.push(row.ok_or(Overflow { span })?);
        }
    }

    pub(super) fn without(&self, other: &Self) -> Result<Self, LedgerError> {
        let mut right = other.spans();
        let mut rest = Self::default();
        for sums in self.spans() {
            let row = match right.peek() {
                // If the next span of the other is earlier, this ledger does not have it.
                Some(span) if span <= sums.span => {
                    let taken = right.next().filter(|taken| taken.span == sums.span);
                    let left = taken.and_then(|taken| sums.row().minus(&taken.row()));
                    left.ok_or(LedgerError::NotRecorded { span })?
                }
                _ => sums.row(),
            };
            if row.marks > 0 {
                rest.marks += u64::from(row.marks);
                rest.push(row);
            }
        }
        match right.next() {
            Some(SpanSums { span, .. }) => Err(LedgerError::NotRecorded { span }),
            None => Ok(rest),
        }
    }

    /// Creates the ledger of rows that are in order.
    pub(super) fn in_order(days: &[DayRow], spans: &[SpanRow], marks: u64) -> Self {
        Self {
            days: Rows::in_order(days),
            spans: FewRows::in_order(spans),
            marks,
        }
    }

    /// The sums of a span, in either form.
    fn row(&self, span: DaySpan) -> Option<SpanRow> {
        let small = span
            .is_day()
            .then(|| self.days.get(span.first_day()))
            .flatten();
        match small {
            Some(row) => Some(row.unpacked()),
            None => self.spans.get(span).copied(),
        }
    }

    /// Stores the sums of a span, in the form that they need.
    fn put(&mut self, row: SpanRow) {
        let small = DayRow::packed(&row);
        if row.marks > 0 {
            match small {
                Some(small) => self.days.set(small),
                None => self.spans.set(row),
            }
        }
        // Removes a row that changed its form or has no marks left.
        if row.span.is_day() && (row.marks == 0 || small.is_none()) {
            self.days.remove(row.span.first_day());
        }
        if (row.marks == 0 || small.is_some()) && !self.spans.is_empty() {
            self.spans.remove(row.span);
        }
    }

    /// Appends a row that is after all others.
    fn push(&mut self, row: SpanRow) {
        match DayRow::packed(&row) {
            Some(small) => self.days.push(small),
            None => self.spans.push(row),
        }
    }

    /// The number of marks.
    pub const fn marks(&self) -> u64 {
        self.marks
    }

    /// Whether there are no marks.
    pub(crate) const fn is_empty(&self) -> bool {
        self.marks == 0
    }

    /// The first span that has marks.
    pub(crate) fn first(&self) -> Option<DaySpan> {
        let day = self.days.first().map(|row| DaySpan::of_day(row.day()));
        let span = self.spans.first().map(|row| row.span);
        day.into_iter().chain(span).min()
    }

    /// Iterates over the sums of every span that has marks, in the order of the spans.
    pub fn spans(&self) -> Spans<'_> {
        Spans {
            days: self.days.iter(),
            longer: self.spans.iter(),
            end: None,
        }
    }

    /// Iterates over the sums of the spans that begin within `days`, in the order of the spans.
    ///
    /// Adjacent windows partition a ledger: each of its spans begins in exactly one of them.
    ///
    /// # Complexity
    ///
    /// O(log n + k) for `k` spans found.
    pub fn window(&self, days: DaySpan) -> Spans<'_> {
        let from = days.first_day();
        Spans {
            days: self.days.iter_from(from),
            longer: self.spans.iter_from(DaySpan::of_day(from)),
            end: Some(days.end_day()),
        }
    }

    /// Reads each row, so that the processor loads many rows into its caches at the same time. Summing them
    /// would wait for one row after the other.
    pub(crate) fn prefetch(&self) -> i32 {
        let days = self.days.slices().flatten().map(DayRow::day);
        days.fold(0, |all, day| all ^ day)
    }

    /// Calls `with` for each day in the small form, in order: the day, its marks and its sums, below 2^47.
    #[inline]
    pub(crate) fn for_each_small_day(&self, mut with: impl FnMut(i32, u32, Sums)) {
        for rows in self.days.slices() {
            for row in rows {
                with(row.day(), row.marks().into(), row.sums());
            }
        }
    }

    /// The single days that do not fit the small form, in order. They are few.
    pub(crate) fn large_days(&self) -> impl Iterator<Item = (i32, u32, Sums)> + '_ {
        let days = self.spans.iter().filter(|row| row.span.is_day());
        days.map(|row| (row.span.first_day(), row.marks, row.sums))
    }

    /// Whether there are spans of several days.
    pub(crate) fn has_long_spans(&self) -> bool {
        self.long_spans().next().is_some()
    }

    /// The sums of the spans of several days, in order.
    pub(crate) fn long_spans(&self) -> impl Iterator<Item = SpanSums> + '_ {
        let longer = self.spans.iter().filter(|row| !row.span.is_day());
        longer.copied().map(SpanSums::of_row)
    }
}

/// The sums of the spans of a ledger, in the order of the spans.
///
/// Created by [`DyadLedger::spans`] and [`DyadLedger::window`].
#[derive(Clone, Debug, Default)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Spans<'l> {
    days: rows::Iter<'l, DayRow>,
    longer: rows::Iter<'l, SpanRow>,
    /// The first day on which no span may begin.
    end: Option<i32>,
}

impl Spans<'_> {
    /// The next span without taking it, and whether it is in the small form.
    fn ahead(&mut self) -> Option<(DaySpan, bool)> {
        let day = self.days.peek().map(|row| DaySpan::of_day(row.day()));
        let longer = self.longer.peek().map(|row| row.span);
        let (span, is_small) = match (day, longer) {
            (Some(day), longer) if longer.is_none_or(|longer| day < longer) => (day, true),
            (_, longer) => (longer?, false),
        };
        let is_in = self.end.is_none_or(|end| span.first_day() < end);
        is_in.then_some((span, is_small))
    }

    /// The next span without taking it.
    pub(super) fn peek(&mut self) -> Option<DaySpan> {
        self.ahead().map(|(span, _)| span)
    }
}

impl Iterator for Spans<'_> {
    type Item = SpanSums;

    fn next(&mut self) -> Option<SpanSums> {
        let row = match self.ahead()? {
            (_, true) => self.days.next().expect("a day is ahead").unpacked(),
            (_, false) => *self.longer.next().expect("a longer span is ahead"),
        };
        Some(SpanSums::of_row(row))
    }
}

impl FusedIterator for Spans<'_> {}
