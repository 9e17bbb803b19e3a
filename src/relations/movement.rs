//! Why relations moved between two states of a record, split exactly by event.
//!
//! The contributions of events to a level sum to the level, in each state. So the differences of the
//! contributions sum to the movement, and the same holds for a change. The part of an event is its contribution
//! after, less its contribution before.
//!
//! Each contribution to a level is divided by `sqrt(kappa + W)`, and each one to a change depends on what was expected
//! of the window. So an event whose own marks are the same has a part as well when other events arrive or the coverage
//! changes. That part is fading too.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::mark::EventMark;
use super::{Relations, RelationsError};
use crate::event::Status;
use crate::text::words;
use crate::time::Moment;
use crate::timeline::EventRef;
use crate::trend::{Contribution, CoverageUsed, Trend};

/// Why an event moved the relations of a pair between two states of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It has happened, or was called off, since: it was not known before, or planned, or dated later.
    New,
    /// It was known before, and is scored in another way: its date, code, parties or reports differ.
    Revised,
    /// It is no longer known.
    Withdrawn,
    /// It is the same: only its age differs, and what the other events make of it.
    ///
    /// An event of several days that goes on still grows. An event that leaves the window is part of what is
    /// expected, so it moves the change the other way. Each new event enlarges the divisor of the level, so the
    /// contributions of all others shrink.
    Fading,
}

words!(Cause, "a cause", 4 {
    New => "new",
    Revised => "revised",
    Withdrawn => "withdrawn",
    Fading => "fading",
});

/// The part of one event in the movement of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EventMovement<'t> {
    /// Why it moved the pair.
    pub cause: Cause,
    /// The event after, or before if it is no longer known.
    pub event: EventRef<'t>,
    /// Its part in the movement of the level, and of the change. The latter is `None` without a baseline in
    /// both states.
    pub part: Contribution,
}

/// How the relations of a pair moved between two states of a record, and through which events.
///
/// Created by [`Relations::movement_to`] and [`Changes::movement`](crate::changes::Changes::movement). The
/// parts of the events sum to the movement of the level and to that of the change, to 1e-9.
///
/// Its `Display` prints levels and causes, and the coverage if it is only assumed.
///
/// # How is it split?
///
/// The part of an event is its [contribution](crate::trend::Contribution) after, less its contribution before.
/// This depends on no order of events. The movement back has the same parts with the opposite sign.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::code::Code;
/// use detente::relations::Cause;
/// use detente::{Actor, Event, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.extend(["USA", "RUS"].map(Actor::state));
/// builder.event(Event::meeting("riyadh", "2025-02-18").between("USA", "RUS"));
/// let yesterday = builder.clone().build()?;
/// let threat = Event::statement("ultimatum", "2025-07-14").by("USA").target("RUS");
/// builder.event(threat.code(Code::parse("THREATEN")?));
/// let today = builder.build()?;
///
/// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// let before = yesterday.relations("USA", "RUS")?;
/// let movement = before.movement_to(&today.relations("USA", "RUS")?, july(14), july(15))?;
/// assert_eq!(movement.events[0].event.id(), "ultimatum");
/// assert_eq!(movement.events[0].cause, Cause::New);
/// let parts = movement.of(Cause::New).level + movement.of(Cause::Fading).level;
/// assert!((parts - movement.total().level).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Movement<'t> {
    /// The identifiers of the actors of both sides.
    pub sides: [Vec<String>; 2],
    /// The trend and the level before. A state without a level counts as level 0, because its sums are 0.
    pub before: Trend,
    /// The trend and the level after.
    pub after: Trend,
    /// The part of each event, the largest first: by the part in the change, or without a baseline in the
    /// level. Equal parts are in the order of the identifiers.
    pub events: Vec<EventMovement<'t>>,
}

impl Movement<'_> {
    /// The movement of the level and of the change.
    pub fn total(&self) -> Contribution {
        whole(&self.before).movement_to(whole(&self.after))
    }

    /// The sum of the parts of the events that moved the pair for a cause.
    pub fn of(&self, cause: Cause) -> Contribution {
        let parts = self.events.iter().filter(|one| one.cause == cause);
        // An exact zero has no sign.
        let none = Contribution {
            level: 0.0,
            change: self.total().change.map(|_| 0.0),
        };
        parts.map(|one| one.part).fold(none, Contribution::plus)
    }
}

/// The level and the change of a state, as one contribution of all its events. A state without a level has
/// level 0.
fn whole(trend: &Trend) -> Contribution {
    Contribution {
        level: trend.level.map_or(0.0, |level| level.value()),
        change: trend.change,
    }
}

/// Levels, changes and causes, one line each.
impl fmt::Display for Movement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.sides.each_ref().map(|side| side.join(", "));
        writeln!(
            f,
            "{a} and {b} from {} to {}",
            self.before.at, self.after.at
        )?;
        let (before, after, total) = (whole(&self.before), whole(&self.after), self.total());
        write_amounts(f, "level", [before.level, after.level, total.level])?;
        self.write_causes(f, |part| Some(part.level))?;
        if let (Some(before), Some(after), Some(total)) =
            (before.change, after.change, total.change)
        {
            write_amounts(f, "\nchange", [before, after, total])?;
            self.write_causes(f, |part| part.change)?;
        }
        let used = [self.before.coverage, self.after.coverage];
        match used {
            [CoverageUsed::Declared, CoverageUsed::Declared] => Ok(()),
            [before, after] if before == after => write!(f, "\n{before}"),
            [before, after] => write!(f, "\n{before}, then {after}"),
        }
    }
}

