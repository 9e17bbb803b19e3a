//! The marks of all pairs of actors, and those of one event.

use std::collections::HashMap;

use super::RelationsError;
use super::mark::{Attendance, EventMark, Present, marks_of, participations};
use crate::ledger::{Ledger, LedgerError};
use crate::query::Pair;
use crate::scoring::Scoring;
use crate::timeline::{ActorIx, ActorRef, EventIx, LookupError, Timeline};

/// The maximum number of participants whose parties are looked up again for each pair. For more, an
/// index pays.
const FEW: usize = 8;

/// A mark that an event gives to two actors.
///
/// Returned by [`Timeline::marks_of`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct PairMark<'t> {
    /// The two actors, by identifier. [`DyadPart::Forward`](crate::ledger::DyadPart::Forward) is from the
    /// first to the second.
    pub actors: (ActorRef<'t>, ActorRef<'t>),
    /// The mark, its direction, and how certain it is that it concerns the two.
    pub mark: EventMark<'t>,
}

impl PairMark<'_> {
    fn add_to(&self, ledger: &mut Ledger) -> Result<(), LedgerError> {
        let (a, b) = (self.actors.0.id(), self.actors.1.id());
        ledger.add(self.mark.part.key(a, b), &self.mark.mark)
    }
}

impl Timeline {
    /// Computes the ledger of every pair of actors, with a scoring.
    ///
    /// Persons count as themselves and as the parties that they represented.
    ///
    /// # Errors
    ///
    /// Returns [`RelationsError`] if sums overflow.
    ///
    /// # Complexity
    ///
    /// O(pairs · log n + pairs in events), and half a kilobyte of memory per pair. An event of k actors
    /// in contact, at most [`MAX_IN_CONTACT`](crate::timeline::MAX_IN_CONTACT), has k (k - 1) / 2 pairs.
    pub fn ledger(&self, scoring: &Scoring) -> Result<Ledger, RelationsError> {
        let mut ledger = Ledger::new();
        let all = self.view().with_cancelled();
        // For an event of many participants, look up the parties once instead of once for each pair.
        let mut attendances: HashMap<EventIx, Attendance<'_>> = HashMap::new();
        for (a, b) in self.pairs() {
            let pair = Pair::of(a.ix(), b.ix());
            for event in &all.clone().between_pair(pair.clone()) {
                let few;
                let present = if event.participants().len() <= FEW {
                    few = participations(event, &pair);
                    Present::Few(&few)
                } else {
                    let who = || Attendance::new(event, &pair);
                    Present::Many(attendances.entry(event.ix()).or_insert_with(who))
                };
                let Ok(marks) = marks_of(&all, (event, present), &pair, scoring) else {
                    continue;
                };
                for mark in marks {
                    let actors = (a, b);
                    PairMark { actors, mark }.add_to(&mut ledger)?;
                }
            }
        }
        Ok(ledger)
    }

    /// Returns the marks that one event gives to every pair of actors, with a scoring, in the order of the
    /// pairs.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError`] if the timeline has no such event.
    ///
    /// # Complexity
    ///
    /// O(p² s) for s participants who represent p parties, whatever the size of the timeline.
    pub fn marks_of(
        &self,
        event: &str,
        scoring: &Scoring,
    ) -> Result<Vec<PairMark<'_>>, LookupError> {
        let event = self.event(event)?;
        let all = self.view().with_cancelled();
        let bounds = event.bounds();
        let represented = event
            .participants()
            .flat_map(|one| one.represented(bounds, |_| false));
        let mut parties: Vec<ActorIx> = represented.map(|(party, _)| party.ix()).collect();
        parties.sort_unstable();
        parties.dedup();
        let mut found = Vec::new();
        let mut attendance: Option<Attendance<'_>> = None;
        for (at, &a) in parties.iter().enumerate() {
            for &b in parties.iter().skip(at + 1) {
                let pair = Pair::of(a, b);
                if !all.clone().between_pair(pair.clone()).shows(event.ix()) {
                    continue;
                }
                let attendance = attendance.get_or_insert_with(|| Attendance::new(event, &pair));
                let marks = marks_of(&all, (event, Present::Many(attendance)), &pair, scoring);
                if let Ok(marks) = marks {
                    let actors = (ActorRef::new(self, a), ActorRef::new(self, b));
                    found.extend(marks.into_iter().map(|mark| PairMark { actors, mark }));
                }
            }
        }
        Ok(found)
    }

    /// Computes what one event adds to the [ledger](Self::ledger) of the timeline.
    ///
    /// [Unmerging](Ledger::unmerge) it gives the ledger of a timeline built without the event, bit for
    /// bit; [merging](Ledger::merge) it again gives the old one. An event to which
    /// [constraints](Self::constraints) or links refer also narrows the dates of other events. The marks
    /// of those do not change here.
    ///
    /// # Errors
    ///
    /// As [`marks_of`](Self::marks_of), and [`RelationsError::Ledger`] if sums overflow.
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
    /// ledger.unmerge(&hoax)?;
    /// assert_eq!(ledger, build(&["talks"])?.ledger(&scoring)?);
    ///
    /// // The other event has the same marks. After that there is nothing left to take away.
    /// ledger.unmerge(&hoax)?;
    /// assert!(ledger.is_empty());
    /// assert!(ledger.unmerge(&hoax).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ledger_of(&self, event: &str, scoring: &Scoring) -> Result<Ledger, RelationsError> {
        let mut ledger = Ledger::new();
        for one in self.marks_of(event, scoring)? {
            one.add_to(&mut ledger)?;
        }
        Ok(ledger)
    }
}
