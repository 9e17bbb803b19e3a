//! Checks of claims against the record: "the second time", "begin to sour".
//!
//! A claim is never part of the record and never enters a score. It is compared with the record,
//! and the verdict is consistent, contradicted or undetermined, with the reason and the events that
//! decide. Many headlines are undetermined: they say more than their own evidence supports.
//!
//! ```
//! use detente::actor::Actor;
//! use detente::claim::{self, Verdict, World};
//! use detente::event::Event;
//! use detente::{Timeline, When};
//!
//! let mut builder = Timeline::builder();
//! builder.actor(Actor::state("USA").named("United States"));
//! builder.actor(Actor::state("RUS").named("Russia"));
//! for (id, when) in [("riyadh", "2025-02-18"), ("kuala-lumpur", "2025-07-10")] {
//!     builder.event(Event::meeting(id, When::parse(when)?).party("USA").party("RUS"));
//! }
//! let timeline = builder.build()?;
//! let meetings = timeline.between("USA", "RUS")?;
//!
//! // "Thursday's meeting was the second time they have met."
//! let second = claim::ordinal("kuala-lumpur", 2);
//! let closed = meetings.check(&second, World::Closed)?;
//! assert_eq!(closed.verdict, Verdict::Consistent);
//! assert_eq!(closed.reason, "it is the 2nd");
//!
//! // If the record can miss meetings, there may have been more before.
//! assert_eq!(meetings.check(&second, World::Open)?, Verdict::Undetermined);
//! assert_eq!(meetings.check(&claim::ordinal("kuala-lumpur", 1), World::Open)?, Verdict::Contradicted);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Is the record complete?
//!
//! In a [closed world](World::Closed), an event that is not in the record did not happen. In an
//! [open world](World::Open) it may have happened, unless a source declares that it covers the
//! time.
//!
//! A claim about a dyad needs to know which days the record covers. If the [coverage](crate::trend::Coverage) of
//! the relations is unknown, an assumption replaces it. Such a claim is then consistent or undetermined, but never
//! contradicted, and the reason names the assumption.
//!
//! # Can a claim be stored?
//!
//! Yes, in any serde format: `{"kind": "falling", "within_days": 90}`. The [page of answers](crate::format::answers)
//! shows all of them.
//!
//! # What can be claimed?
//!
//! | about events, checked by [`View::check`](crate::View::check) | about a dyad (a pair of actors), checked by [`Relations::check`](crate::Relations::check) |
//! | :-- | :-- |
//! | [`ordinal`]: an event is the nth | [`falling`], [`rising`]: the direction, and since when |
//! | [`count`]: the number of events | [`higher_at`]: the level was higher at an earlier time |
//! | [`in_each`]: at least one in each of these months | [`below`]: the level is below a value |
//! | [`record`]: the largest so far | [`off_the_peak`]: the level has fallen from a peak |
//! | [`no_gap`]: no period of n days without one | [`not_reversed`]: part of the rise is left |
//! | [`linked_to`]: linked to one of these events | |
//!
//! # Limits
//!
//! A claim is built by the caller: this module does not parse text. Claims about causes are only
//! checked for a stated link and for the order in time.

mod events;
mod trends;

use std::fmt;

pub use events::{EventClaim, count, in_each, linked_to, no_gap, ordinal, record};
pub use trends::{TrendClaim, below, falling, higher_at, not_reversed, off_the_peak, rising};

use crate::text::words;
use crate::time::Certainty;
use crate::timeline::EventRef;
use crate::trend::Contribution;

/// Whether the record is taken to be complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum World {
    /// An event that is not in the record did not happen.
    #[default]
    Closed,
    /// An event that is not in the record may have happened, unless a source covers the time.
    Open,
}

words!(World, "a world", 2 {
    Closed => "closed",
    Open => "open",
});

/// What the record says about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The record supports the claim.
    Consistent,
    /// The claim and the record cannot both be true.
    Contradicted,
    /// The record does not decide.
    Undetermined,
}

words!(Verdict, "a verdict", 3 {
    Consistent => "consistent",
    Contradicted => "contradicted",
    Undetermined => "undetermined",
});

impl Verdict {
    /// The verdict on a claim that is certain, possible or impossible given the record.
    const fn of(claim: Certainty) -> Self {
        match claim {
            Certainty::Certain => Self::Consistent,
            Certainty::Possible => Self::Undetermined,
            Certainty::Impossible => Self::Contradicted,
        }
    }

    /// The verdict on a claim of probability `p`: consistent from `threshold` up, contradicted
    /// from `1 - threshold` down.
    fn of_probability(p: f64, threshold: f64) -> Self {
        if p >= threshold {
            Self::Consistent
        } else if 1.0 - p >= threshold {
            Self::Contradicted
        } else {
            Self::Undetermined
        }
    }
}

/// An event that decides about a claim, or that would have to.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Evidence<'t> {
    /// The event.
    pub event: EventRef<'t>,
    /// For a claim about a dyad, the sum of the contributions of the event's marks. Its signs say whether the
    /// event raised or lowered the level, and the trend. `None` for a claim about events.
    pub contribution: Option<Contribution>,
}

/// Prints the identifier, and the contribution if there is one: `threat: -0.28 of the level, -0.31 of the change`.
impl fmt::Display for Evidence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.event.id())?;
        match self.contribution {
            Some(contribution) => write!(f, ": {contribution}"),
            None => Ok(()),
        }
    }
}

/// The result of checking a claim.
///
/// It compares equal to its verdict, for tests that need only the verdict.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Judgement<'t> {
    /// The verdict.
    pub verdict: Verdict,
    /// The reason, in one line.
    pub reason: String,
    /// The events that decide, or that would have to.
    pub events: Vec<Evidence<'t>>,
}

impl<'t> Judgement<'t> {
    const fn new(verdict: Verdict, reason: String, events: Vec<Evidence<'t>>) -> Self {
        Self {
            verdict,
            reason,
            events,
        }
    }

    /// The judgement of a claim about events.
    fn of_events(verdict: Verdict, reason: String, events: Vec<EventRef<'t>>) -> Self {
        let evidence = events.into_iter().map(|event| Evidence {
            event,
            contribution: None,
        });
        Self::new(verdict, reason, evidence.collect())
    }
}

impl PartialEq<Verdict> for Judgement<'_> {
    fn eq(&self, verdict: &Verdict) -> bool {
        self.verdict == *verdict
    }
}

/// `undetermined: it is the 2nd or later`
impl fmt::Display for Judgement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}: {}", self.verdict, self.reason))
    }
}
