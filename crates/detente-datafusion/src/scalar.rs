//! The scalar functions: one value for each row.
//!
//! A text that cannot be read gives `NULL`, so one bad row affects no other. The name of a scale or of a code
//! system is a choice of the query: a wrong one is an error.

mod codes;
mod dates;
mod udf;

pub use udf::Scalar;

pub(crate) use dates::days;
pub(crate) use udf::Function;
