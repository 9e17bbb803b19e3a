//! Reading a scale from a file: lines with a code and a value.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use thiserror::Error;

use super::{MAX_ENTRIES, Scale, ScaleError};
use crate::code::{Code, CodeError};
use crate::text::{END_LINES, shortened};

/// A scale could not be read by [`Scale::read`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ScaleReadError {
    /// The name or the version is blank, too long, or contains control characters.
    #[error(transparent)]
    Label(ScaleError),
    /// The divisor is not a number above 0.
    #[error("the divisor of the values is `{divisor}`: expected a number above 0")]
    Divisor {
        /// The divisor.
        divisor: f64,
    },
    /// The reader failed.
    #[error("line {line} of the table cannot be read")]
    Io {
        /// The line, counted from 1.
        line: u64,
        /// The error of the reader.
        source: io::Error,
    },
    /// Some lines are faulty. The message has one line for each of them.
    #[error("{}", list(.faults))]
    Lines {
        /// The faulty lines, from first to last.
        faults: Vec<ScaleFault>,
        /// The scale of the other lines.
        rest: Scale,
    },
}

/// The maximum number of faults that are listed. The rest of the file is then not read.
const MAX_FAULTS: usize = 1_000;
/// The maximum length of a line in bytes, including its line feed.
const MAX_LINE: u64 = 4_096;

/// A faulty line of a table.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[error("line {line}: {kind}")]
pub struct ScaleFault {
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub kind: ScaleFaultKind,
}

/// What is wrong with a line of a table.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ScaleFaultKind {
    /// The line is not UTF-8.
    #[error("the line is not text: expected UTF-8")]
    NotText,
    /// The line has no value.
    #[error("`{text}` has no value: expected a code and a number, separated by a comma or a tab")]
    NoValue {
        /// The line, shortened if it is long.
        text: Box<str>,
    },
    /// The first column is not a code.
    #[error(transparent)]
    Code(CodeError),
    /// The second column is not a number.
    #[error("`{text}` is not a number: expected a value such as `-0.4`")]
    NoNumber {
        /// The column, shortened if it is long.
        text: Box<str>,
    },
    /// The value is out of range.
    #[error("the value of `{code}` is `{value}`: expected {} to {divisor}", -divisor)]
    Value {
        /// The code.
        code: Code,
        /// The value in the table.
        value: f64,
        /// The number by which values are divided.
        divisor: f64,
    },
    /// An earlier line has the same code.
    #[error("`{code}` is already in line {first}: expected each code once")]
    Duplicate {
        /// The code.
        code: Code,
        /// The line that has it first.
        first: u64,
    },
    /// Lines end with a carriage return instead of a line feed.
    #[error(
        "the line contains a carriage return: expected lines that end with a line feed; {END_LINES}"
    )]
    Return,
    /// The line is too long.
    #[error("the line is too long: expected at most 4096 bytes")]
    LongLine,
    /// There are too many faults. The following lines are not read.
    #[error("{MAX_FAULTS} faults were found: the following lines were not read")]
    TooManyFaults,
    /// The table is too long. The following lines are not read.
    #[error("the table is too long: expected at most {MAX_ENTRIES} entries")]
    TooManyEntries,
}

/// One fault alone, or the number of faults and a line for each.
fn list(faults: &[ScaleFault]) -> String {
    if let [fault] = faults {
        return fault.to_string();
    }
    let mut text = format!("{} faults", faults.len());
    for fault in faults {
        write!(text, "\n  {fault}").expect("writing to a `String` cannot fail");
    }
    text
}

impl Scale {
    /// Reads your own scale. Each line has a code and a value, separated by a comma or a tab.
    ///
    /// Values are divided by `divisor`: 1 for valences from -1 to 1, 10 for Goldstein
    /// weights. A power of ten moves the decimal point: `-4.4` by ten is the same `-0.44` as in the
    /// scales of this crate.
    ///
    /// ```text
    /// # a toast is better than a handshake
    /// code,value
    /// cameo:057,8.0
    /// moscow-desk:toast,1.5
    /// ```
    ///
    /// Empty lines and lines that start with `#` are ignored. The first line is a header if it has
    /// neither a code nor a digit. A line with a tab is split at the first tab, any other line at
    /// the last comma.
    ///
    /// # Errors
    ///
    /// Returns [`ScaleReadError::Lines`] with the faulty lines, up to a thousand, and the scale of the
    /// other lines. A line has at most 4,096 bytes. Returns another [`ScaleReadError`] for a faulty
    /// name, version or divisor, or if the reader fails.
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
    ///     Err(ScaleReadError::Lines { faults, rest, .. }) => {
    ///         let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
    ///         assert_eq!(lines, [2, 3]);
    ///         assert_eq!(rest.entries().len(), 1);
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
        // Check the name and the version first: a long file is not read in vain.
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
            Err(ScaleReadError::Lines { faults, rest })
        }
    }
}

/// What was read of a table so far.
struct Rows {
    divisor: f64,
    /// Each code with the line that has it first and its valence.
    entries: BTreeMap<Code, (u64, f64)>,
    faults: Vec<ScaleFault>,
    /// Whether a line with content was read, so that no header can follow.
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

    /// Adds a line. Breaks after too many faults or entries.
    fn take(&mut self, line: u64, text: Result<&str, ScaleFaultKind>) -> ControlFlow<()> {
        // A line is empty, has content, or could not be read as text.
        let text = match text.map(|text| content(text, line)) {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(text)) => Ok(text),
            Err(kind) => Err(kind),
        };
        // Only the first line with content, even if it is faulty, may be a header.
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

    /// Adds an entry, unless its code is known or the table is full.
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

/// Reads the next line into `bytes`. Returns `None` at the end of the table, and a fault for a line that
/// is not text or is too long.
///
/// Memory is bounded by `MAX_LINE`, even if the table has no line feed.
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

/// Skips the rest of a line without keeping it.
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

/// The content of a line. Returns `None` if it is empty or a comment. A byte order mark is ignored.
fn content(text: &str, line: u64) -> Option<&str> {
    let text = match line {
        1 => text.strip_prefix('\u{feff}').unwrap_or(text),
        _ => text,
    };
    let text = text.trim();
    (!text.is_empty() && !text.starts_with('#')).then_some(text)
}

/// The two columns of a line. Returns `None` without a separator.
fn columns(text: &str) -> Option<(&str, &str)> {
    let (code, value) = text.split_once('\t').or_else(|| text.rsplit_once(','))?;
    Some((code.trim(), value.trim()))
}

/// Whether a line is a header: no digit, and no code in the first column.
fn is_header(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    columns(text).is_some_and(|(code, _)| !has_digit && Code::parse(code).is_err())
}

/// Parses the code of a line and its valence.
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

/// Divides a number that was written as `text`.
///
/// A power of ten moves the decimal point of the text: `4.4e-1` is the `f64` nearest to 0.44, which
/// `4.4 / 10.0` is not always. A text with an exponent is divided as a number.
fn divided(text: &str, value: f64, divisor: f64) -> f64 {
    const POWERS: [f64; 4] = [1.0, 10.0, 100.0, 1000.0];
    let places = POWERS
        .iter()
        .position(|power| power.to_bits() == divisor.to_bits());
    places
        .and_then(|places| format!("{text}e-{places}").parse().ok())
        .unwrap_or(value / divisor)
}
