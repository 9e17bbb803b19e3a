//! What a sentence says about a finding.

use chrono::NaiveDate;

use super::facts::{ActorName, EventName, Whose};
use crate::changes::{Finding, Found, State};
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
    pub found: Found,
    /// The events that it is based on, as [`Found`] describes for each kind, each with the cause if it moved
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
    /// use detente::changes::{Rule, State};
    /// use detente::sentences::{English, FindingFacts, Language};
    ///
    /// let rule = Rule::first_contact(["rubio", "lavrov"], 30)?;
    /// let timeline = Timeline::from_json(include_str!("../../examples/data/us-russia-2025.json"))?;
    /// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    /// let state = |day| State::new(&timeline.view().contacts(), july(day));
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
    pub fn of(finding: &Finding, after: &State<'t>) -> Result<Self, LookupError> {
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

    /// Whose contacts or relations they are.
    pub(super) fn whose(&self) -> Whose<'t> {
        match self.actors.as_slice() {
            [a, b] => Whose::Between([vec![*a], vec![*b]]),
            actors => Whose::Of(actors.to_vec()),
        }
    }

    /// An event by its position. Returns `None` if the finding names fewer events, because it may come from a
    /// file.
    pub(super) fn event(&self, place: usize) -> Option<&EventName<'t>> {
        self.events.get(place).map(|(event, _)| event)
    }
}
