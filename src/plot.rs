//! Pictures of the record, as SVG.
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
