//! Levels, trends and exact ledgers of [`detente`] as SQL functions of DataFusion.
//!
//! A *mark* records an event between two actors, with a day, a weight and a valence. Group the marks of a table by
//! the two actors to get the level of relations, the trend, and a ledger of exact sums for each pair:
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
//! The results are exactly those of `detente`, whose types hold the sums. The same rows give the same bits with
//! one thread or eight partitions, from Parquet or CSV, on one machine or many. [`detente::trend`] documents what
//! the numbers mean.
//!
//! # Functions
//!
//! | aggregate | returns |
//! | :-- | :-- |
//! | `detente_level(day, weight, valence, at, ...)` | the value of the level, a `DOUBLE`; `NULL` without marks |
//! | `detente_trend(day, weight, valence, at, ...)` | level, change and direction, a struct: [`trend_fields`] |
//! | `detente_ledger(day, weight, valence, ...)` | the exact sums of all days, a `BINARY`; `NULL` without marks |
//! | `detente_merge(ledger)` | the ledger of all marks of the given ledgers |
//! | `detente_level(ledger, at, ...)`, `detente_trend(ledger, at, ...)` | the same, from stored ledgers |
//!
//! | scalar | returns |
//! | :-- | :-- |
//! | `cameo_valence(code, scale)` | the valence of a CAMEO code on the scale `plover`, `icews`, `gdelt` or `keds` |
//! | `cameo_class(code)` | `contact`, `comment` or `act`: by default with the weights 1/4, 0 and 1 |
//! | `plover_category(code)` | the PLOVER category of a CAMEO or PLOVER code |
//! | `country(code, system)` | the party that ledgers use for a country, from its code in `cameo`, `iso2`, `iso3`, `iso_numeric`, `fips` or `name` |
//! | `edtf_earliest(date)`, `edtf_latest(date)` | the first and the last possible day of an EDTF date |
//! | `is_certainly_before(a, b)` | whether an EDTF date is certainly before another |
//!
//! A code or date that cannot be read gives `NULL`, so a bad row does not affect others. The name of a scale or a
//! system is part of the query, so an unknown name is an error. [`expr_fn`] has the same functions for
//! `DataFrame`s.
//!
//! # Arguments
//!
//! Options follow the leading arguments, each as a name and a value: `'half_life', 90`.
//!
//! | option | value | default |
//! | :-- | :-- | :-- |
//! | `last_day` | a column: the last day of an event of several days | one day |
//! | `contact` | a column: the contact share of the mark, 0 to 1024 | 0 |
//! | `count` | a column: how many events the row has | 1 |
//! | `coverage` | a constant: `unknown`, `nothing`, `always`, or periods such as `2025-01-20/2025-03-31, 2025-05-01/..` with both days included | `unknown` |
//! | `half_life`, `kappa`, `kappa_z`, `window`, `blocks`, `block`, `prior`, `dispersion`, `least_weight`, `enter`, `strong`, `steady`, `lean` | constants | those of [`Calibration`](detente::trend::Calibration) |
//!
//! `day` and `at` are of type `DATE`, or texts that are cast to it. A timestamp is refused, because its day
//! depends on a time zone: cast it to a date. `at` is a constant. It means the start of that date, so marks of
//! that date are not included.
//!
//! To ignore the direction of a pair, group both directions together: `GROUP BY least(a, b), greatest(a, b)`.
//!
//! # What happens to wrong values?
//!
//! | value | treatment |
//! | :-- | :-- |
//! | a type that cannot be used for the argument; an unknown option; a parameter that is not a constant, out of bounds or given twice | an error when the query is planned |
//! | `NULL` in `day`, `weight`, `valence` or `count`; a weight or count of 0 | the row makes no mark |
//! | `NULL` in `last_day`, in `contact` | an event of one day; no contact |
//! | a weight, valence, share or count out of bounds, `NaN`, days out of order or outside the calendar | an error that names the row's date and the value |
//! | bytes that are not a ledger, or were changed | an error |
//! | `DISTINCT` or `ORDER BY` in the call | an error when the query is planned, because equal events are counted separately and the order does not matter |
//!
//! # Stored ledgers
//!
//! A ledger gives the level and the trend at any date, so rows can be summed once and then deleted:
//!
//! ```sql
//! COPY (SELECT a, b, detente_ledger(day, weight, valence) AS ledger FROM marks_of_2024 GROUP BY a, b)
//!   TO 'ledgers/2024.parquet';
//! SELECT a, b, detente_trend(ledger, DATE '2025-07-11') FROM 'ledgers/' GROUP BY a, b;
//! ```
//!
//! `detente_merge` merges many stored ledgers into one. The bytes have a
//! [documented layout](mod@detente::format::bytes) with a checksum;
//! [`DyadLedger::from_bytes`](detente::ledger::DyadLedger::from_bytes) reads them outside DataFusion.
//!
//! # Windows
//!
//! In sliding windows (`OVER (ORDER BY day RANGE BETWEEN ...)`) rows that leave the window are subtracted exactly,
//! so each answer has the same bits as one computed from the rows of its window alone. DataFusion lets a function
//! add its default parameters to the call only in grouped queries. If you use windows on several machines, state
//! the parameters in the call, or register the same defaults on all machines.
//!
//! # Many machines
//!
//! Only the name of a function is sent to the machines that run a query, so parameters are never kept in the
//! function itself. [`register_with`] sets defaults for a session. When the session plans a query, every parameter
//! that a call does not name is written into the call. The folder `examples/cluster` has a scheduler and an
//! executor of Ballista that know the functions, and a demonstration that kills an executor.
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
