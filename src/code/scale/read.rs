//! A scale from a file: lines of a code and a value.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use thiserror::Error;

use super::{MAX_ENTRIES, Scale, ScaleError};
use crate::code::{Code, CodeError, shortened};

/// A table was refused by [`Scale::read`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ScaleReadError {
    /// The name or the version is blank, too long, or bears control characters.
    #[error(transparent)]
    Label(ScaleError),
    /// The divisor is not a number above 0.
    #[error("the divisor of the values is {divisor}: expected a number above 0")]
    Divisor {
        /// What was given.
        divisor: f64,
    },
    /// The reader failed.
    #[error("line {line} of the table cannot be read")]
    Io {
        /// The line, counted from 1.
        line: u64,
        /// What the reader says.
        source: io::Error,
    },
    /// Lines are at fault.
    #[error(transparent)]
    Lines(#[from] ScaleFaults),
}

/// The most faults that are listed; what has more is no table.
const MAX_FAULTS: usize = 1_000;
/// The most bytes of a line, its feed included.
const MAX_LINE: u64 = 4_096;

/// Every line of a table that is at fault, and the scale that the others make.
///
/// It prints every fault, a line each.
#[derive(Clone, Debug, PartialEq, Error)]
pub struct ScaleFaults {
    faults: Vec<ScaleFault>,
    rest: Scale,
}

/// What is wrong with one line of a table.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("line {line}: {kind}")]
pub struct ScaleFault {
    line: u64,
    kind: ScaleFaultKind,
}

/// What can be wrong with a line of a table.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ScaleFaultKind {
    /// The line is not UTF-8.
    #[error("the line is not UTF-8")]
    NotText,
    /// There is no value.
    #[error("`{text}` has no value: expected a code and a number, with a comma or a tab between")]
    NoValue {
        /// The line, shortened if it is long.
        text: Box<str>,
    },
    /// The first column is no code.
    #[error(transparent)]
    Code(CodeError),
    /// The second column is no number.
    #[error("`{text}` is no number")]
    NoNumber {
        /// The column, shortened if it is long.
        text: Box<str>,
    },
    /// The value, divided, is beyond 1 on either side.
    #[error("the value of `{code}` is {value}: expected {} to {divisor}", -divisor)]
    Value {
        /// The code.
        code: Code,
        /// The value, as it stands in the table.
        value: f64,
        /// What the values are divided by.
        divisor: f64,
    },
    /// A line before has the code.
    #[error("`{code}` is in line {first} already")]
    Duplicate {
        /// The code.
        code: Code,
        /// The line that has it first.
        first: u64,
    },
    /// Lines end with carriage returns alone.
    #[error("a carriage return within the line: expected lines that end with a line feed")]
    Return,
    /// The line is too long to be one of a table.
    #[error("the line has more than 4096 bytes")]
    LongLine,
    /// So many lines are at fault that this is no table; what follows is not read.
    #[error("there are {MAX_FAULTS} faults")]
    TooManyFaults,
    /// The table is too long; what follows is not read.
    #[error("the table has more than {MAX_ENTRIES} entries")]
    TooManyEntries,
}

