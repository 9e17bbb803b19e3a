//! Checks rules against two states of a record.
//!
//! A rule names a condition that can be true in one state. A finding is raised if the condition is true after and
//! was not true before, so it is raised once and not every day. Conditions on events (a plan, a record, a first
//! contact) are compared event by event. Silences are matched by the contact that they follow.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::rule::Condition;
use super::{ActorOrDyad, Finding, FindingEvent, FindingKind, Rule, RuleError, ViewState};
use crate::event::Status;
use crate::query::View;
use crate::relations::{Cause, Relations, RelationsError};
use crate::sequence::{Record, Resolution, Silence};
use crate::timeline::{ActorRef, EventRef, LookupError};
use crate::trend::{Direction, Trend};

/// The maximum number of events that a finding names as reasons.
const MOST_REASONS: usize = 3;

/// The minimum number of earlier gaps between contacts that is needed to say what is usual.
const LEAST_TIMES: usize = 4;

impl Rule {
    /// Returns what became true between two states: conditions that are true in `after` and were not in `before`.
    ///
    /// The states may be of two timelines, or of one timeline at two dates. An actor or a measure that only the
    /// state after knows is treated as having no events before.
    ///
    /// Findings about events are in the order of the events.
    ///
    /// # Errors
    ///
    /// Returns [`RuleError::Relations`] if a name is unknown or ambiguous in the state after, or the states
    /// have different scorings.
    pub fn check(
        &self,
        before: &ViewState<'_>,
        after: &ViewState<'_>,
    ) -> Result<Vec<Finding>, RuleError> {
        match &self.0 {
            Condition::DirectionChanged { between } => {
                let pair = Pair::new(before, after, between)?;
                Ok(pair.direction_changed()?.into_iter().collect())
            }
            Condition::ProbabilityPassed { between, p } => {
                let pair = Pair::new(before, after, between)?;
                Ok(pair.probability_passed(*p)?.into_iter().collect())
            }
            Condition::LongSilence { of, share } => long_silence(before, after, of, *share),
            Condition::FirstContact { of, days } => first_contacts(before, after, of, *days),
            Condition::PlanOverdue { of, days } => overdue_plans(before, after, of, *days),
            Condition::RecordBroken { of, measure } => broken_records(before, after, of, measure),
        }
    }
}

