//! Answers where Secretaries of State travelled, and whom they met.
//!
//! Run it with `cargo run --example state_department` on an excerpt, or on the two complete files:
//!
//! ```sh
//! cargo run --release --example state_department -- trips.csv visits.csv [--times]
//! ```
//!
//! The Office of the Historian publishes the travels of presidents and Secretaries of State, and the
//! visits of foreign leaders: 7,535 rows from 1866 to 2025. The files have the usual irregularities:
//! stays overlap, a country has several names, and a remark names a person without a day.
//!
//! - A **stay** begins during its first day and ends during its last.
//! - A **meeting** named in a remark was on one unknown day of the stay.
//! - The **host** of a stay is the country, which is an actor.
//!
//! The excerpt has Rice's and Clinton's stays in Israel, the stays with a remark on Lavrov, and the
//! visits from Cuba.
//!
//! Source: U.S. Department of State, Office of the Historian, "Travels of the Secretary of State",
//! "Travels of the President", "Visits by Foreign Leaders" (CC0), as of 19 February 2025.

mod ask;
mod build;
#[path = "../common/dates.rs"]
mod dates;
mod read;

use std::error::Error;
use std::fs::File;
use std::time::Instant;

use read::Rows;

const EXCERPT: &str = include_str!("../data/state-department.csv");

type Answer<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Answer {
    let args = std::env::args().skip(1);
    let (flags, paths): (Vec<String>, Vec<String>) = args.partition(|arg| arg.starts_with("--"));
    let clock = Clock {
        is_shown: flags.iter().any(|flag| flag == "--times"),
    };

    let mut read = Rows::default();
    match paths.as_slice() {
        [] => read.rows(EXCERPT.as_bytes(), "state-department.csv")?,
        [trips, visits] => {
            read.rows(File::open(trips)?, "trips.csv")?;
            read.rows(File::open(visits)?, "visits.csv")?;
        }
        _ => return Err("expected two files, trips.csv and visits.csv, or none".into()),
    }
    let whole = !paths.is_empty();
    let timeline = clock.time("build", || build::timeline(&mut read, whole))?;
    clock.time("rows", || ask::rows_read(&read, &timeline, whole))?;
    clock.time("stays", || ask::stays_in_a_country(&timeline, whole))?;
    clock.time("countries", || {
        ask::countries_of_a_secretary(&timeline, whole)
    })?;
    clock.time("trips", || ask::trips_to_israel(&timeline))?;
    clock.time("meetings", || ask::meetings_with_lavrov(&timeline))?;
    clock.time("met both", || ask::met_both(&timeline, whole))?;
    clock.time("silences", || {
        ask::longest_time_without_visit(&timeline, whole)
    })?;
    clock.time("paths", || ask::message_to_lavrov(&timeline, whole))?;
    clock.time("graph", || ask::most_visited_countries(&timeline, whole))?;
    Ok(())
}

/// Measures each step, and prints the time to standard error if asked.
struct Clock {
    is_shown: bool,
}

impl Clock {
    fn time<T>(&self, step: &str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = run();
        if self.is_shown {
            eprintln!("{step:<12} {:>9.2} ms", start.elapsed().as_secs_f64() * 1e3);
        }
        result
    }
}
