//! Dated contacts in columns: the lean core, for feeds of millions of rows.
//!
//! Whoever can tell something at a contact was told by contacts that were over when
//! it started, and so had started earlier. One pass in the order of starts
//! therefore settles who is told first, and the same pass backward who can tell
//! last. Instants alone are over when they start: those of one second may tell in a
//! row, in whatever order they stand, and are settled together.
//!
//! What there is to minimise besides, time on the way or contacts, is kept for
//! each actor as its paths worth while: of any two, one arrives earlier and the
//! other costs less.
//!
//! Source: Wu et al. (2014), as [`path`](super) says.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::iter;

use thiserror::Error;

/// Later than any second that a contact can have, and than the one after that.
pub(super) const NEVER: i64 = i64::MAX;
/// The last second that a contact can have; its negative is the first.
pub(super) const LIMIT: i64 = i64::MAX - 2;
/// No contact, and no step.
pub(super) const NONE: usize = usize::MAX;

/// Whether the next contact may start at the instant at which the one before ended.
///
/// It matters where contacts are instants, as in most feeds: of two calls that are
/// both stamped noon, a non-strict path may use the one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeRespect {
    /// The next may start at that instant: `end <= start`.
    #[default]
    NonStrict,
    /// The next starts later: `end < start`.
    Strict,
}

impl TimeRespect {
    /// The least time from the end of a contact to the start of the next.
    pub(super) const fn wait(self) -> i64 {
        match self {
            Self::NonStrict => 0,
            Self::Strict => 1,
        }
    }
}

/// A contact of two actors, with its dates: a row of [`Contacts`].
///
/// Actors are numbers of the caller's choosing; start and end are seconds since
/// 1970-01-01T00:00:00Z, or whatever unit all rows share. One that ends as it
/// starts is an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Contact {
    start: i64,
    end: i64,
    source: u32,
    target: u32,
    both_ways: bool,
    label: u32,
}

/// A contact was refused by [`Contact::one_way`] or [`Contact::both_ways`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ContactError {
    /// It ends before it starts.
    #[error("a contact ends at `{end}`, before it starts at `{start}`")]
    EndBeforeStart {
        /// The start.
        start: i64,
        /// The end.
        end: i64,
    },
    /// Nobody is in contact with himself.
    #[error("a contact of actor `{actor}` with itself")]
    WithItself {
        /// The actor.
        actor: u32,
    },
    /// A time is so far away that nothing can come before or after it.
    #[error("the time `{second}` of a contact is out of range")]
    OutOfRange {
        /// The time.
        second: i64,
    },
}

impl Contact {
    /// A contact in which the source tells the target something, and not the other way round.
    ///
    /// # Errors
    ///
    /// A [`ContactError`] if it ends before it starts, if source and target are
    /// one, or if a time is one of the two that are furthest away on either side.
    pub const fn one_way(
        source: u32,
        target: u32,
        start: i64,
        end: i64,
    ) -> Result<Self, ContactError> {
        if source == target {
            return Err(ContactError::WithItself { actor: source });
        }
        if start < -LIMIT {
            return Err(ContactError::OutOfRange { second: start });
        }
        if end > LIMIT {
            return Err(ContactError::OutOfRange { second: end });
        }
        if end < start {
            return Err(ContactError::EndBeforeStart { start, end });
        }
        Ok(Self {
            start,
            end,
            source,
            target,
            both_ways: false,
            label: 0,
        })
    }

    /// A contact in which each tells the other.
    ///
    /// # Errors
    ///
    /// As [`Contact::one_way`].
    pub const fn both_ways(a: u32, b: u32, start: i64, end: i64) -> Result<Self, ContactError> {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        match Self::one_way(low, high, start, end) {
            Ok(mut contact) => {
                contact.both_ways = true;
                Ok(contact)
            }
            refused => refused,
        }
    }

    /// Gives it a number by which the caller will know it again in a path, such as that of its row.
    #[must_use]
    pub const fn labelled(mut self, label: u32) -> Self {
        self.label = label;
        self
    }

    /// Who tells; of a contact both ways, outside a path, the lower number.
    pub const fn source(self) -> u32 {
        self.source
    }

