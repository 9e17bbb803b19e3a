//! Levels and trends of all dyads at one fixed date, from a few integers per dyad.
//!
//! A [`Ledger`] keeps the days of its marks and answers for any instant. If the date is fixed
//! beforehand, the contribution of each mark is known when it arrives, and a [`Snapshot`] only sums
//! them. Its memory does not depend on the number of marks: this is the form for streams, and for the
//! partial aggregates of a distributed engine.

use crate::ledger::{
    ActorId, ActorKey, DyadKey, Ledger, LedgerError, Marks, Names, Number, PairKey, PairTable,
};

use super::{Level, Trend};

mod dyad;
mod error;
mod level_sums;
mod spec;
mod sums;

pub use dyad::DyadSnapshot;
pub use error::SnapshotError;
pub use level_sums::LevelSums;
pub use spec::SnapshotSpec;

use sums::SnapshotSums;

/// The sums of the marks of all dyads, for one fixed date.
///
/// A dyad has no direction here: each mark counts once, whatever its [`DyadKey`]. For what one actor
/// did to another keep a [`DyadSnapshot`] of that, or a snapshot of directed marks only.
///
/// Two snapshots are equal if they have the same [`SnapshotSpec`] and the same sums, whatever the
/// order in which actors and marks came.
///
/// # Ledger or snapshot?
///
/// | | [`Ledger`] | `Snapshot` |
/// | :-- | :-- | :-- |
/// | answers for | any instant, any calibration | the date, calibration and coverage of its spec |
/// | answers | levels, trends, ongoing directions, peaks, contributions | levels and trends |
/// | memory per dyad | 36 bytes for a day that has marks, 56 for a longer span | 1.3 KiB with 24 blocks, whatever the marks |
/// | adding a mark | a search | a few additions |
/// | subtracting a mark | refused if the sums of its span cannot contain it | refused if the sums of the dyad cannot contain it |
/// | merging | linear in the days | linear in the dyads |
/// | good for | archives, questions that are not known yet | streams, dashboards of a day, distributed engines |
///
/// # The fixed point
///
/// The numbers of a mark are integers in units of 2^-40, as in a ledger (see
/// [`DyadLedger`](crate::ledger::DyadLedger)). Its decay is rounded to a multiple of 2^-55. Their
/// product is exact, and so are sums of products in 128 bits. So snapshots are a commutative group, and
/// the snapshot of a ledger equals the snapshot of its marks, bit for bit.
///
/// *Error.* A decay is off by at most 2^-56 (1.4e-17), so a sum is off by that share of the undecayed
/// weight of its marks: by 1e-9 for 7e7 marks of weight 1, if all are of one day and rounded to the same
/// side. A change multiplies the older sum, and its error, by `phi + k`: that is large if only some days
/// long before the window are covered.
///
/// *Headroom.* 127 bits minus the 40 and 55 of the two fixed points leave 32: a dyad holds a decayed
/// weight of 2^32, at least 4,294,967,296 marks of weight 1. Contacts and squared scores have as much
/// room each, and 2^53 marks can begin in a block. More is an error, and changes nothing.
///
/// # The sums
///
/// `E` is the expected decay of a mark at the date, `E'` its expected decay a window before the date, and `p`
/// the fraction of its span within a block.
///
/// | sums | used for |
/// | :-- | :-- |
/// | `s E`, `s E'`, `s+ E`, `w E`, `w E'`, `c E` | the level, the change, and whether there is enough weight |
/// | the number of marks that begin before the blocks | an unknown coverage |
/// | for each block `s p`, `s^2 p`, and the number of marks that begin in it | the burst variance, and an unknown coverage |
///
/// They do not depend on the coverage.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
/// use detente::trend::{Calibration, Snapshot, SnapshotSpec, Trajectory};
///
/// let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// let critique = Mark::new(DaySpan::day(date(8))?, 1.0, -0.35)?;
/// let meeting = Mark::new(DaySpan::day(date(10))?, 0.25, 0.25)?.with_contact(1.0)?;
///
/// let spec = SnapshotSpec::new(date(11), &Calibration::default());
/// let mut snapshot = Snapshot::new(spec.clone());
/// snapshot.add(DyadKey::directed("USA", "RUS"), &critique)?;
/// snapshot.add(DyadKey::symmetric("USA", "RUS"), &meeting)?;
///
/// // It agrees with the ledger of the same marks.
/// let mut ledger = Ledger::new();
/// ledger.add(DyadKey::directed("USA", "RUS"), &critique)?;
/// ledger.add(DyadKey::symmetric("USA", "RUS"), &meeting)?;
/// assert_eq!(snapshot, Snapshot::of(&ledger, spec)?);
/// let undirected = ledger.dyad("USA", "RUS").unwrap().undirected();
/// let level = Trajectory::new(&undirected, &Calibration::default()).level(date(11)).unwrap();
/// let of_snapshot = snapshot.dyad("USA", "RUS").unwrap().level();
/// assert!((of_snapshot.value() - level.value()).abs() < 1e-9);
///
/// // Snapshots of different dates cannot be merged.
/// let later = Snapshot::new(SnapshotSpec::new(date(12), &Calibration::default()));
/// assert_eq!(
///     snapshot.merge(&later).unwrap_err().to_string(),
///     "the snapshots differ in their date, `2025-07-11` and `2025-07-12`: expected the same date"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Snapshot {
    spec: SnapshotSpec,
    names: Names,
    /// Only pairs that have marks.
    pairs: PairTable<SnapshotSums>,
}

