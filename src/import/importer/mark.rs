//! What a row weighs, and what its act adds, beside all that has been taken in.

use super::super::names::{Names, Symbol};
use super::super::row::CodedEvent;
use super::super::symmetry::{HOST, Side, VISIT, side};
use super::acts::{ActKey, Told};
use super::{FinishError, Importer};
use crate::code::{CameoCode, Code};
use crate::ledger::{Ledger, LedgerBuilder, Mark};

impl Importer {
    /// The mark that the ledger has of what a row tells, to ask
    /// [`Contributions`](crate::trend::Contributions) what it weighs; none as in [`Options::mark`].
    ///
    /// First all files are read; then they are read again, by an intake of its own
    /// ([`read_each`](Self::read_each)), and the first one is asked of each row that is
    /// [kept](super::Outcome::Kept). Hosting a visit (`043`) makes the
    /// mark of a visit (`042`) where a row of the visitor's side has been taken in. Without
    /// [one a day](super::Options::with_one_a_day) that is so for every such row of the day, though
    /// the ledger has as many visits as are told by the visitor's side.
    ///
    /// # Errors
    ///
    /// [`FinishError::Mark`] if the weights of the scoring make no mark, and
    /// [`FinishError::OtherReader`] if `names` are not those of the reader that made the row.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Importer::new(Options::new(format));
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
    pub fn mark(&self, row: &CodedEvent, names: &Names) -> Result<Option<Mark>, FinishError> {
        FinishError::check(row, names)?;
        let code = match self.act_of(row, names) {
            // The mark of a visit, whichever side tells of it.
            Some((_, [(visit, 1..), _])) if side(Some(&visit)) == Side::Visit => Some(visit),
            _ => None,
        };
        let code = code.or_else(|| self.code_of(row, names));
        Ok(self.options.mark_by(row, code.as_ref())?)
    }

    /// What the act that a row tells adds to the ledger, all rows that tell it together: empty
    /// where none of them has been taken in, or they make no mark.
    ///
    /// An act is taken back from a ledger by subtracting it. The row is read again for that.
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish), and [`FinishError::OtherReader`] if `names` are not those of the
    /// reader that made the row.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// // A visit, told from both sides, and a threat.
    /// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tUSA\tRUS\t130\n";
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Importer::new(Options::new(format));
    /// intake.read(&mut Reader::new(table.as_bytes(), format))?;
    /// let mut ledger = intake.imported()?.into_parts().0;
    ///
    /// // There was no visit.
    /// let mut again = Reader::new(table.as_bytes(), format);
    /// let host = again.nth(1).unwrap()?;
    /// ledger.unmerge(&intake.ledger_of(&host, again.names())?)?;
    /// let threat = again.next().unwrap()?;
    /// assert_eq!(ledger, intake.ledger_of(&threat, again.names())?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ledger_of(&self, row: &CodedEvent, names: &Names) -> Result<Ledger, FinishError> {
        FinishError::check(row, names)?;
        let mut ledger = LedgerBuilder::new();
        if let Some((key, counts)) = self.act_of(row, names) {
            let name = |key: u32| &self.parties.names[key as usize];
            let parties = (
                ledger.intern(name(key.source))?,
                ledger.intern(name(key.target))?,
            );
            for (code, count) in counts.iter().filter(|(_, count)| *count > 0) {
                self.put(
                    &mut ledger,
                    parties,
                    &key,
                    (&self.codes.info(Some(code)), *count),
                )?;
            }
        }
        Ok(ledger.build()?)
    }

    /// The act that a row tells, and how many rows of it count, by its code and by that of hosting a
    /// visit; `None` if no row of it has been taken in.
    fn act_of(&self, row: &CodedEvent, names: &Names) -> Option<(ActKey, [(Code, u32); 2])> {
        let party = |actor: Option<Symbol>| self.parties.find(names.actor(actor?)?, row.day);
        let (source, target) = (party(row.source())?, party(row.target())?);
        let days = (row.day, self.options.precision(row));
        let code = self.code_of(row, names)?;
        let parse = |text| Code::from(CameoCode::parse(text).expect("visits are codes of CAMEO"));
        let side = side(Some(&code));
        let is_merged = self.options.are_mirrors_merged();
        // By which code the other side tells of it, and whose side is its own.
        let (own, other, source, target) = match side {
            Side::Visit if is_merged => (code, parse(HOST), source, target),
            Side::Host if is_merged => (parse(VISIT), code, target, source),
            Side::Both if is_merged => (code.clone(), code, source.min(target), source.max(target)),
            _ => (code.clone(), code, source, target),
        };
        let is_mutual = is_merged && side != Side::Directed;
        let here = self.told_by((source, target), days, &own);
        let there = if is_mutual {
            self.told_by((target, source), days, &other)
        } else {
            0
        };
        let told = Told { here, there };
        if told == Told::default() {
            return None;
        }
        let is_visit = is_mutual && matches!(side, Side::Visit | Side::Host);
        let [kept, by_host] = told.by_code(is_visit, self.options.is_one_a_day());
        let (day, precision) = days;
        let key = ActKey {
            source,
            target,
            day,
            code: 0,
            precision,
            column: 0,
        };
        Some((key, [(own, kept), (other, by_host)]))
    }
}
