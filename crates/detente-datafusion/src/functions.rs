//! All functions, and their registration with a session.

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF};
use detente::trend::Calibration;

use crate::aggregate::{Aggregate, Kind};
use crate::scalar::{Function, Scalar};

/// The aggregate functions, with the default parameters.
pub fn aggregates() -> Vec<Arc<AggregateUDF>> {
    aggregates_with(&Calibration::default())
}

/// The aggregate functions, with custom default parameters.
///
/// A query uses the defaults of the `SessionContext` that plans it. They are written into the query, so the
/// machines that run it can have others.
pub fn aggregates_with(defaults: &Calibration) -> Vec<Arc<AggregateUDF>> {
    let function = |kind| Arc::new(AggregateUDF::from(Aggregate::new(kind, defaults)));
    Kind::ALL.map(function).into()
}

/// The scalar functions.
pub fn scalars() -> Vec<Arc<ScalarUDF>> {
    let function = |function| Arc::new(ScalarUDF::from(Scalar::new(function)));
    Function::ALL.map(function).into()
}

/// Registers all functions with a session.
///
/// # Errors
///
/// Returns an error if the registry refuses a function.
///
/// # Example
///
/// ```
/// use datafusion::prelude::SessionContext;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> datafusion::error::Result<()> {
/// let mut session = SessionContext::new();
/// detente_datafusion::register(&mut session)?;
/// let rows = session.sql("SELECT cameo_valence('112', 'gdelt') AS valence").await?.collect().await?;
/// assert_eq!(rows[0].num_rows(), 1);
/// # Ok(())
/// # }
/// ```
pub fn register(registry: &mut dyn FunctionRegistry) -> Result<()> {
    register_with(registry, &Calibration::default())
}

/// Registers all functions with a session, using custom default parameters.
///
/// # Errors
///
/// Returns an error if the registry refuses a function.
pub fn register_with(registry: &mut dyn FunctionRegistry, defaults: &Calibration) -> Result<()> {
    for function in aggregates_with(defaults) {
        registry.register_udaf(function)?;
    }
    for function in scalars() {
        registry.register_udf(function)?;
    }
    Ok(())
}
