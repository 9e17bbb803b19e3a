//! Stated constraints on the order of events.
//!
//! A [`Constraint`] relates an event to another event, or to two: "the call was at least a week
//! before the meeting", "the day after the summit". It has sources. Links constrain the order too:
//! a part is within the whole, and an answer does not begin before the event that it answers.
//!
//! Dates, links and constraints together form a
//! [simple temporal network](crate::time::network). The network tightens the bounds of events,
//! [explains](crate::timeline::Explanation) an answer by the statements from which it follows, and
//! finds the statements that [contradict each other](crate::timeline::Contradiction).
//!
//! # Limits
//!
//! A simple temporal network represents bounds on differences of instants. Every relation here is a
//! set of such bounds. "Before or after, but not during" is not, so it cannot be stated.
//!
//! A date that is one of several has gaps. Among events that are bound together, every choice of
//! one alternative per date is considered, up to 128 instants and 128 consistent choices. An event
//! has two instants, or four if days are counted. Beyond that limit, gaps are ignored, and an
//! answer that depends on them is only possible.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Bound, RangeBounds};

use chrono::TimeDelta;

use crate::time::{DateErrors, DateInput, Length, When};
use crate::timeline::order;

/// The relation in time that a [`Constraint`] states between events.
///
/// Distances are in whole seconds, from the end of the earlier event to the start of the later one.
///
/// # Calendar days
///
/// A calendar day is 24 hours, from midnight to midnight. If the events that are related by days are
/// dated by whole days of one zone, their calendar is that of the zone: the day after `2025-07-10`
/// is `2025-07-11`. If they are dated by days of different zones, or only by clock times, any
/// calendar may be meant, and the bounds hold for every calendar.
///
/// An event that is related by days is on a single day if its date is a day, one of several days or
/// a month. It may be on several days if its date is an extent, or if another event is during it.
///
/// A chain of clock distances, such as 12 hours and another 12 hours, may leave one day more
/// possible than necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TemporalRelation {
    /// The event ends before the other begins.
    Before {
        /// The minimum distance. Zero if none is stated.
        at_least: TimeDelta,
        /// The maximum distance. `None` if none is stated.
        at_most: Option<TimeDelta>,
    },
    /// The event is within the other.
    During,
    /// The event overlaps the other, or is at most this distance before or after it.
    Within(TimeDelta),
    /// The event is on a single day, this number of days before the day on which the other begins.
    DaysBefore(u32),
    /// The event is on a single day, this number of days after the day on which the other ends.
    DaysAfter(u32),
    /// Both events are on the same single day.
    SameDay,
    /// The events overlap: some instant belongs to both.
    SameTime,
    /// The event begins after a first event ends, and ends before a second event begins.
    Between,
}

impl TemporalRelation {
    /// The event ends before the other begins, at any distance.
    pub const BEFORE: Self = Self::Before {
        at_least: TimeDelta::zero(),
        at_most: None,
    };
}

/// Writes the relation in words: `at least 1 week before`, `the day after`.
impl fmt::Display for TemporalRelation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&match *self {
            Self::Before { at_least, at_most } => {
                let least = Length(at_least);
                match at_most.map(Length) {
                    None if at_least == TimeDelta::zero() => "before".to_owned(),
                    None => format!("at least {least} before"),
                    Some(most) if most == least => format!("exactly {most} before"),
                    Some(most) if at_least == TimeDelta::zero() => format!("at most {most} before"),
                    Some(most) => format!("{least} to {most} before"),
                }
            }
            Self::During => "during".to_owned(),
            Self::Within(distance) => format!("within {} of", Length(distance)),
            Self::DaysBefore(1) => "the day before".to_owned(),
            Self::DaysAfter(1) => "the day after".to_owned(),
            Self::DaysBefore(days) => format!("{days} calendar days before"),
            Self::DaysAfter(days) => format!("{days} calendar days after"),
            Self::SameDay => "on the same day as".to_owned(),
            Self::SameTime => "at the same time as".to_owned(),
            Self::Between => "between".to_owned(),
        })
    }
}

