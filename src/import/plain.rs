//! Plain tables of date, source, target and code, such as knowledge-graph benchmarks.

mod written;

use chrono::NaiveDate;

use self::written::LayoutShape;
use super::act::{PloverCodes, act_in_words};
use super::column::{Column, Columns, with_name};
use super::digits::Digits;
use super::error::ImportError;
use super::fault::{RowFaultKind, shortened};
use super::field::{CameoCodes, Dates, Fields, MAX_COLUMNS, is_blank, number};
use super::name_table::NameTable;
use super::row::{Act, CodedEvent};
use super::rows::SourceLine;
use super::table::LineSplitter;
use super::warning::RowWarnings;
use crate::text::words;
use crate::time::{date_of_day, day_of, first_second};

/// The columns of a plain table.
///
/// The default is date, source, target and code, separated by tabs, with dates as `YYYY-MM-DD` or
/// `YYYYMMDD`. Further columns are skipped. A first line whose date has no digit is a header: a
/// [`Summary`](super::Summary) counts such lines and shows the first.
///
/// | written | read as |
/// | :-- | :-- |
/// | `042` | a code of CAMEO, unless the column has another system: see [`with_system`](Self::with_system) |
/// | `CONSULT`, `CONSULT/visit` | a code of PLOVER |
/// | `cameo:042`, `weis:223`, `desk:toast` | a code of the named system |
/// | anything else | words, as the code `file:…`, which has a value if your scale lists it |
///
/// # Example
///
/// The quadruples of benchmarks are numbers for subject, relation, object and time. ICEWS18 counts
/// hours from the first day of 2018.
///
/// ```
/// use chrono::NaiveDate;
/// use detente::import::{Act, Format, PlainLayout, RowReader};
///
/// let first = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
/// let layout = PlainLayout::quadruples(first, 24);
/// let mut reader = RowReader::new(&b"8\t0\t15\t0\n9\t42\t15\t48\n"[..], Format::Plain(layout));
/// let row = reader.by_ref().nth(1).unwrap()?;
/// assert_eq!(row.date(), NaiveDate::from_ymd_opt(2018, 1, 3).unwrap());
/// // The relation is a number of the benchmark, not a code.
/// let Act::Other(relation) = row.act() else { unreachable!() };
/// assert_eq!(reader.names().act(relation), Some("42"));
/// # Ok::<(), detente::import::RowFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(into = "LayoutShape", try_from = "LayoutShape")]
pub struct PlainLayout {
    delimiter: Delimiter,
    /// The columns of date, source, target and code, counted from 0. All are different.
    columns: [usize; 4],
    /// How numbers become dates. `None` if dates are written as dates.
    steps: Option<TimeSteps>,
    system: CodeSystem,
}

/// The character between the columns of a plain table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delimiter {
    /// A tab. Quotes have no special meaning.
    #[default]
    Tab,
    /// A comma. A field may be quoted.
    Comma,
    /// A semicolon, as spreadsheets write if numbers have decimal commas. A field may be quoted.
    Semicolon,
    /// A vertical bar, `|`. A field may be quoted.
    Bar,
}

words!(Delimiter, "a delimiter", 4 {
    Tab => "tab",
    Comma => "comma",
    Semicolon => "semicolon",
    Bar => "bar",
});

impl Delimiter {
    const fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Bar => b'|',
        }
    }
}

/// The system of the codes of a plain table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CodeSystem {
    /// Not stated: words may name their system, and the system of digits is inferred.
    Inferred,
    /// None: all texts are words.
    Words,
    Cameo,
    Plover,
    Other(SystemName),
}

/// The name of a code system, stored inline because a layout is `Copy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SystemName {
    /// ASCII, with zeros after the end.
    bytes: [u8; MAX_SYSTEM],
    length: u8,
}

/// The maximum length of the name of a code system, in bytes.
pub(super) const MAX_SYSTEM: usize = 32;

