//! Where two actors stand and where they are going, and because of which events.
//!
//! This is where the record meets the score: each event of a view gives the pairs
//! whom it concerns a [`Mark`], and [`Relations`] holds those of one pair beside
//! their events, so that a trend can always say what moved it.
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
//! Each of the two may be [several actors](Parties). An event then gives the two sides
//! one mark, as if each side were one party: a strike of two upon a third is one act
//! upon it, of share 1, where each of the two by itself has a half. What those of one
//! side do among themselves gives nothing, and two of one side count as one among the
//! parties of a conference. A group counts as its members, each of whose acts weighs
//! in full: what is asked is how they and the other side stand, and not how the bloc
//! does; [`Parties::without_members`] asks that.

use std::cmp::Ordering;
use std::collections::HashMap;

use thiserror::Error;

use crate::actor::ActorKind;
use crate::code::{Class, Code};
use crate::event::{Kind, Role, Status};
use crate::ledger::{DaySpan, DyadLedger, Ledger, Mark, MarkError, RecordError};
use crate::scoring::Scoring;
use crate::time::{Bounds, Certainty, Moment};
use crate::timeline::{ActorRef, EventRef, LookupError, Pair, Parties, Timeline, View};
use crate::trend::{self, Level, Peak, Trajectory, Trend, Walk};

/// Participants whose parties are looked up anew for each pair.
const FEW: usize = 8;

/// In which direction an event marks a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// From the first to the second.
    Forward,
    /// From the second to the first.
    Backward,
    /// Both ways: they met, called, agreed. Counts once between them.
    Symmetric,
}

/// A mark, and the event that made it.
#[derive(Clone, Copy, Debug)]
pub struct EventMark<'t> {
    event: EventRef<'t>,
    mark: Mark,
    sense: Sense,
    certainty: Certainty,
}

impl<'t> EventMark<'t> {
    /// The event.
    pub const fn event(&self) -> EventRef<'t> {
        self.event
    }

    /// What it counts.
    pub const fn mark(&self) -> &Mark {
        &self.mark
    }

    /// In which direction.
    pub const fn sense(&self) -> Sense {
        self.sense
    }

    /// Whether it is certain that those who took part stood for the pair then.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }
}

/// A mark that an event gives to two actors.
///
/// Listed by [`Timeline::marks_of`].
#[derive(Clone, Copy, Debug)]
pub struct PairMark<'t> {
    pair: (ActorRef<'t>, ActorRef<'t>),
    mark: EventMark<'t>,
}

impl<'t> PairMark<'t> {
    /// The two actors, by identifier. [`Sense::Forward`] is from the first to the second.
    pub const fn pair(&self) -> (ActorRef<'t>, ActorRef<'t>) {
        self.pair
    }

    /// The mark, its sense, and how certain it is that it concerns the two.
    pub const fn mark(&self) -> &EventMark<'t> {
        &self.mark
    }

    fn record(&self, ledger: &mut Ledger) -> Result<(), RecordError> {
        let (a, b) = (self.pair.0.id(), self.pair.1.id());
        let mark = &self.mark.mark;
        match self.mark.sense {
            Sense::Forward => ledger.record(a, b, mark),
            Sense::Backward => ledger.record(b, a, mark),
            Sense::Symmetric => ledger.record_symmetric(a, b, mark),
        }
    }
}

/// Why an event of a pair is not in its score.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unscored {
    /// The scale has no valence for its code.
    NoValence(Code),
    /// It is plain comment, which weighs nothing.
    Comment,
    /// It denies what its code says.
    Negated,
    /// Its date has no bound, and so no days to lie on.
    Unbounded,
    /// Both sides took part, but neither acted upon the other.
    NoSense,
}

