//! The number of shortest and of fastest paths.
//!
//! A path with the fewest contacts visits no actor twice, and so counting walks of that length counts
//! paths. Fastest paths are many: an actor that waits can as well talk to others and hear back. Counting
//! those without returns is #P-hard (Buß, S., Molter, H., Niedermeier, R. and Rymar, M. (2020),
//! "Algorithmic Aspects of Temporal Betweenness", *KDD '20*, 2084–2092). So of the fastest paths those
//! with the fewest contacts are counted, which again visit no actor twice.

use std::ops::Range;

use super::{Contact, Contacts, Link, position};

/// Which paths are the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BestPath {
    /// Those with the fewest contacts: shortest paths.
    FewestHops,
    /// Those with the least time from the start of the first contact to the end of the last: fastest
    /// paths. Of these, those with the fewest contacts.
    Fastest,
}

crate::text::words!(BestPath, "a kind of path", 2 { FewestHops => "fewest hops", Fastest => "fastest" });

impl Contacts {
    /// The number of best paths from any of the sources to a target. A number that does not fit a `u128`
    /// is `u128::MAX`.
    ///
    /// Two paths are different if one uses a contact, or a direction of it, that the other does not use
    /// in that place. Returns 0 if there is no path, or if the target is one of the sources.
    ///
    /// With [`PathRules::max_wait_seconds`](super::PathRules::max_wait_seconds), walks that return to an
    /// actor are counted too.
    ///
    /// # Complexity
    ///
    /// O(h n log n) for shortest paths of h of n contacts. For fastest paths, the same for each departure
    /// from a source, where n is the number of contacts from then on within the least time.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::sequence::{BestPath, Contact, Contacts};
    ///
    /// // Two mediators, and one of them calls twice.
    /// let rows = [(0, 1, 1), (0, 2, 2), (1, 3, 3), (1, 3, 4), (2, 3, 5)];
    /// let rows = rows.map(|(a, b, at)| Contact::both_ways(a, b, at, at).unwrap());
    /// let contacts: Contacts = rows.into_iter().collect();
    /// assert_eq!(contacts.count([0], 3, BestPath::FewestHops), 3);
    /// assert_eq!(contacts.count([0], 3, BestPath::Fastest), 1);
    /// ```
    pub fn count(
        &self,
        sources: impl IntoIterator<Item = u32>,
        target: u32,
        best: BestPath,
    ) -> u128 {
        let sources: Vec<u32> = sources.into_iter().collect();
        let Some(target_place) = position(&self.actors, target) else {
            return 0;
        };
        let mut counting = Counting {
            contacts: self,
            is_source: vec![false; self.actors.len()],
            target: target_place,
        };
        for source in &sources {
            if let Some(source) = position(&self.actors, *source) {
                counting.is_source[source as usize] = true;
            }
        }
        match best {
            BestPath::FewestHops => {
                let Some(path) = self.fewest_hops(sources, target) else {
                    return 0;
                };
                counting.walks(0..self.starts.len(), path.len())
            }
            BestPath::Fastest => {
                let Some(path) = self.fastest(sources, target) else {
                    return 0;
                };
                counting.fastest(&path)
            }
        }
    }
}

/// A count of walks between some actors.
struct Counting<'c> {
    contacts: &'c Contacts,
    is_source: Vec<bool>,
    target: u32,
}

/// The walks of some length that end with a link.
struct Ending {
    link: Link,
    walks: u128,
}

