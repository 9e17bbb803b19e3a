//! The demonstration: a scheduler and two executors, a query, a kill, a newcomer.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use chrono::NaiveDate;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use detente::trend::{Calibration, Coverage, SnapshotSpec};

use crate::{Failure, data, functions};

const QUERY: &str = "SELECT concat(a, '-', b) AS pair, \
    detente_level(pace(day), weight, valence, DATE '2025-07-11', 'count', n) AS level, \
    get_field(detente_trend(day, weight, valence, DATE '2025-07-11', 'count', n, 'coverage', '2021-06-01/..'), 'p_rising') AS p_rising \
    FROM marks GROUP BY a, b";

/// A process that is ended when it is dropped.
struct Process {
    name: &'static str,
    child: Child,
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    fn start(name: &'static str, arguments: &[&str]) -> Result<Self, Failure> {
        let child = Command::new(std::env::current_exe()?)
            .args(arguments)
            // The process ends when this pipe closes, even if nothing is dropped.
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        println!("started {name}");
        Ok(Self { name, child })
    }

    fn kill(self) {
        println!("killing {}", self.name);
        drop(self);
    }
}

/// The folders and ports of a cluster.
struct Cluster {
    folder: tempfile::TempDir,
    scheduler: u16,
}

impl Cluster {
    fn executor(&self, name: &'static str, is_other: bool) -> Result<Process, Failure> {
        let folder = self.folder.path().join(name);
        std::fs::create_dir(&folder)?;
        let [flight, grpc] = free_ports()?;
        let ports = [self.scheduler, flight, grpc].map(|port| port.to_string());
        let folder = folder.to_str().ok_or("the folder has no name in UTF-8")?;
        let mut arguments = vec!["executor", &ports[0], &ports[1], &ports[2], folder];
        if is_other {
            arguments.push("other");
        }
        Process::start(name, &arguments)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A session that sends its queries to the scheduler.
    async fn session(&self) -> Result<SessionContext, Failure> {
        // Each executor works on its first stage for several turns, so the loss of one is noticed in that stage:
        // Ballista 55.0 loses the slots of a stage that it takes back, and a query can then wait forever. With its
        // adaptive planner it can do so at other times too.
        let config = SessionConfig::new_with_ballista()
            .with_target_partitions(12)
            .with_ballista_adaptive_query_planner(false);
        let state = || {
            SessionStateBuilder::new()
                .with_default_features()
                .with_config(config.clone())
        };
        let mut state = state().build();
        functions::register(&mut state, &Calibration::default())?;
        let url = format!("df://127.0.0.1:{}", self.scheduler);
        // `remote_with_state` keeps no functions, so they are registered on what it returns too.
        let mut session = SessionContext::remote_with_state(&url, state).await?;
        functions::register(&mut session, &Calibration::default())?;
        let marks = self.path("marks");
        let marks = marks.to_str().ok_or("the folder has no name in UTF-8")?;
        session
            .register_parquet("marks", marks, ParquetReadOptions::default())
            .await?;
        Ok(session)
    }
}

/// Returns ports of the loopback on which nothing listens, no port twice.
fn free_ports<const COUNT: usize>() -> Result<[u16; COUNT], Failure> {
    // All are held until the last is known.
    let mut held = Vec::with_capacity(COUNT);
    let mut ports = [0; COUNT];
    for port in &mut ports {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        *port = listener.local_addr()?.port();
        held.push(listener);
    }
    Ok(ports)
}

/// The number of files in a folder, at any depth: what an executor has done leaves files.
fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .map(|path| usize::from(path.is_file()) + files(&path))
        .sum()
}

/// Waits until something holds.
async fn wait_until(what: &str, holds: impl Fn() -> bool) -> Result<(), Failure> {
    let begun = Instant::now();
    while !holds() {
        if begun.elapsed() > Duration::from_secs(60) {
            return Err(format!("waited a minute until {what}").into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

async fn ask(session: &SessionContext) -> Result<data::Scores, Failure> {
    let batches = session.sql(QUERY).await?.collect();
    let batches = tokio::time::timeout(Duration::from_secs(60), batches)
        .await
        .map_err(|_| "the query gave no answer within a minute")?;
    data::found(&batches?)
}

fn check(
    what: &str,
    found: &data::Scores,
    expected: &data::Scores,
    begun: Instant,
) -> Result<(), Failure> {
    if found != expected {
        return Err(format!("{what}: the answer differs from the root crate's").into());
    }
    println!(
        "{what}: {} pairs, the bits of the root crate, {:.1} s",
        found.len(),
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Starts everything, asks, kills, and ends everything that it started.
pub async fn run() -> Result<(), Failure> {
    let (first, at) = (
        NaiveDate::from_ymd_opt(2021, 6, 1),
        NaiveDate::from_ymd_opt(2025, 7, 11),
    );
    let (first, at) = first.zip(at).ok_or("both are dates")?;
    let spec = SnapshotSpec::new(at, &Calibration::default()).with_coverage(Coverage::since(first));
    let expected = data::expected(&spec)?;

    let [scheduler] = free_ports()?;
    let cluster = Cluster {
        folder: tempfile::tempdir()?,
        scheduler,
    };
    std::fs::create_dir(cluster.path("marks"))?;
    data::write(&cluster.path("marks")).await?;
    let port = cluster.scheduler.to_string();
    let _scheduler = Process::start("scheduler", &["scheduler", &port])?;
    wait_until("the scheduler listens", || {
        std::net::TcpStream::connect(("127.0.0.1", cluster.scheduler)).is_ok()
    })
    .await?;
    let first_executor = cluster.executor("executor-1", false)?;
    // Built with other default parameters: the query brings its own.
    let second_executor = cluster.executor("executor-2", true)?;

    let session = cluster.session().await?;
    let begun = Instant::now();
    check("two executors", &ask(&session).await?, &expected, begun)?;

    // The second executor is killed when it has finished a part whose result is still needed.
    let before = files(&cluster.path("executor-2"));
    let begun = Instant::now();
    let asked = {
        let session = session.clone();
        tokio::spawn(async move { ask(&session).await })
    };
    wait_until("the second executor has written a result", || {
        files(&cluster.path("executor-2")) > before
    })
    .await?;
    if asked.is_finished() {
        return Err("the query ended before the kill: expected it to run".into());
    }
    second_executor.kill();
    let killed = Instant::now();
    let found = asked.await??;
    println!(
        "the answer came {:.1} s after the kill",
        killed.elapsed().as_secs_f64()
    );
    check(
        "one of two executors killed while it ran",
        &found,
        &expected,
        begun,
    )?;

    let third_executor = cluster.executor("executor-3", true)?;
    let begun = Instant::now();
    // It has joined when it has done a part of a query.
    while files(&cluster.path("executor-3")) == 0 {
        if begun.elapsed() > Duration::from_secs(60) {
            return Err("the new executor did no work within a minute".into());
        }
        let found = ask(&session).await?;
        check(
            "a query while a new executor joins",
            &found,
            &expected,
            begun,
        )?;
    }
    first_executor.kill();
    let begun = Instant::now();
    check(
        "only the new executor, with other defaults",
        &ask(&session).await?,
        &expected,
        begun,
    )?;
    third_executor.kill();
    Ok(())
}
