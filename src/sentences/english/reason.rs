//! What a trend comes from, and what is missing for one, in English.

use super::super::naming::Naming;
use super::super::shown::{capital, number};
use super::super::trend_facts::{Origin, TrendFacts};
use super::{English, NUMBERS, day};
use crate::trend::{CoverageUsed, Direction, Missing};

/// What a rise or fall comes from, after its sentence.
pub(super) fn origin_text(origin: &Origin<'_>, direction: Direction) -> String {
    let (noun, earlier) = match direction {
        Direction::Rising => ("rise", "earlier conflict that did not go on"),
        _ => ("fall", "earlier cooperation that was not kept up"),
    };
    match origin {
        Origin::Events(events) if events.len() == 1 => {
            format!(
                " One event accounts for most of the {noun}: {}.",
                English::list(events)
            )
        }
        Origin::Events(events) => {
            let count = capital(&number(events.len() as u64, 0, &NUMBERS));
            format!(
                " {count} events account for most of the {noun}: {}.",
                English::list(events)
            )
        }
        Origin::Earlier(_) => format!(" Most of the {noun} comes from {earlier}."),
        Origin::Spread(events) if events.is_empty() => String::new(),
        Origin::Spread(events) => {
            format!(
                " Many events account for the {noun}, above all {}.",
                English::list(events)
            )
        }
    }
}

pub(super) fn missing_text(facts: &TrendFacts<'_>, window: &str) -> String {
    match facts.missing {
        Some(Missing::Baseline) => format!(
            "the record does not cover both {window} and the time before them, so there is nothing to \
             compare"
        ),
        Some(Missing::Marks) => {
            format!("no event that counts is recorded before {}", day(facts.at))
        }
        Some(Missing::WeightNew) => format!("too little is recorded of {window}"),
        Some(Missing::WeightOld) => {
            format!("too little is recorded before {}", day(facts.window_start))
        }
        Some(Missing::Weight) => {
            format!("too little is recorded of {window} and of the time before them")
        }
        None => "too little is recorded".to_owned(),
    }
}

/// What was assumed about the coverage. Empty if it was declared.
pub(super) fn coverage_text(coverage: CoverageUsed) -> String {
    let assumed = match coverage {
        CoverageUsed::Declared => return String::new(),
        CoverageUsed::AssumedSince(since) => {
            format!(
                "; it is assumed that they cover every day since {}",
                day(since)
            )
        }
        CoverageUsed::AssumedAlways => "; it is assumed that they cover every day".to_owned(),
        CoverageUsed::Unknown => String::new(),
    };
    format!(" It is not known which days the sources cover{assumed}.")
}
