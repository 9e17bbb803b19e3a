//! What the symbols and codes of a reader are among the parties and codes of an intake.

use std::collections::HashMap;

use super::super::anomaly::Anomalies;
use super::super::digits::PLACES;
use super::super::names::{ActorText, NA_TEXTS, Names, Symbol};
use super::super::party::{Found, PartyRule};
use super::super::reader::Format;
use super::super::row::{Act, CodedEvent};
use super::codes::{CodeKey, CodeTable};
use super::days::{days_of, year_of};
use super::ids::IdSet;
use crate::folding::Folding;
use crate::ledger::check_name;

/// A party that an actor belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Party {
    Some(u32),
    /// There is an actor, and he belongs to none.
    None,
    /// There is no actor.
    Missing,
}

/// The party of an actor, what is odd about it, and for which days that holds.
#[derive(Clone, Copy, Debug)]
struct Known {
    party: (Party, Anomalies),
    days: (i32, i32),
}

/// What the symbols of one reader are to the intake.
#[derive(Debug)]
pub(super) struct Local {
    /// Identifiers of one data set mean nothing in another.
    data_set: u8,
    /// The last line, and whether its identifier was that of one before it.
    last_line: (u64, bool),
    parties: Vec<Option<Known>>,
    words: Vec<Option<CodeKey>>,
    /// The number of the column of codes.
    column: u8,
    /// What was met in it that can be read in one way only, and whether such a code began with a zero.
    has_fixed: bool,
    has_zero: bool,
    /// By the place of digits: the number among those of the intake, and the key.
    digits: Vec<Option<(u32, CodeKey)>>,
    /// The number of the digits of the last row, if it was the first with them.
    fresh: Option<u32>,
}

