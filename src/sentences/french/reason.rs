//! What a trend comes from, and what is missing for one, in French.

use super::super::naming::Naming;
use super::super::shown::{capital, number};
use super::super::trend_facts::{Origin, TrendFacts};
use super::date::le;
use super::{COLON, French, NUMBERS, SEMICOLON};
use crate::trend::{CoverageUsed, Direction, Missing};

/// What a rise or fall comes from, after its sentence.
pub(super) fn origin_text(origin: &Origin<'_>, direction: Direction) -> String {
    let (noun, earlier) = match direction {
        Direction::Rising => (
            "amélioration",
            "les conflits antérieurs ne se sont pas poursuivis",
        ),
        _ => (
            "dégradation",
            "la coopération antérieure ne s’est pas poursuivie",
        ),
    };
    match origin {
        Origin::Events(events) if events.len() == 1 => format!(
            " Un événement explique plus de la moitié de cette {noun}{COLON} {}.",
            French::list(events)
        ),
        Origin::Events(events) => {
            let count = capital(&number(events.len() as u64, 0, &NUMBERS));
            format!(
                " {count} événements expliquent plus de la moitié de cette {noun}{COLON} {}.",
                French::list(events)
            )
        }
        Origin::Earlier(_) => {
            format!(" Plus de la moitié de cette {noun} vient de ce que {earlier}.")
        }
        Origin::Spread(events) if events.is_empty() => String::new(),
        Origin::Spread(events) => {
            format!(
                " De nombreux événements contribuent à cette {noun}, surtout {}.",
                French::list(events)
            )
        }
    }
}

/// Which evidence is missing for a trend.
pub(super) fn missing_text(facts: &TrendFacts<'_>) -> String {
    let (at, window) = (le(facts.at), facts.window_days);
    match facts.missing {
        Some(Missing::Baseline) => format!(
            "les données ne couvrent pas à la fois les {window} jours précédant {at} et la période \
             antérieure, si bien qu’aucune comparaison n’est possible"
        ),
        Some(Missing::Marks) => {
            format!("aucun événement pris en compte n’est recensé avant {at}")
        }
        Some(Missing::WeightNew) => {
            format!("trop peu d’événements sont recensés pour les {window} jours précédant {at}")
        }
        Some(Missing::WeightOld) => {
            format!(
                "trop peu d’événements sont recensés avant {}",
                le(facts.window_start)
            )
        }
        Some(Missing::Weight) => format!(
            "trop peu d’événements sont recensés pour les {window} jours précédant {at} et pour la \
             période antérieure"
        ),
        None => "trop peu d’événements sont recensés".to_owned(),
    }
}

/// What was assumed about the coverage. Empty if it was declared.
pub(super) fn coverage_text(coverage: CoverageUsed) -> String {
    let assumed = match coverage {
        CoverageUsed::Declared => return String::new(),
        CoverageUsed::AssumedSince(since) => format!(
            "{SEMICOLON} on suppose qu’elles couvrent tous les jours depuis {}",
            le(since)
        ),
        CoverageUsed::AssumedAlways => {
            format!("{SEMICOLON} on suppose qu’elles couvrent tous les jours")
        }
        CoverageUsed::Unknown => String::new(),
    };
    format!(" On ignore quels jours les sources couvrent{assumed}.")
}
