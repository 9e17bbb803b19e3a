//! A scheduler that knows the functions.

use std::sync::Arc;

use ballista_core::utils::default_session_builder;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::prelude::SessionConfig;
use detente::trend::Calibration;

use crate::{Failure, functions};

/// Serves on a port of the loopback until the process ends.
///
/// The client writes its defaults into a query before it sends it, so those of the scheduler play no part. An executor that is silent for three seconds is
/// taken for dead: with the 180 seconds of Ballista a query would hang that long.
pub async fn serve(port: u16) -> Result<(), Failure> {
    let mut config = SchedulerConfig::default()
        .with_hostname("127.0.0.1")
        .with_port(port)
        .with_override_session_builder(Arc::new(|config: SessionConfig| {
            let mut state = default_session_builder(config)?;
            functions::register(&mut state, &Calibration::default())?;
            Ok(state)
        }));
    config.executor_timeout_seconds = 3;
    config.expire_dead_executor_interval_seconds = 1;
    config.no_executors_grace_period_seconds = 10;
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let address = ([127, 0, 0, 1], port).into();
    start_server(cluster, address, Arc::new(config)).await?;
    Ok(())
}
