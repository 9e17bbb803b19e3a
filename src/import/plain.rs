//! Plain tables of date, source, target and code, as knowledge-graph benchmarks have them.

use chrono::NaiveDate;
use thiserror::Error;

use super::act::{PloverCodes, act_in_words};
use super::anomaly::Anomalies;
use super::column::{Column, Columns, named};
use super::digits::Digits;
use super::field::{CameoCodes, Dates, MAX_COLUMNS, is_blank, number};
use super::names::Names;
use super::problem::{Problem, shortened};
use super::row::{Act, CodedEvent};
use super::rows::Place;
use super::table::Parts;
use crate::time::{date_of_day, day_of, first_second};

/// Which column of a plain table is what.
///
/// The default is date, source, target and code by tabs, dates as `YYYY-MM-DD` or `YYYYMMDD`.
/// There may be more columns. A first line with no digit in its date is a header; a
/// [`Summary`](super::Summary) counts such lines and shows the first.
///
/// | written | read as |
/// | :-- | :-- |
/// | `042` | a code of CAMEO, unless the others of the column are of another system: see [`with_system`](Self::with_system) |
/// | `CONSULT`, `CONSULT/visit` | a code of PLOVER |
/// | `cameo:042`, `weis:223`, `desk:toast` | a code of the system that it names |
/// | anything else | kept in its words, as the code `file:…`: it has a valence on a scale of your own that lists it so |
///
/// # Example
///
/// The quadruples of benchmarks are subject, relation, object and time, all of them numbers;
/// ICEWS18 counts hours from the first day of 2018.
///
/// ```
/// use chrono::NaiveDate;
/// use detente::import::{Act, Format, PlainLayout, Reader};
///
/// let first = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
/// let layout = PlainLayout::quadruples(first, 24);
/// let mut reader = Reader::new(&b"8\t0\t15\t0\n9\t42\t15\t48\n"[..], Format::Plain(layout));
/// let row = reader.by_ref().nth(1).unwrap()?;
/// assert_eq!(row.date(), NaiveDate::from_ymd_opt(2018, 1, 3).unwrap());
/// // The relation is a number of the benchmark, and no code.
/// let Act::Other(relation) = row.act() else { unreachable!() };
/// assert_eq!(reader.names().act(relation), Some("42"));
/// # Ok::<(), detente::import::RowError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainLayout {
    delimiter: u8,
    /// Of date, source, target and code.
    columns: [usize; 4],
    steps: Option<Steps>,
    codes: Codes,
}

/// What the texts of a column of codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codes {
    /// Nobody says: of a system that each names, or of one that the digits of the column tell.
    Inferred,
    /// Words, whatever they look like.
    Words,
    Cameo,
    Plover,
    Other(SystemName),
}

/// The name of a system, which is a part of a layout that is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SystemName {
    bytes: [u8; MAX_SYSTEM],
    length: u8,
}

/// The longest name of a system.
const MAX_SYSTEM: usize = 32;

impl SystemName {
    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

/// What the columns of a table are, in the order in which they are said.
const NAMES: [&str; 4] = ["date", "source", "target", "code"];

/// The columns of a plain table were refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlainLayoutError {
    /// The name of a system of codes has another form.
    #[error(
        "`{name}` is not the name of a system of codes: expected 1 to {MAX_SYSTEM} ASCII letters, \
         digits, `-`, `_` or `.`"
    )]
    System {
        /// What was to be the name, shortened if it is long.
        name: Box<str>,
    },
    /// There is no such column, or it is one of which a reader knows nothing.
    #[error("{name} in column {column}: expected 1 to {MAX_COLUMNS}")]
    Column {
        /// What was to be there.
        name: &'static str,
        /// The number of the column.
        column: usize,
    },
    /// Two are in one column.
    #[error("{first} and {second} both in column {column}: expected a column for each")]
    Twice {
        /// What was to be there.
        first: &'static str,
        /// What else was to be there.
        second: &'static str,
        /// The number of the column.
        column: usize,
    },
}

/// Times as numbers: the first day, and how many of them make a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Steps {
    first: i32,
    in_day: u32,
}

impl Default for PlainLayout {
    fn default() -> Self {
        Self {
            delimiter: b'\t',
            columns: [0, 1, 2, 3],
            steps: None,
            codes: Codes::Inferred,
        }
    }
}

impl PlainLayout {
    /// Columns by commas; a field may be quoted.
    #[must_use]
    pub const fn by_commas(self) -> Self {
        self.by(b',')
    }

    /// Columns by semicolons, as spreadsheets write where the comma is in numbers; a field may be
    /// quoted.
    #[must_use]
    pub const fn by_semicolons(self) -> Self {
        self.by(b';')
    }

    /// Columns by vertical bars, `|`; a field may be quoted.
    #[must_use]
    pub const fn by_bars(self) -> Self {
        self.by(b'|')
    }