impl Local {
    pub(super) fn of(format: Format, codes: &mut CodeTable) -> Self {
        Self {
            column: codes.column(format),
            has_fixed: false,
            has_zero: false,
            digits: Vec::new(),
            fresh: None,
            data_set: match format {
                Format::Gdelt1 | Format::Gdelt2 => 0,
                Format::Icews => 1,
                Format::Polecat => 2,
                Format::Plover => 3,
                Format::Plain(_) => 4,
            },
            last_line: (0, false),
            parties: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Whether the identifier of a row is that of a line before its own, and whether it is the
    /// first row of its line: the pairs of one line share an identifier.
    #[inline]
    pub(super) fn reuses(&mut self, row: &CodedEvent, ids: &mut IdSet) -> (bool, bool) {
        let is_first = self.last_line.0 != row.line;
        if is_first {
            let is_reused = row.id.is_some_and(|id| !ids.insert(self.data_set, id));
            self.last_line = (row.line, is_reused);
        }
        (self.last_line.1, is_first)
    }

    /// The party of an actor, and what is odd about it; none where there are too many parties.
    #[inline]
    pub(super) fn party(
        &mut self,
        actor: Option<Symbol>,
        day: i32,
        names: &Names,
        table: &mut PartyTable,
    ) -> Option<(Party, Anomalies)> {
        const MISSING: (Party, Anomalies) = (Party::Missing, Anomalies::NONE);
        let Some(symbol) = actor else {
            return Some(MISSING);
        };
        // The list is as long as the greatest symbol that has been met.
        if let Some(&Some(known)) = self.parties.get(symbol.index()) {
            // A name of the past may be that of another state in another year.
            if known.days.0 <= day && day <= known.days.1 {
                return Some(known.party);
            }
        }
        let actor = names
            .actor(symbol)
            .expect("a row has symbols of its reader");
        let known = table.of(actor, day)?;
        put(&mut self.parties, symbol.index(), known);
        Some(known.party)
    }

    /// The key of an act; `None` if there are too many codes.
    #[inline]
    pub(super) fn code(
        &mut self,
        act: Act,
        names: &Names,
        table: &mut CodeTable,
    ) -> Option<CodeKey> {
        Some(match act {
            Act::Cameo(code) => {
                self.has_fixed = true;
                self.has_zero |= code.begins_with_zero();
                table.cameo(code)
            }
            Act::Plover(_) => table.fixed(names.code(act).as_ref())?,
            Act::Digits(digits) => {
                let place = digits.place();
                if self.digits.is_empty() {
                    self.digits.resize(PLACES, None);
                }
                let (number, key) = if let Some(found) = self.digits[place] {
                    found
                } else {
                    *self.digits[place].insert(table.digits(self.column, digits)?)
                };
                if table.count(number) == 1 {
                    self.fresh = Some(number);
                }
                key
            }
            Act::Other(symbol) => {
                if let Some(&Some(key)) = self.words.get(symbol.index()) {
                    key
                } else {
                    let words = names.act(symbol);
                    let words = words.expect("a row has symbols of its reader");
                    table.see_words(self.column, words);
                    let key = table.fixed(names.code(act).as_ref())?;
                    put(&mut self.words, symbol.index(), key);
                    key
                }
            }
        })
    }

    /// The number of the digits of the last row, if it was the first with them.
    #[inline]
    pub(super) const fn take_fresh(&mut self) -> Option<u32> {
        self.fresh.take()
    }

    /// Tells the intake what was met in the column, when the reader is read.
    pub(super) fn leave(&self, table: &mut CodeTable) {
        table.see_fixed(self.column, self.has_fixed, self.has_zero);
    }
}

/// Puts a value at a place of a list that may be too short.
fn put<T: Clone>(list: &mut Vec<Option<T>>, place: usize, value: T) {
    if list.len() <= place {
        list.resize(place + 1, None);
    }
    list[place] = Some(value);
}

/// The parties, each once.
#[derive(Clone, Debug)]
pub(super) struct PartyTable {
    parties: PartyRule,
    is_na_kept: bool,
    pub(super) names: Vec<Box<str>>,
    keys: HashMap<Box<str>, u32, Folding>,
    /// How many rows name a party that is a country in no list.
    pub(super) unknown: Vec<u64>,
}

impl PartyTable {
    pub(super) fn new(parties: PartyRule, is_na_kept: bool) -> Self {
        Self {
            parties,
            is_na_kept,
            names: Vec::new(),
            keys: HashMap::default(),
            unknown: Vec::new(),
        }
    }

    /// The party of an actor on a day; `None` if there are too many.
    #[cold]
    fn of(&mut self, actor: ActorText<'_>, day: i32) -> Option<Known> {
        const ALL_DAYS: (i32, i32) = (i32::MIN, i32::MAX);
        // A name that nobody can read is nobody, and no ledger takes it; nor one that has grown too
        // long, with a sign of three bytes for each that is no text.
        let (party, days) = match self.parties.find(actor, Some(year_of(day))) {
            Found::Party { name, .. } if check_name(name).is_err() => {
                ((Party::None, Anomalies::NONE), ALL_DAYS)
            }
            Found::Party { name, odd, .. } if !self.is_na_kept && NA_TEXTS.contains(&name) => {
                ((Party::Missing, odd), ALL_DAYS)
            }
            Found::Party { name, odd, years } => {
                ((Party::Some(self.key(name)?), odd), days_of(years))
            }
            Found::Nobody => ((Party::Missing, Anomalies::NONE), ALL_DAYS),
            Found::None => ((Party::None, Anomalies::NONE), ALL_DAYS),
        };
        Some(Known { party, days })
    }

    /// The key of an actor's party on a day, if it has been met.
    pub(super) fn find(&self, actor: ActorText<'_>, day: i32) -> Option<u32> {
        match self.parties.find(actor, Some(year_of(day))) {
            Found::Party { name, .. } => self.keys.get(name).copied(),
            Found::Nobody | Found::None => None,
        }
    }

    /// Counts rows that name a party that is a country in no list.
    #[cold]
    pub(super) fn count_unknown(&mut self, party: u32, rows: u64) {
        let at = party as usize;
        if self.unknown.len() <= at {
            self.unknown.resize(at + 1, 0);
        }
        self.unknown[at] += rows;
    }

    /// The countries that are in no list, most frequent first, then in the order of texts.
    pub(super) fn unknown_countries(&self) -> Vec<(Box<str>, u64)> {
        let counted = self.names.iter().zip(self.unknown.iter().copied());
        let mut found: Vec<_> = counted.filter(|&(_, rows)| rows > 0).collect();
        found.sort_unstable_by_key(|&(name, rows)| (std::cmp::Reverse(rows), name));
        let found = found.into_iter();
        found.map(|(name, rows)| (name.clone(), rows)).collect()
    }

    pub(super) fn key(&mut self, name: &str) -> Option<u32> {
        if let Some(&key) = self.keys.get(name) {
            return Some(key);
        }
        let key = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.into());
        self.keys.insert(name.into(), key);
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use crate::import::{Anomaly, Format, Importer, Options, PlainLayout, Reader};

    #[test]
    fn a_name_that_grows_too_long_where_it_is_no_text_takes_no_other_row_along() {
        let broken = [b"2014-05-13\t", &[0xff; 1000][..], b"\tRUS\t042\n"].concat();
        let table = [&broken[..], b"2014-05-13\tUSA\tRUS\t042\n"].concat();
        let format = Format::Plain(PlainLayout::default());
        let mut intake = Importer::new(Options::new(format));
        intake.read(&mut Reader::new(&table[..], format)).unwrap();
        let imported = intake.finish().unwrap();
        assert_eq!(imported.ledger().len(), 1);
        assert_eq!(imported.summary().skipped_for(Anomaly::NoParty), 1);
    }
}
