//! Pictures of a record, as SVG.
//!
//! Five charts answer five questions. A chart draws what the rest of the crate computes.
//!
//! | question | chart |
//! | :-- | :-- |
//! | What are the level and the trend of a pair, and which events contribute to them? | [`RelationChart`] |
//! | Who met, called and said what, in what order, and how certain are the dates? | [`TimelineChart`] |
//! | On which days was a pair in contact, and for which days is there no data? | [`CalendarChart`] |
//! | Which pairs have a high level at a date, and which a low one? | [`NetworkChart`] |
//! | How do many pairs compare? | [`MultiplesChart`] |
//!
//! A [`Style`] sets the width, the colours, the words, the form of dates and short names; with the feature
//! `sentences`, `Style::in_language` sets words and dates in English, German or French. Drawing a
//! chart returns a [`Picture`], which prints as SVG.
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
//! # Data for other programs
//!
//! Each chart gives the rows behind it: `data` returns [`ChartData`], which writes CSV and lines of JSON.
//! `to_vega_lite` writes a specification of the same chart with its data, and
//! `TimelineChart::to_timeline_js` slides. A date that is not known to the day has two days and a flag,
//! and is never drawn as a point. An event without a first or a last day is left out of a chart, and the
//! subtitle names it.
//!
//! | for | call |
//! | :-- | :-- |
//! | a spreadsheet | [`ChartData::to_csv`] |
//! | pandas, R, a database | `ChartData::to_json_lines` |
//! | a web page, Altair, Observable | `to_vega_lite` of a chart |
//! | a slide show | `TimelineChart::to_timeline_js` |
//!
//! # The title is the finding
//!
//! The title is computed from the data and states the result: "US–Russia relations have been
//! falling since 28 Jul (P .95)". The subtitle gives the numbers. [`Style::with_title`] replaces
//! the title.
//!
//! # Uncertainty and absence
//!
//! These are drawn the same way in all charts.
//!
//! | what | drawn as |
//! | :-- | :-- |
//! | some day of several | a width with soft ends |
//! | no data: no source covers the day | diagonal hatching |
//! | zero: a source covers the day and reports nothing | a plain cell |
//! | too little data for a direction | an empty, dashed frame, or a dashed line |
//! | evidence that settles no direction | dots, and a hollow double triangle |
//!
//! Dates are written as the source gives them, in their own zone. An axis places an event by the
//! clocks of that zone as well.
//!
//! # Text
//!
//! Text is `text`, and every event has a `title` that a pointer shows and a screen reader reads.
//! Labels never overlap. The footer and [`Picture::counts`] give the number of events without a
//! label. A text is cut after 300 characters. Control characters become
//! U+FFFD. Bidirectional controls are removed, because an override would reverse the text after it.
//!
//! # Layouts
//!
//! There are two layouts: one for widths of at least 560 pixels, and one for phones. Draw a picture
//! at the width at which it is shown: scaling it would scale its text. No text is smaller than 10
//! pixels.
//!
//! # Colours
//!
//! Colour is never the only difference between two marks. The default [`Palette`] uses blue and
//! orange, with a contrast of at least 4.5 for text and 3 for marks, on a light and on a dark
//! background. With [`Scheme::Auto`] a picture follows the reader's system; programs without support
//! for style sheets draw it light.
//!
//! # Limits
//!
//! Text is measured with the widths of Arial, plus 3 %. In a font that is more than 15 % wider,
//! labels may touch. The words can be in any language, but the layout runs from left to right. Each
//! chart documents its own limits.

#[cfg(all(test, feature = "json"))]
mod acceptance;
mod axis;
mod calendar;
mod data;
mod dates;
mod events;
mod frame;
mod labels;
mod marks;
mod multiples;
mod network;
mod numbers;
mod palette;
mod relation;
mod style;
mod svg;
mod text;
mod timeline;
#[cfg(feature = "json")]
mod timeline_js;
#[cfg(feature = "json")]
mod vega;
mod words;

pub use calendar::CalendarChart;
pub use data::{Cell, ChartData};
pub use dates::DateFormat;
pub use multiples::MultiplesChart;
pub use network::NetworkChart;
pub use palette::{Palette, Rgb, Tone};
pub use relation::RelationChart;
pub use style::{Scheme, Style};
pub use svg::{EventCounts, Picture};
pub use timeline::TimelineChart;
pub use words::Words;
#[cfg(feature = "sentences")]
pub(crate) use words::{french, french_dates, german, german_dates};

#[cfg(feature = "briefing")]
pub(crate) use events::{date_text, event_title, has_title, own_date, written_date};
#[cfg(feature = "briefing")]
pub(crate) use text::clean_up_to;
