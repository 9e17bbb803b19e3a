//! Marks of pairs: exact, mergeable, retractable.
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

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

mod dyad;
mod mark;
mod rows;
mod span;

pub use dyad::{DyadLedger, NotRecordedError, OverflowError, SpanSums, SpanSumsError, Spans};
pub use mark::{GREATEST_WEIGHT, Mark, MarkError};
pub use span::{DaySpan, SpanError};

pub(crate) use mark::number;
use rows::Limit;

/// An actor of one [`Ledger`], by number: a name is looked up once, and not for every event.
///
/// It means nothing in another ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorKey(u32);

/// The marks of all pairs of actors.
///
/// Two ledgers are equal when they hold the same marks, whatever the order in which actors
/// and marks came. An actor without marks counts for nothing.
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
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    names: Vec<Arc<str>>,
    keys: HashMap<Arc<str>, ActorKey>,
    /// By the keys of both actors, the smaller first. None of them empty.
    pairs: HashMap<(ActorKey, ActorKey), Components>,
}

/// The three ledgers of a pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Components {
    /// From the actor with the smaller key, or the first name.
    forward: DyadLedger,
    backward: DyadLedger,
    symmetric: DyadLedger,
}

/// Which of the three ledgers of a pair.
#[derive(Clone, Copy)]
enum Component {
    Forward,
    Backward,
    Symmetric,
}

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
    /// The key is of no actor of this ledger.
    #[error("the ledger has no actor of key {}", .key.0)]
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

impl Components {
    fn get(&self, component: Component) -> &DyadLedger {
        match component {
            Component::Forward => &self.forward,
            Component::Backward => &self.backward,
            Component::Symmetric => &self.symmetric,
        }
    }

    fn get_mut(&mut self, component: Component) -> &mut DyadLedger {
        match component {
            Component::Forward => &mut self.forward,
            Component::Backward => &mut self.backward,
            Component::Symmetric => &mut self.symmetric,
        }
    }

    fn is_empty(&self) -> bool {
        self.forward.is_empty() && self.backward.is_empty() && self.symmetric.is_empty()
    }

    fn turned(&self) -> Self {
        Self {
            forward: self.backward.clone(),
            backward: self.forward.clone(),
            symmetric: self.symmetric.clone(),
        }
    }

    fn zip<E>(
        &self,
        other: &Self,
        with: impl Fn(&DyadLedger, &DyadLedger) -> Result<DyadLedger, E>,
    ) -> Result<Self, E> {
        Ok(Self {
            forward: with(&self.forward, &other.forward)?,
            backward: with(&self.backward, &other.backward)?,
            symmetric: with(&self.symmetric, &other.symmetric)?,
        })
    }

    /// The sum of some of the three; none without marks.
    fn sum(parts: &[&DyadLedger]) -> Option<DyadLedger> {
        let mut sum = DyadLedger::new();
        for part in parts {
            // Each of the three is held to a third of what the sum can hold.
            sum = sum.merged(part, Limit::WHOLE).ok()?;
        }
        (!sum.is_empty()).then_some(sum)
    }
}

impl Ledger {
    /// Creates a ledger without marks.
    pub fn new() -> Self {
        Self::default()
    }

    /// The key of an actor, which is new to the ledger or not.
    ///
    /// # Errors
    ///
    /// [`RecordError::TooManyActors`] after 4,294,967,295 of them.
    pub fn actor(&mut self, name: &str) -> Result<ActorKey, RecordError> {
        if let Some(key) = self.key(name) {
            return Ok(key);
        }
        let key = u32::try_from(self.names.len())
            .map(ActorKey)
            .map_err(|_| RecordError::TooManyActors { actor: name.into() })?;
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.keys.insert(name, key);
        Ok(key)
    }

    /// The key of an actor that the ledger knows.
    pub fn key(&self, name: &str) -> Option<ActorKey> {
        self.keys.get(name).copied()
    }

    /// The name of an actor.
    pub fn name(&self, key: ActorKey) -> Option<&str> {
        let name = self.names.get(usize::try_from(key.0).ok()?)?;
        Some(name)
    }

    /// Adds a mark of what a source did to a target.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor or the sums overflow; nothing changes then.
    pub fn record(&mut self, source: &str, target: &str, mark: &Mark) -> Result<(), RecordError> {
        let (source, target) = self.enter(source, target)?;
        self.record_by(source, target, mark)
    }

