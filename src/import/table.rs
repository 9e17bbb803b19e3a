//! Tables whose first line names the columns: ICEWS and POLECAT.
//!
//! Columns are found by their names, since their order has changed: POLECAT's moved the raw
//! names of actors. Where columns are parted by commas, somebody wrote the table again,
//! and fields may be quoted.
//!
//! Source: the headers of *ICEWS Coded Event Data* (Harvard Dataverse, doi:10.7910/DVN/28075)
//! and of the POLECAT data set (doi:10.7910/DVN/AJGVIT).

use std::collections::HashMap;
use std::hash::BuildHasher;

use memchr::memchr;

use super::field::{CameoCodes, Dates, Fields, MAX_COLUMNS, number, split};
use super::gdelt::of_actors;
use super::names::{Folding, Names, Symbol};
use super::reader::{MAX_PAIRS, Place};
use super::row::{Act, Anomalies, Anomaly, CodedEvent, Column, Problem, RowId};
use crate::code::Code;

/// Parts the next line after quotes are taken away.
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
                    None if is_quoted => return Err(Problem::Quote { number }),
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
    key: Vec<u8>,
}

impl Default for Icews {
    fn default() -> Self {
        Self {
            columns: None,
            parts: Parts::default(),
            dates: Dates::default(),
            codes: CameoCodes::new(false),
            key: Vec::new(),
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

    pub(super) fn read(
        &mut self,
        place: Place<'_>,
        names: &mut Names,
    ) -> Result<Option<CodedEvent>, Problem> {
        let Some((delimiter, columns)) = self.columns else {
            self.columns = Some(header(place.bytes, &mut self.parts, Self::WANTED, "ICEWS")?);
            return Ok(None);
        };
        let (fields, count) = self.parts.of(place.bytes, delimiter)?;
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
        let mut anomalies = odd;
        let mut find = |side, name: Column, country: Column| {
            self.key.clear();
            self.key.extend_from_slice(fields.get(name.number));
            self.key.push(SEPARATOR);
            self.key
                .extend(without_separator(fields.get(country.number)));
            let (symbol, odd) = names.find(side, &self.key, name_and_country)?;
            anomalies = anomalies.union(odd);
            Ok(symbol)
        };
        let source = find(0, source, source_country)?;
        let target = find(1, target, target_country)?;
        Ok(Some(CodedEvent {
            day,
            added: None,
            source,
            target,
            act: Act::Cameo(act),
            id: Some(RowId::Number(row)),
            line: place.line,
            offset: place.offset,
            mentions: None,
            sources: None,
            anomalies: anomalies.union(of_actors(source, target)),
        }))
    }
}

/// A text in which no byte can be taken for the end of a part of a key.
fn without_separator(text: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let is_separator = |byte| byte == SEPARATOR;
    text.iter()
        .map(move |&byte| if is_separator(byte) { b' ' } else { byte })
}

fn name_and_country(key: &[u8]) -> [&[u8]; 3] {
    let end = key.iter().rposition(|&byte| byte == SEPARATOR);
    let (name, country) = key.split_at(end.unwrap_or(key.len()));
    [b"", name, country.get(1..).unwrap_or_default()]
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
        let (fields, count) = self.parts.of(place.bytes, delimiter)?;
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
        if value(category).is_empty() {
            return Err(category.holds(b"", "an event type of PLOVER"));
        }
        let (act, odd) = self.codes.get(value(category), value(mode), names)?;
        let late = added.is_some_and(|added| added < day);
        let row = CodedEvent {
            day,
            added,
            source: None,
            target: None,
            act,
            id: Some(digest(value(id))),
            line: place.line,
            offset: place.offset,
            mentions: None,
            sources: None,
            anomalies: if late {
                odd.with(Anomaly::DatedAfterAdded)
            } else {
                odd
            },
        };
        self.pairs.clear();
        self.pairs
            .listed(0, value(actor), value(actor_country), names)?;
        self.pairs
            .listed(1, value(recipient), value(recipient_country), names)?;
        self.pairs.give(row, waiting)
    }
}

/// POLECAT writes `None` where there is nothing.
fn present(text: &[u8]) -> &[u8] {
    match text.trim_ascii() {
        b"None" => b"",
        text => text,
    }
}

/// The same on every machine, and for the same text.
pub(super) fn digest(text: &[u8]) -> RowId {
    use std::hash::Hasher;
    let mut hasher = Folding::fixed().build_hasher();
    hasher.write(text);
    RowId::Digest(hasher.finish())
}

/// Codes of PLOVER as rows bear them: read once each.
#[derive(Clone, Debug)]
pub(super) struct PloverCodes {
    read: HashMap<Box<[u8]>, (Act, Anomalies), Folding>,
    key: Vec<u8>,
}

impl PloverCodes {
    pub(super) fn new() -> Self {
        Self {
            read: HashMap::with_hasher(Folding::random()),
            key: Vec::new(),
        }
    }

