//! The cluster survives the kill of a machine with the bits of the root crate.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn a_killed_executor_and_other_defaults_change_no_bit() {
    let begun = Instant::now();
    let mut cluster = Command::new(env!("CARGO_BIN_EXE_cluster"))
        .arg("run")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while cluster.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(180) {
            // Its own processes end with it: their standard input closes.
            cluster.kill().unwrap();
            let output = cluster.wait_with_output().unwrap();
            let shown = String::from_utf8_lossy(&output.stdout).into_owned();
            panic!("the cluster ran for three minutes:\n{shown}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let output = cluster.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{shown}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for line in [
        "two executors",
        "killed while it ran",
        "a new executor joins",
        "only the new executor",
    ] {
        assert!(shown.contains(line), "{shown}");
    }
}
