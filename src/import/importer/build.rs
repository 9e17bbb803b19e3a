//! Builds the ledger from the acts.

use super::super::error::ImportError;
use super::super::summary::{MarkStatus, Summary};
use super::super::symmetry::Symmetry;
use super::Importer;
use super::acts::ActKey;
use super::codes::{CodeInfo, CodeTable};
use super::recode::RecodedActs;
use super::values::ValueKey;
use crate::code::{Code, MarkClass};
use crate::ledger::{ActorKey, DyadKey, Ledger, LedgerBuilder};
use crate::scoring::Scoring;
use crate::trend::Coverage;

/// The ledger of the imported rows, with the summary, scoring and coverage to read it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Import {
    /// The marks of all dyads.
    ///
    /// Give all files that share days to one [`Importer`], or merge importers: only then are
    /// repeated and mirrored rows recognised across files. Merged ledgers would count them twice.
    /// Files of GDELT share days, since each has rows dated up to a year back.
    pub ledger: Ledger,
    /// What was read, and what happened to it.
    pub summary: Summary,
    /// The scoring that made the marks.
    pub scoring: Scoring,
    /// The days that the feed covers: the days on which rows were added, if the input was declared
    /// to be a [complete feed](crate::import::Options::with_complete_feed). Otherwise unknown.
    pub coverage: Coverage,
}

impl Importer {
    /// Builds the ledger of all rows so far. The importer stays as it is, and can read more: for a
    /// stream that is evaluated from time to time.
    ///
    /// # Errors
    ///
    /// [`ImportError::Ledger`] if the sums of a span overflow.
    ///
    /// # Complexity
    ///
    /// O(n log n) for all n distinct acts, not only those since the last call.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, RowReader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut importer = Importer::new(Options::new(&format));
    /// let mut dyads = Vec::new();
    /// for file in ["2014-05-13\tUSA\tRUS\t112\n", "2014-05-13\tUSA\tCHN\t112\n"] {
    ///     importer.read(&mut RowReader::new(file.as_bytes(), &format))?;
    ///     dyads.push(importer.build()?.ledger.len());
    /// }
    /// assert_eq!(dyads, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn build(&self) -> Result<Import, ImportError> {
        let recoded = self.recoded_acts();
        let (ledger, unvalued_codes) = self.ledger(recoded.as_ref())?;
        let mut summary = Summary {
            unvalued_codes,
            ..self.summary.clone()
        };
        self.complete_summary(recoded.as_ref(), &mut summary);
        Ok(Import {
            ledger,
            summary,
            scoring: self.options.scoring.clone(),
            coverage: self.coverage(),
        })
    }

    fn coverage(&self) -> Coverage {
        if !self.options.is_complete_feed || self.added.range().is_none() {
            return Coverage::unknown();
        }
        Coverage::of_days(self.added.iter().map(|day| (day, day + 1)))
    }

    /// The ledger, and the codes without a value with their numbers of rows.
    fn ledger(
        &self,
        recoded: Option<&RecodedActs>,
    ) -> Result<(Ledger, Vec<(Code, u64)>), ImportError> {
        let mut ledger = LedgerBuilder::new();
        let names = self.parties.names.iter();
        let keys: Vec<ActorKey> = names
            .map(|name| ledger.intern(name))
            .collect::<Result<_, _>>()?;
        // The acts that keep their codes, and those that have others by now.
        let codes = recoded.map_or(&self.codes, |recoded| &recoded.codes);
        let unchanged = self.acts.kept();
        let unchanged =
            unchanged.filter(|(key, ..)| recoded.is_none_or(|acts| !acts.replaces(key)));
        let changed = recoded.into_iter().flat_map(|recoded| recoded.acts.kept());
        let mut unvalued = vec![0; codes.infos.len()];
        for (key, code, rows) in unchanged.chain(changed) {
            let parties = [key.source, key.target].map(|party| keys[party as usize]);
            let info = &codes.infos[usize::from(code)];
            if !self.add_marks(&mut ledger, parties, key, info, rows)? {
                unvalued[usize::from(code)] += u64::from(rows);
            }
        }
        for (key, events) in self.values.kept() {
            let parties = [key.source, key.target].map(|party| keys[party as usize]);
            self.add_value_marks(&mut ledger, parties, key, events)?;
        }
        Ok((ledger.build()?, unvalued_codes(codes, &unvalued)))
    }

    /// Records the rows of an act that count with a code. Returns whether they make marks.
    pub(super) fn add_marks(
        &self,
        ledger: &mut LedgerBuilder,
        [source, target]: [ActorKey; 2],
        key: &ActKey,
        info: &CodeInfo,
        rows: u32,
    ) -> Result<bool, ImportError> {
        let Some(valence) = info.valence else {
            return Ok(false);
        };
        let mark = self.options.mark_of(key.span, info.class, valence);
        let key = match info.symmetry {
            Symmetry::Directed => DyadKey::directed(source, target),
            Symmetry::Mutual | Symmetry::Visit | Symmetry::Host => {
                DyadKey::symmetric(source, target)
            }
        };
        ledger.add_times(key, &mark, rows)?;
        Ok(true)
    }

    /// Records events with a value, if they make marks.
    pub(super) fn add_value_marks(
        &self,
        ledger: &mut LedgerBuilder,
        [source, target]: [ActorKey; 2],
        key: &ValueKey,
        events: u32,
    ) -> Result<(), ImportError> {
        if self.values.status(key.value) == MarkStatus::Marked
            && let Some(value) = key.value
        {
            let mark = self
                .options
                .mark_of(key.span, MarkClass::Act, value.valence());
            ledger.add_times(DyadKey::directed(source, target), &mark, events)?;
        }
        Ok(())
    }
}

/// The codes for which the scale has no value, most frequent first.
fn unvalued_codes(codes: &CodeTable, rows: &[u64]) -> Vec<(Code, u64)> {
    let counted = codes.infos.iter().zip(rows.iter().copied());
    let counted = counted.filter(|&(info, rows)| rows > 0 && info.status == MarkStatus::NoValue);
    // Words that make no code have none to list.
    let mut found: Vec<(&Code, u64)> = counted
        .filter_map(|(info, rows)| Some((info.code.as_ref()?, rows)))
        .collect();
    found.sort_unstable_by_key(|&(code, rows)| (std::cmp::Reverse(rows), code));
    let found = found.into_iter();
    found.map(|(code, rows)| (code.clone(), rows)).collect()
}
