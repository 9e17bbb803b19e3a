//! The functions as expressions for `DataFrame`s.
//!
//! ```
//! use chrono::NaiveDate;
//! use datafusion::prelude::*;
//! use detente_datafusion::expr_fn::{MarkColumns, detente_level};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> datafusion::error::Result<()> {
//! let session = SessionContext::new();
//! let marks = session
//!     .sql("SELECT 'USA' AS a, 'RUS' AS b, DATE '2025-07-08' AS day, 1.0 AS weight, -0.35 AS valence")
//!     .await?;
//! let at = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
//! let row = MarkColumns::new(col("day"), col("weight"), col("valence"));
//! let level = detente_level(row, at, [("half_life", lit(90.0))]).alias("level");
//! let levels = marks.aggregate(vec![col("a"), col("b")], vec![level])?.collect().await?;
//! assert_eq!(levels[0].num_rows(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! These functions take every parameter that is not named from [`Calibration::default`], whatever defaults
//! [`register_with`](crate::register_with) has set for the session: an expression does not know its session.
//! To use the defaults of a session, call the function that it holds: `session.udaf("detente_level")?.call(...)`.

use chrono::NaiveDate;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{AggregateUDF, Expr, lit};
use detente::trend::Calibration;

use crate::aggregate::{Aggregate, Kind};
use crate::scalar::{Function, Scalar, days};

/// The columns with marks: either one mark or a stored ledger in each row.
#[derive(Clone, Debug)]
pub struct MarkColumns(Vec<Expr>);

impl MarkColumns {
    /// Creates marks from rows with one mark each: see the [arguments in SQL](crate#arguments).
    #[must_use]
    pub fn new(day: Expr, weight: Expr, valence: Expr) -> Self {
        Self(vec![day, weight, valence])
    }

    /// Creates marks from rows with one stored ledger each, from [`detente_ledger`] or [`detente_merge`].
    #[must_use]
    pub fn stored(ledger: Expr) -> Self {
        Self(vec![ledger])
    }

    fn call<'o>(
        mut self,
        kind: Kind,
        at: Option<NaiveDate>,
        options: impl IntoIterator<Item = (&'o str, Expr)>,
    ) -> Expr {
        self.0
            .extend(at.map(|at| Expr::Literal(ScalarValue::Date32(Some(days(at))), None)));
        self.0.extend(
            options
                .into_iter()
                .flat_map(|(name, value)| [lit(name), value]),
        );
        AggregateUDF::from(Aggregate::new(kind, &Calibration::default())).call(self.0)
    }
}

/// The level at a date: see [`crate`].
#[must_use]
pub fn detente_level<'o>(
    marks: MarkColumns,
    at: NaiveDate,
    options: impl IntoIterator<Item = (&'o str, Expr)>,
) -> Expr {
    marks.call(Kind::Level, Some(at), options)
}

/// The trend at a date, as a struct with [these fields](crate::trend_fields).
#[must_use]
pub fn detente_trend<'o>(
    marks: MarkColumns,
    at: NaiveDate,
    options: impl IntoIterator<Item = (&'o str, Expr)>,
) -> Expr {
    marks.call(Kind::Trend, Some(at), options)
}

/// The ledger of the marks, as bytes that can be stored.
#[must_use]
pub fn detente_ledger<'o>(
    marks: MarkColumns,
    options: impl IntoIterator<Item = (&'o str, Expr)>,
) -> Expr {
    marks.call(Kind::Ledger, None, options)
}

/// Merges stored ledgers into the ledger of all their marks.
#[must_use]
pub fn detente_merge(ledger: Expr) -> Expr {
    MarkColumns::stored(ledger).call(Kind::Merge, None, [])
}

fn scalar(function: Function, arguments: Vec<Expr>) -> Expr {
    datafusion::logical_expr::ScalarUDF::from(Scalar::new(function)).call(arguments)
}

/// The valence of a CAMEO code on a scale: `plover`, `icews`, `gdelt` or `keds`.
#[must_use]
pub fn cameo_valence(code: Expr, scale: Expr) -> Expr {
    scalar(Function::CameoValence, vec![code, scale])
}

/// The class of a CAMEO code: `contact`, `comment` or `act`.
#[must_use]
pub fn cameo_class(code: Expr) -> Expr {
    scalar(Function::CameoClass, vec![code])
}

/// The PLOVER category of a CAMEO or PLOVER code.
#[must_use]
pub fn plover_category(code: Expr) -> Expr {
    scalar(Function::PloverCategory, vec![code])
}

/// The party that ledgers use for a country, from its code in a system: `cameo`, `iso2`, `iso3`, `iso_numeric`,
/// `fips` or `name`.
#[must_use]
pub fn country(code: Expr, system: Expr) -> Expr {
    scalar(Function::Country, vec![code, system])
}

/// The first day on which an EDTF date can begin.
#[must_use]
pub fn edtf_earliest(date: Expr) -> Expr {
    scalar(Function::EdtfEarliest, vec![date])
}

/// The last day on which an EDTF date can end.
#[must_use]
pub fn edtf_latest(date: Expr) -> Expr {
    scalar(Function::EdtfLatest, vec![date])
}

/// Whether an EDTF date is certainly before another.
#[must_use]
pub fn is_certainly_before(a: Expr, b: Expr) -> Expr {
    scalar(Function::IsCertainlyBefore, vec![a, b])
}
