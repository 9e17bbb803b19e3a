//! What a rule found, in German.

use super::super::facts::EventName;
use super::super::finding_facts::FindingFacts;
use super::super::shown::{AmountWords, capital, list, percent, quantity, shown};
use super::date::day;
use super::reason::coverage_text;
use super::{
    Case, German, cause_text, event, in_list_with, is_covered, length_text, p_text,
    silence_coverage,
};
use crate::changes::Found;
use crate::event::Quantity;
use crate::trend::{CoverageUsed, Direction};

const AMOUNTS: AmountWords = AmountWords {
    about: "etwa",
    at_least: "mindestens",
    more_than: "mehr als",
    at_most: "höchstens",
    less_than: "weniger als",
    to: "bis",
    signs: [".", ","],
};

/// What a rule found, in one sentence or a few.
pub(super) fn finding(language: &German, facts: &FindingFacts<'_>) -> String {
    let whose = language.whose(&facts.whose());
    let name = |place, case| named(facts.event(place), case);
    match &facts.found {
        Found::DirectionChanged { coverage, .. } => {
            direction_changed(facts, &whose) + &reasons(facts, *coverage)
        }
        Found::ProbabilityPassed { coverage, .. } => {
            probability_passed(&facts.found, &whose) + &reasons(facts, *coverage)
        }
        Found::LongSilence { .. } => long_silence(facts, &whose),
        Found::FirstContact { length, covered } => format!(
            "{} ist der erste Kontakt{whose} nach einer Pause: {}, seit {}.{}",
            capital(&name(0, Case::Nominative)),
            length_text(*length),
            name(1, Case::Dative),
            silence_coverage(*covered),
        ),
        Found::PlanOverdue => format!(
            "Für {} ist der geplante Termin verstrichen, und kein Bericht sagt, dass etwas {} oder \
             abgesagt wurde.",
            name(0, Case::Accusative),
            if facts.is_standing(0) {
                "in Kraft trat"
            } else {
                "stattfand"
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
    let since = since.map(|since| format!(", seit dem {}", day(since)));
    let p = p.map(|p| format!(" (P am {}: {})", day(facts.at), p_text(p)));
    let [since, p] = [since, p].map(Option::unwrap_or_default);
    let now = match after {
        Direction::Rising => "verbessern sich jetzt",
        Direction::Falling => "verschlechtern sich jetzt",
        Direction::Steady => "sind jetzt stabil",
        Direction::Unclear => "haben jetzt keine klare Richtung",
        Direction::Insufficient => "haben jetzt zu wenig Daten für eine Richtung",
    };
    let then = match before {
        Direction::Rising => "verbesserten sie sich",
        Direction::Falling => "verschlechterten sie sich",
        Direction::Steady => "waren sie stabil",
        Direction::Unclear => "hatten sie keine klare Richtung",
        Direction::Insufficient => "gab es zu wenig Daten für eine Richtung",
    };
    format!("Die Beziehungen{whose} {now}{since}{p}; davor {then}.")
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
        Direction::Rising => "verbessern",
        _ => "verschlechtern",
    };
    let before = match before {
        Some(before) => format!("war sie {}", p_text(before)),
        None => "gab es dafür zu wenig Daten".to_owned(),
    };
    format!(
        "Die Wahrscheinlichkeit P, dass sich die Beziehungen{whose} {change}, ist jetzt {after} und erreicht \
         den Schwellenwert von {threshold}; davor {before}."
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
    let name = |place, case| named(facts.event(place), case);
    format!(
        "{} {} lang keinen Kontakt{whose}, seit {}; {} Prozent der früheren Abstände zwischen \
         Kontakten dauerten bis zu {} Tage.{}",
        if is_covered(*covered) {
            "Es gab"
        } else {
            "Die Aufzeichnungen enthalten"
        },
        length_text(*length),
        name(0, Case::Dative),
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
    let name = |place, case| named(facts.event(place), case);
    format!(
        "{} hat {}den bisher höchsten Wert von „{}“: {}; {}.",
        capital(&name(0, Case::Nominative)),
        if certainty.is_certain() {
            ""
        } else {
            "vielleicht "
        },
        shown(measure),
        amount(size),
        match margin {
            Some(margin) => {
                format!("{} mehr als {}", amount(margin), name(1, Case::Nominative))
            }
            None => format!("davor war es {}", name(1, Case::Nominative)),
        },
    )
}

fn amount(size: &Quantity) -> String {
    quantity(size, &AMOUNTS)
}

fn named(name: Option<&EventName<'_>>, case: Case) -> String {
    let unknown = match case {
        Case::Nominative | Case::Accusative => "ein Ereignis",
        Case::Dative => "einem Ereignis",
    };
    name.map_or_else(|| unknown.to_owned(), |name| event(name, case))
}

/// The events that moved a pair, and the coverage unless it is declared.
fn reasons(facts: &FindingFacts<'_>, coverage: CoverageUsed) -> String {
    let events = facts.events.iter();
    let events: Vec<String> = events
        .map(|(event, cause)| in_list_with(event, cause.map_or("neu", cause_text)))
        .collect();
    let verb = if events.len() == 1 {
        "bewegte"
    } else {
        "bewegten"
    };
    let by =
        (!events.is_empty()).then(|| format!(" Am meisten {verb} sie: {}.", list(&events, "und")));
    by.unwrap_or_default() + &coverage_text(coverage)
}
