//! Marks of pairs: exact, mergeable, retractable.
//!
//! A ledger keeps sums by pair and day, and not marks: it cannot list them.
//!
//! An event gives each pair of parties that it concerns a [`Mark`]. A [`DyadLedger`] holds
//! the sums of one pair's marks, day by day; a [`Ledger`] holds those of all pairs. Scores
//! (see [`trend`](crate::trend)) know nothing else.
//!
//! The sums are integers. Floating sums depend on the order in which they are made; integer
//! sums do not, so the same marks give the same bits whatever the order, the number of
//! threads or the division among machines. Merging adds, retracting subtracts, and both are
//! exact: ledgers are a commutative group.
//!
//! # Directions
//!
//! An act has a source and a target. Meetings and calls have neither: they are symmetric,
//! belong to both directions, and count once in the pair.
//!
//! ```text
//! source -> target    directed marks  ┐
//!                                     ├ directed(source, target)
//! source -- target    symmetric marks ┤
//!                                     ├ directed(target, source)
//! target -> source    directed marks  ┘        all three: undirected(source, target)
//! ```

use thiserror::Error;

mod builder;
mod dyad;
mod mark;
mod names;
mod pair_table;
mod pairs;
mod rows;
mod series;
mod span;
mod window;

pub use builder::LedgerBuilder;
pub use dyad::{DyadLedger, NotRecordedError, OverflowError, SpanSums, SpanSumsError, Spans};
pub use mark::{GREATEST_WEIGHT, Mark, MarkError};
pub use names::ActorKey;
pub use pairs::{Actors, LedgerPair, Pairs};
pub use series::PairSeries;
pub use span::{DaySpan, SpanError};
pub use window::PairSpans;

pub(crate) use mark::{Sums, UNIT};
use names::{Component, Names, Number, PairKey};
pub(crate) use names::{MAX_NAME_BYTES, check_name, check_of_pair};
use pair_table::{Components, PairTable};
use rows::Limit;

/// The marks of all pairs of actors.
///
/// Two ledgers are equal when they hold the same marks, whatever the order in which actors
/// and marks came. An actor without marks counts for nothing. To compare them takes the pairs of
/// both [in order](Self::pairs), and O(n) for their spans.
///
/// Each pair has three [`DyadLedger`]s, one for each direction and one for symmetric marks.
/// So that these can always be added up, each holds a third of what a ledger by itself
/// would: 2.7 million marks of weight 1 on one span.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, Ledger, Mark};
///
/// let day = |day| DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, day).unwrap()).unwrap();
/// let critique = Mark::new(day(8), 1.0, -0.35)?;
/// let meeting = Mark::new(day(10), 0.25, 0.25)?.with_contact(1.0)?;
///
/// let mut ledger = Ledger::new();
/// ledger.record("USA", "RUS", &critique)?;
/// ledger.record_symmetric("RUS", "USA", &meeting)?;
///
/// assert_eq!(ledger.directed("USA", "RUS").unwrap().len(), 2);
/// assert_eq!(ledger.directed("RUS", "USA").unwrap().len(), 1);
/// assert_eq!(ledger.undirected("RUS", "USA").unwrap().len(), 2);
/// assert_eq!(ledger.undirected("USA", "CHN"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Ledger {
    names: Names,
    /// None of them empty.
    pairs: PairTable,
}

crate::text::short_debug!(Ledger, "Ledger", |it| {
    "actors": it.names.len(),
    "pairs": it.pairs.len(),
});

