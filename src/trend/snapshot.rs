//! Levels and trends at one day that is fixed beforehand, from a few integers per pair.
//!
//! A [`Ledger`] keeps the days of its marks and answers for any instant. If the date is known
//! beforehand, so is the contribution of a mark when it comes, and a [`Snapshot`] adds these up.
//! It takes the same memory whatever the number of marks: the form for streams, and for the
//! partial aggregates of a distributed engine.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ledger::{DaySpan, DyadLedger, Ledger, Mark, SpanSums, check_name, check_of_pair};

use super::{Level, Trend};

mod dyad;
mod error;
mod spec;
mod sums;

pub use dyad::DyadSnapshot;
pub use error::{MergeError, SnapshotError};
pub use spec::SnapshotSpec;

use sums::{Part, Sums};

/// A pair of one [`Snapshot`], by number: names are looked up once, and not for every mark.
///
/// Another snapshot does not know it, unless it numbers a pair of the same names alike, as a copy
/// does: a key carries a hash of the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PairKey {
    place: u32,
    /// A hash of both names.
    check: u32,
}

/// The sums of all pairs' marks, as seen from one day.
///
/// A pair has no direction here: each mark counts once. Whoever wants what one did to the
/// other keeps a [`DyadSnapshot`] of that, or a snapshot of directed marks alone.
///
/// Two snapshots are equal if they have one vantage and the same sums, whatever the order in
/// which actors and marks came. A pair that loses its last mark keeps its [`PairKey`], and the
/// memory of its sums is freed.
///
/// # Ledger or snapshot?
///
/// | | [`Ledger`] | `Snapshot` |
/// | :-- | :-- | :-- |
/// | answers for | any instant, any calibration | the date, calibration and coverage that it was made for |
/// | answers | levels, trends, ongoing directions, peaks, contributions | levels and trends |
/// | memory per pair | 36 bytes a day that has marks, 56 a longer span | 1.3 KiB with 24 blocks, whatever the marks |
/// | adding a mark | a search | a few additions |
/// | retracting a mark | refused if its span does not hold it | refused if the pair's sums do not hold it |
/// | merging | linear in the days | linear in the pairs |
/// | good for | archives, questions that are not known yet | streams, dashboards of a day, distributed engines |
///
/// # The fixed point
///
/// A mark is an integer in units of 2^-40, as in a ledger (see [`DyadLedger`]). Its decay is
/// rounded to a multiple of 2^-55, from a table by whole days; for a span of several days from the
/// same closed form. The product of the two is exact, and so are sums of products in 128 bits. So
/// snapshots are a commutative group, and the snapshot of a ledger is that of its marks, to the
/// bit.
///
/// *Error.* A decay is off by 2^-56 (1.4e-17) at most, so a sum is off by that share of the
/// undecayed weight of its marks: by 1e-9 for 7e7 marks of weight 1, if all are of one day and
/// rounded to one side. Sums above 1e7 are themselves off by as much in a double. A ledger rounds
/// marks in the same way. A change takes the older sum times `phi + k`, and its error with it: that
/// is large if only some days long before the window are covered, as half-lives go.
///
/// *Headroom.* 127 bits less those of the two fixed points, 40 and 55, leave 32: a pair holds
/// a decayed weight of 2^32, at least 4,294,967,296 marks of weight 1. Contacts and squared scores
/// have as much room each, and 2^53 marks can begin in a block. More is an error, and changes nothing.
///
/// # The sums
///
/// With `E` the expected decay of a mark at the date, `E'` that a window before, and for each of
/// the blocks that are kept the part `p` of its span that lies in it:
///
/// | sums | for |
/// | :-- | :-- |
/// | `s E`, `s E'`, `s+ E`, `w E`, `w E'`, `c E` | the level, the change, and whether there is weight enough |
/// | the number of marks that begin before the blocks | an unknown coverage |
/// | for each block `s p`, `s^2 p`, and the number of marks that begin in it | the burst variance, and an unknown coverage |
///
/// They do not depend on the coverage.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, Ledger, Mark};
/// use detente::trend::{Calibration, MergeError, Snapshot, Trajectory, SnapshotSpec};
///
/// let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// let critique = Mark::new(DaySpan::day(date(8))?, 1.0, -0.35)?;
/// let meeting = Mark::new(DaySpan::day(date(10))?, 0.25, 0.25)?.with_contact(1.0)?;
///
/// let vantage = SnapshotSpec::new(date(11), &Calibration::default());
/// let mut snapshot = Snapshot::new(vantage.clone());
/// snapshot.record("USA", "RUS", &critique)?;
/// snapshot.record("RUS", "USA", &meeting)?;
///
/// // It agrees with the ledger of the same marks.
/// let mut ledger = Ledger::new();
/// ledger.record("USA", "RUS", &critique)?;
/// ledger.record_symmetric("USA", "RUS", &meeting)?;
/// assert_eq!(snapshot, Snapshot::of(&ledger, vantage)?);
/// let pair = ledger.undirected("USA", "RUS").unwrap();
/// let level = Trajectory::new(&pair, &Calibration::default()).level(date(11)).unwrap();
/// let seen = snapshot.level("USA", "RUS").unwrap();
/// assert!((seen.value() - level.value()).abs() < 1e-9);
///
/// // Snapshots of different days cannot be added.
/// let later = Snapshot::new(SnapshotSpec::new(date(12), &Calibration::default()));
/// assert_eq!(
///     snapshot.merge(&later).unwrap_err().to_string(),
///     "a snapshot of date `2025-07-11` cannot be merged with one of `2025-07-12`"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Snapshot {
    vantage: SnapshotSpec,
    names: Vec<Arc<str>>,
    actors: HashMap<Arc<str>, u32>,
    places: HashMap<(u32, u32), u32>,
    pairs: Vec<Pair>,
}