/// A statement about the order of events, with its sources.
///
/// "After" is stored as "before" with the two events exchanged.
///
/// # Example
///
/// ```
/// use chrono::TimeDelta;
/// use detente::timeline::Constraint;
///
/// let week = TimeDelta::weeks(1);
/// let stated = Constraint::before_by("call", week.., "meeting").by(["reuters"]).asserted("2025-07-10");
/// assert_eq!(stated.to_string(), "`call` is at least 1 week before `meeting` (reuters)");
///
/// let soon = Constraint::before_by("call", ..=TimeDelta::days(3), "talks");
/// assert_eq!(soon.to_string(), "`call` is at most 3 days before `talks`");
///
/// let after = Constraint::after("talks", "call");
/// assert_eq!(after.to_string(), "`call` is before `talks`");
///
/// let between = Constraint::between("letter", "call", "meeting");
/// assert_eq!(between.to_string(), "`letter` is between `call` and `meeting`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    pub(crate) event: String,
    pub(crate) relation: TemporalRelation,
    pub(crate) other: String,
    /// The second of the two events that `event` is between.
    pub(crate) until: Option<String>,
    pub(crate) by: Vec<String>,
    /// When it was asserted.
    pub asserted: Option<When>,
    /// When it was withdrawn.
    pub withdrawn: Option<When>,
    pub(crate) date_errors: DateErrors,
}

impl Constraint {
    fn new(event: impl Into<String>, relation: TemporalRelation, other: impl Into<String>) -> Self {
        Self {
            event: event.into(),
            relation,
            other: other.into(),
            until: None,
            by: Vec::new(),
            asserted: None,
            withdrawn: None,
            date_errors: DateErrors::default(),
        }
    }

