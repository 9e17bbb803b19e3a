//! Events of POLECAT, by the names of their columns, with lists of actors.
//!
//! `Event ID`, `Event Date`, `Event Type`, `Event Mode`, `Actor Name`, `Actor Country`,
//! `Recipient Name`, `Recipient Country` and `Publication Date` have to be there, in any order;
//! the other columns are stepped over.

use super::anomaly::{Anomalies, Anomaly};
use super::column::{Column, Columns};
use super::field::{Dates, Fields, is_blank};
use super::listed::{Listed, ListedLine};
use super::names::Names;
use super::pairs::Pairs;
use super::problem::Problem;
use super::row::CodedEvent;
use super::rows::Place;
use super::table::Headed;

/// What a reader of POLECAT keeps from row to row.
#[derive(Clone, Debug, Default)]
pub(super) struct Polecat {
    table: Headed<9>,
    dates: Dates,
    published: Dates,
    listed: Listed,
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
        place: Place<'_>,
        names: &mut Names,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, Problem> {
        let found = self.table.fields(place.bytes, Self::WANTED, "POLECAT")?;
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
        let value = |column: Column| present(fields.get(column.number));
        let day = self.dates.iso(value(date));
        let day = day.ok_or_else(|| date.holds(value(date), "a date, YYYY-MM-DD"))?;
        let added = match value(published) {
            b"" => None,
            text => {
                let added = self.published.iso(text);
                Some(added.ok_or_else(|| published.holds(text, "a date, YYYY-MM-DD"))?)
            }
        };
        if is_blank(value(category)) {
            return Err(category.holds(value(category), "an event type of PLOVER"));
        }
        [category, mode]
            .iter()
            .try_for_each(|column| column.fits(value(*column)))?;
        self.listed.pairs.clear();
        let mut odd = Anomalies::NONE;
        for (side, actors, countries) in
            [(0, actor, actor_country), (1, recipient, recipient_country)]
        {
            if listed(side, actors, countries, &fields, &mut self.listed.pairs)? {
                odd = odd.with(Anomaly::UnmatchedNames);
            }
        }
        let told = ListedLine {
            id: value(id),
            day,
            added,
            category: value(category),
            mode: value(mode),
            odd,
        };
        self.listed.give(place, told, names, waiting)
    }
}

/// Adds the actors of a list with semicolons; whether names are left over.
///
/// Where it has as many countries as names each has his, at the same place, and where it has one
/// all have it. Otherwise nobody knows whose is whose: the countries are the actors.
fn listed(
    side: usize,
    actors: Column,
    countries: Column,
    fields: &Fields<'_>,
    pairs: &mut Pairs,
) -> Result<bool, Problem> {
    let parts = |column: Column| {
        let parts = fields.get(column.number).split(|&byte| byte == b';');
        parts.map(present)
    };
    let (names, states) = (parts(actors), parts(countries));
    let mut people = names.clone().filter(|name| !name.is_empty());
    let mut lands = states.clone().filter(|state| !state.is_empty());
    let mut add = |name: &[u8], state: &[u8]| {
        actors.fits(name)?;
        countries.fits(state)?;
        pairs.add(side, [b"", name, state])
    };
    let has_people = people.clone().next().is_some();
    let mut first_lands = lands.clone();
    let first_lands = (first_lands.next(), first_lands.next());
    if names.clone().count() == states.clone().count() {
        let mut both = names.zip(states);
        both.try_for_each(|(name, state)| add(name, state))?;
        return Ok(false);
    }
    match first_lands {
        (Some(land), None) if has_people => people.try_for_each(|name| add(name, land))?,
        (None, _) => people.try_for_each(|name| add(name, b""))?,
        _ => {
            lands.try_for_each(|land| add(b"", land))?;
            return Ok(has_people);
        }
    }
    Ok(false)
}

/// POLECAT writes `None` where there is nothing.
fn present(text: &[u8]) -> &[u8] {
    match text.trim_ascii() {
        b"None" => b"",
        text => text,
    }
}
