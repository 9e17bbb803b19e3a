//! The functions as DataFusion functions.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, StringArray,
};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature,
    Volatility,
};

use super::{codes, dates};
use crate::call::fault;
use crate::documentation;

/// Which scalar function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Function {
    CameoValence,
    CameoClass,
    PloverCategory,
    Country,
    EdtfEarliest,
    EdtfLatest,
    IsCertainlyBefore,
}

impl Function {
    pub(crate) const ALL: [Self; 7] = [
        Self::CameoValence,
        Self::CameoClass,
        Self::PloverCategory,
        Self::Country,
        Self::EdtfEarliest,
        Self::EdtfLatest,
        Self::IsCertainlyBefore,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CameoValence => "cameo_valence",
            Self::CameoClass => "cameo_class",
            Self::PloverCategory => "plover_category",
            Self::Country => "country",
            Self::EdtfEarliest => "edtf_earliest",
            Self::EdtfLatest => "edtf_latest",
            Self::IsCertainlyBefore => "is_certainly_before",
        }
    }

    /// The names of the arguments.
    pub(crate) const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::CameoValence => &["code", "scale"],
            Self::CameoClass | Self::PloverCategory => &["code"],
            Self::Country => &["code", "system"],
            Self::EdtfEarliest | Self::EdtfLatest => &["date"],
            Self::IsCertainlyBefore => &["a", "b"],
        }
    }

    const fn result(self) -> DataType {
        match self {
            Self::CameoValence => DataType::Float64,
            Self::CameoClass | Self::PloverCategory | Self::Country => DataType::Utf8,
            Self::EdtfEarliest | Self::EdtfLatest => DataType::Date32,
            Self::IsCertainlyBefore => DataType::Boolean,
        }
    }

    /// Checks the name of a scale or of a system.
    fn check_name(self, name: &str) -> std::result::Result<(), String> {
        match self {
            Self::CameoValence => codes::scale(name).map(|_| ()),
            Self::Country => codes::system(name).map(|_| ()),
            _ => Ok(()),
        }
    }
}

/// A scalar function of this crate.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Scalar {
    function: Function,
    signature: Signature,
}

impl Scalar {
    pub(crate) fn new(function: Function) -> Self {
        Self {
            function,
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for Scalar {
    fn name(&self) -> &str {
        self.function.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        let names = self.function.arguments();
        if arg_types.len() != names.len() {
            let message = format!(
                "the number of arguments is `{}`: expected {}",
                arg_types.len(),
                names.join(", ")
            );
            return Err(fault(self.name(), &message));
        }
        for (name, given) in names.iter().zip(arg_types) {
            let is_text = matches!(
                given,
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
            );
            // A code that was read as a number has lost its leading zeros.
            if !is_text && !given.is_null() {
                return Err(fault(
                    self.name(),
                    &format!("`{name}` is {given}: expected a text"),
                ));
            }
        }
        Ok(vec![DataType::Utf8; arg_types.len()])
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(self.function.result())
    }

    /// Also checks the name of a scale or a system if it is constant, so that an unknown name is refused before a
    /// row is read.
    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        if let Some(Some(ScalarValue::Utf8(Some(name)) | ScalarValue::Utf8View(Some(name)))) =
            args.scalar_arguments.get(1)
        {
            self.function
                .check_name(name)
                .map_err(|message| fault(self.name(), &message))?;
        }
        Ok(Field::new(self.name(), self.function.result(), true).into())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_constant = args
            .args
            .iter()
            .all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if is_constant { 1 } else { args.number_rows };
        let texts = args
            .args
            .into_iter()
            .map(|arg| arg.into_array(rows))
            .collect::<Result<Vec<_>>>()?;
        let answers = self.answers(&texts)?;
        if is_constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(
                &answers, 0,
            )?));
        }
        Ok(ColumnarValue::Array(answers))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(documentation::of_scalar(self.function))
    }
}

/// Calls a function of one text for each row.
fn of_one<T>(
    texts: &ArrayRef,
    answer: impl Fn(&str) -> Option<T>,
) -> impl Iterator<Item = Option<T>> {
    let texts = texts.as_string::<i32>();
    texts.iter().map(move |text| answer(text?))
}

/// Calls a function of a text and of what a name means. Equal names in a row are looked up once.
fn of_named<N: Clone, T>(
    function: &str,
    [texts, names]: &[ArrayRef; 2],
    look_up: impl Fn(&str) -> std::result::Result<N, String>,
    answer: impl Fn(&N, &str) -> Option<T>,
) -> Result<Vec<Option<T>>> {
    let (texts, names) = (texts.as_string::<i32>(), names.as_string::<i32>());
    let mut last: Option<(&str, N)> = None;
    let rows = texts.iter().zip(names).map(|(text, name)| {
        let Some(name) = name else {
            return Ok(None);
        };
        let found = match last.take() {
            Some((known, found)) if known == name => found,
            _ => {
                look_up(name).map_err(|message| exec_datafusion_err!("`{function}`: {message}"))?
            }
        };
        let answered = text.and_then(|text| answer(&found, text));
        last = Some((name, found));
        Ok(answered)
    });
    rows.collect()
}

impl Scalar {
    /// The answers for the rows of some texts.
    fn answers(&self, texts: &[ArrayRef]) -> Result<ArrayRef> {
        let pair =
            || <&[ArrayRef; 2]>::try_from(texts).expect("functions with two arguments have two");
        let name = self.name();
        Ok(match self.function {
            Function::CameoValence => {
                let rows = of_named(name, pair(), codes::scale, codes::cameo_valence)?;
                Arc::new(Float64Array::from(rows))
            }
            Function::CameoClass => {
                Arc::new(of_one(&texts[0], codes::cameo_class).collect::<StringArray>())
            }
            Function::PloverCategory => {
                Arc::new(of_one(&texts[0], codes::plover_category).collect::<StringArray>())
            }
            Function::Country => {
                let rows = of_named(name, pair(), codes::system, |&lookup, text| {
                    codes::country(lookup, text)
                })?;
                Arc::new(StringArray::from(rows))
            }
            Function::EdtfEarliest => {
                Arc::new(of_one(&texts[0], dates::edtf_earliest).collect::<Date32Array>())
            }
            Function::EdtfLatest => {
                Arc::new(of_one(&texts[0], dates::edtf_latest).collect::<Date32Array>())
            }
            Function::IsCertainlyBefore => {
                let [a, b] = pair().each_ref().map(AsArray::as_string::<i32>);
                let rows = a
                    .iter()
                    .zip(b)
                    .map(|(a, b)| dates::is_certainly_before(a?, b?));
                Arc::new(rows.collect::<BooleanArray>())
            }
        })
    }
}
