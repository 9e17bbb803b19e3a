//! Separates sound entries from those with faults.
//!
//! An entry is left out for a fault of its own, or because it refers to one that is left out. Without
//! duplicates, the set of these entries is the smallest one without which every reference is resolved, so the
//! order of the steps does not matter.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Lenient;
use super::contradictions;
use super::cycles::cycles;
use super::references::{Reference, Sort, name_of, references};
use super::stated::Stated;
use crate::event::Link;
use crate::timeline::{
    BuildError, Entry, Fault, FaultKind, Timeline, TimelineBuilder, nearest, order,
};

/// The number of unknown names that get a hint. Each search visits all names.
const HINTS: u32 = 50;

/// The largest number of names of a cycle with a fault for each of them that names all.
const LONG_CYCLE: usize = 50;

/// The entries of a builder, and which of them were left out so far.
pub(crate) struct Sieve<'e> {
    pub(super) stated: &'e Stated,
    has_title: bool,
    faults: Vec<Fault>,
    left_out: HashSet<Entry>,
    names: HashMap<(Sort, String), Name>,
    /// The duplicates of an entry that is kept, last first. The next one takes its place if it leaves. So does
    /// a source that gave way to an actor.
    spare: HashMap<(Sort, String), Vec<Entry>>,
    hints_left: u32,
}

/// What has a name, and what refers to it.
#[derive(Default)]
struct Name {
    /// The number of entries with the name that were not left out.
    kept: usize,
    /// Whether an entry had the name in the beginning.
    is_known: bool,
    users: Vec<Entry>,
}

impl<'e> Sieve<'e> {
    /// Builds leniently. `unread` has the names of entries that could not be read, each with its sort as an
    /// entry: what refers to them is left out.
    pub(crate) fn run(builder: &TimelineBuilder, unread: &[(Entry, String)]) -> Lenient {
        let stated = Stated::of(builder);
        let mut sieve = Sieve::new(&stated, unread);
        sieve.leave_out_faulty(&builder.faults);
        sieve.leave_out_duplicates();
        sieve.leave_out_cycles();
        let timeline = sieve.build();
        let mut faults = sieve.faults_of_all();
        faults.sort_by_key(|fault| fault.entry);
        Lenient { timeline, faults }
    }

    fn new(stated: &'e Stated, unread: &[(Entry, String)]) -> Self {
        let mut names: HashMap<(Sort, String), Name> = HashMap::new();
        for entry in stated.entries() {
            if let Some(name) = name_of(stated, entry) {
                let name = names.entry(name).or_default();
                name.kept += 1;
                name.is_known = true;
            }
            for reference in references(stated, entry) {
                for key in keys(reference) {
                    let users = &mut names.entry(key).or_default().users;
                    // An entry may name another several times, one after the other.
                    if users.last() != Some(&entry) {
                        users.push(entry);
                    }
                }
            }
        }
        for (entry, name) in unread {
            let key = match entry {
                Entry::Actor(_) => (Sort::Actor, name.clone()),
                Entry::Designation(_) => (Sort::Designation, name.to_lowercase()),
                Entry::Source(_) => (Sort::Source, name.clone()),
                Entry::Event(_) => (Sort::Event, name.clone()),
                Entry::Constraint(_) | Entry::Edit(_) | Entry::Whole => continue,
            };
            names.entry(key).or_default().is_known = true;
        }
        Self {
            stated,
            has_title: true,
            faults: Vec::new(),
            left_out: HashSet::new(),
            names,
            spare: HashMap::new(),
            hints_left: HINTS,
        }
    }

    pub(super) fn keeps(&self, entry: Entry) -> bool {
        !self.left_out.contains(&entry)
    }

    fn is_resolved(&self, reference: Reference<'_>) -> bool {
        keys(reference).any(|key| self.names[&key].kept > 0)
    }

    /// Whether an entry refers to something that is missing.
    fn misses(&self, entry: Entry) -> bool {
        let mut all = references(self.stated, entry).into_iter();
        all.any(|one| !self.is_resolved(one))
    }

