//! The level and the trend of relations between two actors, and the events behind them.
//!
//! Each event of a view gives the pairs of actors that it concerns a [mark](crate::ledger::Mark).
//! [`Relations`] keeps the marks of one pair beside their events, so that a trend can always name the
//! events that moved it.
//!
//! ```text
//! mark = weight x valence          weight = class x share x attribution
//! ```
//!
//! | part | value |
//! | :-- | :-- |
//! | valence | the valence of the code on the scale; a code without one is reported, never counted as 0 |
//! | class | by contact, plain comment, or act |
//! | share | persons are first mapped to the parties that they represented then; among n parties, 1/(n-1) for each pair |
//! | attribution | 0.9 for each hop of the most direct report; half if disputed or anonymous |
//!
//! # Which events give no mark?
//!
//! A planned event gives none until it happens. An event that is called off gives -0.2 from the day on
//! which it was called off. Topics and third parties that are only mentioned give none.
//! [`Relations::unscored`] lists the events of the pair without a mark, each with the reason.
//!
//! # Who acts on whom?
//!
//! A statement goes from its speaker to its targets, or without a target, to its addressees. A host or
//! mediator who is not a party has half a share in each pair with a party, at the valence of
//! third-party consultation.
//!
//! # Can a side have several actors?
//!
//! Yes: see [`Side`]. An event then gives the two sides one mark, as if each side were one party: a
//! strike of two actors on a third is one act, of share 1, where each of the two by itself has a half.
//! Acts within a side give no mark, and two actors of one side count as one among the parties of a
//! conference. A group counts as its members, and the acts of each weigh in full. For the acts of the
//! group itself use [`Side::without_members`].
//!
//! # By day, week, month, quarter or year
//!
//! [`Relations::by`] returns a table with a row for each calendar period. Marks and contact are those of
//! the period. The level, the direction of the date and the ongoing direction are those of its end, which
//! is the start of the next. The United States and Russia in 2025:
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use chrono::NaiveDate;
//! use detente::Timeline;
//! use detente::time::Period;
//! use detente::trend::Coverage;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
//! let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))?;
//! let since_january = timeline.view().within(date(1, 20)..);
//! let relations = since_january
//!     .relations("USA", "RUS")?
//!     .with_coverage(Coverage::since(date(1, 20)));
//!
//! let quarters = relations.by(Period::Quarter, date(1, 1)..=date(12, 31))?;
//! println!("{quarters}");
//! let third = &quarters.rows[2];
//! assert_eq!(third.period.to_string(), "2025-Q3");
//! // The end of the third quarter is the start of October.
//! assert_eq!(third.p_rising, relations.trend(date(10, 1)).p_rising());
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ```text
//! quarter  covered  marks  contact  level         band              direction  P(rising)  ongoing
//! 2025-Q1      79%     40      7.0  +0.41 ± 0.57  mild cooperation  unclear    .84        unclear since 2025-03-22
//! 2025-Q2     100%     34     10.0  +0.15 ± 0.49  neutral           unclear    .35        falling since 2025-05-06
//! 2025-Q3     100%     34      8.0  -0.68 ± 0.51  mild conflict     unclear    .31        falling since 2025-05-06
//! 2025-Q4     100%     35      5.0  -0.68 ± 0.51  mild conflict     unclear    .83        unclear since 2025-12-27
//! ```
//!
//! [`View::count_by`] counts the events of each period.

mod all_pairs;
mod explain;
mod mark;
mod movement;

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use thiserror::Error;

pub use all_pairs::PairMark;
pub use explain::EventContribution;
pub use mark::{EventMark, Unscored};
pub use movement::{Cause, EventMovement, Movement};

use crate::code::Scale;
use crate::ledger::{DaySpan, DyadLedger, DyadPart, LedgerError};
use crate::query::{Pair, Side, View};
use crate::scoring::Scoring;
use crate::time::{Moment, Period, PeriodError, PeriodTable};
use crate::timeline::{ActorIx, ActorRef, EventRef, LookupError, Timeline};
use crate::trend::{
    self, Coverage, Level, Ongoing, Peak, PeriodTrend, Robustness, Trajectory, Trend, Walk,
};

