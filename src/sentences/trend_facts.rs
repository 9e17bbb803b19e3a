//! The facts of sentences about the trend of a pair, and about a movement of its level.

use chrono::{Days, NaiveDate};

use super::facts::{EventName, Sides, sides_of};
use crate::relations::{Cause, Movement, Relations};
use crate::time::Moment;
use crate::timeline::EventRef;
use crate::trend::{CoverageUsed, Direction, Missing, Ongoing};

/// The largest number of events that a sentence names.
const MOST_EVENTS: usize = 3;

/// The ongoing direction of a pair at a date, and what it is based on.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendFacts<'t> {
    /// The pair.
    pub sides: Sides<'t>,
    /// The date. Events of this day are not included.
    pub at: NaiveDate,
    /// The direction.
    pub direction: Direction,
    /// The first day of the direction. `None` if it has not changed since the record begins.
    pub since: Option<NaiveDate>,
    /// The probability of the rise or fall at the date. If the direction is neither, the probability of a rise.
    /// `None` without a baseline.
    pub p: Option<f64>,
    /// The evidence that is missing, if it is insufficient.
    pub missing: Option<Missing>,
    /// The coverage of the trend.
    pub coverage: CoverageUsed,
    /// The first day of the window. The days from here to the date are compared with the time before.
    pub window_start: NaiveDate,
    /// The days of the window.
    pub window_days: u32,
    /// What a rise or fall comes from. `None` for other directions.
    pub origin: Option<Origin<'t>>,
}

/// What a rise or fall comes from.
///
/// A rise or fall comes from single events of the window, and from the time before it as a whole: earlier
/// cooperation that was not kept up, or earlier conflict that did not go on. *Most* means more than half of their
/// sum.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin<'t> {
    /// One to three events of the window account for most of it.
    Events(Vec<EventName<'t>>),
    /// What happened before the window accounts for most of it. Contains the events of the window that add most.
    Earlier(Vec<EventName<'t>>),
    /// Neither accounts for most of it. Contains the events of the window that add most.
    Spread(Vec<EventName<'t>>),
}

impl<'t> TrendFacts<'t> {
    /// Asks the relations of a pair for the ongoing direction at an instant (a date: at its start).
    ///
    /// The probability and the events are those of the last midnight, as in [`Ongoing`].
    pub fn of(relations: &Relations<'t>, at: impl Into<Moment>) -> Self {
        let ongoing = relations.ongoing(at);
        let at = ongoing.trend.at.date();
        let window_days = relations.scoring().calibration().window();
        let window_start = at.checked_sub_days(Days::new(window_days.into()));
        let window_start = window_start.unwrap_or(NaiveDate::MIN);
        Self {
            sides: sides_of(relations.sides()),
            at,
            direction: ongoing.direction,
            since: ongoing.since,
            p: ongoing.p.or_else(|| ongoing.trend.p_rising()),
            missing: ongoing.trend.missing,
            coverage: ongoing.trend.coverage,
            window_start,
            window_days,
            origin: Origin::of(relations, &ongoing, window_start),
        }
    }

    /// Whether the sentence has to say what is assumed about the coverage. It does not if the missing evidence
    /// would be missing with any coverage.
    pub(super) fn needs_coverage(&self) -> bool {
        self.direction != Direction::Insufficient || self.missing == Some(Missing::Baseline)
    }
}

impl<'t> Origin<'t> {
    /// Finds what a rise or fall comes from. Returns `None` for other directions.
    fn of(relations: &Relations<'t>, ongoing: &Ongoing, window_start: NaiveDate) -> Option<Self> {
        let sign = match ongoing.direction {
            Direction::Rising => 1.0,
            Direction::Falling => -1.0,
            _ => return None,
        };
        let window = Moment::from(window_start).day();
        // 1. The pull of each event of the window, and of everything before it.
        let mut pulls: Vec<(EventRef<'t>, f64)> = Vec::new();
        let mut earlier = 0.0;
        for part in relations.contributions(ongoing.trend.at) {
            let pull = sign * part.contribution.change.unwrap_or(0.0);
            if part.mark.mark.span().first_day() < window {
                earlier += pull;
                continue;
            }
            let event = part.mark.event;
            match pulls.iter_mut().find(|(known, _)| known.id() == event.id()) {
                Some((_, sum)) => *sum += pull,
                None => pulls.push((event, pull)),
            }
        }
        pulls.retain(|&(_, pull)| pull > 0.0);
        pulls.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.id().cmp(b.0.id())));
        let earlier = f64::max(earlier, 0.0);
        // 2. The fewest events that make up more than half.
        let total = earlier + pulls.iter().map(|one| one.1).sum::<f64>();
        let mut sum = 0.0;
        let enough = pulls.iter().take(MOST_EVENTS).position(|&(_, pull)| {
            sum += pull;
            sum * 2.0 > total
        });
        let names = |number: usize| pulls.iter().take(number).map(|one| one.0.into()).collect();
        Some(match enough {
            Some(last) => Self::Events(names(last + 1)),
            None if earlier * 2.0 > total => Self::Earlier(names(MOST_EVENTS)),
            None => Self::Spread(names(MOST_EVENTS)),
        })
    }
}

/// How the level of a pair moved between two dates or two states of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct MovementFacts<'t> {
    /// The pair.
    pub sides: Sides<'t>,
    /// The date before.
    pub from: NaiveDate,
    /// The date after.
    pub to: NaiveDate,
    /// The levels before and after. `None` before the first event that counts.
    pub levels: [Option<f64>; 2],
    /// The events that moved the level most in its direction, at most three, each with the cause.
    pub events: Vec<(EventName<'t>, Cause)>,
}

impl<'t> MovementFacts<'t> {
    /// The events that a sentence names. Empty without a level on both dates.
    pub(super) fn named(&self) -> &[(EventName<'t>, Cause)] {
        if self.levels.contains(&None) {
            &[]
        } else {
            &self.events
        }
    }

    /// Takes the levels and the events of a movement. The relations, either before or after, supply the names.
    pub fn of(movement: &Movement<'t>, relations: &Relations<'t>) -> Self {
        let total = movement.total().level;
        let mut events: Vec<_> = movement
            .events
            .iter()
            .map(|one| (one.part.level * total.signum(), one))
            .filter(|&(pull, _)| pull >= 0.005)
            .collect();
        events.sort_by(|a, b| b.0.total_cmp(&a.0));
        events.truncate(MOST_EVENTS);
        let levels = [&movement.before, &movement.after];
        Self {
            sides: sides_of(relations.sides()),
            from: movement.before.at.date(),
            to: movement.after.at.date(),
            levels: levels.map(|trend| trend.level.map(|level| level.value())),
            events: events
                .into_iter()
                .map(|(_, one)| (one.event.into(), one.cause))
                .collect(),
        }
    }
}
