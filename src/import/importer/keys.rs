//! Maps the symbols and codes of one reader to the parties and codes of an importer.

use std::collections::HashMap;

use super::super::digits::PLACES;
use super::super::name_table::{ActorText, NA_TEXTS, NameTable, Symbol};
use super::super::party::{PartyMatch, PartyRule};
use super::super::reader::Format;
use super::super::row::{Act, CodedEvent};
use super::super::warning::RowWarnings;
use super::codes::{CodeKey, CodeTable};
use super::days::{days_of_years, year_of};
use super::ids::IdSet;
use crate::folding::Folding;
use crate::ledger::check_name;

/// The party of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Party {
    /// The key of the party.
    Key(u32),
    /// There is an actor, which belongs to no party.
    None,
    /// There is no actor.
    Missing,
}

/// The party and the warnings of an actor, and the days for which they hold.
#[derive(Clone, Copy, Debug)]
struct CachedParty {
    party: (Party, RowWarnings),
    days: (i32, i32),
}

/// Caches the parties and codes of one reader, so that a row needs no look-up by text.
#[derive(Debug)]
pub(super) struct ReaderKeys {
    /// The data set. Identifiers are unique within it.
    data_set: u8,
    /// The last line, and whether an earlier line has its identifier.
    last_line: (u64, bool),
    /// By [`Symbol::index`].
    parties: Vec<Option<CachedParty>>,
    /// The codes of acts in words, by [`Symbol::index`].
    words: Vec<Option<CodeKey>>,
    /// The number of the column of codes.
    column: u8,
    /// Whether the column has codes with one meaning, and codes that start with a zero.
    has_fixed: bool,
    has_zero: bool,
    /// The index among the pending digits of the importer, and the key, by the place of the digits.
    /// Empty until the first digits.
    digits: Vec<Option<(u32, CodeKey)>>,
    /// The index of the digits of the last row, if it was the first with them.
    new_digits: Option<u32>,
}