use mark::marks_between;

/// A pair could not be scored.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RelationsError {
    /// A name is unknown or ambiguous.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// Both names mean the same actor.
    #[error("both actors are `{actor}`: expected two different actors")]
    SameActor {
        /// The actor.
        actor: String,
    },
    /// A known actor is on neither side.
    #[error("`{actor}` is on neither side: expected one of `{}`", .sides.join("`, `"))]
    OnNeitherSide {
        /// The actor.
        actor: String,
        /// The identifiers of the actors on both sides.
        sides: Vec<String>,
    },
    /// The sums of the ledger overflow.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The relations of two states of a record have different sides or scorings.
    #[error("the {differ} of the two states differ: expected the same {differ}")]
    Incomparable {
        /// What differs: `sides` or `scorings`.
        differ: &'static str,
    },
}

crate::wire::errors!(RelationsError {
    Lookup(error),
    SameActor { actor },
    OnNeitherSide { actor, sides },
    Ledger(error),
    Incomparable { differ },
});

impl Timeline {
    /// Computes the relations of two actors, or of two sides of several, with the default scoring.
    ///
    /// The coverage of the record decides what a trend can say: check [`Relations::coverage`], and set it with
    /// [`Relations::with_coverage`] if you know which days the record covers. For another scoring use
    /// [`View::relations_by`].
    ///
    /// # Errors
    ///
    /// Returns [`RelationsError`] if a name is unknown or ambiguous, both are the same actor, a side is
    /// empty, or an actor is on both sides.
    ///
    /// # Complexity
    ///
    /// O(log n + m log m) for a pair of m events; log n for each two actors of sides of several.
    pub fn relations<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
    ) -> Result<Relations<'_>, RelationsError> {
        self.view().relations(a, b)
    }
}

impl<'t> View<'t> {
    /// Computes the relations of two actors, or of two sides of several, from the events of this view,
    /// with the default scoring.
    ///
    /// In a view [with predecessors](View::with_predecessors) the marks of predecessors count, each until
    /// its handover.
    ///
    /// # Errors
    ///
    /// As [`Timeline::relations`].
    pub fn relations<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
    ) -> Result<Relations<'t>, RelationsError> {
        self.relations_by(a, b, &Scoring::default())
    }

    /// As [`relations`](Self::relations), with another scoring.
    ///
    /// # Errors
    ///
    /// As [`Timeline::relations`].
    pub fn relations_by<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
        scoring: &Scoring,
    ) -> Result<Relations<'t>, RelationsError> {
        Relations::new(self, &a.into(), &b.into(), scoring)
    }
}

/// The marks of two actors, or of two sides, beside the events that made them.
///
/// Created by [`Timeline::relations`] and [`View::relations`].
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::actor::Actor;
/// use detente::code::Code;
/// use detente::event::Event;
/// use detente::{Direction, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// builder.actor(Actor::state("RUS").named("Russia"));
/// builder.event(Event::meeting("talks", "2025-02-18").party("USA").party("RUS"));
/// builder.event(
///     Event::statement("threat", "2025-07-14").by("USA")
///         .target("RUS")
///         .code(Code::parse("THREATEN")?),
/// );
/// let timeline = builder.build()?;
///
/// let relations = timeline.relations("USA", "RUS")?;
/// let trend = relations.trend(NaiveDate::from_ymd_opt(2025, 7, 15).unwrap());
/// assert_eq!(trend.direction, Direction::Insufficient);
/// let contributions = relations.contributions(trend.at);
/// assert_eq!(contributions[0].mark.event.id(), "threat");
/// let sum: f64 = contributions.iter().map(|part| part.contribution.level).sum();
/// assert!((sum - trend.level.unwrap().value()).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Relations<'t> {
    view: View<'t>,
    between: Pair,
    sides: [Vec<ActorRef<'t>>; 2],
    scoring: Scoring,
    marks: Vec<EventMark<'t>>,
    unscored: Vec<(EventRef<'t>, Unscored)>,
    trajectory: Trajectory,
}

crate::text::short_debug!(Relations<'_>, "Relations", |it| {
    "sides": it.sides.each_ref().map(|side| side.iter().map(|one| one.id()).take(10).collect::<Vec<_>>()),
    "marks": it.marks.len(),
    "unscored": it.unscored.len(),
    "coverage": it.coverage(),
});

