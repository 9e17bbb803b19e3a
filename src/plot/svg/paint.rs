//! How shapes and texts are painted.

use super::super::palette::Tone;

/// What fills a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Fill {
    Nothing,
    Tone(Tone),
    /// Diagonal hatching: no data.
    Hatch,
    /// Dots on a pale ground: unclear.
    Dots,
    /// Fades in from left to right.
    FadeIn,
    /// Fades out from left to right.
    FadeOut,
}

/// How a shape is painted.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Paint {
    pub(super) fill: Fill,
    pub(super) stroke: Option<(Tone, f64)>,
    pub(super) dash: Option<&'static str>,
    pub(super) opacity: Option<f64>,
}

impl Paint {
    pub(in super::super) const fn fill(tone: Tone) -> Self {
        Self::with(Fill::Tone(tone))
    }

    pub(in super::super) const fn with(fill: Fill) -> Self {
        Self {
            fill,
            stroke: None,
            dash: None,
            opacity: None,
        }
    }

    pub(in super::super) const fn line(tone: Tone, width: f64) -> Self {
        Self::with(Fill::Nothing).outlined(tone, width)
    }

    pub(in super::super) const fn outlined(mut self, tone: Tone, width: f64) -> Self {
        self.stroke = Some((tone, width));
        self
    }

    pub(in super::super) const fn dashed(mut self, dash: &'static str) -> Self {
        self.dash = Some(dash);
        self
    }

    pub(in super::super) const fn opacity(mut self, opacity: f64) -> Self {
        self.opacity = Some(opacity);
        self
    }
}

/// Where a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Anchor {
    Start,
    Middle,
    End,
}
