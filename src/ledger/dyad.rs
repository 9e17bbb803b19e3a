//! The marks of one pair.

use std::iter::FusedIterator;

use thiserror::Error;

use super::mark::Sums;
use super::rows::{self, DayRow, FewRows, Limit, Rows, SpanRow};
use super::{DaySpan, Mark};

/// The marks of one pair, summed exactly by the days they lie on.
///
/// It keeps no mark, only sums: how many marks lie on a span, and the sums of their scores
/// `s`, of the scores above 0, of weights, of squared scores and of contacts. That is all
/// that levels and trends need, and it makes a group: ledgers can be merged and subtracted,
/// and marks retracted, without a trace.
///
/// Each number of a mark is rounded once to a multiple of 2^-40, so it is off by 2^-41
/// (5e-13) at most; from there on every sum is an integer. Equal sets of marks therefore
/// give equal ledgers, whatever the order in which they came and however they were divided.
/// A span holds the sum of up to 2^23 - 1 (8.4 million) marks of weight 1, or of seven of the
/// greatest weight, 1,024, since it holds the squares of scores as well; each ledger of a
/// [`Ledger`](super::Ledger) holds a third of that, so that the three can be summed. More is an
/// error, and so is the mark after the 4,294,967,295th.
///
/// Memory: 36 bytes a day that has marks, 56 a longer span or a day of more than 128 of weight.
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
/// ledger.record(&meeting).unwrap();
/// ledger.record(&critique).unwrap();
/// assert_eq!((ledger.len(), ledger.first()), (2, Some(day(8))));
///
/// ledger.retract(&critique).unwrap();
/// assert_eq!(ledger, DyadLedger::from_marks([&meeting]).unwrap());
/// assert!(ledger.retract(&critique).is_err());
/// # Ok::<(), detente::ledger::MarkError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DyadLedger {
    /// Days, in the small form.
    days: Rows<DayRow>,
    /// Longer spans, and the days that do not fit the small form.
    spans: FewRows<SpanRow>,
    marks: u64,
}

crate::text::short_debug!(DyadLedger, "DyadLedger", |it| {
    "marks": it.marks,
    "spans": it.spans().count(),
});

/// The sums of a span would pass what the fixed point holds: the sum of its scores, of those above 0
/// or of those below, of weights, of squares or of contacts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the sums of {span} overflow")]
pub struct OverflowError {
    /// The span whose sums they are.
    pub span: DaySpan,
}

/// Marks were to be taken away that are not in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the ledger holds no such marks on {span}")]
pub struct NotRecordedError {
    /// The span on which they were looked for.
    pub span: DaySpan,
}

/// The sums of the marks that lie on one span, in units of 2^-40.
///
/// This is the exact state of a ledger, for whoever stores it or hands it to another program.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark, SpanSums};
///
/// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap()).unwrap();
/// let meeting = Mark::new(day, 0.25, -0.5)?.with_contact(1.0)?;
/// let ledger = DyadLedger::from_marks([&meeting, &meeting])?;
///
/// let sums = ledger.spans().next().unwrap();
/// assert_eq!((sums.marks(), sums.weight()), (2, 1 << 39));
/// assert_eq!((sums.score(), sums.positive(), sums.contact()), (-(1 << 38), 0, 1 << 41));
/// assert_eq!(SpanSums::new(day, 2, sums.sums())?, sums);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanSums {
    span: DaySpan,
    marks: u32,
    sums: Sums,
}

/// Sums were refused by [`SpanSums::new`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpanSumsError {
    /// There are no marks to have sums.
    #[error("a span without marks has no sums")]
    NoMarks,
    /// The marks have no weight: such marks do not exist.
    #[error("the marks on {span} have no weight: expected at least a unit")]
    NoWeight {
        /// The span of the marks.
        span: DaySpan,
    },
    /// No marks can have these sums.
    #[error("no marks on {span} can have these sums")]
    Impossible {
        /// The span whose sums they would be.
        span: DaySpan,
    },
}

