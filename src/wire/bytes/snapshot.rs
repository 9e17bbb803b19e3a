//! Snapshots as bytes.

use super::super::ledger::{mark_used, name_index, sorted_names};
use super::super::snapshot::{SnapshotReader, VERSION, dyad_snapshot};
use super::{BytesError, Kind, Reader, Writer};
use crate::scoring::ScoringError;
use crate::time::date_of_day;
use crate::trend::{Calibration, Coverage, DyadSnapshot, Snapshot, SnapshotError, SnapshotSpec};

const SNAPSHOT: Kind = Kind {
    magic: b"detenteS",
    name: "snapshot",
    version: VERSION,
    oldest: VERSION,
    other: |version| match version {
        1 => format!("expected `{VERSION}`; make the snapshot again from its marks or its ledger"),
        _ => format!("expected `{VERSION}`"),
    },
};
const DYAD: Kind = Kind {
    magic: b"detentes",
    name: "snapshot of one dyad",
    ..SNAPSHOT
};

impl Writer {
    fn put_spec(&mut self, spec: &SnapshotSpec) {
        self.put(spec.at().day());
        match spec.coverage().days() {
            None => self.put(0_u8),
            Some(periods) => {
                self.put(1_u8);
                self.put_len(periods.len());
                for &(start, end) in periods {
                    self.put(start);
                    self.put(end);
                }
            }
        }
        let calibration = spec.calibration();
        for number in [
            calibration.half_life(),
            calibration.kappa(),
            calibration.kappa_z(),
            calibration.least_weight(),
            calibration.enter(),
            calibration.leave(),
            calibration.strong(),
            calibration.prior(),
            calibration.dispersion(),
            calibration.steady(),
            calibration.lean(),
        ] {
            self.put(number);
        }
        for number in [
            calibration.window(),
            calibration.blocks(),
            calibration.block(),
            calibration.lookback(),
        ] {
            self.put(number);
        }
    }

    fn put_units(&mut self, units: &[i128]) {
        for &sum in units {
            self.put(sum);
        }
    }
}

/// A spec as bytes, without an envelope.
fn bytes_of(spec: &SnapshotSpec) -> Vec<u8> {
    let mut writer = Writer { bytes: Vec::new() };
    writer.put_spec(spec);
    writer.bytes
}

