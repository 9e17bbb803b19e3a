//! What a rule found, in English.

use super::super::facts::EventName;
use super::super::finding_facts::FindingFacts;
use super::super::shown::{AmountWords, capital, list, percent, quantity, shown};
use super::{
    English, cause_text, coverage_text, day, event, in_list_with, is_covered, length_text, p_text,
    silence_coverage,
};
use crate::changes::Found;
use crate::event::Quantity;
use crate::trend::{CoverageUsed, Direction};

const AMOUNTS: AmountWords = AmountWords {
    about: "about",
    at_least: "at least",
    more_than: "more than",
    at_most: "at most",
    less_than: "less than",
    to: "to",
    signs: [",", "."],
};

/// What a rule found, in one sentence or a few.
pub(super) fn finding(language: &English, facts: &FindingFacts<'_>) -> String {
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
            "{} is the first contact{whose} in {}, after {}.{}",
            capital(&name(0)),
            length_text(*length),
            name(1),
            silence_coverage(*covered),
        ),
        Found::PlanOverdue => format!(
            "No report says that {} {} or was called off, although its planned date has passed.",
            name(0),
            if facts.is_standing(0) {
                "came into force"
            } else {
                "took place"
            }
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
    let since = since.map(|since| format!(", since {}", day(since)));
    let p = p.map(|p| format!(" (P on {}: {})", day(facts.at), p_text(p)));
    let [since, p] = [since, p].map(Option::unwrap_or_default);
    let now = match after {
        Direction::Rising => "are now rising",
        Direction::Falling => "are now falling",
        Direction::Steady => "are now steady",
        Direction::Unclear => "now have no clear direction",
        Direction::Insufficient => "now have too little data for a direction",
    };
    let then = match before {
        Direction::Rising => "they were rising",
        Direction::Falling => "they were falling",
        Direction::Steady => "they were steady",
        Direction::Unclear => "they had no clear direction",
        Direction::Insufficient => "there was too little data for a direction",
    };
    format!("Relations{whose} {now}{since}{p}; before, {then}.")
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
    let before = match before {
        Some(before) => format!("it was {}", p_text(before)),
        None => "there was too little data for it".to_owned(),
    };
    format!(
        "The probability that relations{whose} are {side} is now {after}, at least the threshold of \
         {threshold}; before, {before}."
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
        "{}{whose} for {}, since {}; {} percent of the earlier times between \
         contacts lasted up to {usual_days} days.{}",
        if is_covered(*covered) {
            "There has been no contact"
        } else {
            "The record has no contact"
        },
        length_text(*length),
        name(0),
        percent(*share),
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
        "{} has {}the largest “{}” so far: {}; {}.",
        capital(&name(0)),
        if certainty.is_certain() {
            ""
        } else {
            "perhaps "
        },
        shown(measure),
        amount(size),
        match margin {
            Some(margin) => format!("{} more than {}", amount(margin), name(1)),
            None => format!("the one before was {}", name(1)),
        },
    )
}

fn amount(size: &Quantity) -> String {
    quantity(size, &AMOUNTS)
}

fn named(name: Option<&EventName<'_>>) -> String {
    name.map_or_else(|| "an event".to_owned(), event)
}

/// The events that moved a pair, and the coverage unless it is declared.
fn reasons(facts: &FindingFacts<'_>, coverage: CoverageUsed) -> String {
    let events = facts.events.iter();
    let events: Vec<String> = events
        .map(|(event, cause)| in_list_with(event, cause.map_or("new", cause_text)))
        .collect();
    let by =
        (!events.is_empty()).then(|| format!(" What moved them most: {}.", list(&events, "and")));
    by.unwrap_or_default() + &coverage_text(coverage)
}
