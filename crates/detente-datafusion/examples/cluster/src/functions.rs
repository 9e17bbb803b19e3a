//! The functions that every part of the cluster must know: those of `detente-datafusion`, and one to slow a
//! query down.

use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::datatypes::DataType;
use datafusion::error::Result;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};
use detente::trend::Calibration;

/// How long a batch is held up by [`pace`].
const PAUSE: Duration = Duration::from_millis(300);

/// Returns a day as it came, after a pause, so that a query lasts long enough to lose a machine.
pub fn pace() -> ScalarUDF {
    let hold = Arc::new(|days: &[ColumnarValue]| {
        std::thread::sleep(PAUSE);
        Ok(days[0].clone())
    });
    create_udf(
        "pace",
        vec![DataType::Date32],
        DataType::Date32,
        Volatility::Volatile,
        hold,
    )
}

/// Registers all functions.
pub fn register(registry: &mut dyn FunctionRegistry, defaults: &Calibration) -> Result<()> {
    detente_datafusion::register_with(registry, defaults)?;
    registry.register_udf(Arc::new(pace()))?;
    Ok(())
}

/// Parameters that no query of the demonstration asks for: an executor that has them must not use them.
pub fn other_defaults() -> Calibration {
    let other = Calibration::default()
        .with_half_life(7.0)
        .and_then(|one| one.with_window(10));
    other.expect("both are within their bounds")
}
