//! Levels, trends and ledgers of [`detente`] as functions of DataFusion.

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