    /// Who is told; of a contact both ways, outside a path, the higher number.
    pub const fn target(self) -> u32 {
        self.target
    }

    /// When it starts.
    pub const fn start(self) -> i64 {
        self.start
    }

    /// When it ends, and the target has been told.
    pub const fn end(self) -> i64 {
        self.end
    }

    /// Whether each tells the other.
    pub const fn is_both_ways(self) -> bool {
        self.both_ways
    }

    /// The number given by [`Contact::labelled`]; else 0.
    pub const fn label(self) -> u32 {
        self.label
    }

    /// The contact as it is used in the direction of a path.
    const fn towards(mut self, target: u32) -> Self {
        if self.both_ways && self.source == target {
            (self.source, self.target) = (self.target, target);
        }
        self
    }
}

/// Dated contacts in columns, sorted once by time, for many questions.
///
/// # Order
///
/// By start, end, actors and label. In what order they were put in is forgotten;
/// of several best paths, the answer is the first in that order.
///
/// # Example
///
/// ```
/// use detente::sequence::{Contact, Contacts, TimeRespect};
///
/// let [rubio, lavrov, kim] = [0, 1, 2];
/// let rows = [
///     Contact::both_ways(rubio, lavrov, 10, 11)?.labelled(7),
///     Contact::both_ways(lavrov, kim, 11, 13)?.labelled(8),
/// ];
/// let contacts: Contacts = rows.into_iter().collect();
///
/// let told = contacts.earliest_arrival(rubio, 0);
/// assert_eq!(told.at(kim), Some(13));
/// let path = told.path_to(kim).unwrap();
/// assert_eq!(path.iter().map(|contact| contact.label()).collect::<Vec<_>>(), [7, 8]);
///
/// // What Kim said on the 11th comes too late for the meeting with Rubio.
/// assert_eq!(contacts.earliest_arrival(kim, 0).at(rubio), None);
/// // Who wants a pause between two contacts asks for strict paths.
/// let strict = contacts.with(TimeRespect::Strict);
/// assert_eq!(strict.earliest_arrival(rubio, 0).at(kim), None);
/// # Ok::<(), detente::sequence::ContactError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// The actors that occur, sorted; the columns hold their positions here.
    actors: Vec<u32>,
    sources: Vec<u32>,
    targets: Vec<u32>,
    starts: Vec<i64>,
    ends: Vec<i64>,
    both_ways: Vec<bool>,
    labels: Vec<u32>,
    respect: TimeRespect,
}

/// What a pass reads of a contact. Going back in time, ends are starts and targets sources.
#[derive(Clone, Copy)]
struct Row {
    source: u32,
    target: u32,
    start: i64,
    end: i64,
    both_ways: bool,
}

impl Row {
    const fn seen<const BACK: bool>(self) -> Self {
        if BACK {
            Self {
                source: self.target,
                target: self.source,
                start: -self.end,
                end: -self.start,
                ..self
            }
        } else {
            self
        }
    }
}

/// From when on each actor can tell, and which contact told it. Going back, all negative.
#[derive(Clone, Debug)]
struct Labels {
    ready: Vec<i64>,
    via: Vec<usize>,
}

impl Labels {
    fn ready(&self, actor: u32) -> i64 {
        self.ready.get(actor as usize).copied().unwrap_or(NEVER)
    }

    fn set(&mut self, actor: u32, at: i64, contact: usize) {
        let ready = self.ready.get_mut(actor as usize);
        if let (Some(ready), Some(via)) = (ready, self.via.get_mut(actor as usize)) {
            (*ready, *via) = (at, contact);
        }
    }

    fn via(&self, actor: u32) -> Option<usize> {
        self.via
            .get(actor as usize)
            .copied()
            .filter(|&via| via != NONE)
    }
}