    /// States that the event ends before the other begins.
    #[must_use]
    pub fn before(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, TemporalRelation::BEFORE, other)
    }

    /// States that the event begins after the other ends.
    #[must_use]
    pub fn after(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::before(other, event)
    }

    /// States that the event ends before the other begins, with a distance in a range: `week..` is
    /// at least a week, and `..=week` is at most a week.
    ///
    /// Fractions of a second are cut off. [`TimelineBuilder::build`](crate::TimelineBuilder::build)
    /// refuses a negative distance, and a minimum above the maximum.
    #[must_use]
    pub fn before_by(
        event: impl Into<String>,
        distance: impl RangeBounds<TimeDelta>,
        other: impl Into<String>,
    ) -> Self {
        let whole = |delta: &TimeDelta| TimeDelta::seconds(delta.num_seconds());
        let second = TimeDelta::seconds(1);
        let at_least = match distance.start_bound() {
            Bound::Included(least) => whole(least),
            Bound::Excluded(least) => whole(least).checked_add(&second).unwrap_or(*least),
            Bound::Unbounded => TimeDelta::zero(),
        };
        let at_most = match distance.end_bound() {
            Bound::Included(most) => Some(whole(most)),
            // Less than one and a half seconds is at most one whole second.
            Bound::Excluded(most) if *most > whole(most) => Some(whole(most)),
            Bound::Excluded(most) => whole(most).checked_sub(&second).or(Some(*most)),
            Bound::Unbounded => None,
        };
        Self::new(event, TemporalRelation::Before { at_least, at_most }, other)
    }

    /// States that the event is within the other.
    #[must_use]
    pub fn during(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, TemporalRelation::During, other)
    }

    /// States that the event overlaps the other, or is at most `distance` before or after it.
    ///
    /// Fractions of a second are cut off.
    #[must_use]
    pub fn within(event: impl Into<String>, distance: TimeDelta, other: impl Into<String>) -> Self {
        let distance = TimeDelta::seconds(distance.num_seconds());
        Self::new(event, TemporalRelation::Within(distance), other)
    }

    /// States that the event is on a single day, `days` days before the day on which the other
    /// begins. With 0 days, this is [`Constraint::same_day`].
    #[must_use]
    pub fn days_before(event: impl Into<String>, days: u32, other: impl Into<String>) -> Self {
        match days {
            0 => Self::same_day(event, other),
            _ => Self::new(event, TemporalRelation::DaysBefore(days), other),
        }
    }

    /// States that the event is on a single day, `days` days after the day on which the other ends.
    /// With 0 days, this is [`Constraint::same_day`].
    #[must_use]
    pub fn days_after(event: impl Into<String>, days: u32, other: impl Into<String>) -> Self {
        match days {
            0 => Self::same_day(event, other),
            _ => Self::new(event, TemporalRelation::DaysAfter(days), other),
        }
    }

    /// States that both events are on the same single day. For one day of a longer event, use
    /// [`Constraint::during`].
    #[must_use]
    pub fn same_day(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, TemporalRelation::SameDay, other)
    }

    /// States that the events overlap: some instant belongs to both.
    #[must_use]
    pub fn same_time(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, TemporalRelation::SameTime, other)
    }

    /// States that the event begins after `first` ends, and ends before `second` begins.
    #[must_use]
    pub fn between(
        event: impl Into<String>,
        first: impl Into<String>,
        second: impl Into<String>,
    ) -> Self {
        Self {
            until: Some(second.into()),
            ..Self::new(event, TemporalRelation::Between, first)
        }
    }

    /// Sets the chain of attribution, from the source that was read to the source that it cites.
    #[must_use]
    pub fn by<S: Into<String>>(mut self, chain: impl IntoIterator<Item = S>) -> Self {
        self.by = chain.into_iter().map(Into::into).collect();
        self
    }

    /// Sets when the constraint was asserted.
    ///
    /// Without it, the constraint is known from the publication of its first source. Without that
    /// either, it is known once every one of its events is, each from its first report.
    #[must_use]
    pub fn asserted(mut self, when: impl Into<DateInput>) -> Self {
        self.asserted = Some(self.date_errors.take_in("asserted", when));
        self
    }

    /// Sets when the constraint was withdrawn. From then on it is not in force.
    #[must_use]
    pub fn withdrawn(mut self, when: impl Into<DateInput>) -> Self {
        self.withdrawn = Some(self.date_errors.take_in("withdrawn", when));
        self
    }

    /// The identifier of the event that is related to the others.
    pub fn event(&self) -> &str {
        &self.event
    }

    /// The relation of the event to the others.
    pub const fn relation(&self) -> TemporalRelation {
        self.relation
    }

    /// The identifier of the other event, or of the two events that this one is between.
    pub fn others(&self) -> impl Iterator<Item = &str> + Clone {
        [Some(&self.other), self.until.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// The chain of attribution, from the source that was read to the source that it cites.
    pub fn sources(&self) -> &[String] {
        &self.by
    }

    /// The constraint in words, without quotes and sources: `call before meeting`.
    pub(crate) fn without_sources(&self) -> String {
        let until = self.until.as_ref();
        let until = until.map_or_else(String::new, |until| format!(" and {until}"));
        format!("{} {} {}{until}", self.event, self.relation, self.other)
    }

    /// Whether its distances are not negative, with the minimum at or below the maximum.
    pub(crate) fn has_distance(&self) -> bool {
        match self.relation {
            TemporalRelation::Before { at_least, at_most } => {
                at_least >= TimeDelta::zero() && at_most.is_none_or(|most| at_least <= most)
            }
            TemporalRelation::Within(distance) => distance >= TimeDelta::zero(),
            _ => true,
        }
    }

    /// The order of constraints: by events and relation, then by sources and dates.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let dates = |one: &Option<When>, other: &Option<When>| {
            order::maybe_dates(one.as_ref(), other.as_ref())
        };
        self.event
            .cmp(&other.event)
            .then_with(|| self.relation.cmp(&other.relation))
            .then_with(|| self.other.cmp(&other.other))
            .then_with(|| self.until.cmp(&other.until))
            .then_with(|| self.by.cmp(&other.by))
            .then_with(|| dates(&self.asserted, &other.asserted))
            .then_with(|| dates(&self.withdrawn, &other.withdrawn))
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is {} `{}`", self.event, self.relation, self.other)?;
        if let Some(until) = &self.until {
            write!(f, " and `{until}`")?;
        }
        write_sources(f, &self.by)
    }
}

/// Writes sources in parentheses, or nothing without sources.
pub(super) fn write_sources(f: &mut fmt::Formatter<'_>, sources: &[String]) -> fmt::Result {
    if sources.is_empty() {
        Ok(())
    } else {
        write!(f, " ({})", sources.join(", "))
    }
}