    /// Leaves out entries, and with them everything that refers to what is then missing.
    pub(super) fn leave_out(&mut self, entries: impl IntoIterator<Item = Entry>) {
        let mut open: Vec<Entry> = entries.into_iter().collect();
        while let Some(entry) = open.pop() {
            if !self.left_out.insert(entry) {
                continue;
            }
            let Some(key) = name_of(self.stated, entry) else {
                continue;
            };
            let name = self.names.get_mut(&key).expect("every name was noted");
            name.kept -= 1;
            if name.kept == 0 && !self.takes_spare(&key) {
                // A source gives way only to an actor that stays.
                if key.0 == Sort::Actor {
                    self.takes_spare(&(Sort::Source, key.1.clone()));
                }
                let users = self.names[&key].users.iter().copied();
                open.extend(users.filter(|&user| self.keeps(user) && self.misses(user)));
            }
        }
    }

    /// Replaces the entry with a name, which has left, by one of its duplicates that misses nothing.
    fn takes_spare(&mut self, key: &(Sort, String)) -> bool {
        if !self.spare.contains_key(key) {
            return false;
        }
        while let Some(next) = self.spare.get_mut(key).and_then(Vec::pop) {
            // An entry may refer to itself, so it counts as kept while its references are checked.
            self.names.get_mut(key).expect("every name was noted").kept = 1;
            if !self.misses(next) {
                self.left_out.remove(&next);
                return true;
            }
        }
        self.names.get_mut(key).expect("every name was noted").kept = 0;
        false
    }

    /// Leaves out an entry for a fault.
    pub(super) fn refuse(&mut self, entry: Entry, kind: FaultKind) {
        self.faults.push(Fault::new(entry, kind));
        self.leave_out([entry]);
    }

    /// Leaves out the entries whose own checks failed, and those that name what no entry ever had.
    fn leave_out_faulty(&mut self, found: &[Fault]) {
        self.faults.extend_from_slice(found);
        let excess = found.iter().filter(|fault| fault.kind.is_excess());
        let excess: HashSet<Entry> = excess.map(|fault| fault.entry).collect();
        for entry in self.stated.entries() {
            // One fault is enough for an entry with too many parts, each of which may name something unknown.
            if excess.contains(&entry) {
                continue;
            }
            let mut reported: HashSet<(Sort, &str)> = HashSet::new();
            for reference in references(self.stated, entry) {
                let is_unknown = keys(reference).all(|key| !self.names[&key].is_known);
                if is_unknown && reported.insert((reference.sorts[0], reference.name)) {
                    let kind = self.unknown(entry, reference);
                    self.faults.push(Fault::new(entry, kind));
                }
            }
        }
        let entries: Vec<Entry> = self.faults.iter().map(|fault| fault.entry).collect();
        self.has_title = !entries.contains(&Entry::Whole);
        // What names an entry that could not be read misses it from the start.
        let all = self.stated.entries();
        let missing: Vec<Entry> = all.filter(|&entry| self.misses(entry)).collect();
        let faulty = entries.into_iter().filter(|entry| *entry != Entry::Whole);
        self.leave_out(faulty.chain(missing));
    }

    /// The fault of a reference to a name that no entry has.
    fn unknown(&mut self, entry: Entry, reference: Reference<'_>) -> FaultKind {
        let (what, id) = self.stated.shown(entry);
        let name = reference.name.to_owned();
        let hints_left = self.hints_left.checked_sub(1);
        let near = hints_left.and_then(|hints_left| {
            self.hints_left = hints_left;
            let known = self.names.iter().filter(|(_, one)| one.is_known);
            let fitting = known.filter(|((sort, _), _)| reference.sorts.contains(sort));
            // Sorted, so that the hint does not depend on the order of entries.
            let mut candidates: Vec<&str> = fitting.map(|((_, id), _)| id.as_str()).collect();
            candidates.sort_unstable();
            nearest(reference.name, candidates.into_iter())
        });
        match reference.sorts[0] {
            Sort::Actor | Sort::Designation => FaultKind::UnknownActor {
                what,
                id,
                actor: name,
                near,
            },
            Sort::Source => FaultKind::UnknownSource {
                what,
                id,
                source_id: name,
                near,
            },
            Sort::Event => FaultKind::UnknownEvent {
                what,
                id,
                event: name,
                near,
            },
        }
    }

