//! The serialized form of the layout of a plain table. Settings that are not stated are left out, except for those
//! of the first version.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::column_key::{ColumnKey, Place};
use super::delimiter::Delimiter;
use super::layout::PlainLayout;
use super::settings::{ActorRule, ColumnKeys, DateKeys, Settings};
use super::system::CodeSystem;
use crate::code::{StateNumbers, TwoLetterCodes};
use crate::import::dates::DateSpelling;
use crate::import::error::ImportError;
use crate::import::published::Published;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub(super) struct LayoutShape {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<Published>,
    delimiter: DelimiterShape,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quotes: Option<bool>,
    #[serde(default, skip_serializing_if = "is_false")]
    line_breaks: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    json: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header_line: Option<u64>,
    columns: ColumnsShape,
    #[serde(default, skip_serializing_if = "is_default")]
    dates: DateSpelling,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    short_years: Option<u16>,
    #[serde(default, skip_serializing_if = "is_false")]
    dates_filled_down: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    partial_dates: bool,
    system: SystemShape,
    #[serde(default, skip_serializing_if = "is_false")]
    decimal_commas: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    party_separators: Vec<Box<str>>,
    #[serde(default, skip_serializing_if = "is_false")]
    footnote_marks_removed: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    countries_in_names: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    party_names: BTreeMap<Box<str>, Box<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state_numbers: Option<StateNumbers>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    two_letter_codes: Option<TwoLetterCodes>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    filters: Vec<FilterShape>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A word, or the character itself.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum DelimiterShape {
    Named(Delimiter),
    Character(char),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnsShape {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<KeyShape>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    year_month_day: Option<[KeyShape; 3]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_day: Option<KeyShape>,
    source: KeyShape,
    target: KeyShape,
    code: KeyShape,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    countries: Option<[KeyShape; 2]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<KeyShape>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<KeyShape>,
}

/// The number of a column, counted from 1, its names in the header, or its text.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum KeyShape {
    Number(usize),
    Names(Vec<Box<str>>),
    Optional { optional: PlaceShape },
    Constant { constant: Box<str> },
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum PlaceShape {
    Number(usize),
    Names(Vec<Box<str>>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FilterShape {
    column: KeyShape,
    texts: Vec<Box<str>>,
    is_kept: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(
    tag = "kind",
    content = "name",
    rename_all = "snake_case",
    deny_unknown_fields
)]
enum SystemShape {
    /// Not stated.
    Inferred,
    Stated(String),
    /// Numbers, with the greatest.
    Values(f64),
}

impl From<&ColumnKey> for KeyShape {
    fn from(key: &ColumnKey) -> Self {
        let place = match &key.place {
            Place::Number(number) => PlaceShape::Number(*number),
            Place::Names(names) => PlaceShape::Names(names.to_vec()),
            Place::Constant(text) => {
                return Self::Constant {
                    constant: (&**text).into(),
                };
            }
        };
        match place {
            optional if key.is_optional => Self::Optional { optional },
            PlaceShape::Number(number) => Self::Number(number),
            PlaceShape::Names(names) => Self::Names(names),
        }
    }
}

impl TryFrom<KeyShape> for ColumnKey {
    type Error = String;

    fn try_from(shape: KeyShape) -> Result<Self, String> {
        let (place, is_optional) = match shape {
            KeyShape::Number(number) => (PlaceShape::Number(number), false),
            KeyShape::Names(names) => (PlaceShape::Names(names), false),
            KeyShape::Optional { optional } => (optional, true),
            KeyShape::Constant { constant } => return Ok(Self::constant(&constant)),
        };
        let place = match place {
            PlaceShape::Number(number) => Place::Number(number),
            PlaceShape::Names(names) if names.is_empty() => {
                return Err("a column has no names: expected at least one".to_owned());
            }
            PlaceShape::Names(names) => Place::Names(names.into()),
        };
        Ok(Self { place, is_optional })
    }
}

impl From<PlainLayout> for LayoutShape {
    fn from(layout: PlainLayout) -> Self {
        let settings = &*layout.settings;
        let rule = &settings.actors;
        let filters = settings.filters.iter().map(|filter| FilterShape {
            column: (&filter.column).into(),
            texts: filter.texts.to_vec(),
            is_kept: filter.is_kept,
        });
        Self {
            published: settings.published,
            delimiter: layout.delimiter().map_or(
                DelimiterShape::Character(settings.delimiter.into()),
                DelimiterShape::Named,
            ),
            quotes: settings.quotes,
            line_breaks: settings.has_line_breaks,
            json: settings.is_json,
            header_line: settings.header_line,
            columns: (&settings.columns).into(),
            dates: settings.dates.spelling,
            short_years: settings.dates.first_year,
            dates_filled_down: settings.fills_dates,
            partial_dates: settings.dates.is_partial,
            system: match &settings.system {
                CodeSystem::Inferred => SystemShape::Inferred,
                CodeSystem::Values(greatest) => SystemShape::Values(greatest.0),
                CodeSystem::Cameo => SystemShape::Stated("cameo".to_owned()),
                CodeSystem::Plover => SystemShape::Stated("plover".to_owned()),
                CodeSystem::Other(name) => SystemShape::Stated(name.to_string()),
            },
            decimal_commas: settings.decimal_point == b',',
            party_separators: rule.separators.clone(),
            footnote_marks_removed: rule.removes_marks,
            countries_in_names: rule.has_countries_in_names,
            party_names: rule.parties.clone(),
            state_numbers: rule.numbers,
            two_letter_codes: rule.two_letters,
            filters: filters.collect(),
        }
    }
}

impl From<&ColumnKeys> for ColumnsShape {
    fn from(keys: &ColumnKeys) -> Self {
        let (date, year_month_day) = match &keys.date {
            DateKeys::One(date) => (Some(date.into()), None),
            DateKeys::Three(parts) => (None, Some(parts.each_ref().map(KeyShape::from))),
        };
        Self {
            date,
            year_month_day,
            last_day: keys.last_day.as_ref().map(KeyShape::from),
            source: (&keys.source).into(),
            target: (&keys.target).into(),
            code: (&keys.code).into(),
            countries: keys
                .countries
                .as_ref()
                .map(|keys| keys.each_ref().map(KeyShape::from)),
            count: keys.count.as_ref().map(KeyShape::from),
            id: keys.id.as_ref().map(KeyShape::from),
        }
    }
}

impl TryFrom<ColumnsShape> for ColumnKeys {
    type Error = String;

    fn try_from(shape: ColumnsShape) -> Result<Self, String> {
        let date = match (shape.date, shape.year_month_day) {
            (Some(date), None) => DateKeys::One(date.try_into()?),
            (None, Some([year, month, day])) => {
                DateKeys::Three([year.try_into()?, month.try_into()?, day.try_into()?])
            }
            _ => return Err("expected either `date` or `year_month_day`".to_owned()),
        };
        let countries = match shape.countries {
            Some([source, target]) => Some([source.try_into()?, target.try_into()?]),
            None => None,
        };
        let keys = Self {
            date,
            last_day: shape.last_day.map(TryInto::try_into).transpose()?,
            source: shape.source.try_into()?,
            target: shape.target.try_into()?,
            code: shape.code.try_into()?,
            countries,
            count: shape.count.map(TryInto::try_into).transpose()?,
            id: shape.id.map(TryInto::try_into).transpose()?,
        };
        keys.check().map_err(|error| error.to_string())?;
        Ok(keys)
    }
}

impl TryFrom<LayoutShape> for PlainLayout {
    type Error = String;

    fn try_from(shape: LayoutShape) -> Result<Self, String> {
        let words = |error: ImportError| error.to_string();
        let columns = ColumnKeys::try_from(shape.columns)?;
        let mut layout = Self::default().with(|settings| {
            *settings = Settings {
                published: shape.published,
                quotes: shape.quotes,
                has_line_breaks: shape.line_breaks,
                is_json: shape.json,
                columns,
                fills_dates: shape.dates_filled_down,
                actors: ActorRule {
                    removes_marks: shape.footnote_marks_removed,
                    numbers: shape.state_numbers,
                    two_letters: shape.two_letter_codes,
                    has_countries_in_names: shape.countries_in_names,
                    ..ActorRule::default()
                },
                ..Settings::default()
            };
        });
        let separators = shape.party_separators.iter().map(|text| &**text);
        let parties = shape
            .party_names
            .iter()
            .map(|(text, party)| (&**text, &**party));
        layout = layout
            .with_dates(shape.dates)
            .with_partial_dates(shape.partial_dates)
            .with_decimal_commas(shape.decimal_commas)
            .with_party_separators(separators)
            .with_party_names(parties);
        layout = match shape.delimiter {
            DelimiterShape::Named(delimiter) => layout.with_delimiter(delimiter),
            DelimiterShape::Character(character) => {
                let byte = u8::try_from(character);
                let byte =
                    byte.map_err(|_| format!("`{character}` is not a character of ASCII"))?;
                layout.with_delimiter_byte(byte).map_err(words)?
            }
        };
        if let Some(line) = shape.header_line {
            layout = layout.with_header_line(line);
        }
        if let Some(first) = shape.short_years {
            layout = layout.with_short_years(first);
        }
        layout = match shape.system {
            SystemShape::Inferred => layout,
            SystemShape::Stated(name) => layout.with_system(&name).map_err(words)?,
            SystemShape::Values(greatest) => layout.with_values(greatest).map_err(words)?,
        };
        for filter in shape.filters {
            let column = ColumnKey::try_from(filter.column)?;
            let texts = filter.texts.iter().map(|text| &**text);
            let filtered = if filter.is_kept {
                layout.with_rows_only(column, texts)
            } else {
                layout.without_rows(column, texts)
            };
            layout = filtered.map_err(words)?;
        }
        Ok(layout)
    }
}