    /// Adds a mark of what two actors did together: a meeting, a call.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the two are one actor or the sums overflow; nothing changes then.
    pub fn record_symmetric(&mut self, a: &str, b: &str, mark: &Mark) -> Result<(), RecordError> {
        let (a, b) = self.enter(a, b)?;
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
        let (pair, component) = self.place(source, target, false)?;
        let ledger = self.pairs.entry(pair).or_default().get_mut(component);
        // A first mark cannot overflow, so no pair is left without marks.
        Ok(ledger.record_within(mark, Limit::THIRD)?)
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
        let (pair, component) = self.place(a, b, true)?;
        let ledger = self.pairs.entry(pair).or_default().get_mut(component);
        Ok(ledger.record_within(mark, Limit::THIRD)?)
    }

    /// Takes a directed mark away, as if it had never been recorded.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where it is not there; nothing changes then.
    pub fn retract(&mut self, source: &str, target: &str, mark: &Mark) -> Result<(), RecordError> {
        self.take(source, target, mark, false)
    }

    /// Takes a symmetric mark away, as if it had never been recorded.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where it is not there; nothing changes then.
    pub fn retract_symmetric(&mut self, a: &str, b: &str, mark: &Mark) -> Result<(), RecordError> {
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
        let none = Components::default();
        let mut merged = Vec::with_capacity(other.pairs.len());
        for pair in other.pairs() {
            let mine = self
                .components(pair.first, pair.second)
                .unwrap_or_else(|| none.clone());
            let sum = mine.zip(&pair.oriented(), |a, b| a.merged(b, Limit::THIRD))?;
            merged.push((pair.first, pair.second, sum));
        }
        self.put_all(merged)
    }

    /// Takes all marks of another ledger away, in linear time.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where they are not all there; nothing changes then.
    pub fn subtract(&mut self, other: &Self) -> Result<(), RecordError> {
        let none = Components::default();
        let mut rest = Vec::with_capacity(other.pairs.len());
        for pair in other.pairs() {
            let mine = self
                .components(pair.first, pair.second)
                .unwrap_or_else(|| none.clone());
            let left = mine.zip(&pair.oriented(), DyadLedger::without)?;
            rest.push((pair.first, pair.second, left));
        }
        self.put_all(rest)
    }

    /// What a source did to a target, with what they did together; none without marks.
    pub fn directed(&self, source: &str, target: &str) -> Option<DyadLedger> {
        let pair = self.components(source, target)?;
        Components::sum(&[&pair.forward, &pair.symmetric])
    }

    /// What two actors did to each other and together, each mark once; none without marks.
    pub fn undirected(&self, a: &str, b: &str) -> Option<DyadLedger> {
        let pair = self.components(a, b)?;
        Components::sum(&[&pair.forward, &pair.backward, &pair.symmetric])
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
    pub fn pairs(&self) -> Pairs<'_> {
        let mut pairs: Vec<_> = self
            .pairs
            .iter()
            .filter_map(|(&(a, b), components)| {
                let (a, b) = (self.name(a)?, self.name(b)?);
                let is_turned = b < a;
                let (first, second) = if is_turned { (b, a) } else { (a, b) };
                Some(LedgerPair {
                    first,
                    second,
                    components,
                    is_turned,
                })
            })
            .collect();
        pairs.sort_unstable_by_key(|pair| (pair.first, pair.second));
        Pairs {
            pairs: pairs.into_iter(),
        }
    }

    /// The keys of two actors that are not one.
    fn enter(&mut self, a: &str, b: &str) -> Result<(ActorKey, ActorKey), RecordError> {
        if a == b {
            return Err(RecordError::SelfPair { actor: a.into() });
        }
        Ok((self.actor(a)?, self.actor(b)?))
    }

    /// The pair of two keys, and which of its ledgers is meant.
    fn place(
        &self,
        source: ActorKey,
        target: ActorKey,
        is_symmetric: bool,
    ) -> Result<((ActorKey, ActorKey), Component), RecordError> {
        for key in [source, target] {
            if self.name(key).is_none() {
                return Err(RecordError::UnknownKey { key });
            }
        }
        if source == target {
            let actor = self.name(source).unwrap_or_default().into();
            return Err(RecordError::SelfPair { actor });
        }
        let component = match (is_symmetric, source < target) {
            (true, _) => Component::Symmetric,
            (false, true) => Component::Forward,
            (false, false) => Component::Backward,
        };
        Ok(((source.min(target), source.max(target)), component))
    }