/// A mark was refused by [`Ledger`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The pair is an actor and itself.
    #[error("actor `{actor}` is no pair with itself")]
    SelfPair {
        /// The actor.
        actor: String,
    },
    /// The name is empty, too long, or has nothing to see; or it has characters that are not seen
    /// or turn the direction of writing.
    #[error(
        "actor `{}` is not fit for use: expected 1 to {} bytes that can be seen, without control characters",
        .actor.escape_debug(),
        names::MAX_NAME_BYTES
    )]
    BadName {
        /// The name, cut after 100 characters.
        actor: String,
    },
    /// The key is of no actor of this ledger: it is of another.
    #[error("the ledger has no actor of key {}", .key.number.0)]
    UnknownKey {
        /// The key.
        key: ActorKey,
    },
    /// The ledger has as many actors as there are keys.
    #[error("the ledger has no key left for actor `{actor}`")]
    TooManyActors {
        /// The actor.
        actor: String,
    },
    /// The sums of a span overflow.
    #[error(transparent)]
    Overflow(#[from] OverflowError),
    /// The marks to be taken away are not there.
    #[error(transparent)]
    NotRecorded(#[from] NotRecordedError),
}

/// The keys of two actors, and their ledgers as seen from the first.
type Met<'l> = ((Number, Number), [&'l DyadLedger; 3]);

impl Ledger {
    /// Creates a ledger without marks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The key of an actor, which is new to the ledger or not.
    ///
    /// It stays known when all its marks have been taken away.
    ///
    /// # Errors
    ///
    /// [`RecordError::BadName`] if nobody can read the name, and [`RecordError::TooManyActors`]
    /// after 4,294,967,296 of them.
    pub fn actor(&mut self, name: &str) -> Result<ActorKey, RecordError> {
        self.names.enter(name)
    }

    /// The key of an actor that the ledger knows.
    pub fn key(&self, name: &str) -> Option<ActorKey> {
        self.names.key(name)
    }

    /// The name of an actor; none if the key is of another ledger.
    pub fn name(&self, key: ActorKey) -> Option<&str> {
        Some(self.names.name(self.names.known(key)?))
    }

