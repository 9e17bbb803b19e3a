//! Exact, mergeable sums of marks, per dyad and day.
//!
//! An event gives each pair of actors that it concerns a [`Mark`]: a weight and a valence on a
//! span of days. A [`DyadLedger`] holds the sums of one stream of marks, span by span. A
//! [`Ledger`] holds those of all dyads (pairs of actors). Scores are computed from ledgers alone:
//! see [`trend`](crate::trend).
//!
//! ```
//! use chrono::NaiveDate;
//! use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
//!
//! let day = |day| DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, day).unwrap());
//! let mut ledger = Ledger::new();
//! // Trump criticises Putin; Rubio meets Lavrov.
//! ledger.add(DyadKey::directed("USA", "RUS"), &Mark::new(day(8)?, 1.0, -0.35)?)?;
//! ledger.add(DyadKey::symmetric("USA", "RUS"), &Mark::new(day(10)?, 0.25, 0.25)?)?;
//! assert_eq!(ledger.dyad("USA", "RUS").unwrap().undirected().marks(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which dyad does a mark belong to?
//!
//! A [`DyadKey`]. An act has a source and a target. Meetings and calls have neither: they are
//! symmetric, and count once in the pair. Reading a pair gives a [`Dyad`] with all three parts:
//!
//! ```text
//! first -> second    forward   ┐
//!                              ├ directed()   ┐
//! first -- second    symmetric ┘              ├ undirected(), spans()
//! second -> first    backward                 ┘
//! ```
//!
//! # Does the order of marks matter?
//!
//! No. The sums are integers, so the same marks give the same bits whatever the order, the number
//! of threads or the partition. Adding and subtracting are exact inverses: ledgers are a
//! commutative group. A sum of floating-point numbers would depend on the order.
//!
//! # How are many marks added?
//!
//! Intern each name once ([`Ledger::intern`]) and add by key. For a million marks use a
//! [`LedgerBuilder`].
//!
//! # Limits
//!
//! A ledger keeps sums, not marks: it cannot list them. Each number of a mark is rounded once, to
//! a multiple of 2^-40. Sums are bounded (see [`DyadLedger`]): exceeding a bound is an error.

mod builder;
mod dyad;
mod error;
mod key;
mod mark;
mod names;
mod pair_table;
mod pairs;
mod rows;
mod series;
mod span;
mod window;

pub use builder::LedgerBuilder;
pub use dyad::{DyadLedger, Marks, SpanSums, Spans};
pub use error::LedgerError;
pub use key::{ActorId, ActorKey, DyadKey, DyadPart};
pub use mark::{MAX_WEIGHT, Mark, MarkError, Sums};
pub use pairs::{Actors, Dyad, Dyads};
pub use series::DyadSeries;
pub use span::{DaySpan, SpanError};
pub use window::DyadSpans;

pub(crate) use error::{Overflow, of_actors};
pub(crate) use key::Number;
pub(crate) use mark::UNIT;
#[cfg(feature = "import")]
pub(crate) use names::check_name;
pub(crate) use names::{Names, PairKey};
use pair_table::Components;
pub(crate) use pair_table::PairTable;
use rows::Limit;

/// The sums of the marks of all dyads.
///
/// Two ledgers are equal if they hold the same sums, whatever the order in which actors and marks
/// came; an actor without marks makes no difference. Comparing sorts the pairs of both, and takes
/// O(n) for their spans.
///
/// Each dyad has three [`DyadLedger`]s: one for each direction, one for symmetric marks. Each
/// holds a third of what a ledger by itself could, so that the three can always be summed: 2.7
/// million marks of weight 1 on one span.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
///
/// let day = |day| DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, day).unwrap()).unwrap();
/// let critique = Mark::new(day(8), 1.0, -0.35)?;
/// let meeting = Mark::new(day(10), 0.25, 0.25)?.with_contact(1.0)?;
///
/// let mut ledger = Ledger::new();
/// ledger.add(DyadKey::directed("USA", "RUS"), &critique)?;
/// ledger.add(DyadKey::symmetric("RUS", "USA"), &meeting)?;
///
/// let dyad = ledger.dyad("USA", "RUS").unwrap();
/// assert_eq!((dyad.forward.marks(), dyad.backward.marks(), dyad.symmetric.marks()), (1, 0, 1));
/// assert_eq!(dyad.undirected().marks(), 2);
/// assert_eq!(ledger.dyad("USA", "CHN"), None);
///
/// ledger.subtract(DyadKey::directed("USA", "RUS"), &critique)?;
/// assert_eq!(ledger.dyad("USA", "RUS").unwrap().undirected().marks(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Ledger {
    names: Names,
    /// Only pairs that have marks.
    pairs: PairTable<Components>,
}

