//! Merges two importers.

use super::super::error::ImportError;
use super::super::summary::append_example;
use super::super::warning::RowWarning;
use super::acts::Overlap;
use super::codes::{CodeKey, CodeTable, PendingDigits};
use super::{Importer, widen};

impl Importer {
    /// Adds everything that another importer has read, as if this one had read the same files after
    /// its own.
    ///
    /// With several files and threads, give each thread an importer and merge them. The ledger has
    /// the same bits and the summary the same counts as with one importer. Only an example may be
    /// missing: a warning that only appears through the merge, such as a row repeated in another
    /// file, has none.
    ///
    /// # Errors
    ///
    /// [`ImportError::Options`], [`ImportError::Order`] or [`ImportError::Full`]. Then nothing
    /// changes.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, RowReader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let read = |table: &str| {
    ///     let mut importer = Importer::new(Options::new(&format));
    ///     importer.read(&mut RowReader::new(table.as_bytes(), &format)).map(|()| importer)
    /// };
    /// // One call, reported by both sides in two files.
    /// let mut importer = read("2014-05-13\tUSA\tRUS\t041\n")?;
    /// importer.merge(&read("2014-05-13\tRUS\tUSA\t041\n")?)?;
    /// assert_eq!((importer.summary().kept, importer.summary().merged), (1, 1));
    /// # Ok::<(), detente::import::ImportError>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), ImportError> {
        if self.options != other.options {
            return Err(ImportError::Options);
        }
        if self.options.dropped.contains(RowWarning::ReusedId) {
            return Err(ImportError::Order);
        }
        // Everything that can fail happens on copies, so that a failure changes nothing.
        let mut parties = self.parties.clone();
        let mut codes = self.codes.clone();
        let names = other.parties.names.iter();
        let party_keys: Option<Vec<u32>> = names.map(|name| parties.key(name)).collect();
        let party_keys = party_keys.ok_or(ImportError::Full)?;
        let merged = codes.merge(&other.codes, self.files);
        let (code_keys, columns) = merged.ok_or(ImportError::Full)?;

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
        if let Some(days) = other.kept_days {
            widen(&mut self.kept_days, days);
        }
        let reused = self.ids.merge(&other.ids);
        self.summary.append(&other.summary, self.files, reused);
        self.update_days();
        self.files = self.files.saturating_add(other.files);
        let host = self.codes.host_status();
        let keys = (&*code_keys, &*columns);
        let mut overlap = self.acts.merge(&other.acts, &party_keys, keys, host);
        self.values.merge(&other.values, &party_keys, &mut overlap);
        self.subtract_overlap(overlap);
        Ok(())
    }

    /// Corrects the sum of two summaries for acts that both importers have.
    fn subtract_overlap(&mut self, overlap: Overlap) {
        let summary = &mut self.summary;
        let kept = summary.kept.checked_sub(overlap.kept);
        summary.kept = kept.expect("each of the importers has counted its kept rows");
        summary.unmarked.subtract(overlap.unmarked_apart);
        summary.unmarked.add(overlap.unmarked);
        summary.merged += overlap.kept;
        let Overlap {
            kept,
            mirrored,
            mirrored_apart,
            ..
        } = overlap;
        // Each row is kept, mirrored or repeated. So rows that are kept or mirrored no more are
        // repeated, and rows that are mirrored now are not.
        for (warning, more, less) in [
            (RowWarning::Mirrored, mirrored, mirrored_apart),
            (RowWarning::Repeated, kept + mirrored_apart, mirrored),
        ] {
            let count = summary.warning_mut(warning);
            let rows = (count.rows + more).checked_sub(less);
            count.rows = rows.expect("only rows that were counted are subtracted");
        }
    }
}

impl CodeTable {
    /// Adds the codes of another table, whose files follow `files` others. Returns the keys and the
    /// columns that translate its own, or `None` if there are too many codes.
    fn merge(&mut self, other: &Self, files: u32) -> Option<(Vec<CodeKey>, Vec<u8>)> {
        let mut keys = Vec::with_capacity(other.infos.len());
        for info in &other.infos {
            let number = self.number(info.code.as_ref())?;
            self.infos[usize::from(number)].is_fixed |= info.is_fixed;
            keys.push(self.key(number, 0));
        }
        let mut columns = Vec::with_capacity(other.columns.len());
        for theirs in &other.columns {
            let column = self.column(&theirs.format);
            self.digit_counts_mut(column).merge_flags(theirs);
            columns.push(column);
        }
        for theirs in &other.pending {
            let PendingDigits { column, digits, .. } = *theirs;
            let (number, _) = self.digits(columns[usize::from(column) - 1], digits)?;
            let ours = &mut self.pending[number as usize];
            ours.rows += theirs.rows;
            append_example(&mut ours.first, theirs.first.as_ref(), files);
        }
        Some((keys, columns))
    }
}
