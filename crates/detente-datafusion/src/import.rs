//! Reads coded events from Arrow batches, by the rules of the text readers.
//!
//! Parquet files with the columns of GDELT, ICEWS or POLECAT, or with a date, two actors and a code, can be read
//! like a text file: into a ledger, a snapshot or events of a timeline. Each row is written as a line of the
//! published format and read by [`RowReader`], so the rules are implemented only once. The same rows give the same
//! counts, warnings and faults.
//!
//! ```
//! use datafusion::prelude::*;
//! use detente::import::{Format, Importer, Options, PlainLayout};
//! use detente_datafusion::import::{ArrowLayout, read_stream};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let session = SessionContext::new();
//! // For a folder of Parquet: `session.read_parquet("events/", ParquetReadOptions::default())`.
//! let rows = session
//!     .sql("SELECT DATE '2014-05-13' AS day, 'USA' AS who, 'RUS' AS whom, '042' AS what")
//!     .await?
//!     .execute_stream()
//!     .await?;
//! let layout = ArrowLayout::plain("day", "who", "whom", "what");
//! let importer = Importer::new(Options::new(layout.format()));
//! let import = read_stream(importer, layout, rows).await?.build()?;
//! assert_eq!(import.summary.kept, 1);
//! assert!(import.ledger.dyad("USA", "RUS").is_some());
//! # Ok(())
//! # }
//! ```
//!
//! # Which columns are needed?
//!
//! Columns are found by their names. Case and order do not matter.
//!
//! | layout | columns |
//! | :-- | :-- |
//! | [`ArrowLayout::gdelt1`], [`ArrowLayout::gdelt2`] | `GLOBALEVENTID`, `SQLDATE`, `Actor1Code`, `Actor1Name`, `Actor1CountryCode`, the same of `Actor2`, `EventCode`, `DATEADDED`; if present, `NumMentions`, `NumSources` |
//! | [`ArrowLayout::icews`] | `Event ID`, `Event Date`, `CAMEO Code`, `Source Name`, `Source Country`, `Target Name`, `Target Country` |
//! | [`ArrowLayout::polecat`] | `Event ID`, `Event Date`, `Event Type`, `Event Mode`, `Actor Name`, `Actor Country`, `Recipient Name`, `Recipient Country`, `Publication Date` |
//! | [`ArrowLayout::plain`] | the four that you name |
//!
//! # How are values read?
//!
//! | type | read as |
//! | :-- | :-- |
//! | text, also in a dictionary; binary | its bytes |
//! | whole number | its digits; a code has then lost its leading zeros, which is a [warning](detente::import::RowWarning) or a fault, as in a file |
//! | date | the date as the format writes it |
//! | timestamp without a zone | its date; in `DATEADDED` of GDELT 2.0 its time too |
//! | `NULL` | an empty text |
//!
//! Other types are refused, because for example a float has no exact digits. A field of a text file cannot contain
//! a tab or a line end. In a text value, these are replaced by a byte that is not UTF-8, so the row has the
//! warning [`BrokenText`](detente::import::RowWarning::BrokenText).

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::Schema;
use datafusion::common::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use detente::import::{ImportError, Importer, RowReader};
use futures::StreamExt;
use thiserror::Error;

mod cell;
mod layout;
mod lines;

pub use layout::ArrowLayout;
pub use lines::ArrowLines;

/// Arrow batches could not be read as coded events.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ArrowImportError {
    /// A column is missing.
    #[error("the column `{name}` is missing: expected the columns of {format}")]
    MissingColumn {
        /// The name of the column.
        name: String,
        /// The format.
        format: detente::import::Format,
    },
    /// A column has a type that cannot be written exactly.
    #[error("the column `{name}` is {data_type}: expected a text, a whole number or a date")]
    ColumnType {
        /// The name of the column.
        name: String,
        /// Its type.
        data_type: datafusion::arrow::datatypes::DataType,
    },
    /// The source of the batches failed.
    #[error(transparent)]
    Source(#[from] DataFusionError),
    /// The rows could not be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
}

/// Creates a reader of the rows of some batches.
///
/// The batches must have the given schema. Pass the reader to an [`Importer`], or to a
/// [`Conversion`](detente::import::Conversion) for events of a timeline. A batch that cannot be loaded ends the
/// input with an I/O error.
///
/// # Errors
///
/// Returns [`ArrowImportError`] if a column is missing, or has a type that cannot be read.
pub fn rows<I>(
    layout: &ArrowLayout,
    schema: &Schema,
    batches: I,
) -> Result<RowReader<ArrowLines<I::IntoIter>>, ArrowImportError>
where
    I: IntoIterator<Item = Result<RecordBatch, DataFusionError>>,
{
    let format = layout.format();
    let lines = ArrowLines::new(layout, schema, batches.into_iter())?;
    Ok(RowReader::new(lines, format))
}

/// Reads all rows of a stream, such as the answer to a query, and returns the importer.
///
/// Rows are read on a thread for blocking work, while the stream loads the next batch.
///
/// # Errors
///
/// Returns [`ArrowImportError`] if a column is missing or has a type that cannot be read, or the stream or the
/// import fails. The rows read so far are then lost. Refused rows are not errors, but faults in the summary of the
/// importer.
///
/// # Panics
///
/// Panics outside a Tokio runtime.
pub async fn read_stream(
    mut importer: Importer,
    layout: ArrowLayout,
    mut stream: SendableRecordBatchStream,
) -> Result<Importer, ArrowImportError> {
    let schema = stream.schema();
    let (send, mut receive) = tokio::sync::mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || {
        let batches = std::iter::from_fn(move || receive.blocking_recv());
        let mut reader = rows(&layout, &schema, batches)?;
        importer.read(&mut reader)?;
        Ok(importer)
    });
    let mut failed = None;
    while let Some(batch) = stream.next().await {
        match batch {
            // If the reader has stopped, its own error says why.
            Ok(batch) => match send.send(Ok(batch)).await {
                Ok(()) => {}
                Err(_) => break,
            },
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    drop(send);
    let read = reading.await.expect("reading rows does not panic");
    match failed {
        Some(error) => Err(error.into()),
        None => read,
    }
}
