//! What the caller decides: the width, the colours, the words and the form of dates.

use std::collections::BTreeMap;

use super::dates::DateFormat;
use super::palette::Palette;
use super::text::clean;
use super::words::Words;
use crate::text::words;

/// The narrowest width.
const NARROWEST: u32 = 300;
/// The widest width.
const WIDEST: u32 = 4_000;
/// From this width on a picture has the wide layout.
const WIDE: u32 = 560;

/// Which colours a picture has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// The colours that the reader's system prefers; light colours in programs without style sheets.
    #[default]
    Auto,
    /// Light colours.
    Light,
    /// Dark colours.
    Dark,
}

words!(Scheme, "a scheme", 3 {
    Auto => "auto",
    Light => "light",
    Dark => "dark",
});

/// How a picture is drawn: width, colours, words and dates.
///
/// # Example
///
/// ```
/// use detente::plot::{Scheme, Style};
///
/// let style = Style::new(360).with_scheme(Scheme::Dark).with_short_name("USA", "US");
/// assert_eq!(style.width(), 360);
/// assert!(!style.is_wide());
/// // No layout is narrower than 300 pixels.
/// assert_eq!(Style::new(10).width(), 300);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    pub(crate) width: u32,
    pub(crate) scheme: Scheme,
    pub(crate) palette: Palette,
    pub(crate) words: Words,
    pub(crate) dates: DateFormat,
    pub(super) prefix: String,
    pub(super) title: Option<String>,
    pub(super) note: Option<String>,
    names: BTreeMap<String, String>,
}

/// A width of 900.
impl Default for Style {
    fn default() -> Self {
        Self::new(900)
    }
}

impl Style {
    /// Creates a style with a width in pixels. A width below 300 counts as 300, and one above 4,000 as
    /// 4,000.
    ///
    /// Below 560 pixels the layout is for phones: other proportions, fewer labels, and lists instead
    /// of labels.
    #[must_use]
    pub fn new(width: u32) -> Self {
        Self {
            width: width.clamp(NARROWEST, WIDEST),
            scheme: Scheme::Auto,
            palette: Palette::default(),
            words: Words::default(),
            dates: DateFormat::default(),
            prefix: "detente".to_owned(),
            title: None,
            note: None,
            names: BTreeMap::new(),
        }
    }

    /// Sets the colour scheme.
    #[must_use]
    pub const fn with_scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// Sets the colours.
    #[must_use]
    pub fn with_palette(mut self, palette: Palette) -> Self {
        self.palette = palette;
        self
    }

    /// Sets the words, for another language.
    #[must_use]
    pub fn with_words(mut self, words: Words) -> Self {
        self.words = words;
        self
    }

    /// Sets the form of dates.
    #[must_use]
    pub fn with_dates(mut self, dates: DateFormat) -> Self {
        self.dates = dates;
        self
    }

    /// Sets the words and the form of dates of a language: those of
    /// [`chart_words`](crate::sentences::Language::chart_words) and
    /// [`chart_dates`](crate::sentences::Language::chart_dates).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::plot::{Style, TimelineChart};
    /// use detente::sentences::German;
    /// use detente::{Actor, Event, Timeline};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.extend(["rubio", "lavrov"].map(Actor::person));
    /// builder.event(Event::meeting("riad", "2025-02-18").between("rubio", "lavrov"));
    /// let timeline = builder.build()?;
    ///
    /// let style = Style::default().in_language(&German::default());
    /// let picture = TimelineChart::new(&timeline.view()).draw(&style);
    /// assert_eq!(picture.title(), "Anzahl der Ereignisse: 1; 18. Feb. 2025");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "sentences")]
    #[cfg_attr(docsrs, doc(cfg(feature = "sentences")))]
    #[must_use]
    pub fn in_language(self, language: &dyn crate::sentences::Language) -> Self {
        self.with_words(language.chart_words())
            .with_dates(language.chart_dates())
    }

    /// Sets the identifier of the picture, which is the prefix of all identifiers in it.
    ///
    /// Pictures in the same HTML page need different identifiers. Characters other than ASCII
    /// letters, digits, `-` and `_` become `_`. An identifier that does not begin with a letter gets
    /// the prefix `p`.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        let allowed = |one: char| one.is_ascii_alphanumeric() || one == '-' || one == '_';
        let id = id.chars().take(64);
        self.prefix = id.map(|one| if allowed(one) { one } else { '_' }).collect();
        if !self
            .prefix
            .starts_with(|one: char| one.is_ascii_alphabetic())
        {
            self.prefix.insert(0, 'p');
        }
        self
    }

    /// Sets a title instead of the computed one.
    #[must_use]
    pub fn with_title(mut self, title: &str) -> Self {
        self.title = Some(clean(title));
        self
    }

    /// Sets the first sentence of the footer, such as the source of the data.
    #[must_use]
    pub fn with_note(mut self, note: &str) -> Self {
        self.note = Some(clean(note));
        self
    }

    /// Sets a short name for an actor, by its identifier.
    #[must_use]
    pub fn with_short_name(mut self, actor: &str, name: &str) -> Self {
        self.names.insert(actor.to_owned(), clean(name));
        self
    }

    /// The width in pixels.
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Whether the layout is the wide one: from 560 pixels on.
    pub const fn is_wide(&self) -> bool {
        self.width >= WIDE
    }

    /// Sets a short name for an actor that has none.
    #[cfg(feature = "briefing")]
    pub(crate) fn name_if_new(&mut self, actor: &str, name: &str) {
        if !self.names.contains_key(actor) {
            self.names.insert(actor.to_owned(), clean(name));
        }
    }

    /// The name of an actor as it is drawn.
    pub(crate) fn name(&self, id: &str, name: &str) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| clean(name))
    }
}
