//! The scalar functions: one value for each row.
//!
//! A text that cannot be read gives `NULL`, so a bad row does not affect others. The name of a scale or of a code
//! system is part of the query, so an unknown name is an error.

mod codes;
mod dates;
mod udf;

pub use udf::Scalar;

pub(crate) use udf::Function;
