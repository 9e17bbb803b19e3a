//! The marks in the rows of a batch.
//!
//! A row without a day, a weight, a valence or a count makes no mark, because SQL aggregates ignore `NULL`. A row
//! with a number or a date that is not valid in a mark is an error, because the answer would be wrong without the
//! row.

use std::ops::Range;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, PrimitiveArray};
use datafusion::arrow::datatypes::{Date32Type, Float64Type, Int64Type};
use datafusion::common::{DataFusionError, Result, exec_datafusion_err};
use detente::ledger::{DaySpan, DyadLedger, Mark, Marks};

use crate::call::{Call, Source};

/// The marks of a batch, row by row.
pub(crate) enum BatchMarks<'b> {
    Rows(RowMarks<'b>),
    Ledgers {
        name: &'static str,
        ledgers: &'b datafusion::arrow::array::BinaryArray,
    },
}

/// The columns of rows with one mark each.
pub(crate) struct RowMarks<'b> {
    name: &'static str,
    day: &'b PrimitiveArray<Date32Type>,
    weight: &'b PrimitiveArray<Float64Type>,
    valence: &'b PrimitiveArray<Float64Type>,
    last_day: Option<&'b PrimitiveArray<Date32Type>>,
    contact: Option<Contact<'b>>,
    count: Option<&'b PrimitiveArray<Int64Type>>,
}

/// Shares of contact, as numbers with or without a fraction.
enum Contact<'b> {
    Real(&'b PrimitiveArray<Float64Type>),
    Whole(&'b PrimitiveArray<Int64Type>),
}

impl<'b> BatchMarks<'b> {
    /// The marks of the arguments of a call, for the rows of a batch.
    pub(crate) fn new(call: &Call, values: &'b [ArrayRef]) -> Self {
        let columns = match call.source {
            Source::Ledgers => {
                return Self::Ledgers {
                    name: call.name,
                    ledgers: values[0].as_binary(),
                };
            }
            Source::Rows(columns) => columns,
        };
        Self::Rows(RowMarks {
            name: call.name,
            day: values[0].as_primitive(),
            weight: values[1].as_primitive(),
            valence: values[2].as_primitive(),
            last_day: columns.last_day.map(|at| values[at].as_primitive()),
            contact: columns.contact.map(|at| Contact::of(&values[at])),
            count: columns.count.map(|at| values[at].as_primitive()),
        })
    }

    /// Passes the marks of each kept row to `take`, in order. Rows without marks are left out.
    ///
    /// # Errors
    ///
    /// Returns an error if a number or a date is not valid in a mark, if the bytes are not a ledger, or if `take`
    /// fails.
    #[inline]
    pub(crate) fn each(
        &self,
        rows: Range<usize>,
        is_kept: impl Fn(usize) -> bool,
        mut take: impl FnMut(usize, Marks<'_>) -> Result<()>,
    ) -> Result<()> {
        let kept = rows.filter(|&row| is_kept(row));
        match self {
            Self::Rows(columns) => {
                for row in kept {
                    if let Some(mark) = columns.mark(row)? {
                        match columns.count {
                            None => take(row, (&mark).into())?,
                            Some(counts) => take(row, columns.repeated(&mark, counts.value(row))?)?,
                        }
                    }
                }
            }
            Self::Ledgers { name, ledgers } => {
                for row in kept.filter(|&row| ledgers.is_valid(row)) {
                    let ledger = DyadLedger::from_bytes(ledgers.value(row)).map_err(|error| {
                        exec_datafusion_err!("`{name}`: a stored ledger cannot be read: {error}")
                    })?;
                    take(row, (&ledger).into())?;
                }
            }
        }
        Ok(())
    }
}

impl<'b> Contact<'b> {
    fn of(values: &'b ArrayRef) -> Self {
        match values.as_primitive_opt::<Float64Type>() {
            Some(values) => Self::Real(values),
            None => Self::Whole(values.as_primitive()),
        }
    }

    /// The share of a row; 0 if it is `NULL`.
    fn share(&self, row: usize) -> f64 {
        match self {
            Self::Real(values) if values.is_valid(row) => values.value(row),
            #[expect(clippy::cast_precision_loss, reason = "more than 1,024 is refused")]
            Self::Whole(values) if values.is_valid(row) => values.value(row) as f64,
            _ => 0.0,
        }
    }
}

impl RowMarks<'_> {
    /// The mark of a row. Returns `None` if it has no mark.
    #[expect(
        clippy::inline_always,
        reason = "a mark that is returned through memory costs more than the rest of a row"
    )]
    #[inline(always)]
    fn mark(&self, row: usize) -> Result<Option<Mark>> {
        let is_null = self.day.is_null(row)
            || self.weight.is_null(row)
            || self.valence.is_null(row)
            || self.count.is_some_and(|count| count.is_null(row));
        if is_null {
            return Ok(None);
        }
        let span = self.span(row)?;
        let mut mark = Mark::new(span, self.weight.value(row), self.valence.value(row));
        if let Some(contact) = &self.contact {
            mark = mark.and_then(|mark| mark.with_contact(contact.share(row)));
        }
        mark.map(Some).map_err(|error| self.refused(span, &error))
    }

    /// The marks of a row that counts several times.
    fn repeated(&self, mark: &Mark, count: i64) -> Result<Marks<'static>> {
        let (name, span) = (self.name, mark.span());
        let whole = u32::try_from(count).map_err(|_| {
            exec_datafusion_err!(
                "`{name}`: a row of {}: the count is `{count}`: expected 0 to 4294967295",
                span.start()
            )
        })?;
        Marks::repeated(mark, whole).map_err(|error| exec_datafusion_err!("`{name}`: {error}"))
    }

    #[cold]
    fn refused(&self, span: DaySpan, error: &dyn std::fmt::Display) -> DataFusionError {
        exec_datafusion_err!("`{}`: a row of {}: {error}", self.name, span.start())
    }

    /// The days of a row: one, or up to its last day.
    #[inline]
    fn span(&self, row: usize) -> Result<DaySpan> {
        let first = self.day.value(row);
        let last = self.last_day.filter(|last| last.is_valid(row));
        let last = last.map_or(first, |last| last.value(row));
        let span = last
            .checked_add(1)
            .and_then(|end| DaySpan::of_days(first, end));
        span.ok_or_else(|| self.no_span(first, last))
    }

    #[cold]
    fn no_span(&self, first: i32, last: i32) -> DataFusionError {
        let date = |day: i32| match DaySpan::of_days(day, day.saturating_add(1)) {
            Some(span) => span.start().to_string(),
            None => format!("day {day} from 1970"),
        };
        let (name, first, last) = (self.name, date(first), date(last));
        exec_datafusion_err!(
            "`{name}`: a row is dated `{first}` to `{last}`: expected dates of the calendar, in order"
        )
    }
}
