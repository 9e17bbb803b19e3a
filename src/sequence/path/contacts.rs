//! Dated contacts in columns: the lean core, for feeds of millions of rows.
//!
//! Whoever can tell something at a contact was told by contacts that were over when
//! it started, and so had started earlier. One pass in the order of starts
//! therefore settles who is told first, and the same pass backward who can tell
//! last. Instants alone are over when they start: those of one second may tell in a
//! row, in whatever order they stand, and are settled together.
//!
//! Source: Wu et al. (2014), as [`path`](super) says.

mod answer;
mod cheapest;
mod contact;

use std::collections::VecDeque;

pub use answer::{Arrivals, Departures};
pub use contact::{Contact, ContactError, TimeRespect};

/// Later than any second that a contact can have, and than the one after that.
pub(super) const NEVER: i64 = i64::MAX;
/// The last second that a contact can have; its negative is the first.
pub(super) const LIMIT: i64 = i64::MAX - 2;
/// No contact, and no step.
pub(super) const NONE: usize = usize::MAX;

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
#[derive(Clone, Default)]
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

crate::text::short_debug!(Contacts, "Contacts", |it| {
    "contacts": it.len(),
});

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
        self.ready[actor as usize]
    }

    fn set(&mut self, actor: u32, at: i64, contact: usize) {
        self.ready[actor as usize] = at;
        self.via[actor as usize] = contact;
    }

    /// The contact that told an actor; none of the actor whom the pass starts from, and of whom
    /// nobody told.
    fn via(&self, actor: u32) -> Option<usize> {
        Some(self.via[actor as usize]).filter(|&via| via != NONE)
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
            _ => position(&actors, actor).expect("the actors of all rows are listed"),
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

/// Where a number stands among sorted ones, of which no two are the same.
pub(crate) fn position(sorted: &[u32], number: u32) -> Option<u32> {
    let at = sorted.binary_search(&number).ok()?;
    Some(u32::try_from(at).expect("there are no more places than numbers of 32 bits"))
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
        (0..self.len()).map(|at| self.contact(at))
    }

    fn contact(&self, at: usize) -> Contact {
        Contact {
            start: self.starts[at],
            end: self.ends[at],
            source: self.actor(self.sources[at]),
            target: self.actor(self.targets[at]),
            both_ways: self.both_ways[at],
            label: self.labels[at],
        }
    }

    fn actor(&self, position: u32) -> u32 {
        self.actors[position as usize]
    }

    fn rows(
        &self,
        from: usize,
        to: usize,
    ) -> impl DoubleEndedIterator<Item = (usize, Row)> + ExactSizeIterator {
        let actors = self.sources[from..to].iter().zip(&self.targets[from..to]);
        let dates = self.starts[from..to].iter().zip(&self.ends[from..to]);
        let dates = dates.zip(&self.both_ways[from..to]);
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
        // A second of whose contacts one told at once, so that it may tell in the same second.
        let mut unsettled = None;
        // Before each row, the labels are right as far as the contacts of earlier starts go: what
        // is over when the row starts started earlier, or is an instant of the same second.
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

    /// The contacts by which an actor was told, from the one whom a pass started from.
    fn chain(&self, labels: &Labels, actor: u32, back: bool) -> Option<Vec<Contact>> {
        let mut at = position(&self.actors, actor)?;
        labels.via(at)?;
        let mut chain = Vec::new();
        while let Some(via) = labels.via(at) {
            let (source, target) = (self.sources[via], self.targets[via]);
            let other = if at == source { target } else { source };
            let told = if back { other } else { at };
            chain.push(self.contact(via).towards(self.actor(told)));
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
    links[from..]
        .iter()
        .take_while(move |link| link.0 == teller)
}
