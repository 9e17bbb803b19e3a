//! The written form of ledgers.
//!
//! A ledger is written with the name and version of its format, its actors sorted by name, and the sums of
//! its dyads in order, as columns. Equal ledgers give equal text, whatever the order of their marks. Sums
//! are integers in units of 2^-40. Formats without field names also work.
//!
//! In JSON, sums have up to 63 bits. `serde_json` reads them exactly, but a reader that converts numbers to
//! doubles rounds those beyond 2^53.

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::reworded::read_shape;
use crate::ledger::{DaySpan, DyadLedger, DyadPart, Ledger, MarkError, SpanSums, Sums};
use crate::text::shortened;

/// The name of the format of a ledger.
const FORMAT: &str = "detente-ledger";
/// The name of the format of a ledger of one dyad.
const DYAD_FORMAT: &str = "detente-dyad-ledger";
/// The version of both formats that is written, and the highest version that is read. Version 1 can have
/// marks without weight.
pub(super) const VERSION: u32 = 2;

/// Checks the format and the version.
pub(super) fn check_envelope(
    (format, version): (&str, u32),
    expected: (&str, u32),
) -> Result<(), String> {
    check_format(format, expected.0)?;
    if version == 0 || version > expected.1 {
        Err(format!(
            "`version` is `{version}`: expected `{}`",
            expected.1
        ))
    } else {
        Ok(())
    }
}

/// Checks the format.
pub(super) fn check_format(format: &str, expected: &str) -> Result<(), String> {
    if format == expected {
        Ok(())
    } else {
        Err(format!("`format` is `{format}`: expected `{expected}`"))
    }
}

/// Checks that names are sorted, each once.
pub(super) fn check_names<S: AsRef<str>>(names: &[S]) -> Result<(), String> {
    let mut pairs = names.iter().zip(names.iter().skip(1));
    match pairs.find(|(a, b)| a.as_ref() >= b.as_ref()) {
        Some((a, b)) => Err(format!(
            "actor `{}` comes after `{}`: expected actors in the order of their names",
            shortened(b.as_ref()),
            shortened(a.as_ref())
        )),
        None => Ok(()),
    }
}

/// The name of an actor at an index.
pub(super) fn name<S: AsRef<str>>(names: &[S], place: u32) -> Result<&str, String> {
    let name = usize::try_from(place)
        .ok()
        .and_then(|place| names.get(place));
    name.map(AsRef::as_ref).ok_or_else(|| {
        format!(
            "actor `{place}` is not in the list: expected 0 to {}",
            names.len().saturating_sub(1)
        )
    })
}