    /// Of several entries with one name, keeps the first by content. A source gives way to an actor.
    fn leave_out_duplicates(&mut self) {
        let stated = self.stated;
        let mut kept: Vec<(Entry, (Sort, String))> = stated
            .entries()
            .filter(|&entry| self.keeps(entry))
            .filter_map(|entry| Some((entry, name_of(stated, entry)?)))
            .filter(|(_, key)| self.names[key].kept > 1 || self.is_actor_too(key))
            .collect();
        kept.sort_by(|(one, key), (other, next)| {
            (key.0 as u8, &key.1)
                .cmp(&(next.0 as u8, &next.1))
                .then_with(|| by_content(stated, *one, *other))
                .then_with(|| one.cmp(other))
        });
        let mut last: Option<(Sort, String)> = None;
        for (entry, key) in kept {
            let is_actor_too = self.is_actor_too(&key);
            if is_actor_too || last.as_ref() == Some(&key) {
                let (what, id) = stated.shown(entry);
                let what = if is_actor_too { "actor" } else { what };
                self.refuse(entry, FaultKind::DuplicateId { what, id });
                self.spare.entry(key.clone()).or_default().push(entry);
            }
            last = Some(key);
        }
        for spare in self.spare.values_mut() {
            spare.reverse();
        }
    }

    /// Whether a name is that of a source, and of an actor that was not left out.
    fn is_actor_too(&self, (sort, name): &(Sort, String)) -> bool {
        let actor = self.names.get(&(Sort::Actor, name.clone()));
        *sort == Sort::Source && actor.is_some_and(|actor| actor.kept > 0)
    }

    /// Leaves out events that are parts of each other, and actors that succeed each other, in cycles.
    fn leave_out_cycles(&mut self) {
        let stated = self.stated;
        let (mut wholes, mut predecessors) = (BTreeMap::new(), BTreeMap::new());
        let mut entry_of: BTreeMap<(bool, &str), Entry> = BTreeMap::new();
        for (at, event) in stated.events.iter().enumerate() {
            let links = event.links.iter().filter(|(link, _)| *link == Link::PartOf);
            let all: BTreeSet<&str> = links.map(|(_, whole)| whole.as_str()).collect();
            if !all.is_empty() && self.keeps(Entry::Event(at)) {
                entry_of.insert((true, &event.id), Entry::Event(at));
                wholes.insert(event.id.as_str(), all);
            }
        }
        for (at, actor) in stated.actors.iter().enumerate() {
            let all = actor.successions.iter().map(|one| one.predecessor.as_str());
            let all: BTreeSet<&str> = all.collect();
            if !all.is_empty() && self.keeps(Entry::Actor(at)) {
                entry_of.insert((false, &actor.id), Entry::Actor(at));
                predecessors.insert(actor.id.as_str(), all);
            }
        }
        for (is_event, next) in [(true, wholes), (false, predecessors)] {
            for cycle in cycles(&next) {
                for (name, kind) in faults_of_cycle(&cycle, is_event) {
                    self.faults
                        .push(Fault::new(entry_of[&(is_event, name)], kind));
                }
                // All at once: the first would take the others with it.
                self.leave_out(cycle.iter().map(|name| entry_of[&(is_event, *name)]));
            }
        }
    }

    /// Builds what is left strictly, and leaves out what that refuses, until nothing is refused.
    fn build(&mut self) -> Timeline {
        loop {
            let (mut builder, kept) = self.stated.kept(|entry| self.keeps(entry));
            builder.title = builder.title.filter(|_| self.has_title);
            builder.faults.retain(|fault| fault.entry != Entry::Whole);
            let faults = match Timeline::try_from(builder) {
                Ok(timeline) => return timeline,
                Err(BuildError { faults }) => faults,
            };
            let (mut cycles, mut contradictions, mut others) = (false, false, Vec::new());
            for fault in faults {
                match fault.kind {
                    FaultKind::PartOfItself { .. } | FaultKind::SucceedsItself { .. } => {
                        cycles = true;
                    }
                    FaultKind::Contradiction(_) => contradictions = true,
                    _ => others.push(Fault {
                        entry: original(&kept, fault.entry),
                        ..fault
                    }),
                }
            }
            // Strict building blames one event of a cycle, and none of a contradiction.
            if !others.is_empty() {
                let entries: Vec<Entry> = others.iter().map(|fault| fault.entry).collect();
                self.faults.extend(others);
                self.leave_out(entries);
            } else if cycles {
                self.leave_out_cycles();
            } else if contradictions {
                // Groups of events are settled as they are.
                self.spare.clear();
                contradictions::settle(self);
            }
            let (_, left) = self.stated.kept(|entry| self.keeps(entry));
            assert!(left != kept, "each fault leaves out an entry");
        }
    }