crate::text::short_debug!(Snapshot, "Snapshot", |it| {
    "spec": it.spec,
    "actors": it.names.len(),
    "dyads": it.len(),
});

impl Snapshot {
    /// Creates a snapshot without marks.
    #[must_use]
    pub fn new(spec: SnapshotSpec) -> Self {
        Self {
            spec,
            names: Names::default(),
            pairs: PairTable::default(),
        }
    }

    /// Creates the snapshot of a ledger.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Overflow`] if the sums of a dyad overflow.
    pub fn of(ledger: &Ledger, spec: SnapshotSpec) -> Result<Self, LedgerError> {
        let mut snapshot = Self::new(spec);
        for dyad in ledger.dyads() {
            let (a, b) = dyad.actors;
            snapshot.add(DyadKey::symmetric(a, b), &dyad.undirected())?;
        }
        Ok(snapshot)
    }

    /// The date, calibration and coverage.
    pub const fn spec(&self) -> &SnapshotSpec {
        &self.spec
    }

    /// Returns the key of an actor, and adds the actor if it is new.
    ///
    /// # Errors
    ///
    /// As [`Ledger::intern`].
    pub fn intern(&mut self, name: &str) -> Result<ActorKey, LedgerError> {
        self.names.intern(name)
    }

    /// Adds marks to a dyad: a [`Mark`](crate::ledger::Mark), the
    /// [`SpanSums`](crate::ledger::SpanSums) of a span, or a whole
    /// [`DyadLedger`](crate::ledger::DyadLedger).
    ///
    /// Marks that begin on the date or later change nothing. Adding by [`ActorKey`] hashes two integers
    /// instead of two names.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError`] if the two actors are the same, a name is unusable, a key belongs to
    /// another snapshot, or the sums overflow. Nothing changes then.
    ///
    /// # Complexity
    ///
    /// O(1) for a mark, linear in the spans for a ledger.
    pub fn add<'n, 'm, A: Into<ActorId<'n>>>(
        &mut self,
        key: DyadKey<A>,
        marks: impl Into<Marks<'m>>,
    ) -> Result<(), LedgerError> {
        let (pair, _) = self.names.intern_place(key)?;
        let marks = marks.into();
        if !self.spec.has_begun(marks) {
            return Ok(());
        }
        let names = &self.names;
        let with_names = |error: LedgerError| error.of_dyad(names.of_pair(pair));
        if let Some(sums) = self.pairs.get_mut(pair) {
            return sums.add(&self.spec, marks).map_err(with_names);
        }
        // Only a pair that has marks gets an entry.
        let mut first = SnapshotSums::new(&self.spec);
        first.add(&self.spec, marks).map_err(with_names)?;
        self.pairs.entry(pair, || first);
        Ok(())
    }

    /// Takes marks away from a dyad, as if they had never been added.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError`] if the two actors are the same, a key belongs to another snapshot, or the
    /// sums of the dyad cannot contain the marks. Nothing changes then.
    pub fn subtract<'n, 'm, A: Into<ActorId<'n>>>(
        &mut self,
        key: DyadKey<A>,
        marks: impl Into<Marks<'m>>,
    ) -> Result<(), LedgerError> {
        let place = self.names.place(key)?;
        let marks = marks.into();
        let Some(span) = marks.first().filter(|_| self.spec.has_begun(marks)) else {
            return Ok(());
        };
        let found = place.and_then(|(pair, _)| Some((pair, self.pairs.get_mut(pair)?)));
        let (pair, sums) = found.ok_or(LedgerError::NotRecorded { span })?;
        sums.subtract(&self.spec, marks)?;
        if sums.is_empty() {
            self.pairs.remove(pair);
        }
        Ok(())
    }

    /// Adds all marks of a snapshot of one dyad, such as the partial aggregate of an engine.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the two actors are the same, a name is unusable, a key belongs to
    /// another snapshot, the specs differ, or the sums overflow. Nothing changes then.
    pub fn merge_dyad<'n, A: Into<ActorId<'n>>>(
        &mut self,
        key: DyadKey<A>,
        other: &DyadSnapshot,
    ) -> Result<(), SnapshotError> {
        self.spec.check(other.spec())?;
        let (pair, _) = self.names.intern_place(key)?;
        match self.pairs.get_mut(pair) {
            Some(sums) if !sums.has_room_for(other.sums()) => {
                let actors = Some(self.names.of_pair(pair));
                return Err(SnapshotError::Overflow { actors });
            }
            Some(sums) => sums.add_all(other.sums()),
            None if other.sums().is_empty() => {}
            None => drop(self.pairs.entry(pair, || other.sums().clone())),
        }
        Ok(())
    }

    /// Adds all marks of another snapshot.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the specs differ, or sums overflow. Nothing changes then.
    ///
    /// # Complexity
    ///
    /// O(dyads of the other).
    pub fn merge(&mut self, other: &Self) -> Result<(), SnapshotError> {
        self.spec.check(&other.spec)?;
        // Of several, the first in the order of names is reported, whatever the order of the pairs.
        let full = self.matched(other).filter_map(|(pair, theirs)| {
            let pair = pair?;
            let is_full = !self.pairs.get(pair)?.has_room_for(theirs);
            is_full.then(|| self.names.of_pair(pair))
        });
        if let Some(actors) = full.min() {
            let actors = Some(actors);
            return Err(SnapshotError::Overflow { actors });
        }
        let names = other.names.all();
        let numbers: Vec<Number> = names
            .map(|(_, name)| Ok(self.names.intern(name)?.number()))
            .collect::<Result<_, LedgerError>>()?;
        for (pair, theirs) in other.pairs.iter() {
            let [a, b] = [pair.low, pair.high].map(|number| numbers[number.index()]);
            let mine = self
                .pairs
                .entry(PairKey::new(a, b), || SnapshotSums::new(&self.spec));
            mine.add_all(theirs);
        }
        Ok(())
    }

    /// Takes all marks of another snapshot away: the inverse of [`merge`](Self::merge).
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the specs differ, or the sums of a dyad cannot contain the other's.
    /// Nothing changes then.
    ///
    /// # Complexity
    ///
    /// O(dyads of the other).
    pub fn unmerge(&mut self, other: &Self) -> Result<(), SnapshotError> {
        self.spec.check(&other.spec)?;
        let mut subtractions = Vec::with_capacity(other.pairs.len());
        for (mine, theirs) in self.matched(other) {
            let mine = mine.and_then(|pair| Some((pair, self.pairs.get(pair)?)));
            match mine {
                Some((pair, mine)) if mine.can_subtract(theirs) => {
                    subtractions.push((pair, theirs));
                }
                _ => return Err(SnapshotError::NotRecorded),
            }
        }
        for (pair, theirs) in subtractions {
            let mine = self.pairs.get_mut(pair).expect("the pair was found above");
            mine.subtract_all(theirs);
            if mine.is_empty() {
                self.pairs.remove(pair);
            }
        }
        Ok(())
    }

    /// The pairs of another snapshot, each with its key here if both actors are known here.
    fn matched<'o>(
        &self,
        other: &'o Self,
    ) -> impl Iterator<Item = (Option<PairKey>, &'o SnapshotSums)> + use<'o> {
        let names = other.names.all();
        let numbers: Vec<_> = names.map(|(_, name)| self.names.number(name)).collect();
        other.pairs.iter().map(move |(pair, sums)| {
            let [a, b] = [pair.low, pair.high].map(|number| numbers[number.index()]);
            (a.zip(b).map(|(a, b)| PairKey::new(a, b)), sums)
        })
    }
}

