//! A cluster of Ballista on one machine that computes relations, loses a machine and gives the same bits.
//!
//! ```sh
//! cargo run -p cluster            # starts everything, runs the queries, ends everything
//! cargo run -p cluster -- scheduler PORT
//! cargo run -p cluster -- executor SCHEDULER_PORT FLIGHT_PORT GRPC_PORT FOLDER [other]
//! ```
//!
//! The stock binaries of Ballista do not know the functions of `detente-datafusion`; [`scheduler`] and
//! [`executor`] are what a small binary needs to know them. [`run`] is the demonstration.

mod data;
mod executor;
mod functions;
mod run;
mod scheduler;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] | ["run"] => run::run().await,
        ["scheduler", port] => {
            end_with_parent();
            scheduler::serve(port.parse()?).await
        }
        ["executor", scheduler, flight, grpc, folder] => {
            end_with_parent();
            executor::serve([scheduler, flight, grpc], folder, false).await
        }
        ["executor", scheduler, flight, grpc, folder, "other"] => {
            end_with_parent();
            executor::serve([scheduler, flight, grpc], folder, true).await
        }
        _ => Err("expected `run`, `scheduler PORT` or `executor SCHEDULER_PORT FLIGHT_PORT GRPC_PORT FOLDER [other]`".into()),
    }
}

/// Ends this process when its standard input ends: when the process that started it is gone.
fn end_with_parent() {
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
}
