//! Where two actors stand and where they are going, and because of which events.
//!
//! This is where the record meets the score: each event of a view gives the pairs
//! whom it concerns a [mark](crate::ledger::Mark), and [`Relations`] holds those of one
//! pair beside their events, so that a trend can always say what moved it.
//!
//! ```text
//! mark = weight x valence          weight = class x share x attribution
//! ```
//!
//! | part | is |
//! | :-- | :-- |
//! | valence | what the code is worth on the scale; none if the scale lacks it: reported, never 0 |
//! | class | contact, plain comment, or act |
//! | share | persons are first mapped to the parties that they stood for then; n parties: 1/(n-1) for each pair |
//! | attribution | 0.9 for each hop of the most direct report; half if disputed or anonymous |
//!
//! A host or mediator who is no party has half a share in each pair with a party,
//! at the valence of third-party consultation. What is planned gives nothing; what
//! is called off gives -0.2 from the day it was called off. What is talked about
//! gives nothing. A statement goes from its speaker to whom it is directed at, and
//! where nobody is, to its addressee.
//!
//! # Sides of several
//!
//! Each of the two may be [several actors](Side). An event then gives the two sides
//! one mark, as if each side were one party: a strike of two upon a third is one act
//! upon it, of share 1, where each of the two by itself has a half. What those of one
//! side do among themselves gives nothing, and two of one side count as one among the
//! parties of a conference. A group counts as its members, each of whose acts weighs
//! in full: what is asked is how they and the other side stand, and not how the bloc
//! does; [`Side::without_members`] asks that.

mod all_pairs;
mod explain;
mod mark;

use thiserror::Error;

pub use all_pairs::PairMark;
pub use explain::EventContribution;
pub use mark::{EventMark, Sense, Unscored};

use crate::code::Scale;
use crate::ledger::{DaySpan, DyadLedger, MarkError, RecordError};
use crate::query::{Pair, Side, View};
use crate::scoring::Scoring;
use crate::time::Moment;
use crate::timeline::{ActorIx, ActorRef, EventRef, LookupError, Timeline};
use crate::trend::{self, Coverage, Level, Ongoing, Peak, Robustness, Trajectory, Trend, Walk};

use mark::marks_between;

/// A pair could not be scored.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RelationsError {
    /// A name is unknown or not clear.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// Both names are of the same actor.
    #[error("`{actor}` has no relations with itself")]
    Itself {
        /// The actor.
        actor: String,
    },
    /// An actor that the record knows is on neither side.
    #[error("`{actor}` is on neither side: expected one of `{}`", .sides.join("`, `"))]
    OnNeitherSide {
        /// The actor.
        actor: String,
        /// The identifiers of those who are on a side.
        sides: Vec<String>,
    },
    /// The sums of the ledger are full.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A scoring gave a mark that the ledger does not take.
    #[error("event `{event}`: {error}")]
    Mark {
        /// The event.
        event: String,
        /// What is wrong with its mark.
        error: MarkError,
    },
}

impl Timeline {
    /// The relations of two actors, or of two sides of several, by the default scoring.
    ///
    /// # Errors
    ///
    /// [`RelationsError`] if a name is unknown or not clear, both are one actor's, a side
    /// has nobody, or somebody is on both.
    ///
    /// # Complexity
    ///
    /// O(log n + m log m) for a pair of m events; log n for each two of sides of several.
    pub fn relations<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
    ) -> Result<Relations<'_>, RelationsError> {
        self.view().relations(a, b)
    }

    /// The relations of two actors, or of two sides of several, by a scoring.
    ///
    /// # Errors
    ///
    /// As [`Timeline::relations`].
    pub fn relations_by<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
        scoring: &Scoring,
    ) -> Result<Relations<'_>, RelationsError> {
        self.view().relations_by(a, b, scoring)
    }
}

impl<'t> View<'t> {
    /// The relations of two actors, or of two sides of several, as this view shows them, by the
    /// default scoring.
    ///
    /// In a view [with predecessors](View::with_predecessors) the marks of those who were
    /// succeeded are there, each until its handover.
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

