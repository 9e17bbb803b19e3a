//! Why relations moved between two states of a record, split exactly by event.
//!
//! A level is `R = S / sqrt(kappa + W)`: it is not a sum over events, because each event also enlarges the
//! divisor. There are many ways to split its change, and the usual one, to exchange one event after another,
//! depends on their order. Here the score and the divisor are exchanged, in both orders, and the mean is taken.
//! With `g = 1 / sqrt(kappa + W)`:
//!
//! ```text
//! R' - R = (S' - S) (g + g') / 2  +  (S + S') / 2 (g' - g)
//! g' - g = -(W' - W) / (r r' (r + r'))          r = sqrt(kappa + W)
//! ```
//!
//! `S' - S` and `W' - W` are sums over events, so the right side is one, too. The part of an event depends on
//! its own marks and on the two totals, but on no order. It is 0 if neither its marks nor their age changed,
//! and the parts of the movement back have the opposite sign.
//!
//! The difference of two [contributions](crate::trend::Contribution) would be exact as well. But with each new
//! event the divisor grows, and the contribution of every other event shrinks: on the day of a strike, old
//! meetings would seem to fade.
//!
//! A change is `D = S - gain U`, where `U` is the sum a window before, and `gain U` what was expected of the
//! window. Its movement is split in the same way, into `S' - S - (gain + gain') / 2 (U' - U)`, which is a sum
//! over events, and `-(U + U') / 2 (gain' - gain)`, the [expectation](Movement::expectation).

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::mark::EventMark;
use super::{Relations, RelationsError};
use crate::event::Status;
use crate::text::words;
use crate::time::Moment;
use crate::timeline::EventRef;
use crate::trend::{Contribution, Contributions, CoverageUsed, MarkSums, Trend};

/// Why an event moved the relations of a pair between two states of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It has happened, or was called off, since: it was not known before, or planned, or dated later.
    New,
    /// It was known before, and is scored in another way: its date, code, parties or reports differ.
    Revised,
    /// It is no longer known.
    Withdrawn,
    /// It is the same, and only its age differs.
    ///
    /// An event of several days that goes on still grows. An event that leaves the window is part of what is
    /// expected, so it moves the change the other way.
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
/// parts of the events sum to the movement of the level. Together with the
/// [expectation](Self::expectation) they sum to the movement of the change. Both hold to 1e-9.
///
/// Its `Display` prints levels and causes, and the coverage if it is only assumed.
///
/// # How is it split?
///
/// The level is a sum of scores over a root of weights, so it is not a sum over events. The movement is split
/// as the mean of two orders: first the scores and then the weights, and the other way round. This is exact,
/// it depends on no order of events, and an event whose marks and age are the same has no part in it.
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
    /// The part of the movement of the change that no event has: another multiple of the old sum is expected,
    /// because more time is covered, or coverage is declared or assumed in another way. `None` without a
    /// baseline in both states.
    pub expectation: Option<f64>,
}

impl Movement<'_> {
    /// The movement of the level and of the change.
    pub fn total(&self) -> Contribution {
        let level = |trend: &Trend| trend.level.map_or(0.0, |level| level.value());
        let changes = self.before.change.zip(self.after.change);
        Contribution {
            level: level(&self.after) - level(&self.before),
            change: changes.map(|(before, after)| after - before),
        }
    }

    /// The sum of the parts of the events that moved the pair for a cause.
    pub fn of(&self, cause: Cause) -> Contribution {
        let parts = || self.events.iter().filter(|one| one.cause == cause);
        // An exact zero has no sign.
        let level = parts().map(|one| one.part.level).sum::<f64>() + 0.0;
        let change = parts().filter_map(|one| one.part.change).sum::<f64>() + 0.0;
        Contribution {
            level,
            change: self.expectation.map(|_| change),
        }
    }
}

