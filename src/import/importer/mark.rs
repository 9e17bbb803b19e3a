//! The mark of a single row, and the ledger of its act, given all other rows.

use super::super::error::ImportError;
use super::super::name_table::{NameTable, Symbol};
use super::super::row::{Act, CodedEvent};
use super::super::symmetry::{HOST, Symmetry, VISIT, symmetry};
use super::Importer;
use super::acts::{ActKey, ReportCount};
use super::values::ValueKey;
use crate::code::{CameoCode, Code};
use crate::ledger::{Ledger, LedgerBuilder, Mark};

/// An act that was read, with the number of rows that count, by code: for its own code, and for the code of
/// its mirror image.
struct ReadAct {
    key: ActKey,
    rows: [(Code, u32); 2],
}

impl Importer {
    /// The mark that the ledger has for a row: for its contribution, see
    /// [`Contributions`](crate::trend::Contributions).
    ///
    /// First read all files with this importer. Then read them again with another one
    /// ([`read_each`](Self::read_each)), and ask this one for the mark of each row that is
    /// [kept](super::RowOutcome::Kept).
    ///
    /// A hosted visit (`043`) makes the mark of a visit (`042`) if the visitor's side is reported
    /// too. If repeated rows are not [merged](super::Options::merges_repeated), that applies to
    /// each such row of the day, although the ledger has only the number of visits that the
    /// visitor's side reports.
    ///
    /// Returns `None` if the scale has no value for its code, or if its class has no weight.
    ///
    /// # Errors
    ///
    /// [`ImportError::OtherReader`] if `names` is not the table of the reader that made the row.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, RowReader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut importer = Importer::new(Options::new(&format));
    /// let (host, visitor) = ("2014-05-13\tUSA\tRUS\t043\n", "2014-05-13\tRUS\tUSA\t042\n");
    /// importer.read(&mut RowReader::new(host.as_bytes(), &format))?;
    ///
    /// let mut again = RowReader::new(host.as_bytes(), &format);
    /// let row = again.next().unwrap()?;
    /// let hosted = importer.mark(&row, again.names())?.unwrap();
    /// assert_eq!(importer.options().mark(&row, again.names())?, Some(hosted));
    ///
    /// importer.read(&mut RowReader::new(visitor.as_bytes(), &format))?;
    /// let visit = importer.mark(&row, again.names())?.unwrap();
    /// assert!(visit.valence() < hosted.valence());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn mark(&self, row: &CodedEvent, names: &NameTable) -> Result<Option<Mark>, ImportError> {
        let code = self.code_of(row, names)?;
        if let Some(code) = &code
            && let Some(ReadAct {
                rows: [(own, 1..), _],
                ..
            }) = self.find_act(row, names, code)
            && symmetry(Some(&own)) == Symmetry::Visit
        {
            return Ok(self.options.mark_with(row, Some(&own)));
        }
        Ok(self.options.mark_with(row, code.as_ref()))
    }

    /// What the act of a row adds to the ledger, through all rows that report it. Empty if no such
    /// row was read, or if it makes no mark.
    ///
    /// To remove an act from a ledger, read one of its rows again and subtract this.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build), and [`ImportError::OtherReader`] if `names` is not the table of
    /// the reader that made the row.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, RowReader};
    ///
    /// // A visit, reported from both sides, and a threat.
    /// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tUSA\tRUS\t130\n";
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut importer = Importer::new(Options::new(&format));
    /// importer.read(&mut RowReader::new(table.as_bytes(), &format))?;
    /// let mut ledger = importer.build()?.ledger;
    ///
    /// // The report of the visit was false.
    /// let mut again = RowReader::new(table.as_bytes(), &format);
    /// let host = again.nth(1).unwrap()?;
    /// ledger.unmerge(&importer.ledger_of(&host, again.names())?)?;
    /// let threat = again.next().unwrap()?;
    /// assert_eq!(ledger, importer.ledger_of(&threat, again.names())?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ledger_of(&self, row: &CodedEvent, names: &NameTable) -> Result<Ledger, ImportError> {
        let mut ledger = LedgerBuilder::new();
        let code = self.code_of(row, names)?;
        if let Act::Value(value) = row.act()
            && let Some((source, target)) = self.find_parties(row, names)
        {
            let key = ValueKey {
                source,
                target,
                span: self.options.days(row).span,
                value,
            };
            let name = |key: u32| &self.parties.names[key as usize];
            let parties = [ledger.intern(name(source))?, ledger.intern(name(target))?];
            self.add_value_marks(&mut ledger, parties, &key, self.values.count(&key))?;
        }
        if let Some(code) = code
            && let Some(ReadAct { key, rows }) = self.find_act(row, names, &code)
        {
            let name = |key: u32| &self.parties.names[key as usize];
            let source = ledger.intern(name(key.source))?;
            let target = ledger.intern(name(key.target))?;
            for (code, rows) in rows.iter().filter(|(_, rows)| *rows > 0) {
                let info = self.codes.info(Some(code));
                self.add_marks(&mut ledger, [source, target], &key, &info, *rows)?;
            }
        }
        Ok(ledger.build()?)
    }

    /// The parties of a row. Returns `None` if no row of them was read.
    fn find_parties(&self, row: &CodedEvent, names: &NameTable) -> Option<(u32, u32)> {
        let party = |actor: Option<Symbol>| self.parties.find(names.actor(actor?)?, row.day);
        party(row.source()).zip(party(row.target()))
    }

    /// The act of a row with this code. Returns `None` if no row of it was read.
    fn find_act(&self, row: &CodedEvent, names: &NameTable, code: &Code) -> Option<ReadAct> {
        let (source, target) = self.find_parties(row, names)?;
        let days = self.options.days(row);
        let visit = |text| Code::from(CameoCode::parse(text).expect("visits are codes of CAMEO"));
        let symmetry = match symmetry(Some(code)) {
            _ if !self.options.merges_mirrored => Symmetry::Directed,
            symmetry => symmetry,
        };
        // The code and the parties from the act's own side, and the code of its mirror image.
        let (own, other, source, target) = match symmetry {
            Symmetry::Directed => (code.clone(), code.clone(), source, target),
            Symmetry::Visit => (code.clone(), visit(HOST), source, target),
            Symmetry::Host => (visit(VISIT), code.clone(), target, source),
            Symmetry::Mutual => {
                let (first, second) = (source.min(target), source.max(target));
                (code.clone(), code.clone(), first, second)
            }
        };
        let count = ReportCount {
            own: self.report_count((source, target), days, &own),
            other: match symmetry {
                Symmetry::Directed => 0,
                _ => self.report_count((target, source), days, &other),
            },
        };
        if count == ReportCount::default() {
            return None;
        }
        let is_visit = matches!(symmetry, Symmetry::Visit | Symmetry::Host);
        let [kept, hosted] = count.kept_by_code(is_visit, self.options.merges_repeated);
        let key = ActKey {
            source,
            target,
            span: days.span,
            code: 0,
            column: 0,
            is_guessed: days.is_guessed,
        };
        let rows = [(own, kept), (other, hosted)];
        Some(ReadAct { key, rows })
    }
}