/// Turns an unknown name in the state before into `None`: the name has no events there.
fn if_known<T>(result: Result<T, LookupError>) -> Result<Option<T>, RuleError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(LookupError::UnknownActor { .. } | LookupError::UnknownMeasure { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The relations of a pair in both states.
struct Pair<'s, 't> {
    states: [&'s ViewState<'t>; 2],
    /// `None` if one of the actors is not known in the state before.
    before: Option<Relations<'t>>,
    after: Relations<'t>,
}

impl<'s, 't> Pair<'s, 't> {
    fn new(
        before: &'s ViewState<'t>,
        after: &'s ViewState<'t>,
        [a, b]: &[String; 2],
    ) -> Result<Self, RuleError> {
        let relations_after = after.relations(&**a, &**b)?;
        let relations_before = match before.relations(&**a, &**b) {
            Err(RelationsError::Lookup(error)) => if_known(Err(error))?,
            relations => Some(relations?),
        };
        Ok(Self {
            states: [before, after],
            before: relations_before,
            after: relations_after,
        })
    }

    fn direction_changed(&self) -> Result<Option<Finding>, RuleError> {
        let [from, to] = self.states.map(ViewState::at);
        let before = self
            .before
            .as_ref()
            .map(|relations| relations.ongoing(from));
        let before = before.map_or(Direction::Insufficient, |ongoing| ongoing.direction);
        let after = self.after.ongoing(to);
        if before == after.direction {
            return Ok(None);
        }
        self.finding(FindingKind::DirectionChanged {
            before,
            after: after.direction,
            since: after.since,
            p: after.p,
            coverage: after.trend.coverage,
        })
    }

    fn probability_passed(&self, threshold: f64) -> Result<Option<Finding>, RuleError> {
        let [from, to] = self.states.map(ViewState::at);
        let trend_after = self.after.trend(to);
        let before = self
            .before
            .as_ref()
            .and_then(|relations| sure_p_rising(&relations.trend(from)));
        let Some(after) = sure_p_rising(&trend_after) else {
            return Ok(None);
        };
        let sides = [
            (Direction::Rising, before, after),
            (Direction::Falling, before.map(|p| 1.0 - p), 1.0 - after),
        ];
        let passed = sides.into_iter().find(|&(_, before, after)| {
            after >= threshold && before.is_none_or(|before| before < threshold)
        });
        let Some((side, before, after)) = passed else {
            return Ok(None);
        };
        self.finding(FindingKind::ProbabilityPassed {
            side,
            threshold,
            before,
            after,
            coverage: trend_after.coverage,
        })
    }

    /// A finding with the events that moved the pair most.
    fn finding(&self, found: FindingKind) -> Result<Option<Finding>, RuleError> {
        let [from, to] = self.states.map(ViewState::at);
        let mut events: Vec<(EventRef<'t>, Option<Cause>)> = if let Some(before) = &self.before {
            let movement = before.movement_to(&self.after, from, to)?;
            let events = movement.events.iter();
            events.map(|one| (one.event, Some(one.cause))).collect()
        } else {
            // Without a state before, all events are new.
            let contributions = self.after.contributions(to);
            let events = contributions.iter().map(|one| one.mark.event);
            events.map(|event| (event, Some(Cause::New))).collect()
        };
        events.truncate(MOST_REASONS);
        let [a, b] = self.after.sides();
        let actors = a.iter().chain(b).copied();
        Ok(Some(finding(self.states[1], actors, found, events)))
    }
}

/// The probability of a rise, if the evidence is sufficient for a direction.
fn sure_p_rising(trend: &Trend) -> Option<f64> {
    trend.p_rising().filter(|_| trend.missing.is_none())
}

fn finding<'t>(
    state: &ViewState<'_>,
    actors: impl Iterator<Item = ActorRef<'t>>,
    found: FindingKind,
    events: impl IntoIterator<Item = (EventRef<'t>, Option<Cause>)>,
) -> Finding {
    Finding {
        actors: actors.map(Into::into).collect(),
        at: state.instant(),
        found,
        events: events
            .into_iter()
            .map(|(event, cause)| FindingEvent::new(event, cause))
            .collect(),
    }
}

/// The events of a finding that is not about relations, without a cause.
fn named<'t>(
    events: impl IntoIterator<Item = EventRef<'t>>,
) -> impl Iterator<Item = (EventRef<'t>, Option<Cause>)> {
    events.into_iter().map(|event| (event, None))
}

/// The events of an actor or a dyad in a state.
fn view_of<'t>(state: &ViewState<'t>, of: &ActorOrDyad) -> Result<View<'t>, LookupError> {
    match of {
        ActorOrDyad::Actor(actor) => state.view().involving(&**actor),
        ActorOrDyad::Dyad([a, b]) => state.view().between(&**a, &**b),
    }
}

/// The actors of a rule. Their names were found in the state.
fn actors_of<'t>(
    state: &ViewState<'t>,
    of: &ActorOrDyad,
) -> Result<Vec<ActorRef<'t>>, LookupError> {
    let names: Vec<String> = of.clone().into();
    let timeline = state.view().timeline();
    names.iter().map(|name| timeline.actor(name)).collect()
}

fn long_silence(
    before: &ViewState<'_>,
    after: &ViewState<'_>,
    of: &ActorOrDyad,
    share: f64,
) -> Result<Vec<Finding>, RuleError> {
    let silence_of = |state: &ViewState<'_>, view: &View<'_>| -> Option<String> {
        unusual_silence(&view.contacts(), state, share)
            .map(|(silence, _)| silence.after.id().to_owned())
    };
    let Some((silence, usual_days)) =
        unusual_silence(&view_of(after, of)?.contacts(), after, share)
    else {
        return Ok(Vec::new());
    };
    let known = if_known(view_of(before, of))?.and_then(|view| silence_of(before, &view));
    if known.as_deref() == Some(silence.after.id()) {
        return Ok(Vec::new());
    }
    let found = FindingKind::LongSilence {
        length: silence.length,
        share,
        usual_days,
        covered: silence.covered,
    };
    let actors = actors_of(after, of)?.into_iter();
    Ok(vec![finding(after, actors, found, named([silence.after]))])
}

/// The current silence of a state, if it is certainly longer than usual, and the usual length in days.
fn unusual_silence<'t>(
    contacts: &View<'t>,
    state: &ViewState<'_>,
    share: f64,
) -> Option<(Silence<'t>, f64)> {
    let silence = contacts.current_silence(state.window())?;
    let times = contacts.cadence(Resolution::Days).times_at_midpoints()?;
    let mut times = times.as_slice().to_vec();
    if times.len() < LEAST_TIMES {
        return None;
    }
    times.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "the share is from 0 to 1, so the product is a count of times"
    )]
    let rank = (share * times.len() as f64).ceil() as usize;
    let usual = times[rank.clamp(1, times.len()) - 1];
    #[expect(
        clippy::cast_precision_loss,
        reason = "the days of a calendar fit 53 bits"
    )]
    let is_longer = silence
        .length
        .min_days
        .is_some_and(|days| days as f64 > usual);
    is_longer.then_some((silence, usual))
}

