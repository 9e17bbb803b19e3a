//! The arguments of a call, checked: which columns hold marks, the date, and the parameters.
//!
//! A call is checked twice by the same code. When a query is planned, [`Call::parse`] refuses invalid arguments
//! before a row is read. When the query runs, perhaps on another machine, the call is parsed again from its
//! arguments. Only the name of a function is sent to another machine, so nothing else may affect an answer.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue, plan_err};
use detente::ledger::DaySpan;
use detente::trend::{Calibration, SnapshotSpec};

mod coverage;
mod parameters;

pub(crate) use coverage::parse_coverage;
pub(crate) use parameters::Parameters;

/// An argument: its type, and its value if it is a constant.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub(crate) data_type: DataType,
    pub(crate) value: Option<ScalarValue>,
}

/// The kinds of arguments that a function takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    /// Whether it takes rows: day, weight, valence.
    pub(crate) takes_rows: bool,
    /// Whether it takes stored ledgers.
    pub(crate) takes_ledgers: bool,
    /// Whether it takes a date and the parameters of a score.
    pub(crate) takes_date: bool,
}

/// Where the marks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// One mark a row: in the arguments 0 to 2, and in named columns.
    Rows(Columns),
    /// A stored ledger a row, in argument 0.
    Ledgers,
}

/// The arguments with optional columns of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) last_day: Option<usize>,
    pub(crate) contact: Option<usize>,
    pub(crate) count: Option<usize>,
}

/// A checked call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: &'static str,
    pub(crate) source: Source,
    /// The names of the options that are given.
    pub(crate) named: Vec<String>,
    /// `None` if the function takes no date.
    spec: Option<SnapshotSpec>,
}

/// The names of the arguments with rows.
const ROW: [&str; 3] = ["day", "weight", "valence"];

impl Shape {
    /// The types to which the arguments are cast. Refuses types that cannot be used for an argument.
    pub(crate) fn coerce(self, types: &[DataType]) -> Result<Vec<DataType>> {
        let leading = self.leading(types.first())?;
        if types.len() < leading.len() {
            return plan_err!(
                "`{}` has {} arguments: expected {}",
                self.name,
                types.len(),
                leading
                    .iter()
                    .map(|(name, _)| *name)
                    .collect::<Vec<_>>()
                    .join(", ")
            );
        }
        let (given, options) = types.split_at(leading.len());
        let mut coerced = Vec::with_capacity(types.len());
        for ((name, kind), given) in leading.iter().zip(given) {
            coerced.push(kind.coerce(given).ok_or_else(|| {
                fault(
                    self.name,
                    &format!("`{name}` is {given}: expected {}", kind.words()),
                )
            })?);
        }
        for (at, given) in options.iter().enumerate() {
            let kinds: &[Kind] = if at % 2 == 0 {
                &[Kind::Text]
            } else {
                &Kind::OPTIONS
            };
            let found = kinds.iter().find_map(|kind| kind.coerce(given));
            coerced.push(found.ok_or_else(|| {
                let what = if at % 2 == 0 {
                    "the name of an option"
                } else {
                    "an option"
                };
                fault(
                    self.name,
                    &format!("{what} is {given}: expected {}", words(kinds)),
                )
            })?);
        }
        Ok(coerced)
    }

    /// The arguments before the options, given the type of the first.
    fn leading(self, first: Option<&DataType>) -> Result<Vec<(&'static str, Kind)>> {
        let is_ledger = first.is_some_and(|first| Kind::Ledger.coerce(first).is_some());
        let mut leading = match (is_ledger, self.takes_rows, self.takes_ledgers) {
            (true, _, true) | (false, false, _) => vec![("ledger", Kind::Ledger)],
            (false, true, _) => vec![
                (ROW[0], Kind::Day),
                (ROW[1], Kind::Number),
                (ROW[2], Kind::Number),
            ],
            (true, _, false) => {
                return Err(fault(
                    self.name,
                    "the first argument is a ledger: expected `day`, a DATE",
                ));
            }
        };
        if self.takes_date {
            leading.push(("at", Kind::Day));
        }
        Ok(leading)
    }
}

/// A kind of argument.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Day,
    Whole,
    Number,
    Text,
    Ledger,
}

impl Kind {
    const OPTIONS: [Self; 4] = [Self::Whole, Self::Number, Self::Text, Self::Day];

    /// The type to which values of the given type are cast. Returns `None` if the type does not fit this kind of
    /// argument.
    ///
    /// A timestamp is refused, because its day depends on a time zone, and the cast would choose one silently. The
    /// type of a bare `NULL` is always accepted.
    fn coerce(self, given: &DataType) -> Option<DataType> {
        use DataType as T;
        let is_text = matches!(given, T::Utf8 | T::LargeUtf8 | T::Utf8View);
        let fits = match self {
            // `'2025-07-11'` is a text until it is cast.
            Self::Day => is_text || matches!(given, T::Date32),
            Self::Whole => given.is_integer(),
            Self::Number => given.is_numeric(),
            Self::Text => is_text,
            Self::Ledger => matches!(given, T::Binary | T::LargeBinary | T::BinaryView),
        };
        let target = match self {
            Self::Day => T::Date32,
            Self::Whole => T::Int64,
            Self::Number => T::Float64,
            Self::Text => T::Utf8,
            Self::Ledger => T::Binary,
        };
        (fits || (given.is_null() && !matches!(self, Self::Ledger))).then_some(target)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Day => "a DATE",
            Self::Whole => "a whole number",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Ledger => "a ledger (BINARY)",
        }
    }
}

