//! A library for the diplomatic record: who met, called and said what, in what order, according
//! to whom, and how relations between two actors change.
//!
//! > "Rubio and Lavrov met in Malaysia for the second time, as relations begin to sour."
//!
//! Detente stores the facts behind such a sentence with their sources. Dates may be uncertain:
//! every answer says whether it is certain or only possible, and which events and sources it rests on.
//!
//! # Quick start
//!
//! ```sh
//! cargo add detente
//! ```
//!
//! ```
//! use detente::{Actor, Event, Timeline};
//! # use detente::{Certainty, Rank};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let mut builder = Timeline::builder();
//!     builder
//!         .actor(Actor::person("rubio").named("Marco Rubio"))
//!         .actor(Actor::person("lavrov").named("Sergey Lavrov"))
//!         // "2025-02" is one unknown day of February.
//!         .event(Event::meeting("riyadh", "2025-02").between("rubio", "lavrov").at("Riyadh"))
//!         .event(Event::call("call", "2025-06").between("rubio", "lavrov"))
//!         .event(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov"));
//!     let timeline = builder.build()?;
//!
//!     let meetings = timeline.between("Marco Rubio", "Sergey Lavrov")?.meetings();
//!     println!("Kuala Lumpur was their {} meeting", meetings.rank("kuala-lumpur")?);
//!     println!("{} after their call", timeline.gap("call", "kuala-lumpur")?);
//!
//!     let (riyadh, call) = (timeline.event("riyadh")?, timeline.event("call")?);
//!     println!("Riyadh before the call: {}", riyadh.before(call));
//!     # assert_eq!(meetings.rank("kuala-lumpur")?, Rank::exactly(2));
//!     # assert_eq!(meetings.rank("kuala-lumpur")?.to_string(), "2nd");
//!     # assert_eq!(timeline.gap("call", "kuala-lumpur")?.to_string(), "10 to 39 days");
//!     # assert_eq!(riyadh.before(call), Certainty::Certain);
//!     # assert_eq!(riyadh.before(call).to_string(), "certain");
//!     Ok(())
//! }
//! ```
//!
//! ```text
//! Kuala Lumpur was their 2nd meeting
//! 10 to 39 days after their call
//! Riyadh before the call: certain
//! ```
//!
#![doc = include_str!("pictures/quick-start.html")]
//!
//! # The same timeline in JSON
//!
//! ```
//! # #[cfg(feature = "json")] {
//! let timeline = detente::Timeline::from_json(r#"{
//!   "format": "detente-timeline",
//!   "version": 1,
//!   "actors": [
//!     {"id": "rubio", "kind": "person", "name": "Marco Rubio"},
//!     {"id": "lavrov", "kind": "person", "name": "Sergey Lavrov"}
//!   ],
//!   "events": [
//!     {"id": "riyadh", "kind": "meeting", "when": "2025-02",
//!      "place": "Riyadh", "parties": ["rubio", "lavrov"]},
//!     {"id": "call", "kind": "call", "when": "2025-06",
//!      "parties": ["rubio", "lavrov"]},
//!     {"id": "kuala-lumpur", "kind": "meeting", "when": "2025-07-10",
//!      "parties": ["rubio", "lavrov"]}
//!   ]
//! }"#)?;
//! assert_eq!(timeline.between("rubio", "lavrov")?.meetings().count().to_string(), "2");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`mod@format::timeline`] lists every field.
//!
//! # A trend
//!
//! The record of 2025 in `examples/data` has 30 contacts and 116 acts and statements of the United
//! States and Russia:
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::Timeline;
//! use detente::trend::Coverage;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).expect("a valid date");
//! let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))?;
//! let since_january = timeline.view().within(date(1, 20)..);
//! let relations = since_january
//!     .relations("USA", "RUS")?
//!     .with_coverage(Coverage::since(date(1, 20)));
//!
//! let july = date(7, 11);
//! assert_eq!(relations.ongoing(july).to_string(), "falling since 2025-05-06, P .65");
//! assert_eq!(relations.trend(july).to_string(), "unclear, P(rising) .35");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The probability of a fall first passed .90 on 6 May. On 11 July it is still above .60, so the fall goes on. That date
//! by itself is *unclear*: it is compatible with a rise and with a fall, which is not *steady*.
//! [`trend::reading`] explains P, coverage, and how often a direction is wrong.
//!
#![doc = include_str!("pictures/trend.html")]
//!
//! # Concepts
//!
//! | concept | meaning | type |
//! | :-- | :-- | :-- |
//! | actor | a person, state, organisation or group | [`Actor`] |
//! | event | a meeting, call, statement or other act | [`Event`] |
//! | report | a source's statement that an event happened | [`event::Report`] |
//! | date | EDTF (ISO 8601-2) text and the bounds that follow from it | [`When`] |
//! | certainty | certain, possible or impossible | [`Certainty`] |
//! | view | the events of a timeline that pass a filter | [`View`] |
//! | as of | as known at the end of a date; a trend *at* a date excludes that day | [`View::as_of`] |
//! | level, trend | how friendly relations are, and how that changed in 60 days | [`Relations`] |
//! | coverage | the days for which a source would have reported an event | [`trend::Coverage`] |
//! | ledger | exact sums of coded events for all pairs of actors | [`ledger::Ledger`] |
//!
//! # How do I …?
//!
//! | task | see |
//! | :-- | :-- |
//! | write an uncertain date | the table in [`time`] |
//! | date "Tuesday night" from the day it was said | [`time::Anchor`] |
//! | record offices, names, memberships, successors | [`actor`] |
//! | record who reported what, and when | [`event::Report`] |
//! | state that one event was before another | [`timeline::Constraint`] |
//! | filter events | [`View`]; to store a question: [`Query`] |
//! | correct a record | [`Timeline::edit`] |
//! | unite records, keep the sound part of one | [`Timeline::merge`], [`TimelineBuilder::build_lenient`] |
//! | learn what changed, and be alerted | [`changes`] |
//! | count or score by month | [`View::count_by`], [`Relations::by`] |
//! | send answers as JSON | [`mod@format::answers`] |
//! | ask for a rank, count, gap, order, silence or episode | [`sequence`] |
//! | find out who could have told whom | [`View::paths`] |
//! | learn why an order is certain | [`why_before`](timeline::EventRef::why_before) |
//! | score a pair and explain the score | [`relations`] |
//! | check a claim such as "begin to sour" | [`claim`] |
//! | ask who held an office on a day | [`ActorRef::holders`](timeline::ActorRef::holders) |
//! | ask which alliances or sanctions are in force on a day | [`View::in_force`] |
//! | read GDELT, ICEWS, POLECAT, UCDP and other files of coded events | [which reader for which file](import/which_reader/index.html) |
//! | read more rows than one machine holds | the guide [outgrow](guide/outgrow/index.html) |
//! | find the pairs that changed most | [`ledger::Ledger::movers`] |
//! | decode CAMEO, PLOVER, country and actor codes | [`code`] |
//! | run petgraph algorithms | [`graph`] |
//! | store ledgers and snapshots | [`mod@format`] |
//! | draw charts, timelines, calendars and networks, or export their data | [`plot`](plot/index.html) |
//! | write a page about a pair | [`briefing`](briefing/index.html) |
//! | read a spreadsheet | [`sheet`](sheet/index.html) |
//! | extract events with a language model | [`schema`](schema/index.html) |
//! | find events that may be one | [`duplicates`] |
//!
//! # Features
//!
//! | feature | adds | default |
//! | :-- | :-- | :-- |
//! | `json` | timelines, patches and queries as JSON | yes |
//! | `sheet` | tables of events as CSV | no |
//! | `xlsx` | workbooks of spreadsheet programs | no |
//! | `schema` | JSON Schema, for extraction from text | no |
//! | `import` | readers of coded event data | no |
//! | `gzip`, `zip`, `zstd`, `bzip2` | reading packed files | no |
//! | `plot` | pictures as SVG, and their data | no |
//! | `sentences` | answers as sentences in English, German and French | no |
//! | `briefing` | a page about a pair, as HTML, Markdown and text | no |
//! | `postcard` | ledgers and snapshots as bytes | no |
//! | `rayon` | methods that use several threads, named `par_…` | no |
//!
//! Without features the crate depends on chrono, petgraph, serde and thiserror. It reads no clock, file or
//! socket. Invalid data gives an error, never a panic.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// A broken invariant is an `expect` with its reason, and never a default.
#![warn(clippy::unwrap_used, clippy::panic)]