impl Counting<'_> {
    /// The number of fastest walks with the fewest contacts, given one of the fastest.
    fn fastest(&self, path: &[Contact]) -> u128 {
        let arrival = path[path.len() - 1].end();
        let least = arrival.abs_diff(path[0].start());
        let starts = &self.contacts.starts;
        let mut best: Option<(usize, u128)> = None;
        let mut from = 0;
        while let Some(&departure) = starts.get(from) {
            let second = from..from + starts[from..].partition_point(|&start| start == departure);
            // No contact ends beyond the range of times.
            let arrival = departure.checked_add_unsigned(least);
            let leaves = self
                .links(second.clone())
                .any(|link| self.is_source[link.source as usize]);
            if let Some(arrival) = arrival.filter(|_| leaves) {
                let to = starts.partition_point(|&start| start <= arrival);
                let most = best.map_or(usize::MAX, |(hops, _)| hops);
                let found = self.shortest(from..to, most, (departure, arrival));
                best = match (best, found) {
                    (Some((hops, sum)), Some((same, more))) if hops == same => {
                        Some((hops, sum.saturating_add(more)))
                    }
                    (best, found) => found.or(best),
                };
            }
            from = second.end;
        }
        best.map_or(0, |(_, walks)| walks)
    }

    /// The fewest contacts, up to a number, of walks that depart and arrive at given seconds, and the number of
    /// such walks.
    fn shortest(
        &self,
        range: Range<usize>,
        most: usize,
        times: (i64, i64),
    ) -> Option<(usize, u128)> {
        let mut endings = self.first_endings(range.clone(), Some(times.0));
        let mut hops = 1;
        // A shortest walk has no more contacts than links in the range.
        let most = most
            .min(2 * range.len())
            .min(usize::try_from(self.contacts.rules.hops()).unwrap_or(usize::MAX));
        while hops <= most && !endings.is_empty() {
            let walks = self.arriving(&endings, Some(times.1));
            if walks > 0 {
                return Some((hops, walks));
            }
            endings = self.next_endings(range.clone(), endings);
            hops += 1;
        }
        None
    }

    /// The number of walks of a number of contacts.
    fn walks(&self, range: Range<usize>, hops: usize) -> u128 {
        let mut endings = self.first_endings(range.clone(), None);
        for _ in 1..hops {
            endings = self.next_endings(range.clone(), endings);
        }
        self.arriving(&endings, None)
    }

    /// The links of a range of contacts, in both directions where information flows both ways. None leads to
    /// a source.
    fn links(&self, range: Range<usize>) -> impl Iterator<Item = Link> {
        let rows = self.contacts.rows(range.start, range.end);
        let links = rows.flat_map(|(contact, row)| {
            let link = Link {
                source: row.source,
                contact,
                target: row.target,
                start: row.start,
                end: row.end,
            };
            [Some(link), row.both_ways.then(|| link.back())]
        });
        links
            .flatten()
            .filter(|link| !self.is_source[link.target as usize])
    }

    /// The walks of one contact.
    fn first_endings(&self, range: Range<usize>, departure: Option<i64>) -> Vec<Ending> {
        let links = self.links(range);
        let leaving = links.filter(|link| {
            self.is_source[link.source as usize]
                && departure.is_none_or(|departure| link.start == departure)
        });
        leaving.map(|link| Ending { link, walks: 1 }).collect()
    }

    /// The walks of one contact more.
    ///
    /// The walks to an actor, in the order of arrival, with running totals: a link continues those that
    /// arrived in a span of time, which is a difference of two totals.
    fn next_endings(&self, range: Range<usize>, mut endings: Vec<Ending>) -> Vec<Ending> {
        endings.sort_by_key(|ending| (ending.link.target, ending.link.end));
        let mut totals = vec![0_u128];
        totals.extend(endings.iter().scan(0_u128, |total, ending| {
            *total = total.saturating_add(ending.walks);
            Some(*total)
        }));
        let rules = self.contacts.rules;
        let next = self.links(range).filter_map(|link| {
            let latest = link.start - rules.wait();
            let earliest = rules.max_wait().map(|wait| link.start.saturating_sub(wait));
            let place = |end: i64, also: bool| {
                endings.partition_point(|ending| {
                    let key = (ending.link.target, ending.link.end);
                    key < (link.source, end) || (also && key == (link.source, end))
                })
            };
            let from = place(earliest.unwrap_or(i64::MIN), false);
            let to = place(latest, true).max(from);
            let walks = if totals[to] < u128::MAX {
                totals[to] - totals[from]
            } else {
                // The total does not fit, but the sum of this span may.
                let each = endings[from..to].iter().map(|ending| ending.walks);
                each.fold(0, u128::saturating_add)
            };
            (walks > 0).then_some(Ending { link, walks })
        });
        next.collect()
    }

    /// The number of walks that arrive at the target, at a given second if there is one.
    fn arriving(&self, endings: &[Ending], arrival: Option<i64>) -> u128 {
        let to_target = endings.iter().filter(|ending| {
            ending.link.target == self.target
                && arrival.is_none_or(|arrival| ending.link.end == arrival)
        });
        to_target.fold(0, |sum, ending| sum.saturating_add(ending.walks))
    }
}