impl<'t> Relations<'t> {
    fn new(
        view: &View<'t>,
        a: &Side<'_>,
        b: &Side<'_>,
        scoring: &Scoring,
    ) -> Result<Self, RelationsError> {
        let timeline = view.timeline();
        let actor = |&ix: &ActorIx| ActorRef::new(timeline, ix);
        let pair = view.pair(a, b).map_err(|error| match error {
            LookupError::OnBothSides { actor } if a.is_one(timeline) && b.is_one(timeline) => {
                RelationsError::SameActor { actor }
            }
            error => error.into(),
        })?;
        let sides = pair
            .sides
            .each_ref()
            .map(|side| side.named().iter().map(actor).collect());
        let view = view.with_cancelled().between_pair(pair.clone());
        let (marks, unscored) = marks_between(&view, &pair, scoring);
        let coverage = view
            .covered_days()
            .map_or_else(Coverage::unknown, Coverage::of_days);
        let trajectory = Trajectory::new(&collect(&marks, |_| true)?, scoring.calibration());
        Ok(Self {
            view,
            between: pair,
            sides,
            scoring: scoring.clone(),
            marks,
            unscored,
            trajectory: trajectory.with_coverage(coverage),
        })
    }

    /// Replaces the coverage that the sources declare.
    #[must_use]
    pub fn with_coverage(mut self, coverage: Coverage) -> Self {
        self.trajectory = self.trajectory.with_coverage(coverage);
        self
    }

    /// The coverage: the union of the declarations by the view's sources that apply to the pair.
    ///
    /// A declaration that is limited to actors or kinds of events applies to a view of these actors and kinds
    /// only: `view.statements()` may have a coverage when the view of all kinds has none. The coverage is unknown
    /// if no declaration applies. Trends then assume that it begins with the first mark, and say so
    /// ([`Trend::coverage`](crate::trend::Trend::coverage)).
    pub const fn coverage(&self) -> &Coverage {
        self.trajectory.coverage()
    }