crate::text::short_debug!(Ledger, "Ledger", |it| {
    "actors": it.names.len(),
    "pairs": it.pairs.len(),
});

impl Ledger {
    /// Creates a ledger without marks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds marks to a dyad: a [`Mark`], the [`SpanSums`] of a span, or a whole [`DyadLedger`].
    ///
    /// A mark without weight changes nothing. Adding by [`ActorKey`] hashes two integers instead
    /// of two names.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError`] if the two actors are the same, a name is unusable, a key belongs
    /// to another ledger, or the sums overflow. Nothing changes then.
    ///
    /// # Complexity
    ///
    /// O(log n) for a mark, linear in the spans of both for a ledger.
    pub fn add<'n, 'm, A: Into<ActorId<'n>>>(
        &mut self,
        key: DyadKey<A>,
        marks: impl Into<Marks<'m>>,
    ) -> Result<(), LedgerError> {
        let (pair, part) = self.names.intern_place(key)?;
        let marks = marks.into();
        let names = &self.names;
        let overflow = |overflow| LedgerError::from(overflow).of_dyad(names.of_pair(pair));
        if let Some(components) = self.pairs.get_mut(pair) {
            let added = components.get_mut(part).add_within(marks, Limit::THIRD);
            return added.map_err(overflow);
        }
        // Only a pair that has marks gets an entry.
        let mut first = DyadLedger::new();
        first.add_within(marks, Limit::THIRD).map_err(overflow)?;
        if !first.is_empty() {
            *self.pairs.entry(pair, Components::default).get_mut(part) = first;
        }
        Ok(())
    }

    /// Takes marks away from a dyad, as if they had never been added.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError`] if the two actors are the same, a key belongs to another ledger, or
    /// the sums of the dyad cannot contain the marks. Nothing changes then.
    pub fn subtract<'n, 'm, A: Into<ActorId<'n>>>(
        &mut self,
        key: DyadKey<A>,
        marks: impl Into<Marks<'m>>,
    ) -> Result<(), LedgerError> {
        let marks = marks.into();
        let place = self.names.place(key)?;
        let found = place.and_then(|(pair, part)| Some((pair, part, self.pairs.get_mut(pair)?)));
        match (found, marks.first()) {
            (_, None) => Ok(()),
            (None, Some(span)) => Err(LedgerError::NotRecorded { span }),
            (Some((pair, part, components)), Some(_)) => {
                components.get_mut(part).subtract(marks)?;
                if components.is_empty() {
                    self.pairs.remove(pair);
                }
                Ok(())
            }
        }
    }

    /// Adds all marks of another ledger, in linear time.
    ///
    /// To add a batch, build it: `ledger.merge(&builder.build()?)`.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError`] if sums overflow: the first overflow in the order of the dyads.
    /// Nothing changes then.
    pub fn merge(&mut self, other: &Self) -> Result<(), LedgerError> {
        let none = Components::default();
        for (theirs, mine) in self.matched(other) {
            // First all checks, in the order of names, so that the error does not depend on chance.
            let mine = mine.map_or(none.parts(false), |(_, mine)| mine);
            for (mine, part) in mine.into_iter().zip(theirs.parts()) {
                let checked = mine.check_merge(part, Limit::THIRD);
                checked.map_err(|overflow| LedgerError::from(overflow).of_dyad(theirs.names()))?;
            }
        }
        let names = other.names.all();
        let numbers: Vec<_> = (names.map(|(_, name)| Ok(self.names.intern(name)?.number)))
            .collect::<Result<_, LedgerError>>()?;
        for (pair, theirs) in other.pairs.iter() {
            let [a, b] = [pair.low, pair.high].map(|number| numbers[number.index()]);
            let mine = (self.pairs).entry(PairKey::new(a, b), Components::default);
            for (mine, theirs) in mine.parts_mut(b < a).into_iter().zip(theirs.parts(false)) {
                if !theirs.is_empty() {
                    let sum = mine.merged(theirs, Limit::THIRD);
                    *mine = sum.expect("all sums were checked above");
                }
            }
        }
        Ok(())
    }

    /// Takes all marks of another ledger away: the inverse of [`merge`](Self::merge).
    ///
    /// This withdraws a batch, or [one event](crate::Timeline::ledger_of).
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::NotRecorded`] if the sums of a dyad cannot contain the other's.
    /// Nothing changes then.
    ///
    /// # Complexity
    ///
    /// Linear in the spans of the dyads of `other`.
    pub fn unmerge(&mut self, other: &Self) -> Result<(), LedgerError> {
        let none = Components::default();
        let mut remainders = Vec::with_capacity(other.pairs.len());
        for (theirs, mine) in self.matched(other) {
            let (pair, mine) = match mine {
                Some((pair, mine)) => (Some(pair), mine),
                None => (None, none.parts(false)),
            };
            let rest = Components::zip(mine, theirs.parts(), DyadLedger::without)?;
            // A dyad of `other` has marks, so if it is not here, `without` returned an error.
            remainders.push((pair.expect("only a pair with marks contains marks"), rest));
        }
        for ((a, b), rest) in remainders {
            let pair = PairKey::new(a, b);
            if rest.is_empty() {
                self.pairs.remove(pair);
            } else {
                let rest = if b < a { rest.turned() } else { rest };
                *self.pairs.entry(pair, Components::default) = rest;
            }
        }
        Ok(())
    }

    /// The dyads of another ledger in the order of their names. Each comes with the numbers of its
    /// actors here and its parts here, if it has marks here.
    fn matched<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (Dyad<'a>, Option<Matched<'a>>)> {
        // Each name is looked up once, and not once for each of its pairs.
        let names = other.names.all();
        let numbers: Vec<_> = names.map(|(_, name)| self.names.number(name)).collect();
        other.in_order().map(move |(first, second, components)| {
            let dyad = other.dyad_of(first, second, components);
            let [a, b] = [first, second].map(|number| numbers[number.index()]);
            let matched = a.zip(b).and_then(|(a, b)| {
                let mine = self.pairs.get(PairKey::new(a, b))?;
                Some(((a, b), mine.parts(b < a)))
            });
            (dyad, matched)
        })
    }
}

/// The numbers of two actors, and their parts as seen from the first.
type Matched<'l> = ((Number, Number), [&'l DyadLedger; 3]);

/// # Actors
impl Ledger {
    /// Returns the key of an actor, and adds the actor if it is new.
    ///
    /// The key stays valid when all marks of the actor have been taken away.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::BadName`] if the name is unusable, and
    /// [`LedgerError::TooManyActors`] if there are 4,294,967,295 actors already.
    pub fn intern(&mut self, name: &str) -> Result<ActorKey, LedgerError> {
        self.names.intern(name)
    }

    /// The key of an actor. Returns `None` if the ledger has never seen the name.
    pub fn key(&self, name: &str) -> Option<ActorKey> {
        self.names.key(name)
    }

    /// The name of an actor. Returns `None` if the key belongs to another ledger.
    pub fn name(&self, key: ActorKey) -> Option<&str> {
        Some(self.names.name(self.names.known(key)?))
    }

    /// Iterates over the names of the actors that have marks, in order.
    ///
    /// An actor that has lost all of its marks is not among them, although its
    /// [key](Self::key) stays valid: equal ledgers have the same actors.
    ///
    /// # Complexity
    ///
    /// O(a log a + p) for `a` actors and `p` dyads.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
    ///
    /// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap()).unwrap();
    /// let critique = Mark::new(day, 1.0, -0.35)?;
    /// let mut ledger = Ledger::new();
    /// ledger.add(DyadKey::directed("USA", "RUS"), &critique)?;
    /// ledger.add(DyadKey::directed("USA", "CHN"), &critique)?;
    /// assert!(ledger.actors().eq(["CHN", "RUS", "USA"]));
    /// ledger.subtract(DyadKey::directed("USA", "CHN"), &critique)?;
    /// assert!(ledger.actors().eq(["RUS", "USA"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn actors(&self) -> Actors<'_> {
        let mut has_marks = vec![false; self.names.len()];
        for (pair, _) in self.pairs.iter() {
            for number in [pair.low, pair.high] {
                has_marks[number.index()] = true;
            }
        }
        let actors = self.names.all().zip(has_marks);
        let mut names: Vec<_> = actors
            .filter_map(|((_, name), has_marks)| has_marks.then_some(name))
            .collect();
        names.sort_unstable();
        Actors {
            names: names.into_iter(),
        }
    }
}