impl Scale {
    /// Reads a scale of your own: a line for each code, with its value behind a comma or a tab.
    ///
    /// Values are divided by `divisor`: 1 for a table from -1 to 1, 10 for one as Goldstein
    /// weights are published. A power of ten moves the decimal point, so that `-4.4` by ten
    /// is the same `-0.44` as in the scales that are shipped.
    ///
    /// ```text
    /// # what a toast is worth
    /// code,value
    /// cameo:057,8.0
    /// moscow-desk:toast,1.5
    /// ```
    ///
    /// Lines that are empty or begin with `#` are passed over, and so is a first line with
    /// neither a code nor a digit: a header. A line with a tab is split there, another one
    /// at its last comma.
    ///
    /// # Errors
    ///
    /// [`ScaleReadError::Lines`] lists every line that is at fault, up to a thousand of them, and
    /// has the scale that the others make. A line may have 4,096 bytes. The other kinds are of the
    /// name, the version, the divisor and the reader.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{Code, Scale, ScaleReadError};
    ///
    /// let table = "code,value\nAGREE,2.5\ncameo:130,-4.4\n";
    /// let scale = Scale::read("desk", "2025", 10.0, table.as_bytes())?;
    /// assert_eq!(scale.valence(&Code::parse("130")?), Some(-0.44));
    ///
    /// let faulty = "AGREE,2.5\nAGRE,2.5\ncameo:130,-44\n";
    /// match Scale::read("desk", "2025", 10.0, faulty.as_bytes()) {
    ///     Err(ScaleReadError::Lines(faults)) => {
    ///         let lines: Vec<_> = faults.faults().iter().map(|fault| fault.line()).collect();
    ///         assert_eq!(lines, [2, 3]);
    ///         assert_eq!(faults.rest().entries().len(), 1);
    ///     }
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(
        name: &str,
        version: &str,
        divisor: f64,
        mut table: impl BufRead,
    ) -> Result<Self, ScaleReadError> {
        if !(divisor.is_finite() && divisor > 0.0) {
            return Err(ScaleReadError::Divisor { divisor });
        }
        Self::from_table(name, version, []).map_err(ScaleReadError::Label)?;
        let mut rows = Rows::new(divisor);
        let mut bytes = Vec::new();
        for line in 1.. {
            let text = next_line(&mut table, &mut bytes)
                .map_err(|source| ScaleReadError::Io { line, source })?;
            if text.is_none_or(|text| rows.take(line, text).is_break()) {
                break;
            }
        }
        let Rows {
            entries, faults, ..
        } = rows;
        let entries = entries
            .into_iter()
            .map(|(code, (_, valence))| (code, valence));
        let rest = Self::from_table(name, version, entries).map_err(ScaleReadError::Label)?;
        if faults.is_empty() {
            Ok(rest)
        } else {
            Err(ScaleFaults { faults, rest }.into())
        }
    }
}

/// The lines of a table so far.
struct Rows {
    divisor: f64,
    /// Each code with the line that has it first.
    entries: BTreeMap<Code, (u64, f64)>,
    faults: Vec<ScaleFault>,
    has_begun: bool,
}

impl Rows {
    const fn new(divisor: f64) -> Self {
        Self {
            divisor,
            entries: BTreeMap::new(),
            faults: Vec::new(),
            has_begun: false,
        }
    }

    /// Takes a line in, and breaks where this is no table, or too long a one.
    fn take(&mut self, line: u64, text: Result<&str, ScaleFaultKind>) -> ControlFlow<()> {
        let text = match text.map(|text| content(text, line)) {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(text)) => Ok(text),
            Err(kind) => Err(kind),
        };
        let may_be_header = !std::mem::replace(&mut self.has_begun, true);
        let entered = match text {
            Ok(text) if may_be_header && is_header(text) => Ok(()),
            Ok(text) => row(text, self.divisor).and_then(|row| self.enter(line, row)),
            Err(kind) => Err(kind),
        };
        let Err(kind) = entered else {
            return ControlFlow::Continue(());
        };
        let is_last = kind == ScaleFaultKind::TooManyEntries;
        self.faults.push(ScaleFault { line, kind });
        if self.faults.len() == MAX_FAULTS {
            let kind = ScaleFaultKind::TooManyFaults;
            self.faults.push(ScaleFault { line, kind });
        } else if !is_last {
            return ControlFlow::Continue(());
        }
        ControlFlow::Break(())
    }

    fn enter(&mut self, line: u64, (code, valence): (Code, f64)) -> Result<(), ScaleFaultKind> {
        match self.entries.get(&code) {
            Some(&(first, _)) => Err(ScaleFaultKind::Duplicate { code, first }),
            None if self.entries.len() == MAX_ENTRIES => Err(ScaleFaultKind::TooManyEntries),
            None => {
                self.entries.insert(code, (line, valence));
                Ok(())
            }
        }
    }
}

