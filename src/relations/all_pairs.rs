//! The marks of all pairs, and what one event adds to them.

use std::collections::HashMap;

use super::RelationsError;
use super::mark::{Crowd, EventMark, Present, Sense, marks_of, seated};
use crate::ledger::{Ledger, RecordError};
use crate::query::Pair;
use crate::scoring::Scoring;
use crate::timeline::{ActorIx, ActorRef, EventIx, Timeline};

/// Participants whose parties are looked up anew for each pair.
const FEW: usize = 8;

/// A mark that an event gives to two actors.
///
/// Listed by [`Timeline::marks_of`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairMark<'t> {
    pair: (ActorRef<'t>, ActorRef<'t>),
    mark: EventMark<'t>,
}

impl<'t> PairMark<'t> {
    /// The two actors, by identifier. [`Sense::Forward`] is from the first to the second.
    pub const fn pair(&self) -> (ActorRef<'t>, ActorRef<'t>) {
        self.pair
    }

    /// The mark, its sense, and how certain it is that it concerns the two.
    pub const fn mark(&self) -> &EventMark<'t> {
        &self.mark
    }

    fn record(&self, ledger: &mut Ledger) -> Result<(), RecordError> {
        let (a, b) = (self.pair.0.id(), self.pair.1.id());
        let mark = &self.mark.mark;
        match self.mark.sense {
            Sense::Forward => ledger.record(a, b, mark),
            Sense::Backward => ledger.record(b, a, mark),
            Sense::Symmetric => ledger.record_symmetric(a, b, mark),
        }
    }
}

impl Timeline {
    /// The marks of every pair of actors, by a scoring.
    ///
    /// Persons count for themselves and for the parties that they stood for.
    ///
    /// # Errors
    ///
    /// [`RelationsError`] if sums overflow.
    ///
    /// # Complexity
    ///
    /// O(pairs · log n + pairs in events), in memory half a kilobyte a pair: an event of k actors
    /// in contact, of whom there are at most [`MAX_IN_CONTACT`](crate::timeline::MAX_IN_CONTACT),
    /// makes k (k - 1) / 2.
    pub fn ledger(&self, scoring: &Scoring) -> Result<Ledger, RelationsError> {
        let mut ledger = Ledger::new();
        let all = self.view().with_cancelled();
        // Of an event of many, who stood for whom is looked up once, not once for each pair.
        let mut crowds: HashMap<EventIx, Crowd<'_>> = HashMap::new();
        for (a, b) in self.pairs() {
            let pair = Pair::of(a.ix(), b.ix());
            for event in &all.clone().between_pair(pair.clone()) {
                let few;
                let present = if event.participants().len() <= FEW {
                    few = seated(event, &pair);
                    Present::Few(&few)
                } else {
                    let who = || Crowd::new(event, &pair);
                    Present::Crowd(crowds.entry(event.ix()).or_insert_with(who))
                };
                let Ok(marks) = marks_of(&all, (event, present), &pair, scoring)? else {
                    continue;
                };
                for mark in marks {
                    PairMark { pair: (a, b), mark }.record(&mut ledger)?;
                }
            }
        }
        Ok(ledger)
    }

    /// The marks that one event gives to every pair of actors, by a scoring, in the order of the
    /// pairs.
    ///
    /// # Errors
    ///
    /// [`RelationsError`] if the timeline has no such event, or the scoring gives a mark that is
    /// none.
    ///
    /// # Complexity
    ///
    /// O(p² s) for s participants who stand for p parties, whatever the timeline holds.
    pub fn marks_of(
        &self,
        event: &str,
        scoring: &Scoring,
    ) -> Result<Vec<PairMark<'_>>, RelationsError> {
        let event = self.event(event)?;
        let all = self.view().with_cancelled();
        let bounds = event.bounds();
        let stands = event
            .participants()
            .flat_map(|one| one.represented(&bounds, None));
        let mut parties: Vec<ActorIx> = stands.map(|(party, _)| party.ix()).collect();
        parties.sort_unstable();
        parties.dedup();
        let mut found = Vec::new();
        let mut crowd: Option<Crowd<'_>> = None;
        for (at, &a) in parties.iter().enumerate() {
            for &b in parties.iter().skip(at + 1) {
                let pair = Pair::of(a, b);
                if !all.clone().between_pair(pair.clone()).shows(event.ix()) {
                    continue;
                }
                let crowd = crowd.get_or_insert_with(|| Crowd::new(event, &pair));
                let marks = marks_of(&all, (event, Present::Crowd(crowd)), &pair, scoring)?;
                if let Ok(marks) = marks {
                    let pair = (ActorRef::new(self, a), ActorRef::new(self, b));
                    found.extend(marks.into_iter().map(|mark| PairMark { pair, mark }));
                }
            }
        }
        Ok(found)
    }

    /// What one event adds to the [ledger](Self::ledger) of the timeline: to take an event back
    /// without building everything anew, [subtract](Ledger::subtract) it.
    ///
    /// Bit for bit, that gives the ledger of a timeline built without the event, and merging
    /// it again gives the old one. An event to which [constraints](Self::constraints) or links
    /// refer also narrows the dates of others, and those marks are not its own: they stay.
    ///
    /// # Errors
    ///
    /// As [`marks_of`](Self::marks_of), and [`RelationsError::Record`] if sums overflow.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::Event;
    /// use detente::scoring::Scoring;
    /// use detente::Timeline;
    ///
    /// let build = |ids: &[&str]| {
    ///     let mut builder = Timeline::builder();
    ///     for actor in ["CHN", "RUS", "USA"] {
    ///         builder.actor(Actor::state(actor));
    ///     }
    ///     for id in ids {
    ///         let talks = Event::meeting(*id, "2025-02-18");
    ///         builder.event(talks.party("CHN").party("RUS").party("USA"));
    ///     }
    ///     builder.build()
    /// };
    /// let (timeline, scoring) = (build(&["talks", "hoax"])?, Scoring::default());
    ///
    /// let mut ledger = timeline.ledger(&scoring)?;
    /// let hoax = timeline.ledger_of("hoax", &scoring)?;
    /// assert_eq!(hoax.len(), 3);
    /// ledger.subtract(&hoax)?;
    /// assert_eq!(ledger, build(&["talks"])?.ledger(&scoring)?);
    ///
    /// // What is not all there is not taken away in part.
    /// ledger.subtract(&hoax)?;
    /// assert!(ledger.is_empty());
    /// assert!(ledger.subtract(&hoax).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ledger_of(&self, event: &str, scoring: &Scoring) -> Result<Ledger, RelationsError> {
        let mut ledger = Ledger::new();
        for one in self.marks_of(event, scoring)? {
            one.record(&mut ledger)?;
        }
        Ok(ledger)
    }
}