/// # Dyads
impl Ledger {
    /// Returns the marks of two actors, as seen from `a`.
    ///
    /// Returns `None` if the two have no marks, or a key belongs to another ledger.
    ///
    /// # Complexity
    ///
    /// A look-up by two integers; two names are hashed first if the actors are given by name. No
    /// mark is copied.
    pub fn dyad<'n>(
        &self,
        a: impl Into<ActorId<'n>>,
        b: impl Into<ActorId<'n>>,
    ) -> Option<Dyad<'_>> {
        let find = |actor| self.names.find(actor).ok().flatten();
        let (a, b) = (find(a.into())?, find(b.into())?);
        let components = self.pairs.get(PairKey::new(a, b))?;
        Some(self.dyad_of(a, b, components))
    }

    /// The number of dyads that have marks.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether no dyad has marks.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Iterates over the dyads that have marks, in the order of the names of their actors.
    ///
    /// # Complexity
    ///
    /// Each call sorts the names of all actors, and the pairs by them: O(a log a + p log p) for `a`
    /// actors and `p` pairs. No mark is read.
    pub fn dyads(&self) -> Dyads<'_> {
        let dyads: Vec<_> = (self.in_order())
            .map(|(first, second, components)| self.dyad_of(first, second, components))
            .collect();
        Dyads {
            dyads: dyads.into_iter(),
        }
    }

    /// The pairs in the order of their names: each with the number of the first and of the second.
    fn in_order(&self) -> impl Iterator<Item = (Number, Number, &Components)> {
        // `order` gives the number at a rank among the names, `ranks` the rank of a number.
        let order = self.names.order();
        let mut ranks = vec![0_u32; order.len()];
        for (rank, number) in (0..).zip(&order) {
            ranks[number.index()] = rank;
        }
        let rank = |number: Number| ranks[number.index()];
        // Sort small items: both ranks in one integer, and a reference.
        let mut pairs: Vec<(u64, &Components)> = (self.pairs.iter())
            .map(|(key, components)| {
                let (a, b) = (rank(key.low), rank(key.high));
                (u64::from(a.min(b)) << 32 | u64::from(a.max(b)), components)
            })
            .collect();
        pairs.sort_unstable_by_key(|&(ranks, _)| ranks);
        pairs.into_iter().map(move |(ranks, components)| {
            let [first, second] = [ranks >> 32, ranks & 0xffff_ffff]
                .map(|rank| order[usize::try_from(rank).expect("a rank is an index of `order`")]);
            (first, second, components)
        })
    }

    fn dyad_of<'l>(
        &'l self,
        first: Number,
        second: Number,
        components: &'l Components,
    ) -> Dyad<'l> {
        let [forward, backward, symmetric] = components.parts(second < first);
        Dyad {
            actors: (self.names.name(first), self.names.name(second)),
            forward,
            backward,
            symmetric,
        }
    }
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.dyads().eq(other.dyads())
    }
}

impl Eq for Ledger {}