fn first_contacts(
    before: &ViewState<'_>,
    after: &ViewState<'_>,
    of: &ActorOrDyad,
    days: u32,
) -> Result<Vec<Finding>, RuleError> {
    let contacts = view_of(after, of)?;
    let known = if_known(view_of(before, of))?;
    let known: BTreeSet<&str> = known
        .iter()
        .flat_map(|view| ended_silences(view, days))
        .map(|(contact, _)| contact.id())
        .collect();
    let mut found = ended_silences(&contacts, days);
    found.retain(|(contact, _)| !known.contains(contact.id()));
    let actors = actors_of(after, of)?;
    let findings = found.into_iter().map(|(contact, silence)| {
        let found = FindingKind::FirstContact {
            length: silence.length,
            covered: silence.covered,
        };
        finding(
            after,
            actors.iter().copied(),
            found,
            named([contact, silence.after]),
        )
    });
    Ok(findings.collect())
}

/// The contacts that certainly follow at least `days` days without one, each with the silence before it, in the
/// total order.
fn ended_silences<'t>(view: &View<'t>, days: u32) -> Vec<(EventRef<'t>, Silence<'t>)> {
    let silences = view.contacts().longest_silences(usize::MAX).into_iter();
    let long = silences.filter(|silence| {
        silence.certainty.is_certain()
            && silence
                .length
                .min_days
                .is_some_and(|least| least >= days.into())
    });
    let mut ended: Vec<_> = long
        .filter_map(|silence| Some((silence.before?, silence)))
        .collect();
    ended.sort_by_key(|(contact, _)| contact.ix());
    ended
}

fn overdue_plans(
    before: &ViewState<'_>,
    after: &ViewState<'_>,
    of: &ActorOrDyad,
    days: u32,
) -> Result<Vec<Finding>, RuleError> {
    let plans = overdue_in(after, &view_of(after, of)?, days);
    let known = if_known(view_of(before, of))?.map(|view| overdue_in(before, &view, days));
    let known: BTreeSet<&str> = known.iter().flatten().map(|plan| plan.id()).collect();
    let actors = actors_of(after, of)?;
    let new = plans.into_iter().filter(|plan| !known.contains(plan.id()));
    let findings = new.map(|plan| {
        finding(
            after,
            actors.iter().copied(),
            FindingKind::PlanOverdue,
            named([plan]),
        )
    });
    Ok(findings.collect())
}

/// The plans of a view whose latest date passed at least `days` days ago.
fn overdue_in<'t>(state: &ViewState<'_>, view: &View<'t>, days: u32) -> Vec<EventRef<'t>> {
    let plans = view.of_status([Status::Planned]);
    let is_over = |plan: &EventRef<'_>| {
        let end = plan.bounds().end_latest();
        end.is_some_and(|end| state.instant() - end >= TimeDelta::days(days.into()))
    };
    plans.events().filter(is_over).collect()
}

fn broken_records(
    before: &ViewState<'_>,
    after: &ViewState<'_>,
    of: &ActorOrDyad,
    measure: &str,
) -> Result<Vec<Finding>, RuleError> {
    let records = broken_in(&view_of(after, of)?, measure)?;
    let known = match if_known(view_of(before, of))? {
        Some(view) => if_known(broken_in(&view, measure))?,
        None => None,
    };
    let known: BTreeSet<&str> = known
        .iter()
        .flatten()
        .map(|record| record.event.id())
        .collect();
    let actors = actors_of(after, of)?;
    let new = records
        .into_iter()
        .filter(|record| !known.contains(record.event.id()));
    let findings = new.map(|record| {
        let events = [Some(record.event), record.previous];
        let found = FindingKind::RecordBroken {
            measure: measure.to_owned(),
            size: record.size,
            certainty: record.certainty,
            margin: record.margin,
        };
        finding(
            after,
            actors.iter().copied(),
            found,
            named(events.into_iter().flatten()),
        )
    });
    Ok(findings.collect())
}

/// The records of a view, except the first, which does not break an earlier one.
fn broken_in<'t>(view: &View<'t>, measure: &str) -> Result<Vec<Record<'t>>, LookupError> {
    let mut records = view.records(measure)?;
    records.retain(|record| record.previous.is_some());
    Ok(records)
}
