//! What one asker knows of a timeline: its dates, and the statements that stand.

use super::Reason;
use crate::event::Link;
use crate::time::Bounds;
use crate::timeline::bond::{Bond, Says};
use crate::timeline::constraint::{Statement, TemporalRelation};
use crate::timeline::{Knowledge, Stored, Timeline};

/// What the asker knows: the events and statements of a timeline.
#[derive(Clone, Copy)]
pub(in crate::timeline) struct Record<'t> {
    pub(in crate::timeline) timeline: &'t Timeline,
    pub(in crate::timeline) bonds: &'t [Bond],
    pub(in crate::timeline) knowledge: Knowledge<'t>,
}

impl<'t> Record<'t> {
    pub(super) fn event(self, rank: u32) -> Option<&'t Stored> {
        let ix = self.timeline.by_id.get(rank as usize)?;
        self.timeline.stored(*ix)
    }

    /// What the accounts say of its time; nothing if none is known yet.
    pub(super) fn dated(self, rank: u32) -> Bounds {
        let as_of = self.knowledge.as_of;
        self.event(rank)
            .filter(|event| as_of == i64::MAX || event.status(as_of).is_some())
            .map_or(Bounds::UNKNOWN, |event| {
                event.bounds(self.timeline, self.knowledge)
            })
    }

    pub(super) fn stands(self, bond: &Bond) -> bool {
        let as_of = self.knowledge.as_of;
        match bond.says {
            Says::Linked(_) => self
                .event(bond.event)
                .is_some_and(|event| event.status(as_of).is_some()),
            Says::Stated(_) if as_of == i64::MAX => bond.known_until == i64::MAX,
            Says::Stated(_) => bond.known_from <= as_of && as_of < bond.known_until,
        }
    }

    /// Whether a bond counts in calendar days.
    pub(super) fn counts_days(self, bond: &Bond) -> bool {
        matches!(
            self.relation(bond),
            Some(
                TemporalRelation::DaysBefore(_)
                    | TemporalRelation::DaysAfter(_)
                    | TemporalRelation::SameDay
            )
        )
    }

    pub(super) fn relation(self, bond: &Bond) -> Option<TemporalRelation> {
        match bond.says {
            Says::Linked(Link::PartOf) => Some(TemporalRelation::During),
            Says::Linked(_) => None,
            Says::Stated(at) => {
                let stated = self.timeline.constraints.get(at as usize);
                stated.map(|stated| stated.relation)
            }
        }
    }

    /// The statement that a reason stands for, if it is one.
    pub(super) fn statement(self, reason: Reason) -> Option<Statement> {
        let id = |rank: u32| {
            self.event(rank)
                .map_or_else(String::new, |event| event.id.to_string())
        };
        match reason {
            Reason::Nature(_) | Reason::Asked => None,
            Reason::Date(rank) => Some(Statement::Dated {
                event: id(rank),
                dates: self.event(rank)?.dates(self.timeline, self.knowledge),
            }),
            Reason::Bond(number) => {
                let bond = self.bonds.get(number as usize)?;
                Some(match bond.says {
                    Says::Linked(link) => Statement::Linked {
                        event: id(bond.event),
                        link,
                        other: id(bond.other),
                        sources: self
                            .event(bond.event)?
                            .outermost(self.timeline, self.knowledge.as_of),
                    },
                    Says::Stated(at) => {
                        let mut stated = self.timeline.constraints.get(at as usize)?.clone();
                        // That it is taken back is not known before it is.
                        if self.knowledge.as_of < bond.known_until {
                            stated.withdrawn = None;
                        }
                        Statement::Ordered(stated)
                    }
                })
            }
        }
    }

    pub(super) fn statements(self, reasons: &[Reason]) -> Vec<Statement> {
        let told = reasons.iter().map(|&reason| self.statement(reason));
        told.flatten().collect()
    }
}
