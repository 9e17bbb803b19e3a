//! Trends and movements of relations, in German.

use super::super::naming::Naming;
use super::super::trend_facts::{MovementFacts, TrendFacts};
use super::date::day;
use super::reason::{coverage_text, missing_text, origin_text};
use super::{German, level_text, p_text};
use crate::trend::Direction;

pub(super) fn trend(language: &German, facts: &TrendFacts<'_>) -> String {
    let relations = format!("Beziehungen {}", language.between(&facts.sides));
    let at = day(facts.at);
    let since = facts.since.map(|since| format!(" seit dem {}", day(since)));
    let since = since.unwrap_or_default();
    let whether =
        format!("Ob sich die {relations} verbessern oder verschlechtern, lässt sich nicht sagen");
    let text = match facts.direction {
        Direction::Rising | Direction::Falling => moving(facts, &relations, &since),
        Direction::Steady => format!(
            "Die {relations} sind{since} stabil: In den {} Tagen vor dem {at} gab es etwa so viel \
             Kooperation und Konflikt wie erwartet; eine deutliche Veränderung ist \
             unwahrscheinlich.",
            facts.window_days
        ),
        Direction::Unclear => {
            let p = facts
                .p
                .map(|p| format!(" (P einer Verbesserung: {})", p_text(p)));
            let p = p.unwrap_or_default();
            format!(
                "{whether}: Die Daten aus der Zeit vor dem {at} sind mit einer Verbesserung, mit \
                 einer Verschlechterung und mit unveränderten Beziehungen vereinbar{p}."
            )
        }
        Direction::Insufficient => format!("{whether}: {}.", missing_text(facts)),
    };
    if facts.needs_coverage() {
        text + &coverage_text(facts.coverage)
    } else {
        text
    }
}

/// A rise or fall: since when, how probable, and what it comes from.
fn moving(facts: &TrendFacts<'_>, relations: &str, since: &str) -> String {
    let at = day(facts.at);
    let verb = match facts.direction {
        Direction::Rising => "verbessern",
        _ => "verschlechtern",
    };
    let p = facts.p.map(|p| format!(" (P am {at}: {})", p_text(p)));
    let origin = facts.origin.as_ref();
    let origin = origin.map(|origin| origin_text(origin, facts.direction));
    let [p, origin] = [p, origin].map(Option::unwrap_or_default);
    format!("Die {relations} {verb} sich{since}{p}.{origin}")
}

pub(super) fn movement(language: &German, facts: &MovementFacts<'_>) -> String {
    let relations = format!("die Beziehungen {}", language.between(&facts.sides));
    let of_relations = format!("der Beziehungen {}", language.between(&facts.sides));
    let [from, to] = [facts.from, facts.to].map(day);
    let text = match facts.levels {
        [None, None] => {
            format!("Kein Ereignis zählte für {relations}, weder am {from} noch am {to}.")
        }
        [None, Some(after)] => format!(
            "Vor dem {from} zählte kein Ereignis für {relations}; ihr Niveau am {to} war {}.",
            level_text(after)
        ),
        [Some(before), None] => format!(
            "Am {to} zählt kein Ereignis mehr für {relations}; ihr Niveau am {from} war {}.",
            level_text(before)
        ),
        [Some(before), Some(after)] => {
            let [first, second] = [before, after].map(level_text);
            if first == second {
                format!("Das Niveau {of_relations} war am {from} und am {to} {first}.")
            } else {
                let verb = if after > before { "stieg" } else { "sank" };
                format!(
                    "Das Niveau {of_relations} {verb} von {first} am {from} auf {second} am {to}."
                )
            }
        }
    };
    let events = facts.named();
    if events.is_empty() {
        return text;
    }
    let verb = if events.len() == 1 {
        "bewegte"
    } else {
        "bewegten"
    };
    format!(
        "{text} Am meisten {verb} es: {}.",
        German::list_with_causes(events)
    )
}
