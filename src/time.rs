//! When something happened, as far as is known.
//!
//! | | |
//! | :-- | :-- |
//! | [`Edtf`] | what a source wrote, kept to the byte |
//! | [`Reading`], [`Zone`] | how that is read |
//! | [`When`] | both, with the source's own words and the bounds that follow |
//! | [`Bounds`] | how early and how late it may have started and ended |
//! | [`Certainty`] | the three answers to a question about them |
//! | [`AllenRelation`], [`AllenRelations`] | how two stretches stand to each other, and how they may |
//! | [`Anchor`] | the day on which "Tuesday night" was said, and what it means from there |
//! | [`Moment`], [`AsOf`], [`Window`] | the instants and stretches of time that are asked about |

mod allen;
mod bounds;
mod edtf;
mod input;
mod length;
mod moment;
pub mod network;
mod reading;
mod relative;
mod when;
mod window;

pub use allen::{AllenRelation, AllenRelations, AllenRelationsIter};
pub use bounds::{Bounds, BoundsError, Certainty};
pub use edtf::{Edtf, EdtfError};
pub(crate) use input::DateErrors;
pub use input::DateInput;
pub(crate) use length::Length;
pub use moment::{AsOf, Moment};
pub(crate) use moment::{DAY, Midnights, date_of_day, day_of, first_second, instant};
pub use reading::{Reading, Zone};
pub use relative::{Anchor, AnchorError, RelativeError};
pub(crate) use when::Alternatives;
pub use when::{DateSource, When, WhenError};
pub use window::Window;