    fn take(
        &mut self,
        source: &str,
        target: &str,
        mark: &Mark,
        is_symmetric: bool,
    ) -> Result<(), RecordError> {
        let missing = || NotRecordedError { span: mark.span() };
        let (Some(source), Some(target)) = (self.key(source), self.key(target)) else {
            return Err(missing().into());
        };
        let (pair, component) = self.place(source, target, is_symmetric)?;
        let components = self.pairs.get_mut(&pair).ok_or_else(missing)?;
        components.get_mut(component).retract(mark)?;
        if components.is_empty() {
            self.pairs.remove(&pair);
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
        let mut components = self.components(source, target).unwrap_or_default();
        let component = if is_symmetric {
            Component::Symmetric
        } else {
            Component::Forward
        };
        let sum = components.get(component).merged(marks, Limit::THIRD)?;
        *components.get_mut(component) = sum;
        self.put_all(vec![(source, target, components)])
    }

    /// The ledgers of a pair, forward from `a`; none without marks.
    fn components(&self, a: &str, b: &str) -> Option<Components> {
        let (a, b) = (self.key(a)?, self.key(b)?);
        let components = self.pairs.get(&(a.min(b), a.max(b)))?;
        Some(if a < b {
            components.clone()
        } else {
            components.turned()
        })
    }

    /// Replaces the ledgers of pairs, forward from the first; refused as a whole or not at all.
    fn put_all(&mut self, pairs: Vec<(&str, &str, Components)>) -> Result<(), RecordError> {
        let mut placed = Vec::with_capacity(pairs.len());
        for (first, second, components) in pairs {
            let (a, b) = (self.actor(first)?, self.actor(second)?);
            let components = if a < b {
                components
            } else {
                components.turned()
            };
            placed.push(((a.min(b), a.max(b)), components));
        }
        for (pair, components) in placed {
            if components.is_empty() {
                self.pairs.remove(&pair);
            } else {
                self.pairs.insert(pair, components);
            }
        }
        Ok(())
    }
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.pairs().eq(other.pairs())
    }
}

impl Eq for Ledger {}

/// A pair of a [`Ledger`] and its marks, the actors in the order of their names.
///
/// Created by [`Ledger::pairs`].
#[derive(Clone, Copy, Debug)]
pub struct LedgerPair<'l> {
    first: &'l str,
    second: &'l str,
    components: &'l Components,
    is_turned: bool,
}

impl<'l> LedgerPair<'l> {
    /// The names of both actors, in order.
    pub const fn actors(&self) -> (&'l str, &'l str) {
        (self.first, self.second)
    }

    /// The directed marks of what the first did to the second.
    pub fn forward(&self) -> &'l DyadLedger {
        self.components.get(if self.is_turned {
            Component::Backward
        } else {
            Component::Forward
        })
    }

    /// The directed marks of what the second did to the first.
    pub fn backward(&self) -> &'l DyadLedger {
        self.components.get(if self.is_turned {
            Component::Forward
        } else {
            Component::Backward
        })
    }

    /// The marks of what they did together.
    pub fn symmetric(&self) -> &'l DyadLedger {
        &self.components.symmetric
    }

    /// All marks of the pair, each once.
    pub fn undirected(&self) -> DyadLedger {
        // The pair has marks, and their sum does not overflow: see `Components::sum`.
        Components::sum(&[self.forward(), self.backward(), self.symmetric()]).unwrap_or_default()
    }

    fn oriented(&self) -> Components {
        if self.is_turned {
            self.components.turned()
        } else {
            self.components.clone()
        }
    }
}

impl PartialEq for LedgerPair<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.actors() == other.actors()
            && self.forward() == other.forward()
            && self.backward() == other.backward()
            && self.symmetric() == other.symmetric()
    }
}

impl Eq for LedgerPair<'_> {}

/// The pairs of a [`Ledger`], in the order of the names of their actors.
///
/// Created by [`Ledger::pairs`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Pairs<'l> {
    pairs: std::vec::IntoIter<LedgerPair<'l>>,
}

impl<'l> Iterator for Pairs<'l> {
    type Item = LedgerPair<'l>;

    fn next(&mut self) -> Option<LedgerPair<'l>> {
        self.pairs.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.pairs.size_hint()
    }
}

impl ExactSizeIterator for Pairs<'_> {}
