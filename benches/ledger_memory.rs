//! What a ledger holds in memory, all included, in bytes a pair and span.
//!
//! Prints a line a size and fails where the bound is passed. `cargo bench --bench ledger_memory`
//! takes a million events; with `-- 10000000` ten.

use peak_alloc::PeakAlloc;

#[path = "common/rows.rs"]
mod rows;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// The most bytes that a pair and span may take.
const MOST: usize = 48;

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
fn main() {
    let asked = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let size = asked.unwrap_or(1_000_000);
    let (events, _) = rows::events(size);
    let before = ALLOCATED.current_usage();
    let ledger = rows::ledger(&events);
    let held = ALLOCATED.current_usage() - before;
    let (mut spans, mut tables) = (0, 0);
    for pair in ledger.dyads() {
        spans += pair.spans().count();
        let parts = [pair.forward, pair.backward, pair.symmetric];
        tables += parts.map(|one| one.spans().count()).iter().sum::<usize>();
    }
    println!(
        "{size} events, {spans} pairs and spans in {tables} rows: {held} bytes held, \
         {:.1} a pair and span, {:.1} a row",
        held as f64 / spans as f64,
        held as f64 / tables as f64
    );
    assert!(
        held <= MOST * spans,
        "{MOST} bytes a pair and span are allowed"
    );
}
