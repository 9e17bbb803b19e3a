//! The dates and statements of a timeline, as known to a view.

use super::constraint_network::Reason;
use crate::event::Link;
use crate::time::{Alternatives, Bounds, Midnights, When};
use crate::timeline::{
    Arena, Calendar, EventConstraint, EventConstraintIx, EventRank, Knowledge, Origin, Statement,
    Stored, TemporalRelation, Timeline,
};

/// The dates and statements of a timeline, as known to a view.
#[derive(Clone, Copy)]
pub(crate) struct Evidence<'t> {
    pub(crate) timeline: &'t Timeline,
    pub(crate) constraints: &'t Arena<EventConstraintIx, EventConstraint>,
    pub(crate) knowledge: Knowledge<'t>,
}

impl<'t> Evidence<'t> {
    fn event(self, rank: EventRank) -> &'t Stored {
        self.timeline.of_rank(rank)
    }

    /// An event. Returns `None` if it is not known yet.
    fn known(self, rank: EventRank) -> Option<&'t Stored> {
        let (as_of, event) = (self.knowledge.as_of, self.event(rank));
        (as_of == i64::MAX || event.status(as_of).is_some()).then_some(event)
    }

    /// The bounds of an event's believed dates. Unknown if the event is not known yet.
    pub(super) fn date_bounds(self, rank: EventRank) -> Bounds {
        self.known(rank).map_or(Bounds::UNKNOWN, |event| {
            event.bounds(self.timeline, self.knowledge)
        })
    }

    /// The alternatives of an event's date, if it has one date, with gaps.
    ///
    /// If accounts disagree, the time between their dates is possible too, so there are no gaps.
    pub(super) fn alternatives(self, rank: EventRank) -> Option<Alternatives> {
        self.one_date(rank)?.alternatives()
    }

    /// The date that all believed accounts give. Returns `None` if they disagree, or if the event is not
    /// known yet.
    fn one_date(self, rank: EventRank) -> Option<&'t When> {
        let dates = self.dates(rank);
        let (first, others) = dates.split_first()?;
        let is_same =
            |other: &&When| other.written() == first.written() && other.bounds() == first.bounds();
        others.iter().all(is_same).then_some(*first)
    }

    /// The dates of the believed accounts. Empty if the event is not known yet.
    fn dates(self, rank: EventRank) -> Vec<&'t When> {
        self.known(rank).map_or_else(Vec::new, |event| {
            event.believed_dates(self.timeline, self.knowledge)
        })
    }

    /// Whether an event is on a single day of a calendar: all its dates are days by the calendar's
    /// midnights, and none is an extent.
    pub(super) fn is_one_day(self, rank: EventRank, calendar: Calendar) -> bool {
        let dates = self.dates(rank);
        let is_day = |when: &&When| !when.is_extent() && !when.is_undated();
        let all = dates.iter().map(|when| when.midnights());
        !dates.is_empty()
            && dates.iter().all(is_day)
            && calendar.midnights() == Some(all.fold(Midnights::Undated, Midnights::and))
    }

    pub(super) fn constraint(self, number: EventConstraintIx) -> &'t EventConstraint {
        &self.constraints[number]
    }

    /// Whether a constraint is in force. A link is, if its event is known.
    pub(crate) fn is_in_force(self, constraint: &EventConstraint) -> bool {
        let as_of = self.knowledge.as_of;
        match constraint.origin {
            Origin::Linked(_) => self.event(constraint.event).status(as_of).is_some(),
            Origin::Stated(_) if as_of == i64::MAX => constraint.known_until == i64::MAX,
            Origin::Stated(_) => constraint.known_from <= as_of && as_of < constraint.known_until,
        }
    }

    /// Whether a constraint counts in calendar days.
    pub(super) fn counts_days(self, constraint: &EventConstraint) -> bool {
        matches!(
            self.relation(constraint),
            Some(
                TemporalRelation::DaysBefore(_)
                    | TemporalRelation::DaysAfter(_)
                    | TemporalRelation::SameDay
            )
        )
    }

    /// The relation that a constraint states. Returns `None` for a link that only says that its event
    /// does not start before the other.
    pub(super) fn relation(self, constraint: &EventConstraint) -> Option<TemporalRelation> {
        match constraint.origin {
            Origin::Linked(Link::PartOf) => Some(TemporalRelation::During),
            Origin::Linked(_) => None,
            Origin::Stated(at) => Some(self.timeline.constraints[at].relation),
        }
    }

    /// The events of a reason.
    pub(super) fn events(self, reason: Reason) -> impl Iterator<Item = EventRank> {
        let (event, constraint) = match reason {
            Reason::Nature(event) | Reason::Date(event) => (Some(event), None),
            Reason::Constraint(number) => (None, Some(self.constraint(number))),
            Reason::Asked => (None, None),
        };
        event
            .into_iter()
            .chain(constraint.into_iter().flat_map(EventConstraint::events))
    }

    /// A reason as a public statement. Returns `None` if it is not a statement of a source.
    pub(super) fn statement(self, reason: Reason) -> Option<Statement> {
        let id = |rank: EventRank| self.event(rank).id.to_string();
        match reason {
            Reason::Nature(_) | Reason::Asked => None,
            Reason::Date(rank) => Some(Statement::Dated {
                event: id(rank),
                dates: self
                    .event(rank)
                    .dates_with_sources(self.timeline, self.knowledge),
            }),
            Reason::Constraint(number) => {
                let constraint = self.constraint(number);
                Some(match constraint.origin {
                    Origin::Linked(link) => Statement::Linked {
                        event: id(constraint.event),
                        link,
                        other: id(constraint.other),
                        sources: self
                            .event(constraint.event)
                            .sources_read(self.timeline, self.knowledge.as_of),
                    },
                    Origin::Stated(at) => {
                        let mut stated = self.timeline.constraints[at].clone();
                        // A withdrawal in the future is not known yet.
                        if self.knowledge.as_of < constraint.known_until {
                            stated.withdrawn = None;
                        }
                        Statement::Ordered(stated)
                    }
                })
            }
        }
    }

    pub(super) fn statements(self, reasons: &[Reason]) -> Vec<Statement> {
        let statements = reasons.iter().map(|&reason| self.statement(reason));
        statements.flatten().collect()
    }
}
