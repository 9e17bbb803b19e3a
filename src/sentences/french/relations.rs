//! Trends and movements of relations, in French.

use super::super::naming::Naming;
use super::super::trend_facts::{MovementFacts, TrendFacts};
use super::date::{day, le};
use super::reason::{coverage_text, missing_text, origin_text};
use super::{COLON, French, SEMICOLON, level_text, p_text};
use crate::trend::Direction;

pub(super) fn trend(language: &French, facts: &TrendFacts<'_>) -> String {
    let relations = format!("es relations {}", language.between(&facts.sides));
    let at = le(facts.at);
    let since = facts.since.map(|since| format!(" depuis {}", le(since)));
    let since = since.unwrap_or_default();
    let whether = format!("On ne peut pas dire si l{relations} s’améliorent ou se dégradent");
    let text = match facts.direction {
        Direction::Rising | Direction::Falling => moving(facts, &relations, &since),
        Direction::Steady => format!(
            "L{relations} sont stables{since}{COLON} les {} jours précédant {at} ont apporté à peu \
             près autant de coopération et de conflits que prévu, et un changement marqué est \
             improbable.",
            facts.window_days
        ),
        Direction::Unclear => {
            let p = facts
                .p
                .map(|p| format!(" (P d’une amélioration{COLON} {})", p_text(p)));
            let p = p.unwrap_or_default();
            format!(
                "{whether}{COLON} les données antérieures au {} sont compatibles avec une \
                 amélioration, une dégradation ou l’absence de changement{p}.",
                day(facts.at)
            )
        }
        Direction::Insufficient => format!("{whether}{COLON} {}.", missing_text(facts)),
    };
    if facts.needs_coverage() {
        text + &coverage_text(facts.coverage)
    } else {
        text
    }
}

/// A rise or fall: since when, how probable, and what it comes from.
fn moving(facts: &TrendFacts<'_>, relations: &str, since: &str) -> String {
    let verb = match facts.direction {
        Direction::Rising => "s’améliorent",
        _ => "se dégradent",
    };
    let p = facts
        .p
        .map(|p| format!(" (P au {}{COLON} {})", day(facts.at), p_text(p)));
    let origin = facts.origin.as_ref();
    let origin = origin.map(|origin| origin_text(origin, facts.direction));
    let [p, origin] = [p, origin].map(Option::unwrap_or_default);
    format!("L{relations} {verb}{since}{p}.{origin}")
}

pub(super) fn movement(language: &French, facts: &MovementFacts<'_>) -> String {
    let relations = format!("les relations {}", language.between(&facts.sides));
    let [from, to] = [facts.from, facts.to].map(le);
    let text = match facts.levels {
        [None, None] => {
            format!("Aucun événement n’était pris en compte pour {relations}, ni {from} ni {to}.")
        }
        [None, Some(after)] => format!(
            "Aucun événement n’était pris en compte pour {relations} avant {from}{SEMICOLON} leur \
             niveau {to} était de {}.",
            level_text(after)
        ),
        [Some(before), None] => format!(
            "Plus aucun événement n’est pris en compte pour {relations} {to}{SEMICOLON} leur \
             niveau {from} était de {}.",
            level_text(before)
        ),
        [Some(before), Some(after)] => {
            let of_relations = format!("des relations {}", language.between(&facts.sides));
            let [first, second] = [before, after].map(level_text);
            if first == second {
                format!("Le niveau {of_relations} était de {first} {from} et {to}.")
            } else {
                let verb = if after > before {
                    "est monté"
                } else {
                    "est descendu"
                };
                format!("Le niveau {of_relations} {verb} de {first} {from} à {second} {to}.")
            }
        }
    };
    let events = facts.named();
    if events.is_empty() {
        return text;
    }
    format!(
        "{text} Ce qui a le plus pesé{COLON} {}.",
        French::list_with_causes(events)
    )
}
