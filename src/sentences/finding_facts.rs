//! What a sentence says about a finding.

use chrono::NaiveDate;

use super::facts::{ActorName, ActorPhrase, EventName};
use crate::changes::{Finding, FindingKind, ViewState};
use crate::relations::Cause;
use crate::timeline::LookupError;

/// A finding of a rule: what became true between two states of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingFacts<'t> {
    /// The actors that the rule is about: one, or those of a pair.
    pub actors: Vec<ActorName<'t>>,
    /// The day of the state after. For a state at the end of a date, this is the next day.
    pub at: NaiveDate,
    /// What was found.
    pub found: FindingKind,
    /// The events that it is based on, as [`FindingKind`] describes for each kind, each with the cause if it moved
    /// relations.
    pub events: Vec<(EventName<'t>, Option<Cause>)>,
}

impl<'t> FindingFacts<'t> {
    /// Takes what was found, and the names of actors and events from the state after.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError`] if the state does not have an actor or an event of the finding.
    ///
    /// # Example
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use chrono::NaiveDate;
    /// use detente::Timeline;
    /// use detente::changes::{Rule, ViewState};
    /// use detente::sentences::{English, FindingFacts, Language};
    ///
    /// let rule = Rule::first_contact(["rubio", "lavrov"], 30)?;
    /// let timeline = Timeline::from_json(include_str!("../../examples/data/us-russia-2025.json"))?;
    /// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    /// let state = |day| ViewState::new(&timeline.view().contacts(), july(day));
    /// let after = state(11);
    /// let finding = &rule.check(&state(9), &after)?[0];
    /// let sentence = English::default().finding(&FindingFacts::of(finding, &after)?);
    /// assert!(sentence.starts_with(
    ///     "The meeting on 10 July 2025 (Kuala Lumpur) is the first contact between Marco Rubio and Sergey Lavrov \
    ///      in 39 days, after the call "
    /// ));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(finding: &Finding, after: &ViewState<'t>) -> Result<Self, LookupError> {
        let view = after.view();
        let actors = finding.actors.iter();
        let actors = actors.map(|one| view.timeline().actor(&one.id).map(Into::into));
        let events = finding.events.iter();
        let events = events.map(|one| Ok((view.known(&one.id)?.into(), one.cause)));
        Ok(Self {
            actors: actors.collect::<Result<_, _>>()?,
            at: finding.at.date_naive(),
            found: finding.found.clone(),
            events: events.collect::<Result<_, LookupError>>()?,
        })
    }

    /// The actors whose contacts or relations the finding is about.
    pub(super) fn actor_phrase(&self) -> ActorPhrase<'t> {
        match self.actors.as_slice() {
            [a, b] => ActorPhrase::Between([vec![*a], vec![*b]]),
            actors => ActorPhrase::Of(actors.to_vec()),
        }
    }

    /// An event by its position. Returns `None` if the finding names fewer events, because it may come from a
    /// file.
    pub(super) fn event(&self, place: usize) -> Option<&EventName<'t>> {
        self.events.get(place).map(|(event, _)| event)
    }
}
