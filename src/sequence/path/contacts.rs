//! Contacts with exact times, in columns, for feeds of millions of rows.
//!
//! An actor that informs another at a contact was informed by contacts that ended when it
//! started, and so started earlier. One pass in the order of starts therefore finds the
//! earliest arrivals, and the same pass backward the latest departures. Only instants end when
//! they start: the instants of one second can follow each other in any order, so they are settled
//! together.
//!
//! Source: Wu et al. (2014), as in [`path`](super).

mod answer;
mod contact;
mod count;
mod rules;
mod walks;

use std::collections::VecDeque;

use answer::Found;
pub use answer::{Arrivals, Departures};
pub use contact::{Contact, ContactError};
pub use count::BestPath;
pub use rules::{PathRules, TimeRespect};
use walks::{Cost, Walks};

/// Later than every second of a contact, and than the second after it.
pub(super) const NEVER: i64 = i64::MAX;
/// The last second that a contact can have. Its negative is the first.
pub(super) const LIMIT: i64 = i64::MAX - 2;
/// No step: the start of a path, or an actor that is not reached.
pub(super) const NO_STEP: usize = usize::MAX;

/// Contacts with exact times, sorted once, for many questions.
///
/// Collect them from [`Contact`]s in any order.
///
/// # Order
///
/// By start, end, actors and label. Of several best paths, the answer is the first in that order.
///
/// # Example
///
/// ```
/// use detente::sequence::{Contact, Contacts, PathRules};
///
/// let [rubio, lavrov, kim] = [0, 1, 2];
/// let rows = [
///     Contact::both_ways(rubio, lavrov, 10, 11)?.labelled(7),
///     Contact::both_ways(lavrov, kim, 11, 13)?.labelled(8),
/// ];
/// let contacts: Contacts = rows.into_iter().collect();
///
/// let arrivals = contacts.earliest_arrival([rubio], 0);
/// assert_eq!(arrivals.at(kim), Some(13));
/// let path = arrivals.path_to(kim).unwrap();
/// assert_eq!(path.iter().map(|contact| contact.label()).collect::<Vec<_>>(), [7, 8]);
///
/// // What Kim said at 11 comes too late for the meeting with Rubio.
/// assert_eq!(contacts.earliest_arrival([kim], 0).at(rubio), None);
/// // But both Kim and Lavrov may know something, and Lavrov can tell Rubio.
/// let arrivals = contacts.earliest_arrival([kim, lavrov], 0);
/// assert_eq!(arrivals.at(rubio), Some(11));
/// assert_eq!(arrivals.path_to(rubio).unwrap()[0].source(), lavrov);
/// // A strict path has a pause between two contacts.
/// let strict = contacts.with_rules(PathRules::new().strict());
/// assert_eq!(strict.earliest_arrival([rubio], 0).at(kim), None);
/// # Ok::<(), detente::sequence::ContactError>(())
/// ```
#[derive(Clone, Default)]
pub struct Contacts {
    /// The actors of all contacts, sorted. The columns contain positions in this list.
    actors: Vec<u32>,
    sources: Vec<u32>,
    targets: Vec<u32>,
    starts: Vec<i64>,
    ends: Vec<i64>,
    both_ways: Vec<bool>,
    labels: Vec<u32>,
    rules: PathRules,
}

crate::text::short_debug!(Contacts, "Contacts", |it| {
    "contacts": it.starts.len(),
});

/// What a pass reads of a contact.
#[derive(Clone, Copy)]
struct Row {
    source: u32,
    target: u32,
    start: i64,
    end: i64,
    both_ways: bool,
}

impl Row {
    /// Backward, source and target change places, and the negated end is the start.
    const fn oriented<const BACKWARD: bool>(self) -> Self {
        if BACKWARD {
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

impl Link {
    /// The other direction.
    const fn back(self) -> Self {
        Self {
            source: self.target,
            target: self.source,
            ..self
        }
    }
}

/// A contact in one direction, oriented as the pass. Ordered by source, then position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    source: u32,
    /// The position of the contact.
    contact: usize,
    target: u32,
    start: i64,
    end: i64,
}

/// For each actor, from when on it can inform others, and the contact that informed it.
/// Backward, all times are negated.
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

    /// The contact that informed an actor. `None` for the start of the pass, and for an actor that is
    /// not reached.
    fn via(&self, actor: u32) -> Option<usize> {
        Some(self.via[actor as usize]).filter(|&via| via != NO_STEP)
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
        // Feeds often number their actors from 0, and then a number is its own position.
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
            rules: PathRules::new(),
        }
    }
}