    /// Iterates over the names of the actors that have marks, in order.
    ///
    /// As pairs without marks are none, an actor that has lost all of its marks is not among
    /// them, though its [key](Self::key) is still known: equal ledgers have the same actors.
    ///
    /// # Complexity
    ///
    /// O(a log a + p) for `a` actors and `p` pairs.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Ledger, Mark};
    ///
    /// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap()).unwrap();
    /// let critique = Mark::new(day, 1.0, -0.35)?;
    /// let mut ledger = Ledger::new();
    /// ledger.record("USA", "RUS", &critique)?;
    /// ledger.record("USA", "CHN", &critique)?;
    /// assert!(ledger.actors().eq(["CHN", "RUS", "USA"]));
    /// ledger.retract("USA", "CHN", &critique)?;
    /// assert!(ledger.actors().eq(["RUS", "USA"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn actors(&self) -> Actors<'_> {
        let mut has_marks = vec![false; self.names.len()];
        for key in self
            .pairs
            .iter()
            .flat_map(|(pair, _)| [pair.low, pair.high])
        {
            has_marks[key.place()] = true;
        }
        let actors = self.names.all().zip(has_marks);
        let mut names: Vec<_> = actors
            .filter_map(|((_, name), has)| has.then_some(name))
            .collect();
        names.sort_unstable();
        Actors {
            names: names.into_iter(),
        }
    }

    /// Adds a mark of what a source did to a target.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor or the sums overflow; nothing changes then.
    pub fn record(&mut self, source: &str, target: &str, mark: &Mark) -> Result<(), RecordError> {
        let (source, target) = self.names.enter_two(source, target)?;
        self.record_by(source, target, mark)
    }

    /// Adds a mark of what two actors did together: a meeting, a call.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor or the sums overflow; nothing changes then.
    pub fn record_symmetric(&mut self, a: &str, b: &str, mark: &Mark) -> Result<(), RecordError> {
        let (a, b) = self.names.enter_two(a, b)?;
        self.record_symmetric_by(a, b, mark)
    }

    /// As [`record`](Self::record), by keys: nothing is hashed but two integers.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor, a key is unknown or the sums overflow;
    /// nothing changes then.
    pub fn record_by(
        &mut self,
        source: ActorKey,
        target: ActorKey,
        mark: &Mark,
    ) -> Result<(), RecordError> {
        self.record_in(self.names.place(source, target, false)?, mark)
    }

    /// As [`record_symmetric`](Self::record_symmetric), by keys.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor, a key is unknown or the sums overflow;
    /// nothing changes then.
    pub fn record_symmetric_by(
        &mut self,
        a: ActorKey,
        b: ActorKey,
        mark: &Mark,
    ) -> Result<(), RecordError> {
        self.record_in(self.names.place(a, b, true)?, mark)
    }

    fn record_in(
        &mut self,
        (pair, component): (PairKey, Component),
        mark: &Mark,
    ) -> Result<(), RecordError> {
        if !mark.has_weight() {
            return Ok(());
        }
        let ledger = self.pairs.entry(pair).get_mut(component);
        // A first mark cannot overflow, so no pair is left without marks.
        Ok(ledger.record_within(mark, Limit::THIRD)?)
    }

    /// Takes a directed mark away, as if it had never been recorded.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where it is not there; nothing changes then.
    pub fn retract(&mut self, source: &str, target: &str, mark: &Mark) -> Result<(), RecordError> {
        let (source, target) = self.known(source, target, mark)?;
        self.take(source, target, mark, false)
    }

    /// Takes a symmetric mark away, as if it had never been recorded.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where it is not there; nothing changes then.
    pub fn retract_symmetric(&mut self, a: &str, b: &str, mark: &Mark) -> Result<(), RecordError> {
        let (a, b) = self.known(a, b, mark)?;
        self.take(a, b, mark, true)
    }

    /// As [`retract`](Self::retract), by keys.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where a key is unknown or the mark is not there; nothing changes then.
    pub fn retract_by(
        &mut self,
        source: ActorKey,
        target: ActorKey,
        mark: &Mark,
    ) -> Result<(), RecordError> {
        self.take(source, target, mark, false)
    }

    /// As [`retract_symmetric`](Self::retract_symmetric), by keys.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where a key is unknown or the mark is not there; nothing changes then.
    pub fn retract_symmetric_by(
        &mut self,
        a: ActorKey,
        b: ActorKey,
        mark: &Mark,
    ) -> Result<(), RecordError> {
        self.take(a, b, mark, true)
    }

    /// Adds the directed marks of one pair, as another ledger summed them.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor or the sums overflow; nothing changes then.
    pub fn merge_directed(
        &mut self,
        source: &str,
        target: &str,
        marks: &DyadLedger,
    ) -> Result<(), RecordError> {
        self.merge_into(source, target, marks, false)
    }

    /// Adds the symmetric marks of one pair, as another ledger summed them.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor or the sums overflow; nothing changes then.
    pub fn merge_symmetric(
        &mut self,
        a: &str,
        b: &str,
        marks: &DyadLedger,
    ) -> Result<(), RecordError> {
        self.merge_into(a, b, marks, true)
    }

    /// Adds all marks of another ledger, in linear time.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where sums overflow; nothing changes then.
    pub fn merge(&mut self, other: &Self) -> Result<(), RecordError> {
        for (theirs, mine) in self.met_by(other) {
            // One by one, in the order of names: which fault is told does not depend on chance.
            let none = Components::default();
            let mine = mine.map_or(none.parts(false), |(_, mine)| mine);
            for (mine, theirs) in mine.into_iter().zip(theirs.components.parts(false)) {
                mine.check_merge(theirs, Limit::THIRD)?;
            }
        }
        let names = other.names.all();
        let keys: Vec<_> = (names.map(|(_, name)| Ok(self.actor(name)?.number)))
            .collect::<Result<_, RecordError>>()?;
        for (pair, theirs) in other.pairs.iter() {
            let [a, b] = [pair.low, pair.high].map(|key| keys[key.place()]);
            let mine = self.pairs.entry(PairKey::new(a, b));
            for (mine, theirs) in mine.parts_mut(b < a).into_iter().zip(theirs.parts(false)) {
                if !theirs.is_empty() {
                    let sum = mine.merged(theirs, Limit::THIRD);
                    *mine = sum.expect("all sums were seen to have room");
                }
            }
        }
        Ok(())
    }

    /// Adds a batch of gathered marks, in the time that it takes to build and merge them.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where sums overflow; nothing changes then.
    pub fn extend(&mut self, batch: LedgerBuilder) -> Result<(), RecordError> {
        self.merge(&batch.build()?)
    }

    /// Takes all marks of another ledger away, in time linear in the pairs that the other has.
    ///
    /// So a batch is taken back, or [an event](crate::Timeline::ledger_of).
    ///
    /// # Errors
    ///
    /// [`RecordError`] where they are not all there; nothing changes then.
    pub fn subtract(&mut self, other: &Self) -> Result<(), RecordError> {
        let mut rest = Vec::with_capacity(other.pairs.len());
        let none = Components::default();
        for (theirs, mine) in self.met_by(other) {
            let theirs = theirs.components.parts(false);
            let (keys, mine) =
                mine.map_or((None, none.parts(false)), |(keys, mine)| (Some(keys), mine));
            let left = Components::zip(mine, theirs, DyadLedger::without)?;
            rest.push((
                keys.expect("marks were taken from a pair that has some"),
                left,
            ));
        }
        for ((a, b), components) in rest {
            let pair = PairKey::new(a, b);
            if components.is_empty() {
                self.pairs.remove(pair);
            } else {
                let is_turned = b < a;
                *self.pairs.entry(pair) = if is_turned {
                    components.turned()
                } else {
                    components
                };
            }
        }
        Ok(())
    }

    /// The pairs of another ledger in the order of their names, each with the keys of its actors
    /// and its ledgers here, if it has marks here.
    fn met_by<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (LedgerPair<'a>, Option<Met<'a>>)> {
        let keys: Vec<_> = (other.names.all())
            .map(|(_, name)| self.names.number(name))
            .collect();
        other.pairs().map(move |pair| {
            let [low, high] = [pair.key.low, pair.key.high].map(|key| keys[key.place()]);
            let met = low.zip(high).and_then(|(a, b)| {
                let mine = self.pairs.get(PairKey::new(a, b))?;
                Some(((a, b), mine.parts(b < a)))
            });
            (pair, met)
        })
    }

    /// What a source did to a target, with what they did together; none without marks.
    ///
    /// # Complexity
    ///
    /// A copy: O(n) for the spans of the pair. [`window`](Self::window) looks at some of them
    /// without one.
    pub fn directed(&self, source: &str, target: &str) -> Option<DyadLedger> {
        self.directed_by(self.key(source)?, self.key(target)?)
    }

    /// As [`directed`](Self::directed), by keys; none where one is unknown.
    pub fn directed_by(&self, source: ActorKey, target: ActorKey) -> Option<DyadLedger> {
        let [forward, _, symmetric] = self.parts(source, target)?;
        Some(Components::sum(&[forward, symmetric])).filter(|sum| !sum.is_empty())
    }

    /// What two actors did to each other and together, each mark once; none without marks.
    ///
    /// # Complexity
    ///
    /// As [`directed`](Self::directed).
    pub fn undirected(&self, a: &str, b: &str) -> Option<DyadLedger> {
        self.undirected_by(self.key(a)?, self.key(b)?)
    }

    /// As [`undirected`](Self::undirected), by keys; none where one is unknown.
    pub fn undirected_by(&self, a: ActorKey, b: ActorKey) -> Option<DyadLedger> {
        Some(Components::sum(&self.parts(a, b)?))
    }

    /// Iterates over the sums of the spans of a pair that begin on one of some days, of what
    /// both did to each other and together; none where a key is unknown.
    ///
    /// # Complexity
    ///
    /// O(log n) and what is found; nothing is copied or hashed but two integers.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Ledger, Mark};
    ///
    /// let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    /// let mut ledger = Ledger::new();
    /// for (day, valence) in [(8, -0.35), (10, 0.25), (14, -0.5)] {
    ///     ledger.record("USA", "RUS", &Mark::new(DaySpan::day(date(day))?, 1.0, valence)?)?;
    /// }
    /// let [usa, russia] = ["USA", "RUS"].map(|name| ledger.key(name).unwrap());
    /// let week = DaySpan::new(date(7), date(14))?;
    /// assert_eq!(ledger.window(russia, usa, week).count(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn window(&self, a: ActorKey, b: ActorKey, days: DaySpan) -> PairSpans<'_> {
        PairSpans::new(self.parts(a, b), |part| part.window(days))
    }

    /// How many pairs have marks.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether no pair has marks.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Iterates over the pairs that have marks, in the order of the names of their actors.
    ///
    /// # Complexity
    ///
    /// The names of all actors are sorted, and the pairs by them, each time it is called:
    /// O(a log a + p log p) for `a` actors and `p` pairs. No mark is looked at.
    pub fn pairs(&self) -> Pairs<'_> {
        // The rank of an actor is its place in the order of names: `order` gives the actor of a
        // rank, `ranks` the rank of an actor.
        let order = self.names.order();
        let mut ranks = vec![0_u32; order.len()];
        for (rank, key) in (0..).zip(&order) {
            ranks[key.place()] = rank;
        }
        let rank = |key: Number| ranks[key.place()];
        // Small things to sort: both ranks in a number, and a reference.
        let mut pairs: Vec<(u64, &Components)> = (self.pairs.iter())
            .map(|(key, components)| {
                let (a, b) = (rank(key.low), rank(key.high));
                (u64::from(a.min(b)) << 32 | u64::from(a.max(b)), components)
            })
            .collect();
        pairs.sort_unstable_by_key(|&(ranks, _)| ranks);
        let actor = |rank: u64| {
            let key = order[usize::try_from(rank).expect("a place in a list in memory")];
            (key, self.names.name(key))
        };
        let named = |(ranks, components): (u64, _)| {
            let ((low, first), (high, second)) = (actor(ranks >> 32), actor(ranks & 0xffff_ffff));
            LedgerPair {
                key: PairKey::new(low, high),
                first,
                second,
                components,
                is_turned: high < low,
            }
        };
        let pairs: Vec<_> = pairs.into_iter().map(named).collect();
        Pairs {
            pairs: pairs.into_iter(),
        }
    }

    /// The keys of two actors from whom a mark is taken.
    fn known(&self, a: &str, b: &str, mark: &Mark) -> Result<(ActorKey, ActorKey), RecordError> {
        let keys = self.key(a).zip(self.key(b));
        keys.ok_or_else(|| NotRecordedError { span: mark.span() }.into())
    }

    fn take(
        &mut self,
        source: ActorKey,
        target: ActorKey,
        mark: &Mark,
        is_symmetric: bool,
    ) -> Result<(), RecordError> {
        let missing = || NotRecordedError { span: mark.span() };
        let (pair, component) = self.names.place(source, target, is_symmetric)?;
        if !mark.has_weight() {
            return Ok(());
        }
        let components = self.pairs.get_mut(pair).ok_or_else(missing)?;
        components.get_mut(component).retract(mark)?;
        if components.is_empty() {
            self.pairs.remove(pair);
        }
        Ok(())
    }

    fn merge_into(
        &mut self,
        source: &str,
        target: &str,
        marks: &DyadLedger,
        is_symmetric: bool,
    ) -> Result<(), RecordError> {
        if source == target {
            return Err(RecordError::SelfPair {
                actor: source.into(),
            });
        }
        let keys = self.key(source).zip(self.key(target));
        let parts = keys.and_then(|(source, target)| self.parts(source, target));
        let empty = DyadLedger::new();
        let part =
            parts.map(|[forward, _, symmetric]| if is_symmetric { symmetric } else { forward });
        let sum = part.unwrap_or(&empty).merged(marks, Limit::THIRD)?;
        if sum.is_empty() {
            return Ok(());
        }
        let (source, target) = (self.actor(source)?, self.actor(target)?);
        let (pair, component) = self.names.place(source, target, is_symmetric)?;
        *self.pairs.entry(pair).get_mut(component) = sum;
        Ok(())
    }

    /// The ledgers of a pair: forward from `a`, backward, symmetric; none without marks.
    fn parts(&self, a: ActorKey, b: ActorKey) -> Option<[&DyadLedger; 3]> {
        let (a, b) = (self.names.known(a)?, self.names.known(b)?);
        let components = self.pairs.get(PairKey::new(a, b))?;
        Some(components.parts(b < a))
    }
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.pairs().eq(other.pairs())
    }
}

impl Eq for Ledger {}