impl SpanSums {
    /// Puts the sums of a span together: scores, scores above 0, weights, squared scores,
    /// contacts; each in units of 2^-40.
    ///
    /// # Errors
    ///
    /// [`SpanSumsError`] where there are no marks or they have no weight, a sum other than that of the scores is
    /// negative, the scores sum to more than those above 0, or they sum to more, either way, than
    /// the weights and a unit a mark.
    pub fn new(span: DaySpan, marks: u32, sums: [i64; 5]) -> Result<Self, SpanSumsError> {
        let [score, positive, weight, squares, contact] = sums;
        let sums = Sums {
            score,
            positive,
            weight,
            squares,
            contact,
        };
        if marks == 0 {
            Err(SpanSumsError::NoMarks)
        } else if weight == 0 {
            Err(SpanSumsError::NoWeight { span })
        } else if sums.are_possible(marks) {
            Ok(Self { span, marks, sums })
        } else {
            Err(SpanSumsError::Impossible { span })
        }
    }

    /// The days.
    pub const fn span(&self) -> DaySpan {
        self.span
    }

    /// How many marks lie on them.
    pub const fn marks(&self) -> u32 {
        self.marks
    }

    /// The sum of the scores, in units of 2^-40.
    pub const fn score(&self) -> i64 {
        self.sums.score
    }

    /// The sum of the scores above 0, in units of 2^-40.
    pub const fn positive(&self) -> i64 {
        self.sums.positive
    }

    /// The sum of the weights, in units of 2^-40.
    pub const fn weight(&self) -> i64 {
        self.sums.weight
    }

    /// The sum of the squared scores, in units of 2^-40.
    pub const fn squares(&self) -> i64 {
        self.sums.squares
    }

    /// The sum of the contacts, in units of 2^-40.
    pub const fn contact(&self) -> i64 {
        self.sums.contact
    }

    /// All five, as [`new`](Self::new) takes them: scores, scores above 0, weights, squared
    /// scores, contacts.
    pub const fn sums(&self) -> [i64; 5] {
        self.sums.to_array()
    }

    /// The sums of the same marks with the sign of their scores turned. Returns `None` if they
    /// overflow.
    pub(crate) fn turned(mut self) -> Option<Self> {
        self.sums.positive = self.sums.positive.checked_sub(self.sums.score)?;
        self.sums.score = self.sums.score.checked_neg()?;
        Some(self)
    }

    pub(crate) const fn parts(&self) -> Sums {
        self.sums
    }

    fn of(mark: &Mark) -> Self {
        Self {
            span: mark.span(),
            marks: 1,
            sums: mark.sums(),
        }
    }

    fn row(&self) -> SpanRow {
        SpanRow {
            span: self.span,
            marks: self.marks,
            sums: self.sums,
        }
    }

    fn of_row(row: SpanRow) -> Self {
        Self {
            span: row.span,
            marks: row.marks,
            sums: row.sums,
        }
    }

    /// The sums of both, of one span and of two of the three ledgers of a pair.
    pub(super) fn with_part(&self, other: &Self) -> Self {
        let sum = self.row().plus(&other.row(), Limit::WHOLE);
        Self::of_row(sum.expect("each part is held to a third of a sum"))
    }
}

