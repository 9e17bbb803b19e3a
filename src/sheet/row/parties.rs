//! The actors of a row.

use super::Cell;
use super::event::RowReader;
use crate::event::{Participant, Role};
use crate::sheet::names::{Meaning, folded, is_id};
use crate::sheet::{Field, SheetFaultKind, list};

impl<'t> RowReader<'_, 't> {
    pub(super) fn participants(&mut self) -> Vec<Participant> {
        let party_role = self.party_role();
        let mut participants: Vec<Participant> = Vec::new();
        for cell in self.cells.clone().into_iter().flatten() {
            let column = self.rows.layout.columns.get(cell.place.column);
            let Some((column, role)) =
                column.and_then(|column| Some((column, column.field?.participant()?)))
            else {
                continue;
            };
            let role = if role == Role::Party {
                party_role
            } else {
                role
            };
            for name in self.names_in(cell, &column.separators, column.may_divide) {
                let Some(actor) = self.actor(cell, &name) else {
                    continue;
                };
                if participants
                    .iter()
                    .any(|one| one.actor == actor && one.role == role)
                {
                    self.fault_of(cell, SheetFaultKind::RoleTwice, &name, "each actor once");
                } else {
                    participants.push(Participant::new(actor, role));
                }
            }
        }
        participants
    }

    /// The role of the actors in the columns of parties.
    fn party_role(&mut self) -> Role {
        let Some(cell) = self.one(Field::Role) else {
            return Role::Party;
        };
        folded(cell.text)
            .parse()
            .unwrap_or_else(|error: crate::error::WordError| {
                let words: Vec<String> = error
                    .expected
                    .iter()
                    .map(|word| format!("`{word}`"))
                    .collect();
                self.fault(
                    cell,
                    SheetFaultKind::NotARole,
                    format!("one of {}", words.join(", ")),
                );
                Role::Party
            })
    }

    /// The names in a cell.
    ///
    /// A comma or `and` may be a part of a name. Unless separators are stated, it divides a cell only if the whole
    /// text is not the name of an actor and every part is one.
    fn names_in(&mut self, cell: Cell<'t>, separators: &[String], may_divide: bool) -> Vec<String> {
        let mut names = Vec::new();
        for entry in list::split(cell.text, separators) {
            let is_known = |name: &str| {
                let meaning = self.rows.names.meaning(self.plain(name));
                meaning != Meaning::Unknown
            };
            let parts = match list::split_doubtfully(entry) {
                Some(parts) if may_divide && !is_known(entry) => parts,
                _ => {
                    names.push(entry.to_owned());
                    continue;
                }
            };
            let known = parts.iter().filter(|part| is_known(part)).count();
            let creates = self.rows.options.create_actors.is_some();
            // If all names but one are known, the other is probably misspelt.
            let is_misspelt = known > 0 && known + 1 == parts.len() && !creates;
            if known == parts.len() || is_misspelt {
                let column = cell.place.column;
                let separators = list::doubtful_in(entry);
                self.divided.extend(separators.map(|one| (column, one)));
                names.extend(parts.into_iter().map(str::to_owned));
            } else {
                let expected = "one name, or names with `;` between them";
                self.fault_of(cell, SheetFaultKind::SeveralNames, entry, expected);
            }
        }
        names
    }

    /// A name without marks of footnotes, if they are to be removed.
    fn plain<'n>(&self, name: &'n str) -> &'n str {
        if self.rows.options.remove_footnote_marks {
            list::without_marks(name)
        } else {
            name
        }
    }

    /// A name such as `UK1` without the number of a footnote, if marks are to be removed and the rest is the name of a declared actor.
    fn without_number(&self, name: String) -> String {
        let rest = list::without_number(&name);
        let rest = rest
            .filter(|rest| self.rows.options.remove_footnote_marks && self.rows.is_declared(rest));
        rest.map(str::to_owned).unwrap_or(name)
    }

    /// Whether a name ends with the mark of a footnote. A number is a mark if it follows the name of a declared
    /// actor.
    fn is_marked(&self, name: &str) -> bool {
        let rest = list::without_number(name);
        list::without_marks(name) != name || rest.is_some_and(|rest| self.rows.is_declared(rest))
    }

    /// The identifier of the actor with this name. Creates the actor if the options allow it.
    fn actor(&mut self, cell: Cell<'t>, name: &str) -> Option<String> {
        let name = self
            .plain(name)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let name = self.without_number(name);
        let key = folded(&name);
        if let Some((id, _)) = self.created.iter().find(|(id, _)| folded(id) == key) {
            return Some(id.clone());
        }
        let names = &self.rows.names;
        match names.meaning(&name) {
            Meaning::One(id) => return Some(id.to_owned()),
            Meaning::Several => {
                self.fault_of(
                    cell,
                    SheetFaultKind::AmbiguousActor,
                    &name,
                    "a name of one actor, or its identifier",
                );
            }
            Meaning::Unknown if self.is_marked(&name) => {
                self.fault_of(cell, SheetFaultKind::FootnoteMark, &name, "a name");
            }
            Meaning::Unknown if !is_id(&name) => {
                self.fault_of(
                    cell,
                    SheetFaultKind::BadText,
                    &name,
                    "a name of 1 to 200 bytes of visible text",
                );
            }
            Meaning::Unknown if self.rows.options.create_actors.is_some() => {
                self.created.push((name.clone(), cell.place));
                return Some(name);
            }
            Meaning::Unknown => {
                let near = self.rows.near(&name);
                self.fault_of(
                    cell,
                    SheetFaultKind::UnknownActor,
                    &name,
                    "a declared actor",
                );
                let fault = self.faults.last_mut().expect("a fault was added");
                fault.near = near;
            }
        }
        None
    }
}
