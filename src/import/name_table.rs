//! The names in the rows of one reader, interned as numbers.
//!
//! A name is checked once: its text is stored with its warnings, and a later row finds the number
//! by the bytes of its fields. The bytes of the last row are compared first, because equal names
//! follow each other. So a row with known names allocates nothing.
//!
//! Each table has its own identity, which its symbols and rows carry. A symbol that is used with
//! another table is therefore detected, and never read as another actor.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use super::error::ImportError;
use super::fault::RowFaultKind;
use super::reader::Format;
use super::row::{Act, CodedEvent};
use super::warning::{RowWarning, RowWarnings};
use crate::code::{Code, OtherCode};
use crate::folding::Folding;

/// The maximum number of distinct names in the table of one reader.
///
/// A name is a triple of code, name and country, and takes about a hundred bytes; GDELT has some
/// hundred thousand. After the limit, or after [`MAX_NAMES_BYTES`], each row with a new name is
/// refused. A row that is refused for another reason adds no name.
pub const MAX_NAMES: usize = 1 << 22;

/// The maximum number of bytes of all distinct names in the table of one reader: 256 MiB.
pub const MAX_NAMES_BYTES: usize = 1 << 28;

/// The longest code, name or country of an actor, in bytes. A row with a longer one is refused.
pub const MAX_NAME_BYTES: usize = 1_000;

/// Texts that usually mark a missing value, but can also be names.
pub(super) const NA_TEXTS: [&str; 10] = [
    "NA", "NaN", "nan", "N/A", "NULL", "null", "None", "<NA>", "#N/A", "\\N",
];

/// The number of a name in the [`NameTable`] of one reader.
///
/// The table of another reader does not accept it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    table: TableId,
    number: u32,
}

/// The identity of a name table.
///
/// Tables are numbered in the order in which a process creates them. The number is only compared,
/// and never written, so that no result depends on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TableId(NonZeroU32);

impl TableId {
    fn next() -> Self {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let increment = |last: u32| last.checked_add(1);
        let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, increment);
        let last = last.expect("a process creates fewer than 2^32 readers");
        Self(NonZeroU32::MIN.saturating_add(last))
    }
}

impl Symbol {
    pub(super) const fn index(self) -> usize {
        self.number as usize
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Symbol").field(&self.number).finish()
    }
}

impl fmt::Debug for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TableId")
    }
}

/// The names that a reader has met.
///
/// A clone is a copy of the table at that time: it does not have the names that the reader meets
/// later.
#[derive(Clone, Debug)]
pub struct NameTable {
    id: TableId,
    /// The format of the reader. `None` for a reader of mentions.
    format: Option<Format>,
    entries: Vec<Entry>,
    numbers: HashMap<Box<[u8]>, u32, Folding>,
    /// The bytes of all keys and texts.
    size: usize,
    limits: Limits,
    /// The key and the number of the last source and of the last target.
    recent: [(Vec<u8>, u32); 2],
}

/// The maximum number of names in a table, and of bytes of all of them.
#[derive(Clone, Copy, Debug)]
struct Limits {
    names: usize,
    bytes: usize,
}

/// A code, a name and a country, concatenated.
#[derive(Clone, Debug)]
struct Entry {
    text: Box<str>,
    /// The ends of the code and of the name.
    ends: [u16; 2],
    warnings: RowWarnings,
}

/// The texts of an actor, as the file has them. A blank text is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ActorText<'n> {
    /// The code, built as in CAMEO: `USAGOV`.
    pub code: Option<&'n str>,
    /// The name.
    pub name: Option<&'n str>,
    /// The country: a code in GDELT, PLOVER and POLECAT, a name in ICEWS.
    pub country: Option<&'n str>,
}

impl NameTable {
    pub(super) fn new(format: Option<Format>) -> Self {
        let limits = Limits {
            names: MAX_NAMES,
            bytes: MAX_NAMES_BYTES,
        };
        Self {
            format,
            ..Self::with_limits(limits)
        }
    }

    fn with_limits(limits: Limits) -> Self {
        Self {
            id: TableId::next(),
            format: None,
            entries: Vec::new(),
            numbers: HashMap::default(),
            size: 0,
            limits,
            recent: Default::default(),
        }
    }

