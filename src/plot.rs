//! Pictures of a record, as SVG.
//!
//! Five charts answer five questions. Each is made from what the rest of the crate computes, and
//! computes nothing itself but places.
//!
//! | question | chart |
//! | :-- | :-- |
//! | Where are the relations of a pair, where are they going, and because of which events? | [`RelationChart`] |
//! | Who met, called and said what, in what order, and how certain are the dates? | [`TimelineChart`] |
//! | On which days was a pair in contact, and on which days did nobody look? | [`CalendarChart`] |
//! | Which pairs are close at a date, and which are not? | [`NetworkChart`] |
//! | How do many pairs compare? | [`MultiplesChart`] |
//!
//! A chart is drawn with a [`Style`]: the width, the colours, the words, the form of dates and short
//! names. It becomes a [`Picture`], which prints as SVG.
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::Timeline;
//! use detente::plot::{RelationChart, Style};
//!
//! let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))?;
//! let relations = timeline.relations("USA", "RUS")?;
//! let style = Style::new(900)
//!     .with_note("Source: us-russia-2025.json.")
//!     .with_short_name("USA", "US");
//! let at = NaiveDate::from_ymd_opt(2025, 9, 1).unwrap();
//! let picture = RelationChart::new(&relations, at).draw(&style);
//! assert!(picture.title().starts_with("US–Russia relations have been falling since "));
//! assert!(picture.to_string().ends_with("</svg>\n"));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The title is the finding
//!
//! The title says what the data shows, and is computed from it: "US–Russia relations have been
//! falling since 28 Jul (P .95)". The subtitle gives the numbers. [`Style::with_title`] replaces
//! the title.
//!
//! # Uncertainty and absence
//!
//! These look the same in all charts.
//!
//! | what | drawn as |
//! | :-- | :-- |
//! | some day of several | a width with soft ends |
//! | no data: no source covers the day | diagonal hatching |
//! | zero: a source covers the day, and nothing happened | a plain cell |
//! | too little data for a direction | an empty, dashed frame, or a dashed line |
//! | evidence that settles no direction | dots, and a hollow double triangle |
//!
//! Dates are written as the source gives them, in their own zone. An axis places an event by the
//! clocks of that zone, too.
//!
//! # Text
//!
//! Text is `text`, and every event has a `title` that a pointer shows and a screen reader reads.
//! Labels are placed by measuring, and none covers another; what has no room is counted in the
//! footer and by [`Picture::counts`]. Texts are cut after 300 characters. Control characters become
//! U+FFFD, and controls of direction are left out, because an override would reverse the text after
//! it. Text in a script that runs from right to left is drawn by the reader's program as such.
//!
//! # Layouts
//!
//! A picture has one of two layouts: one from 560 pixels on, and one for phones below. A picture is
//! never scaled, because its text would be. No text is smaller than 10 pixels.
//!
//! # Colours
//!
//! Nothing is told by colour alone. The default [`Palette`] has blue against orange, and a contrast
//! of 4.5 for text and of 3 for marks, on a light and on a dark ground. With [`Scheme::Auto`] a
//! picture follows the reader's system; a program that knows no style sheets draws it light.
//!
//! # Limits
//!
//! Widths of text are those of Arial, with 3 % to spare; a picture in a font that is more than 15 %
//! wider may have labels that touch. Words are the caller's, but no picture runs from right to left
//! as a whole. Each chart states its own limits.

#[cfg(all(test, feature = "json"))]
mod acceptance;
mod axis;
mod calendar;
mod dates;
mod events;
mod frame;
mod labels;
mod marks;
mod multiples;
mod network;
mod palette;
mod relation;
mod style;
mod svg;
mod text;
mod timeline;
mod words;

pub use calendar::CalendarChart;
pub use dates::DateFormat;
pub use multiples::MultiplesChart;
pub use network::NetworkChart;
pub use palette::{Palette, Rgb, Tone};
pub use relation::RelationChart;
pub use style::{Scheme, Style};
pub use svg::{EventCounts, Picture};
pub use timeline::TimelineChart;
pub use words::Words;
