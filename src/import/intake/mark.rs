//! What a row weighs, and what its act adds, beside all that has been taken in.

use super::super::names::{Names, Symbol};
use super::super::row::CodedEvent;
use super::acts::ActKey;
use super::keys::VISIT_CODE;
use super::{FinishError, Intake};
use crate::ledger::{Ledger, LedgerBuilder, Mark, MarkError};

impl Intake {
    /// The mark that the ledger has of what a row tells, to ask
    /// [`Shares`](crate::trend::Shares) what it weighs; none as in [`Options::mark`].
    ///
    /// First all files are read; then they are read again, by an intake of its own
    /// ([`read_each`](Self::read_each)), and the first one is asked of each row that is
    /// [kept](super::Outcome::Kept). Hosting a visit (`043`) makes the
    /// mark of a visit (`042`) where a row of the visitor's side has been taken in. Without
    /// [one a day](super::Options::with_one_a_day) that is so for every such row of the day, though
    /// the ledger has as many visits as are told by the visitor's side.
    ///
    /// `names` are to be those of the reader that made the row.
    ///
    /// # Errors
    ///
    /// [`MarkError`] where the weights of the scoring make no mark.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Intake, Options, PlainLayout, Reader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Intake::new(Options::new(format));
    /// let (host, visitor) = ("2014-05-13\tUSA\tRUS\t043\n", "2014-05-13\tRUS\tUSA\t042\n");
    /// intake.read(&mut Reader::new(host.as_bytes(), format))?;
    ///
    /// let mut again = Reader::new(host.as_bytes(), format);
    /// let row = again.next().unwrap()?;
    /// let alone = intake.mark(&row, again.names())?.unwrap();
    /// assert_eq!(intake.options().mark(&row, again.names())?, Some(alone));
    ///
    /// intake.read(&mut Reader::new(visitor.as_bytes(), format))?;
    /// let told_by_both = intake.mark(&row, again.names())?.unwrap();
    /// assert!(told_by_both.valence() < alone.valence());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`Options::mark`]: super::Options::mark
    pub fn mark(&self, row: &CodedEvent, names: &Names) -> Result<Option<Mark>, MarkError> {
        let code = names.code(row.act());
        let act = self.act_of(row, names);
        let is_visit = act.is_some_and(|(key, [(_, told_by_visitor), _])| {
            key.code == VISIT_CODE && told_by_visitor > 0
        });
        let visit = self.codes.infos.get(usize::from(VISIT_CODE));
        let visit = visit.and_then(|info| info.code.as_ref());
        self.options
            .mark_by(row, visit.filter(|_| is_visit).or(code.as_ref()))
    }

    /// What the act that a row tells adds to the ledger, all rows that tell it together: empty
    /// where none of them has been taken in, or they make no mark.
    ///
    /// An act is taken back from a ledger by subtracting it. The row is read again for that, and
    /// `names` are to be those of the reader that made it.
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Intake, Options, PlainLayout, Reader};
    ///
    /// // A visit, told from both sides, and a threat.
    /// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tUSA\tRUS\t130\n";
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Intake::new(Options::new(format));
    /// intake.read(&mut Reader::new(table.as_bytes(), format))?;
    /// let mut ledger = intake.imported()?.into_parts().0;
    ///
    /// // There was no visit.
    /// let mut again = Reader::new(table.as_bytes(), format);
    /// let host = again.nth(1).unwrap()?;
    /// ledger.subtract(&intake.ledger_of(&host, again.names())?)?;
    /// let threat = again.next().unwrap()?;
    /// assert_eq!(ledger, intake.ledger_of(&threat, again.names())?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ledger_of(&self, row: &CodedEvent, names: &Names) -> Result<Ledger, FinishError> {
        let mut ledger = LedgerBuilder::new();
        if let Some((key, counts)) = self.act_of(row, names) {
            let name = |key: u32| self.parties.names.get(key as usize);
            if let (Some(source), Some(target)) = (name(key.source), name(key.target)) {
                let parties = (ledger.actor(source)?, ledger.actor(target)?);
                for (code, count) in counts {
                    self.put(&mut ledger, parties, (&key, code, count))?;
                }
            }
        }
        Ok(ledger.build()?)
    }

    /// The act that a row tells, and how many rows of it count, by which code.
    fn act_of(&self, row: &CodedEvent, names: &Names) -> Option<(ActKey, [(u16, u32); 2])> {
        let party = |actor: Option<Symbol>| self.parties.find(names.actor(actor?)?);
        let parties = (party(row.source())?, party(row.target())?);
        let code = self.codes.find(names.code(row.act()).as_ref())?;
        self.acts
            .of(parties, (row.day, self.options.precision(row)), code)
    }
}