/// Levels, changes and causes, one line each.
impl fmt::Display for Movement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.sides.each_ref().map(|side| side.join(", "));
        let (from, to, total) = (self.before.at, self.after.at, self.total());
        writeln!(f, "{a} and {b} from {from} to {to}")?;
        let level = |trend: &Trend| trend.level.map_or(0.0, |level| level.value());
        let (before, after) = (level(&self.before), level(&self.after));
        write!(
            f,
            "level {before:+.2} to {after:+.2} ({:+.2})",
            total.level + 0.0
        )?;
        self.write_causes(f, |part| Some(part.level))?;
        if let (Some(before), Some(after)) = (self.before.change, self.after.change) {
            let total = after - before;
            write_amounts(f, "\nchange", [before, after, total])?;
            self.write_causes(f, |part| part.change)?;
            let expectation = self.expectation.unwrap_or(0.0);
            write!(f, ", expectation {}", Signed(expectation))?;
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
        // 1. The sums of each event in both states. Events that have not begun in either have no part.
        let summed = marks_by_event(self, after).into_iter().map(|(id, marks)| {
            let sums = [0, 1].map(|state| {
                let marks = marks[state].iter().map(|one| &one.mark);
                states[state].sums_of(marks)
            });
            (id, marks, sums)
        });
        let begun = summed.filter(|(.., sums)| *sums != [MarkSums::default(); 2]);
        let begun: Vec<(&str, MarksOfEvent<'t>, [MarkSums; 2])> = begun.collect();
        // 2. The totals, which decide what a score and a weight are worth.
        let totals = begun
            .iter()
            .fold([MarkSums::default(); 2], |totals, (.., sums)| {
                [0, 1].map(|state| plus(totals[state], sums[state]))
            });
        let split = Split::new(&states, totals);
        // 3. The part of each event.
        let parts = begun.into_iter().map(|(id, marks, sums)| {
            let known = [self, after].map(|state| state.view.state_of(id));
            let marked = marks[1].first().or(marks[0].first());
            let marked = marked.expect("an event is listed for its marks");
            EventMovement {
                cause: cause(known, &marks, from),
                event: known[1].or(known[0]).unwrap_or(marked.event),
                part: split.part(sums),
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
            expectation: split.expectation(),
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

fn plus(one: MarkSums, other: MarkSums) -> MarkSums {
    MarkSums {
        score: one.score + other.score,
        weight: one.weight + other.weight,
        score_before: one.score_before + other.score_before,
    }
}

/// The two totals that the parts of events depend on: see the head of this file.
struct Split {
    /// The mean of `1 / sqrt(kappa + W)`.
    mean_scale: f64,
    /// The change of the level by a unit of weight.
    of_weight: f64,
    /// The mean gain, and the part of its change. `None` without a baseline in both states.
    expected: Option<(f64, f64)>,
}

impl Split {
    fn new(states: &[Contributions<'_>; 2], [before, after]: [MarkSums; 2]) -> Self {
        let [root, new_root] = states.each_ref().map(Contributions::root);
        let mean_score = f64::midpoint(before.score, after.score);
        let mean_before = f64::midpoint(before.score_before, after.score_before);
        let [gain, new_gain] = states.each_ref().map(Contributions::gain);
        let expected = gain.zip(new_gain).map(|(gain, new_gain)| {
            (
                f64::midpoint(gain, new_gain),
                -mean_before * (new_gain - gain) + 0.0,
            )
        });
        Self {
            mean_scale: f64::midpoint(1.0 / root, 1.0 / new_root),
            of_weight: -mean_score / (root * new_root * (root + new_root)),
            expected,
        }
    }

    fn part(&self, [before, after]: [MarkSums; 2]) -> Contribution {
        let score = after.score - before.score;
        let weight = after.weight - before.weight;
        let score_before = after.score_before - before.score_before;
        Contribution {
            level: score * self.mean_scale + weight * self.of_weight,
            change: self.expected.map(|(gain, _)| score - gain * score_before),
        }
    }

    fn expectation(&self) -> Option<f64> {
        self.expected.map(|(_, expectation)| expectation)
    }
}