    /// The faults, with one for each entry that was left out because of what it refers to.
    fn faults_of_all(&mut self) -> Vec<Fault> {
        let mut faults = std::mem::take(&mut self.faults);
        // A duplicate that took the place of another has no fault any more.
        faults.retain(|fault| !self.keeps(fault.entry) || fault.entry == Entry::Whole);
        let refused: HashSet<Entry> = faults.iter().map(|fault| fault.entry).collect();
        for &entry in self.left_out.difference(&refused) {
            let missing = references(self.stated, entry)
                .into_iter()
                .find(|one| !self.is_resolved(*one))
                .expect("an entry without a fault was left out because it refers to one that was");
            let (what, id) = self.stated.shown(entry);
            let had = |sort: &&Sort| {
                keys(missing).any(|key| key.0 == **sort && self.names[&key].is_known)
            };
            let of = missing.sorts.iter().find(had);
            let kind = FaultKind::RefersToLeftOut {
                what,
                id,
                of: of.expect("an unknown name is a fault of its own").as_str(),
                name: missing.name.to_owned(),
            };
            faults.push(Fault::new(entry, kind));
        }
        faults
    }
}

/// The faults of the events or actors of a cycle, each with the identifier of one.
///
/// Each fault names the whole cycle, unless it is long: then only the first does, so that the faults are not
/// quadratic in size, and each of the others names the next one.
fn faults_of_cycle<'n>(cycle: &[&'n str], is_event: bool) -> Vec<(&'n str, FaultKind)> {
    let whole = || {
        let names = cycle.iter().map(ToString::to_string).collect();
        if is_event {
            FaultKind::PartOfItself { events: names }
        } else {
            FaultKind::SucceedsItself { actors: names }
        }
    };
    let what = if is_event { "event" } else { "actor" };
    let next = cycle.iter().cycle().skip(1);
    let all = cycle.iter().zip(next).enumerate();
    let all = all.map(|(at, (&name, next))| {
        if at == 0 || cycle.len() <= LONG_CYCLE {
            return (name, whole());
        }
        let kind = FaultKind::RefersToLeftOut {
            what,
            id: name.to_owned(),
            of: what,
            name: (*next).to_owned(),
        };
        (name, kind)
    });
    all.collect()
}

/// The keys under which a reference may be found.
fn keys(reference: Reference<'_>) -> impl Iterator<Item = (Sort, String)> {
    reference.sorts.iter().map(move |&sort| match sort {
        Sort::Designation => (sort, reference.name.to_lowercase()),
        _ => (sort, reference.name.to_owned()),
    })
}

/// The order of two entries of one sort by their contents.
fn by_content(stated: &Stated, one: Entry, other: Entry) -> std::cmp::Ordering {
    match (one, other) {
        (Entry::Actor(a), Entry::Actor(b)) => order::actors(&stated.actors[a], &stated.actors[b]),
        (Entry::Designation(a), Entry::Designation(b)) => {
            order::designations(&stated.designations[a], &stated.designations[b])
        }
        (Entry::Source(a), Entry::Source(b)) => {
            order::sources(&stated.sources[a], &stated.sources[b])
        }
        (Entry::Event(a), Entry::Event(b)) => order::events(&stated.events[a], &stated.events[b]),
        _ => unreachable!("entries with one name are of one sort, and constraints have no name"),
    }
}

/// The position in the whole of an entry of a part. `kept` lists the entries of the part, sorted.
fn original(kept: &[Entry], entry: Entry) -> Entry {
    let (number, zero) = match entry {
        Entry::Actor(number) => (number, Entry::Actor(0)),
        Entry::Designation(number) => (number, Entry::Designation(0)),
        Entry::Source(number) => (number, Entry::Source(0)),
        Entry::Event(number) => (number, Entry::Event(0)),
        Entry::Constraint(number) => (number, Entry::Constraint(0)),
        Entry::Edit(_) | Entry::Whole => {
            unreachable!("only contradictions are about the timeline as a whole")
        }
    };
    let first = kept.partition_point(|one| *one < zero);
    kept[first + number]
}