/// The names of the actors of some pairs, sorted, each once.
pub(super) fn sorted_names<'n>(pairs: impl Iterator<Item = (&'n str, &'n str)>) -> Vec<&'n str> {
    let mut names: Vec<_> = pairs.flat_map(|(a, b)| [a, b]).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The index of a name among the sorted names.
pub(super) fn name_index(names: &[&str], name: &str) -> u32 {
    let index = names.binary_search(&name);
    let index = index.expect("the names are those of all pairs");
    u32::try_from(index).expect("the number of actors fits in 32 bits")
}

/// Marks two names as used by a pair.
pub(super) fn mark_used(is_used: &mut [bool], (first, second): (u32, u32)) {
    for index in [first, second] {
        is_used[usize::try_from(index).expect("the index of a name that was found")] = true;
    }
}

/// The span of a first day, counted from 1970-01-01, and a length.
fn span(from: i32, days: u32) -> Result<DaySpan, String> {
    let to = from.checked_add_unsigned(days);
    let span = to.and_then(|to| DaySpan::of_days(from, to));
    span.ok_or_else(|| format!("the span of `{days}` days from day `{from}` is out of range: expected at least one day, within the calendar"))
}

/// Builds a ledger of one dyad from sums that were written.
pub(super) struct DyadReader {
    ledger: DyadLedger,
    last: Option<DaySpan>,
    version: u32,
}

impl DyadReader {
    /// Creates a reader for a version.
    pub(super) fn new(version: u32) -> Self {
        Self {
            ledger: DyadLedger::new(),
            last: None,
            version,
        }
    }

    /// Adds the sums of the next span, by its first day counted from 1970-01-01 and its length.
    ///
    /// In version 1 the marks of a span can have no weight. They are dropped.
    pub(super) fn push(
        &mut self,
        (from, days): (i32, u32),
        marks: u32,
        sums: Sums,
    ) -> Result<(), String> {
        let span = span(from, days)?;
        if let Some(last) = self.last.filter(|&last| last >= span) {
            return Err(format!(
                "span {span} comes after {last}: expected spans in order"
            ));
        }
        self.last = Some(span);
        match SpanSums::new(span, marks, sums) {
            Ok(sums) => self.ledger.add(&sums).map_err(|error| error.to_string()),
            Err(MarkError::NoWeight { .. }) if self.version == 1 => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    pub(super) fn finish(self) -> DyadLedger {
        self.ledger
    }
}

/// Adds one part of a dyad to a ledger.
pub(super) fn add_part(
    ledger: &mut Ledger,
    (first, second): (&str, &str),
    part: DyadPart,
    marks: &DyadLedger,
) -> Result<(), String> {
    let added = ledger.add(part.key(first, second), marks);
    added.map_err(|error| error.to_string())
}

/// The sums of spans, as columns.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    /// First days, counted from 1970-01-01.
    from: Vec<i32>,
    days: Vec<u32>,
    marks: Vec<u32>,
    score: Vec<i64>,
    positive: Vec<i64>,
    weight: Vec<i64>,
    squares: Vec<i64>,
    contact: Vec<i64>,
}

impl Columns {
    fn new(ledger: &DyadLedger) -> Self {
        let mut columns = Self::default();
        for row in ledger.spans() {
            let (span, sums) = (row.span(), row.sums());
            columns.from.push(span.first_day());
            columns.days.push(span.days());
            columns.marks.push(row.marks());
            columns.score.push(sums.score);
            columns.positive.push(sums.positive);
            columns.weight.push(sums.weight);
            columns.squares.push(sums.squares);
            columns.contact.push(sums.contact);
        }
        columns
    }

    fn ledger(&self, version: u32) -> Result<DyadLedger, String> {
        let len = self.from.len();
        let lengths = [
            self.days.len(),
            self.marks.len(),
            self.score.len(),
            self.positive.len(),
            self.weight.len(),
            self.squares.len(),
            self.contact.len(),
        ];
        if let Some(other) = lengths.into_iter().find(|&other| other != len) {
            return Err(format!(
                "the columns have {len} and {other} spans: expected equal lengths"
            ));
        }
        let spans = self.from.iter().zip(&self.days).zip(&self.marks);
        let scores = self.score.iter().zip(&self.positive);
        let rest = self.weight.iter().zip(&self.squares).zip(&self.contact);
        let mut ledger = DyadReader::new(version);
        for ((((&from, &days), &marks), (&score, &positive)), ((&weight, &squares), &contact)) in
            spans.zip(scores).zip(rest)
        {
            let sums = Sums {
                score,
                positive,
                weight,
                squares,
                contact,
            };
            ledger.push((from, days), marks, sums)?;
        }
        Ok(ledger.finish())
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DyadLedgerShape {
    format: String,
    version: u32,
    spans: Columns,
}

impl Serialize for DyadLedger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DyadLedgerShape {
            format: DYAD_FORMAT.to_owned(),
            version: VERSION,
            spans: Columns::new(self),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DyadLedger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: DyadLedgerShape = read_shape(deserializer)?;
        check_envelope((&shape.format, shape.version), (DYAD_FORMAT, VERSION))
            .and_then(|()| shape.spans.ledger(shape.version))
            .map_err(de::Error::custom)
    }
}

/// One part of a dyad. Actors are indexes into the names.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DyadShape {
    source: u32,
    target: u32,
    /// Whether the marks have no direction. The source then comes first by name.
    symmetric: bool,
    spans: Columns,
}

impl DyadShape {
    /// The pair, the smaller index first, and its part.
    fn part(&self) -> Result<((u32, u32), DyadPart), String> {
        let (source, target) = (self.source, self.target);
        match (source < target, self.symmetric) {
            (true, false) => Ok(((source, target), DyadPart::Forward)),
            (true, true) => Ok(((source, target), DyadPart::Symmetric)),
            (false, false) => Ok(((target, source), DyadPart::Backward)),
            (false, true) => Err(format!(
                "the symmetric marks are from actor `{source}` to actor `{target}`: expected the first by name first"
            )),
        }
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerShape {
    format: String,
    version: u32,
    actors: Vec<String>,
    dyads: Vec<DyadShape>,
}

impl Serialize for Ledger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = sorted_names(self.dyads().map(|dyad| dyad.actors));
        let mut dyads = Vec::new();
        for dyad in self.dyads() {
            let (first, second) = dyad.actors;
            let (first, second) = (name_index(&names, first), name_index(&names, second));
            let parts = [
                (first, second, false, dyad.forward),
                (second, first, false, dyad.backward),
                (first, second, true, dyad.symmetric),
            ];
            let with_marks = parts.into_iter().filter(|(.., marks)| marks.marks() > 0);
            dyads.extend(
                with_marks.map(|(source, target, symmetric, marks)| DyadShape {
                    source,
                    target,
                    symmetric,
                    spans: Columns::new(marks),
                }),
            );
        }
        LedgerShape {
            format: FORMAT.to_owned(),
            version: VERSION,
            actors: names.into_iter().map(str::to_owned).collect(),
            dyads,
        }
        .serialize(serializer)
    }
}

impl LedgerShape {
    fn ledger(&self) -> Result<Ledger, String> {
        check_envelope((&self.format, self.version), (FORMAT, VERSION))?;
        check_names(&self.actors)?;
        let mut ledger = Ledger::new();
        let (mut last, mut used) = (None, vec![false; self.actors.len()]);
        for dyad in &self.dyads {
            let (pair, part) = dyad.part()?;
            let (first, second) = (name(&self.actors, pair.0)?, name(&self.actors, pair.1)?);
            if last.is_some_and(|last| last >= (pair, part)) {
                return Err(format!(
                    "the marks of `{}` and `{}` are out of order: expected dyads in the order of their actors",
                    shortened(first),
                    shortened(second)
                ));
            }
            last = Some((pair, part));
            mark_used(&mut used, pair);
            add_part(
                &mut ledger,
                (first, second),
                part,
                &dyad.spans.ledger(self.version)?,
            )?;
        }
        match self.actors.iter().zip(used).find(|(_, used)| !used) {
            Some((name, _)) => Err(format!(
                "actor `{}` has no marks: expected only actors with marks",
                shortened(name)
            )),
            None => Ok(ledger),
        }
    }
}

impl<'de> Deserialize<'de> for Ledger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: LedgerShape = read_shape(deserializer)?;
        shape.ledger().map_err(de::Error::custom)
    }
}
