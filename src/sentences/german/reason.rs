//! What a trend comes from, and what is missing for one, in German.

use super::super::naming::Naming;
use super::super::shown::{capital, number};
use super::super::trend_facts::{Origin, TrendFacts};
use super::date::day;
use super::{German, NUMBERS};
use crate::trend::{CoverageUsed, Direction, Missing};

/// What a rise or fall comes from, after its sentence.
pub(super) fn origin_text(origin: &Origin<'_>, direction: Direction) -> String {
    let (noun, earlier) = match direction {
        Direction::Rising => (
            "Verbesserung",
            "dass sich frühere Konflikte nicht fortgesetzt haben",
        ),
        _ => (
            "Verschlechterung",
            "dass frühere Kooperation nicht fortgesetzt wurde",
        ),
    };
    match origin {
        Origin::Events(events) if events.len() == 1 => {
            format!(
                " Ein Ereignis macht mehr als die Hälfte der {noun} aus: {}.",
                German::list(events)
            )
        }
        Origin::Events(events) => {
            let count = capital(&number(events.len() as u64, 0, &NUMBERS));
            format!(
                " {count} Ereignisse machen mehr als die Hälfte der {noun} aus: {}.",
                German::list(events)
            )
        }
        Origin::Earlier(_) => format!(" Mehr als die Hälfte der {noun} rührt daher, {earlier}."),
        Origin::Spread(events) if events.is_empty() => String::new(),
        Origin::Spread(events) => {
            format!(
                " Viele Ereignisse tragen zur {noun} bei, vor allem {}.",
                German::list(events)
            )
        }
    }
}

/// Which evidence is missing for a trend.
pub(super) fn missing_text(facts: &TrendFacts<'_>) -> String {
    let (at, window) = (day(facts.at), facts.window_days);
    match facts.missing {
        Some(Missing::Baseline) => format!(
            "Die Daten decken die {window} Tage vor dem {at} und die Zeit davor nicht beide ab, sodass \
             ein Vergleich nicht möglich ist"
        ),
        Some(Missing::Marks) => format!("Vor dem {at} ist kein Ereignis verzeichnet, das zählt"),
        Some(Missing::WeightNew) => {
            format!("Aus den {window} Tagen vor dem {at} ist zu wenig verzeichnet")
        }
        Some(Missing::WeightOld) => {
            format!(
                "Aus der Zeit vor dem {} ist zu wenig verzeichnet",
                day(facts.window_start)
            )
        }
        Some(Missing::Weight) => format!(
            "Aus den {window} Tagen vor dem {at} und aus der Zeit davor ist zu wenig verzeichnet"
        ),
        None => "Es ist zu wenig verzeichnet".to_owned(),
    }
}

/// What was assumed about the coverage. Empty if it was declared.
pub(super) fn coverage_text(coverage: CoverageUsed) -> String {
    let assumed = match coverage {
        CoverageUsed::Declared => return String::new(),
        CoverageUsed::AssumedSince(since) => {
            format!(
                "; angenommen wird, dass sie seit dem {} jeden Tag abdecken",
                day(since)
            )
        }
        CoverageUsed::AssumedAlways => "; angenommen wird, dass sie jeden Tag abdecken".to_owned(),
        CoverageUsed::Unknown => String::new(),
    };
    format!(" Es ist nicht bekannt, welche Tage die Quellen abdecken{assumed}.")
}