impl ScaleFaults {
    /// Every line that is at fault, first to last.
    pub fn faults(&self) -> &[ScaleFault] {
        &self.faults
    }

    /// The scale that the other lines make.
    pub fn rest(&self) -> &Scale {
        &self.rest
    }
}

impl ScaleFault {
    /// The line, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What is wrong with it.
    pub fn kind(&self) -> &ScaleFaultKind {
        &self.kind
    }
}

impl fmt::Display for ScaleFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [fault] = self.faults.as_slice() {
            return fault.fmt(f);
        }
        write!(f, "{} faults", self.faults.len())?;
        for fault in &self.faults {
            write!(f, "\n  {fault}")?;
        }
        Ok(())
    }
}

/// The text of the next line, or why it is none; nothing at the end.
fn next_line<'b>(
    table: &mut impl BufRead,
    bytes: &'b mut Vec<u8>,
) -> io::Result<Option<Result<&'b str, ScaleFaultKind>>> {
    bytes.clear();
    if table.take(MAX_LINE).read_until(b'\n', bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 == MAX_LINE && !bytes.ends_with(b"\n") {
        skip_line(table)?;
        return Ok(Some(Err(ScaleFaultKind::LongLine)));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ScaleFaultKind::NotText);
    Ok(Some(text.and_then(|text| {
        if text.trim_end().contains('\r') {
            Err(ScaleFaultKind::Return)
        } else {
            Ok(text)
        }
    })))
}

/// Passes over what is left of a line, without keeping it.
fn skip_line(table: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = table.fill_buf()?;
        let (length, is_over) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(place) => (place + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        table.consume(length);
        if is_over {
            return Ok(());
        }
    }
}

/// What stands in a line; none if it is empty or a comment. A byte order mark is no content.
fn content(text: &str, line: u64) -> Option<&str> {
    let text = match line {
        1 => text.strip_prefix('\u{feff}').unwrap_or(text),
        _ => text,
    };
    let text = text.trim();
    (!text.is_empty() && !text.starts_with('#')).then_some(text)
}

/// The two columns of a line.
fn columns(text: &str) -> Option<(&str, &str)> {
    let (code, value) = text.split_once('\t').or_else(|| text.rsplit_once(','))?;
    Some((code.trim(), value.trim()))
}

/// Whether a line names columns: no code in the first, no number in the second.
fn is_header(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    columns(text).is_some_and(|(code, _)| !has_digit && Code::parse(code).is_err())
}

/// The code of a line and its valence.
fn row(text: &str, divisor: f64) -> Result<(Code, f64), ScaleFaultKind> {
    let (code, text) = columns(text).ok_or_else(|| ScaleFaultKind::NoValue {
        text: shortened(text),
    })?;
    let code = Code::parse(code).map_err(ScaleFaultKind::Code)?;
    let value = text.parse::<f64>().map_err(|_| ScaleFaultKind::NoNumber {
        text: shortened(text),
    })?;
    let valence = divided(text, value, divisor);
    if (-1.0..=1.0).contains(&valence) {
        Ok((code, valence))
    } else {
        Err(ScaleFaultKind::Value {
            code,
            value,
            divisor,
        })
    }
}

/// A number that was written as `text`, divided: by a power of ten to the nearest `f64`.
fn divided(text: &str, value: f64, divisor: f64) -> f64 {
    const POWERS: [f64; 4] = [1.0, 10.0, 100.0, 1000.0];
    let places = POWERS
        .iter()
        .position(|power| power.to_bits() == divisor.to_bits());
    // `4.4e-1`, and not 4.4 / 10, which is another number; an exponent of its own stands in the way.
    places
        .and_then(|places| format!("{text}e-{places}").parse().ok())
        .unwrap_or(value / divisor)
}
