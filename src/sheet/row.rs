//! From rows to events.
//!
//! A row is read completely before anything from it is kept, so a row with a fault adds no actor, source or note.

mod error_value;
mod event;
mod parties;
mod sources;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use event::RowReader;

use crate::Timeline;
use crate::actor::Actor;
use crate::event::{Event, Source};
use crate::folding::Folding;
use crate::sheet::layout::Layout;
use crate::sheet::names::{Meaning, Names};
use crate::sheet::table::letters;
use crate::sheet::{
    CreatedActor, Field, Note, SheetFault, SheetFaultKind, SheetTimeline, Table, TableReader, list,
};
use crate::time::When;
use crate::timeline::{Entry, Fault, TimelineBuilder};

/// The number of unknown names for which a similar name is searched.
///
/// If all names of a table are unknown, the list of actors is wrong, and hints for some of the names are enough to
/// show that.
const HINTS: usize = 100;

/// A place in the table: row and column, from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) row: usize,
    pub(super) column: usize,
}

/// A cell that is not empty, or is filled down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'t> {
    pub(super) place: Place,
    pub(super) text: &'t str,
    /// The row from which it is filled down, from 0.
    pub(super) filled_from: Option<usize>,
}

/// What a row without faults adds to the timeline.
pub(super) struct Read {
    pub(super) event: Event,
    pub(super) sources: Vec<Source>,
    /// The actors to create, each with its first place.
    pub(super) created: Vec<(String, Place)>,
}

/// The rows of a table, while they are read.
pub(super) struct Rows<'t> {
    pub(super) options: &'t TableReader,
    pub(super) table: &'t Table,
    pub(super) layout: &'t Layout,
    pub(super) names: Names,
    /// The names of the declared sources.
    pub(super) source_names: Names,
    /// The similar name of each unknown name so far.
    near: RefCell<HashMap<String, Option<String>, Folding>>,
    /// The identifiers of the events so far, and the identifiers that other rows state.
    pub(super) stated_ids: HashSet<&'t str, Folding>,
    used_ids: HashSet<String, Folding>,
    /// How many events got an identifier from each day and kind.
    numbered: HashMap<String, usize, Folding>,
    builder: TimelineBuilder,
    /// The row of each event that the builder has.
    places: Vec<usize>,
    sources: BTreeMap<String, Source>,
    created: BTreeMap<String, CreatedActor>,
    notes: Vec<Note>,
    /// The columns whose names were divided at a separator that names may contain.
    divided: BTreeSet<(usize, &'static str)>,
    faults: Vec<SheetFault>,
    /// The number of blank rows.
    blank: usize,
    /// The row of the last text of each column that is filled down.
    above: Vec<Option<usize>>,
}

impl<'t> Rows<'t> {
    pub(super) fn new(
        options: &'t TableReader,
        table: &'t Table,
        layout: &'t Layout,
        declared: &Timeline,
        builder: TimelineBuilder,
    ) -> Self {
        let rows = &table.rows()[layout.header + 1..];
        let id_column = layout.of_field(Field::Id).next();
        let ids = rows.iter().filter_map(|row| row.get(id_column?));
        Self {
            options,
            table,
            layout,
            names: Names::of(declared),
            source_names: Names::of_sources(declared),
            near: RefCell::default(),
            stated_ids: ids.map(|id| id.trim()).collect(),
            used_ids: HashSet::default(),
            numbered: HashMap::default(),
            builder,
            places: Vec::new(),
            sources: BTreeMap::new(),
            created: BTreeMap::new(),
            notes: Vec::new(),
            divided: BTreeSet::new(),
            faults: Vec::new(),
            blank: 0,
            above: vec![None; layout.columns.len()],
        }
    }

    /// Reads all rows.
    pub(super) fn read(mut self) -> SheetTimeline {
        for row in self.layout.header + 1..self.table.rows().len() {
            let cells = self.cells(row);
            if cells.iter().all(Option::is_none) {
                self.blank += 1;
                continue;
            }
            let mut reader = RowReader::new(&self, row, cells);
            let read = reader.read();
            let (faults, notes, divided) = (reader.faults, reader.notes, reader.divided);
            self.divided.extend(divided);
            match read {
                Some(read) if faults.is_empty() => self.keep(row, read, notes),
                _ => self.faults.extend(faults),
            }
        }
        self.build()
    }

