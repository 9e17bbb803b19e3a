//! The written form of sources and of their coverage.

use serde::ser::Serializer;
use serde::{Deserialize as Read, Serialize as Write};

use super::Entry;
use super::external::External;
use super::many::{Many, bare, is_default, or_default};
use crate::event::{CoverageDeclaration, Kind, Source};
use crate::time::When;
use crate::wire::Short;

/// The events that a source would have reported.
#[derive(Write, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct CoverageShape {
    /// The dates. `2023` is the whole year.
    when: When,
    /// The `id`s of the actors that are covered. All if there are none.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    actors: Many<String>,
    /// The kinds of events that are covered. All if there are none.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    kinds: Many<Kind>,
}

impl Short for CoverageDeclaration {
    type Shape = CoverageShape;
    const EXPECTED: &'static str = "an EDTF date, or an object with `when` and `actors`";

    fn from_text(text: &str) -> Result<Self, String> {
        When::parse(text)
            .map(Self::over)
            .map_err(|error| error.to_string())
    }

    fn from_shape(shape: CoverageShape) -> Result<Self, String> {
        Ok(Self::over(shape.when)
            .actors(shape.actors.0)
            .kinds(shape.kinds.0))
    }
}

impl Write for CoverageDeclaration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        CoverageShape {
            when: self.when.clone(),
            actors: Many(self.actors.clone()),
            kinds: Many(self.kinds.clone()),
        }
        .serialize(serializer)
    }
}

/// A source: an outlet, an article, a document or a person.
#[derive(Write, Read)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Source")
)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct SourceShape {
    /// A short identifier, such as `reuters`. An actor can be cited without an entry here.
    id: String,
    /// The name.
    name: String,
    /// The date of publication. Null if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<When>,
    /// True if the source is not named, such as `an official`. Otherwise null.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_default"
    )]
    anonymous: bool,
    /// The address. Null if the text gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The authors, each as printed. Null if the text names none.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    authors: Many<String>,
    /// The title of the article, book or document, if `name` is not the title. Null if the text gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The publisher. Null if the text gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    /// The place within the source, as it is cited: `p. 12`, or `fol. 3v`. Null if the text gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    locator: Option<String>,
    /// The archive that holds the source, with the shelf mark.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    archive: Option<String>,
    /// The date on which the address was last read.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accessed: Option<When>,
    /// What the source would have reported.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    covers: Many<CoverageDeclaration>,
    /// Identifiers in other data sets, by scheme.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "External::is_empty")]
    external: External,
}

impl Entry for SourceShape {
    type Stated = Source;

    fn stated(self) -> Source {
        let mut source = Source::new(self.id).named(self.name);
        source.published = self.published;
        source.anonymous = self.anonymous;
        source.url = self.url;
        source.authors = self.authors.0;
        source.title = self.title;
        source.publisher = self.publisher;
        source.locator = self.locator;
        source.archive = self.archive;
        source.accessed = self.accessed;
        source.covers = self.covers.0;
        source.external = self.external.0;
        source
    }
}

impl From<Source> for SourceShape {
    fn from(source: Source) -> Self {
        Self {
            id: source.id,
            name: source.name,
            published: source.published,
            anonymous: source.anonymous,
            url: source.url,
            authors: Many(source.authors),
            title: source.title,
            publisher: source.publisher,
            locator: source.locator,
            archive: source.archive,
            accessed: source.accessed,
            covers: Many(source.covers),
            external: External(source.external),
        }
    }
}
