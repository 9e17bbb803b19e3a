//! Reads the entries of a timeline, and places the faults of those that are wrong.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::in_entry::{InEntry, malformed, pointer_in};
use super::places::{Places, offset_in, offset_of};
use super::{Envelope, ReadError, layout, message};
use crate::timeline::{
    BuildError, Entry, Fault, FaultKind, Lenient, Sieve, Timeline, TimelineBuilder,
};
use crate::wire::shape::{
    ActorShape, ConstraintShape, DesignationShape, Entry as _, EventShape, Object, SourceShape,
};

/// The identifier or name of an entry, if it is readable.
#[derive(Deserialize)]
struct Named {
    id: Option<String>,
    name: Option<String>,
}

/// Reads entries into a builder, and remembers the text of each.
pub(super) struct Reader<'p, 'j> {
    places: &'p Places<'j>,
    builder: TimelineBuilder,
    /// The place of the title.
    title: Option<usize>,
    faults: Vec<Fault>,
    /// The entries that the builder has, by kind, in its order: the number in the text, and the text.
    added: [Vec<(usize, &'j RawValue)>; 5],
    /// The names of entries that could not be read, by kind.
    unread: HashSet<(usize, String)>,
}

impl<'p, 'j> Reader<'p, 'j> {
    /// Reads all entries.
    pub(super) fn new(places: &'p Places<'j>) -> Result<Self, ReadError> {
        let (envelope, title) = layout(places)?;
        let mut reader = Self {
            places,
            builder: TimelineBuilder::default(),
            title: title.as_ref().map(|(_, offset)| *offset),
            faults: Vec::new(),
            added: Default::default(),
            unread: HashSet::new(),
        };
        if let Some((title, _)) = title {
            reader.builder.title(title);
        }
        reader.read(&envelope);
        Ok(reader)
    }

    fn read(&mut self, envelope: &Envelope<'j>) {
        self.entries(
            &envelope.actors,
            0,
            Entry::Actor,
            |shape: ActorShape, builder| {
                builder.actor(shape.stated());
                Ok(())
            },
        );
        self.entries(
            &envelope.designations,
            1,
            Entry::Designation,
            |shape: DesignationShape, builder| {
                builder.designation(shape.stated());
                Ok(())
            },
        );
        self.entries(
            &envelope.sources,
            2,
            Entry::Source,
            |shape: SourceShape, builder| {
                builder.source(shape.stated());
                Ok(())
            },
        );
        self.entries(
            &envelope.events,
            3,
            Entry::Event,
            |shape: EventShape, builder| {
                builder.event(shape.stated());
                Ok(())
            },
        );
        self.entries(
            &envelope.constraints,
            4,
            Entry::Constraint,
            |shape: ConstraintShape, builder| {
                builder.constraint(shape.stated()?);
                Ok(())
            },
        );
    }

    /// Builds the timeline, or lists all faults.
    pub(super) fn build(mut self) -> Result<Timeline, BuildError> {
        match Timeline::try_from(std::mem::take(&mut self.builder)) {
            Ok(timeline) if self.faults.is_empty() => Ok(timeline),
            Ok(_) => Err(BuildError {
                faults: self.placed(Vec::new()),
            }),
            Err(mut error) => {
                // A reference to an entry that could not be read is not reported again.
                let unread = &self.unread;
                error
                    .faults
                    .retain(|fault| !refers_to_unread(fault, unread));
                Err(BuildError {
                    faults: self.placed(error.faults),
                })
            }
        }
    }

    /// Builds the timeline of the sound entries.
    pub(super) fn build_lenient(self) -> Lenient {
        let lenient = if self.unread.is_empty() {
            self.builder.build_lenient()
        } else {
            let kinds = [
                Entry::Actor,
                Entry::Designation,
                Entry::Source,
                Entry::Event,
            ];
            let unread = self.unread.iter().filter_map(|(kind, name)| {
                // Nothing refers to a constraint.
                let entry = kinds.get(*kind)?;
                Some((entry(0), name.clone()))
            });
            let unread: Vec<(Entry, String)> = unread.collect();
            Sieve::run(&self.builder, &unread)
        };
        Lenient {
            timeline: lenient.timeline,
            faults: self.placed(lenient.faults),
        }
    }

    /// The faults of the text and those of the builder, each with its place, in the order of the text.
    fn placed(mut self, found: Vec<Fault>) -> Vec<Fault> {
        // Faults of one entry follow each other, so the strings of each entry are listed once.
        let mut last: Option<InEntry> = None;
        let found = found.into_iter();
        let found =
            found.map(|fault| placed(self.places, &self.added, fault, self.title, &mut last));
        self.faults.extend(found);
        self.faults
            .sort_by_key(|fault| (fault.position.is_none(), fault.position));
        self.faults
    }

    fn entries<S: serde::de::DeserializeOwned>(
        &mut self,
        entries: &[&'j RawValue],
        kind: usize,
        entry: impl Fn(usize) -> Entry,
        add: impl Fn(S, &mut TimelineBuilder) -> Result<(), String>,
    ) {
        for (number, &raw) in entries.iter().enumerate() {
            let read: Result<Object<S>, serde_json::Error> = serde_json::from_str(raw.get());
            let fault = match read {
                Ok(Object(shape)) => add(shape, &mut self.builder)
                    .err()
                    .map(|message| (0, message)),
                Err(error) => Some((offset_of(raw.get(), &error), message(&error))),
            };
            match fault {
                None => self.added[kind].push((number, raw)),
                Some((offset, message)) => {
                    if let Ok(named) = serde_json::from_str::<Named>(raw.get()) {
                        self.unread
                            .extend(named.id.or(named.name).map(|name| (kind, name)));
                    }
                    let fault = malformed(self.places, entry(number), raw.get(), offset, message);
                    self.faults.push(fault);
                }
            }
        }
    }
}

/// Whether a fault is only an unknown reference to an entry that could not be read.
fn refers_to_unread(fault: &Fault, unread: &HashSet<(usize, String)>) -> bool {
    let is_unread = |kinds: &[usize], name: &String| {
        kinds
            .iter()
            .any(|&kind| unread.contains(&(kind, name.clone())))
    };
    // A reference to an actor may mean a designation, and one to a source may mean an actor.
    match &fault.kind {
        FaultKind::UnknownActor { actor, .. } => is_unread(&[0, 1], actor),
        FaultKind::UnknownSource { source_id, .. } => is_unread(&[0, 2], source_id),
        FaultKind::UnknownEvent { event, .. } => is_unread(&[3], event),
        _ => false,
    }
}

/// Adds to a fault the line and column of its value, or of its entry, and renumbers its entry as in the text.
fn placed(
    places: &Places<'_>,
    added: &[Vec<(usize, &RawValue)>; 5],
    fault: Fault,
    title: Option<usize>,
    last: &mut Option<InEntry>,
) -> Fault {
    let (kind, number, entry): (_, _, fn(usize) -> Entry) = match fault.entry {
        Entry::Actor(number) => (0, number, Entry::Actor),
        Entry::Designation(number) => (1, number, Entry::Designation),
        Entry::Source(number) => (2, number, Entry::Source),
        Entry::Event(number) => (3, number, Entry::Event),
        Entry::Constraint(number) => (4, number, Entry::Constraint),
        Entry::Edit(_) => unreachable!("a timeline has no edits"),
        Entry::Whole => {
            let title = title.filter(|_| matches!(fault.kind, FaultKind::BadText { .. }));
            return Fault {
                position: title.map(|offset| places.of(offset)),
                pointer: title.map(|_| "/title".to_owned()),
                ..fault
            };
        }
    };
    // The builder numbers the entries that were added, the text all of them.
    let (number, raw) = added[kind][number];
    let raw = raw.get();
    let start = offset_in(places.text, raw);
    let value = fault.kind.value().and_then(|value| {
        if last.as_ref().is_none_or(|one| one.start != start) {
            *last = Some(InEntry::new(start, raw));
        }
        let strings = last.as_ref().expect("it was set above");
        strings.place_of(&fault.kind, value)
    });
    // If the value is not in the text, use the position of the entry.
    let (offset, within) = value.unwrap_or((0, ""));
    Fault {
        entry: entry(number),
        position: Some(places.of(start + offset)),
        pointer: Some(pointer_in(entry(number), within)),
        ..fault
    }
}
