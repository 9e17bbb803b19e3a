//! When something happened, as far as is known.
//!
//! | | |
//! | :-- | :-- |
//! | [`Edtf`] | what a source wrote, kept to the byte |
//! | [`Reading`], [`Zone`] | how that is read |
//! | [`When`] | both, with the source's own words and the bounds that follow |
//! | [`Bounds`] | how early and how late it may have started and ended |
//! | [`Certainty`] | the three answers to a question about them |
//! | [`Moment`], [`AsOf`] | the instants at which questions are asked |

mod bounds;
mod edtf;
mod moment;
mod reading;
mod when;

pub use bounds::{Bounds, BoundsError, Certainty};
pub use edtf::{Edtf, EdtfError};
pub use moment::{AsOf, Moment};
pub(crate) use moment::{DAY, date_of_day, day_of, first_second, instant};
pub use reading::{Reading, Zone};
pub use when::{Form, When, WhenError};