crate::text::short_debug!(Snapshot, "Snapshot", |it| {
    "vantage": it.vantage,
    "actors": it.names.len(),
    "pairs": it.len(),
});

/// A pair, by the numbers of its actors, the smaller first.
#[derive(Clone, Debug)]
struct Pair {
    actors: (u32, u32),
    /// A hash of their names.
    check: u32,
    /// None without marks, so that equal marks are held alike.
    sums: Option<Sums>,
}

impl Snapshot {
    /// Creates a snapshot without marks.
    #[must_use]
    pub fn new(vantage: SnapshotSpec) -> Self {
        Self {
            vantage,
            names: Vec::new(),
            actors: HashMap::new(),
            places: HashMap::new(),
            pairs: Vec::new(),
        }
    }

    /// Creates the snapshot of a ledger.
    ///
    /// # Errors
    ///
    /// [`SnapshotError::Overflow`] where the sums of a pair overflow.
    pub fn of(ledger: &Ledger, vantage: SnapshotSpec) -> Result<Self, SnapshotError> {
        let mut snapshot = Self::new(vantage);
        for pair in ledger.pairs() {
            let (first, second) = pair.actors();
            snapshot.add_ledger(first, second, &pair.undirected())?;
        }
        Ok(snapshot)
    }

    /// What the snapshot sees from.
    pub const fn vantage(&self) -> &SnapshotSpec {
        &self.vantage
    }

    /// The key of a pair, which is new to the snapshot or not.
    ///
    /// It stays good when all marks of the pair have been taken away.
    ///
    /// # Errors
    ///
    /// [`SnapshotError`] where the two are one actor, or there is no key left.
    pub fn pair(&mut self, a: &str, b: &str) -> Result<PairKey, SnapshotError> {
        check_apart(a, b)?;
        for name in [a, b] {
            check_name(name).map_err(|actor| SnapshotError::BadName { actor })?;
        }
        let full = || SnapshotError::Full {
            a: a.into(),
            b: b.into(),
        };
        let (Some(first), Some(second)) = (self.actor(a), self.actor(b)) else {
            return Err(full());
        };
        let pair = (first.min(second), first.max(second));
        self.enter(pair).ok_or_else(full)
    }

    /// The key of a pair that the snapshot knows.
    pub fn key(&self, a: &str, b: &str) -> Option<PairKey> {
        let (a, b) = (*self.actors.get(a)?, *self.actors.get(b)?);
        self.places
            .get(&(a.min(b), a.max(b)))
            .copied()
            .map(|place| self.key_at(place))
    }

