//! Views: filters that borrow a timeline.

mod shortcuts;
pub(crate) mod side;
pub(crate) mod view;

pub use crate::timeline::knowledge::account::{AccountRule, Ranking};
pub(crate) use side::Pair;
pub use side::Side;
pub use view::{Events, View};
