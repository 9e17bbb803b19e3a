//! What a row weighs, beside all that has been taken in.

use super::super::names::{Names, Symbol};
use super::super::row::CodedEvent;
use super::super::symmetry::{Side, side};
use super::Intake;
use super::keys::VISIT_CODE;
use crate::ledger::{Mark, MarkError};

impl Intake {
    /// The mark that the ledger has of what a row tells, to ask
    /// [`Shares`](crate::trend::Shares) what it weighs; none as in [`Options::mark`].
    ///
    /// To be asked when all rows have been taken in, of those that are
    /// [kept](super::Outcome::Kept) when they are read again: hosting a visit (`043`) makes the
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
        let visit = self.codes.infos.get(usize::from(VISIT_CODE));
        let visit = visit.and_then(|info| info.code.clone());
        let visit = visit.filter(|_| side(code.as_ref()) == Side::Host);
        match visit.filter(|_| self.is_visited(row, names)) {
            Some(visit) => self.options.mark_by(row, Some(&visit)),
            None => self.options.mark_by(row, code.as_ref()),
        }
    }

    /// Whether the visitor's side of a visit of which its host tells has been told.
    fn is_visited(&self, row: &CodedEvent, names: &Names) -> bool {
        let party = |actor: Option<Symbol>| self.parties.find(names.actor(actor?)?);
        let (Some(host), Some(visitor)) = (party(row.source()), party(row.target())) else {
            return false;
        };
        let precision = self.options.precision(row);
        self.acts.is_visited((visitor, host), (row.day, precision))
    }
}