impl std::fmt::Display for Unscored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoValence(code) => write!(f, "the scale has no valence for `{code}`"),
            Self::Comment => f.write_str("plain comment"),
            Self::Negated => f.write_str("a denial"),
            Self::Unbounded => f.write_str("its date has no bound"),
            Self::NoSense => f.write_str("neither acted upon the other"),
        }
    }
}

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
        a: impl Into<Parties<'n>>,
        b: impl Into<Parties<'n>>,
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
        a: impl Into<Parties<'n>>,
        b: impl Into<Parties<'n>>,
        scoring: &Scoring,
    ) -> Result<Relations<'_>, RelationsError> {
        self.view().relations_by(a, b, scoring)
    }

    /// The marks of every pair of actors, by a scoring.
    ///
    /// Persons count for themselves and for the parties that they stood for.
    ///
    /// # Errors
    ///
    /// [`RelationsError`] if sums overflow.
    pub fn ledger(&self, scoring: &Scoring) -> Result<Ledger, RelationsError> {
        let mut ledger = Ledger::new();
        let all = self.view().with_cancelled();
        // Of an event of many, who stood for whom is looked up once, not once for each pair.
        let mut crowds: HashMap<u32, Vec<Seated<'_>>> = HashMap::new();
        for (a, b) in self.pairs() {
            let pair = Pair::of(a.ix(), b.ix());
            for event in &all.clone().between_pair(pair.clone()) {
                let few;
                let seated = if event.participants().len() <= FEW {
                    few = seated(event, &pair);
                    &few
                } else {
                    let who = || seated(event, &pair);
                    crowds.entry(event.ix()).or_insert_with(who)
                };
                let Ok(marks) = marks_of(&all, (event, seated), &pair, scoring)? else {
                    continue;
                };
                for mark in marks {
                    PairMark { pair: (a, b), mark }.record(&mut ledger)?;
                }
            }
        }
        Ok(ledger)
    }

    /// The marks that one event gives to every pair of actors, by a scoring, in the order of the
    /// pairs.
    ///
    /// # Errors
    ///
    /// [`RelationsError`] if the timeline has no such event, or the scoring gives a mark that is
    /// none.
    ///
    /// # Complexity
    ///
    /// O(p² s) for s participants who stand for p parties, whatever the timeline holds.
    pub fn marks_of(
        &self,
        event: &str,
        scoring: &Scoring,
    ) -> Result<Vec<PairMark<'_>>, RelationsError> {
        let event = self.event(event)?;
        let all = self.view().with_cancelled();
        let bounds = event.bounds();
        let stands = event
            .participants()
            .flat_map(|one| one.represented(&bounds, None));
        let mut parties: Vec<u32> = stands.map(|(party, _)| party.ix()).collect();
        parties.sort_unstable();
        parties.dedup();
        let mut found = Vec::new();
        let mut crowd: Option<Vec<Seated<'_>>> = None;
        for (at, &a) in parties.iter().enumerate() {
            for &b in parties.iter().skip(at + 1) {
                let pair = Pair::of(a, b);
                if !all.clone().between_pair(pair.clone()).shows(event.ix()) {
                    continue;
                }
                let seated = crowd.get_or_insert_with(|| seated(event, &pair));
                let marks = marks_of(&all, (event, seated), &pair, scoring)?;
                let both = ActorRef::at(self, a).zip(ActorRef::at(self, b));
                if let (Ok(marks), Some(pair)) = (marks, both) {
                    found.extend(marks.into_iter().map(|mark| PairMark { pair, mark }));
                }
            }
        }
        Ok(found)
    }

    /// What one event adds to the [ledger](Self::ledger) of the timeline: to take an event back
    /// without building everything anew, [subtract](Ledger::subtract) it.
    ///
    /// Bit for bit, that gives the ledger of a timeline built without the event, and merging
    /// it again gives the old one. An event to which [constraints](Self::constraints) or links
    /// refer also narrows the dates of others, and those marks are not its own: they stay.
    ///
    /// # Errors
    ///
    /// As [`marks_of`](Self::marks_of), and [`RelationsError::Record`] if sums overflow.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::Event;
    /// use detente::scoring::Scoring;
    /// use detente::{Timeline, When};
    ///
    /// let build = |ids: &[&str]| {
    ///     let mut builder = Timeline::builder();
    ///     for actor in ["CHN", "RUS", "USA"] {
    ///         builder.actor(Actor::state(actor, actor));
    ///     }
    ///     for id in ids {
    ///         let talks = Event::meeting(*id, When::parse("2025-02-18").unwrap());
    ///         builder.event(talks.party("CHN").party("RUS").party("USA"));
    ///     }
    ///     builder.build()
    /// };
    /// let (timeline, scoring) = (build(&["talks", "hoax"])?, Scoring::default());
    ///
    /// let mut ledger = timeline.ledger(&scoring)?;
    /// let hoax = timeline.ledger_of("hoax", &scoring)?;
    /// assert_eq!(hoax.len(), 3);
    /// ledger.subtract(&hoax)?;
    /// assert_eq!(ledger, build(&["talks"])?.ledger(&scoring)?);
    ///
    /// // What is not all there is not taken away in part.
    /// ledger.subtract(&hoax)?;
    /// assert!(ledger.is_empty());
    /// assert!(ledger.subtract(&hoax).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ledger_of(&self, event: &str, scoring: &Scoring) -> Result<Ledger, RelationsError> {
        let mut ledger = Ledger::new();
        for one in self.marks_of(event, scoring)? {
            one.record(&mut ledger)?;
        }
        Ok(ledger)
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
        a: impl Into<Parties<'n>>,
        b: impl Into<Parties<'n>>,
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
        a: impl Into<Parties<'n>>,
        b: impl Into<Parties<'n>>,
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
/// use detente::{Direction, Timeline, When};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA", "United States"));
/// builder.actor(Actor::state("RUS", "Russia"));
/// builder.event(Event::meeting("talks", When::parse("2025-02-18")?).party("USA").party("RUS"));
/// builder.event(
///     Event::statement("threat", "USA", When::parse("2025-07-14")?)
///         .target("RUS")
///         .coded(Code::parse("THREATEN")?),
/// );
/// let timeline = builder.build()?;
///
/// let relations = timeline.relations("USA", "RUS")?;
/// let trend = relations.trend(NaiveDate::from_ymd_opt(2025, 7, 15).unwrap());
/// assert_eq!(trend.direction(), Direction::Insufficient);
/// assert_eq!(trend.explain()[0].event().id(), "threat");
/// let sum: f64 = trend.explain().iter().map(|part| part.share()).sum();
/// assert!((sum - trend.level().unwrap().value()).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Relations<'t> {
    timeline: &'t Timeline,
    sides: [Vec<ActorRef<'t>>; 2],
    scoring: Scoring,
    marks: Vec<EventMark<'t>>,
    unscored: Vec<(EventRef<'t>, Unscored)>,
    trajectory: Trajectory,
    covered_from: Option<Moment>,
}

impl<'t> Relations<'t> {
    fn new(
        view: &View<'t>,
        a: &Parties<'_>,
        b: &Parties<'_>,
        scoring: &Scoring,
    ) -> Result<Self, RelationsError> {
        let timeline = view.timeline();
        let pair = view.pair(a, b)?;
        let actor = |&ix: &u32| ActorRef::at(timeline, ix);
        if let Some(actor) = pair.itself().as_ref().and_then(actor) {
            return Err(RelationsError::Itself {
                actor: actor.id().to_owned(),
            });
        }
        let sides = pair
            .sides
            .each_ref()
            .map(|side| side.named().iter().filter_map(actor).collect());
        let view = view.with_cancelled().between_pair(pair.clone());
        let (marks, unscored) = marks_between(&view, &pair, scoring)?;
        let covered_from = view.covered_from();
        let ledger = collect(&marks, |_| true)?;
        let trajectory = trajectory(&ledger, scoring, covered_from);
        Ok(Self {
            timeline,
            sides,
            scoring: scoring.clone(),
            marks,
            unscored,
            trajectory,
            covered_from,
        })
    }

    /// Says from when on the record covers the pair, whatever its sources say.
    ///
    /// Before it nothing is known; that there was nothing, is not. A trend whose
    /// window begins before it has no baseline and no direction.
    #[must_use]
    pub fn covered_from(mut self, from: impl Into<Moment>) -> Self {
        let from = from.into();
        self.covered_from = Some(from);
        self.trajectory = self.trajectory.covered_from(from);
        self
    }

    /// The instant from which the record covers the pair, if it is known.
    pub const fn coverage(&self) -> Option<Moment> {
        self.covered_from
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

    /// Where the pair stands at an instant (a date: at its start); none before its first mark.
    pub fn level(&self, at: impl Into<Moment>) -> Option<Level> {
        self.trajectory.level(at)
    }

    /// Where the pair is going at an instant (a date: at its start), and why.
    pub fn trend(&self, at: impl Into<Moment>) -> PairTrend<'_, 't> {
        let at = at.into();
        PairTrend {
            relations: self,
            trend: self.trajectory.trend(at),
        }
    }

    /// Walks day by day, each at its start.
    pub fn walk(&self, days: DaySpan) -> Walk<'_> {
        self.trajectory.walk(days)
    }

    /// The highest level of the lookback, the lowest before it, and how much of the rise was lost.
    pub fn peak(&self, at: impl Into<Moment>) -> Option<Peak> {
        self.trajectory.peak(at)
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
    /// [`RelationsError`] if the name is unknown, or of neither; or if sums overflow.
    pub fn directed(&self, source: &str) -> Result<Trajectory, RelationsError> {
        let [a, b] = &self.sides;
        let source = self.timeline.actor(source)?;
        let sense = if a.contains(&source) {
            Sense::Forward
        } else if b.contains(&source) {
            Sense::Backward
        } else {
            let name = source.id().to_owned();
            return Err(LookupError::UnknownActor { name, near: None }.into());
        };
        let ledger = collect(&self.marks, |one| one == sense || one == Sense::Symmetric)?;
        Ok(trajectory(&ledger, &self.scoring, self.covered_from))
    }

    /// By how many standard errors the first is friendlier to the second than the other way round.
    ///
    /// What they did together is in both and says nothing here. None where neither
    /// has acted upon the other yet.
    ///
    /// # Errors
    ///
    /// [`RelationsError::Record`] if sums overflow.
    pub fn asymmetry(&self, at: impl Into<Moment>) -> Result<Option<f64>, RelationsError> {
        let forward = collect(&self.marks, |one| one == Sense::Forward)?;
        let backward = collect(&self.marks, |one| one == Sense::Backward)?;
        Ok(trend::asymmetry(
            &forward,
            &backward,
            at,
            self.scoring.calibration(),
        ))
    }
}

fn trajectory(ledger: &DyadLedger, scoring: &Scoring, covered_from: Option<Moment>) -> Trajectory {
    let trajectory = Trajectory::new(ledger, scoring.calibration());
    match covered_from {
        Some(from) => trajectory.covered_from(from),
        None => trajectory,
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

/// Where a pair is going at an instant, and because of which events.
///
/// Created by [`Relations::trend`]. It is a [`Trend`] that knows its events.
#[derive(Clone, Copy, Debug)]
pub struct PairTrend<'r, 't> {
    relations: &'r Relations<'t>,
    trend: Trend,
}

impl std::ops::Deref for PairTrend<'_, '_> {
    type Target = Trend;

    fn deref(&self) -> &Trend {
        &self.trend
    }
}

impl<'t> PairTrend<'_, 't> {
    /// The day on which the current direction was entered.
    pub fn since(&self) -> Option<chrono::NaiveDate> {
        self.relations.trajectory.since(self.trend.at())
    }

    /// What each event counts in the level and in the change, the weightiest in the level first.
    ///
    /// The shares sum to the whole, to 1e-9. Events that have not begun are not there.
    pub fn explain(&self) -> Vec<EventShare<'t>> {
        let shares = self.relations.trajectory.shares(self.trend.at());
        let day = self.trend.at().day();
        let fraction = self.trend.at().timestamp() != Moment::of_day(day).timestamp();
        let begun = |one: &&EventMark<'t>| {
            let from = one.mark.span().first_day();
            from < day || (fraction && from == day)
        };
        let mut parts: Vec<EventShare<'t>> = self
            .relations
            .marks
            .iter()
            .filter(begun)
            .map(|&mark| EventShare {
                mark,
                share: shares.level_share(&mark.mark),
                change_share: shares.change_share(&mark.mark),
            })
            .collect();
        parts.sort_by(|a, b| {
            let weightier = b.share.abs().partial_cmp(&a.share.abs());
            weightier
                .unwrap_or(Ordering::Equal)
                .then(a.mark.event.ix().cmp(&b.mark.event.ix()))
        });
        parts
    }
}

/// What one event counts in a trend.
///
/// Created by [`PairTrend::explain`].
#[derive(Clone, Copy, Debug)]
pub struct EventShare<'t> {
    mark: EventMark<'t>,
    share: f64,
    change_share: Option<f64>,
}

