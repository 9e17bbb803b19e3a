//! Reads one row as an event, or finds its faults.

use super::{Cell, Place, Read, Rows};
use crate::code::Code;
use crate::event::{
    Event, Kind, MAX_PARTICIPANTS, MAX_PER_EVENT, Participant, Report, Role, Status,
};
use crate::sheet::date::{self, NotADate};
use crate::sheet::names::{folded, is_id, is_text};
use crate::sheet::{Field, SheetFault, SheetFaultKind, list};
use crate::time::When;

/// Reads one row.
pub(super) struct RowReader<'r, 't> {
    pub(super) rows: &'r Rows<'t>,
    row: usize,
    pub(super) cells: Vec<Option<Cell<'t>>>,
    pub(super) faults: Vec<SheetFault>,
    /// The cells that are not part of the event.
    pub(super) notes: Vec<Cell<'t>>,
    /// The actors that this row creates.
    pub(super) created: Vec<(String, Place)>,
    /// The columns whose names were divided at a separator that names may contain.
    pub(super) divided: Vec<(usize, &'static str)>,
}

impl<'r, 't> RowReader<'r, 't> {
    pub(super) fn new(rows: &'r Rows<'t>, row: usize, cells: Vec<Option<Cell<'t>>>) -> Self {
        Self {
            rows,
            row,
            cells,
            faults: Vec::new(),
            notes: Vec::new(),
            created: Vec::new(),
            divided: Vec::new(),
        }
    }

    /// Reads all cells, so that all faults of the row are found. Returns `None` if there is one.
    pub(super) fn read(&mut self) -> Option<Read> {
        self.leftovers();
        self.error_values();
        let id = self.id();
        let when = self.when();
        let kind = self.kind();
        let code = self.code();
        let participants = self.participants();
        let (title, place) = (self.text(Field::Title), self.text(Field::Place));
        let topics = self.topics();
        let (reports, sources) = self.reports();
        let mut event = Event::new(id?, kind?, when?);
        event.title = title;
        event.code = code;
        event.participants = participants;
        if let Some(place) = place {
            event = event.at(place);
        }
        for topic in topics {
            event = event.topic(topic);
        }
        event.reports = reports;
        self.check(&event);
        Some(Read {
            event,
            sources,
            created: std::mem::take(&mut self.created),
        })
    }

    /// The cells of a field that are not empty.
    pub(super) fn of_field(&self, field: Field) -> Vec<Cell<'t>> {
        self.rows
            .layout
            .of_field(field)
            .filter_map(|column| self.cells[column])
            .collect()
    }

