//! The steps of merging: entries of one identifier are brought together, and each group becomes one.

use std::collections::{BTreeMap, BTreeSet};

use super::clashes::Clashes;
use super::{MergePart, actors, events};
use crate::event::{Event, Source};
use crate::timeline::{BuildError, EventRef, Fault, Timeline, TimelineBuilder};

/// Parts that are being merged.
pub(super) struct Merger<'p> {
    parts: &'p [MergePart<'p>],
    builder: TimelineBuilder,
    faults: Vec<Fault>,
}

impl<'p> Merger<'p> {
    pub(super) fn new(parts: &'p [MergePart<'p>]) -> Self {
        Self {
            parts,
            builder: TimelineBuilder::default(),
            faults: Vec::new(),
        }
    }

    pub(super) fn merge(mut self) -> Result<Timeline, BuildError> {
        for part in self.parts {
            part.check(&mut self.faults);
        }
        self.refuse_faults()?;
        if let Some(title) = self.parts.iter().filter_map(MergePart::title).min() {
            self.builder.title(title);
        }
        let mut names = self.add_actors();
        self.add_designations();
        self.add_sources(&mut names);
        for part in self.parts {
            for constraint in part.constraints() {
                self.builder.constraint(constraint);
            }
        }
        let used = self.add_events();
        for label in used {
            if !names.contains_key(label) {
                self.builder.source(Source::new(label));
            }
        }
        self.refuse_faults()?;
        Timeline::try_from(self.builder)
    }

    fn refuse_faults(&mut self) -> Result<(), BuildError> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let mut faults = std::mem::take(&mut self.faults);
        // Two parts may have the same label and the same fault.
        faults.sort_by_cached_key(ToString::to_string);
        faults.dedup();
        Err(BuildError { faults })
    }

    /// Adds the actors. Returns the labels of the parts that have each identifier.
    fn add_actors(&mut self) -> BTreeMap<String, Vec<&'p str>> {
        let each = |part: &'p MergePart<'p>| part.actors().map(|one| (part.label(), one));
        let groups = grouped(self.parts.iter().flat_map(each), |one| one.id.clone());
        let mut names = BTreeMap::new();
        for (id, stated) in groups {
            let clashes = Clashes::new(&mut self.faults, "actor", &id);
            self.builder.actor(actors::actor(&stated, clashes));
            let labels = stated.iter().map(|(label, _)| *label).collect();
            names.insert(id, labels);
        }
        names
    }

    fn add_designations(&mut self) {
        let each = |part: &'p MergePart<'p>| part.designations().map(|one| (part.label(), one));
        // They are found regardless of case.
        let groups = grouped(self.parts.iter().flat_map(each), |one| {
            one.name.to_lowercase()
        });
        for stated in groups.into_values() {
            // They may be written in different cases.
            let name = stated.iter().map(|(_, one)| &one.name).min();
            let name = name.expect("a group has an entry");
            let clashes = Clashes::new(&mut self.faults, "designation", name);
            self.builder
                .designation(actors::designation(&stated, clashes));
        }
    }

    /// Adds the sources, and their identifiers to those of actors. An identifier of both is a clash.
    fn add_sources(&mut self, names: &mut BTreeMap<String, Vec<&'p str>>) {
        let each = |part: &'p MergePart<'p>| part.sources().map(|one| (part.label(), one));
        let groups = grouped(self.parts.iter().flat_map(each), |one| one.id.clone());
        for (id, stated) in groups {
            if let Some(labels) = names.get(&id) {
                let actors = labels.iter().map(|label| (*label, Some("actor")));
                let sources = stated.iter().map(|(label, _)| (*label, Some("source")));
                let mut clashes = Clashes::new(&mut self.faults, "actor or source", &id);
                clashes.agreed("sort", actors.chain(sources));
            }
            let clashes = Clashes::new(&mut self.faults, "source", &id);
            self.builder.source(actors::source(&stated, clashes));
            names.insert(id, Vec::new());
        }
    }

    /// Adds the events. Returns the labels to which something is attributed.
    fn add_events(&mut self) -> BTreeSet<&'p str> {
        // References first: the events themselves are made one identifier at a time.
        let mut all: Vec<(&str, &'p MergePart<'p>, EventRef<'p>)> = Vec::new();
        for part in self.parts {
            all.extend(part.events().map(|(id, event)| (id, part, event)));
        }
        all.sort_by(|one, other| one.0.cmp(other.0));
        let mut used = BTreeSet::new();
        for group in all.chunk_by(|one, other| one.0 == other.0) {
            let stated = group.iter();
            let stated: Vec<(&str, Event)> = stated
                .map(|(_, part, event)| (part.label(), part.event(*event)))
                .collect();
            let clashes = Clashes::new(&mut self.faults, "event", group[0].0);
            let event = events::event(stated, &mut used, clashes);
            self.builder.event(event);
        }
        used
    }
}

/// Entries by a name, each with the label of its part.
fn grouped<'p, T>(
    entries: impl Iterator<Item = (&'p str, T)>,
    name: impl Fn(&T) -> String,
) -> BTreeMap<String, Vec<(&'p str, T)>> {
    let mut groups: BTreeMap<String, Vec<(&'p str, T)>> = BTreeMap::new();
    for (label, entry) in entries {
        groups.entry(name(&entry)).or_default().push((label, entry));
    }
    groups
}
