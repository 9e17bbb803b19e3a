//! Columns in the types that marks have.

use std::borrow::Cow;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Date32Array, StringArray, new_null_array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_datafusion_err};

use crate::call::{Call, Source, day_of};

/// The columns of a batch, with days for texts, and with a column of counts for the constant `NULL`.
///
/// # Errors
///
/// If a text is not a date. A time is not: its day depends on a zone.
pub(crate) fn prepared<'v>(call: &Call, values: &'v [ArrayRef]) -> Result<Cow<'v, [ArrayRef]>> {
    let mut prepared = Cow::Borrowed(values);
    let Source::Rows(columns) = call.source else {
        return Ok(prepared);
    };
    if let Some(texts) = values[0].as_string_opt::<i32>() {
        prepared.to_mut()[0] = Arc::new(days(call.name, texts)?);
    }
    if let Some(place) = columns.count.filter(|&at| values[at].data_type().is_null()) {
        prepared.to_mut()[place] = new_null_array(&DataType::Int64, values[place].len());
    }
    Ok(prepared)
}

fn days(function: &str, texts: &StringArray) -> Result<Date32Array> {
    let day = |text: Option<&str>| {
        let Some(text) = text else {
            return Ok(None);
        };
        day_of(text).map(Some).ok_or_else(|| {
            exec_datafusion_err!(
                "`{function}`: the day of a row is `{text}`: expected a date, such as `2025-07-11`"
            )
        })
    };
    texts.iter().map(day).collect()
}
