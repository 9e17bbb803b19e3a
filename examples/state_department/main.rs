//! Where did Secretaries of State go, whom did they meet, and what is sure of it?
//!
//! The Office of the Historian keeps the travels of presidents and secretaries of state, and the
//! visits of foreign leaders: 7,535 rows from 1866 to 2025, with what is usual in a record of that
//! age. Stays overlap, a country has three spellings, a row was entered twice, a foreign minister
//! is once a prime minister, and a remark tells whom a secretary met without telling on which day
//! of the stay. Here the rows become a timeline, and the questions are put to that:
//!
//! - a **stay** begins some time on its first day and ends some time on its last;
//! - a **meeting** that a remark names was on one of the days of the stay, nobody says which;
//! - a stay is contact with the **host**: with the country, which is an actor.
//!
//! Without arguments it runs on an excerpt: Rice's and Clinton's stays in Israel, all stays whose
//! remark names Lavrov, and the visits from Cuba. For the whole, give the two files, with the
//! columns that the excerpt has:
//!
//! ```sh
//! cargo run --release --example state_department -- trips.csv visits.csv [--times]
//! ```
//!
//! Source: U.S. Department of State, Office of the Historian, "Travels of the Secretary of State",
//! "Travels of the President", "Visits by Foreign Leaders" (CC0), as of 19 February 2025.

mod ask;
mod build;
mod read;

use std::error::Error;
use std::fs::File;
use std::time::Instant;

use read::Rows;

const EXCERPT: &str = include_str!("../data/state-department.csv");

type Answer<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Answer {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|arg| arg.starts_with("--"));
    let clock = Clock(flags.iter().any(|flag| flag == "--times"));

    let mut read = Rows::default();
    match paths.as_slice() {
        [] => read.rows(EXCERPT.as_bytes(), "state-department.csv")?,
        [trips, visits] => {
            read.rows(File::open(trips)?, "trips.csv")?;
            read.rows(File::open(visits)?, "visits.csv")?;
        }
        _ => return Err("give both files, trips.csv and visits.csv, or none".into()),
    }
    let whole = !paths.is_empty();
    let timeline = clock.time("build", || build::record(&mut read, whole))?;
    clock.time("what was read", || {
        ask::what_was_read(&read, &timeline, whole);
    });
    clock.time("counts of stays", || ask::how_often(&timeline, whole))?;
    clock.time("countries", || ask::how_many_countries(&timeline, whole))?;
    clock.time("trips", || ask::how_many_trips(&timeline))?;
    clock.time("meetings with Lavrov", || ask::who_met_lavrov(&timeline))?;
    clock.time("both within a week", || ask::who_met_both(&timeline, whole))?;
    clock.time("gaps", || ask::when_did_nobody_come(&timeline, whole))?;
    clock.time("word from Jerusalem", || {
        ask::who_could_have_told(&timeline, whole)
    })?;
    clock.time("hubs", || ask::who_went_where_others_went(&timeline, whole))?;
    Ok(())
}

/// Says what a step took, on standard error and only if asked.
struct Clock(bool);

impl Clock {
    fn time<T>(&self, step: &str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = run();
        if self.0 {
            eprintln!("{step:<22} {:>9.2} ms", start.elapsed().as_secs_f64() * 1e3);
        }
        done
    }
}