    /// The actors of the first and of the second side, by identifier.
    pub fn sides(&self) -> [&[ActorRef<'t>]; 2] {
        self.sides.each_ref().map(Vec::as_slice)
    }

    /// The scoring of all numbers here.
    pub const fn scoring(&self) -> &Scoring {
        &self.scoring
    }

    /// The marks, in the order of their events.
    pub fn marks(&self) -> &[EventMark<'t>] {
        &self.marks
    }

    /// The events of the pair that have no mark, each with the reason.
    pub fn unscored(&self) -> &[(EventRef<'t>, Unscored)] {
        &self.unscored
    }

    /// Sums the marks, undirected.
    ///
    /// # Errors
    ///
    /// Returns [`RelationsError::Ledger`] if sums overflow.
    pub fn ledger(&self) -> Result<DyadLedger, RelationsError> {
        collect(&self.marks, |_| true)
    }

    /// Computes the level at an instant (a date: at its start). Returns `None` before the first mark.
    pub fn level(&self, at: impl Into<Moment>) -> Option<Level> {
        self.trajectory.level(at)
    }

    /// Computes the trend at an instant (a date: at its start), from that instant alone.
    ///
    /// [`contributions`](Self::contributions) gives the events that it comes from.
    pub fn trend(&self, at: impl Into<Moment>) -> Trend {
        self.trajectory.trend(at)
    }

    /// Returns the ongoing direction at an instant, and when it began: "falling since 26 May".
    pub fn ongoing(&self, at: impl Into<Moment>) -> Ongoing {
        self.trajectory.ongoing(at)
    }

    /// Iterates over the ongoing direction of each day, at its start.
    pub fn walk(&self, days: DaySpan) -> Walk<'_> {
        self.trajectory.walk(days)
    }

    /// Returns the marks of each calendar period, and the level, trend and ongoing direction at its end.
    ///
    /// See [by month](self#by-day-week-month-quarter-or-year).
    ///
    /// # Errors
    ///
    /// As [`View::count_by`].
    pub fn by(
        &self,
        period: Period,
        days: RangeInclusive<NaiveDate>,
    ) -> Result<PeriodTable<PeriodTrend>, PeriodError> {
        self.trajectory.by(period, days)
    }

    /// Returns the highest level of the lookback of an instant, the lowest before it, and how much of the rise was
    /// lost. [`Peak`] defines the lookback: by default 365 days.
    ///
    /// Returns `None` if no midnight of the lookback has a level.
    pub fn peak(&self, at: impl Into<Moment>) -> Option<Peak> {
        self.trajectory.peak(at)
    }

    /// Computes the trend at an instant with other half-lives and windows, and with every built-in scale.
    ///
    /// # Errors
    ///
    /// Returns [`RelationsError`] if the marks of a scale overflow.
    pub fn robustness(&self, at: impl Into<Moment>) -> Result<Robustness, RelationsError> {
        let at = at.into();
        let mut robustness = self.trajectory.robustness(at);
        for scale in Scale::built_in() {
            let scoring = self.scoring.clone().with_scale(scale);
            let (marks, unscored) = marks_between(&self.view, &self.between, &scoring);
            let missing = unscored
                .iter()
                .filter(|(_, why)| matches!(why, Unscored::NoValence(_)));
            let trajectory = Trajectory::new(&collect(&marks, |_| true)?, scoring.calibration())
                .with_coverage(self.coverage().clone());
            let scale = scoring.scale().to_string();
            robustness.push_scale(scale, missing.count(), &trajectory.trend(at));
        }
        Ok(robustness)
    }

    /// The levels and trends, without their events.
    pub const fn trajectory(&self) -> &Trajectory {
        &self.trajectory
    }

    /// Computes the levels and trends of what one side did to the other and what they did together.
    ///
    /// The side is named by any of its actors.
    ///
    /// # Errors
    ///
    /// Returns [`RelationsError`] if the name is unknown, its actor is on neither side, or sums overflow.
    pub fn directed(&self, source: &str) -> Result<Trajectory, RelationsError> {
        let [a, b] = &self.sides;
        let source = self.view.timeline().actor(source)?;
        let direction = if a.contains(&source) {
            DyadPart::Forward
        } else if b.contains(&source) {
            DyadPart::Backward
        } else {
            let sides = self.sides.iter().flatten();
            return Err(RelationsError::OnNeitherSide {
                actor: source.id().to_owned(),
                sides: sides.map(|one| one.id().to_owned()).collect(),
            });
        };
        let ledger = collect(&self.marks, |one| {
            one == direction || one == DyadPart::Symmetric
        })?;
        let trajectory = Trajectory::new(&ledger, self.scoring.calibration());
        Ok(trajectory.with_coverage(self.coverage().clone()))
    }

    /// Returns by how many standard deviations the first side is friendlier to the second than the other
    /// way round.
    ///
    /// Symmetric marks are left out. Returns `None` before either side has acted on the other.
    ///
    /// # Errors
    ///
    /// Returns [`RelationsError::Ledger`] if sums overflow.
    pub fn asymmetry(&self, at: impl Into<Moment>) -> Result<Option<f64>, RelationsError> {
        let forward = collect(&self.marks, |one| one == DyadPart::Forward)?;
        let backward = collect(&self.marks, |one| one == DyadPart::Backward)?;
        let calibration = self.scoring.calibration();
        let z = trend::asymmetry(&forward, &backward, at, calibration, self.coverage());
        Ok(z?)
    }
}

fn collect(
    marks: &[EventMark<'_>],
    takes: impl Fn(DyadPart) -> bool,
) -> Result<DyadLedger, RelationsError> {
    let chosen = marks
        .iter()
        .filter(|one| takes(one.part))
        .map(|one| &one.mark);
    Ok(DyadLedger::from_marks(chosen)?)
}