    /// Adds a mark of what two actors did to each other or together.
    ///
    /// One that begins at the date or later is not there yet: it changes nothing.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the two are one actor, or the sums overflow. Nothing changes
    /// then.
    pub fn record(&mut self, a: &str, b: &str, mark: &Mark) -> Result<(), SnapshotError> {
        self.put(a, b, Part::of_mark(&self.vantage, mark), mark.span())
    }

    /// As [`record`](Self::record), by key: nothing is hashed.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the key is unknown, or the sums overflow. Nothing changes then.
    pub fn record_by(&mut self, pair: PairKey, mark: &Mark) -> Result<(), SnapshotError> {
        self.put_by(pair, Part::of_mark(&self.vantage, mark), mark.span())
    }

    /// Takes a mark away, as if it had never been recorded.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the mark is not there. Nothing changes then.
    pub fn retract(&mut self, a: &str, b: &str, mark: &Mark) -> Result<(), SnapshotError> {
        let part = Part::of_mark(&self.vantage, mark);
        self.take_part(a, b, part, mark.span())
    }

    /// Adds the marks of a pair on one span, summed.
    ///
    /// # Errors
    ///
    /// [`SnapshotError`] where the two are one actor or the sums overflow; nothing changes
    /// then.
    pub fn add(&mut self, a: &str, b: &str, sums: &SpanSums) -> Result<(), SnapshotError> {
        self.put(a, b, Part::of(&self.vantage, sums), sums.span())
    }

    /// As [`add`](Self::add), by key: nothing is hashed.
    ///
    /// # Errors
    ///
    /// [`SnapshotError`] where the key is unknown or the sums overflow; nothing changes then.
    pub fn add_by(&mut self, pair: PairKey, sums: &SpanSums) -> Result<(), SnapshotError> {
        self.put_by(pair, Part::of(&self.vantage, sums), sums.span())
    }

    /// Takes the marks of a pair on one span away, as they were added.
    ///
    /// # Errors
    ///
    /// [`SnapshotError::NotRecorded`] where they are not there; nothing changes then.
    pub fn take(&mut self, a: &str, b: &str, sums: &SpanSums) -> Result<(), SnapshotError> {
        let part = Part::of(&self.vantage, sums);
        self.take_part(a, b, part, sums.span())
    }

    /// Adds all marks of a pair's ledger.
    ///
    /// # Errors
    ///
    /// [`SnapshotError`] where the two are one actor or the sums overflow; nothing changes
    /// then.
    pub fn add_ledger(
        &mut self,
        a: &str,
        b: &str,
        ledger: &DyadLedger,
    ) -> Result<(), SnapshotError> {
        check_apart(a, b)?;
        let mut sums = self.sums_or_none(a, b);
        for span in ledger.spans() {
            sums.put(&self.vantage, Part::of(&self.vantage, &span), span.span())?;
        }
        self.set(a, b, sums)
    }

    /// Adds all marks of a snapshot of one pair, such as an engine's partial aggregate.
    ///
    /// # Errors
    ///
    /// [`MergeError`] where the two are one actor, they do not see from one vantage, or the
    /// sums overflow; nothing changes then.
    pub fn merge_pair(&mut self, a: &str, b: &str, other: &DyadSnapshot) -> Result<(), MergeError> {
        self.vantage.check(other.vantage())?;
        check_apart(a, b)?;
        let mut sums = self.sums_or_none(a, b);
        if !sums.has_room_for(other.sums()) {
            return Err(MergeError::Overflow);
        }
        sums.join(other.sums());
        Ok(self.set(a, b, sums)?)
    }

