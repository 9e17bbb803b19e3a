//! Rows of batches as lines of text.

use std::io::{self, BufRead, Read};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::Schema;
use datafusion::common::DataFusionError;

use super::ArrowImportError;
use super::cell::{Cells, is_supported};
use super::layout::{ArrowLayout, DateForm};

/// The input of a [`RowReader`](detente::import::RowReader) over Arrow batches: see [`rows`](super::rows).
#[derive(Debug)]
pub struct ArrowLines<I> {
    batches: I,
    /// For each column of a line: the index of the column of the batches and the form of its dates.
    sources: Vec<Option<(usize, DateForm)>>,
    buffer: Vec<u8>,
    /// How many bytes of the buffer have been read.
    read: usize,
}

impl<I> ArrowLines<I> {
    pub(super) fn new(
        layout: &ArrowLayout,
        schema: &Schema,
        batches: I,
    ) -> Result<Self, ArrowImportError> {
        let mut sources = vec![None; layout.width()];
        for column in layout.columns() {
            let fields = schema.fields();
            let exact = fields.iter().position(|field| *field.name() == column.name);
            let found = exact.or_else(|| {
                fields
                    .iter()
                    .position(|field| field.name().eq_ignore_ascii_case(&column.name))
            });
            match found {
                Some(index) if is_supported(fields[index].data_type()) => {
                    sources[column.place] = Some((index, column.date));
                }
                Some(index) => {
                    return Err(ArrowImportError::ColumnType {
                        name: fields[index].name().clone(),
                        data_type: fields[index].data_type().clone(),
                    });
                }
                None if column.is_required => {
                    return Err(ArrowImportError::MissingColumn {
                        name: column.name.clone(),
                        format: layout.format(),
                    });
                }
                None => {}
            }
        }
        let mut buffer = layout.header().map(String::into_bytes).unwrap_or_default();
        if !buffer.is_empty() {
            buffer.push(b'\n');
        }
        Ok(Self {
            batches,
            sources,
            buffer,
            read: 0,
        })
    }

    /// Writes the rows of a batch into the empty buffer.
    fn fill(&mut self, batch: &RecordBatch) -> Result<(), DataFusionError> {
        let columns = self.sources.iter().map(|source| {
            source
                .map(|(index, form)| Ok((Cells::of(batch.column(index))?, form)))
                .transpose()
        });
        let columns: Vec<_> = columns.collect::<Result<_, DataFusionError>>()?;
        for row in 0..batch.num_rows() {
            for (place, column) in columns.iter().enumerate() {
                if place > 0 {
                    self.buffer.push(b'\t');
                }
                if let Some((cells, form)) = column {
                    cells.write(row, *form, &mut self.buffer);
                }
            }
            self.buffer.push(b'\n');
        }
        Ok(())
    }
}

impl<I: Iterator<Item = Result<RecordBatch, DataFusionError>>> BufRead for ArrowLines<I> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.read == self.buffer.len() {
            let Some(batch) = self.batches.next() else {
                return Ok(&[]);
            };
            self.buffer.clear();
            self.read = 0;
            if let Err(error) = batch.and_then(|batch| self.fill(&batch)) {
                // A part of a batch is not read after its error.
                self.buffer.clear();
                return Err(io::Error::other(error));
            }
        }
        Ok(&self.buffer[self.read..])
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount;
    }
}

impl<I: Iterator<Item = Result<RecordBatch, DataFusionError>>> Read for ArrowLines<I> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let amount = available.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}