impl ReaderKeys {
    pub(super) fn new(format: &Format, codes: &mut CodeTable) -> Self {
        Self {
            column: codes.column(format),
            has_fixed: false,
            has_zero: false,
            digits: Vec::new(),
            new_digits: None,
            data_set: match format {
                Format::Gdelt1 | Format::Gdelt2 => 0,
                Format::Icews => 1,
                Format::Polecat => 2,
                Format::Plover => 3,
                Format::Plain(_) | Format::Quadruples(_) => 4,
            },
            last_line: (0, false),
            parties: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Whether an earlier line has the identifier of a row, and whether the row is the first of its
    /// line. All rows of one line share an identifier.
    #[inline]
    pub(super) fn reuses_id(&mut self, row: &CodedEvent, ids: &mut IdSet) -> (bool, bool) {
        let is_first = self.last_line.0 != row.line;
        if is_first {
            let is_reused = row.id.is_some_and(|id| !ids.insert(self.data_set, id));
            self.last_line = (row.line, is_reused);
        }
        (self.last_line.1, is_first)
    }

    /// The party and the warnings of an actor. Returns `None` if there are too many parties.
    #[inline]
    pub(super) fn party(
        &mut self,
        actor: Option<Symbol>,
        day: i32,
        names: &NameTable,
        table: &mut PartyTable,
    ) -> Option<(Party, RowWarnings)> {
        let Some(symbol) = actor else {
            return Some((Party::Missing, RowWarnings::NONE));
        };
        // In another year the name may belong to another state.
        if let Some(&Some(CachedParty { party, days })) = self.parties.get(symbol.index())
            && (days.0..=days.1).contains(&day)
        {
            return Some(party);
        }
        let actor = names
            .actor(symbol)
            .expect("a row has symbols of its reader");
        let found = table.find_or_add(actor, day)?;
        insert_at(&mut self.parties, symbol.index(), found);
        Some(found.party)
    }

    /// The key of the code of an act, which as many rows report. Returns `None` if there are too many codes.
    /// The act is not a value.
    #[inline]
    pub(super) fn code(
        &mut self,
        act: Act,
        rows: u64,
        names: &NameTable,
        table: &mut CodeTable,
    ) -> Option<CodeKey> {
        match act {
            Act::Cameo(code) => {
                self.has_fixed = true;
                self.has_zero |= code.begins_with_zero();
                Some(table.cameo(code))
            }
            Act::Plover(_) => table.fixed(names.code(act).as_ref()),
            Act::Value(_) => unreachable!("a value has no code"),
            Act::Digits(digits) => {
                if self.digits.is_empty() {
                    self.digits.resize(PLACES, None);
                }
                let cached = &mut self.digits[digits.place()];
                let (number, key) = match *cached {
                    Some(found) => found,
                    None => *cached.insert(table.digits(self.column, digits)?),
                };
                if table.count_pending(number, rows) {
                    self.new_digits = Some(number);
                }
                Some(key)
            }
            Act::Other(symbol) => {
                if let Some(&Some(key)) = self.words.get(symbol.index()) {
                    return Some(key);
                }
                let words = names.act(symbol).expect("a row has symbols of its reader");
                table.digit_counts_mut(self.column).insert_words(words);
                let key = table.fixed(names.code(act).as_ref())?;
                insert_at(&mut self.words, symbol.index(), key);
                Some(key)
            }
        }
    }

    /// The index of the digits of the last row, if it was the first with them.
    #[inline]
    pub(super) const fn take_new_digits(&mut self) -> Option<u32> {
        self.new_digits.take()
    }

    /// Passes on what the column has beside digits, after the last row.
    pub(super) fn finish(&self, table: &mut CodeTable) {
        table.add_fixed(self.column, self.has_fixed, self.has_zero);
    }
}

/// Sets an entry of a list that may be too short.
fn insert_at<T: Clone>(list: &mut Vec<Option<T>>, index: usize, value: T) {
    if list.len() <= index {
        list.resize(index + 1, None);
    }
    list[index] = Some(value);
}

/// The distinct parties.
#[derive(Clone, Debug)]
pub(super) struct PartyTable {
    rule: PartyRule,
    /// Whether a text such as `NA` can be a party.
    keeps_na: bool,
    pub(super) names: Vec<Box<str>>,
    keys: HashMap<Box<str>, u32, Folding>,
    /// The number of rows that name each party, if no list contains it. May be shorter than
    /// `names`.
    pub(super) unknown: Vec<u64>,
}

impl PartyTable {
    pub(super) fn new(rule: PartyRule, keeps_na: bool) -> Self {
        Self {
            rule,
            keeps_na,
            names: Vec::new(),
            keys: HashMap::default(),
            unknown: Vec::new(),
        }
    }

    /// The party of an actor on a day, which is added if it is new. Returns `None` if there are too
    /// many.
    #[cold]
    fn find_or_add(&mut self, actor: ActorText<'_>, day: i32) -> Option<CachedParty> {
        const ALL_DAYS: (i32, i32) = (i32::MIN, i32::MAX);
        let (party, days) = match self.rule.find(actor, Some(year_of(day))) {
            // The ledger accepts neither blank names nor names that are too long, as a name may
            // become when each byte that is not UTF-8 is replaced by three.
            PartyMatch::Party { name, .. } if check_name(name).is_err() => {
                ((Party::None, RowWarnings::NONE), ALL_DAYS)
            }
            PartyMatch::Party { name, warnings, .. }
                if !self.keeps_na && NA_TEXTS.contains(&name) =>
            {
                ((Party::Missing, warnings), ALL_DAYS)
            }
            PartyMatch::Party {
                name,
                warnings,
                years,
            } => (
                (Party::Key(self.key(name)?), warnings),
                days_of_years(years),
            ),
            PartyMatch::Placeholder => ((Party::Missing, RowWarnings::NONE), ALL_DAYS),
            PartyMatch::None => ((Party::None, RowWarnings::NONE), ALL_DAYS),
        };
        Some(CachedParty { party, days })
    }

    /// The key of an actor's party on a day. Returns `None` if no row has it.
    pub(super) fn find(&self, actor: ActorText<'_>, day: i32) -> Option<u32> {
        match self.rule.find(actor, Some(year_of(day))) {
            PartyMatch::Party { name, .. } => self.keys.get(name).copied(),
            PartyMatch::Placeholder | PartyMatch::None => None,
        }
    }

    /// Counts rows that name a party that no list contains.
    #[cold]
    pub(super) fn count_unknown(&mut self, party: u32, rows: u64) {
        let index = party as usize;
        if self.unknown.len() <= index {
            self.unknown.resize(index + 1, 0);
        }
        self.unknown[index] += rows;
    }

    /// The parties that no list contains, most frequent first, then in the order of texts.
    pub(super) fn unknown_countries(&self) -> Vec<(Box<str>, u64)> {
        let counted = self.names.iter().zip(self.unknown.iter().copied());
        let mut found: Vec<_> = counted.filter(|&(_, rows)| rows > 0).collect();
        found.sort_unstable_by_key(|&(name, rows)| (std::cmp::Reverse(rows), name));
        let found = found.into_iter();
        found.map(|(name, rows)| (name.clone(), rows)).collect()
    }

    /// The key of a party, which is added if it is new. Returns `None` if there are too many.
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
    use crate::import::{Format, Importer, Options, PlainLayout, RowReader, RowWarning};

    #[test]
    fn a_name_too_long_after_decoding_affects_its_own_row_only() {
        let broken = [b"2014-05-13\t", &[0xff; 1000][..], b"\tRUS\t042\n"].concat();
        let table = [&broken[..], b"2014-05-13\tUSA\tRUS\t042\n"].concat();
        let format = Format::Plain(PlainLayout::default());
        let mut importer = Importer::new(Options::new(&format));
        importer
            .read(&mut RowReader::new(&table[..], &format))
            .unwrap();
        let import = importer.build().unwrap();
        assert_eq!(import.ledger.len(), 1);
        assert_eq!(import.summary.warning(RowWarning::NoParty).skipped, 1);
    }
}