    /// Adds all marks of another snapshot.
    ///
    /// # Errors
    ///
    /// [`MergeError`] where they do not see from one vantage, or sums overflow; nothing
    /// changes then.
    ///
    /// # Complexity
    ///
    /// O(pairs of the other).
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        self.vantage.check(&other.vantage)?;
        let known = self.known_of(other);
        for (place, (_, theirs)) in known.iter().zip(other.held()) {
            let mine = place.and_then(|place| self.pairs[place].sums.as_ref());
            if mine.is_some_and(|mine| !mine.has_room_for(theirs)) {
                return Err(MergeError::Overflow);
            }
        }
        let new = known.iter().filter(|place| place.is_none()).count();
        let keys = self.enter_all(other, new)?;
        for (key, (_, theirs)) in keys.into_iter().zip(other.held()) {
            self.sums_at(key.place()).0.join(theirs);
        }
        Ok(())
    }

    /// Takes all marks of another snapshot away.
    ///
    /// # Errors
    ///
    /// [`MergeError`] where they do not see from one vantage, or the marks are not all there;
    /// nothing changes then.
    ///
    /// # Complexity
    ///
    /// O(pairs of the other).
    pub fn subtract(&mut self, other: &Self) -> Result<(), MergeError> {
        self.vantage.check(&other.vantage)?;
        let known = self.known_of(other);
        for (place, (_, theirs)) in known.iter().zip(other.held()) {
            let mine = place.and_then(|place| self.pairs[place].sums.as_ref());
            if !mine.is_some_and(|mine| mine.holds(theirs)) {
                return Err(MergeError::NotRecorded);
            }
        }
        for (place, (_, theirs)) in known.iter().zip(other.held()) {
            let place = place.expect("the pair was seen to hold the marks");
            self.pairs[place].take(|mine| mine.part_with(theirs));
        }
        Ok(())
    }

    /// The snapshot of one pair; none without marks.
    pub fn get(&self, a: &str, b: &str) -> Option<DyadSnapshot> {
        let sums = self.sums(a, b)?.clone();
        Some(DyadSnapshot::of_sums(self.vantage.clone(), sums))
    }

    /// Where a pair stands at the date; none before its first mark has begun.
    pub fn level(&self, a: &str, b: &str) -> Option<Level> {
        self.sums(a, b)?.level(&self.vantage)
    }

    /// Where a pair is going at the date, and where it stands; none without marks.
    pub fn trend(&self, a: &str, b: &str) -> Option<Trend> {
        Some(self.sums(a, b)?.trend(&self.vantage))
    }

    /// How many pairs have marks that have begun.
    pub fn len(&self) -> usize {
        self.held().count()
    }

    /// Whether no pair has marks that have begun.
    pub fn is_empty(&self) -> bool {
        self.held().next().is_none()
    }

    /// Iterates over the pairs that have marks, in the order of the names of their actors.
    pub fn pairs(&self) -> SnapshotPairs<'_> {
        let mut pairs: Vec<_> = self
            .held()
            .map(|((a, b), sums)| {
                let (a, b) = (self.name(a), self.name(b));
                SnapshotPair {
                    first: a.min(b),
                    second: a.max(b),
                    vantage: &self.vantage,
                    sums,
                }
            })
            .collect();
        pairs.sort_unstable_by_key(SnapshotPair::actors);
        SnapshotPairs {
            pairs: pairs.into_iter(),
        }
    }

    fn actor(&mut self, name: &str) -> Option<u32> {
        if let Some(&actor) = self.actors.get(name) {
            return Some(actor);
        }
        let actor = u32::try_from(self.names.len()).ok()?;
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.actors.insert(name, actor);
        Some(actor)
    }

    fn name(&self, actor: u32) -> &str {
        &self.names[place(actor)]
    }

    /// The key of a pair of actors, with the smaller number first; none if all are taken.
    fn enter(&mut self, actors: (u32, u32)) -> Option<PairKey> {
        if let Some(&place) = self.places.get(&actors) {
            return Some(self.key_at(place));
        }
        let place = u32::try_from(self.pairs.len()).ok()?;
        let (a, b) = (self.name(actors.0), self.name(actors.1));
        self.pairs.push(Pair {
            actors,
            check: check_of_pair(a, b),
            sums: None,
        });
        self.places.insert(actors, place);
        Some(self.key_at(place))
    }

    /// The key of a pair that the snapshot has.
    fn key_at(&self, number: u32) -> PairKey {
        let check = self.pairs[place(number)].check;
        PairKey {
            place: number,
            check,
        }
    }

    /// The place of the pair of a key, which may be one of another snapshot.
    fn place_of(&self, key: PairKey) -> Result<usize, UnknownPair> {
        let pair = self.pairs.get(key.place());
        match pair.filter(|pair| pair.check == key.check) {
            Some(_) => Ok(key.place()),
            None => Err(UnknownPair(key.place)),
        }
    }

    /// The pairs that have marks, in no order that matters.
    fn held(&self) -> impl Iterator<Item = ((u32, u32), &Sums)> {
        (self.pairs.iter()).filter_map(|pair| Some((pair.actors, pair.sums.as_ref()?)))
    }

    /// The sums of a pair; none without marks.
    fn sums(&self, a: &str, b: &str) -> Option<&Sums> {
        self.pairs[self.key(a, b)?.place()].sums.as_ref()
    }

    /// A copy of the sums of a pair, or sums of no marks.
    fn sums_or_none(&self, a: &str, b: &str) -> Sums {
        let held = self.sums(a, b).cloned();
        held.unwrap_or_else(|| Sums::new(&self.vantage))
    }

    /// The sums of a pair to which marks are added, and the vantage.
    fn sums_at(&mut self, place: usize) -> (&mut Sums, &SnapshotSpec) {
        let sums = &mut self.pairs[place].sums;
        let sums = sums.get_or_insert_with(|| Sums::new(&self.vantage));
        (sums, &self.vantage)
    }

    /// Puts sums in the place of those of a pair; without marks there is no pair to enter.
    fn set(&mut self, a: &str, b: &str, sums: Sums) -> Result<(), SnapshotError> {
        if !sums.is_empty() {
            let pair = self.pair(a, b)?;
            *self.sums_at(pair.place()).0 = sums;
        }
        Ok(())
    }

    /// Adds a part; one that has not begun enters no pair.
    fn put(
        &mut self,
        a: &str,
        b: &str,
        part: Option<Part>,
        span: DaySpan,
    ) -> Result<(), SnapshotError> {
        check_apart(a, b)?;
        if part.is_none() {
            return Ok(());
        }
        let pair = self.pair(a, b)?;
        self.put_by(pair, part, span)
    }

    fn put_by(
        &mut self,
        key: PairKey,
        part: Option<Part>,
        span: DaySpan,
    ) -> Result<(), SnapshotError> {
        let place = self.place_of(key)?;
        if part.is_none() {
            return Ok(());
        }
        // A first part has room, so that no pair is left with sums of no marks: a span has fewer
        // than 2^32 marks.
        let (sums, vantage) = self.sums_at(place);
        sums.put(vantage, part, span)
    }

    /// The places here of the pairs of another snapshot that have marks, in their order there;
    /// none where a pair is not known here.
    fn known_of(&self, other: &Self) -> Vec<Option<usize>> {
        let names = other.names.iter();
        let actors: Vec<_> = names.map(|name| self.actors.get(name).copied()).collect();
        let known = |((a, b), _): ((u32, u32), &Sums)| {
            let (a, b) = (actors[place(a)]?, actors[place(b)]?);
            self.places.get(&(a.min(b), a.max(b))).copied().map(place)
        };
        other.held().map(known).collect()
    }

    /// The keys here of the pairs of another snapshot that have marks, in their order there.
    ///
    /// So many of them are new; where there are not keys enough, none is entered.
    fn enter_all(&mut self, other: &Self, new: usize) -> Result<Vec<PairKey>, MergeError> {
        let is_new = |name: &&Arc<str>| !self.actors.contains_key(*name);
        let new_actors = other.names.iter().filter(is_new).count();
        let has_keys = |used: usize, new: usize| u32::try_from(used.saturating_add(new)).is_ok();
        if !(has_keys(self.names.len(), new_actors) && has_keys(self.pairs.len(), new)) {
            return Err(MergeError::Full);
        }
        // The numbers here of the other's actors, of whom only those are entered that have marks.
        let mut numbers = vec![None; other.names.len()];
        let mut number = |snapshot: &mut Self, actor: u32| {
            *numbers[place(actor)].get_or_insert_with(|| {
                let number = snapshot.actor(other.name(actor));
                number.expect("there are keys enough")
            })
        };
        let mut keys = Vec::with_capacity(other.pairs.len());
        for ((a, b), _) in other.held() {
            let (a, b) = (number(self, a), number(self, b));
            let key = self.enter((a.min(b), a.max(b)));
            keys.push(key.expect("there are keys enough"));
        }
        Ok(keys)
    }

    fn take_part(
        &mut self,
        a: &str,
        b: &str,
        part: Option<Part>,
        span: DaySpan,
    ) -> Result<(), SnapshotError> {
        if part.is_none() {
            return Ok(());
        }
        let taken = self.key(a, b).and_then(|key| {
            let pair = &mut self.pairs[key.place()];
            pair.take(|sums| sums.take_out(&self.vantage, part, span))
        });
        taken.unwrap_or(Err(SnapshotError::NotRecorded { span }))
    }
}

