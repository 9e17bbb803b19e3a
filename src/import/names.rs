//! The names that rows bear, as numbers.
//!
//! A name is looked at once: its text is kept with what is odd about it, and a row that
//! bears it again finds the number by the bytes of its fields. The bytes of the last row are
//! compared first, since rows come in runs.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use super::anomaly::{Anomalies, Anomaly};
use super::problem::Problem;
use super::reader::Format;
use super::row::{Act, CodedEvent};
use crate::code::{Code, OtherCode};
use crate::folding::Folding;

/// The most distinct names that a reader holds.
///
/// A reader takes memory for each distinct triple of code, name and country that it meets,
/// about a hundred bytes; GDELT has some hundred thousand. What comes after the limit, or after
/// [`MAX_NAMES_BYTES`], is refused, row by row. A row that is refused for anything else leaves no
/// name behind.
pub const MAX_NAMES: usize = 1 << 22;

/// The most bytes that the distinct names of a reader have together: 256 MiB.
pub const MAX_NAMES_BYTES: usize = 1 << 28;

/// The longest code, name or country of an actor, in bytes; a row with a longer one is refused.
pub const MAX_NAME_BYTES: usize = 1_000;

/// What is written where there is nothing, and what a country is called.
pub(super) const NA_TEXTS: [&str; 10] = [
    "NA", "NaN", "nan", "N/A", "NULL", "null", "None", "<NA>", "#N/A", "\\N",
];

/// A name of one reader, by number.
///
/// To the [`Names`] of another reader it is nothing: they say so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    reader: NamesId,
    number: u32,
}

/// Which reader some names are of.
///
/// Readers of one process are numbered as they are made. The number is compared and never
/// written, so that nothing depends on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NamesId(NonZeroU32);

impl NamesId {
    fn next() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // After four thousand million readers the numbers begin again.
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
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

impl fmt::Debug for NamesId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NamesId")
    }
}

/// The names that a reader has met.
#[derive(Clone, Debug)]
pub struct Names {
    id: NamesId,
    /// Of the reader; `None` of one of mentions.
    format: Option<Format>,
    entries: Vec<Entry>,
    known: HashMap<Box<[u8]>, u32, Folding>,
    /// How many bytes the names have.
    size: usize,
    limits: Limits,
    /// The bytes of the last source and of the last target.
    recent: [(Vec<u8>, u32); 2],
}

/// How many names there may be, and of how many bytes together.
#[derive(Clone, Copy, Debug)]
struct Limits {
    names: usize,
    bytes: usize,
}

/// Code, name and country, one behind the other.
#[derive(Clone, Debug)]
struct Entry {
    text: Box<str>,
    ends: [u16; 2],
    anomalies: Anomalies,
}

/// The texts of an actor, as a file has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ActorText<'n> {
    code: &'n str,
    name: &'n str,
    country: &'n str,
}

impl<'n> ActorText<'n> {
    /// The code, as CAMEO builds them: `USAGOV`.
    pub fn code(&self) -> Option<&'n str> {
        Some(self.code).filter(|code| !code.is_empty())
    }

    /// The name.
    pub fn name(&self) -> Option<&'n str> {
        Some(self.name).filter(|name| !name.is_empty())
    }

    /// The country: a code in GDELT, PLOVER and POLECAT, a name in ICEWS.
    pub fn country(&self) -> Option<&'n str> {
        Some(self.country).filter(|country| !country.is_empty())
    }
}

impl Names {
    pub(super) fn new(format: Option<Format>) -> Self {
        let limits = Limits {
            names: MAX_NAMES,
            bytes: MAX_NAMES_BYTES,
        };
        Self {
            format,
            ..Self::within(limits)
        }
    }

    fn within(limits: Limits) -> Self {
        Self {
            id: NamesId::next(),
            format: None,
            entries: Vec::new(),
            known: HashMap::default(),
            size: 0,
            limits,
            recent: Default::default(),
        }
    }

