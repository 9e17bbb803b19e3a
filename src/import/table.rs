//! Tables whose first line names the columns: ICEWS and POLECAT.
//!
//! Columns are found by their names, since their order has changed: POLECAT's moved the raw
//! names of actors. Where columns are parted by commas, somebody wrote the table again,
//! and fields may be quoted.
//!
//! Source: the headers of *ICEWS Coded Event Data* (Harvard Dataverse, doi:10.7910/DVN/28075)
//! and of the POLECAT data set (doi:10.7910/DVN/AJGVIT).

use memchr::memchr;

use super::act::PloverCodes;
use super::column::{Column, Columns};
use super::field::{CameoCodes, Dates, Fields, MAX_COLUMNS, is_blank, number, split};
use super::names::Names;
use super::pairs::{Pairs, key_of, texts_of};
use super::row::{Act, Anomaly, CodedEvent, Problem, RowId};
use super::rows::Place;

/// Parts a line after quotes are taken away.
const SEPARATOR: u8 = 0x1f;

/// Where the columns of a line are.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    ends: [u32; MAX_COLUMNS],
    plain: Vec<u8>,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            ends: [0; MAX_COLUMNS],
            plain: Vec::new(),
        }
    }
}

impl Parts {
    /// The fields of a line, and how many there are; fields behind the 64th are not told apart.
    pub(super) fn of<'p>(
        &'p mut self,
        line: &'p [u8],
        delimiter: u8,
    ) -> Result<(Fields<'p>, usize), Problem> {
        let (line, delimiter) = if delimiter == b',' && memchr(b'"', line).is_some() {
            self.unquote(line)?;
            (self.plain.as_slice(), SEPARATOR)
        } else {
            (line, delimiter)
        };
        let count = split(line, delimiter, &mut self.ends);
        let ends = self.ends.get(..count).unwrap_or_default();
        Ok((Fields::new(line, ends), count + 1))
    }

    /// Takes the quotes of fields away, and parts them otherwise.
    fn unquote(&mut self, line: &[u8]) -> Result<(), Problem> {
        self.plain.clear();
        let mut bytes = line.iter().copied().peekable();
        let mut number = 1;
        loop {
            let is_quoted = bytes.next_if_eq(&b'"').is_some();
            loop {
                match bytes.next() {
                    None if is_quoted => return Err(Problem::Quote { number, name: None }),
                    None => return Ok(()),
                    Some(b'"') if is_quoted => {
                        if bytes.next_if_eq(&b'"').is_some() {
                            self.plain.push(b'"');
                        } else {
                            break;
                        }
                    }
                    Some(b',') if !is_quoted => {
                        self.plain.push(SEPARATOR);
                        number += 1;
                        break;
                    }
                    Some(SEPARATOR) => self.plain.push(b' '),
                    Some(byte) => self.plain.push(byte),
                }
            }
            if is_quoted {
                // What stands between a closing quote and the comma belongs to the field.
                loop {
                    match bytes.next() {
                        None => return Ok(()),
                        Some(b',') => break,
                        Some(byte) => self.plain.push(byte),
                    }
                }
                self.plain.push(SEPARATOR);
                number += 1;
            }
        }
    }
}