    #[inline]
    pub(super) const fn id(&self) -> TableId {
        self.id
    }

    /// The format of the reader. Returns `None` for a reader of mentions.
    pub(super) const fn format(&self) -> Option<&Format> {
        self.format.as_ref()
    }

    /// The texts of an actor.
    ///
    /// Returns `None` if the symbol belongs to another reader, or is newer than this copy of the
    /// table.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PlainLayout, RowReader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut one = RowReader::new(&b"2014-05-13\tUSA\tRUS\t042\n"[..], &format);
    /// let mut other = RowReader::new(&b"2014-05-13\tFRA\tDEU\t042\n"[..], &format);
    /// let (row, _) = (one.next().unwrap()?, other.next().unwrap()?);
    /// let source = row.source().unwrap();
    /// assert_eq!(one.names().actor(source).unwrap().code, Some("USA"));
    /// assert_eq!(other.names().actor(source), None);
    /// # Ok::<(), detente::import::RowFault>(())
    /// ```
    pub fn actor(&self, symbol: Symbol) -> Option<ActorText<'_>> {
        if symbol.table != self.id {
            return None;
        }
        // A copy lacks the names that were added after it was made.
        self.entries.get(symbol.index()).map(Entry::texts)
    }

    /// The words of an act that belongs to no known system.
    ///
    /// Returns `None` if the symbol belongs to another reader, or is newer than this copy of the
    /// table.
    pub fn act(&self, symbol: Symbol) -> Option<&str> {
        self.actor(symbol)?.code
    }

    /// The code of an act: of CAMEO or PLOVER, of another system that the file names (`weis:223`),
    /// or its words as `file:…`.
    ///
    /// [Digits](super::Act::Digits) are read as a code of CAMEO if CAMEO lists them as they are
    /// written, and otherwise as words.
    ///
    /// Returns `None` for a value, and if the words cannot be a code, because they are too long or contain control
    /// characters, or if they belong to another reader.
    pub fn code(&self, act: Act) -> Option<Code> {
        match act {
            Act::Cameo(code) => Some(code.into()),
            Act::Plover(code) => Some(code.into()),
            Act::Digits(digits) => Some(match digits.written() {
                Some(code) if code.is_known() => code.into(),
                _ => digits.in_system("file"),
            }),
            Act::Value(_) => None,
            Act::Other(symbol) => {
                let words = self.act(symbol)?;
                if words.contains(':')
                    && let Ok(code) = Code::parse(words)
                {
                    return Some(code);
                }
                let code = OtherCode::new("file", words).ok()?;
                Some(code.into())
            }
        }
    }

    /// Iterates over the names with their symbols, in the order in which they were met.
    ///
    /// Acts in words are included, with their words as a code.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PlainLayout, RowReader};
    ///
    /// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-14\tRUS\tFRA\t042\n";
    /// let mut reader = RowReader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
    /// assert_eq!(reader.by_ref().flatten().count(), 2);
    /// let codes: Vec<_> = reader.names().iter().map(|(_, actor)| actor.code).collect();
    /// assert_eq!(codes, [Some("USA"), Some("RUS"), Some("FRA")]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, ActorText<'_>)> {
        let symbols = (0..).map(|number| self.symbol(number));
        let named = symbols.zip(&self.entries);
        // Blank fields have an entry, too.
        let named = named.filter(|(_, entry)| !entry.text.is_empty());
        named.map(|(symbol, entry)| (symbol, entry.texts()))
    }

    /// The number of distinct names, of actors and of acts in words.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the table has no name.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    const fn symbol(&self, number: u32) -> Symbol {
        Symbol {
            table: self.id,
            number,
        }
    }

    /// Refuses a row of another reader, and a row with names that this copy of the table lacks.
    pub(super) fn check(&self, row: &CodedEvent) -> Result<(), ImportError> {
        if self.has_row(row) {
            Ok(())
        } else {
            Err(ImportError::OtherReader { line: row.line })
        }
    }

    /// Whether the table belongs to the reader of a row and has all names of the row.
    pub(super) fn has_row(&self, row: &CodedEvent) -> bool {
        let act = match row.act {
            Act::Other(symbol) => Some(symbol),
            Act::Cameo(_) | Act::Plover(_) | Act::Digits(_) | Act::Value(_) => None,
        };
        self.has_all(row.table, [row.source, row.target, act])
    }

    pub(super) fn has_all<const N: usize>(
        &self,
        table: TableId,
        symbols: [Option<Symbol>; N],
    ) -> bool {
        let mut symbols = symbols.into_iter().flatten();
        table == self.id && symbols.all(|symbol| symbol.index() < self.entries.len())
    }

    /// The symbol and the warnings of the name in some fields. The symbol is `None` if the fields
    /// are blank.
    ///
    /// `key` identifies the name, and `texts` takes the code, the name and the country out of it,
    /// if the name is new. `side` is 0 for source actors and 1 for target actors, whose last key is
    /// compared first, and 2 for acts.
    #[inline]
    pub(super) fn find<'k>(
        &mut self,
        side: usize,
        key: &'k [u8],
        texts: impl FnOnce(&'k [u8]) -> [&'k [u8]; 3],
    ) -> Result<(Option<Symbol>, RowWarnings), RowFaultKind> {
        let number = match self.recent.get(side) {
            Some((last, number)) if last == key && !key.is_empty() => *number,
            _ => self.look_up(side, key, texts)?,
        };
        let entry = &self.entries[number as usize];
        let symbol = (!entry.text.is_empty()).then_some(self.symbol(number));
        Ok((symbol, entry.warnings))
    }

    /// The symbols of source and target, and the warnings of both. The lengths of the fields have
    /// been checked.
    #[inline]
    pub(super) fn find_both<'k>(
        &mut self,
        [source, target]: [&'k [u8]; 2],
        texts: impl Fn(&'k [u8]) -> [&'k [u8]; 3],
    ) -> Result<(Option<Symbol>, Option<Symbol>, RowWarnings), RowFaultKind> {
        let (source, of_source) = self.find(0, source, &texts)?;
        let (target, of_target) = self.find(1, target, &texts)?;
        let warnings = of_source.union(of_target).union(missing(source, target));
        Ok((source, target, warnings))
    }

    fn look_up<'k>(
        &mut self,
        side: usize,
        key: &'k [u8],
        texts: impl FnOnce(&'k [u8]) -> [&'k [u8]; 3],
    ) -> Result<u32, RowFaultKind> {
        let number = match self.numbers.get(key) {
            Some(&number) => number,
            None => self.insert(key, texts(key))?,
        };
        // Acts have no last key.
        if let Some((last, last_number)) = self.recent.get_mut(side) {
            last.clear();
            last.extend_from_slice(key);
            *last_number = number;
        }
        Ok(number)
    }

    #[cold]
    fn insert(&mut self, key: &[u8], texts: [&[u8]; 3]) -> Result<u32, RowFaultKind> {
        if self.entries.len() >= self.limits.names || self.size >= self.limits.bytes {
            return Err(RowFaultKind::Names);
        }
        let mut warnings = RowWarnings::NONE;
        let [code, name, country] = texts.map(|bytes| {
            let text = String::from_utf8_lossy(bytes);
            if std::str::from_utf8(bytes).is_err() {
                warnings = warnings.with(RowWarning::BrokenText);
            }
            let trimmed = text.trim();
            if trimmed.len() < text.len() {
                warnings = warnings.with(RowWarning::StrayBlank);
            }
            if NA_TEXTS.contains(&trimmed) {
                warnings = warnings.with(RowWarning::NaText);
            }
            trimmed.to_owned()
        });
        // A field has at most `MAX_NAME_BYTES`, a category with a mode about twice as many, and a
        // byte that is not UTF-8 becomes the three bytes of `U+FFFD`.
        let end =
            |length| u16::try_from(length).expect("a code and a name have at most 12,006 bytes");
        let ends = [end(code.len()), end(code.len() + name.len())];
        let number = u32::try_from(self.entries.len()).expect("there are at most `MAX_NAMES`");
        let text = format!("{code}{name}{country}");
        self.size += key.len() + text.len();
        self.entries.push(Entry {
            text: text.into(),
            ends,
            warnings,
        });
        self.numbers.insert(key.into(), number);
        Ok(number)
    }
}

