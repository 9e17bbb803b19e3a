//! Two intakes become one.

use thiserror::Error;

use super::super::anomaly::Anomaly;
use super::Intake;
use super::acts::Overlap;
use super::keys::CodeKey;

/// Two intakes cannot be merged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IntakeMergeError {
    /// Their options differ.
    #[error("the intakes have different options")]
    Options,
    /// They leave out rows whose identifier has been read, so that the order matters.
    #[error("the intakes drop reused identifiers, which depends on the order of rows")]
    Order,
    /// There are more parties or codes than keys.
    #[error("the intakes have too many parties or codes together")]
    Full,
}

impl Intake {
    /// Takes over what another intake has taken in, as if it had read the same files after its
    /// own.
    ///
    /// Whoever has several files and threads gives each thread an intake, and merges them.
    /// The ledger has the same bits, and the summary the same counts; a class that shows only in both
    /// together, such as rows repeated from one to the other, has no example.
    ///
    /// # Errors
    ///
    /// [`IntakeMergeError`]; nothing changes then.
    pub fn merge(&mut self, other: &Self) -> Result<(), IntakeMergeError> {
        if self.options != other.options {
            return Err(IntakeMergeError::Options);
        }
        if self.options.drops(Anomaly::ReusedId) {
            return Err(IntakeMergeError::Order);
        }
        let mut parties = self.parties.clone();
        let mut codes = self.codes.clone();
        let names = other.parties.names.iter();
        let party_keys: Option<Vec<u32>> = names.map(|name| parties.key(name)).collect();
        let merged: Option<Vec<CodeKey>> = other
            .codes
            .infos
            .iter()
            .map(|info| codes.key(info.code.as_ref()))
            .collect();
        let (party_keys, code_keys) = party_keys.zip(merged).ok_or(IntakeMergeError::Full)?;
        self.parties = parties;
        self.codes = codes;

        let reused = self.ids.merge(&other.ids);
        self.summary.add(&other.summary, self.files, reused);
        self.files = self.files.saturating_add(other.files);
        let overlap = self
            .acts
            .merge(&other.acts, &party_keys, &code_keys, self.codes.host());
        self.take_off(overlap);
        Ok(())
    }

    /// Corrects the sum of two summaries by what the two have in common.
    fn take_off(&mut self, overlap: Overlap) {
        let summary = &mut self.summary;
        summary.kept = summary.kept.saturating_sub(overlap.kept);
        summary.unmarked.take_off(overlap.unmarked_apart);
        summary.unmarked.add(overlap.unmarked);
        summary.merged += overlap.kept;
        let Overlap {
            kept,
            mirrored,
            mirrored_apart,
            ..
        } = overlap;
        // Those that merge now are repetitions, but for what becomes a mirror by it.
        for (anomaly, more, less) in [
            (Anomaly::Mirrored, mirrored, mirrored_apart),
            (Anomaly::Repeated, kept + mirrored_apart, mirrored),
        ] {
            if let Some(class) = summary.classes.get_mut(anomaly.place()) {
                class.seen = (class.seen + more).saturating_sub(less);
            }
        }
    }
}