    /// Which reader they are of.
    #[inline]
    pub(super) const fn id(&self) -> NamesId {
        self.id
    }

    /// The format of the reader; `None` of one of mentions.
    pub(super) const fn format(&self) -> Option<Format> {
        self.format
    }

    /// How many distinct names there are, of actors and of acts that are in no system.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Iterates over the names with their symbols, in the order in which they were met.
    ///
    /// Acts that are in no system are among them, by their words as a code.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PlainLayout, Reader};
    ///
    /// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-14\tRUS\tFRA\t042\n";
    /// let mut reader = Reader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
    /// assert_eq!(reader.by_ref().flatten().count(), 2);
    /// let codes: Vec<_> = reader.names().iter().map(|(_, actor)| actor.code()).collect();
    /// assert_eq!(codes, [Some("USA"), Some("RUS"), Some("FRA")]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, ActorText<'_>)> {
        let symbols = (0..).map(|number| self.symbol(number));
        let named = symbols.zip(&self.entries);
        // Fields in which nobody is named have an entry, too.
        let named = named.filter(|(_, entry)| !entry.text.is_empty());
        named.map(|(symbol, entry)| (symbol, entry.texts()))
    }

    const fn symbol(&self, number: u32) -> Symbol {
        Symbol {
            reader: self.id,
            number,
        }
    }

    /// The texts of an actor of this reader.
    ///
    /// Returns `None` if the symbol is of another reader, or was made after this copy of its names.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PlainLayout, Reader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut one = Reader::new(&b"2014-05-13\tUSA\tRUS\t042\n"[..], format);
    /// let mut other = Reader::new(&b"2014-05-13\tFRA\tDEU\t042\n"[..], format);
    /// let (row, _) = (one.next().unwrap()?, other.next().unwrap()?);
    /// let source = row.source().unwrap();
    /// assert_eq!(one.names().actor(source).unwrap().code(), Some("USA"));
    /// assert_eq!(other.names().actor(source), None);
    /// # Ok::<(), detente::import::RowError>(())
    /// ```
    pub fn actor(&self, symbol: Symbol) -> Option<ActorText<'_>> {
        if symbol.reader != self.id {
            return None;
        }
        // A copy of the names lacks those that were entered after it was made.
        self.entries.get(symbol.index()).map(Entry::texts)
    }

    /// Whether these are the names of the reader that made a row, with all that the row bears.
    pub(super) fn have(&self, row: &CodedEvent) -> bool {
        let act = match row.act {
            Act::Other(symbol) => Some(symbol),
            Act::Cameo(_) | Act::Plover(_) | Act::Digits(_) => None,
        };
        self.have_all(row.reader, [row.source, row.target, act])
    }

    pub(super) fn have_all<const N: usize>(
        &self,
        reader: NamesId,
        symbols: [Option<Symbol>; N],
    ) -> bool {
        let mut symbols = symbols.into_iter().flatten();
        reader == self.id && symbols.all(|symbol| symbol.index() < self.entries.len())
    }

    /// The words of an act of no system. Returns `None` if the symbol is of another reader.
    pub fn act(&self, symbol: Symbol) -> Option<&str> {
        self.actor(symbol)?.code()
    }

    /// The code of an act: of CAMEO or PLOVER, of another system that the file names (`weis:223`),
    /// or the words of the file as `file:…`.
    ///
    /// [Digits](super::Act::Digits) of which the column decides are read as CAMEO's if it lists
    /// them as they are written, and else are words of the file.
    ///
    /// Returns `None` if words are too long or too strange for a code, or of another reader.
    pub fn code(&self, act: Act) -> Option<Code> {
        match act {
            Act::Cameo(code) => Some(code.into()),
            Act::Plover(code) => Some(code.into()),
            Act::Digits(digits) => Some(match digits.written() {
                Some(code) if code.is_known() => code.into(),
                _ => digits.in_system("file"),
            }),
            Act::Other(symbol) => {
                let words = self.act(symbol)?;
                let named = words.split_once(':').and_then(|_| Code::parse(words).ok());
                named.or_else(|| Some(OtherCode::new("file", words).ok()?.into()))
            }
        }
    }

    /// The symbol of the actor that some fields name, if they name one, and what is odd.
    ///
    /// `key` is what tells it from others, and `texts` takes code, name and country out of it
    /// where it is new. `side` is 0 for sources and 1 for targets; of an act, which is 2, the last
    /// is not kept.
    #[inline]
    pub(super) fn find<'k>(
        &mut self,
        side: usize,
        key: &'k [u8],
        texts: impl FnOnce(&'k [u8]) -> [&'k [u8]; 3],
    ) -> Result<(Option<Symbol>, Anomalies), Problem> {
        let number = match self.recent.get(side) {
            Some((bytes, number)) if bytes == key && !key.is_empty() => *number,
            _ => self.find_again(side, key, texts)?,
        };
        let entry = &self.entries[number as usize];
        let symbol = (!entry.text.is_empty()).then_some(self.symbol(number));
        Ok((symbol, entry.anomalies))
    }

    /// The symbols of source and target, whose fields are known to fit, and what is odd.
    #[inline]
    pub(super) fn both<'k>(
        &mut self,
        [source, target]: [&'k [u8]; 2],
        texts: impl Fn(&'k [u8]) -> [&'k [u8]; 3],
    ) -> Result<(Option<Symbol>, Option<Symbol>, Anomalies), Problem> {
        let (source, odd) = self.find(0, source, &texts)?;
        let (target, odder) = self.find(1, target, &texts)?;
        Ok((
            source,
            target,
            odd.union(odder).union(missing(source, target)),
        ))
    }

    fn find_again<'k>(
        &mut self,
        side: usize,
        key: &'k [u8],
        texts: impl FnOnce(&'k [u8]) -> [&'k [u8]; 3],
    ) -> Result<u32, Problem> {
        let number = match self.known.get(key) {
            Some(&number) => number,
            None => self.enter(key, texts(key))?,
        };
        if let Some((bytes, last)) = self.recent.get_mut(side) {
            bytes.clear();
            bytes.extend_from_slice(key);
            *last = number;
        }
        Ok(number)
    }

    #[cold]
    fn enter(&mut self, key: &[u8], texts: [&[u8]; 3]) -> Result<u32, Problem> {
        if self.entries.len() >= self.limits.names || self.size >= self.limits.bytes {
            return Err(Problem::Names);
        }
        let mut anomalies = Anomalies::NONE;
        let [code, name, country] = texts.map(|bytes| {
            let text = String::from_utf8_lossy(bytes);
            if std::str::from_utf8(bytes).is_err() {
                anomalies = anomalies.with(Anomaly::BrokenText);
            }
            let whole = text.trim();
            if whole.len() < text.len() {
                anomalies = anomalies.with(Anomaly::StrayBlank);
            }
            if NA_TEXTS.contains(&whole) {
                anomalies = anomalies.with(Anomaly::NaText);
            }
            whole.to_owned()
        });
        // A text has at most 2001 bytes, a category and a mode, and each becomes at most three: the
        // sign for what is no text.
        let end = |length| u16::try_from(length).expect("a code and a name fit");
        let ends = [end(code.len()), end(code.len() + name.len())];
        let number = u32::try_from(self.entries.len()).expect("there are at most `MAX_NAMES`");
        let text = format!("{code}{name}{country}");
        self.size += key.len() + text.len();
        self.entries.push(Entry {
            text: text.into(),
            ends,
            anomalies,
        });
        self.known.insert(key.into(), number);
        Ok(number)
    }
}