impl FromIterator<Contact> for Contacts {
    fn from_iter<I: IntoIterator<Item = Contact>>(rows: I) -> Self {
        let mut rows: Vec<Contact> = rows.into_iter().collect();
        rows.sort_unstable();
        let mut actors: Vec<u32> = rows
            .iter()
            .flat_map(|row| [row.source, row.target])
            .collect();
        actors.sort_unstable();
        actors.dedup();
        // Feeds number their actors from 0 on, and then a number is its own position.
        let place = |actor: u32| match actors.get(actor as usize) {
            Some(&found) if found == actor => actor,
            _ => position(&actors, actor).unwrap_or_default(),
        };
        Self {
            sources: rows.iter().map(|row| place(row.source)).collect(),
            targets: rows.iter().map(|row| place(row.target)).collect(),
            starts: rows.iter().map(|row| row.start).collect(),
            ends: rows.iter().map(|row| row.end).collect(),
            both_ways: rows.iter().map(|row| row.both_ways).collect(),
            labels: rows.iter().map(|row| row.label).collect(),
            actors,
            respect: TimeRespect::NonStrict,
        }
    }
}

/// Where a number stands among sorted ones. There are no more than a `u32` can tell apart.
pub(crate) fn position(sorted: &[u32], number: u32) -> Option<u32> {
    let at = sorted.binary_search(&number).ok()?;
    u32::try_from(at).ok()
}

impl Contacts {
    /// Chooses whether paths are strict. They are not unless that is chosen.
    #[must_use]
    pub fn with(mut self, respect: TimeRespect) -> Self {
        self.respect = respect;
        self
    }

    /// How many contacts there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is no contact.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The actors that are in contact with any, by number.
    pub fn actors(&self) -> &[u32] {
        &self.actors
    }

