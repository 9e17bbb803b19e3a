//! Lenient building: what is sound, and the faults of the rest.
//!
//! Strict building refuses a record with any fault, and stays the judge here: an entry is left out only for a
//! fault that strict building would report, or because it refers to an entry that was left out. What stays is
//! built strictly in the end.
//!
//! The order in which entries were added changes nothing. Strict building blames the second of two entries
//! with one identifier, and one event of a cycle; here contents decide between duplicates, and all entries of
//! a cycle are left out.

mod contradictions;
mod cycles;
mod references;
mod sieve;
mod stated;

pub(crate) use sieve::Sieve;

use crate::timeline::{Fault, Timeline, TimelineBuilder};

/// The sound part of a record, and the faults of what was left out.
///
/// Returned by [`TimelineBuilder::build_lenient`] and
#[cfg_attr(feature = "json", doc = "[`Timeline::from_json_lenient`].")]
#[cfg_attr(not(feature = "json"), doc = "`Timeline::from_json_lenient`.")]
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Lenient {
    /// The timeline of the sound entries.
    pub timeline: Timeline,
    pub(crate) faults: Vec<Fault>,
}

impl Lenient {
    /// The faults, in the order of the entries. Empty if the whole record is sound.
    ///
    /// Every entry that was left out has at least one.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

impl TimelineBuilder {
    /// Builds a timeline of the sound entries, and lists the faults of the others. The builder stays as it is.
    ///
    /// | fault | what is left out |
    /// | :-- | :-- |
    /// | a fault of one entry, such as an invalid date or an unknown party | the entry |
    /// | an entry refers to one that is left out | the entry: its fault is [`RefersToLeftOut`](crate::timeline::FaultKind::RefersToLeftOut) |
    /// | several entries with one identifier | all but one: the first in an order of their contents, among those without other faults |
    /// | a source with the identifier of an actor | the source |
    /// | events that are parts of each other in a cycle, or actors that succeed each other in one | all of them |
    /// | constraints that contradict dates, links or each other | as few constraints as needed: those without sources first, then those with the longest chains, then the last in their order |
    /// | links that contradict dates or each other | the event that states the link; of several, the one with the last identifier |
    /// | an invalid title of the timeline | the title |
    ///
    /// The timeline does not depend on the order in which entries were added. Of the constraints that are left
    /// out, each contradicts those that stay. Among events with duplicates, a
    /// cycle or a contradicted link may take more with it than needed. There are no faults if and only if [`build`](Self::build)
    /// succeeds, and then the timelines are equal.
    ///
    /// # Complexity
    ///
    /// As [`build`](Self::build), a few times. Among events that constraints tie together, each
    /// contradicted constraint adds two builds of these events.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Link;
    /// use detente::{Actor, Event, Timeline};
    ///
    /// let mut builder = Timeline::builder();
    /// builder
    ///     .actor(Actor::person("rubio").named("Marco Rubio"))
    ///     .actor(Actor::person("lavrov").named("Sergey Lavrov"))
    ///     .event(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov"))
    ///     .event(Event::call("call", "2025-07-32").between("rubio", "lavrov"))
    ///     .event(Event::statement("remarks", "2025-07-11").party("rubio").link(Link::About, "call"));
    ///
    /// let lenient = builder.build_lenient();
    /// assert_eq!(lenient.timeline.events().len(), 1);
    /// let faults: Vec<String> = lenient.faults().iter().map(ToString::to_string).collect();
    /// assert_eq!(faults, [
    ///     "event `call`: `when`: `2025-07-32` is not EDTF at column 9: expected a day of two digits, 01 to 31",
    ///     "event `remarks` refers to event `call`, which was left out",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn build_lenient(&self) -> Lenient {
        match self.build() {
            Ok(timeline) => Lenient {
                timeline,
                faults: Vec::new(),
            },
            Err(_) => Sieve::run(self, &[]),
        }
    }
}
