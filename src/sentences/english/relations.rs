//! Trends and movements of relations, in English.

use super::super::naming::Naming;
use super::super::shown::level;
use super::super::trend_facts::{MovementFacts, TrendFacts};
use super::reason::{coverage_text, missing_text, origin_text};
use super::{English, day, p_text};
use crate::trend::Direction;

pub(super) fn trend(language: &English, facts: &TrendFacts<'_>) -> String {
    let relations = format!("elations {}", language.between(&facts.sides));
    let window = format!("the {} days before {}", facts.window_days, day(facts.at));
    let text = match facts.direction {
        Direction::Rising | Direction::Falling => moving(facts, &relations),
        Direction::Steady => {
            let verb = match facts.since {
                Some(since) => format!("have been steady since {}", day(since)),
                None => "are steady".to_owned(),
            };
            format!(
                "R{relations} {verb}: {window} brought about as much cooperation and conflict as \
                 expected, and a marked change is unlikely."
            )
        }
        Direction::Unclear => {
            let p = facts.p.map(|p| format!(" (P of a rise: {})", p_text(p)));
            let p = p.unwrap_or_default();
            format!(
                "Whether r{relations} are rising or falling cannot be said: the record before {} \
                 fits a rise, a fall or no change{p}.",
                day(facts.at)
            )
        }
        Direction::Insufficient => format!(
            "Whether r{relations} are rising or falling cannot be said: {}.",
            missing_text(facts, &window)
        ),
    };
    if facts.needs_coverage() {
        text + &coverage_text(facts.coverage)
    } else {
        text
    }
}

/// A rise or fall: since when, how probable, and what it comes from.
fn moving(facts: &TrendFacts<'_>, relations: &str) -> String {
    let verb = match facts.since {
        Some(since) => format!("have been {} since {}", facts.direction, day(since)),
        None => format!("are {}", facts.direction),
    };
    let p = facts
        .p
        .map(|p| format!(" (P on {}: {})", day(facts.at), p_text(p)));
    let origin = facts.origin.as_ref();
    let origin = origin.map(|origin| origin_text(origin, facts.direction));
    let [p, origin] = [p, origin].map(Option::unwrap_or_default);
    format!("R{relations} {verb}{p}.{origin}")
}

pub(super) fn movement(language: &English, facts: &MovementFacts<'_>) -> String {
    let between = language.between(&facts.sides);
    let [from, to] = [facts.from, facts.to].map(day);
    let text = match facts.levels {
        [None, None] => {
            format!("No event counted for relations {between}, on {from} or on {to}.")
        }
        [None, Some(after)] => format!(
            "No event counted for relations {between} before {from}; their level on {to} was {}.",
            level(after)
        ),
        [Some(before), None] => format!(
            "No event counts for relations {between} on {to} any more; their level on {from} was {}.",
            level(before)
        ),
        [Some(before), Some(after)] => {
            let [first, second] = [before, after].map(level);
            if first == second {
                format!("The level of relations {between} was {first} on {from} and on {to}.")
            } else {
                let verb = if after > before { "rose" } else { "fell" };
                format!(
                    "The level of relations {between} {verb} from {first} on {from} to {second} on {to}."
                )
            }
        }
    };
    let events = facts.named();
    if events.is_empty() {
        return text;
    }
    format!(
        "{text} What moved it most: {}.",
        English::list_with_causes(events)
    )
}