impl Entry {
    fn texts(&self) -> ActorText<'_> {
        let [code, name] = self.ends.map(usize::from);
        ActorText {
            code: &self.text[..code],
            name: &self.text[code..name],
            country: &self.text[name..],
        }
    }
}

/// Whether anybody is missing.
pub(super) fn missing(source: Option<Symbol>, target: Option<Symbol>) -> Anomalies {
    let mut anomalies = Anomalies::NONE;
    if source.is_none() {
        anomalies = anomalies.with(Anomaly::MissingSource);
    }
    if target.is_none() {
        anomalies = anomalies.with(Anomaly::MissingTarget);
    }
    anomalies
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of some names are entered, and how many that are there are found again.
    fn entered(limits: Limits) -> (usize, usize) {
        let mut names = Names::within(limits);
        let texts: Vec<String> = (0..100).map(|number| format!("name {number:03}")).collect();
        let mut find = |text: &String| {
            let found = names.find(0, text.as_bytes(), |key| [key, b"", b""]);
            assert!(matches!(found, Ok(_) | Err(Problem::Names)));
            found.is_ok()
        };
        let entered = texts.iter().filter(|text| find(text)).count();
        let again = texts.iter().filter(|text| find(text)).count();
        assert_eq!(names.len(), entered);
        (entered, again)
    }

    #[test]
    fn a_copy_from_before_a_row_was_read_is_refused() {
        use crate::event::Source;
        use crate::import::{Conversion, ConversionError, Reader};
        use crate::import::{FinishError, Importer, Mentions, Options, PlainLayout};

        let format = Format::Plain(PlainLayout::default());
        let table = &b"2014-05-13\tUSA\tRUS\t042\n2014-05-14\tUSA\tFRA\t042\n"[..];
        let mut reader = Reader::new(table, format);
        let first = reader.next().unwrap().unwrap();
        let names = reader.names().clone();
        let second = reader.next().unwrap().unwrap();
        let options = Options::new(format);
        assert!(options.mark(&first, &names).unwrap().is_some());
        let is_refused = |error| matches!(error, FinishError::OtherReader { line: 2 });
        assert!(is_refused(options.mark(&second, &names).unwrap_err()));
        let mut intake = Importer::new(options);
        intake.read(&mut Reader::new(table, format)).unwrap();
        assert!(is_refused(intake.ledger_of(&second, &names).unwrap_err()));
        assert_eq!(intake.code_of(&second, &names), None);
        let mut promotion = Conversion::new(Source::new("a").named("A"));
        promotion.add(&first, &names).unwrap();
        let refused = promotion.add(&second, &names).unwrap_err();
        assert_eq!(refused, ConversionError::OtherReader { line: 2 });

        let mention = |outlet: &str| {
            let dates = "20140513120000\t20140513121500";
            format!("1\t{dates}\t1\t{outlet}\thttp://a\t1\t1\t1\t1\t1\t50\t1\t0\t\t\n")
        };
        let table = mention("a.org") + &mention("b.org");
        let mut mentions = Mentions::new(table.as_bytes());
        mentions.next().unwrap().unwrap();
        let names = mentions.names().clone();
        let second = mentions.next().unwrap().unwrap();
        assert_eq!(promotion.mention(&second, mentions.names()), Ok(false));
        let refused = promotion.mention(&second, &names).unwrap_err();
        assert_eq!(refused, ConversionError::OtherReader { line: 2 });
    }

    #[test]
    fn names_over_a_limit_are_refused_and_those_before_are_found() {
        let most = usize::MAX;
        let limits = |names, bytes| Limits { names, bytes };
        assert_eq!(entered(limits(most, most)), (100, 100));
        assert_eq!(entered(limits(7, most)), (7, 7));
        // Each takes 8 bytes as a key and 8 as a text; the last may go over the limit.
        assert_eq!(entered(limits(most, 16 * 7)), (7, 7));
        assert_eq!(entered(limits(most, 16 * 7 + 1)), (8, 8));
    }
}
