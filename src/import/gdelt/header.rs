//! The columns of GDELT as other programs save them.
//!
//! The result of a query has a header, with all columns or some of them, in any order and with any delimiter. Columns
//! are found by the names of the codebook, or by the spelling of another program: `sql_date` is `SQLDATE`. A file
//! without a header has all columns, which are found by their numbers.
//!
//! Source: *The GDELT Event Database Data Format Codebook* 2.0 (2015), whose names the tables
//! `gdelt-bq:gdeltv2.events` and `gdelt-bq:full.events` use.

use std::borrow::Cow;

use super::edition::{self, Edition};
use super::named::{Header, Names};
use crate::import::column::Column;
use crate::import::fault::RowFaultKind;
use crate::import::plain::Delimiter;

/// The format in faults of a header.
const FORMAT: &str = "GDELT";
const ID: Names = &["GLOBALEVENTID"];
const DATE: Names = &["SQLDATE", "Day"];
const CODE: Names = &["EventCode"];
const ADDED: Names = &["DATEADDED"];
const MENTIONS: Names = &["NumMentions"];
const SOURCES: Names = &["NumSources"];
const ACTORS: [[Names; 3]; 2] = [
    [&["Actor1Code"], &["Actor1Name"], &["Actor1CountryCode"]],
    [&["Actor2Code"], &["Actor2Name"], &["Actor2CountryCode"]],
];

/// Whether a line is the header of such a file: it has the names of the date and of another column.
///
/// `Day` and `Event Code` are names in tables of other origin, too.
pub(in crate::import) fn is_header(line: &[u8]) -> bool {
    let header = Header::of(line);
    let (date, day) = DATE.split_at(1);
    let is_named = header.has(ID) || ACTORS.iter().flatten().any(|names| header.has(names));
    (is_named && header.has(day)) || (header.has(date) && (is_named || header.has(CODE)))
}

/// The column that a header lacks for rows with a code and two parties. Returns `None` if it lacks none.
#[cold]
pub(in crate::import) fn missing_column(line: &[u8]) -> Option<Cow<'static, str>> {
    let header = Header::of(line);
    let found = TableColumns::find(&header).and_then(|columns| columns.check_parties(&header));
    match found {
        Err(RowFaultKind::Header { missing, .. }) => Some(missing),
        _ => None,
    }
}

/// The columns from which a row is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableColumns {
    pub(super) id: Option<Column>,
    pub(super) date: Column,
    pub(super) code: Column,
    pub(super) added: Option<Column>,
    pub(super) mentions: Option<Column>,
    pub(super) sources: Option<Column>,
    /// The columns of code, name and country that the file has.
    pub(super) actors: [[Option<Column>; 3]; 2],
}

impl TableColumns {
    /// Finds the columns in a header.
    pub(super) fn find(header: &Header) -> Result<Self, RowFaultKind> {
        let find = |names: Names| header.find(names);
        let require = |names: Names| header.require(names, FORMAT);
        let actors = ACTORS.map(|columns| columns.map(find));
        for (columns, names) in actors.iter().zip(ACTORS) {
            if columns.iter().all(Option::is_none) {
                require(names[2])?;
            }
        }
        Ok(Self {
            id: find(ID),
            date: require(DATE)?,
            code: require(CODE)?,
            added: find(ADDED),
            mentions: find(MENTIONS),
            sources: find(SOURCES),
            actors,
        })
    }

    /// The columns of files without a header.
    pub(super) fn of_edition(edition: Edition) -> Self {
        Self {
            id: Some(edition::ID),
            date: edition::DATE,
            code: edition::CODE,
            added: Some(edition.added()),
            mentions: Some(edition::MENTIONS),
            sources: Some(edition::SOURCES),
            actors: [edition::SOURCE, edition::TARGET].map(|columns| columns.map(Some)),
        }
    }

    pub(super) fn all(&self) -> Vec<Column> {
        let others = [self.id, self.added, self.mentions, self.sources];
        let others = others.into_iter().chain(self.actors.into_iter().flatten());
        let required = [self.date, self.code].into_iter();
        required.chain(others.flatten()).collect()
    }

    /// Refuses a header without the day on which rows were added.
    #[cold]
    pub(super) fn check_additions(&self) -> Result<(), RowFaultKind> {
        if self.added.is_some() {
            return Ok(());
        }
        Err(RowFaultKind::Header {
            format: FORMAT.into(),
            missing: ADDED[0].into(),
            hint: "; a complete feed needs the days on which its rows were added".into(),
        })
    }

    /// Refuses a header that has only the name of an actor, which is the name of no party.
    #[cold]
    pub(super) fn check_parties(&self, header: &Header) -> Result<(), RowFaultKind> {
        let of_parties = self.actors.iter().zip(ACTORS).filter_map(|(found, names)| {
            let [code, _, country] = found;
            let [of_code, _, of_country] = names.map(|names| names[0]);
            let is_missing = code.is_none() && country.is_none();
            is_missing.then(|| (of_country, format!("`{of_code}` or `{of_country}`")))
        });
        let (missing, needed): (Vec<_>, Vec<_>) = of_parties.unzip();
        let Some(&first) = missing.first() else {
            return Ok(());
        };
        Err(RowFaultKind::Header {
            format: FORMAT.into(),
            missing: first.into(),
            hint: format!(
                "; parties need the columns {}: to read names as parties, state `{}`",
                needed.join(", and "),
                self.layout_of_names(header)
            )
            .into(),
        })
    }

    /// The layout that reads the names of actors, as it is written in Rust.
    fn layout_of_names(&self, header: &Header) -> String {
        let date = self.date.name;
        let [source, target] = self.actors.map(|[code, name, country]| {
            let column = name.or(country).or(code);
            column.expect("each actor has a column").name
        });
        let code = self.code.name;
        let mut delimiters = Delimiter::ALL.into_iter();
        let delimiter = delimiters.find(|delimiter| delimiter.byte() == header.delimiter());
        let delimiter = delimiter.expect("the delimiter of a header has a name");
        format!(
            "PlainLayout::default().with_delimiter(Delimiter::{delimiter:?}).with_columns({date:?}, {source:?}, \
             {target:?}, {code:?})"
        )
    }
}
