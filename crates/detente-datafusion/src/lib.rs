//! Levels, trends and exact ledgers of [`detente`] as SQL functions of DataFusion.
//!
//! An event between two actors is a *mark*: a day, a weight and a valence. Group the marks of a table by the
//! two actors, and each group has a level of relations, a trend, and a ledger of exact sums:
//!
//! ```
//! use datafusion::prelude::SessionContext;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> datafusion::error::Result<()> {
//! let mut session = SessionContext::new();
//! detente_datafusion::register(&mut session)?;
//! session
//!     .sql(
//!         "CREATE TABLE marks (a TEXT, b TEXT, day DATE, weight DOUBLE, valence DOUBLE) AS VALUES
//!             ('RUS', 'USA', DATE '2025-03-03', 1.0, 0.5),
//!             ('RUS', 'USA', DATE '2025-07-08', 1.0, -0.35),
//!             ('CHN', 'USA', DATE '2025-05-12', 1.0, 0.4)",
//!     )
//!     .await?
//!     .collect()
//!     .await?;
//! let levels = session
//!     .sql(
//!         "SELECT a, b, detente_level(day, weight, valence, DATE '2025-07-11') AS level,
//!             detente_trend(day, weight, valence, DATE '2025-07-11', 'coverage', '2025-01-01/..') AS trend
//!         FROM marks GROUP BY a, b ORDER BY level",
//!     )
//!     .await?
//!     .collect()
//!     .await?;
//! assert_eq!(levels[0].num_rows(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! The numbers are those of `detente` itself: its types hold the sums, so the same rows give the same bits with
//! one thread or eight partitions, from Parquet or CSV, on one machine or many. What the numbers mean is
//! documented at [`detente::trend`].
//!
//! # Functions
//!
//! | aggregate | returns |
//! | :-- | :-- |
//! | `detente_level(day, weight, valence, at, ...)` | the value of the level, a `DOUBLE`; `NULL` without marks |
//! | `detente_trend(day, weight, valence, at, ...)` | level, change and direction, a struct: [`trend_fields`] |
//! | `detente_ledger(day, weight, valence, ...)` | the exact sums of all days, a `BINARY`; `NULL` without marks |
//! | `detente_merge(ledger)` | the ledger of all marks of some ledgers |
//! | `detente_level(ledger, at, ...)`, `detente_trend(ledger, at, ...)` | the same of stored ledgers |
//!
//! | scalar | returns |
//! | :-- | :-- |
//! | `cameo_valence(code, scale)` | the valence of a CAMEO code on the scale `plover`, `icews`, `gdelt` or `keds` |
//! | `cameo_class(code)` | `contact`, `comment` or `act`: by default with the weights 1/4, 0 and 1 |
//! | `plover_category(code)` | the PLOVER category of a CAMEO or PLOVER code |
//! | `country(code, system)` | the name of the country in ledgers, by `cameo`, `iso2`, `iso3`, `iso_numeric`, `fips` or `name` |
//! | `edtf_earliest(date)`, `edtf_latest(date)` | the first and the last possible day of an EDTF date |
//! | `is_certainly_before(a, b)` | whether an EDTF date is certainly before another |
//!
//! A code or date that cannot be read gives `NULL`, so one bad row affects no other. The name of a scale or
//! a system is a choice of the query, so a wrong one is an error. [`expr_fn`] has the same functions for
//! `DataFrame`s.
//!
//! # Arguments
//!
//! After the leading arguments come options, each a name and a value: `'half_life', 90`.
//!
//! | option | value | default |
//! | :-- | :-- | :-- |
//! | `last_day` | a column: the last day of an event of several days | one day |
//! | `contact` | a column: the share of a contact, 0 to 1024 | 0 |
//! | `count` | a column: how often the row counts | 1 |
//! | `coverage` | a constant: `unknown`, `nothing`, `always`, or periods such as `2025-01-20/2025-03-31, 2025-05-01/..` with both days included | `unknown` |
//! | `half_life`, `kappa`, `kappa_z`, `window`, `blocks`, `block`, `prior`, `dispersion`, `least_weight`, `enter`, `strong`, `steady`, `lean` | constants | those of [`Calibration`](detente::trend::Calibration) |
//!
//! `day` and `at` are of type `DATE`, or texts that are cast to it. A timestamp is refused, because its day
//! depends on a zone: cast it. `at` is a constant. Its first instant counts, so marks of that date do not.
//!
//! A pair without a direction is one group: `GROUP BY least(a, b), greatest(a, b)`.
//!
//! # What happens to wrong values?
//!
//! | value | treatment |
//! | :-- | :-- |
//! | a type that cannot mean what is needed; an unknown option; a parameter that is not a constant, out of bounds or given twice | an error when the query is planned |
//! | `NULL` in `day`, `weight`, `valence` or `count`; a weight or count of 0 | the row makes no mark |
//! | `NULL` in `last_day`, in `contact` | an event of one day; no contact |
//! | a weight, valence, share or count out of bounds, `NaN`, days out of order or outside the calendar | an error that names the row's date and the value |
//! | bytes that are not a ledger, or were changed | an error |
//! | `DISTINCT` or `ORDER BY` in the call | an error when the query is planned, because events that are alike both count and order does not matter |
//!
//! # Stored ledgers
//!
//! A ledger answers for any date, so rows can be summed once and forgotten:
//!
//! ```sql
//! COPY (SELECT a, b, detente_ledger(day, weight, valence) AS ledger FROM marks_of_2024 GROUP BY a, b)
//!   TO 'ledgers/2024.parquet';
//! SELECT a, b, detente_trend(ledger, DATE '2025-07-11') FROM 'ledgers/' GROUP BY a, b;
//! ```
//!
//! `detente_merge` folds many files into one. The bytes have a [documented layout](mod@detente::format::bytes)
//! with a checksum; [`DyadLedger::from_bytes`](detente::ledger::DyadLedger::from_bytes) reads them outside
//! DataFusion.
//!
//! # Windows
//!
//! In sliding windows (`OVER (ORDER BY day RANGE BETWEEN ...)`) rows that leave are subtracted exactly, so each answer has the
//! bits of the rows of its window alone. DataFusion lets a function complete its arguments only in grouped queries:
//! on several machines, name the parameters of a window, or build all machines with the same defaults.
//!
//! # Many machines
//!
//! Only the name of a function travels to the machines that run a query. So the functions keep no
//! parameters: [`register_with`] sets defaults for a session, and when it plans a query, every parameter that
//! the call does not name is written into it. The folder `examples/cluster` has a scheduler and an executor of Ballista that
//! know the functions, and a demonstration that kills one.
//!
//! # Parquet and Arrow
//!
//! [`import`] reads tables with the columns of GDELT, ICEWS or POLECAT by the rules of the text readers.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod aggregate;
mod call;
mod documentation;
pub mod expr_fn;
mod functions;
pub mod import;
mod marks;
mod scalar;

pub use aggregate::{Aggregate, trend_fields};
pub use functions::{aggregates, aggregates_with, register, register_with, scalars};
pub use scalar::Scalar;
