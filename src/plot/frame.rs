//! What is around a chart: title, subtitle, legend and footer.

use super::palette::Tone;
use super::style::Style;
use super::svg::{Anchor, Canvas};
use super::text::Font;

/// The margin at both sides.
pub(super) const MARGIN: f64 = 16.0;

/// The font of labels.
pub(super) const LABEL: Font = Font::regular(11.0);
/// The font of what is most important in a label.
pub(super) const STRONG: Font = Font::bold(11.0);
/// The font of a heading within a chart.
pub(super) const HEADING: Font = Font::bold(11.0);
const FOOTER: Font = Font::regular(10.5);

/// Prose breaks this much early, for fonts wider than those that are measured.
const EARLY: f64 = 0.87;

/// Draws title and subtitle. Returns the height that they take.
pub(super) fn header(canvas: &mut Canvas<'_>, title: &str, subtitle: &str) -> f64 {
    let style = canvas.style;
    let room = f64::from(style.width) - 2.0 * MARGIN;
    let (font, step) = if style.is_wide() {
        (Font::bold(21.0), 26.0)
    } else {
        (Font::bold(17.0), 22.0)
    };
    let mut y = 2.0;
    for line in font.wrap(title, room * EARLY, 4) {
        y += step;
        canvas.text((MARGIN, y), font, Anchor::Start, Tone::Ink, &line);
    }
    y += 3.0;
    let font = Font::regular(12.5);
    for line in font.wrap(subtitle, room * EARLY, 6) {
        y += 17.0;
        canvas.text((MARGIN, y), font, Anchor::Start, Tone::Muted, &line);
    }
    y + 8.0
}

/// Draws the footer, a paragraph for each text. Returns the height of all so far.
pub(super) fn footer(canvas: &mut Canvas<'_>, top: f64, paragraphs: &[String]) -> f64 {
    let room = f64::from(canvas.style.width) - 2.0 * MARGIN;
    let note = canvas.style.note.clone();
    let mut y = top + 6.0;
    for text in note.iter().chain(paragraphs) {
        for line in FOOTER.wrap(text, room * EARLY, 12) {
            y += 14.0;
            canvas.text((MARGIN, y), FOOTER, Anchor::Start, Tone::Muted, &line);
        }
    }
    y + 14.0
}

/// Draws the mark of an entry around a point.
type DrawEntry<'d> = Box<dyn Fn(&mut Canvas<'_>, (f64, f64)) + 'd>;

/// An entry of a legend: how wide its mark is, what draws it around a point, and its text.
pub(super) struct Entry<'d> {
    pub(super) width: f64,
    pub(super) draw: DrawEntry<'d>,
    pub(super) text: String,
}

impl<'d> Entry<'d> {
    pub(super) fn new(
        width: f64,
        text: &str,
        draw: impl Fn(&mut Canvas<'_>, (f64, f64)) + 'd,
    ) -> Self {
        Self {
            width,
            draw: Box::new(draw),
            text: text.to_owned(),
        }
    }
}

/// Draws a legend in as many lines as it needs. Returns the height of all so far.
pub(super) fn legend(canvas: &mut Canvas<'_>, top: f64, entries: &[Entry<'_>]) -> f64 {
    if entries.is_empty() {
        return top;
    }
    let right = f64::from(canvas.style.width) - MARGIN;
    let (mut x, mut y) = (MARGIN, top + 14.0);
    for entry in entries {
        let width = entry.width + 6.0 + LABEL.width(&entry.text);
        if x + width > right && x > MARGIN {
            x = MARGIN;
            y += 18.0;
        }
        (entry.draw)(canvas, (x + entry.width / 2.0, y - 4.0));
        let room = right - x - entry.width - 6.0;
        let text = LABEL.fit(&entry.text, room);
        canvas.text(
            (x + entry.width + 6.0, y),
            LABEL,
            Anchor::Start,
            Tone::Muted,
            &text,
        );
        x += width + 16.0;
    }
    y + 10.0
}

/// The title: the caller's, or the one that was computed.
pub(super) fn title(style: &Style, computed: String) -> String {
    style.title.clone().unwrap_or(computed)
}