impl SystemName {
    /// The name has 1 to `MAX_SYSTEM` ASCII characters.
    fn new(name: &str) -> Self {
        let mut bytes = [0; MAX_SYSTEM];
        bytes[..name.len()].copy_from_slice(name.as_bytes());
        let length = u8::try_from(name.len()).expect("a name has at most 32 bytes");
        Self { bytes, length }
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).expect("a name is ASCII")
    }
}

/// The names of the columns, in the order of [`PlainLayout::with_columns`].
const NAMES: [&str; 4] = ["date", "source", "target", "code"];

/// Times as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TimeSteps {
    /// The day of step 0.
    first: i32,
    /// The number of steps in a day, at least 1.
    per_day: u32,
}

impl TimeSteps {
    fn new(first: NaiveDate, per_day: u32) -> Self {
        Self {
            first: day_of(first_second(first)),
            per_day,
        }
    }
}

impl Default for PlainLayout {
    fn default() -> Self {
        Self {
            delimiter: Delimiter::default(),
            columns: [0, 1, 2, 3],
            steps: None,
            system: CodeSystem::Inferred,
        }
    }
}

impl PlainLayout {
    /// Sets the delimiter of columns.
    #[must_use]
    pub const fn with_delimiter(mut self, delimiter: Delimiter) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Sets the columns of date, source, target and code, counted from 1.
    ///
    /// # Errors
    ///
    /// [`ImportError::Column`] unless each is one of the first 64, and [`ImportError::SameColumn`]
    /// unless they are different.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Delimiter, Format, PlainLayout, RowReader};
    ///
    /// // Source; target; a note; code; date.
    /// let layout = PlainLayout::default().with_delimiter(Delimiter::Semicolon).with_columns(5, 1, 2, 4)?;
    /// let table = "USA;RUS;\"in Geneva; twice\";042;2014-05-13\n";
    /// let mut reader = RowReader::new(table.as_bytes(), Format::Plain(layout));
    /// assert_eq!(reader.next().unwrap()?.date().to_string(), "2014-05-13");
    ///
    /// let error = PlainLayout::default().with_columns(4, 1, 2, 4).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "date and code are both in column `4`: expected a column for each",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_columns(
        mut self,
        date: usize,
        source: usize,
        target: usize,
        code: usize,
    ) -> Result<Self, ImportError> {
        let columns = [date, source, target, code];
        for (index, (&column, name)) in columns.iter().zip(NAMES).enumerate() {
            if !(1..=MAX_COLUMNS).contains(&column) {
                return Err(ImportError::Column { name, column });
            }
            let same = columns[..index].iter().position(|&before| before == column);
            if let Some(same) = same {
                return Err(ImportError::SameColumn {
                    first: NAMES[same],
                    second: name,
                    column,
                });
            }
        }
        self.columns = columns.map(|number| number - 1);
        Ok(self)
    }

    /// States the system of the codes: `cameo`, `plover`, `weis`, `copdab`, or one of your own.
    ///
    /// Digits alone do not show their system: `211` is "seize" in WEIS, and an appeal in CAMEO
    /// (`0211` without its zero). If the system is not stated, it is inferred from all codes of the
    /// column, and [`Summary::code_columns`](super::Summary::code_columns) shows the result. Lost
    /// zeros are only restored in codes of CAMEO. A code that names its system (`weis:223`) has
    /// that system in any case.
    ///
    /// For a scale of your own, state the text before the colon of its codes: `mid` for `mid:5`.
    ///
    /// # Errors
    ///
    /// [`ImportError::System`] unless the name is 1 to 32 ASCII letters, digits, `-`, `_` or `.`.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Scale;
    /// use detente::import::{Delimiter, Format, Importer, Options, PlainLayout, RowReader};
    ///
    /// let layout = PlainLayout::default().with_delimiter(Delimiter::Comma).with_system("weis")?;
    /// let format = Format::Plain(layout);
    /// let options = Options::new(format).with_scale(Scale::weis_goldstein());
    /// let mut importer = Importer::new(options);
    /// importer.read(&mut RowReader::new(&b"1982-04-02,ARG,GBR,211\n"[..], format))?;
    /// let imported = importer.build()?;
    /// let seizure = imported.ledger.dyad("ARG", "GBR").unwrap().directed();
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
    pub fn with_system(mut self, system: &str) -> Result<Self, ImportError> {
        const KNOWN: [&str; 4] = ["cameo", "plover", "weis", "copdab"];
        let is_in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if !(1..=MAX_SYSTEM).contains(&system.len()) || !system.bytes().all(is_in_name) {
            let name = shortened(system.as_bytes());
            return Err(ImportError::System { name });
        }
        // Known systems are accepted in any case; others must be written as in the scale.
        let mut known = KNOWN.into_iter();
        let known = known.find(|known| known.eq_ignore_ascii_case(system));
        self.system = match known.unwrap_or(system) {
            "cameo" => CodeSystem::Cameo,
            "plover" => CodeSystem::Plover,
            other => CodeSystem::Other(SystemName::new(other)),
        };
        Ok(self)
    }

    /// The layout of ICEWS14 and similar benchmarks: subject, relation, object and date, separated
    /// by tabs, with relations in words.
    pub fn triples() -> Self {
        Self {
            columns: [3, 0, 2, 1],
            system: CodeSystem::Words,
            ..Self::default()
        }
    }

    /// The layout of ICEWS18, GDELT18 and similar benchmarks: numbers for subject, relation, object
    /// and time, separated by tabs.
    ///
    /// Time 0 is on the day `first`, and a day has `steps_per_day` steps: 24 for hours, 1 for days.
    /// 0 is taken as 1.
    pub fn quadruples(first: NaiveDate, steps_per_day: u32) -> Self {
        let mut layout = Self::triples();
        layout.steps = Some(TimeSteps::new(first, steps_per_day.max(1)));
        layout
    }

    /// Whether the system of the codes is stated.
    pub(super) const fn states_system(self) -> bool {
        !matches!(self.system, CodeSystem::Inferred)
    }

    /// The stated system of the codes. Returns `None` if there is none.
    pub(super) fn system(&self) -> Option<&str> {
        match &self.system {
            CodeSystem::Inferred | CodeSystem::Words => None,
            CodeSystem::Cameo => Some("cameo"),
            CodeSystem::Plover => Some("plover"),
            CodeSystem::Other(name) => Some(name.as_str()),
        }
    }

    fn columns(self) -> [Column; 4] {
        std::array::from_fn(|index| Column {
            number: self.columns[index],
            name: NAMES[index],
        })
    }
}