    /// The cell of a column.
    pub(super) fn cell(&self, column: usize) -> Option<Cell<'t>> {
        self.cells[column]
    }

    pub(super) fn one(&self, field: Field) -> Option<Cell<'t>> {
        self.of_field(field).into_iter().next()
    }

    pub(super) fn fault(
        &mut self,
        cell: Cell<'t>,
        kind: SheetFaultKind,
        expected: impl Into<String>,
    ) {
        self.fault_of(cell, kind, cell.text, expected);
    }

    pub(super) fn fault_of(
        &mut self,
        cell: Cell<'t>,
        kind: SheetFaultKind,
        value: &str,
        expected: impl Into<String>,
    ) {
        if self.is_error_value(cell.place) {
            return;
        }
        let mut fault = self.rows.fault(cell.place, kind, Some(value), expected);
        if let Some(row) = cell.filled_from {
            fault.hint = Some(format!("the cell is filled from row {}", row + 1));
        }
        self.faults.push(fault);
    }

    /// Adds a fault for a value that the row lacks, at the first column of one of the given fields. The last field
    /// is the one that makes the value necessary, so its cell may have a text.
    fn missing(&mut self, fields: &[Field], expected: &str) {
        let layout = self.rows.layout;
        let column = fields
            .iter()
            .find_map(|field| layout.of_field(*field).next());
        let column = column.unwrap_or(0);
        if let Some(cell) = self.cells[column] {
            self.fault(cell, SheetFaultKind::Refused, expected);
            return;
        }
        let place = Place {
            row: self.row,
            column,
        };
        if self.is_error_value(place) {
            return;
        }
        let kind = SheetFaultKind::Missing;
        self.faults
            .push(self.rows.fault(place, kind, Some(""), expected));
    }

    /// Collects notes, and cells that no header describes.
    fn leftovers(&mut self) {
        let columns = &self.rows.layout.columns;
        for cell in self.cells.clone().into_iter().flatten() {
            match columns.get(cell.place.column) {
                Some(column) if matches!(column.field, None | Some(Field::Note)) => {
                    self.notes.push(cell);
                }
                Some(_) => {}
                None => self.fault(
                    cell,
                    SheetFaultKind::NoHeader,
                    "a header above the cell, or quotes around a text that contains the delimiter",
                ),
            }
        }
    }

    /// The identifier. Empty if the row has none.
    fn id(&mut self) -> Option<String> {
        let Some(cell) = self.one(Field::Id) else {
            return Some(String::new());
        };
        if !is_id(cell.text) {
            self.fault(
                cell,
                SheetFaultKind::BadText,
                "1 to 200 bytes of visible text in one line",
            );
            None
        } else if self.rows.is_used(cell.text) {
            self.fault(
                cell,
                SheetFaultKind::DuplicateId,
                "an identifier that only one row has",
            );
            None
        } else {
            Some(cell.text.to_owned())
        }
    }

    /// The date, from its own column, or from the columns of the start and the end.
    fn when(&mut self) -> Option<When> {
        if let Some(cell) = self.one(Field::Date) {
            return self.date(cell).and_then(|edtf| self.parsed(cell, &edtf));
        }
        let Some(start) = self.one(Field::Start) else {
            let fields = [Field::Date, Field::Start];
            self.missing(&fields, "a date, or `undated`");
            return None;
        };
        let first = self.date(start);
        let Some(end) = self.one(Field::End) else {
            return first.and_then(|edtf| self.parsed(start, &edtf));
        };
        let last = self.date(end);
        let (first, last) = (first?, last?);
        if first == last {
            self.parsed(start, &first)
        } else {
            self.parsed(end, &format!("{first}/{last}"))
        }
    }

    /// The date of a cell, in EDTF.
    pub(super) fn date(&mut self, cell: Cell<'t>) -> Option<String> {
        match date::edtf(cell.text, self.rows.options.day_order) {
            Ok(edtf) => Some(edtf),
            Err(NotADate::Order) => {
                let expected = "a date such as `2022-06-30` or `30 June 2022`";
                self.fault(cell, SheetFaultKind::NoDayOrder, expected);
                None
            }
            Err(NotADate::Text(expected)) => {
                self.fault(cell, SheetFaultKind::NotADate, expected);
                None
            }
        }
    }

    pub(super) fn parsed(&mut self, cell: Cell<'t>, edtf: &str) -> Option<When> {
        if edtf == "undated" {
            return Some(When::undated());
        }
        match When::parse(edtf) {
            Ok(when) => Some(when),
            Err(error) => {
                self.fault(cell, SheetFaultKind::NotADate, date::expected(&error));
                None
            }
        }
    }

    fn kind(&mut self) -> Option<Kind> {
        let options = self.rows.options;
        let Some(cell) = self.one(Field::Kind) else {
            if options.default_kind.is_none() {
                self.missing(&[Field::Kind], "a kind of event such as `meeting`");
            }
            return options.default_kind;
        };
        let text = folded(cell.text);
        let mut stated = options.kinds.iter().rev();
        let stated = stated
            .find(|(word, _)| *word == text)
            .map(|(_, kind)| *kind);
        let kind = stated.or_else(|| kind_of(&text));
        if kind.is_none() {
            let expected = "`meeting`, `call`, `statement`, `act`, or a text whose kind is stated";
            self.fault(cell, SheetFaultKind::NotAKind, expected);
        }
        kind
    }

    fn code(&mut self) -> Option<Code> {
        let cell = self.one(Field::Code)?;
        let code = Code::parse(cell.text).ok();
        if code.is_none() {
            let expected = "a code such as `AGREE`, `CONSULT/Phone` or `cameo:010`";
            self.fault(cell, SheetFaultKind::NotACode, expected);
        }
        code
    }

    /// A title or a place.
    fn text(&mut self, field: Field) -> Option<String> {
        let cell = self.one(field)?;
        self.checked(cell, cell.text)
    }

    fn topics(&mut self) -> Vec<String> {
        let mut topics = Vec::new();
        for cell in self.of_field(Field::Topic) {
            let separators = &self.rows.layout.columns[cell.place.column].separators;
            for topic in list::split(cell.text, separators) {
                topics.extend(self.checked(cell, topic));
            }
        }
        topics
    }

    /// A text with one space between words.
    fn checked(&mut self, cell: Cell<'t>, text: &str) -> Option<String> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_text(&text) {
            return Some(text);
        }
        let expected = "1 to 10000 bytes of visible text, without control characters";
        self.fault_of(cell, SheetFaultKind::BadText, &text, expected);
        None
    }

    pub(super) fn status(&mut self) -> Status {
        let Some(cell) = self.one(Field::Status) else {
            return Status::default();
        };
        let text = folded(cell.text);
        let status = match text.as_str() {
            "canceled" => Some(Status::Cancelled),
            "realized" | "held" => Some(Status::Realised),
            other => other.parse().ok(),
        };
        status.unwrap_or_else(|| {
            let expected = "`planned`, `cancelled`, `realised` or `disputed`";
            self.fault(cell, SheetFaultKind::NotAStatus, expected);
            Status::default()
        })
    }

    /// Adds faults for what the builder would refuse.
    fn check(&mut self, event: &Event) {
        let speaks = |one: &Participant| matches!(one.role, Role::Party | Role::Source);
        if event.kind == Kind::Statement && !event.participants.iter().any(speaks) {
            self.missing(
                &[Field::Party, Field::SourceActor, Field::Kind],
                "the speaker of the statement",
            );
        }
        if event.kind == Kind::Act && event.code.is_none() && self.one(Field::Code).is_none() {
            self.missing(
                &[Field::Code, Field::Kind],
                "a code of the act such as `AGREE`",
            );
        }
        let status = self.one(Field::Status);
        if let Some(cell) = status.filter(|_| event.reports.is_empty()) {
            self.fault(cell, SheetFaultKind::NoSource, "a source in the same row");
        }
        let lacks_date = |report: &Report| {
            matches!(report.status, Status::Planned | Status::Cancelled)
                && report.asserted.is_none()
        };
        if event.reports.iter().any(lacks_date) {
            self.missing(
                &[Field::Reported, Field::Status],
                "the date of the report of a plan or a cancellation",
            );
        }
        let counts = [
            (
                event.participants.len(),
                MAX_PARTICIPANTS,
                Field::Party,
                "participants",
            ),
            (event.reports.len(), MAX_PER_EVENT, Field::Source, "sources"),
            (
                event.account.topics.len(),
                MAX_PER_EVENT,
                Field::Topic,
                "topics",
            ),
        ];
        for (count, most, field, what) in counts {
            if let Some(cell) = self.one(field).filter(|_| count > most) {
                self.fault(
                    cell,
                    SheetFaultKind::Refused,
                    format!("at most {most} {what}"),
                );
            }
        }
    }
}

/// The kind that a text means: a kind, or a text that ends with a common word.
fn kind_of(text: &str) -> Option<Kind> {
    if text == "press conference" {
        return Some(Kind::Statement);
    }
    let last = text
        .rsplit(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty())?;
    match last {
        "meeting" | "meetings" | "talks" | "summit" | "visit" | "trip" => Some(Kind::Meeting),
        "call" | "calls" | "conversation" | "phone" => Some(Kind::Call),
        "statement" | "remarks" | "speech" | "interview" | "letter" => Some(Kind::Statement),
        "act" => Some(Kind::Act),
        _ => None,
    }
}
