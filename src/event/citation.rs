//! Citations: what a reader needs to find a source again.
//!
//! A record is used by people who cite it in different styles, so each part is a field of the source. The text form is a
//! plain one: the parts in their usual order, with commas between them.

use std::fmt;

use crate::time::When;

/// What a citation of a [`Source`](super::Source) says.
///
/// Its `Display` writes the parts that are stated, separated by commas: the authors, the title, the publisher, the date of
/// publication, the place within the source, the archive in parentheses, the address, and when it was read. Without a
/// title, the name of the source is the title. With a title but no publisher, the name is in the place of
/// the publisher. Dates are EDTF.
///
/// # Example
///
/// ```
/// use detente::event::Source;
///
/// let telegram = Source::new("long-telegram")
///     .named("The Long Telegram")
///     .author("George F. Kennan")
///     .published("1946-02-22")
///     .locator("p. 5")
///     .archive("Harry S. Truman Library");
/// assert_eq!(
///     telegram.citation().to_string(),
///     "George F. Kennan, The Long Telegram, 1946-02-22, p. 5 (Harry S. Truman Library)",
/// );
///
/// let article = Source::new("reuters-1")
///     .named("Reuters")
///     .title("Rubio and Lavrov meet in Kuala Lumpur")
///     .published("2025-07-10")
///     .url("https://example.org/1")
///     .accessed("2025-07-12");
/// assert_eq!(
///     article.citation().to_string(),
///     "Rubio and Lavrov meet in Kuala Lumpur, Reuters, 2025-07-10, https://example.org/1, accessed 2025-07-12",
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Citation<'a> {
    /// The identifier of the source.
    pub id: &'a str,
    /// Its name. The identifier if the source has no name of its own.
    pub name: &'a str,
    /// The authors, in the order of the title page.
    pub authors: &'a [String],
    /// The title, if the name is not the title.
    pub title: Option<&'a str>,
    /// The publisher.
    pub publisher: Option<&'a str>,
    /// When it was published.
    pub published: Option<&'a When>,
    /// The place within the source.
    pub locator: Option<&'a str>,
    /// The archive that holds it.
    pub archive: Option<&'a str>,
    /// The address.
    pub url: Option<&'a str>,
    /// When the address was last read.
    pub accessed: Option<&'a When>,
}

impl Citation<'_> {
    /// The publisher, or the name if the title takes its usual place.
    fn imprint(&self) -> Option<&str> {
        let name = Some(self.name);
        let is_own = self.title.is_some() && self.name != self.id && self.title != name;
        self.publisher.or(name.filter(|_| is_own))
    }
}

#[cfg(feature = "briefing")]
impl Citation<'_> {
    /// What a citation adds to the name, the date and the address, in the same order. No word of it is in a language of
    /// its own. Returns `None` if it adds nothing.
    pub(crate) fn details(&self) -> Option<String> {
        let authors = self.authors.iter().map(String::as_str);
        let others = [self.title, self.publisher, self.locator];
        let parts: Vec<&str> = authors.chain(others.into_iter().flatten()).collect();
        let archive = self.archive.map(|archive| format!("({archive})"));
        let parts = Some(parts.join(", ")).filter(|parts| !parts.is_empty());
        let details: Vec<String> = parts.into_iter().chain(archive).collect();
        Some(details.join(" ")).filter(|details| !details.is_empty())
    }
}

impl fmt::Display for Citation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, author) in self.authors.iter().enumerate() {
            let is_last = number + 1 == self.authors.len();
            let before = match number {
                0 => "",
                _ if is_last => " and ",
                _ => ", ",
            };
            write!(f, "{before}{author}")?;
        }
        if !self.authors.is_empty() {
            f.write_str(", ")?;
        }
        f.write_str(self.title.unwrap_or(self.name))?;
        if let Some(imprint) = self.imprint() {
            write!(f, ", {imprint}")?;
        }
        if let Some(published) = self.published {
            write!(f, ", {published}")?;
        }
        if let Some(locator) = self.locator {
            write!(f, ", {locator}")?;
        }
        if let Some(archive) = self.archive {
            write!(f, " ({archive})")?;
        }
        if let Some(url) = self.url {
            write!(f, ", {url}")?;
        }
        if let Some(accessed) = self.accessed {
            write!(f, ", accessed {accessed}")?;
        }
        Ok(())
    }
}