impl<'t> EventShare<'t> {
    /// The event.
    pub const fn event(&self) -> EventRef<'t> {
        self.mark.event
    }

    /// The mark that it made.
    pub const fn mark(&self) -> &Mark {
        &self.mark.mark
    }

    /// In which direction.
    pub const fn sense(&self) -> Sense {
        self.mark.sense
    }

    /// What it adds to the level.
    pub const fn share(&self) -> f64 {
        self.share
    }

    /// What it adds to the change over the window; none where there is no baseline.
    ///
    /// Negative for a good deed of long ago: a fading highlight.
    pub const fn change_share(&self) -> Option<f64> {
        self.change_share
    }
}

/// A participant of an event, with all whom it stood for then.
struct Seated<'t> {
    role: Role,
    stands: Vec<(ActorRef<'t>, Certainty)>,
}

fn seated<'t>(event: EventRef<'t>, pair: &Pair) -> Vec<Seated<'t>> {
    let bounds = event.bounds();
    event
        .participants()
        .map(|one| Seated {
            role: one.role(),
            stands: one.represented(&bounds, Some(pair)),
        })
        .collect()
}

const fn bit(role: Role) -> u8 {
    1 << role as u8
}

/// How each side of a pair takes part in an event.
struct Sides {
    /// The roles of those who stand for the first, and for the second, a bit each.
    roles: [u8; 2],
    certainty: Certainty,
    /// How many parties the event has, hosts and mediators aside.
    parties: usize,
}

