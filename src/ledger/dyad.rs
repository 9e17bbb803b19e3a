//! The marks of one pair.

use std::iter::Peekable;

use thiserror::Error;

use super::mark::Sums;
use super::rows::{self, Limit, Row, Rows};
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
/// A span holds the sum of 2^23 (8.4 million) marks of weight 1; more is an error, and so
/// is the mark after the 4,294,967,295th.
///
/// Memory: 48 bytes a day that has marks, 56 a longer span.
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DyadLedger {
    days: Rows<i32>,
    spans: Rows<DaySpan>,
    marks: u64,
}

/// The sums of a span would pass what the fixed point holds.
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
    /// [`SpanSumsError`] where there are no marks, a sum other than that of the scores is
    /// negative, or the scores sum to more than those above 0.
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
        } else if sums.are_possible() {
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

    /// Scores, scores above 0, weights, squared scores, contacts; each in units of 2^-40.
    pub const fn sums(&self) -> [i64; 5] {
        let Sums {
            score,
            positive,
            weight,
            squares,
            contact,
        } = self.sums;
        [score, positive, weight, squares, contact]
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

    fn day_row(&self) -> Row<i32> {
        Row {
            key: self.span.first_day(),
            marks: self.marks,
            sums: self.sums,
        }
    }

    fn span_row(&self) -> Row<DaySpan> {
        Row {
            key: self.span,
            marks: self.marks,
            sums: self.sums,
        }
    }
}

impl DyadLedger {
    /// Creates a ledger without marks.
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

    /// Adds a mark.
    ///
    /// # Errors
    ///
    /// [`OverflowError`] where the sums of its span overflow; the ledger stays as it was.
    ///
    /// # Complexity
    ///
    /// O(log n) for the search, and at most 14 KiB of rows moved where it comes late.
    pub fn record(&mut self, mark: &Mark) -> Result<(), OverflowError> {
        self.add(&SpanSums::of(mark))
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
        let sums = SpanSums::of(mark);
        let taken = if sums.span.is_day() {
            self.days.take(&sums.day_row())
        } else {
            self.spans.take(&sums.span_row())
        };
        if !taken {
            return Err(NotRecordedError { span: sums.span });
        }
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
        let added = if sums.span.is_day() {
            self.days.add(sums.day_row(), limit)
        } else {
            self.spans.add(sums.span_row(), limit)
        };
        if !added {
            return Err(OverflowError { span: sums.span });
        }
        self.marks = self.marks.saturating_add(u64::from(sums.marks));
        Ok(())
    }

    pub(super) fn record_within(&mut self, mark: &Mark, limit: Limit) -> Result<(), OverflowError> {
        self.add_within(&SpanSums::of(mark), limit)
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

    pub(super) fn merged(&self, other: &Self, limit: Limit) -> Result<Self, OverflowError> {
        let overflow = |span| OverflowError { span };
        Ok(Self {
            days: (self.days.merged(&other.days, limit))
                .map_err(|day| overflow(DaySpan::of_day(day)))?,
            spans: self.spans.merged(&other.spans, limit).map_err(overflow)?,
            marks: self.marks.saturating_add(other.marks),
        })
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
        let missing = |span| NotRecordedError { span };
        Ok(Self {
            days: (self.days.without(&other.days)).map_err(|day| missing(DaySpan::of_day(day)))?,
            spans: self.spans.without(&other.spans).map_err(missing)?,
            marks: self.marks.saturating_sub(other.marks),
        })
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
        let day = self.days.first().map(|row| DaySpan::of_day(row.key));
        let span = self.spans.first().map(|row| row.key);
        day.into_iter().chain(span).min()
    }

    /// The last span that has marks: the latest to begin, and of those the latest to end.
    pub fn last(&self) -> Option<DaySpan> {
        let day = self.days.last().map(|row| DaySpan::of_day(row.key));
        let span = self.spans.last().map(|row| row.key);
        day.into_iter().chain(span).max()
    }

    /// How many marks lie on exactly this span.
    pub fn marks_on(&self, span: DaySpan) -> u32 {
        if span.is_day() {
            self.days.get(span.first_day()).map_or(0, |row| row.marks)
        } else {
            self.spans.get(span).map_or(0, |row| row.marks)
        }
    }

    /// How many spans have marks; the ledger takes memory for these.
    pub fn spans_len(&self) -> usize {
        self.days.len() + self.spans.len()
    }

    /// Iterates over the sums of every span that has marks, in the order of the spans.
    pub fn spans(&self) -> Spans<'_> {
        Spans {
            days: self.days.iter().peekable(),
            spans: self.spans.iter().peekable(),
        }
    }

    /// The sums of single days, in order.
    pub(crate) fn day_sums(&self) -> impl Iterator<Item = SpanSums> + '_ {
        self.days.iter().map(of_day_row)
    }

    /// The sums of longer spans, in order.
    pub(crate) fn long_sums(&self) -> impl Iterator<Item = SpanSums> + '_ {
        self.spans.iter().map(of_span_row)
    }
}

fn of_day_row(row: &Row<i32>) -> SpanSums {
    SpanSums {
        span: DaySpan::of_day(row.key),
        marks: row.marks,
        sums: row.sums,
    }
}

fn of_span_row(row: &Row<DaySpan>) -> SpanSums {
    SpanSums {
        span: row.key,
        marks: row.marks,
        sums: row.sums,
    }
}

/// The sums of the spans of a pair, in the order of the spans.
///
/// Created by [`DyadLedger::spans`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Spans<'l> {
    days: Peekable<rows::Iter<'l, i32>>,
    spans: Peekable<rows::Iter<'l, DaySpan>>,
}

impl Iterator for Spans<'_> {
    type Item = SpanSums;

    fn next(&mut self) -> Option<SpanSums> {
        let day = self.days.peek().map(|row| of_day_row(row));
        let span = self.spans.peek().map(|row| of_span_row(row));
        match (day, span) {
            (Some(day), span) if span.is_none_or(|span| day.span < span.span) => {
                self.days.next();
                Some(day)
            }
            (_, span) => {
                self.spans.next();
                span
            }
        }
    }
}
