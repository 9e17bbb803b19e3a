//! Unpacks the frames of a file in zstd format.
//!
//! Source: RFC 8878, *Zstandard Compression and the 'application/zstd' Media Type*.

use std::io::{self, BufRead, Error, ErrorKind, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Reads all frames one after another, as tools that pack on several threads write them.
pub(super) struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    is_in_frame: bool,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(packed: R) -> Self {
        Self {
            packed,
            decoder: FrameDecoder::new(),
            is_in_frame: false,
        }
    }

    /// Starts the next frame that has data. Returns `false` at the end of the file.
    fn start(&mut self) -> io::Result<bool> {
        while !self.packed.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.packed) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = self.packed.by_ref().take(length.into());
                    if io::copy(&mut skipped, &mut io::sink())? < length.into() {
                        return Err(cut());
                    }
                }
                Err(error) => return Err(self.refused(&error)),
            }
        }
        Ok(false)
    }

    /// Compares the checksum at the end of a frame, if it has one.
    fn check(&self) -> io::Result<()> {
        let stated = self.decoder.get_checksum_from_data();
        match (stated, self.decoder.get_calculated_checksum()) {
            (Some(stated), Some(found)) if stated != found => Err(Error::new(
                ErrorKind::InvalidData,
                "the file packed with zstd is damaged: expected data with the stated checksum",
            )),
            _ => Ok(()),
        }
    }

    fn refused(&mut self, error: &FrameDecoderError) -> Error {
        match self.packed.fill_buf() {
            Ok([]) => cut(),
            Ok(_) => {
                let message = format!("the file packed with zstd is damaged: {error}");
                Error::new(ErrorKind::InvalidData, message)
            }
            Err(error) => error,
        }
    }
}

fn cut() -> Error {
    Error::new(
        ErrorKind::UnexpectedEof,
        "the file packed with zstd is cut: expected the end of a frame",
    )
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.is_in_frame {
                if !self.start()? {
                    return Ok(0);
                }
                self.is_in_frame = true;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                let decoded = self.decoder.decode_blocks(&mut self.packed, one);
                if let Err(error) = decoded {
                    return Err(self.refused(&error));
                }
            }
            let length = self.decoder.read(buffer)?;
            if length > 0 {
                return Ok(length);
            }
            self.check()?;
            self.is_in_frame = false;
        }
    }
}
