//! The reader of tables, and its settings for columns, dates and names.

use std::collections::BTreeSet;

use crate::actor::{Actor, ActorKind};
use crate::event::{Kind, Source};
use crate::sheet::layout::{Layout, is_same};
use crate::sheet::row::Rows;
use crate::sheet::{DayOrder, Field, SheetError, SheetTimeline, Table, field, names};
use crate::timeline::TimelineBuilder;

/// Reads a table with one event in each row.
///
/// # Columns
///
/// The header is the first row that has a known header for the date and at least one other known header. [`Field`]
/// lists the headers that are recognised, in any order and case; use [`column`](Self::column) to state what other
/// columns contain. Unknown columns become [notes](super::Note).
///
/// # Dates
///
/// Dates can be EDTF, or written as `30 June 2022`, `June 30, 2022`, `June 2022`, `2022/6/30`, `5-7 May 2022`,
/// `30 June – 2 July 2022`, `2025-02-24/26`, or two dates with `to` between them. For `30.6.2022` and `6/30/2022`,
/// state the [`day_order`](Self::day_order).
///
/// # Names
///
/// A name is an actor's identifier, name or alias in any case. Several names in a cell are separated by the first
/// of `;`, `|` and the line break that the column contains. A comma, `&` or `and` separates names only if all
/// parts are names of declared actors. Use [`separators`](Self::separators) to state others. Runs of whitespace in
/// names and titles become one space.
///
/// # Identifiers
///
/// An event without an identifier gets one from its first day and kind: `2025-07-10-meeting`, and
/// `2025-07-10-meeting-2` for the next meeting of the day.
///
/// # Sources
///
/// Each source of a row becomes a report. A source that is not [declared](Self::sources) is created. A source with
/// an address has the address as its identifier, and the host as its name if the row does not name the source.
///
/// # Example
///
/// ```
/// use detente::Actor;
/// use detente::event::Kind;
/// use detente::sheet::{DayOrder, Field, Table, TableReader};
///
/// let csv = "\
/// Contacts 2025,,,
/// No.,Datum,Who,With whom
/// 1,10.7.2025,Rubio,Lavrov
/// 2,24.7.2025,Rubio,\"Lavrov, Ushakov\"
/// ";
/// let read = TableReader::new()
///     .column("Datum", Field::Date)
///     .column("With whom", Field::Party)
///     .day_order(DayOrder::DayFirst)
///     .default_kind(Kind::Call)
///     .separators([","])
///     .actors([Actor::person("rubio").named("Rubio"), Actor::person("lavrov").named("Lavrov")])
///     .read(&Table::from_csv("contacts", csv.as_bytes())?)?;
///
/// assert_eq!(read.header_row, 2);
/// assert_eq!(read.timeline.event("1")?.participants().count(), 2);
/// assert_eq!(
///     read.faults[0].to_string(),
///     "contacts, cell D4 (`With whom`): unknown actor `Ushakov`: expected a declared actor; \
///      declare the actor, or create actors from the table",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct TableReader {
    pub(super) columns: Vec<(String, Field)>,
    pub(super) header_row: Option<usize>,
    pub(super) day_order: Option<DayOrder>,
    pub(super) separators: Vec<String>,
    pub(super) actors: Vec<Actor>,
    pub(super) sources: Vec<Source>,
    pub(super) create_actors: Option<ActorKind>,
    pub(super) default_kind: Option<Kind>,
    pub(super) kinds: Vec<(String, Kind)>,
    pub(super) fill_down: BTreeSet<Field>,
    pub(super) remove_footnote_marks: bool,
}

impl TableReader {
    /// Creates a reader that recognises common headers, without any other settings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// States what the column with this header contains. Case is ignored. If a header is stated twice, the last
    /// statement counts.
    #[must_use]
    pub fn column(mut self, header: impl Into<String>, field: Field) -> Self {
        let header = header.into();
        self.columns.retain(|(other, _)| !is_same(other, &header));
        self.columns.push((header, field));
        self
    }

