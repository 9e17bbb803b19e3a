//! The entries of a builder, as they were stated.

use crate::actor::{Actor, Designation};
use crate::event::{Event, Source};
use crate::timeline::{Constraint, Entry, TimelineBuilder};

/// The entries of a builder, as they were stated.
pub(super) struct Stated {
    pub(super) title: Option<String>,
    pub(super) actors: Vec<Actor>,
    pub(super) designations: Vec<Designation>,
    pub(super) sources: Vec<Source>,
    pub(super) events: Vec<Event>,
    pub(super) constraints: Vec<Constraint>,
}

impl Stated {
    pub(super) fn of(builder: &TimelineBuilder) -> Self {
        Self {
            title: builder.title.as_deref().map(str::to_owned),
            actors: builder.actors.clone(),
            designations: builder.designations.clone(),
            sources: builder.sources.clone(),
            events: builder.stated_events(),
            constraints: builder.constraints.clone(),
        }
    }

    /// Every entry, in the order of [`Entry`].
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> + use<> {
        let actors = (0..self.actors.len()).map(Entry::Actor);
        let designations = (0..self.designations.len()).map(Entry::Designation);
        let sources = (0..self.sources.len()).map(Entry::Source);
        let events = (0..self.events.len()).map(Entry::Event);
        let constraints = (0..self.constraints.len()).map(Entry::Constraint);
        actors
            .chain(designations)
            .chain(sources)
            .chain(events)
            .chain(constraints)
    }

    /// The sort of an entry and its identifier, for messages.
    pub(super) fn shown(&self, entry: Entry) -> (&'static str, String) {
        match entry {
            Entry::Actor(at) => ("actor", self.actors[at].id.clone()),
            Entry::Designation(at) => ("designation", self.designations[at].name.clone()),
            Entry::Source(at) => ("source", self.sources[at].id.clone()),
            Entry::Event(at) => ("event", self.events[at].id.clone()),
            Entry::Constraint(at) => ("constraint", self.constraints[at].without_sources()),
            Entry::Edit(_) | Entry::Whole => {
                unreachable!("the timeline as a whole is not one of its entries")
            }
        }
    }

    /// A builder with some of the entries, and the position of each of them in the whole.
    pub(super) fn kept(&self, keeps: impl Fn(Entry) -> bool) -> (TimelineBuilder, Vec<Entry>) {
        let kept: Vec<Entry> = self.entries().filter(|&entry| keeps(entry)).collect();
        let mut builder = TimelineBuilder::default();
        if let Some(title) = &self.title {
            builder.title(title);
        }
        for &entry in &kept {
            match entry {
                Entry::Actor(at) => builder.actor(self.actors[at].clone()),
                Entry::Designation(at) => builder.designation(self.designations[at].clone()),
                Entry::Source(at) => builder.source(self.sources[at].clone()),
                Entry::Event(at) => builder.event(self.events[at].clone()),
                Entry::Constraint(at) => builder.constraint(self.constraints[at].clone()),
                Entry::Edit(_) | Entry::Whole => {
                    unreachable!("the timeline as a whole is not one of its entries")
                }
            };
        }
        (builder, kept)
    }
}
