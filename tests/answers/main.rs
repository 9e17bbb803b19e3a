//! No wrong answers: invalid queries are errors, order follows from values, and printed text is short.
#![cfg(feature = "json")]

mod limits;
mod lookups;
mod order;
mod places;
mod printed;
mod rules;

use detente::When;

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}
