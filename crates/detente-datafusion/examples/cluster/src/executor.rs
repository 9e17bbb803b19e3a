//! An executor that knows the functions.

use std::sync::Arc;

use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use detente::trend::Calibration;

use crate::{Failure, functions};

/// Works for a scheduler until the process ends.
///
/// With `has_other_defaults` it is built with other default parameters, as an old version would be.
pub async fn serve(
    ports: [&str; 3],
    folder: &str,
    has_other_defaults: bool,
) -> Result<(), Failure> {
    let [scheduler, flight, grpc] = ports.map(str::parse::<u16>);
    let config = ExecutorProcessConfig {
        external_host: Some("127.0.0.1".to_owned()),
        port: flight?,
        grpc_port: grpc?,
        scheduler_host: "127.0.0.1".to_owned(),
        scheduler_port: scheduler?,
        scheduler_connect_timeout_seconds: 20,
        vcores: 2,
        work_dir: Some(folder.to_owned()),
        executor_heartbeat_interval_seconds: 1,
        memory_pool_size: Some(0),
        override_function_registry: Some(Arc::new(registry(has_other_defaults))),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await?;
    Ok(())
}

fn registry(has_other_defaults: bool) -> BallistaFunctionRegistry {
    let defaults = match has_other_defaults {
        true => functions::other_defaults(),
        false => Calibration::default(),
    };
    let mut registry = BallistaFunctionRegistry::default();
    for function in detente_datafusion::aggregates_with(&defaults) {
        registry
            .aggregate_functions
            .insert(function.name().to_owned(), function);
    }
    for function in detente_datafusion::scalars()
        .into_iter()
        .chain([Arc::new(functions::pace())])
    {
        registry
            .scalar_functions
            .insert(function.name().to_owned(), function);
    }
    registry
}
