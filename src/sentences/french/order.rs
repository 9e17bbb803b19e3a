//! The time between events, their order, and silences, in French.

use super::super::facts::{EventName, GapFacts, OrderFacts, SilenceEnd, SilenceFacts};
use super::super::naming::Naming;
use super::super::shown::{capital, is_covered, percent};
use super::date::day;
use super::{COLON, French, SEMICOLON, days, de, event, p_text, took_place, took_place_until};
use crate::sequence::Gap;
use crate::time::{Certainty, DatePhrase};

pub(super) fn gap(facts: &GapFacts<'_>) -> String {
    let second = event(&facts.second);
    let name = French::subject(&facts.first);
    let start = format!("{name} {}", took_place_until(&facts.first));
    match (facts.gap.min_days, facts.gap.max_days) {
        (Some(0), Some(0)) => {
            let is_day = |one: &EventName<'_>| matches!(one.date, DatePhrase::On(_));
            if is_day(&facts.first) && is_day(&facts.second) {
                format!("{start} le même jour que {second}.")
            } else {
                format!("{name} a pris fin le jour où {second} a commencé.")
            }
        }
        (Some(min @ 1..), Some(max)) if min == max => {
            format!("{start} {} avant {second}.", days(min))
        }
        (Some(min @ 1..), Some(max)) => format!("{start} {min} à {max} jours avant {second}."),
        (Some(0), Some(1)) => format!("{start} le même jour que {second} ou la veille."),
        (Some(0), Some(max)) => {
            format!("{start} le même jour que {second} ou jusqu’à {max} jours plus tôt.")
        }
        (Some(min @ 1..), None) => format!("{start} au moins {} avant {second}.", days(min)),
        (Some(0), None) => format!("{start} avant {second} ou le même jour."),
        _ => overlapping_gap(facts),
    }
}

/// The time between two events that may have overlapped.
fn overlapping_gap(facts: &GapFacts<'_>) -> String {
    let [first, second] = [&facts.first, &facts.second].map(event);
    let name = French::subject(&facts.first);
    match (facts.gap.min_days, facts.gap.max_days) {
        (min, Some(0)) => {
            let later = match min.map(i64::saturating_neg) {
                Some(most) => format!("jusqu’à {} plus tard", days(most)),
                None => "plus tard".to_owned(),
            };
            format!("{name} a pris fin le jour où {second} a commencé, ou {later}.")
        }
        (min, Some(max @ 1..)) => {
            let after = match min.map(i64::saturating_neg) {
                Some(most) => format!("au plus {} après", days(most)),
                None => "après".to_owned(),
            };
            let second = de(&second);
            format!(
                "{name} a pris fin au plus {} avant le début {second}, ou {after}.",
                days(max)
            )
        }
        (min, Some(max)) => {
            let least = max.saturating_neg();
            let by = match min.map(i64::saturating_neg) {
                Some(most) if most == least => days(least),
                Some(most) => format!("{least} à {most} jours"),
                None => format!("au moins {}", days(least)),
            };
            let first = de(&first);
            format!(
                "{} a commencé {by} avant la fin {first}.",
                French::subject(&facts.second)
            )
        }
        (_, None) => format!("On ignore combien de temps sépare {first} et {second}."),
    }
}

pub(super) fn order(facts: &OrderFacts<'_>) -> String {
    let [first, second] = [&facts.first, &facts.second].map(event);
    let name = French::subject(&facts.first);
    let verb = took_place(&facts.first);
    let order = facts.order;
    let p = order
        .probability
        .map(|p| format!(" (P{COLON} {})", p_text(p)));
    let p = p.unwrap_or_default();
    match (order.before, order.after) {
        (Certainty::Certain, _) => format!("{name} {verb} avant {second}."),
        (_, Certainty::Certain) => format!("{name} {verb} après {second}."),
        (Certainty::Possible, Certainty::Impossible) => {
            format!("{name} {verb} avant {second}{p}, ou en partie en même temps.")
        }
        (Certainty::Impossible, Certainty::Possible) => {
            format!("{name} {verb} après {second}, ou en partie en même temps.")
        }
        (Certainty::Possible, Certainty::Possible) => format!(
            "Les données ne disent pas si {first} {verb} avant {second}{p}, après ou en même temps."
        ),
        (Certainty::Impossible, Certainty::Impossible) => {
            let verb = if facts.first.is_standing || facts.second.is_standing {
                "se recouvrent en partie dans le temps"
            } else {
                "ont eu lieu en partie en même temps"
            };
            format!("{name} et {second} {verb}.")
        }
    }
}

pub(super) fn silence(language: &French, facts: &SilenceFacts<'_>) -> String {
    let none = language.none(&facts.counted);
    let after = event(&facts.after);
    let is_covered = is_covered(facts.covered);
    let length = length_text(facts.length);
    let verb = if is_covered {
        "il n’y a eu"
    } else {
        "les données ne contiennent"
    };
    let text = match facts.end {
        SilenceEnd::Lasts(at) => {
            format!(
                "Au {}, {verb} {none} pendant {length}, depuis {after}.",
                day(at)
            )
        }
        SilenceEnd::Event(before) => {
            let (verb, after, before) = (capital(verb), de(&after), event(&before));
            format!("{verb} {none} pendant {length}, {after} à {before}.")
        }
    };
    let coverage = silence_coverage(facts.covered);
    let doubt = if facts.certainty.is_certain() {
        String::new()
    } else {
        format!(
            " Il n’est pas certain que ces événements comptent{SEMICOLON} ce silence n’a peut-être \
             pas existé."
        )
    };
    format!("{text}{coverage}{doubt}")
}

/// The length of a silence.
pub(super) fn length_text(length: Gap) -> String {
    match (length.min_days, length.max_days) {
        (Some(min), Some(max)) if min == max => days(max),
        (Some(min), Some(max)) if min > 0 => format!("{min} à {max} jours"),
        (_, Some(max)) => format!("au plus {}", days(max)),
        (Some(min @ 1..), None) => format!("au moins {}", days(min)),
        (_, None) => "une durée inconnue".to_owned(),
    }
}

/// How much of a silence the sources cover, after its sentence. Empty if they cover all of it.
pub(super) fn silence_coverage(covered: Option<f64>) -> String {
    match covered.map(percent) {
        Some(100) => String::new(),
        Some(0) => {
            format!(" Aucune source ne couvre cette période{SEMICOLON} les données manquent donc.")
        }
        Some(part) => format!(
            " Les sources couvrent {part}\u{a0}% de cette période{SEMICOLON} pour le reste, il n’y \
             a pas de données."
        ),
        None => format!(
            " On ignore quels jours les sources couvrent{SEMICOLON} peut-être manque-t-il des \
             données."
        ),
    }
}