/// Numbers in order, each once.
fn sorted(numbers: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut numbers: Vec<u32> = numbers.into_iter().collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The position of a number in a sorted list without duplicates.
pub(crate) fn position(sorted: &[u32], number: u32) -> Option<u32> {
    let at = sorted.binary_search(&number).ok()?;
    Some(u32::try_from(at).expect("a list of distinct `u32`s has at most 2^32 places"))
}

impl Contacts {
    /// Sets the rules of paths. By default there are no limits, and paths are not strict.
    #[must_use]
    pub const fn with_rules(mut self, rules: PathRules) -> Self {
        self.rules = rules;
        self
    }

    /// The numbers of the actors that have a contact, sorted.
    pub fn actors(&self) -> &[u32] {
        &self.actors
    }

    /// Iterates over the contacts, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Contact> + '_ {
        (0..self.starts.len()).map(|at| self.contact(at))
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

    /// When each actor could have been informed first of what the sources knew at an instant.
    ///
    /// If several sources know it, the first contact of [`Arrivals::path_to`] shows which one informed an
    /// actor first.
    ///
    /// # Complexity
    ///
    /// O(actors + contacts): one pass over the contacts from that instant on, in time order. If
    /// paths are not strict, instants in the same second are sorted once more, if they inform
    /// anyone. With a maximum wait or number of hops, as [`Contacts::fewest_hops`].
    pub fn earliest_arrival(
        &self,
        sources: impl IntoIterator<Item = u32>,
        from: i64,
    ) -> Arrivals<'_> {
        let from = from.clamp(-LIMIT, LIMIT);
        let sources = sorted(sources);
        let first = self.starts.partition_point(|&start| start < from);
        let found = if self.rules.has_no_limit() {
            let rows = self.rows(first, self.starts.len());
            Found::Labels(self.pass::<false>(&sources, from, rows))
        } else {
            let sources = sources.iter().copied();
            Found::Walks(Walks::search(self, sources, first, Cost::Hops, None))
        };
        Arrivals {
            contacts: self,
            sources,
            from,
            found,
        }
    }

    /// Until when each actor could have informed one of the targets by an instant.
    ///
    /// # Complexity
    ///
    /// As [`Contacts::earliest_arrival`], over the contacts up to that instant.
    pub fn latest_departure(
        &self,
        targets: impl IntoIterator<Item = u32>,
        by: i64,
    ) -> Departures<'_> {
        let by = by.clamp(-LIMIT, LIMIT);
        let targets = sorted(targets);
        let found = if self.rules.has_no_limit() {
            let last = self.starts.partition_point(|&start| start <= by);
            Found::Labels(self.pass::<true>(&targets, -by, self.rows(0, last).rev()))
        } else {
            Found::Walks(self.walks_back(&targets, by))
        };
        Departures {
            contacts: self,
            targets,
            by,
            found,
        }
    }

    /// The search backward from targets: the search forward, with time reversed.
    ///
    /// The pass backward can use the contacts in the order of starts. This search cannot, because it
    /// forgets what is stale as it goes. So the contacts are sorted anew.
    fn walks_back(&self, targets: &[u32], by: i64) -> Walks {
        let mut order: Vec<usize> = (0..self.starts.len()).collect();
        order.retain(|&at| self.ends[at] <= by);
        order.sort_by_key(|&at| (self.contact(at).reversed(), at));
        let mut reversed: Self = order
            .iter()
            .map(|&at| self.contact(at).reversed())
            .collect();
        reversed.rules = self.rules;
        // Some actors may have no contact left.
        let walks = Walks::search(&reversed, targets.iter().copied(), 0, Cost::Hops, None);
        let place =
            |actor: u32| position(&self.actors, actor).expect("an actor of some of the contacts");
        let places: Vec<u32> = reversed.actors.iter().map(|&actor| place(actor)).collect();
        walks.renumbered(&order, &places, self.actors.len())
    }

    /// Finds the earliest arrival at each actor. Backward, the latest departure from each.
    ///
    /// The rows come in the order of starts. Backward, they come in the reverse order.
    fn pass<const BACKWARD: bool>(
        &self,
        sources: &[u32],
        from: i64,
        rows: impl Iterator<Item = (usize, Row)>,
    ) -> Labels {
        let wait = self.rules.wait();
        let mut labels = Labels {
            ready: vec![NEVER; self.actors.len()],
            via: vec![NO_STEP; self.actors.len()],
        };
        for &source in sources {
            if let Some(source) = position(&self.actors, source) {
                labels.set(source, from, NO_STEP);
            }
        }
        // A second in which an instant informed an actor, which may inform others in that second.
        let mut unsettled = None;
        // Invariant: before each row, the labels are final as far as contacts with an earlier start
        // go. A contact that ends when the row starts has an earlier start, or is an instant of the
        // same second.
        for (at, row) in rows {
            if unsettled.is_some_and(|second| second != row.start) {
                self.settle::<BACKWARD>(unsettled.take(), &mut labels);
            }
            let second = row.start;
            let row = row.oriented::<BACKWARD>();
            let ready = row.end + wait;
            let (source, target) = (labels.ready(row.source), labels.ready(row.target));
            if source <= row.start && ready < target {
                labels.set(row.target, ready, at);
            } else if row.both_ways && target <= row.start && ready < source {
                labels.set(row.source, ready, at);
            } else {
                continue;
            }
            if ready <= row.start {
                unsettled = Some(second);
            }
        }
        self.settle::<BACKWARD>(unsettled, &mut labels);
        labels
    }

    /// Lets the actors that were informed at an instant inform others at that instant.
    ///
    /// A breadth-first search over the contacts of the second: all informed actors are equally
    /// early.
    fn settle<const BACKWARD: bool>(&self, second: Option<i64>, labels: &mut Labels) {
        let Some(second) = second else {
            return;
        };
        let links = self.links::<BACKWARD>(second);
        let now = if BACKWARD { -second } else { second };
        let mut queue: VecDeque<u32> = VecDeque::new();
        for link in &links {
            if labels.ready(link.source) <= now && queue.back() != Some(&link.source) {
                queue.push_back(link.source);
            }
        }
        while let Some(source) = queue.pop_front() {
            for link in links_of(&links, source) {
                if labels.ready(source) <= link.start && link.end < labels.ready(link.target) {
                    labels.set(link.target, link.end, link.contact);
                    if link.end <= now {
                        queue.push_back(link.target);
                    }
                }
            }
        }
    }

    /// The contacts that start in a second, in each direction.
    fn links<const BACKWARD: bool>(&self, second: i64) -> Vec<Link> {
        let from = self.starts.partition_point(|&start| start < second);
        let to = self.starts.partition_point(|&start| start <= second);
        let mut links = Vec::with_capacity(2 * (to - from));
        for (contact, row) in self.rows(from, to) {
            let row = row.oriented::<BACKWARD>();
            let link = Link {
                source: row.source,
                contact,
                target: row.target,
                start: row.start,
                end: row.end,
            };
            links.push(link);
            if row.both_ways {
                links.push(link.back());
            }
        }
        links.sort_unstable();
        links
    }

    /// The contacts of the path between the start of a pass and an actor, in the order of time.
    fn path(&self, labels: &Labels, actor: u32, is_backward: bool) -> Option<Vec<Contact>> {
        let mut at = position(&self.actors, actor)?;
        labels.via(at)?;
        let mut path = Vec::new();
        while let Some(via) = labels.via(at) {
            let (source, target) = (self.sources[via], self.targets[via]);
            let other = if at == source { target } else { source };
            let informed = if is_backward { other } else { at };
            path.push(self.contact(via).towards(self.actor(informed)));
            at = other;
        }
        if !is_backward {
            path.reverse();
        }
        Some(path)
    }
}

/// The links of one source, among links sorted by source.
fn links_of(links: &[Link], source: u32) -> impl Iterator<Item = &Link> {
    let from = links.partition_point(|link| link.source < source);
    links[from..]
        .iter()
        .take_while(move |link| link.source == source)
}
