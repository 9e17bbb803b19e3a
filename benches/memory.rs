//! What a timeline holds in memory, in bytes an event of two parties and one source.
//!
//! Prints a line a size and fails where the bound is passed.

use peak_alloc::PeakAlloc;

mod common;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// The most bytes an event may take.
const MOST: usize = 400;

fn main() {
    for size in [10_000, 100_000, 1_000_000] {
        let before = ALLOCATED.current_usage();
        ALLOCATED.reset_peak_usage();
        let timeline = common::builder(size)
            .build()
            .expect("a timeline without faults");
        assert_eq!(timeline.len(), size as usize);
        let held = (ALLOCATED.current_usage() - before) / size as usize;
        let peak = (ALLOCATED.peak_usage() - before) / size as usize;
        println!("{size:>9} events: {held} bytes an event held, {peak} at the peak of building");
        assert!(
            held < MOST,
            "{held} bytes an event: at most {MOST} are allowed"
        );
    }
}
