//! Answers as sentences in plain language, with their uncertainty.
//!
//! An answer is first made into *facts*, a value without a language. A [`Language`] writes facts as a sentence:
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::Timeline;
//! use detente::sentences::{English, Language, RankFacts, TrendFacts};
//! use detente::trend::Coverage;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
//! let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))?;
//! let english = English::default();
//!
//! let relations = timeline.view().within(date(1, 20)..).relations("USA", "RUS")?;
//! let relations = relations.with_coverage(Coverage::since(date(1, 20)));
//! let trend = english.trend(&TrendFacts::of(&relations, date(7, 11)));
//! assert!(trend.starts_with(
//!     "Relations between the United States and Russia have been falling since 6 May 2025 \
//!      (P on 11 July 2025: .65)."
//! ));
//!
//! let mut rank = RankFacts::of(&timeline.between("rubio", "lavrov")?.meetings(), "kuala-lumpur")?;
//! assert_eq!(
//!     english.rank(&rank),
//!     "The meeting on 10 July 2025 (Kuala Lumpur) was the second meeting between Marco Rubio and Sergey Lavrov.",
//! );
//! // The names were said before.
//! rank.event = rank.event.called("Kuala Lumpur");
//! rank.among = rank.among.theirs();
//! assert_eq!(english.rank(&rank), "Kuala Lumpur was their second meeting.");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | answer | facts | method |
//! | :-- | :-- | :-- |
//! | [`Ongoing`](crate::trend::Ongoing), [`Trend`](crate::trend::Trend) | [`TrendFacts`] | [`Language::trend`] |
//! | [`Movement`](crate::relations::Movement) | [`MovementFacts`] | [`Language::movement`] |
//! | [`Rank`](crate::Rank) | [`RankFacts`] | [`Language::rank`] |
//! | [`Count`](crate::event::Count) | [`CountFacts`] | [`Language::count`] |
//! | [`Gap`](crate::Gap) | [`GapFacts`] | [`Language::gap`] |
//! | [`Order`](crate::sequence::Order) | [`OrderFacts`] | [`Language::order`] |
//! | [`Silence`](crate::sequence::Silence) | [`SilenceFacts`] | [`Language::silence`] |
//! | [`Judgement`](crate::claim::Judgement) | [`VerdictFacts`] | [`Language::verdict`] |
//! | [`EventChange`](crate::changes::EventChange) | [`ChangeFacts`] | [`Language::change`] |
//! | [`Finding`](crate::changes::Finding) | [`FindingFacts`] | [`Language::finding`] |
//!
//! # Why does a sentence say "cannot be said"?
//!
//! A direction is *unclear* if the record fits a rise, a fall and no change. It is *insufficient* if too little is
//! recorded to compare, and the sentence says for which time. Neither means that relations are steady:
//! [reading a trend](crate::trend::reading) explains the difference. The probability P of a rise or fall is the
//! one at the date of the question, not at the first day of the rise or fall.
//!
//! # Can a text from the record break a sentence?
//!
//! No. Titles are quoted, places are in parentheses, and every text goes through [`shown()`], which makes it one
//! line and isolates text that is written from right to left. Nothing is escaped, because a sentence is not HTML.
//! Escape it where you write it into a page.
//!
//! # Which answers have no sentence?
//!
//! Lists, tables and tests: episodes, paths, matches, motifs, cadence, panels, movers, duplicates, extracts and
//! diagnostics. Their rows implement `Display`, in English. So do the reason of a judgement, the explanation of an
//! order, and the facts that changed about an event.
//!
//! # How do I add a language?
//!
//! Implement [`Language`]. Its methods receive facts and not fragments of text, so a language controls its word
//! order, cases and plurals. Dates are passed as [`DatePhrase`](crate::time::DatePhrase)s. An actor is passed as
//! an [`ActorName`] with its identifier. The language decides on the form of the name. For names that it does not
//! know, it needs a construction that is grammatical for any name.
//!
//! # Limits
//!
//! - A sentence names sides and kinds. Events of a view with other filters are called *selected*.
//! - Times of day are left out.

mod country_names;
mod english;
mod facts;
mod finding_facts;
mod findings;
mod french;
mod german;
mod language;
mod naming;
mod shown;
mod trend_facts;

pub use english::English;
pub use facts::{
    ActorName, ActorPhrase, ChangeFacts, CountFacts, Counted, EventName, EventNoun, GapFacts,
    OrderFacts, RankFacts, Sides, SilenceEnd, SilenceFacts, VerdictFacts,
};
pub use finding_facts::FindingFacts;
pub use french::French;
pub use german::German;
pub use language::Language;
pub use shown::shown;
pub use trend_facts::{MovementFacts, Origin, TrendFacts};