impl DyadLedger {
    /// Creates a ledger without marks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates the ledger of these marks.
    ///
    /// # Errors
    ///
    /// [`OverflowError`] where the sums of a span overflow.
    pub fn from_marks<'m>(
        marks: impl IntoIterator<Item = &'m Mark>,
    ) -> Result<Self, OverflowError> {
        let mut ledger = Self::new();
        for mark in marks {
            ledger.record(mark)?;
        }
        Ok(ledger)
    }

    /// Adds a mark. A mark without weight changes nothing.
    ///
    /// # Errors
    ///
    /// [`OverflowError`] where the sums of its span overflow; the ledger stays as it was.
    ///
    /// # Complexity
    ///
    /// O(log n) for the search, and at most 14 KiB of rows moved where it comes late.
    pub fn record(&mut self, mark: &Mark) -> Result<(), OverflowError> {
        self.record_within(mark, Limit::WHOLE)
    }

    /// Takes a mark away, as if it had never been recorded.
    ///
    /// The ledger keeps sums and not marks: it refuses what cannot have been part of them,
    /// and cannot know of a mark that merely might have been.
    ///
    /// # Errors
    ///
    /// [`NotRecordedError`] where the span's sums do not hold it; the ledger stays as it was.
    pub fn retract(&mut self, mark: &Mark) -> Result<(), NotRecordedError> {
        if !mark.has_weight() {
            return Ok(());
        }
        let taken = SpanSums::of(mark);
        let missing = || NotRecordedError { span: taken.span };
        let old = self.row(taken.span).ok_or_else(missing)?;
        let rest = old.minus(&taken.row()).ok_or_else(missing)?;
        self.put(rest);
        self.marks = self.marks.saturating_sub(1);
        Ok(())
    }

    /// Adds the sums of marks on one span, as another ledger gave them.
    ///
    /// # Errors
    ///
    /// [`OverflowError`] where the sums of the span overflow; the ledger stays as it was.
    pub fn add(&mut self, sums: &SpanSums) -> Result<(), OverflowError> {
        self.add_within(sums, Limit::WHOLE)
    }

    pub(super) fn add_within(
        &mut self,
        sums: &SpanSums,
        limit: Limit,
    ) -> Result<(), OverflowError> {
        let row = sums.row();
        let sum = match self.row(sums.span) {
            Some(old) => old.plus(&row, limit),
            None => row.within(limit),
        };
        self.put(sum.ok_or(OverflowError { span: sums.span })?);
        self.marks = self.marks.saturating_add(u64::from(sums.marks));
        Ok(())
    }

    pub(super) fn record_within(&mut self, mark: &Mark, limit: Limit) -> Result<(), OverflowError> {
        if mark.has_weight() {
            self.add_within(&SpanSums::of(mark), limit)
        } else {
            Ok(())
        }
    }

    /// Adds all marks of another ledger, in linear time.
    ///
    /// # Errors
    ///
    /// [`OverflowError`] where the sums of a span overflow; the ledger stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), OverflowError> {
        *self = self.merged(other, Limit::WHOLE)?;
        Ok(())
    }

    /// Whether all marks of another ledger can be added; the first span that they overflow is
    /// the error. Only sums in the large form can, or those that meet one.
    pub(super) fn check_merge(&self, other: &Self, limit: Limit) -> Result<(), OverflowError> {
        let mine = self.spans.iter().map(|row| (row, other.row(row.span)));
        let theirs = other.spans.iter().map(|row| (row, self.row(row.span)));
        let overflows = |(row, met): &(&SpanRow, Option<SpanRow>)| {
            met.map_or(row.within(limit), |met| row.plus(&met, limit))
                .is_none()
        };
        let overflowing = mine.chain(theirs).filter(overflows);
        match overflowing.map(|(row, _)| row.span).min() {
            Some(span) => Err(OverflowError { span }),
            None => Ok(()),
        }
    }

    pub(super) fn merged(&self, other: &Self, limit: Limit) -> Result<Self, OverflowError> {
        let mut all = Self {
            marks: self.marks.saturating_add(other.marks),
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
            all.push_all([row.ok_or(OverflowError { span })?]);
        }
    }

    /// Takes all marks of another ledger away, in linear time.
    ///
    /// # Errors
    ///
    /// [`NotRecordedError`] where a span's sums do not hold the other's; the ledger stays as
    /// it was.
    pub fn subtract(&mut self, other: &Self) -> Result<(), NotRecordedError> {
        *self = self.without(other)?;
        Ok(())
    }

    pub(super) fn without(&self, other: &Self) -> Result<Self, NotRecordedError> {
        let mut right = other.spans();
        let mut rest = Self {
            marks: self.marks.saturating_sub(other.marks),
            ..Self::default()
        };
        for sums in self.spans() {
            let row = match right.peek() {
                Some(span) if span <= sums.span => {
                    let taken = right.next().filter(|taken| taken.span == sums.span);
                    let left = taken.and_then(|taken| sums.row().minus(&taken.row()));
                    left.ok_or(NotRecordedError { span })?
                }
                _ => sums.row(),
            };
            rest.push_all((row.marks > 0).then_some(row));
        }
        match right.next() {
            Some(taken) => Err(NotRecordedError { span: taken.span }),
            None => Ok(rest),
        }
    }

    /// The ledger of rows in order, and of as many marks.
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

    /// Puts the sums of a span in their place, in the form that they need.
    fn put(&mut self, row: SpanRow) {
        let small = DayRow::packed(&row);
        if row.marks > 0 {
            match small {
                Some(small) => self.days.set(small),
                None => self.spans.set(row),
            }
        }
        // What went over from one form to the other, or has no marks left.
        if row.span.is_day() && (row.marks == 0 || small.is_none()) {
            self.days.remove(row.span.first_day());
        }
        if (row.marks == 0 || small.is_some()) && !self.spans.is_empty() {
            self.spans.remove(row.span);
        }
    }

    /// Appends rows that are after all others.
    fn push_all(&mut self, rows: impl IntoIterator<Item = SpanRow>) {
        for row in rows {
            match DayRow::packed(&row) {
                Some(small) => self.days.push(small),
                None => self.spans.push(row),
            }
        }
    }

    /// How many marks the ledger holds.
    pub const fn len(&self) -> u64 {
        self.marks
    }

    /// Whether the ledger holds no mark.
    pub const fn is_empty(&self) -> bool {
        self.marks == 0
    }

    /// The first span that has marks: the earliest to begin, and of those the earliest to end.
    pub fn first(&self) -> Option<DaySpan> {
        let day = self.days.first().map(|row| DaySpan::of_day(row.day()));
        let span = self.spans.first().map(|row| row.span);
        day.into_iter().chain(span).min()
    }

    /// The last span that has marks: the latest to begin, and of those the latest to end.
    pub fn last(&self) -> Option<DaySpan> {
        let day = self.days.last().map(|row| DaySpan::of_day(row.day()));
        let span = self.spans.last().map(|row| row.span);
        day.into_iter().chain(span).max()
    }

    /// How many marks lie on exactly this span.
    pub fn marks_on(&self, span: DaySpan) -> u32 {
        self.row(span).map_or(0, |row| row.marks)
    }

    /// How many spans have marks; the ledger takes memory for these.
    pub fn spans_len(&self) -> usize {
        self.days.len() + self.spans.len()
    }

    /// Iterates over the sums of every span that has marks, in the order of the spans.
    pub fn spans(&self) -> Spans<'_> {
        Spans {
            days: self.days.iter(),
            longer: self.spans.iter(),
            end: None,
        }
    }

    /// Iterates over the sums of the spans that begin on one of some days, in the order of
    /// the spans. Adjoining windows part a ledger: each of its spans begins in one of them.
    ///
    /// # Complexity
    ///
    /// O(log n) and what is found.
    pub fn window(&self, days: DaySpan) -> Spans<'_> {
        let from = days.first_day();
        Spans {
            days: self.days.iter_from(from),
            longer: self.spans.iter_from(DaySpan::of_day(from)),
            end: Some(days.end_day()),
        }
    }

    /// Looks at every row, so that the rows lie in the processor's caches: unlike a reader's work,
    /// which waits for a row after the other, many are on their way at once.
    pub(crate) fn fetched(&self) -> i32 {
        let days = self.days.slices().flatten().map(DayRow::day);
        days.fold(0, |all, day| all ^ day)
    }

    /// Every single day of the small form, its marks and its sums, in order: no sum is greater than
    /// 2^47.
    #[inline]
    pub(crate) fn for_each_small_day(&self, mut with: impl FnMut(i32, u32, Sums)) {
        for rows in self.days.slices() {
            for row in rows {
                with(row.day(), row.marks().into(), row.sums());
            }
        }
    }

    /// The other single days, whose sums are great, in order; there are few.
    pub(crate) fn great_days(&self) -> impl Iterator<Item = (i32, u32, Sums)> + '_ {
        let days = self.spans.iter().filter(|row| row.span.is_day());
        days.map(|row| (row.span.first_day(), row.marks, row.sums))
    }

    /// Whether there are longer spans.
    pub(crate) fn has_longs(&self) -> bool {
        self.long_sums().next().is_some()
    }

    /// The sums of longer spans, in order.
    pub(crate) fn long_sums(&self) -> impl Iterator<Item = SpanSums> + '_ {
        let longer = self.spans.iter().filter(|row| !row.span.is_day());
        longer.copied().map(SpanSums::of_row)
    }
}

/// The sums of the spans of a pair, in the order of the spans.
///
/// Created by [`DyadLedger::spans`].
#[derive(Clone, Debug, Default)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Spans<'l> {
    days: rows::Iter<'l, DayRow>,
    longer: rows::Iter<'l, SpanRow>,
    /// The first day on which no span may begin.
    end: Option<i32>,
}

impl Spans<'_> {
    /// The next span, which stays; and whether it is in the small form.
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

    /// The next span, which stays.
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