/// The state of a reader of plain tables.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    layout: PlainLayout,
    splitter: LineSplitter,
    dates: Dates,
    codes: Codes,
}

/// Reads the codes of a plain table.
#[derive(Clone, Debug)]
struct Codes {
    system: CodeSystem,
    cameo: CameoCodes,
    plover: PloverCodes,
    words: LastWords,
    /// A code after the name of its system.
    named: Vec<u8>,
}

impl Plain {
    pub(super) fn new(layout: PlainLayout) -> Self {
        Self {
            layout,
            splitter: LineSplitter::default(),
            dates: Dates::default(),
            codes: Codes {
                system: layout.system,
                cameo: CameoCodes::default(),
                plover: PloverCodes::default(),
                words: LastWords::default(),
                named: Vec::new(),
            },
        }
    }

    pub(super) fn columns(&self) -> Columns {
        let [date, source, target, code] = self.layout.columns();
        Columns {
            delimiter: self.layout.delimiter.byte(),
            id: None,
            date,
            code,
            actors: [vec![source], vec![target]],
        }
    }

    /// Reads the row of a line. Returns `None` if the line is taken for a header.
    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        let layout = self.layout;
        let columns @ [date, source, target, code] = layout.columns();
        let split = self.splitter.split(line.bytes, layout.delimiter.byte());
        let (fields, count) = split.map_err(|fault| with_name(fault, &columns))?;
        if columns.iter().any(|column| column.number >= count) {
            return Err(RowFaultKind::Columns {
                found: count,
                expected: "one for each of date, source, target and code".into(),
            });
        }
        let text = fields.field(date.number).trim_ascii();
        if line.number == 1 && !text.is_empty() && !text.iter().any(u8::is_ascii_digit) {
            return Ok(None);
        }
        let day = read_day(text, date, layout.steps, &mut self.dates)?;
        let text = code_text(&fields, code)?;
        for column in [source, target, code] {
            column.check_length(fields.field(column.number))?;
        }
        let (act, of_code) = self.codes.get(text, names)?;
        let actors = [source, target].map(|column| fields.field(column.number));
        let (source, target, warnings) = names.find_both(actors, |name| [name, b"", b""])?;
        Ok(Some(CodedEvent {
            source,
            target,
            warnings: warnings.union(of_code),
            ..line.row(day, act, names)
        }))
    }
}

