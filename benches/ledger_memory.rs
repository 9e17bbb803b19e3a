//! The memory of a ledger, in bytes for each span of a pair.
//!
//! Prints a line for each size, and fails if a size is above the limit. `cargo bench --bench
//! ledger_memory` has a million events, with `-- 10000000` ten million.

use peak_alloc::PeakAlloc;

#[path = "common/rows.rs"]
mod rows;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// The maximum number of bytes for a span of a pair.
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