/// # Reading
impl Snapshot {
    /// Returns the sums of two actors. Returns `None` if the two have no marks that have begun, or a key
    /// belongs to another snapshot.
    pub fn dyad<'n>(
        &self,
        a: impl Into<ActorId<'n>>,
        b: impl Into<ActorId<'n>>,
    ) -> Option<SnapshotDyad<'_>> {
        let find = |actor| self.names.find(actor).ok().flatten();
        let (a, b) = (find(a.into())?, find(b.into())?);
        Some(SnapshotDyad {
            actors: (self.names.name(a), self.names.name(b)),
            spec: &self.spec,
            sums: self.pairs.get(PairKey::new(a, b))?,
        })
    }

    /// The number of dyads that have marks that have begun.
    pub const fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether no dyad has marks that have begun.
    pub const fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Iterates over the dyads that have marks, in the order of the names of their actors.
    ///
    /// # Complexity
    ///
    /// Each call sorts the dyads: O(p log p) for `p` of them.
    pub fn dyads(&self) -> SnapshotDyads<'_> {
        let mut dyads: Vec<_> = (self.pairs.iter())
            .map(|(pair, sums)| {
                let (a, b) = (self.names.name(pair.low), self.names.name(pair.high));
                SnapshotDyad {
                    actors: (a.min(b), a.max(b)),
                    spec: &self.spec,
                    sums,
                }
            })
            .collect();
        dyads.sort_unstable_by_key(|dyad| dyad.actors);
        SnapshotDyads {
            dyads: dyads.into_iter(),
        }
    }
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        self.spec == other.spec && self.dyads().eq(other.dyads())
    }
}