    /// Iterates over the contacts, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Contact> + '_ {
        (0..self.len()).filter_map(|at| self.contact(at))
    }

    fn contact(&self, at: usize) -> Option<Contact> {
        Some(Contact {
            start: *self.starts.get(at)?,
            end: *self.ends.get(at)?,
            source: self.actor(*self.sources.get(at)?)?,
            target: self.actor(*self.targets.get(at)?)?,
            both_ways: *self.both_ways.get(at)?,
            label: *self.labels.get(at)?,
        })
    }

    fn actor(&self, position: u32) -> Option<u32> {
        self.actors.get(position as usize).copied()
    }

    fn rows(
        &self,
        from: usize,
        to: usize,
    ) -> impl DoubleEndedIterator<Item = (usize, Row)> + ExactSizeIterator {
        let part = from..to;
        let sources = self.sources.get(part.clone()).unwrap_or_default();
        let targets = self.targets.get(part.clone()).unwrap_or_default();
        let starts = self.starts.get(part.clone()).unwrap_or_default();
        let ends = self.ends.get(part.clone()).unwrap_or_default();
        let both_ways = self.both_ways.get(part).unwrap_or_default();
        let actors = sources.iter().zip(targets);
        let dates = starts.iter().zip(ends).zip(both_ways);
        actors.zip(dates).enumerate().map(
            move |(at, ((&source, &target), ((&start, &end), &both_ways)))| {
                let row = Row {
                    source,
                    target,
                    start,
                    end,
                    both_ways,
                };
                (from + at, row)
            },
        )
    }

    /// By when each actor could have been told what the source knows from an instant on.
    ///
    /// # Complexity
    ///
    /// One pass over the contacts from that instant on, in time order: O(actors +
    /// contacts). Where contacts are instants and paths not strict, those of one
    /// instant are sorted once more, if they tell anybody anything.
    pub fn earliest_arrival(&self, source: u32, from: i64) -> Arrivals<'_> {
        let from = from.clamp(-LIMIT, LIMIT);
        let first = self.starts.partition_point(|&start| start < from);
        let labels = self.pass::<false>(source, from, self.rows(first, self.len()));
        Arrivals {
            contacts: self,
            source,
            from,
            labels,
        }
    }

    /// Until when each actor could still have told something, for the target to know it by an instant.
    ///
    /// # Complexity
    ///
    /// As [`Contacts::earliest_arrival`], over the contacts up to that instant.
    pub fn latest_departure(&self, target: u32, by: i64) -> Departures<'_> {
        let by = by.clamp(-LIMIT, LIMIT);
        let last = self.starts.partition_point(|&start| start <= by);
        let labels = self.pass::<true>(target, -by, self.rows(0, last).rev());
        Departures {
            contacts: self,
            target,
            by,
            labels,
        }
    }

    /// Finds for each actor when it is told first. Going back in time, when it can tell last.
    ///
    /// Only instants may be told and tell at once: those of one second are settled together.
    fn pass<const BACK: bool>(
        &self,
        source: u32,
        from: i64,
        rows: impl Iterator<Item = (usize, Row)>,
    ) -> Labels {
        let wait = self.respect.wait();
        let mut labels = Labels {
            ready: vec![NEVER; self.actors.len()],
            via: vec![NONE; self.actors.len()],
        };
        let Some(source) = position(&self.actors, source) else {
            return labels;
        };
        labels.set(source, from, NONE);
        let mut unsettled = None;
        for (at, row) in rows {
            if unsettled.is_some_and(|second| second != row.start) {
                self.settle::<BACK>(unsettled.take(), &mut labels);
            }
            let second = row.start;
            let row = row.seen::<BACK>();
            let told = row.end + wait;
            let (source, target) = (labels.ready(row.source), labels.ready(row.target));
            if source <= row.start && told < target {
                labels.set(row.target, told, at);
            } else if row.both_ways && target <= row.start && told < source {
                labels.set(row.source, told, at);
            } else {
                continue;
            }
            if told <= row.start {
                unsettled = Some(second);
            }
        }
        self.settle::<BACK>(unsettled, &mut labels);
        labels
    }

    /// Lets those who were told at an instant tell others at that instant.
    fn settle<const BACK: bool>(&self, second: Option<i64>, labels: &mut Labels) {
        let Some(second) = second else {
            return;
        };
        let links = self.links::<BACK>(second);
        let now = if BACK { -second } else { second };
        let mut tellers: VecDeque<u32> = VecDeque::new();
        for &(teller, ..) in &links {
            if labels.ready(teller) <= now && tellers.back() != Some(&teller) {
                tellers.push_back(teller);
            }
        }
        while let Some(teller) = tellers.pop_front() {
            for &(_, at, target, start, end) in linked(&links, teller) {
                if labels.ready(teller) <= start && end < labels.ready(target) {
                    labels.set(target, end, at);
                    if end <= now {
                        tellers.push_back(target);
                    }
                }
            }
        }
    }

    /// The contacts that start at a second, each way they run: teller, position, told, start and end.
    fn links<const BACK: bool>(&self, second: i64) -> Vec<(u32, usize, u32, i64, i64)> {
        let from = self.starts.partition_point(|&start| start < second);
        let to = self.starts.partition_point(|&start| start <= second);
        let mut links = Vec::with_capacity(2 * (to - from));
        for (at, row) in self.rows(from, to) {
            let row = row.seen::<BACK>();
            links.push((row.source, at, row.target, row.start, row.end));
            if row.both_ways {
                links.push((row.target, at, row.source, row.start, row.end));
            }
        }
        links.sort_unstable();
        links
    }

    /// The path that takes the least time from the start of its first contact to the end of its last.
    ///
    /// `None` if there is no path, or if source and target are one.
    ///
    /// # Complexity
    ///
    /// One pass over the contacts; for each, a binary search among the departures
    /// that are worth while from the one who tells: O(contacts log contacts).
    pub fn fastest(&self, source: u32, target: u32) -> Option<Vec<Contact>> {
        self.cheapest(source, target, Cost::Time)
    }

    /// The path with the fewest contacts, and among those the one that arrives first.
    ///
    /// `None` if there is no path, or if source and target are one.
    ///
    /// # Complexity
    ///
    /// As [`Contacts::fastest`].
    pub fn fewest_hops(&self, source: u32, target: u32) -> Option<Vec<Contact>> {
        self.cheapest(source, target, Cost::Hops)
    }

    fn cheapest(&self, source: u32, target: u32, cost: Cost) -> Option<Vec<Contact>> {
        if source == target {
            return None;
        }
        let mut frontiers = Frontiers {
            source: position(&self.actors, source)?,
            target: position(&self.actors, target)?,
            cost,
            wait: self.respect.wait(),
            of: vec![VecDeque::new(); self.actors.len()],
            steps: Vec::new(),
            best: None,
        };
        let mut at = 0;
        while let Some(&second) = self.starts.get(at) {
            // Contacts are sorted by start and end, so that instants come first in their second.
            let instants = frontiers.wait == 0 && self.ends.get(at) == Some(&second);
            let count = self.starts.get(at..).unwrap_or_default();
            let to = at + count.partition_point(|&start| start == second);
            if instants && at + 1 < to {
                frontiers.settle(&self.links::<false>(second), second);
            } else {
                for (at, row) in self.rows(at, to) {
                    frontiers.tell(at, row.source, row.target, row.start, row.end);
                    if row.both_ways {
                        frontiers.tell(at, row.target, row.source, row.start, row.end);
                    }
                }
            }
            at = to;
        }
        let (.., last) = frontiers.best?;
        let steps = iter::successors(frontiers.steps.get(last), |step| {
            frontiers.steps.get(step.before)
        });
        let mut path: Vec<Contact> = steps
            .filter_map(|step| Some(self.contact(step.contact)?.towards(self.actor(step.told)?)))
            .collect();
        path.reverse();
        Some(path)
    }

    /// The contacts by which an actor was told, from the one whom a pass started from.
    fn chain(&self, labels: &Labels, actor: u32, back: bool) -> Option<Vec<Contact>> {
        let mut at = position(&self.actors, actor)?;
        labels.via(at)?;
        let mut chain = Vec::new();
        while let Some(via) = labels.via(at) {
            let (&source, &target) = (self.sources.get(via)?, self.targets.get(via)?);
            let other = if at == source { target } else { source };
            let told = if back { other } else { at };
            chain.push(self.contact(via)?.towards(self.actor(told)?));
            at = other;
        }
        if !back {
            chain.reverse();
        }
        Some(chain)
    }
}

