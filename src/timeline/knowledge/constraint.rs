//! What is stated about the order of events, beside their dates.
//!
//! "The call came at least a week before the meeting", "the day after the summit": a
//! [`Constraint`] places an event of the record by another, or between two, and has
//! its source. Links say such things too: a part lies within the whole, and an answer
//! does not begin before what it answers. Together with the dates they form a
//! [simple temporal network](crate::time::network): it tightens what is known of
//! an event's time, says [on what](Explanation) that rests, and where the statements
//! cannot all be true it names those that [cannot stand together](Contradiction).
//!
//! Every relation is a set of bounds on differences of instants, so that the network
//! holds it whole; "before or after, but not during" it could not. A date that is one of
//! several keeps the gaps between them: every choice of one for each is looked at, among
//! events that statements bind together, up to 128 instants (an event has two, or four where
//! days are counted) and 128 choices that can be. Beyond that gaps are not seen, and an answer
//! that rests on them is only possible.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Bound, RangeBounds};

use chrono::TimeDelta;

use crate::time::Length;
use crate::time::When;
use crate::timeline::order;

/// How one event stands to another in time, with what that bounds.
///
/// Distances are from the end of the earlier event to the start of the later one, in
/// whole seconds.
///
/// Days are those of a calendar, from midnight to midnight, 24 hours each. Where the
/// events that such statements tie together are dated by whole days of one zone,
/// their calendar is that zone's: the day after `2025-07-10` is `2025-07-11`. If they
/// are dated by the days of different zones, or by the clock alone, any calendar may
/// be meant, and the bounds hold for every one. An event that a day, one of several
/// days or a month dates is on one day, wherever days are counted from it: only an extent
/// fills several, or an event in which others are said to lie. Distances by the clock in a row,
/// such as 12 hours and 12 hours more, may leave a day too many open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TemporalRelation {
    /// The one is over when the other begins, by so much.
    Before {
        /// The least time between them; zero if nothing is said.
        at_least: TimeDelta,
        /// The most time between them, if it is said.
        at_most: Option<TimeDelta>,
    },
    /// The one lies within the other.
    During,
    /// The one lies at most so far from the other, on either side, or overlaps it.
    Within(TimeDelta),
    /// The one lies on one day, so many days before that on which the other begins.
    DaysBefore(u32),
    /// The one lies on one day, so many days after that on which the other ends.
    DaysAfter(u32),
    /// Both lie on one and the same day.
    SameDay,
    /// There is an instant at which both go on.
    SameTime,
    /// The one begins when a first is over, and is over when a second begins.
    Between,
}

impl TemporalRelation {
    /// The one is over when the other begins, and nothing is said of by how much.
    pub const BEFORE: Self = Self::Before {
        at_least: TimeDelta::zero(),
        at_most: None,
    };
}

/// In words: `at least 1 week before`, `the day after`.
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