// rustdoc shows the methods of a type in the order of the modules that have them.
pub mod timeline;

pub mod query;

pub mod actor;
#[cfg(feature = "briefing")]
#[cfg_attr(docsrs, doc(cfg(feature = "briefing")))]
pub mod briefing;
pub mod changes;
pub mod claim;
pub mod code;
pub mod duplicates;
pub mod error;
pub mod event;
mod folding;
pub mod format;
pub mod graph;
pub mod guide;
#[cfg(feature = "import")]
#[cfg_attr(docsrs, doc(cfg(feature = "import")))]
pub mod import;
pub mod ledger;
mod numeric;
#[cfg(feature = "plot")]
#[cfg_attr(docsrs, doc(cfg(feature = "plot")))]
pub mod plot;
pub mod relations;
#[cfg(feature = "schema")]
#[cfg_attr(docsrs, doc(cfg(feature = "schema")))]
pub mod schema;
pub mod scoring;
#[cfg(feature = "sentences")]
#[cfg_attr(docsrs, doc(cfg(feature = "sentences")))]
pub mod sentences;
pub mod sequence;
#[cfg(feature = "sheet")]
#[cfg_attr(docsrs, doc(cfg(feature = "sheet")))]
pub mod sheet;
mod table;
mod text;
pub mod time;
pub mod trend;
mod wire;

pub use {chrono, petgraph};

pub use actor::Actor;
pub use event::Event;
pub use query::{Query, View};
pub use relations::Relations;
pub use scoring::Scoring;
pub use sequence::{Gap, Rank};
pub use time::{Certainty, Edtf, When, WhenError};
pub use timeline::edit::{Edit, Patch};
pub use timeline::{Timeline, TimelineBuilder};
pub use trend::Direction;
#[cfg(feature = "postcard")]
#[cfg_attr(docsrs, doc(cfg(feature = "postcard")))]
pub use wire::BytesError;
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub use wire::ReadError;

/// The examples of the papers are tested with those of the code.
#[cfg(all(doctest, feature = "json"))]
mod papers {
    #[doc = include_str!("../README.md")]
    struct Readme;

    #[doc = include_str!("../DESIGN.md")]
    struct Design;
}