fn sides(seated: &[Seated<'_>], pair: &Pair, at: &Bounds) -> Sides {
    let mut roles = [0, 0];
    let mut best = [Certainty::Impossible; 2];
    let mut parties: Vec<u32> = Vec::with_capacity(seated.len());
    for one in seated {
        for ((side, roles), best) in pair.sides.iter().zip(&mut roles).zip(&mut best) {
            let of_side = one.stands.iter();
            let of_side = of_side.map(|(party, sure)| side.holds(party.ix(), at).and(*sure));
            let certainty = of_side.max().unwrap_or(Certainty::Impossible);
            if certainty.is_possible() {
                *roles |= bit(one.role);
                *best = (*best).max(certainty);
            }
        }
        // Who stands for both of the pair counts for the nearer; who stands for neither, for
        // its state, or if it has none, for itself.
        let stands = || one.stands.iter().map(|(party, _)| *party);
        let party = stands()
            .find_map(|party| pair.counted_as(party.ix(), at))
            .or_else(|| {
                let state = stands().find(|party| party.kind() == ActorKind::State);
                state.or_else(|| stands().next()).map(ActorRef::ix)
            });
        let counts = matches!(
            one.role,
            Role::Party | Role::Source | Role::Target | Role::Addressee
        );
        parties.extend(party.filter(|_| counts));
    }
    parties.sort_unstable();
    parties.dedup();
    let [first, second] = best;
    Sides {
        roles,
        certainty: first.and(second),
        parties: parties.len(),
    }
}

/// The senses in which an event marks a pair, and whether only as host or mediator.
fn senses(seated: &[Seated<'_>], [a, b]: [u8; 2]) -> (Vec<Sense>, bool) {
    let aimed = seated.iter().any(|one| one.role == Role::Target);
    let receiver = if aimed { Role::Target } else { Role::Addressee };
    let has = |roles: u8, role| roles & bit(role) != 0;
    let acts = |roles: u8| has(roles, Role::Source) || has(roles, Role::Party);
    let mut found = Vec::new();
    if acts(a) && has(b, receiver) {
        found.push(Sense::Forward);
    }
    if acts(b) && has(a, receiver) {
        found.push(Sense::Backward);
    }
    // Who act together upon a third mark that third, and not each other.
    let has_receiver = seated
        .iter()
        .any(|one| matches!(one.role, Role::Target | Role::Addressee));
    if found.is_empty() && !has_receiver && acts(a) && acts(b) {
        found.push(Sense::Symmetric);
    }
    let brings = |roles: u8| has(roles, Role::Host) || has(roles, Role::Mediator);
    let deals = |roles: u8| acts(roles) || has(roles, Role::Target) || has(roles, Role::Addressee);
    if found.is_empty() && ((brings(a) && deals(b)) || (brings(b) && deals(a))) {
        return (vec![Sense::Symmetric], true);
    }
    (found, false)
}

/// The marks of a pair's events, and the events that give none.
#[expect(
    clippy::type_complexity,
    reason = "two lists, named where they are taken"
)]
fn marks_between<'t>(
    view: &View<'t>,
    pair: &Pair,
    scoring: &Scoring,
) -> Result<(Vec<EventMark<'t>>, Vec<(EventRef<'t>, Unscored)>), RelationsError> {
    let mut marks = Vec::new();
    let mut unscored = Vec::new();
    for event in view {
        match marks_of(view, (event, &seated(event, pair)), pair, scoring)? {
            Ok(found) => marks.extend(found),
            Err(reason) => unscored.push((event, reason)),
        }
    }
    Ok((marks, unscored))
}

