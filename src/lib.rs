//! The record of diplomacy as data: who met, called and said what, when, and
//! according to whom; in what order; and where relations are going.
//!
//! > "Rubio and Lavrov met in Malaysia for the second time, as relations begin to sour."
//!
//! In that sentence there are actors, a meeting, a place, an ordinal and a claim
//! about a trend. Here each of them is a value with its source, and what the
//! sentence says can be asked and checked.
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::claim::{self, Verdict, World};
//! use detente::{Direction, Rank, Timeline};
//!
//! let timeline = Timeline::from_json(include_str!("../examples/data/kuala-lumpur.json"))?;
//!
//! // Sequencing.
//! let contacts = timeline.between("rubio", "lavrov")?;
//! let in_person = contacts.meetings().in_person();
//! assert_eq!(in_person.rank("kuala-lumpur")?, Rank::exactly(2));
//! assert_eq!(in_person.first().unwrap().place(), Some("Saudi Arabia"));
//! assert_eq!(timeline.gap("saudi-arabia", "kuala-lumpur")?.days(), 132..=159);
//!
//! // Where relations are going, and why.
//! let relations = timeline.relations("USA", "RUS")?;
//! let trend = relations.trend(NaiveDate::from_ymd_opt(2025, 7, 11).unwrap());
//! assert_eq!(trend.direction(), Direction::Insufficient);
//! let heaviest = &relations.contributions(trend.at())[0];
//! assert_eq!(heaviest.event().title(), "Trump criticises Putin");
//! assert_eq!(format!("{:+.3}", heaviest.share()), "-0.147");
//!
//! // Holding a claim against the record.
//! assert_eq!(in_person.check(&claim::ordinal("kuala-lumpur", 2), World::Closed)?, Verdict::Consistent);
//! assert_eq!(relations.check(&claim::falling(Some(90)), trend.at()), Verdict::Undetermined);
//!
//! // petgraph's algorithms, on the timeline and on any view, without a copy.
//! let (rubio, lavrov) = (timeline.actor_node("rubio")?, timeline.actor_node("lavrov")?);
//! assert!(detente::petgraph::algo::has_path_connecting(&contacts, rubio, lavrov, None));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How do I …?
//!
//! | … | with |
//! | :-- | :-- |
//! | write "some day in February", "about 10 July", "on or after" | [`When`], in EDTF |
//! | date "Tuesday night" or "last week" from the day it was said | [`time::Anchor`] |
//! | say who stood for whom, from when to when | [`actor::Actor::held`] |
//! | say what a state was called, and whom it succeeded | [`actor::Alias`], [`actor::Succession`] |
//! | put down a meeting, a call, a statement, an attack | [`event::Event`] |
//! | say who says so, through whom, and when | [`event::Report`] |
//! | read and write a timeline as JSON | `Timeline::from_json`, `Timeline::to_json` |
//! | build one in code, and see all that is wrong at once | [`TimelineBuilder`] |
//! | narrow it down: between, of a kind, within, about, from a source | [`View`] |
//! | see it as it was known on a day | [`View::as_of`] |
//! | say "at least a week before", "the day after", "between the two" | [`timeline::Constraint`] |
//! | ask about several as one side | [`query::Side`] |
//! | ask about Russia and, before it, the Soviet Union | [`View::with_predecessors`] |
//! | ask who belonged to the Union on a day | [`timeline::ActorRef::members_on`] |
//! | ask who called whom | [`View::initiated_by`] |
//! | ask which, how many, how long since, in what order | [`sequence`] |
//! | group legs into trips, find the longest lull, tell how bursty | [`View::episodes`], [`View::longest_silences`], [`View::cadence`] |
//! | find the largest so far, who met both, a call and then a meeting | [`View::records`], [`View::met_both`], [`sequence::Pattern`] |
//! | ask why an order or a date is certain | [`View::why_before`], [`timeline::EventRef::why`] |
//! | ask how two stretches of time may stand to each other | [`When::allen`] |
//! | ask who could have told whom, by when | [`View::paths`], [`sequence::Contacts`] |
//! | count short patterns: who acts upon whom, who answers | [`View::motifs`] |
//! | read files of machine-coded events, and know what is odd in them | `import::RowReader`, `import::Importer` |
//! | have such rows as events of a timeline | `import::Conversion` |
//! | score relations, and see which events moved them | [`Relations`] |
//! | take an event back from the sums of all pairs | [`Timeline::ledger_of`], [`ledger::Ledger::subtract`] |
//! | keep relations as of one day from a stream, or from many machines | [`trend::Snapshot`] |
//! | score all pairs of a feed: sums, trends, who moved most | [`ledger::LedgerBuilder`], [`ledger::Ledger`] |
//! | say which days a source covers | [`event::CoverageDeclaration`], [`trend::Coverage`] |
//! | know what P means, and how often it is wrong | [`trend::reading`] |
//! | see how much a trend depends on the half-life, the window and the scale | [`Relations::robustness`] |
//! | know how many of the most changed pairs are chance | [`trend::Mover::q_value`] |
//! | change scale, half-life, weights or thresholds | [`Scoring`] |
//! | use a scale of your own, from a file | [`code::Scale::read`] |
//! | say what a code of CAMEO means, and what it is in PLOVER | [`code::CameoCode`] |
//! | tell Austria from Australia: country codes by their system | [`code::Country`] |
//! | split `RUSGOVMIL` into country, government and military | [`code::ActorCode`] |
//! | check "the second time", "begin to sour" | [`claim`] |
//! | run a graph algorithm, and see which run on what | [`graph`], [`petgraph`] |
//! | make a graph of who is in contact with whom | [`View::contact_graph`], [`View::act_graph`] |
//!
//! # Three answers
//!
//! Dates in the record of diplomacy are uncertain, and nothing here guesses a day.
//! A question about order has one of three answers, [`Certainty::Certain`],
//! [`Possible`](Certainty::Possible) and [`Impossible`](Certainty::Impossible), and
//! a probability where dates are uniform. A rank, a count or a gap has bounds. A
//! pair without events has no level: `None`, and not zero.
//!
//! # Three times
//!
//! When it happened, when it was asserted, when that was withdrawn: [`View::as_of`]
//! answers with what had been asserted by a day, for every question alike.
//!
//! What a date stands for depends on the question. *As of* 9 July is at the end of
//! that day; a level or a trend *at* 9 July is at its first instant, before what
//! happens on the day itself. [`time`] says why.
//!
//! # The written form
//!
//! A timeline is written as one JSON object, made to be typed by hand:
//!
//! ```
//! # #[cfg(feature = "json")] {
//! let timeline = detente::Timeline::from_json(r#"{
//!   "format": "detente-timeline",
//!   "version": 1,
//!   "actors": [
//!     {"id": "USA", "kind": "state", "name": "United States"},
//!     {
//!       "id": "rubio",
//!       "kind": "person",
//!       "name": "Marco Rubio",
//!       "affiliations": {"party": "USA", "office": "secretary of state", "when": "2025-01-21/.."}
//!     },
//!     {"id": "lavrov", "kind": "person", "name": "Sergey Lavrov", "aliases": "Sergei Lavrov"}
//!   ],
//!   "sources": [
//!     {"id": "reuters", "name": "Reuters", "published": "[2025-07-10..2025-07-11]"},
//!     {"id": "russian-media", "name": "Russian media"}
//!   ],
//!   "events": [
//!     {
//!       "id": "kuala-lumpur",
//!       "kind": "meeting",
//!       "when": {"edtf": "2025-07-10", "words": "Thursday"},
//!       "in_person": true,
//!       "parties": ["rubio", "lavrov"],
//!       "reports": [{"by": "reuters", "ordinal": 2}, ["russian-media", "rubio"]]
//!     }
//!   ]
//! }"#)?;
//! assert_eq!(timeline.event("kuala-lumpur")?.reports().count(), 2);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | field | of | holds |
//! | :-- | :-- | :-- |
//! | `title` | the whole | text |
//! | `actors` | the whole | `id`, `kind` (`person`, `state`, `organisation`, `group`), `name`; `aliases` (a name, or `name`, `kind`: `variant`, `metonym`, `printed`, and `when` it was in use), `affiliations` (`party`, `office`, `when`), `succeeds` (`actor`, `when`, `by`) |
//! | `designations` | the whole | names for whoever held an office: `name`, `party`, `office`, `when` |
//! | `sources` | the whole | `id`, `name`; `published`, `url`, `anonymous`, `covers` (a date, or `when`, `actors`, `kinds`). An actor may be cited without being listed here |
//! | `constraints` | the whole | `event`, and one of: `before` or `after` another, with `at_least` and `at_most` (`3 days`, `36 hours`) or by the calendar with `days`; `during`, `day_before`, `day_after`, `same_day` or `same_time` of another; `within` a distance `of` another; `between` two others. `by`, `asserted`, `withdrawn` |
//! | `events` | the whole | what follows, down to `reports` |
//! | `id`, `kind` | an event | needed: `kind` is `meeting`, `call`, `statement` or `act` |
//! | `when` | an event | a date; left out, or `undated`, if nobody gives one |
//! | `title`, `code` | an event | text; a code such as `AGREE`, `CONSULT/Phone`, `cameo:0311` |
//! | `in_person` | a meeting | `true` or `false` |
//! | `form`, `hedged`, `negated` | a statement | `direct`, `partial`, `indirect`; `true` |
//! | `parties`, `source`, `speaker`, `target`, `addressee`, `host`, `mediator`, `attendees` | an event | who takes part: an actor's `id`, or `actor` and `on_behalf_of` |
//! | `about`, `topics` | an event | actors or designations; text |
//! | `part_of`, `sidelines_of`, `answers`, `about_events`, `follows` | an event | identifiers of other events |
//! | `place`, `measures`, `ordinal` | an event or a report | a name, or `name` and `soil`; quantities by name; a number |
//! | `initiator` | an event or a report | at whose initiative it was: an actor's `id` |
//! | `occurrences` | an event | how often it stands for: a number, or `at_least` and `at_most` |
//! | `reports` | an event | a source, a chain of sources (from the one who is read to the one who is cited), or `by`, `status` (`planned`, `cancelled`, `realised`, `disputed`), `asserted`, `withdrawn`, `words`, and what this report says itself: `when`, `place`, `measures`, `ordinal`, `topics`, `initiator` |
//!
//! The dates of an affiliation or a designation are stretches: write
//! `2023-01-01/2023-12-31` for the year, since `2023` is some day of it. Those of a coverage are
//! whole: `2023` covers the year. A list of
//! reports is never a chain: `["reuters", "biden"]` are two reports, and
//! `[["reuters", "biden"]]` is one.
//!
//! A date is a string of EDTF, or an object: `edtf`, or `start` and `end`; `zone`
//! (`+03:00`, `anywhere`), `margin`, `words`; or the `words` alone. A day that ends an extent
//! is part of it; a time of day is the instant of its end. A quantity has one of `exactly`,
//! `about`, `at_least`, `more_than`, `at_most`, `less_than`, `between`; its `unit`,
//! if that is not its name; and the measure that it counts into, `of`. Wherever a
//! list is expected, one entry needs no brackets. A field that is not known is an error, as it is
//! most often misspelt.
//!
//! Every other serde format that names its fields carries the same shapes.
//!
//! # Ledgers and snapshots
//!
//! A [`Ledger`](ledger::Ledger), a [`Snapshot`](trend::Snapshot) and those of one pair go
//! through every serde format, with or without names of fields. Each has `format`
//! (`detente-ledger`, `detente-snapshot`, `detente-dyad-ledger`, `detente-dyad-snapshot`) and
//! `version`, 2. The same marks give the same bytes, whatever the order in which they came.
//!
//! | field | of | holds |
//! | :-- | :-- | :-- |
//! | `actors` | a ledger or a snapshot | the names, in order |
//! | `dyads` | a ledger | in order of the pairs: `source` and `target`, places among the names; `symmetric`; `spans` |
//! | `spans` | a dyad, or a ledger of one pair | columns of equal length, in order of the spans: `from`, the first day from 1970-01-01; `days`; `marks`; the sums `score`, `positive`, `weight`, `squares`, `contact` in units of 2^-40 |
//! | `vantage` | a snapshot | `date`; `coverage`, a list of stretches `[first day, day after the last]` with `null` for no beginning or no end, or `null` if it is unknown; `calibration` |
//! | `pairs` | a snapshot | in order: `actors`, two places among the names; `sums` |
//! | `sums` | a pair, or a snapshot of one | sums in units of 2^-95, in JSON as text: `s E`, `s E'`, `s+ E`, `w E`, `w E'`, `c E`; the number of marks before the blocks; and for each block, oldest first, `s p`, `s^2 p` and the number of marks that begin in it ([what these are](trend::Snapshot#the-sums)) |
//!
//! A ledger of version 1 is read: it may have marks without weight, whose spans are dropped; the
//! number of marks of other spans may count them. A snapshot of version 1 is refused: it keeps the
//! sums of another scoring.
//!
//! In JSON the sums of a ledger are numbers of up to 63 bits. `serde_json` keeps them all; a
//! reader that takes every number for a double does not.
//!
//! # As bytes
//!
//! With the feature `postcard` they are written compactly, too: 13 to 25 bytes a span. These
//! are safe to read from strangers: nothing panics, and memory is bounded by a small multiple
//! of the input.
//!
//! | part | bytes |
//! | :-- | :-- |
//! | magic | `detente` and one letter: `L` a ledger, `l` that of one pair, `S` a snapshot, `s` that of one pair |
//! | version | a varint, 2 |
//! | body | as below |
//! | checksum | CRC-32 (ISO 3309) of all that is before, 4 bytes, the least first |
//!
//! Numbers are as in the wire format of `postcard`: unsigned ones as varints of 7 bits a byte,
//! the least first; signed ones as varints after zigzag (0, -1, 1, -2 ...); floats as 8 bytes,
//! the least first. A list is its length and its entries. There is one way to write a value,
//! so equal values have equal bytes.
//!
//! *Columns.* The spans of a pair, in order: their number `n`, then eight columns of `n` numbers each.
//!
//! | column | written as |
//! | :-- | :-- |
//! | first day | the first from 1970-01-01, signed; each further one from the one before |
//! | days, marks | less 1 |
//! | score | signed |
//! | score above 0 | what it has over the greater of the score and 0 |
//! | weight | its odd part times 64, and the number of its zeros at the end |
//! | squares | what it has over `score^2 / marks`, which is rounded down and 2^63 - 1 at most; signed |
//! | contact | as the weight |
//!
//! A day whose marks agree in sign needs no byte for what follows from the others, and a
//! weight such as 1 or 1/4 needs one.
//!
//! *Bodies.*
//!
//! | of | is |
//! | :-- | :-- |
//! | a ledger of one pair | its columns |
//! | a ledger | the names of its actors, in order; then for each pair, in order, the places of both names among these, and the columns of what the first did to the second, the second to the first, and both together |
//! | a snapshot of one pair | its vantage, and its sums, of 128 bits, signed |
//! | a snapshot | its vantage, the names of its actors, in order; then for each pair, in order, the places of both names, and its sums |
//!
//! A vantage is the day from 1970-01-01, signed; the coverage, 0 if it is unknown, or 1, the number
//! of stretches, and for each its first day and the day after its last, signed, the least and the
//! greatest of 32 bits for no beginning and no end; and the calibration: half-life, kappa, kappa z,
//! least weight, the probabilities to enter, to leave and of a strong trend, prior, dispersion,
//! steady, lean; then window, number of blocks, days of a block, lookback.
//!
//! # Limits
//!
//! Years are those of chrono, -262143 to 262142, and instants whole seconds. There
//! are limits on the length of identifiers ([`actor::MAX_ID`]) and texts
//! ([`actor::MAX_TEXT`]), on participants ([`event::MAX_PARTICIPANTS`]), on whatever
//! else an event has ([`event::MAX_PER_EVENT`]), and on dates
//! ([`Edtf::MAX_LENGTH`]). What is over is an error.
//!
//! # Features
//!
//! | feature | brings | by default |
//! | :-- | :-- | :-- |
//! | `gzip` | `import::gunzip`, through `flate2` in Rust alone | no |
//! | `import` | `import`: GDELT, ICEWS, POLECAT, PLOVER, plain tables, through `memchr` and `siphasher` | no |
//! | `json` | `Timeline::from_json`, `Timeline::to_json`, through `serde_json` | yes |
//! | `postcard` | `to_bytes` and `from_bytes` of ledgers and snapshots, through `postcard` | no |
//! | `rayon` | ledgers built and read on several threads, where that is asked for: `par_build` and its kin | no |
//! | `zip` | `import::Zip`, through `zip` and `flate2` in Rust alone | no |
//!
//! Without any the crate has four dependencies: chrono without its clock, petgraph,
//! serde and thiserror. It reads no clock, opens no socket, starts no thread unless
//! asked by `rayon`'s feature, and does not panic on data.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// A broken invariant is an `expect` with its reason, and never a default.
#![warn(clippy::unwrap_used, clippy::panic)]