/// A dyad of a [`Snapshot`] that has marks.
///
/// Returned by [`Snapshot::dyad`], which keeps the order in which you name the two, and by
/// [`Snapshot::dyads`], which orders them by name.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct SnapshotDyad<'s> {
    /// The names of both actors.
    pub actors: (&'s str, &'s str),
    spec: &'s SnapshotSpec,
    sums: &'s SnapshotSums,
}

crate::wire::object!(SnapshotDyad<'_>, "SnapshotDyad", |it| {
    "actors": it.actors,
    "marks": it.marks(),
    "trend": it.trend(),
});

impl<'s> SnapshotDyad<'s> {
    /// The number of marks that have begun, at least 1.
    pub fn marks(&self) -> u64 {
        self.sums.marks()
    }

    /// Computes the level at the date.
    pub fn level(&self) -> Level {
        let level = self.sums.level(self.spec);
        level.expect("a dyad of a snapshot has marks that have begun")
    }

    /// Computes the trend at the date.
    pub fn trend(&self) -> Trend {
        self.sums.trend(self.spec)
    }

    /// Copies the sums to a snapshot of this dyad alone.
    pub fn snapshot(&self) -> DyadSnapshot {
        DyadSnapshot::of_sums(self.spec.clone(), self.sums.clone())
    }

    /// Every sum: see [`DyadSnapshot::units`].
    pub(crate) fn units(&self) -> &'s [i128] {
        self.sums.units()
    }
}

/// The dyads of a [`Snapshot`] that have marks, in the order of the names of their actors.
///
/// Created by [`Snapshot::dyads`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct SnapshotDyads<'s> {
    dyads: std::vec::IntoIter<SnapshotDyad<'s>>,
}

impl<'s> Iterator for SnapshotDyads<'s> {
    type Item = SnapshotDyad<'s>;

    fn next(&mut self) -> Option<SnapshotDyad<'s>> {
        self.dyads.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.dyads.size_hint()
    }
}

impl ExactSizeIterator for SnapshotDyads<'_> {}

impl std::iter::FusedIterator for SnapshotDyads<'_> {}