impl PairKey {
    fn place(self) -> usize {
        place(self.place)
    }
}

/// The place in a list that a number stands for.
fn place(number: u32) -> usize {
    usize::try_from(number).expect("a place in a list in memory")
}

impl Pair {
    /// Takes something from the sums, perhaps all; none where there are none.
    fn take<T>(&mut self, with: impl FnOnce(&mut Sums) -> T) -> Option<T> {
        let answer = with(self.sums.as_mut()?);
        self.sums = self.sums.take().filter(|sums| !sums.is_empty());
        Some(answer)
    }
}

fn check_apart(a: &str, b: &str) -> Result<(), SnapshotError> {
    if a == b {
        return Err(SnapshotError::SelfPair { actor: a.into() });
    }
    Ok(())
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        self.vantage == other.vantage && self.pairs().eq(other.pairs())
    }
}

/// A pair of a [`Snapshot`] that has marks, the actors in the order of their names.
///
/// Created by [`Snapshot::pairs`].
#[derive(Clone, Copy, Debug)]
pub struct SnapshotPair<'s> {
    first: &'s str,
    second: &'s str,
    vantage: &'s SnapshotSpec,
    sums: &'s Sums,
}

impl<'s> SnapshotPair<'s> {
    /// The names of both actors, in order.
    pub const fn actors(&self) -> (&'s str, &'s str) {
        (self.first, self.second)
    }