    /// The cells of a row that are not empty or are filled down, by column. Includes cells to the right of the
    /// header.
    fn cells(&mut self, row: usize) -> Vec<Option<Cell<'t>>> {
        let table = self.table;
        let texts = table.rows()[row].iter().enumerate();
        let mut cells: Vec<Option<Cell<'t>>> = texts
            .map(|(column, text)| {
                let text = text.trim();
                let place = Place { row, column };
                (!text.is_empty()).then_some(Cell {
                    place,
                    text,
                    filled_from: None,
                })
            })
            .collect();
        cells.resize(cells.len().max(self.layout.columns.len()), None);
        let filled = cells.iter().flatten().count();
        for (column, above) in self.above.iter_mut().enumerate() {
            let field = self.layout.columns[column].field;
            if field.is_none_or(|field| !self.options.fill_down.contains(&field)) || filled < 2 {
                continue;
            }
            match &mut cells[column] {
                Some(_) => *above = Some(row),
                empty => {
                    *empty = above.map(|from| Cell {
                        place: Place { row, column },
                        text: table.rows()[from][column].trim(),
                        filled_from: Some(from),
                    });
                }
            }
        }
        cells
    }

    /// Keeps what a row adds. The identifier of an event without one is made here, because it depends on the
    /// events before.
    fn keep(&mut self, row: usize, read: Read, notes: Vec<Cell<'t>>) {
        let mut event = read.event;
        if event.id.is_empty() {
            event.id = self.new_id(&event);
        }
        self.used_ids.insert(event.id.clone());
        for (name, place) in read.created {
            // A name that two cells of a row spell differently means one actor.
            let id = match self.names.meaning(&name) {
                Meaning::One(id) => id.to_owned(),
                _ => name,
            };
            self.names.create(&id);
            self.created
                .entry(id.clone())
                .or_insert_with(|| CreatedActor {
                    id,
                    row: place.row + 1,
                    column: letters(place.column),
                    mentions: 0,
                    similar: None,
                });
        }
        for participant in &event.participants {
            if let Some(created) = self.created.get_mut(&participant.actor) {
                created.mentions += 1;
            }
        }
        for source in read.sources {
            self.sources.entry(source.id.clone()).or_insert(source);
        }
        let notes = notes.into_iter().map(|cell| Note {
            event: event.id.clone(),
            row: cell.place.row + 1,
            column: letters(cell.place.column),
            header: self.layout.columns[cell.place.column].header.clone(),
            text: cell.text.to_owned(),
        });
        self.notes.extend(notes);
        self.places.push(row);
        self.builder.event(event);
    }

    /// Whether a declared actor has this name.
    fn is_declared(&self, name: &str) -> bool {
        match self.names.meaning(name) {
            Meaning::One(id) => !self.created.contains_key(id),
            Meaning::Several => true,
            Meaning::Unknown => false,
        }
    }

    /// A similar name of a declared actor, for the first [`HINTS`] names.
    fn near(&self, name: &str) -> Option<String> {
        let mut known = self.near.borrow_mut();
        if let Some(near) = known.get(name) {
            return near.clone();
        }
        if known.len() >= HINTS {
            return None;
        }
        let near = self.names.near(name);
        known.insert(name.to_owned(), near.clone());
        near
    }

    /// Whether an earlier event has this identifier.
    pub(super) fn is_used(&self, id: &str) -> bool {
        self.used_ids.contains(id)
    }

    /// Creates an identifier from the first day and the kind that no other row has.
    fn new_id(&mut self, event: &Event) -> String {
        let base = format!("{}-{}", first_day(&event.when), event.kind);
        loop {
            let number = self.numbered.entry(base.clone()).or_insert(0);
            *number += 1;
            let id = match number {
                1 => base.clone(),
                number => format!("{base}-{number}"),
            };
            if !self.stated_ids.contains(id.as_str()) {
                return id;
            }
        }
    }

    /// Builds the timeline. The builder may refuse what the checks of the cells did not find.
    fn build(mut self) -> SheetTimeline {
        if let Some(kind) = self.options.create_actors {
            for id in self.created.keys() {
                self.builder.actor(Actor::new(id, kind).named(id));
            }
        }
        for (id, source) in std::mem::take(&mut self.sources) {
            // An actor is cited as a source without an entry of its own, and a declared source has one.
            let is_known = [&self.names, &self.source_names]
                .map(|names| names.meaning(&id) == Meaning::One(&id));
            if is_known == [false, false] {
                self.builder.source(source);
            }
        }
        let lenient = self.builder.build_lenient();
        let refused: Vec<SheetFault> = lenient
            .faults()
            .iter()
            .map(|fault| self.located(fault))
            .collect();
        let rows: HashSet<usize> = refused.iter().map(|fault| fault.row).collect();
        self.notes.retain(|note| !rows.contains(&note.row));
        self.faults.extend(refused);
        self.faults.sort_by_key(|fault| fault.row);
        for created in self.created.values_mut() {
            let rest = list::without_number(&created.id);
            if let Some(Meaning::One(other)) = rest.map(|rest| self.names.meaning(rest)) {
                created.similar = Some(other.to_owned());
            }
        }
        SheetTimeline {
            timeline: lenient.timeline,
            faults: self.faults,
            columns: self.layout.uses(self.table, &self.divided),
            notes: self.notes,
            created: self.created.into_values().collect(),
            header_row: self.layout.header + 1,
            blank_rows: self.blank,
        }
    }

    /// A fault of the builder, at the date of its row.
    fn located(&self, fault: &Fault) -> SheetFault {
        let row = match fault.entry {
            Entry::Event(number) => self.places[number],
            _ => self.layout.header,
        };
        let date = self
            .layout
            .of_field(Field::Date)
            .chain(self.layout.of_field(Field::Start))
            .next();
        let column = date.expect("a layout has a date");
        let message = fault.to_string();
        let expected = message
            .rsplit_once(": expected ")
            .map_or(message.as_str(), |(_, rest)| rest);
        self.fault(
            Place { row, column },
            SheetFaultKind::Refused,
            None,
            expected,
        )
    }

    /// A fault of a cell. Its value is the cell, or a part of it.
    pub(super) fn fault(
        &self,
        place: Place,
        kind: SheetFaultKind,
        value: Option<&str>,
        expected: impl Into<String>,
    ) -> SheetFault {
        let cell = self.table.rows()[place.row].get(place.column);
        let header = self.layout.columns.get(place.column);
        SheetFault {
            sheet: self.table.name().to_owned(),
            row: place.row + 1,
            column: letters(place.column),
            header: header.map_or_else(String::new, |column| column.header.clone()),
            kind,
            value: value
                .or(cell.map(|cell| cell.trim()))
                .map_or_else(String::new, str::to_owned),
            expected: expected.into(),
            hint: kind.hint().map(str::to_owned),
            near: None,
        }
    }
}

/// The first day of a date, as it is written: `2025-07-10`, or `2025-07` for a month.
fn first_day(when: &When) -> String {
    let text = when.to_string();
    let start = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let day: String = start
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '-')
        .collect();
    if day.is_empty() {
        "undated".to_owned()
    } else {
        day
    }
}