pub mod actor;
pub mod claim;
pub mod code;
pub mod error;
pub mod event;
mod folding;
pub mod graph;
#[cfg(feature = "import")]
#[cfg_attr(docsrs, doc(cfg(feature = "import")))]
pub mod import;
pub mod ledger;
mod numeric;
#[cfg(feature = "plot")]
#[cfg_attr(docsrs, doc(cfg(feature = "plot")))]
pub mod plot;
pub mod query;
pub mod relations;
pub mod scoring;
pub mod sequence;
mod text;
pub mod time;
pub mod timeline;
pub mod trend;
mod wire;

pub use {chrono, petgraph};

pub use actor::Actor;
pub use event::Event;
pub use query::View;
pub use relations::Relations;
pub use scoring::Scoring;
pub use sequence::{Gap, Rank};
pub use time::{Certainty, Edtf, When, WhenError};
pub use timeline::{Timeline, TimelineBuilder};
pub use trend::Direction;
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub use wire::ReadError;
#[cfg(feature = "postcard")]
#[cfg_attr(docsrs, doc(cfg(feature = "postcard")))]
pub use wire::{BytesError, MergeBytesError};

/// The examples of the papers are tested with those of the code.
#[cfg(all(doctest, feature = "json"))]
mod papers {
    #[doc = include_str!("../README.md")]
    struct Readme;

    #[doc = include_str!("../DESIGN.md")]
    struct Design;
}
