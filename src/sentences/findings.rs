//! The content of sentences about findings, for all languages. Each language supplies the wording.

use chrono::NaiveDate;

use super::facts::{ActorPhrase, EventName};
use super::finding_facts::FindingFacts;
use crate::changes::FindingKind;
use crate::event::Quantity;
use crate::relations::Cause;
use crate::sequence::Gap;
use crate::time::Certainty;
use crate::trend::{CoverageUsed, Direction};

/// The direction of a pair before and after, since when, and how probable it is on a day.
pub(super) struct DirectionChange {
    pub(super) at: NaiveDate,
    pub(super) before: Direction,
    pub(super) after: Direction,
    pub(super) since: Option<NaiveDate>,
    pub(super) p: Option<f64>,
}

/// A probability that has passed a threshold.
pub(super) struct Passed {
    pub(super) side: Direction,
    pub(super) threshold: f64,
    pub(super) before: Option<f64>,
    pub(super) after: f64,
}

/// A silence that is longer than a share of the earlier ones.
pub(super) struct LongSilence {
    pub(super) length: Gap,
    pub(super) share: f64,
    pub(super) usual_days: f64,
    pub(super) covered: Option<f64>,
}

/// The highest value of a measure so far.
pub(super) struct Record<'f> {
    pub(super) measure: &'f str,
    pub(super) size: &'f Quantity,
    pub(super) certainty: Certainty,
    pub(super) margin: Option<&'f Quantity>,
}

/// An event of a finding. `None` if the finding names fewer events, because it may come from a file.
pub(super) type Named<'f, 't> = Option<&'f EventName<'t>>;

/// The wording of findings in a language. `actors` begins with a space.
pub(super) trait FindingGrammar {
    fn of(&self, actors: &ActorPhrase<'_>) -> String;
    fn direction_changed(&self, actors: &str, change: &DirectionChange) -> String;
    fn probability_passed(&self, actors: &str, passed: &Passed) -> String;
    fn long_silence(&self, actors: &str, after: Named<'_, '_>, silence: &LongSilence) -> String;
    fn first_contact(
        &self,
        actors: &str,
        events: [Named<'_, '_>; 2],
        length: Gap,
        covered: Option<f64>,
    ) -> String;
    fn plan_overdue(&self, event: Named<'_, '_>) -> String;
    fn record_broken(&self, events: [Named<'_, '_>; 2], record: &Record<'_>) -> String;
    /// The events that moved a pair, at least one.
    fn moved(&self, events: &[(EventName<'_>, Cause)]) -> String;
    /// The coverage, unless it is declared.
    fn coverage(&self, coverage: CoverageUsed) -> String;
}

/// Writes what a rule found, in one sentence or a few.
pub(super) fn finding(language: &impl FindingGrammar, facts: &FindingFacts<'_>) -> String {
    let actors = language.of(&facts.actor_phrase());
    let (one, both) = (facts.event(0), [0, 1].map(|place| facts.event(place)));
    match &facts.found {
        &FindingKind::DirectionChanged {
            before,
            after,
            since,
            p,
            coverage,
        } => {
            let change = DirectionChange {
                at: facts.at,
                before,
                after,
                since,
                p,
            };
            language.direction_changed(&actors, &change) + &reasons(language, facts, coverage)
        }
        &FindingKind::ProbabilityPassed {
            side,
            threshold,
            before,
            after,
            coverage,
        } => {
            let passed = Passed {
                side,
                threshold,
                before,
                after,
            };
            language.probability_passed(&actors, &passed) + &reasons(language, facts, coverage)
        }
        &FindingKind::LongSilence {
            length,
            share,
            usual_days,
            covered,
        } => {
            let silence = LongSilence {
                length,
                share,
                usual_days,
                covered,
            };
            language.long_silence(&actors, one, &silence)
        }
        &FindingKind::FirstContact { length, covered } => {
            language.first_contact(&actors, both, length, covered)
        }
        FindingKind::PlanOverdue => language.plan_overdue(one),
        FindingKind::RecordBroken {
            measure,
            size,
            certainty,
            margin,
        } => {
            let record = Record {
                measure,
                size,
                certainty: *certainty,
                margin: margin.as_ref(),
            };
            language.record_broken(both, &record)
        }
    }
}

/// The events that moved a pair, and the coverage unless it is declared. An event without a cause is new.
fn reasons(
    language: &impl FindingGrammar,
    facts: &FindingFacts<'_>,
    coverage: CoverageUsed,
) -> String {
    let events = facts.events.iter();
    let events: Vec<_> = events
        .map(|(event, cause)| (*event, cause.unwrap_or(Cause::New)))
        .collect();
    let moved = if events.is_empty() {
        String::new()
    } else {
        language.moved(&events)
    };
    moved + &language.coverage(coverage)
}
