//! A page about a pair of actors or a query: what is known, who reported it, and where relations are going.
//!
//! A [`Briefing`] is computed from a view as of a day, and can be written in three forms:
//!
//! | form | for |
//! | :-- | :-- |
//! | [`to_html`](Briefing::to_html) | a self-contained page with charts and filters |
//! | [`to_markdown`](Briefing::to_markdown) | Markdown with tables |
//! | [`to_text`](Briefing::to_text) | plain text of at most 80 columns |
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::Timeline;
//! use detente::briefing::{Briefing, BriefingOptions};
//! use detente::claim;
//!
//! let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).expect("a valid date");
//! let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))?;
//! let relations = timeline.as_of(day(7, 10)).relations("USA", "RUS")?;
//! let options = BriefingOptions::new(day(7, 10))
//!     .between("USA", "RUS")
//!     .since(day(7, 3))
//!     .claim("Relations begin to sour", relations.check(&claim::falling(Some(90)), day(7, 11)));
//!
//! let briefing = Briefing::of(&timeline.view(), &options)?;
//! assert_eq!(briefing.title, "United States and Russia");
//! assert!(briefing.to_html().starts_with("<!DOCTYPE html>"));
//! assert!(briefing.to_markdown().starts_with("# United States and Russia\n"));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # In which language is the page?
//!
//! [`BriefingOptions::language`] sets the language of sentences, headings, notes, filters, the words of the
//! charts, dates and numbers. English, [German](crate::sentences::German) and [French](crate::sentences::French)
//! are included. Another [`Language`](crate::sentences::Language) supplies its own [`PageWords`] and
//! [`Words`](crate::plot::Words).
//!
//! # What is on the page?
//!
//! A summary, charts, what changed since a day, the events that contribute most to the trend, claims with their
//! verdicts and reasons, all events with their reports, the sources with links, and the coverage. Planned and
//! cancelled events are listed as well, whatever statuses the view keeps.
//!
//! # What does "as of" mean here?
//!
//! The page shows what was known at the end of the day. Levels and trends are computed for that instant. Each
//! event has a list of its [states](EventState): the day from which it is known, and each day on which its status
//! or its date changed. A filter on the page goes back to an earlier day. It hides events that were not known
//! then, and shows the status and the date that were known. The summary, charts, contributions and claims do not
//! change with the filters, and the page says so.
//!
//! # Can the page be trusted with text from anywhere?
//!
//! Yes. Titles, names, quotations and addresses are written as text in each of the three forms, and each writer
//! escapes all text in one place. Control characters become U+FFFD, and direction controls are left out. Only
//! addresses that begin with `http://` or `https://` become links. The page loads nothing: its content security
//! policy allows only its own script and style, and no requests.
//!
//! # Limits
//!
//! The reasons of verdicts and the facts that changed are in English whatever the language, and the page marks
//! them as English. Titles, names and quotations are those of the record. The states of an event are computed from
//! its own reports. A constraint that another source adds later can narrow a date, and the page shows the narrowed
//! date only as of its own day.

mod collect;
mod content;
mod document;
mod html;
mod markdown;
mod options;
mod plain;
mod states;
mod summary;
mod text;
mod words;

pub use content::{
    Briefing, BriefingActor, BriefingChange, BriefingChart, BriefingClaim, BriefingContribution,
    BriefingEvent, BriefingEventChange, BriefingEvidence, BriefingReport, BriefingSource,
    BriefingTrend, EventState, NamedEvent,
};
pub use options::BriefingOptions;
pub use words::PageWords;
pub(crate) use words::{french, german};