fn words(kinds: &[Kind]) -> String {
    kinds
        .iter()
        .map(|kind| kind.words())
        .collect::<Vec<_>>()
        .join(" or ")
}

/// An error about a call, when it is planned.
pub(crate) fn fault(function: &str, message: &str) -> datafusion::common::DataFusionError {
    datafusion::common::plan_datafusion_err!("`{function}`: {message}")
}

impl Call {
    /// Checks arguments whose types are [coerced](Shape::coerce).
    ///
    /// `defaults` are the parameters that the call does not name.
    pub(crate) fn parse(
        shape: Shape,
        defaults: &Calibration,
        arguments: &[Argument],
    ) -> Result<Self> {
        let name = shape.name;
        let types: Vec<_> = arguments.iter().map(|one| one.data_type.clone()).collect();
        if shape.coerce(&types)? != types {
            return Err(fault(
                name,
                "the types of the arguments are not cast: expected a planned call",
            ));
        }
        let leading = shape.leading(types.first())?.len();
        let at = if shape.takes_date {
            Some(date(name, &arguments[leading - 1])?)
        } else {
            None
        };
        let mut columns = Columns::default();
        let mut parameters = Parameters::new(defaults);
        let (options, rest) = arguments[leading..].as_chunks::<2>();
        if let [last, ..] = rest {
            return Err(fault(
                name,
                &format!("the last option, {}, has no value", shown(last)),
            ));
        }
        let mut named: Vec<String> = Vec::new();
        for (index, [key, value]) in options.iter().enumerate() {
            let key = constant_text(name, "the name of an option", key)?;
            let place = leading + 2 * index + 1;
            if named.contains(&key) {
                return Err(fault(name, &format!("the option `{key}` is given twice")));
            }
            let is_column = columns.set(&key, place, &value.data_type, name)?;
            if !(is_column || shape.takes_date && parameters.set(name, &key, value)?) {
                return Err(unknown(shape, &types, &key));
            }
            named.push(key);
        }
        let is_ledgers = matches!(types[0], DataType::Binary);
        if is_ledgers && columns != Columns::default() {
            return Err(fault(
                name,
                "a stored ledger has no columns `last_day`, `contact` and `count`",
            ));
        }
        let spec = match at {
            Some(at) => {
                let (calibration, coverage) = parameters.finish(name)?;
                Some(SnapshotSpec::new(at, &calibration).with_coverage(coverage))
            }
            None => None,
        };
        let source = if is_ledgers {
            Source::Ledgers
        } else {
            Source::Rows(columns)
        };
        Ok(Self {
            name,
            source,
            named,
            spec,
        })
    }

    /// The date, calibration and coverage.
    pub(crate) fn spec(&self) -> &SnapshotSpec {
        self.spec
            .as_ref()
            .expect("only functions with a date ask for a spec")
    }
}

impl Columns {
    /// The names of the columns, in the order of the documentation.
    const NAMES: [&'static str; 3] = ["last_day", "contact", "count"];

    /// Takes an option that is a column. Returns whether it is one.
    fn set(&mut self, key: &str, place: usize, given: &DataType, function: &str) -> Result<bool> {
        let (column, kind) = match key {
            "last_day" => (&mut self.last_day, Kind::Day),
            "contact" => (&mut self.contact, Kind::Number),
            "count" => (&mut self.count, Kind::Whole),
            _ => return Ok(false),
        };
        // Options are cast by their type only, so a day given as text and a whole number are not converted.
        let fits = matches!(
            (kind, given),
            (Kind::Day, DataType::Date32)
                | (Kind::Whole | Kind::Number, DataType::Int64)
                | (Kind::Number, DataType::Float64)
        );
        if !fits {
            return Err(fault(
                function,
                &format!("`{key}` is {given}: expected {}", kind.words()),
            ));
        }
        *column = Some(place);
        Ok(true)
    }
}

fn unknown(shape: Shape, types: &[DataType], key: &str) -> datafusion::common::DataFusionError {
    let columns = if matches!(types[0], DataType::Binary) {
        &[][..]
    } else {
        &Columns::NAMES
    };
    let parameters = if shape.takes_date {
        &Parameters::NAMES[..]
    } else {
        &[]
    };
    let names: Vec<_> = columns.iter().chain(parameters).copied().collect();
    let expected = if names.is_empty() {
        "no options".to_owned()
    } else {
        format!("one of {}", names.join(", "))
    };
    fault(
        shape.name,
        &format!("`{key}` is not an option: expected {expected}"),
    )
}

/// The date of a constant.
fn date(function: &str, argument: &Argument) -> Result<chrono::NaiveDate> {
    match &argument.value {
        Some(ScalarValue::Date32(Some(day))) => match DaySpan::of_days(*day, day.saturating_add(1))
        {
            Some(span) => Ok(span.start()),
            None => Err(fault(
                function,
                &format!("day `{day}` is not a date of the calendar"),
            )),
        },
        Some(_) => Err(fault(function, "`at` is NULL: expected a DATE")),
        None => Err(fault(
            function,
            "`at` is not a constant: expected a DATE, such as DATE '2025-07-11'",
        )),
    }
}

/// The text of a constant.
fn constant_text(function: &str, what: &str, argument: &Argument) -> Result<String> {
    match &argument.value {
        Some(ScalarValue::Utf8(Some(text))) => Ok(text.clone()),
        Some(_) => Err(fault(function, &format!("{what} is NULL: expected a text"))),
        None => Err(fault(
            function,
            &format!("{what} is not a constant: expected a text"),
        )),
    }
}

fn shown(argument: &Argument) -> String {
    match &argument.value {
        Some(value) => format!("`{value}`"),
        None => format!("a column of {}", argument.data_type),
    }
}
