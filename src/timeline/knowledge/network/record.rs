//! What one asker knows of a timeline: its dates, and the statements that stand.

use super::Reason;
use crate::event::Link;
use crate::time::{Alternatives, Bounds, Midnights, When};
use crate::timeline::{
    Arena, Bond, BondIx, Calendar, EventRank, Knowledge, Says, Statement, Stored, TemporalRelation,
    Timeline,
};

/// What the asker knows: the events and statements of a timeline.
#[derive(Clone, Copy)]
pub(crate) struct Record<'t> {
    pub(crate) timeline: &'t Timeline,
    pub(crate) bonds: &'t Arena<BondIx, Bond>,
    pub(crate) knowledge: Knowledge<'t>,
}

impl<'t> Record<'t> {
    fn event(self, rank: EventRank) -> &'t Stored {
        self.timeline.of_rank(rank)
    }

    /// An event, if it is known yet.
    fn known(self, rank: EventRank) -> Option<&'t Stored> {
        let (as_of, event) = (self.knowledge.as_of, self.event(rank));
        (as_of == i64::MAX || event.status(as_of).is_some()).then_some(event)
    }

    /// What the accounts say of its time; nothing if none is known yet.
    pub(super) fn dated(self, rank: EventRank) -> Bounds {
        self.known(rank).map_or(Bounds::UNKNOWN, |event| {
            event.bounds(self.timeline, self.knowledge)
        })
    }

    /// The stretches that its date may stand for, if it has one date and that has gaps.
    ///
    /// Accounts that disagree leave open all that lies between their dates, as documented.
    pub(super) fn alternatives(self, rank: EventRank) -> Option<Alternatives> {
        self.one_date(rank)?.alternatives()
    }

    /// The date on which all accounts agree; none if they do not, or none is known yet.
    fn one_date(self, rank: EventRank) -> Option<&'t When> {
        let dates = self.dates(rank);
        let (first, others) = dates.split_first()?;
        let is_same =
            |other: &&When| other.written() == first.written() && other.bounds() == first.bounds();
        others.iter().all(is_same).then_some(*first)
    }

    /// The dates of the accounts that are believed; none if none is known yet.
    fn dates(self, rank: EventRank) -> Vec<&'t When> {
        self.known(rank).map_or_else(Vec::new, |event| {
            event.written(self.timeline, self.knowledge)
        })
    }

    /// Whether it lies on one day of a calendar: all its dates are of days by the same midnights, and
    /// none is an extent.
    pub(super) fn is_one_day(self, rank: EventRank, calendar: Calendar) -> bool {
        let dates = self.dates(rank);
        let is_day = |when: &&When| !when.is_extent() && !when.is_undated();
        let all = dates.iter().map(|when| when.midnights());
        !dates.is_empty()
            && dates.iter().all(is_day)
            && calendar.midnights() == Some(all.fold(Midnights::Undated, Midnights::and))
    }

    /// The bond of a number.
    pub(super) fn bond(self, number: BondIx) -> &'t Bond {
        &self.bonds[number]
    }

    pub(super) fn stands(self, bond: &Bond) -> bool {
        let as_of = self.knowledge.as_of;
        match bond.says {
            Says::Linked(_) => self.event(bond.event).status(as_of).is_some(),
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

    /// How a bond places its events; none of a link that only says which one starts later.
    pub(super) fn relation(self, bond: &Bond) -> Option<TemporalRelation> {
        match bond.says {
            Says::Linked(Link::PartOf) => Some(TemporalRelation::During),
            Says::Linked(_) => None,
            Says::Stated(at) => Some(self.timeline.constraints[at].relation),
        }
    }

    /// The events that a reason is about.
    pub(super) fn events(self, reason: Reason) -> impl Iterator<Item = EventRank> {
        let (event, bond) = match reason {
            Reason::Nature(event) | Reason::Date(event) => (Some(event), None),
            Reason::Bond(number) => (None, Some(self.bond(number))),
            Reason::Asked => (None, None),
        };
        event
            .into_iter()
            .chain(bond.into_iter().flat_map(Bond::events))
    }

    /// The statement that a reason stands for, if it is one.
    pub(super) fn statement(self, reason: Reason) -> Option<Statement> {
        let id = |rank: EventRank| self.event(rank).id.to_string();
        match reason {
            Reason::Nature(_) | Reason::Asked => None,
            Reason::Date(rank) => Some(Statement::Dated {
                event: id(rank),
                dates: self.event(rank).dates(self.timeline, self.knowledge),
            }),
            Reason::Bond(number) => {
                let bond = self.bond(number);
                Some(match bond.says {
                    Says::Linked(link) => Statement::Linked {
                        event: id(bond.event),
                        link,
                        other: id(bond.other),
                        sources: self
                            .event(bond.event)
                            .outermost(self.timeline, self.knowledge.as_of),
                    },
                    Says::Stated(at) => {
                        let mut stated = self.timeline.constraints[at].clone();
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