/// A statement about the order of events, with its source.
///
/// What is said as "after" is kept as "before", with the two events exchanged.
///
/// # Example
///
/// ```
/// use chrono::TimeDelta;
/// use detente::timeline::Constraint;
///
/// let week = TimeDelta::weeks(1);
/// let stated = Constraint::before_by("call", week.., "meeting").by(["reuters"]);
/// assert_eq!(stated.to_string(), "`call` is at least 1 week before `meeting` (reuters)");
///
/// let after = Constraint::after_by("talks", ..=TimeDelta::days(3), "call");
/// assert_eq!(after.to_string(), "`call` is at most 3 days before `talks`");
///
/// let between = Constraint::between("letter", "call", "meeting");
/// assert_eq!(between.to_string(), "`letter` is between `call` and `meeting`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    pub(crate) event: String,
    pub(crate) relation: TemporalRelation,
    pub(crate) other: String,
    /// The second of the two that it lies between.
    pub(crate) until: Option<String>,
    pub(crate) by: Vec<String>,
    pub(crate) asserted: Option<When>,
    pub(crate) withdrawn: Option<When>,
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
        }
    }

    /// The event is over when the other begins.
    #[must_use]
    pub fn before(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, TemporalRelation::BEFORE, other)
    }

    /// The event begins when the other is over.
    #[must_use]
    pub fn after(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::before(other, event)
    }

    /// The event is over so long before the other begins: `week..` is at least a week, and
    /// `..=week` at most one.
    ///
    /// Distances are whole seconds; fractions are cut off. Of a negative one, or a least that
    /// is beyond the most, [building](crate::TimelineBuilder::build) complains.
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
            // Of less than a second and a half, a whole second is the most.
            Bound::Excluded(most) if *most > whole(most) => Some(whole(most)),
            Bound::Excluded(most) => whole(most).checked_sub(&second).or(Some(*most)),
            Bound::Unbounded => None,
        };
        Self::new(event, TemporalRelation::Before { at_least, at_most }, other)
    }

    /// The event lies within the other.
    #[must_use]
    pub fn during(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, TemporalRelation::During, other)
    }

    /// The event lies at most so far from the other, before it or after it.
    #[must_use]
    pub fn within(event: impl Into<String>, distance: TimeDelta, other: impl Into<String>) -> Self {
        let distance = TimeDelta::seconds(distance.num_seconds());
        Self::new(event, TemporalRelation::Within(distance), other)
    }

    /// The event lies on one day, so many days before that on which the other begins; on the same
    /// day if that is none.
    #[must_use]
    pub fn days_before(event: impl Into<String>, days: u32, other: impl Into<String>) -> Self {
        match days {
            0 => Self::same_day(event, other),
            _ => Self::new(event, TemporalRelation::DaysBefore(days), other),
        }
    }

    /// The event lies on one day, so many days after that on which the other ends; on the same
    /// day if that is none.
    #[must_use]
    pub fn days_after(event: impl Into<String>, days: u32, other: impl Into<String>) -> Self {
        match days {
            0 => Self::same_day(event, other),
            _ => Self::new(event, TemporalRelation::DaysAfter(days), other),
        }
    }

    /// Both events lie on one and the same day. For one day of a longer event there is
    /// [`Constraint::during`].
    #[must_use]
    pub fn same_day(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, TemporalRelation::SameDay, other)
    }

    /// There is an instant at which both events go on.
    #[must_use]
    pub fn same_time(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, TemporalRelation::SameTime, other)
    }

    /// The event begins when the first other is over, and is over when the second begins.
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

    /// Origin who says so: a chain of sources, from the one who is read to the one who is cited.
    #[must_use]
    pub fn by<S: Into<String>>(mut self, chain: impl IntoIterator<Item = S>) -> Self {
        self.by = chain.into_iter().map(Into::into).collect();
        self
    }

    /// Origin when it was asserted.
    ///
    /// Without it, it is known since the first source of its chain was published, and
    /// if that is not said either, since all its events are: each since its first report.
    #[must_use]
    pub fn asserted(mut self, when: When) -> Self {
        self.asserted = Some(when);
        self
    }

    /// Origin when it was taken back. From then on it binds no more.
    #[must_use]
    pub fn withdrawn(mut self, when: When) -> Self {
        self.withdrawn = Some(when);
        self
    }

    /// The identifier of the event that is placed.
    pub fn event(&self) -> &str {
        &self.event
    }

    /// How it stands to the other.
    pub const fn relation(&self) -> TemporalRelation {
        self.relation
    }

    /// The identifiers of the event that it is placed by, or of the two that it lies between.
    pub fn others(&self) -> impl Iterator<Item = &str> + Clone {
        [Some(&self.other), self.until.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// The chain of sources.
    pub fn sources(&self) -> &[String] {
        &self.by
    }

    /// It, without quotes and sources: `call before meeting`.
    pub(crate) fn without_sources(&self) -> String {
        let until = self.until.as_ref();
        let until = until.map_or_else(String::new, |until| format!(" and {until}"));
        format!("{} {} {}{until}", self.event, self.relation, self.other)
    }

    /// Whether its distances are such that events can keep them.
    pub(crate) fn has_distance(&self) -> bool {
        match self.relation {
            TemporalRelation::Before { at_least, at_most } => {
                at_least >= TimeDelta::zero() && at_most.is_none_or(|most| at_least <= most)
            }
            TemporalRelation::Within(distance) => distance >= TimeDelta::zero(),
            _ => true,
        }
    }

    /// The order of statements: by whom they are about, what they say, and who says so.
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

pub(super) fn write_sources(f: &mut fmt::Formatter<'_>, sources: &[String]) -> fmt::Result {
    if sources.is_empty() {
        Ok(())
    } else {
        write!(f, " ({})", sources.join(", "))
    }
}