    /// How many marks have begun, at least 1.
    pub fn marks(&self) -> u64 {
        self.sums.marks()
    }

    /// Where the pair stands at the date.
    pub fn level(&self) -> Option<Level> {
        self.sums.level(self.vantage)
    }

    /// Where the pair is going at the date, and where it stands.
    pub fn trend(&self) -> Trend {
        self.sums.trend(self.vantage)
    }

    /// The snapshot of this pair alone.
    pub fn snapshot(&self) -> DyadSnapshot {
        DyadSnapshot::of_sums(self.vantage.clone(), self.sums.clone())
    }

    /// Every sum: see [`DyadSnapshot::units`].
    pub(crate) fn units(&self) -> &'s [i128] {
        self.sums.units()
    }
}

/// From one vantage.
impl PartialEq for SnapshotPair<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.actors() == other.actors() && self.vantage == other.vantage && self.sums == other.sums
    }
}

/// The pairs of a [`Snapshot`] that have marks, in the order of the names of their actors.
///
/// Created by [`Snapshot::pairs`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct SnapshotPairs<'s> {
    pairs: std::vec::IntoIter<SnapshotPair<'s>>,
}

impl<'s> Iterator for SnapshotPairs<'s> {
    type Item = SnapshotPair<'s>;

    fn next(&mut self) -> Option<SnapshotPair<'s>> {
        self.pairs.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.pairs.size_hint()
    }
}

impl ExactSizeIterator for SnapshotPairs<'_> {}

impl std::iter::FusedIterator for SnapshotPairs<'_> {}

/// A key of no pair of the snapshot.
#[derive(Debug)]
struct UnknownPair(u32);

impl From<UnknownPair> for SnapshotError {
    fn from(UnknownPair(key): UnknownPair) -> Self {
        Self::UnknownPair { key }
    }
}