/// The columns of a header: by tabs, or by commas where there are no tabs.
fn header<const N: usize>(
    line: &[u8],
    parts: &mut Parts,
    wanted: [&'static str; N],
    format: &'static str,
) -> Result<(u8, [Column; N]), Problem> {
    let delimiter = match memchr(b'\t', line) {
        Some(_) => b'\t',
        None => b',',
    };
    let (fields, count) = parts.of(line, delimiter)?;
    let mut missing = None;
    let columns = wanted.map(|name| {
        let number = (0..count.min(MAX_COLUMNS))
            .find(|&number| fields.get(number).trim_ascii() == name.as_bytes());
        if number.is_none() {
            missing = missing.or(Some(name));
        }
        Column {
            number: number.unwrap_or_default(),
            name,
        }
    });
    match missing {
        Some(missing) => Err(Problem::Header { format, missing }),
        None => Ok((delimiter, columns)),
    }
}

/// Refuses a line that is cut off before the last column that is needed.
fn complete(count: usize, columns: &[Column]) -> Result<(), Problem> {
    let last = columns.iter().map(|column| column.number).max();
    if last.is_some_and(|last| last >= count) {
        return Err(Problem::Columns {
            found: count,
            expected: "as many as the header names",
        });
    }
    Ok(())
}

/// What a reader of ICEWS keeps from row to row.
#[derive(Clone, Debug)]
pub(super) struct Icews {
    columns: Option<(u8, [Column; 7])>,
    parts: Parts,
    dates: Dates,
    codes: CameoCodes,
    keys: [Vec<u8>; 2],
}

impl Default for Icews {
    fn default() -> Self {
        Self {
            columns: None,
            parts: Parts::default(),
            dates: Dates::default(),
            codes: CameoCodes::new(false),
            keys: Default::default(),
        }
    }
}

impl Icews {
    const WANTED: [&'static str; 7] = [
        "Event ID",
        "Event Date",
        "Source Name",
        "Source Country",
        "CAMEO Code",
        "Target Name",
        "Target Country",
    ];

    /// None before the header.
    pub(super) fn columns(&self) -> Option<Columns> {
        let (delimiter, columns) = self.columns.as_ref()?;
        let [
            id,
            date,
            source,
            source_country,
            code,
            target,
            target_country,
        ] = *columns;
        Some(Columns {
            delimiter: *delimiter,
            id: Some(id),
            date,
            code,
            actors: [vec![source, source_country], vec![target, target_country]],
        })
    }

    pub(super) fn read(
        &mut self,
        place: Place<'_>,
        names: &mut Names,
    ) -> Result<Option<CodedEvent>, Problem> {
        let Some((delimiter, columns)) = self.columns else {
            self.columns = Some(header(place.bytes, &mut self.parts, Self::WANTED, "ICEWS")?);
            return Ok(None);
        };
        let parted = self.parts.of(place.bytes, delimiter);
        let (fields, count) = parted.map_err(|problem| problem.named(&columns))?;
        complete(count, &columns)?;
        let [
            id,
            date,
            source,
            source_country,
            code,
            target,
            target_country,
        ] = columns;
        let value = |column: Column| fields.get(column.number).trim_ascii();
        let day = self.dates.iso(value(date));
        let day = day.ok_or_else(|| date.holds(value(date), "a date, YYYY-MM-DD"))?;
        let act = self.codes.get(value(code));
        let (act, odd) = act.ok_or_else(|| code.holds(value(code), "1 to 4 digits"))?;
        let row = number(value(id)).ok_or_else(|| id.holds(value(id), "digits"))?;
        let actors = [[source, source_country], [target, target_country]];
        for (key, columns) in self.keys.iter_mut().zip(actors) {
            let [name, country] = columns.map(|column| fields.get(column.number));
            columns
                .iter()
                .try_for_each(|column| column.fits(fields.get(column.number)))?;
            key.clear();
            key_of(&[b"", name, country], key);
        }
        let keys = self.keys.each_ref().map(Vec::as_slice);
        let (source, target, anomalies) = names.both(keys, texts_of)?;
        Ok(Some(CodedEvent {
            source,
            target,
            id: Some(RowId::Number(row)),
            anomalies: anomalies.union(odd),
            ..place.row(day, Act::Cameo(act))
        }))
    }
}

/// What a reader of POLECAT keeps from row to row.
#[derive(Clone, Debug)]
pub(super) struct Polecat {
    columns: Option<(u8, [Column; 9])>,
    parts: Parts,
    dates: Dates,
    published: Dates,
    codes: PloverCodes,
    pairs: Pairs,
}

impl Default for Polecat {
    fn default() -> Self {
        Self {
            columns: None,
            parts: Parts::default(),
            dates: Dates::default(),
            published: Dates::default(),
            codes: PloverCodes::new(),
            pairs: Pairs::default(),
        }
    }
}

impl Polecat {
    const WANTED: [&'static str; 9] = [
        "Event ID",
        "Event Date",
        "Event Type",
        "Event Mode",
        "Actor Name",
        "Actor Country",
        "Recipient Name",
        "Recipient Country",
        "Publication Date",
    ];

    /// None before the header.
    pub(super) fn columns(&self) -> Option<Columns> {
        let (delimiter, columns) = self.columns.as_ref()?;
        let [
            id,
            date,
            code,
            _,
            source,
            source_country,
            target,
            target_country,
            _,
        ] = *columns;
        Some(Columns {
            delimiter: *delimiter,
            id: Some(id),
            date,
            code,
            actors: [vec![source, source_country], vec![target, target_country]],
        })
    }

    pub(super) fn read(
        &mut self,
        place: Place<'_>,
        names: &mut Names,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, Problem> {
        let Some((delimiter, columns)) = self.columns else {
            let found = header(place.bytes, &mut self.parts, Self::WANTED, "POLECAT")?;
            self.columns = Some(found);
            return Ok(None);
        };
        let parted = self.parts.of(place.bytes, delimiter);
        let (fields, count) = parted.map_err(|problem| problem.named(&columns))?;
        complete(count, &columns)?;
        let [
            id,
            date,
            category,
            mode,
            actor,
            actor_country,
            recipient,
            recipient_country,
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
        self.pairs.clear();
        for (side, actors, countries) in
            [(0, actor, actor_country), (1, recipient, recipient_country)]
        {
            listed(side, actors, countries, &fields, &mut self.pairs)?;
        }
        self.pairs.check()?;
        let (act, odd) = self.codes.get(value(category), value(mode), names)?;
        let late = added.is_some_and(|added| added < day);
        let row = CodedEvent {
            added,
            id: Some(RowId::of(value(id))),
            anomalies: if late {
                odd.with(Anomaly::DatedAfterAdded)
            } else {
                odd
            },
            ..place.row(day, act)
        };
        self.pairs.give(row, names, waiting)
    }
}

/// Adds the actors of a list with semicolons. Where it has as many countries as names, or one,
/// each has his; otherwise the countries are the actors.
fn listed(
    side: usize,
    actors: Column,
    countries: Column,
    fields: &Fields<'_>,
    pairs: &mut Pairs,
) -> Result<(), Problem> {
    let parts = |column: Column| {
        let parts = fields.get(column.number).split(|&byte| byte == b';');
        let parts = parts.map(present).filter(|part| !part.is_empty());
        parts.map(move |part| column.fits(part).map(|()| part))
    };
    let (mut names, mut states) = (parts(actors), parts(countries));
    let mut add = |name: &[u8], state: &[u8]| pairs.add(side, [b"", name, state]);
    match (names.clone().count(), states.clone().count()) {
        (_, 0) => names.try_for_each(|name| add(name?, b"")),
        (1.., 1) => {
            let state = states.next().transpose()?.unwrap_or_default();
            names.try_for_each(|name| add(name?, state))
        }
        (several, count) if several == count => names
            .zip(states)
            .try_for_each(|(name, state)| add(name?, state?)),
        _ => states.try_for_each(|state| add(b"", state?)),
    }
}

/// POLECAT writes `None` where there is nothing.
fn present(text: &[u8]) -> &[u8] {
    match text.trim_ascii() {
        b"None" => b"",
        text => text,
    }
}