/// `level -0.66 to -0.64 (+0.02)`
fn write_amounts(f: &mut fmt::Formatter<'_>, name: &str, amounts: [f64; 3]) -> fmt::Result {
    let [before, after, total] = amounts.map(Signed);
    write!(f, "{name} {before} to {after} ({total})")
}

/// Prints a number with its sign and two digits. What rounds to zero has no minus sign.
struct Signed(f64);

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (self.0 * 100.0).round() / 100.0 + 0.0;
        write!(f, "{rounded:+.2}")
    }
}

impl Movement<'_> {
    fn write_causes(
        &self,
        f: &mut fmt::Formatter<'_>,
        part: impl Fn(Contribution) -> Option<f64>,
    ) -> fmt::Result {
        for (number, cause) in Cause::ALL.into_iter().enumerate() {
            let separator = if number == 0 { ": " } else { ", " };
            let amount = part(self.of(cause)).unwrap_or(0.0);
            write!(f, "{separator}{cause} {}", Signed(amount))?;
        }
        Ok(())
    }
}

impl<'t> Relations<'t> {
    /// Splits how relations moved from these to others of the same pair, in another state of the record, into
    /// the parts of events.
    ///
    /// Both are taken at an instant (a date: at its start). With one record, this is the movement between two
    /// dates; with one date, what the record's changes did to it. Each state has its own coverage.
    ///
    /// # Errors
    ///
    /// Returns [`RelationsError::Incomparable`] if the two have different scorings or sides.
    ///
    /// # Complexity
    ///
    /// O(m log m) in the marks of both.
    pub fn movement_to(
        &self,
        after: &Relations<'t>,
        from: impl Into<Moment>,
        to: impl Into<Moment>,
    ) -> Result<Movement<'t>, RelationsError> {
        let ids = |one: &Self| {
            one.sides
                .each_ref()
                .map(|side| side.iter().map(|one| one.id().to_owned()).collect())
        };
        let sides: [Vec<String>; 2] = ids(self);
        if sides != ids(after) {
            return Err(RelationsError::Incomparable { differ: "sides" });
        }
        if self.scoring != after.scoring {
            return Err(RelationsError::Incomparable { differ: "scorings" });
        }
        let (from, to) = (from.into(), to.into());
        let states = [
            self.trajectory.contributions(from),
            after.trajectory.contributions(to),
        ];
        // An event has a part if it has begun in at least one of the states.
        let has_begun = |marks: &MarksOfEvent<'t>| {
            let begun = |(marks, at): (&Vec<EventMark<'t>>, Moment)| {
                marks
                    .iter()
                    .any(|one| Moment::of_day(one.mark.span().first_day()) < at)
            };
            marks.iter().zip([from, to]).any(begun)
        };
        let events = marks_by_event(self, after).into_iter();
        let parts = events
            .filter(|(_, marks)| has_begun(marks))
            .map(|(id, marks)| {
                let [old, new] = [0, 1].map(|state| {
                    let marks = marks[state].iter().map(|one| &one.mark);
                    states[state].of_all(marks)
                });
                let known = [self, after].map(|state| state.view.state_of(id));
                let marked = marks[1].first().or(marks[0].first());
                let marked = marked.expect("an event is listed for its marks");
                EventMovement {
                    cause: cause(known, &marks, from),
                    event: known[1].or(known[0]).unwrap_or(marked.event),
                    part: old.movement_to(new),
                }
            });
        let mut events: Vec<EventMovement<'t>> = parts.collect();
        // Equal parts stay in the order of the identifiers, because the sort is stable.
        events.sort_by(|one, other| other.part.size().total_cmp(&one.part.size()));
        Ok(Movement {
            sides,
            before: self.trend(from),
            after: after.trend(to),
            events,
        })
    }
}

/// The marks of an event before and after.
type MarksOfEvent<'t> = [Vec<EventMark<'t>>; 2];

/// The marks of each event that has any, by the identifier of the event.
fn marks_by_event<'t>(
    before: &Relations<'t>,
    after: &Relations<'t>,
) -> BTreeMap<&'t str, MarksOfEvent<'t>> {
    let mut events: BTreeMap<&'t str, MarksOfEvent<'t>> = BTreeMap::new();
    for (state, relations) in [before, after].into_iter().enumerate() {
        for mark in &relations.marks {
            events.entry(mark.event.id()).or_default()[state].push(*mark);
        }
    }
    events
}

/// Why an event with marks in at least one state moved the pair.
fn cause(
    known: [Option<EventRef<'_>>; 2],
    [before, after]: &MarksOfEvent<'_>,
    from: Moment,
) -> Cause {
    let [status_before, status_after] = known.map(|event| event.and_then(EventRef::status));
    let scored = |marks: &[EventMark<'_>]| -> Vec<_> {
        marks.iter().map(|one| (one.part, one.mark)).collect()
    };
    let has_begun = |one: &EventMark<'_>| Moment::of_day(one.mark.span().first_day()) < from;
    if status_after.is_none() {
        Cause::Withdrawn
    } else if matches!(status_before, None | Some(Status::Planned)) {
        Cause::New
    } else if scored(before) != scored(after) {
        Cause::Revised
    } else if before.iter().any(has_begun) {
        Cause::Fading
    } else {
        Cause::New
    }
}