impl Reader<'_> {
    fn take_spec(&mut self) -> Result<SnapshotSpec, BytesError> {
        let day: i32 = self.take()?;
        let date =
            date_of_day(day).ok_or_else(|| format!("day `{day}` is out of range: expected a date"));
        let date = self.checked(date)?;
        let coverage = self.take_coverage()?;
        let calibration = self.take_calibration()?;
        Ok(SnapshotSpec::new(date, &calibration).with_coverage(coverage))
    }

    fn take_coverage(&mut self) -> Result<Coverage, BytesError> {
        match self.take()? {
            0_u8 => return Ok(Coverage::unknown()),
            1 => {}
            other => {
                return Err(self.fault(format!(
                    "the kind of coverage is `{other}`: expected 0 or 1"
                )));
            }
        }
        let mut periods: Vec<(i32, i32)> = Vec::new();
        for _ in 0..self.take_len(2)? {
            let (start, end) = (self.take()?, self.take()?);
            let is_after = periods.last().is_none_or(|&(_, last)| last < start);
            if !(Coverage::is_period(start, end) && is_after) {
                return Err(self.fault(format!(
                    "the period of coverage from day `{start}` to day `{end}` is not valid: expected dates in order, and periods that do not touch"
                )));
            }
            periods.push((start, end));
        }
        Ok(Coverage::of_days(periods))
    }

    fn take_calibration(&mut self) -> Result<Calibration, BytesError> {
        let [half_life, kappa, kappa_z, least_weight]: [f64; 4] = self.take_whole()?;
        let [enter, leave, strong, prior]: [f64; 4] = self.take_whole()?;
        let [dispersion, steady, lean]: [f64; 3] = self.take_whole()?;
        let (window, blocks) = (self.take()?, self.take()?);
        let (block, lookback) = (self.take()?, self.take()?);
        let calibration = || -> Result<_, ScoringError> {
            Calibration::default()
                .with_half_life(half_life)?
                .with_kappa(kappa)?
                .with_kappa_z(kappa_z)?
                .with_least_weight(least_weight)?
                .with_thresholds(leave, enter, strong)?
                .with_prior(prior, dispersion)?
                .with_steady(steady, lean)?
                .with_window(window)?
                .with_blocks(blocks, block)?
                .with_lookback(lookback)
        };
        self.checked(calibration().map_err(|error| error.to_string()))
    }

    /// Reads the sums of a pair. The spec gives their number.
    fn take_units(&mut self, spec: &SnapshotSpec) -> Result<Vec<i128>, BytesError> {
        let len = spec.sums_len();
        if len > self.rest.len() {
            return Err(self.too_long(len, "sums", 1));
        }
        self.take_all(len)
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "postcard")))]
impl DyadSnapshot {
    /// Writes the snapshot as bytes, in the layout of [`format::bytes`](mod@crate::format::bytes): the state of an
    /// aggregate, for a distributed engine.
    ///
    /// Equal snapshots give equal bytes. If parts are merged, they give the bytes of the whole.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(DYAD);
        writer.put_spec(self.spec());
        writer.put_units(self.units());
        writer.finish()
    }

    /// Reads a snapshot from bytes. It is written as the same bytes.
    ///
    /// # Errors
    ///
    /// Returns [`BytesError`] if the bytes are not a snapshot of one pair.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BytesError> {
        let mut reader = Reader::open(bytes, DYAD)?;
        let spec = reader.take_spec()?;
        reader.take_dyad(&spec)
    }

    /// Adds all marks of a snapshot that was written as bytes.
    ///
    /// This is faster than reading and merging, because an equal spec is not created again.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the bytes are not a snapshot of one pair, or it cannot be merged.
    /// Nothing changes then.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Mark};
    /// use detente::trend::{Calibration, DyadSnapshot, SnapshotSpec};
    ///
    /// let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    /// let spec = SnapshotSpec::new(date(11), &Calibration::default());
    /// let critique = Mark::new(DaySpan::day(date(8))?, 1.0, -0.35)?;
    /// let meeting = Mark::new(DaySpan::day(date(10))?, 0.25, 0.25)?;
    ///
    /// let mut state = DyadSnapshot::new(spec.clone());
    /// for mark in [critique, meeting] {
    ///     // On another machine.
    ///     let mut partial = DyadSnapshot::new(spec.clone());
    ///     partial.add(&mark)?;
    ///     state.merge_bytes(&partial.to_bytes())?;
    /// }
    ///
    /// let mut whole = DyadSnapshot::new(spec);
    /// whole.add(&critique)?;
    /// whole.add(&meeting)?;
    /// assert_eq!(state.to_bytes(), whole.to_bytes());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge_bytes(&mut self, bytes: &[u8]) -> Result<(), SnapshotError> {
        let mut reader = Reader::open(bytes, DYAD)?;
        let spec = match reader.rest.strip_prefix(bytes_of(self.spec()).as_slice()) {
            Some(rest) => {
                reader.rest = rest;
                self.spec().clone()
            }
            None => reader.take_spec()?,
        };
        let other = reader.take_dyad(&spec)?;
        self.merge(&other)
    }
}

impl Reader<'_> {
    /// Reads the sums of one pair, up to the end of the bytes.
    fn take_dyad(&mut self, spec: &SnapshotSpec) -> Result<DyadSnapshot, BytesError> {
        let units = self.take_units(spec)?;
        self.close()?;
        self.checked(dyad_snapshot(spec, units))
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "postcard")))]
impl Snapshot {
    /// Writes the snapshot as bytes, in the layout of [`format::bytes`](mod@crate::format::bytes).
    ///
    /// Equal snapshots give equal bytes, whatever the order of their marks.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(SNAPSHOT);
        writer.put_spec(self.spec());
        let names = sorted_names(self.dyads().map(|dyad| dyad.actors));
        writer.put_names(&names);
        let dyads = self.dyads();
        writer.put_len(dyads.len());
        for dyad in dyads {
            let (first, second) = dyad.actors;
            writer.put(name_index(&names, first));
            writer.put(name_index(&names, second));
            writer.put_units(dyad.units());
        }
        writer.finish()
    }

    /// Reads a snapshot from bytes. It is written as the same bytes.
    ///
    /// # Errors
    ///
    /// Returns [`BytesError`] if the bytes are not a snapshot.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BytesError> {
        let mut reader = Reader::open(bytes, SNAPSHOT)?;
        let spec = reader.take_spec()?;
        let names = reader.take_names()?;
        let snapshot = SnapshotReader::new(spec.clone(), &names);
        let mut snapshot = reader.checked(snapshot)?;
        let mut is_used = vec![false; names.len()];
        for _ in 0..reader.take_len(2 + spec.sums_len())? {
            let pair = (reader.take()?, reader.take()?);
            let units = reader.take_units(&spec)?;
            reader.checked(snapshot.push(pair, units))?;
            mark_used(&mut is_used, pair);
        }
        reader.close()?;
        reader.check_used(&names, &is_used)?;
        Ok(snapshot.finish())
    }
}