/// The contacts of a second in which an actor tells.
fn linked(
    links: &[(u32, usize, u32, i64, i64)],
    teller: u32,
) -> impl Iterator<Item = &(u32, usize, u32, i64, i64)> {
    let from = links.partition_point(|link| link.0 < teller);
    let part = links.get(from..).unwrap_or_default();
    part.iter().take_while(move |link| link.0 == teller)
}

/// What a path is to have little of.
#[derive(Clone, Copy, Debug)]
enum Cost {
    Time,
    Hops,
}

/// How a path went on.
#[derive(Clone, Copy, Debug)]
struct Step {
    contact: usize,
    told: u32,
    before: usize,
}

/// A path to an actor: when it arrives, what it has cost, and its last step.
///
/// Time counts from the departure: the cost is the departure, negative, and does
/// not grow on the way.
#[derive(Clone, Copy, Debug)]
struct Label {
    arrival: i64,
    cost: i64,
    step: usize,
}

/// For every actor the paths worth while: of two, one arrives earlier and the other costs less.
struct Frontiers {
    source: u32,
    target: u32,
    cost: Cost,
    wait: i64,
    /// Each sorted by arrival, and so, in reverse, by cost.
    of: Vec<VecDeque<Label>>,
    steps: Vec<Step>,
    /// Of the best path to the target: time or hops, arrival, and its last step.
    best: Option<(i64, i64, usize)>,
}

impl Frontiers {
    /// The cheapest path that has told an actor by a second. Earlier ones are not needed any more.
    fn cheapest_by(&mut self, actor: u32, second: i64) -> Option<Label> {
        if actor == self.source {
            let cost = match self.cost {
                Cost::Time => -second,
                Cost::Hops => 0,
            };
            return Some(Label {
                arrival: second,
                cost,
                step: NONE,
            });
        }
        let latest = second - self.wait;
        let labels = self.of.get_mut(actor as usize)?;
        while labels.get(1).is_some_and(|label| label.arrival <= latest) {
            labels.pop_front();
        }
        labels
            .front()
            .copied()
            .filter(|label| label.arrival <= latest)
    }

