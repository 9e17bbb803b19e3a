//! Finds the actor or the source that a name in a cell means.

use std::collections::HashMap;

use crate::Timeline;
use crate::actor::{MAX_ID, MAX_TEXT};
use crate::folding::Folding;
use crate::text::{is_name, is_readable, nearest};

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'n> {
    /// One entry, by its identifier.
    One(&'n str),
    /// Several entries have the name.
    Several,
    /// No entry has it.
    Unknown,
}

/// Identifiers, names and aliases of actors, or identifiers, names and addresses of sources, regardless of case.
#[derive(Default)]
pub(super) struct Names {
    /// The entry of each name. `None` if several have it.
    by_name: HashMap<String, Option<String>, Folding>,
    /// The names of the declared actors as they are spelt, sorted.
    spelt: Vec<String>,
}

impl Names {
    /// The names of the actors of a timeline.
    pub(super) fn of(timeline: &Timeline) -> Self {
        let mut names = Self::default();
        for actor in timeline.actors() {
            let aliases = actor.aliases().iter().map(|alias| alias.name.as_ref());
            for name in aliases.chain([actor.name()]) {
                names.add(name, actor.id());
                names.spelt.push(name.to_owned());
            }
            names.spelt.push(actor.id().to_owned());
        }
        names.spelt.sort_unstable();
        // An identifier means its actor, even if another actor has it as a name.
        for actor in timeline.actors() {
            let id = Some(actor.id().to_owned());
            names.by_name.insert(folded(actor.id()), id);
        }
        names
    }

    /// The names and addresses of the sources of a timeline that are not actors.
    pub(super) fn of_sources(timeline: &Timeline) -> Self {
        let mut names = Self::default();
        let sources = timeline.sources().filter(|source| source.actor().is_none());
        for source in sources.clone() {
            names.add(source.name(), source.id());
            if let Some(url) = source.url() {
                names.add(url, source.id());
            }
        }
        for source in sources {
            let id = Some(source.id().to_owned());
            names.by_name.insert(folded(source.id()), id);
        }
        names
    }

    fn add(&mut self, name: &str, id: &str) {
        let entry = self.by_name.entry(folded(name));
        let meaning = entry.or_insert_with(|| Some(id.to_owned()));
        if meaning.as_deref().is_some_and(|other| other != id) {
            *meaning = None;
        }
    }

    /// Adds an actor that was created.
    pub(super) fn create(&mut self, id: &str) {
        self.by_name.insert(folded(id), Some(id.to_owned()));
    }

    pub(super) fn meaning(&self, name: &str) -> Meaning<'_> {
        match self.by_name.get(&folded(name)) {
            Some(Some(id)) => Meaning::One(id),
            Some(None) => Meaning::Several,
            None => Meaning::Unknown,
        }
    }

    /// A similar name of a declared actor.
    pub(super) fn near(&self, name: &str) -> Option<String> {
        nearest(name, self.spelt.iter().map(String::as_str))
    }
}

/// A name in lower case, with one space between words.
pub(super) fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether a text can be an identifier.
pub(super) fn is_id(text: &str) -> bool {
    text.len() <= MAX_ID && is_name(text) && text.trim() == text
}

/// Whether a text can be a title, a place or a topic.
pub(super) fn is_text(text: &str) -> bool {
    text.len() <= MAX_TEXT && is_readable(text) && text.trim() == text
}
