//! Values in the form that a text file would have.

use std::io::Write;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, LargeBinaryArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Int64Type, TimeUnit, TimestampSecondType, UInt64Type,
};
use datafusion::common::DataFusionError;

use super::layout::DateForm;

/// The values of a column of one batch.
pub(super) enum Cells {
    /// Texts and binaries.
    Bytes(LargeBinaryArray),
    Whole(ArrayRef),
    Unsigned(ArrayRef),
    Days(ArrayRef),
    Seconds(ArrayRef),
}

/// Replaces a byte that would end a field or a line.
const NOT_TEXT: u8 = 0xFF;

/// Whether a column of a type can be written exactly.
pub(super) fn is_supported(data_type: &DataType) -> bool {
    use DataType as T;
    match data_type {
        T::Dictionary(_, values) => is_supported(values),
        T::Utf8
        | T::LargeUtf8
        | T::Utf8View
        | T::Binary
        | T::LargeBinary
        | T::BinaryView
        | T::Date32
        | T::Date64
        | T::Timestamp(_, None)
        | T::Null => true,
        other => other.is_integer(),
    }
}

impl Cells {
    /// The values of a column of a [supported](is_supported) type.
    pub(super) fn of(values: &ArrayRef) -> Result<Self, DataFusionError> {
        use DataType as T;
        let as_type = |data_type: &DataType| cast(values, data_type);
        Ok(match values.data_type() {
            T::Dictionary(_, of) => Self::of(&as_type(of)?)?,
            T::UInt64 => Self::Unsigned(as_type(&T::UInt64)?),
            whole if whole.is_integer() => Self::Whole(as_type(&T::Int64)?),
            T::Date32 | T::Date64 => Self::Days(as_type(&T::Date32)?),
            T::Timestamp(..) => Self::Seconds(as_type(&T::Timestamp(TimeUnit::Second, None))?),
            T::Utf8 | T::Utf8View | T::LargeUtf8 => {
                let texts = as_type(&T::LargeUtf8)?;
                Self::Bytes(cast(&texts, &T::LargeBinary)?.as_binary().clone())
            }
            _ => Self::Bytes(as_type(&T::LargeBinary)?.as_binary().clone()),
        })
    }

    /// Appends the value of a row to a line; nothing for `NULL`.
    pub(super) fn write(&self, row: usize, form: DateForm, line: &mut Vec<u8>) {
        match self {
            Self::Bytes(values) if values.is_valid(row) => {
                let start = line.len();
                line.extend_from_slice(values.value(row));
                for byte in &mut line[start..] {
                    if matches!(byte, b'\t' | b'\n' | b'\r') {
                        *byte = NOT_TEXT;
                    }
                }
            }
            Self::Whole(values) if values.is_valid(row) => {
                shown(line, values.as_primitive::<Int64Type>().value(row));
            }
            Self::Unsigned(values) if values.is_valid(row) => {
                shown(line, values.as_primitive::<UInt64Type>().value(row));
            }
            Self::Days(values) if values.is_valid(row) => {
                let values = values.as_primitive::<Date32Type>();
                let date = values.value_as_date(row);
                write_time(line, date.and_then(|date| date.and_hms_opt(0, 0, 0)), form);
            }
            Self::Seconds(values) if values.is_valid(row) => {
                let values = values.as_primitive::<TimestampSecondType>();
                write_time(line, values.value_as_datetime(row), form);
            }
            _ => {}
        }
    }
}

fn shown(line: &mut Vec<u8>, value: impl std::fmt::Display) {
    write!(line, "{value}").expect("writing to memory does not fail");
}

/// Appends a time in the form of the format. A time that is not in the calendar is written as `?`, which no reader
/// accepts as a date.
fn write_time(line: &mut Vec<u8>, time: Option<NaiveDateTime>, form: DateForm) {
    let Some(time) = time else {
        line.push(b'?');
        return;
    };
    let date: NaiveDate = time.date();
    let (year, month, day) = (date.year(), date.month(), date.day());
    let written = match form {
        DateForm::Iso => write!(line, "{date}"),
        DateForm::Compact => write!(line, "{year:04}{month:02}{day:02}"),
        DateForm::CompactTime => {
            let (hour, minute, second) = (time.hour(), time.minute(), time.second());
            write!(
                line,
                "{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}"
            )
        }
    };
    written.expect("writing to memory does not fail");
}
