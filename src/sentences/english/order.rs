//! The time between events, their order, and silences, in English.

use super::super::facts::{EventName, GapFacts, OrderFacts, SilenceEnd, SilenceFacts};
use super::super::naming::Naming;
use super::super::shown::{is_covered, percent};
use super::{English, day, days, event, p_text, was_at, was_until};
use crate::sequence::Gap;
use crate::time::{Certainty, DatePhrase};

pub(super) fn gap(facts: &GapFacts<'_>) -> String {
    let second = event(&facts.second);
    let start = format!(
        "{} {}",
        English::subject(&facts.first),
        was_until(&facts.first)
    );
    match (facts.gap.min_days, facts.gap.max_days) {
        (Some(0), Some(0)) => {
            let is_day = |one: &EventName<'_>| matches!(one.date, DatePhrase::On(_));
            if is_day(&facts.first) && is_day(&facts.second) {
                format!("{start} on the same day as {second}.")
            } else {
                format!(
                    "{} ended on the day on which {second} began.",
                    English::subject(&facts.first)
                )
            }
        }
        (Some(min @ 1..), Some(max)) if min == max => {
            format!("{start} {} before {second}.", days(min))
        }
        (Some(min @ 1..), Some(max)) => format!("{start} {min} to {max} days before {second}."),
        (Some(0), Some(max)) => {
            format!(
                "{start} on the same day as {second} or up to {} before.",
                days(max)
            )
        }
        (Some(min @ 1..), None) => format!("{start} at least {} before {second}.", days(min)),
        (Some(0), None) => format!("{start} before {second} or on the same day."),
        _ => overlapping_gap(facts),
    }
}

/// The time between two events that may have overlapped.
fn overlapping_gap(facts: &GapFacts<'_>) -> String {
    let (first, second) = (event(&facts.first), event(&facts.second));
    match (facts.gap.min_days, facts.gap.max_days) {
        (min, Some(0)) => {
            let later = match min.map(i64::saturating_neg) {
                Some(most) => format!("up to {} later", days(most)),
                None => "later".to_owned(),
            };
            let start = English::subject(&facts.first);
            format!("{start} ended on the day on which {second} began, or {later}.")
        }
        (min, Some(max @ 1..)) => {
            let after = match min.map(i64::saturating_neg) {
                Some(most) => format!("and at most {} after it", days(most)),
                None => "or after it".to_owned(),
            };
            let start = English::subject(&facts.first);
            format!(
                "{start} ended at most {} before the start of {second}, {after}.",
                days(max)
            )
        }
        (min, Some(max)) => {
            let least = max.saturating_neg();
            let by = match min.map(i64::saturating_neg) {
                Some(most) if most == least => days(least),
                Some(most) => format!("{least} to {most} days"),
                None => format!("at least {}", days(least)),
            };
            format!(
                "{} began {by} before the end of {first}.",
                English::subject(&facts.second)
            )
        }
        (_, None) => format!("The time between {first} and {second} is not known."),
    }
}

pub(super) fn order(facts: &OrderFacts<'_>) -> String {
    let (first, second) = (event(&facts.first), event(&facts.second));
    let start = format!(
        "{} {}",
        English::subject(&facts.first),
        was_at(&facts.first)
    );
    let order = facts.order;
    let p = order.probability.map(|p| format!(" (P: {})", p_text(p)));
    let p = p.unwrap_or_default();
    match (order.before, order.after) {
        (Certainty::Certain, _) => format!("{start} before {second}."),
        (_, Certainty::Certain) => format!("{start} after {second}."),
        (Certainty::Possible, Certainty::Impossible) => {
            format!("{start} before {second}{p}, or the two overlapped.")
        }
        (Certainty::Impossible, Certainty::Possible) => {
            format!("{start} after {second}, or the two overlapped.")
        }
        (Certainty::Possible, Certainty::Possible) => format!(
            "The record does not say whether {first} {} before {second}{p}, after it or at the \
             same time.",
            was_at(&facts.first)
        ),
        (Certainty::Impossible, Certainty::Impossible) => {
            format!(
                "{} and {second} overlapped.",
                English::subject(&facts.first)
            )
        }
    }
}

pub(super) fn silence(language: &English, facts: &SilenceFacts<'_>) -> String {
    let none = language.counted(&facts.counted, false);
    let after = event(&facts.after);
    let is_covered = is_covered(facts.covered);
    let length = length_text(facts.length);
    let text = match (facts.end, is_covered) {
        (SilenceEnd::Lasts(at), true) => format!(
            "As of {}, there has been no {none} for {length}, since {after}.",
            day(at)
        ),
        (SilenceEnd::Lasts(at), false) => {
            format!(
                "As of {}, the record has no {none} for {length}, since {after}.",
                day(at)
            )
        }
        (SilenceEnd::Event(before), true) => {
            format!(
                "There was no {none} for {length}, from {after} to {}.",
                event(&before)
            )
        }
        (SilenceEnd::Event(before), false) => {
            format!(
                "The record has no {none} for {length}, from {after} to {}.",
                event(&before)
            )
        }
    };
    let coverage = silence_coverage(facts.covered);
    let doubt = if facts.certainty.is_certain() {
        ""
    } else {
        " It is not certain that these events count, so the silence may not have existed."
    };
    format!("{text}{coverage}{doubt}")
}

/// The length of a silence.
pub(super) fn length_text(length: Gap) -> String {
    match (length.min_days, length.max_days) {
        (Some(min), Some(max)) if min == max => days(max),
        (Some(min), Some(max)) if min > 0 => format!("{min} to {max} days"),
        (_, Some(max)) => format!("up to {}", days(max)),
        (Some(min @ 1..), None) => format!("at least {}", days(min)),
        (_, None) => "an unknown time".to_owned(),
    }
}

/// How much of a silence the sources cover, after its sentence. Empty if they cover all of it.
pub(super) fn silence_coverage(covered: Option<f64>) -> String {
    match covered.map(percent) {
        Some(100) => String::new(),
        Some(0) => " No source covers this time, so there is no data.".to_owned(),
        Some(part) => {
            format!(
                " The sources cover {part} percent of this time; for the rest there is no data."
            )
        }
        None => " It is not known which days the sources cover, so this may be a lack of data."
            .to_owned(),
    }
}