    /// Uses a contact, if who tells knows by then; whether that is worth while for who is told.
    fn tell(&mut self, contact: usize, teller: u32, told: u32, start: i64, end: i64) -> bool {
        if told == self.source {
            return false;
        }
        let Some(so_far) = self.cheapest_by(teller, start) else {
            return false;
        };
        let cost = match self.cost {
            Cost::Time => so_far.cost,
            Cost::Hops => so_far.cost + 1,
        };
        let Some(labels) = self.of.get_mut(told as usize) else {
            return false;
        };
        let place = labels.partition_point(|label| label.arrival <= end);
        let before = place.checked_sub(1).and_then(|at| labels.get(at));
        if before.is_some_and(|label| label.cost <= cost) {
            return false;
        }
        let step = self.steps.len();
        let label = Label {
            arrival: end,
            cost,
            step,
        };
        let place = labels.partition_point(|label| label.arrival < end);
        while labels.get(place).is_some_and(|label| cost <= label.cost) {
            labels.remove(place);
        }
        labels.insert(place, label);
        self.steps.push(Step {
            contact,
            told,
            before: so_far.step,
        });
        if told == self.target {
            let value = match self.cost {
                Cost::Time => end.saturating_add(cost),
                Cost::Hops => cost,
            };
            if self
                .best
                .is_none_or(|(best, arrival, _)| (value, end) < (best, arrival))
            {
                self.best = Some((value, end, step));
            }
        }
        true
    }

    /// Uses the contacts of a second of which some are instants: those who know most cheaply tell first.
    fn settle(&mut self, links: &[(u32, usize, u32, i64, i64)], second: i64) {
        let mut tellers: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
        let mut last = None;
        for &(teller, ..) in links {
            if last.replace(teller) != Some(teller) {
                let label = self.cheapest_by(teller, second);
                tellers.extend(label.map(|label| Reverse((label.cost, teller))));
            }
        }
        while let Some(Reverse((cost, teller))) = tellers.pop() {
            let label = self.cheapest_by(teller, second);
            if label.is_none_or(|label| label.cost < cost) {
                continue;
            }
            for &(_, contact, told, start, end) in linked(links, teller) {
                if self.tell(contact, teller, told, start, end) && end <= second {
                    let label = self.cheapest_by(told, second);
                    tellers.extend(label.map(|label| Reverse((label.cost, told))));
                }
            }
        }
    }
}

/// By when each actor could have been told.
///
/// Created by [`Contacts::earliest_arrival`].
#[derive(Clone, Debug)]
pub struct Arrivals<'c> {
    contacts: &'c Contacts,
    source: u32,
    from: i64,
    labels: Labels,
}

impl Arrivals<'_> {
    /// When an actor is told first; the source from the start; `None` if never.
    pub fn at(&self, actor: u32) -> Option<i64> {
        if actor == self.source {
            return Some(self.from);
        }
        let at = position(&self.contacts.actors, actor)?;
        self.labels.via(at)?;
        Some(self.labels.ready(at) - self.contacts.respect.wait())
    }

    /// The contacts of a path that arrives then; none for the source; `None` if there is no path.
    pub fn path_to(&self, actor: u32) -> Option<Vec<Contact>> {
        if actor == self.source {
            return Some(Vec::new());
        }
        self.contacts.chain(&self.labels, actor, false)
    }

    /// Iterates over those who are told, by number, with when; without the source.
    pub fn iter(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        let others = self.contacts.actors.iter();
        let others = others.filter(|&&actor| actor != self.source);
        others.filter_map(|&actor| Some((actor, self.at(actor)?)))
    }
}

/// Until when each actor could still have told something, for the target to know it in time.
///
/// Created by [`Contacts::latest_departure`].
#[derive(Clone, Debug)]
pub struct Departures<'c> {
    contacts: &'c Contacts,
    target: u32,
    by: i64,
    labels: Labels,
}

impl Departures<'_> {
    /// The start of the last contact in which an actor can tell it in time; the target up to
    /// the instant asked about; `None` if there is no such contact.
    pub fn at(&self, actor: u32) -> Option<i64> {
        if actor == self.target {
            return Some(self.by);
        }
        let at = position(&self.contacts.actors, actor)?;
        self.labels.via(at)?;
        Some(self.contacts.respect.wait() - self.labels.ready(at))
    }

    /// The contacts of a path that departs then; none for the target; `None` if there is no path.
    pub fn path_from(&self, actor: u32) -> Option<Vec<Contact>> {
        if actor == self.target {
            return Some(Vec::new());
        }
        self.contacts.chain(&self.labels, actor, true)
    }

    /// Iterates over those who can tell it in time, by number, with until when; without the target.
    pub fn iter(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        let others = self.contacts.actors.iter();
        let others = others.filter(|&&actor| actor != self.target);
        others.filter_map(|&actor| Some((actor, self.at(actor)?)))
    }
}