    const fn by(mut self, delimiter: u8) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Where date, source, target and code stand, counted from 1.
    ///
    /// # Errors
    ///
    /// [`PlainLayoutError`] unless they are four columns, each one of the first 64.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PlainLayout, Reader};
    ///
    /// // Who; to whom; a note; what; when.
    /// let layout = PlainLayout::default().by_semicolons().with_columns(5, 1, 2, 4)?;
    /// let table = "USA;RUS;\"in Geneva; twice\";042;2014-05-13\n";
    /// let mut reader = Reader::new(table.as_bytes(), Format::Plain(layout));
    /// assert_eq!(reader.next().unwrap()?.date().to_string(), "2014-05-13");
    ///
    /// let error = PlainLayout::default().with_columns(4, 1, 2, 4).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "date and code both in column 4: expected a column for each",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_columns(
        mut self,
        date: usize,
        source: usize,
        target: usize,
        code: usize,
    ) -> Result<Self, PlainLayoutError> {
        let named = NAMES.into_iter().zip([date, source, target, code]);
        for (at, (name, column)) in named.clone().enumerate() {
            if !(1..=MAX_COLUMNS).contains(&column) {
                return Err(PlainLayoutError::Column { name, column });
            }
            if let Some((first, _)) = named.clone().take(at).find(|&(_, before)| before == column) {
                return Err(PlainLayoutError::Twice {
                    first,
                    second: name,
                    column,
                });
            }
        }
        self.columns = [date, source, target, code].map(|number| number - 1);
        Ok(self)
    }

    /// States the system of the codes: `cameo`, `plover`, `weis`, `copdab`, or one of your own.
    ///
    /// A code of digits says nothing about its system: `211` is WEIS' "seize", and CAMEO's appeal
    /// `0211` without its zero. If the system is not stated, it is inferred from all codes of the
    /// column, and [`Summary::code_columns`](super::Summary::code_columns) says as what. Codes of
    /// other systems than CAMEO never get a zero put back. A code that names its system
    /// (`weis:223`) is of that one whatever is stated.
    ///
    /// The system of a scale of your own is the text before the colon of its codes: `mid` for
    /// `mid:5`.
    ///
    /// # Errors
    ///
    /// [`PlainLayoutError::System`] unless the name is 1 to 32 ASCII letters, digits, `-`, `_` or `.`.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Scale;
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// let layout = PlainLayout::default().by_commas().with_system("weis")?;
    /// let format = Format::Plain(layout);
    /// let options = Options::new(format).with_scale(Scale::weis_goldstein());
    /// let mut intake = Importer::new(options);
    /// intake.read(&mut Reader::new(&b"1982-04-02,ARG,GBR,211\n"[..], format))?;
    /// let imported = intake.finish()?;
    /// let seizure = imported.ledger().dyad("ARG", "GBR").unwrap().directed();
    /// assert!(seizure.spans().next().is_some());
    ///
    /// let error = PlainLayout::default().with_system("hostility level").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`hostility level` is not the name of a system of codes: expected 1 to 32 ASCII letters, \
    ///      digits, `-`, `_` or `.`",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_system(mut self, system: &str) -> Result<Self, PlainLayoutError> {
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if !(1..=MAX_SYSTEM).contains(&system.len()) || !system.bytes().all(is_of_name) {
            let name = shortened(system.as_bytes());
            return Err(PlainLayoutError::System { name });
        }
        // The systems that are known are so in any case; one's own is as its scale has it.
        let known = ["cameo", "plover", "weis", "copdab"];
        let known = known
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(system));
        let system = known.unwrap_or(system);
        self.codes = match system {
            "cameo" => Codes::Cameo,
            "plover" => Codes::Plover,
            other => {
                let mut bytes = [0; MAX_SYSTEM];
                bytes[..other.len()].copy_from_slice(other.as_bytes());
                let length = u8::try_from(other.len()).expect("a name is at most 32 bytes long");
                Codes::Other(SystemName { bytes, length })
            }
        };
        Ok(self)
    }

    /// Whether the system of its codes is known without looking at them.
    pub(super) const fn states_system(self) -> bool {
        !matches!(self.codes, Codes::Inferred)
    }

    /// The system of its codes, if it is stated.
    pub(super) fn system(&self) -> Option<&str> {
        match &self.codes {
            Codes::Inferred | Codes::Words => None,
            Codes::Cameo => Some("cameo"),
            Codes::Plover => Some("plover"),
            Codes::Other(name) => {
                Some(std::str::from_utf8(name.as_bytes()).expect("only ASCII gets in"))
            }
        }
    }

    /// Subject, relation, object and date by tabs, as in ICEWS14: relations in words.
    pub fn triples() -> Self {
        Self {
            columns: [3, 0, 2, 1],
            codes: Codes::Words,
            ..Self::default()
        }
    }

    /// Subject, relation, object and time by tabs, all of them numbers.
    ///
    /// Time 0 is on the first day, and so many steps make a day: 24 where they are hours, 1
    /// where they are days. 0 counts as 1.
    pub fn quadruples(first: NaiveDate, steps_in_day: u32) -> Self {
        let mut layout = Self::triples();
        layout.steps = Some(Steps {
            first: day_of(first_second(first)),
            in_day: steps_in_day.max(1),
        });
        layout
    }

    fn columns(self) -> [Column; 4] {
        std::array::from_fn(|at| Column {
            number: self.columns[at],
            name: NAMES[at],
        })
    }
}

