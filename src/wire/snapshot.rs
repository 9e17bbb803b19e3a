//! The written form of snapshots.
//!
//! A snapshot is written with its date, its coverage and its calibration, then the sums of each dyad in
//! units of 2^-95. Sums have 128 bits. Most JSON readers would round them to doubles, so text formats
//! write them as strings.

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::Day;
use super::ledger::{check_format, check_names, name, name_index, sorted_names};
use super::reworded::read_shape;
use crate::ledger::DyadKey;
use crate::trend::{Calibration, Coverage, DyadSnapshot, Snapshot, SnapshotSpec};

/// The name of the format of a snapshot.
const FORMAT: &str = "detente-snapshot";
/// The name of the format of a snapshot of one dyad.
const DYAD_FORMAT: &str = "detente-dyad-snapshot";
/// The only version of both formats. Version 1 has the sums of another scoring.
pub(super) const VERSION: u32 = 2;

/// The message for another version.
pub(super) fn other_version(version: u32) -> String {
    match version {
        1 => {
            "`version` is `1`, with the sums of another scoring: expected `2`; make the snapshot again \
              from its marks or its ledger"
                .to_owned()
        }
        _ => format!("`version` is `{version}`: expected `{VERSION}`"),
    }
}

/// The version of a snapshot. It is checked before the fields that differ between versions.
struct Version;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(VERSION)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            VERSION => Ok(Self),
            version => Err(de::Error::custom(other_version(version))),
        }
    }
}

/// A sum of 128 bits, written as a string in text formats.
struct Sum(i128);

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(&self.0)
        } else {
            serializer.serialize_i128(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            let sum = text.parse().map_err(|_| {
                de::Error::custom(format_args!(
                    "`{text}` is not a sum: expected a 128-bit integer, such as `-12`"
                ))
            })?;
            Ok(Self(sum))
        } else {
            i128::deserialize(deserializer).map(Self)
        }
    }
}

fn written(units: &[i128]) -> Vec<Sum> {
    units.iter().copied().map(Sum).collect()
}

/// Creates a snapshot of one dyad from sums that were written.
pub(super) fn dyad_snapshot(spec: &SnapshotSpec, units: Vec<i128>) -> Result<DyadSnapshot, String> {
    DyadSnapshot::of_units(spec.clone(), units)
        .ok_or_else(|| "the sums of the dyad are impossible: expected the sums of marks".to_owned())
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecShape {
    date: Day,
    coverage: Coverage,
    calibration: Calibration,
}

impl SpecShape {
    fn new(spec: &SnapshotSpec) -> Self {
        Self {
            date: Day(spec.date()),
            coverage: spec.coverage().clone(),
            calibration: spec.calibration().clone(),
        }
    }
}

impl Serialize for SnapshotSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        SpecShape::new(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SnapshotSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: SpecShape = read_shape(deserializer)?;
        Ok(Self::new(shape.date.0, &shape.calibration).with_coverage(shape.coverage))
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DyadSnapshotShape {
    format: String,
    version: Version,
    #[serde(rename = "vantage")]
    spec: SnapshotSpec,
    sums: Vec<Sum>,
}

impl Serialize for DyadSnapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DyadSnapshotShape {
            format: DYAD_FORMAT.to_owned(),
            version: Version,
            spec: self.spec().clone(),
            sums: written(self.units()),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DyadSnapshot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: DyadSnapshotShape = read_shape(deserializer)?;
        check_format(&shape.format, DYAD_FORMAT)
            .and_then(|()| {
                dyad_snapshot(
                    &shape.spec,
                    shape.sums.into_iter().map(|sum| sum.0).collect(),
                )
            })
            .map_err(de::Error::custom)
    }
}

/// The sums of a dyad. Actors are indexes into the names.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PairShape {
    actors: (u32, u32),
    sums: Vec<Sum>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SnapshotShape {
    format: String,
    version: Version,
    #[serde(rename = "vantage")]
    spec: SnapshotSpec,
    actors: Vec<String>,
    pairs: Vec<PairShape>,
}

impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = sorted_names(self.dyads().map(|dyad| dyad.actors));
        let pairs = self.dyads().map(|dyad| {
            let (first, second) = dyad.actors;
            PairShape {
                actors: (name_index(&names, first), name_index(&names, second)),
                sums: written(dyad.units()),
            }
        });
        SnapshotShape {
            format: FORMAT.to_owned(),
            version: Version,
            spec: self.spec().clone(),
            pairs: pairs.collect(),
            actors: names.into_iter().map(str::to_owned).collect(),
        }
        .serialize(serializer)
    }
}

/// Builds a snapshot from sums that were written.
pub(super) struct SnapshotReader<'n, N> {
    snapshot: Snapshot,
    names: &'n [N],
    last: Option<(u32, u32)>,
}

impl<'n, N: AsRef<str>> SnapshotReader<'n, N> {
    pub(super) fn new(spec: SnapshotSpec, names: &'n [N]) -> Result<Self, String> {
        check_names(names)?;
        Ok(Self {
            snapshot: Snapshot::new(spec),
            names,
            last: None,
        })
    }

    /// Adds the sums of the next dyad.
    pub(super) fn push(&mut self, pair: (u32, u32), units: Vec<i128>) -> Result<(), String> {
        let (first, second) = (name(self.names, pair.0)?, name(self.names, pair.1)?);
        if pair.0 >= pair.1 || self.last.is_some_and(|last| last >= pair) {
            return Err(format!(
                "the sums of `{first}` and `{second}` are out of order: expected dyads in the order of their actors"
            ));
        }
        self.last = Some(pair);
        let sums = dyad_snapshot(self.snapshot.spec(), units)?;
        if sums.marks() == 0 {
            return Err(format!(
                "`{first}` and `{second}` have no marks: expected only dyads with marks"
            ));
        }
        let merged = (self.snapshot).merge_dyad(DyadKey::symmetric(first, second), &sums);
        merged.map_err(|error| error.to_string())
    }

    pub(super) fn finish(self) -> Snapshot {
        self.snapshot
    }
}

impl SnapshotShape {
    fn snapshot(self) -> Result<Snapshot, String> {
        check_format(&self.format, FORMAT)?;
        let mut snapshot = SnapshotReader::new(self.spec, &self.actors)?;
        for pair in self.pairs {
            let units = pair.sums.into_iter().map(|sum| sum.0).collect();
            snapshot.push(pair.actors, units)?;
        }
        Ok(snapshot.finish())
    }
}

impl<'de> Deserialize<'de> for Snapshot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: SnapshotShape = read_shape(deserializer)?;
        shape.snapshot().map_err(de::Error::custom)
    }
}
