//! Records of PLOVER, a JSON object on each line.
//!
//! A record has more fields than a row needs, among them texts of articles. They are skipped
//! without being decoded or copied, and nothing is allocated per record.
//!
//! Source: *PLOVER: Event, Actor and Data Interchange Specification* 0.7b1 (Open Event Data
//! Alliance), and its gold standard records. `target` was later named `recipient`.

use super::actor_lists::{ActorListLine, ActorListRows};
use super::column::Column;
use super::fault::RowFaultKind;
use super::field::{Dates, is_blank};
use super::json::Json;
use super::name_table::NameTable;
use super::row::CodedEvent;
use super::rows::SourceLine;
use super::warning::RowWarnings;
use crate::code::Country;

/// The state of a reader of PLOVER.
#[derive(Clone, Debug, Default)]
pub(super) struct PloverLines {
    dates: Dates,
    coded: Dates,
    rows: ActorListRows,
    /// The texts of a record: identifier, date, day of coding, event, mode.
    texts: [Vec<u8>; 5],
    /// The texts of an actor: code, name.
    actor_texts: [Vec<u8>; 2],
    key: Vec<u8>,
}

const fn field(number: usize, name: &'static str) -> Column {
    Column { number, name }
}

impl PloverLines {
    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        self.rows.pairs.clear();
        self.texts.iter_mut().for_each(Vec::clear);
        let mut json = Json::new(line.bytes);
        json.object(|json| self.member(json))?;
        json.end()?;

        let [id, date, coded, event, mode] = &self.texts;
        // Fields are numbered as columns, in the order of the manual.
        let day = self.dates.iso(date);
        let day = day.ok_or_else(|| field(1, "date").fault(date, "a date, YYYY-MM-DD"))?;
        let added = if coded.is_empty() {
            None
        } else {
            let added = self.coded.iso(coded);
            Some(added.ok_or_else(|| field(4, "dateCoded").fault(coded, "a date, YYYY-MM-DD"))?)
        };
        if is_blank(event) {
            return Err(field(3, "event").fault(event, "an event type of PLOVER"));
        }
        let act = ActorListLine {
            id,
            day,
            added,
            category: event,
            mode,
            warnings: RowWarnings::NONE,
        };
        self.rows.expand(line, act, names, waiting)
    }

    /// Reads a field of the record.
    fn member(&mut self, json: &mut Json<'_>) -> Result<(), RowFaultKind> {
        json.string(&mut self.key)?;
        json.require(b':', "a colon")?;
        let [id, date, coded, event, mode] = &mut self.texts;
        match self.key.as_slice() {
            b"id" => json.text(id),
            b"date" => json.text(date),
            b"dateCoded" => json.text(coded),
            b"event" => json.name(event),
            b"mode" => json.name(mode),
            b"source" => self.actors(json, 0),
            b"target" | b"recipient" => self.actors(json, 1),
            _ => json.skip(0),
        }
    }

    /// Reads an actor or a list of actors. An empty text is not an actor.
    fn actors(&mut self, json: &mut Json<'_>, side: usize) -> Result<(), RowFaultKind> {
        if json.peek() == Some(b'[') {
            json.array(|json| self.actor(json, side))
        } else {
            self.actor(json, side)
        }
    }

    fn actor(&mut self, json: &mut Json<'_>, side: usize) -> Result<(), RowFaultKind> {
        self.actor_texts.iter_mut().for_each(Vec::clear);
        let [code, name] = &mut self.actor_texts;
        match json.peek() {
            Some(b'{') => json.object(|json| {
                json.string(&mut self.key)?;
                json.require(b':', "a colon")?;
                match self.key.as_slice() {
                    b"code" => json.name(code),
                    b"actorText" => json.name(name),
                    _ => json.skip(0),
                }
            })?,
            _ => json.name(name)?,
        }
        // The code is a country of ISO 3166-1, or a kind of organisation.
        let text = std::str::from_utf8(code).ok();
        let is_country = text.and_then(Country::from_iso3).is_some();
        let country: &[u8] = if is_country { code } else { b"" };
        self.rows.pairs.add(side, [code, name, country])
    }
}
