//! Order in time: rank, count and gap; silences, episodes and rhythm; patterns and paths.
//!
//! Answers are ranges, because dates are uncertain. An event is certainly the "second" only if
//! exactly one other event starts before it for all dates. An event that is disputed, or only
//! possibly part of the view, raises the upper bound of a count, but not the lower one.
//!
//! ```
//! use chrono::NaiveDate;
//! use detente::actor::Actor;
//! use detente::event::Event;
//! use detente::{Timeline, When};
//!
//! let mut builder = Timeline::builder();
//! builder.extend(["rubio", "lavrov"].map(Actor::person));
//! for (id, when) in [("riyadh", "2025-02-18"), ("kuala-lumpur", "2025-07-10")] {
//!     builder.event(Event::meeting(id, When::parse(when)?).party("rubio").party("lavrov"));
//! }
//! builder.event(Event::call("call", When::parse("2025-06")?).party("rubio").party("lavrov"));
//! let timeline = builder.build()?;
//!
//! let contacts = timeline.between("rubio", "lavrov")?;
//! assert_eq!(contacts.meetings().rank("kuala-lumpur")?.to_string(), "2nd");
//! assert_eq!(contacts.gap("call", "kuala-lumpur")?.to_string(), "10 to 39 days");
//! let august = NaiveDate::from_ymd_opt(2025, 8, 1).unwrap();
//! assert_eq!(contacts.since_last(august).unwrap().to_string(), "22 days");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The order of October 1962, as [`plot`](../plot/index.html) draws it. Brackets are the days that the
//! order of events leaves to undated ones; bars are days of which one is meant:
//!
#![doc = include_str!("pictures/order.html")]
//!
//! | question | answer |
//! | :-- | :-- |
//! | Is it their second meeting? What is the rank of each? | [`View::rank`], [`Sequence::ranks`] |
//! | How many are there? In a window? By month? | [`View::count`], [`Sequence::count`], [`View::count_by`] |
//! | How long between two? Since the last? | [`View::gap`], [`View::gaps`], [`View::since_last`] |
//! | In what order? | [`View::order`], [`EventRef::before`] |
//! | Which events are before an event, which after, which open? | [`View::position`] |
//! | Why is the order certain? | [`EventRef::why_before`], [`EventRef::why`] |
//! | Which relations were in force on a day? What happened during them? | [`View::in_force`], [`View::during`] |
//! | What were the longest silences? Is there one now? | [`View::longest_silences`], [`View::current_silence`] |
//! | How many trips, rounds, waves? | [`View::episodes`] |
//! | How regular? In bursts? | [`View::cadence`], [`InterEventTimes`] |
//! | Which was the largest so far? | [`View::records`] |
//! | What else happened at about that time? | [`View::near`], [`View::pairs_within`] |
//! | Which actors met both of two others within a week? | [`View::met_both`] |
//! | A call, then a meeting, then a statement about it? | [`Pattern`] |
//! | Who could have informed whom, by when? | [`View::paths`], [`Contacts`] |
//! | Who acts upon whom, in which short patterns? | [`View::motifs`], [`TemporalEdges`] |
//!
//! For many questions about one view, sort it once: [`View::sequence`].
//!
//! # By day, week, month, quarter or year
//!
//! [`View::count_by`] returns a table with a row for each calendar period. A period that no source
//! covers has *no data*, unless an event is recorded in it. A covered period without events has 0. The
//! contacts of Rubio and Lavrov in 2025:
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::Timeline;
//! use detente::time::Period;
//!
//! let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))?;
//! let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
//! let ministers = timeline.between("rubio", "lavrov")?;
//! let months = ministers.contacts().count_by(Period::Month, date(8, 1)..=date(11, 30))?;
//! assert_eq!(
//!     months.to_string(),
//!     "month    covered    count\n\
//!      2025-08      65%        2\n\
//!      2025-09     100%        1\n\
//!      2025-10     100%        1\n\
//!      2025-11       0%  no data"
//! );
//! assert_eq!(
//!     ministers.calls().count_by(Period::Week, date(9, 25)..=date(9, 25))?.to_csv(),
//!     "period,start,end,covered,min,max\r\n2025-W39,2025-09-22,2025-09-29,1,0,0\r\n"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Relations::by`](crate::Relations::by) does the same for levels and trends.
//!
//! # Limits
//!
//! The timeline contains what its sources report. The absence of an event means "no event" only
//! if a source covers the time: see [`View::coverage`].
//!
//! Dates are taken as independent of each other, apart from stated constraints.
//!
//! [`EventRef::before`]: crate::timeline::EventRef::before
//! [`EventRef::why`]: crate::timeline::EventRef::why
//! [`View::coverage`]: crate::query::View::coverage
//! [`EventRef::why_before`]: crate::timeline::EventRef::why_before

// rustdoc shows the methods of `View` in this order.
mod count;
mod gap;
mod order;
mod position;
mod rank;

mod period;
mod silence;

mod cadence;
mod episode;
mod in_force;
mod nearby;
mod record;
mod sorted;

mod motif;
mod path;
mod pattern;

mod distance;

#[cfg(doc)]
use crate::query::View;

pub use cadence::{Cadence, InterEventTimes};
pub use distance::{Distance, Resolution};
pub use episode::{Episode, Episodes};
pub use gap::Gap;
pub use in_force::InForce;
pub use motif::{Instances, Motif, MotifCounts, Motifs, TemporalEdge, TemporalEdges};
pub use nearby::{MetBoth, Nearby};
pub use order::Order;
pub use path::{
    Arrivals, BestPath, Contact, ContactError, Contacts, Departures, EarliestArrival,
    LatestDeparture, Path, PathRules, PathStep, Paths, Reachable, Reaching, TimeRespect,
};
pub use pattern::{MAX_STEPS, Match, Matches, Pattern, PatternError, Step};
pub use period::PeriodCount;
pub use position::Position;
pub use rank::Rank;
pub use record::Record;
pub use silence::Silence;
pub use sorted::Sequence;