type Marked<'t> = Result<Vec<EventMark<'t>>, Unscored>;

/// The marks that an event gives a pair, or why it gives none.
fn marks_of<'t>(
    view: &View<'t>,
    (event, seated): (EventRef<'t>, &[Seated<'t>]),
    pair: &Pair,
    scoring: &Scoring,
) -> Result<Marked<'t>, RelationsError> {
    let bounds = event.bounds();
    let sides = sides(seated, pair, &bounds);
    let (senses, third_party) = senses(seated, sides.roles);
    if senses.is_empty() {
        return Ok(Err(Unscored::NoSense));
    }
    let weights = scoring.weights();
    let called_off = event.status() == Some(Status::Cancelled);
    let class = event.class();
    if event.kind() == Kind::Statement && event.is_negated() {
        return Ok(Err(Unscored::Negated));
    }
    let code = if third_party {
        Some(Code::CONSULT_THIRD_PARTY)
    } else {
        event.code()
    };
    let valence = match code.as_ref() {
        _ if called_off => weights.cancelled(),
        None => return Ok(Err(Unscored::Comment)),
        Some(_) if class == Class::Comment && weights.of(class) == 0.0 => {
            return Ok(Err(Unscored::Comment));
        }
        Some(code) => match scoring.scale().valence(code) {
            Some(valence) => valence,
            None => return Ok(Err(Unscored::NoValence(code.clone()))),
        },
    };
    let days = if called_off {
        event.called_off()
    } else {
        bounds.day_span()
    };
    let Some((from, to)) = days else {
        return Ok(Err(Unscored::Unbounded));
    };
    let Some(span) = DaySpan::of_days(from, to) else {
        return Ok(Err(Unscored::Unbounded));
    };
    let share = if third_party {
        weights.third_party()
    } else {
        let others = u32::try_from(sides.parties.saturating_sub(1)).unwrap_or(u32::MAX);
        1.0 / f64::from(others.max(1))
    };
    let weight = weights.of(class) * share * attribution(event, scoring);
    let mark = Mark::new(span, weight, valence).and_then(|mark| {
        if class == Class::Contact && !called_off {
            mark.with_contact(share)
        } else {
            Ok(mark)
        }
    });
    let mark = mark.map_err(|error| RelationsError::Mark {
        event: event.id().to_owned(),
        error,
    })?;
    let told = if event.status() == Some(Status::Disputed) {
        Certainty::Possible
    } else {
        Certainty::Certain
    };
    let certainty = sides.certainty.and(told).and(event.touches(view.window()));
    let found = senses.into_iter().map(|sense| EventMark {
        event,
        mark,
        sense,
        certainty,
    });
    Ok(Ok(found.collect()))
}

/// What the most direct of the reports that stand leaves of an event's weight.
fn attribution(event: EventRef<'_>, scoring: &Scoring) -> f64 {
    let weights = scoring.weights();
    let told = event
        .vouching()
        .filter(|report| report.status() != Status::Disputed)
        .map(|report| {
            // Multiplied out: a power function's last bit depends on the host.
            let hops = (1..report.depth()).fold(1.0, |so_far, _| so_far * weights.hop());
            if report.is_anonymous() {
                hops * weights.doubt()
            } else {
                hops
            }
        })
        .fold(None, |best: Option<f64>, told| {
            Some(best.map_or(told, |best| best.max(told)))
        });
    let told = told.unwrap_or(1.0);
    if event.status() == Some(Status::Disputed) {
        told * weights.doubt()
    } else {
        told
    }
}
