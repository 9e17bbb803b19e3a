//! Events of POLECAT, whose columns are found by their names, with lists of actors.
//!
//! `Event ID`, `Event Date`, `Event Type`, `Event Mode`, `Actor Name`, `Actor Country`,
//! `Recipient Name`, `Recipient Country` and `Publication Date` are required, in any order. Other
//! columns are skipped.

use super::actor_lists::{ActorListLine, ActorListRows};
use super::column::{Column, Columns};
use super::fault::RowFaultKind;
use super::field::{Dates, Fields, is_blank};
use super::name_table::NameTable;
use super::pairs::ActorPairs;
use super::row::CodedEvent;
use super::rows::SourceLine;
use super::table::HeaderTable;
use super::warning::{RowWarning, RowWarnings};

/// The state of a reader of POLECAT.
#[derive(Clone, Debug, Default)]
pub(super) struct Polecat {
    table: HeaderTable<9>,
    dates: Dates,
    published: Dates,
    rows: ActorListRows,
}

impl Polecat {
    const WANTED: [&'static str; 9] = [
        "Event ID",
        "Event Date",
        "Event Type",
        "Actor Name",
        "Actor Country",
        "Recipient Name",
        "Recipient Country",
        "Event Mode",
        "Publication Date",
    ];

    pub(super) fn columns(&self) -> Columns {
        self.table.columns()
    }

    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        let found = self.table.fields(line.bytes, Self::WANTED, "POLECAT")?;
        let Some((fields, columns)) = found else {
            return Ok(None);
        };
        let [
            id,
            date,
            category,
            actor,
            actor_country,
            recipient,
            recipient_country,
            mode,
            published,
        ] = columns;
        let value = |column: Column| present(fields.field(column.number));
        let day = self.dates.iso(value(date));
        let day = day.ok_or_else(|| date.fault(value(date), "a date, YYYY-MM-DD"))?;
        let added = match value(published) {
            b"" => None,
            text => {
                let added = self.published.iso(text);
                Some(added.ok_or_else(|| published.fault(text, "a date, YYYY-MM-DD"))?)
            }
        };
        if is_blank(value(category)) {
            return Err(category.fault(value(category), "an event type of PLOVER"));
        }
        [category, mode]
            .iter()
            .try_for_each(|column| column.check_length(value(*column)))?;
        self.rows.pairs.clear();
        let mut warnings = RowWarnings::NONE;
        for (side, actors, countries) in
            [(0, actor, actor_country), (1, recipient, recipient_country)]
        {
            if add_actors(side, actors, countries, &fields, &mut self.rows.pairs)? {
                warnings = warnings.with(RowWarning::UnmatchedNames);
            }
        }
        let act = ActorListLine {
            id: value(id),
            day,
            added,
            category: value(category),
            mode: value(mode),
            warnings,
        };
        self.rows.expand(line, act, names, waiting)
    }
}

/// Adds the actors of a list separated by semicolons. Returns whether names are left out.
///
/// If there are as many countries as names, each name has the country at its place. If there is one
/// country, all names have it. Otherwise it is unknown which name belongs to which country, and the
/// countries become the actors.
fn add_actors(
    side: usize,
    actors: Column,
    countries: Column,
    fields: &Fields<'_>,
    pairs: &mut ActorPairs,
) -> Result<bool, RowFaultKind> {
    let parts = |column: Column| {
        let parts = fields.field(column.number).split(|&byte| byte == b';');
        parts.map(present)
    };
    let mut add = |name: &[u8], country: &[u8]| {
        actors.check_length(name)?;
        countries.check_length(country)?;
        pairs.add(side, [b"", name, country])
    };
    let (all_names, all_countries) = (parts(actors), parts(countries));
    if all_names.clone().count() == all_countries.clone().count() {
        let mut both = all_names.zip(all_countries);
        both.try_for_each(|(name, country)| add(name, country))?;
        return Ok(false);
    }
    let mut names = all_names.filter(|name| !name.is_empty());
    let mut countries = all_countries.filter(|country| !country.is_empty());
    let has_names = names.clone().next().is_some();
    let mut first = countries.clone();
    match (first.next(), first.next()) {
        (Some(country), None) if has_names => names.try_for_each(|name| add(name, country))?,
        (None, _) => names.try_for_each(|name| add(name, b""))?,
        _ => {
            countries.try_for_each(|country| add(b"", country))?;
            return Ok(has_names);
        }
    }
    Ok(false)
}

/// A field without blanks, which is empty if POLECAT writes `None`.
fn present(text: &[u8]) -> &[u8] {
    match text.trim_ascii() {
        b"None" => b"",
        text => text,
    }
}
