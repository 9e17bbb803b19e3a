//! The memory of a timeline, in bytes for each event with two parties and one source.
//!
//! Prints a line for each size, and fails if a size is above the limit.

use detente::actor::Actor;
use detente::event::Event;
use detente::{Scoring, Timeline, TimelineBuilder, When};
use peak_alloc::PeakAlloc;

mod common;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// The maximum number of bytes for an event.
const MOST: usize = 400;

/// The maximum number of megabytes for a crowd: its pairs and their marks.
const MOST_OF_CROWD: usize = 128;

/// A meeting of the maximum number of persons, each with offices in 64 states.
fn crowd() -> TimelineBuilder {
    let mut builder = Timeline::builder();
    let states = (0..64).map(|at| format!("s{at}"));
    let states: Vec<String> = states.collect();
    builder.extend(states.iter().map(|id| Actor::state(id).named("State")));
    let term = When::parse("2020/..").expect("a term");
    let mut meeting = Event::meeting("crowd", When::parse("2025-07-10").expect("a day"));
    for at in 0..256 {
        let id = format!("p{at}");
        let person = Actor::person(&id).named("Person");
        builder.actor((states.iter()).fold(person, |one, state| {
            one.held_office(state, "m", term.clone())
        }));
        meeting = meeting.party(id);
    }
    builder.event(meeting);
    builder
}

/// Measures the pairs of one event, which grow with the square of its actors.
fn crowds() {
    let builder = crowd();
    let before = ALLOCATED.current_usage();
    let megabytes = |bytes: usize| (bytes - before) / (1 << 20);
    ALLOCATED.reset_peak_usage();
    let timeline = Timeline::try_from(builder).expect("a timeline without faults");
    assert_eq!(timeline.pairs().count(), 320 * 319 / 2);
    let built = megabytes(ALLOCATED.peak_usage());
    ALLOCATED.reset_peak_usage();
    let started = std::time::Instant::now();
    let ledger = timeline.ledger(&Scoring::default()).expect("a ledger");
    assert_eq!(ledger.len(), 320 * 319 / 2);
    let scored = megabytes(ALLOCATED.peak_usage());
    let took = started.elapsed().as_secs_f64();
    println!(
        "256 persons of 64 states: {built} MB at the peak of building, {scored} of scoring in \
         {took:.1} s"
    );
    assert!(built < MOST_OF_CROWD && scored < MOST_OF_CROWD);
}

fn main() {
    crowds();
    for size in [10_000, 100_000, 1_000_000] {
        let before = ALLOCATED.current_usage();
        ALLOCATED.reset_peak_usage();
        let timeline =
            Timeline::try_from(common::builder(size)).expect("a timeline without faults");
        assert_eq!(timeline.events().len(), size as usize);
        let held = (ALLOCATED.current_usage() - before) / size as usize;
        let peak = (ALLOCATED.peak_usage() - before) / size as usize;
        println!("{size:>9} events: {held} bytes an event held, {peak} at the peak of building");
        assert!(
            held < MOST,
            "{held} bytes an event: at most {MOST} are allowed"
        );
    }
}
