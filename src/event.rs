//! What happened: meeting, call, statement, and every other act.

mod quantity;

pub use quantity::*;
