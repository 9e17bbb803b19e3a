//! Two intakes become one.

use thiserror::Error;

use super::super::anomaly::Anomaly;
use super::Importer;
use super::acts::Overlap;
use super::codes::{CodeKey, CodeTable, Pending};

/// Two intakes cannot be merged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImporterMergeError {
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

impl Importer {
    /// Takes over what another intake has taken in, as if it had read the same files after its
    /// own.
    ///
    /// Whoever has several files and threads gives each thread an intake, and merges them.
    /// The ledger has the same bits, and the summary the same counts; a class that shows only in both
    /// together, such as rows repeated from one to the other, has no example.
    ///
    /// # Errors
    ///
    /// [`ImporterMergeError`]; nothing changes then.
    pub fn merge(&mut self, other: &Self) -> Result<(), ImporterMergeError> {
        if self.options != other.options {
            return Err(ImporterMergeError::Options);
        }
        if self.options.drops(Anomaly::ReusedId) {
            return Err(ImporterMergeError::Order);
        }
        let mut parties = self.parties.clone();
        let mut codes = self.codes.clone();
        let names = other.parties.names.iter();
        let party_keys: Option<Vec<u32>> = names.map(|name| parties.key(name)).collect();
        let merged = codes.merge(&other.codes, self.files);
        let (party_keys, (code_keys, columns)) =
            party_keys.zip(merged).ok_or(ImporterMergeError::Full)?;
        self.parties = parties;
        for (&key, &rows) in party_keys.iter().zip(&other.parties.unknown) {
            if rows > 0 {
                self.parties.count_unknown(key, rows);
            }
        }
        self.codes = codes;

        self.days.merge(&other.days);
        self.added.merge(&other.added);
        self.years.merge(&other.years, self.files);
        let reused = self.ids.merge(&other.ids);
        self.summary.add(&other.summary, self.files, reused);
        self.files = self.files.saturating_add(other.files);
        let overlap = self.acts.merge(
            &other.acts,
            &party_keys,
            (&code_keys, &columns),
            self.codes.host(),
        );
        self.take_off(overlap);
        Ok(())
    }

    /// Corrects the sum of two summaries by what the two have in common.
    fn take_off(&mut self, overlap: Overlap) {
        let summary = &mut self.summary;
        let kept = summary.kept.checked_sub(overlap.kept);
        summary.kept = kept.expect("each of two intakes counts what they have in common");
        summary.unmarked.take_off(overlap.unmarked_apart);
        summary.unmarked.add(overlap.unmarked);
        summary.merged += overlap.kept;
        let Overlap {
            kept,
            mirrored,
            mirrored_apart,
            ..
        } = overlap;
        // A row counts, is mirrored, or repeated. So what counts or is mirrored no more is repeated,
        // and what is mirrored now is not.
        for (anomaly, more, less) in [
            (Anomaly::Mirrored, mirrored, mirrored_apart),
            (Anomaly::Repeated, kept + mirrored_apart, mirrored),
        ] {
            let class = &mut summary.classes[anomaly.place()];
            let seen = (class.seen + more).checked_sub(less);
            class.seen = seen.expect("what is taken off was counted");
        }
    }
}

impl CodeTable {
    /// Takes over the codes of another, whose files come after so many; its keys and columns among
    /// ours. Returns `None` if there are too many codes.
    fn merge(&mut self, other: &Self, files: u32) -> Option<(Vec<CodeKey>, Vec<u8>)> {
        let mut keys = Vec::with_capacity(other.infos.len());
        for info in &other.infos {
            let number = self.number(info.code.as_ref())?;
            self.infos[usize::from(number)].is_fixed |= info.is_fixed;
            keys.push(self.key_of(number, 0));
        }
        let mut columns = Vec::with_capacity(other.columns.len());
        for theirs in &other.columns {
            let column = self.column(theirs.format);
            self.columns[usize::from(column) - 1].add_flags(theirs);
            columns.push(column);
        }
        for Pending {
            column,
            digits,
            rows,
            first,
            ..
        } in &other.pending
        {
            let (number, _) = self.digits(columns[usize::from(*column) - 1], *digits)?;
            let pending = &mut self.pending[number as usize];
            pending.rows += rows;
            if pending.first.is_none() {
                pending.first = first.as_ref().map(|first| first.behind(files));
            }
        }
        Some((keys, columns))
    }
}
