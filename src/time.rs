//! When something happened, as far as is known.

mod moment;
pub mod network;

pub use moment::{AsOf, Moment};
pub(crate) use moment::{DAY, date_of_day, day_of, first_second, instant};