    /// The relations of two actors, or of two sides of several, as this view shows them, by a scoring.
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

/// The marks of a pair of actors or of two sides, beside the events that made them.
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
/// assert_eq!(trend.direction(), Direction::Insufficient);
/// let contributions = relations.contributions(trend.at());
/// assert_eq!(contributions[0].event().id(), "threat");
/// let sum: f64 = contributions.iter().map(|part| part.share()).sum();
/// assert!((sum - trend.level().unwrap().value()).abs() < 1e-9);
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
                RelationsError::Itself { actor }
            }
            error => error.into(),
        })?;
        let sides = pair
            .sides
            .each_ref()
            .map(|side| side.named().iter().map(actor).collect());
        let view = view.with_cancelled().between_pair(pair.clone());
        let (marks, unscored) = marks_between(&view, &pair, scoring)?;
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

    /// The same with another coverage, whatever the sources declare.
    #[must_use]
    pub fn with_coverage(mut self, coverage: Coverage) -> Self {
        self.trajectory = self.trajectory.with_coverage(coverage);
        self
    }

    /// The coverage of the pair: the union of what the sources of the view declare, as far as it
    /// applies to the pair. It is unknown if no declaration does.
    pub const fn coverage(&self) -> &Coverage {
        self.trajectory.coverage()
    }

    /// Those who were asked about, on the one side and on the other, each by identifier.
    pub fn sides(&self) -> [&[ActorRef<'t>]; 2] {
        self.sides.each_ref().map(Vec::as_slice)
    }

    /// The two actors; none where a side has several.
    pub fn pair(&self) -> Option<(ActorRef<'t>, ActorRef<'t>)> {
        match self.sides() {
            [&[a], &[b]] => Some((a, b)),
            _ => None,
        }
    }

    /// The configuration that everything here was computed by.
    pub const fn scoring(&self) -> &Scoring {
        &self.scoring
    }

    /// The marks, in the order of their events.
    pub fn marks(&self) -> &[EventMark<'t>] {
        &self.marks
    }

    /// The events of the pair that are not in the score, each with the reason.
    pub fn unscored(&self) -> &[(EventRef<'t>, Unscored)] {
        &self.unscored
    }

    /// The marks of the pair, undirected, as a ledger.
    ///
    /// # Errors
    ///
    /// [`RelationsError::Record`] if sums overflow.
    pub fn ledger(&self) -> Result<DyadLedger, RelationsError> {
        collect(&self.marks, |_| true)
    }

    /// The level of the pair at an instant (a date: at its start). Returns `None` before its
    /// first mark.
    pub fn level(&self, at: impl Into<Moment>) -> Option<Level> {
        self.trajectory.level(at)
    }

    /// The trend of the pair at an instant (a date: at its start), from that instant alone.
    ///
    /// [`contributions`](Self::contributions) gives the events that it comes from.
    pub fn trend(&self, at: impl Into<Moment>) -> Trend {
        self.trajectory.trend(at)
    }

    /// The direction that is going on at an instant, and since when: "falling since 26 May".
    pub fn ongoing(&self, at: impl Into<Moment>) -> Ongoing {
        self.trajectory.ongoing(at)
    }

    /// Walks day by day, each at its start.
    pub fn walk(&self, days: DaySpan) -> Walk<'_> {
        self.trajectory.walk(days)
    }

    /// The highest level of the lookback, the lowest before it, and how much of the rise was lost.
    pub fn peak(&self, at: impl Into<Moment>) -> Option<Peak> {
        self.trajectory.peak(at)
    }

    /// The trend at an instant by other half-lives and windows, and by every shipped scale.
    ///
    /// # Errors
    ///
    /// Returns [`RelationsError`] if the marks of a scale overflow.
    pub fn robustness(&self, at: impl Into<Moment>) -> Result<Robustness, RelationsError> {
        let at = at.into();
        let mut robustness = self.trajectory.robustness(at);
        for scale in Scale::shipped() {
            let scoring = self.scoring.clone().with_scale(scale);
            let (marks, unscored) = marks_between(&self.view, &self.between, &scoring)?;
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

    /// The levels and trends of the pair, without their events.
    pub const fn trajectory(&self) -> &Trajectory {
        &self.trajectory
    }

    /// The levels and trends of what one side did to the other, with what they did together.
    ///
    /// The side is named by any actor who is on it.
    ///
    /// # Errors
    ///
    /// [`RelationsError`] if the name is unknown, or its actor is on neither side; or if sums
    /// overflow.
    pub fn directed(&self, source: &str) -> Result<Trajectory, RelationsError> {
        let [a, b] = &self.sides;
        let source = self.view.timeline().actor(source)?;
        let sense = if a.contains(&source) {
            Sense::Forward
        } else if b.contains(&source) {
            Sense::Backward
        } else {
            let sides = self.sides.iter().flatten();
            return Err(RelationsError::OnNeitherSide {
                actor: source.id().to_owned(),
                sides: sides.map(|one| one.id().to_owned()).collect(),
            });
        };
        let ledger = collect(&self.marks, |one| one == sense || one == Sense::Symmetric)?;
        let trajectory = Trajectory::new(&ledger, self.scoring.calibration());
        Ok(trajectory.with_coverage(self.coverage().clone()))
    }

    /// By how many standard deviations the first is friendlier to the second than the other way
    /// round.
    ///
    /// What they did together is in both directions and says nothing here. Returns `None` before
    /// either has acted upon the other.
    ///
    /// # Errors
    ///
    /// [`RelationsError::Record`] if sums overflow.
    pub fn asymmetry(&self, at: impl Into<Moment>) -> Result<Option<f64>, RelationsError> {
        let forward = collect(&self.marks, |one| one == Sense::Forward)?;
        let backward = collect(&self.marks, |one| one == Sense::Backward)?;
        let calibration = self.scoring.calibration();
        let z = trend::asymmetry(&forward, &backward, at, calibration, self.coverage());
        Ok(z.map_err(RecordError::from)?)
    }
}

fn collect(
    marks: &[EventMark<'_>],
    takes: impl Fn(Sense) -> bool,
) -> Result<DyadLedger, RelationsError> {
    let chosen = marks
        .iter()
        .filter(|one| takes(one.sense))
        .map(|one| &one.mark);
    DyadLedger::from_marks(chosen).map_err(|error| RecordError::from(error).into())
}