/// What a reader of plain tables keeps from row to row.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    layout: PlainLayout,
    parts: Parts,
    dates: Dates,
    cameo: CameoCodes,
    plover: PloverCodes,
    words: LastWords,
    /// A code behind the name of its system.
    named: Vec<u8>,
}

impl Plain {
    pub(super) fn new(layout: PlainLayout) -> Self {
        Self {
            layout,
            parts: Parts::default(),
            dates: Dates::default(),
            cameo: CameoCodes::default(),
            plover: PloverCodes::default(),
            words: LastWords::default(),
            named: Vec::new(),
        }
    }

    pub(super) fn columns(&self) -> Columns {
        let [date, source, target, code] = self.layout.columns();
        Columns {
            delimiter: self.layout.delimiter,
            id: None,
            date,
            code,
            actors: [vec![source], vec![target]],
        }
    }

    pub(super) fn read(
        &mut self,
        place: Place<'_>,
        names: &mut Names,
    ) -> Result<Option<CodedEvent>, Problem> {
        let layout = self.layout;
        let parted = self.parts.of(place.bytes, layout.delimiter);
        let (fields, count) = parted.map_err(|problem| named(problem, &layout.columns()))?;
        if layout.columns.iter().any(|&number| number >= count) {
            return Err(Problem::Columns {
                found: count,
                expected: "one for each of date, source, target and code",
            });
        }
        let [date, source, target, code] = layout.columns();
        let text = fields.get(date.number).trim_ascii();
        if place.line == 1 && !text.is_empty() && !text.iter().any(u8::is_ascii_digit) {
            return Ok(None);
        }
        let day = day(text, date, layout.steps, &mut self.dates)?;
        let text = fields.get(code.number).trim_ascii();
        if is_blank(text) {
            return Err(code.holds(text, "what was done"));
        }
        for column in [source, target, code] {
            column.fits(fields.get(column.number))?;
        }
        let digits = Digits::new(text);
        let (act, odd) = match (layout.codes, digits) {
            (Codes::Words, _) | (Codes::Plover, Some(_)) => self.words.get(text, names)?,
            (Codes::Inferred, Some(digits)) => (Act::Digits(digits), Anomalies::NONE),
            (Codes::Cameo, Some(digits)) => {
                let code = self.cameo.get(text);
                code.unwrap_or((Act::Digits(digits), Anomalies::NONE))
            }
            (Codes::Other(system), _) if !text.contains(&b':') => {
                self.named.clear();
                self.named.extend_from_slice(system.as_bytes());
                self.named.push(b':');
                self.named.extend_from_slice(text);
                self.plover.get(&self.named, b"", names)?
            }
            _ => self.plover.get(text, b"", names)?,
        };
        let actors = [source, target].map(|column| fields.get(column.number));
        let (source, target, anomalies) = names.both(actors, |name| [name, b"", b""])?;
        Ok(Some(CodedEvent {
            source,
            target,
            anomalies: anomalies.union(odd),
            ..place.row(day, act, names)
        }))
    }
}

/// The day of a date, or of a number of steps.
fn day(
    text: &[u8],
    column: Column,
    steps: Option<Steps>,
    dates: &mut Dates,
) -> Result<i32, Problem> {
    let Some(Steps { first, in_day }) = steps else {
        let day = match text.len() {
            8 => dates.compact(text),
            _ => dates.iso(text),
        };
        return day.ok_or_else(|| column.holds(text, "a date, YYYY-MM-DD or YYYYMMDD"));
    };
    let days = number(text).and_then(|steps| i32::try_from(steps / u64::from(in_day)).ok());
    // A day ends with the one after it, which has to be in the calendar too.
    days.and_then(|days| first.checked_add(days))
        .filter(|&day| date_of_day(day).is_some() && date_of_day(day + 1).is_some())
        .ok_or_else(|| column.holds(text, "a number of steps of time"))
}

/// The last act in words, since rows come in runs.
#[derive(Clone, Debug, Default)]
struct LastWords {
    text: Vec<u8>,
    act: Option<(Act, Anomalies)>,
}

impl LastWords {
    fn get(&mut self, text: &[u8], names: &mut Names) -> Result<(Act, Anomalies), Problem> {
        if let Some(act) = self.act.filter(|_| self.text == text) {
            return Ok(act);
        }
        let act = act_in_words(text, names)?;
        self.text.clear();
        self.text.extend_from_slice(text);
        self.act = Some(act);
        Ok(act)
    }
}
