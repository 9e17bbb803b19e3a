//! A picture that is drawn.

use std::fmt;

/// A picture as SVG.
///
/// Prints as an element `svg` with `role="img"`, whose first children are `title` and `desc`. It
/// refers to no external resource. The same input gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub(in super::super) svg: String,
    pub(in super::super) size: (u32, u32),
    pub(in super::super) title: String,
    pub(in super::super) description: String,
    pub(in super::super) counts: EventCounts,
}

/// The numbers of events with and without a label.
///
/// Each event of the input is in exactly one of the three. Charts of pairs alone have zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventCounts {
    /// Events with a label, or with a number that a list explains.
    pub labelled: usize,
    /// Events that are drawn without either. Each has a `title`, which a pointer shows.
    pub unlabelled: usize,
    /// Events outside of the days that are drawn, or without any bound.
    pub outside: usize,
}

impl Picture {
    /// The text of the SVG.
    pub fn as_str(&self) -> &str {
        &self.svg
    }

    /// Returns the text of the SVG.
    pub fn into_string(self) -> String {
        self.svg
    }

    /// The width and the height in pixels.
    pub const fn size(&self) -> (u32, u32) {
        self.size
    }

    /// The title: the result in one sentence.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The description, which is the subtitle of the picture.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The numbers of events with and without a label.
    pub const fn counts(&self) -> EventCounts {
        self.counts
    }
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.svg)
    }
}
