//! What was taken in becomes a ledger.

use thiserror::Error;

use super::super::names::Names;
use super::super::row::CodedEvent;
use super::super::summary::{Summary, Worth};
use super::super::symmetry::Side;
use super::Importer;
use super::acts::ActKey;
use super::codes::{CodeInfo, CodeTable};
use super::resolve::Retold;
use crate::code::Code;
use crate::ledger::{ActorKey, DyadKey, Ledger, LedgerBuilder, LedgerError, MarkError};
use crate::scoring::Scoring;
use crate::trend::Coverage;

/// A ledger or a mark could not be made of what was taken in.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum FinishError {
    /// The weights of the scoring make no mark.
    #[error(transparent)]
    Mark(#[from] MarkError),
    /// The sums of a span overflow.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A row was given with the names of another reader, or with a copy from before it was read.
    #[error(
        "line {line}: the row is of another reader than the names: expected `names` of the reader that made it"
    )]
    OtherReader {
        /// The line of the row.
        line: u64,
    },
}

impl FinishError {
    /// Refuses a row with names that are not those of its reader, or lack some of it.
    pub(in super::super) fn check(row: &CodedEvent, names: &Names) -> Result<(), Self> {
        if names.have(row) {
            Ok(())
        } else {
            Err(Self::OtherReader { line: row.line })
        }
    }
}

/// A ledger of rows, what became of them, and what to read it with.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    ledger: Ledger,
    summary: Summary,
    scoring: Scoring,
    coverage: Coverage,
}

impl Import {
    /// The marks of all pairs.
    ///
    /// Give all files that share days to one [`Importer`], or merge intakes: what is told again, or from
    /// the other side, is known to them, and a ledger has it twice. Files of GDELT share days, since
    /// each has rows that are dated up to a year back.
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What was read, and what became of it.
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The days on which the feed would have had rows: unknown, unless the input was
    /// [declared](crate::import::Options::with_complete_feed) to be the complete feed. Then these are the days on which
    /// rows were added.
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The scoring that made the marks.
    pub const fn scoring(&self) -> &Scoring {
        &self.scoring
    }

    /// The ledger, the summary and the scoring, to keep.
    pub fn into_parts(self) -> (Ledger, Summary, Scoring) {
        (self.ledger, self.summary, self.scoring)
    }
}

impl Importer {
    /// Makes the ledger.
    ///
    /// # Errors
    ///
    /// [`FinishError`] where the weights of the scoring make no marks, or the sums of a span
    /// overflow.
    pub fn finish(self) -> Result<Import, FinishError> {
        self.imported()
    }

    /// Makes the ledger of what has been taken in so far, as [`finish`](Self::finish) does, and can
    /// take in more: for a stream that is asked every quarter of an hour.
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish).
    ///
    /// # Complexity
    ///
    /// The ledger is made anew: in O(n log n) of the distinct acts, and not only of those since it
    /// was made last.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Importer::new(Options::new(format));
    /// let mut pairs = Vec::new();
    /// for file in ["2014-05-13\tUSA\tRUS\t112\n", "2014-05-13\tUSA\tCHN\t112\n"] {
    ///     intake.read(&mut Reader::new(file.as_bytes(), format))?;
    ///     pairs.push(intake.imported()?.ledger().len());
    /// }
    /// assert_eq!(pairs, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn imported(&self) -> Result<Import, FinishError> {
        let retold = self.retold();
        let (ledger, unvalued_codes) = self.ledger(retold.as_ref())?;
        let mut summary = Summary {
            unvalued_codes,
            ..self.summary.clone()
        };
        self.decide(retold.as_ref(), &mut summary);
        Ok(Import {
            ledger,
            summary,
            scoring: self.options.scoring().clone(),
            coverage: self.coverage(),
        })
    }

    fn coverage(&self) -> Coverage {
        if !self.options.is_complete_feed() || self.added.iter().next().is_none() {
            return Coverage::unknown();
        }
        Coverage::of_days(self.added.iter().map(|day| (day, day + 1)))
    }

    /// The ledger, and the codes for want of whose value it lacks marks.
    fn ledger(&self, retold: Option<&Retold>) -> Result<(Ledger, Vec<(Code, u64)>), FinishError> {
        let mut ledger = LedgerBuilder::new();
        let names = self.parties.names.iter();
        let keys: Vec<ActorKey> = names
            .map(|name| ledger.intern(name))
            .collect::<Result<_, _>>()?;
        // Those that stay as they were told, and those that are told again.
        let codes = retold.map_or(&self.codes, |retold| &retold.codes);
        let stay = self.acts.kept();
        let stay = stay.filter(|(key, ..)| retold.is_none_or(|one| !one.is_affected(key.code)));
        let again = retold.into_iter().flat_map(|retold| retold.acts.kept());
        let mut unvalued = vec![0; codes.infos.len()];
        for (key, code, count) in stay.chain(again) {
            let [source, target] = [key.source, key.target].map(|key| keys[key as usize]);
            let info = &codes.infos[usize::from(code)];
            if !self.put(&mut ledger, (source, target), key, (info, count))? {
                unvalued[usize::from(code)] += u64::from(count);
            }
        }
        Ok((ledger.build()?, unvalued_codes(codes, &unvalued)))
    }

    /// Records the rows of an act that count by a code; whether that makes marks.
    pub(super) fn put(
        &self,
        ledger: &mut LedgerBuilder,
        (source, target): (ActorKey, ActorKey),
        key: &ActKey,
        (info, count): (&CodeInfo, u32),
    ) -> Result<bool, FinishError> {
        let Some(valence) = info.valence else {
            return Ok(false);
        };
        let mark = self.options.mark_of(key.days(), info.class, valence)?;
        let dyad = match info.side {
            Side::Directed => DyadKey::directed(source, target),
            _ => DyadKey::symmetric(source, target),
        };
        for _ in 0..count {
            ledger.add(dyad, &mark)?;
        }
        Ok(true)
    }
}

/// The codes that the scale has no value for, by how many rows have each.
fn unvalued_codes(codes: &CodeTable, rows: &[u64]) -> Vec<(Code, u64)> {
    let counted = codes.infos.iter().zip(rows.iter().copied());
    let counted = counted.filter(|&(info, rows)| rows > 0 && info.worth == Worth::NoValue);
    let mut found: Vec<(&Code, u64)> = counted
        .filter_map(|(info, rows)| Some((info.code.as_ref()?, rows)))
        .collect();
    found.sort_unstable_by_key(|&(code, rows)| (std::cmp::Reverse(rows), code));
    let found = found.into_iter();
    found.map(|(code, rows)| (code.clone(), rows)).collect()
}