    /// The code of a category and a mode. What PLOVER does not list is kept in its words.
    pub(super) fn get(
        &mut self,
        category: &[u8],
        mode: &[u8],
        names: &mut Names,
    ) -> Result<(Act, Anomalies), Problem> {
        self.key.clear();
        self.key.extend_from_slice(category);
        if !mode.is_empty() {
            self.key.push(b'/');
            self.key.extend_from_slice(mode);
        }
        if let Some(&found) = self.read.get(self.key.as_slice()) {
            return Ok(found);
        }
        let text = std::str::from_utf8(&self.key).ok();
        let found = match text.and_then(|text| Code::parse(text).ok()) {
            Some(Code::Plover(code)) => (Act::Plover(code), Anomalies::NONE),
            Some(Code::Cameo(code)) => (Act::Cameo(code), Anomalies::NONE),
            // A code of a system that is named has a valence on a scale that lists it.
            Some(Code::Other(_)) => (act_in_words(&self.key, names)?.0, Anomalies::NONE),
            None => act_in_words(&self.key, names)?,
        };
        // There are as many as PLOVER has codes, and as names have room.
        self.read.insert(self.key.as_slice().into(), found);
        Ok(found)
    }
}

/// An act that is in no system.
pub(super) fn act_in_words(text: &[u8], names: &mut Names) -> Result<(Act, Anomalies), Problem> {
    // The byte in front tells it from an actor of that name.
    let mut key = vec![0];
    key.extend_from_slice(text);
    let (symbol, _) = names.find(2, &key, |key| [key.get(1..).unwrap_or_default(), b"", b""])?;
    let symbol = symbol.ok_or(Problem::Names)?;
    Ok((Act::Other(symbol), Anomaly::UnknownCode.into()))
}

/// The actors on both sides of a row, and the rows for their pairs.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    sides: [Vec<(Symbol, Anomalies)>; 2],
    key: Vec<u8>,
}

impl Pairs {
    pub(super) fn clear(&mut self) {
        self.sides.iter_mut().for_each(Vec::clear);
    }

    /// Adds an actor to a side.
    pub(super) fn add(
        &mut self,
        side: usize,
        [code, name, country]: [&[u8]; 3],
        names: &mut Names,
    ) -> Result<(), Problem> {
        self.key.clear();
        for (number, text) in [code, name, country].into_iter().enumerate() {
            if number > 0 {
                self.key.push(SEPARATOR);
            }
            self.key.extend(without_separator(text));
        }
        let (symbol, odd) = names.find(side, &self.key, |key| {
            let mut parts = key.split(|&byte| byte == SEPARATOR);
            [0; 3].map(|_| parts.next().unwrap_or_default())
        })?;
        if let (Some(symbol), Some(actors)) = (symbol, self.sides.get_mut(side)) {
            if !actors.iter().any(|&(known, _)| known == symbol) {
                actors.push((symbol, odd));
            }
        }
        Ok(())
    }

    /// Adds the actors of a list with semicolons. Where it has as many countries as names, or
    /// one, each has his; otherwise the countries are the actors.
    fn listed(
        &mut self,
        side: usize,
        listed: &[u8],
        countries: &[u8],
        names: &mut Names,
    ) -> Result<(), Problem> {
        fn parts(list: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
            let parts = list.split(|&byte| byte == b';').map(present);
            parts.filter(|part| !part.is_empty())
        }
        let (actors, states) = (parts(listed), parts(countries));
        match (actors.clone().count(), states.clone().count()) {
            (0, _) => states
                .map(|state| (&b""[..], state))
                .collect::<Parted<'_>>(),
            (_, 0) => actors.map(|actor| (actor, &b""[..])).collect(),
            (_, 1) => actors.zip(states.cycle()).collect(),
            (several, count) if several == count => actors.zip(states).collect(),
            _ => states.map(|state| (&b""[..], state)).collect(),
        }
        .0
        .into_iter()
        .flatten()
        .try_for_each(|(name, state)| self.add(side, [b"", name, state], names))
    }

    /// The row for the first pair; those for the others wait, the first of them last.
    ///
    /// Where there is no target, the sources are on a par, and each is paired with each.
    pub(super) fn give(
        &self,
        row: CodedEvent,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, Problem> {
        let [sources, targets] = &self.sides;
        let one = |source: Option<(Symbol, Anomalies)>, target: Option<(Symbol, Anomalies)>| {
            let (source, target) = (source.unzip(), target.unzip());
            let odd = [source.1, target.1].map(Option::unwrap_or_default);
            let odd = odd[0].union(odd[1]);
            CodedEvent {
                source: source.0,
                target: target.0,
                anomalies: row
                    .anomalies
                    .union(odd)
                    .union(of_actors(source.0, target.0)),
                ..row
            }
        };
        let found = match (sources.len(), targets.len()) {
            (several @ 2.., 0) => several.saturating_mul(several - 1) / 2,
            (several, count) => several.max(1).saturating_mul(count.max(1)),
        };
        if found > MAX_PAIRS {
            return Err(Problem::Pairs { found });
        }
        waiting.clear();
        if sources.len() > 1 && targets.is_empty() {
            for (number, &first) in sources.iter().enumerate() {
                let others = sources.iter().skip(number + 1);
                waiting.extend(others.map(|&second| one(Some(first), Some(second))));
            }
        } else if let (true, _) | (_, true) = (sources.is_empty(), targets.is_empty()) {
            waiting.push(one(sources.first().copied(), targets.first().copied()));
        } else {
            for &source in sources {
                waiting.extend(
                    targets
                        .iter()
                        .map(|&target| one(Some(source), Some(target))),
                );
            }
        }
        waiting.reverse();
        Ok(waiting.pop())
    }
}

/// As many actors of a list as make a pair too many, on the stack.
struct Parted<'l>([Option<(&'l [u8], &'l [u8])>; MAX_PAIRS + 1]);

impl<'l> FromIterator<(&'l [u8], &'l [u8])> for Parted<'l> {
    fn from_iter<I: IntoIterator<Item = (&'l [u8], &'l [u8])>>(parts: I) -> Self {
        let mut parted = [None; MAX_PAIRS + 1];
        for (place, part) in parted.iter_mut().zip(parts) {
            *place = Some(part);
        }
        Self(parted)
    }
}