impl Entry {
    fn texts(&self) -> ActorText<'_> {
        let [code, name] = self.ends.map(usize::from);
        let not_blank = |text| Some(text).filter(|text: &&str| !text.is_empty());
        ActorText {
            code: not_blank(&self.text[..code]),
            name: not_blank(&self.text[code..name]),
            country: not_blank(&self.text[name..]),
        }
    }
}

/// The warnings for the actors that a row lacks.
pub(super) fn missing(source: Option<Symbol>, target: Option<Symbol>) -> RowWarnings {
    let mut warnings = RowWarnings::NONE;
    if source.is_none() {
        warnings = warnings.with(RowWarning::MissingSource);
    }
    if target.is_none() {
        warnings = warnings.with(RowWarning::MissingTarget);
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of names that are inserted, and of those that are found again.
    fn inserted(limits: Limits) -> (usize, usize) {
        let mut names = NameTable::with_limits(limits);
        let texts: Vec<String> = (0..100).map(|number| format!("name {number:03}")).collect();
        let mut find = |text: &String| {
            let found = names.find(0, text.as_bytes(), |key| [key, b"", b""]);
            assert!(matches!(found, Ok(_) | Err(RowFaultKind::Names)));
            found.is_ok()
        };
        let inserted = texts.iter().filter(|text| find(text)).count();
        let again = texts.iter().filter(|text| find(text)).count();
        assert_eq!(names.len(), inserted);
        (inserted, again)
    }

    #[test]
    fn a_copy_of_the_table_older_than_the_row_is_refused() {
        use crate::event::Source;
        use crate::import::{Conversion, ConversionError, RowReader};
        use crate::import::{ImportError, Importer, MentionReader, Options, PlainLayout};

        let format = Format::Plain(PlainLayout::default());
        let table = &b"2014-05-13\tUSA\tRUS\t042\n2014-05-14\tUSA\tFRA\t042\n"[..];
        let mut reader = RowReader::new(table, &format);
        let first = reader.next().unwrap().unwrap();
        let names = reader.names().clone();
        let second = reader.next().unwrap().unwrap();
        let options = Options::new(&format);
        assert!(options.mark(&first, &names).unwrap().is_some());
        let is_refused = |error| matches!(error, ImportError::OtherReader { line: 2 });
        assert!(is_refused(options.mark(&second, &names).unwrap_err()));
        let mut importer = Importer::new(options);
        importer.read(&mut RowReader::new(table, &format)).unwrap();
        assert!(is_refused(importer.ledger_of(&second, &names).unwrap_err()));
        assert!(is_refused(importer.code_of(&second, &names).unwrap_err()));
        let mut conversion = Conversion::new(Source::new("a").named("A"));
        conversion.add(&first, &names).unwrap();
        let refused = conversion.add(&second, &names).unwrap_err();
        assert_eq!(refused, ConversionError::OtherReader { line: 2 });

        let mention = |outlet: &str| {
            let dates = "20140513120000\t20140513121500";
            format!("1\t{dates}\t1\t{outlet}\thttp://a\t1\t1\t1\t1\t1\t50\t1\t0\t\t\n")
        };
        let table = mention("a.org") + &mention("b.org");
        let mut mentions = MentionReader::new(table.as_bytes());
        mentions.next().unwrap().unwrap();
        let names = mentions.names().clone();
        let second = mentions.next().unwrap().unwrap();
        assert_eq!(conversion.add_mention(&second, mentions.names()), Ok(false));
        let refused = conversion.add_mention(&second, &names).unwrap_err();
        assert_eq!(refused, ConversionError::OtherReader { line: 2 });
    }

    #[test]
    fn names_over_a_limit_are_refused_and_earlier_ones_are_found() {
        let most = usize::MAX;
        let limits = |names, bytes| Limits { names, bytes };
        assert_eq!(inserted(limits(most, most)), (100, 100));
        assert_eq!(inserted(limits(7, most)), (7, 7));
        // Each takes 8 bytes as a key and 8 as a text; the last may go over the limit.
        assert_eq!(inserted(limits(most, 16 * 7)), (7, 7));
        assert_eq!(inserted(limits(most, 16 * 7 + 1)), (8, 8));
    }
}
