//! Views: which events a question is about, what was known at the time, and which accounts to believe.
//!
//! A [`View`] starts with everything that happened. Filters narrow it, in any order, and the resulting view
//! answers questions:
//!
//! ```
//! use detente::actor::Actor;
//! use detente::event::Event;
//! use detente::{Timeline, When};
//!
//! let mut builder = Timeline::builder();
//! builder.actor(Actor::person("rubio").named("Marco Rubio"));
//! builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
//! let events = [
//!     Event::meeting("riyadh", "2025-02-18"),
//!     Event::call("call", "2025-06"),
//!     Event::meeting("kuala-lumpur", "2025-07-10"),
//! ];
//! builder.extend(events.map(|event| event.party("rubio").party("lavrov")));
//! let timeline = builder.build()?;
//!
//! let meetings = timeline.between("rubio", "lavrov")?.meetings();
//! assert_eq!(meetings.events().map(|event| event.id()).collect::<Vec<_>>(), ["riyadh", "kuala-lumpur"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | question | answer |
//! | :-- | :-- |
//! | Which events happened between two actors? | [`View::between`], with one or several actors on each [`Side`] |
//! | What was known on a day? | [`View::as_of`] |
//! | Which accounts are believed if they disagree? | [`View::believing`] with an [`AccountRule`] |
//! | Does an event certainly belong to the view? | [`View::certainty`] |
//! | How much of a period do the sources cover? | [`View::coverage`] |
//! | How do I make a separate timeline of a part? | [`View::extract`], for example without one source |
//! | In what order, how often, how far apart? | [`sequence`](crate::sequence) |
//!
//! A view includes every event that *may* belong to it, because dates and offices can be uncertain.
//! [`View::certainty`] says how certain that is, and counts and ranks are ranges.

// rustdoc shows the methods of `View` in this order.
mod view;

mod events;

mod owned;

mod belonging;
mod coverage;
mod extract;
mod resolved_side;
mod shortcuts;
mod side;

pub use crate::timeline::{AccountRule, Ranking};
pub use events::Events;
pub use extract::{Extract, ExtractChange, ExtractError};
pub use owned::Query;
pub(crate) use resolved_side::{Pair, ResolvedSide};
pub use side::Side;
pub use view::View;
pub(crate) use view::{ALL_KINDS, HAPPENED};
