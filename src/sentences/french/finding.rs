//! What a rule found, in French.

use super::super::facts::EventName;
use super::super::finding_facts::FindingFacts;
use super::super::shown::{AmountWords, capital, list, percent, quantity};
use super::date::le;
use super::reason::coverage_text;
use super::{
    COLON, French, SEMICOLON, cause_text, event, in_list_with, is_covered, length_text, p_text,
    quoted, silence_coverage, took_effect,
};
use crate::changes::Found;
use crate::event::Quantity;
use crate::trend::{CoverageUsed, Direction};

const AMOUNTS: AmountWords = AmountWords {
    about: "environ",
    at_least: "au moins",
    more_than: "plus de",
    at_most: "au plus",
    less_than: "moins de",
    to: "à",
    signs: ["\u{202f}", ","],
};

/// What a rule found, in one sentence or a few.
pub(super) fn finding(language: &French, facts: &FindingFacts<'_>) -> String {
    let whose = language.whose(&facts.whose());
    let name = |place| named(facts.event(place));
    match &facts.found {
        Found::DirectionChanged { coverage, .. } => {
            direction_changed(facts, &whose) + &reasons(facts, *coverage)
        }
        Found::ProbabilityPassed { coverage, .. } => {
            probability_passed(&facts.found, &whose) + &reasons(facts, *coverage)
        }
        Found::LongSilence { .. } => long_silence(facts, &whose),
        Found::FirstContact { length, covered } => format!(
            "{} est le premier contact{whose} après une pause{COLON} {}, depuis {}.{}",
            capital(&name(0)),
            length_text(*length),
            name(1),
            silence_coverage(*covered),
        ),
        Found::PlanOverdue => format!(
            "La date prévue est passée pour {}, et aucun compte rendu ne dit que cela {} ou a été \
             annulé.",
            name(0),
            took_effect(facts.is_standing(0))
        ),
        Found::RecordBroken { .. } => record_broken(facts),
    }
}

fn direction_changed(facts: &FindingFacts<'_>, whose: &str) -> String {
    let &Found::DirectionChanged {
        before,
        after,
        since,
        p,
        ..
    } = &facts.found
    else {
        unreachable!("the caller has matched the kind");
    };
    let since = since.map(|since| format!(", depuis {}", le(since)));
    let p = p.map(|p| format!(" (P, {}{COLON} {})", le(facts.at), p_text(p)));
    let [since, p] = [since, p].map(Option::unwrap_or_default);
    let now = match after {
        Direction::Rising => "s’améliorent maintenant",
        Direction::Falling => "se dégradent maintenant",
        Direction::Steady => "sont maintenant stables",
        Direction::Unclear => "n’ont maintenant pas de direction nette",
        Direction::Insufficient => "ont maintenant trop peu de données pour une direction",
    };
    let then = match before {
        Direction::Rising => "elles s’amélioraient",
        Direction::Falling => "elles se dégradaient",
        Direction::Steady => "elles étaient stables",
        Direction::Unclear => "elles n’avaient pas de direction nette",
        Direction::Insufficient => "il y avait trop peu de données pour une direction",
    };
    format!("Les relations{whose} {now}{since}{p}{SEMICOLON} auparavant, {then}.")
}

fn probability_passed(found: &Found, whose: &str) -> String {
    let &Found::ProbabilityPassed {
        side,
        threshold,
        before,
        after,
        ..
    } = found
    else {
        unreachable!("the caller has matched the kind");
    };
    let (after, threshold) = (p_text(after), p_text(threshold));
    let change = match side {
        Direction::Rising => "s’améliorent",
        _ => "se dégradent",
    };
    let before = match before {
        Some(before) => format!("elle était de {}", p_text(before)),
        None => "il y avait trop peu de données pour la calculer".to_owned(),
    };
    format!(
        "La probabilité que les relations{whose} {change} est maintenant de {after} et atteint le seuil de \
         {threshold}{SEMICOLON} auparavant, {before}."
    )
}

fn long_silence(facts: &FindingFacts<'_>, whose: &str) -> String {
    let Found::LongSilence {
        length,
        share,
        usual_days,
        covered,
    } = &facts.found
    else {
        unreachable!("the caller has matched the kind");
    };
    let name = |place| named(facts.event(place));
    format!(
        "{} aucun contact{whose} pendant {}, depuis {}{SEMICOLON} {}\u{a0}% des intervalles \
         antérieurs entre contacts ont duré au plus {} jours.{}",
        if is_covered(*covered) {
            "Il n’y a eu"
        } else {
            "Les données ne contiennent"
        },
        length_text(*length),
        name(0),
        percent(*share),
        usual_days.to_string().replace('.', ","),
        silence_coverage(*covered),
    )
}

fn record_broken(facts: &FindingFacts<'_>) -> String {
    let Found::RecordBroken {
        measure,
        size,
        certainty,
        margin,
    } = &facts.found
    else {
        unreachable!("the caller has matched the kind");
    };
    let name = |place| named(facts.event(place));
    format!(
        "{} a {}la plus grande valeur de {} jusqu’ici{COLON} {}{SEMICOLON} {}.",
        capital(&name(0)),
        if certainty.is_certain() {
            ""
        } else {
            "peut-être "
        },
        quoted(measure),
        amount(size),
        match margin {
            Some(margin) => format!("{} de plus que {}", amount(margin), name(1)),
            None => format!("le record précédent était {}", name(1)),
        },
    )
}

fn amount(size: &Quantity) -> String {
    quantity(size, &AMOUNTS)
}

fn named(name: Option<&EventName<'_>>) -> String {
    name.map_or_else(|| "un événement".to_owned(), event)
}

/// The events that moved a pair, and the coverage unless it is declared.
fn reasons(facts: &FindingFacts<'_>, coverage: CoverageUsed) -> String {
    let events = facts.events.iter();
    let events: Vec<String> = events
        .map(|(event, cause)| in_list_with(event, cause.map_or("nouveau", cause_text)))
        .collect();
    let by = (!events.is_empty())
        .then(|| format!(" Ce qui a le plus pesé{COLON} {}.", list(&events, "et")));
    by.unwrap_or_default() + &coverage_text(coverage)
}