fn code_text<'l>(fields: &Fields<'l>, code: Column) -> Result<&'l [u8], RowFaultKind> {
    let text = fields.field(code.number).trim_ascii();
    if is_blank(text) {
        return Err(code.fault(text, "a code, or words"));
    }
    Ok(text)
}

impl Codes {
    /// The act with a code that is not blank, and its warnings.
    fn get(
        &mut self,
        text: &[u8],
        names: &mut NameTable,
    ) -> Result<(Act, RowWarnings), RowFaultKind> {
        match (self.system, Digits::new(text)) {
            (CodeSystem::Words, _) | (CodeSystem::Plover, Some(_)) => self.words.get(text, names),
            (CodeSystem::Inferred, Some(digits)) => Ok((Act::Digits(digits), RowWarnings::NONE)),
            (CodeSystem::Cameo, Some(digits)) => {
                let code = self.cameo.get(text);
                Ok(code.unwrap_or((Act::Digits(digits), RowWarnings::NONE)))
            }
            (CodeSystem::Other(system), _) if !text.contains(&b':') => {
                self.named.clear();
                self.named.extend_from_slice(system.as_bytes());
                self.named.push(b':');
                self.named.extend_from_slice(text);
                self.plover.parse(&self.named, b"", names)
            }
            _ => self.plover.parse(text, b"", names),
        }
    }
}

/// Reads the day of a date or of a number of steps.
fn read_day(
    text: &[u8],
    column: Column,
    steps: Option<TimeSteps>,
    dates: &mut Dates,
) -> Result<i32, RowFaultKind> {
    let Some(TimeSteps { first, per_day }) = steps else {
        let day = match text.len() {
            8 => dates.compact(text),
            _ => dates.iso(text),
        };
        return day.ok_or_else(|| column.fault(text, "a date, YYYY-MM-DD or YYYYMMDD"));
    };
    let days = number(text).and_then(|step| i32::try_from(step / u64::from(per_day)).ok());
    // A day ends with the next one, which has to be in the calendar, too.
    days.and_then(|days| first.checked_add(days))
        .filter(|&day| date_of_day(day).is_some() && date_of_day(day + 1).is_some())
        .ok_or_else(|| column.fault(text, "a number of steps of time"))
}

/// Caches the last act in words, because equal acts follow each other.
#[derive(Clone, Debug, Default)]
struct LastWords {
    text: Vec<u8>,
    act: Option<(Act, RowWarnings)>,
}

impl LastWords {
    fn get(
        &mut self,
        text: &[u8],
        names: &mut NameTable,
    ) -> Result<(Act, RowWarnings), RowFaultKind> {
        if let Some(act) = self.act
            && self.text == text
        {
            return Ok(act);
        }
        let act = act_in_words(text, names)?;
        self.text.clear();
        self.text.extend_from_slice(text);
        self.act = Some(act);
        Ok(act)
    }
}