    /// States the row of the header, from 1. Rows above it are ignored.
    #[must_use]
    pub const fn header_row(mut self, row: usize) -> Self {
        self.header_row = Some(row);
        self
    }

    /// States the order of day and month in numeric dates. Otherwise such dates are faults.
    #[must_use]
    pub const fn day_order(mut self, order: DayOrder) -> Self {
        self.day_order = Some(order);
        self
    }

    /// States the separators of names, sources and topics in a cell. A separator of letters, such as `and`, counts only
    /// between spaces. Empty ones are ignored.
    #[must_use]
    pub fn separators<S: Into<String>>(mut self, separators: impl IntoIterator<Item = S>) -> Self {
        let separators = separators.into_iter().map(Into::into);
        self.separators = separators.filter(|one| !one.is_empty()).collect();
        self
    }

    /// Declares actors. All of them are in the timeline, whether a row names them or not.
    #[must_use]
    pub fn actors(mut self, actors: impl IntoIterator<Item = Actor>) -> Self {
        self.actors.extend(actors);
        self
    }

    /// Declares sources. A cell names one of them by its identifier, name or address; other sources are created.
    #[must_use]
    pub fn sources(mut self, sources: impl IntoIterator<Item = Source>) -> Self {
        self.sources.extend(sources);
        self
    }

    /// Creates an actor of this kind for each unknown name. Otherwise unknown names are faults.
    #[must_use]
    pub const fn create_actors(mut self, kind: ActorKind) -> Self {
        self.create_actors = Some(kind);
        self
    }

    /// Sets the kind of events in rows that do not state one.
    #[must_use]
    pub const fn default_kind(mut self, kind: Kind) -> Self {
        self.default_kind = Some(kind);
        self
    }

    /// States which kind a text in the column of kinds means. Case is ignored.
    ///
    /// By default, the words of [`Kind`] are read, and texts that end with a common word: *talks*, *summit*,
    /// *visit* and *trip* are meetings, *conversation* and *phone* are calls, and *remarks*, *speech*, *interview*
    /// and *letter* are statements.
    #[must_use]
    pub fn kind(mut self, text: impl Into<String>, kind: Kind) -> Self {
        self.kinds.push((names::folded(&text.into()), kind));
        self
    }

    /// Reads an empty cell of a field as the last cell above it that is not empty, as for merged cells. A row
    /// with only one cell that is not empty is not filled: it is a remark.
    #[must_use]
    pub fn fill_down(mut self, field: Field) -> Self {
        self.fill_down.insert(field);
        self
    }

    /// Removes the marks of footnotes at the end of names: `*`, daggers, superscript digits, `[a]`. Otherwise such
    /// names are faults unless they are declared.
    #[must_use]
    pub const fn remove_footnote_marks(mut self) -> Self {
        self.remove_footnote_marks = true;
        self
    }

    /// Reads a table.
    ///
    /// # Errors
    ///
    /// Returns a [`SheetError`] if the header is not found, if a stated column is missing or contradicts another, if
    /// the table has no date or kind, or if the declared actors or sources are faulty. A bad cell is not an error: see
    /// [`SheetTimeline::faults`].
    ///
    /// # Complexity
    ///
    /// O(n log n) for n cells.
    pub fn read(&self, table: &Table) -> Result<SheetTimeline, SheetError> {
        let mut declared = TimelineBuilder::default();
        declared.extend(self.actors.iter().cloned());
        for source in &self.sources {
            declared.source(source.clone());
        }
        let known = declared.build()?;
        let layout = Layout::of(table, self)?;
        Ok(Rows::new(self, table, &layout, &known, declared).read())
    }

    /// The field that was stated for a header.
    pub(super) fn stated(&self, header: &str) -> Option<Field> {
        let stated = self.columns.iter().find(|(one, _)| is_same(one, header));
        stated.map(|(_, field)| *field)
    }

    /// The field of a header, as stated or recognised.
    pub(super) fn field_of(&self, header: &str) -> Option<Field> {
        let recognised = || Field::of_header(&field::plain(header));
        self.stated(header).or_else(recognised)
    }
}
