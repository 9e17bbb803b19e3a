//! No wrong answers: what must be an error is one, order follows from values, and nothing that is
//! printed is as long as the record.
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
